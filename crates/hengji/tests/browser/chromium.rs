//! A Chromium with a profile of its own, driven by Debian's ChromeDriver.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use thirtyfour::prelude::*;
use thirtyfour::{ChromiumLikeCapabilities, LoggingPrefsLogLevel};

use crate::demonstration::{answers, free_address};

/// A running ChromeDriver, ended with this value.
pub(crate) struct Chromium {
    service: Child,
    address: String,
    profile: tempfile::TempDir,
}

/// Nothing of the machine's display, network services or updates may come between the page and the test; as root
/// in a container Chromium runs only without its sandbox.
const FLAGS: [&str; 12] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--window-size=1440,900",
    "--hide-scrollbars",
    "--lang=zh-CN",
];

impl Chromium {
    /// Starts the service that drives it.
    pub(crate) fn start() -> Self {
        let program = program("HENGJI_TEST_CHROMEDRIVER", &["chromedriver"], "chromium-driver");
        let address = free_address();
        let mut service = Command::new(program)
            .arg(format!("--port={}", address.port()))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        assert!(
            answers(address, &mut service),
            "ChromeDriver does not answer on {address}"
        );
        Self {
            service,
            address: format!("http://{address}"),
            profile: tempfile::tempdir().unwrap(),
        }
    }

    /// Opens the browser.
    pub(crate) async fn open(&self) -> WebDriver {
        let names = ["chromium", "chromium-browser", "google-chrome"];
        let binary = program("HENGJI_TEST_CHROMIUM", &names, "chromium");
        let mut wanted = DesiredCapabilities::chrome();
        wanted.set_binary(binary.to_str().unwrap()).unwrap();
        for flag in FLAGS {
            wanted.add_arg(flag).unwrap();
        }
        let profile = format!("--user-data-dir={}", self.profile.path().display());
        wanted.add_arg(&profile).unwrap();
        wanted.set_browser_log_level(LoggingPrefsLogLevel::All).unwrap();
        let driver = WebDriver::new(&self.address, wanted).await.unwrap();
        driver
            .set_page_load_timeout(Duration::from_secs(60))
            .await
            .unwrap();
        driver
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        // The browser itself has been told to quit before; the service has nothing left to lose.
        let _ = self.service.kill();
        let _ = self.service.wait();
    }
}

/// The program named by the environment (as `cargo xtask test` does), else found in the path.
fn program(variable: &str, names: &[&str], package: &str) -> PathBuf {
    if let Some(named) = std::env::var_os(variable) {
        return PathBuf::from(named);
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path)
        .flat_map(|directory| names.iter().map(move |name| directory.join(name)))
        .find(|candidate| candidate.is_file());
    found.unwrap_or_else(|| {
        panic!(
            "浏览器测试需要 {}(Debian 软件包 {package}):sudo apt-get install -y {package} [test-prerequisites-missing]",
            names[0]
        )
    })
}
