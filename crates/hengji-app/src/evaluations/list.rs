//! 评价列表 (list): filtered, sorted, paged, in two statements whatever its rows.

use hengji_authz::{Action, scope};
use hengji_domain::BudgetYear;
use hengji_domain::evaluation::{EvaluationState, SubjectKind};
use hengji_domain::id::UnitId;
use hengji_domain::person::Actor;
use hengji_domain::sign_off::SignOffState;
use hengji_domain::unit::UnitKind;
use hengji_rules::RulesInForce;
use hengji_store::evaluations::{self, EvaluationFilter, EvaluationListing, EvaluationSort, KindCount};
use hengji_store::{Count, Direction, Page};

use super::frame::Frame;
use super::view::{EvaluationList, EvaluationRow, KindFigures, OpenableKind};
use crate::app::App;
use crate::common::{Choice, PageOf, PageRequest};
use crate::error::AppError;
use crate::third_party::access::{institutions_of, is_outsider};

/// Which evaluations to list. What is `None` does not narrow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvaluationQuery {
    /// Code of the kind.
    pub kind: Option<String>,
    /// How far they have come.
    pub state: Option<EvaluationState>,
    /// Grade of the conclusion that stands.
    pub grade: Option<String>,
    /// Where the sign-off sheet that counts stands.
    pub sign_off: Option<SignOffState>,
    /// 主管部门.
    pub department: Option<UnitId>,
    /// Words in the title or the name of the unit.
    pub text: Option<String>,
    /// By what the list is sorted.
    pub sort: EvaluationSort,
    /// Upward or downward.
    pub direction: Direction,
    /// Which page.
    pub page: PageRequest,
}

impl Default for EvaluationQuery {
    fn default() -> Self {
        Self {
            kind: None,
            state: None,
            grade: None,
            sign_off: None,
            department: None,
            text: None,
            sort: EvaluationSort::default(),
            direction: Direction::Ascending,
            page: PageRequest::default(),
        }
    }
}

/// Longest text that is searched for, characters: no name is longer.
const TEXT_MAX: usize = 100;

impl App {
    /// A page of the list with the counts of the year.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`] for people without business data.
    pub fn evaluations(
        &self,
        actor: &Actor,
        year: BudgetYear,
        query: &EvaluationQuery,
    ) -> Result<EvaluationList, AppError> {
        self.may_look(actor, Action::ListEvaluations)?;
        let text = query
            .text
            .as_deref()
            .map(str::trim)
            .filter(|text| !text.is_empty());
        let filter = EvaluationFilter {
            kind: query.kind.clone(),
            state: query.state,
            grade: query.grade.clone(),
            sign_off: query.sign_off,
            department: query.department,
            words: text.map(|text| text.chars().take(TEXT_MAX).collect()),
            institutions: institutions_of(actor),
            ..EvaluationFilter::of_year(year, scope(actor))
        };
        let page = Page {
            offset: query.page.offset(),
            limit: query.page.page_size,
        };
        let division = actor.division;
        // Counts by kind and state of what the other filters leave: those of the chosen kind and state are the total.
        let beside = EvaluationFilter {
            kind: None,
            state: None,
            ..filter.clone()
        };
        let (listings, counts) = self.read(|db| {
            let rows = evaluations::list(db, division, &filter, query.sort, query.direction, page)?;
            Ok((rows, evaluations::kinds(db, division, &beside)?))
        })?;
        let found = counts.iter().filter(|one| {
            filter.kind.as_ref().is_none_or(|kind| *kind == one.kind)
                && filter.state.is_none_or(|state| state == one.state)
        });
        let total = Count::Exactly(found.map(|one| one.count).sum());
        let rules = self.rules(division, year);
        let today = self.now().shanghai_date();
        let rows: Vec<EvaluationRow> = listings
            .into_iter()
            .map(|listing| row(listing, today))
            .collect::<Result<_, _>>()?;
        let directory = self.directory(division)?;
        let titles: Vec<&str> = rows.iter().map(|row| row.title.as_str()).collect();
        self.note_read(actor, "查阅评价列表", (None, &titles))?;
        // Whoever sees only what was given to them is offered no list of bodies.
        let departments = directory.units().iter().filter(|unit| unit.department == unit.id);
        let departments =
            departments.filter(|unit| unit.kind != UnitKind::ThirdPartyInstitution && !is_outsider(actor));
        Ok(EvaluationList {
            page: PageOf::of(rows, query.page, total),
            kinds: figures(&counts, &rules),
            openable: openable(&rules),
            grades: grades(&rules),
            departments: departments
                .map(|unit| Choice {
                    code: unit.id.to_string(),
                    name: unit.name.clone(),
                })
                .collect(),
            may_open: self.may_look(actor, Action::OpenEvaluations).is_ok(),
        })
    }
}

fn row(listing: EvaluationListing, today: hengji_domain::NaiveDate) -> Result<EvaluationRow, AppError> {
    let one = listing.evaluation;
    Ok(EvaluationRow {
        id: one.id,
        kind: Frame::read(&one.frame)?.kind_name,
        title: one.title,
        unit_name: listing.unit_name,
        department_name: listing.department_name,
        state: one.state,
        is_late: is_late(one.state, one.self_due_on, today),
        self_due_on: one.self_due_on,
        self_total: listing.self_total,
        total: listing.total,
        grade: listing.grade,
        sign_off: listing.sign_off,
    })
}

/// Whether the unit has missed its day.
pub(super) fn is_late(
    state: EvaluationState,
    due_on: Option<hengji_domain::NaiveDate>,
    today: hengji_domain::NaiveDate,
) -> bool {
    state == EvaluationState::SelfScoring && due_on.is_some_and(|due_on| due_on < today)
}

fn figures(counts: &[KindCount], rules: &RulesInForce) -> Vec<KindFigures> {
    let mut all: Vec<KindFigures> = Vec::new();
    for count in counts {
        let known = rules.evaluation_kind(&count.kind);
        let name = known.map_or_else(|| count.kind.clone(), |(kind, _)| kind.name.clone());
        match all.last_mut().filter(|last| last.code == count.kind) {
            Some(last) => last.counts.push((count.state, count.count)),
            None => all.push(KindFigures {
                code: count.kind.clone(),
                name,
                counts: vec![(count.state, count.count)],
            }),
        }
    }
    all
}

fn openable(rules: &RulesInForce) -> Vec<OpenableKind> {
    let all = rules.evaluation_kinds().map(|(kind, one)| OpenableKind {
        code: kind.code.clone(),
        name: kind.name.clone(),
        subjects: match kind.subject {
            SubjectKind::Project => "项目代码",
            SubjectKind::Unit => "单位代码",
        },
        framework: format!("{} {}", one.framework.name, one.citation.verification.mark()),
        items: one.framework.items().count(),
        levels: one.framework.depth(),
    });
    all.collect()
}

/// The grades of every kind, each once, best first.
fn grades(rules: &RulesInForce) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for (kind, _) in rules.evaluation_kinds() {
        let bands = rules
            .grade_bands(&kind.grades)
            .map(|bands| bands.value)
            .unwrap_or_default();
        for band in bands {
            if !all.contains(&band.name) {
                all.push(band.name);
            }
        }
    }
    all
}
