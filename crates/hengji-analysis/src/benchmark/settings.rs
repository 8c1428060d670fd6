//! What a benchmark takes as given: evidence, bands, confidence, robustness. All of it comes from dated rules.

use serde::Serialize;

use super::error::BenchmarkError;

/// How a benchmark is made.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Settings {
    /// How much history allows which statement.
    pub evidence: EvidenceThresholds,
    /// How far an amount may be from its prediction, in standard deviations.
    pub bands: Bands,
    /// The confidence of the intervals, such as 0.95.
    pub confidence: f64,
    /// Where sizes are centred, which decides what a type without history can be told.
    pub sizes: Sizes,
    /// Beyond this many residual standard deviations a row pulls less (Huber); nothing for least squares.
    pub huber: Option<f64>,
    /// The factors by which a wrong unit of money changes an amount, such as 10, 1 000, 10 000.
    pub unit_factors: Vec<f64>,
    /// The common size at which unit costs are compared; nothing for the typical size of the type.
    pub common_size: Option<f64>,
    /// How many rows of the comparison are named with a result, nearest in size first.
    pub compared_rows: usize,
}

/// How much history allows which statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct EvidenceThresholds {
    /// Rows of the same type from which a judgement rests on its own history.
    pub own_history: usize,
    /// Rows of the category from which a judgement may rest on the category, and from which the variance
    /// components are estimated by restricted maximum likelihood.
    pub category: usize,
}

/// Bands of the distance between an amount and its prediction, in standard deviations of the prediction.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Bands {
    /// Below this an amount is in line.
    pub in_line: f64,
    /// Below this the department is asked; above it money and target do not fit.
    pub ask: f64,
    /// Above this a wrong unit of money is looked for first.
    pub unit_error: f64,
}

/// Where sizes are centred.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sizes {
    /// The types of a category share a unit: a type without history can be told what the category says.
    Comparable,
    /// Each type has its own unit: nothing can be said of a type without history.
    OwnUnits,
}

impl Settings {
    /// Refuses settings that make no sense.
    pub(super) fn check(&self) -> Result<(), BenchmarkError> {
        let refuse = |what: &str, value: f64, expected: &str| {
            Err(BenchmarkError::Setting {
                what: what.to_owned(),
                value,
                expected: expected.to_owned(),
            })
        };
        let Bands {
            in_line,
            ask,
            unit_error,
        } = self.bands;
        if !(in_line > 0.0 && in_line.is_finite()) {
            return refuse("基本匹配界限", in_line, "正数");
        }
        if !(ask >= in_line && ask.is_finite()) {
            return refuse("询问界限", ask, "不小于基本匹配界限的数");
        }
        if !(unit_error >= ask && unit_error.is_finite()) {
            return refuse("单位错误界限", unit_error, "不小于询问界限的数");
        }
        if !(self.confidence > 0.0 && self.confidence < 1.0) {
            return refuse("置信水平", self.confidence, "0 与 1 之间的数");
        }
        let positive = |value: f64| value > 0.0 && value.is_finite();
        if let Some(huber) = self.huber.filter(|value| !positive(*value)) {
            return refuse("稳健系数", huber, "正数");
        }
        if let Some(size) = self.common_size.filter(|value| !positive(*value)) {
            return refuse("共同规模", size, "正数");
        }
        match self
            .unit_factors
            .iter()
            .find(|factor| !(factor.is_finite() && **factor > 1.0))
        {
            Some(factor) => refuse("单位倍数", *factor, "大于 1 的数"),
            None => Ok(()),
        }
    }

    /// The listed factor by which a deviation in logarithms is explained: beyond the band as it stands, within
    /// it once corrected, and so many times nearer to the line as the band is wide; otherwise three times the
    /// usual money could pass for a slip of ten.
    pub(super) fn unit_factor(&self, deviation: f64, standard_deviation: f64) -> Option<f64> {
        let limit = self.bands.unit_error * standard_deviation;
        let left = |factor: &f64| (deviation.abs() - factor.ln()).abs();
        let nearest = self
            .unit_factors
            .iter()
            .min_by(|one, other| left(one).total_cmp(&left(other)))?;
        let gain = deviation.abs().min(self.bands.unit_error * limit) / self.bands.unit_error;
        (deviation.abs() > limit && left(nearest) <= gain).then_some(*nearest)
    }
}

#[cfg(test)]
mod tests {
    use crate::benchmark::tests::settings;

    #[test]
    fn a_factor_explains_what_is_beyond_the_band_and_much_nearer_once_corrected() {
        let settings = settings();
        let check = |times: f64, standard_deviation: f64, factor: Option<f64>| {
            for deviation in [f64::ln(times), -f64::ln(times)] {
                let found = settings.unit_factor(deviation, standard_deviation);
                assert_eq!(found, factor, "{times} {standard_deviation}");
            }
        };
        check(10_000.0, 0.3, Some(1e4));
        check(12_000.0, 0.3, Some(1e4));
        check(900.0, 0.3, Some(1e3));
        check(10.0, 0.3, Some(10.0));
        check(4.0, 0.3, None);
        check(40.0, 0.3, None);
        check(10.0, 0.6, None);
        check(1.0, 0.0, None);
        check(f64::NAN, 0.3, None);
    }
}
