//! 凭证 (voucher): the paper by which the budget office took the money, entered under the cut it carries out.

use hengji_authz::Action;
use hengji_domain::cut::CutState;
use hengji_domain::id::CutId;
use hengji_domain::money::MoneyUnit;
use hengji_domain::person::Actor;
use hengji_domain::value::read::read_amount;
use hengji_domain::{Money, NaiveDate};
use hengji_store::cuts::{self, BudgetCut, CutHand, CutVoucher};
use serde::{Deserialize, Serialize};

use super::case::{find, wait_in_line};
use crate::app::{App, Request};
use crate::budget_years::require_open;
use crate::common::{RequestKey, Written};
use crate::error::{AppError, FieldError};

/// A voucher as it is entered.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VoucherInput {
    /// 文号 or number of the paper.
    pub number: String,
    /// Its date, `2020-09-20`.
    pub dated_on: String,
    /// What it takes for this cut, in 万元.
    pub amount: String,
}

/// Longest number of a paper, characters.
const NUMBER_MAX: usize = 100;

impl App {
    /// Enters a voucher under a cut that was decided.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `cut-not-decided`, `year-closed`; [`AppError::Invalid`] for a number that the cut has
    /// already, a day outside the year or ahead, or more than is left of what was decided;
    /// [`AppError::Forbidden`]; [`AppError::NotFound`].
    pub fn enter_cut_voucher(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: CutId,
        input: &VoucherInput,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::EnterCutVoucher,
            &Request::new(key, &(id.to_string(), input))?,
            |tx| find(tx, id),
            |tx, found| {
                wait_in_line(tx)?;
                let cut = &found.listing.cut;
                require_open(tx, cut.year)?;
                let decided = decided(cut)?;
                let taken = cuts::taken(tx.db, tx.division, id)?;
                let (number, dated_on, amount) = read(input, cut, (decided, taken), tx.now.shanghai_date())?;
                let voucher = CutVoucher {
                    id: tx.fresh()?,
                    cut: id,
                    number,
                    dated_on,
                    amount,
                    hand: CutHand {
                        user: actor.user,
                        name: actor.name.clone(),
                        at: tx.now,
                    },
                };
                cuts::insert_voucher(tx.db, tx.division, &voucher)?;
                tx.detail("voucher", &voucher.number);
                tx.detail("dated_on", voucher.dated_on);
                tx.detail("taken_cut", voucher.amount);
                Ok(Written {
                    id: voucher.id.to_string(),
                    version: cut.version,
                })
            },
        )
    }
}

fn decided(cut: &BudgetCut) -> Result<Money, AppError> {
    let amount = cut.decision.as_ref().and_then(|decision| decision.amount);
    amount.filter(|_| cut.state == CutState::Approved).ok_or_else(|| {
        AppError::refused(
            "cut-not-decided",
            format!(
                "这笔压减的状态是“{}”,决定压减之后才能登记凭证。",
                cut.state.name()
            ),
        )
    })
}

fn read(
    input: &VoucherInput,
    cut: &BudgetCut,
    (decided, taken): (Money, Money),
    today: NaiveDate,
) -> Result<(String, NaiveDate, Money), AppError> {
    let mut errors = Vec::new();
    let number = input.number.trim();
    let length = number.chars().count();
    if number.is_empty() || NUMBER_MAX < length {
        let told = format!("请填写文号或凭证号,最多 {NUMBER_MAX} 字,现有 {length} 字。");
        errors.push(FieldError::new("number", "voucher-number-missing", told));
    }
    let dated_on = day(&input.dated_on, cut, today)
        .map_err(|error| errors.push(error))
        .ok();
    let amount = read_amount(&input.amount, MoneyUnit::TenThousandYuan)
        .money
        .unwrap_or_default();
    let rest = Money::from_fen(decided.fen().saturating_sub(taken.fen()));
    if amount <= Money::ZERO {
        let told = format!("凭证金额“{}”应为大于零的数字(万元)。", input.amount.trim());
        errors.push(FieldError::new("amount", "amount-unreadable", told));
    } else if rest < amount {
        let told = format!(
            "凭证金额 {amount} 万元,超过尚未执行的 {rest} 万元(决定压减 {decided} − 已取得凭证 {taken}),请核对。"
        );
        errors.push(FieldError::new("amount", "voucher-above-decided", told));
    }
    match dated_on {
        Some(dated_on) if errors.is_empty() => Ok((number.to_owned(), dated_on, amount)),
        _ => Err(AppError::Invalid(errors)),
    }
}

/// A day of the budget year that is not ahead. It may lie before the decision was entered: minutes of a meeting come late.
fn day(text: &str, cut: &BudgetCut, today: NaiveDate) -> Result<NaiveDate, FieldError> {
    let refuse = |code, told: String| Err(FieldError::new("dated_on", code, told));
    let Ok(day) = text.trim().parse::<NaiveDate>() else {
        let told = format!("凭证日期“{}”请写成 2020-09-20 的样子。", text.trim());
        return refuse("date-unreadable", told);
    };
    let year = cut.year;
    if day.format("%Y").to_string() != year.to_string() {
        let told = format!("凭证日期 {day} 不在预算年度 {year} 内;请核对日期,或核对这笔压减是否属于该年度。");
        return refuse("voucher-other-year", told);
    }
    if today < day {
        return refuse("date-ahead", format!("凭证日期 {day} 晚于今天 {today},请核对。"));
    }
    Ok(day)
}
