//! Heads: titles, labels, years, money and statements, and where one form ends and the next begins.

use hengji_domain::Money;
use hengji_domain::sheet::SheetKind;

use super::{form, forms, notes, worksheet};
use crate::grid::Worksheet;

const TABLE: &str = "一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值 | 分值 | 得分\n产出指标 | 数量指标 | 甲 | 1 | 1 | 50 | 50\n";

#[test]
fn labels_may_hold_their_value_or_stand_beside_it() {
    let form = form(&format!(
        "
关于2021年度项目支出绩效自评表
项目名称:道路养护 | | 金额单位:元
主管部门及代码 | 城管局 | 项目实施单位(盖章) | 养护所
{TABLE}"
    ));
    assert_eq!(form.title, "关于2021年度项目支出绩效自评表");
    assert_eq!(
        (
            form.project.as_str(),
            form.department.as_str(),
            form.unit.as_str()
        ),
        ("道路养护", "城管局", "养护所")
    );
    assert_eq!(form.year.map(|year| year.get()), Some(2021));
}

#[test]
fn an_empty_label_does_not_take_the_next_label_for_its_value() {
    let form = form(&format!(
        "\n项目支出绩效自评表\n(   年度)\n项目名称 | 道路养护\n主管部门 | | 实施单位 |\n{TABLE}"
    ));
    assert_eq!((form.department.as_str(), form.unit.as_str()), ("", ""));
    assert_eq!((form.year, form.year_text.as_str()), (None, "(   年度)"));
}

#[test]
fn a_year_in_the_projects_name_is_not_the_years_form() {
    let form = form(&format!(
        "\n项目支出绩效自评表\n项目名称 | 2019年道路养护\n{TABLE}"
    ));
    assert_eq!(form.year, None);
}

#[test]
fn the_title_decides_the_kind_before_the_columns() {
    let kind = |title: &str, heading: &str| {
        form(&format!(
            "\n{title}\n项目名称 | 甲\n三级指标 | 指标值 | {heading}\n乙 | 1 | 1"
        ))
        .kind
    };
    assert_eq!(
        kind("项目支出绩效目标自评表", "备注"),
        Some(SheetKind::SelfEvaluation)
    );
    assert_eq!(
        kind("绩效目标完成情况表", "完成值"),
        Some(SheetKind::SelfEvaluation)
    );
    assert_eq!(kind("项目支出绩效目标申报表", "分值"), Some(SheetKind::Goal));
    assert_eq!(kind("项目表", "完成值"), Some(SheetKind::SelfEvaluation));
    assert_eq!(kind("项目表", "分值"), Some(SheetKind::Goal));
}

#[test]
fn money_is_read_in_the_unit_of_the_block() {
    let form = form(&format!(
        "
项目支出绩效自评表 | | | 单位:万元
项目名称 | 体育中心
项目资金(元) | | 年初预算数 | 全年预算数(A) | 全年执行数(B) | 分值 | 执行率(B/A) | 得分
^ | 年度资金总额: | 250000.00 | 250000 | 215,457.6 | 10 | 86.18% | 8.62
^ | 其中:当年财政拨款 | | 250000 | 215457.6 | — | — | —
^ | 上年结转资金
{TABLE}"
    ));
    assert_eq!(form.money.executed.money, Some(Money::from_fen(21_545_760)));
    assert_eq!(
        (form.money.rate_text.as_str(), form.money.weight.text.as_str()),
        ("86.18%", "10")
    );
    let parts: Vec<&str> = form.money_parts.iter().map(|part| part.name.as_str()).collect();
    assert_eq!(parts, ["其中:当年财政拨款", "上年结转资金"]);
    assert_eq!(form.cell(None, hengji_domain::Field::Executed), Some("E4"));
    assert_eq!(notes(&form), Vec::<&str>::new());
}

#[test]
fn yuan_in_a_form_of_ten_thousand_yuan_are_noted() {
    let money = |initial: &str, adjusted: &str, executed: &str| {
        let form = form(&format!(
            "\n项目支出绩效自评表\n项目名称 | 甲\n项目资金(万元) | | 年初预算数 | 全年预算数 | 全年执行数\n | 年度资金总额 | {initial} | {adjusted} | {executed}\n{TABLE}"
        ));
        notes(&form)
    };
    assert_eq!(money("20", "20", "19.5"), Vec::<&str>::new());
    assert_eq!(money("20", "20", "195000"), ["unit-mismatch"]);
    assert_eq!(money("20", "20", "2089元"), ["unit-mismatch"]);
    assert_eq!(money("20", "20万元", "0"), Vec::<&str>::new());
    assert_eq!(money("", "20", "ƒ20"), ["formula-cell"]);
}

#[test]
fn a_goal_may_state_its_money_in_one_cell_or_by_source() {
    let money = |block: &str| {
        let form = form(&format!(
            "\n项目支出绩效目标申报表\n项目名称 | 甲\n{block}\n三级指标 | 指标值\n乙 | 1"
        ));
        let parts: Vec<String> = form
            .money_parts
            .iter()
            .map(|part| format!("{}={}", part.name, part.initial.text))
            .collect();
        format!("{} {}", form.money.initial.text, parts.join(" "))
    };
    assert_eq!(money("项目资金 | 919.00万元"), "919.00万元 ");
    assert_eq!(
        money("项目资金(万元) | 年度资金总额: | 100\n^ | 其中:财政拨款 | 80\n^ | 其他资金 | 20"),
        "100 其中:财政拨款=80 其他资金=20"
    );
    assert_eq!(
        money(
            "项目资金(万元) | 实施期资金总额: | 300 | 年度资金总额: | 100\n^ | 其中:财政拨款 | 300 | 其中:年度财政拨款 | 100"
        ),
        "100 其中:年度财政拨款=100"
    );
    assert_eq!(money("项目资金 | "), " ");
}

#[test]
fn statements_are_read_beside_or_below_their_labels() {
    let check = |block: &str, goal: &str, achievement: &str| {
        let form = form(&format!("\n项目支出绩效自评表\n项目名称 | 甲\n{block}\n{TABLE}"));
        assert_eq!(
            (form.annual_goal.as_str(), form.achievement.as_str()),
            (goal, achievement),
            "{block}"
        );
    };
    check(
        "年度总体目标 | 预期目标 | < | 实际完成情况 | <\n^ | 修路 | < | 修好了 | <",
        "修路",
        "修好了",
    );
    check(
        "总体目标 | 目标1:修路\n | 目标2:栽树",
        "目标1:修路\n目标2:栽树",
        "",
    );
    check("年度目标 | 修路\n总体目标完成情况 | 修好了", "修路", "修好了");
    check(
        "总体目标 | 实施期目标 | 年度目标\n^ | 三年修完 | 修一半",
        "修一半",
        "",
    );
    check(
        "年度总体目标 | 预期目标 | < | 实际完成情况 | <\n^ | | | | ",
        "",
        "",
    );
}

#[test]
fn several_forms_on_one_worksheet_are_told_apart_by_their_titles() {
    let one = |name: &str| {
        format!(
            "项目支出绩效自评表\n(2022年度)\n项目名称 | {name}\n{TABLE}总分 | < | < | < | < | 50 | 50\n\n"
        )
    };
    let all = forms([worksheet(&format!("{}{}{}", one("甲"), one("乙"), one("丙")))]);
    let names: Vec<&str> = all.iter().map(|form| form.project.as_str()).collect();
    assert_eq!(names, ["甲", "乙", "丙"]);
    assert!(
        all.iter()
            .all(|form| form.lines.len() == 1 && form.total_score.text == "50" && form.leftovers.is_empty())
    );
    assert_eq!(all[2].lines[0].row, 19);
}

#[test]
fn worksheets_without_a_form_are_told_and_hidden_ones_not_read() {
    let good = worksheet(&format!("项目支出绩效自评表\n项目名称 | 甲\n{TABLE}"));
    let remarks = Worksheet {
        name: "填表说明".into(),
        ..worksheet("请如实填写")
    };
    let hidden = Worksheet {
        name: "旧表".into(),
        is_hidden: true,
        ..good.clone()
    };
    let all = forms([remarks, good, hidden]);
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].leftovers, [(1, "工作表“填表说明”(1 行)".to_owned())]);
    assert_eq!(notes(&all[0]), ["hidden-content"]);
    assert!(all[0].notes[0].message.contains("“旧表”"));
}

#[test]
fn a_workbook_without_any_form_gives_its_rows_as_leftovers() {
    let all = forms([worksheet("通讯录\n姓名 | 电话\n甲 | 1")]);
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].kind, None);
    assert_eq!(all[0].leftovers.len(), 3);
}
