//! Compares a form that came back with the files.
//!
//! In: a form as it was read, and every file of the content folder. Out: the same as for sheets: what changes, or
//! everything that is wrong, each by the entry and the field as the form calls them.

use std::collections::{BTreeMap, BTreeSet};

use super::apply::{Changes, Column, Folder, Returns, Side, Titles, titles};
use super::memory::{cell, read_mark};
use super::shorten;
use super::value::{About, Holder};
use crate::content::Content;
use crate::diag::{Code, Diagnostic};
use crate::returns::word::form::{Answer, FilledIn, Stray};
use crate::returns::workbook::Cell;
use crate::text::count_of;

/// How many texts outside of the fields are named one by one.
const MOST_STRAYS: usize = 50;

/// Finds out what the form `file` changes in the content folder.
///
/// # Errors
///
/// Everything that is wrong with the form, in its order; nothing may be written then.
pub fn apply_form(
    file: &str,
    form: &FilledIn,
    folder: Folder<'_>,
    side: Option<Side>,
) -> Result<Changes, Vec<Diagnostic>> {
    let mut returns = Returns::new(file, folder);
    returns.side = side;
    returns.form(form);
    let titles = returns.titles();
    let mut changes = returns.finish()?;
    changes.notes.extend(followed(file, form, folder.content).filter(|_| !changes.changes.is_empty()));
    changes.notes.extend(form.notes.iter().map(|note| told(file.to_owned(), note)));
    // Where somebody has put two forms into one, the headings of the second are nothing new.
    let strays: Vec<&Stray> = form.strays.iter().filter(|stray| !titles.contains(&stray.text)).collect();
    changes.notes.extend(told_strays(file, &strays));
    if !form.is_whole {
        let message = "the form does not know any more what stood outside its fields".to_owned();
        let help = "look yourself whether somebody has written there: that is not read";
        changes.notes.push(Diagnostic::warning_at_path(Code::BadReturn, file, message).help(help));
    }
    Ok(changes)
}

/// Something that somebody should know who brings the form in.
fn told(place: String, note: &str) -> Diagnostic {
    Diagnostic::warning_at_path(Code::BadReturn, place, note.to_owned())
}

/// That there is a later report than the one that a form is about: somebody may have filled in an old form.
fn followed(file: &str, form: &FilledIn, content: &Content) -> Option<Diagnostic> {
    let own = form.report.as_deref()?;
    let later = content.reports.iter().find(|report| {
        let previous = report.index.fields.text("previous");
        previous.is_some_and(|previous| previous.value == own)
    })?;
    let message =
        format!("this form is for the report `{}`, and `{}` has followed it", shorten(own), later.id);
    let note = told(file.to_owned(), &message);
    Some(note.help(format!(
        "if an old form was filled in by mistake, undo the change, and copy the answers into the form for `{}`",
        later.id
    )))
}

/// What stands outside of the fields, which nobody reads.
fn told_strays(file: &str, strays: &[&Stray]) -> Vec<Diagnostic> {
    let mut notes: Vec<Diagnostic> = strays
        .iter()
        .take(MOST_STRAYS)
        .map(|stray| {
            let message = format!(
                "\u{201c}{}\u{201d} stands outside the fields, so it was not read",
                shorten(&stray.text)
            );
            told(place(file, &stray.under, ""), &message)
                .help("if it is part of an answer, move it into the box that it belongs to, and import again")
        })
        .collect();
    if let Some(more) = strays.len().checked_sub(MOST_STRAYS).filter(|more| *more > 0) {
        notes.push(told(file.to_owned(), &format!("{} more outside the fields", count_of(more, "text"))));
    }
    notes
}

/// The name of a place in a form.
fn place(file: &str, under: &str, field: &str) -> String {
    let parts = [under, field].into_iter().filter(|part| !part.is_empty());
    parts.fold(file.to_owned(), |place, part| format!("{place}, \u{201c}{}\u{201d}", shorten(part)))
}

impl Returns<'_> {
    /// The titles of all sections and entries, which head the parts of forms.
    fn titles(&self) -> BTreeSet<String> {
        self.known.values().filter_map(|target| target.document.title()).collect()
    }

    fn form(&mut self, form: &FilledIn) {
        let titles = titles(self.aspects.values().flatten());
        // Every field that a form may have, by the fingerprint in its mark.
        let mut fields: BTreeMap<String, (String, usize)> = BTreeMap::new();
        for (id, target) in &self.known {
            for (index, (title, column)) in titles.iter().enumerate() {
                if self.asks(*target, id, &column()) {
                    fields.insert(cell(id, title), (id.clone(), index));
                }
            }
        }
        let mut first: BTreeMap<&str, &Answer> = BTreeMap::new();
        let mut strangers: Vec<&Answer> = Vec::new();
        for answer in &form.answers {
            let Some((print, said)) = read_mark(&answer.mark) else { continue };
            let Some((id, index)) = fields.get(print) else {
                strangers.push(answer);
                continue;
            };
            let (Some(target), Some((title, column))) = (self.known.get(id).copied(), titles.get(*index))
            else {
                continue;
            };
            let name = target.document.title().unwrap_or_default();
            let place = place(self.file, &name, title);
            if let Some(other) = first.insert(print, answer) {
                self.twice(answer, other, title, &place);
                continue;
            }
            self.memory.add(print.to_owned(), said);
            self.notes.extend(answer.notes.iter().map(|note| told(place.clone(), note)));
            let column = column();
            let is_text = matches!(column, Column::Body(_));
            let said = if is_text { &answer.markdown } else { &answer.plain };
            if answer.has_table && !is_text {
                let note =
                    told(place.clone(), "there is a table here, of which only the words can be brought in");
                self.notes.push(note.help("say it in words, or put the table into the text of the entry"));
            }
            let held = if said.trim().is_empty() { Cell::Empty } else { Cell::Text(said.clone()) };
            let about = About { holder: Holder::Field, ..About::default() };
            self.answer(target, id, &column, (&held, about), &place);
        }
        self.strangers(form, &strangers);
        self.missing(&fields, &first, &titles);
    }

    /// A field that stands twice in a form: somebody has copied a part of it.
    fn twice(&mut self, answer: &Answer, other: &Answer, title: &str, place: &str) {
        if (&answer.plain, &answer.markdown) == (&other.plain, &other.markdown) {
            return;
        }
        let message = format!(
            "\u{201c}{title}\u{201d} stands twice in this form, as \u{201c}{}\u{201d} and as \u{201c}{}\u{201d}",
            shorten(&other.plain),
            shorten(&answer.plain)
        );
        self.fault(Code::BadReturn, place, message, "keep the one that is right, and delete the other");
    }

    /// Fields of what is not in the content folder, or not any more.
    fn strangers(&mut self, form: &FilledIn, strangers: &[&Answer]) {
        if strangers.len() == form.answers.len() {
            let report = form.report.as_deref().map(|report| format!("`{}`", shorten(report)));
            let about =
                report.map_or("of another report".to_owned(), |report| format!("for the report {report}"));
            let message = match form.answers.len() {
                0 => "this form has no fields any more".to_owned(),
                _ => format!("this form is {about}, and nothing that it asks about is in the content folder"),
            };
            let help = match form.answers.len() {
                0 => "ask for the form again, filled in and saved as a Word document (`.docx`)",
                _ => {
                    "name the right folder with `--content`, or make a new form with `cabinet-report export REPORT --docx`"
                }
            };
            let file = self.file;
            return self.fault(Code::BadReturn, file, message, help);
        }
        let mut last = None;
        for answer in strangers {
            if last.replace(&answer.under) == Some(&answer.under) {
                continue;
            }
            let place = place(self.file, &answer.under, "");
            let name = match answer.name.as_str() {
                "" => "a field of it is gone".to_owned(),
                name => format!("it has no \u{201c}{}\u{201d} any more", shorten(name)),
            };
            let message = format!(
                "there is no \u{201c}{}\u{201d} in the content folder, or {name}",
                shorten(&answer.under)
            );
            self.fault(Code::BadReturn, &place, message, "delete it from the form, or put its file back");
        }
    }

    /// Fields that are missing from a form, where others of the same entry are there: somebody has deleted the control,
    /// and may think that this empties it.
    fn missing(
        &mut self,
        fields: &BTreeMap<String, (String, usize)>,
        found: &BTreeMap<&str, &Answer>,
        titles: &Titles,
    ) {
        let asked: BTreeSet<&str> =
            found.keys().filter_map(|print| Some(fields.get(*print)?.0.as_str())).collect();
        for (print, (id, index)) in fields {
            if !asked.contains(id.as_str()) || found.contains_key(print.as_str()) {
                continue;
            }
            let (Some(target), Some((title, _))) = (self.known.get(id), titles.get(*index)) else { continue };
            let name = target.document.title().unwrap_or_default();
            let note = told(
                place(self.file, &name, title),
                "the box is missing from the form, so nothing is changed there",
            );
            self.notes.push(note.help("if it was meant to be emptied, make the change in the file"));
        }
    }
}
