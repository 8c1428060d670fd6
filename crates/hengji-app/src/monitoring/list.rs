//! 监控总览 (list): the lights of a period by department, and its sheets filtered, sorted and paged.

use std::collections::{BTreeMap, HashMap};

use hengji_authz::{Action, scope};
use hengji_domain::id::{SheetId, UnitId};
use hengji_domain::monitoring::{Light, MonitoringPeriod};
use hengji_domain::person::{Actor, Role};
use hengji_domain::rule::{Chain, ReviewReason};
use hengji_domain::sheet::SheetKind;
use hengji_domain::workflow::SheetState;
use hengji_domain::{BudgetYear, Money, NaiveDate, Timestamp};
use hengji_store::monitoring::{
    Disposal, OpenedPeriod, PeriodState, WatchRow, disposals_of_period, last_reminders, periods_of_year,
    watch_rows,
};

use super::open::is_early;
use super::view::{DepartmentLights, DisposalView, ForecastView, MonitoringPage, PeriodView, WatchView};
use crate::app::App;
use crate::common::{Choice, Hand, PageOf, PageRequest};
use crate::error::AppError;
use crate::sheets::tag::tag;

/// Which sheets to show. What is empty does not narrow.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MonitoringQuery {
    /// Code of the period; the latest opened one when empty.
    pub period: String,
    /// Words in the name or the code of the project.
    pub words: String,
    /// 主管部门.
    pub department: String,
    /// Code of a light, or `none`.
    pub light: String,
    /// Code of a state, `unfinished` for what is with the unit, or `late`.
    pub state: String,
    /// `light`, `execution`, `budget`, `late`, or empty for the order of departments.
    pub sort: String,
    /// Whether the greatest comes first.
    pub descending: bool,
    /// Which page.
    pub page: PageRequest,
}

/// A period with its sheets as the store has them.
pub(super) struct Seen {
    pub(super) opened: OpenedPeriod,
    pub(super) rows: Vec<WatchRow>,
    reminded: HashMap<UnitId, Timestamp>,
    disposals: HashMap<SheetId, Disposal>,
}

impl App {
    /// The page of monitoring, in four statements however many sheets there are.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`] for people without business data; [`AppError::RuleMissing`] for a year without rules.
    pub fn monitoring_page(
        &self,
        actor: &Actor,
        year: BudgetYear,
        query: &MonitoringQuery,
    ) -> Result<MonitoringPage, AppError> {
        self.may_look(actor, Action::ViewMonitoring)?;
        let in_force = self.rules(actor.division, year);
        let (opened, seen) = self.seen(actor, year, &query.period)?;
        let periods = self.period_views(actor, year, &opened)?;
        let reasons = in_force
            .review_reasons()
            .map(|dated| dated.value)
            .unwrap_or_default();
        let may = may(actor);
        let Some(seen) = seen else {
            return Ok(MonitoringPage {
                periods,
                current: None,
                rows: PageOf {
                    rows: Vec::new(),
                    page: 1,
                    page_size: query.page.page_size,
                    total: 0,
                    is_total_exact: true,
                },
                departments: Vec::new(),
                total: DepartmentLights::default(),
                choices: Vec::new(),
                reasons,
                may,
            });
        };
        let views = self.watch_views(actor, &seen)?;
        let departments = departments(&seen, &views);
        let total = sum(&departments);
        let choices = departments
            .iter()
            .map(|one| Choice {
                code: one.id.clone(),
                name: one.name.clone(),
            })
            .collect();
        let current = periods
            .iter()
            .find(|view| view.period.code == seen.opened.period.code)
            .cloned();
        Ok(MonitoringPage {
            rows: paged(narrowed(&seen, views, query), query),
            periods,
            current,
            departments,
            total,
            choices,
            reasons,
            may,
        })
    }

    /// The opened periods, and the one asked for (or the latest) with its sheets in reach.
    pub(super) fn seen(
        &self,
        actor: &Actor,
        year: BudgetYear,
        code: &str,
    ) -> Result<(Vec<OpenedPeriod>, Option<Seen>), AppError> {
        let reach = scope(actor);
        let division = actor.division;
        self.read(|db| {
            let opened = periods_of_year(db, division, year)?;
            let asked = opened
                .iter()
                .find(|one| one.period.code == code)
                .or(opened.last());
            let Some(current) = asked.cloned() else {
                return Ok((opened, None));
            };
            let code = current.period.code.clone();
            let rows = watch_rows(db, division, year, &code, &reach)?;
            let mut reminded = HashMap::new();
            for reminder in last_reminders(db, division, year, &code)? {
                // The newest comes first and stays.
                reminded.entry(reminder.unit).or_insert(reminder.sent_at);
            }
            let disposals = disposals_of_period(db, division, year, &code)?
                .into_iter()
                .map(|one| (one.sheet, one))
                .collect();
            Ok((
                opened,
                Some(Seen {
                    opened: current,
                    rows,
                    reminded,
                    disposals,
                }),
            ))
        })
    }

    fn period_views(
        &self,
        actor: &Actor,
        year: BudgetYear,
        opened: &[OpenedPeriod],
    ) -> Result<Vec<PeriodView>, AppError> {
        let by_rule = self.rules(actor.division, year).monitoring_periods()?;
        let mark = by_rule.citation.verification.mark();
        let today = self.now().shanghai_date();
        let mut all: Vec<PeriodView> = by_rule
            .value
            .into_iter()
            .filter(|period| opened.iter().all(|one| one.period.code != period.code))
            .map(|period| not_opened(period, mark, today))
            .collect();
        all.extend(opened.iter().map(|one| period_view(one, mark)));
        all.sort_by(|a, b| (a.period.month, &a.period.code).cmp(&(b.period.month, &b.period.code)));
        Ok(all)
    }

    /// The rows as pages show them, in the order of the store.
    pub(super) fn watch_views(&self, actor: &Actor, seen: &Seen) -> Result<Vec<WatchView>, AppError> {
        let rules = self.rules(actor.division, seen.opened.year);
        let chain = rules.chain(SheetKind::Monitoring)?.value;
        let names = rules.monitoring()?.disposals.value;
        let today = self.now().shanghai_date();
        Ok(seen
            .rows
            .iter()
            .map(|row| view(row, seen, &chain, &names, today))
            .collect())
    }
}

/// What the actor's roles open on this page.
fn may(actor: &Actor) -> Vec<Action> {
    let all = [
        Action::OpenMonitoringPeriod,
        Action::CloseMonitoringPeriod,
        Action::ReopenMonitoringPeriod,
        Action::RefreshMonitoring,
        Action::RemindMonitoring,
        Action::ExportMonitoring,
        Action::ApproveMonitoring,
        Action::Recompute,
    ];
    all.into_iter()
        .filter(|action| has_role(actor, *action))
        .collect()
}

/// Whether one of the actor's roles opens the action; whether it reaches a certain sheet is asked when it is done.
fn has_role(actor: &Actor, action: Action) -> bool {
    action.roles().iter().any(|role| actor.has(*role))
}

pub(super) fn period_view(opened: &OpenedPeriod, mark: &'static str) -> PeriodView {
    let closed = opened.closed_by.as_ref().zip(opened.closed_at);
    PeriodView {
        period: opened.period.clone(),
        is_opened: true,
        is_early: false,
        is_closed: opened.state == PeriodState::Closed,
        opened: Some(Hand {
            name: opened.opened_by.clone(),
            at: opened.opened_at,
        }),
        closed: closed.map(|(name, at)| Hand {
            name: name.clone(),
            at,
        }),
        rules_version: opened.rules_version.clone(),
        mark,
    }
}

fn not_opened(period: MonitoringPeriod, mark: &'static str, today: NaiveDate) -> PeriodView {
    PeriodView {
        is_early: is_early(&period, today),
        period,
        is_opened: false,
        is_closed: false,
        opened: None,
        closed: None,
        rules_version: None,
        mark,
    }
}

/// Until when whoever holds the sheet must be done with it; none for a concluded one.
pub(crate) fn due_on(state: &SheetState, chain: &Chain, period: &MonitoringPeriod) -> Option<NaiveDate> {
    let role = chain.current(state).ok().flatten()?.role;
    Some(match role {
        Role::UnitClerk | Role::UnitFinance | Role::UnitHead => period.unit_due_on,
        Role::DepartmentReviewer => period.department_due_on,
        _ => period.finance_due_on,
    })
}

/// Days by which whoever holds the sheet is late; a closed period is judged on the day it closed.
fn days_late(row: &WatchRow, seen: &Seen, chain: &Chain, today: NaiveDate) -> i64 {
    let day = seen.opened.closed_at.map_or(today, Timestamp::shanghai_date);
    due_on(&row.sheet.state, chain, &seen.opened.period)
        .map_or(0, |due_on| day.signed_duration_since(due_on).num_days().max(0))
}

fn view(
    row: &WatchRow,
    seen: &Seen,
    chain: &Chain,
    disposals: &[ReviewReason],
    today: NaiveDate,
) -> WatchView {
    let result = row.result.as_ref();
    WatchView {
        sheet: row.sheet.id,
        version: row.sheet.version,
        project: row.project,
        project_code: row.project_code.clone(),
        project_name: row.project_name.clone(),
        unit_name: row.unit_name.clone(),
        department_name: row.department_name.clone(),
        state: tag(SheetKind::Monitoring, &row.sheet.state, Some(chain)),
        days_late: days_late(row, seen, chain, today),
        budget: result.map_or(row.total, |result| result.budget),
        executed: result.map(|result| result.executed).unwrap_or_default(),
        execution_centi: result.and_then(|result| result.execution_centi),
        execution_light: result.and_then(|result| result.execution_light),
        goal_light: result.and_then(|result| result.goal_light),
        light: result.and_then(|result| result.light),
        goal_bp: result.and_then(|result| result.goal_bp),
        forecast: result.map(forecast_view).unwrap_or_default(),
        unlikely: result.map(|result| result.unlikely).unwrap_or_default(),
        warning: result.map(|result| result.warning.clone()).unwrap_or_default(),
        disposal: seen
            .disposals
            .get(&row.sheet.id)
            .map(|one| disposal_view(one, disposals, today)),
        reminded_at: seen.reminded.get(&row.unit).copied(),
    }
}

pub(super) fn forecast_view(result: &hengji_store::monitoring::ResultRow) -> ForecastView {
    ForecastView {
        year_end_bp: result.forecast_bp,
        low_bp: result.forecast_low_bp,
        high_bp: result.forecast_high_bp,
        history: result.history,
    }
}

pub(super) fn disposal_view(disposal: &Disposal, names: &[ReviewReason], today: NaiveDate) -> DisposalView {
    let name = |code: &String| {
        let known = names.iter().find(|reason| reason.code == *code);
        known.map_or_else(|| code.clone(), |reason| reason.name.clone())
    };
    let hand = disposal.decided_by.as_ref().zip(disposal.decided_at);
    DisposalView {
        due_on: disposal.due_on,
        decision: disposal.decision.as_ref().map(name),
        is_suspended: disposal.is_overdue(today),
        words: disposal.words.clone(),
        hand: hand.map(|(name, at)| Hand {
            name: name.clone(),
            at,
        }),
        version: disposal.version,
    }
}

fn departments(seen: &Seen, views: &[WatchView]) -> Vec<DepartmentLights> {
    let mut order: Vec<UnitId> = Vec::new();
    let mut all: BTreeMap<UnitId, DepartmentLights> = BTreeMap::new();
    for (row, view) in seen.rows.iter().zip(views) {
        let lights = all.entry(row.department).or_insert_with(|| {
            order.push(row.department);
            DepartmentLights {
                id: row.department.to_string(),
                name: row.department_name.clone(),
                ..DepartmentLights::default()
            }
        });
        lights.add(view);
    }
    order.iter().filter_map(|id| all.remove(id)).collect()
}

impl DepartmentLights {
    fn add(&mut self, view: &WatchView) {
        self.sheets += 1;
        match view.light {
            Some(Light::Red) => self.red += 1,
            Some(Light::Yellow) => self.yellow += 1,
            Some(Light::Green) => self.green += 1,
            Some(Light::Blue) => self.blue += 1,
            None => self.unlit += 1,
        }
        self.late += u64::from(0 < view.days_late);
        self.concluded += u64::from(view.state.code == "concluded");
        self.budget = added(self.budget, view.budget);
        self.executed = added(self.executed, view.executed);
    }
}

/// A sum beyond all money stays at the limit: it is shown, and nothing is decided by it.
fn added(sum: Money, more: Money) -> Money {
    sum.checked_add(more).unwrap_or(Money::from_fen(i64::MAX))
}

fn sum(departments: &[DepartmentLights]) -> DepartmentLights {
    departments
        .iter()
        .fold(DepartmentLights::default(), |sum, one| DepartmentLights {
            sheets: sum.sheets + one.sheets,
            red: sum.red + one.red,
            yellow: sum.yellow + one.yellow,
            green: sum.green + one.green,
            blue: sum.blue + one.blue,
            unlit: sum.unlit + one.unlit,
            late: sum.late + one.late,
            concluded: sum.concluded + one.concluded,
            budget: added(sum.budget, one.budget),
            executed: added(sum.executed, one.executed),
            ..sum
        })
}

/// The rows that the query asks for, sorted.
pub(super) fn narrowed(seen: &Seen, views: Vec<WatchView>, query: &MonitoringQuery) -> Vec<WatchView> {
    let words = query.words.trim().to_lowercase();
    let is_wanted = |row: &WatchRow, view: &WatchView| {
        let light = view.light.map_or("none", Light::code);
        let state = match query.state.as_str() {
            "" => true,
            "late" => 0 < view.days_late,
            "unfinished" => row.sheet.state.is_editable(),
            code => view.state.code == code,
        };
        let has_words = words.is_empty()
            || [&view.project_name, &view.project_code]
                .iter()
                .any(|text| text.to_lowercase().contains(&words));
        state
            && has_words
            && (query.light.is_empty() || query.light == light)
            && (query.department.is_empty() || row.department.to_string() == query.department)
    };
    let mut kept: Vec<WatchView> = seen
        .rows
        .iter()
        .zip(views)
        .filter(|(row, view)| is_wanted(row, view))
        .map(|(_, view)| view)
        .collect();
    // The sort is stable, so that equals keep the order of the departments.
    match query.sort.as_str() {
        "light" => kept.sort_by_key(|view| view.light.map_or(Light::ALL.len(), rank)),
        "execution" => kept.sort_by_key(|view| view.execution_centi),
        "budget" => kept.sort_by_key(|view| view.budget),
        "late" => kept.sort_by_key(|view| view.days_late),
        _ => return kept,
    }
    if query.descending {
        kept.reverse();
    }
    kept
}

fn rank(light: Light) -> usize {
    Light::ALL
        .iter()
        .position(|one| *one == light)
        .unwrap_or_default()
}

fn paged(all: Vec<WatchView>, query: &MonitoringQuery) -> PageOf<WatchView> {
    let total = u64::try_from(all.len()).unwrap_or(u64::MAX);
    let offset = usize::try_from(query.page.offset()).unwrap_or(usize::MAX);
    let limit = usize::try_from(query.page.page_size).unwrap_or(usize::MAX);
    PageOf {
        rows: all.into_iter().skip(offset).take(limit).collect(),
        page: query.page.page,
        page_size: query.page.page_size,
        total,
        is_total_exact: true,
    }
}
