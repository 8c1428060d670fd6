//! The bodies of the demonstration district: bureau divisions, departments, units, subdistricts, accounts.

use std::collections::BTreeMap;

use hengji_domain::Timestamp;
use hengji_domain::id::UnitId;
use hengji_domain::person::Role;
use hengji_domain::unit::{Unit, UnitKind};
use serde::Deserialize;

use super::DemoError;
use super::draw::Draw;

/// The bodies and accounts of a district.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bodies {
    /// Every body, those above before those below.
    pub(crate) units: Vec<Unit>,
    /// The bodies that run projects, with the subcategories they spend on.
    pub(crate) spenders: Vec<Spender>,
    /// One account for each role.
    pub(crate) accounts: Vec<Account>,
}

/// A unit that runs projects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Spender {
    /// The unit.
    pub(crate) unit: Unit,
    /// Codes of subcategories of the catalogue.
    pub(crate) subcategories: Vec<String>,
}

/// 演示账号 (account of the demonstration), named by its role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Account {
    /// Login name.
    pub(crate) login: String,
    /// Shown name: a post, never a person.
    pub(crate) name: String,
    /// Its one role.
    pub(crate) role: Role,
    /// The body it acts for.
    pub(crate) unit: UnitId,
    /// What it is for, shown on the login page of the demonstration.
    pub(crate) duty: String,
}

/// Reads `district.toml` and gives every body its identifier.
///
/// # Errors
///
/// [`DemoError`] where the file does not fit together: it is part of the binary.
pub(crate) fn read(text: &str, start: u64, made_at: Timestamp) -> Result<Bodies, DemoError> {
    let file: DistrictFile =
        toml::from_str(text).map_err(|fault| DemoError::file("district.toml", &fault))?;
    let mut maker = Maker {
        draw: Draw::branch(start, TOPIC_BODIES, 0),
        made_at,
        profiles: &file.profiles,
        by_code: BTreeMap::new(),
        units: Vec::new(),
        spenders: Vec::new(),
    };
    for body in &file.bureau_divisions {
        maker.add(&body.code, &body.name, UnitKind::BureauDivision, None, None)?;
    }
    for body in &file.institutions {
        maker.add(
            &body.code,
            &body.name,
            UnitKind::ThirdPartyInstitution,
            None,
            None,
        )?;
    }
    for department in &file.departments {
        maker.add_department(department, UnitKind::Department)?;
    }
    for subdistrict in &file.subdistricts {
        maker.add_department(subdistrict, UnitKind::Subdistrict)?;
    }
    let accounts = file
        .accounts
        .iter()
        .map(|entry| entry.account(&maker.by_code))
        .collect::<Result<_, _>>()?;
    Ok(Bodies {
        units: maker.units,
        spenders: maker.spenders,
        accounts,
    })
}

const TOPIC_BODIES: u64 = 1;
/// What a subdistrict spends on when the file does not say it.
const SUBDISTRICT_PROFILE: &str = "subdistrict";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DistrictFile {
    profiles: BTreeMap<String, Vec<String>>,
    bureau_divisions: Vec<BodyEntry>,
    departments: Vec<DepartmentEntry>,
    subdistricts: Vec<DepartmentEntry>,
    institutions: Vec<BodyEntry>,
    accounts: Vec<AccountEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BodyEntry {
    code: String,
    name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DepartmentEntry {
    code: String,
    name: String,
    budget_division: String,
    profile: Option<String>,
    units: Vec<UnitEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitEntry {
    name: String,
    profile: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AccountEntry {
    login: String,
    name: String,
    role: String,
    unit: String,
    duty: String,
}

impl AccountEntry {
    fn account(&self, by_code: &BTreeMap<String, UnitId>) -> Result<Account, DemoError> {
        let refusal = || DemoError::District {
            place: self.login.clone(),
        };
        Ok(Account {
            login: self.login.clone(),
            name: self.name.clone(),
            role: Role::from_code(&self.role).ok_or_else(refusal)?,
            unit: by_code.get(&self.unit).copied().ok_or_else(refusal)?,
            duty: self.duty.clone(),
        })
    }
}

struct Maker<'a> {
    draw: Draw,
    made_at: Timestamp,
    profiles: &'a BTreeMap<String, Vec<String>>,
    by_code: BTreeMap<String, UnitId>,
    units: Vec<Unit>,
    spenders: Vec<Spender>,
}

impl Maker<'_> {
    /// Adds a body; without a department above it stands for itself.
    fn add(
        &mut self,
        code: &str,
        name: &str,
        kind: UnitKind,
        department: Option<UnitId>,
        budget_division: Option<UnitId>,
    ) -> Result<Unit, DemoError> {
        let id = UnitId::new(self.made_at, self.draw.bytes());
        if self.by_code.insert(code.to_owned(), id).is_some() {
            return Err(DemoError::District {
                place: code.to_owned(),
            });
        }
        let unit = Unit {
            id,
            code: code.to_owned(),
            name: name.to_owned(),
            kind,
            department: department.unwrap_or(id),
            budget_division,
        };
        self.units.push(unit.clone());
        Ok(unit)
    }

    fn add_department(&mut self, entry: &DepartmentEntry, kind: UnitKind) -> Result<(), DemoError> {
        let refusal = || DemoError::District {
            place: entry.name.clone(),
        };
        let division = self
            .by_code
            .get(&entry.budget_division)
            .copied()
            .ok_or_else(refusal)?;
        let department = self.add(&entry.code, &entry.name, kind, None, Some(division))?;
        let profile = entry.profile.as_deref().unwrap_or(SUBDISTRICT_PROFILE);
        self.spend(department.clone(), profile)?;
        for (index, unit) in entry.units.iter().enumerate() {
            let code = format!("{}{:03}", entry.code, index + 1);
            let unit_body = self.add(
                &code,
                &unit.name,
                UnitKind::BudgetUnit,
                Some(department.id),
                Some(division),
            )?;
            self.spend(unit_body, &unit.profile)?;
        }
        Ok(())
    }

    fn spend(&mut self, unit: Unit, profile: &str) -> Result<(), DemoError> {
        let subcategories = self
            .profiles
            .get(profile)
            .cloned()
            .ok_or_else(|| DemoError::District {
                place: format!("{} / {profile}", unit.name),
            })?;
        self.spenders.push(Spender { unit, subcategories });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MADE_AT: Timestamp = Timestamp::from_micros(1_546_390_800_000_000);

    /// The district file with one text replaced; what is said about it.
    fn refusal(from: &str, to: &str) -> String {
        let text = crate::demo::district_text().unwrap();
        assert!(text.contains(from), "{from}");
        read(&text.replacen(from, to, 1), 1, MADE_AT)
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn a_reference_to_nothing_is_refused_with_the_entry() {
        for (from, to, place) in [
            ("role = \"unit_clerk\"", "role = \"minister\"", "clerk"),
            ("unit = \"219001\"", "unit = \"999001\"", "clerk"),
            (
                "budget_division = \"103\"",
                "budget_division = \"777\"",
                "区政府办公室",
            ),
            ("profile = \"industry\"", "profile = \"mining\"", "mining"),
            ("code = \"102\"", "code = \"101\"", "101"),
        ] {
            let said = refusal(from, to);
            assert!(
                said.contains(place) && said.ends_with("[demo-district-broken]"),
                "{to}: {said}"
            );
        }
    }

    #[test]
    fn an_unknown_key_is_refused() {
        let said = refusal("duty = ", "mood = \"good\"\nduty = ");
        assert!(
            said.contains("mood") && said.ends_with("[demo-file-unreadable]"),
            "{said}"
        );
    }

    #[test]
    fn a_subordinate_unit_hangs_under_its_department_and_shares_its_budget_division() {
        let bodies = read(crate::demo::district_text().unwrap(), 1, MADE_AT).unwrap();
        let find = |code: &str| bodies.units.iter().find(|unit| unit.code == code).unwrap();
        let (department, unit) = (find("219"), find("219001"));
        assert_eq!(
            (department.department, unit.department),
            (department.id, department.id)
        );
        assert_eq!(unit.budget_division, department.budget_division);
        assert_eq!(unit.budget_division, Some(find("105").id));
        assert_eq!(find("301").kind, UnitKind::Subdistrict);
        assert_eq!(find("101").budget_division, None);
    }

    #[test]
    fn another_start_value_gives_other_identifiers_to_the_same_bodies() {
        let text = crate::demo::district_text().unwrap();
        let (one, other) = (read(text, 1, MADE_AT).unwrap(), read(text, 2, MADE_AT).unwrap());
        let names =
            |bodies: &Bodies| -> Vec<String> { bodies.units.iter().map(|unit| unit.name.clone()).collect() };
        assert_eq!(names(&one), names(&other));
        assert!(one.units.iter().zip(&other.units).all(|(a, b)| a.id != b.id));
    }
}
