//! 读入单位 (reading the units): names, inputs and outputs from the columns that the options name.

use std::path::PathBuf;

use clap::Args;
use hengji_analysis::frontier::Units;

use crate::table::{Column, Input, Table};
use crate::{Context, Failure};

/// Which file and which columns.
#[derive(Debug, Clone, Args)]
pub(crate) struct Columns {
    /// 数据表(CSV,首行为列名,每行一个单位);- 表示标准输入
    #[arg(value_name = "数据.csv", help_heading = "参数")]
    pub(crate) data: PathBuf,
    /// 单位名称所在列
    #[arg(long, value_name = "列", help_heading = "选项")]
    pub(crate) unit: String,
    /// 投入列,用逗号分隔,如 支出,人员;一般 1 至 2 列
    #[arg(
        long,
        value_name = "列,…",
        value_delimiter = ',',
        required = true,
        help_heading = "选项"
    )]
    pub(crate) inputs: Vec<String>,
    /// 产出列,用逗号分隔;一般 1 至 2 列
    #[arg(
        long,
        value_name = "列,…",
        value_delimiter = ',',
        required = true,
        help_heading = "选项"
    )]
    pub(crate) outputs: Vec<String>,
    /// 最多接受多少个单位,默认 20000:计算量随单位数的平方增长
    #[arg(
        long,
        value_name = "个数",
        default_value_t = 20_000,
        hide_default_value = true,
        help_heading = "选项"
    )]
    pub(crate) most_units: usize,
}

/// The columns of a table that the options name.
pub(crate) struct Place {
    pub(crate) table: Table,
    pub(crate) unit: Column,
    pub(crate) inputs: Vec<Column>,
    pub(crate) outputs: Vec<Column>,
}

impl Columns {
    /// Opens the table and finds the columns.
    pub(crate) fn open(&self, context: &mut Context<'_>) -> Result<Place, Failure> {
        let table = Table::open(&self.data, context)?;
        let place = Place {
            unit: table.column("--unit", &self.unit)?,
            inputs: table.columns("--inputs", &self.inputs)?,
            outputs: table.columns("--outputs", &self.outputs)?,
            table: table.at_most(
                self.most_units,
                "请按类别或地区分组后再算,或用 --most-units 放宽(单位数加倍,时间约为四到八倍)。",
            ),
        };
        if let Some(both) = place.inputs.iter().find(|one| place.outputs.contains(one)) {
            return Err(Failure::unusable(format!(
                "“{}”既是投入又是产出;每列只能是一种,请核对 --inputs 和 --outputs。 [column-both-sides]",
                both.name
            )));
        }
        Ok(place)
    }

    /// Reads the units.
    pub(crate) fn read(&self, context: &mut Context<'_>) -> Result<(Units, Input), Failure> {
        let place = self.open(context)?;
        let (mut names, mut inputs, mut outputs) = (Vec::new(), Vec::new(), Vec::new());
        let input = place.table.read(|row| {
            let name = row.unique(&[&place.unit]);
            let used = row.all_at_least_zero(&place.inputs);
            let achieved = row.all_at_least_zero(&place.outputs);
            if let (Some(name), Some(used), Some(achieved)) = (name, used, achieved) {
                names.push(name);
                inputs.push(used);
                outputs.push(achieved);
            }
        })?;
        let units = Units::new(names, inputs, outputs).map_err(Failure::unusable)?;
        Ok((units, input))
    }
}
