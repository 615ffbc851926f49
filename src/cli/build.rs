//! `build`: makes the reports.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde_json::json;

use super::options::Options;
use super::{Outcome, content, terminal};
use crate::content::discover::shown;
use crate::diag::print::Format;
use crate::diag::{self, Diagnostic, Place, json_line, one_line};
use crate::disk::publish::{self, Edition, Manifest};
use crate::pipeline::{self, Loaded, Made, Output, Request};
use crate::preview::Watch;
use crate::text::{count_of, count_of_entries};

/// Makes the reports, and makes them again whenever something has changed, until the program is stopped.
pub(super) fn watch(is_forced: bool, options: &Options) -> Outcome {
    let why = loop {
        let watch = match Watch::over(&[&options.content, &options.templates]) {
            Ok(watch) => watch,
            Err(why) => break why,
        };
        // What comes of each build is said; whatever it is, the next change may put it right.
        _ = run(is_forced, options);
        pipeline::forget_old_layouts();
        terminal::out("Waiting for a change (Ctrl+C ends it)\n");
        if let Err(why) = watch.wait() {
            break why;
        }
    };
    terminal::err(&format!("Changes can no longer be noticed: {}.\n", one_line(&why)));
    Outcome::NotPossible
}

/// Makes the reports and says what came of it.
pub(super) fn run(is_forced: bool, options: &Options) -> Outcome {
    let Some((loaded, output)) = try_out(is_forced, options) else { return Outcome::Usage };
    let mut diagnostics = loaded.diagnostics.clone();
    diagnostics.extend(output.diagnostics.iter().cloned());
    diag::sort(&mut diagnostics, &loaded.sources);
    terminal::faults(&diagnostics, &loaded.sources, options);
    let outcome = terminal::outcome(&diagnostics, options);
    if outcome != Outcome::Fine {
        if options.format != Format::Json {
            terminal::err(&format!("{}: nothing was published.\n", terminal::tally(&diagnostics)));
        }
        return outcome;
    }
    let only =
        (!options.reports.is_empty()).then(|| options.reports.iter().cloned().collect::<BTreeSet<_>>());
    let Output { artifacts, pdfs, .. } = output;
    let edition = Edition { artifacts, pdfs, only, restricted: options.restricted };
    if let Err(faults) = publish::publish(&options.output, &edition) {
        terminal::faults(&faults, &loaded.sources, options);
        return terminal::outcome(&faults, options);
    }
    for made in &output.made {
        terminal::out(&line(made, &diagnostics, &loaded, options));
    }
    if options.restricted && options.format != Format::Json {
        terminal::err("These pages show restricted entries and are marked so: do not publish them.\n");
    }
    Outcome::Fine
}

/// Loads and renders; `None` if a report that was asked for does not exist, which is then said. If `is_forced`, PDFs
/// are made again that would be the same.
pub(super) fn try_out(is_forced: bool, options: &Options) -> Option<(Loaded, Output)> {
    // One that cannot be read knows nothing, and only costs time; publishing, where it matters, says why.
    let already = Manifest::read(&options.output).unwrap_or_default();
    let published =
        if already.restricted == options.restricted { already.reports() } else { BTreeSet::new() };
    let loaded = pipeline::load(Request { published, ..content::request(options) });
    let unknown = loaded.unknown_reports();
    if !unknown.is_empty() && !loaded.reports.is_empty() {
        terminal::faults(&unknown, &loaded.sources, options);
        return None;
    }
    let clock = terminal::clock();
    let known = if is_forced { BTreeMap::new() } else { already.pdfs(&options.output) };
    let what = format!("Making {}", count_of(loaded.reports.len(), "report"));
    let output = terminal::while_working(&what, || loaded.render(&known, &clock));
    Some((loaded, output))
}

/// What is said of one report: entries, pages, warnings, time, and where the files are.
fn line(made: &Made, diagnostics: &[Diagnostic], loaded: &Loaded, options: &Options) -> String {
    let folder = format!("{}/{}", shown(&options.content), made.id);
    let warnings = diagnostics.iter().filter(|fault| {
        let path = match &fault.place {
            Place::Span(span) => &loaded.sources.file(span.file).path,
            Place::Path(path) => path,
        };
        path.strip_prefix(&folder).is_some_and(|rest| rest.starts_with('/'))
    });
    let warnings = warnings.count();
    let place = format!("{}/{}", shown(&options.output), made.id);
    let milliseconds = made.times.total().as_millis();
    if options.format == Format::Json {
        let line = json!({
            "type": "report",
            "id": made.id,
            "entries": made.entry_count,
            "pages": made.pages,
            "unchanged": made.is_known,
            "warnings": warnings,
            "milliseconds": u64::try_from(milliseconds).unwrap_or(u64::MAX),
            "html": format!("{place}/index.html"),
            "pdf": format!("{place}/{}", made.pdf),
        });
        return json_line(&line);
    }
    let place = one_line(&place);
    let mut line = format!(
        "{}: {}, {}, {}, {milliseconds} ms{}\n",
        made.id,
        count_of_entries(made.entry_count),
        count_of(made.pages, "page"),
        count_of(warnings, "warning"),
        if made.is_known { ", PDF unchanged" } else { "" },
    );
    _ = writeln!(line, "    {place}/index.html");
    _ = writeln!(line, "    {place}/{}", made.pdf);
    line
}
