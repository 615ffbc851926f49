//! The rated report as data, for other programs.
//!
//! Field names are part of what is promised: `report.schema.json` beside this file says what every field means, and
//! `tests/suite/data_files.rs` holds the files to it.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::pages::{Figures, Input, references};
use crate::report::compare::{Gone, Moved};
use crate::report::prose::Prose;
use crate::report::rate::{Basis, Counts, Direction, Rated, RatedEntry, Verdict};
use crate::report::{self, Content, Date, Done, Indicator, Limit, Number, Project, Rating, Rule, Status};

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
    /// `progress` or `plan`.
    pub document: &'static str,
    /// The id of the plan that it reports on.
    pub plan: Option<String>,
    /// `draft` or `final`.
    pub status: Option<&'static str>,
    /// What makes a committee paper of it.
    pub cover: Option<Cover>,
    /// The meeting.
    pub meeting: Option<Meeting>,
    /// Whether this must not be published.
    pub restricted: bool,
    /// Projects by rating, over the whole report.
    pub counts: BTreeMap<&'static str, usize>,
    /// Indicators by rating, over the whole report.
    pub indicator_counts: BTreeMap<&'static str, usize>,
    /// What a plan puts first, year by year.
    pub priorities: Vec<Priorities>,
    /// What the letters of actions mean.
    pub categories: Vec<Category>,
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

/// What stands at the head of a committee paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cover {
    /// Whose it is.
    pub from: Option<String>,
    /// Whom it is for.
    pub to: Option<String>,
    /// What it is about.
    pub subject: Option<String>,
    /// Whether the public may see it.
    pub classification: Option<String>,
    /// The reference of the decision.
    pub decision_reference: Option<String>,
    /// The wards that it concerns.
    pub wards: Option<String>,
}

/// What a plan puts first in one year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Priorities {
    /// The year.
    pub year: String,
    /// `section/entry` of each, the most important first.
    pub entries: Vec<String>,
}

/// What a letter means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Category {
    /// The letter.
    pub letter: String,
    /// Its name.
    pub title: String,
    /// What belongs to it.
    pub description: Option<String>,
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
    /// Its rating and where it comes from, if anything in it is rated.
    pub rating: Option<SectionRating>,
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
    /// The rating; none where entries are counted and not put together.
    pub value: Option<&'static str>,
    /// The rule; `stated` or `counted` where there is none.
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

/// An entry: what all have in common, then what its kind has.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entry {
    /// The file's name.
    pub id: String,
    /// The title.
    pub title: String,
    /// The rating, if its kind has ratings.
    pub rating: Option<&'static str>,
    /// How it moved.
    pub movement: Option<&'static str>,
    /// Its rating in the previous report.
    pub previous_rating: Option<&'static str>,
    /// What its kind has.
    #[serde(flatten)]
    pub more: More,
}

/// What an entry has by its kind.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum More {
    /// A project.
    Project(Box<ProjectData>),
    /// An indicator.
    Indicator(Box<IndicatorData>),
    /// An action.
    Action(Box<ActionData>),
    /// A part of a narrative.
    Passage {},
}

/// What a project has.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProjectData {
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
    /// What the plan says of it, in a plan.
    pub outlook: Option<Outlook>,
}

/// What a plan says of a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Outlook {
    /// In the long term.
    pub long_term: String,
    /// In the medium term.
    pub medium_term: String,
    /// This year.
    pub this_year: String,
}

/// What an indicator has. Figures are texts, so that no decimal is lost.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IndicatorData {
    /// Its code.
    pub code: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// What is counted.
    pub unit: String,
    /// Over what time it is taken.
    pub basis: Option<String>,
    /// `higher` or `lower`.
    pub better: &'static str,
    /// The figure.
    pub actual: Option<String>,
    /// What is aimed at.
    pub target: Option<String>,
    /// The least that is acceptable.
    pub floor: Option<String>,
    /// The percentage of the target by which it may be missed.
    pub tolerance: Option<String>,
    /// The figure before.
    pub previous: Option<String>,
    /// `improving`, `worsening` or `no-change`.
    pub direction: Option<&'static str>,
    /// Why it has its rating.
    pub reason: String,
    /// Whether the figure may still change.
    pub provisional: bool,
    /// Whether it is told for information.
    pub data_only: bool,
    /// Earlier figures, the oldest first.
    pub history: Vec<Past>,
}

/// An earlier figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Past {
    /// The period.
    pub period: String,
    /// The figure.
    pub actual: Option<String>,
    /// What was aimed at.
    pub target: Option<String>,
}

/// What an action has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ActionData {
    /// Its code.
    pub code: String,
    /// Its category.
    pub category: Option<String>,
    /// The source's paragraphs.
    pub paragraphs: Vec<String>,
    /// By when.
    pub timescale: Option<String>,
    /// Who leads it.
    pub leads: Vec<String>,
    /// Where it stands.
    pub status: Option<String>,
    /// The comment.
    pub comment: String,
    /// How an improvement will be seen.
    pub evidence: String,
    /// How it is watched.
    pub monitoring: String,
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
    /// The kind of section.
    pub kind: &'static str,
    /// The code of an indicator or action.
    pub code: String,
    /// The figure of an indicator.
    pub actual: String,
    /// What is aimed at.
    pub target: String,
    /// What is counted.
    pub unit: String,
    /// Where the figure is going.
    pub direction: &'static str,
}

/// The report as data; its texts are filled from `figures`.
pub fn report(input: Input<'_>, figures: &Figures<'_>) -> Report {
    let model = &input.report.report;
    let comparison = input.previous.map(|(_, comparison)| comparison);
    let sections = model.sections.iter().zip(&input.report.sections).enumerate();
    let sections = sections.map(|(index, (section, rated))| {
        let compared = comparison.and_then(|comparison| comparison.sections.get(index));
        let moved = compared.and_then(|compared| compared.moved);
        Section {
            id: section.id.clone(),
            kind: section.kind().name(),
            title: section.title.clone(),
            owner: section.owner.clone(),
            rating: match &rated.verdict {
                Verdict::Rated(rated) => Some(rating(rated)),
                Verdict::Counted { counts, reason } => Some(counted(counts, reason)),
                Verdict::Unrated => None,
            },
            movement: moved.map(|moved| moved.movement.id()),
            previous_rating: before(moved),
            entries: entries(
                section,
                &rated.entries,
                compared.map_or(&[], |compared| &compared.entries),
                figures,
            ),
        }
    });
    Report {
        id: model.id.clone(),
        title: model.title.clone(),
        council: model.council.clone(),
        period: model.period.clone(),
        from: iso(model.from),
        to: iso(model.to),
        previous: input.previous.map(|(previous, _)| previous.id.clone()),
        document: model.document.name(),
        plan: input.plan.map(|plan| plan.id.clone()),
        status: model.status.map(|status| match status {
            Status::Draft => "draft",
            Status::Final => "final",
        }),
        cover: model.cover.as_ref().map(|cover| Cover {
            from: cover.from.clone(),
            to: cover.to.clone(),
            subject: cover.subject.clone(),
            classification: cover.classification.clone(),
            decision_reference: cover.decision_reference.clone(),
            wards: cover.wards.clone(),
        }),
        meeting: model.meeting.as_ref().map(|meeting| Meeting {
            body: meeting.body.clone(),
            date: iso(meeting.date),
            item: meeting.item.clone(),
        }),
        restricted: input.restricted,
        counts: counts(&input.report.counts(references::are_projects)),
        indicator_counts: counts(&input.report.counts(references::are_indicators)),
        priorities: model
            .priorities
            .iter()
            .map(|year| Priorities {
                year: year.year.clone(),
                entries: year.entries.iter().map(|(section, entry)| format!("{section}/{entry}")).collect(),
            })
            .collect(),
        categories: model
            .categories
            .iter()
            .map(|category| Category {
                letter: category.letter.clone(),
                title: category.title.clone(),
                description: category.description.clone(),
            })
            .collect(),
        sections: sections.collect(),
        no_longer_reported: comparison
            .map(|comparison| comparison.gone.iter().map(gone).collect())
            .unwrap_or_default(),
    }
}

/// The entries of a section; `rated` and `moved` are empty where nothing is rated or compared.
fn entries(
    section: &report::Section,
    rated: &[RatedEntry],
    moved: &[Moved],
    figures: &Figures<'_>,
) -> Vec<Entry> {
    let more: Vec<More> = match &section.content {
        Content::Projects(projects) => {
            projects.entries.iter().map(|entry| More::Project(Box::new(project(entry, figures)))).collect()
        }
        Content::Indicators(entries) => entries
            .iter()
            .zip(rated)
            .map(|(entry, rated)| More::Indicator(Box::new(indicator(entry, rated))))
            .collect(),
        Content::Actions(entries) => {
            entries.iter().map(|entry| More::Action(Box::new(action(entry, figures)))).collect()
        }
        Content::Narrative(narrative) => narrative.passages.iter().map(|_| More::Passage {}).collect(),
    };
    section
        .entry_names()
        .into_iter()
        .zip(more)
        .enumerate()
        .map(|(index, ((id, title), more))| {
            let moved = moved.get(index).copied();
            Entry {
                id: id.to_owned(),
                title: title.to_owned(),
                rating: rated.get(index).map(|rated| rated.rating.id()),
                movement: moved.map(|moved| moved.movement.id()),
                previous_rating: before(moved),
                more,
            }
        })
        .collect()
}

fn project(entry: &Project, figures: &Figures<'_>) -> ProjectData {
    let outlook = &entry.outlook;
    let has_outlook = [&outlook.long_term, &outlook.medium_term, &outlook.this_year]
        .into_iter()
        .any(|prose: &Prose| !prose.is_empty());
    ProjectData {
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
        outlook: has_outlook.then(|| Outlook {
            long_term: plain_text(&outlook.long_term, figures),
            medium_term: plain_text(&outlook.medium_term, figures),
            this_year: plain_text(&outlook.this_year, figures),
        }),
    }
}

fn indicator(entry: &Indicator, rated: &RatedEntry) -> IndicatorData {
    let judgement = rated.judgement.as_ref();
    let text = |number: Option<Number>| number.map(Number::plain);
    let (floor, tolerance) = match entry.limit {
        Limit::None => (None, None),
        Limit::Floor(floor) => (Some(floor), None),
        Limit::Tolerance(percent) => (None, Some(percent)),
    };
    IndicatorData {
        code: entry.code.clone(),
        owner: entry.owner.clone(),
        unit: entry.unit.clone(),
        basis: entry.basis.clone(),
        better: match entry.better {
            report::Better::Higher => "higher",
            report::Better::Lower => "lower",
        },
        actual: text(entry.actual),
        target: text(entry.target),
        floor: text(floor),
        tolerance: text(tolerance),
        previous: text(entry.previous()),
        direction: judgement.and_then(|judgement| judgement.direction).map(Direction::id),
        reason: judgement.map(|judgement| judgement.reason.clone()).unwrap_or_default(),
        provisional: entry.provisional,
        data_only: entry.data_only,
        history: entry
            .history
            .iter()
            .map(|past| Past {
                period: past.period.clone(),
                actual: text(past.actual),
                target: text(past.target),
            })
            .collect(),
    }
}

fn action(entry: &report::Action, figures: &Figures<'_>) -> ActionData {
    ActionData {
        code: entry.code.clone(),
        category: entry.category.clone(),
        paragraphs: entry.paragraphs.clone(),
        timescale: entry.timescale.clone(),
        leads: entry.leads.clone(),
        status: entry.status.clone(),
        comment: plain_text(&entry.comment, figures),
        evidence: plain_text(&entry.evidence, figures),
        monitoring: plain_text(&entry.monitoring, figures),
    }
}

fn plain_text(prose: &Prose, figures: &Figures<'_>) -> String {
    figures.fill(prose.clone()).plain_text()
}

/// The rows of `ratings.csv`.
pub fn rows(report: &Report) -> Vec<Row> {
    let mut rows = Vec::new();
    for section in &report.sections {
        let rating = section.rating.as_ref();
        let of_section = Row {
            report: report.id.clone(),
            period: report.period.clone(),
            level: "section",
            section: section.id.clone(),
            entry: String::new(),
            title: section.title.clone(),
            rating: rating.and_then(|rating| rating.value).unwrap_or(""),
            previous_rating: section.previous_rating.unwrap_or(""),
            movement: section.movement.unwrap_or(""),
            rule: rating.map_or("", |rating| rating.rule),
            responsible: section.owner.clone().unwrap_or_default(),
            kind: section.kind,
            code: String::new(),
            actual: String::new(),
            target: String::new(),
            unit: String::new(),
            direction: "",
        };
        rows.push(of_section.clone());
        rows.extend(section.entries.iter().map(|entry| entry_row(entry, &of_section)));
    }
    rows
}

fn entry_row(entry: &Entry, of_section: &Row) -> Row {
    let row = Row {
        level: "entry",
        entry: entry.id.clone(),
        title: entry.title.clone(),
        rating: entry.rating.unwrap_or(""),
        previous_rating: entry.previous_rating.unwrap_or(""),
        movement: entry.movement.unwrap_or(""),
        rule: "",
        responsible: String::new(),
        ..of_section.clone()
    };
    match &entry.more {
        More::Project(project) => Row { responsible: project.lead.clone().unwrap_or_default(), ..row },
        More::Indicator(indicator) => Row {
            responsible: indicator.owner.clone().unwrap_or_default(),
            code: indicator.code.clone().unwrap_or_default(),
            actual: indicator.actual.clone().unwrap_or_default(),
            target: indicator.target.clone().unwrap_or_default(),
            unit: indicator.unit.clone(),
            direction: indicator.direction.unwrap_or(""),
            ..row
        },
        More::Action(action) => {
            Row { responsible: action.leads.join("; "), code: action.code.clone(), ..row }
        }
        More::Passage {} => row,
    }
}

fn iso(date: Option<Date>) -> Option<String> {
    date.map(Date::iso)
}

fn before(moved: Option<Moved>) -> Option<&'static str> {
    moved.and_then(|moved| moved.before).map(Rating::id)
}

fn rating(rated: &Rated) -> SectionRating {
    SectionRating {
        value: Some(rated.rating.id()),
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

fn counted(all: &Counts, reason: &str) -> SectionRating {
    SectionRating {
        value: None,
        rule: "counted",
        shares: None,
        reason: reason.to_owned(),
        counts: counts(all),
        set_by_hand: None,
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
