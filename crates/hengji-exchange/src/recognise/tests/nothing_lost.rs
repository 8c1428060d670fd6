//! Whatever stands under the header, no row is lost: it becomes a line, the total, or a leftover.

use proptest::prelude::*;

use super::{forms, worksheet};

/// What may stand in a cell of a row: names, values, parts, markers of merging, and nothing.
fn cell() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "",
        "",
        "甲",
        "其中乙",
        "≥1个",
        "10",
        "—",
        "小计",
        "^",
        "<",
        "指标2:",
        "优",
    ])
}

proptest! {
    #[test]
    fn no_row_under_the_header_is_lost(rows in prop::collection::vec(prop::collection::vec(cell(), 9), 1..12)) {
        let body: Vec<String> = rows.iter().map(|cells| cells.join(" | ")).collect();
        let sheet = worksheet(&format!(
            "项目支出绩效自评表\n项目名称 | 道路养护\n | 一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值 | 分值 | 得分 | 偏差原因\n{}",
            body.join("\n")
        ));
        let form = forms([sheet.clone()]).remove(0);
        for row in sheet.rows().filter(|row| 3 < *row) {
            let is_kept = form.lines.iter().any(|line| line.row == row) || form.leftovers.iter().any(|(at, _)| *at == row);
            // Classes alone are carried to the rows below them.
            let names_classes_only = sheet.row(row).iter().all(|cell| matches!(cell.column, 2 | 3));
            prop_assert!(is_kept || names_classes_only, "row {row} of {sheet:?}");
        }
    }

    #[test]
    fn no_drawing_whatever_breaks_the_reader(rows in prop::collection::vec(prop::collection::vec(word(), 6), 0..14)) {
        let drawing: Vec<String> = rows.iter().map(|cells| cells.join(" | ")).collect();
        let sheet = worksheet(&drawing.join("\n"));
        for form in forms([sheet.clone()]) {
            prop_assert!(form.lines.iter().all(|line| line.row <= sheet.last_row()));
        }
    }
}

/// Labels and headings anywhere: the recogniser must cope with every order of them.
fn word() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "",
        "^",
        "<",
        "项目名称",
        "项目支出绩效自评表",
        "(2020年度)",
        "主管部门",
        "项目资金(万元)",
        "年度资金总额",
        "全年预算数",
        "全年执行数",
        "年度总体目标",
        "预期目标",
        "实际完成情况",
        "一级指标",
        "三级指标",
        "指标值",
        "单位",
        "完成值",
        "得分",
        "分值",
        "总分",
        "其中甲",
        "100",
        "≥1个",
    ])
}
