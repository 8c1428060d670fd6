//! The page: complete, harmless whatever stands in the record, and of one mind with the program.

mod script;

use super::*;
use crate::draw::record::tests::{occasion, rules, units};
use crate::draw::{Frame, Merged, Record};

fn record() -> Record {
    Record::new(&Frame::new(units()).unwrap(), &rules()[0], &occasion()).unwrap()
}

#[test]
fn the_page_asks_for_nothing_from_anywhere() {
    let page = verifier_page(&record()).unwrap();
    for reference in [
        "://",
        "<link",
        "@import",
        "url(",
        " src=",
        "fetch(",
        "XMLHttpRequest",
        "import(",
    ] {
        assert!(!page.contains(reference), "{reference}");
    }
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn the_page_shows_what_was_drawn() {
    let record = record();
    let page = verifier_page(&record).unwrap();
    for shown in [
        "2020 年度项目绩效抽评",
        "20210131-071923",
        "第 1 次",
        "每层抽 10 %(不足一个的进为一个),至少 2 个;共抽 12 个",
        "卫健局、文旅局并为“社会事业”",
        record.seal.as_str(),
        record.frame_sha256.as_str(),
    ] {
        assert!(page.contains(shown), "{shown}");
    }
    for id in &record.sample {
        assert!(page.contains(&format!("<td>{id}</td>")), "{id}");
    }
}

#[test]
fn nothing_in_a_record_becomes_markup_or_script() {
    let hostile = "</script><script>alert(1)</script><!--\u{2028}\"'&";
    let mut units = units();
    units[0].id = hostile.to_owned();
    units[1].department = hostile.to_owned();
    let mut rule = rules()[0].clone();
    rule.strata = Strata::Departments(vec![Merged {
        name: hostile.replace('1', "2"),
        departments: vec![hostile.to_owned()],
    }]);
    let mut occasion = occasion();
    occasion.title = hostile.to_owned();
    occasion.announced = hostile.to_owned();
    occasion.start_value = hostile.to_owned();
    occasion.drawn_at = hostile.to_owned();
    (occasion.number, occasion.reason) = (2, Some(hostile.to_owned()));
    occasion.columns.id = hostile.to_owned();
    let record = Record::new(&Frame::new(units).unwrap(), &rule, &occasion).unwrap();
    let page = verifier_page(&record).unwrap();
    assert!(!page.contains("alert(1)</script>") && !page.contains("<script>alert") && !page.contains("<!--"));
    assert_eq!(page.matches("<script").count(), 4);
    assert_eq!(page.matches("</script>").count(), 4);
    let (_, rest) = page.split_once(r#"id="record">"#).unwrap();
    let (json, _) = rest.split_once("</script>").unwrap();
    assert_eq!(
        serde_json::from_str::<Record>(json).unwrap(),
        record,
        "the record survives its escapes"
    );
}

#[test]
fn percentages_have_no_needless_places() {
    for (share, expected) in [
        (1_000, "10"),
        (1_050, "10.5"),
        (5, "0.05"),
        (10_000, "100"),
        (0, "0"),
    ] {
        assert_eq!(percent(share), expected);
    }
}
