//! Prints to the terminal, in colour where it wants colour.
//!
//! `anstream` removes colours if standard output is not a terminal or `NO_COLOR` is set, and translates them for old
//! Windows consoles.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{ErrorKind, IsTerminal as _, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::Outcome;
use crate::diag::print::{self, Format};
use crate::diag::source::Sources;
use crate::diag::{Code, Diagnostic, Severity};
use crate::report::Date;
use crate::text::{all_of, count_of, figure};

/// Whether something could not be printed to standard output.
static IS_LOST: AtomicBool = AtomicBool::new(false);

/// Prints to standard output. If that fails, it is reported once, and counts when the program [ends](end).
pub(super) fn out(text: &str) {
    let mut stdout = anstream::stdout();
    // Flushed at once: a failure when the program ends would go unnoticed.
    let printed = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
    // A reader that has gone away (`| head`) is nobody's fault.
    if let Err(why) =
        printed.or_else(|why| if why.kind() == ErrorKind::BrokenPipe { Ok(()) } else { Err(why) })
        && !IS_LOST.swap(true, Ordering::Relaxed)
    {
        err(&format!("What this command prints could not be written to standard output: {why}.\n"));
    }
}

/// How the program ends, with what could not be printed taken into account.
pub(super) fn end(outcome: Outcome) -> Outcome {
    if outcome == Outcome::Fine && IS_LOST.load(Ordering::Relaxed) { Outcome::NotPossible } else { outcome }
}

/// Does some work. If it takes long and standard error is a terminal, says what is being done and for how long.
pub(super) fn while_working<T>(what: &str, work: impl FnOnce() -> T) -> T {
    if !std::io::stderr().is_terminal() {
        return work();
    }
    let (done, is_done) = channel::<()>();
    thread::scope(|threads| {
        // Without another thread nothing is shown meanwhile, and that is all.
        _ = thread::Builder::new().spawn_scoped(threads, move || {
            let started = clock();
            let mut shown = 0;
            while is_done.recv_timeout(Duration::from_millis(200)) == Err(RecvTimeoutError::Timeout) {
                let seconds = started().as_secs();
                if seconds > shown {
                    shown = seconds;
                    err(&format!("\r{what}: {seconds} s "));
                }
            }
            if shown > 0 {
                // The line is wiped, so that what is printed next starts on an empty line.
                err(&format!("\r{:1$}\r", "", what.chars().count() + 12));
            }
        });
        let result = work();
        drop(done);
        result
    })
}

/// A clock that says how long it is since this was called.
#[expect(clippy::disallowed_methods, reason = "the command line is the one place that knows the time")]
pub(super) fn clock() -> impl Fn() -> Duration + Sync {
    let started = Instant::now();
    move || started.elapsed()
}

/// What day it is; within some hours of midnight it may be the next or the last one here.
#[expect(clippy::disallowed_methods, reason = "the command line is the one place that knows the time")]
pub(super) fn today() -> Option<Date> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    Date::of_unix_day(i64::try_from(since.as_secs() / 86_400).ok()?)
}

/// Prints to standard error.
pub(super) fn err(text: &str) {
    _ = anstream::stderr().write_all(text.as_bytes());
}

/// The most faults that are shown with their excerpts; nobody reads on after so many.
const MOST_EXCERPTS: usize = 200;

/// Where there are more warnings than this, only so many of each kind are shown with their excerpts.
const MANY: usize = 20;
const MOST_OF_A_KIND: usize = 3;

/// Prints faults, what stops the report last, where the eye is; JSON goes to standard output, where a program reads it.
pub(super) fn faults(diagnostics: &[Diagnostic], sources: &Sources, format: Format) {
    let is_error = |fault: &&Diagnostic| fault.severity == Severity::Error;
    let (errors, warnings): (Vec<&Diagnostic>, Vec<&Diagnostic>) = diagnostics.iter().partition(is_error);
    let (mut wanted, sums) = match format {
        Format::Human if warnings.len() > MANY => first_of_each_kind(&warnings),
        _ => (warnings, String::new()),
    };
    let room = if format == Format::Human { MOST_EXCERPTS } else { usize::MAX };
    let more = (wanted.len() + errors.len()).saturating_sub(room);
    // What stops the report must not be left out in favour of what does not.
    wanted.truncate(room.saturating_sub(errors.len()));
    let shown = |faults: &[&Diagnostic]| -> String {
        faults.iter().map(|fault| print::diagnostic(fault, sources, format)).collect()
    };
    let mut text = shown(&wanted) + &sums + &shown(&errors[..errors.len().min(room)]);
    if more > 0 {
        let more = figure(more);
        _ = writeln!(text, "and {more} more: `cabinet-report check --format short` lists all\n");
    }
    if format == Format::Json { out(&text) } else { err(&text) }
}

/// Prints the one fault that stops the work, and says how the program ends with it.
pub(super) fn stopped_by(fault: Diagnostic, sources: &Sources, format: Format) -> Outcome {
    let stopping = [fault];
    faults(&stopping, sources, format);
    outcome(&stopping, false)
}

/// The first warnings of each kind, and a sentence on each kind of which there are more.
fn first_of_each_kind<'a>(warnings: &[&'a Diagnostic]) -> (Vec<&'a Diagnostic>, String) {
    let mut counts: BTreeMap<Code, usize> = BTreeMap::new();
    let mut shown = Vec::new();
    for warning in warnings {
        let count = counts.entry(warning.code).or_default();
        *count += 1;
        if *count <= MOST_OF_A_KIND {
            shown.push(*warning);
        }
    }
    let mut sums = String::new();
    for (code, count) in counts.into_iter().filter(|(_, count)| *count > MOST_OF_A_KIND) {
        let (more, name) = (count_of(count - MOST_OF_A_KIND, "more warning"), code.name());
        _ = writeln!(sums, "{more} of this kind [{name}]: `cabinet-report check --format short` lists all\n");
    }
    (shown, sums)
}

/// How the program ends with these faults; warnings stop it only where `is_strict`.
pub(super) fn outcome(diagnostics: &[Diagnostic], is_strict: bool) -> Outcome {
    let stops = |fault: &&Diagnostic| fault.severity == Severity::Error || is_strict;
    let mut stopping = diagnostics.iter().filter(stops).peekable();
    if stopping.peek().is_none() {
        return Outcome::Fine;
    }
    let is_usage = |fault: &Diagnostic| fault.code == Code::UnknownReport;
    let is_impossible = |fault: &Diagnostic| {
        matches!(
            fault.code,
            Code::NothingToBuild
                | Code::UnreadableFile
                | Code::NotOurFile
                | Code::AlreadyThere
                | Code::Busy
                | Code::DiskRefused
        )
    };
    let stopping: Vec<&Diagnostic> = stopping.collect();
    // Faults of the content come first: they are what the user can mend.
    if stopping.iter().any(|fault| !is_usage(fault) && !is_impossible(fault)) {
        Outcome::Faults
    } else if stopping.iter().any(|fault| is_usage(fault)) {
        Outcome::Usage
    } else {
        Outcome::NotPossible
    }
}

/// "2 errors and 1 warning".
pub(super) fn tally(diagnostics: &[Diagnostic]) -> String {
    let count = |severity| diagnostics.iter().filter(|fault| fault.severity == severity).count();
    let counts = [(count(Severity::Error), "error"), (count(Severity::Warning), "warning")];
    let words = counts.into_iter().filter(|(n, _)| *n > 0).map(|(n, noun)| count_of(n, noun));
    all_of(words.collect::<Vec<_>>())
}
