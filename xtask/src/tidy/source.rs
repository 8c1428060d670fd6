//! A Rust file, parsed, with its tests told apart from its product code.

use proc_macro2::{TokenStream, TokenTree};
use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};

use super::Breach;

/// A parsed file of the repository.
pub(crate) struct RustSource {
    pub(crate) path: String,
    pub(crate) text: String,
    pub(crate) syntax: syn::File,
    tokens: TokenStream,
    /// Declared by another file as a module for tests.
    pub(crate) is_declared_for_tests: bool,
}

/// A function and how many lines it takes from its signature to its closing brace.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct FunctionSize {
    pub(crate) name: String,
    pub(crate) line: usize,
    pub(crate) lines: usize,
}

/// An identifier and its line.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Word {
    pub(crate) text: String,
    pub(crate) line: usize,
}

impl RustSource {
    pub(crate) fn parse(path: &str, text: &str) -> Result<Self, Breach> {
        let unreadable =
            |cause: String| Breach::new(path, 0, "tidy-not-rust", format!("不是可解析的 Rust: {cause}"));
        let syntax = syn::parse_file(text).map_err(|cause| unreadable(cause.to_string()))?;
        let tokens = text
            .parse()
            .map_err(|cause: proc_macro2::LexError| unreadable(cause.to_string()))?;
        Ok(Self {
            path: path.to_owned(),
            text: text.to_owned(),
            syntax,
            tokens,
            is_declared_for_tests: false,
        })
    }

    /// Whether the whole file is only compiled for tests.
    pub(crate) fn is_test(&self) -> bool {
        let is_in_place = self.path.ends_with("/tests.rs") || self.path.contains("/tests/");
        is_in_place || self.path.contains("/benches/") || self.is_declared_for_tests
    }

    /// The files that hold the modules which this file declares for tests only: `#[cfg(test)] mod samples;`.
    pub(crate) fn files_for_tests(&self) -> Vec<String> {
        let stem = self.path.trim_end_matches(".rs");
        let directory = match stem.rsplit_once('/') {
            Some((above, "lib" | "main")) => above,
            _ => stem,
        };
        let declared = self.syntax.items.iter().filter_map(|item| match item {
            syn::Item::Mod(module) if module.content.is_none() && is_for_tests(&module.attrs) => {
                Some(&module.ident)
            }
            _ => None,
        });
        declared.map(|name| format!("{directory}/{name}.rs")).collect()
    }

    /// The functions of the product, tests left out.
    pub(crate) fn functions(&self) -> Vec<FunctionSize> {
        let mut found = Functions(Vec::new());
        found.visit_file(&self.syntax);
        found.0
    }

    /// The test functions of the file, wherever they stand.
    pub(crate) fn tests(&self) -> Vec<Word> {
        let mut found = Tests(Vec::new());
        found.visit_file(&self.syntax);
        found.0
    }

    /// Every identifier in the file, those inside macros too.
    pub(crate) fn words(&self) -> Vec<Word> {
        let mut words = Vec::new();
        collect_words(self.tokens.clone(), &mut words);
        words.sort();
        words.dedup();
        words
    }

    /// Blocks of `//` comments with the line they start on; documentation comments are not among them.
    pub(crate) fn comments(&self) -> Vec<(usize, String)> {
        let mut blocks: Vec<(usize, String)> = Vec::new();
        let mut last = 0;
        for (number, line) in (1..).zip(self.text.lines()) {
            let Some(words) = plain_comment(line.trim()) else {
                continue;
            };
            match blocks.last_mut() {
                Some((_, block)) if last + 1 == number => {
                    block.push(' ');
                    block.push_str(words);
                }
                _ => blocks.push((number, words.to_owned())),
            }
            last = number;
        }
        blocks
    }
}

/// The words of a line that is only a `//` comment.
fn plain_comment(line: &str) -> Option<&str> {
    let words = line.strip_prefix("//")?;
    (!words.starts_with(['/', '!'])).then(|| words.trim())
}

/// Whether an item is compiled for tests only.
pub(crate) fn is_for_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("test")
            || (attribute.path().is_ident("cfg")
                && attribute
                    .parse_args::<syn::Path>()
                    .is_ok_and(|condition| condition.is_ident("test")))
    })
}

struct Tests(Vec<Word>);

impl<'ast> Visit<'ast> for Tests {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        // The last segment, because an asynchronous runtime has a test attribute of its own.
        let is_test = |attribute: &syn::Attribute| {
            attribute
                .path()
                .segments
                .last()
                .is_some_and(|segment| segment.ident == "test")
        };
        if item.attrs.iter().any(is_test) {
            let name = &item.sig.ident;
            self.0.push(Word {
                text: name.to_string(),
                line: name.span().start().line,
            });
        }
    }
}

struct Functions(Vec<FunctionSize>);

impl Functions {
    fn add(&mut self, signature: &syn::Signature, block: &syn::Block) {
        let first = signature.span().start().line;
        let last = block.span().end().line;
        self.0.push(FunctionSize {
            name: signature.ident.to_string(),
            line: first,
            lines: last.saturating_sub(first) + 1,
        });
    }
}

impl<'ast> Visit<'ast> for Functions {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !is_for_tests(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        if !is_for_tests(&item.attrs) {
            self.add(&item.sig, &item.block);
            visit::visit_item_fn(self, item);
        }
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.add(&item.sig, &item.block);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if let Some(block) = &item.default {
            self.add(&item.sig, block);
        }
        visit::visit_trait_item_fn(self, item);
    }
}

fn collect_words(tokens: TokenStream, words: &mut Vec<Word>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => {
                words.push(Word {
                    text: ident.to_string(),
                    line: ident.span().start().line,
                });
            }
            TokenTree::Group(group) => collect_words(group.stream(), words),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> RustSource {
        RustSource::parse("crates/example/src/lib.rs", text).unwrap()
    }

    #[test]
    fn a_function_is_measured_from_its_signature_to_its_brace() {
        let source = parse("/// Words.\n#[must_use]\nfn two() {\n}\nimpl A { fn one(&self) {} }\n");
        let sizes: Vec<_> = source
            .functions()
            .into_iter()
            .map(|f| (f.name, f.line, f.lines))
            .collect();
        assert_eq!(sizes, [("two".to_owned(), 3, 2), ("one".to_owned(), 5, 1)]);
    }

    #[test]
    fn functions_of_tests_do_not_count() {
        let source = parse("#[cfg(test)]\nmod tests { fn help() {} }\n#[test]\nfn sentence() {}\n");
        assert_eq!(source.functions(), []);
    }

    #[test]
    fn words_inside_macros_are_found() {
        let words = parse("macro_rules! m { ($a:ident) => { let hidden = 1; } }").words();
        assert!(words.iter().any(|word| word.text == "hidden"), "{words:?}");
    }

    #[test]
    fn neighbouring_comment_lines_are_one_block() {
        let source = parse("// One\n// block.\nfn a() {}\n// Another.\n/// Not this.\nfn b() {}\n");
        assert_eq!(
            source.comments(),
            [(1, "One block.".to_owned()), (4, "Another.".to_owned())]
        );
    }

    #[test]
    fn files_of_tests_are_known_by_their_place() {
        for (path, expected) in [
            ("crates/a/src/lib.rs", false),
            ("crates/a/src/goal/tests.rs", true),
            ("crates/a/tests/it/main.rs", true),
            ("crates/a/src/testing.rs", false),
        ] {
            assert_eq!(RustSource::parse(path, "").unwrap().is_test(), expected, "{path}");
        }
    }

    #[test]
    fn modules_declared_for_tests_are_known_by_their_file() {
        for (path, expected) in [
            ("crates/a/src/lib.rs", "crates/a/src/samples.rs"),
            ("crates/a/src/goal.rs", "crates/a/src/goal/samples.rs"),
        ] {
            let source = RustSource::parse(path, "#[cfg(test)]\nmod samples;\nmod product;\n").unwrap();
            assert_eq!(source.files_for_tests(), [expected]);
        }
    }

    #[test]
    fn what_is_not_rust_is_a_breach() {
        let breach = RustSource::parse("a.rs", "fn {").err().unwrap();
        assert_eq!(breach.code, "tidy-not-rust");
    }
}
