//! Running a command in tests: a line and a table in, everything that was said out.

use clap::Parser;
use hengji_domain::BudgetYear;

use crate::{Command, Context, Exit, Failure};

#[derive(Debug, Parser)]
struct Line {
    #[command(subcommand)]
    command: Command,
}

/// What a run left.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) outcome: Result<Exit, Failure>,
    pub(crate) out: String,
    pub(crate) words: String,
}

/// Runs a line such as `frontier @ --unit 单位`; `@` stands for a file with the given text.
pub(crate) fn run(line: &str, table: &str) -> Ran {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("数据.csv");
    std::fs::write(&path, table).unwrap();
    let path = path.to_string_lossy();
    let arguments = line
        .split_whitespace()
        .map(|word| if word == "@" { path.as_ref() } else { word });
    let command = Line::try_parse_from(std::iter::once("hengji").chain(arguments))
        .unwrap_or_else(|error| panic!("{line}\n{error}"))
        .command;
    let (mut out, mut words) = (Vec::new(), Vec::new());
    let outcome = crate::run(
        &command,
        &mut out,
        &mut Context {
            year: BudgetYear::new(2026).unwrap(),
            input: &mut table.as_bytes(),
            words: &mut words,
        },
    );
    Ran {
        outcome,
        out: String::from_utf8(out).unwrap(),
        words: String::from_utf8(words).unwrap(),
    }
}

impl Ran {
    /// The answer as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}\n{self:#?}"))
    }

    /// The exit code and what was refused; nothing where all went well.
    pub(crate) fn refusal(&self) -> (u8, &str) {
        match &self.outcome {
            Ok(Exit::Fine) => (0, ""),
            Ok(Exit::Findings) => (1, ""),
            Err(failure) => {
                let code = match failure {
                    Failure::Refused(_) => 1,
                    Failure::Unusable(_) => 2,
                    Failure::Fault(_) => 70,
                };
                (code, failure.message())
            }
        }
    }
}
