//! The components that pages are made of: one function for one concept.
//!
//! A component gets ready values and branches on them; it computes nothing that an auditor would ask about.

mod amount;
mod chart;
mod finding;
mod form;
mod light;
mod list;
mod paper;
mod scatter;
mod shell;
mod stages;
mod steps;
mod tag;
mod timeline;
mod whisker;

pub(crate) use amount::{
    date, moment, money, money_exact, money_short, optional_money, percent_of_bp, plain_money, points, score,
    weight,
};
pub(crate) use chart::{Bar, LinkedBar, Part, Share, bar_chart, legend, link_chart, share_chart};
pub(crate) use finding::finding_list;
pub(crate) use form::{
    Problem, error_summary, field, hidden, labelled, options, password_field, problem_of, select_field,
    text_field,
};
pub(crate) use light::{forecast, light, light_of, percent_of_centi};
pub(crate) use list::{Sorting, pager, sort_head, spans};
pub(crate) use paper::paper_text;
pub(crate) use scatter::scatter_chart;
pub(crate) use shell::{Crumb, Frame, Menu, MenuItem, Token, bare_page, page, paper_page};
pub(crate) use stages::{Piece, StageLine, light_strip, stage_chart};
pub(crate) use steps::{Step, StepLook, steps_bar};
pub(crate) use tag::{severity_tag, state_tag, tag, verification_mark};
pub(crate) use timeline::{TimelineEntry, timeline};
pub(crate) use whisker::{Whisker, whisker_chart};
