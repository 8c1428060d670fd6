//! 体检 (health): whether what is stored holds together. Asked by the operator before a copy is trusted.

use hengji_domain::Division;
use hengji_store::{audit, divisions, integrity};

use crate::app::App;
use crate::error::AppError;

/// What a look at the whole database found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    /// What the engine finds wrong with its own file.
    pub file_faults: Vec<String>,
    /// References that some row breaks, with how many rows.
    pub orphans: Vec<(&'static str, i64)>,
    /// The audit chain of each division.
    pub chains: Vec<ChainHealth>,
}

/// How an audit chain stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainHealth {
    /// The division.
    pub division: Division,
    /// Its name.
    pub name: String,
    /// Events that hold together.
    pub events: i64,
    /// Hash of the last one: to be kept outside, so that a cut tail is found.
    pub head: Option<String>,
    /// Where and why the chain is broken.
    pub fault: Option<String>,
}

impl Health {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.file_faults.is_empty()
            && self.orphans.is_empty()
            && self.chains.iter().all(|chain| chain.fault.is_none())
    }

    /// What is wrong, in Chinese, each ending with its code.
    pub fn problems(&self) -> Vec<String> {
        let files = self
            .file_faults
            .iter()
            .map(|fault| format!("数据库文件损坏:{fault} [store-corrupt]"));
        let orphans = self.orphans.iter().map(|(reference, rows)| {
            format!("有 {rows} 行引用了不存在的记录({reference})。 [store-reference]")
        });
        let chains = self.chains.iter().filter_map(|chain| {
            let fault = chain.fault.as_ref()?;
            Some(format!("区划 {}:{fault}", chain.division))
        });
        files.chain(orphans).chain(chains).collect()
    }
}

impl App {
    /// Looks at the file, the references and every audit chain.
    ///
    /// # Errors
    ///
    /// [`AppError::Fault`] when the database cannot even be read.
    pub fn health(&self) -> Result<Health, AppError> {
        self.read(|db| {
            let file_faults = integrity::file_faults(db)?;
            if !file_faults.is_empty() {
                // Reading on in a broken file would only fail somewhere else.
                return Ok(Health {
                    file_faults,
                    orphans: Vec::new(),
                    chains: Vec::new(),
                });
            }
            let orphans = integrity::orphans(db)?
                .into_iter()
                .map(|orphans| (orphans.reference, orphans.rows))
                .collect();
            let mut chains = Vec::new();
            for served in divisions::list(db)? {
                let verdict = audit::verify_chain(db, served.division, &[])?;
                chains.push(ChainHealth {
                    division: served.division,
                    name: served.name,
                    events: verdict.as_ref().map_or(0, |verified| verified.events),
                    head: verdict
                        .as_ref()
                        .ok()
                        .and_then(|verified| Some(verified.head.as_ref()?.hash.clone())),
                    fault: verdict.err().map(|fault| fault.to_string()),
                });
            }
            Ok(Health {
                file_faults,
                orphans,
                chains,
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sound() -> Health {
        Health {
            file_faults: vec![],
            orphans: vec![],
            chains: vec![ChainHealth {
                division: Division::NATION,
                name: "演示".into(),
                events: 3,
                head: Some("ab".into()),
                fault: None,
            }],
        }
    }

    #[test]
    fn each_kind_of_damage_is_told_with_its_code() {
        assert!(sound().is_sound());
        let mut broken_chain = sound();
        broken_chain.chains[0].fault = Some("第 2 号事件不可信。 [audit-chain-broken]".into());
        let broken_file = Health {
            file_faults: vec!["page 7".into()],
            ..sound()
        };
        let orphaned = Health {
            orphans: vec![("lines_sheet_fk", 2)],
            ..sound()
        };
        for (health, code) in [
            (broken_file, "[store-corrupt]"),
            (orphaned, "[store-reference]"),
            (broken_chain, "[audit-chain-broken]"),
        ] {
            assert!(!health.is_sound());
            assert!(
                health.problems().iter().all(|problem| problem.ends_with(code)),
                "{code}"
            );
        }
    }
}
