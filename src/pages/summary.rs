//! The table of every rating, and what changed since the previous report.

use std::collections::BTreeMap;

use serde::Serialize;

use super::aspects::{self, AspectCell};
use super::exempt::coded_title as coded_exempt;
use super::indicators::NOTHING;
use super::movement::PrintedMovement;
use super::workstream::coded_title;
use super::{PrintedRating, targets};
use crate::report::compare::{Comparison, Moved, Movement};
use crate::report::exempt::{Place, in_order};
use crate::report::prose::{entry_anchor, group_anchor, section_anchor};
use crate::report::rate::{RatedReport, Verdict};
use crate::report::{Content, DocumentKind, Kind, Rating, Report, Section, Withheld};
use crate::words::{Words, say};

/// One kind of change, and everything that changed in this way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What happened: "Improved".
    pub label: String,
    /// What it happened to.
    pub items: Vec<Changed>,
    /// Whether there are so many that each needs its own line.
    pub is_long: bool,
}

/// Whether so much changed that it is read in a table: nobody reads a long sentence to its end.
pub(super) fn are_many(changes: &[Change]) -> bool {
    const MANY: usize = 15;
    let total: usize = changes.iter().map(|change| change.items.len()).sum();
    total >= MANY || changes.iter().any(|change| change.is_long)
}

impl Change {
    /// From this many, nobody reads a sentence to its end.
    const LONG: usize = 9;

    fn new(label: &str, items: Vec<Changed>) -> Self {
        Self { label: label.to_owned(), is_long: items.len() >= Self::LONG, items }
    }
}

/// One thing that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// Its anchor in this report, if it is in it.
    pub anchor: Option<String>,
    /// Its name.
    pub name: String,
    /// How: "Amber to Green".
    pub detail: String,
}

/// One row of the table of every rating.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Whether the row is a group's or a section's; otherwise it is an entry's.
    pub is_section: bool,
    /// The anchor of the thing itself.
    pub anchor: String,
    /// Its name.
    pub title: String,
    /// Its rating; none for a section that has none of its own.
    pub rating: Option<PrintedRating>,
    /// Its rating in the previous report, in a word.
    pub before: String,
    /// How it moved.
    pub movement: Option<PrintedMovement>,
    /// The ratings of its aspects, one for each column of them.
    pub aspects: Vec<AspectCell>,
}

/// Every section and entry with its rating and its movement.
pub(super) fn summary<'a>(
    report: &'a RatedReport,
    comparison: Option<&Comparison>,
    words: &Words,
) -> Vec<Row> {
    let mut rows = Vec::new();
    let columns = aspects::rated(report);
    let before = |moved: Option<Moved>| match moved.map(|moved| (moved.before, moved.was_exempt())) {
        Some((Some(rating), _)) => words.short_rating(rating),
        Some((None, true)) => say!(words, "exempt"),
        Some((None, false)) => say!(words, "not-reported"),
        // A section that has counts in place of a rating has not moved, and had none to move from.
        None => NOTHING,
    };
    let row = |is_section, anchor, title: &str, rating: Option<Rating>, moved: Option<Moved>| Row {
        is_section,
        anchor,
        title: title.to_owned(),
        rating: rating.map(|rating| PrintedRating::new(rating, words)),
        before: if rating.is_some() || moved.is_some() {
            before(moved).to_owned()
        } else {
            NOTHING.to_owned()
        },
        movement: moved.map(|moved| PrintedMovement::new(moved.movement, words)),
        aspects: aspects::cells(columns, None, &[], words),
    };
    let mut last_group: Option<&String> = None;
    let announced = |is_section, anchor, title: &str| Row {
        is_section,
        anchor,
        title: title.to_owned(),
        rating: Some(PrintedRating::exempt(words)),
        before: NOTHING.to_owned(),
        movement: comparison.map(|_| PrintedMovement { id: "none", words: NOTHING.to_owned() }),
        aspects: aspects::cells(columns, None, &[], words),
    };
    let model = &report.report;
    // The row of a group, before that of the first of its sections.
    let mut group_row = |named: Option<&'a String>| {
        let own = named.filter(|own| last_group != Some(*own))?;
        last_group = Some(own);
        let place = model.groups.iter().position(|group| group.id == *own)?;
        let rated = report.groups.get(place)?.as_ref()?;
        let moved = comparison.and_then(|comparison| comparison.groups.get(place).copied().flatten());
        Some(row(true, group_anchor(own), &model.groups[place].title, Some(rated.rating), moved))
    };
    for place in in_order(&model.sections, &model.withheld) {
        let (index, section) = match place {
            Place::Printed(index, section) => (index, section),
            Place::Announced(section) if is_rated(model, section) => {
                rows.extend(group_row(section.group.as_ref()));
                rows.push(announced(true, section_anchor(&section.id), &section.title));
                continue;
            }
            Place::Announced(_) => continue,
        };
        let ratings = &report.sections[index];
        // Indicators have their own table, with the figures.
        let rating = match (&ratings.verdict, &section.content) {
            (Verdict::Rated(rated), _) => Some(rated.rating),
            (Verdict::Counted(_), Content::Projects(_) | Content::Actions(_)) => None,
            _ => continue,
        };
        rows.extend(group_row(section.group.as_ref()));
        let compared = comparison.and_then(|comparison| comparison.sections.get(index));
        let moved = compared.and_then(|compared| compared.moved);
        rows.push(row(true, section_anchor(&section.id), &section.title, rating, moved));
        for place in in_order(&ratings.entries, &section.withheld) {
            let (index, entry) = match place {
                Place::Printed(index, entry) => (index, entry),
                Place::Announced(entry) => {
                    let title = coded_exempt(entry, words);
                    rows.push(announced(false, entry_anchor(&section.id, &entry.id), &title));
                    continue;
                }
            };
            let moved = compared.and_then(|compared| compared.entries.get(index)).copied();
            let of_aspects = compared.and_then(|compared| compared.aspects.get(index));
            let own = row(
                false,
                entry_anchor(&section.id, &entry.id),
                &coded(section, index, &entry.title, words),
                Some(entry.rating),
                moved,
            );
            let of_aspects = of_aspects.map(Vec::as_slice).unwrap_or_default();
            rows.push(Row { aspects: aspects::cells(columns, Some(entry), of_aspects, words), ..own });
        }
    }
    rows
}

/// Whether the public would see ratings in a section if it were not exempt.
fn is_rated(report: &Report, section: &Withheld) -> bool {
    let is_of_projects = matches!(section.kind, Kind::Workstream | Kind::Enabler);
    is_of_projects && report.document == DocumentKind::Progress
}

/// The title of an entry, after its code if it has one.
fn coded(section: &Section, place: usize, title: &str, words: &Words) -> String {
    let own = match &section.content {
        Content::Projects(_) => section.projects().get(place).map(|project| coded_title(project, words)),
        Content::Actions(actions) => actions
            .get(place)
            .map(|action| say!(words, "code-and-title", code = &action.code, title = &action.title)),
        _ => None,
    };
    own.unwrap_or_else(|| title.to_owned())
}

/// The kinds of change that are listed, in the order in which a councillor would ask about them.
pub(super) const TOLD: [Movement; 7] = [
    Movement::Worsened,
    Movement::Improved,
    Movement::New,
    Movement::NoLongerRated,
    Movement::NotRatedBefore,
    Movement::RuleChanged,
    Movement::ScaleChanged,
];

/// What changed, by kind of change.
pub(super) fn changes(
    report: &RatedReport,
    before: &Report,
    comparison: &Comparison,
    words: &Words,
) -> Vec<Change> {
    let titles = Titles::of(report, comparison, words);
    let mut changes = Vec::new();
    for movement in TOLD {
        let mut items = Vec::new();
        for ((section, ratings), compared) in
            report.report.sections.iter().zip(&report.sections).zip(&comparison.sections)
        {
            if let Some((moved, rated)) = compared.moved.zip(ratings.rated())
                && moved.movement == movement
            {
                items.push(Changed {
                    anchor: Some(section_anchor(&section.id)),
                    name: say!(
                        words,
                        "section-as-a-whole",
                        section = &section.title,
                        kind = words.kind(section.kind())
                    ),
                    detail: detail(moved, rated.rating, words),
                });
            }
            let entries = ratings.entries.iter().zip(&compared.entries).zip(&compared.aspects);
            for ((entry, moved), of_aspects) in entries {
                let name = titles.name(&entry.title, &section.title);
                let item = |name: String, moved: Moved, rating: Rating| Changed {
                    anchor: Some(entry_anchor(&section.id, &entry.id)),
                    name,
                    detail: detail(moved, rating, words),
                };
                let own = (moved.movement == movement).then(|| item(name.clone(), *moved, entry.rating));
                items.extend(own);
                let told = entry.aspects.iter().zip(of_aspects);
                let told = told.filter(|(_, moved)| moved.movement == movement && aspects::is_told(**moved));
                items.extend(told.map(|(own, moved)| {
                    let name = say!(words, "aspect-of-entry", entry = &name, aspect = &own.aspect.title);
                    item(name, *moved, own.rating)
                }));
            }
        }
        if !items.is_empty() {
            changes.push(Change::new(words.movement(movement), items));
        }
    }
    let gone: Vec<Changed> = comparison
        .gone
        .iter()
        .map(|gone| Changed {
            anchor: None,
            name: match &gone.entry {
                Some(entry) => titles.name(entry, &gone.section),
                None => say!(words, "gone-as-a-whole", section = &gone.section),
            },
            detail: say!(words, "rated-last-time", rating = words.rating(gone.rating)),
        })
        .collect();
    if !gone.is_empty() {
        changes.push(Change::new(say!(words, "no-longer-reported"), gone));
    }
    let targets = changed_targets(&report.report, before, &titles, words);
    if !targets.is_empty() {
        changes.push(Change::new(say!(words, "targets-changed"), targets));
    }
    changes
}

/// The targets that were changed since the report `before`. Those of figures that add up over the year are other ones
/// in each report, and nobody has changed them: a changed one says what it first was.
fn changed_targets(now: &Report, before: &Report, titles: &Titles<'_>, words: &Words) -> Vec<Changed> {
    let changed = targets::changed(now, before).into_iter();
    let item = |changed: targets::ChangedTarget<'_>| {
        let (section, indicator) = (changed.section, changed.indicator);
        let original = indicator.original_target?;
        let figure = |figure| words.number(figure, &indicator.unit);
        let (before, now) = (figure(changed.before), figure(changed.now));
        Some(Changed {
            anchor: Some(entry_anchor(&section.id, &indicator.id)),
            name: titles.name(&indicator.title, &section.title),
            detail: if original == changed.before {
                say!(words, "changed-from-to", before = before, now = now)
            } else {
                say!(words, "target-changed", before = before, now = now, original = figure(original))
            },
        })
    };
    changed.filter_map(item).collect()
}

fn detail(moved: Moved, now: Rating, words: &Words) -> String {
    match moved.before {
        Some(before) if before != now => {
            say!(words, "changed-from-to", before = words.rating(before), now = words.rating(now))
        }
        _ => words.rating(now).to_owned(),
    }
}

/// How often each title occurs among the entries that are listed.
struct Titles<'a> {
    counts: BTreeMap<&'a str, usize>,
    words: &'a Words,
}

impl<'a> Titles<'a> {
    fn of(report: &'a RatedReport, comparison: &'a Comparison, words: &'a Words) -> Self {
        let now = report.sections.iter().flat_map(|ratings| &ratings.entries).map(|entry| &entry.title);
        let gone = comparison.gone.iter().filter_map(|gone| gone.entry.as_ref());
        let mut counts = BTreeMap::new();
        for title in now.chain(gone) {
            *counts.entry(title.as_str()).or_default() += 1;
        }
        Self { counts, words }
    }

    /// An entry's title, with its section's if the title alone does not show which is meant ("Other work").
    fn name(&self, entry: &str, section: &str) -> String {
        let is_alone = self.counts.get(entry).is_none_or(|count| *count < 2);
        if is_alone {
            entry.to_owned()
        } else {
            say!(self.words, "entry-in-section", entry = entry, section = section)
        }
    }
}
