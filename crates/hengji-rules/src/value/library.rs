//! 指标库 (indicator library): the tree of project categories, and where classes of indicators went from one
//! taxonomy to the next.

use hengji_domain::library::{Branch, Category, ClassMove};

use crate::fields::{Fields, Place, unique};
use crate::refusal::Refusal;

/// 项目类别: groups in printed order, each followed by its kinds, so that a list shows the tree as it is.
pub(super) fn categories(place: &Place<'_>) -> Result<Vec<Category>, Refusal> {
    let mut all = Vec::new();
    for group in place.entries()? {
        let fields = group.fields(&["code", "name", "branch", "kinds"])?;
        let branch = fields.need("branch")?.choice(&[
            (Branch::Common.code(), Branch::Common),
            (Branch::Specific.code(), Branch::Specific),
        ])?;
        let code = own(&fields, "code")?;
        let kinds = fields.need("kinds")?.entries()?;
        all.push(Category {
            name: own(&fields, "name")?,
            code: code.clone(),
            branch,
            group: None,
        });
        for kind in kinds {
            let fields = kind.fields(&["code", "name"])?;
            all.push(Category {
                code: own(&fields, "code")?,
                name: own(&fields, "name")?,
                branch,
                group: Some(code.clone()),
            });
        }
    }
    unique(place, all.iter().map(|category| category.code.as_str()))?;
    unique(place, all.iter().map(|category| category.name.as_str()))?;
    Ok(all)
}

/// 年度衔接: a class left the taxonomy, and another took its indicators over.
pub(super) fn class_moves(place: &Place<'_>) -> Result<Vec<ClassMove>, Refusal> {
    let moves = place
        .entries()?
        .iter()
        .map(|entry| {
            let fields = entry.fields(&["from", "to"])?;
            Ok(ClassMove {
                from: own(&fields, "from")?,
                to: own(&fields, "to")?,
            })
        })
        .collect::<Result<Vec<_>, Refusal>>()?;
    unique(place, moves.iter().map(|one| one.from.as_str()))?;
    Ok(moves)
}

fn own(fields: &Fields<'_>, name: &str) -> Result<String, Refusal> {
    Ok(fields.need(name)?.text()?.to_owned())
}

#[cfg(test)]
mod tests {
    use crate::sample::refusal;

    fn refused(rule: &str, value: &str) -> String {
        let text = format!("{rule} = {{ HEAD, value = [{{ from = 2015-01-01, value = {value}, SEEN }}] }}");
        refusal(&[("000000/library.toml", &text)])
    }

    #[test]
    fn a_tree_of_categories_is_refused_where_it_is_no_tree() {
        let group = |code: &str, branch: &str, kinds: &str| {
            format!("[{{ code = \"{code}\", name = \"大类\", branch = \"{branch}\", kinds = {kinds} }}]")
        };
        let kind = "[{ code = \"A01\", name = \"小类\" }]";
        for (value, expected) in [
            (group("A", "common", kind), "ok"),
            (group("A", "other", kind), "choice-unknown"),
            (group("A", "common", "[]"), "empty"),
            (group("A01", "common", kind), "name-twice"),
            (
                group("A", "common", "[{ code = \"A01\", name = \"大类\" }]"),
                "name-twice",
            ),
            (group("A", "common", "[{ code = \"A01\" }]"), "field-missing"),
        ] {
            let found = refused("categories", &value);
            assert!(found.contains(expected), "{value}: {found}");
        }
    }

    #[test]
    fn a_class_moves_to_one_place_only() {
        let one = "{ from = \"output.cost\", to = \"cost.economic\" }";
        assert_eq!(refused("class_moves", &format!("[{one}]")), "ok");
        let twice = refused("class_moves", &format!("[{one}, {one}]"));
        assert!(twice.contains("name-twice"), "{twice}");
    }
}
