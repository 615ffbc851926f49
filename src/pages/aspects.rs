//! What is said of the aspects that are rated of a project.

use serde::Serialize;

use super::PrintedRating;
use super::movement::PrintedMovement;
use crate::report::compare::{Moved, Movement};
use crate::report::rate::{RatedEntry, RatedReport};
use crate::report::{Aspect, Project};
use crate::words::Words;

/// The rating of an aspect, with its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PrintedAspect {
    /// The aspect.
    pub title: String,
    /// Its rating.
    pub rating: PrintedRating,
}

/// The rating of an aspect in a column of its own.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct AspectCell {
    /// The rating; none where nobody rates the aspect.
    pub rating: Option<PrintedRating>,
    /// How it moved, if it did.
    pub movement: Option<PrintedMovement>,
}

/// The ratings of a project's aspects.
pub(super) fn printed(project: &Project, words: &Words) -> Vec<PrintedAspect> {
    let printed = project.aspects.iter().map(|own| PrintedAspect {
        title: own.aspect.title.clone(),
        rating: PrintedRating::new(own.rating, words),
    });
    printed.collect()
}

/// The aspects of a report that some project of it rates, as its readers see it.
pub(crate) fn rated(report: &RatedReport) -> &[Aspect] {
    let entries = report.sections.iter().flat_map(|section| &section.entries);
    let any = entries.map(|entry| entry.aspects.len()).any(|count| count > 0);
    if any { &report.report.aspects } else { &[] }
}

/// A cell for each of these aspects; `moved` is empty if nothing is compared.
pub(super) fn cells(
    aspects: &[Aspect],
    entry: Option<&RatedEntry>,
    moved: &[Moved],
    words: &Words,
) -> Vec<AspectCell> {
    let own = entry.map(|entry| entry.aspects.as_slice()).unwrap_or_default();
    let cell = |aspect: &Aspect| {
        let Some(place) = own.iter().position(|own| own.aspect == *aspect) else {
            return AspectCell::default();
        };
        let moved = moved.get(place).filter(|moved| is_told(**moved));
        AspectCell {
            rating: Some(PrintedRating::new(own[place].rating, words)),
            movement: moved.map(|moved| PrintedMovement::new(moved.movement, words)),
        }
    };
    aspects.iter().map(cell).collect()
}

/// Whether the movement of an aspect is told by itself. What is new, or on another scale, is so with the whole.
pub(super) fn is_told(moved: Moved) -> bool {
    matches!(
        moved.movement,
        Movement::Worsened | Movement::Improved | Movement::NoLongerRated | Movement::NotRatedBefore
    )
}
