//! The tables of projects, their sheets with lines, and what was said and signed, as Diesel knows them.

diesel::table! {
    projects (division, project_id) {
        division -> Text,
        project_id -> Text,
        budget_year -> Integer,
        code -> Text,
        name -> Text,
        unit_id -> Text,
        department_id -> Text,
        project_type -> Text,
        nature -> Text,
        fiscal_fen -> BigInt,
        carried_over_fen -> BigInt,
        other_fen -> BigInt,
        total_fen -> BigInt,
        pinyin_sort -> Text,
        version -> Integer,
        key_work -> Nullable<Text>,
        key_work_level -> Nullable<Text>,
        function_level -> Nullable<Text>,
        stage_level -> Nullable<Text>,
        rigid -> Nullable<Text>,
        project_class -> Nullable<Text>,
    }
}

diesel::table! {
    sheets (division, sheet_id) {
        division -> Text,
        sheet_id -> Text,
        project_id -> Text,
        budget_year -> Integer,
        kind -> Text,
        period -> Text,
        state -> Text,
        step -> Nullable<Integer>,
        state_at -> Nullable<BigInt>,
        edition -> Integer,
        version -> Integer,
        annual_goal -> Nullable<Text>,
        achievement -> Nullable<Text>,
        initial_fen -> Nullable<BigInt>,
        adjusted_fen -> Nullable<BigInt>,
        executed_fen -> Nullable<BigInt>,
        execution_weight_centi -> Nullable<Integer>,
        execution_stated_centi -> Nullable<Integer>,
        execution_computed_centi -> Nullable<Integer>,
        stated_total_centi -> Nullable<Integer>,
        computed_total_centi -> Nullable<Integer>,
    }
}

diesel::table! {
    lines (division, sheet_id, line_key) {
        division -> Text,
        sheet_id -> Text,
        line_key -> Text,
        project_id -> Text,
        budget_year -> Integer,
        position -> Integer,
        level1 -> Nullable<Text>,
        level2 -> Nullable<Text>,
        level3 -> Nullable<Text>,
        target_text -> Nullable<Text>,
        target_kind -> Text,
        target_comparator -> Nullable<Text>,
        target_value -> Nullable<Text>,
        target_high -> Nullable<Text>,
        target_unit -> Nullable<Text>,
        target_due_on -> Nullable<Text>,
        target_tiers -> Nullable<Text>,
        actual_text -> Nullable<Text>,
        actual_kind -> Text,
        actual_comparator -> Nullable<Text>,
        actual_value -> Nullable<Text>,
        actual_high -> Nullable<Text>,
        actual_unit -> Nullable<Text>,
        actual_due_on -> Nullable<Text>,
        actual_tiers -> Nullable<Text>,
        weight_centi -> Nullable<Integer>,
        stated_centi -> Nullable<Integer>,
        computed_centi -> Nullable<Integer>,
        reason -> Nullable<Text>,
        parent_key -> Nullable<Text>,
        library_indicator_id -> Nullable<Text>,
    }
}

diesel::table! {
    editions (division, sheet_id, edition) {
        division -> Text,
        sheet_id -> Text,
        edition -> Integer,
        snapshot -> Text,
        sha256 -> Text,
        rules_version -> Text,
        made_by -> Text,
        made_at -> BigInt,
    }
}

diesel::table! {
    opinions (division, opinion_id) {
        division -> Text,
        opinion_id -> Text,
        sheet_id -> Text,
        edition -> Integer,
        step -> Integer,
        verdict -> Text,
        line_key -> Nullable<Text>,
        reason -> Nullable<Text>,
        words -> Nullable<Text>,
        author_id -> Text,
        author_name -> Text,
        made_at -> BigInt,
    }
}

diesel::table! {
    signatures (division, sheet_id, edition, step) {
        division -> Text,
        sheet_id -> Text,
        edition -> Integer,
        step -> Integer,
        role -> Text,
        signer_id -> Text,
        signer_name -> Text,
        content_sha256 -> Text,
        signed_at -> BigInt,
    }
}

diesel::table! {
    findings (division, sheet_id, position) {
        division -> Text,
        sheet_id -> Text,
        position -> Integer,
        code -> Text,
        severity -> Text,
        row_number -> Nullable<Integer>,
        field -> Nullable<Text>,
        cell -> Nullable<Text>,
        message -> Text,
        suggestion -> Nullable<Text>,
    }
}
