//! The figures of a circular from the records as they are now: in as many statements whatever was drawn.

use std::collections::{BTreeMap, BTreeSet};

use hengji_authz::Scope;
use hengji_domain::circular::{
    CircularPart, CircularRefusal, CircularRules, DepartmentTotals, Mention, rank,
};
use hengji_domain::evaluation::EvaluationState;
use hengji_domain::id::{EvaluationId, UnitId};
use hengji_domain::person::Actor;
use hengji_domain::rounding::div_round_half_up;
use hengji_domain::{Money, NaiveDate, Score};
use hengji_rules::RulesInForce;
use hengji_store::spot::{self, SpotFilter, SpotListing, SpotRound, SpotSort};
use hengji_store::{Db, Direction};

use super::content::{
    Content, ContentCause, ContentDepartment, ContentDraw, ContentInflation, ContentMeans, ContentNamed,
    ContentProject, ContentRanking, FORMAT,
};
use super::rules::circular_rules;
use super::view::CircularBlock;
use crate::app::{App, Step};
use crate::error::AppError;
use crate::evaluation_report::ground::{ALL, found_by};
use crate::spot::begin::KIND;
use crate::spot::outcomes::Outcomes;
use crate::spot::page::share;
use crate::spot::view::{SpotInference, SpotOutcome};

/// So many evaluations that are not concluded are named in a refusal; the page lists all of them.
const NAMED_MAX: usize = 3;

/// What was gathered.
pub(super) struct Gathered {
    pub(super) content: Content,
    pub(super) rules: CircularRules,
    /// Departments with drawn projects, each with how many.
    pub(super) departments: Vec<(UnitId, String, u32)>,
    /// What is not concluded.
    pub(super) waiting: Vec<CircularBlock>,
}

impl Gathered {
    /// Refuses a circular for which too little is concluded.
    pub(super) fn require_enough(&self) -> Result<(), CircularRefusal> {
        let (drawn, concluded) = (self.content.draw.drawn, self.content.concluded);
        if drawn == 0 || self.content.projects.iter().all(|one| one.evaluation.is_empty()) {
            return Err(CircularRefusal::NotBegun);
        }
        if self.rules.is_enough(concluded, drawn) {
            return Ok(());
        }
        let names: Vec<String> = self
            .waiting
            .iter()
            .take(NAMED_MAX)
            .map(|one| format!("“{}”", one.name))
            .collect();
        let more = if NAMED_MAX < self.waiting.len() { "等" } else { "" };
        Err(CircularRefusal::NotConcluded {
            drawn,
            concluded,
            least_percent: percent(self.rules.concluded_bp),
            waiting: format!("{}{more}", names.join("、")),
        })
    }
}

/// Basis points as people write a percentage.
pub(super) fn percent(bp: u32) -> String {
    match (bp / 100, bp % 100) {
        (whole, 0) => whole.to_string(),
        (whole, rest) => format!("{whole}.{rest:02}"),
    }
}

/// A drawn project with what it came to.
struct Drawn {
    listing: SpotListing,
    outcome: Option<SpotOutcome>,
}

impl Drawn {
    /// The four scores, of what is concluded and scored whole.
    fn compared(&self) -> Option<[Score; 4]> {
        let one = self.outcome.as_ref()?;
        Some([one.own?, one.verified?, one.quality?, one.total?])
    }

    fn total(&self) -> Option<(Score, Money)> {
        let total = self.outcome.as_ref()?.total?;
        Some((total, self.listing.eligible.amount))
    }

    fn is_concluded(&self) -> bool {
        let state = self.outcome.as_ref().map(|one| one.state);
        state == Some(EvaluationState::Concluded)
    }
}

impl App {
    /// Gathers the figures of a round; on which day they are is asked, because what is asked for has a last day.
    ///
    /// # Errors
    ///
    /// [`AppError::RuleMissing`]; [`AppError::Refused`] `circular-rule-word`, `holidays-missing`.
    pub(super) fn gathered(
        &self,
        db: &mut Db,
        actor: &Actor,
        round: &SpotRound,
        remarks: &str,
        day: NaiveDate,
    ) -> Step<Gathered> {
        let division = actor.division;
        let in_force = self.rules(division, round.year);
        let rules = circular_rules(&in_force)?;
        let outcomes = Outcomes::read(db, actor, round)?.settled();
        let list = spot::eligible(db, division, round.id)?;
        let drawn = drawn(db, actor, round, &outcomes)?;
        let inflation = inflation(self.inferred(actor, round, &list, &outcomes)?);
        let (causes, projects_with_findings) = causes(db, actor, round, &in_force, &drawn)?;
        let holidays = self.rule_book().holidays_around(division, round.year);
        let projects: Vec<ContentProject> = drawn.iter().map(project).collect();
        let grades = grades(&in_force, &projects)?;
        let named = |grades: &[String], is_best: bool| named(&projects, grades, is_best, rules.examples);
        let on_list = list.iter().filter(|one| one.off.is_none());
        let (departments, ranking) = ranking(&drawn, &rules);
        let content = Content {
            format: FORMAT,
            division: division.to_string(),
            year: round.year.get(),
            title: round.title.clone(),
            draw_number: round.number,
            as_of: day.to_string(),
            rules_fingerprint: in_force.fingerprint().to_owned(),
            parts: rules
                .parts
                .iter()
                .map(|part: &CircularPart| part.word().to_owned())
                .collect(),
            draw: ContentDraw {
                eligible: counted(on_list.clone().count()),
                drawn: counted(drawn.len()),
                departments: counted(departments.len()),
                share_bp: share(counted(drawn.len()), counted(on_list.clone().count())),
                amount_fen: sum(on_list.map(|one| one.amount)),
                drawn_amount_fen: sum(drawn.iter().map(|one| one.listing.eligible.amount)),
            },
            concluded: counted(drawn.iter().filter(|one| one.is_concluded()).count()),
            means: means(drawn.iter().filter_map(Drawn::compared)),
            inflation,
            ranking,
            causes,
            projects_with_findings,
            commended: named(&rules.commended, true),
            criticised: named(&rules.criticised, false),
            rectify_within: rules.rectify.printed(),
            rectify_by: rules.rectify.last_day(day, &holidays)?.to_string(),
            remarks: remarks.to_owned(),
            grades,
            projects,
        };
        let waiting = drawn.iter().filter(|one| !one.is_concluded()).map(blocked);
        Ok(Gathered {
            waiting: waiting.collect(),
            content,
            rules,
            departments,
        })
    }
}

fn counted(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

/// The frame of the draw refuses lists whose amounts add up to more than 2^53 fen.
fn sum(amounts: impl Iterator<Item = Money>) -> i64 {
    amounts.fold(0, |sum, amount| sum.saturating_add(amount.fen()))
}

fn drawn(db: &mut Db, actor: &Actor, round: &SpotRound, outcomes: &Outcomes) -> Step<Vec<Drawn>> {
    let filter = SpotFilter {
        round: round.id,
        scope: Scope::AllOfDivision,
        department: None,
        is_drawn: Some(true),
        is_off: false,
        words: None,
    };
    let (sort, upward) = (SpotSort::Position, Direction::Ascending);
    let listed = spot::list(db, actor.division, &filter, sort, upward, ALL)?;
    let with_outcome = |listing: SpotListing| Drawn {
        outcome: outcomes.by_project.get(&listing.eligible.project).cloned(),
        listing,
    };
    Ok(listed.into_iter().map(with_outcome).collect())
}

fn blocked(one: &Drawn) -> CircularBlock {
    CircularBlock {
        evaluation: one.outcome.as_ref().map(|outcome| outcome.evaluation),
        name: one.listing.project_name.clone(),
        department: one.listing.eligible.department_name.clone(),
        state: one.outcome.as_ref().map(|outcome| outcome.state),
        sign_off: one.outcome.as_ref().and_then(|outcome| outcome.sign_off),
    }
}

fn project(one: &Drawn) -> ContentProject {
    let (listing, outcome) = (&one.listing, one.outcome.as_ref());
    let own = outcome
        .and_then(|outcome| outcome.own)
        .or(listing.eligible.self_score);
    let centi = |score: Option<Score>| score.map(|score| score.centi());
    ContentProject {
        evaluation: outcome.map_or_else(String::new, |outcome| outcome.evaluation.to_string()),
        code: listing.eligible.code.clone(),
        name: listing.project_name.clone(),
        unit: listing.unit_name.clone(),
        department: listing.eligible.department_name.clone(),
        amount_fen: listing.eligible.amount.fen(),
        own_centi: centi(own),
        verified_centi: centi(outcome.and_then(|outcome| outcome.verified)),
        quality_centi: centi(outcome.and_then(|outcome| outcome.quality)),
        total_centi: centi(outcome.and_then(|outcome| outcome.total)),
        grade: outcome
            .and_then(|outcome| outcome.grade.clone())
            .unwrap_or_default(),
        state: outcome.map_or_else(|| "未开展".to_owned(), |outcome| outcome.state.name().to_owned()),
    }
}

/// How many have each grade of the rule, the best first.
fn grades(rules: &RulesInForce, projects: &[ContentProject]) -> Result<Vec<(String, u64)>, AppError> {
    let mut kinds = rules.evaluation_kinds();
    let kind = kinds.find(|(kind, _)| kind.code == KIND);
    let (kind, _) = kind.ok_or_else(|| AppError::fault("评价种类中没有绩效抽评"))?;
    let bands = rules.grade_bands(&kind.grades)?.value;
    let having = |grade: &str| counted(projects.iter().filter(|one| one.grade == grade).count());
    Ok(bands
        .iter()
        .map(|band| (band.name.clone(), having(&band.name)))
        .collect())
}

/// The mean of some scores, rounded half up to hundredths; none of nothing.
fn mean(scores: impl Iterator<Item = Score>) -> Option<i32> {
    let (sum, count) = scores.fold((0_i128, 0_i128), |(sum, count), score| {
        (sum + i128::from(score.centi()), count + 1)
    });
    div_round_half_up(sum, count).and_then(|centi| i32::try_from(centi).ok())
}

fn means(compared: impl Iterator<Item = [Score; 4]>) -> Option<ContentMeans> {
    let all: Vec<[Score; 4]> = compared.collect();
    let of = |which: fn(&[Score; 4]) -> Score| mean(all.iter().map(which));
    Some(ContentMeans {
        compared: counted(all.len()),
        own_centi: of(|[own, ..]| *own)?,
        verified_centi: of(|[_, verified, ..]| *verified)?,
        quality_centi: of(|[_, _, quality, _]| *quality)?,
        total_centi: of(|[.., total]| *total)?,
    })
}

fn inflation(inference: SpotInference) -> ContentInflation {
    match inference {
        SpotInference::Said(said) => ContentInflation::Said {
            value_centi: said.inflation.value.centi(),
            interval_centi: said
                .inflation
                .interval
                .map(|(low, high)| (low.centi(), high.centi())),
            sampled: said.sampled,
            population: said.population,
            confidence_percent: said.confidence_percent,
        },
        SpotInference::Waiting { verified, .. } => {
            ContentInflation::Silent(format!("已复核 {verified} 个项目"))
        }
        // Words on paper have no code.
        SpotInference::Silent(why) => {
            let words = why.split(" [").next().unwrap_or_default();
            ContentInflation::Silent(words.trim_end_matches('。').to_owned())
        }
    }
}

/// Departments with how many projects were drawn, and the ranking.
fn ranking(drawn: &[Drawn], rules: &CircularRules) -> (Vec<(UnitId, String, u32)>, ContentRanking) {
    let mut by_department: BTreeMap<(&str, UnitId), Vec<&Drawn>> = BTreeMap::new();
    for one in drawn {
        let eligible = &one.listing.eligible;
        let key = (eligible.department_name.as_str(), eligible.department);
        by_department.entry(key).or_default().push(one);
    }
    let totals: Vec<DepartmentTotals> = by_department
        .values()
        .map(|own| own.iter().filter_map(|one| one.total()).collect())
        .collect();
    let ranked = rank(&totals, rules.weighing, rules.ties, rules.numbers);
    let of_ranked: DepartmentTotals = totals
        .iter()
        .zip(&ranked)
        .filter(|(_, one)| one.place.is_some())
        .flat_map(|(own, _)| own.iter().copied())
        .collect();
    let mut rows: Vec<ContentDepartment> = by_department
        .iter()
        .zip(ranked)
        .map(|(((name, id), own), ranked)| ContentDepartment {
            id: id.to_string(),
            name: (*name).to_owned(),
            drawn: counted(own.len()),
            concluded: counted(own.iter().filter(|one| one.is_concluded()).count()),
            amount_fen: sum(own.iter().map(|one| one.listing.eligible.amount)),
            own_centi: mean(own.iter().filter_map(|one| one.compared()).map(|[own, ..]| own)),
            verified_centi: mean(
                own.iter()
                    .filter_map(|one| one.compared())
                    .map(|[_, verified, ..]| verified),
            ),
            mean_centi: ranked.mean.map(|mean| mean.centi()),
            place: ranked.place,
            mention: mention(ranked.mention, rules).to_owned(),
        })
        .collect();
    rows.sort_by_key(|one| (one.place.is_none(), one.place));
    let departments = by_department
        .iter()
        .map(|((name, id), own)| {
            (
                *id,
                (*name).to_owned(),
                u32::try_from(own.len()).unwrap_or(u32::MAX),
            )
        })
        .collect();
    let ranking = ContentRanking {
        weighing: rules.weighing.word().to_owned(),
        ties: rules.ties.word().to_owned(),
        least: rules.numbers.least,
        names_first: rules.names_first,
        names_last: rules.names_last,
        mean_centi: rules.weighing.mean(&of_ranked).map(|mean| mean.centi()),
        rows,
    };
    (departments, ranking)
}

const fn mention(of: Mention, rules: &CircularRules) -> &'static str {
    match of {
        Mention::First if rules.names_first => "前列",
        Mention::Last if rules.names_last => "末位",
        _ => "",
    }
}

/// Findings of the drawn projects that their units know of, by root cause; and in how many projects they are.
fn causes(
    db: &mut Db,
    actor: &Actor,
    round: &SpotRound,
    rules: &RulesInForce,
    drawn: &[Drawn],
) -> Step<(Vec<ContentCause>, u64)> {
    let ids: BTreeSet<EvaluationId> = drawn
        .iter()
        .filter_map(|one| Some(one.outcome.as_ref()?.evaluation))
        .collect();
    let mut found: BTreeMap<String, (u64, BTreeSet<EvaluationId>)> = BTreeMap::new();
    let mut with_findings = BTreeSet::new();
    for (id, listing) in found_by(db, actor.division, round.year, &ids)? {
        if listing.finding.served_on.is_none() {
            continue;
        }
        let (count, projects) = found.entry(listing.finding.cause.clone()).or_default();
        *count += 1;
        projects.insert(id);
        with_findings.insert(id);
    }
    let names = rules.rectification()?.causes;
    let mut causes: Vec<ContentCause> = found
        .into_iter()
        .map(|(code, (findings, projects))| ContentCause {
            name: names
                .iter()
                .find(|one| one.code == code)
                .map_or_else(|| code.clone(), |one| one.name.clone()),
            findings,
            projects: counted(projects.len()),
            code,
        })
        .collect();
    causes.sort_by_key(|one| std::cmp::Reverse(one.findings));
    Ok((causes, counted(with_findings.len())))
}

/// Projects of these grades, the best or the worst of them named.
fn named(projects: &[ContentProject], grades: &[String], is_best: bool, most: u32) -> ContentNamed {
    let mut having: Vec<(i32, usize)> = projects
        .iter()
        .enumerate()
        .filter(|(_, one)| grades.contains(&one.grade))
        .filter_map(|(at, one)| Some((one.total_centi?, at)))
        .collect();
    having.sort_by_key(|(total, at)| (if is_best { -*total } else { *total }, *at));
    ContentNamed {
        grades: grades.to_vec(),
        count: counted(having.len()),
        examples: having
            .into_iter()
            .map(|(_, at)| at)
            .take(usize::try_from(most).unwrap_or(usize::MAX))
            .collect(),
    }
}
