//! Points of one item, by its method.

use std::collections::BTreeMap;

use hengji_domain::evaluation::formula::{FormulaError, WEIGHT};
use hengji_domain::evaluation::ratio::Ratio;
use hengji_domain::evaluation::{Answer, Deduction, EvaluationRefusal, Method};
use hengji_domain::rounding::div_round_half_up;
use hengji_domain::{Decimal, Score, Weight};

/// Basis points in a whole.
const WHOLE_BP: i128 = 10_000;
/// Hundredths in a hundred points: the full total of an evaluation.
const WHOLE_TOTAL: i128 = 10_000;

/// What an item is scored from beside its answer.
#[derive(Debug, Clone, Default)]
pub struct Basis<'a> {
    /// Facts by their code: value and name.
    pub facts: BTreeMap<&'a str, (Decimal, &'a str)>,
    /// Totals of the same unit's concluded evaluations of other kinds, by the code of the kind: total and its name.
    pub converted: BTreeMap<&'a str, (Score, &'a str)>,
}

/// Points and how they arose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemScore {
    /// Points, rounded half up to a hundredth once.
    pub score: Score,
    /// The arithmetic, a sentence each.
    pub steps: Vec<String>,
}

/// Scores an item.
///
/// # Errors
///
/// [`EvaluationRefusal`]: an answer that does not fit, a score above the weight, an empty survey, missing facts.
pub fn score_item(
    name: &str,
    weight: Weight,
    method: &Method,
    answer: &Answer,
    basis: &Basis<'_>,
) -> Result<ItemScore, EvaluationRefusal> {
    let scorer = Scorer { name, weight, basis };
    match (method, answer) {
        (Method::Judgement { bands }, Answer::Points(score)) => {
            scorer.within(*score)?;
            let centi = i128::from(score.centi()) * WHOLE_BP;
            let share = div_round_half_up(centi, weight.centi().max(1).into()).unwrap_or_default();
            let mut bands = bands.iter();
            let band = bands.find(|band| i64::from(band.from_bp) <= share);
            Ok(scorer.given(*score, band.map(|band| band.name.as_str())))
        }
        (Method::Elements { elements }, Answer::Elements(met)) => scorer.elements(elements, met),
        (Method::Deduction { deductions }, Answer::Counts(counts)) => scorer.deduction(deductions, counts),
        (
            Method::Condition {
                condition,
                holds: None,
            },
            Answer::Holds(holds),
        ) => Ok(scorer.all_or_nothing(condition, *holds)),
        (
            Method::Condition {
                condition,
                holds: Some(formula),
            },
            Answer::Computed,
        ) => {
            let holds = formula.holds(&|name| scorer.value(name));
            let holds = holds.map_err(|error| scorer.not_computable(&error))?;
            let mut found = scorer.all_or_nothing(condition, holds);
            found.steps.insert(0, scorer.facts_used(&formula.facts()));
            Ok(found)
        }
        (Method::Formula { formula, words }, Answer::Computed) => {
            let points = formula.number(&|name| scorer.value(name));
            let points = points.map_err(|error| scorer.not_computable(&error))?;
            let mut found = scorer.bounded(points, &format!("{words}:{} = {points}", formula.text()))?;
            found.steps.insert(0, scorer.facts_used(&formula.facts()));
            Ok(found)
        }
        (Method::Survey { full_from_bp }, Answer::Survey { asked, satisfied }) => {
            scorer.survey(*full_from_bp, *asked, *satisfied)
        }
        (Method::Conversion { kind }, Answer::Computed) => scorer.conversion(kind),
        (method, _) => Err(scorer.answer_wrong(method.name(), expected(method))),
    }
}

/// What the method wants to be told, in words.
fn expected(method: &Method) -> String {
    match method {
        Method::Judgement { .. } => "应填写得分".to_owned(),
        Method::Elements { .. } => "应勾选已满足的要素".to_owned(),
        Method::Deduction { .. } => "应填写各扣分情形的次数".to_owned(),
        Method::Condition { holds: None, .. } => "应选择是否满足条件".to_owned(),
        Method::Survey { .. } => "应填写有效问卷数和满意数".to_owned(),
        Method::Condition { .. } | Method::Formula { .. } | Method::Conversion { .. } => {
            "由数据自动计分,不用填写".to_owned()
        }
    }
}

struct Scorer<'a> {
    name: &'a str,
    weight: Weight,
    basis: &'a Basis<'a>,
}

impl Scorer<'_> {
    fn value(&self, name: &str) -> Option<Ratio> {
        if name == WEIGHT {
            return Ratio::of_decimal(self.weight.points());
        }
        self.basis
            .facts
            .get(name)
            .and_then(|(value, _)| Ratio::of_decimal(*value))
    }

    /// The facts of a formula with their values, as the first sentence of the arithmetic.
    fn facts_used(&self, names: &std::collections::BTreeSet<&str>) -> String {
        let told = names.iter().filter_map(|name| {
            let (value, words) = self.basis.facts.get(name)?;
            Some(format!("{words}({name})= {}", value.normalize()))
        });
        format!("数据:{}。", told.collect::<Vec<_>>().join(";"))
    }

    fn not_computable(&self, error: &FormulaError) -> EvaluationRefusal {
        let why = match error {
            FormulaError::FactMissing { name } => {
                let known = self.basis.facts.get(name.as_str());
                format!("缺少数据“{}”", known.map_or(name.as_str(), |(_, words)| words))
            }
            other => other.to_string(),
        };
        EvaluationRefusal::NotComputable {
            item: self.name.to_owned(),
            why,
        }
    }

    fn answer_wrong(&self, method: &'static str, expected: String) -> EvaluationRefusal {
        EvaluationRefusal::AnswerWrong {
            item: self.name.to_owned(),
            method,
            expected,
        }
    }

    fn within(&self, score: Score) -> Result<(), EvaluationRefusal> {
        if Score::ZERO <= score && score <= self.weight.full_score() {
            Ok(())
        } else {
            Err(EvaluationRefusal::ScoreOutOfRange {
                item: self.name.to_owned(),
                weight: self.weight,
                score,
            })
        }
    }

    fn given(&self, score: Score, band: Option<&str>) -> ItemScore {
        let band = band.map(|band| format!(",属“{band}”")).unwrap_or_default();
        ItemScore {
            score,
            steps: vec![format!(
                "评分人按评价标准给 {score} 分(满分 {} 分){band}。",
                self.weight
            )],
        }
    }

    fn elements(
        &self,
        elements: &[String],
        met: &std::collections::BTreeSet<u32>,
    ) -> Result<ItemScore, EvaluationRefusal> {
        let count = u32::try_from(elements.len()).unwrap_or(u32::MAX);
        if met.iter().any(|number| *number == 0 || count < *number) {
            let expected = format!("要素编号应在 1 至 {count} 之间");
            return Err(self.answer_wrong("要素法", expected));
        }
        let top = i128::from(self.weight.centi()) * i128::try_from(met.len()).unwrap_or_default();
        let score = rounded(top, count.into())?;
        let missing = elements
            .iter()
            .zip(1_u32..)
            .filter(|(_, number)| !met.contains(number));
        let missing: Vec<String> = missing
            .map(|(words, number)| format!("{number}.{words}"))
            .collect();
        let mut steps = vec![format!(
            "{count} 个要素满足 {} 个:{} × {} ÷ {count} = {score} 分(四舍五入到 0.01)。",
            met.len(),
            self.weight,
            met.len()
        )];
        if !missing.is_empty() {
            steps.push(format!("未满足:{}。", missing.join(";")));
        }
        Ok(ItemScore { score, steps })
    }

    fn deduction(&self, deductions: &[Deduction], counts: &[u32]) -> Result<ItemScore, EvaluationRefusal> {
        if deductions.len() != counts.len() {
            let expected = format!("应填写 {} 种情形各有几次", deductions.len());
            return Err(self.answer_wrong("扣分法", expected));
        }
        let mut steps = Vec::new();
        let mut lost = 0_i64;
        for (deduction, count) in deductions.iter().zip(counts) {
            let each = i64::from(deduction.points.centi());
            let all = each.saturating_mul(i64::from(*count));
            let capped = deduction.most.map_or(all, |most| all.min(most.centi().into()));
            lost = lost.saturating_add(capped);
            if 0 < *count {
                let cap = if capped < all {
                    "(已到该项扣分上限)"
                } else {
                    ""
                };
                let cost = Decimal::new(capped, 2).normalize();
                steps.push(format!(
                    "“{}”{count} 次,每次扣 {} 分,扣 {cost} 分{cap}。",
                    deduction.name, deduction.points
                ));
            }
        }
        let left = i64::from(self.weight.centi()).saturating_sub(lost).max(0);
        let score = Score::from_centi(i32::try_from(left).unwrap_or_default());
        let told = Decimal::new(lost, 2).normalize();
        let floor = if i64::from(self.weight.centi()) < lost {
            ",扣完为止"
        } else {
            ""
        };
        steps.push(format!("{} − {told} = {score} 分{floor}。", self.weight));
        Ok(ItemScore { score, steps })
    }

    fn all_or_nothing(&self, condition: &str, holds: bool) -> ItemScore {
        let (score, told) = if holds {
            (self.weight.full_score(), "满足,得满分")
        } else {
            (Score::ZERO, "不满足,不得分")
        };
        ItemScore {
            score,
            steps: vec![format!("条件“{condition}”{told} {score} 分。")],
        }
    }

    /// Points of a formula, kept between nothing and the weight, which is said where it happens.
    fn bounded(&self, points: Ratio, told: &str) -> Result<ItemScore, EvaluationRefusal> {
        let full = self.weight.full_score();
        let centi = points.hundredths_half_up().ok_or(EvaluationRefusal::Overflow)?;
        let (score, bound) = if centi < 0 {
            (Score::ZERO, ",低于 0 按 0 分计")
        } else if i64::from(full.centi()) < centi {
            (full, ",高于满分按满分计")
        } else {
            let centi = i32::try_from(centi).map_err(|_| EvaluationRefusal::Overflow)?;
            (Score::from_centi(centi), "")
        };
        Ok(ItemScore {
            score,
            steps: vec![format!("{told},得 {score} 分(四舍五入到 0.01{bound})。")],
        })
    }

    fn survey(&self, full_from_bp: u32, asked: u32, satisfied: u32) -> Result<ItemScore, EvaluationRefusal> {
        let item = self.name.to_owned();
        if asked == 0 {
            return Err(EvaluationRefusal::SurveyEmpty { item });
        }
        if asked < satisfied {
            return Err(EvaluationRefusal::SurveyImpossible {
                item,
                asked,
                satisfied,
            });
        }
        let (asked, satisfied) = (i128::from(asked), i128::from(satisfied));
        let full_from = i128::from(full_from_bp.max(1));
        let is_full = full_from * asked <= satisfied * WHOLE_BP;
        let score = if is_full {
            self.weight.full_score()
        } else {
            rounded(
                i128::from(self.weight.centi()) * satisfied * WHOLE_BP,
                asked * full_from,
            )?
        };
        let rate = div_round_half_up(satisfied * WHOLE_BP, asked).unwrap_or_default();
        let (rate, full) = (Decimal::new(rate, 2), Decimal::new(i64::from(full_from_bp), 2));
        let told = if is_full {
            format!("不低于 {}%,得满分 {score} 分。", full.normalize())
        } else {
            format!(
                "低于 {}%,按比例:{} × {} ÷ {} = {score} 分(四舍五入到 0.01)。",
                full.normalize(),
                self.weight,
                rate.normalize(),
                full.normalize()
            )
        };
        let steps = vec![
            format!(
                "有效问卷 {asked} 份,满意 {satisfied} 份,满意率 {}%。",
                rate.normalize()
            ),
            told,
        ];
        Ok(ItemScore { score, steps })
    }

    fn conversion(&self, kind: &str) -> Result<ItemScore, EvaluationRefusal> {
        let Some((total, name)) = self.basis.converted.get(kind) else {
            return Err(EvaluationRefusal::ConversionMissing {
                item: self.name.to_owned(),
                kind: kind.to_owned(),
            });
        };
        let score = rounded(
            i128::from(self.weight.centi()) * i128::from(total.centi()),
            WHOLE_TOTAL,
        )?;
        Ok(ItemScore {
            score,
            steps: vec![format!(
                "{name}得分 {total} 分,折算:{total} × {} ÷ 100 = {score} 分(四舍五入到 0.01)。",
                self.weight
            )],
        })
    }
}

fn rounded(top: i128, bottom: i128) -> Result<Score, EvaluationRefusal> {
    div_round_half_up(top, bottom)
        .and_then(|centi| i32::try_from(centi).ok())
        .map(Score::from_centi)
        .ok_or(EvaluationRefusal::Overflow)
}
