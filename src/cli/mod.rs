//! The command line: what was typed, what it means, and what is printed.
//!
//! The only folder that reads the environment, the clock and the terminal. One file for each command.

mod args;
mod build;
mod check;
mod content;
mod diff;
mod explain;
mod export;
mod import;
mod new;
mod options;
mod schema;
mod serve;
mod terminal;

use std::process::ExitCode;

use self::args::Typed;
use self::options::{Command, Options};
use crate::pipeline::STACK;

/// How the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// All is well; warnings are allowed.
    Fine = 0,
    /// Content or templates have faults.
    Faults = 1,
    /// The command was not understood.
    Usage = 2,
    /// There is nothing to build, or the disk said no.
    NotPossible = 3,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(outcome as u8)
    }
}

/// Runs the program as it was called.
pub fn run() -> ExitCode {
    let typed = match args::read(std::env::args_os()) {
        Typed::Command(command) => command,
        Typed::Shown(text) => {
            terminal::out(&text);
            return Outcome::Fine.into();
        }
        Typed::Wrong(text) => {
            terminal::err(&text);
            return Outcome::Usage.into();
        }
    };
    let options = Options::from(typed);
    // The first thread of a program has a small stack on Windows, so the work is done on another.
    let outcome = std::thread::scope(|threads| {
        let working = std::thread::Builder::new().stack_size(STACK).spawn_scoped(threads, || work(&options));
        working.map(std::thread::ScopedJoinHandle::join)
    });
    // A panic would be a fault of this program. The user still gets a sentence, and never the exit code 101.
    let outcome = outcome.unwrap_or_else(|_| Ok(work(&options)));
    let told = |_| {
        terminal::err(
            "This is a fault of cabinet-report itself and not of your content. Nothing more was written.\n\
             Please report it together with the lines above.\n",
        );
        Outcome::NotPossible
    };
    outcome.unwrap_or_else(told).into()
}

/// Does what was asked for.
fn work(options: &Options) -> Outcome {
    match &options.command {
        Command::Build { is_forced, is_watching: false } => build::run(*is_forced, options),
        Command::Build { is_forced, is_watching: true } => build::watch(*is_forced, options),
        Command::Serve { port } => serve::run(*port, options),
        Command::Check { owner, longest } => check::run(owner.as_deref(), *longest, options),
        Command::Explain { subject, place } => explain::run(subject, place.as_ref(), options),
        Command::Diff { report, other } => diff::run(report, other.as_deref(), options),
        Command::Export { report, returns, to } => {
            export::run(report, returns.as_ref(), to.as_deref(), options)
        }
        Command::Import { file, is_dry } => import::run(file, *is_dry, options),
        Command::Schema(kind) => schema::run(kind),
        Command::Print(text) => {
            terminal::out(text);
            Outcome::Fine
        }
        Command::Init => new::init(options),
        Command::New(what) => new::run(what, options),
    }
}
