//! Councils, reports, sections and entries.

use std::collections::BTreeMap;

use super::colour::{Colour, INK, WHITE};
use super::prose::{Picture, Prose};
use super::{Date, Rating, Rule};

/// The council whose reports these are.
#[derive(Debug, Clone, PartialEq)]
pub struct Council {
    /// Its name; empty where none is given.
    pub name: String,
    /// The language of the reports, as in `en-GB`.
    pub language: String,
    /// The colour of headings and rules.
    pub accent: Colour,
    /// The colours of ratings.
    pub colours: Colours,
    /// Its logo.
    pub logo: Option<Picture>,
}

/// Fill and text of every rating's box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colours {
    /// Red.
    pub red: (Colour, Colour),
    /// Amber.
    pub amber: (Colour, Colour),
    /// Green.
    pub green: (Colour, Colour),
    /// Complete.
    pub complete: (Colour, Colour),
    /// Everything that is not rated.
    pub unrated: (Colour, Colour),
}

/// The palette of design §5: told apart by dichromats and in grey, every pair well above 4.5:1.
impl Default for Colours {
    fn default() -> Self {
        Self {
            red: (Colour(0x8f, 0x13, 0x13), WHITE),
            amber: (Colour(0xff, 0xc9, 0x33), INK),
            green: (Colour(0x38, 0xa1, 0x69), INK),
            complete: (Colour(0x1d, 0x4f, 0x91), WHITE),
            unrated: (Colour(0xe6, 0xe6, 0xe6), INK),
        }
    }
}

impl Colours {
    /// The pairs with the names that content gives them.
    pub fn named(&self) -> [(&'static str, (Colour, Colour)); 5] {
        [
            ("red", self.red),
            ("amber", self.amber),
            ("green", self.green),
            ("complete", self.complete),
            ("unrated", self.unrated),
        ]
    }

    /// The pair that a rating is shown in.
    pub fn of(&self, rating: Rating) -> (Colour, Colour) {
        match rating {
            Rating::Red => self.red,
            Rating::Amber => self.amber,
            Rating::Green => self.green,
            Rating::Complete => self.complete,
            _ => self.unrated,
        }
    }
}

/// One report on one period.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The folder's name.
    pub id: String,
    /// What the reader sees as its name.
    pub title: String,
    /// The body whose paper it is.
    pub council: String,
    /// The period, as printed; empty where none is given.
    pub period: String,
    /// The first day of the period.
    pub from: Option<Date>,
    /// The last day of the period.
    pub to: Option<Date>,
    /// The id of the report to compare with.
    pub previous: Option<String>,
    /// Whether it is still a draft.
    pub status: Option<Status>,
    /// The meeting that it is for.
    pub meeting: Option<Meeting>,
    /// What stands before the summary.
    pub introduction: Prose,
    /// Its sections, in order of print.
    pub sections: Vec<Section>,
    /// Whether it must not be published.
    pub restricted: bool,
}

impl Report {
    /// The day that the documents carry: that of the meeting, else the last or first of the period.
    pub fn date(&self) -> Option<Date> {
        self.meeting.as_ref().and_then(|meeting| meeting.date).or(self.to).or(self.from)
    }

    /// How many entries it has.
    pub fn entry_count(&self) -> usize {
        self.sections.iter().map(|section| section.entries.len()).sum()
    }

    /// The report as the public may see it: without whatever is restricted.
    #[must_use]
    pub fn public(&self) -> Self {
        let mut report = self.clone();
        report.sections.retain(|section| !section.restricted);
        for section in &mut report.sections {
            section.leave_out_restricted();
        }
        report
    }
}

/// Whether a paper is finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Still being written.
    Draft,
    /// Finished.
    Final,
}

/// A meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// Who meets.
    pub body: Option<String>,
    /// The day.
    pub date: Option<Date>,
    /// The item on the agenda.
    pub item: Option<String>,
}

/// What kind of section one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A workstream: projects with ratings and narratives.
    Workstream,
    /// An enabler: as a workstream, but usually stating its own rating and narrative.
    Enabler,
}

impl Kind {
    /// Every kind that there is.
    pub const ALL: [Self; 2] = [Self::Workstream, Self::Enabler];

    /// The kind's name in content, data files and the templates' file names.
    pub fn name(self) -> &'static str {
        match self {
            Self::Workstream => "workstream",
            Self::Enabler => "enabler",
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
    /// What kind it is.
    pub kind: Kind,
    /// The role that answers for it.
    pub owner: Option<String>,
    /// The rule that makes its rating.
    pub rule: Rule,
    /// The rating that its owner states.
    pub stated: Option<Stated>,
    /// What it is about, or its narrative.
    pub body: Prose,
    /// Its entries, in order of print.
    pub entries: Vec<Entry>,
    /// Whether it must not be published.
    pub restricted: bool,
}

impl Section {
    /// Whether the public sees it, and not all of it.
    pub fn is_partly_restricted(&self) -> bool {
        !self.restricted && self.entries.iter().any(|entry| entry.restricted)
    }

    /// Leaves out the entries that the public must not see.
    pub fn leave_out_restricted(&mut self) {
        self.entries.retain(|entry| !entry.restricted);
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

/// A project of a workstream or enabler.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The file's name without its ending.
    pub id: String,
    /// What the reader sees as its name.
    pub title: String,
    /// Where it stands.
    pub rating: Rating,
    /// The role that leads it.
    pub lead: Option<String>,
    /// Why it is red or amber.
    pub reason: Option<String>,
    /// What is being done about it.
    pub action: Option<String>,
    /// When it was last brought up to date.
    pub updated: Option<Date>,
    /// When it is to be finished.
    pub due: Option<Date>,
    /// When it was first to be finished.
    pub original_due: Option<Date>,
    /// The steps on the way.
    pub milestones: Vec<Milestone>,
    /// What may go wrong.
    pub risks: Vec<Risk>,
    /// How much it counts under the `score` rule, in thousandths.
    pub weight: u64,
    /// Its section and entry in the previous report, if it has moved.
    pub was: Option<(String, String)>,
    /// What the plan says of it.
    pub outlook: Outlook,
    /// What the council's own templates print.
    pub extra: BTreeMap<String, Extra>,
    /// What there is to tell.
    pub narrative: Prose,
    /// Whether it must not be published.
    pub restricted: bool,
}

/// A step on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Milestone {
    /// What is to be reached.
    pub title: String,
    /// When.
    pub due: Option<Date>,
    /// When it was first to be reached.
    pub original_due: Option<Date>,
    /// Whether it was reached.
    pub done: Done,
    /// Where it stands.
    pub rating: Option<Rating>,
}

/// Whether a milestone was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// Not yet.
    No,
    /// Yes, and nobody says when.
    Yes,
    /// Yes, on that day.
    On(Date),
}

/// Something that may go wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Risk {
    /// How grave: high, medium or low.
    pub level: String,
    /// What may happen.
    pub text: String,
}

/// What the plan says of an entry, as Markdown prose.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outlook {
    /// In the long term.
    pub long_term: Prose,
    /// In the medium term.
    pub medium_term: Prose,
    /// This year.
    pub this_year: Prose,
}

/// A value that only the council's own templates know the meaning of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Extra {
    /// A text, number or date, as typed.
    Text(String),
    /// A list.
    List(Vec<Extra>),
    /// Named values.
    Map(BTreeMap<String, Extra>),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::colour::READABLE;

    #[test]
    fn every_rating_can_be_read_in_its_box() {
        // shared/accessibility.md §4 gives 9.25, 12.74, 6.03, 8.14 and 15.69.
        let expected = [9.25, 12.74, 6.03, 8.14, 15.69];
        for ((name, (fill, text)), expected) in Colours::default().named().into_iter().zip(expected) {
            let contrast = fill.contrast(text);
            assert!(contrast >= READABLE, "{name}");
            assert!((contrast - expected).abs() < 0.01, "{name}: {contrast}");
        }
    }
}
