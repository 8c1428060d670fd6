//! 动态口令 (second factor): giving it, and binding it the first time.

use hengji_authz::{Action, Resource};
use hengji_domain::person::Actor;
use hengji_store::sessions::{self, Session as StoredSession};
use hengji_store::users::{self, User};

use super::view::{Enrolment, Pending, Session, SignedIn};
use super::{log_in, second_factor, session, token};
use crate::app::{App, NoRequest, Outcome, Step, Tx, Who};
use crate::error::AppError;

impl App {
    /// Gives the one-time code. The session gets a new token, because what it may do has grown.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `code-wrong` for a wrong, stale or already used code; failures count towards the
    /// lock of the account.
    pub fn confirm_second_factor(
        &self,
        session: &Session,
        token: &str,
        code: &str,
    ) -> Result<SignedIn, AppError> {
        let (home, hash) = token::read(token).ok_or(AppError::NotSignedIn)?;
        let found = self.read(|db| Ok(sessions::find(db, home, &hash)?))?;
        let user = found.ok_or(AppError::NotSignedIn)?.user;
        let secret = user.second_factor.as_deref().unwrap_or_default();
        let now = self.now();
        let is_locked = user.locked_until.is_some_and(|until| now < until);
        let step = second_factor::accept(secret, code, user.second_factor_step, now).filter(|_| !is_locked);
        let Some(step) = step else {
            return self.refuse_code(&user, session);
        };
        self.renew(session, token, Action::LogIn, |tx, user| {
            tx.detail("stage", "second_factor");
            let user = log_in::clear_failures(tx, user)?;
            let next = User {
                second_factor_step: Some(step),
                ..user
            };
            Ok(users::update(tx.db, &next)?)
        })
    }

    /// Makes a secret to be bound; nothing is stored until a code proves that it was bound.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `second-factor-bound` when there is one already.
    pub fn begin_enrolment(&self, session: &Session) -> Result<Enrolment, AppError> {
        if session.pending == Pending::SecondFactor {
            return Err(already_bound());
        }
        let secret = second_factor::make_secret(&*self.ports().randomness)?;
        Ok(second_factor::enrolment(&secret, &session.login_name))
    }

    /// The same secret shown once more, after a code that was mistyped.
    #[must_use]
    pub fn repeat_enrolment(&self, session: &Session, secret: &str) -> Enrolment {
        let secret: String = secret.chars().filter(char::is_ascii_alphanumeric).collect();
        second_factor::enrolment(&secret, &session.login_name)
    }

    /// Binds the secret, proved by a code of it.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `code-wrong`, `second-factor-bound`.
    pub fn finish_enrolment(
        &self,
        session: &Session,
        token: &str,
        secret: &str,
        code: &str,
    ) -> Result<SignedIn, AppError> {
        let secret: String = secret.chars().filter(|c| !c.is_whitespace()).collect();
        let Some(step) = second_factor::accept(&secret, code, None, self.now()) else {
            return Err(wrong_code());
        };
        self.renew(session, token, Action::EnrolSecondFactor, |tx, user| {
            if user.second_factor.is_some() {
                return Err(already_bound().into());
            }
            let next = User {
                second_factor: Some(secret.clone()),
                second_factor_step: Some(step),
                ..user.clone()
            };
            Ok(users::update(tx.db, &next)?)
        })
    }

    fn refuse_code(&self, user: &User, session: &Session) -> Result<SignedIn, AppError> {
        let rules = self.rules(user.home, self.current_year()?).security()?;
        let who = Who::Account {
            user: user.id,
            name: &user.name,
            address: &session.actor.address,
        };
        let outcome = Outcome::Refused("code-wrong".to_owned());
        self.record(user.home, &who, Action::LogIn, &outcome, |tx| {
            tx.about("user", user.id);
            log_in::count_failure(tx, user, &rules)
        })?;
        Err(wrong_code())
    }

    /// Changes the account and puts a session with a new token in the place of the old one.
    pub(super) fn renew(
        &self,
        session: &Session,
        token: &str,
        action: Action,
        change: impl Fn(&mut Tx<'_>, &User) -> Step<User>,
    ) -> Result<SignedIn, AppError> {
        let (home, hash) = token::read(token).ok_or(AppError::NotSignedIn)?;
        let secret = token::make(home, &*self.ports().randomness)?;
        let (_, fresh_hash) = token::read(&secret).ok_or_else(|| AppError::fault("token"))?;
        let actor = Actor {
            division: home,
            ..session.actor.clone()
        };
        let rules = self.rules(home, self.current_year()?).security()?;
        let now = self.now();
        let pending = self.act(
            &actor,
            action,
            &NoRequest,
            |tx| {
                tx.about("user", actor.user);
                let found = sessions::find(tx.db, home, &hash)?.ok_or(AppError::NotSignedIn)?;
                if !session::is_open(&found, &rules, tx.now) {
                    return Err(AppError::NotSignedIn.into());
                }
                Ok((Resource::Own(found.user.id), found))
            },
            |tx, found| {
                let user = change(tx, &found.user)?;
                sessions::revoke(tx.db, home, &hash, tx.now)?;
                // A new password is no second factor: it must not open what a code has not opened.
                let is_confirmed = action != Action::ChangePassword;
                let fresh = StoredSession {
                    token_hash: fresh_hash.clone(),
                    last_seen_at: tx.now,
                    confirmed_at: is_confirmed.then_some(tx.now).or(found.session.confirmed_at),
                    ..found.session
                };
                sessions::insert(tx.db, &fresh)?;
                Ok(session::pending(&fresh, &user, &found.grants, &rules, now))
            },
        )?;
        Ok(SignedIn {
            token: secret,
            pending,
        })
    }
}

fn wrong_code() -> AppError {
    AppError::refused(
        "code-wrong",
        "动态口令不正确、已过期或已用过。请核对手机时间,等待下一个口令后再输入。",
    )
}

fn already_bound() -> AppError {
    AppError::refused(
        "second-factor-bound",
        "该账户已绑定动态口令;更换手机请联系系统管理员重置。",
    )
}
