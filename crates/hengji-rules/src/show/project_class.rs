//! The rules of classification in words.

use hengji_domain::project_class::{
    ClassBound, ClassDepth, Criterion, CriterionScale, HardCondition, HardRule,
};

use super::words::{percent, yuan};
use crate::catalogue;

pub(super) fn criteria(criteria: &[Criterion]) -> String {
    let one = |criterion: &Criterion| {
        let scale: Vec<String> = match &criterion.scale {
            CriterionScale::Levels(levels) => levels
                .iter()
                .map(|level| format!("{} {} 分", level.name, level.points))
                .collect(),
            CriterionScale::Bands(bands) => bands
                .iter()
                .map(|band| format!("{}起 {} 分", yuan(band.from), band.points))
                .collect(),
        };
        format!("{} {}%({})", criterion.name, criterion.weight, scale.join("、"))
    };
    criteria.iter().map(one).collect::<Vec<_>>().join(";")
}

pub(super) fn hard_rules(rules: &[HardRule]) -> String {
    let one = |rule: &HardRule| {
        let condition = match &rule.condition {
            HardCondition::Rigid(_) => "刚性支出".to_owned(),
            HardCondition::AmountFrom(amount) => format!("{}以上", yuan(*amount)),
        };
        let bound = match rule.bound {
            ClassBound::AtLeast(class) => format!("不低于 {}", class.name()),
            ClassBound::AtMost(class) => format!("不高于 {}", class.name()),
        };
        format!("{}({condition}{bound})", rule.name)
    };
    rules.iter().map(one).collect::<Vec<_>>().join(";")
}

pub(super) fn depths(depths: &[ClassDepth]) -> String {
    depths.iter().map(depth).collect::<Vec<_>>().join(";")
}

fn depth(depth: &ClassDepth) -> String {
    let stages: Vec<&str> = depth.stages.iter().map(|stage| stage.name()).collect();
    let mut words = vec![format!("{}:{}", depth.class.name(), stages.join("、"))];
    words.push(if depth.is_light { "简易表" } else { "完整表" }.to_owned());
    if let Some(count) = depth.indicator_count_min {
        words.push(format!("指标至少 {count} 个"));
    }
    if let Some(bp) = depth.quantification_rate_min_bp {
        words.push(format!("量化率至少 {}%", percent(bp)));
    }
    if depth.is_monitored_by_facts {
        words.push("监控只看数据,不填报".to_owned());
    }
    if depth.is_listed_by_exception {
        words.push("待办只列异常".to_owned());
    }
    words.push(format!("目标按“{}”", day(&depth.goal_due)));
    words.push(format!("自评按“{}”", day(&depth.self_evaluation_due)));
    words.join(",")
}

fn day(code: &str) -> String {
    catalogue::find(&format!("calendar.{code}"))
        .map_or_else(|| code.to_owned(), |known| known.title.to_owned())
}
