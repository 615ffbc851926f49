//! Single values, as they pass between a file and a cell.
//!
//! In: a field as the parser reads it, or a cell. Out: a [`Value`] by which both can be compared, or what is wrong with
//! the cell and what to type instead.

use crate::content::edit::tidy;
use crate::content::fields::{Fields, Value as Read};
use crate::content::schema::{Field, Shape};
use crate::diag::Code;
use crate::report::{Date, Number, Rating};
use crate::returns::workbook::Cell;
use crate::text::{did_you_mean, one_of};

/// How much of a text a cell of Excel holds, in UTF-16 code units, which Excel counts.
const LONGEST_CELL: usize = 32_767;

/// What a cell says in place of a text that no cell can hold.
pub(super) const TOO_LONG: &str = "(too long for a cell: change it in the file)";

/// What a field says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// A text.
    Text(String),
    /// A rating.
    Rating(Rating),
    /// A date.
    Date(Date),
    /// A number.
    Number(Number),
    /// Yes or no.
    Flag(bool),
}

/// What is wrong with a cell, before it is said where.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) code: Code,
    /// What was found, to follow the name of the column.
    pub(super) found: String,
    /// What to type instead.
    pub(super) help: String,
}

impl Value {
    /// What a file says now; nothing if the field is not there or empty.
    pub(super) fn of_field(field: &Field, fields: &Fields) -> Option<Self> {
        match &fields.value(field.name)?.value {
            Read::Text(text) => Some(Self::Text(tidy(text))),
            Read::Rating(rating) => Some(Self::Rating(*rating)),
            Read::Date(date) => Some(Self::Date(*date)),
            Read::Number(number) => Some(Self::Number(*number)),
            Read::Flag(flag) => Some(Self::Flag(*flag)),
            // No return asks for a field that holds more than fits into one cell; a test holds this.
            _ => None,
        }
    }

    /// What a cell says; nothing if it is empty.
    pub(super) fn of_cell(field: &Field, cell: &Cell) -> Result<Option<Self>, Fault> {
        let typed = text_of(cell);
        if typed.is_empty() {
            return Ok(None);
        }
        match field.shape {
            Shape::Rating => rating(&typed),
            Shape::Date => date(cell, &typed).map(Some),
            Shape::Number => number(cell, &typed).map(Some),
            Shape::Flag => flag(&typed).map(Some),
            _ => Ok(Some(Self::Text(typed))),
        }
    }

    /// The value as it is written in front matter.
    pub(super) fn typed(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Rating(rating) => rating.id().to_owned(),
            Self::Date(date) => date.iso(),
            Self::Number(number) => number.plain(),
            Self::Flag(flag) => flag.to_string(),
        }
    }

    /// The value as a cell shows it.
    pub(super) fn cell(&self) -> Cell {
        match self {
            Self::Text(text) => text_cell(text),
            Self::Rating(rating) => Cell::Text(rating.word().to_owned()),
            Self::Date(date) => Cell::Date { year: date.year(), month: date.month(), day: date.day() },
            Self::Number(number) => {
                let plain = number.plain();
                // Not every number of eighteen digits is one that Excel can hold.
                match plain.parse::<f64>() {
                    Ok(float) if Number::parse(&shown(float)) == Some(*number) => Cell::Number(float),
                    _ => Cell::Text(plain),
                }
            }
            Self::Flag(flag) => Cell::Text(if *flag { "yes" } else { "no" }.to_owned()),
        }
    }
}

/// A text as a cell, or a note in its place if no cell can hold it.
pub(super) fn text_cell(text: &str) -> Cell {
    if text.is_empty() {
        Cell::Empty
    } else if fits(text) {
        Cell::Text(text.to_owned())
    } else {
        Cell::Text(TOO_LONG.to_owned())
    }
}

/// Whether a cell can hold a text.
pub(super) fn fits(text: &str) -> bool {
    text.encode_utf16().count() <= LONGEST_CELL
}

/// What a cell says, as words.
pub(super) fn text_of(cell: &Cell) -> String {
    match cell {
        Cell::Empty | Cell::Closed => String::new(),
        Cell::Text(text) => tidy(text),
        Cell::Number(number) => shown(*number),
        // Excel has turned words that somebody typed into a date, so it is written as in a British paper.
        Cell::Date { year, month, day } => Date::new(*year, *month, *day)
            .map_or_else(|| format!("{year:04}-{month:02}-{day:02}"), |date| date.to_string()),
    }
}

/// A number as a person would write it: Excel has fifteen digits, and anything beyond them is noise.
fn shown(number: f64) -> String {
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    // Zero has no minus sign.
    if rounded == 0.0 { "0".to_owned() } else { rounded.to_string() }
}

fn wrong<T>(code: Code, found: String, help: impl Into<String>) -> Result<T, Fault> {
    Err(Fault { code, found, help: help.into() })
}

fn holds(typed: &str, what: &str) -> String {
    let shortened: String = typed.chars().take(40).collect();
    let more = if shortened.len() < typed.len() { "\u{2026}" } else { "" };
    format!("holds \u{201c}{}{more}\u{201d}, which is not {what}", shortened.replace('\n', " "))
}

fn rating(typed: &str) -> Result<Option<Value>, Fault> {
    if typed.eq_ignore_ascii_case(Rating::NotRated.word()) {
        return Ok(None);
    }
    if let Some(rating) = Rating::from_words(typed) {
        return Ok(Some(Value::Rating(rating)));
    }
    let words = Rating::WORDS.map(|(_, rating)| rating.word());
    let lower = Rating::WORDS.map(|(word, _)| word);
    let meant = did_you_mean(typed, lower).and_then(Rating::from_words);
    wrong(
        Code::UnknownRating,
        holds(typed, "a rating"),
        match meant {
            Some(meant) => format!("did you mean {}?", meant.word()),
            None => format!("choose {}, or empty the cell", one_of(words)),
        },
    )
}

fn date(cell: &Cell, typed: &str) -> Result<Value, Fault> {
    let read = match cell {
        Cell::Date { year, month, day } => Date::new(*year, *month, *day),
        Cell::Text(_) => Date::parse(typed).or_else(|| british(typed)),
        _ => None,
    };
    if let Some(date) = read {
        return Ok(Value::Date(date));
    }
    let help = match (Date::guess(typed), Date::days_in_month(typed)) {
        (Some(date), _) => format!("write {}", date.iso()),
        (None, Some((month, days))) => format!("{month} has {days} days"),
        (None, None) => "write dates as year-month-day, like 2014-03-31".to_owned(),
    };
    wrong(Code::BadDate, holds(typed, "a date"), help)
}

/// A date as Excel writes it in the United Kingdom, `31/03/2014`.
fn british(typed: &str) -> Option<Date> {
    let parts: Vec<&str> = typed.split('/').collect();
    let [day, month, year] = parts.as_slice() else { return None };
    let are_figures =
        parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    if !are_figures || year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

fn number(cell: &Cell, typed: &str) -> Result<Value, Fault> {
    const PLAIN: &str = "write one number in figures, like 84.5 or -3, without a unit";
    if matches!(cell, Cell::Date { .. }) {
        return wrong(
            Code::WrongType,
            holds(typed, "a number"),
            "Excel has turned it into a date: format the cell as text and type the number again",
        );
    }
    // Other countries use a comma for the point, so there is no telling what 1,234 was meant to be.
    if !typed.contains(',')
        && let Some(number) = Number::parse(typed)
    {
        return Ok(Value::Number(number));
    }
    let plain: String = typed.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | '-')).collect();
    let unit: String =
        typed.chars().filter(|c| !c.is_ascii_digit() && !matches!(c, '.' | '-' | ',' | ' ')).collect();
    let is_brief = matches!(unit.as_str(), "" | "%" | "£" | "£m" | "£k" | "€" | "$");
    let decimals = plain.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let help = match Number::parse(&plain) {
        _ if decimals > 6 && unit.is_empty() => "round it to at most six decimals".to_owned(),
        Some(_) if is_brief && unit.is_empty() => format!("write {plain}, without commas or spaces"),
        Some(_) if is_brief => format!("write {plain}: the unit is under `unit` in the file"),
        _ => PLAIN.to_owned(),
    };
    wrong(Code::WrongType, holds(typed, "a plain number"), help)
}

fn flag(typed: &str) -> Result<Value, Fault> {
    match typed.to_lowercase().as_str() {
        "yes" | "true" => Ok(Value::Flag(true)),
        "no" | "false" => Ok(Value::Flag(false)),
        _ => wrong(Code::WrongType, holds(typed, "yes or no"), "write yes or no, or empty the cell"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_people_write_them() {
        for (number, text) in [
            (82.5, "82.5"),
            (0.1 + 0.2, "0.3"),
            (-0.0, "0"),
            (100.0, "100"),
            (1_234_567.0, "1234567"),
            (1.0 / 3.0, "0.333333333333333"),
        ] {
            assert_eq!(shown(number), text);
        }
        let cell = |text: &str| Value::Number(Number::parse(text).unwrap()).cell();
        assert_eq!(cell("84.50"), Cell::Number(84.5));
        assert_eq!(cell("999999999999.123456"), Cell::Text("999999999999.123456".to_owned()));
    }

    #[test]
    fn what_is_no_plain_number_is_said_with_what_to_write() {
        for (typed, help) in [
            ("82.5%", "write 82.5: the unit is under `unit` in the file"),
            ("£1,200", "write 1200: the unit is under `unit` in the file"),
            ("1,234", "write 1234, without commas or spaces"),
            ("about 5", "write one number in figures, like 84.5 or -3, without a unit"),
            ("0.1234567", "round it to at most six decimals"),
        ] {
            let wrong = number(&Cell::Text(typed.to_owned()), typed).unwrap_err();
            assert_eq!((wrong.code, wrong.help.as_str()), (Code::WrongType, help), "{typed}");
        }
    }

    #[test]
    fn ratings_are_read_as_typed_and_near_misses_guessed() {
        for typed in ["Amber", "amber", "AMBER"] {
            assert_eq!(rating(typed), Ok(Some(Value::Rating(Rating::Amber))));
        }
        assert_eq!(rating("Not rated"), Ok(None));
        assert_eq!(rating("ambre").unwrap_err().help, "did you mean Amber?");
        assert_eq!(
            rating("mauve").unwrap_err().help,
            "choose Red, Amber, Green, Complete, Not started, On hold, N/A or For info, or empty the cell"
        );
    }
}
