//! 评估报告 (report) in print: the page's values as a paper, in the state that the report is in.

use hengji_domain::ex_ante::ReportState;
use hengji_domain::id::SheetId;
use hengji_domain::paper::{Block, Paper, PaperColumn, PaperKind, PaperSource, PaperTable, SignatureLine};
use hengji_domain::person::Actor;
use hengji_domain::{Money, Score};

use super::view::{EvaluationPage, ScoreMatrix};
use crate::app::App;
use crate::error::AppError;
use crate::papers::issue::PaperDraft;
use crate::papers::{Copy, PrintedPaper};

impl App {
    /// The report as a file: marked as a draft until it is final, and the same bytes each time from then on.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for a stranger; [`AppError::RuleMissing`]; [`AppError::Refused`] `fonts-missing`.
    pub fn print_ex_ante_report(
        &self,
        actor: &Actor,
        id: SheetId,
        copy: Copy,
    ) -> Result<PrintedPaper, AppError> {
        let page = self.ex_ante_page(actor, id)?;
        let case = self.viewed_evaluation(actor, id)?;
        let draft = PaperDraft {
            kind: PaperKind::ExAnteReport,
            year: case.sheet.year,
            unit: case.listing.project.unit,
            unit_name: page.row.unit_name.clone(),
            subject: page.row.name.clone(),
            source: PaperSource::ExAnteEvaluation(id),
            body: body(&page),
            enclosures: Vec::new(),
            copies_to: Vec::new(),
        };
        // The day of the last signature: a final report must not look younger each time it is printed.
        let signed = page.signatures.iter().map(|one| one.hand.at).max();
        let date = signed.unwrap_or_else(|| self.now()).shanghai_date();
        let paper = Paper {
            addressee: None,
            is_draft: page.report != ReportState::Formal,
            ..self.unnumbered_paper(actor.division, &draft, date)?
        };
        let digest = page.editions.iter().max_by_key(|one| one.edition);
        Ok(PrintedPaper {
            bytes: self.print_unregistered(
                actor.division,
                &paper,
                digest.map(|one| &*one.content_sha256),
                copy,
            )?,
            name: paper.title,
        })
    }
}

fn body(page: &EvaluationPage) -> Vec<Block> {
    let mut parts = vec![
        ("评估对象", subject(page)),
        ("评估程序和方法", vec![Block::Paragraph(procedure(page))]),
        ("评估内容", contents(page.matrix.as_ref())),
        ("总体结论", vec![Block::Paragraph(conclusion(page))]),
    ];
    if !page.conditions.is_empty() {
        parts.push(("前置条件", vec![conditions(page)]));
    }
    if !page.advice.is_empty() {
        parts.push(("相关建议", vec![Block::Paragraph(page.advice.clone())]));
    }
    if !page.opinions.is_empty() {
        let opinions = page.opinions.iter();
        let said = opinions.map(|one| format!("{}:{}({})", one.step, one.text, one.hand.name));
        parts.push(("联合意见", vec![Block::List(said.collect())]));
    }
    let mut blocks = Vec::new();
    for ((name, part), number) in parts.into_iter().zip(ORDER) {
        blocks.push(Block::Heading {
            level: 1,
            text: format!("{number}、{name}"),
        });
        blocks.extend(part);
    }
    blocks.push(Block::Signatures(signatures(page)));
    blocks
}

/// Numbers of headings: a report has no more parts than these.
const ORDER: [&str; 7] = ["一", "二", "三", "四", "五", "六", "七"];

fn subject(page: &EvaluationPage) -> Vec<Block> {
    let row = &page.row;
    let mut blocks = vec![Block::Paragraph(format!(
        "{}申请的“{}”({},项目代码{}),主管部门为{},因{}列入本年度事前绩效评估,由{}牵头评估。",
        row.unit_name,
        row.name,
        row.category,
        row.code,
        row.department_name,
        row.reasons.join(";"),
        row.lead_name
    ))];
    if !page.summary.is_empty() {
        blocks.push(Block::Paragraph(page.summary.clone()));
    }
    blocks
}

fn procedure(page: &EvaluationPage) -> String {
    let materials = page.materials.iter().filter(|one| !one.files.is_empty()).count();
    let names: Vec<&str> = page.experts.iter().map(|one| one.name.as_str()).collect();
    let met = page.discussion.as_ref().map_or_else(String::new, |hand| {
        format!(
            ",{}召开专家会讨论",
            hengji_domain::paper::printed_date(hand.at.shanghai_date())
        )
    });
    format!(
        "审核评估材料{materials}项,邀请专家{}名({})独立评分{met}。",
        names.len(),
        names.join("、")
    )
}

fn contents(matrix: Option<&ScoreMatrix>) -> Vec<Block> {
    let Some(matrix) = matrix else {
        return vec![Block::Paragraph("专家评分尚未启封,或不在查看范围内。".to_owned())];
    };
    let three = |summary: Option<hengji_domain::ex_ante::ScoreSummary>| match summary {
        Some(one) => [one.mean, one.highest, one.lowest].map(|score| score.to_string()),
        None => ["", "", ""].map(str::to_owned),
    };
    let mut rows: Vec<Vec<String>> = Vec::with_capacity(matrix.rows.len() + 1);
    for row in &matrix.rows {
        let mut cells = vec![row.content.clone(), row.item.clone(), row.points.to_string()];
        cells.extend(three(row.summary));
        rows.push(cells);
    }
    if matrix.summary.is_some() {
        let mut cells = vec!["总分".to_owned(), String::new(), "100".to_owned()];
        cells.extend(three(matrix.summary));
        rows.push(cells);
    }
    vec![Block::Table(PaperTable {
        caption: "专家评分汇总".to_owned(),
        columns: vec![
            PaperColumn::text("评估内容", 3),
            PaperColumn::text("评分项", 5),
            PaperColumn::number("分值", 2),
            PaperColumn::number("平均", 2),
            PaperColumn::number("最高", 2),
            PaperColumn::number("最低", 2),
        ],
        rows,
    })]
}

fn conclusion(page: &EvaluationPage) -> String {
    let row = &page.row;
    let Some(name) = &row.conclusion else {
        return "尚未形成结论。".to_owned();
    };
    let money = |amount: Option<Money>| amount.map_or_else(|| "—".to_owned(), |amount| amount.to_string());
    let score = |score: Option<Score>| score.map_or_else(|| "—".to_owned(), |score| score.to_string());
    let departure = if page.departure_reason.is_empty() {
        String::new()
    } else {
        format!("与得分对应结论不同的理由:{}。", page.departure_reason)
    };
    format!(
        "评估得分{}分,结论为“{name}”。申请{}万元,核定{}万元,评减{}万元。{departure}",
        score(row.score),
        money(row.asked),
        money(row.granted),
        money(row.cut)
    )
}

fn conditions(page: &EvaluationPage) -> Block {
    let rows = page.conditions.iter().map(|view| {
        let condition = &view.condition;
        vec![
            condition.number.to_string(),
            condition.words.clone(),
            view.unit_name.clone(),
            condition.due_on.to_string(),
            condition.timing.name().to_owned(),
        ]
    });
    Block::Table(PaperTable {
        caption: "前置条件".to_owned(),
        columns: vec![
            PaperColumn::word("编号", 1),
            PaperColumn::text("条件", 6),
            PaperColumn::text("责任单位", 3),
            PaperColumn::word("期限", 3),
            PaperColumn::word("时点", 3),
        ],
        rows: rows.collect(),
    })
}

fn signatures(page: &EvaluationPage) -> Vec<SignatureLine> {
    let of_edition = page.signatures.iter().filter(|one| one.edition == page.edition);
    of_edition
        .map(|one| SignatureLine {
            party: one.step.clone(),
            role: one.role_name.to_owned(),
            name: Some(one.hand.name.clone()),
            date: Some(one.hand.at.shanghai_date()),
        })
        .collect()
}
