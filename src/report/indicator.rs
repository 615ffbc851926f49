//! Indicators: figures against targets.

use std::collections::BTreeMap;

use super::prose::Prose;
use super::{Exempt, Extra, Number, Stated};

/// A figure against its target. Its directions are computed by [`crate::report::rate`], and so is its rating, unless
/// somebody has judged otherwise.
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
    /// What the target first was, if it has been changed.
    pub original_target: Option<Number>,
    /// By how many percent of the target a figure may miss it and still have the best rating.
    pub green_tolerance: Option<Number>,
    /// How far a figure may miss the target before it has the worst rating.
    pub limit: Limit,
    /// The figure of this period.
    pub actual: Option<Number>,
    /// The figure expected at the year's end.
    pub forecast: Option<Number>,
    /// The target of the whole year, if it is another than that of this period.
    pub year_target: Option<Number>,
    /// The rating that somebody gave in place of the computed one.
    pub stated: Option<Stated>,
    /// What is being done about it.
    pub action: Option<String>,
    /// The time that it covers: "Year to date".
    pub basis: Option<String>,
    /// Earlier figures, the oldest first.
    pub history: Vec<Past>,
    /// The earlier figures that this one is compared with.
    pub compare_with: Vec<Against>,
    /// The figures of others.
    pub benchmarks: Vec<Benchmark>,
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
    /// Why it is announced to the public and not printed, if it is.
    pub exempt: Option<Exempt>,
}

impl Indicator {
    /// The last figure before this one.
    pub fn previous(&self) -> Option<Number> {
        self.history.iter().rev().find_map(|past| past.actual)
    }

    /// The target that its forecast is held against: the year's, if that is another than the period's.
    pub fn target_of_forecast(&self) -> Option<Number> {
        self.year_target.or(self.target)
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

/// How far a figure may miss its target before it has the worst rating.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Limit {
    /// Not at all.
    None,
    /// As far as the floor, the least that is acceptable.
    Floor(Number),
    /// By this percentage of the target.
    Tolerance(Number),
    /// The target is only what is aimed at: each step of the scale but the worst has its own limit, the best first.
    Steps(Vec<Number>),
}

/// An earlier figure that this one is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Against {
    /// The last one before it.
    Previous,
    /// That of the period with this name.
    Period(String),
}

/// The figure of somebody else, such as a neighbour or the country.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Benchmark {
    /// Whose figure it is.
    pub name: String,
    /// The figure.
    pub figure: Number,
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

impl Past {
    /// Whether it is the figure of the period with that name, in whatever capitals and spaces.
    pub fn is_of(&self, period: &str) -> bool {
        let words = |name: &str| name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        words(&self.period) == words(period)
    }
}

/// An indicator to change in tests.
#[cfg(test)]
pub(crate) mod example {
    use super::*;

    /// A number, unless the text is empty.
    pub(crate) fn number(text: &str) -> Option<Number> {
        (!text.is_empty()).then(|| Number::parse(text).unwrap())
    }

    /// An indicator with a target, a limit, a figure and the one before it.
    pub(crate) fn indicator(
        better: Better,
        target: &str,
        limit: Limit,
        actual: &str,
        before: &str,
    ) -> Indicator {
        Indicator {
            id: "i".into(),
            title: "I".into(),
            code: None,
            unit: "%".into(),
            better,
            target: number(target),
            original_target: None,
            green_tolerance: None,
            limit,
            actual: number(actual),
            forecast: None,
            year_target: None,
            stated: None,
            action: None,
            basis: None,
            history: vec![Past { period: "Before".into(), actual: number(before), target: None }],
            compare_with: vec![Against::Previous],
            benchmarks: Vec::new(),
            data_only: false,
            provisional: false,
            owner: None,
            was: None,
            extra: BTreeMap::new(),
            commentary: Prose::default(),
            restricted: false,
            exempt: None,
        }
    }

    /// The limit that a text names: "floor 75", "tolerance 5", "steps 90 70", or none.
    pub(crate) fn limit(text: &str) -> Limit {
        match text.split_once(' ') {
            Some(("floor", floor)) => Limit::Floor(number(floor).unwrap()),
            Some(("steps", limits)) => {
                Limit::Steps(limits.split(' ').map(|limit| number(limit).unwrap()).collect())
            }
            Some((_, percent)) => Limit::Tolerance(number(percent).unwrap()),
            None => Limit::None,
        }
    }
}
