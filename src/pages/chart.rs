//! What charts show. How they are drawn is for [`crate::outputs`]; the text alternative is written here, because it is
//! part of what the page says.

use super::PrintedRating;

use crate::report::rate::Counts;
use crate::report::{Indicator, Number, Rating};
use crate::words::{Counted, Words, say};

/// A chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// What it shows, for people who cannot see it: every figure in it.
    pub alt: String,
    /// What is drawn.
    pub drawing: Drawing,
}

/// What is drawn.
#[derive(Debug, Clone, PartialEq)]
pub enum Drawing {
    /// A figure over time, against its target.
    Line {
        /// The unit, if the figures do not show it themselves.
        unit: Option<String>,
        /// The figures, the oldest first.
        points: Vec<Point>,
        /// The name of the line of figures.
        actual: String,
        /// The name of the line of targets.
        target: String,
    },
    /// How many things have each rating, one bar for each period.
    Bars(Vec<Bar>),
}

/// A figure at one time.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// When.
    pub period: String,
    /// The figure; without one, the line has a gap.
    pub actual: Option<Value>,
    /// The target.
    pub target: Option<Value>,
}

/// A value and how it is printed.
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    /// For drawing.
    pub height: f64,
    /// As printed.
    pub text: String,
}

/// The ratings of one period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// When.
    pub period: String,
    /// How many of each rating that occurs, the worst first.
    pub counts: Vec<(PrintedRating, usize)>,
}

/// From this many points, a line says more than words.
const LEAST_POINTS: usize = 3;

/// An indicator over time, if there are enough figures for a chart.
pub(super) fn course(indicator: &Indicator, words: &Words) -> Option<Chart> {
    let unit = &indicator.unit;
    let value = |number: Option<Number>| {
        number.map(|number| Value { height: number.approximate(), text: words.figure(number, unit) })
    };
    let past = indicator.history.iter().map(|past| Point {
        period: past.period.clone(),
        actual: value(past.actual),
        target: value(past.target),
    });
    let present = Point {
        period: say!(words, "chart-now").to_owned(),
        actual: value(indicator.actual),
        target: value(indicator.target),
    };
    let points: Vec<Point> = past.chain(std::iter::once(present)).collect();
    if points.iter().filter(|point| point.actual.is_some()).count() < LEAST_POINTS {
        return None;
    }
    let said: Vec<String> = points
        .iter()
        .map(|point| {
            let actual = point.actual.as_ref().map_or(say!(words, "chart-no-figure"), |value| &value.text);
            match &point.target {
                Some(target) => say!(
                    words,
                    "chart-point-and-target",
                    period = &point.period,
                    actual = actual,
                    target = &target.text
                ),
                None => say!(words, "chart-point", period = &point.period, actual = actual),
            }
        })
        .collect();
    let yes_or_no = |is_so: bool| if is_so { "yes" } else { "no" };
    let unit = Some(unit.clone()).filter(|unit| !unit.is_empty() && !Number::is_brief_unit(unit));
    let alt = say!(
        words,
        "chart-line",
        title = &indicator.title,
        has_target = yes_or_no(points.iter().any(|point| point.target.is_some())),
        has_unit = yes_or_no(unit.is_some()),
        unit = unit.as_deref().unwrap_or_default(),
        points = words.semicolons(said),
    );
    let (actual, target) = (say!(words, "chart-actual").to_owned(), say!(words, "chart-target").to_owned());
    Some(Chart { alt, drawing: Drawing::Line { unit, points, actual, target } })
}

/// How many periods are drawn at most, the latest ones: ten years of quarters.
const MOST_BARS: usize = 40;

/// How many of one sort had each rating, period by period, the oldest first; if there is more than one period.
pub(super) fn periods(of: Counted, counts: &[(String, Counts)], words: &Words) -> Option<Chart> {
    let mut bars: Vec<Bar> = counts
        .iter()
        .filter(|(_, counts)| counts.total() > 0)
        .map(|(period, counts)| Bar {
            period: period.clone(),
            counts: Rating::ALL
                .into_iter()
                .filter(|rating| counts.get(*rating) > 0)
                .map(|rating| (PrintedRating::new(rating, words), counts.get(rating)))
                .collect(),
        })
        .collect();
    if bars.len() < 2 {
        return None;
    }
    // Nobody can take in more, neither as bars nor in words.
    let bars = bars.split_off(bars.len().saturating_sub(MOST_BARS));
    let said: Vec<String> = bars
        .iter()
        .map(|bar| {
            let counts = bar.counts.iter();
            let counts = counts
                .map(|(rating, count)| say!(words, "count-of-rating", count = count, rating = &rating.word));
            say!(
                words,
                "chart-bar",
                period = &bar.period,
                total = words.count_of(bar.counts.iter().map(|(_, count)| count).sum(), of),
                counts = words.commas(counts),
            )
        })
        .collect();
    let said = words.semicolons(said);
    let alt = match of {
        Counted::Projects => say!(words, "chart-bars-of-projects", reports = bars.len(), bars = said),
        Counted::Indicators => say!(words, "chart-bars-of-indicators", reports = bars.len(), bars = said),
    };
    Some(Chart { alt, drawing: Drawing::Bars(bars) })
}
