//! Somebody at the browser: goes to pages, reads them, fills and presses what is there.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::future::Future;
use std::time::{Duration, Instant};

use thirtyfour::common::cookie::Cookie;
use thirtyfour::error::WebDriverResult;
use thirtyfour::prelude::*;

use crate::demonstration::PASSWORD;

/// How long anything may take before it counts as not happening. Debug builds share the machine with compilers.
const PATIENCE: Duration = Duration::from_secs(30);

/// The visitor, one person at a time.
pub(crate) struct Visitor {
    pub(crate) driver: WebDriver,
    base: String,
    /// Where the demonstration keeps its data.
    pub(crate) data: std::path::PathBuf,
    /// Sessions of the people already signed in: a one-time code works once in 30 seconds, so nobody signs in twice.
    sessions: RefCell<BTreeMap<String, Vec<Cookie>>>,
}

impl Visitor {
    pub(crate) fn new(driver: WebDriver, base: String, data: std::path::PathBuf) -> Self {
        Self {
            driver,
            base,
            data,
            sessions: RefCell::default(),
        }
    }

    /// Opens an address of the product.
    pub(crate) async fn open(&self, path: &str) {
        self.driver.goto(format!("{}{path}", self.base)).await.unwrap();
    }

    /// The path of the page.
    pub(crate) async fn path(&self) -> String {
        self.driver.current_url().await.unwrap().path().to_owned()
    }

    /// Becomes the person with this account and comes to the home page.
    pub(crate) async fn become_account(&self, login: &str) {
        let known = self.sessions.borrow().get(login).cloned();
        self.driver.delete_all_cookies().await.unwrap();
        match known {
            Some(cookies) => {
                for cookie in cookies {
                    self.driver.add_cookie(cookie).await.unwrap();
                }
                self.open("/").await;
            }
            None => self.sign_in(login).await,
        }
        self.see("main h1", "待办").await;
    }

    async fn sign_in(&self, login: &str) {
        self.open("/login").await;
        self.fill("#login_name", login).await;
        self.fill("#password", PASSWORD).await;
        self.press("form[action='/login'] button.primary").await;
        if self.path().await == "/login/second-factor" {
            // The demonstration fills its present code in.
            self.press("form[action='/login/second-factor'] button.primary")
                .await;
        }
        let cookies = self.driver.get_all_cookies().await.unwrap();
        self.sessions.borrow_mut().insert(login.to_owned(), cookies);
    }

    /// The element, as soon as it is there.
    pub(crate) async fn find(&self, css: &str) -> WebElement {
        self.until(css, || async { self.driver.find(By::Css(css)).await.ok() })
            .await
    }

    /// Every element, which may be none.
    pub(crate) async fn find_all(&self, css: &str) -> Vec<WebElement> {
        self.driver.find_all(By::Css(css)).await.unwrap()
    }

    /// What the element shows.
    pub(crate) async fn text(&self, css: &str) -> String {
        self.find(css).await.text().await.unwrap()
    }

    /// What the control holds.
    pub(crate) async fn value(&self, css: &str) -> String {
        let held = self.find(css).await.prop("value").await.unwrap();
        held.unwrap_or_default()
    }

    /// Waits until the element shows these words.
    pub(crate) async fn see(&self, css: &str, words: &str) {
        let what = format!("“{words}” in {css}");
        self.until(&what, || async {
            let element = self.driver.find(By::Css(css)).await.ok()?;
            element.text().await.ok()?.contains(words).then_some(())
        })
        .await;
    }

    /// Waits until the element no longer shows these words.
    pub(crate) async fn see_gone(&self, css: &str, words: &str) {
        let what = format!("no “{words}” in {css}");
        self.until(&what, || async {
            let element = self.driver.find(By::Css(css)).await.ok()?;
            (!element.text().await.ok()?.contains(words)).then_some(())
        })
        .await;
    }

    /// Writes into a control in place of what is there.
    pub(crate) async fn fill(&self, css: &str, words: &str) {
        let control = self.find(css).await;
        control.clear().await.unwrap();
        control.send_keys(words).await.unwrap();
    }

    /// Chooses the option with this name.
    pub(crate) async fn choose(&self, css: &str, name: &str) {
        let options = self.find(css).await.find_all(By::Tag("option")).await.unwrap();
        for option in options {
            if option.text().await.unwrap().trim() == name {
                option.click().await.unwrap();
                return;
            }
        }
        panic!("{css} has no option “{name}”");
    }

    /// Chooses the budget year in the header.
    pub(crate) async fn choose_year(&self, year: &str) {
        if self.value("#place-year").await != year {
            self.choose_place("#place-year", year).await;
        }
    }

    /// Chooses the division or the year in the header, which leads to the same list there.
    pub(crate) async fn choose_place(&self, css: &str, name: &str) {
        self.turns_page(name, async {
            self.choose(css, name).await;
            Ok(())
        })
        .await;
    }

    /// Presses what leads to another page and waits for that page.
    pub(crate) async fn press(&self, css: &str) {
        let target = self.find(css).await;
        self.turns_page(css, click(&target)).await;
    }

    /// Follows the link of the page's content whose words are these.
    pub(crate) async fn follow(&self, words: &str) {
        let named = format!("//main//a[contains(normalize-space(.), '{words}')]");
        let link = self
            .until(&named, || async {
                self.driver.find(By::XPath(named.as_str())).await.ok()
            })
            .await;
        self.turns_page(words, click(&link)).await;
    }

    /// Presses keys where the focus is.
    pub(crate) async fn keys(&self, keys: impl Into<TypingData>) {
        let at = self.driver.active_element().await.unwrap();
        at.send_keys(keys).await.unwrap();
    }

    /// Does something that leads to another page, and waits until that one is there as a whole.
    pub(crate) async fn turns_page<T>(&self, what: &str, deed: impl Future<Output = WebDriverResult<T>>) {
        // A mark on the old page: an answer under the same address is told from the page that asked.
        self.script("window.hengjiOldPage = true").await;
        if let Err(error) = deed.await {
            panic!("{what}: {error}\n{}", self.scene().await);
        }
        self.until(&format!("another page after {what}"), || async {
            let fresh = "return document.readyState === 'complete' && !window.hengjiOldPage";
            let told = self.driver.execute(fresh, Vec::new()).await.ok()?;
            told.json().as_bool()?.then_some(())
        })
        .await;
    }

    /// Runs a script in the page.
    pub(crate) async fn script(&self, script: &str) -> serde_json::Value {
        let told = self.driver.execute(script, Vec::new()).await.unwrap();
        told.json().clone()
    }

    /// A number that the page knows.
    pub(crate) async fn number(&self, script: &str) -> u64 {
        self.script(script).await.as_u64().unwrap()
    }

    /// Asks again and again until there is an answer.
    pub(crate) async fn until<T, F>(&self, what: &str, ask: impl Fn() -> F) -> T
    where
        F: Future<Output = Option<T>>,
    {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(answer) = ask().await {
                return answer;
            }
            if deadline < Instant::now() {
                panic!("waited in vain for {what}\n{}", self.scene().await);
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// What somebody standing here would report: the address and the words of the page.
    async fn scene(&self) -> String {
        let words = match self.driver.find(By::Tag("body")).await {
            Ok(body) => body.text().await.unwrap_or_default(),
            Err(error) => error.to_string(),
        };
        format!("at {}:\n{words}", self.path().await)
    }

    /// What the browser complained about since the last time: scripts, refused content, missing files.
    pub(crate) async fn complaints(&self) -> Vec<String> {
        let entries = self.driver.browser_log().await.unwrap();
        entries
            .into_iter()
            .filter(|entry| matches!(entry.level.as_str(), "SEVERE" | "WARNING"))
            .map(|entry| format!("{} {}", entry.level, entry.message))
            .collect()
    }
}

/// Clicks in the middle of the screen, where the bar that stays on top of the page covers nothing.
async fn click(target: &WebElement) -> WebDriverResult<()> {
    target.scroll_into_view().await?;
    target.click().await
}
