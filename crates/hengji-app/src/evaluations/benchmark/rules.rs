//! The rules of benchmarks in force in a year, as the analysis takes them and as the page shows them.

use hengji_analysis::benchmark::{Bands, EvidenceThresholds, Settings, Sizes};
use hengji_analysis::frontier;
use hengji_domain::rule::{Citation, GoalFrame, SecondLevel};
use hengji_domain::sheet::Line;
use hengji_rules::RulesInForce;

use crate::error::AppError;

/// Factors by which money is written in a wrong unit: a slipped digit, thousands of yuan, tens of thousands.
const UNIT_FACTORS: [f64; 3] = [10.0, 1_000.0, 10_000.0];

/// What a benchmark goes by.
pub(super) struct BenchmarkRules {
    /// Names of the classes that can be benchmarked.
    pub(super) classes: Vec<String>,
    /// Names of the classes that give the second output of a frontier.
    pub(super) outcomes: Vec<String>,
    /// So many years before the evaluated one are looked at.
    pub(super) past_years: u16,
    /// From this share of the weight of a sheet's quantity lines on all of its money is one line's, basis points.
    pub(super) main_share_bp: u32,
    /// The settings of the scale model.
    pub(super) settings: Settings,
    /// From how many projects on a frontier is shown.
    pub(super) frontier: frontier::EvidenceThresholds,
    /// Confidence level of the intervals in percent.
    pub(super) percent: u32,
    /// Each rule with its numbers in words.
    pub(super) cited: Vec<(Citation, String)>,
}

impl BenchmarkRules {
    /// Reads them.
    pub(super) fn read(rules: &RulesInForce) -> Result<Self, AppError> {
        let classes = rules.benchmark_classes()?;
        let outcomes = rules.frontier_outcomes()?;
        let records = rules.parameters("analysis.benchmark_records")?;
        let evidence = rules.parameters("analysis.evidence_benchmark")?;
        let bands = rules.parameters("analysis.benchmark_bands")?;
        let confidence = rules.parameters("analysis.confidence")?;
        let frontier = rules.parameters("analysis.evidence_frontier")?;
        let mut cited = Vec::new();
        for dated in [&records, &evidence, &bands, &confidence, &frontier] {
            let words: Vec<String> = dated.value.words().collect();
            cited.push(((*dated.citation).clone(), words.join(",")));
        }
        for dated in [&classes, &outcomes] {
            cited.push(((*dated.citation).clone(), dated.value.join("、")));
        }
        let years = records.value.count("past_years").map_err(AppError::fault)?;
        Ok(Self {
            past_years: u16::try_from(years).unwrap_or(u16::MAX),
            main_share_bp: records.value.percent_bp("main_share").map_err(AppError::fault)?,
            settings: settings(rules)?,
            frontier: frontier::EvidenceThresholds {
                a_units: count(&frontier.value, "a_units")?,
                a_units_per_column: count(&frontier.value, "a_units_per_column")?,
                b_units: count(&frontier.value, "b_units")?,
            },
            percent: confidence.value.percent_bp("level").map_err(AppError::fault)? / 100,
            classes: classes.value,
            outcomes: outcomes.value,
            cited,
        })
    }

    /// Whether a line says how much was done, under the taxonomy of its year.
    pub(super) fn is_quantity(&self, frame: &GoalFrame, line: &Line) -> bool {
        class_of(frame, line).is_some_and(|class| is_one_of(class, &self.classes))
    }

    /// Whether a line gives the second output of a frontier.
    pub(super) fn is_outcome(&self, frame: &GoalFrame, line: &Line) -> bool {
        class_of(frame, line).is_some_and(|class| is_one_of(class, &self.outcomes))
    }
}

/// Which lines of a year can be benchmarked, as far as their class tells.
pub(crate) struct QuantityClasses {
    frame: GoalFrame,
    classes: Vec<String>,
}

impl QuantityClasses {
    /// Those of a year; none where the rules do not say.
    pub(crate) fn of(rules: &RulesInForce) -> Option<Self> {
        Some(Self {
            frame: rules.goal_frame().ok()?.value,
            classes: rules.benchmark_classes().ok()?.value,
        })
    }

    /// Whether the levels above a line are those of a quantity.
    pub(crate) fn has(&self, path: &[String]) -> bool {
        let [level1, level2] = path else {
            return false;
        };
        let class = self.frame.first_level(level1);
        let class = class.and_then(|first| first.second_level(level2));
        class.is_some_and(|class| is_one_of(class, &self.classes))
    }
}

/// The settings of the scale model under the rules of a year.
pub(crate) fn settings(rules: &RulesInForce) -> Result<Settings, AppError> {
    let evidence = rules.parameters("analysis.evidence_benchmark")?.value;
    let bands = rules.parameters("analysis.benchmark_bands")?.value;
    let confidence = rules.parameters("analysis.confidence")?.value;
    let band = |name: &str| bands.float(name).map_err(AppError::fault);
    let huber = band("downweighted")?;
    Ok(Settings {
        evidence: EvidenceThresholds {
            own_history: count(&evidence, "own_history")?,
            category: count(&evidence, "category")?,
        },
        bands: Bands {
            in_line: band("in_line")?,
            ask: band("ask")?,
            unit_error: band("unit_error")?,
        },
        confidence: confidence.float("level").map_err(AppError::fault)?,
        // Only lines in the same unit of measure are ever compared.
        sizes: Sizes::Comparable,
        // Zero switches it off, as the rule says.
        huber: (0.0 < huber).then_some(huber),
        unit_factors: UNIT_FACTORS.to_vec(),
        common_size: None,
        compared_rows: usize::MAX,
    })
}

fn count(numbers: &hengji_rules::Parameters, name: &str) -> Result<usize, AppError> {
    let count = numbers.count(name).map_err(AppError::fault)?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

/// The class of a line under a taxonomy.
fn class_of<'a>(frame: &'a GoalFrame, line: &Line) -> Option<&'a SecondLevel> {
    frame.first_level(&line.level1)?.second_level(&line.level2)
}

/// Whether a class has one of these names, in whatever spelling its taxonomy knows it by.
fn is_one_of(class: &SecondLevel, names: &[String]) -> bool {
    names
        .iter()
        .any(|name| class.name == *name || class.aliases.contains(name))
}
