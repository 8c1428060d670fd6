//! 评价报告 (report of an institution): what its sentences are about, and what it shares with other reports.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::rule::Citation;

/// What the rules say of reports.
#[derive(Debug, Clone)]
pub struct ReportRules {
    /// Words that speak of compliance: decision and process.
    pub compliance_words: Vec<String>,
    /// Words that speak of output and benefit.
    pub outcome_words: Vec<String>,
    /// Reports shorter than this are not taken, characters.
    pub chars_least: u32,
    /// Below this share of output and benefit the bureau asks why, basis points of the classified characters.
    pub outcome_least_bp: u32,
    /// Likeness from which a pair is told, basis points.
    pub likeness_bp: u32,
    /// Shortest sentence shown as a like passage, characters.
    pub passage_least: u32,
    /// Where the numbers come from.
    pub basis: Arc<Citation>,
    /// Where the words come from.
    pub words_basis: Arc<Citation>,
}

/// What a piece of a report is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// 合规: decision and process.
    Compliance,
    /// 产出效益.
    Outcome,
    /// 其他.
    Other,
}

impl Topic {
    /// Every topic, in the order of [`TopicCounts`].
    pub const ALL: [Self; 3] = [Self::Compliance, Self::Outcome, Self::Other];

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Compliance => "决策过程(合规)",
            Self::Outcome => "产出效益",
            Self::Other => "其他",
        }
    }
}

/// How much of a text is about a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Amount {
    /// Sentences.
    pub sentences: usize,
    /// Characters that are no blanks.
    pub chars: usize,
}

/// What a text is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TopicCounts {
    /// 合规.
    pub compliance: Amount,
    /// 产出效益.
    pub outcome: Amount,
    /// 其他.
    pub other: Amount,
}

impl TopicCounts {
    /// How much is about a topic.
    pub const fn of(&self, topic: Topic) -> Amount {
        match topic {
            Topic::Compliance => self.compliance,
            Topic::Outcome => self.outcome,
            Topic::Other => self.other,
        }
    }

    /// Adds a sentence of so many characters.
    fn add(&mut self, topic: Topic, chars: usize) {
        let amount = match topic {
            Topic::Compliance => &mut self.compliance,
            Topic::Outcome => &mut self.outcome,
            Topic::Other => &mut self.other,
        };
        amount.sentences = amount.sentences.saturating_add(1);
        amount.chars = amount.chars.saturating_add(chars);
    }

    /// 产出效益占比: characters about output and benefit as a share of those about either, basis points, rounded down.
    /// None where a text says nothing of either.
    pub fn outcome_bp(&self) -> Option<u32> {
        let both = self.compliance.chars.saturating_add(self.outcome.chars);
        let share = self.outcome.chars.saturating_mul(10_000).checked_div(both)?;
        u32::try_from(share).ok()
    }
}

/// A heading with what the text below it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportSection {
    /// The heading; empty before the first.
    pub heading: String,
    /// What the heading is about, or the one above it where it says nothing of its own.
    pub topic: Topic,
    /// What its sentences are about.
    pub counts: TopicCounts,
}

/// Longest line that can be a heading, characters.
const HEADING_MAX: usize = 40;
/// Numerals that begin a heading.
const NUMERALS: &str = "一二三四五六七八九十";
/// What ends a sentence; written as codes where a mark has a narrow twin that is easily mistaken for it.
const SENTENCE_ENDS: [char; 8] = ['。', ';', '\u{ff1b}', '!', '\u{ff01}', '?', '\u{ff1f}', '\n'];

impl ReportRules {
    /// What a heading or the name of a part is about: the word that stands first decides.
    pub fn topic(&self, heading: &str) -> Topic {
        let first = |words: &[String]| words.iter().filter_map(|word| heading.find(word.as_str())).min();
        match (first(&self.compliance_words), first(&self.outcome_words)) {
            (Some(compliance), Some(outcome)) if outcome < compliance => Topic::Outcome,
            (Some(_), _) => Topic::Compliance,
            (None, Some(_)) => Topic::Outcome,
            (None, None) => Topic::Other,
        }
    }

    /// What a sentence is about: the list with more words in it decides, else the heading above it. So a chapter that is
    /// called benefit and tells of procedures counts as what it tells.
    pub fn sentence_topic(&self, sentence: &str, heading: Topic) -> Topic {
        let hits = |words: &[String]| -> usize {
            let each = words.iter().filter(|word| !word.is_empty());
            each.map(|word| sentence.matches(word.as_str()).count()).sum()
        };
        match hits(&self.compliance_words).cmp(&hits(&self.outcome_words)) {
            std::cmp::Ordering::Greater => Topic::Compliance,
            std::cmp::Ordering::Less => Topic::Outcome,
            std::cmp::Ordering::Equal => heading,
        }
    }

    /// A report cut at its headings, each with what its sentences are about. A lower heading that says nothing of its own
    /// keeps the topic above it.
    pub fn sections(&self, text: &str) -> Vec<ReportSection> {
        let mut sections = Vec::new();
        let mut above = Topic::Other;
        let mut now = ReportSection {
            heading: String::new(),
            topic: Topic::Other,
            counts: TopicCounts::default(),
        };
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let Some(is_first_level) = heading_level(line) else {
                for sentence in sentences(line) {
                    let chars = sentence.chars().filter(|c| !c.is_whitespace()).count();
                    now.counts.add(self.sentence_topic(sentence, now.topic), chars);
                }
                continue;
            };
            let own = self.topic(line);
            if is_first_level {
                above = own;
            }
            let next = ReportSection {
                heading: line.to_owned(),
                topic: if own == Topic::Other { above } else { own },
                counts: TopicCounts::default(),
            };
            sections.push(std::mem::replace(&mut now, next));
        }
        sections.push(now);
        sections.retain(|section| !section.heading.is_empty() || section.counts != TopicCounts::default());
        sections
    }

    /// What a whole report is about.
    pub fn counts(sections: &[ReportSection]) -> TopicCounts {
        let mut all = TopicCounts::default();
        let sum = |one: Amount, other: Amount| Amount {
            sentences: one.sentences.saturating_add(other.sentences),
            chars: one.chars.saturating_add(other.chars),
        };
        for section in sections {
            all.compliance = sum(all.compliance, section.counts.compliance);
            all.outcome = sum(all.outcome, section.counts.outcome);
            all.other = sum(all.other, section.counts.other);
        }
        all
    }

    /// Sentences of `text` that stand word for word in `other`, in their order, each once. Headings are left out:
    /// outlines are prescribed, and that two reports follow one says nothing.
    pub fn shared_passages(&self, text: &str, other: &str) -> Vec<String> {
        let theirs: BTreeSet<String> = body(other).map(plain).collect();
        let mut seen = BTreeSet::new();
        let own = body(text).filter(|sentence| {
            let words = plain(sentence);
            let long = usize::try_from(self.passage_least).is_ok_and(|least| least <= words.chars().count());
            long && theirs.contains(&words) && seen.insert(words)
        });
        own.map(str::to_owned).collect()
    }
}

/// Whether a line is a heading, and then whether it is one of the first level: 一、 or 第一部分; below it (一) and 1.
fn heading_level(line: &str) -> Option<bool> {
    let is_sentence = line.ends_with(['。', ';', '\u{ff1b}', ',', '\u{ff0c}']);
    if is_sentence || HEADING_MAX < line.chars().count() {
        return None;
    }
    let rest = line.trim_start_matches(|c| NUMERALS.contains(c));
    if rest.len() < line.len() && rest.starts_with('、') {
        return Some(true);
    }
    if line.starts_with('第') && (line.contains("部分") || line.contains('章')) {
        return Some(true);
    }
    let inner = line.strip_prefix(['(', '\u{ff08}']);
    let is_bracketed = inner.is_some_and(|inner| inner.starts_with(|c| NUMERALS.contains(c)));
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_numbered = digits.len() < line.len() && digits.starts_with(['.', '\u{ff0e}', '、']);
    (is_bracketed || is_numbered).then_some(false)
}

/// The sentences of a report without its headings.
fn body(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.lines().map(str::trim);
    lines
        .filter(|line| heading_level(line).is_none())
        .flat_map(sentences)
}

fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split(SENTENCE_ENDS)
        .map(str::trim)
        .filter(|sentence| !sentence.is_empty())
}

/// A sentence without blanks and marks, so that layout makes no difference.
fn plain(sentence: &str) -> String {
    sentence.chars().filter(|c| c.is_alphanumeric()).collect()
}
