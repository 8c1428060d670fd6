//! Where forms go.

use super::*;
use crate::stage::district::school;

/// Who uploads one form; the destination or the beginning of the reason.
fn check(by: &Actor, form: Form, expected: &str) {
    let stage = opened();
    let preview = upload(&stage, by, 1, vec![form]).unwrap();
    let [shown] = &preview.forms[..] else {
        panic!("one form")
    };
    let told = match shown.destination {
        Destination::Update(_) => "update".to_owned(),
        Destination::NewSheet(_) => "new sheet".to_owned(),
        Destination::NewProject(_) => "new project".to_owned(),
        Destination::NewUnit => "new unit".to_owned(),
        Destination::Nowhere => shown.problems.join(" "),
    };
    assert!(told.contains(expected), "{told} should contain {expected}");
    assert_eq!(preview.can_commit, shown.destination != Destination::Nowhere);
}

#[test]
fn a_form_goes_to_its_project_or_says_why_not() {
    check(&clerk(), goal("项目1", "市政中心"), "new sheet");
    check(&clerk(), goal("项目2", "219011-市政中心"), "update");
    check(&clerk(), goal(" 项目 1 ", "市政 中心"), "new sheet");
    check(&clerk(), goal("项目4", "市政中心"), "已提交或办结");
    check(&clerk(), goal("没有的项目", "市政中心"), "没有名为“没有的项目”");
    check(&clerk(), goal("项目6", "第一小学"), "不在您的管理范围内");
    check(&clerk(), goal("项目1", "没有的单位"), "单位名录中没有");
    check(&clerk(), goal("", "市政中心"), "没有读到项目名称");
    check(&reviewer(), goal("没有的项目", "市政中心"), "new project");
    check(&reviewer(), goal("项目1", "没有的单位"), "单位名录中没有");
    check(
        &person(Role::UnitFinance, school()),
        goal("项目6", "第一小学"),
        "已提交或办结",
    );
}

#[test]
fn a_form_that_nobody_recognised_has_no_place() {
    let unknown = Form {
        kind: None,
        ..goal("项目1", "市政中心")
    };
    check(&clerk(), unknown, "没有认出");
}

#[test]
fn an_evaluation_answers_the_issued_goal_line_by_line() {
    let issued = "数量指标|养护里程|≥266公里|270公里|10|10";
    check(&clerk(), evaluation("项目5", "市政中心", &[issued]), "new sheet");
    let lowered = "数量指标|养护里程|≥200公里|270公里|10|10";
    check(
        &clerk(),
        evaluation("项目5", "市政中心", &[lowered]),
        "批复的是“≥266公里”",
    );
    let foreign = "数量指标|绿化面积|≥266公里|270公里|10|10";
    check(
        &clerk(),
        evaluation("项目5", "市政中心", &[foreign]),
        "不在批复的绩效目标中",
    );
    check(&clerk(), evaluation("项目5", "市政中心", &[]), "没有自评");
}

#[test]
fn two_forms_for_one_sheet_keep_each_other_out() {
    let stage = opened();
    let twice = vec![goal("项目1", "市政中心"), goal("项目1", "市政中心")];
    let preview = upload(&stage, &clerk(), 1, twice).unwrap();
    assert!(!preview.can_commit);
    assert!(preview.forms[1].problems[0].contains("有多张绩效目标表"));
}

#[test]
fn a_preview_shows_scores_and_findings_with_their_cells() {
    let stage = opened();
    let mut form = evaluation("项目1", "市政中心", &LINES);
    form.lines[0].target = read_target("有效提升");
    form.year = Some(BudgetYear::new(2019).unwrap());
    let preview = upload(&stage, &clerk(), 1, vec![form]).unwrap();
    let shown = &preview.forms[0];
    assert_eq!(shown.stated_total.unwrap().centi(), 9900);
    assert_eq!(shown.line_count, 3);
    let vague = shown
        .findings
        .iter()
        .find(|one| one.code == "vague-target")
        .unwrap();
    assert_eq!((vague.position, vague.cell.as_deref()), (Some(12), Some("E12")));
    assert!(shown.findings.iter().any(|one| one.code == "year-mismatch"));
}

#[test]
fn goals_with_one_text_in_a_file_are_noticed() {
    let stage = opened();
    let preview = upload(
        &stage,
        &clerk(),
        1,
        vec![goal("项目1", "市政中心"), goal("项目2", "市政中心")],
    )
    .unwrap();
    for form in &preview.forms {
        assert!(form.findings.iter().any(|one| one.code == "copied-goal-text"));
    }
}
