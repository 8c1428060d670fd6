//! What the three doors write, once and whole.

use hengji_domain::Score;

use super::*;
use crate::stage::district::fill;

#[test]
fn a_checked_file_is_stored_once_with_every_text_and_the_file_itself() {
    Stage::on_each_engine(|stage| {
        stage.database.database.write(fill).unwrap();
        stage.app.forget_directory(crate::stage::division());
        let forms = vec![goal("项目1", "市政中心"), evaluation("项目2", "市政中心", &LINES)];
        let preview = upload(stage, &clerk(), 1, forms).unwrap();
        assert!(preview.can_commit && preview.state == "checked");
        let reports = std::cell::RefCell::new(Vec::new());
        let imported = stage
            .app
            .commit_forms(&clerk(), &key(2), preview.import, &|done, total| {
                reports.borrow_mut().push((done, total));
            })
            .unwrap();
        assert_eq!(
            (imported.sheets.len(), imported.lines, imported.projects),
            (2, 6, 0)
        );
        assert_eq!(reports.into_inner().last(), Some(&(2, 2)));

        let page = stage
            .app
            .sheet_page(&clerk(), imported.sheets[1].parse().unwrap())
            .unwrap();
        assert_eq!(page.kind, SheetKind::SelfEvaluation);
        assert_eq!(page.lines[0].actual.text, "290公里");
        assert_eq!(page.lines[0].computed_score, Some(Score::from_centi(4833)));
        assert_eq!(page.lines[0].stated_score, Some(Score::from_centi(4833)));
        assert_eq!(
            page.execution.as_ref().unwrap().computed_score,
            Some(Score::from_centi(900))
        );
        assert_eq!(page.totals.stated_total, Some(Score::from_centi(9900)));
        assert!(page.findings.iter().any(|one| one.code == "scores-not-total"));
        assert_eq!(page.attachments.len(), 1);
        assert_eq!(page.attachments[0].name, "1.xlsx");

        let again = stage
            .app
            .commit_forms(&clerk(), &key(2), preview.import, &|_, _| {})
            .unwrap();
        assert_eq!(again, imported);
        let second = stage
            .app
            .commit_forms(&clerk(), &key(3), preview.import, &|_, _| {});
        assert_eq!(code(second), "import-concluded");
        let shown = stage.app.forms_preview(&clerk(), preview.import).unwrap();
        assert_eq!((shown.state.as_str(), shown.can_commit), ("stored", false));
    });
}

#[test]
fn one_form_without_a_place_keeps_the_whole_file_out() {
    let stage = opened();
    let forms = vec![goal("项目1", "市政中心"), goal("没有的项目", "市政中心")];
    let preview = upload(&stage, &clerk(), 1, forms).unwrap();
    assert!(!preview.can_commit);
    let refused = stage
        .app
        .commit_forms(&clerk(), &key(2), preview.import, &|_, _| {});
    assert_eq!(code(refused), "import-not-ready");
    let project = stage
        .app
        .list_projects(&clerk(), of_year(), &crate::projects::ProjectQuery::default())
        .unwrap();
    let first = project.page.rows.iter().find(|row| row.name == "项目1").unwrap();
    assert!(first.goal.is_none());
}

#[test]
fn a_file_without_forms_and_one_that_is_none_are_refused() {
    let stage = opened();
    let preview = upload(&stage, &clerk(), 1, vec![]).unwrap();
    assert!(!preview.can_commit);
    let refused = stage
        .app
        .commit_forms(&clerk(), &key(2), preview.import, &|_, _| {});
    assert_eq!(code(refused), "import-not-ready");
    let unread = stage.app.preview_forms(
        &clerk(),
        &key(3),
        of_year(),
        &UploadedWorkbook {
            file_name: "nowhere.xlsx".into(),
            bytes: vec![1],
        },
    );
    assert_eq!(code(unread), "workbook-unreadable");
}

#[test]
fn an_import_belongs_to_whoever_brought_it_and_to_the_performance_division() {
    let stage = opened();
    let preview = upload(&stage, &clerk(), 1, vec![goal("项目1", "市政中心")]).unwrap();
    let colleague = person(Role::UnitFinance, works());
    assert_eq!(
        code(stage.app.forms_preview(&colleague, preview.import)),
        "not-found"
    );
    assert!(stage.app.forms_preview(&reviewer(), preview.import).is_ok());
    for role in [Role::UnitHead, Role::BureauLeader, Role::AuditAdministrator] {
        let stranger = person(role, bureau());
        let refused = upload(&stage, &stranger, 9, vec![goal("项目1", "市政中心")]);
        assert!(refused.is_err(), "{role:?}");
    }
}

#[test]
fn lines_of_a_filled_draft_keep_their_identity() {
    let stage = opened();
    let first = upload(&stage, &clerk(), 1, vec![goal("项目1", "市政中心")]).unwrap();
    let stored = stage
        .app
        .commit_forms(&clerk(), &key(2), first.import, &|_, _| {})
        .unwrap();
    let id = stored.sheets[0].parse().unwrap();
    let before = stage.app.sheet_page(&clerk(), id).unwrap();
    let mut corrected = goal("项目1", "市政中心");
    corrected.lines[0].target = read_target("≥320公里");
    corrected.lines.swap(1, 2);
    let second = upload(&stage, &clerk(), 3, vec![corrected]).unwrap();
    assert_eq!(second.forms[0].destination, Destination::Update(id));
    stage
        .app
        .commit_forms(&clerk(), &key(4), second.import, &|_, _| {})
        .unwrap();
    let after = stage.app.sheet_page(&clerk(), id).unwrap();
    assert_eq!(after.lines[0].key, before.lines[0].key);
    assert_eq!(after.lines[0].target.text, "≥320公里");
    assert_eq!(after.lines[1].key, before.lines[2].key);
    let trail: Vec<_> = after.editions.iter().map(|one| one.edition).collect();
    assert!(trail.is_empty());
}

#[test]
fn the_operator_collects_published_cases_with_their_units() {
    let stage = opened();
    let mut case = evaluation("乡村道路", "219888-棠溪镇", &LINES);
    case.department = "贵池区农业农村局".into();
    stage.desk.put_forms("case.xlsx", vec![case]);
    let imported = stage
        .app
        .import_as_operator(&operator("case.xlsx", None))
        .unwrap();
    assert_eq!(
        (imported.units, imported.projects, imported.sheets.len()),
        (2, 1, 1)
    );
    let units = stage.app.units(&reviewer()).unwrap();
    let made = units.iter().find(|row| row.unit.name == "棠溪镇").unwrap();
    assert_eq!(made.unit.code, "219888");
    assert_eq!(made.department_name, "贵池区农业农村局");
    let again = stage
        .app
        .import_as_operator(&operator("case.xlsx", None))
        .unwrap();
    assert_eq!((again.units, again.projects, again.sheets.len()), (0, 0, 1));
}

#[test]
fn a_case_without_a_year_needs_one() {
    let stage = opened();
    let mut case = evaluation("乡村道路", "棠溪镇", &LINES);
    case.year = None;
    stage.desk.put_forms("case.xlsx", vec![case]);
    let refused = stage.app.import_as_operator(&operator("case.xlsx", None));
    assert_eq!(code(refused), "import-without-year");
    stage
        .app
        .import_as_operator(&operator("case.xlsx", Some(of_year())))
        .unwrap();
}

#[test]
fn a_whole_district_comes_in_at_once() {
    let stage = opened();
    let forms: Vec<Form> = (0..120)
        .map(|number| {
            let mut form = goal(&format!("新项目{number}"), &format!("新单位{}", number % 7));
            form.annual_goal = format!("第 {number} 个项目全年完成道路养护任务");
            form
        })
        .collect();
    let reports = std::cell::Cell::new(0);
    let imported = stage
        .app
        .import_district(crate::stage::division(), of_year(), forms, &|_, _| {
            reports.set(reports.get() + 1);
        })
        .unwrap();
    assert_eq!((imported.units, imported.projects, imported.lines), (7, 120, 360));
    assert_eq!(reports.get(), 2);
}
