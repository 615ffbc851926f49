//! Reads YAML into a tree in which every value knows its place and is kept as it was typed.
//!
//! In: the text of front matter. Out: a tree and faults. The events come from `granit_parser`, which only this folder
//! names. Working from events rather than deserialised values keeps `yes` the word "yes", gives keys their places, and
//! lets the reader go on after a fault: the faulty line is set aside and the rest is read again, so that one slip does
//! not hide the next, nor make the fields around it look as if they were missing.

mod syntax;

use std::collections::HashMap;
use std::ops::Range;

use granit_parser::{Event, Options, Parser, ScalarStyle};

use crate::content::limits::{self, too_large};
use crate::diag::source::{FileId, SourceFile, Span, Spanned};
use crate::diag::{Code, Diagnostic};
use crate::text::shorten;
use crate::text::{self, figure};

/// A value and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// What was typed.
    pub value: Value,
    /// Where it was typed.
    pub span: Span,
}

/// What was typed, before its meaning is considered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing: `title:` with nothing after it on the line, or `title: ""`.
    Empty,
    /// A text, number, date or word; `quoted` says whether quotation marks make it a text.
    Scalar {
        /// The text after quotation marks and escapes are undone.
        text: String,
        /// Whether it stood in quotation marks or in a block.
        quoted: bool,
    },
    /// A list.
    List(Vec<Node>),
    /// Fields, in the order typed, each key once.
    Map(Entries),
}

/// Fields with their keys, in the order typed.
pub type Entries = Vec<(Spanned<String>, Node)>;

/// The result of reading front matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FrontMatter {
    /// The fields that could be read.
    pub entries: Entries,
    /// Names of fields that were typed on lines that could not be read.
    pub damaged: Vec<String>,
}

/// Real front matter is a handful of levels deep; anything deeper is an accident or an attack.
const DEEPEST: usize = 32;

/// After this many unreadable lines it is not front matter at all, and more messages would not help.
const MOST_FAULTS: usize = 12;

/// Reads the YAML at `range` of `file`, and returns whatever could be read.
pub fn read(
    id: FileId,
    file: &SourceFile,
    range: Range<usize>,
    diagnostics: &mut Vec<Diagnostic>,
) -> FrontMatter {
    // Lines that cannot be read are blanked here, byte for byte, so that every place stays correct.
    let mut text = file.text[range.clone()].to_owned();
    let mut damaged = Vec::new();
    for _ in 0..MOST_FAULTS {
        let mut faults = Vec::new();
        let mut builder = Builder {
            id,
            base: range.start,
            text: &text,
            open: Vec::new(),
            root: None,
            count: 0,
            symbols: 0,
            faults: &mut faults,
        };
        let stopped = builder.run();
        match stopped {
            None => {
                let entries = builder.finish(file);
                diagnostics.append(&mut faults);
                return FrontMatter { entries, damaged };
            }
            Some((kind, at)) => {
                let fault = syntax::fault(&kind, id, file, &range, range.start + at);
                let blanked = fault.lines.start - range.start..fault.lines.end - range.start;
                diagnostics.push(fault.diagnostic);
                let lines = &text[blanked.clone()];
                damaged.extend(lines.lines().filter_map(syntax::key_of));
                if matches!(lines.trim(), "" | "-") {
                    // Nothing is left to set aside; what could be read has to do.
                    break;
                }
                // A list item stays a list item, so that its other lines are not taken for something else.
                let kept =
                    lines.trim_start().starts_with("- ").then(|| lines.len() - lines.trim_start().len() + 1);
                let (dash, rest) = lines.split_at(kept.unwrap_or(0));
                let rest: String = rest
                    .chars()
                    .flat_map(|c| std::iter::repeat_n(if c == '\n' { '\n' } else { ' ' }, c.len_utf8()))
                    .collect();
                let blank = format!("{}{rest}", dash.replace('\t', " "));
                text.replace_range(blanked, &blank);
            }
        }
    }
    FrontMatter { entries: Vec::new(), damaged }
}

/// A list or map that is still open.
struct Open {
    start: usize,
    kind: OpenKind,
}

enum OpenKind {
    List(Vec<Node>),
    Map {
        fields: Entries,
        /// Where each name was first given.
        known: HashMap<String, Span>,
        key: Option<Spanned<String>>,
    },
}

struct Builder<'a> {
    id: FileId,
    /// Offset in the file at which the YAML begins.
    base: usize,
    text: &'a str,
    open: Vec<Open>,
    root: Option<Node>,
    /// How many values were read.
    count: usize,
    /// How many characters they hold that are neither letters nor digits.
    symbols: usize,
    faults: &'a mut Vec<Diagnostic>,
}

impl Builder<'_> {
    /// Reads to the end, or to something that cannot be read: then what that is, and where.
    fn run(&mut self) -> Option<(granit_parser::ErrorKind, usize)> {
        let mut options = Options::default();
        options.block_nesting_limit = DEEPEST;
        options.flow_nesting_limit = DEEPEST;
        for event in Parser::new_from_str_with_options(self.text, options) {
            match event {
                Ok((event, span)) => {
                    let start = span.start.byte_offset().unwrap_or(0);
                    let end = span.end.byte_offset().unwrap_or(start);
                    if !self.take(event, start, end) {
                        break;
                    }
                }
                Err(error) => {
                    let at = error.marker().byte_offset().unwrap_or(0).min(self.text.len());
                    return Some((error.kind().clone(), at));
                }
            }
        }
        None
    }

    /// Takes one event; `false` means that no more are wanted.
    fn take(&mut self, event: Event<'_>, start: usize, end: usize) -> bool {
        let span = self.span(start, end);
        // A tag or anchor before a value would be lost without any notice.
        if let Event::Scalar(_, _, anchor, tag)
        | Event::SequenceStart(_, anchor, tag)
        | Event::MappingStart(_, anchor, tag) = &event
            && (*anchor != 0 || tag.is_some())
        {
            let at = self.tag_before(start);
            let fault = syntax::unquoted_character(self.id, self.text, self.base, at);
            self.faults.push(if matches!(event, Event::Scalar(..)) {
                fault
            } else {
                fault.help("or delete it, if you meant the list or the fields after it")
            });
        }
        match event {
            Event::Scalar(text, style, ..) => {
                self.count += 1;
                self.symbols += text::symbols(&text);
                if self.count > limits::MOST_VALUES || self.symbols > limits::MOST_SYMBOLS {
                    self.say_full(span);
                    return false;
                }
                match style {
                    ScalarStyle::DoubleQuoted => self.check_backslashes(start, end),
                    ScalarStyle::Plain => self.check_note(start, end),
                    _ => {}
                }
                let quoted = style != ScalarStyle::Plain;
                let empty = text.trim().is_empty() || (!quoted && (text == "~" || text == "null"));
                let value = if empty {
                    Value::Empty
                } else {
                    Value::Scalar { text: self.short_enough(text.into_owned(), start), quoted }
                };
                self.put(Node { value, span });
            }
            Event::SequenceStart(..) => self.open.push(Open { start, kind: OpenKind::List(Vec::new()) }),
            Event::MappingStart(..) => {
                self.open.push(Open {
                    start,
                    kind: OpenKind::Map { fields: Vec::new(), known: HashMap::new(), key: None },
                });
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(end),
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.faults.push(
                    Diagnostic::error(
                        Code::Alias,
                        span,
                        "a word that begins with `*` refers to another value here",
                    )
                    .help("write the value itself, or put the text in quotation marks: \"*…\""),
                );
                self.put(Node { value: Value::Empty, span });
            }
            Event::DocumentEnd => {
                let rest = &self.text[end.min(self.text.len())..];
                let lost = rest.lines().find(|line| !matches!(line.trim(), "" | "..."));
                let before = &self.text[..self.text.len() - rest.len()];
                if let Some(lost) = lost.map(str::trim) {
                    self.faults.push(if before.trim_end().ends_with("...") {
                        let dots = before.trim_end().len() - 3;
                        Diagnostic::error(
                            Code::FrontMatterSyntax,
                            self.span(dots, dots + 3),
                            "a line of three dots ends the front matter before its last field",
                        )
                        .help(format!("delete it, so that `{lost}` is read"))
                    } else {
                        let at = before.len() + rest.find(lost).unwrap_or(0);
                        syntax::unreadable(self.span(at, at + lost.len()))
                    });
                }
                return false;
            }
            _ => {}
        }
        true
    }

    /// Where the `!` or `&` of the value at `start` is: for a list or map, often on the line above.
    fn tag_before(&self, start: usize) -> usize {
        if self.text[start..].starts_with(['!', '&']) {
            return start;
        }
        self.text[..start].rfind(['!', '&']).unwrap_or(start)
    }

    /// A text as it is passed on; one that is too long is reported and cut off.
    fn short_enough(&mut self, text: String, start: usize) -> String {
        let Some(length) = text::excess(&text, limits::LONGEST_TEXT) else { return text };
        let message = format!(
            "this text has {} characters, but may have at most {}",
            figure(length),
            figure(limits::LONGEST_TEXT)
        );
        let place = self.beginning(start);
        self.faults.push(
            too_large(place, message)
                .help("shorten it, or move it into the text below the front matter, in paragraphs"),
        );
        text.chars().take(40).collect()
    }

    /// The first few characters at `start`.
    fn beginning(&self, start: usize) -> Span {
        let length: usize = self.text[start..].chars().take(40).map(char::len_utf8).sum();
        self.span(start, start + length)
    }

    /// Reports that the front matter holds more than it may.
    fn say_full(&mut self, span: Span) {
        let message = if self.count > limits::MOST_VALUES {
            format!("the front matter holds more than {} values", figure(limits::MOST_VALUES))
        } else {
            let most = figure(limits::MOST_SYMBOLS);
            format!("the front matter holds more than {most} characters that are neither letters nor digits")
        };
        self.faults.push(
            too_large(span, message).help("delete what the report does not print, or move it into the text"),
        );
    }

    /// Reports, once, that a list or map has more items than it may have; `count` is how many it has.
    fn check_count(faults: &mut Vec<Diagnostic>, span: Span, count: usize, what: &str) {
        if count == limits::MOST_ITEMS {
            let message = format!("from here on there are more than {} {what}", figure(limits::MOST_ITEMS));
            faults
                .push(too_large(span, message).help(
                    "delete what the report does not need; longer lists go into a document to link to",
                ));
        }
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.id, self.base + start..self.base + end)
    }

    /// In double quotation marks a backslash changes the meaning of what follows: `\new` begins with a line break.
    fn check_backslashes(&mut self, start: usize, end: usize) {
        let typed = &self.text[start..end];
        let mut characters = typed.char_indices();
        while let Some((at, c)) = characters.next() {
            if c != '\\' {
                continue;
            }
            if !matches!(characters.next(), Some((_, '\\' | '"' | '\n' | '\r'))) {
                let span = self.span(start + at, start + at + 1);
                self.faults.push(syntax::backslash(span, typed));
                return;
            }
        }
    }

    /// `Contract #4` ends at the `#`, which begins a note. A real note has a space after the `#`.
    fn check_note(&mut self, start: usize, end: usize) {
        let line_end = self.text[end..].find('\n').map_or(self.text.len(), |at| end + at);
        let rest = self.text[end..line_end].trim_end();
        let note = rest.trim_start();
        if end > start && note.strip_prefix('#').is_some_and(|text| text.starts_with(char::is_alphanumeric)) {
            let at = end + rest.len() - note.len();
            let fault = Diagnostic::warning(
                Code::UnquotedText,
                self.span(at, at + note.len()),
                "everything from the `#` on is taken for a note, and not printed",
            );
            let whole = self.text[start..line_end].trim_end().replace('"', "\\\"");
            self.faults.push(fault.help(format!("put the text in quotation marks: \"{whole}\"")));
        }
    }

    fn close(&mut self, end: usize) {
        let Some(open) = self.open.pop() else { return };
        let value = match open.kind {
            OpenKind::List(items) => Value::List(items),
            OpenKind::Map { fields, .. } => Value::Map(fields),
        };
        // The parser closes a block only where the next thing begins; what is underlined should end where the block
        // does.
        let end = open.start + self.text[open.start..end.max(open.start)].trim_end().len();
        let span = self.span(open.start, end);
        self.put(Node { value, span });
    }

    /// Puts a finished value where it belongs: into the list or map that is open, or at the root.
    fn put(&mut self, node: Node) {
        match self.open.last_mut().map(|open| &mut open.kind) {
            None => self.root = self.root.take().or(Some(node)),
            Some(OpenKind::List(items)) => {
                Self::check_count(self.faults, node.span, items.len(), "items in this list");
                items.push(node);
            }
            Some(OpenKind::Map { fields, known, key }) => match key.take() {
                None => {
                    // Whatever is typed in place of a name is kept as typed, so that the message can show it.
                    let typed = &self.text[node.span.start - self.base..node.span.end - self.base];
                    let name = match node.value {
                        Value::Scalar { text, .. } => text,
                        _ => typed.trim().to_owned(),
                    };
                    *key = Some(Spanned::new(name, node.span));
                }
                Some(name) => {
                    if let Some(first) = known.get(&name.value) {
                        self.faults.push(
                            Diagnostic::error(
                                Code::DuplicateKey,
                                name.span,
                                format!("`{}` is given twice", shorten(&name.value)),
                            )
                            .label("given again here")
                            .related(*first, "first given here")
                            .help("keep the one that is right and delete the other"),
                        );
                    } else {
                        Self::check_count(self.faults, name.span, fields.len(), "fields at this place");
                        // The faults of more fields than anybody would read would hide this one.
                        if fields.len() <= limits::MOST_ITEMS {
                            known.insert(name.value.clone(), name.span);
                            fields.push((name, node));
                        }
                    }
                }
            },
        }
    }

    /// Returns the fields.
    fn finish(self, file: &SourceFile) -> Entries {
        match self.root {
            None | Some(Node { value: Value::Empty, .. }) => Vec::new(),
            Some(Node { value: Value::Map(fields), .. }) => fields,
            Some(Node { span, .. }) => {
                let line = file.line_range(file.line_column(span.start).line);
                self.faults.push(
                    Diagnostic::error(
                        Code::FrontMatterSyntax,
                        Span::new(self.id, line),
                        "the front matter holds no field",
                    )
                    .help("write each field on its own line as `name: value`, with a space after the colon"),
                );
                Vec::new()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::source::Sources;

    fn fields(text: &str) -> (Vec<(String, Value)>, Vec<Code>) {
        let mut sources = Sources::default();
        let id = sources.add("a.md", text);
        let mut faults = Vec::new();
        let fields = read(id, sources.file(id), 0..text.len(), &mut faults).entries;
        for (key, _) in &fields {
            {
                assert_eq!(
                    sources.slice(key.span).trim_matches('"'),
                    key.value,
                    "the span of a key is the key"
                );
            }
        }
        let plain = fields.into_iter().map(|(key, node)| (key.value, node.value)).collect();
        (plain, faults.iter().map(|fault| fault.code).collect())
    }

    fn plain(text: &str) -> Value {
        Value::Scalar { text: text.into(), quoted: false }
    }

    #[test]
    fn words_stay_as_they_were_typed() {
        let (fields, faults) = fields("a: yes\nb: 007\nc: 2014-03-31\nd: ~\ne: \"on\"\nf:\n");
        assert_eq!(faults, []);
        let expected = [
            ("a", plain("yes")),
            ("b", plain("007")),
            ("c", plain("2014-03-31")),
            ("d", Value::Empty),
            ("e", Value::Scalar { text: "on".into(), quoted: true }),
            ("f", Value::Empty),
        ];
        assert_eq!(fields, expected.map(|(key, value)| (key.to_owned(), value)));
    }

    #[test]
    fn spans_cover_just_what_was_typed_after_wide_letters_and_crlf() {
        let text = "tŵ: ŷ ok\r\nlist:\r\n  - \"one, two\"\r\n";
        let mut sources = Sources::default();
        let id = sources.add("a.md", text);
        let fields = read(id, sources.file(id), 0..text.len(), &mut Vec::new()).entries;
        assert_eq!(sources.slice(fields[0].1.span), "ŷ ok");
        let Value::List(items) = &fields[1].1.value else { panic!("a list") };
        assert_eq!(sources.slice(items[0].span), "\"one, two\"");
    }

    #[test]
    fn newcomers_faults_have_names_of_their_own() {
        for (text, code) in [
            ("title: A: B\n", Code::UnquotedColon),
            ("a: 1\n\tb: 2\n", Code::Tab),
            ("a:\n\t- 1\n", Code::Tab),
            ("lead: @someone\n", Code::UnquotedText),
            ("lead: *someone\n", Code::UnquotedText),
            ("a: \"one\nb: two\n", Code::UnclosedQuote),
            ("a: \"one\" two\n", Code::FrontMatterSyntax),
            ("just words\n", Code::FrontMatterSyntax),
            ("a: 1\na: 2\n", Code::DuplicateKey),
            ("b: \"x\"\na: !x 1\n", Code::UnquotedText),
            ("a: Contract #4\n", Code::UnquotedText),
        ] {
            let found = fields(text);
            assert_eq!(found.1, [code], "{text:?} {found:?}");
        }
    }

    #[test]
    fn fields_before_a_syntax_fault_are_kept() {
        let (fields, faults) = fields("title: Park Wood\nreason: one: two\n");
        assert_eq!(faults, [Code::UnquotedColon]);
        assert_eq!(fields[0], ("title".to_owned(), plain("Park Wood")));
    }

    #[test]
    fn deep_nesting_is_a_fault_and_not_a_crash() {
        for text in ["[".repeat(10_000), "a: ".to_owned() + &"{a: ".repeat(10_000), "- ".repeat(10_000)] {
            assert!((1..=12).contains(&fields(&text).1.len()), "{}", &text[..10]);
        }
    }

    #[test]
    fn what_nobody_types_is_one_fault_and_not_a_million_values() {
        for text in [
            format!("a: {}\n", "word ".repeat(30_000)),
            format!("a: [{}]\n", "x, ".repeat(1_001)),
            (0..1_500).map(|number| format!("k{number}: v\n")).collect::<Vec<_>>().concat(),
            format!("a: [{}]\n", format!("[{}], ", "x, ".repeat(900)).repeat(30)),
            format!("a: {}\n", "x- ".repeat(31_000)) + &format!("b: {}\n", "x- ".repeat(31_000)),
        ] {
            assert_eq!(fields(&text).1, [Code::TooLarge], "{}", &text[..20]);
        }
    }

    #[test]
    fn a_tag_or_an_anchor_is_lost_nowhere() {
        for text in [
            "a: !x\n  - b\n",
            "a: &x {b: c}\n",
            "a: !!python/object\n  b: c\n",
            "a: &x\n  b: c\n",
            "a: !x b\n",
        ] {
            assert_eq!(fields(text).1, [Code::UnquotedText], "{text}");
        }
    }
}
