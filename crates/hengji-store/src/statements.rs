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
        InstrumentationEvent::StartQuery { .. } => SENT.set(SENT.get().wrapping_add(1)),
        InstrumentationEvent::BeginTransaction { .. }
        | InstrumentationEvent::CommitTransaction { .. }
        | InstrumentationEvent::RollbackTransaction { .. } => SENT.set(SENT.get().wrapping_sub(1)),
        _ => {}
    }
}

/// Runs what the use case did not ask for, such as asking a pooled connection whether it still lives.
pub(crate) fn uncounted<T>(f: impl FnOnce() -> T) -> T {
    let before = SENT.get();
    let value = f();
    SENT.set(before);
    value
}
