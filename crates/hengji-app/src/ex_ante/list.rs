//! 评估名单 (the list) of a year: filtered, with figures over everything the reader may see.

use hengji_authz::{Action, Resource, Scope, decide, scope};
use hengji_domain::BudgetYear;
use hengji_domain::ex_ante::{ConclusionRule, ExAnteRules, ReportState};
use hengji_domain::person::{Actor, Role};
use hengji_domain::sheet::SheetKind;
use hengji_domain::workflow::SheetState;
use hengji_domain::{Money, NaiveDate};
use hengji_store::ex_ante::{self, ExAnteFilter, ExAnteListing};
use hengji_store::projects;

use super::case::CONCLUSION;
use super::view::{ConclusionFigure, ExAnteFigures, ExAnteList, ExAnteRow, ListChangeView};
use crate::app::{App, Directory};
use crate::common::{Choice, Hand, PageOf, PageRequest};
use crate::error::AppError;
use crate::sheets::tag::tag;
use crate::sheets::view::StateTag;
use hengji_domain::rule::Chain;
use hengji_store::Count;

/// Where an evaluation of the list stands, as the list filters by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExAnteState {
    /// 未开展.
    NotBegun,
    /// 评估中.
    Underway,
    /// 已出结论.
    Concluded,
    /// 不在名单.
    NotListed,
}

impl ExAnteState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::NotBegun, Self::Underway, Self::Concluded, Self::NotListed];

    /// The stable identifier in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotBegun => "not_begun",
            Self::Underway => "underway",
            Self::Concluded => "concluded",
            Self::NotListed => "not_listed",
        }
    }

    /// The state with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotBegun => "未开展",
            Self::Underway => "评估中",
            Self::Concluded => "已出结论",
            Self::NotListed => "已移出名单",
        }
    }

    fn of(row: &ExAnteRow) -> Self {
        match (row.is_listed, row.sheet, row.is_final) {
            (_, _, true) => Self::Concluded,
            (_, Some(_), false) => Self::Underway,
            (true, None, _) => Self::NotBegun,
            (false, None, _) => Self::NotListed,
        }
    }
}

/// Which rows to list. What is none or blank does not narrow.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ExAnteQuery {
    /// Words in the name, the code, the unit or the lead.
    pub words: String,
    /// Code of the category.
    pub category: String,
    /// Where it stands.
    pub state: Option<ExAnteState>,
    /// Code of the conclusion.
    pub conclusion: String,
    /// Largest money first instead of by code.
    pub by_money: bool,
    /// Which page.
    pub page: PageRequest,
}

impl App {
    /// The list of a year as the reader may see it, in at most seven statements.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`] for administrators; [`AppError::RuleMissing`] for a year without rules.
    pub fn ex_ante_list(
        &self,
        actor: &Actor,
        year: BudgetYear,
        query: &ExAnteQuery,
    ) -> Result<ExAnteList, AppError> {
        self.may_look(actor, Action::ListExAnteEvaluations)?;
        let rules = self.rules(actor.division, year).ex_ante()?;
        let all = self.ex_ante_rows(actor, year, &rules)?;
        let figures = figures(&all, &rules.conclusions.value);
        let division = Resource::Division(actor.division);
        let may_change = decide(actor, Action::MakeExAnteList, &division).allow;
        let changes = if may_change {
            self.list_changes(actor, year)?
        } else {
            Vec::new()
        };
        let candidates = if may_change {
            self.candidates(actor, year, &all)?
        } else {
            Vec::new()
        };
        let rows: Vec<ExAnteRow> = chosen(all, &rules, query);
        let total = u64::try_from(rows.len()).unwrap_or(u64::MAX);
        let from = usize::try_from(query.page.offset()).unwrap_or(usize::MAX);
        let size = usize::try_from(query.page.page_size).unwrap_or(usize::MAX);
        Ok(ExAnteList {
            page: PageOf::of(
                rows.into_iter().skip(from).take(size).collect(),
                query.page,
                Count::Exactly(total),
            ),
            figures,
            changes,
            categories: choices(rules.categories.value.iter().map(|one| (&one.code, &one.name))),
            conclusions: choices(rules.conclusions.value.iter().map(|one| (&one.code, &one.name))),
            candidates,
            criteria: (*rules.criteria.citation).clone(),
            due_on: self.ex_ante_due_on(actor.division, year),
            may_change,
            may_export: decide(actor, Action::ExportExAnteEvaluations, &division).allow,
        })
    }

    /// Every row the reader may see.
    pub(crate) fn ex_ante_rows(
        &self,
        actor: &Actor,
        year: BudgetYear,
        rules: &ExAnteRules,
    ) -> Result<Vec<ExAnteRow>, AppError> {
        let listings = self.ex_ante_listings(actor, year)?;
        let directory = self.directory(actor.division)?;
        let chain = self
            .rules(actor.division, year)
            .chain(SheetKind::ExAnteEvaluation)?
            .value;
        let due_on = self.ex_ante_due_on(actor.division, year);
        let teller = Teller {
            actor,
            rules,
            chain: &chain,
            directory: &directory,
            is_due: due_on.is_some_and(|due_on| due_on < self.now().shanghai_date()),
        };
        Ok(listings.iter().map(|listing| teller.row(listing)).collect())
    }

    /// The stored rows within the reader's reach: by unit, by lead, by invitation.
    pub(super) fn ex_ante_listings(
        &self,
        actor: &Actor,
        year: BudgetYear,
    ) -> Result<Vec<ExAnteListing>, AppError> {
        let scope = scope(actor);
        let leads = actor
            .grants
            .iter()
            .filter(|grant| grant.role == Role::DepartmentReviewer);
        let leads = leads.map(|grant| grant.unit).collect();
        self.read(|db| {
            let assigned = if actor.has(Role::ThirdParty) {
                ex_ante::assigned_sheets(db, actor.division, actor.user)?
            } else {
                std::collections::BTreeMap::new()
            };
            if scope == Scope::Nothing && assigned.is_empty() {
                return Ok(Vec::new());
            }
            let filter = ExAnteFilter {
                year,
                scope: scope.clone(),
                leads,
                assigned: assigned.into_keys().collect(),
            };
            Ok(ex_ante::listings(db, actor.division, &filter)?)
        })
    }

    /// Until when evaluations of the year must be concluded.
    pub(super) fn ex_ante_due_on(
        &self,
        division: hengji_domain::Division,
        year: BudgetYear,
    ) -> Option<NaiveDate> {
        let all = self.deadlines(division, year);
        let found = all.iter().find(|one| one.value.code == "ex_ante_conclude");
        found.map(|one| one.value.due_on)
    }

    fn list_changes(&self, actor: &Actor, year: BudgetYear) -> Result<Vec<ListChangeView>, AppError> {
        let (changes, all) = self.read(|db| {
            let changes = ex_ante::changes_of_year(db, actor.division, year)?;
            Ok((changes, projects::of_year(db, actor.division, year)?))
        })?;
        Ok(changes
            .into_iter()
            .map(|change| ListChangeView {
                project_name: all
                    .iter()
                    .find(|project| project.id == change.project)
                    .map(|project| project.name.clone())
                    .unwrap_or_default(),
                deed: change.deed,
                reason: change.reason,
                hand: Hand {
                    name: change.author_name,
                    at: change.made_at,
                },
            })
            .collect())
    }

    /// The project of the year with this code, for putting it on the list by hand.
    ///
    /// # Errors
    ///
    /// [`AppError::Invalid`] `project-code-unknown`; [`AppError::Forbidden`].
    pub fn ex_ante_candidate(
        &self,
        actor: &Actor,
        year: BudgetYear,
        code: &str,
    ) -> Result<hengji_domain::id::ProjectId, AppError> {
        self.may_look(actor, Action::MakeExAnteList)?;
        let all = self.read(|db| Ok(projects::by_code(db, actor.division, year, code.trim())?))?;
        all.map(|project| project.id).ok_or_else(|| {
            AppError::field(
                "project",
                "project-code-unknown",
                format!("{year} 年度没有代码为“{}”的项目,请核对代码。", code.trim()),
            )
        })
    }

    /// The largest projects that are not on the list: what a person would add by hand.
    fn candidates(
        &self,
        actor: &Actor,
        year: BudgetYear,
        listed: &[ExAnteRow],
    ) -> Result<Vec<Choice>, AppError> {
        let mut all = self.read(|db| Ok(projects::of_year(db, actor.division, year)?))?;
        all.retain(|project| {
            !listed
                .iter()
                .any(|row| row.is_listed && row.project == project.id)
        });
        all.sort_by_key(|project| std::cmp::Reverse(project.funding.total()));
        let choice = |project: &hengji_domain::project::Project| Choice {
            code: project.code.clone(),
            name: project.name.clone(),
        };
        Ok(all.iter().take(CANDIDATES).map(choice).collect())
    }
}

/// Most projects offered for adding by hand; any other is added from its own page.
const CANDIDATES: usize = 200;

fn choices<'a>(all: impl Iterator<Item = (&'a String, &'a String)>) -> Vec<Choice> {
    all.map(|(code, name)| Choice {
        code: code.clone(),
        name: name.clone(),
    })
    .collect()
}

/// The rows that the query asks for, in its order.
pub(super) fn chosen(all: Vec<ExAnteRow>, rules: &ExAnteRules, query: &ExAnteQuery) -> Vec<ExAnteRow> {
    let words = query.words.trim().to_lowercase();
    let name_of = |code: &str| {
        let conclusions = rules.conclusions.value.iter();
        conclusions
            .into_iter()
            .find(|rule| rule.code == code)
            .map(|rule| rule.name.clone())
    };
    let conclusion = name_of(&query.conclusion);
    let category = rules
        .categories
        .value
        .iter()
        .find(|one| one.code == query.category);
    let mut rows: Vec<ExAnteRow> = all
        .into_iter()
        .filter(|row| {
            let texts = [
                &row.name,
                &row.code,
                &row.unit_name,
                &row.department_name,
                &row.lead_name,
            ];
            words.is_empty() || texts.iter().any(|text| text.to_lowercase().contains(&words))
        })
        .filter(|row| category.is_none_or(|category| category.name == row.category))
        .filter(|row| query.state.is_none_or(|state| state == ExAnteState::of(row)))
        .filter(|row| query.conclusion.is_empty() || row.conclusion == conclusion)
        .collect();
    if query.by_money {
        rows.sort_by_key(|row| std::cmp::Reverse(row.total));
    }
    rows
}

fn figures(rows: &[ExAnteRow], conclusions: &[ConclusionRule]) -> ExAnteFigures {
    let count = |wanted: &dyn Fn(&ExAnteRow) -> bool| {
        u64::try_from(rows.iter().filter(|row| wanted(row)).count()).unwrap_or(u64::MAX)
    };
    let sum = |of: &dyn Fn(&ExAnteRow) -> Option<Money>, wanted: &dyn Fn(&ExAnteRow) -> bool| {
        let all = rows
            .iter()
            .filter(|row| row.is_final && wanted(row))
            .filter_map(of);
        all.fold(Money::ZERO, |sum, one| sum.checked_add(one).unwrap_or(sum))
    };
    let any = |_: &ExAnteRow| true;
    ExAnteFigures {
        listed: count(&|row| row.is_listed),
        not_begun: count(&|row| ExAnteState::of(row) == ExAnteState::NotBegun),
        underway: count(&|row| ExAnteState::of(row) == ExAnteState::Underway),
        concluded: count(&|row| row.is_final),
        late: count(&|row| row.is_late),
        asked: sum(&|row| row.asked, &any),
        granted: sum(&|row| row.granted, &any),
        cut: sum(&|row| row.cut, &any),
        by_conclusion: conclusions
            .iter()
            .map(|rule| {
                let of_rule = |row: &ExAnteRow| row.conclusion.as_ref() == Some(&rule.name);
                ConclusionFigure {
                    name: rule.name.clone(),
                    supports: rule.supports,
                    count: count(&|row| row.is_final && of_rule(row)),
                    asked: sum(&|row| row.asked, &of_rule),
                    granted: sum(&|row| row.granted, &of_rule),
                }
            })
            .collect(),
    }
}

/// Turns stored rows into rows of the page.
struct Teller<'a> {
    actor: &'a Actor,
    rules: &'a ExAnteRules,
    chain: &'a Chain,
    directory: &'a Directory,
    is_due: bool,
}

impl Teller<'_> {
    fn row(&self, listing: &ExAnteListing) -> ExAnteRow {
        let object = &listing.object;
        let category = self
            .rules
            .categories
            .value
            .iter()
            .find(|one| one.code == object.category);
        let state = listing.sheet.as_ref().map(|sheet| &sheet.state);
        let conclusion_step = self.chain.steps.iter().position(|step| step.code == CONCLUSION);
        let is_final = matches!(state, Some(SheetState::Concluded { .. }));
        let result = listing.result.as_ref();
        let granted = result.and_then(|result| result.granted);
        let asked = result.map(|result| result.asked);
        ExAnteRow {
            project: object.project,
            code: listing.project_code.clone(),
            name: listing.project_name.clone(),
            unit_name: listing.unit_name.clone(),
            department_name: listing.department_name.clone(),
            category: category.map_or_else(|| object.category.clone(), |one| one.name.clone()),
            kind: object.kind,
            lead_name: self.directory.name(object.lead),
            reasons: object.reasons.clone(),
            is_listed: object.is_listed,
            is_by_hand: object.is_by_hand,
            total: listing.total,
            sheet: listing.sheet.as_ref().map(|sheet| sheet.id),
            state: self.state(listing),
            report: state.map_or(ReportState::None, |state| {
                ReportState::of(state, conclusion_step.unwrap_or(usize::MAX))
            }),
            asked,
            score: result.and_then(|result| result.score),
            conclusion: result
                .and_then(|result| result.conclusion.as_ref())
                .map(|code| self.conclusion(code)),
            is_final,
            granted,
            cut: asked
                .zip(granted)
                .map(|(asked, granted)| Money::from_fen(asked.fen() - granted.fen())),
            is_late: self.is_due && object.is_listed && !is_final,
            may_open: object.is_listed && listing.sheet.is_none() && self.is_clerk_of(listing),
        }
    }

    fn state(&self, listing: &ExAnteListing) -> StateTag {
        match &listing.sheet {
            Some(sheet) => tag(SheetKind::ExAnteEvaluation, &sheet.state, Some(self.chain)),
            None => StateTag {
                code: if listing.object.is_listed {
                    "missing"
                } else {
                    "not_listed"
                },
                name: if listing.object.is_listed {
                    "未开展"
                } else {
                    "已移出名单"
                }
                .to_owned(),
                role_name: None,
            },
        }
    }

    fn conclusion(&self, code: &str) -> String {
        let found = self.rules.conclusions.value.iter().find(|rule| rule.code == code);
        found.map_or_else(|| code.to_owned(), |rule| rule.name.clone())
    }

    fn is_clerk_of(&self, listing: &ExAnteListing) -> bool {
        let clerks = self
            .actor
            .grants
            .iter()
            .filter(|grant| grant.role == Role::UnitClerk);
        clerks.into_iter().any(|grant| grant.unit == listing.unit)
    }
}
