//! Projects of a demonstration with their sheets, judged and signed like real ones.

use std::collections::BTreeMap;
use std::sync::Arc;

use hengji_authz::Action;
use hengji_domain::fact::Fact;
use hengji_domain::finding::Finding;
use hengji_domain::id::{SheetId, UnitId, UserId};
use hengji_domain::person::Role;
use hengji_domain::project::Project;
use hengji_domain::rule::{Chain, SheetRules};
use hengji_domain::sheet::{Sheet, SheetKind};
use hengji_domain::workflow::ReturnOpinion;
use hengji_domain::{BudgetYear, Division, Timestamp};
use hengji_store::editions::{self, Edition};
use hengji_store::opinions::{self, Opinion, Verdict};
use hengji_store::signatures::{self, Signature};
use hengji_store::{facts, findings, projects, sheets};

use crate::app::{App, Directory, Step, Tx};
use crate::error::AppError;
use crate::money::seed::note_loads;
use crate::projects::enter::sorted;
use crate::sheets::as_form::Names;
use crate::sheets::judge::judge;
use crate::sheets::snapshot::Snapshot;

/// What a step did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// 提交.
    Submitted,
    /// 通过.
    Approved,
    /// 退回修改.
    Returned(Vec<ReturnOpinion>),
}

/// One move of a sheet along its chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedMove {
    /// When.
    pub at: Timestamp,
    /// Index of the step that acted.
    pub step: usize,
    /// What it did.
    pub deed: Deed,
}

/// A sheet with the way it went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedSheet {
    /// The sheet as it stands; computed scores are filled in here.
    pub sheet: Sheet,
    /// What was handed in before it was returned, where that differs: the content of every edition but the last.
    pub earlier: Option<Sheet>,
    /// How it came there.
    pub moves: Vec<SeedMove>,
}

/// A project with all that belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedSubject {
    /// The project.
    pub project: Project,
    /// Its money.
    pub facts: Vec<Fact>,
    /// Its sheets.
    pub sheets: Vec<SeedSheet>,
}

/// The accounts that stand behind the hands of a demonstration, by role.
pub type Signers = BTreeMap<Role, UserId>;

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SeededYear {
    /// Projects.
    pub projects: usize,
    /// Sheets.
    pub sheets: usize,
    /// Lines.
    pub lines: usize,
    /// Findings.
    pub findings: usize,
    /// Facts.
    pub facts: usize,
}

impl App {
    /// Writes the projects of a year with their sheets, judged under the rules of the year.
    ///
    /// # Errors
    ///
    /// [`AppError::RuleMissing`]; [`AppError::Invalid`] when a project code is taken; [`AppError::Fault`].
    pub fn seed_year(
        &self,
        division: Division,
        year: BudgetYear,
        subjects: &[SeedSubject],
        signers: &Signers,
    ) -> Result<SeededYear, AppError> {
        let directory = self.directory(division)?;
        let batch = self.batch(division, year, subjects, signers, &directory)?;
        self.operate(division, Action::SeedDemonstration, |tx| {
            tx.detail("year", year);
            tx.detail("projects", subjects.len());
            let written = batch.write(tx, division, subjects)?;
            let loaded: Vec<Fact> = subjects
                .iter()
                .flat_map(|subject| subject.facts.clone())
                .collect();
            if let Some(by) = registrar(signers) {
                note_loads(tx, year, &loaded, &by)?;
            }
            Ok(written)
        })
    }

    fn batch(
        &self,
        division: Division,
        year: BudgetYear,
        subjects: &[SeedSubject],
        signers: &Signers,
        directory: &Directory,
    ) -> Result<Batch, AppError> {
        let in_force = self.rules(division, year);
        let forms = [SheetKind::Goal, SheetKind::Monitoring, SheetKind::SelfEvaluation];
        let [goal, monitoring, self_evaluation] = forms.map(|kind| in_force.chain(kind));
        let mut maker = Maker {
            rules: in_force.sheet_rules()?,
            fingerprint: in_force.fingerprint().to_owned(),
            goal: goal?.value,
            monitoring: monitoring?.value,
            self_evaluation: self_evaluation?.value,
            signers,
            directory,
            batch: Batch::default(),
        };
        for subject in subjects {
            for seed in &subject.sheets {
                maker.add(subject, seed)?;
            }
        }
        Ok(maker.batch)
    }
}

/// Who brings budgets and payments of a demonstration: the division that keeps the budgets, else whoever is there.
fn registrar(signers: &Signers) -> Option<(UserId, String)> {
    let role = Role::BudgetDivisionReviewer;
    let known = signers.get_key_value(&role).or_else(|| signers.first_key_value());
    known.map(|(role, user)| (*user, role.name().to_owned()))
}

/// Everything of a year, ready to be written in a few statements.
#[derive(Default)]
struct Batch {
    sheets: Vec<Sheet>,
    findings: Vec<(SheetId, Vec<Finding>)>,
    editions: Vec<Edition>,
    signatures: Vec<Signature>,
    opinions: Vec<PlannedOpinion>,
}

/// An opinion that still wants its identifier, which is made inside the transaction.
struct PlannedOpinion {
    sheet: SheetId,
    edition: i32,
    step: u32,
    said: ReturnOpinion,
    by: UserId,
    by_name: String,
    at: Timestamp,
}

impl Batch {
    fn write(&self, tx: &mut Tx<'_>, division: Division, subjects: &[SeedSubject]) -> Step<SeededYear> {
        let all: Vec<_> = subjects
            .iter()
            .map(|subject| sorted(subject.project.clone()))
            .collect();
        let figures: Vec<Fact> = subjects
            .iter()
            .flat_map(|subject| subject.facts.clone())
            .collect();
        let opinions = self
            .opinions
            .iter()
            .map(|planned| planned.opinion(tx))
            .collect::<Step<Vec<_>>>()?;
        let found: Vec<(SheetId, &[Finding])> = self
            .findings
            .iter()
            .map(|(sheet, all)| (*sheet, all.as_slice()))
            .collect();
        let written = SeededYear {
            projects: projects::insert_many(tx.db, division, &all)?,
            facts: facts::insert_many(tx.db, division, &figures)?,
            sheets: sheets::insert_many(tx.db, division, &self.sheets)?,
            lines: self.sheets.iter().map(|sheet| sheet.lines.len()).sum(),
            findings: findings::insert_for_sheets(tx.db, division, &found)?,
        };
        editions::insert_many(tx.db, division, &self.editions)?;
        signatures::insert_many(tx.db, division, &self.signatures)?;
        opinions::insert_many(tx.db, division, &opinions)?;
        Ok(written)
    }
}

impl PlannedOpinion {
    fn opinion(&self, tx: &Tx<'_>) -> Step<Opinion> {
        Ok(Opinion {
            id: tx.fresh()?,
            sheet: self.sheet,
            edition: self.edition,
            step: self.step,
            verdict: Verdict::Returned,
            line: self.said.line,
            reason: Some(self.said.reason.clone()),
            words: self.said.text.clone(),
            author: self.by,
            author_name: self.by_name.clone(),
            made_at: self.at,
        })
    }
}

/// Judges sheets and tells their moves.
struct Maker<'a> {
    rules: Arc<SheetRules>,
    fingerprint: String,
    goal: Chain,
    monitoring: Chain,
    self_evaluation: Chain,
    signers: &'a Signers,
    directory: &'a Directory,
    batch: Batch,
}

impl Maker<'_> {
    fn add(&mut self, subject: &SeedSubject, seed: &SeedSheet) -> Result<(), AppError> {
        let (unit, department) = (
            self.directory.name(subject.project.unit),
            self.directory.name(subject.project.department),
        );
        let names = Names {
            project: &subject.project.name,
            unit: &unit,
            department: &department,
        };
        let mut sheet = seed.sheet.clone();
        let problems = judge(&mut sheet, names, &self.rules);
        let earlier = seed.earlier.clone().map(|mut earlier| {
            judge(&mut earlier, names, &self.rules);
            earlier
        });
        let mut edition = 0;
        let mut sha256 = String::new();
        for step in &seed.moves {
            if step.deed == Deed::Submitted {
                edition += 1;
                let content = earlier
                    .as_ref()
                    .filter(|_| edition < sheet.edition)
                    .unwrap_or(&sheet);
                let made = self.edition(content, edition, names, step.at)?;
                sha256.clone_from(&made.sha256);
                self.batch.editions.push(made);
            }
            self.sign(subject.project.unit, &sheet, edition, step, &sha256)?;
        }
        self.batch.findings.push((sheet.id, problems));
        self.batch.sheets.push(sheet);
        Ok(())
    }

    fn edition(
        &self,
        sheet: &Sheet,
        edition: i32,
        names: Names<'_>,
        at: Timestamp,
    ) -> Result<Edition, AppError> {
        let as_submitted = Sheet {
            edition,
            ..sheet.clone()
        };
        Ok(Edition::of(
            sheet.id,
            edition,
            Snapshot::of(&as_submitted, names, &self.fingerprint).to_json()?,
            self.fingerprint.clone(),
            self.signer(Role::UnitClerk)?,
            at,
        ))
    }

    fn sign(
        &mut self,
        unit: UnitId,
        sheet: &Sheet,
        edition: i32,
        step: &SeedMove,
        sha256: &str,
    ) -> Result<(), AppError> {
        let chain = match sheet.kind {
            SheetKind::Goal | SheetKind::GoalAdjustment => &self.goal,
            SheetKind::Monitoring => &self.monitoring,
            // An evaluation before the budget is made by its own use cases, never seeded as a form.
            SheetKind::SelfEvaluation | SheetKind::ExAnteEvaluation => &self.self_evaluation,
        };
        let role = chain
            .steps
            .get(step.step)
            .map_or(Role::UnitClerk, |step| step.role);
        let (by, by_name) = (self.signer(role)?, self.hand(role, unit));
        let index = u32::try_from(step.step).map_err(AppError::fault)?;
        match &step.deed {
            Deed::Submitted | Deed::Approved => self.batch.signatures.push(Signature {
                sheet: sheet.id,
                edition,
                step: index,
                role,
                signer: by,
                signer_name: by_name,
                content_sha256: sha256.to_owned(),
                signed_at: step.at,
            }),
            Deed::Returned(opinions) => {
                for said in opinions {
                    self.batch.opinions.push(PlannedOpinion {
                        sheet: sheet.id,
                        edition,
                        step: index,
                        said: said.clone(),
                        by,
                        by_name: by_name.clone(),
                        at: step.at,
                    });
                }
            }
        }
        Ok(())
    }

    fn signer(&self, role: Role) -> Result<UserId, AppError> {
        let signer = self.signers.get(&role).copied();
        signer.ok_or_else(|| AppError::fault(format!("演示数据缺少“{}”账户", role.name())))
    }

    /// The post that acted: a demonstration names no person.
    fn hand(&self, role: Role, unit: UnitId) -> String {
        let name = self.directory.name(unit);
        match role {
            Role::UnitClerk | Role::UnitFinance | Role::UnitHead => format!("{name}{}", role.name()),
            _ => role.name().to_owned(),
        }
    }
}
