//! Everything about one project of the demonstration: its money, its goal and its self-evaluation.

use hengji_domain::fact::Fact;
use hengji_domain::id::{SheetId, UnitId};
use hengji_domain::project::Project;
use hengji_domain::rule::{Chain, GoalFrame, ReviewReason};
use hengji_domain::sheet::{ExecutionRow, Line, Sheet, SheetKind, SheetMoney, SheetPeriod};
use hengji_domain::workflow::{ReturnOpinion, SheetState};
use hengji_domain::{BudgetYear, NaiveDate};

use super::calendar;
use super::draw::Draw;
use super::goal::{self, Flaw};
use super::monitored::{self, DemoMonitoring};
use super::outcome::{self, Care, Ends};
use super::project::{DemoProject, Ground};
use super::story::{self, Ending, Story, Way};

/// What the generator needs to know of the rules of a year: it holds no official's number itself.
#[derive(Debug, Clone)]
pub(crate) struct YearRules {
    /// Budget year.
    pub(crate) year: BudgetYear,
    /// Weights and taxonomy.
    pub(crate) frame: GoalFrame,
    /// Chain of a goal.
    pub(crate) goal_chain: Chain,
    /// Chain of a monitoring sheet.
    pub(crate) monitoring_chain: Chain,
    /// Chain of a self-evaluation.
    pub(crate) self_evaluation_chain: Chain,
    /// Closed list of reasons for return.
    pub(crate) reasons: Vec<ReviewReason>,
    /// Phrases that claim a qualitative band, best first.
    pub(crate) band_phrases: Vec<String>,
}

/// A sheet with the way it went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DemoSheet {
    /// The sheet as it stands.
    pub(crate) sheet: Sheet,
    /// What was handed in before it was returned, where it once was; the last submission is the sheet itself.
    /// Of a self-evaluation it is known once the unit has stated its scores.
    pub(crate) earlier: Option<Sheet>,
    /// How it came there.
    pub(crate) story: Story,
}

/// A project with all that belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Subject {
    /// The project.
    pub(crate) project: Project,
    /// Its money from the budget and from execution.
    pub(crate) facts: Vec<Fact>,
    /// The goal, where the unit has begun it.
    pub(crate) goal: Option<DemoSheet>,
    /// The self-evaluation, where the year has ended and the unit has begun it.
    pub(crate) self_evaluation: Option<DemoSheet>,
    /// The monitoring of July, where the goal was issued.
    pub(crate) monitoring: Option<DemoMonitoring>,
}

/// How far the demonstration has come in a budget year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Season {
    /// The year is over: goals are issued and self-evaluation is under way.
    Evaluating,
    /// The year has just begun: goals are being reviewed.
    Preparing,
}

/// Makes the projects of a year one by one.
pub(crate) struct SubjectMaker<'a> {
    /// What projects are made from.
    pub(crate) ground: Ground<'a>,
    /// Rules of the year.
    pub(crate) rules: &'a YearRules,
    /// How far the year is.
    pub(crate) season: Season,
    /// The unit of the demonstration accounts: it has a sheet at every step of each chain, so that each
    /// account finds something to do.
    pub(crate) focus: Option<UnitId>,
}

const TOPIC_SHEETS: u64 = 1_000_000;
const TOPIC_FULL: u64 = 2_000_000;
const TOPIC_MONITORING: u64 = 3_000_000;

impl SubjectMaker<'_> {
    /// The project with this index and all that belongs to it.
    pub(crate) fn subject(&self, index: u64) -> Option<Subject> {
        let project = self.ground.project(self.rules.year, index)?;
        let topic = TOPIC_SHEETS + u64::from(self.rules.year.get());
        let mut draw = Draw::branch(self.ground.start, topic, index);
        let turn = index / u64::try_from(self.ground.spenders.len()).ok()?.max(1);
        let focused_turn = (self.focus == Some(project.project.unit)).then_some(turn);
        let goal = self
            .goal_ending(focused_turn, &mut draw)
            .map(|ending| self.goal(&project, index, ending, &mut draw));
        let is_issued = goal
            .as_ref()
            .is_some_and(|goal| matches!(goal.sheet.state, SheetState::Concluded { .. }));
        let self_evaluation = match (&goal, self.season) {
            (Some(goal), Season::Evaluating) if is_issued => self
                .self_evaluation_ending(focused_turn, &mut draw)
                .map(|ending| self.self_evaluation(&project, &goal.sheet, ending, &mut draw)),
            _ => None,
        };
        let monitoring = match (&goal, self.season) {
            (Some(goal), Season::Evaluating) if is_issued => {
                Some(self.monitoring(&project, &goal.sheet, index))
            }
            _ => None,
        };
        let loaded_on = calendar::first_of(self.rules.year.get() + 1, 1);
        let loaded_at = calendar::office_hour(&mut draw, loaded_on);
        Some(Subject {
            facts: self.facts(&project, loaded_at),
            project: project.project,
            goal,
            self_evaluation,
            monitoring,
        })
    }

    /// The monitoring of an issued goal, on draws of its own, so that everything else stays as it is.
    pub(crate) fn monitoring(&self, project: &DemoProject<'_>, goal: &Sheet, index: u64) -> DemoMonitoring {
        let mut draw = Draw::branch(self.ground.start, TOPIC_MONITORING, index);
        let ground = monitored::Ground {
            goal,
            adjusted: project.adjusted,
            payments: &project.payments,
            executed: project.executed(),
            chain: &self.rules.monitoring_chain,
            reasons: &self.rules.reasons,
            band_phrases: &self.rules.band_phrases,
        };
        ground.monitoring(&mut draw)
    }

    /// The finished self-evaluation of the project with this index, whatever the demonstration makes of it:
    /// a full district for measuring.
    pub(crate) fn evaluated(&self, index: u64) -> Option<DemoSheet> {
        let project = self.ground.project(self.rules.year, index)?;
        let mut draw = Draw::branch(self.ground.start, TOPIC_FULL, index);
        let goal = self.goal(&project, index, Ending::Concluded, &mut draw);
        Some(self.self_evaluation(&project, &goal.sheet, Ending::Concluded, &mut draw))
    }

    /// Figures of the year: before it has run, only the budget is known.
    fn facts(&self, project: &DemoProject<'_>, loaded_at: hengji_domain::Timestamp) -> Vec<Fact> {
        let mut facts = project.facts(loaded_at);
        if self.season == Season::Preparing {
            facts.truncate(1);
        }
        facts
    }

    fn goal_ending(&self, focused_turn: Option<u64>, draw: &mut Draw) -> Option<Ending> {
        let chain = &self.rules.goal_chain;
        match (self.season, focused_turn) {
            (Season::Evaluating, Some(_)) => Some(Ending::Concluded),
            (Season::Preparing, Some(turn)) => every_ending(turn, chain),
            (Season::Evaluating, None) => draw_ending([1, 2, 1, 4, 92], chain, draw),
            (Season::Preparing, None) => draw_ending([2, 5, 7, 28, 58], chain, draw),
        }
    }

    fn self_evaluation_ending(&self, focused_turn: Option<u64>, draw: &mut Draw) -> Option<Ending> {
        let chain = &self.rules.self_evaluation_chain;
        match focused_turn {
            Some(turn) => every_ending(turn.saturating_sub(UNOPENED), chain),
            // Nearly all are final when the list of spot evaluation is frozen; some are still on their way.
            None => draw_ending([1, 1, 1, 2, 95], chain, draw),
        }
    }

    fn goal(&self, project: &DemoProject<'_>, index: u64, ending: Ending, draw: &mut Draw) -> DemoSheet {
        let year = self.rules.year.get();
        let days = usize::try_from(draw.between(4, 22)).unwrap_or(4);
        let from = calendar::days_after(calendar::first_of(year - 1, 10), days);
        let flaw = flaw_of(ending, draw);
        let made_at = calendar::office_hour(draw, from);
        let lines = goal::lines(project, index, &self.rules.frame, flaw, made_at, draw);
        let opinions = story::opinions(flaw.unwrap_or(Flaw::Vague), &lines, &self.rules.reasons);
        let returned = draw.chance(120).then(|| self.before_return(&lines, draw));
        let way = Way {
            chain: &self.rules.goal_chain,
            ending,
            earlier: returned.as_ref().map(|(_, opinions)| opinions.as_slice()),
            opinions: &opinions,
            from,
            concludes_from: calendar::days_after(calendar::first_of(year, 1), 12),
            wait_max: 6,
        };
        let story = way.tell(draw);
        let text = project.subcategory.goal.replace("{name}", &project.project.name);
        let sheet = Sheet {
            id: SheetId::new(made_at, draw.bytes()),
            project: project.project.id,
            year: self.rules.year,
            kind: SheetKind::Goal,
            period: SheetPeriod::default(),
            state: story.state.clone(),
            edition: story.edition,
            version: 1,
            annual_goal: text,
            achievement: String::new(),
            money: SheetMoney {
                initial: Some(project.initial),
                ..SheetMoney::default()
            },
            execution: ExecutionRow::default(),
            stated_total: None,
            computed_total: None,
            lines,
        };
        let earlier = returned.filter(|_| 1 < story.edition).map(|(lines, _)| Sheet {
            edition: 1,
            lines,
            ..sheet.clone()
        });
        DemoSheet {
            sheet,
            earlier,
            story,
        }
    }

    /// The lines of a first submission that went back, and the opinions that sent them there.
    fn before_return(&self, lines: &[Line], draw: &mut Draw) -> (Vec<Line>, Vec<ReturnOpinion>) {
        let mut earlier = lines.to_vec();
        goal::spoil(&mut earlier, Some(Flaw::Vague), draw);
        let opinions = story::opinions(Flaw::Vague, &earlier, &self.rules.reasons);
        (earlier, opinions)
    }

    fn self_evaluation(
        &self,
        project: &DemoProject<'_>,
        goal: &Sheet,
        ending: Ending,
        draw: &mut Draw,
    ) -> DemoSheet {
        let is_final = ending == Ending::Concluded;
        let from = self.self_evaluation_begins(is_final, draw);
        let made_at = calendar::office_hour(draw, from);
        let ends = Ends {
            year: self.rules.year,
            executed: project.executed(),
            band_phrases: &self.rules.band_phrases,
        };
        let mut lines = goal.lines.clone();
        let care = Care::of(ending);
        for line in &mut lines {
            outcome::complete(line, &ends, care, draw);
        }
        let opinions = [self_evaluation_opinion(&self.rules.reasons)];
        let earlier = draw.chance(80).then_some(opinions.as_slice());
        let way = Way {
            chain: &self.rules.self_evaluation_chain,
            ending,
            earlier,
            opinions: &opinions,
            from,
            concludes_from: from,
            wait_max: if is_final { 2 } else { 3 },
        };
        let story = way.tell(draw);
        let sheet = Sheet {
            id: SheetId::new(made_at, draw.bytes()),
            project: goal.project,
            year: goal.year,
            kind: SheetKind::SelfEvaluation,
            period: SheetPeriod::default(),
            state: story.state.clone(),
            edition: story.edition,
            version: 1,
            annual_goal: goal.annual_goal.clone(),
            achievement: achievement(project, &lines),
            money: SheetMoney {
                initial: Some(project.initial),
                adjusted: Some(project.adjusted),
                executed: Some(project.executed()),
            },
            execution: ExecutionRow {
                weight: Some(self.rules.frame.execution_weight),
                ..ExecutionRow::default()
            },
            stated_total: None,
            computed_total: None,
            lines,
        };
        DemoSheet {
            sheet,
            earlier: None,
            story,
        }
    }

    /// What is final by the end of January was begun in its first days.
    fn self_evaluation_begins(&self, is_final: bool, draw: &mut Draw) -> NaiveDate {
        let (from, to) = if is_final { (1, 4) } else { (8, 26) };
        let days = usize::try_from(draw.between(from, to)).unwrap_or(8);
        calendar::days_after(calendar::first_of(self.rules.year.get() + 1, 1), days)
    }
}

/// In the unit of the demonstration accounts so many more self-evaluations are not opened yet: their goals can still
/// be adjusted.
const UNOPENED: u64 = 4;

/// Every state in turn: nothing yet, a draft, waiting at each step, returned, then concluded.
fn every_ending(turn: u64, chain: &Chain) -> Option<Ending> {
    let turn = usize::try_from(turn).unwrap_or(usize::MAX);
    let steps = chain.steps.len();
    match turn {
        0 => None,
        1 => Some(Ending::Draft),
        _ if turn <= steps => Some(Ending::Waiting(turn - 1)),
        _ if turn == steps + 1 => Some(Ending::Returned(steps.saturating_sub(2))),
        _ => Some(Ending::Concluded),
    }
}

/// Weights: nothing yet, draft, returned, waiting, concluded.
fn draw_ending(weights: [u64; 5], chain: &Chain, draw: &mut Draw) -> Option<Ending> {
    let last = i64::try_from(chain.steps.len())
        .unwrap_or(2)
        .saturating_sub(1)
        .max(1);
    let step = usize::try_from(draw.between(1, last)).unwrap_or(1);
    match draw.weighted(&weights) {
        0 => None,
        1 => Some(Ending::Draft),
        2 => Some(Ending::Returned(step)),
        3 => Some(Ending::Waiting(step)),
        _ => Some(Ending::Concluded),
    }
}

/// What was returned has a flaw; drafts and sheets under review sometimes have one; what is issued has none
/// that a reviewer could not overlook.
fn flaw_of(ending: Ending, draw: &mut Draw) -> Option<Flaw> {
    let (any, handed_in) = (
        draw.pick(&Flaw::ALL).copied(),
        draw.pick(&Flaw::HANDED_IN).copied(),
    );
    let (often, seldom) = (draw.chance(250), draw.chance(40));
    match ending {
        Ending::Returned(_) => handed_in,
        Ending::Draft => any.filter(|_| often),
        Ending::Waiting(_) => handed_in.filter(|_| often),
        Ending::Concluded => seldom.then_some(Flaw::Vague),
    }
}

pub(super) fn monitoring_opinion(reasons: &[ReviewReason]) -> ReturnOpinion {
    ReturnOpinion {
        text: "完成值与佐证材料不符,请按七月末实际情况重报。".to_owned(),
        ..self_evaluation_opinion(reasons)
    }
}

fn self_evaluation_opinion(reasons: &[ReviewReason]) -> ReturnOpinion {
    let other = reasons.iter().find(|reason| reason.needs_text).or(reasons.last());
    ReturnOpinion {
        line: None,
        reason: other.map(|reason| reason.code.clone()).unwrap_or_default(),
        text: "未完成的指标不应给满分,请按实际完成值重新打分。".to_owned(),
    }
}

fn achievement(project: &DemoProject<'_>, lines: &[Line]) -> String {
    let done: Vec<String> = lines
        .iter()
        .filter(|line| !line.actual.is_blank())
        .take(3)
        .map(|line| format!("{}{}", line.level3, line.actual.text))
        .collect();
    format!(
        "“{}”全年执行{}万元;{}。",
        project.project.name,
        project.executed(),
        done.join(",")
    )
}

#[cfg(test)]
mod tests {
    use hengji_domain::person::Role;
    use hengji_domain::rule::ChainStep;

    use super::*;

    fn chain(steps: usize) -> Chain {
        let step = ChainStep {
            code: "step".into(),
            name: "环节".into(),
            role: Role::UnitClerk,
            may_return: true,
        };
        Chain {
            steps: vec![step; steps],
        }
    }

    #[test]
    fn turn_by_turn_every_standing_comes_once() {
        let chain = chain(4);
        let endings: Vec<Option<Ending>> = (0..8).map(|turn| every_ending(turn, &chain)).collect();
        assert_eq!(
            endings,
            [
                None,
                Some(Ending::Draft),
                Some(Ending::Waiting(1)),
                Some(Ending::Waiting(2)),
                Some(Ending::Waiting(3)),
                Some(Ending::Returned(2)),
                Some(Ending::Concluded),
                Some(Ending::Concluded),
            ]
        );
    }

    #[test]
    fn drawn_endings_follow_their_weights() {
        let chain = chain(5);
        let mut draw = Draw::new(1);
        let drawn: Vec<Option<Ending>> = (0..1_000)
            .map(|_| draw_ending([0, 0, 0, 1, 3], &chain, &mut draw))
            .collect();
        let concluded = drawn
            .iter()
            .filter(|one| **one == Some(Ending::Concluded))
            .count();
        assert!((690..810).contains(&concluded), "{concluded}");
        for ending in drawn {
            match ending {
                Some(Ending::Waiting(step)) => assert!((1..=4).contains(&step)),
                Some(Ending::Concluded) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    #[test]
    fn only_drafts_have_flaws_that_cannot_be_handed_in() {
        let flaws = |ending| -> Vec<Flaw> {
            (0..400)
                .filter_map(|start| flaw_of(ending, &mut Draw::new(start)))
                .collect()
        };
        assert!(flaws(Ending::Draft).contains(&Flaw::WeightsOff));
        assert_eq!(flaws(Ending::Returned(2)).len(), 400);
        for ending in [Ending::Returned(2), Ending::Waiting(1), Ending::Concluded] {
            assert!(
                flaws(ending).iter().all(|flaw| Flaw::HANDED_IN.contains(flaw)),
                "{ending:?}"
            );
        }
        assert!(flaws(Ending::Concluded).len() < 40);
    }
}
