//! Between the register and the analysis: the list as a frame, the numbers as a rule, the list as a file.

use hengji_analysis::draw::{
    Columns, DrawError, Frame, Occasion, Rounding, Rule, Selection, Strata, Unit, decimal,
};
use hengji_domain::Timestamp;
use hengji_domain::spot::SpotDrawRules;
use hengji_store::spot::{SpotEligible, SpotNumbers, SpotRound};

/// The frame of a list, without what was taken off.
pub(super) fn of(all: &[SpotEligible]) -> Result<Frame, DrawError> {
    let unit = |one: &SpotEligible| Unit {
        id: one.code.clone(),
        department: one.department_name.clone(),
        amount_fen: one.amount.fen(),
        self_score_centi: one.self_score.map(|score| i64::from(score.centi())),
    };
    Frame::new(all.iter().filter(|one| one.off.is_none()).map(unit).collect())
}

/// The numbers of a draw by the rules, before the bureau asks for more.
pub(super) const fn numbers(rules: &SpotDrawRules) -> SpotNumbers {
    SpotNumbers {
        share_bp: rules.share_bp,
        department_least: rules.department_least,
        total: None,
    }
}

/// The rule of a draw: equal chances within each department. A fraction of a project is a whole one, because the
/// share is a least share.
pub(super) fn rule(numbers: SpotNumbers) -> Rule {
    // Both fit on every machine that holds the list in memory.
    let count = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
    Rule {
        selection: Selection::Equal,
        strata: Strata::Departments(Vec::new()),
        share_bp: numbers.share_bp,
        least: count(numbers.department_least),
        rounding: Rounding::Up,
        total: numbers.total.map(count),
    }
}

/// What surrounds the draw of a round.
pub(super) fn occasion(round: &SpotRound, start_value: &str, drawn_at: Timestamp) -> Occasion {
    let announced = round.announced.as_ref().map_or_else(String::new, |one| {
        format!(
            "{} 公告名单指纹和抽取规则;起始值取自“{}”,{} 产生",
            one.hand.at, one.source, one.known_at
        )
    });
    Occasion {
        title: round.title.clone(),
        announced,
        start_value: start_value.to_owned(),
        drawn_at: drawn_at.to_string(),
        number: u32::try_from(round.number).unwrap_or_default(),
        reason: (!round.reason.is_empty()).then(|| round.reason.clone()),
        columns: columns(),
    }
}

/// What the columns of the published list are called.
pub(super) fn columns() -> Columns {
    Columns {
        id: "项目代码".to_owned(),
        department: "主管部门".to_owned(),
        amount: "金额(元)".to_owned(),
        self_score: Some("自评分".to_owned()),
    }
}

/// The published list as a file that the verifier page and `hengji draw verify` read. It begins with a byte order
/// mark, so that spreadsheet programs read the Chinese.
pub(super) fn csv(frame: &Frame) -> String {
    let Columns {
        id,
        department,
        amount,
        self_score,
    } = columns();
    let heading = [id, department, amount, self_score.unwrap_or_default()];
    let mut text = String::from("\u{feff}");
    text += &heading.join(",");
    text += "\r\n";
    for unit in frame.units() {
        let score = unit.self_score_centi.map(decimal).unwrap_or_default();
        let cells = [&unit.id, &unit.department, &decimal(unit.amount_fen), &score];
        text += &cells.map(|cell| quoted(cell)).join(",");
        text += "\r\n";
    }
    text
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}
