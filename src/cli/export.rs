//! `export`: writes a report into a workbook, to be filled in or for analysts.

use std::path::{Path, PathBuf};

use super::content::{documents, load, unknown_report};
use super::options::{Options, Whose};
use super::{Outcome, terminal};
use crate::content::discover::shown;
use crate::diag::print::Format;
use crate::diag::source::Sources;
use crate::diag::{Diagnostic, json_line, one_line};
use crate::disk::returned;
use crate::outputs;
use crate::pipeline::Loaded;
use crate::returns::workbook::{self, Workbook};
use crate::returns::{self, Issue};
use crate::text::count_of;

/// Writes the return sheets of a report or, if none are wanted, its ratings.
pub(super) fn run(report: &str, returns: Option<&Whose>, to: Option<&Path>, options: &Options) -> Outcome {
    let loaded = match load(options) {
        Ok(loaded) => loaded,
        Err(outcome) => return outcome,
    };
    let made = match returns {
        Some(whose) => return_sheets(report, whose, &loaded, options),
        None => match loaded.reports.iter().find(|known| known.page.id == report) {
            Some(prepared) => Ok(outputs::workbook(loaded.order(prepared).data)),
            None => Err(unknown_report(report, &loaded)),
        },
    };
    let workbook = match made {
        Ok(workbook) => workbook,
        Err(outcome) => return outcome,
    };
    let kind = if returns.is_some() { "returns" } else { "ratings" };
    let path = to.map_or_else(|| PathBuf::from(format!("{kind}-{report}.xlsx")), Path::to_path_buf);
    let bytes = match workbook::write(&workbook) {
        Ok(bytes) => bytes,
        Err(why) => {
            terminal::err(&format!("Excel cannot hold the report {report}: {why}.\n"));
            return Outcome::NotPossible;
        }
    };
    if let Err(fault) = returned::write_new(&path, &bytes) {
        return say(*fault, options);
    }
    said(&path, &workbook, returns.is_some(), options);
    Outcome::Fine
}

/// The sheets that owners are to fill in.
fn return_sheets(
    report: &str,
    whose: &Whose,
    loaded: &Loaded,
    options: &Options,
) -> Result<Workbook, Outcome> {
    let (content, sources) = documents(options);
    let known = content.reports.iter().find(|known| known.id == report);
    let (Some(known), Some((rated, previous))) = (known, loaded.compared(report)) else {
        return Err(unknown_report(report, loaded));
    };
    let owner = match whose {
        Whose::All => None,
        Whose::Of(owner) => Some(owner.as_str()),
    };
    let comparison = previous.as_ref().map(|(_, comparison)| comparison);
    let issue = Issue { documents: known, sources: &sources, rated, comparison, owner };
    returns::collect(issue).ok_or_else(|| {
        terminal::err(&match owner {
            Some(owner) => format!(
                "Nobody in the report `{report}` has “{owner}” in the name: without `--owner` there is a sheet for each.\n"
            ),
            None => format!("The report `{report}` has nothing in it that could be returned.\n"),
        });
        Outcome::Usage
    })
}

/// Says what was written.
fn said(path: &Path, workbook: &Workbook, is_return: bool, options: &Options) {
    let path = shown(path);
    let rows = |sheet: &workbook::Sheet| count_of(sheet.rows.len(), "row");
    if options.format == Format::Json {
        let sheets: Vec<_> = workbook.sheets.iter().map(|sheet| &sheet.name).collect();
        let line = serde_json::json!({ "type": "export", "path": path, "sheets": sheets });
        terminal::out(&json_line(&line));
        return;
    }
    terminal::out(&format!("made {}\n", one_line(&path)));
    // The first sheet of a return says how to fill in the others.
    for sheet in workbook.sheets.iter().skip(usize::from(is_return)) {
        terminal::out(&format!("    {}: {}\n", one_line(&sheet.name), rows(sheet)));
    }
    if options.restricted {
        terminal::err("It holds what is restricted: see who gets it.\n");
    }
}

/// Prints one fault and says how the program ends with it.
fn say(fault: Diagnostic, options: &Options) -> Outcome {
    let faults = [fault];
    terminal::faults(&faults, &Sources::default(), options);
    terminal::outcome(&faults, options)
}
