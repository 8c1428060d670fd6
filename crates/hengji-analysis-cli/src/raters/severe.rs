//! 宽严 (severity): fixed or random evaluators, or every score corrected.

use std::io::Write;

use hengji_analysis::raters::{
    Bridge, Interval, RandomSeverity, RankRange, Severity, random_severity, severity,
};

use super::{Arguments, described, failure};
use crate::report::{Cell, Method, Report, Sheet};
use crate::rules::Rules;
use crate::{Context, Exit, Outcome};

/// Computes and prints.
pub(super) fn run(
    arguments: &Arguments,
    confidence: f64,
    rules: Rules,
    out: &mut dyn Write,
    context: &mut Context<'_>,
) -> Outcome {
    let (ratings, input) = arguments.columns.ratings(context)?;
    let name = if arguments.random {
        "随机评价人加性模型(REML)"
    } else {
        "加性模型最小二乘"
    };
    let method = Method::new(name, ratings.cells().len(), &input).setting("confidence", confidence);
    let method = described(arguments, method).rules(rules);
    let format = arguments.shared.format;
    if arguments.random {
        let found = random_severity(&ratings, confidence).map_err(failure)?;
        let (sheet, bridges, components) = (shrunken(&found), found.bridges.clone(), found.components);
        let spread = format!(
            "标准差:项目 {:.3},评价人 {:.3},其余 {:.3}",
            found.project_sd, found.evaluator_sd, found.residual_sd
        );
        let mut report = Report::new(method, found, sheet).note(spread);
        if let Some(words) = unconnected(components, &bridges) {
            report = report.note(words);
        }
        report.write(format, out, context)?;
        return Ok(exit(components));
    }
    let found = severity(&ratings, confidence).map_err(failure)?;
    let sheet = if arguments.corrected {
        corrected(&found)
    } else {
        evaluators(&found)
    };
    let (components, words) = (
        found.components.len(),
        unconnected(found.components.len(), &found.bridges),
    );
    let mut report = Report::new(method, found, sheet)
        .note("宽严是与同组其他评价人相比低多少分,不说明谁对;只能据此提问和校正,不得据此直接扣分。");
    if let Some(words) = words {
        report = report.note(words);
    }
    report.write(format, out, context)?;
    Ok(exit(components))
}

/// Groups that cannot be compared are a finding.
const fn exit(components: usize) -> Exit {
    if components <= 1 {
        Exit::Fine
    } else {
        Exit::Findings
    }
}

fn unconnected(components: usize, bridges: &[Bridge]) -> Option<String> {
    // Beyond a screenful the JSON has the whole list.
    const SHOWN: usize = 20;
    let pairs: Vec<String> = bridges
        .iter()
        .take(SHOWN)
        .map(|bridge| format!("“{}”加评“{}”", bridge.evaluator, bridge.project))
        .collect();
    let more = if SHOWN < bridges.len() {
        format!("等 {} 处", bridges.len())
    } else {
        String::new()
    };
    (1 < components).then(|| {
        format!(
            "评分分成互不相连的 {components} 组,组间不能比较;至少补做:{}{more}。",
            pairs.join(",")
        )
    })
}

fn evaluators(found: &Severity) -> Sheet {
    let mut sheet = Sheet::new([
        "评价人",
        "评分数",
        "宽严",
        "标准误",
        "下限",
        "上限",
        "名次(从宽到严)",
        "组",
    ]);
    for one in &found.evaluators {
        let [low, high] = ends(one.interval);
        sheet.row([
            Cell::text(&one.evaluator),
            Cell::count(one.scores),
            Cell::number_if_any(one.severity),
            Cell::number_if_any(one.standard_error),
            low,
            high,
            places(one.rank),
            Cell::count(one.component + 1),
        ]);
    }
    sheet
}

fn corrected(found: &Severity) -> Sheet {
    let mut sheet = Sheet::new(["项目", "评价人", "得分", "校正后", "标准误", "残差"]);
    for one in &found.corrected {
        sheet.row([
            Cell::text(&one.project),
            Cell::text(&one.evaluator),
            Cell::number(one.score),
            Cell::number_if_any(one.corrected),
            Cell::number_if_any(one.standard_error),
            Cell::number_if_any(one.residual),
        ]);
    }
    sheet
}

fn shrunken(found: &RandomSeverity) -> Sheet {
    let mut sheet = Sheet::new([
        "评价人",
        "评分数",
        "宽严(收缩)",
        "标准误",
        "下限",
        "上限",
        "名次(从宽到严)",
    ]);
    for one in &found.evaluators {
        let [low, high] = ends(one.interval);
        sheet.row([
            Cell::text(&one.evaluator),
            Cell::count(one.scores),
            Cell::number(one.severity),
            Cell::number(one.standard_error),
            low,
            high,
            places(one.rank),
        ]);
    }
    sheet
}

/// The two ends of an interval.
pub(super) fn ends(interval: Option<Interval>) -> [Cell; 2] {
    [interval.map(|one| one.low), interval.map(|one| one.high)].map(Cell::number_if_any)
}

fn places(rank: Option<RankRange>) -> Cell {
    rank.map_or(Cell::Missing, |rank| {
        Cell::text(format!("{}–{}/{}", rank.best, rank.worst, rank.of))
    })
}
