//! `hengji bench import`: a whole district's workbooks, read, checked and stored in one transaction.

use clap::Args;
use hengji_app::App;
use hengji_app::app::Place;
use hengji_app::seed::SeedDivision;
use hengji_domain::form::Form;
use hengji_domain::unit::Unit;
use hengji_domain::{BudgetYear, Division};
use hengji_exchange::{ProcessReader, write_form};
use serde::Serialize;

use super::meter::{Meter, children_cpu_ms, peak_memory_kb};
use super::scratch::Scratch;
use crate::data;
use crate::demo::{self, Plan, judged, seed};
use crate::exit::{Exit, Failure, Outcome};
use crate::output::{self, Format};

/// 导入:全区工作簿(含全部检查)一次事务入库要多久
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji bench import [选项]",
    after_help = "示例:\n  hengji bench import --format json\n\n先为每个项目写出一份自评工作簿,再读入、检查、入库。请用发布版测量:cargo run --release -- bench import"
)]
pub(super) struct Arguments {
    /// 项目数(每个项目一份工作簿,平均 9 行指标),默认 1400
    #[arg(
        long,
        value_name = "个数",
        default_value_t = 1400,
        hide_default_value = true,
        help_heading = "选项"
    )]
    projects: u64,
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

#[derive(Serialize)]
struct Answer {
    projects: u64,
    workbooks_bytes: usize,
    lines: u32,
    findings: u32,
    read_wall_ms: u64,
    read_cpu_ms: u64,
    import_wall_ms: u64,
    import_cpu_ms: u64,
    wall_ms: u64,
    cpu_ms: u64,
    peak_memory_kb: Option<u64>,
}

/// Measures.
pub(super) fn run(arguments: &Arguments) -> Outcome {
    let division: Division = demo::DIVISION.parse().map_err(Failure::fault)?;
    let year: BudgetYear = demo::EVALUATED_YEAR.parse().map_err(Failure::fault)?;
    let scratch = Scratch::new("import")?;
    let place = Place::Sqlite(scratch.path().join("hengji.db"));
    let app = data::open(place, None, seed::ports()?)?;
    let plan = Plan::read(&app.rules(division, year)).map_err(Failure::fault)?;
    app.seed_division(&SeedDivision {
        division,
        name: seed::NAME.to_owned(),
        is_demonstration: true,
        units: plan.bodies().units.clone(),
    })?;
    let workbooks = workbooks(&app, &plan, division, year, arguments.projects)?;

    let reading = Meter::begin();
    let forms = read(&workbooks)?;
    let (read, read_children) = (reading.read(), children_cpu_ms());
    let storing = Meter::begin();
    let bar = output::progress(arguments.projects, "导入");
    let imported = app.import_district(division, year, forms, &|done, _| bar.set_position(done))?;
    bar.finish_and_clear();
    let stored = storing.read();
    let answer = Answer {
        projects: arguments.projects,
        workbooks_bytes: workbooks.iter().map(|(_, bytes)| bytes.len()).sum(),
        lines: imported.lines,
        findings: imported.findings,
        read_wall_ms: read.wall_ms(),
        read_cpu_ms: read.cpu_ms() + read_children,
        import_wall_ms: stored.wall_ms(),
        import_cpu_ms: stored.cpu_ms(),
        wall_ms: read.wall_ms() + stored.wall_ms(),
        cpu_ms: read.cpu_ms() + read_children + stored.cpu_ms(),
        peak_memory_kb: peak_memory_kb(),
    };
    match arguments.format {
        Format::Json => output::print_json(&answer)?,
        Format::Text => output::print(&in_words(&answer))?,
    }
    Ok(Exit::Fine)
}

/// One self-evaluation workbook for each project, as units send them.
fn workbooks(
    app: &App,
    plan: &Plan,
    division: Division,
    year: BudgetYear,
    projects: u64,
) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let rules = app.rules(division, year).sheet_rules().map_err(Failure::fault)?;
    let bar = output::progress(projects, "写出工作簿");
    let mut all = Vec::new();
    for index in 0..projects {
        let missing = || Failure::fault("演示目录与单位类别不符 [demo-district-broken]");
        let subject = plan.subject(index).ok_or_else(missing)?;
        let mut told = plan.evaluated(index).ok_or_else(missing)?;
        judged::state_scores(&mut told, &rules, demo::START, index);
        let name = |id| {
            let unit = plan.bodies().units.iter().find(|unit: &&Unit| unit.id == id);
            unit.map_or(String::new(), |unit| unit.name.clone())
        };
        let form = Form {
            project: format!("{} {}", subject.project.name, subject.project.code),
            unit: name(subject.project.unit),
            department: name(subject.project.department),
            year_text: year.to_string(),
            annual_goal: told.sheet.annual_goal.clone(),
            achievement: told.sheet.achievement.clone(),
            ..judged::form(&told.sheet)
        };
        all.push((
            format!("{}.xlsx", subject.project.code),
            write_form(&form).map_err(Failure::fault)?,
        ));
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(all)
}

fn read(workbooks: &[(String, Vec<u8>)]) -> Result<Vec<Form>, Failure> {
    let reader = ProcessReader::this_program()?;
    let files = workbooks.iter().map(|(_, bytes)| bytes.as_slice());
    let mut forms = Vec::new();
    for (read, (name, _)) in reader.forms_of_many(files).zip(workbooks) {
        forms.extend(read.map_err(|refusal| Failure::fault(format!("{name}:{refusal}")))?);
    }
    Ok(forms)
}

fn in_words(answer: &Answer) -> String {
    format!(
        "{} 份工作簿({} 字节),{} 行指标,查出 {} 处问题\n读取 {} 毫秒(CPU {} 毫秒,含读取进程),检查并入库 {} 毫秒(CPU {} 毫秒)\n合计 {} 毫秒,CPU {} 毫秒,峰值内存 {} MB\n",
        answer.projects,
        answer.workbooks_bytes,
        answer.lines,
        answer.findings,
        answer.read_wall_ms,
        answer.read_cpu_ms,
        answer.import_wall_ms,
        answer.import_cpu_ms,
        answer.wall_ms,
        answer.cpu_ms,
        answer
            .peak_memory_kb
            .map_or("—".to_owned(), |kb| (kb / 1024).to_string())
    )
}
