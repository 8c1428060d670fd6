//! `hengji doctor`: whether this machine and this database are fit to serve.

use std::path::Path;
use std::sync::Arc;

use clap::Args;
use hengji_app::app::Place;
use hengji_app::{Clock, Randomness, SystemClock, SystemRandomness};
use hengji_domain::form::Form;
use hengji_domain::sheet::SheetKind;
use hengji_exchange::{ProcessReader, write_form};
use hengji_rules::RuleBook;
use serde::Serialize;

use crate::data::{self, Data};
use crate::exit::{Exit, Failure, Outcome};
use crate::output::{self, Format};
use hengji_app::rules::evaluate;

/// 体检:程序、规则、数据库、磁盘、工作簿读取进程是否正常
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji doctor [选项]",
    after_help = "示例:\n  hengji doctor --database /srv/hengji/hengji.db\n\n只读检查(数据库会打开并核验)。全部正常时退出码为 0,有异常为 1。"
)]
pub(crate) struct Arguments {
    #[command(flatten)]
    data: Data,
    /// 输出格式:text 文字(默认)或 json
    #[arg(
        long,
        value_name = "格式",
        default_value = "text",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "选项"
    )]
    format: Format,
}

#[derive(Debug, Serialize)]
struct Finding {
    check: &'static str,
    is_fine: bool,
    detail: String,
}

type Checked = Result<String, String>;

/// Less free space than this and the next import or backup may fail.
const FREE_MB_LEAST: u64 = 1_024;
/// The product was begun in this year (2020-01-01T00:00:00Z): an earlier clock is wrong.
const CLOCK_EARLIEST_MICROS: i64 = 1_577_836_800_000_000;

/// Looks at everything; one failure does not hide another.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let checks: [(&str, Checked); 6] = [
        ("程序", Ok(format!("hengji {}", env!("CARGO_PKG_VERSION")))),
        ("时钟与随机数", clock_and_randomness()),
        ("规则", rules(arguments.data.rules.as_deref())),
        ("工作簿读取进程", worker()),
        ("磁盘空间", disk(&arguments.data.place())),
        ("数据库", database(&arguments.data)),
    ];
    let findings: Vec<Finding> = checks
        .into_iter()
        .map(|(check, checked)| Finding {
            check,
            is_fine: checked.is_ok(),
            detail: checked.unwrap_or_else(|problem| problem),
        })
        .collect();
    match arguments.format {
        Format::Json => output::print_json(&findings)?,
        Format::Text => output::print(&findings.iter().map(in_words).collect::<String>())?,
    }
    if findings.iter().all(|finding| finding.is_fine) {
        Ok(Exit::Fine)
    } else {
        Ok(Exit::Findings)
    }
}

fn in_words(finding: &Finding) -> String {
    let mark = if finding.is_fine { "正常" } else { "异常" };
    format!("{mark}  {}:{}\n", finding.check, finding.detail)
}

fn clock_and_randomness() -> Checked {
    let now = SystemClock.now();
    if now.micros() < CLOCK_EARLIEST_MICROS {
        return Err(format!(
            "服务器时间为 {now},明显不对,期限和审计时间都会出错;请校时。 [clock-wrong]"
        ));
    }
    SystemRandomness
        .fill(&mut [0; 16])
        .map_err(|fault| fault.to_string())?;
    Ok(format!("北京时间 {now}"))
}

fn rules(directory: Option<&Path>) -> Checked {
    let book = match directory {
        None => RuleBook::embedded(),
        Some(path) => RuleBook::from_directory(path),
    };
    let book = book.map_err(|refusals| refusals.to_string())?;
    let report = book.check(&evaluate);
    if report.is_clean() {
        Ok(format!(
            "{} 条,算例 {} 个全部符合",
            report.rules, report.cases_held
        ))
    } else {
        Err(format!(
            "有 {} 个算例不符,请运行 hengji rules check 查看。 [rule-case-failed]",
            report.faults.len()
        ))
    }
}

/// Writes a form and reads it back through a worker process, as an upload would be.
fn worker() -> Checked {
    let form = Form {
        kind: Some(SheetKind::Goal),
        project: "体检".to_owned(),
        ..Form::default()
    };
    let bytes = write_form(&form)?;
    let reader = ProcessReader::this_program().map_err(|error| error.to_string())?;
    let forms = reader.forms(&bytes).map_err(|refusal| refusal.to_string())?;
    match forms.first() {
        Some(read) if read.project == form.project => Ok("能读取自己写出的表".to_owned()),
        _ => Err("读回的表与写出的不同。 [worker-unsound]".to_owned()),
    }
}

fn disk(place: &Place) -> Checked {
    let Place::Sqlite(path) = place else {
        return Ok("数据在 PostgreSQL 服务器上".to_owned());
    };
    let directory = path
        .ancestors()
        .skip(1)
        .find(|directory| directory.is_dir())
        .unwrap_or(Path::new("."));
    let space = rustix::fs::statvfs(directory).map_err(|error| format!("无法得知:{error} [disk-unknown]"))?;
    let free_mb = space.f_bavail.saturating_mul(space.f_frsize) >> 20;
    if free_mb < FREE_MB_LEAST {
        return Err(format!(
            "只剩 {free_mb} MB,少于 {FREE_MB_LEAST} MB;请清理或扩容,否则可能无法写入。 [disk-nearly-full]"
        ));
    }
    Ok(format!("可用 {free_mb} MB"))
}

fn database(data: &Data) -> Checked {
    looked_at(data).map_err(|failure| failure.message().to_owned())
}

fn looked_at(data: &Data) -> Result<String, Failure> {
    let place = data.place();
    if let Place::Sqlite(path) = &place {
        data::require_file(path)?;
    }
    let app = data::open(place, data.rules.clone(), data::ports(Arc::new(SystemClock))?)?;
    let health = app.health()?;
    if !health.is_sound() {
        return Err(Failure::Refused(health.problems().join(" ")));
    }
    let events: i64 = health.chains.iter().map(|chain| chain.events).sum();
    Ok(format!(
        "持久化设置合格,文件、引用和审计链完好({} 个区划,{events} 个审计事件)",
        health.chains.len()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_say_whether_something_is_wrong_first() {
        let finding = |is_fine| Finding {
            check: "规则",
            is_fine,
            detail: "若干".into(),
        };
        assert_eq!(in_words(&finding(true)), "正常  规则:若干\n");
        assert_eq!(in_words(&finding(false)), "异常  规则:若干\n");
    }

    #[test]
    fn this_machine_tells_the_time_and_its_rules_hold() {
        assert!(clock_and_randomness().unwrap().starts_with("北京时间"));
        assert!(rules(None).unwrap().contains("全部符合"));
    }

    #[test]
    fn rules_that_are_not_there_are_a_problem() {
        let said = rules(Some(Path::new("no/such/rules"))).unwrap_err();
        assert!(!said.is_empty());
    }

    #[test]
    fn free_space_is_asked_for_where_the_file_will_be() {
        let place = Place::Sqlite("not/yet/made/hengji.db".into());
        let said = disk(&place).unwrap_or_else(|problem| problem);
        assert!(said.contains("MB"), "{said}");
        assert!(disk(&Place::Postgres("postgres://db/hengji".into())).is_ok());
    }
}
