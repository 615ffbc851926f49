//! Says what Typst found wrong in terms of what can be mended: a council's own template, a picture, an entry.
//!
//! In: Typst's faults and what it was given. Out: diagnostics. If neither a template nor a picture of the council's is
//! at fault, the fault is the program's own, and the message says so.

use typst::WorldExt;
use typst::diag::{Severity, SourceDiagnostic};

use super::world::{MAIN, ReportWorld};
use crate::diag::source::Span;
use crate::diag::{Code, Diagnostic};
use crate::outputs::{Templates, typst_source};
use crate::pages;

/// The usual name of the folder that pictures are in. It may have another, which is not known here.
const CONTENT: &str = "content";

/// How many characters of a generated line are shown.
const LONGEST_LINE: usize = 200;

/// Says what is wrong; of several faults in one place only the first, because one slip makes many.
pub(super) fn explain(
    faults: &[SourceDiagnostic],
    code: Code,
    world: &ReportWorld<'_>,
    page: &pages::Report,
    templates: &Templates,
) -> Vec<Diagnostic> {
    let mut explained: Vec<Diagnostic> = Vec::new();
    for fault in faults {
        let fault = diagnostic(fault, code, world, page, templates);
        let is_same = |other: &Diagnostic| {
            // A template is mended one slip at a time; pictures and entries each have their own.
            other.subject == fault.subject
                && (other.place == fault.place || (fault.file().is_some() && other.file() == fault.file()))
        };
        if !explained.iter().any(is_same) {
            explained.push(fault);
        }
    }
    explained
}

/// The message for a typesetting library that stops altogether.
pub(super) fn gave_up(page: &pages::Report, templates: &Templates) -> Diagnostic {
    let fault = Diagnostic::error_at_path(
        Code::Template,
        format!("{}/{}", page.id, page.pdf),
        "the PDF cannot be typeset: the typesetting library gave up",
    );
    whose(fault, templates)
}

/// Where a fault is, in what Typst was given.
struct Traced {
    /// The file of the style, by its path in the templates folder, and the place in it.
    in_style: Option<(String, std::ops::Range<usize>)>,
    /// The line of the generated source, and what is before it.
    in_report: Option<(String, Option<String>)>,
}

fn trace(
    fault: &SourceDiagnostic,
    world: &ReportWorld<'_>,
    page: &pages::Report,
    templates: &Templates,
) -> Traced {
    // The fault's own place, then those of the calls that led there.
    let spans = std::iter::once(fault.span).chain(fault.trace.iter().map(|point| point.span.into()));
    let is_own = |path: &str| templates.own_file(path).is_some();
    let mut traced = Traced { in_style: None, in_report: None };
    for span in spans {
        let (Some(id), Some(range)) = (span.id(), world.range(span)) else { continue };
        let path = id.vpath().get_without_slash();
        if path == MAIN && traced.in_report.is_none() {
            let text = world.report();
            traced.in_report =
                Some((line_at(text, range.start).to_owned(), entry_before(text, range.start, page)));
        } else if world.is_style(path) {
            let path = format!("typst/{path}");
            // A council's own file is suspected before a built-in one that it calls.
            if traced.in_style.as_ref().is_none_or(|(known, _)| is_own(&path) && !is_own(known)) {
                traced.in_style = Some((path, range));
            }
        }
    }
    traced
}

fn diagnostic(
    fault: &SourceDiagnostic,
    code: Code,
    world: &ReportWorld<'_>,
    page: &pages::Report,
    templates: &Templates,
) -> Diagnostic {
    let Traced { in_style, in_report } = trace(fault, world, page, templates);
    let (line, subject) = in_report.unzip();
    let mut subject = subject.flatten();
    let in_line = || line.as_deref().and_then(|line| world.picture_in(line));
    // Of some faults the export does not say where they are.
    let is_lost = matches!(code, Code::PdfExport) && line.is_none() && in_style.is_none();
    let alone = || world.unprintable_picture().filter(|_| is_lost || is_of_picture(fault));
    let in_its_place = || if is_lost { world.picture_in_the_way() } else { None };
    if let Some(picture) = in_line().or_else(alone).or_else(in_its_place) {
        let picture = format!("{CONTENT}/{picture}");
        let mut fault = Diagnostic::error_at_path(
            Code::ImageKind,
            picture.clone(),
            format!("the picture `{picture}` cannot be printed: {}", fault.message),
        )
        .help("it may be damaged, or use letters that no font has: open it in a picture program and save it again as PNG");
        fault.subject = subject;
        return fault;
    }
    if is_lost {
        let place = world.text_in_the_way(page, templates);
        subject = place.and_then(|place| entry_before(world.report(), place, page));
    }
    let message = match (code, fault.severity) {
        (Code::PdfExport, _) => {
            format!("the PDF would not be accessible, so it is not written: {}", fault.message)
        }
        (_, Severity::Error) => format!("the PDF cannot be typeset: {}", fault.message),
        (_, Severity::Warning) => format!("the PDF would not be the same everywhere: {}", fault.message),
    };
    // A council's own files are suspected first: the built-in ones work together.
    let template = if subject.is_some() { "typst/workstream.typ" } else { "typst/report.typ" };
    let in_style = in_style.map(|(path, range)| (templates.own_file(&path), templates.file(&path), range));
    let (place, shows_line) = match (in_style, templates.own_file(template)) {
        (Some((Some(style), _, range)), _) => (Some(Span::new(style, range)), false),
        (_, Some(template)) => (Some(Span::new(template, 0..0)), true),
        (Some((None, style, range)), None) => (style.map(|style| Span::new(style, range)), false),
        (None, None) => (templates.own_style().map(|style| Span::new(style, 0..0)), true),
    };
    let mut explained = match place {
        Some(place) => Diagnostic::error(code, place, message),
        None => Diagnostic::error_at_path(code, format!("{}/{}", page.id, page.pdf), message),
    };
    if let Some(line) = line.filter(|_| shows_line) {
        // A line may hold a whole paragraph.
        let shown: String = line.trim().chars().take(LONGEST_LINE).collect();
        let rest = if shown.len() < line.trim().len() { "…" } else { "" };
        explained = explained.help(format!("it is in the line that was made from it: {shown}{rest}"));
    }
    explained = fault.hints.iter().fold(explained, |fault, hint| fault.help(hint.v.to_string()));
    explained.subject = subject;
    whose(explained, templates)
}

/// Whether a fault may be in a picture: Typst does not say in which.
fn is_of_picture(fault: &SourceDiagnostic) -> bool {
    ["image", "SVG", "svg", "could not be displayed"].iter().any(|word| fault.message.contains(word))
}

/// Adds what to do, which depends on whose files are in use.
fn whose(fault: Diagnostic, templates: &Templates) -> Diagnostic {
    fault.help(if templates.has_own_typst() {
        "undo the last change to your own templates, or delete them to go back to the built-in ones"
    } else {
        "this is a fault of cabinet-report and not of your content: please report it"
    })
}

fn line_at(text: &str, offset: usize) -> &str {
    let start = text[..offset].rfind('\n').map_or(0, |end| end + 1);
    text[start..].lines().next().unwrap_or_default()
}

/// The title of the entry or section whose marker comment is the last before `offset`.
fn entry_before(source: &str, offset: usize, page: &pages::Report) -> Option<String> {
    let before = source.get(..offset)?;
    let marker = before.lines().rev().find_map(|line| {
        let line = line.trim_start();
        line.strip_prefix("// entry ").or_else(|| line.strip_prefix("// section "))
    })?;
    // The marker is written by a template and so escaped like any value.
    page.title_at(&|anchor| typst_source::escape(anchor) == marker)
}
