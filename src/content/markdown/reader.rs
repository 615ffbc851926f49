//! Reads what the parser makes of a text into blocks, and keeps within the limits of a file.

use std::iter::Peekable;
use std::ops::Range;
use std::vec::IntoIter;

use pulldown_cmark::{Alignment, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::guards::Definition;
use super::html::{self, OpenElement};
use super::lists::{Number, push_lists};
use super::mended::{Change, Mended};
use super::{Block, Inline, Origin, Style, guards, markers, plain_text, spans, typed};
use crate::content::limits::{self, Count, too_large};
use crate::diag::source::{Span, Spanned};
use crate::diag::{Code, Diagnostic};
use crate::report::prose::{Align, Enclosing, Numerals};
use crate::text::{self, figure};

/// Beyond this depth of lists, quotations or styles nobody can follow a text, on paper or by ear.
const DEEPEST: usize = 12;

/// What to do with a file that holds too much.
const DIVIDE: &str = "divide it into several entries, each in its own file";

/// Among so many faults of one value each is looked up; with more the value as a whole is at fault.
const MOST_PLACES: usize = 50;

/// One change shows the next: what was code is text, and in that stands an address. After so many rounds there is
/// nothing left that anybody types.
const MOST_ROUNDS: usize = 6;

/// Reads a text with `depth` lists, quotations and styles open around it; `is_refused` where its first tag was told and
/// the others that Word or a browser put around a text need not be.
pub(super) fn read_within(
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
            self.diagnostics.push(html::unclosed(&element));
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
        if html.starts_with(html::NOTE) {
            return;
        }
        let Some(tag) = html::tag(html) else {
            self.diagnostics.push(html::refused(html, span));
            return;
        };
        if tag.name == "br" {
            content.push(Inline::Break);
        } else if html::style_of(&tag.name).is_none() {
            // The opening tag has been reported; its partner need not be as well.
            let is_known = self.reported.contains(&tag.name);
            let is_around = self.is_refused && html::AROUND.contains(&tag.name.as_str());
            if (tag.closing && is_known) || is_around {
                return;
            }
            if !is_known {
                self.reported.push(tag.name);
            }
            self.diagnostics.push(html::refused(html, span));
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
            self.diagnostics.push(html::not_the_last_opened(&tag.name, span, open.is_empty()));
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
        let text = &self.text.text[range.clone()];
        let start = match html::after_notes(text) {
            Ok(length) => range.start + length,
            Err(note) => {
                let start = range.start + note;
                self.diagnostics.push(html::note_unclosed(self.span(start..start + html::NOTE.len())));
                return;
            }
        };
        let rest = &self.text.text[start..range.end];
        if rest.is_empty() {
            return;
        }
        let allowed =
            html::tag(rest).is_some_and(|tag| tag.name == "br" || html::style_of(&tag.name).is_some());
        let is_refused = !allowed && rest.starts_with('<');
        let is_told =
            self.is_refused && html::tag(rest).is_some_and(|tag| html::AROUND.contains(&tag.name.as_str()));
        if is_refused && !is_told {
            let end = rest.find('>').map_or(rest.len(), |at| at + 1).min(rest.len());
            self.diagnostics.push(html::refused(&rest[..end], self.span(start..start + end)));
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

/// Goes before a text so that its first tag does not turn the paragraph into HTML; it prints nothing.
const NOTHING: &str = "\u{2060}";

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
    match html::style_of(&element.name) {
        Some(style) => content.push(Inline::Styled(style, inner)),
        None => content.extend(inner),
    }
}
