//! 规则文件的写法 (TOML text): a tree written as a rule file that the loader reads back to the same tree.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::tree::Tree;

/// Keys in the order in which a reader of `rules/` is used to meet them; others follow by name.
const ORDER: [&str; 25] = [
    "title",
    "found_at",
    "description",
    "unit",
    "selects_on",
    "constraint",
    "introduces",
    "rule",
    "key",
    "code",
    "step",
    "name",
    "as_of",
    "division",
    "variant",
    "input",
    "expected",
    "because",
    "from",
    "until",
    "value",
    "unset",
    "reference",
    "verified_on",
    "verification",
];

/// A value on one line, as it stands behind `value =`.
pub(crate) fn inline(tree: &Tree) -> String {
    match tree {
        Tree::Integer(number) => number.to_string(),
        Tree::Text(text) => quoted(text),
        Tree::Flag(flag) => flag.to_string(),
        Tree::Date(date) => date.to_string(),
        Tree::List(entries) => {
            let entries: Vec<String> = entries.iter().map(inline).collect();
            format!("[{}]", entries.join(", "))
        }
        Tree::Table(fields) if fields.is_empty() => "{}".to_owned(),
        Tree::Table(fields) => {
            let fields: Vec<String> = sorted(fields)
                .into_iter()
                .map(|(name, field)| format!("{} = {}", key(name), inline(field)))
                .collect();
            format!("{{ {} }}", fields.join(", "))
        }
    }
}

/// A whole file: sections for tables, blocks for lists of tables, values on one line below them.
pub(crate) fn file(root: &BTreeMap<String, Tree>) -> String {
    let mut text = String::new();
    // Cases stand behind the rules that they are about.
    let (cases, rules): (Vec<_>, Vec<_>) = root.iter().partition(|(name, _)| *name == "case");
    // Plain values, such as the name of a framework, belong to the file only before its first section.
    let (plain, rules): (Vec<_>, Vec<_>) = rules
        .into_iter()
        .partition(|(_, tree)| !matches!(tree, Tree::Table(_)) && !is_blocks(tree));
    for (name, tree) in plain.into_iter().chain(rules).chain(cases) {
        match tree {
            Tree::Table(fields) => section(&mut text, name, fields),
            Tree::List(entries) if is_blocks(tree) => entries
                .iter()
                .for_each(|entry| block(&mut text, &key(name), entry)),
            // A rule file has only sections and blocks; anything else is written so that the loader says so.
            other => line(&mut text, name, other),
        }
    }
    text
}

/// `[rule]` with its own fields, and `[[rule.value]]` for each of its lists of tables.
fn section(text: &mut String, name: &str, fields: &BTreeMap<String, Tree>) {
    // Writing to a String cannot fail, here and below.
    let _ = writeln!(text, "\n[{}]", key(name));
    for (field, tree) in sorted(fields).into_iter().filter(|(_, tree)| !is_blocks(tree)) {
        line(text, field, tree);
    }
    for (field, tree) in sorted(fields).into_iter().filter(|(_, tree)| is_blocks(tree)) {
        let path = format!("{}.{}", key(name), key(field));
        tree.entries().iter().for_each(|entry| block(text, &path, entry));
    }
}

fn block(text: &mut String, path: &str, entry: &Tree) {
    let _ = writeln!(text, "\n[[{path}]]");
    if let Tree::Table(fields) = entry {
        for (field, tree) in sorted(fields) {
            line(text, field, tree);
        }
    }
}

fn line(text: &mut String, name: &str, tree: &Tree) {
    let _ = writeln!(text, "{} = {}", key(name), inline(tree));
}

fn is_blocks(tree: &Tree) -> bool {
    matches!(tree, Tree::List(entries)
        if !entries.is_empty() && entries.iter().all(|entry| matches!(entry, Tree::Table(_))))
}

fn sorted(fields: &BTreeMap<String, Tree>) -> Vec<(&String, &Tree)> {
    let rank = |name: &str| {
        ORDER
            .iter()
            .position(|known| *known == name)
            .unwrap_or(ORDER.len())
    };
    let mut fields: Vec<_> = fields.iter().collect();
    fields.sort_by_key(|(name, _)| rank(name));
    fields
}

fn key(name: &str) -> String {
    let is_bare = !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    if is_bare { name.to_owned() } else { quoted(name) }
}

fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            control if control.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(control));
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files;
    use crate::tree;

    #[test]
    fn every_file_that_the_binary_carries_survives_being_written() {
        for file in files::embedded().unwrap() {
            let read = tree::read(&file.name, &file.text).unwrap();
            let Tree::Table(fields) = &read else {
                panic!("{}", file.name)
            };
            let again = tree::read(&file.name, &super::file(fields)).unwrap();
            assert_eq!(again, read, "{}", file.name);
        }
    }

    #[test]
    fn texts_keep_every_character() {
        for text in [
            "",
            "引号\"反斜\\",
            "两行\n一\t格\r",
            "\u{1}\u{7f}",
            "𠮷",
            "a=b # c",
        ] {
            let written = format!("value = {}", inline(&Tree::Text(text.to_owned())));
            let read = tree::read("x.toml", &written).unwrap();
            assert_eq!(read.field("value").and_then(Tree::text), Some(text), "{written}");
        }
    }
}
