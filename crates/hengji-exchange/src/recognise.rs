//! 表样识别 (recognition): from the cells of a workbook to goal and self-evaluation forms.
//!
//! Forms are found by their words, not by places: titles, labels and headings differ from bureau to bureau, and
//! so do columns, header rows and units. What cannot be placed is kept as a leftover and never dropped silently.

mod columns;
mod head;
mod lines;
mod money;
mod place;
mod statement;
mod total;
mod words;

#[cfg(test)]
mod tests;

use hengji_domain::form::Form;
use hengji_domain::sheet::SheetKind;
use hengji_domain::{Field, Finding, FindingCode};

use self::columns::Header;
use self::place::Block;
use crate::grid::{Grid, Worksheet};
use crate::limits::Limits;
use crate::refusal::WorkbookRefusal;

/// All forms of a workbook, worksheet by worksheet. A workbook without any gives one form of unknown kind whose
/// leftovers are its rows, so that the sender learns what was seen.
///
/// # Errors
///
/// [`WorkbookRefusal::NameTooLong`] for a name that no form can hold.
pub fn recognise(grid: &Grid, limits: &Limits) -> Result<Vec<Form>, WorkbookRefusal> {
    let mut forms = Vec::new();
    let mut strangers = Vec::new();
    for worksheet in grid
        .worksheets
        .iter()
        .filter(|it| !it.is_hidden && !it.cells.is_empty())
    {
        let found = forms_of(worksheet, limits)?;
        if found.is_empty() {
            strangers.push(worksheet);
        }
        forms.extend(found);
    }
    if let Some(first) = forms.first_mut() {
        let unread = strangers
            .iter()
            .map(|it| (1, format!("工作表“{}”({} 行)", it.name, it.rows().count())));
        first.leftovers.extend(unread);
    } else {
        forms.extend(strangers.first().map(|worksheet| unknown_form(worksheet)));
    }
    let hidden = grid
        .worksheets
        .iter()
        .filter(|it| it.is_hidden && !it.cells.is_empty());
    let hidden: Vec<String> = hidden
        .map(|it| format!("“{}”({} 行)", it.name, it.rows().count()))
        .collect();
    if !hidden.is_empty() {
        if forms.is_empty() {
            forms.push(Form::default());
        }
        if let Some(first) = forms.first_mut() {
            first.notes.push(hidden_worksheets(&hidden));
        }
    }
    Ok(forms)
}

fn hidden_worksheets(names: &[String]) -> Finding {
    Finding::new(
        FindingCode::HiddenContent,
        format!("工作簿里有隐藏的工作表{},没有读入。", names.join("、")),
        "若其中有要上报的表,请取消隐藏后重新上传;否则请删去。",
    )
}

fn forms_of(worksheet: &Worksheet, limits: &Limits) -> Result<Vec<Form>, WorkbookRefusal> {
    let mut forms = Vec::new();
    for block in place::blocks(worksheet) {
        if let Some(form) = form_of(&block, limits)? {
            forms.push(form);
        }
    }
    Ok(forms)
}

/// Reads one block; none when it holds no indicator table.
fn form_of(block: &Block<'_>, limits: &Limits) -> Result<Option<Form>, WorkbookRefusal> {
    let Some(header) = columns::find(block) else {
        return Ok(None);
    };
    let mut form = Form {
        worksheet: block.worksheet.name.clone(),
        ..Form::default()
    };
    head::read(block, &header, &mut form);
    let unit = head::money_unit(block, &header);
    money::read(block, &header, unit, &mut form);
    statement::read(block, &header, &mut form);
    lines::read(block, &header, &mut form);
    form.kind = kind_of(&form.title, &header);
    form.has_weight_column = header.weight.is_some();
    form.has_score_column = header.score.is_some();
    note_hidden_rows(block, &mut form);
    check_names(&form, limits)?;
    Ok(Some(form))
}

/// The title decides; where it is silent, a column that only a self-evaluation has.
fn kind_of(title: &str, header: &Header) -> Option<SheetKind> {
    if ["自评", "完成情况", "评价"]
        .iter()
        .any(|word| title.contains(word))
    {
        Some(SheetKind::SelfEvaluation)
    } else if title.contains("目标") {
        Some(SheetKind::Goal)
    } else if header.actual.is_some() || header.score.is_some() {
        Some(SheetKind::SelfEvaluation)
    } else {
        header.target.map(|_| SheetKind::Goal)
    }
}

fn note_hidden_rows(block: &Block<'_>, form: &mut Form) {
    let in_block =
        |row: &&u32| (block.top..=block.bottom).contains(*row) && !block.worksheet.row(**row).is_empty();
    let rows: Vec<String> = block
        .worksheet
        .hidden_rows
        .iter()
        .filter(in_block)
        .map(ToString::to_string)
        .collect();
    if !rows.is_empty() {
        form.notes.push(Finding::new(
            FindingCode::HiddenContent,
            format!("第 {} 行在工作表里被隐藏,内容已照常读入。", rows.join("、")),
            "请取消隐藏并核对这些行;不需要的请删去。",
        ));
    }
}

fn check_names(form: &Form, limits: &Limits) -> Result<(), WorkbookRefusal> {
    let cell = |row, field| form.cell(row, field).unwrap_or("表头").to_owned();
    let mut names = vec![
        ("项目名称", form.project.as_str(), cell(None, Field::ProjectName)),
        ("主管部门", form.department.as_str(), "表头".to_owned()),
        ("实施单位", form.unit.as_str(), "表头".to_owned()),
    ];
    for line in &form.lines {
        names.push(("一级指标", &line.level1, cell(Some(line.row), Field::Level1)));
        names.push(("二级指标", &line.level2, cell(Some(line.row), Field::Level2)));
        names.push(("三级指标", &line.level3, cell(Some(line.row), Field::Level3)));
    }
    for (field, name, cell) in names {
        let found = name.chars().count();
        if limits.name_characters < found {
            let (field, limit) = (field.to_owned(), limits.name_characters);
            return Err(WorkbookRefusal::NameTooLong {
                field,
                cell,
                found,
                limit,
            });
        }
    }
    Ok(())
}

fn unknown_form(worksheet: &Worksheet) -> Form {
    let whole = Block {
        worksheet,
        top: 1,
        bottom: worksheet.last_row(),
    };
    Form {
        worksheet: worksheet.name.clone(),
        title: place::title(&whole).unwrap_or_default(),
        leftovers: worksheet.rows().map(|row| (row, whole.row_text(row))).collect(),
        ..Form::default()
    }
}
