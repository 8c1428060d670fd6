//! Running other programs, and the ways a chore can fail.

use std::fmt;
use std::io;
use std::process::{Command, ExitCode, Stdio};

/// Why a chore stopped. Each text is shown to the person who ran it.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The command line was not understood; the text says how to write it.
    Usage(String),
    /// Something that has to be installed first is not there.
    Missing(String),
    /// A check ran and found something; its details have been printed already.
    Checks(String),
    /// The machine failed us: a file, a process.
    Machine(String),
}

impl Failure {
    pub(crate) fn io(what: &str, cause: io::Error) -> Self {
        Self::Machine(format!("{what}失败: {cause}"))
    }

    pub(crate) fn exit_code(&self) -> ExitCode {
        match self {
            Self::Checks(_) => ExitCode::from(1),
            Self::Usage(_) | Self::Missing(_) => ExitCode::from(2),
            Self::Machine(_) => ExitCode::from(70),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(text) | Self::Missing(text) | Self::Checks(text) | Self::Machine(text) => {
                f.write_str(text)
            }
        }
    }
}

/// Runs a command with its output on the screen; anything but success is a failed check.
pub(crate) fn run(command: &mut Command) -> Result<(), Failure> {
    let line = shown(command);
    eprintln!("$ {line}");
    let status = command
        .stdin(Stdio::null())
        .status()
        .map_err(|cause| Failure::io(&format!("运行 {line} "), cause))?;
    if status.success() {
        Ok(())
    } else {
        Err(Failure::Checks(format!("未通过: {line}({status})")))
    }
}

/// Runs a command silently and returns what it printed.
pub(crate) fn capture(command: &mut Command) -> Result<String, Failure> {
    let line = shown(command);
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|cause| Failure::io(&format!("运行 {line} "), cause))?;
    if !output.status.success() {
        let words = String::from_utf8_lossy(&output.stderr);
        return Err(Failure::Machine(format!(
            "{line} 失败({}): {}",
            output.status,
            words.trim()
        )));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The command as a person would type it.
fn shown(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|word| word.to_string_lossy().into_owned()));
    words.join(" ")
}

/// The cargo that started us, so that a pinned toolchain stays the same all the way down.
pub(crate) fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Whether a program can be started at all.
pub(crate) fn answers(program: &str, argument: &str) -> bool {
    Command::new(program)
        .arg(argument)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_that_fails_is_a_failed_check_and_names_itself() {
        let failure = run(Command::new("false").arg("word")).unwrap_err();
        assert!(
            matches!(&failure, Failure::Checks(text) if text.contains("false word")),
            "{failure}"
        );
        assert_eq!(failure.exit_code(), ExitCode::from(1));
    }

    #[test]
    fn a_command_that_does_not_exist_is_a_fault_of_the_machine() {
        let failure = run(&mut Command::new("hengji-no-such-program")).unwrap_err();
        assert_eq!(failure.exit_code(), ExitCode::from(70));
    }

    #[test]
    fn what_is_printed_is_captured_and_a_complaint_is_passed_on() {
        assert_eq!(capture(Command::new("printf").arg("表")).unwrap(), "表");
        let failure = capture(Command::new("sh").args(["-c", "echo 坏了 >&2; exit 3"])).unwrap_err();
        assert!(failure.to_string().contains("坏了"), "{failure}");
    }

    #[test]
    fn missing_tools_and_wrong_usage_share_a_code() {
        assert_eq!(Failure::Missing(String::new()).exit_code(), ExitCode::from(2));
        assert_eq!(Failure::Usage(String::new()).exit_code(), ExitCode::from(2));
    }
}
