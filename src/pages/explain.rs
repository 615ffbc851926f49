//! What is said when somebody asks where a rating comes from.

use serde::Serialize;

use super::Labelled;
use crate::report::compare::{Comparison, Moved};
use crate::report::rate::{self, Basis, RatedReport, RatedSection, Verdict};
use crate::report::{self, Content, Rating, Section};
use crate::text;

/// Where one rating comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// The section's id, or `section/entry`.
    pub id: String,
    /// The title.
    pub title: String,
    /// The rating, in a word; none where nothing is rated.
    pub rating: Option<&'static str>,
    /// Why, in the sentence that the documents print.
    pub reason: String,
    /// What else there is to say, each with its label.
    pub points: Vec<Labelled>,
    /// Each entry with its rating.
    pub entries: Vec<Labelled>,
    /// What would tip the rating.
    pub tips: Vec<String>,
}

/// Explains every section of a report, or the one `section`, or the one `entry` of it.
pub fn explain(
    report: &RatedReport,
    previous: Option<(&report::Report, &Comparison)>,
    section: Option<&str>,
    entry: Option<&str>,
) -> Vec<Explanation> {
    let sections = report.report.sections.iter().zip(&report.sections).enumerate();
    let wanted = sections.filter(|(_, (own, _))| section.is_none_or(|section| own.id == section));
    wanted
        .flat_map(|(index, (own, rated))| {
            let moved =
                previous.and_then(|(before, comparison)| Some((before, comparison.sections.get(index)?)));
            match entry {
                None => vec![of_section(
                    own,
                    rated,
                    moved.and_then(|(before, moved)| Some((before, moved.moved?))),
                )],
                Some(id) => rated
                    .entries
                    .iter()
                    .position(|entry| entry.id == id)
                    .map(|place| {
                        let moved =
                            moved.and_then(|(before, moved)| Some((before, *moved.entries.get(place)?)));
                        of_entry(own, rated, place, moved)
                    })
                    .into_iter()
                    .collect(),
            }
        })
        .collect()
}

fn of_section(
    section: &Section,
    rated: &RatedSection,
    moved: Option<(&report::Report, Moved)>,
) -> Explanation {
    let mut points = Vec::new();
    let (rating, reason, tips) = match (&rated.verdict, &section.content) {
        (Verdict::Rated(own), Content::Projects(projects)) => {
            points.push(Labelled::new(
                "Rule",
                match own.basis {
                    Basis::Rule(rule) => rate::explanation(rule),
                    Basis::Stated => {
                        "None: the section has no projects, and its owner states the rating.".to_owned()
                    }
                },
            ));
            if let Some(by_hand) = &own.set_by_hand {
                let by = by_hand.by.as_ref().map(|by| format!(" by the {by}")).unwrap_or_default();
                let computed = by_hand.computed.word();
                points.push(Labelled::new("Override", format!("set{by}; the rule gives {computed}")));
            }
            let tips = match own.basis {
                Basis::Rule(rule) => rate::tipping(rule, &projects.entries),
                Basis::Stated => Vec::new(),
            };
            let tips = tips.into_iter().map(rate::Tip::sentence).collect();
            (Some(own.rating), own.reason.clone(), tips)
        }
        (Verdict::Counted { reason, .. }, _) => (None, reason.clone(), Vec::new()),
        _ => (None, "Nothing in this section is rated.".to_owned(), Vec::new()),
    };
    points.extend(movement(moved, rating));
    Explanation {
        id: section.id.clone(),
        title: section.title.clone(),
        rating: rating.map(Rating::word),
        reason,
        points,
        entries: rated
            .entries
            .iter()
            .map(|entry| {
                Labelled::new(entry.rating.word(), format!("{} ({}/{})", entry.title, section.id, entry.id))
            })
            .collect(),
        tips,
    }
}

fn of_entry(
    section: &Section,
    rated: &RatedSection,
    place: usize,
    moved: Option<(&report::Report, Moved)>,
) -> Explanation {
    let entry = &rated.entries[place];
    let mut points = Vec::new();
    let reason = match (&entry.judgement, section.projects().get(place)) {
        (Some(judgement), _) => {
            points.extend(judgement.course.clone().map(|course| Labelled::new("Direction", course)));
            judgement.reason.clone()
        }
        (None, Some(project)) => {
            points.extend(project.lead.clone().map(|lead| Labelled::new("Lead", lead)));
            points.extend(
                project.action.as_deref().map(|action| Labelled::new("Action", text::full_stop(action))),
            );
            match &project.reason {
                Some(reason) => {
                    format!("{}, as its lead gives it: {}", entry.rating.word(), text::full_stop(reason))
                }
                None => format!("{}, as its lead gives it; no reason is given.", entry.rating.word()),
            }
        }
        (None, None) => String::new(),
    };
    points.extend(movement(moved, Some(entry.rating)));
    Explanation {
        id: format!("{}/{}", section.id, entry.id),
        title: entry.title.clone(),
        rating: Some(entry.rating.word()),
        reason,
        points,
        entries: Vec::new(),
        tips: Vec::new(),
    }
}

/// How it moved, and against which report.
fn movement(moved: Option<(&report::Report, Moved)>, now: Option<Rating>) -> Option<Labelled> {
    let (before, moved) = moved?;
    let from = moved.before.map_or_else(String::new, |rating| match now {
        Some(now) if now != rating => format!(", from {} to {}", rating.word(), now.word()),
        _ => String::new(),
    });
    Some(Labelled::new("Movement", format!("{}{from}, since {}", moved.movement.words(), before.id)))
}
