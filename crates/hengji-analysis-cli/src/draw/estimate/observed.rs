//! The checked projects, stratum by stratum, from a record of the draw or from columns that say the same.

use std::collections::HashMap;
use std::path::Path;

use hengji_analysis::draw::estimate::{ProportionalSample, RatioSample, StratumSample};
use hengji_analysis::draw::{Drawing, Frame, Record, Selection, draw, verify};
use sha2::{Digest, Sha256};

use super::Arguments;
use crate::draw::frame::centi;
use crate::draw::read_record;
use crate::groups::Groups;
use crate::table::{Input, Table};
use crate::{Context, Failure};

/// What was checked.
pub(super) struct Observed {
    pub(super) input: Input,
    pub(super) record: Option<Input>,
    pub(super) selection: Selection,
    strata: Vec<Stratum>,
    /// The mean of the self-evaluation scores of all projects.
    pub(super) known_mean: Option<f64>,
    /// The money of all projects, in yuan.
    pub(super) known_money: Option<f64>,
}

struct Stratum {
    name: String,
    population: usize,
    checked: Vec<Checked>,
}

/// A checked project.
#[derive(Clone, Copy)]
pub(super) struct Checked {
    pub(super) own: f64,
    pub(super) verified: f64,
    /// In yuan.
    pub(super) amount: Option<f64>,
    inclusion: f64,
}

impl Checked {
    /// 虚高. Self-evaluation score less verification score.
    pub(super) fn inflation(&self) -> f64 {
        self.own - self.verified
    }
}

/// Reads what the options name.
pub(super) fn read(arguments: &Arguments, context: &mut Context<'_>) -> Result<Observed, Failure> {
    let table = Table::open(&arguments.data, context)?;
    match (&arguments.record, &arguments.id) {
        (Some(path), Some(id)) => with_record(table, path, id, &arguments.verified),
        _ => by_columns(table, arguments),
    }
}

fn by_columns(table: Table, arguments: &Arguments) -> Result<Observed, Failure> {
    let named =
        |option: &str, name: &Option<String>| table.column(option, name.as_deref().unwrap_or_default());
    let department = named("--department", &arguments.department)?;
    let population = named("--population", &arguments.population)?;
    let score = named("--score", &arguments.score)?;
    let verified = table.column("--verified", &arguments.verified)?;
    let amount = arguments
        .amount
        .as_ref()
        .map(|name| table.column("--amount", name))
        .transpose()?;
    let mut groups: Groups<(u64, Checked)> = Groups::new();
    let input = table.read(|row| {
        let name = row.text(&department).map(str::to_owned);
        let size = row.whole(&population);
        let own = centi(row, &score);
        let found = centi(row, &verified);
        let money = amount
            .as_ref()
            .map_or(Some(None), |column| row.fen(column).map(Some));
        let (Some(name), Some(size), Some(own), Some(found), Some(money)) = (name, size, own, found, money)
        else {
            return;
        };
        if groups
            .get(&name)
            .and_then(<[_]>::first)
            .is_some_and(|(before, _)| *before != size)
        {
            let words = "与同一部门的其他行不同;请核对部门项目数。 [population-differs]";
            row.note(&population, &size.to_string(), words);
        }
        let checked = Checked {
            own: points(own),
            verified: points(found),
            amount: money.map(points),
            inclusion: 1.0,
        };
        groups.add(&name, (size, checked));
    })?;
    let strata = groups.iter().map(|(name, rows)| Stratum {
        name: name.to_owned(),
        population: rows
            .first()
            .and_then(|(size, _)| usize::try_from(*size).ok())
            .unwrap_or(0),
        checked: rows.iter().map(|(_, checked)| *checked).collect(),
    });
    Ok(Observed {
        strata: strata.collect(),
        input,
        record: None,
        selection: Selection::Equal,
        known_mean: arguments.known_mean,
        known_money: None,
    })
}

fn with_record(table: Table, path: &Path, id: &str, verified: &str) -> Result<Observed, Failure> {
    let (record, bytes) = read_record(path)?;
    let (frame, drawing) = repeated(&record)?;
    let id = table.column("--id", id)?;
    let verified = table.column("--verified", verified)?;
    let mut scores: HashMap<String, i64> = HashMap::new();
    let input = table.read(|row| {
        if let (Some(id), Some(score)) = (row.unique(&[&id]), centi(row, &verified)) {
            scores.insert(id, score);
        }
    })?;
    let strata = checked_strata(&frame, &drawing, scores)?;
    let own: Option<Vec<f64>> = frame
        .units()
        .iter()
        .map(|unit| unit.self_score_centi.map(points))
        .collect();
    let known_mean = own.map(|own| own.iter().sum::<f64>() / float(own.len()));
    let money = frame.units().iter().map(|unit| unit.amount_fen).sum();
    let file = path
        .file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned();
    let sha256 = Sha256::digest(&bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    Ok(Observed {
        strata,
        input,
        record: Some(Input {
            file,
            rows: record.units.len(),
            sha256,
        }),
        selection: record.rule.selection,
        known_mean,
        known_money: Some(points(money)),
    })
}

/// The draw again; a record that does not agree with itself proves nothing.
fn repeated(record: &Record) -> Result<(Frame, Drawing), Failure> {
    let units = record.units.iter().map(|unit| unit.unit.clone()).collect();
    let frame = Frame::new(units).map_err(Failure::unusable)?;
    if let Some(first) = verify(record, &frame).first() {
        return Err(Failure::refused(format!(
            "抽取记录与自身不一致,不能据以推断:{first} 请用 hengji draw verify 查看全部不同。 [record-inconsistent]"
        )));
    }
    let drawing = draw(&frame, &record.rule, &record.start_value).map_err(Failure::refused)?;
    Ok((frame, drawing))
}

fn checked_strata(
    frame: &Frame,
    drawing: &Drawing,
    mut scores: HashMap<String, i64>,
) -> Result<Vec<Stratum>, Failure> {
    let mut strata: Vec<Stratum> = drawing
        .strata
        .iter()
        .map(|stratum| Stratum {
            name: stratum.name.clone(),
            population: stratum.population,
            checked: Vec::new(),
        })
        .collect();
    let (mut unscored, mut unchecked) = (Vec::new(), Vec::new());
    for drawn in &drawing.sample {
        let (Some(unit), Some(stratum)) = (frame.units().get(drawn.unit), strata.get_mut(drawn.stratum))
        else {
            return Err(Failure::fault("样本指向名单之外"));
        };
        match (unit.self_score_centi, scores.remove(&unit.id)) {
            (Some(own), Some(verified)) => stratum.checked.push(Checked {
                own: points(own),
                verified: points(verified),
                amount: Some(points(unit.amount_fen)),
                inclusion: drawn.inclusion,
            }),
            (None, _) => unscored.push(unit.id.as_str()),
            (_, None) => unchecked.push(unit.id.as_str()),
        }
    }
    let mut foreign: Vec<&str> = scores.keys().map(String::as_str).collect();
    foreign.sort_unstable();
    refuse(&unscored, "抽中的项目在名单里没有自评分", "estimate-unscored")?;
    refuse(
        &unchecked,
        "抽中的项目没有复核得分;缺的若不是偶然,推断就有偏",
        "estimate-unchecked",
    )?;
    refuse(
        &foreign,
        "复核的项目不在样本中;自选的项目不能代表全体,请从表中删去",
        "estimate-foreign",
    )?;
    Ok(strata)
}

fn refuse(ids: &[&str], what: &str, code: &str) -> Result<(), Failure> {
    /// More would hide the sentence.
    const SHOWN: usize = 5;
    if ids.is_empty() {
        return Ok(());
    }
    let shown: Vec<&str> = ids.iter().copied().take(SHOWN).collect();
    let more = if shown.len() < ids.len() { "等" } else { "" };
    Err(Failure::refused(format!(
        "{} 个{what}:{}{more}。 [{code}]",
        ids.len(),
        shown.join("、")
    )))
}

impl Observed {
    /// How many were checked.
    pub(super) fn count(&self) -> usize {
        self.strata.iter().map(|stratum| stratum.checked.len()).sum()
    }

    /// The name of the method.
    pub(super) const fn method(&self) -> &'static str {
        match self.selection {
            Selection::Equal => "分层差值估计(t 区间),部门收缩估计",
            Selection::Proportional => "按金额抽样的 Hájek 与 Horvitz–Thompson 估计(Rosén 方差)",
        }
    }

    /// A sentence where departments are not estimated.
    pub(super) fn without_departments(&self) -> Option<&'static str> {
        match self.selection {
            Selection::Proportional => Some("按金额抽取的样本不逐个部门估计:部门内的样本量不固定。"),
            Selection::Equal if self.strata.len() < 3 => Some("不足三个部门,不作部门间的收缩估计。"),
            Selection::Equal => None,
        }
    }

    /// A figure of each project for a mean.
    pub(super) fn means(&self, of: impl Fn(&Checked) -> f64) -> Vec<StratumSample> {
        let sample = |stratum: &Stratum| StratumSample {
            name: stratum.name.clone(),
            population: stratum.population,
            values: stratum.checked.iter().map(&of).collect(),
        };
        self.strata.iter().map(sample).collect()
    }

    /// A figure of each project with its inclusion probability.
    pub(super) fn weighted(&self, of: impl Fn(&Checked) -> f64) -> Vec<ProportionalSample> {
        let sample = |stratum: &Stratum| ProportionalSample {
            name: stratum.name.clone(),
            population: stratum.population,
            values: stratum.checked.iter().map(&of).collect(),
            inclusion: stratum.checked.iter().map(|checked| checked.inclusion).collect(),
        };
        self.strata.iter().map(sample).collect()
    }

    /// Amount times inflation over amount; none where an amount is not known.
    pub(super) fn by_amount(&self) -> Option<Vec<RatioSample>> {
        let pairs = |stratum: &Stratum| {
            let pair = |checked: &Checked| {
                checked
                    .amount
                    .map(|amount| (amount * checked.inflation(), amount))
            };
            let pairs: Option<Vec<(f64, f64)>> = stratum.checked.iter().map(pair).collect();
            Some(RatioSample {
                name: stratum.name.clone(),
                population: stratum.population,
                pairs: pairs?,
            })
        };
        self.strata.iter().map(pairs).collect()
    }
}

/// Hundredths as a float: points of a score, yuan of an amount.
fn points(hundredths: i64) -> f64 {
    // Whole parts and hundredths apart are exact, so that only their sum is rounded.
    let (whole, part) = (hundredths.div_euclid(100), hundredths.rem_euclid(100));
    let wide = |value: i64| value.to_string().parse().unwrap_or(f64::NAN);
    wide(whole) + wide(part) / 100.0
}

fn float(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::INFINITY, f64::from)
}
