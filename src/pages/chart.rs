//! What charts show. How they are drawn is for [`crate::outputs`]; the text alternative is written here, because it is
//! part of what the page says.

use super::PrintedRating;

use crate::report::rate::Counts;
use crate::report::{Benchmark, Better, Indicator, Limit, Number, Rating, Scale};
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
    /// A figure over time.
    Line(Course),
    /// How many things have each rating, one bar for each period; and the ratings that occur, in the scale's order.
    Bars(Vec<Bar>, Vec<PrintedRating>),
}

/// A figure over time, against its target, the limit of Red and the figures of others.
#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    /// The unit, if the figures do not show it themselves.
    pub unit: Option<String>,
    /// The figures, the oldest first.
    pub points: Vec<Point>,
    /// The name of the line of figures.
    pub actual: String,
    /// The name of the line of targets.
    pub target: String,
    /// The limit beyond which the latest figure would be Red, if it is not the target itself; its text says so.
    pub limit: Option<Value>,
    /// The figures of others; their texts say whose they are.
    pub benchmarks: Vec<Value>,
    /// The values that the scale names, the lowest first: the drawing reaches from the first to the last.
    pub scale: Vec<Value>,
    /// What is said of a scale that does not begin at zero.
    pub note: Option<String>,
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
    /// How many of each rating that occurs, the best first.
    pub counts: Vec<(PrintedRating, usize)>,
}

/// From this many points, a line says more than words.
const LEAST_POINTS: usize = 3;

/// An indicator over time up to `period`, if there are enough figures for a chart.
pub(super) fn course(
    indicator: &Indicator,
    scale: &'static Scale,
    period: &str,
    words: &Words,
) -> Option<Chart> {
    let unit = &indicator.unit;
    let value = |number: Option<Number>| {
        number.map(|number| Value { height: number.approximate(), text: words.figure(number, unit) })
    };
    let past = indicator.history.iter().map(|past| Point {
        period: past.period.clone(),
        actual: value(past.actual),
        target: value(past.target),
    });
    let period = if period.is_empty() { say!(words, "chart-now") } else { period };
    let present =
        Point { period: period.to_owned(), actual: value(indicator.actual), target: value(indicator.target) };
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
    let limit = limit(indicator, scale, words);
    let benchmarks = benchmarks(indicator, words);
    let drawn = points.iter().flat_map(|point| [&point.actual, &point.target]).flatten();
    let drawn = drawn.chain(&limit).chain(&benchmarks);
    let (axis, is_cut) = axis(drawn.map(|value| value.height), unit, words);
    let note =
        axis.first().filter(|_| is_cut).map(|first| say!(words, "chart-scale-cut", from = &first.text));
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
        has_limit = yes_or_no(limit.is_some()),
        limit = limit.as_ref().map(|limit| limit.text.as_str()).unwrap_or_default(),
        has_benchmarks = yes_or_no(!benchmarks.is_empty()),
        benchmarks = words.commas(benchmarks.iter().map(|benchmark| benchmark.text.as_str())),
    );
    let (actual, target) = (say!(words, "chart-actual").to_owned(), say!(words, "chart-target").to_owned());
    Some(Chart {
        alt,
        drawing: Drawing::Line(Course { unit, points, actual, target, limit, benchmarks, scale: axis, note }),
    })
}

/// The figures of others, each with the name of those whose it is.
fn benchmarks(indicator: &Indicator, words: &Words) -> Vec<Value> {
    let value = |benchmark: &Benchmark| Value {
        height: benchmark.figure.approximate(),
        text: say!(
            words,
            "benchmark",
            name = &benchmark.name,
            figure = words.figure(benchmark.figure, &indicator.unit)
        ),
    };
    indicator.benchmarks.iter().map(value).collect()
}

/// Where the worst rating begins for the latest figure, if that is not its target.
fn limit(indicator: &Indicator, scale: &'static Scale, words: &Words) -> Option<Value> {
    if indicator.data_only {
        return None;
    }
    let (height, text) = match &indicator.limit {
        Limit::None => return None,
        Limit::Floor(floor) => (floor.approximate(), words.figure(*floor, &indicator.unit)),
        Limit::Steps(limits) => {
            let last = limits.last()?;
            (last.approximate(), words.figure(*last, &indicator.unit))
        }
        Limit::Tolerance(percent) => {
            let target = indicator.target?;
            let allowed = target.approximate().abs() * percent.approximate() / 100.0;
            let height = match indicator.better {
                Better::Higher => target.approximate() - allowed,
                Better::Lower => target.approximate() + allowed,
            };
            (height, figure(height, 2, &indicator.unit, words)?)
        }
    };
    let worst = words.rating(scale.step(scale.len()));
    let text = match indicator.better {
        Better::Higher => say!(words, "chart-worst-below", worst = worst, limit = text),
        Better::Lower => say!(words, "chart-worst-above", worst = worst, limit = text),
    };
    Some(Value { height, text })
}

/// A height as it is printed, with at most so many decimals.
fn figure(height: f64, decimals: usize, unit: &str, words: &Words) -> Option<String> {
    let text = format!("{height:.decimals$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    Number::parse(text).map(|number| words.figure(number, unit))
}

/// The values that the scale of a chart names, the lowest first, and whether it begins elsewhere than at zero: it does
/// so only where a line would otherwise be too flat to show anything.
fn axis(heights: impl Iterator<Item = f64>, unit: &str, words: &Words) -> (Vec<Value>, bool) {
    let (lowest, highest) = heights
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), height| (low.min(height), high.max(height)));
    if lowest > highest {
        return (Vec::new(), false);
    }
    let range = highest - lowest;
    let is_cut = lowest > 0.0 && range < highest * FLAT;
    // A cut scale leaves some room below its lowest figure.
    let from = if is_cut { lowest - (range * 0.5).max(highest * 0.02) } else { lowest.min(0.0) };
    let to = if highest > from { highest } else { from + STEPS };
    let least = (to - from) / STEPS;
    let power = least.log10().floor();
    let unit_of_step = 10_f64.powf(power);
    let step = [1.0, 2.0, 5.0, 10.0].map(|times| times * unit_of_step);
    let step = step.into_iter().find(|step| *step >= least * 0.999_999).unwrap_or(unit_of_step * 10.0);
    let decimals = (0..=6).find(|decimals| step * 10_f64.powi(*decimals) >= 0.999_999).unwrap_or(6);
    let (first, mut at) = ((from / step).floor(), 0.0);
    let mut values = Vec::new();
    loop {
        let height = (first + at) * step;
        let text = figure(height, usize::try_from(decimals).unwrap_or(0), unit, words);
        values.push(Value { height, text: text.unwrap_or_default() });
        if height >= to - step * 1e-6 || values.len() > 12 {
            break;
        }
        at += 1.0;
    }
    // Rounding down may have brought it to zero after all.
    let begins_above = values.first().is_some_and(|value| value.height > 0.0);
    (values, begins_above)
}

/// Into how many steps a scale is divided, or a few more.
const STEPS: f64 = 4.0;

/// A line whose figures differ by less than this part of the highest looks flat on a scale from zero.
const FLAT: f64 = 0.2;

/// How many periods are drawn at most, the latest ones: ten years of quarters.
const MOST_BARS: usize = 40;

/// How many of one sort had each rating, period by period, the oldest first; if there is more than one period.
pub(super) fn periods(of: Counted, counts: &[(String, Counts)], words: &Words) -> Option<Chart> {
    let mut bars: Vec<Bar> = counts
        .iter()
        .filter(|(_, counts)| counts.total() > 0)
        .map(|(period, counts)| Bar {
            period: period.clone(),
            counts: counts
                .occurring()
                .map(|rating| (PrintedRating::new(rating, words), counts.get(rating)))
                .collect(),
        })
        .collect();
    if bars.len() < 2 {
        return None;
    }
    let occurs = |rating: &Rating| counts.iter().any(|(_, counts)| counts.get(*rating) > 0);
    let scale = counts.first().map(|(_, counts)| counts.scale());
    let key = scale.into_iter().flat_map(Scale::ratings).filter(occurs);
    let key = key.map(|rating| PrintedRating::new(rating, words)).collect();
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
        Counted::Projects | Counted::Sections | Counted::Grouped => {
            say!(words, "chart-bars-of-projects", reports = bars.len(), bars = said)
        }
        Counted::Actions => say!(words, "chart-bars-of-actions", reports = bars.len(), bars = said),
        Counted::Indicators => say!(words, "chart-bars-of-indicators", reports = bars.len(), bars = said),
    };
    Some(Chart { alt, drawing: Drawing::Bars(bars, key) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(heights: &[f64], unit: &str) -> (Vec<String>, bool) {
        let (scale, is_cut) = axis(heights.iter().copied(), unit, &Words::default());
        (scale.into_iter().map(|value| value.text).collect(), is_cut)
    }

    #[test]
    fn a_scale_begins_at_zero_unless_the_line_would_be_flat() {
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        assert_eq!(printed(&[40.0, 73.0, 61.0], "%"), (texts(&["0%", "20%", "40%", "60%", "80%"]), false));
        assert_eq!(printed(&[0.0, 3.0], ""), (texts(&["0", "1", "2", "3"]), false));
        assert_eq!(printed(&[-4.0, 6.0], ""), (texts(&["\u{2212}5", "0", "5", "10"]), false));
        // From 96.4 to 98.2 the lowest is less half the range, or 2 in a hundred: 94.4.
        assert_eq!(printed(&[96.4, 98.2], "%"), (texts(&["94%", "95%", "96%", "97%", "98%", "99%"]), true));
        assert_eq!(
            printed(&[120_000.0, 480_000.0], ""),
            (texts(&["0", "200,000", "400,000", "600,000"]), false)
        );
        assert_eq!(printed(&[0.0], ""), (texts(&["0", "1", "2", "3", "4"]), false));
        assert_eq!(printed(&[], ""), (Vec::new(), false));
    }

    #[test]
    fn a_scale_reaches_as_far_as_its_figures() {
        for lowest in [-870.0, -0.3, 0.0, 0.004, 1.0, 61.0, 5_000.0] {
            for range in [0.0, 0.001, 0.7, 1.0, 13.0, 999.0, 1e9] {
                let (scale, _) = axis([lowest, lowest + range].into_iter(), "", &Words::default());
                let (first, last) =
                    (scale.first().expect("a scale").height, scale.last().expect("a scale").height);
                assert!(
                    first <= lowest + range * 1e-6 && last >= lowest + range * (1.0 - 1e-6),
                    "{lowest} to {range}: {scale:?}"
                );
                assert!(scale.len() <= 8, "{scale:?}");
            }
        }
    }
}
