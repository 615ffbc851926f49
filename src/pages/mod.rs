//! What the pages say, without what they look like.
//!
//! In: rated reports, their comparisons, and the words. Out: values that templates can print as they are: every
//! date is a text, every rating a word, every sentence complete, and all of them can be serialised. The words come from
//! [`crate::words`]. This room must not know HTML, Typst or file formats.

mod actions;
mod chart;
mod cover;
mod difference;
mod explain;
mod index;
mod indicators;
mod narrative;
mod numbering;
mod plan;
mod preflight;
pub(crate) mod references;
mod report;
mod statement;
mod summary;
mod workstream;

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::ops::Range;

use serde::{Serialize, Serializer};

use crate::check::paper::{self, Ruler};
use crate::report::compare::earlier_place;
use crate::report::rate::Counts;
use crate::report::{Colours, Extra, Project, Rating};
use crate::words::{Words, say};

use crate::report::prose::{Figure, Filled, Listing, Prose};

pub use chart::{Bar, Chart, Course, Drawing, Point, Value};
pub(crate) use difference::{Difference, difference};
pub(crate) use explain::{Explanation, explain};
pub(crate) use index::{Index, index};
pub use preflight::{Finding, Preflight, owners, preflight};
pub use references::Figures;
pub use report::{Input, Part, Report, Section, report};
pub(crate) use statement::{StatementPage, statement};

/// Prose as it is printed, with everything in it worked out. Outputs need no other form of it.
pub mod prose {
    use std::convert::Infallible;

    use crate::report::prose as typed;

    pub use typed::{Align, Enclosing, Filled as Prose, Marker, Numerals, Picture, Target, plain_line};

    /// A block of prose.
    pub type Block = typed::Block<Infallible, Infallible>;
    /// An item of a list.
    pub type Item = typed::Item<Infallible, Infallible>;
    /// A piece of a line.
    pub type Inline = typed::Inline<Infallible>;
}

/// Texts and charts that templates print with the `prose` and `chart` filters, by the number that the page holds in
/// their place.
#[derive(Debug, Clone, PartialEq)]
pub struct Texts<L = Infallible, F = Infallible> {
    prose: Vec<Prose<L, F>>,
    charts: Vec<Chart>,
}

/// Texts in which figures and lists are still to be filled in.
type Unfilled = Texts<Listing, Figure>;

/// The number of a text in [`Texts`]; numbers begin at 1, so that a template can ask whether there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct TextId(usize);

/// The number of a chart in [`Texts`], from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct ChartId(usize);

impl<L, F> Default for Texts<L, F> {
    fn default() -> Self {
        Self { prose: Vec::new(), charts: Vec::new() }
    }
}

impl Texts {
    /// The same texts, but for those outside `kept`, which say nothing any more.
    pub(crate) fn only(&self, kept: &Range<usize>) -> Self {
        let prose = self.prose.iter().enumerate();
        let prose = prose.map(|(at, text)| if kept.contains(&at) { text.clone() } else { Prose::default() });
        Self { prose: prose.collect(), charts: self.charts.clone() }
    }

    /// How many texts there are.
    pub(crate) fn count(&self) -> usize {
        self.prose.len()
    }
}

impl<L: Clone, F: Clone> Texts<L, F> {
    fn add(&mut self, prose: &Prose<L, F>) -> Option<TextId> {
        if prose.is_empty() { None } else { self.keep(prose.clone()) }
    }

    /// Like [`Texts::add`], for a text that was made for the page.
    fn keep(&mut self, prose: Prose<L, F>) -> Option<TextId> {
        if prose.is_empty() {
            return None;
        }
        self.prose.push(prose);
        Some(TextId(self.prose.len()))
    }

    /// Whether any text from the one of that number on has a table that needs a page on its side.
    fn need_side_from(&self, first: usize, ruler: &Ruler) -> bool {
        self.prose.iter().skip(first).any(|prose| paper::needs_side(prose, ruler))
    }

    fn add_chart(&mut self, chart: Chart) -> ChartId {
        self.charts.push(chart);
        ChartId(self.charts.len())
    }
}

impl Unfilled {
    /// Fills in what is computed in every text.
    fn fill(self, figures: &Figures<'_>) -> Texts {
        Texts {
            prose: self.prose.into_iter().map(|prose| figures.fill(prose)).collect(),
            charts: self.charts,
        }
    }
}

impl Texts {
    /// The text with that number.
    pub fn get(&self, number: usize) -> Option<&Filled> {
        self.prose.get(number.checked_sub(1)?)
    }

    /// The chart with that number.
    pub fn chart(&self, number: usize) -> Option<&Chart> {
        self.charts.get(number.checked_sub(1)?)
    }

    /// Every chart, in order of their numbers.
    pub fn charts(&self) -> &[Chart] {
        &self.charts
    }
}

/// A text with a label before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Labelled {
    /// The label, without a colon.
    pub label: String,
    /// The text.
    pub text: String,
}

impl Labelled {
    fn new(label: &str, text: impl Into<String>) -> Self {
        Self { label: label.to_owned(), text: text.into() }
    }
}

/// A name that links to the thing itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Linked {
    /// Its anchor.
    pub anchor: String,
    /// Its name.
    pub title: String,
}

/// The order of ratings wherever they are counted: the scale's, the best first, then those that are not rated.
const IN_ORDER: [Rating; Rating::ALL.len()] = [
    Rating::Complete,
    Rating::Green,
    Rating::Amber,
    Rating::Red,
    Rating::NotStarted,
    Rating::OnHold,
    Rating::NotApplicable,
    Rating::ForInformation,
    Rating::NotRated,
];

/// The counts of the ratings that occur, in their order.
fn in_order(counts: &Counts, words: &Words) -> Vec<Count> {
    let occur = IN_ORDER.into_iter().filter(|rating| counts.get(*rating) > 0);
    occur
        .map(|rating| Count { rating: PrintedRating::new(rating, words), count: counts.get(rating) })
        .collect()
}

/// How many entries have a rating.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Count {
    /// The rating.
    pub rating: PrintedRating,
    /// How many.
    pub count: usize,
}

/// A rating as templates need it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PrintedRating {
    /// The name of its colour and shape: red, amber, green, complete or unrated.
    pub look: &'static str,
    /// The word that carries it.
    pub word: String,
}

impl PrintedRating {
    /// Every rating in words, by its id.
    pub fn all(words: &Words) -> impl Iterator<Item = (&'static str, Self)> {
        Rating::ALL.into_iter().map(|rating| (rating.id(), Self::new(rating, words)))
    }

    /// A rating in words.
    pub fn new(rating: Rating, words: &Words) -> Self {
        let look = match rating {
            Rating::Red => "red",
            Rating::Amber => "amber",
            Rating::Green => "green",
            Rating::Complete => "complete",
            _ => "unrated",
        };
        Self { look, word: words.rating(rating).to_owned() }
    }
}

/// One rating's colours, as `#1d4f91`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Paint {
    /// The name of its colour and shape.
    pub look: &'static str,
    /// The colour of the box.
    pub fill: String,
    /// The colour of the word in it.
    pub text: String,
}

fn paints(colours: &Colours) -> Vec<Paint> {
    colours
        .named()
        .into_iter()
        .map(|(look, (fill, text))| Paint { look, fill: fill.hex(), text: text.hex() })
        .collect()
}

/// A project as it was in the previous report.
fn old_self<'a>(before: &'a crate::report::Report, section: &str, project: &Project) -> Option<&'a Project> {
    let (section, entry) = earlier_place(project.was.as_ref(), section, &project.id);
    let section = before.sections.iter().find(|old| old.id == section)?;
    section.projects().iter().find(|old| old.id == entry)
}

/// Who is responsible for something, as its own line.
fn owner_line(owner: Option<&str>, words: &Words) -> Option<String> {
    owner.map(|owner| say!(words, "owner", owner = owner))
}

/// A value of `extra`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintedExtra(Extra);

impl Serialize for PrintedExtra {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Extra::Text(text) => serializer.serialize_str(text),
            Extra::List(items) => serializer.collect_seq(items.iter().cloned().map(PrintedExtra)),
            Extra::Map(fields) => {
                serializer.collect_map(fields.iter().map(|(key, value)| (key, PrintedExtra(value.clone()))))
            }
        }
    }
}

fn extra(values: &BTreeMap<String, Extra>) -> BTreeMap<String, PrintedExtra> {
    values.iter().map(|(name, value)| (name.clone(), PrintedExtra(value.clone()))).collect()
}
