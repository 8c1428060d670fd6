//! The register: entered, listed, exported, imported.

use hengji_domain::person::{Actor, Role};
use hengji_domain::project::ProjectType;

use super::list::{Direction, ProjectQuery, ProjectSort, SheetProgress};
use super::{ProjectDraft, UploadedList};
use crate::common::PageRequest;
use crate::error::AppError;
use crate::ports::Cell;
use crate::stage::district::{bureau, fill, of_year, opened, person, school, schools, works};
use crate::stage::{Stage, key};

fn clerk() -> Actor {
    person(Role::UnitClerk, works())
}

fn reviewer() -> Actor {
    person(Role::PerformanceReviewer, bureau())
}

fn code<T: std::fmt::Debug>(result: Result<T, AppError>) -> String {
    crate::stage::codes(&result.unwrap_err())
}

fn draft() -> ProjectDraft {
    ProjectDraft {
        version: 0,
        code: "P8".into(),
        name: "公园绿化".into(),
        unit: works().to_string(),
        project_type: "specific".into(),
        nature: "new".into(),
        fiscal: "620.82".into(),
        carried_over: String::new(),
        other: "10".into(),
        ..ProjectDraft::default()
    }
}

fn names(stage: &Stage, by: &Actor, query: &ProjectQuery) -> Vec<String> {
    let list = stage.app.list_projects(by, of_year(), query).unwrap();
    assert!(list.page.is_total_exact);
    list.page.rows.iter().map(|row| row.name.clone()).collect()
}

#[test]
fn a_unit_enters_and_corrects_its_project() {
    Stage::on_each_engine(|stage| {
        stage.database.database.write(fill).unwrap();
        let entered = stage
            .app
            .enter_project(&clerk(), &key(1), of_year(), &draft())
            .unwrap();
        let id = entered.id.parse().unwrap();
        let page = stage.app.project_page(&clerk(), id).unwrap();
        assert_eq!(page.head.total.to_string(), "630.82");
        assert_eq!((page.may_open.len(), page.may_edit), (1, true));
        let corrected = ProjectDraft {
            version: 1,
            name: "公园绿化提升".into(),
            ..draft()
        };
        let edited = stage.app.edit_project(&clerk(), &key(2), id, &corrected).unwrap();
        assert_eq!(edited.version, 2);
        assert_eq!(
            code(stage.app.edit_project(&clerk(), &key(3), id, &corrected)),
            "stale-version"
        );
        let moved = ProjectDraft {
            version: 2,
            unit: school().to_string(),
            ..draft()
        };
        assert_eq!(
            code(stage.app.edit_project(&clerk(), &key(4), id, &moved)),
            "unit:unit-fixed"
        );
        let page = stage.app.project_page(&clerk(), id).unwrap();
        assert_eq!(page.head.name, "公园绿化提升");
        let told: Vec<_> = page.timeline.iter().map(|entry| entry.what.as_str()).collect();
        assert_eq!(told, ["修改项目", "登记项目"]);
    });
}

/// A change of the good draft; the codes of its refusal.
fn check(change: impl Fn(&mut ProjectDraft), expected: &str) {
    let stage = opened();
    let mut input = draft();
    change(&mut input);
    let refused = stage.app.enter_project(&clerk(), &key(1), of_year(), &input);
    assert_eq!(code(refused), expected);
}

#[test]
fn wrong_fields_of_a_project_are_refused() {
    check(|draft| draft.code = String::new(), "code:project-code-unfit");
    check(|draft| draft.code = "P 8".into(), "code:project-code-unfit");
    check(|draft| draft.code = "P1".into(), "code:project-code-taken");
    check(|draft| draft.name = "长".repeat(201), "name:project-name-unfit");
    check(|draft| draft.unit = "nowhere".into(), "unit:unit-unknown");
    check(|draft| draft.unit = school().to_string(), "not-found");
    check(
        |draft| draft.project_type = "any".into(),
        "project_type:project-type-unknown",
    );
    check(
        |draft| draft.nature = String::new(),
        "nature:project-nature-unknown",
    );
    check(|draft| draft.fiscal = "很多".into(), "fiscal:amount-unreadable");
    check(|draft| draft.other = "-1".into(), "other:amount-unreadable");
}

#[test]
fn a_bureau_division_is_no_budget_unit() {
    let stage = opened();
    let input = ProjectDraft {
        unit: bureau().to_string(),
        ..draft()
    };
    let refused = stage.app.enter_project(&reviewer(), &key(1), of_year(), &input);
    assert_eq!(code(refused), "unit:unit-without-budget");
}

#[test]
fn a_list_holds_what_is_within_reach() {
    let stage = opened();
    let count = |role, unit| names(&stage, &person(role, unit), &ProjectQuery::default()).len();
    assert_eq!(count(Role::UnitClerk, works()), 5);
    assert_eq!(count(Role::UnitClerk, school()), 2);
    assert_eq!(count(Role::DepartmentReviewer, schools()), 2);
    assert_eq!(count(Role::BudgetDivisionReviewer, bureau()), 5);
    assert_eq!(count(Role::PerformanceReviewer, bureau()), 7);
    assert_eq!(count(Role::OversightReader, bureau()), 2);
    for role in [Role::SystemAdministrator, Role::ThirdParty] {
        let denied = stage
            .app
            .list_projects(&person(role, bureau()), of_year(), &ProjectQuery::default());
        assert_eq!(code(denied), "role-not-held", "{role:?}");
    }
}

#[test]
fn a_list_is_filtered_sorted_and_paged() {
    let stage = opened();
    let all = |query: ProjectQuery| names(&stage, &reviewer(), &query);
    let plain = ProjectQuery::default;
    assert_eq!(
        all(ProjectQuery {
            text: Some("目3".into()),
            ..plain()
        }),
        ["项目3"]
    );
    assert_eq!(
        all(ProjectQuery {
            text: Some("  ".into()),
            ..plain()
        })
        .len(),
        7
    );
    assert_eq!(
        all(ProjectQuery {
            unit: Some(school()),
            ..plain()
        }),
        ["项目6", "项目7"]
    );
    assert_eq!(
        all(ProjectQuery {
            department: Some(schools()),
            ..plain()
        })
        .len(),
        2
    );
    assert_eq!(
        all(ProjectQuery {
            project_type: Some(ProjectType::Staff),
            ..plain()
        })
        .len(),
        0
    );
    assert_eq!(
        all(ProjectQuery {
            goal: Some(SheetProgress::Concluded),
            ..plain()
        }),
        ["项目5", "项目7"]
    );
    assert_eq!(
        all(ProjectQuery {
            goal: Some(SheetProgress::NotOpened),
            ..plain()
        }),
        ["项目1"]
    );
    let outstanding = ProjectQuery {
        goal: Some(SheetProgress::Outstanding),
        ..plain()
    };
    assert_eq!(all(outstanding), ["项目1", "项目2", "项目3"]);
    let second = ProjectQuery {
        sort: ProjectSort::Code,
        direction: Direction::Descending,
        page: PageRequest::new(2, 3),
        ..plain()
    };
    assert_eq!(all(second), ["项目4", "项目3", "项目2"]);
}

#[test]
fn a_list_needs_the_same_few_statements_however_long_it_is() {
    let stage = opened();
    let statements = |size| {
        let query = ProjectQuery {
            page: PageRequest::new(1, size),
            ..ProjectQuery::default()
        };
        let before = hengji_store::statements::sent();
        stage.app.list_projects(&reviewer(), of_year(), &query).unwrap();
        hengji_store::statements::sent() - before
    };
    statements(100);
    assert_eq!((statements(1), statements(100)), (2, 2));
}

#[test]
fn an_export_holds_exactly_what_is_filtered_and_leaves_an_event() {
    let stage = opened();
    let query = ProjectQuery {
        unit: Some(school()),
        ..ProjectQuery::default()
    };
    let bytes = stage.app.export_projects(&reviewer(), of_year(), &query).unwrap();
    assert_eq!(String::from_utf8(bytes).unwrap(), "2 行");
    let table = stage.desk.last_written();
    assert_eq!(table.columns.len(), table.rows[0].len());
    assert_eq!(table.rows[1][1], Cell::Text("项目7".into()));
    assert_eq!(table.rows[1][6], Cell::Text("已批复下达".into()));
    let page = stage.app.audit_page(
        &person(Role::AuditAdministrator, bureau()),
        &crate::audit::AuditQuery::default(),
    );
    assert_eq!(page.unwrap().page.rows[0].action_name, "导出项目列表");
}

fn list(rows: &[&str], stage: &Stage, name: &str) -> UploadedList {
    stage.desk.put_table(name, rows);
    UploadedList {
        file_name: name.into(),
        bytes: name.as_bytes().to_vec(),
        ..UploadedList::default()
    }
}

const HEADINGS: &str = "项目代码|项目名称|实施单位|资金总额";

#[test]
fn a_list_is_previewed_and_stored_once() {
    Stage::on_each_engine(|stage| {
        stage.database.database.write(fill).unwrap();
        let rows = [
            "单位:元",
            HEADINGS,
            "P1|项目1|市政中心|10000",
            "P2|项目2改|市政中心|20000",
            "P9|新项目|第一小学|30000",
        ];
        let upload = list(&rows, stage, "list.xlsx");
        let preview = stage
            .app
            .preview_project_import(&reviewer(), &key(1), of_year(), &upload)
            .unwrap();
        assert_eq!(
            (preview.new_count, preview.changed_count, preview.unchanged_count),
            (1, 1, 1)
        );
        assert_eq!(
            (preview.money_total.to_string().as_str(), preview.money_unit),
            ("6", "元")
        );
        let done = stage
            .app
            .commit_project_import(&reviewer(), &key(2), preview.import)
            .unwrap();
        assert_eq!((done.new_count, done.changed_count), (1, 1));
        let again = stage
            .app
            .commit_project_import(&reviewer(), &key(2), preview.import)
            .unwrap();
        assert_eq!(again, done);
        let second = stage
            .app
            .commit_project_import(&reviewer(), &key(3), preview.import);
        assert_eq!(code(second), "import-concluded");
        assert_eq!(names(stage, &reviewer(), &ProjectQuery::default()).len(), 8);
        let shown = stage.app.project_import(&reviewer(), preview.import).unwrap();
        assert_eq!(shown.unchanged_count, 3);
    });
}

#[test]
fn one_wrong_row_keeps_the_whole_list_out() {
    let stage = opened();
    let rows = [
        "单位:元",
        HEADINGS,
        "P8|好的|市政中心|10000",
        "P9|坏的|无此单位|20000",
    ];
    let upload = list(&rows, &stage, "list.xlsx");
    let preview = stage
        .app
        .preview_project_import(&reviewer(), &key(1), of_year(), &upload)
        .unwrap();
    assert_eq!(preview.problem_count, 1);
    assert_eq!(preview.problems[0].cell.as_deref(), Some("C4"));
    let refused = stage
        .app
        .commit_project_import(&reviewer(), &key(2), preview.import);
    assert_eq!(code(refused), "list-has-problems");
    assert_eq!(names(&stage, &reviewer(), &ProjectQuery::default()).len(), 7);
}

#[test]
fn the_meaning_of_columns_is_kept_for_the_next_file() {
    let stage = opened();
    let rows = ["单位:元", "编号|干什么|谁干|多少钱", "P8|好的|市政中心|10000"];
    let choose = |letter: &str, field: &str| super::ColumnChoice {
        letter: letter.into(),
        field: Some(field.into()),
    };
    let first = UploadedList {
        columns: vec![
            choose("A", "code"),
            choose("B", "name"),
            choose("C", "unit"),
            choose("D", "total"),
        ],
        keep_mapping_as: Some("预算系统".into()),
        ..list(&rows, &stage, "first.xlsx")
    };
    let bare = list(&rows, &stage, "bare.xlsx");
    let refused = stage
        .app
        .preview_project_import(&reviewer(), &key(1), of_year(), &bare);
    assert_eq!(code(refused), "list-without-headings");
    stage
        .app
        .preview_project_import(&reviewer(), &key(2), of_year(), &first)
        .unwrap();
    let known = stage
        .app
        .preview_project_import(&reviewer(), &key(3), of_year(), &bare)
        .unwrap();
    assert_eq!((known.new_count, known.problem_count), (1, 0));
}

#[test]
fn units_import_no_lists_and_strangers_see_none() {
    let stage = opened();
    let rows = ["单位:元", HEADINGS, "P8|好的|市政中心|10000"];
    let upload = list(&rows, &stage, "list.xlsx");
    let refused = stage
        .app
        .preview_project_import(&clerk(), &key(1), of_year(), &upload);
    assert_eq!(code(refused), "role-not-held");
    let nowhere = hengji_domain::id::ImportId::new(stage.app.now(), [1; 10]);
    assert_eq!(code(stage.app.project_import(&reviewer(), nowhere)), "not-found");
    let unread = UploadedList {
        file_name: "other.xlsx".into(),
        ..UploadedList::default()
    };
    let refused = stage
        .app
        .preview_project_import(&reviewer(), &key(2), of_year(), &unread);
    assert_eq!(code(refused), "workbook-unreadable");
}

#[test]
fn an_oversight_reader_sees_issued_sheets_and_no_drafts() {
    let stage = opened();
    let reader = person(Role::OversightReader, bureau());
    let all = stage
        .app
        .list_projects(&reader, of_year(), &ProjectQuery::default())
        .unwrap();
    for row in &all.page.rows {
        let page = stage.app.project_page(&reader, row.id).unwrap();
        assert!(page.sheets.iter().all(|sheet| sheet.state.code == "concluded"));
        assert!(page.may_open.is_empty() && !page.may_edit);
    }
}
