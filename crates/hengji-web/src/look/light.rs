//! 预警灯: a light in one word and one colour, with what it rests on.

use hengji_app::monitoring::view::{ForecastView, LightView};
use hengji_domain::monitoring::Light;
use maud::{Markup, html};

use super::tag::tag;

/// The colour class of a light.
pub(crate) const fn colour(light: Light) -> &'static str {
    match light {
        Light::Red => "red",
        Light::Yellow => "amber",
        Light::Green => "green",
        Light::Blue => "blue",
    }
}

/// A light as a tag; a dash where nothing can be told.
pub(crate) fn light(light: Option<Light>) -> Markup {
    match light {
        Some(light) => tag(colour(light), light.name()),
        None => html! { span class="quiet" title="不能判断" { "—" } },
    }
}

/// A light with its arithmetic on hover and its progress beside it.
pub(crate) fn light_of(view: &LightView) -> Markup {
    let citation = &view.citation;
    let why = format!(
        "{}(依据 {}:{} {},{})",
        view.arithmetic,
        citation.description,
        citation.source,
        citation.clause,
        citation.verification.name()
    );
    html! {
        span title=(why) {
            (light(view.light))
            @if let Some(centi) = view.progress_centi { " " span class="small" { (percent_of_centi(centi)) } }
            @if view.light.is_none() { span class="small quiet" { (view.arithmetic) } }
        }
    }
}

/// Hundredths of a percent as people write a percentage.
pub(crate) fn percent_of_centi(centi: i64) -> String {
    format!("{}.{:02}%", centi.div_euclid(100), centi.rem_euclid(100))
}

/// 全年预计执行率 with its interval, or that the history is too thin for one.
pub(crate) fn forecast(view: ForecastView) -> Markup {
    html! {
        @match view.year_end_bp {
            None => span class="quiet" { "—" }
            Some(year_end) => {
                (percent_of_centi(year_end)) " "
                @match (view.low_bp, view.high_bp) {
                    (Some(low), Some(high)) => span class="small quiet nowrap" title={ "依据往年同类项目 " (view.history) " 条进度" } { "(" (percent_of_centi(low)) "—" (percent_of_centi(high)) ")" }
                    _ => span class="small quiet" title={ "往年同类项目只有 " (view.history) " 条进度,不给区间" } { "无足够历史" }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thin_history_is_said_and_no_interval_is_shown() {
        let thin = ForecastView {
            year_end_bp: Some(8_000),
            ..ForecastView::default()
        };
        let shown = forecast(thin).into_string();
        assert!(
            shown.contains("80.00%") && shown.contains("无足够历史"),
            "{shown}"
        );
        let known = ForecastView {
            low_bp: Some(7_000),
            high_bp: Some(9_050),
            history: 30,
            ..thin
        };
        let shown = forecast(known).into_string();
        assert!(
            shown.contains("70.00%—90.50%") && shown.contains("30 条"),
            "{shown}"
        );
    }

    #[test]
    fn each_light_has_its_colour_and_its_word() {
        for (one, colour, name) in [
            (Light::Red, "red", "红"),
            (Light::Yellow, "amber", "黄"),
            (Light::Green, "green", "绿"),
            (Light::Blue, "blue", "蓝"),
        ] {
            let shown = light(Some(one)).into_string();
            assert!(shown.contains(colour) && shown.contains(name), "{shown}");
        }
        assert!(light(None).into_string().contains("不能判断"));
    }
}
