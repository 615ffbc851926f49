//! Says what each part of a drawing looks like: its own style and the rules of the drawing that are meant for it.
//!
//! In: the drawing as XML. Out: for each part the properties that hold, in the order in which later ones win. Rules are
//! read as the reader of drawings after this reads them; browsers know more, and the page is to look like the paper. Each
//! rule is tried on each part, so their number is limited.

use std::cell::Cell;
use std::collections::HashMap;

use roxmltree::{Document, Node, NodeId};
use simplecss::{AttributeOperator, Declaration, DeclarationTokenizer, PseudoClass, StyleSheet};

use super::super::Trouble;
use super::names::{is_attribute, is_property};
use crate::content::limits::{LONGEST_STYLES, MOST_STYLES};

/// How many letters of a value are compared in the time that a part and a rule take.
const LETTERS_OF_A_STEP: usize = 64;

/// The properties of each part that rules or its own style give it.
pub(super) struct Styles<'a>(HashMap<NodeId, Vec<(&'a str, &'a str)>>);

impl<'a> Styles<'a> {
    /// Reads the styles of a whole drawing.
    pub(super) fn read(document: &'a Document<'_>) -> Result<Self, Trouble> {
        let too_much = || Trouble::TooMuch("rules of style".to_owned());
        let texts: Vec<&str> = document
            .descendants()
            .filter(|node| {
                node.has_tag_name("style") && matches!(node.attribute("type"), None | Some("text/css"))
            })
            .filter_map(|node| node.text())
            .collect();
        // Each selector of a list gets a copy of the list's properties.
        let count = |sign: char| texts.iter().map(|text| text.matches(sign).count()).sum::<usize>();
        if count(',').saturating_add(count('{')).saturating_mul(count(':')) > MOST_STYLES {
            return Err(too_much());
        }
        // The reader of styles goes through a text from its beginning at the end of each property.
        let own = document.descendants().filter_map(|node| node.attribute("style"));
        let reading = |text: &str| text.matches(':').count().saturating_mul(text.len());
        if texts.iter().copied().chain(own).map(reading).fold(0, usize::saturating_add) > LONGEST_STYLES {
            return Err(too_much());
        }
        let mut sheet = StyleSheet::new();
        for text in texts {
            sheet.parse_more(text);
        }
        let left = Cell::new(MOST_STYLES);
        let mut styles = HashMap::new();
        for node in document.descendants().filter(Node::is_element) {
            let mut declared: Vec<Declaration<'a>> = Vec::new();
            for rule in &sheet.rules {
                if rule.selector.matches(&Part { node, left: &left }) {
                    declared.extend(&rule.declarations);
                }
            }
            declared.extend(node.attribute("style").into_iter().flat_map(DeclarationTokenizer::from));
            spend(&left, declared.len());
            if left.get() == 0 {
                return Err(too_much());
            }
            // What is important wins over what is typed later; among equals the last one wins.
            declared.sort_by_key(|declaration| declaration.important);
            let mut wins: Vec<(&str, &str)> = Vec::new();
            for Declaration { name, value, .. } in declared.into_iter().filter(|d| is_property(d.name)) {
                wins.retain(|(known, _)| *known != name);
                wins.push((name, value));
            }
            if !wins.is_empty() {
                styles.insert(node.id(), wins);
            }
        }
        Ok(Self(styles))
    }

    /// What rules and its own style give a part.
    pub(super) fn of(&self, node: Node<'_, '_>) -> &[(&'a str, &'a str)] {
        self.0.get(&node.id()).map(Vec::as_slice).unwrap_or_default()
    }

    /// The value of a property of a part itself; nothing if it takes that of the part around it.
    pub(super) fn property<'n>(&self, node: Node<'n, '_>, name: &str) -> Option<&'n str>
    where
        'a: 'n,
    {
        let styled = self.of(node).iter().rev().find_map(|(known, value)| (*known == name).then_some(*value));
        let value = styled.or_else(|| own(node, name)).map(str::trim);
        value.filter(|value| *value != "inherit")
    }
}

/// The value of an attribute that the reader of drawings knows: without a namespace, or in that of drawings.
pub(super) fn own<'n>(node: Node<'n, '_>, name: &str) -> Option<&'n str> {
    node.attributes()
        .find(|attribute| is_attribute(attribute) && attribute.name() == name)
        .map(|found| found.value())
}

fn spend(left: &Cell<usize>, steps: usize) {
    left.set(left.get().saturating_sub(steps));
}

/// A part as rules see it. When nothing is left, it has no parents and no names, so that whatever asks comes to an end.
struct Part<'n, 'd> {
    node: Node<'n, 'd>,
    left: &'n Cell<usize>,
}

impl Part<'_, '_> {
    fn may_ask(&self) -> bool {
        spend(self.left, 1);
        self.left.get() > 0
    }
}

impl simplecss::Element for Part<'_, '_> {
    fn parent_element(&self) -> Option<Self> {
        let node = self.node.parent_element().filter(|_| self.may_ask())?;
        Some(Self { node, left: self.left })
    }

    fn prev_sibling_element(&self) -> Option<Self> {
        let node = self.node.prev_sibling_element().filter(|_| self.may_ask())?;
        Some(Self { node, left: self.left })
    }

    fn has_local_name(&self, name: &str) -> bool {
        self.may_ask() && self.node.tag_name().name() == name
    }

    fn attribute_matches(&self, name: &str, operator: AttributeOperator<'_>) -> bool {
        self.node.attribute(name).is_some_and(|value| {
            // A class can be as long as a file.
            spend(self.left, value.len() / LETTERS_OF_A_STEP);
            self.may_ask() && operator.matches(value)
        })
    }

    fn pseudo_class_matches(&self, class: PseudoClass<'_>) -> bool {
        matches!(class, PseudoClass::FirstChild) && self.prev_sibling_element().is_none()
    }
}
