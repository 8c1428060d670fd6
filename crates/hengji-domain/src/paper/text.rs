//! 文本模板 (letter text): the standing words of a kind of letter, with places for what differs. Dated data, not
//! code: a bureau changes its phrases without a new program.

use std::collections::BTreeMap;

use super::phrase::Phrase;

/// The standing words of a kind of letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterText {
    /// 发文机关.
    pub issuer: String,
    /// 标题.
    pub title: String,
    /// The paragraph before what was found.
    pub opening: String,
    /// The paragraph after it.
    pub closing: String,
    /// Headings and sentences of the body, by name: those of [`super::PaperKind::phrases`].
    pub phrases: BTreeMap<String, String>,
}

/// What is put into the places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterWords {
    /// `{division}`: the name of the district.
    pub division: String,
    /// `{unit}`: the addressee.
    pub unit: String,
    /// `{subject}`: the project, or what the letter is about.
    pub subject: String,
    /// `{year}`: the budget year.
    pub year: String,
    /// `{answer_by}`: the last day for an answer, as papers print dates; empty where none is asked.
    pub answer_by: String,
    /// `{answer_within}`: the period for an answer, such as 10个工作日; empty where none is asked.
    pub answer_within: String,
}

/// The places a text may have.
pub const PLACES: [&str; 6] = [
    "{division}",
    "{unit}",
    "{subject}",
    "{year}",
    "{answer_by}",
    "{answer_within}",
];

/// A brace that opens no known place; the text around it would be printed as it stands.
pub fn unknown_place<'a>(text: &'a str, known: &[&str]) -> Option<&'a str> {
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let from = rest.get(at..).unwrap_or_default();
        match known.iter().find(|place| from.starts_with(**place)) {
            Some(place) => rest = from.get(place.len()..).unwrap_or_default(),
            None => return Some(from.split_inclusive('}').next().unwrap_or(from)),
        }
    }
    None
}

/// The text with its places filled. It goes through the text once, so that a name with braces in it is printed as
/// it is.
pub fn filled(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        let (before, from) = rest.split_at(at);
        filled.push_str(before);
        match values.iter().find(|(place, _)| from.starts_with(place)) {
            Some((place, value)) => {
                filled.push_str(value);
                rest = from.get(place.len()..).unwrap_or_default();
            }
            None => {
                filled.push('{');
                rest = from.get(1..).unwrap_or_default();
            }
        }
    }
    filled.push_str(rest);
    filled
}

impl LetterText {
    /// The same text with its places filled; the phrases have places of their own and stay.
    #[must_use]
    pub fn filled(&self, words: &LetterWords) -> Self {
        let values = words.values();
        Self {
            issuer: filled(&self.issuer, &values),
            title: filled(&self.title, &values),
            opening: filled(&self.opening, &values),
            closing: filled(&self.closing, &values),
            phrases: self.phrases.clone(),
        }
    }

    /// A phrase with its places filled in their order. Empty for a phrase of another kind of paper; a rule that
    /// leaves out one of its own kind is refused when it is loaded.
    pub fn say(&self, phrase: Phrase, values: &[&str]) -> String {
        let text = self.phrases.get(phrase.name).map_or("", String::as_str);
        let places = phrase.places.iter().copied();
        filled(text, &places.zip(values.iter().copied()).collect::<Vec<_>>())
    }
}

impl LetterWords {
    fn values(&self) -> [(&'static str, &str); 6] {
        let [division, unit, subject, year, answer_by, answer_within] = PLACES;
        [
            (division, &self.division),
            (unit, &self.unit),
            (subject, &self.subject),
            (year, &self.year),
            (answer_by, &self.answer_by),
            (answer_within, &self.answer_within),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::super::phrase::monitoring_feedback;
    use super::*;

    fn words() -> LetterWords {
        LetterWords {
            division: "示范区".into(),
            unit: "区{year}局".into(),
            subject: "道路养护".into(),
            year: "2020".into(),
            answer_by: "2020年9月14日".into(),
            answer_within: "10个工作日".into(),
        }
    }

    #[test]
    fn places_are_filled_once_and_names_are_left_alone() {
        let text = LetterText {
            issuer: "{division}财政局".into(),
            title: "关于{subject}的反馈书".into(),
            opening: "{unit}:{year}年".into(),
            closing: "请于{answer_by}前({answer_within}内)答复。".into(),
            phrases: BTreeMap::new(),
        };
        let filled = text.filled(&words());
        assert_eq!(filled.issuer, "示范区财政局");
        assert_eq!(filled.title, "关于道路养护的反馈书");
        assert_eq!(filled.opening, "区{year}局:2020年");
        assert_eq!(filled.closing, "请于2020年9月14日前(10个工作日内)答复。");
    }

    #[test]
    fn an_unknown_place_is_named() {
        let unknown = |text| unknown_place(text, &PLACES);
        assert_eq!(unknown("关于{subject}的{year}"), None);
        assert_eq!(unknown("关于{project}的"), Some("{project}"));
        assert_eq!(unknown("关于}的"), Some("}"));
        assert_eq!(unknown("关于{subject"), Some("{subject"));
    }

    #[test]
    fn a_phrase_is_filled_in_the_order_of_its_places() {
        let phrase = monitoring_feedback::CUT_DECIDED;
        let text = LetterText {
            issuer: String::new(),
            title: String::new(),
            opening: String::new(),
            closing: String::new(),
            phrases: BTreeMap::from([(phrase.name.to_owned(), "减{amount}万元,因{ground}。".to_owned())]),
        };
        assert_eq!(text.say(phrase, &["进度落后", "1.50"]), "减1.50万元,因进度落后。");
        assert_eq!(text.say(phrase, &["{amount}", "1.50"]), "减1.50万元,因{amount}。");
        assert_eq!(text.say(monitoring_feedback::WITHOUT_GOALS, &[]), "");
    }
}
