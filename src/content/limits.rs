//! How much a file may hold before it is treated as an accident or an attack.
//!
//! Everything is counted before anything is typeset, so that any input ends in a report or a clear fault within
//! seconds and within the memory of an office laptop. The figures are measured (a paragraph of 100,000 characters takes
//! under a second, one of a million twenty; a cell of a table takes 50 kB) and are far above what any honest report
//! needs.

use crate::diag::source::Span;
use crate::diag::{Code, Diagnostic};

/// Entries of one report. Each takes about a megabyte while the PDF is typeset, so more would need more memory than
/// an office computer has; the largest published report that we know of has two hundred.
pub(crate) const MOST_ENTRIES: usize = 25_000;

/// Characters of one file: about three hundred printed pages, and about 700 MB while they are typeset.
pub(crate) const LONGEST_FILE: usize = 1_000_000;

/// Characters of one paragraph, table cell or value: some thirty pages without a break. Lines are broken with the whole
/// paragraph in view, so the time grows faster than the length.
pub(crate) const LONGEST_TEXT: usize = 100_000;

/// Characters of a text that the PDF holds as one string: titles, headings, the words of a link, the text of a picture.
/// PDF/A allows 32,767 bytes, and two or three such texts are joined with words of the program's own.
pub(crate) const LONGEST_NAME: usize = 1_000;

/// Characters of the period of a report.
pub(crate) const LONGEST_PERIOD: usize = 150;

/// How many aspects a report rates at most: each takes a column of its tables.
pub(crate) const MOST_ASPECTS: usize = 6;

/// How many characters the title of an aspect may have: it heads a narrow column.
pub(crate) const LONGEST_ASPECT: usize = 150;

/// Characters of the period of an earlier figure: all of them are together in the text of the chart.
pub(crate) const LONGEST_PAST_PERIOD: usize = 80;

/// Earlier figures of one indicator: eight years of months, and more than a chart can show.
pub(crate) const MOST_FIGURES: usize = 100;

/// Earlier figures that one figure is compared with.
pub(crate) const MOST_COMPARISONS: usize = 5;

/// Figures of others beside one indicator.
pub(crate) const MOST_BENCHMARKS: usize = 10;

/// Characters without a space between them. Where a line cannot be broken, it is one string in the PDF too.
pub(crate) const LONGEST_WORD: usize = 2_000;

/// Characters of a link's address; servers refuse longer ones.
pub(crate) const LONGEST_ADDRESS: usize = 8_000;

/// Rows of one table: eighty pages of it.
pub(crate) const MOST_ROWS: usize = 2_000;

/// Columns of one table; beyond two dozen no page has room.
pub(crate) const MOST_COLUMNS: usize = 100;

/// Cells of all the tables in one file. Each is an element of the PDF's structure with its row and column, and takes 50
/// kB.
pub(crate) const MOST_CELLS: usize = 15_000;

/// How many cells the frame of a table counts as.
pub(crate) const FRAME: usize = 20;

/// Paragraphs, headings, list items and the like of one file.
pub(crate) const MOST_BLOCKS: usize = 10_000;

/// Headings of one file. Where they follow one another, each is kept together with all that come after it.
pub(crate) const MOST_HEADINGS: usize = 300;

/// Characters of one file that are neither letters nor digits. They make up a twentieth of a text, and each is shaped
/// on its own.
pub(crate) const MOST_SYMBOLS: usize = 60_000;

/// Styled words, links, pictures and typed line breaks of one file. A break takes 6 kB while it is typeset.
pub(crate) const MOST_PIECES: usize = 10_000;

/// Letters of the reasons, tables and lists that one file asks for (`{{ list.red }}`), of which each may be as long as the
/// report: twenty lists of everything in a large one.
pub(crate) const MOST_ASKED: usize = 1_000_000;

/// Items of one list in front matter, or fields of one map.
pub(crate) const MOST_ITEMS: usize = 1_000;

/// Values of all lists and maps of one front matter.
pub(crate) const MOST_VALUES: usize = 20_000;

/// Pixels of a picture: as many as the largest photographs from a phone have. A file of a few bytes can claim
/// thousands of millions, and a program that shows it needs four bytes for each. So the number counts, not the length
/// of a side or the colours, and a strip of 20,000 by 10 is as good as any other picture.
pub(crate) const MOST_PIXELS: u64 = 50_000_000;

/// Pixels of all the pictures of one report, those that can be seen through twice and those of 16 bits twice again: as often
/// as each is kept while the PDF is made. They take four to five bytes each, so these are a gigabyte; they are seventy
/// photographs that fill the width of a page, or sixteen as a telephone takes them.
pub(crate) const MOST_PIXELS_OF_REPORT: u64 = 200_000_000;

/// Bytes of all the pictures of one report, each as often as it is shown: the page holds them all, and grows by a third
/// in doing so. Twenty photographs as a telephone stores them have as many, and nobody waits for a longer page on one.
pub(crate) const MOST_PICTURE_BYTES: usize = 60_000_000;

/// Bytes of the colour profile of a picture once it is unpacked. Those of screens have a few kB, those of printing presses
/// two million; packed, a thousandth of them says as much.
pub(crate) const LARGEST_PROFILE: usize = 4_000_000;

/// Passes in which a JPEG is stored. Programs write ten or so, and each goes over all pixels again.
pub(crate) const MOST_SCANS: usize = 50;

/// Steps that it takes to draw a drawing, of about a microsecond each: a hundred thousand points of a map or two thousand
/// labels, and half a second.
pub(crate) const MOST_STEPS: u64 = 500_000;

/// Steps for all the drawings of one report, each as often as it is shown.
pub(crate) const MOST_STEPS_OF_REPORT: u64 = 10 * MOST_STEPS;

/// Parts of a drawing, each of which takes some hundred bytes to read; drawings of maps have ten thousand.
pub(crate) const MOST_PARTS: usize = 100_000;

/// Attributes of one part of a drawing. The reader compares each with all before it; editors write fifty.
pub(crate) const MOST_ATTRIBUTES: usize = 300;

/// Different namespaces of a drawing, which each part inside takes over. Editors declare a dozen.
pub(crate) const MOST_NAMESPACES: usize = 64;

/// Characters of the address of a namespace, which is compared wherever a name has it. The longest that programs write have
/// ninety.
pub(crate) const LONGEST_NAMESPACE: usize = 300;

/// How many pairs of names the reader of XML compares in one text: of the attributes of each part, and of the namespaces of
/// each that declares one. They take a second; a report of three hundred pages has ten million in Word.
pub(crate) const MOST_COMPARED: usize = 200_000_000;

/// Characters that the entities of a drawing may stand for in all. Editors name addresses so, a few times.
pub(crate) const LONGEST_ENTITIES: usize = 1_000_000;

/// Rules of style times parts of a drawing, about: each rule is tried on each part. Charts have ten rules and some thousand
/// parts.
pub(crate) const MOST_STYLES: usize = 4_000_000;

/// Properties times characters of each text of style in a drawing, in all: the reader of styles goes back to the beginning of
/// a text at the end of each property. Editors give each part some forty properties in a thousand characters, and this is
/// enough for ten thousand such parts; it takes a quarter of a second.
pub(crate) const LONGEST_STYLES: usize = 400_000_000;

/// How deep the parts of a drawing may lie in one another, as they are typed or by pointing to one another. The reader of
/// drawings goes down by calling itself, and the stack of Windows takes a few hundred.
pub(crate) const MOST_NESTED: usize = 200;

/// How deep drawings may lie in drawings. More than one in another is nobody's honest work.
pub(crate) const DEEPEST_DRAWING: usize = 3;

/// Seconds that a council's own templates may take, and how many more for each megabyte of text. Built-in ones take less
/// than one, and two for each megabyte; with these, most laptops are within a fifth of what is allowed.
pub(crate) const TEMPLATE_SECONDS: u64 = 9;
pub(crate) const TEMPLATE_SECONDS_PER_MEGABYTE: u64 = 10;

/// Megabytes of memory that the program may take with a council's own templates, and how many more for each megabyte of
/// text. With built-in ones it takes 50, and 400 for each megabyte.
pub(crate) const TEMPLATE_MEGABYTES: u64 = 900;
pub(crate) const TEMPLATE_MEGABYTES_PER_MEGABYTE: u64 = 1_000;

/// Messages of a council's own words. The program's own are some five hundred, and each of a council's is looked up among them.
pub(crate) const MOST_MESSAGES: usize = 2_000;

/// Characters of one message of a council's own words, with those that it contains; a value that is put into it counts as
/// [`LONGEST_NAME`]. A message may be a heading, which the PDF holds as one string.
pub(crate) const LONGEST_MESSAGE: usize = 12_000;

/// Makes the fault of something that is larger than it may be.
pub(crate) fn too_large(span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(Code::TooLarge, span, message)
}

/// How much of a file's Markdown has been read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Count {
    /// Paragraphs, headings, list items and the like.
    pub blocks: usize,
    /// Headings.
    pub headings: usize,
    /// Characters that are neither letters nor digits.
    pub symbols: usize,
    /// Styled words, links, pictures and typed line breaks.
    pub pieces: usize,
    /// Cells of tables.
    pub cells: usize,
}

impl Count {
    /// Whether it is more than one file may hold.
    pub fn is_exceeded(&self) -> bool {
        self.blocks > MOST_BLOCKS
            || self.headings > MOST_HEADINGS
            || self.symbols > MOST_SYMBOLS
            || self.pieces > MOST_PIECES
            || self.cells > MOST_CELLS
    }
}
/// How many characters the word of a rating may have: it stands in a box.
pub(crate) const LONGEST_RATING: usize = 40;

/// How many characters the short word of a rating may have: it stands in a narrow column.
pub(crate) const LONGEST_SHORT_RATING: usize = 16;
