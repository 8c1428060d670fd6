//! Reading of the command line, and its help, in Chinese.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{ArgAction, CommandFactory, FromArgMatches, Parser};

use crate::command::Command;
use crate::output;

/// 衡绩:预算绩效管理系统
#[derive(Debug, Parser)]
#[command(
    name = "hengji",
    version,
    about = "衡绩:预算绩效管理系统。一个程序,既是服务,也是命令行工具。",
    override_usage = "hengji [选项] <命令>",
    after_help = "示例:\n  hengji demo                          建立并打开演示\n  hengji check 自评表.xlsx --year 2020  检查一份工作簿\n\n退出码:0 正常 · 1 有问题或被规则拒绝 · 2 输入不可用 · 70 内部故障",
    disable_help_flag = true,
    disable_help_subcommand = true,
    disable_version_flag = true,
    subcommand_required = true,
    subcommand_help_heading = "命令"
)]
struct Line {
    /// 显示帮助
    #[arg(short, long, global = true, action = ArgAction::Help, help_heading = "选项")]
    help: Option<bool>,
    /// 显示版本
    #[arg(short = 'V', long, action = ArgAction::Version, help_heading = "选项")]
    version: Option<bool>,
    #[command(subcommand)]
    command: Command,
}

const TEMPLATE: &str = "{about-with-newline}\n用法:{usage}\n\n{all-args}{after-help}";

/// Why no command is run.
#[derive(Debug)]
pub(crate) enum Stop {
    /// Help or version was asked for.
    Answer(String),
    /// The line was not understood.
    Mistake(String),
}

impl Stop {
    /// Prints what there is to say and gives the exit code.
    pub(crate) fn finish(self) -> ExitCode {
        match self {
            Self::Answer(text) => output::print(&text).map_or(ExitCode::from(70), |()| ExitCode::SUCCESS),
            Self::Mistake(words) => {
                output::say(&words);
                ExitCode::from(2)
            }
        }
    }
}

/// Reads the command line.
///
/// # Errors
///
/// [`Stop`] where help was asked for or the line was not understood.
pub(crate) fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Command, Stop> {
    let matches = definition().try_get_matches_from(arguments).map_err(stop)?;
    Line::from_arg_matches(&matches)
        .map(|line| line.command)
        .map_err(stop)
}

/// The whole command line with its help in Chinese.
pub(crate) fn definition() -> clap::Command {
    in_chinese(Line::command())
}

fn in_chinese(command: clap::Command) -> clap::Command {
    command
        .help_template(TEMPLATE)
        .max_term_width(100)
        .disable_help_subcommand(true)
        .subcommand_help_heading("命令")
        .mut_subcommands(in_chinese)
}

fn stop(error: clap::Error) -> Stop {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Stop::Answer(error.render().to_string()),
        _ => Stop::Mistake(mistake(&error)),
    }
}

/// What was not understood, and how to mend it.
fn mistake(error: &clap::Error) -> String {
    let said = |kind| context(error, kind);
    let argument = said(ContextKind::InvalidArg);
    let value = said(ContextKind::InvalidValue);
    let words = match error.kind() {
        ErrorKind::InvalidSubcommand => format!("没有命令“{}”。", said(ContextKind::InvalidSubcommand)),
        ErrorKind::UnknownArgument => format!("没有选项“{argument}”。"),
        ErrorKind::InvalidValue if value.is_empty() => format!("选项“{argument}”后面缺少取值。"),
        ErrorKind::InvalidValue => {
            let known = said(ContextKind::ValidValue);
            format!("“{argument}”不能取“{value}”,可取:{known}。")
        }
        ErrorKind::ValueValidation => {
            let why = std::error::Error::source(error).map_or(String::new(), ToString::to_string);
            format!("“{argument}”的取值“{value}”不可用:{why}")
        }
        ErrorKind::MissingRequiredArgument => format!("缺少必填项:{argument}。"),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            "请指明要执行的命令。".to_owned()
        }
        ErrorKind::ArgumentConflict => format!(
            "“{argument}”不能与“{}”同时使用或重复。",
            said(ContextKind::PriorArg)
        ),
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("“{argument}”的取值个数不对。")
        }
        ErrorKind::InvalidUtf8 => "参数不是有效的 UTF-8 文字。".to_owned(),
        _ => "命令行无法理解。".to_owned(),
    };
    let suggested = [
        said(ContextKind::SuggestedSubcommand),
        said(ContextKind::SuggestedArg),
        said(ContextKind::SuggestedValue),
    ]
    .concat();
    let hint = if suggested.is_empty() {
        String::new()
    } else {
        format!("是否想用“{suggested}”?")
    };
    format!("{words}{hint}加 --help 可查看用法和示例。 [command-line-unreadable]")
}

fn context(error: &clap::Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> String {
        let arguments = line.split_whitespace().map(OsString::from);
        match read(std::iter::once("hengji".into()).chain(arguments)) {
            Ok(command) => format!("{command:?}"),
            Err(Stop::Answer(text) | Stop::Mistake(text)) => text,
        }
    }

    fn every_command(command: &clap::Command, path: &str, all: &mut Vec<(String, clap::Command)>) {
        for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
            let name = format!("{path} {}", sub.get_name());
            every_command(sub, &name, all);
            all.push((name, sub.clone()));
        }
    }

    #[test]
    fn the_definition_is_consistent() {
        definition().debug_assert();
    }

    #[test]
    fn every_command_has_a_help_in_chinese_with_an_example() {
        let mut all = Vec::new();
        let mut root = definition();
        // Only a built definition hands global options down.
        root.build();
        every_command(&root, "hengji", &mut all);
        assert!(4 < all.len());
        for (name, mut command) in all {
            let help = command.render_long_help().to_string();
            assert!(help.contains("用法:"), "{name}\n{help}");
            for english in [
                "Usage",
                "Options",
                "Commands",
                "Arguments",
                "default:",
                "possible values",
            ] {
                assert!(!help.contains(english), "{name}: {english}\n{help}");
            }
            if command.get_subcommands().next().is_none() {
                assert!(help.contains("示例:"), "{name}\n{help}");
            }
        }
    }

    #[test]
    fn mistakes_are_answered_in_chinese_with_a_way_out() {
        for (line, expected) in [
            ("", "请指明"),
            ("demmo", "没有命令“demmo”"),
            ("rules diff", "缺少必填项"),
            ("rules check --formt json", "没有选项“--formt”"),
            ("rules check --format xml", "不能取“xml”"),
            ("rules show --year 20xx", "budget-year-unreadable"),
            ("rules show --division hz", "division-unreadable"),
        ] {
            let answer = words(line);
            assert!(answer.contains(expected), "{line}: {answer}");
            assert!(answer.ends_with("[command-line-unreadable]"), "{line}: {answer}");
        }
    }

    #[test]
    fn help_and_version_are_answers_not_mistakes() {
        assert!(words("--help").contains("命令"));
        assert!(words("rules check --help").contains("示例"));
        assert!(words("-V").starts_with("hengji "));
    }
}
