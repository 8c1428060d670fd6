//! 抽取规则 (draw rule): what share of which groups is drawn, and whether large projects are drawn more often.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::error::DrawError;
use super::frame::{Frame, check_text};

/// The rule of a draw, published together with the frame hash before the start value is known.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Rule {
    /// How units are chosen within a stratum.
    pub selection: Selection,
    /// The groups that are drawn from separately.
    pub strata: Strata,
    /// Share of the number of units of each stratum, in basis points (1000 is 10 %).
    pub share_bp: u32,
    /// At least so many of each stratum, or all where there are fewer.
    pub least: usize,
    /// What happens to a fraction of a unit.
    pub rounding: Rounding,
    /// The number drawn in all; what the shares leave over goes where amounts vary most (Neyman). Absent: as the
    /// shares give.
    pub total: Option<usize>,
}

/// How units are chosen within a stratum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Selection {
    /// 等概率. The smallest tickets.
    Equal,
    /// 按金额. Inclusion probability in proportion to the amount (Pareto order sampling).
    Proportional,
}

/// What happens to a fraction of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// Upwards, so that no stratum is below its share.
    Up,
    /// To the nearest whole unit, a half upwards; a stratum may be a little below its share.
    Nearest,
}

/// The groups that are drawn from separately.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strata {
    /// The whole list is one group.
    Whole,
    /// Each department is a group, some of them merged.
    Departments(Vec<Merged>),
}

/// Departments that count as one group.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Merged {
    /// The name of the group.
    pub name: String,
    /// Its departments.
    pub departments: Vec<String>,
}

/// The name of the only stratum of [`Strata::Whole`].
pub const WHOLE: &str = "全部";

impl Rule {
    /// Checks what can be checked without a list.
    ///
    /// # Errors
    ///
    /// [`DrawError`] for a share above the whole, a department merged twice, and names that cannot be hashed.
    pub fn check(&self) -> Result<(), DrawError> {
        if self.share_bp > 10_000 {
            return Err(DrawError::ShareRange { share: self.share_bp });
        }
        let Strata::Departments(groups) = &self.strata else {
            return Ok(());
        };
        let mut group_of: BTreeMap<&str, &str> = BTreeMap::new();
        for group in groups {
            check_text(&group.name, "合并组名称", || "抽取规则".to_owned())?;
            for department in &group.departments {
                check_text(department, "部门", || format!("合并组“{}”", group.name))?;
                if let Some(first) = group_of.insert(department, &group.name) {
                    return Err(DrawError::MergedTwice {
                        department: department.clone(),
                        first: first.to_owned(),
                        second: group.name.clone(),
                    });
                }
            }
        }
        Ok(())
    }

    /// The share of a number of units, rounded as the rule says, at least the minimum and at most all of them.
    pub(crate) fn share_of(&self, population: usize) -> usize {
        let parts = u128::from(self.share_bp) * u128::try_from(population).unwrap_or(u128::MAX >> 32);
        let whole = match self.rounding {
            Rounding::Up => parts.div_ceil(10_000),
            Rounding::Nearest => (parts + 5_000) / 10_000,
        };
        usize::try_from(whole)
            .unwrap_or(population)
            .max(self.least)
            .min(population)
    }

    /// The strata in the order of their names, each with the positions of its units in the frame.
    pub(crate) fn strata_of<'a>(
        &'a self,
        frame: &'a Frame,
    ) -> Result<BTreeMap<&'a str, Vec<usize>>, DrawError> {
        let Strata::Departments(groups) = &self.strata else {
            return Ok(BTreeMap::from([(WHOLE, (0..frame.units().len()).collect())]));
        };
        let group_of: HashMap<&str, &str> = groups
            .iter()
            .flat_map(|group| {
                group
                    .departments
                    .iter()
                    .map(|name| (name.as_str(), group.name.as_str()))
            })
            .collect();
        let names: HashSet<&str> = groups.iter().map(|group| group.name.as_str()).collect();
        let mut strata: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, unit) in frame.units().iter().enumerate() {
            let department = unit.department.as_str();
            let group = group_of.get(department).copied();
            if group.is_none() && names.contains(department) {
                return Err(DrawError::MergedName {
                    group: department.to_owned(),
                });
            }
            strata.entry(group.unwrap_or(department)).or_default().push(at);
        }
        Ok(strata.into_iter().collect())
    }
}
