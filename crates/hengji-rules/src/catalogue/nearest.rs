//! The rule that was probably meant by a name that no rule has.

use super::CATALOGUE;

/// Words that point at the rule probably meant: `,是不是“goal.taxonomy”`, or nothing.
pub(crate) fn nearest(rule: &str) -> String {
    CATALOGUE
        .iter()
        .map(|known| (distance(known.rule, rule), known.rule))
        .min()
        .filter(|(distance, _)| *distance < 4)
        .map(|(_, near)| format!(",是不是“{near}”"))
        .unwrap_or_default()
}

/// Edit distance between two short ASCII names.
fn distance(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, left) in one.bytes().enumerate() {
        let mut diagonal = index;
        let mut before = index + 1;
        let mut next = vec![before];
        for (right, above) in other.bytes().zip(row.iter().skip(1)) {
            let cost = usize::from(left != right);
            before = (diagonal + cost).min(above + 1).min(before + 1);
            diagonal = *above;
            next.push(before);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typing_error_finds_the_rule_meant() {
        assert_eq!(nearest("goal.taxnomy"), ",是不是“goal.taxonomy”");
        assert_eq!(nearest("scoring.revers"), ",是不是“scoring.reverse”");
        assert_eq!(nearest("something.else"), "");
    }
}
