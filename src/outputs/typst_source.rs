//! Writes prose as Typst source.
//!
//! In: the model's prose. Out: markup in which nothing typed can be anything but text. What a template prints may stand
//! in markup or in a string, so that every character other than letters, digits and plain spaces is written as `\u{hex}`,
//! which is inert in both. With lighter escaping, two slashes in somebody's prose would make the rest of the line vanish
//! without an error.
//!
//! Running text is written as strings: to Typst a string is one piece of text, while each escaped character in markup
//! is another piece, and a long report took a tenth longer that way. In a string only the quotation mark and the
//! backslash mean something.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::charts::{Anchor, Drawn, Label};
use super::{Tags, html};
use crate::pages::paper::{self, Ruler};
use crate::pages::prose::{Align, Block, Enclosing, Inline, Item, Marker, Numerals, Picture, Prose, Target};

/// The deepest heading level in prose, so that both outputs have the same outline: HTML has six levels, and its page
/// title takes the one that the PDF does not count.
const DEEPEST_HEADING: u8 = 5;

/// Where a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// On the page itself: a table that is too wide for an upright page gets one on its side.
    Page,
    /// In a frame or a box.
    Inside,
    /// In a cell of a table, whose row may be kept whole.
    Cell { is_kept: bool },
}

/// Writes a text; its first headings are of `level`.
pub(super) fn prose(prose: &Prose, level: u8, place: Place, tags: &Tags, ruler: &Ruler) -> String {
    let mut writer = Writer {
        out: String::new(),
        level,
        is_kept: place == Place::Cell { is_kept: true },
        is_in_cell: matches!(place, Place::Cell { .. }),
        tags,
        ruler,
    };
    match place {
        Place::Page => writer.pages(&prose.blocks),
        Place::Inside | Place::Cell { .. } => writer.blocks(&prose.blocks),
    }
    writer.out
}

/// A picture's path in Typst.
pub(super) fn picture_path(path: &str) -> String {
    format!("/pictures/{path}")
}

/// The path in Typst of the chart with that number.
pub(super) fn chart_path(number: usize) -> String {
    format!("/charts/{number}.svg")
}

/// A chart: its shapes are a picture, and its letters are set by Typst, whose reader of drawings takes many times as long.
/// They are placed from the left, the middle or the right and from the foot of the picture, where letters stand.
pub(super) fn chart(number: usize, chart: &Drawn) -> String {
    let Drawn { alt, width, height, .. } = chart;
    let mut out =
        format!("#chart(\"{}\", \"{}\", ({width}, {height}), (", escape(&chart_path(number)), escape(alt));
    for Label { text, is_bold, place: (x, y), anchor, ink } in &chart.labels {
        let (from, x) = match anchor {
            Anchor::Start => ("left", *x),
            Anchor::Middle => ("center", x - f64::from(*width) / 2.0),
            Anchor::End => ("right", x - f64::from(*width)),
        };
        let ink = ink.as_ref().map_or("none".to_owned(), |ink| format!("\"{}\"", escape(ink)));
        let up = y - f64::from(*height);
        _ = write!(out, "({from}, {x:.1}, {up:.1}, {is_bold}, {ink}, \"{}\"), ", escape(text));
    }
    out.push_str("))\n\n");
    out
}

/// Whether a source prints letters that are read from the right, as those of Hebrew and Arabic are.
pub(super) fn has_letters_from_right(source: &str) -> bool {
    let is_one = |c: char| {
        matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
            | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
    };
    // The first of them begins with this byte, and hardly any report has one as high.
    let may_have = source.bytes().any(|byte| byte >= 0xd6);
    // A number of fewer digits is that of a character before Hebrew.
    let mut escaped = source.match_indices('{').filter_map(|(at, _)| {
        let digits = source[at + 1..].split('}').next()?;
        if digits.len() < 3 { None } else { char::from_u32(u32::from_str_radix(digits, 16).ok()?) }
    });
    (may_have && source.chars().any(is_one)) || escaped.any(is_one)
}

/// Escapes the characters that have a meaning in Typst.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape_into(text, &mut out);
    out
}

/// Like [`escape`], for text that people read: several spaces together become one, as on the web page.
pub(super) fn escape_words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    words_into(text, escape_one, &mut out);
    out
}

/// Writes text as a string among markup; endless words may break across lines.
fn text_into(text: &str, out: &mut String) {
    pieces_into(text, out, |piece, out| {
        out.push_str("#\"");
        words_into(piece, quote_one, out);
        // Without the semicolon, a bracket or a full stop that follows would be taken as part of the expression.
        out.push_str("\";");
    });
}

/// Writes code as markup, in which every space counts; endless words may break across lines.
fn code_into(text: &str, out: &mut String) {
    pieces_into(text, out, escape_into);
}

/// Writes the pieces between which the endless words of a text may break.
fn pieces_into(text: &str, out: &mut String, write: impl Fn(&str, &mut String)) {
    let mut start = 0;
    for at in paper::breaks(text) {
        write(&text[start..at], out);
        // A place to break that adds no character to an address that somebody copies.
        out.push_str("#joint;");
        start = at;
    }
    write(&text[start..], out);
}

/// Writes a text that is held together, as markup.
pub(super) fn said(text: &str) -> String {
    let mut out = String::new();
    text_into(&held(text), &mut out);
    out
}

/// A text in which a number stays on the line of the word that it counts, and a day on that of its month and year.
pub(super) fn held(text: &str) -> Cow<'_, str> {
    if !text.contains(|c: char| c.is_ascii_digit()) {
        return Cow::Borrowed(text);
    }
    let words: Vec<&str> = text.split(' ').collect();
    let mut out = String::with_capacity(text.len() + 8);
    for (index, word) in words.iter().enumerate() {
        out.push_str(word);
        let Some(next) = words.get(index + 1) else { continue };
        let follows_day = index.checked_sub(1).is_some_and(|before| is_day(words[before]));
        let counts = is_count(word) && next.starts_with(char::is_alphabetic);
        out.push(if counts || (follows_day && is_year(next)) { '\u{a0}' } else { ' ' });
    }
    Cow::Owned(out)
}

/// Whether a word is a number of something: neither a year nor a telephone number.
fn is_count(word: &str) -> bool {
    let number = word.trim_start_matches(['(', '\u{a3}', '\u{20ac}', '+', '-', '\u{2212}']);
    number.starts_with(|c: char| c.is_ascii_digit())
        && number.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
        && !number.ends_with(['.', ','])
        && (number.len() < 4 || number.contains(['.', ',']))
}

/// Whether a word is the day of a date.
fn is_day(word: &str) -> bool {
    word.len() <= 2 && word.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day))
}

/// Whether a word is the year of a date, with whatever mark follows it.
fn is_year(word: &str) -> bool {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_punctuation());
    digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn words_into(text: &str, write: impl Fn(char, &mut String), out: &mut String) {
    let mut follows_space = false;
    for c in text.chars() {
        let is_space = matches!(c, ' ' | '\n' | '\r' | '\t');
        if !(is_space && follows_space) {
            write(c, out);
        }
        follows_space = is_space;
    }
}

fn escape_into(text: &str, out: &mut String) {
    text.chars().for_each(|c| escape_one(c, out));
}

/// Writes a character of a string.
fn quote_one(c: char, out: &mut String) {
    match c {
        '"' | '\\' => escape_one(c, out),
        '!'..='~' => out.push(c),
        c => escape_one(c, out),
    }
}

fn escape_one(c: char, out: &mut String) {
    match c {
        c if c.is_alphanumeric() || c == ' ' => out.push(c),
        '\n' | '\r' | '\t' => out.push(' '),
        // Nearly all are marks such as commas and full stops.
        ' '..='~' => {
            let digit = |number: u32| char::from_digit(number, 16).unwrap_or_default();
            out.push_str("\\u{");
            out.push(digit(u32::from(c) / 16));
            out.push(digit(u32::from(c) % 16));
            out.push('}');
        }
        c => out.extend(c.escape_unicode()),
    }
}

/// Whether an item is one paragraph of words.
fn is_short(item: &Item) -> bool {
    matches!(&item.blocks[..], [paragraph @ Block::Paragraph(_)] if !shows_picture(paragraph))
}

/// Whether a paragraph shows a picture.
fn shows_picture(block: &Block) -> bool {
    matches!(block, Block::Paragraph(content) if has_picture(content))
}

/// Whether a line shows a picture, which is a block of its own.
fn has_picture(content: &[Inline]) -> bool {
    content.iter().any(|inline| matches!(inline, Inline::Image(_)) || has_picture(inline.inner()))
}

/// How the numbers of a list are written, as Typst says it.
fn numbering(numerals: Numerals, enclosing: Enclosing) -> String {
    let first = match numerals {
        Numerals::Digits => '1',
        Numerals::SmallLetters => 'a',
        Numerals::CapitalLetters => 'A',
        Numerals::SmallRoman => 'i',
        Numerals::CapitalRoman => 'I',
    };
    match enclosing {
        Enclosing::Stop => format!("{first}."),
        Enclosing::Bracket => format!("{first})"),
        Enclosing::Brackets => format!("({first})"),
    }
}

struct Writer<'a> {
    out: String,
    level: u8,
    /// Whether no page ends within the text, so that nothing has to stay with what follows it. Typst would print what
    /// follows over a held line there: in a row that may not break, it gives no room beyond the row.
    is_kept: bool,
    /// Whether it is in a cell of a table.
    is_in_cell: bool,
    tags: &'a Tags,
    ruler: &'a Ruler,
}

impl Writer<'_> {
    /// Writes blocks that stand on the page itself. A table on its side takes along the sentence and the heading before it.
    fn pages(&mut self, blocks: &[Block]) {
        let mut rest = blocks;
        while let Some(table) = rest.iter().position(|block| paper::is_for_side(block, self.ruler)) {
            let upright = &rest[..table];
            let is_said = matches!(upright.last(), Some(Block::Paragraph(_) | Block::Numbered { .. }));
            let upright = &upright[..table - usize::from(is_said)];
            let is_headed = matches!(upright.last(), Some(Block::Heading { .. }));
            let upright = &upright[..upright.len() - usize::from(is_headed)];
            self.blocks(upright);
            self.out.push_str("#landscape[\n");
            self.blocks(&rest[upright.len()..=table]);
            self.out.push_str("]\n\n");
            rest = &rest[table + 1..];
        }
        self.blocks(rest);
    }

    fn blocks(&mut self, blocks: &[Block]) {
        let mut blocks = blocks.iter().peekable();
        while let Some(block) = blocks.next() {
            // A sentence before a table or a list says what it is, and stays with it.
            let leads_in = matches!(block, Block::Paragraph(content) if !has_picture(content))
                && matches!(blocks.peek(), Some(Block::Table { .. } | Block::List { .. }));
            self.out.push_str(if leads_in { "#lead-in[" } else { "" });
            self.block(block);
            self.out.push_str(if leads_in { "]\n\n" } else { "\n\n" });
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(content) => self.inlines(content),
            Block::Heading { depth, anchor, content } => {
                let level = (self.level + depth - 1).min(DEEPEST_HEADING);
                _ = write!(self.out, "#prose-heading({level}, \"{}\")[", escape(anchor));
                self.inlines(content);
                self.out.push(']');
            }
            Block::List { marker, items } => self.list(marker, items, false),
            Block::Table { columns, head, rows } => {
                self.out.push_str("#prose-table((");
                for (align, width) in columns.iter().zip(paper::columns(head, rows, self.ruler)) {
                    let align = match align {
                        Align::Start => "left",
                        Align::Centre => "center",
                        Align::End => "right",
                    };
                    _ = write!(self.out, "({align}, {:.2}, {:.2}), ", width.least, width.best);
                }
                self.out.push_str("), ");
                self.cells(head);
                for row in rows {
                    self.out.push_str(", ");
                    self.cells(row);
                }
                self.out.push(')');
            }
            Block::Quote(inner) => {
                self.out.push_str("#quote[");
                self.blocks(inner);
                self.out.push(']');
            }
            Block::Preformatted(text) => {
                self.out.push_str("#preformatted[");
                for (index, line) in text.lines().enumerate() {
                    if index > 0 {
                        self.out.push_str("#linebreak()");
                    }
                    // Typst would collapse several spaces; here they count.
                    code_into(&line.replace("  ", " \u{a0}"), &mut self.out);
                }
                self.out.push(']');
            }
            Block::Rule => self.out.push_str("#separator()"),
            Block::Numbered { number, anchor, content } => {
                _ = write!(self.out, "#numbered(\"{}\")[{}][", escape(anchor), escape(number));
                self.inlines(content);
                self.out.push(']');
            }
            Block::Computed(never) => match *never {},
        }
    }

    fn cells(&mut self, cells: &[Vec<Inline>]) {
        let is_in_cell = std::mem::replace(&mut self.is_in_cell, true);
        self.out.push('(');
        for cell in cells {
            self.out.push('[');
            self.inlines(cell);
            self.out.push_str("], ");
        }
        self.out.push(')');
        self.is_in_cell = is_in_cell;
    }

    /// Writes a list. A short last item does not begin a page alone: what is before it stays with it; if the list is held,
    /// its own last item stays with what follows.
    fn list(&mut self, marker: &Marker, items: &[Item], is_held: bool) {
        match marker {
            Marker::Bullet => self.out.push_str("#list("),
            Marker::Number { first, numerals: Numerals::Digits, enclosing: Enclosing::Stop } => {
                _ = write!(self.out, "#enum(start: {first}, ");
            }
            Marker::Number { first, numerals, enclosing } => {
                let numbering = numbering(*numerals, *enclosing);
                _ = write!(self.out, "#enum(start: {first}, numbering: \"{}\", ", escape(&numbering));
            }
        }
        for (index, item) in items.iter().enumerate() {
            let is_last = index + 1 == items.len();
            let ends_short = index + 2 == items.len() && items.last().is_some_and(is_short);
            self.item(item, if is_last { is_held } else { ends_short });
        }
        self.out.push(')');
    }

    fn item(&mut self, item: &Item, is_held: bool) {
        self.out.push('[');
        let own = item.blocks.iter().take_while(|block| matches!(block, Block::Paragraph(_))).count();
        let (paragraphs, rest) = item.blocks.split_at(own);
        for (index, block) in paragraphs.iter().enumerate() {
            let is_last = index + 1 == own;
            let stays_with = match rest.first() {
                _ if !is_last || shows_picture(block) => None,
                Some(Block::List { .. } | Block::Table { .. }) => Some("#lead-in(spacing: 0.58em)["),
                Some(_) => None,
                None => (is_held && !self.is_kept).then_some("#held["),
            };
            self.out.push_str(if index > 0 { "\n\n" } else { "" });
            self.out.push_str(stays_with.unwrap_or_default());
            self.block(block);
            if is_last {
                self.rating(item);
            }
            self.out.push_str(if stays_with.is_some() { "]" } else { "" });
        }
        if own == 0 {
            self.rating(item);
        }
        for (index, block) in rest.iter().enumerate() {
            self.out.push_str("\n\n");
            match block {
                Block::List { marker, items } => self.list(marker, items, is_held && index + 1 == rest.len()),
                block => self.block(block),
            }
        }
        self.out.push_str("], ");
    }

    fn rating(&mut self, item: &Item) {
        if let Some(rating) = item.rating {
            // A rating stays with the word before it.
            self.out.push('~');
            self.out.push_str(self.tags.of(rating));
        }
    }

    fn inlines(&mut self, content: &[Inline]) {
        for inline in content {
            match inline {
                // A cell of a table may be too narrow for a date in one line.
                Inline::Text(text) if self.is_in_cell => text_into(text, &mut self.out),
                Inline::Text(text) => text_into(&held(text), &mut self.out),
                Inline::Strong(inner) => self.call("strong", inner),
                Inline::Emphasis(inner) => self.call("emph", inner),
                Inline::Strike(inner) => self.call("strike", inner),
                Inline::Underline(inner) => self.call("underline", inner),
                Inline::Superscript(inner) => self.call("super", inner),
                Inline::Subscript(inner) => self.call("sub", inner),
                Inline::Code(text) => {
                    self.out.push_str("#code[");
                    code_into(text, &mut self.out);
                    self.out.push(']');
                }
                Inline::Break => self.out.push_str("#linebreak()"),
                Inline::Link { to, content } => {
                    self.link(to);
                    self.out.push('[');
                    self.inlines(content);
                    self.out.push(']');
                }
                Inline::Image(Picture { path, alt }) => {
                    _ = write!(
                        self.out,
                        "#picture(\"{}\", \"{}\")",
                        escape(&picture_path(path)),
                        escape(alt)
                    );
                }
                Inline::Computed(never) => match *never {},
            }
        }
    }

    fn link(&mut self, to: &Target) {
        match to {
            Target::Place { report: None, anchor } => {
                let anchor = anchor.as_deref().unwrap_or("_top");
                _ = write!(self.out, "#linked(\"{}\")", escape(anchor));
            }
            other => _ = write!(self.out, "#link(\"{}\")", escape(&html::address(other))),
        }
    }

    fn call(&mut self, name: &str, content: &[Inline]) {
        _ = write!(self.out, "#{name}[");
        self.inlines(content);
        self.out.push(']');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_without_end_may_break_and_words_may_not() {
        let written = |text: &str| {
            prose(&Prose::paragraph(text), 1, Place::Inside, &Tags::default(), &Ruler::default())
        };
        assert_eq!(written(&"a".repeat(24)), format!("#\"{}\";\n\n", "a".repeat(24)));
        assert_eq!(
            written(&"a".repeat(50)),
            format!("#\"{0}\";#joint;#\"{0}\";#joint;#\"aa\";\n\n", "a".repeat(24))
        );
        assert_eq!(
            written("disproportionableness internationalisation"),
            "#\"disproportionableness internationalisation\";\n\n"
        );
    }

    #[test]
    fn a_number_stays_with_what_it_counts_and_a_day_with_its_month() {
        let shown = |text: &str| held(text).replace('\u{a0}', "~");
        for (typed, expected) in [
            ("Cabinet, 17 December 2013", "Cabinet, 17~December~2013"),
            ("(by 1 May 2014).", "(by 1~May~2014)."),
            ("\u{a3}2.6 million for 1,250 homes", "\u{a3}2.6~million for 1,250~homes"),
            ("in 2013 the", "in 2013 the"),
            ("by March 2014 at", "by March 2014 at"),
            ("01234 567890 rings", "01234 567890 rings"),
            ("phase 2. Then", "phase 2. Then"),
            ("3 of 12", "3~of 12"),
            ("no figure", "no figure"),
        ] {
            assert_eq!(shown(typed), expected);
            assert_eq!(held(typed).replace('\u{a0}', " "), typed);
        }
    }

    #[test]
    fn letters_from_the_right_are_found_as_typed_and_escaped() {
        for (source, expected) in [
            ("#\"D\u{175}r \u{3a3}\"", false),
            ("#\"\u{5d1}\u{5d9}\"", true),
            ("#\"\\u{5be}\"", true),
            ("#\"\\u{2014}\"", false),
        ] {
            assert_eq!(has_letters_from_right(source), expected, "{source}");
        }
    }

    #[test]
    fn spaces_count_in_a_path_and_not_in_a_text() {
        assert_eq!(escape("a  b"), "a  b");
        assert_eq!(escape_words("a  b \n c "), "a b c ");
        assert_eq!(
            prose(
                &Prose::paragraph("One.  Two.\tThree."),
                1,
                Place::Inside,
                &Tags::default(),
                &Ruler::default()
            ),
            "#\"One. Two. Three.\";\n\n"
        );
    }

    #[test]
    fn in_a_string_only_what_would_end_it_is_escaped() {
        let mut out = String::new();
        text_into("#x // \"y\" \\ [z]; caf\u{e9} \u{201c}q\u{201d}", &mut out);
        assert_eq!(out, "#\"#x // \\u{22}y\\u{22} \\u{5c} [z]; caf\u{e9} \\u{201c}q\\u{201d}\";");
    }

    #[test]
    fn only_letters_digits_and_spaces_stand_for_themselves() {
        assert_eq!(escape("Dŵr 7"), "Dŵr 7");
        assert_eq!(escape("#x $1 // @me\n"), "\\u{23}x \\u{24}1 \\u{2f}\\u{2f} \\u{40}me ");
        let every = (' '..='\u{2fff}').collect::<String>();
        let allowed = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '\\' | '{' | '}');
        assert!(escape(&every).chars().all(allowed));
    }
}
