//! Finds short lines that were pasted one under another, of which Markdown makes one paragraph.
//!
//! In: a text and the events that the Markdown parser makes of it. Out: a [`Found`] for each paragraph in which a line
//! ends where nobody breaks a sentence. Text that an editor broke at the margin is none.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::found::Found;
use super::spans::Events;
use crate::diag::Code;
use crate::text::shorten;

/// A line of a paragraph.
struct Line {
    range: Range<usize>,
    /// Whether the break after it is printed.
    is_broken: bool,
}

/// Lines of `text` that would run together.
pub(super) fn faults(text: &str, events: &Events<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    let mut lines: Vec<Line> = Vec::new();
    let mut open: Option<Range<usize>> = None;
    let mut is_apart = 0_usize;
    for (event, range) in events {
        let is_inline = matches!(
            event,
            Event::Text(_)
                | Event::Code(_)
                | Event::InlineHtml(_)
                | Event::Start(
                    Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
                )
                | Event::End(
                    TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image
                )
        );
        if matches!(
            event,
            Event::Start(Tag::Heading { .. } | Tag::Table(_) | Tag::CodeBlock(_) | Tag::HtmlBlock)
        ) {
            is_apart += 1;
        }
        if is_inline && is_apart == 0 {
            let line = open.get_or_insert(range.clone());
            line.end = line.end.max(range.end);
        } else if matches!(event, Event::SoftBreak | Event::HardBreak) {
            if let Some(range) = open.take() {
                lines.push(Line { range, is_broken: matches!(event, Event::HardBreak) });
            }
        } else if !is_inline {
            lines.extend(open.take().map(|range| Line { range, is_broken: true }));
            found.extend(pasted(text, &lines));
            lines.clear();
        }
        if matches!(
            event,
            Event::End(TagEnd::Heading(_) | TagEnd::Table | TagEnd::CodeBlock | TagEnd::HtmlBlock)
        ) {
            is_apart = is_apart.saturating_sub(1);
        }
    }
    lines.extend(open.take().map(|range| Line { range, is_broken: true }));
    found.extend(pasted(text, &lines));
    found
}

/// From this length on a line is full, and goes on in the next.
const FULL: usize = 60;

fn pasted(text: &str, lines: &[Line]) -> Option<Found> {
    if lines.len() < 2 {
        return None;
    }
    let words = |line: &Line| text[line.range.clone()].trim();
    // What is told as a table or as the mark of another program is not told again.
    if lines.iter().any(|line| words(line).starts_with(['|', '+']) || words(line).starts_with(":::")) {
        return None;
    }
    let length = |line: &Line| words(line).chars().count();
    let longest = lines.iter().map(length).max()?;
    let tabs = |line: &Line| words(line).matches('\t').count();
    let columns = lines.windows(2).find(|two| tabs(&two[0]) > 0 && tabs(&two[0]) == tabs(&two[1]));
    if let Some([first, _]) = columns {
        let cells: Vec<&str> = words(first).split('\t').map(str::trim).collect();
        let message = "these lines look like a table with tabs between its columns, and would run together";
        return Some(Found::warning(Code::RunTogether, first.range.clone(), message).help(format!(
            "write `| {} |`, then `|{}` on the next line, and every other row like the first",
            cells.join(" | "),
            "---|".repeat(cells.len())
        )));
    }
    let is_column = lines.len() > 2
        && lines.iter().all(|line| {
            let words = words(line);
            words.chars().count() < 40
                && words.split_whitespace().count() <= 4
                && !words.ends_with(|c: char| c.is_ascii_punctuation() && !matches!(c, ')' | '%'))
        });
    let two = lines.windows(2).find(|two| {
        let (first, next) = (words(&two[0]), words(&two[1]));
        !two[0].is_broken && (is_column || is_typed_break(first, next, longest))
    })?;
    let message = format!(
        "the lines `{}` and `{}` would be printed as one line",
        shorten(words(&two[0])),
        shorten(words(&two[1]))
    );
    Some(Found::warning(Code::RunTogether, two[0].range.clone(), message).help(
        "for a list, begin each line with `- `; for paragraphs, put an empty line between them; to keep the line break, \
         end the line with `\\`",
    ))
}

/// Two lines of a text that is printed as one line, the second of which begins something new.
pub(in crate::content) fn run_together(text: &str) -> Option<(&str, &str)> {
    const BULLETS: [&str; 6] = ["- ", "* ", "\u{2022}", "\u{b7}", "\u{25e6}", "\u{25aa}"];
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let longest = lines.iter().map(|line| line.chars().count()).max()?;
    let is_point = |line: &str| BULLETS.iter().any(|bullet| line.starts_with(bullet));
    let two = lines.windows(2).find(|two| is_point(two[1]) || is_typed_break(two[0], two[1], longest))?;
    Some((two[0], two[1]))
}

/// Words after which no sentence and no line that means something ends.
const GOES_ON: [&str; 27] = [
    "the", "a", "an", "of", "to", "in", "by", "for", "at", "from", "on", "or", "and", "with", "that", "is",
    "was", "are", "were", "as", "than", "but", "which", "who", "its", "our", "their",
];

/// Whether somebody broke a line where the next one begins something new.
fn is_typed_break(first: &str, next: &str, longest: usize) -> bool {
    let length = first.chars().count();
    let word = next.split_whitespace().next().unwrap_or_default().chars().count();
    let last = first.split_whitespace().next_back().unwrap_or_default().to_lowercase();
    let is_wrapped = longest >= 40 && length + 1 + word > longest;
    let ends = first.trim_end_matches(['"', '\'', '\u{201d}', '\u{2019}', ')', '*', '_']);
    let begins = next.trim_start_matches(['*', '_', '(', '"', '\u{201c}', '\u{2018}', '[', '~', '\\']);
    length < FULL
        && !is_wrapped
        && !ends.ends_with(['.', '!', '?', ',', ';', '\u{2026}', '-', '\u{2013}', '\u{2014}', '/', '&'])
        && !GOES_ON.contains(&last.as_str())
        && begins.starts_with(|c: char| {
            c.is_uppercase()
                || c.is_ascii_digit()
                || matches!(c, '\u{a3}' | '$' | '\u{20ac}' | '\u{2022}' | '+' | '>' | '#')
        })
}
