//! 双监控 (dual monitoring): money and goal side by side in a grid of two by two.

use serde::Serialize;

use super::error::{ProgressError, within};
use super::profile::Profile;

/// Whether one side keeps up with like projects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Pace {
    /// At or above the yellow line.
    OnPace,
    /// Below the yellow line.
    Behind,
    /// Too little history for the yellow line.
    Unknown,
}

/// The field of the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// Both keep up.
    BothOnPace,
    /// The goal keeps up and the money does not: savings, or late payment. Ask which.
    MoneyBehind,
    /// Neither keeps up.
    BothBehind,
    /// The money goes and the goal does not follow: red.
    GoalBehind,
    /// Too little history on one side.
    Unknown,
}

impl Field {
    /// The words for a page.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::BothOnPace => "资金、目标均正常",
            Self::MoneyBehind => "目标正常、资金偏慢:请说明是节约还是支付滞后",
            Self::BothBehind => "资金、目标均偏慢",
            Self::GoalBehind => "资金正常、目标偏慢:红色",
            Self::Unknown => "往年数据不足,不作判断",
        }
    }
}

/// The place of one project in the grid, with its figures.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Place {
    /// The field.
    pub field: Field,
    /// The money.
    pub money: Side,
    /// The goal.
    pub goal: Side,
}

/// One side of the grid.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Side {
    /// Whether it keeps up.
    pub pace: Pace,
    /// The share reached.
    pub reached: f64,
    /// The yellow line at this time of the year.
    pub bound: f64,
    /// Curves of history.
    pub n: usize,
}

/// Places a project by its money and its goal, each against the profile of its own kind.
///
/// # Errors
///
/// [`ProgressError::Period`], [`ProgressError::Setting`] for a share that is negative or no number.
pub fn dual_monitoring(
    money: (&Profile, f64),
    goal: (&Profile, f64),
    period: usize,
) -> Result<Place, ProgressError> {
    let money = side(money.0, money.1, period)?;
    let goal = side(goal.0, goal.1, period)?;
    let field = match (money.pace, goal.pace) {
        (Pace::Unknown, _) | (_, Pace::Unknown) => Field::Unknown,
        (Pace::OnPace, Pace::OnPace) => Field::BothOnPace,
        (Pace::Behind, Pace::OnPace) => Field::MoneyBehind,
        (Pace::Behind, Pace::Behind) => Field::BothBehind,
        (Pace::OnPace, Pace::Behind) => Field::GoalBehind,
    };
    Ok(Place { field, money, goal })
}

fn side(profile: &Profile, reached: f64, period: usize) -> Result<Side, ProgressError> {
    let reached = within("已完成的份额", reached, 0.0, f64::MAX)?;
    let periods = profile.settings.periods;
    let at = period.checked_sub(1).and_then(|at| profile.yellow.shares.get(at));
    let bound = *at.ok_or(ProgressError::Period { period, periods })?;
    let pace = if !profile.yellow.is_supported {
        Pace::Unknown
    } else if reached < bound {
        Pace::Behind
    } else {
        Pace::OnPace
    };
    Ok(Side {
        pace,
        reached,
        bound,
        n: profile.n,
    })
}

#[cfg(test)]
mod tests {
    use super::super::prior::Prior;
    use super::super::profile::{ProfileSettings, profile};
    use super::*;

    fn made(rows: usize) -> Result<Profile, ProgressError> {
        let settings = ProfileSettings {
            periods: 2,
            prior: Prior::Linear,
            prior_weight: 0.0,
            red: 0.1,
            yellow: 0.25,
        };
        profile(&vec![vec![0.5, 1.0]; rows], &settings)
    }

    #[test]
    fn money_that_goes_without_its_goal_is_the_red_field() {
        for (money, goal, field) in [
            (0.5, 0.5, Field::BothOnPace),
            (0.4, 0.6, Field::MoneyBehind),
            (0.4, 0.4, Field::BothBehind),
            (0.9, 0.4, Field::GoalBehind),
        ] {
            let found = made(9).and_then(|one| dual_monitoring((&one, money), (&one, goal), 1));
            assert!(
                found.is_ok_and(|place| place.field == field && place.goal.n == 9),
                "{money} {goal}"
            );
        }
        assert!(Field::GoalBehind.words().contains('红'));
    }

    #[test]
    fn too_little_history_on_one_side_is_said() {
        let found = made(9).and_then(|many| dual_monitoring((&many, 0.1), (&made(2)?, 0.1), 1));
        assert!(found.is_ok_and(|place| place.field == Field::Unknown && place.money.pace == Pace::Behind));
    }

    #[test]
    fn a_period_outside_the_year_is_refused() {
        let found = made(9).and_then(|one| dual_monitoring((&one, 0.5), (&one, 0.5), 3));
        assert_eq!(
            found,
            Err(ProgressError::Period {
                period: 3,
                periods: 2
            })
        );
        let found = made(9).and_then(|one| dual_monitoring((&one, -0.5), (&one, 0.5), 1));
        assert!(matches!(found, Err(ProgressError::Setting { .. })));
    }
}
