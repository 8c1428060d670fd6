//! 多侧面 Rasch (many-facet Rasch): projects, criteria and evaluators on one scale.

use std::io::Write;

use hengji_analysis::raters::{Facet, Measure, RaschFit, rasch};

use super::{Arguments, described, failure};
use crate::report::{Cell, Method, Report, Sheet};
use crate::rules::Rules;
use crate::{Context, Exit, Outcome};

/// Computes and prints.
pub(super) fn run(
    arguments: &Arguments,
    rules: Rules,
    out: &mut dyn Write,
    context: &mut Context<'_>,
) -> Outcome {
    let (judgements, input) = arguments.columns.judgements(context)?;
    let found = rasch(&judgements).map_err(failure)?;
    let method = Method::new("多侧面 Rasch 评分量表模型(联合极大似然)", input.rows, &input);
    let method = described(arguments, method).rules(rules);
    let sheet = sheet(&found);
    let check = format!(
        "对数似然 {:.4};实得与期望的最大差 {:e};评价人区分信度 {}(越高,宽严差别越真实)。",
        found.log_likelihood,
        found.largest_difference,
        found
            .evaluator_spread
            .map_or_else(|| "–".to_owned(), |spread| format!("{:.3}", spread.reliability)),
    );
    let extremes = extremes(&found);
    let mut report = Report::new(method, found, sheet)
        .note(check)
        .note("单位是对数单位(logit),只用于比较先后和发现异常,不得换算成扣分。");
    if let Some(words) = extremes {
        report = report.note(words);
    }
    report.write(arguments.shared.format, out, context)?;
    Ok(Exit::Fine)
}

fn sheet(found: &RaschFit) -> Sheet {
    let mut sheet = Sheet::new([
        "侧面",
        "名称",
        "度量",
        "标准误",
        "评分数",
        "实得",
        "期望",
        "infit",
        "outfit",
    ]);
    let facets = [
        ("项目", &found.projects),
        ("评价标准", &found.criteria),
        ("评价人", &found.evaluators),
    ];
    for (facet, measures) in facets {
        for one in measures {
            sheet.row(row(facet, one));
        }
    }
    for one in &found.thresholds {
        sheet.row([
            Cell::text("等级阈值"),
            Cell::text(one.category.to_string()),
            Cell::number(one.threshold),
            Cell::number(one.standard_error),
            Cell::count(one.scores),
            Cell::number(one.observed),
            Cell::number(one.expected),
            Cell::Missing,
            Cell::Missing,
        ]);
    }
    sheet
}

fn row(facet: &str, one: &Measure) -> [Cell; 9] {
    [
        Cell::text(facet),
        Cell::text(&one.name),
        Cell::number(one.measure),
        Cell::number(one.standard_error),
        Cell::count(one.scores),
        Cell::number(one.observed),
        Cell::number(one.expected),
        Cell::number(one.infit),
        Cell::number(one.outfit),
    ]
}

fn extremes(found: &RaschFit) -> Option<String> {
    let named: Vec<String> = found
        .extremes
        .iter()
        .map(|one| {
            let facet = match one.facet {
                Facet::Project => "项目",
                Facet::Criterion => "评价标准",
                Facet::Evaluator => "评价人",
            };
            format!(
                "{facet}“{}”({})",
                one.name,
                if one.highest {
                    "全是最高等级"
                } else {
                    "全是最低等级"
                }
            )
        })
        .collect();
    (!named.is_empty()).then(|| format!("没有有限的位置、未参加估计:{}。", named.join(",")))
}
