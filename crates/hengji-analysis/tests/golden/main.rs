//! The published and the twice-computed figures under `fixtures/`, each met by the module that claims its method.

mod fixture;

mod allocate;
mod benchmark;
mod catalogue;
mod draw;
mod efficiency;
mod models;
mod partial;
mod progress;
mod raters;
