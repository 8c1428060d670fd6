//! 单位成本标杆 (benchmark) of a line: whether what a project promised and did is in proportion to its money, beside the
//! like projects on record; and whether others did as much with less.
//!
//! It is read, never written: it decides no score, and nothing of it is stored. An evaluator who relies on it cites its
//! sentence as evidence. What is compared is one line of quantity of a project whose whole money can be put down to it.

mod chart;
mod export;
mod frontier;
mod list;
mod number;
mod own;
mod records;
mod rules;
pub(crate) mod scale;
pub mod view;

use hengji_authz::Action;
use hengji_domain::id::{EvaluationId, LineKey};
use hengji_domain::person::Actor;
use hengji_domain::{Decimal, Money};
use hengji_store::Count;

use self::chart::{Mark, chart};
use self::frontier::{Done, frontier};
use self::list::listed;
use self::own::{Own, fitness, own};
use self::records::{Records, frame_of, outcome, quantity, without_names};
use self::rules::BenchmarkRules;
use self::scale::{Measured, Pair, Scale, scale};
use self::view::{BenchmarkPage, EvidenceView, PointKind};
use super::case::EvaluationCase;
use super::page::writes;
use crate::app::{App, Halt};
use crate::common::{PageOf, PageRequest};
use crate::error::AppError;
use crate::third_party::access::is_outsider;

pub use self::list::{ReferenceQuery, ReferenceSort};
pub(crate) use self::rules::{QuantityClasses, settings};

impl App {
    /// The benchmark of a line of an evaluation, in eight statements beyond those of the evaluation.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for strangers and for what is no indicator line; [`AppError::Forbidden`] for the evaluated
    /// unit; [`AppError::RuleMissing`]; [`AppError::Fault`].
    pub fn line_benchmark(
        &self,
        actor: &Actor,
        id: EvaluationId,
        key: &str,
        query: &ReferenceQuery,
    ) -> Result<BenchmarkPage, AppError> {
        let case = self.viewed_scored(actor, id)?;
        self.may_view(actor, Action::ViewLineBenchmark, &case.resource())?;
        let one = &case.listing.evaluation;
        let (item, _) = case.item(key).ok_or(AppError::NotFound)?;
        let key: LineKey = key.parse().map_err(|_| AppError::NotFound)?;
        let project = one.project.ok_or(AppError::NotFound)?;
        let in_force = self.rules(actor.division, one.year);
        let rules = BenchmarkRules::read(&in_force)?;
        let is_named = !is_outsider(actor);
        let (own, found) = self.read(|db| {
            let own = own(db, actor.division, project, key)?.ok_or(AppError::NotFound)?;
            let fit = fitness(&in_force, &rules, &own)?;
            let found = fit.map(|unit| {
                let like = (project, one.year, &own.line, unit.as_str());
                let records = self.benchmark_records(db, actor.division, &rules, like)?;
                Ok::<_, Halt>((unit, records))
            });
            let found = match found {
                Ok(found) => Ok(found?),
                Err(unfit) => Err(unfit),
            };
            Ok((own, found))
        })?;
        let mut page = empty(&case, &own, &rules, is_named);
        page.path = item.path.join(" / ");
        page.may_cite = writes(actor, &case).is_some();
        match found {
            Err(unfit) => page.unfit = Some(unfit),
            Ok((unit, mut records)) => {
                if !is_named {
                    without_names(&mut records);
                }
                let frame = frame_of(self, actor.division, own.sheet.year)?;
                let outcome = outcome(&rules, &frame, &own.sheet.lines);
                fill(&mut page, &own, outcome, &rules, (unit, records), query)?;
            }
        }
        Ok(page)
    }
}

/// The page before anything is compared.
fn empty(case: &EvaluationCase, own: &Own, rules: &BenchmarkRules, is_named: bool) -> BenchmarkPage {
    let one = &case.listing.evaluation;
    BenchmarkPage {
        evaluation: one.id,
        key: own.line.key.to_string(),
        title: one.title.clone(),
        year: one.year,
        line: own.line.level3.clone(),
        path: String::new(),
        target: own.line.target.text.clone(),
        actual: own.line.actual.text.clone(),
        unit: String::new(),
        budget: own.budget,
        executed: own.executed,
        unfit: None,
        evidence: EvidenceView {
            grade: "无",
            words: String::new(),
            is_enough: false,
        },
        verdicts: Vec::new(),
        elasticity: None,
        notes: Vec::new(),
        frontier: None,
        chart: None,
        rows: PageOf::of(Vec::new(), PageRequest::default(), Count::Exactly(0)),
        left_out: Vec::new(),
        is_cut: false,
        is_named,
        rules: rules.cited.clone(),
        sentence: None,
        may_cite: false,
    }
}

/// Target beside budget, and what was done beside what was paid, each where both are there.
fn pairs(own: &Own, unit: &str) -> Vec<Pair> {
    let promised = quantity(&own.line.target, unit).map(|quantity| Pair {
        of: "目标与预算",
        money_name: "预算",
        quantity,
        money: own.budget,
    });
    let done = quantity(&own.line.actual, unit)
        .zip(own.executed)
        .map(|(quantity, money)| Pair {
            of: "完成与支付",
            money_name: "支付",
            quantity,
            money,
        });
    let all = promised.into_iter().chain(done);
    all.filter(|pair| Money::ZERO < pair.money).collect()
}

fn fill(
    page: &mut BenchmarkPage,
    own: &Own,
    outcome: Option<Decimal>,
    rules: &BenchmarkRules,
    (unit, records): (String, Records),
    query: &ReferenceQuery,
) -> Result<(), AppError> {
    let pairs = pairs(own, &unit);
    let measured = Measured {
        line: &own.line.level3,
        unit: &unit,
        year: own.project.year,
        percent: rules.percent,
    };
    let found = scale(&records.kept, measured, &pairs, &rules.settings)?;
    let done = pairs
        .iter()
        .find(|pair| pair.of == "完成与支付")
        .map(|pair| Done {
            name: format!("{}(本项目)", own.project.name),
            quantity: pair.quantity,
            money: pair.money,
            outcome,
        });
    if let Some(done) = &done {
        let usable: Vec<_> = records
            .kept
            .iter()
            .enumerate()
            .filter(|(place, one)| one.is_same && !found.suspected.contains(place))
            .map(|(_, one)| one)
            .collect();
        page.frontier = frontier(done, &usable, &unit, rules.frontier)?;
    }
    let marks = marks(&records, &found, &pairs, &unit);
    page.chart = chart(&marks, found.line.as_ref(), rules.settings.confidence, &unit)
        .filter(|_| !records.kept.is_empty());
    page.rows = listed(&records, &found, pairs.first(), query);
    page.sentence = sentence(&found, rules);
    page.left_out = records.left_out;
    page.is_cut = records.is_cut;
    page.evidence = found.evidence;
    page.verdicts = found.verdicts;
    page.elasticity = found.elasticity;
    page.notes = found.notes;
    page.unit = unit;
    Ok(())
}

/// The result in one sentence, with the evidence it stands on and that its rules are our own; none where nothing is
/// judged.
fn sentence(found: &Scale, rules: &BenchmarkRules) -> Option<String> {
    if !found.evidence.is_enough {
        return None;
    }
    let verdicts: Vec<String> = found
        .verdicts
        .iter()
        .map(|one| format!("{}{},{}", one.of, one.band.name(), one.words))
        .collect();
    let marks = rules.cited.iter().map(|(citation, _)| citation.verification);
    let mark = if marks.into_iter().any(|one| one.mark() == "✎") {
        ",所用参数✎未核实"
    } else {
        ""
    };
    Some(format!(
        "单位成本标杆(证据{}级{mark}):{}",
        found.evidence.grade,
        verdicts.join("")
    ))
}

fn marks(records: &Records, found: &Scale, pairs: &[Pair], unit: &str) -> Vec<Mark> {
    let others = records.kept.iter().enumerate().map(|(place, one)| Mark {
        quantity: one.quantity,
        money: one.money,
        kind: match (found.suspected.contains(&place), one.is_same) {
            (true, _) => PointKind::Suspected,
            (false, true) => PointKind::Same,
            (false, false) => PointKind::Kin,
        },
        name: format!(
            "{} {}:{}{unit},{} 万元",
            one.year,
            one.name,
            one.quantity.normalize(),
            one.money
        ),
    });
    let own = pairs.iter().map(|pair| Mark {
        quantity: pair.quantity,
        money: pair.money,
        kind: if pair.of == "目标与预算" {
            PointKind::OwnTarget
        } else {
            PointKind::OwnActual
        },
        name: format!(
            "本项目{}:{}{unit},{} 万元",
            pair.of,
            pair.quantity.normalize(),
            pair.money
        ),
    });
    others.chain(own).collect()
}

#[cfg(test)]
pub(crate) mod tests;
