//! The monitoring of July 2020: closed, some of it red, 23 projects under key monitoring, and what was proposed to cut.

use std::collections::HashSet;

use hengji_app::App;
use hengji_app::seed::{
    Disposal, SeedConsequences, SeedLetter, SeedOutlook, SeedPeriod, Signers, WatchedProject,
};
use hengji_domain::id::ProjectId;
use hengji_domain::monitoring::Light;
use hengji_domain::{BudgetYear, Division, Timestamp};

use super::cuts;
use crate::demo::calendar;
use crate::demo::monitored::{DemoMonitoring, PERIOD};
use crate::exit::Failure;

/// 23 个部门重点绩效项目: 来源报告一(二).
const KEY_PROJECTS: usize = 23;
/// Field visits written down.
const VISITS: usize = 5;
/// Who acts for the bureau: a post, never a person.
const BUREAU: &str = "绩效科";

/// What a unit said on its sheet.
pub(super) fn outlook(monitoring: &DemoMonitoring) -> SeedOutlook {
    SeedOutlook {
        sheet: monitoring.told.sheet.id,
        expected: monitoring.expected,
        lines: monitoring.outlooks.clone(),
    }
}

/// Opens, judges and closes the period, makes the key list and writes what was found; which projects were visited.
///
/// # Errors
///
/// [`Failure`] when something of it cannot be written.
pub(super) fn period(
    app: &App,
    division: Division,
    year: BudgetYear,
    said: Vec<SeedOutlook>,
    signers: &Signers,
) -> Result<Vec<ProjectId>, Failure> {
    let at = |month: u32, day: usize| {
        let day = calendar::days_after(calendar::first_of(year.get(), month), day - 1);
        Timestamp::start_of_day(day).plus_seconds(36_000)
    };
    let watched = app.seed_monitoring(
        division,
        year,
        &SeedPeriod {
            code: PERIOD.to_owned(),
            opened_at: at(8, 1),
            closed_at: at(8, 31),
            by: BUREAU.to_owned(),
            said,
        },
    )?;
    let kept = app.seed_key_monitoring(
        division,
        year,
        &SeedConsequences {
            at: at(8, 5),
            by: BUREAU.to_owned(),
            kept: KEY_PROJECTS,
            reason: "不是部门重点绩效项目,由部门自行监控".to_owned(),
            visited: (
                VISITS,
                calendar::days_after(calendar::first_of(year.get(), 8), 12),
            ),
        },
    )?;
    let key: HashSet<ProjectId> = kept.iter().copied().collect();
    app.seed_disposals(division, year, PERIOD, &disposals(&watched, at(9, 7)))?;
    app.seed_cuts(
        division,
        year,
        PERIOD,
        &cuts::register(year, &watched, &key),
        signers,
    )?;
    let visited: Vec<ProjectId> = kept.into_iter().take(VISITS).collect();
    app.seed_letters(division, (BUREAU, "项目单位"), &letters(&visited, year))?;
    Ok(visited)
}

/// A letter for each project that was visited: answered in time, answered late, signed for, served, issued. The
/// last three are of the look at the end of the year, so that the first of March finds them open.
fn letters(visited: &[ProjectId], year: BudgetYear) -> Vec<SeedLetter> {
    let on = |years: u16, month: u32, day: usize, hour: i64| {
        let first = calendar::first_of(year.get() + years, month);
        Timestamp::start_of_day(calendar::days_after(first, day - 1)).plus_seconds(hour * 3_600)
    };
    let autumn = |answered_at, words| {
        (
            Some(on(0, 9, 15, 14)),
            Some(on(0, 9, 16, 9)),
            Some((answered_at, words)),
        )
    };
    let lives = [
        (
            on(0, 9, 15, 10),
            autumn(
                on(0, 9, 28, 15),
                "一、已督促施工单位补齐签证资料,九月底前完成前七个月工程款支付;二、由项目科每周核对形象进度和支付进度;三、十月底前完成全部剩余工程量。",
            ),
        ),
        (
            on(0, 9, 15, 11),
            autumn(
                on(0, 10, 19, 16),
                "因施工合同变更,答复延迟。现已完成变更审批,十一月起按月报送进度,年底前支出率达到百分之九十五。",
            ),
        ),
        (
            on(1, 2, 8, 10),
            (Some(on(1, 2, 8, 14)), Some(on(1, 2, 10, 9)), None),
        ),
        (on(1, 2, 22, 10), (Some(on(1, 2, 22, 14)), None, None)),
        (on(1, 2, 26, 16), (None, None, None)),
    ];
    visited
        .iter()
        .zip(lives)
        .map(
            |(project, (issued_at, (served_at, receipted_at, answered)))| SeedLetter {
                project: *project,
                issued_at,
                served_at,
                receipted_at,
                answered,
            },
        )
        .collect()
}

/// A decision for each red project but every ninth, which is still open.
fn disposals(watched: &[WatchedProject], decided_at: Timestamp) -> Vec<Disposal> {
    const DECISIONS: [(&str, &str); 3] = [
        ("continue", "三季度已复工,年内可以完成,继续执行。"),
        ("transfer", "年内用不完的部分调剂用于同类项目。"),
        ("cancel", "条件不具备,本年度取消实施。"),
    ];
    let red = watched.iter().filter(|one| one.light == Some(Light::Red));
    red.enumerate()
        .map(|(place, one)| {
            let decided = DECISIONS.get(place % DECISIONS.len()).filter(|_| place % 9 != 8);
            Disposal {
                sheet: one.sheet,
                project: one.project,
                due_on: Some(calendar::days_after(decided_at.shanghai_date(), 4)),
                decision: decided.map(|(code, _)| (*code).to_owned()),
                words: decided.map(|(_, words)| (*words).to_owned()).unwrap_or_default(),
                decided_by: decided.map(|_| "主管部门".to_owned()),
                decided_at: decided.map(|_| decided_at),
                version: 1,
            }
        })
        .collect()
}
