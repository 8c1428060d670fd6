//! The spot evaluation of the demonstration: as many projects as the published report names, drawn in public.

use hengji_app::App;
use hengji_app::seed::{SeedSpotRound, Signers};
use hengji_domain::{BudgetYear, Timestamp};

use super::super::{Plan, calendar};
use super::DRAWN;
use crate::exit::Failure;

const HOUR: i64 = 3_600;
const MINUTE: i64 = 60;

/// So many hours and minutes into a day in Shanghai.
fn moment(year: u16, month: u32, day: usize, (hour, minute): (i64, i64)) -> Timestamp {
    let day = calendar::days_after(calendar::first_of(year, month), day.saturating_sub(1));
    Timestamp::start_of_day(day).plus_seconds(hour * HOUR + minute * MINUTE)
}

/// Freezes, announces and draws, on the days before the demonstration opens.
///
/// # Errors
///
/// [`Failure`] when the round cannot be written.
pub(super) fn drawn(app: &App, plan: &Plan, year: BudgetYear, signers: &Signers) -> Result<(), Failure> {
    let next = year.get() + 1;
    let seed = SeedSpotRound {
        year,
        title: format!("{year} 年度项目绩效抽评"),
        total: Some(DRAWN),
        source: format!("{next} 年 2 月 28 日晚双色球开奖的六个红球号码,按开出顺序写成两位数,以“-”相连"),
        value: "07-26-13-01-30-18".to_owned(),
        frozen_at: moment(next, 2, 26, (9, 30)),
        announced_at: moment(next, 2, 26, (10, 0)),
        known_at: moment(next, 2, 28, (21, 15)),
        entered_at: moment(next, 3, 1, (8, 35)),
        drawn_at: moment(next, 3, 1, (8, 50)),
    };
    app.seed_spot_round(plan.division, &seed, signers)?;
    Ok(())
}
