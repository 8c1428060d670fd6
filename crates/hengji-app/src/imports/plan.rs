//! The planner: where each form goes, decided against the register as it stands, before anything is written.

mod matching;
mod new;
mod register;

use hengji_domain::form::Form;
use hengji_domain::id::UnitId;
use hengji_domain::project::Project;
use hengji_domain::sheet::{Sheet, SheetKind};
use hengji_domain::unit::Unit;
use hengji_domain::workflow::SheetState;
use hengji_domain::{BudgetYear, Finding};

use super::judge::JudgedForm;
use super::sheet::{filled, funding, new_sheet, placed};
use super::view::Destination;
use crate::app::{IdSource, Step};
use crate::error::AppError;

pub(super) use register::{Refusal, Register};

/// What an import may make beside sheets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Creation {
    /// Nothing: units fill in what the register has.
    SheetsOnly,
    /// Projects of known units: the performance division.
    Projects,
    /// Units too: the operator, collecting published cases.
    UnitsAndProjects,
}

/// A refusal names so many reasons: the first ones tell what is wrong with the rest.
const REASONS_NAMED: usize = 5;

/// Where one form goes.
pub(super) struct Placement {
    pub(super) destination: Destination,
    pub(super) problems: Vec<String>,
}

/// Everything an import would write.
#[derive(Default)]
pub(super) struct Plan {
    pub(super) units: Vec<Unit>,
    pub(super) projects: Vec<Project>,
    pub(super) new_sheets: Vec<Sheet>,
    pub(super) filled_sheets: Vec<Sheet>,
    pub(super) findings: Vec<(hengji_domain::id::SheetId, Vec<Finding>)>,
    /// One for each form, in order.
    pub(super) placements: Vec<Placement>,
}

impl Plan {
    /// Whether there is a form and every form has a place.
    pub(super) fn is_whole(&self) -> bool {
        let mut all = self.placements.iter();
        !self.placements.is_empty() && all.all(|placement| placement.destination != Destination::Nowhere)
    }

    /// Refuses a plan in which a form has no place, naming the first reasons.
    pub(super) fn require_whole(&self) -> Result<(), AppError> {
        if self.is_whole() {
            return Ok(());
        }
        let reasons: Vec<&str> = self
            .placements
            .iter()
            .flat_map(|placement| placement.problems.iter().map(String::as_str))
            .take(REASONS_NAMED)
            .collect();
        Err(AppError::refused(
            "import-not-ready",
            format!("有表找不到去处,整个文件没有入库:{}", reasons.join(" ")),
        ))
    }

    /// The sheets that would be written, in order of the forms that have a place.
    pub(super) fn sheets(&self) -> impl Iterator<Item = &Sheet> {
        self.new_sheets.iter().chain(&self.filled_sheets)
    }
}

/// What planning goes by.
pub(super) struct Planner<'a> {
    pub(super) year: BudgetYear,
    pub(super) creation: Creation,
    pub(super) register: Register<'a>,
    pub(super) ids: IdSource<'a>,
    pub(super) plan: Plan,
}

/// Why a form has no place.
pub(super) struct NoPlace(String);

impl NoPlace {
    fn because(reason: impl Into<String>) -> Halted {
        Halted::NoPlace(Self(reason.into()))
    }
}

/// Why the placing of one form stops.
enum Halted {
    NoPlace(NoPlace),
    Halt(crate::app::Halt),
}

impl From<crate::app::Halt> for Halted {
    fn from(halt: crate::app::Halt) -> Self {
        Self::Halt(halt)
    }
}

type Placing<T> = Result<T, Halted>;

impl Planner<'_> {
    /// Plans every form.
    pub(super) fn plan(mut self, forms: &[JudgedForm]) -> Step<Plan> {
        for judged in forms {
            let placement = match self.place(judged) {
                Ok(destination) => Placement {
                    destination,
                    problems: Vec::new(),
                },
                Err(Halted::NoPlace(NoPlace(reason))) => Placement {
                    destination: Destination::Nowhere,
                    problems: vec![reason],
                },
                Err(Halted::Halt(halt)) => return Err(halt),
            };
            self.plan.placements.push(placement);
        }
        Ok(self.plan)
    }

    fn place(&mut self, judged: &JudgedForm) -> Placing<Destination> {
        let form = &judged.form;
        let Some(kind) = form.kind else {
            return Err(NoPlace::because(
                "没有认出这是绩效目标表还是绩效自评表,请使用全国统一表样。",
            ));
        };
        if form.project.trim().is_empty() {
            return Err(NoPlace::because(
                "没有读到项目名称,不能判断属于哪个项目,请补填后重新上传。",
            ));
        }
        let (unit, is_new_unit) = self.unit(form)?;
        let (project, is_new_project) = self.project(form, &unit)?;
        if !self.register.take(project.id, kind) {
            return Err(NoPlace::because(format!(
                "本次导入中“{}”有多张{}表,请只保留一张。",
                form.project.trim(),
                kind.name()
            )));
        }
        let existing = self.register.sheets_of(project.id);
        let stored = existing.iter().find(|sheet| sheet.kind == kind).cloned();
        match stored {
            Some(sheet) => self.fill(judged, sheet),
            None => {
                self.add(judged, &project, kind, &existing)?;
                Ok(if is_new_unit {
                    Destination::NewUnit
                } else if is_new_project {
                    Destination::NewProject(unit.id)
                } else {
                    Destination::NewSheet(project.id)
                })
            }
        }
    }

    /// Fills a draft that exists already.
    fn fill(&mut self, judged: &JudgedForm, sheet: Sheet) -> Placing<Destination> {
        if !sheet.state.is_editable() {
            return Err(NoPlace::because(format!(
                "该项目的{}已提交或办结,不能再导入;如需修改请先撤回或请审核方退回。",
                sheet.kind.name()
            )));
        }
        let id = sheet.id;
        let next = if sheet.kind == SheetKind::SelfEvaluation && self.has_issued_goal(&sheet) {
            matching::answered(&sheet, judged).map_err(NoPlace::because)?
        } else {
            let keys = matching::keys(&sheet.lines, &judged.form.lines, self.ids)?;
            filled(&sheet, judged, &keys)
        };
        self.plan.findings.push((id, placed(judged)));
        self.plan.filled_sheets.push(next);
        Ok(Destination::Update(id))
    }

    /// Adds a sheet; a self-evaluation answers the issued goal where there is one.
    fn add(
        &mut self,
        judged: &JudgedForm,
        project: &Project,
        kind: SheetKind,
        existing: &[Sheet],
    ) -> Placing<()> {
        let id = self.ids.fresh()?;
        let goal = existing.iter().find(|sheet| {
            sheet.kind == SheetKind::Goal && matches!(sheet.state, SheetState::Concluded { .. })
        });
        let sheet = match (kind, goal) {
            (SheetKind::SelfEvaluation, Some(goal)) => {
                let empty = new_sheet(judged, id, project.id, self.year, kind, &[]);
                let from_goal = Sheet {
                    lines: goal.lines.clone(),
                    ..empty
                };
                matching::answered(&from_goal, judged).map_err(NoPlace::because)?
            }
            _ => {
                // Lines of a goal in the same import or register share their identity where they are the same.
                let known: Vec<_> = existing
                    .iter()
                    .chain(
                        self.plan
                            .new_sheets
                            .iter()
                            .filter(|sheet| sheet.project == project.id),
                    )
                    .flat_map(|sheet| sheet.lines.clone())
                    .collect();
                let keys = matching::keys(&known, &judged.form.lines, self.ids)?;
                new_sheet(judged, id, project.id, self.year, kind, &keys)
            }
        };
        self.plan.findings.push((id, placed(judged)));
        self.plan.new_sheets.push(sheet);
        Ok(())
    }

    fn has_issued_goal(&mut self, sheet: &Sheet) -> bool {
        self.register
            .sheets_of(sheet.project)
            .iter()
            .any(|other| other.kind == SheetKind::Goal && matches!(other.state, SheetState::Concluded { .. }))
    }

    fn project(&mut self, form: &Form, unit: &Unit) -> Placing<(Project, bool)> {
        let found = self.register.projects_named(unit.id, &form.project);
        match found.as_slice() {
            [project] => Ok((project.clone(), false)),
            [] if self.creation == Creation::SheetsOnly => Err(NoPlace::because(format!(
                "单位“{}”在 {} 年没有名为“{}”的项目,请核对项目名称,或先登记项目。",
                unit.name,
                self.year,
                form.project.trim()
            ))),
            [] => {
                let id = self.ids.fresh()?;
                let project = new::project(id, form, unit, self.year, funding(form));
                self.register.add_project(&project);
                self.plan.projects.push(project.clone());
                Ok((project, true))
            }
            _ => Err(NoPlace::because(format!(
                "单位“{}”在 {} 年有多个名为“{}”的项目,不能判断属于哪一个,请在页面上打开该项目填写。",
                unit.name,
                self.year,
                form.project.trim()
            ))),
        }
    }

    fn unit(&mut self, form: &Form) -> Placing<(Unit, bool)> {
        let text = if form.unit.trim().is_empty() {
            &form.department
        } else {
            &form.unit
        };
        if let Some(unit) = self.register.unit_named(text) {
            let unit = unit.clone();
            return match (self.register.refusal)(&unit) {
                None => Ok((unit, false)),
                Some(why) => Err(NoPlace::because(why)),
            };
        }
        if self.creation != Creation::UnitsAndProjects {
            return Err(NoPlace::because(format!(
                "单位名录中没有“{}”,请核对实施单位的名称。",
                text.trim()
            )));
        }
        let department = self.department(form)?;
        let id = self.ids.fresh()?;
        let unit = new::unit(id, text, department);
        self.add_unit(&unit);
        Ok((unit, true))
    }

    /// The department above a new unit; none where the unit stands for itself.
    fn department(&mut self, form: &Form) -> Placing<Option<UnitId>> {
        let text = form.department.trim();
        if text.is_empty()
            || form.unit.trim().is_empty()
            || super::names::key(text) == super::names::key(&form.unit)
        {
            return Ok(None);
        }
        if let Some(known) = self.register.unit_named(text) {
            return Ok(Some(known.department));
        }
        let id = self.ids.fresh()?;
        let unit = new::unit(id, text, None);
        self.add_unit(&unit);
        Ok(Some(unit.id))
    }

    fn add_unit(&mut self, unit: &Unit) {
        self.register.add_unit(unit);
        self.plan.units.push(unit.clone());
    }
}
