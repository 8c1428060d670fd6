//! Choosing the division and the budget year in the header.

use axum::extract::State;
use hengji_app::authz::Action;
use hengji_app::people::SwitchPlace;

use super::{Answer, local, see};
use crate::extract::Posted;
use crate::routes::{Routes, Verb};
use crate::state::WebState;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.person(Verb::Post, "/place", Action::SwitchPlace, switch)
}

/// `POST /place`. A page of one thing does not exist in another division, so lists are come back to, things not.
async fn switch(State(state): State<WebState>, posted: Posted) -> Answer {
    posted.only(&["division", "year", "next"])?;
    let place = SwitchPlace {
        division: posted.fields.text("division").to_owned(),
        year: posted.fields.text("year").to_owned(),
    };
    let next = list_of(local(posted.fields.text("next"))).to_owned();
    state
        .run(move |app| app.switch_place(&posted.visit.session, &posted.visit.secret, &place))
        .await?;
    Ok(see(&next))
}

/// The address itself when it is a list, else the home page.
fn list_of(path: &str) -> &str {
    let bare = path.split('?').next().unwrap_or_default();
    match bare.split('/').nth(2) {
        None => bare,
        Some("goal" | "self_evaluation") => bare,
        Some(_) => "/",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_come_back_to_and_single_things_are_not() {
        for (asked, given) in [
            ("/", "/"),
            ("/projects?page=3", "/projects"),
            ("/overview/goal", "/overview/goal"),
            ("/goals/0190d2a4", "/"),
            ("/projects/0190d2a4/edit", "/"),
        ] {
            assert_eq!(list_of(asked), given);
        }
    }
}
