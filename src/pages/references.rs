//! Fills in figures that are worked out from the ratings where a text asks for them.
//!
//! In: prose with [`Figure`]s and [`Listing`]s, and the rated report. Out: prose without. A text can reach only
//! what is written here, and can never contradict the ratings that are printed beside it.

use std::collections::BTreeMap;

use super::Count;
use super::indicators::table_counts;
use super::prose::{Align, Block, Inline, Item, Marker, Target};
use crate::report::prose::{Figure, Filled, Listed, Listing, Prose, entry_anchor, section_anchor};
use crate::report::rate::{self, Counts, RatedEntry, RatedReport, RatedSection, Verdict, whole_percents};
use crate::report::{Action, Content, Indicator, Project, Rating, Section};
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

/// Whether a section's content is actions.
pub(crate) fn are_actions(content: &Content) -> bool {
    matches!(content, Content::Actions(_))
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
        let count = |counts: Vec<Counts>, id: Option<&str>| counted(&counts, id).to_string();
        match figure {
            Figure::Projects(rating) => count(self.report.counts(are_projects), *rating),
            Figure::Indicators(rating) => count(self.report.counts(are_indicators), *rating),
            Figure::Actions(rating) => count(self.report.counts(are_actions), *rating),
            Figure::Entries(section, rating) => count(self.counts_in(section), *rating),
            Figure::Share(section, rating) => {
                let counts = match section {
                    Some(section) => self.counts_in(section),
                    None => self.report.counts(are_projects),
                };
                self.words.percent(share(&counts, rating))
            }
            Figure::Rating(section, entry) => {
                let rated = self.rated(section, entry.as_deref());
                let rating = rated.map_or(self.report.report.scale.not_rated(), |(rating, _)| rating);
                self.words.rating(rating).to_owned()
            }
            Figure::Aspect(section, entry, aspect) => {
                let rated = self.sections().find(|(known, _)| known.id == *section).map(|(_, rated)| rated);
                let entry = rated.and_then(|rated| rated.entries.iter().find(|known| known.id == *entry));
                let own = entry.and_then(|entry| entry.aspects.iter().find(|own| own.aspect.id == *aspect));
                let rating = own.map_or(self.report.report.scale.not_rated(), |own| own.rating);
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

    /// How many entries of a section have each rating.
    fn counts_in(&self, id: &str) -> Vec<Counts> {
        let section = self.sections().find(|(section, _)| section.id == id);
        section.map(|(section, rated)| rated.counts(section.scale)).into_iter().collect()
    }

    /// The rating of a section or entry, and why it has it.
    fn rated(&self, section: &str, entry: Option<&str>) -> Option<(Rating, String)> {
        let (section, ratings) = self.sections().find(|(known, _)| known.id == section)?;
        let Some(id) = entry else {
            let words = self.words.calling(section.nouns());
            return ratings.rated().map(|rated| (rated.rating, words.reason(rated)));
        };
        let rated = ratings.entries.iter().find(|known| known.id == id)?;
        let reason = if let Content::Indicators(indicators) = &section.content {
            self.judgement(indicators, rated)
        } else {
            let project = section.projects().iter().find(|project| project.id == id);
            project.and_then(|project| self.reason_of(project))
        };
        Some((rated.rating, reason.unwrap_or_default()))
    }

    /// Why a project has its rating: as its lead says, otherwise as it follows from its aspects.
    fn reason_of(&self, project: &Project) -> Option<String> {
        let follows = || self.words.overall(&rate::overall(project)?);
        project.reason.as_deref().map(full_stop).or_else(follows)
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
            Listing::Actions => self.counts(say!(self.words, "listed-actions"), are_actions),
            Listing::Sections => self.by_section(),
            Listing::Rated(id, listed) => {
                let is_listed = |section: &Section| match listed {
                    Listed::Everything => true,
                    Listed::Projects => are_projects(&section.content),
                    Listed::Indicators => are_indicators(&section.content),
                    Listed::Actions => are_actions(&section.content),
                };
                let sections = self.sections().filter(|(section, _)| is_listed(section));
                let items: Vec<Item> =
                    sections.flat_map(|(section, rated)| self.items(section, rated, id)).collect();
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
                Content::Actions(actions) => (said_of_action(actions, entry), Vec::new()),
                _ => (self.said_of_project(section, entry), Vec::new()),
            };
            let said = if said.is_empty() { ".".to_owned() } else { format!(". {said}") };
            let opening = vec![Inline::Strong(vec![link]), Inline::Text(said)];
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
        let said = project.map(|project| [self.reason_of(project), project.action.as_deref().map(full_stop)]);
        let said: Vec<String> = said.into_iter().flatten().flatten().collect();
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
        let row = |first: &str, text: &dyn Fn(&Count) -> String| {
            std::iter::once(cell(first)).chain(shown.iter().map(|count| cell(&text(count)))).collect()
        };
        Block::Table {
            columns: figures_after_name(shown.len()),
            head: row(say!(self.words, "listed-rating"), &|count| count.rating.word.clone()),
            rows: vec![row(what, &|count| count.count.to_string())],
        }
    }

    /// How many entries of each section have each rating. A rating that a section's scale does not have is not a zero.
    fn by_section(&self) -> Block {
        let counted = self.sections().filter(|(_, rated)| !rated.entries.is_empty());
        let counted: Vec<(&Section, Counts)> =
            counted.map(|(section, rated)| (section, rated.counts(section.scale))).collect();
        if counted.is_empty() {
            return self.none();
        }
        // Scales that have a word in common share its column.
        let mut ratings: Vec<String> = Vec::new();
        for counts in self.report.counts(|_| true) {
            for count in table_counts(&counts, self.words) {
                if !ratings.contains(&count.rating.short) {
                    ratings.push(count.rating.short);
                }
            }
        }
        let row = |section: &Section, counts: &Counts| {
            let link = Inline::Link {
                to: Target::Place { report: None, anchor: Some(section_anchor(&section.id)) },
                content: cell(&section.title),
            };
            let figure = |word: &String| {
                let has_word = |rating: &Rating| self.words.short_rating(*rating) == word;
                let own: Vec<Rating> = section.scale.ratings().filter(has_word).collect();
                let count: usize = own.iter().map(|rating| counts.get(*rating)).sum();
                if own.is_empty() { cell("–") } else { cell(&count.to_string()) }
            };
            let figures = ratings.iter().map(figure);
            std::iter::once(vec![link]).chain(figures).chain([cell(&counts.total().to_string())]).collect()
        };
        let head = ratings.iter().map(String::as_str);
        let head = std::iter::once(say!(self.words, "listed-section"))
            .chain(head)
            .chain([say!(self.words, "listed-total")]);
        Block::Table {
            columns: figures_after_name(ratings.len() + 1),
            head: head.map(cell).collect(),
            rows: counted.iter().map(|(section, counts)| row(section, counts)).collect(),
        }
    }
}

/// What an action's status is, which is all that is said of how it is going.
fn said_of_action(actions: &[Action], entry: &RatedEntry) -> String {
    let status = actions.iter().find(|action| action.id == entry.id).and_then(|own| own.status.as_deref());
    status.map(full_stop).unwrap_or_default()
}

/// How many have the rating of that id, or how many there are. Over scales that share a word, it is counted in all.
fn counted(counts: &[Counts], id: Option<&str>) -> usize {
    let of = |counts: &Counts| id.map_or_else(|| counts.total(), |id| counts.with(|own| own.id() == id));
    counts.iter().map(of).sum()
}

/// What share of everything that is counted has the rating of that id, so that the shares of all ids add up to 100.
fn share(counts: &[Counts], id: &str) -> usize {
    let mut ids: Vec<&str> = Vec::new();
    for rating in counts.iter().flat_map(Counts::occurring) {
        if !ids.contains(&rating.id()) {
            ids.push(rating.id());
        }
    }
    let parts: Vec<usize> = ids.iter().map(|id| counted(counts, Some(id))).collect();
    let at = ids.iter().position(|known| *known == id);
    at.map_or(0, |at| whole_percents(&parts)[at])
}

fn cell(text: &str) -> Vec<Inline> {
    vec![Inline::Text(text.to_owned())]
}

/// How the columns of a name and so many figures are aligned.
fn figures_after_name(figures: usize) -> Vec<Align> {
    let mut columns = vec![Align::End; figures + 1];
    columns[0] = Align::Start;
    columns
}
