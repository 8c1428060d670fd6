//! The migrations, embedded: one folder for every engine, forward only, frozen once applied.

/// One migration.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Migration {
    /// File name without its ending, e.g. `20261123000100_create_divisions`; its order is the order of running.
    pub(crate) version: &'static str,
    /// The text of the file.
    pub(crate) sql: &'static str,
}

macro_rules! migrations {
    ($($version:literal,)*) => {
        /// Every migration, oldest first.
        pub(crate) const ALL: &[Migration] = &[$(Migration {
            version: $version,
            sql: include_str!(concat!("../migrations/", $version, ".sql")),
        },)*];
    };
}

migrations! {
    "20261123000100_create_divisions",
    "20261123000200_create_login_names",
    "20261123000300_create_units",
    "20261123000400_create_users",
    "20261123000500_create_user_roles",
    "20261123000600_create_sessions",
    "20261123000700_create_password_history",
    "20261123000800_create_projects",
    "20261123000900_create_sheets",
    "20261123001000_create_lines",
    "20261123001100_create_editions",
    "20261123001200_create_opinions",
    "20261123001300_create_signatures",
    "20261123001400_create_facts",
    "20261123001500_create_findings",
    "20261123001600_create_import_batches",
    "20261123001700_create_import_mappings",
    "20261123001800_create_attachment_contents",
    "20261123001900_create_attachments",
    "20261123002000_create_idempotency_keys",
    "20261123002100_create_audit_events",
    "20261123002200_create_audit_heads",
    "20261123002300_create_library_indicators",
    "20261123002400_create_search_grams",
    "20261123002500_create_jobs",
    "20261123002600_create_counters",
    "20261123003001_create_fact_loads",
    "20261123003002_create_superseded_facts",
    "20261123003003_create_differences",
    "20261123003099_facts_foreign_keys",
    "20261123003100_create_regulations",
    "20261123003101_create_regulation_rules",
    "20261123003102_create_rule_proposals",
    "20261123003103_create_rule_heads",
    "20261123003104_create_closed_years",
    "20261123003199_rules_foreign_keys",
    "20261123003200_widen_library_indicators",
    "20261123003210_create_library_proposals",
    "20261123003220_create_library_versions",
    "20261123003230_index_lines_by_library",
    "20261123003299_library_foreign_keys",
    "20261123003300_add_classification_to_projects",
    "20261123003310_create_class_catalogues",
    "20261123003320_create_class_entries",
    "20261123003330_create_class_adjustments",
    "20261123003390_classes_foreign_keys",
    "20261123003400_create_ex_ante_objects",
    "20261123003401_create_ex_ante_list_changes",
    "20261123003402_create_ex_ante_results",
    "20261123003403_create_ex_ante_materials",
    "20261123003404_create_ex_ante_experts",
    "20261123003405_create_ex_ante_scores",
    "20261123003406_create_ex_ante_conditions",
    "20261123003490_ex_ante_foreign_keys",
    "20261123003600_create_review_sessions",
    "20261123003601_create_review_slots",
    "20261123003602_create_review_reviewers",
    "20261123003603_create_review_decisions",
    "20261123003604_create_review_points",
    "20261123003605_create_review_outcomes",
    "20261123003606_create_room_edits",
    "20261123003607_create_review_minutes",
    "20261123003620_create_goal_adjustments",
    "20261123003690_review_room_foreign_keys",
    "20261123003691_goal_adjustment_foreign_keys",
    "20261123003800_create_budget_cuts",
    "20261123003801_create_cut_vouchers",
    "20261123003899_cuts_foreign_keys",
    "20261123009000_foreign_keys",
}
