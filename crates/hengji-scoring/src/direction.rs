//! 方向 (direction): whether more or less is better, where the form does not say it.

use hengji_domain::Decimal;
use hengji_domain::form::FormLine;
use hengji_domain::value::{Comparator, Reading};

/// Endings of names that may hold a word such as 成本 although more of them is better: rates, and falls that are wanted.
const BETTER_WHEN_HIGHER: [&str; 29] = [
    "完成率",
    "合格率",
    "及时率",
    "执行率",
    "核算率",
    "保障率",
    "达标率",
    "覆盖率",
    "节约率",
    "处置率",
    "查办率",
    "知晓率",
    "准确率",
    "到位率",
    "发放率",
    "使用率",
    "降低率",
    "下降率",
    "减少率",
    "满意率",
    "办结率",
    "合规率",
    "控制率",
    "满意度",
    "下降",
    "降低",
    "减少",
    "压减",
    "节约",
];

/// Words in a name that promise more of something good.
const MORE_IS_WANTED: [&str; 13] = [
    "就读",
    "受益",
    "惠及",
    "培训人",
    "参训",
    "受训",
    "就业人",
    "服务人",
    "参与人",
    "增收",
    "收入",
    "产量",
    "覆盖人",
];

/// Whether the name of an indicator says that less is better, by the words of the rule in force.
pub fn is_reverse_name(name: &str, reverse_words: &[String]) -> bool {
    let name = without_brackets(name);
    let is_better_when_higher = BETTER_WHEN_HIGHER.iter().any(|tail| name.ends_with(tail));
    !is_better_when_higher && reverse_words.iter().any(|word| name.contains(word.as_str()))
}

/// Whether the name of an indicator says that more is better.
pub fn is_positive_name(name: &str, reverse_words: &[String]) -> bool {
    let bare = without_brackets(name);
    let says_so = BETTER_WHEN_HIGHER.iter().any(|tail| bare.ends_with(tail))
        || MORE_IS_WANTED.iter().any(|word| bare.contains(word));
    says_so && !is_reverse_name(name, reverse_words)
}

/// The comparator to assume where the form states none: a bare zero means that nothing may happen, `≤` where the
/// indicator's name says so or an amount stands under a class that does (成本指标), else `≥`.
pub fn assumed(line: &FormLine, reverse_words: &[String]) -> Comparator {
    if line.target.number() == Some(Decimal::ZERO) {
        return Comparator::Equal;
    }
    // A percentage under 成本指标 (成本节约率) may well be better when higher; only its own name tells.
    let is_amount = matches!(line.target.reading, Reading::Number { .. });
    let is_reverse_class = [&line.level1, &line.level2]
        .iter()
        .any(|class| reverse_words.iter().any(|word| class.contains(word.as_str())));
    if is_reverse_name(&line.level3, reverse_words) || (is_amount && is_reverse_class) {
        Comparator::AtMost
    } else {
        Comparator::AtLeast
    }
}

/// 合格率(按批次) is still a rate.
fn without_brackets(name: &str) -> &str {
    let name = name.trim();
    if name.ends_with([')', '\u{ff09}']) {
        let open = name.rfind(['(', '\u{ff08}']);
        return open.and_then(|at| name.get(..at)).unwrap_or(name);
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::sample::line;

    fn check(case: &str) {
        let (given, expected) = case.split_once(" -> ").unwrap();
        let parts: Vec<&str> = given.split(" | ").collect();
        let words: Vec<String> = ["成本", "失业率", "结余率", "事故"].map(str::to_owned).to_vec();
        let mut line = line(parts[1], "", "");
        line.level3 = parts[0].to_owned();
        line.level2 = parts.get(2).copied().unwrap_or("数量指标").to_owned();
        assert_eq!(assumed(&line, &words).code(), expected, "{given}");
    }

    #[test]
    fn the_name_gives_the_direction_where_the_form_does_not() {
        check("项目总成本 | 20万元 -> <=");
        check("城镇登记失业率 | 3% -> <=");
        check("安全事故发生数 | 2起 -> <=");
        check("安全事故发生数 | 0起 -> =");
        check("成本(每亩) | 1600元/亩 -> <=");
        check("成本节约率 | 5% -> >=");
        check("单位成本较上年下降 | 5% -> >=");
        check("库存成本核算率(%) | 100% -> >=");
        check("培训人数 | 50人 -> >=");
        check("服务对象满意度 | 90% -> >=");
        check("宣传片制作费 | 200万 | 成本指标 -> <=");
        check("预算执行进度 | 100% | 成本指标 -> >=");
    }

    #[test]
    fn a_name_that_wants_more_is_known() {
        let words = vec!["成本".to_owned()];
        for name in ["小学就读人数", "验收合格率", "受益人口"] {
            assert!(is_positive_name(name, &words), "{name}");
        }
        for name in ["项目成本", "森林火灾发生起数", "项目收入成本"] {
            assert!(!is_positive_name(name, &words), "{name}");
        }
    }
}
