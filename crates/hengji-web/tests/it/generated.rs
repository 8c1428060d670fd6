//! Files that the code produces and the repository keeps.

use expect_test::expect_file;

#[test]
fn the_generated_list_of_routes_is_what_the_router_serves() {
    expect_file!["../../routes.txt"].assert_eq(&hengji_web::routes_text());
}

#[test]
fn the_generated_openapi_document_is_what_the_handlers_say() {
    expect_file!["../../openapi.json"].assert_eq(&hengji_web::openapi_json().unwrap());
}

#[test]
fn every_address_of_the_api_is_in_the_openapi_document() {
    let document: serde_json::Value = serde_json::from_str(&hengji_web::openapi_json().unwrap()).unwrap();
    let routes = hengji_web::routes_text();
    let api = routes.lines().filter_map(|line| {
        let mut words = line.split_whitespace();
        let (method, path) = (words.next()?, words.next()?);
        let is_documented = path.starts_with("/api/") && path != "/api/v1/openapi.json";
        is_documented.then(|| (method.to_lowercase(), path))
    });
    for (method, path) in api {
        assert!(document["paths"][path].get(&method).is_some(), "{method} {path}");
    }
}
