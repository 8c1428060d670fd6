//! What an allocation refuses, with the figures and how to mend it.

use std::collections::BTreeSet;

use super::assignment::{Exclusion, Unplaced};
use super::money::{LARGEST_FEN, Yuan};

/// Why nothing was allocated.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum AllocateError {
    /// There is nothing to allocate among.
    #[error("没有可用的{what}。请检查输入表是否为空。 [allocate-nothing]")]
    Nothing {
        /// What there is none of.
        what: &'static str,
    },
    /// A name stands twice.
    #[error("{what}“{name}”出现了两次。请合并为一行,或改用可区分的名称。 [allocate-duplicate]")]
    Duplicate {
        /// What the name names.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// A figure is no number, or outside what it can be.
    #[error(
        "{place}的{what}为 {value},应在 {least} 到 {most} 之间。请核对原始数据。 [allocate-out-of-range]"
    )]
    OutOfRange {
        /// The row.
        place: String,
        /// The column.
        what: &'static str,
        /// What stands there.
        value: f64,
        /// The least it can be.
        least: f64,
        /// The most it can be.
        most: f64,
    },
    /// An amount is negative or beyond what floats hold exactly.
    #[error(
        "{place}的{what}为 {amount},应在 0 元到 {most} 之间。请核对金额与单位(元、万元)。 [allocate-money]"
    )]
    Money {
        /// The row.
        place: String,
        /// The column.
        what: &'static str,
        /// What stands there.
        amount: String,
        /// The most accepted.
        most: String,
    },
    /// All bases are zero.
    #[error("全部部门的基数合计为 0 元,无从按比例分配。请填写核定后的基数。 [allocate-no-base]")]
    NoBase,
    /// The corridor does not contain the base.
    #[error(
        "保底为基数的 {floor_bp} 个万分点,封顶为 {cap_bp} 个万分点;保底不得高于 10000,封顶不得低于 10000。请调整后再分配。 [allocate-corridor]"
    )]
    Corridor {
        /// Floor in basis points of the base.
        floor_bp: u32,
        /// Cap in basis points of the base.
        cap_bp: u32,
    },
    /// The pool is no multiple of the smallest amount.
    #[error("待分配总额 {pool} 不是最小单位 {step} 的整数倍。请调整总额,或改用更小的单位。 [allocate-step]")]
    Step {
        /// The pool.
        pool: String,
        /// The smallest amount.
        step: String,
    },
    /// The corridor cannot spend the pool.
    #[error(
        "待分配总额 {pool} 超出可行范围:按保底合计至少 {least},按封顶合计至多 {most}(保底 {floor_bp}、封顶 {cap_bp} 个万分点)。请调整总额、保底或封顶。 [allocate-infeasible]"
    )]
    Infeasible {
        /// The pool.
        pool: String,
        /// Sum of the floors.
        least: String,
        /// Sum of the caps.
        most: String,
        /// Floor in basis points of the base.
        floor_bp: u32,
        /// Cap in basis points of the base.
        cap_bp: u32,
    },
    /// No grade holds a score.
    #[error("{name}的得分 {score} 低于最低一档的起点。请补充最低档。 [allocate-no-step]")]
    NoStep {
        /// The department.
        name: String,
        /// Its score.
        score: f64,
    },
    /// Whole units cannot be shared within their bounds.
    #[error(
        "共有 {seats} 个整份待分,而各方下限合计 {least}、上限合计 {most}。请改用更小的单位,或放宽上下限。 [allocate-seats]"
    )]
    Seats {
        /// Whole units to share.
        seats: u64,
        /// Sum of the least.
        least: u64,
        /// Sum of the most.
        most: u64,
    },
    /// Two lists that belong together differ in length.
    #[error("{what}应有 {expected} 项,实有 {found} 项。请核对两张表是否对应。 [allocate-length]")]
    Length {
        /// What is too long or too short.
        what: &'static str,
        /// How many there should be.
        expected: usize,
        /// How many there are.
        found: usize,
    },
    /// An estate exceeds the claims.
    #[error("可用金额 {estate} 超过申报合计 {claims},不需要按比例压减。请核对金额。 [allocate-no-shortage]")]
    NoShortage {
        /// What there is.
        estate: String,
        /// What is claimed.
        claims: String,
    },
    /// The days do not suffice for what is required.
    #[error(
        "评价日共 {days} 天,而必须完成的评价(必评项目 {required} 个、须覆盖部门 {departments} 个、最低覆盖 {least} 个项目)至少需要 {needed} 天。请增加评价日,或放宽最低覆盖比例。 [allocate-too-few-days]"
    )]
    TooFewDays {
        /// The days there are.
        days: f64,
        /// The least days that keep the rules.
        needed: f64,
        /// Projects that are required in any case.
        required: usize,
        /// Departments to cover.
        departments: usize,
        /// Projects to cover.
        least: usize,
    },
    /// The share or a department cannot be covered whatever the days.
    #[error(
        "最低应覆盖 {least} 个项目且每个须覆盖的部门至少一个,而可评价的项目只有 {projects} 个,或有部门没有可评价的项目。请为其填写评价方式和所需评价日。 [allocate-too-few-projects]"
    )]
    TooFewProjects {
        /// Projects to cover.
        least: usize,
        /// Projects that could be evaluated.
        projects: usize,
    },
    /// A required project has no level.
    #[error("必评项目“{name}”没有任何评价方式。请填写所需评价日和价值。 [allocate-no-level]")]
    NoLevel {
        /// The project.
        name: String,
    },
    /// A department to cover has no project.
    #[error("须覆盖的部门“{department}”在项目表中没有项目。请核对部门名称。 [allocate-no-project]")]
    NoProject {
        /// The department.
        department: String,
    },
    /// Fewer rows than the method needs.
    #[error("{what}只有 {rows} 行,至少需要 {least} 行。请补充数据。 [allocate-too-few-rows]")]
    TooFewRows {
        /// What the rows are.
        what: &'static str,
        /// How many there are.
        rows: usize,
        /// How many there must be.
        least: usize,
    },
    /// Two mirrored comparisons contradict each other.
    #[error(
        "两两比较表第 {row} 行第 {column} 列为 {value},对称位置为 {mirrored},二者应互为倒数。请核对评分。 [allocate-not-reciprocal]"
    )]
    NotReciprocal {
        /// Row, from 1.
        row: usize,
        /// Column, from 1.
        column: usize,
        /// What stands there.
        value: f64,
        /// What stands at the mirrored place.
        mirrored: f64,
    },
    /// The thresholds of the classes are not in order.
    #[error(
        "A 类起点 {a_from} 分、B 类起点 {b_from} 分,应满足 0 ≤ B ≤ A ≤ 100。请调整起点。 [allocate-class-thresholds]"
    )]
    Thresholds {
        /// Score from which a project is in class A.
        a_from: f64,
        /// Score from which it is in class B.
        b_from: f64,
    },
    /// The scale of money is empty.
    #[error(
        "资金规模的计分区间为 {from} 到 {full},起点应大于 0 且小于终点。请调整区间。 [allocate-money-scale]"
    )]
    MoneyScale {
        /// Up to here an amount earns nothing.
        from: String,
        /// From here on it earns all points.
        full: String,
    },
    /// Jobs do not fit into the capacities.
    #[error(
        "{jobs} 项任务无法在 {agents} 方的能力内全部指派。请放宽能力上限,或减少任务。 [allocate-no-matching]"
    )]
    NoMatching {
        /// How many agents there are.
        agents: usize,
        /// How many jobs.
        jobs: usize,
    },
    /// The nodes were used up before anything was found.
    #[error("搜索 {nodes} 个节点后仍未找到可行方案。请提高节点上限,或减少项目。 [allocate-node-limit]")]
    NodeLimit {
        /// The limit.
        nodes: u64,
    },
    /// The solver failed for numerical reasons.
    #[error("求解器因数值原因未能给出可核验的结果({message})。请检查金额量级是否悬殊。 [allocate-solver]")]
    Solver {
        /// What the solver says.
        message: String,
    },
    /// A conflict names an institution that is not in the table.
    #[error(
        "回避名单中的机构“{name}”不在机构表中。请核对名称,以免应回避而未回避。 [allocate-unknown-institution]"
    )]
    UnknownInstitution {
        /// The name.
        name: String,
    },
    /// Projects that no institution can take.
    #[error("{} [allocate-unplaceable]", unplaceable(.0))]
    Unplaceable(Vec<Unplaced>),
}

impl AllocateError {
    /// Refuses a figure that is no number or outside what it can be.
    pub(super) fn within(
        place: &str,
        what: &'static str,
        value: f64,
        least: f64,
        most: f64,
    ) -> Result<(), Self> {
        if (least..=most).contains(&value) {
            return Ok(());
        }
        Err(Self::OutOfRange {
            place: place.to_owned(),
            what,
            value,
            least,
            most,
        })
    }
}

/// Refuses an amount that is negative or beyond exact floats.
pub(super) fn money_within(place: &str, what: &'static str, fen: i64) -> Result<(), AllocateError> {
    if (0..=LARGEST_FEN).contains(&fen) {
        return Ok(());
    }
    let (amount, most) = (Yuan(fen).to_string(), Yuan(LARGEST_FEN).to_string());
    Err(AllocateError::Money {
        place: place.to_owned(),
        what,
        amount,
        most,
    })
}

/// Refuses an empty list and a name that stands twice.
pub(super) fn unique<'a>(
    what: &'static str,
    names: impl Iterator<Item = &'a str>,
) -> Result<(), AllocateError> {
    let mut seen = BTreeSet::new();
    for name in names {
        if !seen.insert(name) {
            return Err(AllocateError::Duplicate {
                what,
                name: name.to_owned(),
            });
        }
    }
    if seen.is_empty() {
        return Err(AllocateError::Nothing { what });
    }
    Ok(())
}

/// The projects that cannot be placed, each with what stands in the way.
fn unplaceable(projects: &[Unplaced]) -> String {
    let told: Vec<String> = projects.iter().map(told).collect();
    format!(
        "有 {} 个项目无法分派机构:{}。请增加机构、放宽份额上限,或核对专业与回避名单。",
        projects.len(),
        told.join(";")
    )
}

fn told(project: &Unplaced) -> String {
    let count = |is_meant: fn(&Exclusion) -> bool| {
        project
            .excluded
            .iter()
            .filter(|other| is_meant(&other.why))
            .count()
    };
    let reasons = [
        (
            "缺少专业能力",
            count(|why| matches!(why, Exclusion::Skills { .. })),
        ),
        ("应回避", count(|why| matches!(why, Exclusion::Conflict(_)))),
        (
            "连续年限已满须轮换",
            count(|why| matches!(why, Exclusion::Rotation { .. })),
        ),
        ("超出份额上限", count(|why| matches!(why, Exclusion::Share))),
        ("份额被其他项目占用", project.eligible),
    ];
    let reasons: Vec<String> = reasons
        .into_iter()
        .filter(|(_, institutions)| *institutions != 0)
        .map(|(reason, institutions)| format!("{institutions} 家{reason}"))
        .collect();
    format!(
        "“{}”尚缺 {} 家({})",
        project.project,
        project.missing,
        reasons.join("、")
    )
}
