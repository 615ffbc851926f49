//! Starts folders and files: a council's folder, a report, a section, an entry, and a report that follows another.
//!
//! In: names, and for a report that follows another its files as they were read. Out: new files, whose fields and
//! explanations are made from the parser's own tables, so that the two cannot drift. Nothing is ever overwritten.

pub mod editor;
mod pictures;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::content::discover::Tree;
use crate::content::edit::{Edit, NewItem, Part, edit_and_add};
use crate::content::limits;
use crate::content::schema::{self, Field, Next, Shape, Table};
use crate::content::{Document, ReportDocument};
use crate::diag::source::{Sources, Span};
use crate::diag::{Code, Diagnostic};
use crate::report::{Done, Kind};

/// A file to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// Its path below the council's folder, with forward slashes.
    pub path: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl NewFile {
    fn new(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), bytes: bytes.into() }
    }
}

/// A council's folder with a report that has a section of each kind, which can be built as it is.
pub(crate) fn council(content: &str) -> Vec<NewFile> {
    let report = format!("{content}/first-report");
    let mut files = vec![
        NewFile::new(
            format!("{content}/_index.md"),
            file(&schema::COUNCIL, &[("council", "Your council")], ""),
        ),
        NewFile::new(
            format!("{report}/_index.md"),
            file(
                &schema::REPORT,
                &[
                    ("title", "Progress report"),
                    ("period", "April to September"),
                    ("to", "2026-09-30"),
                    ("status", "draft"),
                ],
                "This text is printed first. Say in a few sentences what the report shows.\n",
            ),
        ),
    ];
    for (order, kind) in Kind::ALL.into_iter().enumerate() {
        files.extend(example(&report, kind, order + 1));
    }
    files
}

/// A section of that kind with one entry, filled in so that it prints.
fn example(report: &str, kind: Kind, order: usize) -> [NewFile; 2] {
    let order = order.to_string();
    let (title, about) = match kind {
        Kind::Workstream => ("Example workstream", "What the workstream is for."),
        Kind::Enabler => ("Example enabler", "What the enabler is for."),
        Kind::Indicators => ("Example indicators", "What the figures are about."),
        Kind::Actions => ("Example actions", "What the actions answer."),
        Kind::Narrative => ("Example narrative", ""),
    };
    let (name, values, body): (&str, &[(&str, &str)], &str) = match kind {
        Kind::Workstream | Kind::Enabler => (
            "example-project",
            &[
                ("title", "Example project"),
                ("rating", "green"),
                ("lead", "Head of Service"),
                ("updated", "2026-09-30"),
            ],
            "Say what has happened since the last report.\n\n- A step that is done (Complete)\n- A step that is on course (Green)\n",
        ),
        Kind::Indicators => (
            "example-indicator",
            &[
                ("title", "Calls answered in time"),
                ("unit", "\"%\""),
                ("better", "higher"),
                ("target", "80"),
                ("floor", "75"),
                ("actual", "82.5"),
                ("basis", "Year to date"),
            ],
            "",
        ),
        Kind::Actions => (
            "ex1",
            &[
                ("title", "Example action"),
                ("code", "EX1"),
                ("timescale", "Ongoing"),
                ("leads", "Head of Service"),
            ],
            "The comment that is being answered.\n",
        ),
        Kind::Narrative => ("example-part", &[("title", "Example part")], "Write the text here.\n"),
    };
    let folder = format!("{report}/{}", crate::content::text::slug(title));
    let section = [("title", title), ("kind", kind.name()), ("order", &order)];
    [
        NewFile::new(format!("{folder}/_index.md"), file(&schema::of(kind).section, &section, &line(about))),
        NewFile::new(format!("{folder}/{name}.md"), file(&schema::of(kind).entry, values, body)),
    ]
}

fn line(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("{text}\n") }
}

/// What the files of [`council`] say before anybody has changed them.
#[derive(Debug)]
pub(crate) struct Examples {
    titles: BTreeSet<String>,
    sentences: BTreeSet<String>,
}

impl Examples {
    /// Those of every file.
    pub(crate) fn of_all() -> Self {
        let (mut titles, mut sentences) = (BTreeSet::new(), BTreeSet::new());
        for file in council("") {
            let text = String::from_utf8_lossy(&file.bytes);
            let parts = text.trim_start_matches("---\n").split_once("\n---\n");
            let (front_matter, body) = parts.unwrap_or_default();
            let title = front_matter.lines().find_map(|line| line.strip_prefix("title: "));
            // Any council may have a report or an indicator that is called like these.
            titles.extend(title.filter(|title| title.starts_with("Example ")).map(str::to_owned));
            sentences.extend(body.lines().map(sentence).filter(|line| !line.is_empty()).map(str::to_owned));
        }
        Self { titles, sentences }
    }

    /// Whether a file still has one of their titles.
    pub(crate) fn has_title(&self, document: &Document) -> bool {
        document.title().is_some_and(|title| self.titles.contains(&title))
    }

    /// Where in a file the first of their sentences still is.
    pub(crate) fn sentence_in(&self, document: &Document, markdown: &str) -> Option<Span> {
        let mut start = document.markdown.start;
        for line in markdown.split_inclusive('\n') {
            let text = sentence(line);
            if self.sentences.contains(text) {
                let at = start + line.find(text).unwrap_or_default();
                return Some(Span::new(document.file, at..at + text.len()));
            }
            start += line.len();
        }
        None
    }
}

/// A line without what makes a point or a quotation of it.
fn sentence(line: &str) -> &str {
    line.trim_start_matches(['>', '-', ' ']).trim_end()
}

/// The file of a new report.
pub fn report(content: &str, id: &str, title: &str) -> NewFile {
    NewFile::new(format!("{content}/{id}/_index.md"), file(&schema::REPORT, &[("title", &quoted(title))], ""))
}

/// The file of a new section.
pub fn section(content: &str, report: &str, id: &str, title: &str, kind: Kind) -> NewFile {
    let values = [("title", quoted(title)), ("kind", kind.name().to_owned())];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    NewFile::new(format!("{content}/{report}/{id}/_index.md"), file(&schema::of(kind).section, &values, ""))
}

/// The file of a new entry.
pub(crate) fn entry(content: &str, place: (&str, &str), id: &str, title: &str, kind: Kind) -> NewFile {
    let (report, section) = place;
    let table = &schema::of(kind).entry;
    NewFile::new(
        format!("{content}/{report}/{section}/{id}.md"),
        file(table, &[("title", &quoted(title))], ""),
    )
}

/// A text written so that front matter reads it back unchanged, whatever it contains.
fn quoted(text: &str) -> String {
    let is_plain =
        text.chars().all(|c| c.is_alphanumeric() || c == ' ') && text.starts_with(char::is_alphabetic);
    if is_plain {
        text.to_owned()
    } else {
        format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
    }
}

/// The files of a report that follows `old`: the same sections and entries, with what belonged to the old period left
/// out or, if it is a figure, moved into `history`. Narratives and the cover are left out as well or, with `keeps_text`,
/// kept: narratives as quotations to write from. The pictures that the new files show come along.
///
/// # Errors
///
/// A file from which nothing can be taken out, because its front matter does not give each field its own line, or a
/// picture that cannot be read.
pub(crate) fn follow(
    content: &str,
    id: &str,
    old: &ReportDocument,
    keeps_text: bool,
    (tree, sources): (&Tree, &Sources),
) -> Result<Vec<NewFile>, Box<Diagnostic>> {
    let told = if keeps_text { Text::Quoted } else { Text::LeftOut };
    let following = Following { old, keeps_text, sources };
    let folder = format!("{content}/{id}");
    let index = following.rolled(&old.index, Some(&old.id), Text::LeftOut)?;
    let mut files = vec![(NewFile::new(format!("{folder}/_index.md"), index), &schema::REPORT)];
    for section in &old.sections {
        let tables = schema::of(section.kind);
        let folder = format!("{folder}/{}", section.id);
        // What a section is about stays; an enabler's own narrative belongs to its period.
        let about = if section.entries.is_empty() { told } else { Text::Kept };
        let text = following.rolled(&section.index, None, about)?;
        files.push((NewFile::new(format!("{folder}/_index.md"), text), &tables.section));
        for entry in section.entries.iter().filter(|entry| !entry.document.is_draft()) {
            // The comment that an action answers stays until the action is done.
            let told = if section.kind == Kind::Actions { Text::Kept } else { told };
            let text = following.rolled(&entry.document, None, told)?;
            files.push((NewFile::new(format!("{folder}/{}.md", entry.id), text), &tables.entry));
        }
    }
    let pictures = pictures::along(&files, (&old.id, id), tree)?;
    Ok(files.into_iter().map(|(file, _)| file).chain(pictures).collect())
}

/// The field by which a report names the one that it follows.
const PREVIOUS: &str = "previous";

/// The list to which the figures of a period go when it is over, and what an item of it calls the period.
const HISTORY: &str = "history";
const PERIOD: &str = "period";

/// What happens to the text below the front matter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Text {
    Kept,
    Quoted,
    LeftOut,
}

/// A report that is being followed.
struct Following<'a> {
    old: &'a ReportDocument,
    keeps_text: bool,
    sources: &'a Sources,
}

impl Following<'_> {
    /// The text of the file that follows `old`, which every file of a report that follows is made by: what its table
    /// empties or drops is emptied or dropped, and everything else stays to the letter. So whatever keeps the old file from
    /// readers keeps the new one from them too. A report's own file names `previous`.
    fn rolled(&self, old: &Document, previous: Option<&str>, told: Text) -> Result<String, Box<Diagnostic>> {
        let text = &self.sources.file(old.file).text;
        let previous = previous.filter(|_| !old.is_plan());
        let to = |field: &Field| match field.next {
            _ if field.name == PREVIOUS => previous.map(str::to_owned),
            Next::Emptied => Some(String::new()),
            Next::Kept | Next::KeptWithText | Next::Dropped => None,
        };
        let is_changed = |field: &&Field| match field.next {
            Next::Kept => false,
            Next::KeptWithText => !self.keeps_text,
            Next::Emptied | Next::Dropped => true,
        };
        let fields = old.fields.table().iter().filter(is_changed);
        let fields = fields.map(|field| Edit { part: Part::Field(field.name), to: to(field) });
        let body = (told != Text::Kept).then_some(Edit { part: Part::Body, to: None });
        let edits: Vec<Edit> = fields.chain(ratings_of_what_is_done(old)).chain(body).collect();
        let mut new = edit_and_add(text, old, &edits, self.past(old).as_slice()).map_err(|_| {
            let fault = Diagnostic::error(
                Code::FrontMatterSyntax,
                Span::new(old.file, old.front_matter.clone()),
                "a report that follows cannot be made from this front matter, because its fields share a line",
            );
            Box::new(fault.help("write each field on its own line, without braces around them"))
        })?;
        if !new.ends_with('\n') {
            new.push('\n');
        }
        if told == Text::Quoted {
            for line in text[old.markdown.clone()].trim().lines() {
                let space = if line.is_empty() { "" } else { " " };
                _ = writeln!(new, ">{space}{line}");
            }
        }
        // Whatever ends the lines of the old file, those of the new one end like everywhere else.
        Ok(new.replace("\r\n", "\n"))
    }

    /// What goes to the list of earlier figures: the figure of the old period, unless it stands there already.
    fn past(&self, old: &Document) -> Option<NewItem> {
        let list = old.fields.table().iter().find(|field| field.name == HISTORY)?;
        let Shape::List(Shape::Map(past)) = list.shape else { return None };
        let actual = old.fields.number("actual")?.value;
        let period = self.period();
        let is_there = |item: &crate::content::fields::Fields| {
            item.text(PERIOD).is_some_and(|known| known.value.eq_ignore_ascii_case(&period))
                && item.number("actual").is_some_and(|known| known.value == actual)
        };
        if old.fields.maps(HISTORY).into_iter().any(is_there) {
            return None;
        }
        let figures = past
            .iter()
            .filter(|field| field.name != PERIOD)
            .filter_map(|field| Some((field.name, old.fields.number(field.name)?.value.plain())));
        Some(NewItem { list: list.name, values: std::iter::once((PERIOD, period)).chain(figures).collect() })
    }

    /// What the old report's period is called among the earlier ones.
    fn period(&self) -> String {
        let fields = &self.old.index.fields;
        let fits = |name: &String| name.chars().count() <= limits::LONGEST_PAST_PERIOD;
        let typed =
            fields.text(PERIOD).map(|period| period.value.split_whitespace().collect::<Vec<_>>().join(" "));
        let to = fields.date("to").map(|to| format!("To {}", to.value));
        typed
            .filter(fits)
            .or(to)
            .unwrap_or_else(|| self.old.id.chars().take(limits::LONGEST_PAST_PERIOD).collect())
    }
}

/// A milestone that was reached is rated no more: whatever its rating was told of how it stood on the way.
fn ratings_of_what_is_done(old: &Document) -> Vec<Edit> {
    const MILESTONES: &str = "milestones";
    if !old.fields.may_have(MILESTONES) {
        return Vec::new();
    }
    let milestones = old.fields.maps(MILESTONES).into_iter().enumerate();
    let done = milestones.filter(|(_, milestone)| milestone.done("done") != Done::No);
    done.map(|(place, _)| Edit { part: Part::Inner(MILESTONES, place, "rating"), to: None }).collect()
}

/// A file with front matter: the fields that are given, and the others as notes saying what they are for.
fn file(table: &Table, given: &[(&str, &str)], body: &str) -> String {
    let mut out = String::from("---\n");
    for field in table.fields {
        let (name, help) = (field.name, field.help);
        let written = field.shape.written(&str::to_owned);
        let space = if written.is_empty() { "" } else { " " };
        _ = writeln!(out, "# {help}{space}{written}");
        match given.iter().find(|(given, _)| *given == name) {
            Some((_, value)) => _ = writeln!(out, "{name}: {value}"),
            // Anyone who removes the note's `#` means yes.
            None if matches!(field.shape, Shape::Hides) => _ = writeln!(out, "# {name}: true"),
            None => _ = writeln!(out, "# {name}:"),
        }
    }
    out.push_str("---\n");
    out.push_str(body);
    out
}
