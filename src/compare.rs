//! Compares a report with the one before it.
//!
//! In: two rated reports. Out: how each section and entry moved, and what is no longer reported. Pure functions;
//! they must not know how a movement is printed.

use std::collections::BTreeSet;

use crate::model::{Entry, Rating, Section};
use crate::rate::{Basis, RatedReport};

/// How something stands against the report before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Movement {
    /// Better than before.
    Improved,
    /// Worse than before.
    Worsened,
    /// As before.
    NoChange,
    /// Not in the report before.
    New,
    /// Not rated, neither before nor now.
    NotRated,
    /// Rated now, and not before.
    NotRatedBefore,
    /// Rated before, and not now.
    NoLongerRated,
    /// The rule changed in between, so that a movement would mean nothing.
    RuleChanged,
}

impl Movement {
    /// The words that both outputs print.
    pub fn words(self) -> &'static str {
        match self {
            Self::Improved => "Improved",
            Self::Worsened => "Worsened",
            Self::NoChange => "No change",
            Self::New => "New",
            Self::NotRated => "Not rated",
            Self::NotRatedBefore => "Not rated last time",
            Self::NoLongerRated => "No longer rated",
            Self::RuleChanged => "Rule changed",
        }
    }

    /// The lasting name that data files and templates carry.
    pub fn id(self) -> &'static str {
        match self {
            Self::Improved => "improved",
            Self::Worsened => "worsened",
            Self::NoChange => "no-change",
            Self::New => "new",
            Self::NotRated => "not-rated",
            Self::NotRatedBefore => "not-rated-before",
            Self::NoLongerRated => "no-longer-rated",
            Self::RuleChanged => "rule-changed",
        }
    }
}

/// How one thing moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    /// How.
    pub movement: Movement,
    /// Its rating in the report before; `None` if it was not there.
    pub before: Option<Rating>,
    /// How its rating came about before, where that has changed.
    pub basis_before: Option<Basis>,
}

impl Moved {
    const NEW: Self = Self { movement: Movement::New, before: None, basis_before: None };
}

/// A report against the one before it, in the report's own order.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// One for each section.
    pub sections: Vec<SectionComparison>,
    /// What was in the report before and is not in this one, in the old order.
    pub gone: Vec<Gone>,
}

/// A section against the one before it.
#[derive(Debug, Clone, PartialEq)]
pub struct SectionComparison {
    /// The section itself.
    pub moved: Moved,
    /// Its entries.
    pub entries: Vec<Moved>,
}

/// Something that is no longer reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gone {
    /// The section's id and, for an entry, `section/entry`.
    pub id: String,
    /// The section's title.
    pub section: String,
    /// The entry's title; `None` if the whole section is gone.
    pub entry: Option<String>,
    /// Its last rating.
    pub rating: Rating,
}

/// How `now` stands against `before`.
pub fn movement(before: Rating, now: Rating) -> Movement {
    match (before.standing(), now.standing()) {
        (Some(before), Some(now)) if now > before => Movement::Improved,
        (Some(before), Some(now)) if now < before => Movement::Worsened,
        (Some(_), Some(_)) => Movement::NoChange,
        (None, None) => Movement::NotRated,
        (None, Some(_)) => Movement::NotRatedBefore,
        (Some(_), None) => Movement::NoLongerRated,
    }
}

/// Compares `now` with `before`.
pub fn reports(now: &RatedReport, before: &RatedReport) -> Comparison {
    let mut seen: BTreeSet<(&str, &str)> = BTreeSet::new();
    let mut sections = Vec::new();
    for (section, rated) in now.report.sections.iter().zip(&now.sections) {
        let old = before.report.sections.iter().zip(&before.sections).find(|(old, _)| old.id == section.id);
        let moved = match old {
            None => Moved::NEW,
            Some((_, old)) if old.basis != rated.basis => Moved {
                movement: Movement::RuleChanged,
                before: Some(old.rating),
                basis_before: Some(old.basis),
            },
            Some((_, old)) => moved(old.rating, rated.rating),
        };
        let mut entries = Vec::new();
        for entry in &section.entries {
            entries.push(match find(before, section, entry) {
                None => Moved::NEW,
                Some((old_section, old)) => {
                    seen.insert((&old_section.id, &old.id));
                    self::moved(old.rating, entry.rating)
                }
            });
        }
        sections.push(SectionComparison { moved, entries });
    }
    Comparison { sections, gone: gone(now, before, &seen) }
}

fn moved(before: Rating, now: Rating) -> Moved {
    Moved { movement: movement(before, now), before: Some(before), basis_before: None }
}

/// The entry's earlier self: where `was` says, else the one of the same id in the same section.
fn find<'a>(before: &'a RatedReport, section: &Section, entry: &Entry) -> Option<(&'a Section, &'a Entry)> {
    let (section_id, entry_id) = match &entry.was {
        Some((section, entry)) => (section.as_str(), entry.as_str()),
        None => (section.id.as_str(), entry.id.as_str()),
    };
    let section = before.report.sections.iter().find(|old| old.id == section_id)?;
    let entry = section.entries.iter().find(|old| old.id == entry_id)?;
    Some((section, entry))
}

/// What nothing in `now` continues, so that nothing drops out unseen.
fn gone(now: &RatedReport, before: &RatedReport, seen: &BTreeSet<(&str, &str)>) -> Vec<Gone> {
    let mut gone = Vec::new();
    for (section, rated) in before.report.sections.iter().zip(&before.sections) {
        let is_there = now.report.sections.iter().any(|new| new.id == section.id);
        if !is_there {
            gone.push(Gone {
                id: section.id.clone(),
                section: section.title.clone(),
                entry: None,
                rating: rated.rating,
            });
        }
        for entry in &section.entries {
            if !seen.contains(&(section.id.as_str(), entry.id.as_str())) {
                gone.push(Gone {
                    id: format!("{}/{}", section.id, entry.id),
                    section: section.title.clone(),
                    entry: Some(entry.title.clone()),
                    rating: entry.rating,
                });
            }
        }
    }
    gone
}
