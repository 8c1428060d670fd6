//! What the tests need beyond the Rust toolchain, and getting it where we may.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::shell::{Failure, answers, capture, run};

/// The programs the tests use, found and ready.
#[derive(Debug)]
pub(crate) struct Tools {
    /// The directory holding `initdb`, `postgres` and `pg_isready`.
    pub(crate) postgres: PathBuf,
    pub(crate) chromium: PathBuf,
    pub(crate) chromedriver: PathBuf,
    pub(crate) nextest: bool,
}

/// One thing to have, the Debian package that brings it, and what for.
struct Need {
    name: &'static str,
    package: &'static str,
    what_for: &'static str,
    is_there: fn() -> bool,
}

const NEEDS: [Need; 6] = [
    Need {
        name: "PostgreSQL 服务器(initdb)",
        package: "postgresql",
        what_for: "同一套存储测试在 SQLite 与 PostgreSQL 上各跑一遍",
        is_there: || postgres_directory().is_some(),
    },
    Need {
        name: "Chromium",
        package: "chromium",
        what_for: "在真实浏览器中走完一条业务线",
        is_there: || chromium().is_some(),
    },
    Need {
        name: "ChromeDriver",
        package: "chromium-driver",
        what_for: "由测试驱动浏览器",
        is_there: || chromedriver().is_some(),
    },
    Need {
        name: "中文字体",
        package: "fonts-noto-cjk",
        what_for: "公文和浏览器截图中的汉字",
        is_there: has_chinese_font,
    },
    Need {
        name: "pdftotext",
        package: "poppler-utils",
        what_for: "由另一程序读出公文 PDF 的文字",
        is_there: || in_path("pdftotext").is_some(),
    },
    Need {
        name: "Python 3",
        package: "python3",
        what_for: "由另一种语言写的程序重算抽取",
        is_there: || in_path("python3").is_some(),
    },
];

/// Finds everything, installing what is missing when that is allowed.
///
/// It is allowed to root on a machine with apt-get: a container or a continuous-integration machine. A
/// person at a desk is told the command instead, because nobody wants a test run to change the system.
pub(crate) fn ready() -> Result<Tools, Failure> {
    let missing: Vec<&Need> = NEEDS.iter().filter(|need| !(need.is_there)()).collect();
    if !missing.is_empty() {
        if may_install() {
            install(&missing)?;
        }
        let still: Vec<&Need> = NEEDS.iter().filter(|need| !(need.is_there)()).collect();
        if !still.is_empty() {
            return Err(Failure::Missing(what_is_missing(&still)));
        }
    }
    let nextest = answers("cargo-nextest", "--version");
    if !nextest {
        eprintln!(
            "没有 cargo-nextest,改用 cargo test(测试相同,较慢)。安装: cargo install --locked cargo-nextest"
        );
    }
    match (postgres_directory(), chromium(), chromedriver()) {
        (Some(postgres), Some(chromium), Some(chromedriver)) => Ok(Tools {
            postgres,
            chromium,
            chromedriver,
            nextest,
        }),
        _ => Err(Failure::Missing(what_is_missing(
            &NEEDS.iter().collect::<Vec<_>>(),
        ))),
    }
}

pub(crate) fn is_root() -> bool {
    capture(Command::new("id").arg("-u")).is_ok_and(|text| text.trim() == "0")
}

fn may_install() -> bool {
    is_root() && answers("apt-get", "--version")
}

fn install(missing: &[&Need]) -> Result<(), Failure> {
    let packages: Vec<&str> = missing.iter().map(|need| need.package).collect();
    eprintln!("正在安装测试所需的软件: {}", packages.join(" "));
    run(apt().args(["update", "-q"]))?;
    run(apt()
        .args(["install", "-y", "-q", "--no-install-recommends"])
        .args(packages))
}

fn apt() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}

fn what_is_missing(needs: &[&Need]) -> String {
    let mut text = String::from("缺少测试所需的软件:\n");
    for need in needs {
        text.push_str(&format!(
            "  - {}: {}(Debian 软件包 {})\n",
            need.name, need.what_for, need.package
        ));
    }
    let packages: Vec<&str> = needs.iter().map(|need| need.package).collect();
    text.push_str(&format!(
        "请安装后重试,例如:\n  sudo apt-get update && sudo apt-get install -y {}\n[test-prerequisites-missing]",
        packages.join(" ")
    ));
    text
}

/// Debian keeps the server's programs out of the path, one directory per version; the newest is taken.
fn postgres_directory() -> Option<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .filter_map(|entry| {
            Some((
                entry.file_name().to_str()?.parse().ok()?,
                entry.path().join("bin"),
            ))
        })
        .filter(|(_, directory)| directory.join("initdb").is_file())
        .collect();
    versions.sort();
    let debian = versions.pop().map(|(_, directory)| directory);
    debian.or_else(|| in_path("initdb").and_then(|program| program.parent().map(Path::to_path_buf)))
}

fn chromium() -> Option<PathBuf> {
    in_path("chromium")
        .or_else(|| in_path("chromium-browser"))
        .or_else(|| in_path("google-chrome"))
}

fn chromedriver() -> Option<PathBuf> {
    in_path("chromedriver")
}

fn in_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|directory| directory.join(program))
        .find(|candidate| candidate.is_file())
}

fn has_chinese_font() -> bool {
    let listed = capture(Command::new("fc-list").args([":lang=zh-cn", "family"]));
    listed.is_ok_and(|families| !families.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_names_each_package_once_and_the_command() {
        let text = what_is_missing(&NEEDS.iter().collect::<Vec<_>>());
        for need in &NEEDS {
            assert!(text.contains(need.name), "{text}");
            assert!(text.contains(need.what_for), "{text}");
        }
        assert!(
            text.contains(
                "apt-get install -y postgresql chromium chromium-driver fonts-noto-cjk poppler-utils python3"
            ),
            "{text}"
        );
    }

    #[test]
    fn a_program_that_does_not_exist_is_not_found() {
        assert_eq!(in_path("hengji-no-such-program"), None);
    }
}
