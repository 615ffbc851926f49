//! `build`: makes the reports.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use serde_json::json;

use super::args::{Build, Material};
use super::stop::Stop;
use super::{Outcome, content, terminal};
use crate::content::discover::shown;
use crate::diag::print::Format;
use crate::diag::{self, Code, Diagnostic, Place, json_line, one_line};
use crate::disk::publish::{self, Edition, Manifest};
use crate::pipeline::{self, Loaded, Made, Output, Request};
use crate::preview::Watch;
use crate::text::{count_of, count_of_entries};

/// Makes the reports, once or whenever something changes.
pub(super) fn run(build: &Build, stop: &Stop) -> Outcome {
    if build.watch { watch(build, stop) } else { once(build, stop) }
}

/// Makes the reports, and makes them again whenever something has changed, until the program is stopped.
fn watch(build: &Build, stop: &Stop) -> Outcome {
    let why = loop {
        let watch = match Watch::over(&[&build.material.content.folder, build.material.templates.folder()]) {
            Ok(watch) => watch,
            Err(why) => break why,
        };
        // The result of each build is printed; if it failed, the next change may put it right.
        _ = once(build, stop);
        pipeline::forget_old_layouts();
        terminal::out("Waiting for a change (Ctrl+C ends it)\n");
        if let Err(why) = watch.wait() {
            break why;
        }
    };
    terminal::err(&format!("Changes can no longer be noticed: {}.\n", one_line(&why)));
    Outcome::NotPossible
}

/// Makes the reports and prints the result.
fn once(build: &Build, stop: &Stop) -> Outcome {
    let (format, is_restricted) = (build.print.format, build.material.restricted);
    let trial = Trial {
        reports: &build.reports,
        material: &build.material,
        output: &build.output,
        is_forced: build.force,
        has_word: build.docx,
        format,
    };
    let Some((loaded, output)) = trial.run(stop, "Nothing was published.\n") else { return Outcome::Usage };
    let mut diagnostics = loaded.diagnostics.clone();
    diagnostics.extend(output.diagnostics.iter().cloned());
    let outcome = terminal::outcome(&diagnostics, build.strict.is_strict);
    if outcome != Outcome::Fine {
        diagnostics.extend(still_there(build, &loaded));
    }
    diag::sort(&mut diagnostics, &loaded.sources);
    terminal::faults(&diagnostics, &loaded.sources, format);
    if outcome != Outcome::Fine {
        if format != Format::Json {
            terminal::err(&format!("{}: nothing was published.\n", terminal::tally(&diagnostics)));
        }
        return outcome;
    }
    let only = (!build.reports.is_empty()).then(|| build.reports.iter().cloned().collect::<BTreeSet<_>>());
    let Output { artifacts, pdfs, .. } = output;
    let edition = Edition { artifacts, pdfs, only, withheld: loaded.withheld(), restricted: is_restricted };
    if let Err(faults) = publish::publish(&build.output, &edition) {
        terminal::faults(&faults, &loaded.sources, format);
        return terminal::outcome(&faults, build.strict.is_strict);
    }
    for made in &output.made {
        terminal::out(&line(made, &diagnostics, &loaded, build));
    }
    if is_restricted && format != Format::Json {
        terminal::err("These pages show restricted entries and are marked as such: do not publish them.\n");
    }
    if !build.watch {
        // The program ends here. The system takes everything back at once, which is faster than piece by piece.
        std::mem::forget((loaded, output.made));
    }
    Outcome::Fine
}

/// Warns of public pages that are still there, although their report is not for the public now, where a build that would have
/// deleted them has failed.
fn still_there(build: &Build, loaded: &Loaded) -> Vec<Diagnostic> {
    let already = Manifest::read(&build.output).unwrap_or_default();
    if already.restricted {
        return Vec::new();
    }
    let withheld = loaded.withheld();
    let there = already.reports().into_iter().filter(|report| withheld.contains(report));
    there
        .map(|report| {
            let place = format!("{}/{report}", shown(&build.output));
            let message =
                format!("pages of the report `{report}` are still there, and it is not for the public now");
            Diagnostic::warning_at_path(Code::NoLongerPublic, place, message)
                .help("delete this folder, or mend the faults and build again, which deletes it")
        })
        .collect()
}

/// What to make in memory, to publish or to look at.
pub(super) struct Trial<'a> {
    /// The reports that are wanted; none named means all.
    pub(super) reports: &'a [String],
    /// What they are made from.
    pub(super) material: &'a Material,
    /// Where reports were published before.
    pub(super) output: &'a Path,
    /// Whether even PDFs that would be the same are made again.
    pub(super) is_forced: bool,
    /// Whether Word files are made even if the council's file does not ask for them.
    pub(super) has_word: bool,
    /// How faults are printed.
    pub(super) format: Format,
}

impl Trial<'_> {
    /// Loads and renders; `None` if a report that was asked for does not exist, which is then reported.
    /// If the templates take too much, the program ends and says `so` first.
    pub(super) fn run(&self, stop: &Stop, so: &str) -> Option<(Loaded, Output)> {
        // A manifest that cannot be read only costs time here; publishing, where it matters, says why.
        let already = Manifest::read(self.output).unwrap_or_default();
        let published =
            if already.restricted == self.material.restricted { already.reports() } else { BTreeSet::new() };
        let mut loaded = pipeline::load(Request {
            published,
            docx: self.has_word,
            ..content::request(self.material, self.reports)
        });
        let unknown = loaded.unknown_reports();
        if !unknown.is_empty() && !loaded.reports.is_empty() {
            terminal::faults(&unknown, &loaded.sources, self.format);
            return None;
        }
        content::set_aside_others(&mut loaded, true, self.format);
        let clock = terminal::clock();
        let known = if self.is_forced { BTreeMap::new() } else { already.pdfs(self.output) };
        let what = format!("Making {}", count_of(loaded.reports.len(), "report"));
        let render = || stop.beyond(loaded.allowance(), self.format, so, || loaded.render(&known, &clock));
        let output = terminal::while_working(&what, render);
        Some((loaded, output))
    }
}

/// The line about one report: entries, pages, warnings, time, and where the files are.
fn line(made: &Made, diagnostics: &[Diagnostic], loaded: &Loaded, build: &Build) -> String {
    let folder = format!("{}/{}", shown(&build.material.content.folder), made.id);
    let warnings = diagnostics.iter().filter(|fault| {
        let path = match &fault.place {
            Place::Span(span) => &loaded.sources.file(span.file).path,
            Place::Path(path) => path,
        };
        path.strip_prefix(&folder).is_some_and(|rest| rest.starts_with('/'))
    });
    let warnings = warnings.count();
    let place = format!("{}/{}", shown(&build.output), made.id);
    let milliseconds = made.times.whole.as_millis();
    if build.print.format == Format::Json {
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
            "docx": made.docx.as_ref().map(|docx| format!("{place}/{docx}")),
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
    for file in std::iter::once(&made.pdf).chain(&made.docx) {
        _ = writeln!(line, "    {place}/{file}");
    }
    line
}
