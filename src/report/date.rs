//! Calendar dates.
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
}
