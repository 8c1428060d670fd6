//! 差异 (differences) between what was frozen and what the records say today.

use super::content::{Content, ContentResult};
use super::view::Difference;

/// Results that are new, gone or another than they were, in the order of the frozen ones.
pub(super) fn differences(then: &Content, now: &Content) -> Vec<Difference> {
    let mut all = Vec::new();
    for one in &then.results {
        match now.results.iter().find(|other| other.id == one.id) {
            None => all.push(difference(then, one, "不再有结论", told(one), String::new())),
            Some(other) => all.extend(changes(then, one, other)),
        }
    }
    for other in &now.results {
        if then.results.iter().all(|one| one.id != other.id) {
            all.push(difference(now, other, "新增", String::new(), told(other)));
        }
    }
    all
}

fn told(one: &ContentResult) -> String {
    format!("{} {}", points(one.total_centi), one.grade)
}

/// Hundredths of a point as people write points.
fn points(centi: i32) -> String {
    hengji_domain::Score::from_centi(centi).to_string()
}

fn difference(
    content: &Content,
    one: &ContentResult,
    what: &'static str,
    then: String,
    now: String,
) -> Difference {
    let kind = content.kinds.iter().find(|kind| kind.code == one.kind);
    Difference {
        kind: kind.map_or_else(|| one.kind.clone(), |kind| kind.name.clone()),
        title: one.title.clone(),
        what,
        then,
        now,
    }
}

fn changes<'a>(
    content: &'a Content,
    one: &'a ContentResult,
    other: &'a ContentResult,
) -> impl Iterator<Item = Difference> + 'a {
    let optional = |value: Option<String>| value.unwrap_or_else(|| "无".to_owned());
    let money = |fen: Option<i64>| {
        optional(fen.map(|fen| {
            let wan = hengji_domain::money::MoneyUnit::TenThousandYuan;
            hengji_domain::Money::from_fen(fen).in_unit(wan).to_string()
        }))
    };
    let place = |place: Option<u32>| optional(place.map(|place| place.to_string()));
    let pairs = [
        ("得分", points(one.total_centi), points(other.total_centi)),
        ("等级", one.grade.clone(), other.grade.clone()),
        ("名次", place(one.place), place(other.place)),
        ("资金(万元)", money(one.money_fen), money(other.money_fen)),
        ("问题数", one.findings.to_string(), other.findings.to_string()),
        ("结论", one.words.clone(), other.words.clone()),
        ("对象名称", one.title.clone(), other.title.clone()),
    ];
    pairs
        .into_iter()
        .filter(|(_, then, now)| then != now)
        .map(move |(what, then, now)| difference(content, one, what, then, now))
}
