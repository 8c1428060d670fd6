//! The tables of contents of the two containers that office files come in, read without unpacking anything.

/// The record that ends a zip file, without its comment.
const END_LENGTH: usize = 22;

/// The fixed part of an entry in a zip file's central directory.
const ENTRY_LENGTH: usize = 46;

/// Names of the parts of a zip file; none where the bytes are no whole zip file.
pub(super) fn zip_names(bytes: &[u8]) -> Option<Vec<String>> {
    if !bytes.starts_with(b"PK") {
        return None;
    }
    let end = end_record(bytes)?;
    let count = number(end, 10, 2)?;
    let mut rest = bytes.get(number(end, 16, 4)?..)?;
    let mut names = Vec::new();
    for _ in 0..count {
        let entry = rest.strip_prefix(b"PK\x01\x02".as_slice()).and(Some(rest))?;
        let [name, extra, comment] = [
            number(entry, 28, 2)?,
            number(entry, 30, 2)?,
            number(entry, 32, 2)?,
        ];
        names.push(String::from_utf8_lossy(entry.get(ENTRY_LENGTH..ENTRY_LENGTH + name)?).into_owned());
        rest = entry.get(ENTRY_LENGTH + name + extra + comment..)?;
    }
    Some(names)
}

/// The end record: the last one that fits, because a comment of up to 64 KiB may follow it.
fn end_record(bytes: &[u8]) -> Option<&[u8]> {
    let from = bytes.len().saturating_sub(END_LENGTH + usize::from(u16::MAX));
    let tail = bytes.get(from..)?;
    let at = tail.windows(4).rposition(|window| window == b"PK\x05\x06")?;
    tail.get(at..).filter(|end| END_LENGTH <= end.len())
}

/// A little-endian number of up to four bytes.
fn number(bytes: &[u8], at: usize, length: usize) -> Option<usize> {
    let digits = bytes.get(at..at + length)?;
    Some(
        digits
            .iter()
            .rev()
            .fold(0, |sum, byte| sum * 256 + usize::from(*byte)),
    )
}

/// Length of an entry in the directory of a compound file. Sectors are multiples of it, so entries are aligned.
const COMPOUND_ENTRY: usize = 128;

/// Names in the directory of a compound file; nothing where the bytes are no compound file.
///
/// Entries are recognised by their shape wherever they stand, so that no chain of sectors must be followed.
pub(super) fn compound_entries(bytes: &[u8]) -> Vec<String> {
    if !bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Vec::new();
    }
    bytes
        .chunks_exact(COMPOUND_ENTRY)
        .filter_map(compound_entry)
        .collect()
}

/// Whether a compound file has one of these entries.
pub(super) fn has_entry(bytes: &[u8], names: &[&str]) -> bool {
    compound_entries(bytes)
        .iter()
        .any(|entry| names.contains(&entry.as_str()))
}

fn compound_entry(entry: &[u8]) -> Option<String> {
    // The length counts bytes of UTF-16 with the closing zero; a storage is 1, a stream 2, the root 5.
    let length = number(entry, 64, 2)?;
    let is_entry = matches!(entry.get(66)?, 1 | 2 | 5) && (4..=64).contains(&length) && length % 2 == 0;
    let units: Vec<u16> = entry
        .get(..length.checked_sub(2)?)
        .filter(|_| is_entry)?
        .chunks_exact(2)
        .map(|pair| pair.iter().rev().fold(0, |sum, byte| sum << 8 | u16::from(*byte)))
        .collect();
    String::from_utf16(&units)
        .ok()
        .filter(|name| !name.contains('\0'))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A zip file with empty parts of these names.
    pub(in super::super) fn zip_of(names: &[&str]) -> Vec<u8> {
        let short = |number: usize| u16::try_from(number).unwrap().to_le_bytes();
        let (mut file, mut directory) = (Vec::new(), Vec::new());
        for name in names {
            let offset = u32::try_from(file.len()).unwrap();
            file.extend(b"PK\x03\x04");
            file.extend([0; 22]);
            file.extend(short(name.len()));
            file.extend(short(0));
            file.extend(name.bytes());
            directory.extend(b"PK\x01\x02");
            directory.extend([0; 24]);
            directory.extend(short(name.len()));
            directory.extend([0; 12]);
            directory.extend(offset.to_le_bytes());
            directory.extend(name.bytes());
        }
        let start = u32::try_from(file.len()).unwrap();
        let size = u32::try_from(directory.len()).unwrap();
        file.extend(directory);
        file.extend(b"PK\x05\x06\0\0\0\0");
        file.extend(short(names.len()));
        file.extend(short(names.len()));
        file.extend(size.to_le_bytes());
        file.extend(start.to_le_bytes());
        file.extend(short(0));
        file
    }

    /// A compound file with streams of these names.
    pub(in super::super) fn compound_of(names: &[&str]) -> Vec<u8> {
        let mut file = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        file.resize(512, 0);
        for name in names {
            let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let length = u16::try_from(entry.len() + 2).unwrap();
            entry.resize(64, 0);
            entry.extend(length.to_le_bytes());
            entry.push(2);
            entry.resize(COMPOUND_ENTRY, 0);
            file.extend(entry);
        }
        file
    }

    #[test]
    fn the_parts_of_a_zip_file_are_named() {
        let file = zip_of(&["OFD.xml", "Doc_0/文档.xml"]);
        assert_eq!(zip_names(&file).unwrap(), ["OFD.xml", "Doc_0/文档.xml"]);
        let with_comment = [file.as_slice(), b"a comment nobody counted"].concat();
        assert_eq!(zip_names(&with_comment).unwrap().len(), 2);
    }

    #[test]
    fn a_broken_zip_file_has_no_parts_and_harms_nothing() {
        let whole = zip_of(&["[Content_Types].xml", "xl/workbook.xml"]);
        for length in 0..whole.len() {
            let cut = whole.get(..length).unwrap();
            assert_eq!(zip_names(cut), None, "cut at {length}");
        }
        let mut lying = whole.clone();
        let at = lying.len() - 6;
        lying.splice(at..at + 4, u32::MAX.to_le_bytes());
        assert_eq!(zip_names(&lying), None);
    }

    #[test]
    fn the_entries_of_a_compound_file_are_named() {
        let file = compound_of(&["Root Entry", "Workbook"]);
        assert_eq!(compound_entries(&file), ["Root Entry", "Workbook"]);
        assert!(has_entry(&file, &["Book", "Workbook"]));
        assert!(!has_entry(&file, &["WordDocument"]));
        assert_eq!(compound_entries(file.get(1..).unwrap()), Vec::<String>::new());
    }
}
