//! What a cell shows for the number that it holds, which depends on its format: 0.91 can show as 91%.
//!
//! In: a number and the format of its cell, as anybody may have made them. Out: what stands there for people to read,
//! and the number in it. Only this module names `ssfmt`.

use ssfmt::{FormatOptions, NumberFormat};

/// No format of Excel is longer.
const LONGEST_FORMAT: usize = 255;

/// The number of a cell that has a format of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// The number that the cell holds.
    pub held: f64,
    /// What the cell shows.
    pub text: String,
    /// The number that a reader sees in it, and how it follows from the one that is held; nothing if that is not clear.
    pub number: Option<(f64, Scale)>,
}

impl Shown {
    /// Whether the number that is shown is not quite the one that is held.
    pub fn is_rounded(&self) -> bool {
        let differs = |(number, scale): (f64, Scale)| {
            (self.held * scale.factor() - number).abs() > 1e-9 * number.abs().max(1.0)
        };
        self.number.is_some_and(differs)
    }
}

/// How the number that a cell shows follows from the one that it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// They are the same, but for decimals that are not shown.
    Same,
    /// A hundred times as much is shown, with a percent sign.
    Percent,
    /// It is shown in thousands.
    Thousands,
    /// It is shown in millions.
    Millions,
}

impl Scale {
    /// What the number that is held is multiplied by.
    fn factor(self) -> f64 {
        match self {
            Self::Same => 1.0,
            Self::Percent => 100.0,
            Self::Thousands => 1e-3,
            Self::Millions => 1e-6,
        }
    }
}

/// What a cell of that format shows for a number; `None` if it shows it as it is.
pub(super) fn shown(held: f64, format: &str) -> Option<Shown> {
    if matches!(format, "" | "General" | "@") || format.len() > LONGEST_FORMAT {
        return None;
    }
    let format = NumberFormat::parse(format).ok()?;
    let text = format.format(held, &FormatOptions::default()).trim().to_owned();
    let number = read(&text).and_then(|(number, decimals)| {
        let known = if format.is_percentage() { &[Scale::Percent][..] } else { &SCALES };
        // Half of the last decimal is lost by rounding.
        let most = 0.500_000_1 * 10_f64.powi(-i32::try_from(decimals).ok()?);
        let scale = known.iter().find(|scale| (held * scale.factor() - number).abs() <= most)?;
        Some((number, *scale))
    });
    // Dashes and brackets stand for nothing in accounts.
    let number = number.or_else(|| (held == 0.0 && read(&text).is_none()).then_some((0.0, Scale::Same)));
    Some(Shown { held, text, number })
}

/// The scales of a format without a percent sign.
const SCALES: [Scale; 3] = [Scale::Same, Scale::Thousands, Scale::Millions];

/// The one number in a text, and how many decimals it has.
fn read(text: &str) -> Option<(f64, usize)> {
    let plain = text.replace(',', "");
    if let Ok(number) = plain.parse::<f64>()
        && number.is_finite()
    {
        let decimals = plain.split_once('.').map_or(0, |(_, rest)| rest.len());
        // A power of ten says how much is rounded, and nobody reads it.
        return plain.bytes().all(|byte| !byte.is_ascii_alphabetic()).then_some((number, decimals));
    }
    let is_figure = |c: char| c.is_ascii_digit() || c == '.';
    let start = plain.find(|c: char| c.is_ascii_digit())?;
    let length = plain[start..].find(|c| !is_figure(c)).unwrap_or(plain.len() - start);
    let (before, after) = (&plain[..start], &plain[start + length..]);
    if after.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let figures = plain[start..start + length].trim_end_matches('.');
    let number: f64 = figures.parse().ok()?;
    let is_negative = before.contains(['-', '\u{2212}', '(']);
    let decimals = figures.split_once('.').map_or(0, |(_, rest)| rest.len());
    Some((if is_negative { -number } else { number }, decimals))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_as_its_cell_shows_it() {
        for (held, format, text, number) in [
            (0.91, "0%", "91%", Some((91.0, Scale::Percent))),
            (0.915, "0.0%", "91.5%", Some((91.5, Scale::Percent))),
            (0.9134, "0%", "91%", Some((91.0, Scale::Percent))),
            (0.0, "0%", "0%", Some((0.0, Scale::Percent))),
            (-0.05, "0%", "-5%", Some((-5.0, Scale::Percent))),
            (91.0, "0%", "9100%", Some((9100.0, Scale::Percent))),
            (91.0, "0\"%\"", "91%", Some((91.0, Scale::Same))),
            (12_500.0, "#,##0.0,", "12.5", Some((12.5, Scale::Thousands))),
            (12_500_000.0, "\u{a3}0.0,,\"m\"", "\u{a3}12.5m", Some((12.5, Scale::Millions))),
            (1234.5, "#,##0.00", "1,234.50", Some((1234.5, Scale::Same))),
            (84.567, "0.0", "84.6", Some((84.6, Scale::Same))),
            (-1200.0, "#,##0;(#,##0)", "(1,200)", Some((-1200.0, Scale::Same))),
            (-3.0, "0;[Red]-0", "-3", Some((-3.0, Scale::Same))),
            (0.0, "_(* #,##0_);_(* (#,##0);_(* \"-\"_);_(@_)", "-", Some((0.0, Scale::Same))),
            (1.5, "# ?/?", "1 1/2", None),
            (12_300.0, "0.00E+00", "1.23E+04", None),
            (5.0, "\"late\"", "late", None),
        ] {
            let found = shown(held, format).unwrap();
            assert_eq!((found.text.as_str(), found.number), (text, number), "{held} as {format}");
        }
    }

    #[test]
    fn a_format_that_says_nothing_shows_the_number_itself() {
        for format in ["", "General", "@", "[", &"0".repeat(300)] {
            assert_eq!(shown(12.5, format), None, "{format}");
        }
    }
}
