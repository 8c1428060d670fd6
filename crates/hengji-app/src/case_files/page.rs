//! One case file as its page shows it: what was collected, how far the report has come, what comes next.

use std::collections::BTreeMap;

use hengji_analysis::progress::wilson;
use hengji_authz::{Action, decide};
use hengji_domain::case_file::{CaseDeed, CaseStage, PlanDeed, PlanState, PointAnswer};
use hengji_domain::evaluation::{Answer, EvaluationState, Side};
use hengji_domain::id::EvaluationId;
use hengji_domain::person::Actor;
use hengji_domain::rule::ReviewReason;
use hengji_rules::RulesInForce;
use hengji_store::case_files::{self, CaseEvidence, CaseFile, CaseHand, CasePoint, CaseRecord};
use hengji_store::rectification::EvaluationFinding;

use super::agreement::agreement;
use super::team::may_declare;
use super::view::{
    CaseFilePage, CaseMay, CaseReportView, EvidenceView, ItemEvidence, MemberView, RecordView, SurveyView,
};
use crate::app::{App, Step};
use crate::common::{Choice, Hand};
use crate::error::AppError;
use crate::evaluations::case::EvaluationCase;
use crate::evaluations::frame::read_answer;
use crate::projects::view::TimelineEntry;

/// Everything that was collected in a case file.
pub(super) struct Collected {
    pub(super) records: Vec<CaseRecord>,
    pub(super) evidence: Vec<CaseEvidence>,
    pub(super) points: Vec<CasePoint>,
    pub(super) findings: Vec<EvaluationFinding>,
}

/// Loads it, in four statements.
pub(super) fn collected(db: &mut hengji_store::Db, case: &EvaluationCase, round: i32) -> Step<Collected> {
    let (division, id) = (case.division, case.listing.evaluation.id);
    Ok(Collected {
        records: case_files::records_of(db, division, id)?,
        evidence: case_files::evidence_of(db, division, id)?,
        points: case_files::points_of(db, division, id, round)?,
        findings: case_files::findings_of(db, division, &[id])?,
    })
}

impl App {
    /// A case file.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for strangers and for a kind that keeps none; [`AppError::RuleMissing`].
    pub fn case_file(&self, actor: &Actor, id: EvaluationId) -> Result<CaseFilePage, AppError> {
        let division = actor.division;
        let case = self.read(|db| self.load_scored(db, division, id))?;
        self.may_view(actor, Action::ViewCaseFile, &case.resource())?;
        let (file, _) = case.kept_file().map_err(|_| AppError::NotFound)?;
        let one = &case.listing.evaluation;
        let in_force = self.rules(division, one.year);
        let rules = in_force.case_files()?;
        let (found, reports, steps) = self.read(|db| {
            let found = collected(db, &case, file.round)?;
            let reports = case_files::reports_of(db, division, id)?;
            Ok((found, reports, case_files::steps_of(db, division, id)?))
        })?;
        let edition = case.listing.evaluation.edition;
        let is_new = reports.iter().all(|report| report.result_edition != edition);
        let may = may_do(actor, &case, file);
        let may = CaseMay {
            finalise: may.finalise && is_new,
            ..may
        };
        let accounts = if may.change_team {
            self.case_member_choices(actor)?
        } else {
            Vec::new()
        };
        let objected = |point: &&CasePoint| point.answer == Some(PointAnswer::Objected);
        let open = found.points.iter().filter(|point| point.is_open()).count();
        Ok(CaseFilePage {
            id,
            year: one.year,
            title: one.title.clone(),
            kind: case.frame.kind_name.clone(),
            project: one.project,
            unit_name: case.listing.unit_name.clone(),
            department_name: case.listing.department_name.clone(),
            version: file.version,
            plan: file.plan,
            texts: file.texts.clone(),
            funds: file.funds,
            report: file.report.clone(),
            stage: file.stage,
            due_on: file.due_on,
            answered_on: file.answered_on,
            members: members(&case, &rules.duties)?,
            scorers_least: case.frame.scorers_least,
            handed_in: case.handed_in(Side::Verification),
            accounts,
            duties: rules
                .duties
                .iter()
                .map(|one| Choice {
                    code: one.code.clone(),
                    name: one.name.clone(),
                })
                .collect(),
            items: items(&case, &found),
            whole: files(&found.evidence, None),
            records: found
                .records
                .iter()
                .map(|record| record_view(&case, record))
                .collect(),
            surveys: surveys(&case, &in_force)?,
            agreement: agreement(&case, &in_force, rules.agreement)?,
            findings: found
                .findings
                .iter()
                .map(|one| (format!("{}-{}", one.year, one.serial), one.words.clone()))
                .collect(),
            points: (
                found.points.len(),
                found.points.iter().filter(objected).count(),
                open,
            ),
            reports: reports
                .into_iter()
                .rev()
                .map(|report| CaseReportView {
                    edition: report.edition,
                    paper: report.paper,
                    number: report.number,
                    sha256: report.sha256,
                    made: hand(report.made),
                })
                .collect(),
            trail: steps
                .into_iter()
                .rev()
                .map(|step| TimelineEntry {
                    at: step.hand.at,
                    who: step.hand.name,
                    what: step.deed,
                    detail: step.words,
                })
                .collect(),
            next: next(&case, file, &may, open),
            may,
            reason_least: rules.reason_length_min,
        })
    }
}

fn hand(one: CaseHand) -> Hand {
    Hand {
        name: one.name,
        at: one.at,
    }
}

fn may_do(actor: &Actor, case: &EvaluationCase, file: &CaseFile) -> CaseMay {
    let may = |action| decide(actor, action, &case.resource()).allow;
    let is_running = file.stage != CaseStage::Final;
    let state = case.listing.evaluation.state;
    let moves = |deed: CaseDeed| file.stage.after(deed).is_ok() && may(Action::MoveCaseReport);
    let plans = may(Action::PlanCaseFile);
    let approves = may(Action::ApproveCasePlan);
    CaseMay {
        write_plan: plans && file.plan.after(PlanDeed::Save).is_ok(),
        approve: approves
            && file.plan.after(PlanDeed::Approve).is_ok()
            && file.submitted_by != Some(actor.user),
        return_plan: approves
            && file.plan.after(PlanDeed::Return).is_ok()
            && file.stage == CaseStage::WorkingPaper,
        change_team: plans && is_running,
        declare: is_running && may_declare(actor, case),
        keep_records: is_running && may(Action::KeepCaseRecord),
        keep_evidence: is_running && may(Action::KeepCaseEvidence),
        write_report: plans && is_running,
        enter_findings: is_running && may(Action::EnterEvaluationFinding),
        draft: moves(CaseDeed::MakeDraft) && file.plan == PlanState::Approved && case.is_unsealed(),
        take_back: moves(CaseDeed::TakeBack) && state == EvaluationState::Verification,
        send: moves(CaseDeed::SendOut),
        settle: moves(CaseDeed::Settle),
        finalise: file.stage.after(CaseDeed::Finalise).is_ok()
            && state == EvaluationState::Concluded
            && may(Action::FinaliseCaseReport),
    }
}

/// What comes next.
fn next(case: &EvaluationCase, file: &CaseFile, may: &CaseMay, open: usize) -> String {
    let due = file.due_on.map_or_else(String::new, |due| due.to_string());
    match (file.stage, file.plan) {
        (CaseStage::WorkingPaper, PlanState::Writing) => {
            "请编制工作方案、组成评价组并由成员申报利益冲突,保存后提交审批。".to_owned()
        }
        (CaseStage::WorkingPaper, PlanState::Submitted) if may.approve => {
            "工作方案待您审批;批准后评分人才能提交评分。".to_owned()
        }
        (CaseStage::WorkingPaper, PlanState::Submitted) => {
            "工作方案待另一人审批;现场记录和佐证可以先收集。".to_owned()
        }
        (CaseStage::WorkingPaper, PlanState::Approved) if !case.is_unsealed() => format!(
            "请收集现场记录和佐证,成员在评价页面独立评分:须 {} 人,已提交 {} 人。",
            case.frame.scorers_least,
            case.handed_in(Side::Verification)
        ),
        (CaseStage::WorkingPaper, PlanState::Approved) => {
            "评分已启封:请看评分一致性、讨论分差大的指标,登记问题、写好报告文字后形成初稿。".to_owned()
        }
        (CaseStage::Draft, _) => "请审阅初稿,无误后发出征求意见;需要修改的退回底稿。".to_owned(),
        (CaseStage::Exchange, _) if file.answered_on.is_none() => format!("等待单位逐点答复,期限为 {due}。"),
        (CaseStage::Exchange, _) if 0 < open => {
            format!("单位已答复,还有 {open} 条意见待处理,请到“交换意见”逐条处理。")
        }
        (CaseStage::Exchange, _) => "意见已处理完毕,请结束交换意见。".to_owned(),
        (CaseStage::Settled, _) if may.finalise => "结论已形成,请定稿;报告编号后送达单位。".to_owned(),
        (CaseStage::Settled, _) => "请在评价页面形成结论,再回到这里定稿。".to_owned(),
        (CaseStage::Final, _) if may.finalise => {
            "已定稿;结论重新形成的,可再次定稿,原报告随之撤回。".to_owned()
        }
        (CaseStage::Final, _) => "已定稿。".to_owned(),
    }
}

fn members(case: &EvaluationCase, duties: &[ReviewReason]) -> Result<Vec<MemberView>, AppError> {
    let (_, members) = case.kept_file()?;
    let duty = |code: &str| {
        let known = duties.iter().find(|one| one.code == code);
        known.map_or_else(|| code.to_owned(), |one| one.name.clone())
    };
    let view = |one: &case_files::CaseMember| MemberView {
        user: one.user,
        name: one.name.clone(),
        duty: duty(&one.duty),
        declaration: one.declaration,
        reason: one.reason.clone(),
        has_handed_in: case.is_handed_in(Side::Verification, &one.user.to_string()),
    };
    Ok(members.iter().map(view).collect())
}

fn record_view(case: &EvaluationCase, record: &CaseRecord) -> RecordView {
    let named = |key: &hengji_domain::evaluation::ItemKey| {
        let known = case.item(key.as_str());
        known.map_or_else(|| key.to_string(), |(item, _)| item.name.clone())
    };
    RecordView {
        id: record.id,
        seen_on: record.seen_on,
        place: record.place.clone(),
        present: record.present.clone(),
        situation: record.situation.clone(),
        items: record.items.iter().map(named).collect(),
        kept: hand(record.kept.clone()),
        withdrawn: record.withdrawn.clone().map(hand),
    }
}

fn items(case: &EvaluationCase, found: &Collected) -> Vec<ItemEvidence> {
    let parts: BTreeMap<&str, &str> = case
        .frame
        .parts
        .iter()
        .map(|part| (part.code.as_str(), part.name.as_str()))
        .collect();
    let spoken = |key: &hengji_domain::evaluation::ItemKey| {
        let standing = found.records.iter().filter(|record| record.withdrawn.is_none());
        standing.filter(|record| record.items.contains(key)).count()
    };
    let view = |item: &hengji_store::evaluations::EvaluationItem| ItemEvidence {
        key: item.key.to_string(),
        part: parts
            .get(item.part.as_str())
            .copied()
            .unwrap_or_default()
            .to_owned(),
        name: item.name.clone(),
        asked: item.evidence.clone(),
        files: files(&found.evidence, Some(item.key.as_str())),
        records: spoken(&item.key),
    };
    case.items.iter().map(view).collect()
}

/// The files of an item, or of the whole.
pub(crate) fn files(all: &[CaseEvidence], item: Option<&str>) -> Vec<EvidenceView> {
    let own = all
        .iter()
        .filter(|one| one.item.as_ref().map(|key| key.as_str()) == item);
    own.map(|one| EvidenceView {
        id: one.id,
        name: one.file_name.clone(),
        page: one.page.clone(),
        note: one.note.clone(),
        bytes: one.byte_count,
        sha256: one.sha256.clone(),
        kept: hand(one.kept.clone()),
    })
    .collect()
}

/// The surveys that the scorers entered, with what they say of everybody; sealed ones stay sealed.
pub(super) fn surveys(case: &EvaluationCase, rules: &RulesInForce) -> Result<Vec<SurveyView>, AppError> {
    if !case.is_unsealed() {
        return Ok(Vec::new());
    }
    let confidence = rules.parameters("analysis.confidence")?.value;
    let level = confidence.float("level").map_err(AppError::fault)?;
    let percent = confidence.percent_bp("level").map_err(AppError::fault)? / 100;
    let mut all = Vec::new();
    for item in &case.items {
        for score in case.standing_scores(item, Side::Verification) {
            let Answer::Survey { asked, satisfied } = read_answer(&score.answer)? else {
                continue;
            };
            let counts = usize::try_from(satisfied).ok().zip(usize::try_from(asked).ok());
            let found = counts.and_then(|(satisfied, asked)| wilson(satisfied, asked, level).ok());
            let interval = found.map_or_else(String::new, |found| {
                let share = |share: f64| format!("{:.1}%", share * 100.0);
                format!(
                    "满意率 {percent}% 置信区间 {}–{}(Wilson,n = {asked})",
                    share(found.low),
                    share(found.high)
                )
            });
            all.push(SurveyView {
                item: item.name.clone(),
                scorer: score.scorer_name.clone(),
                asked,
                satisfied,
                interval,
            });
        }
    }
    Ok(all)
}
