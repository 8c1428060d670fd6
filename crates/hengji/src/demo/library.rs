//! The indicator library that ships with the product: the demonstration starts with it, and its goals take from it.

use hengji_app::library::{IndicatorInput, inputs_of};
use hengji_app::seed::SeedIndicator;
use hengji_domain::id::IndicatorId;
use include_dir::{Dir, include_dir};

use super::draw::Draw;
use super::{BODIES_MADE_AT, DemoError, START};

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../fixtures/library");

const TOPIC_LIBRARY: u64 = 6;

/// Every indicator that ships with the product, by file and row; the identities are the same on every machine.
///
/// # Errors
///
/// [`DemoError`] where a file cannot be read: the files are part of the binary.
pub(crate) fn shipped() -> Result<Vec<SeedIndicator>, DemoError> {
    let mut files: Vec<(&str, &[u8])> = FILES
        .files()
        .filter_map(|file| Some((file.path().to_str()?, file.contents())))
        .filter(|(name, _)| name.ends_with(".csv"))
        .collect();
    files.sort_unstable();
    let mut draw = Draw::branch(START, TOPIC_LIBRARY, 0);
    let mut all = Vec::new();
    for (name, bytes) in files {
        let table = hengji_exchange::csv_table(name, bytes).map_err(|fault| DemoError::file(name, &fault))?;
        for (_, input) in inputs_of(&table).map_err(|fault| DemoError::file(name, &fault))? {
            all.push(SeedIndicator {
                id: IndicatorId::new(BODIES_MADE_AT, draw.bytes()),
                input,
            });
        }
    }
    Ok(all)
}

/// Finds indicators by category and name, as the catalogue of projects names them.
pub(crate) struct Shelf(Vec<(IndicatorInput, IndicatorId)>);

impl Shelf {
    /// The shipped library, to look things up in.
    ///
    /// # Errors
    ///
    /// [`DemoError`].
    pub(crate) fn open() -> Result<Self, DemoError> {
        let all = shipped()?.into_iter().map(|one| (one.input, one.id)).collect();
        Ok(Self(all))
    }

    /// The indicator of this name in one of these categories.
    pub(crate) fn find(&self, categories: &[String], name: &str) -> Option<IndicatorId> {
        self.0
            .iter()
            .find(|(input, _)| input.name == name && categories.contains(&input.category))
            .map(|(_, id)| *id)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use hengji_domain::library::Branch;
    use hengji_domain::{BudgetYear, Division};
    use hengji_rules::RuleBook;

    use super::*;
    use crate::demo::DIVISION;

    fn division() -> Division {
        DIVISION.parse().unwrap()
    }

    fn year(number: u16) -> BudgetYear {
        BudgetYear::new(number).unwrap()
    }

    /// Core indicators of the common library in 2020.
    fn core() -> Vec<IndicatorInput> {
        let rules = RuleBook::embedded()
            .unwrap()
            .at(division(), year(2020))
            .library()
            .unwrap();
        let common: Vec<&str> = rules.kinds_in(Branch::Common).collect();
        shipped()
            .unwrap()
            .into_iter()
            .map(|one| one.input)
            .filter(|one| one.is_core == "是" && common.contains(&one.category.as_str()))
            .collect()
    }

    #[test]
    fn the_common_library_has_the_count_and_the_quantification_rate_of_the_report() {
        let core = core();
        let quantified = core.iter().filter(|one| one.is_quantified == "是").count();
        assert_eq!((core.len(), quantified), (306, 269));
        // 87.9 %, which the report rounds to 88 %.
        assert_eq!((quantified * 1_000 / core.len() + 5) / 10, 88);
    }

    #[test]
    fn five_groups_of_twenty_kinds_have_at_least_a_dozen_core_indicators_each() {
        let mut by_kind: BTreeMap<String, usize> = BTreeMap::new();
        for one in core() {
            *by_kind.entry(one.category).or_default() += 1;
        }
        assert_eq!(by_kind.len(), 20, "{by_kind:?}");
        assert!(by_kind.values().all(|count| 12 <= *count), "{by_kind:?}");
        let groups: BTreeSet<&str> = by_kind.keys().filter_map(|kind| kind.get(..1)).collect();
        assert_eq!(groups.len(), 5);
    }

    #[test]
    fn every_kind_measures_quantity_quality_time_cost_benefit_and_satisfaction() {
        let mut classes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for one in core() {
            let level = if one.level1 == "效益指标" {
                one.level1
            } else {
                one.level2
            };
            classes.entry(one.category).or_default().insert(level);
        }
        for (kind, classes) in classes {
            let needed = [
                "数量指标",
                "质量指标",
                "时效指标",
                "成本指标",
                "效益指标",
                "服务对象满意度指标",
            ];
            assert!(
                needed.iter().all(|class| classes.contains(*class)),
                "{kind}: {classes:?}"
            );
        }
    }

    #[test]
    fn codes_and_names_stand_once_and_no_two_names_are_nearly_the_same() {
        let all = shipped().unwrap();
        let codes: BTreeSet<&str> = all.iter().map(|one| one.input.code.as_str()).collect();
        assert_eq!(codes.len(), all.len());
        let pairs =
            |name: &str| -> BTreeSet<(char, char)> { name.chars().zip(name.chars().skip(1)).collect() };
        for (index, one) in all.iter().enumerate() {
            for other in all.iter().take(index) {
                let (left, right) = (pairs(&one.input.name), pairs(&other.input.name));
                let (shared, whole) = (left.intersection(&right).count(), left.union(&right).count());
                assert!(shared * 4 < whole * 3, "{} {}", one.input.name, other.input.name);
                assert_ne!(
                    one.input.explanation, other.input.explanation,
                    "{}",
                    one.input.code
                );
            }
        }
    }

    #[test]
    fn every_indicator_says_everything_and_stands_in_the_taxonomy_of_each_year() {
        let book = RuleBook::embedded().unwrap();
        for number in [2020, 2021] {
            let in_force = book.at(division(), year(number));
            let (frame, rules) = (in_force.goal_frame().unwrap().value, in_force.library().unwrap());
            let entered = book.at(division(), year(2020)).goal_frame().unwrap().value;
            for one in shipped().unwrap() {
                let input = one.input;
                for field in IndicatorInput::FIELDS.iter().filter(|field| field.is_needed) {
                    assert!(
                        !input.text(field.code).is_empty(),
                        "{} {}",
                        input.code,
                        field.title
                    );
                }
                let level1 = entered.first_level(&input.level1).unwrap();
                let key = &level1.second_level(&input.level2).unwrap().key;
                assert!(
                    rules.place(&frame, key).is_some(),
                    "{} {key} {number}",
                    input.code
                );
                assert!(rules.kind(&input.category).is_some(), "{}", input.code);
                assert!(input.code.starts_with(&input.category), "{}", input.code);
            }
        }
    }

    #[test]
    fn lines_of_business_have_their_own_indicators() {
        let rules = RuleBook::embedded()
            .unwrap()
            .at(division(), year(2020))
            .library()
            .unwrap();
        let specific: Vec<&str> = rules.kinds_in(Branch::Specific).collect();
        let all = shipped().unwrap();
        let found = all
            .iter()
            .filter(|one| specific.contains(&one.input.category.as_str()));
        assert!(40 <= found.count());
        assert!(all.iter().filter(|one| one.input.is_core == "否").count() >= 40);
    }

    #[test]
    fn an_example_is_a_target_that_can_be_read_with_the_sign_beside_it() {
        use hengji_domain::value::read::read_target;
        for one in shipped().unwrap() {
            let input = one.input;
            let sign = if input.comparator == "期限" {
                ""
            } else {
                &input.comparator
            };
            let unit = input.unit.split('、').next().unwrap_or_default();
            let read = read_target(&format!("{sign}{}{unit}", input.example));
            assert_ne!(read.kind(), "unreadable", "{} {}", input.code, input.example);
            assert_eq!(
                read.is_quantified(),
                input.is_quantified == "是",
                "{} {}",
                input.code,
                read.text
            );
        }
    }
}
