//! Checks a chain event by event, without keeping any of it.

use std::fmt;

use super::event::{Checkpoint, Event, GENESIS_HASH};

/// What is wrong with a chain, and where it begins to be wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The first bad sequence number.
    pub seq: i64,
    /// What is wrong there, in Chinese.
    pub what: String,
}

impl Fault {
    fn new(seq: i64, what: &str) -> Self {
        Self {
            seq,
            what: what.to_owned(),
        }
    }

    pub(super) fn unreadable(seq: i64, detail: &str) -> Self {
        Self {
            seq,
            what: format!("内容无法识别({detail})"),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "审计链在第 {} 号事件处不可信:{}。 [audit-chain-broken]",
            self.seq, self.what
        )
    }
}

/// A chain without fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Number of events.
    pub events: i64,
    /// The last event; none for an empty chain.
    pub head: Option<Checkpoint>,
}

/// Checks events as they come, in the order of their numbers.
#[derive(Debug)]
pub struct Verifier {
    checkpoints: Vec<Checkpoint>,
    last: Option<Event>,
}

impl Verifier {
    /// Starts before the first event, with the checkpoints that somebody kept.
    pub fn new(checkpoints: Vec<Checkpoint>) -> Self {
        Self {
            checkpoints,
            last: None,
        }
    }

    /// The number that must come next.
    pub(super) fn next_seq(&self) -> i64 {
        self.last.as_ref().map_or(1, |event| event.seq.saturating_add(1))
    }

    /// Checks the next event.
    ///
    /// # Errors
    ///
    /// [`Fault`] naming the first number that cannot be trusted.
    pub fn check(&mut self, event: &Event) -> Result<(), Fault> {
        let expected = self.next_seq();
        if event.seq != expected {
            return Err(Fault::new(
                expected,
                &format!("应为第 {expected} 号,却是第 {} 号", event.seq),
            ));
        }
        if let Some(last) = &self.last
            && last.division != event.division
        {
            return Err(Fault::new(expected, "属于另一个区划"));
        }
        let previous = self.last.as_ref().map_or(GENESIS_HASH, |last| last.hash.as_str());
        if event.previous_hash != previous {
            return Err(Fault::new(expected, "与前一号事件接不上"));
        }
        if event.computed_hash() != event.hash {
            return Err(Fault::new(expected, "内容与哈希不符"));
        }
        if let Some(kept) = self.checkpoints.iter().find(|kept| kept.seq == event.seq)
            && kept.hash != event.hash
        {
            return Err(Fault::new(expected, "与留存的校验点不符"));
        }
        self.last = Some(event.clone());
        Ok(())
    }

    /// Ends the check: every checkpoint must have been passed.
    ///
    /// # Errors
    ///
    /// [`Fault`] when the chain ends before a checkpoint: its tail was cut, or it is an old copy.
    pub fn finish(self) -> Result<Verified, Fault> {
        let next = self.next_seq();
        if let Some(kept) = self
            .checkpoints
            .iter()
            .map(|kept| kept.seq)
            .filter(|seq| next <= *seq)
            .max()
        {
            return Err(Fault::new(next, &format!("链尾缺失,校验点记到第 {kept} 号")));
        }
        Ok(Verified {
            events: next.saturating_sub(1),
            head: self.last.map(|event| event.checkpoint()),
        })
    }
}
