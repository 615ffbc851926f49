//! Compares a report with the one before it.
//!
//! In: two rated reports. Out: how each section and entry moved, and what is no longer reported. Pure functions;
//! they must not know how a movement is printed.

use std::collections::{BTreeMap, BTreeSet};

use crate::report::rate::{Basis, Rated, RatedEntry, RatedReport};
use crate::report::{Rating, Withheld};

/// How something compares with the previous report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Movement {
    /// Better than before.
    Improved,
    /// Worse than before.
    Worsened,
    /// As before.
    NoChange,
    /// Not in the previous report.
    New,
    /// Rated neither before nor now.
    NotRated,
    /// Rated now, but not before.
    NotRatedBefore,
    /// Rated before, but not now.
    NoLongerRated,
    /// The rule changed in between, so a movement would mean nothing.
    RuleChanged,
    /// The scale changed in between, so neither rating is better or worse than the other.
    ScaleChanged,
}

impl Movement {
    /// The stable name that data files and templates use.
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
            Self::ScaleChanged => "scale-changed",
        }
    }
}

/// How one thing moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    /// Which way it moved.
    pub movement: Movement,
    /// Its rating in the previous report; `None` if it was not there.
    pub before: Option<Rating>,
    /// How its rating came about before, if that has changed.
    pub basis_before: Option<Basis>,
}

impl Moved {
    const NEW: Self = Self { movement: Movement::New, before: None, basis_before: None };

    /// Something that was exempt before, so that its old rating is not known.
    fn after_exempt(now: Rating) -> Self {
        let movement = if now.standing().is_some() { Movement::NotRatedBefore } else { Movement::NotRated };
        Self { movement, before: None, basis_before: None }
    }

    /// Whether it was only announced in the previous report.
    pub fn was_exempt(&self) -> bool {
        self.before.is_none() && self.movement != Movement::New
    }
}

/// A report compared with the one before it, in the report's own order.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// One for each section.
    pub sections: Vec<SectionComparison>,
    /// One for each group that has a rating, in the order of the groups.
    pub groups: Vec<Option<Moved>>,
    /// What was in the previous report and is not in this one, in the old order.
    pub gone: Vec<Gone>,
    /// The report as a whole, if it has a rating.
    pub overall: Option<Moved>,
}

/// A section compared with the same one before.
#[derive(Debug, Clone, PartialEq)]
pub struct SectionComparison {
    /// The section itself, if it has a rating.
    pub moved: Option<Moved>,
    /// Its rated entries.
    pub entries: Vec<Moved>,
    /// For each of those, the aspects that are rated of it.
    pub aspects: Vec<Vec<Moved>>,
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

/// How `now` compares with `before`.
pub fn movement(before: Rating, now: Rating) -> Movement {
    if !before.scale().has_steps_of(now.scale()) {
        return Movement::ScaleChanged;
    }
    match (before.standing(), now.standing()) {
        (Some(before), Some(now)) if now > before => Movement::Improved,
        (Some(before), Some(now)) if now < before => Movement::Worsened,
        (Some(_), Some(_)) => Movement::NoChange,
        (None, None) => Movement::NotRated,
        (None, Some(_)) => Movement::NotRatedBefore,
        (Some(_), None) => Movement::NoLongerRated,
    }
}

/// Compares `now` with `before`. What has no rating has no movement.
pub fn reports(now: &RatedReport, before: &RatedReport) -> Comparison {
    let known = by_place(before);
    let mut seen: BTreeSet<(&str, &str)> = BTreeSet::new();
    let mut sections = Vec::new();
    for (section, ratings) in now.report.sections.iter().zip(&now.sections) {
        let old = before.report.sections.iter().zip(&before.sections).find(|(old, _)| old.id == section.id);
        let old = old.and_then(|(_, old)| old.rated());
        let mut entries = Vec::new();
        let mut aspects = Vec::new();
        for entry in &ratings.entries {
            let place = earlier_place(entry.was.as_ref(), &section.id, &entry.id);
            let old = known.get_key_value(&place);
            seen.extend(old.map(|(place, _)| *place));
            let old = old.map(|(_, old)| *old);
            let was_exempt = old.is_none() && was_withheld(before, place);
            let from = |before: Option<Rating>, now: Rating| match before {
                None if was_exempt => Moved::after_exempt(now),
                None => Moved::NEW,
                Some(before) => moved(before, now),
            };
            entries.push(from(old.map(|old| old.rating), entry.rating));
            let own = entry.aspects.iter().map(|own| from(old.and_then(|old| old.aspect(own)), own.rating));
            aspects.push(own.collect());
        }
        seen.extend(section.withheld.iter().flat_map(continued));
        let was_exempt = before.report.withheld.iter().any(|old| old.id == section.id);
        let moved = ratings.rated().map(|rated| match old {
            None if was_exempt => Moved::after_exempt(rated.rating),
            old => section_moved(old, rated),
        });
        sections.push(SectionComparison { moved, entries, aspects });
    }
    seen.extend(now.report.withheld.iter().flat_map(continued));
    let overall = now.overall.as_ref().map(|rated| section_moved(before.overall.as_ref(), rated));
    Comparison { sections, groups: groups(now, before), gone: gone(now, before, &seen), overall }
}

/// How each group that has a rating compares with the one that had its id.
fn groups(now: &RatedReport, before: &RatedReport) -> Vec<Option<Moved>> {
    let of_before = |id: &str| {
        let place = before.report.groups.iter().position(|group| group.id == id)?;
        before.groups.get(place)?.as_ref()
    };
    let groups = now.report.groups.iter().zip(&now.groups);
    groups.map(|(group, rated)| Some(section_moved(of_before(&group.id), rated.as_ref()?))).collect()
}

fn section_moved(before: Option<&Rated>, now: &Rated) -> Moved {
    match before {
        None => Moved::NEW,
        Some(old) if old.rating.scale().has_steps_of(now.rating.scale()) && old.basis != now.basis => {
            Moved { movement: Movement::RuleChanged, before: Some(old.rating), basis_before: Some(old.basis) }
        }
        Some(old) => moved(old.rating, now.rating),
    }
}

fn moved(before: Rating, now: Rating) -> Moved {
    Moved { movement: movement(before, now), before: Some(before), basis_before: None }
}

/// The sections and entries of the previous report that something exempt continues.
fn continued(withheld: &Withheld) -> impl Iterator<Item = (&str, &str)> {
    withheld.continues.iter().map(|(section, entry)| (section.as_str(), entry.as_str()))
}

/// Whether the entry at that place was exempt, or in a section that was.
fn was_withheld(before: &RatedReport, place: (&str, &str)) -> bool {
    let (section, entry) = place;
    let sections = before.report.sections.iter().filter(|known| known.id == section);
    before.report.withheld.iter().any(|withheld| withheld.id == section)
        || sections.flat_map(|known| &known.withheld).any(|withheld| withheld.id == entry)
}

/// The section and entry that an entry continues: those that `was` names, otherwise those with the same ids.
pub(crate) fn earlier_place<'a>(
    was: Option<&'a (String, String)>,
    section: &'a str,
    entry: &'a str,
) -> (&'a str, &'a str) {
    was.map_or((section, entry), |(section, entry)| (section.as_str(), entry.as_str()))
}

/// The entries of a report by their section and own id.
fn by_place(report: &RatedReport) -> BTreeMap<(&str, &str), &RatedEntry> {
    let sections = report.report.sections.iter().zip(&report.sections);
    sections
        .flat_map(|(section, rated)| {
            rated.entries.iter().map(|entry| ((section.id.as_str(), entry.id.as_str()), entry))
        })
        .collect()
}

/// What nothing in `now` continues, so that nothing disappears unnoticed.
fn gone(now: &RatedReport, before: &RatedReport, seen: &BTreeSet<(&str, &str)>) -> Vec<Gone> {
    let mut gone = Vec::new();
    for (section, ratings) in before.report.sections.iter().zip(&before.sections) {
        let is_there = now.report.sections.iter().any(|new| new.id == section.id)
            || now.report.withheld.iter().any(|new| new.id == section.id);
        if let Some(rated) = ratings.rated().filter(|_| !is_there) {
            gone.push(Gone {
                id: section.id.clone(),
                section: section.title.clone(),
                entry: None,
                rating: rated.rating,
            });
        }
        for entry in &ratings.entries {
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
