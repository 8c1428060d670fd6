//! A body in parts, each under a numbered heading.

use hengji_domain::paper::Block;

/// Numbers of headings of the first level, as GB/T 9704-2012 第7.3.3条 writes them.
const NUMBERS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];

/// The parts one after the other; one beyond the tenth stands under its heading without a number.
pub(crate) fn parted(parts: impl Iterator<Item = (String, Vec<Block>)>) -> Vec<Block> {
    let numbers = NUMBERS.into_iter().map(Some).chain(std::iter::repeat(None));
    let mut blocks = Vec::new();
    for ((heading, part), number) in parts.zip(numbers) {
        blocks.push(Block::Heading {
            level: 1,
            text: number.map_or_else(|| heading.clone(), |number| format!("{number}、{heading}")),
        });
        blocks.extend(part);
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_numbered_in_their_order() {
        let part = |name: &str| (name.to_owned(), vec![Block::Paragraph(name.to_owned())]);
        let headings = |count: usize| -> Vec<String> {
            let parts = (0..count).map(|n| part(&n.to_string()));
            let blocks = parted(parts).into_iter();
            let heading = |block| match block {
                Block::Heading { text, .. } => Some(text),
                _ => None,
            };
            blocks.filter_map(heading).collect()
        };
        assert_eq!(headings(2), ["一、0", "二、1"]);
        assert_eq!(headings(11).last().unwrap(), "10");
        assert_eq!(headings(0), [""; 0]);
    }
}
