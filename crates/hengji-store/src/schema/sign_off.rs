//! The tables of sign-off sheets, as Diesel knows them.

diesel::table! {
    sign_offs (division, sign_off_id) {
        division -> Text,
        sign_off_id -> Text,
        evaluation_id -> Text,
        edition -> Integer,
        state -> Text,
        answer_due_on -> Text,
        issued_by -> Text,
        issued_by_name -> Text,
        issued_at -> BigInt,
        answered_by -> Nullable<Text>,
        answered_by_name -> Nullable<Text>,
        answered_at -> Nullable<BigInt>,
        bureau_by -> Nullable<Text>,
        bureau_by_name -> Nullable<Text>,
        bureau_at -> Nullable<BigInt>,
        department_by -> Nullable<Text>,
        department_by_name -> Nullable<Text>,
        department_at -> Nullable<BigInt>,
        closed_by -> Nullable<Text>,
        closed_by_name -> Nullable<Text>,
        closed_at -> Nullable<BigInt>,
        close_reason -> Nullable<Text>,
        paper_id -> Nullable<Text>,
        version -> Integer,
    }
}

diesel::table! {
    sign_off_points (division, sign_off_id, number) {
        division -> Text,
        sign_off_id -> Text,
        number -> Integer,
        item_key -> Nullable<Text>,
        name -> Nullable<Text>,
        weight_centi -> Nullable<Integer>,
        own_centi -> Nullable<Integer>,
        verified_centi -> Nullable<Integer>,
        words -> Text,
    }
}

diesel::table! {
    sign_off_answers (division, sign_off_id, number) {
        division -> Text,
        sign_off_id -> Text,
        number -> Integer,
        verdict -> Text,
        words -> Nullable<Text>,
        evidence -> Nullable<Text>,
    }
}

diesel::table! {
    sign_off_looks (division, sign_off_id, number) {
        division -> Text,
        sign_off_id -> Text,
        number -> Integer,
        outcome -> Text,
        words -> Text,
        score_centi -> Nullable<Integer>,
        looked_by -> Text,
        looked_by_name -> Text,
        looked_at -> BigInt,
    }
}
