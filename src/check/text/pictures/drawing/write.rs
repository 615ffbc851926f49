//! Writes a drawing anew with what is seen of it and nothing else.
//!
//! In: the drawing as XML, and what is seen of it. Out: its text. Comments, notes of editors, names that nothing points at
//! and parts that nothing shows are gone; what is left stands as it was typed.

use std::collections::HashSet;
use std::fmt::Write as _;

use roxmltree::{Document, Node, NodeId};

use super::names::{SVG, is_attribute, is_published};
use super::style::Styles;
use super::walk::{Pointer, Seen, href, is_part, pointer};
use crate::text::data_address;

/// The drawing as it can be published.
pub(super) fn write(document: &Document<'_>, styles: &Styles<'_>, seen: &Seen) -> String {
    let mut kept: HashSet<NodeId> = HashSet::new();
    for node in seen.parts.iter().filter_map(|id| document.get_node(*id)) {
        for around in node.ancestors() {
            if !kept.insert(around.id()) {
                break;
            }
        }
    }
    let mut writer = Writer { out: String::new(), styles, seen, kept: &kept };
    writer.part(document.root_element(), true);
    writer.out
}

struct Writer<'a> {
    out: String,
    styles: &'a Styles<'a>,
    seen: &'a Seen,
    /// What is seen, and whatever lies around it.
    kept: &'a HashSet<NodeId>,
}

impl Writer<'_> {
    fn part(&mut self, node: Node<'_, '_>, is_root: bool) {
        let name = node.tag_name().name();
        _ = write!(self.out, "<{name}");
        if is_root {
            self.attribute("xmlns", SVG);
        }
        if self.seen.pointed_at.contains(&node.id())
            && let Some(id) = node.attribute("id")
        {
            self.attribute("id", id);
        }
        for attribute in node.attributes().filter(is_attribute) {
            if attribute.name() == "space" && attribute.namespace().is_some() {
                self.attribute("xml:space", attribute.value());
            } else if is_published(attribute.name()) && !is_of_file(attribute.value()) {
                self.attribute(attribute.name(), attribute.value());
            }
        }
        if let Some(picture) = self.seen.pictures.get(&node.id()) {
            self.attribute("href", &data_address(picture.kind, &picture.bytes));
        } else if let Some(address) = href(node).filter(|address| name != "a" && address.starts_with('#')) {
            self.attribute("href", address);
        }
        let style: Vec<String> = self
            .styles
            .of(node)
            .iter()
            .filter(|(_, value)| !is_of_file(value))
            .map(|(name, value)| format!("{name}:{}", without_comments(value)))
            .collect();
        if !style.is_empty() {
            self.attribute("style", &style.join(";"));
        }
        self.out.push('>');
        let holds_text = matches!(name, "text" | "tspan" | "textPath") || (name == "a" && is_in_text(node));
        for child in node.children() {
            if is_part(child) && self.kept.contains(&child.id()) {
                self.part(child, false);
            } else if let Some(text) = child.text().filter(|_| holds_text && child.is_text()) {
                escape(text, &mut self.out);
            }
        }
        _ = write!(self.out, "</{name}>");
    }

    fn attribute(&mut self, name: &str, value: &str) {
        _ = write!(self.out, " {name}=\"");
        escape(value, &mut self.out);
        self.out.push('"');
    }
}

/// Whether a value points at another file, which is left out where it is not seen; where it is, it is a fault.
fn is_of_file(value: &str) -> bool {
    matches!(pointer(value), Pointer::File(_))
}

fn is_in_text(node: Node<'_, '_>) -> bool {
    node.ancestors().any(|around| around.tag_name().name() == "text")
}

fn without_comments(value: &str) -> String {
    let mut pieces = value.split("/*");
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |kept, piece| kept + piece.split_once("*/").map_or("", |(_, after)| after))
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\r' | '\t' => _ = write!(out, "&#{};", u32::from(c)),
            c => out.push(c),
        }
    }
}
