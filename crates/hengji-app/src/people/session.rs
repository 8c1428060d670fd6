//! 会话 (session): who is behind a request, and whether that is still true.

use hengji_domain::person::{Actor, Grant};
use hengji_domain::rule::SecurityRules;
use hengji_domain::{BudgetYear, Division, Timestamp};
use hengji_store::sessions::{self, SignedIn};
use hengji_store::users::User;

use super::token;
use super::view::{Pending, Session};
use crate::app::App;
use crate::error::AppError;

/// A session is noted as alive at most so often, seconds: a write for every page view would be waste.
const TOUCH_SECONDS: i64 = 60;

impl App {
    /// The session behind a cookie, with the rights held at this moment: a role taken away is gone at once.
    ///
    /// # Errors
    ///
    /// [`AppError::NotSignedIn`] for an unknown, ended, idle or too old session, or a closed account.
    pub fn session(&self, token: &str, address: &str) -> Result<Session, AppError> {
        let (home, hash) = token::read(token).ok_or(AppError::NotSignedIn)?;
        let found = self.read(|db| Ok(sessions::find(db, home, &hash)?))?;
        let found = found.ok_or(AppError::NotSignedIn)?;
        self.follow_rules(found.rules_version)?;
        let rules = self.rules(home, self.current_year()?).security()?;
        let now = self.now();
        if !is_open(&found, &rules, now) {
            return Err(AppError::NotSignedIn);
        }
        if found.session.last_seen_at.plus_seconds(TOUCH_SECONDS) <= now {
            let seen = sessions::Session {
                last_seen_at: now,
                ..found.session.clone()
            };
            self.keep_house(|db| sessions::touch(db, &seen))?;
        }
        self.present(found, token, address, &rules)
    }

    fn present(
        &self,
        found: SignedIn,
        token: &str,
        address: &str,
        rules: &SecurityRules,
    ) -> Result<Session, AppError> {
        let SignedIn {
            session,
            user,
            grants,
            rules_version: _,
        } = found;
        let served = self.served_divisions()?;
        let acting = served
            .iter()
            .find(|served| served.division == session.acting_division);
        Ok(Session {
            pending: pending(&session, &user, &grants, rules, self.now()),
            year: session.acting_year,
            login_name: user.login_name.clone(),
            form_token: token::form_token(token),
            division_name: acting.map(|served| served.name.clone()).unwrap_or_default(),
            is_demonstration: acting.is_some_and(|served| served.is_demonstration),
            divisions: self.divisions_of(&user, &served)?,
            years: self.years(session.acting_division)?,
            ends_at: absolute_end(&session, rules),
            actor: Actor {
                user: user.id,
                name: user.name,
                division: session.acting_division,
                grants,
                address: address.to_owned(),
            },
        })
    }

    /// The budget years that may be chosen: two back for evaluations, one ahead for preparation, and every year
    /// that has projects, because an old year stays open to readers for ever.
    fn years(&self, division: Division) -> Result<Vec<BudgetYear>, AppError> {
        let current = self.current_year()?.get();
        let mut years: Vec<BudgetYear> = (current.saturating_sub(2)..=current.saturating_add(1))
            .filter_map(|year| BudgetYear::new(year).ok())
            .collect();
        years.extend(self.directory(division)?.years());
        years.sort_unstable();
        years.dedup();
        Ok(years)
    }
}

/// Whether the session still counts.
pub(super) fn is_open(found: &SignedIn, rules: &SecurityRules, now: Timestamp) -> bool {
    let session = &found.session;
    let idle_end = session
        .last_seen_at
        .plus_seconds(i64::from(rules.idle_minutes) * 60);
    session.revoked_at.is_none()
        && now < idle_end
        && now < absolute_end(session, rules)
        && !found.user.is_disabled
}

fn absolute_end(session: &sessions::Session, rules: &SecurityRules) -> Timestamp {
    session
        .created_at
        .plus_seconds(i64::from(rules.absolute_hours) * 3600)
}

/// What must be done before anything else is open.
pub(super) fn pending(
    session: &sessions::Session,
    user: &User,
    grants: &[Grant],
    rules: &SecurityRules,
    now: Timestamp,
) -> Pending {
    let password_end = user
        .password_changed_at
        .plus_seconds(i64::from(rules.password_days_max) * 24 * 3600);
    if user.second_factor.is_some() && session.confirmed_at.is_none() {
        Pending::SecondFactor
    } else if user.must_change_password || password_end < now {
        Pending::PasswordChange
    } else if user.second_factor.is_none() && grants.iter().any(|grant| grant.role.needs_second_factor()) {
        Pending::Enrolment
    } else {
        Pending::Nothing
    }
}
