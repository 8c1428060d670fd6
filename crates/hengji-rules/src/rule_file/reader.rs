//! One rule of a topic file: its frame, its dated values and its variants.

use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use hengji_domain::Division;
use hengji_domain::rule::{Citation, Verification};

use super::{Content, DatedValue, Definition, Sources, Variant};
use crate::catalogue::Known;
use crate::constraint::Constraint;
use crate::fields::{Fields, Place, unique};
use crate::refusal::{Fault, Refusal};
use crate::show::UNITS;
use crate::value::TypedValue;

/// Reads one rule of one file.
pub(super) struct Reader<'a> {
    pub(super) known: &'static Known,
    pub(super) division: Division,
    pub(super) file: &'a str,
    pub(super) key: &'a str,
    pub(super) sources: &'a Sources,
}

/// What all values of a rule share.
struct Head {
    description: String,
    constraints: Vec<Constraint>,
}

impl Reader<'_> {
    pub(super) fn definition(&self, place: &Place<'_>) -> Result<Definition, Refusal> {
        let fields = place.fields(&[
            "description",
            "unit",
            "selects_on",
            "constraint",
            "introduces",
            "value",
            "variant",
        ])?;
        fields.need("selects_on")?.choice(&[("budget_year", ())])?;
        let units: Vec<(&str, &str)> = UNITS.iter().map(|(code, _)| (*code, *code)).collect();
        let unit = fields.need("unit")?.choice(&units)?.to_owned();
        let head = Head {
            description: fields.need("description")?.text()?.to_owned(),
            constraints: match fields.maybe("constraint") {
                None => Vec::new(),
                Some(at) => vec![Constraint::read(&at)?],
            },
        };
        let values = self.values(place, &fields, &head)?;
        let variants = self.variants(&fields, &head, &values)?;
        Ok(Definition {
            known: self.known,
            division: self.division,
            file: self.file.to_owned(),
            key: self.key.to_owned(),
            description: head.description,
            unit,
            constraints: head.constraints,
            introduces: fields.flag("introduces")?,
            values,
            variants,
        })
    }

    fn values(
        &self,
        place: &Place<'_>,
        fields: &Fields<'_>,
        head: &Head,
    ) -> Result<Vec<Arc<DatedValue>>, Refusal> {
        let Some(list) = fields.maybe("value") else {
            return Err(place.refuse(Fault::WithoutValue {
                key: self.key.to_owned(),
            }));
        };
        let mut values: Vec<Arc<DatedValue>> = Vec::new();
        for entry in list.entries()? {
            let value = self.value(&entry, head)?;
            if values.iter().any(|other| other.from == value.from) {
                return Err(entry.refuse(Fault::FromTwice {
                    from: value.from.to_string(),
                }));
            }
            values.push(Arc::new(value));
        }
        values.sort_by_key(|value| value.from);
        Ok(values)
    }

    fn value(&self, place: &Place<'_>, head: &Head) -> Result<DatedValue, Refusal> {
        let fields = place.fields(&[
            "from",
            "until",
            "value",
            "unset",
            "reference",
            "verified_on",
            "verification",
            "note",
        ])?;
        let from = year_bound(
            &fields.need("from")?,
            (1, 1),
            "预算年度从 1 月 1 日起,请写当年的 01-01",
        )?;
        let until = match fields.maybe("until") {
            None => None,
            Some(at) => Some(year_bound(
                &at,
                (12, 31),
                "预算年度到 12 月 31 日止,请写当年的 12-31",
            )?),
        };
        if until.is_some_and(|until| until < from) {
            return Err(fields.refuse(Fault::DateBad {
                text: until.map(|date| date.to_string()).unwrap_or_default(),
                why: format!("早于起始日期 {from}"),
            }));
        }
        self.dated(place, &fields, from, until, head)
    }

    fn variants(
        &self,
        fields: &Fields<'_>,
        head: &Head,
        values: &[Arc<DatedValue>],
    ) -> Result<Vec<Variant>, Refusal> {
        let (Some(list), Some(first)) = (fields.maybe("variant"), values.first()) else {
            return Ok(Vec::new());
        };
        let mut variants = Vec::new();
        for entry in list.entries()? {
            let fields = entry.fields(&[
                "name",
                "value",
                "unset",
                "reference",
                "verified_on",
                "verification",
                "note",
            ])?;
            variants.push(Variant {
                name: fields.need("name")?.text()?.to_owned(),
                value: Arc::new(self.dated(&entry, &fields, first.from, None, head)?),
            });
        }
        unique(&list, variants.iter().map(|variant| variant.name.as_str()))?;
        Ok(variants)
    }

    fn dated(
        &self,
        place: &Place<'_>,
        fields: &Fields<'_>,
        from: NaiveDate,
        until: Option<NaiveDate>,
        head: &Head,
    ) -> Result<DatedValue, Refusal> {
        let (source, clause) = reference(fields, self.sources)?;
        let citation = Citation {
            rule: self.known.rule.to_owned(),
            description: head.description.clone(),
            division: self.division,
            from,
            source,
            clause,
            verification: verification(fields)?,
        };
        Ok(DatedValue {
            place: place.path().to_owned(),
            from,
            until,
            content: self.content(fields, &head.constraints)?,
            citation: Arc::new(citation),
            note: match fields.maybe("note") {
                None => None,
                Some(at) => Some(at.text()?.to_owned()),
            },
        })
    }

    fn content(&self, fields: &Fields<'_>, constraints: &[Constraint]) -> Result<Option<Content>, Refusal> {
        match (fields.maybe("value"), fields.flag("unset")?) {
            (None, true) => Ok(None),
            (Some(at), false) => {
                let typed = TypedValue::read(self.known.shape, &at)?;
                for constraint in constraints {
                    constraint.hold(&at)?;
                }
                Ok(Some(Content {
                    tree: at.tree().clone(),
                    typed,
                }))
            }
            _ => Err(fields.refuse(Fault::ValueMissing)),
        }
    }
}

/// The title of the source and the clause in it.
pub(crate) fn reference(fields: &Fields<'_>, sources: &Sources) -> Result<(String, String), Refusal> {
    let at = fields
        .maybe("reference")
        .ok_or_else(|| fields.refuse(Fault::ReferenceMissing))?;
    let reference = at.fields(&["source", "clause"])?;
    let source = reference.need("source")?;
    let id = source.text()?;
    let title = sources.get(id).ok_or_else(|| {
        source.refuse(Fault::SourceUnknown {
            source_id: id.to_owned(),
        })
    })?;
    Ok((title.clone(), reference.need("clause")?.text()?.to_owned()))
}

/// The mark of a value.
pub(crate) fn verification(fields: &Fields<'_>) -> Result<Verification, Refusal> {
    match (fields.maybe("verified_on"), fields.maybe("verification")) {
        (Some(on), None) => Ok(Verification::Verified { on: on.date()? }),
        (None, Some(mark)) => mark.choice(&[
            ("partly", Verification::Partly),
            ("unverified", Verification::Unverified),
        ]),
        _ => Err(fields.refuse(Fault::VerificationMissing)),
    }
}

/// A day that bounds a budget year.
pub(crate) fn year_bound(place: &Place<'_>, month_day: (u32, u32), why: &str) -> Result<NaiveDate, Refusal> {
    let date = place.date()?;
    if (date.month(), date.day()) == month_day {
        Ok(date)
    } else {
        Err(place.refuse(Fault::DateBad {
            text: date.to_string(),
            why: why.to_owned(),
        }))
    }
}
