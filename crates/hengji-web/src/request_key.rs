//! Keys by which a retried request is known.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};

use hengji_app::{Randomness, SystemRandomness};

static COUNT: AtomicU64 = AtomicU64::new(0);

/// A key that no other page carries.
///
/// Should the operating system give no randomness, the counter still keeps the keys of this process apart; the key
/// guards against repetition and is no secret.
pub(crate) fn fresh() -> String {
    let mut bytes = [0_u8; 16];
    if SystemRandomness.fill(&mut bytes).is_err() {
        tracing::warn!("no randomness for a request key");
    }
    let mut key = format!("{:x}-", COUNT.fetch_add(1, Ordering::Relaxed));
    for byte in bytes {
        // Writing to a String cannot fail.
        let _ = write!(key, "{byte:02x}");
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;
    use hengji_app::RequestKey;

    #[test]
    fn keys_differ_and_are_well_formed() {
        let (one, other) = (fresh(), fresh());
        assert_ne!(one, other);
        assert!(RequestKey::new(&one).is_ok());
    }
}
