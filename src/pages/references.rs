//! Fills in figures that are worked out from the ratings where a text asks for them.
//!
//! In: prose with [`Figure`]s and [`Listing`]s, and the rated report. Out: prose without. A text can reach only
//! what is written here, and can never contradict the ratings that are printed beside it.

use std::collections::BTreeMap;

use super::Count;
use super::indicators::table_counts;
use super::prose::{Align, Block, Inline, Item, Marker, Target};
use crate::report::prose::{Figure, Filled, Listing, Prose, entry_anchor};
use crate::report::rate::{Counts, RatedEntry, RatedReport, RatedSection, Verdict};
use crate::report::{Content, Indicator, Rating, Section};
use crate::text::full_stop;
use crate::words::{Words, say};

/// What references are filled from.
pub struct Figures<'a> {
    /// The report.
    pub(super) report: &'a RatedReport,
    /// The words.
    pub(super) words: &'a Words,
    /// Which appendix each section is, by the section's id.
    pub(super) appendices: BTreeMap<String, String>,
}

/// Whether a section's content is projects.
pub(crate) fn are_projects(content: &Content) -> bool {
    matches!(content, Content::Projects(_))
}

/// Whether a section's content is indicators.
pub(crate) fn are_indicators(content: &Content) -> bool {
    matches!(content, Content::Indicators(_))
}

impl Figures<'_> {
    /// The text with everything that is computed filled in.
    pub fn fill(&self, prose: Prose) -> Filled {
        prose.fill(&mut |listing| Some(self.listing(listing)), &mut |figure| self.figure(&figure))
    }

    /// Like [`Figures::fill`], but without lists: for a text inside a list, which might otherwise contain itself.
    fn fill_without_lists(&self, prose: Prose) -> Filled {
        prose.fill(&mut |_| None, &mut |figure| self.figure(&figure))
    }

    fn figure(&self, figure: &Figure) -> String {
        // Over scales that share a word, it is counted in all of them.
        let count = |counts: Vec<Counts>, id: Option<&str>| {
            let of =
                |counts: &Counts| id.map_or_else(|| counts.total(), |id| counts.with(|own| own.id() == id));
            counts.iter().map(of).sum::<usize>().to_string()
        };
        match figure {
            Figure::Projects(rating) => count(self.report.counts(are_projects), *rating),
            Figure::Indicators(rating) => count(self.report.counts(are_indicators), *rating),
            Figure::Rating(section, entry) => {
                let rated = self.rated(section, entry.as_deref());
                let rating = rated.map_or(self.report.report.scale.not_rated(), |(rating, _)| rating);
                self.words.rating(rating).to_owned()
            }
            Figure::Reason(section, None) => self.reason(section).unwrap_or_default(),
            Figure::Reason(section, entry) => {
                self.rated(section, entry.as_deref()).map(|(_, reason)| reason).unwrap_or_default()
            }
            Figure::Appendix(section) => {
                let unknown = || say!(self.words, "the-appendix").to_owned();
                self.appendices.get(section).cloned().unwrap_or_else(unknown)
            }
        }
    }

    fn sections(&self) -> impl Iterator<Item = (&Section, &RatedSection)> {
        self.report.report.sections.iter().zip(&self.report.sections)
    }

    /// The rating of a section or entry, and why it has it.
    fn rated(&self, section: &str, entry: Option<&str>) -> Option<(Rating, String)> {
        let (section, ratings) = self.sections().find(|(known, _)| known.id == section)?;
        let Some(id) = entry else {
            return ratings.rated().map(|rated| (rated.rating, self.words.reason(rated)));
        };
        let rated = ratings.entries.iter().find(|known| known.id == id)?;
        let reason = if let Content::Indicators(indicators) = &section.content {
            self.judgement(indicators, rated)
        } else {
            let project = section.projects().iter().find(|project| project.id == id);
            project.and_then(|project| project.reason.as_deref()).map(full_stop)
        };
        Some((rated.rating, reason.unwrap_or_default()))
    }

    /// Why a section has its rating, or the counts that it has in place of one.
    fn reason(&self, section: &str) -> Option<String> {
        let (_, ratings) = self.sections().find(|(known, _)| known.id == section)?;
        match &ratings.verdict {
            Verdict::Rated(rated) => Some(self.words.reason(rated)),
            Verdict::Counted(counts) => Some(self.words.shares(counts)),
            Verdict::Unrated => None,
        }
    }

    /// Why an indicator has its rating.
    fn judgement(&self, indicators: &[Indicator], entry: &RatedEntry) -> Option<String> {
        let indicator = indicators.iter().find(|indicator| indicator.id == entry.id)?;
        Some(self.words.judgement(indicator, entry.judgement.as_ref()?))
    }

    fn listing(&self, listing: Listing) -> Block {
        match listing {
            Listing::Projects => self.counts(say!(self.words, "listed-projects"), are_projects),
            Listing::Indicators => self.counts(say!(self.words, "listed-indicators"), are_indicators),
            Listing::Rated(id) => {
                let items: Vec<Item> =
                    self.sections().flat_map(|(section, rated)| self.items(section, rated, id)).collect();
                if items.is_empty() {
                    return self.none();
                }
                Block::List { marker: Marker::Bullet, items }
            }
        }
    }

    /// The entries of one section that have `wanted` as their rating, each with its reason.
    fn items(&self, section: &Section, rated: &RatedSection, wanted: &str) -> Vec<Item> {
        let entries = rated.entries.iter().filter(|entry| entry.rating.id() == wanted);
        let item = |entry: &RatedEntry| {
            let link = Inline::Link {
                to: Target::Place { report: None, anchor: Some(entry_anchor(&section.id, &entry.id)) },
                content: vec![Inline::Text(entry.title.clone())],
            };
            let (said, more) = match &section.content {
                Content::Indicators(indicators) => self.said_of_indicator(indicators, entry),
                _ => (self.said_of_project(section, entry), Vec::new()),
            };
            let opening = vec![Inline::Strong(vec![link]), Inline::Text(format!(". {said}"))];
            let blocks = std::iter::once(Block::Paragraph(opening)).chain(more).collect();
            Item { blocks, rating: None }
        };
        entries.map(item).collect()
    }

    /// Why an indicator has its rating, and its commentary.
    fn said_of_indicator(&self, indicators: &[Indicator], entry: &RatedEntry) -> (String, Vec<Block>) {
        let reason = self.judgement(indicators, entry);
        let own = indicators.iter().find(|indicator| indicator.id == entry.id);
        let commentary = own.map(|indicator| self.fill_without_lists(indicator.commentary.clone()));
        (reason.unwrap_or_default(), commentary.unwrap_or_default().blocks)
    }

    /// Why a project has its rating, and what is being done.
    fn said_of_project(&self, section: &Section, entry: &RatedEntry) -> String {
        let project = section.projects().iter().find(|project| project.id == entry.id);
        let said = project.map(|project| [&project.reason, &project.action]);
        let said: Vec<String> = said.into_iter().flatten().flatten().map(|text| full_stop(text)).collect();
        if said.is_empty() { say!(self.words, "no-reason-given").to_owned() } else { said.join(" ") }
    }

    /// The text where there is nothing to list.
    fn none(&self) -> Block {
        Block::Paragraph(vec![Inline::Text(say!(self.words, "listed-none").to_owned())])
    }

    /// The counts as a table of one row; those of further scales follow in the same row.
    fn counts(&self, what: &str, of: fn(&Content) -> bool) -> Block {
        let counts = self.report.counts(of);
        let shown: Vec<Count> = counts.iter().flat_map(|counts| table_counts(counts, self.words)).collect();
        if shown.is_empty() {
            return self.none();
        }
        let cell = |text: &str| vec![Inline::Text(text.to_owned())];
        let row = |first: &str, text: &dyn Fn(&Count) -> String| {
            std::iter::once(cell(first)).chain(shown.iter().map(|count| cell(&text(count)))).collect()
        };
        let mut columns = vec![Align::End; shown.len() + 1];
        columns[0] = Align::Start;
        Block::Table {
            columns,
            head: row(say!(self.words, "listed-rating"), &|count| count.rating.word.clone()),
            rows: vec![row(what, &|count| count.count.to_string())],
        }
    }
}
