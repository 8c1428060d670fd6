//! What a file holds, found in its bytes: a closed list of kinds, and nothing that could run.

mod pdf;

use super::container::{compound_entries, has_entry, zip_names};
use crate::error::AppError;

/// What may be attached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// pdf.
    Pdf,
    /// png.
    Png,
    /// jpg, jpeg.
    Jpeg,
    /// xlsx.
    Workbook,
    /// docx.
    Document,
    /// pptx.
    Presentation,
    /// xls.
    OldWorkbook,
    /// doc.
    OldDocument,
    /// ofd, the national format of fixed pages.
    Ofd,
    /// txt.
    Text,
    /// csv.
    Csv,
}

impl Kind {
    const ALL: [Self; 11] = [
        Self::Pdf,
        Self::Ofd,
        Self::Png,
        Self::Jpeg,
        Self::Workbook,
        Self::Document,
        Self::Presentation,
        Self::OldWorkbook,
        Self::OldDocument,
        Self::Text,
        Self::Csv,
    ];

    /// Endings of file names that claim this kind.
    const fn names(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Png => &["png"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Workbook => &["xlsx"],
            Self::Document => &["docx"],
            Self::Presentation => &["pptx"],
            Self::OldWorkbook => &["xls"],
            Self::OldDocument => &["doc"],
            Self::Ofd => &["ofd"],
            Self::Text => &["txt"],
            Self::Csv => &["csv"],
        }
    }

    /// The kind that an ending in lower case claims.
    pub(super) fn of_ending(ending: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.names().contains(&ending))
    }

    /// Every ending, for people.
    pub(super) fn endings() -> String {
        let all: Vec<&str> = Self::ALL.iter().flat_map(|kind| kind.names()).copied().collect();
        all.join("、")
    }

    /// The registered media type.
    pub(super) const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Workbook => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Document => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Presentation => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            Self::OldWorkbook => "application/vnd.ms-excel",
            Self::OldDocument => "application/msword",
            Self::Ofd => "application/ofd",
            Self::Text => "text/plain",
            Self::Csv => "text/csv",
        }
    }
}

/// Beginnings of programs and scripts, with what they are.
const PROGRAMS: [(&[u8], &str); 7] = [
    (b"MZ", "可执行程序"),
    (b"\x7fELF", "可执行程序"),
    (b"\xca\xfe\xba\xbe", "可执行程序"),
    (b"\xcf\xfa\xed\xfe", "可执行程序"),
    (b"#!", "脚本"),
    (b"L\0\0\0\x01\x14\x02\0", "快捷方式"),
    (b"<?php", "脚本"),
];

/// Tags that make a browser run or load what a text holds.
const MARKUP: [&str; 9] = [
    "<!doctype",
    "<html",
    "<head",
    "<body",
    "<script",
    "<svg",
    "<iframe",
    "<?xml",
    "<object",
];

/// How much of a text is searched for markup: browsers look no further to guess what a file is.
const SEARCHED: usize = 4_096;

/// Checks that the bytes are what the name claims and nothing that could run.
pub(super) fn check(claimed: Kind, bytes: &[u8]) -> Result<(), AppError> {
    if bytes.is_empty() {
        return Err(AppError::refused(
            "attachment-empty",
            "文件是空的(0 字节),请检查后重新上传。",
        ));
    }
    if let Some(what) = active(bytes) {
        return Err(AppError::refused(
            "attachment-active-content",
            format!("文件中含有{what},不能作为附件;请另存为 pdf 或不含宏的文件后上传。"),
        ));
    }
    if is(claimed, bytes) {
        return Ok(());
    }
    let claimed_name = claimed.names().first().copied().unwrap_or_default();
    Err(AppError::refused(
        "attachment-mismatch",
        match Kind::ALL
            .into_iter()
            .find(|kind| !is_text(*kind) && is(*kind, bytes))
        {
            Some(found) => format!(
                "文件名以 {claimed_name} 结尾,内容却是 {};请改正文件名后重新上传。",
                found.names().first().copied().unwrap_or_default()
            ),
            None => format!(
                "文件名以 {claimed_name} 结尾,内容却不是完好的 {claimed_name} 文件(可能已损坏或加密);请用原来的软件打开并另存后重新上传。"
            ),
        },
    ))
}

const fn is_text(kind: Kind) -> bool {
    matches!(kind, Kind::Text | Kind::Csv)
}

/// Whether the bytes are of this kind.
fn is(kind: Kind, bytes: &[u8]) -> bool {
    let package = |part: &str| {
        zip_names(bytes).is_some_and(|names| {
            names.iter().any(|name| name == "[Content_Types].xml") && names.iter().any(|name| name == part)
        })
    };
    match kind {
        Kind::Pdf => bytes.starts_with(b"%PDF-"),
        Kind::Png => bytes.starts_with(b"\x89PNG\r\n\x1a\n"),
        Kind::Jpeg => bytes.starts_with(b"\xff\xd8\xff"),
        Kind::Workbook => package("xl/workbook.xml"),
        Kind::Document => package("word/document.xml"),
        Kind::Presentation => package("ppt/presentation.xml"),
        Kind::OldWorkbook => has_entry(bytes, &["Workbook", "Book"]),
        Kind::OldDocument => has_entry(bytes, &["WordDocument"]),
        Kind::Ofd => zip_names(bytes).is_some_and(|names| names.iter().any(|name| name == "OFD.xml")),
        // A pdf may be nothing but letters, and is no text for that.
        Kind::Text | Kind::Csv => reads_as_text(bytes) && !is(Kind::Pdf, bytes),
    }
}

/// What could run in the file, if anything.
fn active(bytes: &[u8]) -> Option<&'static str> {
    if let Some((_, what)) = PROGRAMS.iter().find(|(start, _)| bytes.starts_with(start)) {
        return Some(what);
    }
    if let Some(names) = zip_names(bytes) {
        let macros = |name: &String| name.ends_with("vbaProject.bin") || name.contains("/activeX/");
        return names.iter().any(macros).then_some("宏");
    }
    let entries = compound_entries(bytes);
    if !entries.is_empty() {
        let macros = |name: &String| name.starts_with("_VBA_PROJECT");
        return entries.iter().any(macros).then_some("宏");
    }
    if is(Kind::Pdf, bytes) {
        return pdf::active(bytes);
    }
    let head = bytes.get(..SEARCHED).unwrap_or(bytes);
    let is_paged = is(Kind::Png, bytes) || is(Kind::Jpeg, bytes);
    (!is_paged && has_markup(head)).then_some("网页或脚本")
}

fn has_markup(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head).to_lowercase();
    MARKUP.iter().any(|tag| text.contains(tag))
}

/// Text in UTF-8 or GBK without control characters other than tabs, line ends and page breaks.
fn reads_as_text(bytes: &[u8]) -> bool {
    let is_plain = bytes
        .iter()
        .all(|byte| !matches!(byte, 0..=8 | 11 | 14..=31 | 127));
    is_plain && (std::str::from_utf8(bytes).is_ok() || is_gbk(bytes))
}

/// Whether every byte above ASCII begins a pair, or a quadruple of GB 18030.
fn is_gbk(mut rest: &[u8]) -> bool {
    loop {
        rest = match rest {
            [] => return true,
            [0..=0x7f, tail @ ..] => tail,
            [0x81..=0xfe, 0x40..=0x7e | 0x80..=0xfe, tail @ ..] => tail,
            [0x81..=0xfe, 0x30..=0x39, 0x81..=0xfe, 0x30..=0x39, tail @ ..] => tail,
            _ => return false,
        };
    }
}

#[cfg(test)]
mod tests;
