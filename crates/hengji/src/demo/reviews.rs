//! The centralised review of the year in preparation: one session is over, one opens on the day of the demonstration.

use hengji_app::seed::SeedReviewSession;
use hengji_domain::Timestamp;
use hengji_domain::centralised_review::SessionDays;
use hengji_domain::id::UnitId;
use hengji_domain::unit::{Unit, UnitKind};

use super::calendar;

/// Minutes of one slot.
const SLOT: i64 = 60;

/// The hours at which slots begin: three in the morning, three in the afternoon.
const HOURS: [i64; 6] = [9, 10, 11, 14, 15, 16];

/// Two sessions over the departments of the district; the one of the demonstration accounts opens the second.
pub(crate) fn sessions(units: &[Unit], focus: Option<UnitId>) -> Vec<SeedReviewSession> {
    let departments: Vec<UnitId> = units
        .iter()
        .filter(|unit| matches!(unit.kind, UnitKind::Department | UnitKind::Subdistrict))
        .map(|unit| unit.id)
        .collect();
    let focus = focus.and_then(|unit| units.iter().find(|one| one.id == unit).map(|one| one.department));
    let (first, second) = departments.split_at(departments.len() / 2);
    let others = |part: &[UnitId]| -> Vec<UnitId> {
        part.iter().copied().filter(|unit| Some(*unit) != focus).collect()
    };
    let opening: Vec<UnitId> = focus.into_iter().chain(others(second)).collect();
    vec![
        session("第一场", (2020, 11), 16, others(first), true),
        session("第二场", (2021, 3), 1, opening, false),
    ]
}

fn session(
    name: &str,
    (year, month): (u16, u32),
    day: usize,
    departments: Vec<UnitId>,
    is_over: bool,
) -> SeedReviewSession {
    let first = calendar::days_after(calendar::first_of(year, month), day.saturating_sub(1));
    let slots: Vec<(Timestamp, Timestamp)> = (0..departments.len())
        .map(|place| {
            let day = calendar::days_after(first, place / HOURS.len());
            let hour = HOURS.get(place % HOURS.len()).copied().unwrap_or(9);
            let from = Timestamp::start_of_day(day).plus_seconds(hour * 3600);
            (from, from.plus_seconds(SLOT * 60))
        })
        .collect();
    let days = departments.len().saturating_sub(1) / HOURS.len();
    SeedReviewSession {
        name: name.to_owned(),
        place: "区行政中心会议楼".to_owned(),
        days: SessionDays {
            from: first,
            to: calendar::days_after(first, days),
        },
        slots,
        room: "三楼会议室".to_owned(),
        departments,
        is_over,
    }
}

#[cfg(test)]
mod tests {
    use hengji_domain::centralised_review::{AgendaEntry, Reviewer, admit};
    use hengji_domain::id::{ReviewSlotId, UserId};

    use super::*;

    fn unit(number: u8) -> Unit {
        let id = UnitId::new(Timestamp::from_micros(0), [number; 10]);
        Unit {
            id,
            code: number.to_string(),
            name: format!("部门{number}"),
            kind: UnitKind::Department,
            department: id,
            budget_division: None,
        }
    }

    #[test]
    fn each_department_comes_once_and_the_focus_opens_the_second_session() {
        let units: Vec<Unit> = (1..=20).map(unit).collect();
        let focus = units[2].id;
        let sessions = sessions(&units, Some(focus));
        assert_eq!(sessions[1].departments[0], focus);
        let mut all: Vec<UnitId> = sessions.iter().flat_map(|one| one.departments.clone()).collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 20);
        assert!(sessions[0].is_over && !sessions[1].is_over);
    }

    #[test]
    fn the_agenda_of_the_demonstration_is_one_that_would_be_admitted() {
        let units: Vec<Unit> = (1..=30).map(unit).collect();
        for session in sessions(&units, None) {
            let mut agenda: Vec<AgendaEntry> = Vec::new();
            for (place, (department, (from, to))) in
                session.departments.iter().zip(&session.slots).enumerate()
            {
                let entry = AgendaEntry {
                    slot: ReviewSlotId::new(*from, [u8::try_from(place).unwrap(); 10]),
                    department: *department,
                    department_name: "部门".into(),
                    room: session.room.clone(),
                    from: *from,
                    to: *to,
                    reviewers: vec![Reviewer {
                        user: UserId::new(*from, [1; 10]),
                        name: "绩效科".into(),
                    }],
                };
                assert_eq!(admit(&entry, session.days, &agenda), Ok(()));
                agenda.push(entry);
            }
        }
    }
}
