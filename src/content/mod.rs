//! Turns the text of files into values that know their places.
//!
//! In: the [`Tree`] of files. Out: one [`Document`] for each, with its fields checked against the table of its kind.
//! Parsing is total: any bytes give a value, and what is wrong becomes a diagnostic. How files fit together is not
//! known here; that is for [`crate::check`].

pub(crate) mod address;
pub mod discover;
pub mod edit;
pub mod fields;
mod front_matter;
pub mod limits;
pub mod markdown;
mod merge;
pub mod new;
pub mod schema;
pub mod values;
pub(crate) mod xml;
pub mod yaml;

use std::ops::Range;

use self::fields::Fields;
use self::limits::{Count, too_large};
use self::schema::Table;
use self::yaml::FrontMatter;
use crate::content::discover::{SectionFolder, Tree};
use crate::diag::source::{FileId, Sources, Span};
use crate::diag::{Code, Diagnostic};
use crate::report::Kind;
use crate::text::{self, all_of, did_you_mean, figure};

/// The files of a content folder, read and checked one by one.
#[derive(Debug, Clone)]
pub struct Content {
    /// The council's own file, if there is one.
    pub council: Option<Document>,
    /// The reports, sorted by id.
    pub reports: Vec<ReportDocument>,
}

/// A report and its sections.
#[derive(Debug, Clone)]
pub struct ReportDocument {
    /// The folder's name.
    pub id: String,
    /// Its `_index.md`.
    pub index: Document,
    /// Its sections, sorted by id.
    pub sections: Vec<SectionDocument>,
}

/// A section and its entries.
#[derive(Debug, Clone)]
pub struct SectionDocument {
    /// The folder's name.
    pub id: String,
    /// Its `_index.md`.
    pub index: Document,
    /// What kind of section it is; an unknown kind was reported and counts as a workstream.
    pub kind: Kind,
    /// Its entries, sorted by id.
    pub entries: Vec<EntryDocument>,
}

/// An entry.
#[derive(Debug, Clone)]
pub struct EntryDocument {
    /// The file's name without its ending.
    pub id: String,
    /// The file.
    pub document: Document,
}

impl EntryDocument {
    /// The title or, without one, the name of the file.
    pub fn title(&self) -> String {
        self.document.title().unwrap_or_else(|| self.id.clone())
    }
}

/// One file, read.
#[derive(Debug, Clone)]
pub struct Document {
    /// Which file.
    pub file: FileId,
    /// Its front matter.
    pub fields: Fields,
    /// Its Markdown.
    pub body: Vec<markdown::Block>,
    /// Where its front matter is in the text of the file, without the `---` lines.
    pub front_matter: Range<usize>,
    /// Where its Markdown is in the text of the file.
    pub markdown: Range<usize>,
    /// What is wrong with it. Kept separate, because the faults of a draft count for less.
    pub diagnostics: Vec<Diagnostic>,
}

impl Document {
    /// The title, as typed; the council's own file has none.
    pub fn title(&self) -> Option<String> {
        let title = self.fields.may_have("title").then(|| self.fields.text("title"));
        title.flatten().map(|title| title.value)
    }

    /// Whether it is a draft, kept out of the report for now.
    pub fn is_draft(&self) -> bool {
        self.fields.flag("draft")
    }

    /// Whether it is the file of a plan, which says what will be done and not how it is going.
    pub fn is_plan(&self) -> bool {
        self.fields.word("document") == Some("plan")
    }
}

/// Reads every file of `tree`.
pub fn content(tree: &Tree, sources: &Sources) -> Content {
    with_sections(tree, sources, tree.sections().map(|folder| section(folder, sources)))
}

/// Reads the other files of `tree`, when its sections have been read, in their order.
pub fn with_sections(
    tree: &Tree,
    sources: &Sources,
    sections: impl IntoIterator<Item = SectionDocument>,
) -> Content {
    let mut sections = sections.into_iter();
    let reports = tree.reports.iter().map(|report| ReportDocument {
        id: report.id.clone(),
        index: document(report.index, sources, &schema::REPORT),
        sections: sections.by_ref().take(report.sections.len()).collect(),
    });
    let reports = reports.collect();
    Content { council: tree.council.map(|file| document(file, sources, &schema::COUNCIL)), reports }
}

/// Reads the files of a section.
pub fn section(folder: &SectionFolder, sources: &Sources) -> SectionDocument {
    let (index, known_kind) = section_document(folder.index, sources);
    let kind = known_kind.unwrap_or(Kind::Workstream);
    let entries = folder.entries.iter().map(|entry| EntryDocument {
        id: entry.id.clone(),
        document: entry_document(entry.file, sources, known_kind),
    });
    SectionDocument { id: folder.id.clone(), index, kind, entries: entries.collect() }
}

/// Reads a section's own file; which fields it may have depends on the kind that it names.
fn section_document(id: FileId, sources: &Sources) -> (Document, Option<Kind>) {
    let mut kind = None;
    let document = read(id, sources, &mut |fields, diagnostics| {
        kind = kind_of(fields, diagnostics);
        Some(&schema::of(kind.unwrap_or(Kind::Workstream)).section)
    });
    (document, kind)
}

/// Reads an entry. If the kind of its section is not known, its fields cannot be checked against a table.
fn entry_document(id: FileId, sources: &Sources, kind: Option<Kind>) -> Document {
    read(id, sources, &mut |_, _| kind.map(|kind| &schema::of(kind).entry))
}

/// The kind that a section names, or the one that was most likely meant; `None` if that cannot be guessed.
fn kind_of(fields: &Fields, diagnostics: &mut Vec<Diagnostic>) -> Option<Kind> {
    let typed = fields.get("kind").and_then(|node| Some((values::text(node).ok()?, node.span)));
    let Some((typed, span)) = typed else { return Some(Kind::Workstream) };
    let word = typed.to_lowercase();
    if let Some(kind) = Kind::ALL.into_iter().find(|kind| kind.name() == word) {
        return Some(kind);
    }
    let names = Kind::ALL.map(Kind::name);
    let message = format!("there is no kind of section called `{typed}`");
    let fault = Diagnostic::error(Code::UnknownKind, span, message);
    let meant = did_you_mean(&word, names);
    diagnostics.push(match meant {
        Some(name) => fault.label(format!("did you mean `{name}`?")).help(format!("write `kind: {name}`")),
        None => fault.help(format!("the kinds are {}", all_of(names))),
    });
    // The fields are read as those of the kind that was meant, so that one slip makes one fault.
    meant.and_then(|name| Kind::ALL.into_iter().find(|kind| kind.name() == name))
}

/// Chooses the table that a file is checked against, once its front matter is known; `None` if there is no telling.
type Choose<'a> = dyn FnMut(&Fields, &mut Vec<Diagnostic>) -> Option<&'static Table> + 'a;

fn document(id: FileId, sources: &Sources, table: &'static Table) -> Document {
    read(id, sources, &mut |_, _| Some(table))
}

/// A file of which nothing can be read.
fn unreadable(id: FileId, diagnostics: Vec<Diagnostic>) -> Document {
    let mut fields = Fields::new(Vec::new(), Vec::new(), Span::new(id, 0..0));
    fields.is_missing = true;
    Document { file: id, fields, body: Vec::new(), front_matter: 0..0, markdown: 0..0, diagnostics }
}

fn read(id: FileId, sources: &Sources, choose: &mut Choose<'_>) -> Document {
    let file = sources.file(id);
    let mut diagnostics = Vec::new();
    if let Some(length) = text::excess(&file.text, limits::LONGEST_FILE) {
        let message = format!(
            "this file holds {} characters, but may hold at most {}",
            figure(length),
            figure(limits::LONGEST_FILE)
        );
        diagnostics.push(
            too_large(Span::new(id, 0..0), message)
                .help("divide it into several entries, each in its own file"),
        );
        return unreadable(id, diagnostics);
    }
    if let Some(fault) = merge::unfinished(id, file) {
        diagnostics.push(fault);
        return unreadable(id, diagnostics);
    }
    let parts = front_matter::split(id, file, &mut diagnostics);
    let FrontMatter { entries, damaged } = yaml::read(id, file, parts.yaml.clone(), &mut diagnostics);
    let mut fields = Fields::new(entries, damaged, Span::new(id, file.line_range(1)));
    fields.is_missing = fields.entries.is_empty()
        && diagnostics.iter().any(|fault| {
            matches!(fault.code, Code::MissingFrontMatter | Code::FrontMatterSyntax | Code::TooLarge)
        });
    let mut faults = Vec::new();
    let table = choose(&fields, &mut diagnostics);
    // Fields that have no table to be checked against are read like most sections' and cannot be at fault.
    fields::read(&mut fields, table.unwrap_or(&schema::WORKSTREAM.entry), &file.text, &mut faults);
    if table.is_some() {
        diagnostics.append(&mut faults);
    }
    let body = markdown::read(
        &file.text[parts.body.clone()],
        markdown::Origin::File(id, parts.body.start),
        &mut Count::default(),
        &mut diagnostics,
    );
    Document { file: id, fields, body, front_matter: parts.yaml, markdown: parts.body, diagnostics }
}
