//! Changes single values in the text of a file, and nothing else in it.
//!
//! In: a text, what the parser found in it, and new values for some of its parts. Out: the text with these changes, in
//! which every other byte is as it was: notes, quotation marks, order, line ends. It must not know where the changes
//! come from, nor where the file is; callers parse the result again before they trust it.

use std::ops::Range;

use crate::content::Document;
use crate::content::yaml::{self, Node, Value};
use crate::diag::source::Sources;

/// The part of a file to change.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The field with that name.
    Field(&'static str),
    /// A field of one item of a list: the list, the item counted from 0, and the field.
    Inner(&'static str, usize, &'static str),
    /// The value under a name that the file chose, in the field that is a map of such names.
    Key(&'static str, String),
    /// Everything below the front matter.
    Body,
}

impl Part {
    /// The field of the file that it is, or is in.
    fn field(&self) -> Option<&'static str> {
        match self {
            Self::Field(name) | Self::Inner(name, ..) | Self::Key(name, _) => Some(name),
            Self::Body => None,
        }
    }
}

/// A map that is to follow the last item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NewItem {
    /// The field whose list it is.
    pub(crate) list: &'static str,
    /// The fields of the map and what they say, each on one line.
    pub(crate) values: Vec<(&'static str, String)>,
}

/// A new value for a part of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Edit {
    /// Which part.
    pub(crate) part: Part,
    /// The new value. `None` removes the part; a field with an empty new value keeps its name.
    pub(crate) to: Option<String>,
}

/// The part of a text that cannot be changed safely.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Uneditable(pub(crate) Part);

/// A range of the old text and what replaces it.
type Patch = (Range<usize>, String);

/// Makes the changes in `text`, in which the parser found `document`; a new field goes where its table places it.
///
/// # Errors
///
/// If the front matter is written in such a way that a value cannot be changed on its own, or if front matter cannot
/// hold the text at all.
pub(crate) fn edit(text: &str, document: &Document, edits: &[Edit]) -> Result<String, Uneditable> {
    edit_and_add(text, document, edits, &[])
}

/// Makes the changes in `text` and adds `items` to its lists; a list that is not there yet is made where its table has it.
///
/// # Errors
///
/// As those of [`edit`].
pub(crate) fn edit_and_add(
    text: &str,
    document: &Document,
    edits: &[Edit],
    items: &[NewItem],
) -> Result<String, Uneditable> {
    let table = document.fields.table();
    let page = Page { text, document, line_end: line_end(text) };
    let mut patches: Vec<(usize, Patch)> = Vec::new();
    // New fields that come at one place stand there in the order of the table.
    let rank =
        |name: Option<&str>| table.iter().position(|field| Some(field.name) == name).unwrap_or(table.len());
    let mut maps: Vec<&'static str> = Vec::new();
    for edit in edits {
        let uneditable = || Uneditable(edit.part.clone());
        let made = match (&edit.part, &edit.to) {
            (Part::Body, to) => vec![page.body(to.as_deref().unwrap_or(""))],
            (Part::Field(name), to) => page.field(name, to.as_deref()).ok_or_else(uneditable)?,
            (Part::Inner(list, item, name), to) => {
                page.inner(list, *item, name, to.as_deref()).ok_or_else(uneditable)?
            }
            // All that changes in one map is made together: the map itself may not be there yet.
            (Part::Key(map, _), _) if maps.contains(map) => continue,
            (Part::Key(map, _), _) => {
                maps.push(map);
                page.keys(map, edits).ok_or_else(uneditable)?
            }
        };
        let rank = rank(edit.part.field());
        patches.extend(made.into_iter().map(|patch| (rank, patch)));
    }
    for item in items {
        let made = page.item(item).ok_or(Uneditable(Part::Field(item.list)))?;
        patches.push((rank(Some(item.list)), made));
    }
    patches.sort_by_key(|(rank, (range, _))| (range.start, range.end, *rank));
    let mut out = String::with_capacity(text.len());
    let mut kept = 0;
    for (rank, (range, new)) in patches {
        if range.start < kept {
            let part = table.get(rank).map_or(Part::Body, |field| Part::Field(field.name));
            return Err(Uneditable(part));
        }
        out.push_str(&text[kept..range.start]);
        out.push_str(&new);
        kept = range.end;
    }
    out.push_str(&text[kept..]);
    Ok(out)
}

/// A text with line feeds for line ends, without white space around it or in its blank lines. Two texts that agree in
/// this count as the same in a field, because a reader could not tell them apart.
pub(crate) fn tidy(text: &str) -> String {
    let lines = text.trim().lines().map(|line| if line.trim().is_empty() { "" } else { line });
    lines.collect::<Vec<_>>().join("\n")
}

/// Markdown with line feeds for line ends, without blank lines before it or white space after it.
pub(crate) fn tidy_body(markdown: &str) -> String {
    markdown[core(markdown)].replace("\r\n", "\n").replace('\r', "\n")
}

/// From the first line of a text that is not blank to the last character that is not.
fn core(text: &str) -> Range<usize> {
    let end = text.trim_end().len();
    let first = text.len() - text.trim_start().len();
    if first >= end {
        return end..end;
    }
    // The space before the first words counts: it can turn them into a code block.
    text[..first].rfind('\n').map_or(0, |at| at + 1)..end
}

/// The line end that a text uses.
fn line_end(text: &str) -> &'static str {
    match text.find('\n') {
        Some(at) if text[..at].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

struct Page<'a> {
    text: &'a str,
    document: &'a Document,
    line_end: &'static str,
}

impl Page<'_> {
    /// Replaces the Markdown with `new`; the blank lines around it stay.
    fn body(&self, new: &str) -> Patch {
        let range = self.document.markdown.clone();
        let old = &self.text[range.clone()];
        let core = core(old);
        if new.is_empty() {
            return (range, String::new());
        }
        let line_end = if old.contains('\n') { line_end(old) } else { self.line_end };
        let new = new.replace("\r\n", "\n").replace('\n', line_end);
        if core.is_empty() {
            let is_open = !self.text[..range.start].ends_with('\n');
            let before = if is_open { self.line_end } else { "" };
            return (range, format!("{before}{old}{new}{line_end}"));
        }
        (range.start + core.start..range.start + core.end, new)
    }

    /// Replaces a field's value with `new`, removes the field, or adds it.
    fn field(&self, name: &'static str, new: Option<&str>) -> Option<Vec<Patch>> {
        let entries = &self.document.fields.entries;
        let Some(index) = entries.iter().position(|(key, _)| key.value == name) else {
            let new = new.filter(|new| !new.is_empty());
            return new.map_or(Some(Vec::new()), |new| self.insert(name, new).map(|patch| vec![patch]));
        };
        let site = self.site(index)?;
        let Some(new) = new else {
            return Some(vec![(site.line..self.next_line(site.end), String::new())]);
        };
        if new.is_empty() {
            return Some(vec![(site.colon..self.line_stop(site.end), String::new())]);
        }
        match written(name, new)? {
            Written::Line(new) => Some(Self::line(&site, &new)),
            Written::Block(lines) => Some(self.block(&site, &lines)),
        }
    }

    /// Replaces a value with one of a single line.
    fn line(site: &Site, new: &str) -> Vec<Patch> {
        let after_colon = site.value.start == site.colon && site.value.is_empty();
        let new = if after_colon { format!(" {new}") } else { new.to_owned() };
        let mut patches = vec![(site.value.clone(), new)];
        if let Some(lines) = &site.block {
            patches.push((lines.clone(), String::new()));
        }
        patches
    }

    /// Replaces a value with one of several lines.
    fn block(&self, site: &Site, lines: &[String]) -> Vec<Patch> {
        let mut patches = Self::line(site, "|");
        // A note after the value stays on the line, and the text begins below it.
        let lines = self.indented(lines, &site.indent);
        if let (Some(_), Some((_, text))) = (&site.block, patches.get_mut(1)) {
            *text = lines;
        } else {
            let end = self.line_stop(site.end);
            patches.push((end..end, lines));
        }
        patches
    }

    /// The lines of a block, each after the line end of the one before.
    fn indented(&self, lines: &[String], indent: &str) -> String {
        let line_end = self.line_end;
        let line = |line: &String| {
            if line.is_empty() { line_end.to_owned() } else { format!("{line_end}{indent}  {line}") }
        };
        lines.iter().map(line).collect::<Vec<_>>().concat()
    }

    /// Adds a new field after the nearest of the fields that precede it in the table.
    fn insert(&self, name: &'static str, new: &str) -> Option<Patch> {
        let (at, indent) = self.gap(name)?;
        let line_end = self.line_end;
        let value = match written(name, new)? {
            Written::Line(new) => new,
            Written::Block(lines) => format!("|{}", self.indented(&lines, &indent)),
        };
        Some((at..at, format!("{indent}{name}: {value}{line_end}")))
    }

    /// Where a new field belongs, and the space before its name.
    fn gap(&self, name: &str) -> Option<(usize, String)> {
        let table = self.document.fields.table();
        let entries = &self.document.fields.entries;
        let place = table.iter().position(|field| field.name == name)?;
        let before = table[..place]
            .iter()
            .rev()
            .find_map(|field| entries.iter().position(|(key, _)| key.value == field.name));
        let (at, indent) = if let Some(index) = before {
            let site = self.site(index)?;
            (self.next_line(site.end), site.indent)
        } else {
            let indent = match entries.first() {
                Some(_) => self.site(0)?.indent,
                None => String::new(),
            };
            (self.document.front_matter.start, indent)
        };
        // A field on lines of its own has another before it, whose line has an end.
        self.text[..at].ends_with('\n').then_some((at, indent))
    }

    /// Where the field with that number is; `None` if it is not on lines of its own.
    fn site(&self, index: usize) -> Option<Site> {
        let (key, node) = self.document.fields.entries.get(index)?;
        let line = self.line_start(key.span.start);
        let indent = &self.text[line..key.span.start];
        if !indent.chars().all(|c| c == ' ') {
            return None;
        }
        let behind_key = &self.text[key.span.end..];
        let colon =
            key.span.end + behind_key.find(|c| c != ' ').filter(|at| behind_key[*at..].starts_with(':'))? + 1;
        let stop = self.line_stop(colon);
        let typed = &self.text[colon..stop];
        let start = colon + typed.len() - typed.trim_start().len();
        let value = node.span.start..node.span.end;
        if self.text[start..stop].starts_with(['|', '>']) && value.start >= stop {
            let header = start + self.text[start..stop].find(char::is_whitespace).unwrap_or(stop - start);
            let end = self.text[..value.end].trim_end().len().max(stop);
            return Some(Site {
                line,
                indent: indent.to_owned(),
                colon,
                value: start..header,
                block: Some(stop..end),
                end,
            });
        }
        let is_empty = value.is_empty();
        let value = if is_empty { colon..colon } else { value };
        let end = if is_empty { colon } else { self.end(node) };
        Some(Site { line, indent: indent.to_owned(), colon, value, block: None, end })
    }

    /// Where a value ends: the parser takes notes after a list as part of it.
    fn end(&self, node: &Node) -> usize {
        let typed = &self.text[node.span.start..node.span.end];
        let inner = match &node.value {
            Value::List(items) if !typed.starts_with('[') => items.last(),
            Value::Map(fields) if !typed.starts_with('{') => fields.last().map(|(_, node)| node),
            _ => None,
        };
        // If the last field of a map is empty, its value's place is right after its colon, where the field ends.
        let end = inner.map_or(node.span.end, |inner| self.end(inner));
        self.text[..end].trim_end().len().max(node.span.start)
    }

    /// Takes a field of one item of a list out, or puts a value of one line in its place.
    fn inner(&self, list: &str, item: usize, name: &str, new: Option<&str>) -> Option<Vec<Patch>> {
        let (_, node) = self.document.fields.entries.iter().find(|(key, _)| key.value == list)?;
        let Value::List(items) = &node.value else { return None };
        let Value::Map(fields) = &items.get(item)?.value else { return None };
        let Some(place) = fields.iter().position(|(key, _)| key.value == name) else {
            return Some(Vec::new());
        };
        let (key, value) = &fields[place];
        let end = self.end(value).max(key.span.end);
        if let Some(new) = new {
            return Some(vec![(value.span.start..end, in_braces(new))]);
        }
        let line = self.line_start(key.span.start);
        let stands_alone = self.text[line..key.span.start].chars().all(|c| c == ' ');
        let range = match (place.checked_sub(1).and_then(|place| fields.get(place)), fields.get(place + 1)) {
            _ if stands_alone => line..self.next_line(end),
            // The comma before it goes as well.
            (Some((_, before)), _) => self.end(before)..end,
            // The first of several: the next takes its place after the dash or the bracket.
            (None, Some((next, _))) => key.span.start..next.span.start,
            (None, None) => return None,
        };
        Some(vec![(range, String::new())])
    }

    /// Makes what `edits` change in the map under `name`: puts values of one line under its names, adds names, or takes the
    /// values away and leaves the names.
    fn keys(&self, name: &'static str, edits: &[Edit]) -> Option<Vec<Patch>> {
        let own = edits.iter().filter_map(|edit| match &edit.part {
            Part::Key(map, key) if *map == name => Some((key.as_str(), edit.to.as_deref().unwrap_or(""))),
            _ => None,
        });
        let own: Vec<(&str, &str)> = own.collect();
        let entries = &self.document.fields.entries;
        let index = entries.iter().position(|(key, _)| key.value == name);
        let map = match index.map(|index| &entries[index].1) {
            Some(Node { value: Value::Map(map), .. }) => map.as_slice(),
            Some(Node { value: Value::Empty, .. }) | None => &[],
            Some(_) => return None,
        };
        let mut patches = Vec::new();
        let mut added = Vec::new();
        for (key, to) in own {
            let Some((known, node)) = map.iter().find(|(known, _)| known.value == key) else {
                added.extend((!to.is_empty()).then(|| (key, in_braces(to))));
                continue;
            };
            if node.value != Value::Empty {
                let to = if to.is_empty() { String::new() } else { in_braces(to) };
                patches.push((node.span.start..self.end(node), to));
            } else if !to.is_empty() {
                let colon = known.span.end + self.text[known.span.end..].find(':')? + 1;
                patches.push((colon..colon, format!(" {}", in_braces(to))));
            }
        }
        if added.is_empty() {
            return Some(patches);
        }
        let flow = added.iter().map(|(key, to)| format!("{key}: {to}")).collect::<Vec<_>>().join(", ");
        let line_end = self.line_end;
        let Some(index) = index else {
            let (at, indent) = self.gap(name)?;
            return Some(vec![(at..at, format!("{indent}{name}: {{{flow}}}{line_end}"))]);
        };
        let node = &entries[index].1;
        let typed = &self.text[node.span.start..node.span.end];
        patches.push(match map.last() {
            None if typed.starts_with('{') => (node.span.start + 1..node.span.start + 1, flow),
            None => {
                let colon = self.site(index)?.colon;
                (colon..colon, format!(" {{{flow}}}"))
            }
            Some(_) if typed.starts_with('{') => {
                let end = node.span.start + typed.rfind('}')?;
                let end = self.text[..end].trim_end_matches([' ', ',']).len();
                (end..end, format!(", {flow}"))
            }
            Some((known, _)) => {
                let line = self.line_start(known.span.start);
                let indent = &self.text[line..known.span.start];
                if !indent.chars().all(|c| c == ' ') {
                    return None;
                }
                let at = self.next_line(self.end(node).max(known.span.end));
                let lines = added.iter().map(|(key, to)| format!("{indent}{key}: {to}{line_end}"));
                self.text[..at].ends_with('\n').then(|| (at..at, lines.collect::<String>()))?
            }
        });
        Some(patches)
    }

    /// Adds an item to a list, or makes the list.
    fn item(&self, item: &NewItem) -> Option<Patch> {
        let values = item.values.iter().map(|(name, value)| format!("{name}: {}", in_braces(value)));
        let map = format!("{{{}}}", values.collect::<Vec<_>>().join(", "));
        let line_end = self.line_end;
        let entries = &self.document.fields.entries;
        let Some(index) = entries.iter().position(|(key, _)| key.value == item.list) else {
            let (at, indent) = self.gap(item.list)?;
            return Some((at..at, format!("{indent}{}:{line_end}{indent}  - {map}{line_end}", item.list)));
        };
        let (_, node) = &entries[index];
        match &node.value {
            Value::Empty => {
                let site = self.site(index)?;
                let at = self.line_stop(site.colon);
                Some((at..at, format!("{line_end}{}  - {map}", site.indent)))
            }
            Value::List(items) if self.text[node.span.start..].starts_with('[') => Some(match items.last() {
                Some(last) => (last.span.end..last.span.end, format!(", {map}")),
                None => (node.span.start + 1..node.span.start + 1, map),
            }),
            Value::List(items) => {
                let last = items.last()?;
                let line = self.line_start(last.span.start);
                let dash = self.text[line..last.span.start].trim_end();
                let indent = dash.strip_suffix('-').filter(|indent| indent.chars().all(|c| c == ' '))?;
                let at = self.next_line(self.end(last));
                self.text[..at].ends_with('\n').then(|| (at..at, format!("{indent}- {map}{line_end}")))
            }
            _ => None,
        }
    }

    /// Where the line that holds `at` begins.
    fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |at| at + 1)
    }

    /// Where the line that holds `at` ends, before its line end.
    fn line_stop(&self, at: usize) -> usize {
        let end = self.text[at..].find('\n').map_or(self.text.len(), |next| at + next);
        if self.text[at..end].ends_with('\r') { end - 1 } else { end }
    }

    /// Where the line after the one that holds `at` begins.
    fn next_line(&self, at: usize) -> usize {
        self.text[at..].find('\n').map_or(self.text.len(), |next| at + next + 1)
    }
}

/// Where a field and its value are.
struct Site {
    /// Where the line with its name begins.
    line: usize,
    /// The space before its name.
    indent: String,
    /// After the colon.
    colon: usize,
    /// The value: for a block only the character that begins it, for an empty value just its place.
    value: Range<usize>,
    /// The lines of a block, from the line end before the first to the one after the last.
    block: Option<Range<usize>>,
    /// Where the value ends, without blank lines after it.
    end: usize,
}

/// A text as it is written in front matter.
#[derive(Debug, PartialEq, Eq)]
enum Written {
    /// On the same line as its name.
    Line(String),
    /// On lines of its own.
    Block(Vec<String>),
}

/// Writes a text so that it is read back unchanged: plain if possible, otherwise in quotation marks or as a block.
fn written(name: &str, text: &str) -> Option<Written> {
    let text = tidy(text);
    if text.contains('\n') {
        let lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
        let block = lines.iter().map(|line| format!("  {line}\n")).collect::<Vec<_>>().concat();
        return reads_back(&format!("{name}: |\n{block}"), &text).then_some(Written::Block(lines));
    }
    let double = format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    let single = format!("'{}'", text.replace('\'', "''"));
    [text.clone(), double, single]
        .into_iter()
        .find(|typed| reads_back(&format!("{name}: {typed}\n"), &text))
        .map(Written::Line)
}

/// A text of one line as it stands within braces, where more signs have a meaning.
fn in_braces(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '.' | '-' | '/');
    let bare = text.chars().all(is_plain) && reads_back(&format!("v: {text}\n"), &text);
    if bare { text } else { format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")) }
}

/// Whether front matter with this one field holds `text`, without faults.
fn reads_back(front_matter: &str, text: &str) -> bool {
    let mut sources = Sources::default();
    let file = sources.add("", front_matter);
    let mut faults = Vec::new();
    let read = yaml::read(file, sources.file(file), 0..front_matter.len(), &mut faults);
    let [(_, node)] = read.entries.as_slice() else { return false };
    let Value::Scalar { text: found, .. } = &node.value else { return false };
    faults.is_empty() && read.damaged.is_empty() && tidy(found) == text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content;
    use crate::content::discover::{EntryFile, ReportFolder, SectionFolder, Tree};
    use crate::diag::{Code, Severity};
    use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};

    /// A workstream's entry with the given text, as the parser reads it.
    fn document(text: &str) -> Document {
        document_in("workstream", text)
    }

    /// An entry in a section of that kind.
    fn document_in(kind: &str, text: &str) -> Document {
        let mut sources = Sources::default();
        let index = sources.add("i", format!("---\ntitle: I\nkind: {kind}\n---\n"));
        let file = sources.add("e", text);
        let entries = vec![EntryFile { id: "e".to_owned(), file }];
        let sections = vec![SectionFolder { id: "s".to_owned(), index, entries }];
        let reports = vec![ReportFolder { id: "r".to_owned(), index, sections }];
        let content = content::content(&Tree { reports, ..Tree::default() }, &sources);
        content.reports[0].sections[0].entries[0].document.clone()
    }

    fn changed(text: &str, edits: &[(&'static str, Option<&str>)]) -> Result<String, Uneditable> {
        let edits: Vec<Edit> = edits
            .iter()
            .map(|(name, to)| Edit {
                part: if *name == "body" { Part::Body } else { Part::Field(name) },
                to: to.map(str::to_owned),
            })
            .collect();
        let document = document(text);
        let faults: Vec<_> = document
            .diagnostics
            .iter()
            .filter(|fault| fault.severity == Severity::Error && fault.code != Code::MissingField)
            .collect();
        assert!(faults.is_empty(), "{faults:?}");
        edit(text, &document, &edits)
    }

    #[track_caller]
    fn becomes(text: &str, edits: &[(&'static str, Option<&str>)], expected: &str) {
        assert_eq!(changed(text, edits).as_deref(), Ok(expected));
        let crlf = |text: &str| text.replace('\n', "\r\n");
        assert_eq!(changed(&crlf(text), edits).as_deref(), Ok(crlf(expected).as_str()), "with CRLF");
    }

    /// What a file becomes whose `ratings` are changed, and that it is the same with CRLF.
    fn rated(text: &str, edits: &[(&str, Option<&str>)]) -> Result<String, Uneditable> {
        let edits = edits.iter().map(|(key, to)| Edit {
            part: Part::Key("ratings", (*key).to_owned()),
            to: to.map(str::to_owned),
        });
        let edits: Vec<Edit> = edits.collect();
        let made = edit(text, &document(text), &edits);
        let windows = text.replace('\n', "\r\n");
        let there = edit(&windows, &document(&windows), &edits).map(|made| made.replace("\r\n", "\n"));
        assert_eq!(there, made, "with CRLF");
        made
    }

    #[test]
    fn the_value_under_one_name_of_a_map_changes_however_the_map_is_written() {
        let both: &[(&str, Option<&str>)] = &[("time", Some("red")), ("cost", Some("n/a"))];
        for (before, edits, after) in [
            (
                "ratings: {time: green, cost: amber} # since May",
                both,
                "ratings: {time: red, cost: n/a} # since May",
            ),
            ("ratings: {time: \"green\"}", both, "ratings: {time: red, cost: n/a}"),
            ("ratings: { time: green, }", both, "ratings: { time: red, cost: n/a, }"),
            ("ratings: {}", both, "ratings: {time: red, cost: n/a}"),
            ("ratings:", both, "ratings: {time: red, cost: n/a}"),
            ("ratings: {time: , cost:}", both, "ratings: {time: red , cost: n/a}"),
            ("ratings:\n  time: green # so\n  cost: amber", both, "ratings:\n  time: red # so\n  cost: n/a"),
            ("ratings:\n  time: green", both, "ratings:\n  time: red\n  cost: n/a"),
            ("ratings:\n  time:\n  cost: amber", both, "ratings:\n  time: red\n  cost: n/a"),
            ("lead: L", both, "ratings: {time: red, cost: n/a}\nlead: L"),
            ("ratings: {time: green, cost: amber}", &[("cost", None)], "ratings: {time: green, cost: }"),
            (
                "ratings:\n  time: green\n  cost: amber",
                &[("time", None)],
                "ratings:\n  time: \n  cost: amber",
            ),
            ("ratings: {time: green}", &[("cost", None)], "ratings: {time: green}"),
            ("lead: L", &[("cost", None)], "lead: L"),
        ] {
            let file = |front: &str| format!("---\ntitle: A\n{front}\n---\nBody.\n");
            let made = rated(&file(before), edits).unwrap_or_else(|_| panic!("{before}"));
            assert_eq!(made, file(after));
            assert!(document(&made).diagnostics.is_empty(), "{made}: {:?}", document(&made).diagnostics);
        }
        let part = Part::Key("ratings", "time".to_owned());
        let text = "---\ntitle: A\nratings: red\n---\n";
        assert_eq!(rated(text, &[("time", Some("red"))]), Err(Uneditable(part)));
    }

    #[test]
    fn one_value_is_replaced_and_its_note_and_neighbours_stay() {
        let text = "---\n# Name.\ntitle:   'It''s'  # a note\nrating: \"AMBER\" # since May\nlead: Head\n---\n\nBody.\n";
        becomes(
            text,
            &[("rating", Some("green"))],
            "---\n# Name.\ntitle:   'It''s'  # a note\nrating: green # since May\nlead: Head\n---\n\nBody.\n",
        );
    }

    #[test]
    fn texts_are_plain_where_they_read_back_and_quoted_where_not() {
        for (new, expected) in [
            ("It is late", "It is late"),
            ("Late: by a month", "\"Late: by a month\""),
            ("Contract #4", "\"Contract #4\""),
            ("the \"long\" way", "the \"long\" way"),
            ("\"long\": the way", "\"\\\"long\\\": the way\""),
            ("- one", "\"- one\""),
            ("C:\\new: x", "\"C:\\\\new: x\""),
            ("@home", "\"@home\""),
            ("=1+1", "=1+1"),
            ("~", "\"~\""),
            ("it's", "it's"),
            ("[a]", "\"[a]\""),
            ("yes", "yes"),
            ("---", "---"),
            ("| a", "\"| a\""),
            ("tŷ", "tŷ"),
        ] {
            becomes(
                "---\ntitle: A\nreason: old\n---\n",
                &[("reason", Some(new))],
                &format!("---\ntitle: A\nreason: {expected}\n---\n"),
            );
        }
        assert_eq!(
            changed("---\ntitle: A\n---\n", &[("reason", Some("a\u{1}b"))]),
            Err(Uneditable(Part::Field("reason")))
        );
    }

    #[test]
    fn several_lines_become_a_block_and_go_away_again() {
        let text = "---\ntitle: A\nreason: old # note\nlead: L\n---\n";
        let long = "---\ntitle: A\nreason: | # note\n  One: two\n\n  - three\nlead: L\n---\n";
        becomes(text, &[("reason", Some("One: two\n \n- three"))], long);
        becomes(long, &[("reason", Some("old"))], text);
        becomes(long, &[("reason", None)], "---\ntitle: A\nlead: L\n---\n");
        becomes(
            "---\ntitle: A\nreason: >-\n  one\n  two\n\n# Who.\nlead: L\n---\n",
            &[("reason", Some("three\nfour"))],
            "---\ntitle: A\nreason: |\n  three\n  four\n\n# Who.\nlead: L\n---\n",
        );
        becomes(
            "---\ntitle: A\nreason: 'one\n  two' # note\nlead: L\n---\n",
            &[("reason", Some("a\nb"))],
            "---\ntitle: A\nreason: | # note\n  a\n  b\nlead: L\n---\n",
        );
        becomes(
            "---\ntitle: A\nreason: one\n  two\nlead: L\n---\n",
            &[("reason", Some("three"))],
            "---\ntitle: A\nreason: three\nlead: L\n---\n",
        );
    }

    #[test]
    fn an_emptied_field_takes_its_lines_along_and_no_others() {
        becomes(
            "---\ntitle: A\n# Why.\nreason: 'one\n\n  two'\n# Who.\nlead: L\n---\n",
            &[("reason", None)],
            "---\ntitle: A\n# Why.\n# Who.\nlead: L\n---\n",
        );
        becomes("---\ntitle: A\ndue: 2014-03-31 # moved\n---\nx", &[("due", None)], "---\ntitle: A\n---\nx");
        becomes("---\ntitle: A\n---\nx\n", &[("due", None)], "---\ntitle: A\n---\nx\n");
    }

    #[test]
    fn a_field_that_is_to_say_nothing_keeps_its_name_and_no_note_of_what_it_said() {
        becomes(
            "---\ntitle: A\n# Where it stands.\nrating: red # since May\nreason: |\n  one\n\n  two\n\n# Who.\nlead: L\ndue:\n---\nx\n",
            &[("rating", Some("")), ("reason", Some("")), ("due", Some("")), ("action", Some(""))],
            "---\ntitle: A\n# Where it stands.\nrating:\nreason:\n\n# Who.\nlead: L\ndue:\n---\nx\n",
        );
    }

    #[test]
    fn an_empty_field_is_filled_where_it_stands() {
        for (line, filled) in [
            ("rating:", "rating: red"),
            ("rating:   # one of them", "rating: red   # one of them"),
            ("rating: \"\"", "rating: red"),
            ("rating: ~ # x", "rating: red # x"),
            ("rating: |", "rating: red"),
            ("rating: |- # x\n\n", "rating: red # x\n\n"),
            ("rating:\n  # x", "rating: red\n  # x"),
        ] {
            becomes(
                &format!("---\n{line}\ntitle: A\n---\n"),
                &[("rating", Some("red"))],
                &format!("---\n{filled}\ntitle: A\n---\n"),
            );
        }
        becomes(
            "---\nreason:\ntitle: A\n---\n",
            &[("reason", Some("a\nb"))],
            "---\nreason: |\n  a\n  b\ntitle: A\n---\n",
        );
    }

    #[test]
    fn a_new_field_comes_after_the_nearest_one_before_it_in_the_table() {
        let text = "---\ntitle: A\nlead: L\n# the steps\nmilestones:\n  - title: M\n    due: 2014-03-31\n\n# indented\nextra:\n  a: 1\n---\nx\n";
        becomes(
            text,
            &[("due", Some("2014-03-31")), ("action", Some("We act")), ("reason", Some("One\ntwo"))],
            "---\ntitle: A\nlead: L\nreason: |\n  One\n  two\naction: We act\ndue: 2014-03-31\n# the steps\nmilestones:\n  - title: M\n    due: 2014-03-31\n\n# indented\nextra:\n  a: 1\n---\nx\n",
        );
        // With no field before it, it comes first, indented like the others.
        becomes("---\n  lead: L\n---\n", &[("rating", Some("red"))], "---\n  rating: red\n  lead: L\n---\n");
    }

    #[test]
    fn a_new_field_comes_after_a_list_and_before_its_notes() {
        let text = "---\ntitle: A\ncode: C1\nleads:\n  - One\n  - Two\n# Where it stands.\n---\nx\n";
        let edits = [Edit { part: Part::Field("status"), to: Some("Done".to_owned()) }];
        assert_eq!(
            edit(text, &document_in("actions", text), &edits).as_deref(),
            Ok(
                "---\ntitle: A\ncode: C1\nleads:\n  - One\n  - Two\nstatus: Done\n# Where it stands.\n---\nx\n"
            )
        );
    }

    #[test]
    fn the_body_is_replaced_and_the_blank_lines_around_it_stay() {
        becomes(
            "---\ntitle: A\n---\n\n\nOld.\n\n",
            &[("body", Some("New.\n\n- a"))],
            "---\ntitle: A\n---\n\n\nNew.\n\n- a\n\n",
        );
        becomes("---\ntitle: A\n---\nOld.", &[("body", Some("New."))], "---\ntitle: A\n---\nNew.");
        becomes("---\ntitle: A\n---\n", &[("body", Some("New."))], "---\ntitle: A\n---\nNew.\n");
        becomes("---\ntitle: A\n---\n\n", &[("body", Some("New."))], "---\ntitle: A\n---\n\nNew.\n");
        becomes("---\ntitle: A\n---\n\nOld.\n", &[("body", None)], "---\ntitle: A\n---\n");
        becomes(
            "---\ntitle: A\n---\n    code\n",
            &[("body", Some("    more"))],
            "---\ntitle: A\n---\n    more\n",
        );
        let open = changed("---\ntitle: A\n---", &[("body", Some("New."))]);
        assert_eq!(open.as_deref(), Ok("---\ntitle: A\n---\nNew.\n"));
    }

    #[test]
    fn several_changes_of_one_file_do_not_disturb_each_other() {
        becomes(
            "---\ntitle: A\nrating: red\nreason: |\n  one\n  two\ndue: 2014-03-31\n---\nOld.\n",
            &[
                ("body", Some("New.")),
                ("due", None),
                ("action", Some("Act: now")),
                ("reason", Some("three")),
                ("rating", Some("amber")),
                ("updated", Some("2014-04-01")),
            ],
            "---\ntitle: A\nrating: amber\nreason: three\naction: \"Act: now\"\nupdated: 2014-04-01\n---\nNew.\n",
        );
    }

    #[test]
    fn front_matter_in_braces_is_left_to_people() {
        let text = "---\n{title: A, rating: red}\n---\n";
        let part = Part::Field("rating");
        assert_eq!(changed(text, &[("rating", Some("amber"))]), Err(Uneditable(part.clone())));
        assert_eq!(changed(text, &[("rating", None)]), Err(Uneditable(part.clone())));
        assert_eq!(changed(text, &[("lead", Some("L"))]), Err(Uneditable(Part::Field("lead"))));
    }

    fn added(kind: &str, front: &str, values: &[(&'static str, &str)]) -> Result<String, Uneditable> {
        let text = format!("---\n{front}---\n");
        let values = values.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        let changed =
            edit_and_add(&text, &document_in(kind, &text), &[], &[NewItem { list: "history", values }])?;
        let after = document_in(kind, &changed);
        assert!(after.diagnostics.is_empty(), "{changed}: {:?}", after.diagnostics);
        Ok(changed.trim_start_matches("---\n").trim_end_matches("---\n").to_owned())
    }

    #[test]
    fn an_item_follows_the_last_of_its_list_in_whatever_form_that_is() {
        let values = [("period", "Q1: April, \"May\""), ("actual", "71.6")];
        let new = "{period: \"Q1: April, \\\"May\\\"\", actual: 71.6}";
        for (front, expected) in [
            ("title: A\nowner: O\n", "title: A\nhistory:\n  - NEW\nowner: O\n"),
            ("title: A\nhistory:\nowner: O\n", "title: A\nhistory:\n  - NEW\nowner: O\n"),
            ("title: A\nhistory: # none\nowner: O\n", "title: A\nhistory: # none\n  - NEW\nowner: O\n"),
            (
                "title: A\nhistory:\n- period: X # first\n  actual: 1\n\n# a note\nowner: O\n",
                "title: A\nhistory:\n- period: X # first\n  actual: 1\n- NEW\n\n# a note\nowner: O\n",
            ),
            (
                "title: A\nhistory:\n    - {period: X}\n    - {period: Y, actual: 2} # so far\n",
                "title: A\nhistory:\n    - {period: X}\n    - {period: Y, actual: 2} # so far\n    - NEW\n",
            ),
            ("title: A\nhistory: []\n", "title: A\nhistory: [NEW]\n"),
            ("title: A\nhistory: [{period: X}]\n", "title: A\nhistory: [{period: X}, NEW]\n"),
        ] {
            let told = added("indicators", front, &values);
            assert_eq!(told, Ok(expected.replace("NEW", new)), "{front}");
        }
    }

    #[test]
    fn a_field_of_an_item_goes_and_the_item_stays() {
        let front = |milestones: &str| format!("---\ntitle: A\nmilestones:\n{milestones}---\n");
        for (before, after) in [
            ("  - title: M\n    rating: red # so\n    done: yes\n", "  - title: M\n    done: yes\n"),
            ("  - title: M\n    done: yes\n    rating: red\n", "  - title: M\n    done: yes\n"),
            ("  - rating: red\n    title: M\n", "  - title: M\n"),
            ("- {title: M, rating: red, done: yes}\n", "- {title: M, done: yes}\n"),
            ("  - {title: M, rating: red}\n", "  - {title: M}\n"),
            ("  - {rating: red, title: M}\n", "  - {title: M}\n"),
            ("  - title: M\n", "  - title: M\n"),
        ] {
            let text = front(before);
            let edits = [Edit { part: Part::Inner("milestones", 0, "rating"), to: None }];
            let changed = edit(&text, &document(&text), &edits);
            assert_eq!(changed, Ok(front(after)), "{before}");
        }
    }

    /// Front matter as people write it, with notes, blocks, quotation marks and either line end.
    fn pages() -> impl Strategy<Value = String> {
        let lines = [
            "rating: amber # since May",
            "order: 3",
            "lead: 'Head of it''s'",
            "reason: |\n  one\n\n  two",
            "action: >- # folded\n  a\n  b\n",
            "# a note\nupdated: 2014-03-31",
            "due:",
            "milestones:\n  - title: M\n    due: 2014-03-31\n# after",
            "risks: [{level: high, text: T}]",
            "extra:\n  own: \"x: y\"",
        ];
        let picked = proptest::sample::subsequence(lines.to_vec(), 0..=lines.len());
        let bodies = ["", "\n", "Text.", "\nText.\n\n- a\n", "---\nno end"];
        (picked, proptest::sample::select(bodies.to_vec()), any::<bool>()).prop_map(|(lines, body, crlf)| {
            let text = format!("---\ntitle: \"A: B\"\n{}\n---\n{body}", lines.join("\n"))
                .replace("\n\n---", "\n---");
            if crlf { text.replace('\n', "\r\n") } else { text }
        })
    }

    /// Texts with the characters that have a meaning in front matter, and with any others.
    fn texts() -> impl Strategy<Value = String> {
        prop_oneof![
            "[-a-z:#'\"|>&*!%@`{}\\[\\],? \n]{1,24}",
            "\\PC{1,20}",
            proptest::sample::select(vec!["---", "...", "null", "2014-03-31", "- a\n- b", "a\n\n\n  b\n"])
                .prop_map(str::to_owned),
        ]
    }

    fn without(document: &Document, name: &str) -> Vec<(String, Value)> {
        // Places move; values do not.
        fn bare(value: &Value) -> Value {
            let span = crate::diag::source::Span::new(Sources::default().add("", ""), 0..0);
            let node = |node: &Node| Node { value: bare(&node.value), span };
            match value {
                Value::List(items) => Value::List(items.iter().map(node).collect()),
                Value::Map(fields) => Value::Map(
                    fields
                        .iter()
                        .map(|(key, of)| {
                            (crate::diag::source::Spanned::new(key.value.clone(), span), node(of))
                        })
                        .collect(),
                ),
                other => other.clone(),
            }
        }
        let fields = document.fields.entries.iter().filter(|(key, _)| key.value != name);
        fields.map(|(key, node)| (key.value.clone(), bare(&node.value))).collect()
    }

    proptest! {
        #[test]
        fn a_change_of_one_field_changes_that_field_alone(
            page in pages(),
            name in proptest::sample::select(vec!["reason", "action", "lead"]),
            to in proptest::option::of(texts()),
        ) {
            let before = document(&page);
            prop_assert!(before.diagnostics.iter().all(|fault| fault.severity != Severity::Error), "{page}");
            let to = to.map(|to| tidy(&to)).filter(|to| !to.is_empty());
            let edits = [Edit { part: Part::Field(name), to: to.clone() }];
            match edit(&page, &before, &edits) {
                Ok(changed) => {
                    let after = document(&changed);
                    prop_assert!(after.diagnostics.iter().all(|fault| fault.severity != Severity::Error), "{changed}");
                    prop_assert_eq!(after.fields.text(name).map(|text| tidy(&text.value)), to);
                    prop_assert_eq!(without(&before, name), without(&after, name));
                    prop_assert_eq!(&page[before.markdown.clone()], &changed[after.markdown.clone()]);
                    // Every line that is not part of the field is still there, unchanged and in order.
                    let notes = |text: &str| text.lines().filter(|line| line.starts_with('#')).map(str::to_owned).collect::<Vec<_>>();
                    prop_assert_eq!(notes(&page), notes(&changed));
                    let bare = changed.replace("\r\n", "");
                    prop_assert!(!page.contains("\r\n") || !bare.contains('\n'), "line ends stay: {changed:?}");
                }
                // Only characters that front matter cannot hold are refused.
                Err(_) => prop_assert!(written(name, to.as_deref().unwrap_or("x")).is_none()),
            }
        }
    }
}
