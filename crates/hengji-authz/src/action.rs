//! 操作 (action): everything the product lets somebody do, and which roles may do it.

mod of_sheets;
mod roles;

use hengji_domain::person::Role;

use roles::*;

/// Whether an action changes anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActionKind {
    /// 查看.
    View,
    /// 办理: leaves an audit event.
    Write,
}

/// What an action is done to; it decides which part of a role's reach is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// The actor's own account.
    OwnAccount,
    /// The accounts of the division.
    Accounts,
    /// The division as a whole.
    Division,
    /// A unit and what belongs to it: projects and sheets.
    Place,
}

macro_rules! actions {
    ($($(#[$doc:meta])* $variant:ident = $code:literal, $name:literal, $kind:ident, $target:ident, $roles:ident;)*) => {
        /// 操作 (action).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action { $($(#[$doc])* $variant,)* }

        impl Action {
            /// Every action, in the order of the matrix.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The stable identifier in the audit chain and the API.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The Chinese name.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Whether it changes anything.
            pub const fn kind(self) -> ActionKind {
                match self { $(Self::$variant => ActionKind::$kind,)* }
            }

            /// What it is done to.
            pub const fn target(self) -> Target {
                match self { $(Self::$variant => Target::$target,)* }
            }

            /// The roles that may do it. None for what only the operator at the machine does.
            pub const fn roles(self) -> &'static [Role] {
                match self { $(Self::$variant => $roles,)* }
            }

            /// The action with this code.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|action| action.code() == code)
            }
        }
    };
}

actions! {
    /// Signing in.
    LogIn = "log_in", "登录", Write, OwnAccount, ANYBODY;
    /// Signing out.
    LogOut = "log_out", "退出登录", Write, OwnAccount, ANYBODY;
    /// Changing one's own password.
    ChangePassword = "change_password", "修改密码", Write, OwnAccount, ANYBODY;
    /// Binding a second factor.
    EnrolSecondFactor = "enrol_second_factor", "绑定动态口令", Write, OwnAccount, ANYBODY;
    /// Choosing the division and year to act in.
    SwitchPlace = "switch_place", "切换区划和年度", Write, OwnAccount, ANYBODY;
    /// The list of accounts with their roles.
    ViewAccounts = "view_accounts", "查看账户", View, Accounts, ACCOUNT_READERS;
    /// A new account.
    CreateAccount = "create_account", "新建账户", Write, Accounts, SYSTEM;
    /// A one-time password for somebody who forgot theirs.
    ResetPassword = "reset_password", "重置密码", Write, Accounts, SYSTEM;
    /// Closing or reopening an account.
    SetAccountActive = "set_account_active", "停用或启用账户", Write, Accounts, SYSTEM;
    /// Ending all sessions of an account at once.
    EndSessions = "end_sessions", "强制下线", Write, Accounts, SYSTEM;
    /// Giving a role.
    GrantRole = "grant_role", "授予角色", Write, Accounts, SECURITY;
    /// Taking a role away.
    RevokeRole = "revoke_role", "收回角色", Write, Accounts, SECURITY;
    /// A new unit in the tree.
    CreateUnit = "create_unit", "新增单位", Write, Division, SYSTEM;
    /// Putting a unit under another department.
    MoveUnit = "move_unit", "调整单位隶属", Write, Division, SYSTEM;
    /// Reading the audit chain.
    ViewAudit = "view_audit", "查看审计日志", View, Division, AUDIT;
    /// Checking the audit chain.
    VerifyAudit = "verify_audit", "校验审计日志", View, Division, AUDIT;
    /// Taking the audit chain out.
    ExportAudit = "export_audit", "导出审计日志", Write, Division, AUDIT;
    /// The home page with what is to be done.
    ViewHome = "view_home", "查看待办", View, OwnAccount, ANYBODY;
    /// The rules in force with their sources.
    ViewRules = "view_rules", "查看规则", View, Division, ANYBODY;
    /// The list of rules as a workbook, and approved changes as rule files.
    ExportRules = "export_rules", "导出规则", Write, Division, READERS;
    /// Proposed changes of rules with how they ended.
    ViewRuleProposals = "view_rule_proposals", "查看规则更改申请", View, Division, READERS;
    /// Proposing another value of a rule, or that one was checked.
    ProposeRule = "propose_rule", "提出规则更改", Write, Division, PERFORMANCE;
    /// Putting a proposed value in force: never by its proposer.
    ApproveRule = "approve_rule", "批准规则更改", Write, Division, LEADERS;
    /// Refusing a proposed value: never by its proposer.
    RejectRule = "reject_rule", "不批准规则更改", Write, Division, LEADERS;
    /// Taking one's own proposal back.
    WithdrawRule = "withdraw_rule", "撤回规则更改", Write, Division, PERFORMANCE;
    /// The bodies of the district with their people.
    ViewUnits = "view_units", "查看单位", View, Division, INSIDERS;
    /// The documents that rules are based on.
    ViewRegulations = "view_regulations", "查看制度文件", View, Division, ANYBODY;
    /// A new document.
    EnterRegulation = "enter_regulation", "登记制度文件", Write, Division, PERFORMANCE;
    /// A document corrected, or its attachment replaced.
    EditRegulation = "edit_regulation", "修改制度文件", Write, Division, PERFORMANCE;
    /// The list of documents as a workbook.
    ExportRegulations = "export_regulations", "导出制度文件", Write, Division, READERS;
    /// Which budget years are closed.
    ViewBudgetYears = "view_budget_years", "查看年度结账", View, Division, READERS;
    /// Closing a budget year: nothing of it changes any more.
    CloseYear = "close_year", "年度结账", Write, Division, LEADER;
    /// The indicator library.
    ViewLibrary = "view_library", "查看指标库", View, Division, READERS;
    /// A change of the indicator library, proposed for review.
    ProposeLibraryChange = "propose_library_change", "申请变更指标库", Write, Division, LIBRARY_PROPOSERS;
    /// Approving or refusing what somebody else proposed.
    ReviewLibraryChange = "review_library_change", "审核指标库变更", Write, Division, LEADERS;
    /// A file of indicators, proposed as a whole.
    ImportLibrary = "import_library", "导入指标库", Write, Division, PERFORMANCE;
    /// The library as a workbook.
    ExportLibrary = "export_library", "导出指标库", Write, Division, READERS;
    /// The project list, filtered by scope.
    ListProjects = "list_projects", "查看项目列表", View, Division, READERS;
    /// The project list as a workbook.
    ExportProjects = "export_projects", "导出项目列表", Write, Division, READERS;
    /// Who has handed in and who is late, filtered by scope.
    ViewUnitOverview = "view_unit_overview", "查看填报进度", View, Division, STAFF;
    /// The picture of the year as a workbook.
    ExportYearProgress = "export_year_progress", "导出全过程进度", Write, Division, STAFF;
    /// Findings on sheets, filtered by scope.
    ListFindings = "list_findings", "查看问题清单", View, Division, READERS;
    /// One project.
    ViewProject = "view_project", "查看项目", View, Place, READERS;
    /// One sheet.
    ViewSheet = "view_sheet", "查看表", View, Place, READERS;
    /// A project list of the budget.
    ImportProjects = "import_projects", "导入项目清单", Write, Division, REGISTRARS;
    /// What is loaded of budgets and payments.
    ViewMoneyLoads = "view_money_loads", "查看资金数据", View, Division, BUREAU;
    /// The loads as a workbook.
    ExportMoneyLoads = "export_money_loads", "导出资金数据台账", Write, Division, BUREAU;
    /// Budgets, adjustments, payments and control totals from a file.
    ImportMoney = "import_money", "导入资金数据", Write, Division, REGISTRARS;
    /// Differences of the reconciliation, filtered by scope.
    ListDifferences = "list_differences", "查看对账差异", View, Division, STAFF;
    /// The differences as a workbook.
    ExportDifferences = "export_differences", "导出对账差异", Write, Division, STAFF;
    /// Giving a difference to a unit.
    AssignDifference = "assign_difference", "交办对账差异", Write, Place, REGISTRARS;
    /// Saying why two figures differ.
    ExplainDifference = "explain_difference", "说明对账差异", Write, Place, EXPLAINERS;
    /// Closing a difference with a reason.
    CloseDifference = "close_difference", "办结对账差异", Write, Place, REGISTRARS;
    /// Goals under the names of the integrated budget system, taken out.
    ExportStandard = "export_standard", "导出一体化标准表", Write, Division, REGISTRARS;
    /// The same, brought in by the operator.
    ImportStandard = "import_standard", "导入一体化标准表", Write, Division, OPERATOR;
    /// A project entered by hand.
    EnterProject = "enter_project", "登记项目", Write, Place, ENTERERS;
    /// A project corrected by hand.
    EditProject = "edit_project", "修改项目", Write, Place, ENTERERS;
    /// Goals and self-evaluations from workbooks.
    ImportForms = "import_forms", "导入表格", Write, Place, IMPORTERS;
    /// Starting a goal.
    OpenGoal = "open_goal", "新建绩效目标", Write, Place, CLERK;
    /// Saving a draft goal.
    SaveGoal = "save_goal", "保存绩效目标", Write, Place, CLERKS;
    /// Handing the goal in.
    SubmitGoal = "submit_goal", "提交绩效目标", Write, Place, CLERK;
    /// Taking it back before anybody acted.
    WithdrawGoal = "withdraw_goal", "撤回绩效目标", Write, Place, CLERK;
    /// Passing it on.
    ApproveGoal = "approve_goal", "审核通过绩效目标", Write, Place, REVIEWERS;
    /// Sending it back with reasons.
    ReturnGoal = "return_goal", "退回绩效目标", Write, Place, REVIEWERS;
    /// Issuing it with the budget: the last step of the chain.
    IssueGoal = "issue_goal", "批复下达绩效目标", Write, Place, BUREAU;
    /// Starting an adjustment of an issued goal.
    OpenGoalAdjustment = "open_goal_adjustment", "新建绩效目标调整", Write, Place, CLERK;
    /// Saving a draft adjustment.
    SaveGoalAdjustment = "save_goal_adjustment", "保存绩效目标调整", Write, Place, CLERKS;
    /// Handing the adjustment in.
    SubmitGoalAdjustment = "submit_goal_adjustment", "提交绩效目标调整", Write, Place, CLERK;
    /// Taking it back before anybody acted.
    WithdrawGoalAdjustment = "withdraw_goal_adjustment", "撤回绩效目标调整", Write, Place, CLERK;
    /// Passing it on.
    ApproveGoalAdjustment = "approve_goal_adjustment", "审核通过绩效目标调整", Write, Place, REVIEWERS;
    /// Sending it back with reasons.
    ReturnGoalAdjustment = "return_goal_adjustment", "退回绩效目标调整", Write, Place, REVIEWERS;
    /// Approving it finally: where the rule says so, the goal in force is replaced.
    ConcludeGoalAdjustment = "conclude_goal_adjustment", "批准绩效目标调整", Write, Place, BUREAU;
    /// Adjustments of a year, filtered by scope.
    ListAdjustments = "list_adjustments", "查看目标调整清单", View, Division, STAFF;
    /// The list of adjustments as a workbook.
    ExportAdjustments = "export_adjustments", "导出目标调整清单", Write, Division, STAFF;
    /// Monitoring: lights, late lists, key monitoring.
    ViewMonitoring = "view_monitoring", "查看绩效监控情况", View, Division, READERS;
    /// Opening a period for all projects.
    OpenMonitoringPeriod = "open_monitoring_period", "开启监控期", Write, Division, PERFORMANCE;
    /// Judging the open period again.
    RefreshMonitoring = "refresh_monitoring", "重新研判监控期", Write, Division, PERFORMANCE;
    /// Freezing the results of a period.
    CloseMonitoringPeriod = "close_monitoring_period", "关闭监控期", Write, Division, PERFORMANCE;
    /// Opening a closed period again, with a reason.
    ReopenMonitoringPeriod = "reopen_monitoring_period", "重新开启监控期", Write, Division, LEADERS;
    /// Reminding units of what they have not handed in.
    RemindMonitoring = "remind_monitoring", "催报绩效监控", Write, Division, REMINDERS;
    /// The lists of monitoring as workbooks.
    ExportMonitoring = "export_monitoring_lists", "导出监控清单", Write, Division, READERS;
    /// A proposal for a cut.
    ProposeCut = "propose_cut", "提出压减建议", Write, Place, REMINDERS;
    /// Taking such a proposal back.
    WithdrawCut = "withdraw_cut", "撤回压减建议", Write, Place, REMINDERS;
    /// The register of budget cuts, filtered by scope.
    ViewCuts = "view_cuts", "查看压减台账", View, Division, READERS;
    /// Deciding on a proposal; the rule of the book says which of the roles.
    DecideCut = "decide_cut", "决定压减", Write, Place, BUREAU;
    /// The paper by which a cut took effect.
    EnterCutVoucher = "enter_cut_voucher", "登记压减凭证", Write, Place, REGISTRARS;
    /// The register as a workbook.
    ExportCuts = "export_cuts", "导出压减台账", Write, Division, READERS;
    /// Deciding about a project that the period found behind.
    DisposeMonitoring = "decide_disposal", "处置监控问题", Write, Place, REMINDERS;
    /// The list of key monitoring by the rule.
    MakeKeyList = "make_key_list", "生成重点监控名单", Write, Division, PERFORMANCE;
    /// Changing that list by hand.
    AdjustKeyList = "adjust_key_list", "调整重点监控名单", Write, Place, PERFORMANCE;
    /// What was seen on the spot.
    RecordKeyMonitoring = "record_key_monitoring", "登记现场监控记录", Write, Place, REGISTRARS;
    /// Starting the monitoring of a project that the opening of its period passed over.
    OpenMonitoring = "open_monitoring", "新建绩效监控", Write, Place, CLERK;
    /// Saving a draft monitoring.
    SaveMonitoring = "save_monitoring", "保存绩效监控", Write, Place, CLERKS;
    /// Handing the monitoring in.
    SubmitMonitoring = "submit_monitoring", "提交绩效监控", Write, Place, CLERK;
    /// Taking it back before anybody acted.
    WithdrawMonitoring = "withdraw_monitoring", "撤回绩效监控", Write, Place, CLERK;
    /// Passing it on.
    ApproveMonitoring = "approve_monitoring", "审核通过绩效监控", Write, Place, REVIEWERS;
    /// Sending it back with reasons.
    ReturnMonitoring = "return_monitoring", "退回绩效监控", Write, Place, REVIEWERS;
    /// Finalising it: the last step of the chain.
    ConcludeMonitoring = "conclude_monitoring", "审定绩效监控", Write, Place, BUREAU;
    /// Starting a self-evaluation from the issued goal.
    OpenSelfEvaluation = "open_self_evaluation", "新建绩效自评", Write, Place, CLERK;
    /// Saving a draft self-evaluation.
    SaveSelfEvaluation = "save_self_evaluation", "保存绩效自评", Write, Place, CLERKS;
    /// Handing the self-evaluation in.
    SubmitSelfEvaluation = "submit_self_evaluation", "提交绩效自评", Write, Place, CLERK;
    /// Taking it back before anybody acted.
    WithdrawSelfEvaluation = "withdraw_self_evaluation", "撤回绩效自评", Write, Place, CLERK;
    /// Passing it on.
    ApproveSelfEvaluation = "approve_self_evaluation", "审核通过绩效自评", Write, Place, REVIEWERS;
    /// Sending it back with reasons.
    ReturnSelfEvaluation = "return_self_evaluation", "退回绩效自评", Write, Place, REVIEWERS;
    /// Finalising it: the last step of the chain.
    ConcludeSelfEvaluation = "conclude_self_evaluation", "审定绩效自评", Write, Place, BUREAU;
    /// The list of ex-ante evaluations, filtered by scope.
    ListExAnteEvaluations = "list_ex_ante_evaluations", "查看事前评估名单", View, Division, EX_ANTE_READERS;
    /// The list, scores or preconditions as a workbook.
    ExportExAnteEvaluations = "export_ex_ante_evaluations", "导出事前评估", Write, Division, READERS;
    /// Making the list of the year by the rules.
    MakeExAnteList = "make_ex_ante_list", "生成事前评估名单", Write, Division, PERFORMANCE;
    /// Putting a project on the list or taking it off by hand.
    ChangeExAnteList = "change_ex_ante_list", "调整事前评估名单", Write, Place, PERFORMANCE;
    /// One evaluation with its materials.
    ViewExAnteEvaluation = "view_ex_ante_evaluation", "查看事前评估", View, Place, EX_ANTE_READERS;
    /// Starting the evaluation of a project on the list.
    OpenExAnteEvaluation = "open_ex_ante_evaluation", "新建事前评估", Write, Place, CLERK;
    /// Saving what is asked for and why.
    SaveExAnteEvaluation = "save_ex_ante_evaluation", "保存事前评估申请", Write, Place, CLERKS;
    /// A material handed in, or taken back.
    SendExAnteMaterial = "send_ex_ante_material", "报送评估材料", Write, Place, CLERKS;
    /// Handing the materials in.
    SubmitExAnteEvaluation = "submit_ex_ante_evaluation", "提交事前评估", Write, Place, CLERK;
    /// Taking them back before anybody acted.
    WithdrawExAnteEvaluation = "withdraw_ex_ante_evaluation", "撤回事前评估", Write, Place, CLERK;
    /// Accepting or rejecting one material.
    ReviewExAnteMaterial = "review_ex_ante_material", "审核评估材料", Write, Place, LEAD;
    /// Inviting an expert, or taking the invitation back.
    InviteExAnteExpert = "invite_ex_ante_expert", "邀请评估专家", Write, Place, LEAD;
    /// An expert's scores.
    ScoreExAnteEvaluation = "score_ex_ante_evaluation", "专家评分", Write, Place, EXPERTS;
    /// Drawing the conclusion with its money and its preconditions.
    DrawExAnteConclusion = "draw_ex_ante_conclusion", "形成评估结论", Write, Place, LEAD;
    /// Passing a step on.
    ApproveExAnteEvaluation = "approve_ex_ante_evaluation", "通过事前评估环节", Write, Place, EX_ANTE_REVIEWERS;
    /// Sending it back with a reason.
    ReturnExAnteEvaluation = "return_ex_ante_evaluation", "退回事前评估", Write, Place, EX_ANTE_REVIEWERS;
    /// Making the report final: the last step of the chain.
    ConcludeExAnteEvaluation = "conclude_ex_ante_evaluation", "审定事前评估", Write, Place, BUREAU;
    /// Writing down that a precondition is met, or no longer is.
    SettleExAnteCondition = "settle_ex_ante_condition", "登记前置条件落实", Write, Place, LEAD_OR_PERFORMANCE;
    /// Rounds of spot evaluation with their published lists, draws and records.
    ViewSpotRounds = "view_spot_rounds", "查看绩效抽评", View, Division, READERS;
    /// Freezing the list of projects that can be drawn.
    FreezeSpotList = "freeze_spot_list", "冻结抽评名单", Write, Division, PERFORMANCE;
    /// Taking a project off the list before it is public.
    TakeOffSpotList = "take_off_spot_list", "撤下抽评名单项目", Write, Division, PERFORMANCE;
    /// Announcing the hash of the list, the rule and where the start value will come from.
    AnnounceSpotRound = "announce_spot_round", "公告抽评起始值来源", Write, Division, PERFORMANCE;
    /// Entering the start value after its event.
    EnterSpotValue = "enter_spot_value", "录入抽评起始值", Write, Division, LEADERS;
    /// Entering it a second time by somebody else, which draws.
    DrawSpotProjects = "draw_spot_projects", "确认起始值并抽取", Write, Division, LEADERS;
    /// Beginning another draw for a logged reason.
    RedrawSpotProjects = "redraw_spot_projects", "重新抽取抽评项目", Write, Division, LEADER;
    /// The list or the sample as a workbook.
    ExportSpotRounds = "export_spot_rounds", "导出抽评名单", Write, Division, READERS;
    /// A circular of what a round came to.
    DraftCircular = "draft_circular", "拟写抽评通报", Write, Division, PERFORMANCE;
    /// Issuing what another drafted, or returning it.
    DecideCircular = "decide_circular", "签发抽评通报", Write, Division, LEADER;
    /// A department signs for it.
    ReceiptCircular = "receipt_circular", "签收抽评通报", Write, Place, LEAD;
    /// Its ranking or its list of projects as a workbook.
    ExportCircular = "export_circular", "导出抽评通报", Write, Division, READERS;
    /// The list of evaluations, filtered by scope.
    ListEvaluations = "list_evaluations", "查看评价列表", View, Division, EVALUATION_READERS;
    /// The list or one score sheet as a workbook.
    ExportEvaluations = "export_evaluations", "导出评价", Write, Division, EVALUATION_READERS;
    /// One evaluation with its scores and their traces.
    ViewEvaluation = "view_evaluation", "查看评价", View, Place, EVALUATION_READERS;
    /// What the money of one line usually buys: an institution without the names of others.
    ViewLineBenchmark = "view_line_benchmark", "查看单位成本标杆", View, Place, BENCHMARK_READERS;
    /// Opening evaluations, one or many.
    OpenEvaluations = "open_evaluations", "下达评价", Write, Division, PERFORMANCE;
    /// Scores and figures of the evaluated unit.
    ScoreOwnEvaluation = "score_own_evaluation", "评价单位自评", Write, Place, SELF_SCORERS;
    /// Handing the unit's own scores in.
    HandInEvaluation = "hand_in_evaluation", "提交评价自评", Write, Place, SELF_SCORERS;
    /// Sending the unit's own scores back with a reason.
    ReturnEvaluation = "return_evaluation", "退回评价自评", Write, Place, PERFORMANCE;
    /// Scores and figures of the bureau.
    VerifyEvaluation = "verify_evaluation", "评价评分复核", Write, Place, VERIFIERS;
    /// Total, grade and conclusion.
    ConcludeEvaluation = "conclude_evaluation", "形成评价结论", Write, Place, LEADERS;
    /// Opening a conclusion again, with a reason.
    ReopenEvaluation = "reopen_evaluation", "重新开启评价", Write, Place, LEADERS;
    /// The list of case files with stages, money and findings.
    ListCaseFiles = "list_case_files", "查看评价档案列表", View, Division, BUREAU;
    /// The case file of an evaluation: the bureau's own until the unit is asked.
    ViewCaseFile = "view_case_file", "查看评价档案", View, Place, BUREAU;
    /// The work plan, the team and the texts of the report.
    PlanCaseFile = "plan_case_file", "编制评价方案", Write, Place, PERFORMANCE;
    /// Approving a work plan that somebody else submitted, or sending it back.
    ApproveCasePlan = "approve_case_plan", "审批评价方案", Write, Place, LEADERS;
    /// A member says whether there is a conflict of interest.
    DeclareCaseConflict = "declare_case_conflict", "申报评价利益冲突", Write, Place, REGISTRARS;
    /// Field records of an evaluation.
    KeepCaseRecord = "keep_case_record", "登记评价现场记录", Write, Place, REGISTRARS;
    /// Evidence beside the items of an evaluation.
    KeepCaseEvidence = "keep_case_evidence", "上传评价佐证", Write, Place, REGISTRARS;
    /// The draft, its way to the unit and back, the end of the exchange of views.
    MoveCaseReport = "move_case_report", "推进评价报告", Write, Place, PERFORMANCE;
    /// What the unit is asked about, with its answers and what became of them.
    ViewCaseExchange = "view_case_exchange", "查看评价征求意见", View, Place, STAFF;
    /// The unit answers point by point.
    AnswerCaseExchange = "answer_case_exchange", "答复评价征求意见", Write, Place, SELF_SCORERS;
    /// Adopting an opinion of the unit, or not, with a reason.
    DecideCasePoint = "decide_case_point", "处理评价意见", Write, Place, PERFORMANCE;
    /// The final report with its number.
    FinaliseCaseReport = "finalise_case_report", "评价报告定稿", Write, Place, LEADERS;
    /// The register of third-party institutions with their people and conflicts.
    ViewInstitutions = "view_institutions", "查看第三方机构", View, Division, BUREAU;
    /// An institution, its people, what shows that it may be chosen, its suspension.
    EnterInstitution = "enter_institution", "登记第三方机构", Write, Division, PERFORMANCE;
    /// What an institution or one of its people must keep away from.
    DeclareConflict = "declare_conflict", "登记回避事项", Write, Division, PERFORMANCE;
    /// The list of eligible institutions, frozen for the public.
    FreezeInstitutionList = "freeze_institution_list", "公布合格机构名单", Write, Division, PERFORMANCE;
    /// The register, a list or the assignments as workbooks.
    ExportInstitutions = "export_institutions", "导出第三方机构", Write, Division, BUREAU;
    /// Giving an evaluation to an institution without a draw, with a reason.
    AssignInstitution = "assign_institution", "直接委托第三方机构", Write, Division, LEADER;
    /// Taking an evaluation away from an institution, with a reason.
    WithdrawAssignment = "withdraw_assignment", "撤回第三方委托", Write, Division, LEADERS;
    /// Announcing a draw of institutions, or giving it up.
    AnnounceInstitutionDraw = "announce_institution_draw", "公告机构抽取", Write, Division, PERFORMANCE;
    /// Entering the start value of a draw of institutions after its event.
    EnterInstitutionValue = "enter_institution_value", "录入机构抽取起始值", Write, Division, LEADERS;
    /// Entering it a second time by somebody else, which draws.
    DrawInstitutions = "draw_institutions", "确认起始值并抽取机构", Write, Division, LEADERS;
    /// An institution reads an evaluation that was given to it.
    ReadAssignedCase = "read_assigned_case", "第三方查阅评价", Write, Division, EXPERTS;
    /// An institution hands the text of its report over.
    SaveInstitutionReport = "save_institution_report", "报送评价报告", Write, Place, EXPERTS;
    /// Points of such a report by the rubric.
    RateInstitutionReport = "rate_institution_report", "评分评价报告", Write, Division, PERFORMANCE;
    /// An institution hands its evaluation in.
    HandInAssignment = "hand_in_assignment", "第三方提交评价", Write, Place, EXPERTS;
    /// The report of the year's evaluations with every number's records.
    ViewEvaluationReport = "view_evaluation_report", "查看评价工作报告", View, Division, LEADERS;
    /// Its tables as workbooks.
    ExportEvaluationReport = "export_evaluation_report", "导出评价工作报告", Write, Division, LEADERS;
    /// The results of a year by kind, and what was published of them.
    ViewResults = "view_results", "查看评价结果", View, Division, READERS;
    /// A department or unit over the years.
    ViewUnitResults = "view_unit_results", "查看绩效画像", View, Place, READERS;
    /// The results as a workbook.
    ExportResults = "export_results", "导出评价结果", Write, Division, READERS;
    /// Freezing the results of a year for publication.
    ProposeResultSnapshot = "propose_result_snapshot", "制作发布快照", Write, Division, PERFORMANCE;
    /// Signing what another froze, or rejecting it.
    PublishResultSnapshot = "publish_result_snapshot", "签署发布快照", Write, Division, LEADER;
    /// Sending the sign-off sheet to the department.
    IssueSignOffSheet = "issue_sign_off_sheet", "发出签证单", Write, Place, PERFORMANCE;
    /// Agreeing to or disputing the points of a sign-off sheet.
    AnswerSignOffSheet = "answer_sign_off_sheet", "答复签证单", Write, Place, SELF_SCORERS;
    /// A second look at a disputed point: never by who scored it.
    LookAgainAtPoint = "look_again_at_point", "复查签证事项", Write, Place, BUREAU;
    /// A signature under a sign-off sheet, for one side of the desk.
    SignSignOffSheet = "sign_sign_off_sheet", "签署签证单", Write, Place, SIGN_OFF_SIGNERS;
    /// Taking a sign-off sheet back before it is signed.
    WithdrawSignOffSheet = "withdraw_sign_off_sheet", "收回签证单", Write, Place, PERFORMANCE;
    /// A file beside a sheet.
    AddAttachment = "add_attachment", "上传附件", Write, Place, UNIT;
    /// Taking such a file away.
    WithdrawAttachment = "withdraw_attachment", "撤下附件", Write, Place, UNIT;
    /// Sessions of the centralised review, their agenda and progress.
    ViewReview = "view_review", "查看集中审核", View, Division, STAFF;
    /// A session, or an entry of its agenda.
    PlanReview = "plan_review", "安排集中审核", Write, Division, PERFORMANCE;
    /// Lists of the centralised review as workbooks.
    ExportReview = "export_review", "导出集中审核", Write, Division, STAFF;
    /// Accepting lines in the review room, or saying what must be mended.
    ReviewLines = "review_lines", "集中审核逐条表态", Write, Place, REGISTRARS;
    /// Points for completeness, relevance, adequacy and feasibility.
    ScoreReview = "score_review", "集中审核打分", Write, Place, REGISTRARS;
    /// How the review of a goal ended in the room.
    ConcludeReview = "conclude_review", "确定集中审核结果", Write, Place, REGISTRARS;
    /// A goal changed in the room.
    ProposeRoomEdit = "propose_room_edit", "提出现场修改", Write, Place, REGISTRARS;
    /// The department stands by such a change, or does not.
    AnswerRoomEdit = "answer_room_edit", "答复现场修改", Write, Place, ROOM_ANSWERERS;
    /// The department's signature on paper, where the rule knows it.
    RecordRoomSignature = "record_room_signature", "录入现场纸质签字", Write, Place, REGISTRARS;
    /// Minutes of a slot, made from the record.
    MakeReviewMinutes = "make_review_minutes", "生成会审纪要", Write, Place, REGISTRARS;
    /// A signature under minutes, for one side of the table.
    SignReviewMinutes = "sign_review_minutes", "签署会审纪要", Write, Place, REMINDERS;
    /// The register of papers, filtered by scope.
    ViewPapers = "view_papers", "查看公文", View, Division, STAFF;
    /// The register as a workbook.
    ExportPapers = "export_papers", "导出公文登记", Write, Division, STAFF;
    /// A paper with its number.
    IssuePaper = "issue_paper", "公文成文", Write, Place, PERFORMANCE;
    /// The letters with which approved goals travel to the units, issued and served at once.
    IssueGoalLetters = "issue_goal_letters", "目标批复发文", Write, Division, PERFORMANCE;
    /// Sending it to its addressee.
    ServePaper = "serve_paper", "送达公文", Write, Place, PERFORMANCE;
    /// Taking it back with a reason.
    WithdrawPaper = "withdraw_paper", "撤回公文", Write, Place, PERFORMANCE;
    /// The addressee signs for it.
    ReceiptPaper = "receipt_paper", "签收公文", Write, Place, UNIT;
    /// The addressee answers.
    AnswerPaper = "answer_paper", "答复公文", Write, Place, UNIT;
    /// The register of findings and their rectification, filtered by scope.
    ViewEvaluationFindings = "view_evaluation_findings", "查看问题和整改", View, Division, READERS;
    /// The register, the rectifications or the recurrence as workbooks.
    ExportEvaluationFindings = "export_evaluation_findings", "导出问题和整改", Write, Division, READERS;
    /// A finding of an evaluation, of monitoring or of another check.
    EnterEvaluationFinding = "enter_evaluation_finding", "登记问题", Write, Place, PERFORMANCE;
    /// Changing a finding that its unit does not know yet.
    ChangeEvaluationFinding = "change_evaluation_finding", "修改问题", Write, Place, PERFORMANCE;
    /// Taking a finding back with a reason.
    WithdrawEvaluationFinding = "withdraw_evaluation_finding", "撤销问题", Write, Place, PERFORMANCE;
    /// Promising measures for a finding, or taking one out of a plan that is not handed in.
    PlanRectification = "plan_rectification", "填写整改措施", Write, Place, UNIT;
    /// Handing in the plan: the answer to the feedback letter.
    HandInRectificationPlan = "hand_in_rectification_plan", "报送整改方案", Write, Place, UNIT;
    /// The unit says that a measure is done, with its proof.
    ClaimRectification = "claim_rectification", "报送整改完成", Write, Place, UNIT;
    /// A second person found it done.
    VerifyRectification = "verify_rectification", "核实整改", Write, Place, REGISTRARS;
    /// A second person found it not done.
    RejectRectification = "reject_rectification", "整改核实不通过", Write, Place, REGISTRARS;
    /// Reminding units of measures that are due or late.
    RemindRectification = "remind_rectification", "催办整改", Write, Division, REMINDERS;
    /// The unit objects to a finding.
    RaiseObjection = "raise_objection", "对问题提出异议", Write, Place, UNIT;
    /// Deciding on an objection: never by who entered the finding.
    DecideObjection = "decide_objection", "答复异议", Write, Place, LEADERS;
    /// Look-backs at verified rectifications.
    ViewLookBacks = "view_look_backs", "查看回头看", View, Division, BUREAU;
    /// Freezing the list that a look-back is drawn from.
    FreezeLookBack = "freeze_look_back", "冻结回头看名单", Write, Division, PERFORMANCE;
    /// Drawing from that list.
    DrawLookBack = "draw_look_back", "抽取回头看对象", Write, Division, PERFORMANCE;
    /// What was seen of a drawn finding.
    RecordLookBack = "record_look_back", "登记回头看结果", Write, Place, REGISTRARS;
    /// Scoring a year again under the rules in force.
    Recompute = "recompute", "重新计算得分", View, Division, PERFORMANCE;
    /// The yearly catalogue of project classes, filtered by scope.
    ViewClassCatalogue = "view_class_catalogue", "查看项目分类目录", View, Division, STAFF;
    /// A catalogue that is not frozen yet, with what moved and what people moved.
    ReviewClassCatalogue = "review_class_catalogue", "查看拟定中的分类目录", View, Division, BUREAU;
    /// The catalogue as a workbook.
    ExportClassCatalogue = "export_class_catalogue", "导出项目分类目录", Write, Division, STAFF;
    /// Computing the classes of a year.
    ProposeClassCatalogue = "propose_class_catalogue", "测算项目分类目录", Write, Division, PERFORMANCE;
    /// Moving a project to another class.
    AdjustProjectClass = "adjust_project_class", "调整项目类别", Write, Division, PERFORMANCE;
    /// Handing the catalogue to the bureau leader.
    SubmitClassCatalogue = "submit_class_catalogue", "提请批准项目分类目录", Write, Division, PERFORMANCE;
    /// Freezing the catalogue.
    ApproveClassCatalogue = "approve_class_catalogue", "批准项目分类目录", Write, Division, LEADER;
    /// Sending the catalogue back for adjustment.
    ReturnClassCatalogue = "return_class_catalogue", "退回项目分类目录", Write, Division, LEADER;
    /// The first administrators of a division.
    Bootstrap = "bootstrap", "初始化管理员", Write, Division, OPERATOR;
    /// Demonstration data.
    SeedDemonstration = "seed_demonstration", "生成演示数据", Write, Division, OPERATOR;
}

#[cfg(test)]
mod tests {
    use hengji_domain::sheet::SheetKind;

    use super::*;

    #[test]
    fn codes_are_unique_and_found_again() {
        for action in Action::ALL {
            assert_eq!(Action::from_code(action.code()), Some(*action));
            let same_name = Action::ALL.iter().filter(|other| other.name() == action.name());
            assert_eq!(same_name.count(), 1, "{}", action.name());
        }
        assert_eq!(Action::from_code("fly"), None);
    }

    #[test]
    fn a_sheet_action_exists_for_each_kind() {
        for kind in SheetKind::ALL {
            for action in [
                Action::open(kind),
                Action::save(kind),
                Action::submit(kind),
                Action::withdraw(kind),
                Action::approve(kind),
                Action::return_for_revision(kind),
                Action::conclude(kind),
            ] {
                assert!(action.code().ends_with(kind.code()), "{}", action.code());
                assert_eq!(action.target(), Target::Place);
            }
        }
    }

    #[test]
    fn administrators_hold_no_action_on_business_data() {
        for action in Action::ALL {
            let by_administrator = action.roles().iter().any(|role| role.is_administrator());
            if action.target() == Target::Place {
                assert!(!by_administrator, "{}", action.code());
            }
        }
    }
}
