//! 底稿、初稿、交换意见、定稿 (stages of the report): each step by who may, from where it may be done.

use hengji_authz::Action;
use hengji_domain::case_file::{CaseDeed, CaseRefusal};
use hengji_domain::evaluation::{EvaluationRefusal, EvaluationState, Side};
use hengji_domain::id::EvaluationId;
use hengji_domain::paper::PaperSource;
use hengji_domain::person::Actor;
use hengji_store::case_files::{self, CaseFile, CasePoint, CaseReport, PointSort};
use hengji_store::papers::{self, PaperRecord};
use hengji_store::{Db, sha256_hex};

use super::case::{hand, locked, reason, stepped};
use super::plan::CaseInput;
use crate::app::{App, Request, Step, Tx};
use crate::budget_years::require_open;
use crate::common::{RequestKey, Written};
use crate::error::AppError;
use crate::evaluations::case::{BUREAU_SLOT, EvaluationCase};
use crate::evaluations::hand::fix_computed;
use crate::papers::content;
use crate::papers::issue::{IssuingHand, replace};

impl App {
    /// 形成初稿: computed items are fixed, the report is written from the file and kept as the next edition.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `case-plan-not-approved`, `evaluation-scorers-too-few`, `evaluation-incomplete`,
    /// `evaluation-fact-missing`, `case-not-at-stage`; [`AppError::Stale`]; [`AppError::RuleMissing`].
    pub fn draft_case_report(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: EvaluationId,
        input: &CaseInput,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::MoveCaseReport,
            &Request::new(key, &(id.to_string(), "draft", input))?,
            |tx| self.find_file(tx, id),
            |tx, case| {
                require_open(tx, case.listing.evaluation.year)?;
                let file = locked(&case, input.version)?;
                let stage = file.stage.after(CaseDeed::MakeDraft)?;
                case.require_plan("形成初稿")?;
                if !case.is_unsealed() {
                    return Err(EvaluationRefusal::ScorersTooFew {
                        least: case.frame.scorers_least,
                        found: case.handed_in(Side::Verification),
                    }
                    .into());
                }
                case.require_state(EvaluationState::Verification, "形成初稿")?;
                fix_computed(tx, actor, &case, Side::Verification, BUREAU_SLOT)?;
                let case = self.load_scored(tx.db, tx.division, id)?;
                complete(&case)?;
                let edition = self.keep_draft(tx, &hand(actor, tx), &case)?;
                tx.detail("edition", edition);
                let next = CaseFile { stage, ..file };
                stepped(tx, actor, &next, "形成初稿", &format!("第 {edition} 版"))
            },
        )
    }

    /// The report as it would be now, kept with its digest; its number.
    pub(crate) fn keep_draft(
        &self,
        tx: &mut Tx<'_>,
        made: &case_files::CaseHand,
        case: &EvaluationCase,
    ) -> Step<i32> {
        let id = case.listing.evaluation.id;
        let draft = self.report_of(tx.db, case)?;
        let paper = self.unnumbered_paper(tx.division, &draft, made.at.shanghai_date())?;
        let text = content::written(&paper)?;
        let known = case_files::reports_of(tx.db, tx.division, id)?;
        let report = CaseReport {
            evaluation: id,
            edition: next_edition(&known),
            sha256: sha256_hex(text.as_bytes()),
            text,
            paper: None,
            number: String::new(),
            result_edition: 0,
            made: made.clone(),
        };
        tx.detail("content_sha256", &report.sha256);
        case_files::insert_reports(tx.db, tx.division, std::slice::from_ref(&report))?;
        Ok(report.edition)
    }

    /// 退回底稿: before it is final a report can be taken back with a reason; what the unit said stays to be read.
    ///
    /// # Errors
    ///
    /// [`AppError::Invalid`] without a reason; [`AppError::Refused`] `case-not-at-stage`; [`AppError::Stale`].
    pub fn take_case_report_back(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: EvaluationId,
        input: &CaseInput,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::MoveCaseReport,
            &Request::new(key, &(id.to_string(), "back", input))?,
            |tx| self.find_file(tx, id),
            |tx, case| {
                let file = locked(&case, input.version)?;
                let stage = file.stage.after(CaseDeed::TakeBack)?;
                case.require_state(EvaluationState::Verification, "退回底稿")?;
                let rules = self
                    .rules(tx.division, case.listing.evaluation.year)
                    .case_files()?;
                let words = reason("words", "退回理由", &input.words, rules.reason_length_min)?;
                let next = CaseFile {
                    stage,
                    sent_on: None,
                    due_on: None,
                    answered_on: None,
                    ..file
                };
                stepped(tx, actor, &next, "退回底稿", &words)
            },
        )
    }

    /// 发出征求意见: the unit is asked about every finding and every item that lost points, within the rule's days.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `case-not-at-stage`, `holidays-missing`; [`AppError::Stale`]; [`AppError::RuleMissing`].
    pub fn send_case_report(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: EvaluationId,
        input: &CaseInput,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::MoveCaseReport,
            &Request::new(key, &(id.to_string(), "send", input))?,
            |tx| self.find_file(tx, id),
            |tx, case| {
                let file = locked(&case, input.version)?;
                let stage = file.stage.after(CaseDeed::SendOut)?;
                let year = case.listing.evaluation.year;
                let rules = self.rules(tx.division, year).case_files()?;
                let today = tx.now.shanghai_date();
                let holidays = self.rule_book().holidays_around(tx.division, today_year(today)?);
                let due_on = rules.exchange.last_day(today, &holidays)?;
                let next = CaseFile {
                    stage,
                    round: file.round.saturating_add(1),
                    sent_on: Some(today),
                    due_on: Some(due_on),
                    answered_on: None,
                    ..file
                };
                let points = points(tx, &case, next.round)?;
                case_files::insert_points(tx.db, tx.division, &points)?;
                tx.detail("rows", points.len());
                let words = format!("{} 点,请于 {due_on} 前答复", points.len());
                stepped(tx, actor, &next, "发出征求意见", &words)
            },
        )
    }

    /// 结束交换意见: every opinion has its decision, and the unit has answered or let its days pass.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `case-opinions-open`, `case-exchange-running`, `case-not-at-stage`; [`AppError::Stale`].
    pub fn settle_case_exchange(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: EvaluationId,
        input: &CaseInput,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::MoveCaseReport,
            &Request::new(key, &(id.to_string(), "settle", input))?,
            |tx| self.find_file(tx, id),
            |tx, case| {
                let file = locked(&case, input.version)?;
                let stage = file.stage.after(CaseDeed::Settle)?;
                let today = tx.now.shanghai_date();
                if let (None, Some(due_on)) = (file.answered_on, file.due_on.filter(|due| today <= *due)) {
                    let due_on = due_on.to_string();
                    return Err(CaseRefusal::ExchangeRunning { due_on }.into());
                }
                let points = case_files::points_of(tx.db, tx.division, id, file.round)?;
                let open: Vec<&CasePoint> = points.iter().filter(|point| point.is_open()).collect();
                if let Some(first) = open.first() {
                    return Err(CaseRefusal::OpinionsOpen {
                        count: open.len(),
                        first: first.place.clone(),
                    }
                    .into());
                }
                let words = if file.answered_on.is_none() {
                    "单位逾期未答复"
                } else {
                    ""
                };
                let next = CaseFile { stage, ..file };
                stepped(tx, actor, &next, "结束交换意见", words)
            },
        )
    }

    /// 定稿: the report of the conclusion gets its number and goes to the unit; an earlier one is taken back.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `case-not-concluded`, `case-already-final`, `case-not-at-stage`; [`AppError::Stale`];
    /// [`AppError::RuleMissing`].
    pub fn finalise_case_report(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: EvaluationId,
        input: &CaseInput,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::FinaliseCaseReport,
            &Request::new(key, &(id.to_string(), "final", input))?,
            |tx| self.find_file(tx, id),
            |tx, case| {
                let file = locked(&case, input.version)?;
                let stage = file.stage.after(CaseDeed::Finalise)?;
                let issuing = IssuingHand::serving(actor, tx);
                let number = self.finalise_in(tx, &issuing, &case)?;
                let next = CaseFile { stage, ..file };
                stepped(tx, actor, &next, "定稿", &number)
            },
        )
    }

    /// Issues the final report of the conclusion that stands; its number.
    pub(crate) fn finalise_in(
        &self,
        tx: &mut Tx<'_>,
        issuing: &IssuingHand,
        case: &EvaluationCase,
    ) -> Step<String> {
        let one = &case.listing.evaluation;
        if one.state != EvaluationState::Concluded {
            return Err(CaseRefusal::NotConcluded.into());
        }
        let known = case_files::reports_of(tx.db, tx.division, one.id)?;
        let same = known.iter().find(|report| report.result_edition == one.edition);
        if let Some(same) = same {
            let number = same.number.clone();
            return Err(CaseRefusal::AlreadyFinal { number }.into());
        }
        let source = PaperSource::Evaluation(one.id);
        let earlier = papers::of_sources(tx.db, tx.division, one.year, &[source])?;
        if let Some(earlier) = earlier.into_iter().find(PaperRecord::stands) {
            let words = format!("由第 {} 次结论的评价报告代替", one.edition);
            replace(tx, issuing, earlier, words)?;
        }
        let draft = self.report_of(tx.db, case)?;
        let issued = self.issue_paper(tx, issuing, &draft)?.record;
        let report = CaseReport {
            evaluation: one.id,
            edition: next_edition(&known),
            text: String::new(),
            sha256: issued.sha256,
            paper: Some(issued.id),
            number: issued.number.clone(),
            result_edition: one.edition,
            made: case_files::CaseHand {
                name: issuing.name.clone(),
                at: issuing.at,
            },
        };
        case_files::insert_reports(tx.db, tx.division, std::slice::from_ref(&report))?;
        tx.about("evaluation", one.id);
        Ok(issued.number)
    }
}

fn next_edition(known: &[CaseReport]) -> i32 {
    known.last().map_or(1, |last| last.edition.saturating_add(1))
}

pub(crate) fn today_year(day: hengji_domain::NaiveDate) -> Result<hengji_domain::BudgetYear, AppError> {
    use chrono::Datelike;
    let year = u16::try_from(day.year()).unwrap_or(0);
    hengji_domain::BudgetYear::new(year).map_err(AppError::fault)
}

/// Every item must have its score before there is anything to report.
fn complete(case: &EvaluationCase) -> Result<(), EvaluationRefusal> {
    let missing = case.unscored(Side::Verification);
    match missing.first() {
        None => Ok(()),
        Some(first) => Err(EvaluationRefusal::Incomplete {
            count: missing.len(),
            first: first.name.clone(),
            deed: "形成初稿",
        }),
    }
}

/// What the unit is asked about: findings, items that lost points, and the report as a whole.
pub(crate) fn points(tx: &mut Tx<'_>, case: &EvaluationCase, round: i32) -> Step<Vec<CasePoint>> {
    let asked = asked(tx.db, case)?;
    let mut points = Vec::with_capacity(asked.len());
    for ((sort, place, words), position) in asked.into_iter().zip(1..) {
        points.push(CasePoint {
            id: tx.fresh()?,
            evaluation: case.listing.evaluation.id,
            round,
            position,
            sort,
            place,
            words,
            answer: None,
            opinion: String::new(),
            answered: None,
            outcome: None,
            reason: String::new(),
            decided: None,
        });
    }
    Ok(points)
}

fn asked(db: &mut Db, case: &EvaluationCase) -> Step<Vec<(PointSort, String, String)>> {
    let findings = case_files::findings_of(db, case.division, &[case.listing.evaluation.id])?;
    let mut asked: Vec<(PointSort, String, String)> = findings
        .into_iter()
        .zip(1..)
        .map(|(finding, number)| {
            let place = if finding.place.is_empty() {
                format!("问题 {number}")
            } else {
                format!("问题 {number}:{}", finding.place)
            };
            (PointSort::Finding, place, finding.words)
        })
        .collect();
    for item in &case.items {
        let Some(score) = case.side_score(item, Side::Verification) else {
            continue;
        };
        if score.centi() < item.weight.centi() {
            let words = format!("满分 {} 分,初评 {score} 分。", item.weight);
            asked.push((PointSort::Item, item.name.clone(), words));
        }
    }
    let words = "对评价结论、建议和报告其他内容的意见。".to_owned();
    asked.push((PointSort::Whole, "报告整体".to_owned(), words));
    Ok(asked)
}
