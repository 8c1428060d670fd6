//! 退出登录 (log out).

use hengji_authz::{Action, Resource};
use hengji_domain::person::Actor;
use hengji_store::sessions;

use super::token;
use super::view::Session;
use crate::app::{App, NoRequest};
use crate::error::AppError;

impl App {
    /// Ends the session behind this token. Ending it twice is no error.
    ///
    /// # Errors
    ///
    /// [`AppError::NotSignedIn`] for a token that is none.
    pub fn log_out(&self, session: &Session, token: &str) -> Result<(), AppError> {
        let (home, hash) = token::read(token).ok_or(AppError::NotSignedIn)?;
        let actor = Actor {
            division: home,
            ..session.actor.clone()
        };
        self.act(
            &actor,
            Action::LogOut,
            &NoRequest,
            |tx| {
                tx.about("user", actor.user);
                Ok((Resource::Own(actor.user), ()))
            },
            |tx, ()| {
                sessions::revoke(tx.db, home, &hash, tx.now)?;
                Ok(())
            },
        )
    }
}
