//! 检查 (preview): a workbook is read and judged, and each form gets its place; nothing is written into sheets.

use hengji_authz::{Action, Place, Resource, decide};
use hengji_domain::form::Form;
use hengji_domain::id::ImportId;
use hengji_domain::person::{Actor, Role};
use hengji_domain::sheet::SheetKind;
use hengji_domain::unit::Unit;
use hengji_domain::{BudgetYear, Division};
use hengji_store::imports::{self, ImportBatch, ImportKind, ImportState};
use hengji_store::{Db, attachments, projects, sheets, units};

use super::judge::{JudgedForm, find_copies, judge};
use super::plan::{Creation, Plan, Planner, Refusal, Register};
use super::view::{Destination, FormsPreview, PreviewForm};
use crate::app::{App, IdSource, Request, Step};
use crate::common::RequestKey;
use crate::error::AppError;
use crate::projects::enter::unit_resource;
use crate::sheets::judge::finding_view;

/// A workbook as it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadedWorkbook {
    /// Name of the file.
    pub file_name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl App {
    /// Checks a workbook and keeps it for the commit.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] with the words of the reader for a file that cannot be used;
    /// [`AppError::RuleMissing`]; [`AppError::Forbidden`].
    pub fn preview_forms(
        &self,
        actor: &Actor,
        key: &RequestKey,
        year: BudgetYear,
        workbook: &UploadedWorkbook,
    ) -> Result<FormsPreview, AppError> {
        let own = self.importers_place(actor)?;
        self.may_view(actor, Action::ImportForms, &own)?;
        let forms = self
            .ports()
            .workbook_reader
            .read_forms(&workbook.file_name, &workbook.bytes)?;
        let judged = self.judge_forms(actor.division, year, forms)?;
        let sha256 = hengji_store::sha256_hex(&workbook.bytes);
        let body = (year.get(), &workbook.file_name, &sha256);
        let id = self.act(
            actor,
            Action::ImportForms,
            &Request::new(key, &body)?,
            |_| Ok((own.clone(), ())),
            |tx, ()| {
                attachments::store_content(tx.db, tx.division, &workbook.bytes)?;
                let batch = ImportBatch {
                    id: tx.fresh()?,
                    year,
                    kind: ImportKind::Sheets,
                    state: ImportState::Previewed,
                    file_name: workbook.file_name.clone(),
                    file_sha256: sha256.clone(),
                    report: "{}".to_owned(),
                    created_by: actor.user,
                    created_at: tx.now,
                    concluded_at: None,
                    version: 1,
                };
                imports::insert(tx.db, tx.division, &batch)?;
                tx.about("import", batch.id);
                tx.detail("file_sha256", &sha256);
                tx.detail("stage", "preview");
                Ok(batch.id.to_string())
            },
        )?;
        let batch = self.kept_batch(actor, id.parse()?)?;
        self.show(actor, &batch, &judged)
    }

    /// The preview of a kept workbook, judged again against the register as it stands now.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for a batch of somebody else; [`AppError::Forbidden`].
    pub fn forms_preview(&self, actor: &Actor, id: ImportId) -> Result<FormsPreview, AppError> {
        let batch = self.kept_batch(actor, id)?;
        let judged = self.judge_kept(actor.division, &batch)?;
        self.show(actor, &batch, &judged)
    }

    fn show(
        &self,
        actor: &Actor,
        batch: &ImportBatch,
        judged: &[JudgedForm],
    ) -> Result<FormsPreview, AppError> {
        // Nothing is written under the identities of a preview.
        let plan = self.read(|db| self.plan_for(db, actor, batch.year, judged, self.ids()))?;
        let is_stored = batch.state == ImportState::Committed;
        Ok(FormsPreview {
            import: batch.id,
            file_name: batch.file_name.clone(),
            file_sha256: batch.file_sha256.clone(),
            state: if is_stored { "stored" } else { "checked" }.to_owned(),
            forms: judged
                .iter()
                .zip(&plan.placements)
                .map(|(judged, placement)| preview_form(judged, placement.destination, &placement.problems))
                .collect(),
            can_commit: !is_stored && plan.is_whole(),
            checked_at: batch.created_at,
        })
    }

    /// A kept batch, for whoever brought it and for whoever sees the whole division.
    pub(super) fn kept_batch(&self, actor: &Actor, id: ImportId) -> Result<ImportBatch, AppError> {
        let own = self.importers_place(actor)?;
        self.may_view(actor, Action::ImportForms, &own)?;
        let batch = self.read(|db| Ok(imports::find(db, actor.division, id)?))?;
        batch
            .filter(|batch| batch.kind == ImportKind::Sheets)
            .filter(|batch| batch.created_by == actor.user || actor.has(Role::PerformanceReviewer))
            .ok_or(AppError::NotFound)
    }

    /// The forms of a kept file, read and judged again: the bytes are the same, rules and register may not be.
    pub(super) fn judge_kept(
        &self,
        division: Division,
        batch: &ImportBatch,
    ) -> Result<Vec<JudgedForm>, AppError> {
        let bytes = self.read(|db| Ok(attachments::content(db, division, &batch.file_sha256)?))?;
        let bytes = bytes.ok_or(AppError::NotFound)?;
        let forms = self
            .ports()
            .workbook_reader
            .read_forms(&batch.file_name, &bytes)?;
        self.judge_forms(division, batch.year, forms)
    }

    /// Judges the forms of a file under the rules of the year.
    pub(super) fn judge_forms(
        &self,
        division: Division,
        year: BudgetYear,
        forms: Vec<Form>,
    ) -> Result<Vec<JudgedForm>, AppError> {
        let rules = self.rules(division, year).sheet_rules()?;
        let mut judged: Vec<JudgedForm> = forms.into_iter().map(|form| judge(form, year, &rules)).collect();
        find_copies(&mut judged);
        Ok(judged)
    }

    /// Plans the forms of a person's upload.
    pub(super) fn plan_for(
        &self,
        db: &mut Db,
        actor: &Actor,
        year: BudgetYear,
        judged: &[JudgedForm],
        ids: IdSource<'_>,
    ) -> Step<Plan> {
        let creation = if actor.has(Role::PerformanceReviewer) {
            Creation::Projects
        } else {
            Creation::SheetsOnly
        };
        let refusal = |unit: &Unit| {
            let decision = decide(actor, Action::ImportForms, &unit_resource(actor.division, unit));
            (!decision.allow).then(|| format!("“{}”:{}", unit.name, decision.why))
        };
        let planner = Planner {
            year,
            creation,
            register: load_register(db, actor.division, year, judged, Box::new(refusal))?,
            ids,
            plan: Plan::default(),
        };
        planner.plan(judged)
    }

    /// The place from which somebody imports: that of the grant which allows it.
    pub(super) fn importers_place(&self, actor: &Actor) -> Result<Resource, AppError> {
        let grant = actor
            .grants
            .iter()
            .find(|grant| Action::ImportForms.roles().contains(&grant.role));
        let directory = self.directory(actor.division)?;
        let unit = grant.and_then(|grant| directory.unit(grant.unit));
        Ok(match (grant, unit) {
            (_, Some(unit)) => unit_resource(actor.division, unit),
            (Some(grant), None) => Resource::Unit {
                division: actor.division,
                place: Place {
                    unit: grant.unit,
                    department: grant.unit,
                    budget_division: None,
                },
            },
            (None, None) => Resource::Division(actor.division),
        })
    }
}

/// So many forms are looked up one by one; for more the whole year is loaded at once.
const FEW: usize = 50;

/// Loads what planning needs.
pub(super) fn load_register<'a>(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    judged: &[JudgedForm],
    refusal: Refusal<'a>,
) -> Step<Register<'a>> {
    let all_units = units::list(db, division)?;
    let known = projects::of_year(db, division, year)?;
    let mut stored = Vec::new();
    if judged.len() <= FEW {
        let wanted: Vec<String> = judged
            .iter()
            .map(|one| super::names::key(&one.form.project))
            .collect();
        for project in known
            .iter()
            .filter(|project| wanted.contains(&super::names::key(&project.name)))
        {
            stored.extend(sheets::find_for_project(db, division, project.id)?);
        }
    } else {
        for kind in SheetKind::YEARLY {
            stored.extend(sheets::of_year(db, division, year, kind)?);
        }
    }
    Ok(Register::new(all_units, known, stored, refusal))
}

fn preview_form(judged: &JudgedForm, destination: Destination, problems: &[String]) -> PreviewForm {
    let form = &judged.form;
    PreviewForm {
        worksheet: form.worksheet.clone(),
        kind: form.kind,
        project: form.project.clone(),
        unit: form.unit.clone(),
        line_count: u32::try_from(form.lines.len()).unwrap_or(u32::MAX),
        stated_total: form.total_score.value.and_then(hengji_domain::Score::from_points),
        computed_total: judged.total,
        findings: judged.findings.iter().map(finding_view).collect(),
        destination,
        problems: problems.to_vec(),
    }
}
