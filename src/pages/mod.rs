//! What the pages say, before anybody asks what they look like.
//!
//! In: rated reports and their comparisons. Out: values that templates and data files can print as they are: every
//! date is a text, every rating a word, every sentence complete. The only module that derives `Serialize`. It must
//! not know HTML, Typst or file formats.

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

use serde::{Serialize, Serializer};

use crate::report::compare::earlier_place;
use crate::report::{Colours, Extra, Project, Rating};

/// Prose as the model has it: renderers write it out and need no other form of it.
pub use crate::report::prose;
use crate::report::prose::{Block, Inline, Prose};

pub use chart::{Bar, Chart, Drawing, Point};
pub use difference::{Difference, difference};
pub use explain::{Explanation, explain};
pub use index::{Index, index};
pub use preflight::{Finding, Preflight, preflight};
pub use report::{Input, Part, Report, Section, report};
pub use statement::{StatementPage, statement};

/// Texts and charts that templates print with the `prose` and `chart` filters, by the number that stands in the view.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Texts {
    prose: Vec<Prose>,
    charts: Vec<Chart>,
}

/// The number of a text in [`Texts`]; numbers begin at 1, so that a template can ask whether there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct TextId(usize);

/// The number of a chart in [`Texts`], from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct ChartId(usize);

impl Texts {
    fn add(&mut self, prose: &Prose) -> Option<TextId> {
        if prose.is_empty() {
            return None;
        }
        self.prose.push(prose.clone());
        Some(TextId(self.prose.len()))
    }

    fn add_chart(&mut self, chart: Chart) -> ChartId {
        self.charts.push(chart);
        ChartId(self.charts.len())
    }

    /// Puts what is computed into every text.
    fn fill(&mut self, figures: &references::Figures<'_>) {
        for prose in &mut self.prose {
            *prose = figures.fill(prose);
        }
    }

    /// The text of that number.
    pub fn get(&self, number: usize) -> Option<&Prose> {
        self.prose.get(number.checked_sub(1)?)
    }

    /// The chart of that number.
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

/// A name that leads to where the thing itself stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Linked {
    /// Where it stands.
    pub anchor: String,
    /// Its name.
    pub title: String,
}

/// How many entries have a rating.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Count {
    /// The rating.
    pub rating: RatingView,
    /// How many.
    pub count: usize,
}

/// A rating, as templates need it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct RatingView {
    /// The name of its colour and shape: red, amber, green, complete or unrated.
    pub look: &'static str,
    /// The word that carries it.
    pub word: &'static str,
}

impl RatingView {
    /// Every rating.
    pub fn all() -> impl Iterator<Item = Self> {
        Rating::ALL.into_iter().map(Self::from)
    }
}

impl From<Rating> for RatingView {
    fn from(rating: Rating) -> Self {
        let look = match rating {
            Rating::Red => "red",
            Rating::Amber => "amber",
            Rating::Green => "green",
            Rating::Complete => "complete",
            _ => "unrated",
        };
        Self { look, word: rating.word() }
    }
}

/// One rating's colours, as `#1d4f91`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Paint {
    /// The rating's look.
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

/// The earlier self of a project.
fn old_self<'a>(before: &'a crate::report::Report, section: &str, project: &Project) -> Option<&'a Project> {
    let (section, entry) = earlier_place(project.was.as_ref(), section, &project.id);
    let section = before.sections.iter().find(|old| old.id == section)?;
    section.projects().iter().find(|old| old.id == entry)
}

/// "1 entry", "2 entries".
pub(crate) fn count_of_entries(count: usize) -> String {
    if count == 1 { "1 entry".to_owned() } else { format!("{count} entries") }
}

/// The words of a text, without what they look like.
pub(crate) fn plain_text(prose: &Prose) -> String {
    fn blocks(content: &[Block], lines: &mut Vec<String>) {
        for block in content {
            match block {
                Block::Paragraph(content)
                | Block::Heading { content, .. }
                | Block::Numbered { content, .. } => lines.push(inline_text(content)),
                Block::List { items, .. } => items.iter().for_each(|item| blocks(&item.blocks, lines)),
                Block::Table { head, rows, .. } => {
                    for row in std::iter::once(head).chain(rows) {
                        lines.push(row.iter().map(|cell| inline_text(cell)).collect::<Vec<_>>().join(" | "));
                    }
                }
                Block::Quote(inner) => blocks(inner, lines),
                Block::Preformatted(text) => lines.push(text.clone()),
                Block::Rule | Block::Computed(_) => {}
            }
        }
    }
    let mut lines = Vec::new();
    blocks(&prose.blocks, &mut lines);
    lines.join("\n")
}

/// Who answers for something, as a line of its own.
fn owner_line(owner: Option<&str>) -> Option<String> {
    owner.map(|owner| format!("Owner: {owner}"))
}

/// Whether a text in a cell of a table is so long that its row may have to break over pages.
fn is_long(prose: &Prose) -> bool {
    const LONGEST_WHOLE: usize = 800;
    plain_text(prose).chars().count() > LONGEST_WHOLE
}

/// The words of a line.
pub(crate) fn inline_text(content: &[Inline]) -> String {
    content
        .iter()
        .map(|inline| match inline {
            Inline::Text(text) | Inline::Code(text) => text.clone(),
            Inline::Strong(inner)
            | Inline::Emphasis(inner)
            | Inline::Strike(inner)
            | Inline::Underline(inner)
            | Inline::Superscript(inner)
            | Inline::Subscript(inner)
            | Inline::Link { content: inner, .. } => inline_text(inner),
            Inline::Break => " ".to_owned(),
            Inline::Image(picture) => picture.alt.clone(),
            Inline::Computed(_) => String::new(),
        })
        .collect()
}

/// A value of `extra`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtraView(Extra);

impl Serialize for ExtraView {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Extra::Text(text) => serializer.serialize_str(text),
            Extra::List(items) => serializer.collect_seq(items.iter().cloned().map(ExtraView)),
            Extra::Map(fields) => {
                serializer.collect_map(fields.iter().map(|(key, value)| (key, ExtraView(value.clone()))))
            }
        }
    }
}

fn extra(values: &BTreeMap<String, Extra>) -> BTreeMap<String, ExtraView> {
    values.iter().map(|(name, value)| (name.clone(), ExtraView(value.clone()))).collect()
}
