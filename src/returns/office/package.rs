//! The parts of an Office document, and how one leads to another.
//!
//! In: an archive that anybody may have made. Out: its parts by path, and where each part leads. It must not know what a
//! part says.

use std::collections::BTreeMap;

use roxmltree::{Document, Error, ParsingOptions};

use super::{Trouble, unpack};
use crate::content::xml;

/// How many nodes a part may have: tags, and the words between them. A long narrative has some thousands.
const MOST_NODES: u32 = 2_000_000;

/// An Office document as its parts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Package {
    parts: BTreeMap<String, Vec<u8>>,
    /// What kind of thing parts are, by their paths and by how their names end, in small letters.
    kinds: [BTreeMap<String, String>; 2],
}

/// Where a part leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// Its name in the part.
    pub id: String,
    /// What it leads to: `styles`, `hyperlink`, `image` and so on.
    pub kind: String,
    /// What is there: the whole name of the kind.
    pub type_name: String,
    /// The path of another part, or an address outside the document.
    pub target: String,
    /// Whether it leads out of the document.
    pub is_outside: bool,
}

impl Package {
    /// Unpacks a document whose parts have no more bytes than `most`.
    ///
    /// # Errors
    ///
    /// If it is not an archive, is damaged, or holds more.
    pub fn read(bytes: &[u8], most: usize) -> Result<Self, Trouble> {
        let parts = unpack(bytes, most)?.into_iter();
        let parts = parts
            .map(|(path, content)| (path.replace('\\', "/").trim_start_matches('/').to_owned(), content));
        let mut package = Self { parts: parts.collect(), ..Self::default() };
        package.kinds = package.content_types().unwrap_or_default();
        Ok(package)
    }

    /// What the document says of the kinds of its parts; of two that say something of the same, the first holds.
    fn content_types(&self) -> Option<[BTreeMap<String, String>; 2]> {
        let document = parsed(self.text("[Content_Types].xml")?).ok()?;
        Some([("Override", "PartName"), ("Default", "Extension")].map(|(name, attribute)| {
            let nodes = document.root_element().children().filter(|node| node.tag_name().name() == name);
            let kinds = nodes.filter_map(|node| {
                let of = node.attribute(attribute)?.trim_start_matches('/').to_lowercase();
                Some((of, node.attribute("ContentType")?.to_owned()))
            });
            let mut known = BTreeMap::new();
            kinds.for_each(|(of, kind)| _ = known.entry(of).or_insert(kind));
            known
        }))
    }

    /// The bytes of a part.
    pub fn part(&self, path: &str) -> Option<&[u8]> {
        self.parts.get(path).map(Vec::as_slice)
    }

    /// A part as text, if it is in UTF-8, in which every program writes them.
    pub fn text(&self, path: &str) -> Option<&str> {
        let text = std::str::from_utf8(self.part(path)?).ok()?;
        Some(text.trim_start_matches('\u{feff}'))
    }

    /// The path of the part that is the document itself.
    pub fn main(&self) -> Option<String> {
        let relations = self.relations("").into_iter();
        relations
            .map(|relation| (relation.kind, relation.target))
            .find(|(kind, _)| kind == "officeDocument")
            .map(|found| found.1)
    }

    /// Where a part leads; the document as a whole has the path `""`. What cannot be read leads nowhere.
    pub fn relations(&self, path: &str) -> Vec<Relation> {
        let text = self.text(&relations_of(path)).unwrap_or_default();
        let Ok(document) = parsed(text) else { return Vec::new() };
        let found =
            document.root_element().children().filter(|node| node.tag_name().name() == "Relationship");
        found
            .filter_map(|node| {
                let type_name = node.attribute("Type")?.to_owned();
                let is_outside = node.attribute("TargetMode") == Some("External");
                let target = node.attribute("Target")?;
                Some(Relation {
                    id: node.attribute("Id")?.to_owned(),
                    kind: type_name.rsplit('/').next().unwrap_or_default().to_owned(),
                    target: if is_outside { target.to_owned() } else { below(path, target)? },
                    type_name,
                    is_outside,
                })
            })
            .collect()
    }

    /// What kind of thing a part is, as the document says.
    pub fn content_type(&self, path: &str) -> Option<String> {
        let [by_path, by_ending] = &self.kinds;
        let path = path.to_lowercase();
        let ending = path.rsplit('.').next().unwrap_or_default();
        by_path.get(&path).or_else(|| by_ending.get(ending)).cloned()
    }
}

/// A part as XML. Entities, by which a short text can stand for a long one, are refused.
///
/// # Errors
///
/// If it is not XML, or there is too much of it.
pub fn parsed(text: &str) -> Result<Document<'_>, Trouble> {
    if xml::too_much(text, 0).is_some() {
        return Err(Trouble::TooLarge);
    }
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|why| match why {
        Error::NodesLimitReached => Trouble::TooLarge,
        why => Trouble::Damaged(why.to_string()),
    })
}

/// The path of the part that says where `path` leads.
pub fn relations_of(path: &str) -> String {
    match path.rsplit_once('/') {
        Some((folder, name)) => format!("{folder}/_rels/{name}.rels"),
        None => format!("_rels/{path}.rels"),
    }
}

/// The path that `target` is, as seen from the part at `path`; nothing if it leads out of the document.
fn below(path: &str, target: &str) -> Option<String> {
    let mut steps: Vec<&str> = match target.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => path.split('/').collect(),
    };
    // The name of the part itself.
    steps.pop();
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => _ = steps.pop()?,
            step => steps.push(step),
        }
    }
    Some(steps.join("/"))
}

#[cfg(test)]
mod tests {
    use super::super::pack;
    use super::*;

    #[test]
    fn one_part_leads_to_another() {
        let root = br#"<Relationships><Relationship Id="a" Type="http://x/officeDocument" Target="/word/document.xml"/></Relationships>"#;
        let inner = br#"<Relationships><Relationship Id="b" Type="x/styles" Target="./styles.xml"/>
            <Relationship Id="c" Type="x/image" Target="../media/a.png"/><Relationship Id="d" Type="x/image" Target="../../a"/>
            <Relationship Id="e" Type="x/hyperlink" Target="https://a.uk/../b" TargetMode="External"/></Relationships>"#;
        let types = br#"<Types><Default Extension="PNG" ContentType="image/png"/><Override PartName="/word/styles.xml" ContentType="s"/></Types>"#;
        let packed = pack([
            ("[Content_Types].xml", types.as_slice()),
            ("_rels/.rels", root),
            ("word\\document.xml", b"\xef\xbb\xbf<a/>"),
            ("word/_rels/document.xml.rels", inner),
        ]);
        let package = Package::read(&packed, 10_000).expect("a package");
        assert_eq!(package.main().as_deref(), Some("word/document.xml"));
        assert_eq!(package.text("word/document.xml"), Some("<a/>"));
        let relations = package.relations("word/document.xml");
        let leads: Vec<(&str, &str)> =
            relations.iter().map(|to| (to.kind.as_str(), to.target.as_str())).collect();
        assert_eq!(
            leads,
            [("styles", "word/styles.xml"), ("image", "media/a.png"), ("hyperlink", "https://a.uk/../b")]
        );
        assert_eq!(package.content_type("media/a.png").as_deref(), Some("image/png"));
        assert_eq!(package.content_type("word/styles.xml").as_deref(), Some("s"));
        assert_eq!(package.relations("nowhere"), []);
    }
}
