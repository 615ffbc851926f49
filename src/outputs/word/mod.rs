//! Makes Word files (`.docx`).
//!
//! In: what the templates of `word/` printed, pictures and charts, and a council's own `reference.docx`. Out: the bytes of a
//! document, the same for the same input on every machine. What is said stands in the templates and in the prose; here
//! Word's own numbers are put into it, and what Word keeps in files of their own is packed with it. It must not know what
//! a report is.

mod marks;
mod pictures;
mod prose;
mod reference;
mod styles;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use self::marks::{Marks, Name, Part, Shown};
use self::prose::escape_exactly;
pub(super) use self::prose::{Place, WIDEST, chart, escape, picture, prose, typed};
use self::reference::Frame;
pub(super) use self::reference::Reference;
use super::Material;
use crate::returns::office;
use crate::returns::office::package::relations_of;

/// What the templates printed.
#[derive(Debug, Clone, Default)]
pub(super) struct Written {
    /// The language of the text.
    pub(super) language: String,
    /// What the document says.
    pub(super) document: String,
    /// The page, upright.
    pub(super) page: String,
    /// How it looks.
    pub(super) styles: String,
    /// The kinds of lists.
    pub(super) numbering: String,
    /// What holds for the whole document.
    pub(super) settings: String,
    /// What stands at the head of each page.
    pub(super) header: String,
    /// What stands at the foot of each page.
    pub(super) footer: String,
    /// The title and so on.
    pub(super) core: String,
    /// Colours and fonts to choose from.
    pub(super) theme: String,
    /// The fonts that are used.
    pub(super) fonts: String,
    /// What marks each page that is not for publication.
    pub(super) mark: Option<String>,
}

/// What is wrong with what a template printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// The template.
    pub(super) template: &'static str,
    /// What is wrong.
    pub(super) message: String,
}

const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
/// The number by which Word tells apart the data that a document keeps.
const KEPT_ID: &str = "{6F2C8A51-3B7D-4E09-9C46-D1A0B5E87F23}";
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// Makes a document. What is `kept` in it, in XML, is for the program alone, and nobody is shown it.
///
/// # Errors
///
/// If a template, which may be a council's own, asks for something that is not there.
pub(super) fn make(
    written: &Written,
    material: &Material,
    reference: Option<&Reference>,
    kept: Option<&str>,
) -> Result<Vec<u8>, Fault> {
    let mut frame = Frame::of(written, reference)?;
    let styles = frame.styles.clone();
    let mut marks = Marks::new(&styles, frame.bullets);
    let mut file = File::new(material);
    let mut part =
        |template: &'static str, text: &str| marks.part(text).map_err(|message| Fault { template, message });
    let document = marks::turn(&written.document, &frame.pages[0], &frame.pages[1]);
    let document = document.map_err(|message| Fault { template: "document.xml", message })?;
    let document = part("document.xml", &document)?;
    if let Some(mark) = &written.mark {
        frame.mark_headers(&part("mark.xml", mark)?);
    }
    // Theirs first, so that ours can have paths that are free.
    for (path, (bytes, kind)) in std::mem::take(&mut frame.parts) {
        file.add(&path, bytes, &kind);
    }
    let mut relations = String::new();
    for (template, name, text) in
        [("header.xml", "header", &written.header), ("footer.xml", "footer", &written.footer)]
    {
        if frame.own.contains(name) {
            let part = part(template, text)?;
            let path = file.free(&format!("word/{name}"), "xml");
            file.add_part(&path, &part, &format!("{WORD}.{name}+xml"), "");
            relate(&mut relations, name, &format!("{OFFICE}/{name}"), &format!("/{path}"), false);
        }
    }
    let settings = if frame.is_two_sided {
        written.settings.replacen("<w:compat>", "<w:evenAndOddHeaders/><w:compat>", 1)
    } else {
        written.settings.clone()
    };
    let settings = part("settings.xml", &settings)?;
    let styles_text = frame.styles_part(&mut marks)?;
    let numbering = frame.numbering_part(&written.numbering, &marks.lists)?;
    let mut own = vec![
        ("styles", "styles.xml", styles_text),
        ("numbering", "numbering.xml", numbering),
        ("settings", "settings.xml", settings.text),
    ];
    if frame.own.contains("theme") {
        own.push(("fontTable", "fontTable.xml", written.fonts.clone()));
        let kind = "application/vnd.openxmlformats-officedocument.theme+xml";
        file.add("word/theme/theme1.xml", written.theme.clone().into_bytes(), kind);
        relate(&mut relations, "theme", &format!("{OFFICE}/theme"), "theme/theme1.xml", false);
    }
    for (name, path, text) in own {
        file.add(&format!("word/{path}"), text.into_bytes(), &format!("{WORD}.{name}+xml"));
        relate(&mut relations, name, &format!("{OFFICE}/{name}"), path, false);
    }
    if let Some(kept) = kept {
        let path = file.add_kept(kept);
        relate(&mut relations, "kept", &format!("{OFFICE}/customXml"), &path, false);
    }
    for relation in &frame.relations {
        let target = format!("/{}", escape_exactly(&relation.target));
        relate(&mut relations, &relation.id, &relation.type_name, &target, relation.is_outside);
    }
    file.add_part("word/document.xml", &document, &format!("{WORD}.document.main+xml"), &relations);
    file.add(
        "docProps/core.xml",
        written.core.clone().into_bytes(),
        "application/vnd.openxmlformats-package.core-properties+xml",
    );
    Ok(file.pack())
}

/// Writes where a part leads.
fn relate(relations: &mut String, id: &str, kind: &str, target: &str, is_outside: bool) {
    let mode = if is_outside { " TargetMode=\"External\"" } else { "" };
    _ = write!(relations, "<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{target}\"{mode}/>");
}

/// A document that is being packed.
struct File<'a> {
    material: &'a Material,
    /// Parts and their kinds, by path.
    parts: BTreeMap<String, (Vec<u8>, String)>,
    /// The paths of pictures that are in it.
    pictures: BTreeMap<Shown, String>,
}

impl<'a> File<'a> {
    fn new(material: &'a Material) -> Self {
        Self { material, parts: BTreeMap::new(), pictures: BTreeMap::new() }
    }

    /// A path that nothing has yet.
    fn free(&self, start: &str, ending: &str) -> String {
        let plain = format!("{start}.{ending}");
        let numbered = (2..).map(|number| format!("{start}-{number}.{ending}"));
        std::iter::once(plain).chain(numbered).find(|path| !self.parts.contains_key(path)).unwrap_or_default()
    }

    fn add(&mut self, path: &str, bytes: Vec<u8>, kind: &str) {
        self.parts.insert(path.to_owned(), (bytes, kind.to_owned()));
    }

    /// Adds a part with the pictures that it shows and the addresses that it leads to, and where else it leads.
    fn add_part(&mut self, path: &str, part: &Part, kind: &str, more: &str) {
        let mut relations = more.to_owned();
        for (number, address) in part.links.iter() {
            relate(&mut relations, &format!("link{number}"), &format!("{OFFICE}/hyperlink"), address, true);
        }
        for (number, shown) in part.pictures.iter() {
            let target = format!("/{}", self.picture(shown));
            relate(&mut relations, &format!("picture{number}"), &format!("{OFFICE}/image"), &target, false);
        }
        self.add(path, part.text.clone().into_bytes(), kind);
        if !relations.is_empty() {
            let text =
                format!("{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\">{relations}</Relationships>");
            self.add(&relations_of(path), text.into_bytes(), "");
        }
    }

    /// Adds what is kept, and says where it is. Word and `LibreOffice` keep it whatever somebody does to the text.
    fn add_kept(&mut self, kept: &str) -> String {
        const OF_DATA: &str = "http://schemas.openxmlformats.org/officeDocument/2006/customXml";
        let path = self.free("customXml/item1", "xml");
        let about = self.free("customXml/itemProps1", "xml");
        self.add(&path, format!("{HEAD}{kept}").into_bytes(), "");
        let mut relations = String::new();
        relate(&mut relations, "about", &format!("{OFFICE}/customXmlProps"), &format!("/{about}"), false);
        let relations =
            format!("{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\">{relations}</Relationships>");
        self.add(&relations_of(&path), relations.into_bytes(), "");
        let props = format!(
            "{HEAD}<ds:datastoreItem xmlns:ds=\"{OF_DATA}\" ds:itemID=\"{KEPT_ID}\"><ds:schemaRefs/></ds:datastoreItem>"
        );
        let kind = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml";
        self.add(&about, props.into_bytes(), kind);
        format!("/{path}")
    }

    /// The path of a picture, which is in the document once, however often it is shown.
    fn picture(&mut self, shown: &Shown) -> String {
        if let Some(known) = self.pictures.get(shown) {
            return known.clone();
        }
        let (kind, bytes) = self.drawn(shown);
        let path = self.free(&format!("word/media/report{}", self.pictures.len() + 1), kind);
        self.pictures.insert(shown.clone(), path.clone());
        self.add(&path, bytes, "");
        path
    }

    fn drawn(&self, shown: &Shown) -> (&'static str, Vec<u8>) {
        match &shown.name {
            Name::Picture(path) => {
                let bytes = self.material.pictures.get(path).map(AsRef::as_ref).unwrap_or_default();
                if shown.is_of_lines {
                    return ("svg", bytes.to_vec());
                }
                let (kind, other) = pictures::shown(path, bytes);
                (kind, other.unwrap_or_else(|| bytes.to_vec()))
            }
            Name::Chart(number) => {
                let chart = number.checked_sub(1).and_then(|index| self.material.charts.get(index));
                let svg = chart.map(|chart| chart.svg.as_bytes()).unwrap_or_default();
                if shown.is_of_lines { ("svg", svg.to_vec()) } else { pictures::chart(svg) }
            }
        }
    }

    fn pack(self) -> Vec<u8> {
        let mut kinds = format!("{HEAD}<Types xmlns=\"{PACKAGE}/content-types\">");
        for (ending, kind) in [
            ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
            ("xml", "application/xml"),
            ("png", "image/png"),
            ("jpeg", "image/jpeg"),
            ("gif", "image/gif"),
            ("svg", "image/svg+xml"),
        ] {
            _ = write!(kinds, "<Default Extension=\"{ending}\" ContentType=\"{kind}\"/>");
        }
        for (path, (_, kind)) in self.parts.iter().filter(|(_, (_, kind))| !kind.is_empty()) {
            let (path, kind) = (escape_exactly(path), escape_exactly(kind));
            _ = write!(kinds, "<Override PartName=\"/{path}\" ContentType=\"{kind}\"/>");
        }
        kinds.push_str("</Types>");
        let root = format!(
            "{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\">\
             <Relationship Id=\"document\" Type=\"{OFFICE}/officeDocument\" Target=\"word/document.xml\"/>\
             <Relationship Id=\"core\" Type=\"{PACKAGE}/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>\
             </Relationships>"
        );
        let first = [("[Content_Types].xml", kinds.as_bytes()), ("_rels/.rels", root.as_bytes())];
        let rest = self.parts.iter().map(|(path, (bytes, _))| (path.as_str(), bytes.as_slice()));
        office::pack(first.into_iter().chain(rest))
    }
}
