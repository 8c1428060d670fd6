//! Chores of the workspace: `cargo xtask test | ci | generate | tidy | help`.
//!
//! Everything a developer or the continuous integration runs is here and in Rust, so that the two cannot
//! come to differ and nothing depends on a shell beyond `.ci/run`.

mod chores;
mod postgres;
mod prerequisites;
mod repository;
mod room;
mod shell;
mod tidy;

use std::io::Write as _;
use std::process::ExitCode;

use shell::Failure;

const HELP: &str = "\
衡绩的开发任务

用法: cargo xtask <任务> [参数]

任务:
  test [参数…]   检查并(在允许时)安装测试所需的软件,启动一个用完即弃的 PostgreSQL,
                 运行全部测试。多余的参数原样交给 cargo nextest run。
                 例: cargo xtask test -p hengji-scoring
  ci             提交前的全部检查: 格式、clippy、tidy、generate 后工作区不变、test。
  generate       重新生成由代码产生的文件(角色权限矩阵、路由表、OpenAPI、命令参考)。
  tidy           检查文件与函数大小、文件头、词汇表、法定数字、分层、文档中的路径等。
  help           显示本说明。

退出码: 0 通过 · 1 有测试或检查未通过 · 2 缺少所需软件或用法错误
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\n{failure}");
            failure.exit_code()
        }
    }
}

fn run(arguments: &[String]) -> Result<(), Failure> {
    let Some((task, rest)) = arguments.split_first() else {
        return Err(Failure::Usage(HELP.to_owned()));
    };
    match task.as_str() {
        "test" => chores::test(rest),
        "ci" => chores::ci(),
        "generate" => chores::generate(),
        "tidy" => chores::tidy(),
        "help" | "--help" | "-h" => std::io::stdout()
            .write_all(HELP.as_bytes())
            .map_err(|cause| Failure::io("写标准输出", cause)),
        other => Err(Failure::Usage(format!("没有名为 {other} 的任务。\n\n{HELP}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_task_is_told_how_to_ask() {
        for arguments in [&[][..], &["tset".to_owned()]] {
            let failure = run(arguments).unwrap_err();
            assert!(
                matches!(&failure, Failure::Usage(text) if text.contains("cargo xtask")),
                "{failure}"
            );
        }
    }

    #[test]
    fn the_help_names_every_task() {
        for task in ["test", "ci", "generate", "tidy", "help"] {
            assert!(HELP.contains(&format!("\n  {task} ")), "{task}");
        }
    }
}
