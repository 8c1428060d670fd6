//! The list of accounts with what this administrator may do to them.

use axum::extract::State;
use axum::response::IntoResponse;
use hengji_app::authz::Action;
use hengji_app::people::view::AccountRow;
use maud::{Markup, html};

use super::super::{Answer, framed};
use crate::look::{self, Crumb, Problem, error_summary, tag, text_field};
use crate::menu::may;
use crate::state::WebState;
use crate::visit::Visit;

/// `GET /users`.
pub(super) async fn show(State(state): State<WebState>, visit: Visit) -> Answer {
    let actor = visit.actor();
    let accounts = state.run(move |app| app.accounts(&actor)).await?;
    Ok(framed(
        &visit,
        "账户与角色",
        &[Crumb::here("账户与角色")],
        page(&visit, &accounts, ["", ""], &[]),
    )
    .into_response())
}

/// The page; `typed` are the login name and the name of a refused new account.
pub(super) fn page(visit: &Visit, accounts: &[AccountRow], typed: [&str; 2], problems: &[Problem]) -> Markup {
    let may_create = may(&visit.session.actor, Action::CreateAccount);
    html! {
        div class="title" { h1 { "账户与角色" } span class="sub" { (visit.session.division_name) ",共 " (accounts.len()) " 个账户" } }
        (error_summary(problems))
        p class="note" { "三员分立:系统管理员建账户、不授角色;安全管理员授角色、不建账户;审计管理员只看。三者都看不到业务数据。" }
        @if may_create { (creation(visit, typed, problems)) }
        section class="card" {
            table class="list sticky" {
                thead { tr { th scope="col" { "登录名" } th scope="col" { "姓名" } th scope="col" { "单位" } th scope="col" { "角色" } th scope="col" { "状态" } th scope="col" { "操作" } } }
                tbody { @for account in accounts { (account_row(visit, account)) } }
            }
        }
    }
}

fn creation(visit: &Visit, [login_name, name]: [&str; 2], problems: &[Problem]) -> Markup {
    html! {
        section class="card" {
            h2 { "新建账户" }
            form method="post" action="/users" {
                (visit.token().fields())
                div class="form-grid" {
                    (text_field("login_name", "登录名", "3 至 40 位小写字母、数字", login_name, problems))
                    (text_field("name", "姓名", "显示在表和审计日志上", name, problems))
                }
                div class="buttons" { button class="primary" { "新建" } span class="quiet small" { "系统生成一次性初始密码,只显示一次。" } }
            }
        }
    }
}

fn account_row(visit: &Visit, account: &AccountRow) -> Markup {
    html! {
        tr id={ "user-" (account.id) } {
            td class="mono" { (account.login_name) }
            td { (account.name) }
            td { (account.unit_name) }
            td {
                @if account.grants.is_empty() { span class="quiet" { "未授角色" } }
                @for grant in &account.grants { div class="small" { (grant.role.name()) " · " (grant.unit_name) } }
            }
            td class="nowrap" {
                @if !account.is_active { (tag("red", "已停用")) " " }
                @if let Some(until) = account.locked_until { (tag("amber", "已锁定")) " 至 " (look::moment(until)) " " }
                @if account.must_change_password { (tag("amber", "待改初始密码")) " " }
                @if account.has_second_factor { (tag("green", "已绑动态口令")) }
            }
            td { (operations(visit, account)) }
        }
    }
}

fn operations(visit: &Visit, account: &AccountRow) -> Markup {
    let actor = &visit.session.actor;
    let form = |path: &str, words: &str, confirm: &str| {
        html! {
            form method="post" action={ "/users/" (account.id) "/" (path) } {
                (visit.token().fields()) (look::hidden("version", &account.version.to_string()))
                button class="link" data-confirm=(confirm) { (words) }
            }
        }
    };
    html! {
        div class="buttons small" {
            @if may(actor, Action::ResetPassword) {
                (form("reset-password", "重置密码", "重置后原密码和动态口令失效,该账户所有登录被下线。确定重置?"))
                @if account.is_active { (form("disable", "停用", "停用后该账户立即下线且不能登录。确定停用?")) }
                @else { (form("enable", "启用", "确定重新启用该账户?")) }
                (form("end-sessions", "强制下线", "该账户所有登录立即失效。确定下线?"))
            }
            @if may(actor, Action::GrantRole) { a href={ "/users/" (account.id) "/roles" } { "授予或收回角色" } }
        }
    }
}
