//! Roles given and taken by the security administrator.

use axum::extract::{Path, State};
use axum::response::IntoResponse;
use hengji_app::AppError;
use hengji_app::authz::Action;
use hengji_app::people::GrantChange;
use hengji_app::people::view::AccountRow;
use hengji_app::units::UnitRow;
use hengji_domain::person::Role;
use maud::{Markup, html};

use super::super::{Answer, framed, see};
use crate::error::WebError;
use crate::extract::Posted;
use crate::look::{self, Crumb, select_field};
use crate::menu::may;
use crate::state::WebState;
use crate::visit::Visit;

/// `GET /users/{id}/roles`.
pub(super) async fn show(State(state): State<WebState>, visit: Visit, Path(id): Path<String>) -> Answer {
    let actor = visit.actor();
    let (accounts, units) = state
        .run(move |app| Ok((app.accounts(&actor)?, app.units(&actor)?)))
        .await?;
    let account = accounts.into_iter().find(|account| account.id.to_string() == id);
    let account = account.ok_or(AppError::NotFound)?;
    let path = [
        Crumb::to("账户与角色", "/users"),
        Crumb::here(account.name.clone()),
    ];
    Ok(framed(&visit, "授予角色", &path, page(&visit, &account, &units)).into_response())
}

/// `POST /users/{id}/grant`.
pub(super) async fn grant(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    let back = format!("/users/{id}/roles");
    let change = change_of(id, &posted)?;
    state
        .run(move |app| app.grant_role(&posted.visit.actor(), &posted.key, &change))
        .await?;
    Ok(see(&back))
}

/// `POST /users/{id}/revoke`.
pub(super) async fn revoke(State(state): State<WebState>, Path(id): Path<String>, posted: Posted) -> Answer {
    let back = format!("/users/{id}/roles");
    let change = change_of(id, &posted)?;
    state
        .run(move |app| app.revoke_role(&posted.visit.actor(), &posted.key, &change))
        .await?;
    Ok(see(&back))
}

fn change_of(user: String, posted: &Posted) -> Result<GrantChange, WebError> {
    posted.only(&["role", "unit"])?;
    Ok(GrantChange {
        user,
        role: posted.fields.text("role").to_owned(),
        unit: posted.fields.text("unit").to_owned(),
    })
}

fn page(visit: &Visit, account: &AccountRow, units: &[UnitRow]) -> Markup {
    let may_grant = may(&visit.session.actor, Action::GrantRole);
    let roles = Role::ALL.iter().map(|role| (role.code(), role.name()));
    let units: Vec<(String, &str)> = units
        .iter()
        .map(|row| (row.unit.id.to_string(), row.unit.name.as_str()))
        .collect();
    let units = units.iter().map(|(id, name)| (id.as_str(), *name));
    html! {
        div class="title" { h1 { (account.name) } span class="sub mono" { (account.login_name) } }
        section class="card" {
            h2 { "现有角色" }
            table class="list" {
                thead { tr { th scope="col" { "角色" } th scope="col" { "所属单位" } th scope="col" { span class="sr" { "操作" } } } }
                tbody {
                    @for grant in &account.grants {
                        tr {
                            td { (grant.role.name()) } td { (grant.unit_name) }
                            td { @if may_grant { (revocation(visit, account, grant.role, &grant.unit.to_string())) } }
                        }
                    }
                    @if account.grants.is_empty() { tr { td class="empty" colspan="3" { "尚未授予角色,该账户登录后看不到业务。" } } }
                }
            }
        }
        @if may_grant {
            section class="card" {
                h2 { "授予角色" }
                form method="post" action={ "/users/" (account.id) "/grant" } {
                    (visit.token().fields())
                    div class="form-grid" {
                        (select_field("role", "角色", roles, "", &[]))
                        (select_field("unit", "所属单位(财政局角色选科室)", units, "", &[]))
                    }
                    div class="buttons" { button class="primary" { "授予" } }
                }
                p class="small quiet" { "三员互斥,且管理员不得兼任业务角色;授予和收回都记入审计日志。" }
            }
        }
    }
}

fn revocation(visit: &Visit, account: &AccountRow, role: Role, unit: &str) -> Markup {
    html! {
        form method="post" action={ "/users/" (account.id) "/revoke" } {
            (visit.token().fields()) (look::hidden("role", role.code())) (look::hidden("unit", unit))
            button class="link" data-confirm="收回后该角色立即失效,确定收回?" { "收回" }
        }
    }
}
