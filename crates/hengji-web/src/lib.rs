//! HTTP: pages for people, an API for programs, over the same use cases.
//!
//! A handler reads the request, calls one use case on a blocking thread and writes the answer. Who may do what,
//! what a score is and what is stored is decided below.

mod api;
mod assets;
mod counters;
mod error;
mod extract;
mod fields;
mod look;
mod menu;
mod pages;
mod progress;
mod request_key;
mod routes;
mod security;
mod server;
mod state;
mod visit;

pub use api::openapi_json;
pub use routes::routes_text;
pub use server::{router, serve};
pub use state::{DemoAccount, WebOptions};
