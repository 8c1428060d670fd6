//! 初始化 (first-run ceremony): a fresh installation has no account until three administrators are made at the
//! machine itself; there is no default password anywhere.

use hengji_authz::Action;
use hengji_domain::Division;
use hengji_domain::person::{Grant, Role};
use hengji_domain::unit::{Unit, UnitKind};
use hengji_store::divisions::{self, ServedDivision};
use hengji_store::users::{self, GrantRecord};
use hengji_store::{Sorted, units};

use super::accounts::new_user;
use super::password;
use super::view::InitialPassword;
use crate::app::{App, Step, Tx};
use crate::error::AppError;
use crate::units::sort_key;

/// The three, with the beginning of their login names.
const ADMINISTRATORS: [(Role, &str); 3] = [
    (Role::SystemAdministrator, "system"),
    (Role::SecurityAdministrator, "security"),
    (Role::AuditAdministrator, "audit"),
];

impl App {
    /// Makes a division with its finance bureau and three administrators, each with a one-time password.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `already-initialised` when the division has an account.
    pub fn bootstrap(&self, division: Division, name: &str) -> Result<Vec<InitialPassword>, AppError> {
        let randomness = &*self.ports().randomness;
        let mut secrets = Vec::new();
        for _ in ADMINISTRATORS {
            let made = password::make_initial(randomness)?;
            let hash = password::hash(&made, randomness)?;
            secrets.push((made, hash));
        }
        let made = self.operate(division, Action::Bootstrap, |tx| {
            if !users::list(tx.db, division)?.is_empty() {
                return Err(AppError::refused(
                    "already-initialised",
                    format!("区划 {division} 已有账户,不能再次初始化;重置密码请由系统管理员办理。"),
                )
                .into());
            }
            tx.about("division", division);
            let served = ServedDivision {
                division,
                name: name.to_owned(),
                is_demonstration: false,
            };
            divisions::save(tx.db, &served)?;
            let bureau = make_bureau(tx)?;
            ADMINISTRATORS
                .iter()
                .zip(&secrets)
                .map(|((role, login), secret)| make_administrator(tx, *role, login, &bureau, secret))
                .collect()
        })?;
        self.forget_directory(division);
        Ok(made)
    }
}

fn make_bureau(tx: &mut Tx<'_>) -> Step<Unit> {
    let id = tx.fresh()?;
    let bureau = Unit {
        id,
        code: "bureau".to_owned(),
        name: "财政局".to_owned(),
        kind: UnitKind::BureauDivision,
        department: id,
        budget_division: None,
    };
    let sorted = Sorted {
        pinyin_sort: sort_key(&bureau.name),
        record: bureau.clone(),
    };
    units::insert_many(tx.db, tx.division, &[sorted])?;
    Ok(bureau)
}

fn make_administrator(
    tx: &mut Tx<'_>,
    role: Role,
    login: &str,
    bureau: &Unit,
    (made, hash): &(String, String),
) -> Step<InitialPassword> {
    let login_name = format!("{login}-{}", tx.division);
    let user = new_user(tx, &login_name, role.name(), Some(bureau.id), hash)?;
    users::insert(tx.db, &user)?;
    let record = GrantRecord {
        user: user.id,
        grant: Grant {
            role,
            unit: bureau.id,
        },
        granted_by: None,
        granted_at: tx.now,
    };
    users::grant(tx.db, tx.division, &record)?;
    Ok(InitialPassword {
        user: user.id.to_string(),
        login_name,
        role_name: Some(role.name().to_owned()),
        password: Some(made.clone()),
    })
}
