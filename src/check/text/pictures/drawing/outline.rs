//! Counts what a drawing's text would grow to when it is read as XML, before anything reads it.
//!
//! In: the text. Out: nothing, or what there is too much of. An entity of 50 kB that is named 50,000 times stands in a file
//! of 200 kB.

use super::super::Trouble;
use crate::content::limits::{LONGEST_ENTITIES, MOST_PARTS};
use crate::content::xml;

/// Whether the text can be read as XML at all.
pub(super) fn check(text: &str) -> Result<(), Trouble> {
    let too_much = |what: &str| Err(Trouble::TooMuch(what.to_owned()));
    if text.matches('<').count() > MOST_PARTS {
        return too_much("parts");
    }
    let (longest, length) = expanded(text).unwrap_or((0, usize::MAX));
    if length > LONGEST_ENTITIES {
        return too_much("text in its entities (`&name;`)");
    }
    xml::too_much(text, longest).map_or(Ok(()), too_much)
}

/// How long the longest entity is, and how long the text can become at most by all of them; nothing if entities stand in
/// entities.
fn expanded(text: &str) -> Option<(usize, usize)> {
    let (mut longest, mut count) = (0, 0);
    for declared in text.split("<!ENTITY").skip(1) {
        let value = declared
            .find(['"', '\''])
            .and_then(|at| declared[at + 1..].split(declared[at..].chars().next()?).next())
            .unwrap_or_default();
        if value.contains('&') {
            return None;
        }
        longest = longest.max(value.len());
        count += 1;
    }
    let is_named = |rest: &&str| {
        !rest.starts_with('#')
            && !["lt;", "gt;", "amp;", "quot;", "apos;"].iter().any(|known| rest.starts_with(known))
    };
    // Each is looked for among all.
    let named = text.split('&').skip(1).filter(is_named).count();
    Some((longest, named.checked_mul(longest.max(count))?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_text_grows_to_is_told_before_it_grows() {
        let entities = |value: &str, count: usize| {
            format!("<!DOCTYPE svg [<!ENTITY a '{value}'>]><svg>{}</svg>", "&a;".repeat(count))
        };
        assert!(check(&entities("http://www.w3.org/2000/svg", 20)).is_ok());
        assert!(check(&entities(&"x".repeat(50_000), 50_000)).is_err());
        assert!(check(&entities("&b;", 1)).is_err(), "in one another");
        assert!(
            check(&format!("<svg>{}</svg>", "&amp;&#65;".repeat(100_000))).is_ok(),
            "these stand for one letter"
        );
        assert!(check(&"<g/>".repeat(MOST_PARTS + 1)).is_err());
    }
}
