//! Works out a section's rating from those of its projects, and says why in one sentence.

use std::fmt::Write as _;

use super::Counts;
use crate::report::{Project, Projects, Rating, Rule};
use crate::text::full_stop;

/// A section's rating and where it comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Rated {
    /// The rating that is printed.
    pub rating: Rating,
    /// How it came about.
    pub basis: Basis,
    /// How many entries have each rating.
    pub counts: Counts,
    /// Why, in one sentence or two; every output prints this same text.
    pub reason: String,
    /// What took the place of the computed rating, if anything.
    pub set_by_hand: Option<Override>,
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

/// A rating that the owner set in place of the computed one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override {
    /// Who set it, if the section names an owner.
    pub by: Option<String>,
    /// Why.
    pub reason: String,
    /// What the rule gives.
    pub computed: Rating,
}

/// Rates a section of projects whose owner is `owner`.
pub(super) fn section(section: &Projects, owner: Option<&str>) -> Rated {
    let counts = Counts::of(section.entries.iter().map(|entry| entry.rating));
    if section.entries.is_empty() {
        let rating = section.stated.as_ref().map_or(Rating::NotRated, |stated| stated.rating);
        let reason = match &section.stated {
            None => "Not rated: there are no projects and no rating is stated.".to_owned(),
            Some(stated) => by_hand(rating, "as stated", owner, stated.reason.as_deref()),
        };
        return Rated { rating, basis: Basis::Stated, counts, reason, set_by_hand: None };
    }
    let basis = Basis::Rule(section.rule);
    if section.rule == Rule::Manual {
        let rating = section.stated.as_ref().map_or(Rating::NotRated, |stated| stated.rating);
        let reason = section.stated.as_ref().and_then(|stated| stated.reason.as_deref());
        let reason = by_hand(rating, "as judged", owner, reason);
        return Rated { rating, basis, counts, reason, set_by_hand: None };
    }
    let computed = compute(section.rule, &section.entries);
    let why = sentence(section.rule, computed, &counts, &section.entries);
    match &section.stated {
        None => Rated { rating: computed, basis, counts, reason: why, set_by_hand: None },
        Some(stated) => {
            let reason = stated.reason.clone().unwrap_or_default();
            let set = by_hand(stated.rating, "set in place of the computed rating", owner, Some(&reason));
            Rated {
                rating: stated.rating,
                basis,
                counts,
                reason: format!("{set} The {} rule gives {why}", section.rule.name()),
                set_by_hand: Some(Override { by: owner.map(str::to_owned), reason, computed }),
            }
        }
    }
}

/// The rating that `rule` gives for `entries`. Entries that are not rated never count.
pub fn compute(rule: Rule, entries: &[Project]) -> Rating {
    let counts = Counts::of(entries.iter().map(|entry| entry.rating));
    let rated = counts.rated() as u64;
    let red = counts.get(Rating::Red) as u64;
    let amber_or_red = red + counts.get(Rating::Amber) as u64;
    if rated == 0 {
        // An empty section is never green: nothing was seen to go well.
        return if counts.get(Rating::Complete) > 0 { Rating::Complete } else { Rating::NotRated };
    }
    let by_limits = |is_red: bool, is_amber: bool| match (is_red, is_amber) {
        (true, _) => Rating::Red,
        (false, true) => Rating::Amber,
        (false, false) => Rating::Green,
    };
    match rule {
        // Reproduces every legible published rating in shared/sources/ratings.yaml, an even split of two included.
        // A manual section has no computed rating; where one is asked for all the same, it is this.
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

/// The rule as readers are told it, for "How the ratings were worked out".
pub fn explanation(rule: Rule) -> String {
    match rule {
        Rule::Majority => "Majority: a section is Red if at least half of its rated projects are Red; otherwise Amber if at \
             least half are Amber or Red; otherwise Green."
            .to_owned(),
        Rule::Worst => "Worst: a section has the rating of its worst rated project.".to_owned(),
        Rule::Share { red, amber } => format!(
            "Share: a section is Red if at least {} of its rated projects are Red; otherwise Amber if at least {} are \
             Amber or Red; otherwise Green.",
            red.text(),
            amber.text()
        ),
        Rule::Score => "Score: each rated project counts 0 if Red, 1 if Amber and 2 if Green, times its weight; a section is \
             Green from a mean of 1.5, Amber from 0.75, and Red below."
            .to_owned(),
        Rule::Manual => "Manual: the section's owner judges its rating and says why.".to_owned(),
    }
}

/// Why the rule gives the rating, in one sentence.
fn sentence(rule: Rule, rating: Rating, counts: &Counts, entries: &[Project]) -> String {
    let (rated, total) = (counts.rated(), counts.total());
    let (red, amber) = (counts.get(Rating::Red), counts.get(Rating::Amber));
    let word = rating.word();
    if rated == 0 {
        let complete = counts.get(Rating::Complete);
        return match (complete, total) {
            (0, 1) => "Not rated: the only project is not rated.".to_owned(),
            (0, _) => format!("Not rated: none of the {total} projects is rated."),
            (_, 1) => "Complete: the only project is complete.".to_owned(),
            (n, t) if n == t => format!("Complete: all {t} projects are complete."),
            (n, t) => {
                format!("Complete: {n} of {t} projects {} complete and the others are not rated.", is(n))
            }
        };
    }
    let mut text = if rated == 1 && !matches!(rule, Rule::Score | Rule::Share { .. }) {
        format!("{word}: the only rated project is {word}")
    } else {
        let bad = red + amber;
        match rule {
            Rule::Worst => format!("{word}: the worst of {rated} rated projects is {word}"),
            Rule::Score => {
                let (points, weight) = score(entries);
                // Cut off, not rounded: 1.497 must not print as the 1.50 that would be Green.
                let hundredths = points * 100 / weight.max(1);
                let equal = entries.iter().filter(|entry| entry.rating.is_rated()).all(|entry| {
                    Some(entry.weight) == entries.iter().find(|e| e.rating.is_rated()).map(|e| e.weight)
                });
                format!(
                    "{word}: the {}mean of {rated} rated project{} is {}.{:02}, from 0 for Red to 2 for Green; Green begins at \
                     1.5 and Amber at 0.75",
                    if equal { "" } else { "weighted " },
                    if rated == 1 { "" } else { "s" },
                    hundredths / 100,
                    hundredths % 100
                )
            }
            Rule::Majority | Rule::Share { .. } | Rule::Manual => {
                let (red_limit, amber_limit) = match rule {
                    Rule::Share { red, amber } => (red.text(), amber.text()),
                    _ => ("half".to_owned(), "half".to_owned()),
                };
                match rating {
                    Rating::Red => {
                        format!("{word}: {} Red, which is at least {red_limit}", of(red, rated))
                    }
                    Rating::Amber => {
                        format!(
                            "{word}: {} {}, which is at least {amber_limit}",
                            of(bad, rated),
                            colours(red, amber)
                        )
                    }
                    _ if bad == 0 && rated == 1 => format!("{word}: the only rated project is {word}"),
                    _ if bad == 0 => format!("{word}: all {rated} rated projects are Green"),
                    _ if red > 0 && red_limit != amber_limit => format!(
                        "{word}: {} Red, which is less than {red_limit}, and {} {}, which is less than {amber_limit}",
                        of(red, rated),
                        of(bad, rated),
                        colours(red, amber)
                    ),
                    _ => format!(
                        "{word}: {} {}, which is less than {amber_limit}",
                        of(bad, rated),
                        colours(red, amber)
                    ),
                }
            }
        }
    };
    match total - rated {
        0 => {}
        1 => text.push_str("; 1 more is not rated"),
        n => _ = write!(text, "; {n} more are not rated"),
    }
    text.push('.');
    text
}

fn is(count: usize) -> &'static str {
    if count == 1 { "is" } else { "are" }
}

fn of(part: usize, whole: usize) -> String {
    format!("{part} of {whole} rated project{} {}", if whole == 1 { "" } else { "s" }, is(part))
}

fn colours(red: usize, amber: usize) -> &'static str {
    match (red, amber) {
        (0, _) => "Amber",
        (_, 0) => "Red",
        _ => "Amber or Red",
    }
}

/// A sentence about a rating that somebody gave.
fn by_hand(rating: Rating, how: &str, owner: Option<&str>, reason: Option<&str>) -> String {
    let who = match owner {
        Some(owner) => format!(" by the {owner}"),
        None if how == "as stated" => String::new(),
        None => " by the owner".to_owned(),
    };
    let word = rating.word();
    match reason.map(str::trim).filter(|reason| !reason.is_empty()) {
        None => format!("{word}, {how}{who}."),
        Some(reason) => format!("{word}, {how}{who}: {}", full_stop(reason)),
    }
}
