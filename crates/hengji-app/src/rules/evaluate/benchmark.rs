//! Computes the cases beside the bands of benchmarks, with the model that real lines get.

use hengji_analysis::benchmark::{Plan, PriceIndex, Project, ScaleModel};
use hengji_domain::Decimal;
use hengji_rules::{Case, CaseOutcome, RulesInForce, Tree};

use crate::evaluations::benchmark::scale::band_code;
use crate::evaluations::benchmark::settings;

/// Evaluates a case of `analysis.benchmark_bands`: where do so many 万元 for so much stand beside the like projects?
pub(super) fn evaluate(case: &Case, rules: &RulesInForce) -> Result<CaseOutcome, String> {
    let history = case.input_text("history")?;
    let history: Vec<Project> = history
        .split_whitespace()
        .map(|pair| {
            let numbers = pair.split_once(':').ok_or("history 须写成“数量:万元”")?;
            Ok(project(read(numbers.0)?, read(numbers.1)?))
        })
        .collect::<Result<_, String>>()?;
    let settings = settings(rules).map_err(|error| error.to_string())?;
    let model = ScaleModel::fit(&history, &PriceIndex::none(), &settings);
    let model = model.map_err(|error| error.to_string())?;
    let plan = Plan {
        project: project(
            float(case.input_number("quantity")?)?,
            float(case.input_number("wan")?)?,
        ),
        last_year: None,
    };
    let judgement = model.judge(&plan).map_err(|error| error.to_string())?;
    let band = Tree::Text(band_code(judgement.band).to_owned());
    Ok(CaseOutcome::Computed(vec![("band", band)]))
}

fn project(quantity: f64, amount: f64) -> Project {
    Project {
        name: String::new(),
        indicator_type: "同一指标".to_owned(),
        category: "同类".to_owned(),
        region: None,
        year: None,
        quantity,
        amount,
    }
}

fn read(text: &str) -> Result<f64, String> {
    text.parse().map_err(|_| format!("history 中的“{text}”不是数"))
}

fn float(number: Decimal) -> Result<f64, String> {
    f64::try_from(number).map_err(|_| format!("{number} 超出范围"))
}
