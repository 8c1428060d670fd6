//! 项目页 (project page): its head, money, sheets, what happened to it, and the life of each indicator.

mod life;
mod money;
mod timeline;

use hengji_authz::{Action, Resource, decide};
use hengji_domain::id::ProjectId;
use hengji_domain::person::Actor;
use hengji_domain::sheet::{Sheet, SheetKind};
use hengji_domain::workflow::SheetState;
use hengji_domain::{Division, Severity};
use hengji_store::projects::{self, ProjectListing};
use hengji_store::{facts, findings, sheets};

use super::view::{ProjectHead, ProjectPage, SheetSummary};
use crate::app::App;
use crate::error::AppError;
use crate::sheets::case::place_of;
use crate::sheets::tag::tag;

pub(crate) use money::{Figures, figures as sourced_money, told};

impl App {
    /// The page of a project.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for a project that does not exist or is out of sight.
    pub fn project_page(&self, actor: &Actor, id: ProjectId) -> Result<ProjectPage, AppError> {
        let listing = self.viewed_project(actor, id)?;
        let division = actor.division;
        let year = listing.project.year;
        let sees_drafts = sees_drafts(actor, division, &listing);
        let (all, facts, counts, events, cuts) = self.read(|db| {
            let all: Vec<Sheet> = sheets::find_for_project(db, division, id)?
                .into_iter()
                .filter(|sheet| sees_drafts || matches!(sheet.state, SheetState::Concluded { .. }))
                .collect();
            let ids: Vec<_> = all.iter().map(|sheet| sheet.id).collect();
            let facts = facts::of_subject(db, division, year, &id.to_string())?;
            let counts = findings::count_by_sheet(db, division, &ids)?;
            let events = timeline::events(db, division, id, &all)?;
            let cuts = self.cuts_of_project(db, actor, id, sees_drafts)?;
            Ok((all, facts, counts, events, cuts))
        })?;
        let chains = self.chains(division, year);
        let summary = |sheet: &Sheet| {
            let of = |severity| {
                let counted = counts.get(&sheet.id).and_then(|all| all.get(&severity));
                u32::try_from(counted.copied().unwrap_or(0)).unwrap_or(u32::MAX)
            };
            SheetSummary {
                id: sheet.id,
                kind: sheet.kind,
                state: tag(sheet.kind, &sheet.state, chains.of(sheet.kind)),
                edition: sheet.edition,
                line_count: u32::try_from(sheet.lines.len()).unwrap_or(u32::MAX),
                stated_total: sheet.stated_total,
                computed_total: sheet.computed_total,
                finding_counts: [of(Severity::Error), of(Severity::Warning), of(Severity::Notice)],
            }
        };
        let head = head(&listing);
        let figures = money::figures(&facts, head.total);
        Ok(ProjectPage {
            adjusted: figures.adjusted,
            executed: figures.executed,
            execution_rate_bp: figures.execution_rate_bp,
            months: figures.months,
            cuts,
            sheets: all.iter().map(summary).collect(),
            timeline: timeline::entries(&events),
            indicators: life::indicators(&all),
            may_open: may_open(actor, division, &listing, &all),
            may_edit: decide(actor, Action::EditProject, &resource(division, &listing)).allow,
            head,
        })
    }

    /// The project for somebody who may see it.
    pub(crate) fn viewed_project(&self, actor: &Actor, id: ProjectId) -> Result<ProjectListing, AppError> {
        let found = self.read(|db| Ok(projects::find_listing(db, actor.division, id)?))?;
        let listing = found.ok_or(AppError::NotFound)?;
        self.may_view(actor, Action::ViewProject, &resource(actor.division, &listing))?;
        Ok(listing)
    }
}

/// What a decision about the project needs.
pub(crate) fn resource(division: Division, listing: &ProjectListing) -> Resource {
    let briefs = [&listing.goal, &listing.self_evaluation];
    Resource::Project {
        division,
        place: place_of(listing),
        has_concluded: briefs
            .into_iter()
            .flatten()
            .any(|brief| matches!(brief.state, SheetState::Concluded { .. })),
    }
}

/// Whoever sees the project only for what is issued does not see its drafts.
fn sees_drafts(actor: &Actor, division: Division, listing: &ProjectListing) -> bool {
    let without = Resource::Project {
        division,
        place: place_of(listing),
        has_concluded: false,
    };
    decide(actor, Action::ViewProject, &without).allow
}

/// The head of a project.
pub(crate) fn head(listing: &ProjectListing) -> ProjectHead {
    let project = &listing.project;
    ProjectHead {
        id: project.id,
        year: project.year,
        code: project.code.clone(),
        name: project.name.clone(),
        unit: project.unit,
        unit_name: listing.unit_name.clone(),
        department_name: listing.department_name.clone(),
        project_type: project.project_type,
        nature: project.nature,
        funding: project.funding,
        total: project.funding.total().unwrap_or_default(),
        version: project.version,
    }
}

/// The kinds of sheets the actor may start here: a self-evaluation only once the goal is issued.
fn may_open(actor: &Actor, division: Division, listing: &ProjectListing, all: &[Sheet]) -> Vec<SheetKind> {
    let has = |kind| all.iter().any(|sheet| sheet.kind == kind);
    let is_issued = all
        .iter()
        .any(|sheet| sheet.kind == SheetKind::Goal && matches!(sheet.state, SheetState::Concluded { .. }));
    let is_adjusting = all.iter().any(|sheet| {
        sheet.kind == SheetKind::GoalAdjustment && !matches!(sheet.state, SheetState::Concluded { .. })
    });
    SheetKind::SINGLY
        .into_iter()
        .filter(|kind| match kind {
            SheetKind::GoalAdjustment => is_issued && !is_adjusting && !has(SheetKind::SelfEvaluation),
            SheetKind::Goal => !has(*kind),
            _ => !has(*kind) && is_issued,
        })
        .filter(|kind| decide(actor, Action::open(*kind), &resource(division, listing)).allow)
        .collect()
}
