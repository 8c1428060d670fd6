//! A migration is one small change that says why.

use super::habits::Sizes;
use super::{Breach, TextFile};

/// Checks an SQL file under a `migrations` directory; other files pass.
pub(crate) fn check(file: &TextFile, limits: &Sizes) -> Vec<Breach> {
    if !file.path.contains("/migrations/") || !file.path.ends_with(".sql") {
        return Vec::new();
    }
    let mut breaches = Vec::new();
    let lines = file.text.lines().count();
    if lines > limits.migration_lines_max {
        let message = format!(
            "迁移 {lines} 行,上限 {} 行: 一次迁移只做一件事",
            limits.migration_lines_max
        );
        breaches.push(Breach::new(&file.path, 0, "tidy-migration-too-long", message));
    }
    if !file.text.starts_with("-- ") {
        breaches.push(Breach::new(
            &file.path,
            1,
            "tidy-migration-head",
            "第一行应以 -- 说明建的是什么、为什么",
        ));
    }
    breaches
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repository;
    use crate::tidy::habits::Habits;

    #[test]
    fn a_migration_is_short_and_says_why() {
        let limits = Habits::read(&repository::root()).unwrap().sizes;
        for (path, text, expected) in [
            (
                "a/migrations/1_b/up.sql",
                "-- Words.\nCREATE TABLE b (c TEXT);\n".to_owned(),
                vec![],
            ),
            (
                "a/migrations/1_b/up.sql",
                "CREATE TABLE b (c TEXT);\n".to_owned(),
                vec!["tidy-migration-head"],
            ),
            (
                "a/migrations/1_b/up.sql",
                format!("-- W.\n{}", "\n".repeat(30)),
                vec!["tidy-migration-too-long"],
            ),
            ("a/queries/b.sql", "SELECT 1;\n".to_owned(), vec![]),
        ] {
            let file = TextFile {
                path: path.to_owned(),
                text,
            };
            let codes: Vec<_> = check(&file, &limits)
                .into_iter()
                .map(|breach| breach.code)
                .collect();
            assert_eq!(codes, expected, "{}", file.text);
        }
    }
}
