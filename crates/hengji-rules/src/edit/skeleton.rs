//! What a value of each shape may hold beyond what stands there now, and the words and choices of its parts.

use std::collections::BTreeMap;

use hengji_domain::person::Role;

use crate::catalogue::Shape;
use crate::show;
use crate::tree::Tree;

type Options = Vec<(&'static str, &'static str)>;

/// The types of a shape's parts; none where only the value itself tells.
pub(super) fn of(shape: Shape) -> Option<Tree> {
    let rows = |columns: &[(&str, Tree)]| Tree::List(vec![table(columns)]);
    Some(match shape {
        Shape::Count | Shape::Bytes | Shape::Percent | Shape::Yuan | Shape::Points => number(),
        Shape::Words => Tree::List(Vec::new()),
        Shape::Day => table(&[("year", word_leaf()), ("month", number()), ("day", number())]),
        Shape::Equal | Shape::Reverse | Shape::Method(_) => word_leaf(),
        Shape::Positive => table(&[("method", word_leaf()), ("gate", number())]),
        Shape::Execution => table(&[
            ("method", word_leaf()),
            ("tiers", rows(&[("from", number()), ("score", number())])),
        ]),
        Shape::OverTarget => table(&[("trigger", number()), ("action", word_leaf())]),
        Shape::Reasons => rows(&[
            ("code", word_leaf()),
            ("name", word_leaf()),
            ("needs_text", flag()),
        ]),
        Shape::Chain => rows(&[
            ("step", word_leaf()),
            ("name", word_leaf()),
            ("role", word_leaf()),
            ("may_return", flag()),
        ]),
        Shape::Grades => rows(&[("name", word_leaf()), ("from", number())]),
        Shape::Bands => rows(&[
            ("name", word_leaf()),
            ("phrases", Tree::List(Vec::new())),
            ("from", number()),
            ("to", number()),
        ]),
        Shape::Steps => rows(&[("from", number()), ("score", number())]),
        Shape::Parameters(list) => Tree::Table(
            list.iter()
                .map(|parameter| (parameter.name.to_owned(), number()))
                .collect(),
        ),
        _ => return None,
    })
}

/// Both together: what either has, with the type of the first.
pub(super) fn merged(one: Option<Tree>, other: Option<Tree>) -> Option<Tree> {
    match (one, other) {
        (Some(Tree::Table(mut fields)), Some(Tree::Table(others))) => {
            for (name, other) in others {
                let known = fields.remove(&name);
                fields.extend(merged(known, Some(other)).map(|merged| (name, merged)));
            }
            Some(Tree::Table(fields))
        }
        (Some(Tree::List(mut entries)), Some(Tree::List(others))) => {
            entries.extend(others);
            Some(Tree::List(entries))
        }
        // A number stands for any number; a text that is sometimes met beside numbers makes it a text.
        (Some(one), Some(other)) if one.decimal().is_some() && other.decimal().is_none() => match one {
            Tree::Integer(_) if matches!(other, Tree::Text(_)) => Some(one),
            _ => Some(other),
        },
        (one, other) => one.or(other),
    }
}

/// Words for the parts of a shape, in the order in which they are filled in.
pub(super) fn labels(shape: Shape) -> Vec<(String, String)> {
    let own = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        let owned = |(key, words): &(&str, &str)| ((*key).to_owned(), (*words).to_owned());
        pairs.iter().map(owned).collect()
    };
    match shape {
        Shape::Weights => own(&[("budget_execution", "预算执行率")]),
        Shape::Day => own(&[("year", "哪一年"), ("month", "月"), ("day", "日(月末写 last)")]),
        Shape::Positive => own(&[("method", "计分方法"), ("gate", "及格线(%,用及格线法时填)")]),
        Shape::Execution => own(&[
            ("method", "计分方法"),
            ("tiers", "分段(用分段法时填)"),
            ("from", "执行率不低于(%)"),
            ("score", "得分(%)"),
        ]),
        Shape::Steps => own(&[("from", "不低于(%)"), ("score", "得分(%)")]),
        Shape::OverTarget => own(&[("trigger", "达到目标的(%)"), ("action", "处理方式")]),
        Shape::Reasons => own(&[("code", "代码"), ("name", "理由"), ("needs_text", "须写具体意见")]),
        Shape::Chain => own(&[
            ("step", "环节代码"),
            ("name", "环节名称"),
            ("role", "角色"),
            ("may_return", "可退回"),
        ]),
        Shape::Grades => own(&[("name", "等级"), ("from", "不低于(分)")]),
        Shape::Bands => own(&[
            ("name", "档名"),
            ("phrases", "认得的说法(每行一个)"),
            ("from", "下限(%)"),
            ("to", "上限(%)"),
        ]),
        Shape::Taxonomy => own(&[
            ("key", "类别代码"),
            ("name", "名称"),
            ("required", "必填"),
            ("aliases", "别名(每行一个)"),
            ("second_levels", "二级指标"),
        ]),
        Shape::Parameters(list) => list
            .iter()
            .map(|parameter| (parameter.name.to_owned(), parameter.title.to_owned()))
            .collect(),
        _ => Vec::new(),
    }
}

/// The word for a part of an open table; its key where nobody gave it one.
pub(super) fn word(key: &str) -> &str {
    match key {
        "name" => "名称",
        "level1" => "一级指标",
        "level2" => "二级指标",
        "level3" => "三级指标",
        "class" => "类别",
        "aspect" => "方面",
        "grade" => "等级",
        "light" => "预警",
        "action" | "management" => "处理方式",
        "code" => "代码",
        "key" => "标识",
        other => show::field_words(other)
            .filter(|words| !words.is_empty())
            .unwrap_or(other),
    }
}

/// The closed list of a part, where it has one.
pub(super) fn options(shape: Shape, key: &str, hint: &Tree) -> Option<Options> {
    let methods = |codes: &[&'static str]| -> Options {
        codes
            .iter()
            .map(|code| (*code, show::method_words(code)))
            .collect()
    };
    let mut options: Options = match (shape, key, hint) {
        (_, _, Tree::Flag(_)) => vec![("true", "是"), ("false", "否")],
        (Shape::Equal, _, _) => methods(&["as_at_least", "strict"]),
        (Shape::Reverse, _, _) => methods(&["linear_to_twice", "ratio"]),
        (Shape::Method(code), _, _) => methods(&[code]),
        (Shape::Positive, "method", _) => vec![("proportional", "按完成比例"), ("pass_gate", "及格线法")],
        (Shape::Execution, "method", _) => vec![("linear", "按执行率比例"), ("tiers", "分段法")],
        (Shape::OverTarget, "action", _) => vec![
            ("off", "不处理"),
            ("reason_required", "须写明原因"),
            ("manual_deduction", "可由评价人扣分"),
        ],
        (Shape::Day, "year", _) => vec![("previous", "上一年"), ("same", "当年"), ("next", "下一年")],
        (Shape::Chain, "role", _) => Role::ALL.map(|role| (role.code(), role.name())).to_vec(),
        _ => return None,
    };
    options.insert(0, ("", ""));
    Some(options)
}

fn table(columns: &[(&str, Tree)]) -> Tree {
    let fields: BTreeMap<String, Tree> = columns
        .iter()
        .map(|(name, kind)| ((*name).to_owned(), kind.clone()))
        .collect();
    Tree::Table(fields)
}

const fn number() -> Tree {
    Tree::Integer(0)
}

const fn word_leaf() -> Tree {
    Tree::Text(String::new())
}

const fn flag() -> Tree {
    Tree::Flag(false)
}
