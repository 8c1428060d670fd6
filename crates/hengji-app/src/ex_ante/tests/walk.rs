//! The whole way, and what it leaves behind.

use hengji_domain::ex_ante::{MaterialState, ReportState};
use hengji_domain::{Money, Score};
use hengji_store::{ex_ante, facts};

use super::*;
use crate::ex_ante::SettlementInput;
use crate::stage::district::of_year;

#[test]
fn an_evaluation_goes_from_its_materials_to_a_formal_report() {
    let walk = Walk::begin();
    let fresh = walk.page(&clerk());
    assert_eq!((fresh.report, fresh.materials.len()), (ReportState::None, 11));
    assert_eq!(fresh.row.reasons, ["纳入名单(手工):区领导交办,社会关注"]);
    walk.apply("1").unwrap();
    walk.send_required();
    walk.submit().unwrap();
    assert_eq!(walk.page(&clerk()).report, ReportState::Submitted);
    walk.accept_all();
    walk.pass(&lead(), "").unwrap();
    for expert in &experts() {
        walk.invite(expert).unwrap();
    }
    for (expert, each) in experts().iter().zip(["4", "4.25", "4.5"]) {
        walk.score(expert, each, "依据充分", true).unwrap();
    }
    walk.pass(&lead(), "").unwrap();
    let page = walk.page(&lead());
    let summary = page.matrix.unwrap().summary.unwrap();
    assert_eq!(
        (summary.mean, summary.spread()),
        (Score::from_centi(8_500), Score::from_centi(1_000))
    );
    assert_eq!(page.proposed.unwrap().name, "予以支持");
    walk.draw("support", "0.7", "", 0).unwrap();
    walk.pass(&lead(), "").unwrap();
    assert_eq!(walk.page(&lead()).report, ReportState::Revised);
    walk.pass(&opinion_giver(), "同意核定金额").unwrap();
    walk.pass(&performance(), "").unwrap();

    let page = walk.page(&clerk());
    assert_eq!(
        (page.report, page.state.name.as_str()),
        (ReportState::Formal, "已出具结论")
    );
    assert_eq!(page.row.cut, Some(Money::from_fen(300_000)));
    let editions: Vec<i32> = page.editions.iter().map(|edition| edition.edition).collect();
    assert_eq!(editions, [1, 2, 3]);
    let left = |db: &mut hengji_store::Db| {
        let subject = project(4).to_string();
        let facts = facts::of_subject(db, division(), of_year(), &subject)?;
        Ok::<_, hengji_store::StoreError>((facts, ex_ante::results_of_year(db, division(), of_year())?))
    };
    let (facts, results) = walk.stage.database.database.read(left).unwrap();
    let told: Vec<(&str, i64)> = facts
        .iter()
        .map(|fact| (fact.code.as_str(), fact.value))
        .collect();
    assert_eq!(
        told,
        [
            ("ex_ante.asked_fen", 1_000_000),
            ("ex_ante.cut_fen", 300_000),
            ("ex_ante.granted_fen", 700_000)
        ]
    );
    assert_eq!(results.len(), 1);
}

#[test]
fn a_rejected_material_goes_back_and_comes_again() {
    let walk = Walk::begin();
    walk.apply("1").unwrap();
    walk.send_required();
    walk.submit().unwrap();
    walk.decide(1, false, "申报书缺盖章").unwrap();
    assert_eq!(refusal(walk.pass(&lead(), "")), "materials-not-accepted");
    walk.send_back(&lead(), "申报书请补章").unwrap();
    let page = walk.page(&clerk());
    let first = &page.materials[0].material;
    assert_eq!(
        (first.state, first.reason.as_str()),
        (MaterialState::Rejected, "申报书缺盖章")
    );
    assert_eq!(first.decided_by.as_deref(), Some("演示主管部门"));
    assert_eq!(page.opinions.last().unwrap().text, "申报书请补章");
    assert_eq!(refusal(walk.submit()), "materials-incomplete");
    walk.send(1).unwrap();
    walk.submit().unwrap();
    walk.accept_all();
    walk.pass(&lead(), "").unwrap();
    assert_eq!(walk.page(&lead()).step, "scoring");
}

#[test]
fn the_bureau_sends_a_conclusion_back_to_the_lead_and_not_to_the_unit() {
    let walk = Walk::at_conclusion();
    walk.draw("support", "1", "", 0).unwrap();
    walk.pass(&lead(), "").unwrap();
    walk.send_back(&opinion_giver(), "设备单价高于市场价,请复核")
        .unwrap();
    assert_eq!(walk.page(&lead()).step, "conclusion");
    walk.draw("support", "0.8", "", 0).unwrap();
    walk.pass(&lead(), "").unwrap();
    assert_eq!(walk.page(&opinion_giver()).step, "finance_opinion");
    assert_eq!(walk.page(&opinion_giver()).editions.len(), 3);
}

#[test]
fn a_precondition_is_settled_with_evidence_and_may_come_undone() {
    let walk = Walk::concluded("support_with_conditions", "0.9", 2);
    let settle = |is_met, evidence: &str| {
        let input = SettlementInput {
            version: walk.version(),
            number: 2,
            is_met,
            evidence: evidence.into(),
        };
        let app = &walk.stage.app;
        app.settle_ex_ante_condition(&lead(), &walk.key(), walk.sheet, &input)
    };
    assert_eq!(refusal(settle(true, " ")), "condition-evidence-missing");
    settle(true, "用地批复〔2021〕3 号").unwrap();
    let met = |walk: &Walk| {
        let page = walk.page(&clerk());
        page.conditions
            .iter()
            .map(|one| one.condition.is_met())
            .collect::<Vec<_>>()
    };
    assert_eq!(met(&walk), [false, true]);
    settle(false, "批复被撤销").unwrap();
    assert_eq!(met(&walk), [false, false]);
}

#[test]
fn everybody_finds_what_waits_for_them_on_the_home_page() {
    let walk = Walk::begin();
    let what = |actor: &Actor| -> Vec<String> {
        let home = walk.stage.app.home(actor, of_year()).unwrap();
        let all = home.todos.into_iter();
        all.filter(|todo| todo.kind == hengji_domain::sheet::SheetKind::ExAnteEvaluation)
            .map(|todo| todo.what)
            .collect()
    };
    assert_eq!(what(&clerk()), ["报送事前评估材料"]);
    walk.apply("1").unwrap();
    walk.send_required();
    walk.submit().unwrap();
    assert_eq!(what(&clerk()), [""; 0]);
    assert_eq!(what(&lead()), ["牵头单位审核材料"]);
    walk.accept_all();
    walk.pass(&lead(), "").unwrap();
    let [expert, stranger, _] = experts();
    walk.invite(&expert).unwrap();
    assert_eq!(what(&expert), ["专家独立评分"]);
    assert_eq!(what(&stranger), [""; 0]);
    walk.score(&expert, "4", "", true).unwrap();
    assert_eq!(what(&expert), [""; 0]);
}

#[test]
fn a_printed_report_is_a_draft_until_it_is_final_and_tells_no_sealed_score() {
    use crate::papers::Copy;
    let print = |walk: &Walk, actor: &Actor| {
        let printed = walk
            .stage
            .app
            .print_ex_ante_report(actor, walk.sheet, Copy::Pdf)
            .unwrap();
        String::from_utf8(printed.bytes).unwrap()
    };
    let sealed = Walk::at_scoring();
    let told = print(&sealed, &lead());
    assert!(
        told.contains("is_draft: true") && told.contains("专家评分尚未启封"),
        "{told}"
    );
    let stranger = crate::stage::district::person(
        hengji_domain::person::Role::UnitClerk,
        crate::stage::district::school(),
    );
    let refused = sealed
        .stage
        .app
        .print_ex_ante_report(&stranger, sealed.sheet, Copy::Pdf);
    assert_eq!(refusal(refused), "not-found");
    let drawn = Walk::concluded("support", "0.7", 0);
    let told = print(&drawn, &lead());
    for part in [
        "事前绩效评估报告",
        "专家评分汇总",
        "核定0.7万元",
        "一、评估对象",
        "is_draft: false",
    ] {
        assert!(told.contains(part), "{part} in {told}");
    }
}
