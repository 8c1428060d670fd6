//! The tables of budget cuts, as Diesel knows them.

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
