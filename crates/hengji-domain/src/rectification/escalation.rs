//! 催办和升级 (escalation): the unit is reminded, then the head of its department, then the leader of the bureau.

use crate::NaiveDate;

/// After how many calendar days who is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Escalation {
    /// The unit is reminded from so many days before the last day.
    pub remind_before_days: u32,
    /// The head of the department is told from so many days after it.
    pub department_after_days: u32,
    /// The leader of the bureau is told from so many days after it.
    pub leader_after_days: u32,
}

/// How far up a late rectification has gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// 提醒单位.
    Unit,
    /// 报主管部门负责人.
    Department,
    /// 报局领导.
    Leader,
}

impl Level {
    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unit => "提醒单位",
            Self::Department => "报主管部门",
            Self::Leader => "报局领导",
        }
    }
}

impl Escalation {
    /// Who is told on this day about what was due on that; none where it is too early even for a reminder.
    pub fn level(&self, due_on: NaiveDate, today: NaiveDate) -> Option<Level> {
        let late = today.signed_duration_since(due_on).num_days();
        if i64::from(self.leader_after_days) <= late {
            Some(Level::Leader)
        } else if i64::from(self.department_after_days) <= late {
            Some(Level::Department)
        } else if -i64::from(self.remind_before_days) <= late {
            Some(Level::Unit)
        } else {
            None
        }
    }

    /// The latest last day that has reached this level on this day.
    pub fn reached_by(&self, level: Level, today: NaiveDate) -> Option<NaiveDate> {
        match level {
            Level::Unit => today.checked_add_days(chrono::Days::new(self.remind_before_days.into())),
            Level::Department => today.checked_sub_days(chrono::Days::new(self.department_after_days.into())),
            Level::Leader => today.checked_sub_days(chrono::Days::new(self.leader_after_days.into())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const RULE: Escalation = Escalation {
        remind_before_days: 5,
        department_after_days: 1,
        leader_after_days: 10,
    };

    fn day(number: i64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2021, 3, 1).unwrap() + chrono::Duration::days(number)
    }

    #[test]
    fn the_unit_then_its_department_then_the_leader_is_told() {
        for (late, level) in [
            (-6, None),
            (-5, Some(Level::Unit)),
            (0, Some(Level::Unit)),
            (1, Some(Level::Department)),
            (9, Some(Level::Department)),
            (10, Some(Level::Leader)),
            (300, Some(Level::Leader)),
        ] {
            assert_eq!(RULE.level(day(0), day(late)), level, "{late}");
        }
    }

    proptest! {
        #[test]
        fn a_query_by_the_last_day_finds_exactly_the_level(late in -40_i64..40) {
            for level in [Level::Unit, Level::Department, Level::Leader] {
                let bound = RULE.reached_by(level, day(late)).unwrap();
                let has_reached = RULE.level(day(0), day(late)).is_some_and(|reached| level <= reached);
                prop_assert_eq!(day(0) <= bound, has_reached);
            }
        }
    }
}
