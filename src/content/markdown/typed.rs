//! Puts lines as officers type and paste them so that Markdown reads what was meant.
//!
//! In: a text. Out: the [`Change`]s to its lines, and only such as are certain: typed bullets and letters become items of
//! lists, nested as they were indented; `> 95%` is a figure and no quotation; `##Next steps` is a heading. It looks at
//! one line after the other and knows nothing of what stands inside them.

use std::collections::HashMap;
use std::ops::Range;

use super::markers::{Kind, Sure, Typed, marker};
use super::mended::Change;
use crate::report::prose::{Enclosing, Numerals};

/// A line of a text.
#[derive(Debug, Clone)]
struct Line<'a> {
    /// Where it stands, without its line end.
    range: Range<usize>,
    /// The characters of the quotations that it stands in.
    quote: &'a str,
    /// How many columns the rest is indented.
    indent: usize,
    /// The rest.
    text: &'a str,
    /// The marker that it begins with.
    marker: Option<Typed>,
    /// Whether it is an item of a list.
    is_item: bool,
    /// Whether it is part of a block of code.
    is_code: bool,
}

impl Line<'_> {
    fn is_blank(&self) -> bool {
        self.text.is_empty()
    }

    /// Where the rest begins.
    fn start(&self) -> usize {
        self.range.end - self.text.len()
    }

    /// Whether it is the text of a paragraph, as far as one line can show.
    fn is_text(&self) -> bool {
        !self.is_blank() && !self.is_item && !self.is_code && !self.is_apart()
    }

    /// Whether it can be no part of the paragraph before it.
    fn is_apart(&self) -> bool {
        self.text.starts_with(['#', '|', '>']) || is_rule(self.text) || fence(self.text).is_some()
    }
}

/// The changes to the lines of `text`.
pub(super) fn changes(text: &str) -> Vec<Change> {
    let mut lines = lines(text);
    let mut changes = Vec::new();
    compare(&mut lines, &mut changes);
    accept(&mut lines);
    headings_and_rules(&lines, &mut changes);
    lists(&lines, &mut changes);
    changes
}

/// Whether a line is drawn across the page.
pub(super) fn is_rule(text: &str) -> bool {
    text.chars().next().filter(|c| matches!(c, '-' | '*' | '_')).is_some_and(|mark| {
        text.chars().all(|c| c == mark || c == ' ' || c == '\t') && text.matches(mark).count() >= 3
    })
}

/// The character and number of characters that open or close a block of code.
pub(super) fn fence(text: &str) -> Option<(char, usize)> {
    let mark = text.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let rest = text.trim_start_matches(mark);
    let count = text.len() - rest.len();
    (count >= 3 && !(mark == '`' && rest.contains('`'))).then_some((mark, count))
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut open: Option<(char, usize)> = None;
    let mut start = 0;
    for whole in text.split_inclusive('\n') {
        let line = whole.trim_end_matches(['\n', '\r']);
        let range = start..start + line.len();
        start += whole.len();
        let quote = &line[..quotation(line)];
        let rest = &line[quote.len()..];
        // A tab reaches to the next of the columns 4, 8, 12.
        let (mut indent, mut body) = (0, rest);
        for c in rest.chars() {
            indent = match c {
                ' ' | '\u{a0}' => indent + 1,
                '\t' => indent / 4 * 4 + 4,
                _ => break,
            };
            body = &body[c.len_utf8()..];
        }
        let body = body.trim_end();
        let range = range.start..range.start + (line.len() - rest.len()) + rest.trim_end().len();
        let mut is_code = open.is_some();
        // The character may stand after that of a list.
        let found = marker(body);
        let own = found.map_or(body, |found| body.get(found.length..).unwrap_or_default());
        match (open, fence(body).or_else(|| fence(own))) {
            (Some((mark, count)), Some((other, found)))
                if mark == other && found >= count && body.trim_start_matches(mark).is_empty() =>
            {
                open = None;
            }
            (None, Some(found)) => {
                (open, is_code) = (Some(found), true);
            }
            _ => {}
        }
        let found = found.filter(|_| !is_code && !is_rule(body));
        let body = &text[range.end - body.len()..range.end];
        lines.push(Line { range, quote, indent, text: body, marker: found, is_item: false, is_code });
    }
    lines
}

/// How long the quotation marks are that a line begins with.
fn quotation(line: &str) -> usize {
    let mut at = 0;
    loop {
        let rest = &line[at..];
        let space = rest.len() - rest.trim_start_matches(' ').len();
        if space > 3 || !rest[space..].starts_with('>') {
            return at;
        }
        at += space + 1;
        if line[at..].starts_with(' ') {
            at += 1;
        }
    }
}

/// Takes `> 95%` and `+ 3%` for what they say.
fn compare(lines: &mut [Line<'_>], changes: &mut Vec<Change>) {
    let mut at = 0;
    while at < lines.len() {
        let is_sign = |line: &Line<'_>| {
            !line.is_code && (line.quote.trim() == ">" || line.quote.trim() == ">>" || is_plus(line))
        };
        let end = at + lines[at..].iter().take_while(|line| is_sign(line)).count();
        if end == at {
            inner_comparison(&lines[at], changes);
            at += 1;
            continue;
        }
        // Where one line of several is words, it is a quotation or a list.
        let all = lines[at..end].iter().all(|line| is_plus(line) || is_figure(line.text));
        if all {
            for line in &mut lines[at..end] {
                let mark = line.range.start + first_mark(line);
                changes.push(Change::insert(mark, "\\"));
                line.marker = None;
            }
        }
        at = end;
    }
}

/// Whether a line is `+ 3%` and the like.
fn is_plus(line: &Line<'_>) -> bool {
    line.quote.is_empty() && line.text.strip_prefix('+').is_some_and(|rest| is_figure(rest.trim_start()))
}

fn first_mark(line: &Line<'_>) -> usize {
    if line.quote.is_empty() {
        line.start() - line.range.start
    } else {
        line.quote.len() - line.quote.trim_start().len()
    }
}

/// A comparison that is the text of an item: `- > 95%`.
fn inner_comparison(line: &Line<'_>, changes: &mut Vec<Change>) {
    let Some(found) = line.marker.filter(|_| !line.is_code) else { return };
    let inner = &line.text[found.length..];
    let Some(rest) = inner.strip_prefix('>').or_else(|| inner.strip_prefix("+ ")) else { return };
    if is_figure(rest.trim_start()) {
        changes.push(Change::insert(line.start() + found.length, "\\"));
    }
}

/// Whether a text begins with a figure, and not with a year, which a quotation may begin with.
fn is_figure(text: &str) -> bool {
    let text = text.trim_start_matches('=').trim_start();
    let text = text.trim_start_matches(['\u{a3}', '$', '\u{20ac}', '~', '+', '-', '\u{2212}', '\u{b1}']);
    let text = text.strip_prefix('.').unwrap_or(text);
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    !is_year(text)
}

/// Whether a text begins with a year.
pub(super) fn is_year(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let after = text[digits..].chars().next();
    digits == 4
        && matches!(text.as_bytes()[0], b'1' | b'2')
        && matches!(after, Some(' ' | '/' | '-' | '\u{2013}'))
}

/// Decides which lines are items.
fn accept(lines: &mut [Line<'_>]) {
    // The last line with each kind of marker, and its number.
    let mut last: HashMap<Kind, (usize, u64)> = HashMap::new();
    let mut accepted: Vec<Option<Typed>> = vec![None; lines.len()];
    let mut before = Before::Start;
    for at in 0..lines.len() {
        let line = &lines[at];
        if line.is_blank() {
            before = if before == Before::Item { Before::Item } else { Before::Start };
            continue;
        }
        let Some(found) = line.marker else {
            // Bullets in a row are not divided by paragraphs.
            if before == Before::Start && line.indent == 0 {
                last.retain(|kind, _| !matches!(kind, Kind::Bullet(_)));
            }
            before =
                if line.text.ends_with([':', ';']) || line.is_apart() { Before::Start } else { Before::Text };
            continue;
        };
        let mut is_next = false;
        for reading in [Some(found), found.as_roman()].into_iter().flatten() {
            if let Some((earlier, number)) = last.get(&reading.kind).copied()
                && (matches!(reading.kind, Kind::Bullet(_)) || reading.number == number + 1)
            {
                is_next = true;
                accepted[at].get_or_insert(reading);
                // What began the row is an item, too, in the same reading.
                if accepted[earlier]
                    .is_none_or(|reading| reading.sure != Sure::InRow && !lines[earlier].is_item)
                {
                    let first = lines[earlier].marker.filter(|first| first.kind == reading.kind);
                    accepted[earlier] = first.or_else(|| lines[earlier].marker.and_then(Typed::as_roman));
                }
            }
            last.insert(reading.kind, (at, reading.number));
        }
        let is_here = match found.sure {
            // A number in the middle of a paragraph is part of it, unless it is 1.
            Sure::Markdown => before != Before::Text || found.number <= 1,
            Sure::Certain => true,
            Sure::InPlace => before != Before::Text,
            Sure::InRow => false,
        };
        if is_here {
            accepted[at].get_or_insert(found);
        }
        before = if is_here || is_next { Before::Item } else { Before::Text };
    }
    // The first of its kind is one where others are nested in it.
    let mut next: Option<usize> = None;
    for at in (0..lines.len()).rev() {
        let line = &lines[at];
        if line.is_blank() {
            continue;
        }
        if accepted[at].is_none()
            && let Some(found) = line.marker.filter(|found| found.number == 1 || found.roman == Some(1))
            && next.is_some_and(|next| accepted[next].is_some() && lines[next].indent > line.indent)
        {
            accepted[at] = if found.number == 1 { Some(found) } else { found.as_roman() };
        }
        next = Some(at);
    }
    for (line, accepted) in lines.iter_mut().zip(accepted) {
        if let Some(reading) = accepted {
            (line.marker, line.is_item) = (Some(reading), true);
        }
    }
}

/// What stands before a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    /// Nothing that it could belong to.
    Start,
    /// An item.
    Item,
    /// The text of a paragraph.
    Text,
}

/// Reads `##Next steps` as a heading, and a line of other dashes as a rule.
fn headings_and_rules(lines: &[Line<'_>], changes: &mut Vec<Change>) {
    for (at, line) in lines.iter().enumerate() {
        if line.is_code || line.is_item || line.indent > 3 {
            continue;
        }
        let before = at.checked_sub(1).map(|at| &lines[at]);
        let is_first = before.is_none_or(|before| before.is_blank() || before.text.starts_with('#'));
        let marks = line.text.bytes().take_while(|b| *b == b'#').count();
        let rest = &line.text[marks..];
        if (1..=6).contains(&marks) {
            let after = line.start() + marks;
            let first = rest.chars().next();
            if first == Some('\u{a0}') {
                changes.push(Change::replace(after..after + 2, " "));
            } else if first.is_some_and(char::is_alphabetic) && is_first && (marks > 1 || is_name(rest)) {
                changes.push(Change::insert(after, " "));
            }
        }
        // A paragraph that begins with its own number is not part of the one before it.
        if before.is_some_and(Line::is_text) && begins_with_paragraph_number(line.text) {
            changes.push(Change::insert(line.range.start, format!("{}\n", line.quote.trim_end())));
        }
        let is_dash = |c: char| matches!(c, '\u{2010}'..='\u{2015}' | '\u{2500}' | '\u{2501}');
        let is_drawn = match line.text.chars().next() {
            Some('=') => is_first && line.text.len() >= 3 && line.text.bytes().all(|b| b == b'='),
            Some(first) if is_dash(first) => {
                line.text.chars().all(is_dash) && line.text.chars().nth(2).is_some()
            }
            _ => false,
        };
        if is_drawn && line.indent <= 3 {
            let end = if before.is_some_and(|before| !before.is_blank()) { "\n" } else { "" };
            let quote = if end.is_empty() { "" } else { line.quote };
            changes.push(Change::replace(line.start()..line.range.end, format!("{end}{quote}---")));
        }
    }
}

/// Whether a line begins as in `1.1 The council`.
fn begins_with_paragraph_number(text: &str) -> bool {
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let length = text.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    let (number, rest) = text.split_at(length);
    let parts: Vec<&str> = number.trim_end_matches('.').split('.').collect();
    let words = rest.trim_start();
    (2..=4).contains(&parts.len())
        && parts.iter().all(|part| (1..=2).contains(&part.len()))
        && words.len() < rest.len()
        && words.starts_with(char::is_uppercase)
}

/// Whether a line that begins with `#` is meant as a heading and not as a hashtag.
fn is_name(text: &str) -> bool {
    text.starts_with(char::is_uppercase) && !text.ends_with(['.', ',', ';', '!', '?']) && {
        let words = text.split_whitespace().count();
        (2..=10).contains(&words) || (words == 1 && !text.chars().skip(1).any(char::is_uppercase))
    }
}

/// A list that is open.
#[derive(Debug, Clone, Copy)]
struct Level {
    /// Where its items were typed.
    indent: usize,
    /// The kind of its markers.
    marker: Typed,
    /// Where its items are written.
    column: usize,
    /// Where the text of its last item is written.
    content: usize,
}

/// Writes the lists that hold typed markers anew.
fn lists(lines: &[Line<'_>], changes: &mut Vec<Change>) {
    let mut at = 0;
    while at < lines.len() {
        if !lines[at].is_item {
            at += 1;
            continue;
        }
        let end = end_of_list(lines, at);
        let list = &lines[at..end];
        if list.iter().any(|line| line.is_item && !is_markdown(line)) {
            write_list(lines, at..end, changes);
        } else {
            // Markdown begins a list in the middle of a paragraph only with 1.
            let before = at.checked_sub(1).map(|at| &lines[at]);
            if before.is_some_and(Line::is_text) && list[0].marker.is_some_and(|first| first.number > 1) {
                changes.push(Change::insert(list[0].range.start, format!("{}\n", list[0].quote.trim_end())));
            }
        }
        at = end;
    }
}

fn is_markdown(line: &Line<'_>) -> bool {
    line.marker.is_some_and(|found| found.sure == Sure::Markdown)
}

/// Where the list ends that begins at `start`.
fn end_of_list(lines: &[Line<'_>], start: usize) -> usize {
    let first = &lines[start];
    let mut end = start + 1;
    let mut is_after_blank = false;
    for (at, line) in lines.iter().enumerate().skip(start + 1) {
        if line.is_blank() {
            is_after_blank = true;
            continue;
        }
        let is_deeper = line.indent > first.indent;
        let goes_on = line.quote.trim() == first.quote.trim()
            && (line.is_item || is_deeper || (!is_after_blank && line.is_text()));
        if !goes_on {
            break;
        }
        is_after_blank = false;
        end = at + 1;
    }
    end
}

fn write_list(lines: &[Line<'_>], range: Range<usize>, changes: &mut Vec<Change>) {
    let mut levels: Vec<Level> = Vec::new();
    let mut is_after_blank = false;
    let before = range.start.checked_sub(1).map(|at| &lines[at]);
    let mut lead = match before {
        Some(before) if before.is_text() => format!("{}\n", lines[range.start].quote.trim_end()),
        _ => String::new(),
    };
    for line in &lines[range] {
        if line.is_blank() {
            is_after_blank = true;
            continue;
        }
        let margin = line.range.start + line.quote.len();
        match line.marker.filter(|_| line.is_item) {
            Some(found) => {
                let column = column(&mut levels, line, found, is_after_blank);
                let mark = written(found);
                let content = column + mark.len();
                levels.push(Level { indent: line.indent, marker: found, column, content });
                let lead = std::mem::take(&mut lead);
                if !lead.is_empty() {
                    changes.push(Change::insert(line.range.start, lead));
                }
                let start = line.start();
                if column != line.indent || margin + column != start {
                    changes.push(Change::replace(margin..start, " ".repeat(column)));
                }
                changes.push(Change::replace(start..start + found.length, mark));
            }
            // A line below an item belongs to it, and if it was not indented Markdown sees that, too.
            None if line.indent == 0 => {}
            None => {
                let own = levels.iter().rev().find(|level| level.indent < line.indent).or(levels.last());
                let column = own.map_or(0, |level| level.content);
                changes.push(Change::replace(margin..line.start(), " ".repeat(column)));
            }
        }
        is_after_blank = false;
    }
}

/// Where an item is written; of the lists that are open only those stay that it stands in.
fn column(levels: &mut Vec<Level>, line: &Line<'_>, found: Typed, is_after_blank: bool) -> usize {
    // Somebody who moves lines in by hand is off by a space now and then.
    let is_at = |level: &Level| {
        level.indent == line.indent
            || (level.indent.abs_diff(line.indent) == 1 && level.marker.kind == found.kind)
    };
    while levels.last().is_some_and(|level| level.indent > line.indent && !is_at(level)) {
        levels.pop();
    }
    let Some(top) = levels.last().copied() else { return 0 };
    if !is_at(&top) {
        return top.content;
    }
    if let Some(same) = levels.iter().rposition(|level| is_at(level) && level.marker.kind == found.kind) {
        let column = levels[same].column;
        levels.truncate(same);
        return column;
    }
    let is_under = found.depth() > top.marker.depth() && found.sure != Sure::Markdown;
    let is_bullet = |typed: Typed| matches!(typed.kind, Kind::Bullet(_));
    if is_under && (!is_after_blank || is_bullet(found) == is_bullet(top.marker)) {
        return top.content;
    }
    // It begins a new list beside the one that ends here.
    let shallow = levels.iter().position(is_at).unwrap_or(levels.len() - 1);
    let column = levels[shallow].column;
    levels.truncate(shallow);
    column
}

/// A marker as Markdown knows it.
fn written(found: Typed) -> String {
    match found.kind {
        Kind::Bullet(mark @ ('*' | '+')) if found.sure == Sure::Markdown => format!("{mark} "),
        Kind::Bullet(_) => "- ".to_owned(),
        Kind::Number(Numerals::Digits, Enclosing::Stop) => format!("{}. ", found.number),
        Kind::Number(..) => format!("{}) ", found.number),
    }
}

#[cfg(test)]
mod tests {
    use super::super::mended::Mended;
    use super::*;

    fn mended(text: &str) -> String {
        let mut mended = Mended::new(text);
        mended.change(changes(text));
        mended.text.into_owned()
    }

    #[test]
    fn typed_bullets_become_lists_nested_as_they_were_moved_in() {
        for (typed, read) in [
            ("\u{2022} One\n\u{2022} Two", "- One\n- Two"),
            ("\u{2022}\tOne\n\u{2022}\tTwo", "- One\n- Two"),
            ("\u{b7}         One\n\u{b7}         Two", "- One\n- Two"),
            ("\u{2022}One", "- One"),
            ("Steps:\n\u{2022} One", "Steps:\n\n- One"),
            (
                "\u{2022} One\n  \u{25e6} Two\n    \u{25aa} Three\n\u{2022} Four",
                "- One\n  - Two\n    - Three\n- Four",
            ),
            ("\u{2022}\tOne\no\tTwo\n\u{a7}\tThree\n\u{2022}\tFour", "- One\n  - Two\n    - Three\n- Four"),
            ("\u{2022} One\n\u{2013} Two\n\u{2022} Three", "- One\n  - Two\n- Three"),
            ("\t\u{2022} One\n\t\t\u{2022} Two\n\t\u{2022} Three", "- One\n  - Two\n- Three"),
            ("- One\n    \u{2022} Two\n- Three", "- One\n  - Two\n- Three"),
            ("1. One\n   \u{2022} Two\n2. Three", "1. One\n   - Two\n2. Three"),
            ("1. One\na) Two\nb) Three\n2. Four", "1. One\n   1) Two\n   2) Three\n2. Four"),
            ("\u{2022} One\n\n  More of it.\n\u{2022} Two", "- One\n\n  More of it.\n- Two"),
            ("\u{2022} One\nmore of it\n\u{2022} Two", "- One\nmore of it\n- Two"),
            ("> \u{2022} One\n> \u{2022} Two", "> - One\n> - Two"),
            ("-One\n-Two", "- One\n- Two"),
            ("1.First\n2.Second", "1. First\n2. Second"),
            ("a) One\nb) Two", "1) One\n2) Two"),
            ("(i) One\n(ii) Two\n(iii) Three", "1) One\n2) Two\n3) Three"),
            ("h) One\ni) Two\nj) Three", "8) One\n9) Two\n10) Three"),
            ("(a) One\n\n(b) Two", "1) One\n\n2) Two"),
            ("a) One\n  (i) Two\n  (ii) Three\nb) Four", "1) One\n   1) Two\n   2) Three\n2) Four"),
            ("Steps\n2. Two\n3. Three", "Steps\n\n2. Two\n3. Three"),
        ] {
            assert_eq!(mended(typed), read, "{typed}");
        }
    }

    #[test]
    fn a_text_that_begins_like_an_item_stays_as_it_is() {
        for text in [
            "The lease\n\u{2013} signed in May \u{2013} is short.",
            "(c) Crown copyright",
            "as in\n(i) and elsewhere",
            "the cost of\n1.5 million",
            "J. Smith\nK. Jones",
            "*One* is.\n*Two* are.",
            "Mae'r gwaith\no bwys mawr.",
            "\u{a7} 12 of the Act",
            "```\n\u{2022} One\n```",
            "- One\n  - Two\n\n  more\n- Three",
            "1. One\n1. Two",
            "\u{2014} Head of Property",
            "-3% in May",
            "#1 of 30",
            "#TeamKent is one.",
            "in\n2012. Then",
        ] {
            assert_eq!(mended(text), text);
        }
    }

    #[test]
    fn comparisons_headings_and_rules_are_read_as_what_they_are() {
        for (typed, read) in [
            ("> 95% of invoices", "\\> 95% of invoices"),
            (">=95%", "\\>=95%"),
            ("> \u{a3}5m", "\\> \u{a3}5m"),
            ("> 95%\n> 90%", "\\> 95%\n\\> 90%"),
            ("- > 95%", "- \\> 95%"),
            ("+ 3%", "\\+ 3%"),
            ("+ One\n+ Two", "+ One\n+ Two"),
            ("> 95% said\n> that it was", "> 95% said\n> that it was"),
            ("> 2013 was good.", "> 2013 was good."),
            ("#Next steps", "# Next steps"),
            ("##Next", "## Next"),
            ("##\u{a0}Next", "## Next"),
            ("\u{2014}\u{2014}\u{2014}", "---"),
            ("=====", "---"),
        ] {
            assert_eq!(mended(typed), read, "{typed}");
        }
    }
}
