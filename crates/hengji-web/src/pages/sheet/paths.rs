//! Addresses of sheets.

use hengji_domain::id::SheetId;
use hengji_domain::sheet::SheetKind;

/// The list of a kind.
pub(in crate::pages) const fn list(kind: SheetKind) -> &'static str {
    match kind {
        SheetKind::Goal => "/goals",
        SheetKind::GoalAdjustment => "/goal-adjustments",
        SheetKind::Monitoring => "/monitoring-sheets",
        SheetKind::ExAnteEvaluation => "/ex-ante",
        SheetKind::SelfEvaluation => "/self-evaluations",
    }
}

/// One sheet.
pub(in crate::pages) fn sheet(kind: SheetKind, id: SheetId) -> String {
    format!("{}/{id}", list(kind))
}

/// Where a sheet of a kind is begun for a project, as a route.
pub(super) fn open_route(kind: SheetKind) -> String {
    format!("/projects/{{id}}{}", list(kind))
}

/// The printed name of the form.
pub(in crate::pages) const fn form_name(kind: SheetKind) -> &'static str {
    match kind {
        SheetKind::Goal => "项目支出绩效目标申报表",
        SheetKind::GoalAdjustment => "项目支出绩效目标调整申请表",
        SheetKind::Monitoring => "项目支出绩效目标执行监控表",
        SheetKind::ExAnteEvaluation => "事前绩效评估报告",
        SheetKind::SelfEvaluation => "项目支出绩效自评表",
    }
}
