//! What is missing or stale before a paper goes out, by the person responsible: the list from which an officer writes
//! the e-mails.
//!
//! In: a rated report and the one before, and the words. Out: findings, and the last day on which the paper may be
//! published. None of this is a fault: the paper can be made, and may even be right. It must not know today's date.

use serde::Serialize;

use super::old_self;
use crate::report::clear_days::{LastDay, clear_days_needed, last_known_year, last_publication_day};
use crate::report::exempt::paragraphs;
use crate::report::prose::Block;
use crate::report::rate::{self, RatedEntry, RatedReport, Verdict};
use crate::report::{
    Content, Council, DocumentKind, Done, Indicator, Project, Rating, Report, Section, When,
};
use crate::words::{Words, say};

/// What there is to do before one paper goes out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Preflight {
    /// The report's id.
    pub report: String,
    /// By when it must be published, in a sentence, if it names a meeting.
    pub publish_by: Option<String>,
    /// What is missing or stale, by the person responsible, then in order of print.
    pub findings: Vec<Finding>,
}

/// Something that is missing or stale.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Finding {
    /// Who is responsible for it.
    pub owner: String,
    /// The e-mail addresses at which that person can be asked.
    pub emails: Vec<String>,
    /// The report's id, `section` or `section/entry`.
    pub place: String,
    /// The title.
    pub title: String,
    /// What is missing or stale.
    pub what: String,
}

/// Looks through a report. `is_first` says that there is no other report to compare it with, and `longest` is the most
/// words that a narrative should have.
pub fn preflight(
    council: &Council,
    report: &RatedReport,
    previous: Option<&RatedReport>,
    is_first: bool,
    longest: usize,
    words: &Words,
) -> Preflight {
    let model = &report.report;
    let mut findings: Vec<(Option<&str>, Finding)> = Vec::new();
    if model.document == DocumentKind::Progress {
        if previous.is_none()
            && !is_first
            && model.sections.iter().any(|section| !section.projects().is_empty())
        {
            let what = say!(words, "preflight-no-previous").to_owned();
            findings.push(finding(None, &model.id, &model.title, what, words));
        }
        for (section, rated) in model.sections.iter().zip(&report.sections) {
            findings.extend(of_section(section, &rated.verdict, words));
            for (place, entry) in rated.entries.iter().enumerate() {
                let what = match &section.content {
                    Content::Projects(projects) => {
                        let old = previous
                            .and_then(|old| old_self(&old.report, &section.id, &projects.entries[place]));
                        of_project(model, &projects.entries[place], old, longest, words)
                    }
                    Content::Indicators(entries) => of_indicator(entry, &entries[place], words),
                    Content::Actions(_) | Content::Narrative(_) => Vec::new(),
                };
                let owner = owner(section, place);
                let place = format!("{}/{}", section.id, entry.id);
                findings
                    .extend(what.into_iter().map(|what| finding(owner, &place, &entry.title, what, words)));
            }
        }
    }
    findings.extend(unchecked_law(model, words));
    // Entries without a named person come last: somebody has to find out who that is before writing to them. The sort
    // is stable, so each owner's findings stay in order of print.
    findings.sort_by_key(|(owner, _)| (owner.is_none(), *owner));
    for (owner, finding) in &mut findings {
        let addresses = owner.map(|owner| model.addresses(owner)).unwrap_or_default();
        finding.emails = addresses.into_iter().map(str::to_owned).collect();
    }
    Preflight {
        report: model.id.clone(),
        publish_by: publish_by(council, model, words),
        findings: findings.into_iter().map(|(_, finding)| finding).collect(),
    }
}

fn finding<'a>(
    owner: Option<&'a str>,
    place: &str,
    title: &str,
    what: String,
    words: &Words,
) -> (Option<&'a str>, Finding) {
    let named = owner.unwrap_or(say!(words, "preflight-nobody")).to_owned();
    (
        owner,
        Finding { owner: named, emails: Vec::new(), place: place.to_owned(), title: title.to_owned(), what },
    )
}

/// Everybody who answers for something in a report, and how the list calls whoever nobody has named.
pub fn owners(report: &Report, words: &Words) -> Vec<String> {
    let mut owners = vec![say!(words, "preflight-nobody").to_owned()];
    for section in &report.sections {
        owners.extend(section.owner.clone());
        owners.extend(
            (0..section.entry_names().len()).filter_map(|place| owner(section, place)).map(str::to_owned),
        );
        owners.extend(section.projects().iter().flat_map(|project| project.leads.clone()));
        if let Content::Actions(actions) = &section.content {
            owners.extend(actions.iter().flat_map(|action| action.leads.clone()));
        }
    }
    owners
}

/// Who is responsible for an entry: its own lead or owner, otherwise the section's.
fn owner(section: &Section, place: usize) -> Option<&str> {
    let own = match &section.content {
        Content::Projects(projects) => projects.entries[place].leads.first().map(String::as_str),
        Content::Indicators(entries) => entries[place].owner.as_deref(),
        Content::Actions(_) | Content::Narrative(_) => None,
    };
    own.or(section.owner.as_deref())
}

/// What is exempt under a law whose paragraphs the program does not know.
fn unchecked_law<'a>(report: &'a Report, words: &Words) -> Vec<(Option<&'a str>, Finding)> {
    let exempt = report.exempt().into_iter();
    let unchecked = exempt.filter(|(_, part)| paragraphs(part.exempt.law).is_none());
    unchecked
        .map(|(section, part)| {
            let id = section.unwrap_or(&part.id);
            let owner = report.sections.iter().find(|known| known.id == id);
            let place = section.map_or_else(|| part.id.clone(), |section| format!("{section}/{}", part.id));
            let numbers = words.all_of(part.exempt.paragraphs.iter().map(i64::to_string));
            let count = part.exempt.paragraphs.len();
            let what = say!(words, "preflight-unknown-paragraph", count = count, numbers = numbers);
            finding(owner.and_then(|owner| owner.owner.as_deref()), &place, &part.title, what, words)
        })
        .collect()
}

fn of_section<'a>(
    section: &'a Section,
    verdict: &Verdict,
    words: &Words,
) -> Option<(Option<&'a str>, Finding)> {
    let Verdict::Rated(rated) = verdict else { return None };
    let (_, computed) = rated.set_by_hand()?;
    if rated.rating.standing() <= computed.rating.standing() {
        return None;
    }
    let (rating, computed) = (words.rating(rated.rating), words.rating(computed.rating));
    let what = say!(words, "preflight-better-than-rule", rating = rating, computed = computed);
    Some(finding(section.owner.as_deref(), &section.id, &section.title, what, words))
}

fn of_project(
    report: &Report,
    project: &Project,
    old: Option<&Project>,
    longest: usize,
    words: &Words,
) -> Vec<String> {
    let mut what = Vec::new();
    let own = rate::rating(project);
    let rating = words.rating(own);
    if own.is_missing() {
        what.push(say!(words, "preflight-no-rating").to_owned());
    }
    if let Some(overall) = rate::overall(project)
        && overall.given.is_some_and(|given| given.standing() > overall.computed.standing())
        && overall.computed.is_rated()
    {
        let computed = words.rating(overall.computed);
        what.push(say!(words, "preflight-better-than-aspects", rating = rating, computed = computed));
    }
    if own.is_below_best() {
        if project.reason.is_none() {
            what.push(say!(words, "preflight-no-reason", rating = rating));
        }
        if project.action.is_none() {
            what.push(say!(words, "preflight-no-action", rating = rating));
        }
    }
    match (project.updated, report.from) {
        (None, _) => what.push(say!(words, "preflight-not-updated").to_owned()),
        (Some(updated), Some(from)) if updated < from => {
            what.push(say!(words, "preflight-updated-before", updated = words.date(updated)));
        }
        _ => {}
    }
    let is_late = |due: Option<When>| due.zip(report.to).is_some_and(|(due, to)| due.last() < to);
    for milestone in
        project.milestones.iter().filter(|milestone| milestone.done == Done::No && is_late(milestone.due))
    {
        what.push(say!(words, "preflight-late-milestone", milestone = &milestone.title));
    }
    if let Some(item) = worst_item(&project.narrative.blocks).filter(|_| own.is_best()) {
        what.push(say!(words, "preflight-red-item", rating = rating, item = words.rating(item)));
    }
    if let Some(old) = old.filter(|old| !project.narrative.is_empty() && old.narrative == project.narrative) {
        what.push(say!(words, "preflight-old-narrative", rating = words.rating(rate::rating(old))));
    }
    if let (Some(old), [Block::Quote(quoted)]) = (old, project.narrative.blocks.as_slice())
        && *quoted == old.narrative.blocks
    {
        what.push(say!(words, "preflight-only-quotation").to_owned());
    }
    let length = project.narrative.word_count();
    if length > longest {
        what.push(say!(words, "preflight-too-long", words = length, most = longest));
    }
    what
}

fn of_indicator(entry: &RatedEntry, indicator: &Indicator, words: &Words) -> Vec<String> {
    let rating = words.rating(entry.rating);
    let judgement = entry.judgement.as_ref().filter(|judgement| judgement.is_set_by_hand());
    let mut what = Vec::new();
    if let Some(judgement) = judgement
        && judgement.rating.standing() > judgement.computed.standing()
    {
        let computed = words.rating(judgement.computed);
        what.push(say!(words, "preflight-better-than-figure", rating = rating, computed = computed));
    }
    if entry.rating.is_missing() {
        what.push(say!(words, "preflight-no-figure").to_owned());
    } else if entry.rating.is_below_best() && indicator.commentary.is_empty() && indicator.action.is_none() {
        what.push(say!(words, "preflight-no-commentary", rating = rating));
    }
    what
}

/// The rating of the first item that has the worst one.
fn worst_item(blocks: &[Block]) -> Option<Rating> {
    blocks.iter().find_map(|block| match block {
        Block::List { items, .. } => items.iter().find_map(|item| {
            item.rating.filter(|rating| rating.is_worst()).or_else(|| worst_item(&item.blocks))
        }),
        Block::Quote(inner) => worst_item(inner),
        _ => None,
    })
}

/// By when a paper must be published: the law's clear days before the first of its meetings. In the last year whose bank
/// holidays are known, whoever asks hears of it: there is still time to get those of the next.
fn publish_by(council: &Council, report: &Report, words: &Words) -> Option<String> {
    let day = report.first_meeting()?;
    let (meeting, nation) = (words.date(day), council.nation.name());
    let days = clear_days_needed(council.nation).unwrap_or_default();
    let last_year = last_known_year(council.nation).filter(|year| *year == day.year());
    Some(match last_publication_day(day, council.nation) {
        LastDay::On(day) => {
            let publish_by = say!(
                words,
                "preflight-publish-by",
                day = words.date(day),
                days = days,
                meeting = meeting,
                nation = nation
            );
            let end = last_year.map(|year| say!(words, "preflight-holidays-end", year = year));
            words.semicolons(std::iter::once(publish_by).chain(end))
        }
        LastDay::UnknownYear(year) => {
            say!(words, "preflight-publish", days = days, meeting = meeting, nation = nation, year = year)
        }
        LastDay::UnknownPeriod => {
            say!(words, "preflight-publish-before", meeting = meeting, nation = nation)
        }
    })
}
