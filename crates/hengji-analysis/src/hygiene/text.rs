//! 文本雷同 (copied texts): goal texts that repeat each other across projects or years.

pub(super) mod normalise;

mod grams;
mod minhash;
mod pairs;
mod simhash;

pub use grams::{Gram, grams, likeness};
pub use minhash::{Banding, estimate, signature};
pub use normalise::{Digits, normalised};
pub use pairs::{CopiedTexts, LikePair, TextSettings, copied_texts};
pub use simhash::{distance, simhash};
