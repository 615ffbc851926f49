//! What one report says, in the order in which it is read.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::summary::{Change, Row, changes, summary};
use super::{Paint, RatingView, TextId, Texts, count_of, paints};
use crate::compare::{Comparison, Moved};
use crate::discover::slug;
use crate::model::prose::{Block, Inline, Prose, entry_anchor, section_anchor};
use crate::model::{self, Council, Date, Done, Extra, Rating, Rule, Status};
use crate::rate::{self, Basis, Counts, Rated, RatedReport};

/// What a view is made from.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// The council.
    pub council: &'a Council,
    /// The report.
    pub report: &'a RatedReport,
    /// The report before, and how this one stands against it.
    pub previous: Option<(&'a model::Report, &'a Comparison)>,
    /// Whether the pages hold what must not be published.
    pub restricted: bool,
}

/// What a report says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// Its folder.
    pub id: String,
    /// The language, as in `en-GB`.
    pub language: String,
    /// The colour of headings and rules.
    pub accent: String,
    /// The colours of ratings.
    pub paints: Vec<Paint>,
    /// The council's logo.
    pub logo: Option<PictureView>,
    /// Whether every page must say that it is not to be published.
    pub restricted: bool,
    /// The body whose paper it is.
    pub council: String,
    /// Its title.
    pub title: String,
    /// Its period, as printed.
    pub period: String,
    /// Title and period together, for window titles and document properties.
    pub full_title: String,
    /// "Draft" or "Final".
    pub status: Option<&'static str>,
    /// The meeting: "Cabinet, 11 June 2014, item 10".
    pub meeting: Option<String>,
    /// The date that the documents carry.
    pub date: Option<DateView>,
    /// The file name of the PDF.
    pub pdf: String,
    /// What stands before the counts.
    pub introduction: Option<TextId>,
    /// How many entries there are, in words.
    pub entries: String,
    /// The entries by rating, those that occur.
    pub counts: Vec<Count>,
    /// The report before: "Corporate Improvement Plan update, October 2012 to March 2013".
    pub previous: Option<String>,
    /// What changed since then.
    pub changes: Vec<Change>,
    /// The table of every rating.
    pub summary: Vec<Row>,
    /// The sections.
    pub sections: Vec<Section>,
    /// How the ratings were worked out.
    pub method: Method,
}

/// A date, for templates that need its parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DateView {
    /// As printed.
    pub text: String,
    /// As `2014-06-11`.
    pub iso: String,
    /// The year.
    pub year: i16,
    /// The month, from 1.
    pub month: i8,
    /// The day.
    pub day: i8,
}

impl From<Date> for DateView {
    fn from(date: Date) -> Self {
        Self {
            text: date.to_string(),
            iso: date.iso(),
            year: date.year(),
            month: date.month(),
            day: date.day(),
        }
    }
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PictureView {
    /// Its path below the content folder.
    pub path: String,
    /// What it shows.
    pub alt: String,
}

/// How many entries have a rating.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Count {
    /// The rating.
    pub rating: RatingView,
    /// How many.
    pub count: usize,
}

/// A section.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Section {
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

/// A text with a label before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Labelled {
    /// The label, without a colon.
    pub label: String,
    /// The text.
    pub text: String,
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

/// How the ratings were worked out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Method {
    /// Each rule that the report uses, explained.
    pub rules: Vec<String>,
    /// Each section with the reason for its rating.
    pub sections: Vec<Labelled>,
}

/// A value of `extra`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtraView(Extra);

impl Serialize for ExtraView {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Extra::Text(text) => serializer.serialize_str(text),
            Extra::List(items) => serializer.collect_seq(items.iter().cloned().map(ExtraView)),
            Extra::Map(fields) => {
                serializer.collect_map(fields.iter().map(|(key, value)| (key, ExtraView(value.clone()))))
            }
        }
    }
}

/// Says what the report says. Its texts come beside it, because templates print them through a filter.
pub fn report(input: Input<'_>) -> (Report, Texts) {
    let model = &input.report.report;
    let mut texts = Texts::default();
    let full_title = if model.period.is_empty() {
        model.title.clone()
    } else {
        format!("{}, {}", model.title, model.period)
    };
    let ratings = model.sections.iter().flat_map(|section| section.entries.iter().map(|entry| entry.rating));
    let counts = Counts::of(ratings);
    let introduction = texts.add(&model.introduction);
    let sections = model
        .sections
        .iter()
        .zip(&input.report.sections)
        .enumerate()
        .map(|(index, (section, rated))| {
            let moved = input.previous.and_then(|(_, comparison)| comparison.sections.get(index));
            self::section(section, rated, moved.map(|moved| moved.moved), &mut texts)
        })
        .collect();
    let report = Report {
        id: model.id.clone(),
        language: input.council.language.clone(),
        accent: input.council.accent.hex(),
        paints: paints(&input.council.colours),
        logo: input
            .council
            .logo
            .as_ref()
            .map(|logo| PictureView { path: logo.path.clone(), alt: logo.alt.clone() }),
        restricted: input.restricted,
        council: model.council.clone(),
        title: model.title.clone(),
        period: model.period.clone(),
        pdf: format!("{}.pdf", file_name(&full_title).unwrap_or_else(|| model.id.clone())),
        full_title,
        status: model.status.map(|status| match status {
            Status::Draft => "Draft",
            Status::Final => "Final",
        }),
        meeting: meeting(model),
        date: model.date().map(DateView::from),
        introduction,
        entries: count_of(counts.total(), "project"),
        counts: Rating::ALL
            .into_iter()
            .filter(|rating| counts.get(*rating) > 0)
            .map(|rating| Count { rating: rating.into(), count: counts.get(rating) })
            .collect(),
        previous: input.previous.map(|(previous, _)| {
            if previous.period.is_empty() {
                previous.title.clone()
            } else {
                format!("{}, {}", previous.title, previous.period)
            }
        }),
        changes: input.previous.map(|(_, comparison)| changes(input.report, comparison)).unwrap_or_default(),
        summary: summary(input.report, input.previous.map(|(_, comparison)| comparison)),
        sections,
        method: method(input.report),
    };
    (report, texts)
}

/// A file name from title and period, short enough for every disk.
fn file_name(title: &str) -> Option<String> {
    const LONGEST: usize = 100;
    let mut name = slug(title);
    if name.len() > LONGEST {
        let end = name[..LONGEST].rfind('-').unwrap_or(LONGEST);
        name.truncate(end);
    }
    (!name.is_empty()).then_some(name)
}

fn meeting(report: &model::Report) -> Option<String> {
    let meeting = report.meeting.as_ref()?;
    let parts = [
        meeting.body.clone(),
        meeting.date.map(|date| date.to_string()),
        meeting.item.as_ref().map(|item| format!("item {item}")),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn section(section: &model::Section, rated: &Rated, moved: Option<Moved>, texts: &mut Texts) -> Section {
    let rule_changed = moved.and_then(|moved| moved.basis_before).map(|before| {
        format!(
            "The rating was {} last time and is {} now, so no movement is shown.",
            basis_words(before),
            basis_words(rated.basis)
        )
    });
    Section {
        kind: section.kind.name(),
        anchor: section_anchor(&section.id),
        title: section.title.clone(),
        rating: rated.rating.into(),
        owner: section.owner.as_ref().map(|owner| format!("Owner: {}", rate::full_stop(owner))),
        reason: rated.reason.clone(),
        rule_changed,
        body: texts.add(&section.body),
        body_is_brief: !section.entries.is_empty() && is_brief(&section.body),
        entries: section.entries.iter().map(|entry| self::entry(&section.id, entry, texts)).collect(),
    }
}

/// Whether a text is a short paragraph or two, which no page has to be broken for.
fn is_brief(prose: &Prose) -> bool {
    const LONGEST: usize = 600;
    let mut length = 0;
    prose.blocks.iter().all(|block| match block {
        Block::Paragraph(content) => {
            length = plain_length(content).saturating_add(length);
            length <= LONGEST
        }
        _ => false,
    })
}

fn plain_length(content: &[Inline]) -> usize {
    content
        .iter()
        .map(|inline| match inline {
            Inline::Text(text) | Inline::Code(text) => text.chars().count(),
            Inline::Strong(inner)
            | Inline::Emphasis(inner)
            | Inline::Strike(inner)
            | Inline::Underline(inner)
            | Inline::Superscript(inner)
            | Inline::Subscript(inner)
            | Inline::Link { content: inner, .. } => plain_length(inner),
            Inline::Break => 1,
            // A picture may fill a page.
            Inline::Image(_) => usize::MAX / 2,
        })
        .fold(0, usize::saturating_add)
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

fn entry(section: &str, entry: &model::Entry, texts: &mut Texts) -> Entry {
    let labelled = |label: &str, text: &Option<String>| {
        text.as_ref().map(|text| Labelled { label: label.to_owned(), text: rate::full_stop(text) })
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
                Labelled { label: level, text: rate::full_stop(&risk.text) }
            })
            .collect(),
        dates: [due, updated].into_iter().flatten().collect(),
        extra: entry.extra.iter().map(|(name, value)| (name.clone(), ExtraView(value.clone()))).collect(),
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
fn milestones(milestones: &[model::Milestone]) -> Option<Table> {
    if milestones.is_empty() {
        return None;
    }
    let text = |text: String| Cell { text, rating: None };
    let date = |date: Option<Date>| text(date.map_or_else(|| "\u{2013}".to_owned(), |date| date.to_string()));
    let mut columns: Vec<&'static str> = vec!["Milestone"];
    let mut rows: Vec<Vec<Cell>> =
        milestones.iter().map(|milestone| vec![text(milestone.title.clone())]).collect();
    let mut column = |name: &'static str, is_used: bool, cell: &dyn Fn(&model::Milestone) -> Cell| {
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

fn method(report: &RatedReport) -> Method {
    let mut rules: Vec<Rule> = Vec::new();
    for rated in &report.sections {
        if let Basis::Rule(rule) = rated.basis
            && !rules.contains(&rule)
        {
            rules.push(rule);
        }
    }
    Method {
        rules: rules.into_iter().map(rate::explanation).collect(),
        sections: report
            .report
            .sections
            .iter()
            .zip(&report.sections)
            .map(|(section, rated)| Labelled { label: section.title.clone(), text: rated.reason.clone() })
            .collect(),
    }
}
