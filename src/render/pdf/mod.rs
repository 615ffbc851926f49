//! Typesets a report and exports it as an accessible, archival PDF.
//!
//! The only folder that names the `typst` crates. In: Typst source. Out: bytes that are PDF/UA-1 and PDF/A-2a, or why
//! there are none: the export refuses whatever is not, and there is no quiet way round it.

mod fonts;
mod world;

use std::sync::Arc;

use typst::diag::{Severity, SourceDiagnostic, Warned};
use typst::foundations::{Datetime, Smart};
use typst::{World, WorldExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

pub use self::fonts::Fonts;
use self::world::{Desk, MAIN, STYLE};
use super::templates::TypstSources;
use super::{Pictures, Templates};
use crate::diag::{Code, Diagnostic};
use crate::source::Span;
use crate::view;

/// A finished PDF.
pub(super) struct Exported {
    /// The file.
    pub(super) bytes: Vec<u8>,
    /// How many pages it has.
    pub(super) pages: usize,
}

/// Both standards at once: accessible for the reader (the 2018 regulations ask for it) and fit for the archive.
const STANDARDS: [PdfStandard; 2] = [PdfStandard::A_2a, PdfStandard::Ua_1];

/// Typesets the report that `sources` describe and exports it.
pub(super) fn export(
    page: &view::Report,
    sources: TypstSources,
    pictures: &Arc<Pictures>,
    templates: &Templates,
    fonts: &Fonts,
) -> Result<Exported, Vec<Diagnostic>> {
    let desk = Desk::new(sources, Arc::clone(pictures), fonts);
    let explain = |faults: &[SourceDiagnostic], code: Code| -> Vec<Diagnostic> {
        faults.iter().map(|fault| diagnostic(fault, code, &desk, page, templates)).collect()
    };
    let Warned { output, warnings } = typst::compile::<PagedDocument>(&desk);
    let document = output.map_err(|faults| explain(&faults, Code::Template))?;
    // A font that is not there, or a layout that never settles, would look different on every machine.
    if !warnings.is_empty() {
        return Err(explain(&warnings, Code::Template));
    }
    let refuse =
        |message: String| vec![Diagnostic::error_at_path(Code::PdfExport, page.pdf.clone(), message)];
    let standards = PdfStandards::new(&STANDARDS).map_err(|why| refuse(why.message().to_string()))?;
    let options = PdfOptions {
        standards,
        // Names the series, not the edition, so that the id stays the same from one build to the next.
        ident: Smart::Custom(format!("cabinet-report/{}/{}", page.council, page.id)),
        creator: Smart::Custom(Some(format!("cabinet-report {}", env!("CARGO_PKG_VERSION")))),
        timestamp: undated(),
        ..PdfOptions::default()
    };
    let bytes = typst_pdf::pdf(&document, &options).map_err(|faults| explain(&faults, Code::PdfExport))?;
    Ok(Exported { bytes, pages: document.pages().len() })
}

/// Lets go of layouts that no recent build has used, so that a program which builds again and again does not grow.
pub fn forget_old_layouts() {
    comemo::evict(3);
}

/// The date of a PDF whose report names none: it must carry one, and the clock must not be asked.
fn undated() -> Option<Timestamp> {
    Datetime::from_ymd_hms(1970, 1, 1, 0, 0, 0).map(Timestamp::new_utc)
}

fn diagnostic(
    fault: &SourceDiagnostic,
    code: Code,
    desk: &Desk<'_>,
    page: &view::Report,
    templates: &Templates,
) -> Diagnostic {
    let message = match (code, fault.severity) {
        (Code::PdfExport, _) => {
            format!("the PDF would not be accessible, so it is not written: {}", fault.message)
        }
        (_, Severity::Error) => format!("the PDF cannot be typeset: {}", fault.message),
        (_, Severity::Warning) => format!("the PDF would not be the same everywhere: {}", fault.message),
    };
    // The places where it shows: the fault's own, then those of the calls that led there.
    let spans = std::iter::once(fault.span).chain(fault.trace.iter().map(|point| point.span.into()));
    let mut in_style = None;
    let mut subject = None;
    for span in spans {
        let (Some(id), Some(range)) = (span.id(), desk.range(span)) else { continue };
        match id.vpath().get_without_slash() {
            STYLE if in_style.is_none() => in_style = Some(range),
            MAIN if subject.is_none() => {
                subject =
                    desk.source(id).ok().and_then(|source| entry_before(source.text(), range.start, page));
            }
            _ => {}
        }
    }
    let fault_at = match (in_style, templates.file("typst/style.typ")) {
        (Some(range), Some(file)) => Diagnostic::error(code, Span::new(file, range), message),
        _ => Diagnostic::error_at_path(code, format!("{}/{}", page.id, page.pdf), message),
    };
    let mut fault_at = fault.hints.iter().fold(fault_at, |fault, hint| fault.help(hint.v.to_string()));
    fault_at.subject = subject;
    fault_at.help(
        "if you changed a template, undo that; if not, this is a fault of the program: please report it",
    )
}

/// The title of the entry or section whose marker comment stands last before `offset`.
fn entry_before(source: &str, offset: usize, page: &view::Report) -> Option<String> {
    let before = source.get(..offset)?;
    let marker = before.lines().rev().find_map(|line| {
        let line = line.trim_start();
        line.strip_prefix("// entry ").or_else(|| line.strip_prefix("// section "))
    })?;
    // The marker is written by a template and so escaped like any value.
    let is_it = |anchor: &str| super::typst_source::escape(anchor) == marker;
    page.sections.iter().find_map(|section| {
        let entry =
            section.entries.iter().find(|entry| is_it(&entry.anchor)).map(|entry| entry.title.clone());
        entry.or_else(|| is_it(&section.anchor).then(|| section.title.clone()))
    })
}
