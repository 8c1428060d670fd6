//! The help of all commands, as the manual prints it.

use crate::run::hengji;

/// Adds the help of a command and of all below it, as each help itself names them.
fn describe(command: &[String], manual: &mut String) {
    let ran = hengji(command.iter().map(String::as_str).chain(["--help"]));
    assert_eq!(ran.code, 0, "{command:?}");
    let name = [&["hengji".to_owned()], command].concat().join(" ");
    *manual += &format!("\n## `{name}`\n\n```text\n{}\n```\n", ran.out.trim_end());
    let listed = ran.out.lines().skip_while(|line| *line != "命令:").skip(1);
    for line in listed.take_while(|line| !line.is_empty()) {
        let below = line.split_whitespace().next().unwrap().to_owned();
        describe(&[command, &[below]].concat(), manual);
    }
}

#[test]
fn the_generated_manual_shows_the_help_of_every_command() {
    let mut manual = "# 命令参考\n\n本页由 `cargo xtask generate` 从程序的帮助生成,请勿手改。\n".to_owned();
    describe(&[], &mut manual);
    for known in [
        "`hengji`",
        "`hengji rules diff`",
        "`hengji frontier`",
        "`hengji draw verify`",
    ] {
        assert!(manual.contains(known), "{known}");
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
