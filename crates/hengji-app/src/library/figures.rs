//! 指标库数据 (figures): count, quantification rate, coverage, uses and fate, each with the list behind it.

use hengji_authz::{Action, Scope, scope};
use hengji_domain::id::IndicatorId;
use hengji_domain::library::{Branch, Drift};
use hengji_domain::person::Actor;
use hengji_domain::rule::Verification;
use hengji_domain::value::read::read_target;
use hengji_domain::{BudgetYear, Division};
use hengji_store::library::proposals::{self, ProposalFilter, ProposalState};
use hengji_store::library::{self, Coverage, Tally, UseFilter};
use hengji_store::{Count, Page};

use super::mark::marks;
use super::search::Ground;
use super::view::{CoverageView, FateRow, LibraryFigures, LibraryMark, UseRow};
use crate::app::App;
use crate::common::{PageOf, PageRequest};
use crate::error::AppError;

/// Which projects of the coverage to list. What is `None` does not narrow.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CoverageQuery {
    /// Covered ones, or the others.
    pub is_covered: Option<bool>,
    /// Words in the name of the project or of the unit, or in the project's code.
    pub text: Option<String>,
    /// Which page.
    pub page: PageRequest,
}

/// Which uses of the library to list. What is `None` does not narrow.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UseQuery {
    /// Uses of one indicator.
    pub indicator: Option<IndicatorId>,
    /// Only lines that drifted in one of these ways.
    pub drifts: Vec<Drift>,
    /// Words in the name of the project, the unit or the indicator.
    pub text: Option<String>,
    /// Which page.
    pub page: PageRequest,
}

/// What the list of fates is sorted by, the greatest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FateOrder {
    /// 运用次数.
    #[default]
    Uses,
    /// 未完成次数.
    Failed,
    /// 被退回次数.
    Disputes,
    /// 目标值种数.
    Targets,
}

impl FateOrder {
    /// Every order.
    pub const ALL: [Self; 4] = [Self::Uses, Self::Failed, Self::Disputes, Self::Targets];

    /// The stable identifier in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Uses => "uses",
            Self::Failed => "failed",
            Self::Disputes => "disputes",
            Self::Targets => "targets",
        }
    }

    /// The order with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|order| order.code() == code)
    }
}

/// Which fates to list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FateQuery {
    /// Sorted by.
    pub order: FateOrder,
    /// Only indicators that were scored and never fell short.
    pub never_below: bool,
    /// Words in the name or the code.
    pub text: Option<String>,
    /// Which page.
    pub page: PageRequest,
}

fn counted(count: Count) -> u64 {
    match count {
        Count::Exactly(count) | Count::MoreThan(count) => count,
    }
}

/// Ten thousand parts in a whole.
const WHOLE_BP: u64 = 10_000;

/// `part` of `whole` in basis points, rounded half up; none of nothing.
pub(crate) fn rate_bp(part: u64, whole: u64) -> Option<u64> {
    let doubled = part.checked_mul(2 * WHOLE_BP)?.checked_add(whole)?;
    doubled.checked_div(whole.checked_mul(2)?)
}

fn filled(text: Option<&str>) -> Option<String> {
    text.map(str::trim)
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

impl App {
    fn coverage_of(&self, ground: &Ground, scope: Scope, query: &CoverageQuery) -> Coverage {
        Coverage {
            year: ground.year,
            scope,
            categories: ground.rules.kinds_in(Branch::Common).map(str::to_owned).collect(),
            lines_min: ground.rules.coverage_lines_min.value,
            is_covered: query.is_covered,
            words: filled(query.text.as_deref()),
        }
    }

    /// The live figures of the library in a year, in six statements.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`]; [`AppError::RuleMissing`].
    pub fn library_figures(&self, actor: &Actor, year: BudgetYear) -> Result<LibraryFigures, AppError> {
        self.may_look(actor, Action::ViewLibrary)?;
        let ground = self.library_ground(actor.division, year)?;
        let (division, lineage) = (actor.division, actor.division.lineage());
        let all = self.coverage_of(&ground, scope(actor), &CoverageQuery::default());
        let covered = Coverage {
            is_covered: Some(true),
            ..all.clone()
        };
        let uses = UseFilter {
            year,
            scope: scope(actor),
            indicator: None,
            drifts: Vec::new(),
            words: None,
        };
        let drifted = UseFilter {
            drifts: Drift::ALL.to_vec(),
            ..uses.clone()
        };
        let pending = ProposalFilter {
            state: Some(ProposalState::Pending),
            units: super::proposals::visible_units(actor),
            ..ProposalFilter::default()
        };
        let (tallies, counts) = self.read(|db| {
            let tallies = library::tally(db, &lineage, year)?;
            let counts = [
                library::coverage(db, division, &lineage, &all)?,
                library::coverage(db, division, &lineage, &covered)?,
                library::count_uses(db, division, &lineage, &uses)?,
                library::count_uses(db, division, &lineage, &drifted)?,
                proposals::count(db, division, &pending)?,
            ];
            Ok((tallies, counts.map(counted)))
        })?;
        let [projects, covered, uses, drifted, pending] = counts;
        Ok(LibraryFigures {
            projects,
            covered,
            coverage_bp: rate_bp(covered, projects),
            uses,
            drifted,
            pending,
            ..of_tallies(&ground, &tallies)
        })
    }

    /// What the core indicators of a year are asked about the projects within reach.
    ///
    /// # Errors
    ///
    /// [`AppError::RuleMissing`].
    pub(crate) fn core_ground(
        &self,
        actor: &Actor,
        year: BudgetYear,
        reach: &Scope,
    ) -> Result<CoreGround, AppError> {
        let ground = self.library_ground(actor.division, year)?;
        let coverage = self.coverage_of(&ground, reach.clone(), &CoverageQuery::default());
        Ok(CoreGround {
            ground,
            coverage,
            libraries: actor.division.lineage(),
        })
    }

    /// A page of the projects of a year with how many lines of their goals come from core indicators.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`]; [`AppError::RuleMissing`].
    pub fn library_coverage(
        &self,
        actor: &Actor,
        year: BudgetYear,
        query: &CoverageQuery,
    ) -> Result<PageOf<CoverageView>, AppError> {
        self.may_look(actor, Action::ViewLibrary)?;
        let ground = self.library_ground(actor.division, year)?;
        let coverage = self.coverage_of(&ground, scope(actor), query);
        let (division, lineage) = (actor.division, actor.division.lineage());
        let (rows, total) = self.read(|db| {
            let rows = library::list_coverage(db, division, &lineage, &coverage, page(query.page))?;
            Ok((rows, library::coverage(db, division, &lineage, &coverage)?))
        })?;
        let least = u64::from(coverage.lines_min);
        let rows = rows
            .into_iter()
            .map(|row| CoverageView {
                is_covered: least <= row.core_lines,
                project: row.project,
                code: row.code,
                name: row.name,
                unit_name: row.unit_name,
                core_lines: row.core_lines,
            })
            .collect();
        Ok(PageOf::of(rows, query.page, total))
    }

    /// A page of the lines of a year's goals that were taken from the library.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`].
    pub fn library_uses(
        &self,
        actor: &Actor,
        year: BudgetYear,
        query: &UseQuery,
    ) -> Result<PageOf<UseRow>, AppError> {
        self.may_look(actor, Action::ViewLibrary)?;
        let (division, lineage) = (actor.division, actor.division.lineage());
        let filter = UseFilter {
            year,
            scope: scope(actor),
            indicator: query.indicator,
            drifts: query.drifts.clone(),
            words: filled(query.text.as_deref()),
        };
        let (uses, total, indicators) = self.read(|db| {
            let uses = library::list_uses(db, division, &lineage, &filter, page(query.page))?;
            let total = library::count_uses(db, division, &lineage, &filter)?;
            let ids = uses.iter().map(|one| one.indicator).collect();
            Ok((uses, total, marks(db, division, ids)?))
        })?;
        let rows = uses
            .into_iter()
            .filter_map(|one| {
                let indicator = indicators.get(&one.indicator)?;
                let mark = LibraryMark::of(indicator, &one.level3, &read_target(&one.target), year);
                Some(UseRow {
                    sheet: one.sheet,
                    project: one.project,
                    project_code: one.project_code,
                    project_name: one.project_name,
                    unit_name: one.unit_name,
                    position: one.position,
                    level3: one.level3,
                    target: one.target,
                    mark,
                })
            })
            .collect();
        Ok(PageOf::of(rows, query.page, total))
    }

    /// A page of how indicators fared in the whole division in a year: for whoever keeps the library.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`]; [`AppError::RuleMissing`].
    pub fn library_fates(
        &self,
        actor: &Actor,
        year: BudgetYear,
        query: &FateQuery,
    ) -> Result<PageOf<FateRow>, AppError> {
        self.may_look(actor, Action::ViewLibrary)?;
        let ground = self.library_ground(actor.division, year)?;
        let (fates, indicators) = self.read(|db| {
            let fates = library::fates(db, actor.division, year)?;
            let ids = fates.keys().copied().collect();
            Ok((fates, marks(db, actor.division, ids)?))
        })?;
        let word = query.text.as_deref().unwrap_or_default().trim().to_lowercase();
        let mut rows: Vec<FateRow> = fates
            .into_iter()
            .filter(|(_, fate)| !query.never_below || fate.never_below())
            .filter_map(|(id, fate)| {
                let one = indicators.get(&id)?;
                let is_meant =
                    one.name.to_lowercase().contains(&word) || one.code.to_lowercase().contains(&word);
                is_meant.then(|| FateRow {
                    id,
                    code: one.code.clone(),
                    name: one.name.clone(),
                    category: ground.category_name(&one.category),
                    fate,
                })
            })
            .collect();
        rows.sort_by_key(|row| {
            let key = match query.order {
                FateOrder::Uses => row.fate.uses,
                FateOrder::Failed => row.fate.failed,
                FateOrder::Disputes => row.fate.disputes,
                FateOrder::Targets => row.fate.targets,
            };
            (std::cmp::Reverse(key), row.code.clone(), row.id)
        });
        let total = Count::Exactly(u64::try_from(rows.len()).unwrap_or(u64::MAX));
        let page = page(query.page);
        let (offset, limit) = (
            usize::try_from(page.offset).unwrap_or(usize::MAX),
            usize::try_from(page.limit).unwrap_or(usize::MAX),
        );
        let rows = rows.into_iter().skip(offset).take(limit).collect();
        Ok(PageOf::of(rows, query.page, total))
    }
}

fn page(request: PageRequest) -> Page {
    Page {
        offset: request.offset(),
        limit: request.page_size,
    }
}

/// The figures that depend on the library alone.
/// What is needed to count the core indicators and the projects that they cover.
pub(crate) struct CoreGround {
    ground: Ground,
    /// The year, the reach and what counts as covered.
    pub(crate) coverage: Coverage,
    /// Whose libraries are in force.
    pub(crate) libraries: Vec<Division>,
}

impl CoreGround {
    /// Count, quantification and coverage; how many projects there are, what was taken and what waits is not asked.
    pub(crate) fn figures(&self, tallies: &[Tally], covered: u64) -> LibraryFigures {
        LibraryFigures {
            covered,
            ..of_tallies(&self.ground, tallies)
        }
    }
}

fn of_tallies(ground: &Ground, tallies: &[Tally]) -> LibraryFigures {
    let rules = &ground.rules;
    let common: Vec<&str> = rules.kinds_in(Branch::Common).collect();
    let (mut core, mut core_quantified, mut all) = (0, 0, 0);
    let mut by_kind = Vec::new();
    for tally in tallies {
        all += tally.all;
        let kind = rules.kind(&tally.category);
        if let Some(kind) = kind.filter(|kind| common.contains(&kind.code.as_str()) && 0 < tally.core) {
            core += tally.core;
            core_quantified += tally.core_quantified;
            by_kind.push((kind.clone(), tally.core, tally.core_quantified));
        }
    }
    let mut groups: Vec<&Option<String>> = by_kind.iter().map(|(kind, _, _)| &kind.group).collect();
    groups.sort_unstable();
    groups.dedup();
    LibraryFigures {
        core,
        core_quantified,
        quantification_rate_bp: rate_bp(core_quantified, core),
        others: all - core,
        groups: u64::try_from(groups.len()).unwrap_or(u64::MAX),
        kinds: u64::try_from(by_kind.len()).unwrap_or(u64::MAX),
        projects: 0,
        covered: 0,
        coverage_bp: None,
        coverage_lines_min: rules.coverage_lines_min.value,
        is_coverage_rule_verified: matches!(
            rules.coverage_lines_min.citation.verification,
            Verification::Verified { .. }
        ),
        uses: 0,
        drifted: 0,
        pending: 0,
        by_kind,
    }
}
