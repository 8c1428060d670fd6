//! Session tokens: opaque, 256 random bits behind the home division, stored only as their hash.

use hengji_domain::Division;
use hengji_store::sha256_hex;

use crate::error::AppError;
use crate::ports::Randomness;

/// A fresh token: the home division, because sessions live there, and 256 random bits.
pub(crate) fn make(home: Division, randomness: &dyn Randomness) -> Result<String, AppError> {
    let mut bytes = [0_u8; 32];
    randomness.fill(&mut bytes)?;
    Ok(format!("{home}.{}", sha256_hex(&bytes)))
}

/// The home division in a token and the hash under which its session is stored; none for a forged shape.
pub(crate) fn read(token: &str) -> Option<(Division, String)> {
    let (home, secret) = token.split_once('.')?;
    let is_hash = secret.len() == 64 && secret.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hash.then_some((home.parse().ok()?, sha256_hex(token.as_bytes())))
}

/// The token of forms, bound to the session: whoever cannot read the cookie cannot make it.
pub(crate) fn form_token(token: &str) -> String {
    sha256_hex(format!("form:{token}").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ports::SystemRandomness;

    #[test]
    fn a_token_is_read_back_and_never_stored_itself() {
        let home: Division = "330108".parse().unwrap();
        let token = make(home, &SystemRandomness).unwrap();
        let (division, hash) = read(&token).unwrap();
        assert_eq!(division, home);
        assert!(!token.contains(&hash) && hash != form_token(&token));
        assert_ne!(token, make(home, &SystemRandomness).unwrap());
    }

    #[test]
    fn forged_shapes_are_no_tokens() {
        for text in [
            "",
            ".",
            "330108.",
            "330108.abc",
            &format!("33010.{}", "a".repeat(64)),
            &"a".repeat(71),
        ] {
            assert!(read(text).is_none(), "{text}");
        }
    }
}
