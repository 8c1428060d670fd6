//! Severity, agreement, many-facet Rasch.

use hengji_analysis::distribution;
use hengji_analysis::raters::{
    Classified, Correlation, Form, Interval, Judgements, Level, Measure, Ratings, Weighting, conger_kappa,
    fleiss_kappa, gwet_ac, intraclass_correlations, krippendorff_alpha, random_severity, rasch, severity,
};

use crate::fixture::{Fixture, fixture, near};

/// A matrix as ratings: rows are projects, `null` is an empty cell.
#[expect(
    clippy::unwrap_used,
    reason = "A fixture that is no table is a fault of the tree."
)]
fn ratings(rows: &[Vec<f64>]) -> Ratings {
    let table: Vec<Vec<Option<f64>>> = rows
        .iter()
        .map(|row| {
            row.iter()
                .map(|score| (!score.is_nan()).then_some(*score))
                .collect()
        })
        .collect();
    let evaluators = rows.first().map_or(0, Vec::len);
    let names =
        |letter: &str, count: usize| (1..=count).map(|at| format!("{letter}{at}")).collect::<Vec<_>>();
    Ratings::from_table(names("P", rows.len()), names("E", evaluators), &table).unwrap()
}

#[test]
fn additive_severity_is_the_least_squares_fit_with_the_sign_turned() {
    let golden = fixture("additive_severity_shrout_fleiss");
    let fitted = severity(&ratings(&golden.matrix("ratings")), 0.95).unwrap();
    let component = &fitted.components[0];
    near(
        "grand mean",
        &[component.mean.unwrap()],
        &golden.vector("computed/grand_mean"),
        1e-11,
    );
    // The fixture writes the effect of a judge with a plus sign; a severity is its opposite.
    let effects: Vec<f64> = fitted
        .evaluators
        .iter()
        .filter_map(|one| one.severity)
        .map(|one| -one)
        .collect();
    near(
        "judge effects",
        &effects,
        &golden.vector("computed/judge_effect"),
        1e-11,
    );
    let levels: Vec<f64> = fitted
        .projects
        .iter()
        .filter_map(|project| project.level)
        .collect();
    near(
        "adjusted targets",
        &levels,
        &golden.vector("computed/target_adjusted"),
        1e-11,
    );
    let variance = component.variance.unwrap();
    let mean_squares = [
        ("computed/anova/MS_target", variance.projects.mean),
        ("computed/anova/MS_judge", variance.evaluators.mean),
        ("computed/anova/MSE", variance.residual.mean),
    ];
    for (path, found) in mean_squares {
        near(path, &[found.unwrap()], &golden.vector(path), 1e-11);
    }
}

#[test]
fn intraclass_correlations_are_those_of_shrout_and_fleiss() {
    let golden = fixture("icc_shrout_fleiss1979");
    let found = intraclass_correlations(&ratings(&golden.matrix("ratings")), 0.95).unwrap();
    let of = |figure: fn(&Correlation) -> f64| found.coefficients.iter().map(figure).collect::<Vec<_>>();
    let table = golden.rows("computed");
    near(
        "coefficients",
        &of(|one| one.value.unwrap()),
        &table.numbers("ICC"),
        1e-11,
    );
    near("F", &of(|one| one.ratio.unwrap()), &table.numbers("F"), 1e-11);
    near(
        "p",
        &of(|one| one.probability.unwrap()),
        &table.numbers("p"),
        1e-11,
    );
    near(
        "lower ends",
        &of(|one| one.interval.unwrap().low),
        &table.numbers("lower_bound"),
        1e-8,
    );
    near(
        "upper ends",
        &of(|one| one.interval.unwrap().high),
        &table.numbers("upper_bound"),
        1e-8,
    );
    let freedom = |above: bool| {
        let pick = |one: &Correlation| u32::try_from(if above { one.freedom.0 } else { one.freedom.1 });
        found
            .coefficients
            .iter()
            .map(|one| f64::from(pick(one).unwrap()))
            .collect::<Vec<_>>()
    };
    near("df1", &freedom(true), &table.numbers("df1"), 0.0);
    near("df2", &freedom(false), &table.numbers("df2"), 0.0);
    let forms = [
        ("ICC1", Form::OneWay),
        ("ICC2", Form::Agreement),
        ("ICC3", Form::Consistency),
        ("ICC1k", Form::OneWayMean),
        ("ICC2k", Form::AgreementMean),
        ("ICC3k", Form::ConsistencyMean),
    ];
    assert_eq!(table.words("type"), forms.map(|(name, _)| name));
    for (name, form) in forms {
        let value = found.of(form).and_then(|coefficient| coefficient.value).unwrap();
        // The paper prints two digits.
        near(
            name,
            &[value],
            &golden.vector(&format!("published/{name}")),
            0.005,
        );
    }
}

#[test]
fn krippendorffs_alpha_is_met_at_all_four_levels() {
    let golden = fixture("krippendorff_C_4x12");
    let observers = golden.matrix("observers_by_units");
    let units: Vec<Vec<f64>> = (0..12)
        .map(|unit| observers.iter().map(|observer| observer[unit]).collect())
        .collect();
    let ratings = ratings(&units);
    let levels = [
        ("nominal", Level::Nominal),
        ("ordinal", Level::Ordinal),
        ("interval", Level::Interval),
        ("ratio", Level::Ratio),
    ];
    for (name, level) in levels {
        let found = krippendorff_alpha(&ratings, level, 0.95).unwrap();
        near(
            name,
            &[found.alpha],
            &golden.vector(&format!("computed/{name}")),
            1e-12,
        );
        near(
            name,
            &[found.alpha],
            &golden.vector(&format!("published/{name}")),
            0.000_5,
        );
        assert_eq!(
            (found.projects, found.projects_left_out, found.scores),
            (11, 1, 40)
        );
    }
}

/// Figures of irrCAC: coefficient, standard error, interval and probability are printed to five, five, three and
/// all digits.
#[track_caller]
fn as_irrcac(golden: &Fixture, name: &str, projects: f64, [value, error]: [f64; 2], interval: Interval) {
    let table = golden.rows(&format!("computed/{name}"));
    near(name, &[value], &table.numbers("coeff.val"), 0.000_005_1);
    near(name, &[error], &table.numbers("coeff.se"), 0.000_005_1);
    // Two-sided: the square of Student's t is F with one degree of freedom above. It was computed from the
    // printed five digits, which a tail of one in two thousand repeats to about four.
    let probability = distribution::f_above((value / error).powi(2), 1.0, projects - 1.0);
    let printed = table.numbers("p.value").first().copied().unwrap_or(f64::NAN);
    assert!(
        (probability / printed - 1.0).abs() < 0.001,
        "{name}: p {probability} is not {printed}"
    );
    let ends = table.words("conf.int").concat();
    let ends: Vec<f64> = ends
        .trim_matches(['(', ')'])
        .split(',')
        .filter_map(|end| end.parse().ok())
        .collect();
    near(name, &[interval.low, interval.high], &ends, 0.000_51);
}

#[test]
fn agreement_beyond_chance_is_that_of_irrcac() {
    let golden = fixture("irrcac_raw4raters12");
    let table = golden.rows("ratings");
    let columns = ["Rater1", "Rater2", "Rater3", "Rater4"].map(|name| table.numbers(name));
    let rows: Vec<Vec<f64>> = (0..12)
        .map(|row| columns.iter().map(|column| column[row]).collect())
        .collect();
    let ratings = ratings(&rows);
    let classified = Classified::from_ratings(&ratings, &[]).unwrap();
    let cases = [
        ("gwet_ac1", gwet_ac(&classified, Weighting::Identity, 0.95)),
        ("fleiss", fleiss_kappa(&classified, Weighting::Identity, 0.95)),
        ("conger", conger_kappa(&ratings, &[], Weighting::Identity, 0.95)),
    ];
    for (name, found) in cases {
        let found = found.unwrap();
        let table = golden.rows(&format!("computed/{name}"));
        near(name, &[found.observed], &table.numbers("pa"), 1e-13);
        near(name, &[found.expected], &table.numbers("pe"), 1e-13);
        as_irrcac(
            &golden,
            name,
            12.0,
            [found.value, found.standard_error.unwrap()],
            found.interval.unwrap(),
        );
    }
}

#[test]
fn the_standard_error_of_alpha_is_that_of_irrcac() {
    let golden = fixture("irrcac_raw4raters12");
    let table = golden.rows("ratings");
    let columns = ["Rater1", "Rater2", "Rater3", "Rater4"].map(|name| table.numbers(name));
    let rows: Vec<Vec<f64>> = (0..12)
        .map(|row| columns.iter().map(|column| column[row]).collect())
        .collect();
    let cases = [
        // IrrCAC states agreement; disagreement is what is missing to one, over the largest distance.
        ("krippendorff_nominal", Level::Nominal, 1.0),
        ("krippendorff_ordinal", Level::OrdinalPairs, 10.0),
    ];
    for (name, level, largest) in cases {
        let found = krippendorff_alpha(&ratings(&rows), level, 0.95).unwrap();
        let table = golden.rows(&format!("computed/{name}"));
        let replacement = 40.0 / 39.0;
        let expected = 1.0 - found.expected / replacement / largest;
        let observed = 1.0 - found.observed / replacement / largest;
        near(name, &[observed], &table.numbers("pa"), 1e-13);
        near(name, &[expected], &table.numbers("pe"), 1e-13);
        as_irrcac(
            &golden,
            name,
            11.0,
            [found.alpha, found.standard_error.unwrap()],
            found.interval.unwrap(),
        );
    }
}

#[test]
fn fleiss_kappa_of_counts_is_the_textbook_one() {
    let golden = fixture("fleiss_kappa_10x5");
    let counts = Classified::from_counts(&golden.matrix("counts")).unwrap();
    let found = fleiss_kappa(&counts, Weighting::Identity, 0.95).unwrap();
    near("kappa", &[found.value], &golden.vector("computed/kappa"), 1e-13);
    near(
        "observed",
        &[found.observed],
        &golden.vector("computed/Pbar"),
        1e-13,
    );
    near(
        "expected",
        &[found.expected],
        &golden.vector("computed/Pe"),
        1e-13,
    );
}

#[test]
fn random_severities_are_the_sample_effects_of_penicillin_with_the_sign_turned() {
    let golden = fixture("lmer_penicillin");
    let table = golden.rows("data");
    let rows = table
        .words("plate")
        .into_iter()
        .zip(table.words("sample"))
        .zip(table.numbers("diameter"));
    let ratings = Ratings::new(rows.map(|((plate, sample), diameter)| (plate, sample, diameter))).unwrap();
    let found = random_severity(&ratings, 0.95).unwrap();
    let effects: Vec<f64> = found.evaluators.iter().map(|one| -one.severity).collect();
    near(
        "sample effects",
        &effects,
        &golden.vector("computed/sample_blup"),
        1e-5,
    );
    let plates: Vec<f64> = found
        .projects
        .iter()
        .map(|one| one.level - found.mean.value)
        .collect();
    near(
        "plate effects",
        &plates,
        &golden.vector("computed/plate_blup"),
        1e-5,
    );
    let figures = [
        found.mean.value,
        found.project_sd,
        found.evaluator_sd,
        found.residual_sd,
    ];
    let paths = [
        "computed/fixef",
        "computed/sd_plate",
        "computed/sd_sample",
        "computed/sd_residual",
    ];
    // The peer's search stopped 3e-5 from the optimum, which for a complete table is known from mean squares.
    near(
        "components",
        &figures,
        &paths.map(|path| golden.number(path)),
        5e-5,
    );
    let variance = severity(&ratings, 0.95).unwrap().components[0].variance.unwrap();
    let residual = variance.residual.mean.unwrap();
    let spread = |mean: Option<f64>, times: f64| ((mean.unwrap() - residual) / times).sqrt();
    let exact = [
        spread(variance.projects.mean, 6.0),
        spread(variance.evaluators.mean, 24.0),
        residual.sqrt(),
    ];
    near(
        "components from mean squares",
        &[found.project_sd, found.evaluator_sd, found.residual_sd],
        &exact,
        1e-6,
    );
}

#[test]
fn many_facet_rasch_reaches_the_maximum_of_joint_likelihood() {
    let golden = fixture("mfrm_sim_60x4x10");
    let rows = golden.matrix("rows");
    let judgements = Judgements::new(
        rows.iter()
            .map(|row| (row[0].to_string(), row[1].to_string(), row[2].to_string(), row[3])),
    );
    let found = rasch(&judgements.unwrap()).unwrap();
    assert_eq!(golden.vector("extreme_projects").len(), found.extremes.len());
    assert_eq!(
        golden.number("K"),
        f64::from(u32::try_from(found.categories - 1).unwrap())
    );
    // Measures come in the order of first appearance; the fixture's are numbered.
    let numbered = |measures: &[Measure]| {
        let mut sorted: Vec<(usize, f64)> = measures
            .iter()
            .map(|one| (one.name.parse().unwrap(), one.measure))
            .collect();
        sorted.sort_by_key(|(number, _)| *number);
        sorted.into_iter().map(|(_, measure)| measure).collect::<Vec<_>>()
    };
    let projects: Vec<f64> = (0..60)
        .map(|at| golden.number(&format!("computed/theta/{at}")))
        .collect();
    near("projects", &numbered(&found.projects), &projects, 1e-9);
    near(
        "criteria",
        &numbered(&found.criteria),
        &golden.vector("computed/delta"),
        1e-9,
    );
    let severities = numbered(&found.evaluators);
    near(
        "severities",
        &severities,
        &golden.vector("computed/severity"),
        1e-9,
    );
    let thresholds: Vec<f64> = found.thresholds.iter().map(|one| one.threshold).collect();
    near("thresholds", &thresholds, &golden.vector("computed/tau"), 1e-9);
    near(
        "log-likelihood",
        &[found.log_likelihood],
        &golden.vector("computed/loglik"),
        1e-12,
    );
    assert!(
        found.largest_difference <= 1e-8,
        "observed and expected differ by {}",
        found.largest_difference
    );
    // The truth behind the simulation: methods §5.4 states a correlation of .96 for the severities.
    let correlation = correlation(&severities, &golden.vector("truth/severity"));
    assert!(
        (correlation - 0.96).abs() < 0.005,
        "severities correlate {correlation} with the truth"
    );
}

fn correlation(one: &[f64], other: &[f64]) -> f64 {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.iter().map(|_| 1.0).sum::<f64>();
    let (left, right) = (mean(one), mean(other));
    let product = |a: &[f64], a_mean: f64, b: &[f64], b_mean: f64| -> f64 {
        a.iter().zip(b).map(|(a, b)| (a - a_mean) * (b - b_mean)).sum()
    };
    let cross = product(one, left, other, right);
    cross / (product(one, left, one, left) * product(other, right, other, right)).sqrt()
}
