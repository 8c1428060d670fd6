//! The goal of a demonstration project: its lines under the dated frame, with the flaws that real goals have.

use hengji_domain::id::LineKey;
use hengji_domain::rule::{FirstLevel, GoalFrame, SecondLevel};
use hengji_domain::sheet::Line;
use hengji_domain::value::{ActualValue, Reading, TargetValue};
use hengji_domain::{Timestamp, Weight};

use super::catalogue::Indicator;
use super::draw::Draw;
use super::project::DemoProject;
use super::target;

/// What is wrong with a goal that is still being written or was returned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// The weights do not add up.
    WeightsOff,
    /// A phrase stands where a measure belongs.
    Vague,
    /// No satisfaction indicator.
    NoSatisfaction,
    /// A target far from what the money suggests.
    FarFromMoney,
}

impl Flaw {
    /// All flaws, as drafts have them.
    pub(crate) const ALL: [Self; 4] = [
        Self::WeightsOff,
        Self::Vague,
        Self::NoSatisfaction,
        Self::FarFromMoney,
    ];
    /// Flaws that can be handed in, because only a person can judge them.
    pub(crate) const HANDED_IN: [Self; 2] = [Self::Vague, Self::FarFromMoney];
}

/// Lines of a project of the plainest size; sizes vary around it in a fixed pattern, so that ten projects
/// have exactly ten times as many.
const LINES_USUAL: i64 = 9;
const LINES_MORE_OR_LESS: [i64; 10] = [0, -1, 1, 2, -2, 0, 1, -1, 0, 0];
/// One point, in hundredths.
const POINT: i32 = 100;
/// A phrase that promises without measuring, as reviewers of goals meet it.
const VAGUE: &str = "有效提升";

/// The lines of a project's goal.
pub(crate) fn lines(
    project: &DemoProject<'_>,
    index: u64,
    frame: &GoalFrame,
    flaw: Option<Flaw>,
    at: Timestamp,
    draw: &mut Draw,
) -> Vec<Line> {
    let variation = usize::try_from(index * 7 % 10).unwrap_or(0);
    let wanted = LINES_USUAL + LINES_MORE_OR_LESS.get(variation).copied().unwrap_or(0);
    let chosen = choose(project, frame, usize::try_from(wanted).unwrap_or(0), draw);
    let mut lines: Vec<Line> = chosen
        .iter()
        .map(|place| line(project, place, at, draw))
        .collect();
    if flaw == Some(Flaw::NoSatisfaction)
        && let Some(last) = frame.first_levels.last()
    {
        lines.retain(|line| line.level1 != last.name);
    }
    weigh(&mut lines, frame, draw);
    spoil(&mut lines, flaw, draw);
    for (position, line) in (1_u32..).zip(lines.iter_mut()) {
        line.position = position;
    }
    lines
}

/// An indicator at its place in the frame of the year.
struct Place<'a> {
    level1: &'a FirstLevel,
    level2: &'a SecondLevel,
    indicator: &'a Indicator,
}

/// Finds the place of an indicator in the taxonomy of the year. Cost stood under output to 2020 and is a
/// first-level class since, so `output.cost` falls back to the class `cost`.
pub(crate) fn place<'a>(frame: &'a GoalFrame, at: &str) -> Option<(&'a FirstLevel, &'a SecondLevel)> {
    let exact = frame.first_levels.iter().find_map(|level1| {
        let level2 = level1.second_levels.iter().find(|level2| level2.key == at)?;
        Some((level1, level2))
    });
    exact.or_else(|| {
        let moved = at.rsplit('.').next()?;
        let level1 = frame.first_levels.iter().find(|level1| level1.key == moved)?;
        Some((level1, level1.second_levels.first()?))
    })
}

/// Chooses indicators: first one of each first-level class, so that no class of the frame is empty, then one
/// of each second-level class, then more until there are as many as wanted; in the order of the printed form.
fn choose<'a>(
    project: &DemoProject<'a>,
    frame: &'a GoalFrame,
    wanted: usize,
    draw: &mut Draw,
) -> Vec<Place<'a>> {
    let mut spare: Vec<Place<'a>> = project
        .subcategory
        .indicators
        .iter()
        .filter_map(|indicator| {
            let (level1, level2) = place(frame, &indicator.at)?;
            Some(Place {
                level1,
                level2,
                indicator,
            })
        })
        .collect();
    // The first indicator of a kind is the project's own object: without it the goal would say nothing.
    if let [_, rest @ ..] = spare.as_mut_slice() {
        draw.shuffle(rest);
    }
    let mut chosen: Vec<Place<'a>> = Vec::new();
    let rounds: [fn(&Place<'_>, &Place<'_>) -> bool; 3] = [
        |one, other| one.level1.key == other.level1.key,
        |one, other| one.level2.key == other.level2.key,
        |_, _| false,
    ];
    for is_same in rounds {
        let mut left = Vec::new();
        for place in spare {
            if chosen.len() < wanted && !chosen.iter().any(|one| is_same(one, &place)) {
                chosen.push(place);
            } else {
                left.push(place);
            }
        }
        spare = left;
    }
    chosen.sort_by_key(|place| place.order(frame));
    chosen
}

impl Place<'_> {
    fn order(&self, frame: &GoalFrame) -> (Option<usize>, Option<usize>) {
        let first = &frame.first_levels;
        let second = &self.level1.second_levels;
        (
            first.iter().position(|level| level.key == self.level1.key),
            second.iter().position(|level| level.key == self.level2.key),
        )
    }
}

fn line(project: &DemoProject<'_>, place: &Place<'_>, at: Timestamp, draw: &mut Draw) -> Line {
    Line {
        key: LineKey::new(at, draw.bytes()),
        position: 0,
        level1: place.level1.name.clone(),
        level2: place.level2.name.clone(),
        level3: target::name(place.indicator, &project.pattern.object),
        target: target::set(
            place.indicator,
            project.pattern,
            project.initial,
            project.project.year,
            draw,
        ),
        actual: blank(),
        weight: None,
        stated_score: None,
        computed_score: None,
        reason: None,
        parent: None,
        library_indicator: place.indicator.library.filter(|_| project.takes_from_library),
    }
}

/// No value yet.
pub(crate) fn blank() -> ActualValue {
    ActualValue {
        text: String::new(),
        reading: Reading::Blank,
        comparator: None,
        unit: None,
    }
}

/// Spreads the weight of each first-level class over its lines in whole points, a little unevenly.
fn weigh(lines: &mut [Line], frame: &GoalFrame, draw: &mut Draw) {
    for level in &frame.first_levels {
        let mut own: Vec<&mut Line> = lines
            .iter_mut()
            .filter(|line| line.level1 == level.name)
            .collect();
        let Ok(count) = i32::try_from(own.len()) else {
            continue;
        };
        if count == 0 {
            continue;
        }
        let points = level.weight.centi() / POINT;
        let mut shares = vec![points / count; own.len()];
        for share in shares
            .iter_mut()
            .take(usize::try_from(points % count).unwrap_or(0))
        {
            *share += 1;
        }
        if let [first, .., last] = shares.as_mut_slice()
            && 3 < *last
        {
            let moved = i32::try_from(draw.between(0, 2)).unwrap_or(0);
            *first += moved;
            *last -= moved;
        }
        for (line, share) in own.iter_mut().zip(shares) {
            line.weight = Some(Weight::from_centi(share * POINT));
        }
    }
}

/// Puts a flaw into the lines.
pub(crate) fn spoil(lines: &mut [Line], flaw: Option<Flaw>, draw: &mut Draw) {
    match flaw {
        Some(Flaw::WeightsOff) => {
            if let Some(line) = lines.first_mut() {
                let more = i32::try_from(draw.between(1, 5)).unwrap_or(1) * POINT;
                line.weight = line
                    .weight
                    .map(|weight| Weight::from_centi(weight.centi() + more));
            }
        }
        Some(Flaw::Vague) => {
            let benefit = lines
                .iter_mut()
                .rev()
                .find(|line| line.target.kind() == "percent");
            if let Some(line) = benefit {
                line.target = read(VAGUE);
            }
        }
        Some(Flaw::FarFromMoney) => {
            if let Some(line) = lines.first_mut()
                && let Some(number) = line.target.number()
            {
                let unit = line.target.unit.clone().unwrap_or_default();
                line.target = read(&format!("≥{}{unit}", number * hengji_domain::Decimal::from(30)));
            }
        }
        Some(Flaw::NoSatisfaction) | None => {}
    }
}

fn read(text: &str) -> TargetValue {
    hengji_domain::value::read::read_target(text)
}

#[cfg(test)]
mod tests {
    use hengji_domain::BudgetYear;
    use hengji_domain::sheet::SheetKind;
    use hengji_rules::RuleBook;

    use super::*;
    use crate::demo::{DIVISION, Plan};

    fn frame(year: u16) -> GoalFrame {
        let book = RuleBook::embedded().unwrap();
        let in_force = book.at(DIVISION.parse().unwrap(), BudgetYear::new(year).unwrap());
        in_force.goal_frame().unwrap().value
    }

    #[test]
    fn cost_stands_where_the_taxonomy_of_the_year_has_it() {
        let key = |year: u16, at: &str| {
            place(&frame(year), at).map(|(level1, level2)| (level1.key.clone(), level2.key.clone()))
        };
        assert_eq!(
            key(2020, "output.cost"),
            Some(("output".into(), "output.cost".into()))
        );
        assert_eq!(
            key(2021, "output.cost"),
            Some(("cost".into(), "cost.economic".into()))
        );
        assert_eq!(key(2021, "benefit.sustained"), None);
        assert_eq!(key(2020, "nothing.at_all"), None);
    }

    fn goal(year: u16) -> Vec<Line> {
        let book = RuleBook::embedded().unwrap();
        let in_force = book.at(DIVISION.parse().unwrap(), BudgetYear::new(year).unwrap());
        let plan = Plan::read(&in_force).unwrap();
        let goals = (0..200).filter_map(|index| plan.subject(index).and_then(|subject| subject.goal));
        let issued = goals
            .map(|told| told.sheet)
            .find(|sheet| sheet.state.code() == "concluded");
        let issued = issued.unwrap();
        assert_eq!(issued.kind, SheetKind::Goal);
        issued.lines
    }

    #[test]
    fn a_class_shares_its_weight_in_whole_points() {
        for year in [2020, 2021] {
            let mut lines = goal(year);
            let frame = frame(year);
            weigh(&mut lines, &frame, &mut Draw::new(3));
            for level in &frame.first_levels {
                let own = lines
                    .iter()
                    .filter(|line| line.level1 == level.name)
                    .filter_map(|line| line.weight);
                assert_eq!(Weight::total(own), level.weight, "{year} {}", level.name);
            }
            assert!(
                lines
                    .iter()
                    .all(|line| line.weight.is_some_and(|weight| weight.centi() % POINT == 0))
            );
        }
    }

    #[test]
    fn each_flaw_spoils_what_it_is_named_after() {
        let spoiled = |flaw| {
            let (before, mut after) = (goal(2020), goal(2020));
            spoil(&mut after, Some(flaw), &mut Draw::new(1));
            (before, after)
        };
        let weight = |lines: &[Line]| Weight::total(lines.iter().filter_map(|line| line.weight));
        let (before, after) = spoiled(Flaw::WeightsOff);
        assert!(weight(&before) < weight(&after));
        let (_, after) = spoiled(Flaw::Vague);
        assert!(after.iter().any(|line| line.target.text == VAGUE));
        let (before, after) = spoiled(Flaw::FarFromMoney);
        assert_ne!(before[0].target, after[0].target);
        let (before, after) = spoiled(Flaw::NoSatisfaction);
        assert_eq!(
            before, after,
            "a missing class is left out before weights are given"
        );
    }

    #[test]
    fn lines_stand_in_the_order_of_the_printed_form() {
        let frame = frame(2020);
        let order = |line: &Line| {
            frame
                .first_levels
                .iter()
                .position(|level| level.name == line.level1)
        };
        let lines = goal(2020);
        assert!(lines.is_sorted_by_key(order));
        let positions: Vec<u32> = lines.iter().map(|line| line.position).collect();
        assert_eq!(
            positions,
            (1..=u32::try_from(lines.len()).unwrap()).collect::<Vec<_>>()
        );
    }
}
