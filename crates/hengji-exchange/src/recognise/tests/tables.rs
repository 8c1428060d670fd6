//! Indicator tables: columns moved, renamed, split and merged; rows that are parts, totals or nothing known.

use super::{form, forms, lines, notes, worksheet};
use crate::limits::Limits;
use crate::recognise::recognise;

#[test]
fn columns_may_be_renamed_moved_and_padded_with_blanks() {
    let form = form(
        "
项目支出绩效自评表
项目名称 | 道路养护
三级 指标 | 全年 完成值 | 目标值(A) | 自评 得分 | 权 重 | 二级指标 | 一级指标
养护里程 | 310公里 | ≥300公里 | 20 | 20 | 数量指标 | 产出指标
",
    );
    assert_eq!(
        lines(&form),
        ["产出指标/数量指标/养护里程/≥300公里/310公里/20/20"]
    );
}

#[test]
fn headers_of_two_rows_name_the_columns_below_them() {
    let form = form(
        "
项目支出绩效自评表 | <
项目名称 | 道路养护
绩效指标 | < | < | 年度指标值 | < | < | 完成情况 | < | 备注
一级指标 | 二级指标 | 三级指标 | 性质 | 指标值 | 单位 | 完成值 | 得分 | ^
产出指标 | 数量指标 | 养护里程 | ≥ | 300 | 公里 | 310 | 20 | 雨季
",
    );
    assert_eq!(lines(&form), ["产出指标/数量指标/养护里程/≥300公里/310//20"]);
    assert_eq!(form.lines[0].reason, "雨季");
    assert_eq!(form.lines[0].target.number(), Some(300.into()));
}

#[test]
fn classes_are_carried_down_but_never_into_the_next_first_level() {
    let form = form(
        "
项目支出绩效自评表
项目名称 | 道路养护
一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值 | 分值 | 得分
产出指标 | 数量指标 | 甲 | 1 | 1 | 10 | 10
 | | 乙 | 1 | 1 | 10 | 10
 | 质量指标 | 丙 | 1 | 1 | 10 | 10
效益指标 | | 丁 | 1 | 1 | 10 | 10
满意度指标 | 服务对象满意度 | 戊 | 1 | 1 | 10 | 10
",
    );
    let classes: Vec<String> = form
        .lines
        .iter()
        .map(|line| format!("{}/{}", line.level1, line.level2))
        .collect();
    assert_eq!(
        classes,
        [
            "产出指标/数量指标",
            "产出指标/数量指标",
            "产出指标/质量指标",
            "效益指标/",
            "满意度指标/服务对象满意度"
        ]
    );
}

#[test]
fn a_merged_target_counts_for_each_row_and_a_merged_weight_only_once() {
    let form = form(
        "
项目支出绩效自评表
项目名称 | 数字图书馆
一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值 | 分值 | 得分
产出指标 | 数量指标 | 存储备份器 | 100% | 100% | 10 | 10
^ | ^ | 布点全覆盖 | ^ | 100% | ^ | ^
",
    );
    assert_eq!(
        lines(&form),
        [
            "产出指标/数量指标/存储备份器/100%/100%/10/10",
            "产出指标/数量指标/布点全覆盖/100%/100%//"
        ]
    );
}

#[test]
fn parts_hang_on_the_row_above_unless_they_carry_a_weight() {
    let form = form(
        "
项目支出绩效自评表
项目名称 | 种养补贴
一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值 | 分值 | 得分
产出指标 | 数量指标 | ★种植面积 | 29.5亩 | 29.5亩 | 20 | 20
 | | 其中桃树 | 1.5亩 | 1.5亩
 | | 其中:苹果树 | 5亩 | 5亩
 | | ★★其中:建档立卡人口 | 10人 | 10人 | 5 | 5
",
    );
    let parents: Vec<Option<usize>> = form.lines.iter().map(|line| line.parent).collect();
    assert_eq!(parents, [None, Some(0), Some(0), None]);
}

#[test]
fn blank_rows_repeated_headers_and_footers_are_no_rows() {
    let form = form(
        "
项目支出绩效自评表
项目名称 | 道路养护
一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值 | 分值 | 得分
产出指标 | 数量指标 | 甲 | 1 | 1 | 50 | 50

一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值 | 分值 | 得分
 | | 乙 | 1 | 1 | 50 | 50
总 分 | < | < | < | < | 100 | 100
填报人:经办 | | | 联系电话:1234
注:本表一式两份 | < | < | < | < | < | <
",
    );
    assert_eq!(form.lines.len(), 2);
    assert_eq!(form.leftovers, []);
    assert_eq!(
        (form.total_weight.text.as_str(), form.total_score.text.as_str()),
        ("100", "100")
    );
}

#[test]
fn subtotals_are_kept_apart_from_the_rows_they_repeat() {
    let form = form(
        "
项目支出绩效自评表
项目名称 | 道路养护
一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值 | 分值 | 得分
产出指标 | 数量指标 | 甲 | 1 | 1 | 50 | 50
^ | 小计 | | | | 50 | 50
",
    );
    assert_eq!(form.lines.len(), 1);
    assert_eq!(form.leftovers, [(5, "小计 | 50 | 50".to_owned())]);
}

#[test]
fn what_cannot_be_placed_is_kept_as_a_leftover() {
    let form = form(
        "
项目支出绩效自评表
项目名称 | 道路养护
 | 一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值 | 分值 | 得分 | 评价要点
 | 产出指标 | 数量指标 | 甲 | 1 | 1 | 50 | 50 | 看台账 | 旁注
本行另见附表
总分 | | | | | | 50 | 50 | 优秀
自评结论:完成较好
",
    );
    assert_eq!(form.stated_grade, "优秀");
    let leftovers: Vec<String> = form
        .leftovers
        .iter()
        .map(|(row, text)| format!("{row}: {text}"))
        .collect();
    assert_eq!(
        leftovers,
        [
            "5: 本行另见附表",
            "7: 自评结论:完成较好",
            "3: 列“评价要点”(1 格有内容)",
            "3: 列“J”(1 格有内容)"
        ]
    );
}

#[test]
fn totals_stand_under_their_headings_or_follow_the_printed_order() {
    let check = |total: &str, weight: &str, score: &str, grade: &str| {
        let form = form(&format!(
            "
项目支出绩效自评表
项目名称 | 道路养护
一级指标 | 二级指标 | 三级指标 | 性质 | 指标值 | 单位 | 完成值 | 分值 | 得分
产出指标 | 数量指标 | 甲 | = | 1 | 个 | 1 | 50 | 50
{total}"
        ));
        let found = (
            form.total_weight.text.as_str(),
            form.total_score.text.as_str(),
            form.stated_grade.as_str(),
        );
        assert_eq!(found, (weight, score, grade), "{total}");
    };
    check("总分 | | | | | | | 100 | 98.5", "100", "98.5", "");
    check("总分 | < | < | < | < | 100 | 98.5 | 良好", "100", "98.5", "良好");
    check("总分 | < | < | < | < | 100", "100", "", "");
    check("总分 | < | < | < | < | | 98.5分", "", "98.5分", "");
    check("总分 | | | | | | | | — ", "", "—", "");
}

#[test]
fn execution_scored_as_a_row_belongs_to_the_money() {
    let form = form(
        "
项目支出绩效自评表
项目名称 | 道路养护
项目资金(万元) | | 年初预算数 | 全年预算数 | 全年执行数
 | 年度资金总额 | 100 | 100 | 90
一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值 | 分值 | 得分
预算执行率(10分) | | 预算执行率 | 100% | 90% | 10 | 9
产出指标 | 数量指标 | 甲 | 1 | 1 | 90 | 90
",
    );
    assert_eq!(form.lines.len(), 1);
    let money = &form.money;
    assert_eq!(
        (
            money.weight.text.as_str(),
            money.rate_text.as_str(),
            money.score.text.as_str()
        ),
        ("10", "90%", "9")
    );
}

#[test]
fn formula_cells_are_told_by_their_fields() {
    let form = form(
        "
项目支出绩效自评表
项目名称 | 道路养护
一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值 | 分值 | 得分
产出指标 | 数量指标 | 甲 | 1 | ƒ1 | 90 | ƒ90
",
    );
    use hengji_domain::Field;
    assert_eq!(form.lines[0].formula_fields, [Field::Actual, Field::Score]);
    assert_eq!(form.cell(Some(4), Field::Score), Some("G4"));
}

#[test]
fn hidden_rows_are_read_and_told() {
    let mut sheet = worksheet(
        "
项目支出绩效自评表
项目名称 | 道路养护
一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值
产出指标 | 数量指标 | 甲 | 1 | 1
",
    );
    sheet.hidden_rows = vec![4, 9];
    let all = forms([sheet]);
    assert_eq!(all[0].lines.len(), 1);
    assert_eq!(notes(&all[0]), ["hidden-content"]);
    assert!(all[0].notes[0].message.contains("第 4 行"), "{:?}", all[0].notes);
}

#[test]
fn a_damaged_target_makes_its_neighbours_doubtful() {
    let form = form(
        "
项目支出绩效目标申报表
项目名称 | 办公楼运行
一级指标 | 二级指标 | 三级指标 | 指标值
产出指标 | 数量指标 | 维修次数 | 2280次
 | 质量指标 | 验收合格率 | 292%
",
    );
    assert_eq!(form.lines[0].target.kind(), "unreadable");
}

#[test]
fn a_name_of_ten_thousand_characters_is_refused_with_its_cell() {
    let name = "长".repeat(10_000);
    let drawing = format!("项目名称 | {name}\n三级指标 | 指标值\n甲 | 1");
    let grid = crate::grid::Grid {
        worksheets: vec![worksheet(&drawing)],
    };
    let refusal = recognise(&grid, &Limits::FORMS).unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "单元格 B1 的项目名称有 10000 个字,上限为 1000 个。请填写名称本身,说明另放备注。 [form-name-too-long]"
    );
}
