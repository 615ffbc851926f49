//! Reads Markdown into a tree in which every text, link and picture knows its place.
//!
//! In: Markdown, which `pulldown_cmark` parses. Out: [`Block`]s, and faults that the text alone shows: HTML that is not
//! allowed, nesting that nobody could read. Whether a link leads anywhere is not known here.

use std::iter::Peekable;
use std::ops::Range;

use pulldown_cmark::{Alignment, Event, LinkType, OffsetIter, Options, Parser, Tag, TagEnd};

use super::limits::{self, Count, too_large};
use crate::diag::source::{FileId, Span, Spanned};
use crate::diag::{Code, Diagnostic};
use crate::report::prose::Align;
use crate::text::{self, figure};

/// A block of prose, as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A heading of the level typed, from 1.
    Heading(u8, Vec<Inline>),
    /// A list; the number is the first of a numbered one.
    List(Option<u64>, Vec<Vec<Block>>),
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
pub enum Origin {
    /// It is part of a file and begins at this offset.
    File(FileId, usize),
    /// It was unescaped from a value in front matter; only the whole value has a place.
    Value(Span),
}

impl Origin {
    fn span(self, range: Range<usize>) -> Span {
        match self {
            Self::File(file, offset) => Span::new(file, offset + range.start..offset + range.end),
            Self::Value(span) => span,
        }
    }
}

/// Reads `text`, which is at `origin`; `count` is how much of its file has been read before.
pub fn read(text: &str, origin: Origin, count: &mut Count, diagnostics: &mut Vec<Diagnostic>) -> Vec<Block> {
    read_within(text, origin, 0, count, diagnostics)
}

/// Reads a text with `depth` lists, quotations and styles open around it.
fn read_within(
    text: &str,
    origin: Origin,
    depth: usize,
    count: &mut Count,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Block> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_SMART_PUNCTUATION;
    let events = Parser::new_ext(text, options).into_offset_iter().peekable();
    let mut reader = Reader {
        text,
        events,
        origin,
        depth,
        too_deep: false,
        is_full: false,
        reported: Vec::new(),
        count,
        diagnostics,
    };
    reader.blocks()
}

struct Reader<'a, 'd> {
    text: &'a str,
    events: Peekable<OffsetIter<'a>>,
    origin: Origin,
    /// How many lists, quotations and styles are open around the reader.
    depth: usize,
    /// Whether the text was found to be nested too deeply, which is reported once.
    too_deep: bool,
    /// Whether the text was found to hold more than it may, which is reported once; nothing more is read.
    is_full: bool,
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
                    self.next();
                    blocks.push(Block::Rule);
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
            let message = format!("this file holds more than {most} paragraphs, headings and list items");
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
        let Some(length) = text::excess(&self.text[range.clone()], limits::LONGEST_TEXT) else {
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
        let first: usize = self.text[range.clone()]
            .chars()
            .take(40)
            .take_while(|c| !matches!(c, '\n' | '\r'))
            .map(char::len_utf8)
            .sum();
        self.origin.span(range.start..range.start + first)
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
                            items.push(self.blocks());
                            self.next();
                        }
                        Event::End(TagEnd::List(_)) => break,
                        _ => {}
                    }
                }
                self.depth -= 1;
                blocks.push(Block::List(start, items));
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
                    blocks.push(Block::Preformatted(Spanned::new(text, self.origin.span(range))));
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
            let span = self.origin.span(range.clone());
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

    /// Counts the characters of a text that are neither letters nor digits; if there are too many, nothing more is
    /// read.
    fn count_symbols(&mut self, text: &str, range: &Range<usize>) {
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
            if tag.closing && is_known {
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
        let text = &self.text[range.clone()];
        let mut rest = text.trim_start();
        start += text.len() - rest.len();
        while rest.starts_with("<!--") {
            let Some(end) = rest.find("-->") else {
                self.diagnostics.push(
                    Diagnostic::error(
                        Code::HtmlUnclosed,
                        self.origin.span(start..start + 4),
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
        if !allowed && rest.starts_with('<') {
            let end = rest.find('>').map_or(rest.len(), |at| at + 1).min(rest.len());
            self.not_allowed(&rest[..end], self.origin.span(start..start + end));
            return;
        }
        // After a character that means nothing, the same text is an ordinary paragraph.
        let paragraph = format!("{NOTHING}{rest}");
        let begin = self.origin.span(start..start).start;
        let origin = match self.origin {
            // The places are off by the length of the stand-in, which is taken off here.
            Origin::File(file, offset) if offset + start >= NOTHING.len_utf8() => {
                Origin::File(file, offset + start - NOTHING.len_utf8())
            }
            // At the very beginning of a file there is nothing to take it off: everything gets the place of the whole.
            Origin::File(..) => Origin::Value(self.origin.span(start..range.end)),
            value @ Origin::Value(_) => value,
        };
        if self.is_too_deep(range) {
            return;
        }
        let mut inner = read_within(&paragraph, origin, self.depth + 1, self.count, self.diagnostics);
        self.is_full = self.count.is_exceeded();
        if let Some(Block::Paragraph(content)) = inner.first_mut()
            && let Some(Inline::Text(first)) = content.first_mut()
        {
            first.value = first.value.trim_start_matches(NOTHING).to_owned();
            first.span.start = first.span.start.max(begin);
            first.span.end = first.span.end.max(begin);
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
        let length = self.text[start..].chars().next().map_or(0, char::len_utf8);
        self.say_too_deep_at(self.origin.span(start..start + length));
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

/// Goes before a text so that its first tag does not turn the paragraph into HTML; it prints nothing.
const NOTHING: char = '\u{2060}';

fn push_paragraph(blocks: &mut Vec<Block>, content: Vec<Inline>) {
    if !content.is_empty() {
        blocks.push(Block::Paragraph(content));
    }
}

/// Word writes a line break as a special character; here it becomes the line break that was meant.
fn push_text(content: &mut Vec<Inline>, text: &str, span: Span) {
    const LINE_BREAKS: [char; 5] = ['\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];
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
mod tests {
    use super::*;
    use crate::diag::source::Sources;

    fn parse(text: &str) -> (Vec<Block>, Vec<Code>, Sources) {
        let mut sources = Sources::default();
        let id = sources.add("a.md", text);
        let mut faults = Vec::new();
        let blocks = read(text, Origin::File(id, 0), &mut Count::default(), &mut faults);
        (blocks, faults.iter().map(|fault| fault.code).collect(), sources)
    }

    /// Writes the tree as text, so that a whole one can be compared at a glance.
    fn outline(blocks: &[Block]) -> String {
        let inline = |content: &[Inline]| content.iter().map(outline_inline).collect::<String>();
        let parts: Vec<String> = blocks
            .iter()
            .map(|block| match block {
                Block::Paragraph(content) => format!("p({})", inline(content)),
                Block::Heading(level, content) => format!("h{level}({})", inline(content)),
                Block::List(start, items) => {
                    let items: Vec<String> = items.iter().map(|item| outline(item)).collect();
                    format!("{}[{}]", start.map_or("ul".into(), |n| format!("ol{n}")), items.join(" | "))
                }
                Block::Table(_, head, rows) => {
                    let row = |cells: &[Vec<Inline>]| {
                        cells.iter().map(|cell| inline(cell)).collect::<Vec<_>>().join(",")
                    };
                    let rows: Vec<String> = rows.iter().map(|cells| row(cells)).collect();
                    format!("table[{} / {}]", row(head), rows.join(" / "))
                }
                Block::Quote(inner) => format!("quote[{}]", outline(inner)),
                Block::Preformatted(text) => format!("pre({})", text.value),
                Block::Rule => "rule".into(),
            })
            .collect();
        parts.join(" ")
    }

    fn outline_inline(inline: &Inline) -> String {
        let all = |content: &[Inline]| content.iter().map(outline_inline).collect::<String>();
        match inline {
            Inline::Text(text) => text.value.clone(),
            Inline::Styled(style, content) => {
                format!("{}<{}>", format!("{style:?}").to_lowercase(), all(content))
            }
            Inline::Code(text) => format!("code<{}>", text.value),
            Inline::Break => "/".into(),
            Inline::Link(to, content) => format!("link<{}|{}>", to.value, all(content)),
            Inline::Image(source, alt) => format!("image<{}|{alt}>", source.value),
        }
    }

    #[test]
    fn every_kind_of_block_is_read() {
        let (blocks, faults, _) = parse(
            "## Head\n\nOne *two* **three**\nfour\n\n- a\n  - b\n- c\n\n3. x\n\n> q\n\n| H | I |\n|---|--:|\n| 1 | 2 |\n| 3 |\n\n---\n\n    code\n",
        );
        assert_eq!(faults, []);
        assert_eq!(
            outline(&blocks),
            "h2(Head) p(One emphasis<two> strong<three> four) ul[p(a) ul[p(b)] | p(c)] ol3[p(x)] quote[p(q)] \
             table[H,I / 1,2 / 3,] rule pre(code)"
        );
    }

    #[test]
    fn allowed_html_means_what_it_means_and_may_stand_first_on_a_line() {
        let (blocks, faults, _) =
            parse("CO<sub>2</sub> and <u>so **on**</u><br>new\n\n<b>\nbold\n</b>\n\n<br>\n");
        assert_eq!(faults, []);
        assert_eq!(
            outline(&blocks),
            "p(COsubscript<2> and underline<so strong<on>>/new) p(strong< bold >) p(/)"
        );
    }

    #[test]
    fn other_html_is_a_fault_at_its_place_and_a_comment_is_nothing() {
        let (_, faults, _) = parse("a <span>b</span>\n\n<div>\n\n<!-- note -->\n\nx <!-- y --> z\n");
        assert_eq!(faults, [Code::HtmlNotAllowed; 2]);
        let mut sources = Sources::default();
        let id = sources.add("a.md", "word <blink>");
        let mut faults = Vec::new();
        read("word <blink>", Origin::File(id, 0), &mut Count::default(), &mut faults);
        let crate::diag::Place::Span(span) = faults[0].place else { panic!("a place") };
        assert_eq!(sources.slice(span), "<blink>");
    }

    #[test]
    fn a_note_is_left_out_and_what_stands_after_it_is_not() {
        let (blocks, faults, _) = parse("<!-- note --> The *survey* was finished.\n");
        assert_eq!((outline(&blocks).as_str(), faults), ("p(The emphasis<survey> was finished.)", vec![]));
        let (_, faults, _) = parse("One.\n\n<!-- never closed\n\nTwo.\n");
        assert_eq!(faults, [Code::HtmlUnclosed]);
    }

    #[test]
    fn words_line_breaks_become_line_breaks() {
        let (blocks, faults, _) = parse("one\u{b}two\u{2028}three");
        assert_eq!((outline(&blocks).as_str(), faults), ("p(one/two/three)", vec![]));
    }

    #[test]
    fn unbalanced_html_is_a_fault_and_keeps_its_words() {
        let (blocks, faults, _) = parse("a <u>b\n\nc</sup> d");
        assert_eq!(faults, [Code::HtmlUnclosed; 2]);
        assert_eq!(outline(&blocks), "p(a underline<b>) p(c d)");
    }

    #[test]
    fn nesting_beyond_reason_is_one_fault_and_keeps_its_words() {
        let list =
            (0..500).map(|depth| format!("{}- w{depth}\n", "  ".repeat(depth))).collect::<Vec<_>>().concat();
        for text in [
            list,
            "> ".repeat(500) + "deep",
            "*a _b ".repeat(150) + "deep" + &" c_ d*".repeat(150),
            "<u>".repeat(500) + "deep" + &"</u>".repeat(500),
            "![".repeat(9_000) + "deep" + &"](a.png)".repeat(9_000),
            "[![".repeat(3_000) + "deep" + &"](a.png)](https://a.uk)".repeat(3_000),
            "<b>\nx</b>\n<!-- note -->\n".repeat(500),
        ] {
            let (blocks, faults, _) = parse(&text);
            assert_eq!(
                faults.iter().filter(|code| **code == Code::TooDeep).count(),
                1,
                "{}: {faults:?}",
                &text[..20]
            );
            assert!(!blocks.is_empty());
        }
    }

    #[test]
    fn no_nesting_needs_more_than_the_small_stack_of_windows() {
        let text = "![".repeat(9_000) + "deep" + &"](a.png)".repeat(9_000) + "\n\n" + &"> ".repeat(9_000);
        let reading = std::thread::Builder::new().stack_size(1 << 20).spawn(move || parse(&text).1);
        assert_eq!(reading.unwrap().join().unwrap(), [Code::TooDeep]);
    }

    #[test]
    fn what_is_larger_than_can_be_typeset_is_one_fault_and_read_no_further() {
        for text in [
            "word ".repeat(30_000),
            format!("- {}", "word ".repeat(30_000)),
            "- x\n".repeat(20_000),
            "# x\n".repeat(400),
            "*a* ".repeat(11_000),
            "a\\\n".repeat(11_000),
            "a, ".repeat(21_000),
            "a, ".repeat(30_000) + "\n\n" + &"a, ".repeat(31_000),
            format!("# {}", "word ".repeat(300)),
            format!("|{}\n|{}\n", " a |".repeat(101), "-|".repeat(101)),
            format!("| a |\n|---|\n{}", "| b |\n".repeat(2_001)),
            "| a |\n|---|\n| b |\n\n".repeat(1_000),
        ] {
            let (_, faults, _) = parse(&text);
            let is_fine = text.len() == 63_000;
            assert_eq!(faults, if is_fine { vec![] } else { vec![Code::TooLarge] }, "{}", &text[..20]);
        }
    }

    #[test]
    fn texts_know_their_places() {
        let (blocks, _, sources) = parse("Dŵr *oer* [x](y.md)\n");
        let Block::Paragraph(content) = &blocks[0] else { panic!("a paragraph") };
        let Inline::Text(first) = &content[0] else { panic!("a text") };
        assert_eq!(sources.slice(first.span), "Dŵr ");
        let Some(Inline::Link(to, _)) = content.last() else { panic!("a link") };
        assert_eq!((to.value.as_str(), sources.slice(to.span)), ("y.md", "[x](y.md)"));
    }
}
