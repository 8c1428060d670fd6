//! Words for units, methods and the fields of open tables.

/// Units a rule may have, and their words.
pub(crate) const UNITS: &[(&str, &str)] = &[
    ("percent", "%"),
    ("points", "分"),
    ("yuan", "元"),
    ("count", "个"),
    ("days", "天"),
    ("workdays", "个工作日"),
    ("months", "个月"),
    ("years", "年"),
    ("hours", "小时"),
    ("minutes", "分钟"),
    ("times", "次"),
    ("characters", "个字符"),
    ("bytes", "字节"),
    ("levels", "级"),
    ("date", ""),
    ("table", ""),
    ("list", ""),
    ("method", ""),
];

/// Methods named in the files.
const METHODS: &[(&str, &str)] = &[
    ("as_at_least", "按“不低于”计分,超过仍得满分"),
    ("strict", "须恰好相等,两边按偏离比例扣分"),
    ("linear_to_twice", "超出部分按比例扣分,达到目标两倍为零"),
    ("ratio", "分值×目标÷完成"),
    ("on_time_or_nothing", "按时满分,逾期零分"),
    ("inside_or_nothing", "区间内满分,区间外零分"),
    ("full_or_nothing", "做到满分,否则零分"),
    ("weight_less_deductions", "分值减去扣分,扣完为止"),
    ("share_of_elements", "分值×符合的要素÷全部要素"),
    ("worst", "取执行和指标中最差的灯"),
    ("dual", "执行不正常为红,执行正常而指标不正常为黄,都正常为绿"),
    ("whole", "比率类指标与全年指标值比较,不按月份折算"),
    ("prorated", "比率类指标同样按月份折算"),
    ("nothing_when_met", "出现所列情形为零分"),
];

/// Fields of open tables, in the order in which a reader expects them; a blank word leaves the value alone.
const FIELDS: &[(&str, &str)] = &[
    ("level1", ""),
    ("level2", ""),
    ("level3", ""),
    ("class", ""),
    ("aspect", ""),
    ("grade", ""),
    ("light", ""),
    ("name", ""),
    ("quality", "自评质量"),
    ("verification", "指标复核"),
    ("from", "不低于"),
    ("points", "分值"),
    ("action", ""),
    ("management", ""),
    ("needs_rectification", "须整改"),
    ("items", "要点"),
];

/// The words of a method.
pub(crate) fn method(code: &str) -> &str {
    find(METHODS, code).unwrap_or(code)
}

/// The words of a field of an open table.
pub(crate) fn field(code: &str) -> Option<&'static str> {
    find(FIELDS, code)
}

/// The words of a unit.
pub(crate) fn unit(code: &str) -> &'static str {
    find(UNITS, code).unwrap_or_default()
}

/// The place of a field in a row.
pub(super) fn rank(name: &str) -> usize {
    FIELDS
        .iter()
        .position(|(code, _)| *code == name)
        .unwrap_or(FIELDS.len())
}

fn find(table: &[(&'static str, &'static str)], code: &str) -> Option<&'static str> {
    table
        .iter()
        .find(|(known, _)| *known == code)
        .map(|(_, word)| *word)
}
