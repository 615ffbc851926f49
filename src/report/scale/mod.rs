//! Scales: what a rating may be, what it counts as and how it looks.
//!
//! In: a preset, or the words of a council's own scale. Out: a [`Scale`], into which every [`Rating`] refers. A new
//! scale is data; no other file knows what a rating may be called. This file must not know places or sentences.

mod look;
mod presets;
mod rule;

use std::sync::{LazyLock, Mutex, PoisonError};

pub use self::look::{Look, NAMED, Named, Palette, Piece, Shape};
pub use self::presets::{Preset, STANDING};
pub use self::rule::{Limits, Rule, Share};

/// The most steps that a scale may have: a reader cannot tell more apart.
pub const MOST_STEPS: usize = 7;

/// The most words that a council's own scale may list, steps and others.
pub const MOST_ITEMS: usize = MOST_STATES - STANDING.len();

/// The most states of a scale, with those that are in every scale.
pub(crate) const MOST_STATES: usize = 16;

/// What ratings there are, the best first.
#[derive(Debug, PartialEq, Eq)]
pub struct Scale {
    /// The preset that it is or was made from.
    pub preset: Option<Preset>,
    /// Its states, the best first; those that are in every scale stand last.
    states: Vec<State>,
    /// Where its steps stand among the states, the best first.
    steps: Vec<usize>,
}

/// One of the ratings that a scale has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// The stable name, in content and data files.
    pub id: String,
    /// What is printed.
    pub word: Word,
    /// What narrow columns print, if it is shorter.
    pub short: Option<String>,
    /// What it means, as the report explains it.
    pub means: Option<String>,
    /// How it looks.
    pub look: Look,
    /// What it counts as when a section's rating is worked out.
    pub counts: Counting,
}

/// What is printed for a rating.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Word {
    /// The text of that name in the catalogue; beside it the English one, which messages use.
    Known(&'static str, &'static str),
    /// The council's own word.
    Own(String),
}

/// What a rating counts as. Steps are numbered from the best, which is 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counting {
    /// It is this step.
    Step(usize),
    /// It counts as this step and keeps its own word.
    As(usize),
    /// It stands beside the scale.
    Nothing,
}

impl Scale {
    /// Makes a scale of `own` states, the best first; `unrated` is the look of those that every scale has.
    pub fn new(preset: Option<Preset>, mut own: Vec<State>, palette: &Palette) -> Self {
        own.extend(presets::standing(palette));
        let steps = own.iter().enumerate().filter(|(_, state)| matches!(state.counts, Counting::Step(_)));
        let steps = steps.map(|(at, _)| at).collect();
        Self { preset, states: own, steps }
    }

    /// Keeps a scale for as long as the program runs, each but once, so that a rating can be copied like a number.
    pub fn keep(self) -> &'static Self {
        static KEPT: Mutex<Vec<&'static Scale>> = Mutex::new(Vec::new());
        let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = kept.iter().find(|known| ***known == self) {
            return known;
        }
        let scale: &'static Self = Box::leak(Box::new(self));
        kept.push(scale);
        scale
    }

    /// The scale that holds where none is named: Red, Amber, Green.
    pub fn standard() -> &'static Self {
        static STANDARD: LazyLock<&'static Scale> =
            LazyLock::new(|| Preset::default().scale(&Palette::default()));
        *STANDARD
    }

    /// Its ratings, the best first; those that are in every scale stand last.
    pub fn ratings(&'static self) -> impl DoubleEndedIterator<Item = Rating> + ExactSizeIterator + Clone {
        (0..self.states.len()).map(move |at| Rating { scale: self, at })
    }

    /// The ratings that people type: all but "Not rated".
    pub fn typed(&'static self) -> impl DoubleEndedIterator<Item = Rating> + Clone {
        self.ratings().take(self.states.len() - 1)
    }

    /// Its own ratings, without those that are in every scale.
    pub fn own(&'static self) -> impl DoubleEndedIterator<Item = Rating> + Clone {
        self.ratings().take(self.states.len() - STANDING.len())
    }

    /// Its steps, the best first.
    pub fn steps(&'static self) -> impl DoubleEndedIterator<Item = Rating> + ExactSizeIterator + Clone {
        self.steps.iter().map(move |at| Rating { scale: self, at: *at })
    }

    /// The step with that number, counted from the best; the worst, if there are fewer.
    pub fn step(&'static self, number: usize) -> Rating {
        let at = self.steps.get(number).or(self.steps.last()).copied().unwrap_or_default();
        Rating { scale: self, at }
    }

    /// How many steps it has.
    pub fn len(&self) -> usize {
        self.steps.len()
    }

    /// Whether it has no steps, which no scale that was checked has.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// The rating where nobody has given any.
    pub fn not_rated(&'static self) -> Rating {
        Rating { scale: self, at: self.states.len() - 1 }
    }

    /// The rating of what is given for information only.
    pub fn for_information(&'static self) -> Rating {
        Rating { scale: self, at: self.states.len() - 2 }
    }

    /// The rating with that stable name.
    pub fn by_id(&'static self, id: &str) -> Option<Rating> {
        self.ratings().find(|rating| rating.id() == id)
    }

    /// Reads a rating as people type it, by its id or its word: "AMBER", "For info", "on hold", "Amber/Green".
    pub fn read(&'static self, typed: &str) -> Option<Rating> {
        let typed = folded(typed);
        let reads = |rating: &Rating| folded(rating.id()) == typed || folded(rating.word()) == typed;
        let other = || presets::meant(&typed).and_then(|id| self.by_id(id));
        self.typed().find(reads).or_else(other)
    }

    /// Whether the steps of both are the same, so that one rating can be better than another of the other scale.
    pub fn has_steps_of(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
            || (self.len() == other.len()
                && self
                    .steps
                    .iter()
                    .zip(&other.steps)
                    .all(|(own, other_step)| self.states[*own].id == other.states[*other_step].id))
    }

    /// How its ratings look, each look once.
    pub fn looks(&self) -> impl Iterator<Item = &Look> {
        self.states.iter().enumerate().filter_map(|(at, state)| {
            let is_first = self.states[..at].iter().all(|earlier| earlier.look != state.look);
            is_first.then_some(&state.look)
        })
    }
}

/// A text as ratings are compared: without capitals, spaces, hyphens and slashes.
pub fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// How an entry or a section is going: one of the states of a scale.
#[derive(Clone, Copy)]
pub struct Rating {
    scale: &'static Scale,
    at: usize,
}

/// A scale is kept but once, so ratings are the same if they refer to the same place.
impl PartialEq for Rating {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.scale, other.scale) && self.at == other.at
    }
}

impl Eq for Rating {}

impl std::fmt::Debug for Rating {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.id())
    }
}

impl Rating {
    /// The scale that it is of.
    pub fn scale(self) -> &'static Scale {
        self.scale
    }

    /// What the scale says about it.
    pub fn state(self) -> &'static State {
        &self.scale.states[self.at]
    }

    /// Where it stands in the scale, from the best.
    pub(crate) fn place(self) -> usize {
        self.at
    }

    /// The stable name that content and data files use.
    pub fn id(self) -> &'static str {
        &self.state().id
    }

    /// The word that people type and that messages use; a report prints the word from its catalogue.
    pub fn word(self) -> &'static str {
        match &self.state().word {
            Word::Known(_, english) => english,
            Word::Own(word) => word,
        }
    }

    /// The step that it counts as when a section's rating is worked out, numbered from the best.
    pub fn counts_as(self) -> Option<usize> {
        match self.state().counts {
            Counting::Step(step) | Counting::As(step) => Some(step),
            Counting::Nothing => None,
        }
    }

    /// Whether it counts when a section's rating is computed.
    pub fn is_rated(self) -> bool {
        self.counts_as().is_some()
    }

    /// Whether it is a step of the scale, and not only counts as one.
    pub fn is_step(self) -> bool {
        matches!(self.state().counts, Counting::Step(_))
    }

    /// Whether nobody has given a rating.
    pub fn is_missing(self) -> bool {
        self == self.scale.not_rated()
    }

    /// Whether it counts as the best step.
    pub fn is_best(self) -> bool {
        self.counts_as() == Some(0)
    }

    /// Whether it counts as the worst step.
    pub fn is_worst(self) -> bool {
        self.counts_as() == Some(self.scale.len() - 1)
    }

    /// Whether it counts as any step but the best, so that readers want to know why.
    pub fn is_below_best(self) -> bool {
        self.counts_as().is_some_and(|step| step > 0)
    }

    /// Whether what has it is still to be finished: it is a step, or has not been started.
    pub fn is_open(self) -> bool {
        self.is_step() || presets::is_not_started(self.id())
    }

    /// How good it is; `None` where better and worse make no sense. A state that counts as a step and is listed before
    /// it is a little better than the step itself.
    pub fn standing(self) -> Option<Standing> {
        let step = self.counts_as()?;
        let above = |place: usize| i64::try_from(place).unwrap_or(i64::MAX);
        Some(Standing(above(self.scale.len()) - above(step), above(self.scale.steps[step]) - above(self.at)))
    }
}

/// How good a rating is among those of its scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Standing(i64, i64);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratings_are_read_as_people_type_them() {
        let scale = Scale::standard();
        for (text, id) in [
            ("AMBER", "amber"),
            (" green ", "green"),
            ("N/A", "n/a"),
            ("Not applicable", "n/a"),
            ("For info", "info"),
            ("Completed", "complete"),
            ("Not started", "not-started"),
            ("on-hold", "on-hold"),
        ] {
            assert_eq!(scale.read(text).map(Rating::id), Some(id), "{text}");
        }
        // What people also type, and what the program must not guess at.
        for text in ["Amber/Green", "A", "yellow", "", "R", "green red", "not rated"] {
            assert_eq!(scale.read(text), None, "{text}");
        }
        for preset in Preset::ALL {
            for rating in preset.scale(&Palette::default()).typed() {
                assert_eq!(rating.scale().read(rating.id()), Some(rating));
                assert_eq!(rating.scale().read(rating.word()), Some(rating));
                assert_eq!(rating.scale().by_id(rating.id()), Some(rating));
            }
        }
        let five = Preset::FivePoint.scale(&Palette::default());
        for text in ["Amber/Green", "amber green", "AMBER-GREEN"] {
            assert_eq!(five.read(text).map(Rating::id), Some("amber-green"), "{text}");
        }
    }

    #[test]
    fn a_scale_is_kept_but_once() {
        let (one, other) =
            (Preset::OnTrack.scale(&Palette::default()), Preset::OnTrack.scale(&Palette::default()));
        assert!(std::ptr::eq(one, other));
        assert!(!std::ptr::eq(one, Scale::standard()));
    }

    /// Worked out by hand: Complete counts as Green and is a little better; the others have no standing.
    #[test]
    fn ratings_stand_as_the_scale_lists_them() {
        let scale = Scale::standard();
        let standing = |id: &str| scale.by_id(id).unwrap().standing();
        assert!(standing("complete") > standing("green"));
        assert!(standing("green") > standing("amber") && standing("amber") > standing("red"));
        for id in ["not-started", "on-hold", "n/a", "info", "not-rated"] {
            assert_eq!(standing(id), None, "{id}");
        }
        let ids: Vec<&str> = scale.ratings().map(Rating::id).collect();
        assert_eq!(
            ids,
            ["complete", "green", "amber", "red", "not-started", "on-hold", "n/a", "info", "not-rated"]
        );
    }

    #[test]
    fn only_the_steps_decide_whether_scales_can_be_compared() {
        let palette = Palette::default();
        let scales = Preset::ALL.map(|preset| preset.scale(&palette));
        for (one, scale) in scales.iter().enumerate() {
            for (two, other) in scales.iter().enumerate() {
                assert_eq!(scale.has_steps_of(other), one == two);
            }
        }
    }
}
