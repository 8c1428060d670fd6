//! 优/良/中/差 thresholds written into one cell: `优100%;良90%;中85%;差85%`.

use rust_decimal::Decimal;

use super::number;

const GRADES: [&str; 11] = [
    "优秀", "良好", "中等", "较差", "一般", "合格", "优", "良", "中", "低", "差",
];

/// The thresholds in the order written; none unless every part is a grade with a percentage.
pub(super) fn read(text: &str) -> Option<Vec<(String, Decimal)>> {
    let parts: Vec<&str> = text
        .split([';', ',', '、', '。'])
        .filter(|part| !part.is_empty())
        .collect();
    if parts.len() < 2 {
        return None;
    }
    parts.into_iter().map(threshold).collect()
}

fn threshold(part: &str) -> Option<(String, Decimal)> {
    let grade = GRADES.into_iter().find(|grade| part.starts_with(grade))?;
    let rest = part
        .strip_prefix(grade)?
        .trim_start_matches([':', '≥', '>', '=', '<', '≤']);
    let (value, rest) = number::leading_digits(rest)?;
    (rest == "%").then(|| (grade.to_owned(), value))
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn thresholds_need_a_grade_and_a_percentage_in_every_part() {
        let names = |text: &str| {
            read(text).map(|all| {
                all.into_iter()
                    .map(|(name, from)| format!("{name}{from}"))
                    .collect::<Vec<_>>()
                    .join(" ")
            })
        };
        assert_eq!(
            names("优100%;良90%;中85%;差85%").as_deref(),
            Some("优100 良90 中85 差85")
        );
        assert_eq!(names("优秀:≥90%,良好:≥80%").as_deref(), Some("优秀90 良好80"));
        assert_eq!(names("优100%"), None);
        assert_eq!(names("优600株;良500株"), None);
        assert_eq!(names("优100%;其他"), None);
    }
}
