//! A PostgreSQL cluster of our own in a temporary directory, reached by a Unix socket.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::thread::JoinHandle;
use std::time::Duration;

use diesel::connection::Connection;
use diesel::pg::PgConnection;
use tempfile::TempDir;

use super::sure;
use crate::Place;

/// Where the test command has started a cluster for the whole run.
const SHARED: &str = "HENGJI_TEST_PG";

/// A cluster: that of the whole run, or one of this process.
#[derive(Clone)]
pub(super) struct Server {
    socket_directory: PathBuf,
    _own: Option<Arc<Cluster>>,
}

/// The cluster of this process, for as long as somebody uses it.
static OWN: Mutex<Weak<Cluster>> = Mutex::new(Weak::new());

impl Server {
    pub(super) fn find() -> Self {
        if let Some(directory) = std::env::var_os(SHARED) {
            return Self {
                socket_directory: PathBuf::from(directory),
                _own: None,
            };
        }
        let mut own = OWN.lock().unwrap_or_else(PoisonError::into_inner);
        let cluster = own.upgrade().unwrap_or_else(|| {
            let cluster = Arc::new(Cluster::start(Flushing::Off));
            *own = Arc::downgrade(&cluster);
            cluster
        });
        Self {
            socket_directory: cluster.socket_directory().to_owned(),
            _own: Some(cluster),
        }
    }

    pub(super) fn place(&self, database: &str) -> Place {
        place(&self.socket_directory, database)
    }

    pub(super) fn connect(&self, database: &str) -> PgConnection {
        connect(&self.socket_directory, database)
    }
}

fn address(socket_directory: &Path, database: &str) -> String {
    format!(
        "postgres:///{database}?host={}&user=postgres",
        socket_directory.display()
    )
}

fn place(socket_directory: &Path, database: &str) -> Place {
    Place::Postgres(address(socket_directory, database))
}

/// Connects, waiting for a server that is still starting or recovering.
fn connect(socket_directory: &Path, database: &str) -> PgConnection {
    let address = address(socket_directory, database);
    let mut attempt = PgConnection::establish(&address);
    for _ in 0..600 {
        if attempt.is_ok() {
            break;
        }
        std::thread::sleep(Duration::from_millis(100));
        attempt = PgConnection::establish(&address);
    }
    sure("an answer of PostgreSQL within a minute", attempt)
}

/// Whether a cluster flushes to the disk: off for speed, on where crashes are tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flushing {
    /// As in service.
    On,
    /// Only where nothing crashes.
    Off,
}

/// A cluster of our own. It stops with this value.
pub struct Cluster {
    directory: TempDir,
    programs: PathBuf,
    flushing: Flushing,
    running: Mutex<Option<Running>>,
}

/// The server and the thread that holds it: a child with a death signal dies with the thread that began it,
/// so that thread must live as long as the server is wanted.
struct Running {
    process: u32,
    _stop: Sender<()>,
    keeper: JoinHandle<()>,
}

impl Cluster {
    /// Makes and starts a cluster.
    ///
    /// # Panics
    ///
    /// When PostgreSQL is not installed, saying how to install it.
    pub fn start(flushing: Flushing) -> Self {
        let directory = sure(
            "a temporary directory",
            tempfile::Builder::new().prefix("hengji-pg-").tempdir(),
        );
        let programs = programs();
        if is_root() {
            run(Command::new("chown").arg("postgres:").arg(directory.path()));
        }
        // Text is compared byte by byte, as on every engine we mean to serve.
        run(as_owner(&programs.join("initdb"))
            .current_dir(directory.path())
            .args([
                "-U",
                "postgres",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
                "-D",
            ])
            .arg(directory.path().join("data")));
        let cluster = Self {
            directory,
            programs,
            flushing,
            running: Mutex::new(None),
        };
        cluster.begin();
        cluster
    }

    /// The directory of the Unix socket.
    pub fn socket_directory(&self) -> &Path {
        self.directory.path()
    }

    /// A database of the cluster as a place to open.
    pub fn place(&self, database: &str) -> Place {
        place(self.socket_directory(), database)
    }

    /// Starts the server, again after [`Self::kill`], and waits until it answers.
    pub fn begin(&self) {
        let mut server = as_owner(&self.programs.join("postgres"));
        let log = sure("a log", std::fs::File::create(self.directory.path().join("log")));
        server
            .current_dir(self.directory.path())
            .arg("-D")
            .arg(self.directory.path().join("data"))
            .arg("-k")
            .arg(self.directory.path())
            .args(["-c", "listen_addresses=", "-c", "max_connections=300", "-c"])
            .arg(match self.flushing {
                Flushing::On => "fsync=on",
                Flushing::Off => "fsync=off",
            })
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log);
        *self.running() = Some(keep(server));
        drop(connect(self.socket_directory(), "postgres"));
    }

    /// Kills every process of the server at once, as a crash would.
    pub fn kill(&self) {
        let Some(running) = self.running().take() else {
            return;
        };
        let mut all = children_of(running.process);
        all.push(running.process);
        signal("KILL", &all);
        // The thread only waits for the process that is dead by now.
        let _ = running.keeper.join();
    }

    fn running(&self) -> std::sync::MutexGuard<'_, Option<Running>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Some(running) = self.running().take() {
            // An immediate stop is right for a cluster that nobody will open again.
            signal("QUIT", &[running.process]);
            let _ = running.keeper.join();
        }
    }
}

/// Starts the server in a thread of its own, which stays until it ends or is no longer wanted.
fn keep(mut server: Command) -> Running {
    let (stop, unwanted) = channel();
    let (begun, started) = channel();
    let keeper = std::thread::spawn(move || {
        let child = sure("PostgreSQL", server.spawn());
        let _ = begun.send(child.id());
        wait(child, &unwanted);
    });
    Running {
        process: sure("PostgreSQL", started.recv()),
        _stop: stop,
        keeper,
    }
}

fn wait(mut child: Child, unwanted: &Receiver<()>) {
    while child.try_wait().is_ok_and(|ended| ended.is_none()) {
        // The sender is dropped when nobody wants the server any more.
        let timeout = unwanted.recv_timeout(Duration::from_millis(20));
        if timeout == Err(std::sync::mpsc::RecvTimeoutError::Disconnected) {
            let _ = child.kill();
        }
    }
}

fn signal(name: &str, processes: &[u32]) {
    let mut kill = Command::new("kill");
    kill.arg(format!("-{name}"))
        .args(processes.iter().map(ToString::to_string));
    // A process that has ended meanwhile is as good as killed.
    let _ = kill.stderr(Stdio::null()).status();
}

/// The processes whose parent is this one, from the fourth field of `/proc/<id>/stat`.
fn children_of(parent: u32) -> Vec<u32> {
    let parent = parent.to_string();
    let is_child = |id: &u32| {
        let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
        after_name.split_whitespace().nth(1) == Some(parent.as_str())
    };
    let Ok(processes) = std::fs::read_dir("/proc") else {
        return Vec::new();
    };
    processes
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter(is_child)
        .collect()
}

/// The directory of `initdb`: from the search path, or where Debian puts it.
#[expect(clippy::panic, reason = "a test that cannot have its database has failed")]
fn programs() -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let debian = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let newest_last = {
        let mut directories: Vec<PathBuf> = debian.map(|entry| entry.path().join("bin")).collect();
        directories.sort();
        directories
    };
    std::env::split_paths(&path)
        .chain(newest_last.into_iter().rev())
        .find(|directory| directory.join("initdb").is_file())
        .unwrap_or_else(|| {
            panic!(
                "PostgreSQL is not installed: these tests need `initdb`. On Debian: apt-get install postgresql; \
                 elsewhere put its directory into PATH"
            )
        })
}

fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|process| {
        use std::os::unix::fs::MetadataExt as _;
        process.uid() == 0
    })
}

/// PostgreSQL refuses to run as root, so there the account of Debian's package owns the cluster. The server ends
/// with us even when we are killed.
fn as_owner(program: &Path) -> Command {
    let mut command = Command::new("setpriv");
    if is_root() {
        command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]);
    }
    command.args(["--pdeathsig", "QUIT"]).arg(program);
    command
}

#[expect(clippy::panic, reason = "a test that cannot have its database has failed")]
fn run(command: &mut Command) {
    let output = sure(&format!("{command:?}"), command.output());
    if !output.status.success() {
        panic!("{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
}
