//! The analysis commands (`hengji frontier` and its siblings): their figures come from `hengji-analysis-cli`, the
//! clock, the terminal and the exit codes from here.

use std::io::{BufWriter, Write};

use hengji_analysis_cli::{Command, Context};
use hengji_app::{Clock, SystemClock};
use hengji_domain::BudgetYear;
use indicatif::ProgressBar;

use crate::exit::{Exit, Failure, Outcome};
use crate::output;

/// Does it.
pub(crate) fn run(command: &Command) -> Outcome {
    let waiting = output::waiting("计算中");
    let out = AfterWaiting {
        waiting: waiting.clone(),
        out: std::io::stdout().lock(),
    };
    let ended = into(command, &mut BufWriter::new(out));
    waiting.finish_and_clear();
    ended
}

/// Does it and writes the result elsewhere.
pub(crate) fn into(command: &Command, out: &mut dyn Write) -> Outcome {
    let mut context = Context {
        year: this_year()?,
        input: &mut std::io::stdin().lock(),
        // Not locked for the whole run: the sign of waiting is drawn by a thread of its own.
        words: &mut std::io::stderr(),
    };
    Ok(hengji_analysis_cli::run(command, out, &mut context)?.into())
}

/// The budget year is the calendar year in China.
fn this_year() -> Result<BudgetYear, Failure> {
    let today = SystemClock.now().shanghai_date().to_string();
    let year = today.split('-').next().unwrap_or_default();
    year.parse().map_err(Failure::fault)
}

/// Standard output, before whose first byte the sign of waiting is taken away.
struct AfterWaiting<W> {
    waiting: ProgressBar,
    out: W,
}

impl<W: Write> Write for AfterWaiting<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if !self.waiting.is_finished() {
            self.waiting.finish_and_clear();
        }
        self.out.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}

impl From<hengji_analysis_cli::Exit> for Exit {
    fn from(exit: hengji_analysis_cli::Exit) -> Self {
        match exit {
            hengji_analysis_cli::Exit::Fine => Self::Fine,
            hengji_analysis_cli::Exit::Findings => Self::Findings,
        }
    }
}

impl From<hengji_analysis_cli::Failure> for Failure {
    fn from(failure: hengji_analysis_cli::Failure) -> Self {
        match failure {
            hengji_analysis_cli::Failure::Refused(words) => Self::Refused(words),
            hengji_analysis_cli::Failure::Unusable(words) => Self::Unusable(words),
            hengji_analysis_cli::Failure::Fault(words) => Self::Fault(words),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_end_of_an_analysis_keeps_its_exit_code() {
        use hengji_analysis_cli::Failure as Said;
        for (failure, code) in [
            (Said::refused("x [y]"), 1),
            (Said::unusable("x [y]"), 2),
            (Said::fault("x"), 70),
        ] {
            let words = failure.message().to_owned();
            let kept = Failure::from(failure);
            assert_eq!(kept.code(), code);
            assert_eq!(kept.message(), words);
        }
        assert_eq!(Exit::from(hengji_analysis_cli::Exit::Fine), Exit::Fine);
        assert_eq!(Exit::from(hengji_analysis_cli::Exit::Findings), Exit::Findings);
    }

    #[test]
    fn the_sign_of_waiting_is_gone_before_the_answer() {
        let waiting = ProgressBar::hidden();
        let mut written = Vec::new();
        let mut out = AfterWaiting {
            waiting: waiting.clone(),
            out: &mut written,
        };
        assert!(!waiting.is_finished());
        out.write_all(b"x").unwrap();
        assert!(waiting.is_finished());
        assert_eq!(written, b"x");
    }

    #[test]
    fn this_year_is_a_budget_year() {
        assert!(2026 <= this_year().unwrap().get());
    }
}
