//! Reads YAML into a tree in which every value knows its place and is still as it was typed.
//!
//! The only module that names `granit_parser`, the event parser under `serde-saphyr`. Taking its events rather
//! than a deserialised value keeps `yes` the word "yes", gives keys their places, and lets the reader go on after
//! a fault. Syntax faults are said anew in words for people who do not know YAML.

use granit_parser::{ErrorKind, Event, Options, Parser, ScalarStyle};

use crate::diag::{Code, Diagnostic};
use crate::source::{FileId, SourceFile, Span, Spanned};

/// A value and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// What was typed.
    pub value: Value,
    /// Where it was typed.
    pub span: Span,
}

/// What was typed, before anybody asks what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing: `title:` with no more on the line.
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
    Map(Vec<(Spanned<String>, Node)>),
}

/// Reads the YAML at `range` of `file`. Whatever is wrong, a map comes back: what was read up to the fault.
pub fn read(
    id: FileId,
    file: &SourceFile,
    range: std::ops::Range<usize>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(Spanned<String>, Node)> {
    let mut builder = Builder { id, base: range.start, open: Vec::new(), root: None, diagnostics };
    let text = &file.text[range.clone()];
    let mut options = Options::default();
    // Real front matter is a handful of levels deep; a deeper one is an accident or an attack.
    options.block_nesting_limit = 32;
    options.flow_nesting_limit = 32;
    for event in Parser::new_from_str_with_options(text, options) {
        match event {
            Ok((event, span)) => {
                let start = span.start.byte_offset().unwrap_or(0);
                let end = span.end.byte_offset().unwrap_or(start);
                if !builder.take(event, start, end) {
                    break;
                }
            }
            Err(error) => {
                let at = range.start + error.marker().byte_offset().unwrap_or(0).min(text.len());
                builder.diagnostics.push(syntax_fault(error.kind(), id, file, &range, at));
                break;
            }
        }
    }
    builder.finish(file, range)
}

/// A list or map that is still open.
struct Open {
    start: usize,
    kind: OpenKind,
}

enum OpenKind {
    List(Vec<Node>),
    Map { fields: Vec<(Spanned<String>, Node)>, key: Option<Spanned<String>>, keys_unreadable: usize },
}

struct Builder<'a> {
    id: FileId,
    /// Offset in the file at which the YAML begins.
    base: usize,
    open: Vec<Open>,
    root: Option<Node>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Builder<'_> {
    /// Takes one event; `false` means that nothing more is wanted.
    fn take(&mut self, event: Event<'_>, start: usize, end: usize) -> bool {
        let span = self.span(start, end);
        match event {
            Event::Scalar(text, style, _, _) => {
                let quoted = style != ScalarStyle::Plain;
                let empty = !quoted && (text.is_empty() || text == "~" || text == "null");
                let value =
                    if empty { Value::Empty } else { Value::Scalar { text: text.into_owned(), quoted } };
                self.put(Node { value, span });
            }
            Event::SequenceStart(..) => self.open.push(Open { start, kind: OpenKind::List(Vec::new()) }),
            Event::MappingStart(..) => {
                let kind = OpenKind::Map { fields: Vec::new(), key: None, keys_unreadable: 0 };
                self.open.push(Open { start, kind });
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(end),
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.diagnostics.push(
                    Diagnostic::error(
                        Code::Alias,
                        span,
                        "a word that begins with `*` points to another value here",
                    )
                    .help("write the value itself, or put the text in quotation marks: \"*…\""),
                );
                self.put(Node { value: Value::Empty, span });
            }
            Event::DocumentEnd => return self.root.is_none(),
            _ => {}
        }
        true
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.id, self.base + start..self.base + end)
    }

    fn close(&mut self, end: usize) {
        let Some(open) = self.open.pop() else { return };
        let value = match open.kind {
            OpenKind::List(items) => Value::List(items),
            OpenKind::Map { fields, .. } => Value::Map(fields),
        };
        let span = self.span(open.start, end);
        self.put(Node { value, span });
    }

    /// Puts a finished value where it belongs: into the list or map that is open, or at the root.
    fn put(&mut self, node: Node) {
        match self.open.last_mut().map(|open| &mut open.kind) {
            None => self.root = self.root.take().or(Some(node)),
            Some(OpenKind::List(items)) => items.push(node),
            Some(OpenKind::Map { fields, key, keys_unreadable }) => match key.take() {
                None => {
                    let name = match node.value {
                        Value::Scalar { text, .. } => text,
                        // A key that is no word is kept under a name that no field has.
                        _ => {
                            *keys_unreadable += 1;
                            format!("?{keys_unreadable}")
                        }
                    };
                    *key = Some(Spanned::new(name, node.span));
                }
                Some(name) => {
                    if let Some((first, _)) = fields.iter().find(|(known, _)| known.value == name.value) {
                        self.diagnostics.push(
                            Diagnostic::error(
                                Code::DuplicateKey,
                                name.span,
                                format!("`{}` is given twice", name.value),
                            )
                            .label("given again here")
                            .related(first.span, "first given here")
                            .help("keep the one that is right and delete the other"),
                        );
                    } else {
                        fields.push((name, node));
                    }
                }
            },
        }
    }

    /// Closes whatever a syntax fault left open and hands over the fields.
    fn finish(mut self, file: &SourceFile, range: std::ops::Range<usize>) -> Vec<(Spanned<String>, Node)> {
        while !self.open.is_empty() {
            self.close(range.len());
        }
        match self.root {
            None => Vec::new(),
            Some(Node { value: Value::Map(fields), .. }) => fields,
            Some(Node { value: Value::Empty, .. }) => Vec::new(),
            Some(Node { span, .. }) => {
                let line = file.line_range(file.line_column(span.start).line);
                // A syntax fault in the same place has said it better already.
                if !self.diagnostics.iter().any(|fault| fault.file() == Some(self.id)) {
                    self.diagnostics.push(
                        Diagnostic::error(
                            Code::FrontMatterSyntax,
                            Span::new(self.id, line),
                            "the front matter holds no field",
                        )
                        .help("write each field on a line of its own as `name: value`, with a space after the colon"),
                    );
                }
                Vec::new()
            }
        }
    }
}

/// Says a syntax fault in plain words, from what stands on the line where the parser gave up.
fn syntax_fault(
    kind: &ErrorKind,
    id: FileId,
    file: &SourceFile,
    range: &std::ops::Range<usize>,
    at: usize,
) -> Diagnostic {
    let at = file.clamp(at.clamp(range.start, range.end));
    let line_number = file.line_column(at).line;
    let (line, line_number) = if file.text[file.line_range(line_number)].trim().is_empty() && line_number > 1
    {
        // The parser often notices only at the start of the next line.
        (file.line_range(line_number - 1), line_number - 1)
    } else {
        (file.line_range(line_number), line_number)
    };
    let text = &file.text[line.clone()];
    let whole_line = Span::new(id, line.start + (text.len() - text.trim_start().len())..line.end);

    // The fault may have been noticed a line after the tab or the text that caused it.
    for number in [line_number, line_number.saturating_sub(1)] {
        let line = file.line_range(number.max(1));
        if line.start < range.start || line.start >= range.end {
            continue;
        }
        let text = &file.text[line.clone()];
        let indent = text.len() - text.trim_start().len();
        if let Some(tab) = text[..indent].find('\t') {
            return Diagnostic::error(
                Code::Tab,
                Span::new(id, line.start + tab..line.start + tab + 1),
                "this line is moved in with a tab",
            )
            .label("a tab")
            .help("use spaces instead: two for each step")
            .help("most editors can be set to write spaces when you press the Tab key");
        }
    }
    if let Some(fault) = unquoted_text(id, text, line.start) {
        return fault;
    }
    if matches!(kind, ErrorKind::UnclosedQuotedScalar | ErrorKind::DocumentIndicatorInQuotedScalar)
        || matches!(kind, ErrorKind::UnexpectedEof)
    {
        return Diagnostic::error(
            Code::UnclosedQuote,
            whole_line,
            "a quotation mark is opened in the front matter and never closed",
        )
        .help("close it at the end of the text, on the same line");
    }
    if matches!(
        kind,
        ErrorKind::InvalidTrailingDoubleQuotedScalar
            | ErrorKind::InvalidTrailingSingleQuotedScalar
            | ErrorKind::UnexpectedCharacter { .. }
    ) {
        return Diagnostic::error(
            Code::FrontMatterSyntax,
            whole_line,
            "something stands after the closing quotation mark",
        )
        .help(
            "put the whole text in quotation marks, and use the other kind inside: 'The \"Bright\" project'",
        );
    }
    if matches!(kind, ErrorKind::UnknownQuotedScalarEscape) {
        return Diagnostic::error(
            Code::FrontMatterSyntax,
            whole_line,
            "a backslash inside double quotation marks has a meaning of its own",
        )
        .help("use single quotation marks instead: 'C:\\Reports'");
    }
    Diagnostic::error(
        Code::FrontMatterSyntax,
        whole_line,
        "the front matter cannot be read from this line on",
    )
    .label("here")
    .help("each field needs a line of its own: `name: value`, with a space after the colon")
    .help("a list under a field is moved in by two spaces, and each item begins with `- `")
    .help(format!("(the parser says: {kind})"))
}

/// The two faults of unquoted text that newcomers make most: a colon inside, or a sign in front.
fn unquoted_text(id: FileId, line: &str, offset: usize) -> Option<Diagnostic> {
    let indent = line.len() - line.trim_start().len();
    let rest = line[indent..].strip_prefix("- ").unwrap_or(&line[indent..]);
    let colon = rest.find(": ")?;
    let (key, value) = (&rest[..colon], rest[colon + 2..].trim());
    let start = offset + line.len() - line[indent..].len() + (line[indent..].len() - rest.len()) + colon + 2;
    let lead = rest[colon + 2..].len() - rest[colon + 2..].trim_start().len();
    let span = Span::new(id, start + lead..start + lead + value.len());
    let first = value.chars().next()?;
    if matches!(first, '"' | '\'') {
        return None;
    }
    let quoted = format!("{key}: \"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""));
    if matches!(first, '@' | '`' | '%' | '&' | '*' | '!' | '|' | '>' | ']' | '}') {
        return Some(
            Diagnostic::error(
                Code::UnquotedText,
                span,
                format!("a text that begins with `{first}` must be in quotation marks"),
            )
            .help(format!("write `{quoted}`")),
        );
    }
    if matches!(first, '[' | '{') {
        return None;
    }
    (value.contains(": ") || value.ends_with(':')).then(|| {
        Diagnostic::error(
            Code::UnquotedColon,
            span,
            format!("the text of `{key}` holds a colon, so it must be in quotation marks"),
        )
        .help(format!("write `{quoted}`"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    fn fields(text: &str) -> (Vec<(String, Value)>, Vec<Code>) {
        let mut sources = Sources::default();
        let id = sources.add("a.md", text);
        let mut faults = Vec::new();
        let fields = read(id, sources.file(id), 0..text.len(), &mut faults);
        for (key, _) in &fields {
            if !key.value.starts_with('?') {
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
        let fields = read(id, sources.file(id), 0..text.len(), &mut Vec::new());
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
            ("a: &x 1\nb: *x\n", Code::Alias),
        ] {
            assert_eq!(fields(text).1, [code], "{text:?}");
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
            assert_eq!(fields(&text).1.len(), 1, "{}", &text[..10]);
        }
    }
}
