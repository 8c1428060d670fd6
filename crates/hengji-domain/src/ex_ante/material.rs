//! 评估材料 (materials): what must lie on the table before experts are asked, and where each piece stands.

use crate::Timestamp;
use crate::id::LineKey;

/// 材料状态 (state of a material).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MaterialState {
    /// 缺失.
    Missing,
    /// 已收.
    Received,
    /// 已通过.
    Accepted,
    /// 已驳回.
    Rejected,
}

impl MaterialState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Missing, Self::Received, Self::Accepted, Self::Rejected];

    /// The stable identifier in storage.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Received => "received",
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
        }
    }

    /// The state with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The Chinese name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Missing => "缺失",
            Self::Received => "已收",
            Self::Accepted => "已通过",
            Self::Rejected => "已驳回",
        }
    }
}

/// 材料清单 of a kind (one entry as the rules state it).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaterialItem {
    /// Stable code.
    pub code: String,
    /// The printed name.
    pub name: String,
    /// Nothing is evaluated without it.
    pub is_required: bool,
}

/// 材料清单 (checklists), one for each kind of object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaterialList {
    /// For a project.
    pub project: Vec<MaterialItem>,
    /// For a policy.
    pub policy: Vec<MaterialItem>,
}

/// One material of one evaluation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Material {
    /// Identity: the files that belong to it name it as their line.
    pub key: LineKey,
    /// Place on the checklist, from 1.
    pub position: u32,
    /// What is asked for.
    pub item: MaterialItem,
    /// Where it stands.
    pub state: MaterialState,
    /// Why it was rejected; empty otherwise.
    pub reason: String,
    /// Who accepted or rejected it, by the name of that time.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<Timestamp>,
}

/// Why a material is not moved.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MaterialRefusal {
    /// It was accepted: what was judged does not change behind the judge's back.
    #[error("“{name}”已审核通过,不能再增减文件;确需更换,请牵头部门先驳回。 [material-accepted]")]
    Accepted {
        /// The material.
        name: String,
    },
    /// There is nothing to judge.
    #[error("“{name}”还没有收到文件,不能审核。 [material-missing]")]
    Missing {
        /// The material.
        name: String,
    },
    /// A rejection that explains nothing.
    #[error("驳回“{name}”须写明理由,说明缺什么、怎样补。 [material-reason-missing]")]
    NoReason {
        /// The material.
        name: String,
    },
    /// Required materials are not there.
    #[error("还缺 {} 项必备材料:{}。请补齐后再提交。 [materials-incomplete]", .names.len(), .names.join("、"))]
    Incomplete {
        /// Their names.
        names: Vec<String>,
    },
    /// Materials that were not judged, or not accepted.
    #[error("还有 {} 项材料没有审核通过:{}。请逐项通过,或驳回并退回单位补充。 [materials-not-accepted]", .names.len(), .names.join("、"))]
    NotAccepted {
        /// Their names.
        names: Vec<String>,
    },
}

impl Material {
    fn name(&self) -> String {
        self.item.name.clone()
    }

    /// A file has come.
    ///
    /// # Errors
    ///
    /// [`MaterialRefusal::Accepted`].
    pub fn receive(&self) -> Result<Self, MaterialRefusal> {
        self.moved(MaterialState::Received)
    }

    /// A file was taken away; `left` files remain.
    ///
    /// # Errors
    ///
    /// [`MaterialRefusal::Accepted`].
    pub fn take_back(&self, left: usize) -> Result<Self, MaterialRefusal> {
        self.moved(if left == 0 {
            MaterialState::Missing
        } else {
            MaterialState::Received
        })
    }

    fn moved(&self, state: MaterialState) -> Result<Self, MaterialRefusal> {
        if self.state == MaterialState::Accepted {
            return Err(MaterialRefusal::Accepted { name: self.name() });
        }
        Ok(Self {
            state,
            reason: String::new(),
            decided_by: None,
            decided_at: None,
            ..self.clone()
        })
    }

    /// 通过.
    ///
    /// # Errors
    ///
    /// [`MaterialRefusal::Missing`].
    pub fn accept(&self, by: &str, at: Timestamp) -> Result<Self, MaterialRefusal> {
        self.decided(MaterialState::Accepted, String::new(), by, at)
    }

    /// 驳回, also of what was accepted before: a second look may find what the first overlooked.
    ///
    /// # Errors
    ///
    /// [`MaterialRefusal::Missing`], [`MaterialRefusal::NoReason`].
    pub fn reject(&self, reason: &str, by: &str, at: Timestamp) -> Result<Self, MaterialRefusal> {
        if reason.trim().is_empty() {
            return Err(MaterialRefusal::NoReason { name: self.name() });
        }
        self.decided(MaterialState::Rejected, reason.trim().to_owned(), by, at)
    }

    fn decided(
        &self,
        state: MaterialState,
        reason: String,
        by: &str,
        at: Timestamp,
    ) -> Result<Self, MaterialRefusal> {
        if self.state == MaterialState::Missing {
            return Err(MaterialRefusal::Missing { name: self.name() });
        }
        Ok(Self {
            state,
            reason,
            decided_by: Some(by.to_owned()),
            decided_at: Some(at),
            ..self.clone()
        })
    }
}

/// Whether the unit may hand the materials in: every required one is there and none stands rejected.
///
/// # Errors
///
/// [`MaterialRefusal::Incomplete`].
pub fn complete(all: &[Material]) -> Result<(), MaterialRefusal> {
    let names = names(all, |material| match material.state {
        MaterialState::Missing => material.item.is_required,
        MaterialState::Rejected => true,
        MaterialState::Received | MaterialState::Accepted => false,
    });
    if names.is_empty() {
        Ok(())
    } else {
        Err(MaterialRefusal::Incomplete { names })
    }
}

/// Whether experts may be asked: every required material is accepted, and so is everything else that came.
///
/// # Errors
///
/// [`MaterialRefusal::NotAccepted`].
pub fn accepted(all: &[Material]) -> Result<(), MaterialRefusal> {
    let names = names(all, |material| match material.state {
        MaterialState::Accepted => false,
        MaterialState::Missing => material.item.is_required,
        MaterialState::Received | MaterialState::Rejected => true,
    });
    if names.is_empty() {
        Ok(())
    } else {
        Err(MaterialRefusal::NotAccepted { names })
    }
}

fn names(all: &[Material], wanted: impl Fn(&&Material) -> bool) -> Vec<String> {
    all.iter().filter(wanted).map(Material::name).collect()
}

#[cfg(test)]
mod tests;
