//! The help of all commands, as the manual prints it.

use crate::run::hengji;

const COMMANDS: &[&[&str]] = &[
    &[],
    &["demo"],
    &["serve"],
    &["init"],
    &["migrate"],
    &["check"],
    &["import"],
    &["export"],
    &["export", "audit"],
    &["export", "projects"],
    &["rules"],
    &["rules", "check"],
    &["rules", "show"],
    &["rules", "diff"],
    &["audit"],
    &["audit", "verify"],
    &["backup"],
    &["restore"],
    &["doctor"],
    &["bench"],
    &["bench", "score"],
    &["bench", "import"],
    &["bench", "pages"],
];

#[test]
fn the_generated_manual_shows_the_help_of_every_command() {
    let mut manual = "# 命令参考\n\n本页由 `cargo xtask generate` 从程序的帮助生成,请勿手改。\n".to_owned();
    for command in COMMANDS {
        let ran = hengji(command.iter().chain(&["--help"]));
        assert_eq!(ran.code, 0);
        let name = ["hengji"]
            .iter()
            .chain(*command)
            .copied()
            .collect::<Vec<_>>()
            .join(" ");
        manual += &format!("\n## `{name}`\n\n```text\n{}\n```\n", ran.out.trim_end());
    }
    expect_test::expect_file!["../../../../docs/manual/commands.md"].assert_eq(&manual);
}

#[test]
fn a_command_line_that_is_not_understood_ends_with_two() {
    for line in [&["demmo"][..], &["check"], &["rules", "show"], &["--yaer"]] {
        let ran = hengji(line);
        assert_eq!(ran.code, 2, "{line:?}");
        assert!(
            ran.err.trim_end().ends_with("[command-line-unreadable]"),
            "{}",
            ran.err
        );
        assert!(ran.out.is_empty());
    }
}
