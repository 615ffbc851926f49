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
mod markers;
mod mended;
mod pasted;
mod spans;
mod tables;
mod typed;

use std::iter::Peekable;
use std::ops::Range;
use std::vec::IntoIter;

use pulldown_cmark::{Alignment, Event, LinkType, Options, Parser, Tag, TagEnd};

pub(super) use self::pasted::run_together;

use self::guards::Definition;
use self::mended::{Change, Mended};

use super::limits::{self, Count, too_large};
use crate::diag::source::{FileId, Span, Spanned};
use crate::diag::{Code, Diagnostic};
use crate::report::prose::{Align, Enclosing, Marker, Numerals};
use crate::text::{self, figure};

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

/// Beyond this depth of lists, quotations or styles nobody can follow a text, on paper or by ear.
const DEEPEST: usize = 12;

/// What to do with a file that holds too much.
const DIVIDE: &str = "divide it into several entries, each in its own file";

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

/// Among so many faults of one value each is looked up; with more the value as a whole is at fault.
const MOST_PLACES: usize = 50;

/// Reads `text`, which stands at `origin`; `count` is what has been read of its file before.
pub fn read(
    text: &str,
    origin: Origin<'_>,
    count: &mut Count,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Block> {
    read_within(Mended::new(text), origin, 0, false, count, diagnostics)
}

/// One change shows the next: what was code is text, and in that stands an address. After so many rounds there is
/// nothing left that anybody types.
const MOST_ROUNDS: usize = 6;

/// Reads a text with `depth` lists, quotations and styles open around it; `is_refused` where its first tag was told and
/// the others that Word or a browser put around a text need not be.
fn read_within(
    mut text: Mended<'_>,
    origin: Origin<'_>,
    depth: usize,
    is_refused: bool,
    count: &mut Count,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Block> {
    let changes = typed::changes(&text.text);
    text.change(changes);
    let mut rounds = 0;
    let (events, definitions, runs) = loop {
        let (events, definitions) = parse(&text.text);
        let runs = spans::runs(&text.text, &events);
        let changes =
            if rounds < MOST_ROUNDS { spans::changes(&text.text, &events, &runs) } else { Vec::new() };
        if changes.is_empty() {
            break (events, definitions, runs);
        }
        text.change(changes);
        rounds += 1;
    };
    for (index, fault) in guards::faults(&text.text, &events, &runs, &definitions).into_iter().enumerate() {
        let range = text.typed(fault.range.clone());
        let span = if index < MOST_PLACES { origin.place(text.whole, range) } else { origin.span(range) };
        diagnostics.push(fault.at(span));
    }
    let mut reader = Reader {
        text: &text,
        events: events.into_iter().peekable(),
        origin,
        depth,
        too_deep: false,
        is_full: false,
        is_refused,
        reported: Vec::new(),
        count,
        diagnostics,
    };
    reader.blocks()
}

/// What the parser makes of a text, and the addresses that are given on lines of their own.
fn parse(text: &str) -> (Vec<(Event<'_>, Range<usize>)>, Vec<Definition>) {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_SMART_PUNCTUATION;
    let parser = Parser::new_ext(text, options);
    let mut definitions: Vec<Definition> = parser
        .reference_definitions()
        .iter()
        .map(|(name, definition)| Definition {
            name: name.to_owned(),
            address: definition.dest.to_string(),
            range: definition.span.clone(),
        })
        .collect();
    definitions.sort_by_key(|definition| definition.range.start);
    let mut events = Vec::with_capacity(text.len() / 32);
    events.extend(parser.into_offset_iter());
    (events, definitions)
}

struct Reader<'a, 'd> {
    text: &'a Mended<'a>,
    events: Peekable<IntoIter<(Event<'a>, Range<usize>)>>,
    origin: Origin<'a>,
    /// How many lists, quotations and styles are open around the reader.
    depth: usize,
    /// Whether the text was found to be nested too deeply, which is reported once.
    too_deep: bool,
    /// Whether the text was found to hold more than it may, which is reported once; nothing more is read.
    is_full: bool,
    /// Whether the tags around the text were told already.
    is_refused: bool,
    /// Names of tags that were found not to be allowed.
    reported: Vec<String>,
    count: &'d mut Count,
    diagnostics: &'d mut Vec<Diagnostic>,
}

/// An HTML tag in the text.
struct Html {
    name: String,
    closing: bool,
}

/// An allowed HTML element that is open, and what was before it.
struct OpenElement {
    name: String,
    span: Span,
    before: Vec<Inline>,
}

impl<'a> Reader<'a, '_> {
    /// Where what stands at `range` of the text was typed.
    fn span(&self, range: Range<usize>) -> Span {
        self.origin.span(self.text.typed(range))
    }

    /// The next event, without taking it; none if nothing more is wanted.
    fn peek(&mut self) -> Option<(Event<'a>, Range<usize>)> {
        if self.is_full { None } else { self.events.peek().cloned() }
    }

    /// Takes the next event; none if nothing more is wanted.
    fn next(&mut self) -> Option<(Event<'a>, Range<usize>)> {
        if self.is_full { None } else { self.events.next() }
    }

    /// Reads blocks up to the end of the list item, quotation or text that they are in.
    fn blocks(&mut self) -> Vec<Block> {
        let mut blocks = Vec::new();
        // Containers nested too deeply are read as if they were not there: their text is kept.
        let mut ignored = 0_usize;
        while let Some((event, range)) = self.peek() {
            match event {
                Event::End(TagEnd::Item | TagEnd::BlockQuote(_) | TagEnd::List(_)) => {
                    if ignored == 0 {
                        break;
                    }
                    ignored -= 1;
                    self.next();
                }
                Event::Start(Tag::Item | Tag::BlockQuote(_) | Tag::List(_))
                    if self.is_too_deep(range.clone()) =>
                {
                    ignored += 1;
                    self.next();
                }
                Event::Start(tag) => {
                    if !self.has_room_for(&tag, &range) {
                        self.pass_over();
                        continue;
                    }
                    if matches!(
                        tag,
                        Tag::Emphasis
                            | Tag::Strong
                            | Tag::Strikethrough
                            | Tag::Link { .. }
                            | Tag::Image { .. }
                    ) {
                        push_paragraph(&mut blocks, self.inlines(None));
                        continue;
                    }
                    self.next();
                    self.block(tag, range, &mut blocks);
                }
                Event::Rule => {
                    if self.count_block(&range) {
                        self.next();
                        blocks.push(Block::Rule);
                    }
                }
                Event::End(_) => {
                    self.next();
                }
                _ => push_paragraph(&mut blocks, self.inlines(None)),
            }
        }
        blocks
    }

    /// Counts a block; if there are too many, nothing more is read.
    fn count_block(&mut self, range: &Range<usize>) -> bool {
        self.count.blocks += 1;
        if self.count.blocks > limits::MOST_BLOCKS {
            let most = figure(limits::MOST_BLOCKS);
            let message =
                format!("this file holds more than {most} paragraphs, headings, list items and drawn lines");
            self.say_full(range, &message, DIVIDE);
        }
        !self.is_full
    }

    /// Whether a block can be read; if it cannot, that is reported.
    fn has_room_for(&mut self, tag: &Tag<'_>, range: &Range<usize>) -> bool {
        if !self.count_block(range) {
            return false;
        }
        if matches!(tag, Tag::Heading { .. }) {
            self.count.headings += 1;
            if self.count.headings > limits::MOST_HEADINGS {
                let most = figure(limits::MOST_HEADINGS);
                self.say_full(range, &format!("this file has more than {most} headings"), DIVIDE);
                return false;
            }
        }
        let what = match tag {
            Tag::Paragraph | Tag::HtmlBlock => "paragraph",
            Tag::Heading { .. } => "heading",
            Tag::CodeBlock(_) => "block of code",
            _ => return true,
        };
        self.is_short_enough(what, range)
    }

    /// Whether the text at `range` is short enough to be set; if it is not, that is reported.
    fn is_short_enough(&mut self, what: &str, range: &Range<usize>) -> bool {
        let Some(length) = text::excess(&self.text.text[range.clone()], limits::LONGEST_TEXT) else {
            return true;
        };
        let fault = too_large(
            self.beginning(range),
            format!(
                "this {what} has {} characters, but may have at most {}",
                figure(length),
                figure(limits::LONGEST_TEXT)
            ),
        );
        self.diagnostics.push(fault.help("put an empty line wherever a new paragraph should begin"));
        false
    }

    /// Where something that is too long to be shown begins.
    fn beginning(&self, range: &Range<usize>) -> Span {
        let first: usize = self.text.text[range.clone()]
            .chars()
            .take(40)
            .take_while(|c| !matches!(c, '\n' | '\r'))
            .map(char::len_utf8)
            .sum();
        self.span(range.start..range.start + first)
    }

    /// Reports once that the text holds more than it may, and reads no further.
    fn say_full(&mut self, range: &Range<usize>, message: &str, help: &str) {
        if !self.is_full {
            self.is_full = true;
            self.diagnostics.push(too_large(self.beginning(range), message).help(help));
        }
    }

    /// Skips the element that begins here, with everything in it.
    fn pass_over(&mut self) {
        let mut open = 0_usize;
        while let Some((event, _)) = self.next() {
            match event {
                Event::Start(_) => open += 1,
                Event::End(_) => open = open.saturating_sub(1),
                _ => {}
            }
            if open == 0 {
                return;
            }
        }
    }

    fn block(&mut self, tag: Tag<'_>, range: Range<usize>, blocks: &mut Vec<Block>) {
        match tag {
            Tag::Paragraph => push_paragraph(blocks, self.inlines(Some(TagEnd::Paragraph))),
            Tag::Heading { level, .. } => {
                let content = self.inlines(Some(TagEnd::Heading(level)));
                if let Some(length) = text::excess(&plain_text(&content), limits::LONGEST_NAME) {
                    let message = format!(
                        "this heading has {} characters, but may have at most {}",
                        figure(length),
                        figure(limits::LONGEST_NAME)
                    );
                    self.diagnostics.push(too_large(self.beginning(&range), message).help(
                        "if it was meant as a paragraph, delete the `#` in front of it, or put an empty line before \
                         the line of dashes under it",
                    ));
                } else if !content.is_empty() {
                    blocks.push(Block::Heading(level as u8, content));
                }
            }
            Tag::List(start) => {
                self.depth += 1;
                let mut items = Vec::new();
                while let Some((event, range)) = self.next() {
                    match event {
                        Event::Start(Tag::Item) => {
                            self.count_block(&range);
                            let number = start.map(|first| self.number(&range, first + items.len() as u64));
                            items.push((number, self.blocks()));
                            self.next();
                        }
                        Event::End(TagEnd::List(_)) => break,
                        _ => {}
                    }
                }
                self.depth -= 1;
                push_lists(blocks, items);
            }
            Tag::BlockQuote(_) => {
                self.depth += 1;
                let inner = self.blocks();
                self.next();
                self.depth -= 1;
                blocks.push(Block::Quote(inner));
            }
            Tag::CodeBlock(_) => {
                let mut text = String::new();
                while let Some((event, _)) = self.next() {
                    match event {
                        Event::Text(part) => text.push_str(&part),
                        Event::End(TagEnd::CodeBlock) => break,
                        _ => {}
                    }
                }
                self.count_symbols(&text, &range);
                let text = text.trim_end_matches('\n').to_owned();
                if !text.trim().is_empty() {
                    blocks.push(Block::Preformatted(Spanned::new(text, self.span(range))));
                }
            }
            Tag::Table(alignments) => blocks.push(self.table(&alignments, &range)),
            Tag::HtmlBlock => {
                while let Some((event, _)) = self.next() {
                    if matches!(event, Event::End(TagEnd::HtmlBlock)) {
                        break;
                    }
                }
                self.html_block(range, blocks);
            }
            _ => {}
        }
    }

    /// The number of the item at `range`, as it was typed; `counted` where that cannot be told.
    fn number(&self, range: &Range<usize>, counted: u64) -> Number {
        let read = &self.text.text[range.start..];
        let digits = read.bytes().take_while(u8::is_ascii_digit).count();
        let value = read[..digits].parse().unwrap_or(counted);
        let start = self.text.typed(range.start..range.start + 1).start;
        let line = self.text.whole[start..].lines().next().unwrap_or_default();
        let marker = markers::marker(line).and_then(|found| {
            // `i` is a letter after `h`, and a Roman number before `ii`.
            if found.number == value { Some(found) } else { found.as_roman() }
        });
        match marker.map(|found| found.kind) {
            Some(markers::Kind::Number(numerals, enclosing)) => Number { value, numerals, enclosing },
            _ => Number { value, numerals: Numerals::Digits, enclosing: Enclosing::Stop },
        }
    }

    fn table(&mut self, alignments: &[Alignment], range: &Range<usize>) -> Block {
        const HELP: &str = "divide it, or put all of it on the web as a spreadsheet and link to that";
        self.count.cells += limits::FRAME + alignments.len();
        if alignments.len() > limits::MOST_COLUMNS {
            let (found, most) = (figure(alignments.len()), figure(limits::MOST_COLUMNS));
            let message = format!("this table has {found} columns, but may have at most {most}");
            self.say_full(range, &message, HELP);
        }
        let columns: Vec<Align> = alignments
            .iter()
            .map(|alignment| match alignment {
                Alignment::Right => Align::End,
                Alignment::Center => Align::Centre,
                Alignment::Left | Alignment::None => Align::Start,
            })
            .collect();
        let (mut head, mut rows, mut row) = (Vec::new(), Vec::new(), Vec::new());
        while let Some((event, _)) = self.next() {
            match event {
                Event::Start(Tag::TableCell) => row.push(self.inlines(Some(TagEnd::TableCell))),
                Event::End(TagEnd::TableHead) => head = std::mem::take(&mut row),
                Event::End(TagEnd::TableRow) => {
                    row.resize(columns.len(), Vec::new());
                    rows.push(std::mem::take(&mut row));
                    self.count.cells += columns.len();
                    if rows.len() > limits::MOST_ROWS {
                        let most = figure(limits::MOST_ROWS);
                        self.say_full(range, &format!("this table has more than {most} rows"), HELP);
                    } else if self.count.cells > limits::MOST_CELLS {
                        let most = figure(limits::MOST_CELLS);
                        let message = format!("the tables of this file have more than {most} cells together");
                        self.say_full(range, &message, HELP);
                    }
                }
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        Block::Table(columns, head, rows)
    }

    /// Reads what is on a line up to `end`; without one, up to the next block.
    fn inlines(&mut self, end: Option<TagEnd>) -> Vec<Inline> {
        let mut content: Vec<Inline> = Vec::new();
        let mut open: Vec<OpenElement> = Vec::new();
        let mut ignored: Vec<TagEnd> = Vec::new();
        let mut first = None;
        while let Some((event, range)) = self.peek() {
            let span = self.span(range.clone());
            // The text of a list item has no element of its own, so its length is only known on the way.
            let first = *first.get_or_insert(range.start);
            // An element may be a whole list, which is no longer part of it.
            let reached =
                if matches!(event, Event::Start(_) | Event::End(_)) { range.start } else { range.end };
            if reached.saturating_sub(first) > limits::LONGEST_TEXT
                && !self.is_short_enough("paragraph", &(first..reached))
            {
                self.is_full = true;
                break;
            }
            match event {
                Event::End(tag) => {
                    if ignored.last() == Some(&tag) {
                        ignored.pop();
                        self.next();
                        continue;
                    }
                    if end == Some(tag) {
                        self.next();
                    }
                    break;
                }
                Event::Start(tag) => {
                    let style = match &tag {
                        Tag::Emphasis => Some(Style::Emphasis),
                        Tag::Strong => Some(Style::Strong),
                        Tag::Strikethrough => Some(Style::Strike),
                        Tag::Link { .. } | Tag::Image { .. } => None,
                        _ => break,
                    };
                    self.next();
                    let close = tag.to_end();
                    if self.depth + open.len() >= DEEPEST {
                        self.say_too_deep(range);
                        ignored.push(close);
                        continue;
                    }
                    self.count_piece(&range);
                    self.depth += 1 + open.len();
                    let inner = self.inlines(Some(close));
                    self.depth -= 1 + open.len();
                    match (style, tag) {
                        (Some(style), _) => content.push(Inline::Styled(style, inner)),
                        (None, Tag::Link { link_type, dest_url, .. }) => {
                            let address = if link_type == LinkType::Email {
                                format!("mailto:{dest_url}")
                            } else {
                                dest_url.into_string()
                            };
                            content.push(Inline::Link(Spanned::new(address, span), inner));
                        }
                        (None, Tag::Image { dest_url, .. }) => {
                            let source = Spanned::new(dest_url.into_string(), span);
                            content.push(Inline::Image(source, plain_text(&inner).trim().to_owned()));
                        }
                        _ => {}
                    }
                    continue;
                }
                Event::Rule => break,
                Event::Text(text) => {
                    self.count_symbols(&text, &range);
                    push_text(&mut content, &text, span);
                }
                Event::Code(text) => {
                    self.count_piece(&range);
                    self.count_symbols(&text, &range);
                    content.push(Inline::Code(Spanned::new(text.into_string(), span)));
                }
                Event::SoftBreak => content.push(Inline::Text(Spanned::new(" ".to_owned(), span))),
                Event::HardBreak => {
                    self.count_piece(&range);
                    content.push(Inline::Break);
                }
                Event::InlineHtml(html) | Event::Html(html) => {
                    self.count_piece(&range);
                    self.element(&html, span, &mut content, &mut open);
                }
                _ => {}
            }
            self.next();
        }
        while let Some(element) = open.pop() {
            self.diagnostics.push(
                Diagnostic::error(
                    Code::HtmlUnclosed,
                    element.span,
                    format!("`<{}>` is opened here but not closed in the same paragraph", element.name),
                )
                .help(format!("write `</{}>` where it should end, or delete the tag", element.name)),
            );
            close_element(element, &mut content);
        }
        content
    }

    /// Counts a styled word, link or picture; if there are too many, nothing more is read.
    fn count_piece(&mut self, range: &Range<usize>) {
        self.count.pieces += 1;
        if self.count.pieces > limits::MOST_PIECES {
            let most = figure(limits::MOST_PIECES);
            self.say_full(
                range,
                &format!(
                    "this file holds more than {most} links, pictures, tags, line breaks and styled words"
                ),
                DIVIDE,
            );
        }
    }

    /// Counts the characters of a text that are neither letters nor digits, and the line breaks of Word; if there are too
    /// many, nothing more is read.
    fn count_symbols(&mut self, text: &str, range: &Range<usize>) {
        for _ in text.matches(LINE_BREAKS) {
            self.count_piece(range);
        }
        self.count.symbols += text::symbols(text);
        if self.count.symbols > limits::MOST_SYMBOLS {
            let most = figure(limits::MOST_SYMBOLS);
            self.say_full(
                range,
                &format!("this file holds more than {most} characters that are neither letters nor digits"),
                "delete what is not text, or divide the file into several entries",
            );
        }
    }

    /// Takes one HTML tag: opens or closes an allowed element, or reports it.
    fn element(&mut self, html: &str, span: Span, content: &mut Vec<Inline>, open: &mut Vec<OpenElement>) {
        if html.starts_with("<!--") {
            return;
        }
        let Some(tag) = html_tag(html) else {
            self.not_allowed(html, span);
            return;
        };
        if tag.name == "br" {
            content.push(Inline::Break);
        } else if style_of(&tag.name).is_none() {
            // The opening tag has been reported; its partner need not be as well.
            let is_known = self.reported.contains(&tag.name);
            let is_around = self.is_refused && AROUND.contains(&tag.name.as_str());
            if (tag.closing && is_known) || is_around {
                return;
            }
            if !is_known {
                self.reported.push(tag.name);
            }
            self.not_allowed(html, span);
        } else if !tag.closing {
            if self.depth + open.len() >= DEEPEST {
                self.say_too_deep_at(span);
                return;
            }
            open.push(OpenElement { name: tag.name, span, before: std::mem::take(content) });
        } else if open.last().is_some_and(|element| element.name == tag.name) {
            if let Some(element) = open.pop() {
                close_element(element, content);
            }
        } else if !self.too_deep {
            // Tags nested too deeply were skipped, so what closes them must be as well.
            self.diagnostics.push(
                Diagnostic::error(
                    Code::HtmlUnclosed,
                    span,
                    if open.is_empty() {
                        format!("`</{}>` closes a tag that was never opened in this paragraph", tag.name)
                    } else {
                        format!("`</{}>` closes a tag that is not the last one opened", tag.name)
                    },
                )
                .help(if open.is_empty() {
                    format!("write `<{}>` where it should begin, or delete the tag", tag.name)
                } else {
                    "close tags in the reverse of the order in which they were opened".to_owned()
                }),
            );
            // Closing everything up to its partner keeps one slip from making two messages.
            if let Some(at) = open.iter().rposition(|element| element.name == tag.name) {
                for element in open.split_off(at).into_iter().rev() {
                    self.reported.push(element.name.clone());
                    close_element(element, content);
                }
            }
        }
    }

    /// Reads a paragraph that Markdown takes for HTML because its line begins with a tag.
    fn html_block(&mut self, range: Range<usize>, blocks: &mut Vec<Block>) {
        let mut start = range.start;
        let text = &self.text.text[range.clone()];
        let mut rest = text.trim_start();
        start += text.len() - rest.len();
        while rest.starts_with("<!--") {
            let Some(end) = rest.find("-->") else {
                self.diagnostics.push(
                    Diagnostic::error(
                        Code::HtmlUnclosed,
                        self.span(start..start + 4),
                        "a note is opened here but never closed, so everything after it would be lost",
                    )
                    .help("write `-->` where the note ends"),
                );
                return;
            };
            let after = rest[end + 3..].trim_start();
            start += rest.len() - after.len();
            rest = after;
        }
        if rest.is_empty() {
            return;
        }
        let allowed = html_tag(rest).is_some_and(|tag| tag.name == "br" || style_of(&tag.name).is_some());
        let is_refused = !allowed && rest.starts_with('<');
        let is_told =
            self.is_refused && html_tag(rest).is_some_and(|tag| AROUND.contains(&tag.name.as_str()));
        if is_refused && !is_told {
            let end = rest.find('>').map_or(rest.len(), |at| at + 1).min(rest.len());
            self.not_allowed(&rest[..end], self.span(start..start + end));
        }
        let is_refused = is_refused || self.is_refused;
        // After a character that means nothing, the same text is an ordinary paragraph.
        let mut paragraph = Mended::part(self.text, start..range.end);
        paragraph.change(vec![Change::insert(0, NOTHING)]);
        if self.is_too_deep(range) {
            return;
        }
        let mut faults = Vec::new();
        let mut inner =
            read_within(paragraph, self.origin, self.depth + 1, is_refused, self.count, &mut faults);
        // One message is enough for the tags of a paragraph that begins with one that is refused.
        faults.retain(|fault| !(is_refused && fault.code == Code::HtmlUnclosed));
        self.diagnostics.append(&mut faults);
        self.is_full = self.count.is_exceeded();
        if let Some(Block::Paragraph(content)) = inner.first_mut()
            && let Some(Inline::Text(first)) = content.first_mut()
        {
            first.value = first.value.trim_start_matches(NOTHING).to_owned();
        }
        blocks.append(&mut inner);
    }

    fn not_allowed(&mut self, html: &str, span: Span) {
        let shown: String = html.trim().chars().take(40).collect();
        let name = html_tag(html).map(|tag| tag.name);
        let fault = Diagnostic::error(
            Code::HtmlNotAllowed,
            span,
            format!("the HTML `{shown}` cannot be carried into both the web page and the PDF"),
        );
        self.diagnostics.push(match name.as_deref() {
            Some("table" | "tr" | "td" | "th" | "tbody" | "thead") => fault
                .help("write a Markdown table: cells between `|`, and a line of dashes under the first row"),
            Some("img") => fault.help("write `![what the picture shows](picture.png)`"),
            Some("a") => fault.help("write `[what the link says](https://…)`"),
            Some("p" | "div" | "span" | "font" | "o") => {
                fault.help("delete the tag and its partner; a blank line begins a new paragraph")
            }
            _ => fault
                .help("delete it, or use one of <u>, <sup>, <sub>, <br>, <b>, <strong>, <i> and <em>")
                .help("to print the character `<` itself, write `\\<`"),
        });
    }

    fn is_too_deep(&mut self, range: Range<usize>) -> bool {
        let too_deep = self.depth >= DEEPEST;
        if too_deep {
            self.say_too_deep(range);
        }
        too_deep
    }

    fn say_too_deep(&mut self, range: Range<usize>) {
        let start = range.start;
        let length = self.text.text[start..].chars().next().map_or(0, char::len_utf8);
        self.say_too_deep_at(self.span(start..start + length));
    }

    fn say_too_deep_at(&mut self, span: Span) {
        if !self.too_deep {
            self.too_deep = true;
            self.diagnostics.push(
                Diagnostic::error(
                    Code::TooDeep,
                    span,
                    format!("lists, quotations or styles are nested more than {DEEPEST} deep here"),
                )
                .help("readers can follow three levels at most: turn the outer ones into headings"),
            );
        }
    }
}

/// Tags that stand around a text without being part of what it says.
const AROUND: [&str; 26] = [
    "p",
    "div",
    "span",
    "font",
    "o:p",
    "a",
    "img",
    "table",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "td",
    "th",
    "colgroup",
    "col",
    "ul",
    "ol",
    "li",
    "center",
    "section",
    "figure",
    "figcaption",
    "blockquote",
    "hr",
    "style",
];

/// Goes before a text so that its first tag does not turn the paragraph into HTML; it prints nothing.
const NOTHING: &str = "\u{2060}";

/// The number of an item, as typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Number {
    value: u64,
    numerals: Numerals,
    enclosing: Enclosing,
}

/// Makes lists of items, so that each item is printed with the number that was typed. Where all have the same number, as
/// is usual in Markdown, they are counted.
fn push_lists(blocks: &mut Vec<Block>, items: Vec<(Option<Number>, Vec<Block>)>) {
    let is_counted = items.len() > 1 && items.iter().all(|(number, _)| *number == items[0].0);
    let mut wanted: Option<Number> = None;
    let mut is_open = false;
    for (number, content) in items {
        let goes_on = is_open && (is_counted || number == wanted);
        wanted = number.map(|number| Number { value: number.value.saturating_add(1), ..number });
        match blocks.last_mut() {
            Some(Block::List(_, items)) if goes_on => items.push(content),
            _ => {
                let marker = number.map_or(Marker::Bullet, |number| Marker::Number {
                    first: number.value,
                    numerals: number.numerals,
                    enclosing: number.enclosing,
                });
                blocks.push(Block::List(marker, vec![content]));
            }
        }
        is_open = true;
    }
}

fn push_paragraph(blocks: &mut Vec<Block>, content: Vec<Inline>) {
    if !content.is_empty() {
        blocks.push(Block::Paragraph(content));
    }
}

/// The characters that Word writes for a line break.
const LINE_BREAKS: [char; 5] = ['\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];

/// Makes each line break of Word the line break that was meant.
fn push_text(content: &mut Vec<Inline>, text: &str, span: Span) {
    for (index, part) in text.split(LINE_BREAKS).enumerate() {
        if index > 0 {
            content.push(Inline::Break);
        }
        if !part.is_empty() {
            content.push(Inline::Text(Spanned::new(part.to_owned(), span)));
        }
    }
}

fn close_element(element: OpenElement, content: &mut Vec<Inline>) {
    let inner = std::mem::replace(content, element.before);
    match style_of(&element.name) {
        Some(style) => content.push(Inline::Styled(style, inner)),
        None => content.extend(inner),
    }
}

/// The style of an element that is allowed, of those that text from Word contains.
fn style_of(name: &str) -> Option<Style> {
    Some(match name {
        "u" => Style::Underline,
        "sup" => Style::Superscript,
        "sub" => Style::Subscript,
        "b" | "strong" => Style::Strong,
        "i" | "em" => Style::Emphasis,
        _ => return None,
    })
}

/// The name of the tag that `html` begins with.
fn html_tag(html: &str) -> Option<Html> {
    let rest = html.strip_prefix('<')?;
    let (closing, rest) = rest.strip_prefix('/').map_or((false, rest), |rest| (true, rest));
    // A name ends here and nowhere else: a longer name that begins with an allowed one is another element.
    let length = rest.find(|c: char| c.is_whitespace() || matches!(c, '/' | '>')).unwrap_or(rest.len());
    let is_name = rest.starts_with(|c: char| c.is_ascii_alphabetic());
    is_name.then(|| Html { name: rest[..length].to_ascii_lowercase(), closing })
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
