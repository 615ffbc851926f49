//! The scales that a council can name without writing them out, and the ratings that every scale has.

use super::{Counting, Palette, Scale, State, Word, folded};

/// A scale that has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Preset {
    /// Red, Amber, Green.
    #[default]
    Rag,
    /// Red to Green with a step between each two.
    FivePoint,
    /// On track, At risk, Off track.
    OnTrack,
}

/// A row of a preset: id, the name of its word in the catalogue, the English word, the colour, and what it counts as.
type Row = (&'static str, &'static str, &'static str, Option<&'static str>, Counting);

use Counting::{As, Nothing, Step};

const RAG: &[Row] = &[
    ("complete", "rating-complete", "Complete", Some("blue"), As(0)),
    ("green", "rating-green", "Green", Some("green"), Step(0)),
    ("amber", "rating-amber", "Amber", Some("amber"), Step(1)),
    ("red", "rating-red", "Red", Some("red"), Step(2)),
    ("not-started", "rating-not-started", "Not started", None, Nothing),
    ("on-hold", "rating-on-hold", "On hold", None, Nothing),
];

const FIVE_POINT: &[Row] = &[
    ("green", "rating-green", "Green", Some("green"), Step(0)),
    ("amber-green", "rating-amber-green", "Amber/Green", Some("lime"), Step(1)),
    ("amber", "rating-amber", "Amber", Some("amber"), Step(2)),
    ("amber-red", "rating-amber-red", "Amber/Red", Some("orange"), Step(3)),
    ("red", "rating-red", "Red", Some("red"), Step(4)),
];

const ON_TRACK: &[Row] = &[
    ("complete", "rating-complete", "Complete", Some("blue"), As(0)),
    ("on-track", "rating-on-track", "On track", Some("green"), Step(0)),
    ("at-risk", "rating-at-risk", "At risk", Some("amber"), Step(1)),
    ("off-track", "rating-off-track", "Off track", Some("red"), Step(2)),
];

/// The ratings that are in every scale without being named: id, catalogue, English, and other words that mean the same.
pub const STANDING: [(&str, &str, &str, &[&str]); 3] = [
    ("n/a", "rating-not-applicable", "N/A", &["notapplicable"]),
    ("info", "rating-for-information", "For info", &["information", "forinformation"]),
    ("not-rated", "rating-not-rated", "Not rated", &[]),
];

impl Preset {
    /// Every preset.
    pub const ALL: [Self; 3] = [Self::Rag, Self::FivePoint, Self::OnTrack];

    /// Its name in content and data files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rag => "rag",
            Self::FivePoint => "five-point",
            Self::OnTrack => "on-track",
        }
    }

    /// The preset with that name, in any case.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| folded(preset.name()) == folded(name))
    }

    /// Its own states, in the colours of `palette`.
    pub fn states(self, palette: &Palette) -> Vec<State> {
        let rows = match self {
            Self::Rag => RAG,
            Self::FivePoint => FIVE_POINT,
            Self::OnTrack => ON_TRACK,
        };
        let state = |(id, message, english, colour, counts): &Row| State {
            id: (*id).to_owned(),
            word: Word::Known(message, english),
            short: None,
            means: None,
            look: colour.and_then(|colour| palette.look(colour)).unwrap_or_else(|| palette.unrated()),
            counts: *counts,
        };
        rows.iter().map(state).collect()
    }

    /// The scale itself, in the colours of `palette`.
    pub fn scale(self, palette: &Palette) -> &'static Scale {
        Scale::new(Some(self), self.states(palette), palette).keep()
    }
}

/// The ratings that are in every scale.
pub(super) fn standing(palette: &Palette) -> impl Iterator<Item = State> {
    STANDING.iter().map(|(id, message, english, _)| State {
        id: (*id).to_owned(),
        word: Word::Known(message, english),
        short: None,
        means: None,
        look: palette.unrated(),
        counts: Nothing,
    })
}

/// The id that is meant by another word for it; `typed` is folded.
pub(super) fn meant(typed: &str) -> Option<&'static str> {
    let standing = STANDING.iter().find(|(_, _, _, others)| others.contains(&typed)).map(|(id, ..)| *id);
    standing.or_else(|| (typed == "completed").then_some("complete"))
}

/// Whether that is the id of what has not been started.
pub(super) fn is_not_started(id: &str) -> bool {
    id == "not-started"
}
