//! Adjustments survive storage on both engines.

use hengji_domain::sheet::{Sheet, SheetKind, SheetPeriod};

use super::*;
use crate::samples::{district_with_goals, division, sheet, sheet_id, year};
use crate::testing::on_each_engine;

fn adjustment() -> Adjustment {
    Adjustment {
        sheet: sheet_id(900),
        goal: sheet_id(8),
        from_edition: 1,
        reason: String::new(),
        basis: String::new(),
        dropped: "[]".into(),
        replaced_edition: None,
    }
}

fn opened(db: &mut Db) -> Result<(), StoreError> {
    district_with_goals(db)?;
    let own = Sheet {
        id: sheet_id(900),
        kind: SheetKind::GoalAdjustment,
        period: SheetPeriod::new("1"),
        ..sheet(4, SheetKind::Goal)
    };
    crate::sheets::insert(db, division(), &own)?;
    insert_many(db, division(), &[adjustment()]).map(|_| ())
}

#[test]
fn an_adjustment_is_explained_and_told_what_it_became() {
    on_each_engine(|database| {
        database.write(opened).unwrap();
        database
            .write(|db| {
                explain(db, division(), sheet_id(900), "疫情停工", "会议纪要", "[\"x\"]")?;
                set_replaced(db, division(), sheet_id(900), 2)
            })
            .unwrap();
        let expected = Adjustment {
            reason: "疫情停工".into(),
            basis: "会议纪要".into(),
            dropped: "[\"x\"]".into(),
            replaced_edition: Some(2),
            ..adjustment()
        };
        let found = database.read(|db| find(db, division(), sheet_id(900))).unwrap();
        assert_eq!(found, Some(expected.clone()));
        let of_goal = database.read(|db| of_goal(db, division(), sheet_id(8))).unwrap();
        assert_eq!(of_goal, std::slice::from_ref(&expected));
    });
}

#[test]
fn the_list_of_a_year_names_project_and_unit() {
    on_each_engine(|database| {
        database.write(opened).unwrap();
        let all = database.read(|db| of_year(db, division(), year())).unwrap();
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].project_name, "道路养护4");
        assert_eq!(all[0].adjustment, adjustment());
        assert_eq!(all[0].sheet.kind, SheetKind::GoalAdjustment);
    });
}
