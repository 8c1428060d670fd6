//! The name of a sent file: kept as sent, so it must be harmless wherever it is shown or saved later.

use super::content::Kind;
use crate::error::AppError;

/// Longest name, characters.
const LENGTH_MAX: usize = 200;

/// Characters that some system reads as part of a path, a stream or a pattern.
const RESERVED: [char; 9] = ['/', '\\', ':', '*', '?', '"', '<', '>', '|'];

/// A name that passed, with the kind its ending claims.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct FileName {
    /// The name without surrounding blanks.
    pub(crate) name: String,
    /// What the ending claims.
    pub(crate) kind: Kind,
}

/// Checks a name.
pub(super) fn check(sent: &str) -> Result<FileName, AppError> {
    let name = sent.trim();
    let length = name.chars().count();
    if LENGTH_MAX < length {
        return Err(unfit(format!(
            "文件名最多 {LENGTH_MAX} 个字,现有 {length} 个字,请改短后重新上传。"
        )));
    }
    if let Some(bad) = name.chars().find(|c| RESERVED.contains(c)) {
        return Err(unfit(format!("文件名含有不允许的字符“{bad}”,请改名后重新上传。")));
    }
    if name.chars().any(|c| c.is_control() || steers_direction(c)) {
        return Err(unfit("文件名含有看不见的控制字符,请改名后重新上传。"));
    }
    if name.starts_with('.') {
        return Err(unfit("文件名不能为空,也不能以“.”开头,请改名后重新上传。"));
    }
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    if stem.trim().is_empty() {
        return Err(unfit("文件名不能为空,也不能以“.”开头,请改名后重新上传。"));
    }
    match Kind::of_ending(&ending.to_ascii_lowercase()) {
        Some(kind) => Ok(FileName {
            name: name.to_owned(),
            kind,
        }),
        None => Err(AppError::refused(
            "attachment-type-unknown",
            format!("不接受“{name}”这种文件;可上传的类型有:{}。", Kind::endings()),
        )),
    }
}

/// Characters that hide or turn the direction of writing, so that a name is shown with another ending than it has.
const fn steers_direction(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn unfit(message: impl Into<String>) -> AppError {
    AppError::refused("attachment-name-unfit", message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_good_name_is_kept_with_the_kind_it_claims() {
        for (sent, kept, kind) in [
            ("验收单.pdf", "验收单.pdf", Kind::Pdf),
            (" 现场 照片(1).JPG ", "现场 照片(1).JPG", Kind::Jpeg),
            ("2020.12.明细.xlsx", "2020.12.明细.xlsx", Kind::Workbook),
            ("合同..docx", "合同..docx", Kind::Document),
        ] {
            let expected = FileName {
                name: kept.into(),
                kind,
            };
            assert_eq!(check(sent).unwrap(), expected, "{sent}");
        }
    }

    #[test]
    fn a_hostile_name_is_refused_with_its_reason() {
        let long = format!("{}.pdf", "长".repeat(197));
        for (sent, code) in [
            ("", "attachment-name-unfit"),
            (".pdf", "attachment-name-unfit"),
            (".htaccess", "attachment-name-unfit"),
            ("../../etc/passwd.pdf", "attachment-name-unfit"),
            ("C:\\windows\\a.pdf", "attachment-name-unfit"),
            ("a.pdf:stream.pdf", "attachment-name-unfit"),
            ("a\r\nSet-Cookie.pdf", "attachment-name-unfit"),
            ("a\0.pdf", "attachment-name-unfit"),
            ("验收\u{202e}fdp.pdf", "attachment-name-unfit"),
            ("\"a\".pdf", "attachment-name-unfit"),
            ("<b>.pdf", "attachment-name-unfit"),
            (&long, "attachment-name-unfit"),
            ("说明", "attachment-type-unknown"),
            ("说明.", "attachment-type-unknown"),
            ("页面.html", "attachment-type-unknown"),
            ("图.svg", "attachment-type-unknown"),
            ("程序.exe", "attachment-type-unknown"),
            ("宏.xlsm", "attachment-type-unknown"),
            ("发票.pdf.js", "attachment-type-unknown"),
        ] {
            assert_eq!(check(sent).unwrap_err().code(), code, "{sent:?}");
        }
    }

    #[test]
    fn the_refusal_of_a_type_names_what_may_be_sent() {
        let message = check("程序.exe").unwrap_err().to_string();
        assert!(
            message.contains("程序.exe") && message.contains("pdf、"),
            "{message}"
        );
    }

    #[test]
    fn the_longest_name_is_still_taken() {
        let name = format!("{}.pdf", "长".repeat(196));
        assert_eq!(check(&name).unwrap().name, name);
    }
}
