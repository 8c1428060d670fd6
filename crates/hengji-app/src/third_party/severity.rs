//! 评分宽严 (severity of scorers): who scores lower than others on the same evaluations, and what the totals would be
//! without it. Only scores from before the discussion count, and no official score is changed.

use std::collections::{BTreeMap, BTreeSet};

use hengji_analysis::raters::{
    AgreementThresholds, Interval, Level, Ratings, Severity, krippendorff_alpha, severity,
};
use hengji_authz::Action;
use hengji_domain::evaluation::{ScoreStage, Side};
use hengji_domain::id::{EvaluationId, UserId};
use hengji_domain::person::{Actor, Role};
use hengji_domain::rounding::div_round_half_up;
use hengji_domain::rule::Citation;
use hengji_domain::third_party::{SeverityRules, SeverityVerdict};
use hengji_domain::{BudgetYear, Score, Weight};
use hengji_store::users;

use super::export::count;
use crate::app::App;
use crate::error::AppError;
use crate::evaluations::case::EvaluationCase;
use crate::ports::{Cell, Table};

/// A scorer, or a body of scorers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScorerFigures {
    /// Its name.
    pub name: String,
    /// Evaluations that it scored.
    pub evaluations: usize,
    /// Evaluations that somebody else scored too.
    pub shared: usize,
    /// Mean of its totals, hundredths of a hundred points.
    pub mean: Option<Score>,
    /// Points below what others give, hundredths; none where there is nobody to compare with.
    pub severity_centi: Option<i32>,
    /// The ends of its interval, hundredths.
    pub interval_centi: Option<(i32, i32)>,
    /// What that says.
    pub verdict: SeverityVerdict,
}

/// One total of one scorer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorrectedTotal {
    /// The evaluation.
    pub evaluation: EvaluationId,
    /// Its title.
    pub title: String,
    /// Who scored.
    pub scorer: String,
    /// The total from before the discussion, of a hundred points.
    pub raw: Score,
    /// The total without the scorer's severity; none where it cannot be told.
    pub corrected: Option<Score>,
}

/// How far scorers agree on totals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreementOnTotals {
    /// Krippendorff's alpha of the totals, which does without those that were not scored.
    pub value: String,
    /// The interval.
    pub interval: Option<(String, String)>,
    /// In words, by the bands of the rule.
    pub strength: &'static str,
}

/// Severities of the scorers of a year, by person or by body.
#[derive(Debug, Clone)]
pub struct SeverityTable {
    /// The scorers, by name.
    pub scorers: Vec<ScorerFigures>,
    /// Every total, raw beside corrected, by evaluation.
    pub totals: Vec<CorrectedTotal>,
    /// How far they agree; none where the evidence is too thin for a number.
    pub agreement: Option<AgreementOnTotals>,
    /// Evaluations with two or more scorers.
    pub shared: usize,
}

/// The page.
#[derive(Debug, Clone)]
pub struct SeverityPage {
    /// Budget year.
    pub year: BudgetYear,
    /// By person.
    pub people: SeverityTable,
    /// By institution, the bureau being one body.
    pub bodies: SeverityTable,
    /// Confidence of the intervals, percent.
    pub confidence_percent: u32,
    /// The rule of the sample.
    pub rules: SeverityRules,
    /// Where the bands of agreement come from.
    pub bands: Citation,
}

/// What the bureau is called among bodies.
const BUREAU: &str = "财政局";
/// Full points of a total.
const FULL: i32 = 10_000;

const SCORERS: [(&str, u16); 8] = [
    ("口径", 12),
    ("评分人", 28),
    ("评分的评价(个)", 14),
    ("与他人共同评分(个)", 18),
    ("平均分", 10),
    ("比他人偏严(分)", 14),
    ("区间", 24),
    ("判断", 24),
];

impl App {
    /// How severe the scorers of a year are.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`]; [`AppError::RuleMissing`].
    pub fn scorer_severity(&self, actor: &Actor, year: BudgetYear) -> Result<SeverityPage, AppError> {
        self.may_look(actor, Action::ViewInstitutions)?;
        let division = actor.division;
        let in_force = self.rules(division, year);
        let rules = in_force.scorer_severity()?;
        let confidence = in_force.parameters("analysis.confidence")?.value;
        let bands = in_force.parameters("analysis.agreement")?;
        let limits = AgreementThresholds {
            fine: bands.value.float("fine").map_err(AppError::fault)?,
            tentative: bands.value.float("tentative").map_err(AppError::fault)?,
        };
        let independent = in_force.evaluation_kinds();
        let kinds: Vec<String> = independent
            .filter(|(kind, _)| kind.scores_independently())
            .map(|(kind, _)| kind.code.clone())
            .collect();
        let (cases, grants) = self.read(|db| {
            let mut cases = Vec::new();
            for kind in &kinds {
                cases.extend(self.load_many(db, division, year, kind)?);
            }
            Ok((cases, users::grants_in_division(db, division)?))
        })?;
        let directory = self.directory(division)?;
        let outside = grants.iter().filter(|one| one.grant.role == Role::ThirdParty);
        let firms: BTreeMap<UserId, String> = outside
            .map(|one| (one.user, directory.name(one.grant.unit)))
            .collect();
        let totals: Vec<Total> = cases.iter().flat_map(totals_of).collect();
        let judge = Judge {
            level: confidence.float("level").map_err(AppError::fault)?,
            limits,
            rules: &rules,
        };
        Ok(SeverityPage {
            year,
            people: judge.table(&by_person(&totals, &firms)),
            bodies: judge.table(&by_body(&totals, &firms)),
            confidence_percent: confidence.percent_bp("level").map_err(AppError::fault)? / 100,
            rules,
            bands: (*bands.citation).clone(),
        })
    }

    /// The scorers as a workbook; their totals are in [`Self::export_corrected_totals`].
    ///
    /// # Errors
    ///
    /// As [`Self::scorer_severity`].
    pub fn export_scorer_severity(&self, actor: &Actor, year: BudgetYear) -> Result<Vec<u8>, AppError> {
        let page = self.scorer_severity(actor, year)?;
        let people = page.people.scorers.iter().map(|one| scorer_cells("评分人", one));
        let bodies = page.bodies.scorers.iter().map(|one| scorer_cells("机构", one));
        let notes = ["只说明谁比别人严,不说明谁对;不改变任何已定得分".to_owned()];
        let title = format!("{year} 年度评分宽严");
        let table = Table::new(title, &SCORERS, people.chain(bodies).collect()).noted(notes);
        self.leave_house(actor, Action::ExportInstitutions, Some(year), table)
    }

    /// The totals, raw beside corrected, as a workbook.
    ///
    /// # Errors
    ///
    /// As [`Self::scorer_severity`].
    pub fn export_corrected_totals(&self, actor: &Actor, year: BudgetYear) -> Result<Vec<u8>, AppError> {
        const COLUMNS: [(&str, u16); 4] = [
            ("评价", 48),
            ("评分人", 28),
            ("讨论前总分(百分制)", 20),
            ("校正后(仅供参考)", 20),
        ];
        let page = self.scorer_severity(actor, year)?;
        let cell = |score: Option<Score>| score.map_or(Cell::Blank, Cell::Score);
        let rows = page.people.totals.iter().map(|one| {
            vec![
                Cell::text(one.title.clone()),
                Cell::text(one.scorer.clone()),
                cell(Some(one.raw)),
                cell(one.corrected),
            ]
        });
        let notes = ["校正后的总分仅供参考,不改变任何已定得分".to_owned()];
        let title = format!("{year} 年度讨论前总分和校正");
        let table = Table::new(title, &COLUMNS, rows.collect()).noted(notes);
        self.leave_house(actor, Action::ExportInstitutions, Some(year), table)
    }
}

/// What somebody gave an evaluation before the discussion.
struct Total {
    evaluation: EvaluationId,
    title: String,
    user: UserId,
    name: String,
    /// Of a hundred points.
    score: Score,
}

/// What a scorer, or a body, gave an evaluation.
struct Given {
    evaluation: EvaluationId,
    title: String,
    scorer: String,
    score: Score,
}

/// The totals of an evaluation that is unsealed: the items that people score and that each of its scorers has scored,
/// brought to a hundred points, so that the totals differ by the scorers only.
fn totals_of(case: &EvaluationCase) -> Vec<Total> {
    if !case.is_unsealed() {
        return Vec::new();
    }
    let handed = case.hands.iter().filter(|hand| hand.side == Side::Verification);
    let handed: Vec<_> = handed.collect();
    // Scores come in the order of their serials, so what a scorer corrected before handing in takes the place of the
    // slip.
    let mut given = BTreeMap::new();
    for score in &case.scores {
        if score.side == Side::Verification && score.stage == ScoreStage::Independent {
            given.insert((score.item.as_str(), score.slot.as_str()), score.score);
        }
    }
    let by_hand = case.items.iter().zip(&case.methods);
    let by_hand = by_hand.filter(|(item, method)| !method.is_computed() && Weight::ZERO < item.weight);
    let common: Vec<_> = by_hand
        .map(|(item, _)| item)
        .filter(|item| {
            let has = |slot: &str| given.contains_key(&(item.key.as_str(), slot));
            handed.iter().all(|hand| has(&hand.slot))
        })
        .collect();
    let whole: i128 = common.iter().map(|item| i128::from(item.weight.centi())).sum();
    let total = |slot: &str| {
        let own = common
            .iter()
            .filter_map(|item| given.get(&(item.key.as_str(), slot)));
        let sum: i128 = own.map(|score| i128::from(score.centi())).sum();
        let centi = div_round_half_up(sum * i128::from(FULL), whole)?;
        i32::try_from(centi).ok().map(Score::from_centi)
    };
    let totals = handed.iter().filter_map(|hand| {
        Some(Total {
            evaluation: case.listing.evaluation.id,
            title: case.listing.evaluation.title.clone(),
            user: hand.user,
            name: hand.name.clone(),
            score: total(&hand.slot)?,
        })
    });
    totals.collect()
}

/// Each person; two of the same name stay two.
fn by_person(totals: &[Total], firms: &BTreeMap<UserId, String>) -> Vec<Given> {
    let mut names: BTreeMap<String, BTreeSet<UserId>> = BTreeMap::new();
    let told = |one: &Total| match firms.get(&one.user) {
        Some(firm) => format!("{firm} {}", one.name),
        None => one.name.clone(),
    };
    for one in totals {
        names.entry(told(one)).or_default().insert(one.user);
    }
    let name = |one: &Total| {
        let name = told(one);
        let same = names.get(&name).into_iter().flatten();
        let place = same.clone().take_while(|user| **user != one.user).count();
        if same.count() < 2 {
            name
        } else {
            format!("{name}({})", place + 1)
        }
    };
    let given = totals.iter().map(|one| Given {
        evaluation: one.evaluation,
        title: one.title.clone(),
        scorer: name(one),
        score: one.score,
    });
    given.collect()
}

/// Each institution, and the bureau; what several people of a body gave is its mean, rounded half up.
fn by_body(totals: &[Total], firms: &BTreeMap<UserId, String>) -> Vec<Given> {
    let mut all: BTreeMap<(EvaluationId, String), (String, Vec<Score>)> = BTreeMap::new();
    for one in totals {
        let body = firms.get(&one.user).map_or(BUREAU, String::as_str);
        let (title, scores) = all.entry((one.evaluation, body.to_owned())).or_default();
        title.clone_from(&one.title);
        scores.push(one.score);
    }
    let given = all
        .into_iter()
        .filter_map(|((evaluation, scorer), (title, scores))| {
            Some(Given {
                evaluation,
                title,
                scorer,
                score: mean(&scores)?,
            })
        });
    given.collect()
}

fn mean(scores: &[Score]) -> Option<Score> {
    let sum: i128 = scores.iter().map(|score| i128::from(score.centi())).sum();
    let many = i128::try_from(scores.len()).ok()?;
    let centi = div_round_half_up(sum, many)?;
    i32::try_from(centi).ok().map(Score::from_centi)
}

struct Judge<'a> {
    level: f64,
    limits: AgreementThresholds,
    rules: &'a SeverityRules,
}

impl Judge<'_> {
    fn table(&self, given: &[Given]) -> SeverityTable {
        let compared = self.compared(given);
        let is_compared = |one: &&Given| compared.contains(one.scorer.as_str());
        let triples = given.iter().filter(is_compared).map(|one| {
            let points = f64::from(one.score.centi()) / 100.0;
            (one.evaluation.to_string(), one.scorer.clone(), points)
        });
        let ratings = Ratings::new(triples).ok();
        let fitted = ratings.as_ref().and_then(|all| severity(all, self.level).ok());
        let everybody: BTreeSet<&str> = given.iter().map(|one| one.scorer.as_str()).collect();
        let shared = shared(given, &everybody);
        let scorers = everybody.iter().map(|name| {
            let own: Vec<&Given> = given.iter().filter(|one| one.scorer == *name).collect();
            let count = own.iter().filter(|one| shared.contains(&one.evaluation)).count();
            self.figures(name, &own, count, fitted.as_ref())
        });
        SeverityTable {
            scorers: scorers.collect(),
            totals: corrected(given, fitted.as_ref()),
            agreement: ratings.and_then(|all| self.agreement(&all)),
            shared: shared.len(),
        }
    }

    /// The scorers with enough evaluations that others of them scored too: one who scored a single evaluation would
    /// move everybody else's severity.
    fn compared<'b>(&self, given: &'b [Given]) -> BTreeSet<&'b str> {
        let mut names: BTreeSet<&str> = given.iter().map(|one| one.scorer.as_str()).collect();
        loop {
            let shared = shared(given, &names);
            let has_enough = |name: &str| {
                let mut own = given.iter().filter(|one| one.scorer == name);
                let count = own
                    .by_ref()
                    .filter(|one| shared.contains(&one.evaluation))
                    .count();
                usize::try_from(self.rules.shared_least).is_ok_and(|least| least <= count)
            };
            let kept: BTreeSet<&str> = names.iter().copied().filter(|name| has_enough(name)).collect();
            if kept == names {
                return names;
            }
            names = kept;
        }
    }

    fn figures(&self, name: &str, own: &[&Given], shared: usize, fitted: Option<&Severity>) -> ScorerFigures {
        let mut all = fitted.into_iter().flat_map(|fitted| &fitted.evaluators);
        let found = all.find(|one| one.evaluator == name);
        let interval_centi = found.and_then(|one| ends(one.interval?));
        let scores: Vec<Score> = own.iter().map(|one| one.score).collect();
        ScorerFigures {
            name: name.to_owned(),
            evaluations: own.len(),
            shared,
            mean: mean(&scores),
            severity_centi: found.and_then(|one| centi(one.severity?)),
            interval_centi,
            verdict: self.rules.judge(shared, interval_centi),
        }
    }

    /// Of the scorers that are compared; each of them has enough.
    fn agreement(&self, all: &Ratings) -> Option<AgreementOnTotals> {
        let found = krippendorff_alpha(all, Level::Interval, self.level).ok()?;
        Some(AgreementOnTotals {
            value: format!("{:.2}", found.alpha),
            interval: found
                .interval
                .map(|ends| (format!("{:.2}", ends.low), format!("{:.2}", ends.high))),
            strength: if self.limits.fine <= found.alpha {
                "一致性良好"
            } else if self.limits.tentative <= found.alpha {
                "一致性一般"
            } else {
                "一致性不足"
            },
        })
    }
}

/// The evaluations that two or more of these scorers scored.
fn shared(given: &[Given], names: &BTreeSet<&str>) -> BTreeSet<EvaluationId> {
    let mut scorers_of: BTreeMap<EvaluationId, usize> = BTreeMap::new();
    for one in given.iter().filter(|one| names.contains(one.scorer.as_str())) {
        *scorers_of.entry(one.evaluation).or_default() += 1;
    }
    scorers_of.retain(|_, count| 1 < *count);
    scorers_of.into_keys().collect()
}

/// Every total beside what it would be without its scorer's severity.
fn corrected(given: &[Given], fitted: Option<&Severity>) -> Vec<CorrectedTotal> {
    let known: BTreeMap<(&str, &str), f64> = fitted
        .into_iter()
        .flat_map(|fitted| &fitted.corrected)
        .filter_map(|one| Some(((one.project.as_str(), one.evaluator.as_str()), one.corrected?)))
        .collect();
    let totals = given.iter().map(|one| {
        let project = one.evaluation.to_string();
        let found = known.get(&(project.as_str(), one.scorer.as_str()));
        CorrectedTotal {
            evaluation: one.evaluation,
            title: one.title.clone(),
            scorer: one.scorer.clone(),
            raw: one.score,
            corrected: found.and_then(|points| centi(*points)).map(Score::from_centi),
        }
    });
    totals.collect()
}

/// Points in hundredths, read off the decimal text so that nothing is cut.
fn centi(points: f64) -> Option<i32> {
    format!("{:.0}", points * 100.0).parse().ok()
}

fn ends(interval: Interval) -> Option<(i32, i32)> {
    Some((centi(interval.low)?, centi(interval.high)?))
}

/// Hundredths of a point with their sign.
pub fn signed_points(centi: i32) -> String {
    let sign = if centi < 0 { "-" } else { "+" };
    format!("{sign}{}", Score::from_centi(centi.saturating_abs()))
}

fn scorer_cells(way: &str, one: &ScorerFigures) -> Vec<Cell> {
    let interval = one
        .interval_centi
        .map(|(low, high)| format!("{} 至 {}", signed_points(low), signed_points(high)));
    vec![
        Cell::text(way),
        Cell::text(one.name.clone()),
        count(one.evaluations),
        count(one.shared),
        one.mean.map_or(Cell::Blank, Cell::Score),
        Cell::text(one.severity_centi.map(signed_points).unwrap_or_default()),
        Cell::text(interval.unwrap_or_default()),
        Cell::text(one.verdict.name()),
    ]
}

#[cfg(test)]
mod tests;
