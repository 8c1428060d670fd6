//! 类别卡 (card): one project's class and why.

use hengji_authz::{Action, scope};
use hengji_domain::id::ProjectId;
use hengji_domain::money::MoneyUnit;
use hengji_domain::person::Actor;
use hengji_domain::project_class::{ClassDepth, CriterionKind, ProjectClass};
use hengji_domain::{BudgetYear, Division, Money, Score, Weight};
use hengji_store::project_classes::{self, AdjustmentListing, ClassFilter};

use super::basis::{Basis, TraceRow, name_of, read_trace};
use super::list::{adjustment, head, pick, rights, row, visible};
use super::view::{ClassCard, CriterionView};
use crate::app::App;
use crate::error::AppError;

impl App {
    /// A project's class in the newest edition that the reader may see, with the points of each criterion.
    ///
    /// # Errors
    ///
    /// [`AppError::NotFound`] for a project that is out of sight or in no catalogue.
    pub fn class_card(
        &self,
        actor: &Actor,
        year: BudgetYear,
        project: ProjectId,
        edition: Option<i32>,
    ) -> Result<ClassCard, AppError> {
        self.may_look(actor, Action::ViewClassCatalogue)?;
        let division = actor.division;
        let (editions, catalogue, listing, moved) = self.read(|db| {
            let editions = visible(project_classes::editions(db, division, year)?, actor);
            let catalogue = pick(&editions, edition)?.cloned().ok_or(AppError::NotFound)?;
            let filter = ClassFilter::of_catalogue(catalogue.id, scope(actor));
            let listing =
                project_classes::listing(db, division, &filter, project)?.ok_or(AppError::NotFound)?;
            let moved = project_classes::adjustments_of_project(db, division, catalogue.id, project)?;
            Ok((editions, catalogue, listing, moved))
        })?;
        let basis = Basis::from_json(&catalogue.basis)?;
        let entry = &listing.entry;
        let criteria = read_trace(&entry.trace)?
            .iter()
            .map(|trace| criterion(trace, &basis, entry.amount))
            .collect();
        let is_newest = editions.first().is_some_and(|newest| newest.id == catalogue.id);
        Ok(ClassCard {
            head: head(&catalogue),
            by_score: entry.by_score,
            thresholds: (
                Score::from_centi(basis.a_from_centi),
                Score::from_centi(basis.b_from_centi),
            ),
            criteria,
            key_work: entry.key_work.clone(),
            rigid: entry.rigid.as_ref().map(|code| name_of(&basis.rigid_kinds, code)),
            shares_bp: ProjectClass::ALL.map(|class| entry.shares.of(class)),
            clear_from_bp: basis.clear_from_bp,
            span_bp: basis.span_bp,
            adjustments: moved
                .into_iter()
                .map(|one| {
                    adjustment(&AdjustmentListing {
                        adjustment: one,
                        project_code: entry.code.clone(),
                        project_name: entry.name.clone(),
                    })
                })
                .collect(),
            depth: self.depth_in_words(division, year, entry.class),
            citations: self.class_citations(division, year),
            may_adjust: is_newest && rights(actor, division, editions.first()).may_adjust,
            row: row(&listing, Some(&basis)),
        })
    }

    /// What a class means for the process of a year, in words; nothing in a year without depths.
    pub(crate) fn depth_in_words(
        &self,
        division: Division,
        year: BudgetYear,
        class: ProjectClass,
    ) -> Vec<String> {
        let rules = self.rules(division, year);
        match rules.class_depth(class) {
            Ok(depth) => words(&depth.value),
            Err(_) => Vec::new(),
        }
    }
}

fn words(depth: &ClassDepth) -> Vec<String> {
    let stages: Vec<&str> = depth.stages.iter().map(|stage| stage.name()).collect();
    let mut words = vec![format!("必经环节:{}", stages.join("、"))];
    words.push(
        if depth.is_light {
            "简易表:数据由系统带出,不要求写年度总体目标"
        } else {
            "完整表"
        }
        .to_owned(),
    );
    if let Some(count) = depth.indicator_count_min {
        words.push(format!("三级指标至少 {count} 个"));
    }
    if depth.is_monitored_by_facts {
        words.push("监控只看预算执行等数据,不需填报".to_owned());
    }
    if depth.is_listed_by_exception {
        words.push("待办只列退回、逾期等异常".to_owned());
    }
    words
}

fn criterion(trace: &TraceRow, basis: &Basis, amount: Money) -> CriterionView {
    let known = basis.criterion(&trace.key);
    let level = if trace.key == CriterionKind::Amount.code() {
        format!("{} 万元", amount.in_unit(MoneyUnit::TenThousandYuan))
    } else {
        trace.level.as_ref().map_or_else(String::new, |code| {
            known.map_or_else(|| code.clone(), |known| name_of(&known.levels, code))
        })
    };
    CriterionView {
        name: known.map_or_else(|| trace.key.clone(), |known| known.name.clone()),
        level,
        weight: Weight::from_centi(known.map_or(0, |known| known.weight_bp)),
        points: Score::from_centi(trace.points_centi),
        contribution: Score::from_centi(trace.contribution_centi),
        is_missing: trace.is_missing,
    }
}
