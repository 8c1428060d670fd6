//! Where somebody may act: the divisions served here in which they hold a role.

use std::sync::Arc;

use hengji_domain::id::UserId;
use hengji_store::divisions::{self, ServedDivision};
use hengji_store::users::{self, User};

use crate::app::App;
use crate::common::Choice;
use crate::error::AppError;

impl App {
    /// The divisions served by this installation, by code.
    ///
    /// # Errors
    ///
    /// [`AppError::Fault`] when the database cannot be read.
    pub fn served_divisions(&self) -> Result<Arc<Vec<ServedDivision>>, AppError> {
        let now = self.now();
        if let Some(known) = self.kept_served().get(&(), now) {
            return Ok(known);
        }
        let fresh = Arc::new(self.read(|db| Ok(divisions::list(db)?))?);
        // An empty list is not kept: the first division may be made at any moment.
        if !fresh.is_empty() {
            self.kept_served().put((), now, Arc::clone(&fresh));
        }
        Ok(fresh)
    }

    /// The divisions the user may act in.
    pub(super) fn divisions_of(
        &self,
        user: &User,
        served: &[ServedDivision],
    ) -> Result<Vec<Choice>, AppError> {
        let now = self.now();
        if let Some(known) = self.kept_places().get(&user.id, now) {
            return Ok(known);
        }
        let mut places = Vec::new();
        for one in served {
            if one.division == user.home || self.holds_a_role(user.id, one)? {
                places.push(Choice {
                    code: one.division.to_string(),
                    name: one.name.clone(),
                });
            }
        }
        self.kept_places().put(user.id, now, places.clone());
        Ok(places)
    }

    fn holds_a_role(&self, user: UserId, served: &ServedDivision) -> Result<bool, AppError> {
        self.read(|db| Ok(!users::grants_of(db, served.division, user)?.is_empty()))
    }
}
