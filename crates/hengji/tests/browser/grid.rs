//! The grid of a form: cells, the live sums and checks beside it, and pasting what Excel or WPS has copied.

use thirtyfour::prelude::*;

use crate::visitor::Visitor;

impl Visitor {
    /// The control of a cell, as the page names it.
    pub(crate) fn cell(row: usize, column: &str) -> String {
        format!("#line-{row}-{column}")
    }

    /// What each row of the grid has in this column, without the empty rows at the end.
    pub(crate) async fn column(&self, column: &str) -> Vec<String> {
        let css = format!("tbody[data-rows] [name={column}]");
        let mut held = Vec::new();
        for control in self.find_all(&css).await {
            held.push(control.prop("value").await.unwrap().unwrap_or_default());
        }
        while held.last().is_some_and(String::is_empty) {
            held.pop();
        }
        held
    }

    /// Copies a block of cells, with the tabs and line ends of a workbook program, and pastes it from this cell on
    /// with the keys that everybody knows.
    pub(crate) async fn paste(&self, cell: &str, block: &str) {
        let script = "const area = document.createElement('textarea'); document.body.append(area);
            area.id = 'workbook'; area.value = arguments[0]; area.select(); return area;";
        let copied = self.driver.execute(script, vec![block.into()]).await.unwrap();
        let workbook = copied.element().unwrap();
        workbook.send_keys(Key::Control + "a").await.unwrap();
        workbook.send_keys(Key::Control + "c").await.unwrap();
        self.script("document.getElementById('workbook').remove()").await;
        let cell = self.find(cell).await;
        cell.click().await.unwrap();
        cell.send_keys(Key::Control + "v").await.unwrap();
    }

    /// Waits until the live sum of all weights is this, and fits or does not.
    pub(crate) async fn see_sum(&self, sum: &str, fits: bool) {
        let look = if fits { "ok" } else { "off" };
        self.see(&format!(".{look}[data-sum=''] b"), sum).await;
    }

    /// Waits until the checks beside the grid find this.
    pub(crate) async fn see_finding(&self, code: &str) {
        self.see("[data-lint-panel]", &format!("[{code}]")).await;
    }

    /// Waits until they no longer do.
    pub(crate) async fn see_no_finding(&self, code: &str) {
        self.see_gone("[data-lint-panel]", &format!("[{code}]")).await;
    }
}
