//! A job is claimed once, taken over when its lease lapses, and never changed by whoever lost it.

use super::*;
use crate::Database;
use crate::samples::{at, bytes, division};
use crate::testing::on_each_engine;

fn job(number: u64, seconds: i64) -> Job {
    Job {
        id: JobId::new(at(0), bytes(number)),
        kind: "import".into(),
        payload: "{}".into(),
        state: JobState::Waiting,
        owner: None,
        lease_until: None,
        attempts: 0,
        progress_done: 0,
        progress_total: 0,
        message: None,
        created_by: None,
        created_at: at(seconds),
        concluded_at: None,
        version: 1,
    }
}

fn claimed(database: &Database, worker: &str, now: i64) -> Option<Job> {
    database
        .write(|db| claim(db, division(), worker, at(now), at(now + 60)))
        .unwrap()
}

#[test]
fn the_oldest_job_is_claimed_first_and_once() {
    on_each_engine(|database| {
        for one in [job(1, 20), job(2, 10)] {
            database.write(|db| enqueue(db, division(), &one)).unwrap();
        }
        let first = claimed(database, "a", 100).unwrap();
        assert_eq!(
            (first.id, first.attempts, first.state),
            (job(2, 10).id, 1, JobState::Running)
        );
        assert_eq!(claimed(database, "b", 100).unwrap().id, job(1, 20).id);
        assert_eq!(claimed(database, "c", 100), None);
        assert_eq!(
            database.read(|db| find(db, division(), first.id)).unwrap(),
            Some(first)
        );
    });
}

#[test]
fn a_lapsed_lease_passes_the_job_on_and_the_slow_worker_learns_it() {
    on_each_engine(|database| {
        database.write(|db| enqueue(db, division(), &job(1, 0))).unwrap();
        let slow = claimed(database, "slow", 100).unwrap();
        assert_eq!(claimed(database, "next", 159), None);
        let next = claimed(database, "next", 160).unwrap();
        assert_eq!((next.attempts, next.owner.as_deref()), (2, Some("next")));
        let refusal = database.write(|db| update(db, division(), &slow)).unwrap_err();
        assert!(
            matches!(refusal, StoreError::Stale { table: "jobs", .. }),
            "{refusal}"
        );
    });
}

#[test]
fn a_finished_job_is_not_claimed_again() {
    on_each_engine(|database| {
        database.write(|db| enqueue(db, division(), &job(1, 0))).unwrap();
        let running = claimed(database, "a", 100).unwrap();
        let done = Job {
            state: JobState::Done,
            owner: None,
            lease_until: None,
            progress_done: 7,
            progress_total: 7,
            message: Some("已导入 7 张表".into()),
            concluded_at: Some(at(101)),
            ..running
        };
        let done = database.write(|db| update(db, division(), &done)).unwrap();
        assert_eq!(claimed(database, "b", 10_000), None);
        assert_eq!(
            database.read(|db| find(db, division(), done.id)).unwrap(),
            Some(done)
        );
    });
}

#[test]
fn workers_at_once_do_not_share_a_job() {
    on_each_engine(|database| {
        for number in 0..8 {
            database
                .write(|db| enqueue(db, division(), &job(number, 0)))
                .unwrap();
        }
        let mut ids: Vec<JobId> = std::thread::scope(|scope| {
            let workers: Vec<_> = (0..4)
                .map(|worker| {
                    scope.spawn(move || {
                        (0..20)
                            .filter_map(|_| claimed(database, &worker.to_string(), 100))
                            .map(|job| job.id)
                            .collect::<Vec<_>>()
                    })
                })
                .collect();
            workers
                .into_iter()
                .flat_map(|worker| worker.join().unwrap())
                .collect()
        });
        ids.sort();
        let before = ids.len();
        ids.dedup();
        assert_eq!((ids.len(), before), (8, 8));
    });
}
