//! Puts the rated report into a workbook for analysts.
//!
//! In: the report as data. Out: tables of cells, in which dates are dates and figures are numbers. The titles of the
//! columns are those of `ratings.csv`, so that one can be put beside the other.

use crate::outputs::data::{More, Report, Row, rows};
use crate::returns::workbook::{Cell, Column, Sheet, Workbook};

/// The ratings, and where there are any, the milestones and the earlier figures of indicators.
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
        ("updated", 12),
        ("due", 12),
        ("original_due", 12),
        ("reason", 60),
        ("action", 60),
    ];
    // The rows of the CSV file stand in the order of the report: each section, then its entries.
    let more = report.sections.iter().flat_map(|section| {
        std::iter::once((section.rating.as_ref().map(|rating| rating.reason.as_str()), None))
            .chain(section.entries.iter().map(|entry| (None, Some(&entry.more))))
    });
    let line = |(row, (reason, more)): (Row, (Option<&str>, Option<&More>))| {
        let mut cells = vec![
            text(&row.report),
            text(&row.period),
            text(row.level),
            text(&row.section),
            text(&row.entry),
            text(&row.title),
            text(row.rating),
            text(row.previous_rating),
            text(row.movement),
            text(row.rule),
            text(&row.responsible),
            text(row.kind),
            text(&row.code),
            number(&row.actual),
            number(&row.target),
            text(&row.unit),
            text(row.direction),
        ];
        cells.extend(match more {
            Some(More::Project(project)) => [
                date(project.updated.as_deref()),
                date(project.due.as_deref()),
                date(project.original_due.as_deref()),
                text(project.reason.as_deref().unwrap_or("")),
                text(project.action.as_deref().unwrap_or("")),
            ],
            Some(More::Indicator(indicator)) => {
                [Cell::Empty, Cell::Empty, Cell::Empty, text(&indicator.reason), Cell::Empty]
            }
            _ => [Cell::Empty, Cell::Empty, Cell::Empty, text(reason.unwrap_or("")), Cell::Empty],
        });
        cells
    };
    sheet("Ratings", &columns, rows(report).into_iter().zip(more).map(line).collect())
}

/// One row for each step of a project.
fn milestones(report: &Report) -> Sheet {
    let columns = [
        ("report", 14),
        ("section", 28),
        ("entry", 32),
        ("title", 44),
        ("milestone", 44),
        ("due", 12),
        ("original_due", 12),
        ("is_done", 9),
        ("done", 12),
        ("rating", 12),
    ];
    let mut lines = Vec::new();
    for section in &report.sections {
        for entry in &section.entries {
            let More::Project(project) = &entry.more else { continue };
            lines.extend(project.milestones.iter().map(|milestone| {
                vec![
                    text(&report.id),
                    text(&section.id),
                    text(&entry.id),
                    text(&entry.title),
                    text(&milestone.title),
                    date(milestone.due.as_deref()),
                    date(milestone.original_due.as_deref()),
                    text(if milestone.is_done { "yes" } else { "no" }),
                    date(milestone.done.as_deref()),
                    text(milestone.rating.unwrap_or("")),
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
        for entry in &section.entries {
            let More::Indicator(indicator) = &entry.more else { continue };
            lines.extend(indicator.history.iter().map(|past| {
                vec![
                    text(&report.id),
                    text(&section.id),
                    text(&entry.id),
                    text(&entry.title),
                    text(indicator.code.as_deref().unwrap_or("")),
                    text(&indicator.unit),
                    text(&past.period),
                    number(past.actual.as_deref().unwrap_or("")),
                    number(past.target.as_deref().unwrap_or("")),
                ]
            }));
        }
    }
    sheet("Indicators history", &columns, lines)
}

/// A table that nobody is asked to fill in, so that nothing in it needs to be locked.
fn sheet(name: &str, columns: &[(&str, u16)], rows: Vec<Vec<Cell>>) -> Sheet {
    let column = |(title, width): &(&str, u16)| Column {
        title: (*title).to_owned(),
        width: *width,
        locked: true,
        wrap: *width >= 40,
        ..Column::default()
    };
    Sheet { name: name.to_owned(), columns: columns.iter().map(column).collect(), rows }
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

/// A figure as a number.
fn number(plain: &str) -> Cell {
    plain.parse().map_or_else(|_| text(plain), Cell::Number)
}

/// A date, `2014-03-31`, as a day.
fn date(iso: Option<&str>) -> Cell {
    let Some(iso) = iso else { return Cell::Empty };
    let mut parts = iso.splitn(3, '-');
    let mut part = || parts.next();
    let day = (|| {
        Some(Cell::Date {
            year: part()?.parse().ok()?,
            month: part()?.parse().ok()?,
            day: part()?.parse().ok()?,
        })
    })();
    day.unwrap_or_else(|| text(iso))
}
