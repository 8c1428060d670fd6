//! 评价人 (raters): who is severe, who agrees, and scores corrected for it.
//!
//! * [`severity`] and [`random_severity`]: who scores lower than others would, by how much, and what the score
//!   would be without it; with the scorings that are missing for a comparison.
//! * [`intraclass_correlations`], [`krippendorff_alpha`], [`fleiss_kappa`], [`conger_kappa`], [`gwet_ac`]: how far
//!   evaluators agree.
//! * [`rasch`]: grades on several criteria, brought to one scale.
//! * [`institution_quality`]: error against the bureau's own verification, with ranges of places.
//!
//! # 例:两家中介机构和财政复核给同一批项目打分,谁偏严?
//!
//! 第三方机构少、水平参差,财政局抽出部分项目自己复核一遍。甲机构评了六个项目,乙机构评了五个,财政复核评了其中四个:
//!
//! ```
//! use hengji_analysis::raters::{Level, QualitySettings, Ratings, institution_quality, krippendorff_alpha, severity};
//!
//! let ratings = Ratings::new([
//!     ("道路养护", "甲机构", 78.0), ("道路养护", "乙机构", 86.0), ("道路养护", "财政复核", 84.0),
//!     ("社区养老", "甲机构", 70.0), ("社区养老", "乙机构", 79.5), ("社区养老", "财政复核", 76.0),
//!     ("河道保洁", "甲机构", 82.5), ("河道保洁", "财政复核", 88.0),
//!     ("技能培训", "乙机构", 91.0), ("技能培训", "财政复核", 90.0),
//!     ("产业扶持", "甲机构", 66.0), ("产业扶持", "乙机构", 74.0),
//!     ("智慧停车", "甲机构", 74.0), ("智慧停车", "乙机构", 81.5),
//!     ("图书下乡", "甲机构", 80.0),
//! ])?;
//!
//! // 甲机构比乙机构严约八分;用它的原始分与乙机构的相比,对被评单位不公平。
//! let fitted = severity(&ratings, 0.95)?;
//! let strict = fitted.difference("甲机构", "乙机构")?;
//! assert!(7.0 < strict.difference && strict.difference < 9.0);
//! assert!(strict.interval.is_some_and(|interval| 0.0 < interval.low));
//!
//! // “图书下乡”只有甲机构评过,校正后的分数可与其他项目并列,并附标准误。
//! let corrected = fitted.corrected.last().and_then(|score| score.corrected);
//! assert!(corrected.is_some_and(|score| 82.0 < score && score < 86.0));
//!
//! // 一致性系数低,说明未经校正的分数不能直接横比。
//! let alpha = krippendorff_alpha(&ratings, Level::Interval, 0.95)?;
//! assert!(alpha.alpha < 0.8);
//!
//! // 两家机构校正后的误差都小,现有样本分不出先后:名次区间都是 1–2。
//! let settings = QualitySettings { confidence: 0.95, prior_observations: 5.0 };
//! let quality = institution_quality(&ratings, "财政复核", &[], settings)?;
//! let places: Vec<_> = quality.iter().filter_map(|one| one.error).map(|error| (error.rank.best, error.rank.worst)).collect();
//! assert_eq!(places, [(1, 2), (1, 2)]);
//! # Ok::<(), hengji_analysis::raters::RatersError>(())
//! ```

mod agreement;
mod alpha;
mod dense;
mod error;
mod graph;
mod icc;
mod quality;
mod random;
mod ranks;
mod rasch;
mod ratings;
mod severity;
mod strength;

pub use agreement::{Agreement, Classified, Coefficient, Weighting, conger_kappa, fleiss_kappa, gwet_ac};
pub use alpha::{Alpha, Level, krippendorff_alpha};
pub use error::RatersError;
pub use graph::{Bridge, Component, Connection, connection};
pub use icc::{Correlation, Form, IntraclassCorrelations, MeanSquares, intraclass_correlations};
pub use quality::{
    InstitutionQuality, InstitutionRecord, Placed, QualitySettings, Share, institution_quality,
};
pub use random::{RandomSeverity, ShrunkenLevel, ShrunkenSeverity, random_severity};
pub use ranks::{Better, Interval, RankRange, rank_ranges};
pub use rasch::{Extreme, Facet, Judgements, Measure, RaschFit, Spread, Threshold, rasch};
pub use ratings::{Cell, Ratings};
pub use severity::{
    CorrectedScore, Difference, EvaluatorSeverity, FittedComponent, MeanSquare, ProjectLevel, Severity,
    TwoWay, severity,
};
pub use strength::{AgreementThresholds, Strength};
