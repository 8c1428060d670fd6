//! 三、综合评价情况及评价结论 and 四、指标分析: the total, the parts as bars and as a table, and the items one by one.

use std::fmt::Write as _;

use hengji_domain::Score;
use hengji_domain::evaluation::{EvaluationState, Side};
use hengji_domain::paper::phrase::evaluation_report as phrase;
use hengji_domain::paper::{Block, PaperColumn, PaperTable};
use hengji_scoring::evaluation::{PartScore, conclude_grade};
use hengji_store::evaluations::{EvaluationItem, EvaluationResult};

use super::{Telling, rate};

/// Measures of the drawing: where bars begin, how long a full one is, how high a row is.
const LEFT: u32 = 60;
const LENGTH: i64 = 200;
const ROW: u32 = 22;

impl Telling<'_> {
    /// The conclusion that stands; none of a draft.
    fn standing(&self) -> Option<&EvaluationResult> {
        let one = &self.case.listing.evaluation;
        let mut results = self.case.results.iter();
        let standing = results.find(|result| result.edition == one.edition && result.reopening.is_none());
        standing.filter(|_| one.state == EvaluationState::Concluded)
    }

    fn parts(&self) -> Vec<(&str, PartScore)> {
        let total = self.case.total(Side::Verification).ok().flatten();
        let parts = total.into_iter().flat_map(|total| total.parts);
        parts
            .map(|part| {
                let known = self.case.frame.parts.iter().find(|one| one.code == part.code);
                (known.map_or("", |one| one.name.as_str()), part)
            })
            .collect()
    }

    pub(super) fn result(&self) -> Vec<Block> {
        let told = match self.standing() {
            Some(result) => {
                let words = [&result.total.to_string(), &result.grade, &result.words];
                self.say(phrase::CONCLUSION, &words.map(String::as_str))
            }
            None => {
                let total = self.case.total(Side::Verification).ok().flatten();
                let total = total.map(|total| total.total).unwrap_or_default();
                let bands = self.case.frame.grade_bands();
                let grade = conclude_grade(total, &bands, &self.case.frame.grades, &[]);
                let grade = grade.map_or_else(|_| String::new(), |(grade, _)| grade);
                self.say(phrase::PROVISIONAL, &[&total.to_string(), &grade])
            }
        };
        let parts = self.parts();
        vec![
            Block::Paragraph(told),
            Block::Picture {
                svg: bars(&parts),
                caption: "各部分得分率".to_owned(),
            },
            part_table(&parts),
            self.score_table(),
        ]
    }

    /// 附评分表: every item with its points.
    fn score_table(&self) -> Block {
        let name = |code: &str| {
            let known = self.case.frame.parts.iter().find(|one| one.code == code);
            known.map_or_else(|| code.to_owned(), |one| one.name.clone())
        };
        let rows = self.case.items.iter().map(|item| {
            let score = self.score(item);
            let mut path = item.path.clone();
            path.push(item.name.clone());
            vec![
                name(&item.part),
                path.join(" / "),
                item.weight.to_string(),
                score.to_string(),
                rate(score.centi(), item.weight.centi()),
            ]
        });
        Block::Table(PaperTable {
            caption: "评分表".to_owned(),
            columns: vec![
                PaperColumn::word("部分", 2),
                PaperColumn::text("指标", 7),
                PaperColumn::number("分值", 2),
                PaperColumn::number("得分", 2),
                PaperColumn::number("得分率", 2),
            ],
            rows: rows.collect(),
        })
    }

    fn score(&self, item: &EvaluationItem) -> Score {
        self.case.side_score(item, Side::Verification).unwrap_or_default()
    }

    /// 四、指标分析: a section for each part of the framework.
    pub(super) fn analysis(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        for ((name, part), number) in self.parts().into_iter().zip(super::SECOND) {
            blocks.push(Block::Heading {
                level: 2,
                text: format!("({number}){name}"),
            });
            let own = || self.case.items.iter().filter(|item| item.part == part.code);
            let told = [
                name,
                &part.weight.to_string(),
                &part.score.to_string(),
                &rate(part.score.centi(), part.weight.centi()),
            ];
            blocks.push(Block::Paragraph(self.say(phrase::PART, &told)));
            let mut lost: Vec<String> = Vec::new();
            for item in own().filter(|item| self.score(item).centi() < item.weight.centi()) {
                let number = lost.len() + 1;
                lost.push(format!("{number}. {}", self.of_item(item)));
            }
            if lost.is_empty() {
                blocks.push(Block::Paragraph(self.say(phrase::PART_FULL, &[name])));
            } else {
                blocks.push(Block::List(lost));
            }
            for survey in &self.surveys {
                if own().any(|item| item.name == survey.item) {
                    let (asked, satisfied) = (survey.asked.to_string(), survey.satisfied.to_string());
                    let told = [&survey.item, &asked, &satisfied, &survey.interval];
                    let told = self.say(phrase::SURVEY, &told.map(String::as_str));
                    blocks.push(Block::Paragraph(told));
                }
            }
        }
        blocks.extend(self.evidence_table());
        blocks
    }

    /// An item that lost points, with the arithmetic and evidence of each scorer.
    fn of_item(&self, item: &EvaluationItem) -> String {
        let mut why: Vec<String> = self
            .case
            .standing_scores(item, Side::Verification)
            .into_iter()
            .map(|score| {
                let steps = score.trace.lines().map(|step| step.trim_end_matches('。'));
                let steps = steps.collect::<Vec<_>>().join(";");
                match score.evidence.as_str() {
                    "" => format!("{steps}。"),
                    evidence => format!("{steps};{}。", evidence.trim_end_matches('。')),
                }
            })
            .collect();
        why.dedup();
        self.say(
            phrase::ITEM,
            &[
                &item.name,
                &item.weight.to_string(),
                &self.score(item).to_string(),
                &why.join(""),
            ],
        )
    }

    /// Which file proves which item.
    fn evidence_table(&self) -> Option<Block> {
        let rows: Vec<Vec<String>> = self
            .found
            .evidence
            .iter()
            .map(|file| {
                let item = file.item.as_ref().and_then(|key| self.case.item(key.as_str()));
                let item = item.map_or_else(|| "整体".to_owned(), |(item, _)| item.name.clone());
                let digest: String = file.sha256.chars().take(12).collect();
                vec![item, file.file_name.clone(), file.page.clone(), digest]
            })
            .collect();
        (!rows.is_empty()).then(|| {
            Block::Table(PaperTable {
                caption: "佐证目录".to_owned(),
                columns: vec![
                    PaperColumn::text("指标", 4),
                    PaperColumn::text("材料", 6),
                    PaperColumn::word("页码", 2),
                    PaperColumn::text("校验值(前 12 位)", 4),
                ],
                rows,
            })
        })
    }
}

fn part_table(parts: &[(&str, PartScore)]) -> Block {
    let rows = parts.iter().map(|(name, part)| {
        vec![
            (*name).to_owned(),
            part.weight.to_string(),
            part.score.to_string(),
            rate(part.score.centi(), part.weight.centi()),
            part.contribution.to_string(),
        ]
    });
    Block::Table(PaperTable {
        caption: "各部分得分".to_owned(),
        columns: vec![
            PaperColumn::text("部分", 4),
            PaperColumn::number("满分", 2),
            PaperColumn::number("得分", 2),
            PaperColumn::number("得分率", 2),
            PaperColumn::number("计入总分", 2),
        ],
        rows: rows.collect(),
    })
}

/// The parts as bars of what they got of what they could get.
fn bars(parts: &[(&str, PartScore)]) -> String {
    let count = u32::try_from(parts.len()).unwrap_or(u32::MAX);
    let height = count.saturating_mul(ROW).saturating_add(4);
    let mut svg = format!("<svg class=\"chart\" viewBox=\"0 0 330 {height}\">");
    for ((name, part), row) in parts.iter().zip(0_u32..) {
        let top = row * ROW + 4;
        let full = i64::from(part.weight.centi()).max(1);
        let own = (i64::from(part.score.centi()).clamp(0, full) * LENGTH / full).max(1);
        // Names come from rule files, so they are escaped like any other text.
        let name = name.replace('&', "&amp;").replace('<', "&lt;");
        let _ = write!(
            svg,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{name}</text>\
             <rect class=\"track\" x=\"{LEFT}\" y=\"{top}\" width=\"{LENGTH}\" height=\"14\"/>\
             <rect class=\"blue\" x=\"{LEFT}\" y=\"{top}\" width=\"{own}\" height=\"14\"/>\
             <text x=\"{}\" y=\"{}\">{}</text>",
            LEFT - 6,
            top + 11,
            i64::from(LEFT) + LENGTH + 6,
            top + 11,
            rate(part.score.centi(), part.weight.centi())
        );
    }
    svg.push_str("</svg>");
    svg
}
