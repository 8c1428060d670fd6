//! 指标的一生 (the life of an indicator): one line from the goal to the last evaluation.

use hengji_domain::sheet::{Sheet, SheetKind};

use crate::projects::view::IndicatorLife;

/// The indicators of the project, those of the goal first, in order; what only an evaluation has follows.
pub(super) fn indicators(all: &[Sheet]) -> Vec<IndicatorLife> {
    let lines_of = |kind| {
        all.iter()
            .filter(move |sheet| sheet.kind == kind)
            .flat_map(|sheet| &sheet.lines)
    };
    let mut lives: Vec<IndicatorLife> = lines_of(SheetKind::Goal)
        .map(|line| IndicatorLife {
            key: line.key,
            level1: line.level1.clone(),
            level2: line.level2.clone(),
            level3: line.level3.clone(),
            goal_target: Some(line.target.text.clone()),
            actual: None,
            weight: line.weight,
            stated_score: None,
            computed_score: None,
        })
        .collect();
    for line in lines_of(SheetKind::SelfEvaluation) {
        let known = lives.iter().position(|life| life.key == line.key);
        let life = match known.and_then(|index| lives.get_mut(index)) {
            Some(life) => life,
            None => {
                lives.push(IndicatorLife {
                    key: line.key,
                    level1: line.level1.clone(),
                    level2: line.level2.clone(),
                    level3: line.level3.clone(),
                    goal_target: None,
                    actual: None,
                    weight: line.weight,
                    stated_score: None,
                    computed_score: None,
                });
                match lives.last_mut() {
                    Some(life) => life,
                    None => continue,
                }
            }
        };
        life.actual = Some(line.actual.text.clone()).filter(|text| !text.is_empty());
        life.weight = line.weight.or(life.weight);
        life.stated_score = line.stated_score;
        life.computed_score = line.computed_score;
    }
    lives
}
