//! 评价报告 (report): written from the case file in the national outline, every figure from a record.
//!
//! The headings and sentences are rules; here they get their figures. A draft and the final report are the same text
//! at different times: what differs is whether there is a conclusion and what the exchange of views brought.

mod analysis;
mod course;
mod outcome;

use hengji_domain::evaluation::{Side, SystemFact};
use hengji_domain::paper::phrase::{Phrase, evaluation_report as phrase};
use hengji_domain::paper::{Block, LetterText, PaperColumn, PaperKind, PaperSource, PaperTable};
use hengji_domain::rule::ReviewReason;
use hengji_domain::sheet::{Sheet, SheetKind};
use hengji_domain::{Decimal, Money};
use hengji_rules::RulesInForce;
use hengji_store::case_files::{CaseFile, CaseMember};
use hengji_store::{Db, sheets};

use super::agreement::agreement;
use super::page::{Collected, collected, surveys};
use super::view::{AgreementView, SurveyView};
use crate::app::{App, Step};
use crate::evaluations::case::EvaluationCase;
use crate::papers::issue::PaperDraft;
use crate::papers::parted;

/// What is told, and the words in which it is told.
struct Telling<'a> {
    case: &'a EvaluationCase,
    file: &'a CaseFile,
    members: &'a [CaseMember],
    found: Collected,
    /// The goal that is evaluated against; none where the project has none.
    goal: Option<Sheet>,
    agreement: Option<AgreementView>,
    surveys: Vec<SurveyView>,
    causes: Vec<ReviewReason>,
    duties: Vec<ReviewReason>,
    text: LetterText,
}

impl App {
    /// The report as it would be now.
    ///
    /// # Errors
    ///
    /// [`crate::AppError::RuleMissing`]; of the database.
    pub(crate) fn report_of(&self, db: &mut Db, case: &EvaluationCase) -> Step<PaperDraft> {
        let one = &case.listing.evaluation;
        let rules = self.rules(case.division, one.year);
        let telling = telling(db, case, &rules)?;
        Ok(PaperDraft {
            kind: PaperKind::EvaluationReport,
            year: one.year,
            unit: one.unit,
            unit_name: case.listing.unit_name.clone(),
            subject: one.title.clone(),
            source: PaperSource::Evaluation(one.id),
            body: telling.body(),
            enclosures: Vec::new(),
            copies_to: Vec::new(),
        })
    }
}

fn telling<'a>(db: &mut Db, case: &'a EvaluationCase, rules: &RulesInForce) -> Step<Telling<'a>> {
    let (file, members) = case.kept_file()?;
    let own = rules.case_files()?;
    let goal = match case.listing.evaluation.project {
        None => None,
        Some(project) => {
            let all = sheets::find_for_project(db, case.division, project)?;
            let mut goals = all.into_iter().filter(|sheet| sheet.kind == SheetKind::Goal);
            goals.next()
        }
    };
    Ok(Telling {
        found: collected(db, case, file.round)?,
        agreement: agreement(case, rules, own.agreement)?,
        surveys: surveys(case, rules)?,
        causes: rules.rectification()?.causes,
        duties: own.duties,
        text: rules.letter_text(PaperKind::EvaluationReport)?.value,
        case,
        file,
        members,
        goal,
    })
}

impl Telling<'_> {
    fn say(&self, phrase: Phrase, values: &[&str]) -> String {
        self.text.say(phrase, values)
    }

    fn body(&self) -> Vec<Block> {
        let parts = [
            (phrase::BASIC_HEADING, self.basics()),
            (phrase::WORK_HEADING, self.work()),
            (phrase::RESULT_HEADING, self.result()),
            (phrase::ANALYSIS_HEADING, self.analysis()),
            (phrase::PROBLEMS_HEADING, self.problems()),
            (phrase::ADVICE_HEADING, self.advice()),
            (phrase::OTHER_HEADING, self.other()),
        ];
        parted(
            parts
                .into_iter()
                .map(|(heading, blocks)| (self.say(heading, &[]), blocks)),
        )
    }

    /// Parts of a part, each under its numbered heading of the second level.
    fn sections(&self, all: Vec<(Phrase, Vec<Block>)>) -> Vec<Block> {
        let mut blocks = Vec::new();
        for ((heading, own), number) in all.into_iter().zip(SECOND) {
            blocks.push(Block::Heading {
                level: 2,
                text: format!("({number}){}", self.say(heading, &[])),
            });
            blocks.extend(own);
        }
        blocks
    }

    /// 一、基本情况: subject, money, goals.
    fn basics(&self) -> Vec<Block> {
        let one = &self.case.listing;
        let funds = self.file.funds.unwrap_or(Money::ZERO).to_string();
        let source = match self.file.texts.funds_source.as_str() {
            "" => "依据工作方案",
            source => source,
        };
        let subject = self.say(
            phrase::SUBJECT,
            &[
                &one.evaluation.title,
                &one.unit_name,
                &one.department_name,
                &funds,
                source,
            ],
        );
        self.sections(vec![
            (phrase::OVERVIEW_HEADING, vec![Block::Paragraph(subject)]),
            (phrase::MONEY_HEADING, self.money()),
            (phrase::GOALS_HEADING, self.goals()),
        ])
    }

    fn money(&self) -> Vec<Block> {
        let known = |system: SystemFact| {
            let mut facts = self.case.frame.facts.iter();
            let fact = facts.find(|fact| fact.system.as_deref() == Some(system.code()))?;
            let found = self.case.fact(Side::Verification, &fact.code)?;
            Money::from_decimal(found.value, hengji_domain::money::MoneyUnit::Yuan)
        };
        let mut blocks = match (known(SystemFact::AdjustedBudget), known(SystemFact::Paid)) {
            (Some(budget), Some(paid)) => {
                let rate = paid.rate_bp(budget).map_or_else(
                    || "无法计算".to_owned(),
                    |rate| format!("{}%", Decimal::new(rate, 2)),
                );
                let told = self.say(phrase::MONEY, &[&budget.to_string(), &paid.to_string(), &rate]);
                vec![Block::Paragraph(told)]
            }
            _ => vec![Block::Paragraph(self.say(phrase::WITHOUT_MONEY, &[]))],
        };
        let rows: Vec<Vec<String>> = self
            .case
            .frame
            .facts
            .iter()
            .filter_map(|fact| {
                let known = self.case.fact(Side::Verification, &fact.code)?;
                let value = known.value.normalize().to_string();
                Some(vec![fact.name.clone(), value, fact.unit.clone(), known.source])
            })
            .collect();
        if !rows.is_empty() {
            blocks.push(Block::Table(PaperTable {
                caption: "评价所用数据及来源".to_owned(),
                columns: vec![
                    PaperColumn::text("数据", 4),
                    PaperColumn::number("数值", 3),
                    PaperColumn::word("单位", 2),
                    PaperColumn::text("来源", 5),
                ],
                rows,
            }));
        }
        blocks
    }

    fn goals(&self) -> Vec<Block> {
        let lines = self.goal.iter().flat_map(|goal| &goal.lines);
        let rows: Vec<Vec<String>> = lines
            .map(|line| {
                vec![
                    line.level1.clone(),
                    line.level2.clone(),
                    line.level3.clone(),
                    line.target.to_string(),
                ]
            })
            .collect();
        if rows.is_empty() {
            return vec![Block::Paragraph(self.say(phrase::WITHOUT_GOALS, &[]))];
        }
        vec![Block::Table(PaperTable {
            caption: "年度绩效目标".to_owned(),
            columns: vec![
                PaperColumn::text("一级指标", 2),
                PaperColumn::text("二级指标", 3),
                PaperColumn::text("三级指标", 5),
                PaperColumn::word("指标值", 3),
            ],
            rows,
        })]
    }
}

/// Numbers of headings of the second level, as GB/T 9704-2012 第7.3.3条 writes them.
const SECOND: [&str; 6] = ["一", "二", "三", "四", "五", "六"];

/// Text of several paragraphs, or what is said where there is none.
fn paragraphs(text: &str, otherwise: String) -> Vec<Block> {
    let told: Vec<Block> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| Block::Paragraph(line.to_owned()))
        .collect();
    if told.is_empty() {
        vec![Block::Paragraph(otherwise)]
    } else {
        told
    }
}

/// A share of a hundred with one decimal.
fn rate(part: i32, whole: i32) -> String {
    let rate = hengji_domain::rounding::div_round_half_up(i128::from(part) * 1_000, i128::from(whole));
    rate.map_or_else(|| "—".to_owned(), |rate| format!("{}%", Decimal::new(rate, 1)))
}

/// The sum of money of findings.
fn money_of(all: &[hengji_store::rectification::EvaluationFinding]) -> Money {
    let fen = all.iter().filter_map(|one| one.amount).map(Money::fen);
    Money::from_fen(fen.fold(0, i64::saturating_add))
}
