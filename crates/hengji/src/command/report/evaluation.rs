//! `hengji report evaluation`: the sentences of the year's evaluations and every number with its records, as text or
//! JSON, as paper or as workbook.

mod json;

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use hengji_app::App;
use hengji_app::evaluation_report::ReportTable;
use hengji_app::evaluation_report::view::{EvaluationReport, FigureValue, ReportFigure};
use hengji_app::papers::Copy;
use hengji_domain::money::MoneyUnit;
use hengji_domain::person::Actor;
use hengji_domain::{BudgetYear, Division};

use super::{division, open};
use crate::command::export::{fresh, operator};
use crate::data::Data;
use crate::exit::{Exit, Failure, Outcome};
use crate::output;

/// 输出格式: words for people, JSON for programs, files to hand on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Format {
    /// 文字
    #[default]
    Text,
    /// JSON
    Json,
    /// Word
    Docx,
    /// PDF
    Pdf,
    /// Excel
    Xlsx,
}

/// 哪张表: which table of the workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum WhichTable {
    /// 数据一览
    #[default]
    Figures,
    /// 评价对象
    Evaluations,
    /// 发现的问题
    Findings,
}

impl From<WhichTable> for ReportTable {
    fn from(which: WhichTable) -> Self {
        match which {
            WhichTable::Figures => Self::Figures,
            WhichTable::Evaluations => Self::Evaluations,
            WhichTable::Findings => Self::Findings,
        }
    }
}

/// 绩效评价工作:报告文字、每个数字和背后的记录,与“评价工作报告”页面同数
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji report evaluation --year 年度 [选项]",
    after_help = "示例:\n  hengji report evaluation --year 2020 --format json --data hengji-demo\n  hengji report evaluation --year 2020 --format docx --out 评价工作报告.docx --data hengji-demo\n\njson 的 figures 里每个数字都有 records(编号、名称、金额),编号可在 evaluations(逐项得分、依据、计算过程)和 findings 里查到。金额以分、得分以百分之一分为单位,都是整数。docx、pdf、xlsx 须用 --out 给出新文件名。"
)]
pub(super) struct Arguments {
    /// 预算年度
    #[arg(long, value_name = "年度", help_heading = "选项")]
    year: BudgetYear,
    /// 区划代码,六位;不给则用库里代码最小的区划
    #[arg(long, value_name = "区划", help_heading = "选项")]
    division: Option<Division>,
    /// 数据所在目录,即 hengji demo 的 --data;不给则用 --database
    #[arg(
        long = "data",
        value_name = "目录",
        conflicts_with = "database",
        help_heading = "选项"
    )]
    directory: Option<PathBuf>,
    /// 输出格式:text 文字(默认)、json、docx、pdf 或 xlsx
    #[arg(
        long,
        value_name = "格式",
        default_value = "text",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "选项"
    )]
    format: Format,
    /// xlsx 的哪张表:figures 数据一览(默认)、evaluations 评价对象或 findings 发现的问题
    #[arg(
        long,
        value_name = "表",
        default_value = "figures",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "选项"
    )]
    table: WhichTable,
    /// 写到这个新文件;docx、pdf、xlsx 必须给出
    #[arg(long, value_name = "文件", help_heading = "选项")]
    out: Option<PathBuf>,
    #[command(flatten)]
    data: Data,
}

/// Reports.
pub(super) fn run(arguments: &Arguments) -> Outcome {
    let app = open(arguments.directory.as_deref(), &arguments.data)?;
    let division = division(&app, arguments.division)?;
    let actor = operator(division)?;
    let year = arguments.year;
    match arguments.format {
        Format::Json => {
            let report = app.evaluation_report_in_full(&actor, year)?;
            output::print_json(&json::Report::of(division, &report))?;
        }
        Format::Text => output::print(&text(division, &app.evaluation_report(&actor, year)?))?,
        Format::Docx | Format::Pdf | Format::Xlsx => {
            let path = arguments.out.as_deref().ok_or_else(|| {
                Failure::unusable("docx、pdf、xlsx 不能写到屏幕,请用 --out 给出新文件名。 [output-missing]")
            })?;
            write(path, &file(&app, &actor, arguments)?)?;
        }
    }
    Ok(Exit::Fine)
}

fn file(app: &App, actor: &Actor, arguments: &Arguments) -> Result<Vec<u8>, Failure> {
    let year = arguments.year;
    let printed = |copy| app.print_evaluation_report(actor, year, copy);
    Ok(match arguments.format {
        Format::Docx => printed(Copy::Word)?.bytes,
        Format::Xlsx => app.evaluation_report_workbook(actor, year, arguments.table.into())?,
        Format::Pdf | Format::Json | Format::Text => printed(Copy::Pdf)?.bytes,
    })
}

/// Writes a file that was not there before.
fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let mut file = fresh(path)?;
    file.write_all(bytes).map_err(Failure::fault)?;
    file.sync_all().map_err(Failure::fault)
}

/// A figure as a number without its unit.
fn number(figure: &ReportFigure) -> String {
    match figure.value {
        FigureValue::Count(count) => count.to_string(),
        FigureValue::Money(amount) => amount.in_unit(MoneyUnit::TenThousandYuan).normalize().to_string(),
        FigureValue::Rate { .. } => figure
            .value
            .basis_points()
            .map_or_else(String::new, |bp| format!("{}.{:02}", bp / 100, bp % 100)),
    }
}

/// For people at a terminal.
fn text(division: Division, report: &EvaluationReport) -> String {
    let mut words = format!(
        "{division} {} 年度绩效评价工作,截至 {}\n",
        report.year, report.as_of
    );
    let mut heading = "";
    for sentence in &report.sentences {
        if sentence.heading != heading {
            heading = &sentence.heading;
            words += &format!("\n{heading}\n");
        }
        words += &format!("  {}\n", sentence.text);
    }
    words += "\n数据(怎样计数)清单\n";
    for figure in &report.figures {
        let list = figure
            .list
            .as_ref()
            .map_or_else(String::new, |list| format!(" {list}"));
        words += &format!(
            "  {}:{} {}({}){list}\n",
            figure.name,
            number(figure),
            figure.unit,
            figure.counted
        );
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use hengji_domain::Money;

    #[test]
    fn numbers_are_written_exactly() {
        for (value, written) in [
            (FigureValue::Count(140), "140"),
            (FigureValue::Money(Money::from_fen(5_337_000_000)), "5337"),
            (
                FigureValue::Rate {
                    part: 140,
                    whole: 1_389,
                },
                "10.08",
            ),
            (FigureValue::Rate { part: 0, whole: 0 }, ""),
        ] {
            let figure = ReportFigure {
                code: String::new(),
                name: String::new(),
                value,
                unit: "",
                counted: String::new(),
                list: None,
                records: Vec::new(),
            };
            assert_eq!(number(&figure), written);
        }
    }
}
