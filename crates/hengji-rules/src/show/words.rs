//! A value in words, as an official would write it down.

use hengji_domain::ex_ante::{self, Category, ConclusionRule, MaterialItem, ObjectCriterion};
use hengji_domain::library::Category as LibraryCategory;
use hengji_domain::paper::PaperKind;
use hengji_domain::rule::{
    Band, Chain, CutBook, ExecutionRule, FirstLevel, GradeBand, OverTargetAction, OverTargetRule,
    PositiveRule, Step,
};
use hengji_domain::{Decimal, Money};

use super::labels::{field, method, rank, unit};
use super::project_class;
use crate::rule_file::Content;
use crate::tree::Tree;
use crate::value::{BasisPoints, ClassNames, TypedValue};

/// The content of a rule with this unit.
pub(super) fn content(content: &Content, unit_code: &str, names: &ClassNames) -> String {
    match &content.typed {
        TypedValue::Weights(weights) => join(
            weights
                .named(names)
                .map(|(name, weight)| format!("{name} {weight}%")),
        ),
        TypedValue::Taxonomy(taxonomy) => semicolon(taxonomy.levels().iter().map(first_level)),
        TypedValue::Reasons(reasons) => semicolon(
            (1..)
                .zip(reasons)
                .map(|(number, reason): (usize, _)| format!("{number} {}", reason.name)),
        ),
        TypedValue::Categories(categories) => categories_text(categories),
        TypedValue::ClassMoves(moves) => semicolon(
            moves
                .iter()
                .map(|one| format!("{} 改列 {}", names.name(&one.from), names.name(&one.to))),
        ),
        TypedValue::Chain(chain) => steps_of(chain),
        TypedValue::Day(day) => day.to_string(),
        TypedValue::Grades(grades) => join(
            grades
                .iter()
                .map(|GradeBand { name, from }| format!("{name} {from} 分起")),
        ),
        TypedValue::Bands(bands) => semicolon((0..).zip(bands).map(|(index, band)| band_text(index, band))),
        TypedValue::Steps(steps) => tiers(steps),
        TypedValue::Positive(PositiveRule::Proportional) => "分值×完成÷目标,达到目标得满分".to_owned(),
        TypedValue::Positive(PositiveRule::PassGate { gate_bp }) => {
            format!("完成率不足 {}% 不得分,以上按比例", percent(*gate_bp))
        }
        TypedValue::Execution(ExecutionRule::Linear) => "分值×执行率,不超过分值".to_owned(),
        TypedValue::Execution(ExecutionRule::Tiers(steps)) => tiers(steps),
        TypedValue::OverTarget(rule) => over_target(*rule),
        TypedValue::Equal(_) | TypedValue::Reverse(_) | TypedValue::Method(()) => {
            method(content.tree.text().unwrap_or_default()).to_owned()
        }
        TypedValue::Words(words) => words.join("、"),
        TypedValue::Holidays(list) => list.to_string(),
        TypedValue::Numberings(_) | TypedValue::LetterTexts(_) => papers(&content.tree),
        TypedValue::Points(points) => format!("{points} 分"),
        TypedValue::Percent(BasisPoints(bp)) => format!("{}%", percent(*bp)),
        TypedValue::Yuan(money) => yuan(*money),
        TypedValue::Bytes(bytes) => size(*bytes),
        TypedValue::Count(count) => format!("{count} {}", unit(unit_code)),
        TypedValue::Lights(bands) => join(
            bands
                .iter()
                .map(|band| format!("{}灯 {}% 起", band.light.name(), percent(band.from_bp))),
        ),
        TypedValue::Floors(floors) => join(
            floors
                .iter()
                .map(|floor| format!("1—{} 月 {}%", floor.month, percent(floor.floor_bp))),
        ),
        TypedValue::Likelihoods(all) => join(all.iter().map(|one| {
            let mandatory = if one.needs_cause {
                "(须写原因和措施)"
            } else {
                ""
            };
            format!("{}{mandatory}", one.name)
        })),
        TypedValue::ProjectLight(_) | TypedValue::RateTarget(_) => {
            method(content.tree.text().unwrap_or_default()).to_owned()
        }
        TypedValue::Periods(periods) => semicolon(
            periods
                .iter()
                .map(|period| format!("{},单位 {} 前报送", period.name, period.unit_due)),
        ),
        TypedValue::CutBooks(books) => semicolon(books.iter().map(cut_book)),
        TypedValue::Parameters(parameters) => join(parameters.words()),
        TypedValue::Criteria(criteria) => project_class::criteria(criteria),
        TypedValue::HardRules(rules) => project_class::hard_rules(rules),
        TypedValue::RigidKinds(kinds) => join(kinds.iter().map(|kind| kind.name.clone())),
        TypedValue::Depths(depths) => project_class::depths(depths),
        TypedValue::ExAnteConclusions(rules) => semicolon(rules.iter().map(conclusion)),
        TypedValue::ExAnteObjects(criteria) => semicolon(criteria.iter().map(criterion)),
        TypedValue::ExAnteFramework(framework) => semicolon(framework.contents.iter().map(framework_content)),
        TypedValue::ExAnteCategories(categories) => semicolon(categories.iter().map(category)),
        TypedValue::ExAnteMaterials(list) => format!(
            "项目:{};政策:{}",
            checklist(&list.project),
            checklist(&list.policy)
        ),
        TypedValue::Open => open(&content.tree),
    }
}

fn cut_book(book: &CutBook) -> String {
    let (proposer, decider) = (book.proposer.name(), book.decider.name());
    format!("{}({proposer}提出,{decider}决定)", book.name)
}

fn conclusion(rule: &ConclusionRule) -> String {
    let from = match rule.from {
        Some(from) => format!("{from} 分起"),
        None => "由牵头部门决定".to_owned(),
    };
    let conditions = if rule.needs_conditions {
        ",须列前置条件"
    } else {
        ""
    };
    format!("{}({from}{conditions})", rule.name)
}

fn category(category: &Category) -> String {
    let words = if category.words.is_empty() {
        "其余项目".to_owned()
    } else {
        format!("名称含{}", category.words.join("、"))
    };
    let lead = if category.lead.is_empty() {
        "主管部门".to_owned()
    } else {
        format!("名称含{}的单位", category.lead.join("、"))
    };
    format!("{}({words},由{lead}牵头)", category.name)
}

fn checklist(items: &[MaterialItem]) -> String {
    let name = |item: &MaterialItem| {
        let required = if item.is_required { "(必备)" } else { "" };
        format!("{}{required}", item.name)
    };
    items.iter().map(name).collect::<Vec<_>>().join("、")
}

fn criterion(criterion: &ObjectCriterion) -> String {
    let natures: Vec<&str> = criterion.natures.iter().map(|one| one.name()).collect();
    let types: Vec<&str> = criterion.types.iter().map(|one| one.name()).collect();
    let narrowed = [natures.join("、"), types.join("、")];
    let narrowed: Vec<&str> = narrowed
        .iter()
        .map(String::as_str)
        .filter(|one| !one.is_empty())
        .collect();
    format!(
        "{}({},{}及以上)",
        criterion.name,
        narrowed.join(","),
        yuan(criterion.amount_from)
    )
}

fn framework_content(content: &ex_ante::Content) -> String {
    let items = content.sections.iter().flat_map(|section| &section.items);
    let items: Vec<String> = items
        .map(|item| format!("{} {}", item.name, item.points))
        .collect();
    format!("{} {} 分({})", content.name, content.points(), items.join("、"))
}

fn join(words: impl Iterator<Item = String>) -> String {
    words.collect::<Vec<_>>().join(",")
}

fn semicolon(words: impl Iterator<Item = String>) -> String {
    words.collect::<Vec<_>>().join(";")
}

pub(super) fn percent(bp: u32) -> Decimal {
    Decimal::new(i64::from(bp), 2).normalize()
}

/// 综合管理类(会议培训、宣传与文体活动);…
fn categories_text(all: &[LibraryCategory]) -> String {
    let groups = all.iter().filter(|category| category.group.is_none());
    semicolon(groups.map(|group| {
        let kinds: Vec<&str> = all
            .iter()
            .filter(|category| category.group.as_ref() == Some(&group.code))
            .map(|category| category.name.as_str())
            .collect();
        format!("{}({})", group.name, kinds.join("、"))
    }))
}

fn first_level(level: &FirstLevel) -> String {
    let second: Vec<&str> = level
        .second_levels
        .iter()
        .map(|second| second.name.as_str())
        .collect();
    let required = if level.is_required { ",必填" } else { "" };
    format!("{}({}{required})", level.name, second.join("、"))
}

fn steps_of(chain: &Chain) -> String {
    let steps: Vec<String> = chain
        .steps
        .iter()
        .map(|step| format!("{}({})", step.name, step.role.name()))
        .collect();
    steps.join(" → ")
}

/// Every band but the best ends just below its upper bound.
fn band_text(index: usize, band: &Band) -> String {
    let end = if index == 0 { "]" } else { ")" };
    format!(
        "{} [{}%,{}%{end}",
        band.name,
        percent(band.from_bp),
        percent(band.to_bp)
    )
}

fn tiers(steps: &[Step]) -> String {
    join(
        steps
            .iter()
            .map(|step| format!("{}% 起得 {}%", percent(step.from_bp), percent(step.score_bp))),
    )
}

fn over_target(rule: OverTargetRule) -> String {
    let action = match rule.action {
        OverTargetAction::Off => return "不处理".to_owned(),
        OverTargetAction::ReasonRequired => "须写明原因",
        OverTargetAction::ManualDeduction => "可由评价人扣分",
    };
    format!("达到目标的 {}% {action}", percent(rule.trigger_bp))
}

pub(super) fn yuan(money: Money) -> String {
    let yuan = Decimal::new(money.fen(), 2).normalize();
    let ten_thousand = Decimal::from(10_000);
    if (yuan % ten_thousand).is_zero() {
        format!("{} 万元", (yuan / ten_thousand).normalize())
    } else {
        format!("{yuan} 元")
    }
}

fn size(bytes: u64) -> String {
    let megabyte = 1_048_576;
    if bytes.is_multiple_of(megabyte) {
        format!("{} MB", bytes / megabyte)
    } else {
        format!("{bytes} 字节")
    }
}

/// What is written for each kind of paper, under its Chinese name.
fn papers(tree: &Tree) -> String {
    let of_kind = |kind: PaperKind| {
        let words = match tree.field(kind.code())? {
            Tree::Table(fields) => {
                let parts = ["issuer", "title", "opening", "closing"];
                join(parts.iter().filter_map(|part| fields.get(*part)).map(open))
            }
            other => open(other),
        };
        Some(format!("{}:{}", kind.name(), blanks(&words)))
    };
    semicolon(PaperKind::ALL.into_iter().filter_map(of_kind))
}

/// The blanks of a text by the names that officials give them.
fn blanks(text: &str) -> String {
    const NAMES: [(&str, &str); 7] = [
        ("{division}", "[区划]"),
        ("{unit}", "[单位]"),
        ("{subject}", "[项目或事由]"),
        ("{year}", "[年度]"),
        ("{serial}", "[序号]"),
        ("{answer_by}", "[答复截止日]"),
        ("{answer_within}", "[答复期限]"),
    ];
    NAMES
        .iter()
        .fold(text.to_owned(), |text, (blank, name)| text.replace(blank, name))
}

/// A table that only a later stage reads: fields in reading order, with words where they need some.
fn open(tree: &Tree) -> String {
    match tree {
        Tree::Integer(number) => number.to_string(),
        Tree::Text(text) => text.clone(),
        Tree::Flag(flag) => if *flag { "是" } else { "否" }.to_owned(),
        Tree::Date(date) => date.to_string(),
        Tree::List(entries) => {
            let simple = !entries.iter().any(|entry| matches!(entry, Tree::Table(_)));
            let words: Vec<String> = entries.iter().map(open).collect();
            words.join(if simple { "、" } else { ";" })
        }
        Tree::Table(fields) => {
            let mut fields: Vec<(&String, &Tree)> = fields.iter().collect();
            fields.sort_by_key(|(name, _)| rank(name));
            let words: Vec<String> = fields
                .iter()
                .map(|(name, inner)| open_field(name, inner))
                .collect();
            words.join(" ")
        }
    }
}

fn open_field(name: &str, inner: &Tree) -> String {
    let words = field(name).unwrap_or(name);
    match inner {
        Tree::List(entries) if entries.iter().any(|entry| matches!(entry, Tree::Table(_))) => {
            format!("{words}({})", open(inner))
        }
        _ => format!("{words} {}", open(inner)).trim_start().to_owned(),
    }
}
