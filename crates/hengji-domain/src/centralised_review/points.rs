//! 审核要点 (review points): completeness, relevance, adequacy, feasibility, each of several items.

use crate::Score;
use crate::rule::GradeBand;

/// 审核要点的一项: one item with its points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PointItem {
    /// 规范完整, 明确清晰 ….
    pub name: String,
    /// Most points.
    pub points: Score,
}

/// 审核方面: one aspect with its items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aspect {
    /// 完整性, 相关性, 适当性, 可行性.
    pub name: String,
    /// Points of all its items.
    pub points: Score,
    /// The items.
    pub items: Vec<PointItem>,
}

/// The points of the year with the grades they lead to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PointsTable {
    /// Aspects in printed order.
    pub aspects: Vec<Aspect>,
    /// Grade bands, best first.
    pub bands: Vec<GradeBand>,
}

/// Why points are refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PointsRefusal {
    /// An item that the rule does not have.
    #[error("审核要点里没有“{item}”这一项,请刷新页面后重填。 [review-item-unknown]")]
    Unknown {
        /// The item given.
        item: String,
    },
    /// An item without points.
    #[error("“{item}”没有打分,请逐项打分(满分 {most})。 [review-item-missing]")]
    Missing {
        /// The item.
        item: String,
        /// Most points.
        most: Score,
    },
    /// More than the item has, or less than nothing.
    #[error("“{item}”打了 {given} 分,应在 0 到 {most} 之间。 [review-points-out-of-range]")]
    OutOfRange {
        /// The item.
        item: String,
        /// The points given.
        given: Score,
        /// Most points.
        most: Score,
    },
}

impl PointsTable {
    /// Every item in printed order.
    pub fn items(&self) -> impl Iterator<Item = &PointItem> {
        self.aspects.iter().flat_map(|aspect| &aspect.items)
    }

    /// Checks points against the table; their sum.
    ///
    /// # Errors
    ///
    /// [`PointsRefusal`].
    pub fn total(&self, given: &[(String, Score)]) -> Result<Score, PointsRefusal> {
        let stray = given
            .iter()
            .find(|(name, _)| self.items().all(|item| item.name != *name));
        if let Some((item, _)) = stray {
            return Err(PointsRefusal::Unknown { item: item.clone() });
        }
        let mut total = 0_i32;
        for item in self.items() {
            let found = given.iter().find(|(name, _)| *name == item.name);
            let Some((_, points)) = found else {
                return Err(PointsRefusal::Missing {
                    item: item.name.clone(),
                    most: item.points,
                });
            };
            if *points < Score::ZERO || item.points < *points {
                return Err(PointsRefusal::OutOfRange {
                    item: item.name.clone(),
                    given: *points,
                    most: item.points,
                });
            }
            total = total.saturating_add(points.centi());
        }
        Ok(Score::from_centi(total))
    }

    /// 等级: the best band that the total reaches.
    pub fn grade(&self, total: Score) -> Option<&str> {
        self.bands
            .iter()
            .find(|band| band.from <= total)
            .map(|band| band.name.as_str())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn table() -> PointsTable {
        let item = |name: &str, points| PointItem {
            name: name.into(),
            points: Score::from_centi(points),
        };
        let aspect = |name: &str, items: Vec<PointItem>| Aspect {
            name: name.into(),
            points: Score::from_centi(items.iter().map(|one| one.points.centi()).sum()),
            items,
        };
        let band = |name: &str, from| GradeBand {
            name: name.into(),
            from: Score::from_centi(from),
        };
        PointsTable {
            aspects: vec![
                aspect("完整性", vec![item("规范完整", 4_000), item("明确清晰", 1_000)]),
                aspect("相关性", vec![item("目标相关", 5_000)]),
            ],
            bands: vec![
                band("优", 9_000),
                band("良", 8_000),
                band("中", 6_000),
                band("差", 0),
            ],
        }
    }

    #[track_caller]
    fn check(case: &str) {
        let (given, expected) = case.split_once(" -> ").unwrap();
        let given: Vec<(String, Score)> = given
            .split_whitespace()
            .map(|one| {
                let (name, points) = one.split_once('=').unwrap();
                (name.to_owned(), Score::from_centi(points.parse().unwrap()))
            })
            .collect();
        let table = table();
        let found = match table.total(&given) {
            Ok(total) => format!("{total} {}", table.grade(total).unwrap()),
            Err(refusal) => refusal.to_string().rsplit_once('[').unwrap().1.replace(']', ""),
        };
        assert_eq!(found, expected, "{case}");
    }

    #[test]
    fn points_are_given_for_every_item_within_its_bound() {
        check("规范完整=4000 明确清晰=1000 目标相关=5000 -> 100 优");
        check("规范完整=3000 明确清晰=1000 目标相关=5000 -> 90 优");
        check("规范完整=3000 明确清晰=999 目标相关=5000 -> 89.99 良");
        check("规范完整=1000 明确清晰=0 目标相关=5000 -> 60 中");
        check("规范完整=999 明确清晰=0 目标相关=5000 -> 59.99 差");
        check("规范完整=4001 明确清晰=0 目标相关=0 -> review-points-out-of-range");
        check("规范完整=-1 明确清晰=0 目标相关=0 -> review-points-out-of-range");
        check("规范完整=1 明确清晰=0 -> review-item-missing");
        check("规范完整=1 明确清晰=0 目标相关=0 创新=1 -> review-item-unknown");
    }

    proptest! {
        #[test]
        fn a_total_never_exceeds_the_whole(a in 0_i32..=4_000, b in 0_i32..=1_000, c in 0_i32..=5_000) {
            let given = [("规范完整", a), ("明确清晰", b), ("目标相关", c)]
                .map(|(name, points)| (name.to_owned(), Score::from_centi(points)));
            let total = table().total(&given).unwrap();
            prop_assert_eq!(total, Score::from_centi(a + b + c));
            prop_assert!(table().grade(total).is_some());
        }
    }
}
