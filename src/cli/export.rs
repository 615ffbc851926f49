//! `export`: writes a report into a workbook or into forms, to fill in, or for analysts.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::args::Export;
use super::content::{load, request, unknown_report};
use super::{Outcome, terminal};
use crate::content::discover::shown;
use crate::diag::print::Format;
use crate::diag::{json_line, one_line};
use crate::disk::returned;
use crate::outputs;
use crate::pipeline::Loaded;
use crate::report::Report;
use crate::returns::workbook::{self, Workbook};
use crate::returns::{self, Form, Issue};
use crate::text::{count_of, count_of_entries, id_from};

/// The longest name of a form's file, without its ending: with a folder's before it, Windows must still take it.
const LONGEST_NAME: usize = 60;

/// Writes the return sheets of a report or, if none are wanted, its ratings.
pub(super) fn run(export: &Export) -> Outcome {
    let report = export.report.as_str();
    let loaded = match load(request(&export.material, &[report.to_owned()]), true, export.print.format) {
        Ok(loaded) => loaded,
        Err(outcome) => return outcome,
    };
    if export.docx {
        return match forms(report, export, &loaded) {
            Ok(()) => Outcome::Fine,
            Err(outcome) => outcome,
        };
    }
    let made = if export.xlsx {
        return_sheets(report, export.owner.as_deref(), &loaded)
    } else {
        match loaded.reports.iter().find(|known| known.page.id == report) {
            Some(prepared) => Ok(outputs::workbook(loaded.order(prepared).data)),
            None => Err(unknown_report(report, &loaded)),
        }
    };
    let workbook = match made {
        Ok(workbook) => workbook,
        Err(outcome) => return outcome,
    };
    let kind = if export.xlsx { "returns" } else { "ratings" };
    let path = export.to.clone().unwrap_or_else(|| PathBuf::from(format!("{kind}-{report}.xlsx")));
    let bytes = match workbook::write(&workbook) {
        Ok(bytes) => bytes,
        Err(why) => {
            terminal::err(&format!("Excel cannot hold the report {report}: {why}.\n"));
            return Outcome::NotPossible;
        }
    };
    if let Err(fault) = returned::write_new(&path, &bytes) {
        return terminal::stopped_by(*fault, &loaded.sources, export.print.format);
    }
    let report = loaded.rated.get(report).map(|rated| &rated.report);
    said(&path, &workbook, report, export);
    Outcome::Fine
}

/// The sheets for owners to fill in.
fn return_sheets(report: &str, owner: Option<&str>, loaded: &Loaded) -> Result<Workbook, Outcome> {
    issued(report, owner, loaded, returns::collect)?.ok_or_else(|| nobody(report, owner, loaded))
}

/// Makes something of what owners are asked.
fn issued<T>(
    report: &str,
    owner: Option<&str>,
    loaded: &Loaded,
    make: impl FnOnce(Issue<'_>) -> T,
) -> Result<T, Outcome> {
    let known = loaded.content.reports.iter().find(|known| known.id == report);
    let (Some(known), Some((rated, previous))) = (known, loaded.compared(report)) else {
        return Err(unknown_report(report, loaded));
    };
    let comparison = previous.as_ref().map(|(_, comparison)| comparison);
    Ok(make(Issue { documents: known, sources: &loaded.sources, rated, comparison, owner }))
}

/// Says that nobody is asked for anything.
fn nobody(report: &str, owner: Option<&str>, loaded: &Loaded) -> Outcome {
    terminal::err(&match owner {
        Some(owner) => super::check::unknown_owner(owner, Some(report), loaded).unwrap_or_else(|| {
            format!(
                "Nobody in the report `{report}` has “{}” in the name: without `--owner` everybody is asked.\n",
                one_line(owner)
            )
        }),
        None => format!("The report `{report}` has nothing in it to ask anybody for.\n"),
    });
    Outcome::Usage
}

/// Writes the forms for owners to fill in.
fn forms(report: &str, export: &Export, loaded: &Loaded) -> Result<(), Outcome> {
    let owner = export.owner.as_deref();
    let forms = issued(report, owner, loaded, returns::forms)?;
    if forms.is_empty() {
        return Err(nobody(report, owner, loaded));
    }
    let prepared = loaded.reports.iter().find(|known| known.page.id == report);
    let prepared = prepared.ok_or_else(|| unknown_report(report, loaded))?;
    let made = outputs::forms(loaded.order(prepared), &forms)
        .map_err(|fault| terminal::stopped_by(*fault, &loaded.sources, export.print.format))?;
    let to = export.to.clone().unwrap_or_else(|| PathBuf::from(format!("forms-{report}")));
    let is_file = to.extension().is_some_and(|kind| kind.eq_ignore_ascii_case("docx"));
    let paths = match (is_file, forms.len()) {
        (true, 1) => vec![to.clone()],
        (true, several) => {
            terminal::err(&format!(
                "There are {several} forms, and `{}` is one file: name a folder, or choose one owner with `--owner`.\n",
                one_line(&shown(&to))
            ));
            return Err(Outcome::Usage);
        }
        (false, _) => names(&forms).iter().map(|name| to.join(name)).collect(),
    };
    let folder = if is_file { to.parent().unwrap_or(Path::new("")) } else { &to };
    let files: Vec<(PathBuf, Vec<u8>)> = paths.into_iter().zip(made).collect();
    returned::write_all_new(folder, &files)
        .map_err(|fault| terminal::stopped_by(*fault, &loaded.sources, export.print.format))?;
    let known = loaded.rated.get(report).map(|rated| &rated.report);
    for (form, (path, _)) in forms.iter().zip(&files) {
        told(form, path, known, export);
    }
    if export.material.restricted && export.print.format != Format::Json {
        terminal::err(RESTRICTED);
    }
    Ok(())
}

/// What to say of something that has restricted entries in it.
const RESTRICTED: &str = "It contains restricted entries: take care who gets it.\n";

/// The names of the files of forms, each after its owner.
fn names(forms: &[Form]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for form in forms {
        let id: String = id_from(&form.owner, "form").chars().take(LONGEST_NAME).collect();
        let id = if id.is_empty() { "form".to_owned() } else { id };
        let numbered = (2..).map(|number| format!("{id}-{number}"));
        let free = std::iter::once(id.clone()).chain(numbered).find(|name| !taken.contains(name));
        let free = free.unwrap_or_default();
        names.push(format!("{free}.docx"));
        taken.insert(free);
    }
    names
}

/// Says what was written for one owner.
fn told(form: &Form, path: &Path, report: Option<&Report>, export: &Export) {
    let path = shown(path);
    if export.print.format == Format::Json {
        let line = serde_json::json!({ "type": "export", "path": path, "owner": form.owner });
        terminal::out(&json_line(&line));
        return;
    }
    let addresses = report.map(|report| report.addresses(&form.owner)).unwrap_or_default();
    let entries = format!("{} to fill in", count_of_entries(form.subjects.len()));
    let parts: Vec<String> = std::iter::once(entries).chain(addresses.into_iter().map(one_line)).collect();
    terminal::out(&format!(
        "made {}\n    {}: {}\n",
        one_line(&path),
        one_line(&form.owner),
        parts.join(", ")
    ));
}

/// Says what was written.
fn said(path: &Path, workbook: &Workbook, report: Option<&Report>, export: &Export) {
    let path = shown(path);
    let rows = |sheet: &workbook::Sheet| count_of(sheet.rows.len(), "row");
    if export.print.format == Format::Json {
        let sheets: Vec<_> =
            workbook.sheets.iter().filter(|sheet| !sheet.is_hidden).map(|sheet| &sheet.name).collect();
        let line = serde_json::json!({ "type": "export", "path": path, "sheets": sheets });
        terminal::out(&json_line(&line));
        return;
    }
    terminal::out(&format!("made {}\n", one_line(&path)));
    // The first sheet of a return says how to fill in the others.
    for sheet in workbook.sheets.iter().filter(|sheet| !sheet.is_hidden).skip(usize::from(export.xlsx)) {
        let addresses = report.map(|report| report.addresses(&sheet.name)).unwrap_or_default();
        let parts = std::iter::once(rows(sheet)).chain(addresses.into_iter().map(one_line));
        let parts: Vec<String> = parts.collect();
        terminal::out(&format!("    {}: {}\n", one_line(&sheet.name), parts.join(", ")));
    }
    if export.material.restricted {
        terminal::err(RESTRICTED);
    }
}
