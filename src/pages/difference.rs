//! What changed between two reports, in words.

use serde::Serialize;

use super::Labelled;
use super::old_self;
use super::summary::{Change, changes};
use super::targets;
use crate::report::Project;
use crate::report::compare::Comparison;
use crate::report::rate::RatedReport;
use crate::words::{Words, say};

/// What changed between two reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Difference {
    /// The id of the earlier report.
    pub(crate) before: String,
    /// The id of the later report.
    pub(crate) now: String,
    /// Ratings that changed, and what is new or gone.
    pub(crate) changes: Vec<Change>,
    /// Dates that slipped or were brought forward.
    pub(crate) dates: Vec<Labelled>,
    /// Targets that were raised or lowered.
    pub(crate) targets: Vec<Labelled>,
    /// Projects that have another lead, or of which more or less is done.
    pub(crate) facts: Vec<Labelled>,
    /// Projects whose narrative is the old one, word for word.
    pub(crate) unchanged: Vec<String>,
}

/// What changed from `before` to `now`.
pub(crate) fn difference(
    now: &RatedReport,
    before: &RatedReport,
    comparison: &Comparison,
    words: &Words,
) -> Difference {
    let mut dates = Vec::new();
    let mut facts = Vec::new();
    let mut unchanged = Vec::new();
    for section in &now.report.sections {
        for project in section.projects() {
            let Some(old) = old_self(&before.report, &section.id, project) else { continue };
            let place = format!("{}/{}", section.id, project.id);
            let name = say!(words, "title-and-place", title = &project.title, place = place);
            if let (Some(then), Some(due)) = (old.due, project.due)
                && then.last() != due.last()
            {
                let (old, new) = (words.when(then), words.when(due));
                let moved = if due > then {
                    say!(words, "date-slipped", then = old, due = new)
                } else {
                    say!(words, "date-brought-forward", then = old, due = new)
                };
                let first = project.original_due.filter(|first| first.last() != then.last());
                let moved = match first {
                    Some(first) => {
                        say!(words, "date-first-planned", moved = moved, first = words.when(first))
                    }
                    None => moved,
                };
                dates.push(Labelled::new(&name, moved));
            }
            facts.extend(changed_facts(old, project, words).map(|said| Labelled::new(&name, said)));
            if !project.narrative.is_empty() && project.narrative == old.narrative {
                unchanged.push(name);
            }
        }
    }
    Difference {
        before: before.report.id.clone(),
        now: now.report.id.clone(),
        changes: changes(now, &before.report, comparison, words),
        dates,
        targets: targets(now, before, words),
        facts,
        unchanged,
    }
}

/// The targets that were raised or lowered.
fn targets(now: &RatedReport, before: &RatedReport, words: &Words) -> Vec<Labelled> {
    let changed = targets::changed(&now.report, &before.report).into_iter();
    let target = |changed: targets::ChangedTarget<'_>| {
        let indicator = changed.indicator;
        let place = format!("{}/{}", changed.section.id, indicator.id);
        let number = |number| words.number(number, &indicator.unit);
        let (then, target) = (number(changed.before), number(changed.now));
        let moved = if changed.now > changed.before {
            say!(words, "target-raised", then = then, target = target)
        } else {
            say!(words, "target-lowered", then = then, target = target)
        };
        let first = indicator.original_target.filter(|first| *first != changed.before);
        let moved = match first {
            Some(first) => say!(words, "target-first", moved = moved, first = number(first)),
            None => moved,
        };
        Labelled::new(&say!(words, "title-and-place", title = &indicator.title, place = place), moved)
    };
    changed.map(target).collect()
}

/// Another lead, or another share that is done.
fn changed_facts<'a>(old: &'a Project, now: &'a Project, words: &'a Words) -> impl Iterator<Item = String> {
    let leads = |project: &Project| match project.leads.as_slice() {
        [] => say!(words, "nobody").to_owned(),
        leads => words.all_of(leads),
    };
    let led =
        (old.leads != now.leads).then(|| say!(words, "lead-changed", before = leads(old), now = leads(now)));
    let percent = |percent: u8| say!(words, "percent-done", percent = percent);
    let done = old.progress.zip(now.progress).filter(|(before, now)| before != now);
    let done = done
        .map(|(before, now)| say!(words, "progress-changed", before = percent(before), now = percent(now)));
    led.into_iter().chain(done)
}
