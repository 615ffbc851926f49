//! Starts folders and files: a council's folder, a report, a section, an entry, and a report that follows another.
//!
//! In: names, and for a report that follows another its files as they were read. Out: new files, whose fields and
//! explanations are made from the parser's own tables, so that the two cannot drift. Nothing is ever overwritten.

pub mod editor;

use std::fmt::Write as _;

use crate::content::schema::{self, Next, Table};
use crate::content::{Document, ReportDocument};
use crate::diag::source::Sources;

use crate::report::Kind;
use crate::text::title_of;

/// A file to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// Its path below the council's folder, with forward slashes.
    pub path: String,
    /// What it says.
    pub text: String,
}

impl NewFile {
    fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: text.into() }
    }
}

/// A council's folder with a report that has a section of each kind, which can be built as it is.
pub fn council(content: &str) -> Vec<NewFile> {
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
                "What stands here is printed first. Say in a few sentences what the report tells.\n",
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
pub fn entry(content: &str, place: (&str, &str), id: &str, title: &str, kind: Kind) -> NewFile {
    let (report, section) = place;
    let table = &schema::of(kind).entry;
    NewFile::new(
        format!("{content}/{report}/{section}/{id}.md"),
        file(table, &[("title", &quoted(title))], ""),
    )
}

/// A text as front matter reads it back, whatever it holds.
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
/// out. Narratives are left out as well or, with `keeps_text`, kept as quotations to write from.
pub fn follow(
    content: &str,
    id: &str,
    old: &ReportDocument,
    keeps_text: bool,
    sources: &Sources,
) -> Vec<NewFile> {
    let title = old.index.title().unwrap_or_else(|| title_of(id));
    let values = [("title", quoted(&title)), ("previous", old.id.clone())];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let mut files =
        vec![NewFile::new(format!("{content}/{id}/_index.md"), file(&schema::REPORT, &values, ""))];
    let text = |document: &Document| sources.file(document.file).text.as_str();
    for section in &old.sections {
        let folder = format!("{content}/{id}/{}", section.id);
        let (front, body) = rolled(text(&section.index), &section.index);
        // What a section is about stays; an enabler's own narrative is of its period.
        let about = if section.entries.is_empty() { told(&body, keeps_text) } else { body };
        files.push(NewFile::new(format!("{folder}/_index.md"), front + &about));
        for entry in section.entries.iter().filter(|entry| !entry.document.is_draft()) {
            let (front, body) = rolled(text(&entry.document), &entry.document);
            // A comment that is answered by an action stays until the action is done.
            let body = if section.kind == Kind::Actions { body } else { told(&body, keeps_text) };
            files.push(NewFile::new(format!("{folder}/{}.md", entry.id), front + &body));
        }
    }
    files
}

/// A narrative of the period before: nothing, or a quotation of it.
fn told(body: &str, keeps_text: bool) -> String {
    let lines = body.trim().lines();
    if !keeps_text {
        return String::new();
    }
    lines
        .map(|line| if line.is_empty() { ">\n".to_owned() } else { format!("> {line}\n") })
        .collect::<Vec<_>>()
        .concat()
}

/// The front matter of a file with what belonged to its period emptied or dropped, and its body. All else stays to the
/// letter.
fn rolled(text: &str, document: &Document) -> (String, String) {
    let becomes = |name: &str| {
        let rows = document.fields.table();
        rows.iter().find(|field| field.name == name).map_or(Next::Kept, |field| field.next)
    };
    let line_start = |at: usize| text[..at].rfind('\n').map_or(0, |end| end + 1);
    let entries = &document.fields.entries;
    let last = entries.iter().map(|(key, node)| key.span.end.max(node.span.end)).max().unwrap_or(0);
    // The line that closes the front matter is the first of its kind behind the last value.
    let close = text[last..].find("\n---").map_or(text.len(), |at| last + at + 1);
    let body = text[close..].split_once('\n').map_or("", |(_, body)| body);
    let mut front = String::new();
    let mut kept = 0;
    for (index, (key, _)) in entries.iter().enumerate() {
        let name = key.value.as_str();
        if becomes(name) == Next::Kept {
            continue;
        }
        let start = line_start(key.span.start);
        let next = entries.get(index + 1).map_or(close, |(next, _)| line_start(next.span.start));
        // Notes before the next field belong to it.
        let lines: Vec<&str> = text[start..next].split_inclusive('\n').collect();
        let notes = lines.iter().rev().take_while(|line| line.trim_start().starts_with('#'));
        let notes: usize = notes.map(|line| line.len()).sum();
        front.push_str(&text[kept..start]);
        if becomes(name) == Next::Emptied {
            _ = writeln!(front, "{name}:");
        }
        kept = next.saturating_sub(notes).max(start);
    }
    front.push_str(&text[kept..close]);
    front.push_str("---\n");
    // Whatever ends the lines of the old file, those of the new one end like everywhere else.
    (front.replace("\r\n", "\n"), body.replace("\r\n", "\n"))
}

/// A file with front matter: the fields that are given, and the others as notes that say what they are for.
fn file(table: &Table, given: &[(&str, &str)], body: &str) -> String {
    let mut out = String::from("---\n");
    for field in table.fields {
        let (name, help) = (field.name, field.help);
        let written = field.shape.written(&str::to_owned);
        let space = if written.is_empty() { "" } else { " " };
        _ = writeln!(out, "# {help}{space}{written}");
        match given.iter().find(|(given, _)| *given == name) {
            Some((_, value)) => _ = writeln!(out, "{name}: {value}"),
            None => _ = writeln!(out, "# {name}:"),
        }
    }
    out.push_str("---\n");
    out.push_str(body);
    out
}
