//! `hengji import`, `export` and `doctor`.

use std::path::PathBuf;

use crate::run::{Ran, fixture, hengji};

struct Site {
    directory: tempfile::TempDir,
}

impl Site {
    fn new() -> Self {
        let site = Self {
            directory: tempfile::tempdir().unwrap(),
        };
        assert_eq!(
            site.run(&["init", "--division", "330198", "--name", "测试区"])
                .code,
            0
        );
        site
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        let database = self.path("hengji.db");
        let database = database.to_string_lossy();
        hengji(arguments.iter().copied().chain(["--database", &database]))
    }

    fn import(&self, file: &str, more: &[&str]) -> Ran {
        self.run(
            &[
                &["import", file, "--division", "330198", "--format", "json"],
                more,
            ]
            .concat(),
        )
    }
}

#[test]
fn a_workbook_is_taken_in_once_with_its_unit_and_project() {
    // The rules of the city hold for a district that has none of its own.
    let site = Site::new();
    let file = fixture("cases/self_evaluation/se-009.xlsx");
    let file = file.to_string_lossy();
    let ran = site.import(&file, &[]);
    assert_eq!(ran.code, 0, "{} {}", ran.out, ran.err);
    let answer = &ran.json()[0];
    assert_eq!(answer["projects"], 1);
    assert!(
        0 < answer["lines"].as_u64().unwrap() && 0 < answer["findings"].as_u64().unwrap(),
        "{answer}"
    );

    let again = site.import(&file, &[]).json();
    assert_eq!(again[0]["projects"], 0, "{again}");
}

#[test]
fn nothing_of_a_file_that_cannot_be_used_is_stored() {
    let site = Site::new();
    let bad = site.path("bad.xlsx");
    std::fs::write(&bad, "no workbook").unwrap();
    let before = site.run(&["audit", "verify", "--format", "json"]).json();
    let ran = site.import(&bad.to_string_lossy(), &[]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert_eq!(ran.json()[0]["refused"]["code"], "not-a-workbook");
    assert_eq!(site.run(&["audit", "verify", "--format", "json"]).json(), before);
}

#[test]
fn a_division_that_is_not_served_is_refused() {
    let site = Site::new();
    let file = fixture("cases/goal/tg-001.xlsx");
    let ran = site.run(&["import", &file.to_string_lossy(), "--division", "330106"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("[division-not-served]"), "{}", ran.err);
}

#[test]
fn an_exported_chain_is_verified_offline_and_a_changed_one_is_not() {
    let site = Site::new();
    let file = site.path("audit.jsonl");
    let file = file.to_string_lossy().into_owned();
    let ran = site.run(&["export", "audit", "--division", "330198", "--output", &file]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let verify = |head: &[&str]| hengji(["audit", "verify", "--file", &file].iter().chain(head));
    assert_eq!(verify(&[]).code, 0);

    let head = ran.out.split("链末端 ").nth(1).unwrap().trim();
    assert_eq!(verify(&["--head", head]).code, 0);

    let text = std::fs::read_to_string(&file).unwrap();
    let shorter: String = text.lines().take(1).map(|line| format!("{line}\n")).collect();
    std::fs::write(&file, shorter).unwrap();
    assert_eq!(verify(&[]).code, 0, "a shorter chain fits itself");
    assert_eq!(
        verify(&["--head", head]).code,
        1,
        "but not the head that was kept"
    );

    std::fs::write(&file, text.replacen("330198", "330197", 1)).unwrap();
    let changed = verify(&[]);
    assert_eq!(changed.code, 1, "{}", changed.out);
    assert!(changed.out.contains("[audit-chain-broken]"), "{}", changed.out);

    let again = site.run(&["export", "audit", "--division", "330198", "--output", &file]);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("[output-unwritable]"), "{}", again.err);
}

#[test]
fn the_doctor_finds_a_sound_site_sound_and_says_what_is_not() {
    let site = Site::new();
    let sound = site.run(&["doctor", "--format", "json"]);
    let findings = sound.json();
    let failing: Vec<_> = findings
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["is_fine"] == false)
        .collect();
    // A machine that runs tests may have a full disk; everything else must be sound.
    assert!(failing.iter().all(|one| one["check"] == "磁盘空间"), "{findings}");

    let missing = hengji(["doctor", "--database", &site.path("none.db").to_string_lossy()]);
    assert_eq!(missing.code, 1);
    assert!(missing.out.contains("异常  数据库"), "{}", missing.out);
    assert!(missing.out.contains("[file-not-found]"), "{}", missing.out);
}

#[test]
fn money_data_come_in_by_command_replace_their_month_and_are_reconciled() {
    let site = Site::new();
    let workbook = fixture("cases/self_evaluation/se-009.xlsx");
    assert_eq!(site.import(&workbook.to_string_lossy(), &[]).code, 0);
    let projects = site.path("projects.xlsx");
    let ran = site.run(&[
        "export",
        "projects",
        "--division",
        "330198",
        "--year",
        "2022",
        "--output",
        &projects.to_string_lossy(),
    ]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let import = |text: &[u8], more: &[&str]| {
        let file = site.path("payments.csv");
        std::fs::write(&file, text).unwrap();
        let file = file.to_string_lossy();
        let fixed = ["import", "money", &file, "--kind", "payments", "--source", "国库"];
        let place = ["--division", "330198", "--year", "2022", "--format", "json"];
        site.run(&[&fixed[..], &place[..], more].concat())
    };
    // 项目代码,金额 in GBK; no project bears the code, so the row is listed and not stored.
    let mut gbk = b"\xcf\xee\xc4\xbf\xb4\xfa\xc2\xeb,\xbd\xf0\xb6\xee\n".to_vec();
    gbk.extend_from_slice(b"X1,12.5\n");
    let ran = import(&gbk, &["--month", "3", "--unit", "元"]);
    assert_eq!(ran.code, 1, "{} {}", ran.out, ran.err);
    let answer = ran.json();
    assert_eq!(
        (&answer["loaded_rows"], &answer["unknown_rows"]),
        (&0.into(), &1.into()),
        "{answer}"
    );
    assert_eq!(answer["new_differences"], 1);
    let again = import(&gbk, &["--month", "3", "--unit", "元"]);
    assert_eq!(
        (again.code, &again.json()["new_differences"]),
        (0, &0.into()),
        "{}",
        again.err
    );
    let wrong = import("项目代码,月份,金额\nX1,2021-03,5\n".as_bytes(), &["--unit", "元"]);
    assert_eq!(wrong.code, 1);
    assert!(
        wrong.err.contains("[money-not-ready]") && wrong.err.contains("2021"),
        "{}",
        wrong.err
    );
}
