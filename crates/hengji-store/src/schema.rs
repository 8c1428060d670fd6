//! The tables as Diesel sees them, in the order of the migrations.
//!
//! A test compares every column with the migrations, so the two cannot come to differ.

mod evaluation;
mod ex_ante;
mod monitoring;
mod paper;

pub(crate) use evaluation::{
    evaluation_facts, evaluation_hands, evaluation_items, evaluation_results, evaluation_scores, evaluations,
};
pub(crate) use ex_ante::{
    ex_ante_conditions, ex_ante_experts, ex_ante_list_changes, ex_ante_materials, ex_ante_objects,
    ex_ante_results, ex_ante_scores,
};
pub(crate) use monitoring::{
    key_monitoring_records, key_monitorings, monitoring_disposals, monitoring_findings, monitoring_outlooks,
    monitoring_periods, monitoring_reminders, monitoring_results,
};
pub(crate) use paper::{paper_contents, paper_events, papers};

diesel::table! {
    divisions (division) {
        division -> Text,
        name -> Text,
        is_demonstration -> Bool,
    }
}

diesel::table! {
    login_names (login_name) {
        login_name -> Text,
        division -> Text,
        user_id -> Text,
    }
}

diesel::table! {
    units (division, unit_id) {
        division -> Text,
        unit_id -> Text,
        code -> Text,
        name -> Text,
        kind -> Text,
        department_id -> Text,
        budget_division_id -> Nullable<Text>,
        pinyin_sort -> Text,
    }
}

diesel::table! {
    users (division, user_id) {
        division -> Text,
        user_id -> Text,
        login_name -> Text,
        name -> Text,
        unit_id -> Nullable<Text>,
        password_hash -> Text,
        must_change_password -> Bool,
        password_changed_at -> BigInt,
        second_factor -> Nullable<Text>,
        second_factor_step -> Nullable<BigInt>,
        failed_attempts -> Integer,
        locked_until -> Nullable<BigInt>,
        is_disabled -> Bool,
        created_at -> BigInt,
        version -> Integer,
    }
}

diesel::table! {
    user_roles (division, user_id, role, unit_id) {
        division -> Text,
        user_id -> Text,
        role -> Text,
        unit_id -> Text,
        granted_by -> Nullable<Text>,
        granted_at -> BigInt,
    }
}

diesel::table! {
    sessions (division, token_hash) {
        division -> Text,
        token_hash -> Text,
        user_id -> Text,
        acting_division -> Text,
        acting_year -> Integer,
        address -> Nullable<Text>,
        user_agent -> Nullable<Text>,
        created_at -> BigInt,
        last_seen_at -> BigInt,
        confirmed_at -> Nullable<BigInt>,
        revoked_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    password_history (division, user_id, changed_at) {
        division -> Text,
        user_id -> Text,
        changed_at -> BigInt,
        password_hash -> Text,
    }
}

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
    facts (division, budget_year, subject, fact_code, period, source, source_row) {
        division -> Text,
        budget_year -> Integer,
        subject -> Text,
        fact_code -> Text,
        period -> Text,
        source -> Text,
        source_row -> Text,
        value -> BigInt,
        loaded_at -> BigInt,
    }
}

diesel::table! {
    fact_loads (division, import_id, fact_code, period) {
        division -> Text,
        import_id -> Text,
        fact_code -> Text,
        period -> Text,
        budget_year -> Integer,
        source_name -> Text,
        fact_source -> Text,
        file_rows -> Integer,
        file_total_fen -> BigInt,
        loaded_rows -> Integer,
        loaded_total_fen -> BigInt,
        loaded_by -> Text,
        loaded_by_name -> Text,
        loaded_at -> BigInt,
        replaced_by -> Nullable<Text>,
        replaced_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    superseded_facts (division, superseded_by, budget_year, subject, fact_code, period, source, source_row) {
        division -> Text,
        superseded_by -> Text,
        budget_year -> Integer,
        subject -> Text,
        fact_code -> Text,
        period -> Text,
        source -> Text,
        source_row -> Text,
        value -> BigInt,
        loaded_at -> BigInt,
        superseded_at -> BigInt,
    }
}

diesel::table! {
    differences (division, difference_id) {
        division -> Text,
        difference_id -> Text,
        budget_year -> Integer,
        kind -> Text,
        subject -> Text,
        subject_name -> Nullable<Text>,
        period -> Text,
        owner_unit_id -> Text,
        expected_fen -> BigInt,
        found_fen -> BigInt,
        state -> Text,
        explanation -> Nullable<Text>,
        explained_by_name -> Nullable<Text>,
        explained_at -> Nullable<BigInt>,
        conclusion -> Nullable<Text>,
        concluded_by_name -> Nullable<Text>,
        concluded_at -> Nullable<BigInt>,
        found_at -> BigInt,
        version -> Integer,
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

diesel::table! {
    import_batches (division, import_id) {
        division -> Text,
        import_id -> Text,
        budget_year -> Integer,
        kind -> Text,
        state -> Text,
        file_name -> Text,
        file_sha256 -> Text,
        report -> Text,
        created_by -> Text,
        created_at -> BigInt,
        concluded_at -> Nullable<BigInt>,
        version -> Integer,
    }
}

diesel::table! {
    import_mappings (division, mapping_id) {
        division -> Text,
        mapping_id -> Text,
        kind -> Text,
        name -> Text,
        column_map -> Text,
        saved_by -> Text,
        saved_at -> BigInt,
        version -> Integer,
    }
}

diesel::table! {
    attachment_contents (division, sha256) {
        division -> Text,
        sha256 -> Text,
        byte_count -> BigInt,
        content -> Binary,
    }
}

diesel::table! {
    attachments (division, attachment_id) {
        division -> Text,
        attachment_id -> Text,
        sheet_id -> Text,
        line_key -> Nullable<Text>,
        file_name -> Text,
        media_type -> Text,
        byte_count -> BigInt,
        sha256 -> Text,
        uploaded_by -> Text,
        uploaded_at -> BigInt,
        withdrawn_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    idempotency_keys (division, user_id, request_key) {
        division -> Text,
        user_id -> Text,
        request_key -> Text,
        action -> Text,
        body_sha256 -> Text,
        answer -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    audit_events (division, seq) {
        division -> Text,
        seq -> BigInt,
        happened_at -> BigInt,
        actor_id -> Nullable<Text>,
        actor_name -> Nullable<Text>,
        address -> Nullable<Text>,
        action -> Text,
        outcome -> Text,
        object_kind -> Nullable<Text>,
        object_id -> Nullable<Text>,
        details -> Nullable<Text>,
        previous_hash -> Text,
        hash -> Text,
    }
}

diesel::table! {
    audit_heads (division) {
        division -> Text,
        seq -> BigInt,
        hash -> Text,
    }
}

diesel::table! {
    library_indicators (division, indicator_id) {
        division -> Text,
        indicator_id -> Text,
        level1 -> Text,
        level2 -> Text,
        name -> Text,
        comparator -> Nullable<Text>,
        example -> Nullable<Text>,
        unit -> Nullable<Text>,
        source -> Text,
        initials -> Text,
        pinyin_sort -> Text,
        code -> Nullable<Text>,
        category -> Nullable<Text>,
        class_key -> Nullable<Text>,
        explanation -> Nullable<Text>,
        formula -> Nullable<Text>,
        evidence -> Nullable<Text>,
        data_source -> Nullable<Text>,
        value_basis -> Nullable<Text>,
        obtained_by -> Nullable<Text>,
        scoring_kind -> Nullable<Text>,
        functional_classes -> Nullable<Text>,
        economic_classes -> Nullable<Text>,
        is_quantified -> Bool,
        is_core -> Bool,
        valid_from -> Integer,
        valid_to -> Nullable<Integer>,
        successor_id -> Nullable<Text>,
        version -> Integer,
        search_text -> Nullable<Text>,
    }
}

diesel::table! {
    library_proposals (division, proposal_id) {
        division -> Text,
        proposal_id -> Text,
        batch_id -> Nullable<Text>,
        kind -> Text,
        state -> Text,
        indicator_id -> Nullable<Text>,
        base_version -> Nullable<Integer>,
        successor_id -> Nullable<Text>,
        budget_year -> Integer,
        name -> Text,
        content -> Nullable<Text>,
        reason -> Text,
        unit_id -> Text,
        proposed_by -> Text,
        proposer_name -> Text,
        proposed_at -> BigInt,
        decided_by -> Nullable<Text>,
        decider_name -> Nullable<Text>,
        decided_at -> Nullable<BigInt>,
        opinion -> Nullable<Text>,
        version -> Integer,
    }
}

diesel::table! {
    library_versions (division, indicator_id, version) {
        division -> Text,
        indicator_id -> Text,
        version -> Integer,
        content -> Text,
        change -> Text,
        reason -> Nullable<Text>,
        proposer_name -> Nullable<Text>,
        decider_name -> Nullable<Text>,
        made_at -> BigInt,
    }
}

diesel::table! {
    search_grams (division, gram, kind, object_id) {
        division -> Text,
        gram -> Text,
        kind -> Text,
        object_id -> Text,
    }
}

diesel::table! {
    jobs (division, job_id) {
        division -> Text,
        job_id -> Text,
        kind -> Text,
        payload -> Text,
        state -> Text,
        owner -> Nullable<Text>,
        lease_until -> Nullable<BigInt>,
        attempts -> Integer,
        progress_done -> BigInt,
        progress_total -> BigInt,
        message -> Nullable<Text>,
        created_by -> Nullable<Text>,
        created_at -> BigInt,
        concluded_at -> Nullable<BigInt>,
        version -> Integer,
    }
}

diesel::table! {
    counters (division, name) {
        division -> Text,
        name -> Text,
        value -> BigInt,
    }
}

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
    regulations (division, regulation_id) {
        division -> Text,
        regulation_id -> Text,
        name -> Text,
        document_number -> Nullable<Text>,
        issuer -> Text,
        level -> Text,
        issued_on -> Nullable<Text>,
        effective_from -> Nullable<Text>,
        effective_to -> Nullable<Text>,
        content -> Nullable<Text>,
        found_at -> Nullable<Text>,
        file_name -> Nullable<Text>,
        media_type -> Nullable<Text>,
        byte_count -> Nullable<BigInt>,
        sha256 -> Nullable<Text>,
        pinyin_sort -> Text,
        entered_by -> Nullable<Text>,
        entered_at -> BigInt,
        version -> Integer,
    }
}

diesel::table! {
    regulation_rules (division, regulation_id, rule) {
        division -> Text,
        regulation_id -> Text,
        rule -> Text,
    }
}

diesel::table! {
    rule_proposals (division, proposal_id) {
        division -> Text,
        proposal_id -> Text,
        kind -> Text,
        rule -> Text,
        from_year -> Integer,
        value -> Nullable<Text>,
        words_before -> Text,
        words_after -> Text,
        regulation_id -> Text,
        clause -> Text,
        verification -> Text,
        verified_on -> Nullable<Text>,
        note -> Nullable<Text>,
        reason -> Text,
        state -> Text,
        proposed_by -> Text,
        proposed_at -> BigInt,
        settled_by -> Nullable<Text>,
        settled_at -> Nullable<BigInt>,
        opinion -> Nullable<Text>,
        version -> Integer,
    }
}

diesel::table! {
    rule_heads (division) {
        division -> Text,
        version -> Integer,
    }
}

diesel::table! {
    closed_years (division, budget_year) {
        division -> Text,
        budget_year -> Integer,
        rules_fingerprint -> Text,
        note -> Nullable<Text>,
        closed_by -> Text,
        closed_at -> BigInt,
    }
}

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
    budget_cuts (division, cut_id) {
        division -> Text,
        cut_id -> Text,
        budget_year -> Integer,
        book -> Text,
        serial -> Integer,
        project_id -> Text,
        finding_id -> Nullable<Text>,
        ground -> Text,
        finding -> Text,
        proposed_fen -> BigInt,
        proposed_by -> Text,
        proposed_by_name -> Text,
        proposed_at -> BigInt,
        state -> Text,
        decided_fen -> Nullable<BigInt>,
        decision -> Nullable<Text>,
        decided_by -> Nullable<Text>,
        decided_by_name -> Nullable<Text>,
        decided_at -> Nullable<BigInt>,
        decided_month -> Nullable<Text>,
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

diesel::table! {
    cut_vouchers (division, voucher_id) {
        division -> Text,
        voucher_id -> Text,
        cut_id -> Text,
        number -> Text,
        dated_on -> Text,
        amount_fen -> BigInt,
        entered_by -> Text,
        entered_by_name -> Text,
        entered_at -> BigInt,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    class_catalogues,
    class_entries,
    class_adjustments,
    divisions,
    login_names,
    units,
    users,
    user_roles,
    sessions,
    password_history,
    projects,
    sheets,
    lines,
    editions,
    opinions,
    signatures,
    facts,
    fact_loads,
    superseded_facts,
    differences,
    findings,
    import_batches,
    import_mappings,
    attachment_contents,
    attachments,
    idempotency_keys,
    audit_events,
    audit_heads,
    library_indicators,
    library_proposals,
    library_versions,
    search_grams,
    jobs,
    counters,
    goal_adjustments,
    review_sessions,
    review_slots,
    review_reviewers,
    review_decisions,
    review_points,
    review_outcomes,
    room_edits,
    review_minutes,
    regulations,
    regulation_rules,
    rule_proposals,
    rule_heads,
    closed_years,
    ex_ante_objects,
    ex_ante_list_changes,
    ex_ante_results,
    ex_ante_materials,
    ex_ante_experts,
    ex_ante_scores,
    ex_ante_conditions,
    budget_cuts,
    cut_vouchers,
    monitoring_periods,
    monitoring_outlooks,
    monitoring_results,
    monitoring_reminders,
    monitoring_findings,
    monitoring_disposals,
    key_monitorings,
    key_monitoring_records,
    papers,
    paper_events,
    paper_contents,
    evaluations,
    evaluation_items,
    evaluation_scores,
    evaluation_facts,
    evaluation_hands,
    evaluation_results,
);

// Other names for tables that a query needs twice. Diesel wants those of one query declared together.
diesel::alias! {
    pub(crate) const DEPARTMENTS: Alias<Departments> = units as departments;
    pub(crate) const OWNED: Alias<Owned> = units as owned;
    pub(crate) const GOALS: Alias<Goals> = sheets as goals;
    pub(crate) const SELF_EVALUATIONS: Alias<SelfEvaluations> = sheets as self_evaluations;
    pub(crate) const MATCHED: Alias<Matched> = sheets as matched;
    pub(crate) const SUCCESSORS: Alias<Successors> = class_entries as successors;
}

diesel::allow_columns_to_appear_in_same_group_by_clause!(
    projects::unit_id,
    sheets::kind,
    sheets::state,
    sheets::step
);

diesel::allow_columns_to_appear_in_same_group_by_clause!(
    projects::department_id,
    sheets::kind,
    sheets::period,
    sheets::state,
    sheets::step,
    monitoring_results::light
);
diesel::allow_columns_to_appear_in_same_group_by_clause!(lines::sheet_id, lines::target_kind);
diesel::allow_columns_to_appear_in_same_group_by_clause!(
    budget_cuts::book,
    budget_cuts::ground,
    budget_cuts::state,
    budget_cuts::decided_month,
    projects::department_id
);

diesel::allow_columns_to_appear_in_same_group_by_clause!(evaluations::kind, evaluations::state);
