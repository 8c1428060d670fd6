//! The sentences of the report. Their words are rules; which numbers stand in them is said here.

use std::collections::BTreeSet;

use hengji_domain::Money;
use hengji_domain::evaluation::{EvaluationState, KindReport, sentence as place};
use hengji_domain::money::MoneyUnit;
use hengji_domain::paper::phrase::{Phrase, evaluation_work as phrase};
use hengji_domain::paper::{LetterText, PaperKind, filled};
use hengji_domain::rectification::LookBackResult;
use hengji_store::evaluations::EvaluationListing;

use super::figures::{count, percent_text};
use super::ground::{Draw, Ground, Kind};
use super::view::Sentence;
use crate::library::rate_bp;

/// The sentences: what holds for every kind of evaluation, then each kind's own in the order of its file.
pub(super) fn sentences(ground: &Ground, text: &LetterText) -> Vec<Sentence> {
    let teller = Teller { ground, text };
    let mut all = vec![teller.system(), teller.feedback(), teller.look_back()];
    all.extend(ground.draw.as_ref().map(|draw| teller.spot(draw)));
    let mut told: Vec<(&KindReport, &Kind)> = ground
        .kinds
        .iter()
        .filter_map(|kind| kind.report.as_ref().map(|report| (report, kind)))
        .collect();
    told.sort_by(|(one, of), (other, than)| (one.order, &of.code).cmp(&(other.order, &than.code)));
    all.extend(
        told.into_iter()
            .flat_map(|(report, kind)| teller.kind(report, kind)),
    );
    all
}

struct Teller<'a> {
    ground: &'a Ground,
    text: &'a LetterText,
}

impl Teller<'_> {
    fn say(&self, heading: Phrase, phrase: Phrase, values: &[&str], figures: &[&str]) -> Sentence {
        Sentence {
            heading: self.text.say(heading, &[]),
            text: self.text.say(phrase, values),
            figures: figures.iter().map(|code| (*code).to_owned()).collect(),
        }
    }

    fn of_use(&self, phrase: Phrase, values: &[&str], figures: &[&str]) -> Sentence {
        self.say(phrase::USE_HEADING, phrase, values, figures)
    }

    fn of_coverage(&self, phrase: Phrase, values: &[&str], figures: &[&str]) -> Sentence {
        self.say(phrase::COVERAGE_HEADING, phrase, values, figures)
    }

    fn system(&self) -> Sentence {
        let ground = self.ground;
        let used = ground.kinds.iter();
        let used = used.filter(|kind| ground.of_kind(&kind.code).next().is_some());
        let names: Vec<&str> = used.clone().map(|kind| kind.name.as_str()).collect();
        let codes: Vec<String> = used.map(|kind| format!("{}_evaluations", kind.code)).collect();
        let done = ground.evaluations.iter();
        let done = done.filter(|one| one.evaluation.state == EvaluationState::Concluded);
        let mut figures = vec!["self_evaluated"];
        figures.extend(codes.iter().map(String::as_str));
        self.of_use(
            phrase::SYSTEM,
            &[
                &ground.projects.to_string(),
                &ground.self_evaluated.to_string(),
                &count(ground.evaluations.iter()).to_string(),
                &count(done).to_string(),
                &joined(&names),
            ],
            &figures,
        )
    }

    fn feedback(&self) -> Sentence {
        let ground = self.ground;
        let letters = |kind| count(ground.served(kind)).to_string();
        self.of_use(
            phrase::FEEDBACK,
            &[
                &letters(PaperKind::MonitoringFeedback),
                &letters(PaperKind::EvaluationFeedback),
                &count(ground.findings.iter()).to_string(),
            ],
            &["monitoring_letters", "evaluation_letters"],
        )
    }

    fn look_back(&self) -> Sentence {
        let looked = &self.ground.looked_at;
        let years = looked.iter().map(|one| one.look_back.years);
        let from = years.clone().map(|(from, _)| from).min();
        let to = years.map(|(_, to)| to).max();
        let year = |year: Option<hengji_domain::BudgetYear>| {
            year.map_or_else(|| "往年".to_owned(), |year| year.to_string())
        };
        let of = |result| {
            let seen = looked.iter().filter(|one| one.object.result == Some(result));
            count(seen).to_string()
        };
        self.of_use(
            phrase::LOOK_BACK,
            &[
                &year(from),
                &year(to),
                &count(looked.iter()).to_string(),
                &of(LookBackResult::Holds),
                &of(LookBackResult::Relapsed),
            ],
            &["looked_back", "look_back_held", "look_back_relapsed"],
        )
    }

    fn spot(&self, draw: &Draw) -> Sentence {
        let drawn = count(draw.drawn.iter());
        let share = rate_bp(drawn, draw.eligible).and_then(|bp| u32::try_from(bp).ok());
        self.of_coverage(
            phrase::SPOT,
            &[
                &self.ground.share_least_bp.map(percent_text).unwrap_or_default(),
                &drawn.to_string(),
                &draw.eligible.to_string(),
                &share.map(percent_text).unwrap_or_default(),
            ],
            &["spot_drawn", "spot_share"],
        )
    }

    /// The sentences of a kind, each with the figures that stand in it.
    fn kind(&self, report: &KindReport, kind: &Kind) -> Vec<Sentence> {
        let ground = self.ground;
        let all: Vec<&EvaluationListing> = ground.of_kind(&kind.code).collect();
        let converted = ground.converted();
        let converted: Vec<&EvaluationListing> = converted
            .into_iter()
            .filter(|one| one.evaluation.kind == kind.code)
            .collect();
        let dimensions: Vec<&str> = kind.dimensions.iter().map(String::as_str).collect();
        let number = count(all.iter());
        let own = |what: &str| Some(format!("{}_{what}", kind.code));
        let places = [
            (place::COUNT, number.to_string(), own("evaluations")),
            (place::COUNT_IN_WORDS, in_words(number), own("evaluations")),
            (
                place::UNITS,
                count(kind.units.iter()).to_string(),
                own("coverage"),
            ),
            (place::NAMES, names(&all), None),
            (place::FUNDS, in_wan(kind.funds), own("funds")),
            (
                place::FINDINGS,
                count(ground.found_by(&kind.code)).to_string(),
                own("findings"),
            ),
            (place::LEVELS, kind.levels.to_string(), own("levels")),
            (
                place::ITEMS,
                count(kind.items.iter()).to_string(),
                own("indicators"),
            ),
            (place::DIMENSIONS, joined(&dimensions), None),
            (
                place::CONVERTED,
                count(converted.iter()).to_string(),
                Some("converted".to_owned()),
            ),
            (place::CONVERTED_NAMES, names(&converted), None),
        ];
        let is_of_all = !kind.units.is_empty() && ground.covered(kind).len() == kind.units.len();
        let values: Vec<(&str, &str)> = places
            .iter()
            .map(|(place, value, _)| (*place, value.as_str()))
            .collect();
        let told = report.of_year(is_of_all).iter().map(|words| {
            let stands = places.iter().filter(|(place, ..)| words.contains(place));
            let mut figures: Vec<String> = stands.filter_map(|(.., figure)| figure.clone()).collect();
            figures.extend(own("coverage").filter(|_| is_of_all));
            figures.dedup();
            Sentence {
                heading: self.text.say(phrase::COVERAGE_HEADING, &[]),
                text: filled(words, &values),
                figures,
            }
        });
        told.collect()
    }
}

/// What was evaluated, each once, or a word for nothing.
fn names(all: &[&EvaluationListing]) -> String {
    let mut seen = BTreeSet::new();
    let names: Vec<&str> = all
        .iter()
        .map(|one| one.evaluation.title.as_str())
        .filter(|name| seen.insert(*name))
        .collect();
    joined(&names)
}

/// 甲、乙和丙; 无 of nothing.
fn joined(names: &[&str]) -> String {
    match names {
        [] => "无".to_owned(),
        [only] => (*only).to_owned(),
        [before @ .., last] => format!("{}和{last}", before.join("、")),
    }
}

/// A small count as reports write it, in words.
fn in_words(count: u64) -> String {
    const WORDS: [&str; 11] = ["零", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十"];
    let word = usize::try_from(count).ok().and_then(|at| WORDS.get(at));
    word.map_or_else(|| count.to_string(), |word| (*word).to_owned())
}

/// 万元 without places that say nothing: exact.
fn in_wan(amount: Money) -> String {
    amount.in_unit(MoneyUnit::TenThousandYuan).normalize().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_joined_as_a_sentence_would() {
        for (names, told) in [
            (&[][..], "无"),
            (&["甲"], "甲"),
            (&["甲", "乙"], "甲和乙"),
            (&["甲", "乙", "丙"], "甲、乙和丙"),
        ] {
            assert_eq!(joined(names), told);
        }
    }

    #[test]
    fn small_counts_are_words_and_money_is_exact() {
        for (count, told) in [(0, "零"), (2, "两"), (3, "三"), (10, "十"), (140, "140")] {
            assert_eq!(in_words(count), told);
        }
        for (fen, told) in [(5_337_000_000, "5337"), (5_337_000_100, "5337.0001"), (0, "0")] {
            assert_eq!(in_wan(Money::from_fen(fen)), told);
        }
        for (bp, told) in [(1_000, "10%"), (1_051, "10.51%"), (1_050, "10.5%"), (0, "0%")] {
            assert_eq!(percent_text(bp), told);
        }
    }
}
