//! What is missing or stale before a paper goes out, by whoever answers for it: the list from which an officer writes
//! the e-mails.
//!
//! In: a rated report and the one before. Out: findings, and the last day on which the paper may be published. None of
//! this is a fault: the paper can be made, and may even be right. It must not know today's date.

use serde::Serialize;

use super::old_self;
use crate::report::clear_days::{LastDay, clear_days_needed, last_publication_day};
use crate::report::prose::{Block, Prose};
use crate::report::rate::{RatedEntry, RatedReport, Verdict};
use crate::report::{Content, Council, Date, DocumentKind, Done, Project, Rating, Report, Section};

/// What there is to do before one paper goes out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Preflight {
    /// The report's id.
    pub report: String,
    /// By when it must be published, in a sentence, if it names a meeting.
    pub publish_by: Option<String>,
    /// What is missing or stale, by whoever answers for it, then in order of print.
    pub findings: Vec<Finding>,
}

/// Something that is missing or stale.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Finding {
    /// Who answers for it.
    pub owner: String,
    /// The report's id, `section` or `section/entry`.
    pub place: String,
    /// The title.
    pub title: String,
    /// What is missing or stale.
    pub what: String,
}

/// Nobody is named: that, too, has to be found out before an e-mail can be written.
const NOBODY: &str = "Nobody named";

/// Looks a report over. `is_first` says that there is no other report to compare it with, and `longest` is the most
/// words that a narrative should have.
pub fn preflight(
    council: &Council,
    report: &RatedReport,
    previous: Option<&RatedReport>,
    is_first: bool,
    longest: usize,
) -> Preflight {
    let model = &report.report;
    let mut findings = Vec::new();
    if model.document == DocumentKind::Progress {
        if previous.is_none()
            && !is_first
            && model.sections.iter().any(|section| !section.projects().is_empty())
        {
            findings.push(finding(None, &model.id, &model.title, "names no previous report to compare with"));
        }
        for (section, rated) in model.sections.iter().zip(&report.sections) {
            findings.extend(of_section(section, &rated.verdict));
            for (place, entry) in rated.entries.iter().enumerate() {
                let what = match &section.content {
                    Content::Projects(projects) => {
                        let old = previous
                            .and_then(|old| old_self(&old.report, &section.id, &projects.entries[place]));
                        of_project(model, &projects.entries[place], old, longest)
                    }
                    Content::Indicators(entries) => of_indicator(entry, &entries[place].commentary),
                    Content::Actions(_) | Content::Narrative(_) => Vec::new(),
                };
                let owner = owner(section, place);
                let place = format!("{}/{}", section.id, entry.id);
                findings.extend(what.iter().map(|what| finding(owner, &place, &entry.title, what)));
            }
        }
    }
    // A stable sort: within one owner the order of print stays.
    findings.sort_by(|a, b| (a.owner == NOBODY, &a.owner).cmp(&(b.owner == NOBODY, &b.owner)));
    Preflight { report: model.id.clone(), publish_by: publish_by(council, model), findings }
}

fn finding(owner: Option<&str>, place: &str, title: &str, what: &str) -> Finding {
    Finding {
        owner: owner.unwrap_or(NOBODY).to_owned(),
        place: place.to_owned(),
        title: title.to_owned(),
        what: what.to_owned(),
    }
}

/// Who answers for an entry: its own lead or owner, else the section's.
fn owner(section: &Section, place: usize) -> Option<&str> {
    let own = match &section.content {
        Content::Projects(projects) => projects.entries[place].lead.as_deref(),
        Content::Indicators(entries) => entries[place].owner.as_deref(),
        Content::Actions(_) | Content::Narrative(_) => None,
    };
    own.or(section.owner.as_deref())
}

fn of_section(section: &Section, verdict: &Verdict) -> Option<Finding> {
    let Verdict::Rated(rated) = verdict else { return None };
    let computed = rated.set_by_hand.as_ref()?.computed;
    let is_better = rated.rating.standing() > computed.standing();
    let what = format!(
        "is set to {} by hand, which is better than the {} that its rule gives",
        rated.rating.word(),
        computed.word()
    );
    is_better.then(|| finding(section.owner.as_deref(), &section.id, &section.title, &what))
}

fn of_project(report: &Report, project: &Project, old: Option<&Project>, longest: usize) -> Vec<String> {
    let mut what = Vec::new();
    let word = project.rating.word();
    if project.rating == Rating::NotRated {
        what.push("has no rating".to_owned());
    }
    if matches!(project.rating, Rating::Red | Rating::Amber) {
        if project.reason.is_none() {
            what.push(format!("is {word} and does not say why (`reason`)"));
        }
        if project.action.is_none() {
            what.push(format!("is {word} and does not say what is being done (`action`)"));
        }
    }
    match (project.updated, report.from) {
        (None, _) => what.push("does not say when it was updated (`updated`)".to_owned()),
        (Some(updated), Some(from)) if updated < from => {
            what.push(format!("was last updated on {updated}, before the period began"));
        }
        _ => {}
    }
    let is_late = |due: Option<Date>| due.zip(report.to).is_some_and(|(due, to)| due < to);
    for milestone in
        project.milestones.iter().filter(|milestone| milestone.done == Done::No && is_late(milestone.due))
    {
        what.push(format!("has a milestone past due and not reached: {}", milestone.title));
    }
    if project.rating == Rating::Green && has_red_item(&project.narrative.blocks) {
        what.push("is Green and has an item marked Red".to_owned());
    }
    if let Some(old) = old.filter(|old| !project.narrative.is_empty() && old.narrative == project.narrative) {
        what.push(format!("has word for word the narrative of the report before ({})", old.rating.word()));
    }
    if let (Some(old), [Block::Quote(quoted)]) = (old, project.narrative.blocks.as_slice())
        && *quoted == old.narrative.blocks
    {
        what.push("has nothing but a quotation of the report before".to_owned());
    }
    let words = project.narrative.word_count();
    if words > longest {
        what.push(format!("has a narrative of {words} words, and {longest} are the most"));
    }
    what
}

fn of_indicator(entry: &RatedEntry, commentary: &Prose) -> Vec<String> {
    match entry.rating {
        Rating::NotRated => vec!["has no rating: its figure or its target is missing".to_owned()],
        Rating::Red | Rating::Amber if commentary.is_empty() => {
            vec![format!("is {} and has no commentary", entry.rating.word())]
        }
        _ => Vec::new(),
    }
}

fn has_red_item(blocks: &[Block]) -> bool {
    blocks.iter().any(|block| match block {
        Block::List { items, .. } => {
            items.iter().any(|item| item.rating == Some(Rating::Red) || has_red_item(&item.blocks))
        }
        Block::Quote(inner) => has_red_item(inner),
        _ => false,
    })
}

/// By when a paper must be published: the law's clear days before its meeting.
fn publish_by(council: &Council, report: &Report) -> Option<String> {
    let meeting = report.meeting.as_ref()?.date?;
    let (days, nation) = (clear_days_needed(council.nation), council.nation.name());
    let days = if days == 5 { "five" } else { "three" };
    Some(match last_publication_day(meeting, council.nation) {
        LastDay::On(day) => {
            format!("publish by {day}: {days} clear days before the meeting on {meeting} ({nation})")
        }
        LastDay::UnknownYear(year) => format!(
            "publish {days} clear days before the meeting on {meeting} ({nation}); the bank holidays of {year} are not known \
             here, so count them yourself"
        ),
    })
}
