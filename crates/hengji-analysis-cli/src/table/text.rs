//! The bytes of a file as UTF-8 text with bare line feeds, hashed on the way.

use std::fmt;
use std::io::{self, Read};

use encoding_rs::{Decoder, DecoderResult, Encoding};
use sha2::{Digest, Sha256};

use crate::Failure;

/// A record of its own behind the last line: an open quotation mark would swallow it, which shows the mistake.
pub(super) const END: &str = "\0";

/// Bytes read, and text handed on, at once.
const CHUNK: usize = 64 * 1024;

/// Decoded text of a file.
pub(super) struct Text {
    bytes: Box<dyn Read>,
    hasher: Sha256,
    decoder: Decoder,
    raw: Vec<u8>,
    ready: Vec<u8>,
    taken: usize,
    after_return: bool,
    is_over: bool,
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Text")
            .field("is_over", &self.is_over)
            .finish_non_exhaustive()
    }
}

impl Text {
    pub(super) fn new(bytes: Box<dyn Read>, encoding: &'static Encoding) -> Self {
        Self {
            bytes,
            hasher: Sha256::new(),
            decoder: encoding.new_decoder_with_bom_removal(),
            raw: vec![0; CHUNK],
            ready: Vec::new(),
            taken: 0,
            after_return: false,
            is_over: false,
        }
    }

    /// SHA-256 of all bytes, once they have been read to the end.
    pub(super) fn sha256(self) -> String {
        let digest = self.hasher.finalize();
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn fill(&mut self) -> io::Result<()> {
        self.ready.clear();
        self.taken = 0;
        let count = self.bytes.read(&mut self.raw)?;
        self.is_over = count == 0;
        let raw = self.raw.get(..count).unwrap_or_default();
        self.hasher.update(raw);
        let mut text = String::with_capacity(
            self.decoder
                .max_utf8_buffer_length_without_replacement(count)
                .unwrap_or(4 * CHUNK),
        );
        match self
            .decoder
            .decode_to_string_without_replacement(raw, &mut text, self.is_over)
        {
            (DecoderResult::InputEmpty, _) => {}
            _ => return Err(io::Error::new(io::ErrorKind::InvalidData, "encoding")),
        }
        if text.contains(END) {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "binary"));
        }
        for byte in text.bytes() {
            // A return, alone or before a line feed, ends a line just as a line feed does.
            match (byte, self.after_return) {
                (b'\r', _) => self.ready.push(b'\n'),
                (b'\n', true) => {}
                _ => self.ready.push(byte),
            }
            self.after_return = byte == b'\r';
        }
        if self.is_over {
            self.ready.push(b'\n');
            self.ready.extend_from_slice(END.as_bytes());
        }
        Ok(())
    }
}

impl Read for Text {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.taken == self.ready.len() && !self.is_over {
            self.fill()?;
        }
        let rest = self.ready.get(self.taken..).unwrap_or_default();
        let count = rest.len().min(into.len());
        for (place, byte) in into.iter_mut().zip(rest) {
            *place = *byte;
        }
        self.taken += count;
        Ok(count)
    }
}

/// What to say when the text of a file cannot be read on.
pub(super) fn unreadable(file: &str, row: usize, error: &csv::Error) -> Failure {
    match error.kind() {
        csv::ErrorKind::Io(inner) if inner.kind() == io::ErrorKind::InvalidData => {
            Failure::unusable(format!(
                "“{file}”大约从第 {row} 行起不是 UTF-8 或 GBK 文字;请在电子表格里另存为“CSV UTF-8”。 [encoding-unknown]"
            ))
        }
        _ => Failure::unusable(format!("“{file}”第 {row} 行读不下去:{error}。 [file-unreadable]")),
    }
}
