//! 第三方机构 (third-party institution): who may evaluate for the bureau, what they must keep away from, and how far an
//! assignment has come.
//!
//! Basis: 财监〔2021〕4号 (who is an institution, what a lead evaluator has done), 财预〔2021〕6号 (client and evaluated
//! object are apart, conflicts of interest are avoided). Every number of both is a dated rule.

mod admission;
mod assignment;
mod concentration;
mod credit_code;
mod draw;
mod refusal;
mod report;
mod severity;

pub use admission::{AdmissionRules, Condition, Evidence, InstitutionFacts, PersonFacts, conditions};
pub use assignment::{AssignmentRules, AssignmentState, AssignmentWay, blocks, running_years};
pub use concentration::{ConcentrationRules, ConcentrationVerdict};
pub use credit_code::{CreditCode, CreditCodeError};
pub use draw::InstitutionDrawState;
pub use refusal::ThirdPartyRefusal;
pub use report::{Amount, ReportRules, ReportSection, Topic, TopicCounts};
pub use severity::{SeverityRules, SeverityVerdict};

#[cfg(test)]
mod tests;
