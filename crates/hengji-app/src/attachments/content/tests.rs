//! What is taken in and what is not, byte by byte.

use super::super::container::tests::{compound_of, zip_of};
use super::*;
use proptest::prelude::*;

fn office(part: &str) -> Vec<u8> {
    zip_of(&["[Content_Types].xml", "_rels/.rels", part])
}

/// One good file of each kind.
fn good() -> Vec<(Kind, Vec<u8>)> {
    vec![
        (Kind::Pdf, b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec()),
        (Kind::Png, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec()),
        (Kind::Jpeg, b"\xff\xd8\xff\xe0\0\x10JFIF\0".to_vec()),
        (Kind::Workbook, office("xl/workbook.xml")),
        (Kind::Document, office("word/document.xml")),
        (Kind::Presentation, office("ppt/presentation.xml")),
        (Kind::OldWorkbook, compound_of(&["Root Entry", "Workbook"])),
        (Kind::OldDocument, compound_of(&["Root Entry", "WordDocument"])),
        (Kind::Ofd, zip_of(&["OFD.xml", "Doc_0/Document.xml"])),
        (Kind::Text, "验收合格。\r\n\t数量 < 10".as_bytes().to_vec()),
        (Kind::Csv, b"\xcf\xee\xc4\xbf,1\r\n".to_vec()),
    ]
}

#[test]
fn a_good_file_of_each_kind_is_taken() {
    let all = good();
    assert_eq!(all.len(), Kind::ALL.len());
    for (kind, bytes) in all {
        assert_eq!(check(kind, &bytes), Ok(()), "{kind:?}");
    }
}

#[test]
fn a_file_under_the_name_of_another_kind_is_refused() {
    for (kind, bytes) in good() {
        for claimed in Kind::ALL {
            // A text is a text under either of its names.
            if claimed == kind || (is_text(claimed) && is_text(kind)) {
                continue;
            }
            let refusal = check(claimed, &bytes).unwrap_err();
            assert_eq!(refusal.code(), "attachment-mismatch", "{kind:?} as {claimed:?}");
        }
    }
}

#[test]
fn a_mismatch_names_what_was_found() {
    let message = |claimed, bytes: &[u8]| check(claimed, bytes).unwrap_err().to_string();
    assert_eq!(
        message(Kind::Jpeg, b"%PDF-1.4"),
        "文件名以 jpg 结尾,内容却是 pdf;请改正文件名后重新上传。 [attachment-mismatch]"
    );
    assert!(message(Kind::Workbook, b"PK\x03\x04").contains("可能已损坏或加密"));
}

#[test]
fn what_could_run_is_refused_under_any_name() {
    let with_macro = zip_of(&["[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"]);
    let with_control = zip_of(&[
        "[Content_Types].xml",
        "word/document.xml",
        "word/activeX/activeX1.bin",
    ]);
    let old_macro = compound_of(&["Root Entry", "Workbook", "_VBA_PROJECT_CUR"]);
    for bytes in [
        b"MZ\x90\0".as_slice(),
        b"\x7fELF\x02",
        b"\xca\xfe\xba\xbe\0\0",
        b"#!/bin/sh\necho",
        b"<?php echo 1;",
        b"<!DOCTYPE html><p>",
        b"  \r\n<HTML><body>",
        b"\xef\xbb\xbf<svg xmlns='x' onload='a()'>",
        b"<?xml version='1.0'?><svg/>",
        b"name,1\r\n<ScRiPt>alert(1)</script>",
        &with_macro,
        &with_control,
        &old_macro,
    ] {
        for claimed in Kind::ALL {
            let refusal = check(claimed, bytes).unwrap_err();
            assert_eq!(
                refusal.code(),
                "attachment-active-content",
                "{claimed:?} {bytes:?}"
            );
        }
    }
}

#[test]
fn what_is_no_text_is_refused_as_text() {
    for (bytes, why) in [
        (b"a\0b".as_slice(), "a zero"),
        (b"a\x1b[31m", "an escape sequence"),
        (b"\xff\xfea\0b\0", "UTF-16"),
        (b"\x81", "half a character of GBK"),
        (b"\xd6\xd0\xff\xff", "bytes outside GBK"),
    ] {
        assert_eq!(
            check(Kind::Text, bytes).unwrap_err().code(),
            "attachment-mismatch",
            "{why}"
        );
    }
}

#[test]
fn a_character_of_gb_18030_is_text() {
    assert_eq!(check(Kind::Csv, b"\x81\x30\x84\x36,1"), Ok(()));
}

#[test]
fn an_empty_file_is_refused() {
    for claimed in Kind::ALL {
        assert_eq!(check(claimed, b"").unwrap_err().code(), "attachment-empty");
    }
}

#[test]
fn an_encrypted_workbook_is_not_taken_for_a_workbook() {
    let encrypted = compound_of(&["Root Entry", "EncryptionInfo", "EncryptedPackage"]);
    assert!(
        check(Kind::Workbook, &encrypted)
            .unwrap_err()
            .to_string()
            .contains("加密")
    );
}

#[test]
fn endings_and_kinds_find_each_other() {
    for kind in Kind::ALL {
        for ending in kind.names() {
            assert_eq!(Kind::of_ending(ending), Some(kind));
            assert!(Kind::endings().contains(ending));
        }
        assert!(kind.media_type().contains('/'));
    }
}

proptest! {
    #[test]
    fn no_bytes_break_the_check(
        bytes in prop::collection::vec(any::<u8>(), 0..600),
        start in prop::sample::select(vec![&b""[..], b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]),
    ) {
        let file = [start, &bytes].concat();
        for claimed in Kind::ALL {
            let _ = check(claimed, &file);
        }
        prop_assert_eq!(is(Kind::Pdf, &file), file.starts_with(b"%PDF-"));
    }
}
