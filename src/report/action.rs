//! Actions: answers to a comment, each with a code.

use std::collections::BTreeMap;

use super::prose::Prose;
use super::{Exempt, Extra, Rating};

/// An action.
#[derive(Debug, Clone, PartialEq)]
pub struct Action {
    /// The file's name without its ending.
    pub id: String,
    /// What the reader sees as its name.
    pub title: String,
    /// Its code, unique in the report.
    pub code: String,
    /// The letter of its category, as the report explains it.
    pub category: Option<String>,
    /// The paragraphs of the source that it answers.
    pub paragraphs: Vec<String>,
    /// By when it is due, as printed.
    pub timescale: Option<String>,
    /// The roles that lead it.
    pub leads: Vec<String>,
    /// How an improvement will be seen.
    pub evidence: Prose,
    /// How it is monitored.
    pub monitoring: Prose,
    /// Its rating, if it has one.
    pub rating: Option<Rating>,
    /// Its status, in a word or two.
    pub status: Option<String>,
    /// Its section and entry in the previous report, if it has moved since.
    pub was: Option<(String, String)>,
    /// Values for the council's own templates.
    pub extra: BTreeMap<String, Extra>,
    /// The comment that it answers.
    pub comment: Prose,
    /// Whether it must not be published.
    pub restricted: bool,
    /// Why it is announced to the public and not printed, if it is.
    pub exempt: Option<Exempt>,
}

/// A category of actions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// Its letter.
    pub letter: String,
    /// Its name.
    pub title: String,
    /// What belongs in it.
    pub description: Option<String>,
}
