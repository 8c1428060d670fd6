//! 抽取规则 (rules of the draw), as one round uses them.

use std::sync::Arc;

use super::SpotRefusal;
use crate::rule::Citation;

/// 抽评抽取规则: how many projects are drawn, and how much must be said for a second draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpotDrawRules {
    /// 抽评项目比例下限, basis points of each department's projects.
    pub share_bp: u32,
    /// Least number of projects of each department.
    pub department_least: u32,
    /// Shortest reason for taking a project off the list or for drawing again, characters.
    pub reason_least: u32,
    /// Where the share comes from.
    pub share_basis: Arc<Citation>,
    /// Where the other numbers come from.
    pub basis: Arc<Citation>,
}

impl SpotDrawRules {
    /// A reason without the blanks around it, long enough to mean something.
    ///
    /// # Errors
    ///
    /// [`SpotRefusal::ReasonShort`].
    pub fn reason(&self, text: &str) -> Result<String, SpotRefusal> {
        let text = text.trim();
        let found = text.chars().count();
        let least = self.reason_least;
        if usize::try_from(least).is_ok_and(|least| least <= found) {
            Ok(text.to_owned())
        } else {
            Err(SpotRefusal::ReasonShort { least, found })
        }
    }
}
