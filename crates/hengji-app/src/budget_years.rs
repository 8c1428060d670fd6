//! 年度结账 (budget years): a year whose papers are done is closed, and nothing of it changes any more.

use std::collections::HashMap;

use hengji_authz::{Action, Resource, decide};
use hengji_domain::id::UserId;
use hengji_domain::person::Actor;
use hengji_domain::{BudgetYear, Division};
use hengji_store::closed_years::{self, ClosedYear, YearSheets};
use serde::{Deserialize, Serialize};

use crate::app::{App, Request, Step, Tx};
use crate::common::{Hand, RequestKey, Written};
use crate::error::AppError;

#[cfg(test)]
mod tests;

/// Longest note, characters.
const NOTE_MAX: usize = 200;

/// Which year is closed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CloseYear {
    /// The budget year.
    pub year: String,
    /// What is written beside it.
    #[serde(default)]
    pub note: String,
}

/// A budget year as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearView {
    /// Which.
    pub year: BudgetYear,
    /// Sheets by kind.
    pub sheets: Vec<YearSheets>,
    /// Who closed it, and what they wrote.
    pub closed: Option<(Hand, String)>,
    /// The rules under which it was closed, or those in force now.
    pub fingerprint: String,
    /// Whether the rules in force still are those under which it was closed.
    pub is_unchanged: bool,
    /// Whether the reader may close it now.
    pub may_close: bool,
    /// Why it cannot be closed yet.
    pub obstacle: Option<String>,
}

impl App {
    /// The budget years of the acting division that have sheets or are closed, the latest first.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`] for those who see no business data.
    pub fn budget_years(&self, actor: &Actor) -> Result<Vec<YearView>, AppError> {
        self.may_look(actor, Action::ViewBudgetYears)?;
        let (closed, sheets) = self.read(|db| {
            let closed = closed_years::list(db, actor.division)?;
            Ok((closed, closed_years::sheets_by_year(db, actor.division)?))
        })?;
        let names = self.names_of(actor.division)?;
        let current = self.current_year()?;
        let may_close = decide(actor, Action::CloseYear, &Resource::Division(actor.division)).allow;
        let mut years: Vec<BudgetYear> = closed
            .iter()
            .map(|one| one.year)
            .chain(sheets.iter().map(|one| one.year))
            .collect();
        years.sort_unstable_by(|one, other| other.cmp(one));
        years.dedup();
        Ok(years
            .into_iter()
            .map(|year| {
                let known = closed.iter().find(|one| one.year == year);
                let obstacle = require_closable(year, current, &closed, &sheets)
                    .err()
                    .map(|error| error.to_string());
                let now = self.rules(actor.division, year).fingerprint().to_owned();
                YearView {
                    year,
                    sheets: sheets.iter().filter(|one| one.year == year).copied().collect(),
                    closed: known.map(|one| (hand(one, &names), one.note.clone())),
                    is_unchanged: known.is_none_or(|one| one.rules_fingerprint == now),
                    fingerprint: known.map_or(now, |one| one.rules_fingerprint.clone()),
                    may_close: may_close && known.is_none() && obstacle.is_none(),
                    obstacle: obstacle.filter(|_| known.is_none()),
                }
            })
            .collect())
    }

    /// Closes a budget year for good.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `year-not-over`, `year-sheets-open`, `year-earlier-open`, `year-closed`;
    /// [`AppError::Forbidden`].
    pub fn close_year(
        &self,
        actor: &Actor,
        key: &RequestKey,
        input: &CloseYear,
    ) -> Result<Written, AppError> {
        let year = input.year.trim().parse::<BudgetYear>();
        let year =
            year.map_err(|_| AppError::field("year", "year-unreadable", "请选择要结账的预算年度。"))?;
        let note = input.note.trim();
        if NOTE_MAX < note.chars().count() {
            let words = format!("备注最多 {NOTE_MAX} 个字。");
            return Err(AppError::field("note", "text-unfit", words));
        }
        let current = self.current_year()?;
        self.act(
            actor,
            Action::CloseYear,
            &Request::new(key, input)?,
            |tx| {
                tx.about("budget_year", year);
                Ok((Resource::Division(tx.division), ()))
            },
            |tx, ()| {
                let closed = closed_years::list(tx.db, tx.division)?;
                let sheets = closed_years::sheets_by_year(tx.db, tx.division)?;
                require_closable(year, current, &closed, &sheets)?;
                let fingerprint = self.rules(tx.division, year).fingerprint().to_owned();
                tx.detail("year", year);
                tx.detail("fingerprint", &fingerprint);
                let closed = ClosedYear {
                    year,
                    rules_fingerprint: fingerprint,
                    note: note.to_owned(),
                    by: actor.user,
                    at: tx.now,
                };
                closed_years::insert(tx.db, tx.division, &closed)?;
                Ok(Written {
                    id: year.to_string(),
                    version: 1,
                })
            },
        )
    }
}

/// Refuses what would add to a closed year.
pub(crate) fn require_open(tx: &mut Tx<'_>, year: BudgetYear) -> Step<()> {
    if closed_years::is_closed(tx.db, tx.division, year)? {
        return Err(year_closed(tx.division, year).into());
    }
    Ok(())
}

fn year_closed(division: Division, year: BudgetYear) -> AppError {
    AppError::refused(
        "year-closed",
        format!("区划 {division} 的 {year} 年度已结账,不能再增改;请核对上方所选的年度。"),
    )
}

fn require_closable(
    year: BudgetYear,
    current: BudgetYear,
    closed: &[ClosedYear],
    sheets: &[YearSheets],
) -> Result<(), AppError> {
    if closed.iter().any(|one| one.year == year) {
        return Err(AppError::refused("year-closed", format!("{year} 年度已经结账。")));
    }
    if current <= year {
        let words = format!(
            "{year} 年度还没有结束,{} 年 1 月 1 日起才能结账。",
            year.get().saturating_add(1)
        );
        return Err(AppError::refused("year-not-over", words));
    }
    let open: Vec<String> = sheets
        .iter()
        .filter(|one| one.year == year && 0 < one.open)
        .map(|one| format!("{} {} 张", one.kind.name(), one.open))
        .collect();
    if !open.is_empty() {
        let words = format!("{year} 年度还有未办结的表:{};请先办结。", open.join("、"));
        return Err(AppError::refused("year-sheets-open", words));
    }
    let is_closed = |year| closed.iter().any(|one| one.year == year);
    let earlier = sheets
        .iter()
        .map(|one| one.year)
        .filter(|one| *one < year && !is_closed(*one))
        .min();
    match earlier {
        Some(earlier) => Err(AppError::refused(
            "year-earlier-open",
            format!("{earlier} 年度还没有结账;请按年度先后办理。"),
        )),
        None => Ok(()),
    }
}

fn hand(closed: &ClosedYear, names: &HashMap<UserId, String>) -> Hand {
    Hand {
        name: names.get(&closed.by).cloned().unwrap_or_default(),
        at: closed.at,
    }
}
