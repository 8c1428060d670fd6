//! The session cookie.

use axum::http::{HeaderMap, HeaderValue, header};

use crate::state::WebOptions;

/// The name: with HTTPS the `__Host-` prefix, which makes the browser insist on Secure, path `/` and no domain.
pub(crate) fn name(options: &WebOptions) -> &'static str {
    if options.https { "__Host-hengji" } else { "hengji" }
}

/// The bearer token of a program.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    value
        .strip_prefix("Bearer ")
        .map(|secret| secret.trim().to_owned())
}

/// The session secret in the cookie of a browser.
pub(crate) fn session_secret(headers: &HeaderMap, options: &WebOptions) -> Option<String> {
    let wanted = name(options);
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == wanted)
        .map(|(_, secret)| secret.to_owned())
}

/// `Set-Cookie` for a new session; it ends with the browser, and on the server by idle time.
pub(crate) fn set(options: &WebOptions, secret: &str) -> Option<HeaderValue> {
    value(options, secret, "")
}

/// `Set-Cookie` that removes it.
pub(crate) fn clear(options: &WebOptions) -> Option<HeaderValue> {
    value(options, "", "; Max-Age=0")
}

fn value(options: &WebOptions, secret: &str, more: &str) -> Option<HeaderValue> {
    let secure = if options.https { "; Secure" } else { "" };
    let text = format!(
        "{}={secret}; Path=/; HttpOnly; SameSite=Strict{secure}{more}",
        name(options)
    );
    HeaderValue::from_str(&text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: header::HeaderName, value: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(name, value.parse().unwrap());
        headers
    }

    #[test]
    fn with_https_the_cookie_is_bound_to_the_host_and_secure() {
        let options = WebOptions {
            https: true,
            ..WebOptions::default()
        };
        let cookie = set(&options, "abc").unwrap();
        assert_eq!(
            cookie.to_str().unwrap(),
            "__Host-hengji=abc; Path=/; HttpOnly; SameSite=Strict; Secure"
        );
    }

    #[test]
    fn without_https_it_still_hides_from_scripts_and_other_sites() {
        let cookie = set(&WebOptions::default(), "abc").unwrap();
        assert_eq!(
            cookie.to_str().unwrap(),
            "hengji=abc; Path=/; HttpOnly; SameSite=Strict"
        );
        let gone = clear(&WebOptions::default()).unwrap();
        assert!(gone.to_str().unwrap().ends_with("Max-Age=0"));
    }

    #[test]
    fn the_secret_is_found_among_other_cookies() {
        let options = WebOptions::default();
        let cookies = headers(header::COOKIE, "other=1; hengji=abc; more=2");
        assert_eq!(session_secret(&cookies, &options), Some("abc".to_owned()));
        let none = headers(header::COOKIE, "nothengji=abc");
        assert_eq!(session_secret(&none, &options), None);
    }

    #[test]
    fn a_bearer_token_is_read_only_from_its_own_scheme() {
        assert_eq!(
            bearer(&headers(header::AUTHORIZATION, "Bearer xyz")),
            Some("xyz".to_owned())
        );
        assert_eq!(bearer(&headers(header::AUTHORIZATION, "Basic eHl6")), None);
    }
}
