//! 指标库 (indicator library): its tree of categories, where an indicator stands in the taxonomy of a year, and how
//! a line drifted from the indicator it was taken from.

use crate::rule::{Dated, FirstLevel, GoalFrame, SecondLevel};
use crate::value::{Comparator, TargetValue};

/// Which half of the library an indicator belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Branch {
    /// 共性指标: for projects that any department may have.
    Common,
    /// 个性指标: of one line of business (分行业、分领域).
    Specific,
}

impl Branch {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Common, Self::Specific];

    /// The stable identifier in rules, storage and addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Common => "common",
            Self::Specific => "specific",
        }
    }

    /// The branch with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|branch| branch.code() == code)
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Common => "共性指标",
            Self::Specific => "个性指标",
        }
    }
}

/// 项目类别 (category): a group (大类) or one of its kinds (小类).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// Stable code, e.g. `A01`.
    pub code: String,
    /// Printed name.
    pub name: String,
    /// Its half of the library.
    pub branch: Branch,
    /// Code of its group; none for a group.
    pub group: Option<String>,
}

/// 年度衔接: indicators of a class that left the taxonomy stand in another class since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassMove {
    /// Key of the class that is no more, e.g. `output.cost`.
    pub from: String,
    /// Key of the class that took its indicators over.
    pub to: String,
}

/// What the rules of a year say about the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LibraryRules {
    /// The tree in printed order, each group before its kinds.
    pub categories: Vec<Category>,
    /// Moves of classes in force in the year.
    pub class_moves: Vec<ClassMove>,
    /// 指标值设定依据.
    pub value_bases: Vec<String>,
    /// 完成值取值方式.
    pub obtained_by: Vec<String>,
    /// 赋分规则.
    pub scoring_kinds: Vec<String>,
    /// Lines of a goal that must come from core indicators before its project counts as covered.
    pub coverage_lines_min: Dated<u32>,
}

impl LibraryRules {
    /// The group or kind with this code.
    pub fn category(&self, code: &str) -> Option<&Category> {
        self.categories.iter().find(|category| category.code == code)
    }

    /// The kind (小类) with this code: indicators belong to kinds, not to groups.
    pub fn kind(&self, code: &str) -> Option<&Category> {
        self.category(code).filter(|category| category.group.is_some())
    }

    /// The codes of a kind, or of every kind of a group.
    pub fn kinds_of<'a>(&'a self, code: &'a str) -> impl Iterator<Item = &'a str> {
        self.categories
            .iter()
            .filter(move |one| {
                one.group.is_some() && (one.code == code || one.group.as_deref() == Some(code))
            })
            .map(|one| one.code.as_str())
    }

    /// The codes of every kind of a branch.
    pub fn kinds_in(&self, branch: Branch) -> impl Iterator<Item = &str> {
        self.categories
            .iter()
            .filter(move |one| one.group.is_some() && one.branch == branch)
            .map(|one| one.code.as_str())
    }

    /// Where an indicator of a class stands in the frame: in that class, or in the one that took it over.
    pub fn place<'a>(&self, frame: &'a GoalFrame, key: &str) -> Option<(&'a FirstLevel, &'a SecondLevel)> {
        class(frame, key).or_else(|| {
            let moved = self.class_moves.iter().find(|one| one.from == key)?;
            class(frame, &moved.to)
        })
    }
}

fn class<'a>(frame: &'a GoalFrame, key: &str) -> Option<(&'a FirstLevel, &'a SecondLevel)> {
    frame.first_levels.iter().find_map(|level1| {
        let level2 = level1.second_levels.iter().find(|level2| level2.key == key)?;
        Some((level1, level2))
    })
}

/// Units that an indicator may be counted in are written in one text, e.g. `台、套、件`.
pub const UNIT_SEPARATOR: &str = "、";

/// What a unit changed on a line that it had taken from the library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Drift {
    /// 指标名称.
    Name,
    /// 比较符.
    Comparator,
    /// 计量单位.
    Unit,
}

impl Drift {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Name, Self::Comparator, Self::Unit];

    /// The stable identifier.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Comparator => "comparator",
            Self::Unit => "unit",
        }
    }

    /// The drift with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|drift| drift.code() == code)
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Name => "指标名称",
            Self::Comparator => "比较符",
            Self::Unit => "计量单位",
        }
    }
}

/// What the library says of an indicator, as far as a line can drift from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Original<'a> {
    /// 三级指标.
    pub name: &'a str,
    /// 比较符; none for a qualitative indicator.
    pub comparator: Option<Comparator>,
    /// 计量单位, one or several.
    pub unit: Option<&'a str>,
}

/// How a line differs from its indicator. What a line leaves open (no sign, no unit) is no change: the library's
/// word then still holds.
pub fn drift(original: &Original<'_>, level3: &str, target: &TargetValue) -> Vec<Drift> {
    let differs = |drift: &Drift| match drift {
        Drift::Name => level3 != original.name,
        Drift::Comparator => match (original.comparator, target.comparator) {
            (Some(theirs), Some(ours)) => theirs != ours,
            _ => false,
        },
        Drift::Unit => match (original.unit, target.unit.as_deref()) {
            (Some(units), Some(unit)) => !units.split(UNIT_SEPARATOR).any(|one| one == unit),
            _ => false,
        },
    };
    Drift::ALL.into_iter().filter(differs).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::read::read_target;

    /// `level3 target -> drifts`, against 购置设备数量 ≥ 台、套.
    fn check(case: &str) {
        let (given, expected) = case.split_once("->").unwrap();
        let (level3, target) = given.trim().split_once(' ').unwrap_or((given.trim(), ""));
        let original = Original {
            name: "购置设备数量",
            comparator: Some(Comparator::AtLeast),
            unit: Some("台、套"),
        };
        let found = drift(&original, level3, &read_target(target.trim()));
        let codes: Vec<&str> = found.into_iter().map(Drift::code).collect();
        assert_eq!(codes.join(" "), expected.trim(), "{case}");
    }

    #[test]
    fn a_line_drifts_by_what_it_says_otherwise_and_not_by_what_it_leaves_open() {
        check("购置设备数量 ≥50台 ->");
        check("购置设备数量 ≥50套 ->");
        check("购置设备数量 50 ->");
        check("购置设备数量 ->");
        check("购置车辆数量 ≥50台 -> name");
        check("购置设备数量 ≤50台 -> comparator");
        check("购置设备数量 ≥50辆 -> unit");
        check("购置车辆数量 =5辆 -> name comparator unit");
    }

    #[test]
    fn codes_of_branches_and_drifts_are_found_again() {
        for branch in Branch::ALL {
            assert_eq!(Branch::from_code(branch.code()), Some(branch));
        }
        for drift in Drift::ALL {
            assert_eq!(Drift::from_code(drift.code()), Some(drift));
        }
        assert_eq!((Branch::from_code("x"), Drift::from_code("x")), (None, None));
    }
}
