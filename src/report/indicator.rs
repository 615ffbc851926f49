//! Indicators: figures against targets.

use std::collections::BTreeMap;

use super::prose::Prose;
use super::{Extra, Number};

/// A figure against its target. Its rating and direction are computed by [`crate::report::rate`], never typed.
#[derive(Debug, Clone, PartialEq)]
pub struct Indicator {
    /// The file's name without its ending.
    pub id: String,
    /// What the reader sees as its name.
    pub title: String,
    /// The council's own short code.
    pub code: Option<String>,
    /// What is counted: "%", "days", "£m"; empty for plain numbers.
    pub unit: String,
    /// Which way is better.
    pub better: Better,
    /// What is aimed at.
    pub target: Option<Number>,
    /// How far a figure may miss the target before it is red.
    pub limit: Limit,
    /// The figure of this period.
    pub actual: Option<Number>,
    /// Over what time it is taken: "Year to date".
    pub basis: Option<String>,
    /// Earlier figures, the oldest first.
    pub history: Vec<Past>,
    /// Whether it is told for information, without a target.
    pub data_only: bool,
    /// Whether the figure may still change.
    pub provisional: bool,
    /// The role that answers for it.
    pub owner: Option<String>,
    /// Its section and entry in the previous report, if it has moved.
    pub was: Option<(String, String)>,
    /// What the council's own templates print.
    pub extra: BTreeMap<String, Extra>,
    /// What there is to say about the figure.
    pub commentary: Prose,
    /// Whether it must not be published.
    pub restricted: bool,
}

impl Indicator {
    /// The figure before this one.
    pub fn previous(&self) -> Option<Number> {
        self.history.iter().rev().find_map(|past| past.actual)
    }
}

/// Which way a figure gets better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    /// The more the better.
    Higher,
    /// The less the better.
    Lower,
}

/// How far a figure may miss its target and still be amber.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// Not at all: a miss is red.
    None,
    /// To the floor, the least that is acceptable.
    Floor(Number),
    /// By this percentage of the target.
    Tolerance(Number),
}

/// A figure of an earlier period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    /// The period, as printed.
    pub period: String,
    /// The figure.
    pub actual: Option<Number>,
    /// What was aimed at.
    pub target: Option<Number>,
}
