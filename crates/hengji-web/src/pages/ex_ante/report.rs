//! 评估报告 on A4: what was evaluated, how, by whom, and what it came to, in the state that the report is in.

use axum::extract::{Path, State};
use axum::response::IntoResponse;
use hengji_app::AppError;
use hengji_app::ex_ante::view::{EvaluationPage, ScoreMatrix};
use hengji_app::papers::Copy;
use hengji_domain::id::SheetId;
use maud::{Markup, html};

use super::{path, show};
use crate::look;
use crate::pages::{Answer, paper};
use crate::state::WebState;
use crate::visit::Visit;

/// `GET /ex-ante/{id}/report`.
pub(super) async fn show(State(state): State<WebState>, visit: Visit, Path(id): Path<String>) -> Answer {
    let page = show::load(&state, &visit, &id).await?;
    let row = &page.row;
    let body = html! {
        h1 { "事前绩效评估报告" }
        p class="under" { "(" (page.report.name()) ",第 " (page.edition) " 版)" }
        (head(&page))
        h2 { "一、评估对象" }
        p { (row.unit_name) "申请的“" (row.name) "”(" (row.category) "),因" (row.reasons.join(";")) "列入本年度事前绩效评估。" }
        @if !page.summary.is_empty() { p class="verbatim" { (page.summary) } }
        h2 { "二、评估程序和方法" }
        p {
            "由" (row.lead_name) "牵头:审核材料 " (page.materials.iter().filter(|one| !one.files.is_empty()).count()) " 项,邀请专家 "
            (page.experts.len()) " 名独立评分" @if let Some(hand) = &page.discussion { "," (hand.at.shanghai_date()) "召开专家会讨论" } "。"
        }
        h2 { "三、评估内容" }
        @match &page.matrix {
            Some(matrix) => (contents(matrix))
            None => p { "专家评分尚未启封,或不在查看范围内。" }
        }
        h2 { "四、总体结论" }
        (conclusion(&page))
        @if !page.conditions.is_empty() { h2 { "五、前置条件" } (conditions(&page)) }
        @if !page.advice.is_empty() { h2 { "六、相关建议" } p class="verbatim" { (page.advice) } }
        @if !page.opinions.is_empty() {
            h2 { "七、联合意见" }
            @for opinion in &page.opinions { p { (opinion.step) ":" (opinion.text) "(" (opinion.hand.name) "," (opinion.hand.at.shanghai_date()) ")" } }
        }
        (signs(&page))
    };
    let is_demonstration = visit.session.is_demonstration;
    Ok(look::paper_page("事前绩效评估报告", &path(page.id), is_demonstration, body).into_response())
}

/// `GET /ex-ante/{id}/report.pdf`.
pub(super) async fn pdf(State(state): State<WebState>, visit: Visit, Path(id): Path<String>) -> Answer {
    print(&state, &visit, &id, Copy::Pdf).await
}

/// `GET /ex-ante/{id}/report.docx`.
pub(super) async fn docx(State(state): State<WebState>, visit: Visit, Path(id): Path<String>) -> Answer {
    print(&state, &visit, &id, Copy::Word).await
}

async fn print(state: &WebState, visit: &Visit, id: &str, copy: Copy) -> Answer {
    let id: SheetId = id.parse().map_err(AppError::from)?;
    let actor = visit.actor();
    let printed = state
        .run(move |app| app.print_ex_ante_report(&actor, id, copy))
        .await?;
    let (media_type, ending) = match copy {
        Copy::Pdf => (paper::PDF, "pdf"),
        Copy::Word => (paper::WORD, "docx"),
    };
    Ok(paper::file(media_type, &printed.name, ending, printed.bytes))
}

fn head(page: &EvaluationPage) -> Markup {
    let row = &page.row;
    html! {
        table { tbody {
            tr { th { "项目名称" } td class="left" colspan="3" { (row.name) } }
            tr { th { "项目代码" } td class="mono" { (row.code) } th { "实施单位" } td { (row.unit_name) } }
            tr { th { "主管部门" } td { (row.department_name) } th { "牵头单位" } td { (row.lead_name) } }
            tr { th { "申请金额(万元)" } td { (look::optional_money(row.asked)) } th { "核定金额(万元)" } td { (look::optional_money(row.granted)) } }
            tr { th { "评减金额(万元)" } td { (look::optional_money(row.cut)) } th { "得分" } td { (look::score(row.score)) } }
        } }
    }
}

fn contents(matrix: &ScoreMatrix) -> Markup {
    let levels = look::spans(&matrix.rows, |row| row.content.clone());
    html! {
        table {
            thead { tr { th { "评估内容" } th { "评分项" } th { "分值" } th { "专家平均" } th { "最高" } th { "最低" } } }
            tbody {
                @for (row, height) in matrix.rows.iter().zip(&levels) {
                    tr {
                        @if 0 < *height { td rowspan=(height) { (row.content) } }
                        td class="left" { (row.item) } td { (row.points) }
                        @match row.summary {
                            Some(summary) => { td { (summary.mean) } td { (summary.highest) } td { (summary.lowest) } }
                            None => { td {} td {} td {} }
                        }
                    }
                }
                @if let Some(summary) = matrix.summary {
                    tr { th colspan="2" { "总分" } td { "100" } td { (summary.mean) } td { (summary.highest) } td { (summary.lowest) } }
                }
            }
        }
    }
}

fn conclusion(page: &EvaluationPage) -> Markup {
    let row = &page.row;
    html! {
        @match &row.conclusion {
            Some(name) => p {
                "评估得分 " (look::score(row.score)) " 分,结论为" b { "“" (name) "”" } "。申请 " (look::optional_money(row.asked)) " 万元,核定 "
                (look::optional_money(row.granted)) " 万元,评减 " (look::optional_money(row.cut)) " 万元。"
                @if !page.departure_reason.is_empty() { "与得分对应结论不同的理由:" (page.departure_reason) "。" }
            }
            None => p { "尚未形成结论。" }
        }
    }
}

fn conditions(page: &EvaluationPage) -> Markup {
    html! {
        table {
            thead { tr { th { "编号" } th { "条件" } th { "责任单位" } th { "期限" } th { "时点" } th { "落实情况" } } }
            tbody {
                @for view in &page.conditions {
                    @let condition = &view.condition;
                    tr {
                        td { (condition.number) } td class="left" { (condition.words) } td { (view.unit_name) } td { (condition.due_on) }
                        td { (condition.timing.name()) }
                        td class="left" { @match &condition.settled { Some(settled) => { "已落实:" (settled.evidence) } None => "未落实" } }
                    }
                }
            }
        }
    }
}

/// Who took part, and the digest by which a copy can be compared with what was kept.
fn signs(page: &EvaluationPage) -> Markup {
    let latest = page.editions.iter().max_by_key(|edition| edition.edition);
    html! {
        p class="sign" { "评估专家:" (page.experts.iter().map(|expert| expert.name.as_str()).collect::<Vec<_>>().join("、")) }
        @for signature in page.signatures.iter().filter(|signature| signature.edition == page.edition) {
            p class="sign" { (signature.step) ":" (signature.hand.name) " " (signature.hand.at.shanghai_date()) }
        }
        @if let Some(edition) = latest { p class="small mono" { "内容摘要值(SHA-256):" (edition.content_sha256) } }
    }
}
