//! Finds texts that lie beside the drawing, where nobody sees them: notes that somebody kept next to the page.
//!
//! In: the drawing as XML, and what is seen of it. Out: the same without those texts. Where it cannot be told where a text
//! lies, it stays.

use kurbo::{Affine, Point, Rect};
use roxmltree::{Document, Node};
use svgtypes::{Length, LengthListParser, LengthUnit, Transform, ViewBox};

use super::style::{Styles, own};
use super::walk::Seen;

/// Takes the texts that lie beside the drawing out of what is seen.
pub(super) fn leave_out(document: &Document<'_>, styles: &Styles<'_>, seen: &mut Seen) {
    let root = document.root_element();
    let Some(canvas) = canvas(root) else { return };
    let texts = document.descendants().filter(|node| node.tag_name().name() == "text");
    let beside: Vec<Node<'_, '_>> = texts
        .filter(|text| seen.parts.contains(&text.id()))
        // A copy of it may lie elsewhere.
        .filter(|text| !text.ancestors().any(|around| seen.pointed_at.contains(&around.id())))
        .filter(|text| is_beside(*text, root, styles, canvas) == Some(true))
        .collect();
    for part in beside.iter().flat_map(Node::descendants) {
        seen.parts.remove(&part.id());
    }
}

/// What a drawing shows.
fn canvas(root: Node<'_, '_>) -> Option<Rect> {
    let side = |name: &str| own(root, name).and_then(length);
    let sides = side("width").zip(side("height"));
    let Some(view) = own(root, "viewBox") else {
        return sides.map(|(width, height)| Rect::new(0.0, 0.0, width, height));
    };
    let view: ViewBox = view.parse().ok()?;
    // Where the picture is wider or higher than its view, more of the drawing is seen on both sides.
    let more = sides.map_or((0.0, 0.0), |(width, height)| {
        let scale = (width / view.w).min(height / view.h);
        ((width / scale - view.w).max(0.0), (height / scale - view.h).max(0.0))
    });
    Some(Rect::new(view.x, view.y, view.x + view.w, view.y + view.h).inflate(more.0, more.1))
}

/// Whether all of a text lies beside the canvas, if that can be told.
fn is_beside(text: Node<'_, '_>, root: Node<'_, '_>, styles: &Styles<'_>, canvas: Rect) -> Option<bool> {
    let mut movement = Affine::IDENTITY;
    for around in text.ancestors().filter(|node| node.is_element() && *node != root) {
        if !matches!(around.tag_name().name(), "text" | "g" | "a" | "switch")
            || styles.property(around, "transform-origin").is_some()
        {
            return None;
        }
        if let Some(typed) = styles.property(around, "transform") {
            let Transform { a, b, c, d, e, f } = typed.parse().ok()?;
            movement = Affine::new([a, b, c, d, e, f]) * movement;
        }
    }
    let (mut points, mut reach) = (Vec::new(), 0.0);
    // No letter is wider or higher than twice its size, and each begins where the one before ends.
    let letter = 2.0 * largest(text, styles)?.max(1.0);
    for run in text.descendants() {
        if let Some(letters) = run.text().filter(|_| run.is_text()) {
            reach += letters.chars().map(|_| letter).sum::<f64>();
            if points.is_empty() && !letters.trim().is_empty() {
                points.push(Point::ORIGIN);
            }
        }
        if !run.is_element() {
            continue;
        }
        if run.tag_name().name() == "textPath" || own(run, "textLength").is_some() {
            return None;
        }
        let place = |name: &str| own(run, name).map_or(Some(Vec::new()), lengths);
        reach += [place("dx")?, place("dy")?].concat().into_iter().map(f64::abs).sum::<f64>();
        let (across, down) = (place("x")?, place("y")?);
        let count = across.len().max(down.len());
        let last = points.last().copied().unwrap_or(Point::ORIGIN);
        let at = |places: &[f64], index: usize, last: f64| {
            places.get(index).or(places.last()).copied().unwrap_or(last)
        };
        points
            .extend((0..count).map(|index| Point::new(at(&across, index, last.x), at(&down, index, last.y))));
    }
    let [a, b, c, d, ..] = movement.as_coeffs();
    let reach = (reach + letter) * (a.hypot(b) + c.hypot(d));
    let near = canvas.inflate(reach, reach);
    Some(points.into_iter().all(|point| !near.contains(movement * point)))
}

/// The largest size of the letters of a text; nothing if one is given in a way that is not known here.
fn largest(text: Node<'_, '_>, styles: &Styles<'_>) -> Option<f64> {
    let mut largest: Option<f64> = None;
    for node in text.ancestors().chain(text.descendants()).filter(Node::is_element) {
        if let Some(size) = styles.property(node, "font-size") {
            largest = Some(largest.unwrap_or(0.0).max(length(size)?));
        } else if styles.property(node, "font").is_some() {
            return None;
        }
    }
    Some(largest.unwrap_or(16.0))
}

/// A length in the drawing's own measure.
fn length(value: &str) -> Option<f64> {
    measured(value.parse().ok()?)
}

fn lengths(list: &str) -> Option<Vec<f64>> {
    LengthListParser::from(list).map(|length| measured(length.ok()?)).collect()
}

fn measured(length: Length) -> Option<f64> {
    let each = match length.unit {
        LengthUnit::None | LengthUnit::Px => 1.0,
        LengthUnit::Pt => 4.0 / 3.0,
        LengthUnit::Pc => 16.0,
        LengthUnit::Mm => 96.0 / 25.4,
        LengthUnit::Cm => 96.0 / 2.54,
        LengthUnit::In => 96.0,
        LengthUnit::Em | LengthUnit::Ex | LengthUnit::Percent => return None,
    };
    Some(length.number * each)
}
