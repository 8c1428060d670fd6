//! 绩效抽评 (spot evaluation): rounds with their frozen lists, their draws and their records.

mod drawn;
mod eligible;
mod list;
mod rounds;

pub use drawn::{SpotDrawn, drawn_of, insert_drawn, insert_record, record};
pub use eligible::{SpotEligible, SpotOff, candidates, eligible, insert_eligible, remove_eligible, take_off};
pub use list::{SpotFilter, SpotListing, SpotSort, SpotTally, count, list, tallies};
pub use rounds::{
    SpotAnnouncement, SpotHand, SpotNumbers, SpotRound, SpotValue, find_round, insert_round, rounds_of_year,
    update_round,
};

#[cfg(test)]
mod tests;
