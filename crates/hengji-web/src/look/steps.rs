//! The steps bar: where a sheet stands in its approval chain.

use maud::{Markup, html};

/// How one step looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StepLook {
    /// Passed.
    Done,
    /// Must act now.
    Now,
    /// It returned the sheet.
    Back,
    /// Still to come.
    Ahead,
}

/// One step with what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) name: String,
    pub(crate) look: StepLook,
    /// Who acted and when, or who must act.
    pub(crate) note: String,
}

/// The bar. The words beside the colours let a screen reader tell the steps apart.
pub(crate) fn steps_bar(steps: &[Step]) -> Markup {
    html! {
        ol class="steps" aria-label="流程" {
            @for (i, step) in steps.iter().enumerate() {
                @let (class, words) = match step.look {
                    StepLook::Done => ("done", "已办"),
                    StepLook::Now => ("now", "正在办理"),
                    StepLook::Back => ("back", "已退回"),
                    StepLook::Ahead => ("", "未到"),
                };
                li class=(class) data-n=(i + 1) aria-current=[(step.look == StepLook::Now).then_some("step")] {
                    span class="sr" { (words) " " }
                    (step.name)
                    @if !step.note.is_empty() { small { (step.note) } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_step_that_must_act_is_marked_for_eyes_and_readers() {
        let step = |name: &str, look| Step {
            name: name.into(),
            look,
            note: String::new(),
        };
        let shown = steps_bar(&[
            step("填报", StepLook::Done),
            step("单位财务会签", StepLook::Now),
            step("批复下达", StepLook::Ahead),
        ])
        .into_string();
        assert_eq!(shown.matches("aria-current=\"step\"").count(), 1);
        assert!(shown.contains("正在办理"));
        assert!(shown.contains("data-n=\"3\""));
    }
}
