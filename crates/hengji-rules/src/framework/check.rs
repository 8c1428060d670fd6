//! What can only be checked once all files are read: depth against the rule of the year, grades that exist, kinds
//! stated once, and conversions that lead somewhere.

use std::collections::{BTreeMap, BTreeSet};

use hengji_domain::evaluation::Method;
use hengji_domain::rule::GradeBand;

use super::FrameworkInForce;
use crate::in_force::selection::Selection;
use crate::refusal::{Fault, Refusal};

/// Refuses what does not fit together in one stretch of years of one division.
pub(crate) fn check_frameworks(selection: &Selection, refusals: &mut Vec<Refusal>) {
    let all: Vec<&FrameworkInForce> = selection.frameworks().collect();
    let mut kinds: BTreeMap<&str, &str> = BTreeMap::new();
    for one in &all {
        for kind in &one.kinds {
            if kinds.insert(&kind.code, &one.file).is_some() {
                refusals.push(refuse(
                    one,
                    "kind",
                    Fault::NameTwice {
                        text: kind.code.clone(),
                    },
                ));
            }
            let bands = selection.named::<Vec<GradeBand>>("grade", &kind.grades);
            match bands {
                Err(_) => refusals.push(refuse(
                    one,
                    "kind",
                    Fault::KeyUnknown {
                        rule: format!("grade.{}", kind.grades),
                        near: String::new(),
                    },
                )),
                Ok(bands) => refusals.extend(unknown_grades(one, &bands.value)),
            }
        }
        refusals.extend(too_deep(selection, one));
    }
    for one in &all {
        refusals.extend(conversions(one, &kinds.keys().copied().collect()));
    }
}

fn refuse(one: &FrameworkInForce, key: &str, fault: Fault) -> Refusal {
    Refusal {
        file: one.file.clone(),
        key: key.to_owned(),
        fault,
    }
}

/// A veto must set a grade that the kind's grades have.
fn unknown_grades(one: &FrameworkInForce, bands: &[GradeBand]) -> Vec<Refusal> {
    let unknown = one.framework.vetoes.iter().filter(|veto| {
        let mut known = bands.iter();
        known.all(|band| band.name != veto.grade)
    });
    let known: Vec<&str> = bands.iter().map(|band| band.name.as_str()).collect();
    unknown
        .map(|veto| {
            let fault = Fault::ChoiceUnknown {
                text: veto.grade.clone(),
                known: known.join("、"),
            };
            refuse(one, &format!("veto“{}”.grade", veto.code), fault)
        })
        .collect()
}

/// No deeper than `framework.depth_max` of the division and year.
fn too_deep(selection: &Selection, one: &FrameworkInForce) -> Option<Refusal> {
    let most = match selection.required::<u32>("framework.depth_max") {
        Ok(most) => most.value,
        Err(_) => {
            let rule = "framework.depth_max".to_owned();
            return Some(refuse(
                one,
                "part",
                Fault::KeyUnknown {
                    rule,
                    near: ",该年没有值".to_owned(),
                },
            ));
        }
    };
    let depth = one.framework.depth();
    let is_within = usize::try_from(most).is_ok_and(|most| depth <= most);
    (!is_within).then(|| {
        let fault = Fault::ConstraintBroken {
            constraint: format!("指标体系不超过 {most} 级(framework.depth_max)"),
            found: format!("最深 {depth} 级"),
        };
        refuse(one, "part", fault)
    })
}

fn conversions(one: &FrameworkInForce, kinds: &BTreeSet<&str>) -> Vec<Refusal> {
    let wanted = one.framework.items().filter_map(|(_, item)| match &item.method {
        Method::Conversion { kind } if !kinds.contains(kind.as_str()) => Some((item, kind)),
        _ => None,
    });
    wanted
        .map(|(item, kind)| {
            let fault = Fault::ChoiceUnknown {
                text: kind.clone(),
                known: kinds.iter().copied().collect::<Vec<_>>().join("、"),
            };
            refuse(one, &format!("item“{}”.kind", item.code), fault)
        })
        .collect()
}
