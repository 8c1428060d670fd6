//! Counts the statements that the current thread has sent, so that a page can say how many it needed.

use std::cell::Cell;

use diesel::connection::InstrumentationEvent;

thread_local! {
    static SENT: Cell<u64> = const { Cell::new(0) };
}

/// How many statements this thread has sent since it began, transaction commands left out.
///
/// Take it before and after a use case and subtract.
pub fn sent() -> u64 {
    SENT.get()
}

/// Counts one event of a connection.
///
/// The engines report `BEGIN`, `COMMIT` and `ROLLBACK` as statements too, each beside an event of its own, so
/// each such event takes one away again: this costs less than reading the text of every statement.
pub(crate) fn observe(event: &InstrumentationEvent<'_>) {
    match event {
        InstrumentationEvent::StartQuery { .. } => {
            SENT.set(SENT.get().wrapping_add(1));
            #[cfg(test)]
            crash::count_down();
        }
        InstrumentationEvent::BeginTransaction { .. }
        | InstrumentationEvent::CommitTransaction { .. }
        | InstrumentationEvent::RollbackTransaction { .. } => SENT.set(SENT.get().wrapping_sub(1)),
        _ => {}
    }
}

/// Runs what the use case did not ask for, such as asking a pooled connection whether it still lives.
pub(crate) fn uncounted<T>(f: impl FnOnce() -> T) -> T {
    let before = SENT.get();
    #[cfg(test)]
    let left = crash::left();
    let value = f();
    SENT.set(before);
    #[cfg(test)]
    crash::set_left(left);
    value
}

#[cfg(test)]
pub(crate) use crash::crash_at;

/// Tests stop a use case at each of its statements in turn, as a crash would.
#[cfg(test)]
mod crash {
    use std::cell::Cell;

    thread_local! {
        static LEFT: Cell<Option<u64>> = const { Cell::new(None) };
    }

    /// Panics at the statement with this number, counted from now, the beginning of a transaction left out.
    pub(crate) fn crash_at(number: u64) {
        // The next statement is the one that begins the transaction.
        LEFT.set(Some(number + 1));
    }

    pub(super) fn left() -> Option<u64> {
        LEFT.get()
    }

    pub(super) fn set_left(left: Option<u64>) {
        LEFT.set(left);
    }

    pub(super) fn count_down() {
        match LEFT.get() {
            Some(1) => {
                LEFT.set(None);
                panic!("the test asked for a crash here");
            }
            Some(left) => LEFT.set(Some(left - 1)),
            None => {}
        }
    }
}
