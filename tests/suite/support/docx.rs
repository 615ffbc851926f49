//! Reads Word files.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use cabinet_report::returns::office::ReadError;
use cabinet_report::returns::word::{self, Text};
use roxmltree::{Document, Node};

/// The parts of a document as text, by path; pictures are left as they may be.
pub(crate) fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    (0..archive.len())
        .map(|index| {
            let mut part = archive.by_index(index).expect("a part");
            let mut content = Vec::new();
            part.read_to_end(&mut content).expect("it is whole");
            (part.name().expect("a name").into_owned(), String::from_utf8_lossy(&content).into_owned())
        })
        .collect()
}

/// What a document says that comes in as a text; its pictures would all be called alike.
pub(crate) fn read(bytes: &[u8]) -> Result<Text, ReadError> {
    word::read(bytes, &mut |ending, _| format!("picture.{ending}"))
}

/// A paragraph as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Paragraph {
    /// The name of its style.
    pub(crate) style: String,
    /// The number that stands before it; empty for a bullet and where there is none.
    pub(crate) number: String,
    /// What it says.
    pub(crate) text: String,
    /// Whether it stands in a table.
    pub(crate) is_in_table: bool,
}

/// The paragraphs of a document, in order.
pub(crate) fn paragraphs(bytes: &[u8]) -> Vec<Paragraph> {
    let parts = parts(bytes);
    let names = styles(&parts["word/styles.xml"]);
    let document = Document::parse(&parts["word/document.xml"]).expect("XML");
    let mut numbers = Numbers::read(&parts["word/numbering.xml"]);
    let paragraphs = document.descendants().filter(|node| node.tag_name().name() == "p");
    paragraphs
        .map(|node| {
            let style = find(node, &["pPr", "pStyle"]).map_or("", |style| value(style, "val"));
            let list = find(node, &["pPr", "numPr"]);
            Paragraph {
                style: names.get(style).unwrap_or_else(|| panic!("no style {style}")).clone(),
                number: list.map(|list| numbers.next(list)).unwrap_or_default(),
                text: text_of(node),
                is_in_table: node.ancestors().any(|above| above.tag_name().name() == "tc"),
            }
        })
        .collect()
}

/// What a document says, as it is read; its table of contents is left out.
pub(crate) fn text(bytes: &[u8]) -> String {
    let read =
        paragraphs(bytes).into_iter().filter(|paragraph| !paragraph.style.to_lowercase().starts_with("toc "));
    read.map(|paragraph| format!("{} {}\n", paragraph.number, paragraph.text)).collect()
}

/// What the runs of a node say.
pub(crate) fn text_of(node: Node<'_, '_>) -> String {
    node.descendants()
        .map(|node| match node.tag_name().name() {
            "t" => node.text().unwrap_or_default(),
            "br" | "tab" => " ",
            _ => "",
        })
        .collect()
}

/// The names of styles, by id.
pub(crate) fn styles(text: &str) -> BTreeMap<String, String> {
    let document = Document::parse(text).expect("XML");
    let styles = document.root_element().children().filter(|node| node.tag_name().name() == "style");
    styles
        .map(|style| {
            let name = find(style, &["name"]).map_or("", |name| value(name, "val"));
            (value(style, "styleId").to_owned(), name.to_owned())
        })
        .collect()
}

/// The node at the end of a path of names.
pub(crate) fn find<'a, 'd>(node: Node<'a, 'd>, path: &[&str]) -> Option<Node<'a, 'd>> {
    path.iter().try_fold(node, |node, name| node.children().find(|child| child.tag_name().name() == *name))
}

/// An attribute, whatever its namespace; empty if there is none.
pub(crate) fn value<'a>(node: Node<'a, '_>, name: &str) -> &'a str {
    node.attributes().find(|attribute| attribute.name() == name).map_or("", |attribute| attribute.value())
}

/// The numbers of lists, counted as Word counts them.
struct Numbers {
    /// For each list and level: the numerals, the text around them and the first number.
    levels: BTreeMap<(String, String), (String, String, u32)>,
    /// The last number.
    last: BTreeMap<(String, String), u32>,
}

impl Numbers {
    fn read(text: &str) -> Self {
        let document = Document::parse(text).expect("XML");
        let all = |name: &'static str| {
            document.root_element().children().filter(move |node| node.tag_name().name() == name)
        };
        let mut levels = BTreeMap::new();
        for list in all("num") {
            let kind = find(list, &["abstractNumId"]).map_or("", |kind| value(kind, "val"));
            let kind = all("abstractNum").find(|node| value(*node, "abstractNumId") == kind).expect("a kind");
            for level in kind.children().filter(|node| node.tag_name().name() == "lvl") {
                let of = |name: &str| find(level, &[name]).map_or("", |node| value(node, "val")).to_owned();
                let number = value(level, "ilvl");
                let first = list
                    .children()
                    .filter(|node| node.tag_name().name() == "lvlOverride" && value(*node, "ilvl") == number)
                    .find_map(|node| find(node, &["startOverride"]))
                    .map_or(1, |node| value(node, "val").parse().expect("a number"));
                let key = (value(list, "numId").to_owned(), number.to_owned());
                levels.insert(key, (of("numFmt"), of("lvlText"), first));
            }
        }
        Self { levels, last: BTreeMap::new() }
    }

    fn next(&mut self, list: Node<'_, '_>) -> String {
        let of = |name: &str| find(list, &[name]).map_or("", |node| value(node, "val")).to_owned();
        let key = (of("numId"), of("ilvl"));
        let (numerals, around, first) = self.levels.get(&key).unwrap_or_else(|| panic!("no list {key:?}"));
        let number = self.last.get(&key).map_or(*first, |last| last + 1);
        self.last.insert(key.clone(), number);
        let letter = || char::from(b'a' + u8::try_from(number - 1).expect("few items")).to_string();
        let roman = || {
            let tens = "x".repeat(usize::try_from(number / 10).expect("few items"));
            let ones = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
            tens + ones[usize::try_from(number % 10).expect("a digit")]
        };
        let written = match numerals.as_str() {
            "bullet" => return String::new(),
            "lowerLetter" => letter(),
            "upperLetter" => letter().to_uppercase(),
            "lowerRoman" => roman(),
            "upperRoman" => roman().to_uppercase(),
            _ => number.to_string(),
        };
        let level: usize = key.1.parse().expect("a level");
        around.replace(&format!("%{}", level + 1), &written)
    }
}

/// A document of these parts, which need not be text.
pub(crate) fn pack<T: AsRef<[u8]>>(parts: &BTreeMap<String, T>) -> Vec<u8> {
    use std::io::Write as _;
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (path, content) in parts {
        archive.start_file(path, zip::write::SimpleFileOptions::default()).expect("a part");
        archive.write_all(content.as_ref()).expect("it is written");
    }
    archive.finish().expect("an archive").into_inner()
}
