//! 专家评分 (scoring): an expert's own sheet of scores, sealed when handed in, changed openly after the discussion.

use std::collections::BTreeMap;

use hengji_authz::Action;
use hengji_domain::Score;
use hengji_domain::ex_ante::score::{ScoreRefusal, within};
use hengji_domain::id::{LineKey, SheetId};
use hengji_domain::person::Actor;
use hengji_domain::sheet::Line;
use hengji_store::ex_ante::{self, Expert, ExpertScore, Round};
use serde::{Deserialize, Serialize};

use super::case::{CONCLUSION, EvaluationCase, SCORING, bounded, refused};
use crate::app::{App, Halt, Request, Step, Tx};
use crate::common::{RequestKey, Written};
use crate::error::{AppError, FieldError};

/// One item as typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemScore {
    /// Key of the item.
    pub line: String,
    /// The score as typed; blank while undecided.
    #[serde(default)]
    pub score: String,
    /// The opinion; after the discussion the reason of the change.
    #[serde(default)]
    pub words: String,
}

/// An expert's sheet of scores as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScoreInput {
    /// The version of the expert's own sheet.
    pub version: i32,
    /// The items.
    pub items: Vec<ItemScore>,
    /// 总体意见.
    #[serde(default)]
    pub opinion: String,
    /// Whether the independent scores are handed in, which seals them.
    pub is_final: bool,
}

/// Longest opinion on one item and on the whole, characters.
const WORDS_MAX: usize = 300;
const OPINION_MAX: usize = 2_000;

impl App {
    /// Saves or hands in the scores of the expert who acts; after the discussion, changes them.
    ///
    /// # Errors
    ///
    /// [`AppError::Refused`] `score-out-of-range`, `score-incomplete`, `score-sealed`,
    /// `score-change-reason-missing`, `score-too-early`, `score-too-late`; [`AppError::Invalid`] for what is no
    /// number; [`AppError::Stale`]; [`AppError::NotFound`] for whoever is not invited.
    pub fn score_ex_ante_evaluation(
        &self,
        actor: &Actor,
        key: &RequestKey,
        id: SheetId,
        input: &ScoreInput,
    ) -> Result<Written, AppError> {
        let opinion = bounded("opinion", &input.opinion, OPINION_MAX)?;
        self.act(
            actor,
            Action::ScoreExAnteEvaluation,
            &Request::new(key, &(id.to_string(), input))?,
            |tx| self.find_evaluation(tx, id),
            |tx, case| {
                let expert = case.expert(actor.user)?;
                if expert.version != input.version {
                    return Err(Halt::stale("ex_ante_experts", id));
                }
                let typed = read(&case, input)?;
                if case.is_at(CONCLUSION) {
                    revise(tx, &case, expert, &typed)
                } else {
                    independent(tx, &case, expert, &typed, &opinion, input.is_final)
                }
            },
        )
    }
}

/// What was typed for an item, once read.
struct Typed<'a> {
    line: &'a Line,
    score: Option<Score>,
    words: String,
}

fn read<'a>(case: &'a EvaluationCase, input: &ScoreInput) -> Result<Vec<Typed<'a>>, AppError> {
    let mut errors = Vec::new();
    let mut all = Vec::new();
    for item in &input.items {
        let key: LineKey = item.line.parse()?;
        let line = case.sheet.lines.iter().find(|line| line.key == key);
        let line = line.ok_or(AppError::NotFound)?;
        let field = format!("score-{}", line.position);
        let score = match item.score.trim() {
            "" => None,
            text => match text.parse().ok().and_then(Score::from_points) {
                Some(score) => Some(score),
                None => {
                    let words = format!("“{text}”不是分数,请填写数字,至多两位小数。");
                    errors.push(FieldError::new(field, "score-unreadable", words));
                    None
                }
            },
        };
        if let Some(score) = score {
            within(&line.level3, score, line.weight.unwrap_or_default()).map_err(refused)?;
        }
        all.push(Typed {
            line,
            score,
            words: bounded("words", &item.words, WORDS_MAX)?,
        });
    }
    if errors.is_empty() {
        Ok(all)
    } else {
        Err(AppError::Invalid(errors))
    }
}

/// Before the discussion: everything or nothing is handed in, and then it is sealed.
fn independent(
    tx: &mut Tx<'_>,
    case: &EvaluationCase,
    expert: &Expert,
    typed: &[Typed<'_>],
    opinion: &str,
    is_final: bool,
) -> Step<Written> {
    if !case.is_at(SCORING) {
        let early = case.step_index() < case.index_of(SCORING)?;
        let why = if early {
            ScoreRefusal::TooEarly
        } else {
            ScoreRefusal::TooLate
        };
        return Err(refused(why).into());
    }
    if expert.submitted_at.is_some() {
        return Err(refused(ScoreRefusal::Sealed).into());
    }
    let rows: Vec<ExpertScore> = typed
        .iter()
        .filter_map(|one| Some(row(expert, one, Round::Independent, one.score?, tx)))
        .collect();
    let missing = case.sheet.lines.len().saturating_sub(rows.len());
    if is_final && 0 < missing {
        return Err(refused(ScoreRefusal::Incomplete { count: missing }).into());
    }
    ex_ante::replace_round(
        tx.db,
        tx.division,
        case.sheet.id,
        expert.user,
        Round::Independent,
        &rows,
    )?;
    let next = Expert {
        opinion: opinion.to_owned(),
        submitted_at: is_final.then_some(tx.now),
        ..expert.clone()
    };
    tx.detail(
        "round",
        if is_final {
            "独立评分(提交)"
        } else {
            "独立评分(暂存)"
        },
    );
    tx.detail("lines", rows.len());
    kept(tx, &next)
}

/// After the discussion: what differs from the independent score is kept beside it, with its reason.
fn revise(tx: &mut Tx<'_>, case: &EvaluationCase, expert: &Expert, typed: &[Typed<'_>]) -> Step<Written> {
    if expert.submitted_at.is_none() {
        return Err(refused(ScoreRefusal::TooLate).into());
    }
    let first: BTreeMap<LineKey, Score> = ex_ante::scores_of_sheet(tx.db, tx.division, case.sheet.id)?
        .into_iter()
        .filter(|one| one.user == expert.user && one.round == Round::Independent)
        .map(|one| (one.line, one.score))
        .collect();
    let mut rows = Vec::new();
    for one in typed {
        let Some(score) = one.score.filter(|score| first.get(&one.line.key) != Some(score)) else {
            continue;
        };
        if one.words.is_empty() {
            let item = one.line.level3.clone();
            return Err(refused(ScoreRefusal::NoReason { item }).into());
        }
        rows.push(row(expert, one, Round::Revised, score, tx));
    }
    ex_ante::replace_round(
        tx.db,
        tx.division,
        case.sheet.id,
        expert.user,
        Round::Revised,
        &rows,
    )?;
    let next = Expert {
        revised_at: Some(tx.now),
        ..expert.clone()
    };
    tx.detail("round", "讨论后改分");
    tx.detail("lines", rows.len());
    kept(tx, &next)
}

fn row(expert: &Expert, typed: &Typed<'_>, round: Round, score: Score, tx: &Tx<'_>) -> ExpertScore {
    ExpertScore {
        user: expert.user,
        line: typed.line.key,
        round,
        score,
        words: typed.words.clone(),
        made_at: tx.now,
    }
}

fn kept(tx: &mut Tx<'_>, expert: &Expert) -> Step<Written> {
    tx.detail("expert", &expert.name);
    let version = ex_ante::update_expert(tx.db, tx.division, expert)?;
    Ok(Written {
        id: expert.sheet.to_string(),
        version,
    })
}
