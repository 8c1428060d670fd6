//! The stages of a year in their order, each counted from the tallies and never from the records one by one.

use std::collections::BTreeMap;

use hengji_authz::Action;
use hengji_domain::cut::CutState;
use hengji_domain::monitoring::MonitoringPeriod;
use hengji_domain::project_class::ProjectClass;
use hengji_domain::rule::CutBook;
use hengji_domain::sheet::SheetKind;
use hengji_domain::{Money, NaiveDate};
use hengji_store::projects::Progress;
use hengji_store::year_progress::SheetTally;

use super::departments::added;
use super::figures::{decided, projects};
use super::view::{StageMoney, StagePart, StageProgress, Standing};
use super::{Ground, Lists};

/// 预算编制: before the budget is approved.
const DRAWING_UP: &str = "预算编制";
/// 预算执行.
const EXECUTION: &str = "预算执行";
/// 决算: after the year.
const ACCOUNTS: &str = "决算";

/// Every stage.
pub(super) fn stages(ground: &Ground, lists: &Lists<'_>) -> Vec<StageProgress> {
    let mut all: Vec<StageProgress> = ex_ante(ground, lists).into_iter().collect();
    all.push(classes(ground, lists));
    all.push(goals_handed_in(ground, lists));
    all.push(review(ground, lists));
    all.push(goals_issued(ground, lists));
    all.extend(monitoring(ground, lists));
    all.push(key_monitoring(ground, lists));
    all.push(adjustments(ground, lists));
    all.extend(ground.books.iter().map(|book| cuts(ground, book, lists)));
    all.push(self_evaluations(ground, lists));
    all
}

/// Sheets of a kind by how far they have come, with the money of their projects.
#[derive(Debug, Default)]
struct Stand {
    draft: u64,
    returned: u64,
    in_review: u64,
    concluded: u64,
    concluded_total: Money,
}

impl Stand {
    fn of<'a>(tallies: impl Iterator<Item = &'a SheetTally>) -> Self {
        let mut stand = Self::default();
        for tally in tallies {
            match tally.progress {
                Progress::Draft => stand.draft += tally.sheets,
                Progress::Returned => stand.returned += tally.sheets,
                Progress::InReview => stand.in_review += tally.sheets,
                Progress::Concluded => {
                    stand.concluded += tally.sheets;
                    stand.concluded_total = added(stand.concluded_total, tally.total);
                }
                Progress::NotOpened | Progress::Outstanding => {}
            }
        }
        stand
    }

    const fn handed_in(&self) -> u64 {
        self.in_review + self.concluded
    }

    const fn all(&self) -> u64 {
        self.draft + self.returned + self.in_review + self.concluded
    }

    /// What is left of so many projects.
    const fn missing(&self, projects: u64) -> u64 {
        projects.saturating_sub(self.all())
    }
}

fn part(name: &str, standing: Standing, count: u64, list: Option<String>) -> StagePart {
    StagePart {
        name: name.to_owned(),
        standing,
        count,
        list,
    }
}

fn money(name: &str, amount: Money) -> StageMoney {
    StageMoney {
        name: name.to_owned(),
        amount,
    }
}

/// Money of all projects.
fn budget(ground: &Ground) -> Money {
    let all = ground.projects.iter();
    all.fold(Money::ZERO, |sum, tally| added(sum, tally.total))
}

/// A stage whose total and done follow from its parts.
struct Told {
    code: String,
    phase: &'static str,
    name: String,
    unit: &'static str,
    parts: Vec<StagePart>,
    late: u64,
    due_on: Option<NaiveDate>,
    money: Vec<StageMoney>,
    counted: String,
    list: Option<String>,
    late_list: Option<String>,
}

impl Told {
    fn stage(self) -> StageProgress {
        let done = |part: &&StagePart| part.standing == Standing::Done;
        StageProgress {
            total: self.parts.iter().map(|part| part.count).sum(),
            done: self.parts.iter().filter(done).map(|part| part.count).sum(),
            code: self.code,
            phase: self.phase,
            name: self.name,
            unit: self.unit,
            late: self.late,
            due_on: self.due_on,
            parts: self.parts,
            money: self.money,
            counted: self.counted,
            list: self.list,
            late_list: self.late_list,
        }
    }
}

fn ex_ante(ground: &Ground, lists: &Lists<'_>) -> Option<StageProgress> {
    let rows = ground.ex_ante.as_ref()?;
    let count = |wanted: &dyn Fn(&&crate::ex_ante::view::ExAnteRow) -> bool| {
        u64::try_from(rows.iter().filter(wanted).count()).unwrap_or(u64::MAX)
    };
    let finals = || rows.iter().filter(|row| row.is_final);
    let sum = |amounts: &mut dyn Iterator<Item = Option<Money>>| amounts.flatten().fold(Money::ZERO, added);
    let to = |state: &str| lists.to(Action::ListExAnteEvaluations, format!("/ex-ante?state={state}"));
    let told = Told {
        code: "ex_ante".to_owned(),
        phase: DRAWING_UP,
        name: "事前绩效评估".to_owned(),
        unit: "个项目",
        parts: vec![
            part(
                "已出结论",
                Standing::Done,
                count(&|row| row.is_final),
                to("concluded"),
            ),
            part(
                "评估中",
                Standing::UnderWay,
                count(&|row| !row.is_final && row.sheet.is_some()),
                to("underway"),
            ),
            part(
                "未开展",
                Standing::Open,
                count(&|row| !row.is_final && row.sheet.is_none() && row.is_listed),
                to("not_begun"),
            ),
        ],
        late: count(&|row| row.is_late),
        due_on: ground.due.ex_ante,
        money: vec![
            money("申请", sum(&mut finals().map(|row| row.asked))),
            money("核定", sum(&mut finals().map(|row| row.granted))),
            money("评减", sum(&mut finals().map(|row| row.cut))),
        ],
        counted: "评估名单上的项目,和移出名单前已经开展评估的项目;金额只计已出结论的".to_owned(),
        list: lists.to(Action::ListExAnteEvaluations, "/ex-ante"),
        late_list: None,
    };
    Some(told.stage())
}

fn classes(ground: &Ground, lists: &Lists<'_>) -> StageProgress {
    let of_class = |class: Option<ProjectClass>| ground.projects.iter().filter(move |one| one.class == class);
    let count = |class| of_class(class).map(|one| one.projects).sum::<u64>();
    let mut parts: Vec<StagePart> = ProjectClass::ALL
        .into_iter()
        .map(|class| {
            let list = lists.to(
                Action::ViewClassCatalogue,
                format!("/classes?class={}", class.code()),
            );
            part(class.name(), Standing::Done, count(Some(class)), list)
        })
        .collect();
    parts.push(part("未分类", Standing::Open, count(None), None));
    let amounts = ProjectClass::ALL.into_iter().map(|class| {
        let sum = of_class(Some(class)).fold(Money::ZERO, |sum, one| added(sum, one.total));
        money(class.name(), sum)
    });
    Told {
        code: "classes".to_owned(),
        phase: DRAWING_UP,
        name: "分类分级".to_owned(),
        unit: "个项目",
        money: amounts.collect(),
        parts,
        late: 0,
        due_on: None,
        counted: "经批准冻结的分类目录中有类别的项目".to_owned(),
        list: lists.to(Action::ViewClassCatalogue, "/classes"),
        late_list: None,
    }
    .stage()
}

fn goals_handed_in(ground: &Ground, lists: &Lists<'_>) -> StageProgress {
    let (all, stand) = (projects(ground), Stand::of(ground.of_kind(SheetKind::Goal)));
    let to = |state: &str| lists.to(Action::ListProjects, format!("/goals?state={state}"));
    let is_due = ground.is_past(ground.due.goal_submit);
    Told {
        code: "goal_submit".to_owned(),
        phase: DRAWING_UP,
        name: "目标编报".to_owned(),
        unit: "个项目",
        parts: vec![
            part("已报送", Standing::Done, stand.handed_in(), None),
            part("退回修改", Standing::Begun, stand.returned, to("returned")),
            part("编报中", Standing::Begun, stand.draft, to("draft")),
            part("未填报", Standing::Open, stand.missing(all), to("missing")),
        ],
        late: if is_due {
            all.saturating_sub(stand.handed_in())
        } else {
            0
        },
        due_on: ground.due.goal_submit,
        money: vec![money("年初预算", budget(ground))],
        counted: "全部项目;目标在审核中或已批复的为已报送".to_owned(),
        list: lists.to(Action::ListProjects, "/goals"),
        late_list: to("outstanding"),
    }
    .stage()
}

fn review(ground: &Ground, lists: &Lists<'_>) -> StageProgress {
    let (mut handed_in, mut heard, mut passed, mut unsettled) = (0_u64, 0_u64, 0_u64, 0_u64);
    for tally in ground.of_kind(SheetKind::Goal) {
        handed_in += tally.handed_in;
        heard += tally.heard;
        passed += tally.passed;
        // What was issued without the room is settled all the same.
        if tally.progress != Progress::Concluded {
            unsettled += tally.handed_in.saturating_sub(tally.passed);
        }
    }
    // A year in which the room said nothing had no such review, and nobody is behind with it.
    let is_held = 0 < heard;
    let waiting = if is_held {
        handed_in.saturating_sub(heard)
    } else {
        0
    };
    Told {
        code: "goal_review".to_owned(),
        phase: DRAWING_UP,
        name: "集中审核".to_owned(),
        unit: "个目标",
        parts: vec![
            part("审核通过", Standing::Done, passed, None),
            part("要求修改", Standing::Begun, heard.saturating_sub(passed), None),
            part("尚未审核", Standing::Open, waiting, None),
        ],
        late: if is_held && ground.is_past(ground.due.goal_review) {
            unsettled
        } else {
            0
        },
        due_on: ground.due.goal_review,
        money: Vec::new(),
        counted: if is_held {
            "报送过的目标,按集中审核最近一次的结果".to_owned()
        } else {
            "本年度集中审核还没有结果".to_owned()
        },
        list: lists.to(Action::ViewReview, "/review"),
        late_list: None,
    }
    .stage()
}

fn goals_issued(ground: &Ground, lists: &Lists<'_>) -> StageProgress {
    let (all, stand) = (projects(ground), Stand::of(ground.of_kind(SheetKind::Goal)));
    let to = |state: &str| lists.to(Action::ListProjects, format!("/goals?state={state}"));
    let is_due = ground.is_past(ground.due.goal_issue);
    Told {
        code: "goal_issue".to_owned(),
        phase: DRAWING_UP,
        name: "目标批复".to_owned(),
        unit: "个项目",
        parts: vec![
            part("已批复", Standing::Done, stand.concluded, to("concluded")),
            part("审核中", Standing::UnderWay, stand.in_review, to("in_review")),
            part(
                "尚在单位",
                Standing::Open,
                all.saturating_sub(stand.handed_in()),
                to("outstanding"),
            ),
        ],
        late: if is_due {
            all.saturating_sub(stand.concluded)
        } else {
            0
        },
        due_on: ground.due.goal_issue,
        money: vec![money("已批复项目预算", stand.concluded_total)],
        counted: "全部项目;随预算批复下达目标的为已批复".to_owned(),
        list: lists.to(Action::ListProjects, "/goals"),
        late_list: None,
    }
    .stage()
}

/// A stage for each period of the rules or of the year, by month.
fn monitoring(ground: &Ground, lists: &Lists<'_>) -> Vec<StageProgress> {
    let mut periods: BTreeMap<(u32, String), (MonitoringPeriod, bool)> = BTreeMap::new();
    for period in &ground.periods {
        periods.insert((period.month, period.code.clone()), (period.clone(), false));
    }
    let opened = ground.of_kind(SheetKind::Monitoring);
    for days in opened.filter_map(|tally| tally.period.as_ref()) {
        // The days told at the opening count, whatever the rules say by now.
        periods.retain(|(_, code), _| *code != days.period.code);
        let key = (days.period.month, days.period.code.clone());
        periods.insert(key, (days.period.clone(), true));
    }
    periods
        .into_values()
        .map(|(period, is_opened)| monitored(ground, &period, is_opened, lists))
        .collect()
}

fn monitored(
    ground: &Ground,
    period: &MonitoringPeriod,
    is_opened: bool,
    lists: &Lists<'_>,
) -> StageProgress {
    let code = &period.code;
    let of_period: Vec<&SheetTally> = ground
        .of_kind(SheetKind::Monitoring)
        .filter(|tally| {
            tally
                .period
                .as_ref()
                .is_some_and(|days| days.period.code == *code)
        })
        .collect();
    let stand = Stand::of(of_period.iter().copied());
    let sum = |amount: fn(&SheetTally) -> Money| {
        let all = of_period.iter();
        all.fold(Money::ZERO, |sum, tally| added(sum, amount(tally)))
    };
    let to = |state: &str| {
        let path = format!("/monitoring?period={code}{state}");
        lists.to(Action::ViewMonitoring, path).filter(|_| is_opened)
    };
    Told {
        code: format!("monitoring_{code}"),
        phase: EXECUTION,
        name: format!("双监控 {}", period.name),
        unit: "个项目",
        parts: vec![
            part("已审定", Standing::Done, stand.concluded, to("&state=concluded")),
            part(
                "审核中",
                Standing::UnderWay,
                stand.in_review,
                to("&state=in_review"),
            ),
            part(
                "尚在单位",
                Standing::Open,
                stand.draft + stand.returned,
                to("&state=unfinished"),
            ),
        ],
        late: of_period.iter().map(|tally| ground.late_in_period(tally)).sum(),
        due_on: Some(period.unit_due_on),
        money: if is_opened {
            vec![
                money("预算", sum(|tally| tally.budget)),
                money("累计执行", sum(|tally| tally.executed)),
            ]
        } else {
            Vec::new()
        },
        counted: if is_opened {
            "本期开启时有已批复目标的项目;逾期按当前环节的期限,已关闭的按关闭日".to_owned()
        } else {
            "监控期还没有开启".to_owned()
        },
        list: to(""),
        late_list: to("&state=late"),
    }
    .stage()
}

fn key_monitoring(ground: &Ground, lists: &Lists<'_>) -> StageProgress {
    let (mut listed, mut visited, mut fed_back, mut total) = (0_u64, 0_u64, 0_u64, Money::ZERO);
    for tally in &ground.projects {
        listed += tally.key;
        visited += tally.visited;
        fed_back += tally.fed_back;
        total = added(total, tally.key_total);
    }
    let letters = lists.to(Action::ViewPapers, "/papers?kind=monitoring_feedback");
    Told {
        code: "key_monitoring".to_owned(),
        phase: EXECUTION,
        name: "财政重点监控".to_owned(),
        unit: "个项目",
        parts: vec![
            part("已反馈", Standing::Done, fed_back, letters),
            part(
                "已到现场",
                Standing::UnderWay,
                visited.saturating_sub(fed_back),
                None,
            ),
            part("未到现场", Standing::Open, listed.saturating_sub(visited), None),
        ],
        late: 0,
        due_on: None,
        money: vec![money("年初预算", total)],
        counted: "重点监控名单中列入的项目;反馈书已送达的计为已反馈,只登记过现场监控记录的计为已到现场"
            .to_owned(),
        list: lists.to(Action::ViewMonitoring, "/key-monitoring"),
        late_list: None,
    }
    .stage()
}

fn adjustments(ground: &Ground, lists: &Lists<'_>) -> StageProgress {
    let stand = Stand::of(ground.of_kind(SheetKind::GoalAdjustment));
    Told {
        code: "goal_adjustment".to_owned(),
        phase: EXECUTION,
        name: "目标调整".to_owned(),
        unit: "张调整表",
        parts: vec![
            part("已批准", Standing::Done, stand.concluded, None),
            part("审核中", Standing::UnderWay, stand.in_review, None),
            part("编报或退回", Standing::Begun, stand.draft + stand.returned, None),
        ],
        late: 0,
        due_on: None,
        money: vec![money("涉及项目预算", stand.concluded_total)],
        counted: "本年度的目标调整表;金额为已批准调整的项目年初预算".to_owned(),
        list: lists.to(Action::ListAdjustments, "/goal-adjustments"),
        late_list: None,
    }
    .stage()
}

fn cuts(ground: &Ground, book: &CutBook, lists: &Lists<'_>) -> StageProgress {
    let of_book = || ground.cuts.iter().filter(|sum| sum.book == book.code);
    let to = |state: &str| lists.to(Action::ViewCuts, format!("/cuts?book={}{state}", book.code));
    let standing = |state| match state {
        CutState::Approved => Standing::Done,
        CutState::Proposed => Standing::UnderWay,
        CutState::Rejected | CutState::Withdrawn => Standing::Open,
    };
    let order = [
        CutState::Approved,
        CutState::Proposed,
        CutState::Rejected,
        CutState::Withdrawn,
    ];
    let parts = order.into_iter().map(|state| {
        let count = of_book()
            .filter(|sum| sum.state == state)
            .map(|sum| sum.cuts)
            .sum();
        let list = to(&format!("&state={}", state.code()));
        part(state.name(), standing(state), count, list)
    });
    Told {
        code: format!("cut_{}", book.code),
        phase: EXECUTION,
        name: book.name.clone(),
        unit: "笔",
        parts: parts.collect(),
        late: 0,
        due_on: None,
        money: vec![money("决定压减", decided(ground, &book.code))],
        counted: format!("“{}”台账的各笔;金额为已决定的", book.name),
        list: to(""),
        late_list: None,
    }
    .stage()
}

fn self_evaluations(ground: &Ground, lists: &Lists<'_>) -> StageProgress {
    let all = projects(ground);
    let stand = Stand::of(ground.of_kind(SheetKind::SelfEvaluation));
    let to = |state: &str| lists.to(Action::ListProjects, format!("/self-evaluations?state={state}"));
    let is_due = ground.is_past(ground.due.self_evaluation);
    Told {
        code: "self_evaluation".to_owned(),
        phase: ACCOUNTS,
        name: "单位自评".to_owned(),
        unit: "个项目",
        parts: vec![
            part("已审定", Standing::Done, stand.concluded, to("concluded")),
            part("审核中", Standing::UnderWay, stand.in_review, to("in_review")),
            part("退回修改", Standing::Begun, stand.returned, to("returned")),
            part("编报中", Standing::Begun, stand.draft, to("draft")),
            part("未填报", Standing::Open, stand.missing(all), to("missing")),
        ],
        late: if is_due {
            all.saturating_sub(stand.handed_in())
        } else {
            0
        },
        due_on: ground.due.self_evaluation,
        money: vec![money("已审定项目预算", stand.concluded_total)],
        counted: "全部项目;自评审定的为已完成".to_owned(),
        list: lists.to(Action::ListProjects, "/self-evaluations"),
        late_list: to("outstanding"),
    }
    .stage()
}
