//! What only others can tell about a sheet: a goal's text stands elsewhere word for word, its targets are far from
//! what the same money buys elsewhere, or amounts differ from the budget and payment data.

use std::collections::HashMap;
use std::sync::Arc;

use hengji_domain::id::ProjectId;
use hengji_domain::sheet::{Line, Sheet, SheetKind};
use hengji_domain::{BudgetYear, Decimal, Division, Field, Finding, FindingCode, Money};
use hengji_scoring::lint::copied_goal;
use hengji_store::sheets::{self, NumericTarget};
use hengji_store::{Db, facts};

use super::case::Case;
use crate::app::{App, Step};
use crate::money::unlike_facts;
use crate::projects::page::told;

/// How many projects with the same goal text are looked for.
const COPIES_MAX: u32 = 3;

/// How many targets of a year are compared with: a sample where a province has more.
const TARGETS_MAX: u32 = 20_000;

/// Fewer peers say nothing about what is usual.
const PEERS_MIN: usize = 5;

/// Beyond so many times the usual amount for the money, or under that part of it, somebody should look. This is a
/// hint of ours and no official's number: it only ever makes a notice.
const FAR_TIMES: i128 = 10;

/// Targets of a year for the money, by indicator and unit.
pub(crate) struct Peers(HashMap<(String, String), Vec<(ProjectId, i128)>>);

impl App {
    /// The findings that the sheet alone does not give. Nothing is refused for them.
    pub(crate) fn look_around(&self, db: &mut Db, case: &Case, sheet: &Sheet) -> Step<Vec<Finding>> {
        let mut found = money_findings(db, case, sheet)?;
        if sheet.kind != SheetKind::Goal {
            return Ok(found);
        }
        let text = sheet.annual_goal.as_str();
        let others =
            sheets::projects_with_goal_text(db, case.division, sheet.year, text, sheet.project, COPIES_MAX)?;
        found.extend(copied_goal(text, others.iter().map(|name| (name.as_str(), text))));
        let peers = self.peers(db, case.division, sheet.year)?;
        found.extend(far_from_money(sheet, &peers));
        Ok(found)
    }

    /// The targets of the year, kept for half a minute: what is usual does not change faster.
    fn peers(&self, db: &mut Db, division: Division, year: BudgetYear) -> Step<Arc<Peers>> {
        let now = self.now();
        if let Some(known) = self.kept_peers().get(&(division, year), now) {
            return Ok(known);
        }
        let targets = sheets::numeric_targets(db, division, year, TARGETS_MAX)?;
        let fresh = Arc::new(Peers::of(&targets));
        self.kept_peers().put((division, year), now, Arc::clone(&fresh));
        Ok(fresh)
    }
}

/// Amounts on the form that differ from the budget and payment data.
fn money_findings(db: &mut Db, case: &Case, sheet: &Sheet) -> Step<Vec<Finding>> {
    let project = sheet.project.to_string();
    let loaded = facts::of_subject(db, case.division, sheet.year, &project)?;
    let registered = case.listing.project.funding.total().unwrap_or_default();
    Ok(unlike_facts(sheet.kind, sheet.money, &told(&loaded), registered))
}

impl Peers {
    fn of(targets: &[NumericTarget]) -> Self {
        let mut map: HashMap<(String, String), Vec<(ProjectId, i128)>> = HashMap::new();
        for target in targets {
            if let Some(share) = for_money(target.value, target.total) {
                map.entry((target.level3.clone(), target.unit.clone()))
                    .or_default()
                    .push((target.project, share));
            }
        }
        Self(map)
    }

    /// What is usual for the indicator in other projects: the middle one, and of how many.
    fn usual(&self, line: &Line, except: ProjectId) -> Option<(i128, usize)> {
        let unit = line.target.unit.clone()?;
        let peers = self.0.get(&(line.level3.clone(), unit))?;
        let mut shares: Vec<i128> = peers
            .iter()
            .filter(|(project, _)| *project != except)
            .map(|(_, share)| *share)
            .collect();
        shares.sort_unstable();
        if shares.len() < PEERS_MIN {
            return None;
        }
        Some((*shares.get(shares.len() / 2)?, shares.len()))
    }
}

fn far_from_money(sheet: &Sheet, peers: &Peers) -> Vec<Finding> {
    let Some(money) = sheet.money.initial else {
        return Vec::new();
    };
    let far = |line: &Line| {
        let mine = for_money(line.target.number()?, money)?;
        let (usual, count) = peers.usual(line, sheet.project)?;
        if mine < usual / FAR_TIMES {
            Some(finding(line, count, "低"))
        } else if usual.saturating_mul(FAR_TIMES) < mine {
            Some(finding(line, count, "高"))
        } else {
            None
        }
    };
    let numeric = |line: &&Line| line.target.kind() == "number";
    sheet.lines.iter().filter(numeric).filter_map(far).collect()
}

/// The target for a hundred million yuan in millionths, whole: a ratio that integers can compare.
fn for_money(target: Decimal, money: Money) -> Option<i128> {
    let fen = i128::from(money.fen());
    if fen <= 0 {
        return None;
    }
    let millionths = target.checked_mul(Decimal::from(1_000_000))?.trunc();
    let millionths = i128::try_from(millionths).ok()?;
    Some(millionths.checked_mul(10_000_000_000)? / fen)
}

fn finding(line: &Line, peers: usize, direction: &str) -> Finding {
    Finding::new(
        FindingCode::TargetFarFromMoney,
        format!(
            "“{}”的指标值按单位资金折算,比 {peers} 个项目同名指标的中间水平{direction} {FAR_TIMES} 倍以上。",
            line.level3
        ),
        "请核对指标值、计量单位和预算金额;确有特殊情况的,请在年度总体目标中说明。",
    )
    .at_row(line.position)
    .on(Field::Target)
}

#[cfg(test)]
mod tests {
    use hengji_domain::id::{LineKey, SheetId};
    use hengji_domain::sheet::{ExecutionRow, SheetMoney, SheetPeriod};
    use hengji_domain::value::read::{read_actual, read_target};
    use hengji_domain::workflow::SheetState;
    use hengji_domain::{Timestamp, Weight};

    use super::*;

    const AT: Timestamp = Timestamp::from_micros(0);

    fn project(n: u8) -> ProjectId {
        ProjectId::new(AT, [n; 10])
    }

    /// Seven projects of 100 万元 each that lay 30 公里, and one of another 100 万元 with this target.
    fn check(case: &str) {
        let (target, expected) = case.split_once(" -> ").unwrap();
        let targets: Vec<NumericTarget> = (1..=7)
            .map(|n| NumericTarget {
                project: project(n),
                total: Money::from_fen(100_000_000),
                level3: "养护里程".into(),
                unit: "公里".into(),
                value: Decimal::from(30),
            })
            .collect();
        let line = Line {
            key: LineKey::new(AT, [1; 10]),
            position: 4,
            level1: "产出指标".into(),
            level2: "数量指标".into(),
            level3: "养护里程".into(),
            target: read_target(target),
            actual: read_actual(""),
            weight: Some(Weight::from_centi(1000)),
            stated_score: None,
            computed_score: None,
            reason: None,
            parent: None,
            library_indicator: None,
        };
        let sheet = Sheet {
            id: SheetId::new(AT, [1; 10]),
            project: project(9),
            year: BudgetYear::new(2020).unwrap(),
            kind: SheetKind::Goal,
            period: SheetPeriod::default(),
            state: SheetState::Draft,
            edition: 0,
            version: 1,
            annual_goal: String::new(),
            achievement: String::new(),
            money: SheetMoney {
                initial: Some(Money::from_fen(100_000_000)),
                ..SheetMoney::default()
            },
            execution: ExecutionRow::default(),
            stated_total: None,
            computed_total: None,
            lines: vec![line],
        };
        let found = far_from_money(&sheet, &Peers::of(&targets));
        let shown = found.first().map_or("-", |finding| {
            assert_eq!(finding.row, Some(4));
            if finding.message.contains('低') {
                "低"
            } else {
                "高"
            }
        });
        assert_eq!(shown, expected, "{case}");
    }

    #[test]
    fn a_target_far_from_what_is_usual_for_the_money_is_noticed() {
        check("≥30公里 -> -");
        check("≥300公里 -> -");
        check("≥301公里 -> 高");
        check("≥3公里 -> -");
        check("≥2公里 -> 低");
        check("≥2个 -> -");
        check("≥2% -> -");
        check("持续提升 -> -");
    }

    #[test]
    fn few_peers_say_nothing() {
        let one = NumericTarget {
            project: project(1),
            total: Money::from_fen(100),
            level3: "养护里程".into(),
            unit: "公里".into(),
            value: Decimal::ONE,
        };
        let peers = Peers::of(&vec![one; PEERS_MIN - 1]);
        assert!(peers.0.values().all(|all| all.len() < PEERS_MIN));
        assert_eq!(for_money(Decimal::ONE, Money::ZERO), None);
    }
}
