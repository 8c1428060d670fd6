//! 评价报告 (reports): every version that an institution hands over is kept, and read with what its sentences are about
//! and what it shares with the institution's other reports.

use std::collections::BTreeMap;
use std::sync::Arc;

use hengji_analysis::hygiene::{Digits, Gram, grams, likeness, normalised};
use hengji_authz::Action;
use hengji_domain::id::{AssignmentId, EvaluationId};
use hengji_domain::person::Actor;
use hengji_domain::rule::Citation;
use hengji_domain::third_party::{ReportRules, ReportSection, ThirdPartyRefusal, TopicCounts};
use hengji_store::sha256_hex;
use hengji_store::third_party::{self, AssignmentListing, InstitutionReport};
use serde::{Deserialize, Serialize};

use super::access::own_assignment;
use super::page::by;
use super::rating::{RatingView, RubricItem};
use super::{checked, hand, text};
use crate::app::{App, Request};
use crate::budget_years::require_open;
use crate::common::{Hand, RequestKey, Written};
use crate::error::{AppError, FieldError, Stale};

/// A report as pasted.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportInput {
    /// The version that was read; 0 before the first.
    pub version: i32,
    /// How many pages the paper has.
    pub pages: String,
    /// The text with its headings, a line each.
    pub text: String,
    /// What is said to it: what changed, why passages are like those of another report.
    #[serde(default)]
    pub explanation: String,
}

/// Another report of the institution that is like this one.
#[derive(Debug, Clone)]
pub struct LikeReport {
    /// Its assignment.
    pub assignment: AssignmentId,
    /// What it evaluates.
    pub evaluation: EvaluationId,
    /// The title of that.
    pub title: String,
    /// Jaccard likeness of the runs of three characters, basis points.
    pub likeness_bp: u32,
    /// Whether it reaches the rule.
    pub is_like: bool,
    /// Sentences that stand in both, in the order of this report.
    pub passages: Vec<String>,
    /// How many there are; more than are listed where there are very many.
    pub passage_count: usize,
}

/// A version in the list of versions.
#[derive(Debug, Clone)]
pub struct ReportBrief {
    /// Which version.
    pub version: i32,
    /// How many pages.
    pub pages: u16,
    /// Its digest.
    pub sha256: String,
    /// What the institution said to it.
    pub explanation: String,
    /// Who handed it over.
    pub handed: Hand,
}

/// The latest version with everything that is read off its text.
#[derive(Debug, Clone)]
pub struct ReportReading {
    /// The text.
    pub content: String,
    /// Its sections.
    pub sections: Vec<ReportSection>,
    /// What it is about.
    pub counts: TopicCounts,
    /// Whether so little of it is about output and benefit that the bureau asks why.
    pub asks_for_outcome: bool,
    /// The institution's other reports, the most like first.
    pub others: Vec<LikeReport>,
}

/// Whether so little of a report is about output and benefit that the bureau asks why.
pub(super) fn asks_for_outcome(counts: &TopicCounts, rules: &ReportRules) -> bool {
    let share = counts.outcome_bp();
    share.is_some_and(|share| share < rules.outcome_least_bp)
}

/// The report of an institution as the institution sees it.
#[derive(Debug, Clone)]
pub struct OwnReportPage {
    /// The evaluation.
    pub evaluation: EvaluationId,
    /// What it evaluates.
    pub title: String,
    /// Every version, the latest first.
    pub versions: Vec<ReportBrief>,
    /// The latest version, read.
    pub reading: Option<ReportReading>,
    /// Ratings, the latest first.
    pub ratings: Vec<RatingView>,
    /// What it will be rated by, with the rule.
    pub rubric: (Vec<RubricItem>, Arc<Citation>),
    /// What the rules say of reports.
    pub rules: ReportRules,
}

/// Longest report, characters.
const REPORT_MAX: usize = 200_000;
/// Most pages.
const PAGES_MAX: u16 = 2_000;
/// Like passages shown of one pair at most.
const PASSAGES_MAX: usize = 20;

impl App {
    /// The institution hands a version of its report over; the earlier ones stay.
    ///
    /// # Errors
    ///
    /// [`AppError::Invalid`] `report-length`, `report-pages`, `text-length`; [`AppError::Refused`] `report-unchanged`,
    /// `year-closed`; [`AppError::Stale`]; [`AppError::NotFound`] for whoever the case was not given to;
    /// [`AppError::RuleMissing`].
    pub fn save_institution_report(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: EvaluationId,
        input: &ReportInput,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::SaveInstitutionReport,
            &Request::new(key, &(id.to_string(), "report", input))?,
            |tx| self.find_scored(tx, id),
            |tx, case| {
                let own = own_assignment(actor, &case.assignments).ok_or(AppError::NotFound)?;
                let year = case.listing.evaluation.year;
                require_open(tx, year)?;
                let rules = self.rules(tx.division, year).institution_report()?;
                let known = third_party::reports_of(tx.db, tx.division, &[own.id])?;
                let latest = known.last();
                require_latest(latest, input.version)?;
                let read = Read::new(input, &rules)?;
                let report = InstitutionReport {
                    assignment: own.id,
                    version: input.version.saturating_add(1),
                    pages: read.pages,
                    sha256: sha256_hex(read.content.as_bytes()),
                    content: read.content,
                    explanation: read.explanation,
                    handed: hand(actor, tx),
                };
                if let Some(same) = latest.filter(|one| one.sha256 == report.sha256) {
                    let version = same.version;
                    return Err(ThirdPartyRefusal::ReportUnchanged { version }.into());
                }
                tx.detail("institution", self.directory(tx.division)?.name(own.institution));
                tx.detail("edition", report.version);
                tx.detail("content_sha256", &report.sha256);
                third_party::insert_report(tx.db, tx.division, &report)?;
                Ok(Written {
                    id: id.to_string(),
                    version: report.version,
                })
            },
        )
    }

    /// The report of the actor's own institution on an evaluation, with its ratings.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for whoever the case was not given to; [`AppError::RuleMissing`].
    pub fn own_institution_report(&self, actor: &Actor, id: EvaluationId) -> Result<OwnReportPage, AppError> {
        let case = self.viewed_scored(actor, id)?;
        let own = own_assignment(actor, &case.assignments).ok_or(AppError::NotFound)?;
        let title = case.listing.evaluation.title.clone();
        self.note_read(actor, "查阅本机构报告", (Some(id), &[title.as_str()]))?;
        let institution = own.institution;
        let assignment = own.id;
        let (all, reports, ratings) = self.read(|db| {
            let mut all = third_party::all_assignments(db, actor.division)?;
            all.retain(|one| one.assignment.institution == institution && one.assignment.state.is_live());
            let ids: Vec<AssignmentId> = all.iter().map(|one| one.assignment.id).collect();
            let reports = third_party::reports_of(db, actor.division, &ids)?;
            Ok((
                all,
                reports,
                third_party::ratings_of(db, actor.division, &[assignment])?,
            ))
        })?;
        let in_force = self.rules(actor.division, case.listing.evaluation.year);
        let rules = in_force.institution_report()?;
        Ok(OwnReportPage {
            evaluation: id,
            title,
            versions: versions(&reports, assignment),
            reading: Shelf::new(&all, &reports, &rules).reading(assignment),
            ratings: RatingView::all(&ratings, &in_force)?,
            rubric: RubricItem::all(&in_force)?,
            rules,
        })
    }
}

/// Refuses whoever read an earlier version than the latest, and says who was faster.
pub(super) fn require_latest(latest: Option<&InstitutionReport>, read: i32) -> Result<(), AppError> {
    let version = latest.map_or(0, |report| report.version);
    if version == read {
        return Ok(());
    }
    let (what, changed_by, changed_at) = match latest {
        Some(report) => (
            format!("报送报告第 {version} 稿"),
            report.handed.name.clone(),
            Some(report.handed.at),
        ),
        None => ("打开报告".to_owned(), "其他用户".to_owned(), None),
    };
    Err(AppError::Stale(Stale {
        what,
        changed_by,
        changed_at,
    }))
}

/// The versions of a report, the latest first.
pub(super) fn versions(reports: &[InstitutionReport], assignment: AssignmentId) -> Vec<ReportBrief> {
    let own = reports.iter().rev().filter(|one| one.assignment == assignment);
    own.map(|one| ReportBrief {
        version: one.version,
        pages: one.pages,
        sha256: one.sha256.clone(),
        explanation: one.explanation.clone(),
        handed: by(&one.handed),
    })
    .collect()
}

/// The latest versions of the reports of several assignments, their runs of characters counted once.
pub(super) struct Shelf<'a> {
    reports: Vec<Shelved<'a>>,
    rules: &'a ReportRules,
}

struct Shelved<'a> {
    listing: &'a AssignmentListing,
    report: &'a InstitutionReport,
    runs: Vec<u64>,
}

impl<'a> Shelf<'a> {
    /// The latest version for each assignment that has one.
    pub(super) fn new(
        own: &'a [AssignmentListing],
        reports: &'a [InstitutionReport],
        rules: &'a ReportRules,
    ) -> Self {
        let mut latest: BTreeMap<AssignmentId, &InstitutionReport> = BTreeMap::new();
        for report in reports {
            latest.insert(report.assignment, report);
        }
        let shelved = own.iter().filter_map(|listing| {
            let report = *latest.get(&listing.assignment.id)?;
            Some(Shelved {
                listing,
                report,
                // Numbers are masked, because a text copied with another number is still copied.
                runs: grams(&normalised(&report.content, Digits::Masked), Gram::Three),
            })
        });
        Self {
            reports: shelved.collect(),
            rules,
        }
    }

    /// A report with what its sentences are about; none where there is none.
    pub(super) fn counts(&self, id: AssignmentId) -> Option<TopicCounts> {
        let own = self.find(id)?;
        Some(ReportRules::counts(&self.rules.sections(&own.report.content)))
    }

    /// How many other reports of the institution a report is like.
    pub(super) fn like_count(&self, id: AssignmentId) -> usize {
        let Some(own) = self.find(id) else { return 0 };
        let bp = self.others(own).map(|other| likeness_bp(own, other));
        bp.filter(|bp| self.rules.likeness_bp <= *bp).count()
    }

    /// A report read, with the other reports of its institution.
    pub(super) fn reading(&self, id: AssignmentId) -> Option<ReportReading> {
        let own = self.find(id)?;
        let mut others: Vec<LikeReport> = self.others(own).map(|other| self.like(own, other)).collect();
        others.sort_by_key(|one| (std::cmp::Reverse(one.likeness_bp), one.assignment));
        let sections = self.rules.sections(&own.report.content);
        let counts = ReportRules::counts(&sections);
        Some(ReportReading {
            asks_for_outcome: asks_for_outcome(&counts, self.rules),
            counts,
            sections,
            others,
            content: own.report.content.clone(),
        })
    }

    fn find(&self, id: AssignmentId) -> Option<&Shelved<'a>> {
        self.reports.iter().find(|one| one.listing.assignment.id == id)
    }

    fn others<'b>(&'b self, own: &'b Shelved<'a>) -> impl Iterator<Item = &'b Shelved<'a>> {
        let (id, firm) = (own.listing.assignment.id, own.listing.assignment.institution);
        let mut rest = self.reports.iter().collect::<Vec<_>>();
        rest.retain(|one| {
            let other = &one.listing.assignment;
            other.institution == firm && other.id != id && other.state.is_live()
        });
        rest.into_iter()
    }

    fn like(&self, own: &Shelved<'_>, other: &Shelved<'_>) -> LikeReport {
        let bp = likeness_bp(own, other);
        let mut passages = self
            .rules
            .shared_passages(&own.report.content, &other.report.content);
        let passage_count = passages.len();
        passages.truncate(PASSAGES_MAX);
        LikeReport {
            assignment: other.listing.assignment.id,
            evaluation: other.listing.assignment.evaluation,
            title: other.listing.title.clone(),
            likeness_bp: bp,
            is_like: self.rules.likeness_bp <= bp,
            passages,
            passage_count,
        }
    }
}

/// Exact Jaccard likeness of two reports, basis points.
fn likeness_bp(own: &Shelved<'_>, other: &Shelved<'_>) -> u32 {
    // The share is between nought and one, so its text always reads back; nothing is cut.
    format!("{:.0}", likeness(&own.runs, &other.runs) * 10_000.0)
        .parse()
        .unwrap_or_default()
}

/// What was typed, once it is within its bounds.
struct Read {
    pages: u16,
    content: String,
    explanation: String,
}

impl Read {
    fn new(input: &ReportInput, rules: &ReportRules) -> Result<Self, AppError> {
        let given = input.text.replace("\r\n", "\n");
        let kept = given.trim().chars().filter(|c| !c.is_control() || *c == '\n');
        let content: String = kept.collect();
        let length = content.chars().count();
        let least = usize::try_from(rules.chars_least).unwrap_or(usize::MAX);
        let mut errors = Vec::new();
        if !(least..=REPORT_MAX).contains(&length) {
            let told = format!(
                "报告须为 {least} 至 {REPORT_MAX} 字,现有 {length} 字;请粘贴报告全文,各级标题单独成行。"
            );
            errors.push(FieldError::new("text", "report-length", told));
        }
        let pages = input.pages.trim().parse().ok();
        let pages = pages.filter(|pages| (1..=PAGES_MAX).contains(pages));
        if pages.is_none() {
            let told = format!(
                "页数应为 1 至 {PAGES_MAX} 的整数,现为“{}”;请填写报告正本的总页数,评分时按页码核对。",
                input.pages.trim()
            );
            errors.push(FieldError::new("pages", "report-pages", told));
        }
        let explanation = text(&mut errors, "explanation", "说明", &input.explanation, (0, 1_000));
        checked(errors)?;
        Ok(Self {
            pages: pages.unwrap_or_default(),
            content,
            explanation,
        })
    }
}
