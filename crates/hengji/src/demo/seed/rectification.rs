//! Findings of the demonstration: those of evaluations two and three years back, rectified, looked back at, one of them
//! relapsed; and those of the key monitoring and the ex-ante conditions of 2020, at every stage. A plausible handful,
//! calibrated to nothing.

use hengji_app::App;
use hengji_app::seed::{SeedFinding, SeedLetterOfFindings, SeedLookBack};
use hengji_domain::id::{ProjectId, UnitId};
use hengji_domain::rectification::CommitmentState;
use hengji_domain::unit::{Unit, UnitKind};
use hengji_domain::{BudgetYear, Division, Money, NaiveDate, Timestamp};

use crate::demo::calendar;
use crate::demo::district::Bodies;
use crate::exit::Failure;

/// A finding in words: text, root cause, severity, 万元, evidence, kind of the measure and the measure.
type Told = (
    &'static str,
    &'static str,
    &'static str,
    i64,
    &'static str,
    &'static str,
    &'static str,
);

/// What evaluations find again and again.
const FOUND: [Told; 6] = [
    (
        "部分绩效指标没有量化,效益指标难以考核。",
        "goal-setting",
        "minor",
        0,
        "绩效目标表",
        "adjust-goal",
        "修订绩效目标,补充可量化的效益指标。",
    ),
    (
        "项目前期准备不足,年底支出率低于序时进度。",
        "progress",
        "major",
        86,
        "预算执行明细",
        "speed-up",
        "倒排工期,按月核对形象进度和支付进度。",
    ),
    (
        "合同变更没有履行内部审批手续。",
        "management",
        "major",
        32,
        "合同及变更单",
        "procedure",
        "修订合同管理办法,变更一律履行审批。",
    ),
    (
        "验收资料不完整,缺少第三方检测报告。",
        "records",
        "minor",
        0,
        "验收档案",
        "records",
        "补齐检测报告,验收资料统一归档。",
    ),
    (
        "采购需求论证不充分,中标价明显高于市场价。",
        "procurement",
        "major",
        18,
        "采购档案",
        "management",
        "建立采购前市场询价记录。",
    ),
    (
        "服务对象满意度低于目标值。",
        "benefit",
        "minor",
        0,
        "满意度调查报告",
        "management",
        "针对差评事项逐项改进并复测满意度。",
    ),
];

/// What the field visits of key monitoring found.
const VISITED: [Told; 4] = [
    (
        "签证资料滞后,工程款支付慢于形象进度。",
        "progress",
        "major",
        45,
        "现场监控记录",
        "speed-up",
        "补齐签证资料,按进度支付。",
    ),
    (
        "设备到货后长期没有安装使用。",
        "management",
        "major",
        27,
        "现场监控记录、固定资产台账",
        "management",
        "完成安装调试并投入使用。",
    ),
    (
        "监理日志缺失两个月。",
        "records",
        "minor",
        0,
        "现场监控记录",
        "records",
        "补充说明并规范监理日志。",
    ),
    (
        "产出数量按合同数填报,与现场不符。",
        "output",
        "grave",
        12,
        "现场监控记录",
        "adjust-goal",
        "按实际数量更正填报,追查原因。",
    ),
];

/// Writes all of it.
///
/// # Errors
///
/// [`Failure`] when a use case refuses, which would be a fault of the demonstration.
pub(super) fn make(
    app: &App,
    division: Division,
    bodies: &Bodies,
    evaluated: BudgetYear,
    visited: &[ProjectId],
) -> Result<(), Failure> {
    let focus = bodies.accounts.first().map(|account| account.unit);
    let units = departments(bodies, focus);
    let (Some(first), Some(before)) = (earlier(evaluated, 2), earlier(evaluated, 1)) else {
        return Ok(());
    };
    for year in [first, before] {
        app.seed_findings(division, &evaluations(year, &units))?;
    }
    app.seed_look_back(division, &look_back(evaluated, (first, before)))?;
    let mut letters = Vec::new();
    if let Some(unit) = focus {
        letters.extend(monitored(evaluated, visited, unit));
        letters.push(of_clerk(evaluated, unit));
    }
    letters.extend(units.first().map(|unit| conditions(evaluated, unit.id)));
    app.seed_findings(division, &letters)?;
    Ok(())
}

fn earlier(year: BudgetYear, count: u16) -> Option<BudgetYear> {
    BudgetYear::new(year.get().checked_sub(count)?).ok()
}

/// The department of the accounts first, then others in the order of the district.
fn departments(bodies: &Bodies, focus: Option<UnitId>) -> Vec<Unit> {
    let own = bodies.units.iter().find(|unit| Some(unit.id) == focus);
    let own = own.map(|unit| unit.department);
    let mut all: Vec<Unit> = bodies
        .units
        .iter()
        .filter(|unit| unit.kind == UnitKind::Department)
        .cloned()
        .collect();
    all.sort_by_key(|unit| Some(unit.id) != own);
    all.truncate(6);
    all
}

fn day(year: u16, month: u32, day: usize) -> NaiveDate {
    calendar::days_after(calendar::first_of(year, month), day.saturating_sub(1))
}

fn at(year: u16, month: u32, of: usize, hour: i64) -> Timestamp {
    Timestamp::start_of_day(day(year, month, of)).plus_seconds(hour * 3_600)
}

fn finding(
    told: Told,
    origin: &'static str,
    title: String,
    (unit, project): (UnitId, Option<ProjectId>),
    measure: Option<(NaiveDate, CommitmentState)>,
) -> SeedFinding {
    let (words, cause, severity, amount, evidence, kind, promised) = told;
    SeedFinding {
        origin,
        origin_title: title,
        unit,
        project,
        words,
        cause,
        severity,
        amount: (0 < amount).then(|| Money::from_fen(amount * 1_000_000)),
        evidence,
        measure: measure.map(|(due_on, state)| (kind, promised, due_on, state)),
    }
}

/// The evaluations of an earlier year: two findings for each department, fed back in the summer after it and
/// rectified in the autumn.
fn evaluations(year: BudgetYear, units: &[Unit]) -> Vec<SeedLetterOfFindings> {
    let after = year.get() + 1;
    let letter = |(place, unit): (usize, &Unit)| {
        let told = |number: usize| FOUND.get((place * 2 + number + usize::from(year.get())) % FOUND.len());
        let measure = (day(after, 9, 10 + place), CommitmentState::Verified);
        let findings = (0..2).filter_map(|number| {
            let title = format!("{year} 年度重点评价");
            let whole = (unit.id, None);
            Some(finding(*told(number)?, "evaluation", title, whole, Some(measure)))
        });
        SeedLetterOfFindings {
            year,
            findings: findings.collect(),
            entered_at: at(after, 6, 15, 10),
            served_at: Some(at(after, 6, 22, 10 + i64::try_from(place).unwrap_or(0))),
            receipted_at: Some(at(after, 6, 24, 9)),
            planned_at: Some(at(after, 7, 8, 15)),
        }
    };
    units.iter().enumerate().map(letter).collect()
}

/// The look-back of the evaluated year at the two before it.
fn look_back(year: BudgetYear, years: (BudgetYear, BudgetYear)) -> SeedLookBack {
    SeedLookBack {
        year,
        years,
        announced: "11 月 2 日在区政府门户网站“绩效管理”专栏公布名单校验值,以 11 月 9 日公布的开奖号为起始值",
        start_value: "20201109-071923",
        at: [
            at(year.get(), 11, 2, 10),
            at(year.get(), 11, 10, 9),
            at(year.get(), 11, 25, 15),
        ],
        seen: &[
            (true, "查看制度和近一年的审批单,整改措施仍在执行。"),
            (false, "抽查近一年资料,同样的问题再次出现。"),
            (true, "现场查看并核对台账,整改成果保持。"),
            (true, "核对支付和形象进度,整改成果保持。"),
        ],
    }
}

/// Findings of the visited projects: verified, claimed, rejected, promised and late.
/// The unit is that of each project.
fn monitored(year: BudgetYear, visited: &[ProjectId], unit: UnitId) -> Vec<SeedLetterOfFindings> {
    let after = year.get() + 1;
    let states = [
        CommitmentState::Verified,
        CommitmentState::Claimed,
        CommitmentState::Rejected,
        CommitmentState::Promised,
    ];
    let letter = |(place, project): (usize, &ProjectId)| {
        let state = states.get(place).copied().unwrap_or(CommitmentState::Promised);
        let told = VISITED.get(place % VISITED.len()).copied();
        let measure = (day(after, 2, 3 + place), state);
        let findings = told.map(|told| {
            let title = "(财政重点监控)".to_owned();
            finding(
                told,
                "key_monitoring",
                title,
                (unit, Some(*project)),
                Some(measure),
            )
        });
        SeedLetterOfFindings {
            year,
            findings: findings.into_iter().collect(),
            entered_at: at(year.get(), 12, 21, 10),
            served_at: Some(at(year.get(), 12, 24, 10)),
            receipted_at: Some(at(year.get(), 12, 25, 9)),
            planned_at: Some(at(after, 1, 11, 15)),
        }
    };
    visited.iter().enumerate().take(4).map(letter).collect()
}

/// Two findings of the clerk's unit: the letter is signed for, the plan is due.
fn of_clerk(year: BudgetYear, unit: UnitId) -> SeedLetterOfFindings {
    let after = year.get() + 1;
    let title = "道路清扫保洁专项检查通知".to_owned();
    let findings = [FOUND.get(2), FOUND.get(3)].into_iter().flatten();
    SeedLetterOfFindings {
        year,
        findings: findings
            .map(|told| finding(*told, "inspection", title.clone(), (unit, None), None))
            .collect(),
        entered_at: at(after, 2, 18, 10),
        served_at: Some(at(after, 2, 22, 10)),
        receipted_at: Some(at(after, 2, 26, 9)),
        planned_at: None,
    }
}

/// What the conditions of an ex-ante evaluation left open: it waits for its letter.
fn conditions(year: BudgetYear, unit: UnitId) -> SeedLetterOfFindings {
    let told: Told = (
        "事前评估要求的用地手续没有在开工前办妥。",
        "management",
        "major",
        0,
        "事前绩效评估报告的前置条件",
        "management",
        "办妥用地手续。",
    );
    let title = format!("{year} 年度事前绩效评估前置条件");
    SeedLetterOfFindings {
        year,
        findings: vec![finding(told, "ex_ante", title, (unit, None), None)],
        entered_at: at(year.get() + 1, 2, 24, 10),
        served_at: None,
        receipted_at: None,
        planned_at: None,
    }
}
