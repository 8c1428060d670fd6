//! The tables of the register of papers, as Diesel knows them.

diesel::table! {
    papers (division, paper_id) {
        division -> Text,
        paper_id -> Text,
        budget_year -> Integer,
        kind -> Text,
        number -> Text,
        title -> Text,
        unit_id -> Text,
        source_kind -> Text,
        source_id -> Text,
        issued_on -> Text,
        receipt_days -> Nullable<Integer>,
        answer_days -> Nullable<Integer>,
        state -> Text,
        served_on -> Nullable<Text>,
        receipt_due_on -> Nullable<Text>,
        receipted_on -> Nullable<Text>,
        answer_due_on -> Nullable<Text>,
        answered_on -> Nullable<Text>,
        due_on -> Nullable<Text>,
        content_sha256 -> Text,
        version -> Integer,
        answer_counted -> Nullable<Text>,
    }
}

diesel::table! {
    paper_events (division, paper_id, version) {
        division -> Text,
        paper_id -> Text,
        version -> Integer,
        state -> Text,
        words -> Nullable<Text>,
        user_id -> Nullable<Text>,
        user_name -> Text,
        made_at -> BigInt,
    }
}

diesel::table! {
    paper_contents (division, paper_id) {
        division -> Text,
        paper_id -> Text,
        content -> Text,
    }
}
