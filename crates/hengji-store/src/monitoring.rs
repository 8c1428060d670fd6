//! 绩效运行监控 (monitoring): periods, what units say of their lines, results, and what follows from them.

mod disposals;
mod findings;
mod key;
mod outlooks;
mod periods;
mod reminders;
mod results;
mod watch;

pub use disposals::{Disposal, decide, disposals_of_period, find_disposal, insert_disposals};
pub use findings::{FoundCut, MonitoringFinding, find_finding, findings_of_year, insert_findings};
pub use key::{
    FieldRecord, KeyEntry, KeyListing, Origin, add_record, find_entry, insert_entries, key_list, records_of,
    update_entry,
};
pub use outlooks::{insert_outlooks, outlooks_of_period, outlooks_of_sheet, replace_outlooks};
pub use periods::{OpenedPeriod, PeriodState, find_period, insert_period, periods_of_year, set_period};
pub use reminders::{Reminder, insert_reminders, last_reminders};
pub use results::{
    Execution, MonthlyPayment, ResultRow, executed_until, replace_result, replace_results, result_of_sheet,
    results_of_period, shares_by_month,
};
pub use watch::{WatchRow, sheets_of_period, watch_rows};

#[cfg(test)]
mod tests;
