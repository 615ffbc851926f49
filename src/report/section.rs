//! Sections: the parts of a report, each of one kind.
//!
//! To add a kind, add a variant to [`Kind`] and to [`Content`], and a file named after it in each room that deals with
//! it: `report/` (what an entry is), `content/schema/` (its fields and what it is called), `check/` (its checks),
//! `report/rate/` if it is rated, `pages/` (what it prints), and a template under `templates/html/` and
//! `templates/typst/`; `outputs/data/report.rs` says what the data files carry. The compiler asks for each `match`, and
//! `every_kind_has_its_place_in_each_stage` in `tests/suite/architecture.rs` for each file.

use super::prose::Prose;
use super::{Action, Indicator, Project, Rating, Rule, Scale};

/// The kind of a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A workstream: projects with ratings and narratives.
    Workstream,
    /// An enabler: like a workstream, but usually stating its own rating and narrative.
    Enabler,
    /// Indicators: figures against targets.
    Indicators,
    /// Actions: a table of coded actions, by category.
    Actions,
    /// Narrative: text alone, with numbered paragraphs if wanted.
    Narrative,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 5] =
        [Self::Workstream, Self::Enabler, Self::Indicators, Self::Actions, Self::Narrative];

    /// The kind's name in content and data files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Workstream => "workstream",
            Self::Enabler => "enabler",
            Self::Indicators => "indicators",
            Self::Actions => "actions",
            Self::Narrative => "narrative",
        }
    }
}

/// A section of a report.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// The folder's name.
    pub id: String,
    /// What the reader sees as its name.
    pub title: String,
    /// The role responsible for it.
    pub owner: Option<String>,
    /// The scale of its ratings.
    pub scale: &'static Scale,
    /// What it is about, or its narrative.
    pub body: Prose,
    /// What it holds.
    pub content: Content,
    /// Whether it must not be published.
    pub restricted: bool,
}

/// What a section holds, by its kind; entries are in order of print.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// The projects of a workstream or enabler.
    Projects(Projects),
    /// Figures against targets.
    Indicators(Vec<Indicator>),
    /// Coded actions.
    Actions(Vec<Action>),
    /// Text.
    Narrative(Narrative),
}

/// The projects of a workstream or enabler.
#[derive(Debug, Clone, PartialEq)]
pub struct Projects {
    /// Whether the section is an enabler; otherwise it is a workstream.
    pub is_enabler: bool,
    /// The rule that makes the section's rating.
    pub rule: Rule,
    /// The rating that its owner states.
    pub stated: Option<Stated>,
    /// The projects.
    pub entries: Vec<Project>,
}

/// A rating that somebody set by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    /// The rating.
    pub rating: Rating,
    /// Why.
    pub reason: Option<String>,
}

/// The text of a narrative section, besides its body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Narrative {
    /// Whether each paragraph takes the next number, running on through the report.
    pub is_numbered: bool,
    /// Its parts.
    pub passages: Vec<Passage>,
}

/// A part of a narrative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// The file's name without its ending.
    pub id: String,
    /// What the reader sees as its name.
    pub title: String,
    /// Its text.
    pub body: Prose,
    /// Whether it must not be published.
    pub restricted: bool,
}

impl Section {
    /// Its kind.
    pub fn kind(&self) -> Kind {
        match &self.content {
            Content::Projects(projects) if projects.is_enabler => Kind::Enabler,
            Content::Projects(_) => Kind::Workstream,
            Content::Indicators(_) => Kind::Indicators,
            Content::Actions(_) => Kind::Actions,
            Content::Narrative(_) => Kind::Narrative,
        }
    }

    /// Its projects; none if it is of another kind.
    pub fn projects(&self) -> &[Project] {
        match &self.content {
            Content::Projects(projects) => &projects.entries,
            _ => &[],
        }
    }

    /// The id and title of every entry, in order of print.
    pub fn entry_names(&self) -> Vec<(&str, &str)> {
        fn names<'a, T>(entries: &'a [T], name: fn(&'a T) -> (&'a str, &'a str)) -> Vec<(&'a str, &'a str)> {
            entries.iter().map(name).collect()
        }
        match &self.content {
            Content::Projects(projects) => names(&projects.entries, |entry| (&entry.id, &entry.title)),
            Content::Indicators(entries) => names(entries, |entry| (&entry.id, &entry.title)),
            Content::Actions(entries) => names(entries, |entry| (&entry.id, &entry.title)),
            Content::Narrative(narrative) => names(&narrative.passages, |entry| (&entry.id, &entry.title)),
        }
    }

    /// Whether the public sees it, but not all of it.
    pub fn is_partly_restricted(&self) -> bool {
        let has_restricted = match &self.content {
            Content::Projects(projects) => projects.entries.iter().any(|entry| entry.restricted),
            Content::Indicators(entries) => entries.iter().any(|entry| entry.restricted),
            Content::Actions(entries) => entries.iter().any(|entry| entry.restricted),
            Content::Narrative(narrative) => narrative.passages.iter().any(|entry| entry.restricted),
        };
        !self.restricted && has_restricted
    }

    /// Leaves out the entries that the public must not see.
    pub fn leave_out_restricted(&mut self) {
        match &mut self.content {
            Content::Projects(projects) => projects.entries.retain(|entry| !entry.restricted),
            Content::Indicators(entries) => entries.retain(|entry| !entry.restricted),
            Content::Actions(entries) => entries.retain(|entry| !entry.restricted),
            Content::Narrative(narrative) => narrative.passages.retain(|entry| !entry.restricted),
        }
    }
}
