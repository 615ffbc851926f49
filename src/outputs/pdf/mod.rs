//! Typesets a report and exports it as an accessible, archival PDF.
//!
//! In: Typst source. Out: bytes that are PDF/UA-1 and PDF/A-2a, or why there are none: the export refuses anything
//! else, and there is no quiet way round it. Only this folder names the `typst` crates, except for the watcher of
//! `typst-kit`.

mod explain;
mod fonts;
mod world;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use typst::diag::{SourceDiagnostic, Warned};
use typst::ecow::EcoVec;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use self::explain::{explain, gave_up};
pub use self::fonts::Fonts;
pub(super) use self::fonts::shipped as shipped_fonts;
pub use self::world::LastSource;
pub(super) use self::world::ReportWorld;
use super::templates::TypstSources;
use super::typst_source::chart_path;
use super::{Clock, Material, Pictures, Templates, Times, timed};
use crate::diag::{Code, Diagnostic};
use crate::pages;

/// A finished PDF.
pub(super) struct Exported {
    /// The file.
    pub(super) bytes: Vec<u8>,
    /// How many pages it has.
    pub(super) pages: usize,
}

/// Both standards at once: accessible for the reader (the 2018 regulations require it) and fit for the archive.
const STANDARDS: [PdfStandard; 2] = [PdfStandard::A_2a, PdfStandard::Ua_1];

/// Typesets the report that the world holds and exports it; how long that took is added to `times`.
pub(super) fn make(
    page: &pages::Report,
    world: &ReportWorld<'_>,
    templates: &Templates,
    clock: Clock<'_>,
    times: &mut Times,
) -> Result<Exported, Vec<Diagnostic>> {
    let typeset = timed(clock, &mut times.typesetting, || typeset(world));
    let exported = typeset.and_then(|document| {
        // The name of the series of papers, not of the edition: the PDF's id stays the same from build to build.
        let ident = format!("cabinet-report/{}/{}", page.council, page.id);
        timed(clock, &mut times.export, || export(&document, &ident))
    });
    exported.map_err(|fault| match fault {
        Fault::Source(faults) => explain(&faults, Code::Template, world, page, templates),
        Fault::Export(faults) => explain(&faults, Code::PdfExport, world, page, templates),
        Fault::GaveUp => vec![gave_up(page, templates)],
    })
}

/// The files of that world, by path.
pub(super) fn files(sources: TypstSources, material: &Material) -> BTreeMap<String, Vec<u8>> {
    let TypstSources { report, palette, words, style } = sources;
    let texts = [(world::MAIN, report), (world::PALETTE, palette), (world::WORDS, words)];
    let texts = texts.into_iter().map(|(name, text)| (name.to_owned(), text)).chain(style);
    let texts = texts.map(|(name, text)| (name, text.into_bytes()));
    let charts = material.charts.iter().enumerate().map(|(index, chart)| {
        (chart_path(index + 1).trim_start_matches('/').to_owned(), chart.shapes.clone().into_bytes())
    });
    texts.chain(charts).collect()
}

/// The path of the first of these pictures that cannot be printed. Whether one is damaged shows only when it is decoded.
pub fn unprintable_picture(pictures: &Pictures, fonts: &Fonts) -> Option<String> {
    let material = Material { pictures: Arc::new(pictures.clone()), ..Material::default() };
    let world = ReportWorld::new(TypstSources::default(), material, fonts, LastSource::default());
    world.first_unprintable(pictures.keys())
}

/// Why there is no PDF.
enum Fault {
    /// The source cannot be typeset, or not in the same way everywhere.
    Source(EcoVec<SourceDiagnostic>),
    /// The PDF would not be accessible.
    Export(EcoVec<SourceDiagnostic>),
    /// The library panicked.
    GaveUp,
}

/// Typesets what the world holds.
fn typeset(world: &ReportWorld<'_>) -> Result<PagedDocument, Fault> {
    let Warned { output, warnings } =
        guarded(|| typst::compile::<PagedDocument>(world)).ok_or(Fault::GaveUp)?;
    let document = output.map_err(Fault::Source)?;
    // A missing font, or a layout that never settles, would look different on every machine.
    if !warnings.is_empty() {
        return Err(Fault::Source(warnings));
    }
    Ok(document)
}

/// Writes the PDF of a document.
fn export(document: &PagedDocument, ident: &str) -> Result<Exported, Fault> {
    let options = PdfOptions {
        // The two standards are compatible, whatever the report.
        standards: PdfStandards::new(&STANDARDS).map_err(|_| Fault::GaveUp)?,
        ident: Smart::Custom(ident.to_owned()),
        creator: Smart::Custom(Some(format!("cabinet-report {}", env!("CARGO_PKG_VERSION")))),
        timestamp: undated(),
        ..PdfOptions::default()
    };
    let bytes =
        guarded(|| typst_pdf::pdf(document, &options)).ok_or(Fault::GaveUp)?.map_err(Fault::Export)?;
    Ok(Exported { bytes, pages: document.pages().len() })
}

/// Drops every layout, and the pictures in it.
pub fn forget_layouts() {
    comemo::evict(0);
}

/// Drops layouts that no recent build has used, so that a program that builds again and again does not grow.
pub fn forget_old_layouts() {
    comemo::evict(3);
}

/// Runs the typesetting library. A council's own style can make it panic (two header rows with nothing between them
/// do, in Typst 0.15.1), and that must not end the program.
fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}

/// The date of a PDF whose report names none: it must carry one, and the clock must not be used.
fn undated() -> Option<Timestamp> {
    Datetime::from_ymd_hms(1970, 1, 1, 0, 0, 0).map(Timestamp::new_utc)
}
