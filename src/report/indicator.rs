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
    /// The unit: "%", "days", "£m"; empty for plain numbers.
    pub unit: String,
    /// Which way is better.
    pub better: Better,
    /// The target.
    pub target: Option<Number>,
    /// How far a figure may miss the target before it is red.
    pub limit: Limit,
    /// The figure of this period.
    pub actual: Option<Number>,
    /// The time that it covers: "Year to date".
    pub basis: Option<String>,
    /// Earlier figures, the oldest first.
    pub history: Vec<Past>,
    /// Whether it is given for information only, without a target.
    pub data_only: bool,
    /// Whether the figure is provisional and may still change.
    pub provisional: bool,
    /// The role responsible for it.
    pub owner: Option<String>,
    /// Its section and entry in the previous report, if it has moved since.
    pub was: Option<(String, String)>,
    /// Values for the council's own templates.
    pub extra: BTreeMap<String, Extra>,
    /// The commentary on the figure.
    pub commentary: Prose,
    /// Whether it must not be published.
    pub restricted: bool,
}

impl Indicator {
    /// The last figure before this one.
    pub fn previous(&self) -> Option<Number> {
        self.history.iter().rev().find_map(|past| past.actual)
    }
}

/// Whether a higher or a lower figure is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    /// Higher is better.
    Higher,
    /// Lower is better.
    Lower,
}

/// How far a figure may miss its target and still be amber.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// Not at all: a miss is red.
    None,
    /// As far as the floor, the least that is acceptable.
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
    /// The target of that period.
    pub target: Option<Number>,
}
