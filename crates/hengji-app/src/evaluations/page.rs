//! One evaluation as its page shows it: both sides beside each other, what each score rests on, and what comes next.

use hengji_analysis::progress::wilson;
use hengji_authz::{Action, decide};
use hengji_domain::evaluation::{Answer, EvaluationState, Method, Side};
use hengji_domain::id::EvaluationId;
use hengji_domain::person::Actor;
use hengji_domain::sign_off::SignOffState;
use hengji_domain::{Decimal, Score};
use hengji_scoring::evaluation::{Basis, Total};
use hengji_store::case_files::{self, CaseEvidence};
use hengji_store::evaluations::{EvaluationItem, EvaluationResult, EvaluationScore};
use hengji_store::third_party::Assignment;

use super::benchmark::QuantityClasses;
use super::case::EvaluationCase;
use super::frame::read_answer;
use super::list::is_late;
use super::recompute::recomputed;
use super::score::is_done;
use super::view::{EvaluationPage, FactView, GivenTo, ItemView, MayDo, PartView, ResultView, ScoreView};
use crate::app::App;
use crate::case_files::page::files;
use crate::common::Hand;
use crate::error::AppError;
use crate::third_party::access::{is_outsider, own_assignment};

/// How much of a digest is shown beside others.
const SHORT: usize = 12;

/// What the page needs of the person who reads it.
struct Reader<'a> {
    case: &'a EvaluationCase,
    writes: Option<Side>,
    slot: String,
    /// Whether the bureau's scores may be seen: by its own people once they are unsealed, by others once concluded.
    sees_verification: bool,
    /// Confidence level of intervals, and the same in words.
    level: (f64, String),
    /// Why a person of the bureau may not score here, though their role may.
    is_kept_out: Option<String>,
    /// The evidence of the case file, for those who see it.
    evidence: Vec<CaseEvidence>,
    /// Which lines lead to their benchmark, for those who see benchmarks.
    benchmarked: Option<QuantityClasses>,
}

impl App {
    /// One evaluation.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for strangers; [`AppError::Fault`] when the database cannot be read.
    pub fn evaluation(&self, actor: &Actor, id: EvaluationId) -> Result<EvaluationPage, AppError> {
        let case = self.viewed_scored(actor, id)?;
        let one = &case.listing.evaluation;
        let mut reader = self.reader(actor, &case)?;
        let sees_case_file = decide(actor, Action::ViewCaseFile, &case.resource()).allow;
        let stage = case.file.as_ref().map(|(file, _)| file.stage);
        if sees_case_file && stage.is_some() {
            reader.evidence = self.read(|db| Ok(case_files::evidence_of(db, actor.division, id)?))?;
        }
        let totals = [Side::SelfScore, Side::Verification].map(|side| {
            let is_seen = side == Side::SelfScore || reader.sees_verification;
            case.total(side).ok().flatten().filter(|_| is_seen)
        });
        let may = may_do(actor, &case, &reader);
        let directory = self.directory(actor.division)?;
        let given = |one: &Assignment| GivenTo {
            assignment: one.id,
            institution: one.institution,
            name: directory.name(one.institution),
            state: one.state,
            version: one.version,
        };
        let sees_institutions = self.holds(actor, Action::ViewInstitutions);
        let open_items = reader.open_items();
        let today = self.now().shanghai_date();
        Ok(EvaluationPage {
            id,
            year: one.year,
            kind: case.frame.kind_name.clone(),
            kind_code: case.frame.kind.clone(),
            title: one.title.clone(),
            project: one.project.filter(|_| !is_outsider(actor)),
            unit_name: case.listing.unit_name.clone(),
            department_name: case.listing.department_name.clone(),
            state: one.state,
            version: one.version,
            opened: Hand {
                name: one.opened_by_name.clone(),
                at: one.opened_at,
            },
            self_due_on: one.self_due_on,
            is_late: is_late(one.state, one.self_due_on, today),
            framework: case.frame.framework_name.clone(),
            basis: format!("{} {}", case.frame.source, case.frame.clause),
            is_unverified: case.frame.mark == hengji_domain::rule::Verification::Unverified.mark(),
            rules_version: one.rules_fingerprint.chars().take(SHORT).collect(),
            has_self_score: case.frame.has_self_score,
            scorers_least: case.frame.scorers_least,
            is_unsealed: case.is_unsealed(),
            hands: case
                .hands
                .iter()
                .map(|hand| {
                    (
                        hand.side,
                        Hand {
                            name: hand.name.clone(),
                            at: hand.at,
                        },
                    )
                })
                .collect(),
            parts: reader.parts(&totals)?,
            facts: reader.facts(),
            total_steps: totals
                .iter()
                .rev()
                .flatten()
                .next()
                .map(|total| total.steps.clone())
                .unwrap_or_default(),
            totals: totals.map(|total| total.map(|total| total.total)),
            vetoes: case
                .frame
                .vetoes
                .iter()
                .map(|veto| (veto.code.clone(), veto.name.clone(), veto.grade.clone()))
                .collect(),
            results: case
                .results
                .iter()
                .map(|result| result_view(&case, result))
                .collect(),
            recomputed: recomputed(&case),
            needs_sign_off: case.frame.needs_sign_off,
            sign_off: case.sheet_in_force().map(|sheet| (sheet.edition, sheet.state)),
            writes: reader.writes,
            open_items,
            next: next(&case, &reader, &may, open_items),
            may,
            case_stage: stage.filter(|stage| sees_case_file || stage.is_with_unit()),
            sees_case_file,
            institutions: case
                .assignments
                .iter()
                .filter(|_| sees_institutions)
                .map(given)
                .collect(),
            own_assignment: own_assignment(actor, &case.assignments).map(given),
        })
    }

    /// What the page needs of the person who reads it.
    fn reader<'a>(&self, actor: &Actor, case: &'a EvaluationCase) -> Result<Reader<'a>, AppError> {
        let one = &case.listing.evaluation;
        let confidence = self
            .rules(actor.division, one.year)
            .parameters("analysis.confidence")?;
        let level = confidence.value.float("level").map_err(AppError::fault)?;
        let percent = confidence.value.percent_bp("level").map_err(AppError::fault)? / 100;
        let writes = writes(actor, case);
        let is_fixed = one.state == EvaluationState::Concluded;
        let is_bureau = [Action::VerifyEvaluation, Action::ConcludeEvaluation]
            .into_iter()
            .any(|action| decide(actor, action, &case.resource()).allow);
        let is_scorer = decide(actor, Action::VerifyEvaluation, &case.resource()).allow;
        let refusal = case.require_scorer(actor).err().filter(|_| is_scorer);
        let sees_benchmarks = decide(actor, Action::ViewLineBenchmark, &case.resource()).allow;
        let rules = self.rules(actor.division, one.year);
        Ok(Reader {
            case,
            evidence: Vec::new(),
            benchmarked: one
                .project
                .filter(|_| sees_benchmarks)
                .and_then(|_| QuantityClasses::of(&rules)),
            is_kept_out: refusal.map(|refusal| refusal.to_string()),
            sees_verification: is_fixed || (is_bureau && case.is_unsealed()),
            slot: writes.map(|side| case.slot(side, actor)).unwrap_or_default(),
            writes,
            level: (level, format!("{percent}%")),
        })
    }
}

impl App {
    /// Every item as its reader sees it.
    pub(super) fn scored_items(
        &self,
        actor: &Actor,
        case: &EvaluationCase,
    ) -> Result<Vec<ItemView>, AppError> {
        let reader = self.reader(actor, case)?;
        let bases = [Side::SelfScore, Side::Verification].map(|side| case.basis(side));
        let all = case.items.iter().zip(&case.methods);
        all.map(|(item, method)| reader.item(item, method, &bases))
            .collect()
    }
}

/// The side that the person writes for now.
pub(super) fn writes(actor: &Actor, case: &EvaluationCase) -> Option<Side> {
    let (side, action) = match case.listing.evaluation.state {
        EvaluationState::SelfScoring => (Side::SelfScore, Action::ScoreOwnEvaluation),
        EvaluationState::Verification => (Side::Verification, Action::VerifyEvaluation),
        EvaluationState::Concluded => return None,
    };
    if !decide(actor, action, &case.resource()).allow {
        return None;
    }
    if side == Side::Verification && case.require_scorer(actor).is_err() {
        return None;
    }
    let is_sealed = case.is_handed_in(side, &case.slot(side, actor)) && !case.is_unsealed();
    let is_open = case.require_scores_open().is_ok() && !is_done(actor, case);
    (is_open && !is_sealed).then_some(side)
}

fn may_do(actor: &Actor, case: &EvaluationCase, reader: &Reader<'_>) -> MayDo {
    let may = |action| decide(actor, action, &case.resource()).allow;
    let state = case.listing.evaluation.state;
    let is_verified = state == EvaluationState::Verification;
    let is_mine_in = case.is_handed_in(Side::Verification, &reader.slot);
    MayDo {
        hand_in: state == EvaluationState::SelfScoring && may(Action::HandInEvaluation),
        hand_in_verification: is_verified
            && case.frame.scores_independently()
            && reader.writes == Some(Side::Verification)
            && case.require_plan("提交评分").is_ok()
            && !is_outsider(actor)
            && !is_mine_in,
        hand_in_assignment: is_verified
            && is_outsider(actor)
            && may(Action::HandInAssignment)
            && !is_done(actor, case),
        send_back: is_verified
            && case.frame.has_self_score
            && case.require_scores_open().is_ok()
            && may(Action::ReturnEvaluation),
        conclude: is_verified
            && case.is_unsealed()
            && case.require_exchange().is_ok()
            && case.require_signed_off().is_ok()
            && may(Action::ConcludeEvaluation),
        reopen: state == EvaluationState::Concluded && may(Action::ReopenEvaluation),
        export: may(Action::ViewEvaluation),
    }
}

/// What comes next for this person.
fn next(case: &EvaluationCase, reader: &Reader<'_>, may: &MayDo, open_items: usize) -> String {
    let one = &case.listing.evaluation;
    match (one.state, reader.writes) {
        (EvaluationState::SelfScoring, Some(_)) => {
            let due = one
                .self_due_on
                .map_or_else(String::new, |day| format!("请在 {day} 前完成。"));
            if 0 < open_items {
                format!("请逐项自评、填写数据并写明依据,还有 {open_items} 项未评,评完后提交。{due}")
            } else {
                format!("各项已评完,请核对后提交自评。{due}")
            }
        }
        (EvaluationState::SelfScoring, None) => "等待被评价单位自评并提交。".to_owned(),
        (EvaluationState::Verification, Some(_)) if 0 < open_items => {
            format!("请逐项评分并写明依据,还有 {open_items} 项未评。")
        }
        (EvaluationState::Verification, _) if may.hand_in_assignment => {
            "各项已评完,请核对后提交;提交后不能再改。".to_owned()
        }
        (EvaluationState::Verification, Some(_)) if may.hand_in_verification => {
            "各项已评完,请提交独立评分;提交后密封,全部评分人提交后启封。".to_owned()
        }
        (EvaluationState::Verification, Some(_)) if case.require_plan("提交评分").is_err() => {
            "各项已评完;工作方案批准后才能提交独立评分,请到评价档案办理。".to_owned()
        }
        (EvaluationState::Verification, None) if reader.is_kept_out.is_some() && !case.is_unsealed() => {
            reader.is_kept_out.clone().unwrap_or_default()
        }
        (EvaluationState::Verification, _) if !case.is_unsealed() => format!(
            "独立评分进行中:须 {} 人,已提交 {} 人;启封前互不可见。",
            case.frame.scorers_least,
            case.handed_in(Side::Verification)
        ),
        (EvaluationState::Verification, _) if case.require_exchange().is_err() => {
            "独立评分已启封;请到评价档案形成初稿、与单位交换意见,处理完毕后形成结论。".to_owned()
        }
        (EvaluationState::Verification, _) if case.frame.needs_sign_off && !may.conclude => {
            sign_off_next(case)
        }
        (EvaluationState::Verification, _) if may.conclude => "各项已评完,请核对后形成结论。".to_owned(),
        (EvaluationState::Verification, _) => "财政局正在评分复核,形成结论后可看全部评分依据。".to_owned(),
        (EvaluationState::Concluded, _) => {
            "已形成结论;如有新的事实,由绩效科或局领导写明理由后重新开启。".to_owned()
        }
    }
}

/// What comes next of an evaluation that is signed off before its conclusion.
fn sign_off_next(case: &EvaluationCase) -> String {
    match case.sheet_in_force() {
        None => "各项评完后向被评价部门发出签证单,双方签字后形成结论。".to_owned(),
        Some(sheet) if sheet.state == SignOffState::Locked => "签证单已签定,等待财政局形成结论。".to_owned(),
        Some(sheet) => format!(
            "第 {} 份签证单现为“{}”,双方签字后形成结论;签证期间评分不变。",
            sheet.edition,
            sheet.state.name()
        ),
    }
}

fn result_view(case: &EvaluationCase, result: &EvaluationResult) -> ResultView {
    let named = |code: &String| {
        case.frame
            .veto(code)
            .map_or_else(|| code.clone(), |veto| veto.name)
    };
    ResultView {
        edition: result.edition,
        self_total: result.self_total,
        total: result.total,
        grade: result.grade.clone(),
        words: result.words.clone(),
        vetoes: result.vetoes.iter().map(named).collect(),
        concluded: Hand {
            name: result.concluded_by_name.clone(),
            at: result.concluded_at,
        },
        sha256: result.trace_sha256.clone(),
        reopened: result.reopening.as_ref().map(|one| {
            let hand = Hand {
                name: one.name.clone(),
                at: one.at,
            };
            (hand, one.reason.clone())
        }),
    }
}

impl Reader<'_> {
    /// Items of the person's side that a person must score and nobody has.
    fn open_items(&self) -> usize {
        let Some(side) = self.writes else { return 0 };
        let by_hand = self.case.items.iter().zip(&self.case.methods);
        let by_hand = by_hand.filter(|(_, method)| !method.is_computed());
        by_hand
            .filter(|(item, _)| self.case.standing(&item.key, side, &self.slot).is_none())
            .count()
    }

    fn parts(&self, totals: &[Option<Total>; 2]) -> Result<Vec<PartView>, AppError> {
        let bases = [Side::SelfScore, Side::Verification].map(|side| self.case.basis(side));
        let mut parts = Vec::new();
        for part in &self.case.frame.parts {
            let own = self.case.items.iter().zip(&self.case.methods);
            let own = own.filter(|(item, _)| item.part == part.code);
            let items = own.map(|(item, method)| self.item(item, method, &bases));
            let contribution = |total: &Option<Total>| -> Option<Score> {
                let mut parts = total.as_ref()?.parts.iter();
                parts
                    .find(|one| one.code == part.code)
                    .map(|one| one.contribution)
            };
            parts.push(PartView {
                name: part.name.clone(),
                share: format!("{}%", Decimal::new(part.share_bp.into(), 2).normalize()),
                contributions: totals.each_ref().map(contribution),
                items: items.collect::<Result<_, _>>()?,
            });
        }
        Ok(parts)
    }

    fn item(
        &self,
        item: &EvaluationItem,
        method: &Method,
        bases: &[Basis<'_>; 2],
    ) -> Result<ItemView, AppError> {
        let case = self.case;
        let self_scores = case.standing_scores(item, Side::SelfScore);
        let standing = self
            .writes
            .and_then(|side| case.standing(&item.key, side, &self.slot));
        let [self_basis, basis] = bases;
        let side_basis = match self.writes {
            Some(Side::SelfScore) => self_basis,
            _ => basis,
        };
        let is_fixed = case.listing.evaluation.state == EvaluationState::Concluded;
        let computed = (method.is_computed() && !is_fixed).then(|| {
            let found = case.computed(item, method, side_basis);
            found
                .map(|found| ScoreView {
                    scorer: "按数据试算".to_owned(),
                    at: None,
                    is_revised: false,
                    score: found.score,
                    steps: found.steps,
                    evidence: String::new(),
                    interval: None,
                })
                .map_err(|refusal| refusal.to_string())
        });
        // Until the seal is broken a scorer sees their own sheet and nobody else's.
        let seen: Vec<&EvaluationScore> = if self.sees_verification {
            case.standing_scores(item, Side::Verification)
        } else {
            let own = standing.filter(|_| self.writes == Some(Side::Verification));
            own.into_iter().collect()
        };
        let scores = seen
            .into_iter()
            .map(|one| self.score(one))
            .collect::<Result<_, _>>()?;
        Ok(ItemView {
            key: item.key.to_string(),
            path: item.path.clone(),
            name: item.name.clone(),
            weight: item.weight,
            method: method.clone(),
            explanation: item.explanation.clone(),
            evidence: item.evidence.clone(),
            basis: item.basis.clone(),
            is_unverified: item.is_unverified,
            own: item.own,
            self_score: self_scores.first().map(|one| self.score(one)).transpose()?,
            scores,
            answer: standing.map(|one| read_answer(&one.answer)).transpose()?,
            answered_with: standing.map(|one| one.evidence.clone()).unwrap_or_default(),
            seen: standing.map(|one| one.serial).unwrap_or_default(),
            computed,
            files: files(&self.evidence, Some(item.key.as_str())),
            has_benchmark: self
                .benchmarked
                .as_ref()
                .is_some_and(|classes| classes.has(&item.path)),
        })
    }

    fn score(&self, one: &EvaluationScore) -> Result<ScoreView, AppError> {
        let interval = match read_answer(&one.answer)? {
            Answer::Survey { asked, satisfied } => self.interval(asked, satisfied),
            _ => None,
        };
        Ok(ScoreView {
            scorer: one.scorer_name.clone(),
            at: Some(one.made_at),
            is_revised: one.stage == hengji_domain::evaluation::ScoreStage::Revised,
            score: one.score,
            steps: one.trace.lines().map(str::to_owned).collect(),
            evidence: one.evidence.clone(),
            interval,
        })
    }

    /// What the answers of a sample say of everybody, in words.
    fn interval(&self, asked: u32, satisfied: u32) -> Option<String> {
        let (level, name) = &self.level;
        let trials = usize::try_from(asked).ok()?;
        let found = wilson(usize::try_from(satisfied).ok()?, trials, *level).ok()?;
        let percent = |share: f64| format!("{:.1}%", share * 100.0);
        Some(format!(
            "满意率 {} 置信区间 {}–{}(Wilson,n = {asked})",
            name,
            percent(found.low),
            percent(found.high)
        ))
    }

    fn facts(&self) -> Vec<FactView> {
        let case = self.case;
        let entered = |side, code: &str| {
            let entry = case.entry(side, code)?;
            Some((entry.value.normalize().to_string(), entry.source.clone()))
        };
        let view = |fact: &super::frame::FrameFact| {
            let typed = self.writes.and_then(|side| case.entry(side, &fact.code));
            let system = case.system_fact(&fact.code);
            let system = system.map(|known| (known.value.to_string(), known.source.clone()));
            FactView {
                code: fact.code.clone(),
                name: fact.name.clone(),
                unit: fact.unit.clone(),
                system,
                by_unit: entered(Side::SelfScore, &fact.code),
                by_bureau: entered(Side::Verification, &fact.code).filter(|_| self.sees_verification),
                typed: typed.map_or_else(
                    || (String::new(), String::new(), 0),
                    |one| (one.value.normalize().to_string(), one.source.clone(), one.serial),
                ),
            }
        };
        case.frame.facts.iter().map(view).collect()
    }
}
