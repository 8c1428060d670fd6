//! No official's number in Rust: weights, thresholds, bands and dates live under `rules/`.
//!
//! A heuristic: it looks at literals beside names that hold official quantities, at comparisons with them
//! and at constructors of such quantities. What it flags is either moved to a rule or excused with a reason.

use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};

use super::Breach;
use super::habits::Numbers;
use super::source::{RustSource, is_for_tests};

/// Checks the product part of one file.
pub(crate) fn check(source: &RustSource, numbers: &Numbers) -> Vec<Breach> {
    if source.is_test() {
        return Vec::new();
    }
    let mut search = Search {
        numbers,
        found: Vec::new(),
    };
    search.visit_file(&source.syntax);
    let mut breaches = Vec::new();
    for Suspect { name, line } in search.found {
        let excused = numbers.exempt.iter().any(|exemption| {
            let whole_path_or_name = exemption.name.as_ref().is_none_or(|only| *only == name);
            source.path.starts_with(&exemption.path) && whole_path_or_name && !exemption.reason.is_empty()
        });
        if !excused {
            let message =
                format!("{name} 旁有写死的数: 法定数字应来自 rules/,确非法定的在 xtask/tidy.toml 说明理由");
            breaches.push(Breach::new(&source.path, line, "tidy-official-number", message));
        }
    }
    breaches
}

struct Suspect {
    name: String,
    line: usize,
}

struct Search<'n> {
    numbers: &'n Numbers,
    found: Vec<Suspect>,
}

impl Search<'_> {
    fn is_official(&self, name: &str) -> bool {
        let name = format!("_{}", name.to_lowercase());
        self.numbers.suffixes.iter().any(|suffix| name.ends_with(suffix))
    }

    /// Reports the name when its value is written out as a number.
    fn compare(&mut self, name: &str, value: &syn::Expr) {
        if self.is_official(name) && self.is_telling(value) {
            self.found.push(Suspect {
                name: name.to_owned(),
                line: value.span().start().line,
            });
        }
    }

    fn is_telling(&self, value: &syn::Expr) -> bool {
        match value {
            syn::Expr::Lit(literal) => match &literal.lit {
                syn::Lit::Int(number) => number
                    .base10_parse::<u64>()
                    .is_ok_and(|number| !self.numbers.neutral.contains(&number)),
                syn::Lit::Float(_) => true,
                _ => false,
            },
            syn::Expr::Unary(unary) => self.is_telling(&unary.expr),
            syn::Expr::Paren(inner) => self.is_telling(&inner.expr),
            syn::Expr::Call(call) => {
                call.args.len() == 1 && call.args.iter().all(|argument| self.is_telling(argument))
            }
            _ => false,
        }
    }
}

/// The last word of what stands beside a number: a variable, a field or a method.
fn name_of(expression: &syn::Expr) -> Option<String> {
    match expression {
        syn::Expr::Path(path) => path.path.segments.last().map(|segment| segment.ident.to_string()),
        syn::Expr::Field(field) => match &field.member {
            syn::Member::Named(name) => Some(name.to_string()),
            syn::Member::Unnamed(_) => name_of(&field.base),
        },
        syn::Expr::MethodCall(call) => Some(call.method.to_string()),
        syn::Expr::Paren(inner) => name_of(&inner.expr),
        syn::Expr::Reference(inner) => name_of(&inner.expr),
        _ => None,
    }
}

/// `Type::function` of a call, whatever path leads there.
fn constructor(function: &syn::Expr) -> Option<String> {
    let syn::Expr::Path(path) = function else {
        return None;
    };
    let mut segments = path.path.segments.iter().rev();
    let (last, owner) = (segments.next()?, segments.next()?);
    Some(format!("{}::{}", owner.ident, last.ident))
}

impl<'ast> Visit<'ast> for Search<'_> {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !is_for_tests(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        if !is_for_tests(&item.attrs) {
            visit::visit_item_fn(self, item);
        }
    }

    fn visit_item_const(&mut self, item: &'ast syn::ItemConst) {
        self.compare(&item.ident.to_string(), &item.expr);
        visit::visit_item_const(self, item);
    }

    fn visit_item_static(&mut self, item: &'ast syn::ItemStatic) {
        self.compare(&item.ident.to_string(), &item.expr);
        visit::visit_item_static(self, item);
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        let pattern = match &local.pat {
            syn::Pat::Type(typed) => &typed.pat,
            other => other,
        };
        if let (syn::Pat::Ident(name), Some(init)) = (pattern, &local.init) {
            self.compare(&name.ident.to_string(), &init.expr);
        }
        visit::visit_local(self, local);
    }

    fn visit_field_value(&mut self, field: &'ast syn::FieldValue) {
        if let syn::Member::Named(name) = &field.member {
            self.compare(&name.to_string(), &field.expr);
        }
        visit::visit_field_value(self, field);
    }

    fn visit_expr_binary(&mut self, binary: &'ast syn::ExprBinary) {
        use syn::BinOp::{Eq, Ge, Gt, Le, Lt, Ne};
        if matches!(binary.op, Eq(_) | Ge(_) | Gt(_) | Le(_) | Lt(_) | Ne(_)) {
            for (named, value) in [(&binary.left, &binary.right), (&binary.right, &binary.left)] {
                if let Some(name) = name_of(named) {
                    self.compare(&name, value);
                }
            }
        }
        visit::visit_expr_binary(self, binary);
    }

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        if let Some(name) = constructor(&call.func).filter(|name| self.numbers.constructors.contains(name))
            && call
                .args
                .first()
                .is_some_and(|argument| self.is_telling(argument))
        {
            self.found.push(Suspect {
                name,
                line: call.span().start().line,
            });
        }
        visit::visit_expr_call(self, call);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::habits::NumberExemption;

    fn found(text: &str) -> usize {
        let numbers = Numbers {
            suffixes: vec!["_bp".to_owned(), "_days".to_owned()],
            constructors: vec!["Weight::from_centi".to_owned()],
            neutral: vec![0, 10_000],
            exempt: vec![NumberExemption {
                path: "src/".to_owned(),
                name: Some("PAGE_DAYS".to_owned()),
                reason: "A view's width.".to_owned(),
            }],
        };
        check(&RustSource::parse("src/a.rs", text).unwrap(), &numbers).len()
    }

    #[test]
    fn official_numbers_and_innocent_ones() {
        for (text, expected) in [
            ("const PASS_BP: i64 = 6_000;", 1),
            ("const PASS_BP: i64 = 0;", 0),
            ("const WHOLE_BP: i64 = 10_000;", 0),
            ("const PAGE_DAYS: i64 = 31;", 0),
            ("const PAGE_ROWS: i64 = 31;", 0),
            ("static GRACE_DAYS: i64 = 5;", 1),
            ("fn f() { let limit_bp: i64 = 9_000; }", 1),
            ("fn f() { let limit_bp = rules.limit_bp(); }", 0),
            ("fn f() { if rate_bp > 9_000 {} }", 1),
            ("fn f() { if 9_000 < line.rate_bp {} }", 1),
            ("fn f() { if line.rate_bp() == 0 {} }", 0),
            ("fn f() { g(A { from_bp: 8_000 }) }", 1),
            ("fn f() { Weight::from_centi(1_000); }", 1),
            ("fn f() { hengji_domain::Weight::from_centi(-5); }", 1),
            ("fn f() { Weight::from_centi(read); }", 0),
            ("#[test]\nfn f() { Weight::from_centi(5); }", 0),
            ("#[cfg(test)]\nmod tests { const A_BP: i64 = 7; }", 0),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }
}
