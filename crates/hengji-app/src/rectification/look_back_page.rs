//! The pages of look-backs: what a list would hold, the frozen lists, the drawn findings, the record to check.

use std::collections::BTreeMap;

use hengji_analysis::draw::{Frame, Record, Unit, decimal, verifier_page};
use hengji_authz::{Action, Resource, decide};
use hengji_domain::BudgetYear;
use hengji_domain::id::{EvaluationFindingId, LookBackId};
use hengji_domain::person::Actor;
use hengji_domain::rectification::LookBackResult;
use hengji_store::rectification::{
    LookBack, find_look_back, finding_listings, list_look_backs, objects_of, totals_of_findings,
};

use super::case::Names;
use super::look_back::{eligible, years_before};
use super::view::{FindingRow, LookBackList, LookBackPage, LookBackRow, LookBackSummary};
use crate::app::App;
use crate::common::Hand;
use crate::error::AppError;

impl App {
    /// The look-backs of a year, in a statement for them and one for each year looked back at.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`]; [`AppError::RuleMissing`].
    pub fn look_backs(&self, actor: &Actor, year: BudgetYear) -> Result<LookBackList, AppError> {
        self.may_look(actor, Action::ViewLookBacks)?;
        let rule = Names::of(&self.rules(actor.division, year))?.rules.look_back;
        let years = years_before(year, rule);
        let (all, eligible) = self.read(|db| {
            let all = list_look_backs(db, actor.division, year)?;
            Ok((all, eligible(db, actor.division, years)?.len()))
        })?;
        let division = Resource::Division(actor.division);
        let is_open = all.iter().any(|one| one.drawn.is_none());
        Ok(LookBackList {
            all: all.iter().map(summary).collect::<Result<_, _>>()?,
            years,
            eligible,
            rule: (rule.share_bp, rule.department_least),
            may_freeze: !is_open && decide(actor, Action::FreezeLookBack, &division).allow,
        })
    }

    /// One look-back with its drawn findings, in four statements.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`]; [`AppError::Forbidden`].
    pub fn look_back(&self, actor: &Actor, id: LookBackId) -> Result<LookBackPage, AppError> {
        self.may_look(actor, Action::ViewLookBacks)?;
        let division = actor.division;
        let (one, objects, listings, totals) = self.read(|db| {
            let one = find_look_back(db, division, id)?.ok_or(AppError::NotFound)?;
            let objects = objects_of(db, division, id)?;
            let ids: Vec<EvaluationFindingId> = objects.iter().map(|object| object.finding).collect();
            let listings = finding_listings(db, division, &ids)?;
            let totals = totals_of_findings(db, division, &ids)?;
            Ok((one, objects, listings, totals))
        })?;
        let names = Names::of(&self.rules(division, one.year))?;
        let rows = self.finding_rows(&names, &listings, &totals);
        let mut rows: BTreeMap<EvaluationFindingId, FindingRow> =
            rows.into_iter().map(|row| (row.id, row)).collect();
        let rows: Vec<LookBackRow> = objects
            .into_iter()
            .filter_map(|object| {
                Some(LookBackRow {
                    finding: rows.remove(&object.finding)?,
                    position: object.position,
                    result: object.result,
                    evidence: object.evidence,
                    looked_on: object.looked_on,
                    hand: object.hand.map(|hand| Hand {
                        name: hand.name,
                        at: hand.at,
                    }),
                    relapse: object.relapse,
                    version: object.version,
                })
            })
            .collect();
        let count = |result| rows.iter().filter(|row| row.result == result).count();
        let whole = Resource::Division(division);
        let may_record = Action::RecordLookBack.roles().iter().any(|role| actor.has(*role));
        Ok(LookBackPage {
            counts: [
                count(Some(LookBackResult::Holds)),
                count(Some(LookBackResult::Relapsed)),
                count(None),
            ],
            may_draw: one.drawn.is_none() && decide(actor, Action::DrawLookBack, &whole).allow,
            summary: summary(&one)?,
            rows,
            may_record,
        })
    }

    /// The record of a draw as JSON, for `hengji draw verify`.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] before the draw; [`AppError::Forbidden`].
    pub fn look_back_record(&self, actor: &Actor, id: LookBackId) -> Result<String, AppError> {
        let one = self.look_back_of(actor, id)?;
        Ok(one.drawn.ok_or(AppError::NotFound)?.0)
    }

    /// A page that repeats the draw in any browser, without this program.
    ///
    /// # Errors
    ///
    /// As [`Self::look_back_record`].
    pub fn look_back_verifier(&self, actor: &Actor, id: LookBackId) -> Result<String, AppError> {
        let text = self.look_back_record(actor, id)?;
        let record: Record = serde_json::from_str(&text).map_err(AppError::fault)?;
        verifier_page(&record).map_err(AppError::fault)
    }

    /// The frozen list as CSV, as it is published.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`]; [`AppError::Forbidden`].
    pub fn look_back_frame(&self, actor: &Actor, id: LookBackId) -> Result<String, AppError> {
        let frame = frame_of(&self.look_back_of(actor, id)?)?;
        let mut text = "问题编号,主管部门,涉及金额(元)\n".to_owned();
        for unit in frame.units() {
            // A name with a comma or a quote in it would shift the columns.
            let department = unit.department.replace('"', "\"\"");
            text.push_str(&format!(
                "{},\"{department}\",{}\n",
                unit.id,
                decimal(unit.amount_fen)
            ));
        }
        Ok(text)
    }

    fn look_back_of(&self, actor: &Actor, id: LookBackId) -> Result<LookBack, AppError> {
        self.may_look(actor, Action::ViewLookBacks)?;
        let found = self.read(|db| Ok(find_look_back(db, actor.division, id)?))?;
        found.ok_or(AppError::NotFound)
    }
}

fn frame_of(one: &LookBack) -> Result<Frame, AppError> {
    let units: Vec<Unit> = serde_json::from_str(&one.frame).map_err(AppError::fault)?;
    Frame::new(units).map_err(AppError::fault)
}

fn summary(one: &LookBack) -> Result<LookBackSummary, AppError> {
    let drawn = match &one.drawn {
        None => None,
        Some((text, hand)) => {
            let record: Record = serde_json::from_str(text).map_err(AppError::fault)?;
            let by = Hand {
                name: hand.name.clone(),
                at: hand.at,
            };
            Some((by, record.start_value, record.seal))
        }
    };
    Ok(LookBackSummary {
        id: one.id,
        number: one.number,
        title: one.title.clone(),
        years: one.years,
        announced: one.announced.clone(),
        reason: one.reason.clone(),
        frame_sha256: one.frame_sha256.clone(),
        population: frame_of(one)?.units().len(),
        frozen: Hand {
            name: one.frozen.name.clone(),
            at: one.frozen.at,
        },
        drawn,
        version: one.version,
    })
}
