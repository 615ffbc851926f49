//! What people type at the beginning of a line to make an item of a list.
//!
//! In: a line. Out: the [`Typed`] marker that it begins with, whether Markdown knows it or not. Whether the line is an
//! item is not decided here: a `–` may as well be a dash.

use crate::report::prose::{Enclosing, Numerals};

/// A marker at the beginning of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Typed {
    /// What kind it is of; markers of one list are of one kind.
    pub(super) kind: Kind,
    /// Its number: `b)` is the second. Bullets have none.
    pub(super) number: u64,
    /// Its number if its letters are a Roman number.
    pub(super) roman: Option<u64>,
    /// How long it is, with the space after it.
    pub(super) length: usize,
    /// How sure it is that the line is an item.
    pub(super) sure: Sure,
}

/// What a marker is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    /// A bullet, by its character.
    Bullet(char),
    /// A number or letter.
    Number(Numerals, Enclosing),
}

/// How sure it is that a line is an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sure {
    /// Markdown reads it as one.
    Markdown,
    /// No text begins like this.
    Certain,
    /// It is one if the line stands where an item may begin: at the beginning, below an empty line, an item or a colon.
    InPlace,
    /// It is one if its neighbour is: the same bullet, or the next number.
    InRow,
}

/// Characters that are bullets and nothing else.
const BULLETS: &str = "\u{2022}\u{b7}\u{25e6}\u{25aa}\u{25ab}\u{2023}\u{25cf}\u{25cb}\u{25a0}\u{25a1}\u{2219}\u{2043}\u{25c6}\u{25c7}\u{2756}\u{25ba}\u{25b8}\u{27a2}\u{27a4}\u{25fe}\u{25fd}\u{25fc}\u{25fb}\u{2b24}\u{22c5}\u{204c}\u{204d}";

/// What Word's and Outlook's bullets become where their font is lost.
const LETTERS_FOR_BULLETS: &str = "o\u{a7}\u{d8}\u{fc}vqnl";

/// Spaces that people see as one, those of Word included.
fn is_gap(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{a0}' | '\u{2002}'..='\u{200a}' | '\u{202f}' | '\u{3000}')
}

/// How long the space is that `text` begins with.
fn gap(text: &str) -> usize {
    text.len() - text.trim_start_matches(is_gap).len()
}

/// Whether a space is more than anybody types between two words.
fn is_wide(gap: &str) -> bool {
    gap.contains('\t') || gap.chars().count() > 1 || gap.contains('\u{a0}')
}

fn begins_with_figure(text: &str) -> bool {
    text.trim_start_matches(['\u{a3}', '$', '\u{20ac}', '~', '.']).starts_with(|c: char| c.is_ascii_digit())
}

/// The marker that a line begins with; `text` is the line without the space in front.
pub(super) fn marker(text: &str) -> Option<Typed> {
    let first = text.chars().next()?;
    if (first.is_ascii_alphanumeric() || first == '(')
        && let Some(found) = numbered(text)
    {
        return Some(found);
    }
    let rest = &text[first.len_utf8()..];
    let space = gap(rest);
    let after = &rest[space..];
    let bullet = |sure| {
        let length = first.len_utf8() + space;
        Some(Typed { kind: Kind::Bullet(first), number: 0, roman: None, length, sure })
    };
    match first {
        '-' | '*' | '+' => {
            if rest.trim().is_empty() || rest.starts_with([' ', '\t']) {
                return bullet(Sure::Markdown);
            }
            let next = after.chars().next()?;
            if space > 0 {
                return bullet(Sure::Certain);
            }
            let is_word = next.is_alphabetic() || matches!(next, '\u{201c}' | '\u{2018}' | '"');
            (is_word && !(first == '*' && rest.contains('*'))).then_some(())?;
            bullet(if first == '-' { Sure::InPlace } else { Sure::InRow })
        }
        '\u{2010}'..='\u{2015}' | '\u{2212}' => {
            let next = after.chars().next()?;
            if begins_with_figure(after) || !(space > 0 || next.is_alphabetic()) {
                return None;
            }
            let is_place = matches!(first, '\u{2013}' | '\u{2010}' | '\u{2011}') || is_wide(&rest[..space]);
            bullet(if is_place { Sure::InPlace } else { Sure::InRow })
        }
        c if BULLETS.contains(c) => (!after.is_empty()).then_some(()).and_then(|()| bullet(Sure::Certain)),
        c if LETTERS_FOR_BULLETS.contains(c) => {
            if space == 0 || after.is_empty() || (c == '\u{a7}' && begins_with_figure(after)) {
                return None;
            }
            if is_wide(&rest[..space]) || (c == '\u{a7}' && !after.starts_with('(')) {
                return bullet(Sure::InPlace);
            }
            (c == 'o').then_some(()).and_then(|()| bullet(Sure::InRow))
        }
        _ => None,
    }
}

fn numbered(text: &str) -> Option<Typed> {
    let opened = text.strip_prefix('(');
    let inner = opened.unwrap_or(text);
    let length = inner.bytes().take_while(u8::is_ascii_alphanumeric).take(10).count();
    let (name, rest) = inner.split_at(length);
    let enclosing = match (opened, rest.chars().next()?) {
        (Some(_), ')') => Enclosing::Brackets,
        (None, ')') => Enclosing::Bracket,
        (None, '.') => Enclosing::Stop,
        _ => return None,
    };
    let rest = &rest[1..];
    let space = gap(rest);
    let after = &rest[space..];
    let is_digits = !name.is_empty() && name.bytes().all(|b| b.is_ascii_digit());
    let is_capital = name.starts_with(|c: char| c.is_ascii_uppercase());
    let (numerals, number, roman) = if is_digits {
        (Numerals::Digits, name.parse().ok().filter(|_| name.len() <= 9)?, None)
    } else {
        let lower = name.to_ascii_lowercase();
        let is_one_case = name == lower || name == name.to_ascii_uppercase();
        let roman = roman(&lower).filter(|_| is_one_case);
        let letter = (name.len() == 1).then(|| u64::from(lower.as_bytes()[0] - b'a') + 1);
        let numerals = match (letter, is_capital) {
            (Some(_), false) => Numerals::SmallLetters,
            (Some(_), true) => Numerals::CapitalLetters,
            (None, false) => Numerals::SmallRoman,
            (None, true) => Numerals::CapitalRoman,
        };
        (numerals, letter.or(roman)?, roman)
    };
    let is_markdown = is_digits
        && enclosing != Enclosing::Brackets
        && (rest.starts_with([' ', '\t']) || rest.trim_end_matches(['\r', '\n']).is_empty());
    let sure = if is_markdown {
        Sure::Markdown
    } else if after.is_empty() {
        return None;
    } else if space == 0 {
        // `1.First` is an item and `1.5` a figure; letters without a space after them are names.
        let next = after.chars().next()?;
        if !is_digits || !next.is_alphabetic() || name.len() > 2 {
            return None;
        }
        if number == 1 && next.is_uppercase() { Sure::InPlace } else { Sure::InRow }
    } else if enclosing == Enclosing::Stop && is_capital && !is_wide(&rest[..space]) {
        // `J. Smith` is a name, and `I.` before `II.` a number.
        let kind = Kind::Number(Numerals::CapitalRoman, enclosing);
        let length = text.len() - after.len();
        return roman.map(|number| Typed { kind, number, roman: None, length, sure: Sure::InRow });
    } else if is_digits && enclosing != Enclosing::Brackets {
        Sure::InPlace
    } else {
        Sure::InRow
    };
    let length = text.len() - after.len();
    Some(Typed { kind: Kind::Number(numerals, enclosing), number, roman, length, sure })
}

/// The value of a Roman number in small letters, as far as lists go.
fn roman(name: &str) -> Option<u64> {
    const NUMBERS: [&str; 30] = [
        "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi",
        "xvii", "xviii", "xix", "xx", "xxi", "xxii", "xxiii", "xxiv", "xxv", "xxvi", "xxvii", "xxviii",
        "xxix", "xxx",
    ];
    NUMBERS.iter().zip(1..).find(|(known, _)| **known == name).map(|(_, number)| number)
}

impl Typed {
    /// Takes the letters for a Roman number.
    pub(super) fn as_roman(self) -> Option<Self> {
        let Kind::Number(numerals, enclosing) = self.kind else { return None };
        let numerals = match numerals {
            Numerals::SmallLetters | Numerals::SmallRoman => Numerals::SmallRoman,
            Numerals::CapitalLetters | Numerals::CapitalRoman => Numerals::CapitalRoman,
            Numerals::Digits => return None,
        };
        Some(Self { kind: Kind::Number(numerals, enclosing), number: self.roman?, ..self })
    }

    /// How deep the marker usually stands where all are typed at the same margin, as Word's bullets are when only their
    /// text is pasted.
    pub(super) fn depth(self) -> u8 {
        match self.kind {
            Kind::Number(Numerals::Digits, Enclosing::Stop) => 0,
            Kind::Number(Numerals::Digits, _) => 1,
            Kind::Number(Numerals::SmallLetters | Numerals::CapitalLetters, _) => 2,
            Kind::Number(Numerals::SmallRoman | Numerals::CapitalRoman, _) => 3,
            Kind::Bullet(
                '-' | '+' | '\u{2010}'..='\u{2015}' | '\u{2212}' | 'o' | '\u{25e6}' | '\u{25cb}',
            ) => 5,
            Kind::Bullet('\u{a7}' | '\u{25aa}' | '\u{25ab}' | '\u{25a0}' | '\u{25a1}') => 6,
            Kind::Bullet(_) => 4,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marker_is_told_from_a_text_that_begins_alike() {
        use Enclosing::{Bracket, Brackets, Stop};
        use Numerals::{CapitalLetters, Digits, SmallLetters, SmallRoman};
        let bullet = |c| Some(Kind::Bullet(c));
        let number = |numerals, enclosing| Some(Kind::Number(numerals, enclosing));
        for (line, kind) in [
            ("- One", bullet('-')),
            ("-\u{a0}One", bullet('-')),
            ("-One", bullet('-')),
            ("-3%", None),
            ("*One* is one", None),
            ("*One", bullet('*')),
            ("\u{2022}\tOne", bullet('\u{2022}')),
            ("\u{2022}One", bullet('\u{2022}')),
            ("\u{b7}         One", bullet('\u{b7}')),
            ("\u{2013} One", bullet('\u{2013}')),
            ("\u{2013} 3%", None),
            ("o\tOne", bullet('o')),
            ("o   One", bullet('o')),
            ("one", None),
            ("\u{a7} 12 of the Act", None),
            ("\u{a7}\tOne", bullet('\u{a7}')),
            ("v One", None),
            ("1. One", number(Digits, Stop)),
            ("1.One", number(Digits, Stop)),
            ("1.5 million", None),
            ("(1) One", number(Digits, Brackets)),
            ("1)\u{a0}One", number(Digits, Bracket)),
            ("a) One", number(SmallLetters, Bracket)),
            ("(iv) Four", number(SmallRoman, Brackets)),
            ("A.\tOne", number(CapitalLetters, Stop)),
            ("J. Smith", None),
            ("(see the plan)", None),
            ("e.g. this", None),
        ] {
            assert_eq!(marker(line).map(|found| found.kind), kind, "{line}");
        }
    }
}
