//! The four chores, each a short list of steps.

use std::process::Command;

use crate::postgres::Cluster;
use crate::prerequisites::{self, Tools};
use crate::repository;
use crate::room;
use crate::shell::{Failure, cargo, run};
use crate::tidy as rules_of_the_tree;

/// Runs all tests on both database engines and in a real browser.
pub(crate) fn test(arguments: &[String]) -> Result<(), Failure> {
    room::enough()?;
    let tools = prerequisites::ready()?;
    let cluster = Cluster::start(&tools.postgres)?;
    eprintln!("临时 PostgreSQL 已启动: {}", cluster.socket_directory().display());
    if arguments.is_empty() {
        // First, because the last lines of the output should be the summary of the many, not of the few.
        run(with_environment(&mut cargo(), &tools, &cluster).args([
            "test",
            "--quiet",
            "--workspace",
            "--doc",
        ]))?;
    }
    run(with_environment(
        &mut test_runner(&tools, arguments),
        &tools,
        &cluster,
    ))
}

/// Everything that has to be green before a change is proposed.
pub(crate) fn ci() -> Result<(), Failure> {
    run(cargo().args(["fmt", "--all", "--check"]))?;
    tidy()?;
    run(cargo().args([
        "clippy",
        "--workspace",
        "--all-targets",
        "--quiet",
        "--",
        "-D",
        "warnings",
    ]))?;
    let before = repository::differences()?;
    generate()?;
    if repository::differences()? != before {
        return Err(Failure::Checks(
            "重新生成后工作区有变化: 请检查 git status,把生成的文件一并提交。 [generated-files-stale]"
                .to_owned(),
        ));
    }
    test(&[])
}

/// Rewrites the files that code produces, by running the tests that own them in writing mode.
pub(crate) fn generate() -> Result<(), Failure> {
    let mut command = if crate::shell::answers("cargo-nextest", "--version") {
        let mut command = cargo();
        command.args(["nextest", "run", "--workspace", "-E", "test(generated)"]);
        command
    } else {
        let mut command = cargo();
        command.args(["test", "--workspace", "generated"]);
        command
    };
    run(command.current_dir(repository::root()).env("UPDATE_EXPECT", "1"))
}

/// Checks the tree against its own habits and lists every breach.
pub(crate) fn tidy() -> Result<(), Failure> {
    let breaches = rules_of_the_tree::check(&repository::root(), &repository::files()?)?;
    for breach in &breaches {
        eprintln!("{breach}");
    }
    if breaches.is_empty() {
        eprintln!("tidy: 未发现问题。");
        Ok(())
    } else {
        Err(Failure::Checks(format!("tidy: 发现 {} 处问题。", breaches.len())))
    }
}

fn test_runner(tools: &Tools, arguments: &[String]) -> Command {
    let mut command = cargo();
    command.current_dir(repository::root());
    if tools.nextest {
        let profile = if in_continuous_integration() {
            "ci"
        } else {
            "default"
        };
        command.args(["nextest", "run", "--profile", profile]);
    } else {
        command.args(["test", "--all-targets"]);
    }
    if arguments.is_empty() {
        command.arg("--workspace");
    }
    command.args(arguments);
    command
}

/// Tells the tests where the tools are, and that a missing one is a failure and never a skip.
fn with_environment<'c>(command: &'c mut Command, tools: &Tools, cluster: &Cluster) -> &'c mut Command {
    command
        .current_dir(repository::root())
        .env("HENGJI_TEST_REQUIRE", "1")
        .env("HENGJI_TEST_PG", cluster.socket_directory())
        .env("HENGJI_TEST_CHROMIUM", &tools.chromium)
        .env("HENGJI_TEST_CHROMEDRIVER", &tools.chromedriver)
}

fn in_continuous_integration() -> bool {
    std::env::var_os("CI").is_some_and(|value| value == "true")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(nextest: bool, arguments: &[&str]) -> String {
        let tools = Tools {
            postgres: "pg".into(),
            chromium: "chromium".into(),
            chromedriver: "chromedriver".into(),
            nextest,
        };
        let arguments: Vec<String> = arguments.iter().map(|word| (*word).to_owned()).collect();
        let command = test_runner(&tools, &arguments);
        command
            .get_args()
            .map(|word| word.to_string_lossy().into_owned())
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn without_arguments_the_whole_workspace_is_tested() {
        assert!(words(true, &[]).starts_with("nextest run --profile "));
        assert!(words(true, &[]).ends_with(" --workspace"));
        assert_eq!(words(false, &[]), "test --all-targets --workspace");
    }

    #[test]
    fn arguments_go_to_the_runner_as_they_are() {
        assert!(words(true, &["-p", "hengji-scoring"]).ends_with("-p hengji-scoring"));
        assert_eq!(
            words(false, &["-p", "hengji-scoring"]),
            "test --all-targets -p hengji-scoring"
        );
    }
}
