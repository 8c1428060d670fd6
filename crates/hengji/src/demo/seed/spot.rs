//! The spot evaluation of the demonstration: as many projects as the published report names, drawn in public, evaluated
//! and signed off with their departments.

use hengji_app::App;
use hengji_app::seed::{
    SeedSpotBatch, SeedSpotEvaluation, SeedSpotEvaluations, SeedSpotRound, SeedSpotStage, SeedSpotWords,
    Signers,
};
use hengji_domain::id::UnitId;
use hengji_domain::{BudgetYear, Timestamp};

use super::super::draw::Draw;
use super::super::{Plan, START, calendar};
use super::DRAWN;
use crate::exit::Failure;

const HOUR: i64 = 3_600;
const MINUTE: i64 = 60;
const TOPIC_SPOT: u64 = 31;

/// Stages of the evaluations that are not concluded, with the number of their batch: first those of the department on
/// show, so that its people and the bureau find each step once; the first of them is left to be signed off by hand.
const OPEN: [(SeedSpotStage, usize); 4] = [
    (SeedSpotStage::Scored, RECENT),
    (SeedSpotStage::Sent, RECENT),
    (SeedSpotStage::Disputed, RECENT),
    (SeedSpotStage::Sent, LATE),
];
/// So many of the department on show are concluded before the others of the district follow.
const CONCLUDED_ON_SHOW: usize = 16;
const OTHERS: [(SeedSpotStage, usize, usize); 6] = [
    (SeedSpotStage::Scoring, RECENT, 4),
    (SeedSpotStage::Scored, RECENT, 2),
    (SeedSpotStage::Sent, RECENT, 5),
    (SeedSpotStage::Disputed, RECENT, 4),
    (SeedSpotStage::HalfSigned, RECENT, 3),
    (SeedSpotStage::Signed, RECENT, 2),
];
/// Batches that are concluded, one after the other.
const BATCHES: usize = 3;
const RECENT: usize = 3;
const LATE: usize = 4;

/// So many hours and minutes into a day in Shanghai.
fn moment(year: u16, month: u32, day: usize, (hour, minute): (i64, i64)) -> Timestamp {
    let day = calendar::days_after(calendar::first_of(year, month), day.saturating_sub(1));
    Timestamp::start_of_day(day).plus_seconds(hour * HOUR + minute * MINUTE)
}

/// Freezes, announces and draws in the first days of February; evaluates and signs off until the demonstration opens.
///
/// # Errors
///
/// [`Failure`] when the round or its evaluations cannot be written.
pub(super) fn drawn(
    app: &App,
    plan: &Plan,
    year: BudgetYear,
    focus: Option<UnitId>,
    signers: &Signers,
) -> Result<(), Failure> {
    let next = year.get() + 1;
    let seed = SeedSpotRound {
        year,
        title: format!("{year} 年度项目绩效抽评"),
        total: Some(DRAWN),
        source: format!("{next} 年 2 月 2 日晚双色球开奖的六个红球号码,按开出顺序写成两位数,以“-”相连"),
        value: "07-26-13-01-30-18".to_owned(),
        frozen_at: moment(next, 2, 1, (9, 30)),
        announced_at: moment(next, 2, 1, (10, 0)),
        known_at: moment(next, 2, 2, (21, 15)),
        entered_at: moment(next, 2, 3, (8, 35)),
        drawn_at: moment(next, 2, 3, (8, 50)),
    };
    let round = app.seed_spot_round(plan.division, &seed, signers)?;
    let evaluations = SeedSpotEvaluations {
        year,
        round,
        focus,
        begun_at: moment(next, 2, 3, (14, 0)),
        batches: batches(next),
        all: all(),
        words: words(),
    };
    app.seed_spot_evaluations(plan.division, &evaluations, signers)?;
    Ok(())
}

/// Days of each batch: scored, issued, answered, looked at again, signed, concluded. The Spring Festival of 2021 lay
/// between the 11th and the 17th.
fn batches(year: u16) -> Vec<SeedSpotBatch> {
    let days: [[usize; 6]; 5] = [
        [5, 5, 9, 10, 18, 19],
        [8, 9, 18, 19, 22, 23],
        [18, 19, 23, 24, 25, 26],
        [24, 25, 26, 26, 26, 26],
        [8, 9, 9, 9, 9, 9],
    ];
    let batch = |[scored, issued, answered, looked, signed, concluded]: [usize; 6]| SeedSpotBatch {
        scored_at: moment(year, 2, scored, (11, 20)),
        issued_at: moment(year, 2, issued, (15, 10)),
        answered_at: moment(year, 2, answered, (15, 40)),
        looked_at: moment(year, 2, looked, (16, 5)),
        signed_at: moment(year, 2, signed, (16, 30)),
        concluded_at: moment(year, 2, concluded, (17, 0)),
    };
    days.map(batch).to_vec()
}

/// The stage of each evaluation.
fn all() -> Vec<SeedSpotEvaluation> {
    let concluded = |number: usize| (SeedSpotStage::Concluded, number % BATCHES);
    let mut stages = OPEN.to_vec();
    stages.extend((0..CONCLUDED_ON_SHOW).map(concluded));
    for (stage, batch, count) in OTHERS {
        stages.extend(std::iter::repeat_n((stage, batch), count));
    }
    let drawn = usize::try_from(DRAWN).unwrap_or(usize::MAX);
    let rest = drawn.saturating_sub(stages.len());
    stages.extend((0..rest).map(concluded));
    let told = |((stage, batch), number): ((SeedSpotStage, usize), u64)| {
        let mut draw = Draw::branch(START, TOPIC_SPOT, number);
        SeedSpotEvaluation {
            stage,
            batch,
            start: u64::try_from(draw.between(1, i64::MAX / 2)).unwrap_or(number),
        }
    };
    stages.into_iter().zip(0..).map(told).collect()
}

fn words() -> SeedSpotWords {
    let texts = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>();
    let pair = |(words, evidence): (&str, &str)| (words.to_owned(), evidence.to_owned());
    SeedSpotWords {
        reasons: texts(&[
            "完成值与验收单不一致,按验收单核定",
            "佐证材料只有工作总结,没有原始台账",
            "满意度没有附问卷,按可核实的部分计分",
            "部分工作在下年度才完成,按年度内完成数计分",
            "完成值未扣除重复统计的部分",
            "效益没有数据支撑,酌情扣分",
        ]),
        findings: texts(&[
            "项目资料没有按年度归档",
            "合同没有约定违约责任",
            "支付进度与工程进度不匹配,年底集中支付",
            "绩效指标值低于上年实际完成值",
        ]),
        disputes: [
            (
                "该项工作年度内已经完成,验收单系次年补签,请予采信",
                "补签的验收单和监理日志,第 2 页",
            ),
            ("台账按月分册保存,核查时未全部调阅", "一至十二月台账,共 12 册"),
            ("问卷由第三方调查,已另行报送", "满意度调查报告,第 5 页"),
        ]
        .map(pair)
        .to_vec(),
        looks: [
            "补充材料可以证明部分完成,酌情恢复".to_owned(),
            "补充材料没有日期和签章,不能采信".to_owned(),
        ],
        conclusion: "自评总体客观,个别指标打分偏高,已与部门签证确认。".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_drawn_project_has_a_stage_and_most_are_concluded() {
        let all = all();
        assert_eq!(all.len(), usize::try_from(DRAWN).unwrap());
        let of = |stage| all.iter().filter(|one| one.stage == stage).count();
        assert_eq!(of(SeedSpotStage::Concluded), 116);
        assert_eq!((of(SeedSpotStage::Sent), of(SeedSpotStage::Disputed)), (7, 5));
        assert!(all.iter().all(|one| one.batch < batches(2021).len()));
    }

    #[test]
    fn the_stages_of_a_batch_follow_each_other() {
        for one in batches(2021) {
            let times = [
                one.scored_at,
                one.issued_at,
                one.answered_at,
                one.looked_at,
                one.signed_at,
                one.concluded_at,
            ];
            assert!(times.is_sorted(), "{times:?}");
        }
    }
}
