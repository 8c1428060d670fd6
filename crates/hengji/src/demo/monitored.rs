//! Monitoring of the demonstration: how far each goal had come by July, what its unit expected, and the few that said
//! so late or not at all.

use hengji_domain::id::{LineKey, SheetId};
use hengji_domain::monitoring::Outlook;
use hengji_domain::sheet::{ExecutionRow, Line, Sheet, SheetKind, SheetMoney, SheetPeriod};
use hengji_domain::value::read::read_actual;
use hengji_domain::value::{Comparator, Reading, TargetValue};
use hengji_domain::{Decimal, Money, NaiveDate};

use super::calendar;
use super::draw::Draw;
use super::goal;
use super::story::{Ending, Way};
use super::subject::DemoSheet;

/// The period that the demonstration watched.
pub(crate) const PERIOD: &str = "m07";
/// The months whose data count.
const MONTHS: usize = 7;

/// A monitoring sheet with what stands beside its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DemoMonitoring {
    /// The sheet and its way.
    pub(crate) told: DemoSheet,
    /// What the unit says of each line.
    pub(crate) outlooks: Vec<(LineKey, Outlook)>,
    /// 全年预计执行数; none where nothing was handed in.
    pub(crate) expected: Option<Money>,
}

/// What a monitoring sheet is made from.
pub(crate) struct Ground<'a> {
    pub(crate) goal: &'a Sheet,
    pub(crate) adjusted: Money,
    pub(crate) payments: &'a [Money; 12],
    pub(crate) executed: Money,
    pub(crate) chain: &'a hengji_domain::rule::Chain,
    pub(crate) reasons: &'a [hengji_domain::rule::ReviewReason],
    /// Phrases that claim a qualitative band, best first.
    pub(crate) band_phrases: &'a [String],
}

/// How a line had come by July.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pace {
    OnTime,
    Ahead,
    Behind,
    FarBehind,
}

impl Ground<'_> {
    /// The sheet of a project.
    pub(crate) fn monitoring(&self, draw: &mut Draw) -> DemoMonitoring {
        let year = self.goal.year.get();
        let days = usize::try_from(draw.between(2, 12)).unwrap_or(2);
        let from = calendar::days_after(calendar::first_of(year, 8), days);
        let made_at = calendar::office_hour(draw, calendar::first_of(year, 8));
        let last = self.chain.steps.len().saturating_sub(1);
        let ending = match draw.weighted(&[18, 12, 30, 940]) {
            0 => Ending::Draft,
            1 => Ending::Returned(last.saturating_sub(1)),
            2 => Ending::Waiting(last),
            _ => Ending::Concluded,
        };
        let mut lines = self.goal.lines.clone();
        let mut outlooks = Vec::new();
        if ending != Ending::Draft {
            let mood = draw.weighted(&[780, 110, 80, 30]);
            for line in &mut lines {
                outlooks.push((line.key, self.answer(line, mood, draw)));
            }
        }
        let opinions = [super::subject::monitoring_opinion(self.reasons)];
        let way = Way {
            chain: self.chain,
            ending,
            earlier: None,
            opinions: &opinions,
            from,
            concludes_from: from,
            wait_max: 2,
        };
        let story = way.tell(draw);
        let paid: i64 = self.payments.iter().take(MONTHS).map(|one| one.fen()).sum();
        let sheet = Sheet {
            id: SheetId::new(made_at, draw.bytes()),
            project: self.goal.project,
            year: self.goal.year,
            kind: SheetKind::Monitoring,
            period: SheetPeriod::new(PERIOD),
            state: story.state.clone(),
            edition: story.edition,
            version: 1,
            annual_goal: self.goal.annual_goal.clone(),
            achievement: String::new(),
            money: SheetMoney {
                initial: self.goal.money.initial,
                adjusted: Some(self.adjusted),
                executed: Some(Money::from_fen(paid)),
            },
            execution: ExecutionRow::default(),
            stated_total: None,
            computed_total: None,
            lines,
        };
        DemoMonitoring {
            expected: (ending != Ending::Draft).then_some(self.executed),
            told: DemoSheet {
                sheet,
                earlier: None,
                story,
            },
            outlooks,
        }
    }

    /// Writes the actual value of a line and says what is expected of it.
    fn answer(&self, line: &mut Line, mood: usize, draw: &mut Draw) -> Outlook {
        let pace = match mood {
            0 if draw.chance(985) => Pace::OnTime,
            0 => Pace::Ahead,
            1 => Pace::Ahead,
            2 if draw.chance(400) => Pace::Behind,
            3 if draw.chance(500) => Pace::FarBehind,
            _ => Pace::OnTime,
        };
        let text = self.actual_text(&line.target, pace, draw);
        line.actual = if text.is_empty() {
            goal::blank()
        } else {
            read_actual(&text)
        };
        match pace {
            Pace::OnTime | Pace::Ahead => Outlook {
                expected: line.target.text.clone(),
                likelihood: "certain".to_owned(),
                ..Outlook::default()
            },
            Pace::Behind => {
                line.reason = Some("受疫情影响,二季度才全面开工。".to_owned());
                Outlook {
                    expected: line.target.text.clone(),
                    likelihood: "possible".to_owned(),
                    cause: "staff".to_owned(),
                    measures: "调整施工计划,三季度增加人手,按月通报进度。".to_owned(),
                }
            }
            Pace::FarBehind => {
                line.reason = Some("前期手续未办结,年内难以全部完成。".to_owned());
                Outlook {
                    expected: "预计完成一半左右".to_owned(),
                    likelihood: "impossible".to_owned(),
                    cause: "funding".to_owned(),
                    measures: "申请调整绩效目标,结余资金交回财政。".to_owned(),
                }
            }
        }
    }

    fn actual_text(&self, target: &TargetValue, pace: Pace, draw: &mut Draw) -> String {
        let unit = target.unit.as_deref().unwrap_or_default();
        let is_reverse = target.comparator.is_some_and(Comparator::is_reverse);
        match &target.reading {
            Reading::Percent { value } => {
                let off = match pace {
                    Pace::OnTime | Pace::Ahead => Decimal::ZERO,
                    Pace::Behind => *value * Decimal::new(25, 2),
                    Pace::FarBehind => *value * Decimal::new(50, 2),
                };
                let reached = if is_reverse { *value + off } else { *value - off };
                format!("{}{unit}", reached.round_dp(1).normalize())
            }
            Reading::Number { value } | Reading::Frequency { value } if is_reverse || value.is_zero() => {
                let over = if pace == Pace::FarBehind {
                    Decimal::ONE
                } else {
                    Decimal::ZERO
                };
                format!("{}{unit}", (*value + over).normalize())
            }
            Reading::Number { value } | Reading::Frequency { value } => {
                let (low, high) = match pace {
                    Pace::OnTime => (50, 66),
                    Pace::Ahead => (72, 95),
                    Pace::Behind => (37, 45),
                    Pace::FarBehind => (5, 30),
                };
                let reached = *value * Decimal::new(draw.between(low, high), 2);
                // A part of a small whole number is rounded up, so that rounding alone lights nothing.
                let whole = value.fract().is_zero();
                let up = if whole {
                    reached.ceil()
                } else {
                    reached.round_dp(2)
                };
                format!("{}{unit}", up.normalize())
            }
            Reading::Date { due_on } => date_text(*due_on, self.goal.year.get(), pace, draw),
            Reading::Range { low, .. } => format!("{}{unit}", low.normalize()),
            Reading::Qualitative => self.phrase(pace),
            _ => "按计划推进".to_owned(),
        }
    }

    fn phrase(&self, pace: Pace) -> String {
        let place = match pace {
            Pace::OnTime | Pace::Ahead => 0,
            Pace::Behind => 1,
            Pace::FarBehind => 2,
        };
        self.band_phrases.get(place).cloned().unwrap_or_default()
    }
}

/// What is due after July is not done yet.
fn date_text(due_on: Option<NaiveDate>, year: u16, pace: Pace, draw: &mut Draw) -> String {
    let Some(due_on) = due_on.filter(|due_on| *due_on <= calendar::last_of(year, 7)) else {
        return String::new();
    };
    let days = usize::try_from(draw.between(1, 15)).unwrap_or(1);
    let done_on = match pace {
        Pace::Behind | Pace::FarBehind => calendar::days_after(due_on, days),
        Pace::OnTime | Pace::Ahead => calendar::days_before(due_on, days),
    };
    done_on.format("%Y年%-m月%-d日").to_string()
}
