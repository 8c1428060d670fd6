//! Imports as cases: where a form goes, what is written, and what keeps a whole file out.

mod door;
mod place;

use hengji_domain::BudgetYear;
use hengji_domain::form::{Form, FormLine, MoneyRow};
use hengji_domain::money::MoneyUnit;
use hengji_domain::person::{Actor, Role};
use hengji_domain::sheet::SheetKind;
use hengji_domain::value::read::{read_actual, read_amount, read_number, read_target};

use super::view::{Destination, FormsPreview};
use super::{OperatorImport, UploadedWorkbook};
use crate::error::AppError;
use crate::stage::district::{bureau, of_year, opened, person, works};
use crate::stage::{Stage, key};

/// A line as `level2|level3|target|actual|weight|score`.
fn line(row: u32, text: &str) -> FormLine {
    let [level2, level3, target, actual, weight, score] = text.split('|').collect::<Vec<_>>()[..] else {
        panic!("{text}")
    };
    let level1 = match level2.chars().next() {
        Some('数' | '质' | '时') => "产出指标",
        Some('服') => "满意度指标",
        _ => "效益指标",
    };
    FormLine {
        row,
        level1: level1.into(),
        level2: level2.into(),
        level3: level3.into(),
        target: read_target(target),
        actual: read_actual(actual),
        weight: read_number(weight),
        score: read_number(score),
        reason: String::new(),
        parent: None,
        formula_fields: Vec::new(),
        cells: vec![(hengji_domain::Field::Target, format!("E{row}"))],
    }
}

/// A self-evaluation of a project by a unit; rows of lines begin at 12 as on the national form.
fn evaluation(project: &str, unit: &str, lines: &[&str]) -> Form {
    Form {
        kind: Some(SheetKind::SelfEvaluation),
        worksheet: "自评表".into(),
        project: project.into(),
        unit: unit.into(),
        department: "城管局".into(),
        year: Some(of_year()),
        year_text: "2020".into(),
        money: MoneyRow {
            row: 6,
            name: "年度资金总额".into(),
            initial: read_amount("100", MoneyUnit::TenThousandYuan),
            adjusted: read_amount("100", MoneyUnit::TenThousandYuan),
            executed: read_amount("90", MoneyUnit::TenThousandYuan),
            weight: read_number("10"),
            rate_text: "90%".into(),
            score: read_number("9"),
        },
        annual_goal: "全年完成道路养护三百公里并保障出行".into(),
        achievement: "已完成".into(),
        lines: lines
            .iter()
            .zip(12..)
            .map(|(text, row)| line(row, text))
            .collect(),
        has_weight_column: true,
        has_score_column: true,
        total_score: read_number("99"),
        ..Form::default()
    }
}

fn goal(project: &str, unit: &str) -> Form {
    Form {
        kind: Some(SheetKind::Goal),
        worksheet: "目标表".into(),
        has_score_column: false,
        ..evaluation(project, unit, &LINES)
    }
}

const LINES: [&str; 3] = [
    "数量指标|养护里程|≥300公里|290公里|50|48.33",
    "社会效益指标|事故数|≤3起|3起|30|30",
    "服务对象满意度指标|市民满意度|≥90%|91%|10|10",
];

fn clerk() -> Actor {
    person(Role::UnitClerk, works())
}

fn reviewer() -> Actor {
    person(Role::PerformanceReviewer, bureau())
}

/// Lays out the forms as a file and uploads it.
fn upload(stage: &Stage, by: &Actor, number: u32, forms: Vec<Form>) -> Result<FormsPreview, AppError> {
    let file_name = format!("{number}.xlsx");
    stage.desk.put_forms(&file_name, forms);
    stage.app.preview_forms(
        by,
        &key(number),
        of_year(),
        &UploadedWorkbook {
            bytes: file_name.clone().into_bytes(),
            file_name,
        },
    )
}

fn code<T: std::fmt::Debug>(result: Result<T, AppError>) -> String {
    crate::stage::codes(&result.unwrap_err())
}

fn of_nobody() -> hengji_domain::id::UserId {
    clerk().user
}

fn operator(file_name: &str, year: Option<BudgetYear>) -> OperatorImport {
    OperatorImport {
        division: crate::stage::division(),
        year,
        file_name: file_name.into(),
        bytes: file_name.as_bytes().to_vec(),
        keeper: of_nobody(),
    }
}
