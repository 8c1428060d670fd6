//! 评分汇总 (matrix of scores): every item by every expert, with mean and spread.

use std::collections::HashMap;

use hengji_domain::Score;
use hengji_domain::ex_ante::ScoreSummary;
use hengji_domain::id::{LineKey, UserId};
use hengji_domain::sheet::Line;
use hengji_store::ex_ante::{Expert, ExpertScore, Round};

use super::view::{ExpertTotal, GivenScore, MatrixRow, ScoreMatrix};

/// The matrix of the experts who handed in.
pub(super) fn matrix(lines: &[Line], experts: &[Expert], scores: &[ExpertScore], wide: Score) -> ScoreMatrix {
    let given: HashMap<(UserId, LineKey, Round), &ExpertScore> = scores
        .iter()
        .map(|one| ((one.user, one.line, one.round), one))
        .collect();
    let submitted: Vec<&Expert> = experts
        .iter()
        .filter(|expert| expert.submitted_at.is_some())
        .collect();
    let rows: Vec<MatrixRow> = lines
        .iter()
        .map(|line| {
            let scores: Vec<Option<GivenScore>> = submitted
                .iter()
                .map(|expert| score_of(&given, expert.user, line.key))
                .collect();
            let stand: Vec<Score> = scores.iter().flatten().map(GivenScore::stands).collect();
            MatrixRow {
                key: line.key,
                position: line.position,
                content: line.level1.clone(),
                section: line.level2.clone(),
                item: line.level3.clone(),
                points: line.weight.unwrap_or_default(),
                summary: ScoreSummary::of(&stand),
                scores,
            }
        })
        .collect();
    let totals: Vec<ExpertTotal> = (0..)
        .zip(&submitted)
        .map(|(index, expert)| {
            let own = || rows.iter().filter_map(|row| row.scores.get(index)?.as_ref());
            ExpertTotal {
                name: expert.name.clone(),
                opinion: expert.opinion.clone(),
                independent: Score::total(own().map(|score| score.independent)),
                stands: Score::total(own().map(GivenScore::stands)),
            }
        })
        .collect();
    let stand: Vec<Score> = totals.iter().map(|total| total.stands).collect();
    let summary = ScoreSummary::of(&stand);
    ScoreMatrix {
        is_wide: summary.is_some_and(|summary| wide <= summary.spread() && 1 < stand.len()),
        rows,
        totals,
        summary,
    }
}

fn score_of(
    given: &HashMap<(UserId, LineKey, Round), &ExpertScore>,
    user: UserId,
    line: LineKey,
) -> Option<GivenScore> {
    let first = given.get(&(user, line, Round::Independent))?;
    let revised = given.get(&(user, line, Round::Revised));
    Some(GivenScore {
        independent: first.score,
        words: first.words.clone(),
        revised: revised.map(|one| one.score),
        reason: revised.map(|one| one.words.clone()).unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use hengji_domain::id::SheetId;
    use hengji_domain::value::read::{read_actual, read_target};
    use hengji_domain::{Timestamp, Weight};

    use super::*;

    const AT: Timestamp = Timestamp::from_micros(7);

    fn line(number: u8) -> Line {
        Line {
            key: LineKey::new(AT, [number; 10]),
            position: u32::from(number),
            level1: "立项必要性".into(),
            level2: "立项依据".into(),
            level3: format!("评分项{number}"),
            target: read_target(""),
            actual: read_actual(""),
            weight: Some(Weight::from_centi(5_000)),
            stated_score: None,
            computed_score: None,
            reason: None,
            parent: None,
            library_indicator: None,
        }
    }

    fn expert(number: u8, submitted: bool) -> Expert {
        Expert {
            sheet: SheetId::new(AT, [9; 10]),
            user: UserId::new(AT, [number; 10]),
            name: format!("专家{number}"),
            institution: String::new(),
            invited_by: String::new(),
            invited_at: AT,
            opinion: String::new(),
            submitted_at: submitted.then_some(AT),
            revised_at: None,
            version: 1,
        }
    }

    fn score(expert: u8, item: u8, round: Round, centi: i32) -> ExpertScore {
        ExpertScore {
            user: UserId::new(AT, [expert; 10]),
            line: LineKey::new(AT, [item; 10]),
            round,
            score: Score::from_centi(centi),
            words: String::new(),
            made_at: AT,
        }
    }

    #[test]
    fn a_changed_score_counts_and_the_first_one_stays_beside_it() {
        let lines = [line(1), line(2)];
        let experts = [expert(1, true), expert(2, true), expert(3, false)];
        let scores = [
            score(1, 1, Round::Independent, 4_000),
            score(1, 2, Round::Independent, 4_500),
            score(1, 2, Round::Revised, 4_000),
            score(2, 1, Round::Independent, 3_000),
            score(2, 2, Round::Independent, 3_500),
            score(3, 1, Round::Independent, 100),
        ];
        let matrix = matrix(&lines, &experts, &scores, Score::from_centi(1_500));
        let totals: Vec<(i32, i32)> = matrix
            .totals
            .iter()
            .map(|total| (total.independent.centi(), total.stands.centi()))
            .collect();
        assert_eq!(totals, [(8_500, 8_000), (6_500, 6_500)]);
        let summary = matrix.summary.unwrap();
        assert_eq!((summary.mean.centi(), summary.spread().centi()), (7_250, 1_500));
        assert!(matrix.is_wide);
        let given = matrix.rows[1].scores[0].as_ref().unwrap();
        assert_eq!(
            (given.independent.centi(), given.revised.map(Score::centi)),
            (4_500, Some(4_000))
        );
    }

    #[test]
    fn without_scores_there_is_no_mean_and_no_spread() {
        let matrix = matrix(&[line(1)], &[expert(1, false)], &[], Score::ZERO);
        assert!(matrix.summary.is_none() && !matrix.is_wide && matrix.totals.is_empty());
    }
}
