//! Says what would tip a section's rating: the fewest equal changes after which its rule gives another.

use super::rollup::{Weighed, compute};
use crate::report::{Rating, Rule, Scale};

/// A change that would tip a rating.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tip {
    /// How many entries would have to change.
    pub count: usize,
    /// The rating that they have now.
    pub from: Rating,
    /// The rating that they would change to.
    pub to: Rating,
    /// The rating that the section would then have.
    pub becomes: Rating,
}

/// Up to this many steps, a change from each to each other is looked at; beyond it, only one to the next.
const FEW_STEPS: usize = 3;

/// What would tip the rating that `rule` gives for `entries`, changes for the worse first. A rating that is not worked
/// out is not tipped by anything.
pub fn tipping(rule: Rule, scale: &'static Scale, entries: &[Weighed]) -> Vec<Tip> {
    if matches!(rule, Rule::Manual | Rule::None) {
        return Vec::new();
    }
    let now = compute(rule, scale, entries);
    let steps = scale.len();
    let is_near = |from: usize, to: usize| steps <= FEW_STEPS || from.abs_diff(to) == 1;
    let worse = (0..steps).flat_map(|from| (from + 1..steps).map(move |to| (from, to)));
    let better = (1..steps).rev().flat_map(|from| (0..from).rev().map(move |to| (from, to)));
    let changes = worse.chain(better).filter(|(from, to)| is_near(*from, *to));
    changes.filter_map(|(from, to)| tip(rule, entries, now, scale.step(from), scale.step(to))).collect()
}

fn tip(rule: Rule, entries: &[Weighed], now: Rating, from: Rating, to: Rating) -> Option<Tip> {
    let mut changed = entries.to_vec();
    // Under the score rule the heaviest projects tip it soonest.
    let mut places: Vec<usize> = (0..changed.len()).filter(|place| changed[*place].rating == from).collect();
    places.sort_by_key(|place| std::cmp::Reverse(changed[*place].weight));
    for (index, place) in places.into_iter().enumerate() {
        changed[place].rating = to;
        let becomes = compute(rule, now.scale(), &changed);
        if becomes != now {
            return Some(Tip { count: index + 1, from, to, becomes });
        }
    }
    None
}
