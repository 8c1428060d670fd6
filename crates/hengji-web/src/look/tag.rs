//! Tags and marks: a state or a standing in one word and one colour.

use hengji_app::domain::Severity;
use hengji_app::domain::rule::{Citation, Verification};
use maud::{Markup, html};

/// A tag of a colour: blue, green, amber, red or empty for grey.
pub(crate) fn tag(colour: &str, text: &str) -> Markup {
    html! { span class={ "tag " (colour) } { (text) } }
}

/// 状态 of a sheet by its stable code, with the words the view gives.
pub(crate) fn state_tag(code: &str, text: &str) -> Markup {
    let colour = match code {
        "in_review" => "blue",
        "returned" => "red",
        "concluded" => "green",
        "draft" => "amber",
        _ => "",
    };
    tag(colour, text)
}

/// 错误, 提醒, 提示.
pub(crate) fn severity_tag(severity: Severity) -> Markup {
    let colour = match severity {
        Severity::Error => "red",
        Severity::Warning => "amber",
        Severity::Notice => "blue",
    };
    tag(colour, severity.name())
}

/// How well a rule is known, with its source on hover. An unverified rule shows it in words, because a mark alone
/// would be overlooked.
pub(crate) fn verification_mark(citation: &Citation) -> Markup {
    let known = citation.verification;
    let source = format!(
        "{}:{} {}({})",
        citation.description,
        citation.source,
        citation.clause,
        known.name()
    );
    let look = match known {
        Verification::Verified { .. } => "mark ok",
        Verification::Partly | Verification::Unverified => "mark",
    };
    html! {
        span class=(look) title=(source) {
            (known.mark())
            @if known == Verification::Unverified { " 未核实" }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hengji_app::domain::{Division, NaiveDate};
    use std::sync::Arc;

    fn citation(verification: Verification) -> Arc<Citation> {
        Arc::new(Citation {
            rule: "scoring.reverse".into(),
            description: "反向指标计分".into(),
            division: Division::NATION,
            from: NaiveDate::from_ymd_opt(2020, 1, 1).unwrap(),
            source: "财预〔2020〕10号".into(),
            clause: "第十四条".into(),
            verification,
        })
    }

    #[test]
    fn an_unverified_rule_says_so_in_words() {
        let shown = verification_mark(&citation(Verification::Unverified)).into_string();
        assert!(shown.contains("✎ 未核实"), "{shown}");
        let on = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let shown = verification_mark(&citation(Verification::Verified { on })).into_string();
        assert!(
            !shown.contains("> 未核实") && shown.contains("mark ok"),
            "{shown}"
        );
    }

    #[test]
    fn each_state_has_its_colour() {
        for (code, colour) in [
            ("draft", "amber"),
            ("in_review", "blue"),
            ("returned", "red"),
            ("concluded", "green"),
        ] {
            assert!(state_tag(code, "x").into_string().contains(colour), "{code}");
        }
    }
}
