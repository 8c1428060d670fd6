//! The tables of the review room and of changed goals, as Diesel knows them.

diesel::table! {
    review_sessions (division, session_id) {
        division -> Text,
        session_id -> Text,
        budget_year -> Integer,
        name -> Text,
        place -> Text,
        begins_on -> Text,
        ends_on -> Text,
        version -> Integer,
        created_by -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    review_slots (division, slot_id) {
        division -> Text,
        slot_id -> Text,
        session_id -> Text,
        department_id -> Text,
        room -> Text,
        begins_at -> BigInt,
        ends_at -> BigInt,
    }
}

diesel::table! {
    review_reviewers (division, slot_id, user_id) {
        division -> Text,
        slot_id -> Text,
        user_id -> Text,
        user_name -> Text,
    }
}

diesel::table! {
    review_decisions (division, sheet_id, edition, line_key, reviewer_id) {
        division -> Text,
        sheet_id -> Text,
        edition -> Integer,
        line_key -> Text,
        reviewer_id -> Text,
        slot_id -> Text,
        reviewer_name -> Text,
        reason -> Nullable<Text>,
        words -> Nullable<Text>,
        decided_at -> BigInt,
    }
}

diesel::table! {
    review_points (division, sheet_id, edition, reviewer_id, item) {
        division -> Text,
        sheet_id -> Text,
        edition -> Integer,
        reviewer_id -> Text,
        item -> Text,
        slot_id -> Text,
        reviewer_name -> Text,
        points_centi -> Integer,
        given_at -> BigInt,
    }
}

diesel::table! {
    review_outcomes (division, sheet_id, edition) {
        division -> Text,
        sheet_id -> Text,
        edition -> Integer,
        slot_id -> Text,
        outcome -> Text,
        decided_by -> Text,
        decided_by_name -> Text,
        decided_at -> BigInt,
    }
}

diesel::table! {
    room_edits (division, edit_id) {
        division -> Text,
        edit_id -> Text,
        slot_id -> Text,
        sheet_id -> Text,
        from_edition -> Integer,
        state -> Text,
        proposal -> Text,
        proposed_by -> Text,
        proposed_by_name -> Text,
        proposed_at -> BigInt,
        answered_by -> Nullable<Text>,
        answered_by_name -> Nullable<Text>,
        answered_at -> Nullable<BigInt>,
        answer_words -> Nullable<Text>,
        version -> Integer,
    }
}

diesel::table! {
    review_minutes (division, slot_id, edition) {
        division -> Text,
        slot_id -> Text,
        edition -> Integer,
        content -> Text,
        sha256 -> Text,
        made_by -> Text,
        made_by_name -> Text,
        made_at -> BigInt,
        bureau_signer_id -> Nullable<Text>,
        bureau_signer_name -> Nullable<Text>,
        bureau_signed_at -> Nullable<BigInt>,
        department_signer_id -> Nullable<Text>,
        department_signer_name -> Nullable<Text>,
        department_signed_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    goal_adjustments (division, sheet_id) {
        division -> Text,
        sheet_id -> Text,
        goal_id -> Text,
        from_edition -> Integer,
        reason -> Nullable<Text>,
        basis -> Nullable<Text>,
        dropped -> Text,
        replaced_edition -> Nullable<Integer>,
    }
}
