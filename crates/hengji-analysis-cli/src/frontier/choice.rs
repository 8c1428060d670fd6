//! 选项取值 (choices): what the options of the frontier commands may say, and what the engine calls it.

use std::str::FromStr;

use clap::ValueEnum;
use hengji_analysis::frontier::{Orientation, Scale, Share, SlackWeights};

/// 规模报酬 (returns to scale of the technology), or no line between units at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Technology {
    /// 规模报酬不变
    Crs,
    /// 规模报酬可变
    Vrs,
    /// 规模报酬非递增
    Nirs,
    /// 规模报酬非递减
    Ndrs,
    /// 自由处置包
    Fdh,
}

impl Technology {
    /// The engine's name; none for the free disposal hull, which assumes no return to scale.
    pub(crate) const fn scale(self) -> Option<Scale> {
        match self {
            Self::Crs => Some(Scale::Constant),
            Self::Vrs => Some(Scale::Variable),
            Self::Nirs => Some(Scale::NonIncreasing),
            Self::Ndrs => Some(Scale::NonDecreasing),
            Self::Fdh => None,
        }
    }

    /// The code in options and JSON.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Crs => "crs",
            Self::Vrs => "vrs",
            Self::Nirs => "nirs",
            Self::Ndrs => "ndrs",
            Self::Fdh => "fdh",
        }
    }
}

/// 导向 (orientation).
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Direction {
    /// 投入导向
    Input,
    /// 产出导向
    Output,
}

impl Direction {
    /// The code in options and JSON.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Input => "input",
            Self::Output => "output",
        }
    }

    /// The words in a sentence.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Input => "投入导向",
            Self::Output => "产出导向",
        }
    }
}

impl From<Direction> for Orientation {
    fn from(direction: Direction) -> Self {
        match direction {
            Direction::Input => Self::Input,
            Direction::Output => Self::Output,
        }
    }
}

/// 松弛权重 (slack weights).
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Slack {
    /// 每列除以该列最大值
    Scaled,
    /// 直接相加
    Plain,
}

impl Slack {
    /// How the weights are printed with an answer.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Scaled => "1/column maximum",
            Self::Plain => "1",
        }
    }
}

impl From<Slack> for SlackWeights {
    fn from(slack: Slack) -> Self {
        match slack {
            Slack::Scaled => Self::Scaled,
            Slack::Plain => Self::Plain,
        }
    }
}

/// 分位 (share of the comparable units), written 0.95 or 95%; kept in whole numbers, because a rank is found by
/// whole-number division.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Quantile {
    text: String,
    share: Share,
}

impl Quantile {
    /// As the person wrote it.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// For the engine.
    pub(super) const fn share(&self) -> Share {
        self.share
    }
}

/// Why a text is no share.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("应大于 0、不超过 1,写作 0.95 或 95%,最多六位小数。 [share-unreadable]")]
pub(crate) struct NoShare;

impl FromStr for Quantile {
    type Err = NoShare;

    fn from_str(text: &str) -> Result<Self, NoShare> {
        let (digits, hundredth) = match text.strip_suffix('%') {
            Some(digits) => (digits, 100),
            None => (text, 1),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        if 6 < part.len() || (whole.is_empty() && part.is_empty()) {
            return Err(NoShare);
        }
        let parts: u32 = format!("{whole}{part}").parse().map_err(|_| NoShare)?;
        let decimals = u32::try_from(part.len()).map_err(|_| NoShare)?;
        let share = Share::new(parts, 10_u32.pow(decimals) * hundredth).ok_or(NoShare)?;
        Ok(Self {
            text: text.to_owned(),
            share,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_read_as_a_fraction_of_whole_numbers() {
        for (text, parts, whole) in [
            ("0.95", 95, 100),
            ("95%", 95, 100),
            (".9", 9, 10),
            ("1", 1, 1),
            ("99.5%", 995, 1000),
        ] {
            let read: Quantile = text.parse().unwrap();
            assert_eq!(Some(read.share()), Share::new(parts, whole), "{text}");
            assert_eq!(read.text(), text);
        }
    }

    #[test]
    fn what_is_no_share_is_refused() {
        for text in [
            "0",
            "1.1",
            "-0.5",
            "95",
            "",
            "%",
            ".",
            "0.9x",
            "0.12345678",
            "101%",
        ] {
            assert_eq!(text.parse::<Quantile>(), Err(NoShare), "{text}");
        }
    }
}
