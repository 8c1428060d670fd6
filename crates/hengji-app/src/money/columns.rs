//! The columns of a file of money data.

use hengji_domain::fact::load::LoadKind;

use crate::lists::ListField;

/// A field of a file of money data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MoneyField {
    /// 项目代码.
    Code,
    /// 项目名称: read by people only.
    Name,
    /// 预算单位, by code, name or both.
    Unit,
    /// 月份, or a date in it.
    Month,
    /// 金额.
    Amount,
    /// 凭证号: what tells two payments apart.
    Voucher,
}

impl ListField for MoneyField {
    const ALL: &'static [Self] = &[
        Self::Code,
        Self::Name,
        Self::Unit,
        Self::Month,
        Self::Amount,
        Self::Voucher,
    ];

    fn code(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Name => "name",
            Self::Unit => "unit",
            Self::Month => "month",
            Self::Amount => "amount",
            Self::Voucher => "voucher",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Code => "项目代码",
            Self::Name => "项目名称",
            Self::Unit => "预算单位",
            Self::Month => "月份或日期",
            Self::Amount => "金额",
            Self::Voucher => "凭证号",
        }
    }

    fn headings(self) -> &'static [&'static str] {
        match self {
            Self::Code => &[
                "项目代码",
                "项目编码",
                "项目编号",
                "预算项目代码",
                "PRO_CODE",
                "pro_code",
            ],
            Self::Name => &["项目名称", "预算项目", "预算项目名称"],
            Self::Unit => &[
                "预算单位",
                "实施单位",
                "单位",
                "单位名称",
                "预算单位名称",
                "单位代码",
                "单位编码",
                "预算单位代码",
            ],
            Self::Month => &[
                "月份",
                "月",
                "期间",
                "会计期间",
                "年月",
                "支付日期",
                "支付时间",
                "调整日期",
                "日期",
            ],
            Self::Amount => &[
                "金额",
                "支付金额",
                "本次支付金额",
                "调整金额",
                "对账金额",
                "支付合计",
                "预算金额",
                "预算数",
                "年初预算",
                "年初预算数",
                "全年预算",
                "全年预算数",
                "调整后预算数",
            ],
            Self::Voucher => &[
                "凭证号",
                "凭证编号",
                "支付凭证号",
                "支付令号",
                "支付令编号",
                "调整文号",
                "文号",
            ],
        }
    }
}

/// The columns without which a file of this kind says nothing.
pub(super) const fn needed(kind: LoadKind) -> [MoneyField; 2] {
    let subject = if kind.is_of_units() {
        MoneyField::Unit
    } else {
        MoneyField::Code
    };
    [subject, MoneyField::Amount]
}
