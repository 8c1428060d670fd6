//! Options of `hengji frontier`, and what they are called in an answer.

use std::num::{NonZeroU32, NonZeroUsize};

use clap::Args;
use hengji_analysis::frontier::{Bandwidth, BootstrapSettings, RadialSettings};

use super::choice::{Direction, Quantile, Slack, Technology};
use super::units::Columns;
use crate::Failure;
use crate::arguments::Shared;
use crate::report::Method;
use crate::rules::Rules;

/// 效率前沿:谁用更少的投入办成了更多的事,差距中多少是规模造成的
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji frontier <数据.csv> --unit 列 --inputs 列,… --outputs 列,… [选项]",
    after_help = "示例:\n  hengji frontier 街道.csv --unit 街道 --inputs 支出 --outputs 服务人次,办结件数 --rts vrs --orientation output --slacks\n  hengji frontier 街道.csv --unit 街道 --inputs 支出,人员 --outputs 服务人次 --portrait\n  hengji frontier 街道.csv --unit 街道 --inputs 支出 --outputs 服务人次 --rts fdh --order-m 10 --format json\n\n证据等级为 C(可比单位太少)时,csv 和表格不列效率值,只列“谁用更少办成更多”和单位成本,退出码为 1;\njson 总是列出全部数值和证据等级。每个数附证书,可用电子表格验算。"
)]
pub struct Arguments {
    #[command(flatten)]
    pub(super) columns: Columns,
    /// 规模报酬:vrs 可变(默认)、crs 不变、nirs 非递增、ndrs 非递减、fdh 自由处置包(不作规模假设)
    #[arg(
        long,
        value_name = "假设",
        default_value = "vrs",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "选项"
    )]
    pub(super) rts: Technology,
    /// 导向:output 同样投入产出可放大几倍(默认),input 同样产出投入可缩到几成
    #[arg(
        long,
        value_name = "导向",
        default_value = "output",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "选项"
    )]
    pub(super) orientation: Direction,
    /// 第二阶段求松弛:scaled 每列除以最大值(不给值时)、plain 直接相加
    #[arg(
        long,
        value_name = "权重",
        num_args = 0..=1,
        default_missing_value = "scaled",
        hide_possible_values = true,
        help_heading = "选项"
    )]
    pub(super) slacks: Option<Slack>,
    /// 超效率:把本单位排除在自己的参照之外
    #[arg(long = "super", help_heading = "选项")]
    pub(super) super_efficiency: bool,
    /// 只求效率(和松弛),不另求规模效率与规模报酬;单位很多时可省三成时间
    #[arg(long, help_heading = "选项")]
    pub(super) efficiency_only: bool,
    /// 不可控的投入列(如人口、面积),用逗号分隔;须同时列在 --inputs 中
    #[arg(long, value_name = "列,…", value_delimiter = ',', help_heading = "选项")]
    pub(super) fixed: Vec<String>,
    /// 期望前沿:与随机 M 个可比单位中最好的相比;画像中默认 10
    #[arg(long, value_name = "M", help_heading = "选项")]
    pub(super) order_m: Option<NonZeroU32>,
    /// 分位前沿:与优于这一比例的可比单位的水平相比,如 0.95
    #[arg(long, value_name = "比例", help_heading = "选项")]
    pub(super) order_alpha: Option<Quantile>,
    /// 画像:综合、纯技术、规模效率,最优规模倍数,规模弹性,是否缺少可比对象,第一名的代价
    #[arg(long, help_heading = "选项")]
    pub(super) portrait: bool,
    /// 画像中按哪个产出列排第一名,默认第一个产出列;代价按第一个投入列计
    #[arg(long, value_name = "列", requires = "portrait", help_heading = "选项")]
    pub(super) rank_by: Option<String>,
    /// 自助法区间:重抽样次数,不给值时按规则
    #[arg(
        long,
        value_name = "次数",
        num_args = 0..=1,
        requires = "start_value",
        help_heading = "选项"
    )]
    pub(super) bootstrap: Option<Option<NonZeroUsize>>,
    /// 重抽样的起始值(任意文字);同一起始值得同一结果
    #[arg(long, value_name = "文字", requires = "bootstrap", help_heading = "选项")]
    pub(super) start_value: Option<String>,
    /// 证据等级为 C 时也在 csv 和表格中列出效率值(供专业人员)
    #[arg(long, help_heading = "选项")]
    pub(super) show_all: bool,
    /// 用几个线程;结果与线程数无关
    #[arg(long, value_name = "个数", help_heading = "选项")]
    pub(super) threads: Option<NonZeroUsize>,
    #[command(flatten)]
    pub(super) shared: Shared,
}

impl Arguments {
    /// What is asked of the radial model; none for the free disposal hull.
    pub(super) fn radial(&self) -> Result<Option<RadialSettings>, Failure> {
        let Some(scale) = self.rts.scale() else {
            return Ok(None);
        };
        let inputs = &self.columns.inputs;
        let mut fixed_inputs = Vec::new();
        for name in &self.fixed {
            let place = inputs.iter().position(|input| input == name).ok_or_else(|| {
                Failure::unusable(format!(
                    "--fixed 的“{name}”不在 --inputs 中(现有:{});不可控的投入也是投入,请同时列入。 [fixed-not-input]",
                    inputs.join("、")
                ))
            })?;
            fixed_inputs.push(place);
        }
        Ok(Some(RadialSettings {
            slacks: self.slacks.map(Into::into),
            super_efficiency: self.super_efficiency,
            fixed_inputs,
            ..RadialSettings::new(self.orientation.into(), scale)
        }))
    }

    /// The output by which the first place is priced, by column from zero.
    pub(super) fn rank_output(&self) -> Result<usize, Failure> {
        let Some(name) = &self.rank_by else {
            return Ok(0);
        };
        let outputs = &self.columns.outputs;
        outputs.iter().position(|output| output == name).ok_or_else(|| {
            Failure::unusable(format!(
                "--rank-by 的“{name}”不在 --outputs 中(现有:{})。 [rank-not-output]",
                outputs.join("、")
            ))
        })
    }

    /// What is asked of the bootstrap; shares and numbers come from the rules unless they are given.
    pub(super) fn bootstrap_settings(&self, rules: &mut Rules) -> Result<Option<BootstrapSettings>, Failure> {
        let (Some(replications), Some(start_value)) = (self.bootstrap, &self.start_value) else {
            return Ok(None);
        };
        let Some(scale) = self.rts.scale() else {
            return Err(Failure::unusable(
                "--bootstrap 不适用于 --rts fdh;请改用 vrs 或 crs。 [bootstrap-needs-radial]",
            ));
        };
        let asked = rules.parameters("analysis.bootstrap")?;
        let confidence = rules.parameters("analysis.confidence")?;
        Ok(Some(BootstrapSettings {
            orientation: self.orientation.into(),
            scale,
            replications: match replications {
                Some(given) => given.get(),
                None => asked.count("replications")?,
            },
            bandwidth: Bandwidth::NormalReference,
            confidence: confidence.float("level")?,
            correction_from: asked.float("correction_from")?,
            start_value: start_value.clone(),
        }))
    }

    /// How many comparable units are drawn for the expected best of a portrait.
    pub(super) fn drawn(&self) -> NonZeroU32 {
        self.order_m
            .unwrap_or(const { NonZeroU32::MIN.saturating_add(9) })
    }

    /// The method's name.
    pub(super) fn name(&self) -> String {
        let model = match self.rts {
            Technology::Crs => "规模报酬不变径向模型(CCR)",
            Technology::Vrs => "规模报酬可变径向模型(BCC)",
            Technology::Nirs => "规模报酬非递增径向模型",
            Technology::Ndrs => "规模报酬非递减径向模型",
            Technology::Fdh => "自由处置包(FDH)",
        };
        let kind = if self.super_efficiency { "超效率" } else { "" };
        format!("{}{model}{kind}", self.orientation.words())
    }

    /// Everything that changes the answer.
    pub(super) fn describe(&self, mut method: Method) -> Method {
        method = method
            .setting("inputs", self.columns.inputs.clone())
            .setting("outputs", self.columns.outputs.clone())
            .setting("rts", self.rts.code())
            .setting("orientation", self.orientation.code());
        if self.super_efficiency {
            method = method.setting("super", true);
        }
        if !self.fixed.is_empty() {
            method = method.setting("fixed", self.fixed.clone());
        }
        if self.portrait || self.order_m.is_some() {
            method = method.setting("order_m", self.drawn().get());
        }
        if let Some(quantile) = &self.order_alpha {
            method = method.setting("order_alpha", quantile.text());
        }
        if let Some(start_value) = &self.start_value {
            method = method.setting("bootstrap_start_value", start_value.clone());
        }
        match self.slacks {
            Some(slack) => method.weights(slack.words()),
            None => method,
        }
    }
}
