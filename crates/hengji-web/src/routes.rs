//! Every address of the product, with the action behind it. A handler cannot be reached without an entry here.

use std::fmt::Write as _;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::routing::{MethodFilter, on};
use hengji_app::authz::Action;
use hengji_domain::sheet::SheetKind;

use crate::state::WebState;
use crate::{api, assets, counters, pages};

/// Body of an address that takes files; the exact limit of a file is a rule that the application checks.
const UPLOAD_BYTES: usize = 64 * 1024 * 1024;

/// Who gets through to a handler.
#[derive(Clone, Copy)]
enum Door {
    /// Anybody.
    Open,
    /// Who has given the right password.
    Half,
    /// Who is fully signed in; what they may do is decided by the application for this action.
    Person(Action),
    /// The same, where the action depends on the kind of sheet.
    Sheet(fn(SheetKind) -> Action),
}

/// One line of the list of routes.
struct Entry {
    method: &'static str,
    path: String,
    door: Door,
}

/// The routes by door, with their list.
#[derive(Default)]
pub(crate) struct Routes {
    pub(crate) open: Router<WebState>,
    pub(crate) half: Router<WebState>,
    pub(crate) person: Router<WebState>,
    entries: Vec<Entry>,
}

/// The methods in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verb {
    Get,
    Post,
    Put,
    Delete,
}

impl Verb {
    const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }

    const fn filter(self) -> MethodFilter {
        match self {
            Self::Get => MethodFilter::GET,
            Self::Post => MethodFilter::POST,
            Self::Put => MethodFilter::PUT,
            Self::Delete => MethodFilter::DELETE,
        }
    }
}

impl Routes {
    fn note(&mut self, verb: Verb, path: &str, door: Door) {
        self.entries.push(Entry {
            method: verb.name(),
            path: path.to_owned(),
            door,
        });
    }

    /// An address for anybody.
    pub(crate) fn open<H, T>(mut self, verb: Verb, path: &str, handler: H) -> Self
    where
        H: Handler<T, WebState>,
        T: 'static,
    {
        self.note(verb, path, Door::Open);
        self.open = self.open.route(path, on(verb.filter(), handler));
        self
    }

    /// An address for whoever has given the right password.
    pub(crate) fn half<H, T>(mut self, verb: Verb, path: &str, handler: H) -> Self
    where
        H: Handler<T, WebState>,
        T: 'static,
    {
        self.note(verb, path, Door::Half);
        self.half = self.half.route(path, on(verb.filter(), handler));
        self
    }

    /// An address for an action.
    pub(crate) fn person<H, T>(mut self, verb: Verb, path: &str, action: Action, handler: H) -> Self
    where
        H: Handler<T, WebState>,
        T: 'static,
    {
        self.note(verb, path, Door::Person(action));
        self.person = self.person.route(path, on(verb.filter(), handler));
        self
    }

    /// An address whose action depends on the kind of sheet.
    pub(crate) fn sheet<H, T>(
        mut self,
        verb: Verb,
        path: &str,
        action: fn(SheetKind) -> Action,
        handler: H,
    ) -> Self
    where
        H: Handler<T, WebState>,
        T: 'static,
    {
        self.note(verb, path, Door::Sheet(action));
        self.person = self.person.route(path, on(verb.filter(), handler));
        self
    }

    /// An address for an action that takes a file.
    pub(crate) fn upload<H, T>(mut self, path: &str, action: Action, handler: H) -> Self
    where
        H: Handler<T, WebState>,
        T: 'static,
    {
        self.note(Verb::Post, path, Door::Person(action));
        let taking = on(MethodFilter::POST, handler).layer(DefaultBodyLimit::max(UPLOAD_BYTES));
        self.person = self.person.route(path, taking);
        self
    }
}

/// All routes.
pub(crate) fn all() -> Routes {
    let routes = Routes::default()
        .open(Verb::Get, "/assets/{name}", assets::asset)
        .open(Verb::Get, "/healthz", || async { "ok\n" })
        .open(Verb::Get, "/readyz", pages::ready)
        .open(Verb::Get, "/metrics", counters::show);
    api::routes(pages::routes(routes))
}

/// The list of routes as committed in `routes.txt`: method, path, action and the roles that the action is open to.
pub fn routes_text() -> String {
    let mut text =
        String::from("# Every route: method, path, action asked of authz, roles it may be open to.\n");
    let mut entries = all().entries;
    entries.sort_by(|a, b| (&a.path, a.method).cmp(&(&b.path, b.method)));
    for entry in &entries {
        let actions: Vec<Action> = match entry.door {
            Door::Open | Door::Half => Vec::new(),
            Door::Person(action) => vec![action],
            Door::Sheet(action) => {
                let forms = SheetKind::ALL.into_iter().filter(|kind| kind.is_form());
                forms.map(action).collect()
            }
        };
        let codes: Vec<&str> = actions.iter().map(|action| action.code()).collect();
        let roles = match (entry.door, actions.first()) {
            (Door::Open, _) => "anybody".to_owned(),
            (_, Some(action)) => roles(*action),
            (_, None) => "password given".to_owned(),
        };
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "{:<6} {:<44} {:<44} {roles}",
            entry.method,
            entry.path,
            codes.join("|")
        );
    }
    text
}

fn roles(action: Action) -> String {
    let codes: Vec<&str> = action.roles().iter().map(|role| role.code()).collect();
    if codes.len() == hengji_domain::person::Role::ALL.len() {
        "signed in".to_owned()
    } else {
        codes.join(" ")
    }
}
