//! 份额上限 (caps): how many engagements and how much money an institution may still take.

use serde::Serialize;

use super::{AssignmentSettings, Candidates};

/// What an institution may take this year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) struct Room {
    pub(super) count: usize,
    pub(super) amount_fen: i64,
}

/// Count and amount together.
#[derive(Debug, Clone, Copy, Default)]
struct Load {
    count: i128,
    amount: i128,
}

/// The rooms of all institutions. `needs` holds how many institutions each engagement gets.
///
/// The cap is a share of the year and of the window, whichever is less. Of the year at least one engagement is always
/// admitted, since a share of fewer than a handful would forbid everybody everything.
pub(super) fn rooms(candidates: Candidates<'_>, needs: &[usize], settings: &AssignmentSettings) -> Vec<Room> {
    let mut year = Load::default();
    for (engagement, need) in candidates.engagements.iter().zip(needs) {
        let need = i128::try_from(*need).unwrap_or(0);
        year.count += need;
        year.amount += need * i128::from(engagement.amount_fen);
    }
    let from = i64::from(settings.year) - i64::from(settings.window_years) + 1;
    let within = || {
        let earlier = candidates.history.iter().filter(|past| past.year < settings.year);
        earlier.filter(move |past| from <= i64::from(past.year))
    };
    let add = |load: Load, fen: i64| Load {
        count: load.count + 1,
        amount: load.amount + i128::from(fen),
    };
    let window = within().map(|past| past.amount_fen).fold(year, add);
    let has_past = window.count != year.count;
    let part = |whole: i128| whole * i128::from(settings.share_cap_bp) / 10_000;
    let room = |name: &String| {
        let own = within()
            .filter(|past| past.institution == *name)
            .map(|past| past.amount_fen);
        let own = own.fold(Load::default(), add);
        let (mut count, mut amount) = (part(year.count).max(1), part(year.amount));
        if has_past {
            count = count.min((part(window.count) - own.count).max(0));
            amount = amount.min((part(window.amount) - own.amount).max(0));
        }
        Room {
            count: usize::try_from(count).unwrap_or(usize::MAX),
            amount_fen: i64::try_from(amount).unwrap_or(i64::MAX),
        }
    };
    candidates
        .institutions
        .iter()
        .map(|institution| room(&institution.name))
        .collect()
}
