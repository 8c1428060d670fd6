//! The bodies, accounts and projects of the test district.

use std::collections::BTreeMap;

use hengji_app::projects::ProjectDraft;
use hengji_app::seed::{SeedAccount, SeedDivision};
use hengji_app::sheets::{Approval, LineDraft, Move, SheetDraft};
use hengji_app::{App, RequestKey};
use hengji_domain::form::{Form, FormLine, NumberText};
use hengji_domain::id::{ProjectId, SheetId, UnitId, UserId};
use hengji_domain::person::Role;
use hengji_domain::sheet::SheetKind;
use hengji_domain::unit::{Unit, UnitKind};
use hengji_domain::value::read::{read_actual, read_target};
use hengji_domain::{Decimal, Timestamp};

use super::World;

/// The password of every account.
pub(crate) const PASSWORD: &str = "Yanlian-2020-heng";
/// The shared secret of every second factor.
pub(crate) const TOTP_SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

/// 登录名 of the account with this role.
pub(crate) fn login_name(role: Role) -> String {
    role.code().replace('_', "-")
}

/// Bodies and accounts.
pub(crate) struct Units {
    department: UnitId,
    unit: UnitId,
    other_unit: UnitId,
    budget_division: UnitId,
    performance_division: UnitId,
    firm: UnitId,
    users: BTreeMap<Role, UserId>,
}

impl Units {
    pub(crate) fn of(&self, role: Role) -> UnitId {
        match role {
            Role::UnitClerk | Role::UnitFinance | Role::UnitHead => self.unit,
            Role::DepartmentReviewer => self.department,
            Role::BudgetDivisionReviewer => self.budget_division,
            Role::ThirdParty => self.firm,
            _ => self.performance_division,
        }
    }

    pub(crate) fn user(&self, role: Role) -> UserId {
        self.users[&role]
    }
}

fn id(n: u8) -> UnitId {
    UnitId::new(Timestamp::from_micros(1_500_000_000_000_000), [n; 10])
}

fn unit(n: u8, code: &str, name: &str, kind: UnitKind, department: u8, budget_division: Option<u8>) -> Unit {
    Unit {
        id: id(n),
        code: code.to_owned(),
        name: name.to_owned(),
        kind,
        department: id(department),
        budget_division: budget_division.map(id),
    }
}

pub(crate) fn seed(app: &App) -> Units {
    let units = vec![
        unit(1, "001", "绩效科", UnitKind::BureauDivision, 1, None),
        unit(2, "002", "经济建设科", UnitKind::BureauDivision, 2, None),
        unit(3, "301", "城管局", UnitKind::Department, 3, Some(2)),
        unit(4, "301001", "市政养护中心", UnitKind::BudgetUnit, 3, Some(2)),
        unit(5, "401", "教育局", UnitKind::Department, 5, Some(2)),
        unit(6, "401001", "第一小学", UnitKind::BudgetUnit, 5, Some(2)),
        unit(7, "901", "评价机构", UnitKind::ThirdPartyInstitution, 7, None),
    ];
    let division = SeedDivision {
        division: World::division(),
        name: "示范区(演示数据)".to_owned(),
        is_demonstration: true,
        units,
    };
    app.seed_division(&division).unwrap();
    let mut bodies = Units {
        department: id(3),
        unit: id(4),
        other_unit: id(6),
        budget_division: id(2),
        performance_division: id(1),
        firm: id(7),
        users: BTreeMap::new(),
    };
    let account = |login_name: String, role: Role, unit: UnitId| SeedAccount {
        login_name,
        name: role.name().to_owned(),
        password: PASSWORD.to_owned(),
        second_factor: role.needs_second_factor().then(|| TOTP_SECRET.to_owned()),
        unit,
        roles: vec![role],
    };
    let mut accounts: Vec<SeedAccount> = Role::ALL
        .into_iter()
        .map(|role| account(login_name(role), role, bodies.of(role)))
        .collect();
    accounts.push(account("stranger".to_owned(), Role::UnitClerk, bodies.other_unit));
    let users = app.seed_accounts(World::division(), &accounts).unwrap();
    bodies.users = Role::ALL.into_iter().zip(users).collect();
    bodies
}

/// The lines of a goal that the rules of 2020 accept.
const LINES: [[&str; 5]; 5] = [
    ["产出指标", "数量指标", "道路养护里程", "≥120公里", "20"],
    ["产出指标", "质量指标", "养护验收合格率", "≥98%", "20"],
    ["产出指标", "时效指标", "养护任务按时完成率", "≥95%", "10"],
    ["效益指标", "社会效益指标", "道路完好率", "≥95%", "30"],
    ["满意度指标", "服务对象满意度指标", "居民满意度", "≥90%", "10"],
];

fn line([level1, level2, level3, target, weight]: [&str; 5]) -> LineDraft {
    LineDraft {
        level1: level1.to_owned(),
        level2: level2.to_owned(),
        level3: level3.to_owned(),
        target: target.to_owned(),
        weight: weight.to_owned(),
        ..LineDraft::default()
    }
}

/// A goal that may be submitted.
pub(crate) fn goal_draft(version: i32) -> SheetDraft {
    SheetDraft {
        version,
        annual_goal: "全年养护辖区道路 120 公里,道路完好率达到 95% 以上,居民出行更加安全便利。".to_owned(),
        lines: LINES.map(line).to_vec(),
        ..SheetDraft::default()
    }
}

/// The fields of the same goal as the grid posts them.
pub(crate) fn goal_fields(version: &str) -> Vec<(&'static str, String)> {
    let mut fields = vec![
        ("version", version.to_owned()),
        ("annual_goal", goal_draft(0).annual_goal),
    ];
    for [level1, level2, level3, target, weight] in LINES {
        let row = [
            ("key", ""),
            ("library_indicator", ""),
            ("level1", level1),
            ("level2", level2),
            ("level3", level3),
        ];
        fields.extend(row.map(|(name, value)| (name, value.to_owned())));
        let rest = [("target", target), ("weight", weight), ("is_part", "")];
        fields.extend(rest.map(|(name, value)| (name, value.to_owned())));
    }
    fields
}

/// The same goal as a form of a workbook.
pub(crate) fn goal_form(project: &str) -> Form {
    let row = |(row, [level1, level2, level3, target, weight]): (u32, [&str; 5])| FormLine {
        row,
        level1: level1.to_owned(),
        level2: level2.to_owned(),
        level3: level3.to_owned(),
        target: read_target(target),
        actual: read_actual(""),
        weight: NumberText {
            text: weight.to_owned(),
            value: weight.parse::<Decimal>().ok(),
        },
        score: NumberText::default(),
        reason: String::new(),
        parent: None,
        formula_fields: Vec::new(),
        cells: Vec::new(),
    };
    Form {
        kind: Some(SheetKind::Goal),
        worksheet: "目标表".to_owned(),
        project: project.to_owned(),
        department: "城管局".to_owned(),
        unit: "市政养护中心".to_owned(),
        year: Some(World::year()),
        year_text: "2020".to_owned(),
        annual_goal: goal_draft(0).annual_goal,
        lines: (12..).zip(LINES).map(row).collect(),
        has_weight_column: true,
        ..Form::default()
    }
}

/// A key that no other request of the test carries.
pub(crate) fn key(text: &str) -> RequestKey {
    RequestKey::new(&format!("test-key-{text}")).unwrap()
}

impl World {
    /// A project of the clerk's unit.
    pub(crate) fn project(&self, code: &str) -> ProjectId {
        let draft = ProjectDraft {
            version: 0,
            code: code.to_owned(),
            name: format!("道路养护经费{}", if code == "P1" { "" } else { code }),
            unit: self.unit_of(Role::UnitClerk).to_string(),
            project_type: "specific".to_owned(),
            nature: "continued".to_owned(),
            fiscal: "1250".to_owned(),
            carried_over: String::new(),
            other: String::new(),
            ..ProjectDraft::default()
        };
        let clerk = self.actor(Role::UnitClerk);
        let written = self
            .app
            .enter_project(&clerk, &key(&format!("project-{code}")), Self::year(), &draft);
        written.unwrap().id.parse().unwrap()
    }

    /// A goal with its lines, not yet submitted.
    pub(crate) fn draft_goal(&self, code: &str) -> (ProjectId, SheetId) {
        let project = self.project(code);
        let clerk = self.actor(Role::UnitClerk);
        let opened = self
            .app
            .open_goal(&clerk, &key(&format!("open-{code}")), project)
            .unwrap();
        let sheet: SheetId = opened.id.parse().unwrap();
        let draft = goal_draft(opened.version);
        self.app
            .save_sheet(&clerk, &key(&format!("save-{code}")), sheet, &draft)
            .unwrap();
        (project, sheet)
    }

    /// A goal that has gone `steps` steps along its chain: 1 is submitted, 7 is issued.
    pub(crate) fn goal_after(&self, code: &str, steps: usize) -> (ProjectId, SheetId) {
        let (project, sheet) = self.draft_goal(code);
        self.advance(sheet, code, steps);
        (project, sheet)
    }

    /// An issued goal with its self-evaluation opened.
    pub(crate) fn opened_self_evaluation(&self, code: &str) -> (SheetId, SheetId) {
        let (project, goal) = self.goal_after(code, 7);
        let clerk = self.actor(Role::UnitClerk);
        let key = key(&format!("open-self-{code}"));
        let opened = self.app.open_self_evaluation(&clerk, &key, project).unwrap();
        (goal, opened.id.parse().unwrap())
    }

    fn advance(&self, sheet: SheetId, code: &str, steps: usize) {
        let chain = [
            Role::UnitClerk,
            Role::UnitFinance,
            Role::UnitHead,
            Role::DepartmentReviewer,
            Role::BudgetDivisionReviewer,
            Role::PerformanceReviewer,
            Role::BureauLeader,
        ];
        for (step, role) in chain.into_iter().take(steps).enumerate() {
            let actor = self.actor(role);
            let version = self.app.sheet_page(&actor, sheet).unwrap().version;
            let key = key(&format!("step-{code}-{step}"));
            if step == 0 {
                self.app
                    .submit_sheet(&actor, &key, sheet, &Move { version })
                    .unwrap();
            } else {
                let approval = Approval {
                    version,
                    words: String::new(),
                };
                self.app.approve_sheet(&actor, &key, sheet, &approval).unwrap();
            }
        }
    }
}
