//! 全过程进度 (progress of the year): one picture of the year from five statements, for the page and for the command.

mod departments;
mod export;
mod figures;
mod stages;
pub mod view;

use hengji_authz::{Action, Scope, scope};
use hengji_domain::monitoring::MonitoringPeriod;
use hengji_domain::person::Actor;
use hengji_domain::rule::{Chain, CutBook};
use hengji_domain::sheet::SheetKind;
use hengji_domain::workflow::SheetState;
use hengji_domain::{BudgetYear, NaiveDate, Timestamp};
use hengji_store::cuts::{self, CutFilter, CutSum};
use hengji_store::library;
use hengji_store::projects::Progress;
use hengji_store::year_progress::{self, PeriodDays, ProjectTally, SheetTally};

use crate::app::App;
use crate::error::AppError;
use crate::ex_ante::view::ExAnteRow;
use crate::library::view::LibraryFigures;
use crate::monitoring::due_on;
use crate::overview::working;
use view::YearProgress;

pub use export::ProgressTable;

/// Everything that the picture is drawn from.
struct Ground {
    year: BudgetYear,
    today: NaiveDate,
    sheets: Vec<SheetTally>,
    projects: Vec<ProjectTally>,
    cuts: Vec<CutSum>,
    library: LibraryFigures,
    /// None where the rules know no ex-ante evaluation yet.
    ex_ante: Option<Vec<ExAnteRow>>,
    books: Vec<CutBook>,
    periods: Vec<MonitoringPeriod>,
    monitoring_chain: Option<Chain>,
    due: DueDays,
}

/// The days of the calendar that stages are due on.
struct DueDays {
    ex_ante: Option<NaiveDate>,
    goal_submit: Option<NaiveDate>,
    goal_review: Option<NaiveDate>,
    goal_issue: Option<NaiveDate>,
    self_evaluation: Option<NaiveDate>,
}

/// Addresses of lists, as far as they are open to the reader.
struct Lists<'a>(&'a Actor);

impl Lists<'_> {
    fn to(&self, action: Action, path: impl Into<String>) -> Option<String> {
        let is_open = action.roles().iter().any(|role| self.0.has(*role));
        is_open.then(|| path.into())
    }
}

impl App {
    /// The year as the reader may see it: bureaus the whole, departments and units their part, in five statements.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`] for whoever has no part in the work; [`AppError::RuleMissing`] for a year without
    /// rules.
    pub fn year_progress(&self, actor: &Actor, year: BudgetYear) -> Result<YearProgress, AppError> {
        self.may_look(actor, Action::ViewUnitOverview)?;
        let working = working(actor);
        let reach = scope(&working);
        let ground = self.progress_ground(&working, year, &reach)?;
        let directory = self.directory(actor.division)?;
        let lists = Lists(&working);
        let light_period = ground.light_period();
        let departments = departments::rows(&ground, light_period.as_ref(), &directory);
        Ok(YearProgress {
            year,
            as_of: ground.today,
            figures: figures::figures(&ground, &lists),
            stages: stages::stages(&ground, &lists),
            total: departments::sum(&departments),
            departments,
            light_period: light_period.map(|period| (period.code, period.name)),
            is_whole: reach == Scope::AllOfDivision,
            may_list: lists.to(Action::ListProjects, "/projects").is_some(),
        })
    }

    fn progress_ground(&self, actor: &Actor, year: BudgetYear, reach: &Scope) -> Result<Ground, AppError> {
        let rules = self.rules(actor.division, year);
        let cut_filter = CutFilter::of_year(year, reach.clone());
        let core = self.core_ground(actor, year, reach)?;
        let (sheets, projects, cuts, tallies) = self.read(|db| {
            let division = actor.division;
            let sheets = year_progress::sheets(db, division, year, reach)?;
            let projects = year_progress::projects(db, division, &core.libraries, &core.coverage)?;
            let cuts = cuts::sums(db, division, &cut_filter)?;
            Ok((sheets, projects, cuts, library::tally(db, &core.libraries, year)?))
        })?;
        let covered = projects.iter().map(|tally| tally.covered).sum();
        let ex_ante = match rules.ex_ante() {
            Ok(rules) => Some(self.ex_ante_rows(actor, year, &rules)?),
            Err(_) => None,
        };
        let due = |code| self.due_by(actor.division, year, code);
        Ok(Ground {
            year,
            today: self.now().shanghai_date(),
            sheets,
            projects,
            cuts,
            library: core.figures(&tallies, covered),
            ex_ante,
            books: rules.cut_books().map(|dated| dated.value).unwrap_or_default(),
            periods: rules
                .monitoring_periods()
                .map(|dated| dated.value)
                .unwrap_or_default(),
            monitoring_chain: rules.chain(SheetKind::Monitoring).ok().map(|chain| chain.value),
            due: DueDays {
                ex_ante: due("ex_ante_conclude"),
                goal_submit: due("goal_submit"),
                goal_review: due("goal_review"),
                goal_issue: due("goal_issue"),
                self_evaluation: due("self_evaluation_submit"),
            },
        })
    }
}

impl Ground {
    fn is_past(&self, due_on: Option<NaiveDate>) -> bool {
        due_on.is_some_and(|due_on| due_on < self.today)
    }

    /// Sheets of a kind.
    fn of_kind(&self, kind: SheetKind) -> impl Iterator<Item = &SheetTally> {
        self.sheets.iter().filter(move |tally| tally.kind == kind)
    }

    /// The period opened last, whose lights are shown.
    fn light_period(&self) -> Option<MonitoringPeriod> {
        self.of_kind(SheetKind::Monitoring)
            .filter_map(|tally| tally.period.as_ref())
            .map(|days| &days.period)
            .max_by_key(|period| (period.month, &period.code))
            .cloned()
    }

    /// Sheets of a tally that are late at whoever holds them in their monitoring period.
    fn late_in_period(&self, tally: &SheetTally) -> u64 {
        let (Some(days), Some(chain)) = (&tally.period, &self.monitoring_chain) else {
            return 0;
        };
        if is_late(tally, days, chain, self.today) {
            tally.sheets
        } else {
            0
        }
    }
}

/// Whether sheets that stand here are past their day; a closed period is judged on the day it closed.
fn is_late(tally: &SheetTally, days: &PeriodDays, chain: &Chain, today: NaiveDate) -> bool {
    let day = days.closed_at.map_or(today, Timestamp::shanghai_date);
    due_on(&state_of(tally), chain, &days.period).is_some_and(|due_on| due_on < day)
}

/// The state for which the day is asked; since when it holds makes no difference to that.
fn state_of(tally: &SheetTally) -> SheetState {
    let at = Timestamp::from_micros(0);
    match tally.progress {
        Progress::InReview => SheetState::InReview {
            step: tally.step.unwrap_or_default(),
            since: at,
        },
        Progress::Returned => SheetState::Returned { from_step: 0, at },
        Progress::Concluded => SheetState::Concluded { at },
        Progress::Draft | Progress::NotOpened | Progress::Outstanding => SheetState::Draft,
    }
}

#[cfg(test)]
mod tests;
