//! Draws charts: one picture for the page and for Word, and for the PDF its shapes and its letters.
//!
//! In: what a chart shows, and the colours. Out: SVG, and the letters with their places. Bars and lines can be told apart
//! without colour, by shape, dashes or words; whatever the picture says, its text alternative says too.

mod bars;
mod label;
mod line;

use self::bars::bars;
use self::label::SIZE;
use crate::pages::paper::Ruler;
use crate::pages::{Chart, Drawing, Report, Texts};

pub(super) use self::label::{Anchor, Label};

/// A chart, drawn.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Drawn {
    /// The whole picture.
    pub(super) svg: String,
    /// The picture without its letters.
    pub(super) shapes: String,
    /// Its letters, for what sets them itself.
    pub(super) labels: Vec<Label>,
    /// What it says, for people who cannot see it.
    pub(super) alt: String,
    /// Its width in CSS pixels; the page never shows it wider.
    pub(super) width: u32,
    /// Its height in CSS pixels.
    pub(super) height: u32,
}

/// What a chart is made of.
struct Parts {
    width: u32,
    height: u32,
    /// Its shapes, as the inside of an SVG.
    shapes: String,
    labels: Vec<Label>,
}

/// Draws every chart of a report, in order of their numbers.
pub(super) fn draw(page: &Report, texts: &Texts, ruler: &Ruler) -> Vec<Drawn> {
    texts.charts().iter().map(|chart| one(chart, page, ruler)).collect()
}

fn one(chart: &Chart, page: &Report, ruler: &Ruler) -> Drawn {
    let Parts { width, height, shapes, labels } = match &chart.drawing {
        Drawing::Line(course) => line::chart(course, ruler, &page.accent),
        Drawing::Bars(rows, key) => bars(rows, key, &page.paints, ruler),
    };
    let picture = |inside: &str| {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" font-family=\"Liberation Sans, Arial, Helvetica, sans-serif\" \
             font-size=\"{SIZE}\" fill=\"{INK}\">\
             <rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>{inside}</svg>"
        )
    };
    let letters: String = labels.iter().map(Label::svg).collect();
    Drawn {
        svg: picture(&format!("{shapes}{letters}")),
        shapes: picture(&shapes),
        labels,
        alt: chart.alt.clone(),
        width,
        height,
    }
}

/// The colour of what has no colour of its own.
const INK: &str = "#0b0c0c";

/// A count as a length; no picture has so many parts that a bit would be lost.
fn whole(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}
