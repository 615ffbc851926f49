//! What people wrote, as the tree from which both outputs are written.
//!
//! A text may ask for figures and lists that are worked out from the ratings. Until they are filled in, it has a
//! different type from a text that can be printed, so none of them can silently be left out of print.

use std::convert::Infallible;

use super::scale::Rating;

/// A text of several paragraphs, lists, tables and so on.
///
/// `L` and `F` are the lists and figures in it that are still to be worked out. A [`Filled`] text cannot have any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prose<L = Listing, F = Figure> {
    /// Its blocks, in order.
    pub blocks: Vec<Block<L, F>>,
}

/// A text in which everything is worked out, so that it can be printed.
pub type Filled = Prose<Infallible, Infallible>;

/// A block of prose; `L` and `F` are as in [`Prose`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block<L = Listing, F = Figure> {
    /// A paragraph.
    Paragraph(Vec<Inline<F>>),
    /// A heading; `depth` counts from 1 within this prose and never skips a step.
    Heading {
        /// How many levels below the prose's own title it is.
        depth: u8,
        /// The name that links lead to, unique within the prose.
        anchor: String,
        /// What it says.
        content: Vec<Inline<F>>,
    },
    /// A list.
    List {
        /// What stands before its items.
        marker: Marker,
        /// The items.
        items: Vec<Item<L, F>>,
    },
    /// A table with a header row.
    Table {
        /// How each column is aligned.
        columns: Vec<Align>,
        /// The header cells.
        head: Vec<Vec<Inline<F>>>,
        /// The rows under it, each as long as the header.
        rows: Vec<Vec<Vec<Inline<F>>>>,
    },
    /// A quotation.
    Quote(Vec<Block<L, F>>),
    /// Text whose line breaks count.
    Preformatted(String),
    /// A change of subject.
    Rule,
    /// A paragraph with its own number, which links can lead to.
    Numbered {
        /// The number, as printed.
        number: String,
        /// The name that links lead to.
        anchor: String,
        /// What it says.
        content: Vec<Inline<F>>,
    },
    /// What is still to be worked out from the ratings and put here.
    Computed(L),
}

/// An item of a list; `L` and `F` are as in [`Prose`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item<L = Listing, F = Figure> {
    /// What it says.
    pub blocks: Vec<Block<L, F>>,
    /// The rating that it ended with, as in "(Green)".
    pub rating: Option<Rating>,
}

/// What stands before the items of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marker {
    /// A bullet.
    Bullet,
    /// A number, which counts up from item to item.
    Number {
        /// The number of the first item.
        first: u64,
        /// How it is written.
        numerals: Numerals,
        /// What is written around it.
        enclosing: Enclosing,
    },
}

/// How the number of a list's item is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Numerals {
    /// 1, 2, 3.
    Digits,
    /// a, b, c.
    SmallLetters,
    /// A, B, C.
    CapitalLetters,
    /// i, ii, iii.
    SmallRoman,
    /// I, II, III.
    CapitalRoman,
}

/// What is written around the number of a list's item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Enclosing {
    /// A full stop after it: "1."
    Stop,
    /// A bracket after it: "a)"
    Bracket,
    /// Brackets around it: "(i)"
    Brackets,
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

/// A piece of a line; `F` is as in [`Prose`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline<F = Figure> {
    /// Plain text.
    Text(String),
    /// Bold.
    Strong(Vec<Inline<F>>),
    /// Italic.
    Emphasis(Vec<Inline<F>>),
    /// Struck through.
    Strike(Vec<Inline<F>>),
    /// Underlined.
    Underline(Vec<Inline<F>>),
    /// Superscript.
    Superscript(Vec<Inline<F>>),
    /// Subscript.
    Subscript(Vec<Inline<F>>),
    /// Code.
    Code(String),
    /// A line break.
    Break,
    /// A link.
    Link {
        /// Where it leads.
        to: Target,
        /// What it says.
        content: Vec<Inline<F>>,
    },
    /// A picture in the text.
    Image(Picture),
    /// What is still to be worked out from the ratings and put here.
    Computed(F),
}

/// A figure or word that is worked out from the ratings, so that a text can never contradict them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Figure {
    /// How many projects have the rating of that id; how many there are in all, without one.
    Projects(Option<&'static str>),
    /// How many indicators have the rating of that id; how many there are in all, without one.
    Indicators(Option<&'static str>),
    /// How many actions have the rating of that id; how many there are in all, without one.
    Actions(Option<&'static str>),
    /// How many entries of a section have the rating of that id; how many there are in all, without one.
    Entries(String, Option<&'static str>),
    /// What share of a section's entries or, without one, of all projects has the rating of that id, in whole percent.
    Share(Option<String>, &'static str),
    /// The rating of a section or, if the second part is given, of an entry in it.
    Rating(String, Option<String>),
    /// The rating of an aspect, by its id, of an entry in a section.
    Aspect(String, String, String),
    /// Why it has that rating.
    Reason(String, Option<String>),
    /// Which appendix a section is: "Appendix 1".
    Appendix(String),
}

/// A block that is worked out from the ratings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listing {
    /// A table of how many projects have each rating.
    Projects,
    /// A table of how many indicators have each rating.
    Indicators,
    /// A table of how many actions have each rating.
    Actions,
    /// A table of how many entries of each section have each rating.
    Sections,
    /// Everything that has the rating of that id, or of that sort only, with the reasons.
    Rated(&'static str, Listed),
}

/// What sort of entries are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listed {
    /// Every entry.
    Everything,
    /// Projects only.
    Projects,
    /// Indicators only.
    Indicators,
    /// Actions only.
    Actions,
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
    /// To another site or an address: `https:`, `http:`, `mailto:` or `tel:`.
    Address(String),
    /// To a place in this or another report.
    Place {
        /// The report's id; `None` for the report that the link is in.
        report: Option<String>,
        /// The anchor in it; `None` for its top.
        anchor: Option<String>,
    },
}

impl<L, F> Default for Prose<L, F> {
    fn default() -> Self {
        Self { blocks: Vec::new() }
    }
}

impl<L, F> Prose<L, F> {
    /// Whether it is empty.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// How many paragraphs it has, which are those that take a number where paragraphs are numbered.
    pub fn paragraph_count(&self) -> usize {
        self.blocks.iter().filter(|block| matches!(block, Block::Paragraph(_))).count()
    }

    /// A text of one paragraph.
    pub fn paragraph(text: impl Into<String>) -> Self {
        Self { blocks: vec![Block::Paragraph(vec![Inline::Text(text.into())])] }
    }

    /// Whether it is, or may become, so long that a table row holding it must be allowed to break across pages.
    pub fn is_long(&self) -> bool {
        const LONGEST_WHOLE: usize = 800;
        has_listing(&self.blocks) || typed_text(&self.blocks).chars().count() > LONGEST_WHOLE
    }

    /// How many words were typed; a figure that is still to be filled in does not count.
    pub fn word_count(&self) -> usize {
        typed_text(&self.blocks).split_whitespace().count()
    }

    /// The text with everything that was still to be worked out filled in by `listing` and `figure`; a list that turns
    /// out empty is left out.
    pub fn fill(
        self,
        listing: &mut impl FnMut(L) -> Option<Block<Infallible, Infallible>>,
        figure: &mut impl FnMut(F) -> String,
    ) -> Filled {
        Prose { blocks: fill_blocks(self.blocks, listing, figure) }
    }
}

impl Filled {
    /// Its words without their styles: a line for each paragraph, item and row.
    pub fn plain_text(&self) -> String {
        typed_text(&self.blocks)
    }
}

/// The words of a line without their styles.
pub fn plain_line(content: &[Inline<Infallible>]) -> String {
    typed_line(content)
}

/// How many characters of a line were typed; a figure that is still to be filled in does not count.
pub(crate) fn typed_length<F>(content: &[Inline<F>]) -> usize {
    typed_line(content).chars().count()
}

/// Whether it has a list that is still to be worked out, of a length that is not known yet.
fn has_listing<L, F>(blocks: &[Block<L, F>]) -> bool {
    blocks.iter().any(|block| match block {
        Block::Computed(_) => true,
        Block::List { items, .. } => items.iter().any(|item| has_listing(&item.blocks)),
        Block::Quote(inner) => has_listing(inner),
        _ => false,
    })
}

/// The words that were typed. What is still to be worked out is left out, so this is for measuring and for filled
/// texts.
fn typed_text<L, F>(blocks: &[Block<L, F>]) -> String {
    fn collect<L, F>(content: &[Block<L, F>], lines: &mut Vec<String>) {
        for block in content {
            match block {
                Block::Paragraph(content)
                | Block::Heading { content, .. }
                | Block::Numbered { content, .. } => lines.push(typed_line(content)),
                Block::List { items, .. } => items.iter().for_each(|item| collect(&item.blocks, lines)),
                Block::Table { head, rows, .. } => {
                    for row in std::iter::once(head).chain(rows) {
                        lines.push(row.iter().map(|cell| typed_line(cell)).collect::<Vec<_>>().join(" | "));
                    }
                }
                Block::Quote(inner) => collect(inner, lines),
                Block::Preformatted(text) => lines.push(text.clone()),
                Block::Rule | Block::Computed(_) => {}
            }
        }
    }
    let mut lines = Vec::new();
    collect(blocks, &mut lines);
    lines.join("\n")
}

impl<F> Inline<F> {
    /// The pieces within it, if it is set in some style or leads somewhere; nothing otherwise.
    pub fn inner(&self) -> &[Self] {
        match self {
            Self::Strong(inner)
            | Self::Emphasis(inner)
            | Self::Strike(inner)
            | Self::Underline(inner)
            | Self::Superscript(inner)
            | Self::Subscript(inner)
            | Self::Link { content: inner, .. } => inner,
            Self::Text(_) | Self::Code(_) | Self::Break | Self::Image(_) | Self::Computed(_) => &[],
        }
    }
}

fn typed_line<F>(content: &[Inline<F>]) -> String {
    content
        .iter()
        .map(|inline| match inline {
            Inline::Text(text) | Inline::Code(text) => text.clone(),
            Inline::Break => " ".to_owned(),
            Inline::Image(picture) => picture.alt.clone(),
            // Nothing of what is still to be worked out.
            other => typed_line(other.inner()),
        })
        .collect()
}

fn fill_blocks<L, F>(
    blocks: Vec<Block<L, F>>,
    listing: &mut impl FnMut(L) -> Option<Block<Infallible, Infallible>>,
    figure: &mut impl FnMut(F) -> String,
) -> Vec<Block<Infallible, Infallible>> {
    let mut filled = Vec::with_capacity(blocks.len());
    for block in blocks {
        filled.push(match block {
            Block::Paragraph(content) => Block::Paragraph(fill_line(content, figure)),
            Block::Heading { depth, anchor, content } => {
                Block::Heading { depth, anchor, content: fill_line(content, figure) }
            }
            Block::Numbered { number, anchor, content } => {
                Block::Numbered { number, anchor, content: fill_line(content, figure) }
            }
            Block::List { marker, items } => {
                let items = items.into_iter().map(|item| Item {
                    blocks: fill_blocks(item.blocks, listing, figure),
                    rating: item.rating,
                });
                Block::List { marker, items: items.collect() }
            }
            Block::Table { columns, head, rows } => {
                let mut row =
                    |row: Vec<Vec<_>>| row.into_iter().map(|cell| fill_line(cell, figure)).collect();
                Block::Table { columns, head: row(head), rows: rows.into_iter().map(row).collect() }
            }
            Block::Quote(inner) => Block::Quote(fill_blocks(inner, listing, figure)),
            Block::Preformatted(text) => Block::Preformatted(text),
            Block::Rule => Block::Rule,
            Block::Computed(computed) => match listing(computed) {
                Some(block) => block,
                None => continue,
            },
        });
    }
    filled
}

fn fill_line<F>(content: Vec<Inline<F>>, figure: &mut impl FnMut(F) -> String) -> Vec<Inline<Infallible>> {
    fill_after(content, figure, &mut false)
}

/// Fills a line of which something may stand before; `is_percent` says whether that is a figure with a percent sign, and
/// is kept up to date. People type a percent sign after a share although the figure has one: it is printed once.
fn fill_after<F>(
    content: Vec<Inline<F>>,
    figure: &mut impl FnMut(F) -> String,
    is_percent: &mut bool,
) -> Vec<Inline<Infallible>> {
    let mut filled = Vec::with_capacity(content.len());
    for inline in content {
        let mut fill = |inner| fill_after(inner, figure, is_percent);
        filled.push(match inline {
            Inline::Strong(inner) => Inline::Strong(fill(inner)),
            Inline::Emphasis(inner) => Inline::Emphasis(fill(inner)),
            Inline::Strike(inner) => Inline::Strike(fill(inner)),
            Inline::Underline(inner) => Inline::Underline(fill(inner)),
            Inline::Superscript(inner) => Inline::Superscript(fill(inner)),
            Inline::Subscript(inner) => Inline::Subscript(fill(inner)),
            Inline::Link { to, content } => Inline::Link { to, content: fill(content) },
            Inline::Computed(computed) => {
                let text = figure(computed);
                *is_percent = text.ends_with(PERCENT);
                Inline::Text(text)
            }
            Inline::Text(text) => {
                let repeated = text.trim_start().strip_prefix(PERCENT).filter(|_| *is_percent);
                let rest = repeated.map_or_else(|| text.clone(), str::to_owned);
                *is_percent = false;
                Inline::Text(rest)
            }
            Inline::Code(text) => {
                *is_percent = false;
                Inline::Code(text)
            }
            Inline::Break => {
                *is_percent = false;
                Inline::Break
            }
            Inline::Image(picture) => {
                *is_percent = false;
                Inline::Image(picture)
            }
        });
    }
    filled
}

const PERCENT: char = '%';

/// The anchor of a section.
pub(crate) fn section_anchor(section: &str) -> String {
    section.to_owned()
}

/// The anchor of a group; no section has an id that begins so.
pub(crate) fn group_anchor(group: &str) -> String {
    format!("_group-{group}")
}

/// The anchor of an entry. Ids have no double hyphen, so no two entries share one.
pub(crate) fn entry_anchor(section: &str, entry: &str) -> String {
    format!("{section}--{entry}")
}

/// The anchor of a heading inside the prose of the thing at `owner`.
pub(crate) fn heading_anchor(owner: &str, heading: &str) -> String {
    format!("{owner}--h-{heading}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filled_text_has_every_figure_and_list_wherever_it_stands() {
        let line =
            || vec![Inline::Strong(vec![Inline::Computed(Figure::Projects(None))]), Inline::Text(".".into())];
        let item =
            Item { blocks: vec![Block::Paragraph(line()), Block::Computed(Listing::Projects)], rating: None };
        let prose: Prose = Prose {
            blocks: vec![
                Block::Heading { depth: 1, anchor: "h".into(), content: line() },
                Block::Quote(vec![Block::List { marker: Marker::Bullet, items: vec![item] }]),
                Block::Table { columns: vec![Align::Start], head: vec![line()], rows: vec![vec![line()]] },
                Block::Computed(Listing::Indicators),
            ],
        };
        let mut listings = Vec::new();
        let filled = prose.fill(
            &mut |listing| {
                listings.push(listing);
                (listing == Listing::Projects).then(|| Block::Preformatted("counts".into()))
            },
            &mut |_| "7".to_owned(),
        );
        assert_eq!(listings, [Listing::Projects, Listing::Indicators]);
        assert_eq!(filled.plain_text(), "7.\n7.\ncounts\n7.\n7.");
    }

    #[test]
    fn a_percent_sign_typed_after_a_figure_that_has_one_is_printed_once() {
        let share = || Inline::Computed(Figure::Share(None, "green"));
        let text = |text: &str| Inline::Text(text.to_owned());
        let count = || Inline::Computed(Figure::Projects(None));
        for (line, expected) in [
            (vec![share(), text("% done")], "40% done"),
            (vec![share(), text(" %, or more")], "40%, or more"),
            (vec![Inline::Strong(vec![share()]), text("%.")], "40%."),
            (vec![share(), Inline::Strong(vec![text("%")]), text("%")], "40%%"),
            (vec![share(), text(" of 100%")], "40% of 100%"),
            (vec![share(), Inline::Break, text("% of what")], "40% % of what"),
            (vec![count(), text("% done")], "7% done"),
        ] {
            let line: Vec<Inline> = line;
            let filled = fill_line(line, &mut |figure| match figure {
                Figure::Share(..) => "40%".to_owned(),
                _ => "7".to_owned(),
            });
            assert_eq!(plain_line(&filled), expected);
        }
    }

    #[test]
    fn a_text_that_may_become_long_counts_as_long() {
        let short: Prose = Prose::paragraph("a".repeat(800));
        assert!(!short.is_long());
        assert!(<Prose>::paragraph("a".repeat(801)).is_long());
        let list = Prose {
            blocks: vec![Block::Quote(vec![Block::Computed(Listing::Rated("red", Listed::Everything))])],
        };
        assert!(<Prose>::is_long(&list), "nobody knows how long the list will be");
    }
}
