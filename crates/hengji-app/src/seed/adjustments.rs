//! Adjustments of a demonstration: one still being written, one under review, one that has replaced its goal.

use hengji_authz::{Action, Scope};
use hengji_domain::id::{SheetId, UnitId};
use hengji_domain::person::Role;
use hengji_domain::rule::Chain;
use hengji_domain::sheet::{Line, Sheet, SheetKind};
use hengji_domain::value::read::read_target;
use hengji_domain::workflow::SheetState;
use hengji_domain::{BudgetYear, Decimal, Division, Timestamp};
use hengji_store::adjustments::{self, Adjustment};
use hengji_store::editions::{self, Edition};
use hengji_store::projects::{self, Progress, ProjectFilter, ProjectListing, ProjectSort};
use hengji_store::signatures::{self, Signature};
use hengji_store::{Direction, Page, sheets};

use super::Signers;
use crate::app::{App, Step, Tx};
use crate::error::AppError;
use crate::goal::adjust::copy_of;
use crate::sheets::as_form::Names;
use crate::sheets::snapshot::Snapshot;

/// Where an adjustment of a demonstration stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeedAdjustment {
    /// Still being written.
    Draft,
    /// Waiting at the step with this index.
    Waiting(usize),
    /// Approved: it has replaced the goal.
    Approved,
}

const REASON: &str = "上半年受疫情影响,部分工作推迟开展,年中预算同步调减,目标相应下调。";
const BASIS: &str = "区财政局关于下达预算调整的通知;单位办公会议纪要";

impl App {
    /// Writes adjustments of goals of a department whose self-evaluation is not begun, one for each standing.
    ///
    /// # Errors
    ///
    /// [`AppError::RuleMissing`]; [`AppError::Fault`].
    pub fn seed_adjustments(
        &self,
        division: Division,
        year: BudgetYear,
        department: UnitId,
        all: &[SeedAdjustment],
        at: Timestamp,
        signers: &Signers,
    ) -> Result<(), AppError> {
        let in_force = self.rules(division, year);
        let chain = in_force.chain(SheetKind::GoalAdjustment)?.value;
        let filter = ProjectFilter {
            department: Some(department),
            goal: Some(Progress::Concluded),
            self_evaluation: Some(Progress::NotOpened),
            ..ProjectFilter::of_year(year, Scope::AllOfDivision)
        };
        let page = Page {
            offset: 0,
            limit: u32::try_from(all.len()).map_err(AppError::fault)?,
        };
        self.operate(division, Action::SeedDemonstration, |tx| {
            tx.detail("year", year);
            tx.detail("sheets", all.len());
            let listings = projects::list(
                tx.db,
                division,
                &filter,
                ProjectSort::Code,
                Direction::Ascending,
                page,
            )?;
            for (listing, standing) in listings.iter().zip(all) {
                let ground = Ground {
                    listing,
                    chain: &chain,
                    fingerprint: in_force.fingerprint(),
                    at,
                    signers,
                };
                ground.write(tx, *standing)?;
            }
            Ok(())
        })
    }
}

struct Ground<'a> {
    listing: &'a ProjectListing,
    chain: &'a Chain,
    fingerprint: &'a str,
    at: Timestamp,
    signers: &'a Signers,
}

impl Ground<'_> {
    fn write(&self, tx: &mut Tx<'_>, standing: SeedAdjustment) -> Step<()> {
        let Some(brief) = &self.listing.goal else {
            return Ok(());
        };
        let goal = sheets::find(tx.db, tx.division, brief.id)?.ok_or(AppError::NotFound)?;
        let mut own = copy_of(&goal, tx.fresh()?, 1);
        if let Some(line) = own.lines.iter_mut().find(|line| line.target.number().is_some()) {
            lower(line);
        }
        let last = self.chain.steps.len();
        let passed = match standing {
            SeedAdjustment::Draft => 0,
            SeedAdjustment::Waiting(step) => step,
            SeedAdjustment::Approved => last,
        };
        own.edition = i32::from(0 < passed);
        own.state = match standing {
            SeedAdjustment::Draft => SheetState::Draft,
            SeedAdjustment::Waiting(step) => SheetState::InReview { step, since: self.at },
            SeedAdjustment::Approved => SheetState::Concluded { at: self.at },
        };
        sheets::insert(tx.db, tx.division, &own)?;
        let replaced = (standing == SeedAdjustment::Approved).then(|| goal.edition.saturating_add(1));
        let adjustment = Adjustment {
            sheet: own.id,
            goal: goal.id,
            from_edition: goal.edition,
            reason: REASON.to_owned(),
            basis: BASIS.to_owned(),
            dropped: "[]".to_owned(),
            replaced_edition: replaced,
        };
        adjustments::insert_many(tx.db, tx.division, &[adjustment])?;
        if 0 < passed {
            let sha256 = self.keep(tx, &own)?;
            self.sign(tx, own.id, own.edition, 0..passed, &sha256)?;
        }
        if let Some(edition) = replaced {
            let next = Sheet {
                edition,
                lines: own.lines.clone(),
                ..goal
            };
            sheets::update_head(tx.db, tx.division, &next)?;
            sheets::replace_lines(tx.db, tx.division, &next)?;
            let sha256 = self.keep(tx, &next)?;
            self.sign(tx, next.id, edition, 0..1, &sha256)?;
        }
        Ok(())
    }

    fn keep(&self, tx: &mut Tx<'_>, sheet: &Sheet) -> Step<String> {
        let names = Names {
            project: &self.listing.project.name,
            unit: &self.listing.unit_name,
            department: &self.listing.department_name,
        };
        let edition = Edition::of(
            sheet.id,
            sheet.edition,
            Snapshot::of(sheet, names, self.fingerprint).to_json()?,
            self.fingerprint.to_owned(),
            self.signer(Role::UnitClerk)?,
            self.at,
        );
        editions::insert(tx.db, tx.division, &edition)?;
        Ok(edition.sha256)
    }

    fn sign(
        &self,
        tx: &mut Tx<'_>,
        sheet: SheetId,
        edition: i32,
        steps: std::ops::Range<usize>,
        sha256: &str,
    ) -> Step<()> {
        let all = self
            .chain
            .steps
            .iter()
            .enumerate()
            .filter(|(index, _)| steps.contains(index))
            .map(|(index, step)| {
                Ok(Signature {
                    sheet,
                    edition,
                    step: u32::try_from(index).map_err(AppError::fault)?,
                    role: step.role,
                    signer: self.signer(step.role)?,
                    signer_name: step.role.name().to_owned(),
                    content_sha256: sha256.to_owned(),
                    signed_at: self.at,
                })
            })
            .collect::<Result<Vec<_>, AppError>>()?;
        signatures::insert_many(tx.db, tx.division, &all)?;
        Ok(())
    }

    fn signer(&self, role: Role) -> Result<hengji_domain::id::UserId, AppError> {
        let signer = self.signers.get(&role).copied();
        signer.ok_or_else(|| AppError::fault(format!("演示数据缺少“{}”账户", role.name())))
    }
}

/// Nine tenths of the target, whole.
fn lower(line: &mut Line) {
    let Some(number) = line.target.number() else {
        return;
    };
    let lowered = (number * Decimal::from(9) / Decimal::TEN).round().normalize();
    let text = line
        .target
        .text
        .replacen(&number.normalize().to_string(), &lowered.to_string(), 1);
    line.target = read_target(&text);
}
