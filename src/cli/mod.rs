//! The command line: what was typed, what it means, and what is printed.
//!
//! In: the environment, the clock and the terminal, which only this folder knows. Out: what is printed, and the exit
//! code. One file for each command.

mod args;
mod build;
mod check;
mod content;
mod diff;
mod explain;
mod export;
mod import;
mod licences;
mod new;
mod schema;
mod serve;
mod stop;
mod terminal;

use std::process::ExitCode;

use self::args::{Command, Typed};
use self::stop::Stop;
use crate::diag::one_line;
use crate::pipeline::{self, STACK};

/// How the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// All is well; warnings are allowed.
    Fine = 0,
    /// Content or templates have faults.
    Faults = 1,
    /// The command was not understood.
    Usage = 2,
    /// There is nothing to build, or the disk refused.
    NotPossible = 3,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(outcome as u8)
    }
}

/// Runs the program as it was called.
pub fn run() -> ExitCode {
    let command = match args::read(std::env::args_os()) {
        Typed::Command(command) => command,
        Typed::Shown(text) => {
            terminal::out(&text);
            return terminal::end(Outcome::Fine).into();
        }
        Typed::Wrong(text) => {
            terminal::err(&text);
            return Outcome::Usage.into();
        }
    };
    let typesets = matches!(command, Command::Serve(_) | Command::Check(_) | Command::Build(_));
    let ready = if typesets { pipeline::start_threads() } else { Ok(()) };
    // The main thread of a program has a small stack on Windows, so the work is done on another.
    let (stop, told) = Stop::new();
    let outcome = ready.and_then(|()| {
        let working = std::thread::Builder::new().stack_size(STACK);
        working.spawn(move || stop.with(work(&command, &stop))).map_err(|why| why.to_string())?;
        Ok(told.recv())
    });
    let outcome = match outcome {
        Ok(Ok(outcome)) => outcome,
        // A panic would be a fault of this program. The user still gets a sentence, and never the exit code 101.
        Ok(Err(_)) => {
            terminal::err(
                "This is a fault of cabinet-report itself and not of your content. Nothing more was written.\n\
                 Please report it together with the lines above.\n",
            );
            Outcome::NotPossible
        }
        Err(why) => {
            terminal::err(&format!(
                "The computer starts no more threads, without which nothing can be done: {}.\n\
                 Close other programs and try again.\n",
                one_line(&why)
            ));
            Outcome::NotPossible
        }
    };
    terminal::end(outcome).into()
}

/// Does what was asked for.
fn work(command: &Command, stop: &Stop) -> Outcome {
    match command {
        Command::Init(init) => new::init(init),
        Command::New(new) => new::run(&new.what),
        Command::Serve(serve) => serve::run(serve, stop),
        Command::Check(check) => check::run(check, stop),
        Command::Build(build) => build::run(build, stop),
        Command::Explain(explain) => explain::run(explain),
        Command::Diff(diff) => diff::run(diff),
        Command::Export(export) => export::run(export),
        Command::Import(import) => import::run(import),
        Command::Schema(schema) => schema::run(schema),
        Command::Completions(completions) => {
            terminal::out(&completions.text());
            Outcome::Fine
        }
        Command::Licences(_) => licences::run(),
    }
}
