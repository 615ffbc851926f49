//! What Typst may see: the source of one report, the style, the pictures and the shipped fonts. No disk, no network,
//! no clock.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};
use typst_kit::files::{FileLoader, FileStore};

use super::fonts::Fonts;
use crate::outputs::templates::{Readable, TypstSources};
use crate::outputs::typst_source::{escape, picture_path};
use crate::outputs::{Material, Templates};
use crate::pages;

/// The generated source.
pub(super) const MAIN: &str = "report.typ";
/// The council's colours, which the style imports.
pub(super) const PALETTE: &str = "palette.typ";
/// The words that the style prints by itself.
pub(super) const WORDS: &str = "words.typ";

/// How many pictures are tried at most, each of which takes as long as making the PDF.
const MOST_TRIED: usize = 100;

/// A Typst world of one report: its source, the style, its pictures and the shipped fonts.
pub(in crate::outputs) struct ReportWorld<'a> {
    report: Source,
    files: FileStore<ReportFiles>,
    fonts: &'a Fonts,
}

/// The source of a report as it was last typeset. Typst recognises what has not changed in the next version if that is
/// made by editing this one.
#[derive(Debug, Clone, Default)]
pub struct LastSource(Option<Source>);

impl<'a> ReportWorld<'a> {
    /// Gathers everything that one report needs.
    pub(in crate::outputs) fn new(
        mut sources: TypstSources,
        material: Material,
        fonts: &'a Fonts,
        last_source: LastSource,
    ) -> Self {
        let text = std::mem::take(&mut sources.report);
        let report = if let Some(mut last) = last_source.0 {
            last.replace(&text);
            last
        } else {
            Source::new(file_id(MAIN), text)
        };
        Self { report, files: FileStore::new(ReportFiles { sources, material }), fonts }
    }

    /// What the next version can be made from.
    pub(in crate::outputs) fn into_last_source(self) -> LastSource {
        LastSource(Some(self.report))
    }
}

impl ReportWorld<'_> {
    /// The generated source.
    pub(super) fn report(&self) -> &str {
        self.report.text()
    }

    /// Whether a file is one of the style.
    pub(super) fn is_style(&self, path: &str) -> bool {
        self.files.loader().sources.style.contains_key(path)
    }

    /// The first picture of the report that cannot be printed even on its own.
    pub(super) fn unprintable_picture(&self) -> Option<String> {
        let pictures = &self.files.loader().material.pictures;
        self.first_unprintable(pictures.keys().filter(|path| self.report().contains(&quoted(path))))
    }

    /// The first of these pictures that cannot be printed on its own.
    pub(super) fn first_unprintable<'p>(
        &self,
        mut paths: impl Iterator<Item = &'p String>,
    ) -> Option<String> {
        let files = self.files.loader();
        let broken = paths.find(|path| {
            let report = format!(
                "#set document(title: \"x\")\n#set text(font: (\"Liberation Sans\", \"DejaVu Sans\"))\n#image({}, alt: \"x\")",
                quoted(path)
            );
            !self.can_be_made(TypstSources { report, ..TypstSources::default() }, files.material.clone())
        });
        broken.cloned()
    }

    /// The first picture without which the report can be printed: alone it can be, too, but not in its place.
    pub(super) fn picture_in_the_way(&self) -> Option<String> {
        const NOTHING: &[u8] = b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>";
        let files = self.files.loader();
        let nothing = "_nothing.svg";
        let mut used = files
            .material
            .pictures
            .keys()
            .filter(|path| self.report().contains(&quoted(path)))
            .take(MOST_TRIED);
        let found = used.find(|path| {
            let mut material = files.material.clone();
            Arc::make_mut(&mut material.pictures).insert(nothing.to_owned(), NOTHING.into());
            let report = self.report().replace(&quoted(path), &quoted(nothing));
            self.can_be_made(TypstSources { report, ..files.sources.clone() }, material)
        });
        found.cloned()
    }

    /// Where in the generated source the first text begins that cannot be printed, if one is at fault.
    pub(super) fn text_in_the_way(&self, page: &pages::Report, templates: &Templates) -> Option<usize> {
        let material = &self.files.loader().material;
        let with = |kept: &Range<usize>| {
            let texts = Arc::new(material.texts.only(kept));
            let material = Material { texts, ..material.clone() };
            let sources = templates.typst_report(&Readable::of(page), &material).ok()?;
            Some((sources, material))
        };
        let fails = |kept: &Range<usize>| {
            with(kept).is_some_and(|(sources, material)| !self.can_be_made(sources, material))
        };
        let mut kept = 0..material.texts.count();
        if kept.is_empty() || fails(&(0..0)) {
            return None;
        }
        while kept.len() > 1 {
            let middle = kept.start + kept.len() / 2;
            kept = [kept.start..middle, middle..kept.end].into_iter().find(&fails)?;
        }
        // With and without it, the source is the same up to where it begins.
        let (without, _) = with(&(0..0))?;
        let (alone, _) = with(&kept)?;
        let same = without.report.bytes().zip(alone.report.bytes()).take_while(|(a, b)| a == b).count();
        let markers = |text: &str| text.matches("// entry ").count() + text.matches("// section ").count();
        let passed = markers(alone.report.get(..same)?);
        // The markers are the same in the whole source.
        let places = self.report().match_indices("// ").map(|(at, _)| at);
        let places = places.filter(|at| {
            ["// entry ", "// section "].iter().any(|marker| self.report()[*at..].starts_with(marker))
        });
        places.take(passed).last().map(|at| self.report()[at..].find('\n').map_or(at, |end| at + end))
    }

    /// Whether these sources make a PDF.
    fn can_be_made(&self, sources: TypstSources, material: Material) -> bool {
        let world = ReportWorld::new(sources, material, self.fonts, LastSource::default());
        super::typeset(&world).and_then(|document| super::export(&document, "x")).is_ok()
    }

    /// The picture that a line of the generated source prints, by the path that people know it by.
    pub(super) fn picture_in(&self, line: &str) -> Option<String> {
        let pictures = &self.files.loader().material.pictures;
        let is_there = |path: &&String| line.contains(&quoted(path));
        pictures.keys().find(is_there).cloned()
    }
}

/// The path of a picture as the generated source writes it.
fn quoted(path: &str) -> String {
    format!("\"{}\"", escape(&picture_path(path)))
}

impl World for ReportWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        static LIBRARY: OnceLock<LazyHash<Library>> = OnceLock::new();
        // Row headers of tables (`pdf.header-cell`) are part of these extras in Typst 0.15.
        let features = || [Feature::A11yExtras].into_iter().collect();
        LIBRARY.get_or_init(|| LazyHash::new(Library::builder().with_features(features()).build()))
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.store.book()
    }

    fn main(&self) -> FileId {
        self.report.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.report.id() { Ok(self.report.clone()) } else { self.files.source(id) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.file(id)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.store.font(index)
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        // Dates come from the content: the same content must give the same bytes on any day.
        None
    }
}

/// The files that the report is made from, as Typst asks for them.
struct ReportFiles {
    sources: TypstSources,
    material: Material,
}

impl FileLoader for ReportFiles {
    fn load(&self, id: FileId) -> FileResult<Bytes> {
        let path = id.vpath().get_without_slash();
        match path {
            PALETTE => Ok(Bytes::from_string(self.sources.palette.clone())),
            WORDS => Ok(Bytes::from_string(self.sources.words.clone())),
            _ => {
                let style = self.sources.style.get(path).map(|text| Bytes::from_string(text.clone()));
                style.or_else(|| self.picture(path)).ok_or_else(|| FileError::NotFound(path.into()))
            }
        }
    }
}

impl ReportFiles {
    /// A picture of the council's, or a chart.
    fn picture(&self, path: &str) -> Option<Bytes> {
        if let Some(path) = path.strip_prefix("pictures/") {
            return self.material.pictures.get(path).map(|bytes| Bytes::new(Arc::clone(bytes)));
        }
        let number: usize = path.strip_prefix("charts/")?.strip_suffix(".svg")?.parse().ok()?;
        let chart = self.material.charts.get(number.checked_sub(1)?)?;
        Some(Bytes::from_string(chart.shapes.clone()))
    }
}

#[expect(clippy::expect_used, reason = "the one name passed here is a constant, and it is a plain file name")]
fn file_id(name: &str) -> FileId {
    let path = VirtualPath::new(name).expect("a plain file name is a virtual path");
    RootedPath::new(VirtualRoot::Project, path).intern()
}
