//! Standard tables go out and come back the same.

use hengji_domain::person::{Actor, Role};

use super::{StandardFiles, StandardTable};
use crate::error::AppError;
use crate::ports::{Cell, Table};
use crate::stage::district::{bureau, of_year, opened, person};
use crate::stage::{Stage, codes, division};

fn reviewer() -> Actor {
    person(Role::PerformanceReviewer, bureau())
}

fn exported(stage: &Stage, table: StandardTable) -> Vec<String> {
    stage
        .app
        .export_standard(&reviewer(), of_year(), table, false)
        .unwrap();
    lines(&stage.desk.last_written())
}

/// A table as the desk lays lists out, headings first.
fn lines(table: &Table) -> Vec<String> {
    let text = |cell: &Cell| match cell {
        Cell::Text(text) => text.clone(),
        Cell::Blank => String::new(),
        other => panic!("{other:?}"),
    };
    let head: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
    let mut all = vec![head.join("|")];
    for row in &table.rows {
        all.push(row.iter().map(text).collect::<Vec<_>>().join("|"));
    }
    all
}

fn import(stage: &Stage, goals: &[String], indicators: &[String]) -> Result<(usize, u32, u32), AppError> {
    for (name, rows) in [("g.csv", goals), ("i.csv", indicators)] {
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        stage.desk.put_table(name, &rows);
    }
    let files = StandardFiles {
        goals: ("g.csv".into(), vec![1]),
        indicators: ("i.csv".into(), vec![2]),
    };
    let done = stage
        .app
        .import_standard_as_operator(division(), of_year(), &files)?;
    Ok((done.goals, done.lines, done.deleted))
}

/// The row without its identity, edition and its name: what another database cannot know.
fn anonymous(rows: &[String]) -> Vec<String> {
    let keep = |row: &String| {
        let cells: Vec<&str> = row.split('|').collect();
        let cells = cells
            .iter()
            .enumerate()
            .filter(|(at, _)| !matches!(at, 0 | 6 | 7));
        cells.map(|(_, cell)| *cell).collect::<Vec<_>>().join("|")
    };
    rows.iter().map(keep).collect()
}

#[test]
fn goals_go_out_and_come_back_the_same() {
    let stage = opened();
    let (goals, indicators) = (
        exported(&stage, StandardTable::Goals),
        exported(&stage, StandardTable::Indicators),
    );
    assert_eq!((goals.len(), indicators.len()), (7, 7));
    assert!(
        goals[1].contains("|330199000|2020|P2|保障道路畅通|"),
        "{}",
        goals[1]
    );
    assert!(
        indicators[1].contains("|数量指标||养护里程||分值10|≥266公里|"),
        "{}",
        indicators[1]
    );
    // Only the draft and the returned goal may be filled anew; the others are on their way or issued.
    let own = |rows: &[String]| -> Vec<String> {
        rows.iter()
            .filter(|row| row.contains("PRO_CODE") || row.contains("|P2|") || row.contains("|P3|"))
            .cloned()
            .collect()
    };
    let changed: Vec<String> = own(&goals)
        .iter()
        .map(|row| row.replace("保障道路畅通", "保障道路畅通,路面完好"))
        .collect();
    assert_eq!(import(&stage, &changed, &own(&indicators)).unwrap(), (2, 2, 0));
    assert_eq!(
        anonymous(&own(&exported(&stage, StandardTable::Goals))),
        anonymous(&changed)
    );
    let back = own(&exported(&stage, StandardTable::Indicators));
    assert_eq!(anonymous(&back), anonymous(&own(&indicators)));
    let refused = import(&stage, &goals, &indicators);
    assert_eq!(codes(&refused.unwrap_err()), "import-not-ready");
}

#[test]
fn rows_that_do_not_fit_keep_everything_out() {
    let stage = opened();
    let (goals, indicators) = (
        exported(&stage, StandardTable::Goals),
        exported(&stage, StandardTable::Indicators),
    );
    let first = |rows: &[String]| rows[..2].to_vec();
    for (from, to, part) in [
        ("330199000", "330108000", "区划“330108000”"),
        ("|2020|", "|2019|", "年度“2019”"),
        ("|P2|", "|X9|", "项目代码“X9”"),
    ] {
        let spoilt: Vec<String> = first(&goals).iter().map(|row| row.replace(from, to)).collect();
        let refused = import(&stage, &spoilt, &first(&indicators)).unwrap_err();
        assert_eq!(codes(&refused), "standard-row-refused");
        assert!(refused.to_string().contains(part), "{refused}");
    }
    let headless = vec!["KPI_TARGET|PRO_CODE".to_owned()];
    let refused = import(&stage, &headless, &first(&indicators)).unwrap_err();
    assert_eq!(codes(&refused), "standard-columns-missing");
    assert!(
        refused.to_string().contains("MOF_DIV_CODE、FISCAL_YEAR"),
        "{refused}"
    );
}

#[test]
fn deleted_rows_are_left_out_and_counted() {
    let stage = opened();
    let goals = exported(&stage, StandardTable::Goals)[..2].to_vec();
    let mut indicators = exported(&stage, StandardTable::Indicators)[..2].to_vec();
    let gone = indicators[1].strip_suffix('2').unwrap().to_owned() + "1";
    indicators.push(gone);
    assert_eq!(import(&stage, &goals, &indicators).unwrap(), (1, 1, 1));
}

#[test]
fn csv_quotes_what_would_break_a_row_and_units_take_nothing_out() {
    let stage = opened();
    let bytes = stage
        .app
        .export_standard(&reviewer(), of_year(), StandardTable::Goals, true)
        .unwrap();
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.starts_with("\u{feff}KPI_PER_ID,MOF_DIV_CODE"), "{text}");
    assert_eq!(text.lines().count(), 7);
    let clerk = person(Role::UnitClerk, crate::stage::district::works());
    let refused = stage
        .app
        .export_standard(&clerk, of_year(), StandardTable::Goals, true);
    assert_eq!(codes(&refused.unwrap_err()), "role-not-held");
}

#[test]
fn tables_are_found_by_their_names_and_agree_with_their_columns() {
    for table in StandardTable::ALL {
        assert_eq!(
            StandardTable::from_code(&table.code().to_lowercase()),
            Some(table)
        );
        assert!(table.columns().contains(&"MOF_DIV_CODE"));
    }
    assert_eq!(StandardTable::from_code("WISHES"), None);
}
