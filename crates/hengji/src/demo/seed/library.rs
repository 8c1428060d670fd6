//! The indicator library of the demonstration: the indicators of the catalogue, by category and subcategory.

use std::collections::BTreeSet;

use hengji_app::seed::LibraryIndicator;
use hengji_domain::id::IndicatorId;
use hengji_domain::rule::GoalFrame;
use hengji_domain::value::Comparator;
use hengji_domain::{Division, Timestamp};

use crate::demo::catalogue::{Aim, Catalogue, Indicator, Subcategory};
use crate::demo::draw::Draw;
use crate::demo::{START, goal, target};

const TOPIC_LIBRARY: u64 = 6;

/// Every indicator that has its place in the taxonomy. A class takes a name once, so an indicator that two
/// subcategories share stands under the first.
pub(super) fn indicators(
    catalogue: &Catalogue,
    frame: &GoalFrame,
    division: Division,
    made_at: Timestamp,
) -> Vec<LibraryIndicator> {
    let mut draw = Draw::branch(START, TOPIC_LIBRARY, 0);
    let mut taken = BTreeSet::new();
    let mut all = Vec::new();
    for category in &catalogue.categories {
        for sub in &category.subcategories {
            for indicator in &sub.indicators {
                let Some((level1, level2)) = goal::place(frame, &indicator.at) else {
                    continue;
                };
                let name = target::name(indicator, &sub.object);
                if !taken.insert((level2.key.clone(), name.clone())) {
                    continue;
                }
                let (comparator, example, unit) = usual(indicator, sub);
                all.push(LibraryIndicator {
                    id: IndicatorId::new(made_at, draw.bytes()),
                    division,
                    level1: level1.name.clone(),
                    level2: level2.name.clone(),
                    name,
                    comparator,
                    example,
                    unit,
                    source: format!("演示指标库:{} / {}", category.name, sub.name),
                    initials: String::new(),
                    pinyin_sort: String::new(),
                });
            }
        }
    }
    all
}

/// Usual comparator, an example of a target, 计量单位.
fn usual(indicator: &Indicator, sub: &Subcategory) -> (Option<Comparator>, Option<String>, Option<String>) {
    let measure = sub.projects.first().map(|pattern| pattern.measure.clone());
    match &indicator.aim {
        Aim::Main => (Some(Comparator::AtLeast), None, measure),
        Aim::Each { unit, .. } => (Some(Comparator::AtLeast), None, Some(unit.clone())),
        Aim::Pick {
            comparator,
            values,
            unit,
        } => {
            let example = values
                .first()
                .map(|value| format!("{}{value}{unit}", target::sign(*comparator)));
            (Some(*comparator), example, Some(unit.clone()))
        }
        Aim::Due => (Some(Comparator::ByDate), Some("12月底前".to_owned()), None),
        Aim::Money => (Some(Comparator::AtMost), None, Some("万元".to_owned())),
        Aim::UnitCost => {
            let unit = measure.map(|measure| format!("元/{measure}"));
            (Some(Comparator::AtMost), None, unit)
        }
        Aim::Words(words) => (None, words.first().cloned(), None),
    }
}

#[cfg(test)]
mod tests {
    use hengji_domain::BudgetYear;
    use hengji_rules::RuleBook;

    use super::*;
    use crate::demo::seed::OPENS_AT;
    use crate::demo::{DIVISION, EVALUATED_YEAR};

    fn library() -> Vec<LibraryIndicator> {
        let (division, year): (Division, BudgetYear) =
            (DIVISION.parse().unwrap(), EVALUATED_YEAR.parse().unwrap());
        let frame = RuleBook::embedded()
            .unwrap()
            .at(division, year)
            .goal_frame()
            .unwrap()
            .value;
        indicators(&crate::demo::catalogue().unwrap(), &frame, division, OPENS_AT)
    }

    #[test]
    fn the_library_has_more_than_a_hundred_indicators_each_once() {
        let all = library();
        assert!(200 < all.len(), "{}", all.len());
        let names: BTreeSet<_> = all
            .iter()
            .map(|one| (&one.level1, &one.level2, &one.name))
            .collect();
        assert_eq!(names.len(), all.len());
        assert!(all.iter().all(|one| !one.name.contains('{')));
    }

    #[test]
    fn twenty_subcategories_of_five_categories_are_named_as_sources() {
        let all = library();
        let sources: BTreeSet<&str> = all.iter().map(|one| one.source.as_str()).collect();
        assert_eq!(sources.len(), 20, "{sources:?}");
        let categories: BTreeSet<&str> = sources
            .iter()
            .filter_map(|source| source.split(" / ").next())
            .collect();
        assert_eq!(categories.len(), 5);
    }

    #[test]
    fn an_example_is_a_target_that_can_be_read() {
        for one in library() {
            let Some(example) = &one.example else { continue };
            let read = hengji_domain::value::read::read_target(example);
            assert_ne!(read.kind(), "unreadable", "{}: {example}", one.name);
            if let (Some(expected), Some(found)) = (one.comparator, read.comparator) {
                assert_eq!(expected, found, "{}: {example}", one.name);
            }
        }
    }
}
