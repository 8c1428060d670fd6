//! One evaluation with everything that its steps need: nine statements, eleven where it is signed off, however much
//! it has.

use std::collections::BTreeMap;

use hengji_authz::{Action, Place, Resource};
use hengji_domain::evaluation::{
    Answer, EvaluationRefusal, EvaluationState, ItemKey, Method, Side, SystemFact,
};
use hengji_domain::fact::money::{FactSum, ProjectMoney, by_subject};
use hengji_domain::id::EvaluationId;
use hengji_domain::person::Actor;
use hengji_domain::sign_off::SignOffSheet;
use hengji_domain::{Decimal, Division, Money, Score};
use hengji_scoring::evaluation::{Basis, ItemScore, score_item};
use hengji_store::case_files::{self, CaseFile, CaseMember};
use hengji_store::evaluations::{
    self, EnteredFact, Evaluation, EvaluationItem, EvaluationListing, EvaluationResult, EvaluationScore,
    HandIn,
};
use hengji_store::third_party::{self, Assignment};
use hengji_store::{Db, facts, projects, sign_offs};

use super::frame::{Frame, FrameFact, system_fact};
use crate::app::{App, Halt, Step, Tx};
use crate::error::AppError;

/// The sheet of the evaluated unit, on which its people write together.
const UNIT_SLOT: &str = "unit";
/// The sheet of the bureau, where it scores as a body.
pub(crate) const BUREAU_SLOT: &str = "bureau";

/// A fact with its value and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KnownFact {
    pub(crate) value: Decimal,
    pub(crate) source: String,
}

/// An evaluation with its surroundings.
pub(crate) struct EvaluationCase {
    pub(crate) division: Division,
    pub(crate) listing: EvaluationListing,
    pub(crate) frame: Frame,
    pub(crate) items: Vec<EvaluationItem>,
    pub(crate) methods: Vec<Method>,
    pub(crate) scores: Vec<EvaluationScore>,
    pub(crate) entered: Vec<EnteredFact>,
    pub(crate) hands: Vec<HandIn>,
    pub(crate) results: Vec<EvaluationResult>,
    /// The case file with its team, of a kind that keeps one.
    pub(crate) file: Option<(CaseFile, Vec<CaseMember>)>,
    /// The institutions that have, or had, it.
    pub(crate) assignments: Vec<Assignment>,
    /// Editions of the sign-off sheet, the latest first; none of a kind without one.
    pub(crate) sign_offs: Vec<SignOffSheet>,
    /// Facts that the product computed, by their code in the framework.
    system: BTreeMap<String, KnownFact>,
    /// Totals of the unit's other evaluations, by kind.
    converted: BTreeMap<String, Score>,
    /// Names of those kinds.
    kind_names: BTreeMap<String, String>,
}

impl App {
    /// Loads an evaluation.
    pub(crate) fn load_scored(
        &self,
        db: &mut Db,
        division: Division,
        id: EvaluationId,
    ) -> Step<EvaluationCase> {
        let listing = evaluations::find_listing(db, division, id)?.ok_or(AppError::NotFound)?;
        let frame = Frame::read(&listing.evaluation.frame)?;
        let items = evaluations::items_of(db, division, id)?;
        let methods: Vec<Method> = items
            .iter()
            .map(|item| frame.method(&item.method))
            .collect::<Result<_, _>>()?;
        let file = if frame.needs_case_file {
            let file = case_files::find(db, division, id)?.ok_or(AppError::NotFound)?;
            Some((file, case_files::members_of(db, division, id)?))
        } else {
            None
        };
        let system = system_facts(db, division, &listing.evaluation, &frame.facts)?;
        let converts = methods
            .iter()
            .any(|method| matches!(method, Method::Conversion { .. }));
        let converted = if converts {
            let one = &listing.evaluation;
            evaluations::converted_totals(db, division, one.year, one.unit)?
        } else {
            BTreeMap::new()
        };
        let rules = self.rules(division, listing.evaluation.year);
        let kind_names = rules
            .evaluation_kinds()
            .map(|(kind, _)| (kind.code.clone(), kind.name.clone()));
        Ok(EvaluationCase {
            division,
            scores: evaluations::scores_of(db, division, id)?,
            entered: evaluations::facts_of(db, division, id)?,
            hands: evaluations::hands_of(db, division, id)?,
            results: evaluations::results_of(db, division, id)?,
            file,
            assignments: third_party::assignments_of(db, division, id)?,
            sign_offs: if frame.needs_sign_off {
                sign_offs::sheets_of(db, division, id)?
            } else {
                Vec::new()
            },
            kind_names: kind_names.collect(),
            listing,
            frame,
            items,
            methods,
            system,
            converted,
        })
    }

    /// The evaluation, for whoever may see it.
    pub(crate) fn viewed_scored(&self, actor: &Actor, id: EvaluationId) -> Result<EvaluationCase, AppError> {
        let case = self.read(|db| self.load_scored(db, actor.division, id))?;
        self.may_view(actor, Action::ViewEvaluation, &case.resource())?;
        // The one door by which a case is read, so that no look of an institution goes unwritten.
        let title = case.listing.evaluation.title.as_str();
        self.note_read(actor, "查阅评价", (Some(id), &[title]))?;
        Ok(case)
    }

    /// Loads the evaluation that a write is about and says so in the audit event.
    pub(crate) fn find_scored(&self, tx: &mut Tx<'_>, id: EvaluationId) -> Step<(Resource, EvaluationCase)> {
        tx.about("evaluation", id);
        let case = self.load_scored(tx.db, tx.division, id)?;
        tx.detail("title", &case.listing.evaluation.title);
        tx.detail("evaluation_kind", &case.frame.kind_name);
        Ok((case.resource(), case))
    }
}

impl EvaluationCase {
    /// A case with what a conclusion is computed from, and nothing that is looked up for people.
    pub(super) fn of_scores(
        (division, listing, frame): (Division, EvaluationListing, Frame),
        items: Vec<EvaluationItem>,
        scores: Vec<EvaluationScore>,
        hands: Vec<HandIn>,
        results: Vec<EvaluationResult>,
    ) -> Result<Self, AppError> {
        let methods = items.iter().map(|item| frame.method(&item.method));
        Ok(Self {
            methods: methods.collect::<Result<_, _>>()?,
            division,
            listing,
            frame,
            items,
            scores,
            hands,
            results,
            file: None,
            assignments: Vec::new(),
            entered: Vec::new(),
            sign_offs: Vec::new(),
            system: BTreeMap::new(),
            converted: BTreeMap::new(),
            kind_names: BTreeMap::new(),
        })
    }

    /// What a decision about it needs.
    pub(crate) fn resource(&self) -> Resource {
        let one = &self.listing.evaluation;
        Resource::Evaluation {
            division: self.division,
            place: Place {
                unit: one.unit,
                department: one.department,
                budget_division: self.listing.budget_division,
            },
            is_concluded: one.state == EvaluationState::Concluded,
            institutions: self
                .assignments
                .iter()
                .filter(|given| given.state.is_live())
                .map(|given| given.institution)
                .collect(),
        }
    }

    /// Refuses unless it stands there.
    pub(crate) fn require_state(
        &self,
        state: EvaluationState,
        deed: &'static str,
    ) -> Result<(), EvaluationRefusal> {
        let now = self.listing.evaluation.state;
        if now == state {
            Ok(())
        } else {
            Err(EvaluationRefusal::NotAtStep {
                state: now.name(),
                deed,
            })
        }
    }

    /// Refuses when it moved on since the version that the request knows.
    pub(crate) fn require_version(&self, version: i32) -> Step<()> {
        if self.listing.evaluation.version == version {
            Ok(())
        } else {
            Err(Halt::stale("evaluations", self.listing.evaluation.id))
        }
    }

    /// The sheet on which somebody writes for a side.
    pub(super) fn slot(&self, side: Side, actor: &Actor) -> String {
        match side {
            Side::SelfScore => UNIT_SLOT.to_owned(),
            Side::Verification if self.frame.scores_independently() => actor.user.to_string(),
            Side::Verification => BUREAU_SLOT.to_owned(),
        }
    }

    /// Whether a sheet was handed in.
    pub(crate) fn is_handed_in(&self, side: Side, slot: &str) -> bool {
        self.hands
            .iter()
            .any(|hand| hand.side == side && hand.slot == slot)
    }

    /// How many sheets of a side were handed in.
    pub(crate) fn handed_in(&self, side: Side) -> usize {
        self.hands.iter().filter(|hand| hand.side == side).count()
    }

    /// Whether the scorers may see each other's scores: all who must have handed in have.
    pub(crate) fn is_unsealed(&self) -> bool {
        if !self.frame.scores_independently() {
            return true;
        }
        let found = u32::try_from(self.handed_in(Side::Verification)).unwrap_or(u32::MAX);
        self.frame.scorers_least <= found
    }

    /// The score of an item that stands on a sheet.
    pub(crate) fn standing(&self, key: &ItemKey, side: Side, slot: &str) -> Option<&EvaluationScore> {
        let own = self.scores.iter().rev();
        let mut own = own.filter(|one| one.item == *key && one.side == side && one.slot == slot);
        own.next()
    }

    /// The sheets of a side that hold any score, in the order of their ids.
    pub(crate) fn slots(&self, side: Side) -> Vec<&str> {
        let mut slots: Vec<&str> = self
            .scores
            .iter()
            .filter(|one| one.side == side)
            .map(|one| one.slot.as_str())
            .chain(
                self.hands
                    .iter()
                    .filter(|hand| hand.side == side)
                    .map(|hand| hand.slot.as_str()),
            )
            .collect();
        slots.sort_unstable();
        slots.dedup();
        slots
    }

    /// What the product computed for a fact; none where nothing was loaded, and then people enter it.
    pub(super) fn system_fact(&self, code: &str) -> Option<&KnownFact> {
        self.system.get(code)
    }

    /// The latest figure that a side entered.
    pub(crate) fn entry(&self, side: Side, code: &str) -> Option<&EnteredFact> {
        let mut latest = self.entered.iter().rev();
        latest.find(|fact| fact.side == side && fact.code == code)
    }

    /// A fact as a side knows it: what the product computed, else what the side entered; the bureau goes by the
    /// unit's figure where it entered none.
    pub(crate) fn fact(&self, side: Side, code: &str) -> Option<KnownFact> {
        if let Some(known) = self.system_fact(code) {
            return Some(known.clone());
        }
        let own = self.entry(side, code);
        let entered = own.or_else(|| {
            self.entry(Side::SelfScore, code)
                .filter(|_| side == Side::Verification)
        });
        entered.map(|fact| KnownFact {
            value: fact.value,
            source: format!("{}({}填报)", fact.source, fact.side.name()),
        })
    }

    /// What items of a side are scored from.
    pub(crate) fn basis(&self, side: Side) -> Basis<'_> {
        let mut basis = Basis::default();
        for fact in &self.frame.facts {
            if let Some(known) = self.fact(side, &fact.code) {
                basis.facts.insert(&fact.code, (known.value, &fact.name));
            }
        }
        for (kind, total) in &self.converted {
            let name = self.kind_names.get(kind).map_or(kind.as_str(), String::as_str);
            basis.converted.insert(kind, (*total, name));
        }
        basis
    }

    /// The item with this key and its method.
    pub(crate) fn item(&self, key: &str) -> Option<(&EvaluationItem, &Method)> {
        let mut all = self.items.iter().zip(&self.methods);
        all.find(|(item, _)| item.key.as_str() == key)
    }

    /// What a computed item gives a side now.
    pub(super) fn computed(
        &self,
        item: &EvaluationItem,
        method: &Method,
        basis: &Basis<'_>,
    ) -> Result<ItemScore, EvaluationRefusal> {
        let found = score_item(&item.name, item.weight, method, &Answer::Computed, basis);
        found.map_err(|refusal| self.named(refusal))
    }

    /// Puts the names that people know in the place of codes.
    pub(super) fn named(&self, refusal: EvaluationRefusal) -> EvaluationRefusal {
        match refusal {
            EvaluationRefusal::NotComputable { item, why } => {
                let mut facts = self.frame.facts.iter();
                let named = facts.find(|fact| why == format!("缺少数据“{}”", fact.code));
                let why = named.map_or(why, |fact| format!("缺少数据“{}”({})", fact.name, fact.unit));
                EvaluationRefusal::NotComputable { item, why }
            }
            EvaluationRefusal::ConversionMissing { item, kind } => {
                let kind = self.kind_names.get(&kind).cloned().unwrap_or(kind);
                EvaluationRefusal::ConversionMissing { item, kind }
            }
            other => other,
        }
    }
}

/// The facts that the product computes: of a project its own money, of a unit that of its projects together.
fn system_facts(
    db: &mut Db,
    division: Division,
    one: &Evaluation,
    wanted: &[FrameFact],
) -> Step<BTreeMap<String, KnownFact>> {
    let wanted: Vec<(&FrameFact, SystemFact)> = wanted
        .iter()
        .filter_map(|fact| Some((fact, system_fact(fact)?)))
        .collect();
    if wanted.is_empty() {
        return Ok(BTreeMap::new());
    }
    let (money, source): (Vec<ProjectMoney>, String) = match one.project {
        Some(project) => {
            let rows = facts::of_subject(db, division, one.year, &project.to_string())?;
            let sums: Vec<FactSum> = rows
                .into_iter()
                .map(|fact| FactSum {
                    subject: fact.subject,
                    code: fact.code,
                    period: fact.period,
                    source: fact.source,
                    loaded_at: fact.loaded_at,
                    value: fact.value,
                })
                .collect();
            (
                by_subject(&sums).into_values().collect(),
                "系统取数:本项目资金数据".to_owned(),
            )
        }
        None => {
            let mut known = facts::project_money(db, division, one.year)?;
            let own = projects::of_year(db, division, one.year)?;
            let own = own.into_iter().filter(|project| {
                project.unit == one.unit || (one.unit == one.department && project.department == one.unit)
            });
            let found: Vec<ProjectMoney> = own
                .filter_map(|project| known.remove(&project.id.to_string()))
                .collect();
            let told = format!("系统取数:{} 个项目的资金数据合计", found.len());
            (found, told)
        }
    };
    if money.is_empty() {
        return Ok(BTreeMap::new());
    }
    let total = |of: &dyn Fn(&ProjectMoney) -> Option<Money>| {
        let fen: i64 = money
            .iter()
            .filter_map(of)
            .map(Money::fen)
            .fold(0, i64::saturating_add);
        Decimal::new(fen, 2).normalize()
    };
    let known = wanted.into_iter().map(|(fact, system)| {
        let value = match system {
            SystemFact::InitialBudget => total(&|one| one.initial),
            SystemFact::AdjustedBudget => total(&|one| one.adjusted(Money::ZERO).or(one.initial)),
            SystemFact::Paid => total(&ProjectMoney::executed),
        };
        let known = KnownFact {
            value,
            source: source.clone(),
        };
        (fact.code.clone(), known)
    });
    Ok(known.collect())
}
