//! Puts the rated report into a workbook for analysts.
//!
//! In: the report as data. Out: tables of cells, in which dates are dates and figures are numbers. The titles of the
//! columns are those of `ratings.csv`, so that one can be put beside the other.

use super::report::{Entries, Report, Section};
use super::rows::{AspectRow, Row, rated_group_before, rows};
use super::written::{Form, Written};
use crate::report::{Date, Number};
use crate::returns::workbook::{Cell, Column, Sheet, Workbook};

/// The ratings and, if there are any, the milestones and the earlier figures of indicators.
pub fn workbook(report: &Report) -> Workbook {
    let sheets = [ratings(report), milestones(report), history(report)];
    let [ratings, more @ ..] = sheets;
    let more = more.into_iter().filter(|sheet| !sheet.rows.is_empty());
    Workbook { sheets: std::iter::once(ratings).chain(more).collect() }
}

/// One row for each section and entry, as in `ratings.csv`, then the dates and reasons of projects.
fn ratings(report: &Report) -> Sheet {
    let columns = [
        ("report", 14),
        ("period", 24),
        ("level", 9),
        ("section", 28),
        ("entry", 32),
        ("title", 44),
        ("rating", 12),
        ("previous_rating", 15),
        ("movement", 16),
        ("rule", 10),
        ("responsible", 36),
        ("kind", 12),
        ("code", 10),
        ("actual", 10),
        ("target", 10),
        ("unit", 10),
        ("direction", 12),
        ("computed_rating", 15),
        ("original_target", 14),
        ("green_tolerance", 14),
        ("limits", 24),
        ("comparisons", 30),
        ("forecast", 10),
        ("year_target", 11),
        ("forecast_rating", 14),
        ("benchmarks", 30),
        ("group", 20),
        ("portfolio", 24),
        ("wards", 24),
        ("stage", 14),
        ("progress", 10),
        ("updated", 12),
        ("due", 12),
        ("due_given", 14),
        ("original_due", 12),
        ("original_due_given", 14),
        ("reason", 60),
        ("action", 60),
    ];
    let line = |(row, more): (Row, [Cell; 7])| {
        let mut cells = vec![
            text(&row.report),
            text(&row.period),
            word(Some(row.level)),
            text(&row.section),
            text(&row.entry),
            text(&row.title),
            word(row.rating),
            word(row.previous_rating),
            word(row.movement),
            word(row.rule),
            text(&row.responsible),
            word(row.kind),
            text(&row.code),
            number(row.actual),
            number(row.target),
            text(&row.unit),
            word(row.direction),
            word(row.computed_rating),
            number(row.original_target),
            number(row.green_tolerance),
            text(&row.limits),
            text(&row.comparisons),
            number(row.forecast),
            number(row.year_target),
            word(row.forecast_rating),
            text(&row.benchmarks),
            text(&row.group),
            text(&row.portfolio),
            text(&row.wards),
            text(&row.stage),
            number(row.progress),
        ];
        cells.extend(more);
        cells.extend(row.aspects.iter().flat_map(AspectRow::columns).map(|(_, said)| text(&said)));
        cells
    };
    let rows = rows(report);
    let of_aspects = rows.first().into_iter().flat_map(|row| row.aspects.iter().flat_map(AspectRow::columns));
    let of_aspects: Vec<String> = of_aspects.map(|(title, _)| title).collect();
    let of_aspects = of_aspects.iter().map(|title| (title.as_str(), 15));
    let columns: Vec<(&str, u16)> = columns.into_iter().chain(of_aspects).collect();
    // As in the CSV file: the report, then each group before its sections, and each section before its entries.
    let overall = report.overall.iter().map(|rating| reason(&rating.reason));
    let more = overall.chain(report.sections.iter().enumerate().flat_map(|(place, section)| {
        let group = rated_group_before(report, place).map(|(_, rating)| reason(&rating.reason));
        group.into_iter().chain(dates_and_reasons(section))
    }));
    sheet("Ratings", &columns, rows.into_iter().zip(more).map(line).collect())
}

/// The columns after those of `ratings.csv`, where a reason is all that there is.
fn reason(reason: &str) -> [Cell; 7] {
    let [updated, due, due_given, first, first_given, action] = [const { Cell::Empty }; 6];
    [updated, due, due_given, first, first_given, text(reason), action]
}

/// The columns after those of `ratings.csv`, for a section and for each of its entries.
fn dates_and_reasons(section: &Section) -> Vec<[Cell; 7]> {
    let mut lines = vec![reason(section.rating.as_ref().map_or("", |rating| &rating.reason))];
    match &section.entries {
        Entries::Projects(entries) => lines.extend(entries.iter().map(|entry| {
            let project = &entry.more;
            [
                date(project.updated),
                date(project.due),
                word(project.due_given),
                date(project.original_due),
                word(project.original_due_given),
                text(project.reason.as_deref().unwrap_or("")),
                text(project.action.as_deref().unwrap_or("")),
            ]
        })),
        Entries::Indicators(entries) => lines.extend(entries.iter().map(|entry| {
            let mut cells = reason(&entry.more.reason);
            cells[6] = text(entry.more.action.as_deref().unwrap_or(""));
            cells
        })),
        Entries::Actions(entries) => lines.extend(entries.iter().map(|_| reason(""))),
        Entries::Passages(entries) => lines.extend(entries.iter().map(|_| reason(""))),
    }
    lines
}

/// One row for each milestone of a project.
fn milestones(report: &Report) -> Sheet {
    let columns = [
        ("report", 14),
        ("section", 28),
        ("entry", 32),
        ("title", 44),
        ("milestone", 44),
        ("due", 12),
        ("due_given", 14),
        ("original_due", 12),
        ("original_due_given", 14),
        ("is_done", 9),
        ("done", 12),
        ("done_given", 14),
        ("rating", 12),
    ];
    let mut lines = Vec::new();
    for section in &report.sections {
        let Entries::Projects(entries) = &section.entries else { continue };
        for entry in entries {
            lines.extend(entry.more.milestones.iter().map(|milestone| {
                vec![
                    text(&report.id),
                    text(&section.id),
                    text(&entry.id),
                    text(&entry.title),
                    text(&milestone.title),
                    date(milestone.due),
                    word(milestone.due_given),
                    date(milestone.original_due),
                    word(milestone.original_due_given),
                    text(if milestone.is_done { "yes" } else { "no" }),
                    date(milestone.done),
                    word(milestone.done_given),
                    word(milestone.rating),
                ]
            }));
        }
    }
    sheet("Milestones", &columns, lines)
}

/// One row for each earlier figure of an indicator.
fn history(report: &Report) -> Sheet {
    let columns = [
        ("report", 14),
        ("section", 28),
        ("entry", 32),
        ("title", 44),
        ("code", 10),
        ("unit", 10),
        ("period", 16),
        ("actual", 10),
        ("target", 10),
    ];
    let mut lines = Vec::new();
    for section in &report.sections {
        let Entries::Indicators(entries) = &section.entries else { continue };
        for entry in entries {
            let indicator = &entry.more;
            lines.extend(indicator.history.iter().map(|past| {
                vec![
                    text(&report.id),
                    text(&section.id),
                    text(&entry.id),
                    text(&entry.title),
                    text(indicator.code.as_deref().unwrap_or("")),
                    text(&indicator.unit),
                    text(&past.period),
                    number(past.actual),
                    number(past.target),
                ]
            }));
        }
    }
    sheet("Indicators history", &columns, lines)
}

/// A table that nobody is asked to fill in, so nothing in it needs to be locked.
fn sheet(name: &str, columns: &[(&str, u16)], rows: Vec<Vec<Cell>>) -> Sheet {
    let column = |(title, width): &(&str, u16)| Column {
        title: (*title).to_owned(),
        width: *width,
        locked: true,
        wrap: *width >= 40,
        ..Column::default()
    };
    Sheet { name: name.to_owned(), columns: columns.iter().map(column).collect(), rows, is_hidden: false }
}

/// Words; a text that no cell can hold is cut, because this workbook is never read back.
fn text(text: &str) -> Cell {
    const LONGEST: usize = 32_000;
    if text.is_empty() {
        return Cell::Empty;
    }
    let mut units = 0;
    let end = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > LONGEST
    });
    match end {
        Some((at, _)) => Cell::Text(format!("{}\u{2026}", &text[..at])),
        None => Cell::Text(text.to_owned()),
    }
}

/// A value that data files write as a word.
fn word<T: Form>(value: Option<Written<T>>) -> Cell {
    value.map_or(Cell::Empty, |value| text(&value.text()))
}

/// A figure as a number: the nearest to its decimals that a cell can hold.
fn number(figure: Option<Written<Number>>) -> Cell {
    figure.and_then(|figure| figure.text().parse().ok()).map_or(Cell::Empty, Cell::Number)
}

/// A date as a day.
fn date(date: Option<Written<Date>>) -> Cell {
    date.map_or(Cell::Empty, |Written(date)| Cell::Date {
        year: date.year(),
        month: date.month(),
        day: date.day(),
    })
}
