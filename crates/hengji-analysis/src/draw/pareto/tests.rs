//! Pareto order sampling: probabilities, exact order.

use proptest::prelude::*;

use super::*;

#[test]
fn whoever_is_too_large_is_certain_and_the_rest_share() {
    let probabilities = Probabilities::new(&[60, 10, 10, 10, 10], 2);
    assert_eq!(
        probabilities,
        Probabilities {
            certain_from_fen: Some(60),
            drawn: 1,
            sum_fen: 40
        }
    );
    assert!((probabilities.inclusion(60) - 1.0).abs() < 1e-15);
    assert!((probabilities.inclusion(10) - 0.25).abs() < 1e-15);
    let everyone = Probabilities::new(&[3, 2, 1], 5);
    assert_eq!(
        (everyone.drawn, everyone.sum_fen, everyone.is_certain(1)),
        (0, 0, true)
    );
    let nobody = Probabilities::new(&[], 3);
    assert!(nobody.inclusion(5).abs() < 1e-15);
}

proptest! {
    #[test]
    fn inclusion_probabilities_add_up_to_the_size(
        amounts in proptest::collection::vec(1_u64..1_000_000_000, 1..200), size in 1_usize..200,
    ) {
        let size = size.min(amounts.len());
        let probabilities = Probabilities::new(&amounts, size);
        let sum: f64 = amounts.iter().map(|amount| probabilities.inclusion(*amount)).sum();
        prop_assert!((sum - float(wide(size))).abs() < 1e-9, "{sum} for {size}");
        prop_assert!(amounts.iter().all(|amount| probabilities.inclusion(*amount) <= 1.0));
        let certain = amounts.iter().filter(|amount| probabilities.is_certain(**amount)).count();
        prop_assert_eq!(certain + probabilities.drawn, size);
    }

    #[test]
    fn floats_and_whole_numbers_give_one_order(
        amounts in proptest::collection::vec(1_u64..1_000_000_000_000, 2..40), start in "[a-z]{1,8}",
    ) {
        let size = amounts.len() / 2;
        let probabilities = Probabilities::new(&amounts, size);
        let tickets: Vec<Ticket> = (0..amounts.len()).map(|at| Ticket::of(&start, &at.to_string())).collect();
        let ids: Vec<String> = (0..amounts.len()).map(|at| at.to_string()).collect();
        let odds: Vec<Odds<'_>> = tickets.iter().zip(&ids).zip(&amounts)
            .map(|((ticket, id), amount)| Odds::new(ticket, id, *amount, &probabilities)).collect();
        for one in odds.iter().filter(|odds| !odds.is_certain) {
            for other in odds.iter().filter(|odds| !odds.is_certain) {
                let (mine, its) = (one.exact(), other.exact());
                let exact = (mine.0 * its.1).cmp(&(its.0 * mine.1));
                prop_assert_eq!(one.by_ratio(other), exact);
            }
        }
    }
}
