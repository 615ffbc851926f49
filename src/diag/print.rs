//! Turns faults into text: for people, one a line, or as JSON.
//!
//! The only module that names `annotate_snippets`. It returns strings; [`crate::cli`] prints them.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde_json::json;

use super::{Diagnostic, Place, Severity};
use crate::source::{SourceFile, Sources, Span};

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

/// Writes one fault; the text ends in a line end.
pub fn diagnostic(diagnostic: &Diagnostic, sources: &Sources, format: Format) -> String {
    match format {
        Format::Human => human(diagnostic, sources),
        Format::Short => short(diagnostic, sources),
        Format::Json => json(diagnostic, sources),
    }
}

/// Lines of context on either side of a fault; with fewer, a list item or field is hard to recognise.
const CONTEXT_LINES: usize = 1;

/// An excerpt never shows more bytes of a line than this: a paragraph is one line in Markdown.
const LONGEST_EXCERPT: usize = 160;

fn human(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(clean(&diagnostic.message)).id(diagnostic.code.name());
    let mut group: Group<'_> = match &diagnostic.place {
        Place::Span(span) => {
            let mut group =
                title.element(excerpt(sources, *span, &diagnostic.label, AnnotationKind::Primary));
            for (span, label) in &diagnostic.related {
                group = group.element(excerpt(sources, *span, label, AnnotationKind::Context));
            }
            group
        }
        Place::Path(path) => Group::with_title(title).element(annotate_snippets::Origin::path(clean(path))),
    };
    if let Some(subject) = &diagnostic.subject {
        group =
            group.element(Level::NOTE.with_name("in").message(clean(&format!("\u{201c}{subject}\u{201d}"))));
    }
    for help in &diagnostic.help {
        group = group.element(Level::HELP.message(clean(help)));
    }
    // Typed characters only: a locked-down Windows console shows boxes for Unicode frames.
    let renderer = Renderer::styled().decor_style(DecorStyle::Ascii);
    let mut text = renderer.render(&[group]);
    text.push_str("\n\n");
    text
}

fn excerpt<'a>(
    sources: &'a Sources,
    span: Span,
    label: &str,
    kind: AnnotationKind,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let file = sources.file(span.file);
    let start = file.clamp(span.start);
    let end = file.clamp(span.end).max(start);
    let (window, first_line) = window(file, start, end);
    let text = &file.text[window.clone()];
    let range = start - window.start..end.min(window.end) - window.start;
    let mut annotation = kind.span(range);
    if !label.is_empty() {
        annotation = annotation.label(clean(label));
    }
    Snippet::source(clean_keeping_length(text))
        .path(clean(&file.path))
        .line_start(first_line)
        .fold(false)
        .annotation(annotation)
}

/// The lines around a fault: their bytes and the number of the first.
fn window(file: &SourceFile, start: usize, end: usize) -> (std::ops::Range<usize>, usize) {
    let line = file.line_column(start).line;
    // Many lines underlined say less than the first of them.
    let last_shown = file.line_column(end).line.min(line + 2);
    let short = |number: usize| file.line_range(number).len() <= LONGEST_EXCERPT;
    let mut first = line;
    while first > 1 && line - first < CONTEXT_LINES && short(first - 1) {
        first -= 1;
    }
    let mut last = last_shown;
    while last < file.line_count() && last - last_shown < CONTEXT_LINES && short(last + 1) {
        last += 1;
    }
    (file.line_range(first).start..file.line_range(last).end, first)
}

/// Text from files must not steer the terminal: control characters become visible stand-ins.
fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c }).collect()
}

/// As [`clean`], but every byte offset stays true: a stand-in is as many bytes long as what it stands for.
fn clean_keeping_length(text: &str) -> String {
    text.chars()
        .map(|c| match (c, c.len_utf8()) {
            ('\n' | '\t', _) => c,
            ('\r', _) => ' ',
            (_, 1) if c.is_control() => '?',
            (_, 2) if c.is_control() => '\u{bf}',
            _ => c,
        })
        .collect()
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
    clean(&line.replace('\n', " ")) + "\n"
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
    format!("{value}\n")
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
