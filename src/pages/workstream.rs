//! What a workstream or an enabler says.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{ExtraView, Labelled, RatingView, TextId, Unfilled, extra};
use crate::report::compare::Moved;
use crate::report::prose::{Block, Inline, Prose, entry_anchor, section_anchor, typed_length};
use crate::report::rate::{Basis, Rated};
use crate::report::{self, Date, Done, Project, Rating, Rule};
use crate::text;

/// A workstream or an enabler.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Workstream {
    /// The kind, which names the template that prints it.
    pub kind: &'static str,
    /// Its anchor.
    pub anchor: String,
    /// Its title.
    pub title: String,
    /// Its rating.
    pub rating: RatingView,
    /// Who answers for it: "Owner: Head of Change and Scrutiny."
    pub owner: Option<String>,
    /// Why it has its rating.
    pub reason: String,
    /// What stands in place of a movement where the rule has changed.
    pub rule_changed: Option<String>,
    /// What it is about, or its narrative.
    pub body: Option<TextId>,
    /// Whether that is so brief that it can be kept together with the first entry.
    pub body_is_brief: bool,
    /// Its entries.
    pub entries: Vec<Entry>,
}

/// An entry.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entry {
    /// The file's name, for the council's own templates.
    pub id: String,
    /// Its anchor.
    pub anchor: String,
    /// Its title.
    pub title: String,
    /// Its rating.
    pub rating: RatingView,
    /// Who leads it.
    pub lead: Option<String>,
    /// Why it is red or amber and what is done about it, each with its label.
    pub points: Vec<Labelled>,
    /// What there is to tell.
    pub narrative: Option<TextId>,
    /// The steps on the way.
    pub milestones: Option<Table>,
    /// What may go wrong.
    pub risks: Vec<Labelled>,
    /// Dates, each with its label.
    pub dates: Vec<Labelled>,
    /// What only the council's own templates print.
    pub extra: BTreeMap<String, ExtraView>,
}

/// A small table with a header row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Table {
    /// The column headers.
    pub columns: Vec<&'static str>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell of a small table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// Its text; empty for a rating.
    pub text: String,
    /// The rating that it shows.
    pub rating: Option<RatingView>,
}

/// Says what a section of projects says.
pub(super) fn workstream(
    section: &report::Section,
    rated: &Rated,
    moved: Option<Moved>,
    texts: &mut Unfilled,
) -> Workstream {
    let rule_changed = moved.and_then(|moved| moved.basis_before).map(|before| {
        format!(
            "The rating was {} last time and is {} now, so no movement is shown.",
            basis_words(before),
            basis_words(rated.basis)
        )
    });
    let projects = section.projects();
    Workstream {
        kind: section.kind().name(),
        anchor: section_anchor(&section.id),
        title: section.title.clone(),
        rating: rated.rating.into(),
        owner: section.owner.as_ref().map(|owner| format!("Owner: {}", text::full_stop(owner))),
        reason: rated.reason.clone(),
        rule_changed,
        body: texts.add(&section.body),
        body_is_brief: !projects.is_empty() && is_brief(&section.body),
        entries: projects.iter().map(|entry| self::entry(&section.id, entry, texts)).collect(),
    }
}

/// Whether a text is a short paragraph or two, which no page has to be broken for.
fn is_brief(prose: &Prose) -> bool {
    const LONGEST: usize = 600;
    let mut length = 0;
    prose.blocks.iter().all(|block| match block {
        Block::Paragraph(content) => {
            length += typed_length(content);
            // A picture may fill a page.
            length <= LONGEST && !content.iter().any(|inline| matches!(inline, Inline::Image(_)))
        }
        _ => false,
    })
}

fn basis_words(basis: Basis) -> String {
    match basis {
        Basis::Stated => "stated by the owner".to_owned(),
        Basis::Rule(Rule::Manual) => "judged by the owner".to_owned(),
        Basis::Rule(Rule::Share { red, amber }) => {
            format!("worked out by the share rule ({} Red, {} Amber or Red)", red.text(), amber.text())
        }
        Basis::Rule(rule) => format!("worked out by the {} rule", rule.name()),
    }
}

fn entry(section: &str, entry: &Project, texts: &mut Unfilled) -> Entry {
    let labelled = |label: &str, text: &Option<String>| {
        text.as_ref().map(|text| Labelled { label: label.to_owned(), text: text::full_stop(text) })
    };
    let why = match entry.rating {
        Rating::NotRated => "Why".to_owned(),
        rating => format!(
            "Why {}",
            if rating.is_rated() { rating.word().to_lowercase() } else { "so rated".to_owned() }
        ),
    };
    let due =
        entry.due.map(|due| Labelled { label: "Due".to_owned(), text: moved_date(due, entry.original_due) });
    let updated =
        entry.updated.map(|date| Labelled { label: "Last updated".to_owned(), text: date.to_string() });
    Entry {
        id: entry.id.clone(),
        anchor: entry_anchor(section, &entry.id),
        title: entry.title.clone(),
        rating: entry.rating.into(),
        lead: entry.lead.as_ref().map(|lead| format!("Lead: {lead}")),
        points: [labelled(&why, &entry.reason), labelled("What is being done", &entry.action)]
            .into_iter()
            .flatten()
            .collect(),
        narrative: texts.add(&entry.narrative),
        milestones: milestones(&entry.milestones),
        risks: entry
            .risks
            .iter()
            .map(|risk| {
                let mut level = risk.level.clone();
                if let Some(first) = level.get_mut(..1) {
                    first.make_ascii_uppercase();
                }
                Labelled { label: level, text: text::full_stop(&risk.text) }
            })
            .collect(),
        dates: [due, updated].into_iter().flatten().collect(),
        extra: extra(&entry.extra),
    }
}

/// A date with the one that it replaced: councillors asked to see both.
fn moved_date(due: Date, original: Option<Date>) -> String {
    match original.filter(|original| *original != due) {
        None => due.to_string(),
        Some(original) => format!("{due} (first planned for {original})"),
    }
}

/// The milestones as a table; columns that would be empty are left out.
fn milestones(milestones: &[report::Milestone]) -> Option<Table> {
    if milestones.is_empty() {
        return None;
    }
    let text = |text: String| Cell { text, rating: None };
    let date = |date: Option<Date>| text(date.map_or_else(|| "\u{2013}".to_owned(), |date| date.to_string()));
    let mut columns: Vec<&'static str> = vec!["Milestone"];
    let mut rows: Vec<Vec<Cell>> =
        milestones.iter().map(|milestone| vec![text(milestone.title.clone())]).collect();
    let mut column = |name: &'static str, is_used: bool, cell: &dyn Fn(&report::Milestone) -> Cell| {
        if is_used {
            columns.push(name);
            for (row, milestone) in rows.iter_mut().zip(milestones) {
                row.push(cell(milestone));
            }
        }
    };
    column("Rating", milestones.iter().any(|m| m.rating.is_some()), &|m| Cell {
        text: if m.rating.is_none() { "\u{2013}".to_owned() } else { String::new() },
        rating: m.rating.map(RatingView::from),
    });
    column("First planned", milestones.iter().any(|m| m.original_due.is_some()), &|m| date(m.original_due));
    column("Due", milestones.iter().any(|m| m.due.is_some()), &|m| date(m.due));
    column("Reached", milestones.iter().any(|m| m.done != Done::No), &|m| match m.done {
        Done::On(day) => date(Some(day)),
        Done::Yes => text("Yes".to_owned()),
        Done::No => text("Not yet".to_owned()),
    });
    Some(Table { columns, rows })
}
