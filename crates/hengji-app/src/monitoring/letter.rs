//! 绩效重点监控情况反馈书 (feedback letter): what key monitoring found of a project, set as a paper for its unit.

use std::collections::HashMap;

use hengji_authz::{Action, decide};
use hengji_domain::cut::CutState;
use hengji_domain::id::{LineKey, ProjectId};
use hengji_domain::monitoring::{Light, MonitoringRules, Outlook};
use hengji_domain::paper::phrase::monitoring_feedback as phrase;
use hengji_domain::paper::{
    Block, LetterText, PaperColumn, PaperKind, PaperSource, PaperTable, printed_date,
};
use hengji_domain::person::Actor;
use hengji_domain::sheet::{Line, Sheet, SheetKind};
use hengji_domain::{BudgetYear, Division, Money};
use hengji_store::cuts::BudgetCut;
use hengji_store::monitoring::{
    FieldRecord, FoundCut, KeyEntry, OpenedPeriod, ResultRow, find_entry, findings_of_year,
    outlooks_of_sheet, periods_of_year, records_of, result_of_sheet, update_entry,
};
use hengji_store::projects::{self, ProjectListing};
use hengji_store::{Db, sheets};
use serde::{Deserialize, Serialize};

use crate::app::{App, Halt, Request, Step, Tx};
use crate::common::{RequestKey, Written};
use crate::cuts::Names;
use crate::error::AppError;
use crate::papers::issue::{IssuingHand, PaperDraft};
use crate::papers::view::PaperPreview;
use crate::papers::{Copy, parted};
use crate::projects::page::resource;

/// A letter to be issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeedbackInput {
    /// The version of the list's entry that was seen.
    pub version: i32,
    /// 整改要求, a paragraph for each line; blank where the standing words say enough.
    #[serde(default)]
    pub demands: String,
}

/// Longest demands, characters.
const DEMANDS_MAX: usize = 4_000;

/// What the letter tells.
struct Material {
    listing: ProjectListing,
    entry: KeyEntry,
    records: Vec<FieldRecord>,
    findings: Vec<FoundCut>,
    watched: Option<Watched>,
}

/// The project's sheet of the last period.
struct Watched {
    opened: OpenedPeriod,
    sheet: Sheet,
    result: Option<ResultRow>,
    outlooks: HashMap<LineKey, Outlook>,
}

impl App {
    /// The letter as it would be issued today.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for a project out of reach or off the list, and for whoever may not issue letters;
    /// [`AppError::Refused`] `feedback-without-record`, `holidays-missing`; [`AppError::RuleMissing`].
    pub fn preview_feedback(
        &self,
        actor: &Actor,
        project: ProjectId,
        demands: &str,
    ) -> Result<PaperPreview, AppError> {
        let division = actor.division;
        let found = self.read(|db| material(db, division, project))?;
        if !decide(actor, Action::IssuePaper, &resource(division, &found.listing)).allow {
            return Err(AppError::NotFound);
        }
        let draft = self.feedback(division, &found, demands)?;
        Ok(PaperPreview {
            paper: self.preview_paper(division, &draft)?,
            at: self.now(),
        })
    }

    /// The same as a file, marked as a draft.
    ///
    /// # Errors
    ///
    /// As [`Self::preview_feedback`]; [`AppError::Refused`] `fonts-missing`.
    pub fn print_feedback_draft(
        &self,
        actor: &Actor,
        project: ProjectId,
        demands: &str,
    ) -> Result<Vec<u8>, AppError> {
        let preview = self.preview_feedback(actor, project, demands)?;
        self.print_preview(&preview.paper, Copy::Pdf)
    }

    /// Issues the letter.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `paper-already-issued`, `feedback-without-record`, `holidays-missing`;
    /// [`AppError::Invalid`] for demands that are too long; [`AppError::Stale`]; [`AppError::NotFound`].
    pub fn issue_feedback(
        &self,
        actor: &Actor,
        key: &RequestKey,
        project: ProjectId,
        input: &FeedbackInput,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::IssuePaper,
            &Request::new(key, &(project.to_string(), input))?,
            |tx| {
                tx.about("project", project);
                let found = material(tx.db, tx.division, project)?;
                Ok((resource(tx.division, &found.listing), found))
            },
            |tx, found| {
                let draft = self.feedback(tx.division, &found, &input.demands)?;
                tx.detail("project", &found.listing.project.name);
                let issued = self.issue_paper(tx, &IssuingHand::of(actor, tx), &draft)?;
                if found.entry.version != input.version {
                    return Err(Halt::stale("key_monitorings", project));
                }
                remember(
                    tx,
                    found.listing.project.year,
                    found.entry,
                    issued.record.id.to_string(),
                )?;
                Ok(Written {
                    id: issued.record.id.to_string(),
                    version: issued.record.version,
                })
            },
        )
    }

    /// The letter about what is known of the project.
    fn feedback(&self, division: Division, found: &Material, demands: &str) -> Result<PaperDraft, AppError> {
        if found.records.is_empty() {
            return Err(AppError::refused(
                "feedback-without-record",
                "该项目还没有现场监控记录,不能出具反馈书;请先登记现场情况。",
            ));
        }
        let length = demands.chars().count();
        if DEMANDS_MAX < length {
            return Err(AppError::field(
                "demands",
                "text-too-long",
                format!("整改要求最多 {DEMANDS_MAX} 字,现有 {length} 字,请精简。"),
            ));
        }
        let project = &found.listing.project;
        let in_force = self.rules(division, project.year);
        let kind = PaperKind::MonitoringFeedback;
        let telling = Telling {
            found,
            rules: &in_force.monitoring()?,
            names: &Names::of(&in_force)?,
            text: &in_force.letter_text(kind)?.value,
        };
        Ok(PaperDraft {
            kind,
            year: project.year,
            unit: project.unit,
            unit_name: found.listing.unit_name.clone(),
            subject: project.name.clone(),
            source: PaperSource::KeyMonitoring(project.id),
            body: telling.body(demands),
            enclosures: Vec::new(),
            copies_to: copies_to(&found.listing),
        })
    }

    /// Issues the letter of a project for the demonstration.
    pub(crate) fn seed_feedback(
        &self,
        tx: &mut Tx<'_>,
        hand: &IssuingHand,
        projects: &[ProjectId],
    ) -> Step<Vec<hengji_store::papers::PaperRecord>> {
        let mut drafts = Vec::with_capacity(projects.len());
        let mut entries = Vec::with_capacity(projects.len());
        for project in projects {
            let found = material(tx.db, tx.division, *project)?;
            drafts.push(self.feedback(tx.division, &found, "")?);
            entries.push((found.listing.project.year, found.entry));
        }
        let issued = self.issue_papers(tx, hand, &drafts)?;
        for ((year, entry), issued) in entries.into_iter().zip(&issued) {
            remember(tx, year, entry, issued.record.id.to_string())?;
        }
        Ok(issued.into_iter().map(|one| one.record).collect())
    }
}

/// The entry of the list knows its letter.
fn remember(tx: &mut Tx<'_>, year: BudgetYear, entry: KeyEntry, paper: String) -> Step<i32> {
    let with_paper = KeyEntry {
        paper: Some(paper),
        ..entry
    };
    Ok(update_entry(tx.db, tx.division, year, &with_paper)?)
}

/// What is known of a project of the list, in at most eight statements.
fn material(db: &mut Db, division: Division, project: ProjectId) -> Step<Material> {
    let listing = projects::find_listing(db, division, project)?.ok_or(AppError::NotFound)?;
    let entry = find_entry(db, division, project)?;
    let entry = entry.filter(|entry| entry.is_listed).ok_or(AppError::NotFound)?;
    let year = listing.project.year;
    let watched = match periods_of_year(db, division, year)?.pop() {
        Some(opened) => watched(db, division, project, opened)?,
        None => None,
    };
    Ok(Material {
        entry,
        records: records_of(db, division, project)?,
        findings: findings_of_year(db, division, year, Some(project))?,
        watched,
        listing,
    })
}

fn watched(
    db: &mut Db,
    division: Division,
    project: ProjectId,
    opened: OpenedPeriod,
) -> Step<Option<Watched>> {
    let of_period =
        |sheet: &Sheet| sheet.kind == SheetKind::Monitoring && sheet.period.code() == opened.period.code;
    let all = sheets::find_for_project(db, division, project)?;
    let Some(sheet) = all.into_iter().find(of_period) else {
        return Ok(None);
    };
    Ok(Some(Watched {
        result: result_of_sheet(db, division, sheet.id)?,
        outlooks: outlooks_of_sheet(db, division, sheet.id)?,
        opened,
        sheet,
    }))
}

/// The department reads along where it is not the addressee itself.
fn copies_to(listing: &ProjectListing) -> Vec<String> {
    let is_own = listing.project.unit == listing.project.department;
    (!is_own)
        .then(|| listing.department_name.clone())
        .into_iter()
        .collect()
}

/// What is told, and the words and names in which it is told.
struct Telling<'a> {
    found: &'a Material,
    rules: &'a MonitoringRules,
    names: &'a Names,
    text: &'a LetterText,
}

impl Telling<'_> {
    fn body(&self, demands: &str) -> Vec<Block> {
        let mut parts = Vec::new();
        if let Some(watched) = &self.found.watched {
            let execution = Block::Paragraph(self.execution(watched));
            parts.push((phrase::EXECUTION_HEADING, vec![execution]));
            parts.push((phrase::GOALS_HEADING, self.goals(watched)));
        }
        let seen = self.found.records.iter().map(|record| self.seen(record));
        parts.push((phrase::VISITS_HEADING, seen.collect()));
        let problems = problems(self.found);
        if !problems.is_empty() {
            parts.push((phrase::PROBLEMS_HEADING, vec![Block::List(numbered(problems))]));
        }
        let measures = self.measures(demands);
        if !measures.is_empty() {
            parts.push((phrase::MEASURES_HEADING, vec![Block::List(numbered(measures))]));
        }
        let parts = parts
            .into_iter()
            .map(|(heading, part)| (self.text.say(heading, &[]), part));
        parted(parts)
    }

    fn execution(&self, watched: &Watched) -> String {
        let text = self.text;
        let cut_off = printed_date(watched.opened.period.cut_off);
        let Some(result) = &watched.result else {
            return text.say(phrase::WITHOUT_EXECUTION, &[&cut_off]);
        };
        let light = |light: Option<Light>, words| {
            light.map_or_else(String::new, |light| text.say(words, &[light.name()]))
        };
        let lights = [
            light(result.execution_light, phrase::EXECUTION_LIGHT),
            light(result.light, phrase::PROJECT_LIGHT),
        ];
        let rate = rate_bp(result.executed, result.budget);
        let rate = rate.map_or_else(|| text.say(phrase::WITHOUT_RATE, &[]), percent);
        let (budget, executed) = (result.budget.to_string(), result.executed.to_string());
        text.say(
            phrase::EXECUTION,
            &[&budget, &cut_off, &executed, &rate, &lights.concat()],
        )
    }

    fn goals(&self, watched: &Watched) -> Vec<Block> {
        let all = watched.sheet.lines.iter();
        let lines: Vec<&Line> = all.filter(|line| line.parent.is_none()).collect();
        if lines.is_empty() {
            return vec![Block::Paragraph(self.text.say(phrase::WITHOUT_GOALS, &[]))];
        }
        let rows = lines.iter().map(|line| {
            let said = watched.outlooks.get(&line.key);
            let likelihood = said.and_then(|said| self.rules.likelihood(&said.likelihood));
            vec![
                line.level3.clone(),
                or_dash(&line.target.text),
                or_dash(&line.actual.text),
                likelihood.map_or_else(|| "—".to_owned(), |one| one.name.clone()),
            ]
        });
        vec![Block::Table(PaperTable {
            caption: format!("{}绩效指标完成情况", watched.opened.period.name),
            columns: vec![
                PaperColumn::text("绩效指标", 5),
                PaperColumn::word("年度指标值", 3),
                PaperColumn::word("实际完成值", 3),
                PaperColumn::word("完成可能性", 2),
            ],
            rows: rows.collect(),
        })]
    }

    fn seen(&self, record: &FieldRecord) -> Block {
        let date = printed_date(record.visited_on);
        Block::Paragraph(self.text.say(
            phrase::VISIT,
            &[&date, &record.place, &record.present, &record.situation],
        ))
    }

    fn measures(&self, demands: &str) -> Vec<String> {
        let cuts = standing(self.found).map(|cut| {
            let decided = cut.decision.as_ref().and_then(|decision| decision.amount);
            let deed = if cut.state == CutState::Approved {
                phrase::CUT_DECIDED
            } else {
                phrase::CUT_PROPOSED
            };
            let amount = decided.unwrap_or(cut.proposed).to_string();
            self.text.say(deed, &[&self.names.ground(&cut.ground), &amount])
        });
        let asked = demands.lines().map(str::trim).filter(|line| !line.is_empty());
        cuts.chain(asked.map(str::to_owned)).collect()
    }
}

fn numbered(points: Vec<String>) -> Vec<String> {
    let numbered = points.into_iter().zip(1_u32..);
    numbered
        .map(|(point, number)| format!("{number}. {point}"))
        .collect()
}

fn rate_bp(executed: Money, budget: Money) -> Option<i64> {
    let bp = i128::from(executed.fen())
        .checked_mul(10_000)?
        .checked_div(i128::from(budget.fen()))?;
    i64::try_from(bp).ok()
}

/// Basis points as people write a percentage; what is left over is cut off, so that nobody looks further than they are.
fn percent(bp: i64) -> String {
    format!("{}.{:02}%", bp.div_euclid(100), bp.rem_euclid(100))
}

fn or_dash(text: &str) -> String {
    if text.is_empty() {
        "—".to_owned()
    } else {
        text.to_owned()
    }
}

/// Problems seen on the spot, then those behind proposals for a cut.
fn problems(found: &Material) -> Vec<String> {
    let seen = found.records.iter().map(|record| record.problems.clone());
    let proposed = standing(found).map(|cut| cut.finding.clone());
    seen.chain(proposed).filter(|words| !words.is_empty()).collect()
}

/// Proposals that were not taken back or decided against.
fn standing(found: &Material) -> impl Iterator<Item = &BudgetCut> {
    let all = found.findings.iter().map(|one| &one.cut);
    all.filter(|cut| matches!(cut.state, CutState::Proposed | CutState::Approved))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_cut_off_and_never_rounded_up() {
        let rate =
            |executed, budget| rate_bp(Money::from_fen(executed), Money::from_fen(budget)).map(percent);
        for (executed, budget, printed) in [
            (1, 3, Some("33.33%")),
            (2, 3, Some("66.66%")),
            (0, 5, Some("0.00%")),
            (5, 0, None),
            (i64::MAX, i64::MAX, Some("100.00%")),
        ] {
            assert_eq!(rate(executed, budget).as_deref(), printed, "{executed}/{budget}");
        }
    }

    #[test]
    fn points_are_numbered_from_one() {
        let points = vec!["甲".to_owned(), "乙".to_owned()];
        assert_eq!(numbered(points), ["1. 甲", "2. 乙"]);
    }
}
