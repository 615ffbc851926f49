//! `export`: writes a report into a workbook, to fill in or for analysts.

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
use crate::returns::{self, Issue};
use crate::text::count_of;

/// Writes the return sheets of a report or, if none are wanted, its ratings.
pub(super) fn run(export: &Export) -> Outcome {
    let report = export.report.as_str();
    let loaded = match load(request(&export.material, &[report.to_owned()]), true, export.print.format) {
        Ok(loaded) => loaded,
        Err(outcome) => return outcome,
    };
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
    let known = loaded.content.reports.iter().find(|known| known.id == report);
    let (Some(known), Some((rated, previous))) = (known, loaded.compared(report)) else {
        return Err(unknown_report(report, loaded));
    };
    let comparison = previous.as_ref().map(|(_, comparison)| comparison);
    let issue = Issue { documents: known, sources: &loaded.sources, rated, comparison, owner };
    returns::collect(issue).ok_or_else(|| {
        terminal::err(&match owner {
            Some(owner) => super::check::unknown_owner(owner, Some(report), loaded).unwrap_or_else(|| format!(
                "Nobody in the report `{report}` has “{}” in the name: without `--owner` there is a sheet for each.\n",
                one_line(owner)
            )),
            None => format!("The report `{report}` has nothing in it to ask anybody for.\n"),
        });
        Outcome::Usage
    })
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
        terminal::err("It contains restricted entries: take care who gets it.\n");
    }
}
