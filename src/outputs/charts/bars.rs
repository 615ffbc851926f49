//! A chart of counts: one bar for each period.

use std::fmt::Write as _;

use super::label::shortened;
use super::{Anchor, INK, Label, Parts, SIZE, whole};
use crate::pages::paper::{Face, Ruler};
use crate::pages::{Bar, Paint, PrintedRating};

const WIDTH: u32 = 360;

/// The height of a bar, and that of a bar with its period above it.
const BAR: f64 = 24.0;
const ROW: f64 = 48.0;

/// One bar for each period, divided by rating; each part has its shape and its number, and the key has the words.
pub(super) fn bars(rows: &[Bar], key: &[PrintedRating], paints: &[Paint], ruler: &Ruler) -> Parts {
    let wide = |text: &str| ruler.width(text, Face::default()) * SIZE;
    let (left, width) = (1.0, f64::from(WIDTH) - 2.0);
    let mut shapes = String::new();
    let mut labels = Vec::new();
    let mut top = 0.0;
    for row in rows {
        let total: usize = row.counts.iter().map(|(_, count)| count).sum();
        let mut x = left;
        // The counts of parts that are too narrow for them stand above the bar, at its end.
        let mut beside = left + width;
        for (rating, count) in row.counts.iter().rev() {
            let own = width * whole(*count) / whole(total.max(1));
            let digits = count.to_string();
            let number = whole(digits.len()) * 7.5;
            if own < number + 3.0 {
                beside -= number;
                labels.push(Label::new(digits, (beside, top + 12.0), Anchor::Start));
                beside -= 10.0;
                shapes.push_str(&shape(paint(paints, rating), INK, beside, top + 8.0));
                beside -= 16.0;
            }
        }
        let period = shortened(&row.period, beside - left - 6.0, &wide);
        labels.push(Label::new(period, (left, top + 12.0), Anchor::Start));
        for (rating, count) in &row.counts {
            let own = width * whole(*count) / whole(total.max(1));
            let own_paint = paint(paints, rating);
            let (fill, ink) = colours(own_paint);
            let y = top + 18.0;
            _ = write!(
                shapes,
                "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{own:.1}\" height=\"{BAR}\" fill=\"{fill}\" \
                 stroke=\"{INK}\" stroke-width=\"0.75\"/>"
            );
            let digits = count.to_string();
            let number = whole(digits.len()) * 7.5;
            let (middle, has_shape) = (x + own / 2.0, own >= number + 22.0);
            if has_shape {
                shapes.push_str(&shape(own_paint, ink, middle - number / 2.0 - 7.0, y + BAR / 2.0));
            }
            if own >= number + 3.0 {
                let at = if has_shape { middle + 6.0 } else { middle };
                let label = Label::new(digits, (at, y + 16.5), Anchor::Middle);
                labels.push(Label { is_bold: true, ink: Some(ink.to_owned()), ..label });
            }
            x += own;
        }
        top += ROW;
    }
    let mut x = left;
    for rating in key {
        let word = shortened(&rating.word, width - 23.0, &wide);
        let own = 23.0 + wide(&word) + 14.0;
        if x > left && x + own - 14.0 > left + width {
            (x, top) = (left, top + 20.0);
        }
        let own_paint = paint(paints, rating);
        let (fill, ink) = colours(own_paint);
        _ = write!(
            shapes,
            "<rect x=\"{x:.1}\" y=\"{top:.1}\" width=\"18\" height=\"16\" fill=\"{fill}\" stroke=\"{INK}\" \
             stroke-width=\"0.75\"/>{}",
            shape(own_paint, ink, x + 9.0, top + 8.0)
        );
        labels.push(Label::new(word, (x + 23.0, top + 12.5), Anchor::Start));
        x += own;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a height of some hundred pixels"
    )]
    let height = (top + 20.0) as u32;
    Parts { width: WIDTH, height, shapes, labels }
}

/// Fill and ink of a rating.
fn colours(paint: Option<&Paint>) -> (&str, &str) {
    paint.map_or(("#ffffff", INK), |paint| (&paint.fill, &paint.text))
}

/// The look of a rating.
fn paint<'a>(paints: &'a [Paint], rating: &PrintedRating) -> Option<&'a Paint> {
    paints.iter().find(|paint| paint.look == rating.look)
}

/// The side of a shape, in pixels.
const SIDE: f64 = 10.0;

/// The shape of a rating in a colour, about a point.
fn shape(paint: Option<&Paint>, ink: &str, x: f64, y: f64) -> String {
    let Some(paint) = paint else { return String::new() };
    let (left, top, unit) = (x - SIDE / 2.0, y - SIDE / 2.0, SIDE / 100.0);
    let at = |(across, down): (u8, u8)| (left + f64::from(across) * unit, top + f64::from(down) * unit);
    let mut out = String::new();
    for piece in &paint.pieces {
        if piece.points.is_empty() {
            let (x, y) = at(piece.middle);
            let radius = f64::from(piece.radius) * unit;
            _ = write!(out, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\" fill=\"{ink}\"/>");
            continue;
        }
        let corners = piece.points.iter().map(|point| {
            let (x, y) = at(*point);
            format!("{x:.1} {y:.1}")
        });
        let path = corners.collect::<Vec<_>>().join("L");
        _ = write!(out, "<path d=\"M{path}z\" fill=\"{ink}\"/>");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_parted_as_the_counts_are_and_says_its_numbers() {
        let rating = |look, word: &str| PrintedRating { look, word: word.into(), short: word.into() };
        let counts = vec![(rating("red", "Red"), 1), (rating("green", "Green"), 3)];
        let key: Vec<PrintedRating> = counts.iter().map(|(rating, _)| rating.clone()).collect();
        let parts = bars(&[Bar { period: "A & B".into(), counts }], &key, &[], &Ruler::default());
        let svg = parts.shapes + &parts.labels.iter().map(Label::svg).collect::<String>();
        // A quarter and three quarters of 358.
        assert!(svg.contains("width=\"89.5\"") && svg.contains("width=\"268.5\""), "{svg}");
        assert!(svg.contains(">1</text>") && svg.contains(">3</text>") && svg.contains("A &amp; B"), "{svg}");
        assert!(svg.contains(">Red</text>") && svg.contains(">Green</text>"), "{svg}");
        assert_eq!(parts.height, 68);
    }

    proptest::proptest! {
        #[test]
        fn no_words_of_a_bar_chart_are_printed_over_others(
            counts in proptest::collection::vec(1_usize..500, 1..9),
            letters in proptest::collection::vec(1_usize..60, 1..9),
            period in 1_usize..120,
        ) {
            let rating = |word: String| PrintedRating { look: "red", short: word.clone(), word };
            let row = Bar {
                period: "P".repeat(period),
                counts: counts.iter().map(|count| (rating("W".into()), *count)).collect(),
            };
            let key: Vec<_> = letters.iter().map(|count| rating("W".repeat(*count))).collect();
            let ruler = Ruler::default();
            let labels = bars(&[row], &key, &[], &ruler).labels;
            let ends = |label: &Label| label.place.0 + ruler.width(&label.text, Face::default()) * SIZE;
            let starts: Vec<&Label> = labels.iter().filter(|label| label.anchor == Anchor::Start).collect();
            for (index, label) in starts.iter().enumerate() {
                // The letters of the ruler are a little wider than digits are.
                proptest::prop_assert!(ends(label) <= f64::from(WIDTH) + 2.0, "{label:?}");
                for other in &starts[..index] {
                    let share_a_line = (label.place.1 - other.place.1).abs() < SIZE;
                    let are_apart = ends(label) <= other.place.0 || ends(other) <= label.place.0;
                    proptest::prop_assert!(!share_a_line || are_apart, "{label:?} and {other:?}");
                }
            }
        }

        #[test]
        fn a_bar_is_as_wide_as_its_count(counts in proptest::collection::vec(1_usize..500, 1..9)) {
            let looks = ["complete", "green", "amber", "red", "unrated"];
            let row = counts.iter().enumerate().map(|(index, count)| {
                (PrintedRating { look: looks[index % looks.len()], word: "W".into(), short: "W".into() }, *count)
            });
            let svg = bars(&[Bar { period: "P".into(), counts: row.collect() }], &[], &[], &Ruler::default()).shapes;
            let total: usize = counts.iter().sum();
            let widths = svg.split("<rect ").filter(|rect| rect.contains("height=\"24\"")).map(|rect| {
                let width = rect.split(" width=\"").nth(1).and_then(|rest| rest.split('"').next());
                width.and_then(|width| width.parse::<f64>().ok()).unwrap_or(f64::NAN)
            });
            let widths: Vec<f64> = widths.collect();
            proptest::prop_assert_eq!(widths.len(), counts.len());
            for (width, count) in widths.iter().zip(&counts) {
                let due = (f64::from(WIDTH) - 2.0) * whole(*count) / whole(total);
                proptest::prop_assert!((width - due).abs() < 1.0, "{} for {} of {}", width, count, total);
            }
        }
    }
}
