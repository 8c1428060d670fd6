//! The token that ties a form to a session (CSRF).
//!
//! It is derived from the session's secret and a salt that differs on each page, so that nothing need be stored
//! and compression of pages cannot be used to guess it letter by letter (BREACH).

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

/// The token for this session and salt, e.g. `018f…-7.5d2c…`.
pub(crate) fn form_token(session: &str, salt: &str) -> String {
    let mut hash = Sha256::new();
    for part in ["hengji-form-token", session, salt] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    let mut token = format!("{salt}.");
    for byte in hash.finalize() {
        // Writing to a String cannot fail.
        let _ = write!(token, "{byte:02x}");
    }
    token
}

/// Whether a posted token belongs to this session; compared without telling by time where it differs.
pub(crate) fn belongs(session: &str, posted: &str) -> bool {
    let Some((salt, _)) = posted.split_once('.') else {
        return false;
    };
    let expected = form_token(session, salt);
    let same_length = expected.len() == posted.len();
    let difference = expected
        .bytes()
        .zip(posted.bytes())
        .fold(0_u8, |seen, (a, b)| seen | (a ^ b));
    same_length && difference == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_opens_only_its_own_session() {
        let token = form_token("secret-a", "7");
        assert!(belongs("secret-a", &token));
        assert!(!belongs("secret-b", &token));
    }

    #[test]
    fn a_changed_cut_or_missing_token_is_refused() {
        let token = form_token("secret-a", "7");
        assert!(!belongs("secret-a", &token.replace("7.", "8.")));
        assert!(!belongs("secret-a", &token[..token.len() - 1]));
        assert!(!belongs("secret-a", ""));
        assert!(!belongs("secret-a", "7."));
    }

    #[test]
    fn two_pages_of_one_session_carry_different_tokens() {
        assert_ne!(form_token("secret-a", "7"), form_token("secret-a", "8"));
    }
}
