//! Where the sheets of a kind stand.

use hengji_authz::{Parts, Scope};
use hengji_domain::Score;
use hengji_domain::sheet::{Sheet, SheetKind};
use hengji_domain::workflow::SheetState;

use super::{Standing, standings};
use crate::projects::Progress;
use crate::samples::{at, district_with_goals, division, sheet, sheet_id, unit_id, year};
use crate::testing::on_each_engine;
use crate::{Db, StoreError, sheets};

/// Two self-evaluations of unit 11 at the same step, one of them not computable, beside the goals.
fn evaluated(db: &mut Db) -> Result<(), StoreError> {
    district_with_goals(db)?;
    let at_step = |project, computed| Sheet {
        state: SheetState::InReview {
            step: 2,
            since: at(0),
        },
        computed_total: computed,
        ..sheet(project, SheetKind::SelfEvaluation)
    };
    let all = [at_step(1, Some(Score::from_centi(8_850))), at_step(2, None)];
    sheets::insert_many(db, division(), &all)?;
    let back = SheetState::Returned {
        from_step: 3,
        at: at(50),
    };
    sheets::set_state(db, division(), sheet_id(2), 1, &back, 1).map(|_| ())
}

fn read(database: &crate::Database, kind: SheetKind, scope: &Scope) -> Vec<Standing> {
    database
        .read(|db| standings(db, division(), year(), kind, scope))
        .unwrap()
}

#[test]
fn sheets_at_the_same_place_are_counted_together_with_their_scores() {
    on_each_engine(|database| {
        database.write(evaluated).unwrap();
        let all = read(database, SheetKind::SelfEvaluation, &Scope::AllOfDivision);
        assert_eq!(
            all,
            [Standing {
                unit: unit_id(11),
                progress: Progress::InReview,
                step: Some(2),
                sheets: 2,
                scored: 1,
                score_sum_centi: 8_850,
            }]
        );
    });
}

#[test]
fn a_returned_sheet_stands_with_its_unit_not_at_the_step_that_sent_it_back() {
    on_each_engine(|database| {
        database.write(evaluated).unwrap();
        let all = read(database, SheetKind::Goal, &Scope::AllOfDivision);
        let places: Vec<_> = all
            .iter()
            .map(|one| (one.unit, one.progress, one.step, one.sheets))
            .collect();
        assert_eq!(
            places,
            [
                (unit_id(11), Progress::InReview, Some(1), 1),
                (unit_id(11), Progress::Returned, None, 1),
                (unit_id(21), Progress::Concluded, None, 1),
            ]
        );
    });
}

#[test]
fn what_is_out_of_scope_is_not_counted() {
    on_each_engine(|database| {
        database.write(evaluated).unwrap();
        let department = Scope::Parts(Parts {
            departments: vec![unit_id(20)],
            ..Parts::default()
        });
        let units: Vec<_> = read(database, SheetKind::Goal, &department)
            .iter()
            .map(|one| one.unit)
            .collect();
        assert_eq!(units, [unit_id(21)]);
        assert_eq!(read(database, SheetKind::Goal, &Scope::Nothing), []);
    });
}
