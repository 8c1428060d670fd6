//! 随预算批复下达绩效目标: one letter for each unit, listing the goals of the year that were approved for it.

use std::collections::BTreeMap;

use hengji_authz::{Action, Resource};
use hengji_domain::id::{ProjectId, UnitId};
use hengji_domain::paper::phrase::goal_issue as phrase;
use hengji_domain::paper::{Block, LetterText, PaperColumn, PaperKind, PaperSource, PaperTable};
use hengji_domain::person::Actor;
use hengji_domain::project::Project;
use hengji_domain::sheet::{Sheet, SheetKind};
use hengji_domain::unit::Unit;
use hengji_domain::workflow::SheetState;
use hengji_domain::{BudgetYear, Division, Money};
use hengji_store::papers::{self, PaperRecord};
use hengji_store::{Db, projects, sheets, units};
use serde::{Deserialize, Serialize};

use crate::app::{App, Request, Step};
use crate::common::{RequestKey, Written};
use crate::error::AppError;
use crate::papers::issue::{IssuingHand, PaperDraft};
use crate::papers::view::PaperRow;

/// A unit with its approved goals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoalLetterRow {
    /// The unit.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
    /// How many goals are approved.
    pub goals: u64,
    /// The money of their projects.
    pub total: Money,
    /// The letter that stands; none where none was issued or the last one was taken back.
    pub letter: Option<PaperRow>,
}

/// Units whose letters are to be issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoalLettersInput {
    /// Their identifiers.
    pub units: Vec<String>,
}

/// The approved goals of a unit, by the code of the project.
type Approved = BTreeMap<UnitId, Vec<(Project, Sheet)>>;

impl App {
    /// The units with approved goals of the year and their letters, in four statements.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`].
    pub fn goal_letters(&self, actor: &Actor, year: BudgetYear) -> Result<Vec<GoalLetterRow>, AppError> {
        self.may_look(actor, Action::IssueGoalLetters)?;
        let division = actor.division;
        let (approved, standing) = self.read(|db| {
            let approved = approved(db, division, year)?;
            let standing = standing(db, division, year, approved.keys().copied())?;
            Ok((approved, standing))
        })?;
        let directory = self.directory(division)?;
        let mut rows = Vec::with_capacity(approved.len());
        for unit in directory.units() {
            let Some(goals) = approved.get(&unit.id) else {
                continue;
            };
            let letter = standing.get(&unit.id).cloned().into_iter().collect();
            rows.push(GoalLetterRow {
                unit: unit.id,
                unit_name: unit.name.clone(),
                goals: u64::try_from(goals.len()).unwrap_or(u64::MAX),
                total: total(goals),
                letter: self.paper_rows(actor, year, letter, &unit.name).pop(),
            });
        }
        Ok(rows)
    }

    /// Issues the letters of these units, all or none.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `goal-letters-nobody` without a unit, `goal-letters-without-goal` for one without
    /// approved goals, `paper-already-issued`; [`AppError::RuleMissing`].
    pub fn issue_goal_letters(
        &self,
        actor: &Actor,
        key: &RequestKey,
        year: BudgetYear,
        input: &GoalLettersInput,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::IssueGoalLetters,
            &Request::new(key, &(year.get(), input))?,
            |tx| Ok((Resource::Division(tx.division), ())),
            |tx, ()| {
                let text = self
                    .rules(tx.division, year)
                    .letter_text(PaperKind::GoalIssue)?
                    .value;
                let mut approved = approved(tx.db, tx.division, year)?;
                let mut drafts = Vec::with_capacity(input.units.len());
                for unit in &input.units {
                    let unit: UnitId = unit.parse()?;
                    let unit = units::find(tx.db, tx.division, unit)?.ok_or(AppError::NotFound)?;
                    let goals = approved.remove(&unit.id).ok_or_else(|| {
                        AppError::refused(
                            "goal-letters-without-goal",
                            format!("“{}”没有已批复的 {year} 年度绩效目标,不能发文。", unit.name),
                        )
                    })?;
                    drafts.push(draft(year, unit, &text, &goals));
                }
                if drafts.is_empty() {
                    return Err(AppError::refused(
                        "goal-letters-nobody",
                        "没有选择单位;请勾选要发文的单位。",
                    )
                    .into());
                }
                let issued = self.issue_papers(tx, &IssuingHand::serving(actor, tx), &drafts)?;
                tx.detail("year", year);
                tx.detail("units", issued.len());
                if let (Some(first), Some(last)) = (issued.first(), issued.last()) {
                    tx.detail(
                        "paper",
                        format!("{} 至 {}", first.record.number, last.record.number),
                    );
                }
                Ok(Written {
                    id: year.to_string(),
                    version: i32::try_from(issued.len()).unwrap_or(i32::MAX),
                })
            },
        )
    }
}

fn approved(db: &mut Db, division: Division, year: BudgetYear) -> Step<Approved> {
    let mut all: BTreeMap<ProjectId, Project> = projects::of_year(db, division, year)?
        .into_iter()
        .map(|project| (project.id, project))
        .collect();
    let mut approved = Approved::new();
    for sheet in sheets::of_year(db, division, year, SheetKind::Goal)? {
        if !matches!(sheet.state, SheetState::Concluded { .. }) {
            continue;
        }
        if let Some(project) = all.remove(&sheet.project) {
            approved.entry(project.unit).or_default().push((project, sheet));
        }
    }
    for goals in approved.values_mut() {
        goals.sort_by(|(one, _), (other, _)| one.code.cmp(&other.code));
    }
    Ok(approved)
}

/// The letter of each unit that was not taken back.
fn standing(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    units: impl Iterator<Item = UnitId>,
) -> Step<BTreeMap<UnitId, PaperRecord>> {
    let sources: Vec<PaperSource> = units.map(PaperSource::UnitGoals).collect();
    let known = papers::of_sources(db, division, year, &sources)?;
    Ok(known
        .into_iter()
        .filter(PaperRecord::stands)
        .map(|one| (one.unit, one))
        .collect())
}

fn total(goals: &[(Project, Sheet)]) -> Money {
    let fen = goals.iter().fold(0_i64, |sum, (project, _)| {
        sum.saturating_add(project.funding.total().unwrap_or_default().fen())
    });
    Money::from_fen(fen)
}

fn draft(year: BudgetYear, unit: Unit, text: &LetterText, goals: &[(Project, Sheet)]) -> PaperDraft {
    let rows = goals.iter().zip(1_u32..).map(|((project, sheet), number)| {
        let lines = sheet.lines.iter().filter(|line| line.parent.is_none());
        let told: Vec<String> = lines
            .map(|line| format!("{}:{}", line.level3, line.target.text))
            .collect();
        vec![
            number.to_string(),
            format!("{}({})", project.name, project.code),
            project.funding.total().unwrap_or_default().to_string(),
            told.join(";"),
        ]
    });
    PaperDraft {
        kind: PaperKind::GoalIssue,
        year,
        unit: unit.id,
        subject: format!("{}{year}年度绩效目标", unit.name),
        source: PaperSource::UnitGoals(unit.id),
        unit_name: unit.name,
        body: vec![
            Block::Paragraph(text.say(
                phrase::APPROVED,
                &[&goals.len().to_string(), &total(goals).to_string()],
            )),
            Block::Table(PaperTable {
                caption: format!("{year}年度项目绩效目标"),
                columns: vec![
                    PaperColumn::word("序号", 1),
                    PaperColumn::text("项目", 4),
                    PaperColumn::number("资金(万元)", 2),
                    PaperColumn::text("绩效指标和年度指标值", 8),
                ],
                rows: rows.collect(),
            }),
        ],
        enclosures: Vec::new(),
        copies_to: Vec::new(),
    }
}

#[cfg(test)]
mod tests;
