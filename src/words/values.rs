//! How dates, numbers and lists are written.

use super::one::unit_of_one;
use super::{Words, say};
use crate::report::number::Marks;
use crate::report::{Date, Number, Precision, Share, When};

impl Words {
    /// "31 March 2014".
    pub fn date(&self, date: Date) -> String {
        say!(self, "date", day = date.day(), month = self.month(date), year = date.year())
    }

    /// "31 March 2014", "March 2014", "Q4 2013/14": as precisely as it was given.
    pub fn when(&self, when: When) -> String {
        match when.precision() {
            Precision::Day => self.date(when.last()),
            Precision::Month => {
                say!(self, "month-of-year", month = self.month(when.last()), year = when.last().year())
            }
            Precision::Quarter => {
                let (quarter, year) = when.financial();
                let next = format!("{:02}", (year + 1) % 100);
                say!(self, "quarter-of-year", quarter = quarter, year = year, next = next)
            }
        }
    }

    fn month(&self, date: Date) -> &str {
        match date.month() {
            1 => say!(self, "january"),
            2 => say!(self, "february"),
            3 => say!(self, "march"),
            4 => say!(self, "april"),
            5 => say!(self, "may"),
            6 => say!(self, "june"),
            7 => say!(self, "july"),
            8 => say!(self, "august"),
            9 => say!(self, "september"),
            10 => say!(self, "october"),
            11 => say!(self, "november"),
            _ => say!(self, "december"),
        }
    }

    fn marks(&self) -> Marks<'_> {
        Marks { thousands: say!(self, "number-thousands"), decimals: say!(self, "number-decimals") }
    }

    /// A number with its unit: "−1,234.50", "85%", "£2.6m", "12 days", "1 day". One of something whose name is only known
    /// of many has that in brackets: "1 (boxes)".
    pub fn number(&self, number: Number, unit: &str) -> String {
        let is_one =
            matches!(number.plain().as_str(), "1" | "-1") && unit.trim().starts_with(char::is_alphabetic);
        let of_one = is_one.then(|| unit_of_one(unit.trim()).unwrap_or_else(|| format!("({})", unit.trim())));
        number.written(of_one.as_deref().unwrap_or(unit), self.marks())
    }

    /// A number with its unit if that is short, otherwise alone: for tables and charts, which name the unit once.
    pub fn figure(&self, number: Number, unit: &str) -> String {
        self.number(number, if Number::is_brief_unit(unit) { unit } else { "" })
    }

    /// A share: "20%", "33.3%".
    pub fn share(&self, share: Share) -> String {
        share.written(self.marks())
    }

    /// Hundredths as a number: "1.25".
    pub(super) fn hundredths(&self, hundredths: u128) -> String {
        format!("{}{}{:02}", hundredths / 100, self.marks().decimals, hundredths % 100)
    }

    /// Thousandths as a number, without zeros at its end: "1.5", "0.75".
    pub(super) fn thousandths(&self, thousandths: u64) -> String {
        let fraction = format!("{:03}", thousandths % 1000);
        self.marks().write(&(thousandths / 1000).to_string(), fraction.trim_end_matches('0'))
    }

    /// What part of a whole something is, in whole percent: "80%". Half a percent counts as a whole one.
    pub(super) fn whole_percent(&self, part: usize, whole: usize) -> String {
        self.percent((part * 200 + whole) / (whole * 2).max(1))
    }

    /// Whole percents: "80%".
    pub fn percent(&self, percent: usize) -> String {
        let share = Number::parse(&percent.to_string());
        share.map_or_else(String::new, |share| self.number(share, "%"))
    }

    /// "a", "a or b", "a, b or c".
    pub fn one_of<S: AsRef<str>>(&self, words: impl IntoIterator<Item = S>) -> String {
        let mut words: Vec<S> = words.into_iter().collect();
        let Some(last) = words.pop() else { return String::new() };
        if words.is_empty() {
            return last.as_ref().to_owned();
        }
        say!(self, "list-or", first = self.commas(words), last = last.as_ref())
    }

    /// "a", "a and b", "a, b and c".
    pub fn all_of<S: AsRef<str>>(&self, words: impl IntoIterator<Item = S>) -> String {
        let mut words: Vec<S> = words.into_iter().collect();
        let Some(last) = words.pop() else { return String::new() };
        if words.is_empty() {
            return last.as_ref().to_owned();
        }
        say!(self, "list-and", first = self.commas(words), last = last.as_ref())
    }

    /// "a, b, c".
    pub fn commas<S: AsRef<str>>(&self, words: impl IntoIterator<Item = S>) -> String {
        joined(words, |first, next| say!(self, "list-comma", first = first, next = next))
    }

    /// "a; b; c".
    pub fn semicolons<S: AsRef<str>>(&self, words: impl IntoIterator<Item = S>) -> String {
        joined(words, |first, next| say!(self, "list-semicolon", first = first, next = next))
    }
}

fn joined<S: AsRef<str>>(
    words: impl IntoIterator<Item = S>,
    join: impl Fn(String, &str) -> String,
) -> String {
    let mut words = words.into_iter();
    let Some(first) = words.next() else { return String::new() };
    words.fold(first.as_ref().to_owned(), |said, next| join(said, next.as_ref()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_british_papers_write_them() {
        let words = Words::default();
        let months = (1..=12).map(|month| words.date(Date::new(2014, month, 1).unwrap()));
        assert_eq!(
            months.collect::<Vec<_>>().join(", "),
            "1 January 2014, 1 February 2014, 1 March 2014, 1 April 2014, 1 May 2014, 1 June 2014, 1 July 2014, \
             1 August 2014, 1 September 2014, 1 October 2014, 1 November 2014, 1 December 2014"
        );
    }

    #[test]
    fn months_and_quarters_are_written_as_precisely_as_they_were_given() {
        let words = Words::default();
        let said = |text: &str| words.when(When::parse(text).unwrap());
        assert_eq!(said("2026-03-31"), "31 March 2026");
        assert_eq!(said("2026-03"), "March 2026");
        assert_eq!(said("Q4 1999/00"), "Q4 1999/00");
    }

    #[test]
    fn lists_are_written_as_a_sentence_has_them() {
        let words = Words::default();
        assert_eq!(words.all_of::<&str>([]), "");
        assert_eq!(words.all_of(["a"]), "a");
        assert_eq!(words.all_of(["a", "b"]), "a and b");
        assert_eq!(words.all_of(["a", "b", "c"]), "a, b and c");
        assert_eq!(words.commas(["a", "b", "c"]), "a, b, c");
        assert_eq!(words.semicolons(["a", "b", "c"]), "a; b; c");
    }

    #[test]
    fn numbers_are_written_with_their_unit_and_the_marks_of_the_language() {
        let words = Words::default();
        let number = |text: &str| Number::parse(text).unwrap();
        assert_eq!(words.number(number("-1234567.50"), "£"), "\u{2212}£1,234,567.50");
        assert_eq!(words.figure(number("1234"), "days"), "1,234");
        let said = ["1", "-1", "1.0", "0", "11"].map(|typed| words.number(number(typed), "deaths"));
        assert_eq!(said, ["1 death", "\u{2212}1 death", "1.0 deaths", "0 deaths", "11 deaths"]);
        assert_eq!(
            (words.number(number("1"), "cases"), words.number(number("1"), "%")),
            ("1 (cases)".into(), "1%".into())
        );
        assert_eq!((words.hundredths(149), words.hundredths(200)), ("1.49".into(), "2.00".into()));
    }
}
