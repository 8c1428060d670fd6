//! Evaluations end to end: from the list to the gate, with every hand that touches them.

mod gate;
mod list;
mod refusals;
mod sealed;
mod walk;

use std::cell::Cell;

use hengji_domain::id::{ProjectId, SheetId};
use hengji_domain::person::{Actor, Role};
use hengji_store::users::{self, GrantRecord};

use super::view::EvaluationPage;
use super::{
    Application, ConclusionInput, ConditionInput, Invitation, ItemScore, ListInput, MaterialDecision,
    PassInput, ReturnInput, ScoreInput,
};
use crate::attachments::NewAttachment;
use crate::common::Written;
use crate::error::AppError;
use crate::sheets::Move;
use crate::stage::district::{at, bureau, opened, person, school, works};
use crate::stage::{Stage, codes, department, division, key};

/// Somebody takes an evaluation through its steps; each step of theirs has a request key of its own.
struct Walk {
    stage: Stage,
    sheet: SheetId,
    next_key: Cell<u32>,
}

fn clerk() -> Actor {
    person(Role::UnitClerk, works())
}

/// The department of 市政中心 leads what the rules give to nobody else.
fn lead() -> Actor {
    person(Role::DepartmentReviewer, department())
}

fn opinion_giver() -> Actor {
    person(Role::BudgetDivisionReviewer, bureau())
}

fn performance() -> Actor {
    person(Role::PerformanceReviewer, bureau())
}

/// Three experts of three institutions.
fn experts() -> [Actor; 3] {
    [works(), school(), bureau()].map(|unit| person(Role::ThirdParty, unit))
}

/// The project with this number.
fn project(number: u8) -> ProjectId {
    let mut bytes = [0; 10];
    bytes[9] = number;
    ProjectId::new(at(0), bytes)
}

/// The district with its experts, and project 4 put on the list by hand.
fn listed() -> Stage {
    let stage = opened();
    for expert in experts() {
        let grant = GrantRecord {
            user: expert.user,
            grant: expert.grants[0],
            granted_by: None,
            granted_at: at(0),
        };
        stage
            .database
            .database
            .write(|db| users::grant(db, division(), &grant))
            .unwrap();
    }
    let input = ListInput {
        is_listed: true,
        category: String::new(),
        reason: "区领导交办,社会关注".into(),
    };
    stage
        .app
        .change_ex_ante_list(&performance(), &key(900), project(4), &input)
        .unwrap();
    stage
}

impl Walk {
    /// The evaluation of project 4, just opened.
    fn begin() -> Self {
        let stage = listed();
        let opened = stage
            .app
            .open_ex_ante_evaluation(&clerk(), &key(901), project(4))
            .unwrap();
        Self {
            stage,
            sheet: opened.id.parse().unwrap(),
            next_key: Cell::new(1),
        }
    }

    fn key(&self) -> crate::common::RequestKey {
        self.next_key.set(self.next_key.get() + 1);
        key(self.next_key.get())
    }

    fn page(&self, actor: &Actor) -> EvaluationPage {
        self.stage.app.ex_ante_page(actor, self.sheet).unwrap()
    }

    fn version(&self) -> i32 {
        self.page(&performance()).version
    }

    fn apply(&self, asked: &str) -> Result<Written, AppError> {
        let input = Application {
            version: self.version(),
            asked: asked.into(),
            summary: "整治积水点 8 处,按综合单价测算。".into(),
        };
        self.stage
            .app
            .save_ex_ante_application(&clerk(), &self.key(), self.sheet, &input)
    }

    fn send(&self, position: u32) -> Result<Written, AppError> {
        let page = self.page(&clerk());
        let material = page
            .materials
            .iter()
            .find(|one| one.material.position == position)
            .unwrap();
        let file = NewAttachment {
            file_name: format!("材料{position}.pdf"),
            bytes: format!("%PDF-1.7 {position}").into_bytes(),
        };
        let app = &self.stage.app;
        app.add_ex_ante_material(&clerk(), &self.key(), self.sheet, material.material.key, &file)
    }

    fn send_required(&self) {
        let page = self.page(&clerk());
        let required = page.materials.iter().filter(|one| one.material.item.is_required);
        for one in required {
            self.send(one.material.position).unwrap();
        }
    }

    fn submit(&self) -> Result<Written, AppError> {
        let input = Move {
            version: self.version(),
        };
        let app = &self.stage.app;
        app.submit_ex_ante_evaluation(&clerk(), &self.key(), self.sheet, &input)
    }

    fn decide(&self, position: u32, is_accepted: bool, reason: &str) -> Result<Written, AppError> {
        let page = self.page(&lead());
        let material = page
            .materials
            .iter()
            .find(|one| one.material.position == position)
            .unwrap();
        let input = MaterialDecision {
            version: page.version,
            is_accepted,
            reason: reason.into(),
        };
        let app = &self.stage.app;
        app.review_ex_ante_material(&lead(), &self.key(), self.sheet, material.material.key, &input)
    }

    fn accept_all(&self) {
        let page = self.page(&lead());
        let there = page.materials.iter().filter(|one| !one.files.is_empty());
        for one in there {
            self.decide(one.material.position, true, "").unwrap();
        }
    }

    fn pass(&self, actor: &Actor, words: &str) -> Result<Written, AppError> {
        let input = PassInput {
            version: self.version(),
            words: words.into(),
        };
        let app = &self.stage.app;
        app.pass_ex_ante_evaluation(actor, &self.key(), self.sheet, &input)
    }

    fn send_back(&self, actor: &Actor, reason: &str) -> Result<Written, AppError> {
        let input = ReturnInput {
            version: self.version(),
            reason: reason.into(),
        };
        let app = &self.stage.app;
        app.return_ex_ante_evaluation(actor, &self.key(), self.sheet, &input)
    }

    fn invite(&self, expert: &Actor) -> Result<Written, AppError> {
        let input = Invitation {
            version: self.version(),
            expert: expert.user.to_string(),
        };
        let app = &self.stage.app;
        app.invite_ex_ante_expert(&lead(), &self.key(), self.sheet, &input)
    }

    /// Gives every item of five points this score; `words` beside each.
    fn score(&self, expert: &Actor, each: &str, words: &str, is_final: bool) -> Result<Written, AppError> {
        let page = self.page(expert);
        let own = page.own.unwrap();
        let items = own.items.iter().map(|item| ItemScore {
            line: item.key.to_string(),
            score: each.into(),
            words: words.into(),
        });
        let input = ScoreInput {
            version: own.version,
            items: items.collect(),
            opinion: "总体可行".into(),
            is_final,
        };
        let app = &self.stage.app;
        app.score_ex_ante_evaluation(expert, &self.key(), self.sheet, &input)
    }

    fn draw(
        &self,
        conclusion: &str,
        granted: &str,
        reason: &str,
        conditions: usize,
    ) -> Result<Written, AppError> {
        let timings = ["before_issue", "before_payment"].into_iter().cycle();
        let input = ConclusionInput {
            version: self.version(),
            conclusion: conclusion.into(),
            reason: reason.into(),
            granted: granted.into(),
            advice: "压减设备费,细化测算".into(),
            conditions: timings
                .take(conditions)
                .map(|timing| ConditionInput {
                    words: "取得用地批复".into(),
                    unit: works().to_string(),
                    due_on: "2021-03-31".into(),
                    timing: timing.into(),
                })
                .collect(),
        };
        let app = &self.stage.app;
        app.draw_ex_ante_conclusion(&lead(), &self.key(), self.sheet, &input)
    }

    /// Up to the experts: materials accepted, three experts invited.
    fn at_scoring() -> Self {
        let walk = Self::begin();
        walk.apply("1").unwrap();
        walk.send_required();
        walk.submit().unwrap();
        walk.accept_all();
        walk.pass(&lead(), "").unwrap();
        for expert in &experts() {
            walk.invite(expert).unwrap();
        }
        walk
    }

    /// Up to the conclusion: all three have handed in, 85 points on average.
    fn at_conclusion() -> Self {
        let walk = Self::at_scoring();
        for (expert, each) in experts().iter().zip(["4", "4.25", "4.5"]) {
            walk.score(expert, each, "", true).unwrap();
        }
        walk.pass(&lead(), "").unwrap();
        walk
    }

    /// Final, with this conclusion.
    fn concluded(conclusion: &str, granted: &str, conditions: usize) -> Self {
        let walk = Self::at_conclusion();
        walk.draw(conclusion, granted, "专家会意见", conditions).unwrap();
        walk.pass(&lead(), "").unwrap();
        walk.pass(&opinion_giver(), "同意核定金额").unwrap();
        walk.pass(&performance(), "").unwrap();
        walk
    }
}

/// The codes of a refusal.
fn refusal<T: std::fmt::Debug>(result: Result<T, AppError>) -> String {
    codes(&result.unwrap_err())
}
