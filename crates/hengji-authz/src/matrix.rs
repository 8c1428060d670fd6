//! The role × action matrix as text: generated, committed and compared, so that a changed right is seen in review.

use std::fmt::Write;

use hengji_domain::person::Role;

use crate::action::{Action, ActionKind, Target};
use crate::reach::reach_of;

/// The matrix: one line for each action and role that holds it, with how far it reaches.
pub fn matrix() -> String {
    let mut text = String::from(
        "# 角色与操作矩阵(由 hengji-authz 生成,勿手改)\n\
         # 操作代码 | 操作 | 类别 | 角色(范围)…;审核类操作只限当前环节的角色,且同一人不得在同一版次办理两个环节\n",
    );
    for action in Action::ALL {
        let kind = match action.kind() {
            ActionKind::View => "查看",
            ActionKind::Write => "办理",
        };
        // Writing into a String cannot fail; the result is dropped knowingly.
        let _ = writeln!(
            text,
            "{} | {} | {kind} | {}",
            action.code(),
            action.name(),
            holders(*action)
        );
    }
    text
}

fn holders(action: Action) -> String {
    let roles = action.roles();
    if roles.is_empty() {
        return "运维人员(服务器上)".to_owned();
    }
    if action.target() == Target::OwnAccount {
        return "所有用户(本人)".to_owned();
    }
    if roles.len() == Role::ALL.len() {
        return "所有用户".to_owned();
    }
    let cell = |role: &Role| match action.target() {
        Target::Place => format!("{}({})", role.name(), reach_of(*role).name()),
        Target::OwnAccount | Target::Accounts | Target::Division => role.name().to_owned(),
    };
    roles.iter().map(cell).collect::<Vec<_>>().join("、")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generated_matrix_is_the_committed_one() {
        expect_test::expect_file!["../matrix.txt"].assert_eq(&matrix());
    }

    #[test]
    fn every_action_has_its_line() {
        let text = matrix();
        for action in Action::ALL {
            assert!(
                text.lines()
                    .any(|line| line.starts_with(&format!("{} |", action.code()))),
                "{}",
                action.code()
            );
        }
    }
}
