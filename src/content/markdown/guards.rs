//! Finds what would be printed otherwise than it was typed, where nobody can tell what was meant.
//!
//! In: a text and the events that the Markdown parser makes of it. Out: a [`Found`] for each: letters that would vanish,
//! a heading or a list that was not meant as one, and what the files beside this one find. Whatever the help says to
//! type passes here.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Tag, TagEnd};

use super::found::Found;
use super::spans::{Events, Run, pair, underlining};
use super::{foreign, pasted, tables, typed};
use crate::diag::Code;
use crate::text::shorten;

/// The address of a link that is given on a line of its own: `[name]: address`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Definition {
    /// The name that links have for it.
    pub(super) name: String,
    /// The address.
    pub(super) address: String,
    /// Where it stands.
    pub(super) range: Range<usize>,
}

/// What would be printed otherwise than it was typed.
pub(super) fn faults(
    text: &str,
    events: &Events<'_>,
    runs: &[Run],
    definitions: &[Definition],
) -> Vec<Found> {
    let mut found = tables::faults(text, events, runs);
    found.extend(idle_definitions(text, events, definitions));
    found.extend(lost(text, events, definitions));
    blocks(text, events, &mut found);
    found.extend(pasted::faults(text, events));
    found.extend(foreign::faults(text, runs));
    found.sort_by_key(|fault| fault.range.start);
    found
}

/// Lines `[name]: address` that no link asks for, or that give no address.
fn idle_definitions(text: &str, events: &Events<'_>, definitions: &[Definition]) -> Vec<Found> {
    if definitions.is_empty() {
        return Vec::new();
    }
    let used: BTreeSet<String> = events
        .iter()
        .filter_map(|(event, _)| match event {
            Event::Start(Tag::Link { id, .. } | Tag::Image { id, .. }) if !id.is_empty() => {
                Some(id.to_lowercase())
            }
            _ => None,
        })
        .collect();
    let is_address = |address: &str| address.contains(['/', '.', '#', ':']);
    let mut found = Vec::new();
    for definition in definitions {
        if used.contains(&definition.name.to_lowercase()) && is_address(&definition.address) {
            continue;
        }
        let typed = text[definition.range.clone()].trim_end();
        let range = definition.range.start..definition.range.start + typed.len();
        let message = "this line would not be printed, because it is read as the address of a link";
        let help = format!("to print it, write `\\{}`", shorten(typed));
        found.push(Found::error(Code::LostText, range, message).help(help));
    }
    found
}

/// Names of languages that may stand after the characters that open a block of code.
const LANGUAGES: [&str; 14] = [
    "text",
    "txt",
    "plain",
    "plaintext",
    "yaml",
    "yml",
    "json",
    "markdown",
    "md",
    "html",
    "css",
    "csv",
    "sh",
    "toml",
];

/// Letters and figures that no event holds: whatever Markdown makes of them, it is nothing that is printed.
fn lost(text: &str, events: &Events<'_>, definitions: &[Definition]) -> Vec<Found> {
    let mut found = Vec::new();
    let mut done = 0;
    let mut definitions = definitions.iter().peekable();
    let mut check = |range: Range<usize>| {
        let mut at = range.start;
        while let Some(next) = text.get(at..range.end).and_then(|gap| gap.find(char::is_alphanumeric)) {
            at += next;
            while definitions.next_if(|definition| definition.range.end <= at).is_some() {}
            if let Some(definition) = definitions.peek()
                && definition.range.start <= at
            {
                at = definition.range.end;
                continue;
            }
            let end = text[at..range.end].find('\n').map_or(range.end, |end| at + end);
            let typed = text[at..end].trim_end();
            let message = format!("`{}` would not be printed", shorten(typed));
            found.push(
                Found::error(Code::LostText, at..at + typed.len(), message)
                    .help("put it on its own line with empty lines around it, or delete it"),
            );
            at = end;
        }
    };
    for (event, range) in events {
        match event {
            Event::Start(Tag::Item) => {
                let typed = &text[range.start..];
                let number = typed.len() - typed.trim_start_matches(|c: char| c.is_ascii_digit()).len();
                if range.start >= done {
                    check(done..range.start);
                    done = range.start + number;
                }
            }
            // What is over in a row is told as such.
            Event::End(TagEnd::Link | TagEnd::Image | TagEnd::TableRow) => done = done.max(range.end),
            Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock)
            | Event::Text(_)
            | Event::Code(_)
            | Event::InlineHtml(_)
            | Event::Html(_)
            | Event::SoftBreak
            | Event::HardBreak
            | Event::Rule => {
                check(done..range.start);
                done = done.max(range.end);
            }
            _ => {}
        }
    }
    check(done..text.len());
    found
}

/// What is wrong with headings, blocks of code, links and the like.
fn blocks(text: &str, events: &Events<'_>, found: &mut Vec<Found>) {
    let mut heading: Option<(HeadingLevel, Range<usize>, bool, bool)> = None;
    for (at, (event, range)) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::Heading { level, .. }) => heading = Some((*level, range.clone(), false, false)),
            Event::Text(words) | Event::Code(words) => {
                if let Some((_, _, says, _)) = &mut heading {
                    *says |= !words.trim().is_empty();
                }
            }
            Event::Start(Tag::Image { title, .. } | Tag::Link { title, .. }) => {
                if let (Some((_, _, _, shows)), Event::Start(Tag::Image { .. })) = (&mut heading, event) {
                    *shows = true;
                }
                if title.chars().any(char::is_alphanumeric) {
                    found.push(unprinted_title(text, range, title));
                }
            }
            Event::End(TagEnd::Heading(_)) => {
                if let Some((level, range, says, shows)) = heading.take() {
                    // The words of a picture stand in its place only for those who cannot see it.
                    let says = says && !(shows && is_only_pictures(events, at));
                    found.extend(heading_fault(text, &range, level, says, shows));
                }
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                fenced(text, range, info, found);
            }
            Event::Start(Tag::Emphasis) => found.extend(part_of_word(text, range)),
            Event::Start(Tag::BlockQuote(_)) => found.extend(quoted_year(text, range)),
            Event::Start(Tag::List(None)) => found.extend(minus(text, range)),
            Event::Rule => found.extend(columns_of_spaces(text, range)),
            _ => {}
        }
    }
}

/// Emphasis of a part of a word: `*S*pecific`.
fn part_of_word(text: &str, range: &Range<usize>) -> Option<Found> {
    pair(text, range).filter(|pair| pair.is_unclear())?;
    let (mark, inner) = (&text[range.start..=range.start], &text[range.start + 1..range.end - 1]);
    let message = format!(
        "the two `{mark}` around `{inner}` are read as italics for part of a word, and are not printed"
    );
    Some(
        Found::warning(Code::UnclearSigns, range.clone(), message).help(format!(
            "to print them, write `\\{mark}{inner}\\{mark}`; for italics, write `<i>{inner}</i>`"
        )),
    )
}

fn is_only_pictures(events: &Events<'_>, end: usize) -> bool {
    let mut depth = 0;
    for (event, _) in events[..end].iter().rev() {
        match event {
            Event::Start(Tag::Heading { .. }) => return true,
            Event::End(TagEnd::Image) => depth += 1,
            Event::Start(Tag::Image { .. }) => depth -= 1,
            Event::Text(words) | Event::Code(words) if depth == 0 && !words.trim().is_empty() => {
                return false;
            }
            _ => {}
        }
    }
    true
}

fn heading_fault(
    text: &str,
    range: &Range<usize>,
    level: HeadingLevel,
    says: bool,
    shows: bool,
) -> Option<Found> {
    let typed = text[range.clone()].trim_end();
    let whole = range.start..range.start + typed.len();
    if !says {
        let under = underlining(text, range).is_some();
        let (message, help) = match (shows, under) {
            (true, true) => (
                "this picture is read as a heading because of the line of dashes under it",
                "put an empty line between the picture and the dashes",
            ),
            (true, false) => ("this heading is only a picture", "delete the `#` in front of the picture"),
            _ => (
                "this heading is empty",
                "write the words of the heading after `#`, or delete the line; to print the `#` itself, write `\\#`",
            ),
        };
        return Some(Found::error(Code::EmptyHeading, whole, message).help(help));
    }
    let (line, marks) = underlining(text, range)?;
    let words = text[range.start..line.start].trim();
    let length = words.chars().count();
    (marks.len() <= 3 && length > 8).then(|| {
        let level = "#".repeat(level as usize);
        let message =
            format!("`{}` is read as a heading because of the line of dashes under it", shorten(words));
        Found::warning(Code::UnclearSigns, range.start..range.start + words.len(), message).help(format!(
            "if it is one, write `{level} {}`; if not, put an empty line above the dashes",
            shorten(words)
        ))
    })
}

fn unprinted_title(text: &str, range: &Range<usize>, title: &str) -> Found {
    // It stands at the end, before a quotation mark and a bracket.
    let end = range.end.saturating_sub(2);
    let place = end.saturating_sub(title.len())..end;
    let place = if text.get(place.clone()) == Some(title) { place } else { range.clone() };
    Found::warning(
        Code::LostText,
        place,
        format!("`{}` comes after an address and is not printed", shorten(title)),
    )
    .help("move it into the text or, for a picture, between the square brackets")
}

fn fenced(text: &str, range: &Range<usize>, info: &str, found: &mut Vec<Found>) {
    let whole = text[range.clone()].trim_end();
    let first = whole.lines().next().unwrap_or_default();
    let opening = range.start..range.start + first.len();
    let mark = first.chars().next().unwrap_or('`');
    let count = first.len() - first.trim_start_matches(mark).len();
    let last = whole.lines().skip(1).last().unwrap_or_default();
    let last = last.trim_start_matches(|c: char| c.is_whitespace() || c == '>');
    let is_closed = typed::fence(last).is_some_and(|(other, found)| {
        other == mark && found >= count && last.trim_end().chars().all(|c| c == mark)
    });
    if !is_closed {
        let message =
            "a block of code begins here and is never closed, so everything after it is printed as code";
        found.push(
            Found::warning(Code::UnclearSigns, opening.clone(), message)
                .help("repeat this line where the code ends, or delete it"),
        );
    }
    let info = info.trim();
    if info.starts_with("{=") {
        let message = "this block is for another program, and would be printed as code";
        found.push(
            Found::warning(Code::RawSigns, opening, message).help("delete it with its first and last line"),
        );
        return;
    }
    if info.chars().any(char::is_alphanumeric) && !LANGUAGES.contains(&info) {
        found.push(
            Found::error(
                Code::LostText,
                opening,
                format!(
                    "`{}` would not be printed, because it is on the line that begins a block of code",
                    shorten(info)
                ),
            )
            .help("put it on its own line, or delete it"),
        );
    }
}

/// More than anybody writes in a line that is a figure or a short quotation.
const LONGEST_LINE: usize = 1_000;

/// A quotation of one line that begins with a year, or with a number that looks like one.
fn quoted_year(text: &str, range: &Range<usize>) -> Option<Found> {
    // Others may stand in it, and each is looked at by itself.
    if range.len() > LONGEST_LINE {
        return None;
    }
    let typed = text[range.clone()].trim();
    let words = typed.strip_prefix('>')?.trim_start();
    if typed.contains('\n') || !typed::is_year(words) {
        return None;
    }
    let message = "this is read as a quotation, so the `>` is not printed";
    Some(Found::warning(Code::UnclearSigns, range.start..range.start + typed.len(), message).help(format!(
        "to print it, write `\\> {0}`; if it is a quotation, put it in quotation marks: `> \u{201c}{0}\u{201d}`",
        shorten(words)
    )))
}

/// A list in which each item is a figure: `- 3%`.
fn minus(text: &str, range: &Range<usize>) -> Option<Found> {
    if range.len() > LONGEST_LINE {
        return None;
    }
    let typed = text[range.clone()].trim_end();
    let is_minus = |line: &str| {
        line.trim_start().strip_prefix("- ").is_some_and(|figure| {
            figure.contains(|c: char| c.is_ascii_digit())
                && figure.trim().chars().all(|c| {
                    c.is_ascii_digit()
                        || matches!(
                            c,
                            '.' | ',' | '%' | '\u{a3}' | '$' | '\u{20ac}' | 'm' | 'k' | 'p' | '\u{b0}'
                        )
                })
        })
    };
    let first = typed.lines().next()?;
    typed.lines().all(is_minus).then(|| {
        let figure = first.trim_start().trim_start_matches("- ").trim();
        Found::warning(
            Code::UnclearSigns,
            range.start..range.start + first.len(),
            "this is read as a list item, so the `-` is printed as a bullet",
        )
        .help(format!(
            "for a minus, write `\u{2212}{figure}`; for a list item, say in words what the figure is"
        ))
    })
}

/// A line of dashes in groups, which other programs take for the head of a table.
fn columns_of_spaces(text: &str, range: &Range<usize>) -> Option<Found> {
    let typed = text[range.clone()].trim();
    let groups: Vec<&str> = typed.split_whitespace().collect();
    if groups.len() < 2 || groups.iter().any(|group| group.len() < 2) {
        return None;
    }
    let dashes = "---|".repeat(groups.len());
    let whole = range.start..range.start + typed.len();
    let message = "columns made with spaces are not read as a table, and would run together";
    Some(Found::warning(Code::RawSigns, whole, message).help(format!(
        "write each row with `|` around its cells, as in `| Measure | Result |`, and `|{dashes}` under the first"
    )))
}
