//! Projects: the entries of workstreams and enablers.

use std::collections::BTreeMap;

use super::prose::Prose;
use super::{AspectRating, Date, Exempt, Rating, When};

/// A project of a workstream or enabler.
#[derive(Debug, Clone, PartialEq)]
pub struct Project {
    /// The file's name without its ending.
    pub id: String,
    /// What the reader sees as its name.
    pub title: String,
    /// The rating that its lead gives it as a whole; not rated where nobody gives one. What it is rated, also where that
    /// follows from its aspects, says [`crate::report::rate::rating`].
    pub given: Rating,
    /// The ratings of its aspects, in the report's order; none if it has a rating as a whole only.
    pub aspects: Vec<AspectRating>,
    /// The council's own reference for it.
    pub code: Option<String>,
    /// The roles that lead it, the first to be asked first.
    pub leads: Vec<String>,
    /// The e-mail address of its lead, which nothing that is published shows.
    pub email: Option<String>,
    /// The portfolio of the Cabinet member who answers for it.
    pub portfolio: Option<String>,
    /// The wards that it affects.
    pub wards: Vec<String>,
    /// How far it has come, in the council's own word.
    pub stage: Option<String>,
    /// How much of it is done, in percent.
    pub progress: Option<u8>,
    /// Why it is rated so, if that is not the best rating.
    pub reason: Option<String>,
    /// What is being done about it.
    pub action: Option<String>,
    /// When it was last updated.
    pub updated: Option<Date>,
    /// When it is due to be finished.
    pub due: Option<When>,
    /// When it was originally due to be finished.
    pub original_due: Option<When>,
    /// Its milestones.
    pub milestones: Vec<Milestone>,
    /// Its risks.
    pub risks: Vec<Risk>,
    /// How much it counts under the `score` rule, in thousandths.
    pub weight: u64,
    /// Its section and entry in the previous report, if it has moved since.
    pub was: Option<(String, String)>,
    /// What the plan says about it.
    pub outlook: Outlook,
    /// Values for the council's own templates.
    pub extra: BTreeMap<String, Extra>,
    /// Its narrative.
    pub narrative: Prose,
    /// Whether it must not be published.
    pub restricted: bool,
    /// Why it is announced to the public and not printed, if it is.
    pub exempt: Option<Exempt>,
}

/// A milestone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Milestone {
    /// What will be reached.
    pub title: String,
    /// When it is due.
    pub due: Option<When>,
    /// When it was originally due.
    pub original_due: Option<When>,
    /// Whether it has been reached.
    pub done: Done,
    /// Its rating.
    pub rating: Option<Rating>,
}

/// Whether a milestone was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// Not yet.
    No,
    /// Yes, on a day that is not given.
    Yes,
    /// Yes, then.
    On(When),
}

impl Done {
    /// When it was reached, if that is known.
    pub fn when(self) -> Option<When> {
        match self {
            Self::On(when) => Some(when),
            Self::Yes | Self::No => None,
        }
    }
}

/// Something that may go wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Risk {
    /// How serious: high, medium or low.
    pub level: String,
    /// What might happen.
    pub text: String,
}

/// What the plan says about an entry, as Markdown prose.
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
