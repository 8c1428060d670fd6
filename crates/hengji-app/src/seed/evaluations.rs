//! Evaluations of a demonstration, concluded, with what they found: by the same items, methods and letters as what
//! people write.

use std::collections::BTreeMap;

use hengji_authz::Action;
use hengji_domain::evaluation::{Answer, Side};
use hengji_domain::id::{EvaluationId, UnitId, UserId};
use hengji_domain::person::{Actor, Grant, Role};
use hengji_domain::{BudgetYear, Decimal, Division, Money, Timestamp};
use hengji_store::projects;
use hengji_store::rectification::FindingOrigin;

use super::rectification::SeedLetterOfFindings;
use super::subjects::Signers;
use crate::app::{App, Step, Tx};
use crate::error::AppError;
use crate::evaluations::open::Subject;
use crate::evaluations::{Told, ToldAnswer, ToldFact};
use crate::rectification::NewFinding;

/// What is evaluated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SeedEvaluated {
    /// A unit.
    Unit(UnitId),
    /// The first project of the year, by code, whose name contains these words.
    ProjectNamed(String),
}

/// A figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedFigure {
    /// Whether the bureau entered it, because it found another one than the unit.
    pub is_verified: bool,
    /// Code of the fact.
    pub code: String,
    /// The figure.
    pub value: Decimal,
    /// Where it comes from.
    pub source: String,
}

/// What a side says of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedAnswer {
    /// Whether the bureau says it.
    pub is_verified: bool,
    /// Code of the item.
    pub item: String,
    /// The answer.
    pub answer: Answer,
    /// The evidence.
    pub evidence: String,
}

/// A finding of an evaluation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedEvaluationFinding {
    /// Code of the item it hangs on; empty where it hangs on the whole.
    pub item: String,
    /// The text.
    pub words: String,
    /// Code of the root cause.
    pub cause: String,
    /// Code of the severity.
    pub severity: String,
    /// The money.
    pub amount: Option<Money>,
    /// What proves it.
    pub evidence: String,
}

/// A concluded evaluation of a demonstration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedEvaluation {
    /// Code of the kind.
    pub kind: String,
    /// What is evaluated.
    pub subject: SeedEvaluated,
    /// Its figures.
    pub figures: Vec<SeedFigure>,
    /// What was said of its items, where it is not simply met.
    pub answers: Vec<SeedAnswer>,
    /// The conclusion in words.
    pub words: String,
    /// What was found.
    pub findings: Vec<SeedEvaluationFinding>,
    /// When it was opened, handed in, verified and concluded.
    pub at: [Timestamp; 4],
    /// When its findings were entered, its letter served and signed for.
    pub letter_at: [Timestamp; 3],
}

impl App {
    /// Writes evaluations in their order: one that converts the result of another comes after it.
    ///
    /// # Errors
    ///
    /// [`AppError::RuleMissing`]; [`AppError::Refused`] for what an evaluation refuses; [`AppError::Fault`] for a role
    /// that nobody has and a project that does not exist.
    pub fn seed_evaluations(
        &self,
        division: Division,
        year: BudgetYear,
        seeds: &[SeedEvaluation],
        signers: &Signers,
    ) -> Result<Vec<EvaluationId>, AppError> {
        let bureau = hand(division, signers, Role::PerformanceReviewer, "绩效管理科经办")?;
        let speaker = hand(division, signers, Role::DepartmentReviewer, "")?.user;
        let directory = self.directory(division)?;
        let names: BTreeMap<UnitId, String> = directory
            .units()
            .iter()
            .map(|unit| (unit.id, unit.name.clone()))
            .collect();
        let departments: BTreeMap<UnitId, UnitId> = directory
            .units()
            .iter()
            .map(|unit| (unit.id, unit.department))
            .collect();
        let people = People {
            bureau,
            speaker,
            names,
            departments,
        };
        self.operate(division, Action::SeedDemonstration, |tx| {
            let mut ids = Vec::with_capacity(seeds.len());
            for seed in seeds {
                ids.push(self.seed_evaluation(tx, year, seed, &people)?);
            }
            tx.detail("evaluations", ids.len());
            Ok(ids)
        })
    }

    fn seed_evaluation(
        &self,
        tx: &mut Tx<'_>,
        year: BudgetYear,
        seed: &SeedEvaluation,
        people: &People,
    ) -> Step<EvaluationId> {
        let subject = people.subject(tx, year, &seed.subject)?;
        let unit = people.speaker(tx.division, subject.unit);
        let side = |is_verified: bool| {
            if is_verified {
                Side::Verification
            } else {
                Side::SelfScore
            }
        };
        let facts: Vec<ToldFact> = seed
            .figures
            .iter()
            .map(|one| ToldFact {
                side: side(one.is_verified),
                code: one.code.clone(),
                value: one.value,
                source: one.source.clone(),
            })
            .collect();
        let answers: Vec<ToldAnswer> = seed
            .answers
            .iter()
            .map(|one| ToldAnswer {
                side: side(one.is_verified),
                item: one.item.clone(),
                answer: one.answer.clone(),
                evidence: one.evidence.clone(),
            })
            .collect();
        let told = Told {
            kind: &seed.kind,
            subject: subject.clone(),
            facts: &facts,
            answers: &answers,
            words: &seed.words,
            hands: (&unit, &people.bureau),
            at: seed.at,
        };
        let id = self.tell_evaluation(tx, &self.rules(tx.division, year), &told)?;
        self.seed_found(tx, (year, id), seed, &subject)?;
        Ok(id)
    }

    /// Enters what was found and sends the letter.
    fn seed_found(
        &self,
        tx: &mut Tx<'_>,
        (year, id): (BudgetYear, EvaluationId),
        seed: &SeedEvaluation,
        subject: &Subject,
    ) -> Step<()> {
        let [entered_at, served_at, receipted_at] = seed.letter_at;
        let case = self.load_scored(tx.db, tx.division, id)?;
        let new: Vec<NewFinding> = seed
            .findings
            .iter()
            .map(|found| NewFinding {
                year,
                origin: FindingOrigin {
                    kind: "evaluation".to_owned(),
                    id: Some(id.to_string()),
                    title: format!("{}({})", subject.title, case.frame.kind_name),
                },
                unit: subject.unit,
                project: subject.project,
                line: None,
                place: case
                    .items
                    .iter()
                    .find(|item| item.key.as_str() == found.item)
                    .map(|item| item.name.clone())
                    .unwrap_or_default(),
                words: found.words.clone(),
                cause: found.cause.clone(),
                severity: found.severity.clone(),
                amount: found.amount,
                evidence: found.evidence.clone(),
                earlier: None,
                fixed_on: entered_at.shanghai_date(),
            })
            .collect();
        let letter = SeedLetterOfFindings {
            year,
            findings: Vec::new(),
            entered_at,
            served_at: Some(served_at),
            receipted_at: Some(receipted_at),
            planned_at: None,
        };
        self.seed_letter_with(tx, &letter, &new)
    }
}

/// Who evaluates and who is evaluated.
struct People {
    bureau: Actor,
    speaker: UserId,
    names: BTreeMap<UnitId, String>,
    departments: BTreeMap<UnitId, UnitId>,
}

impl People {
    /// The hand of an evaluated unit: a post, never a person.
    fn speaker(&self, division: Division, unit: UnitId) -> Actor {
        let name = self.names.get(&unit).map_or("", String::as_str);
        Actor {
            user: self.speaker,
            name: format!("{name}绩效管理岗"),
            division,
            grants: Vec::new(),
            address: String::new(),
        }
    }

    fn subject(&self, tx: &mut Tx<'_>, year: BudgetYear, evaluated: &SeedEvaluated) -> Step<Subject> {
        match evaluated {
            SeedEvaluated::Unit(unit) => Ok(Subject {
                project: None,
                unit: *unit,
                department: self.departments.get(unit).copied().unwrap_or(*unit),
                title: self.names.get(unit).cloned().unwrap_or_default(),
                part: String::new(),
            }),
            SeedEvaluated::ProjectNamed(words) => {
                let all = projects::of_year(tx.db, tx.division, year)?;
                let mut named = all.into_iter().filter(|project| project.name.contains(words));
                let project = named.next();
                let project = project.ok_or_else(|| AppError::fault(format!("没有名称含“{words}”的项目")))?;
                Ok(Subject {
                    project: Some(project.id),
                    unit: project.unit,
                    department: project.department,
                    title: project.name,
                    part: String::new(),
                })
            }
        }
    }
}

fn hand(division: Division, signers: &Signers, role: Role, name: &str) -> Result<Actor, AppError> {
    let user = signers.get(&role).copied();
    let user = user.ok_or_else(|| AppError::fault(format!("演示账户中没有{}", role.name())))?;
    Ok(Actor {
        user,
        name: name.to_owned(),
        division,
        grants: Vec::<Grant>::new(),
        address: String::new(),
    })
}
