//! Goes through a drawing as whoever draws it does: from part to part, and from each to what it points at.
//!
//! In: the drawing as XML, and what its parts look like. Out: what it takes to draw it, and which parts are seen at all. A
//! part that is shown twice is counted twice and looked into once, so that ten copies of ten copies of ten are told at once.

use std::collections::{HashMap, HashSet};

use data_url::DataUrl;
use roxmltree::{Document, Node, NodeId};

use super::super::{Clean, Trouble};
use super::names::SVG;
use super::style::{Styles, own};
use crate::content::limits::{MOST_NESTED, MOST_STEPS};

/// What is seen of a drawing.
#[derive(Default)]
pub(super) struct Seen {
    /// The parts that are drawn.
    pub(super) parts: HashSet<NodeId>,
    /// Those among them that others point at by their name.
    pub(super) pointed_at: HashSet<NodeId>,
    /// The pictures in it, as they can be published.
    pub(super) pictures: HashMap<NodeId, Clean>,
}

/// What it takes to draw a part with all that is in it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Cost {
    /// Steps of about a microsecond.
    pub(super) steps: u64,
    /// Pixels of pictures.
    pub(super) pixels: u64,
    /// How many parts lie in one another.
    height: usize,
}

impl Cost {
    fn of(steps: usize) -> Self {
        Self { steps: steps as u64, ..Self::default() }
    }

    fn times(self, count: usize) -> Self {
        let count = count as u64;
        Self { steps: self.steps.saturating_mul(count), pixels: self.pixels.saturating_mul(count), ..self }
    }

    fn add(&mut self, other: Self) -> Result<(), Trouble> {
        self.steps = self.steps.saturating_add(other.steps);
        self.pixels = self.pixels.saturating_add(other.pixels);
        self.height = self.height.max(other.height + 1);
        if self.steps > MOST_STEPS { Err(too_much()) } else { Ok(()) }
    }
}

fn too_much() -> Trouble {
    Trouble::TooMuch("copies, points and letters".to_owned())
}

/// What fills a shape or draws its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Paint {
    /// Nothing, or a colour that cannot be seen.
    Nothing,
    Colour,
    /// A gradient or a pattern.
    Server(NodeId),
}

/// What a part takes over from those around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Look {
    is_visible: bool,
    /// Whether its letters have a size.
    has_size: bool,
    fill: Paint,
    stroke: Paint,
    /// Whether fill and line let nothing through.
    is_opaque: [bool; 2],
    /// At the start, the middle and the end of a line.
    markers: [Option<NodeId>; 3],
    /// How many dashes a line is made of, and how many fonts are asked for.
    dashes: usize,
    fonts: usize,
    /// Whether it only cuts out something else, whatever its colours.
    is_clip: bool,
}

const PLAIN: Look = Look {
    is_visible: true,
    has_size: true,
    fill: Paint::Colour,
    stroke: Paint::Nothing,
    is_opaque: [true, true],
    markers: [None; 3],
    dashes: 0,
    fonts: 0,
    is_clip: false,
};

const MARKERS: [&str; 3] = ["marker-start", "marker-mid", "marker-end"];

/// What points where, among the values of properties.
pub(super) enum Pointer<'v> {
    Nowhere,
    /// To the part of that name.
    Part(&'v str),
    /// To another file.
    File(&'v str),
}

pub(super) struct Walk<'n, 'd> {
    document: &'n Document<'d>,
    styles: &'n Styles<'n>,
    named: HashMap<&'n str, Node<'n, 'd>>,
    /// What is known of each part, by what it takes over; nothing for one that is being looked into.
    known: HashMap<(NodeId, Look), Option<Cost>>,
    /// How often a part was left out because it is drawn inside itself. What was counted meanwhile is not the whole.
    left_out: usize,
    /// How deep the drawing lies in others.
    depth: usize,
    pub(super) seen: Seen,
}

impl<'n, 'd: 'n> Walk<'n, 'd> {
    pub(super) fn new(document: &'n Document<'d>, styles: &'n Styles<'n>, depth: usize) -> Self {
        let mut named = HashMap::new();
        for node in document.descendants().filter(|node| is_part(*node)) {
            // Of two with one name, the first bears it.
            if let Some(name) = node.attribute("id") {
                named.entry(name).or_insert(node);
            }
        }
        Self { document, styles, named, known: HashMap::new(), left_out: 0, depth, seen: Seen::default() }
    }

    /// What it takes to draw all.
    pub(super) fn whole(&mut self) -> Result<Cost, Trouble> {
        self.drawn(self.document.root_element(), PLAIN, 0)
    }

    /// A part where it stands. Some are only drawn where they are pointed at.
    fn drawn(&mut self, node: Node<'n, 'd>, around: Look, above: usize) -> Result<Cost, Trouble> {
        let name = if is_part(node) { node.tag_name().name() } else { "" };
        let is_shown = self.styles.property(node, "display") != Some("none")
            && (around.is_clip || !self.styles.property(node, "opacity").is_some_and(is_zero));
        if !is_shown {
            return Ok(Cost::default());
        }
        match name {
            "foreignObject" if !parent_is(node, "switch") => Err(Trouble::WebPage),
            "svg" | "g" | "a" | "switch" | "use" | "rect" | "circle" | "ellipse" | "line" | "polyline"
            | "polygon" | "path" | "text" | "image" => {
                let look = self.look(node, around);
                self.counted(node, look, above, &mut |walk, above| walk.part(node, name, look, above))
            }
            _ => Ok(Cost::default()),
        }
    }

    /// Counts a part by `count`, unless it is known.
    fn counted(
        &mut self,
        node: Node<'n, 'd>,
        look: Look,
        above: usize,
        count: &mut dyn FnMut(&mut Self, usize) -> Result<Cost, Trouble>,
    ) -> Result<Cost, Trouble> {
        let key = (node.id(), look);
        let too_deep =
            || Trouble::Unreadable(format!("its parts lie more than {MOST_NESTED} deep in one another"));
        match self.known.get(&key) {
            // The reader of drawings draws no marker on the lines of that marker.
            Some(None) if node.tag_name().name() == "marker" => {
                self.left_out += 1;
                return Ok(Cost::default());
            }
            Some(None) => {
                return Err(Trouble::Unreadable("its parts point at one another in a circle".to_owned()));
            }
            Some(Some(cost)) if above + cost.height > MOST_NESTED => return Err(too_deep()),
            Some(Some(cost)) => return Ok(*cost),
            None if above > MOST_NESTED => return Err(too_deep()),
            None if self.known.len() as u64 > MOST_STEPS => return Err(too_much()),
            None => {}
        }
        self.known.insert(key, None);
        let left_out = self.left_out;
        let cost = count(self, above + 1)?;
        if self.left_out == left_out {
            self.known.insert(key, Some(cost));
        } else {
            self.known.remove(&key);
        }
        Ok(cost)
    }

    fn part(&mut self, node: Node<'n, 'd>, name: &str, look: Look, above: usize) -> Result<Cost, Trouble> {
        let mut cost = match name {
            "text" => {
                let Some(cost) = self.text(node, look, above)? else { return Ok(Cost::default()) };
                cost
            }
            "image" => {
                let Some(cost) = self.image(node, look)? else { return Ok(Cost::default()) };
                cost
            }
            "use" => self.copy(node, look, above)?,
            "svg" | "g" | "a" | "switch" => {
                let mut cost = self.content(node, look, above)?;
                cost.add(Cost::of(10))?;
                cost
            }
            _ => self.shape(node, name, look, above)?,
        };
        if self.styles.property(node, "filter").is_some_and(|filter| filter != "none") {
            return Err(Trouble::Filter);
        }
        self.see(node)?;
        for (property, kind) in [("clip-path", "clipPath"), ("mask", "mask")] {
            if let Some(target) = self.target(node, property, &[kind]) {
                cost.add(self.referred(target, look.is_clip || kind == "clipPath", above)?)?;
            }
        }
        Ok(cost)
    }

    /// Notes that a part is seen; it takes in nothing from other files.
    fn see(&mut self, node: Node<'n, 'd>) -> Result<(), Trouble> {
        if !self.seen.parts.insert(node.id()) {
            return Ok(());
        }
        let own = node.attributes().map(|attribute| attribute.value());
        let styled = self.styles.of(node).iter().map(|(_, value)| *value);
        for value in own.chain(styled) {
            if let Pointer::File(address) = pointer(value) {
                return Err(Trouble::TakesIn(address.to_owned()));
            }
        }
        Ok(())
    }

    /// What is in a part.
    fn content(&mut self, node: Node<'n, 'd>, look: Look, above: usize) -> Result<Cost, Trouble> {
        let mut cost = Cost::default();
        for child in node.children().filter(Node::is_element) {
            cost.add(self.drawn(child, look, above)?)?;
        }
        Ok(cost)
    }

    /// A copy of another part.
    fn copy(&mut self, node: Node<'n, 'd>, look: Look, above: usize) -> Result<Cost, Trouble> {
        let mut cost = Cost::of(10);
        let Some(target) = self.linked(node)? else { return Ok(cost) };
        self.seen.pointed_at.insert(target.id());
        if target.tag_name().name() == "symbol" {
            let inner = self.look(target, look);
            let symbol = self.counted(target, inner, above, &mut |walk, above| {
                walk.see(target)?;
                walk.content(target, inner, above)
            });
            cost.add(symbol?)?;
        } else {
            cost.add(self.drawn(target, look, above)?)?;
        }
        Ok(cost)
    }

    /// A gradient, pattern, mask, marker or clip path, which looks as those around it do and not as what points at it.
    fn referred(&mut self, target: Node<'n, 'd>, is_clip: bool, above: usize) -> Result<Cost, Trouble> {
        self.seen.pointed_at.insert(target.id());
        let mut look = self.look_in_place(target);
        look.is_clip = is_clip;
        self.counted(target, look, above, &mut |walk, above| {
            walk.see(target)?;
            let mut cost = walk.content(target, look, above)?;
            for stop in target.children().filter(|node| node.tag_name().name() == "stop") {
                walk.see(stop)?;
                cost.add(Cost::of(1))?;
            }
            for (property, kind) in [("clip-path", "clipPath"), ("mask", "mask")] {
                if let Some(next) = walk.target(target, property, &[kind]) {
                    cost.add(walk.referred(next, is_clip || kind == "clipPath", above)?)?;
                }
            }
            // Gradients and patterns take over what they lack.
            if is_paint(target)
                && let Some(next) = walk.linked(target)?.filter(|next| is_paint(*next))
            {
                cost.add(walk.referred(next, is_clip, above)?)?;
            }
            cost.add(Cost::of(2))?;
            Ok(cost)
        })
    }

    fn shape(&mut self, node: Node<'n, 'd>, name: &str, look: Look, above: usize) -> Result<Cost, Trouble> {
        let numbers = numbers(node, name)?;
        let arcs = name == "path" && own(node, "d").is_some_and(|line| line.contains(['a', 'A']));
        let mut cost = Cost::of(10 + numbers * if arcs { 3 } else { 1 });
        if look.stroke != Paint::Nothing {
            cost.add(Cost::of(look.dashes / 10))?;
        }
        cost.add(self.paint(look, above)?)?;
        if look.is_clip {
            return Ok(cost);
        }
        for (place, marker) in look.markers.into_iter().enumerate() {
            let Some(marker) = marker.and_then(|id| self.document.get_node(id)) else { continue };
            let marker = self.referred(marker, false, above)?;
            let points = if place == 1 { numbers } else { 1 };
            let mut each = Cost::of(5 + points / 1_000);
            each.add(marker)?;
            cost.add(each.times(points))?;
        }
        Ok(cost)
    }

    /// What fills and draws something once.
    fn paint(&mut self, look: Look, above: usize) -> Result<Cost, Trouble> {
        let mut cost = Cost::default();
        for paint in [look.fill, look.stroke] {
            if let Paint::Server(id) = paint
                && let Some(server) = self.document.get_node(id)
            {
                cost.add(self.referred(server, false, above)?)?;
            }
        }
        Ok(cost)
    }

    /// A text, if any of it is seen.
    fn text(&mut self, node: Node<'n, 'd>, look: Look, above: usize) -> Result<Option<Cost>, Trouble> {
        let mut text = Text::default();
        self.letters(node, look, above, &mut text)?;
        if !text.is_seen {
            return Ok(None);
        }
        if !text.hidden.trim().is_empty() {
            return Err(Trouble::HiddenWords(text.hidden.trim().to_owned()));
        }
        for part in text.parts {
            self.see(part)?;
        }
        // A line is broken with all of it in view, and each run of one look is sought among all letters.
        let quadratic =
            text.count.saturating_mul(text.count) / 1_000 + text.count.saturating_mul(text.spans) / 3;
        let mut cost = Cost::of(20 + text.count * 5);
        cost.add(Cost::of(quadratic.saturating_add(text.fonts / 5)))?;
        cost.add(text.paint)?;
        Ok(Some(cost))
    }

    fn letters(
        &mut self,
        node: Node<'n, 'd>,
        look: Look,
        above: usize,
        text: &mut Text<'n, 'd>,
    ) -> Result<(), Trouble> {
        let paint = self.paint(look, above)?;
        let shows = |paint: Paint, opaque: bool| paint != Paint::Nothing && opaque;
        let is_painted =
            look.is_clip || shows(look.fill, look.is_opaque[0]) || shows(look.stroke, look.is_opaque[1]);
        let is_seen = look.is_visible && look.has_size && is_painted;
        text.fonts = text.fonts.saturating_add(look.fonts);
        for child in node.children() {
            if let Some(letters) = child.text().filter(|_| child.is_text()) {
                let count = letters.chars().count();
                if is_seen {
                    text.count += count;
                    text.is_seen |= !letters.trim().is_empty();
                } else {
                    text.hidden.push_str(letters);
                }
                text.paint.add(paint.times(count))?;
                continue;
            }
            let is_run = is_part(child) && matches!(child.tag_name().name(), "tspan" | "a" | "textPath");
            if !is_run || self.styles.property(child, "display") == Some("none") {
                continue;
            }
            text.spans += 1;
            text.parts.push(child);
            if child.tag_name().name() == "textPath"
                && let Some(path) = self.linked(child)?
            {
                self.seen.pointed_at.insert(path.id());
                self.see(path)?;
                text.paint.add(Cost::of(numbers(path, path.tag_name().name())?.saturating_mul(2)))?;
            }
            let look = self.look(child, look);
            self.letters(child, look, above, text)?;
        }
        Ok(())
    }

    /// A picture in the drawing, if it is one and is seen.
    fn image(&mut self, node: Node<'n, 'd>, look: Look) -> Result<Option<Cost>, Trouble> {
        let address = href(node).unwrap_or_default();
        if !look.is_visible || look.is_clip || address.is_empty() {
            return Ok(None);
        }
        let mut known = self.seen.pictures.get(&node.id()).map(|picture| (picture.steps, picture.pixels));
        if known.is_none() {
            // As the reader of drawings does it, down to what a `#` ends.
            let Ok(data) = DataUrl::process(address) else {
                return Err(Trouble::TakesIn(address.to_owned()));
            };
            let kind = data.mime_type();
            if kind.type_ != "image" && !kind.matches("text", "plain") {
                return Ok(None);
            }
            let (bytes, _) = data.decode_to_vec().map_err(|_| Trouble::Damaged)?;
            let picture = super::super::clean_within(&bytes, self.depth + 1)?;
            known = Some((picture.steps, picture.pixels));
            self.seen.pictures.insert(node.id(), picture);
        }
        let (steps, pixels) = known.unwrap_or_default();
        let mut cost = Cost::of(20 + address.len() / 1_000);
        cost.add(Cost { steps, pixels, height: 0 })?;
        Ok(Some(cost))
    }

    /// The part that a part links to; a link to another file is a fault.
    fn linked(&self, node: Node<'n, 'd>) -> Result<Option<Node<'n, 'd>>, Trouble> {
        let Some(address) = href(node) else { return Ok(None) };
        match address.strip_prefix('#') {
            Some(name) => Ok(self.named.get(name).copied()),
            None if address.is_empty() => Ok(None),
            None => Err(Trouble::TakesIn(address.to_owned())),
        }
    }

    /// The part of one of these kinds that a property points at.
    fn target(&self, node: Node<'n, 'd>, property: &str, kinds: &[&str]) -> Option<Node<'n, 'd>> {
        let Pointer::Part(name) = pointer(self.styles.property(node, property)?) else { return None };
        self.named.get(name).copied().filter(|target| kinds.contains(&target.tag_name().name()))
    }

    /// How a part looks where it stands, whoever points at it.
    fn look_in_place(&self, node: Node<'n, 'd>) -> Look {
        let around = node.ancestors().skip(1).filter(Node::is_element).collect::<Vec<_>>();
        let around = around.into_iter().rev().fold(PLAIN, |look, node| self.look(node, look));
        self.look(node, around)
    }

    /// How a part looks among those around it.
    fn look(&self, node: Node<'n, 'd>, mut look: Look) -> Look {
        let styles = self.styles;
        if let Some(visibility) = styles.property(node, "visibility") {
            look.is_visible = visibility == "visible";
        }
        if let Some(size) = styles.property(node, "font-size") {
            look.has_size = !is_zero(size);
        }
        for (name, paint) in [("fill", &mut look.fill), ("stroke", &mut look.stroke)] {
            if let Some(value) = styles.property(node, name) {
                *paint = match pointer(value) {
                    Pointer::Part(name) => self
                        .named
                        .get(name)
                        .filter(|target| is_paint(**target))
                        .map_or(Paint::Colour, |target| Paint::Server(target.id())),
                    _ if is_clear(value) => Paint::Nothing,
                    _ => Paint::Colour,
                };
            }
        }
        for (name, is_opaque) in ["fill-opacity", "stroke-opacity"].into_iter().zip(&mut look.is_opaque) {
            if let Some(opacity) = styles.property(node, name) {
                *is_opaque = !is_zero(opacity);
            }
        }
        for (name, marker) in MARKERS.into_iter().zip(&mut look.markers) {
            let value = styles.property(node, name).or_else(|| styles.property(node, "marker"));
            if let Some(value) = value {
                let target =
                    if let Pointer::Part(name) = pointer(value) { self.named.get(name) } else { None };
                *marker = target.filter(|target| target.tag_name().name() == "marker").map(Node::id);
            }
        }
        if let Some(dashes) = styles.property(node, "stroke-dasharray") {
            look.dashes = dashes.split([' ', ',']).count();
        }
        if let Some(fonts) = styles.property(node, "font-family") {
            look.fonts = fonts.split(',').count();
        }
        look
    }
}

/// What was found of a text.
#[derive(Default)]
struct Text<'n, 'd> {
    is_seen: bool,
    count: usize,
    hidden: String,
    spans: usize,
    fonts: usize,
    paint: Cost,
    parts: Vec<Node<'n, 'd>>,
}

/// Whether a node is a part of a drawing, and not one of an editor's.
pub(super) fn is_part(node: Node<'_, '_>) -> bool {
    node.is_element() && matches!(node.tag_name().namespace(), None | Some(SVG))
}

fn parent_is(node: Node<'_, '_>, name: &str) -> bool {
    node.parent_element().is_some_and(|parent| parent.tag_name().name() == name)
}

fn is_paint(node: Node<'_, '_>) -> bool {
    matches!(node.tag_name().name(), "linearGradient" | "radialGradient" | "pattern")
}

/// Where a part links to.
pub(super) fn href<'n>(node: Node<'n, '_>) -> Option<&'n str> {
    node.attribute("href").or_else(|| own(node, "href")).map(str::trim)
}

/// What the value of a property points at.
pub(super) fn pointer(value: &str) -> Pointer<'_> {
    let Some((_, rest)) = value.split_once("url(") else { return Pointer::Nowhere };
    let inside = rest.split(')').next().unwrap_or_default();
    let address = inside.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\''));
    match address.strip_prefix('#') {
        Some(name) => Pointer::Part(name),
        None => Pointer::File(address),
    }
}

/// Whether a value is nothing at all: `0`, `0.0`, `0%`, `0px`.
fn is_zero(value: &str) -> bool {
    let number = value.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
    number.parse().is_ok_and(|number: f64| number <= 0.0)
}

/// Whether a colour cannot be seen.
fn is_clear(colour: &str) -> bool {
    let colour = colour.to_ascii_lowercase();
    if let Some(digits) = colour.strip_prefix('#') {
        return (digits.len() == 4 && digits.ends_with('0')) || (digits.len() == 8 && digits.ends_with("00"));
    }
    let last = colour.strip_suffix(')').and_then(|colour| colour.rsplit_once([',', '/']));
    let has_opacity = colour.matches(',').count() == 3 || colour.contains('/');
    matches!(colour.as_str(), "none" | "transparent")
        || last.is_some_and(|(_, opacity)| has_opacity && is_zero(opacity.trim()))
}

/// How many numbers and commands make a shape.
fn numbers(node: Node<'_, '_>, name: &str) -> Result<usize, Trouble> {
    /// The reader of drawings passes over the end of a line that has ended by calling itself.
    const MOST_ENDS: usize = 1_000;
    let typed = match name {
        "path" => own(node, "d"),
        "polyline" | "polygon" => own(node, "points"),
        _ => return Ok(8),
    };
    let (mut count, mut ends, mut is_inside) = (0, 0, false);
    for byte in typed.unwrap_or_default().bytes() {
        match byte {
            b'0'..=b'9' | b'.' => {
                count += usize::from(!is_inside || byte == b'.');
                is_inside = true;
                ends = 0;
            }
            b'e' | b'E' => {}
            b'z' | b'Z' => {
                (count, ends, is_inside) = (count + 1, ends + 1, false);
                if ends > MOST_ENDS {
                    return Err(Trouble::TooMuch("lines of no length".to_owned()));
                }
            }
            byte if byte.is_ascii_alphabetic() => (count, ends, is_inside) = (count + 1, 0, false),
            _ => is_inside = false,
        }
    }
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_known_by_its_value() {
        for clear in [
            "none",
            "transparent",
            "#fff0",
            "#FFFFFF00",
            "rgba(1, 2, 3, 0)",
            "rgb(1 2 3 / 0%)",
            "hsla(1,2%,3%,0.0)",
        ] {
            assert!(is_clear(clear), "{clear}");
        }
        for seen in
            ["black", "#000", "#f00", "#ff0000", "#0000", "rgb(0, 0, 0)", "rgba(0,0,0,0.5)", "url(#a)"]
                .iter()
                .filter(|c| **c != "#0000")
        {
            assert!(!is_clear(seen), "{seen}");
        }
        assert!(["0", "0.0", "0%", "0px", "-1"].into_iter().all(is_zero));
        assert!(!["1", "0.01", "50%", "small", ""].into_iter().any(is_zero));
    }
}
