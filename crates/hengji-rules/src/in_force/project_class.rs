//! 分类分级 (project class): the bundle that classing needs, and what a class changes in the rules of a sheet.

use std::sync::Arc;

use hengji_domain::Score;
use hengji_domain::project_class::{ClassDepth, ClassRules, ClassStability, ClassThresholds, ProjectClass};
use hengji_domain::rule::{Dated, SheetRules};

use super::selection::{Gap, GapCause, Selection};
use super::{MissingRule, RulesInForce};
use crate::parameters::{Parameters, UnknownParameter};

impl RulesInForce {
    /// 分类规则: criteria, thresholds, hard rules, rigid kinds and the sensitivity to weights.
    ///
    /// # Errors
    ///
    /// [`MissingRule`].
    pub fn class_rules(&self) -> Result<ClassRules, MissingRule> {
        self.answer(self.selection.class_rules())
    }

    /// 管理深度 of a class.
    ///
    /// # Errors
    ///
    /// [`MissingRule`].
    pub fn class_depth(&self, class: ProjectClass) -> Result<Dated<ClassDepth>, MissingRule> {
        self.answer(self.selection.class_depth(class))
    }

    /// The rules of a sheet as the class of its project changes them. A project that has no class, or whose year has
    /// no depths, meets the general limits: nothing is made lighter without a rule.
    ///
    /// # Errors
    ///
    /// [`MissingRule`].
    pub fn class_sheet_rules(&self, class: Option<ProjectClass>) -> Result<Arc<SheetRules>, MissingRule> {
        let general = self.sheet_rules()?;
        let Some(depth) = class.and_then(|class| self.class_depth(class).ok()) else {
            return Ok(general);
        };
        Ok(Arc::new(limited(&general, &depth)))
    }
}

fn limited(general: &SheetRules, depth: &Dated<ClassDepth>) -> SheetRules {
    let mut rules = general.clone();
    let by_class = |limit: Option<u32>, general: &Dated<Option<u32>>| match limit {
        Some(limit) => Dated {
            value: Some(limit),
            citation: Arc::clone(&depth.citation),
        },
        None => general.clone(),
    };
    let limits = &general.limits;
    rules.limits.indicator_count_min = by_class(depth.value.indicator_count_min, &limits.indicator_count_min);
    rules.limits.quantification_rate_min_bp = by_class(
        depth.value.quantification_rate_min_bp,
        &limits.quantification_rate_min_bp,
    );
    rules
}

impl Selection {
    fn class_rules(&self) -> Result<ClassRules, Gap> {
        Ok(ClassRules {
            criteria: self.required("project_class.criteria")?,
            thresholds: self.read_parameters("project_class.thresholds", thresholds)?,
            hard_rules: self.required("project_class.hard_rules")?,
            rigid_kinds: self.required("project_class.rigid_kinds")?,
            stability: self.read_parameters("analysis.class_stability", stability)?,
        })
    }

    fn class_depth(&self, class: ProjectClass) -> Result<Dated<ClassDepth>, Gap> {
        let depths: Dated<Vec<ClassDepth>> = self.required("project_class.depth")?;
        let found = depths.value.into_iter().find(|depth| depth.class == class);
        Ok(Dated {
            value: found.ok_or_else(|| Gap::absent("project_class.depth"))?,
            citation: depths.citation,
        })
    }

    fn read_parameters<T>(
        &self,
        rule: &str,
        read: impl Fn(&Parameters) -> Result<T, UnknownParameter>,
    ) -> Result<Dated<T>, Gap> {
        let parameters = self.parameters(rule)?;
        let value = read(&parameters.value).map_err(|_| Gap {
            rule: rule.to_owned(),
            cause: GapCause::NoParameters,
        })?;
        Ok(Dated {
            value,
            citation: parameters.citation,
        })
    }
}

fn thresholds(parameters: &Parameters) -> Result<ClassThresholds, UnknownParameter> {
    let points = |name: &str| {
        let points = parameters.decimal(name)?;
        Ok(Score::from_points(points).unwrap_or_default())
    };
    Ok(ClassThresholds {
        a_from: points("a_from")?,
        b_from: points("b_from")?,
    })
}

fn stability(parameters: &Parameters) -> Result<ClassStability, UnknownParameter> {
    Ok(ClassStability {
        span_bp: parameters.percent_bp("span")?,
        clear_from_bp: parameters.percent_bp("clear_from")?,
    })
}
