//! What the heading of a group says: what it is about, how it is going, and how many of its entries have each rating.

use serde::Serialize;

use super::references::{are_actions, are_indicators, are_projects};
use super::tally::{Tally, tally};
use super::workstream::basis_words;
use super::{PrintedRating, TextId, Unfilled, owner_line};
use crate::report::compare::Comparison;
use crate::report::rate::RatedReport;
use crate::report::{Content, Report, Section};
use crate::words::{Counted, Words, say};

/// What stands under the heading of a group.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupHead {
    /// Who is responsible for it, in a sentence.
    pub owner: Option<String>,
    /// What it is about.
    pub about: Option<TextId>,
    /// Its rating, if it has one.
    pub rating: Option<PrintedRating>,
    /// Why it has that rating.
    pub reason: Option<String>,
    /// The text in place of a movement if the rule has changed.
    pub rule_changed: Option<String>,
    /// How many of its entries of each sort have each rating.
    pub tallies: Vec<Tally>,
}

/// What a group says; `place` is its place among the groups.
pub(super) fn head(
    report: &RatedReport,
    comparison: Option<&Comparison>,
    place: usize,
    words: &Words,
    texts: &mut Unfilled,
) -> GroupHead {
    let group = &report.report.groups[place];
    let rated = report.groups.get(place).and_then(Option::as_ref);
    let moved = comparison.and_then(|comparison| comparison.groups.get(place).copied().flatten());
    let rule_changed = moved.and_then(|moved| moved.basis_before).zip(rated).map(|(before, rated)| {
        let scale = rated.counts.scale();
        let (before, now) = (basis_words(before, scale, words), basis_words(rated.basis, scale, words));
        say!(words, "rule-changed", before = before, now = now)
    });
    let is_own = |section: &Section| section.group.as_ref() == Some(&group.id);
    let sections = report.report.sections.iter().filter(|section| is_own(section));
    let own = &words.calling(Report::nouns_of(sections));
    let sorts = [
        (Counted::Projects, are_projects as fn(&Content) -> bool),
        (Counted::Indicators, are_indicators),
        (Counted::Actions, are_actions),
    ];
    let tallies = sorts.into_iter().flat_map(|(what, of)| {
        report.counts_in(is_own, of).into_iter().map(move |counts| tally(what, &counts, own))
    });
    GroupHead {
        owner: owner_line(group.owner.as_deref(), words),
        about: texts.add(&group.about),
        rating: rated.map(|rated| PrintedRating::new(rated.rating, words)),
        reason: rated.map(|rated| words.reason_over(rated, Counted::Grouped)),
        rule_changed,
        tallies: tallies.collect(),
    }
}
