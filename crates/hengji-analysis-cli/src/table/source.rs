//! Where the bytes come from, and what their first look tells: encoding and delimiter.

use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek};
use std::path::Path;

use encoding_rs::{CoderResult, Encoding, GB18030, UTF_8};

use super::text::Text;
use crate::Failure;

/// A file or standard input, before its text is read.
pub(super) struct Source {
    /// The name without directories; 标准输入 for `-`.
    pub(super) name: String,
    bytes: Bytes,
}

/// A regular file is read twice, so that its size does not matter; what can be read once only is kept.
enum Bytes {
    File(File),
    Kept(Vec<u8>),
}

impl Source {
    pub(super) fn open(path: &Path, input: &mut dyn Read) -> Result<Self, Failure> {
        if path.as_os_str() == "-" {
            let mut kept = Vec::new();
            input.read_to_end(&mut kept)?;
            return Ok(Self {
                name: "标准输入".to_owned(),
                bytes: Bytes::Kept(kept),
            });
        }
        let name = path.file_name().unwrap_or(path.as_os_str());
        let name = name.to_string_lossy().into_owned();
        let closed = |error: std::io::Error| {
            Failure::unusable(format!(
                "“{name}”打不开:{error}。请核对路径和权限。 [file-unreadable]"
            ))
        };
        let mut file = File::open(path).map_err(closed)?;
        let bytes = if file.metadata().map_err(closed)?.is_file() {
            Bytes::File(file)
        } else {
            let mut kept = Vec::new();
            file.read_to_end(&mut kept).map_err(closed)?;
            Bytes::Kept(kept)
        };
        Ok(Self { name, bytes })
    }

    /// The text with its delimiter.
    pub(super) fn into_text(self) -> Result<(Text, u8), Failure> {
        let (look, bytes): (Look, Box<dyn Read>) = match self.bytes {
            Bytes::Kept(kept) => (Look::at(kept.as_slice())?, Box::new(Cursor::new(kept))),
            Bytes::File(mut file) => {
                let look = Look::at(BufReader::new(&file))?;
                file.rewind()?;
                (look, Box::new(file))
            }
        };
        if look.is_workbook() {
            return Err(Failure::unusable(format!(
                "“{}”是工作簿,不是 CSV;请打开它,另存为“CSV UTF-8”后再用。 [not-a-csv]",
                self.name
            )));
        }
        Ok((Text::new(bytes, look.encoding()), look.delimiter()))
    }
}

/// Bytes of the start that are kept to find delimiter and kind.
const START: usize = 64 * 1024;

/// A first look over all bytes: whether they are UTF-8, and how they begin.
struct Look {
    is_utf8: bool,
    start: Vec<u8>,
}

impl Look {
    fn at(mut bytes: impl Read) -> Result<Self, Failure> {
        let mut look = Self {
            is_utf8: true,
            start: Vec::new(),
        };
        let mut raw = vec![0; START];
        let mut decoder = UTF_8.new_decoder_without_bom_handling();
        let mut units = vec![0_u16; START + 4];
        loop {
            let count = bytes.read(&mut raw)?;
            let some = raw.get(..count).unwrap_or_default();
            let room = START - look.start.len();
            look.start.extend(some.iter().take(room));
            let (result, _, _, replaced) = decoder.decode_to_utf16(some, &mut units, count == 0);
            if replaced || result == CoderResult::OutputFull {
                look.is_utf8 = false;
            }
            if count == 0 || !look.is_utf8 {
                return Ok(look);
            }
        }
    }

    /// A byte order mark decides, then whether all bytes are UTF-8; else it is GB 18030, of which GBK is a part.
    fn encoding(&self) -> &'static Encoding {
        let unmarked = if self.is_utf8 { UTF_8 } else { GB18030 };
        Encoding::for_bom(&self.start).map_or(unmarked, |(encoding, _)| encoding)
    }

    /// Semicolons and tabs are written by programs set to other habits; the first line tells.
    fn delimiter(&self) -> u8 {
        let (text, _) = self.encoding().decode_with_bom_removal(&self.start);
        let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
        let count = |delimiter: char| first.matches(delimiter).count();
        let commas = count(',');
        [('\t', b'\t'), (';', b';')]
            .into_iter()
            .find(|(c, _)| commas < count(*c))
            .map_or(b',', |(_, byte)| byte)
    }

    /// Workbooks are zip archives (xlsx, ods) or compound files (xls); both say so in their first bytes.
    fn is_workbook(&self) -> bool {
        self.start.starts_with(b"PK\x03\x04") || self.start.starts_with(&[0xd0, 0xcf, 0x11, 0xe0])
    }
}
