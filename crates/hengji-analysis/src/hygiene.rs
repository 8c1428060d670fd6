//! 数据卫生 (hygiene): signs that targets, scores, texts or payments deserve a question.
//!
//! Each check says what it rests on; none says that anybody did wrong. Fourteen hundred projects under a dozen checks
//! give dozens of flags by chance, so [`rank`] puts the cases in order for the few that people can look into.
//!
//! # Example
//!
//! A district's goals for 2021: one department copied its text from another and only changed the number of
//! 小区; one project reached 180 % and 150 % of its targets.
//!
//! ```
//! use hengji_analysis::hygiene::{
//!     Banding, CheckRecord, Digits, Direction, Finding, Gram, Indicator, OverAchievementThresholds, RankingSettings,
//!     TextSettings, copied_texts, over_achievement, rank,
//! };
//!
//! let goals = [
//!     "完成辖区内12个老旧小区改造,改善居民居住条件,提升环境质量。",
//!     "举办社区运动会,提高群众身体素质和参与热情。",
//!     "完成辖区内15个老旧小区改造,改善居民居住条件,提升环境质量。",
//! ];
//! let settings = TextSettings {
//!     likeness: 0.8, // 规则 analysis.copied_text
//!     gram: Gram::Two,
//!     digits: Digits::Masked,
//!     grams_least: 5,
//!     banding: Banding::reaching(0.8, 0.001, 256)?,
//!     comparisons_most: 1_000_000,
//! };
//! assert_eq!(copied_texts(&goals, &settings)?.groups, [vec![0, 2]]);
//!
//! let indicators = [
//!     Indicator { direction: Direction::AtLeast, target: 100.0, actual: 180.0 }, // 培训人次
//!     Indicator { direction: Direction::AtMost, target: 30.0, actual: 20.0 },    // 办结天数
//! ];
//! let thresholds = OverAchievementThresholds { ratio: 1.3, lines: 2 }; // 规则 analysis.over_achievement
//! assert!(over_achievement(&indicators, &thresholds)?.is_flagged);
//!
//! let finding = |case: &str, check: &str, amount| Finding {
//!     case: case.to_owned(), check: check.to_owned(), strength: 1.0, amount,
//! };
//! let findings = [finding("小区改造", "文本雷同", 5_000_000.0), finding("技能培训", "目标偏低", 800_000.0)];
//! let records = [CheckRecord { check: "文本雷同".to_owned(), examined: 10, confirmed: 7 }];
//! let month = rank(&findings, &records, &RankingSettings { capacity: 1, precision_least: 0.2, level: 0.95 })?;
//! let chosen: Vec<&str> = month.cases.iter().filter(|case| case.is_chosen).map(|case| case.case.as_str()).collect();
//! assert_eq!(chosen, ["小区改造"]);
//! # Ok::<(), hengji_analysis::hygiene::HygieneError>(())
//! ```
//!
//! First digits (Benford) are for payment amounts only, from several hundred payments over several orders of magnitude;
//! never for targets or scores.

mod binomial;
mod digits;
mod error;
mod heaping;
mod over_achievement;
mod ranking;
mod scores;
mod stale_target;
mod text;

pub use digits::{Conformity, DigitThresholds, FirstDigits, first_digits};
pub use error::HygieneError;
pub use heaping::{Heaping, heaping, multiples};
pub use over_achievement::{
    Achievement, Direction, Indicator, OverAchievement, OverAchievementThresholds, over_achievement,
};
pub use ranking::{CheckPrecision, CheckRecord, Finding, RankedCase, Ranking, RankingSettings, rank};
pub use scores::{ScoreSpread, ScoreThresholds, score_spread};
pub use stale_target::{StaleTarget, TwoYears, stale_targets};
pub use text::{
    Banding, CopiedTexts, Digits, Gram, LikePair, TextSettings, copied_texts, distance, estimate, grams,
    likeness, normalised, signature, simhash,
};
