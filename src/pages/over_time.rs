//! The ratings of every entry from report to report.
//!
//! In: this report and those before it, each as its readers see it. Out: a table with a column for each. What an earlier
//! report keeps back is not in it, and so not here.

use serde::Serialize;

use super::PrintedRating;
use crate::report::compare::earlier_place;
use crate::report::prose::{entry_anchor, section_anchor};
use crate::report::rate::{RatedEntry, RatedReport};
use crate::report::{Rating, Section};
use crate::words::{Words, say};

/// From this many reports in a row, their ratings are told over time: of two, the table of all ratings tells it.
const FEWEST: usize = 3;

/// How many reports are told of at most, the latest ones: what a page on its side has room for.
const MOST: usize = 6;

/// How many reports an upright page has room for.
const MOST_UPRIGHT: usize = 4;

/// The ratings of every entry, report by report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OverTime {
    /// The periods of the reports, the oldest first.
    pub reports: Vec<String>,
    /// The sections and their entries, in order of print.
    pub rows: Vec<RowOverTime>,
    /// Whether it needs a page on its side.
    pub is_wide: bool,
}

/// The ratings of one section or entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowOverTime {
    /// Whether the row is a section's; otherwise it is an entry's.
    pub is_section: bool,
    /// The anchor of the thing itself.
    pub anchor: String,
    /// Its name.
    pub title: String,
    /// Its rating in each report.
    pub cells: Vec<CellOverTime>,
}

/// The rating of one thing in one report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CellOverTime {
    /// The rating, if it had one.
    pub rating: Option<PrintedRating>,
    /// The word for it, or what is said in its place.
    pub words: String,
}

/// The ratings of everything in `report`, in it and in the `earlier` reports, of which the oldest stands first.
pub(super) fn over_time(report: &RatedReport, earlier: &[&RatedReport], words: &Words) -> Option<OverTime> {
    if earlier.len() + 1 < FEWEST {
        return None;
    }
    let reports: Vec<&RatedReport> =
        earlier.iter().copied().skip((earlier.len() + 1).saturating_sub(MOST)).chain([report]).collect();
    let mut rows = Vec::new();
    for (section, rated) in report.report.sections.iter().zip(&report.sections) {
        if rated.entries.is_empty() {
            continue;
        }
        rows.push(RowOverTime {
            is_section: true,
            anchor: section_anchor(&section.id),
            title: section.title.clone(),
            cells: reports.iter().map(|report| section_cell(report, section, words)).collect(),
        });
        rows.extend(rated.entries.iter().map(|entry| {
            RowOverTime {
                is_section: false,
                anchor: entry_anchor(&section.id, &entry.id),
                title: entry.title.clone(),
                cells: course(&reports, section, entry)
                    .into_iter()
                    .map(|rating| CellOverTime::new(rating, say!(words, "not-reported"), words))
                    .collect(),
            }
        }));
    }
    (!rows.is_empty()).then(|| OverTime {
        is_wide: reports.len() > MOST_UPRIGHT,
        reports: reports.iter().map(|report| period(report)).collect(),
        rows,
    })
}

impl CellOverTime {
    fn new(rating: Option<Rating>, otherwise: &str, words: &Words) -> Self {
        let words_of = |rating| words.short_rating(rating);
        Self {
            words: rating.map_or(otherwise, words_of).to_owned(),
            rating: rating.map(|rating| PrintedRating::new(rating, words)),
        }
    }
}

/// The section's own rating in a report; a section that is there may have none.
fn section_cell(report: &RatedReport, section: &Section, words: &Words) -> CellOverTime {
    let mut sections = report.report.sections.iter().zip(&report.sections);
    let found = sections.find(|(known, _)| known.id == section.id).map(|(_, rated)| rated);
    let rating = found.and_then(|rated| rated.rated()).map(|rated| rated.rating);
    CellOverTime::new(rating, found.map_or(say!(words, "not-reported"), |_| "–"), words)
}

/// The ratings that an entry of the last report had in each, the oldest first: found from report to report, as it may have
/// had another name. One that a report does not have is looked for under the same name in the one before.
fn course(reports: &[&RatedReport], section: &Section, entry: &RatedEntry) -> Vec<Option<Rating>> {
    let mut place = (section.id.as_str(), entry.id.as_str());
    let mut ratings: Vec<Option<Rating>> = Vec::new();
    for report in reports.iter().rev() {
        let found = find(report, place);
        ratings.push(found.map(|found| found.rating));
        if let Some(found) = found {
            place = earlier_place(found.was.as_ref(), place.0, place.1);
        }
    }
    ratings.reverse();
    ratings
}

fn find<'a>(report: &'a RatedReport, (section, entry): (&str, &str)) -> Option<&'a RatedEntry> {
    let mut sections = report.report.sections.iter().zip(&report.sections);
    let (_, rated) = sections.find(|(known, _)| known.id == section)?;
    rated.entries.iter().find(|known| known.id == entry)
}

/// What a report is called in a row of reports.
pub(super) fn period(report: &RatedReport) -> String {
    let report = &report.report;
    if report.period.is_empty() { report.title.clone() } else { report.period.clone() }
}
