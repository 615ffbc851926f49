//! What changed between two reports, in words.

use serde::Serialize;

use super::Labelled;
use super::old_self;
use super::summary::{Change, changes};
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
    let mut unchanged = Vec::new();
    for section in &now.report.sections {
        for project in section.projects() {
            let Some(old) = old_self(&before.report, &section.id, project) else { continue };
            let place = format!("{}/{}", section.id, project.id);
            let name = say!(words, "title-and-place", title = &project.title, place = place);
            if let (Some(then), Some(due)) = (old.due, project.due)
                && then != due
            {
                let (old, new) = (words.date(then), words.date(due));
                let moved = if due > then {
                    say!(words, "date-slipped", then = old, due = new)
                } else {
                    say!(words, "date-brought-forward", then = old, due = new)
                };
                let first = project.original_due.filter(|first| *first != then);
                let moved = match first {
                    Some(first) => {
                        say!(words, "date-first-planned", moved = moved, first = words.date(first))
                    }
                    None => moved,
                };
                dates.push(Labelled::new(&name, moved));
            }
            if !project.narrative.is_empty() && project.narrative == old.narrative {
                unchanged.push(name);
            }
        }
    }
    Difference {
        before: before.report.id.clone(),
        now: now.report.id.clone(),
        changes: changes(now, comparison, words),
        dates,
        unchanged,
    }
}
