//! The words of a council's own scale of ratings.

use super::{Field, Shape, field, name};
use crate::content::limits;

/// An item of `scale`.
pub(in crate::content) const ITEM: &[Field] = &[
    field("id", Shape::Text, "Its stable name, in small letters and hyphens.")
        .required()
        .up_to(limits::LONGEST_RATING),
    field("word", Shape::Text, "What is printed.").required().up_to(limits::LONGEST_RATING),
    SHORT,
    MEANS,
    COLOUR,
    COUNTS_AS,
    FILL,
    TEXT,
    SHAPE,
];

/// What may be changed of an item of a preset.
pub(in crate::content) const CHANGE: &[Field] = &[
    field("word", Shape::Text, "What is printed.").up_to(limits::LONGEST_RATING),
    SHORT,
    MEANS,
    COLOUR,
    COUNTS_AS,
    FILL,
    TEXT,
    SHAPE,
];

const SHORT: Field = field("short", Shape::Text, "What narrow columns print, if the word is long.")
    .up_to(limits::LONGEST_SHORT_RATING);
const MEANS: Field = name("means", "What it means, printed where the report explains its ratings.");
const COLOUR: Field =
    field("colour", Shape::Text, "Its colour, by name; a shape goes with each.").also(&["color"]);
const COUNTS_AS: Field = field(
    "counts_as",
    Shape::Text,
    "The step that it counts as, or `nothing`; without it, it is a step itself.",
);
const FILL: Field = field("fill", Shape::Colour, "The colour of its box, in place of `colour`.");
const TEXT: Field = field("text", Shape::Colour, "The colour of the word in it, in place of `colour`.");
const SHAPE: Field = field("shape", Shape::Text, "Its shape, in place of that of `colour`.");
