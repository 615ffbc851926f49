//! The content, for commands that ask after it and render nothing.

use std::collections::BTreeSet;

use super::options::Options;
use super::{Outcome, terminal};
use crate::content::discover;
use crate::content::{self, Content};
use crate::diag::source::Sources;
use crate::diag::{self, Code, one_line};
use crate::pipeline::{self, Loaded, Request};
use crate::text::{did_you_mean, one_of};

/// What is to be read, as the options say; nothing is known of what was published before.
pub(super) fn request(options: &Options) -> Request {
    Request {
        content: options.content.clone(),
        templates: options.templates.clone(),
        reports: options.reports.clone(),
        restricted: options.restricted,
        published: BTreeSet::new(),
    }
}

/// Loads the content; with faults in it, they are what there is to say.
pub(super) fn load(options: &Options) -> Result<Loaded, Outcome> {
    let loaded = pipeline::load(request(options));
    if diag::has_errors(&loaded.diagnostics) {
        terminal::faults(&loaded.diagnostics, &loaded.sources, options);
        return Err(terminal::outcome(&loaded.diagnostics, options));
    }
    Ok(loaded)
}

/// Says that there is no such report.
pub(super) fn unknown_report(name: &str, loaded: &Loaded) -> Outcome {
    let known: Vec<&str> = loaded.rated.keys().map(String::as_str).collect();
    let codes = Code::ALL.iter().map(|code| code.name());
    let help = match did_you_mean(name, known.iter().copied().chain(codes)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the reports are {}.", one_of(&known)),
    };
    terminal::err(&format!("There is no report `{}`: {help}\n", one_line(name)));
    Outcome::Usage
}

/// The files as they stand, whatever is wrong with them.
pub(super) fn documents(options: &Options) -> (Content, Sources) {
    let mut sources = Sources::default();
    let tree = discover::content(&options.content, &mut sources, &mut Vec::new());
    (content::content(&tree, &sources), sources)
}
