//! The register as the planner sees it: units, projects and sheets by what forms call them.

use std::collections::{BTreeSet, HashMap};

use hengji_domain::id::{ProjectId, UnitId};
use hengji_domain::project::Project;
use hengji_domain::sheet::{Sheet, SheetKind};
use hengji_domain::unit::Unit;

use crate::imports::names;

/// Why this importer may not import for a unit; none when they may.
pub(crate) type Refusal<'a> = Box<dyn Fn(&Unit) -> Option<String> + 'a>;

/// What is known before the import, and what it adds as it is planned.
pub(crate) struct Register<'a> {
    units: HashMap<String, Unit>,
    projects: HashMap<(UnitId, String), Vec<Project>>,
    sheets: HashMap<ProjectId, Vec<Sheet>>,
    taken: BTreeSet<(ProjectId, SheetKind)>,
    pub(super) refusal: Refusal<'a>,
}

impl<'a> Register<'a> {
    /// The register of a division and year.
    pub(crate) fn new(
        units: Vec<Unit>,
        projects: Vec<Project>,
        sheets: Vec<Sheet>,
        refusal: Refusal<'a>,
    ) -> Self {
        let mut register = Self {
            units: HashMap::new(),
            projects: HashMap::new(),
            sheets: HashMap::new(),
            taken: BTreeSet::new(),
            refusal,
        };
        for unit in &units {
            register.add_unit(unit);
        }
        for project in &projects {
            register.add_project(project);
        }
        for sheet in sheets {
            register.sheets.entry(sheet.project).or_default().push(sheet);
        }
        register
    }

    pub(super) fn add_unit(&mut self, unit: &Unit) {
        for text in [&unit.name, &unit.code] {
            // The first of a name counts: a district has one unit of a name, published cases now and then two.
            self.units.entry(names::key(text)).or_insert_with(|| unit.clone());
        }
    }

    pub(super) fn add_project(&mut self, project: &Project) {
        self.projects
            .entry((project.unit, names::key(&project.name)))
            .or_default()
            .push(project.clone());
    }

    /// The unit a form calls so, by its code before its name.
    pub(super) fn unit_named(&self, text: &str) -> Option<&Unit> {
        let (code, name) = names::split(text);
        let by_code = code.and_then(|code| self.units.get(&names::key(&code)));
        by_code
            .filter(|unit| names::key(&unit.name) == names::key(&name))
            .or_else(|| self.units.get(&names::key(&name)).filter(|_| !name.is_empty()))
    }

    /// The projects of a unit that a form calls so.
    pub(super) fn projects_named(&self, unit: UnitId, name: &str) -> Vec<Project> {
        self.projects
            .get(&(unit, names::key(name)))
            .cloned()
            .unwrap_or_default()
    }

    /// The sheets a project has before the import.
    pub(super) fn sheets_of(&self, project: ProjectId) -> Vec<Sheet> {
        self.sheets.get(&project).cloned().unwrap_or_default()
    }

    /// Notes that a form takes this sheet of the project; whether it was still free.
    pub(super) fn take(&mut self, project: ProjectId, kind: SheetKind) -> bool {
        self.taken.insert((project, kind))
    }
}
