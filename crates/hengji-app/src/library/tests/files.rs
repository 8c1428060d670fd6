//! The library in files: out with the headings that come in again, and in as proposals for somebody else to approve.

use super::super::{Decision, IndicatorInput, LibraryQuery};
use super::{CLERK, KEEPER, LEADER, check, seed};
use crate::error::AppError;
use crate::ports::Cell;
use crate::stage::{Stage, actor, codes, key, year};

const HEAD: &str = "编码|项目类别|一级指标|二级指标|三级指标|指标解释|计算公式|比较符|指标值示例|计量单位|佐证资料|数据来源|指标值设定依据|完成值取值方式|赋分规则|支出功能分类|部门经济分类|是否量化|是否核心|生效年度|失效年度|来源";

fn line(code: &str, name: &str) -> String {
    format!(
        "{code}|C04|产出指标|数量指标|{name}|全年实际完成的工作量|验收数量合计|≥|95|公里|验收单|设施管理系统|计划标准|直接证明|完成比例赋分|212、21205|30213|是|是|2020||梳理编制"
    )
}

fn import(stage: &Stage, number: u32, rows: &[&str]) -> Result<super::super::ImportedLibrary, AppError> {
    let name = format!("{number}.xlsx");
    stage.desk.put_table(&name, rows);
    stage
        .app
        .import_library(&actor(KEEPER), &key(number), &name, rows.join("\n").as_bytes())
}

#[test]
fn a_file_becomes_a_batch_that_somebody_else_approves_as_a_whole() {
    Stage::on_each_engine(|stage| {
        seed(stage);
        let rows = [
            "指标库",
            HEAD,
            &line("C04-00", "道路养护里程"),
            &line("", "河道保洁长度"),
            &line("", "河道清淤长度"),
        ];
        let imported = import(stage, 1, &rows).unwrap();
        let counts = (
            imported.new_count,
            imported.changed_count,
            imported.unchanged_count,
        );
        assert_eq!(counts, (2, 0, 1));
        check(stage, "河道 / / / -> (0)");
        let batch = imported.batch.unwrap().parse().unwrap();
        let decision = Decision {
            approve: true,
            opinion: String::new(),
        };
        let own = stage
            .app
            .decide_library_batch(&actor(KEEPER), &key(2), batch, &decision);
        assert_eq!(codes(&own.unwrap_err()), "own-proposal");
        let decided = stage
            .app
            .decide_library_batch(&actor(LEADER), &key(3), batch, &decision);
        assert_eq!(decided.unwrap(), 2);
        check(stage, "河道 / / / -> 河道保洁长度 河道清淤长度 (2)");
        check(stage, "c04-02 / / / -> 河道清淤长度 (1)");
        let again = stage
            .app
            .decide_library_batch(&actor(LEADER), &key(4), batch, &decision);
        assert_eq!(codes(&again.unwrap_err()), "not-found");
    });
}

#[test]
fn a_changed_row_is_proposed_as_a_change() {
    let stage = Stage::new();
    seed(&stage);
    let changed = line("C04-00", "道路养护里程").replace("|公里|", "|公里、米|");
    let imported = import(&stage, 1, &[HEAD, &changed]).unwrap();
    assert_eq!((imported.new_count, imported.changed_count), (0, 1));
    let decision = Decision {
        approve: true,
        opinion: String::new(),
    };
    let batch = imported.batch.unwrap().parse().unwrap();
    stage
        .app
        .decide_library_batch(&actor(LEADER), &key(2), batch, &decision)
        .unwrap();
    let page = stage
        .app
        .library_indicator(&actor(CLERK), year(2020), super::id(0))
        .unwrap();
    assert_eq!((page.texts.unit.as_str(), page.version), ("公里、米", 2));
}

/// `rows after the heading -> ok or what is wrong`; rows are parted by `;`.
fn refused(rows: &[String]) -> String {
    let stage = Stage::new();
    seed(&stage);
    let mut all = vec![HEAD];
    all.extend(rows.iter().map(String::as_str));
    import(&stage, 1, &all).map_or_else(|error| codes(&error), |_| "ok".to_owned())
}

#[test]
fn one_wrong_row_refuses_the_whole_file() {
    let good = || line("", "河道保洁长度");
    assert_eq!(refused(&[good()]), "ok");
    assert_eq!(refused(&[good(), good()]), "rows[3].name:indicator-taken");
    assert_eq!(refused(&[line("", "")]), "rows[2].name:text-missing");
    let wrong = [
        good().replace("|C04|", "|Q|"),
        line("", "清淤").replace("|2020|", "|次年|"),
    ];
    assert_eq!(
        refused(&wrong),
        "rows[2].category:category-unknown rows[3].valid_from:year-unreadable"
    );
    assert_eq!(
        refused(&[good().replace("|2020|", "|1999|")]),
        "rows[2].valid_from:year-unreadable"
    );
    let stage = Stage::new();
    assert_eq!(
        codes(&import(&stage, 1, &["甲|乙", "1|2"]).unwrap_err()),
        "list-without-headings"
    );
    let clerk = stage.app.import_library(&actor(CLERK), &key(9), "1.xlsx", b"x");
    assert_eq!(codes(&clerk.unwrap_err()), "role-not-held");
}

#[test]
fn what_is_exported_comes_in_again_as_unchanged() {
    let stage = Stage::new();
    seed(&stage);
    let query = LibraryQuery {
        category: Some("C".into()),
        ..LibraryQuery::default()
    };
    stage
        .app
        .export_library(&actor(CLERK), year(2020), &query)
        .unwrap();
    let table = stage.desk.last_written();
    assert_eq!(
        (table.rows.len(), table.columns.len()),
        (3, IndicatorInput::FIELDS.len())
    );
    let text = |cell: &Cell| match cell {
        Cell::Text(text) => text.clone(),
        _ => String::new(),
    };
    let own = table
        .rows
        .iter()
        .map(|row| row.iter().map(text).collect::<Vec<_>>().join("|"));
    // Those of the division itself; what it inherits would be entered a second time.
    let own: Vec<String> = own.filter(|row| row.contains("养护")).collect();
    let mut rows = vec![HEAD];
    rows.extend(own.iter().map(String::as_str));
    let imported = import(&stage, 1, &rows).unwrap();
    assert_eq!((imported.batch, imported.unchanged_count), (None, 2));
}
