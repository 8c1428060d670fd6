//! 流程 (workflow): approval chains.

use hengji_domain::person::Role;
use hengji_domain::rule::{Chain, ChainStep};

use crate::fields::{Place, unique};
use crate::refusal::{Fault, Refusal};

pub(super) fn chain(place: &Place<'_>) -> Result<Chain, Refusal> {
    let steps: Vec<ChainStep> = place.entries()?.iter().map(step).collect::<Result<_, _>>()?;
    unique(place, steps.iter().map(|step| step.code.as_str()))?;
    // Submitting hands over to the second step, and the unit cannot return a sheet to itself.
    match steps.first() {
        Some(first) if steps.len() < 2 || first.may_return => Err(place.refuse(Fault::TypeWrong {
            expected: "至少两个环节,且第一个环节(填报)不写 may_return".to_owned(),
            found: format!("{} 个环节,第一个是“{}”", steps.len(), first.name),
        })),
        Some(_) => Ok(Chain { steps }),
        None => Err(place.refuse(Fault::Empty)),
    }
}

fn step(place: &Place<'_>) -> Result<ChainStep, Refusal> {
    let fields = place.fields(&["step", "name", "role", "may_return"])?;
    let roles: Vec<(&str, Role)> = Role::ALL.map(|role| (role.code(), role)).to_vec();
    Ok(ChainStep {
        code: fields.need("step")?.text()?.to_owned(),
        name: fields.need("name")?.text()?.to_owned(),
        role: fields.need("role")?.choice(&roles)?,
        may_return: fields.flag("may_return")?,
    })
}
