//! Something that would be printed otherwise than it was typed, before it has its place in a file.

use std::ops::Range;

use crate::diag::source::Span;
use crate::diag::{Code, Diagnostic, Severity};

/// Something that would be printed otherwise than it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// What kind of fault it is.
    pub(super) code: Code,
    /// Whether it stops the report.
    pub(super) severity: Severity,
    /// Where it stands in the text as it is read.
    pub(super) range: Range<usize>,
    /// What was found.
    pub(super) message: String,
    /// What to write instead.
    pub(super) help: Option<String>,
}

impl Found {
    /// Something that stops the report.
    pub(super) fn error(code: Code, range: Range<usize>, message: impl Into<String>) -> Self {
        Self { code, severity: Severity::Error, range, message: message.into(), help: None }
    }

    /// Something that does not.
    pub(super) fn warning(code: Code, range: Range<usize>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, range, message) }
    }

    /// The same as a fault at its place.
    pub(super) fn at(self, span: Span) -> Diagnostic {
        let fault = match self.severity {
            Severity::Error => Diagnostic::error(self.code, span, self.message),
            Severity::Warning => Diagnostic::warning(self.code, span, self.message),
        };
        match self.help {
            Some(help) => fault.help(help),
            None => fault,
        }
    }

    /// Says what to write instead.
    pub(super) fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }
}
