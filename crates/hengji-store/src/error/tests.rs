//! What the engines say becomes an error that the caller can act on.

use super::*;

fn engine(kind: DatabaseErrorKind, message: &str) -> StoreError {
    StoreError::from(DieselError::DatabaseError(kind, Box::new(message.to_owned())))
}

/// The code in brackets at the end of the message.
fn code(error: &StoreError) -> String {
    let text = error.to_string();
    let code = text.rsplit_once('[').unwrap().1;
    code.trim_end_matches(']').to_owned()
}

#[test]
fn what_an_engine_says_is_understood() {
    use DatabaseErrorKind::{
        ClosedConnection, ForeignKeyViolation, SerializationFailure, UniqueViolation, Unknown,
    };
    for (kind, message, expected) in [
        (
            UniqueViolation,
            "UNIQUE constraint failed: users.division, users.user_id",
            "store-duplicate",
        ),
        (
            ForeignKeyViolation,
            "FOREIGN KEY constraint failed",
            "store-reference",
        ),
        (SerializationFailure, "could not serialize access", "store-busy"),
        (
            ClosedConnection,
            "server closed the connection",
            "store-unreachable",
        ),
        (Unknown, "database is locked", "store-busy"),
        (Unknown, "deadlock detected", "store-busy"),
        (Unknown, "database or disk is full", "store-full"),
        (
            Unknown,
            "could not extend file: No space left on device",
            "store-full",
        ),
        (Unknown, "disk I/O error", "store-halted"),
        (
            Unknown,
            "could not fsync file \"x\": Input/output error",
            "store-halted",
        ),
        (Unknown, "no such table: x", "store-engine"),
    ] {
        assert_eq!(code(&engine(kind, message)), expected, "{message}");
    }
    assert_eq!(code(&StoreError::from(DieselError::NotFound)), "store-engine");
}

#[test]
fn only_a_faster_writer_is_a_reason_to_try_again() {
    let retried = |kind, message: &str| engine(kind, message).is_worth_retrying();
    assert!(retried(DatabaseErrorKind::Unknown, "database is locked"));
    assert!(retried(
        DatabaseErrorKind::UniqueViolation,
        "UNIQUE constraint failed: counters.division, counters.name"
    ));
    assert!(!retried(DatabaseErrorKind::Unknown, "database or disk is full"));
    assert!(!retried(DatabaseErrorKind::Unknown, "disk I/O error"));
    let stale = StoreError::Stale {
        table: "sheets",
        key: "1".into(),
    };
    assert!(!stale.is_worth_retrying());
}
