//! 激励分配 (incentive allocation): a pool shared by base and result, with a floor and a cap for every department.
//!
//! In place of 基数+增长. With base b, score s, reliability r, reference mu and strength kappa,
//! w = b exp(kappa r (s − mu)/10) and x = clip(lambda w, floor b, cap b) with the one lambda that spends the pool:
//! the allocation nearest to w in relative entropy. It is monotone in a department's own score and in the pool,
//! keeps order among equally reliable departments and gives nothing for splitting or merging.

mod explanation;
mod multiplier;

#[cfg(test)]
mod tests;

use serde::Serialize;

use super::error::{AllocateError, money_within, unique};
use super::money::{Room, Yuan, float, round_within};
use super::seats::{Divisor, apportion_within};
use explanation::{Terms, terms};
pub(super) use multiplier::{Item, multiplier};

/// 部门 (department) with what the allocation rests on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Department {
    /// Its name, once in the table.
    pub name: String,
    /// Base in fen, after the zero-based check and without rigid items, which pass through.
    pub base_fen: i64,
    /// Score of the whole-department evaluation, 0 to 100.
    pub score: f64,
    /// How far the score is to be trusted, 0 (not at all) to 1.
    pub reliability: f64,
}

/// 挂钩曲线: how a score becomes the factor on the base.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Curve {
    /// exp(strength · reliability · (score − reference) / 10): no cliff anywhere.
    Smooth {
        /// kappa, at least 0: about the relative gain for ten points.
        strength: f64,
        /// mu, a score fixed and published before the scores are known. With this year's mean in its place a
        /// better score could cost a department money.
        reference: f64,
    },
    /// 分档挂钩: a factor per grade, drawn towards 1 as reliability falls: 1 + reliability · (factor − 1).
    Steps(Vec<Step>),
}

/// One grade of a step function.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Step {
    /// The lowest score of the grade.
    pub from: f64,
    /// The factor on the base, at least 0.
    pub factor: f64,
}

/// What the bureau publishes before the scores are known.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IncentiveSettings {
    /// How a score becomes a factor.
    pub curve: Curve,
    /// f in basis points of the base, at most 10,000.
    pub floor_bp: u32,
    /// g in basis points of the base, at least 10,000.
    pub cap_bp: u32,
    /// The smallest amount paid, in fen: 1 for fen (largest remainder), 1,000,000 for whole 万元 (Webster).
    pub step_fen: i64,
}

/// Whether a bound of the corridor decided a department's amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Held {
    /// The result decided alone.
    Free,
    /// 保底: the floor.
    Floor,
    /// 封顶: the cap.
    Cap,
}

/// What one department gets, and why.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Allotment {
    /// The department.
    pub department: String,
    /// Its base in fen.
    pub base_fen: i64,
    /// w/b, the factor its score earned.
    pub factor: f64,
    /// The amount before rounding, in fen.
    pub exact: f64,
    /// The amount in fen.
    pub amount_fen: i64,
    /// amount/base − 1; nothing where the base is zero.
    pub growth: Option<f64>,
    /// Which bound decided.
    pub held: Held,
    /// The least and the most it could have got, in fen.
    pub lower_fen: i64,
    /// See `lower_fen`.
    pub upper_fen: i64,
    /// 盘子松紧: what the size of the pool adds to the base, in fen.
    pub tightness_fen: i64,
    /// 绩效: what the result adds, in fen; the departments' terms sum to zero.
    pub performance_fen: i64,
    /// 保底封顶: what floors and caps move, in fen; the departments' terms sum to zero.
    pub bounds_fen: i64,
}

/// An allocation with the figures it rests on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IncentiveAllocation {
    /// Number of departments.
    pub n: usize,
    /// What was shared, in fen; the amounts add up to it exactly.
    pub pool_fen: i64,
    /// Sum of the bases in fen.
    pub base_fen: i64,
    /// The least and the most the corridor admits, in fen.
    pub least_fen: i64,
    /// See `least_fen`.
    pub most_fen: i64,
    /// lambda; where every department stands at a bound, the least that spends the pool.
    pub multiplier: f64,
    /// B/sum w, the multiplier there would be without floor and cap.
    pub free_multiplier: f64,
    /// Departments at the floor.
    pub at_floor: usize,
    /// Departments at the cap.
    pub at_cap: usize,
    /// One row per department, in the order given.
    pub departments: Vec<Allotment>,
}

/// Shares a pool among departments by base and result.
///
/// # Errors
///
/// [`AllocateError::Infeasible`] with the figures if the corridor cannot spend the pool; otherwise the first unusable
/// input.
pub fn allocate_budget(
    departments: &[Department],
    pool_fen: i64,
    settings: &IncentiveSettings,
) -> Result<IncentiveAllocation, AllocateError> {
    check(departments, pool_fen, settings)?;
    let factors = departments
        .iter()
        .map(|department| factor(department, &settings.curve))
        .collect::<Result<Vec<f64>, _>>()?;
    let items: Vec<Item> = departments
        .iter()
        .zip(&factors)
        .map(|(d, factor)| item(d, *factor, settings))
        .collect();
    let rooms: Vec<Room> = departments
        .iter()
        .zip(&factors)
        .map(|(d, factor)| room(d, *factor, settings))
        .collect();
    feasible(pool_fen, &rooms, settings)?;

    let lambda = multiplier(&items, float(pool_fen));
    let amounts = if settings.step_fen == 1 {
        let exact: Vec<f64> = items.iter().map(|item| item.at(lambda)).collect();
        round_within(&exact, &rooms, pool_fen)
    } else {
        in_steps(&items, &rooms, pool_fen, settings.step_fen)?
    };
    let terms = terms(departments, &items, pool_fen, &amounts);
    Ok(result(
        departments,
        pool_fen,
        &rooms,
        &Solved {
            factors,
            items,
            lambda,
            amounts,
            terms,
        },
    ))
}

/// What the steps before it found, for [`result`].
struct Solved {
    factors: Vec<f64>,
    items: Vec<Item>,
    lambda: f64,
    amounts: Vec<i64>,
    terms: Vec<Terms>,
}

fn result(departments: &[Department], pool_fen: i64, rooms: &[Room], solved: &Solved) -> IncentiveAllocation {
    let rows: Vec<Allotment> = departments
        .iter()
        .zip(rooms)
        .zip(solved.factors.iter().zip(&solved.items))
        .zip(solved.amounts.iter().zip(&solved.terms))
        .map(
            |(((department, room), (factor, item)), (&amount_fen, terms))| Allotment {
                department: department.name.clone(),
                base_fen: department.base_fen,
                factor: *factor,
                exact: item.at(solved.lambda),
                amount_fen,
                growth: (department.base_fen != 0)
                    .then(|| float(amount_fen) / float(department.base_fen) - 1.0),
                held: item.held(solved.lambda),
                lower_fen: room.lower,
                upper_fen: room.upper,
                tightness_fen: terms.tightness,
                performance_fen: terms.performance,
                bounds_fen: terms.bounds,
            },
        )
        .collect();
    IncentiveAllocation {
        n: departments.len(),
        pool_fen,
        base_fen: departments.iter().map(|department| department.base_fen).sum(),
        least_fen: rooms.iter().map(|room| room.lower).sum(),
        most_fen: rooms.iter().map(|room| room.upper).sum(),
        multiplier: solved.lambda,
        free_multiplier: float(pool_fen) / solved.items.iter().map(|item| item.weight).sum::<f64>(),
        at_floor: rows.iter().filter(|row| row.held == Held::Floor).count(),
        at_cap: rows.iter().filter(|row| row.held == Held::Cap).count(),
        departments: rows,
    }
}

fn check(
    departments: &[Department],
    pool_fen: i64,
    settings: &IncentiveSettings,
) -> Result<(), AllocateError> {
    unique(
        "部门",
        departments.iter().map(|department| department.name.as_str()),
    )?;
    for department in departments {
        let where_is = &department.name;
        money_within(where_is, "基数", department.base_fen)?;
        AllocateError::within(where_is, "得分", department.score, 0.0, 100.0)?;
        AllocateError::within(where_is, "可靠度", department.reliability, 0.0, 1.0)?;
    }
    let base_fen = departments
        .iter()
        .try_fold(0_i64, |sum, department| sum.checked_add(department.base_fen));
    money_within("全部部门", "基数合计", base_fen.unwrap_or(i64::MAX))?;
    money_within("全部部门", "待分配总额", pool_fen)?;
    if base_fen == Some(0) {
        return Err(AllocateError::NoBase);
    }
    if settings.step_fen < 1 || pool_fen % settings.step_fen != 0 {
        return Err(AllocateError::Step {
            pool: Yuan(pool_fen).to_string(),
            step: Yuan(settings.step_fen).to_string(),
        });
    }
    if 10_000 < settings.floor_bp || settings.cap_bp < 10_000 {
        return Err(AllocateError::Corridor {
            floor_bp: settings.floor_bp,
            cap_bp: settings.cap_bp,
        });
    }
    Ok(())
}

/// e = w/b.
fn factor(department: &Department, curve: &Curve) -> Result<f64, AllocateError> {
    let factor = match curve {
        Curve::Smooth { strength, reference } => {
            AllocateError::within("公布的参数", "强度系数", *strength, 0.0, f64::MAX)?;
            AllocateError::within("公布的参数", "参照分", *reference, 0.0, 100.0)?;
            (strength * department.reliability * (department.score - reference) / 10.0).exp()
        }
        Curve::Steps(steps) => {
            let step = steps
                .iter()
                .filter(|step| step.from <= department.score)
                .max_by(|a, b| a.from.total_cmp(&b.from))
                .ok_or_else(|| AllocateError::NoStep {
                    name: department.name.clone(),
                    score: department.score,
                })?;
            AllocateError::within("公布的参数", "分档系数", step.factor, 0.0, f64::MAX)?;
            1.0 + department.reliability * (step.factor - 1.0)
        }
    };
    AllocateError::within(&department.name, "挂钩系数", factor, 0.0, f64::MAX)?;
    Ok(factor)
}

/// A department with a factor of zero stays at its floor whatever the multiplier.
fn item(department: &Department, factor: f64, settings: &IncentiveSettings) -> Item {
    let base = float(department.base_fen);
    let lower = base * f64::from(settings.floor_bp) / 10_000.0;
    let upper = if 0.0 < factor {
        base * f64::from(settings.cap_bp) / 10_000.0
    } else {
        lower
    };
    Item {
        weight: base * factor,
        lower,
        upper,
    }
}

/// The whole fen inside the corridor.
fn room(department: &Department, factor: f64, settings: &IncentiveSettings) -> Room {
    let part = |bp: u32, up: i128| {
        let fen = (i128::from(department.base_fen) * i128::from(bp) + up).div_euclid(10_000);
        i64::try_from(fen).unwrap_or(i64::MAX)
    };
    let lower = part(settings.floor_bp, 9_999);
    Room {
        lower,
        upper: if 0.0 < factor {
            part(settings.cap_bp, 0)
        } else {
            lower
        },
    }
}

fn feasible(pool_fen: i64, rooms: &[Room], settings: &IncentiveSettings) -> Result<(), AllocateError> {
    let least: i128 = rooms.iter().map(|room| i128::from(room.lower)).sum();
    let most: i128 = rooms.iter().map(|room| i128::from(room.upper)).sum();
    if (least..=most).contains(&i128::from(pool_fen)) {
        return Ok(());
    }
    let yuan = |fen: i128| Yuan(i64::try_from(fen).unwrap_or(i64::MAX)).to_string();
    Err(AllocateError::Infeasible {
        pool: Yuan(pool_fen).to_string(),
        least: yuan(least),
        most: yuan(most),
        floor_bp: settings.floor_bp,
        cap_bp: settings.cap_bp,
    })
}

/// Whole steps by the divisor method of Webster inside the corridor: no department loses when the pool grows.
fn in_steps(items: &[Item], rooms: &[Room], pool_fen: i64, step_fen: i64) -> Result<Vec<i64>, AllocateError> {
    let weights: Vec<f64> = items.iter().map(|item| item.weight).collect();
    let whole = |fen: i64| u64::try_from(fen).unwrap_or(0);
    let bounds: Vec<(u64, u64)> = rooms
        .iter()
        .map(|room| {
            (
                whole(room.lower).div_ceil(whole(step_fen)),
                whole(room.upper) / whole(step_fen),
            )
        })
        .collect();
    let steps = apportion_within(&weights, whole(pool_fen / step_fen), &bounds, Divisor::Webster)?;
    Ok(steps
        .into_iter()
        .map(|steps| i64::try_from(steps).unwrap_or(0) * step_fen)
        .collect())
}
