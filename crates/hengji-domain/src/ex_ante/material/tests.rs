//! Materials: every state with every deed.

use super::*;

const AT: Timestamp = Timestamp::from_micros(7);

fn material(state: MaterialState) -> Material {
    Material {
        key: LineKey::new(AT, [1; 10]),
        position: 1,
        item: MaterialItem {
            code: "plan".into(),
            name: "实施方案".into(),
            is_required: true,
        },
        state,
        reason: "旧理由".into(),
        decided_by: None,
        decided_at: None,
    }
}

/// What a deed makes of a state: the new state, or the code of the refusal.
fn outcome(result: Result<Material, MaterialRefusal>) -> String {
    match result {
        Ok(material) => material.state.code().to_owned(),
        Err(refusal) => {
            let text = refusal.to_string();
            text[text.rfind('[').unwrap()..].to_owned()
        }
    }
}

#[test]
fn every_deed_on_every_state_has_its_answer() {
    let table = [
        (
            "missing",
            ["received", "missing", "[material-missing]", "[material-missing]"],
        ),
        ("received", ["received", "missing", "accepted", "rejected"]),
        (
            "accepted",
            [
                "[material-accepted]",
                "[material-accepted]",
                "accepted",
                "rejected",
            ],
        ),
        ("rejected", ["received", "missing", "accepted", "rejected"]),
    ];
    for (state, expected) in table {
        let one = material(MaterialState::from_code(state).unwrap());
        let said = [
            outcome(one.receive()),
            outcome(one.take_back(0)),
            outcome(one.accept("牵头部门", AT)),
            outcome(one.reject("缺测算依据", "牵头部门", AT)),
        ];
        assert_eq!(said, expected, "{state}");
    }
}

#[test]
fn a_rejection_needs_a_reason_and_keeps_who_and_when() {
    let received = material(MaterialState::Received);
    assert_eq!(
        outcome(received.reject("  ", "牵头部门", AT)),
        "[material-reason-missing]"
    );
    let rejected = received.reject(" 缺测算依据 ", "牵头部门", AT).unwrap();
    assert_eq!(rejected.reason, "缺测算依据");
    assert_eq!(
        (rejected.decided_by.as_deref(), rejected.decided_at),
        (Some("牵头部门"), Some(AT))
    );
}

#[test]
fn a_new_file_wipes_the_earlier_decision() {
    let again = material(MaterialState::Rejected).receive().unwrap();
    assert_eq!((again.reason.as_str(), again.decided_by), ("", None));
    assert_eq!(
        material(MaterialState::Rejected).take_back(1).unwrap().state,
        MaterialState::Received
    );
}

#[test]
fn required_materials_stand_in_the_way_until_they_are_there_and_then_until_they_are_accepted() {
    let optional = |state| Material {
        item: MaterialItem {
            is_required: false,
            name: "设计图".into(),
            ..material(state).item
        },
        ..material(state)
    };
    use MaterialState::{Accepted, Missing, Received, Rejected};
    for (all, handed_in, passed) in [
        (vec![material(Missing), optional(Missing)], false, false),
        (vec![material(Received), optional(Missing)], true, false),
        (vec![material(Accepted), optional(Missing)], true, true),
        (vec![material(Accepted), optional(Received)], true, false),
        (vec![material(Accepted), optional(Rejected)], false, false),
    ] {
        assert_eq!(complete(&all).is_ok(), handed_in, "{all:?}");
        assert_eq!(accepted(&all).is_ok(), passed, "{all:?}");
    }
    let said = complete(&[material(Missing)]).unwrap_err().to_string();
    assert!(said.contains("还缺 1 项必备材料:实施方案"), "{said}");
}

#[test]
fn codes_of_states_are_found_again() {
    for state in MaterialState::ALL {
        assert_eq!(MaterialState::from_code(state.code()), Some(state));
    }
    assert_eq!(MaterialState::from_code("lost"), None);
}
