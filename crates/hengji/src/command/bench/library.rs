//! `hengji bench library`: how long a search in a large indicator library takes.

use std::time::Duration;

use clap::Args;
use hengji_app::App;
use hengji_app::app::Place;
use hengji_app::library::{IndicatorInput, LibraryQuery};
use hengji_app::seed::{SeedDivision, SeedIndicator};
use hengji_domain::id::{IndicatorId, UserId};
use hengji_domain::person::{Actor, Grant, Role};
use hengji_domain::{BudgetYear, Division};
use serde::Serialize;

use super::meter::Meter;
use super::scratch::Scratch;
use crate::data;
use crate::demo::{self, Plan, library, seed};
use crate::exit::{Exit, Failure, Outcome};
use crate::output::{self, Format};

/// 指标库:在很多条指标里查找要多久
#[derive(Debug, Args)]
#[command(
    override_usage = "hengji bench library [选项]",
    after_help = "示例:\n  hengji bench library --format json\n\n以随附指标为底样扩充到所要的条数,再按词、拼音首字母、编码和类别查找。请用发布版测量:cargo run --release -- bench library"
)]
pub(super) struct Arguments {
    /// 指标条数,默认 10000
    #[arg(
        long,
        value_name = "条数",
        default_value_t = 10_000,
        hide_default_value = true,
        help_heading = "选项"
    )]
    indicators: usize,
    /// 每个查找词重复几遍,默认 20
    #[arg(
        long,
        value_name = "遍数",
        default_value_t = 20,
        hide_default_value = true,
        help_heading = "选项"
    )]
    rounds: usize,
    /// 输出格式:text 文字(默认)或 json
    #[arg(
        long,
        value_name = "格式",
        default_value = "text",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "选项"
    )]
    format: Format,
}

/// Words as people type them: common and rare, short and long, initials, codes, several at once.
const WORDS: [&str; 12] = [
    "养护",
    "满意度",
    "完成时间",
    "dlyh",
    "培训 人次",
    "合格率",
    "资金",
    "率",
    "预算 控制",
    "hg",
    "c01-00003",
    "苗木成活",
];

#[derive(Serialize)]
struct Search {
    words: &'static str,
    found: u64,
    p50_us: u64,
    p99_us: u64,
}

#[derive(Serialize)]
struct Answer {
    indicators: usize,
    entered_ms: u64,
    searches: Vec<Search>,
    p50_us: u64,
    p99_us: u64,
    cpu_us_per_search: u64,
}

/// Measures.
pub(super) fn run(arguments: &Arguments) -> Outcome {
    let division: Division = demo::DIVISION.parse().map_err(Failure::fault)?;
    let year: BudgetYear = demo::EVALUATED_YEAR.parse().map_err(Failure::fault)?;
    let scratch = Scratch::new("library")?;
    let place = Place::Sqlite(scratch.path().join("hengji.db"));
    let app = data::open(place, None, seed::ports()?)?;
    let plan = Plan::read(&app.rules(division, year)).map_err(Failure::fault)?;
    app.seed_division(&SeedDivision {
        division,
        name: seed::NAME.to_owned(),
        is_demonstration: true,
        units: plan.bodies().units.clone(),
    })?;
    let unit = plan.bodies().units.first().map(|unit| unit.id);
    let unit = unit.ok_or_else(|| Failure::fault("演示单位文件没有单位 [demo-district-broken]"))?;
    let actor = Actor {
        user: UserId::new(seed::OPENS_AT, [0; 10]),
        name: Role::UnitClerk.name().to_owned(),
        division,
        grants: vec![Grant {
            role: Role::UnitClerk,
            unit,
        }],
        address: String::new(),
    };
    let entering = Meter::begin();
    app.seed_library(division, &many(arguments.indicators)?)?;
    let entered_ms = entering.read().wall_ms();
    let mut answer = searched(&app, &actor, year, arguments)?;
    answer.entered_ms = entered_ms;
    match arguments.format {
        Format::Json => output::print_json(&answer)?,
        Format::Text => output::print(&in_words(&answer))?,
    }
    Ok(Exit::Fine)
}

/// The shipped indicators again and again, each time under other names.
fn many(count: usize) -> Result<Vec<SeedIndicator>, Failure> {
    let shipped = library::shipped().map_err(Failure::fault)?;
    let mut draw = demo::draw::Draw::new(demo::START);
    let all = shipped.iter().cycle().take(count).zip(0..);
    Ok(all
        .map(|(one, number): (&SeedIndicator, usize)| SeedIndicator {
            id: IndicatorId::new(seed::OPENS_AT, draw.bytes()),
            input: IndicatorInput {
                code: format!("{}-{number:05}", one.input.category),
                name: format!("{}({number})", one.input.name),
                ..one.input.clone()
            },
        })
        .collect())
}

fn searched(app: &App, actor: &Actor, year: BudgetYear, arguments: &Arguments) -> Result<Answer, Failure> {
    let mut searches = Vec::new();
    let mut all = Vec::new();
    let whole = Meter::begin();
    for words in WORDS {
        let query = LibraryQuery {
            text: Some(words.to_owned()),
            ..LibraryQuery::default()
        };
        let (mut times, mut found) = (Vec::new(), 0);
        for _ in 0..arguments.rounds.max(1) {
            let one = Meter::begin();
            found = app.library(actor, year, &query)?.page.total;
            times.push(one.read().wall);
        }
        searches.push(Search {
            words,
            found,
            p50_us: quantile(&mut times, 50),
            p99_us: quantile(&mut times, 99),
        });
        all.extend(times);
    }
    let count = u64::try_from(all.len()).unwrap_or(u64::MAX).max(1);
    Ok(Answer {
        indicators: arguments.indicators,
        entered_ms: 0,
        searches,
        p50_us: quantile(&mut all, 50),
        p99_us: quantile(&mut all, 99),
        cpu_us_per_search: whole.read().cpu_us() / count,
    })
}

/// The time below which so many of a hundred stay, in microseconds.
fn quantile(times: &mut [Duration], percent: usize) -> u64 {
    times.sort_unstable();
    let at = (times.len().saturating_sub(1)) * percent / 100;
    times
        .get(at)
        .map_or(0, |time| u64::try_from(time.as_micros()).unwrap_or(u64::MAX))
}

fn in_words(answer: &Answer) -> String {
    let rows: String = answer
        .searches
        .iter()
        .map(|one| {
            format!(
                "{}\t{} 条\tp50 {} 微秒\tp99 {} 微秒\n",
                one.words, one.found, one.p50_us, one.p99_us
            )
        })
        .collect();
    format!(
        "{} 条指标,入库 {} 毫秒\n{rows}合计 p50 {} 微秒,p99 {} 微秒,每次查找 CPU {} 微秒\n",
        answer.indicators, answer.entered_ms, answer.p50_us, answer.p99_us, answer.cpu_us_per_search
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_indicators_have_codes_and_names_of_their_own() {
        let all = many(800).unwrap();
        let codes: std::collections::BTreeSet<&str> = all.iter().map(|one| one.input.code.as_str()).collect();
        let names: std::collections::BTreeSet<&str> = all.iter().map(|one| one.input.name.as_str()).collect();
        assert_eq!((codes.len(), names.len()), (800, 800));
    }

    #[test]
    fn a_quantile_is_a_time_that_was_measured() {
        let mut times: Vec<Duration> = (1..=10).rev().map(Duration::from_micros).collect();
        assert_eq!((quantile(&mut times, 50), quantile(&mut times, 99)), (5, 9));
        assert_eq!(quantile(&mut [], 50), 0);
    }
}
