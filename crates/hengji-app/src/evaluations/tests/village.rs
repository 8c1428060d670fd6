//! A kind of evaluation that the product does not know, added as one file in a bureau's rules folder.

use hengji_domain::evaluation::Side;

use super::*;

/// 村级财务运行评价, as a bureau would write it.
const VILLAGE: &str = r#"
name = "村级财务运行评价指标体系"

[[kind]]
name = "村级财务运行评价"
subject = "unit"
sides = ["self", "verification"]
grades = "fiscal_evaluation"

[kind.report]
order = 60
sentences = ["对{count_in_words}个村({names})开展财务运行评价,指标{levels}级{items}条。"]

[[value]]
from = 2020-01-01
reference = { source = "hengji-design", clause = "本地拟定" }
verification = "unverified"

[[value.fact]]
code = "income"
name = "村集体收入"
unit = "元"

[[value.fact]]
code = "spent"
name = "村集体支出"
unit = "元"

[[value.part]]
code = "books"
name = "账务管理"
share = 60

[[value.part.item]]
code = "a1"
path = ["收支", "平衡"]
name = "收支平衡"
weight = 60
method = "formula"
formula = "weight × min(1, income ÷ spent)"
words = "收入不低于支出得满分"

[[value.part]]
code = "people"
name = "村民满意"
share = 40

[[value.part.item]]
code = "b1"
name = "村民满意度"
weight = 40
method = "survey"
full_from = 90
"#;

#[test]
fn a_framework_file_in_the_rules_folder_works_end_to_end() {
    let folder = tempfile::tempdir().unwrap();
    for file in hengji_rules::RuleFile::embedded().unwrap() {
        let path = folder.path().join(&file.name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, file.text).unwrap();
    }
    let added = folder.path().join("330108/frameworks/village.toml");
    std::fs::write(added, VILLAGE).unwrap();
    let mut stage = opened();
    stage.app = stage.under_rules(folder.path().to_owned());
    let id = one(&stage, "village", "219001,上游村");
    let (own, bureau) = (owner(), performance());
    let app = &stage.app;
    let fact = |code: &str, value: &str| FactInput {
        code: code.into(),
        value: value.into(),
        source: "村集体账簿".into(),
        ..FactInput::default()
    };
    let facts = FactsInput {
        facts: vec![fact("income", "90"), fact("spent", "120")],
    };
    app.enter_evaluation_facts(&own, &key(), (id, Side::SelfScore), &facts)
        .unwrap();
    let survey = |seen| LineInput {
        asked: "60".into(),
        satisfied: "54".into(),
        ..line("b1", seen)
    };
    app.score_own_evaluation(&own, &key(), id, &sheet(vec![survey(0)]))
        .unwrap();
    app.hand_in_evaluation(&own, &key(), id, &side(version(&stage, id), ""))
        .unwrap();
    let audited = FactsInput {
        facts: vec![fact("income", "60")],
    };
    app.enter_evaluation_facts(&bureau, &key(), (id, Side::Verification), &audited)
        .unwrap();
    app.verify_evaluation(&bureau, &key(), id, &sheet(vec![survey(0)]))
        .unwrap();
    conclude(&stage, id).unwrap();
    let page = app.evaluation(&own, id).unwrap();
    assert_eq!(
        (page.kind.as_str(), page.title.as_str()),
        ("村级财务运行评价", "上游村")
    );
    let result = page.results.first().unwrap();
    // 60 × 90 ÷ 120 + 40 by the village, 60 × 60 ÷ 120 + 40 by the bureau.
    assert_eq!(result.self_total.unwrap().to_string(), "85");
    assert_eq!(
        (result.total.to_string().as_str(), result.grade.as_str()),
        ("70", "中")
    );
    assert_eq!(page.recomputed, Recomputed::Same);
    // The year's report tells of it in the words of its own file, with numbers that open to records.
    let report = app.evaluation_report(&bureau, page.year).unwrap();
    let told = report.sentences.last().unwrap();
    assert_eq!(told.text, "对一个村(上游村)开展财务运行评价,指标4级2条。");
    for code in &told.figures {
        assert!(report.figure(code).is_some(), "{code}");
    }
    assert_eq!(
        told.figures,
        ["village_evaluations", "village_levels", "village_indicators"]
    );
}
