//! Small books for tests: rule files from one-line texts, so that a case is read at a glance.

use hengji_domain::{BudgetYear, Division};

use crate::book::RuleBook;
use crate::files::RuleFile;
use crate::refusal::Refusal;

/// The sources that the samples cite.
const SOURCES: &str =
    "s = { title = \"来源甲\", found_at = \"全文\" }\nt = { title = \"来源乙\", found_at = \"摘要\" }";

/// HEAD stands for what every rule has, SEEN and UNSEEN for reference and mark of a value.
fn expand(text: &str) -> String {
    text.replace(
        "HEAD",
        "description = \"说明\", unit = \"count\", selects_on = \"budget_year\"",
    )
    .replace(
        "UNSEEN",
        "reference = { source = \"t\", clause = \"二\" }, verification = \"unverified\"",
    )
    .replace(
        "SEEN",
        "reference = { source = \"s\", clause = \"一\" }, verified_on = 2026-11-23",
    )
}

/// Loads files given as name and text, with the sample sources beside them.
pub(crate) fn load(files: &[(&str, &str)]) -> Result<RuleBook, Vec<Refusal>> {
    let sources = std::iter::once(("sources.toml", SOURCES));
    let files: Vec<RuleFile> = sources
        .chain(files.iter().copied())
        .map(|(name, text)| RuleFile {
            name: name.to_owned(),
            text: expand(text),
        })
        .collect();
    RuleBook::load(&files).map_err(|refusals| refusals.0)
}

/// A book that must load.
pub(crate) fn book(files: &[(&str, &str)]) -> RuleBook {
    load(files).unwrap_or_else(|refusals| unreachable!("{refusals:#?}"))
}

/// The first refusal of files that must not load, as `[code] file key`.
pub(crate) fn refusal(files: &[(&str, &str)]) -> String {
    let refusals = load(files).err().unwrap_or_default();
    refusals.first().map_or_else(|| "ok".to_owned(), describe)
}

/// `[code] key`, or the code alone for a whole file.
pub(crate) fn describe(refusal: &Refusal) -> String {
    let text = refusal.fault.to_string();
    let code = text
        .rsplit_once('[')
        .and_then(|(_, tail)| tail.strip_suffix(']'))
        .unwrap_or("no code");
    format!("{code} {}", refusal.key).trim().to_owned()
}

pub(crate) fn division(code: &str) -> Division {
    code.parse().unwrap_or(Division::NATION)
}

pub(crate) fn year(number: u16) -> BudgetYear {
    BudgetYear::new(number).unwrap_or_else(|error| unreachable!("{error}"))
}

/// The book that the binary carries.
pub(crate) fn embedded() -> RuleBook {
    RuleBook::embedded().unwrap_or_else(|refusals| unreachable!("{refusals}"))
}
