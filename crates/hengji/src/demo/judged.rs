//! The scores that a unit of the demonstration states, from what the rules give it.

use hengji_domain::form::{AmountText, Form, FormLine, MoneyRow, NumberText};
use hengji_domain::rule::SheetRules;
use hengji_domain::sheet::{Line, Sheet};
use hengji_domain::workflow::SheetState;
use hengji_domain::{Decimal, Money, Score, Weight};
use hengji_scoring::{Judgement, WhyNot, judge, judge_execution};

use super::draw::Draw;
use super::outcome::{self, Care, Fair};
use super::subject::DemoSheet;

const TOPIC_SCORES: u64 = 4;

/// States the scores of a self-evaluation; what the rules compute is computed where it is stored.
pub(crate) fn state_scores(told: &mut DemoSheet, rules: &SheetRules, start: u64, index: u64) {
    let mut draw = Draw::branch(start, TOPIC_SCORES + u64::from(told.sheet.year.get()), index);
    let unstated = form(&told.sheet);
    let fair: Vec<Fair> = unstated.lines.iter().map(|line| fair(line, rules)).collect();
    let execution = judge_execution(&unstated, &rules.scoring).score();
    let care = match told.sheet.state {
        SheetState::Draft => Care::Draft,
        _ => Care::HandedIn,
    };
    outcome::state(&mut told.sheet, &fair, execution, care, &mut draw);
    told.earlier = (1 < told.sheet.edition).then(|| outcome::before_return(&told.sheet));
}

fn fair(line: &FormLine, rules: &SheetRules) -> Fair {
    match judge(line, &rules.scoring) {
        Judgement::Scored { score, .. } => Fair::Score(score),
        Judgement::NotComputable(WhyNot::BandNeedsScore { from, to, .. }) => Fair::Band(from, to),
        Judgement::NotComputable(_) => Fair::Unknown,
    }
}

/// The sheet as a form, so that the engine that judges files judges it too.
pub(crate) fn form(sheet: &Sheet) -> Form {
    Form {
        kind: Some(sheet.kind),
        year: Some(sheet.year),
        money: MoneyRow {
            initial: amount(sheet.money.initial),
            adjusted: amount(sheet.money.adjusted),
            executed: amount(sheet.money.executed),
            weight: number(sheet.execution.weight.map(Weight::points)),
            score: number(sheet.execution.stated_score.map(Score::points)),
            ..MoneyRow::default()
        },
        lines: sheet.lines.iter().map(form_line).collect(),
        has_weight_column: true,
        has_score_column: true,
        total_score: number(sheet.stated_total.map(Score::points)),
        ..Form::default()
    }
}

/// A line as the engine reads it.
pub(crate) fn form_line(line: &Line) -> FormLine {
    FormLine {
        row: line.position,
        level1: line.level1.clone(),
        level2: line.level2.clone(),
        level3: line.level3.clone(),
        target: line.target.clone(),
        actual: line.actual.clone(),
        weight: number(line.weight.map(Weight::points)),
        score: number(line.stated_score.map(Score::points)),
        reason: line.reason.clone().unwrap_or_default(),
        parent: None,
        formula_fields: Vec::new(),
        cells: Vec::new(),
    }
}

fn number(value: Option<Decimal>) -> NumberText {
    NumberText {
        text: value.map_or(String::new(), |value| value.normalize().to_string()),
        value,
    }
}

fn amount(money: Option<Money>) -> AmountText {
    AmountText {
        text: money.map_or(String::new(), |money| money.to_string()),
        money,
    }
}

#[cfg(test)]
mod tests {
    use hengji_domain::BudgetYear;
    use hengji_rules::RuleBook;

    use super::*;
    use crate::demo::{DIVISION, Plan, START};

    /// The plan of the evaluated year and its rules.
    fn ground() -> (Plan, std::sync::Arc<SheetRules>) {
        let book = RuleBook::embedded().unwrap();
        let in_force = book.at(DIVISION.parse().unwrap(), BudgetYear::new(2020).unwrap());
        (Plan::read(&in_force).unwrap(), in_force.sheet_rules().unwrap())
    }

    #[test]
    fn every_weighted_line_and_the_execution_get_a_stated_score() {
        let (plan, rules) = ground();
        for index in 0..40 {
            let mut one = plan.evaluated(index).unwrap();
            state_scores(&mut one, &rules, START, index);
            assert!(one.sheet.lines.iter().all(|line| line.stated_score.is_some()));
            assert!(one.sheet.execution.stated_score.is_some());
            let stated = one.sheet.lines.iter().filter_map(|line| line.stated_score);
            let sum = Score::total(stated.chain(one.sheet.execution.stated_score));
            assert_eq!(one.sheet.stated_total, Some(sum));
        }
    }

    #[test]
    fn what_was_returned_had_full_marks_everywhere() {
        let (plan, rules) = ground();
        let mut seen = 0;
        for index in 0..200 {
            let mut one = plan.evaluated(index).unwrap();
            state_scores(&mut one, &rules, START, index);
            assert_eq!(one.earlier.is_some(), 1 < one.sheet.edition);
            for line in one.earlier.iter().flat_map(|earlier| &earlier.lines) {
                seen += 1;
                assert_eq!(line.stated_score, line.weight.map(Weight::full_score));
            }
        }
        assert!(20 < seen, "{seen}");
    }

    #[test]
    fn the_form_carries_what_the_sheet_says() {
        let one = ground().0.evaluated(3).unwrap();
        let form = form(&one.sheet);
        assert_eq!(form.lines.len(), one.sheet.lines.len());
        assert_eq!(form.money.executed.money, one.sheet.money.executed);
        assert_eq!(form.kind, Some(one.sheet.kind));
    }
}
