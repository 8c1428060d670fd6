//! 项目列表 (project list): filtered, sorted and paged by the database, in two statements.

use hengji_authz::{Action, Scope, scope};
use hengji_domain::BudgetYear;
use hengji_domain::id::UnitId;
use hengji_domain::person::Actor;
use hengji_domain::project::ProjectType;
use hengji_domain::rule::Chain;
use hengji_domain::sheet::SheetKind;
use hengji_domain::unit::Unit;
use hengji_store::projects::{self, ProjectFilter, ProjectListing};
use hengji_store::sheets::SheetBrief;
use hengji_store::{Count, Page};

use super::view::{ProjectList, ProjectRow, SheetMark};
use crate::app::App;
use crate::common::{Choice, PageOf, PageRequest};
use crate::error::AppError;
use crate::sheets::tag::tag;

pub use hengji_store::Direction;
pub use hengji_store::projects::{Progress as SheetProgress, ProjectSort};

/// Which projects to list. What is `None` does not narrow.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProjectQuery {
    /// Words in the name or the code.
    pub text: Option<String>,
    /// 主管部门.
    pub department: Option<UnitId>,
    /// 实施单位.
    pub unit: Option<UnitId>,
    /// 项目类型.
    pub project_type: Option<ProjectType>,
    /// How far the goal has come.
    pub goal: Option<SheetProgress>,
    /// How far the self-evaluation has come.
    pub self_evaluation: Option<SheetProgress>,
    /// By what to sort.
    pub sort: ProjectSort,
    /// In which direction.
    pub direction: Direction,
    /// Which page.
    pub page: PageRequest,
}

/// The chains of a year, for the names of states.
pub(crate) struct Chains {
    goal: Option<Chain>,
    goal_adjustment: Option<Chain>,
    monitoring: Option<Chain>,
    ex_ante: Option<Chain>,
    self_evaluation: Option<Chain>,
}

impl Chains {
    /// The chain of a kind.
    pub(crate) fn of(&self, kind: SheetKind) -> Option<&Chain> {
        match kind {
            SheetKind::Goal => self.goal.as_ref(),
            SheetKind::GoalAdjustment => self.goal_adjustment.as_ref(),
            SheetKind::Monitoring => self.monitoring.as_ref(),
            SheetKind::ExAnteEvaluation => self.ex_ante.as_ref(),
            SheetKind::SelfEvaluation => self.self_evaluation.as_ref(),
        }
    }
}

impl App {
    /// A page of the project list with the choices of its filter.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`] for administrators and others without business data.
    pub fn list_projects(
        &self,
        actor: &Actor,
        year: BudgetYear,
        query: &ProjectQuery,
    ) -> Result<ProjectList, AppError> {
        self.may_look(actor, Action::ListProjects)?;
        let (rows, total) = self.projects_of(actor, year, query)?;
        let directory = self.directory(actor.division)?;
        let reach = scope(actor);
        let seen = |unit: &&Unit| sees(&reach, unit);
        let choice = |unit: &Unit| Choice {
            code: unit.id.to_string(),
            name: unit.name.clone(),
        };
        let units: Vec<&Unit> = directory.units().iter().filter(seen).collect();
        Ok(ProjectList {
            page: PageOf::of(rows, query.page, total),
            departments: units
                .iter()
                .filter(|unit| unit.department == unit.id)
                .map(|unit| choice(unit))
                .collect(),
            units: units.into_iter().map(choice).collect(),
        })
    }

    /// The rows of one page and the count of all.
    pub(super) fn projects_of(
        &self,
        actor: &Actor,
        year: BudgetYear,
        query: &ProjectQuery,
    ) -> Result<(Vec<ProjectRow>, Count), AppError> {
        let filter = filter(actor, year, query);
        let page = Page {
            offset: query.page.offset(),
            limit: query.page.page_size,
        };
        let (listings, total) = self.read(|db| {
            let rows = projects::list(db, actor.division, &filter, query.sort, query.direction, page)?;
            Ok((rows, projects::count(db, actor.division, &filter)?))
        })?;
        let marks = self.marks(actor, year);
        Ok((listings.iter().map(|listing| marks.row(listing)).collect(), total))
    }

    /// What turns stored states into tags for a whole list.
    pub(crate) fn marks(&self, actor: &Actor, year: BudgetYear) -> Marks {
        let today = self.now().shanghai_date();
        let is_past = |kind| {
            self.due_on(actor.division, year, kind)
                .is_some_and(|due_on| due_on < today)
        };
        Marks {
            chains: self.chains(actor.division, year),
            goal_is_due: is_past(SheetKind::Goal),
            self_evaluation_is_due: is_past(SheetKind::SelfEvaluation),
        }
    }

    /// The chains of the year, where rules state them.
    pub(crate) fn chains(&self, division: hengji_domain::Division, year: BudgetYear) -> Chains {
        let rules = self.rules(division, year);
        let chain = |kind| rules.chain(kind).ok().map(|chain| chain.value);
        Chains {
            goal: chain(SheetKind::Goal),
            goal_adjustment: chain(SheetKind::GoalAdjustment),
            monitoring: chain(SheetKind::Monitoring),
            ex_ante: chain(SheetKind::ExAnteEvaluation),
            self_evaluation: chain(SheetKind::SelfEvaluation),
        }
    }
}

/// Turns stored states into tags.
pub(crate) struct Marks {
    pub(crate) chains: Chains,
    goal_is_due: bool,
    self_evaluation_is_due: bool,
}

impl Marks {
    /// The mark of a sheet in a list.
    pub(crate) fn mark(&self, brief: &SheetBrief) -> SheetMark {
        let is_due = match brief.kind {
            SheetKind::Goal => self.goal_is_due,
            // The list of evaluations shows their lateness, the list of projects does not.
            SheetKind::ExAnteEvaluation => false,
            SheetKind::SelfEvaluation => self.self_evaluation_is_due,
            // Each period of monitoring has deadlines of its own, which its own lists show.
            SheetKind::GoalAdjustment | SheetKind::Monitoring => false,
        };
        SheetMark {
            sheet: brief.id,
            state: tag(brief.kind, &brief.state, self.chains.of(brief.kind)),
            computed_total: brief.computed_total,
            is_late: is_due && brief.state.is_editable(),
        }
    }

    fn row(&self, listing: &ProjectListing) -> ProjectRow {
        let project = &listing.project;
        ProjectRow {
            id: project.id,
            code: project.code.clone(),
            name: project.name.clone(),
            unit_name: listing.unit_name.clone(),
            department_name: listing.department_name.clone(),
            project_type: project.project_type,
            total: project.funding.total().unwrap_or_default(),
            goal: listing.goal.as_ref().map(|brief| self.mark(brief)),
            self_evaluation: listing.self_evaluation.as_ref().map(|brief| self.mark(brief)),
        }
    }
}

fn filter(actor: &Actor, year: BudgetYear, query: &ProjectQuery) -> ProjectFilter {
    let text = query
        .text
        .as_deref()
        .map(str::trim)
        .filter(|text| !text.is_empty());
    ProjectFilter {
        // A search for more than any name holds finds nothing; the beginning of it says the same at less cost.
        words: text.map(|text| text.chars().take(100).collect()),
        unit: query.unit,
        department: query.department,
        project_type: query.project_type,
        goal: query.goal,
        self_evaluation: query.self_evaluation,
        ..ProjectFilter::of_year(year, scope(actor))
    }
}

/// Whether a unit has projects within reach: what the filter may name.
fn sees(reach: &Scope, unit: &Unit) -> bool {
    use hengji_domain::unit::UnitKind;
    let has_projects = matches!(
        unit.kind,
        UnitKind::Department | UnitKind::BudgetUnit | UnitKind::Subdistrict
    );
    let place = hengji_authz::Place {
        unit: unit.id,
        department: unit.department,
        budget_division: unit.budget_division,
    };
    has_projects && reach.contains(&place, true)
}
