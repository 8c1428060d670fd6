//! The JSON of `hengji report progress`: integers only, so that nothing is rounded on the way.

use hengji_app::monitoring::view::DepartmentLights;
use hengji_app::progress::view::{
    DepartmentYear, FigureValue, StageProgress, Standing, YearFigure, YearProgress,
};
use hengji_domain::Division;
use serde::Serialize;

/// The whole.
#[derive(Serialize)]
pub(super) struct Report<'a> {
    division: String,
    year: u16,
    as_of: String,
    figures: Vec<Figure<'a>>,
    stages: Vec<Stage<'a>>,
    light_period: Option<Named<'a>>,
    departments: Vec<Department<'a>>,
}

#[derive(Serialize)]
struct Named<'a> {
    code: &'a str,
    name: &'a str,
}

/// `value` is a count, basis points or fen, as `value_unit` says.
#[derive(Serialize)]
struct Figure<'a> {
    code: &'a str,
    name: &'a str,
    value: Option<i64>,
    value_unit: &'static str,
    shown: String,
    unit: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    whole: Option<u64>,
    counted: &'a str,
    list: Option<&'a str>,
}

#[derive(Serialize)]
struct Stage<'a> {
    code: &'a str,
    phase: &'static str,
    name: &'a str,
    unit: &'static str,
    done: u64,
    total: u64,
    late: u64,
    due_on: Option<String>,
    parts: Vec<Part<'a>>,
    money: Vec<Amount<'a>>,
    counted: &'a str,
    list: Option<&'a str>,
    late_list: Option<&'a str>,
}

#[derive(Serialize)]
struct Part<'a> {
    name: &'a str,
    standing: &'static str,
    count: u64,
    list: Option<&'a str>,
}

#[derive(Serialize)]
struct Amount<'a> {
    name: &'a str,
    fen: i64,
}

#[derive(Serialize)]
struct Department<'a> {
    id: &'a str,
    name: &'a str,
    projects: u64,
    total_fen: i64,
    issued: u64,
    lights: Lights,
    evaluated: u64,
    late: u64,
    cut_fen: i64,
}

#[derive(Serialize)]
struct Lights {
    red: u64,
    yellow: u64,
    green: u64,
    blue: u64,
    unlit: u64,
    budget_fen: i64,
    executed_fen: i64,
}

impl<'a> Report<'a> {
    /// The report of a division.
    pub(super) fn of(division: Division, progress: &'a YearProgress) -> Self {
        Self {
            division: division.to_string(),
            year: progress.year.get(),
            as_of: progress.as_of.to_string(),
            figures: progress.figures.iter().map(figure).collect(),
            stages: progress.stages.iter().map(stage).collect(),
            light_period: progress
                .light_period
                .as_ref()
                .map(|(code, name)| Named { code, name }),
            departments: progress.departments.iter().map(department).collect(),
        }
    }
}

fn figure(one: &YearFigure) -> Figure<'_> {
    let signed = |count: u64| i64::try_from(count).ok();
    let (value, value_unit, shown, of) = match one.value {
        FigureValue::Count(count) => (signed(count), "count", count.to_string(), None),
        FigureValue::Money(amount) => (Some(amount.fen()), "fen", super::in_wan(amount), None),
        FigureValue::Rate { part, whole } => (
            one.value.basis_points().and_then(signed),
            "basis_points",
            one.value
                .percent()
                .map_or_else(String::new, |percent| format!("{percent}%")),
            Some((part, whole)),
        ),
    };
    Figure {
        code: &one.code,
        name: &one.name,
        value,
        value_unit,
        shown,
        unit: one.unit,
        part: of.map(|(part, _)| part),
        whole: of.map(|(_, whole)| whole),
        counted: &one.counted,
        list: one.list.as_deref(),
    }
}

fn stage(one: &StageProgress) -> Stage<'_> {
    Stage {
        code: &one.code,
        phase: one.phase,
        name: &one.name,
        unit: one.unit,
        done: one.done,
        total: one.total,
        late: one.late,
        due_on: one.due_on.map(|day| day.to_string()),
        parts: one
            .parts
            .iter()
            .map(|part| Part {
                name: &part.name,
                standing: standing(part.standing),
                count: part.count,
                list: part.list.as_deref(),
            })
            .collect(),
        money: one
            .money
            .iter()
            .map(|money| Amount {
                name: &money.name,
                fen: money.amount.fen(),
            })
            .collect(),
        counted: &one.counted,
        list: one.list.as_deref(),
        late_list: one.late_list.as_deref(),
    }
}

const fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Done => "done",
        Standing::UnderWay => "under_way",
        Standing::Begun => "begun",
        Standing::Open => "open",
    }
}

fn department(one: &DepartmentYear) -> Department<'_> {
    Department {
        id: &one.id,
        name: &one.name,
        projects: one.projects,
        total_fen: one.total.fen(),
        issued: one.issued,
        lights: lights(&one.lights),
        evaluated: one.evaluated,
        late: one.late,
        cut_fen: one.cut.fen(),
    }
}

const fn lights(one: &DepartmentLights) -> Lights {
    Lights {
        red: one.red,
        yellow: one.yellow,
        green: one.green,
        blue: one.blue,
        unlit: one.unlit,
        budget_fen: one.budget.fen(),
        executed_fen: one.executed.fen(),
    }
}
