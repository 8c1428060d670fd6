//! 对照抽样器 (reference samplers): other people's published ways of drawing, to check ours and theirs against.
//!
//! Nothing in Hengji draws with these. They let an auditor who trusts one of them repeat a draw of theirs, and
//! their published test values hold our hashing and big-number arithmetic to somebody else's.

mod consistent;
mod hash_stream;
mod md5;
mod rfc3797;

pub use consistent::{
    ConsistentTicket, Replacement, consistent_sample, first_fraction, next_fraction, trimmed,
    uniform_fraction,
};
pub use hash_stream::HashStream;
pub use rfc3797::{Rfc3797Step, rfc3797_selection};
