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

/// How the days of the week begin.
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

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
        let is_day_of_week =
            |word: &str| word.get(..3).is_some_and(|three| DAYS.contains(&three.to_lowercase().as_str()));
        let parts = match parts.as_slice() {
            [day, rest @ ..] if is_day_of_week(day) => rest,
            parts => parts,
        };
        // A time of day may follow.
        let is_time = |word: &&str| {
            word.starts_with(|c: char| c.is_ascii_digit()) || matches!(*word, "at" | "am" | "pm")
        };
        let [first, month, last, time @ ..] = parts else { return None };
        if !time.iter().all(is_time) {
            return None;
        }
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

    /// Its first day.
    pub fn first(self) -> Date {
        let months = match self.precision {
            Precision::Day => return self.last,
            Precision::Month => 0,
            Precision::Quarter => 2,
        };
        Date::new(self.last.year(), self.last.month() - months, 1).unwrap_or(self.last)
    }

    /// The most likely meaning of a month or a quarter that is written in another way.
    pub fn guess(text: &str) -> Option<Self> {
        let text = text.to_lowercase().replace("quarter ", "q");
        let words: Vec<&str> =
            text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let year = |word: &str| match word.len() {
            4 if are_figures(word, 4) => word.parse::<i16>().ok(),
            2 if are_figures(word, 2) => word.parse::<i16>().ok().map(|year| 2000 + year),
            _ => None,
        };
        let following = |pair: &&[&str]| {
            let next = |first: i16| (first + 1) % 100;
            year(pair[0]).is_some_and(|first| year(pair[1]).is_some_and(|second| second % 100 == next(first)))
        };
        if let Some(years) = words.windows(2).find(following) {
            let others = words.iter().filter(|word| year(word).is_none()).copied();
            let mut quarters = others.clone().filter_map(|word| match word {
                "q1" => Some(1),
                "q2" | "h1" => Some(2),
                "q3" => Some(3),
                "q4" | "h2" => Some(4),
                _ => None,
            });
            let is_known = |word: &str| {
                matches!(
                    word,
                    "q1" | "q2" | "q3" | "q4" | "h1" | "h2" | "by" | "the" | "end" | "of" | "fy" | "year"
                )
            };
            // Other words, such as a month beside two years, mean what nobody can guess.
            // Two short figures alone may be a day and a month.
            let is_clear = years[0].len() == 4
                || others.clone().any(|word| !matches!(word, "by" | "the" | "end" | "of"));
            let quarter = (is_clear && others.clone().all(is_known)).then(|| quarters.next().unwrap_or(4))?;
            return Self::quarter(year(years[0])?, quarter);
        }
        // The last of several months is the one by which it is due.
        let (named, last) =
            words.windows(2).rev().find_map(|pair| Some((month_named(pair[0])?, year(pair[1])?))).or_else(
                || match words.as_slice() {
                    [one, two] if are_figures(two, 4) => Some((one.parse().ok()?, year(two)?)),
                    [one, two] if are_figures(one, 4) => Some((two.parse().ok()?, year(one)?)),
                    _ => None,
                },
            )?;
        Self::month(last, named)
    }

    /// What to write in place of a text that is not a date, if that can be told.
    pub fn hint(text: &str) -> String {
        if let Some(day) = Date::guess(text) {
            return format!("write {}", day.iso());
        }
        if let Some((month, days)) = Date::days_in_month(text) {
            return format!("{month} has {days} days");
        }
        if let Some(when) = Self::guess(text) {
            return format!("write {when}");
        }
        let words: Vec<&str> = text.split_whitespace().collect();
        if let [quarter, year] = words.as_slice()
            && are_figures(year, 4)
            && let Some((quarter, year)) =
                quarter.strip_prefix(['Q', 'q']).and_then(|q| Some((q.parse().ok()?, year.parse().ok()?)))
            && let (Some(this), Some(before)) =
                (Self::quarter(year, quarter), Self::quarter(year - 1, quarter))
        {
            return format!("say of which financial year: write {this} or {before}");
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
    When::month(year.parse().ok()?, month_named(&name)?)
}

/// The number of the month with that name, in small letters, in full or in three.
fn month_named(name: &str) -> Option<i8> {
    let is_meant = |known: &&str| {
        let known = known.to_lowercase();
        name == known || name == &known[..3] || (name == "sept" && known == "september")
    };
    i8::try_from(MONTHS.iter().position(is_meant)? + 1).ok()
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
    fn a_day_is_found_before_a_time_and_after_a_day_of_the_week() {
        for text in [
            "Wednesday 11 June 2026 at 6pm",
            "Weds, 11 June 2026",
            "11 June 2026, 6.30pm",
            "Wed 11/06/2026 18:30",
        ] {
            assert_eq!(Date::guess(text), Date::new(2026, 6, 11), "{text}");
        }
    }

    #[test]
    fn months_and_quarters_in_other_words_are_understood_for_the_hint() {
        for (text, meant) in [
            ("Q4 25/26", "Q4 2025/26"),
            ("Quarter 4 2025/26", "Q4 2025/26"),
            ("2025/26 Q3", "Q3 2025/26"),
            ("Q4 of 2025-2026", "Q4 2025/26"),
            ("H1 2025/26", "Q2 2025/26"),
            ("FY 2025/26", "Q4 2025/26"),
            ("Mar-26", "March 2026"),
            ("03/2026", "March 2026"),
            ("2026-3", "March 2026"),
            ("by end of March 2026", "March 2026"),
            ("March, 2026 (revised)", "March 2026"),
            ("Jan to Mar 2026", "March 2026"),
        ] {
            let hint = When::hint(text);
            assert_eq!(hint, format!("write {meant}"), "{text}");
            assert!(When::parse(meant).is_some(), "{meant}");
        }
        assert_eq!(When::hint("Q4 2025"), "say of which financial year: write Q4 2025/26 or Q4 2024/25");
        for text in [
            "11/06",
            "2026",
            "Q4",
            "Spring 2026",
            "TBC",
            "ongoing",
            "31 March",
            "March 2025/26",
            "13/2026",
            "Q5 2025/26",
            "11/12",
            "by 11/12",
            "first half of 2025/26",
        ] {
            assert!(When::hint(text).starts_with("leave the line out"), "{text}: {}", When::hint(text));
        }
        let first = |text| When::parse(text).unwrap().first().iso();
        assert_eq!(
            [first("Q4 2025/26"), first("March 2026"), first("2026-03-05")],
            ["2026-01-01", "2026-03-01", "2026-03-05"]
        );
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
