//! How wide a table is on paper, so that no word runs into the next.
//!
//! In: a text, and a ruler that knows the type it is set in. Out: how wide each column must be and would best be, whether
//! a table goes on an upright page, needs one on its side or fits on neither, and where a long word may be broken. This
//! module must not know fonts, templates or files. It stands here because a table that fits nowhere is a fault; the
//! outputs set the others as wide as it says.

use std::sync::Arc;

use crate::check::text::is_combining;
use crate::report::prose::{Block, Inline, Prose};

/// How a piece of text is set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Face {
    /// Whether it is bold.
    pub is_bold: bool,
    /// Whether it is italic.
    pub is_italic: bool,
}

/// Says how wide a text is, in ems: in parts of the size of its type.
#[derive(Clone)]
pub struct Ruler(Arc<Width>);

type Width = dyn Fn(&str, Face) -> f64 + Send + Sync;

impl Ruler {
    /// A ruler that measures as `width` does.
    pub fn new(width: impl Fn(&str, Face) -> f64 + Send + Sync + 'static) -> Self {
        Self(Arc::new(width))
    }

    /// How wide a text is, in ems.
    pub fn width(&self, text: &str, face: Face) -> f64 {
        (self.0)(text, face)
    }
}

impl Default for Ruler {
    /// Every letter as wide as the usual one.
    fn default() -> Self {
        Self::new(|text, _| text.chars().map(|_| 0.6).sum())
    }
}

impl std::fmt::Debug for Ruler {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ruler").finish_non_exhaustive()
    }
}

/// How wide a column is, in ems and without the space at its sides.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Column {
    /// The width of its longest word: in less, that word would run into the next column.
    pub least: f64,
    /// The width of its longest cell in one line.
    pub best: f64,
}

/// Where a table stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Where the page can be turned for it.
    Page,
    /// In a list, a box or another table: the page stays as it is.
    Inside,
}

/// How a table goes on paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// On an upright page.
    Upright,
    /// On a page that lies on its side.
    Side,
    /// Not at all.
    No,
}

/// The smallest type that a table is set in, in points: `typst/style.typ` has the same.
const SMALLEST: f64 = 8.0;

/// The space at the two sides of a cell, in points.
const SIDES: f64 = 10.0;

/// How wide a table may be on an upright page, in points: 168 mm less the space inside a project's frame.
const UPRIGHT: f64 = 456.0;

/// The same on a page that lies on its side: 261 mm.
const SIDE: f64 = 719.0;

/// By how much each level of lists or quotations makes the place narrower, in points.
const LEVEL: f64 = 26.0;

/// How wide code is besides its letters, in ems.
const AROUND_CODE: f64 = 0.5;

/// The room for a figure that is still to be worked out, in ems: "Not started".
const COMPUTED: f64 = 6.0;

/// The room for a picture, which becomes as small as its column, in ems.
const PICTURE: f64 = 4.0;

/// The width of each column of a table.
pub fn columns<F>(head: &[Vec<Inline<F>>], rows: &[Vec<Vec<Inline<F>>>], ruler: &Ruler) -> Vec<Column> {
    let mut columns: Vec<Column> =
        head.iter().map(|cell| line(cell, Face { is_bold: true, is_italic: false }, ruler)).collect();
    for row in rows {
        for (column, cell) in columns.iter_mut().zip(row) {
            column.widen(line(cell, Face::default(), ruler));
        }
    }
    columns
}

/// The width of a text that is set in a column.
pub fn text<L, F>(prose: &Prose<L, F>, ruler: &Ruler) -> Column {
    blocks(&prose.blocks, ruler)
}

/// The width of a line of plain text.
pub fn plain(text: &str, face: Face, ruler: &Ruler) -> Column {
    let mut measure = Measure::new(ruler);
    measure.text(text, face);
    measure.done()
}

/// How a table of these columns goes on paper, so many levels deep in lists and quotations.
pub fn fit(columns: &[Column], level: u8, place: Place) -> Fit {
    let words: f64 = columns.iter().map(|column| column.least * SMALLEST + SIDES).sum();
    let needed = words + f64::from(level) * LEVEL;
    if needed <= UPRIGHT {
        Fit::Upright
    } else if needed <= SIDE && place == Place::Page && level == 0 {
        Fit::Side
    } else {
        Fit::No
    }
}

/// Whether a text has a table that needs a page on its side.
pub fn needs_side<L, F>(prose: &Prose<L, F>, ruler: &Ruler) -> bool {
    prose.blocks.iter().any(|block| is_for_side(block, ruler))
}

/// Whether a block is a table that needs a page on its side.
pub fn is_for_side<L, F>(block: &Block<L, F>, ruler: &Ruler) -> bool {
    match block {
        Block::Table { head, rows, .. } => fit(&columns(head, rows, ruler), 0, Place::Page) > Fit::Upright,
        _ => false,
    }
}

/// Whether a line may break at a character because it is a space.
fn is_open_space(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{2007}' | '\u{202f}')
}

/// A run without a space that is longer than this is not a word that anybody reads at a glance: it may be broken.
const LONGEST_RUN: usize = 24;

/// Where the endless words of a text may be broken: after the punctuation in addresses and codes, and elsewhere only
/// where there is none for very long. Ordinary words, however long, have no such place.
pub fn breaks(text: &str) -> Vec<usize> {
    let mut breaks = Vec::new();
    // Nearly no text has any.
    if text.split(' ').all(|word| word.len() <= LONGEST_RUN) {
        return breaks;
    }
    let mut start = 0;
    for word in text.split_inclusive(is_open_space) {
        if word.len() > LONGEST_RUN && !is_address(word) {
            breaks_of_word(word.trim_end(), start, &mut breaks);
        }
        start += word.len();
    }
    breaks
}

fn breaks_of_word(word: &str, start: usize, breaks: &mut Vec<usize>) {
    if word.chars().count() <= LONGEST_RUN {
        return;
    }
    let mut run = 0;
    let mut before = None;
    for (at, c) in word.char_indices() {
        let is_after_sign = before.is_some_and(|before| may_break_after(before, c));
        // A sign at the very beginning, as in a bracket, stays with what follows.
        if ((is_after_sign && run > 1) || run >= LONGEST_RUN) && !is_combining(c) {
            breaks.push(start + at);
            run = 0;
        }
        run += 1;
        before = Some(c);
    }
}

/// Whether an endless word may be broken after a sign: not after an apostrophe, nor within a figure. `style/look.typ` has
/// the same rule.
fn may_break_after(sign: char, next: char) -> bool {
    match sign {
        '\'' | '\u{2019}' => false,
        '.' | ',' => next.is_alphabetic(),
        sign => !sign.is_alphanumeric() && !is_combining(sign) && next.is_alphanumeric(),
    }
}

/// In a web address, Typst breaks a run of letters that is longer than this anywhere.
const LONGEST_IN_ADDRESS: usize = 16;

/// Whether Typst breaks a word by its own rule for web addresses.
fn is_address(word: &str) -> bool {
    word.starts_with("http://") || word.starts_with("https://")
}

impl Column {
    /// Makes it as wide as another, if that is wider.
    pub fn widen(&mut self, other: Self) {
        self.least = self.least.max(other.least);
        self.best = self.best.max(other.best);
    }
}

fn blocks<L, F>(content: &[Block<L, F>], ruler: &Ruler) -> Column {
    let mut widest = Column::default();
    for block in content {
        widest.widen(match block {
            Block::Paragraph(content) | Block::Numbered { content, .. } => {
                line(content, Face::default(), ruler)
            }
            Block::Heading { content, .. } => line(content, Face { is_bold: true, is_italic: false }, ruler),
            Block::List { items, .. } => {
                let inner = items.iter().fold(Column::default(), |mut widest, item| {
                    widest.widen(blocks(&item.blocks, ruler));
                    widest
                });
                Column { least: inner.least + 1.6, best: inner.best + 1.6 }
            }
            Block::Quote(inner) => {
                let inner = blocks(inner, ruler);
                Column { least: inner.least + 2.5, best: inner.best + 2.5 }
            }
            Block::Table { head, rows, .. } => {
                let columns = columns(head, rows, ruler);
                let sum = |width: fn(&Column) -> f64| columns.iter().map(|column| width(column) + 1.25).sum();
                Column { least: sum(|column| column.least), best: sum(|column| column.best) }
            }
            Block::Preformatted(text) => text.lines().fold(Column::default(), |mut widest, line| {
                widest.widen(plain(line, Face::default(), ruler));
                widest
            }),
            Block::Rule | Block::Computed(_) => Column::default(),
        });
    }
    widest
}

fn line<F>(content: &[Inline<F>], face: Face, ruler: &Ruler) -> Column {
    let mut measure = Measure::new(ruler);
    measure.inlines(content, face);
    measure.done()
}

/// Measures a line piece by piece: a word may be set in several styles.
struct Measure<'a> {
    ruler: &'a Ruler,
    widest: Column,
    /// The width of the word so far.
    word: f64,
    /// The width of the line so far.
    line: f64,
}

impl<'a> Measure<'a> {
    fn new(ruler: &'a Ruler) -> Self {
        Self { ruler, widest: Column::default(), word: 0.0, line: 0.0 }
    }

    fn inlines<F>(&mut self, content: &[Inline<F>], face: Face) {
        for inline in content {
            match inline {
                Inline::Text(text) => self.text(text, face),
                Inline::Strong(inner) => self.inlines(inner, Face { is_bold: true, ..face }),
                Inline::Emphasis(inner) => self.inlines(inner, Face { is_italic: true, ..face }),
                Inline::Strike(inner)
                | Inline::Underline(inner)
                | Inline::Superscript(inner)
                | Inline::Subscript(inner)
                | Inline::Link { content: inner, .. } => self.inlines(inner, face),
                Inline::Code(text) => {
                    self.add(AROUND_CODE);
                    self.text(text, face);
                }
                Inline::Break => self.end_line(),
                Inline::Image(_) => {
                    self.end_line();
                    self.add(PICTURE);
                    self.end_line();
                }
                Inline::Computed(_) => self.add(COMPUTED),
            }
        }
    }

    fn text(&mut self, text: &str, face: Face) {
        let breaks = breaks(text);
        let mut breaks = breaks.iter().peekable();
        let mut start = 0;
        let mut characters = text.char_indices().peekable();
        let (mut before, mut word_start, mut is_web) = (None, 0, false);
        while let Some((at, c)) = characters.next() {
            if at == word_start {
                is_web = is_address(&text[at..]);
            }
            let is_space = is_open_space(c);
            let next = characters.peek().map(|(_, next)| *next);
            // A line may always break after a hyphen between letters.
            let is_hyphen = matches!(c, '-' | '\u{2013}')
                && before.is_some_and(char::is_alphabetic)
                && next.is_some_and(char::is_alphabetic);
            let is_joint = is_web
                && ((!c.is_alphanumeric() && next.is_some_and(char::is_alphanumeric))
                    || at - start >= LONGEST_IN_ADDRESS);
            let is_break = breaks.next_if(|place| **place == at).is_some();
            before = Some(c);
            if is_break {
                self.add(self.ruler.width(&text[start..at], face));
                self.end_word();
                start = at;
            }
            if is_space || is_hyphen || is_joint {
                let end = at + if is_space { 0 } else { c.len_utf8() };
                self.add(self.ruler.width(&text[start..end], face));
                self.end_word();
                start = at + c.len_utf8();
                if is_space {
                    word_start = start;
                    self.line += self.ruler.width(&text[at..start], face);
                }
            }
        }
        self.add(self.ruler.width(&text[start..], face));
    }

    fn add(&mut self, width: f64) {
        self.word += width;
        self.line += width;
    }

    fn end_word(&mut self) {
        self.widest.least = self.widest.least.max(self.word);
        self.word = 0.0;
    }

    fn end_line(&mut self) {
        self.end_word();
        self.widest.best = self.widest.best.max(self.line);
        self.line = 0.0;
    }

    fn done(mut self) -> Column {
        self.end_line();
        self.widest
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::prose::Listing;

    /// A ruler for which each letter is one em wide, and each bold one two.
    fn ruler() -> Ruler {
        Ruler::new(|text, face| {
            let letters: f64 = text.chars().map(|_| 1.0).sum();
            if face.is_bold { letters * 2.0 } else { letters }
        })
    }

    fn cell(text: &str) -> Vec<Inline> {
        vec![Inline::Text(text.into())]
    }

    #[test]
    fn a_column_is_as_wide_as_its_longest_word_and_would_best_be_as_wide_as_its_longest_cell() {
        let half_bold =
            vec![Inline::Text("un".into()), Inline::Strong(cell("do")), Inline::Text(" it".into())];
        let rows = vec![vec![cell("one two"), half_bold]];
        let columns = columns(&[cell("Head"), cell("It")], &rows, &ruler());
        // "Head" is bold and eight wide; "undo" is two letters and two bold ones.
        assert_eq!(columns[0], Column { least: 8.0, best: 8.0 });
        assert_eq!(columns[1], Column { least: 6.0, best: 9.0 });
    }

    #[test]
    fn words_break_where_a_reader_would_break_them() {
        let least = |text: &str| {
            let widest = plain(text, Face::default(), &ruler()).least;
            format!("{widest}")
        };
        for (text, widest) in [
            ("Communications 2026", "14"),
            ("policy-making", "7"),
            ("2012\u{2013}13", "7"),
            ("no\u{a0}break", "8"),
            ("PL/2026/01/KINGSTREET", "21"),
            // Longer than any word: "administration@" and "parish.council.example" are apart.
            ("administration@parish.council.example", "15"),
            ("https://example.org/reports/2026", "8"),
            (&"a".repeat(60), "24"),
        ] {
            assert_eq!(least(text), widest, "{text}");
        }
    }

    #[test]
    fn only_endless_words_are_given_places_to_break() {
        assert_eq!(breaks("disproportionately internationalised PL/2026/01"), Vec::<usize>::new());
        assert_eq!(breaks(&"a".repeat(50)), [24, 48]);
        assert_eq!(
            breaks("see https://example.org/a-very-long-address-that-never-ends"),
            Vec::<usize>::new()
        );
        let code = "PL/2026/01/KINGSTREET/CAR/PARK";
        let parts: Vec<&str> = breaks(code).into_iter().map(|at| &code[at..]).collect();
        assert_eq!(
            parts,
            [
                "2026/01/KINGSTREET/CAR/PARK",
                "01/KINGSTREET/CAR/PARK",
                "KINGSTREET/CAR/PARK",
                "CAR/PARK",
                "PARK"
            ]
        );
        let parts = |word: &str| {
            let mut shown = word.to_owned();
            breaks(word).into_iter().rev().for_each(|at| shown.insert(at, '|'));
            shown
        };
        for (word, expected) in [
            ("Newcastle-under-Lyme-Borough\u{2019}s", "Newcastle-|under-|Lyme-|Borough\u{2019}s"),
            ("\u{a3}1,250,000.00/\u{a3}1,350,000.00", "\u{a3}1,250,000.00/\u{a3}|1,350,000.00"),
            ("officer@councils.example.org", "officer@|councils.|example.|org"),
            ("cre\u{301}dit-agricole-nume\u{301}rotation", "cre\u{301}dit-|agricole-|nume\u{301}rotation"),
        ] {
            assert_eq!(parts(word), expected);
        }
        assert_eq!(breaks(&format!("{}e\u{301}a", "a".repeat(23))), [26]);
    }

    #[test]
    fn a_table_goes_upright_on_its_side_or_not_at_all() {
        let columns = |count: usize| vec![Column { least: 10.0, best: 20.0 }; count];
        // Each column takes 90 points: five take 450, seven 630 and eight 720.
        assert_eq!(fit(&columns(5), 0, Place::Page), Fit::Upright);
        assert_eq!(fit(&columns(6), 0, Place::Page), Fit::Side);
        assert_eq!(fit(&columns(7), 0, Place::Page), Fit::Side);
        assert_eq!(fit(&columns(8), 0, Place::Page), Fit::No);
        assert_eq!(fit(&columns(6), 0, Place::Inside), Fit::No);
        assert_eq!(fit(&columns(5), 1, Place::Page), Fit::No);
    }

    #[test]
    fn a_list_is_wider_than_its_words() {
        let item = crate::report::prose::Item { blocks: vec![Block::Paragraph(cell("word"))], rating: None };
        let list: Block<Listing> =
            Block::List { marker: crate::report::prose::Marker::Bullet, items: vec![item] };
        assert!(text(&Prose { blocks: vec![list] }, &ruler()).least > 4.0);
    }
}
