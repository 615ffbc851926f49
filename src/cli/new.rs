//! `init` and `new`: start folders and files.

use std::path::Path;

use super::args::{Content, Init, NewEntry, NewReport, NewSection, Print, What};
use super::content::{load, unknown_report};
use super::{Outcome, terminal};
use crate::content;
use crate::content::discover::{self, shown};
use crate::content::new::editor::Program;
use crate::content::new::{self, NewFile};
use crate::diag::source::Sources;
use crate::diag::{one_line, without_unseen};
use crate::disk;
use crate::disk::new::NewFiles;
use crate::pipeline::Request;
use crate::report::Kind;
use crate::text;

/// Makes a council's folder with an example of each kind.
pub(super) fn init(init: &Init) -> Outcome {
    let folder = init.folder.clone().unwrap_or_default();
    let content = shown(&init.content.folder);
    let mut wanted = vec![below(&folder.join(&init.content.folder), &init.content, new::council(&content))];
    // Somebody's own settings stay as they are.
    if std::fs::symlink_metadata(folder.join(".vscode")).is_err() {
        wanted
            .push(NewFiles { folder: folder.clone(), files: new::editor::files(&content, program(&folder)) });
    }
    let outcome = make(&folder.join(&init.content.folder), &wanted, &init.print);
    if outcome == Outcome::Fine {
        let place = init.folder.as_ref().map(|folder| format!(" in `{}`", one_line(&shown(folder))));
        let place = place.unwrap_or_default();
        terminal::out(&format!(
            "Change the files to your own content, and run `cabinet-report build`{place}.\n"
        ));
    }
    outcome
}

/// Whether this program lies in `folder` itself, as where nobody may install anything.
fn program(folder: &Path) -> Program {
    // An empty path means the folder that one is in.
    let folder = Path::new(".").join(folder).canonicalize().ok();
    let own = std::env::current_exe().and_then(|program| program.canonicalize()).ok();
    let is_beside = own.is_some_and(|program| {
        program.file_stem().is_some_and(|name| name == "cabinet-report")
            && folder.is_some_and(|folder| program.parent() == Some(folder.as_path()))
    });
    if is_beside { Program::Beside } else { Program::Installed }
}

/// Makes one report, section or entry.
pub(super) fn run(what: &What) -> Outcome {
    match what {
        What::Report(report) => make_report(report),
        What::Section(section) => make_section(section),
        What::Entry(entry) => make_entry(entry),
    }
}

fn make_report(new: &NewReport) -> Outcome {
    let content = shown(&new.content.folder);
    let Some(from) = &new.from else {
        let title = title(new.title.as_deref(), &new.id);
        return make_below(&new.content, vec![new::report(&content, &new.id, &title)], &new.print);
    };
    let request = Request {
        content: new.content.folder.clone(),
        templates: new.templates.folder().to_path_buf(),
        are_templates_named: new.templates.is_named(),
        reports: vec![from.clone()],
        // A person who may write the next report knows the last one, restricted or not.
        restricted: true,
        docx: false,
        published: [].into(),
        today: terminal::today(),
    };
    let loaded = match load(request, false, new.print.format) {
        Ok(loaded) => loaded,
        Err(outcome) => return outcome,
    };
    let Some(old) = loaded.content.reports.iter().find(|report| report.id == *from) else {
        return unknown_report(from, &loaded);
    };
    match new::follow(&content, &new.id, old, new.keep_text, (&loaded.tree, &loaded.sources)) {
        Ok(files) => make_below(&new.content, files, &new.print),
        Err(fault) => terminal::stopped_by(*fault, &loaded.sources, new.print.format),
    }
}

fn make_section(new: &NewSection) -> Outcome {
    let [report, id] = &new.place;
    if !is_there(report, "new report", &new.content) {
        return Outcome::Usage;
    }
    let title = title(new.title.as_deref(), id);
    let file = new::section(&shown(&new.content.folder), report, id, &title, new.kind);
    make_below(&new.content, vec![file], &new.print)
}

fn make_entry(new: &NewEntry) -> Outcome {
    let [report, section, id] = &new.place;
    if !is_there(&format!("{report}/{section}"), "new section", &new.content) {
        return Outcome::Usage;
    }
    let title = title(new.title.as_deref(), id);
    let kind = kind_of(report, section, &new.content);
    let file = new::entry(&shown(&new.content.folder), (report, section), id, &title, kind);
    make_below(&new.content, vec![file], &new.print)
}

/// The title that was typed or, without one, that the name suggests.
fn title(typed: Option<&str>, id: &str) -> String {
    let typed = typed.map(without_unseen).filter(|title| !title.is_empty());
    typed.unwrap_or_else(|| text::title_of(id))
}

/// Whether the folder in which to make something exists; otherwise says which command makes it.
fn is_there(place: &str, command: &str, content: &Content) -> bool {
    let found = content.folder.join(place).join("_index.md").is_file();
    if !found {
        let name = one_line(&format!("{}/{place}", shown(&content.folder)));
        terminal::err(&format!("There is no `{name}` yet: `cabinet-report {command} {place}` makes it.\n"));
    }
    found
}

/// The kind of an existing section; a workstream if that is not clear.
fn kind_of(report: &str, section: &str, content: &Content) -> Kind {
    let mut sources = Sources::default();
    let tree = discover::content(&content.folder, &mut sources, &mut Vec::new());
    let content = content::content(&tree, &sources);
    let reports = content.reports.iter().filter(|known| known.id == report);
    let mut sections = reports.flat_map(|report| &report.sections);
    sections.find(|known| known.id == section).map_or(Kind::Workstream, |known| known.kind)
}

/// Writes files of the content folder and says which.
fn make_below(content: &Content, files: Vec<NewFile>, print: &Print) -> Outcome {
    make(&content.folder, &[below(&content.folder, content, files)], print)
}

/// Files of the content folder, which is in `folder`. Their paths begin with the name that was typed for it, written
/// for people to read.
fn below(folder: &Path, content: &Content, mut files: Vec<NewFile>) -> NewFiles {
    let root = shown(&content.folder);
    for file in &mut files {
        if let Some(path) = file.path.strip_prefix(&root) {
            file.path = path.trim_start_matches('/').to_owned();
        }
    }
    NewFiles { folder: folder.to_path_buf(), files }
}

/// Writes the files while no other run of the program uses the content, and says which.
fn make(content: &Path, wanted: &[NewFiles], print: &Print) -> Outcome {
    let written = disk::lock::to_change(content).and_then(|_lock| disk::new::write(wanted));
    if let Err(fault) = written {
        return terminal::stopped_by(*fault, &Sources::default(), print.format);
    }
    for NewFiles { folder, files } in wanted {
        for file in files {
            terminal::out(&format!("made {}\n", one_line(&shown(&folder.join(&file.path)))));
        }
    }
    Outcome::Fine
}
