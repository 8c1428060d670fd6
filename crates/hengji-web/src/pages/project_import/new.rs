//! A list of projects is sent.

use axum::extract::State;
use axum::response::IntoResponse;
use hengji_app::authz::Action;
use hengji_app::projects::{ColumnChoice, UploadedList};
use maud::{Markup, html};

use super::super::{Answer, framed, see};
use crate::extract::Upload;
use crate::fields::Fields;
use crate::look::{self, Crumb};
use crate::state::WebState;
use crate::visit::Visit;

/// `GET /project-imports/new`.
pub(super) async fn form(visit: Visit) -> Answer {
    visit.require(Action::ImportProjects)?;
    Ok(framed(
        &visit,
        "导入项目清单",
        &[Crumb::here("导入项目清单")],
        page(&visit),
    )
    .into_response())
}

/// `POST /project-imports`: from the first page without, from a preview with a changed reading of its columns.
pub(super) async fn upload(State(state): State<WebState>, upload: Upload) -> Answer {
    upload.only(&["letter", "field", "money_unit", "keep_mapping_as"])?;
    let year = upload.visit.year();
    let filled = |name: &str| Some(upload.fields.text(name).to_owned()).filter(|text| !text.is_empty());
    let list = UploadedList {
        columns: columns(&upload.fields),
        money_unit: filled("money_unit"),
        keep_mapping_as: filled("keep_mapping_as"),
        file_name: upload.file.name,
        bytes: upload.file.bytes,
    };
    let preview = state
        .run(move |app| app.preview_project_import(&upload.visit.actor(), &upload.key, year, &list))
        .await?;
    Ok(see(&format!("/project-imports/{}", preview.import)))
}

/// What the person said about columns.
pub(in crate::pages) fn columns(fields: &Fields) -> Vec<ColumnChoice> {
    let choice = |[letter, field]: [String; 2]| ColumnChoice {
        letter,
        field: (!field.is_empty()).then_some(field),
    };
    fields.rows(["letter", "field"]).into_iter().map(choice).collect()
}

fn page(visit: &Visit) -> Markup {
    html! {
        div class="title" { h1 { "导入项目清单" } span class="sub" { (visit.year()) " 年度" } }
        section class="card" {
            form method="post" enctype="multipart/form-data" action="/project-imports" {
                (visit.token().fields())
                (look::field("file", "项目清单", ".xlsx、.xls、.ods 或 .csv(UTF-8、GBK 均可)", None, html! { input type="file" id="file" name="file" accept=".xlsx,.xls,.ods,.csv" required; }))
                div class="buttons" { button class="primary" { "上传并预览" } span class="quiet" { "先预览、后入库:预览时不写入任何项目。" } }
            }
        }
        section class="card" {
            h2 { "清单要有什么" }
            ul {
                li { "表头行:项目代码、项目名称、实施单位(名称或代码)、项目类型、资金(总额或分来源)。列的次序不限,表头名称不同可在预览时指定,指定一次后可记住。" }
                li { "任何一行有错,整份都不入库;错误逐行列出,改好后重新上传。" }
                li { "同一代码的项目已存在时按清单更新,完全相同的不动。" }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_read_by_their_letters() {
        let pairs = [("letter", "A"), ("field", "code"), ("letter", "B"), ("field", "")];
        let fields = Fields::new(
            pairs
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .to_vec(),
        );
        let read: Vec<(String, Option<String>)> = columns(&fields)
            .into_iter()
            .map(|choice| (choice.letter, choice.field))
            .collect();
        assert_eq!(read, [("A".into(), Some("code".into())), ("B".into(), None)]);
    }
}
