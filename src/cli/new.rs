//! `init` and `new`: start folders and files.

use std::path::Path;

use super::content::{documents, load, unknown_report};
use super::options::{Options, What};
use super::{Outcome, terminal};
use crate::content::discover::shown;
use crate::content::new::{self, NewFile};
use crate::diag::source::Sources;
use crate::diag::{one_line, without_unseen};
use crate::disk;
use crate::report::Kind;
use crate::text::{self, did_you_mean, id_from, is_device, one_of};

/// Makes a council's folder with an example of each kind.
pub(super) fn init(options: &Options) -> Outcome {
    let content = shown(&options.content);
    let mut files = new::council(&content);
    // An officer's own settings stay as they are.
    if !Path::new(".vscode").exists() {
        files.extend(new::editor::files(&content));
    }
    let outcome = make(&files, options);
    if outcome == Outcome::Fine {
        terminal::out("Change the files to what is yours, and run `cabinet-report build`.\n");
    }
    outcome
}

/// Makes one report, section or entry.
pub(super) fn run(what: &What, options: &Options) -> Outcome {
    let content = shown(&options.content);
    let (parts, title): (&str, &Option<String>) = match what {
        What::Report { id, title, .. } => (id, title),
        What::Section { place, title, .. } | What::Entry { place, title } => (place, title),
    };
    let parts: Vec<&str> = parts.split('/').collect();
    let kinds: &[&str] = match what {
        What::Report { .. } => &["report"],
        What::Section { .. } => &["report", "section"],
        What::Entry { .. } => &["report", "section", "entry"],
    };
    let better = |(index, part): (usize, &&str)| id_from(part, kinds.get(index).copied().unwrap_or("entry"));
    let wrong = parts.iter().enumerate().map(|part| (*part.1, better(part)));
    if let Some((wrong, better)) = wrong.into_iter().find(|(part, better)| part != better || part.is_empty())
    {
        let rule = if is_device(wrong) {
            "Windows keeps it for a device, so take another name"
        } else {
            "small letters, figures and single hyphens only"
        };
        terminal::err(&format!(
            "`{}` cannot be a folder or file name here: {rule}{}\n",
            one_line(wrong),
            if better.is_empty() { ".".to_owned() } else { format!(", like `{better}`.") }
        ));
        return Outcome::Usage;
    }
    let title = title.as_deref().map(without_unseen).filter(|title| !title.is_empty());
    let title = title.unwrap_or_else(|| text::title_of(parts.last().unwrap_or(&"")));
    match (what, parts.as_slice()) {
        (What::Report { from: None, .. }, [id]) => make(&[new::report(&content, id, &title)], options),
        (What::Report { from: Some(from), keep_text, .. }, [id]) => {
            follow(&content, id, from, *keep_text, options)
        }
        (What::Section { kind, .. }, [report, id]) => {
            let Some(kind) = Kind::ALL.into_iter().find(|known| known.name() == kind.as_str()) else {
                let names = Kind::ALL.map(Kind::name);
                let help = did_you_mean(kind, names).map_or_else(
                    || format!("write {}.", one_of(names)),
                    |near| format!("did you mean `{near}`?"),
                );
                let kind = one_line(kind);
                terminal::err(&format!("There is no kind of section called `{kind}`: {help}\n"));
                return Outcome::Usage;
            };
            if !is_there(&options.content.join(report), &format!("{content}/{report}"), "new report", report)
            {
                return Outcome::Usage;
            }
            make(&[new::section(&content, report, id, &title, kind)], options)
        }
        (What::Entry { .. }, [report, section, id]) => {
            let place = format!("{report}/{section}");
            if !is_there(&options.content.join(&place), &format!("{content}/{place}"), "new section", &place)
            {
                return Outcome::Usage;
            }
            let kind = kind_of(report, section, options);
            make(&[new::entry(&content, (report, section), id, &title, kind)], options)
        }
        _ => {
            let form = match what {
                What::Report { .. } => "REPORT",
                What::Section { .. } => "REPORT/SECTION",
                What::Entry { .. } => "REPORT/SECTION/ENTRY",
            };
            terminal::err(&format!("Write the names of its folders with slashes between them: {form}.\n"));
            Outcome::Usage
        }
    }
}

fn is_there(folder: &Path, name: &str, command: &str, place: &str) -> bool {
    let found = folder.join("_index.md").is_file();
    if !found {
        let name = one_line(name);
        terminal::err(&format!("There is no `{name}` yet: `cabinet-report {command} {place}` makes it.\n"));
    }
    found
}

/// The kind of a section that is there; a workstream where that cannot be told.
fn kind_of(report: &str, section: &str, options: &Options) -> Kind {
    let (content, _) = documents(options);
    let reports = content.reports.iter().filter(|known| known.id == report);
    let mut sections = reports.flat_map(|report| &report.sections);
    sections.find(|known| known.id == section).map_or(Kind::Workstream, |known| known.kind)
}

fn follow(content: &str, id: &str, from: &str, keep_text: bool, options: &Options) -> Outcome {
    let loaded = match load(options) {
        Ok(loaded) => loaded,
        Err(outcome) => return outcome,
    };
    let (documents, sources) = documents(options);
    let Some(old) = documents.reports.iter().find(|report| report.id == from) else {
        return unknown_report(from, &loaded);
    };
    match new::follow(content, id, old, keep_text, &sources) {
        Ok(files) => make(&files, options),
        Err(fault) => {
            let outcome = terminal::outcome(std::slice::from_ref(&*fault), options);
            terminal::faults(&[*fault], &sources, options);
            outcome
        }
    }
}

/// Writes the files and says which.
fn make(files: &[NewFile], options: &Options) -> Outcome {
    // Paths are shown below the folder in which the program was called, and the content folder may lie elsewhere.
    match disk::new::write(Path::new(""), files) {
        Ok(()) => {
            for file in files {
                terminal::out(&format!("made {}\n", one_line(&file.path)));
            }
            Outcome::Fine
        }
        Err(fault) => {
            let outcome = terminal::outcome(std::slice::from_ref(&*fault), options);
            terminal::faults(&[*fault], &Sources::default(), options);
            outcome
        }
    }
}
