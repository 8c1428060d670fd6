//! 会话 (sessions): who is signed in, acting where and for which year.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use hengji_domain::id::UserId;
use hengji_domain::person::Grant;
use hengji_domain::{BudgetYear, Division, Timestamp};

use crate::Db;
use crate::error::StoreError;
use crate::rule_proposals::RULES_VERSION;
use crate::schema::{sessions, user_roles, users};
use crate::text::{Row, year_column};
use crate::users::{User, UserRow, grants_of, read_grant};

/// A session. The token itself is only in the browser; here is its SHA-256.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// SHA-256 of the token, hexadecimal.
    pub token_hash: String,
    /// The division where the user's account lives; the cookie carries it beside the token.
    pub home: Division,
    /// Who.
    pub user: UserId,
    /// The division acted in.
    pub acting_division: Division,
    /// The budget year looked at.
    pub acting_year: BudgetYear,
    /// Network address at sign-in.
    pub address: Option<String>,
    /// The browser's own description at sign-in.
    pub user_agent: Option<String>,
    /// When it began; sessions end absolutely some hours later.
    pub created_at: Timestamp,
    /// The last request; sessions end when idle.
    pub last_seen_at: Timestamp,
    /// When the user last proved to be there by password or second factor.
    pub confirmed_at: Option<Timestamp>,
    /// When it was ended.
    pub revoked_at: Option<Timestamp>,
}

/// A session with what every request needs to know about its user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// The session.
    pub session: Session,
    /// The account.
    pub user: User,
    /// The roles held in the division acted in.
    pub grants: Vec<Grant>,
    /// How often rules were changed so far, read on the way so that no page asks a second time.
    pub rules_version: i64,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = sessions, treat_none_as_default_value = false)]
struct SessionRow {
    division: String,
    token_hash: String,
    user_id: String,
    acting_division: String,
    acting_year: i32,
    address: Option<String>,
    user_agent: Option<String>,
    created_at: i64,
    last_seen_at: i64,
    confirmed_at: Option<i64>,
    revoked_at: Option<i64>,
}

impl From<&Session> for SessionRow {
    fn from(session: &Session) -> Self {
        Self {
            division: session.home.to_string(),
            token_hash: session.token_hash.clone(),
            user_id: session.user.to_string(),
            acting_division: session.acting_division.to_string(),
            acting_year: year_column(session.acting_year),
            address: session.address.clone(),
            user_agent: session.user_agent.clone(),
            created_at: session.created_at.micros(),
            last_seen_at: session.last_seen_at.micros(),
            confirmed_at: session.confirmed_at.map(Timestamp::micros),
            revoked_at: session.revoked_at.map(Timestamp::micros),
        }
    }
}

impl TryFrom<SessionRow> for Session {
    type Error = StoreError;

    fn try_from(stored: SessionRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "sessions",
            key: &stored.user_id,
        };
        Ok(Self {
            home: row.parse("division", &stored.division)?,
            user: row.parse("user_id", &stored.user_id)?,
            acting_division: row.parse("acting_division", &stored.acting_division)?,
            acting_year: row.year(stored.acting_year)?,
            token_hash: stored.token_hash,
            address: stored.address,
            user_agent: stored.user_agent,
            created_at: Timestamp::from_micros(stored.created_at),
            last_seen_at: Timestamp::from_micros(stored.last_seen_at),
            confirmed_at: stored.confirmed_at.map(Timestamp::from_micros),
            revoked_at: stored.revoked_at.map(Timestamp::from_micros),
        })
    }
}

/// Begins a session.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn insert(db: &mut Db, session: &Session) -> Result<(), StoreError> {
    diesel::insert_into(sessions::table)
        .values(SessionRow::from(session))
        .execute(db)?;
    Ok(())
}

/// The session with its user and grants: one statement where the user acts at home, two elsewhere, because
/// grants of another division may lie on another shard.
///
/// Ended sessions are found too; whether one is still good depends on the clock and the rules.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn find(db: &mut Db, home: Division, token_hash: &str) -> Result<Option<SignedIn>, StoreError> {
    type GrantColumns = Option<(String, String)>;
    let rows: Vec<(SessionRow, UserRow, GrantColumns, i64)> = sessions::table
        .inner_join(
            users::table.on(users::division
                .eq(sessions::division)
                .and(users::user_id.eq(sessions::user_id))),
        )
        .left_join(
            user_roles::table.on(user_roles::division
                .eq(sessions::division)
                .and(user_roles::user_id.eq(sessions::user_id))),
        )
        .filter(sessions::division.eq(home.as_str()))
        .filter(sessions::token_hash.eq(token_hash))
        .select((
            SessionRow::as_select(),
            UserRow::as_select(),
            (user_roles::role, user_roles::unit_id).nullable(),
            sql::<BigInt>(RULES_VERSION),
        ))
        .load(db)?;
    let grants: Vec<(String, String)> = rows.iter().filter_map(|(_, _, grant, _)| grant.clone()).collect();
    let Some((session, user, _, rules_version)) = rows.into_iter().next() else {
        return Ok(None);
    };
    let (session, user) = (Session::try_from(session)?, User::try_from(user)?);
    let grants = if session.acting_division == home {
        let key = user.id.to_string();
        let read = |(role, unit): &(String, String)| read_grant(&key, role, unit);
        grants.iter().map(read).collect::<Result<_, _>>()?
    } else {
        grants_of(db, session.acting_division, user.id)?
    };
    Ok(Some(SignedIn {
        session,
        user,
        grants,
        rules_version,
    }))
}

/// Notes a request, or a change of the division and year acted in.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn touch(db: &mut Db, session: &Session) -> Result<(), StoreError> {
    diesel::update(sessions::table.find((session.home.as_str(), &session.token_hash)))
        .set((
            sessions::acting_division.eq(session.acting_division.as_str()),
            sessions::acting_year.eq(year_column(session.acting_year)),
            sessions::last_seen_at.eq(session.last_seen_at.micros()),
            sessions::confirmed_at.eq(session.confirmed_at.map(Timestamp::micros)),
        ))
        .execute(db)?;
    Ok(())
}

/// Ends a session; whether it was open.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn revoke(db: &mut Db, home: Division, token_hash: &str, at: Timestamp) -> Result<bool, StoreError> {
    let ended = diesel::update(
        sessions::table
            .find((home.as_str(), token_hash))
            .filter(sessions::revoked_at.is_null()),
    )
    .set(sessions::revoked_at.eq(at.micros()))
    .execute(db)?;
    Ok(ended == 1)
}

/// Ends every open session of the user; how many there were.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn revoke_all_of(db: &mut Db, home: Division, user: UserId, at: Timestamp) -> Result<usize, StoreError> {
    Ok(diesel::update(
        sessions::table
            .filter(sessions::division.eq(home.as_str()))
            .filter(sessions::user_id.eq(user.to_string()))
            .filter(sessions::revoked_at.is_null()),
    )
    .set(sessions::revoked_at.eq(at.micros()))
    .execute(db)?)
}

/// Every open session of the division's users, the latest seen first, for the administrator's list.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn open_sessions(db: &mut Db, home: Division) -> Result<Vec<Session>, StoreError> {
    sessions::table
        .filter(sessions::division.eq(home.as_str()))
        .filter(sessions::revoked_at.is_null())
        .order((sessions::last_seen_at.desc(), sessions::token_hash))
        .select(SessionRow::as_select())
        .load(db)?
        .into_iter()
        .map(Session::try_from)
        .collect()
}

/// Forgets sessions that ended or were last seen before the instant, and their addresses with them.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn forget_before(db: &mut Db, home: Division, before: Timestamp) -> Result<usize, StoreError> {
    Ok(diesel::delete(
        sessions::table
            .filter(sessions::division.eq(home.as_str()))
            .filter(sessions::last_seen_at.lt(before.micros())),
    )
    .execute(db)?)
}

#[cfg(test)]
mod tests;
