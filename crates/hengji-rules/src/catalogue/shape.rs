//! 取值的样子 (shape): the closed list of what the values of a rule can look like.

use crate::parameters::Parameter;

/// What the values of a rule look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// 一级指标权重.
    Weights,
    /// 指标分类.
    Taxonomy,
    /// 审核理由清单.
    Reasons,
    /// 指标库项目类别.
    Categories,
    /// 指标分类的年度衔接.
    ClassMoves,
    /// 审批流程.
    Chain,
    /// A day of the year, relative to the budget year.
    Day,
    /// 等级.
    Grades,
    /// 定性分档.
    Bands,
    /// 分段计分.
    Steps,
    /// 正向指标.
    Positive,
    /// 等于.
    Equal,
    /// 反向指标.
    Reverse,
    /// 预算执行率.
    Execution,
    /// 超额完成.
    OverTarget,
    /// The one method that the engine has, named so that a reader sees it.
    Method(&'static str),
    /// 压减、核减台账.
    CutBooks,
    /// A list of words.
    Words,
    /// 节假日: days off and days worked in exchange, of one year.
    Holidays,
    /// 文号格式 of each kind of paper.
    Numberings,
    /// 公文文本模板 of each kind of letter.
    LetterTexts,
    /// Points.
    Points,
    /// A whole number.
    Count,
    /// A size in bytes.
    Bytes,
    /// A percentage.
    Percent,
    /// An amount in yuan.
    Yuan,
    /// 事前评估类别.
    ExAnteCategories,
    /// 事前评估对象.
    ExAnteObjects,
    /// 事前评估材料.
    ExAnteMaterials,
    /// 事前评估评分框架.
    ExAnteFramework,
    /// 事前评估结论.
    ExAnteConclusions,
    /// 预警分档 (lights).
    Lights,
    /// 累计执行率下限.
    Floors,
    /// 完成目标可能性.
    Likelihoods,
    /// 项目灯的合成.
    ProjectLight,
    /// 比率类指标的比较.
    RateTarget,
    /// 监控期.
    Periods,
    /// Named numbers: exactly these.
    Parameters(&'static [Parameter]),
    /// 项目分类因素.
    Criteria,
    /// 项目分类的硬性规则.
    HardRules,
    /// 刚性支出种类.
    RigidKinds,
    /// 各类项目的管理深度.
    Depths,
    /// A table or list that a later stage reads, or that is shown only.
    Open,
}
