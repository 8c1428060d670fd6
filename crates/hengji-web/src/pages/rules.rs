//! 现行规则: every number that decides something, with its source and how well it is known.

mod compare;
mod rule;

use axum::extract::{Query, State};
use hengji_app::authz::Action;
use hengji_app::rules::RuleFilter;
use hengji_app::rules::view::{RuleView, RulesPage};
use maud::{Markup, html};
use serde::Deserialize;

use super::{Answer, export_form, framed, workbook};
use crate::extract::Posted;
use crate::look::{self, Crumb, labelled, options, spans, tag};
use crate::menu::may;
use crate::routes::{Routes, Verb};
use crate::state::WebState;
use crate::visit::Visit;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .person(Verb::Get, "/rules", Action::ViewRules, show)
        .person(Verb::Post, "/rules/export", Action::ExportRules, export)
        .person(Verb::Get, "/rules/compare", Action::ViewRules, compare::show)
        .person(
            Verb::Post,
            "/rules/compare/export",
            Action::ExportRules,
            compare::export,
        )
        .person(Verb::Get, "/rules/{rule}", Action::ViewRules, rule::show)
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Filter {
    q: String,
    topic: String,
    mark: String,
    local: String,
}

impl Filter {
    const FIELDS: [&'static str; 4] = ["q", "topic", "mark", "local"];

    fn query(&self) -> RuleFilter {
        RuleFilter {
            text: self.q.trim().to_owned(),
            topic: self.topic.clone(),
            mark: mark_of(&self.mark).to_owned(),
            is_local: !self.local.is_empty(),
        }
    }

    fn pairs(&self) -> [(&'static str, &str); 4] {
        [
            ("q", &self.q),
            ("topic", &self.topic),
            ("mark", &self.mark),
            ("local", &self.local),
        ]
    }
}

/// Marks by the codes of the address.
const MARKS: [(&str, &str, &str); 4] = [
    ("", "", "全部"),
    ("unverified", "✎", "✎ 未核实"),
    ("partly", "◐", "◐ 部分核实"),
    ("verified", "✔", "✔ 已核实"),
];

fn mark_of(code: &str) -> &'static str {
    let found = MARKS.iter().find(|(known, ..)| *known == code);
    found.map_or("", |(_, mark, _)| mark)
}

/// `GET /rules`.
async fn show(State(state): State<WebState>, visit: Visit, Query(filter): Query<Filter>) -> Answer {
    let (actor, year, query) = (visit.actor(), visit.year(), filter.query());
    let page = state
        .run(move |app| app.filtered_rules(&actor, year, &query))
        .await?;
    let body = html! {
        div class="title" {
            h1 { "现行规则" }
            span class="sub" { (visit.session.division_name) "," (visit.year()) " 年度" }
            div class="actions" {
                a class="button" href="/rules/compare" { "年度对比" }
                @if may(&visit.session.actor, Action::ExportRules) { (export_form(&visit, "/rules/export", filter.pairs())) }
            }
        }
        @if 0 < page.unverified_count {
            div class="note warn" {
                "共 " (page.total) " 条,其中 " a href="/rules?mark=unverified" { strong { (page.unverified_count) } " 条未核实的规则" }
                " 尚未与正式文件核对(标 ✎ 未核实),使用前请与主管科室确认;核对后由绩效科提出“核实”,另一人批准后生效。"
            }
        }
        section class="card" {
            (filters(&filter, &page))
            (rule_table(&page, &visit))
            p class="small quiet" { "规则版本指纹 " code { (page.fingerprint) } ",与每个得分一同保存;规则改动后,已审定年度的得分不变。" }
        }
    };
    Ok(framed(&visit, "现行规则", &[Crumb::here("现行规则")], body))
}

/// `POST /rules/export`: the list exactly as filtered.
async fn export(State(state): State<WebState>, posted: Posted) -> Answer {
    posted.only(&Filter::FIELDS)?;
    let text = |name: &str| posted.fields.text(name).to_owned();
    let filter = Filter {
        q: text("q"),
        topic: text("topic"),
        mark: text("mark"),
        local: text("local"),
    };
    let (year, query) = (posted.visit.year(), filter.query());
    let file = state
        .run(move |app| app.export_rules(&posted.visit.actor(), year, &query))
        .await?;
    Ok(workbook(&format!("rules-{year}"), file))
}

fn filters(filter: &Filter, page: &RulesPage) -> Markup {
    let topics = page
        .topics
        .iter()
        .map(|topic| (topic.as_str(), topic_name(topic)));
    let all_topics = std::iter::once(("", "全部类别")).chain(topics);
    let marks = MARKS.iter().map(|(code, _, name)| (*code, *name));
    html! {
        form class="filters" method="get" action="/rules" data-autosubmit {
            (labelled("规则、数值或依据", html! { input type="search" name="q" value=(filter.q) placeholder="例如:权重、财预〔2020〕10号"; }))
            (labelled("类别", html! { select name="topic" { (options(all_topics, &filter.topic)) } }))
            (labelled("核实", html! { select name="mark" { (options(marks, &filter.mark)) } }))
            (labelled("范围", html! { select name="local" { (options([("", "全部规则"), ("1", "只看本地更改")].into_iter(), &filter.local)) } }))
            button { "查询" }
            span class="end quiet small" { "显示 " (page.rules.len()) " 条,本地更改 " (page.local_count) " 条" }
        }
    }
}

fn topic(rule: &RuleView) -> String {
    rule.key.split('.').next().unwrap_or_default().to_owned()
}

fn rule_table(page: &RulesPage, visit: &Visit) -> Markup {
    let may_propose = may(&visit.session.actor, Action::ProposeRule);
    html! {
        table class="sticky" {
            caption { "数值由内层区划覆盖外层;“来自”是写明该值的区划。" }
            thead { tr { th scope="col" { "类别" } th scope="col" class="w-rule" { "规则" } th scope="col" { "数值" } th scope="col" { "来自" } th scope="col" { "起始" } th scope="col" class="w-source" { "依据与条款" } th scope="col" { "核实" } } }
            tbody {
                @for (rule, height) in page.rules.iter().zip(spans(&page.rules, topic)) {
                    tr id=(rule.key) {
                        @if 0 < height { th scope="rowgroup" rowspan=(height) { (topic_name(&topic(rule))) } }
                        td { a href={ "/rules/" (rule.key) } { (rule.description) } br; code class="quiet" { (rule.key) } }
                        td class="verbatim" { (rule.value) (remarks(rule)) }
                        td class="mono" { (rule.division) @if rule.is_local { br; (tag("blue", "本地更改")) } }
                        td class="nowrap" { (rule.from) @if let Some(until) = &rule.until { br; "至 " (until) } }
                        td { (rule.source) }
                        td class="nowrap" {
                            (mark_tag(rule))
                            @if may_propose && rule.is_unverified {
                                br; a class="small" href={ "/rule-proposals/new?kind=verification&rule=" (rule.key) } { "去核实" }
                            }
                        }
                    }
                }
                @if page.rules.is_empty() { tr { td class="empty" colspan="7" { "没有符合条件的规则;请放宽查询条件。" } } }
            }
        }
    }
}

/// How well a rule is known, in mark and words.
fn mark_tag(rule: &RuleView) -> Markup {
    tag(
        verification_colour(rule.mark),
        &format!("{} {}", rule.mark, rule.verification),
    )
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

/// The rows of values before and after, for the pages below.
fn value_cell(rule: Option<&RuleView>) -> Markup {
    html! {
        @match rule {
            None => span class="quiet" { "没有这条规则" }
            Some(rule) => {
                div class="verbatim" { (rule.value) }
                div class="small quiet" { (rule.division) " 自 " (rule.from) "," (rule.source) }
                (mark_tag(rule)) @if rule.is_local { " " (look::tag("blue", "本地更改")) }
            }
        }
    }
}
