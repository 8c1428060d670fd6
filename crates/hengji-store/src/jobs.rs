//! 后台任务 (jobs): claimed under a lease, so that another worker takes over when one dies.

use diesel::prelude::*;
use hengji_domain::id::{JobId, UserId};
use hengji_domain::{Division, Timestamp};

use crate::Db;
use crate::error::StoreError;
use crate::schema::jobs;
use crate::text::Row;

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobState {
    /// 等待.
    Waiting,
    /// 进行中, under a lease.
    Running,
    /// 完成.
    Done,
    /// 失败.
    Failed,
}

impl JobState {
    const ALL: [Self; 4] = [Self::Waiting, Self::Running, Self::Done, Self::Failed];

    /// The stable identifier: waiting, running, done, failed.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// A job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Identity.
    pub id: JobId,
    /// What is to be done.
    pub kind: String,
    /// With what, as JSON.
    pub payload: String,
    /// Where it stands.
    pub state: JobState,
    /// The worker that holds it.
    pub owner: Option<String>,
    /// Until when.
    pub lease_until: Option<Timestamp>,
    /// How often it was begun.
    pub attempts: i32,
    /// Steps done.
    pub progress_done: u64,
    /// Steps in all; 0 while unknown.
    pub progress_total: u64,
    /// What to tell the user.
    pub message: Option<String>,
    /// Who asked for it.
    pub created_by: Option<UserId>,
    /// When.
    pub created_at: Timestamp,
    /// When it ended.
    pub concluded_at: Option<Timestamp>,
    /// Optimistic lock.
    pub version: i32,
}

#[derive(Insertable, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = jobs, treat_none_as_default_value = false, treat_none_as_null = true)]
#[diesel(primary_key(division, job_id))]
struct JobRow {
    division: String,
    job_id: String,
    kind: String,
    payload: String,
    state: String,
    owner: Option<String>,
    lease_until: Option<i64>,
    attempts: i32,
    progress_done: i64,
    progress_total: i64,
    message: Option<String>,
    created_by: Option<String>,
    created_at: i64,
    concluded_at: Option<i64>,
    version: i32,
}

impl JobRow {
    fn new(division: Division, job: &Job, version: i32) -> Result<Self, StoreError> {
        let steps =
            |count: u64| i64::try_from(count).map_err(|_| StoreError::corrupt("jobs", job.id, "progress"));
        Ok(Self {
            division: division.to_string(),
            job_id: job.id.to_string(),
            kind: job.kind.clone(),
            payload: job.payload.clone(),
            state: job.state.code().to_owned(),
            owner: job.owner.clone(),
            lease_until: job.lease_until.map(Timestamp::micros),
            attempts: job.attempts,
            progress_done: steps(job.progress_done)?,
            progress_total: steps(job.progress_total)?,
            message: job.message.clone(),
            created_by: job.created_by.map(|id| id.to_string()),
            created_at: job.created_at.micros(),
            concluded_at: job.concluded_at.map(Timestamp::micros),
            version,
        })
    }
}

impl TryFrom<JobRow> for Job {
    type Error = StoreError;

    fn try_from(stored: JobRow) -> Result<Self, StoreError> {
        let row = Row {
            table: "jobs",
            key: &stored.job_id,
        };
        Ok(Self {
            id: row.parse("job_id", &stored.job_id)?,
            state: row.code("state", &stored.state, JobState::from_code)?,
            progress_done: row.number("progress_done", stored.progress_done)?,
            progress_total: row.number("progress_total", stored.progress_total)?,
            created_by: row.parse_opt("created_by", stored.created_by.as_deref())?,
            kind: stored.kind,
            payload: stored.payload,
            owner: stored.owner,
            lease_until: stored.lease_until.map(Timestamp::from_micros),
            attempts: stored.attempts,
            message: stored.message,
            created_at: Timestamp::from_micros(stored.created_at),
            concluded_at: stored.concluded_at.map(Timestamp::from_micros),
            version: stored.version,
        })
    }
}

/// Adds a job.
///
/// # Errors
///
/// [`StoreError`] of the engine.
pub fn enqueue(db: &mut Db, division: Division, job: &Job) -> Result<(), StoreError> {
    diesel::insert_into(jobs::table)
        .values(JobRow::new(division, job, job.version)?)
        .execute(db)?;
    Ok(())
}

/// The job with this id.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn find(db: &mut Db, division: Division, id: JobId) -> Result<Option<Job>, StoreError> {
    jobs::table
        .find((division.as_str(), id.to_string()))
        .select(JobRow::as_select())
        .first(db)
        .optional()?
        .map(Job::try_from)
        .transpose()
}

/// Claims the oldest job that waits or whose lease has lapsed; none when there is none, or when another worker
/// was faster.
///
/// A job may so be run twice, when its worker was only slow: what it does must bear that.
///
/// # Errors
///
/// [`StoreError::Corrupt`], or of the engine.
pub fn claim(
    db: &mut Db,
    division: Division,
    worker: &str,
    now: Timestamp,
    lease_until: Timestamp,
) -> Result<Option<Job>, StoreError> {
    let running = jobs::state.eq(JobState::Running.code());
    let lapsed = running.and(jobs::lease_until.assume_not_null().le(now.micros()));
    let candidate: Option<JobRow> = jobs::table
        .filter(jobs::division.eq(division.as_str()))
        .filter(jobs::state.eq(JobState::Waiting.code()).or(lapsed))
        .order((jobs::created_at, jobs::job_id))
        .select(JobRow::as_select())
        .first(db)
        .optional()?;
    let Some(candidate) = candidate else {
        return Ok(None);
    };
    let job = Job::try_from(candidate)?;
    let claimed = Job {
        state: JobState::Running,
        owner: Some(worker.to_owned()),
        lease_until: Some(lease_until),
        attempts: job.attempts.saturating_add(1),
        ..job
    };
    match update(db, division, &claimed) {
        Ok(job) => Ok(Some(job)),
        Err(StoreError::Stale { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Stores the job as given (its progress, its end), one version further.
///
/// # Errors
///
/// [`StoreError::Stale`] when another worker has taken the job over.
pub fn update(db: &mut Db, division: Division, job: &Job) -> Result<Job, StoreError> {
    let next = job.version.saturating_add(1);
    let updated = diesel::update(
        jobs::table
            .find((division.as_str(), job.id.to_string()))
            .filter(jobs::version.eq(job.version)),
    )
    .set(JobRow::new(division, job, next)?)
    .execute(db)?;
    if updated == 0 {
        return Err(StoreError::Stale {
            table: "jobs",
            key: job.id.to_string(),
        });
    }
    Ok(Job {
        version: next,
        ..job.clone()
    })
}

#[cfg(test)]
mod tests;
