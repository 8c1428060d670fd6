//! 研判 (judge): lights, goal progress and forecast of sheets, one by one or a whole period at once.

use std::collections::HashMap;

use hengji_domain::form::Form;
use hengji_domain::id::{LineKey, SheetId};
use hengji_domain::monitoring::{MonitoringPeriod, MonitoringRules, Outlook};
use hengji_domain::project::ProjectType;
use hengji_domain::rule::SheetRules;
use hengji_domain::sheet::Sheet;
use hengji_domain::{BudgetYear, Division, Money};
use hengji_scoring::monitoring::{Judged, WatchedLine, judge_project};
use hengji_store::monitoring::{Execution, OpenedPeriod, PeriodState, ResultRow, executed_until};
use hengji_store::{Db, monitoring};

use super::forecast::Courses;
use crate::app::{App, Step};
use crate::sheets::as_form::{Names, as_form};

/// The last month whose payments count in a period, as facts write it: `2020-07`.
pub(crate) fn last_month(year: BudgetYear, period: &MonitoringPeriod) -> String {
    format!("{year}-{:02}", period.month)
}

/// What the judgement of a period rests on.
pub(crate) struct Bench<'a> {
    pub(crate) period: &'a MonitoringPeriod,
    pub(crate) rules: &'a MonitoringRules,
    pub(crate) sheet_rules: &'a SheetRules,
    pub(crate) courses: &'a Courses,
}

/// A sheet with what the judgement needs besides.
pub(crate) struct Watched<'a> {
    pub(crate) sheet: &'a Sheet,
    pub(crate) project_type: Option<ProjectType>,
    pub(crate) execution: Execution,
    pub(crate) expected: Option<Money>,
    /// Lines that the unit does not call certain.
    pub(crate) unlikely: u32,
}

impl Bench<'_> {
    /// Judges one sheet.
    pub(crate) fn judge(&self, watched: &Watched<'_>) -> (Judged, ResultRow) {
        let sheet = watched.sheet;
        let form = as_form(
            sheet,
            Names {
                project: "",
                unit: "",
                department: "",
            },
        );
        let budget = watched
            .execution
            .adjusted
            .or(sheet.money.initial)
            .unwrap_or_default();
        let judged = self.lights(sheet, &form, watched.execution.executed, budget);
        let reached = watched.execution.executed.rate_bp(budget);
        let forecast = self
            .courses
            .forecast(watched.project_type, self.period.month, reached);
        let result = ResultRow {
            sheet: sheet.id,
            budget,
            executed: watched.execution.executed,
            expected: watched.expected,
            execution_centi: judged.execution.progress_centi,
            execution_light: judged.execution.light,
            goal_light: judged.goal_light,
            light: judged.light,
            goal_bp: judged.goal_bp,
            forecast_bp: forecast.year_end_bp,
            forecast_low_bp: forecast.low_bp,
            forecast_high_bp: forecast.high_bp,
            history: forecast.history,
            unlikely: watched.unlikely,
            warning: judged.warnings.join(";"),
            trace: String::new(),
            rules_version: String::new(),
        };
        (judged, result)
    }

    fn lights(&self, sheet: &Sheet, form: &Form, executed: Money, budget: Money) -> Judged {
        let lines: Vec<WatchedLine<'_>> = sheet
            .lines
            .iter()
            .zip(&form.lines)
            .map(|(line, read)| WatchedLine {
                line: read,
                weight: line.weight.unwrap_or_default(),
                is_part: line.parent.is_some(),
            })
            .collect();
        judge_project(
            (executed, budget),
            &lines,
            self.period.month,
            self.period.cut_off,
            self.rules,
            &self.sheet_rules.scoring,
        )
    }
}

/// The trace of a sheet's judgement as it is frozen.
pub(crate) fn trace(sheet: &Sheet, judged: &Judged) -> String {
    let names: Vec<&str> = sheet.lines.iter().map(|line| line.level3.as_str()).collect();
    judged.trace(&names)
}

/// How many lines the unit does not call certain, by the closed list in force.
pub(crate) fn unlikely<'a>(outlooks: impl Iterator<Item = &'a Outlook>, rules: &MonitoringRules) -> u32 {
    let doubtful = outlooks.filter(|outlook| {
        rules
            .likelihood(&outlook.likelihood)
            .is_some_and(|likelihood| likelihood.needs_cause)
    });
    u32::try_from(doubtful.count()).unwrap_or(u32::MAX)
}

impl App {
    /// Judges every sheet of a period, with the traces when asked: eight statements however many there are.
    pub(crate) fn judge_period(
        &self,
        db: &mut Db,
        division: Division,
        opened: &OpenedPeriod,
        is_final: bool,
    ) -> Step<Vec<ResultRow>> {
        let (year, code) = (opened.year, opened.period.code.as_str());
        let in_force = self.rules(division, year);
        let (rules, sheet_rules) = (in_force.monitoring()?, in_force.sheet_rules()?);
        let courses = self.courses(db, division, year)?;
        let bench = Bench {
            period: &opened.period,
            rules: &rules,
            sheet_rules: &sheet_rules,
            courses: &courses,
        };
        let sheets = monitoring::sheets_of_period(db, division, year, code)?;
        let money = executed_until(db, division, year, &last_month(year, &opened.period), None)?;
        let said = by_sheet(monitoring::outlooks_of_period(db, division, year, code)?);
        let before = monitoring::results_of_period(db, division, year, code)?;
        let before: HashMap<SheetId, ResultRow> =
            before.into_iter().map(|result| (result.sheet, result)).collect();
        // A closed period rests on the money it was frozen with, whatever was loaded since.
        let frozen = |sheet: &Sheet| {
            let result = before
                .get(&sheet.id)
                .filter(|_| opened.state == PeriodState::Closed)?;
            Some(Execution {
                executed: result.executed,
                adjusted: Some(result.budget),
            })
        };
        let paid = |sheet: &Sheet| money.get(&sheet.project.to_string()).copied();
        let types = hengji_store::projects::types_of_year(db, division, year)?;
        let results = sheets.iter().map(|sheet| {
            let watched = Watched {
                sheet,
                project_type: types.get(&sheet.project).copied(),
                execution: frozen(sheet).or_else(|| paid(sheet)).unwrap_or_default(),
                expected: before.get(&sheet.id).and_then(|result| result.expected),
                unlikely: unlikely(said.get(&sheet.id).into_iter().flatten(), &rules),
            };
            let (judged, mut result) = bench.judge(&watched);
            if is_final {
                result.trace = trace(sheet, &judged);
                result.rules_version = in_force.fingerprint().to_owned();
            }
            result
        });
        Ok(results.collect())
    }
}

fn by_sheet(all: Vec<(SheetId, LineKey, Outlook)>) -> HashMap<SheetId, Vec<Outlook>> {
    let mut map: HashMap<SheetId, Vec<Outlook>> = HashMap::new();
    for (sheet, _, outlook) in all {
        map.entry(sheet).or_default().push(outlook);
    }
    map
}
