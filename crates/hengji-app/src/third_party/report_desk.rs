//! 报告评价 (the bureau's desk for reports): one report with everything that is said of it, all reports of a year, and
//! both as workbooks.

use std::sync::Arc;

use hengji_authz::Action;
use hengji_domain::id::AssignmentId;
use hengji_domain::person::Actor;
use hengji_domain::rule::Citation;
use hengji_domain::third_party::{AssignmentState, ReportRules, Topic, TopicCounts};
use hengji_domain::{BudgetYear, Score};
use hengji_store::third_party;

use super::export::count;
use super::page::{assignment_row, may};
use super::rating::{RatingView, RubricItem, Standing, grade, rating_of};
use super::report::{ReportBrief, ReportReading, Shelf, asks_for_outcome, versions};
use super::view::AssignmentRow;
use crate::app::App;
use crate::common::Hand;
use crate::error::AppError;
use crate::evaluations::case::EvaluationCase;
use crate::ports::{Cell, Table};

/// A part of the framework with what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartTopic {
    /// Its name.
    pub name: String,
    /// What it is about.
    pub topic: Topic,
    /// How many items it has.
    pub items: usize,
    /// Its share of the total, basis points.
    pub share_bp: u32,
}

/// One report with everything that is said of it.
#[derive(Debug, Clone)]
pub struct ReportPage {
    /// The assignment.
    pub row: AssignmentRow,
    /// Every version, the latest first.
    pub versions: Vec<ReportBrief>,
    /// The latest version, read.
    pub reading: Option<ReportReading>,
    /// The parts of the framework.
    pub parts: Vec<PartTopic>,
    /// The rubric, with the rule.
    pub rubric: (Vec<RubricItem>, Arc<Citation>),
    /// Ratings, the latest first.
    pub ratings: Vec<RatingView>,
    /// Whether the actor rates reports at all, and then why not this one now; empty where it may be rated.
    pub rates: Option<String>,
    /// What the rules say of reports.
    pub rules: ReportRules,
}

/// A report in the list of the year.
#[derive(Debug, Clone)]
pub struct ReportRow {
    /// The assignment.
    pub row: AssignmentRow,
    /// The latest version and who handed it over; none before the first.
    pub handed: Option<(i32, Hand)>,
    /// Share of output and benefit in the text, basis points; none where it says nothing of either.
    pub outcome_bp: Option<u32>,
    /// Whether so little of it is about output and benefit that the bureau asks why.
    pub asks_for_outcome: bool,
    /// How many other reports of the institution it is like.
    pub like: usize,
    /// Total and grade of the rating of the latest version; none while it is not rated.
    pub rating: Option<(Score, String)>,
}

impl ReportRow {
    /// Whether the bureau rates it now: its case is handed in, and the latest version is not rated.
    pub fn waits(&self) -> bool {
        self.row.state == AssignmentState::HandedIn && self.handed.is_some() && self.rating.is_none()
    }
}

/// The reports of a year.
#[derive(Debug, Clone)]
pub struct ReportBoard {
    /// Budget year.
    pub year: BudgetYear,
    /// The reports that the filter leaves.
    pub rows: Vec<ReportRow>,
    /// How many cases there are, how many of them have a report, how many of these wait for the bureau, and how many
    /// are rated.
    pub counts: [usize; 4],
    /// What the rules say of reports.
    pub rules: ReportRules,
}

/// Which reports to list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReportQuery {
    /// Words in the title, the unit or the institution.
    pub text: String,
    /// Only those whose latest version is rated, or only those that wait.
    pub is_rated: Option<bool>,
}

const BOARD: [(&str, u16); 9] = [
    ("评价对象", 40),
    ("单位", 24),
    ("第三方机构", 28),
    ("稿次", 8),
    ("报送时间", 20),
    ("产出效益占比", 14),
    ("雷同提示(份)", 14),
    ("报告得分", 12),
    ("等级", 8),
];

const RATED: [(&str, u16); 7] = [
    ("稿次", 8),
    ("类别", 24),
    ("评分项", 48),
    ("分值", 10),
    ("得分", 10),
    ("页码", 8),
    ("依据", 60),
];

impl App {
    /// One report with its shares, what it is like, the rubric and its ratings.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`]; [`AppError::Forbidden`]; [`AppError::RuleMissing`].
    pub fn institution_report(&self, actor: &Actor, id: AssignmentId) -> Result<ReportPage, AppError> {
        self.may_look(actor, Action::ViewInstitutions)?;
        let division = actor.division;
        let on = self.now().shanghai_date();
        let (case, known, own, conflict) = self.read(|db| {
            let all = third_party::all_assignments(db, division)?;
            let known = all.iter().find(|one| one.assignment.id == id).cloned();
            let known = known.ok_or(AppError::NotFound)?;
            let case = self.load_scored(db, division, known.assignment.evaluation)?;
            let conflict = self.rater_conflict(db, division, actor, &known, on)?;
            let mut own = all;
            own.retain(|one| one.assignment.institution == known.assignment.institution);
            Ok((case, known, own, conflict))
        })?;
        let ids: Vec<AssignmentId> = own.iter().map(|one| one.assignment.id).collect();
        let (reports, ratings) = self.read(|db| {
            let reports = third_party::reports_of(db, division, &ids)?;
            Ok((reports, third_party::ratings_of(db, division, &[id])?))
        })?;
        let in_force = self.rules(division, known.year);
        let rules = in_force.institution_report()?;
        let directory = self.directory(division)?;
        let row = assignment_row(&known, &directory);
        let latest = reports.iter().rev().find(|one| one.assignment == id);
        let standing = Standing {
            state: row.state,
            latest,
            rated: latest.and_then(|report| rating_of(&ratings, report.version)),
            conflict: conflict.as_ref(),
            institution: row.institution_name.clone(),
        };
        let why_not = standing.require().map(|_| String::new());
        let why_not = why_not.unwrap_or_else(|refusal| refusal.to_string());
        Ok(ReportPage {
            versions: versions(&reports, id),
            reading: Shelf::new(&own, &reports, &rules).reading(id),
            parts: parts(&case, &rules),
            rubric: RubricItem::all(&in_force)?,
            ratings: RatingView::all(&ratings, &in_force)?,
            rates: may(actor, Action::RateInstitutionReport).then_some(why_not),
            row,
            rules,
        })
    }

    /// The reports of a year, in four statements.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`]; [`AppError::RuleMissing`].
    pub fn institution_reports(
        &self,
        actor: &Actor,
        year: BudgetYear,
        query: &ReportQuery,
    ) -> Result<ReportBoard, AppError> {
        self.may_look(actor, Action::ViewInstitutions)?;
        let (live, reports, ratings) = self.read(|db| {
            let mut live = third_party::all_assignments(db, actor.division)?;
            live.retain(|one| one.assignment.state.is_live());
            let ids: Vec<AssignmentId> = live.iter().map(|one| one.assignment.id).collect();
            let reports = third_party::reports_of(db, actor.division, &ids)?;
            Ok((live, reports, third_party::ratings_of(db, actor.division, &ids)?))
        })?;
        let in_force = self.rules(actor.division, year);
        let rules = in_force.institution_report()?;
        let bands = in_force.grade_bands("institution_report")?.value;
        let directory = self.directory(actor.division)?;
        let shelf = Shelf::new(&live, &reports, &rules);
        let mut rows = Vec::new();
        for one in live.iter().rev().filter(|one| one.year == year) {
            let id = one.assignment.id;
            let counts = shelf.counts(id);
            let latest = versions(&reports, id).into_iter().next();
            let rated = latest.as_ref().and_then(|report| {
                ratings
                    .iter()
                    .find(|rating| rating.assignment == id && rating.report_version == report.version)
            });
            rows.push(ReportRow {
                row: assignment_row(one, &directory),
                outcome_bp: counts.as_ref().and_then(TopicCounts::outcome_bp),
                asks_for_outcome: counts.is_some_and(|counts| asks_for_outcome(&counts, &rules)),
                like: shelf.like_count(id),
                rating: rated.map(|rating| (rating.total, grade(rating.total, &bands))),
                handed: latest.map(|report| (report.version, report.handed)),
            });
        }
        let counts = [
            rows.len(),
            rows.iter().filter(|row| row.handed.is_some()).count(),
            rows.iter().filter(|row| row.waits()).count(),
            rows.iter().filter(|row| row.rating.is_some()).count(),
        ];
        let words = query.text.trim().to_lowercase();
        rows.retain(|one| {
            let row = &one.row;
            let told = format!("{} {} {}", row.title, row.unit_name, row.institution_name);
            let is_wanted = match query.is_rated {
                None => true,
                Some(true) => one.rating.is_some(),
                Some(false) => one.waits(),
            };
            is_wanted && told.to_lowercase().contains(&words)
        });
        Ok(ReportBoard {
            year,
            rows,
            counts,
            rules,
        })
    }

    /// The reports of a year as filtered.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`]; [`AppError::RuleMissing`].
    pub fn export_institution_reports(
        &self,
        actor: &Actor,
        year: BudgetYear,
        query: &ReportQuery,
    ) -> Result<Vec<u8>, AppError> {
        let board = self.institution_reports(actor, year, query)?;
        let notes = ["产出效益占比按语句用语计数,雷同为提示,均不是扣分依据".to_owned()];
        let rows = board.rows.iter().map(board_cells).collect();
        let title = format!("{year} 年度第三方报告评价");
        let table = Table::new(title, &BOARD, rows).noted(notes);
        self.leave_house(actor, Action::ExportInstitutions, Some(year), table)
    }

    /// The ratings of a report item by item, those of every version.
    ///
    /// # Errors
    ///
    /// As [`Self::institution_report`].
    pub fn export_report_ratings(&self, actor: &Actor, id: AssignmentId) -> Result<Vec<u8>, AppError> {
        let page = self.institution_report(actor, id)?;
        let rows = page.ratings.iter().flat_map(rating_cells).collect();
        let notes = [format!("评价机构:{}", page.row.institution_name)];
        let title = format!("{}评价报告评分", page.row.title);
        let table = Table::new(title, &RATED, rows).noted(notes);
        self.leave_house(actor, Action::ExportInstitutions, None, table)
    }
}

/// The parts of the framework with what their names are about.
fn parts(case: &EvaluationCase, rules: &ReportRules) -> Vec<PartTopic> {
    let of = case.frame.parts.iter().map(|part| PartTopic {
        topic: rules.topic(&part.name),
        items: case.items.iter().filter(|item| item.part == part.code).count(),
        share_bp: part.share_bp,
        name: part.name.clone(),
    });
    of.collect()
}

/// Basis points as people read them.
pub(super) fn percent(bp: u32) -> String {
    format!("{}.{:02}%", bp / 100, bp % 100)
}

fn board_cells(one: &ReportRow) -> Vec<Cell> {
    let row = &one.row;
    let (version, at) = match &one.handed {
        Some((version, hand)) => (Cell::Integer(i64::from(*version)), hand.at.to_string()),
        None => (Cell::Blank, String::new()),
    };
    let (total, grade) = match &one.rating {
        Some((total, grade)) => (Cell::Score(*total), grade.clone()),
        None => (Cell::Blank, String::new()),
    };
    vec![
        Cell::text(row.title.clone()),
        Cell::text(row.unit_name.clone()),
        Cell::text(row.institution_name.clone()),
        version,
        Cell::text(at),
        Cell::text(one.outcome_bp.map(percent).unwrap_or_default()),
        count(one.like),
        total,
        Cell::text(grade),
    ]
}

fn rating_cells(rating: &RatingView) -> Vec<Vec<Cell>> {
    let item = |item: &super::rating::RatedItem| {
        vec![
            Cell::Integer(i64::from(rating.version)),
            Cell::text(item.section.clone()),
            Cell::text(item.name.clone()),
            Cell::Score(Score::from_centi(item.full_centi)),
            Cell::Score(Score::from_centi(item.points_centi)),
            Cell::Integer(i64::from(item.page)),
            Cell::text(item.evidence.clone()),
        ]
    };
    rating.items.iter().map(item).collect()
}
