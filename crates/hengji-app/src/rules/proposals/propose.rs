//! 提出更改 (propose): nothing is in force yet, but what could not come into force is refused here already.

use std::collections::BTreeMap;

use hengji_authz::{Action, Resource};
use hengji_domain::BudgetYear;
use hengji_domain::id::RegulationId;
use hengji_domain::person::Actor;
use hengji_domain::rule::Verification;
use hengji_domain::rule_proposal::{ProposalKind, ProposalState, RuleProposal};
use hengji_rules::{Tree, ValueForm};
use hengji_store::regulations::{self, KeptRegulation};
use hengji_store::rule_proposals;
use serde::{Deserialize, Serialize};

use crate::app::{App, Request, Step, Tx};
use crate::common::{RequestKey, Written};
use crate::error::{AppError, FieldError};
use crate::rules::live::read_overlay;
use crate::rules::{reach, trial};

/// Longest text of a field, characters.
const WORDS_MAX: usize = 500;
/// Longest value, characters: a taxonomy has some thousands.
const VALUE_MAX: usize = 50_000;

/// A change as it is proposed: texts of a form.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewProposal {
    /// `change` or `verification`.
    pub kind: String,
    /// `topic.key`.
    pub rule: String,
    /// The budget year from which it shall hold.
    pub from_year: String,
    /// The source states no value.
    #[serde(default)]
    pub is_unset: bool,
    /// The value as fields, by their names; they count where `toml` is blank.
    #[serde(default)]
    pub fields: BTreeMap<String, String>,
    /// The value as a rule file writes it.
    #[serde(default)]
    pub toml: String,
    /// The document it is based on.
    pub regulation: String,
    /// The clause in it.
    pub clause: String,
    /// Whether the value was read in the document itself.
    #[serde(default)]
    pub is_verified: bool,
    /// What readers of the rule must know.
    #[serde(default)]
    pub note: String,
    /// Why.
    pub reason: String,
}

/// What the texts say, as far as that is known without the database.
struct Read {
    kind: ProposalKind,
    from: BudgetYear,
    regulation: RegulationId,
}

impl App {
    /// Proposes a change of a rule of the acting division, or that its value was checked against a document.
    ///
    /// # Errors
    ///
    /// [`AppError::Invalid`] with each unfit field, also `rule-year-closed` and `rule-year-used`;
    /// [`AppError::Refused`] with the words of the rules for a value that breaks them; [`AppError::Forbidden`].
    pub fn propose_rule(
        &self,
        actor: &Actor,
        key: &RequestKey,
        input: &NewProposal,
    ) -> Result<Written, AppError> {
        let read = read(input)?;
        self.act(
            actor,
            Action::ProposeRule,
            &Request::new(key, input)?,
            |tx| {
                tx.about("rule", &input.rule);
                Ok((Resource::Division(tx.division), ()))
            },
            |tx, ()| {
                let document = regulations::find(tx.db, tx.division, read.regulation)?;
                let document = document.ok_or_else(|| {
                    AppError::field(
                        "regulation",
                        "rule-basis-missing",
                        "请选择依据的制度文件;还没有的,先到“制度文件”登记。",
                    )
                })?;
                let mut proposal = self.proposal_of(tx, actor, input, &read)?;
                if matches!(proposal.verification, Verification::Verified { .. }) {
                    require_text(&document)?;
                }
                reach::require_open(tx.db, tx.division, read.kind, &proposal.rule, proposal.from)?;
                let overlay = read_overlay(tx.db)?;
                let title = document.regulation.title();
                let after = self.try_proposal(overlay, tx.division, &proposal, &title)?;
                let said = |book: &_| trial::words(book, tx.division, proposal.from, &input.rule);
                let (before, after) = (said(&self.rule_book()), said(&after));
                proposal.before = before.unwrap_or_else(|| "没有值".to_owned());
                proposal.after = after.unwrap_or_default();
                refuse_same(&proposal)?;
                write(tx, &proposal, &title)
            },
        )
    }

    fn proposal_of(
        &self,
        tx: &Tx<'_>,
        actor: &Actor,
        input: &NewProposal,
        read: &Read,
    ) -> Step<RuleProposal> {
        let value = self.value_of_form(tx, input, read)?;
        let is_checked = input.is_verified || read.kind == ProposalKind::Verification;
        Ok(RuleProposal {
            id: tx.fresh()?,
            kind: read.kind,
            rule: input.rule.clone(),
            from: read.from,
            value: value.map(|value| value.to_toml()),
            before: String::new(),
            after: String::new(),
            regulation: read.regulation,
            clause: input.clause.trim().to_owned(),
            verification: if is_checked {
                Verification::Verified {
                    on: tx.now.shanghai_date(),
                }
            } else {
                Verification::Unverified
            },
            note: input.note.trim().to_owned(),
            reason: input.reason.trim().to_owned(),
            state: ProposalState::Proposed,
            proposed_by: actor.user,
            proposed_at: tx.now,
            settled: None,
            version: 1,
        })
    }

    /// The proposed value: what stands there for a check, else what was written, else what was filled in.
    fn value_of_form(&self, tx: &Tx<'_>, input: &NewProposal, read: &Read) -> Result<Option<Tree>, AppError> {
        let book = self.rule_book();
        let present = book.at(tx.division, read.from).content(&input.rule);
        if book.values_of(tx.division, &input.rule).is_empty() {
            return Err(AppError::NotFound);
        }
        let present = present.ok().and_then(|dated| dated.value);
        if read.kind == ProposalKind::Verification {
            return present.map(Some).ok_or_else(|| {
                AppError::field(
                    "kind",
                    "rule-nothing-to-verify",
                    "该年度没有可核实的值;请改为提出更改。",
                )
            });
        }
        if input.is_unset {
            return Ok(None);
        }
        if input.toml.trim().is_empty() {
            let form = ValueForm::new(&book, tx.division, &input.rule, present.as_ref());
            let form = form.ok_or_else(|| {
                AppError::field(
                    "toml",
                    "rule-value-missing",
                    "这条规则目前没有值,请在专家填写中写出新的值。",
                )
            })?;
            return Ok(Some(form.read(&input.fields)));
        }
        Tree::of_toml(input.toml.trim()).map(Some).ok_or_else(|| {
            AppError::field(
                "toml",
                "rule-value-unreadable",
                "专家填写的值不合 TOML 语法,或写了不加引号的小数;请对照原值改正。",
            )
        })
    }
}

fn read(input: &NewProposal) -> Result<Read, AppError> {
    let mut errors = Vec::new();
    let kind = ProposalKind::from_code(&input.kind);
    let from = input.from_year.trim().parse::<BudgetYear>().ok();
    let regulation = input.regulation.parse::<RegulationId>().ok();
    if from.is_none() {
        errors.push(FieldError::new(
            "from_year",
            "rule-year-missing",
            "请选择自哪个预算年度起施行。",
        ));
    }
    if regulation.is_none() {
        let words = "请选择依据的制度文件;还没有的,先到“制度文件”登记。";
        errors.push(FieldError::new("regulation", "rule-basis-missing", words));
    }
    for (field, title, text, needed) in [
        ("clause", "条款", &input.clause, true),
        ("reason", "更改理由", &input.reason, true),
        ("note", "使用说明", &input.note, false),
    ] {
        let length = text.trim().chars().count();
        if needed && length == 0 {
            errors.push(FieldError::new(field, "text-missing", format!("请填写{title}。")));
        } else if WORDS_MAX < length {
            let words = format!("{title}最多 {WORDS_MAX} 个字,现有 {length} 个字。");
            errors.push(FieldError::new(field, "text-unfit", words));
        }
    }
    if VALUE_MAX < input.toml.chars().count() {
        let words = format!("专家填写的值最多 {VALUE_MAX} 个字。");
        errors.push(FieldError::new("toml", "text-unfit", words));
    }
    match (kind, from, regulation) {
        (Some(kind), Some(from), Some(regulation)) if errors.is_empty() => Ok(Read {
            kind,
            from,
            regulation,
        }),
        (None, ..) => Err(AppError::field(
            "kind",
            "rule-kind-unknown",
            "请选择“更改”或“核实”。",
        )),
        _ => Err(AppError::Invalid(errors)),
    }
}

/// Nobody can have checked a value against a document that is only a name.
fn require_text(document: &KeptRegulation) -> Result<(), AppError> {
    if document.file.is_some() || !document.regulation.text.is_empty() {
        return Ok(());
    }
    Err(AppError::field(
        "regulation",
        "rule-basis-without-text",
        format!(
            "制度库中“{}”既没有附件也没有内容摘录,无从核实;请先在该文件上补传正文。",
            document.regulation.name
        ),
    ))
}

fn refuse_same(proposal: &RuleProposal) -> Result<(), AppError> {
    if proposal.kind == ProposalKind::Change && proposal.before == proposal.after {
        return Err(AppError::field(
            "v",
            "rule-value-same",
            format!(
                "新的值与 {} 年度现行值相同({}),没有可更改的内容;如已核对原文,请改用“核实”。",
                proposal.from, proposal.after
            ),
        ));
    }
    Ok(())
}

fn write(tx: &mut Tx<'_>, proposal: &RuleProposal, document: &str) -> Step<Written> {
    rule_proposals::insert(tx.db, tx.division, proposal)?;
    tx.about("rule_proposal", proposal.id);
    tell(tx, proposal, document);
    tx.detail("reason", &proposal.reason);
    Ok(Written {
        id: proposal.id.to_string(),
        version: proposal.version,
    })
}

/// What an auditor reads of every act on a proposal.
pub(super) fn tell(tx: &mut Tx<'_>, proposal: &RuleProposal, document: &str) {
    tx.detail("rule", &proposal.rule);
    tx.detail("from_year", proposal.from);
    tx.detail("before", &proposal.before);
    tx.detail("after", &proposal.after);
    tx.detail("basis", format!("{document} {}", proposal.clause));
}
