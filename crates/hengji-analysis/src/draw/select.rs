//! 抽取 (drawing): the sample that a frame, a rule and a start value give.

use rayon::prelude::*;

use super::error::DrawError;
use super::frame::{Frame, check_text};
use super::pareto::{Odds, Probabilities};
use super::rule::{Rule, Selection};
use super::sizes::{Population, sizes};
use super::ticket::Ticket;
use crate::number::float;

/// What was drawn. Positions are those in [`Frame::units`].
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Drawing {
    /// The strata in the order of their names.
    pub strata: Vec<Stratum>,
    /// The ticket of every unit of the frame.
    pub tickets: Vec<Ticket>,
    /// The sample: stratum by stratum, in each the order in which units were drawn.
    pub sample: Vec<Drawn>,
}

/// A stratum of a draw.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Stratum {
    /// Name: a department, a merged group, or the whole.
    pub name: String,
    /// Number of its units.
    pub population: usize,
    /// Number drawn.
    pub drawn: usize,
    /// For a draw in proportion to amounts: what the inclusion probabilities are made of.
    pub probabilities: Option<Probabilities>,
}

/// A unit of the sample.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Drawn {
    /// Its position in the frame.
    pub unit: usize,
    /// The position of its stratum.
    pub stratum: usize,
    /// Its inclusion probability: what an estimate divides by.
    pub inclusion: f64,
}

/// Draws. The same frame, rule and start value always give the same sample, on any machine.
///
/// # Errors
///
/// [`DrawError`] where the rule does not fit the frame, and for a start value that is empty, has blanks at its
/// ends or control characters in it.
///
/// ```
/// use hengji_analysis::draw::{Frame, Rounding, Rule, Selection, Strata, Unit, draw};
///
/// let unit = |id: &str, department: &str, amount_fen| Unit {
///     id: id.into(), department: department.into(), amount_fen, self_score_centi: None,
/// };
/// let frame = Frame::new(vec![
///     unit("2021-001", "教育局", 12_000_000), unit("2021-002", "教育局", 8_500_000),
///     unit("2021-003", "教育局", 430_000), unit("2021-004", "住建局", 96_000_000),
/// ])?;
/// let rule = Rule {
///     selection: Selection::Equal, strata: Strata::Departments(vec![]), share_bp: 1_000, least: 1,
///     rounding: Rounding::Up, total: None,
/// };
/// let drawing = draw(&frame, &rule, "20210131-071923")?;
/// let ids: Vec<&str> = drawing.sample.iter().map(|drawn| frame.units()[drawn.unit].id.as_str()).collect();
/// assert_eq!(ids, ["2021-004", "2021-001"], "one of each department, 住建局 before 教育局");
/// # Ok::<(), hengji_analysis::draw::DrawError>(())
/// ```
pub fn draw(frame: &Frame, rule: &Rule, start_value: &str) -> Result<Drawing, DrawError> {
    rule.check()?;
    check_text(start_value, "起始值", || "抽取".to_owned())?;
    refuse_zero_amounts(frame, rule)?;
    let strata = rule.strata_of(frame)?;
    let populations: Vec<Population<'_>> = strata
        .iter()
        .map(|(name, members)| Population {
            name,
            amounts: amounts(frame, members),
        })
        .collect();
    let sizes = sizes(rule, &populations)?;
    let tickets: Vec<Ticket> = frame
        .units()
        .par_iter()
        .map(|unit| Ticket::of(start_value, &unit.id))
        .collect();
    let mut drawing = Drawing {
        strata: Vec::new(),
        tickets,
        sample: Vec::new(),
    };
    for (((_, members), population), size) in strata.iter().zip(&populations).zip(sizes) {
        drawing.add(frame, rule.selection, members, population, size);
    }
    Ok(drawing)
}

impl Drawing {
    fn add(
        &mut self,
        frame: &Frame,
        selection: Selection,
        members: &[usize],
        population: &Population<'_>,
        size: usize,
    ) {
        let probabilities = match selection {
            Selection::Equal => None,
            Selection::Proportional => Some(Probabilities::new(&population.amounts, size)),
        };
        let chosen = match &probabilities {
            None => self.smallest_tickets(frame, members, size),
            Some(probabilities) => {
                self.smallest_odds(frame, members, &population.amounts, size, probabilities)
            }
        };
        let stratum = self.strata.len();
        self.sample.extend(chosen.into_iter().map(|(unit, amount)| {
            let inclusion = match &probabilities {
                None => float(size) / float(members.len()),
                Some(probabilities) => probabilities.inclusion(amount),
            };
            Drawn {
                unit,
                stratum,
                inclusion,
            }
        }));
        self.strata.push(Stratum {
            name: population.name.to_owned(),
            population: members.len(),
            drawn: size,
            probabilities,
        });
    }

    fn smallest_tickets(&self, frame: &Frame, members: &[usize], size: usize) -> Vec<(usize, u64)> {
        let candidates: Vec<(&Ticket, &str, usize)> = members
            .iter()
            .filter_map(|at| Some((self.tickets.get(*at)?, frame.units().get(*at)?.id.as_str(), *at)))
            .collect();
        let chosen = smallest(candidates, size, |one, other| {
            one.0.before(one.1, other.0, other.1)
        });
        chosen.into_iter().map(|(_, _, at)| (at, 0)).collect()
    }

    fn smallest_odds(
        &self,
        frame: &Frame,
        members: &[usize],
        amounts: &[u64],
        size: usize,
        probabilities: &Probabilities,
    ) -> Vec<(usize, u64)> {
        let candidates: Vec<(Odds<'_>, usize, u64)> = members
            .iter()
            .zip(amounts)
            .filter_map(|(at, amount)| {
                let (ticket, unit) = (self.tickets.get(*at)?, frame.units().get(*at)?);
                Some((Odds::new(ticket, &unit.id, *amount, probabilities), *at, *amount))
            })
            .collect();
        let chosen = smallest(candidates, size, |one, other| one.0.before(&other.0));
        chosen.into_iter().map(|(_, at, amount)| (at, amount)).collect()
    }
}

/// The smallest so many, in order; without sorting the rest.
fn smallest<T>(mut all: Vec<T>, size: usize, order: impl Fn(&T, &T) -> std::cmp::Ordering) -> Vec<T> {
    if size > 0 && size < all.len() {
        all.select_nth_unstable_by(size - 1, &order);
    }
    all.truncate(size);
    all.sort_unstable_by(order);
    all
}

fn amounts(frame: &Frame, members: &[usize]) -> Vec<u64> {
    members
        .iter()
        .filter_map(|at| u64::try_from(frame.units().get(*at)?.amount_fen).ok())
        .collect()
}

fn refuse_zero_amounts(frame: &Frame, rule: &Rule) -> Result<(), DrawError> {
    if rule.selection == Selection::Equal {
        return Ok(());
    }
    let without: Vec<&str> = frame
        .units()
        .iter()
        .filter(|unit| unit.amount_fen == 0)
        .map(|unit| unit.id.as_str())
        .collect();
    match without.first() {
        None => Ok(()),
        Some(id) => Err(DrawError::ZeroAmount {
            count: without.len(),
            id: (*id).to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests;
