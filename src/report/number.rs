//! Numbers as people type them, held exactly.

use std::cmp::Ordering;

use crate::text::figure;

/// A decimal number with at most six decimals. Two numbers are equal if their values are: 84.5 is 84.50.
#[derive(Debug, Clone, Copy)]
pub struct Number {
    millionths: i64,
    /// How many decimals were typed, which is how many are printed.
    decimals: u8,
}

impl Number {
    /// The most decimals that a number may have.
    const MOST_DECIMALS: usize = 6;
    /// The most digits before the point.
    const MOST_FIGURES: usize = 12;

    /// Reads `-1234.5`, also with commas between thousands; anything else is not a number.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (is_negative, text) = match text.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, fraction) = match text.split_once('.') {
            Some((_, "")) => return None,
            Some(parts) => parts,
            None => (text, ""),
        };
        let groups: Vec<&str> = whole.split(',').collect();
        let is_grouped = groups.len() == 1
            || ((1..=3).contains(&groups[0].len()) && groups[1..].iter().all(|group| group.len() == 3));
        let figures = groups.concat();
        let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if !is_grouped
            || figures.is_empty()
            || figures.len() > Self::MOST_FIGURES
            || fraction.len() > Self::MOST_DECIMALS
            || !are_digits(&figures)
            || !are_digits(fraction)
        {
            return None;
        }
        let millionths: i64 = format!("{figures}{fraction:0<6}").parse().ok()?;
        Some(Self {
            millionths: if is_negative { -millionths } else { millionths },
            decimals: u8::try_from(fraction.len()).ok()?,
        })
    }

    /// The value in millionths, for exact comparisons.
    pub fn millionths(self) -> i128 {
        i128::from(self.millionths)
    }

    /// The value, for drawing only: never for a comparison.
    pub fn approximate(self) -> f64 {
        // A chart a few centimetres wide does not show the last bits.
        #[expect(clippy::cast_precision_loss, reason = "only drawn")]
        let value = self.millionths as f64;
        value / 1_000_000.0
    }

    /// Whether it is zero.
    pub fn is_zero(self) -> bool {
        self.millionths == 0
    }

    /// The number as other programs read it: "-1234.50".
    pub fn plain(self) -> String {
        let (whole, fraction) = self.parts();
        let sign = if self.millionths < 0 { "-" } else { "" };
        if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
    }

    /// The number as people in Britain write it, with its unit: "−1,234.50", "85%", "£2.6m", "12 days".
    pub fn text(self, unit: &str) -> String {
        self.written(unit, Marks::BRITISH)
    }

    /// The number with its unit, and with the marks that a language uses.
    pub fn written(self, unit: &str, marks: Marks<'_>) -> String {
        let (whole, fraction) = self.parts();
        let number = marks.write(&whole, &fraction);
        // The real minus sign: a hyphen is often not read aloud.
        let sign = if self.millionths < 0 { "\u{2212}" } else { "" };
        let unit = unit.trim();
        match unit.chars().next() {
            None => format!("{sign}{number}"),
            // "£000" says how many of what: beside the figure it would make another one.
            Some('£' | '€' | '$') if unit.contains(|c: char| c.is_ascii_digit()) => {
                format!("{sign}{number} ({unit})")
            }
            Some(currency @ ('£' | '€' | '$')) => {
                let rest = &unit[currency.len_utf8()..];
                let space = if rest.starts_with(char::is_alphabetic) && rest.len() > 2 { " " } else { "" };
                format!("{sign}{currency}{number}{space}{rest}")
            }
            Some('%') => format!("{sign}{number}{unit}"),
            Some(_) => format!("{sign}{number} {unit}"),
        }
    }

    /// Whether a unit is short enough to print with every figure: "%", "£", "£m".
    pub fn is_brief_unit(unit: &str) -> bool {
        let unit = unit.trim();
        unit.starts_with(['£', '€', '$', '%']) && unit.chars().count() <= 2
    }

    fn parts(self) -> (String, String) {
        let digits = format!("{:07}", self.millionths.unsigned_abs());
        let (whole, fraction) = digits.split_at(digits.len() - Self::MOST_DECIMALS);
        (whole.to_owned(), fraction[..usize::from(self.decimals)].to_owned())
    }
}

/// The marks in a number besides its digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marks<'a> {
    /// Between the thousands.
    pub thousands: &'a str,
    /// Before the decimals.
    pub decimals: &'a str,
}

impl Marks<'_> {
    /// As people in Britain write them.
    pub const BRITISH: Marks<'static> = Marks { thousands: ",", decimals: "." };

    /// A number from its digits before and after the decimal mark.
    pub fn write(self, whole: &str, fraction: &str) -> String {
        let grouped = figure(whole).replace(',', self.thousands);
        if fraction.is_empty() { grouped } else { format!("{grouped}{}{fraction}", self.decimals) }
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.millionths == other.millionths
    }
}

impl Eq for Number {}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        self.millionths.cmp(&other.millionths)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        Number::parse(text).unwrap_or_else(|| panic!("{text} is a number"))
    }

    #[test]
    fn numbers_are_read_exactly_and_nonsense_is_not() {
        assert_eq!(number("84.50"), number("84.5"));
        assert_eq!(number("198,000"), number("198000"));
        assert_eq!(number("\u{2212}5"), number("-5"));
        assert_eq!(number("0.1").millionths() * 3, number("0.3").millionths());
        for text in
            ["", "-", ".5", "5.", "1.2345678", "1e3", "12,34", "1,2345", "85%", "n/a", "1 000", "1.2.3"]
        {
            assert_eq!(Number::parse(text), None, "{text}");
        }
        assert!(Number::parse("999999999999.999999").is_some());
        assert_eq!(Number::parse("1000000000000"), None);
    }

    #[test]
    fn numbers_are_printed_as_typed_with_their_unit() {
        for (typed, unit, printed) in [
            ("198000", "", "198,000"),
            ("84.50", "%", "84.50%"),
            ("-5", "%", "\u{2212}5%"),
            ("2.6", "£m", "£2.6m"),
            ("12", "£ per head", "£12 per head"),
            ("5277", "£000", "5,277 (£000)"),
            ("-900", "£'000", "\u{2212}900 (£'000)"),
            ("-1234.5", "£", "\u{2212}£1,234.5"),
            ("0", "visits", "0 visits"),
        ] {
            assert_eq!(number(typed).text(unit), printed);
        }
        assert_eq!(number("-1,234.50").plain(), "-1234.50");
        assert_eq!(number("0.05").plain(), "0.05");
    }
}
