//! The clock of the demonstration: it runs like any clock, but from a day on which the demonstration makes sense.
//!
//! The data are of budget years long past; under the real date every deadline would be years overdue.

use std::path::Path;

use hengji_app::{Clock, SystemClock};
use hengji_domain::Timestamp;

use crate::exit::Failure;

/// A clock that differs from the machine's by a fixed time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DemonstrationClock {
    behind_micros: i64,
}

const FILE: &str = "clock";

impl DemonstrationClock {
    /// A clock that shows `day` at the instant `now` of the machine.
    pub(crate) const fn showing(day: Timestamp, now: Timestamp) -> Self {
        Self {
            behind_micros: now.micros() - day.micros(),
        }
    }

    /// The clock kept in a data directory: it goes on where it would be now, so that a demonstration opened
    /// again tomorrow is a day older. None where the directory has none yet.
    ///
    /// # Errors
    ///
    /// [`Failure::Unusable`] when the file does not hold a clock.
    pub(crate) fn read(directory: &Path) -> Result<Option<Self>, Failure> {
        let path = directory.join(FILE);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let behind_micros = text.trim().parse().map_err(|_| {
            Failure::unusable(format!(
                "演示时钟文件“{}”已损坏;请删除整个演示目录后重新运行 hengji demo。 [demo-clock-damaged]",
                path.display()
            ))
        })?;
        Ok(Some(Self { behind_micros }))
    }

    /// Keeps the clock in a data directory.
    ///
    /// # Errors
    ///
    /// [`Failure::Fault`] when it cannot be written.
    pub(crate) fn keep(self, directory: &Path) -> Result<(), Failure> {
        Ok(std::fs::write(
            directory.join(FILE),
            format!("{}\n", self.behind_micros),
        )?)
    }
}

impl Clock for DemonstrationClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(SystemClock.now().micros().saturating_sub(self.behind_micros))
    }
}

/// A clock that stands: what is made before a demonstration opens is made at one instant, the same on every run.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StandingClock(pub(crate) Timestamp);

impl Clock for StandingClock {
    fn now(&self) -> Timestamp {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_of_a_directory_goes_on_from_where_it_was() {
        let directory = tempfile::tempdir().unwrap();
        assert_eq!(DemonstrationClock::read(directory.path()).unwrap(), None);
        let day = Timestamp::from_micros(1_614_560_400_000_000);
        let clock = DemonstrationClock::showing(day, SystemClock.now());
        clock.keep(directory.path()).unwrap();
        let again = DemonstrationClock::read(directory.path()).unwrap().unwrap();
        assert_eq!(again, clock);
        let shown = again.now();
        assert!(day <= shown && shown < day.plus_seconds(600), "{shown}");
    }

    #[test]
    fn a_damaged_clock_is_no_reason_to_guess_a_time() {
        let directory = tempfile::tempdir().unwrap();
        std::fs::write(directory.path().join(FILE), "yesterday").unwrap();
        let failure = DemonstrationClock::read(directory.path()).unwrap_err();
        assert!(failure.message().ends_with("[demo-clock-damaged]"));
    }
}
