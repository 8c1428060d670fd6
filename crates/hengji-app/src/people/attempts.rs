//! Failed sign-ins by network address: guessing one password for many accounts must not be free either.
//!
//! Kept in memory. A restart forgets it, which costs an attacker a restart of the server and the district nothing.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use hengji_domain::Timestamp;

/// Addresses remembered at most; beyond it those whose failures are oldest are forgotten.
const ADDRESSES: usize = 10_000;

/// What an address may do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It may try.
    Open,
    /// It has failed too often, and this is the first time it is told so.
    JustClosed,
    /// It was told before.
    Closed,
}

/// The failures of one address within the window, oldest first.
#[derive(Debug, Default)]
struct Failures {
    at: Vec<Timestamp>,
    is_told: bool,
}

/// The failures of all addresses.
#[derive(Debug, Default)]
pub(crate) struct Attempts {
    by_address: Mutex<HashMap<String, Failures>>,
}

impl Attempts {
    /// Whether the address may try now, when `limit` failures within `seconds` are too many.
    pub(crate) fn standing(&self, address: &str, now: Timestamp, seconds: i64, limit: u32) -> Standing {
        let mut all = self.by_address.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(failures) = all.get_mut(address) else {
            return Standing::Open;
        };
        failures.at.retain(|at| now < at.plus_seconds(seconds));
        if failures.at.is_empty() {
            all.remove(address);
            return Standing::Open;
        }
        if u32::try_from(failures.at.len()).is_ok_and(|count| count < limit) {
            failures.is_told = false;
            return Standing::Open;
        }
        if std::mem::replace(&mut failures.is_told, true) {
            Standing::Closed
        } else {
            Standing::JustClosed
        }
    }

    /// Notes a failure.
    pub(crate) fn note(&self, address: &str, now: Timestamp) {
        let mut all = self.by_address.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= ADDRESSES && !all.contains_key(address) {
            let oldest = all.iter().min_by_key(|(_, failures)| failures.at.last().copied());
            if let Some(oldest) = oldest.map(|(address, _)| address.clone()) {
                all.remove(&oldest);
            }
        }
        all.entry(address.to_owned()).or_default().at.push(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_micros(seconds * 1_000_000)
    }

    #[test]
    fn an_address_is_closed_at_the_limit_told_once_and_open_again_after_the_window() {
        let attempts = Attempts::default();
        let standing = |now| attempts.standing("10.0.0.1", at(now), 60, 3);
        for second in 0..3 {
            assert_eq!(standing(second), Standing::Open);
            attempts.note("10.0.0.1", at(second));
        }
        assert_eq!(standing(3), Standing::JustClosed);
        assert_eq!(standing(4), Standing::Closed);
        assert_eq!(attempts.standing("10.0.0.2", at(4), 60, 3), Standing::Open);
        assert_eq!(standing(60), Standing::Open, "the first failure is a window old");
        attempts.note("10.0.0.1", at(60));
        assert_eq!(standing(60), Standing::JustClosed, "it is told anew");
    }

    #[test]
    fn a_flood_of_addresses_does_not_fill_the_memory() {
        let attempts = Attempts::default();
        for number in 0..ADDRESSES + 5 {
            attempts.note(&format!("address {number}"), at(i64::try_from(number).unwrap()));
        }
        assert_eq!(attempts.by_address.lock().unwrap().len(), ADDRESSES);
        assert_eq!(
            attempts.standing("address 0", at(0), 1_000_000, 1),
            Standing::Open
        );
    }
}
