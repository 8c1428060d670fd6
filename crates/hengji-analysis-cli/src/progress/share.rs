//! `hengji progress share`: shares with their intervals, and whether a target was met.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use hengji_analysis::progress::{
    ShareInterval, Survey, SurveyResult, SurveyThresholds, Verdict, judge_survey, wilson_corrected,
};
use serde::Serialize;

use super::typed;
use crate::arguments::Shared;
use crate::portion::Portion;
use crate::report::{Cell, Method, Report, Sheet};
use crate::table::{Column, Input, Table};
use crate::{Context, Exit, Failure, Outcome};

/// 比例的区间:满意率有多准,目标是否达到
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji progress share [数据.csv] --successes 列或数 --trials 列或数 [选项]",
    after_help = "示例:\n  hengji progress share --successes 365 --trials 400 --target 90%\n  hengji progress share 问卷.csv --unit 部门 --successes 满意份数 --trials 回收份数 --invited 发出份数 --target 90%\n\n不给数据表时,--successes、--trials、--invited、--population 直接写数。区间为 Wilson 区间,目标按下限判断;\n样本少于最少样本时只说“样本不足”。置信水平、允许误差、回收率下限取自规则 analysis.confidence、analysis.satisfaction。\n给了 --target 而有未能达到的,退出码为 1。"
)]
pub(super) struct Arguments {
    /// 数据表(CSV,首行为列名);- 表示标准输入;不给则直接写数
    #[arg(value_name = "数据.csv", help_heading = "参数")]
    data: Option<PathBuf>,
    /// 部门或项目所在列
    #[arg(long, value_name = "列", requires = "data", help_heading = "选项")]
    unit: Option<String>,
    /// 满足(满意)的份数:所在列,或直接写数
    #[arg(long, value_name = "列或数", help_heading = "选项")]
    successes: String,
    /// 总份数(回收):所在列,或直接写数
    #[arg(long, value_name = "列或数", help_heading = "选项")]
    trials: String,
    /// 发出份数:所在列,或直接写数;给了才有回收率
    #[arg(long, value_name = "列或数", help_heading = "选项")]
    invited: Option<String>,
    /// 服务对象总数:所在列,或直接写数;给了才作有限总体修正
    #[arg(long, value_name = "列或数", help_heading = "选项")]
    population: Option<String>,
    /// 目标,如 90%
    #[arg(long, value_name = "比例", help_heading = "选项")]
    target: Option<Portion>,
    /// 另列带连续性修正的区间
    #[arg(long, help_heading = "选项")]
    corrected: bool,
    #[command(flatten)]
    shared: Shared,
}

/// What stands beside `method`.
#[derive(Serialize)]
struct Answer {
    units: Vec<UnitAnswer>,
}

#[derive(Serialize)]
struct UnitAnswer {
    unit: String,
    #[serde(flatten)]
    found: SurveyResult,
    #[serde(skip_serializing_if = "Option::is_none")]
    corrected: Option<ShareInterval>,
}

/// The columns of a survey.
struct Columns {
    unit: Option<Column>,
    successes: Column,
    trials: Column,
    invited: Option<Column>,
    population: Option<Column>,
}

/// Computes and prints.
pub(super) fn run(arguments: &Arguments, out: &mut dyn Write, context: &mut Context<'_>) -> Outcome {
    let mut rules = arguments.shared.rules(context)?;
    let numbers = rules.parameters("analysis.satisfaction")?;
    let thresholds = SurveyThresholds {
        level: rules.parameters("analysis.confidence")?.float("level")?,
        margin: numbers.float("margin")?,
        response_least: numbers.float("response_least")?,
    };
    let (surveys, input) = surveys(arguments, context)?;
    // Without a target the verdict is not shown, and any target gives the same interval.
    let target = arguments.target.map_or(0.0, |Portion(target)| target);
    let mut units = Vec::new();
    for (unit, survey) in surveys {
        let named = |error| Failure::refused(format!("“{unit}”:{error}"));
        let found = judge_survey(&survey, target, &thresholds).map_err(named)?;
        let corrected = arguments
            .corrected
            .then(|| wilson_corrected(survey.satisfied, survey.responses, thresholds.level));
        let corrected = corrected.transpose().map_err(named)?;
        units.push(UnitAnswer {
            unit,
            found,
            corrected,
        });
    }
    let is_clean = arguments.target.is_none() || units.iter().all(|one| one.found.verdict == Verdict::Met);
    let mut method = Method::new("Wilson 区间", units.len(), &input)
        .setting("level", thresholds.level)
        .setting("margin", thresholds.margin)
        .setting("response_least", thresholds.response_least);
    if let Some(Portion(target)) = arguments.target {
        method = method.setting("target", target);
    }
    let sheet = sheet(arguments, &units);
    let is_low = units.iter().any(|one| one.found.worst_case.is_some());
    let mut report = Report::new(method.rules(rules), Answer { units }, sheet)
        .note("区间只含抽样误差,以随机抽取的服务对象为前提;方便抽样不能这样推断。");
    if is_low {
        report = report.note("回收率低于下限的,另列未答者全部不满意和全部满意两种极端。");
    }
    report.write(arguments.shared.format, out, context)?;
    Ok(if is_clean { Exit::Fine } else { Exit::Findings })
}

/// The surveys of a table, or the one on the command line.
fn surveys(
    arguments: &Arguments,
    context: &mut Context<'_>,
) -> Result<(Vec<(String, Survey)>, Input), Failure> {
    let (table, columns) = match &arguments.data {
        Some(path) => {
            let table = Table::open(path, context)?;
            let columns = Columns {
                unit: maybe(&table, "--unit", arguments.unit.as_deref())?,
                successes: table.column("--successes", &arguments.successes)?,
                trials: table.column("--trials", &arguments.trials)?,
                invited: maybe(&table, "--invited", arguments.invited.as_deref())?,
                population: maybe(&table, "--population", arguments.population.as_deref())?,
            };
            (table, columns)
        }
        None => typed_columns(arguments, context)?,
    };
    let mut surveys = Vec::new();
    let input = table.read(|row| {
        let number = row.number();
        let unit = columns.unit.as_ref().map_or_else(
            || Some(format!("第 {number} 行")),
            |column| row.text(column).map(str::to_owned),
        );
        let mut whole = |column: &Column| row.whole(column).and_then(|count| usize::try_from(count).ok());
        let counts = (whole(&columns.successes), whole(&columns.trials));
        let mut any = |column: &Option<Column>| {
            column
                .as_ref()
                .map_or(Some(None), |column| whole(column).map(Some))
        };
        let (invited, population) = (any(&columns.invited), any(&columns.population));
        if let (Some(unit), (Some(satisfied), Some(responses)), Some(invited), Some(population)) =
            (unit, counts, invited, population)
        {
            surveys.push((
                unit,
                Survey {
                    satisfied,
                    responses,
                    invited,
                    population,
                },
            ));
        }
    })?;
    if arguments.data.is_some() {
        return Ok((surveys, input));
    }
    for (unit, _) in &mut surveys {
        "命令行所给".clone_into(unit);
    }
    Ok((surveys, typed::input(input)))
}

/// The columns of the numbers on the command line, named like their options.
fn typed_columns(arguments: &Arguments, context: &mut Context<'_>) -> Result<(Table, Columns), Failure> {
    let given = [
        ("--successes", Some(arguments.successes.as_str())),
        ("--trials", Some(arguments.trials.as_str())),
        ("--invited", arguments.invited.as_deref()),
        ("--population", arguments.population.as_deref()),
    ];
    let cells: Vec<(&str, &str)> = given
        .iter()
        .filter_map(|(name, value)| Some((*name, (*value)?)))
        .collect();
    let table = typed::table(&cells, context)?;
    let there =
        |name: &'static str, value: &Option<String>| maybe(&table, name, value.as_ref().map(|_| name));
    let columns = Columns {
        unit: None,
        successes: table.column("--successes", "--successes")?,
        trials: table.column("--trials", "--trials")?,
        invited: there("--invited", &arguments.invited)?,
        population: there("--population", &arguments.population)?,
    };
    Ok((table, columns))
}

fn maybe(table: &Table, option: &str, name: Option<&str>) -> Result<Option<Column>, Failure> {
    name.map(|name| table.column(option, name)).transpose()
}

fn sheet(arguments: &Arguments, units: &[UnitAnswer]) -> Sheet {
    let has = |is_there: bool, names: &[&'static str]| -> Vec<&'static str> {
        names.iter().copied().filter(|_| is_there).collect()
    };
    let has_target = arguments.target.is_some();
    let header = [
        has(true, &["部门", "满足", "总数", "比例", "下限", "上限"]),
        has(arguments.corrected, &["修正下限", "修正上限"]),
        has(true, &["最少样本"]),
        has(arguments.invited.is_some(), &["回收率", "最坏", "最好"]),
        has(has_target, &["结论"]),
    ];
    let mut sheet = Sheet::new(header.concat());
    for one in units {
        let (found, interval) = (&one.found, &one.found.interval);
        let mut row = vec![
            Cell::text(one.unit.as_str()),
            Cell::count(interval.successes),
            Cell::count(interval.trials),
            Cell::number(interval.share),
            Cell::number(interval.low),
            Cell::number(interval.high),
        ];
        row.extend(
            one.corrected
                .iter()
                .flat_map(|one| [Cell::number(one.low), Cell::number(one.high)]),
        );
        row.push(Cell::count(found.minimum.n));
        if arguments.invited.is_some() {
            let worst = found.worst_case;
            row.push(Cell::number_if_any(found.response_rate));
            row.push(Cell::number_if_any(worst.map(|worst| worst.low)));
            row.push(Cell::number_if_any(worst.map(|worst| worst.high)));
        }
        row.extend(has_target.then(|| Cell::text(found.verdict.words())));
        sheet.row(row);
    }
    sheet
}
