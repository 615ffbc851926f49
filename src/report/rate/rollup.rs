//! Works out a section's rating from those of its projects, with the facts behind it.

use super::Counts;
use crate::report::{Project, Projects, Rating, Rule, Share};

/// A section's rating and where it comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Rated {
    /// The rating that is printed.
    pub rating: Rating,
    /// How it came about.
    pub basis: Basis,
    /// How many entries have each rating.
    pub counts: Counts,
    /// Who gave the rating, if somebody did; otherwise it was computed.
    pub given: Option<Given>,
    /// What the rule gives for the entries, if there is a rule that computes.
    pub computed: Option<Computed>,
}

impl Rated {
    /// The rating that somebody set in place of the computed one, and the computed one, if anybody did.
    pub fn set_by_hand(&self) -> Option<(&Given, &Computed)> {
        self.given.as_ref().zip(self.computed.as_ref())
    }
}

/// How a section's rating came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// From the entries, by a rule.
    Rule(Rule),
    /// The section has no entries and states its own.
    Stated,
}

impl Basis {
    /// The name in data files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rule(rule) => rule.name(),
            Self::Stated => "stated",
        }
    }
}

/// A rating that somebody gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// Who, if the section names an owner.
    pub by: Option<String>,
    /// Why, if a reason is given.
    pub reason: Option<String>,
}

/// A rating that a rule gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Computed {
    /// The rating.
    pub rating: Rating,
    /// The facts behind it.
    pub grounds: Grounds,
}

/// The facts behind a computed rating.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grounds {
    /// No project is rated.
    NoneRated,
    /// Only one project is rated, and the section has the same rating.
    OnlyRated,
    /// The worst of the rated projects.
    Worst,
    /// Every rated project has the same rating.
    All,
    /// The mean of the rated projects, cut off after two decimals.
    Mean {
        /// The mean in hundredths.
        hundredths: u128,
        /// Whether the projects differ in weight.
        is_weighted: bool,
    },
    /// Enough are Red, or Amber or Red, to reach the limit.
    Reached(Portion),
    /// Too few are Amber or Red to reach the limit.
    Missed(Portion),
    /// Too few are Red, and too few Amber or Red, to reach either of two limits.
    MissedBoth {
        /// The Red ones.
        red: Portion,
        /// The Amber and the Red ones.
        amber: Portion,
    },
}

/// How many of the rated projects count towards a limit, and that limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Portion {
    /// How many are Red.
    pub red: usize,
    /// How many are Amber, where those count towards the limit.
    pub amber: usize,
    /// The limit.
    pub limit: Threshold,
}

/// The portion from which the limit is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Threshold {
    /// One half.
    Half,
    /// A share that the report sets.
    Share(Share),
}

/// Rates a section of projects whose owner is `owner`.
pub(super) fn section(section: &Projects, owner: Option<&str>) -> Rated {
    let counts = Counts::of(section.entries.iter().map(|entry| entry.rating));
    let (basis, computed) = match section.rule {
        _ if section.entries.is_empty() => (Basis::Stated, None),
        Rule::Manual => (Basis::Rule(Rule::Manual), None),
        rule => (Basis::Rule(rule), Some(computed(rule, &counts, &section.entries))),
    };
    let stated = section.stated.as_ref();
    let is_given = stated.is_some() || basis == Basis::Rule(Rule::Manual);
    let given = is_given.then(|| Given {
        by: owner.map(str::to_owned),
        reason: stated.and_then(|stated| stated.reason.clone()),
    });
    let stated = stated.map(|stated| stated.rating);
    let rating = stated.or(computed.map(|computed| computed.rating)).unwrap_or(Rating::NotRated);
    Rated { rating, basis, counts, given, computed }
}

/// The rating that `rule` gives for `entries`. Entries that are not rated never count.
pub fn compute(rule: Rule, entries: &[Project]) -> Rating {
    let counts = Counts::of(entries.iter().map(|entry| entry.rating));
    let rated = counts.rated() as u64;
    let red = counts.get(Rating::Red) as u64;
    let amber_or_red = red + counts.get(Rating::Amber) as u64;
    if rated == 0 {
        // An empty section is never green: nothing shows that it is going well.
        return if counts.get(Rating::Complete) > 0 { Rating::Complete } else { Rating::NotRated };
    }
    let by_limits = |is_red: bool, is_amber: bool| match (is_red, is_amber) {
        (true, _) => Rating::Red,
        (false, true) => Rating::Amber,
        (false, false) => Rating::Green,
    };
    match rule {
        // Reproduces every legible rating that Maidstone published for 2012-13 and for October 2013 to March 2014,
        // including an even split of two. A manual section has no computed rating; this is the answer if one is asked
        // for all the same.
        Rule::Majority | Rule::Manual => by_limits(red * 2 >= rated, amber_or_red * 2 >= rated),
        Rule::Worst => by_limits(red > 0, amber_or_red > 0),
        Rule::Share { red: red_share, amber } => {
            by_limits(red_share.is_reached(red, rated), amber.is_reached(amber_or_red, rated))
        }
        Rule::Score => {
            let (points, weight) = score(entries);
            by_limits(points * 4 < weight * 3, points * 2 < weight * 3)
        }
    }
}

/// Points (red 0, amber 1, green 2, times weight) and total weight of the rated entries, exactly.
fn score(entries: &[Project]) -> (u128, u128) {
    entries.iter().filter(|entry| entry.rating.is_rated()).fold((0, 0), |(points, weight), entry| {
        let own = u128::from(entry.weight);
        (points + own * u128::from(entry.rating.standing().unwrap_or(0)), weight + own)
    })
}

/// The rating that `rule` gives, and the facts behind it.
fn computed(rule: Rule, counts: &Counts, entries: &[Project]) -> Computed {
    let rating = compute(rule, entries);
    let (red, amber, rated) = (counts.get(Rating::Red), counts.get(Rating::Amber), counts.rated());
    let (red_limit, amber_limit) = match rule {
        Rule::Share { red, amber } => (Threshold::Share(red), Threshold::Share(amber)),
        _ => (Threshold::Half, Threshold::Half),
    };
    let of_red = Portion { red, amber: 0, limit: red_limit };
    let of_both = Portion { red, amber, limit: amber_limit };
    let grounds = match (rule, rating) {
        _ if rated == 0 => Grounds::NoneRated,
        (Rule::Score, _) => mean(entries),
        (Rule::Worst | Rule::Majority | Rule::Manual, _) if rated == 1 => Grounds::OnlyRated,
        (Rule::Worst, _) => Grounds::Worst,
        (_, Rating::Red) => Grounds::Reached(of_red),
        (_, Rating::Amber) => Grounds::Reached(of_both),
        _ if red + amber == 0 && rated == 1 => Grounds::OnlyRated,
        _ if red + amber == 0 => Grounds::All,
        _ if red > 0 && red_limit != amber_limit => Grounds::MissedBoth { red: of_red, amber: of_both },
        _ => Grounds::Missed(of_both),
    };
    Computed { rating, grounds }
}

/// The mean that the score rule uses.
fn mean(entries: &[Project]) -> Grounds {
    let (points, weight) = score(entries);
    let mut weights = entries.iter().filter(|entry| entry.rating.is_rated()).map(|entry| entry.weight);
    let first = weights.next();
    Grounds::Mean {
        // Cut off, not rounded: 1.497 must not print as the 1.50 that would be Green.
        hundredths: points * 100 / weight.max(1),
        is_weighted: weights.any(|weight| Some(weight) != first),
    }
}
