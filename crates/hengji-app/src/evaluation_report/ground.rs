//! What the report is counted from, read in as many statements whatever the year holds.

use std::collections::{BTreeMap, BTreeSet};

use hengji_authz::Scope;
use hengji_domain::evaluation::{EvaluationKind, KindReport, Method, SubjectKind};
use hengji_domain::id::{EvaluationFindingId, EvaluationId, UnitId};
use hengji_domain::paper::{PaperKind, PaperState};
use hengji_domain::rectification::FindingState;
use hengji_domain::rule::Verification;
use hengji_domain::sheet::SheetKind;
use hengji_domain::spot::SpotState;
use hengji_domain::{BudgetYear, Division, Money, NaiveDate};
use hengji_rules::{FrameworkInForce, RulesInForce};
use hengji_store::case_files::{self, CaseFileFilter};
use hengji_store::evaluations::{self, EvaluationFilter, EvaluationListing, EvaluationSort};
use hengji_store::papers::{self, PaperFilter, PaperListing, PaperSort};
use hengji_store::projects::Progress;
use hengji_store::rectification::{
    FindingFilter, FindingListing, FindingSort, LookBack, LookBackObject, finding_listings, list_findings,
    list_look_backs, objects_of_many,
};
use hengji_store::spot::{self, SpotFilter, SpotListing, SpotRound, SpotSort};
use hengji_store::{Db, Direction, Page, facts, projects, year_progress};

use crate::app::{App, Directory, Step};
use crate::error::AppError;

/// Every row: the report counts, so that it must not page.
pub(crate) const ALL: Page = Page {
    offset: 0,
    limit: i32::MAX.unsigned_abs(),
};
/// The origin under which findings of evaluations stand in the register.
const ORIGIN: &str = "evaluation";

/// A kind of evaluation that the rules know.
pub(super) struct Kind {
    pub(super) code: String,
    pub(super) name: String,
    /// Code of its framework.
    pub(super) framework: String,
    pub(super) is_of_units: bool,
    pub(super) levels: usize,
    pub(super) is_unverified: bool,
    /// First-level indicators.
    pub(super) dimensions: Vec<String>,
    /// Code, levels above and name of each item.
    pub(super) items: Vec<(String, Vec<String>, String)>,
    /// Kinds whose totals its items convert.
    pub(super) converts: BTreeSet<String>,
    /// The units that it evaluates, where its file names kinds of units.
    pub(super) units: BTreeSet<UnitId>,
    /// Money of what its evaluations are about.
    pub(super) funds: Money,
    /// What the report says of it.
    pub(super) report: Option<KindReport>,
}

/// The draw that stands.
pub(super) struct Draw {
    pub(super) round: SpotRound,
    pub(super) eligible: u64,
    pub(super) drawn: Vec<SpotListing>,
}

/// A finding that was looked back at.
pub(super) struct LookedAt {
    pub(super) look_back: LookBack,
    pub(super) object: LookBackObject,
    pub(super) listing: Option<FindingListing>,
}

/// Everything that the report is counted from.
pub(super) struct Ground {
    pub(super) year: BudgetYear,
    pub(super) as_of: NaiveDate,
    pub(super) kinds: Vec<Kind>,
    pub(super) evaluations: Vec<EvaluationListing>,
    pub(super) money: BTreeMap<EvaluationId, Money>,
    pub(super) findings: Vec<(EvaluationId, FindingListing)>,
    pub(super) draw: Option<Draw>,
    /// The least share of a draw in force, basis points.
    pub(super) share_least_bp: Option<u32>,
    pub(super) looked_at: Vec<LookedAt>,
    pub(super) letters: Vec<PaperListing>,
    pub(super) projects: u64,
    pub(super) self_evaluated: u64,
}

impl App {
    /// Reads it.
    pub(super) fn report_ground(&self, division: Division, year: BudgetYear) -> Result<Ground, AppError> {
        let rules = self.rules(division, year);
        let directory = self.directory(division)?;
        let mut ground = Ground {
            year,
            as_of: self.now().shanghai_date(),
            kinds: kinds(&rules, &directory),
            evaluations: Vec::new(),
            money: BTreeMap::new(),
            findings: Vec::new(),
            draw: None,
            share_least_bp: rules.spot_draw().ok().map(|draw| draw.share_bp),
            looked_at: Vec::new(),
            letters: Vec::new(),
            projects: 0,
            self_evaluated: 0,
        };
        self.read(|db| ground.read(db, division))?;
        ground.count_funds()?;
        Ok(ground)
    }
}

impl Ground {
    fn read(&mut self, db: &mut Db, division: Division) -> Step<()> {
        let year = self.year;
        let filter = EvaluationFilter::of_year(year, Scope::AllOfDivision);
        let (sort, upward) = (EvaluationSort::Kind, Direction::Ascending);
        self.evaluations = evaluations::list(db, division, &filter, sort, upward, ALL)?;
        self.money = money_of(db, division, year, &self.evaluations)?;
        self.findings = findings_of(db, division, year, &self.evaluations)?;
        self.draw = draw_of(db, division, year)?;
        self.looked_at = looked_at(db, division, year)?;
        let papers = PaperFilter::of_year(year, Scope::AllOfDivision);
        let sort = PaperSort::Issued;
        self.letters = papers::list(db, division, &papers, (sort, upward), ALL)?;
        let sheets = year_progress::sheets(db, division, year, &Scope::AllOfDivision)?;
        self.projects = u64::try_from(projects::of_year(db, division, year)?.len()).unwrap_or(u64::MAX);
        let concluded = sheets
            .iter()
            .filter(|tally| tally.kind == SheetKind::SelfEvaluation && tally.progress == Progress::Concluded);
        self.self_evaluated = concluded.map(|tally| tally.sheets).sum();
        Ok(())
    }

    fn count_funds(&mut self) -> Result<(), AppError> {
        let mut funds: BTreeMap<&str, Money> = BTreeMap::new();
        for one in &self.evaluations {
            let Some(money) = self.money.get(&one.evaluation.id) else {
                continue;
            };
            let sum = funds.entry(&one.evaluation.kind).or_insert(Money::ZERO);
            *sum = sum.checked_add(*money).ok_or_else(|| {
                let told = format!(
                    "评价“{}”的资金合计超出可记录的范围,请核对项目资金。",
                    one.evaluation.title
                );
                AppError::refused("amount-too-large", told)
            })?;
        }
        for kind in &mut self.kinds {
            kind.funds = funds.get(kind.code.as_str()).copied().unwrap_or(Money::ZERO);
        }
        Ok(())
    }

    /// The kind with this code.
    pub(super) fn kind(&self, code: &str) -> Option<&Kind> {
        self.kinds.iter().find(|kind| kind.code == code)
    }

    /// The evaluations of a kind.
    pub(super) fn of_kind<'a>(&'a self, code: &'a str) -> impl Iterator<Item = &'a EvaluationListing> {
        let all = self.evaluations.iter();
        all.filter(move |listing| listing.evaluation.kind == code)
    }

    /// What the evaluations of a kind found.
    pub(super) fn found_by<'a>(
        &'a self,
        code: &'a str,
    ) -> impl Iterator<Item = &'a (EvaluationId, FindingListing)> {
        let ids: BTreeSet<EvaluationId> = self.of_kind(code).map(|one| one.evaluation.id).collect();
        self.findings.iter().filter(move |(id, _)| ids.contains(id))
    }

    /// Letters of a kind that have reached their addressee.
    pub(super) fn served(&self, kind: PaperKind) -> impl Iterator<Item = &PaperListing> {
        self.letters.iter().filter(move |one| {
            one.record.kind == kind
                && !matches!(
                    one.record.standing.state,
                    PaperState::Issued | PaperState::Withdrawn
                )
        })
    }

    /// The evaluations of a kind that are of units it is for, one each.
    pub(super) fn covered<'a>(&'a self, kind: &'a Kind) -> Vec<&'a EvaluationListing> {
        let mut seen = BTreeSet::new();
        self.of_kind(&kind.code)
            .filter(|one| kind.units.contains(&one.evaluation.unit))
            .filter(|one| seen.insert(one.evaluation.unit))
            .collect()
    }

    /// Results that an evaluation of the same unit converts.
    pub(super) fn converted(&self) -> Vec<&EvaluationListing> {
        let is_converted = |listing: &&EvaluationListing| {
            let converting = self
                .kinds
                .iter()
                .filter(|kind| kind.converts.contains(&listing.evaluation.kind));
            let codes: BTreeSet<&str> = converting.map(|kind| kind.code.as_str()).collect();
            let mut others = self.evaluations.iter();
            others.any(|other| {
                other.evaluation.unit == listing.evaluation.unit
                    && codes.contains(other.evaluation.kind.as_str())
            })
        };
        self.evaluations.iter().filter(is_converted).collect()
    }
}

fn kinds(rules: &RulesInForce, directory: &Directory) -> Vec<Kind> {
    let kind = |(kind, framework): (&EvaluationKind, &FrameworkInForce)| {
        let of = &framework.framework;
        Kind {
            code: kind.code.clone(),
            name: kind.name.clone(),
            framework: of.code.clone(),
            is_of_units: kind.subject == SubjectKind::Unit,
            levels: of.depth(),
            is_unverified: framework.citation.verification == Verification::Unverified,
            dimensions: of.parts.iter().map(|part| part.name.clone()).collect(),
            items: of
                .items()
                .map(|(part, item)| {
                    let mut path = vec![part.name.clone()];
                    path.extend(item.path.iter().cloned());
                    (item.code.clone(), path, item.name.clone())
                })
                .collect(),
            converts: of
                .items()
                .filter_map(|(_, item)| match &item.method {
                    Method::Conversion { kind } => Some(kind.clone()),
                    _ => None,
                })
                .collect(),
            units: directory
                .units()
                .iter()
                .filter(|unit| kind.subject == SubjectKind::Unit && kind.unit_kinds.contains(&unit.kind))
                .map(|unit| unit.id)
                .collect(),
            funds: Money::ZERO,
            report: kind.report.clone(),
        }
    };
    rules.evaluation_kinds().map(kind).collect()
}

/// Money of the projects that evaluations are attached to: their budget as execution is measured by it, or what the plan of a case
/// file says.
pub(crate) fn money_of(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    all: &[EvaluationListing],
) -> Step<BTreeMap<EvaluationId, Money>> {
    if all.iter().all(|one| one.evaluation.project.is_none()) {
        return Ok(BTreeMap::new());
    }
    let known = facts::project_money(db, division, year)?;
    let registered: BTreeMap<_, Money> = projects::of_year(db, division, year)?
        .into_iter()
        .map(|project| (project.id, project.funding.total().unwrap_or_default()))
        .collect();
    let money = all.iter().filter_map(|one| {
        let project = one.evaluation.project?;
        let registered = registered.get(&project).copied().unwrap_or_default();
        let known = known.get(&project.to_string());
        Some((
            one.evaluation.id,
            known.map_or(registered, |money| money.budget(registered)),
        ))
    });
    let mut money: BTreeMap<EvaluationId, Money> = money.collect();
    // The plan of a case file says which money a policy is about; the project it is attached to may be another sum.
    let filter = CaseFileFilter::of_year(year, Scope::AllOfDivision);
    let planned = case_files::funds_by_kind(db, division, &filter)?;
    money.extend(
        planned
            .into_iter()
            .filter_map(|one| Some((one.evaluation, one.funds?))),
    );
    Ok(money)
}

/// What the evaluations of the year found, as far as it was not taken back.
pub(crate) fn findings_of(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    all: &[EvaluationListing],
) -> Step<Vec<(EvaluationId, FindingListing)>> {
    let ids = all.iter().map(|one| one.evaluation.id).collect();
    found_by(db, division, year, &ids)
}

/// What these evaluations of a year found, as far as it was not taken back.
pub(crate) fn found_by(
    db: &mut Db,
    division: Division,
    year: BudgetYear,
    evaluations: &BTreeSet<EvaluationId>,
) -> Step<Vec<(EvaluationId, FindingListing)>> {
    let ids: BTreeMap<String, EvaluationId> = evaluations.iter().map(|id| (id.to_string(), *id)).collect();
    let filter = FindingFilter {
        origin: Some(ORIGIN.to_owned()),
        ..FindingFilter::of_year(Some(year), Scope::AllOfDivision)
    };
    let sort = (FindingSort::Serial, Direction::Ascending);
    let found = list_findings(db, division, &filter, sort, ALL)?;
    let found = found
        .into_iter()
        .filter(|one| one.finding.state != FindingState::Withdrawn)
        .filter_map(|one| {
            let id = ids.get(one.finding.origin.id.as_deref()?)?;
            Some((*id, one))
        });
    Ok(found.collect())
}

/// The draw of the year that stands, with what was drawn.
fn draw_of(db: &mut Db, division: Division, year: BudgetYear) -> Step<Option<Draw>> {
    let rounds = spot::rounds_of_year(db, division, year)?;
    let mut drawn = rounds.into_iter().filter(|round| round.state == SpotState::Drawn);
    let Some(round) = drawn.next_back() else {
        return Ok(None);
    };
    let tallies = spot::tallies(db, division, round.id)?;
    let filter = SpotFilter {
        round: round.id,
        scope: Scope::AllOfDivision,
        department: None,
        is_drawn: Some(true),
        is_off: false,
        words: None,
    };
    let (sort, upward) = (SpotSort::Position, Direction::Ascending);
    Ok(Some(Draw {
        eligible: tallies.iter().map(|tally| tally.eligible).sum(),
        drawn: spot::list(db, division, &filter, sort, upward, ALL)?,
        round,
    }))
}

/// What the look-backs of the year saw.
fn looked_at(db: &mut Db, division: Division, year: BudgetYear) -> Step<Vec<LookedAt>> {
    let look_backs = list_look_backs(db, division, year)?;
    let ids: Vec<_> = look_backs.iter().map(|one| one.id).collect();
    let objects = objects_of_many(db, division, &ids)?;
    let findings: Vec<EvaluationFindingId> = objects.iter().map(|object| object.finding).collect();
    let listings = finding_listings(db, division, &findings)?;
    let mut listings: BTreeMap<EvaluationFindingId, FindingListing> =
        listings.into_iter().map(|one| (one.finding.id, one)).collect();
    let looked = objects
        .into_iter()
        .filter(|object| object.result.is_some())
        .filter_map(|object| {
            let look_back = look_backs.iter().find(|one| one.id == object.look_back)?;
            Some(LookedAt {
                look_back: look_back.clone(),
                listing: listings.remove(&object.finding),
                object,
            })
        });
    Ok(looked.collect())
}
