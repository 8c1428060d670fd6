//! Histories with a known truth, from a generator that repeats.

use crate::benchmark::{Bands, EvidenceThresholds, Plan, Project, Settings, Sizes};
use crate::distribution::normal_quantile;
use crate::number::float;

/// The generator SplitMix64 (Steele, Lea, Flood 2014): a few lines, and the same everywhere.
#[derive(Debug, Clone)]
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(start: u64) -> Self {
        Self(start)
    }

    pub(super) fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let high = u32::try_from((word ^ (word >> 31)) >> 32).unwrap_or(0);
        (f64::from(high) + 0.5) / 4_294_967_296.0
    }

    pub(super) fn normal(&mut self, spread: f64) -> f64 {
        spread * normal_quantile(self.uniform())
    }
}

/// A truth to be found again.
#[derive(Debug, Clone)]
pub(super) struct Truth {
    pub(super) level: f64,
    pub(super) elasticity: f64,
    pub(super) level_spread: f64,
    pub(super) elasticity_spread: f64,
    pub(super) region_spread: f64,
    pub(super) year_spread: f64,
    pub(super) residual: f64,
    /// The typical size, in logarithms, at which the levels differ by their spread.
    pub(super) pivot: f64,
    /// For each type the number of rows.
    pub(super) rows: Vec<usize>,
}

impl Truth {
    /// Types of equal size.
    pub(super) fn of(types: usize, rows: usize) -> Self {
        Self {
            level: 4.0,
            elasticity: 0.8,
            level_spread: 0.4,
            elasticity_spread: 0.1,
            region_spread: 0.15,
            year_spread: 0.1,
            residual: 0.25,
            pivot: 3.0,
            rows: vec![rows; types],
        }
    }

    /// A history, and for each type one more project from the same truth in a known region and a new year.
    pub(super) fn draw(&self, random: &mut Random) -> (Vec<Project>, Vec<Plan>) {
        let regions: Vec<f64> = (0..8).map(|_| random.normal(self.region_spread)).collect();
        let years: Vec<f64> = (0..7).map(|_| random.normal(self.year_spread)).collect();
        let (mut history, mut plans) = (Vec::new(), Vec::new());
        for (kind, rows) in self.rows.iter().enumerate() {
            let level = self.level + random.normal(self.level_spread);
            let elasticity = self.elasticity + random.normal(self.elasticity_spread);
            for row in 0..=*rows {
                let (region, year) = (
                    (row * 3 + kind) % 8,
                    if row == *rows { 6 } else { (row + kind) % 6 },
                );
                let size = self.pivot + random.normal(0.8);
                let cost = level
                    + elasticity * (size - self.pivot)
                    + regions[region]
                    + years[year]
                    + random.normal(self.residual);
                let project = Project {
                    name: format!("项目{kind}-{row}"),
                    indicator_type: format!("类型{kind}"),
                    category: "市政".to_owned(),
                    region: Some(format!("区{region}")),
                    year: Some(2015 + i32::try_from(year).unwrap()),
                    quantity: size.exp(),
                    amount: cost.exp(),
                };
                if row == *rows {
                    plans.push(Plan {
                        project,
                        last_year: None,
                    });
                } else {
                    history.push(project);
                }
            }
        }
        (history, plans)
    }
}

/// Settings as the rules propose them.
pub(in crate::benchmark) fn settings() -> Settings {
    Settings {
        evidence: EvidenceThresholds {
            own_history: 5,
            category: 15,
        },
        bands: Bands {
            in_line: 1.0,
            ask: 2.0,
            unit_error: 4.0,
        },
        confidence: 0.95,
        sizes: Sizes::Comparable,
        huber: Some(1.345),
        unit_factors: vec![10.0, 1e3, 1e4],
        common_size: None,
        compared_rows: 10,
    }
}

pub(super) fn average(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / float(values.len())
}

/// The share of truths.
pub(super) fn share(values: &[bool]) -> f64 {
    float(values.iter().filter(|value| **value).count()) / float(values.len())
}
