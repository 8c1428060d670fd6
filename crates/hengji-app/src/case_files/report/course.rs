//! 二、评价工作开展情况: purpose and scope, framework and methods, and how it went.

use hengji_domain::paper::phrase::evaluation_report as phrase;
use hengji_domain::paper::{Block, PaperColumn, PaperTable};
use hengji_store::case_files::CaseRecord;

use super::{Telling, paragraphs};

impl Telling<'_> {
    pub(super) fn work(&self) -> Vec<Block> {
        let texts = &self.file.texts;
        let mut purpose = paragraphs(&texts.purpose, String::new());
        purpose.extend(paragraphs(&texts.scope, String::new()));
        purpose.retain(|block| *block != Block::Paragraph(String::new()));
        self.sections(vec![
            (phrase::PURPOSE_HEADING, purpose),
            (phrase::METHOD_HEADING, self.method()),
            (phrase::COURSE_HEADING, self.course()),
        ])
    }

    fn method(&self) -> Vec<Block> {
        let frame = &self.case.frame;
        let parts: Vec<String> = frame
            .parts
            .iter()
            .map(|part| format!("{}({}%)", part.name, part.share_bp / 100))
            .collect();
        let basis = format!("{} {}{}", frame.source, frame.clause, frame.mark);
        let told = self.say(
            phrase::FRAMEWORK,
            &[
                &frame.framework_name,
                &self.case.items.len().to_string(),
                &parts.join("、"),
                &basis,
            ],
        );
        let mut blocks = vec![Block::Paragraph(told)];
        blocks.extend(paragraphs(&self.file.texts.method, String::new()));
        blocks.retain(|block| *block != Block::Paragraph(String::new()));
        blocks
    }

    fn course(&self) -> Vec<Block> {
        let standing: Vec<&CaseRecord> = self
            .found
            .records
            .iter()
            .filter(|record| record.withdrawn.is_none())
            .collect();
        let institution = match self.file.texts.institution.as_str() {
            "" => String::new(),
            name => self.say(phrase::INSTITUTION, &[name]),
        };
        let count = |count: usize| count.to_string();
        let team = self.say(
            phrase::TEAM,
            &[
                &count(self.members.len()),
                &institution,
                &count(standing.len()),
                &count(self.found.evidence.len()),
            ],
        );
        let schedule = self.file.texts.schedule.replace('\n', ";");
        let mut blocks = vec![
            Block::Paragraph(team),
            Block::Paragraph(self.say(phrase::SCHEDULE, &[&schedule])),
        ];
        if let Some(found) = &self.agreement {
            let correlation = found
                .correlation
                .as_ref()
                .map_or_else(String::new, |(value, interval)| {
                    format!("组内相关系数 ICC(2,1) 为 {value}(置信区间 {interval}),")
                });
            let told = format!(
                "共同评分 {} 项,评分相同 {} 项,分差不超过满分 {}% 的 {} 项,{correlation}{}。",
                found.items, found.exact, found.near_percent, found.near, found.verdict
            );
            let told = self.say(phrase::SCORING, &[&count(found.scorers), &told]);
            blocks.push(Block::Paragraph(told));
        }
        blocks.push(self.team());
        blocks.extend(self.records(&standing));
        blocks
    }

    fn team(&self) -> Block {
        let duty = |code: &str| {
            let known = self.duties.iter().find(|one| one.code == code);
            known.map_or_else(|| code.to_owned(), |one| one.name.clone())
        };
        let rows = self.members.iter().map(|member| {
            let declared = if member.reason.is_empty() {
                member.declaration.name().to_owned()
            } else {
                format!("{}:{}", member.declaration.name(), member.reason)
            };
            vec![member.name.clone(), duty(&member.duty), declared]
        });
        Block::Table(PaperTable {
            caption: "评价组".to_owned(),
            columns: vec![
                PaperColumn::text("成员", 3),
                PaperColumn::word("职责", 2),
                PaperColumn::text("利益冲突申报", 4),
            ],
            rows: rows.collect(),
        })
    }

    fn records(&self, standing: &[&CaseRecord]) -> Option<Block> {
        let rows: Vec<Vec<String>> = standing
            .iter()
            .map(|record| {
                vec![
                    record.seen_on.to_string(),
                    record.place.clone(),
                    record.present.clone(),
                    record.situation.clone(),
                ]
            })
            .collect();
        (!rows.is_empty()).then(|| {
            Block::Table(PaperTable {
                caption: "现场记录".to_owned(),
                columns: vec![
                    PaperColumn::word("日期", 3),
                    PaperColumn::text("地点", 3),
                    PaperColumn::text("参加人员", 3),
                    PaperColumn::text("现场情况", 7),
                ],
                rows,
            })
        })
    }
}
