//! 一体化标准表 (standard tables): project goals under the names of the integrated budget system, out and in.
//!
//! Conventions of the standard: 1 是, 2 否; a division has nine digits; a live row says `IS_DELETED` 2. Value lists that no
//! source gives (`BUSI_TYPE`, `PERF_OBJ_TYPE_CODE`, indicator codes) stay blank: nothing is invented.

mod export;
mod import;
#[cfg(test)]
mod tests;

use hengji_domain::Division;

pub use import::{ImportedStandard, StandardFiles};

/// A standard table of project goals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StandardTable {
    /// PM_PERF_GOAL_INFO: one row for each goal.
    Goals,
    /// PM_PERF_INDICATOR: one row for each indicator of a goal.
    Indicators,
}

impl StandardTable {
    /// Both tables.
    pub const ALL: [Self; 2] = [Self::Goals, Self::Indicators];

    /// The name in the standard.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Goals => "PM_PERF_GOAL_INFO",
            Self::Indicators => "PM_PERF_INDICATOR",
        }
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Goals => "项目绩效目标信息表",
            Self::Indicators => "项目绩效指标信息表",
        }
    }

    /// The columns, in the order of the standard.
    pub const fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Goals => &[
                "KPI_PER_ID",
                "MOF_DIV_CODE",
                "FISCAL_YEAR",
                "PRO_CODE",
                "KPI_TARGET",
                "BUSI_TYPE",
                "VERSION",
                "VERSION_NAME",
                "SUB_MOF_DIV_CODE",
                "ORI_DIV_CODE",
                "PERF_OBJ_TYPE_CODE",
                "FIN_PERF_CODE",
                "IS_DELETED",
            ],
            Self::Indicators => &[
                "KPI_ID",
                "MOF_DIV_CODE",
                "FISCAL_YEAR",
                "PRO_CODE",
                "LV1_PERF_IND_CODE",
                "LV1_PERF_IND_NAME",
                "LV2_PERF_IND_CODE",
                "LV2_PERF_IND_NAME",
                "LV3_PERF_IND_CODE",
                "LV3_PERF_IND_NAME",
                "KPI_CONTENT",
                "KPI_EVALSTD",
                "KPI_VAL",
                "KPI_REMARK",
                "SPE_PRO_CODE",
                "MOF_AUD_OPINION_CODE",
                "BGT_ID",
                "IS_DELETED",
            ],
        }
    }

    /// The table with this name, however it is written.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|table| table.code().eq_ignore_ascii_case(code.trim()))
    }
}

/// 财政区划代码: the six digits of the division and three more, which are zeros for the district itself.
fn nine_digits(division: Division) -> String {
    format!("{division}000")
}

/// 否: the row is live.
const NO: &str = "2";
/// 是: the row was deleted.
const YES: &str = "1";
/// How a weight is told in the words on scoring, because the standard has no column for it.
const WEIGHT_WORDS: &str = "分值";
