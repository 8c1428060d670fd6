//! Like pairs: found as an exhaustive search finds them, with few comparisons, on any number of threads.

use proptest::prelude::*;

use super::*;

fn settings(likeness: f64) -> Result<TextSettings, HygieneError> {
    Ok(TextSettings {
        likeness,
        gram: Gram::Two,
        digits: Digits::Masked,
        grams_least: 1,
        banding: Banding::reaching(likeness, 1e-6, 512)?,
        comparisons_most: 1_000_000,
    })
}

fn found(texts: &[&str], likeness: f64) -> Result<CopiedTexts, HygieneError> {
    copied_texts(texts, &settings(likeness)?)
}

const GOALS: [&str; 5] = [
    "完成辖区内12个老旧小区改造,改善居民居住条件,提升环境质量",
    "组织开展全民健身活动,举办社区运动会,提高群众身体素质",
    "完成辖区内15个老旧小区改造,改善居民居住条件,提升环境质量。",
    "完成辖区内9个老旧小区改造,改善居民居住环境,提升环境质量",
    "",
];

#[test]
fn copies_with_other_numbers_are_one_group_and_copies_with_other_words_a_pair() {
    let result = found(&GOALS, 0.7);
    assert!(result.is_ok_and(|result| {
        result.groups == [vec![0, 2]]
            && result
                .pairs
                .iter()
                .map(|pair| (pair.first, pair.second))
                .eq([(0, 3)])
            && result
                .pairs
                .iter()
                .all(|pair| 0.7 <= pair.likeness && pair.likeness < 1.0 && pair.simhash_distance < 20)
            && result.short == 1
            && result.all_pairs == 10
    }));
}

#[test]
fn kept_digits_make_a_pair_of_the_group() {
    let kept = settings(0.7).map(|one| TextSettings {
        digits: Digits::Kept,
        ..one
    });
    let result = kept.and_then(|kept| copied_texts(&GOALS, &kept));
    assert!(result.is_ok_and(|result| {
        result.groups.is_empty()
            && result
                .pairs
                .iter()
                .any(|pair| (pair.first, pair.second) == (0, 2))
    }));
}

#[test]
fn short_texts_are_left_out_and_counted() {
    let strict = settings(0.8).map(|one| TextSettings {
        grams_least: 5,
        ..one
    });
    let result = strict.and_then(|strict| copied_texts(&["完成", "完成", GOALS[0]], &strict));
    assert!(result.is_ok_and(|result| result.short == 2 && result.groups.is_empty()));
}

#[test]
fn nothing_is_found_among_nothing() {
    assert!(found(&[], 0.8).is_ok_and(|result| result.pairs.is_empty() && result.all_pairs == 0));
}

/// Three thousand goals of different words, every hundredth followed by a copy with one word changed.
fn many() -> (Vec<String>, usize) {
    let mut texts = Vec::new();
    let mut copies = 0;
    for row in 0..3_000_u32 {
        // Scrambled, so that no two goals share their words by the pattern of the numbers.
        let word = |at: u32| {
            let scrambled = (row * 60 + at).wrapping_mul(0x9e37_79b1);
            let scrambled = (scrambled ^ (scrambled >> 15)).wrapping_mul(0x85eb_ca77);
            char::from_u32(0x4e00 + (scrambled ^ (scrambled >> 13)) % 20_000).unwrap_or('一')
        };
        let text: String = (0..60).map(word).collect();
        if row % 100 == 0 {
            texts.push(format!("{text}提升"));
            copies += 1;
        }
        texts.push(text);
    }
    (texts, copies)
}

#[test]
fn three_thousand_texts_are_not_compared_each_with_each() {
    let (texts, copies) = many();
    let result = settings(0.8).and_then(|settings| copied_texts(&texts, &settings));
    assert!(result.is_ok_and(|result| {
        result.pairs.len() == copies
            && result.compared * 1_000 < result.all_pairs
            && result.chance_missed <= 1e-6 * (1.0 + 1e-9)
    }));
}

#[test]
fn the_number_of_threads_changes_nothing() -> Result<(), Box<dyn std::error::Error>> {
    let (texts, _) = many();
    let settings = settings(0.8)?;
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build()?;
    let four = rayon::ThreadPoolBuilder::new().num_threads(4).build()?;
    assert_eq!(
        one.install(|| copied_texts(&texts, &settings)),
        four.install(|| copied_texts(&texts, &settings))
    );
    Ok(())
}

#[test]
fn a_mould_of_everything_is_refused_with_its_numbers() {
    let texts: Vec<String> = (0..200_u32)
        .map(|row| {
            format!(
                "完成年度工作任务,保障单位正常运转,提升服务质量,群众满意{}",
                char::from_u32(0x4e00 + row).unwrap_or('一')
            )
        })
        .collect();
    let tight = settings(0.8).map(|one| TextSettings {
        comparisons_most: 1_000,
        ..one
    });
    let told = tight
        .and_then(|tight| copied_texts(&texts, &tight))
        .map_err(|error| error.to_string());
    assert!(told.is_err_and(|text| text.contains("200 条文本")
        && text.contains("上限 1000 对")
        && text.ends_with("[hygiene-texts-many]")));
}

#[test]
fn identical_texts_by_the_thousand_are_one_group() {
    let texts = vec![GOALS[0]; 5_000];
    let result = settings(0.8).and_then(|settings| copied_texts(&texts, &settings));
    assert!(
        result.is_ok_and(|result| result.compared == 0 && result.groups.iter().map(Vec::len).eq([5_000]))
    );
}

#[test]
fn a_likeness_outside_its_range_is_refused() {
    let base = settings(0.8);
    for likeness in [0.0, 1.5, f64::NAN, -0.1] {
        let bad = base.clone().map(|one| TextSettings { likeness, ..one });
        assert!(
            matches!(
                bad.and_then(|bad| copied_texts(&GOALS, &bad)),
                Err(HygieneError::Setting { .. })
            ),
            "{likeness}"
        );
    }
}

proptest! {
    #[test]
    fn the_bands_find_what_an_exhaustive_search_finds(texts in prop::collection::vec("[甲乙丙]{3,8}", 2..25)) {
        let settings = settings(0.6)?;
        let result = copied_texts(&texts, &settings)?;
        let sets: Vec<Vec<u64>> = texts.iter().map(|text| grams(text, Gram::Two)).collect();
        let standing = |at: usize| result.groups.iter().all(|group| !group.contains(&at) || group.first() == Some(&at));
        let mut expected = Vec::new();
        for (first, one) in sets.iter().enumerate() {
            for (second, other) in sets.iter().enumerate().skip(first + 1) {
                if standing(first) && standing(second) && 0.6 <= likeness(one, other) {
                    expected.push((first, second));
                }
            }
        }
        let found: Vec<(usize, usize)> = result.pairs.iter().map(|pair| (pair.first, pair.second)).collect();
        prop_assert_eq!(found, expected);
    }
}
