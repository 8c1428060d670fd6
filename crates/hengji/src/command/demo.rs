//! `hengji demo`: makes the demonstration where it is missing, and serves it.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use hengji_app::app::Place;
use hengji_app::{App, Clock, SystemClock};
use hengji_web::{DemoAccount, WebOptions};

use super::{backup, health, serve};
use crate::data::{self, DemonstrationClock, Lock};
use crate::demo::{self, cases, seed};
use crate::exit::{Exit, Failure, Outcome};
use crate::output;

/// 建立并打开演示:合成的示范区和公开案例
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji demo [选项]",
    after_help = "示例:\n  hengji demo\n  hengji demo --data 演示目录 --listen 0.0.0.0:8080\n\n第一次运行时建立演示数据,以后直接打开;删除目录即可重新建立。演示里的日期从 2021 年 3 月 1 日走起。"
)]
pub(crate) struct Arguments {
    /// 演示数据所在目录,默认 hengji-demo
    #[arg(
        long,
        value_name = "目录",
        default_value = "hengji-demo",
        hide_default_value = true,
        help_heading = "选项"
    )]
    data: PathBuf,
    /// 监听地址,默认 127.0.0.1:8080
    #[arg(
        long,
        value_name = "地址",
        default_value = "127.0.0.1:8080",
        hide_default_value = true,
        help_heading = "选项"
    )]
    listen: SocketAddr,
    /// 规则目录;不给则用程序内置的规则
    #[arg(long, value_name = "目录", help_heading = "选项")]
    rules: Option<PathBuf>,
    /// 被评价年度的项目个数,默认 1400;另给个数时只建立到自评审定,不建立抽评和各类评价
    #[arg(long, value_name = "个数", value_parser = clap::value_parser!(u64).range(1..=10_000), help_heading = "选项")]
    projects: Option<u64>,
    /// 只建立数据,不打开服务
    #[arg(long, help_heading = "选项")]
    prepare_only: bool,
}

/// Makes and serves it.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let path = arguments.data.join("hengji.db");
    let _lock = Lock::take(&Place::Sqlite(path.clone()))?;
    let clock = match DemonstrationClock::read(&arguments.data)? {
        Some(clock) => clock,
        None => make(arguments, &path)?,
    };
    if arguments.prepare_only {
        return Ok(Exit::Fine);
    }
    serve::log_to_stderr(serve::Log::Text, "warn");
    let ports = data::ports(Arc::new(clock))?;
    let app = data::open(Place::Sqlite(path), arguments.rules.clone(), ports)?;
    let accounts = accounts(&app)?;
    let words = welcome(&accounts, clock);
    let options = WebOptions {
        demo_accounts: accounts,
        ..WebOptions::default()
    };
    serve::until_interrupted(app, options, arguments.listen, |address| {
        format!("演示已就绪:http://{address}/\n{words}")
    })
}

/// Makes the data under another name and gives them their own when they are whole: an interrupted first start
/// leaves nothing that looks like a demonstration.
fn make(arguments: &Arguments, path: &Path) -> Result<DemonstrationClock, Failure> {
    let directory = arguments.data.as_path();
    if path.exists() {
        return Err(Failure::unusable(format!(
            "“{}”不是演示数据库;请换一个 --data 目录。 [not-a-demonstration]",
            path.display()
        )));
    }
    let unfinished = directory.join("hengji.db.unfinished");
    remove_database(&unfinished)?;
    let place = Place::Sqlite(unfinished.clone());
    let app = data::open(place, arguments.rules.clone(), seed::ports()?)?;
    let size = seed::Size::of(arguments.projects);
    let bar = output::progress(size.evaluated + size.prepared, "建立示范区");
    let users = seed::district(&app, size, &bar)?;
    bar.finish_and_clear();
    let count = u64::try_from(cases::workbooks().len()).unwrap_or(0);
    let bar = output::progress(count, "导入公开案例");
    cases::import(&app, &users, &bar)?;
    bar.finish_and_clear();
    app.back_up_to(path)?;
    backup::make_private(path)?;
    drop(app);
    remove_database(&unfinished)?;
    let clock = DemonstrationClock::showing(seed::OPENS_AT, SystemClock.now());
    clock.keep(directory)?;
    Ok(clock)
}

/// Removes a SQLite database with its log.
fn remove_database(path: &Path) -> Result<(), Failure> {
    for ending in ["", "-wal", "-shm"] {
        match std::fs::remove_file(health::named(path, ending)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}

/// The accounts as the sign-in page lists them.
fn accounts(app: &App) -> Result<Vec<DemoAccount>, Failure> {
    let division = demo::DIVISION.parse().map_err(Failure::fault)?;
    let year = demo::EVALUATED_YEAR.parse().map_err(Failure::fault)?;
    let plan = demo::Plan::read(&app.rules(division, year)).map_err(Failure::fault)?;
    let bodies = plan.bodies();
    let unit = |id| bodies.units.iter().find(|unit| unit.id == id);
    Ok(bodies
        .accounts
        .iter()
        .map(|account| DemoAccount {
            login_name: account.login.clone(),
            password: seed::PASSWORD.to_owned(),
            role: format!(
                "{} · {}",
                account.role.name(),
                unit(account.unit).map_or("", |unit| unit.name.as_str())
            ),
            hint: account.duty.clone(),
            totp_secret: seed::second_factor(account.role).map(str::to_owned),
        })
        .collect())
}

fn welcome(accounts: &[DemoAccount], clock: DemonstrationClock) -> String {
    let mut words = format!(
        "演示日期:{}(演示时钟;数据均为演示数据)\n账户(密码均为 {}):\n",
        clock.now().shanghai_date(),
        seed::PASSWORD
    );
    for account in accounts {
        words += &format!("  {:<12}{}:{}\n", account.login_name, account.role, account.hint);
    }
    words + "按 Ctrl-C 停止。"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unfinished_database_goes_with_its_log() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("hengji.db.unfinished");
        for ending in ["", "-wal", "-shm"] {
            std::fs::write(health::named(&path, ending), "x").unwrap();
        }
        remove_database(&path).unwrap();
        assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 0);
        remove_database(&path).unwrap();
    }

    #[test]
    fn the_welcome_names_every_account_and_the_clock() {
        let clock = DemonstrationClock::showing(seed::OPENS_AT, SystemClock.now());
        let account = DemoAccount {
            login_name: "clerk".into(),
            password: seed::PASSWORD.into(),
            role: "单位业务经办 · 某中心".into(),
            hint: "填报".into(),
            totp_secret: None,
        };
        let words = welcome(&[account], clock);
        for part in ["2021-03-01", seed::PASSWORD, "clerk", "填报", "Ctrl-C"] {
            assert!(words.contains(part), "{part}: {words}");
        }
    }
}
