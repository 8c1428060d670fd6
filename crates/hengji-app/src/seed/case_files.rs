//! Key evaluations of a demonstration with their case files, as far as each has come: opened, scored, sent, answered,
//! concluded and finalised by the same code as any other; only instants, answers and words come from the generator.

use hengji_domain::case_file::{CaseStage, Declaration, PlanState, PointAnswer, PointOutcome};
use hengji_domain::evaluation::{Answer, ItemKey, Method, ScoreStage, Side};
use hengji_domain::id::{EvaluationId, ProjectId, UnitId, UserId};
use hengji_domain::person::{Actor, Grant, Role};
use hengji_domain::rounding::div_round_half_up;
use hengji_domain::{BudgetYear, Decimal, Division, Money, Score, Timestamp};
use hengji_scoring::evaluation::score_item;
use hengji_store::case_files::{
    self, CaseEvidence, CaseFile, CaseHand, CaseMember, CaseRecord, PlanTexts, ReportTexts,
};
use hengji_store::evaluations::{self, EnteredFact, EvaluationScore, HandIn};
use hengji_store::rectification::{FindingOrigin, RectificationHand};
use hengji_store::{attachments, projects};

use super::Signers;
use crate::app::{App, Step, Tx};
use crate::case_files::{stage, told};
use crate::error::AppError;
use crate::evaluations::case::{BUREAU_SLOT, EvaluationCase};
use crate::evaluations::frame::answer_text;
use crate::evaluations::hand::fix_computed;
use crate::evaluations::open::{Subject, open_in};
use crate::papers::issue::IssuingHand;
use crate::rectification::{NewFinding, enter};

/// How far a case has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SeedCaseEnd {
    /// In the field: one scorer has handed in.
    Field,
    /// With the unit, which has not answered.
    Exchange,
    /// Concluded, with its final report.
    Final,
}

/// When a case went through its steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeedCaseTimes {
    /// Opened, with its plan.
    pub opened: Timestamp,
    /// The plan approved.
    pub approved: Timestamp,
    /// The field visit.
    pub visited: Timestamp,
    /// Scores handed in.
    pub scored: Timestamp,
    /// The draft sent to the unit.
    pub sent: Timestamp,
    /// The unit's answer.
    pub answered: Timestamp,
    /// The conclusion and the final report.
    pub concluded: Timestamp,
}

/// A finding of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeedCaseFinding {
    /// Key of the item it hangs on.
    pub item: &'static str,
    /// The text.
    pub words: &'static str,
    /// Code of the root cause.
    pub cause: &'static str,
    /// Code of the severity.
    pub severity: &'static str,
    /// The money.
    pub amount: Option<Money>,
}

/// A key evaluation of a demonstration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedCaseFile {
    /// Budget year.
    pub year: BudgetYear,
    /// Code of the kind.
    pub kind: &'static str,
    /// The unit whose first project it is attached to.
    pub unit: UnitId,
    /// The policy.
    pub title: &'static str,
    /// The money.
    pub funds: Money,
    /// The institution, as plain text.
    pub institution: &'static str,
    /// What the plan says: purpose, scope, method, schedule.
    pub plan: [&'static str; 4],
    /// What people say in the report: experience, advice.
    pub report: [&'static str; 2],
    /// Field records: place, situation, items.
    pub records: Vec<(&'static str, &'static str, &'static [&'static str])>,
    /// The findings.
    pub findings: Vec<SeedCaseFinding>,
    /// What the unit objects to, and why it is adopted or not.
    pub objection: (&'static str, PointOutcome, &'static str),
    /// How good it was, percent of the full points before the scorers' own view.
    pub level: i32,
    /// How far it has come.
    pub end: SeedCaseEnd,
    /// When.
    pub times: SeedCaseTimes,
}

/// Valid answers of the survey.
const ASKED: u32 = 240;

impl App {
    /// Writes key evaluations with their case files; which evaluations.
    ///
    /// # Errors
    ///
    /// [`AppError::RuleMissing`]; [`AppError::Refused`] for what an evaluation refuses; [`AppError::Fault`] for a role
    /// that nobody of the demonstration has, or a unit without projects.
    pub fn seed_case_files(
        &self,
        division: Division,
        seeds: &[SeedCaseFile],
        signers: &Signers,
    ) -> Result<Vec<EvaluationId>, AppError> {
        let actor = |role: Role, name: &str| -> Result<Actor, AppError> {
            let user = signers.get(&role).copied();
            let user = user.ok_or_else(|| AppError::fault(format!("演示账户中没有{}", role.name())))?;
            Ok(Actor {
                user,
                name: name.to_owned(),
                division,
                grants: Vec::<Grant>::new(),
                address: String::new(),
            })
        };
        let people = People {
            performance: actor(Role::PerformanceReviewer, "绩效管理科经办")?,
            budget: actor(Role::BudgetDivisionReviewer, "经济建设科经办")?,
            leader: actor(Role::BureauLeader, "财政局分管领导")?,
        };
        self.operate(division, hengji_authz::Action::SeedDemonstration, |tx| {
            let now = tx.now;
            let mut ids = Vec::with_capacity(seeds.len());
            for seed in seeds {
                ids.push(self.seed_case_file(tx, seed, &people)?);
            }
            tx.now = now;
            tx.detail("rows", ids.len());
            Ok(ids)
        })
    }

    fn seed_case_file(&self, tx: &mut Tx<'_>, seed: &SeedCaseFile, people: &People) -> Step<EvaluationId> {
        tx.now = seed.times.opened;
        let subject = subject(tx, seed)?;
        let project = subject.project;
        let rules = self.rules(tx.division, seed.year);
        let opened = open_in(tx, &people.performance, &rules, seed.kind, &[subject])?;
        let id = opened
            .into_iter()
            .next()
            .ok_or_else(|| AppError::fault("评价没有下达"))?;
        people.plan(tx, seed, id)?;
        let case = self.load_scored(tx.db, tx.division, id)?;
        collect(tx, seed, &case, people)?;
        self.seed_case_findings(tx, seed, (&case, project))?;
        people.score(tx, seed, &case)?;
        if seed.end == SeedCaseEnd::Field {
            return Ok(id);
        }
        self.seed_exchange(tx, seed, id, people)?;
        if seed.end == SeedCaseEnd::Final {
            self.seed_conclusion(tx, seed, id, people)?;
        }
        Ok(id)
    }

    fn seed_case_findings(
        &self,
        tx: &mut Tx<'_>,
        seed: &SeedCaseFile,
        (case, project): (&EvaluationCase, Option<ProjectId>),
    ) -> Step<()> {
        let one = &case.listing.evaluation;
        let place = |key: &str| {
            let known = case.item(key);
            known.map_or_else(String::new, |(item, _)| item.name.clone())
        };
        let new: Vec<NewFinding> = seed
            .findings
            .iter()
            .map(|finding| NewFinding {
                year: seed.year,
                origin: FindingOrigin {
                    kind: "evaluation".to_owned(),
                    id: Some(one.id.to_string()),
                    title: format!("{}重点评价", one.title),
                },
                unit: one.unit,
                project,
                line: None,
                place: place(finding.item),
                words: finding.words.to_owned(),
                cause: finding.cause.to_owned(),
                severity: finding.severity.to_owned(),
                amount: finding.amount,
                evidence: format!("评价档案佐证:{}", place(finding.item)),
                earlier: None,
                fixed_on: seed.times.concluded.shanghai_date(),
            })
            .collect();
        let by = RectificationHand {
            user: None,
            name: "绩效管理科经办".to_owned(),
            at: seed.times.scored,
        };
        enter(self, tx, &by, &new)?;
        Ok(())
    }

    /// The draft, sent to the unit.
    fn seed_exchange(
        &self,
        tx: &mut Tx<'_>,
        seed: &SeedCaseFile,
        id: EvaluationId,
        people: &People,
    ) -> Step<()> {
        tx.now = seed.times.sent;
        let case = self.load_scored(tx.db, tx.division, id)?;
        fix_computed(tx, &people.performance, &case, Side::Verification, BUREAU_SLOT)?;
        let case = self.load_scored(tx.db, tx.division, id)?;
        let by = hand("绩效管理科经办", tx.now);
        self.keep_draft(tx, &by, &case)?;
        told(tx, id, &by, "形成初稿", "第 1 版")?;
        let sent_on = tx.now.shanghai_date();
        let holidays = self
            .rule_book()
            .holidays_around(tx.division, stage::today_year(sent_on)?);
        let due_on = self
            .rules(tx.division, seed.year)
            .case_files()?
            .exchange
            .last_day(sent_on, &holidays)?;
        let points = stage::points(tx, &case, 1)?;
        case_files::insert_points(tx.db, tx.division, &points)?;
        let (file, _) = case.kept_file()?;
        let next = CaseFile {
            stage: CaseStage::Exchange,
            round: 1,
            sent_on: Some(sent_on),
            due_on: Some(due_on),
            ..file.clone()
        };
        case_files::update(tx.db, tx.division, &next)?;
        told(
            tx,
            id,
            &by,
            "发出征求意见",
            &format!("{} 点,请于 {due_on} 前答复", points.len()),
        )
    }

    /// The unit's answer, its handling, the conclusion and the final report.
    fn seed_conclusion(
        &self,
        tx: &mut Tx<'_>,
        seed: &SeedCaseFile,
        id: EvaluationId,
        people: &People,
    ) -> Step<()> {
        tx.now = seed.times.answered;
        let points = case_files::points_of(tx.db, tx.division, id, 1)?;
        let unit = hand("项目单位", tx.now);
        let bureau = hand("绩效管理科经办", tx.now.plus_seconds(24 * 3_600));
        let (opinion, outcome, reason) = seed.objection;
        let answered: Vec<_> = points
            .into_iter()
            .map(|point| {
                let objects = point.position == 2;
                case_files::CasePoint {
                    answer: Some(if objects {
                        PointAnswer::Objected
                    } else {
                        PointAnswer::Agreed
                    }),
                    opinion: if objects {
                        opinion.to_owned()
                    } else {
                        String::new()
                    },
                    answered: Some(unit.clone()),
                    outcome: objects.then_some(outcome),
                    reason: if objects { reason.to_owned() } else { String::new() },
                    decided: objects.then(|| bureau.clone()),
                    ..point
                }
            })
            .collect();
        case_files::answer_points(tx.db, tx.division, (id, 1), &answered)?;
        told(
            tx,
            id,
            &unit,
            "提交意见",
            &format!("{} 点,其中有异议 1 点", answered.len()),
        )?;
        told(tx, id, &bureau, "结束交换意见", "")?;
        let case = self.load_scored(tx.db, tx.division, id)?;
        let (file, _) = case.kept_file()?;
        let settled = CaseFile {
            stage: CaseStage::Settled,
            answered_on: Some(unit.at.shanghai_date()),
            ..file.clone()
        };
        let version = case_files::update(tx.db, tx.division, &settled)?;
        tx.now = seed.times.concluded;
        let words = "政策目标基本实现,资金管理总体规范,产出和效益有待进一步提升。".to_owned();
        self.conclude_in(tx, &people.leader, id, (&[], words))?;
        let case = self.load_scored(tx.db, tx.division, id)?;
        let issuing = IssuingHand {
            user: Some(people.leader.user),
            name: people.leader.name.clone(),
            at: tx.now,
            serves: true,
        };
        let number = self.finalise_in(tx, &issuing, &case)?;
        let done = CaseFile {
            stage: CaseStage::Final,
            version,
            ..settled
        };
        case_files::update(tx.db, tx.division, &done)?;
        told(tx, id, &hand(&people.leader.name, tx.now), "定稿", &number)
    }
}

/// Who acts.
struct People {
    performance: Actor,
    budget: Actor,
    leader: Actor,
}

fn hand(name: &str, at: Timestamp) -> CaseHand {
    CaseHand {
        name: name.to_owned(),
        at,
    }
}

/// The first project of the unit that has no evaluation of this kind yet.
fn subject(tx: &mut Tx<'_>, seed: &SeedCaseFile) -> Step<Subject> {
    let all = projects::of_year(tx.db, tx.division, seed.year)?;
    let own = all.into_iter().find(|project| project.unit == seed.unit);
    let own = own.ok_or_else(|| AppError::fault(format!("“{}”的单位没有项目", seed.title)))?;
    Ok(Subject {
        project: Some(own.id),
        unit: own.unit,
        department: own.department,
        title: seed.title.to_owned(),
        part: seed.title.to_owned(),
    })
}

impl People {
    /// The approved plan and the team.
    fn plan(&self, tx: &mut Tx<'_>, seed: &SeedCaseFile, id: EvaluationId) -> Step<()> {
        let opened = seed.times.opened;
        let member = |actor: &Actor, duty: &str| CaseMember {
            evaluation: id,
            user: actor.user,
            name: actor.name.clone(),
            duty: duty.to_owned(),
            declaration: Declaration::Clear,
            reason: String::new(),
            declared_at: Some(opened),
            added: hand("绩效管理科经办", opened),
        };
        let members = [member(&self.performance, "lead"), member(&self.budget, "scorer")];
        case_files::insert_members(tx.db, tx.division, &members)?;
        let file = case_files::find(tx.db, tx.division, id)?.ok_or(AppError::NotFound)?;
        let [purpose, scope, method, schedule] = seed.plan.map(str::to_owned);
        let [experience, advice] = seed.report.map(str::to_owned);
        let planned = CaseFile {
            plan: PlanState::Approved,
            submitted_by: Some(self.performance.user),
            texts: PlanTexts {
                purpose,
                scope,
                method,
                schedule,
                funds_source: "专项资金分配文件和预算批复".to_owned(),
                institution: seed.institution.to_owned(),
            },
            funds: Some(seed.funds),
            report: ReportTexts {
                experience,
                advice,
                remarks: String::new(),
            },
            ..file
        };
        case_files::update(tx.db, tx.division, &planned)?;
        told(tx, id, &hand(&self.performance.name, opened), "提交工作方案", "")?;
        let approved = hand(&self.leader.name, seed.times.approved);
        told(tx, id, &approved, "批准工作方案", "同意,请按方案实施。")
    }

    /// Figures, the scores of both, and their handing in; in the field one has handed in and the other has not begun.
    fn score(&self, tx: &mut Tx<'_>, seed: &SeedCaseFile, case: &EvaluationCase) -> Step<()> {
        let id = case.listing.evaluation.id;
        let at = seed.times.scored;
        let facts = figures(tx, seed, case, &self.performance)?;
        evaluations::insert_facts(tx.db, tx.division, &facts)?;
        let scorers: &[(&Actor, i32)] = &[(&self.performance, 0), (&self.budget, -3)];
        let count = if seed.end == SeedCaseEnd::Field {
            1
        } else {
            scorers.len()
        };
        for (actor, lean) in scorers.iter().take(count) {
            let rows = scores(tx, seed, case, (actor, *lean))?;
            evaluations::insert_scores(tx.db, tx.division, &rows)?;
            let handed = HandIn {
                side: Side::Verification,
                slot: actor.user.to_string(),
                user: actor.user,
                name: actor.name.clone(),
                at,
            };
            evaluations::hand_in(tx.db, tx.division, id, &handed)?;
        }
        Ok(())
    }
}

/// Field records, and a file of evidence for every item that a person scores.
fn collect(tx: &mut Tx<'_>, seed: &SeedCaseFile, case: &EvaluationCase, people: &People) -> Step<()> {
    let id = case.listing.evaluation.id;
    let visited = seed.times.visited;
    let mut records = Vec::with_capacity(seed.records.len());
    for ((place, situation, items), days) in seed.records.iter().zip(0_i64..) {
        let at = visited.plus_seconds(days * 24 * 3_600);
        records.push(CaseRecord {
            id: tx.fresh()?,
            evaluation: id,
            seen_on: at.shanghai_date(),
            place: (*place).to_owned(),
            present: "评价组 2 人、单位业务科室".to_owned(),
            situation: (*situation).to_owned(),
            items: items.iter().map(|key| ItemKey::new(key)).collect(),
            kept: hand(&people.budget.name, at),
            withdrawn: None,
        });
    }
    case_files::insert_records(tx.db, tx.division, &records)?;
    let mut evidence = Vec::new();
    for ((item, method), page) in case.items.iter().zip(&case.methods).zip(1_u32..) {
        if method.is_computed() {
            continue;
        }
        let text = format!("演示数据:“{}”的佐证材料({})。\n", item.name, item.evidence);
        let sha256 = attachments::store_content(tx.db, tx.division, text.as_bytes())?;
        evidence.push(CaseEvidence {
            id: tx.fresh()?,
            evaluation: id,
            item: Some(item.key.clone()),
            page: format!("第 {page} 页"),
            note: item.evidence.clone(),
            file_name: format!("{}.txt", item.name),
            media_type: "text/plain".to_owned(),
            byte_count: u64::try_from(text.len()).map_err(AppError::fault)?,
            sha256,
            kept: hand(&people.performance.name, visited),
            withdrawn: None,
        });
    }
    case_files::insert_evidence(tx.db, tx.division, &evidence)?;
    Ok(())
}

/// A figure for every fact that people enter: money near the funds of the policy, counts near what was planned.
fn figures(tx: &Tx<'_>, seed: &SeedCaseFile, case: &EvaluationCase, actor: &Actor) -> Step<Vec<EnteredFact>> {
    let level = i64::from(seed.level);
    let yuan = seed.funds.fen() / 100;
    let mut facts = Vec::new();
    for fact in &case.frame.facts {
        if case.system_known(&fact.code) {
            continue;
        }
        let value = match fact.code.as_str() {
            "planned_output" => 1_000,
            "actual_output" => 1_000 - (100 - level) * 4,
            "qualified_output" => (1_000 - (100 - level) * 4) * 97 / 100,
            "planned_cost" => yuan,
            "actual_cost" => yuan * (200 - level) / 100,
            "received" => case.budget_yuan().unwrap_or(yuan),
            _ => yuan,
        };
        facts.push(EnteredFact {
            id: tx.fresh()?,
            evaluation: case.listing.evaluation.id,
            side: Side::Verification,
            code: fact.code.clone(),
            serial: 1,
            value: Decimal::from(value),
            source: "资金下达文件、台账和验收资料".to_owned(),
            entered_by: actor.user,
            entered_by_name: actor.name.clone(),
            entered_at: seed.times.scored,
        });
    }
    Ok(facts)
}

/// What one scorer answers: the level of the case, a little lower for who leans that way.
fn scores(
    tx: &Tx<'_>,
    seed: &SeedCaseFile,
    case: &EvaluationCase,
    (actor, lean): (&Actor, i32),
) -> Step<Vec<EvaluationScore>> {
    let basis = case.basis(Side::Verification);
    let mut rows = Vec::new();
    for ((item, method), place) in case.items.iter().zip(&case.methods).zip(0_i32..) {
        // Items differ from each other, so that a report has something to tell apart.
        let level = (seed.level + lean - place * 7 % 13).clamp(40, 100);
        let Some(answer) = answer(method, item.weight.centi(), level) else {
            continue;
        };
        let found = score_item(&item.name, item.weight, method, &answer, &basis)?;
        rows.push(EvaluationScore {
            id: tx.fresh()?,
            evaluation: case.listing.evaluation.id,
            item: item.key.clone(),
            side: Side::Verification,
            slot: slot(actor.user),
            serial: 1,
            stage: ScoreStage::Independent,
            scorer: actor.user,
            scorer_name: actor.name.clone(),
            score: found.score,
            answer: answer_text(&answer)?,
            trace: found.steps.join("\n"),
            evidence: format!("见佐证“{}.txt”", item.name),
            made_at: seed.times.scored,
        });
    }
    Ok(rows)
}

fn slot(user: UserId) -> String {
    user.to_string()
}

fn answer(method: &Method, weight: i32, level: i32) -> Option<Answer> {
    let share = |whole: i64| -> i64 {
        div_round_half_up(i128::from(whole) * i128::from(level), 100).unwrap_or_default()
    };
    match method {
        Method::Judgement { .. } => {
            let tenths = share(i64::from(weight)) / 10 * 10;
            Some(Answer::Points(Score::from_centi(
                i32::try_from(tenths).unwrap_or(weight),
            )))
        }
        Method::Elements { elements } => {
            let count = i64::try_from(elements.len()).unwrap_or_default();
            let met = u32::try_from(share(count)).unwrap_or_default();
            Some(Answer::Elements((1..=met).collect()))
        }
        Method::Deduction { deductions } => Some(Answer::Counts(vec![0; deductions.len()])),
        Method::Condition { holds: None, .. } => Some(Answer::Holds(true)),
        Method::Survey { .. } => Some(Answer::Survey {
            asked: ASKED,
            satisfied: u32::try_from(share(i64::from(ASKED))).unwrap_or_default(),
        }),
        Method::Condition { .. } | Method::Formula { .. } | Method::Conversion { .. } => None,
    }
}

impl EvaluationCase {
    /// Whether the product computes a fact itself.
    fn system_known(&self, code: &str) -> bool {
        let fact = self.frame.facts.iter().find(|fact| fact.code == code);
        let is_system = fact.is_some_and(|fact| fact.system.is_some());
        is_system && self.fact(Side::Verification, code).is_some()
    }

    /// The budget of the project, whole yuan.
    fn budget_yuan(&self) -> Option<i64> {
        let known = self.fact(Side::Verification, "budget")?;
        Money::from_decimal(known.value, hengji_domain::money::MoneyUnit::Yuan).map(|money| money.fen() / 100)
    }
}
