//! The core reaches nothing outside the program: its sources name no file, clock, network or process.

use syn::visit::{self, Visit};

use super::Breach;
use super::habits::Purity;
use super::source::{RustSource, is_for_tests};

/// Checks one file of a pure package; dependencies are checked from cargo's own graph.
pub(crate) fn check(source: &RustSource, purity: &Purity) -> Vec<Breach> {
    let is_pure = purity
        .packages
        .iter()
        .any(|package| source.path.starts_with(&format!("crates/{package}/src/")));
    if !is_pure || source.is_test() {
        return Vec::new();
    }
    let mut paths = Paths {
        found: Vec::new(),
        prefix: Vec::new(),
    };
    paths.visit_file(&source.syntax);
    let mut breaches = Vec::new();
    for (path, line) in paths.found {
        if purity
            .standard
            .iter()
            .any(|banned| path == *banned || path.starts_with(&format!("{banned}::")))
        {
            let message = format!("{path}: 纯粹的一层不读写、不看时间;请由调用者传入");
            breaches.push(Breach::new(&source.path, line, "tidy-not-pure", message));
        }
    }
    breaches
}

/// Collects full paths, those of `use` trees put together from their pieces.
struct Paths {
    found: Vec<(String, usize)>,
    prefix: Vec<String>,
}

impl Paths {
    fn add(&mut self, last: &syn::Ident) {
        let mut path = self.prefix.clone();
        path.push(last.to_string());
        self.found.push((path.join("::"), last.span().start().line));
    }
}

impl<'ast> Visit<'ast> for Paths {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !is_for_tests(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_use_path(&mut self, tree: &'ast syn::UsePath) {
        self.add(&tree.ident);
        self.prefix.push(tree.ident.to_string());
        visit::visit_use_path(self, tree);
        self.prefix.pop();
    }

    fn visit_use_name(&mut self, name: &'ast syn::UseName) {
        self.add(&name.ident);
    }

    fn visit_use_rename(&mut self, name: &'ast syn::UseRename) {
        self.add(&name.ident);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let words: Vec<String> = path
            .segments
            .iter()
            .map(|segment| segment.ident.to_string())
            .collect();
        if let Some(first) = path.segments.first() {
            self.found
                .push((words.join("::"), first.ident.span().start().line));
        }
        visit::visit_path(self, path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> usize {
        let purity = Purity {
            packages: vec!["hengji-domain".to_owned()],
            dependencies: Vec::new(),
            features: Vec::new(),
            standard: vec!["std::fs".to_owned(), "std::time".to_owned()],
        };
        check(&RustSource::parse(path, text).unwrap(), &purity).len()
    }

    #[test]
    fn the_core_may_not_reach_out() {
        let core = "crates/hengji-domain/src/goal.rs";
        for (path, text, is_pure) in [
            (core, "use std::fmt;", true),
            (core, "use std::fs;", false),
            (core, "use std::{fmt, fs::File};", false),
            (core, "use std::time::Instant as Now;", false),
            (core, "fn f() { std::fs::read(p); }", false),
            (core, "#[cfg(test)]\nmod tests { use std::fs; }", true),
            ("crates/hengji-domain/src/goal/tests.rs", "use std::fs;", true),
            ("crates/hengji-store/src/lib.rs", "use std::fs;", true),
        ] {
            assert_eq!(found(path, text) == 0, is_pure, "{text}");
        }
    }
}
