//! Rules and forms for the tests of this crate. The real numbers live in the rule files, not here.

use std::sync::Arc;

use hengji_domain::form::{AmountText, Form, FormLine, MoneyRow, NumberText};
use hengji_domain::money::MoneyUnit;
use hengji_domain::rule::{
    Band, Citation, Dated, EqualRule, ExecutionRule, FirstLevel, GoalFrame, GoalLimits, GradeBand,
    OverTargetAction, OverTargetRule, PositiveRule, ReverseRule, ScoringRules, SecondLevel, SheetRules, Step,
    Verification,
};
use hengji_domain::sheet::SheetKind;
use hengji_domain::value::read::{read_actual, read_amount, read_number, read_target};
use hengji_domain::{BudgetYear, Division, NaiveDate, Score, Weight};

pub(crate) fn dated<T>(rule: &str, value: T) -> Dated<T> {
    Dated {
        value,
        citation: Arc::new(Citation {
            rule: rule.to_owned(),
            description: String::new(),
            division: Division::NATION,
            from: NaiveDate::from_ymd_opt(2020, 1, 1).unwrap(),
            source: "测试规则".to_owned(),
            clause: "第一条".to_owned(),
            verification: Verification::Unverified,
        }),
    }
}

fn band(name: &str, phrases: &[&str], from_bp: u32, to_bp: u32) -> Band {
    Band {
        name: name.to_owned(),
        phrases: phrases.iter().map(|p| (*p).to_owned()).collect(),
        from_bp,
        to_bp,
    }
}

fn words(all: &[&str]) -> Vec<String> {
    all.iter().map(|word| (*word).to_owned()).collect()
}

pub(crate) fn scoring() -> ScoringRules {
    ScoringRules {
        positive: dated("scoring.positive", PositiveRule::Proportional),
        equal: dated("scoring.equal", EqualRule::AsAtLeast),
        equal_zero: dated("scoring.equal_zero", ()),
        reverse: dated("scoring.reverse", ReverseRule::LinearToTwice),
        by_date: dated("scoring.by_date", ()),
        between: dated("scoring.between", ()),
        qualitative: dated(
            "scoring.qualitative",
            vec![
                band("达成年度指标", &["达成预期指标", "完成"], 8000, 10_000),
                band("部分达成年度指标", &["部分达成预期指标"], 6000, 8000),
                band("未达成年度指标", &["未达成预期指标"], 0, 6000),
            ],
        ),
        yes_no: dated("scoring.yes_no", ()),
        satisfaction: dated("scoring.satisfaction", None),
        deduction: dated("scoring.deduction", ()),
        element_count: dated("scoring.element_count", ()),
        veto: dated("scoring.veto", ()),
        execution: dated("scoring.execution", ExecutionRule::Linear),
        over_target: dated(
            "scoring.over_target",
            OverTargetRule {
                trigger_bp: 13_000,
                action: OverTargetAction::ReasonRequired,
            },
        ),
        reverse_words: dated(
            "scoring.reverse_words",
            words(&["成本", "失业率", "起数", "投资"]),
        ),
        score_tolerance: dated("scoring.score_tolerance", Score::from_centi(5)),
        vague_phrases: dated("scoring.vague_phrases", words(&["有效提升", "显著", "持续改善"])),
    }
}

/// 满意度 tiers of 2021: 100 %, 80 %, 50 % of the weight from 90, 80 and 60 %.
pub(crate) fn satisfaction_tiers() -> Vec<Step> {
    [(9000, 10_000), (8000, 8000), (6000, 5000)]
        .map(|(from_bp, score_bp)| Step { from_bp, score_bp })
        .to_vec()
}

fn class(key: &str, name: &str, points: i32, is_required: bool, second: &[&str]) -> FirstLevel {
    FirstLevel {
        key: key.to_owned(),
        name: name.to_owned(),
        weight: Weight::from_centi(points * 100),
        is_required,
        second_levels: second
            .iter()
            .map(|name| SecondLevel {
                key: format!("{key}.{name}"),
                name: (*name).to_owned(),
                aliases: vec![],
            })
            .collect(),
        aliases: vec![],
    }
}

pub(crate) fn sheet_rules() -> SheetRules {
    let output = ["数量指标", "质量指标", "时效指标", "成本指标"];
    let benefit = ["经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"];
    let grades = [("优", 9000), ("良", 8000), ("中", 6000), ("差", 0)];
    SheetRules {
        frame: dated(
            "goal.first_level_weights",
            GoalFrame {
                execution_weight: Weight::from_centi(1000),
                first_levels: vec![
                    class("output", "产出指标", 50, true, &output),
                    class("benefit", "效益指标", 30, true, &benefit),
                    class("satisfaction", "满意度指标", 10, true, &["服务对象满意度指标"]),
                ],
            },
        ),
        limits: GoalLimits {
            indicator_count_min: dated("goal.indicator_count_min", None),
            quantification_rate_min_bp: dated("goal.quantification_rate_min", None),
        },
        scoring: scoring(),
        grade_bands: dated(
            "grade.self_evaluation",
            grades
                .map(|(name, from)| GradeBand {
                    name: name.to_owned(),
                    from: Score::from_centi(from),
                })
                .to_vec(),
        ),
    }
}

/// A line under 产出指标/数量指标 with these texts.
pub(crate) fn line(target: &str, actual: &str, weight: &str) -> FormLine {
    FormLine {
        row: 12,
        level1: "产出指标".to_owned(),
        level2: "数量指标".to_owned(),
        level3: "改造户数".to_owned(),
        target: read_target(target),
        actual: read_actual(actual),
        weight: read_number(weight),
        score: NumberText::default(),
        reason: String::new(),
        parent: None,
        formula_fields: vec![],
        cells: vec![],
    }
}

pub(crate) fn amount(text: &str) -> AmountText {
    read_amount(text, MoneyUnit::TenThousandYuan)
}

/// A complete self-evaluation of 100 points in which nothing is wrong.
pub(crate) fn sound_form() -> Form {
    let row =
        |row: u32, level1: &str, level2: &str, level3: &str, target: &str, actual: &str, weight: &str| {
            FormLine {
                row,
                level1: level1.to_owned(),
                level2: level2.to_owned(),
                level3: level3.to_owned(),
                score: read_number(weight),
                ..line(target, actual, weight)
            }
        };
    Form {
        kind: Some(SheetKind::SelfEvaluation),
        worksheet: "Sheet1".to_owned(),
        title: "项目支出绩效自评表".to_owned(),
        project: "老旧小区改造".to_owned(),
        department: "住建局".to_owned(),
        unit: "住建局".to_owned(),
        year: BudgetYear::new(2020).ok(),
        year_text: "2020".to_owned(),
        money: MoneyRow {
            row: 6,
            name: "年度资金总额".to_owned(),
            initial: amount("200"),
            adjusted: amount("200"),
            executed: amount("200"),
            weight: read_number("10"),
            rate_text: "100%".to_owned(),
            score: read_number("10"),
        },
        annual_goal: "完成改造200户,居民满意".to_owned(),
        achievement: "年内改造205户,回访满意度95%".to_owned(),
        lines: vec![
            row(12, "产出指标", "数量指标", "改造户数", "≥200户", "205户", "30"),
            row(13, "产出指标", "质量指标", "验收合格率", "=100%", "100%", "20"),
            row(
                14,
                "效益指标",
                "社会效益指标",
                "受益人数",
                "≥600人",
                "610人",
                "30",
            ),
            row(
                15,
                "满意度指标",
                "服务对象满意度指标",
                "居民满意度",
                "≥90%",
                "95%",
                "10",
            ),
        ],
        has_weight_column: true,
        has_score_column: true,
        total_weight: read_number("100"),
        total_score: read_number("100"),
        ..Form::default()
    }
}
