//! The tables of rules in the bureau's hands, as Diesel knows them.

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
