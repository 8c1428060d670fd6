//! The circular in print: its sentences are rules, its numbers are the figures.

use hengji_domain::circular::CircularPart;
use hengji_domain::id::UnitId;
use hengji_domain::money::MoneyUnit;
use hengji_domain::paper::phrase::circular as phrase;
use hengji_domain::paper::{
    Block, LetterText, PaperColumn, PaperKind, PaperSource, PaperTable, printed_date,
};
use hengji_domain::{Division, Money, NaiveDate};
use hengji_store::spot::SpotRound;

use super::content::{
    Content, ContentDepartment, ContentInflation, ContentNamed, ContentProject, ContentRanking, score,
};
use crate::app::App;
use crate::error::AppError;
use crate::papers::issue::PaperDraft;
use crate::papers::parted;

/// What stands where there is nothing to print.
const NONE: &str = "—";

impl App {
    /// What the paper of a circular is made from; `bureau` is the unit under which the register keeps it.
    pub(super) fn circular_paper(
        &self,
        division: Division,
        round: &SpotRound,
        content: &Content,
        bureau: UnitId,
    ) -> Result<PaperDraft, AppError> {
        let kind = PaperKind::Circular;
        let text = self.rules(division, round.year).letter_text(kind)?.value;
        Ok(PaperDraft {
            kind,
            year: round.year,
            unit: bureau,
            unit_name: text.say(phrase::ADDRESSEE, &[&content.draw.departments.to_string()]),
            subject: round.title.clone(),
            source: PaperSource::SpotRound(round.id),
            body: body(content, &text),
            enclosures: Vec::new(),
            copies_to: Vec::new(),
        })
    }
}

fn body(content: &Content, text: &LetterText) -> Vec<Block> {
    let told = Told { content, text };
    let parts = content
        .parts
        .iter()
        .filter_map(|word| CircularPart::from_word(word));
    parted(parts.map(|part| told.part(part)))
}

/// The share of a whole with two places, cut off: a share below a least share must not look like it.
fn share(part: u64, whole: u64) -> String {
    let bp = part.saturating_mul(10_000).checked_div(whole).unwrap_or_default();
    percent(i64::try_from(bp).unwrap_or_default())
}

fn percent(bp: i64) -> String {
    format!("{}.{:02}%", bp / 100, bp % 100)
}

fn wan(fen: i64) -> String {
    Money::from_fen(fen)
        .in_unit(MoneyUnit::TenThousandYuan)
        .to_string()
}

fn points(centi: Option<i32>) -> String {
    score(centi).map_or_else(|| NONE.to_owned(), |score| score.to_string())
}

/// A stored day as papers print it.
fn day(text: &str) -> String {
    let day: Result<NaiveDate, _> = text.parse();
    day.map_or_else(|_| text.to_owned(), printed_date)
}

struct Told<'a> {
    content: &'a Content,
    text: &'a LetterText,
}

impl Told<'_> {
    fn part(&self, part: CircularPart) -> (String, Vec<Block>) {
        let (heading, blocks) = match part {
            CircularPart::Drawing => (phrase::DRAWING_HEADING, self.drawing()),
            CircularPart::Grades => (phrase::GRADES_HEADING, self.grades()),
            CircularPart::Scores => (phrase::SCORES_HEADING, self.scores()),
            CircularPart::Ranking => (phrase::RANKING_HEADING, self.ranking()),
            CircularPart::Causes => (phrase::CAUSES_HEADING, self.causes()),
            CircularPart::Projects => (phrase::PROJECTS_HEADING, self.projects()),
            CircularPart::Rectification => (phrase::RECTIFICATION_HEADING, self.rectification()),
            CircularPart::List => (phrase::LIST_HEADING, self.list()),
        };
        (self.text.say(heading, &[]), blocks)
    }

    fn drawing(&self) -> Vec<Block> {
        let draw = self.content.draw;
        let counts = [draw.eligible, draw.drawn, draw.departments].map(|count| count.to_string());
        let [eligible, drawn, departments] = &counts;
        let mut said = self.text.say(
            phrase::DRAWING,
            &[
                eligible,
                drawn,
                &percent(draw.share_bp),
                &wan(draw.drawn_amount_fen),
                &wan(draw.amount_fen),
                departments,
            ],
        );
        if 0 < self.content.waiting() {
            let counts = [self.content.concluded, self.content.waiting()].map(|count| count.to_string());
            said += &self.text.say(phrase::PARTIAL, &[&counts[0], &counts[1]]);
        }
        vec![Block::Paragraph(said)]
    }

    fn grades(&self) -> Vec<Block> {
        let whole = self.content.concluded;
        let one = |(grade, count): &(String, u64)| {
            let values = [grade.as_str(), &count.to_string(), &share(*count, whole)];
            self.text.say(phrase::GRADE, &values)
        };
        let all: Vec<String> = self.content.grades.iter().map(one).collect();
        let said = self
            .text
            .say(phrase::GRADES, &[&whole.to_string(), &all.join("、")]);
        vec![Block::Paragraph(said)]
    }

    fn scores(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        if let Some(means) = self.content.means {
            let said = self.text.say(
                phrase::MEANS,
                &[
                    &means.compared.to_string(),
                    &points(Some(means.own_centi)),
                    &points(Some(means.verified_centi)),
                    &points(Some(means.quality_centi)),
                    &points(Some(means.total_centi)),
                ],
            );
            blocks.push(Block::Paragraph(said));
        }
        match &self.content.inflation {
            ContentInflation::Said {
                value_centi,
                interval_centi,
                sampled,
                population,
                confidence_percent,
            } => {
                let interval = interval_centi.map_or_else(String::new, |(low, high)| {
                    let ends = [points(Some(low)), points(Some(high))];
                    self.text.say(phrase::INTERVAL, &[&ends[0], &ends[1]])
                });
                let said = self.text.say(
                    phrase::INFLATION,
                    &[
                        &sampled.to_string(),
                        &population.to_string(),
                        &points(Some(*value_centi)),
                        &interval,
                        &confidence_percent.to_string(),
                    ],
                );
                blocks.push(Block::Paragraph(said));
                blocks.push(Block::Paragraph(self.text.say(phrase::CAUTION, &[])));
            }
            ContentInflation::Silent(why) => {
                blocks.push(Block::Paragraph(self.text.say(phrase::SILENT, &[why])));
            }
        }
        blocks
    }

    fn ranking(&self) -> Vec<Block> {
        let ranking = &self.content.ranking;
        let least = ranking.least.to_string();
        let ranked = ranking.rows.iter().filter(|one| one.place.is_some()).count();
        let Some(mean) = ranking.mean_centi.filter(|_| 0 < ranked) else {
            return vec![Block::Paragraph(self.text.say(phrase::NOBODY, &[&least]))];
        };
        let unranked = ranking.rows.len().saturating_sub(ranked).to_string();
        let values = [
            &ranked.to_string(),
            &ranking.weighing,
            &least,
            &ranking.ties,
            &unranked,
        ];
        let mut said = self.text.say(phrase::RANKING, &values.map(String::as_str));
        if ranking.names_first {
            said += &self.text.say(phrase::FIRST, &[&mentioned(ranking, "前列")]);
        }
        said += &if ranking.names_last {
            self.text.say(phrase::LAST, &[&mentioned(ranking, "末位")])
        } else {
            let below = ranking.below().to_string();
            self.text.say(phrase::BELOW, &[&points(Some(mean)), &below])
        };
        vec![Block::Paragraph(said), Block::Table(departments(ranking))]
    }

    fn causes(&self) -> Vec<Block> {
        if self.content.causes.is_empty() {
            return vec![Block::Paragraph(self.text.say(phrase::WITHOUT_FINDINGS, &[]))];
        }
        let counts =
            [self.content.findings(), self.content.projects_with_findings].map(|count| count.to_string());
        let said = self.text.say(phrase::CAUSES, &[&counts[0], &counts[1]]);
        let rows = self.content.causes.iter().map(|one| {
            vec![
                one.name.clone(),
                one.findings.to_string(),
                one.projects.to_string(),
            ]
        });
        let table = PaperTable {
            caption: String::new(),
            columns: vec![
                PaperColumn::text("问题根源", 6),
                PaperColumn::number("问题(个)", 3),
                PaperColumn::number("涉及项目(个)", 3),
            ],
            rows: rows.collect(),
        };
        vec![Block::Paragraph(said), Block::Table(table)]
    }

    fn projects(&self) -> Vec<Block> {
        let one = |named: &ContentNamed, said| {
            let grades = named.grades.join("、");
            if named.count == 0 {
                return Block::Paragraph(self.text.say(phrase::WITHOUT_PROJECTS, &[&grades]));
            }
            let examples = named
                .examples
                .iter()
                .filter_map(|at| self.content.projects.get(*at))
                .map(|project| self.project(project));
            let examples: Vec<String> = examples.collect();
            let values = [&grades, &named.count.to_string(), &examples.join("、")];
            Block::Paragraph(self.text.say(said, &values.map(String::as_str)))
        };
        let content = self.content;
        let both = [
            (&content.commended, phrase::COMMENDED),
            (&content.criticised, phrase::CRITICISED),
        ];
        both.into_iter()
            .filter(|(named, _)| !named.grades.is_empty())
            .map(|(named, said)| one(named, said))
            .collect()
    }

    fn project(&self, one: &ContentProject) -> String {
        let values = [one.name.as_str(), &one.department, &points(one.total_centi)];
        self.text.say(phrase::PROJECT, &values)
    }

    fn rectification(&self) -> Vec<Block> {
        let by = day(&self.content.rectify_by);
        let said = self
            .text
            .say(phrase::RECTIFICATION, &[&self.content.rectify_within, &by]);
        let remarks = self.content.remarks.lines().map(str::trim);
        let remarks = remarks.filter(|line| !line.is_empty()).map(str::to_owned);
        std::iter::once(said)
            .chain(remarks)
            .map(Block::Paragraph)
            .collect()
    }

    fn list(&self) -> Vec<Block> {
        let drawn = self.content.draw.drawn.to_string();
        let rows = self.content.projects.iter().zip(1..).map(|(one, number)| {
            vec![
                number.to_string(),
                one.name.clone(),
                one.department.clone(),
                points(one.own_centi),
                points(one.verified_centi),
                points(one.quality_centi),
                points(one.total_centi),
                if one.grade.is_empty() {
                    "未结".to_owned()
                } else {
                    one.grade.clone()
                },
            ]
        });
        let table = PaperTable {
            caption: String::new(),
            columns: vec![
                PaperColumn::word("序号", 2),
                PaperColumn::text("项目", 8),
                PaperColumn::text("主管部门", 5),
                PaperColumn::number("自评", 3),
                PaperColumn::number("复核", 3),
                PaperColumn::number("质量", 3),
                PaperColumn::number("抽评", 3),
                PaperColumn::word("等级", 2),
            ],
            rows: rows.collect(),
        };
        vec![
            Block::Paragraph(self.text.say(phrase::LIST, &[&drawn])),
            Block::Table(table),
        ]
    }
}

/// Departments that are named, with their means.
fn mentioned(ranking: &ContentRanking, mention: &str) -> String {
    let named = ranking.rows.iter().filter(|one| one.mention == mention);
    let named: Vec<String> = named
        .map(|one| format!("{}({}分)", one.name, points(one.mean_centi)))
        .collect();
    named.join("、")
}

/// The table of the ranking, as far as it is open to everybody.
fn departments(ranking: &ContentRanking) -> PaperTable {
    let row = |one: &ContentDepartment| {
        vec![
            one.place
                .map_or_else(|| NONE.to_owned(), |place| place.to_string()),
            one.name.clone(),
            one.drawn.to_string(),
            one.concluded.to_string(),
            points(one.own_centi),
            points(one.verified_centi),
            points(one.mean_centi),
        ]
    };
    let shown = ranking
        .rows
        .iter()
        .filter(|one| one.place.is_some() && ranking.is_open(one));
    PaperTable {
        caption: String::new(),
        columns: vec![
            PaperColumn::word("名次", 2),
            PaperColumn::text("主管部门", 7),
            PaperColumn::number("抽评项目", 3),
            PaperColumn::number("有结论", 3),
            PaperColumn::number("自评平均", 3),
            PaperColumn::number("复核平均", 3),
            PaperColumn::number("抽评平均", 3),
        ],
        rows: shown.map(row).collect(),
    }
}
