//! An issued goal is adjusted through its own chain, and what was issued stays.

use hengji_domain::BudgetYear;
use hengji_domain::id::{ProjectId, SheetId, UnitId};
use hengji_domain::person::{Actor, Role};
use hengji_domain::sheet::SheetKind;

use super::{AdjustmentDraft, DroppedDraft};
use crate::app::App;
use crate::error::AppError;
use crate::sheets::view::{LineChange, SheetPage};
use crate::sheets::{Approval, LineDraft, Move, SheetDraft};
use crate::stage::district::{at, bureau, fill, of_year, person, works};
use crate::stage::{Stage, codes, department, division, key};

const GOAL: [&str; 7] = [
    "产出指标|数量指标|道路养护里程|≥300公里|20",
    "产出指标|质量指标|养护验收合格率|≥95%|15",
    "产出指标|时效指标|养护完成时间|2020年12月31日前|5",
    "产出指标|成本指标|每公里养护成本|≤3万元|10",
    "效益指标|社会效益指标|因路面破损引发的事故|≤3起|20",
    "效益指标|可持续影响指标|道路完好率|≥90%|10",
    "满意度指标|服务对象满意度指标|市民满意度|≥90%|10",
];

/// An issued goal on a stage, with everybody's next request.
struct Desk<'a> {
    app: &'a App,
    stage: &'a Stage,
    goal: SheetId,
    next_key: std::cell::Cell<u32>,
}

fn clerk() -> Actor {
    person(Role::UnitClerk, works())
}

fn leader() -> Actor {
    person(Role::BureauLeader, bureau())
}

fn hands() -> Vec<(Role, UnitId)> {
    vec![
        (Role::UnitFinance, works()),
        (Role::UnitHead, works()),
        (Role::DepartmentReviewer, department()),
        (Role::BudgetDivisionReviewer, bureau()),
        (Role::PerformanceReviewer, bureau()),
        (Role::BureauLeader, bureau()),
    ]
}

fn project() -> ProjectId {
    let mut bytes = [0; 10];
    bytes[9] = 1;
    ProjectId::new(at(0), bytes)
}

fn draft(lines: &[&str], page: Option<&SheetPage>) -> SheetDraft {
    let line = |text: &&str| {
        let [level1, level2, level3, target, weight] = text.split('|').collect::<Vec<_>>()[..] else {
            panic!("{text}")
        };
        let same = page.and_then(|page| page.lines.iter().find(|one| one.level3 == level3));
        LineDraft {
            key: same.map(|one| one.key.to_string()),
            level1: level1.into(),
            level2: level2.into(),
            level3: level3.into(),
            target: target.into(),
            weight: weight.into(),
            ..LineDraft::default()
        }
    };
    SheetDraft {
        version: page.map_or(1, |page| page.version),
        annual_goal: "全年养护道路 300 公里,道路完好率保持在 90% 以上,市民出行安全便利。".into(),
        initial: "900".into(),
        lines: lines.iter().map(line).collect(),
        ..SheetDraft::default()
    }
}

fn why(reason: &str, basis: &str) -> AdjustmentDraft {
    AdjustmentDraft {
        reason: reason.into(),
        basis: basis.into(),
        dropped: Vec::new(),
    }
}

fn on_each(test: impl Fn(&Desk<'_>)) {
    Stage::on_each_engine(|stage| {
        stage.database.database.write(fill).unwrap();
        stage.app.forget_directory(division());
        let app = &stage.app;
        let goal = app.open_goal(&clerk(), &key(1), project()).unwrap();
        let desk = Desk {
            app,
            stage,
            goal: goal.id.parse().unwrap(),
            next_key: std::cell::Cell::new(1),
        };
        app.save_sheet(&clerk(), &desk.key(), desk.goal, &draft(&GOAL, None))
            .unwrap();
        desk.pass(desk.goal, &hands());
        test(&desk);
    });
}

impl Desk<'_> {
    fn key(&self) -> crate::common::RequestKey {
        self.next_key.set(self.next_key.get() + 1);
        key(self.next_key.get())
    }

    fn page(&self, sheet: SheetId) -> SheetPage {
        self.app.sheet_page(&leader(), sheet).unwrap()
    }

    fn submit(&self, sheet: SheetId) -> Result<(), AppError> {
        let version = self.page(sheet).version;
        let key = self.key();
        self.app
            .submit_sheet(&clerk(), &key, sheet, &Move { version })
            .map(|_| ())
    }

    fn approve(&self, actor: &Actor, sheet: SheetId, version: i32) -> Result<(), AppError> {
        let input = Approval {
            version,
            words: String::new(),
        };
        let key = self.key();
        self.app.approve_sheet(actor, &key, sheet, &input).map(|_| ())
    }

    fn pass(&self, sheet: SheetId, hands: &[(Role, UnitId)]) {
        self.submit(sheet).unwrap();
        for (role, unit) in hands {
            let version = self.page(sheet).version;
            self.approve(&person(*role, *unit), sheet, version).unwrap();
        }
    }

    fn open(&self) -> Result<SheetId, AppError> {
        let key = self.key();
        let opened = self.app.open_goal_adjustment(&clerk(), &key, project())?;
        Ok(opened.id.parse().unwrap())
    }

    fn save(&self, sheet: SheetId, lines: &[&str], why: AdjustmentDraft) {
        let input = SheetDraft {
            adjustment: Some(why),
            ..draft(lines, Some(&self.page(sheet)))
        };
        let key = self.key();
        self.app.save_sheet(&clerk(), &key, sheet, &input).unwrap();
    }
}

/// The goal with fewer kilometres.
fn shorter() -> [&'static str; 7] {
    let mut lines = GOAL;
    lines[0] = "产出指标|数量指标|道路养护里程|≥240公里|20";
    lines
}

#[test]
fn an_approved_adjustment_replaces_the_goal_in_force_and_the_issued_one_stays() {
    on_each(|desk| {
        let sheet = desk.open().unwrap();
        let fresh = desk.page(sheet);
        assert_eq!((fresh.kind, fresh.lines.len()), (SheetKind::GoalAdjustment, 7));
        assert_eq!(fresh.lines[0].key, desk.page(desk.goal).lines[0].key);
        desk.save(sheet, &shorter(), why("疫情停工两个月", "区政府会议纪要"));
        let beside = desk.page(sheet).adjustment.unwrap();
        assert_eq!(beside.diff.lines[0].change, LineChange::Changed);
        desk.pass(sheet, &hands()[..5]);
        assert_eq!(desk.page(desk.goal).edition, 1, "pending changes nothing");
        desk.approve(&leader(), sheet, desk.page(sheet).version).unwrap();

        let goal = desk.page(desk.goal);
        assert_eq!((goal.edition, goal.state.code), (2, "concluded"));
        assert_eq!(goal.lines[0].target.text, "≥240公里");
        assert_eq!(goal.paper_sha256, Some(goal.editions[1].content_sha256.clone()));
        let stages: Vec<_> = goal.versions.iter().map(|one| (one.stage, one.edition)).collect();
        assert_eq!(stages, [("编制", 1), ("批复", 1), ("执行", 2)]);
        assert_eq!(desk.page(sheet).adjustment.unwrap().replaced_edition, Some(2));
        let rows = desk.app.goal_adjustments(&leader(), of_year()).unwrap();
        assert_eq!((rows.len(), rows[0].replaced_edition), (1, Some(2)));
        desk.app.export_goal_adjustments(&leader(), of_year()).unwrap();
        assert_eq!(desk.stage.desk.last_written().rows.len(), 1);

        // The self-evaluation answers the goal in force, as the rule of this district says.
        let own = desk
            .app
            .open_self_evaluation(&clerk(), &desk.key(), project())
            .unwrap();
        let own = desk.page(own.id.parse().unwrap());
        assert_eq!(own.lines[0].target.text, "≥240公里");
    });
}

#[test]
fn two_leaders_at_once_are_one_approval_and_one_word_about_it() {
    on_each(|desk| {
        let sheet = desk.open().unwrap();
        desk.save(sheet, &shorter(), why("疫情", "纪要"));
        desk.pass(sheet, &hands()[..5]);
        let version = desk.page(sheet).version;
        desk.approve(&leader(), sheet, version).unwrap();
        let second = desk.approve(&leader(), sheet, version).unwrap_err();
        assert_eq!(second.code(), "stale-version");
        assert!(second.to_string().contains(&leader().name), "{second}");
        assert_eq!(desk.page(desk.goal).edition, 2);
    });
}

#[test]
fn refusals_of_an_adjustment() {
    on_each(|desk| {
        let sheet = desk.open().unwrap();
        let refused = || codes(&desk.submit(sheet).unwrap_err());
        assert_eq!(
            refused(),
            "reason:adjustment-reason-missing basis:adjustment-basis-missing lines:adjustment-empty"
        );
        assert_eq!(codes(&desk.open().unwrap_err()), "adjustment-open");
        desk.save(sheet, &GOAL, why("疫情", "纪要"));
        assert_eq!(refused(), "lines:adjustment-empty");

        let mut moved = GOAL;
        moved[0] = "产出指标|数量指标|道路养护里程|≥300公里|25";
        moved[1] = "产出指标|质量指标|养护验收合格率|≥95%|10";
        desk.save(sheet, &moved, why("疫情", "纪要"));
        assert_eq!(
            refused(),
            "lines[0].weight:adjustment-weight-fixed lines[1].weight:adjustment-weight-fixed"
        );

        // A line is given up for another one, which takes its weight.
        let mut exchanged = GOAL;
        exchanged[5] = "效益指标|可持续影响指标|道路平整度|≥85%|10";
        desk.save(sheet, &exchanged, why("疫情", "纪要"));
        assert_eq!(refused(), "dropped:dropped-reason-missing");
        let dropped = desk.page(sheet).adjustment.unwrap().dropped;
        assert_eq!(dropped[0].level3, "道路完好率");
        let explained = AdjustmentDraft {
            dropped: vec![DroppedDraft {
                line: dropped[0].key.clone(),
                reason: "改用新的检测方法".into(),
            }],
            ..why("疫情", "纪要")
        };
        desk.save(sheet, &exchanged, explained);
        desk.submit(sheet).unwrap();
    });
}

#[test]
fn a_goal_is_adjusted_within_its_year_and_only_once_issued() {
    on_each(|desk| {
        let other = ProjectId::new(at(0), {
            let mut bytes = [0; 10];
            bytes[9] = 4;
            bytes
        });
        let open = |project| desk.app.open_goal_adjustment(&clerk(), &desk.key(), project);
        assert_eq!(open(other).unwrap_err().code(), "goal-not-issued");
        // Two hours later it is the next year in Shanghai.
        desk.stage.clock.pass(2 * 3600);
        let late = open(project()).unwrap_err();
        assert_eq!(late.code(), "adjustment-too-late");
        assert!(late.to_string().contains("2020-12-31"), "{late}");
        assert!(BudgetYear::new(2020).is_ok());
    });
}
