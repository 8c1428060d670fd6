//! Each refusal has its status, its words and no insides.

use super::*;

fn check(error: impl Into<WebError>, expected: &str) {
    let refusal = Refusal::from(error.into());
    let seen = format!("{} {}", refusal.status.as_u16(), refusal.code);
    assert_eq!(seen, expected);
    assert!(
        refusal.message.ends_with(&format!("[{}]", refusal.code)),
        "{}",
        refusal.message
    );
}

fn stale() -> AppError {
    AppError::Stale(Stale {
        what: "保存绩效目标".into(),
        changed_by: "城管局业务经办".into(),
        changed_at: None,
    })
}

#[test]
fn statuses_of_refusals() {
    check(AppError::NotSignedIn, "401 not-signed-in");
    check(AppError::NotFound, "404 not-found");
    check(
        AppError::refused("goal-weights-not-100", "合计 95。"),
        "422 goal-weights-not-100",
    );
    check(
        AppError::field("name", "name-missing", "缺。"),
        "422 invalid-input",
    );
    check(AppError::KeyReused, "422 request-key-reused");
    check(stale(), "409 stale-version");
    check(AppError::Busy, "503 busy");
    check(AppError::fault("disk"), "500 internal-fault");
    check(WebError::ForeignOrigin, "403 foreign-origin");
    check(WebError::ForeignForm, "403 foreign-form");
    check(WebError::TooLarge, "413 body-too-large");
    check(WebError::WrongMediaType, "415 wrong-media-type");
    check(WebError::NoSuchPage, "404 not-found");
    check(WebError::WrongMethod, "405 method-not-allowed");
    check(WebError::Fault, "500 internal-fault");
}

#[test]
fn a_fault_shows_none_of_its_details() {
    let refusal = Refusal::from(AppError::fault("SELECT secret FROM /srv/data"));
    let shown = error_page(&refusal, None).into_string();
    assert!(!shown.contains("secret") && !shown.contains("/srv"), "{shown}");
}

#[test]
fn a_stale_edit_says_what_changed_and_by_whom() {
    let shown = error_page(&Refusal::from(stale()), None).into_string();
    for part in ["内容已被他人更改", "保存绩效目标", "城管局业务经办"] {
        assert!(shown.contains(part), "{part} in {shown}");
    }
}

#[test]
fn the_page_asked_for_is_remembered_over_the_sign_in() {
    let location = |response: Response| response.headers()[header::LOCATION].to_str().unwrap().to_owned();
    assert_eq!(
        location(sign_in_first(true, "/projects?q=路")),
        "/login?next=%2Fprojects%3Fq%3D%E8%B7%AF"
    );
    assert_eq!(location(sign_in_first(false, "/projects")), "/login");
    assert_eq!(location(sign_in_first(true, "/")), "/login");
}
