//! A client as plain as can be: what it costs must not show beside what the server costs.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};

use crate::exit::Failure;

/// One connection, kept open.
pub(super) struct Client {
    reader: BufReader<TcpStream>,
    host: SocketAddr,
    session: String,
}

impl Client {
    /// Connects, with the secret of a session.
    pub(super) fn connect(host: SocketAddr, session: String) -> Result<Self, Failure> {
        let stream = TcpStream::connect(host)?;
        stream.set_nodelay(true)?;
        Ok(Self {
            reader: BufReader::new(stream),
            host,
            session,
        })
    }

    /// Asks for a page and reads it to its end; its length.
    ///
    /// # Errors
    ///
    /// [`Failure::Fault`] for any answer but 200: a page that fails fast must not look like a fast page.
    pub(super) fn get(&mut self, path: &str) -> Result<usize, Failure> {
        let credential = if path.starts_with("/api/") {
            format!("Authorization: Bearer {}", self.session)
        } else {
            format!("Cookie: hengji={}", self.session)
        };
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\n{credential}\r\n\r\n",
            self.host
        );
        self.reader.get_mut().write_all(request.as_bytes())?;
        let status = self.line()?;
        let mut length = None;
        loop {
            let line = self.line()?;
            if line.is_empty() {
                break;
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse::<usize>().ok();
            }
        }
        let mut body =
            vec![0; length.ok_or_else(|| Failure::fault(format!("{path}:没有 Content-Length")))?];
        self.reader.read_exact(&mut body)?;
        if status.split(' ').nth(1) == Some("200") {
            Ok(body.len())
        } else {
            Err(Failure::fault(format!("{path}:{status}")))
        }
    }

    fn line(&mut self) -> Result<String, Failure> {
        let mut line = String::new();
        self.reader.read_line(&mut line)?;
        Ok(line.trim_end().to_owned())
    }
}
