//! `hengji allocate cuts`: a cut shared among claims by one of the classical rules.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use hengji_analysis::allocate::{Award, ClaimsRule, share_claims};
use serde::Serialize;

use super::{PROPOSAL, failure, money};
use crate::arguments::Shared;
use crate::report::{Cell, Method, Report, Sheet};
use crate::table::Table;
use crate::{Context, Exit, Failure, Outcome};

/// 压减分担:按等比例、等额保障、等额压减或 Talmud 规则
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji allocate cuts <申报.csv> --unit 列 --claim 列 --amount 压减额 --rule 规则 [选项]",
    after_help = "示例:\n  hengji allocate cuts 申报.csv --unit 项目 --claim 申报金额 --amount 228 --wan --rule cea\n\n规则:proportional 等比例;cea 等额保障(每个项目保留同样金额,至多申报数,照顾小项目);\ncel 等额压减(每个项目压减同样金额,至多压完,照顾大项目);talmud 先按半额等额保障,再等额压减。"
)]
pub(super) struct Arguments {
    /// 申报表(CSV,首行为列名,每个项目一行);- 表示标准输入
    #[arg(value_name = "申报.csv", help_heading = "参数")]
    data: PathBuf,
    /// 项目名称所在列
    #[arg(long, value_name = "列", help_heading = "选项")]
    unit: String,
    /// 申报金额所在列
    #[arg(long, value_name = "列", help_heading = "选项")]
    claim: String,
    /// 要压减的总额
    #[arg(long, value_name = "压减额", help_heading = "选项")]
    amount: String,
    /// 规则:proportional、cea、cel 或 talmud
    #[arg(long, value_name = "规则", hide_possible_values = true, help_heading = "选项")]
    rule: Rule,
    #[command(flatten)]
    money: money::Unit,
    #[command(flatten)]
    shared: Shared,
}

/// The rules by their usual abbreviations.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Rule {
    /// 等比例
    Proportional,
    /// 等额保障
    Cea,
    /// 等额压减
    Cel,
    /// Talmud
    Talmud,
}

impl Rule {
    const fn meant(self) -> (ClaimsRule, &'static str) {
        match self {
            Self::Proportional => (ClaimsRule::Proportional, "等比例压减"),
            Self::Cea => (ClaimsRule::EqualAwards, "等额保障(CEA)"),
            Self::Cel => (ClaimsRule::EqualLosses, "等额压减(CEL)"),
            Self::Talmud => (ClaimsRule::Talmud, "Talmud 规则"),
        }
    }
}

/// What stands beside `method`.
#[derive(Serialize)]
struct Answer {
    claims_fen: i64,
    cut_fen: i64,
    claims: Vec<Claim>,
}

#[derive(Serialize)]
struct Claim {
    unit: String,
    #[serde(flatten)]
    award: Award,
}

/// Computes and prints.
pub(super) fn run(arguments: &Arguments, out: &mut dyn Write, context: &mut Context<'_>) -> Outcome {
    let cut_fen = arguments.money.option("--amount", &arguments.amount)?;
    let table = Table::open(&arguments.data, context)?;
    let unit = table.column("--unit", &arguments.unit)?;
    let claim = table.column("--claim", &arguments.claim)?;
    let (mut names, mut claims) = (Vec::new(), Vec::new());
    let input = table.read(|row| {
        let name = row.unique(&[&unit]);
        if let (Some(name), Some(fen)) = (name, arguments.money.cell(row, &claim)) {
            names.push(name);
            claims.push(fen);
        }
    })?;
    let claims_fen = claims
        .iter()
        .try_fold(0_i64, |sum, claim| sum.checked_add(*claim))
        .unwrap_or(i64::MAX);
    if !(0..=claims_fen).contains(&cut_fen) {
        return Err(Failure::refused(format!(
            "压减额 {} 元不在 0 到申报合计 {} 元之间;请核对 --amount 与单位(元、万元)。 [cut-too-large]",
            yuan(cut_fen),
            yuan(claims_fen)
        )));
    }
    let (rule, name) = arguments.rule.meant();
    let awards = share_claims(&claims, claims_fen - cut_fen, rule).map_err(failure)?;
    let claims: Vec<Claim> = names
        .into_iter()
        .zip(awards)
        .map(|(unit, award)| Claim { unit, award })
        .collect();
    let method = Method::new(name, claims.len(), &input)
        .setting("cut_fen", cut_fen)
        .setting("money", arguments.money.name());
    let sheet = sheet(&claims);
    Report::new(
        method,
        Answer {
            claims_fen,
            cut_fen,
            claims,
        },
        sheet,
    )
    .note(PROPOSAL)
    .write(arguments.shared.format, out, context)?;
    Ok(Exit::Fine)
}

fn yuan(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    format!(
        "{sign}{}.{:02}",
        fen.unsigned_abs() / 100,
        fen.unsigned_abs() % 100
    )
}

fn sheet(claims: &[Claim]) -> Sheet {
    let mut sheet = Sheet::new(["项目", "申报(元)", "保留(元)", "压减(元)"]);
    for one in claims {
        sheet.row([
            Cell::text(&one.unit),
            Cell::Money(one.award.claim_fen),
            Cell::Money(one.award.award_fen),
            Cell::Money(one.award.loss_fen),
        ]);
    }
    sheet
}
