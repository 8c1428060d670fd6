//! 继承 (lineage): from which divisions a division takes rules, innermost first.
//!
//! The code itself gives the line 330108 → 330100 → 330000 → 000000. A demonstration or a collection of
//! cases has no place in it: its `inherit.toml` names the division whose rules it follows.

use std::collections::BTreeMap;

use hengji_domain::Division;

use crate::fields::Place;
use crate::refusal::{Fault, Refusal};
use crate::tree::Tree;

/// An `inherit.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Follow {
    pub(crate) file: String,
    pub(crate) target: Division,
}

/// Reads `follows = "330108"` and the reason for it.
pub(crate) fn read(file: &str, tree: &Tree) -> Result<Follow, Refusal> {
    let fields = Place::new(file, "", tree).fields(&["follows", "reason"])?;
    fields.need("reason")?.text()?;
    let follows = fields.need("follows")?;
    let text = follows.text()?;
    let target = text.parse().map_err(|_| bad(file, text, "应为六位区划代码"))?;
    Ok(Follow {
        file: file.to_owned(),
        target,
    })
}

/// The line of one division.
///
/// # Errors
///
/// A circle, or a target without rules of its own.
pub(crate) fn line(
    division: Division,
    follows: &BTreeMap<Division, Follow>,
    has_rules: impl Fn(Division) -> bool,
) -> Result<Vec<Division>, Refusal> {
    let mut line = vec![division];
    let mut current = division;
    while let Some(follow) = follows.get(&current) {
        let target = follow.target;
        if line.contains(&target) {
            return Err(bad(&follow.file, target.as_str(), "绕成了圈"));
        }
        if !has_rules(target) && !follows.contains_key(&target) {
            return Err(bad(&follow.file, target.as_str(), "该区划没有规则文件夹"));
        }
        line.push(target);
        current = target;
    }
    line.extend(current.lineage().into_iter().skip(1));
    Ok(line)
}

fn bad(file: &str, target: &str, why: &str) -> Refusal {
    Refusal {
        file: file.to_owned(),
        key: "follows".to_owned(),
        fault: Fault::FollowsBad {
            target: target.to_owned(),
            why: why.to_owned(),
        },
    }
}
