//! 定性指标: the score is set by hand inside the band that 完成值 claims; a phrase alone never gives points.

use hengji_domain::form::FormLine;
use hengji_domain::rounding::div_round_half_up;
use hengji_domain::rule::Band;
use hengji_domain::value::read::normalise;
use hengji_domain::{Score, Weight};

use crate::why_not::WhyNot;

/// The score set by hand, where it lies inside the band that the actual claims.
pub(super) fn score(line: &FormLine, weight: Weight, bands: &[Band]) -> Result<Score, WhyNot> {
    let said = normalise(&line.actual.text);
    // Only the whole phrase counts, because 未达成预期指标 contains 达成预期指标.
    let claimed = bands.iter().position(|band| {
        normalise(&band.name) == said || band.phrases.iter().any(|phrase| normalise(phrase) == said)
    });
    let (is_best, band) = claimed
        .and_then(|at| bands.get(at).map(|band| (at == 0, band)))
        .ok_or(WhyNot::NoBandClaimed)?;
    let (from, to) = (bound(weight, band.from_bp), bound(weight, band.to_bp));
    let Some(stated) = line.score.value.and_then(Score::from_points) else {
        return Err(WhyNot::BandNeedsScore {
            band: band.name.clone(),
            from,
            to,
        });
    };
    let is_inside = from <= stated && (stated < to || (is_best && stated == to));
    is_inside.then_some(stated).ok_or_else(|| WhyNot::OutsideBand {
        band: band.name.clone(),
        from,
        to,
        stated,
    })
}

/// A bound of a band, rounded half up to a hundredth of a point.
fn bound(weight: Weight, share_bp: u32) -> Score {
    let centi = div_round_half_up(i128::from(weight.centi()) * i128::from(share_bp), 10_000);
    Score::from_centi(
        centi
            .and_then(|centi| i32::try_from(centi).ok())
            .unwrap_or_default(),
    )
}
