//! Turns pages into the files that are published.
//!
//! In: pages, their texts, pictures and templates. Out: [`Artifacts`], or what is wrong with a template. This folder
//! sees only [`crate::pages`] and the data made beside them, so another output is another file here and touches nothing
//! else.

mod charts;
pub mod data;
mod escape;
mod fingerprint;
mod html;
mod pdf;
mod templates;
mod typst_source;
mod word;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use self::charts::Drawn;
use self::templates::{Readable, WebPage};
use crate::diag::Diagnostic;
use crate::pages::paper::Ruler;
use crate::pages::prose::Prose;
use crate::pages::prose::Rating;
use crate::pages::{self, Texts};
use crate::returns;
use crate::words::{Words, say};

pub use self::data::workbook::workbook;
pub(crate) use self::escape::escape as escape_html;
pub use self::fingerprint::Fingerprint;
pub use self::pdf::{Fonts, LastSource, forget_layouts, forget_old_layouts, unprintable_picture};
pub use self::templates::{TemplateTexts, Templates};

/// Files to be published: bytes by their path below the output folder, with forward slashes. Shared, because the
/// preview keeps those of the last good build.
pub type Artifacts = BTreeMap<String, Arc<Vec<u8>>>;

/// Pictures by their path below the content folder, with forward slashes.
pub type Pictures = BTreeMap<String, Arc<[u8]>>;

/// A council's own templates by their path below its templates folder, with forward slashes.
pub type TemplateFiles = BTreeMap<String, Vec<u8>>;

/// What a report's templates print through filters, and its PDF reads beside its source.
#[derive(Debug, Clone, Default)]
struct Material {
    words: Arc<Words>,
    texts: Arc<Texts>,
    pictures: Arc<Pictures>,
    charts: Arc<Vec<Drawn>>,
    ruler: Ruler,
}

impl Material {
    /// What a page needs that has texts but nothing to draw.
    fn of(words: &Arc<Words>, texts: Texts) -> Self {
        let (pictures, charts) = (Arc::default(), Arc::default());
        Self { words: Arc::clone(words), texts: Arc::new(texts), pictures, charts, ruler: Ruler::default() }
    }
}

/// The tag of each rating, written by the templates for the texts that they do not print themselves.
#[derive(Debug, Clone, Default)]
struct Tags(Vec<(Rating, String)>);

impl Tags {
    /// The tag of that rating.
    fn of(&self, rating: Rating) -> &str {
        self.0.iter().find(|(known, _)| *known == rating).map(|(_, tag)| tag.as_str()).unwrap_or_default()
    }
}

impl Order<'_> {
    fn material(&self) -> Material {
        let ruler = self.fonts.ruler();
        let mut shown = self.texts.pictures();
        shown.extend(self.page.logo.iter().map(|logo| logo.path.as_str()));
        let pictures = shown.into_iter().filter_map(|path| self.pictures.get_key_value(path));
        let pictures = pictures.map(|(path, bytes)| (path.clone(), Arc::clone(bytes)));
        Material {
            words: Arc::clone(self.words),
            texts: Arc::clone(self.texts),
            pictures: Arc::new(pictures.collect()),
            charts: Arc::new(charts::draw(self.page, self.texts, &ruler)),
            ruler,
        }
    }
}

/// What one report says, and what its page and its PDF are made with.
#[derive(Debug, Clone, Copy)]
pub struct Order<'a> {
    /// What its pages say.
    pub page: &'a pages::Report,
    /// Its texts and charts.
    pub texts: &'a Arc<Texts>,
    /// What its data files say.
    pub data: &'a data::Report,
    /// The words.
    pub words: &'a Arc<Words>,
    /// The pictures of the content folder.
    pub pictures: &'a Arc<Pictures>,
    /// The templates.
    pub templates: &'a Templates,
    /// The fonts.
    pub fonts: &'a Fonts,
}

/// Says how long the program has run. Only the command line knows the time.
pub(crate) type Clock<'a> = &'a (dyn Fn() -> Duration + Sync);

/// How long each step of making one report took. The PDF and what is beside it are made at the same time, so that the
/// steps may take longer together than all of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Times {
    /// Putting together what all of it is made from, and writing what Typst reads.
    pub source: Duration,
    /// Typesetting it.
    pub typesetting: Duration,
    /// Writing the PDF.
    pub export: Duration,
    /// Writing the web page.
    pub page: Duration,
    /// Writing the Word file, if there is one.
    pub word: Duration,
    /// Writing the data files.
    pub data: Duration,
    /// All of it, from the first step to the last.
    pub whole: Duration,
}

/// Does some work and adds to `time` how long it took.
fn timed<T>(clock: Clock<'_>, time: &mut Duration, work: impl FnOnce() -> T) -> T {
    let started = clock();
    let done = work();
    *time += clock().saturating_sub(started);
    done
}

/// The PDF of a report, and what it was made from.
#[derive(Debug, Clone)]
pub struct Pdf {
    /// The file.
    pub bytes: Arc<Vec<u8>>,
    /// How many pages it has.
    pub pages: usize,
    /// What it was made from: the same fingerprint makes the same file.
    pub fingerprint: Fingerprint,
    /// What helps to make its next version while the program keeps running.
    pub last_source: LastSource,
}

/// The files of one report.
#[derive(Debug, Clone)]
pub struct Rendered {
    /// The files.
    pub artifacts: Artifacts,
    /// The PDF among them.
    pub pdf: Pdf,
    /// How long each step took.
    pub times: Times,
}

/// A report that is about to be made: its PDF, and beside it, if the caller likes at the same time, everything else.
pub struct Making<'a> {
    order: Order<'a>,
    material: Material,
    readable: Readable<'a>,
    clock: Clock<'a>,
    started: Duration,
    /// How long it took to put this together.
    prepared: Duration,
}

/// What is made of one report beside its PDF.
pub struct BesidePdf {
    page: Result<WebPage, Box<Diagnostic>>,
    word: Result<Option<Vec<u8>>, Box<Diagnostic>>,
    json: Vec<u8>,
    csv: Vec<u8>,
    times: Times,
}

impl<'a> Making<'a> {
    /// Puts together what all of it is made from.
    pub fn of(order: Order<'a>, clock: Clock<'a>) -> Self {
        let started = clock();
        let (material, readable) = (order.material(), Readable::of(order.page));
        Self { order, material, readable, clock, started, prepared: clock().saturating_sub(started) }
    }

    /// Makes the PDF, with how long its steps took. One that is `known` is not made again if the new one would be the
    /// same.
    ///
    /// # Errors
    ///
    /// What is wrong with a template, or why the PDF would not be accessible.
    pub fn pdf(&self, known: Option<&Pdf>) -> Result<(Pdf, Times), Vec<Diagnostic>> {
        let Order { page, templates, fonts, .. } = self.order;
        let mut times = Times { source: self.prepared, ..Times::default() };
        let sources =
            timed(self.clock, &mut times.source, || templates.typst_report(&self.readable, &self.material))
                .map_err(|fault| vec![*fault])?;
        let fingerprint = Fingerprint::of(&sources, &self.material);
        if let Some(known) = known.filter(|known| known.fingerprint == fingerprint) {
            return Ok((known.clone(), times));
        }
        let last_source = known.map(|known| known.last_source.clone()).unwrap_or_default();
        let world = pdf::ReportWorld::new(sources, self.material.clone(), fonts, last_source);
        let exported = pdf::make(page, &world, templates, self.clock, &mut times)?;
        let last_source = world.into_last_source();
        Ok((Pdf { bytes: Arc::new(exported.bytes), pages: exported.pages, fingerprint, last_source }, times))
    }

    /// Makes what is beside the PDF.
    pub fn beside_pdf(&self) -> BesidePdf {
        let Order { data, templates, .. } = self.order;
        let mut times = Times::default();
        let page =
            timed(self.clock, &mut times.page, || templates.html_report(&self.readable, &self.material));
        let word = timed(self.clock, &mut times.word, || word(&self.readable, &self.material, templates));
        let (json, csv) = timed(self.clock, &mut times.data, || {
            (data::files::json(data), data::files::csv(&data::rows(data)))
        });
        BesidePdf { page, word, json, csv, times }
    }

    /// Puts both together.
    ///
    /// # Errors
    ///
    /// What was wrong with either. Nothing is half made.
    pub fn done(
        self,
        pdf: Result<(Pdf, Times), Vec<Diagnostic>>,
        beside: BesidePdf,
    ) -> Result<Rendered, Vec<Diagnostic>> {
        let BesidePdf { page: web_page, word, json, csv, times: others } = beside;
        let ((pdf, times), web_page, word) = match (pdf, web_page, word) {
            (Ok(pdf), Ok(web_page), Ok(word)) => (pdf, web_page, word),
            (pdf, web_page, word) => {
                let others = web_page.err().into_iter().chain(word.err()).map(|fault| *fault);
                return Err(pdf.err().into_iter().flatten().chain(others).collect());
            }
        };
        let page = self.order.page;
        let folder = &page.id;
        let web_page = web_page.with_pages(pdf.pages);
        let mut artifacts = Artifacts::from([
            (format!("{folder}/index.html"), Arc::new(web_page.into_bytes())),
            (format!("{folder}/{}", page.pdf), Arc::clone(&pdf.bytes)),
            (format!("{folder}/report.json"), Arc::new(json)),
            (format!("{folder}/ratings.csv"), Arc::new(csv)),
        ]);
        artifacts.extend(
            page.docx.iter().zip(word).map(|(name, word)| (format!("{folder}/{name}"), Arc::new(word))),
        );
        let whole = (self.clock)().saturating_sub(self.started);
        let times = Times { page: others.page, word: others.word, data: others.data, whole, ..times };
        Ok(Rendered { artifacts, pdf, times })
    }
}

/// The Word file of a report, if one is wanted.
fn word(
    readable: &Readable<'_>,
    material: &Material,
    templates: &Templates,
) -> Result<Option<Vec<u8>>, Box<Diagnostic>> {
    let is_wanted = readable.page().docx.is_some();
    is_wanted.then(|| templates.word_report(readable, material)).transpose()
}

/// Makes the forms in Word that ask owners about a report, in the same order.
///
/// # Errors
///
/// What is wrong with a template.
pub fn forms(order: Order<'_>, forms: &[returns::Form]) -> Result<Vec<Vec<u8>>, Box<Diagnostic>> {
    let title = say!(order.words, "form-title", report = order.page.full_title.as_str());
    // Of the report itself, a form needs only its name, its colours and whose it is.
    let (parts, contents) = (Vec::new(), Vec::new());
    let (changes, summary) = (Vec::new(), Vec::new());
    let page = pages::Report { parts, contents, changes, summary, status: None, ..order.page.clone() };
    let material = Material {
        pictures: Arc::clone(order.pictures),
        ruler: order.fonts.ruler(),
        ..Material::of(order.words, Texts::default())
    };
    let make = |form: &returns::Form| {
        let page = pages::Report { full_title: format!("{title}: {}", form.owner), ..page.clone() };
        order.templates.word_form(&pages::form(form), &Readable::of(&page), &material)
    };
    forms.iter().map(make).collect()
}

/// Makes the web page of one report, whose PDF has that many pages.
///
/// # Errors
///
/// What is wrong with a template.
pub fn page(order: Order<'_>, pages: usize) -> Result<String, Box<Diagnostic>> {
    let page = order.templates.html_report(&Readable::of(order.page), &order.material())?;
    Ok(page.with_pages(pages))
}

/// Writes every file from which Typst makes the PDF of one report, by path; pictures of the content folder keep the
/// paths that they are named by.
///
/// # Errors
///
/// What is wrong with a template.
pub fn typst_files(order: Order<'_>) -> Result<BTreeMap<String, Vec<u8>>, Box<Diagnostic>> {
    let material = order.material();
    let sources = order.templates.typst_report(&Readable::of(order.page), &material)?;
    Ok(pdf::files(sources, &material))
}

/// Writes a text as HTML without a page around it, and without the tags of ratings, which templates write; its first
/// headings are of `level`. The pages print texts this way, and the fuzzers try it on its own, which is many times
/// faster.
pub fn prose_to_html(prose: &Prose, level: u8, pictures: &Pictures, words: &Words) -> String {
    html::prose(prose, level, pictures, &Tags::default(), words)
}

/// Writes a text as Typst source without a report around it, as [`prose_to_html`] does as HTML.
pub fn prose_to_typst(prose: &Prose, level: u8) -> String {
    typst_source::prose(prose, level, typst_source::Place::Inside, &Tags::default(), &Ruler::default())
}

/// Tries the templates on a report without typesetting it: what is wrong with them for this report.
pub(crate) fn try_templates(order: Order<'_>) -> Vec<Diagnostic> {
    let Order { page, templates, .. } = order;
    let (material, readable) = (order.material(), Readable::of(page));
    let source = templates.typst_report(&readable, &material).err();
    let word = word(&readable, &material, templates).err();
    let faults = [source, templates.html_report(&readable, &material).err(), word];
    faults.into_iter().flatten().map(|fault| *fault).collect()
}

/// Makes the accessibility statement.
///
/// # Errors
///
/// What is wrong with its template.
pub(crate) fn statement(
    page: &pages::StatementPage,
    texts: Texts,
    templates: &Templates,
    words: &Arc<Words>,
) -> Result<Artifacts, Vec<Diagnostic>> {
    let html = templates.html_statement(page, &Material::of(words, texts)).map_err(|fault| vec![*fault])?;
    Ok(Artifacts::from([("accessibility.html".to_owned(), Arc::new(html.into_bytes()))]))
}

/// Makes the page that lists every report.
///
/// # Errors
///
/// What is wrong with its template.
pub(crate) fn index(
    page: &pages::Index,
    templates: &Templates,
    words: &Arc<Words>,
) -> Result<Artifacts, Vec<Diagnostic>> {
    let html =
        templates.html_index(page, &Material::of(words, Texts::default())).map_err(|fault| vec![*fault])?;
    Ok(Artifacts::from([("index.html".to_owned(), Arc::new(html.into_bytes()))]))
}
