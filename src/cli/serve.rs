//! `serve`: shows the reports in a browser while they are being written.
//!
//! Pages are made at once, because an officer waits for them. PDFs are typeset beside that; while one is, only the
//! latest of the versions that have come meanwhile is worth the next.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::options::Options;
use super::{Outcome, content, terminal};
use crate::diag::{self, Diagnostic, Severity};
use crate::outputs::{Clock, Pdf};
use crate::pipeline::{self, Loaded, Output};
use crate::preview::{Server, Watch};

/// What the two halves of the preview share: one makes pages, the other PDFs.
struct Preview<'a> {
    server: Server,
    /// The PDFs that were made last, by report.
    pdfs: Mutex<BTreeMap<String, Pdf>>,
    clock: Clock<'a>,
    options: &'a Options,
}

/// Serves until the program is stopped.
pub(super) fn run(port: Option<u16>, options: &Options) -> Outcome {
    let server = match Server::start(port) {
        Ok(server) => server,
        Err(why) => {
            terminal::err(&format!(
                "The preview cannot be shown: {why}. Try another port with `--port 4000`.\n"
            ));
            return Outcome::NotPossible;
        }
    };
    terminal::out(&format!("The preview is at http://{}/ (Ctrl+C ends it)\n", server.address()));
    let preview = &Preview { server, pdfs: Mutex::default(), clock: &terminal::clock(), options };
    let (typesetter, papers) = channel();
    std::thread::scope(|threads| {
        threads.spawn(move || preview.typeset(&papers));
        let why = loop {
            // The watch begins before the files are read, so that nothing is missed in between.
            let watch = match Watch::over(&[&options.content, &options.templates]) {
                Ok(watch) => watch,
                Err(why) => break why,
            };
            if let Some(loaded) = preview.make_pages()
                && typesetter.send(loaded).is_err()
            {
                break "the typesetting has stopped".to_owned();
            }
            if let Err(why) = watch.wait() {
                break why;
            }
        };
        drop(typesetter);
        terminal::err(&format!("The preview has ended: {why}.\n"));
        Outcome::NotPossible
    })
}

impl Preview<'_> {
    /// Reads everything and shows the pages or what is wrong; if nothing is, hands over what is to be typeset.
    fn make_pages(&self) -> Option<Loaded> {
        let started = (self.clock)();
        let loaded = pipeline::load(content::request(self.options));
        let known = self.known();
        let output = loaded.pages(&known);
        let mut faults = loaded.diagnostics.clone();
        faults.extend(loaded.unknown_reports());
        if !self.is_fine(faults, &loaded, &output) {
            return None;
        }
        self.server.shelf().show(&output.artifacts);
        self.server.reload();
        self.say("pages", started);
        Some(loaded)
    }

    /// Typesets what comes in, until nothing can come any more.
    fn typeset(&self, papers: &Receiver<Loaded>) {
        while let Ok(next) = papers.recv() {
            let loaded = papers.try_iter().last().unwrap_or(next);
            let started = (self.clock)();
            let output = loaded.render(&self.known(), self.clock);
            pipeline::forget_old_layouts();
            if !self.is_fine(Vec::new(), &loaded, &output) {
                continue;
            }
            let is_awaited = self.server.shelf().is_awaited(&output.artifacts);
            self.server.shelf().add(&output.artifacts);
            if is_awaited {
                self.server.reload();
            }
            *self.pdfs.lock().unwrap_or_else(PoisonError::into_inner) = output.known();
            self.say("PDFs", started);
        }
    }

    /// Whether nothing stands in the way; else says what does, in the terminal and in the browser.
    fn is_fine(&self, mut faults: Vec<Diagnostic>, loaded: &Loaded, output: &Output) -> bool {
        faults.extend(output.diagnostics.iter().cloned());
        faults.retain(|fault| fault.severity == Severity::Error);
        if faults.is_empty() {
            return true;
        }
        diag::sort(&mut faults, &loaded.sources);
        terminal::faults(&faults, &loaded.sources, self.options);
        terminal::err(&format!("{}: the preview stays as it was.\n", terminal::tally(&faults)));
        self.server.shelf().blame(&faults, &loaded.sources);
        self.server.reload();
        false
    }

    fn known(&self) -> BTreeMap<String, Pdf> {
        self.pdfs.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn say(&self, what: &str, started: Duration) {
        let took = (self.clock)().saturating_sub(started);
        terminal::out(&format!("{what}: {} ms\n", took.as_millis()));
    }
}
