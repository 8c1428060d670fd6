//! Reads a fixture: blocks headed `@ path`, each a text, a number, a list, a matrix or a table with named columns.
//!
//! ```text
//! @ source = "where the figures come from"
//! @ tolerance = 0.001
//! @ units [3]
//! A B "C D"
//! @ inputs [2x3]
//! 1 2 3
//! 4 5 null
//! @ plans [2] confidence n
//! 0.95 59
//! 0.9 45
//! ```
//!
//! Everything panics with the fixture's name and the path, because a fixture that cannot be read is a fault of
//! the tree, not of the code under test.

use std::collections::BTreeMap;
use std::path::Path;

/// One fixture.
#[derive(Debug)]
pub(crate) struct Fixture {
    name: String,
    blocks: BTreeMap<String, Block>,
}

#[derive(Debug, Default)]
struct Block {
    width: Option<usize>,
    columns: Vec<String>,
    cells: Vec<String>,
}

/// A table with named columns.
#[derive(Debug)]
pub(crate) struct Rows<'a> {
    fixture: &'a Fixture,
    path: String,
    block: &'a Block,
}

/// Opens `fixtures/<name>.golden`.
#[track_caller]
pub(crate) fn fixture(name: &str) -> Fixture {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures")
        .join(format!("{name}.golden"));
    match std::fs::read_to_string(&path) {
        Ok(text) => Fixture {
            name: name.to_owned(),
            blocks: blocks(&text),
        },
        Err(error) => fail(&format!("fixture {name}: {error}")),
    }
}

#[track_caller]
#[expect(clippy::panic, reason = "Tests end by panicking.")]
fn fail(message: &str) -> ! {
    panic!("{message}")
}

fn blocks(text: &str) -> BTreeMap<String, Block> {
    let mut blocks = BTreeMap::new();
    let mut open: Option<(String, Block)> = None;
    for line in text.lines() {
        let Some(head) = line.strip_prefix("@ ") else {
            if let Some((_, block)) = &mut open {
                block.cells.extend(cells(line));
            }
            continue;
        };
        blocks.extend(open.take());
        open = Some(opened(head));
    }
    blocks.extend(open);
    blocks
}

fn opened(head: &str) -> (String, Block) {
    let (path, rest) = head.split_once(' ').unwrap_or((head, ""));
    if let Some(value) = rest.strip_prefix("= ") {
        return (
            path.to_owned(),
            Block {
                cells: cells(value),
                ..Block::default()
            },
        );
    }
    let (shape, columns) = rest.split_once(' ').unwrap_or((rest, ""));
    let columns: Vec<String> = columns.split_whitespace().map(str::to_owned).collect();
    let across = shape
        .trim_matches(['[', ']'])
        .split_once('x')
        .and_then(|(_, width)| width.parse().ok());
    let width = if columns.is_empty() {
        across
    } else {
        Some(columns.len())
    };
    (
        path.to_owned(),
        Block {
            width,
            columns,
            cells: Vec::new(),
        },
    )
}

/// The words of a line; a word in double quotes keeps its spaces.
fn cells(line: &str) -> Vec<String> {
    let mut cells = Vec::new();
    let mut rest = line.trim_start();
    while !rest.is_empty() {
        if rest.starts_with('"') {
            let mut values = serde_json::Deserializer::from_str(rest).into_iter::<String>();
            let Some(Ok(word)) = values.next() else {
                fail(&format!("unclosed quotation: {line}"))
            };
            let end = values.byte_offset();
            cells.push(word);
            rest = rest.get(end..).unwrap_or("").trim_start();
        } else {
            let end = rest.find(' ').unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            cells.push(word.to_owned());
            rest = after.trim_start();
        }
    }
    cells
}

impl Fixture {
    #[track_caller]
    fn block(&self, path: &str) -> &Block {
        match self.blocks.get(path) {
            Some(block) => block,
            None => fail(&format!("fixture {} has no {path}", self.name)),
        }
    }

    #[track_caller]
    fn read(&self, path: &str, cell: &str) -> f64 {
        match cell {
            "null" => f64::NAN,
            cell => match cell.parse() {
                Ok(value) => value,
                Err(_) => fail(&format!("fixture {}, {path}: {cell} is no number", self.name)),
            },
        }
    }

    /// Whether there is such a block.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.blocks.contains_key(path)
    }

    /// The paths below a prefix, in alphabetical order.
    pub(crate) fn below<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = &'a str> {
        self.blocks
            .keys()
            .filter_map(move |path| path.strip_prefix(prefix))
    }

    /// The words of a list.
    #[track_caller]
    pub(crate) fn words(&self, path: &str) -> Vec<String> {
        self.block(path).cells.clone()
    }

    /// A text, or one word.
    #[track_caller]
    pub(crate) fn text(&self, path: &str) -> String {
        self.words(path).join(" ")
    }

    /// A number.
    #[track_caller]
    pub(crate) fn number(&self, path: &str) -> f64 {
        match self.vector(path).as_slice() {
            [value] => *value,
            _ => fail(&format!("fixture {}, {path}: not one number", self.name)),
        }
    }

    /// The numbers of a list; `null` is not-a-number.
    #[track_caller]
    pub(crate) fn vector(&self, path: &str) -> Vec<f64> {
        self.block(path)
            .cells
            .iter()
            .map(|cell| self.read(path, cell))
            .collect()
    }

    /// The rows of a matrix; a list is read as one column.
    #[track_caller]
    pub(crate) fn matrix(&self, path: &str) -> Vec<Vec<f64>> {
        let width = self.block(path).width.unwrap_or(1).max(1);
        self.vector(path).chunks(width).map(<[f64]>::to_vec).collect()
    }

    /// A table with named columns.
    #[track_caller]
    pub(crate) fn rows(&self, path: &str) -> Rows<'_> {
        let block = self.block(path);
        if block.columns.is_empty() {
            fail(&format!("fixture {}, {path}: no named columns", self.name));
        }
        Rows {
            fixture: self,
            path: path.to_owned(),
            block,
        }
    }
}

impl Rows<'_> {
    /// The words of a column.
    #[track_caller]
    pub(crate) fn words(&self, column: &str) -> Vec<String> {
        let Some(at) = self.block.columns.iter().position(|name| name == column) else {
            fail(&format!(
                "fixture {}, {}: no column {column}",
                self.fixture.name, self.path
            ))
        };
        self.block
            .cells
            .iter()
            .skip(at)
            .step_by(self.block.columns.len())
            .cloned()
            .collect()
    }

    /// The numbers of a column.
    #[track_caller]
    pub(crate) fn numbers(&self, column: &str) -> Vec<f64> {
        self.words(column)
            .iter()
            .map(|cell| self.fixture.read(column, cell))
            .collect()
    }
}

/// Fails unless two lists are equal within a tolerance relative to the expected value (absolute below one);
/// where the fixture has no number nothing is asked.
#[track_caller]
pub(crate) fn near(what: &str, found: &[f64], expected: &[f64], tolerance: f64) {
    assert_eq!(found.len(), expected.len(), "{what}: another number of figures");
    for (at, (found, expected)) in found.iter().zip(expected).enumerate() {
        if expected.is_nan() {
            continue;
        }
        let gap = (found - expected).abs() / expected.abs().max(1.0);
        assert!(
            gap <= tolerance,
            "{what}, figure {at}: {found} is not {expected} (gap {gap:e})"
        );
    }
}

#[test]
fn a_fixture_is_read_block_by_block() {
    let text = "@ a = \"b c\"\n@ n = 2.5\n@ v [3]\n1 null\n3\n@ m [2x2]\n1 2\n3 4\n@ t [2] id size\nx 1\n\"y z\" 2\n";
    let fixture = Fixture {
        name: "example".to_owned(),
        blocks: blocks(text),
    };
    assert_eq!(fixture.text("a"), "b c");
    assert!((fixture.number("n") - 2.5).abs() < 1e-15);
    assert_eq!(
        fixture.vector("v").iter().filter(|value| value.is_nan()).count(),
        1
    );
    assert_eq!(fixture.matrix("m"), [[1.0, 2.0], [3.0, 4.0]]);
    assert_eq!(fixture.rows("t").words("id"), ["x", "y z"]);
    assert_eq!(fixture.rows("t").numbers("size"), [1.0, 2.0]);
    assert!(fixture.has("m") && !fixture.has("q"));
    assert_eq!(fixture.below("").count(), 5);
}
