//! Says in plain words why a line of front matter cannot be read.
//!
//! In: what the parser says, and the line. Out: a fault for people who do not know YAML, and the lines to set aside.
//! The parser's own words never reach the user: it notices a slip where its grammar breaks, while people look where it
//! was made.

use std::ops::Range;

use granit_parser::ErrorKind;

use crate::content::schema;
use crate::content::values::only_number;
use crate::diag::source::{FileId, SourceFile, Span};
use crate::diag::{Code, Diagnostic};

/// A fault, and the whole lines that it makes unreadable.
pub(super) struct Fault {
    pub(super) diagnostic: Diagnostic,
    pub(super) lines: Range<usize>,
}

/// One line of the front matter.
#[derive(Clone, Copy)]
struct Line<'a> {
    id: FileId,
    /// Offset of its first byte in the file.
    start: usize,
    text: &'a str,
}

impl<'a> Line<'a> {
    fn of(id: FileId, file: &'a SourceFile, number: usize) -> Self {
        let range = file.line_range(number);
        Self { id, start: range.start, text: &file.text[range] }
    }

    fn range(self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }

    /// The place of a part of the line's own text.
    fn span(self, part: &str) -> Span {
        let at = part.as_ptr().addr() - self.text.as_ptr().addr();
        Span::new(self.id, self.start + at..self.start + at + part.len())
    }

    /// The key and the value, if the line is a field or a list item that begins with one.
    fn field(self) -> Option<(&'a str, &'a str)> {
        let rest = self.text.trim_start();
        let rest = rest.strip_prefix("- ").unwrap_or(rest).trim_start();
        let (key, value) = rest.split_once(':')?;
        let is_name =
            !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | ' '));
        (is_name && (value.is_empty() || value.starts_with([' ', '\u{a0}']))).then(|| (key, value.trim()))
    }
}

/// The name of the field on a line, if it looks like one.
pub(super) fn key_of(line: &str) -> Option<String> {
    let (key, _) = line.trim_start().trim_start_matches("- ").split_once(':')?;
    let key = key.trim();
    (!key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || c == '_')).then(|| key.to_owned())
}

/// Says what is wrong where the parser gave up, at the offset `at` of the file.
pub(super) fn fault(
    kind: &ErrorKind,
    id: FileId,
    file: &SourceFile,
    range: &Range<usize>,
    at: usize,
) -> Fault {
    let at = file.clamp(at.clamp(range.start, range.end));
    let first = file.line_column(range.start).line;
    let last = file.line_column(range.end.saturating_sub(1).max(range.start)).line;
    let mut number = file.line_column(at).line.min(last);
    // The parser often notices only at the start of the next line.
    while number > first && Line::of(id, file, number).text.trim().is_empty() {
        number -= 1;
    }
    let line = Line::of(id, file, number);
    let of_line = |line: Line<'_>, diagnostic: Diagnostic| Fault { diagnostic, lines: line.range() };

    // The slip itself may be a line before or after the place where the parser noticed it.
    let near = [number, number.saturating_sub(1).max(first), (number + 1).min(last)];
    if let Some((line, fault)) = near.into_iter().find_map(|number| {
        let line = Line::of(id, file, number);
        tab(line).or_else(|| strange_space(line)).map(|fault| (line, fault))
    }) {
        return of_line(line, fault);
    }
    if let ErrorKind::UnexpectedCharacter { character } = kind
        && character.is_control()
        && let Some((line, sign)) = near.into_iter().find_map(|number| {
            let line = Line::of(id, file, number);
            line.text.matches(*character).next().map(|sign| (line, sign))
        })
    {
        let fault = Diagnostic::error(
            Code::UnprintableCharacter,
            line.span(sign),
            format!("there is an invisible character (U+{:04X}) here", u32::from(*character)),
        );
        return of_line(line, fault.help("it most likely came with pasted text: delete it"));
    }
    if let Some(fault) = unquoted(line).or_else(|| quotation_in_quotation(line)) {
        return of_line(line, fault);
    }
    if let Some((line, fault)) = (first..=number).find_map(|number| {
        let line = Line::of(id, file, number);
        let fault = unclosed_quote(id, file, number, last).or_else(|| unclosed_bracket(line))?;
        Some((line, fault))
    }) {
        return of_line(line, fault);
    }
    if matches!(kind, ErrorKind::UnknownQuotedScalarEscape | ErrorKind::InvalidQuotedScalarHexEscape) {
        let sign = line.text.find('\\').map_or(line.text, |at| &line.text[at..=at]);
        let value = line.field().map_or(line.text.trim(), |(_, value)| value);
        return of_line(line, backslash(line.span(sign), value));
    }
    if let Some((line, fault)) = near.into_iter().find_map(|number| {
        let line = Line::of(id, file, number);
        no_space_after_colon(line).map(|fault| (line, fault))
    }) {
        return of_line(line, fault);
    }
    if let Some(fault) = moved_in(line, Line::of(id, file, number.saturating_sub(1).max(first))) {
        return of_line(line, fault);
    }
    of_line(line, unreadable(line.span(line.text.trim())))
}

/// A line at `span` whose fault is not one of the usual slips.
pub(super) fn unreadable(span: Span) -> Diagnostic {
    Diagnostic::error(Code::FrontMatterSyntax, span, "this line of the front matter cannot be read")
        .help("each field needs its own line: `name: value`, with a space after the colon")
        .help("a list under a field is indented by two spaces, and each item begins with `- `")
}

/// A backslash at `span` in double quotation marks, where it has a special meaning; `value` is the whole text.
pub(super) fn backslash(span: Span, value: &str) -> Diagnostic {
    Diagnostic::error(
        Code::FrontMatterSyntax,
        span,
        "a backslash inside double quotation marks has a special meaning",
    )
    .help(format!("use single quotation marks: '{}'", value.trim_matches('"').replace('\'', "''")))
}

/// A bracket, or a quotation mark within brackets, that is opened but not closed on its line.
fn unclosed_bracket(line: Line<'_>) -> Option<Diagnostic> {
    let (_, value) = line.field()?;
    let open = value.chars().next()?;
    let close = match open {
        '[' => ']',
        '{' => '}',
        _ => return None,
    };
    let quotes = value.matches('"').count();
    if quotes % 2 == 1 {
        let at = value.rfind('"')?;
        return Some(
            Diagnostic::error(
                Code::UnclosedQuote,
                line.span(&value[at..=at]),
                "a quotation mark is opened here and never closed",
            )
            .help("close it at the end of the text, before the next comma or bracket"),
        );
    }
    (value.matches(open).count() > value.matches(close).count()).then(|| {
        Diagnostic::error(
            Code::FrontMatterSyntax,
            line.span(&value[..1]),
            format!("the bracket `{open}` is opened here and never closed"),
        )
        .help(format!("close it with `{close}`, or put the whole text in quotation marks"))
    })
}

/// A text that begins with `&` or `!`, which YAML would silently remove.
pub(super) fn unquoted_character(id: FileId, text: &str, base: usize, at: usize) -> Diagnostic {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    let line = Line { id, start: base + start, text: text[start..end].trim_end_matches('\r') };
    unquoted(line).unwrap_or_else(|| {
        Diagnostic::error(
            Code::UnquotedText,
            line.span(line.text.trim()),
            "a word that begins with `&` or `!` has a special meaning here, and would not be printed",
        )
        .help("put the text in quotation marks")
    })
}

fn tab(line: Line<'_>) -> Option<Diagnostic> {
    let indent = &line.text[..line.text.len() - line.text.trim_start().len()];
    let at = indent.find('\t')?;
    Some(
        Diagnostic::error(Code::Tab, line.span(&indent[at..=at]), "this line is indented with a tab")
            .label("a tab")
            .help("use spaces instead: two for each step")
            .help("most editors can be set to write spaces when you press the Tab key"),
    )
}

/// A no-break space, as Word and web pages use them, where YAML needs a plain one.
fn strange_space(line: Line<'_>) -> Option<Diagnostic> {
    const STRANGE: [char; 3] = ['\u{a0}', '\u{2007}', '\u{202f}'];
    let before_text = line.text.find(|c: char| !c.is_whitespace()).unwrap_or(0);
    let after_colon = line.text.find(':').map_or(0, |at| at + 1);
    let at = line.text[..before_text]
        .find(STRANGE)
        .or_else(|| line.text[after_colon..].starts_with(STRANGE).then_some(after_colon))?;
    let sign = line.text[at..].chars().next()?;
    Some(
        Diagnostic::error(
            Code::FrontMatterSyntax,
            line.span(&line.text[at..at + sign.len_utf8()]),
            "there is a no-break space here, where a plain space is needed",
        )
        .help("it looks the same, and came with pasted text: delete it and press the space bar"),
    )
}

/// The two slips that newcomers make most often in unquoted text: a colon inside, or a special character in front.
fn unquoted(line: Line<'_>) -> Option<Diagnostic> {
    let (key, value) = line.field()?;
    let first = value.chars().next()?;
    let help = format!("write `{key}: \"{}\"`", inner(value));
    if value == "-" {
        let message = format!("`{key}` holds only a dash, which begins an item of a list here");
        return Some(
            Diagnostic::error(Code::FrontMatterSyntax, line.span(value), message)
                .help("delete the line while there is nothing to say"),
        );
    }
    if first == '>'
        && schema::is_figure(key)
        && let Some(number) = only_number(value)
    {
        let message = format!("`{key}` takes a number alone");
        return Some(Diagnostic::error(Code::WrongType, line.span(value), message).help(format!(
            "write `{key}: {number}`; whether a higher or a lower figure is better goes under `better`"
        )));
    }
    if matches!(first, '@' | '`' | '%' | '&' | '*' | '!' | '|' | '>' | ']' | '}')
        || value.starts_with("- ")
        || (matches!(first, '[' | '{') && !value.ends_with([']', '}']) && value.contains([']', '}']))
    {
        return Some(
            Diagnostic::error(
                Code::UnquotedText,
                line.span(value),
                format!("a text that begins with `{first}` must be in quotation marks"),
            )
            .help(help),
        );
    }
    if matches!(first, '"' | '\'' | '[' | '{') {
        return None;
    }
    (value.contains(": ") || value.ends_with(':')).then(|| {
        // Word makes all of them curly.
        let marks = if value.starts_with(CURLY) {
            "straight quotation marks, not curly ones"
        } else {
            "quotation marks"
        };
        Diagnostic::error(
            Code::UnquotedColon,
            line.span(value),
            format!("the text of `{key}` holds a colon, so it must be in {marks}"),
        )
        .help(help)
    })
}

/// Quotation marks of the same kind inside and around a text, or words after the closing one.
fn quotation_in_quotation(line: Line<'_>) -> Option<Diagnostic> {
    let (key, value) = line.field()?;
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let close = value[1..].find(quote)? + 1;
    if value[close + 1..].trim().is_empty() {
        return None;
    }
    let message = if value.ends_with(quote) {
        "this text contains the same quotation mark that surrounds it"
    } else {
        "there is something after the closing quotation mark"
    };
    let text = inner(value);
    let help = if value.contains('"') {
        let text = if value.ends_with(quote) { value.trim_matches(quote) } else { value };
        format!("write `{key}: '{}'`", text.replace('\'', "''"))
    } else {
        format!("write `{key}: \"{text}\"`")
    };
    Some(Diagnostic::error(Code::FrontMatterSyntax, line.span(value), message).help(help))
}

/// The quotation marks that Word makes of straight ones.
const CURLY: [char; 4] = ['\u{201c}', '\u{201d}', '\u{2018}', '\u{2019}'];

/// A value as it can be written between double quotation marks.
fn inner(value: &str) -> String {
    let inside = value.strip_prefix(CURLY).and_then(|rest| rest.strip_suffix(CURLY));
    let value = match (value.chars().next(), inside) {
        (Some('"' | '\''), _) => value.trim_matches(['"', '\'']),
        // Where one quotation ends and another begins, neither surrounds the text.
        (_, Some(inside)) if !inside.contains(CURLY) => inside,
        _ => value,
    };
    value.replace('\\', "\\\\").replace('"', "\\\"")
}

/// A quotation mark that is opened on a line but not closed before the next field. A text in quotation marks may run
/// over several lines, but hardly ever does.
fn unclosed_quote(id: FileId, file: &SourceFile, number: usize, last: usize) -> Option<Diagnostic> {
    let line = Line::of(id, file, number);
    let (key, value) = line.field()?;
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let closes = |text: &str| text.replace("\\\"", "").contains(quote);
    if closes(&value[1..]) {
        return None;
    }
    let mut following = (number + 1..=last).map(|number| Line::of(id, file, number));
    // The next line that is a field, or that closes the text: whichever comes first decides.
    let next = following.find(|line| line.field().is_some() || closes(line.text));
    if next.is_some_and(|line| line.field().is_none()) {
        return None;
    }
    let fault = Diagnostic::error(
        Code::UnclosedQuote,
        line.span(value),
        "a quotation mark is opened here and never closed",
    );
    let mut text = value.trim_matches(quote);
    // It may have been closed with a curly one.
    if text.matches('\u{201c}').count() < text.matches('\u{201d}').count() {
        text = text.strip_suffix('\u{201d}').unwrap_or(text);
    }
    // An apostrophe in front ("'Tis") was never meant as a quotation mark.
    let help = if quote == '"' {
        format!("write `{key}: \"{text}\"`")
    } else {
        format!("write `{key}: \"{value}\"`, or close it")
    };
    Some(fault.help(help))
}

fn no_space_after_colon(line: Line<'_>) -> Option<Diagnostic> {
    let rest = line.text.trim_start();
    let (key, value) = rest.split_once(':')?;
    let is_name = !key.is_empty() && key.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    (is_name && value.starts_with(|c: char| !c.is_whitespace() && c != '/')).then(|| {
        Diagnostic::error(
            Code::FrontMatterSyntax,
            line.span(rest.trim_end()),
            format!("there is no space after the colon of `{key}`"),
        )
        .help(format!("write `{key}: {}`", value.trim()))
    })
}

/// A field that is indented although the line above it has its own value.
fn moved_in<'a>(line: Line<'a>, above: Line<'a>) -> Option<Diagnostic> {
    let indent = |line: Line<'_>| line.text.len() - line.text.trim_start().len();
    let (key, _) = line.field()?;
    let (above_key, above_value) = above.field()?;
    (line.start != above.start && indent(line) > indent(above) && !above_value.is_empty()).then(|| {
        Diagnostic::error(
            Code::FrontMatterSyntax,
            line.span(line.text.trim()),
            format!("`{key}` is indented, as if it belonged to `{above_key}` above it"),
        )
        .help(if above.text.trim_start().starts_with("- ") {
            format!("begin it right under the `{above_key}` of its list item")
        } else {
            "begin it as far to the left as the line above".to_owned()
        })
    })
}
