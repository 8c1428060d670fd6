//! What a table of ratings accepts and refuses.

use super::*;

fn code(result: Result<Ratings, RatersError>) -> String {
    let message = result.err().map(|error| error.to_string()).unwrap_or_default();
    message
        .rsplit('[')
        .next()
        .unwrap_or_default()
        .trim_end_matches(']')
        .to_owned()
}

fn table(cells: &[Vec<Option<f64>>]) -> Result<Ratings, RatersError> {
    let evaluators = cells.first().map_or(0, Vec::len);
    Ratings::from_table(
        (1..=cells.len()).map(|number| format!("项目{number}")),
        (1..=evaluators).map(|number| format!("机构{number}")),
        cells,
    )
}

#[test]
fn triples_that_cannot_be_used_are_refused() {
    type Triples = &'static [(&'static str, &'static str, f64)];
    let cases: [(&str, Triples); 6] = [
        ("raters-empty", &[]),
        ("raters-score-unusable", &[("道路", "甲", f64::NAN)]),
        ("raters-score-unusable", &[("道路", "甲", f64::INFINITY)]),
        ("raters-score-unusable", &[("道路", "甲", -1e200)]),
        (
            "raters-scored-twice",
            &[("道路", "甲", 80.0), ("绿化", "甲", 70.0), ("道路", "甲", 80.0)],
        ),
        ("", &[("道路", "甲", 80.0), ("道路", "乙", 80.0)]),
    ];
    for (expected, triples) in cases {
        assert_eq!(
            code(Ratings::new(triples.iter().copied())),
            expected,
            "{triples:?}"
        );
    }
}

#[test]
fn tables_that_cannot_be_used_are_refused() {
    let some = Some(1.0);
    assert_eq!(
        code(table(&[vec![some, some], vec![some]])),
        "raters-table-ragged"
    );
    assert_eq!(
        code(table(&[vec![some, some], vec![None, None]])),
        "raters-nothing-scored"
    );
    assert_eq!(
        code(table(&[vec![some, None], vec![some, None]])),
        "raters-nothing-scored"
    );
    assert_eq!(code(table(&[])), "raters-empty");
    assert_eq!(
        code(Ratings::from_table(["道路"], ["甲"], &[])),
        "raters-rows-unnamed"
    );
    let same = Ratings::from_table(
        ["道路", "道路"],
        ["甲", "乙"],
        &[vec![some, some], vec![some, some]],
    );
    assert_eq!(code(same), "raters-name-twice");
}

#[test]
fn a_refusal_names_the_cell() {
    let refused = Ratings::new([("道路", "甲", 80.0), ("道路", "甲", 85.0)]);
    let message = refused.err().map(|error| error.to_string()).unwrap_or_default();
    assert!(
        message.contains("评价人“甲”对项目“道路”评了两次(80 和 85)"),
        "{message}"
    );
}

#[test]
fn names_keep_the_order_of_their_first_appearance() {
    let ratings = Ratings::new([("b", "y", 1.0), ("a", "x", 2.0), ("b", "x", 3.0)]).unwrap();
    assert_eq!(ratings.projects(), ["b", "a"]);
    assert_eq!(ratings.evaluators(), ["y", "x"]);
    assert_eq!(ratings.score(0, 1), Some(3.0));
    assert_eq!(ratings.score(1, 0), None);
    assert_eq!(ratings.score(7, 0), None);
    assert_eq!(ratings.missing(), 1);
}

#[test]
fn a_complete_table_is_asked_for_by_those_who_need_it() {
    let ratings = table(&[vec![Some(1.0), Some(2.0)], vec![Some(3.0), Some(4.0)]]).unwrap();
    assert_eq!(ratings.complete(), Ok(vec![vec![1.0, 2.0], vec![3.0, 4.0]]));
    let holes = table(&[
        vec![Some(1.0), Some(2.0), Some(0.0)],
        vec![Some(3.0), None, Some(1.0)],
    ])
    .unwrap();
    let refused = holes.complete().err();
    let (project, evaluator) = ("项目2".to_owned(), "机构2".to_owned());
    assert_eq!(
        refused,
        Some(RatersError::ScoresMissing {
            missing: 1,
            project,
            evaluator
        })
    );
    let full = holes.scored_by_all().unwrap();
    assert_eq!(full.projects(), ["项目1"]);
    assert_eq!(full.complete(), Ok(vec![vec![1.0, 2.0, 0.0]]));
}

#[test]
fn what_is_kept_keeps_its_order_and_loses_empty_names() {
    let ratings = Ratings::new([("a", "x", 1.0), ("b", "y", 2.0), ("c", "y", 3.0)]).unwrap();
    let kept = ratings.keeping(|cell| 1.5 < cell.score).unwrap();
    assert_eq!(
        (kept.projects().len(), kept.evaluators()),
        (2, &["y".to_owned()][..])
    );
    assert_eq!(kept.score(1, 0), Some(3.0));
    assert_eq!(ratings.keeping(|_| false), None);
}
