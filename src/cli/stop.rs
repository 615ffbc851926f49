//! Ends the program when a council's own templates take more than they may.
//!
//! In: what they may take. Out: the fault that says so, and the program ends with it. Neither Tera nor Typst can be told
//! to stop, and no thread can be ended from outside; but nothing is published until everything is made, so it does no
//! harm if work that goes on is lost.

use std::io::IsTerminal as _;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

use super::{Outcome, terminal};
use crate::diag::print::Format;
use crate::diag::source::Sources;
use crate::pipeline::Allowance;

/// How often to look. A loop that does nothing but fill memory fills some hundred megabytes meanwhile.
const LOOKS: Duration = Duration::from_millis(50);

/// Tells the program to end, whatever else it is doing.
#[derive(Debug, Clone)]
pub(super) struct Stop(Sender<Outcome>);

impl Stop {
    /// Makes it, and what it tells.
    pub(super) fn new() -> (Self, Receiver<Outcome>) {
        let (stop, told) = channel();
        (Self(stop), told)
    }

    /// Ends the program so.
    pub(super) fn with(&self, outcome: Outcome) {
        // Nobody listens any more if the program is ending already.
        _ = self.0.send(outcome);
    }

    /// Does some work, which may not take more than it is allowed. If it does, the fault is printed, then `so` it ends.
    pub(super) fn beyond<T>(
        &self,
        allowance: Option<Allowance>,
        format: Format,
        so: &str,
        work: impl FnOnce() -> T,
    ) -> T {
        let Some(allowance) = allowance else { return work() };
        let (done, is_done) = channel::<()>();
        thread::scope(|threads| {
            let watching = thread::Builder::new().spawn_scoped(threads, move || {
                // Looks are counted, not time: a laptop may be asleep in between.
                let mut passed = Duration::ZERO;
                while is_done.recv_timeout(LOOKS) == Err(RecvTimeoutError::Timeout) {
                    passed += LOOKS;
                    if let Some(fault) = allowance.exceeded_by(passed, megabytes()) {
                        if std::io::stderr().is_terminal() {
                            terminal::err("\n");
                        }
                        let outcome = terminal::stopped_by(fault, &Sources::default(), format);
                        if format != Format::Json {
                            terminal::err(so);
                        }
                        self.with(outcome);
                        return true;
                    }
                }
                false
            });
            let result = work();
            drop(done);
            // Without another thread nobody looks, and that is all.
            if watching.is_ok_and(|watching| watching.join().unwrap_or_default()) {
                // It was done a moment too late: what has been said must remain true until the program has ended.
                loop {
                    thread::park();
                }
            }
            result
        })
    }
}

/// The memory that the program takes; 0 if the system does not say.
fn megabytes() -> u64 {
    let bytes = memory_stats::memory_stats().map_or(0, |stats| stats.physical_mem);
    u64::try_from(bytes).unwrap_or(u64::MAX) / 1_000_000
}
