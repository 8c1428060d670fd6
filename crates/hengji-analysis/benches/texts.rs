//! Looking for copied goals among a hundred thousand: pairs compared, not pairs there are, decide how long it takes.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use hengji_analysis::hygiene::{Banding, Digits, Gram, HygieneError, TextSettings, copied_texts};

const DEEDS: [&str; 5] = ["完成", "推进", "实施", "组织", "加强"];
const MATTERS: [&str; 8] = [
    "老旧小区改造",
    "道路养护",
    "河道整治",
    "垃圾分类",
    "社区养老服务",
    "就业技能培训",
    "校园安全管理",
    "困难群众救助",
];
const AIMS: [&str; 6] = [
    "改善居民居住条件",
    "提升环境质量",
    "提高服务水平",
    "降低安全风险",
    "完善基础设施",
    "解决突出问题",
];

/// A place name of six characters, other for each goal.
fn place(seed: u32) -> String {
    let character = |at: u32| {
        let scrambled = (seed * 6 + at).wrapping_mul(0x9e37_79b1);
        let scrambled = (scrambled ^ (scrambled >> 15)).wrapping_mul(0x85eb_ca77);
        char::from_u32(0x4e00 + (scrambled ^ (scrambled >> 13)) % 4_000).unwrap_or('一')
    };
    (0..6).map(character).collect()
}

/// Goals of one district: the same deeds, matters and aims again and again, each in its own places.
fn goals(count: u32) -> Vec<String> {
    let one = |list: &[&'static str], at: usize| {
        list.iter()
            .cycle()
            .nth(at % list.len())
            .copied()
            .unwrap_or_default()
    };
    let goal = |row: u32| {
        let at = usize::try_from(row).unwrap_or_default();
        let (here, there) = (place(2 * row), place(2 * row + 1));
        let (deed, matter) = (one(&DEEDS, at / 3), one(&MATTERS, at / 7));
        let (aim, other) = (one(&AIMS, at / 11), one(&AIMS, at / 13 + 1));
        format!(
            "{deed}{here}{matter}项目,{there}{row}处,{aim},{other},满意度达到{}%",
            80 + row % 20
        )
    };
    (0..count).map(goal).collect()
}

fn settings() -> Result<TextSettings, HygieneError> {
    Ok(TextSettings {
        likeness: 0.8,
        gram: Gram::Two,
        digits: Digits::Masked,
        grams_least: 1,
        banding: Banding::reaching(0.8, 0.001, 256)?,
        comparisons_most: usize::MAX,
    })
}

fn copies(bench: &mut Criterion) {
    let Ok(settings) = settings() else { return };
    let mut group = bench.benchmark_group("copied goals");
    group.sample_size(10);
    for (name, count) in [("among 10,000", 10_000), ("among 100,000", 100_000)] {
        let goals = goals(count);
        group.bench_function(name, |bencher| {
            bencher.iter(|| copied_texts(black_box(&goals), &settings))
        });
    }
    group.finish();
}

criterion_group!(benches, copies);
criterion_main!(benches);
