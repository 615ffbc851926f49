//! Sections: the parts of a report, each of one kind.
//!
//! To add a kind, add a variant to [`Kind`] and to [`Content`], and a file named after it in each room that deals with
//! it: `report/` (what an entry is), `content/schema/` (its fields and what it is called), `check/` (its checks),
//! `report/rate/` if it is rated, `pages/` (what it prints), and a template under `templates/html/` and
//! `templates/typst/`; `outputs/data/report.rs` says what the data files carry. The compiler asks for each `match`, and
//! `every_kind_has_its_place_in_each_stage` in `tests/suite/architecture.rs` for each file.

use super::exempt::withhold;
use super::prose::Prose;
use super::{Action, Exempt, Indicator, Naming, Noun, Nouns, Project, Rating, Rule, Scale, Withheld};

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

    /// Whether all entries of such a section have ratings; an action may have one.
    pub fn rates_entries(self) -> bool {
        matches!(self, Self::Workstream | Self::Enabler | Self::Indicators)
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
    /// The id of the group that it belongs to.
    pub group: Option<String>,
    /// What its entries are called, if not by the program's own word.
    pub noun: Option<Noun>,
    /// What it is about, or its narrative.
    pub body: Prose,
    /// What it holds.
    pub content: Content,
    /// Whether it must not be published.
    pub restricted: bool,
    /// Why it is announced to the public and not printed, if it is.
    pub exempt: Option<Exempt>,
    /// Its exempt entries, where they are only announced.
    pub withheld: Vec<Withheld>,
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
    /// How they are printed.
    pub layout: Layout,
    /// The projects.
    pub entries: Vec<Project>,
}

/// How the projects of a section are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Layout {
    /// Each as a block, with its narrative below its name.
    #[default]
    Blocks,
    /// Each as a row of a table.
    Table,
}

impl Layout {
    /// The layout with that name in content.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "blocks" => Some(Self::Blocks),
            "table" => Some(Self::Table),
            _ => None,
        }
    }
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
    /// Why it is announced to the public and not printed, if it is.
    pub exempt: Option<Exempt>,
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

    /// What its entries are called.
    pub fn nouns(&self) -> Nouns {
        let naming = self.naming();
        Nouns { projects: naming.clone(), indicators: naming.clone(), actions: naming }
    }

    pub(super) fn naming(&self) -> Naming {
        self.noun.clone().map_or(Naming::Usual, Naming::Own)
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

    /// Whether the public sees it, but not all of its entries.
    pub fn is_partly_public(&self) -> bool {
        let is_kept_back = |entry: &Head<'_>| entry.restricted || entry.exempt.is_some();
        !self.restricted && self.exempt.is_none() && self.heads().iter().any(is_kept_back)
    }

    /// Whether it is restricted, or an entry of it is.
    pub fn has_restricted(&self) -> bool {
        self.restricted || self.heads().iter().any(|entry| entry.restricted)
    }

    /// Leaves out the entries that the public must not see, and puts an announcement in place of each that is exempt.
    pub fn keep_what_is_public(&mut self) {
        fn keep<T>(
            entries: &mut Vec<T>,
            head: fn(&T) -> Head<'_>,
            announce: impl Fn(Head<'_>) -> Option<Withheld>,
        ) -> Vec<Withheld> {
            entries.retain(|entry| !head(entry).restricted);
            withhold(entries, |entry| announce(head(entry)))
        }
        let (kind, id) = (self.kind(), self.id.as_str());
        let announce = |head: Head<'_>| head.announced(kind, id);
        self.withheld = match &mut self.content {
            Content::Projects(projects) => keep(&mut projects.entries, Head::of_project, announce),
            Content::Indicators(entries) => keep(entries, Head::of_indicator, announce),
            Content::Actions(entries) => keep(entries, Head::of_action, announce),
            Content::Narrative(narrative) => {
                let head = if narrative.is_numbered { Head::of_numbered } else { Head::of_passage };
                keep(&mut narrative.passages, head, announce)
            }
        };
    }

    /// What the public sees of it, if it is exempt as a whole.
    pub(super) fn announced(&self) -> Option<Withheld> {
        let own = match &self.content {
            Content::Narrative(narrative) if narrative.is_numbered => self.body.paragraph_count(),
            _ => 0,
        };
        let entries: Vec<Head<'_>> = self.heads().into_iter().filter(|entry| !entry.restricted).collect();
        Some(Withheld {
            after: 0,
            id: self.id.clone(),
            title: self.title.clone(),
            code: None,
            group: self.group.clone(),
            kind: self.kind(),
            exempt: self.exempt.clone()?,
            numbers: own + entries.iter().map(|entry| entry.numbers).sum::<usize>(),
            continues: entries.iter().map(|entry| entry.continues(&self.id)).collect(),
        })
    }

    /// Its exempt entries, printed or only announced.
    pub(super) fn exempt_entries(&self) -> Vec<Withheld> {
        let printed = self.heads().into_iter().filter_map(|entry| entry.announced(self.kind(), &self.id));
        self.withheld.iter().cloned().chain(printed).collect()
    }

    /// What every entry has, in order of print.
    fn heads(&self) -> Vec<Head<'_>> {
        match &self.content {
            Content::Projects(projects) => projects.entries.iter().map(Head::of_project).collect(),
            Content::Indicators(entries) => entries.iter().map(Head::of_indicator).collect(),
            Content::Actions(entries) => entries.iter().map(Head::of_action).collect(),
            Content::Narrative(narrative) => {
                let head = if narrative.is_numbered { Head::of_numbered } else { Head::of_passage };
                narrative.passages.iter().map(head).collect()
            }
        }
    }
}

/// What an entry of any kind has.
struct Head<'a> {
    id: &'a str,
    title: &'a str,
    code: Option<&'a str>,
    was: Option<&'a (String, String)>,
    restricted: bool,
    exempt: Option<&'a Exempt>,
    /// How many of its paragraphs are numbered.
    numbers: usize,
}

impl Head<'_> {
    fn of_project(entry: &Project) -> Head<'_> {
        Head {
            id: &entry.id,
            title: &entry.title,
            code: entry.code.as_deref(),
            was: entry.was.as_ref(),
            restricted: entry.restricted,
            exempt: entry.exempt.as_ref(),
            numbers: 0,
        }
    }

    fn of_indicator(entry: &Indicator) -> Head<'_> {
        Head {
            id: &entry.id,
            title: &entry.title,
            code: entry.code.as_deref(),
            was: entry.was.as_ref(),
            restricted: entry.restricted,
            exempt: entry.exempt.as_ref(),
            numbers: 0,
        }
    }

    fn of_action(entry: &Action) -> Head<'_> {
        Head {
            id: &entry.id,
            title: &entry.title,
            code: Some(&entry.code),
            was: entry.was.as_ref(),
            restricted: entry.restricted,
            exempt: entry.exempt.as_ref(),
            numbers: 0,
        }
    }

    fn of_passage(entry: &Passage) -> Head<'_> {
        Head {
            id: &entry.id,
            title: &entry.title,
            code: None,
            was: None,
            restricted: entry.restricted,
            exempt: entry.exempt.as_ref(),
            numbers: 0,
        }
    }

    /// A part of a narrative whose paragraphs are numbered.
    fn of_numbered(entry: &Passage) -> Head<'_> {
        Head { numbers: entry.body.paragraph_count(), ..Head::of_passage(entry) }
    }

    /// The section and entry of the previous report that it continues, if it is in `section` now.
    fn continues(&self, section: &str) -> (String, String) {
        self.was.cloned().unwrap_or_else(|| (section.to_owned(), self.id.to_owned()))
    }

    /// What the public sees of it, if it is exempt; it is in a section of that kind and name.
    fn announced(&self, kind: Kind, section: &str) -> Option<Withheld> {
        Some(Withheld {
            after: 0,
            id: self.id.to_owned(),
            title: self.title.to_owned(),
            code: self.code.map(str::to_owned),
            group: None,
            kind,
            exempt: self.exempt?.clone(),
            numbers: self.numbers,
            continues: vec![self.continues(section)],
        })
    }
}
