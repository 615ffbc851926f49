//! Turns faults into text: for people, one a line, or as JSON.
//!
//! In: faults and the files they are in. Out: strings, which [`crate::cli`] prints. The excerpts are drawn by
//! `annotate_snippets`, which only this module names.

use annotate_snippets::renderer::{DecorStyle, Effects, Style};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde_json::json;

use super::plain::{self, json_line, one_line};
use super::{Diagnostic, Place, Severity};
use crate::diag::source::{SourceFile, Sources, Span};

/// How faults are written out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// With an excerpt of the file, for people.
    #[default]
    Human,
    /// One line each, for editors.
    Short,
    /// One JSON object a line, for other programs.
    Json,
}

/// Writes one fault; the text ends with a line end.
pub fn diagnostic(diagnostic: &Diagnostic, sources: &Sources, format: Format) -> String {
    match format {
        Format::Human => human(diagnostic, sources),
        Format::Short => short(diagnostic, sources),
        Format::Json => json(diagnostic, sources),
    }
}

/// Lines of context on either side of a fault; with fewer, a list item or field is hard to recognise.
const CONTEXT_LINES: usize = 1;

/// A line before or after a fault is shown only if it has no more bytes than this: in Markdown a paragraph is one line.
const LONGEST_EXCERPT: usize = 160;

/// How many characters of a line are passed to the renderer on each side of the beginning of a fault. That is twice
/// what fits in a terminal, and the renderer cuts it to size; passing the whole line, for each of a thousand faults in
/// it, would take minutes.
const REACH: usize = 300;

/// The most characters that are underlined in a line: what people need to find is where a fault begins.
const LONGEST_UNDERLINE: usize = 100;

fn human(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(one_line(&diagnostic.message)).id(diagnostic.code.name());
    let mut group: Group<'_> = match &diagnostic.place {
        Place::Span(span) => {
            let mut group =
                title.element(excerpt(sources, *span, &diagnostic.label, AnnotationKind::Primary));
            for (span, label) in &diagnostic.related {
                group = group.element(excerpt(sources, *span, label, AnnotationKind::Context));
            }
            group
        }
        Place::Path(path) => Group::with_title(title).element(Origin::path(one_line(path))),
    };
    if let Some(subject) = &diagnostic.subject {
        let subject = format!("\u{201c}{}\u{201d}", one_line(subject));
        group = group.element(Level::NOTE.with_name("in").message(subject));
    }
    for help in &diagnostic.help {
        group = group.element(Level::HELP.message(one_line(help)));
    }
    // Typed characters only: a locked-down Windows console shows boxes for Unicode frames.
    // Bold in place of the renderer's bright white, which nobody can read on a white Windows console.
    let emphasis = Style::new().effects(Effects::BOLD);
    let renderer = Renderer::styled().decor_style(DecorStyle::Ascii).emphasis(emphasis);
    let mut text = without_counted_places(&renderer.render(&[group]));
    text.push_str("\n\n");
    text
}

/// The lines that a fault is on, with the fault underlined.
fn excerpt<'a>(
    sources: &Sources,
    span: Span,
    label: &str,
    kind: AnnotationKind,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let file = sources.file(span.file);
    let start = file.clamp(span.start);
    let end = file.clamp(span.end).max(start);
    let at = file.line_column(start);
    let (lines, last_marked) = window(file, start, end);
    let first_line = *lines.start();
    let mut text = String::new();
    let mut marked = 0..0;
    for number in lines {
        if number > first_line {
            text.push('\n');
        }
        let kept = part_of_line(file, number, start);
        let begin = start.clamp(kept.start, kept.end);
        let stop = reach(&file.text[begin..end.clamp(begin, kept.end)], LONGEST_UNDERLINE) + begin;
        text.extend(file.text[kept.start..begin].chars().map(shown));
        if number == at.line {
            marked = text.len()..text.len();
        }
        text.extend(file.text[begin..stop].chars().map(shown));
        if (at.line..=last_marked).contains(&number) {
            marked.end = text.len();
        }
        text.extend(file.text[stop..kept.end].chars().map(shown));
    }
    let mut annotation = kind.span(marked);
    if !label.is_empty() {
        annotation = annotation.label(one_line(label));
    }
    let place = format!("{}:{}:{}{PLACE_END}", one_line(&file.path), at.line, at.column);
    Snippet::source(text).path(place).line_start(first_line).fold(false).annotation(annotation)
}

/// Marks the end of an excerpt's place. It occurs in no other text, because noncharacters are not let through.
const PLACE_END: char = '\u{ffff}';

/// Removes the line and column that the renderer adds to each place: it counts them from where the line was cut.
fn without_counted_places(text: &str) -> String {
    let mut parts = text.split(PLACE_END);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |out, part| out + part.trim_start_matches(|c: char| c == ':' || c.is_ascii_digit()))
}

/// What is shown of a line: the part around `at`, or around the edge of the line that is nearest to it.
fn part_of_line(file: &SourceFile, number: usize, at: usize) -> std::ops::Range<usize> {
    let line = file.line_range(number);
    let at = at.clamp(line.start, line.end);
    let before = file.text[line.start..at].char_indices().rev().nth(REACH - 1).map_or(0, |(from, _)| from);
    line.start + before..at + reach(&file.text[at..line.end], REACH)
}

/// How many bytes the first `count` characters take up.
fn reach(text: &str, count: usize) -> usize {
    text.char_indices().nth(count).map_or(text.len(), |(at, _)| at)
}

/// The numbers of the lines that are shown for a fault, and the number of the last one with something underlined.
fn window(file: &SourceFile, start: usize, end: usize) -> (std::ops::RangeInclusive<usize>, usize) {
    let line = file.line_column(start).line;
    // Underlining many lines says less than underlining the first.
    let last_marked = file.line_column(end).line.min(line + 2);
    let short = |number: usize| file.line_range(number).len() <= LONGEST_EXCERPT;
    let mut first = line;
    while first > 1 && line - first < CONTEXT_LINES && short(first - 1) {
        first -= 1;
    }
    let mut last = last_marked;
    while last < file.line_count() && last - last_marked < CONTEXT_LINES && short(last + 1) {
        last += 1;
    }
    (first..=last, last_marked)
}

/// A character of an excerpt as it is shown; the renderer turns tabs into spaces.
fn shown(c: char) -> char {
    if c == '\t' { c } else { plain::visible(c) }
}

fn short(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let place = match &diagnostic.place {
        Place::Span(span) => {
            let file = sources.file(span.file);
            let at = file.line_column(span.start);
            format!("{}:{}:{}", file.path, at.line, at.column)
        }
        Place::Path(path) => path.clone(),
    };
    let line =
        format!("{place}: {}[{}]: {}", word(diagnostic.severity), diagnostic.code.name(), diagnostic.message);
    one_line(&line) + "\n"
}

fn json(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let span = |span: Span| {
        let file = sources.file(span.file);
        let (from, to) = (file.line_column(span.start), file.line_column(span.end));
        json!({
            "path": file.path,
            "line": from.line,
            "column": from.column,
            "end_line": to.line,
            "end_column": to.column,
        })
    };
    let mut value = match &diagnostic.place {
        Place::Span(place) => span(*place),
        Place::Path(path) => json!({ "path": path }),
    };
    let related: Vec<_> = diagnostic
        .related
        .iter()
        .map(|(place, label)| {
            let mut value = span(*place);
            value["label"] = json!(label);
            value
        })
        .collect();
    value["type"] = json!("diagnostic");
    value["severity"] = json!(word(diagnostic.severity));
    value["code"] = json!(diagnostic.code.name());
    value["message"] = json!(diagnostic.message);
    value["label"] = json!(diagnostic.label);
    value["help"] = json!(diagnostic.help);
    value["subject"] = json!(diagnostic.subject);
    value["related"] = json!(related);
    json_line(&value)
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Code;

    fn sample(text: &str, range: std::ops::Range<usize>) -> (Diagnostic, Sources) {
        let mut sources = Sources::default();
        let file = sources.add("content/a.md", text);
        (Diagnostic::error(Code::BadDate, Span::new(file, range), "not a date").label("here"), sources)
    }

    #[test]
    fn terminal_escapes_in_files_never_reach_the_terminal() {
        let (mut fault, sources) = sample("title: \u{1b}[31mred\u{9b}\n", 7..12);
        fault.message = "found \u{1b}[2J".into();
        fault.subject = Some("\u{7}bell".into());
        for format in [Format::Human, Format::Short] {
            let text = anstream::adapter::strip_str(&diagnostic(&fault, &sources, format)).to_string();
            assert!(!text.contains(['\u{1b}', '\u{9b}', '\u{7}']), "{text:?}");
        }
    }

    #[test]
    fn a_long_line_is_cut_and_its_columns_are_right() {
        let text = format!("{}wrong{}\nnext", "tŷ ".repeat(100_000), " after".repeat(100_000));
        let at = text.find("wrong").unwrap();
        for end in [at + 5, text.len() - 7] {
            let (fault, sources) = sample(&text, at..end);
            let shown =
                anstream::adapter::strip_str(&diagnostic(&fault, &sources, Format::Human)).to_string();
            assert!(shown.contains("content/a.md:1:300001\n"), "{shown}");
            assert!(shown.lines().all(|line| line.chars().count() < 160), "{shown}");
            let line = shown.lines().find(|line| line.contains("wrong")).unwrap();
            assert!(
                line.starts_with("1 | ...tŷ") || line.starts_with("1 | ...ŷ") || line.contains("| ..."),
                "{shown}"
            );
            let underline = shown.lines().find(|line| line.contains("^ here")).unwrap();
            let column = |line: &str, sign: &str| line[..line.find(sign).unwrap()].chars().count();
            assert_eq!(column(underline, "^"), column(line, "wrong"), "{shown}");
        }
    }

    #[test]
    fn a_file_name_or_title_with_a_line_end_forges_no_line() {
        let forged = "x\nerror[forged]: all is well\u{2028}\u{202e}";
        let (mut fault, mut sources) = sample("title: x\n", 7..8);
        let file = sources.add(forged, "one\n\u{202e}two\u{ffff}:7:7\n");
        fault = fault.help(forged).about(forged).related(Span::new(file, 0..12), forged);
        fault.message = forged.to_owned();
        for place in [fault.place.clone(), Place::Path(forged.to_owned()), Place::Span(Span::new(file, 4..9))]
        {
            fault.place = place;
            for format in [Format::Human, Format::Short, Format::Json] {
                let text = anstream::adapter::strip_str(&diagnostic(&fault, &sources, format)).to_string();
                assert!(!text.lines().any(|line| line.trim_start().starts_with("error[forged]")), "{text}");
                assert!(!text.chars().any(|c| c != '\n' && plain::is_unseen(c)), "{text:?}");
            }
        }
    }

    #[test]
    fn a_span_that_splits_a_character_or_lies_behind_the_end_is_shown_all_the_same() {
        for (start, end) in [(1, 2), (0, 1), (5, 90), (3, 2)] {
            let (fault, sources) = sample("ŵŵ", start..end);
            assert!(diagnostic(&fault, &sources, Format::Human).contains("bad-date"));
        }
    }

    #[test]
    fn short_is_one_line_with_place_and_code() {
        let (fault, sources) = sample("a\nbc\n", 3..4);
        assert_eq!(
            diagnostic(&fault, &sources, Format::Short),
            "content/a.md:2:2: error[bad-date]: not a date\n"
        );
    }
}
