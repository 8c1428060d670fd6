//! What a file says first, what it must not still contain, and how its comments are written.

use super::Breach;
use super::habits::{Comments, Leftovers};
use super::source::RustSource;

/// Checks the first line, the file's name and the marks of unfinished work.
pub(crate) fn check(source: &RustSource, leftovers: &Leftovers) -> Vec<Breach> {
    let mut breaches = Vec::new();
    if !source.text.starts_with("//!") {
        breaches.push(Breach::new(
            &source.path,
            1,
            "tidy-no-head",
            "第一行应是 //! 开头的说明: 这个文件管什么",
        ));
    }
    if source.path.ends_with("/mod.rs") {
        breaches.push(Breach::new(
            &source.path,
            0,
            "tidy-mod-rs",
            "请用 名称.rs 与同名目录,不用 mod.rs",
        ));
    }
    for (number, line) in (1..).zip(source.text.lines()) {
        for mark in leftovers.marks.iter().filter(|mark| line.contains(mark.as_str())) {
            breaches.push(Breach::new(
                &source.path,
                number,
                "tidy-leftover",
                format!("不应留有 {mark}"),
            ));
        }
    }
    for name in source
        .tests()
        .iter()
        .filter(|name| name.text.starts_with("test_"))
    {
        let message = format!("{} 请改成说明行为的句子,不加 test_ 前缀", name.text);
        breaches.push(Breach::new(&source.path, name.line, "tidy-test-prefix", message));
    }
    breaches
}

/// Measures the comments of the whole tree: nearly all are sentences, but a rare heading is no fault.
pub(crate) fn check_comments(sources: &[RustSource], limits: &Comments) -> Vec<Breach> {
    let blocks: Vec<(&str, usize, String)> = sources
        .iter()
        .flat_map(|source| {
            source
                .comments()
                .into_iter()
                .map(|(line, words)| (source.path.as_str(), line, words))
        })
        .collect();
    let mut breaches = share(
        &blocks,
        limits.capital_percent,
        "tidy-comment-capital",
        "注释应以大写字母开头",
        begins_well,
    );
    breaches.extend(share(
        &blocks,
        limits.full_stop_percent,
        "tidy-comment-full-stop",
        "注释应以句号结尾",
        ends_well,
    ));
    breaches
}

fn share(
    blocks: &[(&str, usize, String)],
    percent: usize,
    code: &'static str,
    message: &str,
    good: fn(&str) -> bool,
) -> Vec<Breach> {
    let bad: Vec<_> = blocks.iter().filter(|(_, _, words)| !good(words)).collect();
    if bad.len() * 100 <= blocks.len() * (100 - percent) {
        return Vec::new();
    }
    bad.into_iter()
        .map(|(path, line, words)| Breach::new(path, *line, code, format!("{message}: {words}")))
        .collect()
}

fn begins_well(words: &str) -> bool {
    words.chars().next().is_some_and(|first| !first.is_lowercase())
}

fn ends_well(words: &str) -> bool {
    words.ends_with(['.', ':', '?', '!', '。', '`'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(path: &str, text: &str) -> Vec<&'static str> {
        let leftovers = Leftovers {
            marks: vec!["LATER".to_owned(), "#[skip".to_owned()],
        };
        let source = RustSource::parse(path, text).unwrap();
        check(&source, &leftovers)
            .into_iter()
            .map(|breach| breach.code)
            .collect()
    }

    #[test]
    fn heads_and_leftovers() {
        for (path, text, expected) in [
            ("src/a.rs", "//! Head.\n", ""),
            ("src/a.rs", "\n//! Head.\n", "tidy-no-head"),
            ("src/a.rs", "// Not a head.\n", "tidy-no-head"),
            ("src/a/mod.rs", "//! Head.\n", "tidy-mod-rs"),
            ("src/a.rs", "//! Head.\n// LATER: do it.\n", "tidy-leftover"),
            ("src/a.rs", "//! Head.\n#[skip]\nfn a() {}\n", "tidy-leftover"),
            (
                "src/a.rs",
                "//! Head.\n#[test]\nfn test_goal() {}\n",
                "tidy-test-prefix",
            ),
            (
                "src/a.rs",
                "//! Head.\n#[tokio::test]\nasync fn test_a() {}\n",
                "tidy-test-prefix",
            ),
            ("src/a.rs", "//! Head.\n#[test]\nfn the_test_of_a_goal() {}\n", ""),
            ("src/a.rs", "//! Head.\nfn test_runner() {}\n", ""),
        ] {
            assert_eq!(codes(path, text).join(" "), expected, "{text}");
        }
    }

    #[test]
    fn comments_are_measured_together() {
        let limits = Comments {
            capital_percent: 50,
            full_stop_percent: 50,
        };
        let all = |text: &str| check_comments(&[RustSource::parse("src/a.rs", text).unwrap()], &limits);
        assert_eq!(all("// Good.\n\n// bad\n"), []);
        let codes: Vec<_> = all("// bad\n\n// worse\n\n// Good.\n")
            .into_iter()
            .map(|breach| breach.code)
            .collect();
        assert_eq!(
            codes,
            [
                "tidy-comment-capital",
                "tidy-comment-capital",
                "tidy-comment-full-stop",
                "tidy-comment-full-stop"
            ]
        );
    }
}
