//! Frameworks as files: what a bureau may add, and what is refused with file and place.

use hengji_domain::evaluation::{Method, PartContent};

use crate::book::RuleBook;
use crate::files::RuleFile;
use crate::sample::{describe, year};

/// A kind of evaluation that the product does not know, as one file of a bureau.
const VILLAGE: &str = r#"
name = "村级财务运行评价指标体系"

[[kind]]
name = "村级财务运行评价"
subject = "unit"
units = ["subdistrict"]
sides = ["self", "verification"]
grades = "fiscal_evaluation"

[kind.report]
order = 60
sentences = ["对{count}个村开展财务运行评价。"]

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

[[value.veto]]
code = "fraud"
name = "账目造假"
grade = "差"

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

/// The embedded book with this file in the bureau's folder.
fn book(text: &str) -> Result<RuleBook, crate::refusal::RuleRefusals> {
    let mut files = RuleFile::embedded().unwrap();
    files.push(RuleFile {
        name: "330108/frameworks/village.toml".into(),
        text: text.into(),
    });
    RuleBook::load(&files)
}

/// The village's file with one thing changed, and the first refusal: code and place.
fn refused(from: &str, to: &str) -> String {
    assert!(VILLAGE.contains(from), "{from}");
    let refusals = book(&VILLAGE.replacen(from, to, 1)).unwrap_err();
    let first = refusals.0.first().unwrap();
    assert_eq!(first.file, "330108/frameworks/village.toml", "{first}");
    describe(first)
}

#[test]
fn a_bureau_adds_a_kind_of_evaluation_by_adding_a_file() {
    let book = book(VILLAGE).unwrap();
    let rules = book.at("330108".parse().unwrap(), year(2020));
    let (kind, framework) = rules.evaluation_kind("village").unwrap();
    assert_eq!(
        (kind.name.as_str(), kind.has_self_score),
        ("村级财务运行评价", true)
    );
    assert_eq!(framework.framework.depth(), 4);
    assert_eq!(framework.framework.items().count(), 2);
    // The demonstration district follows the bureau's rules; another district does not have them.
    assert!(
        book.at("330199".parse().unwrap(), year(2020))
            .evaluation_kind("village")
            .is_some()
    );
    assert!(
        book.at("330100".parse().unwrap(), year(2020))
            .evaluation_kind("village")
            .is_none()
    );
    assert!(
        book.at("330108".parse().unwrap(), year(2019))
            .evaluation_kind("village")
            .is_none()
    );
}

#[test]
fn a_sentence_with_a_place_that_nothing_fills_is_refused() {
    assert_eq!(
        refused("{count}个村", "{villages}个村"),
        "rule-choice-unknown kind[1].report.sentences[1]"
    );
    assert_eq!(refused("order = 60\n", ""), "rule-field-missing kind[1].report");
}

#[test]
fn a_framework_that_does_not_add_up_is_refused() {
    assert_eq!(
        refused("share = 40", "share = 30"),
        "rule-constraint-broken value[1].part[2].item"
    );
    let refusals = book(&VILLAGE.replace("= 40", "= 30")).unwrap_err();
    let told = refusals.to_string();
    assert!(
        told.contains("value[1].part:") && told.contains("合计为 90%"),
        "{told}"
    );
    assert_eq!(
        refused("weight = 40", "weight = 39"),
        "rule-constraint-broken value[1].part[2].item"
    );
    assert_eq!(
        refused("weight = 40", "weight = 0"),
        "rule-type-wrong value[1].part[2].item[1].weight"
    );
    assert_eq!(
        refused("code = \"b1\"", "code = \"a1\""),
        "rule-name-twice value[1].part"
    );
}

#[test]
fn a_formula_is_checked_when_the_rules_are_loaded() {
    let formula = "weight × min(1, income ÷ spent)";
    for (to, code) in [
        ("weight × min(1, income ÷ outgo)", "formula-fact-unknown"),
        ("income < spent", "formula-type-wrong"),
        ("weight ×", "formula-unreadable"),
        ("weight ÷ 0", "formula-divides-by-zero"),
    ] {
        assert_eq!(
            refused(formula, to),
            format!("{code} value[1].part[1].item[1].formula")
        );
    }
}

#[test]
fn what_does_not_fit_the_other_rules_is_refused() {
    assert_eq!(
        refused("grades = \"fiscal_evaluation\"", "grades = \"villages\""),
        "rule-key-unknown kind"
    );
    assert_eq!(
        refused("grade = \"差\"", "grade = \"极差\""),
        "rule-choice-unknown veto“fraud”.grade"
    );
    let deep = "path = [\"收支\", \"平衡\", \"年度\"]";
    assert_eq!(
        refused("path = [\"收支\", \"平衡\"]", deep),
        "rule-constraint-broken part"
    );
    assert_eq!(
        refused("[\"self\", \"verification\"]", "[\"self\"]"),
        "rule-type-wrong kind[1].sides"
    );
    assert_eq!(
        refused("subject = \"unit\"", "subject = \"village\""),
        "rule-choice-unknown kind[1].subject"
    );
    let conversion = "method = \"conversion\"\nkind = \"nothing\"";
    assert_eq!(
        refused("method = \"survey\"\nfull_from = 90", conversion),
        "rule-choice-unknown item“b1”.kind"
    );
    assert_eq!(
        refused("units = [", "code = \"subdistrict\"\nunits = ["),
        "rule-name-twice kind"
    );
}

#[test]
fn the_shipped_frameworks_have_the_counts_that_the_report_names() {
    let rules = RuleBook::embedded()
        .unwrap()
        .at("330108".parse().unwrap(), year(2020));
    let count = |code: &str| {
        let (_, one) = rules.evaluation_kind(code).unwrap();
        (
            one.framework.items().count(),
            one.framework.depth(),
            one.framework.parts.len(),
        )
    };
    assert_eq!(count("purchaser"), (28, 3, 4));
    assert_eq!(count("procurement"), (17, 3, 4));
    assert_eq!(count("subdistrict"), (20, 4, 5));
    assert_eq!(count("key"), (17, 3, 4));
    let names = |code: &str| -> Vec<String> {
        let (_, one) = rules.evaluation_kind(code).unwrap();
        one.framework.parts.iter().map(|part| part.name.clone()).collect()
    };
    let dimensions = ["决策科学性", "过程合规性", "产出经济性", "政策效益性"];
    assert_eq!(names("purchaser"), dimensions);
    assert_eq!(names("procurement"), dimensions);
}

#[test]
fn the_spot_evaluation_scores_the_lines_of_the_project_again() {
    let rules = RuleBook::embedded()
        .unwrap()
        .at("330108".parse().unwrap(), year(2020));
    let (kind, one) = rules.evaluation_kind("spot").unwrap();
    assert!(kind.needs_sign_off && !kind.has_self_score);
    let shares: Vec<u32> = one.framework.parts.iter().map(|part| part.share_bp).collect();
    assert_eq!(shares, [4_000, 6_000]);
    assert!(matches!(one.framework.parts[1].content, PartContent::Lines));
}

#[test]
fn an_inner_file_of_the_same_name_takes_the_outer_ones_place_and_keeps_its_kinds() {
    let book = RuleBook::embedded().unwrap();
    let converts = |division: &str| {
        let rules = book.at(division.parse().unwrap(), year(2020));
        let (kind, one) = rules.evaluation_kind("department").unwrap();
        assert!(kind.has_self_score);
        let mut items = one.framework.items();
        items.any(|(_, item)| matches!(item.method, Method::Conversion { .. }))
    };
    assert!(converts("330108"));
    assert!(!converts("110101"));
}

#[test]
fn a_changed_framework_changes_the_version_of_the_rules() {
    let version = |text: &str| {
        let rules = book(text).unwrap().at("330108".parse().unwrap(), year(2020));
        rules.fingerprint().to_owned()
    };
    assert_ne!(
        version(VILLAGE),
        version(&VILLAGE.replace("full_from = 90", "full_from = 85"))
    );
    assert_eq!(version(VILLAGE), version(VILLAGE));
}
