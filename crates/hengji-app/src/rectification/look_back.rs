//! 回头看 (look-back): a list of verified rectifications of earlier years is frozen with its hash, drawn from by a value
//! that was announced beforehand, and each drawn finding is looked at once more.

use hengji_analysis::draw::{Columns, Frame, Occasion, Record, Rounding, Rule, Selection, Strata, Unit};
use hengji_authz::{Action, Resource};
use hengji_domain::id::{EvaluationFindingId, LookBackId};
use hengji_domain::person::Actor;
use hengji_domain::rectification::{FindingState, LookBackResult, LookBackRule};
use hengji_domain::{BudgetYear, Division, Money};
use hengji_store::rectification::{
    FindingFilter, FindingListing, FindingOrigin, FindingSort, LookBack, LookBackObject, find_look_back,
    insert_finding_steps, insert_look_back, insert_objects, list_findings, list_look_backs, looked_back_at,
    objects_of, record_draw, record_result,
};
use hengji_store::{Db, Direction, Page};
use serde::{Deserialize, Serialize};

use super::case::{Names, SHORT_MAX, excerpt, find, hand, not_longer, number, read_day, step};
use super::enter::{NewFinding, enter};
use crate::app::{App, Halt, Request, Step, Tx};
use crate::budget_years::require_open;
use crate::common::{RequestKey, Written};
use crate::error::AppError;

/// A list to be frozen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FreezeInput {
    /// Where and when the hash of the list and the source of the start value are made public.
    pub announced: String,
    /// Why there is another one in the year; blank for the first.
    #[serde(default)]
    pub reason: String,
}

/// A draw from a frozen list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LookBackDraw {
    /// The version that was read.
    pub version: i32,
    /// The value that the announced public event gave.
    pub start_value: String,
}

/// What was seen of a drawn finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LookBackFinding {
    /// The version that was read.
    pub version: i32,
    /// Code of the result.
    pub result: String,
    /// When it was looked at.
    pub looked_on: String,
    /// What proves it.
    pub evidence: String,
}

/// Findings read for a list at most.
const FRAME_MAX: u32 = 100_000;

impl App {
    /// Freezes the list of verified findings of the earlier years.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `look-back-nothing`, `look-back-open` while another one of the year is not drawn,
    /// `year-closed`; [`AppError::Invalid`] `look-back-announcement-missing`, `look-back-reason-missing`;
    /// [`AppError::Forbidden`]; [`AppError::RuleMissing`].
    pub fn freeze_look_back(
        &self,
        actor: &Actor,
        key: &RequestKey,
        year: BudgetYear,
        input: &FreezeInput,
    ) -> Result<Written, AppError> {
        let names = Names::of(&self.rules(actor.division, year))?;
        self.act(
            actor,
            Action::FreezeLookBack,
            &Request::new(key, &(year.get(), input))?,
            |tx| Ok((Resource::Division(tx.division), ())),
            |tx, ()| {
                require_open(tx, year)?;
                let earlier = list_look_backs(tx.db, tx.division, year)?;
                if earlier.iter().any(|one| one.drawn.is_none()) {
                    let told = "本年度已有一份冻结的名单还没有抽取,请先完成抽取。";
                    return Err(AppError::refused("look-back-open", told).into());
                }
                let announced = not_longer("announced", "公告说明", input.announced.trim(), SHORT_MAX)?;
                if announced.is_empty() {
                    let told = "请写明在哪里、什么时候公布名单校验值和起始值的来源。";
                    return Err(AppError::field("announced", "look-back-announcement-missing", told).into());
                }
                let reason = input.reason.trim();
                if !earlier.is_empty() {
                    names.reason("reason", "look-back-reason-missing", "再次抽取的理由", reason)?;
                }
                let years = years_before(year, names.rules.look_back);
                let eligible = eligible(tx.db, tx.division, years)?;
                let frame = frame(&eligible)?;
                let number = i32::try_from(earlier.len()).map_err(AppError::fault)? + 1;
                let one = LookBack {
                    id: tx.fresh()?,
                    year,
                    number,
                    title: format!("{year} 年度绩效问题整改回头看(第 {number} 次)"),
                    years,
                    announced: announced.to_owned(),
                    reason: reason.to_owned(),
                    frame: serde_json::to_string(frame.units()).map_err(AppError::fault)?,
                    frame_sha256: frame.sha256().to_owned(),
                    frozen: hand(actor, tx),
                    drawn: None,
                    version: 1,
                };
                insert_look_back(tx.db, tx.division, &one)?;
                tx.about("look_back", one.id);
                tx.detail("title", &one.title);
                tx.detail("rows", frame.units().len());
                tx.detail("content_sha256", frame.sha256());
                Ok(Written {
                    id: one.id.to_string(),
                    version: 1,
                })
            },
        )
    }

    /// Draws from a frozen list, once.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `look-back-drawn`; [`AppError::Invalid`] `look-back-start-value`; [`AppError::Stale`];
    /// [`AppError::NotFound`].
    pub fn draw_look_back(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: LookBackId,
        input: &LookBackDraw,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::DrawLookBack,
            &Request::new(key, &(id.to_string(), input))?,
            |tx| {
                tx.about("look_back", id);
                let found = find_look_back(tx.db, tx.division, id)?.ok_or(AppError::NotFound)?;
                Ok((Resource::Division(tx.division), found))
            },
            |tx, one| {
                if one.drawn.is_some() {
                    let told = "这份名单已经抽取过,不能重抽;确需再抽的,请另行冻结名单并写明理由。";
                    return Err(AppError::refused("look-back-drawn", told).into());
                }
                if one.version != input.version {
                    return Err(Halt::stale("look_backs", id));
                }
                let names = Names::of(&self.rules(tx.division, one.year))?;
                let by = hand(actor, tx);
                let version = self.draw_now(tx, &one, names.rules.look_back, &input.start_value, &by)?;
                tx.detail("title", &one.title);
                Ok(Written {
                    id: id.to_string(),
                    version,
                })
            },
        )
    }

    /// Draws and writes down the record and the drawn findings.
    pub(crate) fn draw_now(
        &self,
        tx: &mut Tx<'_>,
        one: &LookBack,
        rule: LookBackRule,
        start_value: &str,
        by: &hengji_store::rectification::RectificationHand,
    ) -> Step<i32> {
        let units: Vec<Unit> = serde_json::from_str(&one.frame).map_err(AppError::fault)?;
        let frame = Frame::new(units).map_err(AppError::fault)?;
        let unfit = |error: hengji_analysis::draw::DrawError| {
            AppError::field("start_value", "look-back-start-value", error.to_string())
        };
        let record = Record::new(&frame, &rule_of(rule), &occasion(one, start_value, by)).map_err(unfit)?;
        let drawn = drawn_findings(tx, one, &record)?;
        let objects: Vec<LookBackObject> = drawn
            .into_iter()
            .zip(1_i32..)
            .map(|(finding, position)| LookBackObject {
                look_back: one.id,
                finding,
                position,
                result: None,
                evidence: String::new(),
                looked_on: None,
                hand: None,
                relapse: None,
                version: 1,
            })
            .collect();
        let text = serde_json::to_string_pretty(&record).map_err(AppError::fault)?;
        let version = record_draw(tx.db, tx.division, one, &text, by)?;
        insert_objects(tx.db, tx.division, &objects)?;
        tx.detail("rows", objects.len());
        tx.detail("content_sha256", &record.seal);
        Ok(version)
    }

    /// Writes down what was seen of a drawn finding; one that is there again becomes a new finding.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `look-back-seen`, `year-closed`; [`AppError::Invalid`] `look-back-result-unknown`,
    /// `look-back-needs-evidence`, `date-unreadable`, `date-ahead`; [`AppError::Stale`]; [`AppError::NotFound`].
    pub fn record_look_back(
        &self,
        actor: &Actor,
        key: &RequestKey,
        (look_back, id): (LookBackId, EvaluationFindingId),
        input: &LookBackFinding,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::RecordLookBack,
            &Request::new(key, &(look_back.to_string(), id.to_string(), input))?,
            |tx| find(tx, actor, id),
            |tx, listing| {
                let one = find_look_back(tx.db, tx.division, look_back)?.ok_or(AppError::NotFound)?;
                let objects = objects_of(tx.db, tx.division, look_back)?;
                let object = objects.into_iter().find(|object| object.finding == id);
                let object = object.ok_or(AppError::NotFound)?;
                if let Some(result) = object.result {
                    let told = format!("该对象的回头看结果已经登记({}),不能再改。", result.name());
                    return Err(AppError::refused("look-back-seen", told).into());
                }
                if object.version != input.version {
                    return Err(Halt::stale("look_back_objects", id));
                }
                let names = Names::of(&self.rules(tx.division, one.year))?;
                let seen = seen(tx, &names, input)?;
                let by = hand(actor, tx);
                let relapse = match seen.0 {
                    LookBackResult::Holds => None,
                    LookBackResult::Relapsed => Some(self.reopen(tx, &one, &listing, &seen.1, &by)?),
                };
                let next = LookBackObject {
                    result: Some(seen.0),
                    evidence: seen.1.clone(),
                    looked_on: Some(seen.2),
                    hand: Some(by),
                    relapse,
                    ..object
                };
                let version = record_result(tx.db, tx.division, &next)?;
                let deed = match seen.0 {
                    LookBackResult::Holds => "held",
                    LookBackResult::Relapsed => "relapsed",
                };
                let told = step(actor, tx, deed, &seen.1, "");
                insert_finding_steps(tx.db, tx.division, &[(id, told)])?;
                tx.detail("result", seen.0.name());
                tx.detail("words", excerpt(&seen.1));
                Ok(Written {
                    id: relapse.map_or_else(|| id.to_string(), |relapse| relapse.to_string()),
                    version,
                })
            },
        )
    }

    /// The new finding, linked to the one it is the relapse of.
    pub(crate) fn reopen(
        &self,
        tx: &mut Tx<'_>,
        one: &LookBack,
        listing: &FindingListing,
        evidence: &str,
        by: &hengji_store::rectification::RectificationHand,
    ) -> Step<EvaluationFindingId> {
        let old = &listing.finding;
        let new = NewFinding {
            year: one.year,
            origin: FindingOrigin {
                kind: "look_back".to_owned(),
                id: Some(one.id.to_string()),
                title: one.title.clone(),
            },
            unit: old.unit,
            project: old.project,
            line: old.line,
            place: old.place.clone(),
            words: format!("问题 {} 整改后反弹:{}", number(old), old.words),
            cause: old.cause.clone(),
            severity: old.severity.clone(),
            amount: old.amount,
            evidence: evidence.to_owned(),
            earlier: Some(old.id),
            fixed_on: tx.now.shanghai_date(),
        };
        let entered = enter(self, tx, by, std::slice::from_ref(&new))?;
        let entered = entered.first().ok_or_else(|| AppError::fault("问题没有登记"))?;
        Ok(entered.id)
    }
}

/// Result, evidence and day as they were typed.
fn seen(
    tx: &Tx<'_>,
    names: &Names,
    input: &LookBackFinding,
) -> Result<(LookBackResult, String, hengji_domain::NaiveDate), AppError> {
    let unknown = || {
        let told = "请选择结果:整改保持,或者问题反弹。";
        AppError::field("result", "look-back-result-unknown", told)
    };
    let result = LookBackResult::from_code(&input.result).ok_or_else(unknown)?;
    let evidence = names.reason(
        "evidence",
        "look-back-needs-evidence",
        "回头看的依据",
        &input.evidence,
    )?;
    let day = read_day("looked_on", "查看日期", &input.looked_on)?;
    let today = tx.now.shanghai_date();
    if today < day {
        let told = format!("查看日期 {day} 还没有到(今天是 {today}),请核对。");
        return Err(AppError::field("looked_on", "date-ahead", told));
    }
    Ok((result, evidence.to_owned(), day))
}

/// The years that are looked back at from a year.
pub(super) fn years_before(year: BudgetYear, rule: LookBackRule) -> (BudgetYear, BudgetYear) {
    let back = |count: u16| BudgetYear::new(year.get().saturating_sub(count)).unwrap_or(year);
    (back(rule.years), back(1))
}

/// Verified findings of the years that no look-back has given a result.
pub(crate) fn eligible(
    db: &mut Db,
    division: Division,
    (from, to): (BudgetYear, BudgetYear),
) -> Step<Vec<FindingListing>> {
    let known = looked_back_at(db, division)?;
    let page = Page {
        offset: 0,
        limit: FRAME_MAX,
    };
    let mut all = Vec::new();
    for year in (from.get()..=to.get()).filter_map(|year| BudgetYear::new(year).ok()) {
        let filter = FindingFilter {
            state: Some(FindingState::Rectified),
            ..FindingFilter::of_year(Some(year), hengji_authz::Scope::AllOfDivision)
        };
        let order = (FindingSort::Serial, Direction::Ascending);
        let found = list_findings(db, division, &filter, order, page)?;
        all.extend(found.into_iter().filter(|one| !known.contains(&one.finding.id)));
    }
    Ok(all)
}

/// The list as it is published: number, department, money.
pub(crate) fn frame(eligible: &[FindingListing]) -> Result<Frame, AppError> {
    if eligible.is_empty() {
        let told = "往年没有整改已核实、且未经回头看的问题,没有可抽取的对象。";
        return Err(AppError::refused("look-back-nothing", told));
    }
    let unit = |listing: &FindingListing| Unit {
        id: number(&listing.finding),
        department: listing.department_name.trim().to_owned(),
        amount_fen: listing.finding.amount.map_or(0, Money::fen).max(0),
        self_score_centi: None,
    };
    Frame::new(eligible.iter().map(unit).collect()).map_err(AppError::fault)
}

fn rule_of(rule: LookBackRule) -> Rule {
    Rule {
        selection: Selection::Equal,
        strata: Strata::Departments(Vec::new()),
        share_bp: rule.share_bp,
        least: usize::try_from(rule.department_least).unwrap_or(usize::MAX),
        rounding: Rounding::Up,
        total: None,
    }
}

fn occasion(
    one: &LookBack,
    start_value: &str,
    by: &hengji_store::rectification::RectificationHand,
) -> Occasion {
    // Each frozen list is drawn from once; that it is not the first of the year is told with its reason.
    let is_first = one.number == 1;
    Occasion {
        title: one.title.clone(),
        announced: one.announced.clone(),
        start_value: start_value.trim().to_owned(),
        drawn_at: by.at.to_string(),
        number: u32::try_from(one.number).unwrap_or(1),
        reason: (!is_first).then(|| one.reason.clone()),
        columns: Columns {
            id: "问题编号".to_owned(),
            department: "主管部门".to_owned(),
            amount: "涉及金额(元)".to_owned(),
            self_score: None,
        },
    }
}

/// The findings of the sample, in the order of the draw.
fn drawn_findings(tx: &mut Tx<'_>, one: &LookBack, record: &Record) -> Step<Vec<EvaluationFindingId>> {
    let all = eligible(tx.db, tx.division, one.years)?;
    record
        .sample
        .iter()
        .map(|drawn| {
            let found = all.iter().find(|listing| number(&listing.finding) == *drawn);
            let missing = || {
                let told = format!("名单冻结后,问题 {drawn} 不再是已核实的整改,请另行冻结名单。");
                AppError::refused("look-back-list-changed", told)
            };
            Ok(found.ok_or_else(missing)?.finding.id)
        })
        .collect()
}
