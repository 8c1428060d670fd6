//! Properties of the radial models, and floats against fractions.

use proptest::prelude::*;

use super::*;
use crate::frontier::generated::{generated_table, generated_tied_table};
use crate::frontier::settings::{Scale, SlackWeights};
use crate::lp::staged::{Staged, Verdict, in_fractions};

const SCALES: [Scale; 4] = [
    Scale::Constant,
    Scale::Variable,
    Scale::NonIncreasing,
    Scale::NonDecreasing,
];

/// Rows of inputs and of outputs.
type Rows = (Vec<Vec<f64>>, Vec<Vec<f64>>);

#[track_caller]
fn good<T>(result: Result<T, FrontierError>) -> T {
    match result {
        Ok(value) => value,
        Err(error) => panic!("{error}"),
    }
}

#[track_caller]
fn table((inputs, outputs): Rows) -> Units {
    good(Units::new(
        (1..=inputs.len()).map(|unit| format!("甲{unit}")).collect(),
        inputs,
        outputs,
    ))
}

/// Small tables with whole figures, many of them tied and some zero.
fn tables() -> impl Strategy<Value = Rows> {
    (2..10_usize, 1..4_usize, 1..4_usize).prop_flat_map(|(units, inputs, outputs)| {
        // The first figure of a row is never zero, so that every unit has something to scale.
        let row = |columns: usize| {
            proptest::collection::vec(0..6_u8, columns).prop_map(|row| {
                let first = row.iter().map(|figure| f64::from(*figure)).enumerate();
                first
                    .map(|(at, figure)| if at == 0 { figure + 1.0 } else { figure })
                    .collect::<Vec<f64>>()
            })
        };
        (
            proptest::collection::vec(row(inputs), units),
            proptest::collection::vec(row(outputs), units),
        )
    })
}

fn settings() -> impl Strategy<Value = RadialSettings> {
    (any::<bool>(), 0..4_usize, any::<bool>(), any::<bool>()).prop_map(
        |(is_input, scale, is_plain, leaves_out)| {
            let orientation = if is_input {
                Orientation::Input
            } else {
                Orientation::Output
            };
            let slacks = Some(if is_plain {
                SlackWeights::Plain
            } else {
                SlackWeights::Scaled
            });
            RadialSettings {
                slacks,
                super_efficiency: leaves_out,
                ..RadialSettings::new(orientation, SCALES[scale])
            }
        },
    )
}

/// What fractions say, from the start that needs no search.
fn in_fractions_only(units: &Units, settings: &RadialSettings, unit: usize) -> (Option<f64>, Option<f64>) {
    let inputs = good(settings.roles(Side::Input, units.input_count()));
    let outputs = good(settings.roles(Side::Output, units.output_count()));
    let reference = Reference::new(units, units, settings, &inputs, &outputs);
    let model = Model {
        reference: &reference,
        evaluated: units,
        is_own: true,
        settings,
        inputs,
        outputs,
    };
    let linear = model.linear(unit);
    let staged = in_fractions(&linear.program, &linear.start, &linear.start, &linear.stages);
    let Some(Staged {
        verdict,
        answer,
        proved,
        ..
    }) = staged
    else {
        panic!("there is a start")
    };
    assert_eq!(proved, Some(true));
    if verdict != Verdict::Optimal {
        return (None, None);
    }
    let first = reference.table.count();
    let value = |at: usize| {
        answer
            .iter()
            .find(|(column, _)| *column == first + at)
            .map_or(0.0, |(_, value)| *value)
    };
    let cost = linear.stages.face.as_ref().map(|cost| {
        let costs = cost.own.iter().enumerate();
        -costs.map(|(at, cost)| cost * value(at)).sum::<f64>() * linear.face_factor
    });
    (Some(value(1) / linear.radial_factor), cost)
}

fn certified(answers: &[Efficiency]) -> bool {
    answers.iter().all(|answer| {
        answer.certificate.ok && answer.slack_certificate.is_none_or(|certificate| certificate.ok)
    })
}

fn differ(found: Option<f64>, expected: Option<f64>) -> bool {
    match (found, expected) {
        (Some(found), Some(expected)) => 1e-9 * expected.abs().max(1.0) < (found - expected).abs(),
        (found, expected) => found.is_some() != expected.is_some(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn floats_prove_themselves_and_fractions_agree(rows in tables(), settings in settings()) {
        let units = table(rows);
        let answers = good(efficiency(&units, &settings));
        prop_assert!(certified(&answers), "{answers:?}");
        for (unit, answer) in answers.iter().enumerate() {
            let (value, slacks) = in_fractions_only(&units, &settings, unit);
            prop_assert!(!differ(answer.efficiency, value), "unit {unit}: {:?} {value:?}", answer.efficiency);
            prop_assert!(!differ(answer.slack_sum, slacks), "unit {unit}: {:?} {slacks:?}", answer.slack_sum);
        }
    }

    #[test]
    fn units_of_measure_do_not_matter(rows in tables(), settings in settings(), factor in 0.001..1_000.0_f64) {
        let (mut inputs, outputs) = rows.clone();
        inputs.iter_mut().for_each(|row| row[0] *= factor);
        let settings = RadialSettings { slacks: Some(SlackWeights::Scaled), ..settings };
        let before = good(efficiency(&table(rows), &settings));
        let after = good(efficiency(&table((inputs, outputs)), &settings));
        prop_assert!(certified(&after));
        for (before, after) in before.iter().zip(&after) {
            prop_assert!(!differ(after.efficiency, before.efficiency), "{before:?} {after:?}");
            prop_assert!(!differ(after.slack_sum, before.slack_sum), "{before:?} {after:?}");
        }
    }

    #[test]
    fn more_output_or_less_input_never_looks_worse(rows in tables(), settings in settings()) {
        let settings = RadialSettings { super_efficiency: false, slacks: None, ..settings };
        let before = good(efficiency(&table(rows.clone()), &settings));
        let (mut inputs, mut outputs) = rows;
        outputs[0].iter_mut().for_each(|figure| *figure += 1.0);
        inputs[0][0] /= 2.0;
        let after = good(efficiency(&table((inputs, outputs)), &settings));
        let (Some(before), Some(after)) = (before[0].efficiency, after[0].efficiency) else { panic!("both are there") };
        match settings.orientation {
            Orientation::Input => prop_assert!(before <= after + 1e-9),
            Orientation::Output => prop_assert!(after <= before + 1e-9),
        }
    }

    #[test]
    fn a_dominated_unit_more_changes_nothing(rows in tables(), settings in settings(), extra in 0.0..3.0_f64) {
        // A unit that is left out may be the only one that dominates the newcomer.
        let settings = RadialSettings { super_efficiency: false, slacks: Some(SlackWeights::Plain), ..settings };
        let before = good(efficiency(&table(rows.clone()), &settings));
        let (mut inputs, mut outputs) = rows;
        inputs.push(inputs[0].iter().map(|figure| figure + extra).collect());
        outputs.push(outputs[0].iter().map(|figure| figure / (1.0 + extra)).collect());
        let after = good(efficiency(&table((inputs, outputs)), &settings));
        prop_assert!(certified(&after));
        for (before, after) in before.iter().zip(&after) {
            prop_assert!(!differ(after.efficiency, before.efficiency));
            prop_assert!(!differ(after.slack_sum, before.slack_sum));
        }
    }

    #[test]
    fn fewer_allowed_sizes_make_no_unit_look_worse(rows in tables()) {
        let units = table(rows);
        let under = |scale| {
            let settings = RadialSettings { slacks: None, ..RadialSettings::new(Orientation::Input, scale) };
            good(efficiency(&units, &settings)).into_iter().map(|answer| answer.efficiency.unwrap_or(f64::NAN))
        };
        let narrow = under(Scale::Variable);
        let middle = under(Scale::NonIncreasing).zip(under(Scale::NonDecreasing));
        for ((all, (down, up)), same) in under(Scale::Constant).zip(middle).zip(narrow) {
            prop_assert!(all <= down.min(up) + 1e-9 && down.max(up) <= same + 1e-9 && same <= 1.0 + 1e-9);
            // One of the two halves always binds as all sizes do, the other as this size does.
            prop_assert!((all - down.min(up)).abs() < 1e-9 && (same - down.max(up)).abs() < 1e-9);
        }
    }

    #[test]
    fn under_constant_returns_both_orientations_say_the_same(rows in tables()) {
        let units = table(rows);
        let facing = |orientation| good(efficiency(&units, &RadialSettings::new(orientation, Scale::Constant)));
        for (input, output) in facing(Orientation::Input).iter().zip(facing(Orientation::Output)) {
            let inverse = output.efficiency.map(|phi| 1.0 / phi);
            prop_assert!(!differ(input.efficiency, inverse));
        }
    }

    #[test]
    fn a_copy_of_the_table_is_the_table(rows in tables(), settings in settings()) {
        let units = table(rows);
        let settings = RadialSettings { super_efficiency: false, slacks: None, ..settings };
        let (own, against) = (good(efficiency(&units, &settings)), good(efficiency_against(&units, &units, &settings)));
        prop_assert!(certified(&against));
        for (own, against) in own.iter().zip(&against) {
            prop_assert!(!differ(against.efficiency, own.efficiency));
        }
    }

    #[test]
    fn fixed_and_equal_columns_prove_themselves_too(rows in tables(), settings in settings(), equal in any::<bool>()) {
        let units = table(rows);
        let last = units.input_count() - 1;
        let column = if last == 0 { Vec::new() } else { vec![last] };
        let settings = if equal {
            RadialSettings { equal_inputs: column, ..settings }
        } else {
            RadialSettings { fixed_inputs: column, ..settings }
        };
        let answers = good(efficiency(&units, &settings));
        prop_assert!(certified(&answers));
        for (unit, answer) in answers.iter().enumerate() {
            let (value, slacks) = in_fractions_only(&units, &settings, unit);
            prop_assert!(!differ(answer.efficiency, value), "unit {unit}: {:?} {value:?}", answer.efficiency);
            prop_assert!(!differ(answer.slack_sum, slacks), "unit {unit}: {:?} {slacks:?}", answer.slack_sum);
        }
    }
}

#[test]
fn the_number_of_threads_changes_no_bit() {
    let settings = RadialSettings::new(Orientation::Output, Scale::Variable);
    for units in [
        good(generated_table("threads", 1_050)),
        good(generated_tied_table("threads", 1_050)),
    ] {
        let with = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
            pool.ok()
                .map(|pool| pool.install(|| good(efficiency(&units, &settings))))
        };
        let one = with(1);
        assert!(one.as_deref().is_some_and(certified));
        assert!(one == with(2) && one == with(5));
    }
}

#[test]
fn generated_tables_agree_with_fractions_on_a_sample() {
    for scale in [Scale::Variable, Scale::Constant] {
        let settings = RadialSettings::new(Orientation::Output, scale);
        for units in [
            good(generated_table("sample", 300)),
            good(generated_tied_table("sample", 300)),
        ] {
            let answers = good(efficiency(&units, &settings));
            assert!(certified(&answers) && answers.iter().all(|answer| !answer.certificate.exact));
            assert!(answers.iter().all(|answer| answer.iterations < 100));
            for (unit, answer) in answers.iter().enumerate().step_by(37) {
                let (value, slacks) = in_fractions_only(&units, &settings, unit);
                assert!(
                    !differ(answer.efficiency, value),
                    "unit {unit}: {:?} {value:?}",
                    answer.efficiency
                );
                assert!(
                    !differ(answer.slack_sum, slacks),
                    "unit {unit}: {:?} {slacks:?}",
                    answer.slack_sum
                );
            }
        }
    }
}

#[test]
fn dwarfs_and_giants_are_measured_with_the_same_care() {
    // Sizes over twelve powers of ten at constant returns: every second unit wastes half of its input.
    let sizes = (0..13).map(|power| 10.0_f64.powi(power));
    let waste = |at: usize| if at.is_multiple_of(2) { 1.0 } else { 2.0 };
    let inputs = sizes
        .clone()
        .enumerate()
        .map(|(at, size)| vec![waste(at) * size, 3.0 * size])
        .collect();
    let outputs = sizes.map(|size| vec![size, 0.5 * size]).collect();
    let units = table((inputs, outputs));
    let settings = RadialSettings {
        fixed_inputs: vec![1],
        ..RadialSettings::new(Orientation::Input, Scale::Constant)
    };
    let answers = good(efficiency(&units, &settings));
    assert!(certified(&answers), "{answers:?}");
    for (at, answer) in answers.iter().enumerate() {
        assert!(
            !differ(answer.efficiency, Some(1.0 / waste(at))),
            "{at}: {answer:?}"
        );
    }
}

#[test]
fn no_comparable_unit_is_an_answer_with_a_proof() {
    // The second unit alone reaches ten, so nobody can be compared with it at its size.
    let units = table((
        vec![vec![1.0], vec![4.0], vec![5.0]],
        vec![vec![2.0], vec![10.0], vec![3.0]],
    ));
    let settings = RadialSettings {
        super_efficiency: true,
        ..RadialSettings::new(Orientation::Input, Scale::Variable)
    };
    let answers = good(efficiency(&units, &settings));
    let values: Vec<Option<f64>> = answers.iter().map(|answer| answer.efficiency).collect();
    assert_eq!(
        values.iter().map(Option::is_some).collect::<Vec<_>>(),
        [true, false, true]
    );
    assert!(certified(&answers), "{answers:?}");
    let Some(alone) = answers.get(1) else {
        panic!("there are three answers")
    };
    assert!(alone.peers.is_empty() && alone.slack_sum.is_none() && !alone.output_multipliers.is_empty());
}

#[test]
fn a_unit_left_out_brings_back_those_it_alone_dominated() {
    // Without the first unit the best comparison is the second, which the first dominates.
    let units = table((
        vec![vec![1.0], vec![2.0], vec![8.0]],
        vec![vec![4.0], vec![4.0], vec![4.0]],
    ));
    let settings = RadialSettings {
        super_efficiency: true,
        ..RadialSettings::new(Orientation::Input, Scale::Variable)
    };
    let answers = good(efficiency(&units, &settings));
    let Some(first) = answers.first() else {
        panic!("there are three answers")
    };
    assert!(!differ(first.efficiency, Some(2.0)));
    assert_eq!(first.peers.iter().map(|peer| peer.unit).collect::<Vec<_>>(), [1]);
}

#[test]
fn questions_without_meaning_are_refused() {
    let units = table((vec![vec![0.0, 1.0], vec![1.0, 1.0]], vec![vec![1.0], vec![1.0]]));
    let usual = RadialSettings::new(Orientation::Input, Scale::Constant);
    let code = |settings: RadialSettings| {
        let error = efficiency(&units, &settings)
            .err()
            .map(|error| error.to_string())
            .unwrap_or_default();
        error
            .rsplit_once('[')
            .map_or("ok".to_owned(), |(_, code)| code.trim_end_matches(']').to_owned())
    };
    assert_eq!(code(usual.clone()), "ok");
    assert_eq!(
        code(RadialSettings {
            fixed_inputs: vec![1],
            ..usual.clone()
        }),
        "frontier-nothing-to-scale"
    );
    assert_eq!(
        code(RadialSettings {
            fixed_inputs: vec![2],
            ..usual.clone()
        }),
        "frontier-unknown-column"
    );
    assert_eq!(
        code(RadialSettings {
            fixed_inputs: vec![1],
            equal_inputs: vec![1],
            ..usual.clone()
        }),
        "frontier-unknown-column"
    );
    assert_eq!(
        code(RadialSettings {
            most_units: Some(1),
            ..usual.clone()
        }),
        "frontier-too-many-units"
    );
    assert_eq!(
        code(RadialSettings {
            most_units: Some(2),
            ..usual
        }),
        "ok"
    );
    let other = table((vec![vec![1.0]], vec![vec![1.0]]));
    let differing = efficiency_against(
        &units,
        &other,
        &RadialSettings::new(Orientation::Input, Scale::Constant),
    );
    assert!(matches!(differing, Err(FrontierError::ColumnsDiffer { .. })));
}

#[test]
fn another_year_may_lie_beyond_the_reference() {
    let reference = table((vec![vec![2.0], vec![4.0]], vec![vec![2.0], vec![2.0]]));
    let evaluated = table((vec![vec![1.0], vec![8.0]], vec![vec![2.0], vec![2.0]]));
    let settings = RadialSettings::new(Orientation::Input, Scale::Constant);
    let answers = good(efficiency_against(&reference, &evaluated, &settings));
    let values: Vec<f64> = answers.iter().filter_map(|answer| answer.efficiency).collect();
    assert!(
        (values[0] - 2.0).abs() < 1e-12 && (values[1] - 0.25).abs() < 1e-12,
        "{values:?}"
    );
    assert!(certified(&answers));
}
