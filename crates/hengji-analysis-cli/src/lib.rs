//! 分析命令 (analysis commands): tables in, figures with their method, rules and evidence out.
//!
//! Every command has one shape: a CSV table with a header goes in, `--format json|csv|table` comes out, and the
//! answer says by which method, settings, weights, version and dated rules it was reached and of which bytes.
//! The crate neither reads a clock nor prints: [`Context`] brings the budget year, standard input and the place
//! for words to people, and [`run`] writes results to the writer it is given.
//!
//! # How to add a command
//!
//! One file `src/name.rs` (parts in `src/name/`), one `mod` line and one variant of [`Command`]. The file holds
//! the arguments, a function `run` and the serialised body of the answer:
//!
//! ```text
//! /// 满意度:区间和最低样本          <- one line, shown in the list of commands
//! #[derive(Debug, Args)]
//! #[command(
//!     override_usage = "hengji satisfaction <数据.csv> --asked 列 --satisfied 列 [选项]",
//!     after_help = "示例:\n  hengji satisfaction 问卷.csv --asked 回收份数 --satisfied 满意份数"
//! )]
//! pub struct Arguments {
//!     /// 数据表(CSV,首行为列名);- 表示标准输入
//!     #[arg(value_name = "数据.csv", help_heading = "参数")]
//!     data: PathBuf,
//!     /// 回收份数所在列
//!     #[arg(long, value_name = "列", help_heading = "选项")]
//!     asked: String,
//!     #[command(flatten)]
//!     shared: Shared,                          // --format, --division, --year, --rules
//! }
//!
//! pub(crate) fn run(arguments: &Arguments, out: &mut dyn Write, context: &mut Context<'_>) -> Outcome {
//!     let mut rules = arguments.shared.rules(context)?;
//!     let margin = …;                          // asked of `rules`, which remembers what was asked for the answer
//!     let table = Table::open(&arguments.data, context)?;
//!     let asked = table.column("--asked", &arguments.asked)?;
//!     let mut counts = Vec::new();
//!     let input = table.read(|row| {           // streamed; every `row.…` notes its own fault and gives None
//!         if let Some(count) = row.whole(&asked) {
//!             counts.push(count);
//!         }
//!     })?;                                     // all faults of the file at once, or what was read
//!     let figures = hengji_analysis::…(&counts, margin).map_err(Failure::refused)?;
//!     let method = Method::new("Wilson 区间", counts.len(), &input)
//!         .setting("level", 0.95)
//!         .rules(rules);
//!     let mut sheet = Sheet::new(["部门", "满意率", "下限"]);
//!     for one in &figures {
//!         sheet.row([Cell::text(&one.name), Cell::number(one.rate), Cell::number(one.low)]);
//!     }
//!     Report::new(method, Body { departments: figures }, sheet).write(arguments.shared.format, out, context)?;
//!     Ok(Exit::Fine)
//! }
//! ```
//!
//! `Body` is any struct with named fields that serialises; its fields stand beside `method` in the JSON. Words
//! are Chinese, a message ends with a stable `[code]`, and a threshold is asked of the rules, never written here.

pub mod allocate;
pub mod arguments;
pub mod benchmark;
pub mod draw;
mod exit;
pub mod frontier;
mod groups;
pub mod hygiene;
pub mod malmquist;
pub mod measure;
mod portion;
pub mod progress;
pub mod raters;
pub mod report;
pub mod rules;
#[cfg(test)]
mod sample;
pub mod table;
mod threads;

use std::io::{Read, Write};

use clap::Subcommand;
use hengji_domain::BudgetYear;

pub use exit::{Exit, Failure, Outcome};

/// What a command needs of the world around it.
pub struct Context<'a> {
    /// The current budget year: whose rules are meant where none is named.
    pub year: BudgetYear,
    /// Standard input, read where the file is `-`.
    pub input: &'a mut dyn Read,
    /// Where words to the person go that are no part of the result.
    pub words: &'a mut dyn Write,
}

/// The analysis commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// 效率前沿:谁用更少的投入办成了更多的事,差距中多少是规模造成的
    Frontier(frontier::Arguments),
    /// 逐年变化(Malmquist 指数):进步来自追赶还是来自整体提高
    Malmquist(malmquist::Arguments),
    /// 松弛测度(SBM):每一项投入的多余、每一项产出的不足都计入
    Sbm(measure::sbm::Arguments),
    /// 方向距离:少投入、多产出、少害处同时改进多少;可含超标、投诉等非期望产出
    Directional(measure::directional::Arguments),
    /// 单位成本标杆:目标值与资金量是否匹配,考虑规模效应和部分汇总
    Benchmark(benchmark::Arguments),
    /// 抽取:任何人都能重算的抽样、核验、推断和样本量
    Draw(draw::Arguments),
    /// 评分宽严与一致性:哪个评价人偏严,分数能不能横比,校正后是多少
    Raters(raters::Arguments),
    /// 分配:按结果分预算、分担压减、排评价计划、分派机构、项目分类
    Allocate(allocate::Arguments),
    /// 进度:同类分位线、进度提示、双监控、比例和平均分的区间、最少样本
    Progress(progress::Arguments),
    /// 数据卫生:文本雷同、目标偏低或未变、得分、取整、首位数字、线索排序
    Hygiene(hygiene::Arguments),
}

/// Does what was asked and writes the result to `out`.
///
/// # Errors
///
/// [`Failure`]: its words say what is wrong, where, and how to mend it, and end with a code.
pub fn run(command: &Command, out: &mut dyn Write, context: &mut Context<'_>) -> Outcome {
    match command {
        Command::Frontier(arguments) => frontier::run(arguments, out, context),
        Command::Malmquist(arguments) => malmquist::run(arguments, out, context),
        Command::Sbm(arguments) => measure::sbm::run(arguments, out, context),
        Command::Directional(arguments) => measure::directional::run(arguments, out, context),
        Command::Benchmark(arguments) => benchmark::run(arguments, out, context),
        Command::Draw(arguments) => draw::run(arguments, out, context),
        Command::Raters(arguments) => raters::run(arguments, out, context),
        Command::Allocate(arguments) => allocate::run(arguments, out, context),
        Command::Progress(arguments) => progress::run(arguments, out, context),
        Command::Hygiene(arguments) => hygiene::run(arguments, out, context),
    }
}
