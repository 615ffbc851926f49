//! Collects what is sent out: for each owner, a row for each thing that the owner is responsible for.
//!
//! In: the files of a report, and how it is rated. Out: the rows, and a workbook with a sheet for each owner whose cells
//! hold what the files say now. What readers of this edition do not see is not in it.

use std::collections::BTreeMap;

use super::memory::{Memory, remembered};
use super::value::{Value, text_cell, text_of};
use super::{BESIDE, HOW_TO, HOW_TO_TITLE, ID, PREVIOUS, Subject, TITLE, aspect_title, column_title};
use crate::content::edit::tidy_body;
use crate::content::fields::Fields;
use crate::content::schema::{Field, Shape};
use crate::content::{Document, ReportDocument, SectionDocument};
use crate::diag::source::Sources;
use crate::report::compare::{Comparison, Moved};
use crate::report::rate::RatedReport;
use crate::report::{Aspect, Content, DocumentKind, Kind, Number, Rating, Scale};
use crate::returns::workbook::{Cell, Column, Sheet, Workbook};

/// If nobody is named, somebody has to find out whom to ask.
const NOBODY: &str = "Nobody named";

/// What is sent out.
#[derive(Debug, Clone, Copy)]
pub struct Issue<'a> {
    /// The report's files.
    pub documents: &'a ReportDocument,
    /// Their texts.
    pub sources: &'a Sources,
    /// The report as its readers see it: what is not in it is not sent out.
    pub rated: &'a RatedReport,
    /// How it compares with the one before.
    pub comparison: Option<&'a Comparison>,
    /// Whose sheets are wanted; part of the name is enough, and without one everybody's are.
    pub owner: Option<&'a str>,
}

/// One row that is sent out.
pub(super) struct Row<'a> {
    pub(super) id: String,
    pub(super) subject: Subject,
    /// The title of its section.
    pub(super) section: &'a str,
    pub(super) document: &'a Document,
    pub(super) before: Option<Rating>,
    /// The scale of its ratings.
    pub(super) scale: &'static Scale,
    /// The aspects that are rated of it.
    pub(super) aspects: &'a [Aspect],
}

/// Makes the workbook; `None` if nobody of that name is responsible for anything.
pub fn collect(issue: Issue<'_>) -> Option<Workbook> {
    let owners = owners(issue);
    if owners.is_empty() {
        return None;
    }
    let has_previous = issue.comparison.is_some();
    let mut sheets = vec![how_to(&issue.documents.id)];
    let mut memory = Memory::default();
    for (owner, rows) in &owners {
        let made = sheet(owner, rows, has_previous, issue.sources);
        remember(rows, &made, issue.sources, &mut memory);
        sheets.push(made);
    }
    sheets.push(memory.sheet());
    Some(Workbook { sheets })
}

/// The rows of each owner, in the order of their names; what nobody answers for comes last.
pub(super) fn owners(issue: Issue<'_>) -> Vec<(String, Vec<Row<'_>>)> {
    let mut owners: BTreeMap<(bool, String), Vec<Row<'_>>> = BTreeMap::new();
    for (owner, row) in rows(issue) {
        owners.entry((owner == NOBODY, owner)).or_default().push(row);
    }
    owners.into_iter().map(|((_, owner), rows)| (owner, rows)).collect()
}

/// Every row with the person responsible for it, in order of print.
fn rows(issue: Issue<'_>) -> Vec<(String, Row<'_>)> {
    let mut rows = Vec::new();
    let is_plan = issue.rated.report.document == DocumentKind::Plan;
    for (place, section) in issue.rated.report.sections.iter().enumerate() {
        let Some(documents) = issue.documents.sections.iter().find(|known| known.id == section.id) else {
            continue;
        };
        let moved = issue.comparison.and_then(|comparison| comparison.sections.get(place));
        let subject = |is_section| Subject { kind: documents.kind, is_section, is_plan };
        let owners = answering(&documents.index, subject(true));
        let before = |moved: Option<Moved>| moved.and_then(|moved| moved.before);
        let mut add = |owners: &[String], row| {
            if let Some(owner) = responsible(owners, issue.owner) {
                rows.push((owner, row));
            }
        };
        if is_asked_for(documents, issue.sources) {
            let row = Row {
                id: format!("{}/{}", issue.documents.id, section.id),
                subject: subject(true),
                section: &section.title,
                document: &documents.index,
                before: before(moved.and_then(|moved| moved.moved)),
                scale: section.scale,
                aspects: &[],
            };
            add(&owners, row);
        }
        for (place, (id, _)) in section.entry_names().into_iter().enumerate() {
            let Some(entry) = documents.entries.iter().find(|known| known.id == id) else { continue };
            let own = answering(&entry.document, subject(false));
            let row = Row {
                id: format!("{}/{}/{id}", issue.documents.id, section.id),
                subject: subject(false),
                section: &section.title,
                document: &entry.document,
                before: before(moved.and_then(|moved| moved.entries.get(place).copied())),
                scale: section.scale,
                aspects: if matches!(section.content, Content::Projects(_)) {
                    &issue.rated.report.aspects
                } else {
                    &[]
                },
            };
            add(if own.is_empty() { &owners } else { &own }, row);
        }
    }
    rows
}

/// Everybody whom a file names as responsible for it.
fn answering(document: &Document, subject: Subject) -> Vec<String> {
    let named = subject.table().answers.iter().flat_map(|name| document.fields.texts(name));
    named.map(|text| text.value).collect()
}

/// The one of `owners` who is asked: the first, or the first whose name is wanted.
fn responsible(owners: &[String], wanted: Option<&str>) -> Option<String> {
    let nobody = [NOBODY.to_owned()];
    let owners = if owners.is_empty() { &nobody } else { owners };
    let wanted = wanted.map(str::to_lowercase);
    let is_wanted =
        |owner: &&String| wanted.as_ref().is_none_or(|wanted| owner.to_lowercase().contains(wanted));
    owners.iter().find(is_wanted).cloned()
}

/// Whether a section itself is asked about: it states its own rating, or its text is its narrative.
fn is_asked_for(section: &SectionDocument, sources: &Sources) -> bool {
    match section.kind {
        Kind::Workstream | Kind::Enabler => {
            section.entries.is_empty() || section.index.fields.get("rating").is_some()
        }
        Kind::Narrative => !body(&section.index, sources).is_empty(),
        Kind::Indicators | Kind::Actions => false,
    }
}

/// The Markdown of a file.
pub(super) fn body(document: &Document, sources: &Sources) -> String {
    tidy_body(&sources.file(document.file).text[document.markdown.clone()])
}

/// Takes note of what the cells of a sheet are filled with.
fn remember(rows: &[Row<'_>], sheet: &Sheet, sources: &Sources, memory: &mut Memory) {
    for (row, cells) in rows.iter().zip(&sheet.rows) {
        for field in row.subject.fields() {
            let value = Value::of_field(field, &row.document.fields, row.scale);
            memory.note(&row.id, &column_title(field), &remembered(value.as_ref()));
        }
        for aspect in row.aspects {
            let value = Value::of_aspect(aspect, &row.document.fields, row.scale);
            memory.note(&row.id, &aspect_title(aspect), &remembered(value.as_ref()));
        }
        memory.note(&row.id, row.subject.body_title(), &body(row.document, sources));
        for (column, cell) in sheet.columns.iter().zip(cells).filter(|(column, _)| column.locked) {
            memory.note(&row.id, &column.title, &text_of(cell));
        }
    }
}

/// What a figure is held against, as it stands beside it.
pub(super) fn beside(row: &Row<'_>) -> [Cell; 5] {
    let fields = &row.document.fields;
    if row.subject.is_section || row.subject.kind != Kind::Indicators {
        return BESIDE.map(|_| Cell::Empty);
    }
    let number = |name: &str| fields.number(name).map(|number| Value::Number(number.value).cell());
    let last = fields.maps("history").into_iter().rev().find_map(|past| past.number("actual"));
    [
        fields.text("unit").map(|unit| text_cell(&unit.value)),
        number("target"),
        limit(fields),
        number("year_target"),
        last.map(|last| Value::Number(last.value).cell()),
    ]
    .map(Option::unwrap_or_default)
}

/// How far the target may be missed.
fn limit(fields: &Fields) -> Option<Cell> {
    let percent = |name: &str, what: &str| {
        let percent = fields.number(name)?.value.plain();
        Some(format!("{percent}% of the target{what}"))
    };
    if let Some(limits) = fields.limits("limits") {
        let limits =
            limits.value.iter().map(|(step, limit)| format!("{} {}", step.value, limit.value.plain()));
        return Some(Cell::Text(limits.collect::<Vec<_>>().join("; ")));
    }
    let floor = fields.number("floor").map(|floor| floor.value);
    match (percent("green_tolerance", " is still green"), floor, percent("tolerance", "")) {
        (None, Some(floor), _) => Some(Value::Number(floor).cell()),
        (None, None, tolerance) => tolerance.map(Cell::Text),
        (Some(green), floor, tolerance) => {
            let limit = floor.map(Number::plain).or(tolerance);
            Some(Cell::Text([Some(green), limit].into_iter().flatten().collect::<Vec<_>>().join("; ")))
        }
    }
}

/// The sheet of one owner.
fn sheet(owner: &str, rows: &[Row<'_>], has_previous: bool, sources: &Sources) -> Sheet {
    let mut fields: Vec<&'static Field> = Vec::new();
    let mut bodies: Vec<&'static str> = Vec::new();
    let subjects = Subject::all().filter(|subject| {
        rows.iter().any(|row| row.subject == Subject { is_plan: row.subject.is_plan, ..*subject })
    });
    for subject in subjects {
        for field in subject.fields() {
            let is_asked = rows.iter().any(|row| row.subject.fields().any(|asked| asked.name == field.name));
            if is_asked && !fields.iter().any(|known| known.name == field.name) {
                fields.push(field);
            }
        }
        if !bodies.contains(&subject.body_title()) {
            bodies.push(subject.body_title());
        }
    }
    let mut columns = vec![locked(ID, 32), locked(TITLE, 32)];
    if has_previous {
        columns.push(locked(PREVIOUS, 10));
    }
    let has_figures = rows.iter().any(|row| row.subject.kind == Kind::Indicators && !row.subject.is_section);
    if has_figures {
        columns.extend(BESIDE.map(|title| locked(title, 10)));
    }
    let words = words(rows);
    let aspects = rows.iter().map(|row| row.aspects).find(|own| !own.is_empty()).unwrap_or_default();
    // Beside the rating of the whole.
    let place = fields.iter().position(|field| field.name == "rating").map_or(0, |place| place + 1);
    columns.extend(fields[..place].iter().map(|field| column(field, &words)));
    columns.extend(aspects.iter().map(|aspect| column_of_aspect(aspect, &words)));
    columns.extend(fields[place..].iter().map(|field| column(field, &words)));
    columns.extend(bodies.iter().map(|title| Column {
        title: (*title).to_owned(),
        width: 80,
        wrap: true,
        text: true,
        hint: Some(
            "Markdown: a blank line between paragraphs, \u{201c}- \u{201d} before each point.".to_owned(),
        ),
        ..Column::default()
    }));
    let line = |row: &Row<'_>| {
        let mut cells =
            vec![Cell::Text(row.id.clone()), text_cell(&row.document.title().unwrap_or_default())];
        if has_previous {
            cells.push(row.before.map_or(Cell::Empty, |rating| Cell::Text(rating.word().to_owned())));
        }
        if has_figures {
            cells.extend(beside(row));
        }
        let shown = |value: Option<Value>| value.map_or(Cell::Empty, |value| value.cell());
        let cell = |field: &&Field| {
            let own = row.subject.fields().find(|own| own.name == field.name);
            own.map_or(Cell::Closed, |own| shown(Value::of_field(own, &row.document.fields, row.scale)))
        };
        cells.extend(fields[..place].iter().map(cell));
        cells.extend(aspects.iter().map(|aspect| match row.aspects {
            [] => Cell::Closed,
            _ => shown(Value::of_aspect(aspect, &row.document.fields, row.scale)),
        }));
        cells.extend(fields[place..].iter().map(cell));
        cells.extend(bodies.iter().map(|title| {
            if *title == row.subject.body_title() {
                text_cell(&body(row.document, sources))
            } else {
                Cell::Closed
            }
        }));
        cells
    };
    Sheet { name: owner.to_owned(), columns, rows: rows.iter().map(line).collect(), is_hidden: false }
}

fn locked(title: &str, width: u16) -> Column {
    Column { title: title.to_owned(), width, locked: true, wrap: true, text: true, ..Column::default() }
}

/// The words to choose from, each once: one sheet may hold rows of several scales.
fn words(rows: &[Row<'_>]) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in rows.iter().flat_map(|row| row.scale.typed()).map(Rating::word) {
        if !words.iter().any(|known| known == word) {
            words.push(word.to_owned());
        }
    }
    words
}

/// The column of a field; `words` are those of ratings.
fn column(field: &Field, words: &[String]) -> Column {
    let column = Column {
        title: column_title(field),
        hint: Some(field.help.to_owned()),
        width: 14,
        wrap: true,
        text: true,
        ..Column::default()
    };
    match field.shape {
        Shape::Rating => Column { choices: words.to_vec(), ..column },
        Shape::Flag => Column { choices: vec!["yes".to_owned(), "no".to_owned()], ..column },
        // Excel recognises a date when it is typed; the date that it makes can be told from a text.
        Shape::Date => Column { text: false, ..column },
        // A text stays as it is typed: Excel would turn "March 2026" into the first day of that month and "85%" into 0.85.
        Shape::When | Shape::Progress | Shape::Number => column,
        _ => Column { width: 50, ..column },
    }
}

/// The column for the ratings of an aspect.
fn column_of_aspect(aspect: &Aspect, words: &[String]) -> Column {
    Column {
        title: aspect_title(aspect),
        hint: Some(format!("The rating of {}; n/a if it does not apply.", aspect.title)),
        width: 14,
        wrap: true,
        text: true,
        choices: words.to_vec(),
        ..Column::default()
    }
}

/// The sheet that says how to fill in the others.
fn how_to(report: &str) -> Sheet {
    let lines = [
        format!("This is a return for the report {report}. Each of the other sheets is for the owner or lead that its tab names."),
        "Change the white cells. The grey ones say what a row is about, or do not apply to it.".to_owned(),
        "A cell that you leave as it is changes nothing. A cell that you empty removes what was there.".to_owned(),
        "Ratings: choose from the list. Dates: type them as you do elsewhere, or as 2014-03-31; what is due may also be due in a month, as March 2014, or in a quarter, as Q4 2013/14. Numbers: figures only, without £, % or commas.".to_owned(),
        "Long texts: Alt+Enter begins a new line. A blank line separates paragraphs; \u{201c}- \u{201d} at the beginning of a line makes a list item.".to_owned(),
        "You may sort, filter and delete rows, and delete sheets and columns: what is not here stays as it is.".to_owned(),
        "Save the workbook as .xlsx and send it back.".to_owned(),
    ];
    Sheet {
        name: HOW_TO.to_owned(),
        columns: vec![Column { width: 100, ..locked(HOW_TO_TITLE, 0) }],
        rows: lines.into_iter().map(|line| vec![Cell::Text(line)]).collect(),
        is_hidden: false,
    }
}
