//! What every handler can reach: the application, the options, the counters.

use std::sync::Arc;

use hengji_app::{App, AppError};

use crate::counters::Counters;
use crate::error::WebError;
use crate::progress::Progress;

/// How the server is run.
#[derive(Debug, Clone, Default)]
pub struct WebOptions {
    /// Browsers reach us by HTTPS (ourselves or a gateway before us): cookies are Secure, HSTS is sent.
    pub https: bool,
    /// A gateway stands before us, whose `X-Forwarded-For` names the caller. Never set without one: anybody could
    /// then write any address into the audit chain.
    pub behind_proxy: bool,
    /// Accounts listed on the sign-in page, of the demonstration only.
    pub demo_accounts: Vec<DemoAccount>,
}

/// An account of the demonstration, shown on its sign-in page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoAccount {
    /// 登录名.
    pub login_name: String,
    /// The password.
    pub password: String,
    /// The role in words, with the unit.
    pub role: String,
    /// What one can try with it.
    pub hint: String,
    /// The shared secret of the second factor in base32, where the role needs one.
    pub totp_secret: Option<String>,
}

/// Shared by all requests.
#[derive(Clone)]
pub(crate) struct WebState {
    pub(crate) app: App,
    pub(crate) options: Arc<WebOptions>,
    pub(crate) counters: Arc<Counters>,
    pub(crate) progress: Arc<Progress>,
}

impl WebState {
    pub(crate) fn new(app: App, options: WebOptions) -> Self {
        Self {
            app,
            options: Arc::new(options),
            counters: Arc::default(),
            progress: Arc::default(),
        }
    }

    /// Runs a use case on a thread where waiting for the database holds nobody else up.
    pub(crate) async fn run<T, F>(&self, use_case: F) -> Result<T, WebError>
    where
        T: Send + 'static,
        F: FnOnce(&App) -> Result<T, AppError> + Send + 'static,
    {
        let app = self.app.clone();
        match tokio::task::spawn_blocking(move || use_case(&app)).await {
            Ok(result) => result.map_err(WebError::App),
            Err(stopped) => Err(WebError::App(AppError::fault(stopped))),
        }
    }
}
