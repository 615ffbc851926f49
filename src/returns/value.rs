//! Single values, as they pass between a file and a cell.
//!
//! In: a field as the parser reads it, or a cell. Out: a [`Value`] by which both can be compared, or what is wrong with
//! the cell and what to type instead.

use super::RATINGS;
use crate::check::aspects;
use crate::content::edit::tidy;
use crate::content::fields::{Fields, TypedRating, Value as Read};
use crate::content::schema::{Field, Shape};
use crate::diag::Code;
use crate::report::{self, Aspect, Date, Number, Precision, Rating, When};
use crate::returns::workbook::{Cell, Scale, Shown};
use crate::text::{did_you_mean, one_of, whole_percent};

/// How much of a text a cell of Excel holds, in UTF-16 code units, which Excel counts.
const LONGEST_CELL: usize = 32_767;

/// What a cell says in place of a text that no cell can hold.
pub(super) const TOO_LONG: &str = "(too long for a cell: change it in the file)";

/// What is known about a cell besides what is in it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct About<'a> {
    /// The unit of the figures in its row.
    pub(super) unit: Option<&'a str>,
    /// Whether the days of its workbook are counted from 1904.
    pub(super) counts_from_1904: bool,
    /// What holds the value.
    pub(super) holder: Holder,
}

/// What holds a value that came back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Holder {
    /// A cell of a sheet.
    #[default]
    Cell,
    /// A field of a form in Word.
    Field,
}

impl Holder {
    /// What a message calls it.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Cell => "cell",
            Self::Field => "field",
        }
    }
}

/// What a field says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// A text.
    Text(String),
    /// A rating.
    Rating(Rating),
    /// A date.
    Date(Date),
    /// A day, a month or a quarter.
    When(When),
    /// A number.
    Number(Number),
    /// How much of something is done, in percent.
    Progress(u8),
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
    pub(super) fn of_field(field: &Field, fields: &Fields, scale: &'static report::Scale) -> Option<Self> {
        match &fields.value(field.name)?.value {
            Read::Text(text) => Some(Self::Text(tidy(text))),
            Read::Rating(typed) => scale.read(typed).map(Self::Rating),
            Read::Date(date) => Some(Self::Date(*date)),
            Read::When(when) => Some(Self::When(*when)),
            Read::Number(number) => Some(Self::Number(*number)),
            Read::Progress(percent) => Some(Self::Progress(*percent)),
            Read::Flag(flag) => Some(Self::Flag(*flag)),
            // No return asks for a field that holds more than fits into one cell; a test holds this.
            _ => None,
        }
    }

    /// What a file says of an aspect now.
    pub(super) fn of_aspect(aspect: &Aspect, fields: &Fields, scale: &'static report::Scale) -> Option<Self> {
        let (_, typed) = typed_of(aspect, fields)?;
        scale.read(&typed.value).map(Self::Rating)
    }

    /// What a cell says; nothing if it is empty.
    pub(super) fn of_cell(
        field: &Field,
        cell: &Cell,
        about: About<'_>,
        scale: &'static report::Scale,
    ) -> Result<Option<Self>, Fault> {
        let typed = text_of(cell);
        if typed.is_empty() {
            return Ok(None);
        }
        match field.shape {
            Shape::Rating | Shape::Ratings => rating(&typed, scale, about.holder),
            Shape::Date => date(cell, &typed, about).map(Some),
            Shape::When => when(cell, &typed, about).map(Some),
            Shape::Number => number(cell, &typed, about.unit).map(Some),
            Shape::Progress => progress(cell, &typed).map(Some),
            Shape::Flag => flag(&typed, about.holder).map(Some),
            _ => Ok(Some(Self::Text(typed))),
        }
    }

    /// What its owner should know of how this value was read from the cell; it follows the name of the column.
    pub(super) fn note(&self, cell: &Cell) -> Option<String> {
        let day = match self {
            Self::Date(date) => Some(*date),
            Self::When(when) => Some(when.last()),
            _ => None,
        };
        if let Some(day) = day {
            let is_bare = match cell {
                Cell::Number(_) | Cell::Shown(_) => true,
                Cell::Text(text) => text.trim().parse::<u32>().is_ok(),
                _ => false,
            };
            return is_bare.then(|| counted(cell, day));
        }
        match (self, cell) {
            (Self::Number(_), Cell::Shown(cell)) if cell.is_rounded() => Some(format!(
                "shows \u{201c}{}\u{201d} and is read so, though the cell holds {}",
                cell.text,
                shown(cell.held)
            )),
            _ => None,
        }
    }

    /// The value as it is written in front matter.
    pub(super) fn typed(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Rating(rating) => rating.id().to_owned(),
            Self::Date(date) => date.iso(),
            Self::When(when) => when.typed(),
            Self::Number(number) => number.plain(),
            Self::Progress(percent) => percent.to_string(),
            Self::Flag(flag) => flag.to_string(),
        }
    }

    /// The value as people write it, and as it is read again.
    pub(super) fn said(&self) -> String {
        match self {
            Self::Rating(rating) => rating.word().to_owned(),
            Self::Date(date) => date.to_string(),
            Self::When(when) => when.to_string(),
            Self::Flag(flag) => if *flag { "yes" } else { "no" }.to_owned(),
            other => other.typed(),
        }
    }

    /// The value as a cell shows it.
    pub(super) fn cell(&self) -> Cell {
        match self {
            Self::Text(text) => text_cell(text),
            Self::Rating(rating) => Cell::Text(rating.word().to_owned()),
            Self::Date(date) => Cell::Date { year: date.year(), month: date.month(), day: date.day() },
            // A text: Excel would turn "March 2026", typed over a date, into its first day.
            Self::When(when) => Cell::Text(match when.precision() {
                Precision::Month => when.to_string(),
                Precision::Day | Precision::Quarter => when.typed(),
            }),
            Self::Number(number) => {
                let plain = number.plain();
                // Not every number of eighteen digits is one that Excel can hold.
                match plain.parse::<f64>() {
                    Ok(float) if Number::parse(&shown(float)) == Some(*number) => Cell::Number(float),
                    _ => Cell::Text(plain),
                }
            }
            Self::Progress(percent) => Cell::Text(percent.to_string()),
            Self::Flag(flag) => Cell::Text(if *flag { "yes" } else { "no" }.to_owned()),
        }
    }
}

/// The name under which a file has the rating of an aspect, and the rating, both as typed.
pub(super) fn typed_of<'a>(aspect: &Aspect, fields: &'a Fields) -> Option<&'a TypedRating> {
    let ratings = if fields.may_have(RATINGS) { fields.ratings(RATINGS)?.value } else { return None };
    ratings.iter().find(|(name, _)| aspects::find(std::slice::from_ref(aspect), &name.value).is_some())
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
        Cell::Text(text) | Cell::Failed(text) => tidy(text),
        Cell::Number(number) => shown(*number),
        Cell::Shown(cell) => tidy(&cell.text),
        // Excel has turned words that somebody typed into a date, so it is written as in a British paper.
        Cell::Date { year, month, day } => Date::new(*year, *month, *day)
            .map_or_else(|| format!("{year:04}-{month:02}-{day:02}"), |date| date.to_string()),
    }
}

/// What a cell says, whatever format its number has.
pub(super) fn plain_of(cell: &Cell) -> String {
    if let Cell::Shown(cell) = cell { shown(cell.held) } else { text_of(cell) }
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

fn rating(typed: &str, scale: &'static report::Scale, holder: Holder) -> Result<Option<Value>, Fault> {
    if typed.eq_ignore_ascii_case(scale.not_rated().word()) {
        return Ok(None);
    }
    if let Some(rating) = scale.read(typed) {
        return Ok(Some(Value::Rating(rating)));
    }
    let words = scale.typed().map(Rating::word);
    let lower: Vec<String> = words.clone().map(str::to_lowercase).collect();
    let meant = did_you_mean(typed, lower.iter().map(String::as_str)).and_then(|word| scale.read(word));
    wrong(
        Code::UnknownRating,
        holds(typed, "a rating"),
        match meant {
            Some(meant) => format!("did you mean {}?", meant.word()),
            None => format!("choose {}, or empty the {}", one_of(words), holder.word()),
        },
    )
}

fn date(cell: &Cell, typed: &str, about: About<'_>) -> Result<Value, Fault> {
    if let Some(date) = day(cell, typed, about) {
        return Ok(Value::Date(date));
    }
    let help = match (Date::guess(typed), days_in_month(typed), about.holder) {
        (Some(date), ..) => format!("write {}", date.iso()),
        (None, Some((month, days)), _) => format!("{month} has {days} days"),
        (None, None, Holder::Cell) => "write dates as year-month-day, like 2014-03-31".to_owned(),
        (None, None, Holder::Field) => "write a day like 31 March 2014, or empty the field".to_owned(),
    };
    wrong(Code::BadDate, holds(typed, "a date"), help)
}

/// For a day that its month does not have, however people write it: the month and how many days it has.
fn days_in_month(typed: &str) -> Option<(String, i8)> {
    let read = |month: &str| {
        let when = When::parse(month).filter(|when| when.precision() == Precision::Month)?;
        Some((when.last().year().to_string(), when.last().month().to_string()))
    };
    let in_words = || {
        let (day, month) = typed.split_once(' ')?;
        let (year, month) = read(month)?;
        Some([year, month, day.to_owned()].join("-"))
    };
    let slashes = || between_slashes(typed).map(|[day, month, year]| [year, month, day].join("-"));
    let other = || Date::days_in_month(&slashes().or_else(in_words)?);
    Date::days_in_month(typed).or_else(other)
}

/// The day that a cell holds, if it holds one.
fn day(cell: &Cell, typed: &str, about: About<'_>) -> Option<Date> {
    let read = match cell {
        Cell::Date { year, month, day } => Date::new(*year, *month, *day),
        Cell::Text(_) => Date::parse(typed).or_else(|| british(typed)).or_else(|| in_words(typed)),
        _ => None,
    };
    read.or_else(|| serial(cell, about.counts_from_1904))
}

/// The day of a bare number by which Excel knows it, as it comes back from a cell without the format of a date.
fn serial(cell: &Cell, counts_from_1904: bool) -> Option<Date> {
    let number = match cell {
        Cell::Number(number) => *number,
        Cell::Shown(cell) => cell.number.filter(|(_, scale)| *scale == Scale::Same).map(|_| cell.held)?,
        Cell::Text(text) => text.trim().parse::<u32>().ok()?.into(),
        _ => return None,
    };
    // 1 January 1990 to the end of 2099: nobody means a day outside, and 2014 is a year.
    if !(32_874.0..73_051.0).contains(&number) {
        return None;
    }
    // 1 January 1970 is day 25,569, or 24,107 of those that are counted from 1904.
    let first = if counts_from_1904 { 24_107 } else { 25_569 };
    #[expect(clippy::cast_possible_truncation, reason = "it is a whole number of five figures")]
    let day = number.floor() as i64;
    Date::of_unix_day(day - first)
}

fn counted(cell: &Cell, date: Date) -> String {
    format!("holds {}, the number by which Excel knows a day, and is read as {date}", text_of(cell))
}

/// A day, a month or a quarter.
fn when(cell: &Cell, typed: &str, about: About<'_>) -> Result<Value, Fault> {
    let vague = if matches!(cell, Cell::Text(_)) { When::parse(typed) } else { None };
    if let Some(when) = vague.or_else(|| day(cell, typed, about).map(When::from)) {
        return Ok(Value::When(when));
    }
    let hint = match days_in_month(typed) {
        Some((month, days)) => format!("{month} has {days} days"),
        // There are no lines in a sheet or a form.
        None => {
            When::hint(typed).replace("leave the line out", &format!("empty the {}", about.holder.word()))
        }
    };
    wrong(Code::BadDate, holds(typed, "a date"), hint)
}

/// The day, the month and the year of four letters that stand between slashes.
fn between_slashes(typed: &str) -> Option<[&str; 3]> {
    let parts: [&str; 3] = typed.split('/').collect::<Vec<_>>().try_into().ok()?;
    (parts[2].len() == 4).then_some(parts)
}

/// A date as Excel writes it in the United Kingdom, `31/03/2014`.
fn british(typed: &str) -> Option<Date> {
    let parts @ [day, month, year] = between_slashes(typed)?;
    if !parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// A date as people write it in full, `31 March 2014`.
fn in_words(typed: &str) -> Option<Date> {
    let (day, month) = typed.split_once(' ')?;
    let is_day = day.len() <= 2 && day.bytes().all(|byte| byte.is_ascii_digit());
    let is_named = month.starts_with(char::is_alphabetic);
    let month =
        When::parse(month).filter(|when| is_day && is_named && when.precision() == Precision::Month)?;
    Date::new(month.last().year(), month.last().month(), day.parse().ok()?)
}

fn number(cell: &Cell, typed: &str, unit: Option<&str>) -> Result<Value, Fault> {
    const PLAIN: &str = "write one number in figures, like 84.5 or -3, without a unit";
    if let Cell::Shown(cell) = cell {
        return shown_number(cell, unit);
    }
    if matches!(cell, Cell::Date { .. }) {
        return wrong(
            Code::WrongType,
            holds(typed, "a number"),
            "Excel has turned it into a date: format the cell as text and type the number again",
        );
    }
    // The unit may stand there too, if it is the right one.
    let bare = unit
        .filter(|unit| !unit.is_empty())
        .and_then(|unit| typed.strip_suffix(unit).or_else(|| typed.strip_prefix(unit)).map(str::trim));
    let typed = bare.unwrap_or(typed);
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

/// The number that a cell shows in a format of its own, if it is clear what that means in this unit.
fn shown_number(cell: &Shown, unit: Option<&str>) -> Result<Value, Fault> {
    const HELP: &str = "format the cell as text, and type the number as it is to be printed, without a unit";
    let said = unit.unwrap_or_default().to_lowercase();
    let first: String = said
        .trim_start_matches(|c: char| !c.is_alphanumeric())
        .chars()
        .take_while(|c| c.is_alphanumeric())
        .collect();
    let read = cell.number.filter(|(_, scale)| match scale {
        Scale::Same => true,
        Scale::Percent => said.contains('%') || said.contains("per cent") || said.contains("percent"),
        // "Thousand visits", and not "per 1,000 people".
        Scale::Thousands => matches!(first.as_str(), "k" | "000" | "000s" | "thousand" | "thousands"),
        Scale::Millions => matches!(first.as_str(), "m" | "mn" | "million" | "millions"),
    });
    if let Some((number, _)) = read
        && let Some(number) = Number::parse(&shown(number))
    {
        return Ok(Value::Number(number));
    }
    let unit = match unit {
        Some(unit) if !unit.is_empty() => format!("the unit is {unit}"),
        _ => "there is no unit".to_owned(),
    };
    let found = format!(
        "shows \u{201c}{}\u{201d} and holds {}, and {unit}, so there is no telling which number is meant",
        cell.text,
        shown(cell.held)
    );
    wrong(Code::WrongType, found, HELP)
}

/// How much is done: "75", or "75%" however Excel holds it.
fn progress(cell: &Cell, typed: &str) -> Result<Value, Fault> {
    // As a bare number, 1 may be what is left of 100%.
    let is_clear = !matches!(cell, Cell::Number(number) if *number <= 1.0 && *number > 0.0);
    match whole_percent(typed).filter(|_| is_clear) {
        Some(percent) => Ok(Value::Progress(percent)),
        None => wrong(
            Code::WrongType,
            holds(typed, "a whole number from 0 to 100"),
            match cell {
                Cell::Text(_) => "write how much is done in percent, like 75",
                _ => "write how much is done in percent, like 75, in a cell that is formatted as text",
            },
        ),
    }
}

fn flag(typed: &str, holder: Holder) -> Result<Value, Fault> {
    match typed.to_lowercase().as_str() {
        "yes" | "true" => Ok(Value::Flag(true)),
        "no" | "false" => Ok(Value::Flag(false)),
        _ => {
            let help = format!("write yes or no, or empty the {}", holder.word());
            wrong(Code::WrongType, holds(typed, "yes or no"), help)
        }
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
            let wrong = number(&Cell::Text(typed.to_owned()), typed, None).unwrap_err();
            assert_eq!((wrong.code, wrong.help.as_str()), (Code::WrongType, help), "{typed}");
        }
    }

    #[test]
    fn a_number_may_have_the_unit_that_its_file_gives() {
        for (typed, unit, expected) in [
            ("91%", "%", "91"),
            ("91 %", "%", "91"),
            ("\u{a3}12.5m", "\u{a3}m", "write 12.5: the unit is under `unit` in the file"),
            ("\u{a3}12.5", "\u{a3}", "12.5"),
            ("12 days", "days", "12"),
            ("91%", "days", "write 91: the unit is under `unit` in the file"),
        ] {
            let read = number(&Cell::Text(typed.to_owned()), typed, Some(unit));
            assert_eq!(read.map_or_else(|fault| fault.help, |value| value.typed()), expected, "{typed}");
        }
    }

    #[test]
    fn a_number_in_a_format_is_read_as_shown_where_the_unit_says_so() {
        let shown = |held, text: &str, number| Shown { held, text: text.to_owned(), number };
        let percent = shown(0.91, "91%", Some((91.0, Scale::Percent)));
        let thousands = shown(12_500.0, "12.5", Some((12.5, Scale::Thousands)));
        let millions = shown(12_500_000.0, "12.5", Some((12.5, Scale::Millions)));
        let same = shown(84.567, "84.6", Some((84.6, Scale::Same)));
        let unclear = shown(1.5, "1 1/2", None);
        for (cell, unit, expected) in [
            (&percent, "%", Some("91")),
            (&percent, "per cent of calls", Some("91")),
            (&percent, "days", None),
            (&percent, "", None),
            (&thousands, "\u{a3}000", Some("12.5")),
            (&thousands, "\u{a3}m", None),
            (&thousands, "per 1,000 people", None),
            (&millions, "\u{a3}m", Some("12.5")),
            (&millions, "million visits", Some("12.5")),
            (&millions, "\u{a3}", None),
            (&same, "days", Some("84.6")),
            (&unclear, "days", None),
        ] {
            let read = number(&Cell::Shown(cell.clone()), &cell.text, Some(unit)).ok();
            assert_eq!(read.map(|value| value.typed()).as_deref(), expected, "{} in {unit}", cell.text);
        }
        assert_eq!(
            number(&Cell::Shown(percent), "91%", Some("days")).unwrap_err().found,
            "shows \u{201c}91%\u{201d} and holds 0.91, and the unit is days, so there is no telling which number is meant"
        );
        assert_eq!(
            Value::Number(Number::parse("84.6").unwrap()).note(&Cell::Shown(same)).unwrap(),
            "shows \u{201c}84.6\u{201d} and is read so, though the cell holds 84.567"
        );
    }

    #[test]
    fn a_bare_number_is_the_day_that_excel_counts() {
        let day = |cell: &Cell, counts_from_1904| {
            let read = date(cell, &text_of(cell), About { counts_from_1904, ..About::default() });
            read.map(|value| value.typed()).map_err(|fault| fault.help)
        };
        // The programs of the office say so: =DATEVALUE("31/03/2014") is 41729.
        assert_eq!(day(&Cell::Number(41_729.0), false), Ok("2014-03-31".to_owned()));
        assert_eq!(day(&Cell::Number(41_729.75), false), Ok("2014-03-31".to_owned()));
        assert_eq!(day(&Cell::Number(40_267.0), true), Ok("2014-03-31".to_owned()));
        assert_eq!(day(&Cell::Text("41729".to_owned()), false), Ok("2014-03-31".to_owned()));
        for cell in [Cell::Number(2014.0), Cell::Number(3.0), Cell::Text("2014".to_owned())] {
            assert_eq!(
                day(&cell, false),
                Err("write dates as year-month-day, like 2014-03-31".to_owned()),
                "{cell:?}"
            );
        }
        let read = Value::Date(Date::new(2014, 3, 31).unwrap());
        assert_eq!(
            read.note(&Cell::Number(41_729.0)).unwrap(),
            "holds 41729, the number by which Excel knows a day, and is read as 31 March 2014"
        );
        assert_eq!(read.note(&Cell::Text("31/03/2014".to_owned())), None);
    }

    #[test]
    fn dates_are_read_as_they_are_written_in_britain() {
        for (typed, expected) in [
            ("31/03/2014", Some("2014-03-31")),
            ("31 March 2014", Some("2014-03-31")),
            ("1 Sept 2014", Some("2014-09-01")),
            ("29 February 2014", None),
            ("31 2014-03", None),
            ("March 31 2014", None),
            ("March 2014", None),
            ("031 March 2014", None),
        ] {
            let read = date(&Cell::Text(typed.to_owned()), typed, About::default()).ok();
            let day = expected.and_then(Date::parse).map(Value::Date);
            assert_eq!(read, day, "{typed}");
        }
    }

    #[test]
    fn a_day_that_its_month_does_not_have_is_named_and_nobody_is_told_of_lines() {
        let about = About { holder: Holder::Field, ..About::default() };
        for (typed, expected) in [
            ("31/02/2013", "February 2013 has 28 days"),
            ("31 February 2012", "February 2012 has 29 days"),
            ("2014-06-31", "June 2014 has 30 days"),
            ("next week", "write a day like 31 March 2014, or empty the field"),
        ] {
            assert_eq!(date(&Cell::Text(typed.to_owned()), typed, about).unwrap_err().help, expected);
        }
        let hint = |typed: &str| when(&Cell::Text(typed.to_owned()), typed, about).unwrap_err().help;
        assert_eq!(hint("31/04/2014"), "April 2014 has 30 days");
        assert!(
            hint("soon")
                .starts_with("empty the field while there is no date, or write a day like 2014-03-31")
        );
    }

    #[test]
    fn ratings_are_read_as_typed_and_near_misses_guessed() {
        let scale = report::Scale::standard();
        let rating = |typed| rating(typed, scale, Holder::Cell);
        for typed in ["Amber", "amber", "AMBER"] {
            assert_eq!(rating(typed), Ok(Some(Value::Rating(scale.step(1)))));
        }
        assert_eq!(rating("Not rated"), Ok(None));
        assert_eq!(rating("ambre").unwrap_err().help, "did you mean Amber?");
        assert_eq!(
            rating("mauve").unwrap_err().help,
            "choose Complete, Green, Amber, Red, Not started, On hold, N/A or For info, or empty the cell"
        );
    }
}
