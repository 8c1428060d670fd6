//! The benchmark of a case as an institution reads it: the same figures, and no name of anybody else.

use super::*;
use crate::evaluations::benchmark::ReferenceQuery;
use crate::evaluations::benchmark::tests::{line_of, recorded};

#[test]
fn an_institution_reads_the_benchmark_of_its_case_without_names() {
    let stage = recorded(24, &[(500, 20, 204), (501, 20, 320)]);
    let ids = ["Q500", "Q501"].map(|code| case(&stage, "spot", code));
    let (own, other) = (eligible(&stage, 0), eligible(&stage, 1));
    assign(&stage, ids[1], own).unwrap();
    let (firm, stranger) = (outsider(own, 201), outsider(other, 202));
    let query = ReferenceQuery::default();
    let read = |actor: &Actor, at: usize, number: u16| {
        stage.app.line_benchmark(actor, ids[at], &line_of(number), &query)
    };
    let page = read(&firm, 1, 501).unwrap();
    let named = read(&performance(), 1, 501).unwrap();
    assert!(!page.is_named && named.is_named);
    assert_eq!(page.verdicts, named.verdicts);
    assert_eq!(page.rows.total, 25);
    let told = format!("{:?} {:?} {:?}", page.rows, page.frontier, page.chart);
    for name in ["道路养护Q1", "道路养护Q2", "第一小学"] {
        assert!(!told.contains(name), "{name}: {told}");
    }
    assert!(told.contains("同类项目 1"), "{told}");
    assert_eq!(read(&firm, 0, 500).unwrap_err(), AppError::NotFound);
    assert_eq!(read(&stranger, 1, 501).unwrap_err(), AppError::NotFound);
    stage
        .app
        .export_line_benchmark(&firm, ids[1], &line_of(501), &query)
        .unwrap();
    let table = stage.desk.last_written();
    assert!(!format!("{table:?}").contains("道路养护Q1"), "{table:?}");
    assert!(
        table.notes.iter().any(|note| note.contains("甲评价机构")),
        "the file carries its reader"
    );
}
