//! 结果 (report): figures with the method that made them, as JSON, as CSV or as an aligned table.

mod aligned;
mod method;
mod sheet;

#[cfg(test)]
mod tests;

use std::io::{self, ErrorKind, Write};

use serde::Serialize;

use crate::arguments::Format;
use crate::{Context, Failure};

pub use method::Method;
pub use sheet::{Cell, Sheet};

/// An answer: `body` for programs, `sheet` for spreadsheets and eyes, both under one method.
#[derive(Debug, Clone)]
pub struct Report<B> {
    method: Method,
    body: B,
    sheet: Sheet,
    notes: Vec<String>,
}

/// The JSON: the fields of the body stand beside `method`.
#[derive(Serialize)]
struct Answer<'a, B> {
    method: &'a Method,
    #[serde(flatten)]
    body: &'a B,
}

impl<B: Serialize> Report<B> {
    /// An answer; `body` serialises as a struct with named fields.
    pub const fn new(method: Method, body: B, sheet: Sheet) -> Self {
        Self {
            method,
            body,
            sheet,
            notes: Vec::new(),
        }
    }

    /// Adds a sentence for the reader: what the numbers may not be used for, what was left out and why.
    pub fn note(mut self, sentence: impl Into<String>) -> Self {
        self.notes.push(sentence.into());
        self
    }

    /// Writes the answer. With CSV, method and notes go to the words for people: the rows stay clean.
    ///
    /// # Errors
    ///
    /// [`Failure::Fault`] when it cannot be written. A reader that has closed the pipe has read enough.
    pub fn write(
        &self,
        format: Format,
        out: &mut dyn Write,
        context: &mut Context<'_>,
    ) -> Result<(), Failure> {
        let written = match format {
            Format::Json => self.json(out),
            Format::Csv => self
                .sheet
                .write_csv(out)
                .and_then(|()| self.explain(context.words)),
            Format::Table => aligned::write(&self.sheet, out).and_then(|()| self.explain(out)),
        };
        match written.and_then(|()| out.flush()) {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
            done => Ok(done?),
        }
    }

    fn json(&self, out: &mut dyn Write) -> io::Result<()> {
        let answer = Answer {
            method: &self.method,
            body: &self.body,
        };
        serde_json::to_writer_pretty(&mut *out, &answer)?;
        writeln!(out)
    }

    fn explain(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out)?;
        for line in self.method.words() {
            writeln!(out, "{line}")?;
        }
        for note in &self.notes {
            writeln!(out, "说明:{note}")?;
        }
        Ok(())
    }
}
