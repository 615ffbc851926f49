//! What a section of indicators says: counts, the red ones first, the table of figures, then the others one by one.

use std::collections::BTreeMap;

use serde::Serialize;

use super::chart;
use super::exempt::{Announced, Notice, announced};
use super::head::Head;
use super::{ChartId, Count, Labelled, PrintedExtra, PrintedRating, TextId, Unfilled, extra, owner_line};
use crate::report::prose::{Block, entry_anchor, typed_length};
use crate::report::rate::{Counts, Course, RatedEntry, RatedSection, Verdict};
use crate::report::{Better, Indicator, Limit, Number, Rating, Section, Withheld};
use crate::text::full_stop;
use crate::words::{Words, say};

/// A section of indicators.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Indicators {
    /// Its head.
    #[serde(flatten)]
    pub head: Head,
    /// What it is about.
    pub body: Option<TextId>,
    /// The counts in a sentence.
    pub reason: String,
    /// The counts of the ratings that occur, the best first.
    pub counts: Vec<Count>,
    /// The counts of what is expected at the year's end in a sentence, if anything is.
    pub forecast_reason: Option<String>,
    /// Those counts, as the others.
    pub forecast_counts: Vec<Count>,
    /// Whether the table has a column for what is expected.
    pub has_forecasts: bool,
    /// The table of figures.
    pub rows: Vec<Row>,
    /// What its column of floors is called: where lower is better, they are limits.
    pub floor_title: String,
    /// The indicators that have the worst rating.
    pub red: Vec<Detail>,
    /// The word of the worst rating.
    pub worst: String,
    /// The others about which there is more to say than the table does.
    pub others: Vec<Detail>,
    /// Those that are exempt and only announced.
    pub withheld: Vec<Announced>,
}

/// A row of the table of figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The anchor of the longer entry about it, or of the row itself.
    pub anchor: String,
    /// Whether the anchor is the row's own.
    pub is_anchor: bool,
    /// Its title.
    pub title: String,
    /// Its code.
    pub code: Option<String>,
    /// The unit, if the figures do not show it themselves.
    pub unit: Option<String>,
    /// The time that it covers.
    pub basis: String,
    /// The figure.
    pub actual: String,
    /// Whether the figure is provisional.
    pub is_provisional: bool,
    /// The word for that, if it is.
    pub provisional: Option<String>,
    /// The target.
    pub target: String,
    /// How far the target may be missed.
    pub floor: String,
    /// The previous figure.
    pub previous: String,
    /// The rating.
    pub rating: PrintedRating,
    /// What is expected at the year's end, if the section expects anything.
    pub forecast: Option<PrintedForecast>,
    /// Its directions of travel: one for each figure that it is compared with.
    pub directions: Vec<PrintedDirection>,
}

/// The figure that is expected at the year's end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PrintedForecast {
    /// The figure, and the target for the year if it is another.
    pub figure: String,
    /// Its rating, if there is a figure.
    pub rating: Option<PrintedRating>,
}

/// A figure's direction of travel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PrintedDirection {
    /// The stable name.
    pub id: &'static str,
    /// The words.
    pub words: String,
}

/// More about an indicator.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Detail {
    /// The file's name, for the council's own templates.
    pub id: String,
    /// Its anchor.
    pub anchor: String,
    /// Its title, with its code.
    pub title: String,
    /// The rating.
    pub rating: PrintedRating,
    /// What is said of it if it is exempt.
    pub exempt: Option<Notice>,
    /// Who is responsible for it, in a sentence.
    pub owner: Option<String>,
    /// Why it has its rating.
    pub reason: String,
    /// Its directions of travel, with the figures that they come from.
    pub course: Option<String>,
    /// What else is said about it: the forecast, the benchmarks, what is being done.
    pub points: Vec<Labelled>,
    /// Its chart over time.
    pub chart: Option<ChartId>,
    /// The commentary.
    pub commentary: Option<TextId>,
    /// Whether there is so much to say that it needs the width of a page.
    pub is_wide: bool,
    /// Whether there is so much to say that it may go on to another page.
    pub is_long: bool,
    /// Whether there is so little to say that two of them may stand beside one with a chart.
    pub is_short: bool,
    /// Values for the council's own templates.
    pub extra: BTreeMap<String, PrintedExtra>,
}

/// Printed in a table cell that has nothing to say; an empty cell read aloud would leave listeners in doubt.
pub(super) const NOTHING: &str = "\u{2013}";

/// What a section of indicators says.
pub(super) fn indicators(
    section: &Section,
    entries: &[Indicator],
    rated: &RatedSection,
    period: &str,
    words: &Words,
    texts: &mut Unfilled,
) -> Indicators {
    let (counts, reason) = match &rated.verdict {
        Verdict::Counted(counts) => (*counts, words.counted(counts, section.kind())),
        Verdict::Rated(_) | Verdict::Unrated => (Counts::none(section.scale), String::new()),
    };
    let body = texts.add(&section.body);
    let forecast_counts = rated.forecast_counts();
    let has_forecasts = entries.iter().any(|entry| entry.forecast.is_some() || entry.year_target.is_some());
    let (mut rows, mut red, mut others) = (Vec::new(), Vec::new(), Vec::new());
    for (indicator, entry) in entries.iter().zip(&rated.entries) {
        let detail = detail(section, indicator, entry, period, words, texts);
        let is_judged = entry.judgement.as_ref().is_some_and(|judgement| judgement.given.is_some());
        let is_worst = entry.rating.is_worst();
        let has_detail = is_worst
            || is_judged
            || detail.chart.is_some()
            || detail.commentary.is_some()
            || detail.exempt.is_some()
            || !detail.points.is_empty();
        rows.push(row(section, indicator, entry, !has_detail, has_forecasts, words));
        if is_worst {
            red.push(detail);
        } else if has_detail {
            others.push(detail);
        }
    }
    Indicators {
        head: Head::of(section, words),
        body,
        reason,
        counts: shown_counts(&counts, words),
        forecast_reason: forecast_counts
            .map(|counts| say!(words, "forecast-counted", counted = words.counted(&counts, section.kind()))),
        forecast_counts: forecast_counts.map(|counts| shown_counts(&counts, words)).unwrap_or_default(),
        has_forecasts,
        rows,
        floor_title: floor_title(entries, words),
        red,
        worst: words.rating(section.scale.step(section.scale.len())).to_owned(),
        others,
        withheld: announced(&section.id, &section.withheld, words),
    }
}

/// A section of indicators of which only the title is printed.
pub(super) fn announced_section(section: &Withheld, words: &Words) -> Indicators {
    let head = Head::announced(section, words);
    Indicators { head, floor_title: floor_title(&[], words), ..Indicators::default() }
}

/// What the column of floors is called.
fn floor_title(indicators: &[Indicator], words: &Words) -> String {
    let limited = indicators.iter().filter(|indicator| indicator.limit != Limit::None);
    let (lower, higher): (Vec<_>, Vec<_>) = limited.partition(|indicator| {
        indicator.better == Better::Lower || matches!(indicator.limit, Limit::Steps(_))
    });
    match (lower.is_empty(), higher.is_empty()) {
        (true, _) => say!(words, "floor"),
        (false, true) => say!(words, "limit"),
        (false, false) => say!(words, "floor-or-limit"),
    }
    .to_owned()
}

/// The ratings that occur, in the order of the scale.
pub(super) fn shown_counts(counts: &Counts, words: &Words) -> Vec<Count> {
    counts
        .occurring()
        .map(|rating| Count { rating: PrintedRating::new(rating, words), count: counts.get(rating) })
        .collect()
}

/// Every step of the scale, even at zero, and whatever else occurs: what a table has columns for. Nothing, if there is
/// nothing to count.
pub(super) fn table_counts(counts: &Counts, words: &Words) -> Vec<Count> {
    let is_told = |rating: &Rating| rating.is_step() || counts.get(*rating) > 0;
    let told = counts.scale().ratings().filter(|rating| counts.total() > 0 && is_told(rating));
    told.map(|rating| Count { rating: PrintedRating::new(rating, words), count: counts.get(rating) })
        .collect()
}

fn row(
    section: &Section,
    indicator: &Indicator,
    entry: &RatedEntry,
    is_anchor: bool,
    has_forecasts: bool,
    words: &Words,
) -> Row {
    let unit = &indicator.unit;
    let text = |text: Option<String>| text.unwrap_or_else(|| NOTHING.to_owned());
    let figure = |figure: Number| words.figure(figure, unit);
    let is_provisional = indicator.provisional && indicator.actual.is_some();
    Row {
        anchor: entry_anchor(&section.id, &indicator.id),
        is_anchor,
        title: indicator.title.clone(),
        code: indicator.code.clone(),
        unit: (!unit.is_empty() && !Number::is_brief_unit(unit)).then(|| unit.clone()),
        basis: text(indicator.basis.clone()),
        actual: indicator.actual.map_or_else(|| say!(words, "no-figure-yet").to_owned(), figure),
        is_provisional,
        provisional: is_provisional.then(|| say!(words, "provisional").to_owned()),
        target: text(indicator.target.map(|target| match indicator.original_target {
            Some(original) => {
                say!(words, "target-moved", target = figure(target), original = figure(original))
            }
            None => figure(target),
        })),
        floor: text(limit(section, indicator, words)),
        previous: text(indicator.previous().map(figure)),
        rating: PrintedRating::new(entry.rating, words),
        forecast: has_forecasts.then(|| forecast(indicator, entry, words)),
        directions: directions(indicator, entry, words),
    }
}

/// How far the target may be missed.
fn limit(section: &Section, indicator: &Indicator, words: &Words) -> Option<String> {
    let within = |step, percent| {
        let (rating, tolerance) = (words.rating(section.scale.step(step)), words.number(percent, "%"));
        say!(words, "rating-within", rating = rating, tolerance = tolerance)
    };
    let green = indicator.green_tolerance;
    let limit = match &indicator.limit {
        Limit::None => None,
        Limit::Floor(floor) => Some(words.figure(*floor, &indicator.unit)),
        Limit::Tolerance(percent) if green.is_some() => Some(within(1, *percent)),
        Limit::Tolerance(percent) => {
            Some(say!(words, "within-tolerance", tolerance = words.number(*percent, "%")))
        }
        Limit::Steps(limits) => return Some(words.limits(indicator, limits, section.scale)),
    };
    let parts: Vec<String> = green.map(|percent| within(0, percent)).into_iter().chain(limit).collect();
    (!parts.is_empty()).then(|| words.commas(parts))
}

/// What is expected at the year's end.
fn forecast(indicator: &Indicator, entry: &RatedEntry, words: &Words) -> PrintedForecast {
    let text = |figure: Option<Number>| {
        figure.map_or_else(|| NOTHING.to_owned(), |figure| words.figure(figure, &indicator.unit))
    };
    let figure = text(indicator.forecast);
    let forecast = entry.judgement.as_ref().and_then(|judgement| judgement.forecast);
    PrintedForecast {
        figure: match indicator.year_target {
            None => figure,
            Some(target) => {
                say!(words, "forecast-and-target", figure = figure, target = text(Some(target)))
            }
        },
        rating: forecast.map(|forecast| PrintedRating::new(forecast.rating, words)),
    }
}

/// Its directions of travel; a dash, if there are none.
fn directions(indicator: &Indicator, entry: &RatedEntry, words: &Words) -> Vec<PrintedDirection> {
    let judgement = entry.judgement.as_ref().filter(|judgement| !judgement.courses.is_empty());
    let Some(judgement) = judgement else {
        return vec![PrintedDirection { id: "none", words: NOTHING.to_owned() }];
    };
    let direction = |course: &Course| PrintedDirection {
        id: course.direction.id(),
        words: words.course(indicator, judgement, course),
    };
    judgement.courses.iter().map(direction).collect()
}

/// What else is said about an indicator.
pub(super) fn points(indicator: &Indicator, entry: &RatedEntry, words: &Words) -> Vec<Labelled> {
    let forecast = entry.judgement.as_ref().and_then(|judgement| judgement.forecast);
    let forecast = forecast
        .map(|forecast| Labelled::new(say!(words, "forecast-for-year"), words.forecast(indicator, forecast)));
    let benchmarks = (!indicator.benchmarks.is_empty())
        .then(|| Labelled::new(say!(words, "benchmarks"), full_stop(&words.benchmarks(indicator))));
    let action = indicator
        .action
        .as_ref()
        .map(|action| Labelled::new(say!(words, "what-is-being-done"), full_stop(action)));
    [forecast, benchmarks, action].into_iter().flatten().collect()
}

/// Up to so many letters, a text takes a few lines in half the width of a page.
const SHORT: usize = 200;

/// From so many letters on, a text in half the width of a page leaves too much room beside it.
const WIDE: usize = 700;

/// From so many letters on, a text takes a good part of a page.
const LONG: usize = 2_500;

/// How many letters a text has; nothing, if it has more than text in it.
fn length<L, F>(blocks: &[Block<L, F>]) -> Option<usize> {
    let mut sum = 0;
    for block in blocks {
        sum += match block {
            Block::Paragraph(content) | Block::Heading { content, .. } | Block::Numbered { content, .. } => {
                typed_length(content)
            }
            Block::List { items, .. } => {
                items.iter().map(|item| length(&item.blocks)).sum::<Option<usize>>()?
            }
            Block::Quote(inner) => length(inner)?,
            Block::Preformatted(_) | Block::Table { .. } | Block::Computed(_) => return None,
            Block::Rule => 0,
        };
    }
    Some(sum)
}

fn detail(
    section: &Section,
    indicator: &Indicator,
    entry: &RatedEntry,
    period: &str,
    words: &Words,
    texts: &mut Unfilled,
) -> Detail {
    let judgement = entry.judgement.as_ref();
    let points = points(indicator, entry, words);
    let chart = chart::course(indicator, section.scale, period, words);
    let length = points.iter().map(|point| point.label.len() + point.text.len()).sum::<usize>()
        + length(&indicator.commentary.blocks).unwrap_or(LONG + 1);
    Detail {
        id: indicator.id.clone(),
        anchor: entry_anchor(&section.id, &indicator.id),
        title: match &indicator.code {
            Some(code) => say!(words, "code-and-title", code = code, title = &indicator.title),
            None => indicator.title.clone(),
        },
        rating: PrintedRating::new(entry.rating, words),
        exempt: Notice::of(indicator.exempt.as_ref(), words),
        owner: owner_line(indicator.owner.as_deref(), words),
        reason: judgement.map(|judgement| words.judgement(indicator, judgement)).unwrap_or_default(),
        course: judgement.and_then(|judgement| words.courses(indicator, judgement)),
        points,
        is_wide: length > WIDE,
        is_long: length > LONG,
        is_short: chart.is_none() && length <= SHORT,
        chart: chart.map(|chart| texts.add_chart(chart)),
        commentary: texts.add(&indicator.commentary),
        extra: extra(&indicator.extra),
    }
}
