//! The line end to end: from an empty goal to a finalised self-evaluation, with every hand that touches it.

mod refusals;
mod walk;

use hengji_domain::id::{ProjectId, SheetId, UnitId};
use hengji_domain::person::{Actor, Role};

use super::view::SheetPage;
use super::{Approval, LineDraft, Move, OpinionInput, ReturnForRevision, SheetDraft};
use crate::error::AppError;
use crate::stage::district::{at, bureau, person, works};
use crate::stage::{Stage, department, key};

/// Somebody walks a sheet; each step of theirs has a request key of its own.
struct Walker<'a> {
    stage: &'a Stage,
    sheet: SheetId,
    next_key: std::cell::Cell<u32>,
}

/// The complete goal of a road project: 90 points, seven indicators, all classes.
const GOAL: [&str; 7] = [
    "产出指标|数量指标|道路养护里程|≥300公里|20",
    "产出指标|质量指标|养护验收合格率|≥95%|15",
    "产出指标|时效指标|养护完成时间|2020年12月31日前|5",
    "产出指标|成本指标|每公里养护成本|≤3万元|10",
    "效益指标|社会效益指标|因路面破损引发的事故|≤3起|20",
    "效益指标|可持续影响指标|道路完好率|≥90%|10",
    "满意度指标|服务对象满意度指标|市民满意度|≥90%|10",
];

fn goal_line(text: &str) -> LineDraft {
    let [level1, level2, level3, target, weight] = text.split('|').collect::<Vec<_>>()[..] else {
        panic!("{text}")
    };
    LineDraft {
        level1: level1.into(),
        level2: level2.into(),
        level3: level3.into(),
        target: target.into(),
        weight: weight.into(),
        ..LineDraft::default()
    }
}

fn goal_draft(version: i32, lines: &[&str]) -> SheetDraft {
    SheetDraft {
        version,
        annual_goal: "全年养护道路 300 公里,道路完好率保持在 90% 以上,市民出行安全便利。".into(),
        initial: "900".into(),
        lines: lines.iter().map(|line| goal_line(line)).collect(),
        ..SheetDraft::default()
    }
}

/// The same lines again with their keys, as a page sends them back.
fn with_keys(mut draft: SheetDraft, page: &SheetPage) -> SheetDraft {
    for (line, stored) in draft.lines.iter_mut().zip(&page.lines) {
        line.key = Some(stored.key.to_string());
    }
    draft.version = page.version;
    draft
}

fn clerk() -> Actor {
    person(Role::UnitClerk, works())
}

/// The hands of the chain after the clerk, with the unit each stands for.
fn reviewers() -> Vec<(Role, UnitId)> {
    vec![
        (Role::UnitFinance, works()),
        (Role::UnitHead, works()),
        (Role::DepartmentReviewer, department()),
        (Role::BudgetDivisionReviewer, bureau()),
        (Role::PerformanceReviewer, bureau()),
        (Role::BureauLeader, bureau()),
    ]
}

/// Project 1 of the district, which has no sheet yet.
fn project() -> ProjectId {
    let mut bytes = [0; 10];
    bytes[9] = 1;
    ProjectId::new(at(0), bytes)
}

impl<'a> Walker<'a> {
    fn open_goal(stage: &'a Stage) -> Self {
        let opened = stage.app.open_goal(&clerk(), &key(1), project()).unwrap();
        Self {
            stage,
            sheet: opened.id.parse().unwrap(),
            next_key: std::cell::Cell::new(2),
        }
    }

    fn key(&self) -> crate::common::RequestKey {
        self.next_key.set(self.next_key.get() + 1);
        key(self.next_key.get())
    }

    fn page(&self, actor: &Actor) -> SheetPage {
        self.stage.app.sheet_page(actor, self.sheet).unwrap()
    }

    fn version(&self) -> i32 {
        self.page(&person(Role::PerformanceReviewer, bureau())).version
    }

    fn save(&self, actor: &Actor, draft: &SheetDraft) -> Result<i32, AppError> {
        let written = self.stage.app.save_sheet(actor, &self.key(), self.sheet, draft)?;
        Ok(written.version)
    }

    fn submit(&self, actor: &Actor) -> Result<i32, AppError> {
        let input = Move {
            version: self.version(),
        };
        let written = self
            .stage
            .app
            .submit_sheet(actor, &self.key(), self.sheet, &input)?;
        Ok(written.version)
    }

    fn withdraw(&self, actor: &Actor) -> Result<i32, AppError> {
        let input = Move {
            version: self.version(),
        };
        let written = self
            .stage
            .app
            .withdraw_sheet(actor, &self.key(), self.sheet, &input)?;
        Ok(written.version)
    }

    fn approve(&self, actor: &Actor) -> Result<i32, AppError> {
        let input = Approval {
            version: self.version(),
            words: "同意".into(),
        };
        let written = self
            .stage
            .app
            .approve_sheet(actor, &self.key(), self.sheet, &input)?;
        Ok(written.version)
    }

    fn send_back(&self, actor: &Actor, opinions: &[(Option<usize>, &str, &str)]) -> Result<i32, AppError> {
        let page = self.page(actor);
        let input = ReturnForRevision {
            version: page.version,
            opinions: opinions
                .iter()
                .map(|(line, reason, text)| OpinionInput {
                    line: line.map(|index| page.lines[index].key.to_string()),
                    reason: (*reason).into(),
                    text: (*text).into(),
                })
                .collect(),
        };
        let written = self
            .stage
            .app
            .return_sheet(actor, &self.key(), self.sheet, &input)?;
        Ok(written.version)
    }

    /// Saves the complete goal and submits it.
    fn submit_complete_goal(&self) {
        let version = self.version();
        self.save(&clerk(), &goal_draft(version, &GOAL)).unwrap();
        self.submit(&clerk()).unwrap();
    }

    /// Everybody after the clerk says yes, as far as `hands` reach.
    fn approve_by(&self, hands: &[(Role, UnitId)]) {
        for (role, unit) in hands {
            self.approve(&person(*role, *unit)).unwrap();
        }
    }
}

/// How many events the chain of the division holds.
fn event_count(stage: &Stage) -> usize {
    let mut count = 0;
    stage
        .database
        .database
        .read(|db| {
            hengji_store::audit::stream(db, crate::stage::division(), |_| {
                count += 1;
                Ok::<(), hengji_store::StoreError>(())
            })
        })
        .unwrap();
    count
}
