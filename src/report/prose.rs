//! What people wrote, as a tree that both outputs are written from.

use super::rating::Rating;

/// A text of several paragraphs, lists, tables and so on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Prose {
    /// Its blocks, in order.
    pub blocks: Vec<Block>,
}

impl Prose {
    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// A text of one paragraph.
    pub fn paragraph(text: impl Into<String>) -> Self {
        Self { blocks: vec![Block::Paragraph(vec![Inline::Text(text.into())])] }
    }
}

/// A block of prose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A heading; `depth` counts from 1 within this prose and never skips a step.
    Heading {
        /// How deep below the prose's own title it stands.
        depth: u8,
        /// Name that links can lead to, unique within the prose.
        anchor: String,
        /// What it says.
        content: Vec<Inline>,
    },
    /// A list; `start` is the first number of a numbered one.
    List {
        /// The first number; `None` for bullets.
        start: Option<u64>,
        /// The items.
        items: Vec<Item>,
    },
    /// A table with a header row.
    Table {
        /// How each column is aligned.
        columns: Vec<Align>,
        /// The header cells.
        head: Vec<Vec<Inline>>,
        /// The rows under it, each as long as the head.
        rows: Vec<Vec<Vec<Inline>>>,
    },
    /// A quotation.
    Quote(Vec<Block>),
    /// Text whose line breaks count.
    Preformatted(String),
    /// A change of subject.
    Rule,
    /// A paragraph with a number of its own, which links can lead to.
    Numbered {
        /// The number, as printed.
        number: String,
        /// Name that links can lead to.
        anchor: String,
        /// What it says.
        content: Vec<Inline>,
    },
    /// What is worked out from the ratings and put here.
    Computed(Listing),
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What it says.
    pub blocks: Vec<Block>,
    /// The rating that it ended in, as in "(Green)".
    pub rating: Option<Rating>,
}

/// How a table's column is aligned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// To the left.
    Start,
    /// In the middle.
    Centre,
    /// To the right, as figures are.
    End,
}

/// A stretch of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// Plain text.
    Text(String),
    /// Bold.
    Strong(Vec<Inline>),
    /// Italic.
    Emphasis(Vec<Inline>),
    /// Struck through.
    Strike(Vec<Inline>),
    /// Underlined.
    Underline(Vec<Inline>),
    /// Raised.
    Superscript(Vec<Inline>),
    /// Lowered.
    Subscript(Vec<Inline>),
    /// Set apart as code.
    Code(String),
    /// A line break.
    Break,
    /// A link.
    Link {
        /// Where it leads.
        to: Target,
        /// What it says.
        content: Vec<Inline>,
    },
    /// A picture in the text.
    Image(Picture),
    /// What is worked out from the ratings and put here.
    Computed(Figure),
}

/// A figure or word that is worked out from the ratings, so that a text can never disagree with them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Figure {
    /// How many projects have a rating; all of them without one.
    Projects(Option<Rating>),
    /// How many indicators have a rating; all of them without one.
    Indicators(Option<Rating>),
    /// The rating of a section or, where the second part is given, of an entry in it.
    Rating(String, Option<String>),
    /// Why it has that rating.
    Reason(String, Option<String>),
    /// The appendix that a section is: "Appendix 1".
    Appendix(String),
}

/// A block that is worked out from the ratings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listing {
    /// A table of how many projects have each rating.
    Projects,
    /// A table of how many indicators have each rating.
    Indicators,
    /// Everything that has a rating, with the reasons.
    Rated(Rating),
}

/// A picture and what it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Its path below the content folder, with forward slashes.
    pub path: String,
    /// What it shows, for people who cannot see it.
    pub alt: String,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Out into the world: `https:`, `http:`, `mailto:` or `tel:`.
    Address(String),
    /// To a place in this or another report.
    Place {
        /// The report's id; `None` for the report that the link stands in.
        report: Option<String>,
        /// The anchor in it; `None` for its top.
        anchor: Option<String>,
    },
}

/// The anchor of a section.
pub fn section_anchor(section: &str) -> String {
    section.to_owned()
}

/// The anchor of an entry. Ids hold no double hyphen, so no two entries share one.
pub fn entry_anchor(section: &str, entry: &str) -> String {
    format!("{section}--{entry}")
}

/// The anchor of a heading inside the prose of the thing at `owner`.
pub fn heading_anchor(owner: &str, heading: &str) -> String {
    format!("{owner}--h-{heading}")
}
