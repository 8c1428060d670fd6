//! The table of published results, as Diesel knows it.

diesel::table! {
    result_snapshots (division, snapshot_id) {
        division -> Text,
        snapshot_id -> Text,
        budget_year -> Integer,
        number -> Integer,
        title -> Text,
        content -> Text,
        content_sha256 -> Text,
        state -> Text,
        made_by -> Text,
        made_by_name -> Text,
        made_at -> BigInt,
        checked_by -> Nullable<Text>,
        checked_by_name -> Nullable<Text>,
        checked_at -> Nullable<BigInt>,
        reason -> Nullable<Text>,
        previous_seal -> Nullable<Text>,
        seal -> Nullable<Text>,
        version -> Integer,
    }
}
