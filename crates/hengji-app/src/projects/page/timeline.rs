//! 时间线 (timeline): what happened to the project and its sheets, from the audit chain.

use std::collections::BTreeMap;

use hengji_authz::Action;
use hengji_domain::Division;
use hengji_domain::id::ProjectId;
use hengji_domain::sheet::Sheet;
use hengji_store::audit::{self, AuditFilter, Event, Outcome};
use hengji_store::{Db, Page};

use crate::app::Step;
use crate::projects::view::TimelineEntry;

/// How many events of one object are shown.
const SHOWN: u32 = 50;

/// The events of the project and its sheets: one statement each, of which there are at most three.
pub(super) fn events(db: &mut Db, division: Division, id: ProjectId, all: &[Sheet]) -> Step<Vec<Event>> {
    let objects = std::iter::once(id.to_string()).chain(all.iter().map(|sheet| sheet.id.to_string()));
    let mut events = Vec::new();
    for object in objects {
        let filter = AuditFilter {
            object: Some(object),
            outcome: Some(Outcome::Done),
            ..AuditFilter::default()
        };
        let page = Page {
            offset: 0,
            limit: SHOWN,
        };
        events.extend(audit::list(db, division, &filter, page)?);
    }
    events.sort_by_key(|event| std::cmp::Reverse(event.seq));
    Ok(events)
}

/// The events as entries, newest first.
pub(super) fn entries(events: &[Event]) -> Vec<TimelineEntry> {
    events.iter().map(entry).collect()
}

fn entry(event: &Event) -> TimelineEntry {
    let what = &event.what;
    let details: BTreeMap<String, String> = what
        .details
        .as_deref()
        .and_then(|text| serde_json::from_str(text).ok())
        .unwrap_or_default();
    let named = [
        ("step", "环节"),
        ("edition", "版次"),
        ("opinions", "意见数"),
        ("lines", "指标行数"),
    ];
    let detail: Vec<String> = named
        .iter()
        .filter_map(|(key, name)| details.get(*key).map(|value| format!("{name}:{value}")))
        .collect();
    TimelineEntry {
        at: what.at,
        who: what.actor_name.clone().unwrap_or_default(),
        what: Action::from_code(&what.action)
            .map_or_else(|| what.action.clone(), |action| action.name().to_owned()),
        detail: detail.join(","),
    }
}
