//! Reads the text of a Word document, and says what it leaves out.
//!
//! In: the parts of a document that anybody may have made. Out: paragraphs and tables in their order, with headings and
//! lists known by their styles, as Word knows them. Tracked changes are taken as accepted. What is not text (comments,
//! boxes, pictures) is named, so that nothing goes missing unseen.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::iter::successors;

use roxmltree::{Document, Node, NodeId};

use super::markdown::{Block, Look, Piece};
use super::pictures::{Picture, Pictures};
use super::xml::{child, child_value, name, switch, value};
use super::{damaged, too_large};
use crate::content::limits::LONGEST_ADDRESS;
use crate::returns::office::package::{self, Package};
use crate::returns::office::{LARGEST, ReadError, Trouble};
use crate::text::{count_of, shorten};

/// How deep the parts of a document may lie in one another. Word itself goes a few dozen deep.
const DEEPEST: usize = 256;
/// How many bytes everything that is read may take. A document is no longer than it is large, but it can refer to one long
/// address many times, and the short rows of a table become as long as the longest.
const MOST_READ: usize = LARGEST;
/// What a piece of a line or a cell of a table takes besides its words.
const PIECE: usize = 32;
/// How much of the code of a field is read, in bytes: the longest address, and what stands around it.
const LONGEST_CODE: usize = LONGEST_ADDRESS + 100;
/// How many levels a list has in Word.
const LEVELS: usize = 9;
/// How many letters of a comment, a box or a heading above a field are kept, so that two can be told apart.
const MOST_TOLD: usize = 200;
/// Before the number of a comment of which nobody knows what it says.
const NAMELESS: char = '\u{0}';
/// How many pictures a text may bring in. No narrative of one entry has as many.
const MOST_PICTURES: usize = 100;
/// How far a style may be based on others.
const MOST_STEPS: usize = 20;

/// What a document says.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) blocks: Vec<Block>,
    /// The pictures that are shown, by their numbers.
    pub(super) pictures: Vec<Picture>,
    /// What was left out or taken for granted.
    pub(super) notes: Vec<String>,
}

/// Reads the text and its pictures.
pub(super) fn read(package: &Package) -> Result<Said, ReadError> {
    with_reader(package, |reader, body| {
        reader.blocks(body);
        Said {
            blocks: std::mem::take(&mut reader.blocks),
            pictures: std::mem::take(&mut reader.shown),
            notes: reader.left.notes(),
        }
    })
}

/// Reads a document with a reader that knows its styles, lists, addresses and comments; it is given the body.
pub(super) fn with_reader<T>(
    package: &Package,
    read: impl for<'a, 'd> FnOnce(&mut Reader<'a>, Node<'a, 'd>) -> T,
) -> Result<T, ReadError> {
    let main = package.main().ok_or_else(|| damaged("it has no text"))?;
    let text = package.text(&main).ok_or_else(|| damaged("it has no text"))?;
    let document = parsed(text)?;
    let body = document
        .descendants()
        .find(|node| name(*node) == "body" && node.parent() == Some(document.root_element()));
    let body = body.ok_or_else(|| damaged("it has no text"))?;
    let relations = package.relations(&main);
    let part = |kind: &str| {
        let relation = relations.iter().find(|relation| relation.kind == kind && !relation.is_outside);
        relation.and_then(|relation| package.text(&relation.target)).unwrap_or("<none/>")
    };
    let (styles, numbering) = (parsed(part("styles"))?, parsed(part("numbering"))?);
    let comments = parsed(part("comments"))?;
    let addresses = relations.iter().filter(|relation| relation.kind == "hyperlink" && relation.is_outside);
    let mut reader = Reader {
        styles: styles_of(&styles),
        lists: Lists::of(&numbering),
        addresses: addresses.map(|relation| (relation.id.as_str(), Address::of(&relation.target))).collect(),
        comments: comments_of(&comments),
        pictures: Pictures::new(package, &relations),
        shown: Vec::new(),
        counts: BTreeMap::new(),
        blocks: Vec::new(),
        left: Left::default(),
        fields: Vec::new(),
        owners: HashMap::new(),
        wanted: Wanted::Everything,
        room: Some(MOST_READ),
    };
    let found = read(&mut reader, body);
    reader.room.map(|_| found).ok_or_else(too_large)
}

/// A part as XML that is not too deep.
fn parsed(text: &str) -> Result<Document<'_>, ReadError> {
    let document = package::parsed(text).map_err(|why| match why {
        Trouble::TooLarge => too_large(),
        Trouble::Damaged(why) => damaged(&why),
    })?;
    let mut depths = HashMap::new();
    for node in document.descendants() {
        let above = node.parent().and_then(|parent| depths.get(&parent.id())).copied().unwrap_or(0);
        if above >= DEEPEST {
            return Err(damaged("its parts lie too deep in one another"));
        }
        depths.insert(node.id(), above + 1);
    }
    Ok(document)
}

/// What a paragraph or a run is by its style.
#[derive(Debug, Clone, Copy, Default)]
struct Style {
    /// The level of a heading, by the style's name.
    heading: Option<usize>,
    /// How deep in a list, by the style's name: Word's own styles for lists within lists, such as "List Bullet 2", are lists
    /// of one level each.
    depth: Option<usize>,
    outline: Option<usize>,
    list: Option<(i64, usize)>,
    is_contents: bool,
    is_quote: bool,
    look: Look,
}

impl Style {
    /// What a style says by itself.
    fn of(style: Node<'_, '_>) -> Self {
        let name = child_value(style, "name").unwrap_or_default().to_lowercase();
        let heading = match name.as_str() {
            "title" => Some(1),
            name => name.strip_prefix("heading ").and_then(|level| level.trim().parse().ok()),
        };
        let depth = ["list bullet ", "list number "].iter().find_map(|kind| name.strip_prefix(kind));
        let paragraph = child(style, "pPr");
        Self {
            heading: heading.filter(|level| *level > 0),
            depth: depth.and_then(|depth| depth.trim().parse::<usize>().ok()?.checked_sub(1)),
            outline: paragraph.and_then(|node| child_value(node, "outlineLvl")?.parse().ok()),
            list: paragraph.and_then(list_in),
            is_contents: name.starts_with("toc "),
            is_quote: matches!(name.as_str(), "quote" | "intense quote" | "block text"),
            look: child(style, "rPr").map(|node| look_in(node, Look::default())).unwrap_or_default(),
        }
    }

    /// What it is with what it is based on.
    fn or(self, base: &Self) -> Self {
        Self {
            heading: self.heading.or(base.heading),
            depth: self.depth.or(base.depth),
            outline: self.outline.or(base.outline),
            list: self.list.or(base.list),
            is_contents: self.is_contents || base.is_contents,
            is_quote: self.is_quote || base.is_quote,
            look: self.look.or(base.look),
        }
    }
}

fn styles_of<'a>(document: &'a Document<'_>) -> BTreeMap<&'a str, Style> {
    let all = document.root_element().children().filter(|node| name(*node) == "style");
    let (ids, nodes): (Vec<&str>, Vec<_>) =
        all.filter_map(|node| Some((value(node, "styleId")?, node))).unzip();
    let places: BTreeMap<&str, usize> = ids.into_iter().zip(0..).collect();
    let own: Vec<Style> = nodes.iter().map(|node| Style::of(*node)).collect();
    let base = |node: &Node<'_, '_>| places.get(child_value(*node, "basedOn")?).copied();
    let bases: Vec<Option<usize>> = nodes.iter().map(base).collect();
    let whole = |place: usize| {
        let chain = successors(Some(place), |place| bases[*place]).take(MOST_STEPS);
        chain.fold(Style::default(), |style, place| style.or(&own[place]))
    };
    places.into_iter().map(|(id, place)| (id, whole(place))).collect()
}

/// The list and the level that a paragraph or a style is in.
fn list_in(properties: Node<'_, '_>) -> Option<(i64, usize)> {
    let numbers = child(properties, "numPr")?;
    let level: usize = child_value(numbers, "ilvl").and_then(|level| level.parse().ok()).unwrap_or(0);
    // A list that nobody knows has bullets.
    let list = child_value(numbers, "numId").and_then(|id| id.parse().ok()).unwrap_or(-1);
    Some((list, level.min(LEVELS - 1)))
}

fn look_in(properties: Node<'_, '_>, before: Look) -> Look {
    let height = child_value(properties, "vertAlign");
    Look {
        is_strong: switch(properties, "b").unwrap_or(before.is_strong),
        is_slanted: switch(properties, "i").unwrap_or(before.is_slanted),
        is_struck: switch(properties, "strike").unwrap_or(before.is_struck),
        is_raised: height.map_or(before.is_raised, |height| height == "superscript"),
        is_lowered: height.map_or(before.is_lowered, |height| height == "subscript"),
    }
}

/// How one level of a list is numbered.
#[derive(Debug, Clone, Copy)]
struct Level<'a> {
    numerals: &'a str,
    around: Around,
    first: u64,
}

/// What stands around the number of a level.
#[derive(Debug, Clone, Copy)]
enum Around {
    Brackets,
    Bracket,
    FullStop,
}

impl Around {
    /// What stands around the last number: "1.2)" has the bracket of its own level.
    fn of(text: &str) -> Self {
        let rest = text.rsplit_once('%').map_or("", |(_, rest)| rest);
        match rest.trim_start_matches(|c: char| c.is_ascii_digit()).trim() {
            ")" if text.trim_start().starts_with('(') => Self::Brackets,
            ")" => Self::Bracket,
            _ => Self::FullStop,
        }
    }
}

/// The levels of a kind of list.
type Levels<'a> = BTreeMap<usize, Level<'a>>;

/// The lists of a document, and the kinds that they are of.
#[derive(Debug, Default)]
struct Lists<'a> {
    kinds: BTreeMap<i64, Levels<'a>>,
    /// The kind of each list, and where its levels begin if not as the kind says.
    lists: BTreeMap<i64, (i64, BTreeMap<usize, u64>)>,
}

impl<'a> Lists<'a> {
    fn of(document: &'a Document<'_>) -> Self {
        let all = |wanted: &'static str| {
            document.root_element().children().filter(move |node| name(*node) == wanted)
        };
        let place =
            |node: Node<'_, '_>| value(node, "ilvl")?.parse::<usize>().ok().filter(|level| *level < LEVELS);
        let level = |node: Node<'a, '_>| {
            let level = Level {
                numerals: child_value(node, "numFmt").unwrap_or("decimal"),
                around: Around::of(child_value(node, "lvlText").unwrap_or_default()),
                first: child_value(node, "start").and_then(|start| start.parse().ok()).unwrap_or(1),
            };
            Some((place(node)?, level))
        };
        let kind = |kind: Node<'a, '_>| {
            let levels = kind.children().filter(|node| name(*node) == "lvl").filter_map(level);
            Some((value(kind, "abstractNumId")?.parse().ok()?, levels.collect()))
        };
        let begins = |other: Node<'_, '_>| {
            let start = child_value(other, "startOverride")?;
            Some((place(other)?, start.parse().ok()?))
        };
        let list = |list: Node<'_, '_>| {
            let others = list.children().filter(|node| name(*node) == "lvlOverride").filter_map(begins);
            let kind = child_value(list, "abstractNumId")?.parse().ok()?;
            Some((value(list, "numId")?.parse().ok()?, (kind, others.collect())))
        };
        Self {
            kinds: all("abstractNum").filter_map(kind).collect(),
            lists: all("num").filter_map(list).collect(),
        }
    }

    /// How a level of a list is numbered.
    fn level(&self, list: i64, level: usize) -> Option<Level<'a>> {
        let (kind, starts) = self.lists.get(&list)?;
        let known = *self.kinds.get(kind)?.get(&level)?;
        Some(Level { first: starts.get(&level).copied().unwrap_or(known.first), ..known })
    }
}

/// What each comment says, by its number.
fn comments_of<'a>(document: &'a Document<'_>) -> BTreeMap<&'a str, String> {
    let comments = document.root_element().children().filter(|node| name(*node) == "comment");
    let said = |comment: Node<'_, '_>| {
        let texts = comment.descendants().filter(|node| name(*node) == "t").filter_map(|node| node.text());
        beginning(texts, " ")
    };
    comments.filter_map(|comment| Some((value(comment, "id")?, said(comment)))).collect()
}

/// The beginning of some texts, with what stands between them: as much as tells it from others.
pub(super) fn beginning<'a>(texts: impl IntoIterator<Item = &'a str>, between: &str) -> String {
    let mut out = String::new();
    for text in texts {
        if !out.is_empty() {
            out.push_str(between);
        }
        out.extend(text.chars().take(MOST_TOLD));
        if out.len() >= MOST_TOLD {
            break;
        }
    }
    out
}

/// What was left out or taken for granted.
#[derive(Debug, Default)]
pub(super) struct Left {
    pub(super) inserted: usize,
    pub(super) deleted: usize,
    comments: BTreeSet<String>,
    boxes: Vec<String>,
    merged: usize,
    nested: usize,
    /// Whole sentences.
    pictures: Vec<String>,
    /// Those beyond what one text may have.
    more_pictures: usize,
    notes: usize,
    contents: usize,
    hidden: usize,
    addresses: BTreeSet<String>,
    others: BTreeSet<&'static str>,
}

impl Left {
    pub(super) fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        let changes = self.inserted + self.deleted;
        if changes > 0 {
            notes.push(format!("{} taken as accepted", count_of(changes, "tracked change")));
        }
        let mut say = |count: usize, noun: &str, what: &str| {
            if count > 0 {
                notes.push(format!("{} {what}", count_of(count, noun)));
            }
        };
        let silent = self.comments.iter().filter(|said| said.starts_with(NAMELESS)).count();
        say(silent, "comment", "left out");
        say(self.notes, "footnote or endnote", "left out: put what it says into the text");
        say(self.merged, "merged cell", "split: what it said stands in the first of the cells");
        say(self.nested, "table in a table", "written as text");
        say(self.contents, "line of a table of contents", "left out: the report makes its own");
        say(self.hidden, "hidden text", "left out");
        for said in self.comments.iter().filter(|said| !said.starts_with(NAMELESS)) {
            notes.push(format!("a comment left out: \u{201c}{}\u{201d}", shorten(said)));
        }
        for words in &self.boxes {
            notes.push(format!("a text box left out: \u{201c}{}\u{201d}", shorten(words)));
        }
        notes.extend(self.pictures.iter().cloned());
        if self.more_pictures > 0 {
            notes.push(format!(
                "{} left out: a text may bring in {MOST_PICTURES} at most",
                count_of(self.more_pictures, "more picture")
            ));
        }
        for address in &self.addresses {
            notes.push(format!(
                "a link left out, and its words kept: `{}` leads to no web page",
                shorten(address)
            ));
        }
        for what in &self.others {
            notes.push(format!("{what} left out"));
        }
        notes
    }
}

/// A field, such as a link that Word keeps as a code and a result.
#[derive(Debug, Default)]
struct Field {
    code: String,
    /// Where its code leads, as far as it is read.
    address: Option<String>,
    is_result: bool,
}

/// An address, and whether a report may lead there.
#[derive(Debug, Clone, Copy)]
struct Address<'a> {
    text: &'a str,
    is_of_web: bool,
}

impl<'a> Address<'a> {
    fn of(text: &'a str) -> Self {
        Self { text, is_of_web: is_of_web(text) }
    }
}

/// Which runs of a document are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// All of them.
    Everything,
    /// Those of one field of a form.
    Field(usize),
    /// Those that are in no field.
    Outside,
}

pub(super) struct Reader<'a> {
    styles: BTreeMap<&'a str, Style>,
    lists: Lists<'a>,
    addresses: BTreeMap<&'a str, Address<'a>>,
    comments: BTreeMap<&'a str, String>,
    pictures: Pictures<'a>,
    /// The pictures that are shown, by their numbers.
    shown: Vec<Picture>,
    /// The last number of each list at each level.
    counts: BTreeMap<i64, [Option<u64>; LEVELS]>,
    pub(super) blocks: Vec<Block>,
    pub(super) left: Left,
    /// The fields, such as links, that are open.
    fields: Vec<Field>,
    /// To which field of a form each run belongs, where it belongs to any.
    pub(super) owners: HashMap<NodeId, usize>,
    /// Which runs are read.
    wanted: Wanted,
    /// How many bytes may still be read; nothing once there were more.
    room: Option<usize>,
}

impl<'a> Reader<'a> {
    /// Takes up room for something with so many bytes of words. If there is none left, nothing more is read.
    fn takes(&mut self, bytes: usize) -> bool {
        self.room = self.room.and_then(|room| room.checked_sub(bytes.saturating_add(PIECE)));
        self.room.is_some()
    }

    /// Whether there was more than may be read.
    pub(super) fn is_full(&self) -> bool {
        self.room.is_none()
    }

    /// The style of that id.
    fn style(&self, id: Option<&str>) -> Style {
        id.and_then(|id| self.styles.get(id)).copied().unwrap_or_default()
    }

    /// From here on, reads only that.
    pub(super) fn want(&mut self, wanted: Wanted) {
        self.wanted = wanted;
        // What is open in one field says nothing of another.
        self.fields.clear();
    }

    pub(super) fn blocks(&mut self, parent: Node<'a, '_>) {
        for node in parent.children() {
            if self.is_full() {
                return;
            }
            match name(node) {
                "p" => self.paragraph(node),
                "tbl" => self.table(node),
                "ins" | "moveTo" => {
                    self.left.inserted += 1;
                    self.blocks(node);
                }
                "sdt" => {
                    if let Some(content) = child(node, "sdtContent") {
                        self.blocks(content);
                    }
                }
                "customXml" | "smartTag" => self.blocks(node),
                "altChunk" => _ = self.left.others.insert("another document inside this one"),
                _ => {}
            }
        }
    }

    pub(super) fn paragraph(&mut self, node: Node<'a, '_>) {
        let properties = child(node, "pPr");
        let style = self.style(properties.and_then(|node| child_value(node, "pStyle")));
        let outline = properties.and_then(|node| child_value(node, "outlineLvl")?.parse().ok());
        let outline = outline.or(style.outline);
        let list = properties.and_then(list_in).or(style.list).filter(|(id, _)| *id != 0);
        let mut pieces = Vec::new();
        self.runs(node, Look::default(), &mut pieces);
        if style.is_contents {
            self.left.contents += 1;
            return;
        }
        if !pieces.iter().any(has_words) {
            return;
        }
        let heading =
            style.heading.or_else(|| outline.filter(|level| *level < 9).map(|level: usize| level + 1));
        if let (None, Some((id, level))) = (heading, list) {
            let depth = style.depth.map_or(0, |depth| depth.min(LEVELS - 1));
            let block = Block::Item(depth.max(level), self.marker(id, level), pieces);
            self.blocks.push(block);
            return;
        }
        let (pieces, pictures) = parted(pieces);
        if pieces.iter().any(has_words) {
            self.blocks.push(match heading {
                Some(level) => Block::Heading(level, pieces),
                None if style.is_quote => Block::Quote(pieces),
                None => Block::Paragraph(pieces),
            });
        }
        self.blocks.extend(pictures.into_iter().map(|picture| Block::Paragraph(vec![picture])));
    }

    /// What stands before the next item of a list.
    fn marker(&mut self, id: i64, level: usize) -> String {
        let known = self.lists.level(id, level);
        let Some(kind) = known.filter(|kind| !matches!(kind.numerals, "bullet" | "none")) else {
            return "-".to_owned();
        };
        let counts = self.counts.entry(id).or_default();
        // An item further out ends the lists within it.
        counts[level + 1..].fill(None);
        let number = counts[level].unwrap_or(kind.first.saturating_sub(1)).saturating_add(1);
        counts[level] = Some(number);
        let letter = |number: u64| {
            let at = u32::try_from((number.saturating_sub(1)) % 26).unwrap_or(0);
            char::from_u32(u32::from('a') + at).unwrap_or('a').to_string()
        };
        let written = match kind.numerals {
            "lowerLetter" => letter(number),
            "upperLetter" => letter(number).to_uppercase(),
            "lowerRoman" => roman(number),
            "upperRoman" => roman(number).to_uppercase(),
            _ => number.to_string(),
        };
        match kind.around {
            Around::Brackets => format!("({written})"),
            Around::Bracket => format!("{written})"),
            Around::FullStop => format!("{written}."),
        }
    }

    pub(super) fn table(&mut self, node: Node<'a, '_>) {
        let mut rows = Vec::new();
        for row in node.descendants().filter(|row| name(*row) == "tr" && table_of(*row) == Some(node)) {
            let mut cells = Vec::new();
            for cell in row.descendants().filter(|cell| name(*cell) == "tc" && table_of(*cell) == Some(node))
            {
                let properties = child(cell, "tcPr");
                let span = properties.and_then(|node| child_value(node, "gridSpan")?.parse::<usize>().ok());
                let span = span.unwrap_or(1).clamp(1, 100);
                let is_continued = properties
                    .and_then(|node| child(node, "vMerge"))
                    .is_some_and(|merge| value(merge, "val").is_none_or(|value| value == "continue"));
                if span > 1 || is_continued {
                    self.left.merged += 1;
                }
                if !self.takes(span.saturating_mul(PIECE)) {
                    return;
                }
                cells.push(self.cell(cell));
                cells.extend((1..span).map(|_| Vec::new()));
            }
            rows.push(cells);
        }
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        if !self.takes(width.saturating_mul(rows.len()).saturating_mul(PIECE)) {
            return;
        }
        if rows.iter().flatten().flatten().any(has_words) {
            self.blocks.push(Block::Table(rows));
        }
    }

    /// The paragraphs of a cell, a line for each.
    fn cell(&mut self, cell: Node<'a, '_>) -> Vec<Piece> {
        let outer = std::mem::take(&mut self.blocks);
        self.blocks(cell);
        let inner = std::mem::replace(&mut self.blocks, outer);
        let mut pieces: Vec<Piece> = Vec::new();
        for block in inner {
            let line = match block {
                Block::Heading(_, pieces) | Block::Paragraph(pieces) | Block::Quote(pieces) => pieces,
                Block::Item(_, marker, mut pieces) => {
                    let marker = if marker == "-" { "\u{2022}".to_owned() } else { marker };
                    pieces.insert(0, Piece::Text(format!("{marker} "), Look::default()));
                    pieces
                }
                Block::Table(rows) => {
                    self.left.nested += 1;
                    rows.into_iter()
                        .flatten()
                        .flat_map(|cell| cell.into_iter().chain([Piece::Text(" ".into(), Look::default())]))
                        .collect()
                }
            };
            if !pieces.is_empty() {
                pieces.push(Piece::Break);
            }
            pieces.extend(line);
        }
        pieces
    }

    /// The pieces of what is in a paragraph.
    fn runs(&mut self, parent: Node<'a, '_>, look: Look, out: &mut Vec<Piece>) {
        for node in parent.children() {
            if self.is_full() {
                return;
            }
            match name(node) {
                "r" => self.run(node, look, out),
                "ins" | "moveTo" => {
                    self.left.inserted += 1;
                    self.runs(node, look, out);
                }
                "del" | "moveFrom" => self.left.deleted += 1,
                "hyperlink" => {
                    let mut inner = Vec::new();
                    self.runs(node, look, &mut inner);
                    let id =
                        node.attributes().find(|attribute| attribute.name() == "id").map(|id| id.value());
                    let address = id.and_then(|id| self.addresses.get(id)).copied();
                    self.link(address, inner, out);
                }
                "fldSimple" => {
                    let mut inner = Vec::new();
                    self.runs(node, look, &mut inner);
                    let address = value(node, "instr").and_then(address_in);
                    self.link(address.map(Address::of), inner, out);
                }
                "sdt" => {
                    if let Some(content) = child(node, "sdtContent") {
                        self.runs(content, look, out);
                    }
                }
                // In a form, the run that refers to it says which field it is about.
                "commentRangeStart" if self.wanted == Wanted::Everything => self.comment(node),
                "smartTag" | "customXml" | "dir" | "bdo" => self.runs(node, look, out),
                "oMath" | "oMathPara" => _ = self.left.others.insert("a formula"),
                _ => {}
            }
        }
    }

    /// Words that lead to an address, if it is one that a report may lead to.
    fn link(&mut self, address: Option<Address<'_>>, inner: Vec<Piece>, out: &mut Vec<Piece>) {
        match address {
            Some(Address { text, is_of_web: true }) => {
                if self.takes(text.len()) {
                    out.push(Piece::Link(text.to_owned(), inner));
                }
            }
            Some(Address { text, .. }) => {
                self.left.addresses.insert(shorten(text));
                out.extend(inner);
            }
            None => out.extend(inner),
        }
    }

    /// Takes note of a comment, once.
    fn comment(&mut self, node: Node<'a, '_>) {
        let id = value(node, "id").unwrap_or_default();
        let said = self.comments.get(id).filter(|said| !said.trim().is_empty());
        self.left.comments.insert(said.cloned().unwrap_or_else(|| format!("{NAMELESS}{id}")));
    }

    fn run(&mut self, run: Node<'a, '_>, look: Look, out: &mut Vec<Piece>) {
        let owner = self.owners.get(&run.id()).copied();
        let is_wanted = match self.wanted {
            Wanted::Everything => true,
            Wanted::Field(field) => owner == Some(field),
            Wanted::Outside => owner.is_none(),
        };
        if !is_wanted {
            return;
        }
        let properties = child(run, "rPr");
        let style = properties.and_then(|node| child_value(node, "rStyle"));
        let mut look = look.or(self.style(style).look);
        if let Some(properties) = properties {
            look = look_in(properties, look);
            if switch(properties, "vanish") == Some(true) {
                self.left.hidden += 1;
                return;
            }
        }
        for node in run.children() {
            let text = match name(node) {
                "t" => node.text().unwrap_or_default(),
                // In a form, what is read is what was typed.
                "tab" if self.wanted != Wanted::Everything => "\t",
                "softHyphen" if self.wanted != Wanted::Everything => "\u{ad}",
                "tab" => " ",
                "noBreakHyphen" => "\u{2011}",
                "br" | "cr" => {
                    let is_line = value(node, "type").is_none_or(|kind| kind == "textWrapping");
                    if is_line && self.takes(0) {
                        self.put(Piece::Break, out);
                    }
                    continue;
                }
                "instrText" => {
                    if let Some(field) = self.fields.last_mut().filter(|field| !field.is_result) {
                        let room = LONGEST_CODE.saturating_sub(field.code.len());
                        field.code.extend(node.text().unwrap_or_default().chars().take(room));
                    }
                    continue;
                }
                "fldChar" => {
                    self.field(value(node, "fldCharType").unwrap_or_default());
                    continue;
                }
                "commentReference" => {
                    self.comment(node);
                    continue;
                }
                "footnoteReference" | "endnoteReference" => {
                    self.left.notes += 1;
                    continue;
                }
                "drawing" | "pict" | "object" => {
                    self.picture(node, out);
                    continue;
                }
                "AlternateContent" => {
                    // The same thing in two forms, for new programs and for old ones.
                    if let Some(choice) = child(node, "Choice").or_else(|| child(node, "Fallback")) {
                        self.picture(choice, out);
                    }
                    continue;
                }
                "sym" => {
                    self.left.others.insert("a symbol from a font such as Wingdings,");
                    continue;
                }
                _ => continue,
            };
            if self.takes(text.len()) {
                self.put(Piece::Text(text.to_owned(), look), out);
            }
        }
    }

    /// Puts a piece in its place: where the result of a link that is kept as a field is open, into that.
    fn put(&mut self, piece: Piece, out: &mut Vec<Piece>) {
        // What is in the code of a field is never shown; a field that is never closed must not hide the rest.
        if !self.fields.last().is_some_and(|field| field.is_result) {
            return out.push(piece);
        }
        match self.fields.iter().rev().find_map(|field| field.address.as_deref()) {
            Some(address) if is_of_web(address) => match out.last_mut() {
                Some(Piece::Link(to, inner)) if to == address => inner.push(piece),
                _ => {
                    let address = address.to_owned();
                    if self.takes(address.len()) {
                        out.push(Piece::Link(address, vec![piece]));
                    }
                }
            },
            Some(address) => {
                self.left.addresses.insert(shorten(address));
                out.push(piece);
            }
            None => out.push(piece),
        }
    }

    /// A field begins, comes to its result, or ends.
    fn field(&mut self, what: &str) {
        // Until then, its code was read.
        if let Some(field) = self.fields.last_mut().filter(|field| !field.is_result) {
            field.address = address_in(&field.code).map(str::to_owned);
        }
        match what {
            "begin" if self.fields.len() < DEEPEST => self.fields.push(Field::default()),
            "separate" => {
                if let Some(field) = self.fields.last_mut() {
                    field.is_result = true;
                }
            }
            "end" => _ = self.fields.pop(),
            _ => {}
        }
    }

    /// A picture, or a box with text in it.
    fn picture(&mut self, node: Node<'a, '_>, out: &mut Vec<Piece>) {
        let mut is_box = false;
        for content in node.descendants().filter(|inner| name(*inner) == "txbxContent") {
            let words =
                content.descendants().filter(|inner| name(*inner) == "t").filter_map(|inner| inner.text());
            self.left.boxes.push(beginning(words, ""));
            is_box = true;
        }
        if is_box {
            return;
        }
        if self.wanted != Wanted::Everything {
            // Once is enough.
            self.left.pictures.clear();
            self.left.pictures.push(
                "a picture was left out, as a form brings in none: send it as a file, to be put beside the entry and shown with \
                 `![what it shows](its-name.png)`"
                    .to_owned(),
            );
        } else if self.shown.len().max(self.left.pictures.len()) >= MOST_PICTURES {
            self.left.more_pictures += 1;
        } else {
            match self.pictures.next(node) {
                Ok(picture) => {
                    self.left.pictures.extend(picture.notes.iter().cloned());
                    let piece = Piece::Picture(self.shown.len(), picture.alt.clone(), String::new());
                    self.shown.push(picture);
                    self.put(piece, out);
                }
                Err(why) => self.left.pictures.push(why),
            }
        }
    }
}

/// The pieces of a paragraph, and the pictures among them, which stand after it in paragraphs of their own.
fn parted(pieces: Vec<Piece>) -> (Vec<Piece>, Vec<Piece>) {
    pieces.into_iter().partition(|piece| !matches!(piece, Piece::Picture(..)))
}

/// The table that a row or a cell belongs to.
fn table_of<'a, 'd>(node: Node<'a, 'd>) -> Option<Node<'a, 'd>> {
    node.ancestors().skip(1).find(|above| name(*above) == "tbl")
}

fn has_words(piece: &Piece) -> bool {
    match piece {
        Piece::Text(text, _) => !text.trim().is_empty(),
        Piece::Link(_, inner) => inner.iter().any(has_words),
        Piece::Break => false,
        Piece::Picture(..) => true,
    }
}

/// Whether a report may lead to an address: a web page, a mail or a telephone.
fn is_of_web(address: &str) -> bool {
    if address.len() > LONGEST_ADDRESS {
        return false;
    }
    let lower = address.trim().to_lowercase();
    let is_known = ["https://", "http://", "mailto:", "tel:"].iter().any(|start| lower.starts_with(start));
    is_known && !address.contains(['<', '>', '\n', '\\']) && !address.chars().any(char::is_control)
}

/// The address in the code of a link: `HYPERLINK "https://…"`.
fn address_in(code: &str) -> Option<&str> {
    let rest = code.trim().strip_prefix("HYPERLINK")?.trim_start();
    // Without a part before it, the address is a place in the document itself.
    rest.strip_prefix('"')?.split('"').next()
}

/// A small Roman number.
fn roman(number: u64) -> String {
    const NUMERALS: [(u64, &str); 9] =
        [(100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")];
    let mut rest = number.min(399);
    let mut out = String::new();
    for (worth, numeral) in NUMERALS {
        while rest >= worth {
            out.push_str(numeral);
            rest -= worth;
        }
    }
    out
}
