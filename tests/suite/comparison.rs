//! Holds the comparison of two reports: movements, moved entries, and what is no longer reported.

use cabinet_report::report::compare::{self, Comparison, Movement, movement};
use cabinet_report::report::prose::Prose;
use cabinet_report::report::rate;
use cabinet_report::report::{DocumentKind, Palette, Preset, Report, Rule, Scale, Section};

use crate::ratings::{Rag, entry, section};

fn report(sections: Vec<Section>) -> rate::RatedReport {
    rate::report(Report {
        id: "r".to_owned(),
        title: "Report".to_owned(),
        council: "Council".to_owned(),
        period: String::new(),
        from: None,
        to: None,
        previous: None,
        document: DocumentKind::Progress,
        plan: None,
        status: None,
        meetings: Vec::new(),
        cover: None,
        introduction: Prose::default(),
        priorities: Vec::new(),
        categories: Vec::new(),
        scale: Scale::standard(),
        aspects: Vec::new(),
        overall: None,
        groups: Vec::new(),
        sections,
        withheld: Vec::new(),
        restricted: false,
    })
}

fn compared(now: Vec<Section>, before: Vec<Section>) -> Comparison {
    compare::reports(&report(now), &report(before))
}

#[test]
fn a_movement_is_told_by_standing() {
    use Rag::{Amber, Complete, Green, NotApplicable, NotRated, Red};
    for (before, now, expected) in [
        (Red, Amber, Movement::Improved),
        (Green, Complete, Movement::Improved),
        (Complete, Amber, Movement::Worsened),
        (Green, Amber, Movement::Worsened),
        (Amber, Amber, Movement::NoChange),
        (NotApplicable, NotApplicable, Movement::NotRated),
        (NotApplicable, NotRated, Movement::NotRated),
        (NotRated, Green, Movement::NotRatedBefore),
        (Red, NotApplicable, Movement::NoLongerRated),
    ] {
        assert_eq!(movement(before.rating(), now.rating()), expected, "{before:?} to {now:?}");
    }
}

#[test]
fn entries_are_followed_by_id_and_where_they_moved_by_was() {
    let before = vec![section("a", Rule::Majority, vec![entry("x", Rag::Red), entry("y", Rag::Green)])];
    let mut moved = entry("z", Rag::Amber);
    moved.was = Some(("a".to_owned(), "x".to_owned()));
    let now = vec![
        section("a", Rule::Majority, vec![entry("y", Rag::Green)]),
        section("b", Rule::Majority, vec![moved, entry("x", Rag::Green)]),
    ];
    let comparison = compared(now, before);
    assert_eq!(comparison.sections[0].entries[0].movement, Movement::NoChange);
    let of_b = &comparison.sections[1];
    assert_eq!(of_b.moved.unwrap().movement, Movement::New);
    assert_eq!(
        (of_b.entries[0].movement, of_b.entries[0].before),
        (Movement::Improved, Some(Rag::Red.rating()))
    );
    // The same id in another section is another entry unless it says where it was.
    assert_eq!(of_b.entries[1].movement, Movement::New);
    assert_eq!(comparison.gone, []);
}

#[test]
fn what_is_no_longer_reported_is_listed_with_its_last_rating() {
    let before = vec![
        section("a", Rule::Majority, vec![entry("x", Rag::Complete), entry("y", Rag::Green)]),
        section("b", Rule::Majority, vec![entry("z", Rag::Red)]),
    ];
    let comparison = compared(vec![section("a", Rule::Majority, vec![entry("y", Rag::Green)])], before);
    let gone: Vec<(&str, Rag)> =
        comparison.gone.iter().map(|gone| (gone.id.as_str(), Rag::of(gone.rating))).collect();
    assert_eq!(gone, [("a/x", Rag::Complete), ("b", Rag::Red), ("b/z", Rag::Red)]);
}

#[test]
fn no_movement_is_shown_across_a_changed_scale() {
    let before = vec![section("a", Rule::Majority, vec![entry("x", Rag::Red)])];
    let mut now = before.clone();
    let other = Preset::FivePoint.scale(&Palette::default());
    now[0].scale = other;
    if let cabinet_report::report::Content::Projects(projects) = &mut now[0].content {
        projects.entries[0].given = other.by_id("green").unwrap();
    }
    let comparison = compared(now, before.clone());
    let section = &comparison.sections[0];
    assert_eq!(section.moved.unwrap().movement, Movement::ScaleChanged);
    assert_eq!(section.entries[0].movement, Movement::ScaleChanged);
    // Other colours and words are the same scale.
    let mut palette = Palette::default();
    palette.set(
        "red",
        cabinet_report::report::Colour(0, 0, 0),
        cabinet_report::report::Colour(255, 255, 255),
    );
    let dark = Preset::Rag.scale(&palette);
    let mut same = before.clone();
    same[0].scale = dark;
    if let cabinet_report::report::Content::Projects(projects) = &mut same[0].content {
        projects.entries[0].given = dark.by_id("amber").unwrap();
    }
    assert_eq!(compared(same, before).sections[0].entries[0].movement, Movement::Improved);
}

#[test]
fn no_movement_is_shown_across_a_changed_rule() {
    let entries = || vec![entry("x", Rag::Amber), entry("y", Rag::Green), entry("z", Rag::Green)];
    let before = vec![section("a", Rule::Majority, entries())];
    let comparison = compared(vec![section("a", Rule::Worst, entries())], before.clone());
    let moved = comparison.sections[0].moved.unwrap();
    // Majority gave Green and the worst is Amber: without the refusal this would read "Worsened".
    assert_eq!((moved.movement, moved.before), (Movement::RuleChanged, Some(Rag::Green.rating())));
    // The entries' own ratings are not made by the rule.
    assert!(comparison.sections[0].entries.iter().all(|moved| moved.movement == Movement::NoChange));
    let same = compared(before.clone(), before);
    assert_eq!(same.sections[0].moved.unwrap().movement, Movement::NoChange);
}

/// Two reports: every entry of the first is worse in the second, and one of the same title is gone.
#[test]
fn many_changes_are_a_table_and_like_titles_are_told_apart() {
    let mut project = crate::support::Project::new()
        .file("content/q/_index.md", "---\ntitle: Progress\nperiod: Winter\nto: 2013-12-31\n---\n")
        .file(
            "content/r/_index.md",
            "---\ntitle: Progress\nperiod: Spring\nto: 2014-03-31\nprevious: q\n---\n",
        );
    for (report, rating) in [("q", "green"), ("r", "amber")] {
        project = project.file(&format!("content/{report}/s/_index.md"), "---\ntitle: Section\n---\n");
        for number in 1..=12 {
            let entry = format!("---\ntitle: Project {number}\nrating: {rating}\n---\nText.\n");
            project = project.file(&format!("content/{report}/s/e{number}.md"), &entry);
        }
    }
    let project = project
        .file("content/q/t/_index.md", "---\ntitle: Old section\n---\n")
        .file("content/q/t/gone.md", "---\ntitle: Project 1\nrating: green\n---\nText.\n");
    project.build();
    let page = project.text("output/r/index.html");
    let squeezed: String = page.split('\n').map(str::trim).collect();
    let row =
        "<th scope=\"row\"><a href=\"#s--e2\">Project 2</a></th><td>Worsened</td><td>Green to Amber</td>";
    assert!(squeezed.contains(row), "thirteen that worsened are a table: {page}");
    assert!(page.contains("<a href=\"#s--e1\">Project 1 in Section</a>"), "{page}");
    let gone = |name: &str| format!("{name}</th><td>No longer reported</td><td>Green last time</td>");
    assert!(squeezed.contains(&gone("Project 1 in Old section")), "{page}");
    assert!(squeezed.contains(&gone("Old section (as a whole)")), "{page}");
    let paper = crate::support::pdf::text(&project.bytes("output/r/progress-spring.pdf"));
    assert!(paper.contains("Project 1 in Section Worsened Green to Amber"), "{paper}");
}
