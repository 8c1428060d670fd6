//! Where a sheet stands, in words: the same in lists, on pages and in the API.

use hengji_domain::rule::Chain;
use hengji_domain::sheet::SheetKind;
use hengji_domain::workflow::SheetState;

use crate::sheets::view::StateTag;

/// The tag of a state under the chain in force.
pub(crate) fn tag(kind: SheetKind, state: &SheetState, chain: Option<&Chain>) -> StateTag {
    let step = chain.and_then(|chain| chain.current(state).ok().flatten());
    let name = match state {
        SheetState::Draft => "编报中".to_owned(),
        SheetState::Returned { .. } => "退回修改".to_owned(),
        SheetState::Concluded { .. } => kind.concluded_name().to_owned(),
        SheetState::InReview { step: index, .. } => {
            step.map_or_else(|| format!("第 {index} 环节"), |step| step.name.clone())
        }
    };
    StateTag {
        code: state.code(),
        name,
        role_name: step.map(|step| step.role.name()),
    }
}

#[cfg(test)]
mod tests {
    use hengji_domain::Timestamp;
    use hengji_domain::person::Role;
    use hengji_domain::rule::ChainStep;

    use super::*;

    fn chain() -> Chain {
        let step = |code: &str, name: &str, role| ChainStep {
            code: code.into(),
            name: name.into(),
            role,
            may_return: true,
        };
        Chain {
            steps: vec![
                step("prepare", "填报", Role::UnitClerk),
                step("finance_sign", "单位财务会签", Role::UnitFinance),
            ],
        }
    }

    #[test]
    fn a_tag_names_the_step_and_who_acts() {
        let at = Timestamp::from_micros(0);
        let shown = |state: SheetState, kind| {
            let tag = tag(kind, &state, Some(&chain()));
            format!("{} {} {}", tag.code, tag.name, tag.role_name.unwrap_or("-"))
        };
        assert_eq!(
            shown(SheetState::Draft, SheetKind::Goal),
            "draft 编报中 单位业务经办"
        );
        assert_eq!(
            shown(SheetState::InReview { step: 1, since: at }, SheetKind::Goal),
            "in_review 单位财务会签 单位财务经办"
        );
        assert_eq!(
            shown(SheetState::Returned { from_step: 1, at }, SheetKind::Goal),
            "returned 退回修改 单位业务经办"
        );
        assert_eq!(
            shown(SheetState::Concluded { at }, SheetKind::SelfEvaluation),
            "concluded 已审定 -"
        );
        assert_eq!(
            shown(SheetState::InReview { step: 7, since: at }, SheetKind::Goal),
            "in_review 第 7 环节 -"
        );
    }
}
