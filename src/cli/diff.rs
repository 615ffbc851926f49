//! `diff`: says what changed between two reports.

use std::fmt::Write as _;

use serde_json::json;

use super::args::Diff;
use super::content::{load, request, unknown_report};
use super::{Outcome, terminal};
use crate::diag::print::Format;
use crate::diag::{json_lines, one_line};
use crate::pages::{self, Difference};
use crate::report::compare;

/// Says what changed in a report since another or, if none is named, since the report that it follows.
pub(super) fn run(diff: &Diff) -> Outcome {
    let report = diff.report.as_str();
    let named: Vec<String> = std::iter::once(&diff.report).chain(&diff.other).cloned().collect();
    let loaded = match load(request(&diff.material, &named), true, diff.print.format) {
        Ok(loaded) => loaded,
        Err(outcome) => return outcome,
    };
    let Some(now) = loaded.rated.get(report) else { return unknown_report(report, &loaded) };
    let Some(other) = diff.other.as_deref().or(now.report.previous.as_deref()) else {
        terminal::err(&format!(
            "The report `{report}` names no `previous` report: name one, as in `cabinet-report diff {report} OTHER`.\n"
        ));
        return Outcome::Usage;
    };
    let Some(before) = loaded.rated.get(other) else { return unknown_report(other, &loaded) };
    let difference = pages::difference(now, before, &compare::reports(now, before), &loaded.words);
    if diff.print.format == Format::Json {
        terminal::out(&json_lines(&json!(difference)));
    } else {
        terminal::out(&text(&difference));
    }
    Outcome::Fine
}

fn text(difference: &Difference) -> String {
    let mut out = format!("What changed from {} to {}\n", difference.before, difference.now);
    for change in &difference.changes {
        _ = write!(out, "\n{}\n", one_line(&change.label));
        for item in &change.items {
            _ = writeln!(out, "  {} ({})", one_line(&item.name), one_line(&item.detail));
        }
    }
    if difference.changes.is_empty() {
        out.push_str("\nNo rating has changed.\n");
    }
    if !difference.dates.is_empty() {
        out.push_str("\nDates\n");
        for date in &difference.dates {
            _ = writeln!(out, "  {}: {}", one_line(&date.label), one_line(&date.text));
        }
    }
    if !difference.targets.is_empty() {
        out.push_str("\nTargets\n");
        for target in &difference.targets {
            _ = writeln!(out, "  {}: {}", one_line(&target.label), one_line(&target.text));
        }
    }
    if !difference.facts.is_empty() {
        out.push_str("\nLeads and progress\n");
        for fact in &difference.facts {
            _ = writeln!(out, "  {}: {}", one_line(&fact.label), one_line(&fact.text));
        }
    }
    if !difference.unchanged.is_empty() {
        out.push_str("\nNarratives that nobody has changed\n");
        for name in &difference.unchanged {
            _ = writeln!(out, "  {}", one_line(name));
        }
    }
    out
}
