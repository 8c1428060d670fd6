//! 五、经验、问题及原因, 六、建议, 七、其他: what people wrote, the register of findings, and the exchange of views.

use std::collections::BTreeMap;

use hengji_domain::case_file::{PointAnswer, PointOutcome};
use hengji_domain::paper::phrase::evaluation_report as phrase;
use hengji_domain::paper::{Block, PaperColumn, PaperTable, printed_date};
use hengji_store::case_files::CasePoint;

use super::{Telling, money_of, paragraphs};

impl Telling<'_> {
    pub(super) fn problems(&self) -> Vec<Block> {
        let experience = self.say(phrase::WITHOUT_EXPERIENCE, &[]);
        self.sections(vec![
            (
                phrase::EXPERIENCE_HEADING,
                paragraphs(&self.file.report.experience, experience),
            ),
            (phrase::FINDINGS_HEADING, self.findings()),
        ])
    }

    fn findings(&self) -> Vec<Block> {
        let all = &self.found.findings;
        if all.is_empty() {
            return vec![Block::Paragraph(self.say(phrase::WITHOUT_FINDINGS, &[]))];
        }
        let cause = |code: &str| {
            let known = self.causes.iter().find(|one| one.code == code);
            known.map_or_else(|| code.to_owned(), |one| one.name.clone())
        };
        let amount = money_of(all).to_string();
        let told = self.say(phrase::FINDINGS, &[&all.len().to_string(), &amount]);
        let points = all.iter().zip(1..).map(|(one, number)| {
            let place = match one.place.as_str() {
                "" => String::new(),
                place => format!("{place}:"),
            };
            let money = one.amount.map_or_else(String::new, |amount| {
                self.say(phrase::FINDING_MONEY, &[&amount.to_string()])
            });
            let words = one.words.trim_end_matches('。');
            format!("{number}. {place}{words}{money}。原因:{}。", cause(&one.cause))
        });
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for one in all {
            *counts.entry(cause(&one.cause)).or_default() += 1;
        }
        let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let by_cause: Vec<String> = counts
            .iter()
            .map(|(name, count)| format!("{name} {count} 个"))
            .collect();
        vec![
            Block::Paragraph(told),
            Block::List(points.collect()),
            Block::Paragraph(self.say(phrase::CAUSES, &[&by_cause.join("、")])),
        ]
    }

    pub(super) fn advice(&self) -> Vec<Block> {
        paragraphs(&self.file.report.advice, self.say(phrase::WITHOUT_ADVICE, &[]))
    }

    pub(super) fn other(&self) -> Vec<Block> {
        let remarks = self.say(phrase::WITHOUT_REMARKS, &[]);
        self.sections(vec![
            (phrase::EXCHANGE_HEADING, self.exchange()),
            (
                phrase::REMARKS_HEADING,
                paragraphs(&self.file.report.remarks, remarks),
            ),
        ])
    }

    fn exchange(&self) -> Vec<Block> {
        let sent_on = self
            .file
            .sent_on
            .filter(|_| self.file.stage.may_conclude().is_ok());
        let Some(sent_on) = sent_on else {
            return vec![Block::Paragraph(self.say(phrase::EXCHANGE_OPEN, &[]))];
        };
        let objected: Vec<&CasePoint> = self
            .found
            .points
            .iter()
            .filter(|point| point.answer == Some(PointAnswer::Objected))
            .collect();
        let refused = objected
            .iter()
            .filter(|point| point.outcome == Some(PointOutcome::NotAdopted))
            .count();
        let told = [
            printed_date(sent_on),
            self.found.points.len().to_string(),
            objected.len().to_string(),
            objected.len().saturating_sub(refused).to_string(),
            refused.to_string(),
        ];
        let told = self.say(phrase::EXCHANGE_ASKED, &told.each_ref().map(String::as_str));
        let mut blocks = vec![Block::Paragraph(told)];
        if !objected.is_empty() {
            let row = |point: &&CasePoint| {
                vec![
                    point.place.clone(),
                    point.opinion.clone(),
                    point
                        .outcome
                        .map(PointOutcome::name)
                        .unwrap_or_default()
                        .to_owned(),
                    point.reason.clone(),
                ]
            };
            blocks.push(Block::Table(PaperTable {
                caption: "单位意见及处理".to_owned(),
                columns: vec![
                    PaperColumn::text("对象", 3),
                    PaperColumn::text("单位意见", 5),
                    PaperColumn::word("处理", 2),
                    PaperColumn::text("理由", 5),
                ],
                rows: objected.iter().map(row).collect(),
            }));
        }
        blocks
    }
}
