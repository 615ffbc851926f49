//! What a return remembers of what it was filled with, so that only what its owner changed is changed.
//!
//! In: rows that are handed out, or a sheet that came back. Out: a hidden sheet of a workbook, the marks of a form's
//! fields, or what they say of a cell. They hold fingerprints and neither texts nor ids: somebody who deletes the sheets
//! of others before sending a workbook on sends nothing of theirs that can be read.

use std::collections::BTreeMap;

use super::value::{Value, text_of};
use crate::report::Number;
use crate::returns::workbook::{Cell, Column, ReadSheet, Sheet};

/// The name of the sheet, and the titles of its columns; it is known again by the first.
const NAME: &str = "As handed out";
const TITLES: [&str; 2] = ["Cell as handed out", "Fingerprint"];

/// Fingerprints of what cells hold, by the fingerprint of the id of their row and the title of their column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Memory {
    cells: BTreeMap<String, Option<String>>,
}

impl Memory {
    /// Takes note of what a cell is filled with.
    pub(super) fn note(&mut self, id: &str, column: &str, said: &str) {
        self.add(cell(id, column), &fingerprint(&[id, column, said]));
    }

    /// Takes note of a line of a memory: the fingerprint of a cell, and that of what it was filled with.
    pub(super) fn add(&mut self, cell: String, print: &str) {
        let kept = self.cells.entry(cell).or_insert_with(|| Some(print.to_owned()));
        // Two workbooks that were put together and do not agree remember nothing.
        if kept.as_deref() != Some(print) {
            *kept = None;
        }
    }

    /// Whether a cell was filled with this; `None` if nothing is known of it.
    pub(super) fn was(&self, id: &str, column: &str, said: &str) -> Option<bool> {
        let known = self.cells.get(&cell(id, column))?.as_ref()?;
        Some(*known == fingerprint(&[id, column, said]))
    }

    /// Whether nothing is remembered at all.
    pub(super) fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// The sheet that carries it.
    pub(super) fn sheet(&self) -> Sheet {
        let column = |title: &&str| Column { title: (*title).to_owned(), locked: true, ..Column::default() };
        let row = |(cell, print): (&String, &Option<String>)| {
            [cell.clone(), print.clone().unwrap_or_default()].map(Cell::Text).to_vec()
        };
        Sheet {
            name: NAME.to_owned(),
            columns: TITLES.iter().map(column).collect(),
            rows: self.cells.iter().map(row).collect(),
            is_hidden: true,
        }
    }

    /// Whether a sheet carries such a memory.
    pub(super) fn is_in(sheet: &ReadSheet) -> bool {
        text_of(sheet.cell(0, 0)) == TITLES[0]
    }

    /// Reads what a sheet remembers.
    pub(super) fn read(&mut self, sheet: &ReadSheet) {
        for row in 1..sheet.rows.len() {
            let [cell, print] = [0, 1].map(|column| text_of(sheet.cell(row, column)));
            self.add(cell, &print);
        }
    }
}

/// The mark of a form's field, by which it is known again and remembers what it was filled with: a line of a memory.
///
/// It is a name as Word allows it for a tag (64 characters) and for a bookmark (40 letters, figures and low lines).
pub(super) fn mark(id: &str, column: &str, said: &str) -> String {
    format!("{}_{}", cell(id, column), fingerprint(&[id, column, said]))
}

/// The fingerprints in a mark: of the field, and of what it was filled with.
pub(super) fn read_mark(mark: &str) -> Option<(&str, &str)> {
    let is_print = |text: &str| {
        text.len() == 17 && text.starts_with('f') && text[1..].bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    mark.split_once('_').filter(|(cell, said)| is_print(cell) && is_print(said))
}

/// The fingerprint by which a cell or a field is known.
pub(super) fn cell(id: &str, column: &str) -> String {
    fingerprint(&[id, column])
}

/// What a value is remembered by: two ways to write the same value are one.
pub(super) fn remembered(value: Option<&Value>) -> String {
    match value {
        // Whoever says nothing says no.
        None | Some(Value::Flag(false)) => String::new(),
        Some(Value::Number(number)) => Number::millionths(*number).to_string(),
        Some(value) => value.typed(),
    }
}

/// The FNV-1a hash of texts, with a character between them that none of them has. It need only tell texts apart, and be the
/// same in every edition of the program.
pub(super) fn fingerprint(texts: &[&str]) -> String {
    let hash = texts.join("\u{1f}").bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("f{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fingerprints_are_those_of_fnv_1a() {
        assert_eq!(fingerprint(&[""]), "fcbf29ce484222325");
        assert_eq!(fingerprint(&["a"]), "faf63dc4c8601ec8c");
    }

    #[test]
    fn a_mark_is_a_line_of_a_memory_and_a_name_for_word() {
        let mark = mark("r/s/e", "Rating", "red");
        assert!(mark.len() <= 40 && mark.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'));
        let (of, said) = read_mark(&mark).unwrap();
        let mut memory = Memory::default();
        memory.add(of.to_owned(), said);
        assert_eq!(memory.was("r/s/e", "Rating", "red"), Some(true));
        assert_eq!(memory.was("r/s/e", "Rating", "green"), Some(false));
        for other in ["", "f_f", "_Toc12345678", &mark[1..], "Rating"] {
            assert_eq!(read_mark(other), None, "{other}");
        }
    }

    #[test]
    fn the_sheet_shows_neither_ids_nor_texts() {
        let mut memory = Memory::default();
        memory.note("r/s/buy-the-kings-head", "Rating", "red");
        memory.note("r/s/open", "Rating", "red");
        let sheet = memory.sheet();
        let cells: Vec<String> = sheet.rows.iter().flatten().map(|cell| format!("{cell:?}")).collect();
        assert_eq!(cells.len(), 4);
        assert!(
            cells.iter().all(|cell| cell.starts_with("Text(\"f") && cell.len() == "Text(\"f\")".len() + 16)
        );
        // The same rating of two entries does not look the same.
        assert_eq!(cells.iter().collect::<std::collections::BTreeSet<_>>().len(), 4);
    }

    #[test]
    fn memories_that_do_not_agree_remember_nothing() {
        let mut memory = Memory::default();
        memory.note("r/s/e", "Rating", "red");
        assert_eq!(memory.was("r/s/e", "Rating", "red"), Some(true));
        assert_eq!(memory.was("r/s/e", "Rating", "green"), Some(false));
        assert_eq!(memory.was("r/s/e", "Reason", "red"), None);
        memory.note("r/s/e", "Rating", "red");
        assert_eq!(memory.was("r/s/e", "Rating", "red"), Some(true));
        memory.note("r/s/e", "Rating", "green");
        assert_eq!(memory.was("r/s/e", "Rating", "red"), None);
    }
}
