//! Compound files (.xls, and the wrapper of password-protected workbooks).

use super::WorkbookFormat;
use crate::refusal::WorkbookRefusal;

/// How a compound file begins.
pub(super) const SIGNATURE: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// A directory entry; sectors are multiples of it, so entries always start at such an offset.
const ENTRY_BYTES: usize = 128;

pub(super) fn check(bytes: &[u8]) -> Result<WorkbookFormat, WorkbookRefusal> {
    let names: Vec<String> = bytes.chunks_exact(ENTRY_BYTES).filter_map(entry_name).collect();
    let has = |wanted: &[&str]| names.iter().find(|name| wanted.contains(&name.as_str())).cloned();
    if has(&["EncryptedPackage"]).is_some() {
        return Err(WorkbookRefusal::PasswordProtected {});
    }
    if let Some(part) = has(&["_VBA_PROJECT_CUR", "_VBA_PROJECT", "VBA"]) {
        return Err(WorkbookRefusal::Macros { part });
    }
    if let Some(part) = has(&["\u{1}Ole10Native", "Package"]) {
        return Err(WorkbookRefusal::EmbeddedObject { part });
    }
    if has(&["Workbook", "Book"]).is_some() {
        return Ok(WorkbookFormat::Xls);
    }
    let found = if has(&["WordDocument"]).is_some() {
        "Word 97–2003 文档"
    } else if has(&["PowerPoint Document"]).is_some() {
        "PowerPoint 97–2003 演示文稿"
    } else if has(&["Root Entry"]).is_some() {
        "其他软件的复合文档"
    } else {
        return Err(WorkbookRefusal::Damaged {
            detail: "找不到文件目录".into(),
        });
    };
    Err(WorkbookRefusal::NotAWorkbook { found: found.into() })
}

/// The name of a directory entry. Entries are recognised by shape instead of by following sector chains, so a
/// crafted chain cannot lead the check elsewhere than the reader.
fn entry_name(entry: &[u8]) -> Option<String> {
    let (name, rest) = entry.split_at_checked(64)?;
    let (length, rest) = rest.split_first_chunk::<2>()?;
    let kind = *rest.first()?;
    let length = usize::from(u16::from_le_bytes(*length));
    if !(1..=5).contains(&kind) || !(4..=64).contains(&length) || length % 2 != 0 {
        return None;
    }
    let units: Vec<u16> = name
        .chunks_exact(2)
        .take(length / 2 - 1)
        .filter_map(|pair| pair.first_chunk::<2>().map(|pair| u16::from_le_bytes(*pair)))
        .collect();
    String::from_utf16(&units).ok()
}
