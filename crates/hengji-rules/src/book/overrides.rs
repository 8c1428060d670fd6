//! Whether inner rules fit the outer ones that they override.

use std::collections::BTreeMap;
use std::sync::Arc;

use hengji_domain::Division;

use crate::fields::Place;
use crate::refusal::{Fault, Refusal};
use crate::rule_file::Definition;

/// Refuses an override of nothing, a superfluous `introduces`, another unit, and a value that breaks an outer
/// constraint.
pub(super) fn overrides(
    definitions: &[Arc<Definition>],
    lineages: &BTreeMap<Division, Vec<Division>>,
    refusals: &mut Vec<Refusal>,
) {
    for definition in definitions {
        let Some(lineage) = lineages.get(&definition.division) else {
            continue;
        };
        let outer = lineage.iter().skip(1).find_map(|division| {
            definitions
                .iter()
                .find(|other| other.division == *division && other.known.rule == definition.known.rule)
        });
        let refuse = |fault| Refusal {
            file: definition.file.clone(),
            key: definition.key.clone(),
            fault,
        };
        match outer {
            None if !definition.introduces && definition.division != Division::NATION => {
                refusals.push(refuse(Fault::OverridesNothing));
            }
            None => {}
            Some(outer) if definition.introduces => refusals.push(refuse(Fault::NotIntroduced {
                outer: outer.division.to_string(),
            })),
            Some(outer) if outer.unit != definition.unit => refusals.push(refuse(Fault::UnitDiffers {
                unit: definition.unit.clone(),
                outer: outer.division.to_string(),
                outer_unit: outer.unit.clone(),
            })),
            Some(outer) => hold_outer(definition, outer, refusals),
        }
    }
}

/// The outer division's constraints bind the inner one too: 100 % is 100 % everywhere.
fn hold_outer(definition: &Definition, outer: &Definition, refusals: &mut Vec<Refusal>) {
    for value in &definition.values {
        let Some(content) = &value.content else { continue };
        let path = format!("{}.value", value.place);
        let place = Place::new(&definition.file, &path, &content.tree);
        for constraint in &outer.constraints {
            refusals.extend(constraint.hold(&place).err());
        }
    }
}
