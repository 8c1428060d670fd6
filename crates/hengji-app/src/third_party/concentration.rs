//! 集中度 (concentration): how the cases and the money of each year are spread over institutions, and how often an
//! institution met the same unit again.

use std::collections::{BTreeMap, BTreeSet};

use hengji_analysis::allocate::concentration;
use hengji_authz::Action;
use hengji_domain::id::UnitId;
use hengji_domain::person::Actor;
use hengji_domain::third_party::{ConcentrationRules, ConcentrationVerdict};
use hengji_domain::{BudgetYear, Money};
use hengji_store::third_party::{self, AssignmentListing};

use super::export::count;
use super::report_desk::percent;
use crate::app::{App, Directory};
use crate::error::AppError;
use crate::ports::{Cell, Table};

/// What an institution has of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShareOf {
    /// The institution.
    pub institution: UnitId,
    /// Its name.
    pub name: String,
    /// Its cases.
    pub cases: usize,
    /// Its share of the cases, basis points.
    pub cases_bp: u32,
    /// Money of the projects of its cases.
    pub amount: Money,
    /// Its share of that money, basis points.
    pub amount_bp: u32,
}

/// A year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearOfCases {
    /// Budget year.
    pub year: BudgetYear,
    /// Live cases.
    pub cases: usize,
    /// Money of their projects.
    pub amount: Money,
    /// The index of cases, basis points of one.
    pub cases_index: Option<u32>,
    /// What it says.
    pub cases_verdict: ConcentrationVerdict,
    /// The index of money.
    pub amount_index: Option<u32>,
    /// What it says.
    pub amount_verdict: ConcentrationVerdict,
    /// Pairs of institution and unit that had met in the year before.
    pub repeated: usize,
    /// Share of the largest institution of the cases, basis points.
    pub largest_cases_bp: u32,
    /// Share of the institution with the most money, basis points.
    pub largest_amount_bp: u32,
    /// What each institution has, the most cases first.
    pub shares: Vec<ShareOf>,
}

/// The years, the latest first, with what judges them.
#[derive(Debug, Clone)]
pub struct ConcentrationPage {
    /// The years.
    pub years: Vec<YearOfCases>,
    /// The rule.
    pub rules: ConcentrationRules,
}

const COLUMNS: [(&str, u16); 8] = [
    ("年度", 10),
    ("第三方机构", 32),
    ("受托(个)", 10),
    ("占个数", 10),
    ("项目金额(万元)", 18),
    ("占金额", 10),
    ("个数集中度(HHI)", 20),
    ("金额集中度(HHI)", 20),
];

impl App {
    /// How concentrated the work of each year is.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`]; [`AppError::RuleMissing`].
    pub fn institution_concentration(
        &self,
        actor: &Actor,
        year: BudgetYear,
    ) -> Result<ConcentrationPage, AppError> {
        self.may_look(actor, Action::ViewInstitutions)?;
        let rules = self.rules(actor.division, year).institution_concentration()?;
        let all = self.read(|db| Ok(third_party::all_assignments(db, actor.division)?))?;
        let directory = self.directory(actor.division)?;
        let live: Vec<&AssignmentListing> = all.iter().filter(|one| one.assignment.state.is_live()).collect();
        let years: BTreeSet<BudgetYear> = live.iter().map(|one| one.year).collect();
        let years = years.into_iter().rev();
        Ok(ConcentrationPage {
            years: years
                .map(|year| of_year(year, &live, &rules, &directory))
                .collect(),
            rules,
        })
    }

    /// The same as a workbook.
    ///
    /// # Errors
    ///
    /// As [`Self::institution_concentration`].
    pub fn export_concentration(&self, actor: &Actor, year: BudgetYear) -> Result<Vec<u8>, AppError> {
        let page = self.institution_concentration(actor, year)?;
        let rows = page.years.iter().flat_map(|year| {
            let index = [
                index_text(year.cases_index, year.cases_verdict),
                index_text(year.amount_index, year.amount_verdict),
            ];
            year.shares.iter().map(move |share| cells(year, share, &index))
        });
        let notes = ["集中度为各机构份额平方之和,1 为全给一家".to_owned()];
        let title = "第三方委托集中度".to_owned();
        let table = Table::new(title, &COLUMNS, rows.collect()).noted(notes);
        self.leave_house(actor, Action::ExportInstitutions, Some(year), table)
    }
}

/// An index as people read it, with what it says.
pub fn index_text(index: Option<u32>, verdict: ConcentrationVerdict) -> String {
    match index.filter(|_| verdict != ConcentrationVerdict::TooFew) {
        Some(bp) => format!("{}.{:04}({})", bp / 10_000, bp % 10_000, verdict.name()),
        None => verdict.name().to_owned(),
    }
}

fn cells(year: &YearOfCases, share: &ShareOf, [cases_index, amount_index]: &[String; 2]) -> Vec<Cell> {
    vec![
        Cell::text(year.year.to_string()),
        Cell::text(share.name.clone()),
        count(share.cases),
        Cell::text(percent(share.cases_bp)),
        Cell::Money(share.amount),
        Cell::text(percent(share.amount_bp)),
        Cell::text(cases_index.clone()),
        Cell::text(amount_index.clone()),
    ]
}

fn of_year(
    year: BudgetYear,
    live: &[&AssignmentListing],
    rules: &ConcentrationRules,
    directory: &Directory,
) -> YearOfCases {
    let own: Vec<&&AssignmentListing> = live.iter().filter(|one| one.year == year).collect();
    let mut by_institution: BTreeMap<UnitId, (usize, i64)> = BTreeMap::new();
    for one in &own {
        let entry = by_institution.entry(one.assignment.institution).or_default();
        entry.0 += 1;
        entry.1 = entry.1.saturating_add(one.amount.fen().max(0));
    }
    let cases = own.len();
    let amount = by_institution
        .values()
        .fold(0_i64, |sum, (_, fen)| sum.saturating_add(*fen));
    let mut shares: Vec<ShareOf> = by_institution
        .iter()
        .map(|(institution, (count, fen))| ShareOf {
            institution: *institution,
            name: directory.name(*institution),
            cases: *count,
            cases_bp: share_bp(
                i64::try_from(*count).unwrap_or(i64::MAX),
                i64::try_from(cases).unwrap_or(i64::MAX),
            ),
            amount: Money::from_fen(*fen),
            amount_bp: share_bp(*fen, amount),
        })
        .collect();
    shares.sort_by(|a, b| {
        b.cases
            .cmp(&a.cases)
            .then_with(|| b.amount.fen().cmp(&a.amount.fen()))
    });
    let index = |of: &dyn Fn(&ShareOf) -> i64| {
        let amounts: Vec<f64> = shares
            .iter()
            .filter_map(|share| of(share).to_string().parse().ok())
            .collect();
        concentration(&amounts).and_then(index_bp)
    };
    let cases_index = index(&|share| i64::try_from(share.cases).unwrap_or(i64::MAX));
    let amount_index = index(&|share| share.amount.fen());
    YearOfCases {
        year,
        cases,
        amount: Money::from_fen(amount),
        cases_verdict: rules.judge(cases, cases_index),
        amount_verdict: rules.judge(cases, amount_index),
        cases_index,
        amount_index,
        repeated: repeated(year, live),
        largest_cases_bp: shares
            .iter()
            .map(|share| share.cases_bp)
            .max()
            .unwrap_or_default(),
        largest_amount_bp: shares
            .iter()
            .map(|share| share.amount_bp)
            .max()
            .unwrap_or_default(),
        shares,
    }
}

/// An index between nought and one in basis points, read off its decimal text so that nothing is cut.
fn index_bp(index: f64) -> Option<u32> {
    format!("{:.0}", index * 10_000.0).parse().ok()
}

/// A part of a whole in basis points, rounded down; nought of nothing.
fn share_bp(part: i64, whole: i64) -> u32 {
    let exact = i128::from(part) * 10_000 / i128::from(whole).max(1);
    u32::try_from(exact).unwrap_or_default()
}

/// Pairs of institution and unit of a year that had met in the year before.
fn repeated(year: BudgetYear, live: &[&AssignmentListing]) -> usize {
    let pairs = |number: i32| -> BTreeSet<(UnitId, UnitId)> {
        let own = live.iter().filter(|one| i32::from(one.year.get()) == number);
        own.map(|one| (one.assignment.institution, one.unit)).collect()
    };
    let number = i32::from(year.get());
    pairs(number)
        .intersection(&pairs(number.saturating_sub(1)))
        .count()
}
