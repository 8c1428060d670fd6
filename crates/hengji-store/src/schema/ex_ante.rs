//! The tables of ex-ante evaluations, as Diesel knows them.

diesel::table! {
    ex_ante_objects (division, project_id) {
        division -> Text,
        project_id -> Text,
        budget_year -> Integer,
        kind -> Text,
        category -> Text,
        lead_unit_id -> Text,
        is_listed -> Bool,
        is_by_hand -> Bool,
        reasons -> Nullable<Text>,
        listed_at -> BigInt,
        version -> Integer,
    }
}

diesel::table! {
    ex_ante_list_changes (division, change_id) {
        division -> Text,
        change_id -> Text,
        project_id -> Text,
        budget_year -> Integer,
        deed -> Text,
        reason -> Text,
        author_id -> Text,
        author_name -> Text,
        made_at -> BigInt,
    }
}

diesel::table! {
    ex_ante_results (division, sheet_id) {
        division -> Text,
        sheet_id -> Text,
        project_id -> Text,
        budget_year -> Integer,
        asked_fen -> BigInt,
        summary -> Nullable<Text>,
        discussion_opened_at -> Nullable<BigInt>,
        discussion_opened_by -> Nullable<Text>,
        score_centi -> Nullable<Integer>,
        proposed -> Nullable<Text>,
        conclusion -> Nullable<Text>,
        departure_reason -> Nullable<Text>,
        granted_fen -> Nullable<BigInt>,
        cut_fen -> Nullable<BigInt>,
        advice -> Nullable<Text>,
        concluded_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    ex_ante_materials (division, sheet_id, material_key) {
        division -> Text,
        sheet_id -> Text,
        material_key -> Text,
        position -> Integer,
        code -> Text,
        name -> Text,
        is_required -> Bool,
        state -> Text,
        reason -> Nullable<Text>,
        decided_by -> Nullable<Text>,
        decided_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    ex_ante_experts (division, sheet_id, user_id) {
        division -> Text,
        sheet_id -> Text,
        user_id -> Text,
        name -> Text,
        institution -> Nullable<Text>,
        invited_by -> Text,
        invited_at -> BigInt,
        opinion -> Nullable<Text>,
        submitted_at -> Nullable<BigInt>,
        revised_at -> Nullable<BigInt>,
        version -> Integer,
    }
}

diesel::table! {
    ex_ante_scores (division, sheet_id, user_id, line_key, round) {
        division -> Text,
        sheet_id -> Text,
        user_id -> Text,
        line_key -> Text,
        round -> Integer,
        score_centi -> Integer,
        words -> Nullable<Text>,
        made_at -> BigInt,
    }
}

diesel::table! {
    ex_ante_conditions (division, sheet_id, number) {
        division -> Text,
        sheet_id -> Text,
        number -> Integer,
        words -> Text,
        unit_id -> Text,
        due_on -> Text,
        timing -> Text,
        evidence -> Nullable<Text>,
        settled_by -> Nullable<Text>,
        settled_at -> Nullable<BigInt>,
    }
}
