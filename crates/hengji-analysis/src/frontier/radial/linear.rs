//! 单位的线性规划 (the program of one unit): its own columns, a start that needs no search, and the stages.

use super::reference::Reference;
use crate::frontier::data::Units;
use crate::frontier::settings::{Orientation, RadialSettings, Role, Scale, SlackWeights};
use crate::lp::scaling::power_of_two;
use crate::lp::staged::Stages;
use crate::lp::standard::{Cost, Standard};

/// The smallest size a slack is measured in, relative to the largest figure of its column (two to the minus
/// twentieth): smaller ones would make a basis look singular.
const SMALLEST_SIZE: f64 = 9.536_743_164_062_5e-7;

/// Everything the programs of one table have in common.
#[derive(Debug)]
pub(super) struct Model<'a> {
    pub(super) reference: &'a Reference<'a>,
    pub(super) evaluated: &'a Units,
    /// The evaluated units are the reference units.
    pub(super) is_own: bool,
    pub(super) settings: &'a RadialSettings,
    pub(super) inputs: Vec<Role>,
    pub(super) outputs: Vec<Role>,
}

/// The program of one unit. Own columns: the unit itself, the efficiency, a slack per row, returning units.
#[derive(Debug)]
pub(super) struct Linear<'a> {
    pub(super) program: Standard<'a>,
    pub(super) start: Vec<usize>,
    pub(super) stages: Stages<'static>,
    /// What the unit's own weight was multiplied by.
    pub(super) own_factor: f64,
    /// What the efficiency was multiplied by.
    pub(super) radial_factor: f64,
    /// What each price of the last stage has to be multiplied by, before the scale of its row.
    pub(super) face_factor: f64,
    /// The reference units behind the last own columns.
    pub(super) returning: &'a [usize],
}

impl<'a> Model<'a> {
    /// Whether the unit is left out of its reference set.
    pub(super) fn is_left_out(&self) -> bool {
        !self.is_own || self.settings.super_efficiency
    }

    /// Roles of all rows but the sum.
    pub(super) fn roles(&self) -> impl Iterator<Item = Role> + '_ {
        self.inputs.iter().chain(&self.outputs).copied()
    }

    /// The program of one unit.
    pub(super) fn linear(&self, unit: usize) -> Linear<'a> {
        let (reference, shared) = (self.reference, &self.reference.table);
        let mut own_column = reference.column(self.evaluated, unit);
        let figures = own_column.clone();
        let mut radial_column = self.radial_column(&figures);
        let sizes: Vec<f64> = figures.iter().map(|figure| size(*figure)).collect();
        let own_factor = normalise(&mut own_column);
        let radial_factor = normalise(&mut radial_column);
        let mut own = [own_column, radial_column].concat();
        let mut own_upper = vec![f64::INFINITY; 2];
        let slacks = self.push_slacks(&sizes, &mut own, &mut own_upper);
        let returning = self.push_returning(unit, &mut own, &mut own_upper);
        let right = self.right(&figures);
        let barred = if self.is_own { reference.place(unit) } else { None };
        let program = Standard {
            shared,
            shared_upper: &[],
            barred,
            own,
            own_upper,
            right,
        };
        let start = self.start(&figures, shared.count());
        let columns = program.own_upper.len();
        let value = self.value(radial_factor, columns);
        let (face, face_factor) = self.face(&sizes, slacks, columns);
        let artificial = if self.is_left_out() {
            vec![shared.count()]
        } else {
            Vec::new()
        };
        let stages = Stages {
            artificial,
            value,
            face,
        };
        Linear {
            program,
            start,
            stages,
            own_factor,
            radial_factor,
            face_factor,
            returning,
        }
    }

    /// The cost of the efficiency: least input, most output.
    fn value(&self, radial_factor: f64, columns: usize) -> Cost<'static> {
        let sign = match self.settings.orientation {
            Orientation::Input => 1.0,
            Orientation::Output => -1.0,
        };
        let mut own = vec![0.0; columns];
        own.iter_mut()
            .skip(1)
            .take(1)
            .for_each(|cost| *cost = sign / radial_factor);
        Cost { shared: &[], own }
    }

    /// Minus what the efficiency multiplies.
    fn radial_column(&self, figures: &[f64]) -> Vec<f64> {
        let radial = self.roles().map(|role| role == Role::Radial).chain([false]);
        figures
            .iter()
            .zip(radial)
            .map(|(figure, radial)| if radial { -figure } else { 0.0 })
            .collect()
    }

    fn right(&self, figures: &[f64]) -> Vec<f64> {
        let radial = self.roles().map(|role| role == Role::Radial).chain([false]);
        figures
            .iter()
            .zip(radial)
            .map(|(figure, radial)| if radial { 0.0 } else { *figure })
            .collect()
    }

    /// A slack per row, measured in the unit's own figure so that tolerances mean the same for dwarfs and giants.
    /// Where a row must be met exactly, the slack is closed at zero: it only serves the start.
    fn push_slacks(&self, sizes: &[f64], own: &mut Vec<f64>, own_upper: &mut Vec<f64>) -> usize {
        let inputs = self.inputs.iter().map(|role| (1.0, *role != Role::Equal));
        let outputs = self.outputs.iter().map(|role| (-1.0, *role != Role::Equal));
        let sum = match self.settings.scale {
            Scale::Constant => None,
            Scale::Variable => Some((1.0, false)),
            Scale::NonIncreasing => Some((1.0, true)),
            Scale::NonDecreasing => Some((-1.0, true)),
        };
        for (row, ((sign, open), size)) in inputs.chain(outputs).chain(sum).zip(sizes).enumerate() {
            own.extend((0..sizes.len()).map(|at| if at == row { sign * size } else { 0.0 }));
            own_upper.push(if open { f64::INFINITY } else { 0.0 });
        }
        sizes.len()
    }

    /// Units only this one dominates can be peers once it is left out.
    fn push_returning(&self, unit: usize, own: &mut Vec<f64>, own_upper: &mut Vec<f64>) -> &'a [usize] {
        let list = self
            .reference
            .dominance
            .returning
            .get(&unit)
            .filter(|_| self.is_own && self.is_left_out());
        let returning = list.map_or(&[][..], Vec::as_slice);
        for &unit in returning {
            own.extend(self.reference.column(self.reference.units, unit));
            own_upper.push(f64::INFINITY);
        }
        returning
    }

    /// The basis of the unit measured against itself: its weight one, the efficiency one, every slack zero. The
    /// efficiency covers the largest scaled row, the weight the sum or the largest row of the other side.
    fn start(&self, figures: &[f64], first: usize) -> Vec<usize> {
        let inputs = self.inputs.len();
        let largest = |wanted: &dyn Fn(usize, Role) -> bool| {
            let rows = figures.iter().zip(self.roles()).enumerate();
            let rows = rows.filter(|(row, (_, role))| wanted(*row, *role));
            rows.max_by(|(_, (a, _)), (_, (b, _))| a.total_cmp(b))
                .map(|(row, _)| row)
        };
        let is_input = self.settings.orientation == Orientation::Input;
        let radial_row = largest(&|_, role| role == Role::Radial);
        let weight_row = if self.reference.has_sum {
            Some(figures.len().saturating_sub(1))
        } else {
            largest(&|row, _| (row < inputs) != is_input)
        };
        let slacks = (0..figures.len()).filter(|row| Some(*row) != radial_row && Some(*row) != weight_row);
        [first, first + 1]
            .into_iter()
            .chain(slacks.map(|row| first + 2 + row))
            .collect()
    }

    /// The cost of the second phase, scaled to at most one, and by what it was divided.
    fn face(&self, sizes: &[f64], slacks: usize, columns: usize) -> (Option<Cost<'static>>, f64) {
        let Some(weights) = self.settings.slacks else {
            return (None, 1.0);
        };
        let figures = self
            .roles()
            .zip(sizes)
            .zip(self.reference.scales.iter().zip(&self.reference.maxima));
        let costs: Vec<f64> = figures
            .map(|((role, size), (scale, maximum))| weight(weights, role, *maximum) * scale * size)
            .collect();
        let factor = power_of_two(costs.iter().copied().fold(0.0, f64::max));
        let mut own = vec![0.0; columns];
        own.iter_mut()
            .skip(2)
            .take(slacks)
            .zip(&costs)
            .for_each(|(cost, weight)| *cost = -weight / factor);
        (Some(Cost { shared: &[], own }), factor)
    }
}

/// The weight of a slack in the sum of the second phase.
pub(super) fn weight(weights: SlackWeights, role: Role, maximum: f64) -> f64 {
    match (role, weights) {
        (Role::Fixed | Role::Equal, _) => 0.0,
        (Role::Radial | Role::Bound, SlackWeights::Plain) => 1.0,
        (Role::Radial | Role::Bound, SlackWeights::Scaled) if 0.0 < maximum => 1.0 / maximum,
        // Nobody has any of it, so there is no slack to weigh.
        (Role::Radial | Role::Bound, SlackWeights::Scaled) => 0.0,
    }
}

/// The size a slack is measured in: that of the unit's figure, or of the column where the unit has none.
fn size(figure: f64) -> f64 {
    if figure == 0.0 {
        1.0
    } else {
        power_of_two(figure).max(SMALLEST_SIZE)
    }
}

/// Divides a column by the power of two below its largest entry, and returns that power.
fn normalise(column: &mut [f64]) -> f64 {
    let factor = power_of_two(
        column
            .iter()
            .fold(0.0, |largest: f64, entry| largest.max(entry.abs())),
    );
    column.iter_mut().for_each(|entry| *entry /= factor);
    factor
}
