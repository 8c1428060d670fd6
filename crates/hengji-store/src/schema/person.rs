//! The tables of accounts, units and who may act for which, as Diesel knows them.

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
