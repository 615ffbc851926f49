//! Finds formatting that other programs understand and that would be printed as it is.
//!
//! In: a text and its runs. Out: a [`Found`] for each mark of a footnote, setting of Pandoc, link of a wiki and the like.

use std::collections::BTreeMap;
use std::ops::Range;

use super::found::Found;
use super::spans::{Run, doubles, up_to};
use super::tables;
use crate::diag::Code;
use crate::text::shorten;

/// Formatting of one kind is told in so many places of a text.
const MOST_PLACES: usize = 3;

const OTHER: &str = "formatting from another program,";

/// The formatting in `text` that would be printed as it is.
pub(super) fn faults(text: &str, runs: &[Run]) -> Vec<Found> {
    let mut told: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut faults = Vec::new();
    for run in runs {
        let line = &text[run.range.clone()];
        let mut found = Foreign { line, start: run.range.start, found: Vec::new() };
        // Most lines hold none of the characters that begin any of it.
        if run.marks.has(b"[^") {
            found.notes();
        }
        if run.marks.has(b"{") {
            found.settings();
        }
        if run.begins_line && line.starts_with(['#', '+', ':', '!', '[', '\\']) {
            found.lines(run.is_first);
            found.frame(&text[..run.range.start]);
        }
        if run.marks.has(b"[") || run.marks.has(b"]") {
            found.links();
        }
        if run.marks.has_twins || run.marks.has_colon_first {
            found.marks();
        }
        found.stars(&run.stars);
        for (kind, fault) in found.found {
            let count = told.entry(kind).or_default();
            *count += 1;
            if *count <= MOST_PLACES {
                faults.push(fault);
            }
        }
    }
    faults
}

/// What is found in a run, each with its kind.
struct Foreign<'t> {
    line: &'t str,
    /// Where the line stands in the text.
    start: usize,
    found: Vec<(&'static str, Found)>,
}

impl Foreign<'_> {
    fn warn(&mut self, kind: &'static str, range: Range<usize>, what: &str, help: impl Into<String>) {
        let place = self.start + range.start..self.start + range.end;
        let message = format!("{what} `{}` would be printed as it is", shorten(&self.line[range]));
        self.found.push((kind, Found::warning(Code::RawSigns, place, message).help(help)));
    }

    /// Where `mark` stands, unless it stands for itself.
    fn find(&self, mark: &str) -> Option<usize> {
        self.line.find(mark).filter(|at| !self.line[..*at].ends_with('\\'))
    }

    fn notes(&mut self) {
        if let Some(at) = self.find("[^").or_else(|| self.find("^["))
            && let Some(end) = self.line[at..].find(']')
        {
            let help = "write the note in brackets in the text, and delete the mark";
            self.warn("note", at..at + end + 1, "the footnote mark", help);
        }
    }

    /// Settings as Pandoc writes them: `{.mark}`, `{width="3in"}`.
    fn settings(&mut self) {
        let line = self.line;
        for (at, _) in line.match_indices('{') {
            let Some(typed) = up_to(&line[at + 1..], '}') else { continue };
            let (before, inner) = (&line[..at], typed.trim());
            let is_setting = (inner.starts_with(['.', '#', ':']) && !inner[1..].starts_with(' '))
                || inner.contains("=\"")
                || (inner.contains('=') && before.ends_with([')', ']']));
            if is_setting && !before.ends_with(['\\', '{']) && !inner.starts_with('{') {
                let help = "delete it; to underline words, write `<u>…</u>`";
                self.warn("setting", at..at + typed.len() + 2, OTHER, help);
            }
        }
    }

    /// What means something at the beginning of a line.
    fn lines(&mut self, is_first: bool) {
        let line = self.line;
        let whole = 0..line.trim_end().len();
        if line.starts_with(":::") || line.starts_with("!!!") {
            self.warn("fence", whole.clone(), OTHER, "delete the line");
        }
        if matches!(line.trim(), "\\newpage" | "\\pagebreak" | "[TOC]" | "[[_TOC_]]" | "[[TOC]]" | "\\") {
            self.warn("command", whole.clone(), "a command for another program,", "delete the line");
        }
        if line.starts_with("[!") && line.trim_end().ends_with(']') {
            self.warn("alert", whole, OTHER, "delete it, or write a word in bold: `**Note**`");
        }
        let hashes = line.bytes().take_while(|b| *b == b'#').count();
        let name = &line[hashes..];
        let is_short = name.contains(' ') && !name.ends_with('.') && name.len() < 60;
        let is_heading = match hashes {
            1 => name.starts_with(char::is_uppercase) && is_short && !is_first,
            2..=6 => name.starts_with(char::is_alphabetic),
            _ => false,
        };
        if is_heading {
            let word = line.split(char::is_whitespace).next().unwrap_or_default();
            let level = &line[..hashes];
            let help =
                format!("for a heading, put an empty line before it and write `{level} {}`", shorten(name));
            self.warn("heading", 0..word.len(), "the `#` in", help);
        }
    }

    /// The frame of a table as Pandoc draws it; only its first line is told.
    fn frame(&mut self, above: &str) {
        let is_inside = || {
            let line = above.trim_end().lines().next_back().unwrap_or_default();
            line.trim_start().starts_with(['+', '|'])
        };
        if tables::is_frame(self.line) && !is_inside() {
            let help = "write each row with `|` around its cells, as in `| Measure | Result |`, and `|---|---|` under the \
                        first";
            self.warn("grid", 0..self.line.trim_end().len(), "a table drawn with characters,", help);
        }
    }

    fn links(&mut self) {
        let line = self.line;
        if let Some(at) = self.find("](") {
            let rest = &line[at + 2..];
            let address = rest.split(')').next().unwrap_or_default();
            // An address with a space is told where links are checked.
            if !(rest.contains(')') && address.trim().contains(' ')) {
                let end = line.len().min(at + 2 + address.len());
                let help = "write `[what it says](https://…)`, with both brackets closed and no space in the address";
                self.warn("link", at..end, "the unfinished link", help);
            }
        }
        if let Some(at) = self.find("][") {
            let end = line[at + 2..].find(']').map_or(line.len(), |end| at + 3 + end);
            let help = "write the address itself: `[what it says](https://…)`";
            self.warn("reference", at + 1..end, "the name of a missing address,", help);
        }
        if let Some(at) = self.find("[[")
            && let Some(end) = line[at..].find("]]")
            && end > 2
        {
            let help = "write `[what it says](entry.md)`";
            self.warn("wiki", at..at + end + 2, "a link for another program,", help);
        }
    }

    /// `==late==`, `++late++` and `:white_check_mark:`.
    fn marks(&mut self) {
        let line = self.line;
        for mark in ["==", "++"] {
            let mut places = line.match_indices(mark).map(|(at, _)| at);
            if let (Some(open), Some(close)) = (places.next(), places.next())
                && let Some(inner) = line.get(open + 2..close)
                && inner.starts_with(char::is_alphanumeric)
                && inner.ends_with(|c: char| c.is_alphanumeric() || c.is_ascii_punctuation())
            {
                self.warn("mark", open..close + 2, OTHER, format!("write `**{inner}**` or `<u>{inner}</u>`"));
            }
        }
        if let Some((at, word)) = pictograph(line) {
            self.warn("emoji", at..at + word.len(), "the name of an emoji,", "write it in words");
        }
    }

    /// Two stars that make nothing bold.
    fn stars(&mut self, stars: &[usize]) {
        let line = self.line;
        for at in doubles(stars) {
            let at = at - self.start;
            let (before, after) = (line[..at].chars().next_back(), line[at + 2..].chars().next());
            // A mark that leads to a note under a table stands after its figure.
            let is_note =
                before.is_some_and(|c| !c.is_whitespace()) && !after.is_some_and(char::is_alphanumeric);
            if !is_note && line.trim() != "**" {
                let help = "end the bold words with `**`, right after the last one; to print the stars, write `\\*\\*`";
                self.warn("stars", at..at + 2, "the mark", help);
            }
        }
    }
}

/// A name such as `:white_check_mark:`.
fn pictograph(line: &str) -> Option<(usize, &str)> {
    let mut start = 0;
    line.split_inclusive(char::is_whitespace).find_map(|word| {
        let at = start;
        start += word.len();
        let word = word.trim_end();
        let name = word.strip_prefix(':')?.strip_suffix(':')?;
        let is_name =
            name.len() > 2 && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_' || b.is_ascii_digit());
        is_name.then_some((at, word))
    })
}
