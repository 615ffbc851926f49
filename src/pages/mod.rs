//! What the pages say, without what they look like.
//!
//! In: rated reports, their comparisons, and the words. Out: values that templates can print as they are: every
//! date is a text, every rating a word, every sentence complete, and all of them can be serialised. The words come from
//! [`crate::words`]. This room must not know HTML, Typst or file formats.

mod actions;
mod aspects;
mod chart;
mod contents;
mod cover;
mod difference;
mod exempt;
mod explain;
mod filter;
mod form;
mod group;
mod head;
mod index;
mod indicators;
mod input;
mod movement;
mod narrative;
mod numbering;
mod one_page;
mod over_time;
mod parts;
mod plan;
mod preflight;
pub(crate) mod references;
mod report;
mod shown;
mod statement;
mod summary;
mod tally;
mod targets;
mod workstream;

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::ops::Range;

use serde::{Serialize, Serializer};

use crate::check::paper::Ruler;
use crate::report::compare::earlier_place;
use crate::report::scale::{Look, Piece};
use crate::report::{Extra, Project, Rating, Scale};
use crate::words::{Words, say};

use crate::report::prose::{Figure, Filled, Listing, Prose};

pub use crate::check::paper;
pub(crate) use aspects::rated as rated_aspects;
pub use chart::{Bar, Chart, Course, Drawing, Point, Value};
pub(crate) use difference::{Difference, difference};
pub(crate) use exempt::law;
pub(crate) use explain::{Explanation, explain};
pub(crate) use form::{Form, form};
pub(crate) use index::{Index, index};
pub use input::Input;
pub use parts::{Part, Section};
pub use preflight::{Finding, Preflight, owners, preflight};
pub use references::Figures;
pub(crate) use report::listed_nouns;
pub use report::{Report, report};
pub(crate) use statement::{StatementPage, statement};

/// Prose as it is printed, with everything in it worked out. Outputs need no other form of it.
pub mod prose {
    use std::convert::Infallible;

    use crate::report::prose as typed;

    pub use crate::report::{Rating, Scale};

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
    /// The scales of the ratings in them.
    scales: Vec<&'static Scale>,
}

/// Texts in which figures and lists are still to be filled in.
type Unfilled = Texts<Listing, Figure>;

/// The number of a text in [`Texts`]; numbers begin at 1, so that a template can ask whether there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct TextId(usize);

impl TextId {
    /// The number itself.
    fn number(self) -> usize {
        self.0
    }
}

/// The number of a chart in [`Texts`], from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct ChartId(usize);

impl<L, F> Default for Texts<L, F> {
    fn default() -> Self {
        Self { prose: Vec::new(), charts: Vec::new(), scales: Vec::new() }
    }
}

impl Texts {
    /// The same texts, but for those outside `kept`, which say nothing any more.
    pub(crate) fn only(&self, kept: &Range<usize>) -> Self {
        let prose = self.prose.iter().enumerate();
        let prose = prose.map(|(at, text)| if kept.contains(&at) { text.clone() } else { Prose::default() });
        Self { prose: prose.collect(), charts: self.charts.clone(), scales: self.scales.clone() }
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
            scales: self.scales,
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

    /// Every rating that may be in them.
    pub fn ratings(&self) -> impl Iterator<Item = Rating> + '_ {
        self.scales.iter().flat_map(|scale| scale.ratings())
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
    /// Whether it is a part of the one before it in a list.
    pub is_below: bool,
}

impl Linked {
    fn new(anchor: String, title: &str) -> Self {
        Self { anchor, title: title.to_owned(), is_below: false }
    }
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
    /// The name of its look, by which [`Paint`]s go.
    pub look: &'static str,
    /// The word that carries it.
    pub word: String,
    /// The word where there is little room.
    pub short: String,
}

impl PrintedRating {
    /// A rating in words.
    pub fn new(rating: Rating, words: &Words) -> Self {
        Self {
            look: &rating.state().look.name,
            word: words.rating(rating).to_owned(),
            short: words.short_rating(rating).to_owned(),
        }
    }
}

/// The colours and the shape of one look, as `#1d4f91`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Paint {
    /// The name of the look.
    pub look: String,
    /// The colour of the box.
    pub fill: String,
    /// The colour of the word in it.
    pub text: String,
    /// The pieces of the shape, in hundredths of its side.
    pub pieces: Vec<DrawnPiece>,
}

/// A piece of a shape: a polygon, or a disc if it has no points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DrawnPiece {
    /// The corners of the polygon, from the left and from the top.
    pub points: Vec<(u8, u8)>,
    /// The middle of the disc, from the left and from the top.
    pub middle: (u8, u8),
    /// The radius of the disc.
    pub radius: u8,
    /// How far the piece is from the left, the right, the top and the bottom, if it fills its corners as a rectangle does,
    /// or is a disc.
    pub edges: Option<(u8, u8, u8, u8)>,
}

impl Paint {
    /// A look as templates need it.
    pub fn new(look: &Look) -> Self {
        let pieces = look.shape.pieces().iter().map(|piece| {
            let (points, middle, radius) = match *piece {
                Piece::Polygon(points) => (points.to_vec(), (0, 0), 0),
                Piece::Disc(middle, radius) => (Vec::new(), middle, radius),
            };
            DrawnPiece { points, middle, radius, edges: piece.edges() }
        });
        Self {
            look: look.name.clone(),
            fill: look.fill.hex(),
            text: look.text.hex(),
            pieces: pieces.collect(),
        }
    }
}

/// The looks of every rating that a page may print, each once.
fn paints(scales: impl IntoIterator<Item = &'static Scale>) -> Vec<Paint> {
    let mut paints: Vec<Paint> = Vec::new();
    for look in scales.into_iter().flat_map(Scale::looks) {
        if paints.iter().all(|known| known.look != look.name) {
            paints.push(Paint::new(look));
        }
    }
    paints
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
