//! Holds the five rules to the published ratings and to what every rule must do.

use std::sync::OnceLock;

use cabinet_report::report::prose::Prose;
use cabinet_report::report::rate;
use cabinet_report::report::{Content, Outlook, Project, Projects, Rating, Rule, Section, Share, Stated};
use cabinet_report::words::Words;

use Rating::{Amber, Complete, ForInformation, Green, NotApplicable, NotRated, OnHold, Red};

pub(crate) fn entry(id: &str, rating: Rating) -> Project {
    Project {
        id: id.to_owned(),
        title: id.to_owned(),
        rating,
        lead: None,
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
    }
}

fn entries(ratings: &[Rating]) -> Vec<Project> {
    ratings.iter().enumerate().map(|(index, rating)| entry(&index.to_string(), *rating)).collect()
}

pub(crate) fn section(id: &str, rule: Rule, entries: Vec<Project>) -> Section {
    Section {
        id: id.to_owned(),
        title: id.to_owned(),
        owner: Some("Head of Tests".to_owned()),
        body: Prose::default(),
        content: Content::Projects(Projects { is_enabler: false, rule, stated: None, entries }),
        restricted: false,
    }
}

fn share(red: u64, amber: u64) -> Rule {
    let share = |percent: u64| Share::from_thousandths_of_percent(percent * 1000).unwrap();
    Rule::Share { red: share(red), amber: share(amber) }
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
fn stating(mut section: Section, rating: Rating, reason: &str) -> Section {
    if let Content::Projects(projects) = &mut section.content {
        projects.stated = Some(Stated { rating, reason: Some(reason.to_owned()) });
    }
    section
}

/// What `rule` makes of `ratings`, and the sentence.
fn rated(rule: Rule, ratings: &[Rating]) -> (Rating, String) {
    let rated = roll_up(&section("s", rule, entries(ratings)));
    (rated.rating, reason(&rated))
}

/// Both reports that Maidstone published, for 2012-13 and for October 2013 to March 2014: the printed rating of each
/// workstream over those of its projects. Ratings that the extraction lost are left out; External Challenge of 2012-13
/// is the one workstream without.
const PUBLISHED: [(&str, Rating, &[Rating]); 7] = [
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
        (Rule::Score, &[Green, Amber], Green),
        (Rule::Score, &[Green, Amber, Amber, Amber], Amber),
        (Rule::Score, &[Red, Amber, Amber, Amber], Amber),
        (Rule::Score, &[Red, Amber], Red),
    ] {
        assert_eq!(rated(rule, ratings).0, expected, "{rule:?} of {ratings:?}");
    }
}

#[test]
fn weights_count_under_the_score_rule_and_exactly() {
    let mut two = entries(&[Red, Green]);
    // 0 × 1 + 2 × 3 = 6 over 4: exactly 1.5, which is Green.
    two[1].weight = 3000;
    assert_eq!(rate::compute(Rule::Score, &two), Green);
    two[1].weight = 2999;
    assert_eq!(rate::compute(Rule::Score, &two), Amber);
    // 1.49987… must not print as 1.50, which would be Green.
    let reason = reason(&roll_up(&section("s", Rule::Score, two)));
    assert_eq!(
        reason,
        "Amber: the weighted mean of 2 rated projects is 1.49, from 0 for Red to 2 for Green; Green begins at 1.5 and \
         Amber at 0.75."
    );
}

#[test]
fn nothing_rated_is_never_green() {
    for rule in [Rule::Majority, Rule::Worst, share(20, 40), Rule::Score] {
        assert_eq!(rated(rule, &[NotApplicable, OnHold]).0, NotRated);
        assert_eq!(rated(rule, &[Complete, NotApplicable]).0, Complete);
        assert_eq!(rate::compute(rule, &[]), NotRated);
    }
    assert_eq!(roll_up(&section("s", Rule::Majority, Vec::new())).rating, NotRated);
}

#[test]
fn the_reason_is_one_plain_sentence() {
    for (rule, ratings, expected) in [
        (
            Rule::Majority,
            &[Amber, Red, Amber, Green, Green, NotApplicable, Complete][..],
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
        (Rule::Majority, &[Amber, Complete], "Amber: the only rated project is Amber; 1 more is not rated."),
        (Rule::Majority, &[NotApplicable, OnHold], "Not rated: none of the 2 projects is rated."),
        (Rule::Majority, &[Complete, Complete], "Complete: all 2 projects are complete."),
        (
            Rule::Majority,
            &[Complete, OnHold, OnHold],
            "Complete: 1 of 3 projects is complete and the others are not rated.",
        ),
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
            Rule::Score,
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
    let by_hand = |rule, ratings: &[Rating]| {
        roll_up(&stating(section("s", rule, entries(ratings)), Amber, "both projects restart in April"))
    };
    let rated = by_hand(Rule::Majority, &[Red, Red]);
    assert_eq!(rated.rating, Amber);
    assert_eq!(
        reason(&rated),
        "Amber, set in place of the computed rating by the Head of Tests: both projects restart in April. The majority \
         rule gives Red: 2 of 2 rated projects are Red, which is at least half."
    );
    let (given, computed) = rated.set_by_hand().expect("an override");
    assert_eq!((given.by.as_deref(), computed.rating), (Some("Head of Tests"), Red));

    let judged = by_hand(Rule::Manual, &[Red, Red]);
    assert_eq!(reason(&judged), "Amber, as judged by the Head of Tests: both projects restart in April.");
    assert_eq!(judged.set_by_hand(), None);

    let stated = by_hand(Rule::Majority, &[]);
    assert_eq!(reason(&stated), "Amber, as stated by the Head of Tests: both projects restart in April.");
}

const RULES: usize = 5;

fn rule(index: usize) -> Rule {
    // An amber share below and above the red one, since neither has to be the larger.
    [Rule::Majority, Rule::Worst, share(20, 40), share(60, 34), Rule::Score][index]
}

/// All multisets of up to six ratings, in one order each.
fn multisets() -> Vec<Vec<Rating>> {
    let mut all = vec![Vec::new()];
    let mut newest = all.clone();
    for _ in 0..6 {
        newest = newest
            .iter()
            .flat_map(|set: &Vec<Rating>| {
                let least = set.last().copied().unwrap_or(Red);
                Rating::ALL.into_iter().filter(move |rating| *rating >= least).map(move |rating| {
                    let mut longer = set.clone();
                    longer.push(rating);
                    longer
                })
            })
            .collect();
        all.extend(newest.iter().cloned());
    }
    // 9 kinds in up to 6 places: C(15, 6).
    assert_eq!(all.len(), 5005);
    all
}

#[test]
fn order_never_matters() {
    for set in multisets() {
        for index in 0..RULES {
            let straight = rated(rule(index), &set);
            let mut turned = set.clone();
            turned.reverse();
            assert_eq!(rated(rule(index), &turned), straight, "{set:?}");
            turned.rotate_left(set.len() / 2);
            assert_eq!(rated(rule(index), &turned), straight, "{set:?}");
        }
    }
}

#[test]
fn making_one_entry_worse_never_makes_the_section_better() {
    let standing = |rating: Rating| rating.standing().expect("a computed rating of rated entries");
    for set in multisets().into_iter().filter(|set| set.iter().any(|rating| rating.is_rated())) {
        for index in 0..RULES {
            let before = standing(rate::compute(rule(index), &entries(&set)));
            for place in 0..set.len() {
                for worse in [Red, Amber] {
                    if set[place].is_rated() && worse < set[place] {
                        let mut changed = set.clone();
                        changed[place] = worse;
                        let after = standing(rate::compute(rule(index), &entries(&changed)));
                        assert!(after <= before, "{:?}: {set:?} to {changed:?}", rule(index));
                    }
                }
            }
        }
    }
}

#[test]
fn entries_that_are_not_rated_never_count() {
    for set in multisets() {
        let only_rated: Vec<Rating> = set.iter().copied().filter(|rating| rating.is_rated()).collect();
        if only_rated.is_empty() {
            continue;
        }
        for index in 0..RULES {
            assert_eq!(
                rate::compute(rule(index), &entries(&set)),
                rate::compute(rule(index), &entries(&only_rated)),
                "{set:?}"
            );
        }
    }
}
