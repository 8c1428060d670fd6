//! The treasury's side of the demonstration: control totals of every unit and month, a few of which do not agree.

use hengji_app::App;
use hengji_app::money::SeedControl;
use hengji_app::seed::Signers;
use hengji_domain::person::Role;
use hengji_domain::{BudgetYear, Money};

use super::super::Plan;
use crate::exit::Failure;

/// Where the treasury states something else: which spender, month, and how much more, in fen.
const SLIPS: [(usize, u32, i64); 4] = [
    (3, 6, 1_250_000),
    (17, 9, -86_400),
    (40, 11, 32_000_000),
    (58, 12, 500_000),
];

/// Writes the control totals of the year and reconciles.
///
/// # Errors
///
/// [`Failure`] when they cannot be written.
pub(super) fn reconciled(app: &App, plan: &Plan, year: BudgetYear, signers: &Signers) -> Result<(), Failure> {
    let role = Role::BudgetDivisionReviewer;
    let missing = || Failure::fault("演示数据缺少归口科室账户 [demo-district-broken]");
    let by = signers.get(&role).copied().ok_or_else(missing)?;
    let spenders = &plan.bodies().spenders;
    let slips = SLIPS
        .iter()
        .filter_map(|(index, month, fen)| {
            let spender = spenders.get(*index)?;
            Some((spender.unit.id, *month, Money::from_fen(*fen)))
        })
        .collect();
    app.seed_reconciliation(
        plan.division,
        year,
        &SeedControl {
            source: "国库对账单".to_owned(),
            slips,
            explanations: vec![
                (
                    "国库对账单含单位往来款 1.25 万元,不属于项目支出。".to_owned(),
                    Some("经核对往来款凭证,说明属实,予以办结。".to_owned()),
                ),
                ("退款 0.0864 万元国库记在 10 月,已与国库核对。".to_owned(), None),
            ],
            by: (by, role.name().to_owned()),
            explains: Role::UnitFinance.name().to_owned(),
        },
    )?;
    Ok(())
}
