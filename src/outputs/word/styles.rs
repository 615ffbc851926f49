//! The styles of a document, by the names that people see.
//!
//! In: `styles.xml`. Out: the id of each style. Word's built-in styles have the same names in its files whatever its
//! language, but ids of that language: `heading 1` is `berschrift1` in a German Word.

use std::collections::BTreeMap;

use roxmltree::{Document, Node};

/// The ids of styles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Styles {
    /// By the name in lower case: its name and its id.
    ids: BTreeMap<String, (String, String)>,
}

impl Styles {
    /// The styles of a `styles.xml`, or why it cannot be read.
    pub(super) fn of(text: &str) -> Result<Self, String> {
        let document = Document::parse(text).map_err(|why| why.to_string())?;
        let mut styles = Self::default();
        for style in document.root_element().children().filter(|node| node.tag_name().name() == "style") {
            if let (Some(name), Some(id)) = (name_of(style), value(style, "styleId")) {
                // Where a file has a name twice, the first counts, as in Word.
                styles.ids.entry(name.to_lowercase()).or_insert_with(|| (name.to_owned(), id.to_owned()));
            }
        }
        Ok(styles)
    }

    /// The id of the style with that name, in whatever capitals.
    pub(super) fn id(&self, name: &str) -> Option<&str> {
        self.ids.get(&name.to_lowercase()).map(|(_, id)| id.as_str())
    }

    /// Every name.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.ids.values().map(|(name, _)| name.as_str())
    }

    /// Adds a style.
    pub(super) fn add(&mut self, name: &str, id: &str) {
        self.ids.insert(name.to_lowercase(), (name.to_owned(), id.to_owned()));
    }

    /// Whether a style has that id, in whatever capitals.
    pub(super) fn has_id(&self, id: &str) -> bool {
        self.ids.values().any(|(_, known)| known.eq_ignore_ascii_case(id))
    }
}

/// The name of a style.
pub(super) fn name_of<'a>(style: Node<'a, '_>) -> Option<&'a str> {
    value(style.children().find(|node| node.tag_name().name() == "name")?, "val")
}

/// An attribute, whatever its namespace is called.
pub(super) fn value<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.name() == name).map(|attribute| attribute.value())
}
