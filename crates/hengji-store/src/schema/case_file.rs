//! 评价档案 (case files): the tables of plan, team, records, evidence, exchange of views and report.

diesel::table! {
    case_files (division, evaluation_id) {
        division -> Text,
        evaluation_id -> Text,
        plan_state -> Text,
        purpose -> Nullable<Text>,
        subject_scope -> Nullable<Text>,
        method -> Nullable<Text>,
        schedule -> Nullable<Text>,
        funds_fen -> Nullable<BigInt>,
        funds_source -> Nullable<Text>,
        institution -> Nullable<Text>,
        experience -> Nullable<Text>,
        advice -> Nullable<Text>,
        remarks -> Nullable<Text>,
        submitted_by -> Nullable<Text>,
        stage -> Text,
        round -> Integer,
        sent_on -> Nullable<Text>,
        due_on -> Nullable<Text>,
        answered_on -> Nullable<Text>,
        version -> Integer,
    }
}

diesel::table! {
    case_members (division, evaluation_id, user_id) {
        division -> Text,
        evaluation_id -> Text,
        user_id -> Text,
        user_name -> Text,
        duty -> Text,
        declaration -> Text,
        reason -> Nullable<Text>,
        declared_at -> Nullable<BigInt>,
        added_by_name -> Text,
        added_at -> BigInt,
    }
}

diesel::table! {
    case_records (division, record_id) {
        division -> Text,
        record_id -> Text,
        evaluation_id -> Text,
        seen_on -> Text,
        place -> Text,
        present -> Text,
        situation -> Text,
        items -> Nullable<Text>,
        kept_by_name -> Text,
        kept_at -> BigInt,
        withdrawn_by_name -> Nullable<Text>,
        withdrawn_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    case_evidence (division, evidence_id) {
        division -> Text,
        evidence_id -> Text,
        evaluation_id -> Text,
        item_key -> Nullable<Text>,
        page -> Nullable<Text>,
        note -> Nullable<Text>,
        file_name -> Text,
        media_type -> Text,
        byte_count -> BigInt,
        sha256 -> Text,
        kept_by_name -> Text,
        kept_at -> BigInt,
        withdrawn_by_name -> Nullable<Text>,
        withdrawn_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    case_points (division, point_id) {
        division -> Text,
        point_id -> Text,
        evaluation_id -> Text,
        round -> Integer,
        position -> Integer,
        sort -> Text,
        place -> Text,
        words -> Text,
        answer -> Nullable<Text>,
        opinion -> Nullable<Text>,
        answered_by_name -> Nullable<Text>,
        answered_at -> Nullable<BigInt>,
        outcome -> Nullable<Text>,
        reason -> Nullable<Text>,
        decided_by_name -> Nullable<Text>,
        decided_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    case_reports (division, evaluation_id, edition) {
        division -> Text,
        evaluation_id -> Text,
        edition -> Integer,
        text -> Nullable<Text>,
        sha256 -> Text,
        paper_id -> Nullable<Text>,
        number -> Nullable<Text>,
        result_edition -> Integer,
        made_by_name -> Text,
        made_at -> BigInt,
    }
}

diesel::table! {
    case_steps (division, evaluation_id, serial) {
        division -> Text,
        evaluation_id -> Text,
        serial -> Integer,
        deed -> Text,
        words -> Nullable<Text>,
        user_name -> Text,
        made_at -> BigInt,
    }
}
