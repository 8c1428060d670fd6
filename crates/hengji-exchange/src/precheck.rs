//! 预检 (precheck): what a file is, judged by its bytes, and whether it is safe to hand to the workbook reader.
//!
//! The reader aborts on some files of a megabyte, takes the last of two parts with one name and reads UTF-16 as an
//! empty worksheet, so everything that can be known without it is known before.

mod compound;
mod package;

#[cfg(test)]
mod tests;

use crate::limits::Limits;
use crate::refusal::WorkbookRefusal;

pub(crate) use package::part_text;

/// 文件格式 (file format) of a workbook that may be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkbookFormat {
    /// Office Open XML (.xlsx).
    Xlsx,
    /// Binary workbook of 1997–2003 (.xls, also .et of WPS).
    Xls,
    /// OpenDocument (.ods).
    Ods,
}

/// Judges a file by its bytes; its name plays no part, because names are what people change.
///
/// # Errors
///
/// [`WorkbookRefusal`] for everything that is no workbook or no safe one.
pub fn precheck(bytes: &[u8], limits: &Limits) -> Result<WorkbookFormat, WorkbookRefusal> {
    check_size(bytes, limits)?;
    if bytes.starts_with(b"PK\x03\x04") {
        package::check(bytes, limits)
    } else if bytes.starts_with(&compound::SIGNATURE) {
        compound::check(bytes)
    } else {
        Err(WorkbookRefusal::NotAWorkbook {
            found: other_kind(bytes).unwrap_or("文本文件(如 CSV)").to_owned(),
        })
    }
}

/// Refuses what need not even be looked into.
///
/// # Errors
///
/// [`WorkbookRefusal::Empty`] and [`WorkbookRefusal::TooLarge`].
pub fn check_size(bytes: &[u8], limits: &Limits) -> Result<(), WorkbookRefusal> {
    let found = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if found == 0 {
        Err(WorkbookRefusal::Empty {})
    } else if limits.file_bytes < found {
        Err(WorkbookRefusal::TooLarge {
            found,
            limit: limits.file_bytes,
        })
    } else {
        Ok(())
    }
}

/// Whether a file may be lines of text (csv): everything that is nothing else.
pub(crate) fn looks_like_text(bytes: &[u8]) -> bool {
    let is_package = bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&compound::SIGNATURE);
    !is_package && other_kind(bytes).is_none()
}

/// What a file that is no workbook seems to be, in words a clerk knows.
/// None for plain text.
fn other_kind(bytes: &[u8]) -> Option<&'static str> {
    const KINDS: [(&[u8], &str); 9] = [
        (b"\x89PNG", "图片(PNG)"),
        (b"\xff\xd8\xff", "图片(JPEG)"),
        (b"GIF8", "图片(GIF)"),
        (b"BM", "图片(BMP)"),
        (b"%PDF", "PDF 文件"),
        (b"Rar!", "压缩包(RAR)"),
        (b"7z\xbc\xaf", "压缩包(7z)"),
        (b"PK\x05\x06", "空的压缩包(ZIP)"),
        (b"{\\rtf", "RTF 文档"),
    ];
    if let Some((_, name)) = KINDS.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Some(name);
    }
    // Spreadsheet programs mark their UTF-16 text; without the mark, zero bytes are no text.
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return None;
    }
    let head: Vec<u8> = bytes.iter().copied().take(1024).collect();
    let text = String::from_utf8_lossy(&head).to_lowercase();
    if text.contains("<html") || text.contains("<table") {
        Some("网页(HTML)")
    } else if text.contains("<?xml") {
        Some("XML 文件")
    } else if head.contains(&0) {
        Some("无法识别的二进制文件")
    } else {
        None
    }
}
