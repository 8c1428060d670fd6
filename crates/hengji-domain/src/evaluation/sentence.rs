//! 报告句子 (sentence): how the year's report tells of a kind of evaluation. The words stand in the kind's file, so that
//! a kind that a bureau adds has its sentence too; what may be counted in them is said here.

/// The places that a sentence may have, in braces.
pub const SENTENCE_PLACES: [&str; 11] = [
    COUNT,
    COUNT_IN_WORDS,
    UNITS,
    NAMES,
    FUNDS,
    FINDINGS,
    LEVELS,
    ITEMS,
    DIMENSIONS,
    CONVERTED,
    CONVERTED_NAMES,
];

/// How many evaluations of the kind there are.
pub const COUNT: &str = "{count}";
/// The same as reports write small counts: 两, 三.
pub const COUNT_IN_WORDS: &str = "{count_in_words}";
/// How many units of the kinds that it evaluates there are.
pub const UNITS: &str = "{units}";
/// What was evaluated, each once.
pub const NAMES: &str = "{names}";
/// Money of what was evaluated, 万元.
pub const FUNDS: &str = "{funds}";
/// Findings of its evaluations.
pub const FINDINGS: &str = "{findings}";
/// Levels of its framework.
pub const LEVELS: &str = "{levels}";
/// Indicators of its framework.
pub const ITEMS: &str = "{items}";
/// First-level indicators of its framework.
pub const DIMENSIONS: &str = "{dimensions}";
/// How many of its results another evaluation of the same unit converts.
pub const CONVERTED: &str = "{converted}";
/// Whose results those are.
pub const CONVERTED_NAMES: &str = "{converted_names}";

/// What the year's report says of a kind of evaluation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindReport {
    /// Where its sentences stand among those of other kinds: smaller first.
    pub order: u32,
    /// The sentences.
    pub sentences: Vec<String>,
    /// What is said instead once every unit that may be evaluated was; the same sentences where none is written.
    pub sentences_of_all: Vec<String>,
}

impl KindReport {
    /// The sentences for a year.
    pub fn of_year(&self, is_of_all: bool) -> &[String] {
        if is_of_all && !self.sentences_of_all.is_empty() {
            &self.sentences_of_all
        } else {
            &self.sentences
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_coverage_is_said_where_it_has_words_of_its_own() {
        let mut report = KindReport {
            order: 1,
            sentences: vec!["有的".to_owned()],
            sentences_of_all: vec!["全部".to_owned()],
        };
        assert_eq!(report.of_year(true), ["全部"]);
        assert_eq!(report.of_year(false), ["有的"]);
        report.sentences_of_all.clear();
        assert_eq!(report.of_year(true), ["有的"]);
    }
}
