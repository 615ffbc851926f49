//! Plain tables of cells, as an Excel workbook or a CSV file holds them.
//!
//! In: a [`Workbook`] to send out, or the bytes of a file that came back. Out: the bytes of the workbook, or the
//! sheets of the file. This module must not know what the cells mean, nor where files are kept.

mod read;
mod shown;
mod write;

pub use self::read::{ReadSheet, read};
pub use self::shown::{Scale, Shown};
pub use self::write::{WriteError, write};

/// A workbook to write.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Workbook {
    /// The sheets, in the order of their tabs.
    pub sheets: Vec<Sheet>,
}

/// One table of a workbook.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sheet {
    /// What its tab should say; [`write()`] turns it into a name that Excel accepts.
    pub name: String,
    /// The columns, whose titles are the first row.
    pub columns: Vec<Column>,
    /// The rows below the titles; a short one is filled up with empty cells.
    pub rows: Vec<Vec<Cell>>,
    /// Whether it is for the program alone, and nobody is shown it.
    pub is_hidden: bool,
}

/// What the cells of one column have in common.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Column {
    /// The title, in the first row.
    pub title: String,
    /// Its width in characters; 0 leaves it to Excel.
    pub width: u16,
    /// Whether the cells are protected. It only applies if another column of the sheet may be changed.
    pub locked: bool,
    /// What can be chosen from a list; empty if anything may be typed.
    pub choices: Vec<String>,
    /// What is shown beside a cell while somebody is in it.
    pub hint: Option<String>,
    /// Whether long texts wrap.
    pub wrap: bool,
    /// Whether what is typed stays as typed. Otherwise Excel turns "1-2" into a date and "007" into a number.
    pub text: bool,
}

/// What is in one cell.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Nothing, in a place where nobody should type anything, whatever its column allows. It is read back as empty.
    Closed,
    /// Text, never a formula.
    Text(String),
    /// A number.
    Number(f64),
    /// A number that shows in a format of its own. It is written without the format.
    Shown(Shown),
    /// A formula without a result: what the cell shows in its place, such as "#REF!", or nothing if the file does not say.
    /// It is written as that text.
    Failed(String),
    /// A day, which need not exist.
    Date {
        /// The year.
        year: i16,
        /// The month, from 1.
        month: i8,
        /// The day of the month, from 1.
        day: i8,
    },
}

/// Names a cell as Excel does, as in "B7"; row and column count from 0, so that the title of the first column is "A1".
pub(crate) fn address(row: usize, column: usize) -> String {
    let mut letters = Vec::new();
    let mut left = column;
    loop {
        letters.push(char::from(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"[left % 26]));
        // There is no letter for zero: "Z" is followed by "AA".
        match left / 26 {
            0 => break,
            more => left = more - 1,
        }
    }
    letters.reverse();
    format!("{}{}", letters.into_iter().collect::<String>(), row.saturating_add(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_those_of_excel() {
        for (row, column, expected) in [
            (0, 0, "A1"),
            (6, 1, "B7"),
            (0, 25, "Z1"),
            (9, 26, "AA10"),
            (0, 51, "AZ1"),
            (0, 52, "BA1"),
            (0, 701, "ZZ1"),
            (0, 702, "AAA1"),
            (1_048_575, 16_383, "XFD1048576"),
        ] {
            assert_eq!(address(row, column), expected);
        }
    }
}
