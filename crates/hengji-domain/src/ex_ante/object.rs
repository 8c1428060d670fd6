//! 评估对象 (objects): which projects and policies must be evaluated before money is asked for, and who leads.

use crate::Money;
use crate::project::{Project, ProjectNature, ProjectType};

/// What is evaluated: a project or a policy; each has its own list of materials.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SubjectKind {
    /// 项目.
    Project,
    /// 政策.
    Policy,
}

impl SubjectKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Project, Self::Policy];

    /// The stable identifier in rules and storage.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Project => "project",
            Self::Policy => "policy",
        }
    }

    /// The kind with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Project => "项目",
            Self::Policy => "政策",
        }
    }
}

/// 评估类别 (category): decides who leads the evaluation, e.g. 政府投资 is led by 发改局.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// Stable code, e.g. `government_investment`.
    pub code: String,
    /// The printed name.
    pub name: String,
    /// Whether what falls under it is a project or a policy.
    pub kind: SubjectKind,
    /// Words in a project's name that place it here; the category without words takes what is left.
    pub words: Vec<String>,
    /// Words of which the name of the unit that leads has one; without them the project's own department leads.
    pub lead: Vec<String>,
}

/// 纳入条件 (criterion): what meets all of it is on the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectCriterion {
    /// Stable code.
    pub code: String,
    /// The printed name, e.g. 新增重大项目.
    pub name: String,
    /// Codes of the categories it speaks of; empty for all.
    pub categories: Vec<String>,
    /// Natures it speaks of; empty for all.
    pub natures: Vec<ProjectNature>,
    /// Types it speaks of; empty for all.
    pub types: Vec<ProjectType>,
    /// From this amount on, included.
    pub amount_from: Money,
}

/// The category of a project by its name: the first with a fitting word, else the one without words.
pub fn categorise<'a>(categories: &'a [Category], name: &str) -> Option<&'a Category> {
    let fits = |category: &&Category| category.words.iter().any(|word| name.contains(word.as_str()));
    categories
        .iter()
        .find(fits)
        .or_else(|| categories.iter().find(|category| category.words.is_empty()))
}

impl ObjectCriterion {
    /// Whether something of this category, nature, type and amount meets it.
    pub fn is_met(
        &self,
        category: &Category,
        nature: ProjectNature,
        project_type: ProjectType,
        total: Money,
    ) -> bool {
        (self.categories.is_empty() || self.categories.contains(&category.code))
            && (self.natures.is_empty() || self.natures.contains(&nature))
            && (self.types.is_empty() || self.types.contains(&project_type))
            && self.amount_from <= total
    }

    /// Why the project is on the list by this criterion, in words with its numbers; none where it is not.
    pub fn reason(&self, project: &Project, category: &Category) -> Option<String> {
        let total = project.funding.total()?;
        let meets = self.is_met(category, project.nature, project.project_type, total);
        meets.then(|| {
            format!(
                "{}:{}、{},{} 万元,达到 {} 万元起点",
                self.name,
                project.nature.name(),
                category.name,
                total,
                self.amount_from
            )
        })
    }
}

/// Every reason for which the project is on the list; none of them means that it is not.
pub fn reasons(criteria: &[ObjectCriterion], project: &Project, category: &Category) -> Vec<String> {
    criteria
        .iter()
        .filter_map(|criterion| criterion.reason(project, category))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{ProjectId, UnitId};
    use crate::project::FundingBySource;
    use crate::{BudgetYear, Timestamp};

    fn category(code: &str, words: &[&str]) -> Category {
        Category {
            code: code.into(),
            name: code.into(),
            kind: SubjectKind::Project,
            words: words.iter().map(|word| (*word).to_owned()).collect(),
            lead: vec![],
        }
    }

    fn project(name: &str, nature: ProjectNature, yuan: i64) -> Project {
        let at = Timestamp::from_micros(0);
        Project {
            id: ProjectId::new(at, [1; 10]),
            year: BudgetYear::new(2021).unwrap(),
            code: "P1".into(),
            name: name.into(),
            unit: UnitId::new(at, [2; 10]),
            department: UnitId::new(at, [2; 10]),
            project_type: ProjectType::Specific,
            nature,
            funding: FundingBySource {
                fiscal: Money::from_fen(yuan * 100),
                ..FundingBySource::default()
            },
            version: 1,
        }
    }

    fn criterion() -> ObjectCriterion {
        ObjectCriterion {
            code: "new".into(),
            name: "新增重大项目".into(),
            categories: vec![],
            natures: vec![ProjectNature::New],
            types: vec![ProjectType::Specific],
            amount_from: Money::from_fen(500_000_000),
        }
    }

    #[test]
    fn a_name_finds_its_category_and_the_rest_falls_to_the_one_without_words() {
        let all = [
            category("information", &["系统", "平台"]),
            category("government_investment", &["改造", "建设"]),
            category("other", &[]),
        ];
        for (name, code) in [
            ("智慧平台建设", "information"),
            ("积水点改造", "government_investment"),
            ("课题研究", "other"),
        ] {
            assert_eq!(categorise(&all, name).unwrap().code, code, "{name}");
        }
        assert_eq!(categorise(&[], "课题研究"), None);
    }

    #[test]
    fn a_criterion_is_met_from_its_very_amount_on_and_says_its_numbers() {
        let other = category("other", &[]);
        let of = |nature, yuan| criterion().reason(&project("桥梁加固", nature, yuan), &other);
        assert_eq!(of(ProjectNature::New, 4_999_999), None);
        assert_eq!(of(ProjectNature::Continued, 6_000_000), None);
        assert_eq!(
            of(ProjectNature::New, 5_000_000).unwrap(),
            "新增重大项目:新增、other,500 万元,达到 500 万元起点"
        );
    }

    #[test]
    fn a_criterion_for_one_category_leaves_the_others_alone() {
        let only = ObjectCriterion {
            categories: vec!["information".into()],
            ..criterion()
        };
        let new = project("x", ProjectNature::New, 9_000_000);
        assert_eq!(
            reasons(std::slice::from_ref(&only), &new, &category("other", &[])),
            Vec::<String>::new()
        );
        assert_eq!(
            reasons(&[only, criterion()], &new, &category("information", &[])).len(),
            2
        );
    }
}
