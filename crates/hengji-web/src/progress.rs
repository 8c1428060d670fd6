//! Long work that a page watches: started by one request, told by server-sent events, found again by reloading.
//!
//! What it writes lives in the database; only the telling lives here. After a restart the page of the import still
//! says where it stands.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use hengji_domain::id::UserId;
use tokio::sync::watch;

use crate::error::Refusal;

/// How many pieces of finished work are remembered.
const REMEMBERED: usize = 256;

/// Where a piece of work stands.
#[derive(Debug, Clone)]
pub(crate) enum Stage {
    /// So much of so much is done; a total of nothing means that it is not known yet.
    Running { done: u64, total: u64 },
    /// It is done: go there.
    Finished { location: String },
    /// It was refused or failed.
    Refused(Arc<Refusal>),
}

/// A piece of work and who started it.
struct Work {
    owner: UserId,
    stage: watch::Receiver<Stage>,
}

#[derive(Default)]
struct Shelf {
    works: HashMap<String, Work>,
    order: VecDeque<String>,
}

/// All pieces of work of this process.
#[derive(Default)]
pub(crate) struct Progress(Mutex<Shelf>);

impl Progress {
    /// Begins a piece of work under a ticket; the sender tells how it goes.
    pub(crate) fn begin(&self, ticket: &str, owner: UserId) -> watch::Sender<Stage> {
        let (sender, receiver) = watch::channel(Stage::Running { done: 0, total: 0 });
        let mut shelf = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let work = Work {
            owner,
            stage: receiver,
        };
        if shelf.works.insert(ticket.to_owned(), work).is_none() {
            shelf.order.push_back(ticket.to_owned());
        }
        while REMEMBERED < shelf.order.len() {
            if let Some(oldest) = shelf.order.pop_front() {
                shelf.works.remove(&oldest);
            }
        }
        sender
    }

    /// What the owner may watch; to anybody else the ticket does not exist.
    pub(crate) fn watch(&self, ticket: &str, asker: UserId) -> Option<watch::Receiver<Stage>> {
        let shelf = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let work = shelf.works.get(ticket).filter(|work| work.owner == asker);
        work.map(|work| work.stage.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hengji_domain::Timestamp;

    fn user(n: u8) -> UserId {
        UserId::new(Timestamp::from_micros(1), [n; 10])
    }

    #[test]
    fn only_the_owner_watches() {
        let progress = Progress::default();
        let _sender = progress.begin("a", user(1));
        assert!(progress.watch("a", user(1)).is_some());
        assert!(progress.watch("a", user(2)).is_none());
        assert!(progress.watch("b", user(1)).is_none());
    }

    #[test]
    fn the_last_stage_is_seen_by_who_comes_late() {
        let progress = Progress::default();
        let sender = progress.begin("a", user(1));
        sender.send_replace(Stage::Finished {
            location: "/done".into(),
        });
        drop(sender);
        let stage = progress.watch("a", user(1)).unwrap().borrow().clone();
        assert!(matches!(stage, Stage::Finished { location } if location == "/done"));
    }

    #[test]
    fn old_work_is_forgotten_so_that_memory_stays_bounded() {
        let progress = Progress::default();
        for n in 0..=REMEMBERED {
            let _sender = progress.begin(&n.to_string(), user(1));
        }
        assert!(progress.watch("0", user(1)).is_none());
        assert!(progress.watch(&REMEMBERED.to_string(), user(1)).is_some());
    }
}
