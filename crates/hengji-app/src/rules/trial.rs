//! 试算 (trial): what would hold if a proposed value were in force. Run when it is proposed and when it is approved.

use std::sync::Arc;

use hengji_domain::rule_proposal::RuleProposal;
use hengji_domain::{BudgetYear, Division};
use hengji_rules::{CaseFault, OverlayValue, RuleBook, RuleRefusals};

use super::evaluate::evaluate;
use super::live::value_of;
use crate::app::App;
use crate::error::AppError;

impl App {
    /// The book with the proposal laid over what is approved.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] with the words and the code of what the rules demand, or `rule-case-broken`.
    pub(super) fn try_proposal(
        &self,
        mut overlay: Vec<OverlayValue>,
        division: Division,
        proposal: &RuleProposal,
        document: &str,
    ) -> Result<RuleBook, AppError> {
        let live = self.live_rules();
        // Nearly always nothing was approved in between, and the book in use need not be made again.
        let before = if overlay == *live.overlay() {
            live.book()
        } else {
            Arc::new(live.book_of(&overlay).map_err(|refusals| refused(&refusals))?)
        };
        overlay.push(value_of(division, proposal, document));
        let after = live.book_of(&overlay).map_err(|refusals| refused(&refusals))?;
        let known = before.check(&evaluate).faults;
        let broken: Vec<CaseFault> = after
            .check(&evaluate)
            .faults
            .into_iter()
            .filter(|fault| !known.contains(fault))
            .collect();
        if broken.is_empty() {
            Ok(after)
        } else {
            Err(cases_broken(&broken))
        }
    }
}

/// The value of a rule in words, as its row says it.
pub(super) fn words(book: &RuleBook, division: Division, year: BudgetYear, rule: &str) -> Option<String> {
    let row = book
        .at(division, year)
        .all()
        .into_iter()
        .find(|row| row.rule == rule);
    row.map(|row| row.value)
}

/// What the loader says, without the file: the person changed a value and knows of no files.
fn refused(refusals: &RuleRefusals) -> AppError {
    let faults: Vec<String> = refusals.0.iter().map(|one| one.fault.to_string()).collect();
    let code = faults.first().and_then(|first| first.rsplit_once('['));
    let code = code
        .map_or("rule-refused", |(_, code)| code.trim_end_matches(']'))
        .to_owned();
    let words = faults.iter().map(|fault| match fault.rsplit_once(" [") {
        Some((words, _)) => words.trim_end().to_owned(),
        None => fault.clone(),
    });
    AppError::refused(&code, words.collect::<Vec<_>>().join(" "))
}

fn cases_broken(broken: &[CaseFault]) -> AppError {
    let told: Vec<String> = broken
        .iter()
        .take(5)
        .map(|fault| format!("“{}”:{}", fault.name, fault.problem))
        .collect();
    AppError::refused(
        "rule-case-broken",
        format!(
            "有 {} 个算例不再成立:{}。请核对数值;如算例本身应当改变,请维护人员先改算例。",
            broken.len(),
            told.join(";")
        ),
    )
}
