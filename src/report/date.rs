//! Calendar dates, and the months and quarters that people plan by.
//!
//! Dates come from the content, never from the clock. `jiff`, which only this module names, knows the calendar.

use std::fmt;

use jiff::civil;

/// A calendar date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(civil::Date);

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Date {
    /// Reads `2014-03-31`; anything else is not a date.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        let digits =
            |part: &str, length: usize| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
        if parts.next().is_some() || !digits(year, 4) || !digits(month, 2) || !digits(day, 2) {
            return None;
        }
        Self::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }

    /// Makes a date from its parts, if there is such a day.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        civil::Date::new(year, month, day).ok().filter(|_| year > 0).map(Self)
    }

    /// The day so many days after 1 January 1970.
    pub fn of_unix_day(days: i64) -> Option<Self> {
        let start = jiff::Timestamp::from_second(days.checked_mul(86_400)?).ok()?;
        Some(Self(start.to_zoned(jiff::tz::TimeZone::UTC).date()))
    }

    /// The most likely meaning of a date written in another common way, day before month as in Britain.
    pub fn guess(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|part| !part.is_empty() && *part != "of")
            .collect();
        let [first, month, last] = parts.as_slice() else { return None };
        let ordinal = |part: &str| {
            ["st", "nd", "rd", "th"]
                .iter()
                .find_map(|end| part.strip_suffix(end))
                .unwrap_or(part)
                .parse()
                .ok()
        };
        let name = month.to_lowercase();
        let by_name =
            MONTHS.iter().position(|known| name.len() >= 3 && known.to_lowercase().starts_with(&name));
        let month = match by_name {
            Some(index) => i8::try_from(index + 1).ok()?,
            None => month.parse().ok()?,
        };
        let is_year = |part: &str| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_digit());
        let (year, day): (&str, i8) =
            if is_year(first) { (first, ordinal(last)?) } else { (last, ordinal(first)?) };
        let year: i16 = match (year.len(), year.parse().ok()?) {
            (4, year) => year,
            (2, year) => 2000 + year,
            _ => return None,
        };
        // The American order is only the second guess: in Britain the day comes first.
        Self::new(year, month, day).or_else(|| by_name.is_none().then(|| Self::new(year, day, month))?)
    }

    /// For a date such as `2014-02-30`, which does not exist: the month and how many days it has.
    pub fn days_in_month(text: &str) -> Option<(String, i8)> {
        let mut parts = text.split('-');
        let (year, month, day): (i16, i8, i8) =
            (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        let first = Self::new(year, month, 1).filter(|_| (1..=31).contains(&day))?;
        let name = MONTHS[usize::try_from(month - 1).ok()?];
        Some((format!("{name} {year}"), first.0.days_in_month()))
    }

    /// The date as `2014-03-31`.
    pub fn iso(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
    }

    /// Whether it is a Saturday or a Sunday.
    pub fn is_weekend(self) -> bool {
        matches!(self.0.weekday(), civil::Weekday::Saturday | civil::Weekday::Sunday)
    }

    /// The day before, unless it is the first day that the calendar has.
    pub fn yesterday(self) -> Option<Self> {
        self.0.yesterday().ok().filter(|day| day.year() > 0).map(Self)
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, from 1.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The day of the month, from 1.
    pub fn day(self) -> i8 {
        self.0.day()
    }
}

/// Writes the date as British papers do, for messages: "31 March 2014". A report writes it in its own language.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let index = usize::try_from(self.month() - 1).unwrap_or(0);
        write!(f, "{} {} {}", self.day(), MONTHS[index], self.year())
    }
}

/// A day, or a month or a quarter of which only the end can be told: it counts as its last day.
///
/// Whatever its precision, one time is before another if its last day is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct When {
    last: Date,
    precision: Precision,
}

/// How precisely a time was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// To the day.
    Day,
    /// To the month.
    Month,
    /// To the quarter of a financial year, which begins in April.
    Quarter,
}

/// How a month and a quarter are written.
const MONTH_AND_QUARTER: [&str; 2] = ["March 2014", "Q4 2013/14"];

impl When {
    /// Reads `2014-03-31`, `2014-03`, `March 2014` or `Q4 2013/14`.
    pub fn parse(text: &str) -> Option<Self> {
        Date::parse(text).map(Self::from).or_else(|| month(text)).or_else(|| quarter(text))
    }

    /// A month; `None` if there is no such month.
    pub fn month(year: i16, month: i8) -> Option<Self> {
        let first = Date::new(year, month, 1)?;
        Some(Self { last: Date::new(year, month, first.0.days_in_month())?, precision: Precision::Month })
    }

    /// A quarter of the financial year that begins in April of `year`; `None` if there is no such quarter.
    pub fn quarter(year: i16, quarter: i8) -> Option<Self> {
        let month = match quarter {
            1..=3 => Self::month(year, 3 + 3 * quarter),
            4 => Self::month(year.checked_add(1)?, 3),
            _ => None,
        }?;
        Some(Self { precision: Precision::Quarter, ..month })
    }

    /// Its last day, which is the one that it counts as.
    pub fn last(self) -> Date {
        self.last
    }

    /// How precisely it was given.
    pub fn precision(self) -> Precision {
        self.precision
    }

    /// The quarter of the financial year, from 1, and the year in which that began.
    pub fn financial(self) -> (i8, i16) {
        match self.last.month() {
            1..=3 => (4, self.last.year() - 1),
            month => ((month - 1) / 3, self.last.year()),
        }
    }

    /// As front matter has it: `2014-03-31`, `2014-03` or `Q4 2013/14`.
    pub fn typed(self) -> String {
        match self.precision {
            Precision::Day => self.last.iso(),
            Precision::Month => format!("{:04}-{:02}", self.last.year(), self.last.month()),
            Precision::Quarter => self.to_string(),
        }
    }

    /// What to write in place of a text that is none, if that can be told.
    pub fn hint(text: &str) -> String {
        if let Some(day) = Date::guess(text) {
            return format!("write {}", day.iso());
        }
        if let Some((month, days)) = Date::days_in_month(text) {
            return format!("{month} has {days} days");
        }
        let [month, quarter] = MONTH_AND_QUARTER;
        format!(
            "leave the line out while there is no date, or write a day like 2014-03-31, a month like {month}, or a \
             quarter of the financial year like {quarter}"
        )
    }
}

impl From<Date> for When {
    fn from(day: Date) -> Self {
        Self { last: day, precision: Precision::Day }
    }
}

/// Writes it as British papers do, for messages. A report writes it in its own language.
impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.precision {
            Precision::Day => self.last.fmt(f),
            Precision::Month => {
                let index = usize::try_from(self.last.month() - 1).unwrap_or(0);
                write!(f, "{} {}", MONTHS[index], self.last.year())
            }
            Precision::Quarter => {
                let (quarter, year) = self.financial();
                write!(f, "Q{quarter} {year}/{:02}", (year + 1) % 100)
            }
        }
    }
}

/// Whether a text is so many figures.
fn are_figures(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Reads `2014-03`, `March 2014` or `Mar 2014`.
fn month(text: &str) -> Option<When> {
    if let Some((year, month)) =
        text.split_once('-').filter(|(year, month)| are_figures(year, 4) && are_figures(month, 2))
    {
        return When::month(year.parse().ok()?, month.parse().ok()?);
    }
    let mut words = text.split_whitespace();
    let (name, year) = (words.next()?.to_lowercase(), words.next()?);
    if words.next().is_some() || !are_figures(year, 4) {
        return None;
    }
    let is_meant = |known: &&str| {
        let known = known.to_lowercase();
        name == known || name == known[..3] || (name == "sept" && known == "september")
    };
    let index = MONTHS.iter().position(is_meant)?;
    When::month(year.parse().ok()?, i8::try_from(index + 1).ok()?)
}

/// Reads `Q4 2013/14`, and the same with a hyphen or with both years in full.
fn quarter(text: &str) -> Option<When> {
    let mut words = text.split_whitespace();
    let (quarter, years) = (words.next()?, words.next()?);
    let quarter = quarter.strip_prefix(['Q', 'q']).filter(|figure| are_figures(figure, 1))?;
    let (first, next) = years.split_once(['/', '-', '\u{2013}'])?;
    if words.next().is_some() || !are_figures(first, 4) || !(are_figures(next, 2) || are_figures(next, 4)) {
        return None;
    }
    let year: i16 = first.parse().ok()?;
    let following = year.checked_add(1)?;
    let expected = if next.len() == 2 { following % 100 } else { following };
    if next.parse::<i16>().ok()? != expected {
        return None;
    }
    When::quarter(year, quarter.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_real_days_in_the_one_form_are_dates() {
        assert_eq!(Date::parse("2014-03-31").unwrap().to_string(), "31 March 2014");
        assert_eq!(Date::parse("2012-02-29").unwrap().iso(), "2012-02-29");
        for text in
            ["2013-02-29", "2014-3-31", "31/03/2014", "2014-03-31T00:00", "", "0000-01-01", "２014-03-31"]
        {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }

    #[test]
    fn other_ways_of_writing_a_date_are_understood_for_the_hint() {
        for text in
            ["31/03/2014", "31 March 2014", "31st Mar 2014", "31.3.14", "2014/03/31", "31 of March, 2014"]
        {
            assert_eq!(Date::guess(text), Date::new(2014, 3, 31), "{text}");
        }
        assert_eq!(Date::guess("03/31/2014"), Date::new(2014, 3, 31));
        for text in ["end of March", "31/32/2014", "2014", "mid 2013", "2014-02-30"] {
            assert_eq!(Date::guess(text), None, "{text}");
        }
        assert_eq!(Date::days_in_month("2014-02-30"), Some(("February 2014".to_owned(), 28)));
        assert_eq!(Date::days_in_month("2014-13-01"), None);
    }

    #[test]
    fn months_and_quarters_count_as_their_last_day_and_are_written_as_they_were_given() {
        // The financial year 2025/26 runs from April 2025 to March 2026.
        for (text, last, printed, typed) in [
            ("2026-03-31", "2026-03-31", "31 March 2026", "2026-03-31"),
            ("2026-03", "2026-03-31", "March 2026", "2026-03"),
            ("March 2026", "2026-03-31", "March 2026", "2026-03"),
            ("mar 2026", "2026-03-31", "March 2026", "2026-03"),
            ("Sept 2026", "2026-09-30", "September 2026", "2026-09"),
            ("February 2028", "2028-02-29", "February 2028", "2028-02"),
            ("Q1 2025/26", "2025-06-30", "Q1 2025/26", "Q1 2025/26"),
            ("q2 2025-26", "2025-09-30", "Q2 2025/26", "Q2 2025/26"),
            ("Q3 2025/2026", "2025-12-31", "Q3 2025/26", "Q3 2025/26"),
            ("Q4 2025/26", "2026-03-31", "Q4 2025/26", "Q4 2025/26"),
            ("Q4 1999/00", "2000-03-31", "Q4 1999/00", "Q4 1999/00"),
        ] {
            let when = When::parse(text).unwrap();
            assert_eq!(
                (when.last().iso(), when.to_string(), when.typed()),
                (last.into(), printed.into(), typed.into())
            );
            assert_eq!(When::parse(&when.typed()), Some(when), "{text}");
            // A day is typed in one form only.
            let is_day = when.precision() == Precision::Day;
            assert!(is_day || When::parse(&when.to_string()) == Some(when), "{text}");
        }
        for text in [
            "2026",
            "2026-13",
            "2026-3",
            "Q5 2025/26",
            "Q0 2025/26",
            "Q4 2025/27",
            "Q4 2025",
            "Q4",
            "Spring 2026",
            "Ma 2026",
            "",
        ] {
            assert_eq!(When::parse(text), None, "{text}");
        }
        // A month is over after each of its days.
        let when = |text| When::parse(text).unwrap();
        assert!(when("2026-03-30") < when("March 2026") && when("March 2026") < when("2026-04-01"));
        assert!(when("March 2026").last() == when("Q4 2025/26").last());
    }
}
