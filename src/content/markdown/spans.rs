//! Puts the characters inside a text so that Markdown reads what was meant.
//!
//! In: a text and the events that the Markdown parser makes of it. Out: the [`Change`]s after which it makes what was
//! meant, and only such as are certain: a `*` between two figures is not emphasis, nothing in an address is more
//! than a letter of it, a sentence over `---` is not a heading.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Tag, TagEnd};

use super::mended::Change;

/// What the parser makes of a text, with the places.
pub(super) type Events<'e> = [(Event<'e>, Range<usize>)];

/// The changes to `text`, of which the parser makes `events` and which has these `runs`.
pub(super) fn changes(text: &str, events: &Events<'_>, runs: &[Run]) -> Vec<Change> {
    let mut changes = Vec::new();
    for (event, range) in events {
        match event {
            Event::Start(Tag::Heading { .. }) => underlined(text, range, &mut changes),
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough) => {
                emphasis(text, range, &mut changes);
            }
            Event::Code(_) => apostrophes(text, range, &mut changes),
            _ => {}
        }
    }
    moved_in(text, events, &mut changes);
    for run in runs {
        if run.marks.has_twins || run.marks.has(IN_WORDS) {
            addresses(text, &run.range, &mut changes);
        }
        if run.marks.has(b"~^") {
            raised(text, &run.range, &mut changes);
        }
        if run.marks.has(b"]") {
            links(text, &run.range, &mut changes);
        }
        stars(text, run, &mut changes);
    }
    changes
}

/// A stretch of text on one line, with no code, picture, tag or other link in it.
#[derive(Debug, Clone)]
pub(super) struct Run {
    /// Where it stands.
    pub(super) range: Range<usize>,
    /// The `*` in it that are printed.
    pub(super) stars: Vec<usize>,
    /// Whether it is the first of its paragraph, heading, item or cell.
    pub(super) is_first: bool,
    /// Whether it is the first of its line.
    pub(super) begins_line: bool,
    /// The characters in it.
    pub(super) marks: Marks,
}

/// Which characters a text holds, so that most texts need not be searched for each.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Marks {
    /// A bit for each of [`MARKS`].
    bits: u32,
    /// Whether two of `-`, `.`, `=` or `+` stand together.
    pub(super) has_twins: bool,
    /// Whether a colon begins a word.
    pub(super) has_colon_first: bool,
}

/// The characters that are looked for.
const MARKS: &[u8; 19] = b"*_~`\"'&^<[]\\{|:-.=+";

/// The bit of each byte.
const BITS: [u32; 256] = {
    let mut bits = [0; 256];
    let mut at = 0;
    while at < MARKS.len() {
        bits[MARKS[at] as usize] = 1 << at;
        at += 1;
    }
    bits
};

/// The bits of the characters from the colon on, beside which another character matters.
const BESIDE: u32 = !0 << 14;

impl Marks {
    fn of(text: &str) -> Self {
        let mut marks = Self::default();
        let mut before = b' ';
        for b in text.bytes() {
            let bit = BITS[usize::from(b)];
            marks.bits |= bit;
            if bit & BESIDE != 0 {
                marks.has_twins |= b == before && b != b':';
                marks.has_colon_first |= b == b':' && !before.is_ascii_alphanumeric();
            }
            before = b;
        }
        marks
    }

    /// Whether it holds one of `characters`.
    pub(super) fn has(self, marks: &[u8]) -> bool {
        marks.iter().any(|b| self.bits & BITS[usize::from(*b)] != 0)
    }
}

/// The characters that mean something to Markdown inside a word.
const IN_WORDS: &[u8] = b"*_~`\"'&^<[]\\";

/// Their bits.
const IN_WORDS_BITS: u32 = (1 << IN_WORDS.len()) - 1;

/// The runs of a text, in order.
pub(super) fn runs(text: &str, events: &Events<'_>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut open: Option<Run> = None;
    let (mut is_apart, mut is_first, mut begins_line) = (false, true, true);
    for (event, range) in events {
        match event {
            Event::Start(Tag::CodeBlock(_)) => is_apart = true,
            Event::Start(Tag::Link { link_type: LinkType::Autolink | LinkType::Email, .. }) => {
                runs.extend(open.take());
                (is_apart, is_first, begins_line) = (true, false, false);
            }
            Event::End(TagEnd::CodeBlock | TagEnd::Link) => {
                runs.extend(open.take());
                is_apart = false;
            }
            Event::Text(_) | Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough) if !is_apart => {
                let run = open.get_or_insert_with(|| {
                    let start = range.start - usize::from(text[..range.start].ends_with('\\'));
                    Run {
                        range: start..range.start,
                        stars: Vec::new(),
                        is_first,
                        begins_line,
                        marks: Marks::default(),
                    }
                });
                (is_first, begins_line) = (false, false);
                if matches!(event, Event::Text(_)) {
                    run.range.end = range.end.max(run.range.end);
                    let stars = text[range.clone()].match_indices('*').map(|(at, _)| range.start + at);
                    run.stars.extend(stars.filter(|at| !text[..*at].ends_with('\\')));
                }
            }
            Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough) => {
                if let Some(run) = &mut open {
                    run.range.end = range.end.max(run.range.end);
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                runs.extend(open.take());
                begins_line = true;
            }
            Event::Code(_)
            | Event::InlineHtml(_)
            | Event::Start(Tag::Link { .. } | Tag::Image { .. })
            | Event::End(TagEnd::Image) => {
                runs.extend(open.take());
                (is_first, begins_line) = (false, false);
            }
            Event::Start(_) | Event::End(_) => {
                runs.extend(open.take());
                (is_first, begins_line) = (true, true);
            }
            _ => {}
        }
    }
    runs.extend(open);
    for run in &mut runs {
        run.marks = Marks::of(&text[run.range.clone()]);
    }
    runs
}

fn before(text: &str, at: usize) -> Option<char> {
    text[..at].chars().next_back()
}

fn after(text: &str, at: usize) -> Option<char> {
    text[at..].chars().next()
}

/// Whether a character is part of a word or a figure.
fn is_wordy(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_alphanumeric() || is_of_figure(c))
}

fn is_of_figure(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '%' | '\u{a3}' | '$' | '\u{20ac}')
}

/// The underlining of a heading, if it is written so: the range of its line, and of its characters.
pub(super) fn underlining(text: &str, heading: &Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let typed = text[heading.clone()].trim_end();
    if typed.starts_with('#') {
        return None;
    }
    let line = heading.start + typed.rfind('\n')? + 1;
    let end = heading.start + typed.len();
    let mark = typed.chars().next_back().filter(|c| matches!(c, '-' | '='))?;
    let marks = text[line..end].len() - text[line..end].trim_end_matches(mark).len();
    Some((line..end, end - marks..end))
}

/// Whether a text over a line of dashes is certainly no heading.
fn is_no_heading(words: &str, rest: &str) -> bool {
    let words = words.trim();
    words.contains('\n')
        || words.ends_with(['.', ',', ';', '!', '?'])
        || words.chars().count() > 100
        || (rest.trim_start().is_empty() && !words.starts_with("![") && !words.is_empty())
}

fn underlined(text: &str, heading: &Range<usize>, changes: &mut Vec<Change>) {
    let Some((line, marks)) = underlining(text, heading) else { return };
    if marks.len() == 1 {
        changes.push(Change::insert(marks.start, "\\"));
        return;
    }
    if !is_no_heading(&text[heading.start..line.start], &text[heading.end..]) {
        return;
    }
    let lead = text[line.start..marks.start].trim_end();
    changes.push(Change::insert(line.start, format!("{lead}\n")));
    if text[marks.clone()].starts_with('=') || marks.len() < 3 {
        changes.push(Change::replace(marks, "---"));
    }
}

/// Text that is code only because it is indented.
fn moved_in(text: &str, events: &Events<'_>, changes: &mut Vec<Change>) {
    let mut events = events.iter();
    while let Some((event, _)) = events.next() {
        if !matches!(event, Event::Start(Tag::CodeBlock(CodeBlockKind::Indented))) {
            continue;
        }
        let lines: Vec<&Range<usize>> = events
            .by_ref()
            .take_while(|(event, _)| !matches!(event, Event::End(_)))
            .map(|(_, range)| range)
            .collect();
        if lines.iter().any(|line| is_code(&text[(*line).clone()])) {
            continue;
        }
        for line in lines {
            let typed = &text[line.clone()];
            let own = typed.trim_start_matches([' ', '\t']);
            if own.trim().is_empty() {
                continue;
            }
            let lead = &text[..line.start];
            let start = if lead.ends_with('\t') {
                line.start - 1
            } else {
                let spaces = lead.len() - lead.trim_end_matches(' ').len();
                line.start - spaces.min(4)
            };
            changes.push(Change::replace(start..line.end - own.len(), ""));
        }
    }
}

/// Whether a line is code: markup, or set in columns, which nothing else keeps.
fn is_code(line: &str) -> bool {
    let line = line.trim();
    line.starts_with('<')
        || line.contains('\t')
        || line.match_indices("  ").any(|(at, _)| !line[..at].ends_with(['.', ':', '!', '?', ' ', '-']))
}

/// What kind of emphasis a pair of characters makes that stands inside a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pair {
    /// How many characters stand at each end.
    pub(super) marks: usize,
    /// Whether it begins inside a word or beside a figure.
    begins_inside: bool,
    /// Whether it ends there.
    ends_inside: bool,
    /// Whether only letters stand in it and around it.
    is_part_of_word: bool,
}

/// The pair of characters at `range`.
pub(super) fn pair(text: &str, range: &Range<usize>) -> Option<Pair> {
    let mark = after(text, range.start)?;
    let typed = &text[range.clone()];
    let marks = if double(typed, mark) { 2 } else { 1 };
    let inner = typed.get(marks..typed.len() - marks)?;
    let (outer_before, outer_after) = (before(text, range.start), after(text, range.end));
    let is_about = mark == '~' && marks == 1 && inner.starts_with(is_of_figure);
    let is_letter = |c: Option<char>| c.is_none_or(|c| !is_of_figure(c));
    Some(Pair {
        marks,
        begins_inside: is_wordy(outer_before) || is_about,
        ends_inside: is_wordy(outer_after),
        is_part_of_word: inner.chars().all(char::is_alphabetic)
            && is_letter(outer_before)
            && is_letter(outer_after),
    })
}

fn double(typed: &str, mark: char) -> bool {
    let two: String = [mark, mark].iter().collect();
    typed.len() >= 5 && typed.starts_with(&two) && typed.ends_with(&two)
}

impl Pair {
    /// Whether nobody can tell what is meant: `*S*pecific`.
    pub(super) fn is_unclear(self) -> bool {
        self.marks == 1 && self.is_part_of_word && self.begins_inside != self.ends_inside
    }
}

fn emphasis(text: &str, range: &Range<usize>, changes: &mut Vec<Change>) {
    let Some(pair) = pair(text, range) else { return };
    let inner = &text[range.start + pair.marks..range.end - pair.marks];
    let (open, close) = match pair.marks {
        1 if pair.is_unclear() => return,
        1 => (pair.begins_inside, pair.ends_inside),
        _ => {
            let is_both = pair.begins_inside && pair.ends_inside;
            let is_figure = before(text, range.start).is_some_and(is_of_figure)
                || after(text, range.end).is_some_and(is_of_figure);
            let is_none = is_both && (is_figure || inner.contains(char::is_whitespace));
            (is_none, is_none)
        }
    };
    let mut escape = |start: usize| {
        for at in start..start + pair.marks {
            changes.push(Change::insert(at, "\\"));
        }
    };
    if open {
        escape(range.start);
    }
    if close {
        escape(range.end - pair.marks);
    }
}

/// A backtick inside a word is an apostrophe, and what stands between two of them no code.
fn apostrophes(text: &str, range: &Range<usize>, changes: &mut Vec<Change>) {
    let inner = &text[range.start + 1..];
    if before(text, range.start).is_some_and(char::is_alphanumeric)
        && inner.starts_with(char::is_alphanumeric)
    {
        changes.push(Change::insert(range.start, "\\"));
        changes.push(Change::insert(range.end - 1, "\\"));
    }
}

/// What the names of files end in.
const FILE_KINDS: [&str; 18] = [
    "pdf", "doc", "docx", "xls", "xlsx", "xlsm", "ppt", "pptx", "csv", "txt", "md", "html", "htm", "zip",
    "jpg", "png", "msg", "odt",
];

/// Characters that stand around an address and do not belong to it.
const AROUND: [char; 18] = [
    '(', ')', '[', ']', '"', '\'', '\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}', ',', ';', ':', '!', '?',
    '*', '_', '~',
];

/// Makes every character of an address or a reference stand for itself.
fn addresses(text: &str, run: &Range<usize>, changes: &mut Vec<Change>) {
    let line = &text[run.clone()];
    let mut at = 0;
    while let Some(mark) = first_mark(&line[at..]) {
        // The word around the character.
        let mark = at + mark;
        let start = at
            + line[at..mark]
                .rfind(char::is_whitespace)
                .map_or(0, |space| space + line[at + space..].chars().next().map_or(0, char::len_utf8));
        let end = line[mark..].find(char::is_whitespace).map_or(line.len(), |space| mark + space);
        let word = &line[start..end];
        at = end;
        let own = word.trim_end_matches(|c| AROUND.contains(&c) || c == '.');
        let own_start = own.len() - own.trim_start_matches(AROUND).len();
        let own = &own[own_start..];
        let is_path = is_path(own);
        // What begins with a character is styled as a whole.
        let is_plain = word.trim_start_matches(['(', '[', '"', '\'']).starts_with(char::is_alphanumeric);
        if is_path || is_address(own) || (is_plain && is_reference(own)) {
            escape(own, run.start + start + own_start, is_path, changes);
        }
    }
}

/// Where the first character stands that means something to Markdown inside a word.
fn first_mark(text: &str) -> Option<usize> {
    let mut before = 0;
    text.bytes().position(|b| {
        let is_twin = b == before && matches!(b, b'-' | b'.');
        before = b;
        is_twin || BITS[usize::from(b)] & IN_WORDS_BITS != 0
    })
}

/// Whether a word is the path of a file on Windows, with a drive or a server in front.
fn is_path(word: &str) -> bool {
    let is_step = |rest: &str| rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '$'));
    if let Some(rest) = word.strip_prefix("\\\\") {
        let (server, rest) = rest.split_once('\\').unwrap_or((rest, ""));
        let is_server = server.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.'));
        return server.len() > 1 && is_server && is_step(rest);
    }
    word.starts_with(|c: char| c.is_ascii_alphabetic())
        && word.get(1..3) == Some(":\\")
        && is_step(&word[3..])
}

/// Whether a word is an address on the web or of e-mail.
pub(super) fn is_address(word: &str) -> bool {
    let scheme = word.split_once("://").map(|(scheme, _)| scheme);
    let is_mail = word.split_once('@').is_some_and(|(name, host)| {
        name.ends_with(|c: char| c.is_alphanumeric() || c == '_')
            && host.starts_with(char::is_alphanumeric)
            && host.contains('.')
    });
    word.starts_with("www.")
        || is_mail
        || scheme
            .is_some_and(|scheme| !scheme.is_empty() && scheme.chars().all(|c| c.is_ascii_alphanumeric()))
}

/// Whether a word is a reference like `PL/2026/_01_/x`, or the name of a file.
fn is_reference(word: &str) -> bool {
    let ending = word.rsplit_once('.').filter(|(name, _)| !name.is_empty()).map(|(_, kind)| kind);
    if ending.is_some_and(|kind| FILE_KINDS.iter().any(|known| kind.eq_ignore_ascii_case(known))) {
        return true;
    }
    let is_joined = |c: char| matches!(c, '/' | '\\' | '-' | '.' | ':' | '#');
    let has_figure = word.bytes().any(|b| b.is_ascii_digit());
    let joins_sign = word.as_bytes().windows(2).any(|two| {
        (two[0] == b'_' && is_joined(two[1] as char)) || (two[1] == b'_' && is_joined(two[0] as char))
    });
    (has_figure && (word.contains('/') || joins_sign)) || word.contains("/_") && word.contains("_/")
}

/// A backslash that stands for itself.
const BACKSLASH: &str = "&#92;";

/// Puts a backslash before each character that Markdown has a use for.
fn escape(word: &str, start: usize, is_path: bool, changes: &mut Vec<Change>) {
    let bytes = word.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let next = bytes.get(at + 1).copied();
        let twin = |b: u8| next == Some(b) || (at > 0 && bytes[at - 1] == b);
        match bytes[at] {
            // Somebody did it already.
            b'\\' if !is_path && next.is_some_and(|b| b.is_ascii_punctuation()) => at += 1,
            // Another backslash before it would be taken for one of the path's own the next time.
            b'\\' if next.is_some_and(|b| b.is_ascii_punctuation()) => {
                changes.push(Change::replace(start + at..start + at + 1, BACKSLASH));
            }
            b'&' if word[at..].starts_with(BACKSLASH) => {}
            b'*' | b'_' | b'~' | b'`' | b'"' | b'\'' | b'&' | b'^' | b'<' | b'[' | b']' => {
                changes.push(Change::insert(start + at, "\\"));
            }
            b'-' if twin(b'-') => changes.push(Change::insert(start + at, "\\")),
            b'.' if twin(b'.') => changes.push(Change::insert(start + at, "\\")),
            _ => {}
        }
        at += 1;
    }
}

/// Reads `CO~2~` and `m^2^`, as Pandoc writes them.
fn raised(text: &str, run: &Range<usize>, changes: &mut Vec<Change>) {
    let line = &text[run.clone()];
    for (mark, tag) in [('~', "sub"), ('^', "sup")] {
        let mut places = line.match_indices(mark).map(|(at, _)| at).peekable();
        while let (Some(open), Some(close)) = (places.next(), places.peek().copied()) {
            let inner = &line[open + 1..close];
            let base = before(line, open);
            let is_base = base.is_some_and(|c| {
                c.is_alphabetic() || matches!(c, ')' | ']') || (mark == '^' && c.is_ascii_digit())
            });
            let is_short = (1..=4).contains(&inner.len())
                && inner.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-'));
            if is_base && is_short && !line[close..].starts_with("~~") {
                changes.push(Change::replace(run.start + open..run.start + open + 1, format!("<{tag}>")));
                changes.push(Change::replace(run.start + close..run.start + close + 1, format!("</{tag}>")));
                places.next();
            }
        }
    }
}

/// Where the bracket stands that `close` closes.
fn opening(line: &str, close: usize, marks: (char, char)) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in line[..close].char_indices().rev().take(300) {
        if c == marks.1 {
            depth += 1;
        } else if c == marks.0 {
            if depth == 0 {
                return Some(at);
            }
            depth -= 1;
        }
    }
    None
}

/// What stands before `character`, if that is not far away.
pub(super) fn up_to(text: &str, mark: char) -> Option<&str> {
    const FAR: usize = 500;
    let near = text.char_indices().take(FAR).find(|(_, c)| *c == mark);
    near.map(|(at, _)| &text[..at])
}

/// Whether a text in brackets is what a link or picture leads to.
fn is_target(text: &str) -> bool {
    let is_file = |kind: &str| text.len() > kind.len() && text.to_ascii_lowercase().ends_with(kind);
    !text.contains(char::is_whitespace)
        && (is_address(text)
            || text.starts_with("mailto:")
            || text.starts_with("tel:")
            || [".md", ".png", ".jpg", ".jpeg", ".svg", ".gif", ".webp"].into_iter().any(is_file)
            || text.contains(".md#"))
}

/// Reads `[plan] (https://…)`, `(plan)[https://…]` and `[x]{.underline}`.
fn links(text: &str, run: &Range<usize>, changes: &mut Vec<Change>) {
    let line = &text[run.clone()];
    let place = |range: Range<usize>| run.start + range.start..run.start + range.end;
    for (close, _) in line.match_indices(']') {
        if line[..close].ends_with('\\') {
            continue;
        }
        let rest = &line[close + 1..];
        if let Some(mark) = ["{.underline}", "{.ul}"].into_iter().find(|mark| rest.starts_with(mark))
            && let Some(open) = opening(line, close, ('[', ']'))
        {
            changes.push(Change::replace(place(open..open + 1), "<u>"));
            changes.push(Change::replace(place(close..close + 1 + mark.len()), "</u>"));
        }
        let space = rest.len() - rest.trim_start_matches([' ', '\u{a0}']).len();
        if space > 0
            && let Some(inner) = rest[space..].strip_prefix('(')
            && up_to(inner, ')').is_some_and(is_target)
            && opening(line, close, ('[', ']')).is_some()
        {
            changes.push(Change::replace(place(close + 1..close + 1 + space), ""));
        }
    }
    for (close, _) in line.match_indices(")[") {
        if let Some(address) = up_to(&line[close + 2..], ']')
            && is_target(address)
            && let Some(open) = opening(line, close, ('(', ')'))
        {
            let end = close + 2 + address.len();
            changes.push(Change::replace(place(open..open + 1), "["));
            changes.push(Change::replace(place(close..close + 2), "]("));
            changes.push(Change::replace(place(end..end + 1), ")"));
        }
    }
}

/// Reads `**Progress:**The lease` and `**Progress: **The lease`, where the rules of Markdown see no emphasis.
fn stars(text: &str, run: &Run, changes: &mut Vec<Change>) {
    let twos = doubles(&run.stars);
    for two in twos.chunks_exact(2) {
        let (open, close) = (two[0], two[1]);
        let inner = &text[open + 2..close];
        let is_opening = open == run.range.start
            || (!is_wordy(before(text, open)) && !inner.starts_with(char::is_whitespace));
        if is_opening && !inner.trim().is_empty() && !inner.contains(['<', '[', ']', '`', '|']) {
            changes.push(Change::replace(open..open + 2, "<b>"));
            changes.push(Change::replace(close..close + 2, "</b>"));
        }
    }
    if let [open, close] = run.stars[..] {
        let inner = text.get(open + 1..close).unwrap_or_default();
        if !is_wordy(before(text, open))
            && inner.starts_with(char::is_alphabetic)
            && inner.ends_with(|c: char| c.is_ascii_punctuation() || matches!(c, '\u{201d}' | '\u{2019}'))
            && after(text, close + 1).is_some_and(char::is_alphabetic)
            && !inner.contains(['<', '[', ']', '`', '|'])
        {
            changes.push(Change::replace(open..open + 1, "<i>"));
            changes.push(Change::replace(close..close + 1, "</i>"));
        }
    }
}

/// The places of two stars together, among those of single ones.
pub(super) fn doubles(stars: &[usize]) -> Vec<usize> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < stars.len() {
        let count = stars[at..].iter().zip(stars[at]..).take_while(|(star, place)| **star == *place).count();
        if count == 2 {
            found.push(stars[at]);
        }
        at += count;
    }
    found
}
