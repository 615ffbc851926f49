//! How ratings look: ten named colours, each with a tested pair of fill and text, and a shape of its own.
//!
//! Shapes are described once, here; pages, charts and the PDF draw them from this description.

use std::collections::BTreeMap;

use crate::report::colour::{Colour, INK, WHITE};

/// How a rating looks. The word carries it; colour and shape are for the eye.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// A name that no other look of a report has, fit for a style sheet.
    pub name: String,
    /// The colour of its box.
    pub fill: Colour,
    /// The colour of the word in it.
    pub text: Colour,
    /// The shape before the word.
    pub shape: Shape,
}

impl Look {
    /// A look with colours of the council's own.
    pub fn own(fill: Colour, text: Colour, shape: Shape) -> Self {
        let digits = |colour: Colour| colour.hex().trim_start_matches('#').to_owned();
        Self { name: format!("own-{}-{}-{}", digits(fill), digits(text), shape.name()), fill, text, shape }
    }
}

/// A colour that content can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named {
    /// Its name.
    pub name: &'static str,
    /// The colour of a box in it.
    pub fill: Colour,
    /// The colour of a word in that box.
    pub text: Colour,
    /// The shape that goes with it.
    pub shape: Shape,
}

const fn named(name: &'static str, fill: Colour, text: Colour, shape: Shape) -> Named {
    Named { name, fill, text, shape }
}

/// The named colours. Red, amber, green and blue are told apart in grey and by people with any kind of dichromacy; with
/// more of them on one page, the shapes do that.
pub const NAMED: [Named; 10] = [
    named("red", Colour(0x8f, 0x13, 0x13), WHITE, Shape::Diamond),
    named("orange", Colour(0xe0, 0x75, 0x1f), INK, Shape::Wedge),
    named("amber", Colour(0xff, 0xc9, 0x33), INK, Shape::Triangle),
    named("yellow", Colour(0xff, 0xf1, 0x76), INK, Shape::Bars),
    named("lime", Colour(0xb4, 0xd3, 0x3b), INK, Shape::Plus),
    named("green", Colour(0x38, 0xa1, 0x69), INK, Shape::Circle),
    named("teal", Colour(0x00, 0x5f, 0x66), WHITE, Shape::Arrow),
    named("blue", Colour(0x1d, 0x4f, 0x91), WHITE, Shape::Square),
    named("purple", Colour(0x5a, 0x2a, 0x82), WHITE, Shape::Hourglass),
    named("grey", Colour(0xb1, 0xb4, 0xb6), INK, Shape::Cross),
];

/// The named colours as one council has them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Palette {
    /// Fill and text in place of the usual ones, by the colour's name.
    own: BTreeMap<&'static str, (Colour, Colour)>,
}

/// The name of the look of whatever is not rated.
const UNRATED: &str = "unrated";

impl Palette {
    /// Sets fill and text of the colour with that name.
    pub fn set(&mut self, name: &'static str, fill: Colour, text: Colour) {
        self.own.insert(name, (fill, text));
    }

    /// How a rating of that colour looks.
    pub fn look(&self, name: &str) -> Option<Look> {
        let named = NAMED.iter().find(|named| named.name.eq_ignore_ascii_case(name.trim()))?;
        Some(self.with(named.name, named.fill, named.text, named.shape))
    }

    /// How everything looks that has no colour.
    pub fn unrated(&self) -> Look {
        self.with(UNRATED, Colour(0xe6, 0xe6, 0xe6), INK, Shape::Dash)
    }

    /// How a warning looks that must not be missed.
    pub fn warning(&self) -> Look {
        let red = NAMED[0];
        self.with(red.name, red.fill, red.text, red.shape)
    }

    fn with(&self, name: &'static str, fill: Colour, text: Colour, shape: Shape) -> Look {
        let (fill, text) = self.own.get(name).copied().unwrap_or((fill, text));
        Look { name: name.to_owned(), fill, text, shape }
    }
}

/// The shape that stands before the word of a rating.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shape {
    /// A square that stands on a corner.
    Diamond,
    /// A triangle that points down.
    Wedge,
    /// A triangle that points up.
    Triangle,
    /// Two upright bars.
    Bars,
    /// An upright cross.
    Plus,
    /// A disc.
    Circle,
    /// A triangle that points to the right.
    Arrow,
    /// A square.
    Square,
    /// Two triangles that meet in the middle.
    Hourglass,
    /// A cross that lies.
    Cross,
    /// A short line: nothing is rated.
    Dash,
}

/// A piece of a shape, in hundredths of its side, from the left and from the top.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece {
    /// A filled polygon.
    Polygon(&'static [(u8, u8)]),
    /// A filled disc: its middle, and its radius.
    Disc((u8, u8), u8),
}

impl Piece {
    /// How far it is from the left, the right, the top and the bottom of its square, if it is a disc or a rectangle.
    pub fn edges(self) -> Option<(u8, u8, u8, u8)> {
        let (left, right, top, bottom) = match self {
            Self::Disc((x, y), radius) => (x - radius, x + radius, y - radius, y + radius),
            Self::Polygon(points) => {
                let [(left, top), (right, beside), (_, bottom), (below, _)] = *points else { return None };
                if beside != top || below != left {
                    return None;
                }
                (left, right, top, bottom)
            }
        };
        Some((left, 100 - right, top, 100 - bottom))
    }
}

impl Shape {
    /// The shapes that content can name.
    pub const ALL: [Self; 10] = [
        Self::Diamond,
        Self::Wedge,
        Self::Triangle,
        Self::Bars,
        Self::Plus,
        Self::Circle,
        Self::Arrow,
        Self::Square,
        Self::Hourglass,
        Self::Cross,
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Diamond => "diamond",
            Self::Wedge => "wedge",
            Self::Triangle => "triangle",
            Self::Bars => "bars",
            Self::Plus => "plus",
            Self::Circle => "circle",
            Self::Arrow => "arrow",
            Self::Square => "square",
            Self::Hourglass => "hourglass",
            Self::Cross => "cross",
            Self::Dash => "dash",
        }
    }

    /// The shape with that name, in any case.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|shape| shape.name().eq_ignore_ascii_case(name.trim()))
    }

    /// What it is drawn from.
    pub fn pieces(self) -> &'static [Piece] {
        use Piece::{Disc, Polygon};
        match self {
            Self::Diamond => &[Polygon(&[(50, 0), (100, 50), (50, 100), (0, 50)])],
            Self::Wedge => &[Polygon(&[(0, 5), (100, 5), (50, 95)])],
            Self::Triangle => &[Polygon(&[(50, 5), (100, 95), (0, 95)])],
            Self::Bars => &[
                Polygon(&[(12, 5), (40, 5), (40, 95), (12, 95)]),
                Polygon(&[(60, 5), (88, 5), (88, 95), (60, 95)]),
            ],
            Self::Plus => &[Polygon(&[
                (36, 2),
                (64, 2),
                (64, 36),
                (98, 36),
                (98, 64),
                (64, 64),
                (64, 98),
                (36, 98),
                (36, 64),
                (2, 64),
                (2, 36),
                (36, 36),
            ])],
            Self::Circle => &[Disc((50, 50), 46)],
            Self::Arrow => &[Polygon(&[(8, 0), (98, 50), (8, 100)])],
            Self::Square => &[Polygon(&[(8, 8), (92, 8), (92, 92), (8, 92)])],
            Self::Hourglass => {
                &[Polygon(&[(4, 2), (96, 2), (50, 50)]), Polygon(&[(50, 50), (96, 98), (4, 98)])]
            }
            Self::Cross => &[Polygon(&[
                (22, 4),
                (50, 32),
                (78, 4),
                (96, 22),
                (68, 50),
                (96, 78),
                (78, 96),
                (50, 68),
                (22, 96),
                (4, 78),
                (32, 50),
                (4, 22),
            ])],
            Self::Dash => &[Polygon(&[(10, 40), (90, 40), (90, 60), (10, 60)])],
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::report::colour::READABLE;

    #[test]
    fn every_rating_can_be_read_in_its_box() {
        let palette = Palette::default();
        for named in NAMED {
            let contrast = named.fill.contrast(named.text);
            assert!(contrast >= READABLE, "{}: {contrast}", named.name);
        }
        // By the formula of WCAG 2.2, worked out apart from this code: 9.25, 12.74, 6.03, 8.14 and 15.69.
        let expected = [("red", 9.25), ("amber", 12.74), ("green", 6.03), ("blue", 8.14)];
        let looks = expected.map(|(name, expected)| (palette.look(name).unwrap(), expected));
        for (look, expected) in looks.into_iter().chain([(palette.unrated(), 15.69)]) {
            let contrast = look.fill.contrast(look.text);
            assert!((contrast - expected).abs() < 0.01, "{}: {contrast}", look.name);
        }
    }

    #[test]
    fn discs_and_rectangles_have_edges_and_nothing_else_has() {
        let edges = |shape: Shape| shape.pieces().iter().map(|piece| piece.edges()).collect::<Vec<_>>();
        assert_eq!(edges(Shape::Circle), [Some((4, 4, 4, 4))]);
        assert_eq!(edges(Shape::Square), [Some((8, 8, 8, 8))]);
        assert_eq!(edges(Shape::Dash), [Some((10, 10, 40, 40))]);
        assert_eq!(edges(Shape::Bars), [Some((12, 60, 5, 5)), Some((60, 12, 5, 5))]);
        for other in [Shape::Diamond, Shape::Wedge, Shape::Triangle, Shape::Plus, Shape::Arrow, Shape::Cross]
        {
            assert_eq!(edges(other), [None], "{other:?}");
        }
        assert_eq!(edges(Shape::Hourglass), [None, None]);
    }

    #[test]
    fn every_colour_has_a_shape_of_its_own_and_every_shape_a_name() {
        let shapes: BTreeSet<Shape> = NAMED.iter().map(|named| named.shape).collect();
        assert_eq!(shapes.len(), NAMED.len());
        for shape in Shape::ALL {
            assert_eq!(Shape::from_name(shape.name()), Some(shape));
        }
        // Nothing that is rated looks like what is not.
        assert!(!shapes.contains(&Shape::Dash) && Shape::from_name("dash").is_none());
    }
}
