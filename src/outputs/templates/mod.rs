//! Templates: the shipped ones, replaced file by file by a council's own.
//!
//! In: template files, and what a report says. Out: HTML, Typst source and Word files, or faults. There are three `tera`
//! instances, one for each output, because each escapes in its own way. A fault in a template names its file and place and, if it
//! occurs only for some entry, that entry.

mod faults;
mod functions;
mod shipped;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::sync::{Arc, OnceLock};

use serde::Serialize;
use tera::{Context, Tera, TeraResult, Value};

use self::faults::{Fault, GO_BACK, located, unclosed_tag};
use self::functions::{PAGES, engine, register_html, register_typst, register_word};
use self::shipped::{SHIPPED, plain};
use super::TemplateFiles;
use super::word::{self, Reference, Written};
use super::{Material, Tags, typst_source};
use crate::diag::source::{FileId, Sources, Span};
use crate::diag::{Code, Diagnostic};
use crate::pages::prose::Rating;
use crate::pages::{self, PrintedRating};
use crate::returns::word::form::outside_fields;
use crate::text::{did_you_mean, unix_lines};
use crate::words::{Words, say};

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

/// The path of a template below the folder of templates, and what it says.
type TemplateText = (String, Cow<'static, str>);

/// The templates of one run as they were written, before they have been checked.
#[derive(Debug)]
pub struct TemplateTexts {
    shipped: Vec<TemplateText>,
    own: Vec<TemplateText>,
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
        let shipped: Vec<TemplateText> =
            SHIPPED.iter().map(|(path, text)| ((*path).to_owned(), unix_lines(text))).collect();
        let mut texts = Vec::new();
        for (path, bytes) in own.iter().filter(|(path, _)| is_template(path)) {
            match std::str::from_utf8(bytes) {
                Ok(text) => {
                    let text: Cow<'static, str> =
                        unix_lines(text.trim_start_matches('\u{feff}')).into_owned().into();
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
            .map(|(root, (path, text))| (path.clone(), sources.add(format!("{root}/{path}"), text.as_ref())))
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
    fn add(&mut self, texts: &[TemplateText], sources: &Sources) -> Vec<Diagnostic> {
        let mut faults = Vec::new();
        let style =
            texts.iter().filter_map(|(path, text)| Some((plain(path)?.to_owned(), text.as_ref().to_owned())));
        self.style.extend(style);
        for folder in ["html", "typst", "word"] {
            let templates: Vec<(&str, &str)> = texts
                .iter()
                .filter(|(path, _)| plain(path).is_none())
                .filter_map(|(path, text)| {
                    Some((path.strip_prefix(folder)?.strip_prefix('/')?, text.as_ref()))
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
        let more = |context: &mut Context| context.insert("pages", &PAGES);
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

/// The first entry or section that a template cannot print. `fails` says whether printing fails for a report that ends
/// after the first so many of them. If it fails without any, none of them is to blame.
///
/// Each attempt prints a report, so the search halves what is left each time.
fn culprit<'a>(titles: &[&'a str], fails: &dyn Fn(usize) -> bool) -> Option<&'a str> {
    let counts: Vec<usize> = (0..=titles.len()).collect();
    let first = counts.partition_point(|count| !fails(*count));
    titles.get(first.checked_sub(1)?).copied()
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
