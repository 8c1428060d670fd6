//! 议程 (agenda): which department comes when, where, and before whom. Nothing and nobody can be in two places.

use crate::id::{ReviewSlotId, UnitId, UserId};
use crate::{NaiveDate, Timestamp};

/// Somebody assigned to a slot.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reviewer {
    /// Who.
    pub user: UserId,
    /// The shown name.
    pub name: String,
}

/// One department's time in a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgendaEntry {
    /// Identity.
    pub slot: ReviewSlotId,
    /// Whose goals are reviewed.
    pub department: UnitId,
    /// Its name.
    pub department_name: String,
    /// 会议室.
    pub room: String,
    /// When it begins.
    pub from: Timestamp,
    /// When it ends; the next entry may begin at this very instant.
    pub to: Timestamp,
    /// Who reviews.
    pub reviewers: Vec<Reviewer>,
}

/// The days of a session, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionDays {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

/// Why an entry does not fit into the agenda. Each refusal names both entries, so that one of them can be moved.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AgendaRefusal {
    /// It ends before it begins.
    #[error("“{entry}”的结束时间不晚于开始时间,请改正。 [agenda-time-reversed]")]
    Reversed {
        /// The entry.
        entry: String,
    },
    /// It lies outside the days of the session.
    #[error("“{entry}”不在本场会议的日期内({from} 至 {to}),请改时间或改会议日期。 [agenda-outside-session]")]
    OutsideSession {
        /// The entry.
        entry: String,
        /// First day of the session.
        from: NaiveDate,
        /// Last day of the session.
        to: NaiveDate,
    },
    /// Nobody reviews.
    #[error("“{entry}”没有安排审核人,请至少指定一人。 [agenda-without-reviewer]")]
    WithoutReviewer {
        /// The entry.
        entry: String,
    },
    /// The room is taken.
    #[error(
        "会议室“{room}”时间冲突:“{entry}”与“{other}”重叠,请改其中一项的时间或会议室。 [agenda-room-overlap]"
    )]
    RoomTaken {
        /// The room.
        room: String,
        /// The entry that is refused.
        entry: String,
        /// The entry that is there already.
        other: String,
    },
    /// A reviewer sits elsewhere.
    #[error(
        "审核人“{reviewer}”时间冲突:“{entry}”与“{other}”重叠,请改时间或另行指定审核人。 [agenda-reviewer-overlap]"
    )]
    ReviewerTaken {
        /// Who.
        reviewer: String,
        /// The entry that is refused.
        entry: String,
        /// The entry that is there already.
        other: String,
    },
    /// The department is expected elsewhere.
    #[error(
        "部门“{department}”时间冲突:“{entry}”与“{other}”重叠,请改其中一项的时间。 [agenda-department-overlap]"
    )]
    DepartmentTaken {
        /// The department.
        department: String,
        /// The entry that is refused.
        entry: String,
        /// The entry that is there already.
        other: String,
    },
}

impl AgendaEntry {
    /// The entry in words: department, time and room.
    pub fn words(&self) -> String {
        let (from, to) = (self.from.to_string(), self.to.to_string());
        let minute = |text: &str| text.get(..16).unwrap_or(text).to_owned();
        let hour = to.get(11..16).unwrap_or(&to);
        format!("{} {}至{hour} {}", self.department_name, minute(&from), self.room)
    }

    /// Whether the two share an instant.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.from < other.to && other.from < self.to
    }
}

/// Lets an entry into the agenda, or says with which other one it collides.
///
/// # Errors
///
/// [`AgendaRefusal`].
pub fn admit(entry: &AgendaEntry, days: SessionDays, others: &[AgendaEntry]) -> Result<(), AgendaRefusal> {
    let words = || entry.words();
    if entry.to <= entry.from {
        return Err(AgendaRefusal::Reversed { entry: words() });
    }
    if entry.from.shanghai_date() < days.from || days.to < entry.to.shanghai_date() {
        return Err(AgendaRefusal::OutsideSession {
            entry: words(),
            from: days.from,
            to: days.to,
        });
    }
    if entry.reviewers.is_empty() {
        return Err(AgendaRefusal::WithoutReviewer { entry: words() });
    }
    let colliding = others
        .iter()
        .filter(|other| other.slot != entry.slot && entry.overlaps(other));
    for other in colliding {
        if other.room == entry.room {
            return Err(AgendaRefusal::RoomTaken {
                room: entry.room.clone(),
                entry: words(),
                other: other.words(),
            });
        }
        let both = entry
            .reviewers
            .iter()
            .find(|one| other.reviewers.iter().any(|two| two.user == one.user));
        if let Some(reviewer) = both {
            return Err(AgendaRefusal::ReviewerTaken {
                reviewer: reviewer.name.clone(),
                entry: words(),
                other: other.words(),
            });
        }
        if other.department == entry.department {
            return Err(AgendaRefusal::DepartmentTaken {
                department: entry.department_name.clone(),
                entry: words(),
                other: other.words(),
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const HOUR: i64 = 3_600;

    fn day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2020, 11, 16).unwrap()
    }

    fn bytes(text: &str) -> [u8; 10] {
        let mut bytes = [0; 10];
        for (place, byte) in bytes.iter_mut().zip(text.bytes()) {
            *place = byte;
        }
        bytes
    }

    /// `slot | department | room | from-to (hours) | reviewers`.
    fn entry(text: &str) -> AgendaEntry {
        let parts: Vec<&str> = text.split('|').map(str::trim).collect();
        let (from, to) = parts[3].split_once('-').unwrap();
        let hour =
            |text: &str| Timestamp::start_of_day(day()).plus_seconds(text.parse::<i64>().unwrap() * HOUR);
        let at = Timestamp::from_micros(0);
        AgendaEntry {
            slot: ReviewSlotId::new(at, bytes(parts[0])),
            department: UnitId::new(at, bytes(parts[1])),
            department_name: parts[1].into(),
            room: parts[2].into(),
            from: hour(from),
            to: hour(to),
            reviewers: parts[4]
                .split_whitespace()
                .map(|name| Reviewer {
                    user: UserId::new(at, bytes(name)),
                    name: name.into(),
                })
                .collect(),
        }
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let others = [
            entry("a | urban | 301 | 9-11 | li wang"),
            entry("b | school | 302 | 9-10 | zhao"),
        ];
        let days = SessionDays {
            from: day(),
            to: day(),
        };
        let found = match admit(&entry(text), days, &others) {
            Ok(()) => "ok".to_owned(),
            Err(refusal) => {
                let said = refusal.to_string();
                // Every collision names both sides.
                if said.contains("重叠") {
                    assert!(said.matches("2020-11-16").count() == 2, "{said}");
                }
                said.rsplit_once('[').unwrap().1.replace(']', "")
            }
        };
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn an_agenda_admits_what_collides_with_nothing() {
        check("c | health | 303 | 9-11 | sun", "ok");
        check("c | health | 301 | 11-12 | li", "ok");
        check("c | health | 301 | 8-9 | li", "ok");
        check("c | health | 301 | 10-12 | sun", "agenda-room-overlap");
        check("c | health | 303 | 8-12 | sun li", "agenda-reviewer-overlap");
        check("c | urban | 303 | 10-12 | sun", "agenda-department-overlap");
        check("c | health | 303 | 11-11 | sun", "agenda-time-reversed");
        check("c | health | 303 | 12-11 | sun", "agenda-time-reversed");
        check("c | health | 303 | 23-25 | sun", "agenda-outside-session");
        check("c | health | 303 | 13-14 |", "agenda-without-reviewer");
    }

    #[test]
    fn an_entry_does_not_collide_with_itself_when_it_is_moved() {
        check("a | urban | 301 | 10-12 | li wang", "ok");
    }

    proptest! {
        #[test]
        fn overlapping_is_mutual_and_needs_a_shared_instant(a in 0_i64..20, b in 1_i64..5, c in 0_i64..20, d in 1_i64..5) {
            let one = entry(&format!("a | x | 1 | {a}-{} | p", a + b));
            let two = entry(&format!("b | y | 1 | {c}-{} | q", c + d));
            prop_assert_eq!(one.overlaps(&two), two.overlaps(&one));
            let shared = (a..a + b).any(|hour| (c..c + d).contains(&hour));
            prop_assert_eq!(one.overlaps(&two), shared);
        }
    }
}
