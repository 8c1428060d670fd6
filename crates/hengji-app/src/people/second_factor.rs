//! 动态口令 (one-time codes, RFC 6238): the second factor, which works without any network.

use hengji_domain::Timestamp;
use totp_rs::{Builder, Totp};

use crate::error::AppError;
use crate::people::view::Enrolment;
use crate::ports::Randomness;

/// A fresh secret of 160 bits, in base32 as it is stored.
pub(crate) fn make_secret(randomness: &dyn Randomness) -> Result<String, AppError> {
    let mut secret = [0_u8; 20];
    randomness.fill(&mut secret)?;
    Ok(base32(&secret))
}

/// The time step in which the code is right and was not used yet; one step of drift is allowed to either side.
///
/// `used` is the last step that let somebody in: a code read over a shoulder must not work twice.
pub(crate) fn accept(secret: &str, code: &str, used: Option<i64>, now: Timestamp) -> Option<i64> {
    let seconds = u64::try_from(now.micros() / 1_000_000).ok()?;
    let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let step = i64::try_from(totp(secret)?.check(&code, seconds)?).ok()?;
    used.is_none_or(|used| used < step).then_some(step)
}

/// The code of an instant, for the demonstration accounts and tests.
pub fn code_at(secret: &str, now: Timestamp) -> Option<String> {
    let seconds = u64::try_from(now.micros() / 1_000_000).ok()?;
    Some(totp(secret)?.generate(seconds).to_string())
}

/// What is shown to bind the secret. Login names are plain ASCII, so nothing needs to be escaped in the address.
pub(crate) fn enrolment(secret: &str, login_name: &str) -> Enrolment {
    let groups: Vec<String> = secret
        .as_bytes()
        .chunks(4)
        .map(|group| String::from_utf8_lossy(group).into_owned())
        .collect();
    Enrolment {
        secret: groups.join(" "),
        address: format!("otpauth://totp/Hengji:{login_name}?secret={secret}&issuer=Hengji"),
    }
}

fn totp(secret: &str) -> Option<Totp> {
    let bytes: [u8; 20] = unbase32(secret)?.try_into().ok()?;
    Builder::new().with_secret(bytes).build().ok()
}

const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

fn base32(bytes: &[u8]) -> String {
    let mut text = String::new();
    let (mut held, mut bits) = (0_u32, 0_u32);
    for byte in bytes {
        held = (held << 8) | u32::from(*byte);
        bits += 8;
        while 5 <= bits {
            bits -= 5;
            let index = usize::try_from((held >> bits) & 31).unwrap_or(0);
            text.extend(ALPHABET.get(index).map(|sign| char::from(*sign)));
        }
        held &= 0xff;
    }
    text
}

fn unbase32(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let (mut held, mut bits) = (0_u32, 0_u32);
    for sign in text.bytes() {
        let index = ALPHABET.iter().position(|other| *other == sign)?;
        held = (held << 5) | u32::try_from(index).ok()?;
        bits += 5;
        if 8 <= bits {
            bits -= 8;
            bytes.push(u8::try_from((held >> bits) & 0xff).ok()?);
        }
        held &= 0xff;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ports::SystemRandomness;

    /// The secret of the vectors in RFC 6238 appendix B: `12345678901234567890`.
    const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_micros(seconds * 1_000_000)
    }

    #[test]
    fn codes_are_those_of_the_standard() {
        // The last six digits of the eight in the appendix.
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (2_000_000_000, "279037"),
        ] {
            assert_eq!(code_at(SECRET, at(seconds)).unwrap(), code);
        }
    }

    #[test]
    fn a_code_works_once_and_within_one_step() {
        let now = 1_111_111_109;
        let step = accept(SECRET, "081 804", None, at(now)).unwrap();
        assert_eq!(step, now / 30);
        assert_eq!(accept(SECRET, "081804", None, at(now + 30)), Some(step));
        assert_eq!(accept(SECRET, "081804", None, at(now - 30)), Some(step));
        assert_eq!(accept(SECRET, "081804", None, at(now + 61)), None);
        assert_eq!(accept(SECRET, "081804", Some(step), at(now)), None);
        assert_eq!(accept(SECRET, "081805", None, at(now)), None);
        assert_eq!(accept(SECRET, "", None, at(now)), None);
    }

    #[test]
    fn a_secret_survives_its_text() {
        let secret = make_secret(&SystemRandomness).unwrap();
        assert_eq!(secret.len(), 32);
        assert_eq!(base32(&unbase32(&secret).unwrap()), secret);
        assert_eq!(unbase32("not base32"), None);
    }

    #[test]
    fn an_enrolment_shows_the_secret_in_groups() {
        let shown = enrolment(SECRET, "leader01");
        assert!(shown.secret.starts_with("GEZD GNBV "));
        assert!(
            shown.address.contains(SECRET) && shown.address.starts_with("otpauth://totp/Hengji:leader01?")
        );
    }
}
