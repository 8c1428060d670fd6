//! The tables of the classes of projects, as Diesel knows them.

diesel::table! {
    class_catalogues (division, catalogue_id) {
        division -> Text,
        catalogue_id -> Text,
        budget_year -> Integer,
        edition -> Integer,
        state -> Text,
        reason -> Nullable<Text>,
        basis -> Text,
        rules_version -> Text,
        sha256 -> Nullable<Text>,
        proposed_by -> Text,
        proposed_by_name -> Text,
        proposed_at -> BigInt,
        submitted_by -> Nullable<Text>,
        submitted_by_name -> Nullable<Text>,
        submitted_at -> Nullable<BigInt>,
        decided_by -> Nullable<Text>,
        decided_by_name -> Nullable<Text>,
        decided_at -> Nullable<BigInt>,
        returned_words -> Nullable<Text>,
        version -> Integer,
    }
}

diesel::table! {
    class_entries (division, catalogue_id, project_id) {
        division -> Text,
        catalogue_id -> Text,
        project_id -> Text,
        project_code -> Text,
        project_name -> Text,
        unit_id -> Text,
        amount_fen -> BigInt,
        key_work -> Nullable<Text>,
        rigid -> Nullable<Text>,
        trace -> Text,
        score_centi -> Integer,
        by_score -> Text,
        hard_rule -> Nullable<Text>,
        proposed_class -> Text,
        class -> Text,
        previous_class -> Nullable<Text>,
        share_a_bp -> Integer,
        share_b_bp -> Integer,
        share_c_bp -> Integer,
        is_clear -> Bool,
        is_incomplete -> Bool,
        is_adjusted -> Bool,
    }
}

diesel::table! {
    class_adjustments (division, adjustment_id) {
        division -> Text,
        adjustment_id -> Text,
        catalogue_id -> Text,
        project_id -> Text,
        from_class -> Text,
        to_class -> Text,
        reason -> Text,
        made_by -> Text,
        made_by_name -> Text,
        made_at -> BigInt,
    }
}
