//! Drawing from a large list: the frame hash, and ten thousand of a hundred thousand.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use hengji_analysis::draw::{Frame, Rounding, Rule, Selection, Strata, Unit, draw};

fn units() -> Vec<Unit> {
    (0..100_000_i64)
        .map(|at| Unit {
            id: format!("330108-2020-{at:06}"),
            department: format!("部门{:03}", at % 120),
            amount_fen: 100_000 + at * 7_919 % 900_000_000,
            self_score_centi: Some(9_000 + at % 1_000),
        })
        .collect()
}

fn drawing(bench: &mut Criterion) {
    let Ok(frame) = Frame::new(units()) else { return };
    let rule = |selection, strata| Rule {
        selection,
        strata,
        share_bp: 1_000,
        least: 2,
        rounding: Rounding::Up,
        total: Some(10_100),
    };
    bench.bench_function("freeze a list of 100,000", |bencher| {
        bencher.iter_batched(
            units,
            |units| black_box(Frame::new(units)),
            criterion::BatchSize::LargeInput,
        );
    });
    for (name, selection, strata) in [
        (
            "draw 10,100 of 100,000 by department",
            Selection::Equal,
            Strata::Departments(Vec::new()),
        ),
        (
            "draw 10,100 of 100,000 by amount",
            Selection::Proportional,
            Strata::Whole,
        ),
    ] {
        let rule = rule(selection, strata);
        bench.bench_function(name, |bencher| {
            bencher.iter(|| draw(black_box(&frame), &rule, "20210131-071923"))
        });
    }
}

criterion_group!(benches, drawing);
criterion_main!(benches);
