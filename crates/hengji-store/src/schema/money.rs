//! The tables of figures about money, the files they came from and the differences between them, as Diesel knows them.

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
