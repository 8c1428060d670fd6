//! Rules as people read them.

use std::collections::BTreeMap;

use crate::sample::{book, division, embedded, year};
use crate::show::RuleRow;

fn rows(number: u16) -> BTreeMap<&'static str, RuleRow> {
    embedded()
        .at(division("330108"), year(number))
        .all()
        .into_iter()
        .map(|row| (row.rule, row))
        .collect()
}

#[test]
fn values_read_like_a_sentence_of_the_bureau() {
    let rows = rows(2020);
    for (rule, words) in [
        (
            "goal.first_level_weights",
            "预算执行率 10%,产出指标 50%,效益指标 30%,满意度指标 10%",
        ),
        ("goal.indicator_count_min", "5 个"),
        ("goal.quantification_rate_min", "60%"),
        ("scoring.positive", "分值×完成÷目标,达到目标得满分"),
        ("scoring.equal_zero", "做到满分,否则零分"),
        ("scoring.over_target", "达到目标的 130% 须写明原因"),
        ("scoring.satisfaction", "未设定"),
        ("scoring.score_tolerance", "0.05 分"),
        (
            "grade.self_evaluation",
            "优 90 分起,良 80 分起,中 60 分起,差 0 分起",
        ),
        ("calendar.goal_submit", "上一年 10 月 31 日"),
        ("calendar.appraisal_self_score", "下一年 2 月末"),
        ("monitoring.key_threshold", "500 万元"),
        ("monitoring.budget_lights", "绿灯 80% 起,黄灯 60% 起,红灯 0% 起"),
        (
            "ex_ante.conclusions",
            "予以支持(80 分起);调整完善后支持(60 分起);附条件支持(由牵头部门决定,须列前置条件);不予支持(0 分起)",
        ),
        ("spot_evaluation.formula", "自评质量 40 指标复核 60"),
        ("rectification.notice_days", "10 个工作日"),
        ("security.workbook_bytes_max", "20 MB"),
        (
            "workflow.self_evaluation",
            "单位业务填报(单位业务经办) → 单位财务会签(单位财务经办) → 单位审核(单位负责人) → \
             主管部门审核(主管部门) → 绩效科审定(绩效科)",
        ),
    ] {
        assert_eq!(
            rows.get(rule).map(|row| row.value.as_str()),
            Some(words),
            "{rule}"
        );
    }
}

#[test]
fn variants_are_shown_beside_the_rule_and_not_in_force() {
    let rows = rows(2020);
    let reverse = rows.get("scoring.reverse").unwrap();
    assert_eq!(reverse.value, "超出部分按比例扣分,达到目标两倍为零");
    let variants: Vec<(&str, &str)> = reverse
        .variants
        .iter()
        .map(|variant| (variant.name.as_str(), variant.value.as_str()))
        .collect();
    assert_eq!(variants, [("目标与完成之比", "分值×目标÷完成")]);
    let tiers = rows.get("scoring.execution").unwrap();
    assert_eq!(
        tiers.variants.first().map(|variant| variant.value.as_str()),
        Some("100% 起得 100%,80% 起得 70%,60% 起得 50%,0% 起得 0%")
    );
}

#[test]
fn a_row_names_its_file_source_and_mark() {
    let rows = rows(2020);
    let row = rows.get("goal.indicator_count_min").unwrap();
    assert_eq!(row.file, "330108/goal.toml");
    assert_eq!(
        row.citation.source,
        "杭州高新区(滨江)2020 年度绩效管理工作情况与下一步举措"
    );
    assert_eq!(row.citation.verification.mark(), "✎");
    assert!(row.note.as_deref().unwrap_or_default().contains("来源未给出数值"));
    assert!(row.is_set);
}

#[test]
fn rows_follow_the_yearly_cycle() {
    let rules: Vec<&str> = embedded()
        .at(division("330108"), year(2020))
        .all()
        .iter()
        .map(|row| row.rule)
        .collect();
    let place = |rule| rules.iter().position(|one| *one == rule);
    assert!(place("goal.taxonomy") < place("scoring.positive"));
    assert!(place("scoring.positive") < place("workflow.goal"));
}

#[test]
fn no_code_of_the_files_reaches_the_reader() {
    for row in embedded().every_value() {
        let shown = std::iter::once(&row.value).chain(row.variants.iter().map(|variant| &variant.value));
        for value in shown {
            // MB and the project classes A, B, C are words of the trade, not codes.
            let plain = value.replace("MB", "").replace(['A', 'B', 'C'], "");
            assert!(
                !plain.chars().any(|c| c.is_ascii_alphabetic()),
                "{}: {value}",
                row.rule
            );
        }
    }
}

#[test]
fn amounts_that_are_no_round_ten_thousands_stay_in_yuan() {
    let rule = |value: &str| {
        format!(
            "key_threshold = {{ description = \"d\", unit = \"yuan\", selects_on = \"budget_year\", value = [{{ from = 2020-01-01, value = {value}, SEEN }}] }}"
        )
    };
    for (value, words) in [
        ("5000000", "500 万元"),
        ("5000001", "5000001 元"),
        ("\"0.01\"", "0.01 元"),
    ] {
        let book = book(&[("000000/monitoring.toml", &rule(value))]);
        let rows = book.every_value();
        assert_eq!(rows.first().map(|row| row.value.as_str()), Some(words));
    }
}
