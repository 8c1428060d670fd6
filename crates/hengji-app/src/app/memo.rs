//! What hardly ever changes and every page shows, kept for half a minute. Rights are never decided from here.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};

use hengji_domain::Timestamp;

/// How long an answer is kept, seconds.
const LIFETIME: i64 = 30;

/// Answers by key with the moment they were loaded.
pub(crate) struct Memo<K, V>(Mutex<HashMap<K, (Timestamp, V)>>);

impl<K: Eq + Hash, V: Clone> Memo<K, V> {
    pub(crate) fn new() -> Self {
        Self(Mutex::new(HashMap::new()))
    }

    /// The kept answer, unless it is too old. A clock that was set back makes answers from the future: those are
    /// not used either.
    pub(crate) fn get(&self, key: &K, now: Timestamp) -> Option<V> {
        self.lock()
            .get(key)
            .filter(|(loaded_at, _)| *loaded_at <= now && now < loaded_at.plus_seconds(LIFETIME))
            .map(|(_, value)| value.clone())
    }

    pub(crate) fn put(&self, key: K, now: Timestamp, value: V) {
        self.lock().insert(key, (now, value));
    }

    pub(crate) fn forget(&self, key: &K) {
        self.lock().remove(key);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<K, (Timestamp, V)>> {
        // A poisoned memo is still a memo: the worst it can hold is an answer of half a minute ago.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_kept_for_half_a_minute() {
        let at = |seconds: i64| Timestamp::from_micros(0).plus_seconds(seconds);
        let memo = Memo::new();
        memo.put("units", at(100), 7);
        assert_eq!(memo.get(&"units", at(100)), Some(7));
        assert_eq!(memo.get(&"units", at(129)), Some(7));
        assert_eq!(memo.get(&"units", at(130)), None);
        assert_eq!(memo.get(&"units", at(99)), None);
        memo.forget(&"units");
        assert_eq!(memo.get(&"units", at(100)), None);
    }
}
