//! 登记项目 (enter): by the unit itself or by the bureau, where no list brings it.

use hengji_authz::{Action, Place, Resource};
use hengji_domain::id::{ProjectId, UnitId};
use hengji_domain::money::MoneyUnit;
use hengji_domain::person::Actor;
use hengji_domain::project::{FundingBySource, Project, ProjectNature, ProjectType};
use hengji_domain::unit::{Unit, UnitKind};
use hengji_domain::value::read::read_amount;
use hengji_domain::{BudgetYear, Division, Money};
use hengji_store::{Db, Sorted, projects, units};
use serde::{Deserialize, Serialize};

use super::page::resource;
use crate::app::{App, Halt, Request, Step};
use crate::budget_years;
use crate::common::{RequestKey, Written};
use crate::error::{AppError, FieldError};
use crate::project_classes::traits;
use crate::units::sort_key;

/// A project as it is being written: texts as typed, money in 万元.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProjectDraft {
    /// The version that was opened; 0 for a new project.
    #[serde(default)]
    pub version: i32,
    /// 项目代码.
    pub code: String,
    /// 项目名称.
    pub name: String,
    /// 实施单位.
    pub unit: String,
    /// Code of the 项目类型.
    pub project_type: String,
    /// Code of the 项目属性.
    pub nature: String,
    /// 当年财政拨款.
    #[serde(default)]
    pub fiscal: String,
    /// 上年结转资金.
    #[serde(default)]
    pub carried_over: String,
    /// 其他资金.
    #[serde(default)]
    pub other: String,
    /// The entry of the list of 区委区政府重点工作.
    #[serde(default)]
    pub key_work: String,
    /// Code of the level of relevance to it.
    #[serde(default)]
    pub key_work_level: String,
    /// Code of the level of relevance to the main function.
    #[serde(default)]
    pub function_level: String,
    /// Code of the stage.
    #[serde(default)]
    pub stage_level: String,
    /// Code of the kind of rigid spending.
    #[serde(default)]
    pub rigid: String,
}

impl App {
    /// Enters a project of the year.
    ///
    /// # Errors
    ///
    /// [`AppError::Invalid`] for wrong fields or a taken code; [`AppError::NotFound`] for a unit out of sight.
    pub fn enter_project(
        &self,
        actor: &Actor,
        key: &RequestKey,
        year: BudgetYear,
        input: &ProjectDraft,
    ) -> Result<Written, AppError> {
        let fields = read(input)?;
        let traits = traits::read(input, &self.trait_choices(actor.division, year))?;
        self.act(
            actor,
            Action::EnterProject,
            &Request::new(key, &(year.get(), input))?,
            |tx| {
                let unit = unit_of(tx.db, tx.division, fields.unit)?;
                Ok((unit_resource(tx.division, &unit), unit))
            },
            |tx, unit| {
                budget_years::require_open(tx, year)?;
                let project = fields.project(tx.fresh()?, year, &unit, 1);
                tx.about("project", project.id);
                tx.detail("name", &project.name);
                let id = project.id;
                projects::insert_many(tx.db, tx.division, &[sorted(project)])?;
                traits::save(tx, id, &traits)?;
                Ok(Written {
                    id: id.to_string(),
                    version: 1,
                })
            },
        )
    }

    /// Corrects a project. The unit stays: a project that moves is another project.
    ///
    /// # Errors
    ///
    /// [`AppError::Stale`], [`AppError::Invalid`], [`AppError::NotFound`].
    pub fn edit_project(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: ProjectId,
        input: &ProjectDraft,
    ) -> Result<Written, AppError> {
        let fields = read(input)?;
        self.act(
            actor,
            Action::EditProject,
            &Request::new(key, &(id.to_string(), input))?,
            |tx| {
                tx.about("project", id);
                let listing = projects::find_listing(tx.db, tx.division, id)?.ok_or(AppError::NotFound)?;
                Ok((resource(tx.division, &listing), listing.project))
            },
            |tx, stored| {
                if stored.version != input.version {
                    return Err(Halt::stale("projects", id));
                }
                budget_years::require_open(tx, stored.year)?;
                if stored.unit != fields.unit {
                    return Err(AppError::field(
                        "unit",
                        "unit-fixed",
                        "实施单位不能更改;如需调整请另行登记项目。",
                    )
                    .into());
                }
                let unit = unit_of(tx.db, tx.division, stored.unit)?;
                let next = fields.project(id, stored.year, &unit, stored.version);
                tx.detail("name", &next.name);
                let choices = self.trait_choices(tx.division, stored.year);
                let traits = traits::read(input, &choices)?;
                let version = projects::update(tx.db, tx.division, &sorted(next))?;
                traits::save(tx, id, &traits)?;
                Ok(Written {
                    id: id.to_string(),
                    version,
                })
            },
        )
    }
}

/// A project with the key that lists sort it by.
pub(crate) fn sorted(project: Project) -> Sorted<Project> {
    Sorted {
        pinyin_sort: sort_key(&project.name),
        record: project,
    }
}

/// What a decision about a unit's new things needs.
pub(crate) fn unit_resource(division: Division, unit: &Unit) -> Resource {
    Resource::Unit {
        division,
        place: Place {
            unit: unit.id,
            department: unit.department,
            budget_division: unit.budget_division,
        },
    }
}

fn unit_of(db: &mut Db, division: Division, id: UnitId) -> Step<Unit> {
    let unit = units::find(db, division, id)?.ok_or(AppError::NotFound)?;
    if matches!(
        unit.kind,
        UnitKind::BudgetUnit | UnitKind::Department | UnitKind::Subdistrict
    ) {
        Ok(unit)
    } else {
        Err(AppError::field("unit", "unit-without-budget", "该机构不是预算单位,不能登记项目。").into())
    }
}

/// The fields of a draft as read.
struct Fields {
    code: String,
    name: String,
    unit: UnitId,
    project_type: ProjectType,
    nature: ProjectNature,
    funding: FundingBySource,
}

impl Fields {
    fn project(&self, id: ProjectId, year: BudgetYear, unit: &Unit, version: i32) -> Project {
        Project {
            id,
            year,
            code: self.code.clone(),
            name: self.name.clone(),
            unit: unit.id,
            department: unit.department,
            project_type: self.project_type,
            nature: self.nature,
            funding: self.funding,
            version,
        }
    }
}

fn read(input: &ProjectDraft) -> Result<Fields, AppError> {
    let mut errors = Vec::new();
    let mut refuse = |field: &str, code, message: &str| errors.push(FieldError::new(field, code, message));
    let (code, name) = (input.code.trim(), input.name.trim());
    if !(1..=50).contains(&code.chars().count()) || code.chars().any(char::is_whitespace) {
        refuse(
            "code",
            "project-code-unfit",
            "项目代码须为 1 至 50 个字符,中间不留空格。",
        );
    }
    if !(1..=200).contains(&name.chars().count()) {
        refuse("name", "project-name-unfit", "项目名称须为 1 至 200 个字。");
    }
    let unit = input.unit.parse::<UnitId>().ok();
    if unit.is_none() {
        refuse("unit", "unit-unknown", "请选择实施单位。");
    }
    let project_type = ProjectType::from_code(&input.project_type);
    if project_type.is_none() {
        refuse("project_type", "project-type-unknown", "请选择项目类型。");
    }
    let nature = ProjectNature::from_code(&input.nature);
    if nature.is_none() {
        refuse("nature", "project-nature-unknown", "请选择新增或延续。");
    }
    let mut money = |field: &str, text: &str| {
        let read = amount(text);
        if read.is_none() {
            refuse(
                field,
                "amount-unreadable",
                "金额须为不小于 0 的数字,以万元为单位,例如 620.82。",
            );
        }
        read.unwrap_or_default()
    };
    let funding = FundingBySource {
        fiscal: money("fiscal", &input.fiscal),
        carried_over: money("carried_over", &input.carried_over),
        other: money("other", &input.other),
    };
    if funding.total().is_none() {
        refuse("fiscal", "amount-too-large", "资金合计超出可记录的范围,请核对。");
    }
    match (unit, project_type, nature) {
        (Some(unit), Some(project_type), Some(nature)) if errors.is_empty() => Ok(Fields {
            code: code.to_owned(),
            name: name.to_owned(),
            unit,
            project_type,
            nature,
            funding,
        }),
        _ => Err(AppError::Invalid(errors)),
    }
}

/// An amount in 万元, not negative; blank is nothing.
fn amount(text: &str) -> Option<Money> {
    if text.trim().is_empty() {
        return Some(Money::ZERO);
    }
    read_amount(text, MoneyUnit::TenThousandYuan)
        .money
        .filter(|money| Money::ZERO <= *money)
}
