//! Small-area and mixed models.

use hengji_analysis::mixed::{self, Factor, Settings};

use crate::fixture::{fixture, near};

/// Numbers the words of a column in the order in which they first appear.
fn numbered(words: &[String]) -> (Vec<usize>, usize) {
    let mut seen: Vec<&String> = Vec::new();
    let levels = words
        .iter()
        .map(|word| {
            seen.iter().position(|known| *known == word).unwrap_or_else(|| {
                seen.push(word);
                seen.len() - 1
            })
        })
        .collect();
    (levels, seen.len())
}

fn float(count: usize) -> f64 {
    count.to_string().parse().unwrap_or(f64::NAN)
}

fn values(effects: &[mixed::Estimate]) -> Vec<f64> {
    effects.iter().map(|effect| effect.value).collect()
}

#[test]
fn crossed_plates_and_samples_of_penicillin() {
    let golden = fixture("lmer_penicillin");
    let data = golden.rows("data");
    let response = data.numbers("diameter");
    let (plates, plate_count) = numbered(&data.words("plate"));
    let (samples, sample_count) = numbered(&data.words("sample"));
    let factors = [
        Factor::new("plate", plates, plate_count),
        Factor::new("sample", samples, sample_count),
    ];
    let fit = mixed::fit(
        &response,
        &[vec![1.0; response.len()]],
        &factors,
        &Settings::default(),
    )
    .unwrap();

    assert!(fit.convergence.converged, "{:?}", fit.convergence);
    near(
        "mean",
        &values(&fit.fixed),
        &[golden.number("computed/fixef")],
        1e-9,
    );
    let spreads: Vec<f64> = fit
        .components
        .iter()
        .map(|component| component.intercept_sd)
        .collect();
    // The optimiser of lme4 stopped about 3e-5 short of the optimum, which a balanced table has in closed form.
    near(
        "spread",
        &spreads,
        &[
            golden.number("computed/sd_plate"),
            golden.number("computed/sd_sample"),
        ],
        5e-5,
    );
    near(
        "residual",
        &[fit.residual_sd],
        &[golden.number("computed/sd_residual")],
        1e-6,
    );
    near(
        "plates",
        &values(&fit.effects[0].intercepts),
        &golden.vector("computed/plate_blup"),
        1e-5,
    );
    near(
        "samples",
        &values(&fit.effects[1].intercepts),
        &golden.vector("computed/sample_blup"),
        1e-5,
    );
    let exact = analysis_of_variance(&response, &factors);
    near(
        "exact spreads",
        &[spreads, vec![fit.residual_sd]].concat(),
        &exact,
        1e-6,
    );
}

/// The two spreads and the residual of a balanced two-way table, from its mean squares.
fn analysis_of_variance(response: &[f64], factors: &[Factor]) -> Vec<f64> {
    let rows = float(response.len());
    let mean = response.iter().sum::<f64>() / rows;
    let total: f64 = response.iter().map(|value| (value - mean).powi(2)).sum();
    let squares = |factor: &Factor| -> f64 {
        let each = rows / float(factor.count);
        let of = |level: usize| {
            let rows = response
                .iter()
                .zip(&factor.levels)
                .filter(move |(_, of)| **of == level);
            rows.map(|(value, _)| value).sum::<f64>()
        };
        (0..factor.count)
            .map(|level| each * (of(level) / each - mean).powi(2))
            .sum()
    };
    let left: f64 = factors.iter().map(squares).sum();
    let taken: f64 = factors.iter().map(|factor| float(factor.count) - 1.0).sum();
    let residual = (total - left) / (rows - 1.0 - taken);
    let spread = |factor: &Factor| {
        let (levels, each) = (float(factor.count), rows / float(factor.count));
        ((squares(factor) / (levels - 1.0) - residual) / each).sqrt()
    };
    factors.iter().map(spread).chain([residual.sqrt()]).collect()
}
