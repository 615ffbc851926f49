//! Judges figures against their targets, and says why.
//!
//! Figures are compared exactly as they were given: nothing is rounded before a comparison, and what is printed is what
//! was compared. A figure exactly on a limit counts as having reached it.

use std::cmp::Ordering;

use super::Counts;
use crate::report::{Better, Indicator, Limit, Number, Rating};

/// What a figure comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// The rating.
    pub rating: Rating,
    /// Why, in one sentence.
    pub reason: String,
    /// Where it is going; `None` without an earlier figure to compare with, or without a better and a worse.
    pub direction: Option<Direction>,
    /// The two figures that the direction comes from, in one sentence.
    pub course: Option<String>,
}

/// Where a figure is going: better or worse, not higher or lower.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Better than before.
    Improving,
    /// Worse than before.
    Worsening,
    /// As before.
    NoChange,
}

impl Direction {
    /// The words that every output prints.
    pub fn words(self) -> &'static str {
        match self {
            Self::Improving => "Improving",
            Self::Worsening => "Worsening",
            Self::NoChange => "No change",
        }
    }

    /// The lasting name that data files and templates carry.
    pub fn id(self) -> &'static str {
        match self {
            Self::Improving => "improving",
            Self::Worsening => "worsening",
            Self::NoChange => "no-change",
        }
    }
}

/// Judges one indicator (design §3): green at or better than target; amber below target and at or better than the
/// floor, or within tolerance; red below.
pub fn judge(indicator: &Indicator) -> Judgement {
    let (rating, reason) = rate(indicator);
    let direction = direction(indicator);
    let course =
        direction.zip(indicator.previous()).zip(indicator.actual).map(|((direction, before), now)| {
            let unit = &indicator.unit;
            let way = match indicator.better {
                Better::Higher => "higher is better",
                Better::Lower => "lower is better",
            };
            format!(
                "{}: {} now and {} before, and {way}.",
                direction.words(),
                now.text(unit),
                before.text(unit)
            )
        });
    Judgement { rating, reason, direction, course }
}

fn rate(indicator: &Indicator) -> (Rating, String) {
    let unit = &indicator.unit;
    let not_rated = |rating: Rating, why: &str| (rating, format!("{}: {why}", rating.word()));
    if indicator.data_only {
        return not_rated(
            Rating::ForInformation,
            "this figure is told for information and has no target to meet.",
        );
    }
    let Some(actual) = indicator.actual else {
        return not_rated(Rating::NotRated, "there is no figure for this period yet.");
    };
    let Some(target) = indicator.target else {
        return not_rated(Rating::NotRated, "no target has been set.");
    };
    let (figure, aim) = (actual.text(unit), target.text(unit));
    let (reached, missed) = match indicator.better {
        Better::Higher => ("above", "below"),
        Better::Lower => ("below", "above"),
    };
    let (rating, why) = if is_reached(actual, target, indicator.better) {
        let why = if actual == target {
            format!("{figure} is exactly the target")
        } else {
            format!("{figure} is {reached} the target of {aim}")
        };
        (Rating::Green, why)
    } else {
        let miss = format!("{figure} is {missed} the target of {aim}");
        match indicator.limit {
            Limit::None => (Rating::Red, miss),
            Limit::Floor(floor) if actual == floor => {
                (Rating::Amber, format!("{miss} and exactly on the floor"))
            }
            Limit::Floor(floor) if is_reached(actual, floor, indicator.better) => {
                (Rating::Amber, format!("{miss}, and {reached} the floor of {}", floor.text(unit)))
            }
            Limit::Floor(floor) => {
                (Rating::Red, format!("{miss}, and {missed} the floor of {}", floor.text(unit)))
            }
            Limit::Tolerance(percent) => {
                let share = percent.text("%");
                match miss_against(actual, target, percent) {
                    Ordering::Less => (Rating::Amber, format!("{miss} by less than {share} of it")),
                    Ordering::Equal => (Rating::Amber, format!("{miss} by exactly {share} of it")),
                    Ordering::Greater => (Rating::Red, format!("{miss} by more than {share} of it")),
                }
            }
        }
    };
    let provisional = if indicator.provisional { "; the figure is provisional" } else { "" };
    (rating, format!("{}: {why}{provisional}.", rating.word()))
}

fn is_reached(actual: Number, aim: Number, better: Better) -> bool {
    match better {
        Better::Higher => actual >= aim,
        Better::Lower => actual <= aim,
    }
}

/// How far `actual` misses `target`, against `percent` of the target; exactly, in whole numbers.
fn miss_against(actual: Number, target: Number, percent: Number) -> Ordering {
    const HUNDRED_PERCENT: i128 = 100 * 1_000_000;
    let miss = (actual.millionths() - target.millionths()).abs();
    let allowed = target.millionths().abs() * percent.millionths();
    (miss * HUNDRED_PERCENT).cmp(&allowed)
}

fn direction(indicator: &Indicator) -> Option<Direction> {
    let (now, before) = (indicator.actual?, indicator.previous()?);
    // Told for information, a figure has no better and worse.
    if indicator.data_only {
        return None;
    }
    let order = match indicator.better {
        Better::Higher => now.cmp(&before),
        Better::Lower => before.cmp(&now),
    };
    Some(match order {
        Ordering::Greater => Direction::Improving,
        Ordering::Less => Direction::Worsening,
        Ordering::Equal => Direction::NoChange,
    })
}

/// The counts of a section in one sentence.
pub(super) fn counted(counts: &Counts) -> String {
    let parts: Vec<String> = [Rating::Green, Rating::Amber, Rating::Red]
        .into_iter()
        .map(|rating| format!("{} {}", counts.get(rating), rating.word()))
        .collect();
    let more = match counts.total() - counts.rated() {
        0 => String::new(),
        1 => "; 1 more is not rated".to_owned(),
        n => format!("; {n} more are not rated"),
    };
    match counts.rated() {
        0 => "No indicator is rated.".to_owned(),
        1 => format!("1 rated indicator: {}, {} and {}{more}.", parts[0], parts[1], parts[2]),
        n => format!("{n} rated indicators: {}, {} and {}{more}.", parts[0], parts[1], parts[2]),
    }
}

/// What the ratings and directions of `indicators` mean, from the rules that they are judged by.
pub fn guidance(indicators: &[&Indicator]) -> Vec<String> {
    let judged: Vec<&&Indicator> =
        indicators.iter().filter(|indicator| !indicator.data_only && indicator.target.is_some()).collect();
    let any = |is_it: fn(&Limit) -> bool| judged.iter().any(|indicator| is_it(&indicator.limit));
    let has_floor = any(|limit| matches!(limit, Limit::Floor(_)));
    let has_tolerance = any(|limit| matches!(limit, Limit::Tolerance(_)));
    let has_neither = any(|limit| matches!(limit, Limit::None));
    let mut notes = Vec::new();
    if !judged.is_empty() {
        notes.push("Green: the figure is at its target or better.".to_owned());
    }
    if has_floor {
        notes.push(
            "Amber: the figure misses its target and is at its floor or better. The floor is the least that is \
             acceptable. Red: the figure is worse than its floor, and something must be done about it."
                .to_owned(),
        );
    }
    if has_tolerance {
        notes.push(if has_floor {
            "Where a percentage stands in place of the floor, Amber is a miss by no more than that share of the \
             target, and Red a larger one."
                .to_owned()
        } else {
            "Amber: the figure misses its target by no more than the stated percentage of it. Red: it misses by more."
                .to_owned()
        });
    }
    if has_neither {
        notes.push(if has_floor || has_tolerance {
            "Where an indicator has neither a floor nor a percentage, a missed target is Red.".to_owned()
        } else {
            "Red: the figure misses its target.".to_owned()
        });
    }
    if !judged.is_empty() {
        notes.push(
            "Figures are compared as they are printed, to the last decimal; nothing is rounded first. A figure exactly \
             on a limit has reached it."
                .to_owned(),
        );
    }
    if indicators.iter().any(|indicator| indicator.previous().is_some() && !indicator.data_only) {
        notes.push(
            "Direction compares the figure with the one before it: Improving means better, not higher."
                .to_owned(),
        );
    }
    if indicators.len() > judged.len() {
        notes.push("An indicator without a target is not rated.".to_owned());
    }
    notes
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::report::Past;
    use crate::report::prose::Prose;

    fn number(text: &str) -> Option<Number> {
        (!text.is_empty()).then(|| Number::parse(text).unwrap())
    }

    fn indicator(better: Better, target: &str, limit: Limit, actual: &str, before: &str) -> Indicator {
        Indicator {
            id: "i".into(),
            title: "I".into(),
            code: None,
            unit: "%".into(),
            better,
            target: number(target),
            limit,
            actual: number(actual),
            basis: None,
            history: vec![Past { period: "Before".into(), actual: number(before), target: None }],
            data_only: false,
            provisional: false,
            owner: None,
            was: None,
            extra: BTreeMap::new(),
            commentary: Prose::default(),
            restricted: false,
        }
    }

    fn floor(text: &str) -> Limit {
        Limit::Floor(number(text).unwrap())
    }

    fn tolerance(text: &str) -> Limit {
        Limit::Tolerance(number(text).unwrap())
    }

    /// Every branch of design §3, worked out by hand: which way is better, target, limit, figure, and what is said.
    /// 5% of 82 is 4.1, so the last amber figure is 77.9; 0.333333% of 3 is 0.00999999; 10% of -5 is 0.5 either way; and a
    /// percentage of nought is nought.
    const CASES: &str = "
        higher | 80  | floor 75           | 85        | Green: 85% is above the target of 80%.
        higher | 80  | floor 75           | 80.0      | Green: 80.0% is exactly the target.
        higher | 80  | floor 75           | 79.999999 | Amber: 79.999999% is below the target of 80%, and above the floor of 75%.
        higher | 80  | floor 75           | 75        | Amber: 75% is below the target of 80% and exactly on the floor.
        higher | 80  | floor 75           | 74.999999 | Red: 74.999999% is below the target of 80%, and below the floor of 75%.
        lower  | 10  | floor 12           | 9         | Green: 9% is below the target of 10%.
        lower  | 10  | floor 12           | 11        | Amber: 11% is above the target of 10%, and below the floor of 12%.
        lower  | 10  | floor 12           | 12        | Amber: 12% is above the target of 10% and exactly on the floor.
        lower  | 10  | floor 12           | 12.1      | Red: 12.1% is above the target of 10%, and above the floor of 12%.
        higher | 82  | tolerance 5        | 77.9      | Amber: 77.9% is below the target of 82% by exactly 5% of it.
        higher | 82  | tolerance 5        | 78        | Amber: 78% is below the target of 82% by less than 5% of it.
        higher | 82  | tolerance 5        | 77.899999 | Red: 77.899999% is below the target of 82% by more than 5% of it.
        lower  | 20  | tolerance 10       | 22        | Amber: 22% is above the target of 20% by exactly 10% of it.
        lower  | 20  | tolerance 10       | 22.01     | Red: 22.01% is above the target of 20% by more than 10% of it.
        higher | 3   | tolerance 0.333333 | 2.990001  | Amber: 2.990001% is below the target of 3% by less than 0.333333% of it.
        higher | 3   | tolerance 0.333333 | 2.99      | Red: 2.99% is below the target of 3% by more than 0.333333% of it.
        higher | 80  |                    | 80        | Green: 80% is exactly the target.
        higher | 80  |                    | 79        | Red: 79% is below the target of 80%.
        lower  | 0   | floor 3            | 0         | Green: 0% is exactly the target.
        lower  | 0   | floor 3            | 3         | Amber: 3% is above the target of 0% and exactly on the floor.
        lower  | 0   | floor 3            | 4         | Red: 4% is above the target of 0%, and above the floor of 3%.
        lower  | 0   | tolerance 10       | 1         | Red: 1% is above the target of 0% by more than 10% of it.
        lower  | -5  | tolerance 10       | -4.5      | Amber: −4.5% is above the target of −5% by exactly 10% of it.
        lower  | -5  | tolerance 10       | -6        | Green: −6% is below the target of −5%.
        higher | -5  | floor -10          | -7        | Amber: −7% is below the target of −5%, and above the floor of −10%.
        higher | 80  | floor 75           |           | Not rated: there is no figure for this period yet.
        higher |     |                    | 85        | Not rated: no target has been set.
    ";

    #[test]
    fn figures_are_judged_by_target_and_limit() {
        let cases = CASES.lines().filter(|line| line.contains('|'));
        let mut seen = 0;
        for case in cases {
            let cells: Vec<&str> = case.split(" | ").map(str::trim).collect();
            let [better, target, limit, actual, reason] = cells[..] else { panic!("{case}") };
            let better = if better == "higher" { Better::Higher } else { Better::Lower };
            let limit = match limit.split_once(' ') {
                Some(("floor", number)) => floor(number),
                Some((_, percent)) => tolerance(percent),
                None => Limit::None,
            };
            let judged = judge(&indicator(better, target, limit, actual, ""));
            let rating = reason
                .split(':')
                .next()
                .and_then(|word| Rating::ALL.into_iter().find(|rating| rating.word() == word));
            assert_eq!((Some(judged.rating), judged.reason.as_str()), (rating, reason), "{case}");
            assert_eq!(judged.direction, None, "there is no earlier figure");
            seen += 1;
        }
        assert_eq!(seen, 27);
    }

    #[test]
    fn figures_for_information_and_provisional_ones_are_said_to_be_so() {
        let mut data = indicator(Better::Higher, "80", Limit::None, "10", "5");
        data.data_only = true;
        let judged = judge(&data);
        assert_eq!(judged.rating, Rating::ForInformation);
        assert_eq!(judged.reason, "For info: this figure is told for information and has no target to meet.");
        assert_eq!((judged.direction, judged.course), (None, None));
        let mut provisional = indicator(Better::Higher, "80", floor("75"), "76", "");
        provisional.provisional = true;
        assert_eq!(
            judge(&provisional).reason,
            "Amber: 76% is below the target of 80%, and above the floor of 75%; the figure is provisional."
        );
    }

    #[test]
    fn direction_means_better_or_worse_and_not_higher_or_lower() {
        use Better::{Higher, Lower};
        use Direction::{Improving, NoChange, Worsening};
        for (better, before, now, direction) in [
            (Higher, "70", "71", Improving),
            (Higher, "70", "69.9", Worsening),
            (Higher, "70", "70.00", NoChange),
            (Lower, "70", "71", Worsening),
            (Lower, "70", "69.9", Improving),
            (Lower, "-5", "-5", NoChange),
            (Lower, "-5", "-6", Improving),
        ] {
            let judged = judge(&indicator(better, "50", Limit::None, now, before));
            assert_eq!(judged.direction, Some(direction), "{before} to {now}");
        }
        let judged = judge(&indicator(Lower, "50", Limit::None, "71", "70"));
        assert_eq!(judged.course.as_deref(), Some("Worsening: 71% now and 70% before, and lower is better."));
    }

    /// The same for every pair of figures: the better of two never has the worse rating.
    #[test]
    fn a_better_figure_never_has_a_worse_rating() {
        for better in [Better::Higher, Better::Lower] {
            for limit in [Limit::None, tolerance("7.5")] {
                let mut last = None;
                for figure in 0..200 {
                    let rating = judge(&indicator(better, "100", limit, &figure.to_string(), "")).rating;
                    if let Some(last) = last.replace(rating) {
                        assert!(if better == Better::Higher { last <= rating } else { last >= rating });
                    }
                }
            }
        }
    }

    /// shared/sources/midyear-monitoring-2013.txt, paragraph 3.3: Green 24, Amber 17, Red 2.
    #[test]
    fn counts_are_told_in_a_sentence() {
        let of = |green: usize, amber: usize, red: usize, other: usize| {
            let many = |rating, n| std::iter::repeat_n(rating, n);
            let ratings = many(Rating::Green, green)
                .chain(many(Rating::Amber, amber))
                .chain(many(Rating::Red, red))
                .chain(many(Rating::NotRated, other));
            counted(&Counts::of(ratings))
        };
        assert_eq!(of(24, 17, 2, 0), "43 rated indicators: 24 Green, 17 Amber and 2 Red.");
        assert_eq!(of(0, 1, 0, 2), "1 rated indicator: 0 Green, 1 Amber and 0 Red; 2 more are not rated.");
        assert_eq!(of(0, 0, 0, 2), "No indicator is rated.");
    }

    #[test]
    fn guidance_tells_only_the_rules_in_force() {
        let with = |limit| indicator(Better::Higher, "80", limit, "80", "70");
        let (floor, tolerance, none) = (with(floor("75")), with(tolerance("5")), with(Limit::None));
        let all = guidance(&[&floor, &tolerance, &none]).join(" ");
        assert!(all.contains("is at its floor or better"));
        assert!(all.contains("Where a percentage stands in place of the floor"));
        assert!(all.contains("neither a floor nor a percentage, a missed target is Red."));
        let only = guidance(&[&none]).join(" ");
        assert!(only.contains("Red: the figure misses its target."));
        assert!(!only.contains("floor"), "{only}");
        assert_eq!(guidance(&[]), Vec::<String>::new());
    }
}
