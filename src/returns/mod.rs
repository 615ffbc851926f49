//! Returns by spreadsheet: what services are asked for each period, sent out and brought back.
//!
//! In: the files of a report, and the sheets that services filled in. Out: a workbook with a sheet for each owner, and
//! the files, with only those values changed that somebody typed in a sheet. A row is found by its id among the files
//! that were read, so nothing in a sheet can lead anywhere else. A free text in Word becomes the text of one entry. It
//! must not know the command line.

mod apply;
mod beside;
mod collect;
mod filled_in;
mod forms;
mod memory;
pub mod office;
mod value;
pub mod word;
pub mod workbook;

pub use self::apply::{Change, Changes, Folder, NewPicture, Side, apply, apply_text};
pub use self::beside::Beside;
pub use self::collect::{Issue, collect};
pub use self::filled_in::apply_form;
pub use self::forms::{Answered, Asked, Form, Question, forms};

use crate::content::schema::{self, Field, Table};
use crate::report::{Aspect, Kind};
use crate::text::{self, capitalised};

/// The titles of the columns that say what a row is about. What is in them must not be changed.
const ID: &str = "Id";
const TITLE: &str = "Title";
const PREVIOUS: &str = "Previous rating";

/// The titles of the columns beside a figure, which say what it is held against.
const BESIDE: [&str; 5] = ["Unit", "Target", "Floor or limit", "Year target", "Last figure"];

/// The sheet that says how to fill in the others, and the title of its only column, by which it is recognised: where
/// sheets of several workbooks are put into one, Excel renames it.
const HOW_TO: &str = "How to";
const HOW_TO_TITLE: &str = "How to fill in this workbook";

/// What a row of a return is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Subject {
    /// The kind of section.
    kind: Kind,
    /// Whether it is the section itself, and not one of its entries.
    is_section: bool,
    /// Whether it is in a plan, which says what will be done and not how it is going.
    is_plan: bool,
}

impl Subject {
    /// Every subject, in the order of their columns.
    fn all() -> impl Iterator<Item = Self> {
        Kind::ALL
            .into_iter()
            .flat_map(|kind| [false, true].map(|is_section| Self { kind, is_section, is_plan: false }))
    }

    /// What the parser knows about its file.
    fn table(self) -> &'static Table {
        let kind = schema::of(self.kind);
        if self.is_section { &kind.section } else { &kind.entry }
    }

    /// The fields that a return asks for, in the order of their columns.
    fn fields(self) -> impl Iterator<Item = &'static Field> {
        self.table().fields.iter().filter(move |field| field.asked && !self.is_plan)
    }

    /// The title of the column for its text.
    fn body_title(self) -> &'static str {
        self.table().body
    }
}

/// The title of a field's column: `original_due` is "Original due".
fn column_title(field: &Field) -> String {
    field.column.map_or_else(|| column_title_of(field.name), str::to_owned)
}

fn column_title_of(name: &str) -> String {
    capitalised(&name.replace('_', " "))
}

/// The field that holds the ratings of aspects.
const RATINGS: &str = "ratings";

/// The title of the column for the ratings of an aspect: other columns may be called as it is.
fn aspect_title(aspect: &Aspect) -> String {
    format!("Rating: {}", aspect.title)
}

/// The beginning of a text, on one line and without characters that would control a terminal.
fn shorten(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let line: String = words.join(" ").chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    text::shorten(&line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::schema::Shape;

    /// Whether a return can ask for a field of that shape: what fits into one cell.
    fn fits_a_cell(shape: &Shape) -> bool {
        matches!(
            shape,
            Shape::Text
                | Shape::Rating
                | Shape::Date
                | Shape::When
                | Shape::Progress
                | Shape::Number
                | Shape::Flag
        )
    }

    #[test]
    fn every_field_that_is_asked_for_is_in_its_table_and_fits_into_a_cell() {
        for subject in Subject::all() {
            let known = subject.fields().count();
            let expected = match (subject.is_section, subject.kind) {
                (true, Kind::Workstream | Kind::Enabler) => 2,
                (false, Kind::Actions) => 3,
                (false, Kind::Indicators) => 6,
                (false, Kind::Workstream | Kind::Enabler) => 8,
                _ => 0,
            };
            assert_eq!(known, expected, "{subject:?}");
            for field in subject.fields() {
                assert!(fits_a_cell(&field.shape) && !field.required, "{}", field.name);
            }
        }
    }
}
