//! What a report is about, what it is like, who rates it once, and how work and severity are spread.

use hengji_store::users::{self, GrantRecord};

use super::outsider::best;
use super::*;
#[test]
fn concentration_is_judged_only_where_there_are_enough_cases() {
    let stage = opened();
    let own = eligible(&stage, 0);
    let one = case(&stage, "spot", "P7");
    assign(&stage, one, own).unwrap();
    let page = stage.app.institution_concentration(&leader(), of_year()).unwrap();
    let year = page.years.first().unwrap();
    assert_eq!(
        (year.cases, year.cases_index, year.repeated),
        (1, Some(10_000), 0)
    );
    assert_eq!(year.cases_verdict, ConcentrationVerdict::TooFew);
    let other = eligible(&stage, 1);
    for (number, firm) in (1..).zip([own, own, other, other, other]) {
        let one = case(&stage, "purchaser", &format!("219011,第{number}次采购评价"));
        assign(&stage, one, firm).unwrap();
    }
    let page = stage.app.institution_concentration(&leader(), of_year()).unwrap();
    let year = page.years.first().unwrap();
    assert_eq!((year.cases, year.cases_index), (6, Some(5_000)));
    assert_eq!(year.cases_verdict, ConcentrationVerdict::Concentrated);
    assert_eq!((year.largest_cases_bp, year.largest_amount_bp), (5_000, 10_000));
    // Only the project has money: all of it is with one institution.
    assert_eq!(year.amount_index, Some(10_000));
    assert_eq!(
        year.shares.iter().map(|share| share.cases_bp).collect::<Vec<_>>(),
        [5_000, 5_000]
    );
    stage.app.export_concentration(&leader(), of_year()).unwrap();
    assert_eq!(stage.desk.last_written().rows.len(), 2);
    assert_eq!(
        index_text(Some(10_000), ConcentrationVerdict::Concentrated),
        "1.0000(高度集中)"
    );
    assert_eq!(
        index_text(Some(312), ConcentrationVerdict::Spread),
        "0.0312(分散)"
    );
}

/// A report long enough to be judged.
fn report_text(ending: &str) -> String {
    let compliance = "项目立项依据充分,申报程序规范,预算编制有测算过程和市场询价记录。".repeat(6);
    let outcome = "年度任务完成率达到目标,受益居民满意。".repeat(6);
    format!("一、项目决策情况\n{compliance}\n二、产出情况\n{outcome}{ending}")
}

fn typed(version: i32, text: &str) -> ReportInput {
    ReportInput {
        version,
        pages: "40".into(),
        text: text.into(),
        explanation: String::new(),
    }
}

fn save(stage: &Stage, actor: &Actor, case: EvaluationId, input: &ReportInput) -> Result<Written, AppError> {
    stage.app.save_institution_report(actor, &key(), case, input)
}

fn rating(version: i32, points: &str, page: &str, evidence: &str) -> RatingInput {
    let line = RatingLine {
        points: points.into(),
        page: page.into(),
        evidence: evidence.into(),
    };
    RatingInput {
        version,
        lines: vec![line; 12],
        words: String::new(),
    }
}

fn good(version: i32) -> RatingInput {
    rating(version, "3", "第 2 页", "正文第二段")
}

fn rate(stage: &Stage, id: AssignmentId, input: &RatingInput) -> Result<Written, AppError> {
    stage.app.rate_report(&performance(), &key(), id, input)
}

/// Scores everything and hands the case in.
fn hand_over(stage: &Stage, firm: &Actor, case: EvaluationId) {
    let scores = best(stage, firm, case);
    stage.app.verify_evaluation(firm, &key(), case, &scores).unwrap();
    stage
        .app
        .hand_in_assignment(firm, &key(), case, &HandInInput { version: 1 })
        .unwrap();
}

/// The codes of the fields that were refused.
fn fields(refused: AppError) -> Vec<&'static str> {
    let AppError::Invalid(errors) = refused else {
        panic!("{refused}")
    };
    errors.iter().map(|error| error.code).collect()
}

#[test]
fn a_report_is_refused_short_without_pages_unchanged_and_by_a_stranger() {
    let stage = opened();
    let (own, other) = (eligible(&stage, 0), eligible(&stage, 1));
    let one = case(&stage, "spot", "P7");
    assign(&stage, one, own).unwrap();
    let (firm, stranger) = (outsider(own, 201), outsider(other, 202));
    let short = ReportInput {
        pages: "〇".into(),
        ..typed(0, "太短")
    };
    assert_eq!(
        fields(save(&stage, &firm, one, &short).unwrap_err()),
        ["report-length", "report-pages"]
    );
    let first = typed(0, &report_text(""));
    assert_eq!(
        save(&stage, &stranger, one, &first).unwrap_err(),
        AppError::NotFound
    );
    assert!(matches!(
        stage.app.own_institution_report(&stranger, one),
        Err(AppError::NotFound)
    ));
    save(&stage, &firm, one, &first).unwrap();
    let AppError::Stale(stale) = save(&stage, &firm, one, &first).unwrap_err() else {
        panic!()
    };
    assert_eq!(
        (stale.what.as_str(), stale.changed_by.as_str()),
        ("报送报告第 1 稿", "机构人员201")
    );
    let same = typed(1, &report_text(""));
    assert_eq!(
        save(&stage, &firm, one, &same).unwrap_err().code(),
        "report-unchanged"
    );
    save(&stage, &firm, one, &typed(1, &report_text("补充了实测数据。"))).unwrap();
    let page = stage.app.own_institution_report(&firm, one).unwrap();
    let versions: Vec<i32> = page.versions.iter().map(|one| one.version).collect();
    assert_eq!(versions, [2, 1]);
    assert!(page.reading.unwrap().content.ends_with("补充了实测数据。"));
    assert!(stage.app.institution_report(&firm, page_id(&stage)).is_err());
}

fn page_id(stage: &Stage) -> AssignmentId {
    rows(stage).first().unwrap().id
}

#[test]
fn a_version_is_rated_once_with_pages_and_a_new_one_again() {
    let stage = opened();
    let own = eligible(&stage, 0);
    let one = case(&stage, "spot", "P7");
    let id = assign(&stage, one, own).unwrap().id.parse().unwrap();
    let firm = outsider(own, 201);
    save(&stage, &firm, one, &typed(0, &report_text(""))).unwrap();
    assert_eq!(
        rate(&stage, id, &good(1)).unwrap_err().code(),
        "assignment-not-now"
    );
    hand_over(&stage, &firm, one);
    for (points, page, evidence, code) in [
        ("99", "2", "正文", "rating-points"),
        ("-1", "2", "正文", "rating-points"),
        ("一", "2", "正文", "rating-points"),
        ("1", " ", "正文", "rating-page"),
        ("1", "第 41 页", "正文", "rating-page"),
        ("1", "0", "正文", "rating-page"),
        ("1", "2", " ", "rating-evidence"),
    ] {
        let refused = rate(&stage, id, &rating(1, points, page, evidence)).unwrap_err();
        assert_eq!(fields(refused).first(), Some(&code), "{points} {page} {evidence}");
    }
    rate(&stage, id, &good(1)).unwrap();
    assert_eq!(rate(&stage, id, &good(1)).unwrap_err().code(), "report-rated");
    let page = stage.app.institution_report(&performance(), id).unwrap();
    assert!(page.rates.unwrap().contains("[report-rated]"));
    save(&stage, &firm, one, &typed(1, &report_text("补充了实测数据。"))).unwrap();
    assert!(matches!(
        rate(&stage, id, &good(1)).unwrap_err(),
        AppError::Stale(_)
    ));
    rate(&stage, id, &rating(2, "2.5", "40", "附表二")).unwrap();
    let seen = stage.app.own_institution_report(&firm, one).unwrap();
    let totals: Vec<(i32, String, String)> = seen
        .ratings
        .iter()
        .map(|one| (one.version, one.total.to_string(), one.grade.clone()))
        .collect();
    assert_eq!(
        totals,
        [
            (2, "30".to_owned(), "差".to_owned()),
            (1, "36".to_owned(), "差".to_owned())
        ]
    );
    stage.app.export_report_ratings(&performance(), id).unwrap();
    assert_eq!(stage.desk.last_written().rows.len(), 24);
}

#[test]
fn who_has_a_declared_interest_in_an_institution_does_not_rate_it() {
    let stage = opened();
    let own = eligible(&stage, 0);
    let one = case(&stage, "spot", "P7");
    let id = assign(&stage, one, own).unwrap().id.parse().unwrap();
    let firm = outsider(own, 201);
    save(&stage, &firm, one, &typed(0, &report_text(""))).unwrap();
    hand_over(&stage, &firm, one);
    let record = GrantRecord {
        user: performance().user,
        grant: performance().grants.remove(0),
        granted_by: None,
        granted_at: at(0),
    };
    stage
        .database
        .database
        .write(|db| users::grant(db, division(), &record))
        .unwrap();
    let declared = |rater: &str, unit: &str, ended_on: &str| ConflictInput {
        rater: rater.into(),
        unit_code: unit.into(),
        kind: "存在股权或人员关联".into(),
        note: "近亲属在该机构任职".into(),
        ended_on: ended_on.into(),
        ..ConflictInput::default()
    };
    let declare = |input: &ConflictInput| {
        stage
            .app
            .declare_conflict(&performance(), &key(), (own, of_year()), input)
    };
    let me = performance().user.to_string();
    for (input, code) in [
        (declared(&me, "219011", ""), "conflict-with-one"),
        (declared("", "", ""), "conflict-with-one"),
        (declared("nobody", "", ""), "conflict-unknown"),
    ] {
        assert_eq!(fields(declare(&input).unwrap_err()).first(), Some(&code));
    }
    let conflict = declare(&declared(&me, "", "")).unwrap().id.parse().unwrap();
    let refused = rate(&stage, id, &good(1)).unwrap_err();
    assert_eq!(refused.code(), "rater-conflict");
    let page = stage.app.institution_report(&performance(), id).unwrap();
    assert!(page.rates.unwrap().contains("近亲属在该机构任职"));
    // The institution may still be chosen: the interest is with the rater.
    let second = case(&stage, "purchaser", "219011");
    assign(&stage, second, own).unwrap();
    let reason = ReasonInput {
        reason: "经核实该人员已离开该机构多年".into(),
    };
    stage
        .app
        .withdraw_conflict(&performance(), &key(), (own, conflict), &reason)
        .unwrap();
    rate(&stage, id, &good(1)).unwrap();
}

#[test]
fn two_reports_of_one_institution_that_are_alike_are_told_on_both_sides() {
    let stage = opened();
    let (own, other) = (eligible(&stage, 0), eligible(&stage, 1));
    let (one, second, foreign) = (
        case(&stage, "spot", "P7"),
        case(&stage, "purchaser", "219011"),
        case(&stage, "purchaser", "219011,第二次采购评价"),
    );
    let id = assign(&stage, one, own).unwrap().id.parse().unwrap();
    assign(&stage, second, own).unwrap();
    assign(&stage, foreign, other).unwrap();
    let (firm, stranger) = (outsider(own, 201), outsider(other, 202));
    save(&stage, &firm, one, &typed(0, &report_text(""))).unwrap();
    save(
        &stage,
        &firm,
        second,
        &typed(0, &report_text("个别标段完工晚于计划。")),
    )
    .unwrap();
    save(
        &stage,
        &stranger,
        foreign,
        &typed(0, &report_text("别家机构的一句话。")),
    )
    .unwrap();
    let page = stage.app.institution_report(&performance(), id).unwrap();
    let reading = page.reading.unwrap();
    // Only the institution's own other report, never another's.
    assert_eq!(reading.others.len(), 1);
    let like = reading.others.first().unwrap();
    assert!(
        like.is_like && like.passage_count == 2 && 4_000 <= like.likeness_bp,
        "{like:?}"
    );
    assert!(reading.counts.outcome.chars < reading.counts.compliance.chars);
    assert!(reading.asks_for_outcome, "{:?}", reading.counts);
    let own_page = stage.app.own_institution_report(&firm, one).unwrap();
    assert!(own_page.reading.unwrap().others.first().unwrap().is_like);
    // A case that was taken away is no longer compared with.
    let withdrawn = rows(&stage)
        .into_iter()
        .find(|row| row.evaluation == second)
        .unwrap();
    let input = WithdrawInput {
        version: withdrawn.version,
        reason: "机构补报了回避事项,改由他人".into(),
    };
    stage
        .app
        .withdraw_assignment(&leader(), &key(), withdrawn.id, &input)
        .unwrap();
    let own_page = stage.app.own_institution_report(&firm, one).unwrap();
    assert!(own_page.reading.unwrap().others.is_empty());
}

#[test]
fn the_list_of_reports_tells_what_waits_and_is_exported_as_filtered() {
    let stage = opened();
    let own = eligible(&stage, 0);
    let (one, second) = (case(&stage, "spot", "P7"), case(&stage, "purchaser", "219011"));
    let id = assign(&stage, one, own).unwrap().id.parse().unwrap();
    assign(&stage, second, own).unwrap();
    let firm = outsider(own, 201);
    hand_over(&stage, &firm, one);
    assert_eq!(rate(&stage, id, &good(0)).unwrap_err().code(), "report-missing");
    save(&stage, &firm, one, &typed(0, &report_text(""))).unwrap();
    let board = |is_rated: Option<bool>| {
        let query = ReportQuery {
            text: String::new(),
            is_rated,
        };
        stage
            .app
            .institution_reports(&performance(), of_year(), &query)
            .unwrap()
    };
    let waiting = board(Some(false));
    assert_eq!((waiting.counts, waiting.rows.len()), ([2, 1, 1, 0], 1));
    rate(&stage, id, &good(1)).unwrap();
    assert_eq!((board(Some(false)).rows.len(), board(None).rows.len()), (0, 2));
    let rated = board(Some(true));
    let row = rated.rows.first().unwrap();
    assert_eq!(
        row.rating,
        Some((hengji_domain::Score::from_centi(3_600), "差".into()))
    );
    assert_eq!(row.handed.as_ref().unwrap().0, 1);
    let query = ReportQuery {
        text: "没有这样的".into(),
        is_rated: None,
    };
    stage
        .app
        .export_institution_reports(&performance(), of_year(), &query)
        .unwrap();
    assert!(stage.desk.last_written().rows.is_empty());
}

#[test]
fn nobody_outside_the_bureau_sees_the_desk_of_reports() {
    let stage = opened();
    let own = eligible(&stage, 0);
    let one = case(&stage, "spot", "P7");
    let id = assign(&stage, one, own).unwrap().id.parse().unwrap();
    for actor in [outsider(own, 201), person(Role::UnitClerk, works())] {
        assert!(stage.app.institution_report(&actor, id).is_err());
        assert!(stage.app.rate_report(&actor, &key(), id, &good(1)).is_err());
        assert!(stage.app.export_report_ratings(&actor, id).is_err());
        assert!(stage.app.scorer_severity(&actor, of_year()).is_err());
        let query = ReportQuery::default();
        assert!(stage.app.institution_reports(&actor, of_year(), &query).is_err());
        assert!(stage.app.institution_concentration(&actor, of_year()).is_err());
    }
}

#[test]
fn a_year_without_double_scores_gives_no_severity() {
    let stage = opened();
    let page = stage.app.scorer_severity(&leader(), of_year()).unwrap();
    assert!(page.people.scorers.is_empty() && page.people.shared == 0);
    assert!(page.people.agreement.is_none() && page.bodies.agreement.is_none());
    stage.app.export_scorer_severity(&leader(), of_year()).unwrap();
    assert!(stage.desk.last_written().rows.is_empty());
    stage.app.export_corrected_totals(&leader(), of_year()).unwrap();
    assert!(stage.desk.last_written().rows.is_empty());
}

#[test]
fn points_are_told_with_their_sign() {
    for (centi, told) in [(125, "+1.25"), (-50, "-0.5"), (0, "+0")] {
        assert_eq!(signed_points(centi), told);
    }
}
