//! Small-area and mixed models.

use hengji_analysis::benchmark::{fay_herriot, james_stein, nested_error};
use hengji_analysis::distribution::normal_below;
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

#[test]
fn corn_in_twelve_counties() {
    let golden = fixture("bhf_corn12");
    let data = golden.rows("data");
    let response = data.numbers("CornHec");
    let design = [
        vec![1.0; response.len()],
        data.numbers("CornPix"),
        data.numbers("SoyBeansPix"),
    ];
    let (counties, _) = numbered(&data.words("County"));
    let means = golden.rows("means");
    let averages: Vec<Vec<f64>> = means
        .numbers("MeanCornPixPerSeg")
        .into_iter()
        .zip(means.numbers("MeanSoyBeansPixPerSeg"))
        .map(|(corn, beans)| vec![1.0, corn, beans])
        .collect();
    let fit = nested_error(&response, &design, &counties, &averages).unwrap();

    near(
        "coefficients",
        &values(&fit.model.fixed),
        &golden.vector("computed/beta"),
        1e-5,
    );
    let between = fit.model.components[0].intercept_sd.powi(2);
    near("between", &[between], &[golden.number("computed/sigma2_v")], 1e-6);
    near(
        "within",
        &[fit.model.residual_sd.powi(2)],
        &[golden.number("computed/sigma2_e")],
        1e-5,
    );
    near(
        "counties",
        &values(&fit.model.effects[0].intercepts),
        &golden.vector("computed/county_effect"),
        1e-5,
    );
    // No figures are printed for the means; each is its regression value plus the county's effect.
    let effects = golden.vector("computed/county_effect");
    let beta = golden.vector("computed/beta");
    for ((mean, average), effect) in fit.means.iter().zip(&averages).zip(&effects) {
        let regressed: f64 = average.iter().zip(&beta).map(|(value, beta)| value * beta).sum();
        near("mean", &[mean.mean.value], &[regressed + effect], 1e-6);
        assert!(mean.mean.standard_error > 0.0 && mean.mean.standard_error < between.sqrt());
    }
}

#[test]
fn milk_in_forty_three_areas() {
    let golden = fixture("fay_herriot_milk43");
    let data = golden.rows("data");
    let variances: Vec<f64> = data.numbers("SD").iter().map(|sd| sd * sd).collect();
    let major = data.words("MajorArea");
    let of = |area: &str| {
        major
            .iter()
            .map(|found| f64::from(u8::from(found == area)))
            .collect::<Vec<f64>>()
    };
    let design = [vec![1.0; major.len()], of("2"), of("3"), of("4")];
    let fit = fay_herriot(&data.numbers("yi"), &variances, &design).unwrap();

    let found: Vec<f64> = fit.areas.iter().map(|area| area.value).collect();
    let errors: Vec<f64> = fit.areas.iter().map(|area| area.mean_squared_error).collect();
    let standard: Vec<f64> = fit.coefficients.iter().map(|of| of.standard_error).collect();
    let beta = golden.rows("computed/beta");
    near(
        "variance",
        &[fit.between_variance],
        &[golden.number("computed/refvar")],
        1e-6,
    );
    near(
        "coefficients",
        &values(&fit.coefficients),
        &beta.numbers("beta"),
        1e-6,
    );
    near("their errors", &standard, &beta.numbers("std.error"), 1e-6);
    let ratios: Vec<f64> = fit
        .coefficients
        .iter()
        .map(|of| of.value / of.standard_error)
        .collect();
    let chances: Vec<f64> = ratios
        .iter()
        .map(|ratio| 2.0 * normal_below(-ratio.abs()))
        .collect();
    near("t values", &ratios, &beta.numbers("tvalue"), 1e-5);
    near("p values", &chances, &beta.numbers("pvalue"), 1e-6);
    near("areas", &found, &golden.vector("computed/eblup"), 1e-6);
    near("squared errors", &errors, &golden.vector("computed/mse"), 1e-6);
}

#[test]
fn batting_averages_of_eighteen_players() {
    let golden = fixture("james_stein_baseball18");
    let averages: Vec<f64> = golden
        .vector("hits_of_45")
        .iter()
        .map(|hits| hits / 45.0)
        .collect();
    let mean = averages.iter().sum::<f64>() / float(averages.len());
    let shrunk = james_stein(&averages, mean * (1.0 - mean) / 45.0).unwrap();

    near(
        "mean",
        &[shrunk.grand_mean],
        &[golden.number("computed/grand_mean")],
        1e-14,
    );
    near(
        "factor",
        &[shrunk.factor],
        &[golden.number("computed/factor")],
        1e-12,
    );
    near("players", &shrunk.shrunk, &golden.vector("computed/js"), 1e-14);
    let season = golden.vector("season_average");
    let errors = |values: &[f64]| {
        values
            .iter()
            .zip(&season)
            .map(|(value, end)| (value - end).powi(2))
            .sum::<f64>()
    };
    near(
        "error alone",
        &[errors(&averages)],
        &[golden.number("computed/sse_mle")],
        1e-14,
    );
    near(
        "error shrunk",
        &[errors(&shrunk.shrunk)],
        &[golden.number("computed/sse_js")],
        1e-14,
    );
}
