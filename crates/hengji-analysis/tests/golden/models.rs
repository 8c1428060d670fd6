//! Slacks-based, directional and other models beside the radial ones.

use hengji_analysis::frontier::{
    Counted, Direction, DirectionalSettings, Disposal, Economic, EconomicScale, Orientation, RadialSettings,
    Scale, SlackWeights, SlacksBased, SlacksSettings, Units, additive, cost_efficiency, directional,
    efficiency, revenue_efficiency, slacks_based,
};

use crate::fixture::{Fixture, fixture, near};

/// The units of a fixture, from the blocks of its inputs and outputs.
#[track_caller]
fn units(fixture: &Fixture, inputs: &str, outputs: &str) -> Units {
    let (inputs, outputs) = (fixture.matrix(inputs), fixture.matrix(outputs));
    let names = (1..=inputs.len()).map(|unit| format!("unit {unit}")).collect();
    match Units::new(names, inputs, outputs) {
        Ok(units) => units,
        Err(error) => fail(&error.to_string()),
    }
}

#[track_caller]
#[expect(clippy::panic, reason = "Tests end by panicking.")]
fn fail(message: &str) -> ! {
    panic!("{message}")
}

/// The values of the slacks-based measure; every one is proved.
#[track_caller]
fn slacks(units: &Units, counted: Counted, scale: Scale, super_efficiency: bool) -> Vec<f64> {
    let settings = SlacksSettings {
        counted,
        scale,
        super_efficiency,
    };
    let found: Vec<SlacksBased> =
        slacks_based(units, &settings).unwrap_or_else(|error| fail(&error.to_string()));
    assert!(
        found
            .iter()
            .all(|unit| unit.certificate.is_some_and(|certificate| certificate.ok))
    );
    found
        .iter()
        .map(|unit| unit.efficiency.unwrap_or(f64::NAN))
        .collect()
}

/// Printed with thirteen digits by a package that stops at about 1e-11.
const PACKAGE: f64 = 1e-9;

#[test]
fn the_example_of_the_slacks_based_measure_is_met() {
    let golden = fixture("sbm_tone2001");
    let units = units(&golden, "inputs", "outputs");
    let check = |path: &str, counted, scale| {
        near(
            path,
            &slacks(&units, counted, scale, false),
            &golden.vector(path),
            PACKAGE,
        );
    };
    check("computed/no_crs/rho", Counted::Both, Scale::Constant);
    check("computed/no_vrs", Counted::Both, Scale::Variable);
    check("computed/io_crs", Counted::Inputs, Scale::Constant);
    check("computed/oo_crs", Counted::Outputs, Scale::Constant);
}

#[test]
fn twelve_hospitals_are_met_with_and_without_themselves() {
    let golden = fixture("sbm_super_hospitals12");
    let units = units(&golden, "inputs", "outputs");
    let check = |path: &str, counted, scale, super_efficiency| {
        near(
            path,
            &slacks(&units, counted, scale, super_efficiency),
            &golden.vector(path),
            PACKAGE,
        );
    };
    check("computed/sbm_no_crs", Counted::Both, Scale::Constant, false);
    check("computed/sbm_no_vrs", Counted::Both, Scale::Variable, false);
    check("computed/sbm_io_crs", Counted::Inputs, Scale::Constant, false);
    check("computed/sbm_oo_vrs", Counted::Outputs, Scale::Variable, false);
    check("computed/supersbm_no_crs", Counted::Both, Scale::Constant, true);
    check("computed/supersbm_io_crs", Counted::Inputs, Scale::Constant, true);

    // The input side of the Russell measure is the mean of its thetas; the thetas themselves are not unique.
    let russell = golden.vector("computed/russell_io_crs");
    let means: Vec<f64> = russell.chunks(12).next_back().unwrap_or(&[]).to_vec();
    near(
        "russell",
        &slacks(&units, Counted::Inputs, Scale::Constant, false),
        &means,
        PACKAGE,
    );

    let found = additive(&units, Scale::Variable, SlackWeights::Plain);
    let sums: Vec<f64> = found
        .iter()
        .map(|unit| unit.slack_sum.unwrap_or(f64::NAN))
        .collect();
    near(
        "additive",
        &sums,
        &golden.vector("computed/additive_vrs"),
        PACKAGE,
    );
}

#[test]
fn power_plants_are_met_without_themselves() {
    let golden = fixture("super_tone2002_power_plants6");
    let units = units(&golden, "inputs", "outputs");
    let check = |path: &str, counted, super_efficiency| {
        near(
            path,
            &slacks(&units, counted, Scale::Constant, super_efficiency),
            &golden.vector(path),
            PACKAGE,
        );
    };
    check("computed/sbm_no_crs", Counted::Both, false);
    check("computed/sbmsuper_no_crs", Counted::Both, true);
    check("computed/sbmsuper_io_crs", Counted::Inputs, true);
    for (path, orientation) in [
        ("computed/radial_super_io_crs", Orientation::Input),
        ("computed/radial_super_oo_crs", Orientation::Output),
    ] {
        let settings = RadialSettings {
            super_efficiency: true,
            ..RadialSettings::new(orientation, Scale::Constant)
        };
        let found = efficiency(&units, &settings).unwrap_or_else(|error| fail(&error.to_string()));
        let values: Vec<f64> = found
            .iter()
            .map(|unit| unit.efficiency.unwrap_or(f64::NAN))
            .collect();
        near(path, &values, &golden.vector(path), PACKAGE);
    }
}

#[test]
fn the_enhanced_russell_measure_is_the_slacks_based_one() {
    let golden = fixture("erg_russell_julia8");
    let units = units(&golden, "X", "Y");
    for (path, scale) in [
        ("computed/crs", Scale::Constant),
        ("computed/vrs", Scale::Variable),
    ] {
        near(
            path,
            &slacks(&units, Counted::Both, scale, false),
            &golden.vector(path),
            PACKAGE,
        );
    }
}

/// beta of every unit; every one is proved.
#[track_caller]
fn distances(units: &Units, settings: &DirectionalSettings) -> Vec<f64> {
    let found = directional(units, settings).unwrap_or_else(|error| fail(&error.to_string()));
    assert!(
        found
            .iter()
            .all(|unit| unit.certificate.is_some_and(|certificate| certificate.ok))
    );
    found
        .iter()
        .map(|unit| unit.distance.unwrap_or(f64::NAN))
        .collect()
}

#[test]
fn directional_distances_are_met_as_the_efficiencies_they_stand_for() {
    let golden = fixture("ddf_ali_seiford11");
    let units = units(&golden, "inputs", "outputs");
    for (path, scale) in [
        ("computed/crs", Scale::Constant),
        ("computed/vrs", Scale::Variable),
    ] {
        let settings = DirectionalSettings {
            scale,
            direction: Direction {
                inputs: 1.0,
                outputs: 1.0,
                harmful: 0.0,
            },
            harmful_outputs: Vec::new(),
            disposal: Disposal::Weak,
        };
        // The package prints (1 − beta)/(1 + beta).
        let efficiencies: Vec<f64> = distances(&units, &settings)
            .iter()
            .map(|beta| (1.0 - beta) / (1.0 + beta))
            .collect();
        near(path, &efficiencies, &golden.vector(path), PACKAGE);
    }
}

#[test]
fn harm_is_reduced_as_in_the_environmental_example() {
    let golden = fixture("environmental_ddf_julia5");
    let outputs: Vec<Vec<f64>> = golden
        .vector("Y")
        .into_iter()
        .zip(golden.vector("B"))
        .map(|(wanted, harm)| vec![wanted, harm])
        .collect();
    let names = (1..=outputs.len()).map(|unit| format!("unit {unit}")).collect();
    let units =
        Units::new(names, golden.matrix("X"), outputs).unwrap_or_else(|error| fail(&error.to_string()));
    let settings = DirectionalSettings {
        scale: Scale::Constant,
        direction: Direction {
            inputs: 0.0,
            outputs: 1.0,
            harmful: 1.0,
        },
        harmful_outputs: vec![1],
        disposal: Disposal::Free,
    };
    near(
        "beta",
        &distances(&units, &settings),
        &golden.vector("computed/beta"),
        PACKAGE,
    );
}

#[test]
fn the_translation_of_bad_outputs_that_we_avoid_can_be_repeated() {
    let golden = fixture("undesirable_hua_bian30");
    let column = golden.number("undesirable_output_index");
    // Seiford and Zhu 2002: the harm is taken from a constant, here the 1,500 that the paper chose.
    let outputs: Vec<Vec<f64>> = golden
        .matrix("outputs")
        .into_iter()
        .map(|row| {
            let places = row.into_iter().zip(1_u32..);
            places
                .map(|(value, at)| {
                    if f64::from(at) == column {
                        1_500.0 - value
                    } else {
                        value
                    }
                })
                .collect()
        })
        .collect();
    let names = golden.words("units");
    let units =
        Units::new(names, golden.matrix("inputs"), outputs).unwrap_or_else(|error| fail(&error.to_string()));
    let settings = RadialSettings::new(Orientation::Output, Scale::Variable);
    let found = efficiency(&units, &settings).unwrap_or_else(|error| fail(&error.to_string()));
    let shares: Vec<f64> = found
        .iter()
        .map(|unit| unit.efficiency.map_or(f64::NAN, f64::recip))
        .collect();
    near("1/phi", &shares, &golden.vector("computed/one_over_phi"), PACKAGE);
}

#[track_caller]
fn part(found: &[Option<Economic>], of: impl Fn(&Economic) -> f64) -> Vec<f64> {
    assert!(found.iter().flatten().all(|unit| unit.certificate.ok));
    found
        .iter()
        .map(|unit| unit.as_ref().map_or(f64::NAN, &of))
        .collect()
}

#[test]
fn least_costs_are_met() {
    let golden = fixture("cost_coelli1998");
    let units = units(&golden, "inputs", "outputs");
    let prices = golden
        .matrix("price_input")
        .into_iter()
        .next()
        .unwrap_or_default();
    let found = cost_efficiency(&units, &prices, EconomicScale::Constant)
        .unwrap_or_else(|error| fail(&error.to_string()));
    near(
        "cost",
        &part(&found, |unit| unit.economic),
        &golden.vector("computed/cost_eff_crs"),
        PACKAGE,
    );
    near(
        "technical",
        &part(&found, |unit| unit.technical),
        &golden.vector("computed/technical_io_crs"),
        PACKAGE,
    );
}

#[test]
fn the_printed_parts_of_cost_and_revenue_are_met() {
    let golden = fixture("cost_revenue_cooper2007_published");
    let (units, tolerance) = (units(&golden, "inputs", "outputs"), golden.number("tolerance"));
    let cost = cost_efficiency(&units, &golden.vector("W"), EconomicScale::Constant);
    let revenue = revenue_efficiency(&units, &golden.vector("P"), EconomicScale::Constant);
    for (name, found) in [("cost_crs", cost), ("revenue_crs", revenue)] {
        let found = found.unwrap_or_else(|error| fail(&error.to_string()));
        let check = |what: &str, of: fn(&Economic) -> f64| {
            let path = format!("published/{name}/{what}");
            near(&path, &part(&found, of), &golden.vector(&path), tolerance);
        };
        check("economic", |unit| unit.economic);
        check("technical", |unit| unit.technical);
        check("allocative", |unit| unit.allocative);
    }
}
