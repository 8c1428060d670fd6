//! Every kind of reading survives storage; columns that contradict each other are refused.

use hengji_domain::NaiveDate;
use proptest::prelude::*;

use super::*;

const ROW: Row<'_> = Row {
    table: "lines",
    key: "a-line",
};

fn value(text: &str, reading: Reading) -> ValueText {
    ValueText {
        text: text.into(),
        reading,
        comparator: None,
        unit: None,
    }
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

#[test]
fn every_kind_of_reading_survives_storage() {
    let due_on = NaiveDate::from_ymd_opt(2020, 12, 31);
    for stored in [
        value(
            "2.660",
            Reading::Number {
                value: decimal("2.660"),
            },
        ),
        value("95%", Reading::Percent { value: decimal("95") }),
        value(
            "80-90",
            Reading::Range {
                low: decimal("80"),
                high: decimal("90"),
            },
        ),
        value("12月底前", Reading::Date { due_on }),
        value("年底", Reading::Date { due_on: None }),
        value("有效提升", Reading::Qualitative),
        value(
            "优≥95%",
            Reading::Tiers {
                thresholds: vec![("优".into(), decimal("95")), ("良\"好".into(), decimal("85.5"))],
            },
        ),
        value("1次/月", Reading::Frequency { value: decimal("1") }),
        value("3个、5次", Reading::Compound),
        value("", Reading::Blank),
        value("/", Reading::Blank),
        value("?", Reading::Unreadable),
    ] {
        let loaded = ValueColumns::new(&stored).unwrap().read(ROW).unwrap();
        assert_eq!(loaded, stored);
    }
}

#[test]
fn every_comparator_survives_storage() {
    for comparator in Comparator::ALL {
        let stored = ValueText {
            comparator: Some(comparator),
            unit: Some("%".into()),
            ..value("5", Reading::Number { value: decimal("5") })
        };
        assert_eq!(ValueColumns::new(&stored).unwrap().read(ROW).unwrap(), stored);
    }
}

#[test]
fn columns_that_contradict_each_other_are_refused() {
    let columns = |change: &dyn Fn(&mut ValueColumns)| {
        let stored = value("5", Reading::Number { value: decimal("5") });
        let mut columns = ValueColumns::new(&stored).unwrap();
        change(&mut columns);
        columns
    };
    for broken in [
        columns(&|c| c.kind = "nonsense".into()),
        columns(&|c| c.kind = "blank".into()),
        columns(&|c| c.kind = "tiers".into()),
        columns(&|c| c.value = None),
        columns(&|c| c.value = Some("fünf".into())),
        columns(&|c| c.comparator = Some("~".into())),
        columns(&|c| {
            c.kind = "date".into();
            c.value = None;
            c.due_on = Some("2020-02-30".into());
        }),
        columns(&|c| {
            c.kind = "tiers".into();
            c.value = None;
            c.tiers = Some("[[\"优\"]]".into());
        }),
    ] {
        let refusal = broken.read(ROW).unwrap_err();
        assert!(
            matches!(refusal, StoreError::Corrupt { table: "lines", .. }),
            "{refusal}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_decimal_and_any_text_survive(mantissa in any::<i64>(), scale in 0u32..=18, text in "\\PC*") {
        let stored = ValueText {
            text,
            reading: Reading::Number { value: Decimal::new(mantissa, scale) },
            comparator: None,
            unit: None,
        };
        let loaded = ValueColumns::new(&stored).unwrap().read(ROW).unwrap();
        prop_assert_eq!(&loaded, &stored);
        // Not only the same number, but as many places as were written.
        prop_assert_eq!(loaded.number().map(|value| value.scale()), Some(scale));
    }
}
