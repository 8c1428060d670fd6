//! 监控发现 (findings): proposals for a cut with their ground, from a department's own monitoring or from the
//! bureau's key monitoring. What becomes of them is decided in the cut ledger.

use std::collections::{BTreeMap, HashMap};

use hengji_authz::{Action, scope};
use hengji_domain::id::{LineKey, MonitoringFindingId, ProjectId, SheetId};
use hengji_domain::money::MoneyUnit;
use hengji_domain::monitoring::MonitoringRules;
use hengji_domain::person::{Actor, Role};
use hengji_domain::rule::ReviewReason;
use hengji_domain::value::read::read_amount;
use hengji_domain::{BudgetYear, Money};
use hengji_store::monitoring::{
    Book, FindingState, MonitoringFinding, find_entry, find_finding, findings_of_year, insert_findings,
    result_of_sheet, set_finding_state,
};
use hengji_store::projects::{self, ProjectFilter, ProjectSort};
use hengji_store::{Direction, Page};
use serde::{Deserialize, Serialize};

use super::view::{FindingPage, FindingRow};
use crate::app::{App, Request, Step, Tx};
use crate::common::{Hand, RequestKey, Written};
use crate::error::{AppError, FieldError};
use crate::sheets::case::Case;

/// A proposal for a cut.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CutProposal {
    /// The line; empty for the whole project.
    #[serde(default)]
    pub line: String,
    /// Code of the ground.
    pub ground: String,
    /// Proposed cut in 万元.
    pub cut: String,
    /// What was found.
    pub words: String,
}

/// Longest description, characters.
const WORDS_MAX: usize = 2_000;

impl App {
    /// Proposes a cut from a monitoring sheet.
    ///
    /// # Errors
    ///
    /// [`AppError::Invalid`] for a ground outside the list, an amount that is no number or more than what is left of
    /// the budget, or no words; [`AppError::Forbidden`]; [`AppError::NotFound`].
    pub fn propose_cut(
        &self,
        actor: &Actor,
        key: &RequestKey,
        sheet: SheetId,
        input: &CutProposal,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::ProposeCut,
            &Request::new(key, &(sheet.to_string(), input))?,
            |tx| self.find_case(tx, sheet),
            |tx, case| {
                let finding = self.proposal(tx, actor, &case, input)?;
                insert_findings(
                    tx.db,
                    tx.division,
                    case.sheet.year,
                    std::slice::from_ref(&finding),
                )?;
                tx.about("monitoring_finding", finding.id);
                tx.detail("proposed_cut", finding.proposed_cut);
                tx.detail("ground", &finding.ground);
                Ok(Written {
                    id: finding.id.to_string(),
                    version: finding.version,
                })
            },
        )
    }

    fn proposal(
        &self,
        tx: &mut Tx<'_>,
        actor: &Actor,
        case: &Case,
        input: &CutProposal,
    ) -> Step<MonitoringFinding> {
        let sheet = &case.sheet;
        let period = case.period.as_ref().ok_or(AppError::NotFound)?;
        let rules = case.in_force.monitoring()?;
        let result = result_of_sheet(tx.db, tx.division, sheet.id)?;
        let left = result.map_or(Money::ZERO, |result| {
            Money::from_fen(result.budget.fen().saturating_sub(result.executed.fen()).max(0))
        });
        let (cut, words) = checked(input, &rules, left)?;
        let line = match input.line.as_str() {
            "" => None,
            text => {
                let key: LineKey = text.parse().map_err(AppError::from)?;
                sheet.lines.iter().any(|line| line.key == key).then_some(key)
            }
        };
        let is_key = find_entry(tx.db, tx.division, sheet.project)?.is_some_and(|entry| entry.is_listed);
        // What the bureau finds on a project of its own list goes into its own book.
        let book = if is_key && actor.has(Role::PerformanceReviewer) {
            Book::Key
        } else {
            Book::SelfMonitoring
        };
        Ok(MonitoringFinding {
            id: tx.fresh()?,
            period: period.period.code.clone(),
            project: sheet.project,
            sheet: sheet.id,
            line,
            book,
            ground: input.ground.clone(),
            proposed_cut: cut,
            words,
            state: FindingState::Proposed,
            made_by: actor.name.clone(),
            made_at: tx.now,
            version: 1,
        })
    }

    /// Takes a proposal back that nobody has decided.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `finding-not-proposed` for one that was withdrawn or taken into the ledger;
    /// [`AppError::Stale`]; [`AppError::NotFound`].
    pub fn withdraw_cut(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: MonitoringFindingId,
        version: i32,
    ) -> Result<SheetId, AppError> {
        let written: Written = self.act(
            actor,
            Action::WithdrawCut,
            &Request::new(key, &(id.to_string(), version))?,
            |tx| {
                let finding = find_finding(tx.db, tx.division, id)?.ok_or(AppError::NotFound)?;
                let (resource, _) = self.find_case(tx, finding.sheet)?;
                tx.about("monitoring_finding", id);
                Ok((resource, finding))
            },
            |tx, finding| {
                if finding.state != FindingState::Proposed {
                    return Err(AppError::refused(
                        "finding-not-proposed",
                        format!("该建议的状态是“{}”,不能撤回。", finding.state.name()),
                    )
                    .into());
                }
                let version = set_finding_state(tx.db, tx.division, id, version, FindingState::Withdrawn)?;
                tx.detail("proposed_cut", finding.proposed_cut);
                Ok(Written {
                    id: finding.sheet.to_string(),
                    version,
                })
            },
        )?;
        Ok(written.id.parse::<SheetId>()?)
    }

    /// The proposals of a year within reach, in two statements.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`] for people without business data.
    pub fn cut_proposals(&self, actor: &Actor, year: BudgetYear) -> Result<FindingPage, AppError> {
        self.may_look(actor, Action::ViewMonitoring)?;
        let rules = self.rules(actor.division, year).monitoring()?;
        let reach = scope(actor);
        let division = actor.division;
        let (all, listings) = self.read(|db| {
            let all = findings_of_year(db, division, year, None)?;
            let filter = ProjectFilter::of_year(year, reach.clone());
            let page = Page {
                offset: 0,
                limit: if all.is_empty() { 0 } else { u32::from(u16::MAX) },
            };
            let listings = projects::list(
                db,
                division,
                &filter,
                ProjectSort::Code,
                Direction::Ascending,
                page,
            )?;
            Ok((all, listings))
        })?;
        let known: HashMap<ProjectId, &projects::ProjectListing> =
            listings.iter().map(|one| (one.project.id, one)).collect();
        let rows: Vec<FindingRow> = all
            .iter()
            .filter_map(|finding| {
                let listing = known.get(&finding.project)?;
                let names = (listing.project.name.as_str(), listing.department_name.as_str());
                Some(row(
                    finding,
                    names,
                    listing.project.unit,
                    &rules.grounds.value,
                    "",
                ))
            })
            .collect();
        Ok(FindingPage {
            sums: sums(&all, &known, &rules.grounds.value),
            rows,
        })
    }
}

fn checked(input: &CutProposal, rules: &MonitoringRules, left: Money) -> Result<(Money, String), AppError> {
    let mut errors = Vec::new();
    let mut refuse = |field: &str, code, words: String| errors.push(FieldError::new(field, code, words));
    if rules
        .grounds
        .value
        .iter()
        .all(|ground| ground.code != input.ground)
    {
        refuse("ground", "ground-unknown", "请选择压减依据。".to_owned());
    }
    let cut = read_amount(&input.cut, MoneyUnit::TenThousandYuan)
        .money
        .unwrap_or_default();
    if cut <= Money::ZERO {
        refuse(
            "cut",
            "amount-unreadable",
            format!("建议压减金额“{}”应为大于零的数字(万元)。", input.cut),
        );
    } else if left < cut {
        refuse(
            "cut",
            "cut-above-remaining",
            format!("建议压减 {cut} 万元,超过未执行的预算 {left} 万元,请核对。"),
        );
    }
    let words = input.words.trim();
    let length = words.chars().count();
    if words.is_empty() {
        refuse("words", "finding-words-missing", "请写明发现的问题。".to_owned());
    } else if WORDS_MAX < length {
        refuse(
            "words",
            "text-too-long",
            format!("问题描述最多 {WORDS_MAX} 字,现有 {length} 字,请精简。"),
        );
    }
    if errors.is_empty() {
        Ok((cut, words.to_owned()))
    } else {
        Err(AppError::Invalid(errors))
    }
}

/// A finding as pages show it; `line` is the name of its line.
pub(super) fn row(
    finding: &MonitoringFinding,
    (project_name, department_name): (&str, &str),
    unit: hengji_domain::id::UnitId,
    grounds: &[ReviewReason],
    line: &str,
) -> FindingRow {
    FindingRow {
        id: finding.id,
        sheet: finding.sheet,
        project: finding.project,
        project_name: project_name.to_owned(),
        department_name: department_name.to_owned(),
        unit,
        line: line.to_owned(),
        book: finding.book.name(),
        ground: ground_name(&finding.ground, grounds),
        proposed_cut: finding.proposed_cut,
        words: finding.words.clone(),
        state: (finding.state.code(), finding.state.name()),
        hand: Hand {
            name: finding.made_by.clone(),
            at: finding.made_at,
        },
        version: finding.version,
    }
}

fn ground_name(code: &str, grounds: &[ReviewReason]) -> String {
    let known = grounds.iter().find(|ground| ground.code == code);
    known.map_or_else(|| code.to_owned(), |ground| ground.name.clone())
}

/// Sums of what was not withdrawn, by book and ground.
fn sums(
    all: &[MonitoringFinding],
    known: &HashMap<ProjectId, &projects::ProjectListing>,
    grounds: &[ReviewReason],
) -> Vec<(&'static str, String, u64, Money)> {
    let mut sums: BTreeMap<(Book, String), (u64, i64)> = BTreeMap::new();
    let counted = all
        .iter()
        .filter(|one| one.state != FindingState::Withdrawn && known.contains_key(&one.project));
    for finding in counted {
        let sum = sums.entry((finding.book, finding.ground.clone())).or_default();
        sum.0 += 1;
        sum.1 = sum.1.saturating_add(finding.proposed_cut.fen());
    }
    sums.into_iter()
        .map(|((book, ground), (count, fen))| {
            (
                book.name(),
                ground_name(&ground, grounds),
                count,
                Money::from_fen(fen),
            )
        })
        .collect()
}
