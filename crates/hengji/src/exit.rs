//! How a command ends: the exit codes that scripts and integrators rely on.

use std::process::ExitCode;

use hengji_app::AppError;

/// How a command ended when nothing went wrong with the command itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// 0: done, nothing to complain of.
    Fine,
    /// 1: done, and something was found.
    Findings,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Fine => Self::SUCCESS,
            Exit::Findings => Self::from(1),
        }
    }
}

/// Why a command did not do what was asked. The words end with a stable code in brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Failure {
    /// 1: a rule refuses; the input was understood.
    Refused(String),
    /// 2: the input cannot be used.
    Unusable(String),
    /// 70: our own fault, or the machine's.
    Fault(String),
}

/// What every command gives back.
pub(crate) type Outcome = Result<Exit, Failure>;

impl Failure {
    /// The exit code.
    pub(crate) const fn code(&self) -> u8 {
        match self {
            Self::Refused(_) => 1,
            Self::Unusable(_) => 2,
            Self::Fault(_) => 70,
        }
    }

    /// What is said about it.
    pub(crate) fn message(&self) -> &str {
        match self {
            Self::Refused(message) | Self::Unusable(message) | Self::Fault(message) => message,
        }
    }

    /// A fault of a part that should always work.
    pub(crate) fn fault(error: impl std::fmt::Display) -> Self {
        Self::Fault(with_code(&error.to_string(), "internal-fault"))
    }

    /// Input that cannot be used.
    pub(crate) fn unusable(message: impl Into<String>) -> Self {
        Self::Unusable(message.into())
    }
}

/// Words that carry no code yet get this one.
fn with_code(words: &str, code: &str) -> String {
    if words.ends_with(']') {
        words.to_owned()
    } else {
        format!("{words} [{code}]")
    }
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        match error {
            // The log of a server keeps the details of a fault; at a terminal the operator is the log.
            AppError::Fault(detail) => Self::Fault(format!("内部故障:{detail} [internal-fault]")),
            AppError::Busy => Self::Fault(AppError::Busy.to_string()),
            AppError::Invalid(ref fields) => {
                let details: Vec<String> = fields
                    .iter()
                    .map(|field| format!("\n  {}:{} [{}]", field.field, field.message, field.code))
                    .collect();
                Self::Unusable(format!("{error}{}", details.concat()))
            }
            other => Self::Refused(other.to_string()),
        }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Fault(format!("读写失败:{error} [io-failed]"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_failure_has_its_exit_code() {
        for (failure, code) in [
            (Failure::from(AppError::NotFound), 1),
            (
                Failure::from(AppError::field("year", "year-unreadable", "年度有误。")),
                2,
            ),
            (Failure::from(AppError::fault("disk")), 70),
            (Failure::from(AppError::Busy), 70),
            (Failure::from(std::io::Error::other("disk")), 70),
            (Failure::fault("x"), 70),
            (Failure::unusable("x [y]"), 2),
        ] {
            assert_eq!(failure.code(), code, "{failure:?}");
            assert!(failure.message().contains('['), "{failure:?}");
        }
    }

    #[test]
    fn an_operator_sees_the_details_of_a_fault_and_of_each_field() {
        assert!(
            Failure::from(AppError::fault("disk full"))
                .message()
                .contains("disk full")
        );
        let invalid = Failure::from(AppError::field("year", "year-unreadable", "年度有误。"));
        assert!(invalid.message().contains("year:年度有误。 [year-unreadable]"));
    }
}
