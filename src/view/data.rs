//! The rated report as data, for other programs. Field names are part of what is promised.

use std::collections::BTreeMap;

use serde::Serialize;

use super::report::Input;
use crate::compare::{Gone, Moved};
use crate::model::{Date, Done, Rating, Rule, Status};
use crate::rate::{Basis, Counts, Rated};

/// `report.json`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// The folder's name.
    pub id: String,
    /// The title.
    pub title: String,
    /// The body whose paper it is.
    pub council: String,
    /// The period, as printed.
    pub period: String,
    /// The first day of the period.
    pub from: Option<String>,
    /// The last day of the period.
    pub to: Option<String>,
    /// The id of the report that movements are against.
    pub previous: Option<String>,
    /// `draft` or `final`.
    pub status: Option<&'static str>,
    /// The meeting.
    pub meeting: Option<Meeting>,
    /// Whether this must not be published.
    pub restricted: bool,
    /// Entries by rating, over the whole report.
    pub counts: BTreeMap<&'static str, usize>,
    /// The sections, in order of print.
    pub sections: Vec<Section>,
    /// What was in the previous report and is not in this one.
    pub no_longer_reported: Vec<GoneEntry>,
}

/// A meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Meeting {
    /// Who meets.
    pub body: Option<String>,
    /// The day.
    pub date: Option<String>,
    /// The item on the agenda.
    pub item: Option<String>,
}

/// A section.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Section {
    /// The folder's name.
    pub id: String,
    /// The kind.
    pub kind: &'static str,
    /// The title.
    pub title: String,
    /// Who answers for it.
    pub owner: Option<String>,
    /// Its rating and where it comes from.
    pub rating: SectionRating,
    /// How it moved.
    pub movement: Option<&'static str>,
    /// Its rating in the previous report.
    pub previous_rating: Option<&'static str>,
    /// The entries, in order of print.
    pub entries: Vec<Entry>,
}

/// A section's rating and where it comes from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SectionRating {
    /// The rating.
    pub value: &'static str,
    /// The rule.
    pub rule: &'static str,
    /// The rule's own shares, where it has them.
    pub shares: Option<Shares>,
    /// Why, in the sentence that the documents print.
    pub reason: String,
    /// Entries by rating.
    pub counts: BTreeMap<&'static str, usize>,
    /// What took the place of the computed rating.
    #[serde(rename = "override")]
    pub set_by_hand: Option<Override>,
}

/// The shares of the share rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shares {
    /// Of red entries.
    pub red: String,
    /// Of amber and red entries.
    pub amber: String,
}

/// A rating set by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Override {
    /// Who set it.
    pub by: Option<String>,
    /// Why.
    pub reason: String,
    /// What the rule gives.
    pub computed: &'static str,
}

/// An entry.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entry {
    /// The file's name.
    pub id: String,
    /// The title.
    pub title: String,
    /// The rating.
    pub rating: &'static str,
    /// How it moved.
    pub movement: Option<&'static str>,
    /// Its rating in the previous report.
    pub previous_rating: Option<&'static str>,
    /// Who leads it.
    pub lead: Option<String>,
    /// Why it is red or amber.
    pub reason: Option<String>,
    /// What is being done about it.
    pub action: Option<String>,
    /// When it was last brought up to date.
    pub updated: Option<String>,
    /// When it is to be finished.
    pub due: Option<String>,
    /// When it was first to be finished.
    pub original_due: Option<String>,
    /// The steps on the way.
    pub milestones: Vec<Milestone>,
}

/// A step on the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Milestone {
    /// What is to be reached.
    pub title: String,
    /// When.
    pub due: Option<String>,
    /// When first planned.
    pub original_due: Option<String>,
    /// Whether it was reached.
    pub is_done: bool,
    /// On which day.
    pub done: Option<String>,
    /// Where it stands.
    pub rating: Option<&'static str>,
}

/// Something that is no longer reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GoneEntry {
    /// The section's id, or `section/entry`.
    pub id: String,
    /// The title.
    pub title: String,
    /// The last rating.
    pub rating: &'static str,
}

/// One row of `ratings.csv`. Rows carry the report's id, so that the files of many periods can be put together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The report's id.
    pub report: String,
    /// The period, as printed.
    pub period: String,
    /// `section` or `entry`.
    pub level: &'static str,
    /// The section's id.
    pub section: String,
    /// The entry's id; empty for a section.
    pub entry: String,
    /// The title.
    pub title: String,
    /// The rating.
    pub rating: &'static str,
    /// The rating in the previous report; empty where there is none.
    pub previous_rating: &'static str,
    /// The movement; empty where there is no previous report.
    pub movement: &'static str,
    /// The rule; empty for an entry.
    pub rule: &'static str,
    /// Who owns or leads it.
    pub responsible: String,
}

/// The report as data.
pub fn report(input: Input<'_>) -> Report {
    let model = &input.report.report;
    let comparison = input.previous.map(|(_, comparison)| comparison);
    let iso = |date: Option<Date>| date.map(Date::iso);
    let sections = model
        .sections
        .iter()
        .zip(&input.report.sections)
        .enumerate()
        .map(|(index, (section, rated))| {
            let compared = comparison.and_then(|comparison| comparison.sections.get(index));
            let entries = section
                .entries
                .iter()
                .enumerate()
                .map(|(index, entry)| {
                    let moved = compared.and_then(|compared| compared.entries.get(index)).copied();
                    Entry {
                        id: entry.id.clone(),
                        title: entry.title.clone(),
                        rating: entry.rating.id(),
                        movement: moved.map(|moved| moved.movement.id()),
                        previous_rating: before(moved),
                        lead: entry.lead.clone(),
                        reason: entry.reason.clone(),
                        action: entry.action.clone(),
                        updated: iso(entry.updated),
                        due: iso(entry.due),
                        original_due: iso(entry.original_due),
                        milestones: entry
                            .milestones
                            .iter()
                            .map(|milestone| Milestone {
                                title: milestone.title.clone(),
                                due: iso(milestone.due),
                                original_due: iso(milestone.original_due),
                                is_done: milestone.done != Done::No,
                                done: match milestone.done {
                                    Done::On(date) => Some(date.iso()),
                                    Done::Yes | Done::No => None,
                                },
                                rating: milestone.rating.map(Rating::id),
                            })
                            .collect(),
                    }
                })
                .collect();
            let moved = compared.map(|compared| compared.moved);
            Section {
                id: section.id.clone(),
                kind: section.kind.name(),
                title: section.title.clone(),
                owner: section.owner.clone(),
                rating: rating(rated),
                movement: moved.map(|moved| moved.movement.id()),
                previous_rating: before(moved),
                entries,
            }
        })
        .collect();
    let all = model.sections.iter().flat_map(|section| section.entries.iter().map(|entry| entry.rating));
    Report {
        id: model.id.clone(),
        title: model.title.clone(),
        council: model.council.clone(),
        period: model.period.clone(),
        from: iso(model.from),
        to: iso(model.to),
        previous: input.previous.map(|(previous, _)| previous.id.clone()),
        status: model.status.map(|status| match status {
            Status::Draft => "draft",
            Status::Final => "final",
        }),
        meeting: model.meeting.as_ref().map(|meeting| Meeting {
            body: meeting.body.clone(),
            date: iso(meeting.date),
            item: meeting.item.clone(),
        }),
        restricted: input.restricted,
        counts: counts(&Counts::of(all)),
        sections,
        no_longer_reported: comparison
            .map(|comparison| comparison.gone.iter().map(gone).collect())
            .unwrap_or_default(),
    }
}

/// The rows of `ratings.csv`.
pub fn rows(report: &Report) -> Vec<Row> {
    let mut rows = Vec::new();
    for section in &report.sections {
        let row = Row {
            report: report.id.clone(),
            period: report.period.clone(),
            level: "section",
            section: section.id.clone(),
            entry: String::new(),
            title: section.title.clone(),
            rating: section.rating.value,
            previous_rating: section.previous_rating.unwrap_or(""),
            movement: section.movement.unwrap_or(""),
            rule: section.rating.rule,
            responsible: section.owner.clone().unwrap_or_default(),
        };
        let of_section = row.clone();
        rows.push(row);
        rows.extend(section.entries.iter().map(|entry| Row {
            level: "entry",
            entry: entry.id.clone(),
            title: entry.title.clone(),
            rating: entry.rating,
            previous_rating: entry.previous_rating.unwrap_or(""),
            movement: entry.movement.unwrap_or(""),
            rule: "",
            responsible: entry.lead.clone().unwrap_or_default(),
            ..of_section.clone()
        }));
    }
    rows
}

fn before(moved: Option<Moved>) -> Option<&'static str> {
    moved.and_then(|moved| moved.before).map(Rating::id)
}

fn rating(rated: &Rated) -> SectionRating {
    SectionRating {
        value: rated.rating.id(),
        rule: rated.basis.name(),
        shares: match rated.basis {
            Basis::Rule(Rule::Share { red, amber }) => Some(Shares { red: red.text(), amber: amber.text() }),
            _ => None,
        },
        reason: rated.reason.clone(),
        counts: counts(&rated.counts),
        set_by_hand: rated.set_by_hand.as_ref().map(|by_hand| Override {
            by: by_hand.by.clone(),
            reason: by_hand.reason.clone(),
            computed: by_hand.computed.id(),
        }),
    }
}

fn counts(counts: &Counts) -> BTreeMap<&'static str, usize> {
    Rating::ALL.into_iter().map(|rating| (rating.id(), counts.get(rating))).collect()
}

fn gone(gone: &Gone) -> GoneEntry {
    GoneEntry {
        id: gone.id.clone(),
        title: gone.entry.clone().unwrap_or_else(|| gone.section.clone()),
        rating: gone.rating.id(),
    }
}
