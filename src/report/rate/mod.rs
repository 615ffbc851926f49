//! Works out ratings, with the facts behind them.
//!
//! In: the model. Out: a [`RatedReport`], in which each section and entry has its rating, the counts it came from and
//! the reasons for it, as facts. Pure functions: the same entries and the same rule give the same rating, whatever the
//! order. They must not know what was reported before, nor how any of it is put into words.

mod indicator;
mod rollup;
mod tipping;

use crate::report::{Content, DocumentKind, Rating, Report, Section};

pub use indicator::{Direction, Judgement, Measured, Note, Outcome, guidance, judge};
pub use rollup::{Basis, Computed, Given, Grounds, Portion, Rated, Threshold, compute};
pub use tipping::{Tip, tipping};

/// A report with the ratings of its sections and entries.
#[derive(Debug, Clone, PartialEq)]
pub struct RatedReport {
    /// The report.
    pub report: Report,
    /// The ratings, one for each of the report's sections and in their order.
    pub sections: Vec<RatedSection>,
}

/// The ratings of one section.
#[derive(Debug, Clone, PartialEq)]
pub struct RatedSection {
    /// The section's own rating.
    pub verdict: Verdict,
    /// The ratings of its entries, in their order; empty for kinds that rate no entries.
    pub entries: Vec<RatedEntry>,
}

/// What is said about a section as a whole.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// It has a rating.
    Rated(Rated),
    /// Its entries have ratings, which are counted and not rolled up: one colour for many unlike figures would mean
    /// nothing. Published dashboards do the same, such as Kent County Council's of 2013.
    Counted(Counts),
    /// Nothing in it is rated.
    Unrated,
}

/// The rating of one entry.
#[derive(Debug, Clone, PartialEq)]
pub struct RatedEntry {
    /// The entry's id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its section and entry in the previous report, if it has moved.
    pub was: Option<(String, String)>,
    /// Its rating.
    pub rating: Rating,
    /// How it was worked out, if it was.
    pub judgement: Option<Judgement>,
}

impl RatedSection {
    /// The section's own rating and where it comes from, if it has one.
    pub fn rated(&self) -> Option<&Rated> {
        match &self.verdict {
            Verdict::Rated(rated) => Some(rated),
            Verdict::Counted(_) | Verdict::Unrated => None,
        }
    }
}

impl RatedReport {
    /// How many projects, or how many indicators, have each rating over the whole report.
    pub fn counts(&self, of: fn(&Content) -> bool) -> Counts {
        let sections = self.report.sections.iter().zip(&self.sections);
        let wanted = sections.filter(|(section, _)| of(&section.content));
        Counts::of(wanted.flat_map(|(_, rated)| rated.entries.iter().map(|entry| entry.rating)))
    }
}

/// How many entries have each rating.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts([usize; Rating::ALL.len()]);

impl Counts {
    /// Counts ratings.
    pub fn of(ratings: impl IntoIterator<Item = Rating>) -> Self {
        let mut counts = Self::default();
        for rating in ratings {
            counts.0[rating as usize] += 1;
        }
        counts
    }

    /// How many have this rating.
    pub fn get(&self, rating: Rating) -> usize {
        self.0[rating as usize]
    }

    /// How many are red, amber or green.
    pub fn rated(&self) -> usize {
        Rating::ALL.into_iter().filter(|rating| rating.is_rated()).map(|rating| self.get(rating)).sum()
    }

    /// How many there are in all.
    pub fn total(&self) -> usize {
        self.0.iter().sum()
    }
}

/// Rates every section of `report`; the projects of a plan have no rating.
pub fn report(report: Report) -> RatedReport {
    let sections = report
        .sections
        .iter()
        .map(|section| match (report.document, &section.content) {
            (DocumentKind::Plan, Content::Projects(_)) => {
                RatedSection { verdict: Verdict::Unrated, entries: Vec::new() }
            }
            _ => self::section(section),
        })
        .collect();
    RatedReport { report, sections }
}

/// Rates one section.
pub fn section(section: &Section) -> RatedSection {
    match &section.content {
        Content::Projects(projects) => RatedSection {
            verdict: Verdict::Rated(rollup::section(projects, section.owner.as_deref())),
            entries: projects
                .entries
                .iter()
                .map(|entry| RatedEntry {
                    id: entry.id.clone(),
                    title: entry.title.clone(),
                    was: entry.was.clone(),
                    rating: entry.rating,
                    judgement: None,
                })
                .collect(),
        },
        Content::Indicators(indicators) => {
            let entries: Vec<RatedEntry> = indicators
                .iter()
                .map(|entry| {
                    let judgement = judge(entry);
                    RatedEntry {
                        id: entry.id.clone(),
                        title: entry.title.clone(),
                        was: entry.was.clone(),
                        rating: judgement.rating,
                        judgement: Some(judgement),
                    }
                })
                .collect();
            let counts = Counts::of(entries.iter().map(|entry| entry.rating));
            RatedSection { verdict: Verdict::Counted(counts), entries }
        }
        Content::Actions(_) | Content::Narrative(_) => {
            RatedSection { verdict: Verdict::Unrated, entries: Vec::new() }
        }
    }
}
