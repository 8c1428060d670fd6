//! What the page of a monitoring sheet shows besides what every sheet shows.

use hengji_authz::{Action, decide};
use hengji_domain::person::Actor;
use hengji_scoring::monitoring::Progress;
use hengji_store::monitoring::{Disposal, FoundCut, PeriodState, find_disposal, findings_of_year};

use super::fill::Beside;
use super::finding;
use super::judge::{Bench, Watched, unlikely};
use super::list::{disposal_view, forecast_view};
use super::view::{LightView, MonitoringView, WatchedLineView};
use crate::app::App;
use crate::cuts::Names;
use crate::error::AppError;
use crate::sheets::case::Case;

impl App {
    /// The part of the page that only monitoring has; none for other kinds. Seven statements.
    pub(crate) fn monitoring_view(
        &self,
        actor: &Actor,
        case: &Case,
    ) -> Result<Option<MonitoringView>, AppError> {
        let Some(opened) = &case.period else {
            return Ok(None);
        };
        let rules = case.in_force.monitoring()?;
        let names = Names::of(&case.in_force)?;
        let sheet = &case.sheet;
        let (beside, execution, courses, disposal, findings) = self.read(|db| {
            Ok((
                Beside::load(db, case)?,
                self.execution_of(db, case, opened)?,
                self.courses(db, case.division, sheet.year)?,
                find_disposal(db, case.division, sheet.id)?,
                findings_of_year(db, case.division, sheet.year, Some(sheet.project))?,
            ))
        })?;
        let bench = Bench {
            period: &opened.period,
            rules: &rules,
            sheet_rules: &case.rules,
            courses: &courses,
        };
        let frozen = beside
            .result
            .as_ref()
            .filter(|_| opened.state == PeriodState::Closed);
        let mut money = execution;
        if let Some(frozen) = frozen {
            // A closed period rests on the money it was frozen with, whatever was loaded since.
            money.executed = frozen.executed;
            money.adjusted = Some(frozen.budget);
        }
        let expected = beside.result.as_ref().and_then(|result| result.expected);
        let (judged, result) = bench.judge(&Watched {
            sheet,
            project_type: Some(case.listing.project.project_type),
            execution: money,
            expected,
            unlikely: unlikely(beside.outlooks.values(), &rules),
        });
        let shown = frozen.unwrap_or(&result);
        let today = self.now().shanghai_date();
        let resource = case.resource();
        Ok(Some(MonitoringView {
            period: opened.period.clone(),
            is_closed: opened.state == PeriodState::Closed,
            budget: shown.budget,
            executed: shown.executed,
            expected,
            execution: light_view(&judged.execution),
            light: shown.light,
            goal_bp: shown.goal_bp,
            warnings: judged.warnings.clone(),
            forecast: forecast_view(shown),
            lines: lines(case, &judged.lines, &beside),
            likelihoods: rules.likelihoods.value.clone(),
            causes: rules.causes.value.clone(),
            may_dispose: disposal.is_some() && decide(actor, Action::DisposeMonitoring, &resource).allow,
            may_propose: names.books.iter().any(|book| actor.has(book.proposer))
                && decide(actor, Action::ProposeCut, &resource).allow,
            disposal: disposal
                .as_ref()
                .map(|one: &Disposal| disposal_view(one, &rules.disposals.value, today)),
            findings: rows(case, &findings, &names),
            grounds: names.grounds,
            disposals: rules.disposals.value,
        }))
    }
}

fn lines(case: &Case, judged: &[Progress], beside: &Beside) -> Vec<WatchedLineView> {
    let lines = case.sheet.lines.iter().zip(judged);
    lines
        .map(|(line, progress)| WatchedLineView {
            key: line.key,
            light: light_view(progress),
            outlook: beside.outlook(line.key),
        })
        .collect()
}

fn rows(case: &Case, findings: &[FoundCut], register: &Names) -> Vec<super::view::FindingRow> {
    let names = (
        case.listing.project.name.as_str(),
        case.listing.department_name.as_str(),
    );
    let line = |one: &FoundCut| {
        let named = case
            .sheet
            .lines
            .iter()
            .find(|line| Some(line.key) == one.finding.line);
        named.map(|line| line.level3.clone()).unwrap_or_default()
    };
    findings
        .iter()
        .map(|one| finding::row(one, names, case.listing.project.unit, register, &line(one)))
        .collect()
}

fn light_view(progress: &Progress) -> LightView {
    LightView {
        light: progress.light,
        progress_centi: progress.progress_centi,
        arithmetic: progress.arithmetic.clone(),
        citation: (*progress.rule).clone(),
    }
}
