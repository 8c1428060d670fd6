//! The tables of third-party institutions, as Diesel knows them.

diesel::table! {
    institutions (division, unit_id) {
        division -> Text,
        unit_id -> Text,
        credit_code -> Text,
        kind -> Text,
        founded_on -> Text,
        contact -> Nullable<Text>,
        platform_on -> Nullable<Text>,
        credit_checked_on -> Nullable<Text>,
        violation_on -> Nullable<Text>,
        suspended_reason -> Nullable<Text>,
        entered_by_name -> Text,
        entered_at -> BigInt,
        version -> Integer,
    }
}

diesel::table! {
    institution_people (division, person_id) {
        division -> Text,
        person_id -> Text,
        unit_id -> Text,
        name -> Text,
        practice_from -> Integer,
        evaluation_from -> Integer,
        is_lead -> Bool,
        left_on -> Nullable<Text>,
    }
}

diesel::table! {
    institution_conflicts (division, conflict_id) {
        division -> Text,
        conflict_id -> Text,
        unit_id -> Text,
        person_id -> Nullable<Text>,
        with_unit_id -> Nullable<Text>,
        with_project_id -> Nullable<Text>,
        kind -> Text,
        ended_on -> Nullable<Text>,
        note -> Text,
        declared_by_name -> Text,
        declared_at -> BigInt,
        withdrawn_by_name -> Nullable<Text>,
        withdrawn_at -> Nullable<BigInt>,
        withdrawn_reason -> Nullable<Text>,
        with_user_id -> Nullable<Text>,
        with_user_name -> Nullable<Text>,
    }
}

diesel::table! {
    institution_lists (division, list_id) {
        division -> Text,
        list_id -> Text,
        list_year -> Integer,
        number -> Integer,
        content -> Text,
        sha256 -> Text,
        frozen_by_name -> Text,
        frozen_at -> BigInt,
    }
}

diesel::table! {
    institution_draws (division, draw_id) {
        division -> Text,
        draw_id -> Text,
        budget_year -> Integer,
        number -> Integer,
        title -> Text,
        candidates -> Text,
        frame_sha256 -> Text,
        source -> Text,
        known_at -> BigInt,
        announced_by -> Text,
        announced_by_name -> Text,
        announced_at -> BigInt,
        start_value -> Nullable<Text>,
        entered_by -> Nullable<Text>,
        entered_by_name -> Nullable<Text>,
        entered_at -> Nullable<BigInt>,
        drawn_by -> Nullable<Text>,
        drawn_by_name -> Nullable<Text>,
        drawn_at -> Nullable<BigInt>,
        record -> Nullable<Text>,
        cancel_reason -> Nullable<Text>,
        cancelled_by_name -> Nullable<Text>,
        cancelled_at -> Nullable<BigInt>,
        state -> Text,
        version -> Integer,
    }
}

diesel::table! {
    institution_assignments (division, assignment_id) {
        division -> Text,
        assignment_id -> Text,
        evaluation_id -> Text,
        unit_id -> Text,
        way -> Text,
        draw_id -> Nullable<Text>,
        reason -> Nullable<Text>,
        assigned_by -> Text,
        assigned_by_name -> Text,
        assigned_at -> BigInt,
        handed_in_by_name -> Nullable<Text>,
        handed_in_at -> Nullable<BigInt>,
        withdrawn_reason -> Nullable<Text>,
        withdrawn_by_name -> Nullable<Text>,
        withdrawn_at -> Nullable<BigInt>,
        state -> Text,
        version -> Integer,
    }
}

diesel::table! {
    institution_reports (division, assignment_id, version) {
        division -> Text,
        assignment_id -> Text,
        version -> Integer,
        pages -> Integer,
        content -> Text,
        sha256 -> Text,
        explanation -> Nullable<Text>,
        handed_by_name -> Text,
        handed_at -> BigInt,
    }
}

diesel::table! {
    report_ratings (division, assignment_id, report_version) {
        division -> Text,
        assignment_id -> Text,
        report_version -> Integer,
        content -> Text,
        total_centi -> Integer,
        words -> Nullable<Text>,
        rated_by -> Text,
        rated_by_name -> Text,
        rated_at -> BigInt,
    }
}
