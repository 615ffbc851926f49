//! Compares returned sheets with the files, and makes the new texts.
//!
//! In: sheets as they were read, and every file of the content folder. Out: what changes and the new texts, or
//! everything that is wrong, each by its sheet and cell. A file whose new text is not read back exactly as meant, with
//! everything else in it as before, is not changed at all.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::memory::{Memory, remembered};
use super::value::{About, Fault, TOO_LONG, Value, fits, plain_of, text_of, typed_of};
use super::{
    BESIDE, HOW_TO_TITLE, ID, PREVIOUS, RATINGS, Subject, TITLE, aspect_title, column_title, column_title_of,
    shorten,
};
use crate::check;
use crate::content::discover::Tree;
use crate::content::edit::{self, Edit, Part, Uneditable, tidy, tidy_body};
use crate::content::schema::Field;
use crate::content::yaml::{Node, Value as Yaml};
use crate::content::{self, Content, Document};
use crate::diag::source::{FileId, Sources};
use crate::diag::{Code, Diagnostic, Severity};
use crate::report::{Aspect, Number, Scale};
use crate::returns::word::Text;
use crate::returns::workbook::{Cell, ReadSheet, address};
use crate::text::{all_of, count_of, did_you_mean};

/// One value that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The file.
    pub path: String,
    /// The field's name, or what the text of such an entry is called, in lower case.
    pub field: String,
    /// Whether it is the text below the front matter.
    pub is_body: bool,
    /// What the file said; nothing if the field was not there or empty.
    pub before: Option<String>,
    /// What it says now; nothing if it was removed.
    pub after: Option<String>,
}

/// A picture that comes in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPicture {
    /// Its path below the content folder.
    pub path: String,
    /// What is in it.
    pub bytes: Arc<[u8]>,
}

/// Everything that changes.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    /// One for each value, in the order of the sheets.
    pub changes: Vec<Change>,
    /// The files that change with their new texts, in the order of their paths.
    pub files: Vec<(FileId, String)>,
    /// The pictures that come in.
    pub pictures: Vec<NewPicture>,
    /// What both the owner and somebody else changed; nothing of these entries is among the changes.
    pub conflicts: Vec<Diagnostic>,
    /// How values were read that stand in the sheets in another way.
    pub notes: Vec<Diagnostic>,
    /// Whether the sheets came without a memory of what they were filled with, so that every difference is a change.
    pub is_forgetful: bool,
}

/// Whose text is taken where both the owner and somebody else changed the same value since it was handed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// What came back.
    Theirs,
    /// What stands in the file.
    Ours,
}

/// After this many faults in a return, the others are counted. Nobody mends so many one by one.
const MOST_FAULTS: usize = 10_000;

/// The content folder as it was read.
#[derive(Debug, Clone, Copy)]
pub struct Folder<'a> {
    /// Its files and folders.
    pub tree: &'a Tree,
    /// The texts of the files.
    pub sources: &'a Sources,
    /// What the parser found in them.
    pub content: &'a Content,
}

/// After this many faults in a return, unknown ids are no longer guessed: it is not a return of this content.
const MOST_GUESSES: usize = 100;

/// Finds out what the sheets of `file` change in the content folder.
///
/// # Errors
///
/// Everything that is wrong with the sheets, in their order; nothing may be written then.
pub fn apply(
    file: &str,
    sheets: &[ReadSheet],
    folder: Folder<'_>,
    side: Option<Side>,
) -> Result<Changes, Vec<Diagnostic>> {
    let mut memory = Memory::default();
    let (remembering, sheets): (Vec<_>, Vec<_>) = sheets.iter().partition(|sheet| Memory::is_in(sheet));
    for sheet in remembering {
        memory.read(sheet);
    }
    let mut returns = Returns { memory, side, ..Returns::new(file, folder) };
    for sheet in sheets {
        returns.sheet(sheet);
    }
    if returns.tables == 0 && returns.faults.is_empty() {
        let fault =
            Diagnostic::error_at_path(Code::BadReturn, file, format!("`{file}` does not contain a return"));
        returns.faults.push(fault.help(
            "a return is a table whose first row has the title `Id`: `cabinet-report export REPORT --xlsx` makes one",
        ));
    }
    returns.finish()
}

/// Finds out what changes if `text`, which came in `file`, is the text of one entry, and `pictures` come in with it.
///
/// # Errors
///
/// If there is no such entry, or the text has faults; nothing may be written then.
pub fn apply_text(
    file: &str,
    text: &Text,
    pictures: Vec<NewPicture>,
    entry: &str,
    folder: Folder<'_>,
) -> Result<Changes, Vec<Diagnostic>> {
    let mut returns = Returns::new(file, folder);
    let Some(target) = returns.known.get(entry).copied() else {
        let message = format!("there is no entry `{entry}`");
        let near = did_you_mean(entry, returns.known.keys().map(String::as_str));
        let help = near.map_or_else(
            || {
                "write the folder of the report, that of the section and the file's name without `.md`"
                    .to_owned()
            },
            |near| format!("did you mean `{near}`?"),
        );
        return Err(vec![Diagnostic::error_at_path(Code::BadReturn, file, message).help(help)]);
    };
    let title = target.subject.body_title();
    returns.body(target, entry, title, &Cell::Text(text.markdown.clone()), file);
    // A free text is meant to take the place of the old one, whatever that is.
    let mut changes = returns.finish()?;
    changes.is_forgetful = false;
    changes.pictures = pictures;
    changes.notes.extend(
        text.notes
            .iter()
            .map(|note| Diagnostic::warning_at_path(Code::BadReturn, file, format!("`{file}`: {note}"))),
    );
    Ok(changes)
}

/// A file of the content folder, and what a return may ask for in it.
#[derive(Clone, Copy)]
pub(super) struct Target<'a> {
    subject: Subject,
    pub(super) document: &'a Document,
    /// The scale of its ratings.
    scale: &'static Scale,
}

/// The changes to a file, and the cell of each.
struct Wish<'a> {
    target: Target<'a>,
    edits: Vec<(Edit, Option<Value>, String)>,
}

/// What a return changes, as far as it has been read.
pub(super) struct Returns<'a> {
    pub(super) file: &'a str,
    folder: Folder<'a>,
    /// What the workbook was filled with.
    pub(super) memory: Memory,
    /// Whose text is taken where both changed it.
    pub(super) side: Option<Side>,
    /// What both changed, with the path of the file.
    conflicts: Vec<(String, Diagnostic)>,
    pub(super) notes: Vec<Diagnostic>,
    /// Every section and entry by its id.
    pub(super) known: BTreeMap<String, Target<'a>>,
    /// The aspects that each report rates, by its id.
    pub(super) aspects: BTreeMap<String, Vec<Aspect>>,
    /// Where each id was first found.
    seen: BTreeMap<String, String>,
    /// The changes to each file, by its path.
    wanted: BTreeMap<String, Wish<'a>>,
    changes: Vec<Change>,
    faults: Vec<Diagnostic>,
    /// How many more faults there are.
    more_faults: usize,
    /// How many sheets were returns.
    tables: usize,
}

/// Every section and entry by its id.
pub(super) fn known(content: &Content) -> BTreeMap<String, Target<'_>> {
    let mut known = BTreeMap::new();
    let scales = check::scale::scales(content);
    for report in &content.reports {
        let is_plan = report.index.is_plan();
        for section in &report.sections {
            let subject = |is_section| Subject { kind: section.kind, is_section, is_plan };
            let id = format!("{}/{}", report.id, section.id);
            let scale = scales.get(&id).copied().unwrap_or(Scale::standard());
            for entry in &section.entries {
                let target = Target { subject: subject(false), document: &entry.document, scale };
                known.insert(format!("{id}/{}", entry.id), target);
            }
            known.insert(id, Target { subject: subject(true), document: &section.index, scale });
        }
    }
    known
}

/// What a column of a sheet holds.
pub(super) enum Column {
    Id,
    Title,
    /// Only for the reader, with its title.
    Note(&'static str),
    /// A field, by its name.
    Field(&'static str),
    /// The rating of the aspect whose column has that title.
    Aspect(String),
    /// The text of the entries that have this title for it.
    Body(&'static str),
}

/// What a cell is asked for, and what it is called.
struct Asked {
    /// The row of the field that holds it.
    field: &'static Field,
    /// The title of the column.
    title: String,
    /// What the list of changes calls it.
    name: String,
    /// Where it is in the file.
    part: Part,
    /// What the file says now.
    before: Option<Value>,
}

impl<'a> Returns<'a> {
    pub(super) fn new(file: &'a str, folder: Folder<'a>) -> Self {
        Self {
            file,
            folder,
            memory: Memory::default(),
            side: None,
            conflicts: Vec::new(),
            notes: Vec::new(),
            known: known(folder.content),
            aspects: check::aspects::of_reports(folder.content),
            seen: BTreeMap::new(),
            wanted: BTreeMap::new(),
            changes: Vec::new(),
            faults: Vec::new(),
            more_faults: 0,
            tables: 0,
        }
    }

    /// The name of a place in the file.
    fn place(&self, sheet: &ReadSheet, cell: Option<(usize, usize)>) -> String {
        let mut place = self.file.to_owned();
        if !sheet.name.is_empty() {
            place = format!("{place}, sheet \u{201c}{}\u{201d}", sheet.name);
        }
        match cell {
            Some((row, column)) => format!("{place}, cell {}", address(row, column)),
            None => place,
        }
    }

    pub(super) fn fault(
        &mut self,
        code: Code,
        place: &str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        if self.faults.len() >= MOST_FAULTS {
            self.more_faults += 1;
            return;
        }
        self.faults.push(Diagnostic::error_at_path(code, place, message).help(help));
    }

    fn sheet(&mut self, sheet: &ReadSheet) {
        let is_filled = |cells: &Vec<Cell>| cells.iter().any(|cell| !text_of(cell).is_empty());
        let Some(head) = sheet.rows.iter().position(is_filled) else { return };
        if text_of(sheet.cell(head, 0)) == HOW_TO_TITLE {
            return;
        }
        let is_id = |cell: &Cell| text_of(cell).eq_ignore_ascii_case(ID);
        if !sheet.rows.get(head).is_some_and(|cells| cells.iter().any(is_id)) {
            let place = self.place(sheet, None);
            self.fault(
                Code::BadReturn,
                &place,
                "this table has no column `Id`, so there is no telling what its rows are about",
                "put the column back, or delete the sheet if it is not part of the return",
            );
            return;
        }
        let columns = self.columns(sheet, head);
        self.tables += 1;
        for row in head + 1..sheet.rows.len() {
            if sheet.rows.get(row).is_some_and(is_filled) {
                self.row(sheet, row, &columns);
            }
        }
    }

    /// What each column with a title holds.
    fn columns(&mut self, sheet: &ReadSheet, head: usize) -> Vec<(usize, Column)> {
        let titles = titles(self.aspects.values().flatten());
        let mut columns: Vec<(usize, Column)> = Vec::new();
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let width = sheet.rows.iter().map(Vec::len).max().unwrap_or(0);
        for column in 0..width {
            let place = self.place(sheet, Some((head, column)));
            let typed = text_of(sheet.cell(head, column));
            let title = typed.to_lowercase().replace('_', " ");
            if title.is_empty() {
                let below =
                    (head + 1..sheet.rows.len()).find(|row| !text_of(sheet.cell(*row, column)).is_empty());
                if let Some(row) = below {
                    let place = self.place(sheet, Some((row, column)));
                    let message = "something is typed in a column that has no title";
                    self.fault(
                        Code::BadReturn,
                        &place,
                        message,
                        "move it to the column it belongs to, or empty the cell",
                    );
                }
                continue;
            }
            if let Some(first) = seen.insert(title.clone(), column) {
                let first = address(head, first);
                let message =
                    format!("the title \u{201c}{}\u{201d} is already in cell {first}", shorten(&typed));
                self.fault(
                    Code::BadReturn,
                    &place,
                    message,
                    "keep the column that is right and delete the other",
                );
                continue;
            }
            if let Some(found) = titles.iter().find(|known| known.0.to_lowercase() == title) {
                columns.push((column, (found.1)()));
            } else {
                self.unknown_column(sheet, (head, column), &typed, &titles);
            }
        }
        columns
    }

    /// A column of no known title: somebody has added it, or has changed the title of another.
    fn unknown_column(
        &mut self,
        sheet: &ReadSheet,
        (head, column): (usize, usize),
        typed: &str,
        titles: &Titles,
    ) {
        let place = self.place(sheet, Some((head, column)));
        let message = format!("a return has no column called \u{201c}{}\u{201d}", shorten(typed));
        let names: Vec<String> =
            titles.iter().map(|known| known.0.to_lowercase().replace(' ', "_")).collect();
        let meant = did_you_mean(typed, names.iter().map(String::as_str));
        let meant = meant.and_then(|name| titles.iter().zip(&names).find(|(_, known)| *known == name));
        let meant = meant.map(|((title, _), _)| title.as_str());
        // "Comments" beside "Comment" is a word of its own.
        let singular = typed.to_lowercase().replace('_', " ");
        let is_plural =
            meant.is_some_and(|meant| singular.strip_suffix('s') == Some(meant.to_lowercase().as_str()));
        let Some(meant) = meant.filter(|_| !is_plural) else {
            let is_used =
                (head + 1..sheet.rows.len()).any(|row| !text_of(sheet.cell(row, column)).is_empty());
            if is_used {
                let note = Diagnostic::warning_at_path(
                    Code::BadReturn,
                    place,
                    format!("{message}, so what is in it was not read"),
                );
                let known = all_of(titles.iter().map(|known| &known.0));
                self.notes.push(note.help(match meant {
                    Some(meant) => format!("if it was meant for \u{201c}{meant}\u{201d}, call it so and import again"),
                    None => format!("if it was meant for another column, call it so and import again: the titles are {known}"),
                }));
            }
            return;
        };
        let is_meant = |cell: &Cell| text_of(cell).eq_ignore_ascii_case(meant);
        let there = sheet.rows.get(head).and_then(|cells| cells.iter().position(is_meant));
        let help = match there {
            Some(there) => format!(
                "did you mean \u{201c}{meant}\u{201d}? That is in cell {}: delete this column, or call it something else",
                address(head, there)
            ),
            None => format!("did you mean \u{201c}{meant}\u{201d}?"),
        };
        self.fault(Code::BadReturn, &place, message, help);
    }

    fn row(&mut self, sheet: &ReadSheet, row: usize, columns: &[(usize, Column)]) {
        let Some((id_column, _)) = columns.iter().find(|(_, column)| matches!(column, Column::Id)) else {
            return;
        };
        let id = text_of(sheet.cell(row, *id_column));
        let is_fine = self.known.contains_key(&id) && !self.seen.contains_key(&id);
        if !is_fine && self.faults.len() >= MOST_FAULTS {
            self.more_faults += 1;
            return;
        }
        let place = self.place(sheet, Some((row, *id_column)));
        if id.is_empty() {
            let help = "put the id back, or delete the row";
            self.fault(
                Code::BadReturn,
                &place,
                "this row has no id, so there is no telling what it is about",
                help,
            );
            return;
        }
        let Some(target) = self.known.get(&id).copied() else {
            let is_early = self.faults.len() < MOST_GUESSES;
            let known = self.known.keys().map(String::as_str);
            let help = match is_early.then(|| did_you_mean(&id, known)).flatten() {
                Some(near) => format!("did you mean `{near}`?"),
                None => "put back the id that the row had, or delete the row".to_owned(),
            };
            self.fault(
                Code::BadReturn,
                &place,
                format!("there is no section or entry `{}`", shorten(&id)),
                help,
            );
            return;
        };
        if let Some(first) = self.seen.get(&id) {
            let message = format!("`{id}` already has a row: {first}");
            self.fault(Code::BadReturn, &place, message, "keep the row that is right and delete the other");
            return;
        }
        self.seen.insert(id.clone(), place);
        let about = About { counts_from_1904: sheet.counts_from_1904, ..About::default() };
        for (column, holds) in columns {
            let place = self.place(sheet, Some((row, *column)));
            self.answer(target, &id, holds, (sheet.cell(row, *column), about), &place);
        }
    }

    /// Takes what one cell of a row says, or one field of a form.
    pub(super) fn answer(
        &mut self,
        target: Target<'a>,
        id: &str,
        holds: &Column,
        (cell, about): (&Cell, About<'_>),
        place: &str,
    ) {
        if let Cell::Failed(shown) = cell {
            return self.failed(shown, place);
        }
        match holds {
            Column::Id => {}
            Column::Note(title) => self.note(id, title, cell, place),
            Column::Title => self.title(target, id, cell, place),
            Column::Field(name) => {
                let unit =
                    target.document.fields.may_have("unit").then(|| target.document.fields.text("unit"));
                let unit = unit.flatten().map(|unit| unit.value);
                self.field(target, id, name, (cell, About { unit: unit.as_deref(), ..about }), place);
            }
            Column::Aspect(title) => self.aspect(target, id, title, (cell, about), place),
            Column::Body(title) => self.body(target, id, title, cell, place),
        }
    }

    /// A formula without a result would empty its field, or print what only its author can mend.
    fn failed(&mut self, shown: &str, place: &str) {
        let message = match shown {
            "" => "there is a formula in this cell, and the file does not hold its result".to_owned(),
            shown => {
                format!("the formula in this cell has no result: it shows \u{201c}{}\u{201d}", shorten(shown))
            }
        };
        let help = match shown {
            "" => {
                "open the file in Excel or LibreOffice, save it there, and import it again; or type the result"
            }
            _ => "type what the cell should say",
        };
        self.fault(Code::BadReturn, place, message, help);
    }

    /// A title is there for the reader of the sheet. Somebody who changes it expects that to have an effect.
    fn title(&mut self, target: Target<'_>, id: &str, cell: &Cell, place: &str) {
        let title = tidy(&target.document.title().unwrap_or_default());
        let found = text_of(cell);
        // Somebody may have changed it in the file since.
        if self.memory.was(id, TITLE, &found) == Some(true) {
            return;
        }
        if found != title && (fits(&title) || found != TOO_LONG) {
            let message = format!(
                "the title cannot be changed here: the file says \u{201c}{}\u{201d}",
                shorten(&title)
            );
            self.fault(
                Code::BadReturn,
                place,
                message,
                "put it back, and change it in the file if it is wrong",
            );
        }
    }

    /// What stands beside the cells to fill in is there for the reader, too.
    fn note(&mut self, id: &str, title: &str, cell: &Cell, place: &str) {
        // However a number is formatted, it is the same.
        let was = |said: &str| self.memory.was(id, title, said);
        if was(&text_of(cell)) == Some(false) && was(&plain_of(cell)) == Some(false) {
            let message = format!("\u{201c}{title}\u{201d} cannot be changed here");
            let help = "put back what stood there, and say in the e-mail what should be changed in the file";
            self.fault(Code::BadReturn, place, message, help);
        }
    }

    /// Whether a value is to be changed that stands differently in sheet and file: its owner has changed it since it was
    /// handed out, and nobody else has, or it was said whose text to take.
    fn is_wanted(&mut self, change: &Change, id: &str, column: &str, said: [&str; 2], place: &str) -> bool {
        let [theirs, ours] = said.map(|said| self.memory.was(id, column, said));
        match (theirs, ours, self.side) {
            // The owner left it as it was.
            (Some(true), ..) | (Some(false), Some(false), Some(Side::Ours)) => false,
            (Some(false), Some(false), None) => {
                let shown = |text: &Option<String>| match text {
                    Some(text) => format!("\u{201c}{}\u{201d}", shorten(text)),
                    None => "nothing".to_owned(),
                };
                let message = format!(
                    "{column} was changed here to {}, and in `{}` to {} since it was handed out",
                    shown(&change.after),
                    change.path,
                    shown(&change.before)
                );
                let fault = Diagnostic::error_at_path(Code::ReturnConflict, place, message).help(
                    "agree which is right, and import again with `--theirs` to take what came back, or with `--ours` to \
                     keep what the file says",
                );
                self.conflicts.push((change.path.clone(), fault));
                false
            }
            _ => true,
        }
    }

    fn field(
        &mut self,
        target: Target<'a>,
        id: &str,
        name: &'static str,
        (cell, about): (&Cell, About<'_>),
        place: &str,
    ) {
        let Some(field) = target.subject.fields().find(|field| field.name == name) else {
            if !text_of(cell).is_empty() {
                self.has_none(id, &column_title_of(name), place);
            }
            return;
        };
        let before = Value::of_field(field, &target.document.fields, target.scale);
        let asked = Asked {
            field,
            title: column_title(field),
            name: name.to_owned(),
            part: Part::Field(name),
            before,
        };
        self.value(target, id, asked, (cell, about), place);
    }

    /// Whether a column holds something that is asked of an entry.
    pub(super) fn asks(&self, target: Target<'a>, id: &str, column: &Column) -> bool {
        match column {
            Column::Field(name) => target.subject.fields().any(|field| field.name == *name),
            Column::Aspect(title) => self.rated(target, id, title).is_some(),
            Column::Body(title) => target.subject.body_title() == *title,
            Column::Id | Column::Title | Column::Note(_) => false,
        }
    }

    /// The aspect that a report rates under that title, and the field that holds its rating; none of anything else.
    fn rated(&self, target: Target<'a>, id: &str, title: &str) -> Option<(&'static Field, &Aspect)> {
        let field = target.subject.table().fields.iter().find(|field| field.name == RATINGS)?;
        let report = id.split('/').next().unwrap_or_default();
        let aspect = self.aspects.get(report)?.iter().find(|aspect| aspect_title(aspect) == title)?;
        (!target.subject.is_plan).then_some((field, aspect))
    }

    /// The rating of an aspect.
    fn aspect(&mut self, target: Target<'a>, id: &str, title: &str, cell: (&Cell, About<'_>), place: &str) {
        let rated = self.rated(target, id, title).map(|(field, aspect)| (field, aspect.clone()));
        let Some((field, aspect)) = rated else {
            if !text_of(cell.0).is_empty() {
                self.has_none(id, title, place);
            }
            return;
        };
        let fields = &target.document.fields;
        let key = typed_of(&aspect, fields).map_or_else(|| aspect.id.clone(), |(name, _)| name.value.clone());
        let name = format!("{RATINGS}: {key}");
        let before = Value::of_aspect(&aspect, fields, target.scale);
        let asked = Asked { field, title: title.to_owned(), name, part: Part::Key(RATINGS, key), before };
        self.value(target, id, asked, cell, place);
    }

    /// A value in a row that has no place for it.
    fn has_none(&mut self, id: &str, title: &str, place: &str) {
        self.fault(
            Code::BadReturn,
            place,
            format!("`{id}` has no \u{201c}{title}\u{201d}"),
            "empty the cell, or move it to the row or column it belongs to",
        );
    }

    /// Compares what a cell says with what the file does.
    fn value(
        &mut self,
        target: Target<'a>,
        id: &str,
        asked: Asked,
        (cell, about): (&Cell, About<'_>),
        place: &str,
    ) {
        // Another format changes nothing of a number that its owner left as it is.
        if matches!(cell, Cell::Shown(_)) {
            let held = plain_of(cell);
            let held = Number::parse(&held).map_or(Value::Text(held), Value::Number);
            let was = self.memory.was(id, &asked.title, &remembered(Some(&held)));
            if was.unwrap_or(asked.before.as_ref() == Some(&held)) {
                return;
            }
        }
        let after = match Value::of_cell(asked.field, cell, about, target.scale) {
            Ok(after) => after,
            Err(Fault { code, found, help }) => {
                let message = format!("\u{201c}{}\u{201d} {found}", asked.title);
                self.fault(code, place, message, help);
                return;
            }
        };
        let is_same = match (&asked.before, &after) {
            // An empty answer means no.
            (None, Some(Value::Flag(false))) => true,
            (Some(Value::Text(old)), Some(Value::Text(new))) => old == new || (!fits(old) && new == TOO_LONG),
            (before, after) => before == after,
        };
        if is_same {
            return;
        }
        let to = after.as_ref().map(Value::typed);
        let change = Change {
            path: self.path(target),
            field: asked.name,
            is_body: false,
            before: asked.before.as_ref().map(Value::typed),
            after: to.clone(),
        };
        let said = [remembered(after.as_ref()), remembered(asked.before.as_ref())];
        if self.is_wanted(&change, id, &asked.title, [&said[0], &said[1]], place) {
            let note = after.as_ref().and_then(|after| after.note(cell));
            self.notes.extend(note.map(|note| {
                let message = format!("\u{201c}{}\u{201d} {note}", asked.title);
                let help = "look whether that is what was meant, and mend it in the file if not";
                Diagnostic::warning_at_path(Code::CellAsShown, place, message).help(help)
            }));
            self.wish(target, change, Edit { part: asked.part, to }, after, place);
        }
    }

    fn body(&mut self, target: Target<'a>, id: &str, title: &str, cell: &Cell, place: &str) {
        let found = match cell {
            Cell::Text(text) => tidy_body(text),
            other => text_of(other),
        };
        if target.subject.body_title() != title {
            if !found.is_empty() {
                let message = format!("`{id}` has no \u{201c}{title}\u{201d}");
                let help = format!("its text goes under \u{201c}{}\u{201d}", target.subject.body_title());
                self.fault(Code::BadReturn, place, message, help);
            }
            return;
        }
        let text = &self.folder.sources.file(target.document.file).text;
        let old = tidy_body(&text[target.document.markdown.clone()]);
        if old == found || (!fits(&old) && found == TOO_LONG) {
            return;
        }
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let change = Change {
            path: self.path(target),
            field: title.to_lowercase(),
            is_body: true,
            before: some(&old),
            after: some(&found),
        };
        if self.is_wanted(&change, id, title, [&found, &old], place) {
            let edit = Edit { part: Part::Body, to: some(&found) };
            self.wish(target, change, edit, None, place);
        }
    }

    fn path(&self, target: Target<'_>) -> String {
        self.folder.sources.file(target.document.file).path.clone()
    }

    fn wish(&mut self, target: Target<'a>, change: Change, edit: Edit, value: Option<Value>, place: &str) {
        let wish =
            self.wanted.entry(change.path.clone()).or_insert_with(|| Wish { target, edits: Vec::new() });
        wish.edits.push((edit, value, place.to_owned()));
        self.changes.push(change);
    }

    /// Makes the new texts, reads them again, and checks that only what was meant to change has changed.
    pub(super) fn finish(mut self) -> Result<Changes, Vec<Diagnostic>> {
        if self.more_faults > 0 {
            let message = format!("{} in this file", count_of(self.more_faults, "more fault"));
            let fault = Diagnostic::error_at_path(Code::BadReturn, self.file, message);
            self.faults.push(
                fault.help("mend those that are named here first; it may be a return of other content"),
            );
        }
        // An entry of which something is not settled stays as it is.
        for (path, _) in &self.conflicts {
            self.wanted.remove(path);
            self.changes.retain(|change| change.path != *path);
        }
        let mut sources = self.folder.sources.clone();
        let mut files = Vec::new();
        for (path, wish) in &self.wanted {
            let document = wish.target.document;
            if has_errors(document) {
                self.faults.push(
                    Diagnostic::error_at_path(
                        Code::BadReturn,
                        wish.edits.first().map_or(path.as_str(), |(_, _, place)| place.as_str()),
                        format!("`{path}` has faults, so it cannot be changed"),
                    )
                    .help("run `cabinet-report check`, mend the file, and import again"),
                );
                continue;
            }
            let edits: Vec<Edit> = wish.edits.iter().map(|(edit, ..)| edit.clone()).collect();
            let text = &self.folder.sources.file(document.file).text;
            match edit::edit(text, document, &edits) {
                Ok(new) => {
                    sources.replace(document.file, new.clone());
                    files.push((document.file, new));
                }
                Err(Uneditable(part)) => {
                    self.faults.push(unsafe_change(path, wish, Some(&part)));
                }
            }
        }
        if self.faults.is_empty() {
            let content = content::content(self.folder.tree, &sources);
            let again = known(&content);
            let by_file: BTreeMap<FileId, &Document> =
                again.values().map(|target| (target.document.file, target.document)).collect();
            for (path, wish) in &self.wanted {
                let old = wish.target.document;
                match by_file.get(&old.file) {
                    Some(new) if has_errors(new) => self.faults.extend(new_faults(path, wish, new)),
                    Some(new) if is_as_wished(wish, new, self.folder.sources, &sources) => {}
                    _ => self.faults.push(unsafe_change(path, wish, None)),
                }
            }
        }
        let conflicts = self.conflicts.into_iter().map(|(_, fault)| fault);
        if self.faults.is_empty() {
            Ok(Changes {
                changes: self.changes,
                files,
                pictures: Vec::new(),
                conflicts: conflicts.collect(),
                notes: self.notes,
                is_forgetful: self.memory.is_empty(),
            })
        } else {
            self.faults.extend(conflicts);
            Err(self.faults)
        }
    }
}

/// Titles of columns, each with what makes the column of it.
pub(super) type Titles = Vec<(String, Box<dyn Fn() -> Column>)>;

/// The title of every column that a return may have, with what it holds.
pub(super) fn titles<'a>(aspects: impl Iterator<Item = &'a Aspect>) -> Titles {
    let mut titles: Titles = vec![
        (ID.to_owned(), Box::new(|| Column::Id)),
        (TITLE.to_owned(), Box::new(|| Column::Title)),
        (PREVIOUS.to_owned(), Box::new(|| Column::Note(PREVIOUS))),
    ];
    for title in BESIDE {
        titles.push((title.to_owned(), Box::new(move || Column::Note(title))));
    }
    for subject in Subject::all() {
        for field in subject.fields() {
            let name = field.name;
            titles.push((column_title(field), Box::new(move || Column::Field(name))));
        }
        let title = subject.body_title();
        titles.push((title.to_owned(), Box::new(move || Column::Body(title))));
    }
    for title in aspects.map(aspect_title) {
        titles.push((title.clone(), Box::new(move || Column::Aspect(title.clone()))));
    }
    let mut seen = Vec::new();
    titles.retain(|(title, _)| {
        let is_new = !seen.contains(title);
        seen.push(title.clone());
        is_new
    });
    titles
}

fn has_errors(document: &Document) -> bool {
    document.diagnostics.iter().any(|fault| fault.severity == Severity::Error)
}

/// Reports that a file is written in such a way that a value cannot be changed on its own.
fn unsafe_change(path: &str, wish: &Wish<'_>, part: Option<&Part>) -> Diagnostic {
    let edit = wish.edits.iter().find(|(edit, ..)| part.is_none_or(|part| edit.part == *part));
    let place = edit.map_or(path, |(_, _, place)| place.as_str());
    Diagnostic::error_at_path(
        Code::BadReturn,
        place,
        format!("this cannot be written into `{path}` without touching anything else in it"),
    )
    .help("look there for characters that cannot be typed, or make the change in the file itself")
}

/// The faults that a file would have, reported at the cells that cause them.
fn new_faults(path: &str, wish: &Wish<'_>, document: &Document) -> Vec<Diagnostic> {
    let errors = document.diagnostics.iter().filter(|fault| fault.severity == Severity::Error);
    errors
        .map(|fault| {
            let start = match &fault.place {
                crate::diag::Place::Span(span) => span.start,
                crate::diag::Place::Path(_) => 0,
            };
            let is_body = start >= document.markdown.start;
            let named = |part: &Part| match part {
                Part::Body => is_body,
                Part::Field(name) | Part::Inner(name, ..) | Part::Key(name, _) => {
                    let entries = &document.fields.entries;
                    let found = entries.iter().find(|(key, _)| key.value == *name);
                    found.is_some_and(|(key, node)| (key.span.start..=node.span.end).contains(&start))
                }
            };
            let edit = wish.edits.iter().find(|(edit, ..)| named(&edit.part)).or(wish.edits.first());
            let place = edit.map_or(path, |(_, _, place)| place.as_str());
            let told = Diagnostic::error_at_path(fault.code, place, fault.message.clone());
            fault.help.iter().fold(told, |told, help| told.help(help.clone())).about(path)
        })
        .collect()
}

/// Whether a new text says what was asked for, and otherwise what the old one said.
fn is_as_wished(wish: &Wish<'_>, new: &Document, before: &Sources, after: &Sources) -> bool {
    let old = wish.target.document;
    let is_edited = |name: &str| {
        wish.edits.iter().any(
            |(edit, ..)| matches!(edit.part, Part::Field(edited) | Part::Key(edited, _) if edited == name),
        )
    };
    let others = |document: &Document| -> Vec<(String, Node)> {
        let entries = document.fields.entries.iter().filter(|(key, _)| !is_edited(&key.value));
        entries.map(|(key, node)| (key.value.clone(), node.clone())).collect()
    };
    let (old_others, new_others) = (others(old), others(new));
    let are_same = old_others.len() == new_others.len()
        && old_others
            .iter()
            .zip(&new_others)
            .all(|(old, new)| old.0 == new.0 && says_the_same(&old.1, &new.1));
    let fields = wish.target.subject.table().fields;
    let is_wished = |(edit, value, _): &(Edit, Option<Value>, String)| match &edit.part {
        Part::Body => {
            let text = &after.file(new.file).text[new.markdown.clone()];
            tidy_body(text) == edit.to.as_deref().unwrap_or("")
        }
        // No return asks for a field within a list.
        Part::Inner(..) => false,
        Part::Key(name, _) => {
            // Whatever is not wished in the map is as it was.
            let is_own =
                |key: &str| wish.edits.iter().find(|(edit, ..)| edit.part == Part::Key(name, key.to_owned()));
            let read = |document: &Document, key: &str| {
                let ratings = document.fields.ratings(name).map(|typed| typed.value).unwrap_or_default();
                let typed = ratings.iter().find(|(known, _)| known.value == key);
                typed.and_then(|(_, typed)| wish.target.scale.read(&typed.value)).map(Value::Rating)
            };
            let keys = [old, new].into_iter().filter_map(|document| document.fields.ratings(name));
            let edited = wish.edits.iter().filter_map(|(edit, ..)| match &edit.part {
                Part::Key(_, key) => Some(key.as_str()),
                _ => None,
            });
            let keys = keys.flat_map(|typed| typed.value).map(|(key, _)| key.value.as_str()).chain(edited);
            keys.into_iter().all(|key| {
                let wished = is_own(key).map_or_else(|| read(old, key), |(_, value, _)| value.clone());
                read(new, key) == wished
            })
        }
        Part::Field(name) => {
            let field: Option<&Field> = fields.iter().find(|field| field.name == *name);
            field.is_some_and(|field| Value::of_field(field, &new.fields, wish.target.scale) == *value)
        }
    };
    let has_body = wish.edits.iter().any(|(edit, ..)| edit.part == Part::Body);
    let is_body_kept = has_body
        || before.file(old.file).text[old.markdown.clone()]
            == after.file(new.file).text[new.markdown.clone()];
    are_same && is_body_kept && wish.edits.iter().all(is_wished)
}

/// Whether two values say the same, wherever they are.
fn says_the_same(one: &Node, other: &Node) -> bool {
    match (&one.value, &other.value) {
        (Yaml::List(one), Yaml::List(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| says_the_same(one, other))
        }
        (Yaml::Map(one), Yaml::Map(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .zip(other)
                    .all(|(one, other)| one.0.value == other.0.value && says_the_same(&one.1, &other.1))
        }
        (one, other) => one == other,
    }
}

/// Says what changes in one line: `content/r/s/e.md: rating: amber → green`.
impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: ", self.path, self.field)?;
        let (before, after) = (self.before.as_deref(), self.after.as_deref());
        if self.is_body {
            let words = |text: Option<&str>| {
                count_of(
                    text.map_or(0, |text| {
                        text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
                    }),
                    "word",
                )
            };
            let (old, new) = (words(before), words(after));
            let what = if old == new { ", changed" } else { "" };
            return write!(f, "{old} \u{2192} {new}{what}");
        }
        // Two long texts that begin alike are shown from where they differ.
        let parted = match (before, after) {
            (Some(old), Some(new)) if shorten(old) == shorten(new) => parting(old, new),
            _ => 0,
        };
        let shown = |text: Option<&str>| match text {
            None => "nothing".to_owned(),
            Some(text) if parted > 0 => format!("\u{2026}{}", shorten(text.get(parted..).unwrap_or(text))),
            Some(text) => shorten(text),
        };
        write!(f, "{} \u{2192} {}", shown(before), shown(after))?;
        // Of the rating of an aspect, the name stays.
        let is_line = !self.field.contains(": ");
        if after.is_none() && is_line { f.write_str(" (the line goes)") } else { Ok(()) }
    }
}

/// Where the first word that two texts do not share begins.
fn parting(one: &str, other: &str) -> usize {
    let same = one.char_indices().zip(other.chars()).find(|((_, a), b)| a != b);
    let at = same.map_or(one.len().min(other.len()), |((at, _), _)| at);
    one[..at]
        .rfind(char::is_whitespace)
        .map_or(0, |space| space + one[space..].chars().next().map_or(0, char::len_utf8))
}
