//! `hengji demo` on an empty directory and a free port, as a visitor would start it.

use std::fs::File;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Password of every account of the demonstration, as its sign-in page shows it.
pub(crate) const PASSWORD: &str = "Hengji-Demo-2021";

/// A running demonstration of its own, ended and removed with this value.
pub(crate) struct Demonstration {
    server: Child,
    address: SocketAddr,
    directory: tempfile::TempDir,
}

impl Demonstration {
    /// Makes the demonstration with these further options and waits until it answers.
    pub(crate) fn open(options: &[&str]) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let address = free_address();
        let said = File::create(directory.path().join("said")).unwrap();
        let server = Command::new(env!("CARGO_BIN_EXE_hengji"))
            .args(["demo", "--listen", &address.to_string(), "--data"])
            .arg(directory.path().join("data"))
            .args(options)
            .stdout(Stdio::from(said.try_clone().unwrap()))
            .stderr(Stdio::from(said))
            .spawn()
            .unwrap();
        let mut made = Self {
            server,
            address,
            directory,
        };
        if !answers(address, &mut made.server) {
            panic!("hengji demo does not answer on {address}:\n{}", made.said());
        }
        made
    }

    /// Where it is.
    pub(crate) fn address(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Where its data are.
    pub(crate) fn data(&self) -> std::path::PathBuf {
        self.directory.path().join("data")
    }

    /// What the server has said so far, for the report of a failure.
    pub(crate) fn said(&self) -> String {
        std::fs::read_to_string(self.directory.path().join("said")).unwrap_or_default()
    }
}

impl Drop for Demonstration {
    fn drop(&mut self) {
        // It may have ended by itself, which the test has reported then.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// An address nobody listens on.
pub(crate) fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

/// Waits until the address takes connections; false when the program behind it ends or never does.
pub(crate) fn answers(address: SocketAddr, program: &mut Child) -> bool {
    // Making the demonstration in a debug build takes seconds, on a loaded machine many.
    let deadline = Instant::now() + Duration::from_secs(120);
    while Instant::now() < deadline {
        if TcpStream::connect(address).is_ok() {
            return true;
        }
        if program.try_wait().unwrap().is_some() {
            return false;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    false
}
