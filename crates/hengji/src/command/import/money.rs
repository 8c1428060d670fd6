//! `hengji import money`: budgets, adjustments, payments and control totals taken in by the operator.

use std::path::PathBuf;

use clap::Args;
use hengji_app::money::{ImportedMoney, OperatorMoney, UploadedMoney};
use hengji_domain::{BudgetYear, Division};

use super::{OPERATOR, require_served};
use crate::data::{self, Data};
use crate::exit::{Exit, Failure, Outcome};
use crate::output::{self, Format};

/// 导入资金数据:年初预算、全年预算数、预算调整、支付明细、国库对账数
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji import money <文件> --kind 种类 --source 来源 --division 区划 --year 年度 [选项]",
    after_help = "示例:\n  hengji import money 支付明细-2020-07.csv --kind payments --source 国库集中支付 --division 330108 --year 2020\n\n种类:initial_budget 年初预算,adjusted_budget 全年预算数,budget_adjustment 预算调整,payments 支付明细,control_totals 国库对账数。\n同一来源再次导入同一月份时替换原数据,原数据保留;入库后自动对账,差异列入“对账差异”。\n退出码:0 入库且无新差异 · 1 有错误被拒绝,或有新的对账差异 · 2 文件不可用 · 70 内部故障"
)]
pub(super) struct Arguments {
    /// 资金数据文件(xlsx、xls、ods、csv)
    #[arg(value_name = "文件", help_heading = "参数")]
    file: PathBuf,
    /// 文件种类
    #[arg(long, value_name = "种类", help_heading = "选项")]
    kind: String,
    /// 数据来源的固定名称
    #[arg(long, value_name = "来源", help_heading = "选项")]
    source: String,
    /// 区划代码,六位
    #[arg(long, value_name = "区划", help_heading = "选项")]
    division: Division,
    /// 预算年度
    #[arg(long, value_name = "年度", help_heading = "选项")]
    year: BudgetYear,
    /// 文件没有月份列时,全部行所属的月份(1 至 12)
    #[arg(long, value_name = "月份", help_heading = "选项")]
    month: Option<String>,
    /// 文件没有写明时的金额单位:元、万元或亿元
    #[arg(long, value_name = "单位", help_heading = "选项")]
    unit: Option<String>,
    /// 完全相同的行确属多笔支付
    #[arg(long, help_heading = "选项")]
    accept_duplicates: bool,
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

/// Imports it.
pub(super) fn run(arguments: &Arguments) -> Outcome {
    data::require_file(&arguments.file)?;
    let app = arguments.data.open_existing()?;
    require_served(&app, arguments.division)?;
    let name = arguments.file.file_name().unwrap_or(arguments.file.as_os_str());
    let done = app.import_money_as_operator(&OperatorMoney {
        division: arguments.division,
        year: arguments.year,
        file: UploadedMoney {
            kind: arguments.kind.clone(),
            source: arguments.source.clone(),
            file_name: name.to_string_lossy().into_owned(),
            bytes: std::fs::read(&arguments.file)?,
            columns: Vec::new(),
            money_unit: arguments.unit.clone(),
            month: arguments.month.clone(),
            accepts_duplicates: arguments.accept_duplicates,
        },
        keeper: OPERATOR.parse().map_err(Failure::fault)?,
    })?;
    match arguments.format {
        Format::Json => output::print_json(&done)?,
        Format::Text => output::print(&in_words(&done))?,
    }
    Ok(exit(&done))
}

/// A difference is a finding: somebody must say why.
const fn exit(done: &ImportedMoney) -> Exit {
    if done.new_differences == 0 {
        Exit::Fine
    } else {
        Exit::Findings
    }
}

fn in_words(done: &ImportedMoney) -> String {
    format!(
        "已入库 {} 行,替换原有 {} 行;项目库中没有的项目 {} 行(未入库)。\n对账:新发现差异 {} 项,变化或已一致 {} 项。\n",
        done.loaded_rows,
        done.replaced_rows,
        done.unknown_rows,
        done.new_differences,
        done.changed_differences
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_difference_is_a_finding_and_is_told() {
        let done = |new_differences| ImportedMoney {
            import: String::new(),
            loaded_rows: 3,
            replaced_rows: 2,
            unknown_rows: 1,
            new_differences,
            changed_differences: 0,
        };
        assert_eq!((exit(&done(0)), exit(&done(1))), (Exit::Fine, Exit::Findings));
        let words = in_words(&done(4));
        for part in ["已入库 3 行", "替换原有 2 行", "没有的项目 1 行", "差异 4 项"] {
            assert!(words.contains(part), "{words}");
        }
    }
}
