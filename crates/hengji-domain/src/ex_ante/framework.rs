//! 评估框架 (framework): contents, sections and items with their points; the lines of the sheet are its items.

use crate::Weight;
use crate::id::LineKey;
use crate::sheet::Line;
use crate::value::{Reading, ValueText};

/// 评分项 (item): what one expert gives one score for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The printed question.
    pub name: String,
    /// Full score.
    pub points: Weight,
}

/// 评估要点 (section) of a content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The printed name.
    pub name: String,
    /// Its items.
    pub items: Vec<Item>,
}

/// 评估内容 (content), e.g. 立项必要性.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// The printed name.
    pub name: String,
    /// Its sections.
    pub sections: Vec<Section>,
}

/// 评估框架 of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Framework {
    /// The contents in printed order.
    pub contents: Vec<Content>,
}

impl Content {
    /// Full score of the content.
    pub fn points(&self) -> Weight {
        let items = self.sections.iter().flat_map(|section| &section.items);
        Weight::total(items.map(|item| item.points))
    }
}

impl Framework {
    /// Full score of the whole.
    pub fn points(&self) -> Weight {
        Weight::total(self.contents.iter().map(Content::points))
    }

    /// The lines of a fresh sheet, in printed order; `fresh_key` makes the identity of each.
    ///
    /// # Errors
    ///
    /// Whatever stops the making of an identity.
    pub fn lines<E>(&self, mut fresh_key: impl FnMut() -> Result<LineKey, E>) -> Result<Vec<Line>, E> {
        let items = self.contents.iter().flat_map(|content| {
            content.sections.iter().flat_map(move |section| {
                let of_section = section.items.iter();
                of_section.map(move |item| (content, section, item))
            })
        });
        (1..)
            .zip(items)
            .map(|(position, (content, section, item))| {
                Ok(Line {
                    key: fresh_key()?,
                    position,
                    level1: content.name.clone(),
                    level2: section.name.clone(),
                    level3: item.name.clone(),
                    target: blank(),
                    actual: blank(),
                    weight: Some(item.points),
                    stated_score: None,
                    computed_score: None,
                    reason: None,
                    parent: None,
                    library_indicator: None,
                })
            })
            .collect()
    }
}

const fn blank() -> ValueText {
    ValueText {
        text: String::new(),
        reading: Reading::Blank,
        comparator: None,
        unit: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Timestamp;

    fn framework() -> Framework {
        let item = |name: &str, points| Item {
            name: name.into(),
            points: Weight::from_centi(points),
        };
        Framework {
            contents: vec![
                Content {
                    name: "立项必要性".into(),
                    sections: vec![
                        Section {
                            name: "依据".into(),
                            items: vec![item("符合规划", 500), item("与职责相关", 500)],
                        },
                        Section {
                            name: "论证".into(),
                            items: vec![item("不重复", 1_000)],
                        },
                    ],
                },
                Content {
                    name: "投入经济性".into(),
                    sections: vec![Section {
                        name: "测算".into(),
                        items: vec![item("依据充分", 8_000)],
                    }],
                },
            ],
        }
    }

    #[test]
    fn points_add_up_from_items() {
        assert_eq!(framework().points(), Weight::from_centi(10_000));
        assert_eq!(framework().contents[0].points(), Weight::from_centi(2_000));
    }

    #[test]
    fn lines_are_the_items_in_printed_order_with_keys_of_their_own() {
        let mut number = 0;
        let lines = framework()
            .lines(|| {
                number += 1;
                Ok::<_, ()>(LineKey::new(Timestamp::from_micros(0), [number; 10]))
            })
            .unwrap();
        let told: Vec<(u32, &str, &str, &str)> = lines
            .iter()
            .map(|line| {
                (
                    line.position,
                    line.level1.as_str(),
                    line.level2.as_str(),
                    line.level3.as_str(),
                )
            })
            .collect();
        assert_eq!(told[0], (1, "立项必要性", "依据", "符合规划"));
        assert_eq!(told[3], (4, "投入经济性", "测算", "依据充分"));
        assert_ne!(lines[0].key, lines[1].key);
        assert!(
            lines
                .iter()
                .all(|line| line.target.is_blank() && line.actual.is_blank())
        );
    }

    #[test]
    fn a_key_that_cannot_be_made_stops_the_lines() {
        assert_eq!(
            framework()
                .lines(|| Err::<LineKey, _>("no randomness"))
                .unwrap_err(),
            "no randomness"
        );
    }
}
