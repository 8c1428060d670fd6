//! An opinion in words: the reason as the closed list prints it, the step by its name.

use hengji_domain::rule::{Chain, ReviewReason};
use hengji_store::opinions::Opinion;

use super::view::OpinionView;
use crate::common::Hand;

/// The opinion for a page.
pub(crate) fn opinion_view(
    opinion: &Opinion,
    chain: Option<&Chain>,
    reasons: &[ReviewReason],
) -> OpinionView {
    OpinionView {
        edition: opinion.edition,
        line: opinion.line,
        reason: opinion
            .reason
            .as_deref()
            .map(|code| reason_name(code, reasons))
            .unwrap_or_default(),
        text: opinion.words.clone(),
        step: step_name(chain, opinion.step),
        hand: Hand {
            name: opinion.author_name.clone(),
            at: opinion.made_at,
        },
    }
}

/// A reason that has left the list since is shown by its code: what was said is not hidden.
fn reason_name(code: &str, reasons: &[ReviewReason]) -> String {
    reasons
        .iter()
        .find(|reason| reason.code == code)
        .map_or_else(|| code.to_owned(), |reason| reason.name.clone())
}

/// The printed name of a step.
pub(crate) fn step_name(chain: Option<&Chain>, step: u32) -> String {
    let index = usize::try_from(step).unwrap_or(usize::MAX);
    chain
        .and_then(|chain| chain.steps.get(index))
        .map_or_else(|| format!("第 {step} 环节"), |step| step.name.clone())
}

#[cfg(test)]
mod tests {
    use hengji_domain::Timestamp;
    use hengji_domain::id::{OpinionId, SheetId, UserId};
    use hengji_domain::person::Role;
    use hengji_domain::rule::ChainStep;
    use hengji_store::opinions::Verdict;

    use super::*;

    #[test]
    fn an_opinion_is_told_in_the_words_of_the_rules() {
        let at = Timestamp::from_micros(0);
        let chain = Chain {
            steps: vec![ChainStep {
                code: "prepare".into(),
                name: "单位业务填报".into(),
                role: Role::UnitClerk,
                may_return: false,
            }],
        };
        let reasons = [ReviewReason {
            code: "not-quantified".into(),
            name: "不够细化量化".into(),
            needs_text: false,
        }];
        let shown = |step, reason: &str| {
            let opinion = Opinion {
                id: OpinionId::new(at, [0; 10]),
                sheet: SheetId::new(at, [0; 10]),
                edition: 1,
                step,
                verdict: Verdict::Returned,
                line: None,
                reason: Some(reason.into()),
                words: "请量化".into(),
                author: UserId::new(at, [0; 10]),
                author_name: "绩效科".into(),
                made_at: at,
            };
            let view = opinion_view(&opinion, Some(&chain), &reasons);
            format!("{} {} {} {}", view.step, view.reason, view.text, view.hand.name)
        };
        assert_eq!(
            shown(0, "not-quantified"),
            "单位业务填报 不够细化量化 请量化 绩效科"
        );
        assert_eq!(
            shown(7, "no-longer-listed"),
            "第 7 环节 no-longer-listed 请量化 绩效科"
        );
    }
}
