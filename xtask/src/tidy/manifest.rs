//! Every dependency is declared once, in the root manifest, with the reason for having it.

use super::{Breach, TextFile};

/// Checks a manifest; other files pass.
pub(crate) fn check(file: &TextFile) -> Vec<Breach> {
    match file.path.as_str() {
        "Cargo.toml" => check_root(file),
        path if path.ends_with("/Cargo.toml") => check_member(file),
        _ => Vec::new(),
    }
}

/// Lines of a `[…dependencies]` table with their one-based numbers.
fn dependency_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut is_inside = false;
    (1..).zip(text.lines()).filter(move |(_, line)| {
        if line.starts_with('[') {
            is_inside = line.ends_with("dependencies]");
            return false;
        }
        is_inside && line.contains('=') && !line.starts_with('#')
    })
}

fn check_root(file: &TextFile) -> Vec<Breach> {
    dependency_lines(&file.text)
        .filter(|(_, line)| !line.contains("path = ") && !has_reason(line))
        .map(|(number, line)| {
            let name = line.split([' ', '=']).next().unwrap_or(line);
            let message = format!("{name}: 行尾请用一句话说明为何需要它");
            Breach::new(&file.path, number, "tidy-dependency-reason", message)
        })
        .collect()
}

/// A comment that is a sentence. A `#` inside quotation marks cannot occur in a version or feature.
fn has_reason(line: &str) -> bool {
    line.split_once('#')
        .is_some_and(|(_, reason)| reason.trim().ends_with('.'))
}

fn check_member(file: &TextFile) -> Vec<Breach> {
    dependency_lines(&file.text)
        .filter(|(_, line)| !line.contains(".workspace = true") && !line.contains("workspace = true"))
        .map(|(number, line)| {
            let message = format!("{}: 请在根 Cargo.toml 声明,此处写 .workspace = true", line.trim());
            Breach::new(&file.path, number, "tidy-dependency-home", message)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(path: &str, text: &str) -> Vec<usize> {
        let file = TextFile {
            path: path.to_owned(),
            text: text.to_owned(),
        };
        check(&file).into_iter().map(|breach| breach.line).collect()
    }

    #[test]
    fn the_root_gives_a_reason_for_each() {
        let text = "[workspace.dependencies]\nours = { path = \"a\" }\ngood = \"1\" # Needed.\nbad = \"1\"\n\n[lints]\na = 1\n";
        assert_eq!(lines("Cargo.toml", text), [4]);
    }

    #[test]
    fn members_inherit() {
        let text = "[package]\nname = \"a\"\n[dev-dependencies]\ngood.workspace = true\nbad = \"1\"\n";
        assert_eq!(lines("crates/a/Cargo.toml", text), [5]);
        assert_eq!(lines("docs/a.md", text), [0; 0]);
    }
}
