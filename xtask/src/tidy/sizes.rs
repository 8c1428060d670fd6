//! Files and functions stay small enough to be read in one go.

use super::Breach;
use super::habits::Sizes;
use super::source::{FunctionSize, RustSource};

/// Measures all product sources together, because two of the limits are shares of the whole.
pub(crate) fn check(sources: &[RustSource], limits: &Sizes) -> Vec<Breach> {
    let product: Vec<&RustSource> = sources.iter().filter(|source| !source.is_test()).collect();
    let mut breaches = Vec::new();
    let mut lengths = Vec::new();
    let mut functions = Vec::new();
    for source in &product {
        let lines = source.text.lines().count();
        lengths.push(lines);
        if lines > limits.file_lines_max {
            let message = format!("文件 {lines} 行,上限 {} 行: 请按职责拆分", limits.file_lines_max);
            breaches.push(Breach::new(&source.path, 0, "tidy-file-too-long", message));
        }
        functions.extend(
            source
                .functions()
                .into_iter()
                .map(|function| (source.path.as_str(), function)),
        );
    }
    breaches.extend(check_distribution(lengths, limits));
    breaches.extend(check_functions(&functions, limits));
    breaches
}

fn check_distribution(mut lengths: Vec<usize>, limits: &Sizes) -> Vec<Breach> {
    lengths.sort_unstable();
    let at = |share: usize| lengths.get(lengths.len() * share / 100).copied().unwrap_or(0);
    let mut breaches = Vec::new();
    for (name, found, limit) in [
        ("中位数", at(50), limits.file_lines_median),
        ("九成分位", at(90), limits.file_lines_p90),
    ] {
        if found > limit {
            let message = format!("源文件行数的{name}为 {found},上限 {limit}");
            breaches.push(Breach::new("crates", 0, "tidy-files-too-long", message));
        }
    }
    breaches
}

fn check_functions(functions: &[(&str, FunctionSize)], limits: &Sizes) -> Vec<Breach> {
    let long: Vec<_> = functions
        .iter()
        .filter(|(_, function)| function.lines > limits.function_lines_long)
        .collect();
    let too_many = long.len() * 100 > functions.len() * limits.long_functions_percent;
    let mut breaches = Vec::new();
    for (path, function) in long {
        let FunctionSize { name, line, lines } = function;
        if *lines > limits.function_lines_max {
            let message = format!("函数 {name} 有 {lines} 行,上限 {} 行", limits.function_lines_max);
            breaches.push(Breach::new(path, *line, "tidy-function-too-long", message));
        } else if too_many {
            let message = format!(
                "函数 {name} 有 {lines} 行;超过 {} 行的函数多于 {} %",
                limits.function_lines_long, limits.long_functions_percent
            );
            breaches.push(Breach::new(path, *line, "tidy-too-many-long-functions", message));
        }
    }
    breaches
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Sizes = Sizes {
        file_lines_median: 10,
        file_lines_p90: 20,
        file_lines_max: 30,
        function_lines_long: 5,
        function_lines_max: 8,
        long_functions_percent: 50,
        migration_lines_max: 30,
    };

    fn codes(files: &[(&str, String)]) -> Vec<&'static str> {
        let sources: Vec<RustSource> = files
            .iter()
            .map(|(path, text)| RustSource::parse(path, text).unwrap())
            .collect();
        check(&sources, &LIMITS)
            .into_iter()
            .map(|breach| breach.code)
            .collect()
    }

    fn function(name: &str, lines: usize) -> String {
        format!("fn {name}() {{\n{}}}\n", "    ();\n".repeat(lines - 2))
    }

    #[test]
    fn a_file_at_the_limit_passes_and_one_line_more_does_not() {
        let small = || ("crates/a/src/s.rs", "\n".to_owned());
        let many = |text: String| {
            let mut files = vec![("crates/a/src/big.rs", text)];
            files.extend((0..20).map(|_| small()));
            codes(&files)
        };
        assert_eq!(many("\n".repeat(30)), [""; 0]);
        assert_eq!(many("\n".repeat(31)), ["tidy-file-too-long"]);
    }

    #[test]
    fn tests_may_be_long() {
        assert_eq!(codes(&[("crates/a/src/tests.rs", "\n".repeat(500))]), [""; 0]);
    }

    #[test]
    fn the_whole_is_measured_as_well_as_each() {
        assert_eq!(
            codes(&[("crates/a/src/a.rs", "\n".repeat(15))]),
            ["tidy-files-too-long"]
        );
    }

    #[test]
    fn a_long_function_is_borne_while_it_is_rare() {
        let one_in_two = format!("{}{}", function("a", 6), function("b", 2));
        assert_eq!(codes(&[("crates/a/src/a.rs", one_in_two)]), [""; 0]);
        assert_eq!(
            codes(&[("crates/a/src/a.rs", function("a", 6))]),
            ["tidy-too-many-long-functions"]
        );
        assert_eq!(
            codes(&[("crates/a/src/a.rs", function("a", 9))]),
            ["tidy-function-too-long"]
        );
    }
}
