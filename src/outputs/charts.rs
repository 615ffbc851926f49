//! Draws charts as SVG: one picture, which the page and the PDF both show.
//!
//! In: what a chart shows, and the colours. Out: SVG. Bars and lines can be told apart without colour, by shape, dashes
//! or words; whatever the picture says, its text alternative says too.

use std::fmt::Write as _;

use super::escape::escape;
use crate::pages::{Bar, Chart, Drawing, Paint, Point, PrintedRating, Report, Texts};

/// A chart, drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Drawn {
    /// The picture.
    pub(super) svg: String,
    /// What it says, for people who cannot see it.
    pub(super) alt: String,
    /// Its width in CSS pixels; the page never shows it wider.
    pub(super) width: u32,
    /// Its height in CSS pixels.
    pub(super) height: u32,
}

/// Draws every chart of a report, in order of their numbers.
pub(super) fn draw(page: &Report, texts: &Texts) -> Vec<Drawn> {
    texts.charts().iter().map(|chart| one(chart, page)).collect()
}

fn one(chart: &Chart, page: &Report) -> Drawn {
    let (width, height, body) = match &chart.drawing {
        Drawing::Line { unit, points, actual, target } => {
            (LINE_WIDTH, LINE_HEIGHT, line(unit.as_deref(), points, (actual, target), &page.accent))
        }
        Drawing::Bars(rows) => bars(rows, &page.paints),
    };
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"Liberation Sans, Arial, Helvetica, sans-serif\" font-size=\"11\" fill=\"{INK}\">\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>{body}</svg>"
    );
    Drawn { svg, alt: chart.alt.clone(), width, height }
}

const INK: &str = "#0b0c0c";
const LINE_WIDTH: u32 = 340;
const LINE_HEIGHT: u32 = 150;

/// The area that the line is drawn in: left, right, top, bottom.
const PLOT: (f64, f64, f64, f64) = (26.0, 314.0, 30.0, 124.0);

/// A figure over time, solid with dots, against its target, dashed.
fn line(unit: Option<&str>, points: &[Point], (actual, target): (&str, &str), accent: &str) -> String {
    let values = points.iter().flat_map(|point| [&point.actual, &point.target]).flatten();
    let heights: Vec<f64> = values.map(|value| value.height).collect();
    let lowest = heights.iter().copied().fold(f64::INFINITY, f64::min);
    let highest = heights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let range = if highest > lowest { highest - lowest } else { 1.0 };
    let (left, right, top, bottom) = PLOT;
    // Room above and below, so that no figure is at the edge of the picture.
    let (floor, span) = (lowest - range * 0.22, range * 1.44);
    let last = points.len().saturating_sub(1).max(1);
    let x = |index: usize| left + (right - left) * whole(index) / whole(last);
    let y = |height: f64| bottom - (height - floor) / span * (bottom - top);
    let mut out = format!("<path d=\"M{left:.1} {bottom:.1}H{right:.1}\" stroke=\"#8a8f93\" fill=\"none\"/>");
    let has_target = points.iter().any(|point| point.target.is_some());
    if has_target {
        let path = path(points, &x, &|point| point.target.as_ref().map(|value| y(value.height)));
        _ = write!(
            out,
            "<path d=\"{path}\" stroke=\"{INK}\" stroke-width=\"1.5\" stroke-dasharray=\"5 3\" fill=\"none\"/>"
        );
    }
    let path = path(points, &x, &|point| point.actual.as_ref().map(|value| y(value.height)));
    _ = write!(out, "<path d=\"{path}\" stroke=\"{accent}\" stroke-width=\"2\" fill=\"none\"/>");
    // As many names and figures as fit beside one another.
    let step = (points.len() * 50).div_ceil(288).max(1);
    for (index, point) in points.iter().enumerate() {
        let is_named = (last - index.min(last)).is_multiple_of(step);
        let anchor = if index == 0 {
            "start"
        } else if index == last {
            "end"
        } else {
            "middle"
        };
        let edge = if index == 0 {
            left - 20.0
        } else if index == last {
            right + 20.0
        } else {
            x(index)
        };
        if is_named {
            _ = write!(
                out,
                "<text x=\"{edge:.1}\" y=\"140\" text-anchor=\"{anchor}\">{}</text>",
                escape(&point.period)
            );
        }
        let Some(actual) = &point.actual else { continue };
        let at = y(actual.height);
        _ = write!(out, "<circle cx=\"{:.1}\" cy=\"{at:.1}\" r=\"3\" fill=\"{accent}\"/>", x(index));
        if is_named {
            // On the side away from the target, where no line runs through it.
            let is_below = point.target.as_ref().is_some_and(|target| target.height > actual.height);
            let label = if is_below { at + 14.0 } else { at - 7.0 };
            _ = write!(
                out,
                "<text x=\"{edge:.1}\" y=\"{label:.1}\" text-anchor=\"{anchor}\" font-weight=\"bold\">{}</text>",
                escape(&actual.text)
            );
        }
    }
    _ = write!(
        out,
        "<path d=\"M6 10H26\" stroke=\"{accent}\" stroke-width=\"2\"/><circle cx=\"16\" cy=\"10\" r=\"3\" fill=\"{accent}\"/>\
         <text x=\"31\" y=\"14\">{}</text>",
        escape(actual)
    );
    if has_target {
        // Beside the name of the other line, which is seldom longer than the English one.
        let at = (41 + actual.chars().count() * 6).max(84);
        _ = write!(
            out,
            "<path d=\"M{at} 10H{}\" stroke=\"{INK}\" stroke-width=\"1.5\" stroke-dasharray=\"5 3\"/><text x=\"{}\" y=\"14\">\
             {}</text>",
            at + 24,
            at + 29,
            escape(target)
        );
    }
    if let Some(unit) = unit {
        _ = write!(
            out,
            "<text x=\"{LINE_WIDTH}\" dx=\"-6\" y=\"14\" text-anchor=\"end\">{}</text>",
            escape(unit)
        );
    }
    out
}

/// A line through every point that has a value; where one has none, the line has a gap.
fn path(points: &[Point], x: &dyn Fn(usize) -> f64, y: &dyn Fn(&Point) -> Option<f64>) -> String {
    let mut path = String::new();
    let mut is_open = false;
    for (index, point) in points.iter().enumerate() {
        let Some(y) = y(point) else {
            is_open = false;
            continue;
        };
        _ = write!(path, "{}{:.1} {y:.1}", if is_open { "L" } else { "M" }, x(index));
        is_open = true;
    }
    path
}

const BARS_WIDTH: u32 = 360;

/// One bar for each period, divided by rating; each part has its shape and its number, and the key has the words.
fn bars(rows: &[Bar], paints: &[Paint]) -> (u32, u32, String) {
    const ROW: f64 = 48.0;
    const HEIGHT: f64 = 24.0;
    let (left, width) = (1.0, f64::from(BARS_WIDTH) - 2.0);
    let mut out = String::new();
    let mut top = 0.0;
    let mut seen: Vec<&PrintedRating> = Vec::new();
    for row in rows {
        _ = write!(
            out,
            "<text x=\"{left:.1}\" y=\"{:.1}\" font-size=\"12\">{}</text>",
            top + 12.0,
            escape(&row.period)
        );
        let total: usize = row.counts.iter().map(|(_, count)| count).sum();
        let mut x = left;
        for (rating, count) in &row.counts {
            let own = width * whole(*count) / whole(total.max(1));
            let (fill, ink) = colours(paints, rating);
            let y = top + 18.0;
            _ = write!(
                out,
                "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{own:.1}\" height=\"{HEIGHT}\" fill=\"{fill}\" stroke=\"{INK}\" stroke-width=\"0.75\"/>"
            );
            let digits = count.to_string();
            let number = whole(digits.len()) * 7.0;
            let (middle, has_shape) = (x + own / 2.0, own >= number + 22.0);
            if has_shape {
                out.push_str(&shape(rating.look, middle - number / 2.0 - 7.0, y + HEIGHT / 2.0, ink));
            }
            if own >= number + 3.0 {
                let at = if has_shape { middle + 6.0 } else { middle };
                _ = write!(
                    out,
                    "<text x=\"{at:.1}\" y=\"{:.1}\" text-anchor=\"middle\" font-size=\"12\" font-weight=\"bold\" fill=\"{ink}\">{digits}</text>",
                    y + 16.5
                );
            }
            x += own;
            if !seen.contains(&rating) {
                seen.push(rating);
            }
        }
        top += ROW;
    }
    let mut x = left;
    for rating in seen {
        let own = 24.0 + whole(rating.word.chars().count()) * 6.5 + 10.0;
        if x + own > width {
            (x, top) = (left, top + 20.0);
        }
        let (fill, ink) = colours(paints, rating);
        _ = write!(
            out,
            "<rect x=\"{x:.1}\" y=\"{top:.1}\" width=\"18\" height=\"16\" fill=\"{fill}\" stroke=\"{INK}\" stroke-width=\"0.75\"/>{}\
             <text x=\"{:.1}\" y=\"{:.1}\" font-size=\"12\">{}</text>",
            shape(rating.look, x + 9.0, top + 8.0, ink),
            x + 23.0,
            top + 12.5,
            escape(&rating.word)
        );
        x += own;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a height of some hundred pixels"
    )]
    let height = (top + 20.0) as u32;
    (BARS_WIDTH, height, out)
}

/// Fill and ink of a rating.
fn colours<'a>(paints: &'a [Paint], rating: &PrintedRating) -> (&'a str, &'a str) {
    let paint = paints.iter().find(|paint| paint.look == rating.look);
    paint.map_or(("#ffffff", INK), |paint| (&paint.fill, &paint.text))
}

/// The shape of a rating, about a point.
fn shape(look: &str, x: f64, y: f64, colour: &str) -> String {
    let path = match look {
        "red" => format!("M{x:.1} {:.1}l5 5l-5 5l-5 -5z", y - 5.0),
        "amber" => format!("M{x:.1} {:.1}l5.5 9.5h-11z", y - 5.5),
        "green" => return format!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4.6\" fill=\"{colour}\"/>"),
        "complete" => format!("M{:.1} {:.1}h8.6v8.6h-8.6z", x - 4.3, y - 4.3),
        _ => format!("M{:.1} {:.1}h8v2h-8z", x - 4.0, y - 1.0),
    };
    format!("<path d=\"{path}\" fill=\"{colour}\"/>")
}

/// A count as a length; no picture has so many parts that a bit would be lost.
fn whole(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_parted_as_the_counts_are_and_says_its_numbers() {
        let rating = |look, word: &str| PrintedRating { look, word: word.into() };
        let counts = vec![(rating("red", "Red"), 1), (rating("green", "Green"), 3)];
        let (_, height, svg) = bars(&[Bar { period: "A & B".into(), counts }], &[]);
        // A quarter and three quarters of 358.
        assert!(svg.contains("width=\"89.5\"") && svg.contains("width=\"268.5\""), "{svg}");
        assert!(svg.contains(">1</text>") && svg.contains(">3</text>") && svg.contains("A &amp; B"), "{svg}");
        assert!(svg.contains(">Red</text>") && svg.contains(">Green</text>"), "{svg}");
        assert_eq!(height, 68);
    }

    #[test]
    fn a_line_has_a_gap_where_there_is_no_figure() {
        let points: Vec<Point> = ["A", "B", "C"]
            .into_iter()
            .map(|period| Point { period: period.into(), actual: None, target: None })
            .collect();
        let y = |point: &Point| (point.period != "B").then_some(1.0);
        let drawn = path(&points, &|index| whole(index) * 10.0, &y);
        assert_eq!(drawn, "M0.0 1.0M20.0 1.0");
        assert!(!line(None, &points, ("Actual", "Target"), "#000000").contains("NaN"));
    }
}
