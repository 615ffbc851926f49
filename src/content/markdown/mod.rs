//! Reads Markdown into a tree in which every text, link and picture knows its place.
//!
//! The only folder that names `pulldown_cmark`. In: Markdown, as people type it. Out: [`Block`]s, and faults that the
//! text alone shows: what would be printed otherwise than it was typed, HTML that is not allowed, nesting that nobody
//! could read. Whether a link leads anywhere is not known here.
//!
//! Before it is read, a text is put so that Markdown reads what was meant (`typed`, `spans`), and where that is not
//! certain the line is named (`guards` and those it asks).

mod foreign;
mod found;
mod guards;
mod html;
mod lists;
mod markers;
mod mended;
mod pasted;
mod reader;
mod spans;
mod tables;
mod typed;

use std::ops::Range;

pub(super) use self::pasted::run_together;

use self::mended::Mended;
use super::limits::Count;
use crate::diag::Diagnostic;
use crate::diag::source::{FileId, Span, Spanned};
use crate::report::prose::{Align, Marker};

/// A block of prose, as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A heading of the level typed, from 1.
    Heading(u8, Vec<Inline>),
    /// A list: what stands before its items, and these.
    List(Marker, Vec<Vec<Block>>),
    /// A table: columns, header cells, rows.
    Table(Vec<Align>, Vec<Vec<Inline>>, Vec<Vec<Vec<Inline>>>),
    /// A quotation.
    Quote(Vec<Block>),
    /// A code block.
    Preformatted(Spanned<String>),
    /// A change of subject.
    Rule,
}

/// A piece of a line, as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// Plain text.
    Text(Spanned<String>),
    /// Text in some style.
    Styled(Style, Vec<Inline>),
    /// Code.
    Code(Spanned<String>),
    /// A line break.
    Break,
    /// A link: its address, and what it says.
    Link(Spanned<String>, Vec<Inline>),
    /// A picture: its address, and its text for people who cannot see it.
    Image(Spanned<String>, String),
}

/// How a text is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Bold.
    Strong,
    /// Italic.
    Emphasis,
    /// Struck through.
    Strike,
    /// Underlined.
    Underline,
    /// Superscript.
    Superscript,
    /// Subscript.
    Subscript,
}

/// Where the text that is read is, so that places in it can be named.
#[derive(Debug, Clone, Copy)]
pub enum Origin<'t> {
    /// It is part of a file and begins at this offset.
    File(FileId, usize),
    /// It was unescaped from a value in front matter, which was typed so; only the whole value has a place.
    Value(Span, &'t str),
}

impl Origin<'_> {
    fn span(self, range: Range<usize>) -> Span {
        match self {
            Self::File(file, offset) => Span::new(file, offset + range.start..offset + range.end),
            Self::Value(span, _) => span,
        }
    }

    /// As [`Origin::span`], but in a value the words themselves, where they were typed as they are read in `text`.
    fn place(self, text: &str, range: Range<usize>) -> Span {
        let whole = self.span(range.clone());
        let Self::Value(_, typed) = self else { return whole };
        let words = text.get(range.clone()).and_then(|words| words.lines().next()).unwrap_or_default().trim();
        if words.is_empty() {
            return whole;
        }
        // The same words may stand there more than once.
        let before = text[..range.start].matches(words).count();
        typed.match_indices(words).nth(before).map_or(whole, |(at, _)| {
            let start = whole.start + at;
            Span { start, end: start + words.len(), ..whole }
        })
    }
}

/// Reads `text`, which stands at `origin`; `count` is what has been read of its file before.
pub fn read(
    text: &str,
    origin: Origin<'_>,
    count: &mut Count,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Block> {
    reader::read_within(Mended::new(text), origin, 0, false, count, diagnostics)
}

/// The text of a piece of a line, without its styles.
pub(crate) fn plain_text(content: &[Inline]) -> String {
    let mut text = String::new();
    for inline in content {
        match inline {
            Inline::Text(part) | Inline::Code(part) => text.push_str(&part.value),
            Inline::Styled(_, inner) | Inline::Link(_, inner) => text.push_str(&plain_text(inner)),
            Inline::Image(_, alt) => text.push_str(alt),
            Inline::Break => text.push(' '),
        }
    }
    text
}

/// Where the first text of a line is.
pub(crate) fn span_of(content: &[Inline]) -> Option<Span> {
    content.iter().find_map(|inline| match inline {
        Inline::Text(text) | Inline::Code(text) => Some(text.span),
        Inline::Styled(_, inner) | Inline::Link(_, inner) => span_of(inner),
        Inline::Image(source, _) => Some(source.span),
        Inline::Break => None,
    })
}

#[cfg(test)]
mod tests;
