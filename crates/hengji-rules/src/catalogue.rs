//! 规则目录 (catalogue): every rule the program knows, with the shape its values must have.
//!
//! A key outside the catalogue is refused: a rule that nothing reads would look in force and change nothing.

mod analysis;
mod case_file;
mod ex_ante;
mod monitoring;
mod nearest;
mod project_class;
mod rectification;
mod shape;
mod spot;
mod third_party;

pub(crate) use nearest::nearest;
pub(crate) use shape::Shape;

/// A rule the program knows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Known {
    /// `topic.key`.
    pub(crate) rule: &'static str,
    /// Its name for messages about a missing rule, where no file describes it.
    pub(crate) title: &'static str,
    /// What its values look like.
    pub(crate) shape: Shape,
}

const fn known(rule: &'static str, title: &'static str, shape: Shape) -> Known {
    Known { rule, title, shape }
}

/// Every rule, by topic in the order of the yearly cycle.
pub(crate) const CATALOGUE: &[Known] = &[
    known("goal.first_level_weights", "项目一级指标权重", Shape::Weights),
    known("goal.taxonomy", "指标分类", Shape::Taxonomy),
    known("goal.indicator_count_min", "三级指标最低数量", Shape::Count),
    known("goal.quantification_rate_min", "指标量化率下限", Shape::Percent),
    known("goal.review_reasons", "绩效目标审核理由", Shape::Reasons),
    known("goal.review_points", "绩效目标审核要点及分值", Shape::Open),
    known("goal.review_results", "绩效目标审核结果的运用", Shape::Open),
    known("goal.adjustment_effects", "目标调整的效力", Shape::Words),
    known("goal.self_evaluation_basis", "自评以哪一版目标为准", Shape::Words),
    known("goal.review_scored_from", "审核须打分的项目金额起点", Shape::Yuan),
    known("goal.review_passing_grades", "审核可通过的等级", Shape::Words),
    known("goal.review_confirmation", "现场修改的确认方式", Shape::Words),
    known("library.categories", "指标库项目类别", Shape::Categories),
    known("library.class_moves", "指标分类的年度衔接", Shape::ClassMoves),
    known("library.value_bases", "指标值设定依据", Shape::Words),
    known("library.obtained_by", "完成值取值方式", Shape::Words),
    known("library.scoring_kinds", "指标赋分规则", Shape::Words),
    known(
        "library.coverage_lines_min",
        "视为被指标库覆盖的最少指标条数",
        Shape::Count,
    ),
    known("scoring.positive", "正向指标计分", Shape::Positive),
    known("scoring.equal", "等于型指标计分", Shape::Equal),
    known(
        "scoring.equal_zero",
        "目标为零的指标计分",
        Shape::Method("full_or_nothing"),
    ),
    known("scoring.reverse", "反向指标计分", Shape::Reverse),
    known(
        "scoring.by_date",
        "时限型指标计分",
        Shape::Method("on_time_or_nothing"),
    ),
    known(
        "scoring.between",
        "区间型指标计分",
        Shape::Method("inside_or_nothing"),
    ),
    known("scoring.qualitative", "定性指标分档", Shape::Bands),
    known("scoring.yes_no", "直接赋分", Shape::Method("full_or_nothing")),
    known("scoring.satisfaction", "满意度赋分", Shape::Steps),
    known(
        "scoring.deduction",
        "扣分法",
        Shape::Method("weight_less_deductions"),
    ),
    known(
        "scoring.element_count",
        "要素法",
        Shape::Method("share_of_elements"),
    ),
    known("scoring.veto", "一票否决", Shape::Method("nothing_when_met")),
    known("scoring.execution", "预算执行率计分", Shape::Execution),
    known("scoring.over_target", "超额完成的处理", Shape::OverTarget),
    known("scoring.reverse_words", "越小越好的指标名用语", Shape::Words),
    known("scoring.score_tolerance", "得分舍入容差", Shape::Points),
    known("scoring.vague_phrases", "空泛表述", Shape::Words),
    known("grade.self_evaluation", "绩效自评等级", Shape::Grades),
    known("grade.spot_evaluation", "绩效抽评等级", Shape::Grades),
    known("grade.institution_report", "评价报告质量等级", Shape::Grades),
    known("grade.departmental_evaluation", "部门评价等级", Shape::Grades),
    known("grade.fiscal_evaluation", "财政评价等级", Shape::Grades),
    known("grade.goal_review", "绩效目标审核等级", Shape::Grades),
    known("workflow.goal", "绩效目标审批流程", Shape::Chain),
    known("workflow.monitoring", "绩效监控审批流程", Shape::Chain),
    known("workflow.goal_adjustment", "绩效目标调整审批流程", Shape::Chain),
    known("workflow.self_evaluation", "绩效自评审批流程", Shape::Chain),
    known("workflow.ex_ante_evaluation", "事前绩效评估流程", Shape::Chain),
    known("calendar.ex_ante_conclude", "事前绩效评估完成", Shape::Day),
    known("calendar.goal_submit", "绩效目标申报截止", Shape::Day),
    known("calendar.goal_review", "绩效目标集中审核完成", Shape::Day),
    known("calendar.goal_issue", "绩效目标随预算批复下达", Shape::Day),
    known(
        "calendar.goal_adjustment_submit",
        "绩效目标调整申请截止",
        Shape::Day,
    ),
    known("calendar.monitoring_cutoff", "绩效监控数据截止", Shape::Day),
    known("calendar.monitoring_submit", "绩效监控报送截止", Shape::Day),
    known("calendar.appraisal_self_score", "考核自评分报送截止", Shape::Day),
    known("calendar.self_evaluation_start", "绩效自评启动", Shape::Day),
    known("calendar.self_evaluation_submit", "绩效自评报送截止", Shape::Day),
    known(
        "calendar.self_evaluation_conclude",
        "绩效自评审定完成",
        Shape::Day,
    ),
    known(
        "calendar.evaluation_conclude",
        "抽评、重点评价、整体评价完成",
        Shape::Day,
    ),
    known(
        "calendar.congress_report",
        "决算与绩效情况报告人大常委会",
        Shape::Day,
    ),
    known("calendar.budget_use", "评价结果用于预算安排", Shape::Day),
    known("calendar.holidays", "节假日和调休上班", Shape::Holidays),
    known("paper.numbering", "公文文号格式", Shape::Numberings),
    known("paper.texts", "公文文本模板", Shape::LetterTexts),
    known("paper.receipt_days", "公文签收期限", Shape::Count),
    known(
        "paper.monitoring_answer_days",
        "重点监控反馈书答复期限",
        Shape::Count,
    ),
    known("monitoring.key_threshold", "财政重点监控金额起点", Shape::Yuan),
    known(
        "monitoring.key_most_of_department",
        "财政重点监控每部门最多项目数",
        Shape::Count,
    ),
    known("monitoring.periods", "绩效监控期", Shape::Periods),
    known("monitoring.budget_lights", "预算执行预警", Shape::Lights),
    known("monitoring.indicator_lights", "指标进度预警", Shape::Lights),
    known(
        "monitoring.project_light",
        "项目预警灯的合成",
        Shape::ProjectLight,
    ),
    known(
        "monitoring.rate_target",
        "比率类指标的比较方法",
        Shape::RateTarget,
    ),
    known("monitoring.execution_floors", "累计执行率下限", Shape::Floors),
    known("monitoring.progress_gap", "目标与执行进度差上限", Shape::Percent),
    known("monitoring.likelihoods", "完成目标可能性", Shape::Likelihoods),
    known("monitoring.causes", "监控偏差原因", Shape::Reasons),
    known("monitoring.disposals", "监控处置方式", Shape::Reasons),
    known(
        "monitoring.escalation",
        "监控催报和升级",
        Shape::Parameters(monitoring::ESCALATION),
    ),
    known("monitoring.disposal_days", "监控问题处置期限", Shape::Count),
    known("ex_ante.dimensions", "事前绩效评估内容及分值", Shape::Open),
    known(
        "ex_ante.categories",
        "事前绩效评估类别及牵头单位",
        Shape::ExAnteCategories,
    ),
    known("ex_ante.objects", "事前绩效评估对象", Shape::ExAnteObjects),
    known(
        "ex_ante.materials",
        "事前绩效评估材料清单",
        Shape::ExAnteMaterials,
    ),
    known(
        "ex_ante.framework",
        "事前绩效评估评分框架",
        Shape::ExAnteFramework,
    ),
    known(
        "ex_ante.experts",
        "事前绩效评估专家",
        Shape::Parameters(ex_ante::EXPERTS),
    ),
    known(
        "ex_ante.conclusions",
        "事前绩效评估结论",
        Shape::ExAnteConclusions,
    ),
    known("evaluation.coverage", "绩效自评覆盖面", Shape::Percent),
    known("evaluation.key_cycle_years", "部门重点项目评价周期", Shape::Count),
    known(
        "evaluation.output_benefit_share_min",
        "产出和效益权重下限",
        Shape::Percent,
    ),
    known(
        "evaluation.framework",
        "项目支出绩效评价指标体系框架",
        Shape::Open,
    ),
    known("evaluation.sign_off_answer_days", "签证单答复期限", Shape::Count),
    known(
        "evaluation.sign_off_reason_min",
        "签证单理由最少字数",
        Shape::Count,
    ),
    known("spot_evaluation.formula", "抽评得分构成", Shape::Open),
    known("spot_evaluation.share_min", "抽评项目比例下限", Shape::Percent),
    known("spot_evaluation.draw", "抽评抽取", Shape::Parameters(spot::DRAW)),
    known(
        "spot_evaluation.circular",
        "抽评通报的数目",
        Shape::Parameters(spot::CIRCULAR),
    ),
    known("spot_evaluation.circular_weight", "通报平均分口径", Shape::Words),
    known("spot_evaluation.circular_named", "通报点名的部门", Shape::Words),
    known("spot_evaluation.circular_parts", "抽评通报的内容", Shape::Words),
    known("spot_evaluation.circular_commended", "通报表扬", Shape::Words),
    known("spot_evaluation.circular_criticised", "通报批评", Shape::Words),
    known("spot_evaluation.circular_rectify_days", "整改天数", Shape::Count),
    known("framework.depth_max", "指标体系层级上限", Shape::Count),
    known(
        "department.common_framework",
        "部门整体绩效评价共性框架",
        Shape::Open,
    ),
    known(
        "department.procurement_ratio",
        "采购人整体评价折算比例",
        Shape::Percent,
    ),
    known("project_class.factors", "项目分类因素", Shape::Open),
    known("project_class.management", "项目分类管理方式", Shape::Open),
    known(
        "project_class.criteria",
        "项目分类因素的权重和分值",
        Shape::Criteria,
    ),
    known(
        "project_class.thresholds",
        "项目分类的分界",
        Shape::Parameters(project_class::THRESHOLDS),
    ),
    known("project_class.hard_rules", "项目分类的硬性规则", Shape::HardRules),
    known("project_class.rigid_kinds", "刚性支出种类", Shape::RigidKinds),
    known("project_class.depth", "各类项目的管理深度", Shape::Depths),
    known("rectification.feedback_days", "评价结果反馈期限", Shape::Count),
    known("rectification.plan_days", "整改方案报送期限", Shape::Count),
    known("rectification.notice_days", "告知单书面说明期限", Shape::Count),
    known("rectification.origins", "问题来源", Shape::Reasons),
    known("rectification.causes", "问题根源", Shape::Reasons),
    known("rectification.severities", "问题严重程度", Shape::Reasons),
    known("rectification.commitment_kinds", "整改措施种类", Shape::Reasons),
    known(
        "rectification.objection_days",
        "对问题提出异议的期限",
        Shape::Count,
    ),
    known(
        "rectification.objection_decision_days",
        "异议答复期限",
        Shape::Count,
    ),
    known("rectification.reason_length_min", "理由最少字数", Shape::Count),
    known(
        "rectification.escalation",
        "整改催办和升级",
        Shape::Parameters(rectification::ESCALATION),
    ),
    known(
        "rectification.look_back",
        "回头看抽取",
        Shape::Parameters(rectification::LOOK_BACK),
    ),
    known("results.ranked_kinds", "评价结果排名的评价种类", Shape::Words),
    known("results.ties", "评价结果同分的名次", Shape::Words),
    known("case_file.duties", "评价组职责", Shape::Reasons),
    known("case_file.exchange_days", "评价征求意见期限", Shape::Count),
    known(
        "case_file.reason_length_min",
        "评价意见理由最少字数",
        Shape::Count,
    ),
    known(
        "case_file.agreement",
        "评分一致性口径",
        Shape::Parameters(case_file::AGREEMENT),
    ),
    known("appraisal.appeal_days", "考核结果申诉期限", Shape::Count),
    known("appraisal.appeal_decision_days", "考核申诉答复期限", Shape::Count),
    known("appraisal.points", "绩效考核分值", Shape::Open),
    known("budget_link.actions", "评价等级与预算挂钩", Shape::Open),
    known("budget_cut.grounds", "压减、核减的原因", Shape::Reasons),
    known("budget_cut.books", "压减、核减台账", Shape::CutBooks),
    known("veto.situations", "直接评为差的情形", Shape::Open),
    known("budget.finance_approval_days", "财政批复预算期限", Shape::Count),
    known(
        "budget.department_approval_days",
        "部门批复所属单位预算期限",
        Shape::Count,
    ),
    known(
        "budget.draft_days_before_congress",
        "预算草案提前送审天数",
        Shape::Count,
    ),
    known("disclosure.publish_days", "预决算公开期限", Shape::Count),
    known("third_party.clean_years", "第三方无重大违法年限", Shape::Count),
    known("third_party.lead_years", "主评人从业年限", Shape::Count),
    known(
        "third_party.admission",
        "第三方入选条件的其他数",
        Shape::Parameters(third_party::ADMISSION),
    ),
    known(
        "third_party.assignment",
        "第三方委托和回避",
        Shape::Parameters(third_party::ASSIGNMENT),
    ),
    known(
        "third_party.concentration",
        "委托集中度的判断",
        Shape::Parameters(third_party::CONCENTRATION),
    ),
    known(
        "third_party.report",
        "评价报告的文本检查",
        Shape::Parameters(third_party::REPORT),
    ),
    known(
        "third_party.severity",
        "评分宽严的判断",
        Shape::Parameters(third_party::SEVERITY),
    ),
    known(
        "third_party.compliance_words",
        "报告中属于决策过程的用语",
        Shape::Words,
    ),
    known(
        "third_party.outcome_words",
        "报告中属于产出效益的用语",
        Shape::Words,
    ),
    known("third_party.rubric", "评价报告质量评分表", Shape::ExAnteFramework),
    known("third_party.kinds", "第三方机构种类", Shape::Words),
    known("third_party.conflict_kinds", "第三方回避情形", Shape::Words),
    known(
        "analysis.evidence_frontier",
        "效率分析的证据等级",
        Shape::Parameters(analysis::EVIDENCE_FRONTIER),
    ),
    known(
        "analysis.evidence_benchmark",
        "单位成本标杆的证据等级",
        Shape::Parameters(analysis::EVIDENCE_BENCHMARK),
    ),
    known(
        "analysis.benchmark_bands",
        "目标与资金相称的分档",
        Shape::Parameters(analysis::BENCHMARK_BANDS),
    ),
    known("analysis.benchmark_classes", "可作标杆的类别", Shape::Words),
    known(
        "analysis.benchmark_records",
        "单位成本标杆的取数",
        Shape::Parameters(analysis::BENCHMARK_RECORDS),
    ),
    known("analysis.frontier_outcomes", "效率前沿的第二项产出", Shape::Words),
    known(
        "analysis.selection",
        "随机抽取",
        Shape::Parameters(analysis::SELECTION),
    ),
    known(
        "analysis.confidence",
        "置信水平",
        Shape::Parameters(analysis::CONFIDENCE),
    ),
    known(
        "analysis.bootstrap",
        "重抽样",
        Shape::Parameters(analysis::BOOTSTRAP),
    ),
    known(
        "analysis.agreement",
        "评价人一致性",
        Shape::Parameters(analysis::AGREEMENT),
    ),
    known(
        "analysis.incentive",
        "激励分配",
        Shape::Parameters(analysis::INCENTIVE),
    ),
    known("analysis.plan", "评价计划", Shape::Parameters(analysis::PLAN)),
    known(
        "analysis.assignment",
        "第三方机构分派",
        Shape::Parameters(analysis::ASSIGNMENT),
    ),
    known(
        "analysis.class_stability",
        "分类稳定性",
        Shape::Parameters(analysis::CLASS_STABILITY),
    ),
    known(
        "analysis.execution_alerts",
        "执行进度提示",
        Shape::Parameters(analysis::EXECUTION_ALERTS),
    ),
    known(
        "analysis.satisfaction",
        "满意度抽样",
        Shape::Parameters(analysis::SATISFACTION),
    ),
    known(
        "analysis.over_achievement",
        "目标偏低的迹象",
        Shape::Parameters(analysis::OVER_ACHIEVEMENT),
    ),
    known(
        "analysis.copied_text",
        "文本雷同",
        Shape::Parameters(analysis::COPIED_TEXT),
    ),
    known(
        "analysis.stale_target",
        "目标未随预算调整",
        Shape::Parameters(analysis::STALE_TARGET),
    ),
    known(
        "analysis.score_spread",
        "自评得分离散程度",
        Shape::Parameters(analysis::SCORE_SPREAD),
    ),
    known(
        "analysis.first_digits",
        "支付金额首位数字",
        Shape::Parameters(analysis::FIRST_DIGITS),
    ),
    known(
        "analysis.check_precision",
        "检查命中率",
        Shape::Parameters(analysis::CHECK_PRECISION),
    ),
    known("security.lockout_failures", "登录失败锁定次数", Shape::Count),
    known("security.lockout_minutes", "登录锁定时长", Shape::Count),
    known(
        "security.address_failures",
        "同一地址登录失败次数上限",
        Shape::Count,
    ),
    known("security.idle_minutes", "会话空闲退出时长", Shape::Count),
    known("security.absolute_hours", "会话最长时长", Shape::Count),
    known("security.password_length_min", "口令最短长度", Shape::Count),
    known("security.password_classes_min", "口令字符种类下限", Shape::Count),
    known("security.password_days_max", "口令最长使用天数", Shape::Count),
    known(
        "security.password_history",
        "不得重复使用的旧口令个数",
        Shape::Count,
    ),
    known(
        "security.initial_password_hours",
        "初始口令有效时长",
        Shape::Count,
    ),
    known("security.attachment_bytes_max", "附件大小上限", Shape::Bytes),
    known("security.workbook_bytes_max", "表格文件大小上限", Shape::Bytes),
    known("security.log_months_min", "日志留存期限", Shape::Count),
    known(
        "security.sharing_record_years_min",
        "数据提供与委托处理记录留存期限",
        Shape::Count,
    ),
];

/// The rule of this name.
pub(crate) fn find(rule: &str) -> Option<&'static Known> {
    CATALOGUE.iter().find(|known| known.rule == rule)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_named_once() {
        let mut names: Vec<&str> = CATALOGUE.iter().map(|known| known.rule).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), CATALOGUE.len());
    }
}
