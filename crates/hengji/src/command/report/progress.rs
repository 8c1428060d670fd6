//! `hengji report progress`: the picture of the year as text, table or JSON, each figure with the list behind it.

mod json;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use hengji_app::progress::view::{FigureValue, YearFigure, YearProgress};
use hengji_domain::money::MoneyUnit;
use hengji_domain::{BudgetYear, Division, Money};

use super::{division, open};
use crate::command::export::operator;
use crate::data::Data;
use crate::exit::{Exit, Outcome};
use crate::output;

/// 输出格式: words for people, rows for spreadsheets, JSON for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Format {
    /// 文字
    #[default]
    Text,
    /// 逗号分隔
    Csv,
    /// JSON
    Json,
}

/// 全过程进度:年度数据、各环节、各主管部门,与“全过程进度”页面同数
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji report progress --year 年度 [选项]",
    after_help = "示例:\n  hengji report progress --year 2020 --format json --data hengji-demo\n  hengji report progress --year 2020 --division 330108 --format csv > 进度.csv\n\n每个数字都附怎样计数(counted)和背后清单的地址(list)。json 里金额以分、比率以万分之一为单位,都是整数。"
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
    /// 输出格式:text 文字(默认)、csv 或 json
    #[arg(
        long,
        value_name = "格式",
        default_value = "text",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "选项"
    )]
    format: Format,
    #[command(flatten)]
    data: Data,
}

/// Reports.
pub(super) fn run(arguments: &Arguments) -> Outcome {
    let app = open(arguments.directory.as_deref(), &arguments.data)?;
    let division = division(&app, arguments.division)?;
    let progress = app.year_progress(&operator(division)?, arguments.year)?;
    match arguments.format {
        Format::Json => output::print_json(&json::Report::of(division, &progress))?,
        Format::Csv => output::print(&csv(&progress))?,
        Format::Text => output::print(&text(division, &progress))?,
    }
    Ok(Exit::Fine)
}

/// 万元 without separators: exact.
fn in_wan(amount: Money) -> String {
    amount.in_unit(MoneyUnit::TenThousandYuan).to_string()
}

/// Basis points as a percentage with two places.
fn percent(bp: Option<u64>) -> String {
    bp.map_or_else(String::new, |bp| format!("{}.{:02}", bp / 100, bp % 100))
}

/// A figure as a number without its unit.
fn number(figure: &YearFigure) -> String {
    match figure.value {
        FigureValue::Count(count) => count.to_string(),
        FigureValue::Money(amount) => in_wan(amount),
        FigureValue::Rate { .. } => percent(figure.value.basis_points()),
    }
}

/// The header of the rows; money is 万元, rates are percent.
const COLUMNS: [&str; 9] = [
    "类别",
    "代码",
    "名称",
    "数值",
    "单位",
    "总数",
    "逾期",
    "怎样计数",
    "清单",
];

/// Figures, stages with their parts and amounts, and departments as rows of one table.
fn csv(progress: &YearProgress) -> String {
    let mut rows: Vec<[String; 9]> = vec![COLUMNS.map(str::to_owned)];
    let list = |list: &Option<String>| list.clone().unwrap_or_default();
    for figure in &progress.figures {
        let whole = match figure.value {
            FigureValue::Rate { whole, .. } => whole.to_string(),
            FigureValue::Count(_) | FigureValue::Money(_) => String::new(),
        };
        rows.push([
            "年度数据".into(),
            figure.code.clone(),
            figure.name.clone(),
            number(figure),
            figure.unit.into(),
            whole,
            String::new(),
            figure.counted.clone(),
            list(&figure.list),
        ]);
    }
    for stage in &progress.stages {
        rows.push([
            "环节".into(),
            stage.code.clone(),
            stage.name.clone(),
            stage.done.to_string(),
            stage.unit.into(),
            stage.total.to_string(),
            stage.late.to_string(),
            stage.counted.clone(),
            list(&stage.list),
        ]);
        let parts = stage.parts.iter().map(|part| {
            let name = format!("{}:{}", stage.name, part.name);
            (name, part.count.to_string(), stage.unit, list(&part.list))
        });
        let money = stage.money.iter().map(|one| {
            let name = format!("{}:{}", stage.name, one.name);
            (name, in_wan(one.amount), "万元", String::new())
        });
        for (name, value, unit, list) in parts.chain(money) {
            let none = String::new;
            rows.push([
                "环节分布".into(),
                stage.code.clone(),
                name,
                value,
                unit.into(),
                none(),
                none(),
                none(),
                list,
            ]);
        }
    }
    rows.iter().map(line).collect()
}

/// A line of the table; cells that would break it are quoted.
fn line(cells: &[String; 9]) -> String {
    let cell = |text: &String| {
        if text.contains(['"', ',', '\n', '\r']) {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text.clone()
        }
    };
    format!("{}\r\n", cells.iter().map(cell).collect::<Vec<_>>().join(","))
}

/// For people at a terminal.
fn text(division: Division, progress: &YearProgress) -> String {
    let mut words = format!(
        "{division} {} 年度全过程进度,截至 {}\n\n年度数据\n",
        progress.year, progress.as_of
    );
    for figure in &progress.figures {
        words += &format!(
            "  {}:{} {}({}){}\n",
            figure.name,
            number(figure),
            figure.unit,
            figure.counted,
            address(figure.list.as_deref())
        );
    }
    words += "\n环节\n";
    for stage in &progress.stages {
        let parts: Vec<String> = stage
            .parts
            .iter()
            .map(|part| format!("{} {}", part.name, part.count))
            .collect();
        let money = stage
            .money
            .iter()
            .map(|one| format!(",{} {} 万元", one.name, in_wan(one.amount)));
        words += &format!(
            "  {}:{}/{} {},逾期 {}({}{}){}\n",
            stage.name,
            stage.done,
            stage.total,
            stage.unit,
            stage.late,
            parts.join(","),
            money.collect::<String>(),
            address(stage.list.as_deref())
        );
    }
    words += "\n主管部门(项目/目标已批复/红/黄/绿/蓝/自评审定/逾期)\n";
    for one in &progress.departments {
        let lights = &one.lights;
        words += &format!(
            "  {}:{}/{}/{}/{}/{}/{}/{}/{}\n",
            one.name,
            one.projects,
            one.issued,
            lights.red,
            lights.yellow,
            lights.green,
            lights.blue,
            one.evaluated,
            one.late
        );
    }
    words
}

fn address(list: Option<&str>) -> String {
    list.map_or_else(String::new, |list| format!(" {list}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_with_a_comma_or_a_quote_stays_one_cell() {
        let mut cells = [""; 9].map(str::to_owned);
        cells[1] = "一,二".into();
        cells[2] = "说\"好\"".into();
        assert_eq!(line(&cells), ",\"一,二\",\"说\"\"好\"\"\",,,,,,\r\n");
    }

    #[test]
    fn numbers_are_written_exactly() {
        let figure = |value| YearFigure {
            code: String::new(),
            name: String::new(),
            value,
            unit: "",
            counted: String::new(),
            list: None,
        };
        for (value, written) in [
            (FigureValue::Count(306), "306"),
            (FigureValue::Money(Money::from_fen(15_582_340_000)), "15582.34"),
            (
                FigureValue::Rate {
                    part: 269,
                    whole: 306,
                },
                "87.91",
            ),
            (FigureValue::Rate { part: 0, whole: 0 }, ""),
        ] {
            assert_eq!(number(&figure(value)), written);
        }
    }
}
