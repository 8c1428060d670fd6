//! Units and projects that only a form names.

use hengji_domain::BudgetYear;
use hengji_domain::form::Form;
use hengji_domain::id::{ProjectId, UnitId};
use hengji_domain::project::{FundingBySource, Project, ProjectNature, ProjectType};
use hengji_domain::unit::{Unit, UnitKind};

use crate::imports::names;

/// What a unit is called on whose form nobody wrote a name.
const NAMELESS: &str = "(原表未填写单位)";

/// A unit of a form. Its code is that of the form, else made of its identity.
pub(super) fn unit(id: UnitId, text: &str, department: Option<UnitId>) -> Unit {
    let (code, name) = names::split(text);
    Unit {
        id,
        code: code.unwrap_or_else(|| made_code(&id.to_string())),
        name: if name.is_empty() {
            NAMELESS.to_owned()
        } else {
            name
        },
        kind: match department {
            Some(_) => UnitKind::BudgetUnit,
            None => UnitKind::Department,
        },
        department: department.unwrap_or(id),
        budget_division: None,
    }
}

/// A project of a form: forms carry no code, so it is made of the identity.
pub(super) fn project(
    id: ProjectId,
    form: &Form,
    unit: &Unit,
    year: BudgetYear,
    funding: FundingBySource,
) -> Project {
    Project {
        id,
        year,
        code: format!("{year}-{}", made_code(&id.to_string())),
        name: form.project.trim().to_owned(),
        unit: unit.id,
        department: unit.department,
        project_type: ProjectType::Specific,
        nature: ProjectNature::Continued,
        funding,
        version: 1,
    }
}

/// The last twelve digits of an identity are random, and short enough to be read out.
fn made_code(id: &str) -> String {
    id.rsplit('-').next().unwrap_or(id).to_uppercase()
}
