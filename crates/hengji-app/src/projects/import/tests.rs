//! Lists as cases: headings, rows, problems.

use hengji_domain::id::{ProjectId, UnitId};
use hengji_domain::money::MoneyUnit;
use hengji_domain::project::{FundingBySource, Project, ProjectNature, ProjectType};
use hengji_domain::unit::{Unit, UnitKind};
use hengji_domain::{BudgetYear, Money, Timestamp};

use super::ColumnChoice;
use super::check::{Checked, Register, check};
use super::columns::ProjectField;
use crate::lists::{Columns, ListField};
use crate::ports::{RawRow, RawTable};

const AT: Timestamp = Timestamp::from_micros(0);
const HEADINGS: &str = "项目代码|项目名称|实施单位|项目类型|项目属性|财政拨款|结转资金|合计";

fn table(rows: &[&str]) -> RawTable {
    RawTable {
        worksheet: "清单".into(),
        rows: rows
            .iter()
            .zip(1..)
            .map(|(row, number)| RawRow {
                row: number,
                cells: row.split('|').map(|cell| cell.trim().to_owned()).collect(),
            })
            .collect(),
    }
}

fn unit(n: u8, code: &str, name: &str) -> Unit {
    let id = UnitId::new(AT, [n; 10]);
    Unit {
        id,
        code: code.into(),
        name: name.into(),
        kind: UnitKind::Department,
        department: id,
        budget_division: None,
    }
}

fn stored(unit: &Unit) -> Project {
    Project {
        id: ProjectId::new(AT, [7; 10]),
        year: BudgetYear::new(2020).unwrap(),
        code: "P1".into(),
        name: "道路养护".into(),
        unit: unit.id,
        department: unit.id,
        project_type: ProjectType::Specific,
        nature: ProjectNature::Continued,
        funding: FundingBySource {
            fiscal: Money::from_fen(100_000_000),
            ..FundingBySource::default()
        },
        version: 3,
    }
}

fn read(rows: &[&str]) -> Checked {
    let units = [
        unit(1, "219", "城管局"),
        unit(2, "220", "城管局分局"),
        unit(3, "221", "重名"),
        unit(4, "222", "重名"),
    ];
    let register = Register {
        year: BudgetYear::new(2020).unwrap(),
        units: &units,
        projects: &[stored(&units[0])],
    };
    let table = table(rows);
    let columns = Columns::<ProjectField>::find(&table, &[], &[], None).unwrap();
    check(&table, &columns, &register)
}

/// A row under the headings in 万元; what it does, or its problems with their cells.
fn case(text: &str) {
    let (row, expected) = text.split_once(" -> ").unwrap();
    let checked = read(&["2020 年项目清单|||单位:万元", HEADINGS, row]);
    let shown = if checked.problems.is_empty() {
        let row = &checked.rows[0];
        format!("{} {}", row.change.name(), row.project.funding.total().unwrap())
    } else {
        checked
            .problems
            .iter()
            .map(|problem| format!("{} {}", problem.cell.as_deref().unwrap_or("-"), problem.code))
            .collect::<Vec<_>>()
            .join(", ")
    };
    assert_eq!(shown, expected, "{text}");
}

#[test]
fn rows_become_projects_or_problems() {
    case("P2|绿化|城管局|特定目标类|新增|62.5|0|62.5 -> 新增 62.5");
    case("P2|绿化|219|特定目标类项目|延续|62.5|10|72.5 -> 新增 72.5");
    case("P2|绿化|219-城管局|||62.5|| -> 新增 62.5");
    case("P2|绿化|城管局||||| 80 -> 新增 80");
    case("P2|绿化|城管局|||1,200.50|| -> 新增 1,200.5");
    case("P1|道路养护|城管局|特定目标类|延续|100||100 -> 不变 100");
    case("P1|道路养护|城管局|特定目标类|延续|120||120 -> 变更 120");
    case("P1|道路养护|城管局分局|特定目标类|延续|100||100 -> C3 unit-fixed");
    case("|绿化|城管局|||1|| -> A3 project-code-unfit");
    case("P 2|绿化|城管局|||1|| -> A3 project-code-unfit");
    case("P2||城管局|||1|| -> B3 project-name-unfit");
    case("P2|绿化|无此局|||1|| -> C3 unit-unknown");
    case("P2|绿化|重名|||1|| -> C3 unit-ambiguous");
    case("P2|绿化|城管局|其他||1|| -> D3 project-type-unknown");
    case("P2|绿化|城管局||旧的|1|| -> E3 project-nature-unknown");
    case("P2|绿化|城管局|||很多|| -> F3 amount-unreadable");
    case("P2|绿化|城管局|||-1|| -> F3 amount-negative");
    case("P2|绿化|城管局|||1|2|4 -> H3 sources-not-total");
    case("|| |||x|| -> A3 project-code-unfit, B3 project-name-unfit, C3 unit-unknown, F3 amount-unreadable");
}

#[test]
fn a_code_may_stand_once_and_total_rows_are_no_projects() {
    let row = "P2|绿化|城管局|||1||";
    let checked = read(&["单位:万元", HEADINGS, row, row, "合计|||||2||2"]);
    let problems: Vec<_> = checked
        .problems
        .iter()
        .map(|problem| (problem.row, problem.code))
        .collect();
    assert_eq!(problems, [(4, "project-code-duplicate")]);
    assert!(checked.problems[0].message.contains("第 3 行"));
}

#[test]
fn money_without_a_unit_is_not_guessed() {
    let checked = read(&[HEADINGS, "P2|绿化|城管局|||1||"]);
    let codes: Vec<_> = checked.problems.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["money-unit-unknown"]);
    assert!(checked.rows.is_empty());
}

#[test]
fn the_unit_of_money_stands_above_or_in_the_headings() {
    for (rows, unit) in [
        (vec!["金额单位:元", HEADINGS], MoneyUnit::Yuan),
        (vec!["|||单位\u{ff1a}万元", HEADINGS], MoneyUnit::TenThousandYuan),
        (
            vec!["项目代码|项目名称|单位|预算金额(万元)"],
            MoneyUnit::TenThousandYuan,
        ),
        (
            vec!["项目代码|项目名称|单位|预算金额\u{ff08}亿元\u{ff09}"],
            MoneyUnit::HundredMillionYuan,
        ),
    ] {
        let columns = Columns::<ProjectField>::find(&table(&rows), &[], &[], None).unwrap();
        assert_eq!(columns.money_unit, Some(unit), "{rows:?}");
    }
}

#[test]
fn missing_columns_are_named() {
    let checked = read(&["单位:万元", "项目名称|实施单位", "绿化|城管局"]);
    let messages: Vec<_> = checked
        .problems
        .iter()
        .map(|problem| problem.message.as_str())
        .collect();
    assert_eq!(messages, ["没有找到“项目代码”列。", "没有找到“资金总额”列。"]);
}

#[test]
fn headings_are_found_chosen_and_kept() {
    let odd = table(&["单位:万元", "编号|干什么|谁干|多少钱", "P2|绿化|城管局|5"]);
    assert!(Columns::<ProjectField>::find(&odd, &[], &[], None).is_none());
    let chosen: Vec<ColumnChoice> = [("A", "code"), ("b", "name"), ("C", "unit"), ("D", "total")]
        .iter()
        .map(|(letter, field)| ColumnChoice {
            letter: (*letter).into(),
            field: Some((*field).into()),
        })
        .collect();
    let columns = Columns::<ProjectField>::find(&odd, &[], &chosen, None).unwrap();
    assert_eq!(columns.of.get(&ProjectField::Name), Some(&1));
    assert_eq!(columns.heading_row, 2);
    let mapping = columns.mapping();
    let kept = mapping
        .into_iter()
        .map(|(heading, code)| (heading, ProjectField::from_code(&code).unwrap()))
        .collect();
    let again = Columns::<ProjectField>::find(&odd, &[kept], &[], None).unwrap();
    assert_eq!((again.heading_row, again.of.len()), (2, 4));
    assert_eq!(again.view()[3].letter, "D");
    assert_eq!(again.view()[3].field, Some("total"));
}

#[test]
fn a_column_can_be_kept_out() {
    let list = table(&["单位:万元", HEADINGS, "P2|绿化|城管局|||1|2|9"]);
    let out = [ColumnChoice {
        letter: "H".into(),
        field: None,
    }];
    let columns = Columns::<ProjectField>::find(&list, &[], &out, None).unwrap();
    assert!(!columns.of.contains_key(&ProjectField::Total));
}
