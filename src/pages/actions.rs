//! What a section of actions says: a table for each category, and a key and the counts before the first section.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::exempt::{Announced, Notice, announced};
use super::head::Head;
use super::indicators::shown_counts;
use super::{Count, Linked, PrintedExtra, PrintedRating, TextId, Unfilled, extra};

use crate::report::prose::{Prose, entry_anchor, section_anchor};
use crate::report::rate::Verdict;
use crate::report::{Action, Category, Section};
use crate::words::{Words, say};

/// A section of actions: one theme.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Theme {
    /// Its head.
    #[serde(flatten)]
    pub head: Head,
    /// What it is about.
    pub body: Option<TextId>,
    /// The counts of its ratings in a sentence, if it has any.
    pub reason: Option<String>,
    /// The counts of its ratings.
    pub counts: Vec<Count>,
    /// Its actions by category.
    pub groups: Vec<Group>,
    /// Those that are exempt and only announced.
    pub withheld: Vec<Announced>,
}

/// The actions of one category.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Group {
    /// Its anchor.
    pub anchor: String,
    /// Its title: "Category A: Monitoring".
    pub title: String,
    /// Its actions.
    pub rows: Vec<Row>,
}

/// An action.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// Its anchor.
    pub anchor: String,
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: String,
    /// The source's paragraphs: "Paragraphs 42 and 43".
    pub paragraphs: Option<String>,
    /// What is said of it if it is exempt.
    pub exempt: Option<Notice>,
    /// The comment.
    pub comment: Option<TextId>,
    /// By when it is due.
    pub timescale: Option<String>,
    /// Its rating.
    pub rating: Option<PrintedRating>,
    /// Its status.
    pub status: Option<String>,
    /// Whether it is so long that it must be allowed to break across pages.
    pub is_long: bool,
    /// Who leads it.
    pub leads: Vec<String>,
    /// How an improvement will be seen.
    pub evidence: Option<TextId>,
    /// How it is monitored.
    pub monitoring: Option<TextId>,
    /// Values for the council's own templates.
    pub extra: BTreeMap<String, PrintedExtra>,
}

/// What the letters mean, and how many actions there are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Key {
    /// The categories that are explained.
    pub categories: Vec<PrintedCategory>,
    /// The headings of the columns of counts: the letters and "All".
    pub columns: Vec<String>,
    /// The counts of each theme.
    pub rows: Vec<KeyRow>,
    /// The counts over all themes.
    pub total: Vec<usize>,
}

/// A category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PrintedCategory {
    /// Its name: "A: Monitoring".
    pub title: String,
    /// What belongs in it.
    pub description: Option<String>,
}

/// How many actions a theme has, by category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeyRow {
    /// The theme.
    pub theme: Linked,
    /// The counts, in the order of the columns.
    pub counts: Vec<usize>,
}

/// What one theme says.
pub(super) fn theme(
    section: &Section,
    actions: &[Action],
    verdict: &Verdict,
    categories: &[Category],
    words: &Words,
    texts: &mut Unfilled,
) -> Theme {
    let counts = match verdict {
        Verdict::Counted(counts) => Some(counts),
        Verdict::Rated(_) | Verdict::Unrated => None,
    };
    let body = texts.add(&section.body);
    let mut groups = Vec::new();
    for letter in letters(actions.iter(), categories) {
        let own = actions.iter().filter(|action| action.category == letter);
        let rows: Vec<Row> = own.map(|action| row(section, action, words, texts)).collect();
        if rows.is_empty() {
            continue;
        }
        let slug = letter.as_deref().map_or_else(|| "other".to_owned(), crate::text::slug);
        let named = |letter: &str| {
            let category = categories.iter().find(|category| category.letter == letter);
            match category.map(|category| category.title.as_str()).filter(|title| !title.is_empty()) {
                Some(title) => say!(words, "category-titled", letter = letter, title = title),
                None => say!(words, "category", letter = letter),
            }
        };
        groups.push(Group {
            anchor: format!("{}--category-{slug}", section_anchor(&section.id)),
            title: letter.as_deref().map_or_else(|| say!(words, "category-none").to_owned(), named),
            rows,
        });
    }
    Theme {
        head: Head::of(section, words),
        body,
        reason: counts.map(|counts| words.counted(counts, section.kind())),
        counts: counts.map(|counts| shown_counts(counts, words)).unwrap_or_default(),
        groups,
        withheld: announced(&section.id, &section.withheld, words),
    }
}

/// The categories that occur: those that the report explains, in its order, then others, then none.
fn letters<'a>(actions: impl Iterator<Item = &'a Action>, categories: &[Category]) -> Vec<Option<String>> {
    let mut letters: Vec<String> = categories.iter().map(|category| category.letter.clone()).collect();
    let others: BTreeSet<&String> = actions.filter_map(|action| action.category.as_ref()).collect();
    let others: Vec<String> =
        others.into_iter().filter(|letter| !letters.contains(letter)).cloned().collect();
    letters.extend(others);
    letters.into_iter().map(Some).chain(std::iter::once(None)).collect()
}

fn row(section: &Section, action: &Action, words: &Words, texts: &mut Unfilled) -> Row {
    let count = action.paragraphs.len();
    let paragraphs = (count > 0)
        .then(|| say!(words, "paragraphs", count = count, paragraphs = words.all_of(&action.paragraphs)));
    Row {
        anchor: entry_anchor(&section.id, &action.id),
        code: action.code.clone(),
        title: action.title.clone(),
        paragraphs,
        exempt: Notice::of(action.exempt.as_ref(), words),
        comment: texts.add(&action.comment),
        timescale: action.timescale.clone(),
        rating: action.rating.map(|rating| PrintedRating::new(rating, words)),
        status: action.status.clone(),
        is_long: [&action.comment, &action.evidence, &action.monitoring].into_iter().any(Prose::is_long),
        leads: action.leads.clone(),
        evidence: texts.add(&action.evidence),
        monitoring: texts.add(&action.monitoring),
        extra: extra(&action.extra),
    }
}

/// What the letters mean, and how many actions of each category each theme has.
pub(super) fn key(themes: &[(&Section, &[Action])], categories: &[Category], words: &Words) -> Key {
    let all = || themes.iter().flat_map(|(_, actions)| actions.iter());
    let occurs = |letter: &Option<String>| all().any(|action| action.category == *letter);
    let letters: Vec<Option<String>> = letters(all(), categories).into_iter().filter(occurs).collect();
    let counts = |actions: &[&Action]| -> Vec<usize> {
        let of = |letter: &Option<String>| actions.iter().filter(|action| action.category == *letter).count();
        letters.iter().map(of).chain(std::iter::once(actions.len())).collect()
    };
    let none = || say!(words, "actions-without-category").to_owned();
    let heads = letters.iter().map(|letter| letter.clone().unwrap_or_else(none));
    Key {
        categories: categories
            .iter()
            .map(|category| PrintedCategory {
                title: if category.title.is_empty() {
                    category.letter.clone()
                } else {
                    say!(words, "category-explained", letter = &category.letter, title = &category.title)
                },
                description: category.description.clone(),
            })
            .collect(),
        columns: heads.chain(std::iter::once(say!(words, "actions-in-all").to_owned())).collect(),
        rows: themes
            .iter()
            .map(|(section, actions)| KeyRow {
                theme: Linked::new(section_anchor(&section.id), &section.title),
                counts: counts(&actions.iter().collect::<Vec<_>>()),
            })
            .collect(),
        total: counts(&all().collect::<Vec<_>>()),
    }
}
