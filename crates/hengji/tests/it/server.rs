//! A running demonstration, and requests to it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};

use serde_json::Value;

use crate::run::HENGJI;

/// A server process.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
    pub(crate) welcome: String,
}

/// What a request got.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }
}

impl Server {
    /// Starts the demonstration in a directory and waits until it listens.
    pub(crate) fn demo(directory: &Path) -> Self {
        let mut child = Command::new(HENGJI)
            .args(["demo", "--listen", "127.0.0.1:0", "--data"])
            .arg(directory)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(child.stderr.take().unwrap());
        let mut welcome = String::new();
        while !welcome.contains("Ctrl-C") {
            let before = welcome.len();
            said.read_line(&mut welcome).unwrap();
            assert!(before < welcome.len(), "the server ended early: {welcome}");
        }
        // Somebody must go on reading, else a server that says more would wait for ever.
        std::thread::spawn(move || std::io::copy(&mut said, &mut std::io::sink()));
        let address = welcome.split("http://").nth(1).unwrap();
        let address = address.split('/').next().unwrap().parse().unwrap();
        Self {
            child,
            address,
            welcome,
        }
    }

    /// Sends SIGKILL while somebody else still waits for an answer.
    pub(crate) fn signal_kill(&self) {
        let sent = Command::new("kill")
            .args(["-9", &self.child.id().to_string()])
            .status();
        assert!(sent.unwrap().success());
    }

    /// Ends it as a power cut would.
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to end, as a service manager does.
    pub(crate) fn stop(mut self) -> ExitStatus {
        let asked = Command::new("kill").arg(self.child.id().to_string()).status();
        assert!(asked.unwrap().success());
        self.child.wait().unwrap()
    }

    /// A request; none when the connection broke before the whole answer was here.
    pub(crate) fn try_request(
        &self,
        method: &str,
        path: &str,
        token: Option<&str>,
        body: Option<&Value>,
    ) -> Option<Answer> {
        self.try_request_with(method, path, token, body, "")
    }

    /// The same with further header lines, each with its line end.
    pub(crate) fn try_request_with(
        &self,
        method: &str,
        path: &str,
        token: Option<&str>,
        body: Option<&Value>,
        more: &str,
    ) -> Option<Answer> {
        let mut stream = TcpStream::connect(self.address).ok()?;
        let body = body.map(ToString::to_string).unwrap_or_default();
        let credential = token.map_or(String::new(), |token| {
            format!("Authorization: Bearer {token}\r\n")
        });
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{credential}{more}Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            self.address,
            body.len()
        );
        stream.write_all(head.as_bytes()).ok()?;
        stream.write_all(body.as_bytes()).ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        let (head, body) = answer.split_once("\r\n\r\n")?;
        let length = head
            .lines()
            .find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
        if length != Some(body.len()) {
            return None;
        }
        Some(Answer {
            status: head.split(' ').nth(1)?.parse().ok()?,
            body: body.to_owned(),
        })
    }

    /// A request to a server that is meant to answer.
    pub(crate) fn request(
        &self,
        method: &str,
        path: &str,
        token: Option<&str>,
        body: Option<&Value>,
    ) -> Answer {
        self.try_request(method, path, token, body)
            .unwrap_or_else(|| panic!("no answer to {method} {path}"))
    }

    /// Signs in with an account of the demonstration that needs no second factor.
    pub(crate) fn sign_in(&self, login_name: &str) -> String {
        let credentials = serde_json::json!({ "login_name": login_name, "password": "Hengji-Demo-2021" });
        let answer = self.request("POST", "/api/v1/sessions", None, Some(&credentials));
        assert_eq!(answer.status, 201, "{}", answer.body);
        answer.json()["token"].as_str().unwrap().to_owned()
    }
}
