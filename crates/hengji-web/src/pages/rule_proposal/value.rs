//! A rule's value as fields.

use std::collections::BTreeMap;

use hengji_app::rules::{Control, EditField};
use maud::{Markup, html};

use crate::look::options;

/// What was typed before a refusal, by the names of the fields; nothing at first.
pub(super) type Typed = BTreeMap<String, String>;

/// The fields of a value, filled with what was typed where somebody typed.
pub(super) fn value_field(field: &EditField, typed: &Typed) -> Markup {
    match &field.control {
        Control::Group(fields) => html! {
            fieldset {
                legend { (field.label) }
                div class="form-grid" { @for inner in fields { (part(inner, typed)) } }
            }
        },
        Control::Rows(rows) => html! {
            fieldset { legend { (field.label) } (rows_table(rows, typed)) }
        },
        _ => part(field, typed),
    }
}

fn part(field: &EditField, typed: &Typed) -> Markup {
    match &field.control {
        Control::Group(_) | Control::Rows(_) => html! { div class="wide" { (value_field(field, typed)) } },
        Control::Number { unit, .. } if !unit.is_empty() => html! {
            div class="field" { label for=(field.name) { (field.label) " " span class="hint" { (unit) } } (control(field, typed)) }
        },
        _ => html! { div class="field" { label for=(field.name) { (field.label) } (control(field, typed)) } },
    }
}

fn rows_table(rows: &[Vec<EditField>], typed: &Typed) -> Markup {
    let head = rows.first().map(Vec::as_slice).unwrap_or_default();
    html! {
        table class="list" {
            caption { "每行一项;整行清空即删去,空行可填写新增的项。" }
            thead { tr { @for column in head { th scope="col" { (column.label) } } } }
            tbody { @for row in rows { tr { @for cell in row { td { (control(cell, typed)) } } } } }
        }
    }
}

fn control(field: &EditField, typed: &Typed) -> Markup {
    let (name, label) = (&field.name, &field.label);
    let filled = |own: &str| typed.get(name).cloned().unwrap_or_else(|| own.to_owned());
    match &field.control {
        Control::Number { text, .. } => html! {
            input type="text" inputmode="decimal" id=(name) name=(name) value=(filled(text)) aria-label=(label) autocomplete="off";
        },
        Control::Text(text) => html! {
            input type="text" id=(name) name=(name) value=(filled(text)) aria-label=(label) autocomplete="off";
        },
        Control::Lines(text) => html! {
            textarea id=(name) name=(name) rows="4" aria-label=(label) { (filled(text)) }
        },
        Control::Choice { options: all, chosen } => html! {
            select id=(name) name=(name) aria-label=(label) { (options(all.iter().copied(), &filled(chosen))) }
        },
        Control::Group(_) | Control::Rows(_) => value_field(field, typed),
    }
}
