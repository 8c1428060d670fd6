//! The one decision: may this actor do this to that?

use hengji_domain::person::{Actor, Grant, Role};

use crate::action::{Action, Target};
use crate::reach::{Reach, reach_of};
use crate::resource::{Place, Resource, Standing};

/// The answer, with the rule that gave it and why in Chinese.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Whether it may be done.
    pub allow: bool,
    /// The stable name of the rule that decided.
    pub rule: &'static str,
    /// Why, for the audit chain and the person refused.
    pub why: String,
}

impl Decision {
    fn allowed(rule: &'static str, why: impl Into<String>) -> Self {
        Self {
            allow: true,
            rule,
            why: why.into(),
        }
    }

    fn refused(rule: &'static str, why: impl Into<String>) -> Self {
        Self {
            allow: false,
            rule,
            why: why.into(),
        }
    }
}

/// Whether `actor` may do `action` to `resource`.
pub fn decide(actor: &Actor, action: Action, resource: &Resource) -> Decision {
    if resource
        .division()
        .is_some_and(|division| division != actor.division)
    {
        return Decision::refused("another-division", "该数据不属于您当前办理的区划。");
    }
    match action.target() {
        Target::OwnAccount => own_account(actor, resource),
        Target::Accounts => accounts(actor, action, resource),
        Target::Division => by_role(actor, action),
        Target::Place => at_place(actor, action, resource),
    }
}

fn own_account(actor: &Actor, resource: &Resource) -> Decision {
    match resource {
        Resource::Own(user) if *user != actor.user => {
            Decision::refused("own-account-only", "只能操作自己的账户。")
        }
        _ => Decision::allowed("own-account", "本人账户"),
    }
}

fn accounts(actor: &Actor, action: Action, resource: &Resource) -> Decision {
    let on_self = matches!(resource, Resource::Accounts { user: Some(user), .. } if *user == actor.user);
    if on_self && matches!(action, Action::GrantRole | Action::RevokeRole) {
        return Decision::refused(
            "no-self-grant",
            "不能给自己授予或收回角色,请由另一名安全管理员办理。",
        );
    }
    by_role(actor, action)
}

fn by_role(actor: &Actor, action: Action) -> Decision {
    match actor
        .grants
        .iter()
        .find(|grant| action.roles().contains(&grant.role))
    {
        Some(grant) => Decision::allowed("role", grant.role.name()),
        // Somebody just created holds no role yet and may still look at what everybody may see.
        None if action.roles().len() == Role::ALL.len() => Decision::allowed("anybody", "所有用户"),
        None => not_held(action),
    }
}

fn at_place(actor: &Actor, action: Action, resource: &Resource) -> Decision {
    let Some(place) = resource.place() else {
        return Decision::refused("not-at-a-place", format!("“{}”须指明单位。", action.name()));
    };
    if !actor
        .grants
        .iter()
        .any(|grant| action.roles().contains(&grant.role))
    {
        return not_held(action);
    }
    let concluded = resource.is_concluded();
    let near: Vec<Role> = actor
        .grants
        .iter()
        .filter(|grant| action.roles().contains(&grant.role))
        .filter(|grant| match resource {
            Resource::ExAnteEvaluation { .. } => reaches_evaluation(actor, action, grant, resource),
            Resource::Evaluation { institutions, .. } if grant.role == Role::ThirdParty => {
                institutions.contains(&grant.unit)
            }
            _ => reaches(grant, place, concluded),
        })
        .map(|grant| grant.role)
        .collect();
    match near.first() {
        None => Decision::refused("out-of-reach", "该单位不在您的管理范围内。"),
        Some(_) if action.is_review() => review(actor, &near, resource),
        Some(_) if passes_evaluation(action) => step_of_evaluation(actor, &near, resource),
        Some(role) => Decision::allowed("role-and-reach", role.name()),
    }
}

/// A review belongs to the role of the current step, and to fresh eyes.
fn review(actor: &Actor, near: &[Role], resource: &Resource) -> Decision {
    let Resource::Sheet { standing, .. } = resource else {
        return Decision::refused("not-a-sheet", "只有表可以审核。");
    };
    match standing {
        Standing::Waiting { role, .. } if !near.contains(role) => Decision::refused(
            "step-of-another-role",
            format!("现在由{}办理,您的角色不能办理。", role.name()),
        ),
        Standing::Waiting { hands, .. } if hands.contains(&actor.user) => Decision::refused(
            "four-eyes",
            "您已在本版次的其他环节签字,同一人不能在同一版次办理两个环节,请由他人办理。",
        ),
        Standing::Waiting { role, .. } => Decision::allowed("step-role", role.name()),
        // The workflow refuses these with its own words; rights have nothing to add.
        Standing::WithUnit | Standing::Concluded => Decision::allowed("left-to-workflow", "由流程判断"),
    }
}

/// Whether the action passes a step of an ex-ante evaluation on, or back.
const fn passes_evaluation(action: Action) -> bool {
    matches!(
        action,
        Action::ApproveExAnteEvaluation | Action::ReturnExAnteEvaluation | Action::ConcludeExAnteEvaluation
    )
}

/// Reach at an ex-ante evaluation: a department looks at what its units ask for and acts where it leads; an expert
/// reaches what they are invited to.
fn reaches_evaluation(actor: &Actor, action: Action, grant: &Grant, resource: &Resource) -> bool {
    let Resource::ExAnteEvaluation {
        place, lead, experts, ..
    } = resource
    else {
        return false;
    };
    match grant.role {
        Role::DepartmentReviewer => {
            let looks = action == Action::ViewExAnteEvaluation && grant.unit == place.department;
            looks || grant.unit == *lead
        }
        Role::ThirdParty => experts.contains(&actor.user),
        _ => reaches(grant, place, resource.is_concluded()),
    }
}

/// A step belongs to its role. The lead takes several in a row; whoever agrees to its conclusion is somebody else.
fn step_of_evaluation(actor: &Actor, near: &[Role], resource: &Resource) -> Decision {
    let Resource::ExAnteEvaluation { standing, .. } = resource else {
        return Decision::refused("not-an-evaluation", "该表不是事前绩效评估。");
    };
    match standing {
        Standing::Waiting { role, .. } if !near.contains(role) => Decision::refused(
            "step-of-another-role",
            format!("现在由{}办理,您的角色不能办理。", role.name()),
        ),
        Standing::Waiting { role, hands }
            if *role != Role::DepartmentReviewer && hands.contains(&actor.user) =>
        {
            Decision::refused(
                "four-eyes",
                "您已在本版次的其他环节签字,同一人不能既形成结论又审定结论,请由他人办理。",
            )
        }
        Standing::Waiting { role, .. } => Decision::allowed("step-role", role.name()),
        Standing::WithUnit | Standing::Concluded => Decision::allowed("left-to-workflow", "由流程判断"),
    }
}

fn reaches(grant: &Grant, place: &Place, concluded: bool) -> bool {
    match reach_of(grant.role) {
        Reach::OwnUnit => grant.unit == place.unit,
        Reach::Department => grant.unit == place.department,
        Reach::BudgetDivision => place.budget_division == Some(grant.unit),
        Reach::Division => true,
        Reach::Concluded => concluded,
        Reach::Nothing => false,
    }
}

fn not_held(action: Action) -> Decision {
    let names: Vec<&str> = action.roles().iter().map(|role| role.name()).collect();
    let why = if names.is_empty() {
        format!("“{}”只能由运维人员在服务器上办理。", action.name())
    } else {
        format!("“{}”由{}办理,您没有相应角色。", action.name(), names.join("、"))
    };
    Decision::refused("role-not-held", why)
}

#[cfg(test)]
mod tests;
