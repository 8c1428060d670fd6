//! One throw-away PostgreSQL for a whole test run.
//!
//! It lives in a temporary directory, listens on a Unix socket only and never flushes: fast, alone, and no
//! port to clash with another run. It stops when the value is dropped, or with us if we are killed.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

use crate::prerequisites::is_root;
use crate::shell::{Failure, answers, capture};

/// Sixty seconds, in steps of a tenth: a loaded machine needs a few, a broken cluster never comes.
const STEPS_TO_WAIT: u32 = 600;
const STEP: Duration = Duration::from_millis(100);

/// A running cluster; its superuser is `postgres`, local connections are trusted.
#[derive(Debug)]
pub(crate) struct Cluster {
    server: Child,
    directory: TempDir,
    programs: PathBuf,
    account: Option<&'static str>,
}

impl Cluster {
    /// Makes and starts a cluster with the programs in `programs`.
    pub(crate) fn start(programs: &Path) -> Result<Self, Failure> {
        // PostgreSQL refuses to run as root, so there the account of Debian's package owns it.
        let account = is_root().then_some("postgres");
        let directory = tempfile::Builder::new()
            .prefix("hengji-pg-")
            .tempdir()
            .map_err(|cause| Failure::io("建立 PostgreSQL 临时目录", cause))?;
        initialise(programs, account, directory.path())?;
        let server = serve(programs, account, directory.path())?;
        let mut cluster = Self {
            server,
            directory,
            programs: programs.to_path_buf(),
            account,
        };
        cluster.wait_until_it_answers()?;
        Ok(cluster)
    }

    /// The directory of the Unix socket, which is what clients need to know.
    pub(crate) fn socket_directory(&self) -> PathBuf {
        self.directory.path().to_path_buf()
    }

    fn wait_until_it_answers(&mut self) -> Result<(), Failure> {
        let probe = self.programs.join("pg_isready");
        let host = format!("--host={}", self.directory.path().display());
        for _ in 0..STEPS_TO_WAIT {
            if answers(&probe.to_string_lossy(), &host) {
                return Ok(());
            }
            if let Ok(Some(status)) = self.server.try_wait() {
                return Err(Failure::Machine(format!(
                    "PostgreSQL 未能启动({status}):\n{}",
                    self.log()
                )));
            }
            std::thread::sleep(STEP);
        }
        Err(Failure::Machine(format!(
            "PostgreSQL 在一分钟内没有应答:\n{}",
            self.log()
        )))
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.directory.path().join("log")).unwrap_or_default()
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // An immediate stop is right for a cluster nobody will open again: its files go with the directory.
        let stopped = capture(
            as_account(self.account, &self.programs.join("pg_ctl"))
                .current_dir(self.directory.path())
                .args(["stop", "-s", "-m", "immediate", "-D"])
                .arg(self.directory.path().join("data")),
        );
        if stopped.is_err() {
            eprintln!("未能停止临时 PostgreSQL(进程 {}),请手工结束。", self.server.id());
            return;
        }
        if let Err(cause) = self.server.wait() {
            eprintln!("等待临时 PostgreSQL 结束失败: {cause}");
        }
    }
}

/// Lays the files of the cluster down, without flushing them: nobody opens them twice.
fn initialise(programs: &Path, account: Option<&'static str>, directory: &Path) -> Result<(), Failure> {
    if let Some(account) = account {
        capture(Command::new("chown").arg(format!("{account}:")).arg(directory))?;
    }
    let mut initdb = as_account(account, &programs.join("initdb"));
    initdb
        .current_dir(directory)
        .args(["-U", "postgres", "-A", "trust", "-E", "UTF8"]);
    // Text is compared byte by byte, as on every engine we mean to serve.
    initdb
        .args(["--locale=C.UTF-8", "--no-sync", "-D"])
        .arg(directory.join("data"));
    capture(&mut initdb).map(drop)
}

fn serve(programs: &Path, account: Option<&'static str>, directory: &Path) -> Result<Child, Failure> {
    let log = std::fs::File::create(directory.join("log")).map_err(|cause| Failure::io("建立日志", cause))?;
    as_account(account, &programs.join("postgres"))
        .current_dir(directory)
        .arg("-D")
        .arg(directory.join("data"))
        .arg("-k")
        .arg(directory)
        // Tests run side by side and each holds a pool of its own.
        .args([
            "-c",
            "listen_addresses=",
            "-c",
            "fsync=off",
            "-c",
            "max_connections=300",
        ])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()
        .map_err(|cause| Failure::io("启动 PostgreSQL ", cause))
}

/// A command of the cluster, run as the account where one is needed, and ended when we are ended.
fn as_account(account: Option<&str>, program: &Path) -> Command {
    let Some(account) = account else {
        return Command::new(program);
    };
    let mut command = Command::new("setpriv");
    command
        .args([
            "--reuid",
            account,
            "--regid",
            account,
            "--clear-groups",
            "--pdeathsig",
            "QUIT",
        ])
        .arg(program);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_an_account_the_program_runs_as_it_is() {
        assert_eq!(as_account(None, Path::new("initdb")).get_program(), "initdb");
    }

    #[test]
    fn with_an_account_root_gives_up_its_rights_first() {
        let command = as_account(Some("postgres"), Path::new("initdb"));
        assert_eq!(command.get_program(), "setpriv");
        let words: Vec<_> = command
            .get_args()
            .map(|word| word.to_string_lossy().into_owned())
            .collect();
        assert_eq!(words.last().map(String::as_str), Some("initdb"));
        assert!(words.contains(&"--clear-groups".to_owned()), "{words:?}");
    }
}
