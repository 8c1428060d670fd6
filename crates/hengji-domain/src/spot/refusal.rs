//! Why something may not happen to a round of spot evaluation, and what may be done instead.

use super::SpotState;
use crate::Timestamp;

/// Why a step of a round is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SpotRefusal {
    /// The round stands elsewhere.
    #[error("本批次现为“{}”,不能{deed}。下一步:{}。 [spot-not-now]", .state.name(), .state.next())]
    NotNow {
        /// Where it stands.
        state: SpotState,
        /// What was asked for.
        deed: &'static str,
    },
    /// The list is public.
    #[error(
        "名单指纹已经公告,名单不能再改:改动任何一个项目,公布的指纹就对不上。发现名单有误的,由局领导写明理由重新抽取。 [spot-list-fixed]"
    )]
    ListFixed,
    /// The project was drawn.
    #[error(
        "项目“{project}”已被抽中,抽中的项目不能撤下或调换。对抽取有异议的,由局领导写明理由、另定起始值重新抽取,原抽取记录保留。 [spot-drawn-fixed]"
    )]
    DrawnFixed {
        /// Its name.
        project: String,
    },
    /// The announced event lies in the past.
    #[error(
        "起始值的产生时间 {known_at} 不晚于现在({now})。起始值必须来自公告之后才有结果的公开事件,请改为以后的时间。 [spot-known-already]"
    )]
    KnownAlready {
        /// When it was said to become known.
        known_at: Timestamp,
        /// Now.
        now: Timestamp,
    },
    /// Nothing was announced.
    #[error(
        "本批次还没有公告起始值来源,不能录入起始值:先公告、后产生,抽取才不由人选。请先办理公告。 [spot-not-announced]"
    )]
    NotAnnounced,
    /// The event has not happened.
    #[error("公告写明起始值 {known_at} 产生,现在是 {now},请到时再录入。 [spot-value-early]")]
    TooEarly {
        /// When it becomes known.
        known_at: Timestamp,
        /// Now.
        now: Timestamp,
    },
    /// The same person would enter and confirm.
    #[error("起始值由您录入,须由另一人核对公开结果后确认。 [spot-own-value]")]
    OwnValue,
    /// The two entries differ.
    #[error(
        "两次录入的起始值不同:先录入的是“{entered}”,您录入的是“{confirmed}”。请对照公告的公开结果,错的一方重新录入。 [spot-value-differs]"
    )]
    ValueDiffers {
        /// What was entered first.
        entered: String,
        /// What was entered to confirm it.
        confirmed: String,
    },
    /// The value belongs to an earlier draw.
    #[error(
        "起始值“{value}”已用于本年度第 {number} 次抽取,重新抽取必须使用另一个公开事件的新起始值。 [spot-value-used]"
    )]
    ValueUsed {
        /// The value.
        value: String,
        /// Which draw used it.
        number: i32,
    },
    /// The reason says too little.
    #[error(
        "理由至少 {least} 个字,现有 {found} 个字。理由随抽取记录公布,请写明具体情况。 [spot-reason-short]"
    )]
    ReasonShort {
        /// Shortest length by the rule.
        least: u32,
        /// What was given.
        found: usize,
    },
}
