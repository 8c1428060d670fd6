//! The figures that a bureau publishes in the report of its year, each with the list behind it.

use hengji_authz::Action;
use hengji_domain::cut::CutState;
use hengji_domain::{Money, rule::CutBook};

use super::departments::added;
use super::view::{FigureValue, YearFigure};
use super::{Ground, Lists};

/// The figures in the order of the report: library, key monitoring, cuts.
pub(super) fn figures(ground: &Ground, lists: &Lists<'_>) -> Vec<YearFigure> {
    let mut all = library(ground, lists);
    all.push(key_monitoring(ground, lists));
    all.extend(ground.books.iter().map(|book| cut(ground, book, lists)));
    all
}

fn library(ground: &Ground, lists: &Lists<'_>) -> Vec<YearFigure> {
    let library = &ground.library;
    let figure = |code: &str, name: &str, value, unit, counted: String, path: &str| YearFigure {
        code: code.to_owned(),
        name: name.to_owned(),
        value,
        unit,
        counted,
        list: lists.to(Action::ViewLibrary, path),
    };
    vec![
        figure(
            "library_core",
            "共性核心指标",
            FigureValue::Count(library.core),
            "条",
            format!("{} 年度可用的共性指标中标为核心的条数", ground.year),
            "/indicators?category=common&flag=core",
        ),
        figure(
            "library_quantification",
            "核心指标量化率",
            FigureValue::Rate {
                part: library.core_quantified,
                whole: library.core,
            },
            "%",
            "共性核心指标中可量化的条数 ÷ 共性核心指标条数".to_owned(),
            "/indicators?category=common&flag=core_quantified",
        ),
        figure(
            "library_coverage",
            "指标库覆盖的部门项目",
            FigureValue::Rate {
                part: library.covered,
                whole: projects(ground),
            },
            "%",
            format!(
                "目标中至少 {} 条取自共性核心指标的项目 ÷ 全部项目",
                library.coverage_lines_min
            ),
            "/indicators/coverage?is_covered=yes",
        ),
    ]
}

/// Projects of the year within reach.
pub(super) fn projects(ground: &Ground) -> u64 {
    ground.projects.iter().map(|tally| tally.projects).sum()
}

fn key_monitoring(ground: &Ground, lists: &Lists<'_>) -> YearFigure {
    YearFigure {
        code: "key_monitored".to_owned(),
        name: "财政重点监控项目".to_owned(),
        value: FigureValue::Count(ground.projects.iter().map(|tally| tally.key).sum()),
        unit: "个",
        counted: "本年度财政重点监控名单中列入的项目,移出的不计".to_owned(),
        list: lists.to(Action::ViewMonitoring, "/key-monitoring"),
    }
}

fn cut(ground: &Ground, book: &CutBook, lists: &Lists<'_>) -> YearFigure {
    YearFigure {
        code: format!("cut_{}", book.code),
        name: book.name.clone(),
        value: FigureValue::Money(decided(ground, &book.code)),
        unit: "万元",
        counted: format!("“{}”台账中已决定的压减、核减金额合计", book.name),
        list: lists.to(
            Action::ViewCuts,
            format!("/cuts?book={}&state={}", book.code, CutState::Approved.code()),
        ),
    }
}

/// What was decided in a book.
pub(super) fn decided(ground: &Ground, book: &str) -> Money {
    let of_book = |sum: &&hengji_store::cuts::CutSum| sum.book == book && sum.state == CutState::Approved;
    ground
        .cuts
        .iter()
        .filter(of_book)
        .fold(Money::ZERO, |all, sum| added(all, sum.decided))
}
