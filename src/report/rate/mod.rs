//! Works out ratings, with the facts behind them.
//!
//! In: the model. Out: a [`RatedReport`], in which each section and entry has its rating, the counts it came from and
//! the reasons for it, as facts. Pure functions: the same entries and the same rule give the same rating, whatever the
//! order. They must not know what was reported before, nor how any of it is put into words.

mod aspects;
mod indicator;
mod limits;
mod rollup;
mod shares;
mod tipping;

use crate::report::scale::MOST_STATES;
use crate::report::{
    Action, AspectRating, Content, DocumentKind, Rating, Report, RollUp, Rule, Scale, Section,
};

pub use aspects::{Overall, overall, rating};
pub use indicator::{Course, Direction, Forecast, Judgement, Note, guidance, judge};
pub use limits::{Measured, Outcome, Stepped, Yardstick, step};
pub use rollup::{Basis, Computed, Given, Grounds, Portion, Rated, Threshold, Weighed, compute, weighed};
pub use shares::whole_percents;
pub use tipping::{Tip, tipping};

/// A report with the ratings of its sections and entries.
#[derive(Debug, Clone, PartialEq)]
pub struct RatedReport {
    /// The report.
    pub report: Report,
    /// The ratings, one for each of the report's sections and in their order.
    pub sections: Vec<RatedSection>,
    /// The rating of the whole report, if it has one: its entries are the sections that have a rating.
    pub overall: Option<Rated>,
    /// The ratings of its groups that have one, in the order of the groups.
    pub groups: Vec<Option<Rated>>,
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
    Rated(Box<Rated>),
    /// Its entries have ratings, which are counted and not rolled up: one rating for many unlike figures would mean
    /// nothing. Published dashboards do the same, such as Kent County Council's of 2013. So do eleven of the 25 bodies
    /// whose papers were read for the rule `none`.
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
    /// The ratings of its aspects, in the report's order, if it has any.
    pub aspects: Vec<AspectRating>,
}

impl RatedEntry {
    /// The rating that it has of the same aspect as `other`, if it has one.
    pub(super) fn aspect(&self, other: &AspectRating) -> Option<Rating> {
        self.aspects.iter().find(|own| own.aspect.id == other.aspect.id).map(|own| own.rating)
    }
}

impl RatedSection {
    /// The section's own rating and where it comes from, if it has one.
    pub fn rated(&self) -> Option<&Rated> {
        match &self.verdict {
            Verdict::Rated(rated) => Some(rated),
            Verdict::Counted(_) | Verdict::Unrated => None,
        }
    }

    /// How many of its entries have each rating of `scale`, which is the section's.
    pub fn counts(&self, scale: &'static Scale) -> Counts {
        Counts::of(scale, self.entries.iter().map(|entry| entry.rating))
    }

    /// How many of its indicators are expected to have each rating at the year's end; `None` if none has a forecast.
    pub fn forecast_counts(&self) -> Option<Counts> {
        let forecast = |entry: &RatedEntry| Some(entry.judgement.as_ref()?.forecast?.rating);
        let mut ratings = self.entries.iter().filter_map(forecast).peekable();
        let scale = ratings.peek()?.scale();
        Some(Counts::of(scale, ratings))
    }
}

impl RatedReport {
    /// How many projects, indicators or actions have each rating over the whole report: apart for each scale, in the
    /// order in which the scales come.
    pub fn counts(&self, of: fn(&Content) -> bool) -> Vec<Counts> {
        self.counts_in(|_| true, of)
    }

    /// The same over those sections of which `is_in` is true.
    pub fn counts_in(&self, is_in: impl Fn(&Section) -> bool, of: fn(&Content) -> bool) -> Vec<Counts> {
        let mut all: Vec<Counts> = Vec::new();
        for (section, rated) in self.report.sections.iter().zip(&self.sections) {
            if !is_in(section) || !of(&section.content) || rated.entries.is_empty() {
                continue;
            }
            let at = all.iter().position(|counts| std::ptr::eq(counts.scale, section.scale));
            let at = at.unwrap_or_else(|| {
                all.push(Counts::none(section.scale));
                all.len() - 1
            });
            rated.entries.iter().for_each(|entry| all[at].add(entry.rating));
        }
        all
    }
}

/// How many entries have each rating of one scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    scale: &'static Scale,
    of: [usize; MOST_STATES],
}

impl Counts {
    /// No entries at all.
    pub fn none(scale: &'static Scale) -> Self {
        Self { scale, of: [0; MOST_STATES] }
    }

    /// Counts ratings of that scale.
    pub fn of(scale: &'static Scale, ratings: impl IntoIterator<Item = Rating>) -> Self {
        let mut counts = Self::none(scale);
        ratings.into_iter().for_each(|rating| counts.add(rating));
        counts
    }

    fn add(&mut self, rating: Rating) {
        if std::ptr::eq(rating.scale(), self.scale)
            && let Some(count) = self.of.get_mut(rating.place())
        {
            *count += 1;
        }
    }

    /// The scale.
    pub fn scale(&self) -> &'static Scale {
        self.scale
    }

    /// How many have this rating.
    pub fn get(&self, rating: Rating) -> usize {
        if std::ptr::eq(rating.scale(), self.scale) { self.of[rating.place()] } else { 0 }
    }

    /// How many have ratings of which `is_meant` holds.
    pub fn with(&self, is_meant: impl Fn(Rating) -> bool) -> usize {
        self.scale.ratings().filter(|rating| is_meant(*rating)).map(|rating| self.get(rating)).sum()
    }

    /// How many count as this step, numbered from the best, or as a worse one.
    pub fn from_step(&self, step: usize) -> usize {
        self.with(|rating| rating.counts_as().is_some_and(|own| own >= step))
    }

    /// How many count when a section's rating is computed.
    pub fn rated(&self) -> usize {
        self.with(Rating::is_rated)
    }

    /// How many there are in all.
    pub fn total(&self) -> usize {
        self.of.iter().sum()
    }

    /// The ratings that occur, the best first.
    pub fn occurring(&self) -> impl Iterator<Item = Rating> + '_ {
        self.scale.ratings().filter(|rating| self.get(*rating) > 0)
    }

    /// The one state that everything which counts is in, if there is one.
    pub fn only(&self) -> Option<Rating> {
        let mut rated = self.occurring().filter(|rating| rating.is_rated());
        rated.next().filter(|_| rated.next().is_none())
    }
}

/// Rates every section of `report`, and the report itself if it asks for that; the projects of a plan have no rating.
pub fn report(report: Report) -> RatedReport {
    let sections: Vec<RatedSection> = report
        .sections
        .iter()
        .map(|section| match (report.document, &section.content) {
            (DocumentKind::Plan, Content::Projects(_)) => {
                RatedSection { verdict: Verdict::Unrated, entries: Vec::new() }
            }
            _ => self::section(section),
        })
        .collect();
    let is_plan = report.document == DocumentKind::Plan;
    let over = |rollup: Option<RollUp>, is_in: &dyn Fn(&Section) -> bool| {
        let rollup = rollup.filter(|_| !is_plan)?;
        let own = report.sections.iter().zip(&sections).filter(|(section, _)| is_in(section));
        let ratings = own.filter_map(|(_, own)| own.rated()).map(|own| own.rating);
        Some(rollup::over_sections(rollup, ratings))
    };
    let overall = over(report.overall, &|_| true);
    let groups = report.groups.iter().map(|group| {
        let rated = over(group.rollup, &|section| section.group.as_ref() == Some(&group.id));
        // A group of which nothing is rated, such as one of narratives, says nothing of ratings.
        rated.filter(|rated| rated.counts.total() > 0)
    });
    let groups = groups.collect();
    RatedReport { report, sections, overall, groups }
}

/// Rates one section.
pub fn section(section: &Section) -> RatedSection {
    match &section.content {
        Content::Projects(projects) => {
            let entry = |entry: &crate::report::Project| RatedEntry {
                id: entry.id.clone(),
                title: entry.title.clone(),
                was: entry.was.clone(),
                rating: rating(entry),
                judgement: None,
                aspects: entry.aspects.clone(),
            };
            let entries: Vec<RatedEntry> = projects.entries.iter().map(entry).collect();
            let has_withheld = !section.withheld.is_empty();
            let verdict = if projects.rule == Rule::None && (has_withheld || !entries.is_empty()) {
                Verdict::Counted(Counts::of(section.scale, entries.iter().map(|entry| entry.rating)))
            } else {
                let owner = section.owner.as_deref();
                Verdict::Rated(Box::new(rollup::section(section.scale, projects, owner, has_withheld)))
            };
            RatedSection { verdict, entries }
        }
        Content::Indicators(indicators) => {
            let entries: Vec<RatedEntry> = indicators
                .iter()
                .map(|entry| {
                    let judgement = judge(entry, section.scale);
                    RatedEntry {
                        id: entry.id.clone(),
                        title: entry.title.clone(),
                        was: entry.was.clone(),
                        rating: judgement.rating,
                        judgement: Some(judgement),
                        aspects: Vec::new(),
                    }
                })
                .collect();
            let counts = Counts::of(section.scale, entries.iter().map(|entry| entry.rating));
            RatedSection { verdict: Verdict::Counted(counts), entries }
        }
        // Where nobody has rated an action, none is counted as not rated.
        Content::Actions(actions) if actions.iter().any(|action| action.rating.is_some()) => {
            let rating = |action: &Action| action.rating.unwrap_or(section.scale.not_rated());
            let entries: Vec<RatedEntry> = actions
                .iter()
                .map(|action| RatedEntry {
                    id: action.id.clone(),
                    title: action.title.clone(),
                    was: action.was.clone(),
                    rating: rating(action),
                    judgement: None,
                    aspects: Vec::new(),
                })
                .collect();
            let counts = Counts::of(section.scale, actions.iter().map(rating));
            RatedSection { verdict: Verdict::Counted(counts), entries }
        }
        Content::Actions(_) | Content::Narrative(_) => {
            RatedSection { verdict: Verdict::Unrated, entries: Vec::new() }
        }
    }
}
