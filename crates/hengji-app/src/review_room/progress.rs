//! 进度 (progress) of the whole review: departments done, lines to be mended, the rate of quantified indicators before
//! and after.

use std::collections::{BTreeMap, BTreeSet};

use hengji_domain::centralised_review::ReviewOutcome;
use hengji_domain::id::{ReviewSlotId, SheetId, UnitId};
use hengji_domain::value::ValueText;
use hengji_domain::value::read::read_target;
use hengji_domain::{BudgetYear, Division};
use hengji_store::review_room::agenda::Slot;
use hengji_store::review_room::around::{self, RoomGoal, TargetCount};
use hengji_store::review_room::minutes::Minutes;
use hengji_store::review_room::said::{self, Decision, OutcomeRecord};
use hengji_store::{Db, editions};

use super::minutes::state_of;
use super::view::{DepartmentReview, MinutesState, ReviewCounts, ReviewProgress};
use crate::app::{Directory, Step};
use crate::sheets::snapshot::Snapshot;

/// Lines and quantified lines of a goal.
#[derive(Debug, Clone, Copy, Default)]
struct Lines {
    all: u32,
    quantified: u32,
}

/// Everything that the progress counts, from five statements.
pub(super) struct Ground {
    pub(super) goals: Vec<RoomGoal>,
    now: BTreeMap<SheetId, Lines>,
    before: BTreeMap<SheetId, Lines>,
    pub(super) decisions: Vec<Decision>,
    outcomes: Vec<OutcomeRecord>,
}

impl Ground {
    /// Reads what was said in these slots of the goals of the year.
    pub(super) fn read(
        db: &mut Db,
        division: Division,
        year: BudgetYear,
        slots: &[ReviewSlotId],
    ) -> Step<Self> {
        let goals = around::goals(db, division, year, None)?;
        let now = lines_now(&around::target_counts(db, division, year)?);
        let decisions = said::decisions_in(db, division, slots)?;
        let seen: BTreeSet<SheetId> = decisions.iter().map(|one| one.sheet).collect();
        let ids: Vec<SheetId> = seen.iter().copied().collect();
        let outcomes = said::outcomes_of(db, division, &ids)?;
        let before = lines_before(db, division, &goals, &decisions, &now)?;
        Ok(Self {
            goals,
            now,
            before,
            decisions,
            outcomes,
        })
    }
}

fn lines_now(counts: &[TargetCount]) -> BTreeMap<SheetId, Lines> {
    let mut now: BTreeMap<SheetId, Lines> = BTreeMap::new();
    for count in counts {
        let lines = now.entry(count.sheet).or_default();
        lines.all += count.lines;
        if ValueText::QUANTIFIED_KINDS.contains(&count.kind.as_str()) {
            lines.quantified += count.lines;
        }
    }
    now
}

/// The lines of each goal as they were when the room first spoke of it: where it has had no edition since, as they
/// are; otherwise as that edition tells.
fn lines_before(
    db: &mut Db,
    division: Division,
    goals: &[RoomGoal],
    decisions: &[Decision],
    now: &BTreeMap<SheetId, Lines>,
) -> Step<BTreeMap<SheetId, Lines>> {
    let mut first: BTreeMap<SheetId, i32> = BTreeMap::new();
    for decision in decisions {
        let edition = first.entry(decision.sheet).or_insert(decision.edition);
        *edition = (*edition).min(decision.edition);
    }
    let present: BTreeMap<SheetId, i32> = goals
        .iter()
        .map(|goal| (goal.sheet.id, goal.sheet.edition))
        .collect();
    let mut before = BTreeMap::new();
    let mut changed = Vec::new();
    for (sheet, edition) in &first {
        if present.get(sheet).is_some_and(|present| present == edition) {
            before.insert(*sheet, now.get(sheet).copied().unwrap_or_default());
        } else {
            changed.push(*sheet);
        }
    }
    for edition in editions::of_sheets(db, division, &changed)? {
        if first.get(&edition.sheet) == Some(&edition.edition) {
            let snapshot = Snapshot::from_json(&edition.snapshot)?;
            before.insert(edition.sheet, lines_of(&snapshot));
        }
    }
    Ok(before)
}

fn lines_of(snapshot: &Snapshot) -> Lines {
    let mut lines = Lines::default();
    for line in snapshot.lines.iter().filter(|line| line.parent.is_none()) {
        lines.all += 1;
        lines.quantified += u32::from(read_target(&line.target).is_quantified());
    }
    lines
}

/// The progress by department.
pub(super) fn progress(
    ground: &Ground,
    slots: &[Slot],
    minutes: &[Minutes],
    directory: &Directory,
) -> ReviewProgress {
    let mut counts: BTreeMap<UnitId, (ReviewCounts, u32)> = BTreeMap::new();
    let mut seen: BTreeMap<SheetId, (BTreeSet<_>, BTreeSet<_>)> = BTreeMap::new();
    for decision in &ground.decisions {
        let (all, to_mend) = seen.entry(decision.sheet).or_default();
        all.insert(decision.line);
        if decision.verdict.is_to_mend() {
            to_mend.insert(decision.line);
        }
    }
    let last: BTreeMap<SheetId, &OutcomeRecord> =
        ground.outcomes.iter().map(|one| (one.sheet, one)).collect();
    // A goal that was never handed in is not yet a matter of the review.
    for goal in ground.goals.iter().filter(|goal| 0 < goal.sheet.edition) {
        let (count, open) = counts.entry(goal.department).or_default();
        count.goals += 1;
        let now = ground.now.get(&goal.sheet.id).copied().unwrap_or_default();
        count.lines += now.all;
        match last.get(&goal.sheet.id).map(|record| record.outcome) {
            Some(ReviewOutcome::Passed) => count.passed += 1,
            Some(ReviewOutcome::Returned) => count.returned += 1,
            None => *open += 1,
        }
        if let Some((all, to_mend)) = seen.get(&goal.sheet.id) {
            let before = ground.before.get(&goal.sheet.id).copied().unwrap_or_default();
            count.lines_seen += number(all.len());
            count.lines_to_mend += number(to_mend.len());
            count.lines_before += before.all;
            count.quantified_before += before.quantified;
            count.lines_after += now.all;
            count.quantified_after += now.quantified;
        }
    }
    assembled(counts, slots, minutes, directory)
}

fn assembled(
    mut counts: BTreeMap<UnitId, (ReviewCounts, u32)>,
    slots: &[Slot],
    minutes: &[Minutes],
    directory: &Directory,
) -> ReviewProgress {
    for slot in slots {
        counts.entry(slot.entry.department).or_default();
    }
    let mut total = ReviewCounts::default();
    let mut departments: Vec<DepartmentReview> = counts
        .into_iter()
        .map(|(department, (mut counts, open))| {
            let slot = slots.iter().rfind(|slot| slot.entry.department == department);
            let is_done = 0 < counts.goals && open == 0;
            counts.departments = u32::from(0 < counts.goals);
            counts.departments_done = u32::from(is_done);
            total.add(&counts);
            let minutes = slot.map_or(MinutesState::None, |slot| state_of(minutes, slot.entry.slot));
            DepartmentReview {
                department,
                name: directory.name(department),
                slot: slot.map(|slot| slot.entry.slot),
                counts,
                is_done,
                minutes,
            }
        })
        .collect();
    let place: BTreeMap<UnitId, usize> = directory
        .units()
        .iter()
        .enumerate()
        .map(|(place, unit)| (unit.id, place))
        .collect();
    departments.sort_by_key(|one| (one.slot.is_none(), place.get(&one.department).copied()));
    ReviewProgress { departments, total }
}

pub(super) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
