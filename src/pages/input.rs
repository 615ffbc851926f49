//! What a page is made from.

use crate::check::paper::Ruler;
use crate::report::compare::Comparison;
use crate::report::rate::RatedReport;
use crate::report::{self, Council};
use crate::words::Words;

/// What a page is made from.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// The words.
    pub words: &'a Words,
    /// How wide a text is on paper.
    pub ruler: &'a Ruler,
    /// The council.
    pub council: &'a Council,
    /// The report.
    pub report: &'a RatedReport,
    /// The previous report, and how this one compares with it.
    pub previous: Option<(&'a report::Report, &'a Comparison)>,
    /// The earlier reports, the oldest first.
    pub earlier: &'a [&'a RatedReport],
    /// The plan that it reports on.
    pub plan: Option<&'a report::Report>,
    /// Whether the pages hold what must not be published.
    pub restricted: bool,
    /// Whether there is a Word file beside the page and the PDF.
    pub has_word: bool,
}
