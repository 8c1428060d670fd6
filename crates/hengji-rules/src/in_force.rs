//! 生效规则 (rules in force): what one division and one budget year have, as typed values.

mod analysis;
mod assemble;
mod case_file;
mod circular;
mod papers;
mod project_class;
mod rectification;
pub(crate) mod selection;
mod sign_off;
mod spot;
mod third_party;

use std::sync::Arc;

use hengji_domain::evaluation::EvaluationKind;
use hengji_domain::ex_ante::{ExAnteRules, ExpertRule};
use hengji_domain::library::{ClassMove, LibraryRules};
use hengji_domain::monitoring::{KeyChoice, MonitoringPeriod, MonitoringRules};
use hengji_domain::rule::{
    Chain, CutBook, Dated, Deadline, GoalFrame, GoalLimits, GradeBand, Quantity, ReviewReason, ScoringRules,
    SecurityRules, SheetRules,
};
use hengji_domain::sheet::SheetKind;
use hengji_domain::{BudgetYear, Division, Score};

use crate::catalogue;
use crate::framework::FrameworkInForce;
use crate::parameters::Parameters;
use crate::show::RuleRow;
use crate::tree::Tree;
use crate::value::YearDay;
pub use circular::CircularNumbers;
use selection::{Gap, GapCause, Selection};

/// A question that the rules do not answer. Nothing is put in its place: a score under the wrong year's rule
/// looks exactly like a right one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{division} 的 {year} 年没有可用的规则“{title}”({rule}):{why}。请在 rules/{division}/ 的 {topic}.toml 补充该年的值并写明来源。 [rule-missing]"
)]
pub struct MissingRule {
    /// `topic.key`.
    pub rule: &'static str,
    /// The rule's name.
    pub title: &'static str,
    /// The topic, also the file's name.
    pub topic: &'static str,
    /// The division asked for.
    pub division: Division,
    /// The year asked for.
    pub year: BudgetYear,
    /// From when there is one, or that it is unset.
    pub why: String,
}

/// The rules in force for a division and year. Cheap to ask and to copy: everything was read at load.
#[derive(Debug, Clone)]
pub struct RulesInForce {
    division: Division,
    year: BudgetYear,
    selection: Arc<Selection>,
}

impl RulesInForce {
    pub(crate) const fn new(division: Division, year: BudgetYear, selection: Arc<Selection>) -> Self {
        Self {
            division,
            year,
            selection,
        }
    }

    /// The division asked for.
    pub const fn division(&self) -> Division {
        self.division
    }

    /// The budget year asked for.
    pub const fn year(&self) -> BudgetYear {
        self.year
    }

    /// 指标框架: first-level weights and taxonomy of the year; cited by the weights.
    ///
    /// # Errors
    ///
    /// [`MissingRule`].
    pub fn goal_frame(&self) -> Result<Dated<GoalFrame>, MissingRule> {
        self.answer(self.selection.goal_frame())
    }

    /// 指标最低数量 and 量化率下限; a limit that no source states is unset.
    ///
    /// # Errors
    ///
    /// [`MissingRule`].
    pub fn goal_limits(&self) -> Result<GoalLimits, MissingRule> {
        self.answer(self.selection.goal_limits())
    }

    /// 计分规则.
    ///
    /// # Errors
    ///
    /// [`MissingRule`].
    pub fn scoring(&self) -> Result<Arc<ScoringRules>, MissingRule> {
        self.answer(self.selection.scoring.clone())
    }

    /// Everything that judging a goal or a self-evaluation needs.
    ///
    /// # Errors
    ///
    /// [`MissingRule`].
    pub fn sheet_rules(&self) -> Result<Arc<SheetRules>, MissingRule> {
        self.answer(self.selection.sheet_rules.clone())
    }

    /// 等级 for a kind of evaluation, e.g. `self_evaluation`, best first.
    ///
    /// # Errors
    ///
    /// [`MissingRule`], also for a kind that no rule names.
    pub fn grade_bands(&self, kind: &str) -> Result<Dated<Vec<GradeBand>>, MissingRule> {
        self.answer(self.selection.named("grade", kind))
    }

    /// 审核理由清单: the closed list of reasons for a return.
    ///
    /// # Errors
    ///
    /// [`MissingRule`].
    pub fn review_reasons(&self) -> Result<Dated<Vec<ReviewReason>>, MissingRule> {
        self.answer(self.selection.required("goal.review_reasons"))
    }

    /// 指标库: its categories, the moves of classes and its closed lists in this year.
    ///
    /// # Errors
    ///
    /// [`MissingRule`].
    pub fn library(&self) -> Result<LibraryRules, MissingRule> {
        let words = |rule: &str| -> Result<Vec<String>, MissingRule> {
            Ok(self.answer(self.selection.required::<Vec<String>>(rule))?.value)
        };
        let moves = self.answer(self.selection.optional::<Vec<ClassMove>>("library.class_moves"))?;
        let least = self.answer(self.selection.required::<u32>("library.coverage_lines_min"))?;
        Ok(LibraryRules {
            categories: self.answer(self.selection.required("library.categories"))?.value,
            class_moves: moves.value.unwrap_or_default(),
            value_bases: words("library.value_bases")?,
            obtained_by: words("library.obtained_by")?,
            scoring_kinds: words("library.scoring_kinds")?,
            coverage_lines_min: least,
        })
    }

    /// 压减、核减的原因: the closed list of grounds for a budget cut.
    ///
    /// # Errors
    ///
    /// [`MissingRule`].
    pub fn cut_grounds(&self) -> Result<Dated<Vec<ReviewReason>>, MissingRule> {
        self.answer(self.selection.required("budget_cut.grounds"))
    }

    /// 压减、核减台账: the books of budget cuts, each with who proposes and who decides.
    ///
    /// # Errors
    ///
    /// [`MissingRule`].
    pub fn cut_books(&self) -> Result<Dated<Vec<CutBook>>, MissingRule> {
        self.answer(self.selection.required("budget_cut.books"))
    }

    /// 审批流程 of a kind of sheet.
    ///
    /// # Errors
    ///
    /// [`MissingRule`].
    pub fn chain(&self, kind: SheetKind) -> Result<Dated<Chain>, MissingRule> {
        self.answer(self.selection.named("workflow", kind.code()))
    }

    /// 事前绩效评估: everything an evaluation needs.
    ///
    /// # Errors
    ///
    /// [`MissingRule`].
    pub fn ex_ante(&self) -> Result<ExAnteRules, MissingRule> {
        let numbers = self.parameters("ex_ante.experts")?;
        Ok(ExAnteRules {
            categories: self.answer(self.selection.required("ex_ante.categories"))?,
            criteria: self.answer(self.selection.required("ex_ante.objects"))?,
            materials: self.answer(self.selection.required("ex_ante.materials"))?,
            framework: self.answer(self.selection.required("ex_ante.framework"))?,
            conclusions: self.answer(self.selection.required("ex_ante.conclusions"))?,
            experts: Dated {
                value: ExpertRule {
                    // The catalogue demands both numbers, so neither can be absent.
                    least: numbers.value.count("least").unwrap_or(u32::MAX),
                    spread: numbers
                        .value
                        .decimal("spread")
                        .ok()
                        .and_then(Score::from_points)
                        .unwrap_or_default(),
                },
                citation: numbers.citation,
            },
        })
    }

    /// 日历: the deadlines of the budget year by date. A deadline that is unset is not among them.
    ///
    /// # Errors
    ///
    /// [`MissingRule`] for a year without any deadline: an empty calendar would look like nothing being due.
    pub fn calendar(&self) -> Result<Vec<Dated<Deadline>>, MissingRule> {
        let mut deadlines: Vec<Dated<Deadline>> = self
            .selection
            .days()
            .filter_map(|(code, title, day)| self.deadline(code, title, &day))
            .collect();
        deadlines.sort_by_key(|one| one.value.due_on);
        if deadlines.is_empty() {
            return Err(self.missing(Gap::absent("calendar.goal_submit")));
        }
        Ok(deadlines)
    }

    fn deadline(&self, code: &str, title: &str, day: &Dated<YearDay>) -> Option<Dated<Deadline>> {
        Some(Dated {
            value: Deadline {
                code: code.to_owned(),
                name: title.to_owned(),
                due_on: day.value.in_year(self.year)?,
            },
            citation: Arc::clone(&day.citation),
        })
    }

    /// 绩效监控: lights, methods and closed lists.
    ///
    /// # Errors
    ///
    /// [`MissingRule`].
    pub fn monitoring(&self) -> Result<MonitoringRules, MissingRule> {
        self.answer(self.selection.monitoring())
    }

    /// 监控期 of the budget year, with their days.
    ///
    /// # Errors
    ///
    /// [`MissingRule`].
    pub fn monitoring_periods(&self) -> Result<Dated<Vec<MonitoringPeriod>>, MissingRule> {
        self.answer(self.selection.monitoring_periods(self.year))
    }

    /// 财政重点监控的选取, cited by the threshold.
    ///
    /// # Errors
    ///
    /// [`MissingRule`], also for a division or year without key monitoring.
    pub fn key_choice(&self) -> Result<Dated<KeyChoice>, MissingRule> {
        self.answer(self.selection.key_choice())
    }

    /// 评价指标体系 in force, by their code.
    pub fn frameworks(&self) -> impl Iterator<Item = &FrameworkInForce> {
        self.selection.frameworks()
    }

    /// A kind of evaluation with the framework that it uses; none where no file in force states it.
    pub fn evaluation_kind(&self, code: &str) -> Option<(&EvaluationKind, &FrameworkInForce)> {
        self.evaluation_kinds().find(|(kind, _)| kind.code == code)
    }

    /// Every kind of evaluation in force with its framework.
    pub fn evaluation_kinds(&self) -> impl Iterator<Item = (&EvaluationKind, &FrameworkInForce)> {
        let all = self.selection.frameworks();
        all.flat_map(|one| one.kinds.iter().map(move |kind| (kind, one)))
    }

    /// 安全规则: sign-in, sessions and sizes. Ask with the current calendar year, not with the year worked on.
    ///
    /// # Errors
    ///
    /// [`MissingRule`].
    pub fn security(&self) -> Result<SecurityRules, MissingRule> {
        self.answer(self.selection.security())
    }

    /// A number with its unit, e.g. `rectification.feedback_days`; none where the source states none.
    ///
    /// # Errors
    ///
    /// [`MissingRule`] where no value is in force or the rule is no number.
    pub fn quantity(&self, rule: &str) -> Result<Dated<Option<Quantity>>, MissingRule> {
        self.answer(self.selection.quantity(rule))
    }

    /// 参数表: the named numbers of a rule such as `analysis.confidence`, with the rule's division, first day, source
    /// and mark.
    ///
    /// # Errors
    ///
    /// [`MissingRule`] where no value is in force, the value is unset, or the rule is no table of named numbers.
    pub fn parameters(&self, rule: &str) -> Result<Dated<Parameters>, MissingRule> {
        self.answer(self.selection.parameters(rule))
    }

    /// The content of any rule as written, for stages that read tables of their own; none where unset.
    ///
    /// # Errors
    ///
    /// [`MissingRule`].
    pub fn content(&self, rule: &str) -> Result<Dated<Option<Tree>>, MissingRule> {
        self.answer(self.selection.content(rule))
    }

    /// 规则版本: a stable text for the values in force, stored beside every score. It depends on the values alone,
    /// so a correction of a source's title does not pretend that scores changed, and rules of later years do
    /// not touch it.
    pub fn fingerprint(&self) -> &str {
        &self.selection.fingerprint
    }

    /// Every rule in force, for display.
    pub fn all(&self) -> Vec<RuleRow> {
        self.selection.rows()
    }

    /// These rules with one of them replaced by its variant; none where the rule has no such variant.
    pub(crate) fn with_variant(&self, rule: &str, variant: &str) -> Option<Self> {
        Some(Self {
            selection: Arc::new(self.selection.with_variant(rule, variant)?),
            ..self.clone()
        })
    }

    fn answer<T>(&self, result: Result<T, Gap>) -> Result<T, MissingRule> {
        result.map_err(|gap| self.missing(gap))
    }

    fn missing(&self, gap: Gap) -> MissingRule {
        let known = catalogue::find(&gap.rule);
        let rule = known.map_or("", |known| known.rule);
        let why = match (known, gap.cause, self.selection.earliest(&gap.rule)) {
            (None, _, _) => format!("程序不认识规则名“{}”", gap.rule),
            (Some(_), GapCause::Unset, _) => "来源没有给出数值,目前标为未设定".to_owned(),
            (Some(_), GapCause::NoNumber, _) => "该规则不是单个数值".to_owned(),
            (Some(_), GapCause::KindAbsent, _) => "该规则没有写这一类公文".to_owned(),
            (Some(_), GapCause::NoParameters, _) => "该规则不是参数表".to_owned(),
            (Some(_), GapCause::Absent, None) => "本区划和上级区划都没有写这条规则".to_owned(),
            (Some(_), GapCause::Absent, Some(from)) => {
                format!("最早一条自 {from} 起,该年不在任何一条的施行期内")
            }
        };
        MissingRule {
            rule,
            title: known.map_or("未知规则", |known| known.title),
            topic: rule.split('.').next().unwrap_or_default(),
            division: self.division,
            year: self.year,
            why,
        }
    }
}

#[cfg(test)]
mod tests;
