//! The same form saved as .xls and .ods reads like the .xlsx.

use hengji_domain::form::Form;

use crate::cases::read;

fn same(original: &str, other: &str) {
    let (original, other) = (read(original), read(other));
    let comparable = |forms: Vec<Form>| -> Vec<Form> {
        // The unit of a formula's cell differs: the other programs computed it when they saved.
        forms
            .into_iter()
            .map(|form| Form {
                notes: Vec::new(),
                ..form
            })
            .collect()
    };
    assert_eq!(comparable(original), comparable(other));
}

#[test]
fn a_binary_workbook_reads_like_its_original() {
    same("self_evaluation/se-009.xlsx", "formats/se-009.xls");
    same("goal/tg-006.xlsx", "formats/tg-006.xls");
}

#[test]
fn an_open_document_reads_like_its_original() {
    same("self_evaluation/se-002.xlsx", "formats/se-002.ods");
    same("self_evaluation/se-007.xlsx", "formats/se-007.ods");
}
