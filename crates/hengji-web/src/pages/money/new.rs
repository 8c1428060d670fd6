//! A file of money data is sent.

use axum::extract::State;
use axum::response::IntoResponse;
use hengji_app::authz::Action;
use hengji_app::money::UploadedMoney;
use hengji_domain::fact::load::LoadKind;
use maud::{Markup, html};

use super::super::project_import::columns;
use super::super::{Answer, framed, see};
use crate::extract::Upload;
use crate::look::{self, Crumb};
use crate::state::WebState;
use crate::visit::Visit;

/// `GET /money-imports/new`.
pub(super) async fn form(visit: Visit) -> Answer {
    visit.require(Action::ImportMoney)?;
    let path = [Crumb::to("资金数据", "/money"), Crumb::here("导入文件")];
    Ok(framed(&visit, "导入资金数据", &path, page(&visit)).into_response())
}

/// `POST /money-imports`: from the first page, and from a preview with a changed reading of its columns.
pub(super) async fn upload(State(state): State<WebState>, upload: Upload) -> Answer {
    upload.only(&[
        "kind",
        "source",
        "month",
        "letter",
        "field",
        "money_unit",
        "accepts_duplicates",
    ])?;
    let year = upload.visit.year();
    let filled = |name: &str| Some(upload.fields.text(name).to_owned()).filter(|text| !text.is_empty());
    let file = UploadedMoney {
        kind: upload.fields.text("kind").to_owned(),
        source: upload.fields.text("source").to_owned(),
        columns: columns(&upload.fields),
        money_unit: filled("money_unit"),
        month: filled("month"),
        accepts_duplicates: filled("accepts_duplicates").is_some(),
        file_name: upload.file.name,
        bytes: upload.file.bytes,
    };
    let preview = state
        .run(move |app| app.preview_money_import(&upload.visit.actor(), &upload.key, year, &file))
        .await?;
    Ok(see(&format!("/money-imports/{}", preview.import)))
}

/// The months to choose from, and none for a file that says its own.
pub(super) fn months() -> Vec<(String, String)> {
    let own = (String::new(), "按文件中的月份列".to_owned());
    let month = |month: u32| (month.to_string(), format!("{month} 月"));
    std::iter::once(own).chain((1..=12).map(month)).collect()
}

fn page(visit: &Visit) -> Markup {
    let kinds = LoadKind::ALL.into_iter().map(|kind| (kind.code(), kind.name()));
    let months = months();
    let months = months.iter().map(|(code, name)| (code.as_str(), name.as_str()));
    html! {
        div class="title" { h1 { "导入资金数据" } span class="sub" { (visit.year()) " 年度" } }
        section class="card" {
            form method="post" enctype="multipart/form-data" action="/money-imports" {
                (visit.token().fields())
                div class="form-grid" {
                    (look::select_field("kind", "文件种类", kinds, LoadKind::Payment.code(), &[]))
                    (look::text_field("source", "数据来源", "例如“国库集中支付”;列的含义按来源记住", "国库集中支付", &[]))
                    (look::select_field("month", "所属月份", months, "", &[]))
                }
                (look::field("file", "文件", ".xlsx、.xls、.ods 或 .csv(UTF-8、GBK 均可)", None, html! { input type="file" id="file" name="file" accept=".xlsx,.xls,.ods,.csv" required; }))
                div class="buttons" { button class="primary" { "上传并预览" } span class="quiet" { "先预览、后入库:预览时不写入任何数据。" } }
            }
        }
        section class="card" {
            h2 { "各种文件要有什么" }
            table class="list" {
                thead { tr { th scope="col" { "种类" } th scope="col" { "必需的列" } th scope="col" { "说明" } } }
                tbody {
                    tr { td { "年初预算、全年预算数" } td { "项目代码、金额" } td { "同一项目可分多行,相加为该项目预算;不能为负。" } }
                    tr { td { "预算调整" } td { "项目代码、金额、月份(日期)" } td { "调增为正、调减为负;全年预算数=年初预算+各次调整。" } }
                    tr { td { "支付明细" } td { "项目代码、金额、月份(日期)" } td { "退款写负数;有凭证号的按凭证号查重。" } }
                    tr { td { "国库对账数" } td { "预算单位、金额、月份" } td { "国库提供的单位月度支付合计,与支付明细逐月核对。" } }
                }
            }
            p class="quiet small" { "任何一行有错,整份都不入库。其他年度的文件一律拒绝。项目库里没有的项目代码不入库,逐个列为对账差异。" }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_one_of_twelve_or_the_files_own() {
        let all = months();
        assert_eq!(all.len(), 13);
        assert_eq!(all[0].0, "");
        assert_eq!(all[12], ("12".to_owned(), "12 月".to_owned()));
    }
}
