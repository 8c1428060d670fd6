//! 现行规则: every number that decides something, with its source and how well it is known.

use axum::extract::State;
use hengji_app::authz::Action;
use hengji_app::rules::view::{RuleView, RulesPage};
use maud::{Markup, html};

use super::{Answer, framed};
use crate::look::{Crumb, spans, tag};
use crate::routes::{Routes, Verb};
use crate::state::WebState;
use crate::visit::Visit;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.person(Verb::Get, "/rules", Action::ViewRules, show)
}

/// `GET /rules`.
async fn show(State(state): State<WebState>, visit: Visit) -> Answer {
    let (actor, year) = (visit.actor(), visit.year());
    let page = state.run(move |app| app.rules_page(&actor, year)).await?;
    let body = html! {
        div class="title" {
            h1 { "现行规则" }
            span class="sub" { (visit.session.division_name) "," (visit.year()) " 年度" }
        }
        @if 0 < page.unverified_count {
            div class="note warn" {
                "共 " (page.rules.len()) " 条,其中 " strong { (page.unverified_count) } " 条尚未与正式文件核对(标 ✎ 未核实),使用前请与主管科室确认。"
            }
        }
        section class="card" {
            (rule_table(&page))
            p class="small quiet" { "规则版本指纹 " code { (page.fingerprint) } ",与每个得分一同保存;规则改动后,已审定年度的得分不变。" }
        }
    };
    Ok(framed(&visit, "现行规则", &[Crumb::here("现行规则")], body))
}

fn topic(rule: &RuleView) -> String {
    rule.key.split('.').next().unwrap_or_default().to_owned()
}

fn rule_table(page: &RulesPage) -> Markup {
    html! {
        table class="sticky" {
            caption { "数值由内层区划覆盖外层;“来自”是写明该值的区划。" }
            thead { tr { th scope="col" { "类别" } th scope="col" class="w-rule" { "规则" } th scope="col" { "数值" } th scope="col" { "来自" } th scope="col" { "起始" } th scope="col" class="w-source" { "依据与条款" } th scope="col" { "核实" } } }
            tbody {
                @for (rule, height) in page.rules.iter().zip(spans(&page.rules, topic)) {
                    tr id=(rule.key) {
                        @if 0 < height { th scope="rowgroup" rowspan=(height) { (topic_name(&topic(rule))) } }
                        td { (rule.description) br; code class="quiet" { (rule.key) } }
                        td class="verbatim" { (rule.value) (remarks(rule)) }
                        td class="mono" { (rule.division) }
                        td class="nowrap" { (rule.from) @if let Some(until) = &rule.until { br; "至 " (until) } }
                        td { (rule.source) }
                        td class="nowrap" { (tag(verification_colour(rule.mark), &format!("{} {}", rule.mark, rule.verification))) }
                    }
                }
            }
        }
    }
}

/// What a reader must know, and what other places do instead.
fn remarks(rule: &RuleView) -> Markup {
    html! {
        @if let Some(note) = &rule.note { div class="small quiet" { (note) } }
        @if !rule.variants.is_empty() {
            details class="small" {
                summary { "其他地方的做法(未生效)" (rule.variants.len()) " 种" }
                @for variant in &rule.variants {
                    p {
                        strong { (variant.name) } ":" (variant.value) br;
                        span class="quiet" { (variant.source) " " (variant.mark) (variant.verification) @if let Some(note) = &variant.note { "," (note) } }
                    }
                }
            }
        }
    }
}

/// A topic is the name of a rule file; a file that has no name here yet is shown by its own.
fn topic_name(topic: &str) -> &str {
    match topic {
        "analysis" => "绩效分析",
        "appraisal" => "考核",
        "budget" => "预算",
        "budget_link" => "预算挂钩",
        "calendar" => "时限",
        "department" => "部门整体",
        "disclosure" => "信息公开",
        "evaluation" => "绩效评价",
        "ex_ante" => "事前评估",
        "framework" => "指标体系",
        "goal" => "绩效目标",
        "grade" => "等级",
        "library" => "指标库",
        "monitoring" => "绩效监控",
        "project_class" => "分类分级",
        "rectification" => "整改",
        "scoring" => "计分",
        "security" => "账户安全",
        "spot_evaluation" => "抽评",
        "third_party" => "第三方",
        "veto" => "一票否决",
        "workflow" => "流程",
        other => other,
    }
}

fn verification_colour(mark: &str) -> &'static str {
    match mark {
        "✔" => "green",
        "◐" => "blue",
        _ => "amber",
    }
}
