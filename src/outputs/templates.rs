//! Templates: the shipped ones, replaced file by file by a council's own.
//!
//! In: template files, and what a report says. Out: HTML, Typst source and Word files, or faults. There are three `tera`
//! instances, one for each output, because each escapes in its own way. A fault in a template names its file and place and, if it
//! occurs only for some entry, that entry.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use serde::Serialize;
use tera::{Context, ErrorKind, Kwargs, State, Tera, TeraResult, Value};

use super::TemplateFiles;
use super::charts::Drawn;
use super::typst_source::Place;
use super::word::{self, Reference, Written};
use super::{Material, Tags, html, typst_source};
use crate::diag::source::{FileId, Sources, Span};
use crate::diag::{Code, Diagnostic};
use crate::pages::paper::{self, Column, Face};
use crate::pages::prose::Picture;
use crate::pages::prose::Rating;
use crate::pages::{self, PrintedRating, Texts};
use crate::returns::word::form::outside_fields;
use crate::text::{did_you_mean, figure};
use crate::words::{Words, say};

/// The templates that the executable carries.
const SHIPPED: [(&str, &str); 83] = [
    ("html/actions.html", include_str!("../../templates/html/actions.html")),
    ("html/counts.html", include_str!("../../templates/html/counts.html")),
    ("html/cover.html", include_str!("../../templates/html/cover.html")),
    ("html/entries.html", include_str!("../../templates/html/entries.html")),
    ("html/entry.html", include_str!("../../templates/html/entry.html")),
    ("html/exempt.html", include_str!("../../templates/html/exempt.html")),
    ("html/filter.html", include_str!("../../templates/html/filter.html")),
    ("html/group.html", include_str!("../../templates/html/group.html")),
    ("html/index.html", include_str!("../../templates/html/index.html")),
    ("html/indicator.html", include_str!("../../templates/html/indicator.html")),
    ("html/indicators.html", include_str!("../../templates/html/indicators.html")),
    ("html/key.html", include_str!("../../templates/html/key.html")),
    ("html/method.html", include_str!("../../templates/html/method.html")),
    ("html/narrative.html", include_str!("../../templates/html/narrative.html")),
    ("html/one-page.html", include_str!("../../templates/html/one-page.html")),
    ("html/page.html", include_str!("../../templates/html/page.html")),
    ("html/plan.html", include_str!("../../templates/html/plan.html")),
    ("html/rating.html", include_str!("../../templates/html/rating.html")),
    ("html/report.html", include_str!("../../templates/html/report.html")),
    ("html/statement.html", include_str!("../../templates/html/statement.html")),
    ("html/style.css", include_str!("../../templates/html/style.css")),
    ("html/summary.html", include_str!("../../templates/html/summary.html")),
    ("html/workstream.html", include_str!("../../templates/html/workstream.html")),
    ("typst/actions.typ", include_str!("../../templates/typst/actions.typ")),
    ("typst/aspects.typ", include_str!("../../templates/typst/aspects.typ")),
    ("typst/contents.typ", include_str!("../../templates/typst/contents.typ")),
    ("typst/counts.typ", include_str!("../../templates/typst/counts.typ")),
    ("typst/cover.typ", include_str!("../../templates/typst/cover.typ")),
    ("typst/entries.typ", include_str!("../../templates/typst/entries.typ")),
    ("typst/entry.typ", include_str!("../../templates/typst/entry.typ")),
    ("typst/exempt.typ", include_str!("../../templates/typst/exempt.typ")),
    ("typst/group.typ", include_str!("../../templates/typst/group.typ")),
    ("typst/indicator.typ", include_str!("../../templates/typst/indicator.typ")),
    ("typst/indicators.typ", include_str!("../../templates/typst/indicators.typ")),
    ("typst/key.typ", include_str!("../../templates/typst/key.typ")),
    ("typst/method.typ", include_str!("../../templates/typst/method.typ")),
    ("typst/narrative.typ", include_str!("../../templates/typst/narrative.typ")),
    ("typst/palette.typ", include_str!("../../templates/typst/palette.typ")),
    ("typst/plan.typ", include_str!("../../templates/typst/plan.typ")),
    ("typst/rating.typ", include_str!("../../templates/typst/rating.typ")),
    ("typst/report.typ", include_str!("../../templates/typst/report.typ")),
    ("typst/style.typ", include_str!("../../templates/typst/style.typ")),
    ("typst/style/charts.typ", include_str!("../../templates/typst/style/charts.typ")),
    ("typst/style/entries.typ", include_str!("../../templates/typst/style/entries.typ")),
    ("typst/style/indicators.typ", include_str!("../../templates/typst/style/indicators.typ")),
    ("typst/style/look.typ", include_str!("../../templates/typst/style/look.typ")),
    ("typst/style/paper.typ", include_str!("../../templates/typst/style/paper.typ")),
    ("typst/style/ratings.typ", include_str!("../../templates/typst/style/ratings.typ")),
    ("typst/style/sections.typ", include_str!("../../templates/typst/style/sections.typ")),
    ("typst/style/tables.typ", include_str!("../../templates/typst/style/tables.typ")),
    ("typst/style/text.typ", include_str!("../../templates/typst/style/text.typ")),
    ("typst/summary.typ", include_str!("../../templates/typst/summary.typ")),
    ("typst/words.typ", include_str!("../../templates/typst/words.typ")),
    ("typst/workstream.typ", include_str!("../../templates/typst/workstream.typ")),
    ("word/actions.xml", include_str!("../../templates/word/actions.xml")),
    ("word/contents.xml", include_str!("../../templates/word/contents.xml")),
    ("word/core.xml", include_str!("../../templates/word/core.xml")),
    ("word/counts.xml", include_str!("../../templates/word/counts.xml")),
    ("word/cover.xml", include_str!("../../templates/word/cover.xml")),
    ("word/document.xml", include_str!("../../templates/word/document.xml")),
    ("word/entries.xml", include_str!("../../templates/word/entries.xml")),
    ("word/entry.xml", include_str!("../../templates/word/entry.xml")),
    ("word/fonts.xml", include_str!("../../templates/word/fonts.xml")),
    ("word/footer.xml", include_str!("../../templates/word/footer.xml")),
    ("word/form.xml", include_str!("../../templates/word/form.xml")),
    ("word/group.xml", include_str!("../../templates/word/group.xml")),
    ("word/header.xml", include_str!("../../templates/word/header.xml")),
    ("word/indicator.xml", include_str!("../../templates/word/indicator.xml")),
    ("word/indicators.xml", include_str!("../../templates/word/indicators.xml")),
    ("word/key.xml", include_str!("../../templates/word/key.xml")),
    ("word/mark.xml", include_str!("../../templates/word/mark.xml")),
    ("word/method.xml", include_str!("../../templates/word/method.xml")),
    ("word/narrative.xml", include_str!("../../templates/word/narrative.xml")),
    ("word/numbering.xml", include_str!("../../templates/word/numbering.xml")),
    ("word/page.xml", include_str!("../../templates/word/page.xml")),
    ("word/parts.xml", include_str!("../../templates/word/parts.xml")),
    ("word/plan.xml", include_str!("../../templates/word/plan.xml")),
    ("word/rating.xml", include_str!("../../templates/word/rating.xml")),
    ("word/settings.xml", include_str!("../../templates/word/settings.xml")),
    ("word/styles.xml", include_str!("../../templates/word/styles.xml")),
    ("word/summary.xml", include_str!("../../templates/word/summary.xml")),
    ("word/theme.xml", include_str!("../../templates/word/theme.xml")),
    ("word/workstream.xml", include_str!("../../templates/word/workstream.xml")),
];

/// The name below `typst/` of a file that is plain Typst and not a template: the style, and the files that it is made of.
fn plain(path: &str) -> Option<&str> {
    path.strip_prefix("typst/").filter(|name| *name == "style.typ" || name.starts_with("style/"))
}

/// Numbers that all `range` of one page count together. A template is a program of the council's own and could count for
/// ever; rows and columns of a page are some hundreds.
const MOST_COUNTED: usize = 1_000_000;

/// Bytes of a web page, or of the source of a PDF. The largest pictures of a report take 80 million.
const LONGEST_PAGE: usize = 250_000_000;

/// The templates of one run, ready for use.
pub struct Templates {
    html: Tera,
    typst: Tera,
    /// Those of Word: few runs need them, so that the shipped ones wait until they are asked for.
    word: OnceLock<Tera>,
    /// A council's own Word file, whose styles, header and footer are used.
    reference: Option<Reference>,
    files: BTreeMap<String, FileId>,
    /// The files that are a council's own.
    own: BTreeSet<String>,
    /// The text of each file of the style, by its path below `typst/`.
    style: BTreeMap<String, String>,
}

/// Everything that Typst reads of one report, except the pictures.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct TypstSources {
    /// What the report says.
    pub(super) report: String,
    /// The council's colours.
    pub(super) palette: String,
    /// The words that the style prints by itself.
    pub(super) words: String,
    /// How the report looks: files by their path beside the source.
    pub(super) style: BTreeMap<String, String>,
}

/// A report together with the form of it that templates read. Making that takes a good part of the printing time, so
/// the web page and the PDF share one.
pub(super) struct Readable<'a> {
    page: &'a pages::Report,
    value: Value,
}

impl<'a> Readable<'a> {
    /// Makes it.
    pub(super) fn of(page: &'a pages::Report) -> Self {
        Self { page, value: Value::from_serializable(page) }
    }

    /// The report.
    pub(super) fn page(&self) -> &'a pages::Report {
        self.page
    }
}

/// A web page whose PDF is still being made.
pub(super) struct WebPage {
    html: String,
    words: Arc<Words>,
}

impl WebPage {
    /// The page, now that its PDF has so many pages.
    pub(super) fn with_pages(self, count: usize) -> String {
        self.html.replace(PAGES, &super::escape::escape(&say!(self.words, "count-pages", count = count)))
    }
}

/// The templates of one run as they were written, before they have been checked.
#[derive(Debug)]
pub struct TemplateTexts {
    shipped: Vec<(String, String)>,
    own: Vec<(String, String)>,
    files: BTreeMap<String, FileId>,
    reference: Option<Reference>,
}

impl TemplateTexts {
    /// Adds the shipped templates, and those of a council's own folder (shown as `root`) that differ from them.
    pub fn read(
        own: &TemplateFiles,
        root: &str,
        sources: &mut Sources,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let shipped: Vec<(String, String)> =
            SHIPPED.iter().map(|(path, text)| ((*path).to_owned(), unix_lines(text))).collect();
        let mut texts = Vec::new();
        for (path, bytes) in own.iter().filter(|(path, _)| is_template(path)) {
            match std::str::from_utf8(bytes) {
                Ok(text) => {
                    let text = unix_lines(text.trim_start_matches('\u{feff}'));
                    // The shipped files themselves are in this repository's own templates folder.
                    if !shipped.iter().any(|known| known.0 == *path && known.1 == text) {
                        texts.push((path.clone(), text));
                    }
                }
                Err(_) => diagnostics.push(not_utf8(&format!("{root}/{path}"))),
            }
            if let Some(fault) = misspelt(path, own, root) {
                diagnostics.push(fault);
            }
        }
        // For a file that a council has replaced, places are in its own version.
        let built_in = shipped.iter().map(|text| ("(built in)", text));
        let files = built_in
            .chain(texts.iter().map(|text| (root, text)))
            .map(|(root, (path, text))| (path.clone(), sources.add(format!("{root}/{path}"), text.clone())))
            .collect();
        Self { shipped, own: texts, files, reference: reference(own, root, diagnostics) }
    }

    /// Prepares them for use.
    ///
    /// What cannot be used is reported; the shipped template is then used, so that the run can go on to other faults.
    pub fn load(&self, sources: &Sources) -> (Templates, Vec<Diagnostic>) {
        // A council's own are looked at in every run.
        let has_own = self.own.iter().any(|(path, _)| path.starts_with("word/"));
        let mut templates = Templates {
            html: engine("html"),
            typst: engine("typst"),
            word: if has_own { engine("word").into() } else { OnceLock::new() },
            reference: self.reference.clone(),
            files: self.files.clone(),
            own: self.own.iter().map(|(path, _)| path.clone()).collect(),
            style: BTreeMap::new(),
        };
        let mut faults = templates.add(&self.shipped, sources);
        faults.extend(templates.add(&self.own, sources));
        (templates, faults)
    }
}

impl Templates {
    /// Adds templates. What cannot be used is reported, and what was there before stays.
    fn add(&mut self, texts: &[(String, String)], sources: &Sources) -> Vec<Diagnostic> {
        let mut faults = Vec::new();
        let style = texts.iter().filter_map(|(path, text)| Some((plain(path)?.to_owned(), text.clone())));
        self.style.extend(style);
        for folder in ["html", "typst", "word"] {
            let templates: Vec<(&str, &str)> = texts
                .iter()
                .filter(|(path, _)| plain(path).is_none())
                .filter_map(|(path, text)| {
                    Some((path.strip_prefix(folder)?.strip_prefix('/')?, text.as_str()))
                })
                .collect();
            if templates.is_empty() {
                continue;
            }
            let tera = match folder {
                "html" => Some(&mut self.html),
                "typst" => Some(&mut self.typst),
                _ => self.word.get_mut(),
            };
            let Some(tera) = tera else { continue };
            let mut tried = tera.clone();
            if tried.add_raw_templates(templates.iter().copied()).is_ok() {
                *tera = tried;
                continue;
            }
            // Together they cannot be used; adding them one by one shows which are at fault.
            let mut errors = Vec::new();
            for template in templates {
                let mut tried = tera.clone();
                match tried.add_raw_templates([template]) {
                    Ok(()) => *tera = tried,
                    Err(error) => errors.push((template.0.to_owned(), error)),
                }
            }
            faults.extend(errors.iter().map(|(name, error)| self.fault(folder, Some(name), error, sources)));
        }
        faults
    }

    /// The web page of a report, which says how long the PDF beside it is as soon as that is known.
    pub(super) fn html_report(
        &self,
        report: &Readable<'_>,
        material: &Material,
    ) -> Result<WebPage, Box<Diagnostic>> {
        let mut tera = self.html.clone();
        register_html(&mut tera, material, self.tags(&self.html, "html", material)?);
        let more = |context: &mut Context| context.insert("pages", PAGES);
        let html = self.report(&tera, "html", "report.html", report, &more)?;
        Ok(WebPage { html, words: Arc::clone(&material.words) })
    }

    /// The Typst source of a report, and of the palette and the words that its style takes from it.
    pub(super) fn typst_report(
        &self,
        report: &Readable<'_>,
        material: &Material,
    ) -> Result<TypstSources, Box<Diagnostic>> {
        let mut tera = self.typst.clone();
        register_typst(&mut tera, material, self.tags(&self.typst, "typst", material)?);
        let source = |name, more: &dyn Fn(&mut Context)| self.report(&tera, "typst", name, report, more);
        let says = source("report.typ", &|_| {})?;
        let from_right = typst_source::has_letters_from_right(&says);
        Ok(TypstSources {
            palette: source("palette.typ", &|_| {})?,
            words: source("words.typ", &|context| context.insert("from_right", &from_right))?,
            report: says,
            style: self.style.clone(),
        })
    }

    /// The Word file of a report.
    pub(super) fn word_report(
        &self,
        report: &Readable<'_>,
        material: &Material,
    ) -> Result<Vec<u8>, Box<Diagnostic>> {
        let written = self.written(report, material, "document.xml", &|_| {})?;
        word::make(&written, material, self.reference.as_ref(), None).map_err(|fault| self.of_word(fault))
    }

    /// A form in Word. `report` is that which it is about, with the form's own name as its title.
    pub(super) fn word_form(
        &self,
        form: &pages::Form,
        report: &Readable<'_>,
        material: &Material,
    ) -> Result<Vec<u8>, Box<Diagnostic>> {
        let asked = Value::from_serializable(form);
        let more = |context: &mut Context| context.insert_value("form", asked.clone());
        let written = self.written(report, material, "form.xml", &more)?;
        let make = |kept: Option<&str>| {
            word::make(&written, material, self.reference.as_ref(), kept).map_err(|fault| self.of_word(fault))
        };
        // What stands outside its fields is known only once it has been made.
        let kept = outside_fields(&make(None)?, &report.page.id);
        make(Some(&kept))
    }

    /// The templates of Word.
    fn word(&self) -> &Tera {
        self.word.get_or_init(|| {
            let mut tera = engine("word");
            let shipped = SHIPPED
                .iter()
                .filter_map(|(path, text)| Some((path.strip_prefix("word/")?, unix_lines(text))));
            // The tests hold that they can be used.
            _ = tera.add_raw_templates(shipped);
            tera
        })
    }

    /// What the templates of a Word file print; `document` is that of what it says.
    fn written(
        &self,
        report: &Readable<'_>,
        material: &Material,
        document: &str,
        more: &dyn Fn(&mut Context),
    ) -> Result<Written, Box<Diagnostic>> {
        let mut tera = self.word().clone();
        register_word(&mut tera, material, self.tags(self.word(), "word", material)?);
        let part = |name| self.report(&tera, "word", name, report, more);
        Ok(Written {
            language: report.page.language.clone(),
            document: part(document)?,
            page: part("page.xml")?,
            styles: part("styles.xml")?,
            numbering: part("numbering.xml")?,
            settings: part("settings.xml")?,
            header: part("header.xml")?,
            footer: part("footer.xml")?,
            core: part("core.xml")?,
            theme: part("theme.xml")?,
            fonts: part("fonts.xml")?,
            mark: if report.page.restricted { Some(part("mark.xml")?) } else { None },
        })
    }

    /// What is wrong with what a template of a Word file printed.
    fn of_word(&self, fault: word::Fault) -> Box<Diagnostic> {
        let place = self.file(&format!("word/{}", fault.template));
        let fault = Fault { message: fault.message, name: None, range: None, place: None };
        Box::new(located(place, fault, "word"))
    }

    /// The page that lists every report.
    pub(super) fn html_index(
        &self,
        page: &pages::Index,
        material: &Material,
    ) -> Result<String, Box<Diagnostic>> {
        self.html_page("index.html", page, material)
    }

    /// The accessibility statement.
    pub(super) fn html_statement(
        &self,
        page: &pages::StatementPage,
        material: &Material,
    ) -> Result<String, Box<Diagnostic>> {
        self.html_page("statement.html", page, material)
    }

    /// A web page that is not a report.
    fn html_page<T: Serialize>(
        &self,
        name: &str,
        page: &T,
        material: &Material,
    ) -> Result<String, Box<Diagnostic>> {
        let mut tera = self.html.clone();
        register_html(&mut tera, material, self.tags(&self.html, "html", material)?);
        render(&tera, name, Value::from_serializable(page), &|_| {})
            .map_err(|error| Box::new(self.rendering_fault("html", &error)))
    }

    /// The tag of every rating, as the component called `tag` writes it.
    fn tags(&self, tera: &Tera, folder: &str, material: &Material) -> Result<Tags, Box<Diagnostic>> {
        let tag = |rating: Rating| {
            let mut arguments = Context::new();
            arguments.insert("of", &PrintedRating::new(rating, &material.words));
            Ok((rating, tera.render_component("tag", &arguments, None, true)?))
        };
        let tags = material.texts.ratings().map(tag).collect::<TeraResult<_>>();
        tags.map(Tags).map_err(|error| Box::new(self.rendering_fault(folder, &error)))
    }

    fn report(
        &self,
        tera: &Tera,
        folder: &str,
        name: &str,
        report: &Readable<'_>,
        more: &dyn Fn(&mut Context),
    ) -> Result<String, Box<Diagnostic>> {
        render(tera, name, report.value.clone(), more).map_err(|error| {
            let mut fault = self.rendering_fault(folder, &error);
            let page = report.page;
            let fails =
                |count| render(tera, name, Value::from_serializable(&page.first(count)), more).is_err();
            fault.subject = culprit(&page.titles(), &fails).map(str::to_owned);
            Box::new(fault)
        })
    }

    /// The place of a template file.
    pub(super) fn file(&self, path: &str) -> Option<FileId> {
        self.files.get(path).copied()
    }

    /// The place of a template file, if it is a council's own.
    pub(super) fn own_file(&self, path: &str) -> Option<FileId> {
        self.file(path).filter(|_| self.own.contains(path))
    }

    /// The place of the first file of the style that is a council's own.
    pub(super) fn own_style(&self) -> Option<FileId> {
        self.own.iter().find(|path| plain(path).is_some()).and_then(|path| self.file(path))
    }

    /// The templates that are a council's own, by their path below its folder.
    pub(crate) fn own(&self) -> Vec<String> {
        self.own.iter().cloned().collect()
    }

    /// Whether any template of the PDF is a council's own.
    pub(super) fn has_own_typst(&self) -> bool {
        self.own.iter().any(|path| path.starts_with("typst/"))
    }

    /// What is wrong with a template that was in use.
    fn rendering_fault(&self, folder: &str, error: &tera::Error) -> Diagnostic {
        let fault = Fault::of(error);
        let at = fault.name.as_ref().and_then(|name| self.files.get(&format!("{folder}/{name}"))).copied();
        located(at, fault, folder)
    }

    /// What is wrong with a template that cannot be loaded.
    fn fault(&self, folder: &str, name: Option<&str>, error: &tera::Error, sources: &Sources) -> Diagnostic {
        let mut fault = Fault::of(error);
        // A built-in template may miss something that a council's own leaves out. The fault is not in the built-in one.
        if let (Some(own), Some(other)) = (name, &fault.name)
            && other != own
            && !self.own.contains(&format!("{folder}/{other}"))
        {
            let message = format!("{} in `{folder}/{other}`", fault.message);
            fault = Fault { message, name: None, range: None, place: None };
        }
        fault.name = fault.name.or(name.map(str::to_owned));
        let at = fault.name.as_ref().and_then(|name| self.files.get(&format!("{folder}/{name}"))).copied();
        let is_unclosed = fault.message.to_lowercase().contains("end of input");
        let unclosed =
            at.filter(|_| is_unclosed).and_then(|file| Some((file, unclosed_tag(&sources.file(file).text)?)));
        if let Some((file, unclosed)) = unclosed {
            let word = unclosed.word;
            return Diagnostic::error(
                Code::Template,
                Span::new(file, unclosed.range),
                format!("this template cannot be used: `{{% {word} %}}` is opened here and never closed"),
            )
            .help(format!("write `{{% end{word} %}}` where it ends"))
            .help(GO_BACK);
        }
        if let (Some(file), Some(place)) = (at, &fault.place) {
            // Some errors come with a line and column only.
            if fault.range.is_none() {
                let line = sources.file(file).line_range(place.0);
                let column = sources.file(file).text[line.clone()]
                    .chars()
                    .take(place.1.saturating_sub(1))
                    .map(char::len_utf8);
                fault.range = Some((line.start + column.sum::<usize>()).min(line.end)..line.end);
            }
        }
        located(at, fault, folder)
    }
}

const GO_BACK: &str = "mend the file, or delete it from the templates folder to go back to the built-in one";

fn located(file: Option<FileId>, fault: Fault, folder: &str) -> Diagnostic {
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
struct Fault {
    message: String,
    name: Option<String>,
    range: Option<std::ops::Range<usize>>,
    /// Line and column, from 1.
    place: Option<(usize, usize)>,
}

impl Fault {
    fn of(error: &tera::Error) -> Self {
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
struct Unclosed {
    word: String,
    range: std::ops::Range<usize>,
}

/// The last tag of a template that is opened and not closed.
fn unclosed_tag(text: &str) -> Option<Unclosed> {
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

/// A council's own Word file, or what is wrong with it.
fn reference(own: &TemplateFiles, root: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<Reference> {
    const NAME: &str = "word/reference.docx";
    for path in own.keys().filter(|path| path.starts_with("word/") && *path != NAME) {
        let kind = path.rsplit('.').next().unwrap_or_default().to_lowercase();
        if matches!(kind.as_str(), "docx" | "dotx" | "docm" | "dotm" | "doc" | "dot" | "odt" | "ott") {
            let shown = format!("{root}/{path}");
            let message = format!("nothing uses `{shown}`, so it has no effect");
            diagnostics.push(Diagnostic::warning_at_path(Code::Template, shown, message).help(
                "open it in Word and save it there as `reference.docx` (a Word document, not a template): its styles, header \
                 and footer are used then",
            ));
        }
    }
    let shown = format!("{root}/{NAME}");
    match Reference::read(own.get(NAME)?) {
        Ok(reference) => Some(reference),
        Err(why) => {
            diagnostics.push(
                Diagnostic::error_at_path(Code::Template, shown.clone(), format!("`{shown}` {why}"))
                    .help("open it in Word and save it as a Word document (`.docx`)")
                    .help("or delete it from the templates folder to go back to the built-in styles"),
            );
            None
        }
    }
}

fn not_utf8(path: &str) -> Diagnostic {
    Diagnostic::error_at_path(Code::NotUtf8, path.to_owned(), format!("`{path}` is not saved as UTF-8"))
        .help("save it again with the encoding `UTF-8`")
}

/// A file that is most likely meant to replace a shipped one, but has a slightly different name.
fn misspelt(path: &str, own: &TemplateFiles, root: &str) -> Option<Diagnostic> {
    let is_known = |path: &str| SHIPPED.iter().any(|(known, _)| *known == path);
    let name = path.rsplit('/').next().unwrap_or_default();
    let is_used =
        || own.iter().any(|(other, bytes)| other != path && String::from_utf8_lossy(bytes).contains(name));
    let folder = path.split('/').next().unwrap_or_default();
    let others = SHIPPED
        .iter()
        .filter(|(known, _)| known.starts_with(folder))
        .map(|(known, _)| known.rsplit('/').next().unwrap_or_default());
    let near = did_you_mean(name, others).filter(|_| !is_known(path) && !is_used())?;
    let shown = format!("{root}/{path}");
    Some(
        Diagnostic::warning_at_path(
            Code::Template,
            shown.clone(),
            format!("no template uses `{shown}`, so it has no effect"),
        )
        .help(format!("did you mean `{near}`?")),
    )
}

impl std::fmt::Debug for Templates {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Templates").field("files", &self.files).finish_non_exhaustive()
    }
}

fn is_template(path: &str) -> bool {
    let kind = path.rsplit('.').next().unwrap_or_default();
    (path.starts_with("html/") && matches!(kind, "html" | "css"))
        || (path.starts_with("typst/") && kind == "typ")
        || (path.starts_with("word/") && kind == "xml")
}

/// What templates of a folder are put into, still without any: it escapes as their output needs it.
fn engine(folder: &str) -> Tera {
    let mut tera = Tera::new();
    match folder {
        "html" => tera.autoescape_on([".html", ".css"]),
        "typst" => {
            tera.autoescape_on([".typ"]);
            tera.set_escape_fn(escape_typst);
        }
        _ => {
            tera.autoescape_on([".xml"]);
            tera.set_escape_fn(escape_word);
        }
    }
    register_stand_ins(&mut tera);
    tera
}

/// Git may check templates out with CRLF on Windows; the same content must give the same bytes there.
fn unix_lines(text: &str) -> String {
    text.replace("\r\n", "\n")
}

fn render(tera: &Tera, name: &str, page: Value, more: &dyn Fn(&mut Context)) -> TeraResult<String> {
    let mut context = Context::new();
    context.insert_value("page", page);
    more(&mut context);
    let mut printed = Printed::default();
    let done = tera.render_to(name, &context, &mut printed);
    if printed.is_full {
        let most = LONGEST_PAGE / 1_000_000;
        return Err(tera::Error::message(format!("what it prints is longer than {most} MB")));
    }
    done?;
    Ok(String::from_utf8(printed.bytes)?)
}

/// What a template prints, up to the length of the longest page.
#[derive(Debug, Default)]
struct Printed {
    bytes: Vec<u8>,
    is_full: bool,
}

impl Write for Printed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.is_full |= bytes.len() > LONGEST_PAGE - self.bytes.len();
        if self.is_full {
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Tera's `range` with an end: it limits the numbers of one loop, and here those of all are counted, since of loops within
/// loops each turn of the outer one begins the inner one anew.
fn register_range(tera: &mut Tera) {
    let left = AtomicUsize::new(MOST_COUNTED);
    tera.register_function("range", move |given: Kwargs, _: &State| -> TeraResult<Vec<i64>> {
        let start: i64 = given.get("start")?.unwrap_or_default();
        let end: i64 = given.must_get("end")?;
        let step: i64 = given.get("step_by")?.unwrap_or(1);
        let span = if step > 0 { end.checked_sub(start) } else { start.checked_sub(end) };
        let count = match span {
            _ if step == 0 => Err("`range` never ends if `step_by` is 0".to_owned()),
            Some(span) => Ok(span.max(0).unsigned_abs().div_ceil(step.unsigned_abs())),
            None => Ok(u64::MAX),
        };
        let count = usize::try_from(count.map_err(tera::Error::message)?).unwrap_or(usize::MAX);
        let take = |left: usize| left.checked_sub(count);
        if left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_err() {
            let most = figure(MOST_COUNTED);
            return Err(tera::Error::message(format!("its loops count to more than {most} together")));
        }
        Ok(std::iter::successors(Some(start), |number| number.checked_add(step)).take(count).collect())
    });
}

/// The first entry or section that a template cannot print. `fails` says whether printing fails for a report that ends
/// after the first so many of them. If it fails without any, none of them is to blame.
///
/// Each attempt prints a report, so the search halves what is left each time.
fn culprit<'a>(titles: &[&'a str], fails: &dyn Fn(usize) -> bool) -> Option<&'a str> {
    let counts: Vec<usize> = (0..=titles.len()).collect();
    let first = counts.partition_point(|count| !fails(*count));
    titles.get(first.checked_sub(1)?).copied()
}

fn escape_typst(text: &str, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(typst_source::escape_words(text).as_bytes())
}

fn escape_word(text: &str, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(word::escape(text).as_bytes())
}

/// Templates are checked for unknown filters as they are loaded, before there is a report to print.
fn register_stand_ins(tera: &mut Tera) {
    tera.register_function("say", |_: Kwargs, _: &State| -> TeraResult<Value> { Ok(Value::none()) });
    for name in ["prose", "chart", "picture", "picture_path", "widths", "held", "hex", "typed"] {
        tera.register_filter(name, |_: &Value, _: Kwargs, _: &State| -> TeraResult<Value> {
            Ok(Value::none())
        });
    }
}

/// Lets templates ask for a message by its id, `say(id="report-to", meeting=page.meeting)`, as code does and with the
/// same words. Arguments may be markup that the template has written itself, such as a link; everything else is
/// escaped.
fn register_words(tera: &mut Tera, words: &Arc<Words>, escape: fn(&str) -> String) {
    let words = Arc::clone(words);
    tera.register_function("say", move |given: Kwargs, _: &State| -> TeraResult<Value> {
        let id: &str = given.must_get("id")?;
        let takes = takes(&words, id, &given)?;
        let mut markup = Vec::new();
        let mut arguments = Vec::new();
        for name in takes {
            let value: &Value = given.must_get(name)?;
            let said = match (value.as_str(), value.as_i64()) {
                (Some(text), _) if value.is_safe() => {
                    // A character that no text has holds the argument's place while the words around it are escaped.
                    let place = char::from_u32(PLACES + u32::try_from(markup.len()).unwrap_or_default());
                    let place = place.unwrap_or_default().to_string();
                    markup.push((escape(&place), text.to_owned()));
                    place.into()
                }
                (Some(text), _) => text.into(),
                (None, Some(number)) => number.into(),
                (None, None) => {
                    return Err(tera::Error::message(format!(
                        "`{name}` is neither a text nor a whole number"
                    )));
                }
            };
            arguments.push((name.as_str(), said));
        }
        if arguments.is_empty() {
            return Ok(Value::normal_string(words.plain(id)));
        }
        let said = words.say(id, arguments);
        if markup.is_empty() {
            return Ok(Value::normal_string(&said));
        }
        let written =
            markup.iter().fold(escape(&said), |written, (place, markup)| written.replace(place, markup));
        Ok(Value::safe_string(&written))
    });
}

/// The first of the characters that Unicode keeps free, and the last: the one holds the place of an argument, the other
/// that of how many pages a PDF has.
const PLACES: u32 = 0xfdd0;
const PAGES: &str = "\u{fdef}";

/// The names of a message's arguments, if it exists and is given no others.
fn takes<'a>(words: &'a Words, id: &str, given: &Kwargs) -> TeraResult<&'a [String]> {
    let Some(takes) = words.arguments(id) else {
        let near = did_you_mean(id, words.ids());
        let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        return Err(tera::Error::message(format!("there are no words called `{id}`{near}")));
    };
    let names = given.iter().filter_map(|(name, _)| name.as_str());
    match names.filter(|name| *name != "id").find(|name| !takes.iter().any(|taken| taken == name)) {
        Some(other) => Err(tera::Error::message(format!("`{id}` takes no `{other}`"))),
        None => Ok(takes),
    }
}

fn register_html(tera: &mut Tera, material: &Material, tags: Tags) {
    register_range(tera);
    register_words(tera, &material.words, super::escape_html);
    let own = material.clone();
    tera.register_filter("prose", move |number: usize, arguments: Kwargs, _: &State| {
        let (prose, level) = text_and_level(&own.texts, number, &arguments)?;
        TeraResult::Ok(Value::safe_string(&html::prose(prose, level, &own.pictures, &tags, &own.words)))
    });
    let own = material.clone();
    tera.register_filter("chart", move |number: usize, _: Kwargs, _: &State| {
        TeraResult::Ok(Value::safe_string(&html::chart(chart_of(&own, number)?)))
    });
    let own = material.clone();
    tera.register_filter("picture", move |picture: &Value, arguments: Kwargs, _: &State| {
        let class: Option<String> = arguments.get("class")?;
        TeraResult::Ok(Value::safe_string(&html::picture(
            &picture_of(picture)?,
            class.as_deref(),
            &own.pictures,
        )))
    });
}

fn register_typst(tera: &mut Tera, material: &Material, tags: Tags) {
    register_range(tera);
    register_words(tera, &material.words, typst_source::escape_words);
    let own = material.clone();
    tera.register_filter("prose", move |number: usize, arguments: Kwargs, _: &State| {
        let (prose, level) = text_and_level(&own.texts, number, &arguments)?;
        let is = |name| TeraResult::Ok(arguments.get::<bool>(name)?.unwrap_or_default());
        let place = match (is("on_page")?, is("in_cell")?) {
            (true, _) => Place::Page,
            (false, true) => Place::Cell { is_kept: is("kept")? },
            (false, false) => Place::Inside,
        };
        TeraResult::Ok(Value::safe_string(&typst_source::prose(prose, level, place, &tags, &own.ruler)))
    });
    let own = material.clone();
    tera.register_filter("widths", move |rows: &Value, arguments: Kwargs, _: &State| {
        TeraResult::Ok(Value::safe_string(&widths(rows, &arguments, &own)?))
    });
    let own = material.clone();
    tera.register_filter("chart", move |number: usize, _: Kwargs, _: &State| {
        TeraResult::Ok(Value::safe_string(&typst_source::chart(number, chart_of(&own, number)?)))
    });
    tera.register_filter("held", |text: &Value, _: Kwargs, _: &State| {
        TeraResult::Ok(Value::from(typst_source::held(text.as_str().unwrap_or_default()).into_owned()))
    });
    tera.register_filter("picture_path", |picture: &Value, _: Kwargs, _: &State| {
        let path = typst_source::picture_path(&picture_of(picture)?.path);
        TeraResult::Ok(Value::safe_string(&typst_source::escape(&path)))
    });
}

/// The room that a rating's shape and box take beside its word, in ems.
const RATED: f64 = 2.2;

/// How wide a column of a table is, as `style.typ` takes it: in ems, its longest word and its longest line. `of` names what
/// stands in the column, `rated` the words of ratings in it, `head` is its heading, and `more` the room for what is not
/// text.
fn widths(rows: &Value, arguments: &Kwargs, material: &Material) -> TeraResult<String> {
    let names: Option<String> = arguments.get("of")?;
    let rated: Option<String> = arguments.get("rated")?;
    let head: Option<String> = arguments.get("head")?;
    let is_bold: bool = arguments.get("bold")?.unwrap_or_default();
    let more: f64 = arguments.get("more")?.unwrap_or_default();
    let bold = Face { is_bold: true, ..Face::default() };
    let (face, ruler) = (if is_bold { bold } else { Face::default() }, &material.ruler);
    let mut widest = Column::default();
    let plain = names.iter().flat_map(|names| names.split(',')).map(|name| (name, face, 0.0));
    let rated = rated.iter().flat_map(|names| names.split(',')).map(|name| (name, bold, RATED));
    for (name, face, around) in plain.chain(rated) {
        let path: Vec<&str> = name.split('.').collect();
        for row in rows.as_array().into_iter().flatten() {
            each_value(row, &path, &mut |value| {
                let number = value.as_u64().and_then(|number| usize::try_from(number).ok());
                let own = match (value.as_str(), number.and_then(|number| material.texts.get(number))) {
                    (Some(text), _) => paper::plain(text, face, ruler),
                    (None, Some(prose)) => paper::text(prose, ruler),
                    (None, None) => return,
                };
                widest.widen(Column { least: own.least + around, best: own.best + around });
            });
        }
    }
    widest.widen(paper::plain(&head.unwrap_or_default(), bold, ruler));
    Ok(format!("({:.2}, {:.2})", widest.least + more, widest.best + more))
}

/// Calls `each` with what a row has at a path of names; a list on the way stands for each of its items.
fn each_value(value: &Value, path: &[&str], each: &mut dyn FnMut(&Value)) {
    let Some((first, rest)) = path.split_first() else {
        if let Some(items) = value.as_array() {
            items.iter().for_each(each);
        } else {
            each(value);
        }
        return;
    };
    match (value.as_array(), first.parse::<usize>()) {
        (Some(items), Ok(index)) => {
            if let Some(item) = items.get(index) {
                each_value(item, rest, each);
            }
        }
        (Some(items), Err(_)) => items.iter().for_each(|item| each_value(item, path, each)),
        (None, _) => {
            if let Some(inner) = value.get_from_path(first) {
                each_value(inner, rest, each);
            }
        }
    }
}

fn register_word(tera: &mut Tera, material: &Material, tags: Tags) {
    register_words(tera, &material.words, word::escape);
    let own = material.clone();
    tera.register_filter("prose", move |number: usize, arguments: Kwargs, _: &State| {
        let (prose, level) = text_and_level(&own.texts, number, &arguments)?;
        let place = word::Place { level, across: arguments.get("across")?, item: arguments.get("item")? };
        TeraResult::Ok(Value::safe_string(&word::prose(prose, place, &own.pictures, &tags)))
    });
    let own = material.clone();
    tera.register_filter("chart", move |number: usize, _: Kwargs, _: &State| {
        TeraResult::Ok(Value::safe_string(&word::chart(number, chart_of(&own, number)?)))
    });
    let own = material.clone();
    tera.register_filter("picture", move |picture: &Value, arguments: Kwargs, _: &State| {
        let across = arguments.get("across")?.unwrap_or(word::WIDEST);
        let most = (across, arguments.must_get("down")?);
        TeraResult::Ok(Value::safe_string(&word::picture(&picture_of(picture)?, most, &own.pictures)))
    });
    // A text in which each space and each line counts.
    tera.register_filter("typed", |text: &str, _: Kwargs, _: &State| {
        TeraResult::Ok(Value::safe_string(&word::typed(text)))
    });
    // A colour as Word writes it.
    tera.register_filter("hex", |colour: &str, _: Kwargs, _: &State| {
        TeraResult::Ok(colour.trim_start_matches('#').to_uppercase())
    });
}

fn chart_of(material: &Material, number: usize) -> TeraResult<&Drawn> {
    let chart = number.checked_sub(1).and_then(|index| material.charts.get(index));
    chart.ok_or_else(|| tera::Error::message("there is no such chart in this report"))
}

fn text_and_level<'a>(
    texts: &'a Texts,
    number: usize,
    arguments: &Kwargs,
) -> TeraResult<(&'a pages::prose::Prose, u8)> {
    let level: u8 = arguments.must_get("level")?;
    let prose =
        texts.get(number).ok_or_else(|| tera::Error::message("there is no such text in this report"))?;
    Ok((prose, level.clamp(1, 6)))
}

fn field(value: &Value, name: &str) -> TeraResult<String> {
    value
        .get_from_path(name)
        .and_then(Value::as_str)
        .map(str::to_owned)
        .ok_or_else(|| tera::Error::message(format!("the value before this filter has no `{name}`")))
}

fn picture_of(value: &Value) -> TeraResult<Picture> {
    Ok(Picture { path: field(value, "path")?, alt: field(value, "alt")? })
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn what_fails_is_found_in_as_many_attempts_as_the_number_can_be_halved() {
        let names: Vec<String> = (1..=4_000).map(|number| number.to_string()).collect();
        let titles: Vec<&str> = names.iter().map(String::as_str).collect();
        for at_fault in 1..=4_000 {
            let attempts = Cell::new(0);
            let fails = |count| {
                attempts.set(attempts.get() + 1);
                count >= at_fault
            };
            assert_eq!(culprit(&titles, &fails), Some(at_fault.to_string().as_str()));
            // 2 to the twelfth is 4,096.
            assert!(attempts.get() <= 13, "{} attempts to find number {at_fault}", attempts.get());
        }
    }

    #[test]
    fn a_template_that_fails_without_any_entry_is_no_entrys_fault() {
        assert_eq!(culprit(&["a", "b"], &|_| true), None);
        assert_eq!(culprit(&[], &|_| true), None);
        assert_eq!(culprit(&["a", "b"], &|_| false), None);
    }
}
