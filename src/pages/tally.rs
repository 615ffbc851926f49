//! How many entries have each rating, as a bar says it.

use serde::Serialize;

use super::indicators::shown_counts;
use super::{ChartId, Count};
use crate::report::rate::Counts;
use crate::words::{Counted, Words, say};

/// How many things of one sort have each rating.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// "26 projects by rating".
    pub label: String,
    /// Whether the summary prints them; a single section of indicators prints its own.
    pub in_summary: bool,
    /// The counts of the ratings that occur.
    pub counts: Vec<Count>,
    /// The counts over the periods, if there are several.
    pub chart: Option<ChartId>,
}

/// The counts of things of one sort.
pub(super) fn tally(what: Counted, counts: &Counts, words: &Words) -> Tally {
    let total = counts.total();
    Tally {
        label: match what {
            Counted::Projects | Counted::Sections | Counted::Grouped => {
                say!(words, "tally-projects", count = total)
            }
            Counted::Indicators => say!(words, "tally-indicators", count = total),
            Counted::Actions => say!(words, "tally-actions", count = total),
        },
        in_summary: true,
        counts: shown_counts(counts, words),
        chart: None,
    }
}
