//! 财政重点监控 (key monitoring): the list made by rule with its reasons, changed by hand only with a reason, and what
//! was seen on the spot.

use std::collections::{BTreeMap, HashMap, HashSet};

use hengji_authz::{Action, Place, Resource, scope};
use hengji_domain::id::{ProjectId, UnitId};
use hengji_domain::monitoring::KeyChoice;
use hengji_domain::paper::PaperSource;
use hengji_domain::person::Actor;
use hengji_domain::{BudgetYear, NaiveDate};
use hengji_store::monitoring::{
    FieldRecord, KeyEntry, KeyListing, Origin, WatchRow, add_record, find_entry, findings_of_year,
    insert_entries, key_list, periods_of_year, records_of, update_entry, watch_rows,
};
use hengji_store::papers::{self, PaperRecord};
use hengji_store::projects;
use serde::{Deserialize, Serialize};

use super::finding;
use super::view::{KeyPage, KeyProject, KeyRow, RecordView};
use crate::app::{App, Request, Step, Tx};
use crate::common::{Hand, RequestKey, Written};
use crate::cuts::Names;
use crate::error::{AppError, FieldError};
use crate::projects::page::resource;

/// A change of the list by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyAdjustment {
    /// The version that was seen; zero for a project without an entry.
    pub version: i32,
    /// Whether the project is to be on the list.
    pub is_listed: bool,
    /// Why.
    pub reason: String,
}

/// 现场监控记录 as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordInput {
    /// On which day, `2020-08-12`.
    pub visited_on: String,
    /// Where.
    pub place: String,
    /// Who was there, by their posts.
    pub present: String,
    /// What was seen.
    pub situation: String,
    /// Problems found; blank without any.
    #[serde(default)]
    pub problems: String,
}

/// Longest words, characters.
const WORDS_MAX: usize = 4_000;

impl App {
    /// Makes the list of a year by the rule in force. Projects that have an entry already, by rule or by hand, keep
    /// it.
    ///
    /// # Errors
    ///
    /// [`AppError::RuleMissing`] for a year without the rule; [`AppError::Refused`] `key-monitoring-nothing-new`.
    pub fn make_key_list(
        &self,
        actor: &Actor,
        key: &RequestKey,
        year: BudgetYear,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::MakeKeyList,
            &Request::new(key, &year.get())?,
            |tx| {
                tx.about("key_monitoring", year.get());
                Ok((Resource::Division(tx.division), ()))
            },
            |tx, ()| {
                let count = self.list_by_rule(tx, year, &actor.name)?;
                if count == 0 {
                    return Err(AppError::refused(
                        "key-monitoring-nothing-new",
                        "按规则没有需要新列入的项目,名单没有变化。",
                    )
                    .into());
                }
                tx.detail("projects", count);
                Ok(Written {
                    id: year.to_string(),
                    version: 1,
                })
            },
        )
    }

    /// Adds what the rule chooses and the list does not have; how many.
    pub(crate) fn list_by_rule(&self, tx: &mut Tx<'_>, year: BudgetYear, by: &str) -> Step<usize> {
        let choice = self.rules(tx.division, year).key_choice()?;
        let present: HashSet<ProjectId> =
            key_list(tx.db, tx.division, year, &hengji_authz::Scope::AllOfDivision)?
                .into_iter()
                .map(|listing| listing.entry.project)
                .collect();
        let all = projects::of_year(tx.db, tx.division, year)?;
        let entries: Vec<KeyEntry> = chosen(&all, choice.value)
            .into_iter()
            .filter(|(project, _)| !present.contains(project))
            .map(|(project, reason)| KeyEntry {
                project,
                origin: Origin::Rule,
                is_listed: true,
                reason,
                listed_by: by.to_owned(),
                listed_at: tx.now,
                paper: None,
                version: 1,
            })
            .collect();
        insert_entries(tx.db, tx.division, year, &entries)?;
        Ok(entries.len())
    }

    /// Puts a project on the list by hand, or takes it off.
    ///
    /// # Errors
    ///
    /// [`AppError::Invalid`] without a reason; [`AppError::Refused`] `key-monitoring-unchanged`; [`AppError::Stale`];
    /// [`AppError::NotFound`].
    pub fn adjust_key_list(
        &self,
        actor: &Actor,
        key: &RequestKey,
        project: ProjectId,
        input: &KeyAdjustment,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::AdjustKeyList,
            &Request::new(key, &(project.to_string(), input))?,
            |tx| {
                tx.about("project", project);
                let listing =
                    projects::find_listing(tx.db, tx.division, project)?.ok_or(AppError::NotFound)?;
                Ok((resource(tx.division, &listing), listing))
            },
            |tx, listing| {
                let reason = input.reason.trim();
                if reason.is_empty() {
                    return Err(AppError::field(
                        "reason",
                        "key-reason-missing",
                        "人工调整重点监控名单必须写明理由。",
                    )
                    .into());
                }
                let year = listing.project.year;
                let entry = KeyEntry {
                    project,
                    origin: Origin::Manual,
                    is_listed: input.is_listed,
                    reason: reason.to_owned(),
                    listed_by: actor.name.clone(),
                    listed_at: tx.now,
                    paper: None,
                    version: input.version.max(1),
                };
                tx.detail("project", &listing.project.name);
                tx.detail("listed", input.is_listed);
                tx.detail("reason", reason);
                let version = adjust(tx, year, entry)?;
                Ok(Written {
                    id: project.to_string(),
                    version,
                })
            },
        )
    }

    /// Writes down what was seen on the spot.
    ///
    /// # Errors
    ///
    /// [`AppError::Invalid`] for a day that is none or lies ahead, or missing words; [`AppError::NotFound`] for a
    /// project that is not on the list.
    pub fn record_key_monitoring(
        &self,
        actor: &Actor,
        key: &RequestKey,
        project: ProjectId,
        input: &RecordInput,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::RecordKeyMonitoring,
            &Request::new(key, &(project.to_string(), input))?,
            |tx| {
                tx.about("project", project);
                let listing =
                    projects::find_listing(tx.db, tx.division, project)?.ok_or(AppError::NotFound)?;
                Ok((resource(tx.division, &listing), listing))
            },
            |tx, listing| {
                let entry = find_entry(tx.db, tx.division, project)?;
                entry.filter(|entry| entry.is_listed).ok_or(AppError::NotFound)?;
                let visited_on = read_record(input, tx.now.shanghai_date())?;
                let record = FieldRecord {
                    id: tx.fresh()?,
                    project,
                    visited_on,
                    place: input.place.trim().to_owned(),
                    present: input.present.trim().to_owned(),
                    situation: input.situation.trim().to_owned(),
                    problems: input.problems.trim().to_owned(),
                    made_by: actor.name.clone(),
                    made_at: tx.now,
                };
                add_record(tx.db, tx.division, &record)?;
                tx.detail("project", &listing.project.name);
                tx.detail("visited_on", visited_on);
                Ok(Written {
                    id: record.id.to_string(),
                    version: 1,
                })
            },
        )
    }

    /// The list of key monitoring within reach, in three statements.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`] for people without business data.
    pub fn key_monitoring(&self, actor: &Actor, year: BudgetYear) -> Result<KeyPage, AppError> {
        self.may_look(actor, Action::ViewMonitoring)?;
        let reach = scope(actor);
        let (listings, watched) = self.read(|db| {
            let listings = key_list(db, actor.division, year, &reach)?;
            let latest = periods_of_year(db, actor.division, year)?.pop();
            let watched = match (&latest, listings.is_empty()) {
                (Some(latest), false) => watch_rows(db, actor.division, year, &latest.period.code, &reach)?,
                _ => Vec::new(),
            };
            Ok((listings, watched))
        })?;
        let lights: HashMap<ProjectId, &WatchRow> = watched.iter().map(|row| (row.project, row)).collect();
        let mut rows: Vec<KeyRow> = listings
            .iter()
            .map(|listing| key_row(listing, lights.get(&listing.entry.project).copied()))
            .collect();
        // The sort is stable: within the two parts the largest amount stays first.
        rows.sort_by_key(|row| !row.is_listed);
        let on = rows.iter().filter(|row| row.is_listed);
        let fen = on
            .clone()
            .fold(0_i64, |sum, row| sum.saturating_add(row.total.fen()));
        let rule = self.rules(actor.division, year).key_choice().ok();
        let may = [
            Action::MakeKeyList,
            Action::AdjustKeyList,
            Action::ExportMonitoring,
        ];
        Ok(KeyPage {
            listed: u64::try_from(on.count()).unwrap_or(u64::MAX),
            total: hengji_domain::Money::from_fen(fen),
            rule: rule.map(|dated| (in_words(dated.value), (*dated.citation).clone())),
            may: may
                .into_iter()
                .filter(|action| action.roles().iter().any(|role| actor.has(*role)))
                .collect(),
            rows,
        })
    }

    /// One project of the list with its records and proposals, in seven statements.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for a project out of reach or without an entry.
    pub fn key_project(
        &self,
        actor: &Actor,
        year: BudgetYear,
        project: ProjectId,
    ) -> Result<KeyProject, AppError> {
        let list = self.key_monitoring(actor, year)?;
        let row = list.rows.into_iter().find(|row| row.project == project);
        let row = row.ok_or(AppError::NotFound)?;
        let register = Names::of(&self.rules(actor.division, year))?;
        let (records, findings, listing, letters) = self.read(|db| {
            let source = PaperSource::KeyMonitoring(project);
            Ok((
                records_of(db, actor.division, project)?,
                findings_of_year(db, actor.division, year, Some(project))?,
                projects::find_listing(db, actor.division, project)?.ok_or(AppError::NotFound)?,
                papers::of_sources(db, actor.division, year, &[source])?,
            ))
        })?;
        let has_letter = letters.iter().any(PaperRecord::stands);
        let place = Resource::Project {
            division: actor.division,
            place: Place {
                unit: listing.project.unit,
                department: listing.project.department,
                budget_division: listing.budget_division,
            },
            has_concluded: true,
        };
        let may = [
            Action::RecordKeyMonitoring,
            Action::AdjustKeyList,
            Action::IssuePaper,
        ];
        let names = (row.project_name.as_str(), row.department_name.as_str());
        Ok(KeyProject {
            findings: findings
                .iter()
                .map(|one| finding::row(one, names, listing.project.unit, &register, ""))
                .collect(),
            records: records.into_iter().map(record_view).collect(),
            letters: self.paper_rows(actor, year, letters, &row.unit_name),
            has_letter,
            may: may
                .into_iter()
                .filter(|action| hengji_authz::decide(actor, *action, &place).allow)
                .collect(),
            row: row.clone(),
        })
    }
}

fn adjust(tx: &mut Tx<'_>, year: BudgetYear, entry: KeyEntry) -> Step<i32> {
    match find_entry(tx.db, tx.division, entry.project)? {
        Some(stored) if stored.is_listed == entry.is_listed => Err(AppError::refused(
            "key-monitoring-unchanged",
            format!(
                "该项目已经{}重点监控名单。",
                if stored.is_listed { "列入" } else { "移出" }
            ),
        )
        .into()),
        Some(stored) => {
            let changed = KeyEntry {
                paper: stored.paper,
                ..entry
            };
            Ok(update_entry(tx.db, tx.division, year, &changed)?)
        }
        None => {
            insert_entries(tx.db, tx.division, year, std::slice::from_ref(&entry))?;
            Ok(entry.version)
        }
    }
}

/// What the rule chooses, with the reason in words: above the threshold, the largest of each department first.
fn chosen(all: &[hengji_domain::project::Project], choice: KeyChoice) -> Vec<(ProjectId, String)> {
    let mut by_department: BTreeMap<UnitId, Vec<(i64, ProjectId)>> = BTreeMap::new();
    for project in all {
        let total = project.funding.total().unwrap_or_default();
        if choice.threshold < total {
            by_department
                .entry(project.department)
                .or_default()
                .push((total.fen(), project.id));
        }
    }
    let most = choice
        .most_of_department
        .map_or(usize::MAX, |most| usize::try_from(most).unwrap_or(usize::MAX));
    let mut chosen = Vec::new();
    for mut of_department in by_department.into_values() {
        of_department.sort_by_key(|(fen, project)| (std::cmp::Reverse(*fen), *project));
        for (place, (fen, project)) in (1..).zip(of_department.into_iter().take(most)) {
            let place: usize = place;
            let amount = hengji_domain::Money::from_fen(fen);
            chosen.push((
                project,
                format!(
                    "年度资金 {amount} 万元,超过 {} 万元;在本部门超过起点的项目中金额第 {place}",
                    choice.threshold
                ),
            ));
        }
    }
    chosen
}

fn in_words(choice: KeyChoice) -> String {
    let of_department = choice.most_of_department.map_or_else(
        || "全部列入".to_owned(),
        |most| format!("每个部门取金额最大的 {most} 个"),
    );
    format!("年度资金超过 {} 万元的项目,{of_department}", choice.threshold)
}

fn key_row(listing: &KeyListing, watched: Option<&WatchRow>) -> KeyRow {
    let entry = &listing.entry;
    KeyRow {
        project: entry.project,
        project_code: listing.project_code.clone(),
        project_name: listing.project_name.clone(),
        unit_name: listing.unit_name.clone(),
        department_name: listing.department_name.clone(),
        total: listing.total,
        is_listed: entry.is_listed,
        origin: entry.origin.name(),
        reason: entry.reason.clone(),
        hand: Hand {
            name: entry.listed_by.clone(),
            at: entry.listed_at,
        },
        light: watched
            .and_then(|row| row.result.as_ref())
            .and_then(|result| result.light),
        sheet: watched.map(|row| row.sheet.id),
        version: entry.version,
    }
}

fn record_view(record: FieldRecord) -> RecordView {
    RecordView {
        id: record.id,
        visited_on: record.visited_on,
        place: record.place,
        present: record.present,
        situation: record.situation,
        problems: record.problems,
        hand: Hand {
            name: record.made_by,
            at: record.made_at,
        },
    }
}

fn read_record(input: &RecordInput, today: NaiveDate) -> Result<NaiveDate, AppError> {
    let mut errors = Vec::new();
    let visited_on = input.visited_on.trim().parse::<NaiveDate>().ok();
    match visited_on {
        None => errors.push(FieldError::new(
            "visited_on",
            "date-unreadable",
            format!(
                "现场日期“{}”无法识别,请写成 2020-08-12 的样子。",
                input.visited_on
            ),
        )),
        Some(day) if today < day => errors.push(FieldError::new(
            "visited_on",
            "date-ahead",
            format!("现场日期 {day} 还没有到,请核对。"),
        )),
        Some(_) => {}
    }
    for (field, name, text) in [
        ("place", "现场地点", &input.place),
        ("present", "到场人员", &input.present),
        ("situation", "现场情况", &input.situation),
    ] {
        if text.trim().is_empty() {
            errors.push(FieldError::new(
                field,
                "record-incomplete",
                format!("没有填写{name}。"),
            ));
        }
    }
    for (field, text) in [("situation", &input.situation), ("problems", &input.problems)] {
        let length = text.chars().count();
        if WORDS_MAX < length {
            errors.push(FieldError::new(
                field,
                "text-too-long",
                format!("此处最多 {WORDS_MAX} 字,现有 {length} 字,请精简。"),
            ));
        }
    }
    match (visited_on, errors.is_empty()) {
        (Some(day), true) => Ok(day),
        _ => Err(AppError::Invalid(errors)),
    }
}

#[cfg(test)]
mod tests {
    use hengji_domain::project::{FundingBySource, Project, ProjectNature, ProjectType};
    use hengji_domain::{Money, Timestamp};

    use super::*;

    fn project(number: u8, department: u8, yuan: i64) -> Project {
        let at = Timestamp::from_micros(0);
        Project {
            id: ProjectId::new(at, [number; 10]),
            year: BudgetYear::new(2020).unwrap(),
            code: number.to_string(),
            name: format!("项目{number}"),
            unit: UnitId::new(at, [department; 10]),
            department: UnitId::new(at, [department; 10]),
            project_type: ProjectType::Specific,
            nature: ProjectNature::Continued,
            funding: FundingBySource {
                fiscal: Money::from_fen(yuan * 100),
                ..FundingBySource::default()
            },
            version: 1,
        }
    }

    #[test]
    fn the_rule_takes_the_largest_of_each_department_above_the_threshold() {
        let all = [
            project(1, 1, 5_000_000),
            project(2, 1, 5_000_001),
            project(3, 1, 9_000_000),
            project(4, 2, 6_000_000),
            project(5, 3, 100),
        ];
        let choice = |most_of_department| KeyChoice {
            threshold: Money::from_fen(500_000_000),
            most_of_department,
        };
        let codes = |most| {
            let found = chosen(&all, choice(most));
            let code = |id| all.iter().find(|one| one.id == id).unwrap().code.clone();
            found.into_iter().map(|(id, _)| code(id)).collect::<Vec<_>>()
        };
        assert_eq!(codes(None), ["3", "2", "4"]);
        assert_eq!(codes(Some(1)), ["3", "4"]);
        let reason = &chosen(&all, choice(Some(1)))[0].1;
        assert!(reason.contains("900 万元") && reason.contains("第 1"), "{reason}");
    }
}
