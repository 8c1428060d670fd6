//! Form fields with label, hint and error, and the summary of errors that links to them.

use maud::{Markup, html};

/// Something wrong with what was posted: the field's id on the page and the words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    /// Id of the control; empty where the whole page is meant.
    pub(crate) field: String,
    /// What is wrong and how to mend it, with its code.
    pub(crate) message: String,
}

/// The first problem of a field.
pub(crate) fn problem_of<'a>(problems: &'a [Problem], id: &str) -> Option<&'a str> {
    let found = problems.iter().find(|problem| problem.field == id);
    found.map(|problem| problem.message.as_str())
}

/// The summary at the head of a refused form: the same words as beside the fields, linked to them.
pub(crate) fn error_summary(problems: &[Problem]) -> Markup {
    html! {
        @if !problems.is_empty() {
            section class="note bad" role="alert" tabindex="-1" data-error-summary aria-labelledby="error-title" {
                h2 id="error-title" { "没有保存:有 " (problems.len()) " 处需要修改" }
                ul {
                    @for problem in problems {
                        li {
                            @if problem.field.is_empty() { (problem.message) }
                            @else { a href={ "#" (problem.field) } { (problem.message) } }
                        }
                    }
                }
            }
        }
    }
}

/// A control with its label, hint and error.
pub(crate) fn field(id: &str, label: &str, hint: &str, error: Option<&str>, control: Markup) -> Markup {
    html! {
        div class={ "field" @if error.is_some() { " invalid" } } {
            label for=(id) { (label) @if !hint.is_empty() { " " span class="hint" { (hint) } } }
            @if let Some(error) = error { span class="error" id={ (id) "-error" } { (error) } }
            (control)
        }
    }
}

/// A one-line text field; its name is its id.
pub(crate) fn text_field(id: &str, label: &str, hint: &str, value: &str, problems: &[Problem]) -> Markup {
    let control = html! {
        input type="text" id=(id) name=(id) value=(value) autocomplete="off"
            aria-describedby=[problem_of(problems, id).map(|_| format!("{id}-error"))];
    };
    field(id, label, hint, problem_of(problems, id), control)
}

/// A password field; `autocomplete` tells the browser's keeper whether it is the present or a new password.
pub(crate) fn password_field(
    id: &str,
    label: &str,
    hint: &str,
    autocomplete: &str,
    problems: &[Problem],
) -> Markup {
    let control = html! { input type="password" id=(id) name=(id) autocomplete=(autocomplete) required; };
    field(id, label, hint, problem_of(problems, id), control)
}

/// A select; choices are codes with names.
pub(crate) fn select_field<'a>(
    id: &str,
    label: &str,
    choices: impl Iterator<Item = (&'a str, &'a str)>,
    chosen: &str,
    problems: &[Problem],
) -> Markup {
    let control = html! { select id=(id) name=(id) { (options(choices, chosen)) } };
    field(id, label, "", problem_of(problems, id), control)
}

/// The options of a select.
pub(crate) fn options<'a>(choices: impl Iterator<Item = (&'a str, &'a str)>, chosen: &str) -> Markup {
    html! { @for (code, name) in choices { option value=(code) selected[code == chosen] { (name) } } }
}

/// A label over a control, for filters.
pub(crate) fn labelled(label: &str, control: Markup) -> Markup {
    html! { label { (label) (control) } }
}

/// A hidden field.
pub(crate) fn hidden(name: &str, value: &str) -> Markup {
    html! { input type="hidden" name=(name) value=(value); }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems() -> Vec<Problem> {
        vec![Problem {
            field: "name".into(),
            message: "项目名称不能为空。 [name-missing]".into(),
        }]
    }

    #[test]
    fn the_summary_uses_the_words_beside_the_field_and_links_to_it() {
        let words = "项目名称不能为空。 [name-missing]";
        let summary = error_summary(&problems()).into_string();
        assert!(summary.contains("href=\"#name\"") && summary.contains(words));
        let beside = text_field("name", "项目名称", "", "", &problems()).into_string();
        assert!(beside.contains(words) && beside.contains("aria-describedby=\"name-error\""));
    }

    #[test]
    fn a_form_without_problems_has_no_summary() {
        assert_eq!(error_summary(&[]).into_string(), "");
        assert!(
            !text_field("name", "项目名称", "", "", &[])
                .into_string()
                .contains("invalid")
        );
    }

    #[test]
    fn values_are_escaped() {
        let shown = text_field("name", "项目名称", "", "\"><script>", &[]).into_string();
        assert!(!shown.contains("<script>"), "{shown}");
    }
}
