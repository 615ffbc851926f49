//! The content, for commands that read it and render nothing.

use std::collections::BTreeSet;

use super::args::Material;
use super::{Outcome, terminal};
use crate::diag::print::Format;
use crate::diag::{self, Code, one_line};
use crate::pipeline::{self, Aside, Loaded, Request};
use crate::text::{all_of, did_you_mean, one_of};

/// What to read and which reports are wanted; nothing is known about what was published before.
pub(super) fn request(material: &Material, reports: &[String]) -> Request {
    Request {
        content: material.content.folder.clone(),
        templates: material.templates.folder().to_path_buf(),
        are_templates_named: material.templates.is_named(),
        reports: reports.to_vec(),
        restricted: material.restricted,
        docx: false,
        published: BTreeSet::new(),
        today: terminal::today(),
    }
}

/// Loads the content; if it has faults that concern what was asked for, they are the result. What `is_compared` also
/// needs the reports that it is compared with to be without any.
pub(super) fn load(request: Request, is_compared: bool, format: Format) -> Result<Loaded, Outcome> {
    let mut loaded = pipeline::load(request);
    set_aside_others(&mut loaded, is_compared, format);
    if diag::has_errors(&loaded.diagnostics) {
        terminal::faults(&loaded.diagnostics, &loaded.sources, format);
        return Err(terminal::outcome(&loaded.diagnostics, false));
    }
    Ok(loaded)
}

/// Does without the faults of other reports where some were asked for by name, and says so.
pub(super) fn set_aside_others(loaded: &mut Loaded, is_compared: bool, format: Format) {
    let aside = loaded.set_aside_others(is_compared);
    if let Some(Aside { errors, reports }) = aside.filter(|_| format != Format::Json) {
        terminal::err(&format!(
            "There {} in {}, which {} not asked for: `cabinet-report check` lists {}.\n",
            if errors == 1 { "is 1 error".to_owned() } else { format!("are {errors} errors") },
            all_of(&reports),
            if reports.len() == 1 { "was" } else { "were" },
            if errors == 1 { "it" } else { "them" },
        ));
    }
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
