//! The tables as Diesel sees them, one file for each aggregate.
//!
//! A test compares every column with the migrations, so the two cannot come to differ.

mod case_file;
mod circular;
mod cut;
mod evaluation;
mod ex_ante;
mod library;
mod money;
mod monitoring;
mod paper;
mod person;
mod project_class;
mod record;
mod rectification;
mod result;
mod review_room;
mod rule;
mod sheet;
mod sign_off;
mod spot;
mod third_party;

pub(crate) use case_file::{
    case_evidence, case_files, case_members, case_points, case_records, case_reports, case_steps,
};
pub(crate) use circular::{circular_receipts, circulars};
pub(crate) use cut::{budget_cuts, cut_vouchers};
pub(crate) use evaluation::{
    evaluation_facts, evaluation_hands, evaluation_items, evaluation_results, evaluation_scores, evaluations,
};
pub(crate) use ex_ante::{
    ex_ante_conditions, ex_ante_experts, ex_ante_list_changes, ex_ante_materials, ex_ante_objects,
    ex_ante_results, ex_ante_scores,
};
pub(crate) use library::{library_indicators, library_proposals, library_versions};
pub(crate) use money::{differences, fact_loads, facts, import_batches, import_mappings, superseded_facts};
pub(crate) use monitoring::{
    key_monitoring_records, key_monitorings, monitoring_disposals, monitoring_findings, monitoring_outlooks,
    monitoring_periods, monitoring_reminders, monitoring_results,
};
pub(crate) use paper::{paper_contents, paper_events, papers};
pub(crate) use person::{divisions, login_names, password_history, sessions, units, user_roles, users};
pub(crate) use project_class::{class_adjustments, class_catalogues, class_entries};
pub(crate) use record::{
    attachment_contents, attachments, audit_events, audit_heads, counters, idempotency_keys, jobs,
    search_grams,
};
pub(crate) use rectification::{
    evaluation_findings, finding_objections, finding_steps, look_back_objects, look_backs,
    rectification_commitments, rectification_proofs, rectification_steps,
};
pub(crate) use result::result_snapshots;
pub(crate) use review_room::{
    goal_adjustments, review_decisions, review_minutes, review_outcomes, review_points, review_reviewers,
    review_sessions, review_slots, room_edits,
};
pub(crate) use rule::{closed_years, regulation_rules, regulations, rule_heads, rule_proposals};
pub(crate) use sheet::{editions, findings, lines, opinions, projects, sheets, signatures};
pub(crate) use sign_off::{sign_off_answers, sign_off_looks, sign_off_points, sign_offs};
pub(crate) use spot::{spot_drawn, spot_eligible, spot_records, spot_rounds};
pub(crate) use third_party::{
    institution_assignments, institution_conflicts, institution_draws, institution_lists, institution_people,
    institution_reports, institutions, report_ratings,
};

diesel::allow_tables_to_appear_in_same_query!(
    class_catalogues,
    class_entries,
    class_adjustments,
    divisions,
    login_names,
    units,
    users,
    user_roles,
    sessions,
    password_history,
    projects,
    sheets,
    lines,
    editions,
    opinions,
    signatures,
    facts,
    fact_loads,
    superseded_facts,
    differences,
    findings,
    import_batches,
    import_mappings,
    attachment_contents,
    attachments,
    idempotency_keys,
    audit_events,
    audit_heads,
    library_indicators,
    library_proposals,
    library_versions,
    search_grams,
    jobs,
    counters,
    goal_adjustments,
    review_sessions,
    review_slots,
    review_reviewers,
    review_decisions,
    review_points,
    review_outcomes,
    room_edits,
    review_minutes,
    regulations,
    regulation_rules,
    rule_proposals,
    rule_heads,
    closed_years,
    ex_ante_objects,
    ex_ante_list_changes,
    ex_ante_results,
    ex_ante_materials,
    ex_ante_experts,
    ex_ante_scores,
    ex_ante_conditions,
    budget_cuts,
    cut_vouchers,
    monitoring_periods,
    monitoring_outlooks,
    monitoring_results,
    monitoring_reminders,
    monitoring_findings,
    monitoring_disposals,
    key_monitorings,
    key_monitoring_records,
    papers,
    paper_events,
    paper_contents,
    evaluation_findings,
    finding_steps,
    rectification_commitments,
    rectification_steps,
    rectification_proofs,
    finding_objections,
    look_backs,
    look_back_objects,
    institutions,
    institution_people,
    institution_conflicts,
    institution_lists,
    institution_draws,
    institution_assignments,
    institution_reports,
    report_ratings,
    spot_rounds,
    result_snapshots,
    circulars,
    circular_receipts,
    spot_eligible,
    spot_drawn,
    spot_records,
    sign_offs,
    sign_off_points,
    sign_off_answers,
    sign_off_looks,
    evaluations,
    evaluation_items,
    evaluation_scores,
    evaluation_facts,
    evaluation_hands,
    evaluation_results,
    case_files,
    case_members,
    case_records,
    case_evidence,
    case_points,
    case_reports,
    case_steps,
);

// Other names for tables that a query needs twice. Diesel wants those of one query declared together.
diesel::alias! {
    pub(crate) const DEPARTMENTS: Alias<Departments> = units as departments;
    pub(crate) const OWNED: Alias<Owned> = units as owned;
    pub(crate) const GOALS: Alias<Goals> = sheets as goals;
    pub(crate) const SELF_EVALUATIONS: Alias<SelfEvaluations> = sheets as self_evaluations;
    pub(crate) const MATCHED: Alias<Matched> = sheets as matched;
    pub(crate) const SUCCESSORS: Alias<Successors> = class_entries as successors;
}

diesel::allow_columns_to_appear_in_same_group_by_clause!(
    projects::unit_id,
    sheets::kind,
    sheets::state,
    sheets::step
);

diesel::allow_columns_to_appear_in_same_group_by_clause!(
    projects::department_id,
    sheets::kind,
    sheets::period,
    sheets::state,
    sheets::step,
    monitoring_results::light
);
diesel::allow_columns_to_appear_in_same_group_by_clause!(lines::sheet_id, lines::target_kind);
diesel::allow_columns_to_appear_in_same_group_by_clause!(
    budget_cuts::book,
    budget_cuts::ground,
    budget_cuts::state,
    budget_cuts::decided_month,
    projects::department_id
);
diesel::allow_columns_to_appear_in_same_group_by_clause!(
    evaluation_findings::budget_year,
    evaluation_findings::cause,
    evaluation_findings::state,
    units::department_id
);
diesel::allow_columns_to_appear_in_same_group_by_clause!(
    rectification_commitments::finding_id,
    rectification_commitments::state,
    rectification_commitments::due_on
);
diesel::allow_columns_to_appear_in_same_group_by_clause!(
    spot_eligible::department_id,
    spot_eligible::department_name
);
diesel::allow_columns_to_appear_in_same_group_by_clause!(evaluations::kind, evaluations::state);
