//! The world a paper is set in: a template, its data, the fonts, and nothing else.

use typst::Library;
use typst::World;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

use crate::PaperError;
use crate::fonts::Fonts;

/// The template. It is ours, and the only source there is: what people wrote is data.
const TEMPLATE: &str = include_str!("template/paper.typ");

/// A world with one paper in it.
pub(crate) struct PaperWorld<'a> {
    fonts: &'a Fonts,
    main: FileId,
    template: Source,
    data: FileId,
    json: Bytes,
}

impl<'a> PaperWorld<'a> {
    pub(crate) fn new(fonts: &'a Fonts, json: String) -> Result<Self, PaperError> {
        let main = file("paper.typ")?;
        Ok(Self {
            fonts,
            main,
            template: Source::new(main, TEMPLATE.to_owned()),
            data: file("data.json")?,
            json: Bytes::from_string(json),
        })
    }
}

fn file(name: &str) -> Result<FileId, PaperError> {
    let path = VirtualPath::new(name).map_err(|_| PaperError::NotSet(format!("路径 {name} 不可用")))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl World for PaperWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        self.fonts.library()
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main {
            Ok(self.template.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data {
            Ok(self.json.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }

    // A paper knows its own date. The clock's would make each copy differ.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
