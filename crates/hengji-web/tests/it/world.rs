//! A small district with one account per role, and browsers to visit it with.

mod browser;
mod district;
mod ports;

use std::sync::Arc;

use axum::Router;
use hengji_app::{App, AppConfig};
use hengji_domain::id::UnitId;
use hengji_domain::person::{Actor, Grant, Role};
use hengji_domain::{BudgetYear, Division};
use hengji_store::testing::{self, TestDatabase};
use hengji_web::{WebOptions, router};

pub(crate) use browser::{Answer, Browser, encoded};
pub(crate) use district::{PASSWORD, TOTP_SECRET, goal_fields, key, login_name};
pub(crate) use ports::TestClock;

/// The district with its server.
pub(crate) struct World {
    pub(crate) app: App,
    pub(crate) router: Router,
    pub(crate) clock: Arc<TestClock>,
    pub(crate) units: district::Units,
    _database: TestDatabase,
}

impl World {
    /// On SQLite.
    pub(crate) fn new() -> Self {
        Self::on(testing::sqlite(), WebOptions::default())
    }

    /// On a database of the caller's choice.
    pub(crate) fn on(database: TestDatabase, options: WebOptions) -> Self {
        let clock = Arc::new(TestClock::default());
        let config = AppConfig {
            options: testing::options(),
            ..AppConfig::at(database.place.clone())
        };
        let app = App::open(&config, ports::ports(clock.clone())).unwrap();
        let units = district::seed(&app);
        Self {
            router: router(app.clone(), options),
            app,
            clock,
            units,
            _database: database,
        }
    }

    pub(crate) fn division() -> Division {
        "330199".parse().unwrap()
    }

    pub(crate) fn year() -> BudgetYear {
        BudgetYear::new(2020).unwrap()
    }

    /// The unit that a role of the district is held for.
    pub(crate) fn unit_of(&self, role: Role) -> UnitId {
        self.units.of(role)
    }

    /// The person with this role, for preparing data through the application itself.
    pub(crate) fn actor(&self, role: Role) -> Actor {
        Actor {
            user: self.units.user(role),
            name: role.name().to_owned(),
            division: Self::division(),
            grants: vec![Grant {
                role,
                unit: self.unit_of(role),
            }],
            address: "127.0.0.1".to_owned(),
        }
    }

    /// A browser in which nobody is signed in.
    pub(crate) fn browser(&self) -> Browser {
        Browser::new(self.router.clone())
    }

    /// A browser in which the person with this role is signed in for 2020.
    pub(crate) async fn sign_in(&self, role: Role) -> Browser {
        self.sign_in_as(&login_name(role), role.needs_second_factor())
            .await
    }

    /// A browser in which this account is signed in for 2020.
    pub(crate) async fn sign_in_as(&self, login_name: &str, second_factor: bool) -> Browser {
        let mut browser = self.browser();
        let fields = [("login_name", login_name), ("password", PASSWORD), ("next", "/")];
        let answer = browser.post_plain("/login", &fields).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        if second_factor {
            // A code works once, so each sign-in waits for the next one.
            self.clock.advance_seconds(30);
            let code = hengji_app::people::code_at(TOTP_SECRET, self.app.now()).unwrap();
            let answer = browser
                .post("/login/second-factor", "/login/second-factor", &[("code", &code)])
                .await;
            assert_eq!(answer.status, 303, "{}", answer.body);
        }
        let place = [("division", "330199"), ("year", "2020"), ("next", "/")];
        let answer = browser.post("/account", "/place", &place).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        browser
    }
}
