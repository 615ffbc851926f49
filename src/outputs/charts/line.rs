//! A chart of a figure over time: lines with a scale, periods and as many figures as have room.

use std::fmt::Write as _;

use super::label::shortened;
use super::{Anchor, INK, Label, Parts, SIZE, whole};
use crate::pages::paper::{Face, Ruler};
use crate::pages::{Course, Point};

/// The chart of a figure over time.
pub(super) fn chart(course: &Course, ruler: &Ruler, accent: &str) -> Parts {
    let sketch = Sketch::of(course, ruler);
    let shapes = sketch.shapes(accent);
    let labels = sketch.labels.into_iter().map(|(label, _)| label).collect();
    Parts { width: LINE_WIDTH, height: sketch.height, shapes, labels }
}

const LINE_WIDTH: u32 = 300;

/// The height of a chart of a figure over time; many names above the lines make it higher.
const LINE_HEIGHT: u32 = 126;

/// The least height that is left for the lines themselves.
const LEAST_LINES: u32 = 56;

/// The height of a row of names, and what the periods below the lines take.
const ROW: u32 = 18;
const PERIODS: u32 = 24;

/// The room that the last period leaves for the first.
const LEAST_PERIOD: f64 = 70.0;

/// How far letters reach above and below the line that they stand on.
const LETTERS: (f64, f64) = (10.0, 3.0);

/// A rectangle: left, top, right, bottom.
type Rect = (f64, f64, f64, f64);

/// A line between two points.
type Segment = ((f64, f64), (f64, f64));

/// How a line is drawn: each of them differs from the others without colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stroke {
    Axis,
    Actual,
    Target,
    Limit,
    /// The figure of others, by its place among them.
    Benchmark(usize),
}

/// A chart of a figure over time as it is put together: nothing that is added may touch what is there.
struct Sketch<'a> {
    ruler: &'a Ruler,
    height: u32,
    lines: Vec<(Stroke, Segment)>,
    dots: Vec<(f64, f64)>,
    /// The texts, with the room that each takes.
    labels: Vec<(Label, Rect)>,
}

impl<'a> Sketch<'a> {
    /// Puts a chart together: the names of the lines, the scale, the lines, the periods and as many figures as have room.
    fn of(course: &Course, ruler: &'a Ruler) -> Self {
        let mut sketch =
            Self { ruler, height: LINE_HEIGHT, lines: Vec::new(), dots: Vec::new(), labels: Vec::new() };
        let names = sketch.names(course);
        sketch.height = LINE_HEIGHT.max((names + 1) * ROW + LEAST_LINES + PERIODS);
        let top = f64::from(names * ROW) + LETTERS.1 + sketch.unit(course, names);
        let bottom = f64::from(sketch.height - PERIODS);
        let (lowest, highest) = match (course.scale.first(), course.scale.last()) {
            (Some(first), Some(last)) if last.height > first.height => (first.height, last.height),
            (Some(first), _) => (first.height - 1.0, first.height + 1.0),
            _ => (0.0, 1.0),
        };
        let y = |height: f64| bottom - (height - lowest) / (highest - lowest) * (bottom - top);
        let wide = |text: &str| sketch.width(text, false);
        let left = course.scale.iter().map(|value| wide(&value.text)).fold(0.0, f64::max) + 12.0;
        let left = left.min(f64::from(LINE_WIDTH) / 2.0);
        // The last figure stands to the right of its dot, where no line runs.
        let last_actual = course.points.last().and_then(|point| point.actual.as_ref());
        let room = last_actual.map_or(0.0, |value| sketch.width(&value.text, true)).min(120.0);
        let right = f64::from(LINE_WIDTH) - room - 14.0;
        sketch.axes(course, (left, right, bottom), &y);
        let last = course.points.len().saturating_sub(1).max(1);
        // The first dot is not on the axis, so that its figure has room.
        let x = |index: usize| left + 12.0 + (right - left - 12.0) * whole(index) / whole(last);
        if let Some(limit) = &course.limit {
            sketch.lines.push((Stroke::Limit, ((left, y(limit.height)), (right, y(limit.height)))));
        }
        for (index, benchmark) in course.benchmarks.iter().enumerate() {
            let y = y(benchmark.height);
            sketch.lines.push((Stroke::Benchmark(index), ((left, y), (right, y))));
        }
        sketch.course(&course.points, Stroke::Target, &x, &|point| Some(y(point.target.as_ref()?.height)));
        sketch.course(&course.points, Stroke::Actual, &x, &|point| Some(y(point.actual.as_ref()?.height)));
        sketch.periods(&course.points, &x);
        sketch.figures(&course.points, &x, &y);
        sketch
    }

    /// The width of a text.
    fn width(&self, text: &str, is_bold: bool) -> f64 {
        self.ruler.width(text, Face { is_bold, is_italic: false }) * SIZE
    }

    /// A text with the room that it takes.
    fn label(&self, text: &str, is_bold: bool, (x, y): (f64, f64), anchor: Anchor) -> (Label, Rect) {
        let width = self.width(text, is_bold);
        let start = match anchor {
            Anchor::Start => x,
            Anchor::Middle => x - width / 2.0,
            Anchor::End => x - width,
        };
        let room = (start, y - LETTERS.0, start + width, y + LETTERS.1);
        (Label { is_bold, ..Label::new(text, (x, y), anchor) }, room)
    }

    /// Whether there is room for a text: inside the picture, and away from everything that is drawn.
    fn has_room(&self, (left, top, right, bottom): Rect) -> bool {
        let around = (left - 1.5, top - 1.5, right + 1.5, bottom + 1.5);
        left >= 0.0
            && right <= f64::from(LINE_WIDTH)
            && top >= 0.0
            && bottom <= f64::from(self.height)
            && !self.labels.iter().any(|(_, other)| overlap(around, *other))
            && !self.lines.iter().any(|(_, segment)| crosses(*segment, around))
            && !self.dots.iter().any(|(x, y)| overlap(around, (x - 3.0, y - 3.0, x + 3.0, y + 3.0)))
    }

    /// Adds the first of some texts that has room, if any has.
    fn add_one_of(&mut self, labels: impl IntoIterator<Item = (Label, Rect)>) -> bool {
        let found = labels.into_iter().find(|(_, room)| self.has_room(*room));
        let is_there = found.is_some();
        self.labels.extend(found);
        is_there
    }

    /// The unit, over the values of the scale, with what is said of a scale that is cut; and the height that this takes.
    fn unit(&mut self, course: &Course, names: u32) -> f64 {
        let said: Vec<&str> = course.unit.iter().chain(&course.note).map(String::as_str).collect();
        if said.is_empty() {
            return 14.0;
        }
        let text = self.shortened(&said.join(". "), f64::from(LINE_WIDTH) - 12.0);
        let label = self.label(&text, false, (6.0, f64::from(names * ROW) + 14.0), Anchor::Start);
        self.labels.push(label);
        // The highest value of the scale stands below it.
        14.0 + LETTERS.1 + LETTERS.0 - 3.0
    }

    /// The names of the lines that are drawn, in rows; and how many rows there are.
    fn names(&mut self, course: &Course) -> u32 {
        let drawn = |value: &dyn Fn(&Point) -> bool| course.points.iter().any(value);
        let mut names: Vec<(Stroke, &str)> = Vec::new();
        if drawn(&|point| point.actual.is_some()) {
            names.push((Stroke::Actual, &course.actual));
        }
        if drawn(&|point| point.target.is_some()) {
            names.push((Stroke::Target, &course.target));
        }
        if let Some(limit) = &course.limit {
            names.push((Stroke::Limit, &limit.text));
        }
        let benchmarks = course.benchmarks.iter().enumerate();
        names
            .extend(benchmarks.map(|(index, benchmark)| (Stroke::Benchmark(index), benchmark.text.as_str())));
        let (mut x, mut rows) = (6.0, 1);
        let swatch = 25.0;
        for (stroke, name) in names {
            let name = self.shortened(name, f64::from(LINE_WIDTH) - 12.0 - swatch);
            let width = swatch + self.width(&name, false);
            if x > 6.0 && x + width > f64::from(LINE_WIDTH) - 6.0 {
                (x, rows) = (6.0, rows + 1);
            }
            let y = f64::from(rows * ROW) - 2.0;
            self.lines.push((stroke, ((x, y - 4.0), (x + 20.0, y - 4.0))));
            let label = self.label(&name, false, (x + swatch, y), Anchor::Start);
            self.labels.push(label);
            x += width + 16.0;
        }
        rows
    }

    /// The scale with the values that it names, and the line that the periods stand under.
    fn axes(&mut self, course: &Course, (left, right, bottom): (f64, f64, f64), y: &dyn Fn(f64) -> f64) {
        self.lines.push((Stroke::Axis, ((left, bottom), (right, bottom))));
        let top = course.scale.last().map_or(bottom, |value| y(value.height));
        self.lines.push((Stroke::Axis, ((left, bottom), (left, top))));
        for value in &course.scale {
            let at = y(value.height);
            self.lines.push((Stroke::Axis, ((left - 4.0, at), (left, at))));
            let text = self.shortened(&value.text, left - 8.0);
            let label = self.label(&text, false, (left - 7.0, at + 3.0), Anchor::End);
            // Where the scale is so fine that two values would touch, every other one is named.
            self.add_one_of([label]);
        }
    }

    /// A line through every point that has a value; where one has none, the line has a gap. A value alone is a dash.
    fn course(
        &mut self,
        points: &[Point],
        stroke: Stroke,
        x: &dyn Fn(usize) -> f64,
        y: &dyn Fn(&Point) -> Option<f64>,
    ) {
        let heights: Vec<Option<f64>> = points.iter().map(y).collect();
        for (index, height) in heights.iter().enumerate() {
            let Some(height) = *height else { continue };
            let next = heights.get(index + 1).copied().flatten();
            let before = index.checked_sub(1).and_then(|before| heights[before]);
            if let Some(next) = next {
                self.lines.push((stroke, ((x(index), height), (x(index + 1), next))));
            } else if before.is_none() && stroke != Stroke::Actual {
                let (from, to) =
                    ((x(index) - 12.0).max(x(0) - 6.0), (x(index) + 12.0).min(x(points.len() - 1)));
                self.lines.push((stroke, ((from, height), (to, height))));
            }
            if stroke == Stroke::Actual {
                self.dots.push((x(index), height));
            }
        }
    }

    /// The figures beside their dots: the last two, the first and as many of the others as have room. All are in the text of
    /// the chart.
    fn figures(&mut self, points: &[Point], x: &dyn Fn(usize) -> f64, y: &dyn Fn(f64) -> f64) {
        let last = points.len().saturating_sub(1);
        let axis = self.lines.iter().find(|(stroke, _)| *stroke == Stroke::Axis);
        let axis = axis.map_or(0.0, |(_, ((_, y), _))| *y);
        for index in latest_first(last) {
            let Some(actual) = points.get(index).and_then(|point| point.actual.as_ref()) else { continue };
            let (x, y) = (x(index), y(actual.height));
            let label = |at: (f64, f64), anchor| self.label(&actual.text, true, at, anchor);
            let beside = (index == last).then(|| label((x + 8.0, y + 3.5), Anchor::Start));
            let around = [-8.0, 15.0, -14.0, 21.0, -21.0, 28.0].map(|by| label((x, y + by), Anchor::Middle));
            let sides = [-8.0, 15.0, -14.0, 21.0].map(|by| label((x - 4.0, y + by), Anchor::Start));
            // Under the axis stand the periods.
            let around = around.into_iter().chain(sides).filter(|(_, room)| room.3 < axis);
            let candidates: Vec<_> = beside.into_iter().chain(around).collect();
            self.add_one_of(candidates);
        }
    }

    /// The periods under their points: the last two, the first and as many of the others as have room.
    fn periods(&mut self, points: &[Point], x: &dyn Fn(usize) -> f64) {
        let y = f64::from(self.height) - 6.0;
        let last = points.len().saturating_sub(1);
        let half = f64::from(LINE_WIDTH) / 2.0 - 4.0;
        for index in latest_first(last) {
            let Some(point) = points.get(index) else { continue };
            // A long name at an end moves inwards, and gives way to the one at the other end.
            let text = match index {
                index if index == last => self.shortened(&point.period, 2.0 * half - LEAST_PERIOD),
                0 => self.shortened(&point.period, half),
                _ => point.period.clone(),
            };
            let width = self.width(&text, false);
            let inside = f64::from(LINE_WIDTH) - 1.0 - width / 2.0;
            let middle = x(index).min(inside).max(width / 2.0 + 1.0);
            if (middle - x(index)).abs() < 1.0 || index == last || index == 0 {
                let label = self.label(&text, false, (middle, y), Anchor::Middle);
                self.add_one_of([label]);
            }
        }
    }

    /// A text, cut to a width.
    fn shortened(&self, text: &str, most: f64) -> String {
        shortened(text, most, &|text| self.width(text, false))
    }

    /// The lines and dots, as the inside of an SVG.
    fn shapes(&self, accent: &str) -> String {
        let mut out = String::new();
        for (stroke, ((from_x, from_y), (to_x, to_y))) in &self.lines {
            let look = match stroke {
                Stroke::Axis => "stroke=\"#6b7276\" stroke-width=\"1\"".to_owned(),
                Stroke::Actual => format!("stroke=\"{accent}\" stroke-width=\"2\" stroke-linecap=\"round\""),
                Stroke::Target => format!("stroke=\"{INK}\" stroke-width=\"1.5\" stroke-dasharray=\"5 3\""),
                Stroke::Limit => {
                    format!("stroke=\"{INK}\" stroke-width=\"1.5\" stroke-dasharray=\"1.5 2.5\"")
                }
                // A long dash and a dot for the first, with two dots for the second, and so on.
                Stroke::Benchmark(index) => {
                    let dots = " 1.5 2".repeat(index + 1);
                    format!("stroke=\"{INK}\" stroke-width=\"0.75\" stroke-dasharray=\"9 2{dots}\"")
                }
            };
            _ = write!(out, "<path d=\"M{from_x:.1} {from_y:.1}L{to_x:.1} {to_y:.1}\" {look}/>");
        }
        for (x, y) in &self.dots {
            _ = write!(out, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\" fill=\"{accent}\"/>");
        }
        out
    }
}

/// The places of points by how much they matter: the last, the one before it, the first, and the others.
fn latest_first(last: usize) -> impl Iterator<Item = usize> {
    std::iter::once(last).chain(last.checked_sub(1)).chain(0..last.saturating_sub(1))
}

/// Whether two rectangles overlap.
fn overlap(a: Rect, b: Rect) -> bool {
    a.0 < b.2 && b.0 < a.2 && a.1 < b.3 && b.1 < a.3
}

/// Whether a line runs through a rectangle.
fn crosses(((from_x, from_y), (to_x, to_y)): Segment, (left, top, right, bottom): Rect) -> bool {
    // The part of the line that lies between each pair of sides.
    let within = |from: f64, to: f64, low: f64, high: f64| {
        let by = to - from;
        if by.abs() < 1e-9 {
            return if from > low && from < high { (0.0, 1.0) } else { (1.0, 0.0) };
        }
        let (one, other) = ((low - from) / by, (high - from) / by);
        (one.min(other), one.max(other))
    };
    let (across, down) = (within(from_x, to_x, left, right), within(from_y, to_y, top, bottom));
    across.0.max(down.0).max(0.0) < across.1.min(down.1).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(height: f64, text: &str) -> crate::pages::Value {
        crate::pages::Value { height, text: text.into() }
    }

    fn course(points: Vec<Point>, limit: Option<crate::pages::Value>, highest: f64) -> Course {
        with_benchmarks(points, limit, Vec::new(), highest)
    }

    fn with_benchmarks(
        points: Vec<Point>,
        limit: Option<crate::pages::Value>,
        benchmarks: Vec<crate::pages::Value>,
        highest: f64,
    ) -> Course {
        let scale = (0..=4).map(|part| f64::from(part) * highest / 4.0);
        Course {
            unit: Some("days".into()),
            points,
            actual: "Actual".into(),
            target: "Target".into(),
            limit,
            benchmarks,
            scale: scale.map(|height| value(height, &format!("{height:.0}"))).collect(),
            note: Some("Scale begins at 5".into()),
        }
    }

    #[test]
    fn a_line_has_a_gap_where_there_is_no_figure() {
        let point = |height: Option<f64>| Point {
            period: "P".into(),
            actual: height.map(|height| value(height, "1")),
            target: None,
        };
        let points = vec![point(Some(1.0)), point(Some(2.0)), point(None), point(Some(4.0))];
        let ruler = Ruler::default();
        let sketch = Sketch::of(&course(points, None, 8.0), &ruler);
        let drawn = sketch.lines.iter().filter(|(stroke, _)| *stroke == Stroke::Actual).count();
        // One from the first to the second, and one beside the name.
        assert_eq!((drawn, sketch.dots.len()), (2, 3));
        let none = vec![point(None), point(None), point(None)];
        assert!(!Sketch::of(&course(none, None, 8.0), &Ruler::default()).shapes("#000000").contains("NaN"));
    }

    #[test]
    fn only_the_lines_that_are_drawn_are_named() {
        let point = |target: Option<f64>| Point {
            period: "P".into(),
            actual: Some(value(3.0, "3")),
            target: target.map(|height| value(height, "5")),
        };
        let named = |points: Vec<Point>, limit| {
            let parts = chart(&course(points, limit, 8.0), &Ruler::default(), "#000000");
            let says = |name: &str| parts.labels.iter().any(|label| label.text == name);
            (says("Target"), parts.shapes.matches("\"5 3\"").count(), says("Red below 2"))
        };
        let none = || vec![point(None), point(None), point(None)];
        assert_eq!(named(none(), None), (false, 0, false));
        // A target of the last period alone is a dash, and another stands beside its name.
        assert_eq!(named(vec![point(None), point(None), point(Some(5.0))], None), (true, 2, false));
        assert_eq!(named(none(), Some(value(2.0, "Red below 2"))), (false, 0, true));
    }

    #[test]
    fn the_last_period_and_its_figure_are_always_named() {
        let points = (0..40)
            .map(|index| Point {
                period: format!("Quarter {index} of some year or other"),
                actual: Some(value(f64::from(index % 7), &format!("{index}%"))),
                target: Some(value(5.0, "5%")),
            })
            .collect();
        let course = course(points, Some(value(2.0, "Red below 2")), 8.0);
        let labels = chart(&course, &Ruler::default(), "#000000").labels;
        let texts: Vec<&str> = labels.iter().map(|label| label.text.as_str()).collect();
        assert!(
            texts.contains(&"39%") && texts.iter().any(|text| text.starts_with("Quarter 39 of")),
            "{texts:?}"
        );
    }

    proptest::proptest! {
        #[test]
        fn no_text_of_a_chart_touches_anything(
            heights in proptest::collection::vec((proptest::option::of(0.0..100.0_f64), proptest::option::of(0.0..100.0_f64)), 3..41),
            limit in proptest::option::of(0.0..100.0_f64),
            benchmarks in proptest::collection::vec((0.0..100.0_f64, 1_usize..60), 0..8),
            letters in 1_usize..40,
            digits in 1_usize..12,
        ) {
            let points = heights
                .iter()
                .map(|(actual, target)| Point {
                    period: "x".repeat(letters),
                    actual: actual.map(|height| value(height, &"8".repeat(digits))),
                    target: target.map(|height| value(height, "8")),
                })
                .collect();
            let limit = limit.map(|height| value(height, "Red below that"));
            let benchmarks: Vec<_> =
                benchmarks.iter().map(|(height, letters)| value(*height, &"n".repeat(*letters))).collect();
            let count = benchmarks.len();
            let ruler = Ruler::default();
            let sketch = Sketch::of(&with_benchmarks(points, limit, benchmarks, 100.0), &ruler);
            // Each is drawn across the chart and once more beside its name.
            let drawn = sketch.lines.iter().filter(|(stroke, _)| matches!(stroke, Stroke::Benchmark(_))).count();
            proptest::prop_assert_eq!(drawn, 2 * count);
            for (index, (label, room)) in sketch.labels.iter().enumerate() {
                let (left, top, right, bottom) = *room;
                proptest::prop_assert!(left >= 0.0 && top >= 0.0, "{label:?}");
                proptest::prop_assert!(right <= f64::from(LINE_WIDTH) && bottom <= f64::from(sketch.height), "{label:?}");
                for (other, other_room) in &sketch.labels[..index] {
                    proptest::prop_assert!(!overlap(*room, *other_room), "{label:?} and {other:?}");
                }
                for (stroke, segment) in &sketch.lines {
                    proptest::prop_assert!(!crosses(*segment, *room), "{label:?} and {stroke:?} {segment:?}");
                }
            }
        }
    }
}
