//! The tables of monitoring, as Diesel knows them.

diesel::table! {
    monitoring_periods (division, budget_year, period) {
        division -> Text,
        budget_year -> Integer,
        period -> Text,
        name -> Text,
        month -> Integer,
        cut_off -> Text,
        unit_due_on -> Text,
        department_due_on -> Text,
        finance_due_on -> Text,
        state -> Text,
        opened_by_name -> Text,
        opened_at -> BigInt,
        closed_by_name -> Nullable<Text>,
        closed_at -> Nullable<BigInt>,
        rules_version -> Nullable<Text>,
        version -> Integer,
    }
}

diesel::table! {
    monitoring_outlooks (division, sheet_id, line_key) {
        division -> Text,
        sheet_id -> Text,
        line_key -> Text,
        expected -> Nullable<Text>,
        likelihood -> Nullable<Text>,
        cause -> Nullable<Text>,
        measures -> Nullable<Text>,
    }
}

diesel::table! {
    monitoring_results (division, sheet_id) {
        division -> Text,
        sheet_id -> Text,
        budget_year -> Integer,
        period -> Text,
        budget_fen -> BigInt,
        executed_fen -> BigInt,
        expected_fen -> Nullable<BigInt>,
        execution_centi -> Nullable<BigInt>,
        execution_light -> Nullable<Text>,
        goal_light -> Nullable<Text>,
        light -> Nullable<Text>,
        goal_bp -> Nullable<BigInt>,
        forecast_bp -> Nullable<BigInt>,
        forecast_low_bp -> Nullable<BigInt>,
        forecast_high_bp -> Nullable<BigInt>,
        history -> Integer,
        unlikely -> Integer,
        warning -> Nullable<Text>,
        trace -> Nullable<Text>,
        rules_version -> Nullable<Text>,
    }
}

diesel::table! {
    monitoring_reminders (division, reminder_id) {
        division -> Text,
        reminder_id -> Text,
        budget_year -> Integer,
        period -> Text,
        unit_id -> Text,
        sheets -> Integer,
        sent_by_name -> Text,
        sent_at -> BigInt,
    }
}

diesel::table! {
    monitoring_findings (division, finding_id) {
        division -> Text,
        finding_id -> Text,
        budget_year -> Integer,
        period -> Text,
        project_id -> Text,
        sheet_id -> Text,
        line_key -> Nullable<Text>,
    }
}

diesel::table! {
    monitoring_disposals (division, sheet_id) {
        division -> Text,
        sheet_id -> Text,
        budget_year -> Integer,
        period -> Text,
        project_id -> Text,
        due_on -> Nullable<Text>,
        decision -> Nullable<Text>,
        words -> Nullable<Text>,
        decided_by_name -> Nullable<Text>,
        decided_at -> Nullable<BigInt>,
        version -> Integer,
    }
}

diesel::table! {
    key_monitorings (division, project_id) {
        division -> Text,
        project_id -> Text,
        budget_year -> Integer,
        origin -> Text,
        is_listed -> Integer,
        reason -> Text,
        listed_by_name -> Text,
        listed_at -> BigInt,
        paper_id -> Nullable<Text>,
        version -> Integer,
    }
}

diesel::table! {
    key_monitoring_records (division, record_id) {
        division -> Text,
        record_id -> Text,
        project_id -> Text,
        visited_on -> Text,
        place -> Text,
        present -> Text,
        situation -> Text,
        problems -> Nullable<Text>,
        made_by_name -> Text,
        made_at -> BigInt,
    }
}
