//! What a reader can choose to see in the table of every rating and in its sections.
//!
//! In: the rows of that table, the scales of their ratings, and who owns each section. Out: choices, each of which shows
//! something, and for each row the choices that show it. How a page does that without a script is the style's business.

use std::collections::BTreeMap;

use serde::Serialize;

use super::summary::{Row, TOLD};
use crate::report::Scale;
use crate::words::{Words, say};

/// Everything that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Filter {
    /// The choices, by what they are about.
    pub groups: Vec<Group>,
    /// By the anchor of a section or entry, the choices that show it, with spaces between them. A section is shown with
    /// any of its entries.
    pub shown_by: BTreeMap<String, String>,
}

/// Choices about one thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    /// What they are about: "Rating".
    pub label: String,
    /// The choices.
    pub choices: Vec<Choice>,
}

/// A choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// Its name on the page: `rating-1`.
    pub id: String,
    /// What it is called: "Amber".
    pub label: String,
    /// What is said as long as it is chosen.
    pub notice: String,
}

/// Something to choose by: its name, what it is called, its values in order, the value of each row, and what is said.
struct Aspect<'a> {
    name: &'static str,
    label: &'a str,
    values: Vec<&'a str>,
    of_rows: Vec<Option<&'a str>>,
    notice: fn(&Words, &str) -> String,
}

/// The choices for a table, if there is anything to choose: what all rows have in common is no choice. The `owners` of
/// sections go by anchor.
pub(super) fn filter(
    rows: &[Row],
    scales: &[&'static Scale],
    owners: &BTreeMap<String, &str>,
    words: &Words,
) -> Option<Filter> {
    let mut groups = Vec::new();
    let mut own: Vec<Vec<String>> = vec![Vec::new(); rows.len()];
    for aspect in aspects(rows, scales, owners, words) {
        let mut values: Vec<&str> = Vec::new();
        for value in aspect.values.iter().chain(aspect.of_rows.iter().flatten()) {
            if aspect.of_rows.contains(&Some(value)) && !values.contains(value) {
                values.push(value);
            }
        }
        if values.len() < 2 {
            continue;
        }
        let id = |value: &str| {
            let number = values.iter().position(|known| *known == value).unwrap_or_default() + 1;
            format!("{}-{number}", aspect.name)
        };
        for (own, value) in own.iter_mut().zip(&aspect.of_rows) {
            own.extend(value.map(id));
        }
        let choice = |value: &&str| Choice {
            id: id(value),
            label: (*value).to_owned(),
            notice: (aspect.notice)(words, value),
        };
        groups.push(Group { label: aspect.label.to_owned(), choices: values.iter().map(choice).collect() });
    }
    if groups.is_empty() {
        return None;
    }
    let mut shown_by = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        let entries = rows[at + 1..].iter().take_while(|entry| row.is_section && !entry.is_section).count();
        let mut ids = own[at..=at + entries].concat();
        ids.sort();
        ids.dedup();
        shown_by.insert(row.anchor.clone(), ids.join(" "));
    }
    Some(Filter { groups, shown_by })
}

fn aspects<'a>(
    rows: &'a [Row],
    scales: &[&'static Scale],
    owners: &BTreeMap<String, &'a str>,
    words: &'a Words,
) -> [Aspect<'a>; 3] {
    let ratings = scales.iter().flat_map(|scale| scale.ratings());
    let mut owner = None;
    let owners = rows.iter().map(|row| {
        if row.is_section {
            owner = owners.get(&row.anchor).copied();
        }
        owner
    });
    [
        Aspect {
            name: "rating",
            label: say!(words, "rating"),
            values: ratings.map(|rating| words.rating(rating)).collect(),
            of_rows: rows.iter().map(|row| row.rating.as_ref().map(|rating| rating.word.as_str())).collect(),
            notice: |words, rating| say!(words, "shown-by-rating", rating = rating),
        },
        Aspect {
            name: "movement",
            label: say!(words, "movement"),
            values: TOLD.map(|movement| words.movement(movement)).to_vec(),
            of_rows: rows.iter().map(|row| row.movement.as_ref().map(|moved| moved.words.as_str())).collect(),
            notice: |words, movement| say!(words, "shown-by-movement", movement = movement),
        },
        Aspect {
            name: "owner",
            label: say!(words, "owner-of-section"),
            values: Vec::new(),
            of_rows: owners.collect(),
            notice: |words, owner| say!(words, "shown-by-owner", owner = owner),
        },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::PrintedRating;
    use crate::pages::movement::PrintedMovement;
    use crate::report::Rating;
    use crate::report::compare::Movement;

    fn rating(typed: &str) -> Rating {
        Scale::standard().read(typed).expect("a rating")
    }

    fn row(is_section: bool, anchor: &str, typed: &str, movement: Option<Movement>) -> Row {
        let words = Words::default();
        Row {
            is_section,
            anchor: anchor.to_owned(),
            title: anchor.to_owned(),
            rating: Some(PrintedRating::new(rating(typed), &words)),
            before: String::new(),
            movement: movement.map(|movement| PrintedMovement::new(movement, &words)),
            aspects: Vec::new(),
        }
    }

    #[test]
    fn a_section_is_shown_with_any_of_its_entries_and_every_choice_shows_something() {
        let rows = [
            row(true, "a", "amber", Some(Movement::NoChange)),
            row(false, "a--x", "red", Some(Movement::Worsened)),
            row(false, "a--y", "amber", Some(Movement::NoChange)),
            row(true, "b", "green", Some(Movement::NoChange)),
            row(false, "b--z", "green", Some(Movement::NoChange)),
        ];
        let filter = filter(&rows, &[Scale::standard()], &BTreeMap::new(), &Words::default())
            .expect("there is a choice");
        let choices: Vec<(&str, &str)> = filter
            .groups
            .iter()
            .flat_map(|group| &group.choices)
            .map(|choice| (choice.id.as_str(), choice.label.as_str()))
            .collect();
        let of = |label: &str| choices.iter().find(|(_, known)| *known == label).expect("a choice").0;
        assert_eq!(choices.len(), 5, "three ratings and two movements: {choices:?}");
        let shown = |label: &str| -> Vec<&str> {
            let id = of(label);
            let shown = filter.shown_by.iter().filter(|(_, ids)| ids.split(' ').any(|known| known == id));
            shown.map(|(anchor, _)| anchor.as_str()).collect()
        };
        assert_eq!(shown("Red"), ["a", "a--x"]);
        assert_eq!(shown("Amber"), ["a", "a--y"]);
        assert_eq!(shown("Green"), ["b", "b--z"]);
        assert_eq!(shown("Worsened"), ["a", "a--x"]);
        assert_eq!(shown("No change"), ["a", "a--y", "b", "b--z"]);
    }

    #[test]
    fn what_all_rows_share_is_no_choice() {
        let rows = [row(true, "a", "green", None), row(false, "a--x", "green", None)];
        assert_eq!(filter(&rows, &[Scale::standard()], &BTreeMap::new(), &Words::default()), None);
        assert_eq!(filter(&[], &[Scale::standard()], &BTreeMap::new(), &Words::default()), None);
    }
}
