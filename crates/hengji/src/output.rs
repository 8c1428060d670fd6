//! What commands print: results on standard output, words for people on standard error.

use std::io::{IsTerminal, Write};
use std::time::Duration;

use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use crate::exit::Failure;

/// 输出格式: words for people or JSON for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Format {
    /// 文字
    #[default]
    Text,
    /// JSON
    Json,
}

/// Prints a result. A reader that has closed the pipe has read enough, so that is no failure.
///
/// # Errors
///
/// [`Failure::Fault`] when standard output cannot be written.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        done => Ok(done?),
    }
}

/// Prints a result as JSON, with a line end behind it.
///
/// # Errors
///
/// [`Failure::Fault`] when it cannot be written.
pub(crate) fn print_json(value: &impl Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(value).map_err(Failure::fault)?;
    print(&format!("{text}\n"))
}

/// Says something to the person at the terminal without touching the result.
pub(crate) fn say(words: &str) {
    let mut err = std::io::stderr().lock();
    // Nobody can be told that standard error does not work.
    let _ = writeln!(err, "{words}");
}

/// A progress bar where somebody is watching, nothing where not.
pub(crate) fn progress(total: u64, what: &'static str) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(total);
    if let Ok(style) = ProgressStyle::with_template("{msg} [{bar:32}] {pos}/{len} {elapsed}") {
        bar.set_style(style.progress_chars("=> "));
    }
    bar.set_message(what);
    bar
}

/// A sign that something is being computed, where somebody is watching and for as long as it takes.
pub(crate) fn waiting(what: &'static str) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let sign = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{msg} {spinner} {elapsed}") {
        sign.set_style(style);
    }
    sign.set_message(what);
    sign.enable_steady_tick(Duration::from_millis(200));
    sign
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_spelt_as_the_contract_spells_them() {
        let names: Vec<String> = Format::value_variants()
            .iter()
            .filter_map(|format| Some(format.to_possible_value()?.get_name().to_owned()))
            .collect();
        assert_eq!(names, ["text", "json"]);
        assert_eq!(Format::default(), Format::Text);
    }

    #[test]
    fn nobody_watching_means_no_bar() {
        // Tests run without a terminal.
        assert!(progress(10, "导入").is_hidden());
        assert!(waiting("计算中").is_hidden());
    }
}
