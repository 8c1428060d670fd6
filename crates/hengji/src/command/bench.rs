//! `hengji bench`: measures what the README promises, on this machine.

mod client;
mod draw;
mod frontier;
mod import;
mod letters;
mod library;
mod meter;
mod monitoring;
mod pages;
mod payments;
mod reports;
mod score;
mod scratch;
mod spot;

use clap::{Args, Subcommand};

use crate::exit::Outcome;

/// 测量计分、导入、支付对账、指标库、监控、公文、评价报告、页面、抽取、抽评和效率前沿的速度
#[derive(Debug, Args)]
#[command(override_usage = "hengji bench <命令>")]
pub(crate) struct Arguments {
    #[command(subcommand)]
    deed: Deed,
}

#[derive(Debug, Subcommand)]
enum Deed {
    /// 计分:每秒多少指标行,每行多少 CPU 时间,全区重算多久
    Score(score::Arguments),
    /// 导入:全区工作簿(含全部检查)一次事务入库要多久
    Import(import::Arguments),
    /// 支付:十万行支付明细读入、检查、入库、对账要多久
    Payments(payments::Arguments),
    /// 指标库:在很多条指标里查找要多久
    Library(library::Arguments),
    /// 监控:全区一个监控期重新研判要多少 CPU 时间、多少次查询
    Monitoring(monitoring::Arguments),
    /// 公文:两页的反馈书排成 PDF 和 Word 要多久
    Letters(letters::Arguments),
    /// 评价报告:六十页的报告排成 PDF 和 Word 要多久
    Reports(reports::Arguments),
    /// 页面:每次请求的 CPU 时间、p50/p99、数据库查询数
    Pages(pages::Arguments),
    /// 抽取:全区抽评名单抽一次、写记录和核验页、核验要多久
    Draw(draw::Arguments),
    /// 抽评:全部抽评的结论按已存评分重算一遍要多久、多少次查询
    Spot(spot::Arguments),
    /// 效率前沿:各种规模的生成表要多少 CPU 时间和内存,与其他程序对照
    Frontier(frontier::Arguments),
}

/// Measures what was asked.
pub(crate) fn run(arguments: &Arguments) -> Outcome {
    match &arguments.deed {
        Deed::Score(arguments) => score::run(arguments),
        Deed::Import(arguments) => import::run(arguments),
        Deed::Payments(arguments) => payments::run(arguments),
        Deed::Library(arguments) => library::run(arguments),
        Deed::Monitoring(arguments) => monitoring::run(arguments),
        Deed::Letters(arguments) => letters::run(arguments),
        Deed::Reports(arguments) => reports::run(arguments),
        Deed::Pages(arguments) => pages::run(arguments),
        Deed::Draw(arguments) => draw::run(arguments),
        Deed::Spot(arguments) => spot::run(arguments),
        Deed::Frontier(arguments) => frontier::run(arguments),
    }
}
