//! Aspects: what is rated separately of every project of a report, such as its time, its cost and its benefits.

use super::Rating;

/// Something that is rated separately.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aspect {
    /// The stable name that content and data files use.
    pub id: String,
    /// What the reader sees as its name.
    pub title: String,
}

/// The rating of one aspect of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AspectRating {
    /// The aspect.
    pub aspect: Aspect,
    /// Its rating; not rated where the project rates others and not this one.
    pub rating: Rating,
}
