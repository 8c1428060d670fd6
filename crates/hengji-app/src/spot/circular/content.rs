//! The figures of a circular, as canonical JSON.
//!
//! The order of the fields is the order of the structs and never changes within a format: the same records give the
//! same bytes for ever, and the digest can be computed again from what is stored.

use hengji_domain::Score;
use hengji_store::sha256_hex;
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// The one format that there is.
pub const FORMAT: u32 = 1;

/// The figures of a circular.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// The format.
    pub format: u32,
    /// Division code.
    pub division: String,
    /// Budget year.
    pub year: u16,
    /// Title of the round.
    pub title: String,
    /// Number of the draw in the year.
    pub draw_number: i32,
    /// The day of which the figures are.
    pub as_of: String,
    /// The version of the rules that were used.
    pub rules_fingerprint: String,
    /// What is stated, by the words of the rule, in the order of the paper.
    pub parts: Vec<String>,
    /// The draw.
    pub draw: ContentDraw,
    /// How many of the drawn projects are concluded.
    pub concluded: u64,
    /// How many have each grade, the best first.
    pub grades: Vec<(String, u64)>,
    /// Means over what both sides scored; none where that is nothing.
    pub means: Option<ContentMeans>,
    /// What the sample says of all projects.
    pub inflation: ContentInflation,
    /// The ranking.
    pub ranking: ContentRanking,
    /// Findings by root cause, the most frequent first.
    pub causes: Vec<ContentCause>,
    /// How many projects have findings.
    pub projects_with_findings: u64,
    /// Projects of commended grades.
    pub commended: ContentNamed,
    /// Projects of criticised grades.
    pub criticised: ContentNamed,
    /// How long departments have to rectify, as papers print it.
    pub rectify_within: String,
    /// The last day of that.
    pub rectify_by: String,
    /// What the drafter added.
    pub remarks: String,
    /// The drawn projects in the order of the draw.
    pub projects: Vec<ContentProject>,
}

/// The draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContentDraw {
    /// Projects on the list.
    pub eligible: u64,
    /// How many were drawn.
    pub drawn: u64,
    /// Departments with drawn projects.
    pub departments: u64,
    /// Share drawn, basis points, rounded down.
    pub share_bp: i64,
    /// Money of the projects on the list, fen.
    pub amount_fen: i64,
    /// Money of what was drawn, fen.
    pub drawn_amount_fen: i64,
}

/// Means, hundredths of a point, rounded half up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContentMeans {
    /// Projects that have all four scores.
    pub compared: u64,
    /// 自评得分.
    pub own_centi: i32,
    /// 指标复核得分.
    pub verified_centi: i32,
    /// 自评质量得分.
    pub quality_centi: i32,
    /// 抽评得分.
    pub total_centi: i32,
}

/// What the sample says of all projects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ContentInflation {
    /// So much, hundredths of a point.
    Said {
        /// 自评虚高.
        value_centi: i32,
        /// The ends of its interval; none where the sample is too small to have one.
        interval_centi: Option<(i32, i32)>,
        /// Verified projects.
        sampled: u64,
        /// Projects on the list.
        population: u64,
        /// 置信水平, percent.
        confidence_percent: u32,
    },
    /// Nothing, for this reason.
    Silent(String),
}

/// The ranking with its rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContentRanking {
    /// What a project counts.
    pub weighing: String,
    /// How equal means are placed.
    pub ties: String,
    /// Least number of concluded projects.
    pub least: u32,
    /// Whether the first are named.
    pub names_first: bool,
    /// Whether those at the end are named; otherwise those below the mean are counted only.
    pub names_last: bool,
    /// Mean of all projects of ranked departments, hundredths; none where nobody is ranked.
    pub mean_centi: Option<i32>,
    /// Every department with drawn projects: the ranked by place, then the others by name.
    pub rows: Vec<ContentDepartment>,
}

/// A department.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContentDepartment {
    /// Identity.
    pub id: String,
    /// Its name when the list was frozen.
    pub name: String,
    /// How many of its projects were drawn.
    pub drawn: u64,
    /// How many of these are concluded.
    pub concluded: u64,
    /// Money of its drawn projects, fen.
    pub amount_fen: i64,
    /// Mean 自评得分 of its compared projects, hundredths.
    pub own_centi: Option<i32>,
    /// Mean 指标复核得分 of the same.
    pub verified_centi: Option<i32>,
    /// Mean 抽评得分 by the rule of the ranking.
    pub mean_centi: Option<i32>,
    /// Its place; none where it is not ranked.
    pub place: Option<u32>,
    /// 前列, 末位 or nothing.
    pub mention: String,
}

/// Findings of one root cause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContentCause {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// How many findings.
    pub findings: u64,
    /// In how many projects.
    pub projects: u64,
}

/// Projects of some grades.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContentNamed {
    /// The grades.
    pub grades: Vec<String>,
    /// How many projects have them.
    pub count: u64,
    /// Those that are named, as places in the list of projects.
    pub examples: Vec<usize>,
}

/// A drawn project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContentProject {
    /// Identity of the evaluation.
    pub evaluation: String,
    /// 项目代码.
    pub code: String,
    /// 项目名称.
    pub name: String,
    /// 实施单位.
    pub unit: String,
    /// 主管部门.
    pub department: String,
    /// Money, fen.
    pub amount_fen: i64,
    /// 自评得分, hundredths.
    pub own_centi: Option<i32>,
    /// 指标复核得分.
    pub verified_centi: Option<i32>,
    /// 自评质量得分.
    pub quality_centi: Option<i32>,
    /// 抽评得分.
    pub total_centi: Option<i32>,
    /// Grade; empty before the conclusion.
    pub grade: String,
    /// How far the evaluation has come.
    pub state: String,
}

impl Content {
    /// The canonical bytes.
    ///
    /// # Errors
    ///
    /// [`AppError::Fault`] when it cannot be written as JSON.
    pub fn to_text(&self) -> Result<String, AppError> {
        serde_json::to_string(self).map_err(AppError::fault)
    }

    /// The digest of the canonical bytes.
    ///
    /// # Errors
    ///
    /// As [`Self::to_text`].
    pub fn sha256(&self) -> Result<String, AppError> {
        Ok(sha256_hex(self.to_text()?.as_bytes()))
    }

    /// Reads stored figures.
    ///
    /// # Errors
    ///
    /// [`AppError::Fault`] for what is no content of a known format.
    pub fn read(text: &str) -> Result<Self, AppError> {
        let content: Self = serde_json::from_str(text).map_err(AppError::fault)?;
        if content.format == FORMAT {
            Ok(content)
        } else {
            Err(AppError::fault(format!(
                "通报数据的格式 {} 不认识",
                content.format
            )))
        }
    }

    /// How many are not concluded.
    pub const fn waiting(&self) -> u64 {
        self.draw.drawn.saturating_sub(self.concluded)
    }

    /// Findings of every cause.
    pub fn findings(&self) -> u64 {
        self.causes.iter().map(|one| one.findings).sum()
    }
}

impl ContentRanking {
    /// Whether the rule lets everybody read where a department stands: where the last are not named, those below the
    /// mean are only counted.
    pub fn is_open(&self, one: &ContentDepartment) -> bool {
        self.names_last || one.place.is_none() || self.mean_centi <= one.mean_centi
    }

    /// Ranked departments below the mean of the ranked.
    pub fn below(&self) -> usize {
        let ranked = self.rows.iter().filter(|one| one.place.is_some());
        ranked.filter(|one| one.mean_centi < self.mean_centi).count()
    }
}

/// Hundredths as a score.
pub fn score(centi: Option<i32>) -> Option<Score> {
    centi.map(Score::from_centi)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn department(name: &str, place: Option<u32>, mean_centi: i32) -> ContentDepartment {
        ContentDepartment {
            id: name.into(),
            name: name.into(),
            drawn: 2,
            concluded: 2,
            amount_fen: 100,
            own_centi: None,
            verified_centi: None,
            mean_centi: Some(mean_centi),
            place,
            mention: String::new(),
        }
    }

    #[test]
    fn where_the_last_are_not_named_those_below_the_mean_are_counted_only() {
        let mut ranking = ContentRanking {
            weighing: "按项目数".into(),
            ties: "并列占位".into(),
            least: 2,
            names_first: true,
            names_last: false,
            mean_centi: Some(8_000),
            rows: vec![
                department("甲局", Some(1), 9_000),
                department("乙局", Some(2), 8_000),
                department("丙局", Some(3), 7_000),
                department("丁局", None, 6_000),
            ],
        };
        let open = |ranking: &ContentRanking| {
            let rows = ranking.rows.iter().filter(|one| ranking.is_open(one));
            rows.map(|one| one.name.clone()).collect::<String>()
        };
        assert_eq!(open(&ranking), "甲局乙局丁局");
        assert_eq!(ranking.below(), 1);
        ranking.names_last = true;
        assert_eq!(open(&ranking), "甲局乙局丙局丁局");
    }

    #[test]
    fn figures_of_another_format_are_a_fault() {
        let text = "{\"format\":2}";
        assert!(matches!(Content::read(text), Err(AppError::Fault(_))));
        assert!(matches!(Content::read("[]"), Err(AppError::Fault(_))));
    }
}
