//! The tables of circulars, as Diesel knows them.

diesel::table! {
    circulars (division, circular_id) {
        division -> Text,
        circular_id -> Text,
        budget_year -> Integer,
        round_id -> Text,
        edition -> Integer,
        state -> Text,
        remarks -> Nullable<Text>,
        reason -> Nullable<Text>,
        drafted_by -> Text,
        drafted_by_name -> Text,
        drafted_at -> BigInt,
        decided_by -> Nullable<Text>,
        decided_by_name -> Nullable<Text>,
        decided_at -> Nullable<BigInt>,
        decision -> Nullable<Text>,
        content -> Nullable<Text>,
        content_sha256 -> Nullable<Text>,
        receipt_due_on -> Nullable<Text>,
        paper_id -> Nullable<Text>,
        version -> Integer,
    }
}

diesel::table! {
    circular_receipts (division, circular_id, department_id) {
        division -> Text,
        circular_id -> Text,
        department_id -> Text,
        department_name -> Text,
        projects -> Integer,
        receipted_by -> Nullable<Text>,
        receipted_by_name -> Nullable<Text>,
        receipted_at -> Nullable<BigInt>,
    }
}
