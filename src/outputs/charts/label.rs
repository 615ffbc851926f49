//! The letters of a chart.

use std::fmt::Write as _;

use super::INK;
use crate::outputs::escape::escape;

/// The size of the letters, in the pixels of the chart.
pub(super) const SIZE: f64 = 13.0;

/// A text of a chart, and its place.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::outputs) struct Label {
    /// What it says.
    pub(in crate::outputs) text: String,
    /// Whether it is bold.
    pub(in crate::outputs) is_bold: bool,
    /// The place that it stands at, from the left and from the top, in pixels; letters stand on it.
    pub(in crate::outputs) place: (f64, f64),
    /// Which part of it stands there.
    pub(in crate::outputs) anchor: Anchor,
    /// Its colour, if it does not have that of all others.
    pub(in crate::outputs) ink: Option<String>,
}

/// Where a text stands against its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::outputs) enum Anchor {
    /// It begins there.
    Start,
    /// Its middle is there.
    Middle,
    /// It ends there.
    End,
}

impl Label {
    /// A text in the usual colour.
    pub(super) fn new(text: impl Into<String>, place: (f64, f64), anchor: Anchor) -> Self {
        Self { text: text.into(), is_bold: false, place, anchor, ink: None }
    }

    /// The text as a piece of SVG.
    pub(super) fn svg(&self) -> String {
        let anchor = match self.anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let (x, y) = self.place;
        let mut out = format!("<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\"");
        if self.is_bold {
            out.push_str(" font-weight=\"bold\"");
        }
        if let Some(ink) = self.ink.as_deref().filter(|ink| *ink != INK) {
            _ = write!(out, " fill=\"{ink}\"");
        }
        _ = write!(out, ">{}</text>", escape(&self.text));
        out
    }
}

/// A text, cut to a width, in pixels, where it is wider.
pub(super) fn shortened(text: &str, most: f64, width: &dyn Fn(&str) -> f64) -> String {
    if width(text) <= most {
        return text.to_owned();
    }
    let cut = |count: usize| text.chars().take(count).collect::<String>() + "…";
    let count = (1..text.chars().count()).rev().find(|count| width(&cut(*count)) <= most);
    cut(count.unwrap_or(1))
}
