//! Budget cuts of the demonstration: what was decided adds up to the figures of the source report, to the fen, and each
//! decided cut has its vouchers; some proposals wait, were decided against or taken back, and do not count.

use std::cmp::Reverse;
use std::collections::HashSet;

use hengji_app::seed::{SeedCut, SeedCutEnd, SeedVoucher, WatchedProject};
use hengji_domain::id::ProjectId;
use hengji_domain::{BudgetYear, Money, Timestamp};

use crate::demo::calendar;

/// 压减预算 15582.34 万元, in fen: 来源报告一(二).
const CUT_BY_DEPARTMENTS: i64 = 15_582_340_000;
/// 另行核减预算 228 万元, in fen: 来源报告一(二).
const CUT_BY_KEY_MONITORING: i64 = 228_000_000;
/// Cuts are whole hundredths of 万元.
const STEP: i64 = 10_000;

/// A ground with what is found under it.
const GROUNDS: [(&str, &str); 4] = [
    ("behind-schedule", "执行进度明显落后于时序,年内难以支出。"),
    ("low-results", "主要产出指标完成率低,绩效低下。"),
    ("not-urgent", "事项可以推迟到下一年度实施。"),
    ("not-rigid", "一般性支出,可以压缩。"),
];

/// A book with what it decided, and how many of its proposals wait, were rejected and withdrawn.
struct Book {
    code: &'static str,
    sum: i64,
    /// What of a hundred parts that are left each project loses, and at most how much.
    share: (i64, i64),
    others: [usize; 3],
}

const DEPARTMENTS: Book = Book {
    code: "department_monitoring",
    sum: CUT_BY_DEPARTMENTS,
    share: (95, CUT_BY_DEPARTMENTS),
    others: [6, 4, 3],
};
const KEY_MONITORING: Book = Book {
    code: "key_monitoring",
    sum: CUT_BY_KEY_MONITORING,
    share: (20, CUT_BY_KEY_MONITORING / 8),
    others: [1, 1, 0],
};

/// The register of a year: projects on the key list in one book, the others in the other.
pub(super) fn register(
    year: BudgetYear,
    watched: &[WatchedProject],
    key: &HashSet<ProjectId>,
) -> Vec<SeedCut> {
    let (keyed, others): (Vec<&WatchedProject>, Vec<&WatchedProject>) =
        watched.iter().partition(|one| key.contains(&one.project));
    let mut all = of_book(year, &DEPARTMENTS, others);
    all.extend(of_book(year, &KEY_MONITORING, keyed));
    all
}

/// Where most is left comes first; the decided cuts, then those that ended otherwise.
fn of_book(year: BudgetYear, book: &Book, mut watched: Vec<&WatchedProject>) -> Vec<SeedCut> {
    watched.sort_by_key(|one| Reverse(one.left.fen()));
    let parts = parts(&watched, book.sum, book.share);
    let decided = watched.iter().zip(&parts).enumerate();
    let mut all: Vec<SeedCut> = decided
        .filter(|(_, (_, part))| 0 < **part)
        .map(|(place, (one, part))| proposal(year, book, place, one, *part, approved(year, place, *part)))
        .collect();
    let [waiting, rejected, withdrawn] = book.others;
    let rest = watched.iter().zip(&parts);
    let rest = rest.filter(|(one, part)| **part == 0 && 5 * STEP <= one.left.fen());
    for (place, (one, _)) in rest.enumerate().take(waiting + rejected + withdrawn) {
        let end = if place < waiting {
            SeedCutEnd::Waiting
        } else if place < waiting + rejected {
            SeedCutEnd::Rejected(at(year, 9, 16), "已签合同,年内须支付,不予压减。")
        } else {
            SeedCutEnd::Withdrawn(at(year, 9, 14))
        };
        all.push(proposal(year, book, place, one, whole(one.left.fen() / 5), end));
    }
    all
}

/// What each loses, in the given order, until the sum is reached to the fen: the given share of what is left of each
/// where that is enough, otherwise all of it.
fn parts(watched: &[&WatchedProject], sum: i64, (share, at_most): (i64, i64)) -> Vec<i64> {
    let shared = |one: &&WatchedProject| whole((one.left.fen() / 100 * share).min(at_most));
    let mut all: Vec<i64> = watched.iter().map(shared).collect();
    if all.iter().sum::<i64>() < sum {
        all = watched.iter().map(|one| whole(one.left.fen())).collect();
    }
    let mut rest = sum;
    for part in &mut all {
        *part = (*part).min(rest);
        rest -= *part;
    }
    all
}

const fn whole(fen: i64) -> i64 {
    fen / STEP * STEP
}

fn proposal(
    year: BudgetYear,
    book: &Book,
    place: usize,
    one: &WatchedProject,
    fen: i64,
    end: SeedCutEnd,
) -> SeedCut {
    let (ground, words) = GROUNDS.get(place % GROUNDS.len()).copied().unwrap_or_default();
    SeedCut {
        project: one.project,
        sheet: one.sheet,
        book: book.code,
        ground,
        words,
        amount: Money::from_fen(fen),
        proposed_at: at(year, 9, 1 + place % 8),
        end,
    }
}

/// Decided in September, October or November, and carried out soon after: every fifth in two parts.
fn approved(year: BudgetYear, place: usize, fen: i64) -> SeedCutEnd {
    let month = match place % 3 {
        0 => 9,
        1 => 10,
        _ => 11,
    };
    let decided_at = at(year, month, 12 + place % 6);
    let voucher = |month: u32, fen: i64| {
        let entered_at = at(year, month, 21 + place % 4);
        SeedVoucher {
            number: format!(
                "示范区财预〔{year}〕{}号",
                u32::from(place.is_multiple_of(4)) + month * 2 + 60
            ),
            dated_on: calendar::days_before(entered_at.shanghai_date(), 1),
            amount: Money::from_fen(fen),
            entered_at,
        }
    };
    let first = if place.is_multiple_of(5) {
        whole(fen / 2)
    } else {
        fen
    };
    let vouchers = [(month, first), (month + 1, fen - first)];
    let real = vouchers.into_iter().filter(|(_, fen)| 0 < *fen);
    SeedCutEnd::Approved(decided_at, real.map(|(month, fen)| voucher(month, fen)).collect())
}

fn at(year: BudgetYear, month: u32, day: usize) -> Timestamp {
    let day = calendar::days_after(calendar::first_of(year.get(), month), day.saturating_sub(1));
    Timestamp::start_of_day(day).plus_seconds(36_000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use hengji_domain::id::SheetId;
    use hengji_domain::monitoring::Light;

    fn watched(number: u8, left: i64) -> WatchedProject {
        let at = Timestamp::from_micros(0);
        WatchedProject {
            project: ProjectId::new(at, [number; 10]),
            sheet: SheetId::new(at, [number; 10]),
            light: Light::ALL.get(usize::from(number % 4)).copied(),
            left: Money::from_fen(left),
        }
    }

    fn decided(all: &[SeedCut]) -> Vec<&SeedCut> {
        let is_decided = |one: &&SeedCut| matches!(one.end, SeedCutEnd::Approved(..));
        all.iter().filter(is_decided).collect()
    }

    #[test]
    fn parts_add_up_exactly_and_take_no_more_than_they_must() {
        for (left, sum, share, expected) in [
            (100 * STEP, 50 * STEP, (20, 90 * STEP), [20, 20, 10]),
            (100 * STEP, 50 * STEP, (40, 25 * STEP), [25, 25, 0]),
            (100 * STEP, 150 * STEP, (20, 90 * STEP), [100, 50, 0]),
            (100 * STEP + 7, 60 * STEP, (20, 90 * STEP), [20, 20, 20]),
        ] {
            let all: Vec<WatchedProject> = (1..=3).map(|number| watched(number, left)).collect();
            let all: Vec<&WatchedProject> = all.iter().collect();
            let expected = expected.map(|part| part * STEP);
            assert_eq!(parts(&all, sum, share), expected, "{left} {sum}");
        }
        assert!(parts(&[], 100, (20, 100)).is_empty());
    }

    #[test]
    fn the_register_says_what_the_source_report_says_and_every_decision_has_its_vouchers() {
        let year = BudgetYear::new(2020).unwrap();
        let all: Vec<WatchedProject> = (1..=200).map(|number| watched(number, 1_000_000_000)).collect();
        let key: HashSet<ProjectId> = all.iter().take(23).map(|one| one.project).collect();
        let register = register(year, &all, &key);
        let sum = |book: &str| {
            let cuts = decided(&register).into_iter().filter(|one| one.book == book);
            cuts.map(|one| one.amount.fen()).sum::<i64>()
        };
        assert_eq!(sum("department_monitoring"), CUT_BY_DEPARTMENTS);
        assert_eq!(sum("key_monitoring"), CUT_BY_KEY_MONITORING);
        for cut in decided(&register) {
            let SeedCutEnd::Approved(at, vouchers) = &cut.end else {
                continue;
            };
            let taken: i64 = vouchers.iter().map(|one| one.amount.fen()).sum();
            assert_eq!(taken, cut.amount.fen());
            for one in vouchers {
                assert!(at.shanghai_date() < one.dated_on, "{one:?}");
                assert!(one.dated_on.to_string().starts_with("2020-"), "{one:?}");
            }
        }
        let others = register.len() - decided(&register).len();
        assert_eq!(others, 15);
        let projects: HashSet<ProjectId> = register.iter().map(|one| one.project).collect();
        assert_eq!(projects.len(), register.len(), "each project is cut once");
    }
}
