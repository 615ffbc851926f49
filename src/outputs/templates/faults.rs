//! Says what is wrong with a template: what Tera says, in parts, and tags that are never closed.

use tera::ErrorKind;

use crate::diag::source::{FileId, Span};
use crate::diag::{Code, Diagnostic};

/// How to go on without a template that has a fault.
pub(super) const GO_BACK: &str =
    "mend the file, or delete it from the templates folder to go back to the built-in one";

/// The fault in its file, or in its folder if it is in none.
pub(super) fn located(file: Option<FileId>, fault: Fault, folder: &str) -> Diagnostic {
    let message = format!("this template cannot be used: {}", fault.message.trim_end_matches('.'));
    match (file, fault.range) {
        (Some(file), range) => {
            Diagnostic::error(Code::Template, Span::new(file, range.unwrap_or(0..0)), message)
        }
        (None, _) => Diagnostic::error_at_path(Code::Template, folder.to_owned(), message),
    }
    .help(GO_BACK)
}

/// What Tera says about an error, in parts.
pub(super) struct Fault {
    /// What is wrong.
    pub(super) message: String,
    /// The template that it is in.
    pub(super) name: Option<String>,
    /// Where it is, in bytes.
    pub(super) range: Option<std::ops::Range<usize>>,
    /// Line and column, from 1.
    pub(super) place: Option<(usize, usize)>,
}

impl Fault {
    /// Takes an error to pieces.
    pub(super) fn of(error: &tera::Error) -> Self {
        if let ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) = error.kind() {
            let name = Some(report.filename().to_owned()).filter(|name| !name.is_empty());
            return Self {
                message: report.message().to_owned(),
                name,
                range: Some(report.span().range.clone()),
                place: None,
            };
        }
        // Other kinds give the place only in a drawing: "error: MESSAGE\n --> NAME:LINE:COLUMN\n …".
        let text = error.to_string();
        let message = text.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
        let place = text.lines().find_map(|line| line.trim_start().strip_prefix("--> "));
        let mut parts = place.unwrap_or_default().rsplitn(3, ':');
        let (column, line) =
            (parts.next().and_then(|n| n.parse().ok()), parts.next().and_then(|n| n.parse().ok()));
        Self { message, name: parts.next().map(str::to_owned), range: None, place: line.zip(column) }
    }
}

/// A tag such as `{% if x %}` that is never closed.
pub(super) struct Unclosed {
    /// Its name.
    pub(super) word: String,
    /// Where it is, in bytes.
    pub(super) range: std::ops::Range<usize>,
}

/// The last tag of a template that is opened and not closed.
pub(super) fn unclosed_tag(text: &str) -> Option<Unclosed> {
    let mut open: Vec<Unclosed> = Vec::new();
    for (start, _) in text.match_indices("{%") {
        let end = text[start..].find("%}").map_or(text.len(), |at| start + at + 2);
        let word =
            text[start + 2..end].trim_start_matches(['-', ' ']).split_whitespace().next().unwrap_or_default();
        let word = word.trim_end_matches(['%', '}', '-']);
        match word.strip_prefix("end") {
            Some(closed) => {
                if let Some(at) = open.iter().rposition(|tag| tag.word == closed) {
                    open.truncate(at);
                }
            }
            None if matches!(word, "if" | "for" | "block" | "filter" | "raw" | "component") => {
                open.push(Unclosed { word: word.to_owned(), range: start..end });
            }
            None => {}
        }
    }
    open.pop()
}
