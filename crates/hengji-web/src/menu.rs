//! The left menu: stages of the work, with the entries that the person's roles open.

use hengji_app::authz::Action;
use hengji_domain::person::Actor;

use crate::look::{Menu, MenuItem};

/// An entry: its name, its address and the action that must be open to the person.
type Entry = (&'static str, &'static str, Action);

const STAGES: &[(&str, &[Entry])] = &[
    (
        "工作台",
        &[
            ("待办", "/", Action::ViewHome),
            ("全过程进度", "/dashboard", Action::ViewUnitOverview),
        ],
    ),
    (
        "项目库",
        &[
            ("项目列表", "/projects", Action::ListProjects),
            ("登记项目", "/projects/new", Action::EnterProject),
            ("导入项目清单", "/project-imports/new", Action::ImportProjects),
            ("项目分类目录", "/classes", Action::ViewClassCatalogue),
            ("目录核对与批准", "/classes/review", Action::ReviewClassCatalogue),
        ],
    ),
    (
        "预算执行",
        &[
            ("资金数据", "/money", Action::ViewMoneyLoads),
            ("导入资金数据", "/money-imports/new", Action::ImportMoney),
            ("对账差异", "/differences", Action::ListDifferences),
        ],
    ),
    (
        "事前评估",
        &[("评估名单与进展", "/ex-ante", Action::ListExAnteEvaluations)],
    ),
    (
        "绩效目标",
        &[
            ("目标申报与审核", "/goals", Action::ListProjects),
            ("目标填报进度", "/overview/goal", Action::ViewUnitOverview),
            ("集中审核", "/review", Action::ViewReview),
            ("目标调整", "/goal-adjustments", Action::ListAdjustments),
            ("目标批复发文", "/goal-letters", Action::IssueGoalLetters),
        ],
    ),
    (
        "绩效监控",
        &[
            ("监控总览", "/monitoring", Action::ViewMonitoring),
            ("财政重点监控", "/key-monitoring", Action::ViewMonitoring),
            ("监控压减建议", "/monitoring-findings", Action::ViewMonitoring),
            ("压减核减台账", "/cuts", Action::ViewCuts),
        ],
    ),
    (
        "绩效评价",
        &[
            ("单位自评", "/self-evaluations", Action::ListProjects),
            (
                "自评填报进度",
                "/overview/self_evaluation",
                Action::ViewUnitOverview,
            ),
            ("绩效抽评", "/spot", Action::ViewSpotRounds),
            ("绩效评价", "/evaluations", Action::ListEvaluations),
            ("评价档案", "/case-files", Action::ListCaseFiles),
            ("第三方机构", "/institutions", Action::ViewInstitutions),
            ("第三方委托", "/assignments", Action::ViewInstitutions),
            ("报告评价", "/institution-reports", Action::ViewInstitutions),
        ],
    ),
    (
        "结果应用",
        &[
            ("评价结果", "/results", Action::ViewResults),
            ("问题台账", "/evaluation-findings", Action::ViewEvaluationFindings),
            ("整改措施", "/rectifications", Action::ViewEvaluationFindings),
            ("回头看", "/look-backs", Action::ViewLookBacks),
            ("问题根源重现", "/recurrences", Action::ViewEvaluationFindings),
            ("评价工作报告", "/evaluation-report", Action::ViewEvaluationReport),
        ],
    ),
    ("公文", &[("公文登记", "/papers", Action::ViewPapers)]),
    (
        "检查与导入",
        &[
            ("导入表格", "/form-imports/new", Action::ImportForms),
            ("填报检查清单", "/findings", Action::ListFindings),
            ("一体化标准表", "/standard-tables", Action::ExportStandard),
        ],
    ),
    (
        "依据",
        &[
            ("指标库", "/indicators", Action::ViewLibrary),
            ("指标库变更", "/library-proposals", Action::ViewLibrary),
            ("现行规则", "/rules", Action::ViewRules),
            ("评价指标体系", "/frameworks", Action::ViewRules),
            ("规则更改", "/rule-proposals", Action::ViewRuleProposals),
            ("制度文件", "/regulations", Action::ViewRegulations),
            ("年度结账", "/budget-years", Action::ViewBudgetYears),
            ("单位", "/units", Action::ViewUnits),
        ],
    ),
    (
        "系统",
        &[
            ("账户与角色", "/users", Action::ViewAccounts),
            ("审计日志", "/audit", Action::ViewAudit),
        ],
    ),
];

/// Whether one of the roles may do this at all.
pub(crate) fn may(actor: &Actor, action: Action) -> bool {
    action.roles().iter().any(|role| actor.has(*role))
}

/// The stages with at least one open entry; the entry that leads furthest towards `path` is the present one.
pub(crate) fn menus(actor: &Actor, path: &str) -> Vec<Menu> {
    let open = |(_, entries): &(&str, &'static [Entry])| {
        entries
            .iter()
            .copied()
            .filter(|(_, _, action)| may(actor, *action))
            .collect::<Vec<Entry>>()
    };
    let present = STAGES
        .iter()
        .flat_map(open)
        .map(|(_, entry, _)| entry)
        .filter(|entry| leads_to(entry, path))
        .max_by_key(|entry| entry.len());
    let item = |(name, path, _): Entry| MenuItem {
        name,
        path,
        is_present: present == Some(path),
    };
    STAGES
        .iter()
        .map(|stage| Menu {
            stage: stage.0,
            items: open(stage).into_iter().map(item).collect(),
        })
        .filter(|menu| !menu.items.is_empty())
        .collect()
}

fn leads_to(entry: &str, path: &str) -> bool {
    path == entry || (entry != "/" && path.strip_prefix(entry).is_some_and(|rest| rest.starts_with('/')))
}

#[cfg(test)]
mod tests {
    use super::*;
    use hengji_domain::id::{UnitId, UserId};
    use hengji_domain::person::{Grant, Role};
    use hengji_domain::{Division, Timestamp};

    fn actor(role: Role) -> Actor {
        let at = Timestamp::from_micros(1);
        Actor {
            user: UserId::new(at, [1; 10]),
            name: role.name().into(),
            division: Division::NATION,
            grants: vec![Grant {
                role,
                unit: UnitId::new(at, [2; 10]),
            }],
            address: String::new(),
        }
    }

    fn names(role: Role) -> Vec<&'static str> {
        let menus = menus(&actor(role), "/");
        menus
            .into_iter()
            .flat_map(|menu| menu.items)
            .map(|item| item.name)
            .collect()
    }

    #[test]
    fn administrators_are_offered_no_business_pages() {
        for role in [
            Role::SystemAdministrator,
            Role::SecurityAdministrator,
            Role::AuditAdministrator,
        ] {
            for business in [
                "项目列表",
                "目标申报与审核",
                "填报检查清单",
                "导入表格",
                "问题台账",
            ] {
                assert!(!names(role).contains(&business), "{} {business}", role.name());
            }
        }
        assert!(names(Role::AuditAdministrator).contains(&"审计日志"));
        assert!(!names(Role::UnitClerk).contains(&"审计日志"));
    }

    #[test]
    fn the_entry_that_leads_furthest_is_the_present_one() {
        let present = |path: &str| {
            let menus = menus(&actor(Role::PerformanceReviewer), path);
            let item = menus
                .iter()
                .flat_map(|menu| &menu.items)
                .find(|item| item.is_present);
            item.map(|item| item.name)
        };
        for (path, name) in [
            ("/", Some("待办")),
            ("/projects", Some("项目列表")),
            ("/projects/new", Some("登记项目")),
            ("/projects/0190", Some("项目列表")),
            ("/goals/0190/diff", Some("目标申报与审核")),
            ("/account", None),
        ] {
            assert_eq!(present(path), name, "{path}");
        }
    }
}
