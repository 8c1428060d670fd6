//! 账户与角色: accounts by the system administrator, roles by the security administrator.

mod grant;
mod list;
mod state;

use hengji_app::authz::Action;

use crate::routes::{Routes, Verb};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .person(Verb::Get, "/users", Action::ViewAccounts, list::show)
        .person(Verb::Post, "/users", Action::CreateAccount, state::create)
        .person(
            Verb::Post,
            "/users/{id}/reset-password",
            Action::ResetPassword,
            state::reset_password,
        )
        .person(
            Verb::Post,
            "/users/{id}/disable",
            Action::SetAccountActive,
            state::disable,
        )
        .person(
            Verb::Post,
            "/users/{id}/enable",
            Action::SetAccountActive,
            state::enable,
        )
        .person(
            Verb::Post,
            "/users/{id}/end-sessions",
            Action::EndSessions,
            state::end_sessions,
        )
        .person(Verb::Get, "/users/{id}/roles", Action::ViewAccounts, grant::show)
        .person(Verb::Post, "/users/{id}/grant", Action::GrantRole, grant::grant)
        .person(
            Verb::Post,
            "/users/{id}/revoke",
            Action::RevokeRole,
            grant::revoke,
        )
}
