//! `hengji report progress` on the demonstration: the figures of the published report, each with its list.

use std::path::Path;

use serde_json::Value;

use crate::run::{Ran, hengji};

/// A demonstration made in a directory.
fn made(directory: &Path) {
    let ran = hengji(["demo", "--prepare-only", "--data", &directory.to_string_lossy()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
}

fn report(directory: &Path, format: &str) -> Ran {
    let directory = directory.to_string_lossy();
    hengji([
        "report", "progress", "--year", "2020", "--format", format, "--data", &directory,
    ])
}

fn figure<'a>(report: &'a Value, code: &str) -> &'a Value {
    let figures = report["figures"].as_array().unwrap();
    figures.iter().find(|one| one["code"] == code).unwrap()
}

/// The demonstration's numbers stand for those of the published report of a district for 2020.
fn the_figures_of_the_report_stand(report: &Value) {
    let value = |code: &str| figure(report, code)["value"].as_i64().unwrap();
    assert_eq!(value("library_core"), 306);
    assert_eq!(figure(report, "library_quantification")["shown"], "88%");
    assert_eq!(value("library_quantification"), 8_791);
    assert!(6_000 < value("library_coverage"), "{report}");
    assert_eq!(value("key_monitored"), 23);
    for (code, fen, wan) in [
        ("cut_department_monitoring", 15_582_340_000, "15582.34"),
        ("cut_key_monitoring", 228_000_000, "228"),
    ] {
        assert_eq!(value(code), fen);
        assert_eq!(figure(report, code)["shown"], wan);
    }
}

#[test]
fn the_report_of_the_demonstration_has_the_published_figures_and_each_its_list() {
    let directory = tempfile::tempdir().unwrap();
    made(directory.path());
    let ran = report(directory.path(), "json");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let told = ran.json();
    assert_eq!(
        (told["division"].as_str(), told["year"].as_u64()),
        (Some("330199"), Some(2020))
    );
    the_figures_of_the_report_stand(&told);
    for one in told["figures"].as_array().unwrap() {
        assert!(
            one["counted"].as_str().is_some_and(|words| !words.is_empty()),
            "{one}"
        );
        assert!(
            one["list"].as_str().is_some_and(|list| list.starts_with('/')),
            "{one}"
        );
    }
    for stage in told["stages"].as_array().unwrap() {
        let parts = stage["parts"].as_array().unwrap();
        let sum: u64 = parts.iter().map(|part| part["count"].as_u64().unwrap()).sum();
        assert_eq!(Some(sum), stage["total"].as_u64(), "{stage}");
    }
    let departments = told["departments"].as_array().unwrap();
    let projects: u64 = departments
        .iter()
        .map(|one| one["projects"].as_u64().unwrap())
        .sum();
    assert_eq!(
        Some(projects),
        figure(&told, "library_coverage")["whole"].as_u64()
    );

    let text = report(directory.path(), "text").out;
    assert!(text.contains("共性核心指标:306 条"), "{text}");
    let csv = report(directory.path(), "csv").out;
    assert!(
        csv.contains("年度数据,key_monitored,财政重点监控项目,23,个,"),
        "{csv}"
    );
}

fn evaluation_report(directory: &Path, more: &[&str]) -> Ran {
    let directory = directory.to_string_lossy();
    let mut arguments = vec!["report", "evaluation", "--year", "2020", "--data", &directory];
    arguments.extend(more);
    hengji(arguments)
}

/// Numbers of the published report that the demonstration's records must give: code and value.
const EVALUATED: &[(&str, i64)] = &[
    ("spot_drawn", 140),
    ("key_evaluations", 8),
    ("key_funds", 5_337_000_000),
    ("key_findings", 72),
    ("subdistrict_evaluations", 3),
    ("department_evaluations", 2),
    ("purchaser_evaluations", 2),
    ("converted", 2),
    ("procurement_evaluations", 2),
    ("procurement_indicators", 17),
    ("procurement_levels", 3),
    ("purchaser_indicators", 28),
    ("purchaser_levels", 3),
];

/// Sentences of the published report, word for word but for the names of the district.
const SENTENCES: &[&str] = &[
    "按照不低于10%的比例抽取140个项目实施绩效抽评,以签证单形式与部门充分交换意见,形成抽评结论并公开通报。",
    "对8个政策项目实施绩效重点评价,涉及资金5337万元,发现问题72个。",
    "扩面至三个街道全覆盖,并增加街道自评环节,采取街道自评和财政复核相结合的方式。",
    "试点区人力资源和社会保障局和区市场监督管理局开展部门整体绩效评价",
    "其结果折算计入部门整体绩效评价总分",
    "选取2个项目实施政府采购和政府购买服务项目绩效重点评价。",
    "归纳梳理政府采购项目通用绩效指标体系,涵盖3级17条指标。",
    "建立采购人整体绩效评价指标体系,涵盖3级28条指标。在2个部门试点开展政府采购绩效评价,从决策科学性、过程合规性、产出经济性和政策效益性等维度",
    "对2018、2019两个年度的绩效评价整改情况组织“回头看”",
];

/// The records behind a number, opened down to what they are in the report.
fn opened<'a>(told: &'a Value, code: &str) -> Vec<&'a Value> {
    let records = figure(told, code)["records"].as_array().unwrap();
    let found = |record: &'a Value| {
        let list = match record["kind"].as_str().unwrap() {
            "evaluation" => "evaluations",
            "finding" => "findings",
            _ => return record,
        };
        let all = told[list].as_array().unwrap();
        all.iter().find(|one| one["id"] == record["id"]).unwrap()
    };
    records.iter().map(found).collect()
}

/// Every evaluation of a kind is concluded, with evidence and arithmetic on each line, and found something.
fn is_founded(told: &Value, kind: &str) {
    for one in opened(told, &format!("{kind}_evaluations")) {
        assert_eq!(one["state"], "concluded", "{one}");
        assert_eq!(one["trace_sha256"].as_str().unwrap().len(), 64);
        for line in one["lines"].as_array().unwrap() {
            assert!(line["score_centi"].as_i64().unwrap() <= line["weight_centi"].as_i64().unwrap());
            assert!(!line["evidence"].as_array().unwrap().is_empty(), "{line}");
            assert!(!line["steps"].as_array().unwrap().is_empty(), "{line}");
        }
        assert!(
            !one["findings"].as_array().unwrap().is_empty(),
            "{}",
            one["title"]
        );
    }
}

#[test]
fn the_report_of_evaluations_has_the_published_numbers_from_records() {
    let directory = tempfile::tempdir().unwrap();
    made(directory.path());
    let ran = evaluation_report(directory.path(), &["--format", "json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let told = ran.json();
    for (code, wanted) in EVALUATED {
        assert_eq!(figure(&told, code)["value"].as_i64(), Some(*wanted), "{code}");
    }
    assert!(1_000 <= figure(&told, "spot_share")["value"].as_i64().unwrap());
    let sentences = told["sentences"].as_array().unwrap().iter();
    let text: String = sentences.map(|one| one["text"].as_str().unwrap()).collect();
    for sentence in SENTENCES {
        assert!(text.contains(sentence), "{sentence}\n{text}");
    }
    for kind in ["department", "subdistrict", "purchaser", "procurement"] {
        is_founded(&told, kind);
    }
    assert_eq!(opened(&told, "spot_drawn").len(), 140);
    let policies = opened(&told, "key_evaluations");
    let found = |one: &&Value| one["findings"].as_array().unwrap().len();
    assert_eq!(policies.iter().map(found).sum::<usize>(), 72);
    let conversion = opened(&told, "department_evaluations");
    let lines = conversion.first().unwrap()["lines"].as_array().unwrap();
    let converted = lines.iter().find(|line| line["key"] == "c1").unwrap();
    assert!(
        converted["steps"].to_string().contains("采购人整体绩效评价得分"),
        "{converted}"
    );
}

#[test]
fn the_report_of_evaluations_leaves_as_files_that_do_not_overwrite() {
    let directory = tempfile::tempdir().unwrap();
    made(directory.path());
    for (format, begins) in [("docx", &b"PK"[..]), ("pdf", b"%PDF"), ("xlsx", b"PK")] {
        let path = directory.path().join(format!("report.{format}"));
        let path = path.to_string_lossy().into_owned();
        let ran = evaluation_report(directory.path(), &["--format", format, "--out", &path]);
        assert_eq!(ran.code, 0, "{format}: {}", ran.err);
        assert!(std::fs::read(&path).unwrap().starts_with(begins), "{format}");
        let again = evaluation_report(directory.path(), &["--format", format, "--out", &path]);
        assert_eq!(again.code, 2, "{}", again.err);
        assert!(again.err.contains("[output-unwritable]"), "{}", again.err);
        let nowhere = evaluation_report(directory.path(), &["--format", format]);
        assert!(nowhere.err.contains("[output-missing]"), "{}", nowhere.err);
    }
    let text = evaluation_report(directory.path(), &[]).out;
    assert!(text.contains("涵盖3级17条指标"), "{text}");
}

#[test]
fn a_report_of_what_is_not_there_is_refused_and_leaves_nothing_behind() {
    let directory = tempfile::tempdir().unwrap();
    let ran = report(directory.path(), "json");
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.contains("[file-not-found]"), "{}", ran.err);
    assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 0);

    made(directory.path());
    let path = directory.path().join("hengji.db");
    let path = path.to_string_lossy();
    let unserved = hengji([
        "report",
        "progress",
        "--year",
        "2020",
        "--division",
        "110101",
        "--database",
        &path,
    ]);
    assert_eq!(unserved.code, 2);
    assert!(unserved.err.contains("[division-not-served]"), "{}", unserved.err);
}
