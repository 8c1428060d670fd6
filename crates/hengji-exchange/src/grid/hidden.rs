//! Hidden rows of .xlsx worksheets: the reader reads them like others, but a clerk does not see what she signs.

use std::collections::HashMap;

use super::tags::tags;
use crate::limits::Limits;
use crate::precheck::part_text;

/// Numbers of the hidden rows by name of the worksheet; worksheets without hidden rows are absent.
pub(super) fn rows_by_worksheet(bytes: &[u8], limits: &Limits) -> HashMap<String, Vec<u32>> {
    let text = |part: &str| part_text(bytes, part, limits);
    let (Some(workbook), Some(relations)) = (text("xl/workbook.xml"), text("xl/_rels/workbook.xml.rels"))
    else {
        return HashMap::new();
    };
    let targets: HashMap<String, String> = tags(&relations)
        .filter(|tag| tag.name.ends_with("Relationship"))
        .filter_map(|tag| Some((tag.attribute("Id")?, tag.attribute("Target")?)))
        .collect();
    tags(&workbook)
        .filter(|tag| tag.name == "sheet" || tag.name.ends_with(":sheet"))
        .filter_map(|tag| {
            let target = targets.get(&tag.attribute("r:id")?)?;
            let part = target
                .strip_prefix('/')
                .map_or_else(|| format!("xl/{target}"), str::to_owned);
            let rows = hidden_rows(&text(&part)?);
            (!rows.is_empty()).then_some((tag.attribute("name")?, rows))
        })
        .collect()
}

fn hidden_rows(worksheet: &str) -> Vec<u32> {
    // The word is searched first, because most worksheets hide nothing and a walk over all tags is dear.
    if !worksheet.contains(" hidden=") {
        return Vec::new();
    }
    tags(worksheet)
        .filter(|tag| tag.name == "row" || tag.name.ends_with(":row"))
        .filter(|tag| matches!(tag.attribute("hidden").as_deref(), Some("1" | "true")))
        .filter_map(|tag| tag.number("r"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hidden_rows_are_told() {
        let xml = r#"<sheetData><row r="1"/><row r="2" hidden="1"><c r="A2"/></row><row r="3" hidden="0"/><row r="4" hidden="true"/></sheetData>"#;
        assert_eq!(hidden_rows(xml), [2, 4]);
        assert_eq!(
            hidden_rows(r#"<cols><col hidden="1"/></cols>"#),
            Vec::<u32>::new()
        );
    }
}
