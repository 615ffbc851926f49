//! Finds rows of a table that Markdown would not print as they were typed.
//!
//! In: a text and the events that the Markdown parser makes of it. Out: a [`Found`] for each row that would lose a cell,
//! be printed with its `|`, or be a row though it is none.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::found::Found;
use super::spans::{Events, Run};
use crate::diag::Code;
use crate::text::count_of;

const ONE_LINE: &str = "write the whole row on one line; `<br>` breaks a line inside a cell";

/// What is wrong with the tables of `text`.
pub(super) fn faults(text: &str, events: &Events<'_>, runs: &[Run]) -> Vec<Found> {
    let mut found = Vec::new();
    let mut tables = Vec::new();
    let mut head: Option<(usize, &str)> = None;
    let mut above = "";
    let mut columns = 0;
    for (event, range) in events {
        match event {
            Event::Start(Tag::Table(alignments)) => {
                columns = alignments.len();
                tables.push(range.clone());
            }
            Event::End(TagEnd::TableHead) => {
                above = text[range.clone()].trim();
                head = Some((columns, above));
            }
            Event::End(TagEnd::TableRow) => {
                if let Some((columns, head)) = head {
                    found.extend(row(text, range, columns, head, above));
                    above = text[range.clone()].trim();
                }
            }
            _ => {}
        }
    }
    found.extend(raw_rows(text, runs, &tables));
    found
}

/// Where the `|` of a row stand, without those that are part of a cell's text.
fn bars(row: &str) -> impl Iterator<Item = usize> + '_ {
    let mut is_escaped = false;
    row.bytes().enumerate().filter_map(move |(at, b)| {
        let is_bar = b == b'|' && !is_escaped;
        is_escaped = b == b'\\' && !is_escaped;
        is_bar.then_some(at)
    })
}

/// Whether a row begins and ends with `|`.
fn edges(row: &str) -> (bool, bool) {
    (row.starts_with('|'), row.len() > 1 && bars(row).last() == Some(row.len() - 1))
}

/// How many cells a row has.
fn cells(row: &str) -> usize {
    let (first, last) = edges(row);
    (bars(row).count() + 1).saturating_sub(usize::from(first) + usize::from(last))
}

/// Whether a row holds nothing but dashes.
fn is_of_dashes(row: &str) -> bool {
    row.contains('|')
        && row.contains(is_dash)
        && row.chars().all(|c| is_dash(c) || matches!(c, '|' | ':' | ' ' | '\t' | '+' | '='))
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2500}' | '\u{2501}')
}

/// Whether a line is part of the frame that Pandoc draws around a table with `+` and `-`.
pub(super) fn is_frame(line: &str) -> bool {
    (line.starts_with("+-") || line.starts_with("+="))
        && line.len() > 3
        && line.trim_end().chars().all(|c| matches!(c, '+' | '-' | '=' | ':'))
}

/// The line of dashes under a head of so many cells.
fn dashes(cells: usize) -> String {
    format!("|{}", "---|".repeat(cells))
}

fn row(text: &str, range: &Range<usize>, columns: usize, head: &str, above: &str) -> Option<Found> {
    let typed = text[range.clone()].trim_end();
    let range = range.start..range.start + typed.len();
    let row = typed.trim_start();
    let count = cells(row);
    let wrong =
        |message: String, help: String| Some(Found::error(Code::TableRow, range.clone(), message).help(help));
    if row.chars().all(|c| c == '|' || c.is_whitespace()) {
        return wrong("this row of the table is empty".into(), "delete the line".into());
    }
    if is_of_dashes(row) && row.contains("---") {
        return wrong(
            "this table has a second line of dashes, which would be printed as a row".into(),
            "delete it, or leave a line empty before the next table".into(),
        );
    }
    if bars(row).next().is_none() && (columns > 1 || head.contains('|')) {
        return wrong(
            "this line comes right after the table and would be printed as one of its rows".into(),
            "put an empty line before it; if it belongs to the cell above, move it there after `<br>`".into(),
        );
    }
    if count > columns {
        return wrong(
            format!(
                "this row has {}, but the table has only {columns}: the rest would not be printed",
                count_of(count, "cell")
            ),
            "add a column to the head, or write `\\|` if the `|` is part of the text".into(),
        );
    }
    // Where the row above has no end and this one no beginning, they are one.
    let goes_on = edges(head) == (true, true) && !edges(above).1 && !edges(row).0;
    if goes_on {
        // That the row above has no end is told there, where it lacks cells.
        let is_told = cells(above) < columns;
        let message = "this line continues the row above, but would be printed as a row of its own";
        return if is_told { None } else { wrong(message.into(), ONE_LINE.into()) };
    }
    if count < columns && edges(row) != edges(head) {
        return wrong(
            format!(
                "this line is only part of a row: it has {}, and the table has {columns}",
                count_of(count, "cell")
            ),
            ONE_LINE.into(),
        );
    }
    if count < columns {
        let rest = " |".repeat(columns - count);
        let open = if edges(row).1 { "" } else { " |" };
        let whole = format!("{row}{open}{rest}");
        let whole = if edges(row).1 { whole } else { whole.trim_end_matches('|').to_owned() + "|" };
        return Some(
            Found::warning(
                Code::TableRow,
                range,
                format!("this row has {}, and the table has {columns}", count_of(count, "cell")),
            )
            .help(format!("if the rest are empty, write `{whole}`; otherwise {ONE_LINE}")),
        );
    }
    None
}

/// Rows that belong to no table, and would be printed with their `|`.
fn raw_rows(text: &str, runs: &[Run], tables: &[Range<usize>]) -> Vec<Found> {
    let mut found = Vec::new();
    let lines: Vec<Range<usize>> = lines(text, runs, tables);
    let mut at = 0;
    while at < lines.len() {
        // Lines right under one another are one table.
        let mut end = at + 1;
        while end < lines.len() && is_next(text, &lines[end - 1], &lines[end]) {
            end += 1;
        }
        let group = &lines[at..end];
        at = end;
        let is_row = |range: &&Range<usize>| {
            let line = &text[(*range).clone()];
            line.starts_with('|') || is_of_dashes(line)
        };
        let before = text[..group[0].start].trim_end().lines().next_back().unwrap_or_default();
        if is_frame(before.trim_start()) {
            continue;
        }
        if let Some(first) = group.iter().position(|range| is_row(&range)) {
            found.push(raw_row(text, group, first, tables));
        }
    }
    found
}

/// The lines outside tables that hold a `|` and begin with a run of text.
fn lines(text: &str, runs: &[Run], tables: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut tables = tables.iter().peekable();
    for run in runs.iter().filter(|run| run.begins_line) {
        let start = run.range.start;
        while tables.next_if(|table| table.end <= start).is_some() {}
        if tables.peek().is_some_and(|table| table.start <= start) {
            continue;
        }
        let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let line = text[start..end].trim_end();
        if line.contains('|') {
            lines.push(start..start + line.len());
        }
    }
    lines
}

/// Whether nothing but space and the quotation marks stands there.
fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c == '>')
}

fn is_next(text: &str, one: &Range<usize>, other: &Range<usize>) -> bool {
    let between = text.get(one.end..other.start).unwrap_or_default();
    between.matches('\n').count() == 1
}

fn raw_row(text: &str, group: &[Range<usize>], first: usize, tables: &[Range<usize>]) -> Found {
    let line = |range: &Range<usize>| &text[range.clone()];
    let range = group[first].clone();
    let under = group.iter().position(|range| is_of_dashes(line(range)));
    if let Some(under) = under
        && let Some(head) = under.checked_sub(1).map(|at| &group[at])
    {
        let (wanted, there) = (cells(line(head)), cells(line(&group[under])));
        let message = if wanted == there {
            "the line under the head of this table is not made of hyphens, so it is not read as a table"
                .to_owned()
        } else {
            format!(
                "the head of this table has {} and the line of dashes under it {there}, so it is not read as a table",
                count_of(wanted, "cell")
            )
        };
        return Found::error(Code::TableRow, group[under].clone(), message)
            .help(format!("write `{}` under the head", dashes(wanted)));
    }
    let last = group.last().map_or(range.end, |last| last.end);
    let next = tables.partition_point(|table| table.start < last);
    let is_before_table = tables.get(next).is_some_and(|table| {
        text.get(last..table.start)
            .is_some_and(|between| is_blank(between) && between.matches('\n').count() <= 1)
    });
    if is_before_table {
        return Found::error(
            Code::TableRow,
            range,
            "this line is only part of the table\u{2019}s head, and its `|` would be printed",
        )
        .help(ONE_LINE);
    }
    let before = next.checked_sub(1).and_then(|at| tables.get(at));
    let is_after_table = before.is_some_and(|table| text.get(table.end..range.start).is_some_and(is_blank));
    if is_after_table {
        return Found::error(
            Code::TableRow,
            range,
            "an empty line separates this row from its table, so its `|` would be printed",
        )
        .help("delete the empty line; if this is another table, give it a head and a line of dashes");
    }
    let count = cells(line(&range));
    Found::error(
        Code::TableRow,
        range,
        "this is not read as a table, because there is no line of dashes under its head",
    )
    .help(format!(
        "write `{}` under the first row; to print a `|` at the beginning of a line, write `\\|`",
        dashes(count)
    ))
}
