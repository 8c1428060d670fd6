//! Marks on two axes with a line of expectation and its interval, drawn here; each mark says its numbers.

use hengji_app::evaluations::benchmark::view::{ChartPoint, ChartView, PointKind};
use maud::{Markup, html};

/// Where the axes begin, and how long they are.
const LEFT: i32 = 70;
const TOP: i32 = 12;
const WIDTH: i32 = 620;
const HEIGHT: i32 = 320;
/// The whole of an axis.
const WHOLE: i32 = 1_000;

fn x(thousandths: i32) -> i32 {
    LEFT + thousandths * WIDTH / WHOLE
}

fn y(thousandths: i32) -> i32 {
    TOP + HEIGHT - thousandths * HEIGHT / WHOLE
}

fn path(all: &[(i32, i32)]) -> String {
    let points: Vec<String> = all
        .iter()
        .map(|(across, up)| format!("{},{}", x(*across), y(*up)))
        .collect();
    points.join(" ")
}

/// The interval as one shape: along its upper end and back along its lower end.
fn band(chart: &ChartView) -> String {
    let back: Vec<(i32, i32)> = chart.low.iter().rev().copied().collect();
    format!("{} {}", path(&chart.high), path(&back))
}

const fn colour(kind: PointKind) -> &'static str {
    match kind {
        PointKind::Same => "blue",
        PointKind::Kin => "grey",
        PointKind::Suspected => "amber",
        PointKind::OwnTarget => "green",
        PointKind::OwnActual => "red",
    }
}

fn mark(point: &ChartPoint) -> Markup {
    let is_own = matches!(point.kind, PointKind::OwnTarget | PointKind::OwnActual);
    let half = if is_own { 7 } else { 4 };
    // The project itself is a square, so that it is told apart without colours.
    let round = if is_own { 0 } else { half };
    html! {
        rect class=(colour(point.kind)) x=(x(point.x) - half) y=(y(point.y) - half) width=(2 * half) height=(2 * half) rx=(round) { title { (point.name) } }
    }
}

/// The chart with its axes.
pub(crate) fn scatter_chart(title: &str, chart: &ChartView) -> Markup {
    let (across, up) = &chart.axes;
    html! {
        svg class="chart" viewBox={ "0 0 720 " (TOP + HEIGHT + 44) } role="img" aria-label=(title) {
            title { (title) }
            rect class="track" x=(LEFT) y=(TOP) width=(WIDTH) height=(HEIGHT) {}
            @for (place, name) in &chart.x_ticks {
                line class="rule" x1=(x(*place)) x2=(x(*place)) y1=(TOP) y2=(TOP + HEIGHT) {}
                text class="sub" x=(x(*place)) y=(TOP + HEIGHT + 15) text-anchor="middle" { (name) }
            }
            @for (place, name) in &chart.y_ticks {
                line class="rule" x1=(LEFT) x2=(LEFT + WIDTH) y1=(y(*place)) y2=(y(*place)) {}
                text class="sub" x=(LEFT - 6) y=(y(*place) + 4) text-anchor="end" { (name) }
            }
            @if !chart.high.is_empty() && !chart.low.is_empty() { polygon class="band" points=(band(chart)) {} }
            @if !chart.line.is_empty() { polyline class="expected" points=(path(&chart.line)) {} }
            @for point in chart.points.iter().filter(|point| !matches!(point.kind, PointKind::OwnTarget | PointKind::OwnActual)) { (mark(point)) }
            @for point in chart.points.iter().filter(|point| matches!(point.kind, PointKind::OwnTarget | PointKind::OwnActual)) { (mark(point)) }
            text class="sub" x=(LEFT + WIDTH / 2) y=(TOP + HEIGHT + 34) text-anchor="middle" { (across) }
            text class="sub" x=(LEFT + 8) y=(TOP + 16) { (up) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(line: Vec<(i32, i32)>) -> ChartView {
        let point = |kind, name: &str| ChartPoint {
            x: 500,
            y: 0,
            kind,
            name: name.into(),
        };
        ChartView {
            points: vec![
                point(PointKind::OwnActual, "本项目完成与支付"),
                point(PointKind::Same, "2020 道路养护"),
            ],
            low: line.iter().map(|(x, y)| (*x, y - 100)).collect(),
            high: line.iter().map(|(x, y)| (*x, y + 100)).collect(),
            line,
            x_ticks: vec![(500, "10".into())],
            y_ticks: vec![(0, "100".into())],
            axes: ("数量(公里)".into(), "资金(万元)".into()),
        }
    }

    #[test]
    fn marks_lie_on_the_axes_and_say_what_they_are() {
        let shown = scatter_chart("标杆", &chart(Vec::new())).into_string();
        assert!(shown.contains("x=\"376\" y=\"328\""), "{shown}");
        assert!(shown.contains("<title>2020 道路养护</title>"), "{shown}");
        assert!(
            !shown.contains("polyline"),
            "without a judgement no line is drawn"
        );
        let own = shown.find("本项目完成与支付").unwrap();
        assert!(
            shown.find("2020 道路养护").unwrap() < own,
            "the project itself lies on top"
        );
    }

    #[test]
    fn the_interval_is_one_shape_around_the_line() {
        let shown = scatter_chart("标杆", &chart(vec![(0, 200), (1_000, 800)])).into_string();
        assert!(shown.contains("points=\"70,268 690,76\""), "{shown}");
        assert!(
            shown.contains("points=\"70,236 690,44 690,108 70,300\""),
            "{shown}"
        );
    }
}
