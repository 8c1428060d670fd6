//! 切换区划和年度 (switch place): where and for which year somebody acts from now on.

use hengji_authz::{Action, Resource};
use hengji_domain::{BudgetYear, Division};
use hengji_store::{sessions, users};
use serde::{Deserialize, Serialize};

use super::token;
use super::view::Session;
use crate::app::{App, NoRequest};
use crate::error::AppError;

/// Where to act from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SwitchPlace {
    /// 区划代码.
    pub division: String,
    /// 预算年度.
    pub year: String,
}

impl App {
    /// Switches the division and year of the session.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for a division in which the actor holds no role; [`AppError::Invalid`] for a year
    /// that is none.
    pub fn switch_place(&self, session: &Session, token: &str, place: &SwitchPlace) -> Result<(), AppError> {
        let division: Division = place.division.parse().map_err(|_| AppError::NotFound)?;
        let year: BudgetYear = place
            .year
            .parse()
            .map_err(|_| AppError::field("year", "budget-year-unreadable", "请选择预算年度。"))?;
        let (home, hash) = token::read(token).ok_or(AppError::NotSignedIn)?;
        // The session lives at home, so that is where its change is written and audited.
        let actor = hengji_domain::person::Actor {
            division: home,
            ..session.actor.clone()
        };
        self.act(
            &actor,
            Action::SwitchPlace,
            &NoRequest,
            |tx| {
                tx.about("user", actor.user);
                let found = sessions::find(tx.db, home, &hash)?.ok_or(AppError::NotSignedIn)?;
                Ok((Resource::Own(found.user.id), found.session))
            },
            |tx, stored| {
                if division != home && users::grants_of(tx.db, division, actor.user)?.is_empty() {
                    return Err(AppError::NotFound.into());
                }
                tx.detail("division", division);
                tx.detail("year", year);
                let next = sessions::Session {
                    acting_division: division,
                    acting_year: year,
                    last_seen_at: tx.now,
                    ..stored
                };
                Ok(sessions::touch(tx.db, &next)?)
            },
        )
    }
}
