//! Units as they are said of one: "deaths" is "1 death".
//!
//! In: a unit as it was typed, which is that of many. Out: the unit of one, or nothing where that is not certain. It knows
//! English only, as the catalogue does.

/// Words that end what a unit counts: "complaints per 1,000 people" counts complaints.
const ENDS: [&str; 16] = [
    "a", "about", "against", "an", "at", "by", "for", "from", "in", "of", "on", "per", "to", "under", "with",
    "within",
];

/// Words whose form for many does not end in `s`.
const OTHERS: [(&str, &str); 4] =
    [("children", "child"), ("men", "man"), ("people", "person"), ("women", "woman")];

/// The unit of one, if it is certain.
pub(super) fn unit_of_one(unit: &str) -> Option<String> {
    let is_plain =
        |c: char| c.is_alphanumeric() || matches!(c, ' ' | ',' | '.' | '-' | '\'' | '\u{2019}' | '%' | '/');
    if !unit.chars().all(is_plain) {
        return None;
    }
    let words: Vec<&str> = unit.split(' ').collect();
    let end =
        words.iter().position(|word| ENDS.contains(&word.to_lowercase().as_str())).unwrap_or(words.len());
    let many: Vec<usize> = (0..end).filter(|at| is_of_many(words[*at])).collect();
    match many.as_slice() {
        [] => Some(unit.to_owned()),
        [at] => {
            let one = of_one(words[*at])?;
            let mut said = words.clone();
            said[*at] = &one;
            Some(said.join(" "))
        }
        _ => None,
    }
}

/// Whether a word looks like one of many things.
fn is_of_many(word: &str) -> bool {
    let lower = word.to_lowercase();
    let is_plural =
        lower.len() > 3 && lower.ends_with('s') && !["ss", "us", "is"].iter().any(|end| lower.ends_with(end));
    is_plural || OTHERS.iter().any(|(many, _)| *many == lower)
}

/// The same word of one thing, unless its ending leaves room for doubt: "boxes", "buses", "series".
fn of_one(word: &str) -> Option<String> {
    if let Some((_, one)) = OTHERS.iter().find(|(many, _)| *many == word) {
        return Some((*one).to_owned());
    }
    let stem = word.strip_suffix('s')?;
    let is_doubtful = ["che", "ie", "oe", "se", "she", "ve", "xe", "ze", "'", "\u{2019}"]
        .iter()
        .any(|end| stem.ends_with(end));
    (!is_doubtful).then(|| stem.to_owned())
}

#[cfg(test)]
mod tests {
    use super::unit_of_one;

    #[test]
    fn a_unit_of_one_is_said_where_it_is_certain() {
        for (many, one) in [
            ("deaths", Some("death")),
            ("days", Some("day")),
            ("working days", Some("working day")),
            ("business days", Some("business day")),
            ("homes built", Some("home built")),
            ("days late", Some("day late")),
            ("complaints per 1,000 people", Some("complaint per 1,000 people")),
            ("people", Some("person")),
            ("staff", Some("staff")),
            ("per 1,000 people", Some("per 1,000 people")),
            ("FTE", Some("FTE")),
            ("km", Some("km")),
            ("#boxes", None),
            ("boxes", None),
            ("families", None),
            ("buses", None),
            ("cases", None),
            ("drugs offences", None),
            ("", Some("")),
        ] {
            assert_eq!(unit_of_one(many).as_deref(), one, "{many}");
        }
    }
}
