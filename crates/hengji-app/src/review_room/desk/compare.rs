//! A goal against the library and against other goals of the year.

use hengji_analysis::hygiene::{Digits, Gram, grams, likeness, normalised};
use hengji_domain::Money;
use hengji_domain::library::UNIT_SEPARATOR;
use hengji_domain::rule::{GoalFrame, plain_name};
use hengji_store::review_room::around::{GoalText, LibraryEntry, LineElsewhere};

use crate::review_room::view::{ElsewhereView, LibraryStanding, SimilarGoal};
use crate::sheets::view::{LineView, SheetPage};

/// How many of the nearest lines and of the likest goals are shown: more nobody compares.
const SHOWN: usize = 3;

/// How a line stands to the library: by the indicator it was taken from, else by its name.
///
/// Classes are compared as the frame of the year reads their names, because a library outlives a taxonomy.
pub(super) fn library_standing(
    line: &LineView,
    entries: &[LibraryEntry],
    frame: &GoalFrame,
) -> LibraryStanding {
    let taken = line
        .library_indicator
        .as_deref()
        .and_then(|id| entries.iter().find(|entry| entry.id.to_string() == id));
    let named = || entries.iter().find(|entry| entry.name == line.level3);
    let Some(entry) = taken.or_else(named) else {
        return LibraryStanding::Absent;
    };
    let mut drift = Vec::new();
    if entry.name != line.level3 {
        drift.push(format!("库中名称“{}”", entry.name));
    }
    if !same_class(frame, line, &entry.level2) {
        drift.push(format!("库中归入“{}”", entry.level2));
    }
    if let (Some(unit), Some(own)) = (&entry.unit, &line.target.unit)
        && !unit.split(UNIT_SEPARATOR).any(|one| one == own)
    {
        drift.push(format!("库中单位“{unit}”"));
    }
    if drift.is_empty() {
        LibraryStanding::Same
    } else {
        LibraryStanding::Drifted(drift)
    }
}

fn same_class(frame: &GoalFrame, line: &LineView, level2: &str) -> bool {
    let key = |name: &str| {
        let class = frame.first_level(&line.level1)?.second_level(name)?;
        Some(class.key.as_str())
    };
    plain_name(level2) == plain_name(&line.level2)
        || key(level2).is_some_and(|known| key(&line.level2) == Some(known))
}

/// The lines of the same name whose projects are nearest in money.
pub(super) fn nearest(line: &LineView, total: Money, all: &[LineElsewhere]) -> Vec<ElsewhereView> {
    let mut same: Vec<&LineElsewhere> = all.iter().filter(|one| one.level3 == line.level3).collect();
    same.sort_by_key(|one| one.total.fen().abs_diff(total.fen()));
    same.into_iter()
        .take(SHOWN)
        .map(|one| ElsewhereView {
            project_name: one.project_name.clone(),
            unit_name: one.unit_name.clone(),
            target: one.target.clone(),
            total: one.total,
        })
        .collect()
}

/// The goals whose text is most like this one's; numbers are masked, because a text copied with another number is
/// still copied. `copied_from` is the rule's share from which a text counts as copied.
pub(super) fn similar(page: &SheetPage, all: &[GoalText], copied_from: f64) -> Vec<SimilarGoal> {
    let set = |text: &str| grams(&normalised(text, Digits::Masked), Gram::Two);
    let own = set(&page.annual_goal);
    if own.is_empty() {
        return Vec::new();
    }
    let mut likest: Vec<(f64, &GoalText)> = all
        .iter()
        .filter(|other| other.project != page.project.id)
        .map(|other| (likeness(&own, &set(&other.text)), other))
        .filter(|(share, _)| 0.0 < *share)
        .collect();
    likest.sort_by(|(one, a), (two, b)| two.total_cmp(one).then(a.project.cmp(&b.project)));
    likest
        .into_iter()
        .take(SHOWN)
        .map(|(share, other)| SimilarGoal {
            project_name: other.project_name.clone(),
            unit_name: other.unit_name.clone(),
            total: other.total,
            text: other.text.clone(),
            // The share is between nought and one, so its text always reads back.
            likeness_percent: format!("{:.0}", share * 100.0).parse().unwrap_or(0),
            is_copied: copied_from <= share,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use hengji_domain::Timestamp;
    use hengji_domain::id::{IndicatorId, LineKey};
    use hengji_domain::value::read::{read_actual, read_target};

    use super::*;

    fn line(level2: &str, level3: &str, target: &str, taken: Option<u8>) -> LineView {
        let at = Timestamp::from_micros(0);
        LineView {
            key: LineKey::new(at, [1; 10]),
            position: 1,
            level1: "产出指标".into(),
            level2: level2.into(),
            level3: level3.into(),
            target: read_target(target),
            actual: read_actual(""),
            weight: None,
            stated_score: None,
            computed_score: None,
            rule: None,
            why_not_computed: None,
            reason: String::new(),
            is_part: false,
            library_indicator: taken.map(|n| IndicatorId::new(at, [n; 10]).to_string()),
            library_mark: None,
        }
    }

    fn entry() -> LibraryEntry {
        LibraryEntry {
            id: IndicatorId::new(Timestamp::from_micros(0), [7; 10]),
            level1: "产出指标".into(),
            level2: "数量指标".into(),
            name: "道路养护里程".into(),
            example: Some("≥300公里".into()),
            unit: Some("公里".into()),
        }
    }

    fn frame() -> GoalFrame {
        let second = |key: &str, name: &str, alias: &str| hengji_domain::rule::SecondLevel {
            key: key.into(),
            name: name.into(),
            aliases: vec![alias.into()],
        };
        GoalFrame {
            execution_weight: hengji_domain::Weight::ZERO,
            first_levels: vec![hengji_domain::rule::FirstLevel {
                key: "output".into(),
                name: "产出指标".into(),
                weight: hengji_domain::Weight::ZERO,
                is_required: true,
                second_levels: vec![
                    second("output.quantity", "数量指标", "数量"),
                    second("output.quality", "质量指标", "质量"),
                ],
                aliases: vec![],
            }],
        }
    }

    #[track_caller]
    fn check(level2: &str, level3: &str, target: &str, taken: Option<u8>, expected: &str) {
        let found = match library_standing(&line(level2, level3, target, taken), &[entry()], &frame()) {
            LibraryStanding::Same => "same".to_owned(),
            LibraryStanding::Drifted(how) => how.join(" "),
            LibraryStanding::Absent => "absent".to_owned(),
        };
        assert_eq!(found, expected, "{level3} {target}");
    }

    #[test]
    fn a_line_is_held_against_the_indicator_it_was_taken_from() {
        check("数量指标", "道路养护里程", "≥300公里", Some(7), "same");
        check("数量指标(20分)", "道路养护里程", "≥300公里", None, "same");
        check("数量", "道路养护里程", "≥300公里", None, "same");
        check(
            "数量指标",
            "养护道路里程",
            "≥300公里",
            Some(7),
            "库中名称“道路养护里程”",
        );
        check("质量指标", "道路养护里程", "≥300公里", None, "库中归入“数量指标”");
        check("数量指标", "道路养护里程", "≥300条", None, "库中单位“公里”");
        check("数量指标", "路灯养护数量", "≥300盏", None, "absent");
        check("数量指标", "路灯养护数量", "≥300盏", Some(8), "absent");
    }

    #[test]
    fn the_same_indicator_is_shown_where_the_money_is_nearest() {
        let one = |project: &str, level3: &str, fen| LineElsewhere {
            level3: level3.into(),
            target: "≥1公里".into(),
            weight: None,
            project_name: project.into(),
            unit_name: "单位".into(),
            total: Money::from_fen(fen),
        };
        let all = [
            one("far", "道路养护里程", 900),
            one("near", "道路养护里程", 110),
            one("other", "路灯", 100),
            one("nearer", "道路养护里程", 95),
            one("second", "道路养护里程", 300),
        ];
        let found = nearest(
            &line("", "道路养护里程", "≥1公里", None),
            Money::from_fen(100),
            &all,
        );
        let names: Vec<&str> = found.iter().map(|one| one.project_name.as_str()).collect();
        assert_eq!(names, ["nearer", "near", "second"]);
    }
}
