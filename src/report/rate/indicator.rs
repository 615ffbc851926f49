//! Rates figures against their targets.
//!
//! Figures are compared exactly as they were given: nothing is rounded first, and what is printed is what was
//! compared. A figure exactly on a limit counts as having reached it.

use std::cmp::Ordering;

use crate::report::{Better, Indicator, Limit, Number, Rating, Scale};

/// The rating and direction of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judgement {
    /// The rating.
    pub rating: Rating,
    /// How the figure compares with its target, which gives the rating.
    pub outcome: Outcome,
    /// Its direction of travel; `None` without an earlier figure to compare with, or where neither way is better.
    pub direction: Option<Direction>,
}

/// How a figure compares with its target and its limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is given for information only and has no target.
    ForInformation,
    /// There is no figure for this period.
    NoFigure,
    /// It has no target.
    NoTarget,
    /// It is better than its target.
    Better(Measured),
    /// It is exactly its target.
    OnTarget(Measured),
    /// It misses its target, and no limit says by how much it may.
    Missed(Measured),
    /// It misses its target, and compares with its floor as `Ordering` says: `Greater` is better than the floor.
    AgainstFloor(Measured, Number, Ordering),
    /// It misses its target by less or more than this percentage of it, or by exactly that.
    AgainstTolerance(Measured, Number, Ordering),
}

/// A figure beside its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measured {
    /// The figure.
    pub actual: Number,
    /// Its target.
    pub target: Number,
}

/// A figure's direction of travel: better or worse, not higher or lower.
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
    /// The stable name that data files and templates use.
    pub fn id(self) -> &'static str {
        match self {
            Self::Improving => "improving",
            Self::Worsening => "worsening",
            Self::NoChange => "no-change",
        }
    }
}

/// Rates one indicator on `scale`: the best step at or better than target; the next below target and at or better than
/// the floor, or within tolerance; the worst below. So target and floor are two limits, and tell three steps apart.
pub fn judge(indicator: &Indicator, scale: &'static Scale) -> Judgement {
    let outcome = outcome(indicator);
    let by = |reaches_target: bool, reaches_floor: bool| by_limits(scale, [reaches_target, reaches_floor]);
    let rating = match outcome {
        Outcome::ForInformation => scale.for_information(),
        Outcome::NoFigure | Outcome::NoTarget => scale.not_rated(),
        Outcome::Better(_) | Outcome::OnTarget(_) => by(true, true),
        Outcome::Missed(_)
        | Outcome::AgainstFloor(_, _, Ordering::Less)
        | Outcome::AgainstTolerance(_, _, Ordering::Greater) => by(false, false),
        Outcome::AgainstFloor(..) | Outcome::AgainstTolerance(..) => by(false, true),
    };
    Judgement { rating, outcome, direction: direction(indicator) }
}

/// The step of the best limit that is reached, and the worst step if none is. `reached` has a limit for each step but
/// the worst, the best first.
pub fn by_limits(scale: &'static Scale, reached: impl IntoIterator<Item = bool>) -> Rating {
    let missed = reached.into_iter().take_while(|is_reached| !is_reached).count();
    scale.step(missed)
}

fn outcome(indicator: &Indicator) -> Outcome {
    if indicator.data_only {
        return Outcome::ForInformation;
    }
    let Some(actual) = indicator.actual else { return Outcome::NoFigure };
    let Some(target) = indicator.target else { return Outcome::NoTarget };
    let measured = Measured { actual, target };
    match (better_or_worse(actual, target, indicator.better), indicator.limit) {
        (Ordering::Greater, _) => Outcome::Better(measured),
        (Ordering::Equal, _) => Outcome::OnTarget(measured),
        (Ordering::Less, Limit::None) => Outcome::Missed(measured),
        (Ordering::Less, Limit::Floor(floor)) => {
            Outcome::AgainstFloor(measured, floor, better_or_worse(actual, floor, indicator.better))
        }
        (Ordering::Less, Limit::Tolerance(percent)) => {
            Outcome::AgainstTolerance(measured, percent, miss_against(measured, percent))
        }
    }
}

/// How `figure` compares with `other`: `Greater` is better.
fn better_or_worse(figure: Number, other: Number, better: Better) -> Ordering {
    match better {
        Better::Higher => figure.cmp(&other),
        Better::Lower => other.cmp(&figure),
    }
}

/// How far a figure misses its target, compared with `percent` of the target: exactly, in whole numbers.
fn miss_against(Measured { actual, target }: Measured, percent: Number) -> Ordering {
    const HUNDRED_PERCENT: i128 = 100 * 1_000_000;
    let miss = (actual.millionths() - target.millionths()).abs();
    let allowed = target.millionths().abs() * percent.millionths();
    (miss * HUNDRED_PERCENT).cmp(&allowed)
}

fn direction(indicator: &Indicator) -> Option<Direction> {
    let (now, before) = (indicator.actual?, indicator.previous()?);
    // A figure given for information only has no better or worse.
    if indicator.data_only {
        return None;
    }
    Some(match better_or_worse(now, before, indicator.better) {
        Ordering::Greater => Direction::Improving,
        Ordering::Less => Direction::Worsening,
        Ordering::Equal => Direction::NoChange,
    })
}

/// What a reader needs to know to understand the ratings and directions of some indicators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Note {
    /// What Green means.
    Green,
    /// What Amber and Red mean where there is a floor.
    Floor,
    /// What they mean where lower is better and the floor is a limit.
    Limit,
    /// What they mean where some have a floor and others a limit.
    FloorAndLimit,
    /// What they mean where there is a tolerance, and no indicator has a floor.
    Tolerance,
    /// What they mean where there is a tolerance, while others have a floor.
    ToleranceForFloor,
    /// What Red means where there is neither, and no indicator has either.
    NoLimit,
    /// What Red means where there is neither, while others have one.
    NoLimitHere,
    /// That nothing is rounded.
    Exact,
    /// What a direction means.
    Direction,
    /// That one without a target is not rated.
    NoTarget,
}

/// What a reader needs to know about the ratings and directions of `indicators`: only the rules that apply to them.
pub fn guidance(indicators: &[&Indicator]) -> Vec<Note> {
    let judged: Vec<&&Indicator> =
        indicators.iter().filter(|indicator| !indicator.data_only && indicator.target.is_some()).collect();
    let any = |is_it: fn(&Limit) -> bool| judged.iter().any(|indicator| is_it(&indicator.limit));
    let has_floor = any(|limit| matches!(limit, Limit::Floor(_)));
    let has_side =
        |better| judged.iter().any(|known| known.better == better && matches!(known.limit, Limit::Floor(_)));
    let floor = match (has_side(Better::Higher), has_side(Better::Lower)) {
        (true, true) => Note::FloorAndLimit,
        (false, true) => Note::Limit,
        _ => Note::Floor,
    };
    let has_tolerance = any(|limit| matches!(limit, Limit::Tolerance(_)));
    let has_neither = any(|limit| matches!(limit, Limit::None));
    let has_previous =
        indicators.iter().any(|indicator| indicator.previous().is_some() && !indicator.data_only);
    let notes = [
        (!judged.is_empty(), Note::Green),
        (has_floor, floor),
        (has_tolerance, if has_floor { Note::ToleranceForFloor } else { Note::Tolerance }),
        (has_neither, if has_floor || has_tolerance { Note::NoLimitHere } else { Note::NoLimit }),
        (!judged.is_empty(), Note::Exact),
        (has_previous, Note::Direction),
        (indicators.len() > judged.len(), Note::NoTarget),
    ];
    notes.into_iter().filter(|(is_needed, _)| *is_needed).map(|(_, note)| note).collect()
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
            let judged = judge(&indicator(better, "50", Limit::None, now, before), Scale::standard());
            assert_eq!(judged.direction, Some(direction), "{before} to {now}");
        }
        let mut data_only = indicator(Higher, "50", Limit::None, "71", "70");
        data_only.data_only = true;
        assert_eq!(
            judge(&data_only, Scale::standard()).direction,
            None,
            "given for information, it has no better or worse"
        );
    }

    /// For every pair of figures: the better of the two never has the worse rating.
    #[test]
    fn a_better_figure_never_has_a_worse_rating() {
        for better in [Better::Higher, Better::Lower] {
            for limit in [Limit::None, tolerance("7.5")] {
                let mut last = None;
                for figure in 0..200 {
                    let figure = indicator(better, "100", limit, &figure.to_string(), "");
                    let rating = judge(&figure, Scale::standard()).rating.standing();
                    if let Some(last) = last.replace(rating) {
                        assert!(if better == Better::Higher { last <= rating } else { last >= rating });
                    }
                }
            }
        }
    }

    #[test]
    fn guidance_tells_only_the_rules_in_force() {
        let with = |limit| indicator(Better::Higher, "80", limit, "80", "70");
        let (floor, tolerance, none) = (with(floor("75")), with(tolerance("5")), with(Limit::None));
        assert_eq!(
            guidance(&[&floor, &tolerance, &none]),
            [
                Note::Green,
                Note::Floor,
                Note::ToleranceForFloor,
                Note::NoLimitHere,
                Note::Exact,
                Note::Direction
            ]
        );
        let limit = indicator(Better::Lower, "10", self::floor("12"), "11", "");
        assert_eq!(guidance(&[&limit]), [Note::Green, Note::Limit, Note::Exact]);
        assert_eq!(guidance(&[&floor, &limit])[1], Note::FloorAndLimit);
        assert_eq!(guidance(&[&none]), [Note::Green, Note::NoLimit, Note::Exact, Note::Direction]);
        assert_eq!(guidance(&[]), []);
    }

    #[test]
    fn limits_give_a_step_each_for_a_scale_of_any_length() {
        let five = crate::report::Preset::FivePoint.scale(&crate::report::Palette::default());
        let step = |reached: [bool; 4]| by_limits(five, reached).id();
        assert_eq!(step([true, true, true, true]), "green");
        assert_eq!(step([false, true, true, true]), "amber-green");
        assert_eq!(step([false, false, false, true]), "amber-red");
        assert_eq!(step([false, false, false, false]), "red");
    }
}
