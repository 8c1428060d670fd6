//! 分类分级 (project class): criteria with their scales, hard rules, kinds of rigid spending, depth by class.

use hengji_domain::project_class::{
    AmountBand, ClassBound, ClassDepth, ClassStage, Criterion, CriterionKind, CriterionLevel, CriterionScale,
    HardCondition, HardRule, ProjectClass, RigidKind,
};
use hengji_domain::{Score, Weight};

use super::{points, wrong, yuan};
use crate::catalogue;
use crate::fields::{Fields, Place, unique};
use crate::refusal::{Fault, Refusal};

/// Points of a scale end here.
const FULL: Score = Score::from_centi(10_000);

/// 分类因素: each of the four criteria once.
pub(super) fn criteria(place: &Place<'_>) -> Result<Vec<Criterion>, Refusal> {
    let criteria: Vec<Criterion> = place.entries()?.iter().map(criterion).collect::<Result<_, _>>()?;
    unique(place, criteria.iter().map(|criterion| criterion.kind.code()))?;
    unique(place, criteria.iter().map(|criterion| criterion.name.as_str()))?;
    let named = |kind: &CriterionKind| criteria.iter().any(|criterion| criterion.kind == *kind);
    match CriterionKind::ALL.iter().find(|kind| !named(kind)) {
        None => Ok(criteria),
        Some(kind) => Err(wrong(
            place,
            &format!("包含全部四个因素的清单(缺 {})", kind.code()),
        )),
    }
}

fn criterion(place: &Place<'_>) -> Result<Criterion, Refusal> {
    let fields = place.fields(&["key", "name", "weight", "levels", "bands"])?;
    let kinds: Vec<(&str, CriterionKind)> = CriterionKind::ALL.map(|kind| (kind.code(), kind)).to_vec();
    let kind = fields.need("key")?.choice(&kinds)?;
    // Money is known from the budget and is never chosen; everything else is chosen by a person.
    let scale = if kind == CriterionKind::Amount {
        CriterionScale::Bands(bands(&fields.need("bands")?)?)
    } else {
        CriterionScale::Levels(levels(&fields.need("levels")?)?)
    };
    Ok(Criterion {
        kind,
        name: text(&fields, "name")?,
        weight: weight(&fields.need("weight")?)?,
        scale,
    })
}

fn levels(place: &Place<'_>) -> Result<Vec<CriterionLevel>, Refusal> {
    let level = |place: &Place<'_>| {
        let fields = place.fields(&["code", "name", "points"])?;
        Ok(CriterionLevel {
            code: text(&fields, "code")?,
            name: text(&fields, "name")?,
            points: scale_points(&fields.need("points")?)?,
        })
    };
    let levels: Vec<CriterionLevel> = place
        .entries()?
        .iter()
        .map(level)
        .collect::<Result<_, Refusal>>()?;
    unique(place, levels.iter().map(|level| level.code.as_str()))?;
    unique(place, levels.iter().map(|level| level.name.as_str()))?;
    Ok(levels)
}

fn bands(place: &Place<'_>) -> Result<Vec<AmountBand>, Refusal> {
    // An amount below every band would have no points, so the last band begins at nothing.
    crate::constraint::falls_to_zero(place)?;
    let band = |place: &Place<'_>| {
        let fields = place.fields(&["from", "points"])?;
        Ok(AmountBand {
            from: yuan(&fields.need("from")?)?,
            points: scale_points(&fields.need("points")?)?,
        })
    };
    place.entries()?.iter().map(band).collect()
}

fn scale_points(place: &Place<'_>) -> Result<Score, Refusal> {
    let points = points(place)?;
    if Score::ZERO <= points && points <= FULL {
        Ok(points)
    } else {
        Err(wrong(place, "0 至 100 的分数"))
    }
}

fn weight(place: &Place<'_>) -> Result<Weight, Refusal> {
    let bp = place.percent_bp()?;
    i32::try_from(bp)
        .map(Weight::from_centi)
        .map_err(|_| wrong(place, "百分数"))
}

/// 硬性规则, in the order in which they are applied.
pub(super) fn hard_rules(place: &Place<'_>) -> Result<Vec<HardRule>, Refusal> {
    let rules: Vec<HardRule> = place.entries()?.iter().map(hard_rule).collect::<Result<_, _>>()?;
    unique(place, rules.iter().map(|rule| rule.code.as_str()))?;
    Ok(rules)
}

fn hard_rule(place: &Place<'_>) -> Result<HardRule, Refusal> {
    let fields = place.fields(&["code", "name", "rigid", "amount_from", "at_least", "at_most"])?;
    let condition = match (fields.maybe("rigid"), fields.maybe("amount_from")) {
        (Some(rigid), None) => HardCondition::Rigid(rigid.texts()?),
        (None, Some(amount)) => HardCondition::AmountFrom(yuan(&amount)?),
        _ => return Err(wrong(place, "写明 rigid 或 amount_from 其中一项的规则")),
    };
    let bound = match (fields.maybe("at_least"), fields.maybe("at_most")) {
        (Some(class), None) => ClassBound::AtLeast(class_at(&class)?),
        (None, Some(class)) => ClassBound::AtMost(class_at(&class)?),
        _ => return Err(wrong(place, "写明 at_least 或 at_most 其中一项的规则")),
    };
    Ok(HardRule {
        code: text(&fields, "code")?,
        name: text(&fields, "name")?,
        condition,
        bound,
    })
}

fn class_at(place: &Place<'_>) -> Result<ProjectClass, Refusal> {
    place.choice(&ProjectClass::ALL.map(|class| (class.code(), class)))
}

/// 刚性支出种类.
pub(super) fn rigid_kinds(place: &Place<'_>) -> Result<Vec<RigidKind>, Refusal> {
    let kind = |place: &Place<'_>| {
        let fields = place.fields(&["code", "name"])?;
        Ok(RigidKind {
            code: text(&fields, "code")?,
            name: text(&fields, "name")?,
        })
    };
    let kinds: Vec<RigidKind> = place
        .entries()?
        .iter()
        .map(kind)
        .collect::<Result<_, Refusal>>()?;
    unique(place, kinds.iter().map(|kind| kind.code.as_str()))?;
    unique(place, kinds.iter().map(|kind| kind.name.as_str()))?;
    Ok(kinds)
}

/// 管理深度: one entry for each class.
pub(super) fn depths(place: &Place<'_>) -> Result<Vec<ClassDepth>, Refusal> {
    let depths: Vec<ClassDepth> = place.entries()?.iter().map(depth).collect::<Result<_, _>>()?;
    unique(place, depths.iter().map(|depth| depth.class.code()))?;
    let stated = |class: &ProjectClass| depths.iter().any(|depth| depth.class == *class);
    match ProjectClass::ALL.iter().find(|class| !stated(class)) {
        None => Ok(depths),
        Some(class) => Err(wrong(
            place,
            &format!("A、B、C 三类各一项的清单(缺 {} 类)", class.code()),
        )),
    }
}

fn depth(place: &Place<'_>) -> Result<ClassDepth, Refusal> {
    let fields = place.fields(&[
        "class",
        "stages",
        "indicator_count_min",
        "quantification_rate_min",
        "form",
        "monitoring",
        "listed",
        "goal_due",
        "self_evaluation_due",
    ])?;
    let count = |place: &Place<'_>| u32::try_from(place.count()?).map_err(|_| wrong(place, "指标个数"));
    Ok(ClassDepth {
        class: class_at(&fields.need("class")?)?,
        stages: stages(&fields.need("stages")?)?,
        indicator_count_min: fields
            .maybe("indicator_count_min")
            .as_ref()
            .map(count)
            .transpose()?,
        quantification_rate_min_bp: fields
            .maybe("quantification_rate_min")
            .map(|place| place.percent_bp())
            .transpose()?,
        is_light: fields.need("form")?.choice(&[("full", false), ("light", true)])?,
        is_monitored_by_facts: fields
            .need("monitoring")?
            .choice(&[("filled", false), ("facts", true)])?,
        is_listed_by_exception: fields
            .need("listed")?
            .choice(&[("all", false), ("exceptions", true)])?,
        goal_due: due(&fields.need("goal_due")?)?,
        self_evaluation_due: due(&fields.need("self_evaluation_due")?)?,
    })
}

fn stages(place: &Place<'_>) -> Result<Vec<ClassStage>, Refusal> {
    let known = ClassStage::ALL.map(|stage| (stage.code(), stage));
    let entries = place.entries()?;
    let stages: Vec<ClassStage> = entries
        .iter()
        .map(|entry| entry.choice(&known))
        .collect::<Result<_, _>>()?;
    unique(place, stages.iter().map(|stage| stage.code()))?;
    Ok(stages)
}

/// The code of a day of the calendar. A deadline that no rule names would look like no deadline at all.
fn due(place: &Place<'_>) -> Result<String, Refusal> {
    let code = place.text()?;
    if catalogue::find(&format!("calendar.{code}")).is_some() {
        Ok(code.to_owned())
    } else {
        Err(place.refuse(Fault::ChoiceUnknown {
            text: code.to_owned(),
            known: "calendar 主题下的日子,例如 goal_submit".to_owned(),
        }))
    }
}

fn text(fields: &Fields<'_>, name: &str) -> Result<String, Refusal> {
    Ok(fields.need(name)?.text()?.to_owned())
}

#[cfg(test)]
mod tests;
