//! 登录 (log in): one answer for every failure, so that nobody learns which names exist or are locked.

use hengji_authz::Action;
use hengji_domain::rule::SecurityRules;
use hengji_domain::{BudgetYear, Timestamp};
use hengji_store::users::User;
use hengji_store::{projects, sessions, users};

use super::attempts::Standing;
use super::view::SignedIn;
use super::{password, session, token};
use crate::app::{App, Outcome, Step, Tx, Who};
use crate::error::AppError;

/// What somebody gives to sign in.
#[derive(Clone)]
pub struct LogIn {
    /// 登录名.
    pub login_name: String,
    /// 密码.
    pub password: String,
    /// The network address.
    pub address: String,
    /// The browser's own description.
    pub user_agent: Option<String>,
}

impl std::fmt::Debug for LogIn {
    /// Secrets stay out of logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LogIn")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

impl App {
    /// Signs in. Roles that need a second factor get a session in which only that step is open.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `login-failed` for a wrong name or password, a locked or a closed account alike;
    /// `initial-password-expired` when the one-time password is older than the rules allow;
    /// `too-many-attempts` when this address has failed too often.
    pub fn log_in(&self, attempt: &LogIn) -> Result<SignedIn, AppError> {
        let login_name = attempt.login_name.trim().to_lowercase();
        self.admit(attempt)?;
        let user = self.read(|db| Ok(users::by_login(db, &login_name)?))?;
        let Some(user) = user else {
            return self.refuse_stranger(attempt);
        };
        let rules = self.rules(user.home, self.current_year()?).security()?;
        let is_right = password::verify(&attempt.password, &user.password_hash);
        let now = self.now();
        let is_locked = user.locked_until.is_some_and(|until| now < until);
        if is_locked || user.is_disabled {
            return self.refuse_account(&user, attempt, None, &rules);
        }
        if !is_right {
            return self.refuse_account(&user, attempt, Some(&rules), &rules);
        }
        let good_for = i64::from(rules.initial_password_hours) * 3600;
        if user.must_change_password && user.password_changed_at.plus_seconds(good_for) < now {
            return self.refuse_expired(&user, attempt, &rules);
        }
        self.begin_session(&user, attempt, &rules)
    }

    /// Refuses an address that has failed too often, before any work is done for it. Being closed is written
    /// down once: a flood must not fill the log.
    fn admit(&self, attempt: &LogIn) -> Result<(), AppError> {
        let served = self.served_divisions()?;
        let Some(first) = served.first().filter(|_| !attempt.address.is_empty()) else {
            return Ok(());
        };
        let rules = self.rules(first.division, self.current_year()?).security()?;
        let seconds = i64::from(rules.lockout_minutes) * 60;
        let standing =
            self.attempts()
                .standing(&attempt.address, self.now(), seconds, rules.address_failures);
        if standing == Standing::Open {
            return Ok(());
        }
        let error = AppError::refused(
            "too-many-attempts",
            format!(
                "这个网络地址在 {} 分钟内登录失败已达 {} 次,请稍后再试;多人共用一个出口的,请联系系统管理员。",
                rules.lockout_minutes, rules.address_failures
            ),
        );
        if standing == Standing::JustClosed {
            let who = Who::Stranger {
                address: &attempt.address,
            };
            let outcome = Outcome::Refused(error.code().to_owned());
            self.record(first.division, &who, Action::LogIn, &outcome, |_| Ok(()))?;
        }
        Err(error)
    }

    /// Unknown names cost as much time as known ones and leave the same answer. What was typed is not kept:
    /// people type passwords into the wrong field.
    fn refuse_stranger(&self, attempt: &LogIn) -> Result<SignedIn, AppError> {
        password::verify(&attempt.password, password::NOBODYS_HASH);
        self.attempts().note(&attempt.address, self.now());
        let Some(first) = self.served_divisions()?.first().cloned() else {
            return Err(AppError::refused(
                "no-accounts",
                "系统尚未初始化:请在服务器上运行“hengji init”创建三名管理员。",
            ));
        };
        let rules = self.rules(first.division, self.current_year()?).security()?;
        let who = Who::Stranger {
            address: &attempt.address,
        };
        let outcome = Outcome::Refused("login-failed".to_owned());
        self.record(first.division, &who, Action::LogIn, &outcome, |_| Ok(()))?;
        Err(failed(&rules))
    }

    fn refuse_account(
        &self,
        user: &User,
        attempt: &LogIn,
        counts: Option<&SecurityRules>,
        rules: &SecurityRules,
    ) -> Result<SignedIn, AppError> {
        let who = Who::Account {
            user: user.id,
            name: &user.name,
            address: &attempt.address,
        };
        self.attempts().note(&attempt.address, self.now());
        let outcome = Outcome::Refused("login-failed".to_owned());
        self.record(user.home, &who, Action::LogIn, &outcome, |tx| {
            tx.about("user", user.id);
            match counts {
                Some(rules) => count_failure(tx, user, rules),
                None => Ok(()),
            }
        })?;
        Err(failed(rules))
    }

    fn refuse_expired(
        &self,
        user: &User,
        attempt: &LogIn,
        rules: &SecurityRules,
    ) -> Result<SignedIn, AppError> {
        let error = AppError::refused(
            "initial-password-expired",
            format!(
                "初始密码已超过 {} 小时失效,请联系系统管理员重置。",
                rules.initial_password_hours
            ),
        );
        let who = Who::Account {
            user: user.id,
            name: &user.name,
            address: &attempt.address,
        };
        let outcome = Outcome::Refused(error.code().to_owned());
        self.record(user.home, &who, Action::LogIn, &outcome, |tx| {
            tx.about("user", user.id);
            Ok(())
        })?;
        Err(error)
    }

    fn begin_session(
        &self,
        user: &User,
        attempt: &LogIn,
        rules: &SecurityRules,
    ) -> Result<SignedIn, AppError> {
        let secret = token::make(user.home, &*self.ports().randomness)?;
        let (_, token_hash) = token::read(&secret).ok_or_else(|| AppError::fault("token"))?;
        let year = self.opening_year(user)?;
        let who = Who::Account {
            user: user.id,
            name: &user.name,
            address: &attempt.address,
        };
        let (session, user, grants) =
            self.record(user.home, &who, Action::LogIn, &Outcome::Success, |tx| {
                tx.about("user", user.id);
                if user.second_factor.is_some() {
                    tx.detail("stage", "password");
                }
                let user = clear_failures(tx, user)?;
                let fresh = sessions::Session {
                    token_hash: token_hash.clone(),
                    home: user.home,
                    user: user.id,
                    acting_division: user.home,
                    acting_year: year,
                    address: Some(attempt.address.clone()).filter(|address| !address.is_empty()),
                    user_agent: attempt.user_agent.as_deref().map(shortened),
                    created_at: tx.now,
                    last_seen_at: tx.now,
                    // A bound second factor is still to be given; until then only that page is open.
                    confirmed_at: user.second_factor.is_none().then_some(tx.now),
                    revoked_at: None,
                };
                sessions::insert(tx.db, &fresh)?;
                let grants = users::grants_of(tx.db, user.home, user.id)?;
                Ok((fresh, user, grants))
            })?;
        Ok(SignedIn {
            token: secret,
            pending: session::pending(&session, &user, &grants, rules, self.now()),
        })
    }

    /// The year that is open after signing in: this year, or the one before while this year has no projects yet.
    fn opening_year(&self, user: &User) -> Result<BudgetYear, AppError> {
        let current = self.current_year()?;
        let filter = projects::ProjectFilter::of_year(current, hengji_authz::Scope::AllOfDivision);
        let counted = self.read(|db| Ok(projects::count(db, user.home, &filter)?))?;
        Ok(match (counted, current.previous()) {
            (hengji_store::Count::Exactly(0), Some(previous)) => previous,
            _ => current,
        })
    }
}

/// Notes a failure; the one that reaches the limit locks the account for a while.
pub(super) fn count_failure(tx: &mut Tx<'_>, user: &User, rules: &SecurityRules) -> Step<()> {
    let failed_attempts = user.failed_attempts.saturating_add(1);
    let is_too_many = i64::from(rules.lockout_failures) <= i64::from(failed_attempts);
    let locked_until = is_too_many.then(|| lock_end(tx.now, rules));
    if is_too_many {
        tx.detail("locked", "true");
    }
    let next = User {
        failed_attempts: if is_too_many { 0 } else { failed_attempts },
        locked_until,
        ..user.clone()
    };
    users::update(tx.db, &next)?;
    Ok(())
}

pub(super) fn clear_failures(tx: &mut Tx<'_>, user: &User) -> Step<User> {
    if user.failed_attempts == 0 && user.locked_until.is_none() {
        return Ok(user.clone());
    }
    let next = User {
        failed_attempts: 0,
        locked_until: None,
        ..user.clone()
    };
    Ok(users::update(tx.db, &next)?)
}

fn lock_end(now: Timestamp, rules: &SecurityRules) -> Timestamp {
    now.plus_seconds(i64::from(rules.lockout_minutes) * 60)
}

fn failed(rules: &SecurityRules) -> AppError {
    AppError::refused(
        "login-failed",
        format!(
            "登录名或密码不正确,或账户已停用、暂时锁定。连续输错 {} 次将锁定 {} 分钟;忘记密码请联系系统管理员重置。",
            rules.lockout_failures, rules.lockout_minutes
        ),
    )
}

/// A browser may describe itself at length; the beginning says enough.
fn shortened(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(200).collect()
}
