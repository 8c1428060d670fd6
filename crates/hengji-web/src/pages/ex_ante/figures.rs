//! 汇总图: how many and how much money, by conclusion, drawn.

use hengji_app::ex_ante::view::ExAnteFigures;
use hengji_domain::Money;
use maud::{Markup, html};

use crate::look::{self, Part, Share};

/// Counts and money of the year.
pub(super) fn strip(figures: &ExAnteFigures) -> Markup {
    html! {
        div class="figures" {
            div class="figure" { b { (figures.listed) } span { "名单内" } }
            div class="figure" { b { (figures.not_begun) } span { "未开展" } }
            div class="figure" { b { (figures.underway) } span { "评估中" } }
            div class="figure" { b { (figures.concluded) } span { "已出结论" } }
            div class="figure" { b class=[(0 < figures.late).then_some("bad")] { (figures.late) } span { "逾期" } }
            div class="figure" { b { (look::money(figures.asked)) } span { "申请(万元)" } }
            div class="figure" { b { (look::money(figures.granted)) } span { "核定(万元)" } }
            div class="figure" { b { (look::money(figures.cut)) } span { "评减(万元)" } }
        }
    }
}

/// A bar for each conclusion: what was granted of what was asked.
pub(super) fn chart(figures: &ExAnteFigures) -> Markup {
    let fen = |money: Money| u64::try_from(money.fen()).unwrap_or_default();
    let shares: Vec<Share> = figures
        .by_conclusion
        .iter()
        .map(|one| Share {
            name: one.name.clone(),
            parts: vec![
                Part {
                    colour: "green",
                    name: "核定",
                    count: fen(one.granted),
                },
                Part {
                    colour: "red",
                    name: "评减",
                    count: fen(one.asked).saturating_sub(fen(one.granted)),
                },
            ],
            text: format!("{} 项,核定 {} 万元", one.count, look::money_short(one.granted)),
        })
        .collect();
    html! {
        (look::legend(&[("green", "核定"), ("red", "评减")]))
        (look::share_chart("各结论的申请、核定与评减金额", &shares))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hengji_app::ex_ante::view::ConclusionFigure;

    #[test]
    fn a_bar_tells_count_and_money_in_words() {
        let figures = ExAnteFigures {
            by_conclusion: vec![ConclusionFigure {
                name: "予以支持".into(),
                supports: true,
                count: 3,
                asked: Money::from_fen(10_000_000),
                granted: Money::from_fen(7_500_000),
            }],
            ..ExAnteFigures::default()
        };
        let shown = chart(&figures).into_string();
        assert!(shown.contains("3 项,核定 7.50 万元"), "{shown}");
    }
}
