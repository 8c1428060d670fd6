//! Ex-ante evaluations of the demonstration, made by the same use cases as real ones: one at every place where an
//! evaluation can stand, and a closed year behind it.

use std::cell::Cell;

use hengji_app::attachments::NewAttachment;
use hengji_app::common::PageRequest;
use hengji_app::ex_ante::view::{EvaluationPage, ExAnteRow};
use hengji_app::ex_ante::{
    Application, ConclusionInput, ConditionInput, ExAnteQuery, Invitation, ItemScore, ListInput,
    MaterialDecision, PassInput, ReturnInput, ScoreInput, SettlementInput,
};
use hengji_app::sheets::Move;
use hengji_app::{App, AppError, RequestKey};
use hengji_domain::id::{SheetId, UnitId, UserId};
use hengji_domain::person::{Actor, Grant, Role};
use hengji_domain::sheet::SheetKind;
use hengji_domain::unit::Unit;
use hengji_domain::{BudgetYear, Division, Money};

use crate::demo::district::Bodies;
use crate::exit::Failure;

/// How far an evaluation comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    NotBegun,
    Draft,
    HandedIn,
    Returned,
    Scoring,
    Discussing,
    AtOpinion,
    AtConclusion,
    Final(Verdict),
}

/// What a final evaluation comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Supported,
    Adjusted,
    Conditional,
    Refused,
}

/// The fates of the year in preparation, one after the other.
const UNDERWAY: [Fate; 12] = [
    Fate::Discussing,
    Fate::Final(Verdict::Conditional),
    Fate::HandedIn,
    Fate::Scoring,
    Fate::Final(Verdict::Refused),
    Fate::Returned,
    Fate::AtOpinion,
    Fate::Final(Verdict::Adjusted),
    Fate::NotBegun,
    Fate::AtConclusion,
    Fate::Draft,
    Fate::Final(Verdict::Supported),
];

/// The fates of a closed year, whose goals are all issued: every evaluation supports.
const CLOSED: [Fate; 3] = [
    Fate::Final(Verdict::Supported),
    Fate::Final(Verdict::Adjusted),
    Fate::Final(Verdict::Supported),
];

/// Projects of the closed year that were evaluated as pilots: the list by rule begins with the year after.
const PILOTS: usize = 4;

/// Makes the evaluations of a year.
///
/// # Errors
///
/// [`Failure`] when a use case refuses, which would be a fault of the demonstration.
pub(super) fn make(
    app: &App,
    bodies: &Bodies,
    users: &[(Role, UserId)],
    division: Division,
    year: BudgetYear,
    is_closed: bool,
) -> Result<(), Failure> {
    let desk = Desk {
        app,
        bodies,
        users,
        division,
        year,
        next_key: Cell::new(0),
    };
    Ok(desk.year(is_closed)?)
}

struct Desk<'a> {
    app: &'a App,
    bodies: &'a Bodies,
    users: &'a [(Role, UserId)],
    division: Division,
    year: BudgetYear,
    next_key: Cell<u32>,
}

/// One evaluation and the hands that touch it.
struct Hands {
    sheet: SheetId,
    clerk: Actor,
    lead: Actor,
    division: Actor,
    performance: Actor,
    experts: Vec<Actor>,
}

impl Desk<'_> {
    fn year(&self, is_closed: bool) -> Result<(), AppError> {
        let performance = self.actor(Role::PerformanceReviewer, None, "绩效管理科经办")?;
        if is_closed {
            self.choose_pilots(&performance)?;
        } else {
            self.app
                .make_ex_ante_list(&performance, &self.key()?, self.year)?;
        }
        let query = ExAnteQuery {
            by_money: true,
            page: PageRequest::new(1, 100),
            ..ExAnteQuery::default()
        };
        let rows = self.app.ex_ante_list(&performance, self.year, &query)?.page.rows;
        let open: &[Fate] = if is_closed { &CLOSED } else { &UNDERWAY };
        let (mut issued, mut open) = (CLOSED.iter().cycle(), open.iter().cycle());
        for row in &rows {
            // A goal that is issued already must have an evaluation behind it that lets it through.
            let fate = if self.is_issued(&performance, row)? {
                issued.next()
            } else {
                open.next()
            };
            self.evaluate(row, fate.copied().unwrap_or(Fate::NotBegun))?;
        }
        Ok(())
    }

    fn choose_pilots(&self, performance: &Actor) -> Result<(), AppError> {
        let list = self
            .app
            .ex_ante_list(performance, self.year, &ExAnteQuery::default())?;
        for choice in list.candidates.iter().take(PILOTS) {
            let project = self.app.ex_ante_candidate(performance, self.year, &choice.code)?;
            let input = ListInput {
                is_listed: true,
                category: String::new(),
                reason: "办法出台前的试点,资金量大、社会关注".to_owned(),
            };
            self.app
                .change_ex_ante_list(performance, &self.key()?, project, &input)?;
        }
        Ok(())
    }

    fn is_issued(&self, reader: &Actor, row: &ExAnteRow) -> Result<bool, AppError> {
        let page = self.app.project_page(reader, row.project)?;
        let mut sheets = page.sheets.iter();
        Ok(sheets.any(|sheet| sheet.kind == SheetKind::Goal && sheet.state.code == "concluded"))
    }

    fn evaluate(&self, row: &ExAnteRow, fate: Fate) -> Result<(), AppError> {
        if fate == Fate::NotBegun {
            return Ok(());
        }
        let unit = self.unit(&row.unit_name)?;
        let lead = self.unit(&row.lead_name)?;
        let name = |unit: &Unit, post: &str| format!("{}{post}", unit.name);
        let clerk = self.actor(Role::UnitClerk, Some(unit.id), &name(unit, "业务经办"))?;
        let opened = self
            .app
            .open_ex_ante_evaluation(&clerk, &self.key()?, row.project)?;
        let owner = unit.budget_division;
        let hands = Hands {
            sheet: opened.id.parse()?,
            lead: self.actor(Role::DepartmentReviewer, Some(lead.id), &name(lead, "绩效管理岗"))?,
            division: self.actor(Role::BudgetDivisionReviewer, owner, "归口科室经办")?,
            performance: self.actor(Role::PerformanceReviewer, None, "绩效管理科经办")?,
            experts: self.experts(),
            clerk,
        };
        self.hand_in(&hands, row, fate)?;
        match fate {
            Fate::NotBegun | Fate::Draft | Fate::HandedIn | Fate::Returned => Ok(()),
            Fate::Scoring => self.score(&hands, 1, [43, 40, 44]),
            Fate::Discussing => {
                self.score(&hands, 3, [46, 32, 41])?;
                self.pass(&hands, &hands.lead, "")
            }
            Fate::AtOpinion | Fate::AtConclusion => {
                self.score(&hands, 3, [44, 42, 45])?;
                self.draw(&hands, row, Verdict::Supported)?;
                if fate == Fate::AtConclusion {
                    self.pass(&hands, &hands.division, "同意评估结论和核定金额。")?;
                }
                Ok(())
            }
            Fate::Final(verdict) => {
                let scores = match verdict {
                    Verdict::Supported => [45, 43, 44],
                    Verdict::Adjusted | Verdict::Conditional => [36, 39, 34],
                    Verdict::Refused => [24, 29, 26],
                };
                self.score(&hands, 3, scores)?;
                self.draw(&hands, row, verdict)?;
                self.pass(&hands, &hands.division, "同意评估结论和核定金额。")?;
                self.pass(&hands, &hands.performance, "")?;
                if verdict == Verdict::Conditional {
                    self.settle(&hands)?;
                }
                Ok(())
            }
        }
    }

    /// What the unit asks for, its files, and what the lead says of them.
    fn hand_in(&self, hands: &Hands, row: &ExAnteRow, fate: Fate) -> Result<(), AppError> {
        let application = Application {
            version: self.page(hands, &hands.clerk)?.version,
            asked: row
                .total
                .in_unit(hengji_domain::money::MoneyUnit::TenThousandYuan)
                .to_string(),
            summary: format!(
                "{}:列入部门年度重点工作,按实施方案分季度推进;资金按工作量和单价测算,测算明细见附件。",
                row.name
            ),
        };
        self.app
            .save_ex_ante_application(&hands.clerk, &self.key()?, hands.sheet, &application)?;
        let page = self.page(hands, &hands.clerk)?;
        let required = page.materials.iter().filter(|one| one.material.item.is_required);
        let wanted = if fate == Fate::Draft { 2 } else { usize::MAX };
        for one in required.take(wanted) {
            let file = NewAttachment {
                file_name: format!("{}.pdf", one.material.item.name),
                bytes: format!("%PDF-1.4\n% {} {}\n%%EOF\n", row.code, one.material.item.name).into_bytes(),
            };
            let key = one.material.key;
            self.app
                .add_ex_ante_material(&hands.clerk, &self.key()?, hands.sheet, key, &file)?;
        }
        if fate == Fate::Draft {
            return Ok(());
        }
        let input = Move {
            version: self.page(hands, &hands.clerk)?.version,
        };
        self.app
            .submit_ex_ante_evaluation(&hands.clerk, &self.key()?, hands.sheet, &input)?;
        match fate {
            Fate::HandedIn => Ok(()),
            Fate::Returned => self.reject(hands),
            _ => self.accept(hands),
        }
    }

    fn accept(&self, hands: &Hands) -> Result<(), AppError> {
        let page = self.page(hands, &hands.lead)?;
        for one in page.materials.iter().filter(|one| !one.files.is_empty()) {
            self.decide(hands, one.material.key, true, "")?;
        }
        self.pass(hands, &hands.lead, "")?;
        for expert in &hands.experts {
            let input = Invitation {
                version: self.page(hands, &hands.lead)?.version,
                expert: expert.user.to_string(),
            };
            self.app
                .invite_ex_ante_expert(&hands.lead, &self.key()?, hands.sheet, &input)?;
        }
        Ok(())
    }

    fn reject(&self, hands: &Hands) -> Result<(), AppError> {
        let page = self.page(hands, &hands.lead)?;
        if let Some(one) = page.materials.iter().rfind(|one| !one.files.is_empty()) {
            self.decide(
                hands,
                one.material.key,
                false,
                "只有总额,缺分项单价和数量,请补测算明细",
            )?;
        }
        let input = ReturnInput {
            version: self.page(hands, &hands.lead)?.version,
            reason: "测算材料不完整,请补充后重新提交。".to_owned(),
        };
        let app = self.app;
        app.return_ex_ante_evaluation(&hands.lead, &self.key()?, hands.sheet, &input)?;
        Ok(())
    }

    fn decide(
        &self,
        hands: &Hands,
        material: hengji_domain::id::LineKey,
        is_accepted: bool,
        reason: &str,
    ) -> Result<(), AppError> {
        let input = MaterialDecision {
            version: self.page(hands, &hands.lead)?.version,
            is_accepted,
            reason: reason.to_owned(),
        };
        self.app
            .review_ex_ante_material(&hands.lead, &self.key()?, hands.sheet, material, &input)?;
        Ok(())
    }

    /// The first experts give the items about so many tenths of a point, of fifty.
    fn score(&self, hands: &Hands, count: usize, each: [u32; 3]) -> Result<(), AppError> {
        for (expert, tenths) in hands.experts.iter().zip(each).take(count) {
            let page = self.page(hands, expert)?;
            let Some(own) = page.own else { continue };
            let items = own.items.iter().map(|item| ItemScore {
                line: item.key.to_string(),
                score: about(tenths, item.position),
                words: String::new(),
            });
            let input = ScoreInput {
                version: own.version,
                items: items.collect(),
                opinion: "立项依据充分;建议细化支出测算,完善绩效指标。".to_owned(),
                is_final: true,
            };
            self.app
                .score_ex_ante_evaluation(expert, &self.key()?, hands.sheet, &input)?;
        }
        Ok(())
    }

    /// Opens the discussion, draws the conclusion and hands it to the bureau.
    fn draw(&self, hands: &Hands, row: &ExAnteRow, verdict: Verdict) -> Result<(), AppError> {
        self.pass(hands, &hands.lead, "")?;
        let percent = |percent: i64| Money::from_fen(row.total.fen() / 100 * percent);
        let (conclusion, granted, reason) = match verdict {
            Verdict::Supported => ("support", percent(96), ""),
            Verdict::Adjusted => ("support_after_adjustment", percent(82), ""),
            Verdict::Conditional => (
                "support_with_conditions",
                percent(88),
                "必要性充分,但用地手续和配套资金尚未落实,须先落实再批复",
            ),
            Verdict::Refused => ("no_support", Money::ZERO, ""),
        };
        let condition = |words: &str, due_on: &str, timing: &str| ConditionInput {
            words: words.to_owned(),
            unit: self
                .unit(&row.unit_name)
                .map(|unit| unit.id.to_string())
                .unwrap_or_default(),
            due_on: due_on.to_owned(),
            timing: timing.to_owned(),
        };
        let input = ConclusionInput {
            version: self.page(hands, &hands.lead)?.version,
            conclusion: conclusion.to_owned(),
            reason: reason.to_owned(),
            granted: granted
                .in_unit(hengji_domain::money::MoneyUnit::TenThousandYuan)
                .to_string(),
            advice: "压减与主要任务关联不强的支出;设备按市场询价;指标值与投入相称。".to_owned(),
            conditions: if verdict == Verdict::Conditional {
                vec![
                    condition("取得用地预审意见", "2021-02-10", "before_issue"),
                    condition("配套资金落实到位", "2021-06-30", "before_payment"),
                ]
            } else {
                Vec::new()
            },
        };
        self.app
            .draw_ex_ante_conclusion(&hands.lead, &self.key()?, hands.sheet, &input)?;
        self.pass(hands, &hands.lead, "")
    }

    fn settle(&self, hands: &Hands) -> Result<(), AppError> {
        let input = SettlementInput {
            version: self.page(hands, &hands.lead)?.version,
            number: 2,
            is_met: true,
            evidence: "部门自有资金承诺函(2021-02-20)".to_owned(),
        };
        self.app
            .settle_ex_ante_condition(&hands.lead, &self.key()?, hands.sheet, &input)?;
        Ok(())
    }

    fn pass(&self, hands: &Hands, actor: &Actor, words: &str) -> Result<(), AppError> {
        let input = PassInput {
            version: self.page(hands, &hands.performance)?.version,
            words: words.to_owned(),
        };
        self.app
            .pass_ex_ante_evaluation(actor, &self.key()?, hands.sheet, &input)?;
        Ok(())
    }

    fn page(&self, hands: &Hands, reader: &Actor) -> Result<EvaluationPage, AppError> {
        self.app.ex_ante_page(reader, hands.sheet)
    }

    fn unit(&self, name: &str) -> Result<&Unit, AppError> {
        let found = self.bodies.units.iter().find(|unit| unit.name == name);
        found.ok_or_else(|| AppError::fault(format!("演示数据缺少单位“{name}”")))
    }

    /// The account of the role, acting for a unit: the demonstration has one account for each role, and the post
    /// that acts is named after its unit.
    fn actor(&self, role: Role, unit: Option<UnitId>, name: &str) -> Result<Actor, AppError> {
        let account = self.bodies.accounts.iter().find(|account| account.role == role);
        let user = self.users.iter().find(|(one, _)| *one == role);
        match (account, user) {
            (Some(account), Some((_, user))) => Ok(Actor {
                user: *user,
                name: name.to_owned(),
                division: self.division,
                grants: vec![Grant {
                    role,
                    unit: unit.unwrap_or(account.unit),
                }],
                address: String::new(),
            }),
            _ => Err(AppError::fault(format!("演示数据缺少“{}”账户", role.name()))),
        }
    }

    /// The third parties of the demonstration, each under its own name.
    fn experts(&self) -> Vec<Actor> {
        let accounts = self.bodies.accounts.iter().zip(self.users);
        accounts
            .filter(|(account, _)| account.role == Role::ThirdParty)
            .map(|(account, (role, user))| Actor {
                user: *user,
                name: account.name.clone(),
                division: self.division,
                grants: vec![Grant {
                    role: *role,
                    unit: account.unit,
                }],
                address: String::new(),
            })
            .collect()
    }

    fn key(&self) -> Result<RequestKey, AppError> {
        self.next_key.set(self.next_key.get() + 1);
        RequestKey::new(&format!("ex-ante-{}-{:06}", self.year, self.next_key.get()))
    }
}

/// A score around so many tenths: no expert gives every item the same.
fn about(tenths: u32, position: u32) -> String {
    let tenths = match position % 4 {
        1 => tenths + 2,
        3 => tenths - 2,
        _ => tenths,
    };
    format!("{}.{}", tenths / 10, tenths % 10)
}
