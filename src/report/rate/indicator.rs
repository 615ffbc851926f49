//! Rates figures against their targets, and tells their directions of travel.
//!
//! Which step a figure reaches is found by [`super::limits`]; the rating of that step is the scale's.

use std::cmp::Ordering;

use super::Given;
use super::limits::{Outcome, Yardstick, better_or_worse, step};
use crate::report::{Against, Better, Indicator, Limit, Number, Past, Rating, Scale};

/// The rating and directions of a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// The rating.
    pub rating: Rating,
    /// The rating that its figure gives: the same, unless somebody has judged otherwise.
    pub computed: Rating,
    /// How the figure compares with its target, which gives the computed rating.
    pub outcome: Outcome,
    /// Who gave the rating in place of the computed one, if anybody did.
    pub given: Option<Given>,
    /// How it compares with earlier figures, in the order in which they were asked for. There are none without an
    /// earlier figure, or where neither way is better.
    pub courses: Vec<Course>,
    /// How the figure expected at the year's end is rated, if there is one.
    pub forecast: Option<Forecast>,
}

impl Judgement {
    /// The direction of travel: that of the first comparison.
    pub fn direction(&self) -> Option<Direction> {
        self.courses.first().map(|course| course.direction)
    }

    /// Whether somebody gave another rating than the figure does, though the figure gives one.
    pub fn is_set_by_hand(&self) -> bool {
        self.given.is_some() && self.computed.is_rated()
    }
}

/// How a figure compares with an earlier one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    /// Whether it was compared with the last figure before it, and not with that of a named period.
    pub is_previous: bool,
    /// The period of the earlier figure.
    pub period: String,
    /// The earlier figure.
    pub before: Number,
    /// Which way it went.
    pub direction: Direction,
}

/// The rating of a figure that is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forecast {
    /// The figure.
    pub figure: Number,
    /// Its rating.
    pub rating: Rating,
    /// How it compares with its target, which gives the rating.
    pub outcome: Outcome,
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

/// Rates one indicator on `scale`: by the rating that somebody gave, otherwise by its figure.
pub fn judge(indicator: &Indicator, scale: &'static Scale) -> Judgement {
    let (computed, outcome) = rated(indicator.actual, indicator.target, indicator, scale);
    let stated = indicator.stated.as_ref();
    let forecast = indicator.forecast.map(|figure| {
        let (rating, outcome) = rated(Some(figure), indicator.target_of_forecast(), indicator, scale);
        Forecast { figure, rating, outcome }
    });
    Judgement {
        rating: stated.map_or(computed, |stated| stated.rating),
        computed,
        outcome,
        given: stated.map(|stated| Given { by: indicator.owner.clone(), reason: stated.reason.clone() }),
        courses: courses(indicator),
        forecast,
    }
}

/// The rating that a figure gives by the rule of `indicator`, and how it comes about.
fn rated(
    figure: Option<Number>,
    target: Option<Number>,
    indicator: &Indicator,
    scale: &'static Scale,
) -> (Rating, Outcome) {
    if indicator.data_only {
        return (scale.for_information(), Outcome::ForInformation);
    }
    let Some(figure) = figure else { return (scale.not_rated(), Outcome::NoFigure) };
    let Indicator { better, green_tolerance, ref limit, .. } = *indicator;
    let (step, outcome) = step(figure, Yardstick { better, target, green_tolerance, limit }, scale.len());
    (step.map_or(scale.not_rated(), |step| scale.step(step)), outcome)
}

/// How the figure compares with those that it is to be compared with. A figure given for information only has no better
/// or worse.
fn courses(indicator: &Indicator) -> Vec<Course> {
    let Some(now) = indicator.actual.filter(|_| !indicator.data_only) else { return Vec::new() };
    let course = |against: &Against| {
        let (past, before) = earlier(indicator, against)?;
        Some(Course {
            is_previous: *against == Against::Previous,
            period: past.period.clone(),
            before,
            direction: match better_or_worse(now, before, indicator.better) {
                Ordering::Greater => Direction::Improving,
                Ordering::Less => Direction::Worsening,
                Ordering::Equal => Direction::NoChange,
            },
        })
    };
    indicator.compare_with.iter().filter_map(course).collect()
}

/// The earlier figure that is meant, with its period.
fn earlier<'a>(indicator: &'a Indicator, against: &Against) -> Option<(&'a Past, Number)> {
    let is_meant = |past: &&Past| match against {
        Against::Previous => past.actual.is_some(),
        Against::Period(period) => past.is_of(period),
    };
    let past = indicator.history.iter().rev().find(is_meant)?;
    Some((past, past.actual?))
}

/// What a reader needs to know to understand the ratings and directions of some indicators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Note {
    /// What Green means.
    Green,
    /// That a miss by no more than a stated percentage is still Green.
    GreenTolerance,
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
    /// What the limits of the steps mean.
    Steps,
    /// That somebody may judge otherwise.
    Judged,
    /// How a forecast is rated.
    Forecast,
    /// That nothing is rounded.
    Exact,
    /// What a direction means.
    Direction,
    /// That some directions are told against a named period.
    NamedPeriods,
    /// That one without a target is not rated.
    NoTarget,
}

/// What a reader needs to know about the ratings and directions of `indicators`: only the rules that apply to them.
pub fn guidance(indicators: &[&Indicator]) -> Vec<Note> {
    let is_stepped = |indicator: &Indicator| matches!(indicator.limit, Limit::Steps(_));
    let judged: Vec<&&Indicator> = indicators
        .iter()
        .filter(|indicator| !indicator.data_only && (indicator.target.is_some() || is_stepped(indicator)))
        .collect();
    let any = |is_it: &dyn Fn(&Indicator) -> bool| judged.iter().any(|indicator| is_it(indicator));
    let has_steps = any(&is_stepped);
    let has_target_as_limit = any(&|indicator| !is_stepped(indicator));
    let has_green_tolerance = any(&|indicator| indicator.green_tolerance.is_some() && !is_stepped(indicator));
    let has_floor = any(&|indicator| matches!(indicator.limit, Limit::Floor(_)));
    let has_side = |better: Better| {
        any(&|indicator| indicator.better == better && matches!(indicator.limit, Limit::Floor(_)))
    };
    let floor = match (has_side(Better::Higher), has_side(Better::Lower)) {
        (true, true) => Note::FloorAndLimit,
        (false, true) => Note::Limit,
        _ => Note::Floor,
    };
    let has_tolerance = any(&|indicator| matches!(indicator.limit, Limit::Tolerance(_)));
    let has_neither = any(&|indicator| indicator.limit == Limit::None && indicator.green_tolerance.is_none());
    let has_judgement = indicators.iter().any(|indicator| indicator.stated.is_some());
    let has_forecast = any(&|indicator| indicator.forecast.is_some());
    let courses: Vec<Course> = indicators.iter().flat_map(|indicator| courses(indicator)).collect();
    let has_named = courses.iter().any(|course| !course.is_previous);
    let has_no_target = indicators.iter().any(|indicator| {
        (indicator.data_only || indicator.target.is_none() && !is_stepped(indicator))
            && indicator.stated.is_none()
    });
    let notes = [
        (has_target_as_limit, Note::Green),
        (has_green_tolerance, Note::GreenTolerance),
        (has_floor, floor),
        (has_tolerance, if has_floor { Note::ToleranceForFloor } else { Note::Tolerance }),
        (has_neither, if has_floor || has_tolerance { Note::NoLimitHere } else { Note::NoLimit }),
        (has_steps, Note::Steps),
        (has_judgement, Note::Judged),
        (has_forecast, Note::Forecast),
        (!judged.is_empty(), Note::Exact),
        (!courses.is_empty(), Note::Direction),
        (has_named, Note::NamedPeriods),
        (has_no_target, Note::NoTarget),
    ];
    notes.into_iter().filter(|(is_needed, _)| *is_needed).map(|(_, note)| note).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Stated;
    use crate::report::indicator::example::{indicator, limit, number};

    fn judge(indicator: &Indicator) -> Judgement {
        super::judge(indicator, Scale::standard())
    }

    fn rating(id: &str) -> Rating {
        Scale::standard().by_id(id).unwrap()
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
            assert_eq!(judged.direction(), Some(direction), "{before} to {now}");
        }
        let mut data_only = indicator(Higher, "50", Limit::None, "71", "70");
        data_only.data_only = true;
        assert_eq!(judge(&data_only).direction(), None, "given for information, it has no better or worse");
    }

    #[test]
    fn a_figure_is_compared_with_each_period_that_is_named() {
        // Seasonal: worse than last quarter, and better than a year ago.
        let mut seasonal = indicator(Better::Higher, "2", Limit::None, "1.9", "");
        let past =
            |period: &str, actual: &str| Past { period: period.into(), actual: number(actual), target: None };
        seasonal.history = vec![past("Q1 2013/14", "1.8"), past("Q2 2013/14", ""), past("Q4 2013/14", "2.4")];
        let told = |with: &[Against]| {
            let indicator = Indicator { compare_with: with.to_vec(), ..seasonal.clone() };
            let courses = judge(&indicator).courses.into_iter();
            courses.map(|course| (course.period, course.before.plain(), course.direction)).collect::<Vec<_>>()
        };
        let last = ("Q4 2013/14".to_owned(), "2.4".to_owned(), Direction::Worsening);
        let year = ("Q1 2013/14".to_owned(), "1.8".to_owned(), Direction::Improving);
        let named = |period: &str| Against::Period(period.to_owned());
        let [one, other] = [told(&[Against::Previous]), told(&[named("q1  2013/14")])];
        assert_eq!((one.as_slice(), other.as_slice()), (&[last.clone()][..], &[year.clone()][..]));
        assert_eq!(told(&[named("Q1 2013/14"), Against::Previous]), [year, last]);
        assert_eq!(told(&[named("Q2 2013/14"), named("Q3 2013/14")]), [], "there is no figure");
    }

    #[test]
    fn a_forecast_is_rated_by_the_same_rule_against_the_target_for_the_year() {
        let with = |year_target: &str, forecast: &str| {
            let mut indicator = indicator(Better::Higher, "40", limit("tolerance 10"), "39", "");
            (indicator.year_target, indicator.forecast) = (number(year_target), number(forecast));
            judge(&indicator).forecast.map(|forecast| forecast.rating)
        };
        // 10% of 80 is 8, so the last amber forecast is 72; without a target for the year, 40 holds.
        assert_eq!(with("80", "80"), Some(rating("green")));
        assert_eq!(with("80", "72"), Some(rating("amber")));
        assert_eq!(with("80", "71.9"), Some(rating("red")));
        assert_eq!(with("", "40"), Some(rating("green")));
        assert_eq!(with("80", ""), None);
    }

    #[test]
    fn a_judgement_replaces_the_rating_and_keeps_what_the_figure_gives() {
        let mut judged = indicator(Better::Higher, "80", limit("floor 75"), "70", "");
        judged.owner = Some("Head of Calls".into());
        judged.stated = Some(Stated { rating: rating("amber"), reason: Some("It will recover".into()) });
        let judgement = judge(&judged);
        assert_eq!((judgement.rating, judgement.computed), (rating("amber"), rating("red")));
        assert!(judgement.is_set_by_hand());
        judged.target = None;
        let judgement = judge(&judged);
        assert_eq!((judgement.rating, judgement.computed), (rating("amber"), rating("not-rated")));
        assert!(!judgement.is_set_by_hand(), "there is nothing that it replaces");
    }

    #[test]
    fn guidance_tells_only_the_rules_in_force() {
        let with = |text| indicator(Better::Higher, "80", limit(text), "80", "70");
        let (floor, tolerance, none) = (with("floor 75"), with("tolerance 5"), with(""));
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
        let limit = indicator(Better::Lower, "10", limit("floor 12"), "11", "");
        assert_eq!(guidance(&[&limit]), [Note::Green, Note::Limit, Note::Exact]);
        assert_eq!(guidance(&[&floor, &limit])[1], Note::FloorAndLimit);
        assert_eq!(guidance(&[&none]), [Note::Green, Note::NoLimit, Note::Exact, Note::Direction]);
        assert_eq!(guidance(&[]), []);
        let green = Indicator { green_tolerance: number("5"), ..none.clone() };
        assert_eq!(guidance(&[&green]), [Note::Green, Note::GreenTolerance, Note::Exact, Note::Direction]);
        let mut steps = with("steps 90 70");
        (steps.target, steps.forecast) = (None, number("80"));
        steps.compare_with = vec![Against::Period("Before".into())];
        assert_eq!(
            guidance(&[&steps]),
            [Note::Steps, Note::Forecast, Note::Exact, Note::Direction, Note::NamedPeriods]
        );
        let stated = Some(Stated { rating: rating("amber"), reason: None });
        let judged = Indicator { target: None, stated, ..with("") };
        assert_eq!(guidance(&[&judged]), [Note::Judged, Note::Direction]);
    }

    #[test]
    fn limits_give_a_step_each_for_a_scale_of_any_length() {
        let five = crate::report::Preset::FivePoint.scale(&crate::report::Palette::default());
        let step = |figure: &str| {
            let figure = indicator(Better::Higher, "", limit("steps 90 80 70 60"), figure, "");
            super::judge(&figure, five).rating.id()
        };
        assert_eq!(step("90"), "green");
        assert_eq!(step("89"), "amber-green");
        assert_eq!(step("60"), "amber-red");
        assert_eq!(step("59"), "red");
    }
}
