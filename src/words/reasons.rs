//! Turns facts about sections, projects and counts into sentences: ratings, movements and the reasons for them.

use super::{Words, say};
use crate::report::compare::Movement;
use crate::report::rate::{
    Basis, Computed, Counts, Direction, Given, Grounds, Portion, Rated, Threshold, Tip,
};
use crate::report::scale::Word;
use crate::report::{Kind, Rating, Rule, Scale};
use crate::text::full_stop;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// Projects.
    Projects,
    /// Indicators.
    Indicators,
    /// Actions.
    Actions,
    /// Sections of a report.
    Sections,
    /// Sections of a group.
    Grouped,
}

impl Counted {
    /// The name by which messages choose their words.
    fn name(self) -> &'static str {
        match self {
            Self::Projects => "projects",
            Self::Indicators => "indicators",
            Self::Actions => "actions",
            Self::Sections => "sections",
            Self::Grouped => "grouped",
        }
    }
}

impl Words {
    /// The word of a rating.
    pub fn rating(&self, rating: Rating) -> &str {
        match &rating.state().word {
            Word::Known(id, _) => self.plain(id),
            Word::Own(word) => word,
        }
    }

    /// The word of a rating where there is little room.
    pub fn short_rating(&self, rating: Rating) -> &str {
        rating.state().short.as_deref().unwrap_or_else(|| self.rating(rating))
    }

    /// What a section of that kind is called.
    pub fn kind(&self, kind: Kind) -> &str {
        match kind {
            Kind::Workstream => say!(self, "kind-workstream"),
            Kind::Enabler => say!(self, "kind-enabler"),
            Kind::Indicators => say!(self, "kind-indicators"),
            Kind::Actions => say!(self, "kind-actions"),
            Kind::Narrative => say!(self, "kind-narrative"),
        }
    }

    /// How something moved.
    pub fn movement(&self, movement: Movement) -> &str {
        match movement {
            Movement::Improved => say!(self, "movement-improved"),
            Movement::Worsened => say!(self, "movement-worsened"),
            Movement::NoChange => say!(self, "movement-no-change"),
            Movement::New => say!(self, "movement-new"),
            Movement::NotRated => say!(self, "movement-not-rated"),
            Movement::NotRatedBefore => say!(self, "movement-not-rated-before"),
            Movement::NoLongerRated => say!(self, "movement-no-longer-rated"),
            Movement::RuleChanged => say!(self, "movement-rule-changed"),
            Movement::ScaleChanged => say!(self, "movement-scale-changed"),
        }
    }

    /// A figure's direction of travel.
    pub fn direction(&self, direction: Direction) -> &str {
        match direction {
            Direction::Improving => say!(self, "direction-improving"),
            Direction::Worsening => say!(self, "direction-worsening"),
            Direction::NoChange => say!(self, "direction-no-change"),
        }
    }

    /// "1 project", "2 projects".
    pub fn count_of(&self, count: usize, of: Counted) -> String {
        match of {
            Counted::Projects => say!(self, "count-projects", count = count),
            Counted::Indicators => say!(self, "count-indicators", count = count),
            Counted::Actions => say!(self, "count-actions", count = count),
            Counted::Sections | Counted::Grouped => say!(self, "count-sections", count = count),
        }
    }

    /// Why a section has its rating, in a sentence or two.
    pub fn reason(&self, rated: &Rated) -> String {
        self.reason_over(rated, Counted::Projects)
    }

    /// Why something has the rating that follows from those of its parts.
    pub fn reason_over(&self, rated: &Rated, parts: Counted) -> String {
        match (&rated.given, &rated.computed) {
            (None, None) => say!(self, "reason-nothing", rating = self.rating(rated.rating)),
            (None, Some(computed)) => self.computed(computed, &rated.counts, rated.basis, parts),
            (Some(given), None) => self.given(rated, given),
            (Some(given), Some(computed)) => say!(
                self,
                "given-against-rule",
                given = self.given(rated, given),
                rule = self.basis_name(rated.basis),
                computed = self.computed(computed, &rated.counts, rated.basis, parts),
            ),
        }
    }

    /// Who gave a rating, and why.
    fn given(&self, rated: &Rated, given: &Given) -> String {
        let rating = self.rating(rated.rating);
        let said = match (rated.basis, given.by.as_deref()) {
            (Basis::Stated, None) => say!(self, "given-stated", rating = rating),
            (Basis::Stated, Some(owner)) => say!(self, "given-stated-by", rating = rating, owner = owner),
            (Basis::Rule(Rule::Manual), None) => say!(self, "given-judged", rating = rating),
            (Basis::Rule(Rule::Manual), Some(owner)) => {
                say!(self, "given-judged-by", rating = rating, owner = owner)
            }
            (Basis::Rule(_), None) => say!(self, "given-instead", rating = rating),
            (Basis::Rule(_), Some(owner)) => say!(self, "given-instead-by", rating = rating, owner = owner),
        };
        self.for_reason(said, given)
    }

    pub(super) fn for_reason(&self, said: String, given: &Given) -> String {
        match given.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty()) {
            None => say!(self, "given-without-reason", given = said),
            Some(reason) => say!(self, "given-for-reason", given = said, reason = full_stop(reason)),
        }
    }

    /// Why a rule gives a rating.
    fn computed(&self, computed: &Computed, counts: &Counts, basis: Basis, parts: Counted) -> String {
        let rating = self.rating(computed.rating);
        let (rated, total) = (counts.rated(), counts.total());
        let (more, of) = (total - rated, parts.name());
        match computed.grounds {
            Grounds::NoneRated => say!(self, "reason-none-rated", rating = rating, total = total, of = of),
            Grounds::OnlyRated => say!(self, "reason-only-rated", rating = rating, more = more, of = of),
            Grounds::Worst => {
                say!(self, "reason-worst", rating = rating, rated = rated, more = more, of = of)
            }
            Grounds::All => say!(
                self,
                "reason-all",
                rating = rating,
                rated = rated,
                which = self.any_of(counts.occurring().filter(|rating| rating.is_rated())),
                more = more,
                of = of,
            ),
            Grounds::Mean { hundredths, is_weighted } => {
                let mean = self.hundredths(hundredths);
                let limits = self.mean_limits(counts.scale(), basis);
                if is_weighted {
                    say!(
                        self,
                        "reason-weighted-mean",
                        rating = rating,
                        rated = rated,
                        mean = mean,
                        limits = limits,
                        more = more,
                        of = of
                    )
                } else {
                    say!(
                        self,
                        "reason-mean",
                        rating = rating,
                        rated = rated,
                        mean = mean,
                        limits = limits,
                        more = more,
                        of = of
                    )
                }
            }
            Grounds::Reached(portion) => say!(
                self,
                "reason-reached",
                rating = rating,
                part = portion.part,
                rated = rated,
                which = self.which(portion, counts),
                limit = self.limit(portion.limit),
                more = more,
                of = of,
            ),
            Grounds::Missed(portions) => {
                let missed = portions.into_iter().flatten().map(|portion| {
                    say!(
                        self,
                        "missed-limit",
                        part = portion.part,
                        rated = rated,
                        which = self.which(portion, counts),
                        limit = self.limit(portion.limit),
                        of = of,
                    )
                });
                let missed =
                    missed.reduce(|first, next| say!(self, "missed-and", first = first, next = next));
                say!(self, "reason-missed", rating = rating, missed = missed.unwrap_or_default(), more = more)
            }
        }
    }

    /// The ratings that count towards a limit: "Amber or Red"; if they are many, "Amber or worse".
    fn which(&self, portion: Portion, counts: &Counts) -> String {
        let counted = |rating: &Rating| rating.counts_as().is_some_and(|step| step >= portion.step);
        let which: Vec<Rating> = counts.occurring().filter(counted).collect();
        if which.len() > 2 {
            return say!(self, "or-worse", rating = self.rating(counts.scale().step(portion.step)));
        }
        self.any_of(which)
    }

    /// "Green", "Amber or Red".
    pub(super) fn any_of(&self, ratings: impl IntoIterator<Item = Rating>) -> String {
        self.one_of(ratings.into_iter().map(|rating| self.rating(rating)))
    }

    /// From which mean each step begins: "Green begins at 1.5 and Amber at 0.75".
    fn mean_limits(&self, scale: &'static Scale, basis: Basis) -> String {
        let begins = scale.steps().zip(limits_of(basis)).enumerate().map(|(index, (rating, limit))| {
            let (rating, limit) = (self.rating(rating), self.thousandths(limit));
            if index == 0 {
                say!(self, "mean-begins", rating = rating, limit = limit)
            } else {
                say!(self, "mean-begins-next", rating = rating, limit = limit)
            }
        });
        say!(
            self,
            "mean-limits",
            worst = self.rating(scale.step(scale.len())),
            most = scale.len() - 1,
            best = self.rating(scale.step(0)),
            begins = self.all_of(begins),
        )
    }

    fn limit(&self, limit: Threshold) -> String {
        match limit {
            Threshold::Half => say!(self, "limit-half").to_owned(),
            Threshold::Share(share) => self.share(share),
        }
    }

    /// What a rule is called in a sentence.
    pub fn rule_name(&self, rule: Rule) -> &str {
        match rule {
            Rule::Majority => say!(self, "rule-name-majority"),
            Rule::Worst => say!(self, "rule-name-worst"),
            Rule::Share(_) => say!(self, "rule-name-share"),
            Rule::Score(_) => say!(self, "rule-name-score"),
            Rule::Manual => say!(self, "rule-name-manual"),
            Rule::None => say!(self, "rule-name-none"),
        }
    }

    fn basis_name(&self, basis: Basis) -> &str {
        match basis {
            Basis::Rule(rule) => self.rule_name(rule),
            Basis::Stated => "",
        }
    }

    /// A rule as it is explained to readers of sections whose ratings are on `scale`.
    pub fn rule(&self, rule: Rule, scale: &'static Scale) -> String {
        self.rule_over(rule, scale, Counted::Projects)
    }

    /// A rule for something whose rating follows from those of its parts.
    pub fn rule_over(&self, rule: Rule, scale: &'static Scale, parts: Counted) -> String {
        let of = parts.name();
        let half = say!(self, "limit-half");
        match rule {
            Rule::Majority => {
                say!(
                    self,
                    "rule-majority",
                    steps = self.steps_by_share(scale, of, |_| half.to_owned()),
                    of = of
                )
            }
            Rule::Worst => say!(self, "rule-worst", of = of),
            Rule::Share(shares) => {
                let share =
                    |step: usize| shares.get(step - 1).map_or_else(String::new, |share| self.share(share));
                say!(self, "rule-share", steps = self.steps_by_share(scale, of, share), of = of)
            }
            Rule::Score(limits) => {
                let points = scale.steps().rev().enumerate().map(|(points, rating)| {
                    say!(self, "score-points", points = points, rating = self.rating(rating))
                });
                let begins = scale.steps().zip(limits.iter()).enumerate().map(|(index, (rating, limit))| {
                    let (rating, limit) = (self.rating(rating), self.thousandths(limit));
                    if index == 0 {
                        say!(self, "score-from-mean", rating = rating, limit = limit)
                    } else {
                        say!(self, "score-from", rating = rating, limit = limit)
                    }
                });
                say!(
                    self,
                    "rule-score",
                    points = self.all_of(points),
                    limits = self.commas(begins),
                    worst = self.rating(scale.step(scale.len())),
                    of = of,
                )
            }
            Rule::Manual => say!(self, "rule-manual").to_owned(),
            Rule::None => say!(self, "rule-none", which = self.any_of(good(scale))),
        }
    }

    /// "Red if at least half of its rated projects are Red; otherwise Amber if at least half are Amber or Red;
    /// otherwise Green".
    fn steps_by_share(&self, scale: &'static Scale, of: &str, share: impl Fn(usize) -> String) -> String {
        let steps = (1..scale.len()).rev().map(|step| {
            let own = scale.step(step);
            let (rating, limit) = (self.rating(own), share(step));
            let which = match scale.len() - step {
                1 | 2 => self.any_of(scale.steps().skip(step)),
                _ => say!(self, "or-worse", rating = rating),
            };
            if step + 1 == scale.len() {
                say!(self, "step-by-share", rating = rating, limit = limit, which = which, of = of)
            } else {
                say!(self, "step-by-share-next", rating = rating, limit = limit, which = which)
            }
        });
        let best = say!(self, "step-otherwise", rating = self.rating(scale.step(0)));
        self.semicolons(steps.chain([best]))
    }

    /// What counts as something else and what does not count, for readers of ratings on `scale`: "Complete counts as
    /// Green. Not started, On hold, N/A and For info are not ratings and do not count."
    pub fn how_ratings_count(&self, scale: &'static Scale) -> String {
        let others = scale.own().filter(|rating| rating.is_rated() && !rating.is_step()).map(|rating| {
            let step = scale.step(rating.counts_as().unwrap_or_default());
            say!(self, "counts-as", rating = self.rating(rating), step = self.rating(step))
        });
        let nothing = scale.typed().filter(|rating| !rating.is_rated()).map(|rating| self.rating(rating));
        let nothing = say!(self, "do-not-count", ratings = self.all_of(nothing));
        others.chain([nothing]).collect::<Vec<_>>().join(" ")
    }

    /// What each rating means, for those of which the scale says it: "On track: will be met by its date."
    pub fn meanings(&self, scale: &'static Scale) -> Vec<(Rating, &'static str)> {
        scale.own().filter_map(|rating| Some((rating, rating.state().means.as_deref()?))).collect()
    }

    /// What would tip a section's rating: "If 1 Green project became Amber, the section would be Amber."
    pub fn tip(&self, tip: Tip, parts: Counted) -> String {
        say!(
            self,
            "tip",
            count = tip.count,
            from = self.rating(tip.from),
            to = self.rating(tip.to),
            becomes = self.rating(tip.becomes),
            of = parts.name(),
        )
    }

    /// How many have each of these ratings: "24 Green", "17 Amber", "2 Red".
    pub fn counts<'a>(
        &'a self,
        counts: &'a Counts,
        ratings: impl IntoIterator<Item = Rating> + 'a,
    ) -> impl Iterator<Item = String> + 'a {
        ratings.into_iter().map(|rating| {
            say!(self, "count-of-rating", count = counts.get(rating), rating = self.rating(rating))
        })
    }

    /// The counts of a section of indicators or actions, in a sentence.
    pub fn counted(&self, counts: &Counts, kind: Kind) -> String {
        let (rated, more) = (counts.rated(), counts.total() - counts.rated());
        let is_told = |rating: &Rating| rating.is_step() || (rating.is_rated() && counts.get(*rating) > 0);
        let each = self.counts(counts, counts.scale().own().filter(is_told));
        match (kind, rated) {
            (Kind::Actions, 0) => say!(self, "counted-no-actions").to_owned(),
            (Kind::Actions, _) => {
                say!(self, "counted-actions", rated = rated, counts = self.all_of(each), more = more)
            }
            (_, 0) => say!(self, "counted-none").to_owned(),
            _ => say!(self, "counted", rated = rated, counts = self.all_of(each), more = more),
        }
    }

    /// The counts and shares of a section that has no rating of its own: "12 of 15 rated projects are Achieved or On
    /// track (80%)."
    pub fn shares(&self, counts: &Counts) -> String {
        let (rated, more) = (counts.rated(), counts.total() - counts.rated());
        let of = Counted::Projects.name();
        if rated == 0 {
            return say!(self, "shares-none", total = counts.total(), of = of);
        }
        let good = good(counts.scale());
        let part: usize = good.iter().map(|rating| counts.get(*rating)).sum();
        say!(
            self,
            "shares",
            part = part,
            rated = rated,
            which =
                self.any_of(good.into_iter().filter(|rating| rating.is_step() || counts.get(*rating) > 0)),
            share = self.whole_percent(part, rated),
            more = more,
            of = of,
        )
    }
}

/// The better half of a scale's steps, without the one in the middle, and what counts as one of them: those that a
/// sentence on shares is about.
fn good(scale: &'static Scale) -> Vec<Rating> {
    let is_good = |rating: &Rating| {
        scale.steps().take(scale.len() / 2).any(|good| good.counts_as() == rating.counts_as())
    };
    scale.own().filter(|rating| rating.is_rated() && is_good(rating)).collect()
}

/// The limits of the score rule, if that is the rule.
fn limits_of(basis: Basis) -> Vec<u64> {
    match basis {
        Basis::Rule(Rule::Score(limits)) => limits.iter().collect(),
        Basis::Rule(_) | Basis::Stated => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The mid-year monitoring report of 2013 says, in its paragraph 3.3: Green 24, Amber 17, Red 2.
    #[test]
    fn counts_are_told_in_a_sentence() {
        let words = Words::default();
        let of = |green: usize, amber: usize, red: usize, other: usize| {
            let scale = Scale::standard();
            let many = |id, n| std::iter::repeat_n(scale.by_id(id).unwrap(), n);
            let ratings = many("green", green)
                .chain(many("amber", amber))
                .chain(many("red", red))
                .chain(many("not-rated", other));
            words.counted(&Counts::of(scale, ratings), Kind::Indicators)
        };
        assert_eq!(of(24, 17, 2, 0), "43 rated indicators: 24 Green, 17 Amber and 2 Red.");
        assert_eq!(of(0, 1, 0, 2), "1 rated indicator: 0 Green, 1 Amber and 0 Red; 2 more are not rated.");
        assert_eq!(of(0, 0, 0, 2), "No indicator is rated.");
    }
}
