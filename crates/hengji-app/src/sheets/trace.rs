//! 为什么是这个分数 (trace): made when somebody asks, never stored in bulk.

use hengji_domain::id::{LineKey, SheetId};
use hengji_domain::person::Actor;
use hengji_scoring::{Trace, explain, explain_execution};

use super::as_form::as_form;
use super::view::TraceView;
use crate::app::App;
use crate::error::AppError;

impl App {
    /// Why the line has its score.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for a sheet out of sight or a line that is not on it.
    pub fn trace_line(&self, actor: &Actor, id: SheetId, key: LineKey) -> Result<TraceView, AppError> {
        let case = self.viewed_case(actor, id)?;
        let index = case.sheet.lines.iter().position(|line| line.key == key);
        let form = as_form(&case.sheet, case.names());
        let line = index
            .and_then(|index| form.lines.get(index))
            .ok_or(AppError::NotFound)?;
        let trace = explain(line, &case.rules.scoring);
        Ok(view(&line.level3, trace, case.in_force.fingerprint()))
    }

    /// Why 预算执行率 has its score.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for a sheet out of sight.
    pub fn trace_execution(&self, actor: &Actor, id: SheetId) -> Result<TraceView, AppError> {
        let case = self.viewed_case(actor, id)?;
        let form = as_form(&case.sheet, case.names());
        let trace = explain_execution(&form, &case.rules);
        Ok(view("预算执行率", trace, case.in_force.fingerprint()))
    }
}

fn view(subject: &str, trace: Trace, fingerprint: &str) -> TraceView {
    TraceView {
        subject: subject.to_owned(),
        rule_code: trace.rule_code.to_owned(),
        citation: (*trace.rule).clone(),
        inputs: trace.inputs,
        arithmetic: trace.arithmetic,
        result: trace.result,
        notes: trace.notes,
        rules_fingerprint: fingerprint.to_owned(),
    }
}
