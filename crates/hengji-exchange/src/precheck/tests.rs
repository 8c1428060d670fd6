//! Packages and files of every bad kind, each with the refusal that names it.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{WorkbookFormat, looks_like_text, precheck};
use crate::limits::Limits;

const WORKSHEET: &str = "<worksheet><sheetData/></worksheet>";

/// A package of parts; names and contents as given.
fn package<'a>(parts: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A plain workbook and one part more.
fn xlsx_with(name: &str, content: &[u8]) -> Vec<u8> {
    package([
        ("[Content_Types].xml", b"<Types/>".as_slice()),
        ("xl/workbook.xml", b"<workbook/>"),
        ("xl/worksheets/sheet1.xml", WORKSHEET.as_bytes()),
        (name, content),
    ])
}

fn verdict(bytes: &[u8]) -> &'static str {
    match precheck(bytes, &Limits::FORMS) {
        Ok(WorkbookFormat::Xlsx) => "xlsx",
        Ok(WorkbookFormat::Xls) => "xls",
        Ok(WorkbookFormat::Ods) => "ods",
        Err(refusal) => refusal.code(),
    }
}

#[test]
fn files_are_judged_by_their_bytes() {
    for (bytes, expected) in [
        (b"".as_slice(), "workbook-empty"),
        (b"\x89PNG\r\n\x1a\n....", "not-a-workbook"),
        (b"\xff\xd8\xff\xe0", "not-a-workbook"),
        (b"%PDF-1.7", "not-a-workbook"),
        (b"{\\rtf1", "not-a-workbook"),
        (b"<html><table><tr></tr></table></html>", "not-a-workbook"),
        (b"<?xml version=\"1.0\"?><Workbook/>", "not-a-workbook"),
        (b"a,b,c\n1,2,3\n", "not-a-workbook"),
        (b"\x00\x01\x02\x03", "not-a-workbook"),
        (
            b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
            "not-a-workbook",
        ),
        (b"PK\x03\x04 and then nothing", "workbook-damaged"),
    ] {
        assert_eq!(verdict(bytes), expected, "{:?}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn only_text_looks_like_text() {
    for (bytes, expected) in [
        (b"a,b".as_slice(), true),
        (b"\xcf\xee\xc4\xbf,1", true),
        (b"\xff\xfea\0,\0", true),
        (b"a\0b", false),
        (b"PK\x03\x04", false),
        (b"\x89PNG", false),
    ] {
        assert_eq!(looks_like_text(bytes), expected, "{bytes:?}");
    }
}

#[test]
fn parts_that_do_not_belong_into_a_workbook_are_refused_by_name() {
    for (name, expected) in [
        ("xl/media/image1.png", "xlsx"),
        ("xl/printerSettings/printerSettings1.bin", "xlsx"),
        ("customXml/item1.xml", "xlsx"),
        ("xl/vbaProject.bin", "workbook-macros"),
        ("xl/macrosheets/sheet2.xml", "workbook-macros"),
        ("customUI/customUI.xml", "workbook-macros"),
        ("xl/embeddings/oleObject1.bin", "workbook-embedded-object"),
        ("xl/activeX/activeX1.xml", "workbook-embedded-object"),
        ("xl/externalLinks/externalLink1.xml", "workbook-external-link"),
        ("xl/evil.exe", "workbook-unknown-part"),
        ("xl/other.bin", "workbook-unknown-part"),
        ("autorun.xml", "workbook-unknown-part"),
        ("../outside.xml", "workbook-unsafe-part-name"),
        ("xl/../../outside.xml", "workbook-unsafe-part-name"),
        ("/etc/passwd.xml", "workbook-unsafe-part-name"),
        ("xl\\worksheets\\sheet2.xml", "workbook-unsafe-part-name"),
        ("C:/sheet.xml", "workbook-unsafe-part-name"),
    ] {
        assert_eq!(verdict(&xlsx_with(name, b"<x/>")), expected, "{name}");
    }
}

#[test]
fn texts_that_the_reader_would_misread_are_refused() {
    let utf16: Vec<u8> = "<worksheet/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (content, expected) in [
        (b"<a>\xe8\xa1\xa8</a>".as_slice(), "xlsx"),
        (b"<?xml version=\"1.0\" encoding=\"UTF-8\"?><a/>", "xlsx"),
        (b"<!DOCTYPE a [<!ENTITY b \"c\">]><a/>", "workbook-doctype"),
        (
            b"<?xml version=\"1.0\" encoding=\"GBK\"?><a/>",
            "workbook-not-utf8",
        ),
        (b"<a>\xb1\xed</a>", "workbook-not-utf8"),
        (utf16.as_slice(), "workbook-not-utf8"),
    ] {
        assert_eq!(
            verdict(&xlsx_with("xl/styles.xml", content)),
            expected,
            "{}",
            String::from_utf8_lossy(content)
        );
    }
}

#[test]
fn packages_of_other_programs_are_named() {
    let named = |part: &str| {
        let bytes = package([("[Content_Types].xml", b"<Types/>".as_slice()), (part, b"<x/>")]);
        precheck(&bytes, &Limits::FORMS).unwrap_err().message()
    };
    assert!(named("word/document.xml").contains("Word 文档"));
    assert!(named("ppt/presentation.xml").contains("PowerPoint"));
    assert!(named("xl/workbook.bin").contains(".xlsb"));
    assert!(named("readme.txt").contains("压缩包"));
    assert!(named("xl/styles.xml").contains("缺少"));
}

#[test]
fn a_macro_enabled_workbook_without_its_macros_is_still_refused() {
    let bytes = package([
        (
            "[Content_Types].xml",
            b"<Override ContentType=\"application/vnd.ms-excel.sheet.macroEnabled.main+xml\"/>".as_slice(),
        ),
        ("xl/workbook.xml", b"<workbook/>"),
    ]);
    assert_eq!(verdict(&bytes), "workbook-macros");
}

#[test]
fn a_bomb_is_refused_while_it_inflates() {
    let zeros = vec![b' '; 32 << 20];
    let bytes = xlsx_with("xl/worksheets/sheet2.xml", &zeros);
    assert!(bytes.len() < 1 << 20);
    assert_eq!(verdict(&bytes), "workbook-ratio-too-high");
    let small = Limits {
        part_bytes: 1 << 20,
        ratio: u64::MAX,
        ..Limits::FORMS
    };
    assert_eq!(
        precheck(&bytes, &small).unwrap_err().code(),
        "workbook-inflates-too-much"
    );
    let whole = Limits {
        inflated_bytes: 1 << 20,
        ratio: u64::MAX,
        ..Limits::FORMS
    };
    assert_eq!(
        precheck(&bytes, &whole).unwrap_err().code(),
        "workbook-inflates-too-much"
    );
}

#[test]
fn counts_beyond_the_limits_are_refused_with_both_numbers() {
    let bytes = xlsx_with("xl/styles.xml", b"<x/>");
    let refusal = |limits: Limits| precheck(&bytes, &limits).unwrap_err().to_string();
    assert_eq!(
        refusal(Limits {
            parts: 3,
            ..Limits::FORMS
        }),
        "文件包里有 4 个部件,上限为 3 个。请只保留要上报的工作表,另存后再上传。 [workbook-too-many-parts]"
    );
    assert!(
        refusal(Limits {
            worksheets: 0,
            ..Limits::FORMS
        })
        .ends_with("[workbook-too-many-worksheets]")
    );
    assert!(
        refusal(Limits {
            file_bytes: 10,
            ..Limits::FORMS
        })
        .ends_with("[workbook-too-large]")
    );
}

#[test]
fn two_parts_of_one_name_are_refused() {
    // The writer refuses duplicates, so the second name is changed afterwards, in its header and in the directory.
    let mut bytes = xlsx_with("xl/worksheets/sheet9.xml", WORKSHEET.as_bytes());
    let places: Vec<usize> = (0..bytes.len() - 6)
        .filter(|at| bytes[*at..].starts_with(b"sheet9"))
        .collect();
    assert_eq!(places.len(), 2);
    for at in places {
        bytes[at + 5] = b'1';
    }
    assert_eq!(verdict(&bytes), "workbook-duplicate-part");
}

#[test]
fn a_link_in_the_package_is_refused() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for name in ["[Content_Types].xml", "xl/workbook.xml"] {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
    }
    writer
        .add_symlink("xl/theme.xml", "/etc/passwd", SimpleFileOptions::default())
        .unwrap();
    assert_eq!(
        verdict(&writer.finish().unwrap().into_inner()),
        "workbook-unsafe-part-name"
    );
}

#[test]
fn a_truncated_package_is_damaged_wherever_it_was_cut() {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for name in [
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/worksheets/sheet1.xml",
    ] {
        writer.start_file(name, stored).unwrap();
        writer.write_all(WORKSHEET.as_bytes()).unwrap();
    }
    let whole = writer.finish().unwrap().into_inner();
    for tenth in 1..10 {
        let cut = &whole[..whole.len() * tenth / 10];
        assert_eq!(verdict(cut), "workbook-damaged", "{tenth}/10");
    }
}

/// A compound file of one directory sector with these entries.
fn compound(names: &[&str]) -> Vec<u8> {
    let mut bytes = vec![0; 512];
    bytes[..8].copy_from_slice(&super::compound::SIGNATURE);
    for name in names {
        let mut entry = [0_u8; 128];
        let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        entry[..units.len()].copy_from_slice(&units);
        entry[64] = u8::try_from(units.len() + 2).unwrap();
        entry[66] = 2;
        bytes.extend(entry);
    }
    bytes
}

#[test]
fn compound_files_are_told_apart_by_their_streams() {
    for (names, expected) in [
        (["Root Entry", "Workbook"].as_slice(), "xls"),
        (&["Root Entry", "Book"], "xls"),
        (
            &["Root Entry", "EncryptionInfo", "EncryptedPackage"],
            "workbook-password-protected",
        ),
        (&["Root Entry", "Workbook", "_VBA_PROJECT_CUR"], "workbook-macros"),
        (
            &["Root Entry", "Workbook", "\u{1}Ole10Native"],
            "workbook-embedded-object",
        ),
        (&["Root Entry", "WordDocument"], "not-a-workbook"),
        (&["Root Entry", "PowerPoint Document"], "not-a-workbook"),
        (&["Root Entry", "Other"], "not-a-workbook"),
        (&[], "workbook-damaged"),
    ] {
        assert_eq!(verdict(&compound(names)), expected, "{names:?}");
    }
}
