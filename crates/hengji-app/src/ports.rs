//! What the application asks of the world: time, randomness, workbooks, papers. Implemented at the edges, faked in tests.

use std::sync::Arc;
use std::time::UNIX_EPOCH;

use hengji_domain::form::Form;
use hengji_domain::paper::{Imprint, Paper};
use hengji_domain::{Money, NaiveDate, Score, Timestamp};

/// The clock.
pub trait Clock: Send + Sync {
    /// The instant.
    fn now(&self) -> Timestamp;
}

/// Randomness good enough for tokens.
pub trait Randomness: Send + Sync {
    /// Fills the bytes.
    ///
    /// # Errors
    ///
    /// [`NoRandomness`] when the operating system gives none: nothing may then be signed in or created.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoRandomness>;
}

/// The operating system gives no randomness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("操作系统未提供随机数,暂不能签发会话或编号;请检查服务器。 [no-randomness]")]
pub struct NoRandomness;

/// Why a workbook or a list could not be read. The message is for the person who sent it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message} [{code}]")]
pub struct WorkbookRefusal {
    /// Stable code, e.g. `workbook-too-large`.
    pub code: String,
    /// What is wrong and how to mend it, in Chinese, without the code.
    pub message: String,
}

/// A row of a list as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawRow {
    /// Row in the file, from 1.
    pub row: u32,
    /// Texts of its cells from column A on; blank cells are empty texts.
    pub cells: Vec<String>,
}

/// A list as it stands in one worksheet or csv file: no header is guessed here.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RawTable {
    /// Name of the worksheet; of a csv file its file name.
    pub worksheet: String,
    /// The rows that hold anything.
    pub rows: Vec<RawRow>,
}

/// Reads what people send. Implemented by the exchange crate, which works in a process of its own.
pub trait WorkbookReader: Send + Sync {
    /// All goal and self-evaluation forms of a workbook, sheet by sheet.
    ///
    /// # Errors
    ///
    /// [`WorkbookRefusal`] when nothing of the file can be used.
    fn read_forms(&self, name: &str, bytes: &[u8]) -> Result<Vec<Form>, WorkbookRefusal>;

    /// The first worksheet with content (or the csv) as rows of texts.
    ///
    /// # Errors
    ///
    /// [`WorkbookRefusal`] when nothing of the file can be used.
    fn read_table(&self, name: &str, bytes: &[u8]) -> Result<RawTable, WorkbookRefusal>;
}

/// One cell of a list that leaves the product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Blank,
    /// A text, never a formula whatever it begins with.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// An amount, written as a number in 万元.
    Money(Money),
    /// A score in points.
    Score(Score),
    /// A date.
    Date(NaiveDate),
}

impl Cell {
    /// A text cell; an empty text is blank.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() {
            Self::Blank
        } else {
            Self::Text(text)
        }
    }
}

/// A column of a list that leaves the product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Heading.
    pub name: String,
    /// Width in characters.
    pub width: u16,
}

/// A list that leaves the product.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// Title line, also the worksheet's name.
    pub title: String,
    /// Lines under the title: the filter, the moment, the money unit.
    pub notes: Vec<String>,
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows, as many cells each as there are columns.
    pub rows: Vec<Vec<Cell>>,
}

/// Writes a list as a workbook.
pub trait TableWriter: Send + Sync {
    /// The bytes of an xlsx file.
    ///
    /// # Errors
    ///
    /// A text for the log when the workbook cannot be made.
    fn write_table(&self, table: &Table) -> Result<Vec<u8>, String>;
}

/// Why a paper could not be set. The message is for the person who asked, or for their administrator.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message} [{code}]")]
pub struct DocumentRefusal {
    /// Stable code, e.g. `fonts-missing`.
    pub code: String,
    /// What is wrong and how to mend it, in Chinese, without the code.
    pub message: String,
}

/// Sets papers. The same paper and imprint give the same bytes on the same machine.
pub trait Documents: Send + Sync {
    /// The paper as PDF.
    ///
    /// # Errors
    ///
    /// [`DocumentRefusal`] `fonts-missing` on a machine without a Chinese font; `paper-not-set`.
    fn pdf(&self, paper: &Paper, imprint: &Imprint) -> Result<Vec<u8>, DocumentRefusal>;

    /// The paper as a Word file.
    ///
    /// # Errors
    ///
    /// [`DocumentRefusal`] `docx-not-written`.
    fn docx(&self, paper: &Paper, imprint: &Imprint) -> Result<Vec<u8>, DocumentRefusal>;
}

/// The ports in use.
#[derive(Clone)]
pub struct Ports {
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub randomness: Arc<dyn Randomness>,
    /// Reading of workbooks.
    pub workbook_reader: Arc<dyn WorkbookReader>,
    /// Writing of workbooks.
    pub table_writer: Arc<dyn TableWriter>,
    /// Setting of papers.
    pub documents: Arc<dyn Documents>,
}

/// The clock of this machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "The one place where the product reads the machine's clock."
    )]
    fn now(&self) -> Timestamp {
        let since = std::time::SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Timestamp::from_micros(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
    }
}

/// The randomness of the operating system.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRandomness;

impl Randomness for SystemRandomness {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
        getrandom::fill(bytes).map_err(|_| NoRandomness)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_system_clock_stands_after_this_product_was_begun() {
        // 2020-01-01T00:00:00Z.
        assert!(Timestamp::from_micros(1_577_836_800_000_000) < SystemClock.now());
    }

    #[test]
    fn two_draws_of_randomness_differ() {
        let (mut one, mut other) = ([0_u8; 16], [0_u8; 16]);
        SystemRandomness.fill(&mut one).unwrap();
        SystemRandomness.fill(&mut other).unwrap();
        assert_ne!(one, other);
    }

    #[test]
    fn an_empty_text_is_a_blank_cell() {
        assert_eq!(Cell::text(""), Cell::Blank);
        assert_eq!(Cell::text("=1+1"), Cell::Text("=1+1".into()));
    }
}
