//! What could run in a pdf: scripts, programs to start, players to open.
//!
//! Only names that stand in the open are found. What a compressed stream hides is not unpacked here, because an
//! untrusted file is never opened in the server's own process; downloads go out as files that no browser shows.

/// Names of entries that make a reader do something, with what they are. `JS` is not among them: it never stands
/// without `JavaScript`, and three letters turn up by chance in any large picture.
const ACTIVE: [(&[u8], &str); 4] = [
    (b"JavaScript", "脚本(JavaScript)"),
    (b"Launch", "启动程序的动作"),
    (b"RichMedia", "可执行的多媒体"),
    (b"XFA", "动态表单"),
];

/// What could run, if anything.
pub(super) fn active(bytes: &[u8]) -> Option<&'static str> {
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| *byte == b'/') {
        rest = rest.get(at + 1..).unwrap_or_default();
        let name = name(rest);
        if let Some((_, what)) = ACTIVE.iter().find(|(known, _)| *known == name) {
            return Some(what);
        }
    }
    None
}

/// A name up to its delimiter, `#4a` read as the character it stands for: hiding behind it is an old trick.
fn name(bytes: &[u8]) -> Vec<u8> {
    let length = bytes
        .iter()
        .position(|byte| is_delimiter(*byte))
        .unwrap_or(bytes.len());
    // Longer than any name looked for, so that a broken file costs no more than a whole one.
    let mut rest = bytes.get(..length.min(3 * 12)).unwrap_or_default();
    let mut name = Vec::new();
    while let Some((first, tail)) = rest.split_first() {
        rest = tail;
        match (first, tail) {
            (b'#', [high, low, after @ ..]) => {
                let hex = [*high, *low];
                let code = std::str::from_utf8(&hex)
                    .ok()
                    .and_then(|hex| u8::from_str_radix(hex, 16).ok());
                name.extend(code);
                rest = after;
            }
            (other, _) => name.push(*other),
        }
    }
    name
}

const fn is_delimiter(byte: u8) -> bool {
    byte.is_ascii_whitespace()
        || matches!(
            byte,
            0 | b'/' | b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'%'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(body: &str, expected: Option<&str>) {
        let file = format!("%PDF-1.7\n1 0 obj\n<< {body} >>\nendobj\n");
        assert_eq!(active(file.as_bytes()), expected, "{body}");
    }

    #[test]
    fn what_could_run_is_found_even_behind_escapes() {
        let script = Some("脚本(JavaScript)");
        check("/Type /Catalog /Pages 2 0 R", None);
        check("/S /JavaScript /JS (app.alert(1))", script);
        check("/OpenAction << /S/JavaScript/JS(app.alert(1)) >>", script);
        check("/S /J#61vaScript", script);
        check("/#4a#61vaScript", script);
        check("/S /Launch /F (cmd.exe)", Some("启动程序的动作"));
        check("/Subtype /RichMedia", Some("可执行的多媒体"));
        check("/AcroForm << /XFA 4 0 R >>", Some("动态表单"));
    }

    #[test]
    fn names_that_only_begin_alike_are_harmless() {
        check("/JSON (x) /Launcher 1 /JavaScripts 2 /XFAB 3", None);
        check("/", None);
        check("/#", None);
        check("/#zz", None);
    }
}
