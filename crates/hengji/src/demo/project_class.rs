//! What the projects of the demonstration are classed by, and who made its catalogues.

use hengji_app::project_classes::seed::{SeedAdjustment, SeedCatalogue, SeedHand};
use hengji_domain::id::{ProjectId, UserId};
use hengji_domain::person::Role;
use hengji_domain::project::{Project, ProjectNature, ProjectType};
use hengji_domain::project_class::{ClassRules, ClassTraits, CriterionKind, CriterionScale, ProjectClass};
use hengji_domain::{BudgetYear, Timestamp};

use super::calendar;
use super::draw::Draw;

const TOPIC_CLASS: u64 = 3_000_000;
/// Every so many-th project is moved by hand.
const MOVED_EACH: usize = 173;
/// The key work that projects of the demonstration serve; invented like everything in it.
const KEY_WORK: [&str; 5] = [
    "民生实事:老旧小区改造",
    "亚运环境整治提升",
    "营商环境优化提升",
    "数字化改革",
    "美丽河湖建设",
];

/// What a project is classed by. A few lack a level, because a district never has every field filled.
pub(crate) fn traits(project: &Project, rules: &ClassRules, start: u64, index: u64) -> ClassTraits {
    let topic = TOPIC_CLASS + u64::from(project.year.get());
    let mut draw = Draw::branch(start, topic, index);
    let is_running = project.project_type == ProjectType::Running;
    let key_work = if is_running {
        [0, 2, 18, 80]
    } else {
        [14, 22, 34, 30]
    };
    let function = if is_running { [5, 25, 70] } else { [48, 42, 10] };
    let stage = match (is_running, project.nature) {
        (true, _) => [0, 10, 0, 90],
        (false, ProjectNature::New) => [92, 8, 0, 0],
        (false, ProjectNature::Continued) => [0, 72, 16, 12],
    };
    let mut level = |kind, weights: &[u64]| {
        let chosen = draw.weighted(weights);
        if draw.chance(12) {
            return None;
        }
        code(rules, kind, chosen)
    };
    let key_work_level = level(CriterionKind::KeyWork, &key_work);
    let function_level = level(CriterionKind::MainFunction, &function);
    let stage_level = level(CriterionKind::Stage, &stage);
    let first = code(rules, CriterionKind::KeyWork, 0);
    let is_listed = key_work_level.is_some() && key_work_level == first;
    let entry = draw.pick(&KEY_WORK).map(|entry| (*entry).to_owned());
    let kinds = &rules.rigid_kinds.value;
    let rigid = draw.pick(kinds).map(|kind| kind.code.clone());
    ClassTraits {
        key_work: entry.filter(|_| is_listed),
        key_work_level,
        function_level,
        stage_level,
        rigid: rigid.filter(|_| draw.chance(45)),
    }
}

/// The code of the level at this place of a criterion's scale.
fn code(rules: &ClassRules, kind: CriterionKind, place: usize) -> Option<String> {
    let criterion = rules.criteria.value.iter().find(|one| one.kind == kind)?;
    match &criterion.scale {
        CriterionScale::Levels(levels) => levels.get(place).map(|level| level.code.clone()),
        CriterionScale::Bands(_) => None,
    }
}

/// The catalogue of a year: made in November of the year before, approved in December where it is frozen.
pub(crate) fn catalogue(
    year: BudgetYear,
    projects: &[ProjectId],
    hands: &[(Role, UserId, String)],
    is_frozen: bool,
    start: u64,
) -> Option<SeedCatalogue> {
    let mut draw = Draw::branch(start, TOPIC_CLASS, u64::from(year.get()));
    let before = year.get() - 1;
    let mut hand = |role: Role, month, days| {
        let (_, user, name) = hands.iter().find(|(one, _, _)| *one == role)?;
        let on = calendar::days_after(calendar::first_of(before, month), days);
        let at: Timestamp = calendar::office_hour(&mut draw, on);
        Some(SeedHand {
            user: *user,
            name: name.clone(),
            at,
        })
    };
    let proposed = hand(Role::PerformanceReviewer, 11, 12)?;
    let (submitted, approved) = if is_frozen {
        (
            Some(hand(Role::PerformanceReviewer, 11, 16)?),
            Some(hand(Role::BureauLeader, 12, 2)?),
        )
    } else {
        (None, None)
    };
    Some(SeedCatalogue {
        year,
        proposed,
        adjustments: adjustments(projects),
        submitted,
        approved,
    })
}

fn adjustments(projects: &[ProjectId]) -> Vec<SeedAdjustment> {
    let reasons = [
        (ProjectClass::A, "列入当年区委区政府督办事项,按重点项目管理。"),
        (ProjectClass::B, "上年抽评得分偏低,提高管理等级。"),
        (ProjectClass::C, "实施内容已基本完成,本年只有尾款结算。"),
    ];
    projects
        .iter()
        .step_by(MOVED_EACH)
        .zip(reasons.iter().cycle())
        .map(|(project, (to, reason))| SeedAdjustment {
            project: *project,
            to: *to,
            reason: (*reason).to_owned(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use hengji_rules::RuleBook;

    use super::*;

    #[test]
    fn levels_are_those_of_the_rules() {
        let rules = RuleBook::embedded()
            .unwrap()
            .at("330199".parse().unwrap(), "2020".parse().unwrap())
            .class_rules()
            .unwrap();
        assert_eq!(code(&rules, CriterionKind::KeyWork, 0).as_deref(), Some("listed"));
        assert_eq!(code(&rules, CriterionKind::Stage, 9), None);
        assert_eq!(code(&rules, CriterionKind::Amount, 0), None);
    }

    #[test]
    fn a_few_projects_are_moved_with_a_reason_each() {
        let at = Timestamp::from_micros(0);
        let projects: Vec<ProjectId> = (0..200).map(|n| ProjectId::new(at, [n; 10])).collect();
        let moved = adjustments(&projects);
        assert_eq!(moved.len(), 2);
        assert!(moved.iter().all(|one| !one.reason.is_empty()));
    }
}
