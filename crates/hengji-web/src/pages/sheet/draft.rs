//! The posted grid as a draft, the stored sheet as a draft, and errors of a draft as problems of fields.

use hengji_app::FieldError;
use hengji_app::goal::{AdjustmentDraft, DroppedDraft};
use hengji_app::sheets::view::{LineView, SheetPage};
use hengji_app::sheets::{LineDraft, SheetDraft};
use hengji_domain::sheet::SheetKind;

use crate::fields::Fields;
use crate::look::{Problem, plain_money, points};

/// Columns of the grid of a goal.
const GOAL: [&str; 8] = [
    "key",
    "level1",
    "level2",
    "level3",
    "target",
    "weight",
    "is_part",
    "library_indicator",
];
/// The grid of an adjustment with what stands beside it.
const ADJUSTMENT: [&str; 12] = [
    "key",
    "level1",
    "level2",
    "level3",
    "target",
    "weight",
    "is_part",
    "library_indicator",
    "adjustment_reason",
    "adjustment_basis",
    "dropped_line",
    "dropped_reason",
];
/// Columns of the grid of a self-evaluation.
const SCORED: [&str; 4] = ["key", "actual", "score", "reason"];
/// Columns of the grid of a monitoring sheet.
const MONITORED: [&str; 7] = [
    "key",
    "actual",
    "expected",
    "likelihood",
    "cause",
    "reason",
    "measures",
];
/// Fields of the head.
const HEAD: [&str; 10] = [
    "expected_executed",
    "version",
    "annual_goal",
    "achievement",
    "initial",
    "adjusted",
    "executed",
    "execution_score",
    "total_score",
    "do",
];

/// Every field that the form of this kind has.
pub(in crate::pages) fn known(kind: SheetKind) -> Vec<&'static str> {
    let grid: &[&str] = match kind {
        SheetKind::Goal => &GOAL,
        SheetKind::GoalAdjustment => &ADJUSTMENT,
        SheetKind::Monitoring => &MONITORED,
        SheetKind::SelfEvaluation | SheetKind::ExAnteEvaluation => &SCORED,
    };
    [&HEAD, grid].concat()
}

/// A draft with the row that each of its lines has on the page: empty rows are left out of the draft.
pub(in crate::pages) struct Typed {
    pub(in crate::pages) draft: SheetDraft,
    pub(super) rows: Vec<u32>,
}

/// The posted form as a draft.
pub(in crate::pages) fn typed(kind: SheetKind, fields: &Fields) -> Typed {
    let lines = match kind {
        SheetKind::Goal | SheetKind::GoalAdjustment => goal_lines(fields),
        SheetKind::Monitoring => monitored_lines(fields),
        SheetKind::SelfEvaluation | SheetKind::ExAnteEvaluation => scored_lines(fields),
    };
    let kept = (1..)
        .zip(lines)
        .filter(|(_, line)| !kind.is_goal_shaped() || !is_empty(line));
    let (rows, lines) = kept.unzip();
    let text = |name: &str| fields.text(name).to_owned();
    let draft = SheetDraft {
        version: fields.parsed("version").unwrap_or_default(),
        annual_goal: text("annual_goal"),
        achievement: text("achievement"),
        initial: text("initial"),
        adjusted: text("adjusted"),
        executed: text("executed"),
        execution_score: text("execution_score"),
        total_score: text("total_score"),
        expected_executed: text("expected_executed"),
        lines,
        adjustment: (kind == SheetKind::GoalAdjustment).then(|| adjustment(fields)),
    };
    Typed { draft, rows }
}

fn filled(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

fn adjustment(fields: &Fields) -> AdjustmentDraft {
    let dropped = fields.rows(["dropped_line", "dropped_reason"]);
    AdjustmentDraft {
        reason: fields.text("adjustment_reason").to_owned(),
        basis: fields.text("adjustment_basis").to_owned(),
        dropped: dropped
            .into_iter()
            .map(|[line, reason]| DroppedDraft { line, reason })
            .collect(),
    }
}

fn goal_lines(fields: &Fields) -> Vec<LineDraft> {
    let line = |[key, level1, level2, level3, target, weight, is_part, library]: [String; 8]| LineDraft {
        key: filled(key),
        level1,
        level2,
        level3,
        target,
        weight,
        is_part: is_part == "1",
        library_indicator: filled(library),
        ..LineDraft::default()
    };
    fields.rows(GOAL).into_iter().map(line).collect()
}

fn scored_lines(fields: &Fields) -> Vec<LineDraft> {
    let line = |[key, actual, score, reason]: [String; 4]| LineDraft {
        key: filled(key),
        actual,
        score,
        reason,
        ..LineDraft::default()
    };
    fields.rows(SCORED).into_iter().map(line).collect()
}

fn monitored_lines(fields: &Fields) -> Vec<LineDraft> {
    let line = |[key, actual, expected, likelihood, cause, reason, measures]: [String; 7]| LineDraft {
        key: filled(key),
        actual,
        expected,
        likelihood,
        cause,
        reason,
        measures,
        ..LineDraft::default()
    };
    fields.rows(MONITORED).into_iter().map(line).collect()
}

fn is_empty(line: &LineDraft) -> bool {
    [&line.level3, &line.target, &line.weight]
        .iter()
        .all(|text| text.is_empty())
}

/// A row moved or removed by a button, for browsers without script: `up:3`, `down:3`, `remove:3`.
pub(in crate::pages) fn rearrange(typed: &mut Typed, command: &str) {
    let Some((how, row)) = command.split_once(':') else {
        return;
    };
    let Some(at) = row
        .parse::<u32>()
        .ok()
        .and_then(|row| typed.rows.iter().position(|other| *other == row))
    else {
        return;
    };
    let lines = &mut typed.draft.lines;
    match how {
        "up" if 0 < at => lines.swap(at, at - 1),
        "down" if at + 1 < lines.len() => lines.swap(at, at + 1),
        "remove" => {
            lines.remove(at);
            typed.rows.remove(at);
        }
        _ => {}
    }
}

/// The stored sheet as it is first shown for editing.
pub(in crate::pages) fn stored(page: &SheetPage) -> SheetDraft {
    let execution = page.execution.as_ref();
    SheetDraft {
        version: page.version,
        annual_goal: page.annual_goal.clone(),
        achievement: page.achievement.clone(),
        initial: plain_money(page.money.initial),
        adjusted: plain_money(page.money.adjusted),
        executed: plain_money(page.money.executed),
        execution_score: points(execution.and_then(|row| row.stated_score)),
        total_score: points(page.totals.stated_total),
        expected_executed: page
            .monitoring
            .as_ref()
            .map(|view| plain_money(view.expected))
            .unwrap_or_default(),
        lines: page.lines.iter().map(|line| stored_line(page, line)).collect(),
        adjustment: page.adjustment.as_ref().map(|beside| AdjustmentDraft {
            reason: beside.reason.clone(),
            basis: beside.basis.clone(),
            dropped: beside
                .dropped
                .iter()
                .map(|line| DroppedDraft {
                    line: line.key.clone(),
                    reason: line.reason.clone(),
                })
                .collect(),
        }),
    }
}

fn stored_line(page: &SheetPage, line: &LineView) -> LineDraft {
    let watched = page.monitoring.iter().flat_map(|view| &view.lines);
    let outlook = watched
        .filter(|watched| watched.key == line.key)
        .map(|watched| watched.outlook.clone())
        .next()
        .unwrap_or_default();
    LineDraft {
        expected: outlook.expected,
        likelihood: outlook.likelihood,
        cause: outlook.cause,
        measures: outlook.measures,
        key: Some(line.key.to_string()),
        level1: line.level1.clone(),
        level2: line.level2.clone(),
        level3: line.level3.clone(),
        target: line.target.text.clone(),
        actual: line.actual.text.clone(),
        weight: line.weight.map_or_else(String::new, |weight| weight.to_string()),
        score: points(line.stated_score),
        reason: line.reason.clone(),
        is_part: line.is_part,
        library_indicator: line.library_indicator.clone(),
    }
}

/// Errors of a draft beside the controls they concern: `lines[3].weight` is the control `line-4-weight`.
pub(in crate::pages) fn problems(errors: &[FieldError]) -> Vec<Problem> {
    let one = |error: &FieldError| {
        let place = line_of(&error.field);
        let message = match &place {
            Some((row, _)) => format!("第 {row} 行:{} [{}]", error.message, error.code),
            None => format!("{} [{}]", error.message, error.code),
        };
        let field = match place {
            Some((row, field)) => format!("line-{row}-{}", field.replace('_', "-")),
            None if error.field == "lines" => String::new(),
            None => error.field.clone(),
        };
        Problem { field, message }
    };
    errors.iter().map(one).collect()
}

fn line_of(field: &str) -> Option<(usize, &str)> {
    let (index, rest) = field.strip_prefix("lines[")?.split_once("].")?;
    Some((index.parse::<usize>().ok()? + 1, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        Fields::new(
            pairs
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
        )
    }

    fn grid() -> Fields {
        fields(&[
            ("version", "4"),
            ("key", "k1"),
            ("level3", "养护里程"),
            ("target", "≥120公里"),
            ("weight", "20"),
            ("is_part", ""),
            ("key", ""),
            ("level3", ""),
            ("target", ""),
            ("weight", ""),
            ("is_part", ""),
            ("key", ""),
            ("level3", "其中:主干道"),
            ("target", "≥40公里"),
            ("weight", ""),
            ("is_part", "1"),
        ])
    }

    #[test]
    fn empty_rows_are_left_out_and_the_others_remember_their_place() {
        let typed = typed(SheetKind::Goal, &grid());
        assert_eq!(typed.rows, [1, 3]);
        assert_eq!(typed.draft.version, 4);
        let keys: Vec<Option<&str>> = typed.draft.lines.iter().map(|line| line.key.as_deref()).collect();
        assert_eq!(keys, [Some("k1"), None]);
        assert!(typed.draft.lines[1].is_part);
    }

    #[test]
    fn rows_are_moved_and_removed_without_script() {
        let names = |command: &str| {
            let mut typed = typed(SheetKind::Goal, &grid());
            rearrange(&mut typed, command);
            typed
                .draft
                .lines
                .iter()
                .map(|line| line.level3.clone())
                .collect::<Vec<_>>()
                .join(" ")
        };
        for (command, expected) in [
            ("up:3", "其中:主干道 养护里程"),
            ("down:1", "其中:主干道 养护里程"),
            ("up:1", "养护里程 其中:主干道"),
            ("down:3", "养护里程 其中:主干道"),
            ("remove:1", "其中:主干道"),
            ("remove:9", "养护里程 其中:主干道"),
            ("save", "养护里程 其中:主干道"),
        ] {
            assert_eq!(names(command), expected, "{command}");
        }
    }

    #[test]
    fn a_self_evaluation_keeps_every_row_because_its_lines_are_fixed() {
        let posted = fields(&[("key", "a"), ("actual", ""), ("key", "b"), ("actual", "3")]);
        assert_eq!(typed(SheetKind::SelfEvaluation, &posted).draft.lines.len(), 2);
    }

    #[test]
    fn errors_of_lines_point_at_their_controls() {
        let error = |field: &str| FieldError::new(field, "weight-unreadable", "分值“甲”不是数字。");
        let found = problems(&[error("lines[3].weight"), error("annual_goal"), error("lines")]);
        let places: Vec<&str> = found.iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!(places, ["line-4-weight", "annual_goal", ""]);
        assert!(found[0].message.starts_with("第 4 行:"));
    }
}
