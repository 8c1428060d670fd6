//! 绩效评价 (evaluations): the tables of one evaluation, its items, scores, facts, hands and results.

diesel::table! {
    evaluations (division, evaluation_id) {
        division -> Text,
        evaluation_id -> Text,
        budget_year -> Integer,
        kind -> Text,
        subject_key -> Text,
        title -> Text,
        project_id -> Nullable<Text>,
        unit_id -> Text,
        department_id -> Text,
        state -> Text,
        edition -> Integer,
        frame -> Text,
        rules_fingerprint -> Text,
        self_due_on -> Nullable<Text>,
        opened_by -> Text,
        opened_by_name -> Text,
        opened_at -> BigInt,
        version -> Integer,
    }
}

diesel::table! {
    evaluation_items (division, evaluation_id, item_key) {
        division -> Text,
        evaluation_id -> Text,
        item_key -> Text,
        position -> Integer,
        part -> Text,
        path -> Nullable<Text>,
        name -> Text,
        weight_centi -> Integer,
        method -> Text,
        explanation -> Nullable<Text>,
        evidence -> Nullable<Text>,
        basis -> Nullable<Text>,
        is_unverified -> Bool,
        own_centi -> Nullable<Integer>,
    }
}

diesel::table! {
    evaluation_scores (division, score_id) {
        division -> Text,
        score_id -> Text,
        evaluation_id -> Text,
        item_key -> Text,
        side -> Text,
        slot -> Text,
        serial -> Integer,
        stage -> Text,
        scorer_id -> Text,
        scorer_name -> Text,
        score_centi -> Integer,
        answer -> Text,
        trace -> Text,
        evidence -> Nullable<Text>,
        made_at -> BigInt,
    }
}

diesel::table! {
    evaluation_facts (division, fact_id) {
        division -> Text,
        fact_id -> Text,
        evaluation_id -> Text,
        side -> Text,
        fact_code -> Text,
        serial -> Integer,
        value -> Text,
        source -> Text,
        entered_by -> Text,
        entered_by_name -> Text,
        entered_at -> BigInt,
    }
}

diesel::table! {
    evaluation_hands (division, evaluation_id, side, slot) {
        division -> Text,
        evaluation_id -> Text,
        side -> Text,
        slot -> Text,
        user_id -> Text,
        user_name -> Text,
        handed_in_at -> BigInt,
    }
}

diesel::table! {
    evaluation_results (division, evaluation_id, edition) {
        division -> Text,
        evaluation_id -> Text,
        edition -> Integer,
        self_centi -> Nullable<Integer>,
        total_centi -> Integer,
        grade -> Text,
        vetoes -> Nullable<Text>,
        words -> Nullable<Text>,
        trace -> Text,
        trace_sha256 -> Text,
        rules_fingerprint -> Text,
        concluded_by -> Text,
        concluded_by_name -> Text,
        concluded_at -> BigInt,
        reopened_by_name -> Nullable<Text>,
        reopened_at -> Nullable<BigInt>,
        reopen_reason -> Nullable<Text>,
    }
}
