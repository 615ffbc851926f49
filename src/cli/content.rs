//! The content, for commands that read it and render nothing.

use std::collections::BTreeSet;

use super::args::Material;
use super::{Outcome, terminal};
use crate::diag::print::Format;
use crate::diag::{self, Code, one_line};
use crate::pipeline::{self, Loaded, Request};
use crate::text::{did_you_mean, one_of};

/// What to read and which reports are wanted; nothing is known about what was published before.
pub(super) fn request(material: &Material, reports: &[String]) -> Request {
    Request {
        content: material.content.folder.clone(),
        templates: material.templates.folder().to_path_buf(),
        are_templates_named: material.templates.is_named(),
        reports: reports.to_vec(),
        restricted: material.restricted,
        published: BTreeSet::new(),
        today: terminal::today(),
    }
}

/// Loads the content; if it has faults, they are the result.
pub(super) fn load(request: Request, format: Format) -> Result<Loaded, Outcome> {
    let loaded = pipeline::load(request);
    if diag::has_errors(&loaded.diagnostics) {
        terminal::faults(&loaded.diagnostics, &loaded.sources, format);
        return Err(terminal::outcome(&loaded.diagnostics, false));
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
