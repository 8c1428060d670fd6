//! Benchmarks from the records of a district: what is compared with what, who sees it, and what is kept back.

use hengji_domain::fact::{Fact, code};
use hengji_domain::id::{LineKey, ProjectId, SheetId};
use hengji_domain::person::Role;
use hengji_domain::project::{FundingBySource, Project};
use hengji_domain::sheet::SheetKind;
use hengji_domain::value::read::{read_actual, read_target};
use hengji_domain::{BudgetYear, Weight};
use hengji_store::{StoreError, facts, projects, sheets, statements};

use super::view::{BenchmarkPage, FitBand};
use super::*;
use crate::evaluations::tests::{one, performance};
use crate::projects::enter::sorted;
use crate::stage::district::{at, bureau, of_year, opened, person, school, sheet_id, works};
use crate::stage::{Stage, division};

fn bytes(number: u16) -> [u8; 10] {
    let mut bytes = [9; 10];
    let [high, low] = number.to_be_bytes();
    (bytes[0], bytes[1]) = (high, low);
    bytes
}

/// A finalised project with one line of quantity and satisfaction: what is written in the cells, and money in 万元.
#[derive(Debug, Clone)]
struct Told {
    number: u16,
    year: u16,
    line: &'static str,
    target: String,
    actual: String,
    paid: i64,
}

fn told(number: u16, quantity: i64, paid: i64) -> Told {
    Told {
        number,
        year: 2020,
        line: "养护里程",
        target: format!("≥{quantity}公里"),
        actual: format!("{quantity}公里"),
        paid,
    }
}

fn key_of(number: u16) -> LineKey {
    LineKey::new(at(0), bytes(number))
}

/// Writes it down as if it had been finalised long ago, with its payments.
fn record(stage: &Stage, all: &[Told]) {
    let written = stage.database.database.write(|db| {
        for one in all {
            let model = sheets::find(db, division(), sheet_id(7, SheetKind::SelfEvaluation))?.unwrap();
            let year = BudgetYear::new(one.year).unwrap();
            let id = ProjectId::new(at(0), bytes(one.number));
            let template = projects::find(db, division(), model.project)?.unwrap();
            let money = Money::from_fen(one.paid * 1_000_000);
            let project = Project {
                id,
                year,
                code: format!("Q{}", one.number),
                name: format!("道路养护Q{}", one.number),
                funding: FundingBySource {
                    fiscal: money,
                    ..FundingBySource::default()
                },
                ..template
            };
            let mut sheet = model;
            sheet.id = SheetId::new(at(0), bytes(one.number));
            (sheet.project, sheet.year) = (id, year);
            let mut line = sheet.lines.remove(0);
            line.key = key_of(one.number);
            line.level3 = one.line.into();
            line.library_indicator = None;
            line.target = read_target(&one.target);
            line.actual = read_actual(&one.actual);
            let mut pleased = line.clone();
            pleased.key = key_of(one.number + 10_000);
            pleased.position = 2;
            (pleased.level1, pleased.level2) = ("满意度指标".into(), "服务对象满意度指标".into());
            pleased.level3 = "居民满意度".into();
            pleased.target = read_target("≥90%");
            pleased.actual = read_actual("93%");
            sheet.lines = vec![line, pleased];
            projects::insert_many(db, division(), &[sorted(project)])?;
            sheets::insert(db, division(), &sheet)?;
            if 0 < one.paid {
                facts::insert_many(db, division(), &[payment(id, year, money)])?;
            }
        }
        Ok::<_, StoreError>(())
    });
    written.unwrap();
}

fn payment(project: ProjectId, year: BudgetYear, money: Money) -> Fact {
    Fact {
        year,
        subject: project.to_string(),
        code: code::EXECUTED_FEN.into(),
        period: format!("{year}-11"),
        value: money.fen(),
        source: "支付明细".into(),
        source_row: project.to_string(),
        loaded_at: at(0),
    }
}

/// So many projects of about ten 万元 for each kilometre, half of them of the year before.
fn history(count: u16) -> Vec<Told> {
    (1..=count)
        .map(|number| {
            let quantity = 10 + 3 * i64::from(number % 9) + i64::from(number / 9);
            let wobble = [0, 9, 4, 7, 2][usize::from(number % 5)];
            Told {
                year: 2020 - number % 2,
                ..told(number, quantity, 10 * quantity + wobble)
            }
        })
        .collect()
}

fn page(stage: &Stage, id: EvaluationId, number: u16) -> BenchmarkPage {
    let key = key_of(number).to_string();
    let found = stage
        .app
        .line_benchmark(&performance(), id, &key, &ReferenceQuery::default());
    found.unwrap()
}

/// A district with so many like projects and these.
pub(crate) fn recorded(count: u16, own: &[(u16, i64, i64)]) -> Stage {
    let stage = opened();
    record(&stage, &history(count));
    for (number, quantity, paid) in own {
        record(&stage, &[told(*number, *quantity, *paid)]);
    }
    stage
}

/// The same with the evaluations of these.
fn compared(count: u16, own: &[(u16, i64, i64)]) -> (Stage, Vec<EvaluationId>) {
    let stage = recorded(count, own);
    let ids = own
        .iter()
        .map(|(number, ..)| one(&stage, "spot", &format!("Q{number}")));
    let ids = ids.collect();
    (stage, ids)
}

/// The key of the line of one of the projects above.
pub(crate) fn line_of(number: u16) -> String {
    key_of(number).to_string()
}

#[test]
fn a_line_gets_its_verdict_from_named_projects_of_both_years() {
    let (stage, ids) = compared(24, &[(500, 20, 204), (501, 20, 320)]);
    let fair = page(&stage, ids[0], 500);
    assert_eq!((fair.unfit.as_deref(), fair.unit.as_str()), (None, "公里"));
    assert_eq!(fair.evidence.grade, "甲");
    assert_eq!(fair.rows.total, 25, "the other evaluated project is one of them");
    let years: std::collections::BTreeSet<u16> = fair.rows.rows.iter().map(|row| row.year.get()).collect();
    assert_eq!(years, std::collections::BTreeSet::from([2019, 2020]));
    assert!(fair.rows.rows.iter().all(|row| row.name.starts_with("道路养护Q")));
    let bands = |page: &BenchmarkPage| {
        page.verdicts
            .iter()
            .map(|one| (one.of, one.band))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        bands(&fair),
        [("目标与预算", FitBand::InLine), ("完成与支付", FitBand::InLine)]
    );
    let dear = page(&stage, ids[1], 501);
    assert!(
        dear.verdicts.iter().all(|one| one.band == FitBand::Far),
        "{:?}",
        dear.verdicts
    );
    let frontier = dear.frontier.unwrap();
    assert_eq!(frontier.grade, "B");
    let shown = frontier.shown.unwrap();
    assert!(shown.pure.starts_with('6'), "{}", shown.pure);
    assert!(!shown.peers.is_empty() && frontier.beside.is_some());
    let chart = dear.chart.unwrap();
    assert_eq!(chart.points.len(), 27);
    assert!(!chart.line.is_empty());
}

#[test]
fn the_sentence_for_the_evidence_says_the_grade_and_that_the_rules_are_not_verified() {
    let (stage, ids) = compared(12, &[(500, 20, 204)]);
    let sentence = page(&stage, ids[0], 500).sentence.unwrap();
    assert!(
        sentence.starts_with("单位成本标杆(证据甲级,所用参数✎未核实):目标与预算相称,"),
        "{sentence}"
    );
    let rules = page(&stage, ids[0], 500).rules;
    assert!(
        rules.iter().any(|(_, words)| words.contains("取用的往年年数 5")),
        "{rules:?}"
    );
}

#[test]
fn too_few_projects_give_facts_and_no_verdict() {
    let (stage, ids) = compared(3, &[(500, 20, 400)]);
    let page = page(&stage, ids[0], 500);
    assert_eq!((page.evidence.grade, page.rows.total), ("丙", 3));
    assert!(
        page.verdicts
            .iter()
            .all(|one| one.band == FitBand::NoJudgement && one.expected.is_none())
    );
    assert_eq!((page.elasticity, page.sentence), (None, None));
    let frontier = page.frontier.unwrap();
    assert_eq!((frontier.grade, frontier.shown), ("C", None));
    assert!(page.chart.unwrap().line.is_empty());
    let (stage, ids) = compared(0, &[(500, 20, 400)]);
    let alone = self::page(&stage, ids[0], 500);
    assert_eq!(
        (alone.evidence.grade, alone.frontier, alone.chart),
        ("无", None, None)
    );
}

#[test]
fn what_cannot_be_compared_is_said_in_one_sentence() {
    let (stage, _) = compared(12, &[]);
    let cases = [
        (600, "≥90%", "不是单个数"),
        (601, "≤12公里", "是上限"),
        (602, "≥300万元", "本身是金额"),
    ];
    for (number, target, expected) in cases {
        let told = Told {
            target: target.into(),
            ..told(number, 20, 200)
        };
        record(&stage, &[told]);
        let id = one(&stage, "spot", &format!("Q{number}"));
        let page = page(&stage, id, number);
        let unfit = page.unfit.unwrap();
        assert!(unfit.contains(expected), "{target}: {unfit}");
        assert!(page.verdicts.is_empty() && page.rows.rows.is_empty() && !page.rules.is_empty());
    }
    let id = one(&stage, "spot", "Q2");
    let pleased = self::page(&stage, id, 10_002).unfit.unwrap();
    assert!(pleased.contains("服务对象满意度指标"), "{pleased}");
}

#[test]
fn money_that_serves_several_quantities_is_put_down_to_none_of_them() {
    let (stage, ids) = compared(12, &[(500, 20, 204)]);
    let second = |number: u16| {
        let written = stage.database.database.write(|db| {
            let id = SheetId::new(at(0), bytes(number));
            let mut sheet = sheets::find(db, division(), id)?.unwrap();
            let mut line = sheet.lines[0].clone();
            line.key = key_of(number + 20_000);
            line.position = 3;
            line.level3 = "更换路灯数量".into();
            line.weight = Some(Weight::from_centi(500));
            sheet.lines.push(line);
            sheets::replace_lines(db, division(), &sheet)
        });
        written.unwrap();
    };
    second(3);
    let found = page(&stage, ids[0], 500);
    assert_eq!(found.rows.total, 11);
    assert!(
        found
            .left_out
            .contains(&("有几项数量指标,资金归不到这一条".to_owned(), 1)),
        "{:?}",
        found.left_out
    );
    second(500);
    let unfit = page(&stage, ids[0], 500).unfit.unwrap();
    assert!(unfit.contains("资金归不到这一条"), "{unfit}");
}

#[test]
fn a_project_without_payment_or_with_another_unit_is_counted_as_left_out() {
    let (stage, ids) = compared(12, &[(500, 20, 204)]);
    let silent = told(700, 20, 0);
    let other = Told {
        actual: "20000米".into(),
        ..told(701, 20, 200)
    };
    let old = Told {
        year: 2014,
        ..told(702, 20, 200)
    };
    record(&stage, &[silent, other, old]);
    let found = page(&stage, ids[0], 500);
    assert_eq!(found.rows.total, 12, "2014 lies before the years that count");
    let left: Vec<(&str, usize)> = found
        .left_out
        .iter()
        .map(|(why, count)| (why.as_str(), *count))
        .collect();
    // The stage itself has one whose actual value is blank.
    assert_eq!(left, [("完成值不是同一单位的数", 2), ("没有支付数", 1)]);
}

#[test]
fn the_bureau_sees_it_and_nobody_else() {
    let (stage, ids) = compared(6, &[(500, 20, 204)]);
    let (id, query) = (ids[0], ReferenceQuery::default());
    let see = |actor: &Actor, key: &str| {
        stage
            .app
            .line_benchmark(actor, id, key, &query)
            .map_err(|error| error.code().to_owned())
    };
    let key = line_of(500);
    assert!(see(&person(Role::BureauLeader, bureau()), &key).is_ok());
    let unit = person(Role::UnitClerk, school());
    assert_eq!(see(&unit, &key).err().as_deref(), Some("role-not-held"));
    let stranger = person(Role::UnitClerk, works());
    assert_eq!(see(&stranger, &key).err().as_deref(), Some("not-found"));
    for unknown in ["q1", "nothing", &key_of(9_999).to_string()] {
        assert_eq!(
            see(&performance(), unknown).err().as_deref(),
            Some("not-found"),
            "{unknown}"
        );
    }
}

#[test]
fn the_file_holds_what_the_filter_leaves_and_says_on_what_it_stands() {
    let (stage, ids) = compared(24, &[(500, 20, 204)]);
    let query = ReferenceQuery {
        text: Some("Q2".into()),
        sort: ReferenceSort::Money,
        ..ReferenceQuery::default()
    };
    let page = stage
        .app
        .line_benchmark(&performance(), ids[0], &line_of(500), &query)
        .unwrap();
    assert_eq!(page.rows.total, 6, "Q2 and Q20 to Q24");
    assert!(page.rows.rows.is_sorted_by_key(|row| row.money));
    stage
        .app
        .export_line_benchmark(&performance(), ids[0], &line_of(500), &query)
        .unwrap();
    let table = stage.desk.last_written();
    assert_eq!(table.rows.len(), 6);
    let notes = table.notes.join("\n");
    for words in ["证据等级甲", "目标与预算:相称", "✎未核实", "导出时间"] {
        assert!(notes.contains(words), "{words}: {notes}");
    }
}

#[test]
fn the_number_of_statements_does_not_grow_with_the_projects() {
    let sent = |count: u16| {
        let (stage, ids) = compared(count, &[(500, 20, 204)]);
        page(&stage, ids[0], 500);
        let before = statements::sent();
        page(&stage, ids[0], 500);
        statements::sent() - before
    };
    let few = sent(3);
    assert_eq!(few, sent(60));
    assert!(few <= 22, "{few}");
}

#[test]
fn both_engines_find_the_same_projects() {
    Stage::on_each_engine(|stage| {
        stage
            .database
            .database
            .write(crate::stage::district::fill)
            .unwrap();
        stage.app.forget_directory(division());
        record(stage, &history(8));
        record(stage, &[told(500, 20, 204)]);
        let id = one(stage, "spot", "Q500");
        let found = page(stage, id, 500);
        assert_eq!((found.rows.total, found.evidence.grade), (8, "甲"));
        assert_eq!(found.year, of_year());
    });
}
