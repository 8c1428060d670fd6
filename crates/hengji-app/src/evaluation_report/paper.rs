//! The report in print: its sentences, its figures and the list of what was evaluated.

use hengji_authz::Action;
use hengji_domain::money::MoneyUnit;
use hengji_domain::paper::phrase::evaluation_work as phrase;
use hengji_domain::paper::{Block, LetterText, Paper, PaperColumn, PaperKind, PaperSource, PaperTable};
use hengji_domain::person::Actor;
use hengji_domain::{BudgetYear, Money};

use super::view::{EvaluationReport, FigureValue, ReportFigure, ReportedEvaluation};
use crate::app::App;
use crate::error::AppError;
use crate::papers::issue::PaperDraft;
use crate::papers::{Copy, PrintedPaper, parted};

impl App {
    /// The report as PDF or Word, marked as a draft: it is counted anew each time and no number is given to it.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`]; [`AppError::RuleMissing`]; [`AppError::Refused`] `fonts-missing`.
    pub fn print_evaluation_report(
        &self,
        actor: &Actor,
        year: BudgetYear,
        copy: Copy,
    ) -> Result<PrintedPaper, AppError> {
        self.may_look(actor, Action::ViewEvaluationReport)?;
        let report = self.evaluation_report(actor, year)?;
        let kind = PaperKind::EvaluationWork;
        let text = self.rules(actor.division, year).letter_text(kind)?.value;
        let bureau = actor.grants.first().ok_or(AppError::NotFound)?.unit;
        let draft = PaperDraft {
            kind,
            year,
            unit: bureau,
            unit_name: String::new(),
            subject: String::new(),
            source: PaperSource::EvaluationYear(year),
            body: body(&report, &text),
            enclosures: Vec::new(),
            copies_to: Vec::new(),
        };
        let paper = Paper {
            addressee: None,
            is_draft: true,
            ..self.unnumbered_paper(actor.division, &draft, report.as_of)?
        };
        Ok(PrintedPaper {
            bytes: self.print_unregistered(actor.division, &paper, None, copy)?,
            name: paper.title,
        })
    }
}

fn body(report: &EvaluationReport, text: &LetterText) -> Vec<Block> {
    let mut parts: Vec<(String, Vec<Block>)> = Vec::new();
    for sentence in &report.sentences {
        let block = Block::Paragraph(sentence.text.clone());
        match parts.last_mut() {
            Some((heading, blocks)) if *heading == sentence.heading => blocks.push(block),
            _ => parts.push((sentence.heading.clone(), vec![block])),
        }
    }
    parts.push((text.say(phrase::FIGURES_HEADING, &[]), vec![figures(report)]));
    if !report.evaluations.is_empty() {
        parts.push((text.say(phrase::SUBJECTS_HEADING, &[]), vec![subjects(report)]));
    }
    parted(parts.into_iter())
}

fn figures(report: &EvaluationReport) -> Block {
    let row = |figure: &ReportFigure| {
        vec![
            figure.name.clone(),
            shown(figure),
            figure.unit.to_owned(),
            figure.counted.clone(),
        ]
    };
    Block::Table(PaperTable {
        caption: format!("截至{}", hengji_domain::paper::printed_date(report.as_of)),
        columns: vec![
            PaperColumn::text("数据", 30),
            PaperColumn::number("数值", 14),
            PaperColumn::word("单位", 8),
            PaperColumn::text("怎样计数", 48),
        ],
        rows: report.figures.iter().map(row).collect(),
    })
}

/// A figure as papers print it: a rate with two places, money in 万元.
pub(super) fn shown(figure: &ReportFigure) -> String {
    match figure.value {
        FigureValue::Count(count) => count.to_string(),
        FigureValue::Money(amount) => in_wan(amount),
        FigureValue::Rate { .. } => figure
            .value
            .basis_points()
            .map_or_else(|| "—".to_owned(), |bp| format!("{}.{:02}", bp / 100, bp % 100)),
    }
}

fn in_wan(amount: Money) -> String {
    amount.in_unit(MoneyUnit::TenThousandYuan).to_string()
}

fn subjects(report: &EvaluationReport) -> Block {
    let row = |(one, number): (&ReportedEvaluation, usize)| {
        vec![
            number.to_string(),
            one.kind_name.clone(),
            one.title.clone(),
            one.money.map(in_wan).unwrap_or_default(),
            one.self_total.map(|score| score.to_string()).unwrap_or_default(),
            one.total.map(|score| score.to_string()).unwrap_or_default(),
            one.grade.clone().unwrap_or_else(|| one.state.name().to_owned()),
            one.findings.len().to_string(),
        ]
    };
    Block::Table(PaperTable {
        caption: String::new(),
        columns: vec![
            PaperColumn::word("序号", 6),
            PaperColumn::text("种类", 18),
            PaperColumn::text("评价对象", 26),
            PaperColumn::number("资金(万元)", 12),
            PaperColumn::number("自评", 9),
            PaperColumn::number("得分", 9),
            PaperColumn::word("等级", 12),
            PaperColumn::number("问题", 7),
        ],
        rows: report.evaluations.iter().zip(1..).map(row).collect(),
    })
}
