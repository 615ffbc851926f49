//! Reads single values: texts, dates, numbers, ratings, rules.
//!
//! In: one node of a YAML tree. Out: the value, or what was found in its place and what to write instead. The field
//! that it is in is added by the caller that reports it.

use super::schema::{LIMITS, RATINGS};
use super::yaml::{Entries, Node, Value};
use crate::diag::source::Spanned;
use crate::diag::{Code, Diagnostic};
use crate::report::{Colour, Date, Done, Number, Rule, When};
use crate::text::{did_you_mean, one_of, shorten, whole_percent};

/// What is wrong with a value, before it is said where.
pub(super) struct Fault {
    code: Code,
    found: String,
    help: Vec<String>,
}

impl Fault {
    fn new(code: Code, found: impl Into<String>, help: impl Into<String>) -> Self {
        Self { code, found: found.into(), help: vec![help.into()] }
    }

    pub(super) fn type_of(node: &Node, wanted: &str) -> Self {
        let found = match &node.value {
            Value::Empty => "nothing".to_owned(),
            Value::Scalar { text, .. } => format!("\u{201c}{}\u{201d}", shorten(text)),
            Value::List(_) => "a list".to_owned(),
            Value::Map(_) => "fields of its own".to_owned(),
        };
        Self::new(Code::WrongType, format!("holds {found}"), format!("write {wanted}"))
    }

    /// The same fault with another cure.
    pub(super) fn instead(self, help: String) -> Self {
        Self { help: vec![help], ..self }
    }

    fn or(mut self, help: &str) -> Self {
        self.help.push(help.to_owned());
        self
    }

    pub(super) fn at(self, name: &str, node: &Node) -> Diagnostic {
        self.about(&format!("`{name}`"), node)
    }

    /// The fault as a message about `subject`, which begins the sentence.
    pub(super) fn about(self, subject: &str, node: &Node) -> Diagnostic {
        let fault = Diagnostic::error(self.code, node.span, format!("{subject} {}", self.found));
        self.help.into_iter().fold(fault, Diagnostic::help)
    }
}

fn scalar<'a>(node: &'a Node, wanted: &str) -> Result<&'a str, Fault> {
    match &node.value {
        Value::Scalar { text, .. } => Ok(text.trim()),
        _ => Err(Fault::type_of(node, wanted)),
    }
}

pub(super) fn text(node: &Node) -> Result<String, Fault> {
    let help = match node.value {
        Value::List(_) => {
            "one text, with commas between its parts; if it begins with a bracket, put it in quotation marks"
        }
        _ => "one text; if it begins with a bracket or holds a colon, put it in quotation marks",
    };
    scalar(node, help).map(str::to_owned)
}

pub(super) fn date(node: &Node) -> Result<Date, Fault> {
    let found = scalar(node, "a date as year-month-day, like 2014-03-31")?;
    Date::parse(found).ok_or_else(|| {
        let fault = Fault::new(
            Code::BadDate,
            format!("holds \u{201c}{}\u{201d}, which is not a date", shorten(found)),
            "write dates as year-month-day, like 2014-03-31",
        );
        let help = match (Date::guess(found), Date::days_in_month(found)) {
            (Some(date), _) => format!("write {}", date.iso()),
            (None, Some((month, days))) => format!("{month} has {days} days"),
            (None, None) if !found.contains(|c: char| c.is_ascii_digit()) => {
                "leave the line out while there is no date, or write one as year-month-day, like 2014-03-31"
                    .to_owned()
            }
            (None, None) => match When::parse(found).or_else(|| When::guess(found)) {
                Some(when) => format!(
                    "write {}, or another day of {when}, which begins on {}",
                    when.last().iso(),
                    when.first().iso()
                ),
                None => return fault,
            },
        };
        fault.instead(help)
    })
}

/// A day, a month or a quarter.
pub(super) fn when(node: &Node) -> Result<When, Fault> {
    let found = scalar(node, "a day like 2014-03-31, a month like March 2014, or a quarter like Q4 2013/14")?;
    When::parse(found).ok_or_else(|| {
        let holds = format!("holds \u{201c}{}\u{201d}, which is not a date", shorten(found));
        Fault::new(Code::BadDate, holds, When::hint(found))
    })
}

pub(super) fn whole(node: &Node) -> Result<i64, Fault> {
    let found = scalar(node, "a whole number")?;
    found.parse().map_err(|_| Fault::type_of(node, "a whole number in figures, like 3"))
}

pub(super) fn weight(node: &Node) -> Result<u64, Fault> {
    let found = scalar(node, "a number above 0")?;
    match thousandths(found) {
        Some(weight) if weight > 0 && weight <= 1_000_000_000 => Ok(weight),
        _ => Err(Fault::type_of(node, "a number above 0 in figures, like 2 or 1.5")),
    }
}

pub(super) fn number(node: &Node, name: &str) -> Result<Number, Fault> {
    let found = scalar(node, "a number in figures, like 84.5")?;
    Number::parse(found).ok_or_else(|| {
        let help = number_help(found, name);
        Fault::type_of(node, "").instead(help)
    })
}

/// The names and values of a map from steps to figures.
pub(super) fn limits(node: &Node) -> Result<&Entries, Fault> {
    match &node.value {
        Value::Map(entries) => Ok(entries),
        _ => Err(Fault::type_of(node, &format!("each step but the worst with its limit, as in `{LIMITS}`"))),
    }
}

/// The ratings of aspects, each by its name.
pub(super) fn ratings(node: &Node) -> Result<&Entries, Fault> {
    match &node.value {
        Value::Map(entries) => Ok(entries),
        Value::Scalar { .. } => {
            let one = format!("each aspect with its rating, as in `{RATINGS}`");
            Err(Fault::type_of(node, &one).or("for one overall rating, call the field `rating`"))
        }
        _ => Err(Fault::type_of(node, &format!("each aspect with its rating, as in `{RATINGS}`"))),
    }
}

/// The one number in a text that has something else in it too, as it is to be written.
pub(super) fn only_number(found: &str) -> Option<String> {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    let mut parts = found.split(|c: char| !is_part(c)).map(|part| part.trim_matches(['.', ',']));
    let mut numbers = parts.by_ref().filter(|part| !part.is_empty());
    let (number, rest) = (numbers.next()?, numbers.next());
    let before = &found[..found.find(number)?];
    let sign = if before.trim_start().ends_with(['-', '\u{2212}']) { "-" } else { "" };
    let written = format!("{sign}{number}");
    (rest.is_none() && Number::parse(&written).is_some()).then_some(written)
}

/// Whether a text compares a number with others: "at least 80", "<5", "80+".
fn compares(rest: &str) -> bool {
    const WORDS: [&str; 16] = [
        "above",
        "at least",
        "at most",
        "below",
        "fewer",
        "less",
        "max",
        "min",
        "more",
        "no more",
        "over",
        "under",
        "up to",
        "or higher",
        "or lower",
        "greater",
    ];
    rest.contains(['<', '>', '=', '+', '\u{2264}', '\u{2265}'])
        || WORDS.iter().any(|word| rest.contains(word))
}

/// What to write in place of something that is not a number, in the field of that name.
fn number_help(found: &str, name: &str) -> String {
    let is_digit = |c: char| c.is_ascii_digit();
    let digits: String = found.chars().filter(|c| is_digit(*c) || *c == '.').collect();
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let others: String = found.chars().filter(|c| !is_digit(*c) && !matches!(c, '.' | ',')).collect();
    if whole.is_empty() && fraction.is_empty() {
        return "write a number in figures, or leave the line out while there is none".to_owned();
    }
    if found.starts_with('.') && others.is_empty() {
        return format!("write 0{found}");
    }
    if others.is_empty() && fraction.len() > 6 {
        return "write at most six decimals".to_owned();
    }
    if others.is_empty() && whole.len() > 12 {
        return "write at most twelve digits before the point, or choose a larger unit".to_owned();
    }
    if others.is_empty() && found.matches(',').count() == 1 && !found.contains('.') {
        return format!("write {}, with a point", found.replace(',', "."));
    }
    if others.trim().is_empty() {
        return format!("write {digits}, without spaces");
    }
    let rest = others.trim();
    let Some(number) = only_number(found) else {
        return "write one number in figures, like 84.5 or -3, and say anything else in the text below"
            .to_owned();
    };
    let lower = rest.to_lowercase();
    if compares(&lower) {
        return if name == "actual" {
            format!(
                "write the figure itself, or leave the line out and say \u{201c}{found}\u{201d} in the text below"
            )
        } else {
            format!("write {number}; whether a higher or a lower figure is better goes under `better`")
        };
    }
    if name == "actual" && (lower.contains("provisional") || lower.trim_matches(['(', ')', '[', ']']) == "p")
    {
        return format!("write {number}, and below it `provisional: true`");
    }
    let is_sign = |c: char| {
        c.is_alphabetic() || c.is_whitespace() || matches!(c, '%' | '\u{a3}' | '\u{20ac}' | '$' | '\'')
    };
    let is_unit = found.starts_with(['\u{a3}', '\u{20ac}', '$']) || found.starts_with(is_digit);
    if is_unit && rest.chars().all(is_sign) {
        return format!("write {number}, and the unit under `unit`: `unit: \"{rest}\"`");
    }
    format!("write {number}, and say anything else in the text below")
}

pub(super) fn percentage(node: &Node) -> Result<Number, Fault> {
    let help = "a number of 0 or more, like 5 for 5 percent of the target";
    let found = scalar(node, help)?;
    let number = Number::parse(found.strip_suffix('%').unwrap_or(found));
    number.filter(|number| number.millionths() >= 0).ok_or_else(|| Fault::type_of(node, help))
}

/// How much of something is done, in whole percent.
pub(super) fn progress(node: &Node) -> Result<u8, Fault> {
    let help = "a whole number from 0 to 100, like 75";
    let found = scalar(node, help)?;
    whole_percent(found).ok_or_else(|| Fault::type_of(node, help))
}

/// Reads `12.345` as 12345, exactly; weights and shares must not suffer from binary rounding.
pub(crate) fn thousandths(text: &str) -> Option<u64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if whole.is_empty()
        || fraction.len() > 3
        || !(whole.bytes().chain(fraction.bytes())).all(|b| b.is_ascii_digit())
    {
        return None;
    }
    let fraction: u64 = format!("{fraction:0<3}").parse().ok()?;
    whole.parse::<u64>().ok()?.checked_mul(1000)?.checked_add(fraction)
}

pub(super) fn flag(node: &Node) -> Result<bool, Fault> {
    match scalar(node, "`true` or `false`")?.to_lowercase().as_str() {
        "true" | "yes" => Ok(true),
        "false" | "no" => Ok(false),
        _ => Err(Fault::type_of(node, "`true` or `false`")),
    }
}

/// When something was done, or whether it was.
pub(super) fn done(node: &Node) -> Result<Done, Fault> {
    when(node).map(Done::On).or_else(|fault| match flag(node) {
        Ok(true) => Ok(Done::Yes),
        Ok(false) => Ok(Done::No),
        Err(_) => Err(fault.or("or `true`, if it is not known when")),
    })
}

pub(super) fn rating(node: &Node) -> Result<String, Fault> {
    scalar(node, "a rating, such as amber").map(str::to_owned)
}

pub(super) fn choice(node: &Node, words: &[&'static str]) -> Result<&'static str, Fault> {
    let help = one_of(words);
    let found = scalar(node, &help)?.to_lowercase();
    if let Some(word) = words.iter().find(|word| **word == found) {
        return Ok(word);
    }
    let fault = Fault::type_of(node, &help);
    Err(match did_you_mean(&found, words.iter().copied()) {
        Some(near) => Fault { help: vec![format!("did you mean `{near}`?")], ..fault },
        None => fault,
    })
}

pub(super) fn colour(node: &Node) -> Result<Colour, Fault> {
    let help = "a colour as `#` and six digits or letters a to f, in quotation marks: \"#1d4f91\"";
    let found = scalar(node, help)?;
    Colour::parse(found).ok_or_else(|| Fault { code: Code::BadColour, ..Fault::type_of(node, help) })
}

/// A roll-up rule as it was typed: its shares and limits go by the steps of a scale, which is not known here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedRule {
    /// The rule's name.
    pub name: &'static str,
    /// Its further parts: a step, and a share or a limit.
    pub parts: Vec<(Spanned<String>, String)>,
}

/// Reads a rule; `offered` are the names of those that may be written there.
pub(super) fn rule(node: &Node, offered: &[&str]) -> Result<TypedRule, Fault> {
    let plain = || one_of(offered.iter().filter(|name| **name != Rule::SHARE));
    let help = || format!("{}, or for shares `{{rule: share, \u{2026}}}`", plain());
    let unknown = |found: &str| {
        Fault::new(
            Code::UnknownRule,
            format!("names a rule `{}` that does not exist", shorten(found)),
            format!("write {}", help()),
        )
    };
    let named = |word: &str| Rule::NAMES.into_iter().find(|name| name.eq_ignore_ascii_case(word.trim()));
    match &node.value {
        Value::Scalar { text, .. } => {
            named(text).map(|name| TypedRule { name, parts: Vec::new() }).ok_or_else(|| unknown(text))
        }
        Value::Map(entries) => {
            let typed = |node: &Node| text(node).unwrap_or_default();
            let rule = entries.iter().find(|(key, _)| key.value == "rule").map(|(_, node)| typed(node));
            let Some(rule) = rule.filter(|rule| !rule.is_empty()) else {
                let help = "write `rule: \u{2026}` among its parts: ".to_owned() + &one_of(offered);
                return Err(Fault::new(Code::UnknownRule, "does not say which rule it is", help));
            };
            let parts = entries.iter().filter(|(key, _)| key.value != "rule");
            let parts = parts.map(|(key, node)| (key.clone(), typed(node))).collect();
            named(&rule).map(|name| TypedRule { name, parts }).ok_or_else(|| unknown(&rule))
        }
        _ => Err(Fault { code: Code::UnknownRule, ..Fault::type_of(node, &help()) }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_read_exactly() {
        assert_eq!(thousandths("1.5"), Some(1500));
        assert_eq!(thousandths("33.333"), Some(33_333));
        assert_eq!(thousandths("2"), Some(2000));
        for text in ["", ".5", "1.2345", "-1", "1e3", "99999999999999999999"] {
            assert_eq!(thousandths(text), None, "{text}");
        }
    }
}
