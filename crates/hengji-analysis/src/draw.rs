//! 抽取 (draw): selections that anyone can repeat, and what a sample says of the whole.
//!
//! The order of things, which makes the result nobody's choice: the list is frozen and its hash published together
//! with the rule and the future public event that will give the start value; after the event everybody can compute
//! every project's ticket and the sample. There is no second draw without a published reason.
//!
//! # 抽评 of a district
//!
//! A performance division draws 10 % of each department's projects, at least two, and lets anyone check it. Then
//! it verifies the scores of the sample and says how much self-evaluations flatter.
//!
//! ```
//! use hengji_analysis::draw::estimate::{Confidence, Law, StratumSample, difference_estimate, stratified_mean};
//! use hengji_analysis::draw::{
//!     Columns, Frame, Occasion, Record, Rounding, Rule, Selection, Strata, Unit, hundredths, verifier_page, verify,
//! };
//!
//! // 项目编号、预算部门、金额(元)、自评分, as in the list that was published.
//! let list = [
//!     ("2020-001", "教育局", "1,200,000.00", "95"), ("2020-002", "教育局", "85,500.50", "92.5"),
//!     ("2020-003", "教育局", "430,000", "97"), ("2020-004", "住建局", "9,600,000", "90"),
//!     ("2020-005", "住建局", "2,150,000", "94"), ("2020-006", "住建局", "78,000", "88.5"),
//! ];
//! let mut units = Vec::new();
//! for (id, department, amount, score) in list {
//!     units.push(Unit {
//!         id: id.into(),
//!         department: department.into(),
//!         amount_fen: hundredths(amount).ok_or("金额读不通")?,
//!         self_score_centi: hundredths(score),
//!     });
//! }
//! let frame = Frame::new(units)?;
//! println!("{}", frame.sha256()); // Published before the draw, with the rule.
//!
//! let rule = Rule {
//!     selection: Selection::Equal,
//!     strata: Strata::Departments(vec![]),
//!     share_bp: 1_000, // 10 %
//!     least: 2,
//!     rounding: Rounding::Up,
//!     total: None,
//! };
//! let record = Record::new(&frame, &rule, &Occasion {
//!     title: "2020 年度项目绩效抽评".into(),
//!     announced: "2021 年 1 月 15 日公告:以 1 月 31 日开奖号为起始值".into(),
//!     start_value: "20210131-071923".into(),
//!     drawn_at: "2021-02-01".into(),
//!     number: 1,
//!     reason: None,
//!     columns: Columns {
//!         id: "项目编号".into(), department: "预算部门".into(), amount: "金额(元)".into(),
//!         self_score: Some("自评分".into()),
//!     },
//! })?;
//! assert_eq!(record.sample.len(), 4, "two of each department");
//! assert!(verify(&record, &frame).is_empty(), "anyone who repeats it finds the same");
//! assert!(verifier_page(&record)?.contains(&record.seal), "and can do so in a browser, without us");
//!
//! // 虚高 = 自评分 − 复核得分 of the projects that were verified.
//! let inflation = [
//!     StratumSample { name: "教育局".into(), population: 3, values: vec![5.0, 7.5] },
//!     StratumSample { name: "住建局".into(), population: 3, values: vec![6.0, 4.5] },
//! ];
//! let confidence = Confidence { level: 0.95, law: Law::Student };
//! let mean = stratified_mean(&inflation, confidence)?;
//! assert!((mean.value - 5.75).abs() < 1e-12);
//! let known = 557.0 / 6.0; // The mean of all six self-evaluation scores needs no sample.
//! let verified = difference_estimate(known, &inflation, confidence)?;
//! assert!((verified.value - 87.083_333).abs() < 1e-6);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What a number may not be used for: two or three projects of a department are no verdict on it. [`estimate`]
//! draws such departments towards the district, and a department above the district beyond chance gets a larger
//! sample next year, not a deduction.

pub mod attribute;
pub mod estimate;
pub mod reference;
pub mod systematic;

mod error;
mod frame;
mod hundredths;
mod page;
mod pareto;
mod record;
mod rule;
mod sampford;
mod select;
mod sizes;
mod ticket;

pub use error::DrawError;
pub use frame::{FRAME_FORMAT, Frame, Unit};
pub use hundredths::{decimal, hundredths};
pub use page::verifier_page;
pub use pareto::Probabilities;
pub use record::{Columns, Difference, Occasion, RECORD_FORMAT, Record, RecordedUnit, verify};
pub use rule::{Merged, Rounding, Rule, Selection, Strata, WHOLE};
pub use sampford::sampford_joint;
pub use select::{Drawing, Drawn, Stratum, draw};
pub use ticket::Ticket;
