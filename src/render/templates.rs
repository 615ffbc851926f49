//! Templates: the shipped ones, replaced file by file by a council's own.
//!
//! The only module that names `tera`. Two instances, one for each output, because each escapes in its own way. What is
//! wrong with a template is said with its file and place and, where it goes wrong only for some entry, with that entry.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::Arc;

use serde::Serialize;
use tera::{Context, ErrorKind, Kwargs, State, Tera, TeraResult, Value};

use super::{Pictures, html, typst_source};
use crate::diag::{Code, Diagnostic};
use crate::discover::TemplateFiles;
use crate::model::Picture;
use crate::source::{FileId, Sources, Span};
use crate::view::{self, RatingView, Texts};

/// The templates that the executable carries.
const SHIPPED: [(&str, &str); 9] = [
    ("html/index.html", include_str!("../../templates/html/index.html")),
    ("html/page.html", include_str!("../../templates/html/page.html")),
    ("html/report.html", include_str!("../../templates/html/report.html")),
    ("html/style.css", include_str!("../../templates/html/style.css")),
    ("html/workstream.html", include_str!("../../templates/html/workstream.html")),
    ("typst/palette.typ", include_str!("../../templates/typst/palette.typ")),
    ("typst/report.typ", include_str!("../../templates/typst/report.typ")),
    ("typst/style.typ", include_str!("../../templates/typst/style.typ")),
    ("typst/workstream.typ", include_str!("../../templates/typst/workstream.typ")),
];

/// The one file under `typst/` that is plain Typst and not a template.
const PLAIN: &str = "typst/style.typ";

/// The templates of one run, ready for use.
pub struct Templates {
    html: Tera,
    typst: Tera,
    files: BTreeMap<String, FileId>,
    /// The text of `style.typ`.
    style: String,
}

/// Everything that Typst reads of one report but the pictures.
pub(super) struct TypstSources {
    /// What the report says.
    pub(super) report: String,
    /// The council's colours.
    pub(super) palette: String,
    /// How the report looks.
    pub(super) style: String,
}

impl Templates {
    /// Loads the shipped templates, with those of a council's own folder (shown as `root`) in their place.
    ///
    /// What cannot be used is reported; the shipped template then stays, so that the run can go on to other faults.
    pub fn load(
        own: &TemplateFiles,
        root: &str,
        sources: &mut Sources,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut texts: BTreeMap<String, (String, String)> = SHIPPED
            .into_iter()
            .map(|(path, text)| (path.to_owned(), (format!("(built in)/{path}"), unix_lines(text))))
            .collect();
        for (path, bytes) in own {
            if !is_template(path) {
                continue;
            }
            let shown = format!("{root}/{path}");
            match std::str::from_utf8(bytes) {
                Ok(text) => {
                    texts.insert(path.clone(), (shown, unix_lines(text.trim_start_matches('\u{feff}'))));
                }
                Err(_) => diagnostics.push(
                    Diagnostic::error_at_path(
                        Code::NotUtf8,
                        shown.clone(),
                        format!("`{shown}` is not saved as UTF-8"),
                    )
                    .help("save it again with the encoding `UTF-8`"),
                ),
            }
        }
        let mut files = BTreeMap::new();
        let mut style = String::new();
        let (mut html, mut typst) = (Vec::new(), Vec::new());
        for (path, (shown, text)) in texts {
            files.insert(path.clone(), sources.add(shown, text.clone()));
            if path == PLAIN {
                style = text;
            } else if let Some(name) = path.strip_prefix("html/") {
                html.push((name.to_owned(), text));
            } else if let Some(name) = path.strip_prefix("typst/") {
                typst.push((name.to_owned(), text));
            }
        }
        let mut templates = Self { html: Tera::new(), typst: Tera::new(), files, style };
        templates.html.autoescape_on([".html", ".css"]);
        templates.typst.autoescape_on([".typ"]);
        templates.typst.set_escape_fn(escape_typst);
        register_stand_ins(&mut templates.html);
        register_stand_ins(&mut templates.typst);
        for (folder, texts) in [("html", html), ("typst", typst)] {
            let tera = if folder == "html" { &mut templates.html } else { &mut templates.typst };
            if let Err(error) = tera.add_raw_templates(texts) {
                diagnostics.push(templates.fault(folder, &error));
            }
        }
        templates
    }

    /// The web page of a report.
    pub(super) fn html_report(
        &self,
        page: &view::Report,
        texts: &Arc<Texts>,
        pictures: &Arc<Pictures>,
        pages: usize,
    ) -> Result<String, Box<Diagnostic>> {
        let mut tera = self.html.clone();
        register_html(&mut tera, texts, pictures);
        let pages = view::count_of(pages, "page");
        self.report(&tera, "html", "report.html", page, &|context| context.insert("pages", &pages))
    }

    /// The Typst source of a report, and of the palette that its style takes the colours from.
    pub(super) fn typst_report(
        &self,
        page: &view::Report,
        texts: &Arc<Texts>,
    ) -> Result<TypstSources, Box<Diagnostic>> {
        let mut tera = self.typst.clone();
        register_typst(&mut tera, texts);
        let source = |name| self.report(&tera, "typst", name, page, &|_| {});
        Ok(TypstSources {
            report: source("report.typ")?,
            palette: source("palette.typ")?,
            style: self.style.clone(),
        })
    }

    /// The page that lists every report.
    pub(super) fn html_index(&self, page: &view::Index) -> Result<String, Box<Diagnostic>> {
        let mut tera = self.html.clone();
        register_html(&mut tera, &Arc::default(), &Arc::default());
        render(&tera, "index.html", page, &|_| {}).map_err(|error| Box::new(self.fault("html", &error)))
    }

    fn report(
        &self,
        tera: &Tera,
        folder: &str,
        name: &str,
        page: &view::Report,
        more: &dyn Fn(&mut Context),
    ) -> Result<String, Box<Diagnostic>> {
        render(tera, name, page, more).map_err(|error| {
            let mut fault = self.fault(folder, &error);
            fault.subject = culprit(page, &|page| render(tera, name, page, more).is_err());
            Box::new(fault)
        })
    }

    /// The place of a template file.
    pub(super) fn file(&self, path: &str) -> Option<FileId> {
        self.files.get(path).copied()
    }

    fn fault(&self, folder: &str, error: &tera::Error) -> Diagnostic {
        let fault = match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let path = format!("{folder}/{}", report.filename());
                let message =
                    format!("this template cannot be used: {}", report.message().trim_end_matches('.'));
                match self.files.get(&path) {
                    Some(file) => Diagnostic::error(
                        Code::Template,
                        Span::new(*file, report.span().range.clone()),
                        message,
                    ),
                    None => Diagnostic::error_at_path(Code::Template, path, message),
                }
            }
            other => Diagnostic::error_at_path(
                Code::Template,
                folder.to_owned(),
                format!("the {folder} templates cannot be used: {other}"),
            ),
        };
        fault.help("mend the file, or delete it from the templates folder to go back to the built-in one")
    }
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
}

/// Git may check templates out with CRLF on Windows; the same content must give the same bytes there.
fn unix_lines(text: &str) -> String {
    text.replace("\r\n", "\n")
}

fn render<T: Serialize>(
    tera: &Tera,
    name: &str,
    page: &T,
    more: &dyn Fn(&mut Context),
) -> TeraResult<String> {
    let mut context = Context::new();
    context.insert("page", page);
    more(&mut context);
    tera.render(name, &context)
}

/// The entry or section that a template cannot print: the first that fails when it is alone.
fn culprit(page: &view::Report, fails: &dyn Fn(&view::Report) -> bool) -> Option<String> {
    let alone = |section: usize, entry: Option<usize>| {
        let mut page = page.clone();
        page.sections = page.sections.into_iter().skip(section).take(1).collect();
        for section in &mut page.sections {
            section.entries = entry
                .map(|index| section.entries.iter().skip(index).take(1).cloned().collect())
                .unwrap_or_default();
        }
        page
    };
    let empty = view::Report { sections: Vec::new(), ..page.clone() };
    if fails(&empty) {
        return None;
    }
    for (index, section) in page.sections.iter().enumerate() {
        if fails(&alone(index, None)) {
            return Some(section.title.clone());
        }
        for (entry_index, entry) in section.entries.iter().enumerate() {
            if fails(&alone(index, Some(entry_index))) {
                return Some(entry.title.clone());
            }
        }
    }
    None
}

fn escape_typst(text: &str, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(typst_source::escape(text).as_bytes())
}

/// Templates are checked for unknown filters as they are loaded, before there is a report to print.
fn register_stand_ins(tera: &mut Tera) {
    for name in ["prose", "picture", "picture_path", "badge", "tag"] {
        tera.register_filter(name, |_: &Value, _: Kwargs, _: &State| -> TeraResult<Value> {
            Ok(Value::none())
        });
    }
}

fn register_html(tera: &mut Tera, texts: &Arc<Texts>, pictures: &Arc<Pictures>) {
    let (own_texts, own_pictures) = (Arc::clone(texts), Arc::clone(pictures));
    tera.register_filter("prose", move |number: usize, arguments: Kwargs, _: &State| {
        let (prose, level) = text_and_level(&own_texts, number, &arguments)?;
        TeraResult::Ok(Value::safe_string(&html::prose(prose, level, &own_pictures)))
    });
    let own_pictures = Arc::clone(pictures);
    tera.register_filter("picture", move |picture: &Value, arguments: Kwargs, _: &State| {
        let class: Option<String> = arguments.get("class")?;
        TeraResult::Ok(Value::safe_string(&html::picture(
            &picture_of(picture)?,
            class.as_deref(),
            &own_pictures,
        )))
    });
    tera.register_filter("badge", |rating: &Value, _: Kwargs, _: &State| {
        TeraResult::Ok(Value::safe_string(&html::badge(rating_of(rating)?)))
    });
    tera.register_filter("tag", |rating: &Value, _: Kwargs, _: &State| {
        TeraResult::Ok(Value::safe_string(&html::tag(rating_of(rating)?)))
    });
}

fn register_typst(tera: &mut Tera, texts: &Arc<Texts>) {
    let own_texts = Arc::clone(texts);
    tera.register_filter("prose", move |number: usize, arguments: Kwargs, _: &State| {
        let (prose, level) = text_and_level(&own_texts, number, &arguments)?;
        TeraResult::Ok(Value::safe_string(&typst_source::prose(prose, level)))
    });
    tera.register_filter("picture_path", |picture: &Value, _: Kwargs, _: &State| {
        TeraResult::Ok(Value::from(typst_source::picture_path(&picture_of(picture)?.path)))
    });
}

fn text_and_level<'a>(
    texts: &'a Texts,
    number: usize,
    arguments: &Kwargs,
) -> TeraResult<(&'a crate::model::prose::Prose, u8)> {
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

fn rating_of(value: &Value) -> TeraResult<RatingView> {
    let word = field(value, "word")?;
    crate::model::Rating::ALL
        .into_iter()
        .map(RatingView::from)
        .find(|rating| rating.word == word)
        .ok_or_else(|| tera::Error::message(format!("`{word}` is not a rating")))
}
