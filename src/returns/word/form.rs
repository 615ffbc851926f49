//! A form in Word that somebody has filled in.
//!
//! In: bytes that anybody may have made. Out: what each field says, by its mark, and what stands outside of the fields.
//! A field is a content control with a mark as its tag. Where a program has dropped the tags, it is what a bookmark with
//! that name encloses. Tracked changes are taken as accepted. It must not know what a mark means.

use std::collections::{BTreeSet, HashMap, HashSet};

use roxmltree::{Node, NodeId};

use super::markdown::{self, Block};
use super::read::{Reader, Wanted, beginning, with_reader};
use super::xml::{child, child_value, name, switch, value};
use crate::returns::memory::{fingerprint, read_mark};
use crate::returns::office::package::{self, Package};
use crate::returns::office::{LARGEST, ReadError};
use crate::text::count_of;

/// How many fields a paragraph may have: a form has one, and somebody may have joined a few. Each is read on its own.
const MOST_FIELDS: usize = 64;
/// What a form keeps for the program has this namespace.
const NAMESPACE: &str = "urn:cabinet-report:form";

/// A form as it came back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FilledIn {
    /// The report that it is about, if the form still says so.
    pub report: Option<String>,
    /// Its fields, in their order.
    pub answers: Vec<Answer>,
    /// What somebody has written outside of the fields.
    pub strays: Vec<Stray>,
    /// What was left out or taken for granted, besides.
    pub notes: Vec<String>,
    /// Whether the form still knows what stood outside its fields when it was made.
    pub is_whole: bool,
}

/// What one field says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// The mark of the field.
    pub mark: String,
    /// What the form calls the field.
    pub name: String,
    /// The heading above it.
    pub under: String,
    /// What it says, as plain text.
    pub plain: String,
    /// What it says, as Markdown.
    pub markdown: String,
    /// Whether there is a table in it, of which plain text has only the words.
    pub has_table: bool,
    /// What of it was left out or taken for granted.
    pub notes: Vec<String>,
}

/// A text outside of the fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stray {
    /// The heading above it.
    pub under: String,
    /// What it says.
    pub text: String,
}

/// Reads a form; nothing if the document is none.
///
/// # Errors
///
/// If the bytes are no Word document, or hold more than anybody writes; the message says what to do.
pub fn read(bytes: &[u8]) -> Result<Option<FilledIn>, ReadError> {
    let package = super::open(bytes)?;
    let kept = Kept::of(&package);
    let found = with_reader(&package, |reader, body| Found::of(reader, body, kept.as_ref()))?;
    let is_form = kept.is_some() || !found.answers.is_empty();
    let notes = found.notes;
    Ok(is_form.then(|| FilledIn {
        is_whole: kept.is_some(),
        report: kept.and_then(|kept| kept.report),
        answers: found.answers,
        strays: found.strays,
        notes,
    }))
}

/// Whether a document is a form, or was one.
pub fn is_form(bytes: &[u8]) -> bool {
    matches!(read(bytes), Ok(Some(_)))
}

/// What a form about that report must keep, so that it is known when it comes back what stood outside its fields.
pub fn outside_fields(form: &[u8], report: &str) -> String {
    let found = Package::read(form, LARGEST).ok().and_then(|package| {
        // Nothing is known yet, so everything outside is as if somebody had written it.
        let kept = Kept::default();
        with_reader(&package, |reader, body| Found::of(reader, body, Some(&kept))).ok()
    });
    let found = found.unwrap_or_default();
    let prints = |texts: &BTreeSet<String>| texts.iter().cloned().collect::<Vec<_>>().join(" ");
    let told = found.strays.iter().map(|stray| print(&stray.text)).collect();
    let report = report.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    format!(
        "<form xmlns=\"{NAMESPACE}\" report=\"{report}\"><told>{}</told><empty>{}</empty></form>",
        prints(&told),
        prints(&found.empty)
    )
}

/// The fingerprint of a text, however its spaces are kept.
fn print(text: &str) -> String {
    fingerprint(&text.split_whitespace().collect::<Vec<_>>())
}

/// What a form keeps.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Kept {
    report: Option<String>,
    /// The fingerprints of what stood outside its fields.
    told: BTreeSet<String>,
    /// The fingerprints of what stands in fields in which there is nothing.
    empty: BTreeSet<String>,
}

impl Kept {
    /// What is kept in a document, if it is a form.
    fn of(package: &Package) -> Option<Self> {
        let main = package.main()?;
        let relations = package.relations(&main);
        let kept = relations.iter().filter(|relation| relation.kind == "customXml" && !relation.is_outside);
        // However many lead to the same part, it is looked at once.
        let paths: BTreeSet<&str> = kept.map(|relation| relation.target.as_str()).collect();
        paths.into_iter().filter_map(|path| package.text(path)).find_map(|text| {
            // Data of others may be large, and is not looked at.
            let document = text.contains(NAMESPACE).then(|| package::parsed(text).ok())??;
            let form = document.root_element();
            if form.tag_name().name() != "form" || form.tag_name().namespace() != Some(NAMESPACE) {
                return None;
            }
            let prints = |name: &str| {
                let text = child(form, name).and_then(|node| node.text()).unwrap_or_default();
                text.split_whitespace().map(str::to_owned).collect()
            };
            let report = value(form, "report").map(str::to_owned);
            Some(Self { report, told: prints("told"), empty: prints("empty") })
        })
    }
}

/// What is found in a document.
#[derive(Debug, Default)]
struct Found {
    answers: Vec<Answer>,
    strays: Vec<Stray>,
    notes: Vec<String>,
    /// The fingerprints of what shows in fields in which there is nothing.
    empty: BTreeSet<String>,
}

impl Found {
    fn of<'a>(reader: &mut Reader<'a>, body: Node<'a, '_>, kept: Option<&Kept>) -> Self {
        let mut marked = Marked::default();
        marked.look_for_tags(body);
        marked.walk(body, None);
        reader.owners = std::mem::take(&mut marked.owners);
        let empty: BTreeSet<String> = marked.showing.iter().map(|text| print(text)).collect();
        let mut found = Self { empty, ..Self::default() };
        let mut under = String::new();
        let mut last_table = None;
        for stretch in &marked.stretches {
            if reader.is_full() {
                break;
            }
            match *stretch {
                Stretch::Outside(node) => {
                    reader.want(Wanted::Outside);
                    reader.paragraph(node);
                    let blocks = std::mem::take(&mut reader.blocks);
                    let text = markdown::typed(&blocks, true).trim().to_owned();
                    let is_told = kept.is_none_or(|kept| kept.told.contains(&print(&text)));
                    if let (Some(Block::Heading(..)), true) = (blocks.first(), is_told || under.is_empty()) {
                        under = beginning([text.as_str()], "");
                    }
                    if text.is_empty() || is_told {
                        continue;
                    }
                    // The cells of a table are told of together.
                    let table = node.ancestors().find(|above| name(*above) == "tbl").map(|table| table.id());
                    let same = found.strays.last_mut().filter(|_| table.is_some() && table == last_table);
                    match same {
                        Some(stray) => {
                            stray.text.push_str(" | ");
                            stray.text.push_str(&text);
                        }
                        None => found.strays.push(Stray { under: under.clone(), text }),
                    }
                    last_table = table;
                }
                Stretch::Field(index) => {
                    if let Some(field) = marked.fields.get(index) {
                        let left = std::mem::take(&mut reader.left);
                        let answer = answer(reader, index, field, &under, kept);
                        reader.left = left;
                        found.answers.push(answer);
                    }
                }
            }
        }
        // What was tracked was counted on the way: a paragraph may have been read for several fields.
        (reader.left.inserted, reader.left.deleted) = (0, 0);
        if marked.tracked > 0 {
            found.notes.push(format!("{} taken as accepted", count_of(marked.tracked, "tracked change")));
        }
        found.notes.extend(reader.left.notes());
        found
    }
}

/// Reads one field.
fn answer<'a>(
    reader: &mut Reader<'a>,
    index: usize,
    field: &Field<'a, '_>,
    under: &str,
    kept: Option<&Kept>,
) -> Answer {
    reader.want(Wanted::Field(index));
    for block in &field.blocks {
        match name(*block) {
            "tbl" => reader.table(*block),
            _ => reader.paragraph(*block),
        }
    }
    let blocks = std::mem::take(&mut reader.blocks);
    (reader.left.inserted, reader.left.deleted) = (0, 0);
    let [plain, markdown] = [true, false].map(|is_plain| markdown::typed(&blocks, is_plain));
    // Some programs forget that a field shows only what to do with it.
    let is_empty = kept.is_some_and(|kept| kept.empty.contains(&print(&plain)));
    let [plain, markdown] = if is_empty { [String::new(), String::new()] } else { [plain, markdown] };
    Answer {
        mark: field.mark.to_owned(),
        name: field.name.unwrap_or_default().to_owned(),
        under: under.to_owned(),
        plain,
        markdown,
        has_table: blocks.iter().any(|block| matches!(block, Block::Table(_))),
        notes: std::mem::take(&mut reader.left).notes(),
    }
}

/// A field of the form.
#[derive(Debug)]
struct Field<'a, 'd> {
    mark: &'a str,
    name: Option<&'a str>,
    /// The paragraphs and tables that hold what it says.
    blocks: Vec<Node<'a, 'd>>,
}

/// What stands one after another in a form.
#[derive(Debug, Clone, Copy)]
enum Stretch<'a, 'd> {
    /// A paragraph of which at least a part is in no field.
    Outside(Node<'a, 'd>),
    /// A field, by its number.
    Field(usize),
}

/// The fields of a form, and to which of them each run belongs.
#[derive(Debug, Default)]
struct Marked<'a, 'd> {
    fields: Vec<Field<'a, 'd>>,
    stretches: Vec<Stretch<'a, 'd>>,
    owners: HashMap<NodeId, usize>,
    /// The marks that are tags; bookmarks of the same name are of no use then.
    tags: BTreeSet<&'a str>,
    /// Bookmarks that end somewhere.
    ends: BTreeSet<&'a str>,
    /// The bookmark that is open: its number and its field.
    open: Option<(&'a str, usize)>,
    /// Controls that somebody has deleted while changes were tracked begin and end with such a number.
    deleting: BTreeSet<&'a str>,
    /// How many controls are open that show only what to do with them.
    showing_depth: usize,
    /// What they show.
    showing: Vec<String>,
    tracked: usize,
    /// The paragraph or table that is read, and how many fields there may still be in it.
    block: Option<Node<'a, 'd>>,
    room: usize,
    /// The paragraphs of which a part is in no field.
    outside: HashSet<NodeId>,
}

impl<'a, 'd> Marked<'a, 'd> {
    fn look_for_tags(&mut self, body: Node<'a, 'd>) {
        for node in body.descendants() {
            match name(node) {
                "sdtPr" => self.tags.extend(mark_of(node)),
                "bookmarkEnd" => self.ends.extend(value(node, "id")),
                _ => {}
            }
        }
    }

    fn field(&mut self, mark: &'a str, name: Option<&'a str>) -> Option<usize> {
        if self.block.is_some() {
            self.room = self.room.checked_sub(1)?;
        }
        self.stretches.push(Stretch::Field(self.fields.len()));
        self.fields.push(Field { mark, name, blocks: Vec::new() });
        Some(self.fields.len() - 1)
    }

    /// Goes through what is below a node; `inside` is the field that its control is.
    fn walk(&mut self, parent: Node<'a, 'd>, inside: Option<usize>) {
        for node in parent.children() {
            match name(node) {
                "r" => self.run(node, inside),
                "p" => self.block(node, inside),
                "tbl" if inside.or(self.open_field()).is_some() => self.block(node, inside),
                "ins" | "moveTo" => {
                    self.tracked += 1;
                    self.walk(node, inside);
                }
                "del" | "moveFrom" => self.tracked += 1,
                "sdt" => self.control(node, inside),
                "bookmarkStart" => {
                    let mark = value(node, "name").filter(|mark| read_mark(mark).is_some());
                    let id = value(node, "id").filter(|id| self.ends.contains(id));
                    if let (Some(mark), Some(id)) = (mark.filter(|mark| !self.tags.contains(mark)), id) {
                        self.open = self.field(mark, None).map(|field| (id, field));
                    }
                }
                "bookmarkEnd" => {
                    self.open = self.open.filter(|(id, _)| Some(*id) != value(node, "id"));
                }
                "customXmlDelRangeStart" | "customXmlMoveFromRangeStart" => {
                    self.deleting.extend(value(node, "id"));
                }
                "customXmlDelRangeEnd" | "customXmlMoveFromRangeEnd" => {
                    _ = value(node, "id").map(|id| self.deleting.remove(id));
                }
                // What says how something looks, and the same thing again for old programs.
                "pPr" | "rPr" | "sectPr" | "tblPr" | "tblGrid" | "trPr" | "tcPr" | "sdtPr" | "Fallback" => {}
                _ => self.walk(node, inside),
            }
        }
    }

    /// A paragraph, or a table in a field. Within a table of a field, the table is what is read.
    fn block(&mut self, node: Node<'a, 'd>, inside: Option<usize>) {
        let (outer, room) = (self.block, self.room);
        if outer.is_none_or(|outer| name(outer) != "tbl") {
            (self.block, self.room) = (Some(node), MOST_FIELDS);
        }
        self.walk(node, inside);
        (self.block, self.room) = (outer, room);
    }

    fn control(&mut self, node: Node<'a, 'd>, inside: Option<usize>) {
        let properties = child(node, "sdtPr");
        let mark = properties.and_then(mark_of).filter(|_| self.deleting.is_empty());
        let inside = match mark {
            Some(mark) => self.field(mark, properties.and_then(|node| child_value(node, "alias"))),
            None => inside,
        };
        let shows = properties.and_then(|node| switch(node, "showingPlcHdr")) == Some(true);
        self.showing_depth += usize::from(shows);
        if let Some(content) = child(node, "sdtContent") {
            self.walk(content, inside);
        }
        self.showing_depth -= usize::from(shows);
    }

    fn open_field(&self) -> Option<usize> {
        self.open.map(|(_, field)| field)
    }

    fn run(&mut self, run: Node<'a, 'd>, inside: Option<usize>) {
        if self.showing_depth > 0 {
            let texts = run.children().filter(|node| name(*node) == "t").filter_map(|node| node.text());
            self.showing.push(texts.collect());
            // It belongs to no field, and to nothing else either.
            self.owners.insert(run.id(), usize::MAX);
            return;
        }
        let Some(block) = self.block else { return };
        match inside.or(self.open_field()) {
            Some(field) => {
                self.owners.insert(run.id(), field);
                if let Some(field) = self.fields.get_mut(field)
                    && field.blocks.last() != Some(&block)
                {
                    field.blocks.push(block);
                }
            }
            None => {
                if self.outside.insert(block.id()) {
                    self.stretches.push(Stretch::Outside(block));
                }
            }
        }
    }
}

/// The mark that the tag of a control is.
fn mark_of<'a>(properties: Node<'a, '_>) -> Option<&'a str> {
    child_value(properties, "tag").filter(|tag| read_mark(tag).is_some())
}
