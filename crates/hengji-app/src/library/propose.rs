//! 申请变更 (propose): somebody wants an indicator entered, changed, merged or taken out.

use hengji_authz::{Action, Resource};
use hengji_domain::BudgetYear;
use hengji_domain::id::{IndicatorId, UnitId};
use hengji_domain::person::Actor;
use hengji_store::library::proposals::{self, Proposal, ProposalKind, ProposalState};
use hengji_store::library::{self, LibraryIndicator};
use serde::{Deserialize, Serialize};

use super::keys::Keys;
use super::view::LibraryChoices;
use super::{IndicatorInput, check};
use crate::app::{App, Request, Step, Tx};
use crate::common::{RequestKey, Written};
use crate::error::{AppError, FieldError};

/// A proposal as somebody makes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewProposal {
    /// Code of the kind: enter, change, merge, exit.
    pub kind: String,
    /// The indicator concerned; none for a new one.
    #[serde(default)]
    pub indicator: Option<String>,
    /// Its version as the person saw it.
    #[serde(default)]
    pub base_version: Option<i32>,
    /// The indicator that takes its place in a merge, by id or code.
    #[serde(default)]
    pub successor: String,
    /// First budget year of a merge or an exit.
    #[serde(default)]
    pub from_year: String,
    /// Why.
    pub reason: String,
    /// The indicator as it shall be; for entering and changing.
    #[serde(default)]
    pub content: IndicatorInput,
}

/// A proposal that is fit to be written down.
struct Fit {
    kind: ProposalKind,
    indicator: Option<LibraryIndicator>,
    successor: Option<IndicatorId>,
    year: BudgetYear,
    name: String,
    content: String,
}

/// Longest reason, characters.
pub(super) const REASON_MAX: usize = 300;

impl App {
    /// Proposes a change of the library. Nothing of the library changes before somebody else approves it.
    ///
    /// # Errors
    ///
    /// [`AppError::Invalid`] with each unfit field; [`AppError::Refused`] `library-of-other-division`,
    /// `indicator-gone`, `proposal-pending`; [`AppError::Stale`]; [`AppError::NotFound`]; [`AppError::Forbidden`];
    /// [`AppError::RuleMissing`] for a year without classes.
    pub fn propose_library_change(
        &self,
        actor: &Actor,
        key: &RequestKey,
        input: &NewProposal,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::ProposeLibraryChange,
            &Request::new(key, input)?,
            |tx| Ok((Resource::Division(tx.division), ())),
            |tx, ()| {
                let unit = proposing_unit(actor)?;
                let fit = self.fit_proposal(tx, input)?;
                let proposal = Proposal {
                    id: tx.fresh()?,
                    batch: None,
                    kind: fit.kind,
                    state: ProposalState::Pending,
                    indicator: fit.indicator.as_ref().map(|one| one.id),
                    base_version: fit.indicator.as_ref().map(|one| one.version),
                    successor: fit.successor,
                    year: fit.year,
                    name: fit.name,
                    content: fit.content,
                    reason: input.reason.trim().to_owned(),
                    unit,
                    proposed_by: actor.user,
                    proposer_name: actor.name.clone(),
                    proposed_at: tx.now,
                    decided_by: None,
                    decider_name: String::new(),
                    decided_at: None,
                    opinion: String::new(),
                    version: 1,
                };
                proposals::insert_many(tx.db, tx.division, std::slice::from_ref(&proposal))?;
                tx.about("library_proposal", proposal.id);
                tx.detail("change", fit.kind.name());
                tx.detail("name", &proposal.name);
                tx.detail("reason", &proposal.reason);
                Ok(Written {
                    id: proposal.id.to_string(),
                    version: 1,
                })
            },
        )
    }

    /// What may be written into the closed fields of an indicator that holds from this year.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`]; [`AppError::RuleMissing`].
    pub fn library_choices(&self, actor: &Actor, year: BudgetYear) -> Result<LibraryChoices, AppError> {
        self.may_look(actor, Action::ViewLibrary)?;
        let ground = self.library_ground(actor.division, year)?;
        let (rules, levels) = (ground.rules, ground.frame.first_levels);
        let kinds = rules.categories.into_iter().filter(|one| one.group.is_some());
        Ok(LibraryChoices {
            categories: kinds.map(|one| (one.code, one.name)).collect(),
            level2: levels
                .iter()
                .flat_map(|level| {
                    level
                        .second_levels
                        .iter()
                        .map(|second| (second.name.clone(), level.name.clone()))
                })
                .collect(),
            level1: levels.into_iter().map(|level| level.name).collect(),
            value_bases: rules.value_bases,
            obtained_by: rules.obtained_by,
            scoring_kinds: rules.scoring_kinds,
        })
    }

    fn fit_proposal(&self, tx: &mut Tx<'_>, input: &NewProposal) -> Step<Fit> {
        let kind = ProposalKind::from_code(&input.kind).ok_or_else(|| {
            AppError::field(
                "kind",
                "proposal-kind-unknown",
                "变更种类只能是新增、修改、合并、退出。",
            )
        })?;
        let mut errors = Vec::new();
        reason(&input.reason, &mut errors);
        let indicator = match kind {
            ProposalKind::Enter => None,
            _ => Some(changeable(tx, input)?),
        };
        match kind {
            ProposalKind::Enter | ProposalKind::Change => {
                self.fit_content(tx, kind, indicator, input, errors)
            }
            ProposalKind::Merge | ProposalKind::Exit => {
                let one = indicator.ok_or(AppError::NotFound)?;
                let year = first_year(&input.from_year, &one, &mut errors);
                let successor = match kind {
                    ProposalKind::Merge => successor(tx, &input.successor, &one, &mut errors)?,
                    _ => None,
                };
                match year {
                    Some(year) if errors.is_empty() => Ok(Fit {
                        kind,
                        successor,
                        year,
                        name: one.name.clone(),
                        content: String::new(),
                        indicator: Some(one),
                    }),
                    _ => Err(AppError::Invalid(errors).into()),
                }
            }
        }
    }

    fn fit_content(
        &self,
        tx: &mut Tx<'_>,
        kind: ProposalKind,
        indicator: Option<LibraryIndicator>,
        input: &NewProposal,
        mut errors: Vec<FieldError>,
    ) -> Step<Fit> {
        let content = &input.content;
        let Some(year) = content.first_year() else {
            errors.push(FieldError::new(
                "valid_from",
                "year-unreadable",
                "请写明从哪一预算年度起生效,例如 2021。",
            ));
            return Err(AppError::Invalid(errors).into());
        };
        let ground = self.library_ground(tx.division, year)?;
        let checked = match check(content, &ground.rules, &ground.frame, tx.division) {
            Ok(checked) if errors.is_empty() => checked,
            Ok(_) => return Err(AppError::Invalid(errors).into()),
            Err(more) => {
                errors.extend(more);
                return Err(AppError::Invalid(errors).into());
            }
        };
        let keys = Keys::load(tx.db, tx.division)?;
        let twin = keys.twin(&checked.texts(), indicator.as_ref().map(|one| one.id));
        if let Some(twin) = twin {
            return Err(AppError::Invalid(vec![twin]).into());
        }
        let texts = checked.texts();
        if let Some(one) = &indicator
            && IndicatorInput::of(one) == texts
        {
            return Err(AppError::field(
                "reason",
                "nothing-changed",
                "内容与现有指标完全相同,没有可申请的修改。",
            )
            .into());
        }
        Ok(Fit {
            kind,
            successor: None,
            year,
            name: texts.name.clone(),
            content: serde_json::to_string(&texts).map_err(AppError::fault)?,
            indicator,
        })
    }
}

/// The body for which the person proposes: that of the first role that may.
pub(super) fn proposing_unit(actor: &Actor) -> Result<UnitId, AppError> {
    let grant = actor
        .grants
        .iter()
        .find(|grant| Action::ProposeLibraryChange.roles().contains(&grant.role));
    grant.map(|grant| grant.unit).ok_or(AppError::NotFound)
}

/// A reason that a reviewer can weigh.
pub(super) fn reason(given: &str, errors: &mut Vec<FieldError>) {
    let length = given.trim().chars().count();
    if length == 0 {
        errors.push(FieldError::new("reason", "text-missing", "请写明申请理由。"));
    } else if REASON_MAX < length {
        let message = format!("申请理由最多 {REASON_MAX} 个字;现有 {length} 个字。");
        errors.push(FieldError::new("reason", "text-unfit", message));
    }
}

/// The indicator concerned: of the own library, still valid, without another proposal, as the person saw it.
fn changeable(tx: &mut Tx<'_>, input: &NewProposal) -> Step<LibraryIndicator> {
    let id: IndicatorId = input
        .indicator
        .as_deref()
        .unwrap_or_default()
        .parse()
        .map_err(|_| AppError::NotFound)?;
    let one = library::find(tx.db, &tx.division.lineage(), id)?.ok_or(AppError::NotFound)?;
    tx.about("indicator", id);
    if one.division != tx.division {
        let message = format!(
            "“{}”属于区划 {} 的指标库,只能由该区划变更;本区可另行申请新增。",
            one.name, one.division
        );
        return Err(AppError::refused("library-of-other-division", message).into());
    }
    if one.successor.is_some() || one.valid_to.is_some() {
        let message = format!("“{}”已经退出或并入其他指标,不能再变更。", one.name);
        return Err(AppError::refused("indicator-gone", message).into());
    }
    let pending = proposals::ProposalFilter {
        state: Some(ProposalState::Pending),
        indicator: Some(id),
        ..proposals::ProposalFilter::default()
    };
    if proposals::count(tx.db, tx.division, &pending)? != hengji_store::Count::Exactly(0) {
        let message = format!("“{}”已有一项申请待审核,审结后才能再申请。", one.name);
        return Err(AppError::refused("proposal-pending", message).into());
    }
    if input.base_version.is_some_and(|seen| seen != one.version) {
        return Err(crate::app::Halt::stale("library_indicators", id));
    }
    Ok(one)
}

/// The first budget year without the indicator.
fn first_year(given: &str, one: &LibraryIndicator, errors: &mut Vec<FieldError>) -> Option<BudgetYear> {
    let year: Option<BudgetYear> = given.trim().parse().ok();
    match year {
        Some(year) if one.valid_from < year => Some(year),
        Some(year) => {
            let message = format!(
                "“{}”自 {} 年起生效,退出或合并须晚于该年;现填 {year}。",
                one.name, one.valid_from
            );
            errors.push(FieldError::new("from_year", "year-too-early", message));
            None
        }
        None => {
            let message = format!("“{given}”不是预算年度,请写从哪一年起不再使用,例如 2022。");
            errors.push(FieldError::new("from_year", "year-unreadable", message));
            None
        }
    }
}

/// The indicator that takes the other's place: another one that stays.
fn successor(
    tx: &mut Tx<'_>,
    given: &str,
    one: &LibraryIndicator,
    errors: &mut Vec<FieldError>,
) -> Step<Option<IndicatorId>> {
    let given = given.trim();
    let keys = Keys::load(tx.db, tx.division)?;
    let id = given.parse().ok().or_else(|| keys.by_code(&given.to_uppercase()));
    let found = match id {
        Some(id) => library::find(tx.db, &tx.division.lineage(), id)?,
        None => None,
    };
    let problem = match &found {
        None => Some((
            "successor-unknown",
            format!("指标库中没有编码为“{given}”的指标,请填写并入哪一条。"),
        )),
        Some(found) if found.id == one.id => Some((
            "successor-itself",
            "不能并入自身,请填写另一条指标的编码。".to_owned(),
        )),
        Some(found) if found.valid_to.is_some() => Some((
            "successor-gone",
            format!("“{}”本身已退出,不能并入它。", found.name),
        )),
        Some(_) => None,
    };
    if let Some((code, message)) = problem {
        errors.push(FieldError::new("successor", code, message));
    }
    Ok(found.map(|found| found.id))
}
