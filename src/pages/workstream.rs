//! What a workstream or an enabler says.

use std::collections::BTreeMap;

use serde::Serialize;

use super::exempt::{Notice, woven};
use super::indicators::shown_counts;
use super::{Count, Labelled, PrintedExtra, PrintedRating, TextId, Unfilled, extra};
use crate::report::compare::{Moved, Movement};
use crate::report::prose::{Block, Inline, Prose, entry_anchor, section_anchor, typed_length};
use crate::report::rate::{Basis, RatedSection, Verdict};
use crate::report::{self, Date, Done, Project, Rating, Rule, Scale, Withheld};
use crate::text::full_stop;
use crate::words::{Words, say};

/// A workstream or an enabler.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Workstream {
    /// The kind, which names the template that prints it.
    pub kind: &'static str,
    /// Its anchor.
    pub anchor: String,
    /// Its title.
    pub title: String,
    /// Its rating; none if its ratings are only counted.
    pub rating: Option<PrintedRating>,
    /// How many of its entries have each rating, if it has no rating of its own.
    pub counts: Vec<Count>,
    /// Who is responsible for it: "Owner: Head of Change and Scrutiny."
    pub owner: Option<String>,
    /// Why it has its rating.
    pub reason: String,
    /// The text in place of a movement if the rule or the scale has changed.
    pub rule_changed: Option<String>,
    /// What is said of it if it is exempt.
    pub exempt: Option<Notice>,
    /// What it is about, or its narrative.
    pub body: Option<TextId>,
    /// Whether that is short enough to be kept together with the first entry.
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
    pub rating: PrintedRating,
    /// What is said of it if it is exempt.
    pub exempt: Option<Notice>,
    /// Who leads it.
    pub lead: Option<String>,
    /// Why it is red or amber and what is done about it, each with its label.
    pub points: Vec<Labelled>,
    /// Its narrative.
    pub narrative: Option<TextId>,
    /// Its milestones.
    pub milestones: Option<Table>,
    /// Its risks.
    pub risks: Vec<Labelled>,
    /// Dates, each with its label.
    pub dates: Vec<Labelled>,
    /// Values for the council's own templates.
    pub extra: BTreeMap<String, PrintedExtra>,
}

/// A small table with a header row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Table {
    /// The column headers.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell of a small table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// Its text; empty for a rating.
    pub text: String,
    /// The rating that it shows.
    pub rating: Option<PrintedRating>,
}

/// What a section of projects says.
pub(super) fn workstream(
    section: &report::Section,
    rated: &RatedSection,
    moved: Option<Moved>,
    words: &Words,
    texts: &mut Unfilled,
) -> Workstream {
    let scale_changed = moved.filter(|moved| moved.movement == Movement::ScaleChanged);
    let basis_before = moved.and_then(|moved| moved.basis_before).zip(rated.rated());
    let rule_changed = match (scale_changed, basis_before) {
        (Some(_), _) => Some(say!(words, "scale-changed").to_owned()),
        (None, Some((before, rated))) => {
            let (before, now) =
                (basis_words(before, section.scale, words), basis_words(rated.basis, section.scale, words));
            Some(say!(words, "rule-changed", before = before, now = now))
        }
        (None, None) => None,
    };
    let (reason, counts) = match &rated.verdict {
        Verdict::Rated(rated) => (words.reason(rated), Vec::new()),
        Verdict::Counted(counts) => (words.shares(counts), shown_counts(counts, words)),
        Verdict::Unrated => (String::new(), Vec::new()),
    };
    let projects = section.projects();
    Workstream {
        kind: section.kind().name(),
        anchor: section_anchor(&section.id),
        title: section.title.clone(),
        rating: rated.rated().map(|rated| PrintedRating::new(rated.rating, words)),
        counts,
        owner: section.owner.as_ref().map(|owner| say!(words, "owner", owner = full_stop(owner))),
        reason,
        rule_changed,
        exempt: Notice::of(section.exempt.as_ref(), words),
        body: texts.add(&section.body),
        body_is_brief: !projects.is_empty() && is_brief(&section.body),
        entries: woven(
            projects,
            &section.withheld,
            |entry| self::entry(&section.id, entry, words, texts),
            |withheld| announced(&section.id, withheld, words),
        ),
    }
}

/// A section of which only the title is printed.
pub(super) fn announced_section(section: &Withheld, words: &Words) -> Workstream {
    Workstream {
        kind: section.kind.name(),
        anchor: section_anchor(&section.id),
        title: section.title.clone(),
        rating: Some(PrintedRating::exempt(words)),
        counts: Vec::new(),
        owner: None,
        reason: String::new(),
        rule_changed: None,
        exempt: Some(Notice::new(&section.exempt, words)),
        body: None,
        body_is_brief: false,
        entries: Vec::new(),
    }
}

/// An entry of which only the title is printed.
fn announced(section: &str, entry: &Withheld, words: &Words) -> Entry {
    Entry {
        id: entry.id.clone(),
        anchor: entry_anchor(section, &entry.id),
        title: entry.title.clone(),
        rating: PrintedRating::exempt(words),
        exempt: Some(Notice::new(&entry.exempt, words)),
        lead: None,
        points: Vec::new(),
        narrative: None,
        milestones: None,
        risks: Vec::new(),
        dates: Vec::new(),
        extra: BTreeMap::new(),
    }
}

/// Whether a text is a short paragraph or two, which can be kept on one page.
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

fn basis_words(basis: Basis, scale: &'static Scale, words: &Words) -> String {
    match basis {
        Basis::Stated => say!(words, "basis-stated").to_owned(),
        Basis::Rule(Rule::Manual) => say!(words, "basis-judged").to_owned(),
        Basis::Rule(rule @ Rule::Share(shares)) => {
            // The worst step first, as the rule looks at them.
            let limits = scale.steps().skip(1).zip(shares.iter()).collect::<Vec<_>>().into_iter().rev();
            let limits = limits.map(|(step, share)| {
                let which = words.rating(step);
                say!(words, "limit-of-step", limit = words.share(share), which = which)
            });
            say!(words, "basis-with-limits", rule = words.rule_name(rule), limits = words.commas(limits))
        }
        Basis::Rule(rule) => say!(words, "basis-rule", rule = words.rule_name(rule)),
    }
}

fn entry(section: &str, entry: &Project, words: &Words, texts: &mut Unfilled) -> Entry {
    let reason =
        entry.reason.as_ref().map(|reason| Labelled::new(&why(entry.rating, words), full_stop(reason)));
    let action = entry.action.as_ref();
    let action = action.map(|action| Labelled::new(say!(words, "what-is-being-done"), full_stop(action)));
    let due =
        entry.due.map(|due| Labelled::new(say!(words, "due"), moved_date(due, entry.original_due, words)));
    let updated = entry.updated.map(|date| Labelled::new(say!(words, "last-updated"), words.date(date)));
    Entry {
        id: entry.id.clone(),
        anchor: entry_anchor(section, &entry.id),
        title: entry.title.clone(),
        rating: PrintedRating::new(entry.rating, words),
        exempt: Notice::of(entry.exempt.as_ref(), words),
        lead: entry.lead.as_ref().map(|lead| say!(words, "lead", lead = lead)),
        points: [reason, action].into_iter().flatten().collect(),
        narrative: texts.add(&entry.narrative),
        milestones: milestones(&entry.milestones, words),
        risks: entry
            .risks
            .iter()
            .map(|risk| Labelled { label: level(&risk.level, words), text: full_stop(&risk.text) })
            .collect(),
        dates: [due, updated].into_iter().flatten().collect(),
        extra: extra(&entry.extra),
    }
}

/// The label of the reason for a rating.
fn why(rating: Rating, words: &Words) -> String {
    match rating {
        missing if missing.is_missing() => say!(words, "why").to_owned(),
        rated if rated.is_rated() => say!(words, "why-rated", rating = words.rating(rated).to_lowercase()),
        _ => say!(words, "why-so-rated").to_owned(),
    }
}

/// How serious a risk is.
fn level(level: &str, words: &Words) -> String {
    match level {
        "high" => say!(words, "risk-high").to_owned(),
        "medium" => say!(words, "risk-medium").to_owned(),
        "low" => say!(words, "risk-low").to_owned(),
        other => other.to_owned(),
    }
}

/// A date with the one that it replaced: councillors asked to see both.
fn moved_date(due: Date, original: Option<Date>, words: &Words) -> String {
    match original.filter(|original| *original != due) {
        None => words.date(due),
        Some(original) => {
            say!(words, "due-moved", due = words.date(due), original = words.date(original))
        }
    }
}

/// The milestones as a table; columns that would be empty are left out.
fn milestones(milestones: &[report::Milestone], words: &Words) -> Option<Table> {
    if milestones.is_empty() {
        return None;
    }
    let text = |text: String| Cell { text, rating: None };
    let date = |date: Option<Date>| text(date.map_or_else(|| "\u{2013}".to_owned(), |date| words.date(date)));
    let mut columns = vec![say!(words, "milestone").to_owned()];
    let mut rows: Vec<Vec<Cell>> =
        milestones.iter().map(|milestone| vec![text(milestone.title.clone())]).collect();
    let mut column = |name: &str, is_used: bool, cell: &dyn Fn(&report::Milestone) -> Cell| {
        if is_used {
            columns.push(name.to_owned());
            for (row, milestone) in rows.iter_mut().zip(milestones) {
                row.push(cell(milestone));
            }
        }
    };
    column(say!(words, "milestone-rating"), milestones.iter().any(|m| m.rating.is_some()), &|m| Cell {
        text: if m.rating.is_none() { "\u{2013}".to_owned() } else { String::new() },
        rating: m.rating.map(|rating| PrintedRating::new(rating, words)),
    });
    column(
        say!(words, "milestone-first-planned"),
        milestones.iter().any(|m| m.original_due.is_some()),
        &|m| date(m.original_due),
    );
    column(say!(words, "milestone-due"), milestones.iter().any(|m| m.due.is_some()), &|m| date(m.due));
    column(
        say!(words, "milestone-reached"),
        milestones.iter().any(|m| m.done != Done::No),
        &|m| match m.done {
            Done::On(day) => date(Some(day)),
            Done::Yes => text(say!(words, "reached-yes").to_owned()),
            Done::No => text(say!(words, "reached-not-yet").to_owned()),
        },
    );
    Some(Table { columns, rows })
}
