//! 读入评分 (reading the scores): one score a row, each pair of project and evaluator once.

use std::path::PathBuf;

use clap::Args;
use hengji_analysis::raters::{Judgements, Ratings};

use super::failure;
use crate::table::{Input, Table};
use crate::{Context, Failure};

/// Which file and which columns.
#[derive(Debug, Clone, Args)]
pub(super) struct Columns {
    /// 评分表(CSV,首行为列名,每行一个评分);- 表示标准输入
    #[arg(value_name = "评分.csv", help_heading = "参数")]
    data: PathBuf,
    /// 项目名称所在列
    #[arg(long, value_name = "列", help_heading = "选项")]
    pub(super) project: String,
    /// 评价人(机构、专家)所在列
    #[arg(long, value_name = "列", help_heading = "选项")]
    pub(super) rater: String,
    /// 得分所在列;rasch 要求 0、1、2… 的等级
    #[arg(long, value_name = "列", help_heading = "选项")]
    pub(super) score: String,
    /// 评价标准(指标)所在列;仅 rasch 使用
    #[arg(long, value_name = "列", help_heading = "选项")]
    pub(super) criterion: Option<String>,
}

/// The criterion of a table that names none.
const WHOLE: &str = "总体";

impl Columns {
    /// Reads scores of whole projects.
    pub(super) fn ratings(&self, context: &mut Context<'_>) -> Result<(Ratings, Input), Failure> {
        let (rows, input) = self.rows(context)?;
        let triples = rows.into_iter().map(|row| (row.project, row.rater, row.score));
        Ok((Ratings::new(triples).map_err(failure)?, input))
    }

    /// Reads grades by criterion.
    pub(super) fn judgements(&self, context: &mut Context<'_>) -> Result<(Judgements, Input), Failure> {
        let (rows, input) = self.rows(context)?;
        let rows = rows
            .into_iter()
            .map(|row| (row.project, row.criterion, row.rater, row.score));
        Ok((Judgements::new(rows).map_err(failure)?, input))
    }

    fn rows(&self, context: &mut Context<'_>) -> Result<(Vec<Scored>, Input), Failure> {
        let table = Table::open(&self.data, context)?;
        let mut names = vec![self.project.clone(), self.rater.clone()];
        names.extend(self.criterion.clone());
        names.push(self.score.clone());
        let mut columns = table.columns("--project、--rater、--criterion、--score", &names)?;
        let score = columns.pop().ok_or_else(|| Failure::fault("列未找到"))?;
        let mut scored = Vec::new();
        let input = table.read(|row| {
            let value = row.finite(&score);
            let once = row.unique(&columns.iter().collect::<Vec<_>>());
            let mut texts = columns.iter().map(|column| row.cell(column).to_owned());
            if let (Some(score), Some(_), Some(project), Some(rater)) =
                (value, once, texts.next(), texts.next())
            {
                let criterion = texts.next().unwrap_or_else(|| WHOLE.to_owned());
                scored.push(Scored {
                    project,
                    rater,
                    criterion,
                    score,
                });
            }
        })?;
        Ok((scored, input))
    }
}

/// One row.
struct Scored {
    project: String,
    rater: String,
    criterion: String,
    score: f64,
}
