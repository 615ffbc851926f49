//! Holds the five rules to the published ratings and to what every rule must do.

use std::sync::OnceLock;

use cabinet_report::report::prose::Prose;
use cabinet_report::report::rate;
use cabinet_report::report::rate::Weighed;
use cabinet_report::report::scale::Limits;
use cabinet_report::report::{
    Content, Counting, Layout, Outlook, Palette, Preset, Project, Projects, Rating, Rule, Scale, Section,
    Share, State, Stated,
};
use cabinet_report::words::Words;

use Rag::{Amber, Complete, ForInformation, Green, NotApplicable, NotRated, OnHold, Red};

/// The ratings of the usual scale, by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rag {
    Red,
    Amber,
    Green,
    Complete,
    NotStarted,
    OnHold,
    NotApplicable,
    ForInformation,
    NotRated,
}

impl Rag {
    const ALL: [(Self, &'static str); 9] = [
        (Self::Red, "red"),
        (Self::Amber, "amber"),
        (Self::Green, "green"),
        (Self::Complete, "complete"),
        (Self::NotStarted, "not-started"),
        (Self::OnHold, "on-hold"),
        (Self::NotApplicable, "n/a"),
        (Self::ForInformation, "info"),
        (Self::NotRated, "not-rated"),
    ];

    pub(crate) fn rating(self) -> Rating {
        let (_, id) = Self::ALL.into_iter().find(|(known, _)| *known == self).expect("listed");
        Scale::standard().by_id(id).expect("in the scale")
    }

    pub(crate) fn of(rating: Rating) -> Self {
        Self::ALL.into_iter().find(|(_, id)| *id == rating.id()).expect("listed").0
    }

    fn is_rated(self) -> bool {
        self <= Complete
    }
}

pub(crate) fn entry(id: &str, rating: Rag) -> Project {
    Project {
        id: id.to_owned(),
        title: id.to_owned(),
        given: rating.rating(),
        aspects: Vec::new(),
        code: None,
        leads: Vec::new(),
        email: None,
        portfolio: None,
        wards: Vec::new(),
        stage: None,
        progress: None,
        reason: None,
        action: None,
        updated: None,
        due: None,
        original_due: None,
        milestones: Vec::new(),
        risks: Vec::new(),
        weight: 1000,
        was: None,
        outlook: Outlook::default(),
        extra: std::collections::BTreeMap::new(),
        narrative: Prose::default(),
        restricted: false,
        exempt: None,
    }
}

fn entries(ratings: &[Rag]) -> Vec<Project> {
    ratings.iter().enumerate().map(|(index, rating)| entry(&index.to_string(), *rating)).collect()
}

pub(crate) fn section(id: &str, rule: Rule, entries: Vec<Project>) -> Section {
    Section {
        id: id.to_owned(),
        title: id.to_owned(),
        owner: Some("Head of Tests".to_owned()),
        scale: Scale::standard(),
        group: None,
        noun: None,
        body: Prose::default(),
        content: Content::Projects(Projects {
            is_enabler: false,
            rule,
            stated: None,
            layout: Layout::default(),
            entries,
        }),
        restricted: false,
        exempt: None,
        withheld: Vec::new(),
    }
}

fn share(red: u64, amber: u64) -> Rule {
    let share = |percent: u64| Share::from_thousandths_of_percent(percent * 1000).unwrap();
    Rule::Share(Limits::new([share(amber), share(red)]))
}

fn score() -> Rule {
    Rule::Score(Limits::new(Rule::USUAL_SCORE))
}

/// What `rule` makes of projects on the usual scale.
fn compute(rule: Rule, entries: &[Project]) -> Rag {
    Rag::of(rate::compute(rule, Scale::standard(), &rate::weighed(entries)))
}

/// The rating of a section of projects.
fn roll_up(section: &Section) -> rate::Rated {
    rate::section(section).rated().expect("a section of projects is rated").clone()
}

/// Why it is so rated, in words.
fn reason(rated: &rate::Rated) -> String {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(Words::default).reason(rated)
}

/// The same section with a rating that its owner states.
fn stating(mut section: Section, rating: Rag, reason: &str) -> Section {
    if let Content::Projects(projects) = &mut section.content {
        projects.stated = Some(Stated { rating: rating.rating(), reason: Some(reason.to_owned()) });
    }
    section
}

/// What `rule` makes of `ratings`, and the sentence.
fn rated(rule: Rule, ratings: &[Rag]) -> (Rag, String) {
    let rated = roll_up(&section("s", rule, entries(ratings)));
    (Rag::of(rated.rating), reason(&rated))
}

/// Both reports that Maidstone published, for 2012-13 and for October 2013 to March 2014: the printed rating of each
/// workstream over those of its projects. Ratings that the extraction lost are left out; External Challenge of 2012-13
/// is the one workstream without.
const PUBLISHED: [(&str, Rag, &[Rag]); 7] = [
    ("2012-13 Incremental Improvement", Amber, &[Amber, Complete, NotApplicable]),
    ("2012-13 Asset Management", Amber, &[Amber, Green, Green, NotApplicable, Amber, Amber, NotApplicable]),
    ("2012-13 Transformation", Green, &[Green, Green, Green, Green, NotRated, Green, Amber, Green, Green]),
    ("2013-14 Incremental Improvement", Amber, &[Green, Amber, ForInformation]),
    ("2013-14 Asset Management", Amber, &[Amber, Amber, Green, NotApplicable, Green, Amber, NotApplicable]),
    ("2013-14 External Challenge", Green, &[Green, Green, Green, Amber, Green]),
    (
        "2013-14 Transformation",
        Green,
        &[Green, Green, Green, Green, Amber, Green, Amber, Green, Green, Green, Green],
    ),
];

#[test]
fn majority_gives_every_published_rating() {
    for (name, published, projects) in PUBLISHED {
        assert_eq!(rated(Rule::Majority, projects).0, published, "{name}");
    }
}

#[test]
fn the_worst_project_does_not_give_them() {
    let wrong =
        PUBLISHED.iter().filter(|(_, published, projects)| rated(Rule::Worst, projects).0 != *published);
    assert_eq!(
        wrong.count(),
        3,
        "Transformation twice and External Challenge were printed Green over an Amber project"
    );
}

#[test]
fn each_rule_on_and_beside_its_limits() {
    for (rule, ratings, expected) in [
        // Two of four is half.
        (Rule::Majority, &[Red, Red, Green, Green][..], Red),
        (Rule::Majority, &[Red, Green, Green, Green], Green),
        (Rule::Majority, &[Red, Amber, Green, Green], Amber),
        (Rule::Majority, &[Red, Amber, Green], Amber),
        (Rule::Worst, &[Green, Green, Red, Amber], Red),
        (Rule::Worst, &[Green, Amber], Amber),
        (Rule::Worst, &[Green, Complete], Green),
        // One of five is 20%.
        (share(20, 40), &[Red, Green, Green, Green, Green], Red),
        (share(20, 40), &[Red, Green, Green, Green, Green, Green], Green),
        (share(20, 40), &[Amber, Amber, Green, Green, Green], Amber),
        (share(100, 100), &[Red, Red], Red),
        // Means of 1.5, 1.25, 0.75 and 0.5.
        (score(), &[Green, Amber], Green),
        (score(), &[Green, Amber, Amber, Amber], Amber),
        (score(), &[Red, Amber, Amber, Amber], Amber),
        (score(), &[Red, Amber], Red),
    ] {
        assert_eq!(rated(rule, ratings).0, expected, "{rule:?} of {ratings:?}");
    }
}

#[test]
fn weights_count_under_the_score_rule_and_exactly() {
    let mut two = entries(&[Red, Green]);
    // 0 × 1 + 2 × 3 = 6 over 4: exactly 1.5, which is Green.
    two[1].weight = 3000;
    assert_eq!(compute(score(), &two), Green);
    two[1].weight = 2999;
    assert_eq!(compute(score(), &two), Amber);
    // 1.49987… must not print as 1.50, which would be Green.
    let reason = reason(&roll_up(&section("s", score(), two)));
    assert_eq!(
        reason,
        "Amber: the weighted mean of 2 rated projects is 1.49, from 0 for Red to 2 for Green; Green begins at 1.5 and \
         Amber at 0.75."
    );
}

#[test]
fn nothing_rated_is_never_green() {
    for rule in [Rule::Majority, Rule::Worst, share(20, 40), score()] {
        assert_eq!(rated(rule, &[NotApplicable, OnHold]).0, NotRated);
        assert_eq!(rated(rule, &[Complete, NotApplicable]).0, Complete);
        assert_eq!(compute(rule, &[]), NotRated);
    }
    assert_eq!(Rag::of(roll_up(&section("s", Rule::Majority, Vec::new())).rating), NotRated);
}

#[test]
fn the_reason_is_one_plain_sentence() {
    for (rule, ratings, expected) in [
        (
            Rule::Majority,
            &[Amber, Red, Amber, Green, Complete, NotApplicable, OnHold][..],
            "Amber: 3 of 5 rated projects are Amber or Red, which is at least half; 2 more are not rated.",
        ),
        (
            Rule::Majority,
            &[Green, Amber, ForInformation],
            "Amber: 1 of 2 rated projects is Amber, which is at least half; 1 more is not rated.",
        ),
        (
            Rule::Majority,
            &[Green, Green, Green, Amber, Green],
            "Green: 1 of 5 rated projects is Amber, which is less than half.",
        ),
        (Rule::Majority, &[Red, Red, Amber], "Red: 2 of 3 rated projects are Red, which is at least half."),
        (Rule::Majority, &[Green, Green], "Green: all 2 rated projects are Green."),
        (
            Rule::Majority,
            &[Amber, Complete],
            "Amber: 1 of 2 rated projects is Amber, which is at least half.",
        ),
        (Rule::Majority, &[Amber, OnHold], "Amber: the only rated project is Amber; 1 more is not rated."),
        (Rule::Majority, &[NotApplicable, OnHold], "Not rated: none of the 2 projects is rated."),
        (Rule::Majority, &[Complete, Complete], "Complete: all 2 rated projects are Complete."),
        (
            Rule::Majority,
            &[Complete, OnHold, OnHold],
            "Complete: the only rated project is Complete; 2 more are not rated.",
        ),
        (Rule::Majority, &[Complete, Green, Green], "Green: all 3 rated projects are Complete or Green."),
        (Rule::Worst, &[Green, Red, Amber], "Red: the worst of 3 rated projects is Red."),
        (
            share(20, 40),
            &[Red, Green, Green, Green, Green],
            "Red: 1 of 5 rated projects is Red, which is at least 20%.",
        ),
        (
            share(50, 60),
            &[Red, Green, Green],
            "Green: 1 of 3 rated projects is Red, which is less than 50%, and 1 of 3 rated projects is Red, which is less \
             than 60%.",
        ),
        (
            score(),
            &[Green, Amber, Amber, Amber],
            "Amber: the mean of 4 rated projects is 1.25, from 0 for Red to 2 for Green; Green begins at 1.5 and Amber at \
             0.75.",
        ),
    ] {
        assert_eq!(rated(rule, ratings).1, expected);
    }
}

#[test]
fn a_rating_set_by_hand_says_who_why_and_what_the_rule_gives() {
    let by_hand = |rule, ratings: &[Rag]| {
        roll_up(&stating(section("s", rule, entries(ratings)), Amber, "both projects restart in April"))
    };
    let rated = by_hand(Rule::Majority, &[Red, Red]);
    assert_eq!(Rag::of(rated.rating), Amber);
    assert_eq!(
        reason(&rated),
        "Amber, set in place of the computed rating by the Head of Tests: both projects restart in April. The majority \
         rule gives Red: 2 of 2 rated projects are Red, which is at least half."
    );
    let (given, computed) = rated.set_by_hand().expect("an override");
    assert_eq!((given.by.as_deref(), Rag::of(computed.rating)), (Some("Head of Tests"), Red));

    let judged = by_hand(Rule::Manual, &[Red, Red]);
    assert_eq!(reason(&judged), "Amber, as judged by the Head of Tests: both projects restart in April.");
    assert_eq!(judged.set_by_hand(), None);

    let stated = by_hand(Rule::Majority, &[]);
    assert_eq!(reason(&stated), "Amber, as stated by the Head of Tests: both projects restart in April.");
}

/// A scale of so many steps with a state beside each kind: one that counts as the best step, and one that counts as
/// nothing.
fn scale(steps: usize) -> &'static Scale {
    let palette = Palette::default();
    let colours = ["green", "lime", "yellow", "amber", "orange", "red", "purple"];
    let like = Preset::Rag.states(&palette).remove(0);
    let state = |id: &str, colour: &str, counts| State {
        id: id.to_owned(),
        look: palette.look(colour).expect("a colour"),
        counts,
        ..like.clone()
    };
    let mut states = vec![state("done", "blue", Counting::As(0))];
    states.extend((0..steps).map(|step| state(&format!("s{step}"), colours[step], Counting::Step(step))));
    states.push(state("later", "grey", Counting::Nothing));
    Scale::new(None, states, &palette).keep()
}

const LENGTHS: [usize; 5] = [2, 3, 4, 5, 7];

/// Every rule for a scale of so many steps. The shares rise and fall, since neither of two has to be the larger; the
/// limits of the score are in the middle between two steps, and just on one.
fn rules(steps: usize) -> Vec<Rule> {
    let share = |percent: usize| Share::from_thousandths_of_percent(percent as u64 * 1000).unwrap();
    let limits = |beyond: u64| (1..steps as u64).rev().map(move |most| (most - 1) * 1000 + beyond);
    vec![
        Rule::Majority,
        Rule::Worst,
        Rule::Share(Limits::new((1..steps).map(|step| share(90 - 10 * step)))),
        Rule::Share(Limits::new((1..steps).map(|step| share(10 + 10 * step)))),
        Rule::Score(Limits::new(limits(500))),
        Rule::Score(Limits::new(limits(1000))),
    ]
}

fn alike(ratings: &[Rating]) -> Vec<Weighed> {
    ratings.iter().map(|rating| Weighed { rating: *rating, weight: 1000 }).collect()
}

/// All multisets of up to six ratings of a scale, in one order each.
fn multisets(scale: &'static Scale) -> Vec<Vec<Rating>> {
    let ratings: Vec<Rating> = scale.own().collect();
    let mut all = vec![Vec::new()];
    let mut newest: Vec<Vec<usize>> = vec![Vec::new()];
    for _ in 0..6 {
        newest = newest
            .iter()
            .flat_map(|set| {
                let least = set.last().copied().unwrap_or(0);
                (least..ratings.len()).map(move |next| set.iter().copied().chain([next]).collect())
            })
            .collect();
        all.extend(newest.iter().map(|set| set.iter().map(|at| ratings[*at]).collect()));
    }
    all
}

#[test]
fn order_never_matters_on_a_scale_of_any_length() {
    for scale in LENGTHS.map(scale) {
        for set in multisets(scale) {
            for rule in rules(scale.len()) {
                let straight = rate::compute(rule, scale, &alike(&set));
                let mut turned = set.clone();
                turned.reverse();
                assert_eq!(rate::compute(rule, scale, &alike(&turned)), straight, "{set:?}");
                turned.rotate_left(set.len() / 2);
                assert_eq!(rate::compute(rule, scale, &alike(&turned)), straight, "{set:?}");
            }
        }
    }
}

#[test]
fn making_one_entry_worse_never_makes_the_section_better() {
    for scale in LENGTHS.map(scale) {
        let steps: Vec<Rating> = scale.steps().collect();
        let sets = multisets(scale);
        // Four more kinds than steps less one, in up to six places: C(steps + 2 + 6, 6).
        let expected = [210, 462, 924, 1716, 5005];
        let at = LENGTHS.iter().position(|length| *length == scale.len()).unwrap();
        assert_eq!(sets.len(), expected[at]);
        for set in sets.iter().filter(|set| set.iter().any(|rating| rating.is_rated())) {
            for rule in rules(scale.len()) {
                let before = rate::compute(rule, scale, &alike(set)).standing();
                assert!(before.is_some(), "{set:?}");
                for place in 0..set.len() {
                    for worse in steps
                        .iter()
                        .filter(|worse| set[place].is_rated() && worse.standing() < set[place].standing())
                    {
                        let mut changed = set.clone();
                        changed[place] = *worse;
                        let after = rate::compute(rule, scale, &alike(&changed)).standing();
                        assert!(after <= before, "{rule:?}: {set:?} to {changed:?}");
                    }
                }
            }
        }
    }
}

/// One and the same state everywhere is the section's state, whatever the rule.
#[test]
fn what_is_all_alike_is_what_the_section_is() {
    for scale in LENGTHS.map(scale) {
        for rating in scale.own().filter(|rating| rating.is_rated()) {
            for rule in rules(scale.len()) {
                for many in 1..4 {
                    assert_eq!(rate::compute(rule, scale, &alike(&vec![rating; many])), rating, "{rule:?}");
                }
            }
        }
    }
}

#[test]
fn entries_that_are_not_rated_never_count() {
    for scale in LENGTHS.map(scale) {
        for set in multisets(scale) {
            let only_rated: Vec<Rating> = set.iter().copied().filter(|rating| rating.is_rated()).collect();
            for rule in rules(scale.len()) {
                let (all, rated) = (alike(&set), alike(&only_rated));
                assert_eq!(rate::compute(rule, scale, &all), rate::compute(rule, scale, &rated), "{set:?}");
            }
        }
    }
}

/// The rules as they were before there were scales, when only Red, Amber and Green counted.
fn as_before(rule: usize, ratings: &[Rag]) -> Rag {
    let count = |wanted: Rag| ratings.iter().filter(|rating| **rating == wanted).count() as u64;
    let (red, amber, green) = (count(Red), count(Amber), count(Green));
    let (rated, both) = (red + amber + green, red + amber);
    let is_at_least = |part: u64, percent: u64| part * 100 >= rated * percent;
    let (is_red, is_amber) = match rule {
        0 => (red * 2 >= rated, both * 2 >= rated),
        1 => (red > 0, both > 0),
        2 => (is_at_least(red, 20), is_at_least(both, 40)),
        3 => (is_at_least(red, 60), is_at_least(both, 34)),
        _ => ((amber + 2 * green) * 4 < rated * 3, (amber + 2 * green) * 2 < rated * 3),
    };
    if is_red {
        Red
    } else if is_amber {
        Amber
    } else {
        Green
    }
}

#[test]
fn three_steps_give_what_they_gave_before_there_were_scales() {
    let rules = [Rule::Majority, Rule::Worst, share(20, 40), share(60, 34), score()];
    let mut seen = 0;
    for set in multisets(Scale::standard()) {
        let set: Vec<Rag> = set.into_iter().map(Rag::of).collect();
        let rated: Vec<Rag> = set.iter().copied().filter(|rating| rating.is_rated()).collect();
        if rated.is_empty() || rated.iter().all(|rating| *rating == Complete) {
            continue;
        }
        // But for what is complete, which did not count and now counts as Green.
        let counted: Vec<Rag> =
            set.iter().map(|rating| if *rating == Complete { Green } else { *rating }).collect();
        for (index, rule) in rules.into_iter().enumerate() {
            assert_eq!(compute(rule, &entries(&set)), as_before(index, &counted), "{rule:?}: {set:?}");
            seen += 1;
        }
    }
    assert!(seen > 4000);
}

/// A plan at the end of its year: 76 of 98 actions complete and 18 of the other 22 Red is not a Red plan.
#[test]
fn finished_work_counts() {
    let many = |rating, n| std::iter::repeat_n(rating, n);
    let plan: Vec<Rag> = many(Complete, 76).chain(many(Red, 18)).chain(many(Amber, 4)).collect();
    assert_eq!(rated(Rule::Majority, &plan).0, Green);
    assert_eq!(
        rated(Rule::Majority, &plan).1,
        "Green: 22 of 98 rated projects are Amber or Red, which is less than half."
    );
    assert_eq!(rated(Rule::Majority, &[Complete, Complete, Complete, Red]).0, Green);
}
