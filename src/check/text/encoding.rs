//! Finds text that was read in the wrong encoding before it came here, and what it was: `Itâ€™s` was `It’s`.
//!
//! In: a text. Out: the first words of it that nobody typed so. A character of UTF-8 is up to four bytes; a program that
//! takes each byte for a character of its own writes such words.

use std::ops::Range;

/// The characters that Windows-1252 has for the bytes from 0x80 to 0x9f; five of them have none.
const WINDOWS: [char; 32] = [
    '\u{20ac}', '\u{81}', '\u{201a}', '\u{192}', '\u{201e}', '\u{2026}', '\u{2020}', '\u{2021}', '\u{2c6}',
    '\u{2030}', '\u{160}', '\u{2039}', '\u{152}', '\u{8d}', '\u{17d}', '\u{8f}', '\u{90}', '\u{2018}',
    '\u{2019}', '\u{201c}', '\u{201d}', '\u{2022}', '\u{2013}', '\u{2014}', '\u{2dc}', '\u{2122}', '\u{161}',
    '\u{203a}', '\u{153}', '\u{9d}', '\u{17e}', '\u{178}',
];

/// What a Macintosh or an old command line makes of common characters, and what these were.
const OTHERS: [(&str, &str); 14] = [
    ("\u{201a}\u{c4}\u{f4}", "\u{2019}"),
    ("\u{201a}\u{c4}\u{f2}", "\u{2018}"),
    ("\u{201a}\u{c4}\u{fa}", "\u{201c}"),
    ("\u{201a}\u{c4}\u{f9}", "\u{201d}"),
    ("\u{201a}\u{c4}\u{ec}", "\u{2013}"),
    ("\u{201a}\u{c4}\u{ee}", "\u{2014}"),
    ("\u{201a}\u{c4}\u{b6}", "\u{2026}"),
    ("\u{ac}\u{a3}", "\u{a3}"),
    ("\u{221a}\u{a9}", "\u{e9}"),
    ("\u{d4}\u{c7}\u{d6}", "\u{2019}"),
    ("\u{d4}\u{c7}\u{a3}", "\u{201c}"),
    ("\u{d4}\u{c7}\u{f4}", "\u{2013}"),
    ("\u{252c}\u{fa}", "\u{a3}"),
    ("\u{252c}\u{a3}", "\u{a3}"),
];

/// A word that was read in the wrong encoding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Garbled {
    /// Where it stands.
    pub(super) range: Range<usize>,
    /// What it was, where that can be told.
    pub(super) was: Option<String>,
}

/// The first word of `text` that was read in the wrong encoding.
pub(super) fn garbled(text: &str) -> Option<Garbled> {
    // Nearly every text shows at once that it has none.
    if !text.contains(|c: char| !c.is_ascii() || c == '?') {
        return None;
    }
    let mut start = 0;
    text.split_inclusive(char::is_whitespace).find_map(|word| {
        let at = start;
        start += word.len();
        // A no-break space may be half of a character, and belongs to the word before it.
        let own = word.trim_end_matches([' ', '\n', '\r', '\t']);
        let range = at..at + own.len();
        if own.contains('\u{fffd}') {
            return Some(Garbled { range, was: None });
        }
        if let Some(was) = repaired(own) {
            return Some(Garbled { range, was: Some(was) });
        }
        lost_sign(own).then_some(Garbled { range, was: None })
    })
}

/// The byte that a character was made of.
fn byte(c: char) -> Option<u8> {
    match u32::from(c) {
        code @ 0x80..=0xff => u8::try_from(code).ok(),
        _ => WINDOWS.iter().zip(0x80..).find(|(known, _)| **known == c).map(|(_, byte)| byte),
    }
}

/// The word as it was, if some of it was read in the wrong encoding.
fn repaired(word: &str) -> Option<String> {
    let is_first =
        |c: char| matches!(c, '\u{c2}'..='\u{f4}' | '\u{ac}' | '\u{201a}' | '\u{221a}' | '\u{252c}');
    if !word.contains(is_first) {
        return None;
    }
    let mut out = String::new();
    let mut is_changed = false;
    let mut rest = word;
    'next: while let Some(first) = rest.chars().next() {
        if let Some((found, was)) = OTHERS.iter().find(|(found, _)| rest.starts_with(found)) {
            out.push_str(was);
            rest = &rest[found.len()..];
            is_changed = true;
            continue;
        }
        let length = match byte(first) {
            Some(0xc2..=0xdf) => 2,
            Some(0xe2..=0xef) => 3,
            Some(0xf0..=0xf4) => 4,
            _ => 0,
        };
        if length > 0 {
            let taken: Vec<char> = rest.chars().take(length).collect();
            let bytes: Option<Vec<u8>> = taken.iter().map(|c| byte(*c)).collect();
            if let Some(bytes) = bytes
                && bytes.len() == length
                && let Ok(was) = std::str::from_utf8(&bytes)
                && !is_honest(&taken)
            {
                out.push_str(was);
                rest = &rest[taken.iter().map(|c| c.len_utf8()).sum::<usize>()..];
                is_changed = true;
                continue 'next;
            }
            // The last byte of a closing quotation mark has no character, and is often lost.
            if rest.starts_with("\u{e2}\u{20ac}") {
                out.push('\u{201d}');
                rest = &rest["\u{e2}\u{20ac}".len()..];
                is_changed = true;
                continue;
            }
        }
        out.push(first);
        rest = &rest[first.len_utf8()..];
    }
    is_changed.then(|| repaired(&out).unwrap_or(out))
}

/// Whether people write two such characters one after the other: a capital with an accent before a quotation mark or
/// a dash, or two small letters.
fn is_honest(taken: &[char]) -> bool {
    let [first, second] = taken else { return false };
    let is_punctuation = matches!(
        second,
        '\u{2018}'..='\u{201d}' | '\u{2013}' | '\u{2014}' | '\u{2026}' | '\u{a0}' | '\u{bb}' | '\u{ab}'
    );
    !matches!(first, '\u{c2}' | '\u{c3}')
        && (is_punctuation || (second.is_alphabetic() && !matches!(second, '\u{b5}' | '\u{ba}' | '\u{aa}')))
        || (*first == '\u{c2}' && *second == '\u{a0}')
}

/// Whether a question mark stands where a character was lost: `It?s`, `?5m`.
fn lost_sign(word: &str) -> bool {
    if word.contains(['/', '=', '&', '@']) {
        return false;
    }
    let word = word.trim_matches(['(', ')', '"', '\u{201c}', '\u{201d}', '.', ',']);
    let is_money = word.strip_prefix('?').is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_digit())
            && rest.ends_with(|c: char| c.is_ascii_digit() || matches!(c, 'm' | 'k' | 'n'))
    });
    let is_apostrophe = word.split_once('?').is_some_and(|(before, after)| {
        before.ends_with(|c: char| c.is_ascii_alphabetic())
            && matches!(after, "s" | "t" | "re" | "ve" | "ll" | "d")
    });
    is_money || is_apostrophe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_the_wrong_encoding_are_found_with_what_they_were() {
        for (text, found, was) in [
            ("It\u{e2}\u{20ac}\u{2122}s late", "It\u{e2}\u{20ac}\u{2122}s", "It\u{2019}s"),
            ("a \u{c2}\u{a3}5m lease", "\u{c2}\u{a3}5m", "\u{a3}5m"),
            (
                "\u{e2}\u{20ac}\u{153}Yes\u{e2}\u{20ac}\u{9d}",
                "\u{e2}\u{20ac}\u{153}Yes\u{e2}\u{20ac}\u{9d}",
                "\u{201c}Yes\u{201d}",
            ),
            ("caf\u{c3}\u{a9}", "caf\u{c3}\u{a9}", "caf\u{e9}"),
            ("2013\u{e2}\u{20ac}\u{201c}14", "2013\u{e2}\u{20ac}\u{201c}14", "2013\u{2013}14"),
            ("t\u{c5}\u{b7}", "t\u{c5}\u{b7}", "t\u{177}"),
            ("D\u{c5}\u{b5}r", "D\u{c5}\u{b5}r", "D\u{175}r"),
            ("It\u{201a}\u{c4}\u{f4}s", "It\u{201a}\u{c4}\u{f4}s", "It\u{2019}s"),
            ("\u{ac}\u{a3}5m", "\u{ac}\u{a3}5m", "\u{a3}5m"),
            (
                "It\u{c3}\u{a2}\u{e2}\u{201a}\u{ac}\u{e2}\u{201e}\u{a2}s",
                "It\u{c3}\u{a2}\u{e2}\u{201a}\u{ac}\u{e2}\u{201e}\u{a2}s",
                "It\u{2019}s",
            ),
        ] {
            let garbled = garbled(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((&text[garbled.range], garbled.was.as_deref()), (found, Some(was)), "{text}");
        }
        for text in ["a \u{fffd}5m lease", "It?s late", "about ?5m", "(?250)"] {
            assert!(garbled(text).is_some_and(|garbled| garbled.was.is_none()), "{text}");
        }
    }

    #[test]
    fn honest_text_is_not_garbled() {
        for text in [
            "It\u{2019}s \u{a3}5m \u{2013} caf\u{e9} \u{bd} 20\u{b0}C \u{a7} 5",
            "g\u{175}r \u{e2}\u{2019}r llall",
            "\u{c2}\u{a0}and \u{c9}\u{2019}s MEN\u{dc}\u{2013}",
            "Why? It is 5?",
            "t\u{177} \u{174}yn T\u{ca} \u{c5}ngstr\u{f6}m",
            "https://x.uk/?s=t",
        ] {
            assert_eq!(garbled(text), None, "{text}");
        }
    }
}
