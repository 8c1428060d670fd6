//! What makes a question about shares, samples or profiles unanswerable.

/// Why there is no answer: what is wrong, where, and how to mend it.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ProgressError {
    /// A confidence level outside 0 to 1.
    #[error("置信水平 {level} 不可用:应大于 0 且小于 1,例如 0.95。 [progress-level]")]
    Level {
        /// The level given.
        level: f64,
    },
    /// More successes than trials, or no trial.
    #[error(
        "{successes} 次满足、共 {trials} 次,无法计算比例:总次数应大于 0,且不少于满足的次数。 [progress-share]"
    )]
    Share {
        /// Successes given.
        successes: usize,
        /// Trials given.
        trials: usize,
    },
    /// More answers than people asked, or fewer people than answers.
    #[error(
        "发出 {invited} 份、回收 {responses} 份,数目不符:回收数应不多于发出数。请核对调查记录。 [progress-responses]"
    )]
    Responses {
        /// Answers that came back.
        responses: usize,
        /// People asked.
        invited: usize,
    },
    /// A margin, an expected share, a target or a threshold outside its range.
    #[error("{name}为 {value},不可用:应在 {low} 与 {high} 之间。 [progress-setting]")]
    Setting {
        /// Which number, in Chinese.
        name: &'static str,
        /// The number given.
        value: f64,
        /// Lower bound.
        low: f64,
        /// Upper bound.
        high: f64,
    },
    /// Nobody to ask.
    #[error("服务对象总数为 0,没有可以抽样的对象。请核对名单。 [progress-population]")]
    Population,
    /// Too few answers for a mean with an interval.
    #[error("只有 {n} 份评分,平均分的区间至少要 2 份。可以只写平均分,并注明份数。 [progress-too-few]")]
    TooFew {
        /// Answers given.
        n: usize,
    },
    /// A number that is none, or is negative where it must not be.
    #[error(
        "第 {row} 条{what}的第 {period} 期为 {value}:应为不小于 0 的数。请核对或删去这一条。 [progress-number]"
    )]
    Number {
        /// What is read, in Chinese.
        what: &'static str,
        /// The row, from 1.
        row: usize,
        /// The period, from 1.
        period: usize,
        /// The number given.
        value: f64,
    },
    /// A curve with another number of periods than the year has.
    #[error(
        "第 {row} 条往年进度有 {found} 期,应为 {expected} 期。请补齐各期,或单独分析。 [progress-periods]"
    )]
    Periods {
        /// The row, from 1.
        row: usize,
        /// Periods found.
        found: usize,
        /// Periods needed.
        expected: usize,
    },
    /// A year without periods, or a month outside the year.
    #[error("第 {period} 期不在 1 至 {periods} 期之内。请改正期数。 [progress-period]")]
    Period {
        /// The period asked for, from 1.
        period: usize,
        /// Periods of the year.
        periods: usize,
    },
    /// A prior curve that is none.
    #[error(
        "先验曲线在第 {period} 期为 {value},前一期为 {before}:曲线应从 0 升到 1,中途不降。请调整曲线参数,或改用序时进度。 \
         [progress-prior]"
    )]
    PriorCurve {
        /// The period, from 1.
        period: usize,
        /// The value there.
        value: f64,
        /// The value before.
        before: f64,
    },
    /// A curve to which no Beta distribution can be fitted.
    #[error("这条曲线配不出贝塔分布:{why}。可以改用序时进度作先验。 [progress-beta]")]
    Beta {
        /// What stands against it.
        why: &'static str,
    },
}

/// Refuses a setting outside its range; not-a-number is outside every range.
pub(super) fn within(name: &'static str, value: f64, low: f64, high: f64) -> Result<f64, ProgressError> {
    if (low..=high).contains(&value) {
        Ok(value)
    } else {
        Err(ProgressError::Setting {
            name,
            value,
            low,
            high,
        })
    }
}
