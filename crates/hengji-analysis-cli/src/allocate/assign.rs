//! `hengji allocate assign`: who evaluates what, without favourites.

mod tables;

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use hengji_analysis::allocate::{Aim, Assignment, AssignmentSettings, Candidates, assign_institutions};

use super::{PROPOSAL, failure, money};
use crate::arguments::Shared;
use crate::portion::Portion;
use crate::report::{Cell, Method, Report, Sheet};
use crate::rules::Rules;
use crate::{Context, Exit, Failure, Outcome};

/// 机构分派:份额上限、回避、轮换,并列时公开抽签
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji allocate assign <项目.csv> <机构.csv> --unit 列 --department 列 --amount 列 --institution 列 --start-value 文本 [选项]",
    after_help = "示例:\n  hengji allocate assign 项目.csv 机构.csv --unit 项目 --department 部门 --amount 委托费 --skills 所需专业 --institution 机构 --institution-skills 专业 --quality 质量分 --conflicts 回避.csv --history 历史.csv --start-value '2026-03-01 公开随机值'\n\n专业可写多个,用顿号、分号或空格隔开。回避表的列:机构、对象(部门或项目)、类型(审计、股权、受益)、年度(只有审计要填)。\n历史表的列:年度、机构、部门、金额。份额上限、窗口、轮换、双机构比例和回避年限取自规则 analysis.assignment。\n目标依次为:质量加权匹配度、最大份额最小、重复搭配最少,仍并列的按 SHA-256(起始值|项目|机构) 抽签。"
)]
pub(super) struct Arguments {
    /// 项目表(CSV,首行为列名,每个委托项目一行);- 表示标准输入
    #[arg(value_name = "项目.csv", help_heading = "参数")]
    projects: PathBuf,
    /// 机构表(CSV,首行为列名,每家机构一行)
    #[arg(value_name = "机构.csv", help_heading = "参数")]
    institutions: PathBuf,
    #[command(flatten)]
    columns: tables::Columns,
    /// 公开的起始值:冻结名单之后才产生、任何人可查的文本
    #[arg(long, value_name = "文本", help_heading = "选项")]
    start_value: String,
    /// 最大份额按多大的步长比较,默认取规则
    #[arg(long, value_name = "比例", help_heading = "选项")]
    share_step: Option<Portion>,
    /// 每级目标最多搜索多少个节点,默认 2000
    #[arg(
        long,
        value_name = "个数",
        default_value_t = 2_000,
        hide_default_value = true,
        help_heading = "选项"
    )]
    node_limit: u64,
    #[command(flatten)]
    money: money::Unit,
    #[command(flatten)]
    shared: Shared,
}

/// Computes and prints.
pub(super) fn run(arguments: &Arguments, out: &mut dyn Write, context: &mut Context<'_>) -> Outcome {
    let mut rules = arguments.shared.rules(context)?;
    let settings = settings(arguments, &mut rules, context)?;
    let (engagements, input) =
        arguments
            .columns
            .engagements(&arguments.projects, arguments.money, context)?;
    let (institutions, second) = arguments.columns.institutions(&arguments.institutions, context)?;
    let (conflicts, third) = arguments.columns.conflicts(context)?;
    let (history, fourth) = arguments.columns.history(arguments.money, context)?;
    let candidates = Candidates {
        engagements: &engagements,
        institutions: &institutions,
        conflicts: &conflicts,
        history: &history,
    };
    let found = assign_institutions(candidates, &settings).map_err(failure)?;
    let mut method = Method::new("机构分派:逐级 0-1 规划,并列抽签", found.n, &input).and_input(&second);
    for input in third.iter().chain(&fourth) {
        method = method.and_input(input);
    }
    let settings = serde_json::to_value(&settings).map_err(Failure::fault)?;
    let method = method
        .setting("assignment", settings)
        .setting("money", arguments.money.name())
        .rules(rules);
    let (sheet, notes) = (sheet(&found), notes(&found));
    let mut report = Report::new(method, found, sheet);
    for note in notes {
        report = report.note(note);
    }
    report
        .note(PROPOSAL)
        .write(arguments.shared.format, out, context)?;
    Ok(Exit::Fine)
}

fn settings(
    arguments: &Arguments,
    rules: &mut Rules,
    context: &Context<'_>,
) -> Result<AssignmentSettings, Failure> {
    let published = rules.parameters("analysis.assignment")?;
    let years = |name| u32::try_from(published.count(name)?).map_err(Failure::fault);
    let share_step_bp = match arguments.share_step {
        Some(step) => format!("{:.0}", step.0 * 10_000.0)
            .parse()
            .map_err(Failure::fault)?,
        None => published.percent_bp("share_step")?,
    };
    let year = arguments.shared.year.unwrap_or(context.year);
    Ok(AssignmentSettings {
        year: i32::from(year.get()),
        start_value: arguments.start_value.clone(),
        share_cap_bp: published.percent_bp("share_cap")?,
        share_step_bp,
        window_years: years("window_years")?,
        pair_years: years("pair_years")?,
        conflict_years: years("conflict_years")?,
        overlap_bp: published.percent_bp("overlap")?,
        node_limit: arguments.node_limit,
    })
}

fn notes(found: &Assignment) -> Vec<String> {
    let stages: Vec<String> = found
        .stages
        .iter()
        .map(|stage| {
            let aim = match stage.aim {
                Aim::Fit => "匹配度",
                Aim::LargestShare => "最大份额",
                Aim::Repeats => "重复搭配",
                Aim::Lottery => "抽签",
            };
            let proven = if stage.proven {
                "已证明"
            } else {
                "节点用尽,未证明"
            };
            format!("{aim} {:.4}({proven})", stage.value)
        })
        .collect();
    let before = found
        .concentration_before
        .map_or("无历史".to_owned(), |before| format!("上年 {before:.4}"));
    vec![
        format!("逐级目标:{}。", stages.join(";")),
        format!(
            "集中度 HHI {:.4}({before});最大份额 {:.4};重复搭配 {} 对;双机构项目 {} 个(应有 {} 个)。",
            found.concentration.unwrap_or(0.0),
            found.largest_share,
            found.repeated_pairs,
            found.overlaps,
            found.overlaps_wanted
        ),
    ]
}

fn sheet(found: &Assignment) -> Sheet {
    let mut sheet = Sheet::new(["项目", "机构", "匹配度", "重复搭配", "可选机构数", "抽签号"]);
    for placed in &found.projects {
        for one in &placed.institutions {
            sheet.row([
                Cell::text(&placed.project),
                Cell::text(&one.institution),
                Cell::number(one.fit),
                Cell::flag(one.is_repeat),
                Cell::count(placed.eligible),
                Cell::text(one.ticket.hex()),
            ]);
        }
    }
    sheet
}
