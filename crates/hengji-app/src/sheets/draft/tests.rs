//! Drafts as cases: what is read, what is refused, what stays.

use hengji_domain::id::{LineKey, ProjectId, SheetId};
use hengji_domain::sheet::{ExecutionRow, Line, Sheet, SheetKind, SheetMoney, SheetPeriod};
use hengji_domain::value::read::{read_actual, read_target};
use hengji_domain::workflow::SheetState;
use hengji_domain::{BudgetYear, Timestamp, Weight};

use super::*;

const AT: Timestamp = Timestamp::from_micros(0);

fn key(n: u8) -> LineKey {
    LineKey::new(AT, [n; 10])
}

fn sheet(kind: SheetKind, lines: &[(u8, &str, &str)]) -> Sheet {
    Sheet {
        id: SheetId::new(AT, [1; 10]),
        project: ProjectId::new(AT, [2; 10]),
        year: BudgetYear::new(2020).unwrap(),
        kind,
        period: SheetPeriod::default(),
        state: SheetState::Draft,
        edition: 0,
        version: 1,
        annual_goal: "全年养护道路".into(),
        achievement: String::new(),
        money: SheetMoney::default(),
        execution: ExecutionRow::default(),
        stated_total: None,
        computed_total: None,
        lines: lines
            .iter()
            .zip(1..)
            .map(|((n, level3, target), position)| Line {
                key: key(*n),
                position,
                level1: "产出指标".into(),
                level2: "数量指标".into(),
                level3: (*level3).into(),
                target: read_target(target),
                actual: read_actual(""),
                weight: Some(Weight::from_centi(1000)),
                stated_score: None,
                computed_score: None,
                reason: None,
                parent: None,
                library_indicator: None,
            })
            .collect(),
    }
}

/// `key|level3|target|weight`, a leading `-` marks a part; key `+` is a new line.
fn goal_line(text: &str) -> LineDraft {
    let (is_part, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let [key_text, level3, target, weight] = text.split('|').collect::<Vec<_>>()[..] else {
        panic!("{text}")
    };
    LineDraft {
        key: match key_text {
            "+" => None,
            "foreign" => Some(key(99).to_string()),
            "nonsense" => Some("nonsense".into()),
            n => Some(key(n.parse().unwrap()).to_string()),
        },
        level1: "产出指标".into(),
        level2: "数量指标".into(),
        level3: level3.into(),
        target: target.into(),
        weight: weight.into(),
        is_part,
        ..LineDraft::default()
    }
}

/// Lines of a draft for a goal that has the lines 1 and 2; shows the keys and weights, or field and code.
fn check(case: &str) {
    let (lines, expected) = case.split_once(" -> ").unwrap();
    let draft = SheetDraft {
        lines: lines.split(';').map(|line| goal_line(line.trim())).collect(),
        ..SheetDraft::default()
    };
    let stored = sheet(SheetKind::Goal, &[(1, "里程", "≥3公里"), (2, "次数", "≥4次")]);
    let mut fresh = 50;
    let result = apply(&stored, &draft, Sourced::default(), &mut || {
        fresh += 1;
        key(fresh)
    });
    let shown = match result {
        Ok(sheet) => sheet
            .lines
            .iter()
            .map(|line| {
                let n = (1..100).find(|n| key(*n) == line.key).unwrap();
                let weight = line
                    .weight
                    .map_or_else(|| "-".into(), |weight| weight.to_string());
                let part = if line.parent.is_some() { "part " } else { "" };
                format!("{part}{n}:{weight}")
            })
            .collect::<Vec<_>>()
            .join(" "),
        Err(errors) => errors
            .iter()
            .map(|error| format!("{} {}", error.field, error.code))
            .collect::<Vec<_>>()
            .join(", "),
    };
    assert_eq!(shown, expected, "{case}");
}

#[test]
fn goal_lines_are_kept_added_and_removed() {
    check("1|里程|≥3公里|10 ; 2|次数|≥4次|20 -> 1:10 2:20");
    check("2|次数|≥4次|20 ; 1|里程|≥3公里|10 -> 2:20 1:10");
    check("1|里程|≥3公里|10 -> 1:10");
    check("1|里程|≥3公里|10 ; +|新增|≥1个|7.5 -> 1:10 51:7.5");
    check("+|里程|≥3公里| -> 51:-");
    check("1|里程|≥3公里|10 ; +|||  -> 1:10");
    check("1|里程|≥3公里|10分 -> 1:10");
    check("1|总数|≥9个|10 ; -+|其中一|≥3个|3 ; -2|其中二|≥6个|7 -> 1:10 part 51:3 part 2:7");
}

#[test]
fn goal_lines_are_refused_with_their_field() {
    check("foreign|里程|≥3公里|10 -> lines[0].key line-unknown");
    check("nonsense|里程|≥3公里|10 -> lines[0].key line-unknown");
    check("1|里程|≥3公里|10 ; 1|又一行|≥3公里|10 -> lines[1].key line-unknown");
    check("1|里程|≥3公里|-5 -> lines[0].weight weight-negative");
    check("1|里程|≥3公里|很高 -> lines[0].weight number-unreadable");
    check("1|里程|≥3公里|1001 -> lines[0].weight weight-out-of-range");
    check("-1|里程|≥3公里|10 -> lines[0].level3 part-without-whole");
}

#[test]
fn texts_beyond_any_purpose_are_refused() {
    let stored = sheet(SheetKind::Goal, &[]);
    let mut line = goal_line("+|里程|≥3公里|10");
    line.level3 = "长".repeat(501);
    let draft = SheetDraft {
        annual_goal: "长".repeat(5_001),
        lines: vec![line],
        ..SheetDraft::default()
    };
    let errors = apply(&stored, &draft, Sourced::default(), &mut || key(50)).unwrap_err();
    let fields: Vec<&str> = errors.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(fields, ["annual_goal", "lines[0].level3"]);
    let many = SheetDraft {
        lines: vec![goal_line("+|里程|≥3公里|10"); LINES_MAX + 1],
        ..SheetDraft::default()
    };
    assert_eq!(
        apply(&stored, &many, Sourced::default(), &mut || key(50)).unwrap_err()[0].code,
        "too-many-lines"
    );
}

#[test]
fn control_characters_are_dropped_and_line_breaks_kept() {
    let stored = sheet(SheetKind::Goal, &[]);
    let draft = SheetDraft {
        annual_goal: " 一\u{0}、养护\n二、绿化\u{7} ".into(),
        ..SheetDraft::default()
    };
    let saved = apply(&stored, &draft, Sourced::default(), &mut || key(50)).unwrap();
    assert_eq!(saved.annual_goal, "一、养护\n二、绿化");
}

/// `actual|score|reason` for the one line of a self-evaluation.
fn answer(text: &str) -> LineDraft {
    let [actual, score, reason] = text.split('|').collect::<Vec<_>>()[..] else {
        panic!("{text}")
    };
    LineDraft {
        key: Some(key(1).to_string()),
        actual: actual.into(),
        score: score.into(),
        reason: reason.into(),
        ..LineDraft::default()
    }
}

fn answered(line: LineDraft) -> Result<Sheet, String> {
    let draft = SheetDraft {
        lines: vec![line],
        adjusted: "620.82".into(),
        executed: "600万元".into(),
        ..SheetDraft::default()
    };
    let stored = sheet(SheetKind::SelfEvaluation, &[(1, "里程", "≥3公里")]);
    apply(&stored, &draft, Sourced::default(), &mut || key(50)).map_err(|errors| errors[0].code.to_owned())
}

#[test]
fn a_self_evaluation_takes_answers_and_keeps_what_was_issued() {
    let saved = answered(answer("2.5公里|8.33|雨季停工")).unwrap();
    let line = &saved.lines[0];
    assert_eq!(
        (line.level3.as_str(), line.target.text.as_str()),
        ("里程", "≥3公里")
    );
    assert_eq!(line.actual.text, "2.5公里");
    assert_eq!(line.stated_score.unwrap().centi(), 833);
    assert_eq!(line.reason.as_deref(), Some("雨季停工"));
    assert_eq!(saved.annual_goal, "全年养护道路");
    assert_eq!(saved.money.adjusted.unwrap().fen(), 620_820_000);
    assert_eq!(saved.money.executed.unwrap().fen(), 600_000_000);
}

#[test]
fn what_was_issued_cannot_be_changed_in_a_self_evaluation() {
    let mut lowered = answer("2.5公里||");
    lowered.target = "≥2公里".into();
    assert_eq!(answered(lowered).unwrap_err(), "target-frozen");
    let mut foreign = answer("2.5公里||");
    foreign.key = Some(key(7).to_string());
    assert_eq!(answered(foreign).unwrap_err(), "line-unknown");
    assert_eq!(
        answered(answer("2.5公里|满分|")).unwrap_err(),
        "number-unreadable"
    );
    let stored = sheet(SheetKind::SelfEvaluation, &[(1, "里程", "≥3公里")]);
    let none = apply(&stored, &SheetDraft::default(), Sourced::default(), &mut || {
        key(50)
    })
    .unwrap_err();
    assert_eq!(none[0].code, "lines-frozen");
}

#[test]
fn amounts_that_are_none_are_refused() {
    let stored = sheet(SheetKind::SelfEvaluation, &[]);
    for (text, code) in [("很多", "amount-unreadable"), ("-5", "amount-negative")] {
        let draft = SheetDraft {
            executed: text.into(),
            ..SheetDraft::default()
        };
        let errors = apply(&stored, &draft, Sourced::default(), &mut || key(50)).unwrap_err();
        assert_eq!((errors[0].field.as_str(), errors[0].code), ("executed", code));
    }
}

#[test]
fn money_from_a_source_is_not_retyped() {
    let mut stored = sheet(SheetKind::SelfEvaluation, &[]);
    stored.money.adjusted = Some(Money::from_fen(610_000_000));
    let sourced = Sourced {
        adjusted: Some(Money::from_fen(620_820_000)),
        executed: None,
    };
    let saved = |adjusted: &str| {
        let draft = SheetDraft {
            adjusted: adjusted.into(),
            executed: "600".into(),
            ..SheetDraft::default()
        };
        apply(&stored, &draft, sourced, &mut || key(50))
    };
    for same in ["", "620.82", "620.820 万元"] {
        assert_eq!(saved(same).unwrap().money.adjusted, sourced.adjusted, "{same}");
    }
    // What the form held before the source spoke is not overwritten behind its writer's back.
    assert_eq!(saved("610").unwrap().money.adjusted, stored.money.adjusted);
    assert_eq!(saved("").unwrap().money.executed.unwrap().fen(), 600_000_000);
    assert_eq!(saved("700").unwrap_err()[0].code, "money-sourced");
}
