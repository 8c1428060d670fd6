//! The tables of findings, rectification and look-back.

diesel::table! {
    evaluation_findings (division, finding_id) {
        division -> Text,
        finding_id -> Text,
        budget_year -> Integer,
        serial -> Integer,
        origin_kind -> Text,
        origin_id -> Nullable<Text>,
        origin_title -> Text,
        unit_id -> Text,
        project_id -> Nullable<Text>,
        line_key -> Nullable<Text>,
        place -> Nullable<Text>,
        words -> Text,
        cause -> Text,
        severity -> Text,
        amount_fen -> Nullable<BigInt>,
        evidence -> Nullable<Text>,
        state -> Text,
        paper_id -> Nullable<Text>,
        earlier_id -> Nullable<Text>,
        feedback_due_on -> Nullable<Text>,
        served_on -> Nullable<Text>,
        entered_by -> Nullable<Text>,
        entered_by_name -> Text,
        entered_at -> BigInt,
        version -> Integer,
    }
}

diesel::table! {
    finding_steps (division, finding_id, made_at, deed) {
        division -> Text,
        finding_id -> Text,
        made_at -> BigInt,
        deed -> Text,
        words -> Nullable<Text>,
        text_before -> Nullable<Text>,
        made_by -> Nullable<Text>,
        made_by_name -> Text,
    }
}

diesel::table! {
    rectification_commitments (division, commitment_id) {
        division -> Text,
        commitment_id -> Text,
        finding_id -> Text,
        kind -> Text,
        words -> Text,
        owner -> Text,
        due_on -> Text,
        proof_asked -> Text,
        state -> Text,
        promised_by -> Nullable<Text>,
        promised_by_name -> Text,
        promised_at -> BigInt,
        claimed_by -> Nullable<Text>,
        claimed_on -> Nullable<Text>,
        verified_by -> Nullable<Text>,
        verified_on -> Nullable<Text>,
        version -> Integer,
    }
}

diesel::table! {
    rectification_steps (division, commitment_id, made_at, deed) {
        division -> Text,
        commitment_id -> Text,
        made_at -> BigInt,
        deed -> Text,
        words -> Nullable<Text>,
        made_by -> Nullable<Text>,
        made_by_name -> Text,
    }
}

diesel::table! {
    rectification_proofs (division, proof_id) {
        division -> Text,
        proof_id -> Text,
        commitment_id -> Text,
        round -> Integer,
        file_name -> Text,
        media_type -> Text,
        byte_count -> BigInt,
        sha256 -> Text,
        uploaded_by_name -> Text,
        uploaded_at -> BigInt,
    }
}

diesel::table! {
    finding_objections (division, finding_id) {
        division -> Text,
        finding_id -> Text,
        words -> Text,
        raised_by -> Text,
        raised_by_name -> Text,
        raised_at -> BigInt,
        due_on -> Text,
        outcome -> Nullable<Text>,
        decision -> Nullable<Text>,
        text_before -> Nullable<Text>,
        text_after -> Nullable<Text>,
        decided_by -> Nullable<Text>,
        decided_by_name -> Nullable<Text>,
        decided_at -> Nullable<BigInt>,
        version -> Integer,
    }
}

diesel::table! {
    look_backs (division, look_back_id) {
        division -> Text,
        look_back_id -> Text,
        budget_year -> Integer,
        number -> Integer,
        title -> Text,
        from_year -> Integer,
        to_year -> Integer,
        announced -> Text,
        reason -> Nullable<Text>,
        frame -> Text,
        frame_sha256 -> Text,
        frozen_by_name -> Text,
        frozen_at -> BigInt,
        record -> Nullable<Text>,
        drawn_by_name -> Nullable<Text>,
        drawn_at -> Nullable<BigInt>,
        version -> Integer,
    }
}

diesel::table! {
    look_back_objects (division, look_back_id, finding_id) {
        division -> Text,
        look_back_id -> Text,
        finding_id -> Text,
        position -> Integer,
        result -> Nullable<Text>,
        evidence -> Nullable<Text>,
        looked_on -> Nullable<Text>,
        looked_by_name -> Nullable<Text>,
        looked_at -> Nullable<BigInt>,
        relapse_id -> Nullable<Text>,
        version -> Integer,
    }
}
