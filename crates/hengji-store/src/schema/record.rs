//! The tables of attachments, the audit chain, retries, searches and long work, as Diesel knows them.

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
