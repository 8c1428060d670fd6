//! 读取上限 (limits): how much of a stranger's file is read before it is refused.
//!
//! These are technical limits that protect the machine, not official numbers; the largest accepted upload of a
//! district is a rule and is checked by the application before the file comes here.

/// How much is read at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Size of the file, bytes.
    pub file_bytes: u64,
    /// Parts in the package.
    pub parts: usize,
    /// Bytes of all parts after inflating, counted while inflating.
    pub inflated_bytes: u64,
    /// Bytes of one part after inflating.
    pub part_bytes: u64,
    /// Inflated bytes per packed byte, judged only above [`Limits::RATIO_FROM_BYTES`].
    pub ratio: u64,
    /// Worksheets.
    pub worksheets: usize,
    /// Number of the last row with content.
    pub rows: u32,
    /// Number of the last column with content.
    pub columns: u32,
    /// Cells with content, all worksheets together.
    pub cells: usize,
    /// Merged areas of one worksheet.
    pub merges: usize,
    /// Characters in one cell.
    pub text_characters: usize,
    /// Characters in a name: project, department, unit, indicator class.
    pub name_characters: usize,
    /// Address space of the import worker, bytes.
    pub worker_bytes: u64,
    /// Processor time of the import worker for one file, seconds.
    pub worker_cpu_seconds: u64,
    /// Time the caller waits for one file, seconds.
    pub wait_seconds: u64,
    /// Bytes of the worker's answer.
    pub answer_bytes: usize,
}

impl Limits {
    /// Small parts deflate hundredfold without harm (an empty styled worksheet), so the ratio speaks only above this.
    pub const RATIO_FROM_BYTES: u64 = 4 << 20;

    /// Limits for workbooks with forms: a form is a printed page or two, so a long worksheet is a mistake.
    pub const FORMS: Self = Self {
        file_bytes: 20 << 20,
        parts: 2_000,
        inflated_bytes: 200 << 20,
        part_bytes: 96 << 20,
        ratio: 200,
        worksheets: 2_000,
        rows: 5_000,
        columns: 200,
        cells: 400_000,
        merges: 2_000,
        // The longest text that a spreadsheet program itself accepts in a cell.
        text_characters: 32_767,
        name_characters: 1_000,
        worker_bytes: 512 << 20,
        worker_cpu_seconds: 20,
        wait_seconds: 60,
        answer_bytes: 64 << 20,
    };

    /// Limits for project lists: long, but plain.
    pub const TABLE: Self = Self {
        rows: 200_000,
        columns: 300,
        // More would not fit into the worker's answer.
        cells: 600_000,
        ..Self::FORMS
    };
}
