//! The tables of the indicator library, as Diesel knows them.

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
