//! Zip packages (.xlsx and .ods): every part is inflated once, counted, and looked at before the reader sees it.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::WorkbookFormat;
use crate::limits::Limits;
use crate::refusal::WorkbookRefusal;

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

pub(super) fn check(bytes: &[u8], limits: &Limits) -> Result<WorkbookFormat, WorkbookRefusal> {
    let mut archive = open(bytes)?;
    if limits.parts < archive.len() {
        return Err(WorkbookRefusal::TooManyParts {
            found: archive.len(),
            limit: limits.parts,
        });
    }
    let overlapping = archive.has_overlapping_files().map_err(|error| damaged(&error))?;
    if archive.has_duplicate_names() || overlapping {
        return Err(WorkbookRefusal::DuplicatePart {});
    }
    let names = part_names(&mut archive)?;
    let format = format_of(&names)?;
    if format == WorkbookFormat::Ods && is_encrypted(&mut archive) {
        return Err(WorkbookRefusal::PasswordProtected {});
    }
    for name in &names {
        check_name(name, format)?;
    }
    check_contents(&mut archive, format, limits)?;
    Ok(format)
}

/// Encrypted .ods packages keep their parts and say in the manifest that these cannot be read.
fn is_encrypted(archive: &mut Archive<'_>) -> bool {
    /// A manifest names the parts of the package and is never longer.
    const MANIFEST_BYTES: u64 = 1 << 20;
    let mut text = String::new();
    let manifest = archive
        .by_name("META-INF/manifest.xml")
        .map(|part| part.take(MANIFEST_BYTES).read_to_string(&mut text));
    manifest.is_ok() && text.contains("encryption-data")
}

/// The text of one part, for the few things that the reader does not tell.
pub(crate) fn part_text(bytes: &[u8], part: &str, limits: &Limits) -> Option<String> {
    let mut archive = open(bytes).ok()?;
    let mut text = String::new();
    archive
        .by_name(part)
        .ok()?
        .take(limits.part_bytes)
        .read_to_string(&mut text)
        .ok()?;
    Some(text)
}

fn open(bytes: &[u8]) -> Result<Archive<'_>, WorkbookRefusal> {
    ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))
}

fn damaged(error: &ZipError) -> WorkbookRefusal {
    let detail = match error {
        ZipError::InvalidArchive(_) => "压缩包目录缺失或不一致".to_owned(),
        ZipError::UnsupportedArchive(what) => format!("压缩包用了不支持的方式:{what}"),
        other => format!("压缩包读不出:{other}"),
    };
    WorkbookRefusal::Damaged { detail }
}

fn part_names(archive: &mut Archive<'_>) -> Result<Vec<String>, WorkbookRefusal> {
    let mut names = Vec::with_capacity(archive.len());
    for index in 0..archive.len() {
        let part = archive.by_index_raw(index).map_err(|error| damaged(&error))?;
        let name = String::from_utf8_lossy(part.name_raw()).into_owned();
        if part.encrypted() {
            return Err(WorkbookRefusal::PasswordProtected {});
        }
        if part.is_symlink() || !is_safe(&name) {
            return Err(WorkbookRefusal::UnsafePartName { part: shown(&name) });
        }
        names.push(name);
    }
    Ok(names)
}

fn is_safe(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 255
        && !name.starts_with('/')
        && !name.contains(['\\', ':', '\0', '\u{fffd}'])
        && name
            .trim_end_matches('/')
            .split('/')
            .all(|step| !step.is_empty() && step != "." && step != "..")
}

/// Long or odd names must not fill the message.
fn shown(name: &str) -> String {
    name.chars().take(80).filter(|c| !c.is_control()).collect()
}

fn format_of(names: &[String]) -> Result<WorkbookFormat, WorkbookRefusal> {
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    let under = |folder: &str| names.iter().any(|name| name.starts_with(folder));
    if has("[Content_Types].xml") && has("xl/workbook.xml") {
        return Ok(WorkbookFormat::Xlsx);
    }
    if has("content.xml") && has("META-INF/manifest.xml") {
        return Ok(WorkbookFormat::Ods);
    }
    let found = if has("xl/workbook.bin") {
        "二进制工作簿(.xlsb)"
    } else if under("word/") {
        "Word 文档"
    } else if under("ppt/") {
        "PowerPoint 演示文稿"
    } else if under("xl/") {
        return Err(WorkbookRefusal::Damaged {
            detail: "缺少 xl/workbook.xml 或 [Content_Types].xml".into(),
        });
    } else {
        "压缩包(ZIP)"
    };
    Err(WorkbookRefusal::NotAWorkbook { found: found.into() })
}

/// Folders and suffixes that harmless workbooks have; anything else is refused by name.
const XLSX_FOLDERS: [&str; 5] = ["_rels/", "docProps/", "xl/", "customXml/", "[Content_Types].xml"];
const ODS_FOLDERS: [&str; 11] = [
    "mimetype",
    "META-INF/",
    "Configurations2/",
    "Thumbnails/",
    "Pictures/",
    "content.xml",
    "styles.xml",
    "meta.xml",
    "settings.xml",
    "manifest.rdf",
    "layout-cache",
];
const SUFFIXES: [&str; 16] = [
    "xml", "rels", "rdf", "vml", "png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "emf", "wmf", "svg",
    "svm", "bin",
];

fn check_name(name: &str, format: WorkbookFormat) -> Result<(), WorkbookRefusal> {
    let part = shown(name);
    let lower = name.to_ascii_lowercase();
    if [
        "vbaproject",
        "vbadata",
        "macrosheets/",
        "basic/",
        "scripts/",
        "customui/",
    ]
    .iter()
    .any(|it| lower.contains(it))
    {
        return Err(WorkbookRefusal::Macros { part });
    }
    let objects = ["xl/embeddings/", "xl/activex/", "object ", "objectreplacements/"];
    if objects.iter().any(|it| lower.starts_with(it)) {
        return Err(WorkbookRefusal::EmbeddedObject { part });
    }
    if lower.contains("externallinks/") {
        return Err(WorkbookRefusal::ExternalLink { part });
    }
    let folders: &[&str] = if format == WorkbookFormat::Ods {
        &ODS_FOLDERS
    } else {
        &XLSX_FOLDERS
    };
    let suffix = lower.rsplit_once('.').map_or("", |(_, suffix)| suffix);
    let is_plain = lower.ends_with('/') || matches!(name, "mimetype" | "layout-cache");
    let is_known = folders.iter().any(|folder| name.starts_with(folder))
        && (is_plain || SUFFIXES.contains(&suffix))
        && (suffix != "bin" || lower.starts_with("xl/printersettings/"));
    if is_known {
        Ok(())
    } else {
        Err(WorkbookRefusal::UnknownPart { part })
    }
}

fn check_contents(
    archive: &mut Archive<'_>,
    format: WorkbookFormat,
    limits: &Limits,
) -> Result<(), WorkbookRefusal> {
    let mut total = 0_u64;
    let mut worksheets = 0_usize;
    let mut content = Vec::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(|error| damaged(&error))?;
        let name = shown(&String::from_utf8_lossy(part.name_raw()));
        content.clear();
        let packed = part.compressed_size();
        // Read one byte more than allowed, because the sizes in the directory are only claims.
        let allowed = limits.part_bytes.min(limits.inflated_bytes.saturating_sub(total));
        let read = part.by_ref().take(allowed + 1).read_to_end(&mut content);
        let found = u64::try_from(content.len()).unwrap_or(u64::MAX);
        check_ratio(&name, found, packed, limits)?;
        if allowed < found {
            let limit = if allowed == limits.part_bytes {
                limits.part_bytes
            } else {
                limits.inflated_bytes
            };
            return Err(WorkbookRefusal::InflatesTooMuch {
                part: name,
                found: total + found,
                limit,
            });
        }
        read.map_err(|_| WorkbookRefusal::Damaged {
            detail: format!("部件 {name} 解不开"),
        })?;
        total += found;
        worksheets += check_text(&name, &content, format)?;
    }
    if limits.worksheets < worksheets {
        return Err(WorkbookRefusal::TooManyWorksheets {
            found: worksheets,
            limit: limits.worksheets,
        });
    }
    Ok(())
}

fn check_ratio(part: &str, found: u64, packed: u64, limits: &Limits) -> Result<(), WorkbookRefusal> {
    let ratio = found / packed.max(1);
    if Limits::RATIO_FROM_BYTES <= found && limits.ratio < ratio {
        return Err(WorkbookRefusal::RatioTooHigh {
            part: part.to_owned(),
            found: ratio,
            limit: limits.ratio,
        });
    }
    Ok(())
}

/// Checks the text of an XML part; tells how many worksheets it holds.
fn check_text(name: &str, content: &[u8], format: WorkbookFormat) -> Result<usize, WorkbookRefusal> {
    if ![".xml", ".rels", ".vml", ".rdf"]
        .iter()
        .any(|suffix| name.to_ascii_lowercase().ends_with(suffix))
    {
        return Ok(0);
    }
    let part = || name.to_owned();
    let Ok(text) = std::str::from_utf8(content) else {
        return Err(WorkbookRefusal::NotUtf8 { part: part() });
    };
    // Zero bytes count as well, because UTF-16 of Latin text is valid UTF-8 with zeros in between.
    if text.contains('\0') || declares_other_encoding(text) {
        return Err(WorkbookRefusal::NotUtf8 { part: part() });
    }
    if text.contains("<!DOCTYPE") || text.contains("<!ENTITY") {
        return Err(WorkbookRefusal::DocumentType { part: part() });
    }
    if text.contains("macroEnabled") && name == "[Content_Types].xml" {
        return Err(WorkbookRefusal::Macros { part: part() });
    }
    Ok(match format {
        WorkbookFormat::Ods if name == "content.xml" => text.matches("<table:table ").count(),
        WorkbookFormat::Xlsx if name.starts_with("xl/worksheets/") && name.ends_with(".xml") => 1,
        _ => 0,
    })
}

fn declares_other_encoding(text: &str) -> bool {
    let Some((declaration, _)) = text
        .trim_start_matches('\u{feff}')
        .strip_prefix("<?xml")
        .and_then(|it| it.split_once("?>"))
    else {
        return false;
    };
    let Some((_, encoding)) = declaration.split_once("encoding=") else {
        return false;
    };
    let encoding = encoding.trim_start_matches(['"', '\'']).to_ascii_lowercase();
    !(encoding.starts_with("utf-8") || encoding.starts_with("utf8") || encoding.starts_with("us-ascii"))
}
