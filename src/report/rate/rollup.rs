//! Works out a section's rating from those of its projects, or a report's from those of its sections, with the facts
//! behind it: for a scale of any length.

use super::Counts;
use crate::report::scale::MOST_STEPS;
use crate::report::{Project, Projects, Rating, RollUp, Rule, Scale, Share};

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
    /// Nothing is rated.
    NoneRated,
    /// Only one is rated, and the section has the same rating.
    OnlyRated,
    /// The worst of those that are rated.
    Worst,
    /// Everything that is rated counts as the best step, or is in one and the same state.
    All,
    /// The mean of those that are rated, cut off after two decimals.
    Mean {
        /// The mean in hundredths.
        hundredths: u128,
        /// Whether they differ in weight.
        is_weighted: bool,
    },
    /// Enough are as bad as this or worse to reach the limit.
    Reached(Portion),
    /// Too few are as bad or worse to reach any of these limits, the worst step's first.
    Missed([Option<Portion>; MOST_STEPS - 1]),
}

/// How many of those that are rated count towards a limit, and that limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Portion {
    /// The step that the limit is of, numbered from the best: those that are as bad or worse count.
    pub step: usize,
    /// How many they are.
    pub part: usize,
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

/// A rating, and how much it counts under the score rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weighed {
    /// The rating.
    pub rating: Rating,
    /// Its weight, in thousandths.
    pub weight: u64,
}

/// The ratings of projects, each with its weight.
pub fn weighed(projects: &[Project]) -> Vec<Weighed> {
    projects
        .iter()
        .map(|project| Weighed { rating: super::rating(project), weight: project.weight })
        .collect()
}

/// Rates a section of projects whose owner is `owner`; with `has_withheld` it has others, which must not count.
pub(super) fn section(
    scale: &'static Scale,
    section: &Projects,
    owner: Option<&str>,
    has_withheld: bool,
) -> Rated {
    let entries = weighed(&section.entries);
    let counts = Counts::of(scale, entries.iter().map(|entry| entry.rating));
    let (basis, computed) = match section.rule {
        _ if section.entries.is_empty() && !has_withheld => (Basis::Stated, None),
        rule @ (Rule::Manual | Rule::None) => (Basis::Rule(rule), None),
        rule => (Basis::Rule(rule), Some(computed(rule, &counts, &entries))),
    };
    let stated = section.stated.as_ref();
    let is_given = stated.is_some() || basis == Basis::Rule(Rule::Manual);
    let given = is_given.then(|| Given {
        by: owner.map(str::to_owned),
        reason: stated.and_then(|stated| stated.reason.clone()),
    });
    let stated = stated.map(|stated| stated.rating);
    let rating = stated.or(computed.map(|computed| computed.rating)).unwrap_or(scale.not_rated());
    Rated { rating, basis, counts, given, computed }
}

/// Rates a report or a group by the ratings of its sections. Those on a scale with other steps have no place in it.
pub(super) fn over_sections(rollup: RollUp, sections: impl Iterator<Item = Rating>) -> Rated {
    let RollUp { rule, scale } = rollup;
    let on_scale = |rating: Rating| {
        if std::ptr::eq(rating.scale(), scale) {
            return Some(rating);
        }
        let own = || scale.by_id(rating.id()).or(rating.counts_as().map(|step| scale.step(step)));
        rating.scale().has_steps_of(scale).then(own).flatten()
    };
    let entries: Vec<Weighed> =
        sections.filter_map(on_scale).map(|rating| Weighed { rating, weight: 1000 }).collect();
    let counts = Counts::of(scale, entries.iter().map(|entry| entry.rating));
    let computed = computed(rule, &counts, &entries);
    Rated { rating: computed.rating, basis: Basis::Rule(rule), counts, given: None, computed: Some(computed) }
}

/// The rating that `rule` gives for `entries`. Entries that do not count never matter.
///
/// Where everything that counts is in one and the same state (all Complete), that is the rating; otherwise it is a step.
/// A manual section has no computed rating; what `majority` gives is the answer if one is asked for all the same.
pub fn compute(rule: Rule, scale: &'static Scale, entries: &[Weighed]) -> Rating {
    let counts = Counts::of(scale, entries.iter().map(|entry| entry.rating));
    let rated = counts.rated() as u64;
    if rated == 0 {
        // An empty section never has the best rating: nothing shows that it is going well.
        return scale.not_rated();
    }
    if let Some(only) = counts.only() {
        return only;
    }
    let from = |step: usize| counts.from_step(step) as u64;
    let worst = |is_reached: &dyn Fn(usize) -> bool| (1..scale.len()).rev().find(|step| is_reached(*step));
    let step = match rule {
        // Reproduces every legible rating that Maidstone published for 2012-13 and for October 2013 to March 2014,
        // including an even split of two.
        Rule::Majority | Rule::Manual | Rule::None => worst(&|step| from(step) * 2 >= rated),
        Rule::Worst => worst(&|step| from(step) > 0),
        Rule::Share(shares) => {
            worst(&|step| shares.get(step - 1).is_some_and(|share| share.is_reached(from(step), rated)))
        }
        Rule::Score(limits) => {
            let (points, weight) = score(scale, entries);
            let is_reached = |limit: u64| points * 1000 >= u128::from(limit) * weight;
            Some(limits.iter().take_while(|limit| !is_reached(*limit)).count())
        }
    };
    scale.step(step.unwrap_or(0))
}

/// Points (from 0 for the worst step, times weight) and total weight of what counts, exactly.
fn score(scale: &'static Scale, entries: &[Weighed]) -> (u128, u128) {
    entries.iter().fold((0, 0), |(points, weight), entry| {
        let Some(step) = entry.rating.counts_as() else { return (points, weight) };
        let (own, each) = (u128::from(entry.weight), (scale.len() - 1 - step) as u128);
        (points + own * each, weight + own)
    })
}

/// The rating that `rule` gives, and the facts behind it.
fn computed(rule: Rule, counts: &Counts, entries: &[Weighed]) -> Computed {
    let scale = counts.scale();
    let rating = compute(rule, scale, entries);
    let (rated, below_best) = (counts.rated(), counts.from_step(1));
    let portion = |step: usize| Portion {
        step,
        part: counts.from_step(step),
        limit: match rule {
            Rule::Share(shares) => shares.get(step - 1).map_or(Threshold::Half, Threshold::Share),
            _ => Threshold::Half,
        },
    };
    let is_alone =
        matches!(rule, Rule::Worst | Rule::Majority | Rule::Manual | Rule::None) || below_best == 0;
    let grounds = match (rule, rating.counts_as()) {
        (_, None) => Grounds::NoneRated,
        (Rule::Score(_), _) if rating.is_step() => mean(scale, entries),
        _ if rated == 1 && is_alone => Grounds::OnlyRated,
        (Rule::Worst, _) => Grounds::Worst,
        (Rule::Score(_), _) => Grounds::All,
        (_, Some(0)) if below_best == 0 => Grounds::All,
        (_, Some(0)) => {
            // Of limits that are the same, only the widest says anything.
            let steps = (1..scale.len()).rev().map(portion).filter(|portion| portion.part > 0);
            let steps = steps.filter(|own| own.step == 1 || portion(own.step - 1).limit != own.limit);
            let mut missed = [None; MOST_STEPS - 1];
            missed.iter_mut().zip(steps).for_each(|(slot, portion)| *slot = Some(portion));
            Grounds::Missed(missed)
        }
        (_, Some(step)) => Grounds::Reached(portion(step)),
    };
    Computed { rating, grounds }
}

/// The mean that the score rule uses.
fn mean(scale: &'static Scale, entries: &[Weighed]) -> Grounds {
    let (points, weight) = score(scale, entries);
    let mut weights = entries.iter().filter(|entry| entry.rating.is_rated()).map(|entry| entry.weight);
    let first = weights.next();
    Grounds::Mean {
        // Cut off, not rounded: 1.497 must not print as the 1.50 that would be Green.
        hundredths: points * 100 / weight.max(1),
        is_weighted: weights.any(|weight| Some(weight) != first),
    }
}
