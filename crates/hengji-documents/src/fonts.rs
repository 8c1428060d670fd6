//! Fonts: found in the customer's directory and the system's, read when first used, kept for the next paper.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontInfo};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt};

use crate::PaperError;

/// Where Linux systems keep fonts.
pub const SYSTEM_DIRECTORIES: [&str; 2] = ["/usr/share/fonts", "/usr/local/share/fonts"];

/// 仿宋, the text of official papers, then what stands in for it. Basis: GB/T 9704-2012 5.2.2.
const TEXT: [&str; 7] = [
    "FangSong_GB2312",
    "FangSong",
    "仿宋_GB2312",
    "仿宋",
    "STFangsong",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
];
/// 黑体, of first-level headings.
const HEADING: [&str; 5] = [
    "SimHei",
    "黑体",
    "STHeiti",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
];
/// 楷体, of second-level headings.
const SUBHEADING: [&str; 4] = ["KaiTi_GB2312", "KaiTi", "楷体", "STKaiti"];
/// 小标宋, of titles.
const TITLE: [&str; 4] = [
    "FZXiaoBiaoSong-B05S",
    "方正小标宋简体",
    "STZhongsong",
    "Noto Serif CJK SC",
];

/// Directories may link in circles; nobody nests fonts deeper than this.
const DEPTH: usize = 8;

/// The fonts of this machine, with the parts of the typesetter that are made once.
pub struct Fonts {
    book: LazyHash<FontBook>,
    library: LazyHash<Library>,
    files: Vec<FontFile>,
    faces: Vec<Face>,
    families: Families,
}

/// The families that are there, for each use in the order they are tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Families {
    pub(crate) text: Vec<&'static str>,
    pub(crate) heading: Vec<&'static str>,
    pub(crate) subheading: Vec<&'static str>,
    pub(crate) title: Vec<&'static str>,
}

struct FontFile {
    path: PathBuf,
    bytes: OnceLock<Option<Bytes>>,
}

struct Face {
    file: usize,
    index: u32,
    font: OnceLock<Option<Font>>,
}

impl Fonts {
    /// The fonts in the customer's directory, where one is configured, and in the system's.
    ///
    /// # Errors
    ///
    /// [`PaperError::FontsMissing`] when none of them has Chinese text of a kind papers are set in: squares in
    /// place of words would be found only by the addressee.
    pub fn find(fonts_dir: Option<&Path>) -> Result<Self, PaperError> {
        let system = SYSTEM_DIRECTORIES.into_iter().map(PathBuf::from);
        let directories: Vec<PathBuf> = fonts_dir.map(Path::to_owned).into_iter().chain(system).collect();
        Self::in_directories(&directories)
    }

    /// The fonts in these directories only.
    ///
    /// # Errors
    ///
    /// [`PaperError::FontsMissing`], as above.
    pub fn in_directories(directories: &[PathBuf]) -> Result<Self, PaperError> {
        let mut paths = Vec::new();
        for directory in directories {
            let before = paths.len();
            collect(directory, DEPTH, &mut paths);
            // The order decides between equal faces, so that it must not be the directory's own.
            if let Some(found) = paths.get_mut(before..) {
                found.sort_unstable();
            }
        }
        let mut fonts = Self::of(paths);
        fonts.families = Families::present(&fonts.book);
        if fonts.families.text.is_empty() {
            let names = |list: &[PathBuf]| {
                let shown: Vec<_> = list.iter().map(|path| path.display().to_string()).collect();
                shown.join("、")
            };
            return Err(PaperError::FontsMissing {
                wanted: TEXT.join("、"),
                searched: names(directories),
            });
        }
        Ok(fonts)
    }

    fn of(paths: Vec<PathBuf>) -> Self {
        let mut book = FontBook::new();
        let (mut files, mut faces) = (Vec::new(), Vec::new());
        for path in paths {
            let Ok(bytes) = std::fs::read(&path) else {
                continue;
            };
            for (index, info) in (0..).zip(FontInfo::iter(&bytes)) {
                book.push(info);
                faces.push(Face {
                    file: files.len(),
                    index,
                    font: OnceLock::new(),
                });
            }
            // The bytes are let go again: of some hundred megabytes of fonts a paper uses three files.
            files.push(FontFile {
                path,
                bytes: OnceLock::new(),
            });
        }
        Self {
            book: LazyHash::new(book),
            library: LazyHash::new(Library::default()),
            files,
            faces,
            families: Families {
                text: Vec::new(),
                heading: Vec::new(),
                subheading: Vec::new(),
                title: Vec::new(),
            },
        }
    }

    /// The family that the text is set in, for a page that tells the operator.
    pub fn text_family(&self) -> &'static str {
        self.families.text.first().copied().unwrap_or_default()
    }

    pub(crate) const fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    pub(crate) const fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    pub(crate) const fn families(&self) -> &Families {
        &self.families
    }

    pub(crate) fn font(&self, index: usize) -> Option<Font> {
        let face = self.faces.get(index)?;
        let load = || {
            let file = self.files.get(face.file)?;
            let read = || std::fs::read(&file.path).ok().map(Bytes::new);
            Font::new(file.bytes.get_or_init(read).clone()?, face.index)
        };
        face.font.get_or_init(load).clone()
    }
}

impl Families {
    fn present(book: &FontBook) -> Self {
        let among = |chain: &[&'static str]| -> Vec<&'static str> {
            let known = |family: &&&str| book.contains_family(&family.to_lowercase());
            chain.iter().filter(known).copied().collect()
        };
        let text = among(&TEXT);
        // Where a face is not there, the text's own is better than one that was never chosen.
        let or_text = |chain: &[&'static str]| {
            let mut found = among(chain);
            found.extend(text.iter().filter(|family| !chain.contains(*family)));
            found
        };
        Self {
            heading: or_text(&HEADING),
            subheading: or_text(&SUBHEADING),
            title: or_text(&TITLE),
            text,
        }
    }
}

fn collect(directory: &Path, depth: usize, paths: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(directory) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            if 0 < depth {
                collect(&path, depth - 1, paths);
            }
        } else if is_font(&path) {
            paths.push(path);
        }
    }
}

fn is_font(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| {
        ["ttf", "ttc", "otf", "otc"]
            .iter()
            .any(|known| extension.eq_ignore_ascii_case(known))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_without_chinese_fonts_is_told_which_are_wanted_and_where_they_were_looked_for() {
        let empty = tempfile::tempdir().unwrap();
        std::fs::write(empty.path().join("broken.ttf"), b"no font").unwrap();
        let refusal = Fonts::in_directories(&[empty.path().to_owned()])
            .err()
            .map(|error| error.to_string())
            .unwrap_or_default();
        for part in [
            "FangSong",
            "Noto Serif CJK SC",
            "fonts-noto-cjk",
            "--fonts-dir",
            "[fonts-missing]",
        ] {
            assert!(refusal.contains(part), "{part}: {refusal}");
        }
        assert!(refusal.contains(&empty.path().display().to_string()), "{refusal}");
    }

    #[test]
    fn the_system_has_a_font_for_each_use() {
        let fonts = Fonts::find(None).unwrap();
        assert!(!fonts.text_family().is_empty());
        let families = fonts.families();
        for chain in [&families.heading, &families.subheading, &families.title] {
            assert!(chain.contains(&fonts.text_family()), "{chain:?}");
        }
    }

    #[test]
    fn what_is_no_font_by_its_name_is_not_opened() {
        assert!(is_font(Path::new("SIMFANG.TTF")));
        assert!(!is_font(Path::new("fonts.dir")));
        assert!(!is_font(Path::new("ttf")));
    }
}
