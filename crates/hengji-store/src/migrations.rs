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
    "20261123003500_create_monitoring_periods",
    "20261123003510_create_monitoring_outlooks",
    "20261123003520_create_monitoring_results",
    "20261123003530_create_monitoring_reminders",
    "20261123003540_create_monitoring_findings",
    "20261123003550_create_monitoring_disposals",
    "20261123003560_create_key_monitorings",
    "20261123003570_create_key_monitoring_records",
    "20261123003590_monitoring_foreign_keys",
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
    "20261123009000_foreign_keys",
}
