//! 同类比例 (share of the category): what all other departments of the file have, or what an option says.

use crate::Failure;
use crate::portion::Portion;

/// Hits among a number of values.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Hits {
    pub(super) hits: usize,
    pub(super) n: usize,
}

/// The share for one department: the given one, or that of all others, so that a department is not compared with
/// itself. Others count as (hits + 1) ÷ (n + 2): among ten others nobody may have been met by chance, and against a
/// share of nothing a single hit would look impossible.
pub(super) fn share(given: Option<Portion>, whole: Hits, own: Hits) -> Result<f64, Failure> {
    if let Some(Portion(share)) = given {
        return Ok(share);
    }
    let others = Hits {
        hits: whole.hits.saturating_sub(own.hits),
        n: whole.n.saturating_sub(own.n),
    };
    let exact = |count: usize| u32::try_from(count).map(f64::from).map_err(Failure::fault);
    if others.n == 0 {
        return Err(Failure::refused(
            "表中只有一个部门,没有可比的同类。请放入同类部门的数据,或用 --category-share 给出同类比例。 [hygiene-no-category]",
        ));
    }
    Ok((exact(others.hits)? + 1.0) / (exact(others.n)? + 2.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_department_is_compared_with_the_others() {
        let (whole, own) = (Hits { hits: 9, n: 20 }, Hits { hits: 8, n: 10 });
        assert_eq!(share(None, whole, own), Ok(2.0 / 12.0));
        assert_eq!(share(Some(Portion(0.5)), whole, own), Ok(0.5));
        let alone = share(None, own, own);
        assert!(alone.is_err_and(|failure| failure.message().ends_with("[hygiene-no-category]")));
    }
}
