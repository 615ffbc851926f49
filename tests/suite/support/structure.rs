//! Reads the structure of a PDF: what a screen reader meets, in the order in which it meets it.

use std::collections::BTreeMap;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier};

use super::pdf;

/// An element of the structure, with everything in it.
#[derive(Debug, Clone)]
pub(crate) struct Element {
    /// What it is: `H2`, `Table`, `TD` and so on.
    pub(crate) tag: String,
    /// The text that stands in it directly, between its children: one more than there are children.
    texts: Vec<String>,
    /// What is in it.
    pub(crate) children: Vec<Element>,
    /// The scope of a header cell.
    pub(crate) scope: Option<String>,
    /// What a figure shows.
    pub(crate) alt: Option<String>,
}

impl Element {
    /// All text in it, in reading order, without the elements of the tags in `without`.
    pub(crate) fn text(&self, without: &[&str]) -> String {
        let mut out = String::new();
        for (index, text) in self.texts.iter().enumerate() {
            out.push_str(text);
            if let Some(child) =
                self.children.get(index).filter(|child| !without.contains(&child.tag.as_str()))
            {
                // Elements of a line join on to their neighbours; blocks do not.
                let parts =
                    !matches!(child.tag.as_str(), "Link" | "Span" | "Strong" | "Em" | "Code" | "Quote");
                out.push_str(if parts { " " } else { "" });
                out.push_str(&child.text(without));
                out.push_str(if parts { " " } else { "" });
            }
        }
        out
    }

    /// The text of each element that has one of the tags, and what is read from there to the next of them.
    pub(crate) fn read(&self, tags: &[&str]) -> Vec<(String, String)> {
        let mut parts = vec![(String::new(), String::new())];
        self.read_into(tags, &mut parts);
        parts
    }

    fn read_into(&self, tags: &[&str], parts: &mut Vec<(String, String)>) {
        if tags.contains(&self.tag.as_str()) {
            parts.push((self.text(&[]), String::new()));
            return;
        }
        for (index, text) in self.texts.iter().enumerate() {
            if let Some((_, said)) = parts.last_mut() {
                said.push_str(text);
                said.push(' ');
            }
            if let Some(child) = self.children.get(index) {
                child.read_into(tags, parts);
            }
        }
    }

    /// Every element in it that has the tag, itself included, in reading order.
    pub(crate) fn all(&self, tag: &str) -> Vec<&Element> {
        let own = (self.tag == tag).then_some(self);
        own.into_iter().chain(self.children.iter().flat_map(|child| child.all(tag))).collect()
    }
}

/// The structure of the whole document.
pub(crate) fn tree(bytes: &[u8]) -> Element {
    let marked = pdf::marked_text(bytes);
    let pdf = Pdf::new(bytes.to_vec()).unwrap_or_else(|why| panic!("not a PDF: {why:?}"));
    let pages: BTreeMap<ObjectIdentifier, usize> = pdf
        .pages()
        .iter()
        .enumerate()
        .map(|(index, page)| (page.raw().obj_id().expect("a page is an object"), index))
        .collect();
    let catalog: Dict<'_> = pdf.xref().get(pdf.xref().root_id()).expect("a catalog");
    let root: Dict<'_> = catalog.get("StructTreeRoot").expect("the file is tagged");
    Reader { pages, marked }.element(&root, None)
}

struct Reader {
    pages: BTreeMap<ObjectIdentifier, usize>,
    marked: BTreeMap<(usize, i32), String>,
}

impl Reader {
    fn element(&self, dict: &Dict<'_>, around: Option<usize>) -> Element {
        let page = self.page(dict).or(around);
        let attributes: Vec<Dict<'_>> = match dict.get::<Array<'_>>("A") {
            Some(attributes) => attributes.iter::<Dict<'_>>().collect(),
            None => dict.get::<Dict<'_>>("A").into_iter().collect(),
        };
        let name =
            |dict: &Dict<'_>, key: &str| dict.get::<Name<'_>>(key).map(|name| name.as_str().to_owned());
        let mut element = Element {
            tag: name(dict, "S").unwrap_or_else(|| "Root".to_owned()),
            texts: vec![String::new()],
            children: Vec::new(),
            scope: attributes.iter().find_map(|own| name(own, "Scope")),
            alt: dict.get::<hayro_syntax::object::String<'_>>("Alt").map(|text| pdf::decode(text.as_bytes())),
        };
        match dict.get::<Object<'_>>("K") {
            Some(Object::Array(kids)) => {
                for kid in kids.iter::<Object<'_>>() {
                    self.kid(kid, page, &mut element);
                }
            }
            Some(kid) => self.kid(kid, page, &mut element),
            None => {}
        }
        element
    }

    fn page(&self, dict: &Dict<'_>) -> Option<usize> {
        let id = dict.get::<Dict<'_>>("Pg")?.obj_id()?;
        self.pages.get(&id).copied()
    }

    fn kid(&self, kid: Object<'_>, page: Option<usize>, element: &mut Element) {
        let mut push = |page: Option<usize>, number: i32| {
            let text = page.and_then(|page| self.marked.get(&(page, number)));
            if let (Some(text), Some(last)) = (text, element.texts.last_mut()) {
                last.push_str(text);
            }
        };
        match kid {
            Object::Number(_) => push(page, kid.into_i32().expect("a whole number")),
            Object::Dict(dict) => {
                match dict.get::<Name<'_>>("Type").map(|name| name.as_str().to_owned()).as_deref() {
                    Some("MCR") => push(self.page(&dict).or(page), dict.get("MCID").expect("a number")),
                    // An annotation, such as a link's, has no text of its own.
                    Some("OBJR") => {}
                    _ => {
                        element.children.push(self.element(&dict, page));
                        element.texts.push(String::new());
                    }
                }
            }
            _ => {}
        }
    }
}
