//! Looks into a drawing (SVG) before the reader of drawings does, and writes it anew with what is seen of it.
//!
//! In: its text. Out: the drawing as it can be published and what it takes to draw it, or why it cannot be printed. The
//! reader that comes after this draws whatever is pointed at as often as it is pointed at, to any depth; so everything is
//! counted here as it would be drawn. A drawing may neither take in other files, which could be restricted ones, nor ask
//! for effects that are worked out pixel by pixel over a region of any size.

mod margin;
mod names;
mod outline;
mod style;
mod walk;
mod write;

use std::collections::HashMap;

use roxmltree::{Document, NodeId, ParsingOptions};

use self::style::Styles;
use self::walk::Walk;
use super::{Clean, Trouble};
use crate::content::limits::MOST_NESTED;

/// The drawing as it can be published.
pub(super) fn clean(text: &str, depth: usize) -> Result<Clean, Trouble> {
    outline::check(text)?;
    // The same options as those of the reader of drawings that comes after this.
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options)
        .map_err(|why| Trouble::Unreadable(format!("it cannot be read as a drawing ({why})")))?;
    if deepest(&document) > MOST_NESTED {
        return Err(Trouble::Unreadable(format!(
            "its parts lie more than {MOST_NESTED} deep in one another"
        )));
    }
    let root = document.root_element();
    if !walk::is_part(root) || root.tag_name().name() != "svg" {
        return Err(Trouble::Unreadable("it is not a drawing, but another file in XML".to_owned()));
    }
    let styles = Styles::read(&document)?;
    let mut walk = Walk::new(&document, &styles, depth);
    let cost = walk.whole()?;
    margin::leave_out(&document, &styles, &mut walk.seen);
    let text = write::write(&document, &styles, &walk.seen);
    Ok(Clean {
        kind: "image/svg+xml",
        bytes: text.into_bytes().into(),
        pixels: cost.pixels,
        steps: cost.steps,
    })
}

/// How deep the parts lie in one another as they are typed.
fn deepest(document: &Document<'_>) -> usize {
    let mut depths: HashMap<NodeId, usize> = HashMap::new();
    for node in document.descendants() {
        let above = node.parent().and_then(|parent| depths.get(&parent.id())).copied().unwrap_or(0);
        depths.insert(node.id(), above + 1);
    }
    depths.into_values().max().unwrap_or(0)
}
