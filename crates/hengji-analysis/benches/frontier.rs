//! Times the radial model of the issue: VRS, output orientation, slacks, three inputs, four outputs.
//!
//! Each table is generated from one start value; its SHA-256 stands in the name of the case, so that a timing can
//! be compared with another engine's only on the same table. The first line of each size says how many answers
//! proved themselves: a fast wrong answer does not count.

use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use hengji_analysis::frontier::{
    FrontierError, Orientation, RadialSettings, Scale, efficiency, generated_table, table_sha256,
};

const START_VALUE: &str = "2026-11-23";

/// Sizes with the samples that keep the whole run under two minutes.
const SIZES: [(usize, usize); 4] = [(500, 20), (1_000, 20), (2_000, 10), (5_000, 10)];

fn radial(criterion: &mut Criterion) -> Result<(), FrontierError> {
    let settings = RadialSettings::new(Orientation::Output, Scale::Variable);
    let mut group = criterion.benchmark_group("frontier");
    for (size, samples) in SIZES {
        let units = generated_table(START_VALUE, size)?;
        let answers = efficiency(&units, &settings)?;
        let proved = answers.iter().filter(|answer| {
            answer.certificate.ok && answer.slack_certificate.is_none_or(|certificate| certificate.ok)
        });
        let digest: String = table_sha256(&units).chars().take(12).collect();
        let case = format!("{} of {size} proved, table {digest}", proved.count());
        group
            .sample_size(samples)
            .measurement_time(Duration::from_secs(8));
        group.bench_function(BenchmarkId::new("vrs output slacks", case), |bencher| {
            bencher.iter(|| efficiency(black_box(&units), &settings));
        });
    }
    group.finish();
    Ok(())
}

fn all(criterion: &mut Criterion) {
    // A generated table is always accepted; were it not, there would be nothing to time.
    assert_eq!(radial(criterion), Ok(()));
}

criterion_group!(benches, all);
criterion_main!(benches);
