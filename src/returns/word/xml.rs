//! Looks into the XML of a Word document, by names without their namespaces.
//!
//! In: a node. Out: what it is called and what it says. It must not know what that means.

use roxmltree::Node;

/// What a node is called.
pub(super) fn name<'a>(node: Node<'a, '_>) -> &'a str {
    node.tag_name().name()
}

/// What an attribute says.
pub(super) fn value<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.name() == name).map(|attribute| attribute.value())
}

/// The first child of that name.
pub(super) fn child<'a, 'd>(node: Node<'a, 'd>, wanted: &str) -> Option<Node<'a, 'd>> {
    node.children().find(|child| name(*child) == wanted)
}

/// The value of a child: `<w:ilvl w:val="1"/>`.
pub(super) fn child_value<'a>(node: Node<'a, '_>, wanted: &str) -> Option<&'a str> {
    value(child(node, wanted)?, "val")
}

/// Whether a switch such as `<w:b/>` is on; nothing if it is not there.
pub(super) fn switch(node: Node<'_, '_>, wanted: &str) -> Option<bool> {
    let found = child(node, wanted)?;
    Some(!matches!(value(found, "val"), Some("0" | "false" | "off" | "none")))
}
