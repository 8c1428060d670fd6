//! Readings side by side: what is written, and what is read from it.

use proptest::prelude::*;

use super::*;

fn shown(value: &ValueText) -> String {
    let number = match &value.reading {
        Reading::Range { low, high } => format!("{low}..{high}"),
        Reading::Date { due_on } => due_on.map_or_else(|| "?".to_owned(), |day| day.to_string()),
        Reading::Tiers { thresholds } => thresholds.len().to_string(),
        _ => value.number().map_or_else(|| "-".to_owned(), |n| n.to_string()),
    };
    format!(
        "{} {} {number} {}",
        value.kind(),
        value.comparator.map_or("-", Comparator::code),
        value.unit.as_deref().unwrap_or("-")
    )
}

fn check(case: &str) {
    let (text, expected) = case.split_once(" -> ").unwrap();
    let value = read_target(text);
    assert_eq!(shown(&value), expected, "{text}");
    assert_eq!(value.text, text);
}

#[test]
fn numbers_with_comparators_and_units() {
    check("≥50个 -> number >= 50 个");
    check("≥100百分比 -> percent >= 100 %");
    check(">=530元/人*月 -> number >= 530 元/人·月");
    check("≤28.40/株 -> number <= 28.40 /株");
    check("≤620万/月 -> number <= 620 万/月");
    check("200万 -> number - 200 万元");
    check("550万粒 -> number - 550 万粒");
    check("215,457.6 -> number - 215457.6 -");
    check("﹦72890元 -> number = 72890 元");
    check("═100% -> percent = 100 %");
    check("≦30万元 -> number <= 30 万元");
    check(">92% -> percent > 92 %");
    check("≤0.9‰ -> percent <= 0.9 ‰");
    check("100%覆盖 -> percent - 100 %覆盖");
    check("2.38 万元 -> number - 2.38 万元");
    check("-5% -> percent - -5 %");
    check("三万元 -> number - 3 万元");
    check("两次 -> number - 2 次");
    check("\u{ff1e}\u{ff1d}\u{ff18}\u{ff15}\u{ff05} -> percent >= 85 %");
}

#[test]
fn comparing_words_before_and_after() {
    check("不低于95% -> percent >= 95 %");
    check("不少于3场 -> number >= 3 场");
    check("不超过30万元 -> number <= 30 万元");
    check("控制在30万元以内 -> number <= 30 万元");
    check("90%以上 -> percent >= 90 %");
    check("90%(含)以上 -> percent >= 90 %");
    check("至少5次 -> number >= 5 次");
    check("大于10个 -> number > 10 个");
    check("小于10个 -> number < 10 个");
    check("达到100% -> percent - 100 %");
    check("增长5% -> percent - 5 %");
    check("下降5% -> unreadable - - -");
    check("≥5个(含) -> number >= 5 个");
    check("累计完成5场 -> number - 5 场");
    check("30日内 -> number <= 30 日");
    check("百分之九十五以上 -> percent >= 95 %");
    check("百分百 -> percent - 100 %");
    check("≥90%以内 -> unreadable - - -");
}

#[test]
fn ranges_frequencies_dates_and_tiers() {
    check("80-90 -> number between 80..90 -");
    check("80%~90% -> number between 80..90 %");
    check("80至90分 -> number between 80..90 分");
    check("±3%以内 -> number between -3..3 %");
    check("90-80 -> compound - - -");
    check("1次/月 -> frequency - 1 次/月");
    check("≥2次/季度 -> frequency >= 2 次/季度");
    check("每月不少于1次 -> frequency >= 1 次/月");
    check("每年两次 -> frequency - 2 次/年");
    check("2021年12月31日 -> date by_date 2021-12-31 -");
    check("12月底之前完成 -> date by_date ? -");
    check("到2025年底 -> date by_date 2025-12-31 -");
    check("优100%;良90%;中85%;差85% -> tiers - 4 -");
}

#[test]
fn texts_without_one_number_stay_texts() {
    check(" -> blank - - -");
    check("/ -> blank - - -");
    check("—— -> blank - - -");
    check("无 -> blank - - -");
    check("显著提升 -> qualitative - - -");
    check("完成 -> qualitative - - -");
    check("不超预算 -> qualitative - - -");
    check("一般 -> qualitative - - -");
    check("十分满意 -> qualitative - - -");
    check("三级 -> qualitative - - -");
    check("一次性发放到位 -> qualitative - - -");
    check("千方百计 -> qualitative - - -");
    check("公里 -> unreadable - - -");
    check("≧ % -> unreadable >= - -");
    check("≥**人 -> unreadable - - -");
    check("20xx年 -> unreadable - - -");
    check("约100人 -> unreadable - - -");
    check("100人左右 -> unreadable - - -");
    check("20 17 -> compound - - -");
    check("年度预算220万元 -> compound - - -");
    check("完成1部宣传片,2套方案 -> compound - - -");
    check("尧山村=1;吾培村=1 -> compound - - -");
    check("1/2 -> compound - - -");
}

#[test]
fn a_date_is_a_deadline_in_a_target_and_a_day_in_an_actual() {
    assert_eq!(read_target("2023年10月").comparator, Some(Comparator::ByDate));
    assert_eq!(read_actual("2023年10月").comparator, None);
}

#[test]
fn three_columns_are_read_as_one_target() {
    let check = |parts: [&str; 3], text: &str, expected: &str| {
        let value = read_split(parts[0], parts[1], parts[2]);
        assert_eq!(value.text, text);
        assert_eq!(shown(&value), expected, "{text}");
    };
    check(["﹦", "72890", "元"], "﹦72890元", "number = 72890 元");
    check(["≥", "95", "%"], "≥95%", "percent >= 95 %");
    check(["", "90", "%"], "90%", "percent - 90 %");
    check(["≥", "≥95%", "%"], "≥≥95%%", "percent >= 95 %");
    check(["定性", "好坏", ""], "定性好坏", "qualitative - - -");
    check(
        ["定性", "优", "优良中低差"],
        "定性优优良中低差",
        "qualitative - - -",
    );
    check(["≥", "", "个"], "≥个", "unreadable >= - -");
    check(["", "", ""], "", "blank - - -");
}

#[test]
fn scores_and_weights_are_read_with_their_signs() {
    for (text, value) in [
        ("10", Some("10")),
        ("10分", Some("10")),
        ("12.50", Some("12.50")),
        ("1,000", Some("1000")),
        ("\u{ff11}\u{ff10}", Some("10")),
        ("10%", Some("10")),
        ("-5", Some("-5")),
        ("—", None),
        ("", None),
        ("8550万粒", None),
    ] {
        let read = read_number(text);
        assert_eq!(read.value.map(|v| v.to_string()).as_deref(), value, "{text}");
        assert_eq!(read.text, text);
    }
}

#[test]
fn a_unit_in_an_amount_cell_goes_before_the_unit_of_the_form() {
    for (text, fen) in [
        ("620.82万元", Some(620_820_000)),
        ("620.82", Some(620_820_000)),
        ("2.38 万元", Some(2_380_000)),
        ("10万", Some(10_000_000)),
        ("72890元", Some(7_289_000)),
        ("215,457.6", Some(215_457_600_000)),
        ("1.2亿元", Some(12_000_000_000)),
        ("9.48吨", None),
        ("—", None),
        ("", None),
    ] {
        let read = read_amount(text, MoneyUnit::TenThousandYuan);
        assert_eq!(read.money.map(Money::fen), fen, "{text}");
        assert_eq!(read.text, text);
    }
}

proptest! {
    #[test]
    fn any_text_is_read_without_a_panic_and_kept_verbatim(text in ".{0,40}") {
        let target = read_target(&text);
        prop_assert_eq!(&target.text, &text);
        prop_assert_eq!(&read_target(&target.text), &target);
        prop_assert_eq!(&read_actual(&text).text, &text);
        prop_assert_eq!(read_number(&text).text, text.clone());
        prop_assert_eq!(read_amount(&text, MoneyUnit::Yuan).text, text);
    }

    #[test]
    fn texts_of_the_trade_are_read_without_a_panic(text in "[≥≤=<>0-9.,%‰万亿元个次月年日/*一二三十百千优良中差;~±-]{0,16}") {
        let value = read_target(&text);
        prop_assert_eq!(&value.text, &text);
        prop_assert_eq!(&read_target(&value.text), &value);
    }

    #[test]
    fn a_number_with_a_unit_is_read_exactly(mantissa in 0_i64..1_000_000_000, places in 0_u32..4, sign in "(≥|>|=|<|≤)", unit in "(个|元|万元|%|人次|平方米|)") {
        let number = Decimal::new(mantissa, places);
        let value = read_target(&format!("{sign}{number}{unit}"));
        prop_assert_eq!(value.number(), Some(number));
        prop_assert_eq!(value.unit.unwrap_or_default(), unit);
        prop_assert!(value.comparator.is_some());
    }
}
