//! 绩效监控: the lights of a period, its lists and bulk deeds, proposals for cuts, and key monitoring.

mod bulk;
mod finding;
mod key;
mod letter;
mod list;
mod period;

use hengji_app::authz::Action;

use crate::routes::{Routes, Verb};

pub(super) fn routes(routes: Routes) -> Routes {
    let routes = routes
        .person(Verb::Get, "/monitoring", Action::ViewMonitoring, list::show)
        .person(
            Verb::Post,
            "/monitoring/export",
            Action::ExportMonitoring,
            list::export,
        )
        .person(
            Verb::Post,
            "/monitoring/approve",
            Action::ApproveMonitoring,
            bulk::approve,
        )
        .person(
            Verb::Post,
            "/monitoring/return",
            Action::ReturnMonitoring,
            bulk::return_for_revision,
        )
        .person(
            Verb::Post,
            "/monitoring/remind",
            Action::RemindMonitoring,
            bulk::remind,
        );
    key_routes(finding_routes(period_routes(routes)))
}

fn period_routes(routes: Routes) -> Routes {
    routes
        .person(
            Verb::Post,
            "/monitoring/{period}/open",
            Action::OpenMonitoringPeriod,
            period::open,
        )
        .person(
            Verb::Post,
            "/monitoring/{period}/refresh",
            Action::RefreshMonitoring,
            period::refresh,
        )
        .person(
            Verb::Post,
            "/monitoring/{period}/close",
            Action::CloseMonitoringPeriod,
            period::close,
        )
        .person(
            Verb::Post,
            "/monitoring/{period}/reopen",
            Action::ReopenMonitoringPeriod,
            period::reopen,
        )
        .person(
            Verb::Get,
            "/monitoring/{period}/verify",
            Action::Recompute,
            period::verify,
        )
}

fn finding_routes(routes: Routes) -> Routes {
    routes
        .person(
            Verb::Get,
            "/monitoring-findings",
            Action::ViewMonitoring,
            finding::list,
        )
        .person(
            Verb::Post,
            "/monitoring-findings/export",
            Action::ExportMonitoring,
            finding::export,
        )
        .person(
            Verb::Post,
            "/monitoring-sheets/{id}/findings",
            Action::ProposeCut,
            finding::propose,
        )
        .person(
            Verb::Post,
            "/monitoring-sheets/{id}/dispose",
            Action::DisposeMonitoring,
            finding::dispose,
        )
}

fn key_routes(routes: Routes) -> Routes {
    routes
        .person(Verb::Get, "/key-monitoring", Action::ViewMonitoring, key::list)
        .person(Verb::Post, "/key-monitoring", Action::MakeKeyList, key::make)
        .person(
            Verb::Post,
            "/key-monitoring/export",
            Action::ExportMonitoring,
            key::export,
        )
        .person(
            Verb::Get,
            "/key-monitoring/{project}",
            Action::ViewMonitoring,
            key::show,
        )
        .person(
            Verb::Post,
            "/key-monitoring/{project}/adjust",
            Action::AdjustKeyList,
            key::adjust,
        )
        .person(
            Verb::Post,
            "/key-monitoring/{project}/records",
            Action::RecordKeyMonitoring,
            key::record,
        )
        .person(
            Verb::Get,
            "/key-monitoring/{project}/letter",
            Action::IssuePaper,
            letter::preview,
        )
        .person(
            Verb::Get,
            "/key-monitoring/{project}/letter.pdf",
            Action::IssuePaper,
            letter::draft_pdf,
        )
        .person(
            Verb::Post,
            "/key-monitoring/{project}/letter",
            Action::IssuePaper,
            letter::issue,
        )
}
