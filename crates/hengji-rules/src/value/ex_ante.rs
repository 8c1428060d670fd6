//! 事前绩效评估 (ex-ante evaluation): categories, criteria, materials, framework and conclusions.

use hengji_domain::ex_ante::{
    Category, ConclusionRule, Content, Framework, Item, MaterialItem, MaterialList, ObjectCriterion, Section,
    SubjectKind,
};
use hengji_domain::project::{ProjectNature, ProjectType};
use hengji_domain::{Score, Weight};

use super::{points, wrong, yuan};
use crate::fields::{Fields, Place, unique};
use crate::refusal::{Fault, Refusal};

/// Categories; exactly one of them takes what no word places.
pub(super) fn categories(place: &Place<'_>) -> Result<Vec<Category>, Refusal> {
    let all: Vec<Category> = place.entries()?.iter().map(category).collect::<Result<_, _>>()?;
    unique(place, all.iter().map(|one| one.code.as_str()))?;
    match all.iter().filter(|one| one.words.is_empty()).count() {
        1 => Ok(all),
        count => Err(place.refuse(Fault::TypeWrong {
            expected: "恰好一个类别不写 words,作为其余项目的类别".to_owned(),
            found: format!("{count} 个"),
        })),
    }
}

fn category(place: &Place<'_>) -> Result<Category, Refusal> {
    let fields = place.fields(&["code", "name", "kind", "words", "lead"])?;
    let kinds = SubjectKind::ALL.map(|kind| (kind.code(), kind));
    Ok(Category {
        code: text(&fields, "code")?,
        name: text(&fields, "name")?,
        kind: fields.need("kind")?.choice(&kinds)?,
        words: fields.texts("words")?,
        lead: fields.texts("lead")?,
    })
}

pub(super) fn objects(place: &Place<'_>) -> Result<Vec<ObjectCriterion>, Refusal> {
    let all: Vec<ObjectCriterion> = place.entries()?.iter().map(criterion).collect::<Result<_, _>>()?;
    unique(place, all.iter().map(|one| one.code.as_str()))?;
    Ok(all)
}

fn criterion(place: &Place<'_>) -> Result<ObjectCriterion, Refusal> {
    let fields = place.fields(&["code", "name", "categories", "natures", "types", "amount_from"])?;
    let natures = ProjectNature::ALL.map(|nature| (nature.code(), nature));
    let types = ProjectType::ALL.map(|project_type| (project_type.code(), project_type));
    Ok(ObjectCriterion {
        code: text(&fields, "code")?,
        name: text(&fields, "name")?,
        categories: fields.texts("categories")?,
        natures: choices(&fields, "natures", &natures)?,
        types: choices(&fields, "types", &types)?,
        amount_from: yuan(&fields.need("amount_from")?)?,
    })
}

/// A list of words out of a closed list, empty where it is not written.
fn choices<T: Copy>(fields: &Fields<'_>, name: &str, known: &[(&str, T)]) -> Result<Vec<T>, Refusal> {
    let Some(place) = fields.maybe(name) else {
        return Ok(Vec::new());
    };
    place.entries()?.iter().map(|entry| entry.choice(known)).collect()
}

pub(super) fn materials(place: &Place<'_>) -> Result<MaterialList, Refusal> {
    let fields = place.fields(&["project", "policy"])?;
    Ok(MaterialList {
        project: checklist(&fields.need("project")?)?,
        policy: checklist(&fields.need("policy")?)?,
    })
}

fn checklist(place: &Place<'_>) -> Result<Vec<MaterialItem>, Refusal> {
    let item = |place: &Place<'_>| {
        let fields = place.fields(&["code", "name", "required"])?;
        Ok(MaterialItem {
            code: text(&fields, "code")?,
            name: text(&fields, "name")?,
            is_required: fields.flag("required")?,
        })
    };
    let all: Vec<MaterialItem> = place.entries()?.iter().map(item).collect::<Result<_, _>>()?;
    unique(place, all.iter().map(|one| one.code.as_str()))?;
    Ok(all)
}

/// The framework; its items make up 100 points, because conclusions are proposed by points of a hundred.
pub(super) fn framework(place: &Place<'_>) -> Result<Framework, Refusal> {
    let contents: Vec<Content> = place.entries()?.iter().map(content).collect::<Result<_, _>>()?;
    unique(place, contents.iter().map(|one| one.name.as_str()))?;
    let framework = Framework { contents };
    if framework.points() == Weight::from_centi(10_000) {
        Ok(framework)
    } else {
        Err(place.refuse(Fault::ConstraintBroken {
            constraint: "各评分项合计 100 分".to_owned(),
            found: format!("现为 {} 分", framework.points()),
        }))
    }
}

fn content(place: &Place<'_>) -> Result<Content, Refusal> {
    let fields = place.fields(&["name", "sections"])?;
    let section = |place: &Place<'_>| {
        let fields = place.fields(&["name", "items"])?;
        let items = fields.need("items")?.entries()?;
        Ok(Section {
            name: text(&fields, "name")?,
            items: items.iter().map(item).collect::<Result<_, _>>()?,
        })
    };
    let sections = fields.need("sections")?.entries()?;
    Ok(Content {
        name: text(&fields, "name")?,
        sections: sections.iter().map(section).collect::<Result<_, _>>()?,
    })
}

fn item(place: &Place<'_>) -> Result<Item, Refusal> {
    let fields = place.fields(&["name", "points"])?;
    let score = points(&fields.need("points")?)?;
    Ok(Item {
        name: text(&fields, "name")?,
        points: Weight::from_centi(score.centi()),
    })
}

/// Conclusions; one of those that are proposed starts at zero, so that every score has a proposal.
pub(super) fn conclusions(place: &Place<'_>) -> Result<Vec<ConclusionRule>, Refusal> {
    let conclusion = |place: &Place<'_>| {
        let fields = place.fields(&["code", "name", "from", "supports", "needs_conditions"])?;
        Ok(ConclusionRule {
            code: text(&fields, "code")?,
            name: text(&fields, "name")?,
            from: fields.maybe("from").map(|from| points(&from)).transpose()?,
            supports: fields.flag("supports")?,
            needs_conditions: fields.flag("needs_conditions")?,
        })
    };
    let all: Vec<ConclusionRule> = place
        .entries()?
        .iter()
        .map(conclusion)
        .collect::<Result<_, _>>()?;
    unique(place, all.iter().map(|one| one.code.as_str()))?;
    if all.iter().any(|one| one.from == Some(Score::ZERO)) {
        Ok(all)
    } else {
        Err(wrong(place, "有一个结论写 from = 0,使任何得分都有对应的结论"))
    }
}

fn text(fields: &Fields<'_>, name: &str) -> Result<String, Refusal> {
    Ok(fields.need(name)?.text()?.to_owned())
}
