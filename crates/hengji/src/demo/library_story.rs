//! What happened in the library before the demonstration opens: changes approved, refused, and waiting for review.

use hengji_app::library::{Decision, IndicatorInput, NewProposal};
use hengji_app::{App, RequestKey};
use hengji_domain::Division;
use hengji_domain::id::{ProposalId, UserId};
use hengji_domain::person::{Actor, Grant, Role};

use super::district::Account;
use crate::exit::Failure;

/// Who acts, what is proposed, and what became of it.
struct Told {
    by: Role,
    proposal: NewProposal,
    /// Who decided how, with which words; none while it waits.
    decided: Option<(Role, bool, &'static str)>,
}

/// Tells the story through the same use cases that people go through.
///
/// # Errors
///
/// [`Failure`] when a proposal is refused, which is a fault of the story.
pub(crate) fn tell(
    app: &App,
    division: Division,
    accounts: &[Account],
    users: &[(Role, UserId)],
) -> Result<(), Failure> {
    let actor = |role: Role| -> Option<Actor> {
        let account = accounts.iter().find(|account| account.role == role)?;
        let (_, user) = users.iter().find(|(other, _)| *other == role)?;
        Some(Actor {
            user: *user,
            name: account.name.clone(),
            division,
            grants: vec![Grant {
                role,
                unit: account.unit,
            }],
            address: String::new(),
        })
    };
    let missing = || Failure::fault("演示账号缺少指标库变更所需的角色 [demo-district-broken]");
    for (number, told) in (1..).zip(story()?) {
        let key = |what: &str| RequestKey::new(&format!("demo-library-{what}-{number}"));
        let by = actor(told.by).ok_or_else(missing)?;
        let written = app.propose_library_change(&by, &key("propose")?, &told.proposal)?;
        if let Some((role, approve, opinion)) = told.decided {
            let id: ProposalId = written.id.parse().map_err(Failure::fault)?;
            let decision = Decision {
                approve,
                opinion: opinion.to_owned(),
            };
            let decider = actor(role).ok_or_else(missing)?;
            app.decide_library_proposal(&decider, &key("decide")?, id, written.version, &decision)?;
        }
    }
    Ok(())
}

fn story() -> Result<Vec<Told>, Failure> {
    let shipped = super::library::shipped().map_err(Failure::fault)?;
    let find = |code: &str| {
        let found = shipped.iter().find(|one| one.input.code == code);
        found
            .cloned()
            .ok_or_else(|| Failure::fault(format!("随附指标库没有 {code} [demo-file-unreadable]")))
    };
    let (sessions, firms) = (find("A01-02")?, find("E02-03")?);
    let water = IndicatorInput {
        code: String::new(),
        category: "D02".into(),
        name: "公厕开放时间达标率".into(),
        explanation: "抽查时公厕按公示时间正常开放的比例".into(),
        formula: "按时开放座次÷抽查座次×100%".into(),
        level2: "质量指标".into(),
        example: "98".into(),
        unit: "%".into(),
        evidence: "抽查记录".into(),
        data_source: "环卫监管平台".into(),
        obtained_by: "情况统计".into(),
        is_core: "否".into(),
        valid_from: "2021".into(),
        ..sessions.input.clone()
    };
    let double = IndicatorInput {
        category: "B04".into(),
        name: "机关人员满意度".into(),
        explanation: "机关人员对后勤的满意程度".into(),
        level1: "满意度指标".into(),
        level2: "服务对象满意度指标".into(),
        obtained_by: "问卷调查".into(),
        scoring_kind: "满意度赋分".into(),
        ..water.clone()
    };
    let pending = IndicatorInput {
        name: "垃圾分类投放点完好率".into(),
        explanation: "检查时设施完好、标识清楚的投放点比例".into(),
        formula: "完好点位÷检查点位×100%".into(),
        ..water.clone()
    };
    let changed = IndicatorInput {
        evidence: "开班通知、课程表、签到表、结业材料".into(),
        ..sessions.input.clone()
    };
    let of = |kind: &str, concerned: Option<&hengji_app::seed::SeedIndicator>, reason: &str, content| {
        NewProposal {
            kind: kind.to_owned(),
            indicator: concerned.map(|one| one.id.to_string()),
            base_version: concerned.map(|_| 1),
            successor: String::new(),
            from_year: String::new(),
            reason: reason.to_owned(),
            content,
        }
    };
    let exit = NewProposal {
        from_year: "2022".into(),
        ..of(
            "exit",
            Some(&firms),
            "由科技部门统一统计,不宜作为单个项目的指标。",
            IndicatorInput::default(),
        )
    };
    let (clerk, keeper, leader) = (Role::UnitClerk, Role::PerformanceReviewer, Role::BureauLeader);
    Ok(vec![
        Told {
            by: clerk,
            proposal: of("enter", None, "公厕保洁项目要反映开放时间。", water),
            decided: Some((keeper, true, "口径清楚,同意入库。")),
        },
        Told {
            by: clerk,
            proposal: of("enter", None, "后勤项目使用。", double),
            decided: Some((keeper, false, "与“在职人员满意度”重复,请直接选用。")),
        },
        Told {
            by: keeper,
            proposal: of("change", Some(&sessions), "佐证资料补充签到表。", changed),
            decided: Some((leader, true, "同意。")),
        },
        Told {
            by: clerk,
            proposal: of("enter", None, "垃圾分类项目要用。", pending),
            decided: None,
        },
        Told {
            by: Role::DepartmentReviewer,
            proposal: exit,
            decided: None,
        },
    ])
}
