//! Passwords: hashing, checking, and what makes one acceptable.

use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use hengji_domain::rule::SecurityRules;

use crate::error::{AppError, FieldError};
use crate::ports::Randomness;

/// Longest password accepted: hashing a novel would be a way to keep the server busy.
const LENGTH_MAX: usize = 128;

/// Words that password guessers try first. A password is compared after look-alike signs are undone and what is
/// neither letter nor Han is dropped, so `P@ssw0rd2020!` is still `password`.
const COMMON: &[&str] = &[
    "password",
    "passwd",
    "admin",
    "administrator",
    "root",
    "welcome",
    "letmein",
    "iloveyou",
    "qwerty",
    "qwertyuiop",
    "asdfgh",
    "asdfghjkl",
    "zxcvbn",
    "zxcvbnm",
    "qazwsx",
    "qazwsxedc",
    "abc",
    "abcd",
    "abcdef",
    "test",
    "guest",
    "user",
    "login",
    "secret",
    "default",
    "system",
    "hengji",
    "jixiao",
    "yusuan",
    "caizheng",
    "caizhengju",
    "mima",
    "woaini",
    "woaizhongguo",
    "zhongguo",
    "beijing",
    "hangzhou",
    "zhejiang",
    "binjiang",
    "密码",
    "绩效",
    "预算",
    "财政",
    "财政局",
    "管理员",
];

/// The hash of a password under a fresh salt.
pub(crate) fn hash(password: &str, randomness: &dyn Randomness) -> Result<String, AppError> {
    let mut salt = [0_u8; 16];
    randomness.fill(&mut salt)?;
    Argon2::default()
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map(|hash| hash.to_string())
        .map_err(AppError::fault)
}

/// Whether the password has this hash.
pub(crate) fn verify(password: &str, hash: &str) -> bool {
    // A password longer than any accepted one cannot be right, and is not worth the hashing.
    password.len() <= LENGTH_MAX * 4
        && Argon2::default()
            .verify_password(password.as_bytes(), hash)
            .is_ok()
}

/// A hash that no password has, checked for unknown names so that the answer takes as long as for known ones.
pub(crate) const NOBODYS_HASH: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// What is wrong with a new password, for everybody concerned by name. Empty when it is acceptable.
pub(crate) fn problems(
    password: &str,
    login_name: &str,
    name: &str,
    rules: &SecurityRules,
) -> Vec<FieldError> {
    let mut problems = Vec::new();
    let mut refuse = |code, message: String| problems.push(FieldError::new("new", code, message));
    let length = password.chars().count();
    let least = usize::try_from(rules.password_length_min).unwrap_or(LENGTH_MAX);
    if length < least {
        refuse(
            "password-too-short",
            format!("新密码有 {length} 个字符,至少需要 {least} 个。"),
        );
    }
    if LENGTH_MAX < length {
        refuse(
            "password-too-long",
            format!("新密码有 {length} 个字符,最多 {LENGTH_MAX} 个。"),
        );
    }
    let classes = classes(password);
    if classes < rules.password_classes_min {
        refuse(
            "password-too-plain",
            format!(
                "新密码只用了 {classes} 类字符,至少需要 {} 类(大写字母、小写字母、数字、其他符号或汉字)。",
                rules.password_classes_min
            ),
        );
    }
    let lower = password.to_lowercase();
    if holds(&lower, login_name) || holds(&lower, name) {
        refuse("password-holds-name", "新密码不能包含登录名或姓名。".to_owned());
    }
    if COMMON.contains(&plain_letters(&lower).as_str()) || is_one_run(&lower) {
        refuse(
            "password-common",
            "新密码属于常见密码(常用词、连续或重复字符),容易被猜中,请换一个。".to_owned(),
        );
    }
    problems
}

/// A password made for somebody else: to be used once and changed at sign-in.
pub(crate) fn make_initial(randomness: &dyn Randomness) -> Result<String, AppError> {
    // Signs that are easily confused on paper (0 O 1 l I) are left out.
    const SIGNS: &[u8] = b"abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    let mut text = String::with_capacity(19);
    let mut drawn = 0;
    while drawn < 16 {
        let mut byte = [0_u8; 1];
        randomness.fill(&mut byte)?;
        // Bytes beyond the last whole multiple are drawn again, so that every sign is equally likely.
        if let Some(sign) = SIGNS.get(usize::from(byte[0] & 63)) {
            if drawn != 0 && drawn % 4 == 0 {
                text.push('-');
            }
            text.push(char::from(*sign));
            drawn += 1;
        }
    }
    Ok(text)
}

fn holds(lower: &str, name: &str) -> bool {
    let name = name.trim().to_lowercase();
    2 <= name.chars().count() && lower.contains(&name)
}

fn classes(password: &str) -> u32 {
    let is_sign = |c: char| !c.is_ascii_uppercase() && !c.is_ascii_lowercase() && !c.is_ascii_digit();
    [
        password.chars().any(|c| c.is_ascii_uppercase()),
        password.chars().any(|c| c.is_ascii_lowercase()),
        password.chars().any(|c| c.is_ascii_digit()),
        password.chars().any(is_sign),
    ]
    .into_iter()
    .map(u32::from)
    .sum()
}

/// The letters and Han of a password, look-alikes undone only between letters: in `p@ssw0rd2020` the year goes.
fn plain_letters(lower: &str) -> String {
    let trimmed = lower.trim_matches(|c: char| !c.is_alphabetic());
    trimmed
        .chars()
        .filter_map(|c| match c {
            '@' | '4' => Some('a'),
            '0' => Some('o'),
            '1' | '!' => Some('i'),
            '3' => Some('e'),
            '5' | '$' => Some('s'),
            c => c.is_alphabetic().then_some(c),
        })
        .collect()
}

/// Whether the letters and digits are one run: 12345678, aaaaaaaa, hgfedcba.
fn is_one_run(lower: &str) -> bool {
    let signs: Vec<i64> = lower
        .chars()
        .filter(|c| c.is_alphanumeric())
        .map(|c| i64::from(u32::from(c)))
        .collect();
    [0, 1, -1].into_iter().any(|step| {
        2 < signs.len()
            && signs
                .iter()
                .zip(signs.iter().skip(1))
                .all(|(one, next)| next - one == step)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ports::SystemRandomness;

    const RULES: SecurityRules = SecurityRules {
        lockout_failures: 5,
        lockout_minutes: 30,
        address_failures: 50,
        idle_minutes: 30,
        absolute_hours: 12,
        password_length_min: 8,
        password_classes_min: 3,
        password_days_max: 90,
        password_history: 5,
        initial_password_hours: 24,
        attachment_bytes_max: 1,
        workbook_bytes_max: 1,
    };

    /// `password -> codes of what is wrong`, for clerk01 of that name.
    fn check(case: &str) {
        let (password, expected) = case.rsplit_once(" -> ").unwrap();
        let found = problems(password.trim(), "clerk01", "城管局业务经办", &RULES);
        let codes: Vec<&str> = found.iter().map(|problem| problem.code).collect();
        let shown = if codes.is_empty() {
            "ok".to_owned()
        } else {
            codes.join(" ")
        };
        assert_eq!(shown, expected, "{case}");
    }

    #[test]
    fn acceptable_and_refused_passwords() {
        check("Liu-Shui8 -> ok");
        check("长河街道养护Ab -> ok");
        check("correct Horse battery staple -> ok");
        check("Ab1-x -> password-too-short");
        check("abcdwxyz12 -> password-too-plain");
        check("P@ssw0rd2020! -> password-common");
        check("Hangzhou#330108 -> password-common");
        check("12345678 -> password-too-plain password-common");
        check("aaaaaaaa -> password-too-plain password-common");
        check("Clerk01-Zz9 -> password-holds-name");
        check("城管局业务经办A1 -> password-holds-name");
        check("财政局Aa1 -> password-too-short");
    }

    #[test]
    fn a_password_longer_than_any_purpose_is_refused() {
        let long = "Ab1-".repeat(40);
        let found = problems(&long, "clerk01", "某人", &RULES);
        assert_eq!(found.first().unwrap().code, "password-too-long");
        assert!(!verify(&"x".repeat(10_000), NOBODYS_HASH));
    }

    #[test]
    fn a_hash_fits_its_password_alone() {
        let stored = hash("Liu-Shui8", &SystemRandomness).unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(verify("Liu-Shui8", &stored));
        assert!(!verify("Liu-Shui9", &stored));
        assert_ne!(stored, hash("Liu-Shui8", &SystemRandomness).unwrap());
    }

    #[test]
    fn the_hash_of_nobody_is_well_formed_and_fits_nothing() {
        assert!(argon2::PasswordHash::new(NOBODYS_HASH).is_ok());
        assert!(!verify("", NOBODYS_HASH));
    }

    #[test]
    fn an_initial_password_passes_the_rules() {
        for _ in 0..50 {
            let made = make_initial(&SystemRandomness).unwrap();
            assert_eq!(made.len(), 19);
            assert!(3 <= classes(&made), "{made}");
        }
    }
}
