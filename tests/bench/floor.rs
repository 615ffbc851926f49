//! The floor: what the Typst library alone needs for the very same source.
//!
//! Nothing of the program is in here, so that the two can be compared.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration as Offset, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt as _, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

/// Typesets and exports what lies in `folder`; returns how long each of the two took.
pub(crate) fn measure(folder: &Path) -> (Duration, Duration) {
    let world = Disk::new(folder);
    let started = Instant::now();
    let compiled = typst::compile::<PagedDocument>(&world);
    let document = compiled.output.expect("the source was written by the program and can be typeset");
    let typesetting = started.elapsed();
    let started = Instant::now();
    // The same as the program asks for: to leave the tags out would be another paper.
    let options = PdfOptions {
        standards: PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]).expect("the two agree"),
        ident: Smart::Custom("floor".to_owned()),
        timestamp: Datetime::from_ymd_hms(2026, 1, 1, 0, 0, 0).map(Timestamp::new_utc),
        ..PdfOptions::default()
    };
    let pdf = typst_pdf::pdf(&document, &options).expect("the document is accessible");
    let export = started.elapsed();
    assert!(pdf.starts_with(b"%PDF"));
    (typesetting, export)
}

/// Files as they lie on the disk, and the shipped fonts.
struct Disk {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    folder: PathBuf,
    main: FileId,
    sources: BTreeMap<String, Source>,
}

impl Disk {
    fn new(folder: &Path) -> Self {
        let mut paths: Vec<PathBuf> =
            std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/fonts"))
                .expect("the shipped fonts")
                .map(|found| found.expect("readable").path())
                .filter(|path| path.extension().is_some_and(|kind| kind == "ttf"))
                .collect();
        paths.sort();
        let fonts: Vec<Font> = paths
            .iter()
            .flat_map(|path| Font::iter(Bytes::new(std::fs::read(path).expect("a font"))).collect::<Vec<_>>())
            .collect();
        let features = [Feature::A11yExtras].into_iter().collect();
        let listed = |below: &'static str| {
            let files = std::fs::read_dir(folder.join(below)).expect("a folder");
            let paths = files.map(|file| PathBuf::from(file.expect("a file").file_name()));
            let sources = paths.filter(|path| path.extension().is_some_and(|kind| kind == "typ"));
            sources.map(move |path| format!("{below}{}", path.display()))
        };
        let sources = listed("").chain(listed("style/")).map(|name| {
            let text = std::fs::read_to_string(folder.join(&name)).expect("a source");
            let id = file_id(&name);
            (name, Source::new(id, text))
        });
        Self {
            library: LazyHash::new(Library::builder().with_features(features).build()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            folder: folder.to_path_buf(),
            main: file_id("report.typ"),
            sources: sources.collect(),
        }
    }
}

fn file_id(name: &str) -> FileId {
    RootedPath::new(VirtualRoot::Project, VirtualPath::new(name).expect("a plain name")).intern()
}

impl World for Disk {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let name = id.vpath().get_without_slash();
        self.sources.get(name).cloned().ok_or_else(|| FileError::NotFound(name.into()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let name = id.vpath().get_without_slash();
        let bytes = std::fs::read(self.folder.join(name)).map_err(|_| FileError::NotFound(name.into()))?;
        Ok(Bytes::new(bytes))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Offset>) -> Option<Datetime> {
        None
    }
}
