//! 一致性 (agreement): intraclass correlations, Krippendorff's alpha, chance-corrected agreement of categories.

use std::io::Write;

use hengji_analysis::raters::{
    Agreement, Alpha, Classified, Coefficient, Form, Interval, IntraclassCorrelations, Ratings, Strength,
    conger_kappa, fleiss_kappa, gwet_ac, intraclass_correlations, krippendorff_alpha,
};
use serde::Serialize;

use super::severe::ends;
use super::{Approach, Arguments, Limits, Measured, described, failure};
use crate::report::{Cell, Method, Report, Sheet};
use crate::rules::Rules;
use crate::{Context, Exit, Failure, Outcome};

/// What stands beside `method`.
#[derive(Serialize)]
struct Answer {
    /// What the leading coefficient allows by the rules.
    strength: Strength,
    /// The same of the lower end of its interval.
    strength_at_lower_end: Option<Strength>,
    #[serde(flatten)]
    figures: Figures,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Figures {
    Correlations {
        /// Projects that not everybody scored.
        projects_left_out: usize,
        #[serde(flatten)]
        found: IntraclassCorrelations,
    },
    Alpha(Alpha),
    Kappas {
        coefficients: Vec<Agreement>,
    },
}

/// Computes and prints.
pub(super) fn run(
    arguments: &Arguments,
    limits: Limits,
    rules: Rules,
    out: &mut dyn Write,
    context: &mut Context<'_>,
) -> Outcome {
    let (ratings, input) = arguments.columns.ratings(context)?;
    let (figures, level) = figures(arguments, &ratings, limits.confidence)?;
    let mut method = Method::new(figures.name(), ratings.cells().len(), &input);
    if let Some(level) = level {
        method = method.setting("level", level.code());
    }
    let method = described(arguments, method.setting("confidence", limits.confidence)).rules(rules);
    let (value, interval) = figures.leading();
    let (strength, strength_at_lower_end) = limits.agreement.of(value, interval);
    let sheet = figures.sheet();
    let note = format!("{}{}", words(strength), cautious(strength, strength_at_lower_end));
    let report = Report::new(
        method,
        Answer {
            strength,
            strength_at_lower_end,
            figures,
        },
        sheet,
    )
    .note(note);
    report.write(arguments.shared.format, out, context)?;
    Ok(if strength == Strength::Weak {
        Exit::Findings
    } else {
        Exit::Fine
    })
}

fn figures(
    arguments: &Arguments,
    ratings: &Ratings,
    confidence: f64,
) -> Result<(Figures, Option<Measured>), Failure> {
    match arguments.method {
        Approach::Alpha => {
            let level = arguments.level.unwrap_or(Measured::Interval);
            let alpha = krippendorff_alpha(ratings, level.level(), confidence).map_err(failure)?;
            Ok((Figures::Alpha(alpha), Some(level)))
        }
        Approach::Kappa => {
            let level = arguments.level.unwrap_or(Measured::Nominal);
            Ok((
                Figures::Kappas {
                    coefficients: kappas(ratings, level, confidence)?,
                },
                Some(level),
            ))
        }
        Approach::Icc | Approach::Severity | Approach::Rasch => {
            let complete = if arguments.complete {
                ratings.scored_by_all()
            } else {
                Some(ratings.clone())
            };
            let complete = complete.ok_or_else(|| {
                Failure::refused("没有一个项目是所有评价人都评过的,不能算组内相关系数;请改用 --method alpha。 [raters-none-complete]")
            })?;
            let projects_left_out = ratings.projects().len() - complete.projects().len();
            let found = intraclass_correlations(&complete, confidence).map_err(failure)?;
            Ok((
                Figures::Correlations {
                    projects_left_out,
                    found,
                },
                None,
            ))
        }
    }
}

fn kappas(ratings: &Ratings, level: Measured, confidence: f64) -> Result<Vec<Agreement>, Failure> {
    let weighting = level.weighting().ok_or_else(|| {
        Failure::unusable("--method kappa 不用 ratio 尺度:等级之间没有比率。请用 nominal、ordinal 或 interval。 [level-unfit]")
    })?;
    let classified = Classified::from_ratings(ratings, &[]).map_err(failure)?;
    let found = [
        fleiss_kappa(&classified, weighting, confidence),
        conger_kappa(ratings, &[], weighting, confidence),
        gwet_ac(&classified, weighting, confidence),
    ];
    found.into_iter().collect::<Result<_, _>>().map_err(failure)
}

impl Figures {
    const fn name(&self) -> &'static str {
        match self {
            Self::Correlations { .. } => "组内相关系数(Shrout–Fleiss)",
            Self::Alpha(_) => "Krippendorff α",
            Self::Kappas { .. } => "Fleiss κ、Conger κ、Gwet AC",
        }
    }

    /// The coefficient that decides: ICC(2,1), alpha, or Gwet's, which stays steady where one category is common.
    fn leading(&self) -> (f64, Option<Interval>) {
        let found = match self {
            Self::Correlations { found, .. } => found
                .of(Form::Agreement)
                .and_then(|one| Some((one.value?, one.interval))),
            Self::Alpha(alpha) => Some((alpha.alpha, alpha.interval)),
            Self::Kappas { coefficients } => {
                let gwet = coefficients
                    .iter()
                    .find(|one| one.coefficient == Coefficient::Gwet);
                gwet.map(|one| (one.value, one.interval))
            }
        };
        found.unwrap_or((f64::NAN, None))
    }

    fn sheet(&self) -> Sheet {
        let mut sheet = Sheet::new(["系数", "值", "下限", "上限", "标准误", "项目数"]);
        match self {
            Self::Correlations { found, .. } => {
                for one in &found.coefficients {
                    let value = Cell::number_if_any(one.value);
                    let figures = (value, Cell::Missing, found.projects);
                    sheet.row(row(form(one.form), figures, one.interval));
                }
            }
            Self::Alpha(alpha) => {
                let figures = (
                    Cell::number(alpha.alpha),
                    Cell::number_if_any(alpha.standard_error),
                    alpha.projects,
                );
                sheet.row(row("Krippendorff α", figures, alpha.interval));
            }
            Self::Kappas { coefficients } => {
                for one in coefficients {
                    let name = match one.coefficient {
                        Coefficient::Fleiss => "Fleiss κ",
                        Coefficient::Conger => "Conger κ",
                        Coefficient::Gwet => "Gwet AC",
                    };
                    let figures = (
                        Cell::number(one.value),
                        Cell::number_if_any(one.standard_error),
                        one.projects,
                    );
                    sheet.row(row(name, figures, one.interval));
                }
            }
        }
        sheet
    }
}

fn row(name: &str, (value, error, projects): (Cell, Cell, usize), interval: Option<Interval>) -> [Cell; 6] {
    let [low, high] = ends(interval);
    [Cell::text(name), value, low, high, error, Cell::count(projects)]
}

const fn form(form: Form) -> &'static str {
    match form {
        Form::OneWay => "ICC(1,1)",
        Form::Agreement => "ICC(2,1)",
        Form::Consistency => "ICC(3,1)",
        Form::OneWayMean => "ICC(1,k)",
        Form::AgreementMean => "ICC(2,k)",
        Form::ConsistencyMean => "ICC(3,k)",
    }
}

const fn words(strength: Strength) -> &'static str {
    match strength {
        Strength::Fine => "一致性良好,各评价人的分数可以并用。",
        Strength::Tentative => "一致性尚可,只能作初步结论。",
        Strength::Weak => "一致性不足,不同评价人的分数不能直接横比;请先看宽严(--method severity)。",
    }
}

fn cautious(strength: Strength, at_lower_end: Option<Strength>) -> &'static str {
    match at_lower_end {
        Some(lower) if lower < strength => "但区间下限达不到这一档,样本再多些才有把握。",
        Some(_) => "",
        None => "没有区间,样本太少。",
    }
}
