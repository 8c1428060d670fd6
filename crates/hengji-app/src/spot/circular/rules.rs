//! The rules of the circular in force, with the words of their lists read.

use hengji_domain::circular::{CircularPart, CircularRefusal, CircularRules, Weighing};
use hengji_rules::RulesInForce;

use crate::error::AppError;
use crate::results::RankingRules;
use crate::rules::words;

const WEIGHT: &str = "spot_evaluation.circular_weight";
const NAMED: &str = "spot_evaluation.circular_named";
const PARTS: &str = "spot_evaluation.circular_parts";
const FIRST: &str = "前列";
const LAST: &str = "末位";

/// The rules of a budget year.
///
/// # Errors
///
/// [`AppError::RuleMissing`]; [`AppError::Refused`] `circular-rule-word` for a word that a list may not hold.
pub(super) fn circular_rules(rules: &RulesInForce) -> Result<CircularRules, AppError> {
    let numbers = rules.circular_numbers()?;
    let draw = rules.spot_draw()?;
    let known = Weighing::ALL.map(|one| (one.word(), one));
    let weighings = CircularRules::chosen(WEIGHT, &words(rules, WEIGHT)?, &known)?;
    let [weighing] = weighings.as_slice() else {
        return Err(CircularRefusal::RuleWord {
            rule: WEIGHT,
            word: weighings
                .iter()
                .map(|one| one.word())
                .collect::<Vec<_>>()
                .join("、"),
            known: format!("其中一个:{}", known.map(|(word, _)| word).join("、")),
        }
        .into());
    };
    let named = CircularRules::chosen(NAMED, &words(rules, NAMED)?, &[(FIRST, FIRST), (LAST, LAST)])?;
    let parts = CircularPart::ALL.map(|part| (part.word(), part));
    Ok(CircularRules {
        concluded_bp: numbers.value.concluded_bp,
        numbers: numbers.value.ranking,
        examples: numbers.value.examples,
        weighing: *weighing,
        ties: RankingRules::of(rules)?.ties,
        names_first: named.contains(&FIRST),
        names_last: named.contains(&LAST),
        parts: CircularRules::chosen(PARTS, &words(rules, PARTS)?, &parts)?,
        commended: words(rules, "spot_evaluation.circular_commended")?,
        criticised: words(rules, "spot_evaluation.circular_criticised")?,
        rectify: numbers.value.rectify,
        reason_least: draw.reason_least,
        basis: numbers.citation,
    })
}
