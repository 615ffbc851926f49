//! Works out the rating of a project as a whole from those of its aspects.

use super::Counts;
use super::rollup::{Weighed, compute};
use crate::report::{AspectRating, Project, Rating, Rule, Scale};

/// The rating of a project as a whole, where it also has ratings of its aspects, and the facts behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overall {
    /// The rating that follows from those of the aspects.
    pub computed: Rating,
    /// The rating that its lead gives it in place of that one.
    pub given: Option<Rating>,
    /// How many aspects have each rating.
    pub counts: Counts,
    /// The aspects that have the worst rating of those that count.
    pub worst: Vec<AspectRating>,
}

/// The rating of a project as a whole: the one that its lead gives, and otherwise the worst of its aspects.
pub fn rating(project: &Project) -> Rating {
    if project.given.is_missing() { computed(project) } else { project.given }
}

/// How the rating of a project as a whole and those of its aspects go together, if those are rated.
pub fn overall(project: &Project) -> Option<Overall> {
    let first = project.aspects.first()?;
    let counts = Counts::of(first.rating.scale(), project.aspects.iter().map(|own| own.rating));
    let worst = project.aspects.iter().filter_map(|own| own.rating.counts_as()).max();
    let is_worst = |rating: Rating| rating.is_rated() && rating.counts_as() == worst;
    let worst = project.aspects.iter().filter(|own| is_worst(own.rating));
    Some(Overall {
        computed: computed(project),
        given: Some(project.given).filter(|given| !given.is_missing()),
        counts,
        worst: worst.cloned().collect(),
    })
}

/// The worst rating of those that count. Where none does, the state that all are in; what does not apply to the project
/// says nothing of the rest.
fn computed(project: &Project) -> Rating {
    let ratings: Vec<Rating> = project.aspects.iter().map(|own| own.rating).collect();
    of(project.given.scale(), &ratings)
}

fn of(scale: &'static Scale, ratings: &[Rating]) -> Rating {
    let weighed: Vec<Weighed> =
        ratings.iter().map(|rating| Weighed { rating: *rating, weight: 1000 }).collect();
    if ratings.iter().any(|rating| rating.is_rated()) {
        return compute(Rule::Worst, scale, &weighed);
    }
    let says_something = |rating: &Rating| scale.own().any(|own| own == *rating);
    let told: Vec<Rating> = ratings.iter().copied().filter(says_something).collect();
    let told = if told.is_empty() { ratings.to_vec() } else { told };
    let shared = told.first().filter(|first| told.iter().all(|rating| rating == *first));
    shared.copied().unwrap_or(scale.not_rated())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The rating that follows where nobody gives one of the whole.
    fn follows(ratings: &[&str]) -> &'static str {
        let scale = Scale::standard();
        let ratings: Vec<Rating> = ratings.iter().map(|id| scale.by_id(id).expect("a rating")).collect();
        of(scale, &ratings).id()
    }

    #[test]
    fn the_worst_of_those_that_count_is_the_rating_of_the_whole() {
        for (ratings, expected) in [
            (&["red", "green", "green"][..], "red"),
            (&["green", "amber", "n/a"], "amber"),
            (&["green", "on-hold", "not-rated"], "green"),
            (&["complete", "green"], "green"),
            (&["complete", "complete"], "complete"),
            (&["complete", "n/a"], "complete"),
            (&["not-started", "not-started"], "not-started"),
            (&["not-started", "n/a", "info"], "not-started"),
            (&["n/a", "n/a"], "n/a"),
            (&["not-started", "on-hold"], "not-rated"),
            (&["n/a", "info"], "not-rated"),
            (&["n/a", "not-rated"], "not-rated"),
            (&[], "not-rated"),
        ] {
            assert_eq!(follows(ratings), expected, "{ratings:?}");
        }
    }

    proptest! {
        #[test]
        fn neither_order_nor_what_does_not_count_matters_and_nothing_worse_makes_it_better(
            places in proptest::collection::vec(0_usize..8, 1..6),
            more in 0_usize..8,
        ) {
            let scale = Scale::standard();
            let ratings: Vec<Rating> =
                places.iter().map(|place| scale.ratings().nth(*place).expect("a rating")).collect();
            let before = of(scale, &ratings);
            let turned: Vec<Rating> = ratings.iter().rev().copied().collect();
            prop_assert_eq!(of(scale, &turned), before);
            let added = scale.ratings().nth(more).expect("a rating");
            let after = of(scale, &[ratings.as_slice(), &[added]].concat());
            if ratings.iter().any(|rating| rating.is_rated()) {
                prop_assert!(added.is_rated() || after == before, "{ratings:?} and {added:?}: {after:?}");
                prop_assert!(after.counts_as() >= before.counts_as());
            }
            let weighed = ratings.iter().map(|rating| Weighed { rating: *rating, weight: 1000 });
            let rule = compute(Rule::Worst, scale, &weighed.collect::<Vec<_>>());
            prop_assert!(!rule.is_rated() || rule == before);
        }
    }
}
