//! 评价指标体系 (frameworks): what each kind of evaluation is scored by in a year, to be read before it is used.

use hengji_authz::Action;
use hengji_domain::evaluation::{EvaluationKind, FactOrigin, Item, Method, PartContent, SubjectKind};
use hengji_domain::person::Actor;
use hengji_domain::rule::Verification;
use hengji_domain::{BudgetYear, Decimal};
use hengji_rules::FrameworkInForce;

use super::page::source;
use super::view::{
    FrameworkItemView, FrameworkKindView, FrameworkPage, FrameworkPartView, FrameworkRow, FrameworksPage,
};
use crate::app::App;
use crate::error::AppError;
use crate::ports::{Cell, Table};

const COLUMNS: [(&str, u16); 9] = [
    ("一级", 14),
    ("占比", 8),
    ("中间各级", 24),
    ("指标", 28),
    ("分值", 8),
    ("评分方法", 10),
    ("评分标准", 60),
    ("说明", 40),
    ("评价材料", 40),
];

impl App {
    /// The frameworks in force for the acting division and the year, by their code.
    ///
    /// # Errors
    ///
    /// [`AppError::Forbidden`] outside the actor's division.
    pub fn frameworks(&self, actor: &Actor, year: BudgetYear) -> Result<FrameworksPage, AppError> {
        self.may_look(actor, Action::ViewRules)?;
        let rules = self.rules(actor.division, year);
        Ok(FrameworksPage {
            rows: rules.frameworks().map(row).collect(),
        })
    }

    /// One framework with everything that decides a score.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] where none of that code is in force; [`AppError::Forbidden`].
    pub fn framework(&self, actor: &Actor, year: BudgetYear, code: &str) -> Result<FrameworkPage, AppError> {
        self.may_look(actor, Action::ViewRules)?;
        let rules = self.rules(actor.division, year);
        let found = rules.frameworks().find(|one| one.framework.code == code);
        found.map(page).ok_or(AppError::NotFound)
    }

    /// That framework as an xlsx file, an item a row. It leaves an event, because data leave the house.
    ///
    /// # Errors
    ///
    /// As for [`App::framework`].
    pub fn export_framework(&self, actor: &Actor, year: BudgetYear, code: &str) -> Result<Vec<u8>, AppError> {
        self.may_look(actor, Action::ExportRules)?;
        let page = self.framework(actor, year, code)?;
        let note = format!("{year} 年度;依据:{} {}", page.row.source, page.row.verification);
        let rows = page.parts.iter().flat_map(cells).collect();
        let table = Table::new(page.row.name, &COLUMNS, rows).noted([note]);
        self.leave_house(actor, Action::ExportRules, Some(year), table)
    }
}

fn cells(part: &FrameworkPartView) -> Vec<Vec<Cell>> {
    let Some(items) = &part.items else {
        let names = [
            part.name.clone(),
            part.share.clone(),
            String::new(),
            LINES.to_owned(),
        ];
        return vec![names.map(Cell::text).to_vec()];
    };
    let line = |item: &FrameworkItemView| {
        vec![
            Cell::text(part.name.clone()),
            Cell::text(part.share.clone()),
            Cell::text(item.path.join(" / ")),
            Cell::text(item.name.clone()),
            Cell::text(item.weight.to_string()),
            Cell::text(item.method),
            Cell::text(item.criteria.join("\n")),
            Cell::text(item.explanation.clone()),
            Cell::text(item.evidence.clone()),
        ]
    };
    items.iter().map(line).collect()
}

/// What stands in the place of the items of a part that is made of the project's own lines.
const LINES: &str = "项目自身的绩效指标(按自评表的指标和权重重新评分)";

fn row(found: &FrameworkInForce) -> FrameworkRow {
    let framework = &found.framework;
    let citation = &found.citation;
    FrameworkRow {
        code: framework.code.clone(),
        name: framework.name.clone(),
        kinds: found.kinds.iter().map(|kind| kind.name.clone()).collect(),
        levels: framework.depth(),
        items: framework.items().count(),
        division: citation.division.to_string(),
        from: citation.from.to_string(),
        source: source(citation),
        mark: citation.verification.mark(),
        verification: citation.verification.name(),
        is_unverified: citation.verification == Verification::Unverified,
        file: found.file.clone(),
    }
}

fn page(found: &FrameworkInForce) -> FrameworkPage {
    let framework = &found.framework;
    let fact = |fact: &hengji_domain::evaluation::FactDefinition| {
        let origin = match fact.origin {
            FactOrigin::Entered => "填报",
            FactOrigin::System(_) => "系统取数",
        };
        [
            fact.code.clone(),
            fact.name.clone(),
            fact.unit.clone(),
            origin.to_owned(),
        ]
    };
    FrameworkPage {
        row: row(found),
        kinds: found.kinds.iter().map(kind).collect(),
        parts: framework.parts.iter().map(part).collect(),
        facts: framework.facts.iter().map(fact).collect(),
        vetoes: framework
            .vetoes
            .iter()
            .map(|veto| (veto.name.clone(), veto.grade.clone()))
            .collect(),
    }
}

fn part(part: &hengji_domain::evaluation::Part) -> FrameworkPartView {
    FrameworkPartView {
        name: part.name.clone(),
        share: percent(part.share_bp),
        items: match &part.content {
            PartContent::Lines => None,
            PartContent::Items(items) => Some(items.iter().map(item).collect()),
        },
    }
}

fn item(item: &Item) -> FrameworkItemView {
    FrameworkItemView {
        code: item.code.clone(),
        path: item.path.clone(),
        name: item.name.clone(),
        weight: item.weight,
        method: item.method.name(),
        criteria: criteria(&item.method),
        explanation: item.explanation.clone(),
        evidence: item.evidence.clone(),
        basis: item.basis.clone(),
        is_unverified: item.is_unverified,
    }
}

fn kind(kind: &EvaluationKind) -> FrameworkKindView {
    let subject = match kind.subject {
        SubjectKind::Project => "项目、政策",
        SubjectKind::Unit => "单位",
    };
    let scorers = match (kind.scores_independently(), kind.has_self_score) {
        (true, _) => format!("{} 人独立评分", kind.scorers_least),
        (false, true) => "单位自评,财政复核".to_owned(),
        (false, false) => "财政评分".to_owned(),
    };
    FrameworkKindView {
        code: kind.code.clone(),
        name: kind.name.clone(),
        subject,
        scorers,
        needs_sign_off: kind.needs_sign_off,
        grades: kind.grades.clone(),
    }
}

/// How an item is scored, a sentence for each thing that is looked at.
fn criteria(method: &Method) -> Vec<String> {
    match method {
        Method::Judgement { bands } => bands
            .iter()
            .map(|band| format!("{}:分值的 {} 起", band.name, percent(band.from_bp)))
            .collect(),
        Method::Elements { elements } => elements.clone(),
        Method::Deduction { deductions } => deductions
            .iter()
            .map(|one| match one.most {
                None => format!("{},每次扣 {} 分", one.name, one.points),
                Some(most) => format!("{},每次扣 {} 分,最多扣 {most} 分", one.name, one.points),
            })
            .collect(),
        Method::Condition { condition, holds } => std::iter::once(condition.clone())
            .chain(holds.as_ref().map(|formula| format!("算式:{}", formula.text())))
            .collect(),
        Method::Formula { formula, words } => vec![words.clone(), format!("算式:{}", formula.text())],
        Method::Survey { full_from_bp } => {
            vec![format!(
                "满意比例达到 {} 得满分,不足的按比例得分",
                percent(*full_from_bp)
            )]
        }
        Method::Conversion { kind } => vec![format!("按“{kind}”的评价得分折算")],
    }
}

/// A share in per cent, e.g. `12.5%`.
fn percent(basis_points: u32) -> String {
    format!("{}%", Decimal::new(i64::from(basis_points), 2).normalize())
}
