//! `serve`: shows the reports in a browser while they are being written.
//!
//! Pages are made at once, because an officer is waiting for them. PDFs are typeset meanwhile; when one is finished,
//! only the latest of the versions that have come since is worth typesetting.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::args::Serve;
use super::stop::Stop;
use super::{Outcome, content, terminal};
use crate::content::discover;
use crate::diag::{self, Diagnostic, Severity};
use crate::outputs::{Artifacts, Clock, Pdf};
use crate::pipeline::{self, HeldUp, Loaded};
use crate::preview::{Server, Watch};
use crate::text::all_of;

/// What the two halves of the preview share: one makes pages, the other PDFs.
struct Preview<'a> {
    server: Server,
    /// The PDFs that were made last, by report.
    pdfs: Mutex<BTreeMap<String, Pdf>>,
    clock: Clock<'a>,
    options: &'a Serve,
    stop: &'a Stop,
}

/// What is typeset, and the number of the pages that were made from it.
struct Edition {
    loaded: Loaded,
    number: usize,
}

/// Serves until the program is stopped.
pub(super) fn run(options: &Serve, stop: &Stop) -> Outcome {
    let server = match Server::start(options.port) {
        Ok(server) => server,
        Err(why) => {
            terminal::err(&format!(
                "The preview cannot be shown: {why}. Try another port with `--port 4000`.\n"
            ));
            return Outcome::NotPossible;
        }
    };
    terminal::out(&format!("The preview is at http://{}/ (Ctrl+C ends it)\n", server.address()));
    let preview = &Preview { server, pdfs: Mutex::default(), clock: &terminal::clock(), options, stop };
    let (typesetter, editions) = channel();
    std::thread::scope(|threads| {
        let typesetting =
            std::thread::Builder::new().spawn_scoped(threads, move || preview.typeset(&editions));
        let why = match typesetting {
            Ok(_) => preview.follow(&typesetter),
            Err(why) => why.to_string(),
        };
        drop(typesetter);
        terminal::err(&format!("The preview has ended: {why}.\n"));
        Outcome::NotPossible
    })
}

impl Preview<'_> {
    /// Makes the pages at each save, until that is no longer possible, and returns the reason.
    fn follow(&self, typesetter: &Sender<Edition>) -> String {
        loop {
            // The watch begins before the files are read, so that nothing is missed in between.
            let material = &self.options.material;
            let watch = match Watch::over(&[&material.content.folder, material.templates.folder()]) {
                Ok(watch) => watch,
                Err(why) => return why,
            };
            if let Some(edition) = self.make_pages()
                && typesetter.send(edition).is_err()
            {
                return "the typesetting has stopped".to_owned();
            }
            if let Err(why) = watch.wait() {
                return why;
            }
        }
    }

    /// Reads everything and shows the pages or what is wrong; a fault in one report leaves the pages of the others up
    /// to date. If nothing is wrong, passes on what to typeset.
    fn make_pages(&self) -> Option<Edition> {
        let started = (self.clock)();
        let mut loaded = pipeline::load(content::request(&self.options.material, &self.options.reports));
        let known = self.known();
        let output = self.within_bounds(&loaded, || loaded.pages(&known));
        let mut faults = loaded.diagnostics.clone();
        faults.extend(loaded.unknown_reports());
        faults.extend(output.diagnostics);
        if diag::has_errors(&faults) {
            // Without the faulty reports, the pages that they do not affect can be made.
            loaded.diagnostics.clear();
            self.blame(faults, &loaded, None, || {
                self.within_bounds(&loaded, || loaded.pages(&known)).artifacts
            });
            return None;
        }
        let number = self.server.shelf().show(&output.artifacts);
        self.say("pages", started);
        Some(Edition { loaded, number })
    }

    /// Typesets what comes in, until nothing more can come.
    fn typeset(&self, editions: &Receiver<Edition>) {
        while let Ok(next) = editions.recv() {
            let Edition { loaded, number } = editions.try_iter().last().unwrap_or(next);
            let started = (self.clock)();
            let known = self.known();
            let output = self.within_bounds(&loaded, || loaded.render(&known, self.clock));
            pipeline::forget_old_layouts();
            if diag::has_errors(&output.diagnostics) {
                self.blame(output.diagnostics, &loaded, Some(number), Artifacts::default);
                continue;
            }
            self.server.shelf().add(&output.artifacts, number);
            *self.pdfs.lock().unwrap_or_else(PoisonError::into_inner) = output.known();
            self.say("PDFs", started);
        }
    }

    /// Says what is wrong, in the terminal and in the browser, and shows those of the new `files` that it does not
    /// affect. What was wrong in an earlier `edition` may be right in the one that is now shown.
    fn blame(
        &self,
        mut faults: Vec<Diagnostic>,
        loaded: &Loaded,
        edition: Option<usize>,
        files: impl FnOnce() -> Artifacts,
    ) {
        faults.retain(|fault| fault.severity == Severity::Error);
        diag::sort(&mut faults, &loaded.sources);
        let held_up = HeldUp::by(&faults, loaded, &discover::shown(&self.options.material.content.folder));
        let (what, files) = match &held_up {
            HeldUp::Everything => (String::new(), Artifacts::default()),
            HeldUp::Reports(reports) => (format!(" of {}", all_of(reports)), files()),
        };
        terminal::faults(&faults, &loaded.sources, self.options.print.format);
        terminal::err(&format!("{}: the preview{what} stays as it was.\n", terminal::tally(&faults)));
        let mut now = self.server.shelf();
        if edition.is_none_or(|number| number == now.edition()) {
            now.blame(&faults, &loaded.sources, held_up, &files);
        }
    }

    /// Does what templates do, which ends the preview if they take more than they may.
    fn within_bounds<T>(&self, loaded: &Loaded, work: impl FnOnce() -> T) -> T {
        let so = "The preview has ended: mend the templates, then start it again.\n";
        self.stop.beyond(loaded.allowance(), self.options.print.format, so, work)
    }

    fn known(&self) -> BTreeMap<String, Pdf> {
        self.pdfs.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn say(&self, what: &str, started: Duration) {
        let took = (self.clock)().saturating_sub(started);
        terminal::out(&format!("{what}: {} ms\n", took.as_millis()));
    }
}
