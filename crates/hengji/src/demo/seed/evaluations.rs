//! Concluded evaluations of the demonstration: two departments, three subdistricts, two purchasers whose results are
//! converted, two procurement projects, each with its findings and its letter.

use std::collections::{BTreeMap, BTreeSet};

use hengji_app::App;
use hengji_app::seed::{
    SeedAnswer, SeedEvaluated, SeedEvaluation, SeedEvaluationFinding, SeedFigure, Signers,
};
use hengji_domain::evaluation::Answer;
use hengji_domain::id::UnitId;
use hengji_domain::unit::Unit;
use hengji_domain::{BudgetYear, Decimal, Money, Score, Timestamp};
use serde::Deserialize;

use crate::demo::{Plan, calendar};
use crate::exit::Failure;

const FILE: &str = include_str!("../../../../../fixtures/demo/evaluations.toml");

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    evaluation: Vec<Entry>,
}

/// One evaluation. Either `unit`, a code, or `project`, words in a name, says what is evaluated.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    kind: String,
    unit: Option<String>,
    project: Option<String>,
    words: String,
    source: String,
    #[serde(default)]
    figures: BTreeMap<String, String>,
    #[serde(default)]
    verified: BTreeMap<String, String>,
    #[serde(default)]
    item: Vec<ItemEntry>,
    #[serde(default)]
    finding: Vec<FindingEntry>,
}

/// What the unit said of an item, and what the bureau saw; the evidence is the bureau's where it saw something else.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ItemEntry {
    code: String,
    own: Option<Given>,
    seen: Option<Given>,
    evidence: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Given {
    Points(String),
    Met(BTreeSet<u32>),
    Counts(Vec<u32>),
    Holds(bool),
    Survey(u32, u32),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FindingEntry {
    item: String,
    words: String,
    cause: String,
    severity: String,
    #[serde(default)]
    wan: i64,
    evidence: String,
}

/// Writes them.
///
/// # Errors
///
/// [`Failure`] when the file does not fit the frameworks in force, which would be a fault of the demonstration.
pub(super) fn make(app: &App, plan: &Plan, year: BudgetYear, signers: &Signers) -> Result<(), Failure> {
    let all = read(&plan.bodies().units, year)?;
    app.seed_evaluations(plan.division, year, &all, signers)?;
    Ok(())
}

/// Evaluations of this kind a year earlier: the same units with the same answers, and nothing found that would still
/// wait for its unit.
///
/// # Errors
///
/// As [`make`].
pub(super) fn of_year_before(
    units: &[Unit],
    kind: &str,
    year: BudgetYear,
) -> Result<(BudgetYear, Vec<SeedEvaluation>), Failure> {
    let before = BudgetYear::new(year.get().saturating_sub(1)).map_err(Failure::fault)?;
    let earlier = |words: &str| words.replace(&format!("{year} 年"), &format!("{before} 年"));
    let mut all = read(units, before)?;
    all.retain(|one| one.kind == kind);
    for one in &mut all {
        one.findings.clear();
        for figure in &mut one.figures {
            figure.source = earlier(&figure.source);
        }
        for answer in &mut one.answers {
            answer.evidence = earlier(&answer.evidence);
        }
    }
    Ok((before, all))
}

fn read(units: &[Unit], year: BudgetYear) -> Result<Vec<SeedEvaluation>, Failure> {
    let file: File = toml::from_str(FILE).map_err(Failure::fault)?;
    let codes: BTreeMap<&str, UnitId> = units.iter().map(|unit| (unit.code.as_str(), unit.id)).collect();
    let all = file.evaluation.iter().zip(0..);
    all.map(|(entry, place)| entry.seed(&codes, year.get() + 1, place))
        .collect()
}

impl Entry {
    /// The evaluation in the year after its budget year; `place` spreads the hours, so that no two end at once.
    fn seed(
        &self,
        codes: &BTreeMap<&str, UnitId>,
        after: u16,
        place: i64,
    ) -> Result<SeedEvaluation, Failure> {
        let unknown = || Failure::fault("演示评价的对象与单位文件不符 [demo-district-broken]");
        let subject = match (&self.unit, &self.project) {
            (Some(code), None) => SeedEvaluated::Unit(codes.get(code.as_str()).copied().ok_or_else(unknown)?),
            (None, Some(words)) => SeedEvaluated::ProjectNamed(words.clone()),
            _ => return Err(unknown()),
        };
        let at = |month, day, hour: i64| moment(after, month, day, hour * 60 + place * 20);
        let mut answers = Vec::new();
        for item in &self.item {
            answers.extend(item.answers()?);
        }
        Ok(SeedEvaluation {
            kind: self.kind.clone(),
            subject,
            figures: self.figures()?,
            answers,
            words: self.words.clone(),
            findings: self.finding.iter().map(FindingEntry::seed).collect(),
            at: [at(1, 8, 9), at(1, 22, 9), at(2, 5, 9), at(2, 9, 9)],
            letter_at: [at(2, 18, 9), at(2, 22, 13), at(2, 24, 9)],
        })
    }

    fn figures(&self) -> Result<Vec<SeedFigure>, Failure> {
        let own = self.figures.iter().map(|figure| (false, figure));
        let verified = self.verified.iter().map(|figure| (true, figure));
        own.chain(verified)
            .map(|(is_verified, (code, value))| {
                Ok(SeedFigure {
                    is_verified,
                    code: code.clone(),
                    value: value.parse::<Decimal>().map_err(Failure::fault)?,
                    source: if is_verified {
                        format!("{}(财政局核对)", self.source)
                    } else {
                        self.source.clone()
                    },
                })
            })
            .collect()
    }
}

impl ItemEntry {
    fn answers(&self) -> Result<Vec<SeedAnswer>, Failure> {
        let answer = |is_verified, given: &Given, evidence: String| -> Result<SeedAnswer, Failure> {
            Ok(SeedAnswer {
                is_verified,
                item: self.code.clone(),
                answer: given.answer()?,
                evidence,
            })
        };
        let own = self.own.as_ref().map(|given| {
            let evidence = match &self.seen {
                Some(_) => "见自评佐证材料。".to_owned(),
                None => self.evidence.clone(),
            };
            answer(false, given, evidence)
        });
        let seen = self.seen.as_ref();
        let seen = seen.map(|given| answer(true, given, self.evidence.clone()));
        own.into_iter().chain(seen).collect()
    }
}

impl Given {
    fn answer(&self) -> Result<Answer, Failure> {
        Ok(match self {
            Self::Points(text) => {
                let score = text.parse().ok().and_then(Score::from_points);
                Answer::Points(
                    score.ok_or_else(|| Failure::fault(format!("演示评价的得分“{text}”不是数字")))?,
                )
            }
            Self::Met(met) => Answer::Elements(met.clone()),
            Self::Counts(counts) => Answer::Counts(counts.clone()),
            Self::Holds(holds) => Answer::Holds(*holds),
            Self::Survey(asked, satisfied) => Answer::Survey {
                asked: *asked,
                satisfied: *satisfied,
            },
        })
    }
}

impl FindingEntry {
    fn seed(&self) -> SeedEvaluationFinding {
        SeedEvaluationFinding {
            item: self.item.clone(),
            words: self.words.clone(),
            cause: self.cause.clone(),
            severity: self.severity.clone(),
            amount: (0 < self.wan).then(|| Money::from_fen(self.wan * 1_000_000)),
            evidence: self.evidence.clone(),
        }
    }
}

/// So many minutes into a day in Shanghai.
fn moment(year: u16, month: u32, day: usize, minutes: i64) -> Timestamp {
    let day = calendar::days_after(calendar::first_of(year, month), day.saturating_sub(1));
    Timestamp::start_of_day(day).plus_seconds(minutes * 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::tests::plan;

    #[test]
    fn a_purchaser_stands_before_the_department_that_converts_it() {
        let all = read(&plan(2020).bodies().units, BudgetYear::new(2020).unwrap()).unwrap();
        let place = |kind: &str, subject: &SeedEvaluated| {
            all.iter()
                .position(|one| one.kind == kind && one.subject == *subject)
        };
        let departments: Vec<&SeedEvaluation> = all.iter().filter(|one| one.kind == "department").collect();
        assert_eq!(departments.len(), 2);
        for one in departments {
            assert!(place("purchaser", &one.subject).unwrap() < place("department", &one.subject).unwrap());
        }
    }

    #[test]
    fn every_evaluation_found_something_and_ends_before_the_demonstration_opens() {
        let all = read(&plan(2020).bodies().units, BudgetYear::new(2020).unwrap()).unwrap();
        assert_eq!(all.len(), 9);
        for one in &all {
            assert!(!one.findings.is_empty(), "{one:?}");
            assert!(one.at.windows(2).all(|pair| pair[0] < pair[1]), "{:?}", one.at);
            assert!(
                one.letter_at[2] < crate::demo::seed::OPENS_AT,
                "{:?}",
                one.letter_at
            );
        }
    }
}
