//! 读入面板 (reading a panel): one row for a unit in a period, sorted into one table for each period.

use std::collections::HashMap;

use hengji_analysis::frontier::Units;

use crate::frontier::units::Columns;
use crate::table::Input;
use crate::{Context, Failure};

/// What was read.
pub(super) struct Read {
    /// One table for each period, in the order of time, with the same units in the same order.
    pub(super) periods: Vec<(String, Units)>,
    /// Units that were left out because a period of theirs is missing.
    pub(super) left_out: Vec<String>,
    pub(super) input: Input,
}

/// Inputs and outputs of a unit in a period.
type Figures = (Vec<f64>, Vec<f64>);

/// Names in the order in which they were met.
#[derive(Default)]
struct Names {
    all: Vec<String>,
    places: HashMap<String, usize>,
}

impl Names {
    fn place(&mut self, name: &str) -> usize {
        if let Some(place) = self.places.get(name) {
            return *place;
        }
        let place = self.all.len();
        self.all.push(name.to_owned());
        self.places.insert(name.to_owned(), place);
        place
    }
}

/// Reads the rows and sorts them.
pub(super) fn read(
    columns: &Columns,
    period: &str,
    drop_incomplete: bool,
    context: &mut Context<'_>,
) -> Result<Read, Failure> {
    let place = columns.open(context)?;
    let period = place.table.column("--period", period)?;
    let (mut units, mut periods) = (Names::default(), Names::default());
    let mut figures: HashMap<(usize, usize), Figures> = HashMap::new();
    let input = place.table.read(|row| {
        let is_new = row.unique(&[&place.unit, &period]).is_some();
        let used = row.all_at_least_zero(&place.inputs);
        let achieved = row.all_at_least_zero(&place.outputs);
        if let (true, Some(used), Some(achieved)) = (is_new, used, achieved) {
            let key = (
                periods.place(row.cell(&period)),
                units.place(row.cell(&place.unit)),
            );
            figures.insert(key, (used, achieved));
        }
    })?;
    let order = in_time(&periods.all);
    let lacking = |unit: usize| {
        let mut lacking = order
            .iter()
            .filter(|period| !figures.contains_key(&(**period, unit)));
        lacking.next().copied()
    };
    let (mut kept, mut left_out) = (Vec::new(), Vec::new());
    for (unit, name) in units.all.iter().enumerate() {
        match lacking(unit) {
            None => kept.push(unit),
            Some(_) if drop_incomplete => left_out.push(name.clone()),
            Some(period) => return Err(incomplete(name, periods.all.get(period))),
        }
    }
    let tables = order.iter().map(|period| {
        let rows = kept.iter().filter_map(|unit| {
            let (used, achieved) = figures.get(&(*period, *unit))?;
            Some((units.all.get(*unit)?.clone(), used.clone(), achieved.clone()))
        });
        let (mut names, mut inputs, mut outputs) = (Vec::new(), Vec::new(), Vec::new());
        for (name, used, achieved) in rows {
            names.push(name);
            inputs.push(used);
            outputs.push(achieved);
        }
        let name = periods.all.get(*period).cloned().unwrap_or_default();
        Ok((
            name,
            Units::new(names, inputs, outputs).map_err(Failure::unusable)?,
        ))
    });
    Ok(Read {
        periods: tables.collect::<Result<_, Failure>>()?,
        left_out,
        input,
    })
}

fn incomplete(unit: &str, period: Option<&String>) -> Failure {
    Failure::unusable(format!(
        "“{unit}”缺“{}”的数据;逐年比较要求每个单位每年都有一行。请补齐,或加 --drop-incomplete 剔除缺年的单位。 [panel-incomplete]",
        period.map_or("", String::as_str)
    ))
}

/// The places of the periods in the order of time: numbers by size, other names as they were met.
fn in_time(periods: &[String]) -> Vec<usize> {
    let numbers: Option<Vec<u32>> = periods.iter().map(|period| period.parse().ok()).collect();
    let mut order: Vec<usize> = (0..periods.len()).collect();
    if let Some(numbers) = numbers {
        order.sort_by_key(|place| numbers.get(*place).copied());
    }
    order
}
