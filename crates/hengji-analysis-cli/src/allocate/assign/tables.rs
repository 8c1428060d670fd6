//! The four tables of an assignment: projects, institutions, conflicts of interest, history.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::Args;
use hengji_analysis::allocate::{Conflict, ConflictKind, Engagement, Institution, PastEngagement};

use super::money;
use crate::table::{Column, Input, Row, Table};
use crate::{Context, Failure};

/// Columns and further tables.
#[derive(Debug, Clone, Args)]
pub(super) struct Columns {
    /// 项目名称所在列
    #[arg(long, value_name = "列", help_heading = "选项")]
    unit: String,
    /// 部门所在列
    #[arg(long, value_name = "列", help_heading = "选项")]
    department: String,
    /// 委托金额所在列
    #[arg(long, value_name = "列", help_heading = "选项")]
    amount: String,
    /// 所需专业所在列;不给则不限
    #[arg(long, value_name = "列", help_heading = "选项")]
    skills: Option<String>,
    /// 优先专业所在列:具备得越多越匹配
    #[arg(long, value_name = "列", help_heading = "选项")]
    preferred: Option<String>,
    /// 机构名称所在列
    #[arg(long, value_name = "列", help_heading = "选项")]
    institution: String,
    /// 机构专业所在列
    #[arg(long, value_name = "列", help_heading = "选项")]
    institution_skills: Option<String>,
    /// 机构质量分(0 到 100)所在列;不给则都按 100
    #[arg(long, value_name = "列", help_heading = "选项")]
    quality: Option<String>,
    /// 回避表
    #[arg(long, value_name = "回避.csv", help_heading = "选项")]
    conflicts: Option<PathBuf>,
    /// 历史表
    #[arg(long, value_name = "历史.csv", help_heading = "选项")]
    history: Option<PathBuf>,
}

/// Rows of a table and what was read; no input where there is no table.
type Optional<T> = Result<(Vec<T>, Option<Input>), Failure>;

impl Columns {
    pub(super) fn engagements(
        &self,
        path: &Path,
        money: money::Unit,
        context: &mut Context<'_>,
    ) -> Result<(Vec<Engagement>, Input), Failure> {
        let table = Table::open(path, context)?;
        let unit = table.column("--unit", &self.unit)?;
        let department = table.column("--department", &self.department)?;
        let amount = table.column("--amount", &self.amount)?;
        let needed = any(&table, "--skills", &self.skills)?;
        let preferred = any(&table, "--preferred", &self.preferred)?;
        let mut engagements = Vec::new();
        let input = table.read(|row| {
            let (project, department) = (row.unique(&[&unit]), row.text(&department));
            let amount_fen = money.cell(row, &amount);
            if let (Some(project), Some(department), Some(amount_fen)) = (project, department, amount_fen) {
                engagements.push(Engagement {
                    project,
                    department: department.to_owned(),
                    amount_fen,
                    skills: skills(row, needed.as_ref()),
                    preferred: skills(row, preferred.as_ref()),
                });
            }
        })?;
        Ok((engagements, input))
    }

    pub(super) fn institutions(
        &self,
        path: &Path,
        context: &mut Context<'_>,
    ) -> Result<(Vec<Institution>, Input), Failure> {
        let table = Table::open(path, context)?;
        let name = table.column("--institution", &self.institution)?;
        let held = any(&table, "--institution-skills", &self.institution_skills)?;
        let quality = any(&table, "--quality", &self.quality)?;
        let mut institutions = Vec::new();
        let input = table.read(|row| {
            let name = row.unique(&[&name]);
            let quality = match &quality {
                Some(column) => row.at_least_zero(column),
                None => Some(100.0),
            };
            if let (Some(name), Some(quality)) = (name, quality) {
                institutions.push(Institution {
                    name,
                    skills: skills(row, held.as_ref()),
                    quality,
                });
            }
        })?;
        Ok((institutions, input))
    }

    pub(super) fn conflicts(&self, context: &mut Context<'_>) -> Optional<Conflict> {
        let Some(path) = &self.conflicts else {
            return Ok((Vec::new(), None));
        };
        let table = Table::open(path, context)?;
        let institution = table.column("--conflicts", "机构")?;
        let with = table.column("--conflicts", "对象")?;
        let kind = table.column("--conflicts", "类型")?;
        let year = table
            .header()
            .iter()
            .any(|name| name == "年度")
            .then(|| table.column("--conflicts", "年度"));
        let year = year.transpose()?;
        let mut conflicts = Vec::new();
        let input = table.read(|row| {
            let (institution, with) = (row.text(&institution), row.text(&with));
            let kind = conflict_kind(row, &kind, year.as_ref());
            if let (Some(institution), Some(with), Some(kind)) = (institution, with, kind) {
                conflicts.push(Conflict {
                    institution: institution.to_owned(),
                    with: with.to_owned(),
                    kind,
                });
            }
        })?;
        Ok((conflicts, Some(input)))
    }

    pub(super) fn history(&self, money: money::Unit, context: &mut Context<'_>) -> Optional<PastEngagement> {
        let Some(path) = &self.history else {
            return Ok((Vec::new(), None));
        };
        let table = Table::open(path, context)?;
        let year = table.column("--history", "年度")?;
        let institution = table.column("--history", "机构")?;
        let department = table.column("--history", "部门")?;
        let amount = table.column("--history", "金额")?;
        let mut history = Vec::new();
        let input = table.read(|row| {
            let (institution, department) = (row.text(&institution), row.text(&department));
            let (year, amount_fen) = (whole_year(row, &year), money.cell(row, &amount));
            if let (Some(institution), Some(department), Some(year), Some(amount_fen)) =
                (institution, department, year, amount_fen)
            {
                let (institution, department) = (institution.to_owned(), department.to_owned());
                history.push(PastEngagement {
                    year,
                    institution,
                    department,
                    amount_fen,
                });
            }
        })?;
        Ok((history, Some(input)))
    }
}

fn any(table: &Table, option: &str, name: &Option<String>) -> Result<Option<Column>, Failure> {
    name.as_ref().map(|name| table.column(option, name)).transpose()
}

/// The words of a cell, whichever way they are parted.
fn skills(row: &Row<'_>, column: Option<&Column>) -> BTreeSet<String> {
    let parts = |column| row.cell(column).split(['、', ';', ';', ',', ',', '/', ' ']);
    let words = column
        .into_iter()
        .flat_map(parts)
        .map(str::trim)
        .filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

fn conflict_kind(row: &mut Row<'_>, kind: &Column, year: Option<&Column>) -> Option<ConflictKind> {
    let cell = row.text(kind)?;
    match cell {
        "审计" => match year {
            Some(column) => whole_year(row, column).map(|year| ConflictKind::Auditor { year }),
            None => {
                row.note(
                    kind,
                    cell,
                    "要写明审计年度,而表中没有“年度”列;请补上。 [conflict-without-year]",
                );
                None
            }
        },
        "股权" => Some(ConflictKind::SharedOwner),
        "受益" => Some(ConflictKind::Recipient),
        _ => {
            row.note(
                kind,
                cell,
                "不是回避类型;请填 审计、股权 或 受益。 [conflict-kind]",
            );
            None
        }
    }
}

fn whole_year(row: &mut Row<'_>, column: &Column) -> Option<i32> {
    let year = i32::try_from(row.whole(column)?).ok();
    if year.is_none() {
        row.note(
            column,
            row.cell(column),
            "不是年度;请填四位年份。 [cell-not-a-year]",
        );
    }
    year
}
