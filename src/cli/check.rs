//! `check`: says what is wrong and what is missing, and writes nothing.

use std::fmt::Write as _;

use serde_json::json;

use super::args::Check;
use super::build::Trial;
use super::stop::Stop;
use super::{Outcome, terminal};
use crate::diag::print::Format;
use crate::diag::{self, json_line, one_line};
use crate::pages::{Finding, Preflight};
use crate::pipeline::Loaded;
use crate::text::{all_of, count_of, count_of_entries, did_you_mean};

/// Loads and renders in memory, and prints every fault.
pub(super) fn run(check: &Check, stop: &Stop) -> Outcome {
    let format = check.print.format;
    let trial = Trial {
        reports: &[],
        material: &check.material,
        output: &check.output,
        is_forced: false,
        has_word: false,
        format,
    };
    let Some((loaded, output)) = trial.run(stop, "") else { return Outcome::Usage };
    if let Some(owner) = &check.owner
        && let Some(fault) = unknown_owner(owner, None, &loaded)
    {
        terminal::err(&fault);
        return Outcome::Usage;
    }
    let mut diagnostics = loaded.diagnostics.clone();
    diagnostics.extend(output.diagnostics);
    diag::sort(&mut diagnostics, &loaded.sources);
    terminal::faults(&diagnostics, &loaded.sources, format);
    let outcome = terminal::outcome(&diagnostics, check.strict.is_strict);
    if format != Format::Json {
        let entries: usize = loaded.reports.iter().map(|report| report.entry_count).sum();
        let entries = count_of_entries(entries);
        let seen = format!("{} with {entries} checked", count_of(loaded.reports.len(), "report"));
        if diagnostics.is_empty() {
            terminal::out(&format!("{seen}: nothing to mend.\n"));
        } else {
            terminal::err(&format!("{seen}: {}.\n", terminal::tally(&diagnostics)));
        }
    }
    // Faults come first: until they are mended, there is no point in writing to anybody.
    if outcome == Outcome::Fine {
        for preflight in loaded.preflights(check.longest) {
            terminal::out(&preflight_text(&preflight, check.owner.as_deref(), format));
        }
    }
    outcome
}

/// What there is to do before one paper goes out, for people or as JSON lines.
fn preflight_text(preflight: &Preflight, owner: Option<&str>, format: Format) -> String {
    let is_wanted = |finding: &&Finding| {
        owner.is_none_or(|owner| finding.owner.to_lowercase().contains(&owner.to_lowercase()))
    };
    let findings: Vec<&Finding> = preflight.findings.iter().filter(is_wanted).collect();
    let report = &preflight.report;
    if format == Format::Json {
        let line = json!({ "type": "preflight", "report": report, "publish_by": preflight.publish_by, "findings": findings });
        return json_line(&line);
    }
    let mut out = String::new();
    if let Some(publish_by) = &preflight.publish_by {
        _ = writeln!(out, "{report}: {publish_by}.");
    }
    let mut last = "";
    for finding in findings {
        if finding.owner != last {
            let emails = if finding.emails.is_empty() {
                String::new()
            } else {
                format!(" ({})", finding.emails.join(", "))
            };
            _ = writeln!(out, "\n{report}: {}{}", one_line(&finding.owner), one_line(&emails));
            last = &finding.owner;
        }
        let (title, what) = (one_line(&finding.title), one_line(&finding.what));
        _ = writeln!(out, "  {title} ({}) {what}", finding.place);
    }
    out
}

/// Says that nobody is called so, with the nearest name, if nobody is.
pub(super) fn unknown_owner(owner: &str, report: Option<&str>, loaded: &Loaded) -> Option<String> {
    let names = loaded.owners(report);
    let lower = |name: &str| name.to_lowercase();
    if names.is_empty() || names.iter().any(|name| lower(name).contains(&lower(owner))) {
        return None;
    }
    let known: Vec<String> = names.iter().map(|name| lower(name)).collect();
    let near = did_you_mean(&lower(owner), known.iter().map(String::as_str));
    let near = near.and_then(|near| names.iter().find(|name| lower(name) == near));
    let help = match near {
        Some(near) => format!("did you mean \u{201c}{near}\u{201d}?"),
        None => format!("the names are {}.", all_of(names)),
    };
    let place = report.map_or_else(|| "the reports".to_owned(), |report| format!("the report `{report}`"));
    Some(format!(
        "Nobody in {place} has \u{201c}{}\u{201d} in the name: {}\n",
        one_line(owner),
        one_line(&help)
    ))
}
