//! A chain as a file of JSON lines, checked offline without a database.

use std::io::{BufRead, Read};

use super::event::{Checkpoint, Event, EventRow};
use super::verify::{Fault, Verified, Verifier};

/// Longer than any event: a file that is no export must not fill the memory.
const LINE_BYTES_MAX: u64 = 1 << 20;

/// An event as one line of an export, line feed included.
///
/// # Errors
///
/// When the event cannot be written as JSON, which no event of the product does.
pub fn write_line(event: &Event) -> Result<String, serde_json::Error> {
    let mut line = serde_json::to_string(&EventRow::from(event))?;
    line.push('\n');
    Ok(line)
}

/// Checks an exported chain line by line, one in memory at once.
///
/// # Errors
///
/// [`Fault`] naming the first bad number. A line that cannot be read is a fault of the number it should hold.
pub fn verify_export(mut export: impl BufRead, checkpoints: &[Checkpoint]) -> Result<Verified, Fault> {
    let mut verifier = Verifier::new(checkpoints.to_vec());
    loop {
        let mut line = String::new();
        let bad = |detail: String| Fault::unreadable(verifier.next_seq(), &detail);
        let read = (&mut export).take(LINE_BYTES_MAX).read_line(&mut line);
        if read.map_err(|error| bad(error.to_string()))? == 0 {
            return verifier.finish();
        }
        if !line.ends_with('\n') {
            return Err(bad("行不完整".to_owned()));
        }
        let row: EventRow = serde_json::from_str(&line).map_err(|error| bad(error.to_string()))?;
        let event = Event::try_from(row).map_err(|error| bad(error.to_string()))?;
        verifier.check(&event)?;
    }
}
