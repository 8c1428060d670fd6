//! 生成的数据 (generated tables): hard tables of any size from a start value, for timing and for tests.
//!
//! ```
//! use hengji_analysis::frontier::{generated_table, table_csv, table_sha256};
//!
//! // 用同一起始值,任何人都能得到同一张表;计时结果旁边应写上表的 SHA-256。
//! let units = generated_table("2026-11-23", 50)?;
//! assert_eq!((units.len(), units.input_count(), units.output_count()), (50, 3, 4));
//! assert!(table_csv(&units).starts_with("unit,x1,x2,x3,y1,y2,y3,y4\nD00001,"));
//! assert_eq!(table_sha256(&units), table_sha256(&generated_table("2026-11-23", 50)?));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::data::Units;
use super::error::FrontierError;
use crate::draw::Ticket;

/// Figures of both tables.
const INPUTS: usize = 3;
const OUTPUTS: usize = 4;

/// A table with returns to scale that grow at small and fall at large sizes: three inputs, four outputs, and so
/// many efficient units that it is hard for every engine.
///
/// Each input is log-uniform on 1..100 times a log-normal size of the unit; what they could bring is
/// F = max(0.05, x1^.35 x2^.25 x3^.2 − 0.5); outputs are 10 F exp(−u) in a direction drawn flat over the simplex
/// and scaled to length one, with inefficiency u half-normal (.35) and zero for 8 % of the units. Four decimals.
/// Every uniform figure is the value of the ticket of `unit,figure` under the start value, as in a public draw.
///
/// # Errors
///
/// [`FrontierError::NoUnits`] for no units.
pub fn generated_table(start_value: &str, units: usize) -> Result<Units, FrontierError> {
    rows(units, |unit| {
        let mut draws = Draws::new(start_value, unit);
        let size = draws.normal().exp();
        let inputs: Vec<f64> = (0..INPUTS)
            .map(|_| four_decimals((draws.uniform() * 100.0_f64.ln()).exp() * size))
            .collect();
        let powers = inputs
            .iter()
            .zip([0.35, 0.25, 0.2])
            .map(|(input, power)| input.powf(power));
        let possible = (powers.product::<f64>() - 0.5).max(0.05);
        let direction: Vec<f64> = (0..OUTPUTS).map(|_| -draws.uniform().ln()).collect();
        let length = direction.iter().map(|part| part * part).sum::<f64>().sqrt();
        let loss = 0.35 * draws.normal().abs();
        let loss = if draws.uniform() < 0.08 { 0.0 } else { loss };
        let reached = 10.0 * possible * (-loss).exp() / length;
        (
            inputs,
            direction
                .iter()
                .map(|part| four_decimals(reached * part))
                .collect(),
        )
    })
}

/// A table as a bureau has them, hard in another way: whole figures of few values with many ties, outputs of zero,
/// one column of money in steps of 250,000 beside small counts, and every tenth unit a copy of the one nine before.
///
/// # Errors
///
/// [`FrontierError::NoUnits`] for no units.
pub fn generated_tied_table(start_value: &str, units: usize) -> Result<Units, FrontierError> {
    rows(units, |unit| {
        let copied = if unit % 10 == 9 { unit - 9 } else { unit };
        let mut draws = Draws::new(start_value, copied);
        let mut below = |most: f64| (draws.uniform() * most).floor();
        let inputs = vec![
            1.0 + below(11.0),
            1.0 + below(5.0),
            250_000.0 * (1.0 + below(39.0)),
        ];
        let outputs = vec![below(6.0), below(30.0), 10.0 * below(4.0), 60.0 + below(40.0)];
        (inputs, outputs)
    })
}

fn rows(units: usize, row: impl Fn(usize) -> (Vec<f64>, Vec<f64>)) -> Result<Units, FrontierError> {
    let names = (1..=units).map(|unit| format!("D{unit:05}")).collect();
    let (inputs, outputs) = (0..units).map(row).unzip();
    Units::new(names, inputs, outputs)
}

/// The table as text with a header, which every engine can read.
#[must_use]
pub fn table_csv(units: &Units) -> String {
    let heads = (1..=units.input_count()).map(|at| format!("x{at}"));
    let heads = heads.chain((1..=units.output_count()).map(|at| format!("y{at}")));
    let mut text = ["unit".to_owned()]
        .into_iter()
        .chain(heads)
        .collect::<Vec<_>>()
        .join(",");
    for (unit, name) in units.names().iter().enumerate() {
        text.push('\n');
        text.push_str(name);
        for figure in units.inputs_of(unit).chain(units.outputs_of(unit)) {
            // Writing to a string cannot fail.
            let _ = write!(text, ",{figure}");
        }
    }
    text.push('\n');
    text
}

/// SHA-256 of [`table_csv`], in hexadecimal digits.
#[must_use]
pub fn table_sha256(units: &Units) -> String {
    Sha256::digest(table_csv(units))
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// At least the smallest figure that four decimals can show.
fn four_decimals(value: f64) -> f64 {
    ((value * 1e4).round() / 1e4).max(1e-4)
}

/// The figures drawn for one unit, one after the other.
#[derive(Debug)]
struct Draws<'s> {
    start_value: &'s str,
    unit: usize,
    drawn: usize,
}

impl<'s> Draws<'s> {
    fn new(start_value: &'s str, unit: usize) -> Self {
        Self {
            start_value,
            unit,
            drawn: 0,
        }
    }

    /// A figure above zero and below one.
    fn uniform(&mut self) -> f64 {
        self.drawn += 1;
        Ticket::of(self.start_value, &format!("{},{}", self.unit + 1, self.drawn)).value()
    }

    /// A standard normal figure (Box, Muller 1958).
    fn normal(&mut self) -> f64 {
        let radius = (-2.0 * self.uniform().ln()).sqrt();
        radius * (std::f64::consts::TAU * self.uniform()).cos()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn good(units: Result<Units, FrontierError>) -> Units {
        match units {
            Ok(units) => units,
            Err(error) => panic!("{error}"),
        }
    }

    #[test]
    fn a_larger_table_begins_with_the_smaller_one() {
        let (small, large) = (good(generated_table("a", 20)), good(generated_table("a", 40)));
        assert!(table_csv(&large).starts_with(&table_csv(&small)));
        assert_ne!(
            table_sha256(&small),
            table_sha256(&good(generated_table("b", 20)))
        );
    }

    #[test]
    fn figures_are_positive_and_have_four_decimals() {
        let units = good(generated_table("a", 200));
        let columns = (0..3)
            .map(|at| units.input(at))
            .chain((0..4).map(|at| units.output(at)));
        for figure in columns.flatten() {
            assert!(
                1e-4 <= *figure && (figure * 1e4 - (figure * 1e4).round()).abs() < 1e-6,
                "{figure}"
            );
        }
    }

    #[test]
    fn the_tied_table_has_copies_and_zeros() {
        let units = good(generated_tied_table("a", 100));
        let row = |unit: usize| {
            units
                .inputs_of(unit)
                .chain(units.outputs_of(unit))
                .collect::<Vec<_>>()
        };
        assert!((9..100).step_by(10).all(|unit| row(unit) == row(unit - 9)));
        assert!(units.output(0).contains(&0.0));
    }

    #[test]
    fn no_units_make_no_table() {
        assert_eq!(generated_table("a", 0), Err(FrontierError::NoUnits));
        assert_eq!(generated_tied_table("a", 0), Err(FrontierError::NoUnits));
    }
}
