//! 用词 (words): what labels and headings are called on real forms. Names only, no official numbers.

/// A text without blanks, in half-width characters.
pub(super) fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}'))
        .map(half_width)
        .collect()
}

fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => u32::from(c)
            .checked_sub(0xfee0)
            .and_then(char::from_u32)
            .unwrap_or(c),
        _ => c,
    }
}

/// The name in a label: `一、项目资金(万元):` is 项目资金, `全年预算数(A)` and `全年预算数A` are 全年预算数.
pub(super) fn label(text: &str) -> String {
    let text = plain(text);
    let is_number = |number: &str| number.chars().count() <= 2;
    let listed = text.split_once('、').filter(|(number, _)| is_number(number));
    let bracketed = || {
        let rest = text.strip_prefix('(')?;
        rest.split_once(')').filter(|(number, _)| is_number(number))
    };
    let text = listed.or_else(bracketed).map_or(text.as_str(), |(_, rest)| rest);
    let text = text.split(['(', '[', '【', ':', '/']).next().unwrap_or(text);
    let is_suffix = |c: char| c.is_ascii_alphanumeric() || matches!(c, '%' | '*' | '=' | '×');
    text.trim_end_matches(is_suffix).to_owned()
}

/// Whether a label is one of the names, which are written one after the other for reading.
fn is_one_of(name: &str, names: &[&str]) -> bool {
    !name.is_empty()
        && names
            .iter()
            .any(|line| line.split(' ').any(|known| known == name))
}

/// A column of the indicator table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Level1,
    Level2,
    Level3,
    Comparator,
    Target,
    Unit,
    Actual,
    Weight,
    Score,
    Reason,
}

const COLUMNS: [(Column, &[&str]); 10] = [
    (Column::Level1, &["一级指标 一级指标名称 一级"]),
    (Column::Level2, &["二级指标 二级指标名称 二级"]),
    (
        Column::Level3,
        &["三级指标 三级指标名称 三级 指标名称 具体指标 指标内容 绩效指标名称"],
    ),
    (
        Column::Comparator,
        &["指标性质 性质 指标方向 计算符号 比较符 比较符号 符号 运算符号"],
    ),
    (
        Column::Target,
        &[
            "年度指标值 指标值 目标值 年度目标值 预期指标值 年初目标值 年初指标值 计划指标值 预期目标值 全年目标值",
            "全年指标值 绩效指标值 绩效目标值 年初设定目标值 年初设定指标值 计划值 目标 年度目标",
        ],
    ),
    (Column::Unit, &["度量单位 计量单位 指标单位 单位"]),
    (
        Column::Actual,
        &[
            "实际完成值 完成值 全年完成值 全年实际完成值 实际完成指标值 实际值 年度完成值 实际完成情况 完成情况 实际完成",
            "指标完成值 全年实际完成情况 指标完成情况 完成指标值 目标完成值",
        ],
    ),
    (
        Column::Weight,
        &["分值 权重 指标分值 权重分 标准分 标准分值 分值权重 指标权重 满分 满分值"],
    ),
    (
        Column::Score,
        &["得分 自评得分 自评分 实际得分 指标得分 评分 自评分值 单位自评得分"],
    ),
    (Column::Reason, &["偏差分析 改进措施 备注 说明"]),
];

/// The column that a heading names.
pub(super) fn column(heading: &str) -> Option<Column> {
    let name = label(heading);
    let known = COLUMNS.iter().find(|(_, names)| is_one_of(&name, names));
    known
        .map(|(column, _)| *column)
        .or_else(|| name.contains("原因").then_some(Column::Reason))
}

/// A column of the money block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MoneyColumn {
    Initial,
    Adjusted,
    Executed,
    Weight,
    Rate,
    Score,
}

const MONEY_COLUMNS: [(MoneyColumn, &[&str]); 6] = [
    (
        MoneyColumn::Initial,
        &["年初预算数 年初预算 年初预算金额 年初批复数 年初预算批复数"],
    ),
    (
        MoneyColumn::Adjusted,
        &["全年预算数 全年预算 调整预算数 调整后预算数 调整后预算 预算数 全年预算金额 预算金额"],
    ),
    (
        MoneyColumn::Executed,
        &["全年执行数 执行数 全年支出数 实际支出数 支出数 实际执行数 全年执行 执行金额 实际支出 预算执行数"],
    ),
    (MoneyColumn::Weight, &["分值 权重 满分"]),
    (MoneyColumn::Rate, &["执行率 预算执行率 资金执行率 支出率"]),
    (MoneyColumn::Score, &["得分 自评得分 实际得分"]),
];

/// The money column that a heading names.
pub(super) fn money_column(heading: &str) -> Option<MoneyColumn> {
    let name = label(heading);
    MONEY_COLUMNS
        .iter()
        .find(|(_, names)| is_one_of(&name, names))
        .map(|(column, _)| *column)
}

/// A label of the head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HeadLabel {
    Project,
    Department,
    Unit,
    Year,
}

const HEAD_LABELS: [(HeadLabel, &[&str]); 4] = [
    (
        HeadLabel::Project,
        &["项目名称 项目名 专项名称 项目支出名称 政策名称 项目及政策名称 专项资金名称"],
    ),
    (
        HeadLabel::Department,
        &[
            "主管部门 主管单位 主管预算部门 主管部门名称 主管部门及代码 项目主管部门 一级主管部门 预算主管部门 预算部门",
        ],
    ),
    (
        HeadLabel::Unit,
        &[
            "实施单位 项目实施单位 预算单位 项目单位 单位名称 填报单位 资金使用单位 承担单位 具体实施单位 使用单位",
            "预算单位名称 实施单位名称 项目承担单位",
        ],
    ),
    (
        HeadLabel::Year,
        &["年度 预算年度 项目年度 所属年度 绩效年度 年份"],
    ),
];

/// The head label that a cell holds.
pub(super) fn head_label(text: &str) -> Option<HeadLabel> {
    let name = label(text);
    HEAD_LABELS
        .iter()
        .find(|(_, names)| is_one_of(&name, names))
        .map(|(what, _)| *what)
}

/// Labels in front of the money of a project.
pub(super) fn is_money_label(text: &str) -> bool {
    const NAMES: [&str; 2] = [
        "项目资金 项目资金总额 资金总额 年度资金总额 预算金额 项目预算 项目总预算 年度预算 申请资金 资金金额",
        "预算资金 预算执行情况 项目资金情况 资金情况",
    ];
    is_one_of(&label(text), &NAMES)
}

/// Whether a row of the money block is its total.
pub(super) fn is_money_total(name: &str) -> bool {
    let name = plain(name);
    !name.starts_with("其中")
        && ["总额", "合计", "总计", "总金额", "总预算"]
            .iter()
            .any(|word| name.contains(word))
}

/// Labels in front of the goal statement.
pub(super) fn is_goal_label(text: &str) -> bool {
    const NAMES: [&str; 2] = [
        "年度总体目标 总体目标 年度目标 绩效目标 年度绩效目标 项目总体目标 项目绩效目标 总目标 年度总目标",
        "总体绩效目标 年度总体绩效目标",
    ];
    is_one_of(&label(text), &NAMES)
}

/// A column of the goal block: the goal as planned.
pub(super) fn is_planned_heading(text: &str) -> bool {
    const NAMES: [&str; 1] =
        ["预期目标 年初设定目标 年度预期目标 年初目标 年度目标 年初预期目标 年初总体目标 设定目标"];
    is_one_of(&label(text), &NAMES)
}

/// 实际完成情况 as heading or label of the goal block.
pub(super) fn is_achieved_heading(text: &str) -> bool {
    const NAMES: [&str; 2] = [
        "实际完成情况 目标实际完成情况 全年实际完成情况 完成情况 年度总体目标完成情况 总体目标完成情况 目标完成情况",
        "全年完成情况 实际完成目标 年度目标完成情况",
    ];
    is_one_of(&label(text), &NAMES)
}

/// 中期 goals stand beside the annual goal on national forms; the annual goal is the one that counts.
pub(super) fn is_multi_year_heading(text: &str) -> bool {
    is_one_of(&label(text), &["实施期目标 中期目标 中长期目标 项目实施期目标"])
}

/// The total row under the indicators.
pub(super) fn is_total_label(text: &str) -> bool {
    is_one_of(
        &label(text),
        &["总分 合计 总计 总得分 自评总分 得分合计 自评总得分 总评分 总分值 合计得分 总分合计"],
    )
}

/// 绩效指标 beside the whole indicator table.
pub(super) fn is_table_label(text: &str) -> bool {
    is_one_of(
        &label(text),
        &["绩效指标 年度绩效指标 项目绩效指标 绩效指标完成情况 年度绩效指标完成情况 项目绩效"],
    )
}

/// Subtotals repeat what the rows say and must not be counted with them.
pub(super) fn is_subtotal(text: &str) -> bool {
    is_one_of(&label(text), &["小计 分项小计 得分小计 分值小计"])
}

/// Lines under the table that are no part of the form's data: signatures, notes, attachments.
pub(super) fn is_footer(text: &str) -> bool {
    const WORDS: &str = "填表人 填报人 填报日期 填表日期 联系人 联系电话 单位负责人 审核人 备注 注: 注1 说明 填表说明 附件 附表 \
                         制表 经办人 财务负责人";
    let text = plain(text);
    WORDS.split_whitespace().any(|word| text.starts_with(word))
}

/// 预算执行率 scored as a row of the indicator table instead of the money block.
pub(super) fn is_execution_class(level1: &str) -> bool {
    is_one_of(
        &label(level1),
        &["预算执行率 预算执行情况 预算执行 资金执行率 执行率"],
    )
}

/// 其中: a part of the row above.
pub(super) fn is_part(name: &str) -> bool {
    plain(name)
        .trim_start_matches(|c: char| !c.is_alphanumeric())
        .starts_with("其中")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_lose_numbers_brackets_and_letters() {
        for (text, name) in [
            ("一、项目资金(万元):", "项目资金"),
            ("全年预算数(A)", "全年预算数"),
            ("全年预算数A", "全年预算数"),
            ("执行率\u{ff08}B/A\u{ff09}", "执行率"),
            (" 项 目\n名称 ", "项目名称"),
            ("(一)主管部门", "主管部门"),
            ("执行率%", "执行率"),
        ] {
            assert_eq!(label(text), name, "{text}");
        }
    }

    #[test]
    fn headings_are_known_under_their_other_names() {
        for (heading, expected) in [
            ("三级指标", Some(Column::Level3)),
            ("年度指标值(A)", Some(Column::Target)),
            ("全年 完成值", Some(Column::Actual)),
            ("分值(权重)", Some(Column::Weight)),
            ("偏差原因分析及改进措施", Some(Column::Reason)),
            ("未完成原因分析", Some(Column::Reason)),
            ("评价要点", None),
            ("", None),
        ] {
            assert_eq!(column(heading), expected, "{heading}");
        }
    }

    #[test]
    fn parts_are_told_from_rows_that_only_mention_them() {
        for (name, expected) in [
            ("其中桃树种植面积", true),
            ("★★★其中:农村低保对象", true),
            (" 其中 :", true),
            ("补助面积(其中桃树)", false),
        ] {
            assert_eq!(is_part(name), expected, "{name}");
        }
    }
}
