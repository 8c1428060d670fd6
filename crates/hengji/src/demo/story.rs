//! The way of a demonstration sheet along its chain: who handed it on or back, when and why.

use hengji_domain::rule::{Chain, ReviewReason};
use hengji_domain::sheet::Line;
use hengji_domain::workflow::{ReturnOpinion, SheetState};
use hengji_domain::{NaiveDate, Timestamp};

use super::calendar;
use super::draw::Draw;
use super::goal::Flaw;

/// One move of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Move {
    /// When.
    pub(crate) at: Timestamp,
    /// Index of the step that acted.
    pub(crate) step: usize,
    /// What it did.
    pub(crate) deed: Deed,
}

/// What a step did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Deed {
    /// 提交.
    Submitted,
    /// 通过.
    Approved,
    /// 退回修改.
    Returned(Vec<ReturnOpinion>),
}

/// Where a sheet shall stand in the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// Still being written.
    Draft,
    /// Waiting at a step.
    Waiting(usize),
    /// Returned by a step.
    Returned(usize),
    /// The chain is complete.
    Concluded,
}

/// The moves of a sheet and where they leave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Story {
    /// The moves in order.
    pub(crate) moves: Vec<Move>,
    /// The state after them.
    pub(crate) state: SheetState,
    /// How often it was submitted.
    pub(crate) edition: i32,
}

/// What a story is told from.
pub(crate) struct Way<'a> {
    /// The chain.
    pub(crate) chain: &'a Chain,
    /// Where the sheet shall stand.
    pub(crate) ending: Ending,
    /// Opinions of an earlier return, from the last but one step; none where it never went back before.
    pub(crate) earlier: Option<&'a [ReturnOpinion]>,
    /// Opinions of the last return, where it ends so.
    pub(crate) opinions: &'a [ReturnOpinion],
    /// The day before the first submission.
    pub(crate) from: NaiveDate,
    /// The last step does not act before this day: goals are issued with the budget.
    pub(crate) concludes_from: NaiveDate,
    /// Longest wait of a sheet at one step, in days.
    pub(crate) wait_max: i64,
}

impl Way<'_> {
    /// Tells the way of the sheet.
    pub(crate) fn tell(&self, draw: &mut Draw) -> Story {
        let mut teller = Teller {
            day: self.from,
            wait_max: self.wait_max,
            moves: Vec::new(),
            edition: 0,
            draw,
        };
        let last = self.chain.steps.len().saturating_sub(1).max(1);
        if let (Some(earlier), true) = (self.earlier, self.ending != Ending::Draft) {
            let back = last.saturating_sub(1).max(1);
            teller.pass_up_to(back);
            teller.act(back, Deed::Returned(earlier.to_vec()));
        }
        let state = match self.ending {
            Ending::Draft => SheetState::Draft,
            Ending::Waiting(step) => {
                let step = step.clamp(1, last);
                let since = teller.pass_up_to(step);
                SheetState::InReview { step, since }
            }
            Ending::Returned(step) => {
                let step = step.clamp(1, last);
                teller.pass_up_to(step);
                let at = teller.act(step, Deed::Returned(self.opinions.to_vec()));
                SheetState::Returned { from_step: step, at }
            }
            Ending::Concluded => {
                teller.pass_up_to(last);
                teller.day = teller.day.max(self.concludes_from);
                let at = teller.act(last, Deed::Approved);
                SheetState::Concluded { at }
            }
        };
        Story {
            moves: teller.moves,
            state,
            edition: teller.edition,
        }
    }
}

struct Teller<'a> {
    day: NaiveDate,
    wait_max: i64,
    moves: Vec<Move>,
    edition: i32,
    draw: &'a mut Draw,
}

impl Teller<'_> {
    /// Some days later somebody acts.
    fn act(&mut self, step: usize, deed: Deed) -> Timestamp {
        let days = usize::try_from(self.draw.between(1, self.wait_max)).unwrap_or(1);
        self.day = calendar::days_after(self.day, days);
        let at = calendar::office_hour(self.draw, self.day);
        self.moves.push(Move { at, step, deed });
        at
    }

    /// Submits and passes every step before `step`; returns since when it waits there.
    fn pass_up_to(&mut self, step: usize) -> Timestamp {
        self.edition += 1;
        let mut since = self.act(0, Deed::Submitted);
        for passed in 1..step {
            since = self.act(passed, Deed::Approved);
        }
        since
    }
}

/// The opinions that a reviewer gives on a flawed goal, in the words of the closed list.
pub(crate) fn opinions(flaw: Flaw, lines: &[Line], reasons: &[ReviewReason]) -> Vec<ReturnOpinion> {
    let reason = |word: &str| {
        reasons
            .iter()
            .find(|reason| reason.name.contains(word))
            .or_else(|| reasons.last())
            .map(|reason| reason.code.clone())
            .unwrap_or_default()
    };
    let (word, line, text) = match flaw {
        Flaw::WeightsOff => {
            let first = lines.first();
            (
                "其他",
                None,
                format!(
                    "分值合计与规定不符,请核对“{}”等指标的分值。",
                    first.map_or("产出指标", |line| line.level3.as_str())
                ),
            )
        }
        Flaw::Vague => {
            let vague = lines.iter().find(|line| !line.target.is_quantified());
            (
                "量化",
                vague.map(|line| line.key),
                format!(
                    "“{}”只写“{}”,无法衡量,请改为可核实的数值。",
                    vague.map_or("效益指标", |line| line.level3.as_str()),
                    vague.map_or("有效提升", |line| line.target.text.as_str())
                ),
            )
        }
        Flaw::NoSatisfaction => (
            "满意度",
            None,
            "请补充服务对象满意度指标,并说明调查方式。".to_owned(),
        ),
        Flaw::FarFromMoney => {
            let first = lines.first();
            (
                "不匹配",
                first.map(|line| line.key),
                format!(
                    "“{}”目标值{}与资金规模明显不符,请说明测算依据或调整。",
                    first.map_or("数量指标", |line| line.level3.as_str()),
                    first.map_or("", |line| line.target.text.as_str())
                ),
            )
        }
    };
    vec![ReturnOpinion {
        line,
        reason: reason(word),
        text,
    }]
}

#[cfg(test)]
mod tests {
    use hengji_domain::person::Role;
    use hengji_domain::rule::ChainStep;

    use super::*;

    fn chain() -> Chain {
        let step = |code: &str| ChainStep {
            code: code.into(),
            name: code.into(),
            role: Role::UnitClerk,
            may_return: true,
        };
        Chain {
            steps: ["prepare", "sign", "head", "issue"].map(step).to_vec(),
        }
    }

    fn told(ending: Ending, was_returned: bool) -> Story {
        let earlier = [ReturnOpinion {
            line: None,
            reason: "other".into(),
            text: "请修改。".into(),
        }];
        let way = Way {
            chain: &chain(),
            ending,
            earlier: was_returned.then_some(earlier.as_slice()),
            opinions: &earlier,
            from: calendar::first_of(2019, 11),
            concludes_from: calendar::first_of(2020, 2),
            wait_max: 5,
        };
        way.tell(&mut Draw::new(1))
    }

    /// Reads `ending | moves` and compares.
    fn check(ending: Ending, was_returned: bool, expected: &str) {
        let story = told(ending, was_returned);
        let letters: Vec<String> = story
            .moves
            .iter()
            .map(|one| {
                let deed = match one.deed {
                    Deed::Submitted => "submit",
                    Deed::Approved => "approve",
                    Deed::Returned(_) => "return",
                };
                format!("{}{deed}", one.step)
            })
            .collect();
        let told = format!(
            "{} -> {} edition {}",
            letters.join(" "),
            story.state.code(),
            story.edition
        );
        assert_eq!(told, expected);
        let mut times: Vec<_> = story.moves.iter().map(|one| one.at).collect();
        times.dedup();
        assert!(times.is_sorted(), "{times:?}");
    }

    #[test]
    fn the_last_step_waits_for_its_season() {
        let at = match told(Ending::Concluded, false).state {
            SheetState::Concluded { at } => at.shanghai_date(),
            other => panic!("{other:?}"),
        };
        assert!(
            calendar::first_of(2020, 2) < at && at < calendar::first_of(2020, 3),
            "{at}"
        );
    }

    #[test]
    fn every_ending_is_reached_by_moves_of_the_chain() {
        check(Ending::Draft, false, " -> draft edition 0");
        check(Ending::Draft, true, " -> draft edition 0");
        check(Ending::Waiting(1), false, "0submit -> in_review edition 1");
        check(
            Ending::Waiting(3),
            false,
            "0submit 1approve 2approve -> in_review edition 1",
        );
        check(
            Ending::Waiting(9),
            false,
            "0submit 1approve 2approve -> in_review edition 1",
        );
        check(
            Ending::Returned(2),
            false,
            "0submit 1approve 2return -> returned edition 1",
        );
        check(
            Ending::Concluded,
            false,
            "0submit 1approve 2approve 3approve -> concluded edition 1",
        );
        check(
            Ending::Concluded,
            true,
            "0submit 1approve 2return 0submit 1approve 2approve 3approve -> concluded edition 2",
        );
    }
}
