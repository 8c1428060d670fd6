//! 指标库: search and pick, figures with the lists behind them, changes by review, files in and out.

mod coverage;
mod fates;
mod file;
mod list;
mod proposal;
mod propose;
mod show;
mod uses;

use hengji_app::authz::Action;
use hengji_domain::id::IndicatorId;
use hengji_domain::library::{Branch, Category};

pub(super) use uses::drift_tags;

use super::{Answer, framed, see};
use crate::routes::{Routes, Verb};

pub(super) fn routes(routes: Routes) -> Routes {
    let (view, propose) = (Action::ViewLibrary, Action::ProposeLibraryChange);
    routes
        .person(Verb::Get, "/indicators", view, list::list)
        .person(Verb::Get, "/indicators/new", propose, propose::enter)
        .person(Verb::Get, "/indicators/coverage", view, coverage::list)
        .person(Verb::Get, "/indicators/uses", view, uses::list)
        .person(Verb::Get, "/indicators/fates", view, fates::list)
        .person(Verb::Get, "/indicators/import", Action::ImportLibrary, file::form)
        .upload("/indicators/import", Action::ImportLibrary, file::import)
        .person(
            Verb::Post,
            "/indicators/export",
            Action::ExportLibrary,
            file::export,
        )
        .person(Verb::Get, "/indicators/{id}", view, show::show)
        .person(Verb::Get, "/indicators/{id}/{kind}", propose, propose::form)
        .person(Verb::Get, "/library-proposals", view, proposal::list)
        .person(Verb::Post, "/library-proposals", propose, propose::post)
        .person(Verb::Get, "/library-proposals/{id}", view, proposal::show)
        .person(
            Verb::Post,
            "/library-proposals/{id}/decide",
            Action::ReviewLibraryChange,
            proposal::decide,
        )
        .person(
            Verb::Post,
            "/library-batches/{id}/decide",
            Action::ReviewLibraryChange,
            proposal::decide_batch,
        )
}

/// The address of an indicator.
fn path(id: IndicatorId) -> String {
    format!("/indicators/{id}")
}

/// Codes and indented names of the tree of categories, each branch before its groups and each group before its kinds.
fn category_choices(categories: &[Category]) -> Vec<(String, String)> {
    let mut choices = Vec::new();
    for branch in Branch::ALL {
        choices.push((branch.code().to_owned(), branch.name().to_owned()));
        for category in categories.iter().filter(|one| one.branch == branch) {
            let indent = if category.group.is_none() { "　" } else { "　　" };
            choices.push((
                category.code.clone(),
                format!("{indent}{} {}", category.code, category.name),
            ));
        }
    }
    choices
}

/// Choices as a select takes them, after one that stands for all.
fn with_all<'a>(all: &'a str, choices: &'a [(String, String)]) -> impl Iterator<Item = (&'a str, &'a str)> {
    let rest = choices.iter().map(|(code, name)| (code.as_str(), name.as_str()));
    std::iter::once(("", all)).chain(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_is_shown_with_each_kind_under_its_group() {
        let category = |code: &str, branch, group: Option<&str>| Category {
            code: code.into(),
            name: "类".into(),
            branch,
            group: group.map(str::to_owned),
        };
        let tree = [
            category("A", Branch::Common, None),
            category("A01", Branch::Common, Some("A")),
            category("S1", Branch::Specific, None),
        ];
        let names: Vec<String> = category_choices(&tree)
            .into_iter()
            .map(|(_, name)| name)
            .collect();
        assert_eq!(names, ["共性指标", "　A 类", "　　A01 类", "个性指标", "　S1 类"]);
        assert_eq!(with_all("全部", &category_choices(&tree)).count(), 6);
    }
}
