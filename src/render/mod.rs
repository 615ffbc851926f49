//! Turns a view into the files that are published.
//!
//! In: views, their texts, pictures and templates. Out: [`Artifacts`], or what is wrong with a template. This folder
//! sees the view and nothing behind it, so a further output is a further file here and touches nothing else.

mod chart;
mod data;
mod html;
mod pdf;
mod templates;
mod typst_source;

use std::collections::BTreeMap;
use std::sync::Arc;

use self::chart::Drawn;
use crate::diag::Diagnostic;
use crate::view::{self, Texts, data as view_data};

pub use self::pdf::{Fonts, forget_old_layouts};
pub use self::templates::Templates;

/// Files to be published: bytes by their path below the output folder, with forward slashes.
pub type Artifacts = BTreeMap<String, Vec<u8>>;

/// Pictures by their path below the content folder, with forward slashes.
pub type Pictures = BTreeMap<String, Vec<u8>>;

/// A council's own templates by their path below its templates folder, with forward slashes.
pub type TemplateFiles = BTreeMap<String, Vec<u8>>;

/// What a report's templates print through filters, and its PDF reads beside its source.
#[derive(Debug, Clone, Default)]
struct Material {
    texts: Arc<Texts>,
    pictures: Arc<Pictures>,
    charts: Arc<Vec<Drawn>>,
}

impl Material {
    fn new(page: &view::Report, texts: &Arc<Texts>, pictures: &Arc<Pictures>) -> Self {
        Self {
            texts: Arc::clone(texts),
            pictures: Arc::clone(pictures),
            charts: Arc::new(chart::draw(page, texts)),
        }
    }
}

/// The files of one report.
#[derive(Debug, Clone)]
pub struct Rendered {
    /// The files.
    pub artifacts: Artifacts,
    /// How many pages the PDF has.
    pub pages: usize,
}

/// Makes every file of one report.
///
/// # Errors
///
/// What is wrong with a template, or why the PDF would not be accessible. Nothing is half made.
pub fn report(
    page: &view::Report,
    texts: &Arc<Texts>,
    data: &view_data::Report,
    pictures: &Arc<Pictures>,
    templates: &Templates,
    fonts: &Fonts,
) -> Result<Rendered, Vec<Diagnostic>> {
    let material = Material::new(page, texts, pictures);
    let sources = templates.typst_report(page, &material).map_err(|fault| {
        // The page does not depend on the PDF; what is wrong with its templates is told in the same run.
        let html = templates.html_report(page, &material, 1).err();
        std::iter::once(*fault).chain(html.map(|fault| *fault)).collect::<Vec<_>>()
    })?;
    let pdf = pdf::export(page, sources, &material, templates, fonts)?;
    let html = templates.html_report(page, &material, pdf.pages).map_err(|fault| vec![*fault])?;
    let folder = &page.id;
    let artifacts = Artifacts::from([
        (format!("{folder}/index.html"), html.into_bytes()),
        (format!("{folder}/{}", page.pdf), pdf.bytes),
        (format!("{folder}/report.json"), data::json(data)),
        (format!("{folder}/ratings.csv"), data::csv(&view_data::rows(data))),
    ]);
    Ok(Rendered { artifacts, pages: pdf.pages })
}

/// Tries the templates on a report without typesetting it: what is wrong with them for this report.
pub fn try_templates(
    page: &view::Report,
    texts: &Arc<Texts>,
    pictures: &Arc<Pictures>,
    templates: &Templates,
) -> Vec<Diagnostic> {
    let material = Material::new(page, texts, pictures);
    let source = templates.typst_report(page, &material).err();
    let html = templates.html_report(page, &material, 1).err();
    source.into_iter().chain(html).map(|fault| *fault).collect()
}

/// Makes the accessibility statement.
///
/// # Errors
///
/// What is wrong with its template.
pub fn statement(
    page: &view::StatementPage,
    texts: Texts,
    templates: &Templates,
) -> Result<Artifacts, Vec<Diagnostic>> {
    let material = Material { texts: Arc::new(texts), ..Material::default() };
    let html = templates.html_statement(page, &material).map_err(|fault| vec![*fault])?;
    Ok(Artifacts::from([("accessibility.html".to_owned(), html.into_bytes())]))
}

/// Makes the page that lists every report.
///
/// # Errors
///
/// What is wrong with its template.
pub fn index(page: &view::Index, templates: &Templates) -> Result<Artifacts, Vec<Diagnostic>> {
    let html = templates.html_index(page).map_err(|fault| vec![*fault])?;
    Ok(Artifacts::from([("index.html".to_owned(), html.into_bytes())]))
}
