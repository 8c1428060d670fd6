//! The key evaluations of the demonstration: eight policies with the money and the number of findings that the published
//! report names. Six are concluded, one is with its unit, one is in the field.

use hengji_app::App;
use hengji_app::seed::{SeedCaseEnd, SeedCaseFile, SeedCaseFinding, SeedCaseTimes, Signers};
use hengji_domain::case_file::PointOutcome;
use hengji_domain::id::UnitId;
use hengji_domain::{BudgetYear, Money, Timestamp};

use crate::demo::calendar;
use crate::demo::{DIVISION, Plan};
use crate::exit::Failure;

/// A policy: code of the unit, title, 万元, findings, level of the scores, institution, how far it has come.
type Policy = (
    &'static str,
    &'static str,
    i64,
    usize,
    i32,
    &'static str,
    SeedCaseEnd,
);

/// Source: 区级报告 2020, 一(三)一: 8 个政策项目, 5337 万元, 72 个问题. How they divide is made up.
const POLICIES: [Policy; 8] = [
    (
        "209002",
        "老旧小区综合改造补助政策",
        1_200,
        10,
        90,
        "甲评价机构",
        SeedCaseEnd::Final,
    ),
    (
        "209003",
        "住房租赁补贴政策",
        860,
        9,
        84,
        "乙评价机构",
        SeedCaseEnd::Final,
    ),
    (
        "210",
        "城市公交运营补贴政策",
        745,
        9,
        88,
        "甲评价机构",
        SeedCaseEnd::Final,
    ),
    (
        "210001",
        "农村公路养护奖补政策",
        690,
        9,
        78,
        "丙评价机构",
        SeedCaseEnd::Final,
    ),
    (
        "219002",
        "绿化提升以奖代补政策",
        620,
        9,
        94,
        "乙评价机构",
        SeedCaseEnd::Final,
    ),
    (
        "209",
        "既有住宅加装电梯补助政策",
        512,
        10,
        73,
        "丙评价机构",
        SeedCaseEnd::Final,
    ),
    (
        "219001",
        "生活垃圾分类奖补政策",
        430,
        8,
        82,
        "甲评价机构",
        SeedCaseEnd::Exchange,
    ),
    (
        "220",
        "老旧车辆提前淘汰补助政策",
        280,
        8,
        86,
        "",
        SeedCaseEnd::Field,
    ),
];

/// A finding: item, text, cause, severity, 万元.
type Told = (&'static str, &'static str, &'static str, &'static str, i64);

/// What key evaluations of policies find.
const FOUND: [Told; 18] = [
    (
        "d1",
        "政策出台前没有论证与上级同类补助的关系,部分对象重复享受。",
        "budgeting",
        "major",
        36,
    ),
    (
        "d2",
        "补助标准调整未经集体决策,缺少会议纪要。",
        "compliance",
        "major",
        0,
    ),
    (
        "d3",
        "年度目标只写补助户数,没有政策要达到的效果。",
        "goal-setting",
        "minor",
        0,
    ),
    (
        "d4",
        "三分之一的指标没有指标值,年末无法对照。",
        "goal-setting",
        "minor",
        0,
    ),
    (
        "d5",
        "预算按上年基数编列,没有按申报量测算,年中调减。",
        "budgeting",
        "major",
        58,
    ),
    (
        "d6",
        "资金在各街道间平均分配,与实际任务量不匹配。",
        "budgeting",
        "major",
        42,
    ),
    ("p1", "配套资金到位晚于计划两个月。", "progress", "minor", 21),
    (
        "p2",
        "资金集中在第四季度拨付,前三季度执行率不到四成。",
        "progress",
        "major",
        64,
    ),
    (
        "p3",
        "抽查的申报资料中有 5 户不符合条件仍获补助。",
        "compliance",
        "grave",
        9,
    ),
    (
        "p4",
        "没有制定补助资金的核查和追回办法。",
        "management",
        "major",
        0,
    ),
    (
        "p5",
        "验收由施工单位自行组织,主管部门没有复核。",
        "management",
        "major",
        0,
    ),
    (
        "p5",
        "补助档案不完整,部分申请表缺少审核意见。",
        "records",
        "minor",
        0,
    ),
    (
        "o1",
        "完成户数少于计划,未完成部分没有说明原因。",
        "output",
        "major",
        27,
    ),
    (
        "o2",
        "部分已完工项目未达到验收标准,整改没有销号。",
        "output",
        "major",
        15,
    ),
    ("o3", "三成项目晚于计划完成时间。", "progress", "minor", 0),
    (
        "o4",
        "单位补助成本高于周边区县,没有开展成本分析。",
        "benefit",
        "major",
        33,
    ),
    (
        "b1",
        "政策知晓率低,符合条件的对象申报不足六成。",
        "benefit",
        "major",
        0,
    ),
    ("b2", "受益对象对办理时限的满意度偏低。", "benefit", "minor", 0),
];

const PLAN: [&str; 4] = [
    "检验政策目标的实现程度和资金使用效益,为政策延续、调整或退出提供依据。",
    "2020 年度政策资金的分配、拨付、使用和产出效果;现场抽查不少于三成的资金。",
    "成本效益分析、比较法、因素分析法和公众评判;标准取计划标准和行业标准。",
    "1 月上旬:确定方案、组成评价组\n1 月中下旬:收集资料、现场核查、问卷调查\n2 月:独立评分、形成初稿、交换意见、定稿",
];

const REPORT: [&str; 2] = [
    "建立了申报、审核、公示、拨付的工作流程,主要对象全部公示。\n部分街道把补助与日常考核结合,完成进度好于面上。",
    "完善政策目标,补充可量化的效果指标。\n按申报量和标准测算预算,把分配与任务量、上年绩效挂钩。\n健全核查和追回办法,对不符合条件的对象追回补助。\n简化申报材料,公开办理时限,提高知晓率。",
];

const RECORDS: [(&str, &str, &[&str]); 3] = [
    (
        "主管部门档案室",
        "抽查申报档案 60 份,5 份缺少审核意见,其余资料齐全。",
        &["p5", "d2"],
    ),
    (
        "受补助对象现场",
        "实地核对 24 处,23 处与申报一致,1 处尚未完工。",
        &["o1", "o2"],
    ),
    (
        "街道便民服务中心",
        "现场发放问卷并访谈经办人员,反映办理时限偏长。",
        &["b1", "b2"],
    ),
];

/// Writes them.
///
/// # Errors
///
/// [`Failure`] when a use case refuses, which would be a fault of the demonstration.
pub(super) fn make(app: &App, plan: &Plan, year: BudgetYear, signers: &Signers) -> Result<(), Failure> {
    let division = DIVISION.parse().map_err(Failure::fault)?;
    let seeds: Option<Vec<SeedCaseFile>> = POLICIES
        .iter()
        .enumerate()
        .map(|(place, policy)| seed(plan, year, place, policy))
        .collect();
    let seeds = seeds.ok_or_else(|| Failure::fault("演示单位与重点评价清单不符 [demo-district-broken]"))?;
    app.seed_case_files(division, &seeds, signers)?;
    Ok(())
}

fn seed(plan: &Plan, year: BudgetYear, place: usize, policy: &Policy) -> Option<SeedCaseFile> {
    let (code, title, amount, count, level, institution, end) = *policy;
    let unit: UnitId = plan.bodies().units.iter().find(|unit| unit.code == code)?.id;
    // Each takes another part of the list, so that the same words do not stand in every report.
    let findings = (0..count).filter_map(|number| FOUND.get((place * 5 + number) % FOUND.len()));
    Some(SeedCaseFile {
        year,
        kind: "key",
        unit,
        title,
        funds: wan(amount),
        institution,
        plan: PLAN,
        report: REPORT,
        records: RECORDS.to_vec(),
        findings: findings.map(finding).collect(),
        objection: objection(place),
        level,
        end,
        times: times(year, place, end),
    })
}

fn wan(amount: i64) -> Money {
    Money::from_fen(amount.saturating_mul(1_000_000))
}

fn finding(told: &Told) -> SeedCaseFinding {
    let (item, words, cause, severity, amount) = *told;
    SeedCaseFinding {
        item,
        words,
        cause,
        severity,
        amount: (0 < amount).then(|| wan(amount)),
    }
}

fn objection(place: usize) -> (&'static str, PointOutcome, &'static str) {
    if place.is_multiple_of(3) {
        (
            "该事项已在年末补办手续,资料已随附。",
            PointOutcome::PartlyAdopted,
            "补办手续属实,在报告中注明;年度内未办理的事实不变。",
        )
    } else {
        (
            "完成情况受疫情影响,建议不作为问题。",
            PointOutcome::NotAdopted,
            "目标已在年中按程序调整,未完成的部分仍应说明。",
        )
    }
}

/// One case a day, in January and February after the year; the one with its unit was sent last.
fn times(year: BudgetYear, place: usize, end: SeedCaseEnd) -> SeedCaseTimes {
    let next = year.get() + 1;
    let at = |month: u32, day: usize, hour: i64| {
        let day = calendar::days_after(calendar::first_of(next, month), day.saturating_sub(1));
        Timestamp::start_of_day(day).plus_seconds(hour * 3_600)
    };
    let hour = 9 + i64::try_from(place).unwrap_or_default();
    let late = end != SeedCaseEnd::Final;
    SeedCaseTimes {
        opened: at(1, 4, hour),
        approved: at(1, 6, hour),
        visited: at(1, 12 + place, 10),
        scored: if late { at(2, 24, 14) } else { at(1, 28, hour) },
        sent: if late { at(2, 25, 10) } else { at(2, 1, hour) },
        answered: at(2, 5, hour),
        concluded: at(2, 22, hour),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figures_of_the_published_report_come_out_of_the_list() {
        let money: i64 = POLICIES.iter().map(|policy| policy.2).sum();
        let findings: usize = POLICIES.iter().map(|policy| policy.3).sum();
        assert_eq!((POLICIES.len(), money, findings), (8, 5_337, 72));
        assert!(POLICIES.iter().all(|policy| policy.3 <= FOUND.len()));
    }
}
