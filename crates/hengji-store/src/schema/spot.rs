//! The tables of spot evaluation, as Diesel knows them.

diesel::table! {
    spot_rounds (division, round_id) {
        division -> Text,
        round_id -> Text,
        budget_year -> Integer,
        number -> Integer,
        title -> Text,
        reason -> Nullable<Text>,
        frame_sha256 -> Text,
        frozen_by -> Text,
        frozen_by_name -> Text,
        frozen_at -> BigInt,
        share_bp -> Integer,
        department_least -> Integer,
        total -> Nullable<Integer>,
        source -> Nullable<Text>,
        known_at -> Nullable<BigInt>,
        announced_by -> Nullable<Text>,
        announced_by_name -> Nullable<Text>,
        announced_at -> Nullable<BigInt>,
        start_value -> Nullable<Text>,
        entered_by -> Nullable<Text>,
        entered_by_name -> Nullable<Text>,
        entered_at -> Nullable<BigInt>,
        confirmed_by -> Nullable<Text>,
        confirmed_by_name -> Nullable<Text>,
        confirmed_at -> Nullable<BigInt>,
        seal -> Nullable<Text>,
        state -> Text,
        version -> Integer,
    }
}

diesel::table! {
    spot_eligible (division, round_id, project_id) {
        division -> Text,
        round_id -> Text,
        project_id -> Text,
        code -> Text,
        department_id -> Text,
        department_name -> Text,
        amount_fen -> BigInt,
        self_score_centi -> Nullable<Integer>,
        sheet_id -> Text,
        off_reason -> Nullable<Text>,
        off_by_name -> Nullable<Text>,
        off_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    spot_drawn (division, round_id, project_id) {
        division -> Text,
        round_id -> Text,
        project_id -> Text,
        position -> Integer,
        ticket -> Text,
    }
}

diesel::table! {
    spot_records (division, round_id) {
        division -> Text,
        round_id -> Text,
        record -> Text,
    }
}
