//! 计量单位: known units, their spelling, and which of them can be converted into each other.

use rust_decimal::Decimal;

use super::normalise;

/// Counting words and measures met on published forms and in indicator libraries.
const KNOWN: &str = "个 人 次 件 份 场 户 家 项 篇 条 台 套 辆 只 头 匹 株 棵 粒 张 本 册 部 座 处 所 间 栋 幢 \
    起 例 名 位 期 班 批 组 支 块 片 根 袋 箱 瓶 盒 把 门 枚 颗 口 眼 盏 艘 架 亩 公顷 公里 里 千米 米 厘米 毫米 km m cm mm \
    平方米 平方公里 平方千米 立方米 ㎡ m² m³ m2 m3 km² 克 千克 公斤 斤 吨 kg g t 升 毫升 千瓦 千瓦时 度 kW kWh MW \
    元 角 分 万 亿 万元 亿元 千元 百元 元/人 元/户 元/亩 年 月 日 天 周 小时 分钟 秒 个月 季度 工作日 个工作日 人次 人天 人日 \
    户次 车次 台次 批次 场次 课时 学时 人时 % ‰ 百分点 个百分点 倍 名次 级 星 GB TB MB G T 字 元/平方米 元/公里 元/年 元/月 元/人·月";

/// A text that is nothing but a unit, 万 and 亿 before it allowed.
pub(super) fn is_known(text: &str) -> bool {
    let bare = text.trim_start_matches(['万', '亿', '千', '百']);
    KNOWN.split_whitespace().any(|unit| unit == text || unit == bare)
}

/// The spelling of a unit in which two units are compared: `万` means 万元, `*` between units means `·`.
pub(super) fn spelt(unit: &str) -> Option<String> {
    match unit {
        "" => None,
        "万" => Some("万元".to_owned()),
        "亿" => Some("亿元".to_owned()),
        other => Some(other.replace('*', "·")),
    }
}

/// 次/月 and the like.
pub(super) fn is_frequency(unit: &str) -> bool {
    const PERIODS: [&str; 10] = ["日", "天", "周", "旬", "月", "季", "季度", "半年", "年", "小时"];
    unit.strip_prefix("次/")
        .is_some_and(|period| PERIODS.contains(&period))
}

/// A unit that may follow a Chinese numeral. 三级, 十分 and 一月 begin with a numeral without counting anything.
pub(super) fn is_counted(unit: &str) -> bool {
    const NAMES_RATHER_THAN_COUNTS: [&str; 8] = ["级", "星", "度", "分", "里", "月", "日", "字"];
    is_known(unit) && !NAMES_RATHER_THAN_COUNTS.contains(&unit)
}

/// Whether a text behind a number can be a unit: short, and made of letters and the signs that units use.
pub(super) fn is_plausible(text: &str) -> bool {
    const LONGEST: usize = 10;
    text.chars().count() <= LONGEST
        && text.chars().all(|c| {
            c.is_alphabetic()
                || matches!(
                    c,
                    '/' | '·' | '*' | '%' | '‰' | '²' | '³' | '°' | '℃' | '㎡' | '(' | ')'
                )
        })
        && !text.contains(['、', '。', '左'])
}

/// A unit taken apart: so many of the base unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitFactor {
    /// How many base units one of it is: 10000 for 万元, 0.1 for ‰.
    pub factor: Decimal,
    /// The unit without its multiple: 元 for 万元, % for ‰.
    pub base: String,
}

/// Takes a unit apart, so that 元, 万元 and 亿元, 人 and 万人, % and ‰ can be compared. Nothing else is converted:
/// a text that merely looks alike (人 and 人次) measures something else.
pub fn unit_factor(unit: &str) -> UnitFactor {
    if unit.starts_with('%') {
        return UnitFactor {
            factor: Decimal::ONE,
            base: "%".to_owned(),
        };
    }
    if unit.starts_with('‰') {
        return UnitFactor {
            factor: Decimal::new(1, 1),
            base: "%".to_owned(),
        };
    }
    let multiple = [("万", 10_000_i64), ("亿", 100_000_000)]
        .into_iter()
        .find_map(|(word, factor)| unit.strip_prefix(word).map(|base| (factor, base)));
    match multiple {
        Some((factor, base)) if !base.is_empty() && !base.starts_with('/') => UnitFactor {
            factor: Decimal::from(factor),
            base: base.to_owned(),
        },
        // `620万/月` leaves 元 out, as `200万` does.
        Some((factor, rest)) => UnitFactor {
            factor: Decimal::from(factor),
            base: format!("元{rest}"),
        },
        None => UnitFactor {
            factor: Decimal::ONE,
            base: unit.to_owned(),
        },
    }
}

/// The unit that an indicator's name carries in its last brackets: `项目数量(个)`, `补助标准(≥**元/人·月)`.
pub fn bracketed_unit(name: &str) -> Option<String> {
    let plain = name.replace('\u{ff08}', "(").replace('\u{ff09}', ")");
    let inner = plain.trim_end().strip_suffix(')')?.rsplit('(').next()?;
    let inner = normalise(inner);
    let unit = inner.trim_start_matches(['≥', '≤', '=', '<', '>', '*']);
    (is_known(unit) || (unit.contains('/') && is_plausible(unit))).then(|| unit.replace('*', "·"))
}

#[cfg(test)]
mod tests {
    use super::{bracketed_unit, is_known, unit_factor};

    #[test]
    fn multiples_of_one_unit_share_their_base() {
        for (unit, factor, base) in [
            ("万元", "10000", "元"),
            ("亿元", "100000000", "元"),
            ("元", "1", "元"),
            ("万人", "10000", "人"),
            ("万/月", "10000", "元/月"),
            ("‰", "0.1", "%"),
            ("%覆盖", "1", "%"),
            ("人次", "1", "人次"),
        ] {
            let found = unit_factor(unit);
            assert_eq!(found.factor.to_string(), factor, "{unit}");
            assert_eq!(found.base, base, "{unit}");
        }
    }

    #[test]
    fn a_unit_may_stand_in_the_brackets_of_the_name() {
        assert_eq!(bracketed_unit("开展小型水利工程建设(个)").as_deref(), Some("个"));
        assert_eq!(
            bracketed_unit("基本生活标准\u{ff08}≥**元/人*月\u{ff09}").as_deref(),
            Some("元/人·月")
        );
        assert_eq!(bracketed_unit("增加受益农户收入(总收入)"), None);
        assert_eq!(bracketed_unit("满意度"), None);
    }

    #[test]
    fn a_unit_alone_is_known_and_a_phrase_is_not() {
        assert!(is_known("万亩") && is_known("公里") && is_known("%"));
        assert!(!is_known("高") && !is_known("全天候") && !is_known(""));
    }
}
