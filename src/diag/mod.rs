//! What is wrong, where, and what to write instead.
//!
//! In: faults as any stage finds them. Out: a sorted list that [`mod@print`] turns into text. Messages are
//! for policy officers: they say what was found and what to write instead, without blame and
//! without jargon. This module must not know how a fault is found.

mod code;
pub mod examples;
mod plain;
pub mod print;
pub mod source;

pub use code::Code;
pub use plain::{is_unseen, json_line, json_lines, one_line, without_unseen};

use crate::diag::source::{FileId, Sources, Span};

/// Whether a fault stops the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is published until it is put right.
    Error,
    /// The report is published; `--strict` turns it into an error.
    Warning,
}

/// Where a fault is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A range in a file that was read.
    Span(Span),
    /// A file or folder as a whole, by the path that people are shown.
    Path(String),
}

/// One fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The stable name of the kind of fault.
    pub code: Code,
    /// Whether it stops the report.
    pub severity: Severity,
    /// Where it is.
    pub place: Place,
    /// What was found, in one sentence that stands alone.
    pub message: String,
    /// What the excerpt's underline says, if anything.
    pub label: String,
    /// Other places that belong to the fault, each with what it is.
    pub related: Vec<(Span, String)>,
    /// What to write instead.
    pub help: Vec<String>,
    /// Title of the entry, section or report that the file holds, where it is known.
    pub subject: Option<String>,
}

impl Diagnostic {
    /// An error at a range in a file.
    pub fn error(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, Place::Span(span), message)
    }

    /// A warning at a range in a file.
    pub fn warning(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, Place::Span(span), message)
    }

    /// An error about a file or folder as a whole.
    pub fn error_at_path(code: Code, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, Place::Path(path.into()), message)
    }

    /// A warning about a file or folder as a whole.
    pub fn warning_at_path(code: Code, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, Place::Path(path.into()), message)
    }

    fn new(code: Code, severity: Severity, place: Place, message: impl Into<String>) -> Self {
        Self {
            code,
            severity,
            place,
            message: message.into(),
            label: String::new(),
            related: Vec::new(),
            help: Vec::new(),
            subject: None,
        }
    }

    /// Adds what the underline in the excerpt says.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Adds a sentence on what to write instead.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Adds another place that belongs to the fault.
    #[must_use]
    pub fn related(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related.push((span, label.into()));
        self
    }

    /// Names the entry, section or report that the fault is in.
    #[must_use]
    pub fn about(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(subject.into());
        self
    }

    /// The file that the fault is in, if it is in one that was read.
    pub fn file(&self) -> Option<FileId> {
        match &self.place {
            Place::Span(span) => Some(span.file),
            Place::Path(_) => None,
        }
    }
}

/// Sorts by path, then by place in the file, then by code, and drops repeats, so that the same content prints
/// the same faults in the same order on every machine.
pub fn sort(diagnostics: &mut Vec<Diagnostic>, sources: &Sources) {
    diagnostics.sort_by_cached_key(|diagnostic| {
        let (path, start) = match &diagnostic.place {
            Place::Span(span) => (sources.file(span.file).path.clone(), span.start),
            Place::Path(path) => (path.clone(), 0),
        };
        (path, start, diagnostic.code.name(), diagnostic.message.clone())
    });
    diagnostics.dedup();
}

/// Whether any fault stops the report.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
}
