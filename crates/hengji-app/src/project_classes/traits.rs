//! 分类要素 (traits) of a project: read for its form, judged and stored with it.

use hengji_domain::id::ProjectId;
use hengji_domain::person::Actor;
use hengji_domain::project_class::{ClassTraits, CriterionKind, CriterionScale};
use hengji_domain::{BudgetYear, Division};
use hengji_store::project_classes;

use crate::app::{App, Step, Tx};
use crate::common::Choice;
use crate::error::{AppError, FieldError};
use crate::projects::ProjectDraft;

/// Most characters of an entry of the list of key work.
const KEY_WORK_MOST: usize = 100;

/// What a project's form offers for classing it; empty lists in a year without rules of classification.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TraitChoices {
    /// Levels under 与区委区政府重点工作相关性.
    pub key_work_levels: Vec<Choice>,
    /// Levels under 部门单位主要职能相关性.
    pub function_levels: Vec<Choice>,
    /// Levels under 项目性质和实施阶段.
    pub stage_levels: Vec<Choice>,
    /// Kinds of rigid spending.
    pub rigid_kinds: Vec<Choice>,
}

impl App {
    /// What the form of a project of the year offers.
    pub fn trait_choices(&self, division: Division, year: BudgetYear) -> TraitChoices {
        let Ok(rules) = self.rules(division, year).class_rules() else {
            return TraitChoices::default();
        };
        let levels = |kind: CriterionKind| -> Vec<Choice> {
            let found = rules.criteria.value.iter().find(|one| one.kind == kind);
            match found.map(|criterion| &criterion.scale) {
                Some(CriterionScale::Levels(levels)) => levels
                    .iter()
                    .map(|level| Choice {
                        code: level.code.clone(),
                        name: format!("{}({} 分)", level.name, level.points),
                    })
                    .collect(),
                _ => Vec::new(),
            }
        };
        TraitChoices {
            key_work_levels: levels(CriterionKind::KeyWork),
            function_levels: levels(CriterionKind::MainFunction),
            stage_levels: levels(CriterionKind::Stage),
            rigid_kinds: rules
                .rigid_kinds
                .value
                .iter()
                .map(|kind| Choice {
                    code: kind.code.clone(),
                    name: kind.name.clone(),
                })
                .collect(),
        }
    }

    /// What a project is classed by, for its form.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for a project that does not exist or is out of sight.
    pub fn class_traits(&self, actor: &Actor, project: ProjectId) -> Result<ClassTraits, AppError> {
        self.viewed_project(actor, project)?;
        self.read(|db| Ok(project_classes::traits_of(db, actor.division, project)?))
            .map(Option::unwrap_or_default)
    }
}

/// Reads the traits of a draft: codes must be those of the year, so that no project is classed by a word that the
/// rules do not know.
pub(crate) fn read(input: &ProjectDraft, choices: &TraitChoices) -> Result<ClassTraits, AppError> {
    let mut errors = Vec::new();
    let mut code = |field: &str, text: &str, known: &[Choice]| {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        if !known.iter().any(|choice| choice.code == text) {
            errors.push(FieldError::new(
                field,
                "class-level-unknown",
                format!("“{text}”不在当年分类规则的档位中,请从列表中选择,或留空。"),
            ));
        }
        Some(text.to_owned())
    };
    let traits = ClassTraits {
        key_work_level: code("key_work_level", &input.key_work_level, &choices.key_work_levels),
        function_level: code("function_level", &input.function_level, &choices.function_levels),
        stage_level: code("stage_level", &input.stage_level, &choices.stage_levels),
        rigid: code("rigid", &input.rigid, &choices.rigid_kinds),
        key_work: Some(input.key_work.trim().to_owned()).filter(|entry| !entry.is_empty()),
    };
    let length = input.key_work.trim().chars().count();
    if KEY_WORK_MOST < length {
        errors.push(FieldError::new(
            "key_work",
            "key-work-too-long",
            format!("重点工作事项不超过 {KEY_WORK_MOST} 个字,现为 {length} 个字。"),
        ));
    }
    if errors.is_empty() {
        Ok(traits)
    } else {
        Err(AppError::Invalid(errors))
    }
}

/// Stores the traits of one project.
pub(crate) fn save(tx: &mut Tx<'_>, project: ProjectId, traits: &ClassTraits) -> Step<()> {
    project_classes::save_traits(tx.db, tx.division, &[(project, traits.clone())])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choices() -> TraitChoices {
        let one = |code: &str| {
            vec![Choice {
                code: code.to_owned(),
                name: code.to_owned(),
            }]
        };
        TraitChoices {
            key_work_levels: one("listed"),
            function_levels: one("core"),
            stage_levels: one("running"),
            rigid_kinds: one("staff"),
        }
    }

    #[test]
    fn traits_are_read_from_the_lists_of_the_year() {
        let draft = ProjectDraft {
            key_work: " 亚运保障 ".into(),
            key_work_level: "listed".into(),
            rigid: "staff".into(),
            ..ProjectDraft::default()
        };
        let traits = read(&draft, &choices()).unwrap();
        assert_eq!(traits.key_work.as_deref(), Some("亚运保障"));
        assert_eq!(traits.rigid.as_deref(), Some("staff"));
        assert_eq!(traits.stage_level, None);
    }

    #[test]
    fn a_level_outside_the_list_is_refused_at_its_field() {
        let draft = ProjectDraft {
            stage_level: "dreamt".into(),
            key_work: "长".repeat(101),
            ..ProjectDraft::default()
        };
        let refused = read(&draft, &choices()).unwrap_err();
        assert_eq!(
            crate::stage::codes(&refused),
            "stage_level:class-level-unknown key_work:key-work-too-long"
        );
        let without_rules = read(&draft, &TraitChoices::default());
        assert!(without_rules.is_err());
    }
}
