//! RFC 3797: publicly verifiable random selection, as the IETF fills its nominations committee.

use super::super::ticket::hex;
use super::md5::md5;

/// One step of the selection.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Rfc3797Step {
    /// The one selected, counted from one in the published list.
    pub selected: u16,
    /// The hash that selected it, in hexadecimal digits.
    pub hash: String,
}

/// The order in which a pool is selected.
///
/// The i-th, counted from nought, is MD5 of i, key, i (i in two bytes, the high one first), taken modulo the number
/// that remain, out of those that remain in the order of the list (RFC 3797, section 4).
#[must_use]
pub fn rfc3797_selection(key: &str, pool: u16) -> Vec<Rfc3797Step> {
    let mut remaining: Vec<u16> = (1..=pool).collect();
    let mut steps = Vec::with_capacity(remaining.len());
    for at in 0..pool {
        let mut message = at.to_be_bytes().to_vec();
        message.extend(key.as_bytes());
        message.extend(at.to_be_bytes());
        let hash = md5(&message);
        let place = remainder(&hash, remaining.len());
        if place < remaining.len() {
            steps.push(Rfc3797Step {
                selected: remaining.remove(place),
                hash: hex(&hash),
            });
        }
    }
    steps
}

/// A number of many bytes, the high one first, modulo a small one.
fn remainder(bytes: &[u8], modulus: usize) -> usize {
    bytes
        .iter()
        .fold(0, |rest, byte| (rest * 256 + usize::from(*byte)) % modulus.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_is_selected_once() {
        for pool in [0, 1, 2, 25, 300] {
            let mut order: Vec<u16> = rfc3797_selection("9319./", pool)
                .iter()
                .map(|step| step.selected)
                .collect();
            order.sort_unstable();
            assert!(order.iter().copied().eq(1..=pool), "{pool}");
        }
    }
}
