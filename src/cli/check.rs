//! `check`: says what is wrong and writes nothing.

use super::options::Options;
use super::{Outcome, build, terminal};
use crate::diag;
use crate::diag::print::Format;
use crate::view::{count_of, count_of_entries};

/// Loads and renders in memory, and prints every fault.
pub(super) fn run(options: &Options) -> Outcome {
    let Some((loaded, output)) = build::try_out(options) else { return Outcome::Usage };
    let mut diagnostics = loaded.diagnostics.clone();
    diagnostics.extend(output.diagnostics);
    diag::sort(&mut diagnostics, &loaded.sources);
    terminal::faults(&diagnostics, &loaded.sources, options);
    let outcome = terminal::outcome(&diagnostics, options);
    if options.format != Format::Json {
        let entries: usize = loaded.reports.iter().map(|report| report.entry_count).sum();
        let entries = count_of_entries(entries);
        let seen = format!("{} with {entries} checked", count_of(loaded.reports.len(), "report"));
        if diagnostics.is_empty() {
            terminal::out(&format!("{seen}: nothing to mend.\n"));
        } else {
            terminal::err(&format!("{seen}: {}.\n", terminal::tally(&diagnostics)));
        }
    }
    outcome
}
