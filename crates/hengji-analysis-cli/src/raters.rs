//! `hengji raters`: who scores severely, how far evaluators agree, grades on one scale.

mod agreement;
mod input;
mod scale;
mod severe;

#[cfg(test)]
mod tests;

use std::io::Write;

use clap::{Args, ValueEnum};
use hengji_analysis::raters::{AgreementThresholds, Level, RatersError, Weighting};

use crate::arguments::Shared;
use crate::report::Method;
use crate::rules::Rules;
use crate::{Context, Failure, Outcome};

/// 评分宽严与一致性:哪个评价人偏严,分数能不能横比,校正后是多少
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji raters <评分.csv> --project 列 --rater 列 --score 列 [选项]",
    after_help = "示例:\n  hengji raters 评分.csv --project 项目 --rater 机构 --score 得分\n  hengji raters 评分.csv --project 项目 --rater 机构 --score 得分 --corrected --format csv\n  hengji raters 评分.csv --project 项目 --rater 机构 --score 得分 --method alpha\n  hengji raters 评分.csv --project 项目 --rater 机构 --score 等级 --criterion 评价标准 --method rasch\n\n每行一个评分;没有评的不写行。评价人之间没有共同评过的项目时,不作比较,列出最少要补做的复评,退出码为 1。\n一致性低于规则 analysis.agreement 的试用线时退出码也为 1。"
)]
pub struct Arguments {
    #[command(flatten)]
    columns: input::Columns,
    /// 方法:severity 宽严与校正分(默认)、icc 组内相关、alpha Krippendorff α、kappa 分级一致性、rasch 多侧面 Rasch
    #[arg(
        long,
        value_name = "方法",
        default_value = "severity",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "选项"
    )]
    method: Approach,
    /// 测量尺度:interval 分数(alpha 默认)、ordinal 有序等级、nominal 无序类别(kappa 默认)、ratio 比率
    #[arg(long, value_name = "尺度", hide_possible_values = true, help_heading = "选项")]
    level: Option<Measured>,
    /// 把评价人看作随机抽取,宽严向零收缩(仅 severity)
    #[arg(long, help_heading = "选项")]
    random: bool,
    /// 逐条列出校正后的分数,而不是评价人的宽严(仅 severity)
    #[arg(long, conflicts_with = "random", help_heading = "选项")]
    corrected: bool,
    /// 只用所有评价人都评过的项目(仅 icc)
    #[arg(long, help_heading = "选项")]
    complete: bool,
    #[command(flatten)]
    shared: Shared,
}

/// 方法 (method).
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Approach {
    /// 宽严
    Severity,
    /// 组内相关系数
    Icc,
    /// Krippendorff α
    Alpha,
    /// Fleiss κ、Conger κ、Gwet AC
    Kappa,
    /// 多侧面 Rasch 模型
    Rasch,
}

/// 测量尺度 (level of measurement).
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Measured {
    /// 定距
    Interval,
    /// 定序
    Ordinal,
    /// 定类
    Nominal,
    /// 比率
    Ratio,
}

impl Measured {
    const fn code(self) -> &'static str {
        match self {
            Self::Interval => "interval",
            Self::Ordinal => "ordinal",
            Self::Nominal => "nominal",
            Self::Ratio => "ratio",
        }
    }

    const fn level(self) -> Level {
        match self {
            Self::Interval => Level::Interval,
            Self::Ordinal => Level::Ordinal,
            Self::Nominal => Level::Nominal,
            Self::Ratio => Level::Ratio,
        }
    }

    /// Categories have no ratios to weigh by.
    const fn weighting(self) -> Option<Weighting> {
        match self {
            Self::Interval => Some(Weighting::Quadratic),
            Self::Ordinal => Some(Weighting::Ordinal),
            Self::Nominal => Some(Weighting::Identity),
            Self::Ratio => None,
        }
    }
}

/// What the year's rules say.
#[derive(Debug, Clone, Copy)]
struct Limits {
    confidence: f64,
    agreement: AgreementThresholds,
}

/// Computes and prints.
pub(crate) fn run(arguments: &Arguments, out: &mut dyn Write, context: &mut Context<'_>) -> Outcome {
    refuse_idle_options(arguments)?;
    let mut rules = arguments.shared.rules(context)?;
    match arguments.method {
        Approach::Severity => severe::run(arguments, confidence(&mut rules)?, rules, out, context),
        Approach::Rasch => scale::run(arguments, rules, out, context),
        Approach::Icc | Approach::Alpha | Approach::Kappa => {
            let limits = Limits {
                confidence: confidence(&mut rules)?,
                agreement: thresholds(&mut rules)?,
            };
            agreement::run(arguments, limits, rules, out, context)
        }
    }
}

/// An option that changes nothing would make its reader believe it did.
fn refuse_idle_options(arguments: &Arguments) -> Result<(), Failure> {
    let method = arguments.method;
    let idle = [
        (
            arguments.random && method != Approach::Severity,
            "--random 只用于 --method severity",
        ),
        (
            arguments.corrected && method != Approach::Severity,
            "--corrected 只用于 --method severity",
        ),
        (
            arguments.complete && method != Approach::Icc,
            "--complete 只用于 --method icc",
        ),
        (
            arguments.level.is_some() && !matches!(method, Approach::Alpha | Approach::Kappa),
            "--level 只用于 --method alpha 和 kappa",
        ),
        (
            arguments.columns.criterion.is_some() && method != Approach::Rasch,
            "--criterion 只用于 --method rasch;其他方法请按评价标准分成几个文件",
        ),
    ];
    match idle.into_iter().find(|(is_idle, _)| *is_idle) {
        Some((_, words)) => Err(Failure::unusable(format!(
            "{words}。请去掉它,或换方法。 [option-idle]"
        ))),
        None => Ok(()),
    }
}

fn confidence(rules: &mut Rules) -> Result<f64, Failure> {
    rules.parameters("analysis.confidence")?.float("level")
}

fn thresholds(rules: &mut Rules) -> Result<AgreementThresholds, Failure> {
    let asked = rules.parameters("analysis.agreement")?;
    Ok(AgreementThresholds {
        fine: asked.float("fine")?,
        tentative: asked.float("tentative")?,
    })
}

/// Names the columns in the method.
fn described(arguments: &Arguments, method: Method) -> Method {
    let columns = &arguments.columns;
    let method = method
        .setting("project", columns.project.clone())
        .setting("rater", columns.rater.clone())
        .setting("score", columns.score.clone());
    match &columns.criterion {
        Some(criterion) => method.setting("criterion", criterion.clone()),
        None => method,
    }
}

/// What is wrong with single scores is the table's fault; all else is a refusal of the method.
fn failure(error: RatersError) -> Failure {
    match error {
        RatersError::Empty
        | RatersError::ScoreUnusable { .. }
        | RatersError::ScoredTwice { .. }
        | RatersError::RaschCategory { .. }
        | RatersError::RatioNegative { .. } => Failure::unusable(error),
        error => Failure::refused(error),
    }
}
