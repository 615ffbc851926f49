//! Counts what XML would cost to read, before anything reads it.
//!
//! In: the text of a drawing or of a part of an Office file, which anybody may have made. Out: what there is too much of.
//! The reader compares each attribute of a tag with all before it, by the whole address of its namespace, and hands every
//! namespace on to each part inside.

use std::collections::BTreeSet;

use super::limits::{LONGEST_NAMESPACE, MOST_ATTRIBUTES, MOST_COMPARED, MOST_NAMESPACES};

/// What there is too much of in a text to read it as XML; nothing if it can be read. `entity` is as long as the longest that
/// the text declares.
///
/// A value may hold a greater-than sign, but not a less-than sign: so a tag is whatever follows one of these, with the words
/// after it. Everything is scanned once, from front to back.
pub(crate) fn too_much(text: &str, entity: usize) -> Option<&'static str> {
    let mut names = BTreeSet::new();
    let mut compared = 0;
    for tag in text.split('<') {
        let (mut count, mut declares) = (0, false);
        for (name, value) in attributes(tag) {
            count += 1;
            if count > MOST_ATTRIBUTES {
                return Some("attributes of one part");
            }
            if name.starts_with("xmlns") {
                names.insert(name);
                declares = true;
                let longest = value.len() + value.matches('&').count() * entity;
                if names.len() > MOST_NAMESPACES {
                    return Some("namespaces");
                }
                if longest > LONGEST_NAMESPACE {
                    return Some("letters in the address of a namespace");
                }
            }
        }
        compared += count * count + if declares { names.len() * names.len() } else { 0 };
        if compared > MOST_COMPARED {
            return Some("attributes");
        }
    }
    None
}

/// Whatever looks like an attribute: its name, and its value, or the beginning of one that is longer than any address.
pub(crate) fn attributes(tag: &str) -> impl Iterator<Item = (&str, &str)> {
    let is_quote = |c: char| matches!(c, '"' | '\'');
    tag.match_indices('=').filter_map(move |(at, _)| {
        let value = tag[at + 1..].trim_start();
        let quote = value.chars().next().filter(|c| is_quote(*c))?;
        let value = &value[1..];
        let far = value.char_indices().take(LONGEST_NAMESPACE + 2).find(|(_, c)| *c == quote);
        let end =
            far.map(|(end, _)| end).or_else(|| Some(value.char_indices().nth(LONGEST_NAMESPACE + 1)?.0));
        let name = tag[..at].trim_end().rsplit(|c: char| c.is_whitespace() || is_quote(c)).next();
        Some((name.unwrap_or_default(), &value[..end.unwrap_or(value.len())]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_reader_of_xml_would_compare_is_counted_before_it_does() {
        let attributes = |count: usize| "a='' ".repeat(count);
        let names = |count: usize| {
            let declared: Vec<String> = (0..count).map(|n| format!("xmlns:n{n}='u' ")).collect();
            format!("<g {}/>", declared.concat())
        };
        let long = |length: usize| format!("<g xmlns:a = \"{}\"/>", "u".repeat(length));
        for (text, expected) in [
            (format!("<g {}/>", attributes(MOST_ATTRIBUTES)), None),
            (format!("<g {}/>", attributes(MOST_ATTRIBUTES + 1)), Some("attributes of one part")),
            // The first of these ends no tag.
            (format!("<g b='>' {}/>", attributes(MOST_ATTRIBUTES)), Some("attributes of one part")),
            (format!("<g>{}</g>", "x = y, ".repeat(1_000)), None),
            (names(MOST_NAMESPACES), None),
            (names(MOST_NAMESPACES + 1), Some("namespaces")),
            (long(LONGEST_NAMESPACE), None),
            (long(LONGEST_NAMESPACE + 1), Some("letters in the address of a namespace")),
            ("<g xmlns:a='&e;'/>".to_owned(), None),
            ("<g xmlns:a='&e;&e;&e;&e;'/>".to_owned(), Some("letters in the address of a namespace")),
            (format!("<g {}/>", attributes(200)).repeat(MOST_COMPARED / 40_000 + 1), Some("attributes")),
            (names(60) + &"<g xmlns:z='u'/>".repeat(MOST_COMPARED / 3_600 + 1), Some("attributes")),
            // A word that only looks like a declaration is not one, however often it is there.
            (format!("<g>{}</g>", "xmlns".repeat(1_000_000)), None),
            (format!("<g a='{}'/>", "xmlns=".repeat(1_000_000)), None),
        ] {
            assert_eq!(too_much(&text, 100), expected, "{}", &text[..text.len().min(60)]);
        }
    }
}
