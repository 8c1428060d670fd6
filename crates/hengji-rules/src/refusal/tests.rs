//! The words of refusals: what is wrong, how to mend it, and a stable code.

use super::*;

fn every_fault() -> Vec<Fault> {
    let text = || "甲".to_owned();
    vec![
        Fault::Syntax {
            line: 3,
            text: text(),
        },
        Fault::KeyTwice {
            line: 3,
            text: text(),
        },
        Fault::Unopened { detail: text() },
        Fault::FolderUnknown { folder: text() },
        Fault::KeyUnknown {
            rule: text(),
            near: text(),
        },
        Fault::FieldUnknown {
            field: text(),
            known: text(),
        },
        Fault::FieldMissing { field: text() },
        Fault::TypeWrong {
            expected: text(),
            found: text(),
        },
        Fault::Float { text: text() },
        Fault::DateBad {
            text: text(),
            why: text(),
        },
        Fault::ReferenceMissing,
        Fault::SourceUnknown { source_id: text() },
        Fault::VerificationMissing,
        Fault::ChoiceUnknown {
            text: text(),
            known: text(),
        },
        Fault::ValueMissing,
        Fault::FromTwice { from: text() },
        Fault::WithoutValue { key: text() },
        Fault::ConstraintBroken {
            constraint: text(),
            found: text(),
        },
        Fault::ConstraintUnknown { text: text() },
        Fault::OverridesNothing,
        Fault::NotIntroduced { outer: text() },
        Fault::UnitDiffers {
            unit: text(),
            outer: text(),
            outer_unit: text(),
        },
        Fault::NameTwice { text: text() },
        Fault::Empty,
        Fault::FollowsBad {
            target: text(),
            why: text(),
        },
        Fault::ClassUnknown {
            division: text(),
            year: 2021,
            class: text(),
        },
        Fault::VariantUnknown { variant: text() },
    ]
}

#[test]
fn every_refusal_ends_with_a_code_of_its_own() {
    let mut codes: Vec<String> = every_fault()
        .iter()
        .map(|fault| {
            let text = fault.to_string();
            let (_, code) = text
                .rsplit_once("[rule-")
                .unwrap_or_else(|| unreachable!("{text}"));
            assert!(code.ends_with(']'), "{text}");
            code.to_owned()
        })
        .collect();
    codes.sort();
    codes.dedup();
    assert_eq!(codes.len(), every_fault().len());
}

#[test]
fn every_refusal_is_a_sentence_that_helps() {
    let helps = ["请", "可选", "应当", "只能写"];
    for fault in every_fault() {
        let text = fault.to_string();
        assert!(helps.iter().any(|word| text.contains(word)), "{text}");
        assert!(text.contains("。 ["), "{text}");
    }
}

#[test]
fn a_refusal_names_file_and_place() {
    let refusal = |key: &str| Refusal {
        file: "330108/goal.toml".to_owned(),
        key: key.to_owned(),
        fault: Fault::Empty,
    };
    assert_eq!(
        refusal("taxonomy.value[1]").to_string(),
        "rules/330108/goal.toml 的 taxonomy.value[1]:内容为空。请补上至少一项。 [rule-empty]"
    );
    assert_eq!(
        refusal("").to_string(),
        "rules/330108/goal.toml:内容为空。请补上至少一项。 [rule-empty]"
    );
}
