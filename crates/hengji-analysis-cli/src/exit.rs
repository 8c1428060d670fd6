//! How a command ends; the binary gives each its exit code.

/// How a command ended when nothing went wrong with the command itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0: done, nothing to complain of.
    Fine,
    /// 1: done, and something was found.
    Findings,
}

/// Why a command did not do what was asked. The words end with a stable code in brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// 1: the input was understood, and a rule or a method refuses it.
    Refused(String),
    /// 2: the input cannot be used.
    Unusable(String),
    /// 70: our own fault, or the machine's.
    Fault(String),
}

/// What every command gives back.
pub type Outcome = Result<Exit, Failure>;

impl Failure {
    /// A method or a rule says no.
    pub fn refused(words: impl std::fmt::Display) -> Self {
        Self::Refused(words.to_string())
    }

    /// Input that cannot be used.
    pub fn unusable(words: impl std::fmt::Display) -> Self {
        Self::Unusable(words.to_string())
    }

    /// A fault of a part that should always work.
    pub fn fault(words: impl std::fmt::Display) -> Self {
        Self::Fault(format!("内部故障:{words} [internal-fault]"))
    }

    /// What is said about it.
    pub fn message(&self) -> &str {
        match self {
            Self::Refused(words) | Self::Unusable(words) | Self::Fault(words) => words,
        }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Fault(format!("读写失败:{error} [io-failed]"))
    }
}
