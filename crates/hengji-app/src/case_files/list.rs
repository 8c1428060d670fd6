//! 评价档案列表 (list): filtered, sorted, paged; with what the filtered files add up to, in four statements.

use std::collections::BTreeMap;

use hengji_authz::{Action, scope};
use hengji_domain::case_file::CaseStage;
use hengji_domain::id::{EvaluationId, UnitId};
use hengji_domain::person::Actor;
use hengji_domain::{BudgetYear, Money, NaiveDate};
use hengji_store::case_files::{self, CaseFileFilter, CaseFileListing, CaseFileSort};
use hengji_store::{Count, Direction, Page};

use super::view::{CaseFileList, CaseFileRow, CaseTotals};
use crate::app::App;
use crate::common::{Choice, PageOf, PageRequest};
use crate::error::AppError;

/// Which case files to list. What is `None` does not narrow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFileQuery {
    /// Code of the kind.
    pub kind: Option<String>,
    /// How far the report has come.
    pub stage: Option<CaseStage>,
    /// 主管部门.
    pub department: Option<UnitId>,
    /// Words in the title or the name of the unit.
    pub text: Option<String>,
    /// By what the list is sorted.
    pub sort: CaseFileSort,
    /// Upward or downward.
    pub direction: Direction,
    /// Which page.
    pub page: PageRequest,
}

impl Default for CaseFileQuery {
    fn default() -> Self {
        Self {
            kind: None,
            stage: None,
            department: None,
            text: None,
            sort: CaseFileSort::default(),
            direction: Direction::Ascending,
            page: PageRequest::default(),
        }
    }
}

/// Longest text that is searched for, characters: no name is longer.
const TEXT_MAX: usize = 100;

impl App {
    /// A page of the list.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`] outside the bureau.
    pub fn case_files(
        &self,
        actor: &Actor,
        year: BudgetYear,
        query: &CaseFileQuery,
    ) -> Result<CaseFileList, AppError> {
        self.may_look(actor, Action::ListCaseFiles)?;
        let text = query
            .text
            .as_deref()
            .map(str::trim)
            .filter(|text| !text.is_empty());
        let filter = CaseFileFilter {
            kind: query.kind.clone(),
            stage: query.stage,
            department: query.department,
            words: text.map(|text| text.chars().take(TEXT_MAX).collect()),
            ..CaseFileFilter::of_year(year, scope(actor))
        };
        let page = Page {
            offset: query.page.offset(),
            limit: query.page.page_size,
        };
        let division = actor.division;
        let (listings, funds, findings) = self.read(|db| {
            let rows = case_files::list(db, division, &filter, query.sort, query.direction, page)?;
            let funds = case_files::funds_by_kind(db, division, &filter)?;
            let ids: Vec<EvaluationId> = funds.iter().map(|one| one.evaluation).collect();
            Ok((rows, funds, case_files::findings_of(db, division, &ids)?))
        })?;
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        for finding in &findings {
            *counts
                .entry(finding.origin.id.clone().unwrap_or_default())
                .or_default() += 1;
        }
        let fen = funds.iter().filter_map(|one| one.funds).map(Money::fen);
        let rules = self.rules(division, year);
        let kinds: Vec<Choice> = rules
            .evaluation_kinds()
            .filter(|(kind, _)| kind.needs_case_file)
            .map(|(kind, _)| Choice {
                code: kind.code.clone(),
                name: kind.name.clone(),
            })
            .collect();
        let today = self.now().shanghai_date();
        let rows = listings
            .into_iter()
            .map(|listing| row(listing, &kinds, &counts, today))
            .collect();
        let evaluations = u64::try_from(funds.len()).unwrap_or(u64::MAX);
        let directory = self.directory(division)?;
        let departments = directory.units().iter().filter(|unit| unit.department == unit.id);
        Ok(CaseFileList {
            page: PageOf::of(rows, query.page, Count::Exactly(evaluations)),
            totals: CaseTotals {
                evaluations,
                funds: Money::from_fen(fen.fold(0, i64::saturating_add)),
                findings: counts.values().sum(),
            },
            kinds,
            departments: departments
                .map(|unit| Choice {
                    code: unit.id.to_string(),
                    name: unit.name.clone(),
                })
                .collect(),
        })
    }
}

fn row(
    listing: CaseFileListing,
    kinds: &[Choice],
    counts: &BTreeMap<String, u64>,
    today: NaiveDate,
) -> CaseFileRow {
    let file = listing.file;
    let known = kinds.iter().find(|kind| kind.code == listing.kind);
    let waits = file.stage == CaseStage::Exchange && file.answered_on.is_none();
    let due_on = file.due_on.filter(|_| waits);
    CaseFileRow {
        id: file.evaluation,
        kind: known.map_or(listing.kind.clone(), |kind| kind.name.clone()),
        title: listing.title,
        unit_name: listing.unit_name,
        department_name: listing.department_name,
        plan: file.plan,
        stage: file.stage,
        funds: file.funds,
        institution: file.texts.institution,
        findings: counts
            .get(&file.evaluation.to_string())
            .copied()
            .unwrap_or_default(),
        is_late: due_on.is_some_and(|due| due < today),
        due_on,
        total: listing.total,
        grade: listing.grade,
    }
}
