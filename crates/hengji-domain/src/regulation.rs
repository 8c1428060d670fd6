//! 制度文件 (regulation): the laws, measures and notices that rules are based on.

use crate::NaiveDate;
use crate::id::RegulationId;

/// 效力层级 (level) of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RegulationLevel {
    /// 法律.
    Law,
    /// 党中央、国务院文件和行政法规.
    State,
    /// 部门规章和规范性文件.
    Ministry,
    /// 省级.
    Province,
    /// 市级.
    City,
    /// 区县级.
    District,
    /// 本单位内部.
    Bureau,
}

impl RegulationLevel {
    /// Every level, the highest first.
    pub const ALL: [Self; 7] = [
        Self::Law,
        Self::State,
        Self::Ministry,
        Self::Province,
        Self::City,
        Self::District,
        Self::Bureau,
    ];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Law => "law",
            Self::State => "state",
            Self::Ministry => "ministry",
            Self::Province => "province",
            Self::City => "city",
            Self::District => "district",
            Self::Bureau => "bureau",
        }
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Law => "法律",
            Self::State => "中央和国务院",
            Self::Ministry => "部委",
            Self::Province => "省级",
            Self::City => "市级",
            Self::District => "区县级",
            Self::Bureau => "局内制度",
        }
    }

    /// The level with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.code() == code)
    }
}

/// 制度文件 (regulation), without its attachment's content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Regulation {
    /// Identity.
    pub id: RegulationId,
    /// 文件名称.
    pub name: String,
    /// 文号; empty where it has none.
    pub document_number: String,
    /// 发文机关.
    pub issuer: String,
    /// 效力层级.
    pub level: RegulationLevel,
    /// 成文日期.
    pub issued_on: Option<NaiveDate>,
    /// 施行日期.
    pub effective_from: Option<NaiveDate>,
    /// 失效日期.
    pub effective_to: Option<NaiveDate>,
    /// 内容摘录: what somebody needs of it without opening the attachment.
    pub text: String,
    /// Where it was read, or where the copy came from.
    pub found_at: String,
    /// The rules that it grounds, as `topic.key`, by name.
    pub rules: Vec<String>,
    /// Optimistic lock.
    pub version: i32,
}

impl Regulation {
    /// How papers cite it: `名称(文号)`.
    pub fn title(&self) -> String {
        if self.document_number.is_empty() {
            self.name.clone()
        } else {
            format!("{}({})", self.name, self.document_number)
        }
    }

    /// Whether it had ended before a day.
    pub fn has_ended(&self, today: NaiveDate) -> bool {
        self.effective_to.is_some_and(|to| to < today)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Timestamp;

    fn regulation(number: &str, to: Option<&str>) -> Regulation {
        Regulation {
            id: RegulationId::new(Timestamp::from_micros(1), [1; 10]),
            name: "项目支出绩效评价管理办法".into(),
            document_number: number.into(),
            issuer: "财政部".into(),
            level: RegulationLevel::Ministry,
            issued_on: None,
            effective_from: None,
            effective_to: to.map(|day| day.parse().unwrap()),
            text: String::new(),
            found_at: String::new(),
            rules: Vec::new(),
            version: 1,
        }
    }

    #[test]
    fn a_document_is_cited_with_its_number_where_it_has_one() {
        assert_eq!(regulation("", None).title(), "项目支出绩效评价管理办法");
        assert_eq!(
            regulation("财预〔2020〕10号", None).title(),
            "项目支出绩效评价管理办法(财预〔2020〕10号)"
        );
    }

    #[test]
    fn a_document_is_in_force_on_its_last_day() {
        let day = |text: &str| text.parse().unwrap();
        let ending = regulation("", Some("2021-12-31"));
        assert!(!ending.has_ended(day("2021-12-31")));
        assert!(ending.has_ended(day("2022-01-01")));
        assert!(!regulation("", None).has_ended(day("2099-01-01")));
    }

    #[test]
    fn levels_are_found_again() {
        for level in RegulationLevel::ALL {
            assert_eq!(RegulationLevel::from_code(level.code()), Some(level));
        }
    }
}
