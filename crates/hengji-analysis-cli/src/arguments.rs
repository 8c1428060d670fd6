//! 公共选项 (shared options): what every analysis command understands.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use hengji_domain::{BudgetYear, Division};

use crate::rules::Rules;
use crate::{Context, Failure};

/// 输出格式 (format of the answer).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Format {
    /// 对齐的文字表格
    #[default]
    Table,
    /// CSV,可用电子表格打开
    Csv,
    /// JSON
    Json,
}

/// Options of every analysis command.
#[derive(Debug, Clone, Args)]
pub struct Shared {
    /// 输出格式:table 对齐的表格(默认)、csv 或 json
    #[arg(
        long,
        value_name = "格式",
        default_value = "table",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "选项"
    )]
    pub format: Format,
    /// 按哪个区划的规则取阈值,六位代码,默认 000000(全国)
    #[arg(
        long,
        value_name = "区划",
        default_value = "000000",
        hide_default_value = true,
        help_heading = "选项"
    )]
    pub division: Division,
    /// 按哪个预算年度的规则取阈值;不给则按当前年度
    #[arg(long, value_name = "年度", help_heading = "选项")]
    pub year: Option<BudgetYear>,
    /// 规则目录;不给则用程序内置的规则
    #[arg(long, value_name = "目录", help_heading = "选项")]
    pub rules: Option<PathBuf>,
}

impl Shared {
    /// The rules that these options mean.
    ///
    /// # Errors
    ///
    /// [`Failure`] where the rules directory cannot be used.
    pub fn rules(&self, context: &Context<'_>) -> Result<Rules, Failure> {
        Rules::load(
            self.rules.as_deref(),
            self.division,
            self.year.unwrap_or(context.year),
        )
    }
}
