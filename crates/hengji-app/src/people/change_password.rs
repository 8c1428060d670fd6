//! 修改密码 (change password): by its owner, who knows the present one.

use hengji_authz::Action;
use hengji_store::sessions;
use hengji_store::users::{self, User};

use super::view::{Session, SignedIn};
use super::{password, token};
use crate::app::App;
use crate::error::{AppError, FieldError};

/// The present and the new password.
#[derive(Clone)]
pub struct ChangePassword {
    /// 原密码.
    pub current: String,
    /// 新密码.
    pub new: String,
    /// 新密码 again.
    pub repeat: String,
}

impl std::fmt::Debug for ChangePassword {
    /// Secrets stay out of logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ChangePassword").finish_non_exhaustive()
    }
}

impl App {
    /// Changes one's own password; every other session of the account ends.
    ///
    /// # Errors
    ///
    /// [`AppError::Invalid`] with what is wrong with the present or the new password.
    pub fn change_password(
        &self,
        session: &Session,
        token: &str,
        change: &ChangePassword,
    ) -> Result<SignedIn, AppError> {
        let (home, hash) = token::read(token).ok_or(AppError::NotSignedIn)?;
        let found = self.read(|db| Ok(sessions::find(db, home, &hash)?))?;
        let user = found.ok_or(AppError::NotSignedIn)?.user;
        let problems = self.problems(&user, change)?;
        if !problems.is_empty() {
            return Err(AppError::Invalid(problems));
        }
        let fresh_hash = password::hash(&change.new, &*self.ports().randomness)?;
        self.renew(session, token, Action::ChangePassword, |tx, user| {
            users::remember_password(tx.db, home, user.id, &user.password_hash, tx.now)?;
            sessions::revoke_all_of(tx.db, home, user.id, tx.now)?;
            let next = User {
                password_hash: fresh_hash.clone(),
                must_change_password: false,
                password_changed_at: tx.now,
                ..user.clone()
            };
            Ok(users::update(tx.db, &next)?)
        })
    }

    fn problems(&self, user: &User, change: &ChangePassword) -> Result<Vec<FieldError>, AppError> {
        if !password::verify(&change.current, &user.password_hash) {
            return Ok(vec![FieldError::new(
                "current",
                "password-wrong",
                "原密码不正确。",
            )]);
        }
        if change.new != change.repeat {
            return Ok(vec![FieldError::new(
                "repeat",
                "password-repeat-differs",
                "两次输入的新密码不一致。",
            )]);
        }
        let rules = self.rules(user.home, self.current_year()?).security()?;
        let mut problems = password::problems(&change.new, &user.login_name, &user.name, &rules);
        let earlier = self.read(|db| {
            Ok(users::earlier_passwords(
                db,
                user.home,
                user.id,
                i64::from(rules.password_history),
            )?)
        })?;
        let is_earlier = std::iter::once(&user.password_hash)
            .chain(&earlier)
            .any(|hash| password::verify(&change.new, hash));
        if is_earlier {
            problems.push(FieldError::new(
                "new",
                "password-used-before",
                format!(
                    "新密码与现在或最近 {} 次用过的密码相同,请换一个。",
                    rules.password_history
                ),
            ));
        }
        Ok(problems)
    }
}
