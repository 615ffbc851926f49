//! The answer to the question where a rating comes from.

use serde::Serialize;

use super::Labelled;
use crate::report::compare::{Comparison, Moved};
use crate::report::rate::{self, Basis, Rated, RatedReport, RatedSection, Verdict};
use crate::report::{self, Content, Group, Rating, Section};
use crate::text::full_stop;
use crate::words::{Counted, Words, say};

/// Where one rating comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Explanation {
    /// The section's id, or `section/entry`.
    pub(crate) id: String,
    /// The title.
    pub(crate) title: String,
    /// The rating, in a word; none if nothing is rated.
    pub(crate) rating: Option<String>,
    /// Why, in the sentence that the documents print.
    pub(crate) reason: String,
    /// Further points, each with its label.
    pub(crate) points: Vec<Labelled>,
    /// Each entry with its rating.
    pub(crate) entries: Vec<Labelled>,
    /// What would tip the rating.
    pub(crate) tips: Vec<String>,
}

/// Explains every section of a report, only `section`, or only one `entry` of it.
pub(crate) fn explain(
    report: &RatedReport,
    previous: Option<(&report::Report, &Comparison)>,
    section: Option<&str>,
    entry: Option<&str>,
    words: &Words,
) -> Vec<Explanation> {
    let overall = report.overall.as_ref().filter(|_| section.is_none());
    let overall = overall.map(|rated| of_report(report, rated, previous, words));
    let groups = report.report.groups.iter().zip(&report.groups).enumerate().filter(|_| section.is_none());
    let groups = groups.filter_map(|(place, (group, rated))| {
        let moved =
            previous.and_then(|(before, comparison)| Some((before, (*comparison.groups.get(place)?)?)));
        Some(of_group(report, group, rated.as_ref()?, moved, words))
    });
    let sections = report.report.sections.iter().zip(&report.sections).enumerate();
    let wanted = sections.filter(|(_, (own, _))| section.is_none_or(|section| own.id == section));
    let sections = wanted.flat_map(|(index, (own, rated))| {
        let moved = previous.and_then(|(before, comparison)| Some((before, comparison.sections.get(index)?)));
        match entry {
            None => vec![of_section(
                own,
                rated,
                moved.and_then(|(before, moved)| Some((before, moved.moved?))),
                words,
            )],
            Some(id) => rated
                .entries
                .iter()
                .position(|entry| entry.id == id)
                .map(|place| {
                    let of_aspects = moved.and_then(|(_, moved)| moved.aspects.get(place));
                    let of_aspects = of_aspects.map(Vec::as_slice).unwrap_or_default();
                    let moved = moved.and_then(|(before, moved)| Some((before, *moved.entries.get(place)?)));
                    of_entry(own, rated, place, (moved, of_aspects), words)
                })
                .into_iter()
                .collect(),
        }
    });
    overall.into_iter().chain(groups).chain(sections).collect()
}

/// Where the rating of the whole report comes from.
fn of_report(
    report: &RatedReport,
    rated: &Rated,
    previous: Option<(&report::Report, &Comparison)>,
    words: &Words,
) -> Explanation {
    let moved = previous.and_then(|(before, comparison)| Some((before, comparison.overall?)));
    let (id, title) = (&report.report.id, &report.report.title);
    over_sections(report, (id, title), rated, moved, |_| true, Counted::Sections, words)
}

/// Where the rating of a group comes from.
fn of_group(
    report: &RatedReport,
    group: &Group,
    rated: &Rated,
    moved: Option<(&report::Report, Moved)>,
    words: &Words,
) -> Explanation {
    let is_own = |section: &Section| section.group.as_ref() == Some(&group.id);
    over_sections(report, (&group.id, &group.title), rated, moved, is_own, Counted::Grouped, words)
}

/// Where a rating comes from that is worked out from those of sections.
fn over_sections(
    report: &RatedReport,
    (id, title): (&str, &str),
    rated: &Rated,
    moved: Option<(&report::Report, Moved)>,
    is_own: impl Fn(&Section) -> bool,
    parts: Counted,
    words: &Words,
) -> Explanation {
    let scale = rated.counts.scale();
    let sections = report.report.sections.iter().zip(&report.sections);
    let own = sections.filter(|(section, _)| is_own(section));
    let own = own.filter_map(|(section, own)| Some((section, own.rated()?.rating)));
    let own: Vec<(&Section, Rating)> = own.collect();
    let mut points = Vec::new();
    let mut tips = Vec::new();
    if let Basis::Rule(rule) = rated.basis {
        points.push(Labelled::new(say!(words, "explain-rule"), words.rule_over(rule, scale, parts)));
        let sections: Vec<rate::Weighed> =
            own.iter().map(|(_, rating)| rate::Weighed { rating: *rating, weight: 1000 }).collect();
        let found = rate::tipping(rule, scale, &sections);
        tips.extend(found.into_iter().map(|tip| words.tip(tip, parts)));
    }
    points.extend(movement(moved, Some(rated.rating), words));
    let entries = own.into_iter().map(|(section, rating)| {
        let name = say!(words, "title-and-place", title = &section.title, place = &section.id);
        Labelled::new(words.rating(rating), name)
    });
    Explanation {
        id: id.to_owned(),
        title: title.to_owned(),
        rating: Some(words.rating(rated.rating).to_owned()),
        reason: words.reason_over(rated, parts),
        points,
        entries: entries.collect(),
        tips,
    }
}

fn of_section(
    section: &Section,
    rated: &RatedSection,
    moved: Option<(&report::Report, Moved)>,
    words: &Words,
) -> Explanation {
    let words = &words.calling(section.nouns());
    let mut points = Vec::new();
    let (rating, reason, tips) = match (&rated.verdict, &section.content) {
        (Verdict::Rated(own), Content::Projects(projects)) => {
            let rule = match own.basis {
                Basis::Rule(rule) => words.rule(rule, section.scale),
                Basis::Stated => say!(words, "explain-stated").to_owned(),
            };
            points.push(Labelled::new(say!(words, "explain-rule"), rule));
            if let Some((given, computed)) = own.set_by_hand() {
                let computed = words.rating(computed.rating);
                let set = match &given.by {
                    Some(owner) => say!(words, "explain-set-by", owner = owner, computed = computed),
                    None => say!(words, "explain-set", computed = computed),
                };
                points.push(Labelled::new(say!(words, "explain-override"), set));
            }
            let tips = match own.basis {
                Basis::Rule(rule) => rate::tipping(rule, section.scale, &rate::weighed(&projects.entries)),
                Basis::Stated => Vec::new(),
            };
            let tips = tips.into_iter().map(|tip| words.tip(tip, Counted::Projects)).collect();
            (Some(own.rating), words.reason(own), tips)
        }
        (Verdict::Counted(counts), Content::Projects(projects)) => {
            points.push(Labelled::new(say!(words, "explain-rule"), words.rule(projects.rule, section.scale)));
            (None, words.shares(counts), Vec::new())
        }
        (Verdict::Counted(counts), _) => (None, words.counted(counts, section.kind()), Vec::new()),
        _ => (None, say!(words, "explain-nothing-rated").to_owned(), Vec::new()),
    };
    let forecast = rated.forecast_counts().map(|counts| words.counted(&counts, section.kind()));
    points.extend(forecast.map(|counts| Labelled::new(say!(words, "forecast-for-year"), counts)));
    points.extend(movement(moved, rating, words));
    Explanation {
        id: section.id.clone(),
        title: section.title.clone(),
        rating: rating.map(|rating| words.rating(rating).to_owned()),
        reason,
        points,
        entries: rated
            .entries
            .iter()
            .map(|entry| {
                let place = format!("{}/{}", section.id, entry.id);
                let name = say!(words, "title-and-place", title = &entry.title, place = place);
                Labelled::new(words.rating(entry.rating), name)
            })
            .collect(),
        tips,
    }
}

fn of_entry(
    section: &Section,
    rated: &RatedSection,
    place: usize,
    (moved, of_aspects): (Option<(&report::Report, Moved)>, &[Moved]),
    words: &Words,
) -> Explanation {
    let entry = &rated.entries[place];
    let mut points = Vec::new();
    let rating = words.rating(entry.rating);
    let reason = match (&entry.judgement, &section.content) {
        (Some(judgement), Content::Indicators(indicators)) => {
            let indicator = &indicators[place];
            let course = words.courses(indicator, judgement);
            points.extend(course.map(|course| Labelled::new(say!(words, "explain-direction"), course)));
            if judgement.is_set_by_hand() {
                let computed = words.rating(judgement.computed);
                let by = judgement.given.as_ref().and_then(|given| given.by.as_ref());
                let set = match by {
                    Some(owner) => say!(words, "explain-set-by-figure", owner = owner, computed = computed),
                    None => say!(words, "explain-set-figure", computed = computed),
                };
                points.push(Labelled::new(say!(words, "explain-override"), set));
            }
            points.extend(super::indicators::points(indicator, entry, words));
            if let Some((target, original)) = indicator.target.zip(indicator.original_target) {
                let number = |number| words.number(number, &indicator.unit);
                let moved = say!(words, "target-moved", target = number(target), original = number(original));
                points.push(Labelled::new(say!(words, "explain-target"), moved));
            }
            words.judgement(indicator, judgement)
        }
        (None, Content::Projects(projects)) => {
            let project = &projects.entries[place];
            let leads = &project.leads;
            let lead = say!(words, "explain-lead", count = leads.len());
            points.extend((!leads.is_empty()).then(|| Labelled::new(&lead, words.all_of(leads))));
            let action = project.action.as_ref();
            points
                .extend(action.map(|action| Labelled::new(say!(words, "explain-action"), full_stop(action))));
            for (index, own) in entry.aspects.iter().enumerate() {
                let now = words.rating(own.rating);
                let moved = moved.zip(of_aspects.get(index)).map(|((before, _), moved)| (before, *moved));
                let said = match moved {
                    Some(moved) => {
                        let moved = since(moved, Some(own.rating), words);
                        say!(words, "explain-aspect-moved", rating = now, moved = moved)
                    }
                    None => now.to_owned(),
                };
                points.push(Labelled::new(&own.aspect.title, said));
            }
            let overall = rate::overall(project).and_then(|overall| words.overall(&overall));
            match (&project.reason, overall) {
                (reason, Some(follows)) if project.given.is_missing() => {
                    let label = super::workstream::why(entry.rating, words);
                    points.extend(reason.as_ref().map(|reason| Labelled::new(&label, full_stop(reason))));
                    follows
                }
                (reason, overall) => {
                    let label = say!(words, "explain-aspects");
                    points.extend(overall.map(|overall| Labelled::new(label, overall)));
                    match reason {
                        Some(reason) => {
                            say!(words, "explain-given", rating = rating, reason = full_stop(reason))
                        }
                        None => say!(words, "explain-given-without-reason", rating = rating),
                    }
                }
            }
        }
        // Nobody says of an action why it has its rating.
        _ => say!(words, "explain-given-without-reason", rating = rating),
    };
    points.extend(movement(moved, Some(entry.rating), words));
    Explanation {
        id: format!("{}/{}", section.id, entry.id),
        title: entry.title.clone(),
        rating: Some(rating.to_owned()),
        reason,
        points,
        entries: Vec::new(),
        tips: Vec::new(),
    }
}

/// How it moved, and since which report.
fn movement(moved: Option<(&report::Report, Moved)>, now: Option<Rating>, words: &Words) -> Option<Labelled> {
    moved.map(|moved| Labelled::new(say!(words, "explain-movement"), since(moved, now, words)))
}

/// A movement in words, and since which report.
fn since((before, moved): (&report::Report, Moved), now: Option<Rating>, words: &Words) -> String {
    let movement = words.movement(moved.movement);
    match moved.before.zip(now).filter(|(then, now)| then != now) {
        Some((then, now)) => say!(
            words,
            "explain-from-to-since",
            movement = movement,
            from = words.rating(then),
            to = words.rating(now),
            report = &before.id,
        ),
        None => say!(words, "explain-since", movement = movement, report = &before.id),
    }
}
