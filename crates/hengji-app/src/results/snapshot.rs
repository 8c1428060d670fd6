//! 发布快照 (snapshots): one hand freezes the results of a year, another publishes or rejects them. What is frozen never
//! changes; later records are shown as differences beside it.

use std::collections::BTreeMap;

use hengji_authz::{Action, Resource};
use hengji_domain::id::{EvaluationId, ResultSnapshotId};
use hengji_domain::person::Actor;
use hengji_domain::result_snapshot::SnapshotState;
use hengji_domain::{BudgetYear, Division};
use hengji_store::evaluations::{self, EvaluationResult};
use hengji_store::result_snapshots::{self, ResultSnapshot, SnapshotHand};
use hengji_store::{Db, sha256_hex};
use serde::{Deserialize, Serialize};

use super::content::{Content, ContentKind, ContentResult, FORMAT, FileHand, Sealed};
use super::difference::differences;
use super::file::text_of;
use super::list::all_results;
use super::view::{SnapshotList, SnapshotPage, SnapshotRow, YearResults};
use crate::app::{App, Halt, Request, Step, Tx};
use crate::common::{Hand, RequestKey, Written};
use crate::error::AppError;

/// A snapshot as it is frozen.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SnapshotInput {
    /// What people will call it; blank takes the year.
    #[serde(default)]
    pub title: String,
}

/// How a snapshot is checked.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SnapshotRuling {
    /// The version that was read.
    pub version: i32,
    /// Whether it is published.
    pub publishes: bool,
    /// Why not, where it is rejected.
    #[serde(default)]
    pub reason: String,
}

/// Longest title and reason, characters.
const TEXT_MAX: usize = 200;

impl App {
    /// Freezes the results of a year as they are now.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `results-nothing-concluded`, `results-snapshot-waiting` while another waits for its second
    /// hand, `results-unchanged` when the last published one holds the same; [`AppError::Invalid`] for a title that is
    /// too long; [`AppError::RuleMissing`]; [`AppError::Forbidden`].
    pub fn propose_result_snapshot(
        &self,
        actor: &Actor,
        key: &RequestKey,
        year: BudgetYear,
        input: &SnapshotInput,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::ProposeResultSnapshot,
            &Request::new(key, &(year.get(), input))?,
            |tx| Ok((Resource::Division(tx.division), ())),
            |tx, ()| {
                let title = title_of(&input.title, year)?;
                let known = result_snapshots::of_year(tx.db, tx.division, year)?;
                if known.iter().any(|one| one.state == SnapshotState::Proposed) {
                    let told = "已有一份快照等待复核,请先由局领导发布或退回,再制作新的一份。";
                    return Err(AppError::refused("results-snapshot-waiting", told).into());
                }
                let content = self.content_now(tx.db, tx.division, year, &title)?;
                if content.results.is_empty() {
                    let told = format!("{year} 年度还没有形成结论的评价,没有可以发布的结果。");
                    return Err(AppError::refused("results-nothing-concluded", told).into());
                }
                if let Some(last) = last_published(&known) {
                    refuse_unchanged(&Content::read(&last.content)?, &content)?;
                }
                let text = content.to_text()?;
                let one = ResultSnapshot {
                    id: tx.fresh()?,
                    year,
                    number: known.last().map_or(1, |last| last.number.saturating_add(1)),
                    title,
                    content_sha256: sha256_hex(text.as_bytes()),
                    content: text,
                    state: SnapshotState::Proposed,
                    maker: hand(tx, actor),
                    checker: None,
                    reason: String::new(),
                    previous_seal: String::new(),
                    seal: String::new(),
                    version: 1,
                };
                result_snapshots::insert(tx.db, tx.division, &one)?;
                tx.about("result_snapshot", one.id);
                tx.detail("title", &one.title);
                tx.detail("rows", content.results.len());
                tx.detail("content_sha256", &one.content_sha256);
                Ok(Written {
                    id: one.id.to_string(),
                    version: one.version,
                })
            },
        )
    }

    /// Publishes or rejects a frozen snapshot; the other hand.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `results-same-hand` for whoever froze it, `results-snapshot-decided`;
    /// [`AppError::Invalid`] `results-reason-missing`; [`AppError::Stale`]; [`AppError::NotFound`].
    pub fn rule_on_result_snapshot(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: ResultSnapshotId,
        ruling: &SnapshotRuling,
    ) -> Result<Written, AppError> {
        self.act(
            actor,
            Action::PublishResultSnapshot,
            &Request::new(key, &(id.to_string(), ruling))?,
            |tx| {
                tx.about("result_snapshot", id);
                let found = result_snapshots::find(tx.db, tx.division, id)?;
                Ok((Resource::Division(tx.division), found.ok_or(AppError::NotFound)?))
            },
            |tx, one| {
                require_waiting(&one, ruling.version)?;
                if one.maker.user == actor.user {
                    let told = "制作快照的人不能自己发布,请由另一位局领导复核签署。";
                    return Err(AppError::refused("results-same-hand", told).into());
                }
                let next = if ruling.publishes {
                    published(tx, actor, one)?
                } else {
                    rejected(tx, actor, one, &ruling.reason)?
                };
                tx.detail("title", &next.title);
                tx.detail("snapshot_state", next.state.name());
                let version = result_snapshots::check(tx.db, tx.division, &next)?;
                Ok(Written {
                    id: id.to_string(),
                    version,
                })
            },
        )
    }

    /// The snapshots of a year; those that are not published are the bureau's own.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`].
    pub fn result_snapshots(&self, actor: &Actor, year: BudgetYear) -> Result<SnapshotList, AppError> {
        self.may_look(actor, Action::ViewResults)?;
        let all = self.read(|db| Ok(result_snapshots::of_year(db, actor.division, year)?))?;
        let is_waiting = all.iter().any(|one| one.state == SnapshotState::Proposed);
        let is_maker = may(actor, Action::ProposeResultSnapshot);
        let mut rows = Vec::new();
        for one in all.iter().rev().filter(|one| is_seen(actor, one)) {
            rows.push(row(one, &Content::read(&one.content)?));
        }
        Ok(SnapshotList {
            rows,
            may_propose: is_maker && !is_waiting,
            why_not: if is_maker && is_waiting {
                "已有一份快照等待局领导复核。".to_owned()
            } else {
                String::new()
            },
        })
    }

    /// One snapshot with how today's records differ from it.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for one that is not there or not public yet; [`AppError::RuleMissing`].
    pub fn result_snapshot(&self, actor: &Actor, id: ResultSnapshotId) -> Result<SnapshotPage, AppError> {
        let one = self.seen_snapshot(actor, id)?;
        let content = Content::read(&one.content)?;
        let now = self.read(|db| self.content_now(db, actor.division, one.year, &one.title))?;
        let is_checker = may(actor, Action::PublishResultSnapshot) && one.state == SnapshotState::Proposed;
        let is_own = one.maker.user == actor.user;
        Ok(SnapshotPage {
            year: one.year,
            row: row(&one, &content),
            previous_seal: one.previous_seal.clone(),
            is_intact: is_intact(&one)?,
            differences: differences(&content, &now),
            may_check: is_checker && !is_own,
            why_not: if is_checker && is_own {
                "这份快照由您制作,须由另一人复核签署。".to_owned()
            } else {
                String::new()
            },
            version: one.version,
            content,
        })
    }

    /// The file of a published snapshot, for publication and for checking it offline.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`]; [`AppError::Refused`] `results-not-published`.
    pub fn result_snapshot_file(
        &self,
        actor: &Actor,
        id: ResultSnapshotId,
    ) -> Result<(String, Vec<u8>), AppError> {
        let one = self.seen_snapshot(actor, id)?;
        let sealed = sealed(&one).ok_or_else(|| {
            AppError::refused("results-not-published", "这份快照还没有发布,没有可下载的文件。")
        })?;
        let name = format!("results-{}-{}", one.year, one.number);
        let text = text_of(Content::read(&one.content)?, sealed, one.seal)?;
        Ok((name, text.into_bytes()))
    }

    fn seen_snapshot(&self, actor: &Actor, id: ResultSnapshotId) -> Result<ResultSnapshot, AppError> {
        self.may_look(actor, Action::ViewResults)?;
        let found = self.read(|db| Ok(result_snapshots::find(db, actor.division, id)?))?;
        found.filter(|one| is_seen(actor, one)).ok_or(AppError::NotFound)
    }

    /// The results of a year as a snapshot would hold them now.
    fn content_now(&self, db: &mut Db, division: Division, year: BudgetYear, title: &str) -> Step<Content> {
        let rules = self.rules(division, year);
        // What is published counts what its units know of.
        let results = all_results(db, division, &rules, false)?;
        let stored = evaluations::standing_results(db, division, year)?;
        let stored: BTreeMap<EvaluationId, EvaluationResult> =
            stored.into_iter().map(|one| (one.evaluation, one)).collect();
        Ok(Content {
            format: FORMAT,
            division: division.to_string(),
            year: year.get(),
            title: title.to_owned(),
            rules_fingerprint: rules.fingerprint().to_owned(),
            ties: results.ties.clone(),
            kinds: results
                .kinds
                .iter()
                .map(|kind| ContentKind {
                    code: kind.code.clone(),
                    name: kind.name.clone(),
                    is_ranked: kind.is_ranked,
                    grades: kind.grades.clone(),
                })
                .collect(),
            results: rows_of(&results, &stored),
        })
    }
}

fn rows_of(results: &YearResults, stored: &BTreeMap<EvaluationId, EvaluationResult>) -> Vec<ContentResult> {
    let rows = results
        .kinds
        .iter()
        .flat_map(|kind| kind.rows.iter().map(move |row| (kind, row)));
    rows.map(|(kind, row)| {
        let result = stored.get(&row.id);
        ContentResult {
            id: row.id.to_string(),
            kind: kind.code.clone(),
            title: row.title.clone(),
            unit: row.unit.clone(),
            department: row.department.clone(),
            money_fen: row.money.map(|money| money.fen()),
            total_centi: row.total.centi(),
            grade: row.grade.clone(),
            place: row.place,
            findings: row.findings,
            words: result.map(|one| one.words.clone()).unwrap_or_default(),
            trace_sha256: result.map(|one| one.trace_sha256.clone()).unwrap_or_default(),
        }
    })
    .collect()
}

fn may(actor: &Actor, action: Action) -> bool {
    action.roles().iter().any(|role| actor.has(*role))
}

/// What is not published is seen by those who make and check it.
fn is_seen(actor: &Actor, one: &ResultSnapshot) -> bool {
    one.state == SnapshotState::Published
        || may(actor, Action::ProposeResultSnapshot)
        || may(actor, Action::PublishResultSnapshot)
}

fn title_of(text: &str, year: BudgetYear) -> Result<String, AppError> {
    let title = text.trim();
    let length = title.chars().count();
    if TEXT_MAX < length {
        let told = format!("标题最多 {TEXT_MAX} 字,现有 {length} 字,请精简。");
        return Err(AppError::field("title", "text-too-long", told));
    }
    if title.is_empty() {
        return Ok(format!("{year} 年度绩效评价结果"));
    }
    Ok(title.chars().filter(|c| !c.is_control()).collect())
}

fn hand(tx: &Tx<'_>, actor: &Actor) -> SnapshotHand {
    SnapshotHand {
        user: actor.user,
        name: actor.name.clone(),
        at: tx.now,
    }
}

fn last_published(all: &[ResultSnapshot]) -> Option<&ResultSnapshot> {
    let mut published = all.iter().filter(|one| one.state == SnapshotState::Published);
    published.next_back()
}

/// Another snapshot of the same results would say nothing new.
fn refuse_unchanged(last: &Content, now: &Content) -> Result<(), AppError> {
    if last.results == now.results {
        let told = "自上一份已发布的快照以来,评价结果没有变化,不用再发布。";
        return Err(AppError::refused("results-unchanged", told));
    }
    Ok(())
}

fn require_waiting(one: &ResultSnapshot, version: i32) -> Step<()> {
    if one.version != version {
        return Err(Halt::stale("result_snapshots", one.id));
    }
    if one.state == SnapshotState::Proposed {
        return Ok(());
    }
    let told = format!("这份快照{},不能再次复核。", one.state.name());
    Err(AppError::refused("results-snapshot-decided", told).into())
}

/// The same snapshot, published: sealed over its content, the one before it and both hands.
fn published(tx: &mut Tx<'_>, actor: &Actor, one: ResultSnapshot) -> Step<ResultSnapshot> {
    let known = result_snapshots::of_year(tx.db, tx.division, one.year)?;
    let previous_seal = last_published(&known).map_or_else(String::new, |last| last.seal.clone());
    let mut next = ResultSnapshot {
        state: SnapshotState::Published,
        checker: Some(hand(tx, actor)),
        previous_seal,
        ..one
    };
    let sealed = sealed(&next).ok_or_else(|| AppError::fault("快照缺少复核人"))?;
    next.seal = sealed.seal()?;
    tx.detail("seal", &next.seal);
    Ok(next)
}

fn rejected(tx: &mut Tx<'_>, actor: &Actor, one: ResultSnapshot, reason: &str) -> Step<ResultSnapshot> {
    let reason = reason.trim();
    let length = reason.chars().count();
    if reason.is_empty() || TEXT_MAX < length {
        let told = format!("请写明不予发布的理由,不超过 {TEXT_MAX} 字;现有 {length} 字。");
        return Err(AppError::field("reason", "results-reason-missing", told).into());
    }
    tx.detail("reason", reason);
    Ok(ResultSnapshot {
        state: SnapshotState::Rejected,
        checker: Some(hand(tx, actor)),
        reason: reason.chars().filter(|c| !c.is_control()).collect(),
        ..one
    })
}

/// What the seal of a published snapshot covers; none of what is not published.
fn sealed(one: &ResultSnapshot) -> Option<Sealed> {
    let checker = one.checker.as_ref()?;
    let on_file = |hand: &SnapshotHand| FileHand {
        name: hand.name.clone(),
        at: hand.at.to_string(),
    };
    (one.state == SnapshotState::Published).then(|| Sealed {
        format: FORMAT,
        number: one.number,
        content_sha256: one.content_sha256.clone(),
        previous_seal: one.previous_seal.clone(),
        maker: on_file(&one.maker),
        checker: on_file(checker),
    })
}

/// Whether the stored bytes still give what was written beside them.
fn is_intact(one: &ResultSnapshot) -> Result<bool, AppError> {
    if sha256_hex(one.content.as_bytes()) != one.content_sha256 {
        return Ok(false);
    }
    match sealed(one) {
        None => Ok(one.seal.is_empty()),
        Some(sealed) => Ok(sealed.seal()? == one.seal),
    }
}

fn row(one: &ResultSnapshot, content: &Content) -> SnapshotRow {
    let shown = |hand: &SnapshotHand| Hand {
        name: hand.name.clone(),
        at: hand.at,
    };
    SnapshotRow {
        id: one.id,
        number: one.number,
        title: one.title.clone(),
        state: one.state,
        results: u64::try_from(content.results.len()).unwrap_or(u64::MAX),
        maker: shown(&one.maker),
        checker: one.checker.as_ref().map(shown),
        reason: one.reason.clone(),
        content_sha256: one.content_sha256.clone(),
        seal: one.seal.clone(),
    }
}
