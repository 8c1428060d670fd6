//! 报告评分 (rating): the bureau judges each version of a report once, by a rubric, with the page that shows each score.

use std::sync::Arc;

use hengji_authz::{Action, Resource};
use hengji_domain::id::AssignmentId;
use hengji_domain::person::Actor;
use hengji_domain::rule::{Citation, GradeBand};
use hengji_domain::third_party::{AssignmentState, ThirdPartyRefusal, blocks};
use hengji_domain::{Division, NaiveDate, Score};
use hengji_rules::RulesInForce;
use hengji_store::Db;
use hengji_store::third_party::{
    self, AssignmentListing, InstitutionConflict, InstitutionReport, ReportRating,
};
use serde::{Deserialize, Serialize};

use super::report::require_latest;
use super::{checked, signer, text};
use crate::app::{App, Request, Step};
use crate::budget_years::require_open;
use crate::common::{Hand, RequestKey, Written};
use crate::error::{AppError, FieldError};

/// One item of a rating.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RatingLine {
    /// Points.
    pub points: String,
    /// The page of the report.
    pub page: String,
    /// What stands there.
    pub evidence: String,
}

/// A rating.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RatingInput {
    /// The version that was read.
    pub version: i32,
    /// The items in the order of the rubric.
    pub lines: Vec<RatingLine>,
    /// What is said of the whole.
    #[serde(default)]
    pub words: String,
}

/// An item of the rubric.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RubricItem {
    /// What it belongs to.
    pub section: String,
    /// What is asked.
    pub name: String,
    /// Full points.
    pub points: Score,
}

/// An item as it was rated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatedItem {
    /// What it belongs to.
    pub section: String,
    /// What was asked.
    pub name: String,
    /// Full points, hundredths.
    pub full_centi: i32,
    /// Points, hundredths.
    pub points_centi: i32,
    /// The page of the report.
    pub page: u16,
    /// What stands there.
    pub evidence: String,
}

/// A rating as pages show it.
#[derive(Debug, Clone)]
pub struct RatingView {
    /// Which version of the report.
    pub version: i32,
    /// The total.
    pub total: Score,
    /// 等级 of the total; empty below the lowest.
    pub grade: String,
    /// The items.
    pub items: Vec<RatedItem>,
    /// What was said of the whole.
    pub words: String,
    /// Who rated.
    pub rated: Hand,
}

impl RubricItem {
    /// The items of the rubric in force in their order, with the rule.
    pub(super) fn all(rules: &RulesInForce) -> Result<(Vec<Self>, Arc<Citation>), AppError> {
        let rubric = rules.report_rubric()?;
        let mut all = Vec::new();
        for content in &rubric.value.contents {
            for section in &content.sections {
                all.extend(section.items.iter().map(|item| Self {
                    section: format!("{} / {}", content.name, section.name),
                    name: item.name.clone(),
                    points: Score::from_centi(item.points.centi()),
                }));
            }
        }
        Ok((all, rubric.citation))
    }
}

impl RatingView {
    /// Ratings, the latest first, with the grades of the rules in force.
    pub(super) fn all(ratings: &[ReportRating], rules: &RulesInForce) -> Result<Vec<Self>, AppError> {
        let bands = rules.grade_bands("institution_report")?.value;
        let of = |rating: &ReportRating| {
            Ok(Self {
                version: rating.report_version,
                total: rating.total,
                grade: grade(rating.total, &bands),
                items: serde_json::from_str(&rating.content).map_err(AppError::fault)?,
                words: rating.words.clone(),
                rated: Hand {
                    name: rating.rated.name.clone(),
                    at: rating.rated.at,
                },
            })
        };
        ratings.iter().rev().map(of).collect()
    }
}

/// 等级 of a total; empty below the lowest band.
pub(super) fn grade(total: Score, bands: &[GradeBand]) -> String {
    hengji_scoring::grade(total, bands).map_or_else(String::new, |band| band.name.clone())
}

/// What decides whether somebody rates a report now.
pub(super) struct Standing<'a> {
    pub(super) state: AssignmentState,
    pub(super) latest: Option<&'a InstitutionReport>,
    /// The rating of the latest version.
    pub(super) rated: Option<&'a ReportRating>,
    /// What keeps the rater away.
    pub(super) conflict: Option<&'a InstitutionConflict>,
    pub(super) institution: String,
}

impl Standing<'_> {
    /// The report that is rated, or why it is not.
    pub(super) fn require(&self) -> Result<&InstitutionReport, ThirdPartyRefusal> {
        if self.state != AssignmentState::HandedIn {
            return Err(ThirdPartyRefusal::NotNow {
                state: self.state,
                deed: "评分报告",
            });
        }
        if let Some(conflict) = self.conflict {
            return Err(ThirdPartyRefusal::RaterConflict {
                institution: self.institution.clone(),
                kind: conflict.kind.clone(),
                note: conflict.note.clone(),
            });
        }
        if let Some(rating) = self.rated {
            return Err(ThirdPartyRefusal::Rated {
                version: rating.report_version,
                who: rating.rated.name.clone(),
                at: rating.rated.at,
            });
        }
        self.latest.ok_or(ThirdPartyRefusal::ReportMissing)
    }
}

impl App {
    /// Rates the latest version of a report; the ratings of earlier versions stay.
    ///
    /// # Errors
    ///
    /// [`AppError::Invalid`] `rating-points`, `rating-page`, `rating-evidence`, `text-length`; [`AppError::Refused`]
    /// `report-missing`, `report-rated`, `rater-conflict`, `assignment-not-now`, `year-closed`; [`AppError::Stale`];
    /// [`AppError::NotFound`]; [`AppError::RuleMissing`].
    pub fn rate_report(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: AssignmentId,
        input: &RatingInput,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::RateInstitutionReport,
            &Request::new(key, &(id.to_string(), input))?,
            |tx| {
                let known =
                    third_party::find_assignment(tx.db, tx.division, id)?.ok_or(AppError::NotFound)?;
                tx.about("evaluation", known.assignment.evaluation);
                Ok((Resource::Division(tx.division), known))
            },
            |tx, known| {
                require_open(tx, known.year)?;
                let institution = self.directory(tx.division)?.name(known.assignment.institution);
                let reports = third_party::reports_of(tx.db, tx.division, &[id])?;
                let ratings = third_party::ratings_of(tx.db, tx.division, &[id])?;
                let on = tx.now.shanghai_date();
                let conflict = self.rater_conflict(tx.db, tx.division, actor, &known, on)?;
                let latest = reports.last();
                let standing = Standing {
                    state: known.assignment.state,
                    rated: latest.and_then(|report| rating_of(&ratings, report.version)),
                    latest,
                    conflict: conflict.as_ref(),
                    institution: institution.clone(),
                };
                let report = standing.require()?;
                require_latest(latest, input.version)?;
                let (rubric, _) = RubricItem::all(&self.rules(tx.division, known.year))?;
                let (items, words) = read(&rubric, report.pages, input)?;
                let rating = ReportRating {
                    assignment: id,
                    report_version: report.version,
                    content: serde_json::to_string(&items).map_err(AppError::fault)?,
                    total: Score::total(items.iter().map(|item| Score::from_centi(item.points_centi))),
                    words,
                    rated: signer(actor, tx),
                };
                third_party::insert_rating(tx.db, tx.division, &rating)?;
                tx.detail("title", &known.title);
                tx.detail("institution", institution);
                tx.detail("edition", rating.report_version);
                tx.detail("score", rating.total);
                Ok(Written {
                    id: id.to_string(),
                    version: rating.report_version,
                })
            },
        )
    }

    /// What keeps somebody away from rating the institution of an assignment.
    pub(super) fn rater_conflict(
        &self,
        db: &mut Db,
        division: Division,
        actor: &Actor,
        known: &AssignmentListing,
        on: NaiveDate,
    ) -> Step<Option<InstitutionConflict>> {
        let years = self
            .rules(division, known.year)
            .institution_assignment()?
            .conflict_years;
        let all = third_party::conflicts(db, division)?;
        let holds = |one: &InstitutionConflict| {
            one.institution == known.assignment.institution
                && one.withdrawn.is_none()
                && one.rater.as_ref().is_some_and(|(user, _)| *user == actor.user)
                && blocks(one.ended_on, years, on)
        };
        Ok(all.into_iter().find(holds))
    }
}

/// The rating of a version.
pub(super) fn rating_of(ratings: &[ReportRating], version: i32) -> Option<&ReportRating> {
    ratings.iter().find(|rating| rating.report_version == version)
}

/// The items with their points, each with the page that shows it, and what is said of the whole.
fn read(
    rubric: &[RubricItem],
    pages: u16,
    input: &RatingInput,
) -> Result<(Vec<RatedItem>, String), AppError> {
    let mut errors = Vec::new();
    let blank = RatingLine::default();
    let items = rubric.iter().zip(0_usize..).map(|(item, number)| {
        let line = input.lines.get(number).unwrap_or(&blank);
        read_line(&mut errors, (item, number), pages, line)
    });
    let items = items.collect();
    let words = text(&mut errors, "words", "总体意见", &input.words, (0, 500));
    checked(errors)?;
    Ok((items, words))
}

fn read_line(
    errors: &mut Vec<FieldError>,
    (item, number): (&RubricItem, usize),
    pages: u16,
    line: &RatingLine,
) -> RatedItem {
    let given = line.points.trim();
    let points = given.parse().ok().and_then(Score::from_points);
    let points = points.filter(|points| (Score::ZERO..=item.points).contains(points));
    if points.is_none() {
        let told = format!("“{}”应为 0 至 {} 分,现为“{given}”。", item.name, item.points);
        errors.push(FieldError::new(format!("points-{number}"), "rating-points", told));
    }
    let page = line
        .page
        .trim()
        .trim_start_matches('第')
        .trim_end_matches('页')
        .trim();
    let page: Option<u16> = page.parse().ok();
    let page = page.filter(|page| (1..=pages).contains(page));
    if page.is_none() {
        let told = format!(
            "“{}”请写明所依据的报告页码:1 至 {pages} 的整数,现为“{}”。",
            item.name,
            line.page.trim()
        );
        errors.push(FieldError::new(format!("page-{number}"), "rating-page", told));
    }
    let mut own = Vec::new();
    let evidence = text(
        &mut own,
        &format!("evidence-{number}"),
        "依据",
        &line.evidence,
        (2, 200),
    );
    if !own.is_empty() {
        let told = format!("“{}”请用 2 至 200 个字写明该页上的依据。", item.name);
        errors.push(FieldError::new(
            format!("evidence-{number}"),
            "rating-evidence",
            told,
        ));
    }
    RatedItem {
        section: item.section.clone(),
        name: item.name.clone(),
        full_centi: item.points.centi(),
        points_centi: points.map_or(0, Score::centi),
        page: page.unwrap_or_default(),
        evidence,
    }
}
