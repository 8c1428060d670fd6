//! 重新计算核对: every self-evaluation of the year scored again, and what differs from what is stored.

use axum::extract::State;
use hengji_app::authz::Action;
use hengji_app::recompute::{Difference, Recomputed, ScorePlace};
use hengji_domain::sheet::SheetKind;
use maud::{Markup, html};

use super::{Answer, framed};
use crate::look::{self, Crumb};
use crate::pages::sheet::paths;
use crate::routes::{Routes, Verb};
use crate::state::WebState;
use crate::visit::Visit;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.person(Verb::Get, "/recompute", Action::Recompute, show)
}

/// `GET /recompute`: reads everything and writes nothing, because a stored score was signed.
async fn show(State(state): State<WebState>, visit: Visit) -> Answer {
    let (actor, year) = (visit.actor(), visit.year());
    let found = state.run(move |app| app.recompute(&actor, year)).await?;
    let body = html! {
        div class="title" { h1 { "重新计算核对" } span class="sub" { (visit.year()) " 年度" } }
        div class="figures" {
            div class="figure" { b { (found.sheets) } span { "自评表" } }
            div class="figure" { b { (found.lines) } span { "指标行" } }
            div class="figure" { b class=[(0 < found.differing).then_some("bad")] { (found.differing) } span { "与库存得分不同" } }
        }
        (verdict(&found))
        p class="small quiet" { "所用规则版本指纹 " code { (found.fingerprint) } }
    };
    Ok(framed(
        &visit,
        "重新计算核对",
        &[Crumb::here("重新计算核对")],
        body,
    ))
}

fn verdict(found: &Recomputed) -> Markup {
    html! {
        @if found.differing == 0 {
            div class="note good" { "✓ 全年自评得分按现行规则重新计算,与库存得分逐行相同。" }
        } @else {
            div class="note warn" { "下列得分与现行规则算出的不同:规则在计分之后改动过,或数据被改动。库存得分已经签署,不会自动更改,请逐项核实。" }
            section class="card" {
                table class="list sticky" {
                    thead { tr { th scope="col" { "项目" } th scope="col" { "位置" } th scope="col" class="num" { "库存得分" } th scope="col" class="num" { "重新计算" } } }
                    tbody { @for difference in &found.differences { (difference_row(difference)) } }
                }
            }
        }
    }
}

fn difference_row(difference: &Difference) -> Markup {
    html! {
        tr {
            td { a href=(paths::sheet(SheetKind::SelfEvaluation, difference.sheet)) { (difference.project_name) } }
            td class="nowrap" { (place(difference.place)) }
            td class="num" { (look::score(difference.stored)) }
            td class="num" { (look::score(difference.computed)) }
        }
    }
}

fn place(place: ScorePlace) -> String {
    match place {
        ScorePlace::Line(position) => format!("第 {position} 行"),
        ScorePlace::Execution => "预算执行率".to_owned(),
        ScorePlace::Total => "总分".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_told_in_words() {
        assert_eq!(place(ScorePlace::Line(3)), "第 3 行");
        assert_eq!(place(ScorePlace::Execution), "预算执行率");
        assert_eq!(place(ScorePlace::Total), "总分");
    }
}
