//! Says what would tip a section's rating: the fewest equal changes after which its rule gives another.

use super::rollup::compute;
use crate::report::{Project, Rating, Rule};

/// A change that would tip a rating.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tip {
    /// How many projects would have to change.
    pub count: usize,
    /// The rating that they have now.
    pub from: Rating,
    /// The rating that they would change to.
    pub to: Rating,
    /// The rating that the section would then have.
    pub becomes: Rating,
}

/// What would tip the rating that `rule` gives for `entries`, changes for the worse first. A manual rating is not
/// worked out, so nothing tips it.
pub fn tipping(rule: Rule, entries: &[Project]) -> Vec<Tip> {
    use Rating::{Amber, Green, Red};
    if rule == Rule::Manual {
        return Vec::new();
    }
    let now = compute(rule, entries);
    let changes = [(Green, Amber), (Green, Red), (Amber, Red), (Red, Amber), (Red, Green), (Amber, Green)];
    changes.into_iter().filter_map(|(from, to)| tip(rule, entries, now, from, to)).collect()
}

fn tip(rule: Rule, entries: &[Project], now: Rating, from: Rating, to: Rating) -> Option<Tip> {
    let mut changed = entries.to_vec();
    // Under the score rule the heaviest projects tip it soonest.
    let mut places: Vec<usize> = (0..changed.len()).filter(|place| changed[*place].rating == from).collect();
    places.sort_by_key(|place| std::cmp::Reverse(changed[*place].weight));
    for (index, place) in places.into_iter().enumerate() {
        changed[place].rating = to;
        let becomes = compute(rule, &changed);
        if becomes != now {
            return Some(Tip { count: index + 1, from, to, becomes });
        }
    }
    None
}
