//! 压减分担 (claims problems): claims that exceed what there is, shared by one of four classical rules.
//!
//! Aumann, Maschler 1985; Thomson 2003. Every rule is computed in whole numbers, so that the awards are exact and add
//! up to what there is to the fen.

#[cfg(test)]
mod tests;

use serde::Serialize;

use super::error::{AllocateError, money_within};
use super::money::{Fractions, Yuan};

/// How a shortage is borne.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimsRule {
    /// 等比例: everybody keeps the same share of the claim.
    Proportional,
    /// 等额保障 (constrained equal awards): the same amount for all, at most the claim; spares small claims.
    EqualAwards,
    /// 等额压减 (constrained equal losses): the same loss for all, at most the claim; spares large claims.
    EqualLosses,
    /// Talmud: equal awards on half the claims up to half of the sum, equal losses beyond.
    Talmud,
}

/// What one claimant gets and loses.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Award {
    /// The claim in fen.
    pub claim_fen: i64,
    /// The award in fen.
    pub award_fen: i64,
    /// Claim less award, in fen.
    pub loss_fen: i64,
    /// The award before rounding, in fen.
    pub exact: f64,
}

/// Shares an estate among claims; the awards add up to it exactly.
///
/// Fractions of a fen go by largest remainder; of equal ones the larger award goes first, then the earlier row.
///
/// # Errors
///
/// [`AllocateError::NoShortage`] if the estate exceeds the claims, [`AllocateError::Money`] if an amount is negative.
pub fn share_claims(claims: &[i64], estate_fen: i64, rule: ClaimsRule) -> Result<Vec<Award>, AllocateError> {
    if claims.is_empty() {
        return Err(AllocateError::Nothing { what: "申报" });
    }
    for (at, claim) in claims.iter().enumerate() {
        money_within(&format!("第 {} 行", at + 1), "申报金额", *claim)?;
    }
    let total = claims
        .iter()
        .try_fold(0_i64, |sum, claim| sum.checked_add(*claim))
        .unwrap_or(i64::MAX);
    money_within("全部", "申报合计", total)?;
    money_within("全部", "可用金额", estate_fen)?;
    if total < estate_fen {
        let (estate, claims) = (Yuan(estate_fen).to_string(), Yuan(total).to_string());
        return Err(AllocateError::NoShortage { estate, claims });
    }
    let claims: Vec<i128> = claims.iter().copied().map(i128::from).collect();
    let shares = shares(&claims, i128::from(estate_fen), rule);
    Ok(awards(&claims, &shares))
}

fn awards(claims: &[i128], shares: &Fractions) -> Vec<Award> {
    let narrow = |fen: i128| i64::try_from(fen).unwrap_or(i64::MAX);
    claims
        .iter()
        .zip(shares.rounded().into_iter().zip(shares.floats()))
        .map(|(claim, (award_fen, exact))| {
            let claim_fen = narrow(*claim);
            Award {
                claim_fen,
                award_fen,
                loss_fen: claim_fen - award_fen,
                exact,
            }
        })
        .collect()
}

fn shares(claims: &[i128], estate: i128, rule: ClaimsRule) -> Fractions {
    let total: i128 = claims.iter().sum();
    match rule {
        ClaimsRule::Proportional => Fractions {
            numerators: claims.iter().map(|claim| claim * estate).collect(),
            denominator: total.max(1),
        },
        ClaimsRule::EqualAwards => equal_awards(claims, estate),
        ClaimsRule::EqualLosses => rest(claims, &equal_awards(claims, total - estate)),
        // In half fen, so that half a claim is whole.
        ClaimsRule::Talmud if 2 * estate <= total => halved(equal_awards(claims, 2 * estate)),
        ClaimsRule::Talmud => rest(claims, &halved(equal_awards(claims, 2 * (total - estate)))),
    }
}

/// min(claim, level) with the level that spends the estate, over the number of those who do not get their claim.
fn equal_awards(claims: &[i128], estate: i128) -> Fractions {
    let mut order: Vec<i128> = claims.to_vec();
    order.sort_unstable();
    let (mut left, mut open) = (estate, i128::try_from(order.len()).unwrap_or(i128::MAX));
    for claim in order {
        // Whoever asks for no more than an equal part of what is left gets all of it.
        if left < claim * open {
            break;
        }
        left -= claim;
        open -= 1;
    }
    let denominator = open.max(1);
    let level = if open == 0 { None } else { Some(left) };
    let award = |claim: &i128| level.map_or(claim * denominator, |level| level.min(claim * denominator));
    Fractions {
        numerators: claims.iter().map(award).collect(),
        denominator,
    }
}

fn rest(claims: &[i128], losses: &Fractions) -> Fractions {
    let kept = |(claim, loss): (&i128, &i128)| claim * losses.denominator - loss;
    Fractions {
        numerators: claims.iter().zip(&losses.numerators).map(kept).collect(),
        denominator: losses.denominator,
    }
}

fn halved(doubled: Fractions) -> Fractions {
    Fractions {
        denominator: 2 * doubled.denominator,
        ..doubled
    }
}
