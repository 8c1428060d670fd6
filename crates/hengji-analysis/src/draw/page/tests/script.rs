//! The script of the page, run beside the Rust that it repeats.

use proptest::prelude::*;
use rquickjs::{Context, Function, Runtime};
use serde_json::Value;

use super::super::{DRAW, VERIFY};
use crate::draw::record::tests::{leaves, occasion, rules, tampered, units};
use crate::draw::{Frame, Record, Rounding, Rule, Selection, Strata, Unit, decimal, hundredths, verify};

/// What the page does with a record and the text of a list, without its buttons.
const CHECK: &str = r#"
const check = (recordText, listText) => {
  const record = JSON.parse(recordText);
  const read = unitsOf(table(listText), record.columns);
  const given = read.fault ? read : frameOf(read.units);
  return given.fault ? "fault: " + given.fault : differences(record, given).join("\n");
};
const reads = (text) => { const value = hundredths(text); return value === null ? "" : String(value); };
"#;

/// The script in an engine of its own.
struct Script(Context);

impl Script {
    fn new() -> Self {
        let context = Context::full(&Runtime::new().unwrap()).unwrap();
        context.with(|context| {
            for source in [DRAW, VERIFY, CHECK] {
                context.eval::<(), _>(source).unwrap();
            }
        });
        Self(context)
    }

    /// Calls a function of one text.
    fn of(&self, function: &str, text: &str) -> String {
        self.0.with(|context| {
            let function: Function<'_> = context.eval(function).unwrap();
            function.call((text,)).unwrap()
        })
    }

    /// What the page says to a record and a list.
    fn check(&self, record: &Record, list: &[Unit]) -> String {
        let json = serde_json::to_string(record).unwrap();
        self.0.with(|context| {
            let function: Function<'_> = context.eval("check").unwrap();
            function.call((json, published(list))).unwrap()
        })
    }

    #[track_caller]
    fn is_of_one_mind(&self, record: &Record, list: &[Unit]) {
        let frame = Frame::new(list.to_vec()).unwrap();
        let (said, expected) = (self.check(record, list), sentences(record, &frame));
        // Why a list or a rule is unusable is said in the script's own words.
        let comparable = |text: &str| -> Vec<String> {
            text.lines()
                .map(|line| match line {
                    line if line.ends_with("[draw-record-list]") => "[draw-record-list]".to_owned(),
                    line if line.ends_with("[draw-rule-unusable]") => "[draw-rule-unusable]".to_owned(),
                    line => line.to_owned(),
                })
                .collect()
        };
        assert_eq!(comparable(&said), comparable(&expected));
    }
}

/// The list as an office would publish it: with a byte order mark, quotation marks, and amounts in yuan.
fn published(units: &[Unit]) -> String {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let mut text = "\u{feff}序号,项目编号,预算部门,金额(元),自评分\r\n".to_owned();
    for (at, unit) in units.iter().enumerate().rev() {
        let score = unit.self_score_centi.map_or(String::new(), decimal);
        let amount = decimal(unit.amount_fen);
        text.push_str(&format!(
            "{at},{},{},{amount},{score}\r\n",
            quoted(&unit.id),
            quoted(&unit.department)
        ));
    }
    text
}

fn sentences(record: &Record, frame: &Frame) -> String {
    verify(record, frame)
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<String>>()
        .join("\n")
}

#[test]
fn the_page_agrees_with_a_good_record() {
    let script = Script::new();
    let frame = Frame::new(units()).unwrap();
    for rule in rules() {
        let record = Record::new(&frame, &rule, &occasion()).unwrap();
        assert_eq!(script.check(&record, &units()), "");
    }
}

#[test]
fn the_page_names_tampered_fields_in_the_words_of_the_program() {
    let script = Script::new();
    // A short list, because every question repeats the draw in an interpreter.
    let list: Vec<Unit> = units().into_iter().take(14).collect();
    let frame = Frame::new(list.clone()).unwrap();
    for (rule, offset) in rules().iter().zip([0, 5, 9]) {
        let record = serde_json::to_value(Record::new(&frame, rule, &occasion()).unwrap()).unwrap();
        let mut paths = Vec::new();
        leaves(&record, "", &mut paths);
        // With other names of columns the page asks which is which before it compares anything.
        paths.retain(|path| !path.starts_with("/columns"));
        // The head of the record whole, of the many units some.
        let (units_of, head): (Vec<String>, Vec<String>) =
            paths.into_iter().partition(|path| path.starts_with("/units"));
        for path in head
            .into_iter()
            .chain(units_of.into_iter().skip(offset).step_by(23))
        {
            let mut other = record.clone();
            let leaf: &mut Value = other.pointer_mut(&path).unwrap();
            *leaf = tampered(leaf);
            if let Ok(other) = serde_json::from_value::<Record>(other) {
                script.is_of_one_mind(&other, &list);
            }
        }
    }
}

#[test]
fn the_page_names_changes_of_the_list_in_the_words_of_the_program() {
    let script = Script::new();
    let record = Record::new(&Frame::new(units()).unwrap(), &rules()[0], &occasion()).unwrap();
    let with = |change: fn(&mut Vec<Unit>)| {
        let mut list = units();
        change(&mut list);
        script.is_of_one_mind(&record, &list);
    };
    with(|units| drop(units.remove(7)));
    with(|units| {
        units.push(Unit {
            id: "新增".to_owned(),
            ..units[0].clone()
        })
    });
    with(|units| units[3].amount_fen += 1);
    with(|units| units[4].self_score_centi = None);
    with(|units| units[5].department = "区\"发改\"局,二科".to_owned());
}

#[test]
fn ids_beyond_the_common_planes_are_ordered_as_bytes() {
    let script = Script::new();
    let ids = ["\u{ff5e}1", "😀1", "龘1", "a", "😀", "\u{e000}"];
    let list: Vec<Unit> = ids
        .iter()
        .map(|id| Unit {
            id: (*id).to_owned(),
            department: "甲".to_owned(),
            amount_fen: 5,
            self_score_centi: None,
        })
        .collect();
    let record = Record::new(&Frame::new(list.clone()).unwrap(), &rules()[1], &occasion()).unwrap();
    script.is_of_one_mind(&record, &list);
}

#[test]
fn the_page_reads_decimals_as_the_program_does() {
    let script = Script::new();
    for text in [
        "0",
        "1,234.5",
        "1\u{ff0c}234",
        "１２，３４５．６",
        "−3",
        "12,34",
        "1234,567",
        ",123",
        ".",
        "12.3400",
        "12.345",
        "",
        ".5",
        "-3.1",
        "+7.",
        "1e5",
        "--1",
        "1.2.3",
        "12元",
        "-",
        "1,234,567.8",
    ] {
        let expected = hundredths(text).map_or(String::new(), |value| value.to_string());
        assert_eq!(script.of("reads", text), expected, "{text}");
    }
}

#[test]
fn the_page_hashes_as_everybody_does() {
    let script = Script::new();
    for (text, expected) in [
        (
            "",
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        ),
        (
            "abc",
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        ),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
        ),
    ] {
        assert_eq!(script.of("sha256", text), expected);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_page_draws_as_the_program_does(
        amounts in proptest::collection::vec(1_i64..500_000_000, 3..30), departments in 1_usize..5,
        share_bp in 0_u32..6_000, least in 1_usize..3, extra in 0_usize..4, choice in 0..8, start in "[0-9]{1,9}",
    ) {
        let list: Vec<Unit> = amounts.iter().enumerate().map(|(at, amount)| Unit {
            id: format!("P{at}"), department: format!("D{}", at % departments), amount_fen: *amount,
            self_score_centi: None,
        }).collect();
        let frame = Frame::new(list.clone()).unwrap();
        let mut rule = Rule {
            selection: if choice & 1 == 0 { Selection::Equal } else { Selection::Proportional },
            strata: if choice & 2 == 0 { Strata::Whole } else { Strata::Departments(vec![]) },
            share_bp, least,
            rounding: if choice & 4 == 0 { Rounding::Up } else { Rounding::Nearest },
            total: None,
        };
        let mut occasion = occasion();
        occasion.start_value = start;
        let needed = Record::new(&frame, &rule, &occasion).unwrap().sample.len();
        rule.total = Some((needed + extra).min(list.len()));
        let record = Record::new(&frame, &rule, &occasion).unwrap();
        prop_assert_eq!(Script::new().check(&record, &list), "");
    }
}
