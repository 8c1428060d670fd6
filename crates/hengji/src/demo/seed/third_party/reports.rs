//! Reports of the demonstration: one institution wrote two that are much alike; the case of one is handed in, and its
//! report is rated.

use hengji_app::AppError;
use hengji_app::evaluations::{LineInput, ScoreInput};
use hengji_app::third_party::{
    AssignInput, AssignmentQuery, HandInInput, RatingInput, RatingLine, ReportInput,
};
use hengji_domain::Score;
use hengji_domain::evaluation::Method;
use hengji_domain::id::{EvaluationId, UnitId};
use hengji_domain::person::Actor;

use super::Desk;

/// What both reports say word for word.
const SHARED: &str = "一、项目概况
本项目按照年度预算安排组织实施,资金由区级财政全额保障,项目单位按月报送执行进度,年末完成决算。
二、决策情况
项目立项依据充分,申报程序规范,绩效目标经集体研究后报送,预算编制有测算过程和市场询价记录。
三、过程管理情况
(一)资金使用
资金使用符合财务管理制度,支付凭证齐全,抽查的合同、发票和验收单相互对应,没有发现超范围支出。
(二)组织实施
项目单位制定了实施方案和管理制度,按节点开展检查,但变更事项的内部审批留痕不够完整。
";
const FIRST: &str = "四、产出情况
年度任务全部完成,现场抽查的完成数量与自评一致,个别标段完工时间晚于计划十二天。
五、效益和满意度
受益居民问卷回收二百份,满意一百八十一份;投诉件数较上年减少三成。
六、问题和建议
建议完善变更审批台账,按季度核对完成数量与支付进度,在下一年度目标中补充可量化的效益指标。
";
const SECOND: &str = "四、产出情况
年度任务基本完成,抽查的工程量比自评少百分之四,差额已由项目单位说明并补充了签证资料。
五、效益和满意度
服务对象问卷回收一百五十份,满意一百三十二份;设施完好率达到目标值。
六、问题和建议
建议将工程量核对结果与支付挂钩,补齐检测报告,明确管护责任人和时限。
";
/// What the second version adds.
const ADDED: &str =
    "实测补充:抽测路面平整度合格率百分之九十七,夜间照度达标率提高六个百分点,受益居民投诉减少二十一件。
";

/// A rating as it is told: points, page and evidence of each item.
type Told = [(&'static str, &'static str, &'static str); 12];

/// The rating of the first version, in the order of the rubric.
const FIRST_RATED: Told = [
    ("3", "1", "封面、目录齐全"),
    ("3", "46", "封底签名盖章"),
    ("8", "44", "附件二缺少一次访谈记录"),
    ("4", "3", "说明有复核,未附记录"),
    ("6", "2", "与批复一致"),
    ("7", "9", "缺可持续影响的分析"),
    ("9", "6", "满意率未列算式"),
    ("8", "7", "佐证编号对应"),
    ("10", "8", "时效为推算"),
    ("9", "9", "问卷数据齐全"),
    ("7", "10", "未写金额"),
    ("6", "11", "没有时限"),
];
/// The rating of the second.
const SECOND_RATED: Told = [
    ("3", "1", "封面、目录齐全"),
    ("3", "48", "封底签名盖章"),
    ("9", "45", "补齐访谈记录"),
    ("5", "3", "补附复核记录"),
    ("6", "2", "与批复一致"),
    ("7", "9", "仍缺可持续影响的分析"),
    ("10", "6", "补列满意率算式"),
    ("9", "7", "佐证编号对应"),
    ("11", "8", "补充抽测数据"),
    ("10", "9", "问卷数据齐全"),
    ("9", "10", "补写金额和责任主体"),
    ("7", "11", "写明时限"),
];

impl Desk<'_> {
    /// Two reports of one institution: of a case that is still open, and of one that is scored, handed in and rated.
    pub(super) fn reported(
        &self,
        (draft, done): (EvaluationId, EvaluationId),
        firm: UnitId,
        (performance, leader): (&Actor, &Actor),
    ) -> Result<(), AppError> {
        let Some(actor) = self.of_institution(firm) else {
            return Ok(());
        };
        let input = AssignInput {
            evaluation: done.to_string(),
            institution: firm.to_string(),
            reason: "该机构正在评价同一单位的关联项目,合并开展现场核查".to_owned(),
        };
        self.app.assign_institution(leader, &self.key()?, &input)?;
        let hand_over = |case: EvaluationId, version: i32, pages: &str, own: &str, explanation: &str| {
            let report = ReportInput {
                version,
                pages: pages.to_owned(),
                text: format!("{SHARED}{own}"),
                explanation: explanation.to_owned(),
            };
            self.app
                .save_institution_report(&actor, &self.key()?, case, &report)
        };
        hand_over(draft, 0, "38", FIRST, "")?;
        hand_over(done, 0, "46", SECOND, "")?;
        self.scored(&actor, done)?;
        let own = self.app.evaluation(&actor, done)?.own_assignment;
        let version = own.map(|own| own.version).unwrap_or_default();
        self.app
            .hand_in_assignment(&actor, &self.key()?, done, &HandInInput { version })?;
        self.rate(
            performance,
            (done, 1),
            &FIRST_RATED,
            "事实清楚,算式和时限写得不够。",
        )?;
        let revised = format!("{SECOND}{ADDED}");
        hand_over(
            done,
            1,
            "48",
            &revised,
            "补充抽测数据和访谈记录;前三章为本机构同类项目的通用表述,两个项目的资金管理情况相近。",
        )?;
        self.rate(
            performance,
            (done, 2),
            &SECOND_RATED,
            "已按意见补充实测数据,可持续影响仍需分析。",
        )
    }

    /// Scores every item that a person must score, as the unit scored itself where it did.
    fn scored(&self, actor: &Actor, case: EvaluationId) -> Result<(), AppError> {
        let page = self.app.evaluation(actor, case)?;
        let items = page.parts.iter().flat_map(|part| &part.items);
        let items = items.filter(|item| !item.method.is_computed()).map(|item| {
            let mut line = LineInput {
                item: item.key.clone(),
                seen: item.seen,
                evidence: "现场核对记录".to_owned(),
                ..LineInput::default()
            };
            match &item.method {
                Method::Elements { elements } => line.elements = (1..).take(elements.len()).collect(),
                Method::Deduction { .. } => line.counts = vec!["0".to_owned()],
                Method::Condition { .. } => line.holds = "true".to_owned(),
                Method::Survey { .. } => {
                    line.asked = "200".to_owned();
                    line.satisfied = "181".to_owned();
                }
                // Nine tenths of the full points, or as the unit scored itself.
                _ => {
                    let full = Score::from_centi(item.weight.centi() * 9 / 10);
                    line.score = item.own.unwrap_or(full).to_string();
                }
            }
            line
        });
        let scores = ScoreInput {
            items: items.collect(),
        };
        self.app.verify_evaluation(actor, &self.key()?, case, &scores)?;
        Ok(())
    }

    fn rate(
        &self,
        performance: &Actor,
        (case, version): (EvaluationId, i32),
        told: &Told,
        words: &str,
    ) -> Result<(), AppError> {
        let query = AssignmentQuery::default();
        let board = self.app.assignments(performance, self.year, &query)?;
        let Some(row) = board.rows.iter().find(|row| row.evaluation == case) else {
            return Ok(());
        };
        let line = |(points, page, evidence): &(&str, &str, &str)| RatingLine {
            points: (*points).to_owned(),
            page: (*page).to_owned(),
            evidence: (*evidence).to_owned(),
        };
        let rating = RatingInput {
            version,
            lines: told.iter().map(line).collect(),
            words: words.to_owned(),
        };
        self.app.rate_report(performance, &self.key()?, row.id, &rating)?;
        Ok(())
    }
}
