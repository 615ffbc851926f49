//! What changed between two reports, in words.

use serde::Serialize;

use super::Labelled;
use super::old_self;
use super::summary::{Change, changes};
use crate::report::compare::Comparison;
use crate::report::rate::RatedReport;

/// What changed between two reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The id of the report before.
    pub before: String,
    /// The id of the report now.
    pub now: String,
    /// Ratings that changed, and what is new or gone.
    pub changes: Vec<Change>,
    /// Dates that slipped or were brought forward.
    pub dates: Vec<Labelled>,
    /// Projects whose narrative is word for word the old one.
    pub unchanged: Vec<String>,
}

/// Says what changed from `before` to `now`.
pub fn difference(now: &RatedReport, before: &RatedReport, comparison: &Comparison) -> Difference {
    let mut dates = Vec::new();
    let mut unchanged = Vec::new();
    for section in &now.report.sections {
        for project in section.projects() {
            let Some(old) = old_self(&before.report, &section.id, project) else { continue };
            let name = format!("{} ({}/{})", project.title, section.id, project.id);
            if let (Some(then), Some(due)) = (old.due, project.due)
                && then != due
            {
                let way = if due > then { "slipped" } else { "brought forward" };
                let first = project.original_due.filter(|first| *first != then);
                let first = first.map(|first| format!("; first planned for {first}")).unwrap_or_default();
                dates.push(Labelled::new(&name, format!("{way} from {then} to {due}{first}")));
            }
            if !project.narrative.is_empty() && project.narrative == old.narrative {
                unchanged.push(name);
            }
        }
    }
    Difference {
        before: before.report.id.clone(),
        now: now.report.id.clone(),
        changes: changes(now, comparison),
        dates,
        unchanged,
    }
}
