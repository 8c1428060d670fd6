//! The columns of a project list.

use crate::lists::ListField;

/// A field of a project list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProjectField {
    /// 项目代码.
    Code,
    /// 项目名称.
    Name,
    /// 实施单位, by code, name or both.
    Unit,
    /// 项目类型.
    ProjectType,
    /// 项目属性.
    Nature,
    /// 当年财政拨款.
    Fiscal,
    /// 上年结转资金.
    CarriedOver,
    /// 其他资金.
    Other,
    /// 资金总额.
    Total,
}

impl ListField for ProjectField {
    const ALL: &'static [Self] = &[
        Self::Code,
        Self::Name,
        Self::Unit,
        Self::ProjectType,
        Self::Nature,
        Self::Fiscal,
        Self::CarriedOver,
        Self::Other,
        Self::Total,
    ];

    fn code(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Name => "name",
            Self::Unit => "unit",
            Self::ProjectType => "project_type",
            Self::Nature => "nature",
            Self::Fiscal => "fiscal",
            Self::CarriedOver => "carried_over",
            Self::Other => "other",
            Self::Total => "total",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Code => "项目代码",
            Self::Name => "项目名称",
            Self::Unit => "实施单位",
            Self::ProjectType => "项目类型",
            Self::Nature => "项目属性",
            Self::Fiscal => "当年财政拨款",
            Self::CarriedOver => "上年结转资金",
            Self::Other => "其他资金",
            Self::Total => "资金总额",
        }
    }

    fn headings(self) -> &'static [&'static str] {
        match self {
            Self::Code => &["项目代码", "项目编码", "项目编号"],
            Self::Name => &["项目名称", "项目名", "预算项目", "预算项目名称"],
            Self::Unit => &[
                "实施单位",
                "预算单位",
                "单位",
                "单位名称",
                "预算单位名称",
                "项目单位",
                "单位代码",
                "单位编码",
            ],
            Self::ProjectType => &["项目类型", "项目类别", "支出类型"],
            Self::Nature => &["项目属性", "项目性质", "新增或延续"],
            Self::Fiscal => &[
                "当年财政拨款",
                "财政拨款",
                "财政资金",
                "当年财政资金",
                "一般公共预算",
            ],
            Self::CarriedOver => &["上年结转资金", "上年结转", "结转资金", "结转结余"],
            Self::Other => &["其他资金", "其他", "单位资金"],
            Self::Total => &[
                "资金总额",
                "年初预算",
                "年初预算数",
                "预算金额",
                "预算数",
                "合计",
                "金额",
                "总计",
            ],
        }
    }
}

impl ProjectField {
    /// Whether it holds money.
    pub(super) const fn is_money(self) -> bool {
        matches!(self, Self::Fiscal | Self::CarriedOver | Self::Other | Self::Total)
    }
}
