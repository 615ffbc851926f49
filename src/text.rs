//! Small text helpers that any room may need: plurals, lists, short forms, ids, near names.
//!
//! In: text. Out: text. Knows nothing of reports, files or faults, and uses no other room.

use std::borrow::Cow;
use std::fmt::Display;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// "1 project", "2 projects".
pub(crate) fn count_of(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// "1 entry", "2 entries".
pub(crate) fn count_of_entries(count: usize) -> String {
    if count == 1 { "1 entry".to_owned() } else { format!("{count} entries") }
}

/// Joins words as a sentence does: "a", "a or b", "a, b or c".
pub(crate) fn one_of<S: AsRef<str>>(words: impl IntoIterator<Item = S>) -> String {
    join(words, "or")
}

/// Joins words as a sentence does: "a", "a and b", "a, b and c".
pub(crate) fn all_of<S: AsRef<str>>(words: impl IntoIterator<Item = S>) -> String {
    join(words, "and")
}

fn join<S: AsRef<str>>(words: impl IntoIterator<Item = S>, last: &str) -> String {
    let words: Vec<S> = words.into_iter().collect();
    match words.split_last() {
        None => String::new(),
        Some((only, [])) => only.as_ref().to_owned(),
        Some((end, rest)) => {
            let rest: Vec<&str> = rest.iter().map(AsRef::as_ref).collect();
            format!("{} {last} {}", rest.join(", "), end.as_ref())
        }
    }
}

/// The name in `known` that `found` was most likely meant to be.
///
/// Names come from outside, in any length and number, so the work is bounded: long names are not guessed, names that
/// cannot be near are ruled out by their length and letters alone, and comparing stops once it has cost enough.
pub(crate) fn did_you_mean<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    /// The most letters of a name that is worth a guess; the longest id of a real report has sixty.
    const LONGEST: usize = 100;
    /// How many pairs of letters are compared before the search ends: a few milliseconds' work.
    const MOST_WORK: usize = 1_000_000;
    let found = found.trim();
    if excess(found, LONGEST).is_some() {
        return None;
    }
    let found = found.to_lowercase().replace([' ', '-'], "_");
    let (length, letters) = (found.chars().count(), letters(&found));
    let mut work = 0;
    known
        .into_iter()
        .filter(|name| name.len() <= LONGEST * char::MAX.len_utf8())
        .map_while(|name| {
            let plain = name.replace('-', "_");
            // With more than a third of the letters wrong it would be a shot in the dark, and a wrong guess is worse
            // than none.
            let most = (name.len() / 3).max(1);
            let is_far = plain.chars().count().abs_diff(length) > most
                || difference(letters, self::letters(&plain)) > 2 * most;
            if is_far {
                return Some(None);
            }
            work += length * plain.len();
            let distance = || strsim::damerau_levenshtein(&found, &plain);
            (work <= MOST_WORK).then(|| {
                Some(distance()).filter(|distance| *distance <= most).map(|distance| (distance, name))
            })
        })
        .flatten()
        .min()
        .map(|(_, name)| name)
}

/// How often each letter occurs in a name, in a few classes; changing one letter changes at most two of the counts.
fn letters(name: &str) -> [u16; 32] {
    let mut counts = [0; 32];
    for c in name.chars() {
        counts[c as usize % 32] += 1;
    }
    counts
}

fn difference(one: [u16; 32], other: [u16; 32]) -> usize {
    one.iter().zip(other).map(|(one, other)| usize::from(one.abs_diff(other))).sum()
}

/// A text as a message shows it: only the beginning of a long one.
pub(crate) fn shorten(text: &str) -> String {
    if text.chars().nth(40).is_none() {
        text.to_owned()
    } else {
        text.chars().take(39).collect::<String>() + "…"
    }
}

/// Where a text ends that is cut so that it `fits`: after as many whole words as it can have, or within the first word if
/// that is too long by itself; nothing if not even a letter fits.
pub(crate) fn cut(text: &str, fits: impl Fn(usize) -> bool) -> Option<usize> {
    let fits = |end: &usize| *end > 0 && fits(*end);
    let words = text.match_indices(' ').map(|(at, _)| at);
    words.rev().find(fits).or_else(|| text.char_indices().map(|(at, _)| at).rfind(fits))
}

/// A file as an address that holds all of it (`data:`); `kind` is what a browser is told that it is.
pub(crate) fn data_address(kind: &str, bytes: &[u8]) -> String {
    format!("data:{kind};base64,{}", STANDARD.encode(bytes))
}

/// A number with commas between its thousands, as people read it.
pub(crate) fn figure(number: impl Display) -> String {
    let digits = number.to_string();
    let mut shown = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

/// How many characters `text` has, if that is more than `most`.
pub(crate) fn excess(text: &str, most: usize) -> Option<usize> {
    // Counting is needed only where there are more bytes.
    (text.len() > most).then(|| text.chars().count()).filter(|count| *count > most)
}

/// A text with the line ends of Unix: Git may check files out with CRLF on Windows, and the same content must give the
/// same bytes there.
pub(crate) fn unix_lines(text: &str) -> Cow<'_, str> {
    if text.contains('\r') { text.replace("\r\n", "\n").into() } else { text.into() }
}

/// Whether Unicode ends a line or a paragraph at a character, which nobody sees and which no font has to draw.
pub(crate) fn ends_line(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}')
}

/// How many characters `text` has that are not letters, digits or spaces.
pub(crate) fn symbols(text: &str) -> usize {
    let is_symbol = |c: char| !c.is_alphanumeric() && !c.is_whitespace();
    // Nearly all are one of these, and need not be looked up.
    text.chars().filter(|c| !matches!(c, 'a'..='z' | ' ') && is_symbol(*c)).count()
}

/// Turns a name into a title: `future-use-of-town-hall` becomes "Future use of town hall", and `original_due` "Original
/// due".
pub(crate) fn title_of(id: &str) -> String {
    let words = id.replace(['-', '_'], " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Turns any name into one that can serve as an id: `Asset Management` becomes `asset-management`.
pub(crate) fn slug(name: &str) -> String {
    let mut slug = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if let Some(plain) = without_accent(c) {
            slug.push_str(plain);
        } else if !slug.is_empty() && !slug.ends_with('-') && !matches!(c, '\'' | '\u{2019}') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// As [`slug`], but never a name that Windows reserves for a device: `aux`, the name of an entry, becomes `aux-entry`.
pub(crate) fn id_from(name: &str, what: &str) -> String {
    let id = slug(name);
    if is_device(&id) { format!("{id}-{what}") } else { id }
}

/// A text with a capital at its beginning.
pub(crate) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Whether Windows treats a file of that name as a device, whatever its extension.
pub(crate) fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    if matches!(stem.as_str(), "con" | "prn" | "aux" | "nul") {
        return true;
    }
    let number = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
    number.is_some_and(|number| matches!(number.as_bytes(), [b'0'..=b'9']))
}

/// The plain letters for an accented one, Welsh first: `tŷ` is `ty` in a file name.
fn without_accent(c: char) -> Option<&'static str> {
    Some(match c {
        'ŵ' | 'ẁ' | 'ẃ' | 'ẅ' => "w",
        'ŷ' | 'ỳ' | 'ý' | 'ÿ' => "y",
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => "a",
        'ç' => "c",
        'è' | 'é' | 'ê' | 'ë' => "e",
        'ì' | 'í' | 'î' | 'ï' => "i",
        'ñ' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => "o",
        'ù' | 'ú' | 'û' | 'ü' => "u",
        'æ' => "ae",
        'œ' => "oe",
        'ß' => "ss",
        _ => return None,
    })
}

/// Adds a full stop, unless the text already ends like a sentence.
pub(crate) fn full_stop(text: &str) -> String {
    let text = text.trim_end();
    if text.ends_with(['.', '!', '?', '\u{2026}']) { text.to_owned() } else { format!("{text}.") }
}

/// Reads `75` or `75%`; nothing that is above 100 or has decimals.
pub fn whole_percent(text: &str) -> Option<u8> {
    let figures = text.strip_suffix('%').unwrap_or(text).trim_end();
    let is_plain = figures.bytes().all(|byte| byte.is_ascii_digit());
    figures.parse().ok().filter(|percent| is_plain && *percent <= 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_miss_is_guessed_and_a_far_one_is_not() {
        assert_eq!(did_you_mean("raiting", ["rating", "title"]), Some("rating"));
        assert_eq!(did_you_mean("Original due", ["due", "original_due"]), Some("original_due"));
        assert_eq!(did_you_mean("colour", ["rating", "title"]), None);
        assert_eq!(did_you_mean("Park-Wood", ["park-wood", "park"]), Some("park-wood"));
        assert_eq!(did_you_mean("tranport", ["transport-strategy", "transport"]), Some("transport"));
        assert_eq!(did_you_mean("ŵŷr", ["ŵŷn", "abc"]), Some("ŵŷn"));
    }

    #[test]
    fn names_of_any_length_and_number_are_searched_at_once() {
        // Without the limits each of these takes minutes.
        let long = "a".repeat(1_000_000);
        assert_eq!(did_you_mean(&long, [long.as_str()]), None);
        assert_eq!(did_you_mean("a", [long.as_str(), "b"]), Some("b"));
        let alike: Vec<String> = (0..200_000).map(|n| format!("{n:06}-{}", "ab".repeat(45))).collect();
        assert_eq!(did_you_mean(&"ab".repeat(48), alike.iter().map(String::as_str)), Some(alike[0].as_str()));
    }

    #[test]
    fn words_are_joined_as_in_a_sentence() {
        assert_eq!(one_of(["a"]), "a");
        assert_eq!(one_of(["a", "b", "c"]), "a, b or c");
        assert_eq!(all_of::<&str>([]), "");
    }

    #[test]
    fn figures_are_shown_with_commas() {
        let shown = [0_u32, 999, 1_000, 65_535, 1_000_000].map(figure);
        assert_eq!(shown, ["0", "999", "1,000", "65,535", "1,000,000"]);
    }

    #[test]
    fn characters_are_counted_and_not_bytes() {
        assert_eq!(excess("ŵŵŵ", 3), None);
        assert_eq!(excess("ŵŵŵŵ", 3), Some(4));
    }

    #[test]
    fn a_slug_is_what_an_id_may_be() {
        assert_eq!(slug("Major assets review – King Street"), "major-assets-review-king-street");
        assert_eq!(slug("The council's plan"), "the-councils-plan");
        assert_eq!(slug("2013-14-h2"), "2013-14-h2");
        assert_eq!(slug("--a--b--"), "a-b");
        assert_eq!(slug("Parc tŷ gŵydd"), "parc-ty-gwydd");
        assert_eq!(slug("…"), "");
    }

    #[test]
    fn a_device_of_windows_is_not_an_id() {
        for name in ["con", "PRN", "aux.md", "Nul", "com0", "COM9.txt", "lpt1", "nul .md"] {
            assert!(is_device(name), "{name}");
        }
        for name in ["console", "com", "com10", "lpta", "contract", "a.con", "nul-report", ""] {
            assert!(!is_device(name), "{name}");
        }
        assert_eq!(id_from("CON", "entry"), "con-entry");
        assert_eq!(id_from("Contract", "entry"), "contract");
    }

    #[test]
    fn a_whole_percent_is_read_with_and_without_its_sign() {
        for (text, percent) in [("0", 0), ("75", 75), ("75%", 75), ("75 %", 75), ("100%", 100)] {
            assert_eq!(whole_percent(text), Some(percent), "{text}");
        }
        for text in ["101", "-1", "+5", "7.5", "", "%", "half"] {
            assert_eq!(whole_percent(text), None, "{text}");
        }
    }
}
